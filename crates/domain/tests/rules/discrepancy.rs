//! The search for what is wrong with a session: one pattern at a time, with its exact
//! facts and its sentence; what narrows it; and its laws.

use counterfoil_domain::cash::{CashCount, CashLine, count_out};
use counterfoil_domain::config::{BatchKind, TenderKind};
use counterfoil_domain::discrepancy::{
    CheckMatch, CountPointKind, Finding, MOST_SUSPECTS, Mend, Pattern, Search, Suspect, search, search_with_lines,
};
use counterfoil_domain::entry::{BatchClosed, BatchOpened, Body, ControlFigure, TenderCount, TenderReclassed};
use counterfoil_domain::journal::Head;
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{CheckData, Tender};
use counterfoil_domain::session::Session;
use proptest::prelude::*;
use uuid::Uuid;

use crate::discrepancy_day::{FLOAT, For, Paper, Sale, Till, entry, receipt};
use crate::discrepancy_planted::Day;

fn till() -> Till {
    Till::opened("W3", 1, FLOAT, FLOAT)
}

fn tender(code: &str, amount: i64, handed: Option<i64>) -> Tender {
    let kind = crate::discrepancy_day::city().tender(code).unwrap().clone();
    Tender {
        code: code.into(),
        kind: kind.kind,
        name: kind.name,
        amount: Cents(amount),
        handed: handed.map(Cents),
        check: None,
        card: None,
        reference: None,
    }
}

fn check(amount: i64, number: &str) -> Tender {
    Tender {
        check: Some(CheckData {
            number: Some(number.into()),
            ..CheckData::default()
        }),
        ..tender("CHECK", amount, None)
    }
}

fn open(tender: Tender) -> Sale {
    Sale {
        what: For::Open,
        amount: tender.amount.0,
        tenders: vec![tender],
    }
}

fn on_account(account: &str, due: i64, tender: Tender) -> Sale {
    let account = account.to_owned();
    Sale {
        what: For::TypedBill { account, due },
        ..open(tender)
    }
}

/// A payment without an error, a minute later.
fn pays(till: &mut Till, sale: &Sale) -> String {
    till.wait(60);
    let number = till.record(sale);
    till.receive(&number, &sale.tenders);
    number
}

/// A payment that is recorded, but whose money is something else.
fn keyed(till: &mut Till, sale: &Sale, truth: &[Tender]) -> String {
    till.wait(60);
    let number = till.record(sale);
    till.receive(&number, truth);
    number
}

fn loose(till: &Till) -> CashCount {
    CashCount(count_out(Cents(till.cash), &till.configuration.denominations))
}

fn counted(mut till: Till) -> Till {
    let cash = loose(&till);
    till.wait(60);
    till.count(cash);
    till
}

fn searched(till: &Till) -> Search {
    search_with_lines(&till.configuration, &till.session, &[], &till.lines).unwrap()
}

fn first(till: Till) -> Suspect {
    let found = searched(&counted(till));
    found.suspects.into_iter().next().expect("a suspect")
}

/// Sentence, what it explains, the receipts that it names.
#[track_caller]
fn assert_says(suspect: &Suspect, sentence: &str, explains: i64, receipts: &[&str]) {
    assert_eq!(suspect.sentence(), sentence);
    assert_eq!(suspect.explains, Cents(explains));
    let named: Vec<&str> = suspect.items.iter().map(|item| item.receipt.as_str()).collect();
    assert_eq!(named, receipts);
}

fn extra(amount: i64, number: &str) -> Paper {
    Paper {
        of: None,
        tender: "CHECK".into(),
        number: Some(number.into()),
        amount,
    }
}

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

