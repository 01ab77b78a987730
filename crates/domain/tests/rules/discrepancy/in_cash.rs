//! Cash: change, receipts, voids, movements, straps and rolls.

use super::*;

#[test]
fn change_for_another_note() {
    let mut till = till();
    // Twenty was handed over, change given as for fifty.
    keyed(
        &mut till,
        &open(tender("CASH", 1_345, Some(5_000))),
        &[tender("CASH", 1_345, None)],
    );
    till.cash -= 3_000;
    pays(&mut till, &open(tender("CASH", 3_711, Some(5_000))));
    let sentence =
        "Change was given as for 50.00 on receipt W3-000001; for 20.00 it makes a difference of exactly 30.00.";
    assert_says(&first(till), sentence, -3_000, &["W3-000001"]);
}

#[test]
fn change_given_twice_or_not_at_all() {
    for (effect, words) in [(-1_289, "twice"), (1_289, "not at all")] {
        let mut till = till();
        pays(&mut till, &open(tender("CASH", 3_711, Some(5_000))));
        pays(&mut till, &open(tender("CASH", 1_111, Some(2_000))));
        till.cash += effect;
        let sentence = format!("Change of exactly 12.89 on receipt W3-000001 may have been given {words}.");
        assert_says(&first(till), &sentence, effect, &["W3-000001"]);
    }
}

#[test]
fn a_receipt_of_exactly_the_difference_or_of_half() {
    let mut till = till();
    pays(&mut till, &open(tender("CASH", 1_111, Some(2_000))));
    till.record(&open(tender("CASH", 8_461, Some(10_000))));
    let sentence = "Cash of exactly 84.61 on receipt W3-000002: it may never have come in.";
    assert_says(&first(till), sentence, -8_461, &["W3-000002"]);

    let mut till = self::till();
    keyed(
        &mut till,
        &open(tender("CASH", 4_213, None)),
        &[tender("CASH", -4_213, None)],
    );
    let sentence = "Cash of 42.13, exactly half the difference, on receipt W3-000001: it may have been paid out instead of taken in.";
    assert_says(&first(till), sentence, -8_426, &["W3-000001"]);
}

#[test]
fn a_payment_never_recorded() {
    let mut till = till();
    pays(&mut till, &open(tender("CARD", 1_111, None)));
    till.receive("", &[tender("CARD", 8_461, None)]);
    let sentence = "A payment of 84.61 in Card may never have been recorded.";
    assert_says(&first(till), sentence, 8_461, &[]);
}

#[test]
fn voids() {
    let mut till = till();
    let number = pays(&mut till, &open(tender("CASH", 8_461, None)));
    till.wait(10);
    till.void(&number, false);
    let sentence = "Voided receipt W3-000001 had 84.61 in Cash: it may never have been handed back.";
    assert_says(&first(till), sentence, 8_461, &["W3-000001"]);

    let mut till = self::till();
    let number = pays(&mut till, &open(tender("CARD", 8_461, None)));
    till.wait(10);
    till.void(&number, false);
    till.cash -= 8_461;
    let sentence = "Cash is short and Card over by 84.61: voided receipt W3-000001 was paid by Card and may have been paid back in Cash.";
    assert_says(&first(till), sentence, -8_461, &["W3-000001"]);
}

#[test]
fn movements_of_cash() {
    let mut till = till();
    till.wait(3_600);
    till.change_order(4_000, 0, -4_000);
    let sentence =
        "The change order of 40.00 at 9:00 is exactly half the difference: it may have been entered on the wrong side.";
    assert_says(&first(till), sentence, -8_000, &[]);

    let mut till = self::till();
    pays(&mut till, &open(tender("CASH", 90_000, Some(100_000))));
    till.pick_up(60_000, true);
    till.cash += 60_000;
    let found = searched(&counted(till));
    let sentence = "The pick-up of 600.00 at 8:01 is exactly the difference: it may have been recorded and not made.";
    assert_says(&found.suspects[0], sentence, 60_000, &[]);

    let mut till = self::till();
    pays(&mut till, &open(tender("CASH", 190_000, Some(200_000))));
    till.pick_up(60_000, true);
    till.pick_up(60_000, false);
    let sentence =
        "600.00 may have gone to the vault without a pick-up being recorded; another pick-up was of the same amount.";
    assert_says(&first(till), sentence, -60_000, &[]);

    let mut till = self::till();
    till.wait(60);
    till.no_sale();
    till.cash -= 37;
    let suspect = first(till);
    let sentence = "Opened without a sale at 8:01: Change for a meter. Ask what was taken out or put in.";
    assert_says(&suspect, sentence, 0, &[]);
}

#[test]
fn straps_and_rolls_pieces_and_lines_exchanged() {
    let line = |cents: i64, loose: u32, bundles: u32| CashLine {
        cents: Cents(cents),
        loose,
        bundles,
    };
    let recount = Mend::Recount { tender: "CASH".into() };
    // 300.00 in the drawer: a strap of ones, three rolls of quarters, the rest loose.
    for (count, sentence, explains) in [
        (
            vec![
                line(10_000, 1, 0),
                line(2_000, 3, 0),
                line(1_000, 1, 0),
                line(100, 0, 1),
                line(25, 0, 2),
            ],
            "A roll of 25¢ is worth 10.00: 2 counted, 3 would make up the difference.",
            -1_000,
        ),
        (
            vec![line(2_000, 9, 0), line(100, 0, 1)],
            "One $20 too few may have been counted; 9 loose in the count.",
            -2_000,
        ),
        (
            vec![
                line(5_000, 3, 0),
                line(1_000, 1, 0),
                line(500, 3, 0),
                line(100, 0, 1),
                line(25, 0, 4),
                line(10, 30, 0),
            ],
            "A roll of 25¢ is worth 10.00: 4 counted, 3 would make up the difference.",
            1_000,
        ),
        (
            // 2 × $50 and 9 × $10 for 9 × $50 and 2 × $10.
            vec![line(5_000, 2, 0), line(1_000, 9, 0)],
            "2 × $50 and 9 × $10 were counted; exchanged they make up the difference.",
            -28_000,
        ),
    ] {
        let mut till = till();
        let total = CashCount(count.clone())
            .total(&till.configuration.denominations)
            .unwrap();
        till.receive("", &[tender("CASH", total.0 - explains - FLOAT, None)]);
        let sale = open(tender("CASH", total.0 - explains - FLOAT, Some(1_000_000)));
        if sale.amount > 0 {
            till.record(&sale);
        }
        till.count(CashCount(count));
        let found = searched(&till);
        let suspect = found.suspects.iter().find(|suspect| suspect.sentence() == sentence);
        let suspect = suspect.unwrap_or_else(|| panic!("{sentence}: {:?}", found.suspects));
        assert_eq!((suspect.explains, &suspect.mend), (Cents(explains), &recount));
    }
}
