use super::*;

pub(super) const GOOD: &str = "\
H,counterfoil-payments-1,W-1120,2026-11-20,WEB
P,20-04127-03,184.62,,\"Okafor, Ngozi\",WP-88121,,,,VISA,4417,A09312,2026-11-19
P,PC-558203,63,ECHECK,,WP-88122,,123456780,0033419,,,,2026-11-20
P,,\"1,273.40\",,\"He said \"\"mine\"\"\",,000412,,,,,,
T,3,1521.02
";

#[test]
fn a_file_is_read() {
    let file = read(GOOD.as_bytes(), layout("WEB")).unwrap();
    assert_eq!(
        (file.id.as_str(), file.date, file.total),
        ("W-1120", Some(date()), Cents(152_102))
    );
    let [card, echeck, check] = &file.items[..] else {
        panic!("{file:?}")
    };
    assert_eq!(
        (card.line, card.amount, card.payer.as_deref()),
        (2, Cents(18_462), Some("Okafor, Ngozi"))
    );
    assert_eq!(
        (
            card.brand.as_deref(),
            card.last_four.as_deref(),
            card.approval.as_deref()
        ),
        (Some("VISA"), Some("4417"), Some("A09312"))
    );
    assert_eq!((card.tender.as_deref(), card.paid_on), (None, date().pred_opt()));
    assert_eq!(
        (echeck.tender.as_deref(), echeck.reference.as_deref()),
        (Some("ECHECK"), Some("WP-88122"))
    );
    assert_eq!(
        (echeck.routing.as_deref(), echeck.check_account.as_deref()),
        (Some("123456780"), Some("0033419"))
    );
    assert_eq!(
        (check.account.as_str(), check.payer.as_deref()),
        ("", Some("He said \"mine\""))
    );
    assert_eq!(
        (check.check_number.as_deref(), check.amount),
        (Some("412"), Cents(127_340))
    );
}

#[test]
fn every_fault_is_named_with_its_line() {
    let long = format!(",{},", "ñ".repeat(61));
    each_fault(
        GOOD,
        layout("WEB"),
        &[
            ("H,", "K,", 1, "does not begin with its header"),
            (
                "payments-1",
                "payments-2",
                1,
                "the format is 'counterfoil-payments-2', this program reads",
            ),
            ("W-1120,", "", 1, "a record of kind H has 5 fields, this one has 4"),
            ("W-1120", " ", 1, "the file's identifier is missing"),
            ("W-1120", "4111 1111 1111 1111", 1, "holds a card number"),
            (
                "2026-11-20,WEB",
                "11/20/2026,WEB",
                1,
                "'11/20/2026' is not a date such as 2026-11-20",
            ),
            ("WEB", "KIOSK", 1, "these are payments of 'KIOSK', not of WEB"),
            ("P,PC", "H,PC", 3, "two files were put together"),
            ("P,PC", "X,PC", 3, "'X' is not a kind of record; column 1 is H, P or T"),
            (
                "P,PC-558203",
                "P",
                3,
                "a record of kind P has 13 fields, this one has 12",
            ),
            (
                "\"Okafor, Ngozi\"",
                "\"Okafor, Ngozi",
                2,
                "a quoted field is not closed",
            ),
            (
                "\"Okafor, Ngozi\"",
                "\"Okafor\" Ngozi",
                2,
                "something follows a closing quote",
            ),
            (
                "\"Okafor, Ngozi\"",
                "Okafor \"Ngozi\"",
                2,
                "a quote stands within a field",
            ),
            (
                "184.62",
                "-184.62",
                2,
                "amount: '-184.62' is not an amount; type it as 1234.56",
            ),
            ("184.62", "1e3", 2, "is not an amount"),
            (
                "184.62",
                "4111111111111111",
                2,
                "a field holds a card number; take it out",
            ),
            ("184.62", "0.00", 2, "the amount must be more than nothing"),
            ("20-04127-03", "4111-1111-1111-1111", 2, "account holds a card number"),
            (
                "\"Okafor, Ngozi\"",
                "4111 1111 1111 1111",
                2,
                "payer holds a card number",
            ),
            ("WP-88121", "4111111111111111", 2, "reference holds a card number"),
            ("000412", "4111111111111111", 4, "check number holds a card number"),
            (",\"Okafor, Ngozi\",", &long, 2, "payer is longer than 60 characters"),
            (
                "4417",
                "4111111111111111",
                2,
                "the card's last four digits are not four digits",
            ),
            ("4417", "441", 2, "the card's last four digits are not four digits"),
            (
                "123456780",
                "123456781",
                3,
                "routing number 123456781 fails its checksum",
            ),
            ("123456780", "12345678", 3, "the routing number is not of nine digits"),
            (
                "0033419",
                "33A",
                3,
                "the account number on the check is not of 4 to 17 digits",
            ),
            ("000412", "No. 412", 4, "the check number is not of digits only"),
            ("2026-11-19", "2026-11-31", 2, "paid on: '2026-11-31' is not a date"),
            (
                "T,3,1521.02",
                "T,3,1521.0",
                5,
                "the trailer is not written as T,12,1234.56",
            ),
            ("T,3,1521.02", "T,three,1521.02", 5, "the trailer is not written as"),
            ("T,3,1521.02", "T,3,\"1,521.02\"", 5, "the trailer is not written as"),
            ("T,3,", "T,", 5, "a record of kind T has 3 fields, this one has 2"),
            ("1521.02\n", "1521.02\nP\n", 6, "something follows the trailer"),
        ],
    );
}

