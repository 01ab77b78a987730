use counterfoil_domain::config::{BatchField, FixedField, FixedLayout, RecordKind};

use super::*;

/// The kiosk's file of the description: 80 characters a line.
pub(super) const GOOD: &str = "\
1K-1120-01   20261120                                                           
520-04127-03   0000018462VISA      4417A09312  KS-0001     NGOZI OKAFOR         
5PC-558203           6300MASTERCARD0021B77     KS-0002                          
9000002000000024762                                                             
";

fn kiosk() -> &'static FixedLayout {
    layout("KIOSK").fixed.as_ref().unwrap()
}

#[test]
fn a_file_is_read() {
    let file = read(GOOD.as_bytes(), layout("KIOSK")).unwrap();
    assert_eq!(
        (file.id.as_str(), file.date, file.total),
        ("K-1120-01", Some(date()), Cents(24_762))
    );
    let [first, second] = &file.items[..] else {
        panic!("{file:?}")
    };
    assert_eq!(
        (first.line, first.account.as_str(), first.amount),
        (2, "20-04127-03", Cents(18_462))
    );
    assert_eq!(
        (first.brand.as_deref(), first.last_four.as_deref()),
        (Some("VISA"), Some("4417"))
    );
    assert_eq!(
        (first.approval.as_deref(), first.payer.as_deref()),
        (Some("A09312"), Some("NGOZI OKAFOR"))
    );
    assert_eq!(
        (second.amount, second.payer.as_deref(), second.paid_on),
        (Cents(6_300), None, None)
    );
}

#[test]
fn characters_are_counted_and_not_bytes() {
    let file = GOOD.replace("NGOZI OKAFOR", "ÑGOZI ØKAFÓR");
    let file = read(file.as_bytes(), layout("KIOSK")).unwrap();
    assert_eq!(file.items[0].payer.as_deref(), Some("ÑGOZI ØKAFÓR"));
}

#[test]
fn every_fault_is_named_with_its_line() {
    each_fault(
        GOOD,
        layout("KIOSK"),
        &[
            ("1K-1120", "5K-1120", 1, "does not begin with its header"),
            ("1K-1120-01", "1         ", 1, "the file's identifier is missing"),
            ("20261120", "20261320", 1, "'20261320' is not a date such as 20261120"),
            (
                "20261120 ",
                "20261120",
                1,
                "the line has 79 characters, and must have 80",
            ),
            ("5PC", "1PC", 3, "two files were put together"),
            ("5PC", "7PC", 3, "'7' marks no kind of line; 1, 5 and 9 do"),
            (
                "5PC",
                "9PC",
                3,
                "the trailer's number of payments and their total are not digits only",
            ),
            ("0000018462", "-000018462", 2, "'-000018462' is not an amount in cents"),
            ("0000018462", "0000184.62", 2, "is not an amount in cents"),
            ("0000018462", "0000000000", 2, "the amount must be more than nothing"),
            ("0000018462", "          ", 2, "'' is not an amount in cents"),
            ("4417", "44 7", 2, "the card's last four digits are not four digits"),
            (
                "NGOZI OKAFOR        ",
                "4111 1111 1111 1111 ",
                2,
                "payer holds a card number",
            ),
            ("9000002", "90000 2", 4, "are not digits only"),
        ],
    );
    let after = format!("{GOOD}{}\n", GOOD.lines().nth(1).unwrap());
    assert_eq!(problem(after.as_bytes(), layout("KIOSK")).0, 5);
}

#[test]
fn a_trailer_that_does_not_fit() {
    let with = |passage, instead| totals(GOOD.replace(passage, instead).as_bytes(), layout("KIOSK"));
    assert_eq!(with("9000002", "9000003").0, "payments");
    assert_eq!(
        with("24762", "24763"),
        ("in total".to_owned(), "247.63".to_owned(), "247.62".to_owned())
    );
}