#[test]
fn the_wrong_tender_by_the_tape() {
    // A check keyed as cash: the tape has one too many.
    let mut till = till();
    till.record(&open(tender("CASH", 3_000, None)));
    till.papers.push(extra(3_000, "9001"));
    let found = searched(&counted(till));
    let sentence = "Cash is short and Check over by 30.00: receipt W3-000001, of exactly that much, keyed as Cash may have been paid by Check. The tape shows the piece.";
    assert_says(&found.suspects[0], sentence, -3_000, &["W3-000001"]);
    assert_eq!(
        found.suspects[1].sentence(),
        "Check 9001, 30.00, is in the drawer and on no receipt."
    );

    // Cash keyed as a check: the tape has one too few.
    let mut till = self::till();
    pays(&mut till, &open(check(3_000, "11")));
    keyed(&mut till, &open(check(3_000, "12")), &[tender("CASH", 3_000, None)]);
    let suspect = first(till);
    let sentence = "Check is short and Cash over by 30.00: receipt W3-000002, of exactly that much, keyed as Check may have been paid by Cash. The tape shows the piece.";
    assert_says(&suspect, sentence, -3_000, &["W3-000002"]);
    let mend = Mend::Reclass {
        receipt: "W3-000002".into(),
        place: 0,
        to: "CASH".into(),
    };
    assert_eq!(suspect.mend, mend);
}

#[test]
fn the_tape_piece_by_piece() {
    let mut till = till();
    for (amount, number) in [
        (3_000, "11"),
        (4_500, "12"),
        (5_100, "13"),
        (6_000, "14"),
        (7_000, "15"),
    ] {
        pays(&mut till, &open(check(amount, number)));
    }
    till.papers.remove(0); // 11 is missing
    till.papers[0].amount = 5_400; // 12 reads 54.00
    till.papers.remove(1); // 13 was not ticked …
    till.papers.push(extra(5_110, "13")); // … and found as one too many, at another amount
    till.papers.push(extra(999, "77"));
    let found = searched(&counted(till));
    let sentences: Vec<String> = found.suspects.iter().map(Suspect::sentence).collect();
    // All in all the checks are less short than by the one that is missing.
    assert_eq!(found.differences[0].difference, Cents(-3_000 + 900 + 10 + 999));
    assert_eq!(
        sentences[0],
        "Check 11 of receipt W3-000001, 30.00, is not in the drawer."
    );
    assert_eq!(
        found.suspects[0].explains,
        Cents(-1_091),
        "never more than the difference"
    );
    let piece =
        |of: Option<(&str, u16)>, finding, numbers: [Option<&str>; 2], amounts: [Option<i64>; 2], as_: Option<&str>| {
            CheckMatch {
                tender: "CHECK".into(),
                finding,
                of: of.map(|of| (of.0.to_owned(), of.1)),
                number: numbers[0].map(str::to_owned),
                recorded: amounts[0].map(Cents),
                found: amounts[1].map(Cents),
                found_number: numbers[1].map(str::to_owned),
                found_as: as_.map(str::to_owned),
            }
        };
    let check = Some("CHECK");
    assert_eq!(
        found.checks,
        [
            piece(
                Some(("W3-000001", 0)),
                Finding::Missing,
                [Some("11"), None],
                [Some(3_000), None],
                None
            ),
            piece(
                Some(("W3-000002", 0)),
                Finding::Misread,
                [Some("12"), None],
                [Some(4_500), Some(5_400)],
                check
            ),
            piece(
                Some(("W3-000003", 0)),
                Finding::Same,
                [Some("13"), Some("13")],
                [Some(5_100), Some(5_110)],
                check
            ),
            piece(None, Finding::Extra, [None, Some("77")], [None, Some(999)], check),
        ]
    );
}

#[test]
fn a_check_read_wrong() {
    let mut till = till();
    pays(&mut till, &open(check(4_500, "12")));
    till.papers[0].amount = 5_400;
    let sentence = "Check 12 of receipt W3-000001 is recorded as 45.00 and reads 54.00: two digits are swapped.";
    assert_says(&first(till), sentence, 900, &["W3-000001"]);
}

#[test]
fn a_check_moved_since_the_count_is_settled_with_its_paper() {
    let mut till = till();
    till.record(&open(tender("CASH", 3_000, None)));
    till.papers.push(extra(3_000, "9001"));
    let mut till = counted(till);
    let body = TenderReclassed {
        session: till.session.id,
        receipt: "W3-000001".into(),
        tender: 0,
        from: tender("CASH", 3_000, None),
        to: check(3_000, "9001"),
        reason: "Keyed as cash".into(),
    };
    till.write(Body::TenderReclassed(Box::new(body)), Vec::new());
    assert_eq!(searched(&till), Search::default());
}

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

