//! The tape against the recorded checks, piece by piece.

use super::*;

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
