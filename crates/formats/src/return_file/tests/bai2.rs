use super::*;

/// Two groups: an account with its totals and everything that a day brings, one whose
/// returned items stand alone.
pub(super) const GOOD: &str = "\
01,122099999,123456789,261120,0200,4,,,2/
02,123456789,122099999,1,261119,2359,USD,2/
03,0040027715,USD,010,+500000,,,550,24762,2,,556,6400,1,/
16,115,1500000,S,1500000,0,0,LB000011,,LOCKBOX 7715
16,555,18462,Z,20070740796815,1042,REASON=NSF;ROUTING=123456780;DDA=33419;
88,PAYER=OKAFOR N;PAID=261112;DEPOSIT=D-0117/
16,555,6300,Z,RT00002,WINDOW 3,OKAFOR, NGOZI / SECOND PRESENTMENT
16,557,6400,,RT00003,20-00001-00,REASON=R01;CHECK=77;TRACE=122099990004001/
16,455,120000,,,,PAYROLL TAXES
16,257,4565,,RT00004,RF-0031,REASON=R03;PAYER=BOB MARLEY
16,567,1000,,,,RETURN ITEM FEE
16,890,,,,,REPORTS ARE DELAYED
49,2187889,11/
98,2187889,1,13/
02,123456789,122099999,1,261120,,,2/
03,0040027723,,,,,/
16,555,7500,D,2,0,7000,1,500,,,/
16,475,2500,1,,000000002001,
49,10000,4/
98,10000,1,6/
99,2197889,2,21/
";

/// The layout of U.S. Bank's published *BAI2 Transmission File Format & Supported
/// Codes* for a previous day, with other numbers: amounts and counts with zeros before
/// them, summaries that go on in records 88, and texts in records 88 of their own.
pub(super) const EIGHTY_COLUMNS: &str = "\
01,042000013,ALDER     ,261120,0506,1,80,,2/
02,042000013,091000022,1,261119,2359,,2/
03,273101322728,,015,00000173137444,,,040,00000173137444,,/
88,045,00000173137444,,,072,00000000000000,,,074,00000000000000,,/
88,100,00000000024524,,,400,00000000031202,,/
88,550,00000000030952,00002,,355,00000000000000,00000,/
16,347,0000000024524,,I-GEN126111900003445,/
88,INTEREST EARNED
16,555,0000000018452,S,00000018452,00000000000000,00000000000000/
88,I-GEN126111900001754,0000001042/
88,RETURNED DEPOSITED ITEM
88,REASON: NOT SUFFICIENT FUNDS
88,ITEM AMOUNT: 184.52/
16,555,0000000012500,,I-GEN126111900001755,/
88,RETURNED DEPOSITED ITEM
16,661,0000000000250,,,/
88,RETURN FEE
49,0000519554736,000016/
98,0000519554736,00001,000018/
99,0000519554736,00001,000020/
";

/// A day's report of all that moved: an account with the totals of its returned items,
/// of which those of one type are none, and one without.
pub(super) const DAY: &str = "\
01,122099999,123456789,261120,0200,5,,,2/
02,123456789,122099999,1,261119,2359,USD,2/
03,0040027715,,550,18462,1,,556,0,,/
16,257,4565,,RT00004,RF-0031,REASON=R03;PAYER=BOB MARLEY
16,266,5000,,OW-0007,20070740796815,RETURNED OUTGOING WIRE
16,455,120000,,,,PAYROLL TAXES
16,555,18462,,RT00001,1042,REASON=NSF
49,166489,6/
03,0040027723,,,,,/
16,255,0,,,,NO CHECKS
16,455,0,,,,NO DEBITS
16,555,7500,,,,
49,7500,5/
98,173989,2,13/
99,173989,1,15/
";

