//! No text, whatever it holds, reaches a device as a command, spoils a layout
//! or stops a document.

mod samples;

use counterfoil_domain::config::{Language, TenderKind};
use counterfoil_domain::documents::{ReceiptDocument, ReceiptMark};
use counterfoil_domain::money::{Cents, MAX_EXACT};
use counterfoil_domain::receipt::{AccountBalance, CardData, CheckData, Receipt, ReceiptLine, Tender};
use counterfoil_paper::{escpos, pdf, tape};
use proptest::prelude::*;
use proptest::sample::select;

/// Text of any characters, with those that printers obey thrown in often.
fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        any::<String>(),
        select(vec![
            "\u{1b}p\0\u{19}\u{fa}",
            "\u{1d}V\0",
            "\u{10}\u{14}\u{1}\0\u{1}",
            "\u{1c}p\u{1}\0",
            "\u{9b}",
            "\n\n",
            "[kick]"
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

fn amount() -> impl Strategy<Value = Cents> {
    prop_oneof![
        Just(-MAX_EXACT),
        Just(MAX_EXACT),
        Just(0),
        -99_999_999_999i64..=99_999_999_999
    ]
    .prop_map(Cents)
}

prop_compose! {
    fn line()(
        description in hostile(), account in prop::option::of(hostile()), reference in prop::option::of(hostile()),
        quantity in prop::option::of(any::<u32>()), amount in amount(),
    ) -> ReceiptLine {
        ReceiptLine { account, reference, quantity, amount, ..samples::line(&description, 0) }
    }
}

prop_compose! {
    fn tender()(
        name in hostile(), number in prop::option::of(hostile()), brand in prop::option::of(hostile()),
        approval in prop::option::of(hostile()), reference in prop::option::of(hostile()),
        amount in amount(), handed in prop::option::of(amount()),
        kind in select(vec![TenderKind::Cash, TenderKind::Check, TenderKind::Card, TenderKind::Voucher]),
    ) -> Tender {
        let check = Some(CheckData { number, ..CheckData::default() });
        let card = Some(CardData { last_four: brand.clone(), brand, approval, terminal: None });
        Tender { code: name.clone(), kind, name, amount, handed, check, card, reference }
    }
}

prop_compose! {
    fn document()(
        texts in prop::collection::vec(hostile(), 8), payer in prop::option::of(hostile()), note in prop::option::of(hostile()),
        lines in prop::collection::vec(line(), 0..4), tenders in prop::collection::vec(tender(), 0..4),
        total in amount(), change in amount(), due in amount(), spanish in any::<bool>(),
        mark in select(vec![ReceiptMark::Original, ReceiptMark::Copy(1), ReceiptMark::Void, ReceiptMark::Draft]),
    ) -> ReceiptDocument {
        let receipt = Receipt {
            number: texts[0].clone(),
            heading: texts[1..3].to_vec(),
            window: texts[3].clone(),
            cashier: texts[4].clone(),
            language: if spanish { Language::Es } else { Language::En },
            payer, note, lines, tenders, total, change,
            balances: vec![AccountBalance { account: texts[5].clone(), due }],
            footer: vec![texts[6].clone()],
            ..samples::simple()
        };
        ReceiptDocument { seal: texts[7].clone(), ..samples::document(receipt, mark) }
    }
}

/// How many bytes a command of the encoder's own takes; none for text.
fn command_length(bytes: &[u8]) -> Option<usize> {
    Some(match bytes {
        [0x1b, b'@', ..] | [0x1c, b'.', ..] => 2,
        [0x1b, b't', 19, ..] | [0x1b, b'E' | b'a', 0 | 1, ..] | [0x1d, b'!', 0 | 0x11, ..] => 3,
        [0x1d, b'H', 0, ..] | [0x1d, b'h', 64, ..] | [0x1d, b'w', 2 | 3, ..] => 3,
        [0x1d, b'V', 66, 3] => 4,
        [0x1b, b'p', 0, 25, 250, ..] => 5,
        [0x1d, b'k', 73, length, ..] => 4 + usize::from(*length),
        _ => return None,
    })
}

proptest! {
    #[test]
    fn no_text_becomes_a_command(document in document(), columns in any::<u8>(), kick in any::<bool>()) {
        let bytes = escpos::receipt(&document, columns, kick);
        let (mut rest, mut kicks, mut cuts, mut barcodes) = (bytes.as_slice(), 0, 0, 0);
        while let Some(first) = rest.first() {
            let length = command_length(rest);
            match (length, rest) {
                (Some(_), [0x1b, b'p', ..]) => kicks += 1,
                (Some(_), [0x1d, b'V', ..]) => cuts += 1,
                (Some(length), [0x1d, b'k', ..]) => {
                    barcodes += 1;
                    prop_assert!(rest[4..length].iter().all(|byte| (b' '..=b'~').contains(byte)));
                }
                (Some(_), _) => {}
                (None, _) => prop_assert!(*first == b'\n' || (*first >= 0x20 && *first != 0x7f), "{first:#x}"),
            }
            rest = &rest[length.unwrap_or(1)..];
        }
        prop_assert_eq!((kicks, cuts), (usize::from(kick), 1));
        prop_assert!(barcodes <= usize::from(document.mark != ReceiptMark::Draft));
        let read = escpos::decode::text(&bytes);
        prop_assert_eq!(read.map(|text| text.matches("\n[kick]\n").count()), Ok(usize::from(kick)));
    }

    #[test]
    fn every_line_has_its_columns(document in document(), columns in any::<u8>()) {
        let width = usize::from(columns.max(tape::COLUMNS_MIN));
        for line in tape::lines(&document, columns) {
            prop_assert_eq!(line.text.chars().count(), width, "{:?}", line);
            prop_assert!(!line.text.chars().any(char::is_control), "{:?}", line);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_receipt_makes_a_pdf(document in document()) {
        prop_assert!(pdf::receipt(&document).starts_with(b"%PDF-"));
    }

    #[test]
    fn any_balancing_sheet_makes_a_pdf(texts in prop::collection::vec(hostile(), 6), amount in amount()) {
        let mut sheet = samples::troubled_sheet();
        sheet.heading = texts[..2].to_vec();
        sheet.drawer = texts[2].clone();
        sheet.cashiers = vec![(texts[3].clone(), sheet.opened_at)];
        sheet.voids[0].reason = texts[4].repeat(20);
        sheet.waivers = vec![texts[5].repeat(20)];
        sheet.tenders[0].expected = amount;
        sheet.tape[0].recorded = amount;
        prop_assert!(pdf::balancing_sheet(&sheet, samples::at(17, 42)).starts_with(b"%PDF-"));
    }
}

/// A draft is no receipt: nothing on it could be taken for one.
#[test]
fn a_draft_has_no_number_no_seal_no_barcode() {
    let document = samples::document(samples::mixed(), ReceiptMark::Draft);
    let text = escpos::decode::text(&escpos::receipt(&document, 42, false)).expect("what is written can be read");
    for held_back in [document.receipt.number.as_str(), document.seal.as_str(), "[barcode"] {
        assert!(!text.contains(held_back), "{held_back}:\n{text}");
    }
    assert!(text.contains("DRAFT") && text.contains("Not a receipt"));
}
