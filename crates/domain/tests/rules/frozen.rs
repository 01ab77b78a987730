//! The frozen bytes: entries of version 1 as they were first written, and their
//! hashes. A journal lives for decades; whatever is here must be read, and written
//! again, to the byte.
//!
//! The files are never changed. Each pair holds one whole journal that a scripted day once
//! made. A new kind of entry, or a new version, gets a file of its own beside them.

use std::collections::BTreeSet;

use counterfoil_domain::entry::{Body, Entry, GENESIS, chain, hex, seal, signed_text};
use counterfoil_domain::journal::Proof;
use counterfoil_domain::money::Cents;

use crate::closing_desk;
use crate::corrections;
use crate::epochs;
use crate::script::Script;

/// One whole journal of W3, as it was written.
struct Frozen {
    entries: &'static str,
    hashes: &'static str,
}

/// A day at the counter.
const COUNTER: Frozen = Frozen {
    entries: include_str!("../golden/entries-v1.jsonl"),
    hashes: include_str!("../golden/entries-v1.hashes"),
};

/// A day at the closing desk.
const CLOSING_DESK: Frozen = Frozen {
    entries: include_str!("../golden/closing-v1.jsonl"),
    hashes: include_str!("../golden/closing-v1.hashes"),
};

/// Weeks of returned items and corrections.
const CORRECTIONS: Frozen = Frozen {
    entries: include_str!("../golden/corrections-v1.jsonl"),
    hashes: include_str!("../golden/corrections-v1.hashes"),
};

/// A workstation that was restored, replaced, and got another key.
const EPOCHS: Frozen = Frozen {
    entries: include_str!("../golden/epochs-v1.jsonl"),
    hashes: include_str!("../golden/epochs-v1.hashes"),
};

impl Frozen {
    fn lines(&self) -> impl Iterator<Item = (u64, &'static str, &'static str)> {
        assert_eq!(self.entries.lines().count(), self.hashes.lines().count());
        (1u64..)
            .zip(self.entries.lines().zip(self.hashes.lines()))
            .map(|(seq, (bytes, hash))| (seq, bytes, hash))
    }

    fn entry(&self, seq: usize) -> (&'static str, Entry) {
        let line = self.entries.lines().nth(seq - 1).unwrap();
        (line, Entry::decode(line.as_bytes()).unwrap())
    }

    fn kinds(&self) -> Vec<String> {
        let kind = |(_, bytes, _): (u64, &str, &str)| Entry::decode(bytes.as_bytes()).unwrap().body.kind().to_owned();
        self.lines().map(kind).collect()
    }
}

#[test]
fn frozen_entries_are_read_and_written_again_to_the_byte() {
    for frozen in [COUNTER, CLOSING_DESK, CORRECTIONS, EPOCHS] {
        let mut head = GENESIS;
        for (seq, bytes, hash) in frozen.lines() {
            let entry = Entry::decode(bytes.as_bytes()).unwrap();
            assert!(!matches!(entry.body, Body::Unknown { .. }), "entry {seq}");
            assert_eq!(entry.seq, seq);
            assert_eq!(
                String::from_utf8(entry.encode().unwrap()).unwrap(),
                bytes,
                "entry {seq}"
            );
            head = chain(&head, bytes.as_bytes());
            assert_eq!(hex(&head), hash, "entry {seq}");
        }
    }
}

#[test]
fn the_frozen_journals_are_proved() {
    for (frozen, receipts, cents) in [
        (COUNTER, 6, 45_700),
        (CLOSING_DESK, 10, 30_750),
        (CORRECTIONS, 9, 39_750),
        (EPOCHS, 9, 45_900),
    ] {
        let mut proof = Proof::new("W3");
        let mut head = GENESIS;
        for (seq, bytes, _) in frozen.lines() {
            head = chain(&head, bytes.as_bytes());
            proof.next(seq, &head, bytes.as_bytes()).unwrap();
        }
        assert_eq!(proof.unknown(), 0);
        let total = proof.head().grand_total;
        assert_eq!((total.count, total.cents), (receipts, Cents(cents)));
    }
}