/// A day of payroll from a bank that leaves totals of nothing out: what one digit parts
/// from a returned item is told from it by the total of its own family.
pub(super) const PAYDAY: &str = "\
01,122099999,123456789,261120,0200,6,,,2/
02,123456789,122099999,1,261119,2359,USD,2/
03,0040027715,USD,450,135000,3,,556,6400,1,/
16,451,5000,,,,UTILITY
16,455,120000,,,,PAYROLL
16,455,10000,,,,PAYROLL TAXES
16,557,6400,,RT00003,20-00001-00,REASON=R01
49,282800,6/
03,0040027723,,450,90000,,,250,4400,1,,256,4565,1,/
88,570,33000,2,/
16,455,90000,,,,PAYROLL
16,555,7500,,RT00005,1042,REASON=NSF
16,255,4400,,,2001,
16,257,4565,,RT00004,RF-0031,REASON=R03
16,557,2500,,RT00006,20-00002-00,REASON=R01
16,575,20000,,,,TO THE MAIN ACCOUNT
16,577,13000,,,,TO THE MAIN ACCOUNT
49,273930,10/
98,556730,2,18/
99,556730,1,20/
";

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_file_is_read() {
    let file = read(GOOD.as_bytes(), ReturnFormat::Bai2).unwrap();
    assert_eq!((file.id.as_str(), file.date), ("122099999-261120-4", Some(date())));
    assert_eq!(file.total, Cents(24_762 + 6_400 + 7_500));
    let labelled = ReturnedItemRead {
        line: 5,
        amount: Cents(18_462),
        reason: some("NSF"),
        check_number: some("1042"),
        routing: some("123456780"),
        account: some("33419"),
        trace: some("20070740796815"),
        reference: None,
        paid_on: NaiveDate::from_ymd_opt(2026, 11, 12),
        payer: some("OKAFOR N"),
        deposit: some("D-0117"),
        note: None,
        represented: false,
        electronic: false,
    };
    let plain = ReturnedItemRead {
        line: 7,
        amount: Cents(6_300),
        trace: some("RT00002"),
        reference: some("WINDOW 3"),
        note: some("OKAFOR, NGOZI / SECOND PRESENTMENT"),
        ..ReturnedItemRead::default()
    };
    let electronic = ReturnedItemRead {
        line: 8,
        amount: Cents(6_400),
        reason: some("R01"),
        check_number: some("77"),
        trace: some("122099990004001"),
        reference: some("20-00001-00"),
        electronic: true,
        ..ReturnedItemRead::default()
    };
    let bare = ReturnedItemRead {
        line: 17,
        amount: Cents(7_500),
        ..ReturnedItemRead::default()
    };
    assert_eq!(file.items, [labelled, plain, electronic, bare]);
    let credit = ReturnedItemRead {
        line: 10,
        amount: Cents(4_565),
        reason: some("R03"),
        trace: some("RT00004"),
        reference: some("RF-0031"),
        payer: some("BOB MARLEY"),
        electronic: true,
        ..ReturnedItemRead::default()
    };
    assert_eq!(file.credits, [credit]);
    assert!(file.notices.is_empty());
}

#[test]
fn a_published_layout() {
    let file = read(EIGHTY_COLUMNS.as_bytes(), ReturnFormat::Bai2).unwrap();
    assert_eq!((file.id.as_str(), file.total), ("042000013-261120-1", Cents(30_952)));
    let [first, second] = &file.items[..] else {
        panic!("{file:?}")
    };
    assert_eq!(
        (first.trace.as_deref(), first.check_number.as_deref()),
        (Some("I-GEN126111900001754"), Some("1042"))
    );
    assert_eq!(
        first.note.as_deref(),
        Some("RETURNED DEPOSITED ITEM REASON: NOT SUFFICIENT FUNDS ITEM AMOUNT: 184.52")
    );
    // Nothing is guessed from such a text.
    assert_eq!((&first.reason, &first.payer), (&None, &None));
    assert_eq!(
        (second.amount, second.check_number.as_deref(), second.note.as_deref()),
        (Cents(12_500), None, Some("RETURNED DEPOSITED ITEM"))
    );
}