/// A drawer beside, on some float, off by so much.
fn beside(station: &str, float: i64, off: i64) -> Till {
    let mut till = Till::opened(station, 9, float, float + off);
    pays(&mut till, &open(tender("CASH", 10_000, None)));
    counted(till)
}

#[test]
fn the_drawers_beside() {
    let mut till = till();
    pays(&mut till, &open(tender("CASH", 10_000, None)));
    till.cash -= 5_437;
    let till = counted(till);
    let (four, five) = (beside("W4", FLOAT, 0), beside("W5", FLOAT, 5_437));
    let found = |order: &[&Session]| search(&till.configuration, &till.session, order).unwrap();
    let one = found(&[&four.session, &five.session]);
    let sentence = "Drawer 5 of Ana Núñez is 54.37 over in Cash, the exact opposite.";
    assert_says(&one.suspects[0], sentence, -5_437, &[]);
    assert_eq!(
        one,
        found(&[&five.session, &four.session, &five.session, &till.session])
    );
}

#[test]
fn floats() {
    let four = beside("W4", FLOAT, 0);
    let mut own = Till::opened("W3", 1, FLOAT + 5_500, FLOAT);
    own.wait(60);
    let own = counted(own);
    let five = beside("W5", FLOAT, 0);
    let found = search(&own.configuration, &own.session, &[&four.session, &five.session]).unwrap();
    let sentence = "Its float was accepted at 355.00, 55.00 above the usual 300.00, at 8:00.";
    assert_says(&found.suspects[0], sentence, -5_500, &[]);

    let short = counted(Till::opened("W3", 1, FLOAT, FLOAT - 5_500));
    let five = beside("W5", FLOAT + 5_500, 0);
    let found = search(&short.configuration, &short.session, &[&four.session, &five.session]).unwrap();
    let sentence = "Drawer 5's float was accepted at 355.00, 55.00 above the usual 300.00, at 8:00.";
    assert_says(&found.suspects[0], sentence, -5_500, &[]);
}

#[test]
fn a_count_that_agreed_narrows_the_search_to_what_came_after_it() {
    let mut till = till();
    pays(&mut till, &open(tender("CASH", 19_300, None)));
    till.wait(30);
    till.checkpoint();
    let agreed = till.session.events[0].at;
    pays(&mut till, &open(tender("CASH", 2_811, None)));
    pays(&mut till, &open(tender("CASH", 4_100, None)));
    till.cash -= 5_400;
    let found = searched(&counted(till));
    let narrowed = found.narrowed.unwrap();
    let point = narrowed.agreed.unwrap();
    assert_eq!((point.at, point.kind), (agreed, CountPointKind::Checkpoint));
    assert_eq!((narrowed.receipts, narrowed.of, narrowed.already_off), (2, 3, None));
    let swap = |suspect: &Suspect| matches!(suspect.pattern, Pattern::SwappedDigits { .. });
    assert!(
        !found.suspects.iter().any(swap),
        "193.00 was taken before the count that agreed"
    );
}

#[test]
fn a_count_that_was_off_already_narrows_the_search_to_what_came_before_it() {
    let mut till = till();
    pays(&mut till, &open(tender("CASH", 8_200, None)));
    till.wait(30);
    till.checkpoint();
    keyed(
        &mut till,
        &open(tender("CASH", 19_300, None)),
        &[tender("CASH", 13_900, None)],
    );
    till.wait(60);
    till.hand_over();
    pays(&mut till, &open(tender("CASH", 19_300, None)));
    let found = searched(&counted(till));
    assert_eq!(found.suspects[0].items[0].receipt, "W3-000002");
    let narrowed = found.narrowed.unwrap();
    assert_eq!(narrowed.already_off.unwrap().kind, CountPointKind::HandOver);
    assert_eq!((narrowed.receipts, narrowed.of), (1, 3));
    let sentences: Vec<String> = found.suspects.iter().map(Suspect::sentence).collect();
    let pointer = "It was off by exactly this when Ben Ode took it over at 8:03: look before that.";
    assert!(sentences.iter().any(|sentence| sentence == pointer), "{sentences:?}");
    let last_count = |suspect: &Suspect| matches!(suspect.mend, Mend::Recount { .. });
    assert!(
        !found.suspects.iter().any(last_count),
        "nobody counts wrong twice alike"
    );
}