/// The place of a kind among all; a new one must be named here, and so be frozen.
fn place_of(body: &Body) -> usize {
    match body {
        Body::ConfigurationAdopted(_) => 0,
        Body::AccountsImported(_) => 1,
        Body::SignedIn(_) => 2,
        Body::SignInRefused(_) => 3,
        Body::SignedOut(_) => 4,
        Body::DrawerOpened(_) => 5,
        Body::Receipt(_) => 6,
        Body::ReceiptVoided(_) => 7,
        Body::TenderReclassed(_) => 8,
        Body::ReceiptReprinted(_) => 9,
        Body::CheckpointCounted(_) => 10,
        Body::PickedUp(_) => 11,
        Body::ChangeOrdered(_) => 12,
        Body::HandedOver(_) => 13,
        Body::NoSale(_) => 14,
        Body::CountingStarted(_) => 15,
        Body::DrawerCounted(_) => 16,
        Body::DrawerClosed(_) => 17,
        Body::BatchOpened(_) => 18,
        Body::BatchClosed(_) => 19,
        Body::SessionApproved(_) => 20,
        Body::SessionReturned(_) => 21,
        Body::SuspensePlaced(_) => 22,
        Body::DepositPrepared(_) => 23,
        Body::DepositWithdrawn(_) => 24,
        Body::DepositFinalized(_) => 25,
        Body::BankFiguresEntered(_) => 26,
        Body::BankCorrected(_) => 27,
        Body::DayClosed(_) => 28,
        Body::ItemReturned(_) => 29,
        Body::ItemReinstated(_) => 30,
        Body::ReturnNoticed(_) => 31,
        Body::CollectionsListed(_) => 32,
        Body::ReturnFileTakenIn(_) => 33,
        Body::ReturnItemDismissed(_) => 34,
        Body::ReceiptReversed(_) => 35,
        Body::PaymentTransferred(_) => 36,
        Body::RefundRequested(_) => 37,
        Body::RefundWithdrawn(_) => 38,
        Body::RefundsListed(_) => 39,
        Body::EpochOpened(_) => 40,
        Body::Unknown { kind } => panic!("{kind} is not frozen"),
    }
}

#[test]
fn every_kind_is_frozen() {
    let places = |frozen: Frozen| -> BTreeSet<usize> {
        let place = |(_, bytes, _): (u64, &str, &str)| place_of(&Entry::decode(bytes.as_bytes()).unwrap().body);
        frozen.lines().map(place).collect()
    };
    let mut frozen = places(COUNTER);
    assert_eq!(frozen, (0..18).collect());
    frozen.extend(places(CLOSING_DESK));
    assert_eq!(frozen, (0..29).collect());
    frozen.extend(places(CORRECTIONS));
    assert_eq!(frozen, (0..40).collect());
    frozen.extend(places(EPOCHS));
    assert_eq!(frozen, (0..41).collect());
    // And what the days write now has the same kinds in the same order.
    let kinds = |entries: Vec<Entry>| -> Vec<String> { entries.iter().map(|one| one.body.kind().to_owned()).collect() };
    assert_eq!(kinds(Script::whole().entries), COUNTER.kinds());
    assert_eq!(kinds(closing_desk::script::Script::whole()), CLOSING_DESK.kinds());
    assert_eq!(kinds(corrections::script::Script::whole()), CORRECTIONS.kinds());
    assert_eq!(kinds(epochs::lived().entries), EPOCHS.kinds());
}

/// Reading and writing could be wrong alike; so some of what was frozen is looked at.
#[test]
fn what_the_frozen_bytes_say() {
    let (line, receipt) = COUNTER.entry(6);
    assert!(line.starts_with(
        "{\"v\":1,\"station\":\"W3\",\"epoch\":1,\"seq\":6,\"id\":\"00000000-0000-0000-0000-000000000006\",\
         \"request\":{\"id\":\"00000000-0000-0000-0000-000600000000\",\"digest\":\"0000000000000006\"},\
         \"at\":\"2026-11-21T16:06:00Z\",\"business_date\":\"2026-11-21\",\"actor\":\"ana\",\"config\":\""
    ));
    assert!(line.ends_with(
        ",\"postings\":[[\"1020\",13500],[\"1030\",5000],[\"1010\",10000],[\"4010\",-12308],[\"4020\",-10655],\
         [\"2010\",-537],[\"4030\",-5000]],\"grand_total\":{\"count\":1,\"cents\":28500}}"
    ));
    let Body::Receipt(receipt) = receipt.body else {
        panic!("not a receipt")
    };
    assert_eq!(receipt.number, "W3-000001");
    assert_eq!((receipt.total, receipt.change), (Cents(28_500), Cents(2_000)));
    assert_eq!(
        (receipt.tenders[3].amount, receipt.tenders[3].handed),
        (Cents(10_000), Some(Cents(12_000)))
    );
    assert_eq!(receipt.lines[0].due, Some(Cents(12_000)));
    assert_eq!(receipt.balances[0].due, Cents(-537));
    let (_, voided) = COUNTER.entry(12);
    assert_eq!(voided.approval.unwrap().user, "sol");
    let (_, counted) = COUNTER.entry(21);
    let Body::DrawerCounted(counted) = counted.body else {
        panic!("not counted")
    };
    assert_eq!(
        (counted.tenders[0].expected, counted.tenders[0].counted),
        (Cents(17_700), Cents(17_520))
    );
    assert_eq!(
        (counted.items[2].recorded, counted.items[2].found),
        (Cents(4_000), Some(Cents(400)))
    );
}