/// The slash closes the file; what lacks it too was cut off.
#[test]
fn a_last_line_without_its_end() {
    let expected = read(GOOD.as_bytes(), ReturnFormat::Bai2);
    for end in ["2,21/", "2,21/\r", "2,21/   ", "2,21/  \r\n"] {
        let file = GOOD.replace("2,21/\n", end);
        assert_eq!(read(file.as_bytes(), ReturnFormat::Bai2), expected, "{end:?}");
    }
    let (cut, _) = GOOD.split_once("\n99").unwrap();
    for end in ["\n99,2197889,2,21", "\n99,2197889,2,2", "\n99,", "\n9", "\n", ""] {
        let found = read(format!("{cut}{end}").as_bytes(), ReturnFormat::Bai2);
        assert_eq!(found, Err(Refusal::BatchFileTruncated), "{end:?}");
    }
    for (end, line, words) in [
        ("\n99,2197889,2/", 21, "a record 99 has 3 fields after its kind"),
        ("\n99,2197889,2,21//", 21, "'21/' is not a number"),
        ("\n99,2197889,2,21/\n99,/", 22, "something follows the trailer"),
    ] {
        let file = format!("{cut}{end}");
        let (found_line, found) = problem(file.as_bytes(), ReturnFormat::Bai2);
        assert!(found.contains(words) && found_line == line, "{end:?}: {found}");
    }
}

#[test]
fn texts_are_cleaned_and_stay_what_they_are() {
    let with = |text: &str| {
        let file = GOOD.replace("OKAFOR, NGOZI / SECOND PRESENTMENT", text);
        read(file.as_bytes(), ReturnFormat::Bai2).unwrap().items[1].clone()
    };
    assert_eq!(with("@SUM(1)\u{1b}\u{202e}  X").note.as_deref(), Some("@SUM(1) X"));
    // A label that is not known, or none: a note as a whole.
    assert_eq!(with("REASN=NSF;CHECK=7").note.as_deref(), Some("REASN=NSF;CHECK=7"));
    assert_eq!(with("CHECK").note.as_deref(), Some("CHECK"));
    assert_eq!(with(&"word ".repeat(60)).note.map(|note| note.len()), Some(199));
}

#[test]
fn a_date_of_the_century_before() {
    for (given, read_as) in [
        ("900615", "1990-06-15"),
        ("461120", "1946-11-20"),
        ("20900615", "2090-06-15"),
    ] {
        let file = GOOD.replace("PAID=261112", &format!("PAID={given}"));
        let file = read(file.as_bytes(), ReturnFormat::Bai2).unwrap();
        assert_eq!(
            file.items[0].paid_on.map(|day| day.to_string()).as_deref(),
            Some(read_as)
        );
    }
}

#[test]
fn a_report_of_a_day() {
    let file = read(DAY.as_bytes(), ReturnFormat::Bai2).unwrap();
    let amounts: Vec<Cents> = file.items.iter().map(|item| item.amount).collect();
    assert_eq!(
        (&amounts[..], file.total),
        (&[Cents(18_462), Cents(7_500)][..], Cents(25_962))
    );
    let [entry, wire] = &file.credits[..] else {
        panic!("{file:?}")
    };
    assert_eq!((entry.line, entry.amount, entry.electronic), (4, Cents(4_565), true));
    // The customer reference of a wire is no check's number.
    let expected = ReturnedItemRead {
        line: 5,
        amount: Cents(5_000),
        trace: some("OW-0007"),
        reference: some("20070740796815"),
        note: some("RETURNED OUTGOING WIRE"),
        ..ReturnedItemRead::default()
    };
    assert_eq!(wire, &expected);
    let file = DAY.replace("16,266", "16,268");
    let file = read(file.as_bytes(), ReturnFormat::Bai2).unwrap();
    assert_eq!(file.credits[1], expected);
}