#[test]
fn a_reclass_after_a_count_in_the_middle_mends_that_count_too() {
    let mut till = till();
    till.record(&open(tender("CASH", 3_000, None)));
    till.papers.push(Paper {
        of: Some(("W3-000001".into(), 0)),
        ..extra(3_000, "9001")
    });
    till.wait(60);
    till.checkpoint();
    let body = TenderReclassed {
        session: till.session.id,
        receipt: "W3-000001".into(),
        tender: 0,
        from: tender("CASH", 3_000, None),
        to: check(3_000, "9001"),
        reason: "Keyed as cash".into(),
    };
    till.wait(60);
    till.write(Body::TenderReclassed(Box::new(body)), Vec::new());
    pays(&mut till, &open(tender("CASH", 2_811, None)));
    till.cash -= 100;
    let narrowed = searched(&counted(till)).narrowed.unwrap();
    assert_eq!(narrowed.agreed.unwrap().difference, Cents::ZERO);
    assert_eq!(narrowed.receipts, 1);
}

#[test]
fn a_batch_is_searched_like_a_total() {
    let mut head = Head::empty("W1");
    let now = "2026-11-21T17:00:00Z".parse().unwrap();
    let id = Uuid::from_u128(77);
    let total = |tender: &str, expected: i64, counted: i64| TenderCount {
        tender: tender.into(),
        expected: Cents(expected),
        counted: Cents(counted),
        items: 2,
    };
    let opened = BatchOpened {
        session: id,
        kind: BatchKind::Mail,
        name: "Mail batch 2".into(),
        keyed_by: ("ana".into(), "Ana Núñez".into()),
        opened_by: Vec::new(),
        control: vec![ControlFigure {
            tender: "CHECK".into(),
            items: 2,
            total: Cents(18_000),
            cash: CashCount::default(),
        }],
        file: None,
        turn_in: None,
    };
    let first = entry(&mut head, now, Body::BatchOpened(Box::new(opened)), Vec::new());
    let mut batch = Session::begin(&first).unwrap();
    for (number, amount) in [("W1-000001", 19_300), ("W1-000002", 4_100)] {
        let receipt = receipt(number, id, vec![check(amount, number)], amount);
        let taken = entry(&mut head, now, Body::Receipt(Box::new(receipt)), Vec::new());
        batch.apply(&taken).unwrap();
    }
    let closed = BatchClosed {
        session: id,
        tenders: vec![total("CHECK", 23_400, 18_000)],
        reason: Some("A check is keyed wrong".into()),
    };
    let last = entry(&mut head, now, Body::BatchClosed(closed), Vec::new());
    batch.apply(&last).unwrap();
    let found = search(&crate::discrepancy_day::city(), &batch, &[]).unwrap();
    let sentence = "Check keyed 193.00; digits swapped it is 139.00, a difference of exactly 54.00.";
    assert_says(&found.suspects[0], sentence, -5_400, &["W1-000001"]);
    assert_eq!(found.checks, []);
}

#[test]
fn cash_has_its_places_though_twenty_checks_are_missing() {
    let mut till = till();
    for nth in 0..20 {
        pays(&mut till, &open(check(3_000 + nth, &nth.to_string())));
    }
    till.papers.clear();
    keyed(
        &mut till,
        &open(tender("CASH", 19_300, None)),
        &[tender("CASH", 13_900, None)],
    );
    let found = searched(&counted(till));
    assert_eq!(found.checks.len(), 20);
    assert!(found.suspects.len() <= MOST_SUSPECTS);
    assert!(
        found
            .suspects
            .iter()
            .any(|suspect| suspect.items.iter().any(|item| item.receipt == "W3-000021"))
    );
}

