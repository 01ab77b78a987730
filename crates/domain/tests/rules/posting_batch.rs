//! What entries do on billing's accounts, line by line.

use std::collections::{BTreeMap, BTreeSet};

use counterfoil_domain::account::{each_effect, each_opened};
use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::money::{Cents, MAX_EXACT};
use counterfoil_domain::posting_batch::{PostingKind, PostingLine, PostingTotals, lines_of};
use proptest::prelude::*;

use crate::day::{Day, acts};

fn frozen() -> Vec<Entry> {
    let files = [
        include_str!("../golden/entries-v1.jsonl"),
        include_str!("../golden/closing-v1.jsonl"),
        include_str!("../golden/corrections-v1.jsonl"),
    ];
    let lines = files.into_iter().flat_map(str::lines);
    lines.map(|line| Entry::decode(line.as_bytes()).unwrap()).collect()
}

fn lines(entries: &[Entry]) -> Vec<PostingLine> {
    entries.iter().flat_map(|entry| lines_of("CH", entry)).collect()
}

type Sums = BTreeMap<(String, Option<String>), i64>;

fn sums(amounts: impl Iterator<Item = (String, Option<String>, i64)>) -> Sums {
    let mut sums = Sums::new();
    for (account, charge, cents) in amounts {
        *sums.entry((account, charge)).or_default() += cents;
    }
    sums.retain(|_, cents| *cents != 0);
    sums
}

/// What entries did on all accounts but on what the desk carries, which is known here by the
/// entries that opened it, not by its name.
fn effects(entries: &[Entry]) -> Sums {
    let (mut amounts, mut carried) = (Vec::new(), BTreeSet::new());
    for entry in entries {
        each_opened(&entry.body, |opened| {
            carried.insert(opened.charge.id.clone());
        });
        let _told = each_effect(&entry.body, |effect| {
            let charge = effect.charge.map(str::to_owned);
            amounts.push((effect.account.to_owned(), charge, effect.amount.0));
            Ok::<(), ()>(())
        });
    }
    let billings = |charge: &Option<String>| charge.as_ref().is_none_or(|charge| !carried.contains(charge));
    sums(amounts.into_iter().filter(|(_, charge, _)| billings(charge)))
}

fn posted(lines: &[PostingLine]) -> Sums {
    sums(
        lines
            .iter()
            .map(|line| (line.account.clone(), line.charge.clone(), line.amount.0)),
    )
}

#[test]
fn every_kind_comes_from_real_entries_with_its_sign() {
    let mut entries = frozen();
    // The frozen days void receipts that paid on no account.
    let voided = entries.iter_mut().find_map(|entry| match &mut entry.body {
        Body::ReceiptVoided(voided) => Some(voided),
        _ => None,
    });
    voided.unwrap().restored = vec![("20-1".to_owned(), None, Cents(500))];
    let lines = lines(&entries);
    let seen = |kind, paid| {
        let of_kind = |line: &&PostingLine| line.what == kind && (line.amount > Cents::ZERO) == paid;
        lines.iter().filter(of_kind).count()
    };
    for (kind, pays, takes) in [
        (PostingKind::Payment, true, false),
        (PostingKind::Placement, true, false),
        (PostingKind::Void, false, true),
        (PostingKind::Return, false, true),
        (PostingKind::Reinstatement, true, false),
        (PostingKind::Reversal, false, true),
        (PostingKind::Transfer, true, true),
        (PostingKind::Refund, false, true),
        (PostingKind::RefundWithdrawn, true, false),
    ] {
        assert_eq!((seen(kind, true) > 0, seen(kind, false) > 0), (pays, takes), "{kind:?}");
        let spelled = serde_json::to_value(kind).unwrap();
        assert_eq!(spelled, kind.code());
    }
}

#[test]
fn what_the_desk_carries_is_not_billings() {
    let entries = frozen();
    let opened: Vec<String> = {
        let mut ids = Vec::new();
        for entry in &entries {
            each_opened(&entry.body, |opened| ids.push(opened.charge.id.clone()));
        }
        ids
    };
    assert!(!opened.is_empty());
    let lines = lines(&entries);
    assert!(lines.iter().all(|line| !line.account.starts_with("R-")));
    assert!(
        lines
            .iter()
            .all(|line| line.charge.as_ref().is_none_or(|charge| !opened.contains(charge)))
    );
    assert_eq!(posted(&lines), effects(&entries));
}

#[test]
fn totals() {
    let mut totals = PostingTotals::default();
    for cents in [500, -200, 0, -50] {
        totals.add(Cents(cents)).unwrap();
    }
    assert_eq!(
        (totals.lines, totals.paid, totals.taken_back),
        (4, Cents(500), Cents(250))
    );
    assert_eq!(totals.net(), Ok(Cents(250)));
    let mut large = PostingTotals::default();
    large.add(Cents(MAX_EXACT)).unwrap();
    assert_eq!(large.add(Cents(1)).unwrap_err().code(), "amount_out_of_range");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// However a day's entries are dealt out over batches, the lines of all of them are what all
    /// entries did, to the cent.
    #[test]
    fn all_batches_together_are_what_all_entries_did(acts in acts(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..4)) {
        let entries = Day::lived(&acts).desk.entries;
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(entries.len() + 1)).collect();
        cuts.extend([0, entries.len()]);
        cuts.sort_unstable();
        let mut all = Vec::new();
        let mut net = Cents::ZERO;
        for pair in cuts.windows(2) {
            let batch = lines(&entries[pair[0]..pair[1]]);
            let mut totals = PostingTotals::default();
            batch.iter().for_each(|line| totals.add(line.amount).unwrap());
            net = net.plus(totals.net().unwrap()).unwrap();
            all.extend(batch);
        }
        prop_assert_eq!(&all, &lines(&entries));
        let effects = effects(&entries);
        prop_assert_eq!(net.0, effects.values().sum::<i64>());
        prop_assert_eq!(posted(&all), effects);
    }
}