/// Layouts that a configuration could hold and no file could be read by.
#[test]
fn what_a_layout_must_be() {
    let field = |field, on, from, length| FixedField {
        field,
        on,
        from,
        length,
    };
    let with = |change: &dyn Fn(&mut FixedLayout)| {
        let mut layout = layout("KIOSK").clone();
        change(layout.fixed.as_mut().unwrap());
        match read(GOOD.as_bytes(), &layout) {
            Err(Refusal::ConfigurationInvalid { problem }) => problem,
            other => panic!("{other:?}"),
        }
    };
    for (added, expected) in [
        (
            field(BatchField::Payer, RecordKind::Header, 40, 5),
            "has Payer on its Header line, where it means nothing",
        ),
        (
            field(BatchField::Items, RecordKind::Detail, 40, 5),
            "has Items on its Detail line, where it means nothing",
        ),
        (
            field(BatchField::Date, RecordKind::Trailer, 40, 8),
            "has Date on its Trailer line, where it means nothing",
        ),
        (
            field(BatchField::Payer, RecordKind::Detail, 79, 1),
            "has Payer twice on its Detail line",
        ),
        (
            field(BatchField::Routing, RecordKind::Detail, 80, 9),
            "has Routing outside the line",
        ),
        (
            field(BatchField::Routing, RecordKind::Detail, 0, 9),
            "has Routing outside the line",
        ),
        (
            field(BatchField::Routing, RecordKind::Detail, 1, 9),
            "has Routing where the mark of the line stands",
        ),
        (
            field(BatchField::Routing, RecordKind::Detail, 40, 9),
            "has Routing where Approval stands",
        ),
        (
            field(BatchField::Date, RecordKind::Detail, 2, 10),
            "has a date that is not six or eight long",
        ),
    ] {
        let found = with(&|fixed| fixed.fields.push(added.clone()));
        assert_eq!(found, format!("batch_layouts: KIOSK {expected}"));
    }
    assert!(with(&|fixed| fixed.mark_from = 81).contains("the mark of a line outside the line"));
    let mut without = layout("KIOSK").clone();
    without.fixed = None;
    assert!(matches!(
        read(GOOD.as_bytes(), &without),
        Err(Refusal::ConfigurationInvalid { .. })
    ));
}

#[test]
fn what_the_layout_has_no_room_for_is_not_written() {
    let mut file = read(GOOD.as_bytes(), layout("KIOSK")).unwrap();
    assert!(sample::kiosk(&file, kiosk()).is_ok());
    file.items[0].routing = Some("123456780".to_owned());
    assert!(sample::kiosk(&file, kiosk()).is_err());
    file.items[0].routing = None;
    file.items[0].payer = Some("x".repeat(22));
    assert!(sample::kiosk(&file, kiosk()).is_err());
    let strange = [("4111,1".to_owned(), Cents(5))];
    assert!(sample::lockbox(1, date(), &strange).is_err());
    let strange = [("20-1".to_owned(), Cents(-5))];
    assert!(sample::lockbox(1, date(), &strange).is_err());
    let mut broken = kiosk().clone();
    broken.mark_from = 0;
    assert!(sample::kiosk(&file, &broken).is_err());
}

proptest! {
    #[test]
    fn what_is_written_is_read_back(accounts in prop::collection::vec(("[0-9]{2}-[0-9]{5}", 1i64..9_999_999_999), 0..6)) {
        let payments: Vec<(String, Cents)> =
            accounts.into_iter().map(|(account, amount)| (account, Cents(amount))).collect();
        let file = sample::card_payments("K7", date(), &payments).unwrap();
        prop_assert_eq!(read(&sample::kiosk(&file, kiosk()).unwrap(), layout("KIOSK")), Ok(file.clone()));
        prop_assert_eq!(read(&write_csv(&file, "WEB").unwrap(), layout("WEB")), Ok(file));
        let checks = sample::check_payments("", date(), &payments).unwrap();
        let read = read(&sample::lockbox(3, date(), &payments).unwrap(), layout("LOCKBOX")).unwrap();
        prop_assert_eq!(read.total, checks.total);
        for (read, written) in read.items.into_iter().zip(checks.items) {
            let line = read.line;
            prop_assert_eq!(read, BatchItem { line, ..written });
        }
    }
}
