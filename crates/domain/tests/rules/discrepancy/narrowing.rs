//! Counts in the middle of the day that narrow the search.

use super::*;

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