#[test]
fn a_trailer_that_does_not_fit() {
    let with = |trailer| totals(GOOD.replace("T,3,1521.02", trailer).as_bytes(), layout("WEB"));
    let (what, said, found) = with("T,4,1521.02");
    assert_eq!((what.as_str(), said.as_str(), found.as_str()), ("payments", "4", "3"));
    let (what, said, found) = with("T,3,1521.03");
    assert_eq!(
        (what.as_str(), said.as_str(), found.as_str()),
        ("in total", "1,521.03", "1,521.02")
    );
}

#[test]
fn texts_are_cleaned() {
    let file = GOOD.replace("WP-88121", " WP\u{1b}\u{202e} \t 88121 ");
    let file = read(file.as_bytes(), layout("WEB")).unwrap();
    assert_eq!(file.items[0].reference.as_deref(), Some("WP 88121"));
}

#[test]
fn what_the_format_cannot_carry_is_not_written() {
    let good = read(GOOD.as_bytes(), layout("WEB")).unwrap();
    assert!(write_csv(&good, "WEB").is_ok());
    let with = |change: &dyn Fn(&mut BatchFileRead)| {
        let mut file = good.clone();
        change(&mut file);
        write_csv(&file, "WEB")
    };
    assert!(with(&|file| file.id = String::new()).is_err());
    assert!(with(&|file| file.id = " W".to_owned()).is_err());
    assert!(with(&|file| file.items[0].amount = Cents(-1)).is_err());
    assert!(with(&|file| file.items[0].payer = Some("two\nlines".to_owned())).is_err());
    assert!(with(&|file| file.items[0].payer = Some(String::new())).is_err());
    assert!(with(&|file| file.items[2].check_number = Some("007".to_owned())).is_err());
    let other_total = with(&|file| file.total = Cents(1));
    assert!(matches!(other_total, Err(Refusal::BatchFileTotals { .. })));
}

prop_compose! {
    fn some_item()(
        account in "([0-9]{2}-[0-9]{5}-[0-9]{2})?",
        amount in 1i64..=99_999_999_999,
        texts in prop::array::uniform3("[=+@A-Za-zÑñ\"',;-]{0,12}"),
        number in "([1-9][0-9]{0,5})?",
        routing in prop::sample::select(vec!["", "123456780", "121000358"]),
        check_account in "([0-9]{4,10})?",
        last_four in "([0-9]{4})?",
        days in prop::option::of(0u64..20_000),
    ) -> BatchItem {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        BatchItem {
            line: 0,
            account,
            amount: Cents(amount),
            tender: some(&texts[0]),
            payer: some(&texts[1]),
            reference: some(&texts[2]),
            check_number: some(&number),
            routing: some(routing),
            check_account: some(&check_account),
            brand: some(&texts[0]),
            last_four: some(&last_four),
            approval: some(&texts[1]),
            paid_on: days.map(|days| NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + chrono::Days::new(days)),
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
        let file = BatchFileRead { id, date: dated.then(date), items, total };
        let bytes = write_csv(&file, "WEB").unwrap();
        prop_assert_eq!(read(&bytes, layout("WEB")), Ok(file));
    }
}