/// What stands beside an account tells a returned item from what it might be taken for.
#[test]
fn types_that_one_digit_parts() {
    let without = GOOD
        .replace("550,24762,2", "040,24762,2")
        .replace("556,6400,1", "045,6400,1");
    let (line, words) = problem(without.as_bytes(), ReturnFormat::Bai2);
    assert_eq!(line, 9);
    assert!(words.starts_with("transaction type 455 is told from returned items, 555, by one digit only"));
    let farther = without.replace("16,455", "16,495");
    let (line, words) = problem(farther.as_bytes(), ReturnFormat::Bai2);
    assert_eq!(line, 10);
    assert!(words.starts_with("transaction type 257 is told from returned items, 557, by one digit only"));
    let farthest = farther.replace("16,257", "16,399").replace("16,567", "16,698");
    let file = read(farthest.as_bytes(), ReturnFormat::Bai2).unwrap();
    assert_eq!((file.items.len(), file.credits.len()), (4, 0));
    each_fault(
        DAY,
        ReturnFormat::Bai2,
        &[
            (
                "550,18462,1",
                "540,18462,1",
                6,
                "transaction type 455 is told from returned items, 555, by one digit only; have the bank report \
                 their total, 550, beside the account, also where it is 0, or 450, which is what all of 451 to \
                 469 comes to, or leave 455 out",
            ),
            (
                "556,0",
                "546,0",
                4,
                "257 is told from returned items, 557, by one digit",
            ),
            ("16,555,7500", "16,575,7500", 12, "575 is told from returned items, 555"),
            ("16,555,7500", "16,255,7500", 12, "255 is told from returned items, 555"),
        ],
    );
}

/// So does the total of its own family, where it is right.
#[test]
fn types_that_their_own_total_tells() {
    let file = read(PAYDAY.as_bytes(), ReturnFormat::Bai2).unwrap();
    let amounts: Vec<Cents> = file.items.iter().map(|item| item.amount).collect();
    assert_eq!(amounts, [Cents(6_400), Cents(7_500), Cents(2_500)]);
    let credits: Vec<Cents> = file.credits.iter().map(|credit| credit.amount).collect();
    assert_eq!(credits, [Cents(4_400), Cents(4_565)]);
    let near = |code: &str, item: &str| format!("{code} is told from returned items, {item}, by one digit only");
    let lacks = |item: &str, total: &str| format!("this returned item, {item}, is just what the total {total} beside");
    each_fault(
        PAYDAY,
        ReturnFormat::Bai2,
        &[
            // The total is not there, or is not what its family comes to.
            ("USD,450", "USD,400", 5, &near("455", "555")),
            ("16,451", "16,475", 5, &near("455", "555")),
            ("450,90000", "400,90000", 11, &near("455", "555")),
            (
                "250,4400",
                "240,4400",
                13,
                "also where it is 0, or 250, which is what all of 255 comes to, or leave 255 out",
            ),
            ("256,4565", "246,4565", 14, &near("257", "557")),
            ("570,33000", "500,33000", 16, &near("575", "555")),
            ("16,577", "16,677", 16, &near("575", "555")),
            // One taken for the other, either way.
            ("16,555", "16,455", 11, &near("455", "555")),
            ("16,555", "16,255", 12, &near("255", "555")),
            ("16,557,2500", "16,257,2500", 14, &near("257", "557")),
            ("16,557,2500", "16,577,2500", 16, &near("575", "555")),
            ("16,557,2500", "16,457,2500", 11, &near("455", "555")),
            ("16,455,120000", "16,555,120000", 5, &lacks("555", "450")),
            ("16,455,90000", "16,555,90000", 11, &lacks("555", "450")),
            ("16,255,4400", "16,555,4400", 13, &lacks("555", "250")),
            ("16,575", "16,555", 16, &lacks("555", "570")),
            ("16,577", "16,557", 16, &near("575", "555")),
            (
                "16,257,4565",
                "16,557,4565",
                14,
                "557, is just what the total 256 beside the account lacks, so that it may be a 257; have the \
                 bank report the total of returned items, 556, too",
            ),
        ],
    );
    // A total whose family does not stand in the file says nothing of returned items.
    let alone = PAYDAY.replace("16,455,90000", "16,475,90000");
    assert_eq!(read(alone.as_bytes(), ReturnFormat::Bai2), Ok(file));
}

