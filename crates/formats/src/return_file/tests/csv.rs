use super::*;

pub(super) const GOOD: &str = "\
H,counterfoil-returns-1,R-1120,2026-11-20
R,184.62,NSF,1042,123456780,0033419,RT00001,,2026-11-12,\"Okafor, Ngozi\",D-0117,\"He said \"\"again\"\"\",,
R,63,R01,,123456780,7714400218,122099990004001,PC-558203,,,,,,Y
R,\"1,273.40\",,000412,,,,,,,,,Y,
T,3,1521.02
";

#[test]
fn a_file_is_read() {
    let file = read(GOOD.as_bytes(), ReturnFormat::Csv).unwrap();
    assert_eq!(
        (file.id.as_str(), file.date, file.total),
        ("R-1120", Some(date()), Cents(152_102))
    );
    let some = |text: &str| Some(text.to_owned());
    let check = ReturnedItemRead {
        line: 2,
        amount: Cents(18_462),
        reason: some("NSF"),
        check_number: some("1042"),
        routing: some("123456780"),
        account: some("0033419"),
        trace: some("RT00001"),
        reference: None,
        paid_on: NaiveDate::from_ymd_opt(2026, 11, 12),
        payer: some("Okafor, Ngozi"),
        deposit: some("D-0117"),
        note: some("He said \"again\""),
        represented: false,
        electronic: false,
    };
    let electronic = ReturnedItemRead {
        line: 3,
        amount: Cents(6_300),
        reason: some("R01"),
        routing: some("123456780"),
        account: some("7714400218"),
        trace: some("122099990004001"),
        reference: some("PC-558203"),
        electronic: true,
        ..ReturnedItemRead::default()
    };
    let paid_after_all = ReturnedItemRead {
        line: 4,
        amount: Cents(127_340),
        check_number: some("412"),
        represented: true,
        ..ReturnedItemRead::default()
    };
    assert_eq!(file.items, [check, electronic, paid_after_all]);
    assert!(file.credits.is_empty() && file.notices.is_empty());
}

#[test]
fn every_fault_is_named_with_its_line() {
    let long = format!(",{},", "ñ".repeat(61));
    each_fault(
        GOOD,
        ReturnFormat::Csv,
        &[
            ("H,", "K,", 1, "does not begin with its header"),
            (
                "returns-1",
                "payments-1",
                1,
                "the format is 'counterfoil-payments-1', this program reads counterfoil-returns-1",
            ),
            ("R-1120,", "", 1, "a record of kind H has 4 fields, this one has 3"),
            ("R-1120", " ", 1, "the file's identifier is missing"),
            ("R-1120", "4111 1111 1111 1111", 1, "holds a card number"),
            (
                "2026-11-20",
                "11/20/2026",
                1,
                "'11/20/2026' is not a date such as 2026-11-20",
            ),
            ("R,63", "H,63", 3, "two files were put together"),
            ("R,63", "P,63", 3, "'P' is not a kind of record; column 1 is H, R or T"),
            ("R,63", "R", 3, "a record of kind R has 14 fields, this one has 13"),
            (
                "\"Okafor, Ngozi\"",
                "\"Okafor, Ngozi",
                2,
                "something follows a closing quote",
            ),
            (
                "184.62",
                "-184.62",
                2,
                "amount: '-184.62' is not an amount; type it as 1234.56",
            ),
            ("184.62", "1e3", 2, "is not an amount"),
            ("184.62", "0.00", 2, "the amount must be more than nothing"),
            (
                "184.62",
                "4111111111111111",
                2,
                "a field holds a card number; take it out",
            ),
            (",\"Okafor, Ngozi\",", &long, 2, "payer is longer than 60 characters"),
            ("000412", "No. 412", 4, "the check number is not of digits only"),
            (
                "123456780",
                "123456781",
                2,
                "routing number 123456781 fails its checksum",
            ),
            (
                "0033419",
                "33é19",
                2,
                "the account number is not of letters, digits and signs",
            ),
            ("2026-11-12", "2026-11-31", 2, "paid on: '2026-11-31' is not a date"),
            (",,Y\n", ",,N\n", 3, "electronic: 'N' is neither Y nor empty"),
            (",Y,\n", ",yes,\n", 4, "represented: 'yes' is neither Y nor empty"),
            (
                "T,3,1521.02",
                "T,3,1521.0",
                5,
                "the trailer is not written as T,12,1234.56",
            ),
            ("1521.02\n", "1521.02\nR\n", 6, "something follows the trailer"),
        ],
    );
}