#[test]
fn what_the_frozen_bytes_of_the_closing_desk_say() {
    let (_, started) = CLOSING_DESK.entry(7);
    let Body::CountingStarted(started) = started.body else {
        panic!("not begun")
    };
    assert_eq!(started.in_place, Some(("tom".to_owned(), "Tom Ek".to_owned())));
    let (line, receipt) = CLOSING_DESK.entry(12);
    assert!(line.contains(
        "{\"code\":\"SUSPENSE\",\"description\":\"Held in suspense: no such account\",\"department\":\"FI\",\
         \"reference\":\"20-I\",\"amount\":6000,\"split\":[[\"2020\",6000]]}"
    ));
    assert!(line.ends_with(
        "\"postings\":[[\"1020\",7000],[\"4030\",-250],[\"4020\",-750],[\"2020\",-6000]],\
         \"grand_total\":{\"count\":6,\"cents\":20400}}"
    ));
    assert_eq!(receipt.approval, None);
    let (_, closed) = CLOSING_DESK.entry(14);
    let Body::BatchClosed(closed) = closed.body else {
        panic!("not closed")
    };
    assert_eq!(
        (closed.tenders[0].expected, closed.tenders[0].counted),
        (Cents(900), Cents(1_000))
    );
    let (line, prepared) = CLOSING_DESK.entry(34);
    assert!(
        line.contains("\"tender\":\"MO\",\"number\":\"7009\",\"amount\":1200}"),
        "a piece of no receipt"
    );
    let Body::DepositPrepared(prepared) = prepared.body else {
        panic!("not prepared")
    };
    let amounts: Vec<i64> = prepared.checks.iter().map(|check| check.amount.0).collect();
    assert_eq!(amounts, [7_000, 3_000, 1_200, 2_500, 4_000, 2_000]);
    let (_, day) = CLOSING_DESK.entry(38);
    let Body::DayClosed(day) = day.body else {
        panic!("not closed")
    };
    assert_eq!((day.carried[0].session, day.carried[0].station.as_str()), (None, "W4"));
    assert_eq!((day.head.seq, day.heads[0].seq), (37, 37));
}

#[test]
fn what_the_frozen_bytes_of_the_corrections_say() {
    let (line, _) = CORRECTIONS.entry(9);
    assert!(line.contains(
        "{\"line\":2,\"amount\":10000,\"reason\":\"NSF\",\"check\":{\"number\":\"1001\",\"routing\":\"121000358\",\
         \"last_four\":\"6789\",\"token\":\"token-of-123456789\"},\"trace\":\"B-77001\",\"reference\":\"20-1\",\
         \"paid_on\":\"2026-11-21\",\"payer\":\"MARIA PENA\",\"deposit\":\"D-000001\",\"note\":\"SECOND PRESENTMENT\"},\
         {\"line\":3,\"amount\":450,\"check\":{},\"electronic\":true,\"represented\":true}"
    ));
    let (line, returned) = CORRECTIONS.entry(10);
    assert!(line.contains(
        "{\"line\":0,\"what\":\"WATER 2026-10-01\",\"department\":\"UT\",\"amount\":7500,\
         \"split\":[[\"4010\",5000],[\"4020\",2500]],\"receivable\":[[\"1060\",7500]],\
         \"due\":{\"opened\":{\"account\":\"20-1\",\"charge\":{\"id\":\"R-000001/1\",\"code\":\"RETURNED\""
    ));
    assert!(line.contains("\"postings\":[[\"1060\",12500],[\"1100\",-10000],[\"4040\",-2500]]"));
    assert_eq!(returned.business_date.to_string(), "2026-11-25", "never dated back");
    let (line, second) = CORRECTIONS.entry(15);
    assert!(line.contains(
        "\"mark\":{\"until\":\"2027-05-25\",\"accounts\":[\"20-2\",\"R-000002\",\"20-1\",\"R-000001\"],\
         \"token\":\"token-of-123456789\",\"lift_when_paid\":true}"
    ));
    assert_eq!(second.approval.unwrap().user, "eva");
    let Body::ItemReturned(second) = second.body else {
        panic!("not returned")
    };
    let taken = &second.tenders[0].taken[2..];
    assert_eq!(taken[0].refund.as_deref(), Some("RF-000002"), "it is not paid back");
    assert_eq!(
        (taken[1].line, taken[1].amount),
        (None, Cents(1_000)),
        "it had been paid back before"
    );
    let (line, _) = CORRECTIONS.entry(12);
    assert!(
        line.contains("\"due\":{\"restored\":{\"account\":\"20-2\",\"code\":\"CREDIT\",\"since\":\"2026-11-21\"}}")
    );
    let (_, reinstated) = CORRECTIONS.entry(20);
    let Body::ItemReinstated(reinstated) = reinstated.body else {
        panic!("not reinstated")
    };
    let tender = &reinstated.tenders[0];
    assert_eq!(
        (tender.given[0].amount, tender.credit[0].amount),
        (Cents(2_000), Cents(1_000))
    );
    assert_eq!(reinstated.fee.unwrap().2, Cents(2_500));
    let (line, _) = CORRECTIONS.entry(21);
    assert!(line.contains("\"back\":[[\"CARD\",\"card\",2000]]"));
    let (_, moved) = CORRECTIONS.entry(23);
    let Body::PaymentTransferred(moved) = moved.body else {
        panic!("not moved")
    };
    assert_eq!((moved.to.len(), moved.turn_on[0].paid), (2, Cents(9_500)));
}

