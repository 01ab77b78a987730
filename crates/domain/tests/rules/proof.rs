//! The proof of a journal: what it accepts, and everything it finds.

use chrono::{DateTime, Duration, Utc};
use counterfoil_domain::entry::{Body, Entry, Hash, chain, hex};
use counterfoil_domain::journal::{Decision, Fault, Head, Proof, Stamp};
use counterfoil_domain::money::Cents;
use counterfoil_domain::posting::Posting;
use counterfoil_domain::refusal::Refusal;
use proptest::prelude::*;
use proptest::sample::Index;
use uuid::Uuid;

use crate::day::{Act, Day, acts};
use crate::fixture::{Desk, offer, open_amount, payment};

/// A stored entry: its number, its hash, its bytes.
type Stored = (u64, Hash, Vec<u8>);

fn stored(desk: &Desk) -> Vec<Stored> {
    (1u64..)
        .zip(&desk.stored)
        .map(|(seq, (hash, bytes))| (seq, *hash, bytes.clone()))
        .collect()
}

fn proved(journal: &[Stored]) -> Result<Proof, Fault> {
    let mut proof = Proof::new("W3");
    for (seq, hash, bytes) in journal {
        proof.next(*seq, hash, bytes)?;
    }
    Ok(proof)
}

/// What a forger would do: entries changed at will, then numbered and chained anew.
fn chained_anew(entries: &[Entry]) -> Vec<Stored> {
    let mut head = Head::empty("W3").hash;
    let chained = (1u64..).zip(entries).map(|(seq, entry)| {
        let bytes = Entry { seq, ..entry.clone() }.encode().unwrap();
        head = chain(&head, &bytes);
        (seq, head, bytes)
    });
    chained.collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_the_head_makes_is_proved(acts in acts()) {
        let desk = Day::lived(&acts).desk;
        let proof = proved(&stored(&desk)).unwrap();
        prop_assert_eq!(proof.head(), &desk.head);
        prop_assert_eq!(proof.unknown(), 0);
    }

    #[test]
    fn a_bit_turned_anywhere_is_found_there(acts in acts(), which in any::<Index>(), at in any::<Index>(), bit in 0u8..8) {
        let mut journal = stored(&Day::lived(&acts).desk);
        let entry = which.index(journal.len());
        let in_entry = at.index(journal[entry].2.len() + 32);
        match in_entry.checked_sub(journal[entry].2.len()) {
            None => journal[entry].2[in_entry] ^= 1 << bit,
            Some(in_hash) => journal[entry].1[in_hash] ^= 1 << bit,
        }
        let fault = proved(&journal).unwrap_err();
        prop_assert_eq!(fault.seq, journal[entry].0);
    }

    #[test]
    fn an_entry_dropped_doubled_or_swapped_is_found(acts in acts(), which in any::<Index>()) {
        let journal = stored(&Day::lived(&acts).desk);
        let at = which.index(journal.len() - 1);
        let mut dropped = journal.clone();
        dropped.remove(at);
        prop_assert_eq!(proved(&dropped).unwrap_err().seq, journal[at].0);
        let mut doubled = journal.clone();
        doubled.insert(at + 1, journal[at].clone());
        prop_assert_eq!(proved(&doubled).unwrap_err().seq, journal[at].0 + 1);
        let mut swapped = journal.clone();
        swapped.swap(at, at + 1);
        prop_assert_eq!(proved(&swapped).unwrap_err().seq, journal[at].0);
        // The same with the numbers of the places they stand in: then the chain tells.
        for moved in [&mut dropped, &mut doubled, &mut swapped] {
            for (seq, entry) in (1u64..).zip(moved.iter_mut()) {
                entry.0 = seq;
            }
            prop_assert!(proved(moved).is_err());
        }
    }

    /// A tail that is lost leaves a sound journal: what tells is the grand total kept elsewhere.
    #[test]
    fn a_lost_tail_shows_in_the_head(acts in acts(), kept in any::<Index>()) {
        let desk = Day::lived(&acts).desk;
        let journal = stored(&desk);
        let kept = kept.index(journal.len());
        let proof = proved(&journal[..kept]).unwrap();
        prop_assert!(proof.head().seq < desk.head.seq);
        prop_assert_ne!(proof.head().hash, desk.head.hash);
    }

    /// Chaining everything anew does not hide that a receipt was taken out.
    #[test]
    fn a_receipt_taken_out_leaves_a_gap_however_well_it_is_chained(acts in acts(), which in any::<Index>()) {
        let desk = Day::lived(&acts).desk;
        let receipts: Vec<usize> =
            (0..desk.entries.len()).filter(|at| matches!(desk.entries[*at].body, Body::Receipt(_))).collect();
        prop_assume!(!receipts.is_empty());
        let at = receipts[which.index(receipts.len())];
        let mut entries = desk.entries.clone();
        entries.remove(at);
        let fault = proved(&chained_anew(&entries)).unwrap_err();
        prop_assert!(fault.seq > at as u64, "{}", fault);
    }
}

/// A closed day with one receipt, forged, chained anew: what the proof says.
fn forged(forge: impl Fn(&mut Vec<Entry>)) -> String {
    let acts = [Act::Pay {
        lines: vec![open_amount("MISC", 500)],
        others: Vec::new(),
        beyond: 100,
    }];
    let mut entries = Day::lived(&acts).desk.entries;
    forge(&mut entries);
    proved(&chained_anew(&entries)).unwrap_err().to_string()
}

