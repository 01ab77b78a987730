//! Batches, several differences at once, what the screens get.

use super::*;

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