/// Every field that may be left out is there somewhere, so that it is frozen too.
#[test]
fn every_optional_field_of_the_corrections_is_frozen() {
    let bodies = |kind: &str| -> String {
        let of_kind = format!("\"kind\":\"{kind}\"");
        CORRECTIONS
            .entries
            .lines()
            .filter(|line| line.contains(&of_kind))
            .collect()
    };
    for (kind, fields) in [
        (
            "item_returned",
            "reference fee fee_revenue no_fee mark token lift_when_paid balances file deposit receivable due line charge refund",
        ),
        ("return_noticed", "cash_only_until"),
        ("item_reinstated", "mistake reference file fee balances credit"),
        (
            "return_file_taken_in",
            "date notices reason electronic represented trace paid_on payer deposit",
        ),
        ("receipt_reversed", "refund address back balances payable"),
        ("payment_transferred", "balances turn_on"),
        ("refund_requested", "balances address"),
    ] {
        let bodies = bodies(kind);
        for field in fields.split(' ') {
            assert!(bodies.contains(&format!("\"{field}\":")), "{kind} {field}");
        }
    }
}

/// A frozen line with one part of it put otherwise.
fn otherwise(seq: usize, part: &str, new: &str) -> String {
    let (line, _) = COUNTER.entry(seq);
    assert!(line.contains(part), "{part}");
    line.replacen(part, new, 1)
}

#[test]
fn an_entry_of_a_newer_version_or_unknown_kind_is_kept_and_named() {
    for (line, kind) in [
        (otherwise(6, "\"v\":1", "\"v\":2"), "receipt"),
        (
            otherwise(6, "\"kind\":\"receipt\"", "\"kind\":\"check_returned\""),
            "check_returned",
        ),
        (
            otherwise(6, "\"body\":{", "\"more\":[1],\"body\":{\"more\":true,"),
            "receipt",
        ),
    ] {
        let read = Entry::decode(line.as_bytes()).unwrap();
        assert_eq!(read.body.kind(), kind);
        let known = line.contains("\"more\"");
        assert_eq!(matches!(read.body, Body::Unknown { .. }), !known);
        assert_eq!(
            read.encode().is_err(),
            !known,
            "what is not understood is never written again"
        );
        assert_eq!((read.seq, read.postings.len()), (6, 7));
        let mut proof = Proof::new("W3");
        let mut head = GENESIS;
        for (seq, bytes, _) in COUNTER.lines().take(5) {
            head = chain(&head, bytes.as_bytes());
            proof.next(seq, &head, bytes.as_bytes()).unwrap();
        }
        head = chain(&head, line.as_bytes());
        proof.next(6, &head, line.as_bytes()).unwrap();
        assert_eq!(proof.unknown(), u64::from(!known));
        assert_eq!(proof.head().grand_total.count, 1, "its receipt counts all the same");
    }
}

#[test]
fn a_known_kind_with_a_broken_body_is_no_entry() {
    for (part, new) in [
        ("\"total\":28500", "\"total\":\"28500\""),
        ("\"total\":28500", "\"total\":28500.5"),
        ("\"number\":\"W3-000001\",", ""),
        ("\"language\":\"es\"", "\"language\":\"fr\""),
    ] {
        let error = Entry::decode(otherwise(6, part, new).as_bytes()).unwrap_err();
        assert!(error.to_string().starts_with("not an entry: "), "{error}");
    }
}

#[test]
fn seals_hashes_and_what_is_signed() {
    assert_eq!(hex(&[0x00, 0x0f, 0xf0, 0xff]), "000ff0ff");
    let hash = chain(&GENESIS, b"{}");
    assert_eq!(seal(&hash), hex(&hash)[..8]);
    assert_ne!(chain(&hash, b"{}"), hash);
    assert_eq!(signed_text("W3", 1, 7, "ab"), b"counterfoil/head/1\0W3\x001\x007\0ab");
}