#[test]
fn a_trailer_that_does_not_fit() {
    each_figure(
        GOOD,
        ReturnFormat::Csv,
        &[
            ("T,3", "T,4", "returned items", "4", "3"),
            ("1521.02", "1521.03", "in total", "1,521.03", "1,521.02"),
        ],
    );
}

#[test]
fn texts_are_cleaned_and_stay_what_they_are() {
    let file = GOOD
        .replace("D-0117", " D\u{1b}\u{202e} \t 0117 ")
        .replace("PC-558203", "=1+1");
    let file = read(file.as_bytes(), ReturnFormat::Csv).unwrap();
    assert_eq!(file.items[0].deposit.as_deref(), Some("D 0117"));
    assert_eq!(file.items[1].reference.as_deref(), Some("=1+1"));
}

#[test]
fn what_the_format_cannot_carry_is_not_written() {
    let good = read(GOOD.as_bytes(), ReturnFormat::Csv).unwrap();
    assert!(write_csv(&good).is_ok());
    let with = |change: &dyn Fn(&mut ReturnFileRead)| {
        let mut file = good.clone();
        change(&mut file);
        write_csv(&file)
    };
    assert!(with(&|file| file.id = String::new()).is_err());
    assert!(with(&|file| file.id = " R".to_owned()).is_err());
    assert!(with(&|file| file.items[0].payer = Some(String::new())).is_err());
    assert!(with(&|file| file.items[0].note = Some("x".repeat(201))).is_err());
    assert!(with(&|file| file.items[2].check_number = Some("007".to_owned())).is_err());
    assert!(with(&|file| file.credits = file.items.clone()).is_err());
    let other_total = with(&|file| file.total = Cents(1));
    assert!(matches!(other_total, Err(Refusal::BatchFileTotals { .. })));
}

prop_compose! {
    fn some_item()(
        amount in 1i64..=99_999_999_999,
        texts in prop::array::uniform4("[=+@A-Za-zÑñ\"',;-]{0,12}"),
        account in "([!-~]([ -~]{0,15}[!-~])?)?",
        numbers in prop::array::uniform2("([1-9][0-9]{0,5})?"),
        routing in prop::sample::select(vec!["", "123456780", "121000358"]),
        days in prop::option::of(0u64..20_000),
        so in any::<[bool; 2]>(),
    ) -> ReturnedItemRead {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        ReturnedItemRead {
            line: 0,
            amount: Cents(amount),
            reason: some(&texts[0]),
            check_number: some(&numbers[0]),
            routing: some(routing),
            account: some(&account),
            trace: some(&numbers[1]),
            reference: some(&texts[1]),
            paid_on: days.map(|days| NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::Days::new(days)),
            payer: some(&texts[2]),
            deposit: some(&texts[3]),
            note: some(&texts[0]),
            represented: so[0],
            electronic: so[1],
        }
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(
        id in "[A-Z\",]{1,8}[0-9]{1,4}",
        dated in any::<bool>(),
        mut items in prop::collection::vec(some_item(), 0..6),
    ) {
        for (line, item) in (2..).zip(&mut items) {
            item.line = line;
        }
        let total = Cents::sum(items.iter().map(|item| item.amount)).unwrap();
        let file = ReturnFileRead {
            id,
            date: dated.then(date),
            items,
            total,
            credits: Vec::new(),
            notices: Vec::new(),
        };
        let bytes = write_csv(&file).unwrap();
        prop_assert_eq!(read(&bytes, ReturnFormat::Csv), Ok(file));
    }
}