fn receipt_of(entries: &mut [Entry]) -> &mut counterfoil_domain::receipt::Receipt {
    match &mut entries[1].body {
        Body::Receipt(receipt) => receipt,
        other => panic!("not a receipt: {other:?}"),
    }
}

#[test]
fn forgeries() {
    assert_eq!(
        forged(|entries| entries[1].postings[0].1 = Cents(501)),
        "entry 2: postings do not sum to zero, off by 0.01; nothing was written, tell your administrator"
    );
    assert_eq!(
        forged(|entries| entries[1].at = entries[0].at - Duration::seconds(1)),
        "entry 2: was written before the entry that precedes it"
    );
    assert_eq!(
        forged(|entries| entries[0].epoch = 2),
        "entry 1: is of epoch 2, after epoch 1"
    );
    assert_eq!(
        forged(|entries| entries[2].station = "W4".into()),
        "entry 3: says that it is entry 3 of W4"
    );
    assert_eq!(
        forged(|entries| entries[2].grand_total.cents = Cents(1)),
        "entry 3: its grand total is 1 receipts, 0.01; the entries give 1 receipts, 5.00"
    );
    assert_eq!(
        forged(|entries| receipt_of(entries).number = "W3-000002".into()),
        "entry 2: its receipt is W3-000002, and W3-000001 is next"
    );
    assert_eq!(
        forged(|entries| receipt_of(entries).lines[0].amount = Cents(400)),
        "entry 2: its lines come to 4.00, its total is 5.00"
    );
    assert_eq!(
        forged(|entries| receipt_of(entries).tenders[0].amount = Cents(600)),
        "entry 2: its tenders come to 6.00, its total is 5.00"
    );
    assert_eq!(
        forged(|entries| receipt_of(entries).lines[0].split[0].1 = Cents(1)),
        "entry 2: its ledger splits come to 3.76, its total is 5.00"
    );
}

#[test]
fn a_close_signs_the_entry_before_it() {
    let problem = forged(|entries| entries[1].actor = "eve".into());
    assert!(problem.starts_with("entry 5: it signs entry 4 as "), "{problem}");
    let problem = forged(|entries| match &mut entries.last_mut().unwrap().body {
        Body::DrawerClosed(closed) => closed.head.seq = 3,
        other => panic!("not closed: {other:?}"),
    });
    assert!(problem.starts_with("entry 5: it signs entry 3 as "), "{problem}");
}

#[test]
fn what_is_no_entry_at_all() {
    let head = Head::empty("W3");
    let bytes = b"{\"v\":1}".to_vec();
    let fault = proved(&[(1, chain(&head.hash, &bytes), bytes)]).unwrap_err();
    assert!(fault.problem.starts_with("not an entry: "), "{fault}");
    assert_eq!(
        proved(&[(2, [0; 32], Vec::new())]).unwrap_err().to_string(),
        "entry 1: is missing; the next one is 2"
    );
    let fault = proved(&[(1, [0; 32], b"{}".to_vec())]).unwrap_err();
    assert!(
        fault.problem.starts_with(&format!("its hash is {}", hex(&[0; 32]))),
        "{fault}"
    );
}

fn stamp(now: DateTime<Utc>) -> Stamp {
    Stamp {
        id: Uuid::nil(),
        request: None,
        now,
        business_date: now.date_naive(),
        actor: "ana".into(),
        config: "c".into(),
    }
}

#[test]
fn a_clock_set_back_stands_still_and_then_stops() {
    let desk = Desk::opened();
    let last = desk.head.at.unwrap();
    for (seconds, outcome) in [
        (60, Ok(last + Duration::seconds(60))),
        (0, Ok(last)),
        (-1, Ok(last)),
        (-120, Ok(last)),
    ] {
        assert_eq!(
            desk.head.instant(last + Duration::seconds(seconds)),
            outcome,
            "{seconds}"
        );
    }
    let decision = Decision::plain(desk.entries[0].body.clone());
    let refused = desk.head.entry(decision, stamp(last - Duration::seconds(121)));
    assert_eq!(
        refused,
        Err(Refusal::ClockSetBack {
            now: "2026-11-21 15:58:59 UTC".into(),
            last: "2026-11-21 16:01:00 UTC".into(),
        })
    );
}

#[test]
fn no_entry_is_made_of_postings_that_do_not_balance() {
    let desk = Desk::opened();
    let mut decision = Decision::plain(desk.entries[0].body.clone());
    decision.postings = vec![Posting("1010".into(), Cents(1))];
    let refused = desk.head.entry(decision, stamp(desk.now));
    assert_eq!(refused, Err(Refusal::PostingsUnbalanced { off_by: Cents(1) }));
}

#[test]
fn receipts_are_numbered_without_gaps_and_totals_never_go_back() {
    let mut desk = Desk::opened();
    assert_eq!(desk.head.next_receipt(), "W3-000001");
    for _ in 0..2 {
        desk.pay(&payment(vec![open_amount("MISC", 500)], vec![offer("CASH", 500, 0)]))
            .unwrap();
    }
    desk.void("W3-000002").unwrap();
    assert_eq!(desk.head.next_receipt(), "W3-000003");
    assert_eq!(
        (desk.head.grand_total.count, desk.head.grand_total.cents),
        (2, Cents(1_000))
    );
}
