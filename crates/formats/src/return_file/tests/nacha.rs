mod faults;

use super::*;

/// Layouts after the published samples of return and change files in the tests of the
/// `ach` library of Moov (`return-WEB.ach`, `cor-example.ach`, `pop-debit.ach`), with
/// other numbers: entries of checking and savings accounts, a check that was made into
/// an entry, one at the point of sale, a refund and a prenotification that came back,
/// and a notice of change.
pub(super) const GOOD: &str = "\
1011950000000 1220999992611200306A094101ALDER CREEK            FIRST HARBOR BANK              
5225ALDER CREEK                         1950000000WEBUTILITY         261113   1123456780000001
6261220999997714400218       000001846220-04127-03    NGOZI OKAFOR            1123456780001001
799R01122099990004001      12345678                                            123456780001001
63612209999900-1155 02       0000006300PC-558203      PAUL JONES              1123456780001002
799R10122099990004002      12345678SEE SWORN STATEMENT                         123456780001002
822500000400244199980000000247620000000000001950000000                         123456780000001
5200ALDER CREEK                         1950000000BOCCHECK                    1064000010000002
62612209999933419            0000004050000000000001042                        1064000010000007
799R1412209999000410026110206400001                                            064000010000007
820000000200122099990000000040500000000000001950000000                         064000010000002
5225ALDER CREEK                         1950000000POPCHECK           261116   1064000010000003
62612209999933420            0000000125000000412ALDECA                        1064000010000008
799R03122099990004101      06400001                                            064000010000008
822500000200122099990000000001250000000000001950000000                         064000010000003
5200ALDER CREEK                         1950000000PPDREFUND          261112   1123456780000004
621122099999867530999999     0000004565RF-0031        BOB MARLEY              1123456780001003
799R03122099990004102      12345678                                            123456780001003
6261220999997714400219       000000000020-00001-00    ANA RUIZ                1123456780001004
799R04122099990004103      12345678NO ACCOUNT OF THAT NAME                     123456780001004
820000000400244199980000000000000000000045651950000000                         123456780000004
5220ALDER CREEK                         1950000000CORUTILITY         000000   1123456780000005
621122099999744-5678-99      000000000020-00002-00    BEST CO. #23            1123456780001005
798C01122099990004104      123456781918171614                                  123456780001099
822000000200122099990000000000000000000000001950000000                         123456780000005
9000005000003000000140085469993000000028937000000004565                                       
9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999
9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999
9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999
9999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999999
";

/// Three batches of one entry, debits and a credit, not filled up and the last line not
/// ended; the company stands to the left in the headers and to the right in the controls:
/// what the same source publishes as `return-WEB.ach`, with other numbers and a batch more.
pub(super) const UNFILLED: &str = "\
1011950000000 1220999992611200306A094101ALDER CREEK            FIRST HARBOR BANK              
5200ALDER CREEK                         195000000 WEBTRANSFER        000101   1123456780000001
626122099999123456789        0000012354MjMxNDAwMjAtOGQPAUL JONES              1123456780001761
799R01122099990000001      12345678                                            123456780001761
82000000020012209999000000012354000000000000 195000000                         123456780000001
5200ALDER CREEK                         195000000 WEBTRANSFER        000101   1064000010000002
621122099999867530999999     0000004565NmRjZTJmMzItMGNBOB MARLEY              1064000010002946
799R03122099990000003      06400001                                            064000010002946
82000000020012209999000000000000000000004565 195000000                         064000010000002
5200ALDER CREEK                         195000000 TELTRANSFER        000101   1064000010000003
626122099999867530999998     0000000001                                       1064000010002947
799R02122099990000004      06400001                                            064000010002947
82000000020012209999000000000001000000000000 195000000                         064000010000003
9000003000002000000060036629997000000012355000000004565                                       ";

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn a_file_is_read() {
    let file = read(GOOD.as_bytes(), ReturnFormat::Nacha).unwrap();
    assert_eq!((file.id.as_str(), file.date), ("122099999-261120-0306-A", Some(date())));
    assert_eq!(file.total, Cents(28_937));
    let day = |day| NaiveDate::from_ymd_opt(2026, 11, day);
    let first = ReturnedItemRead {
        line: 3,
        amount: Cents(18_462),
        reason: some("R01"),
        check_number: None,
        routing: some("123456780"),
        account: some("7714400218"),
        trace: some("122099990004001"),
        reference: some("20-04127-03"),
        paid_on: day(13),
        payer: some("NGOZI OKAFOR"),
        deposit: None,
        note: None,
        represented: false,
        electronic: true,
    };
    let second = ReturnedItemRead {
        line: 5,
        amount: Cents(6_300),
        reason: some("R10"),
        account: some("00-1155 02"),
        trace: some("122099990004002"),
        reference: some("PC-558203"),
        payer: some("PAUL JONES"),
        note: some("SEE SWORN STATEMENT"),
        ..first.clone()
    };
    let check = ReturnedItemRead {
        line: 9,
        amount: Cents(4_050),
        reason: some("R14"),
        check_number: some("1042"),
        routing: some("064000017"),
        account: some("33419"),
        trace: some("122099990004100"),
        electronic: true,
        ..ReturnedItemRead::default()
    };
    let at_the_counter = ReturnedItemRead {
        line: 13,
        amount: Cents(125),
        reason: some("R03"),
        check_number: some("412"),
        account: some("33420"),
        trace: some("122099990004101"),
        paid_on: day(16),
        ..check.clone()
    };
    assert_eq!(file.items, [first.clone(), second, check, at_the_counter]);
    let refund = ReturnedItemRead {
        line: 17,
        amount: Cents(4_565),
        reason: some("R03"),
        account: some("867530999999"),
        trace: some("122099990004102"),
        reference: some("RF-0031"),
        paid_on: day(12),
        payer: some("BOB MARLEY"),
        ..first
    };
    assert_eq!(file.credits, [refund]);
}