#[test]
fn a_suspect_as_the_screens_get_it() {
    let mut till = till();
    keyed(
        &mut till,
        &open(tender("CASH", 19_300, None)),
        &[tender("CASH", 13_900, None)],
    );
    let suspect = first(till);
    let json = serde_json::to_value(&suspect).unwrap();
    let expected = serde_json::json!({
        "pattern": { "pattern": "swapped_digits", "receipt": "W3-000001", "keyed": 19_300, "likely": 13_900, "due": false },
        "tender": "CASH",
        "name": "Cash",
        "kind": "cash",
        "items": [{ "receipt": "W3-000001", "place": 0, "amount": 19_300 }],
        "explains": -5_400,
        "mend": { "mend": "look" },
    });
    assert_eq!(json, expected);
    assert_eq!(serde_json::from_value::<Suspect>(json).unwrap(), suspect);
}

/// A counted day with cash, card and tape put off by anything.
fn put_off(seed: u64, cash: i64, card: i64, tape: i64, float: i64) -> (Till, Vec<Till>) {
    let mut till = Till::opened("W3", seed, FLOAT + float / 500 * 500, FLOAT);
    for nth in 0..30 {
        till.wait(50);
        let sale = till.customer();
        let number = till.record(&sale);
        till.receive(&number, &sale.tenders);
        match nth {
            9 => till.checkpoint(),
            14 => till.void(&number, seed.is_multiple_of(2)),
            17 => till.change_order(3_000, 1_000, 2_000),
            20 => till.hand_over(),
            22 => till.no_sale(),
            25 => till.pick_up(till.cash / 200 * 100, true),
            _ => {}
        }
    }
    till.cash = (till.cash + cash).max(0);
    *till.slips.entry("CARD".into()).or_default() += card;
    match tape {
        0 => {}
        1 => till.papers.truncate(till.papers.len() / 2),
        cents => till.papers.push(extra(cents, "5")),
    }
    let count = till.sorted();
    till.count(count);
    let others = vec![
        beside("W4", FLOAT + float / 500 * 500, -cash),
        beside("W5", FLOAT, card),
        beside("W6", FLOAT, 0),
    ];
    (till, others)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_laws_of_a_search(
        seed in 0u64..1_000,
        cash in prop_oneof![Just(0i64), -20_000i64..20_000, (-40i64..40).prop_map(|n| n * 500), (-900i64..900).prop_map(|n| n * 9)],
        card in prop_oneof![Just(0i64), -20_000i64..20_000],
        tape in prop_oneof![Just(0i64), Just(1i64), 2i64..20_000],
        float in prop_oneof![Just(0i64), 0i64..5_000],
    ) {
        let (till, others) = put_off(seed, cash, card, tape, float);
        let (city, session) = (&till.configuration, &till.session);
        let beside: Vec<&Session> = others.iter().map(|other| &other.session).collect();
        let turned: Vec<&Session> = others.iter().rev().map(|other| &other.session).collect();
        let found = search_with_lines(city, session, &beside, &till.lines).unwrap();
        prop_assert_eq!(&found, &search_with_lines(city, session, &turned, &till.lines).unwrap());
        prop_assert!(found.suspects.len() <= MOST_SUSPECTS);
        prop_assert!(!found.differences.is_empty() || found.suspects.is_empty());
        for suspect in &found.suspects {
            let difference = found.differences.iter().find(|of| of.tender == suspect.tender).unwrap().difference;
            prop_assert!(suspect.explains.0.abs() <= difference.0.abs(), "{:?}", suspect);
            prop_assert!(suspect.explains.0 * difference.0 >= 0, "{:?}", suspect);
            prop_assert!(suspect.sentence().ends_with('.'), "{:?}", suspect);
            for item in &suspect.items {
                let receipt = session.receipt(&item.receipt).unwrap();
                prop_assert_eq!(receipt.tenders[usize::from(item.place)].amount, item.amount);
            }
        }
    }
}

#[test]
fn a_whole_day_without_an_error_agrees() {
    for seed in 1..6 {
        let day = Day::lived(None, seed);
        assert_eq!(day.search(true), Search::default());
    }
}