#[test]
fn every_fault_is_named_with_its_line() {
    each_fault(
        GOOD,
        ReturnFormat::Bai2,
        &[
            ("01,1220", "02,1220", 1, "does not begin with its header, 01"),
            (",2/\n02", ",3/\n02", 1, "the version is '3', this program reads 2"),
            ("2359,USD", "2359,CAD", 2, "the currency is 'CAD', not USD"),
            ("1,261119", "3,261119", 2, "only 1, update, is taken in"),
            ("010,+500000", "O10,+500000", 3, "'O10' is not a type code"),
            ("18462", "-18462", 5, "'-18462' is not an amount in cents"),
            ("16,555,7500", "16,555,0", 17, "the amount must be more than nothing"),
            (
                "16,555,7500",
                "16,556,7500",
                17,
                "transaction type 556 is a total and no item of one",
            ),
            (
                "16,555,7500",
                "16,566,7500",
                17,
                "transaction type 566 does not say whose item came back",
            ),
            ("16,555,7500", "16,55,7500", 17, "'55' is not a type code"),
            (
                "16,555,7500",
                "16,554,7500",
                17,
                "have the bank report their total, 550, beside the account, also where it is 0",
            ),
            ("DDA=33419", "CHECK=1;CHECK=2", 5, "the text has CHECK twice"),
            (
                "ROUTING=123456780",
                "ROUTING=123456789",
                5,
                "routing number 123456789 fails its checksum",
            ),
            (
                "DDA=33419",
                "DDA=33é19",
                5,
                "the account number is not of letters, digits and signs as ASCII has them",
            ),
            (
                "PAID=261112",
                "PAID=261312",
                5,
                "PAID: '261312' is not a date such as 261120",
            ),
            ("CHECK=77", "CHECK=A7", 8, "the check number is not of digits only"),
            ("2,21/\n", "2,21/\n99,0,0,0/\n", 22, "something follows the trailer"),
        ],
    );
}

#[test]
fn every_control_figure_is_checked() {
    each_figure(
        GOOD,
        ReturnFormat::Bai2,
        &[
            (
                "49,2187889,11",
                "49,2187888,11",
                "in the account that ends on line 13",
                "21,878.88",
                "21,878.89",
            ),
            (
                "49,2187889,11",
                "49,2187889,12",
                "records in the account that ends on line 13",
                "12",
                "11",
            ),
            (
                "98,10000,1,6",
                "98,10001,1,6",
                "in the group that ends on line 20",
                "100.01",
                "100.00",
            ),
            (
                "98,10000,1,6",
                "98,10000,2,6",
                "accounts in the group that ends on line 20",
                "2",
                "1",
            ),
            ("99,2197889,2", "99,2197889,1", "groups", "1", "2"),
            ("2,21/", "2,22/", "records", "22", "21"),
            (
                "550,24762,2",
                "550,24762,3",
                "returned items (555) in their summary (550) in the account that ends on line 13",
                "3",
                "2",
            ),
            // What control totals do not show: an item of another type.
            (
                "16,555,6300",
                "16,455,6300",
                "returned items (555) in their summary (550) in the account that ends on line 13",
                "2",
                "1",
            ),
            (
                "16,557,6400",
                "16,457,6400",
                "returned items (557) in their summary (556) in the account that ends on line 13",
                "1",
                "0",
            ),
        ],
    );
    let uncounted = GOOD.replace("550,24762,2", "550,24762,");
    each_figure(
        &uncounted,
        ReturnFormat::Bai2,
        &[(
            "16,555,6300",
            "16,455,6300",
            "in the summary (550) of returned items (555) in the account that ends on line 13",
            "247.62",
            "184.62",
        )],
    );
}

/// A file's identifier may look like a card number without being one.
#[test]
fn an_identifier_of_digits() {
    let id = "231372691-261120-7";
    assert!(counterfoil_domain::text::holds_card_number(id));
    let file = GOOD.replacen(
        "01,122099999,123456789,261120,0200,4",
        "01,231372691,123456789,261120,0200,7",
        1,
    );
    assert_eq!(read(file.as_bytes(), ReturnFormat::Bai2).unwrap().id, id);
}