#[test]
fn what_moves_no_money_is_kept_by_itself() {
    let file = read(GOOD.as_bytes(), ReturnFormat::Nacha).unwrap();
    let prenotification = ChangeNotice {
        line: 19,
        code: "R04".to_owned(),
        trace: some("122099990004103"),
        payer: some("ANA RUIZ"),
        reference: some("20-00001-00"),
        routing: some("123456780"),
        account: some("7714400219"),
        corrected: None,
        note: some("NO ACCOUNT OF THAT NAME"),
    };
    let change = ChangeNotice {
        line: 23,
        code: "C01".to_owned(),
        trace: some("122099990004104"),
        payer: some("BEST CO. #23"),
        reference: some("20-00002-00"),
        routing: some("123456780"),
        account: some("744-5678-99"),
        corrected: some("1918171614"),
        note: None,
    };
    assert_eq!(file.notices, [prenotification, change]);
    let of_prenotifications = file.notices.iter().map(ChangeNotice::is_of_prenotification);
    assert!(of_prenotifications.eq([true, false]));
}

#[test]
fn a_file_that_is_not_filled_up() {
    let file = read(UNFILLED.as_bytes(), ReturnFormat::Nacha).unwrap();
    assert_eq!((file.items.len(), file.total), (2, Cents(12_355)));
    let [web, phone] = &file.items[..] else {
        panic!("{file:?}")
    };
    assert_eq!(web.reference, some("MjMxNDAwMjAtOGQ"));
    assert_eq!(web.paid_on, NaiveDate::from_ymd_opt(2000, 1, 1));
    assert_eq!((&phone.payer, &phone.reference, &phone.note), (&None, &None, &None));
    assert_eq!(phone.routing, some("064000017"));
    assert_eq!(file.credits.len(), 1);
    // Nor is one that was filled up wrongly.
    let with = |lines: usize| {
        let filled = format!("{UNFILLED}\n{}", format!("{}\n", "9".repeat(94)).repeat(lines));
        read(filled.as_bytes(), ReturnFormat::Nacha)
    };
    assert_eq!(with(0), Ok(file.clone()));
    assert_eq!(with(6), Ok(file));
    assert_eq!(with(5), Err(Refusal::BatchFileTruncated));
    assert!(matches!(with(7), Err(Refusal::BatchFileMalformed { line: 21, .. })));
}

/// No date is of a time to come that the file cannot know.
#[test]
fn a_date_of_the_century_before() {
    for (given, read_as) in [
        ("900615", "1990-06-15"),
        ("461121", "1946-11-21"),
        ("461120", "2046-11-20"),
    ] {
        let file = GOOD.replacen("261113   1", &format!("{given}   1"), 1);
        let file = read(file.as_bytes(), ReturnFormat::Nacha).unwrap();
        assert_eq!(
            file.items[0].paid_on.map(|day| day.to_string()).as_deref(),
            Some(read_as)
        );
    }
}

/// Characters are counted and not bytes.
#[test]
fn names_of_other_letters() {
    let file = GOOD.replace("NGOZI OKAFOR", "ÑGOZI ØKAFÓR");
    let file = read(file.as_bytes(), ReturnFormat::Nacha).unwrap();
    assert_eq!(file.items[0].payer.as_deref(), Some("ÑGOZI ØKAFÓR"));
}

#[test]
fn texts_are_cleaned_and_stay_what_they_are() {
    let file = GOOD
        .replace("NGOZI OKAFOR", "=NGOZI\u{1b}\u{202e}   X")
        .replace("SEE SWORN STATEMENT", "+CMD|' /C CALC'!A0 ")
        .replace("1918171614", "19181\u{1b}\u{202e}614");
    let file = read(file.as_bytes(), ReturnFormat::Nacha).unwrap();
    assert_eq!(file.items[0].payer.as_deref(), Some("=NGOZI X"));
    assert_eq!(file.items[1].note.as_deref(), Some("+CMD|' /C CALC'!A0"));
    assert_eq!(file.notices[1].corrected.as_deref(), Some("19181614"));
}

/// Whatever a bank prints an account number with.
#[test]
fn account_numbers_of_any_sign() {
    for account in ["00/11.55*02", "~7714_400218!", "4411'22=33;44\"55", "A-1 #2 & (3)"] {
        let file = GOOD.replacen("7714400218       ", &format!("{account:17}"), 1);
        let file = read(file.as_bytes(), ReturnFormat::Nacha).unwrap();
        assert_eq!(file.items[0].account.as_deref(), Some(account));
    }
}

/// An account number and a trace number are no texts that somebody typed.
#[test]
fn numbers_that_look_like_a_cards() {
    let file = GOOD.replacen("7714400218       ", "4111111111111111 ", 1);
    let file = read(file.as_bytes(), ReturnFormat::Nacha).unwrap();
    assert_eq!(file.items[0].account.as_deref(), Some("4111111111111111"));
    // Fifteen digits that pass the check of cards, of a bank's own.
    let trace = "211370540000009";
    let file = GOOD.replace("122099990004001", trace);
    let file = read(file.as_bytes(), ReturnFormat::Nacha).unwrap();
    assert_eq!(file.items[0].trace.as_deref(), Some(trace));
}
