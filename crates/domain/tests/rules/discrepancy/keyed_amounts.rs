//! Amounts that were keyed otherwise than paid: swaps, slides, repeats, the wrong tender.

use super::*;

#[test]
fn a_session_that_agrees_or_was_never_counted_has_no_suspects() {
    let mut till = till();
    pays(&mut till, &open(tender("CASH", 19_300, None)));
    pays(&mut till, &open(check(19_300, "11")));
    assert_eq!(searched(&till), Search::default());
    till.checkpoint();
    assert_eq!(searched(&counted(till)), Search::default());
}

#[test]
fn swapped_digits() {
    let mut till = till();
    pays(&mut till, &open(tender("CASH", 4_000, None)));
    keyed(
        &mut till,
        &open(tender("CASH", 19_300, None)),
        &[tender("CASH", 13_900, None)],
    );
    // Where change was given, a swap makes no difference to the drawer.
    pays(&mut till, &open(tender("CASH", 8_200, Some(10_000))));
    let suspect = first(till);
    let sentence =
        "Cash keyed 193.00; digits swapped it is 139.00, a difference of exactly 54.00. No change was given.";
    assert_says(&suspect, sentence, -5_400, &["W3-000002"]);
    assert_eq!(suspect.mend, Mend::Look);
    assert_eq!((suspect.tender.as_str(), suspect.kind), ("CASH", TenderKind::Cash));
}

#[test]
fn the_swap_that_makes_what_was_due_comes_first() {
    let mut till = till();
    pays(&mut till, &open(tender("CARD", 28_082, None)));
    let bill = on_account("20-1", 21_318, tender("CARD", 13_218, None));
    keyed(&mut till, &bill, &[tender("CARD", 21_318, None)]);
    pays(&mut till, &open(tender("CARD", 12_318, None)));
    // 132.18 with its first two digits swapped is 312.18, with the second two 123.18: neither is it.
    assert!(
        !searched(&counted(till))
            .suspects
            .iter()
            .any(|suspect| suspect.items.len() == 1)
    );
    let mut till = self::till();
    pays(&mut till, &open(tender("CARD", 28_082, None)));
    let bill = on_account("20-1", 21_318, tender("CARD", 12_318, None));
    keyed(&mut till, &bill, &[tender("CARD", 21_318, None)]);
    pays(&mut till, &open(tender("CARD", 12_318, None)));
    let sentence =
        "Card keyed 123.18; digits swapped it is 213.18, a difference of exactly 90.00. That is exactly what was due.";
    assert_says(&first(till), sentence, 9_000, &["W3-000002"]);
}

#[test]
fn a_slide_of_the_point() {
    let mut till = till();
    keyed(
        &mut till,
        &open(tender("CASH", 18_500, None)),
        &[tender("CASH", 1_850, None)],
    );
    let sentence =
        "Cash keyed 185.00, 10 times too much: 18.50 makes a difference of exactly 166.50. No change was given.";
    assert_says(&first(till), sentence, -16_650, &["W3-000001"]);
    let mut till = self::till();
    keyed(
        &mut till,
        &open(tender("CARD", 1_855, None)),
        &[tender("CARD", 185_500, None)],
    );
    let sentence = "Card keyed 18.55, 100 times too little: 1,855.00 makes a difference of exactly 1,836.45.";
    assert_says(&first(till), sentence, 183_645, &["W3-000001"]);
}

#[test]
fn a_repeat_on_one_account() {
    let mut till = till();
    let bill = on_account("20-1", 5_400, tender("CASH", 5_400, None));
    pays(&mut till, &bill);
    till.wait(40);
    till.record(&bill);
    let found = searched(&counted(till));
    let sentence = "Same account 20-1, 54.00 each in Cash, 40 seconds apart: one may be a repeat.";
    assert_says(&found.suspects[0], sentence, -5_400, &["W3-000001", "W3-000002"]);
    let receipt = "W3-000002".to_owned();
    assert_eq!(found.suspects[0].mend, Mend::Void { receipt });
    let sentence = "Cash of exactly 54.00 on one of receipts W3-000001, W3-000002: it may never have come in.";
    assert_eq!(found.suspects[1].sentence(), sentence);
}

#[test]
fn a_repeat_of_one_reference_or_check_and_two_of_one_price() {
    let licence = |reference: &str| Sale {
        what: For::Price {
            code: "DOG1",
            reference: reference.into(),
        },
        ..open(tender("CARD", 2_500, None))
    };
    let mut till = till();
    pays(&mut till, &licence("T-1"));
    pays(&mut till, &licence("T-2"));
    till.wait(300);
    till.record(&licence("T-1"));
    let sentence = "Same reference T-1, 25.00 each in Card, 6 minutes apart: one may be a repeat.";
    assert_says(&first(till), sentence, -2_500, &["W3-000001", "W3-000003"]);

    let mut till = self::till();
    pays(&mut till, &open(check(7_000, "55")));
    till.wait(7_500);
    till.record(&open(check(7_000, "55")));
    let suspect = first(till);
    let sentence = "Same check 55, 70.00 each in Check, 2 hours apart: one may be a repeat.";
    assert_says(&suspect, sentence, -7_000, &["W3-000002"]);

    // Two licences with references of their own are no repeat.
    let mut till = self::till();
    pays(&mut till, &licence("T-1"));
    till.record(&licence("T-2"));
    let found = searched(&counted(till));
    let repeat = |suspect: &Suspect| matches!(suspect.pattern, Pattern::Duplicate { .. });
    assert!(!found.suspects.iter().any(repeat));
}

#[test]
fn the_wrong_tender_by_totals() {
    let mut till = till();
    pays(&mut till, &open(tender("CASH", 8_462, Some(10_000))));
    keyed(
        &mut till,
        &open(tender("CASH", 8_462, None)),
        &[tender("CARD", 8_462, None)],
    );
    let suspect = first(till);
    let sentence = "Cash is short and Card over by 84.62: receipt W3-000002, of exactly that much, keyed as Cash may have been paid by Card.";
    assert_says(&suspect, sentence, -8_462, &["W3-000002"]);
    let mend = Mend::Reclass {
        receipt: "W3-000002".into(),
        place: 0,
        to: "CARD".into(),
    };
    assert_eq!(suspect.mend, mend);
}
