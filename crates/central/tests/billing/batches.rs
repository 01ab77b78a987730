//! Posting batches: each entry in exactly one, repeatable byte for byte, to the cent.

use std::collections::BTreeMap;

use counterfoil_domain::account::each_effect;
use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::posting_batch::PostingLine;
use counterfoil_domain::returns::{is_desk_charge, is_own_account};
use counterfoil_formats::bundle;
use counterfoil_formats::posting_file::{Form, read};

use crate::accounts::FIRST;
use crate::office::{CITY, DEMO_DAY, FROZEN, Office, code};

type Sums = BTreeMap<(String, Option<String>), i64>;

fn effects<'e>(entries: impl IntoIterator<Item = &'e Entry>) -> Sums {
    let mut sums = Sums::new();
    for entry in entries {
        let _told = each_effect(&entry.body, |effect| {
            if !is_own_account(effect.account) && !effect.charge.is_some_and(is_desk_charge) {
                let place = (effect.account.to_owned(), effect.charge.map(str::to_owned));
                *sums.entry(place).or_default() += effect.amount.0;
            }
            Ok::<(), ()>(())
        });
    }
    sums.retain(|_, cents| *cents != 0);
    sums
}

fn posted<'l>(lines: impl IntoIterator<Item = &'l PostingLine>) -> Sums {
    let mut sums = Sums::new();
    for line in lines {
        *sums.entry((line.account.clone(), line.charge.clone())).or_default() += line.amount.0;
    }
    sums.retain(|_, cents| *cents != 0);
    sums
}

fn demo_entries() -> Vec<Entry> {
    let bundles = DEMO_DAY.iter().map(|(_, bytes)| bundle::read_raw(bytes).unwrap());
    let entries = bundles.flat_map(|one| one.entries);
    entries.map(|one| Entry::decode(&one.bytes).unwrap()).collect()
}

fn frozen_entries() -> Vec<Entry> {
    let lines = FROZEN.iter().flat_map(|(_, journal)| journal.lines());
    lines.map(|line| Entry::decode(line.as_bytes()).unwrap()).collect()
}

#[test]
fn every_entry_is_in_exactly_one_batch_to_the_cent() {
    let office = Office::open();
    let mut lines = Vec::new();
    // Windows hand in at their own pace; a batch is made in between.
    for (nth, (station, bytes)) in (1..).zip(DEMO_DAY) {
        office.take_in(station, bytes);
        let made = office.make().unwrap();
        assert_eq!(made.number, nth);
        let file = office.batch(nth);
        assert_eq!(file.sealed, made.sealed);
        assert_eq!(file.batch.stretches.len(), 1);
        assert_eq!(file.batch.stretches[0].station, station);
        assert_eq!(file.batch.stretches[0].first, 1);
        lines.extend(file.lines);
    }
    let office = office.with_frozen();
    let fourth = office.make().unwrap();
    lines.extend(office.batch(fourth.number).lines);
    let all: Vec<Entry> = demo_entries().into_iter().chain(frozen_entries()).collect();
    assert!(lines.len() > 60, "{}", lines.len());
    assert_eq!(posted(&lines), effects(&all));
    // Later entries follow where the stretch before ended.
    let more: Vec<&[u8]> = FROZEN[0].1.lines().map(str::as_bytes).take(9).collect();
    office.insert("F1", "W3", &more, None);
    let fifth = office.batch(office.make().unwrap().number);
    let stretch = &fifth.batch.stretches[0];
    let before = FROZEN[0].1.lines().count() as u64;
    assert_eq!((stretch.first, stretch.last), (before + 1, before + 9));
    let gaps = "SELECT count(*) FROM (SELECT first - 1 - lag(last, 1, 0::bigint) OVER (PARTITION BY site, station ORDER BY number) AS gap
                FROM posting_stretches) one WHERE gap <> 0";
    assert_eq!(office.cents(gaps), 0);
}

#[test]
fn a_batch_is_written_again_byte_for_byte() {
    let office = Office::open().with_demo_day();
    let made = office.make().unwrap();
    let (csv, json) = (
        office.write(1, Form::Csv).unwrap(),
        office.write(1, Form::Json).unwrap(),
    );
    let office = office.with_frozen();
    office.make().unwrap();
    assert_eq!(office.write(1, Form::Csv).unwrap(), csv);
    assert_eq!(office.write(1, Form::Json).unwrap(), json);
    let (of_csv, of_json) = (read(Form::Csv, &csv).unwrap(), read(Form::Json, &json).unwrap());
    assert_eq!(of_csv, of_json);
    assert_eq!(of_csv.sealed, made.sealed);
    assert_eq!(posted(&of_csv.lines), effects(&demo_entries()));
}

/// An entry that this program cannot read is named, and comes in a later batch once it can.
#[test]
fn what_cannot_be_read_is_named_and_comes_later() {
    let office = Office::open();
    let receipt = frozen_entries().into_iter().find(|entry| match &entry.body {
        Body::Receipt(receipt) => receipt.lines.iter().any(|line| line.account.is_some()),
        _ => false,
    });
    let receipt = receipt.unwrap();
    let bytes = receipt.encode().unwrap();
    let newer = String::from_utf8(bytes.clone())
        .unwrap()
        .replacen("\"v\":1", "\"v\":2", 1);
    office.insert(
        "F1",
        "W1",
        &[newer.as_bytes(), &bytes, b"no entry at all"],
        Some("unknown"),
    );
    let first = office.batch(office.make().unwrap().number);
    let seqs = |places: &[counterfoil_domain::posting_batch::EntryPlace]| -> Vec<u64> {
        places.iter().map(|place| place.seq).collect()
    };
    assert_eq!(seqs(&first.batch.unread), [1, 3]);
    // The second one alone.
    assert_eq!(posted(&first.lines), effects([&receipt]));
    assert_eq!(code(office.make()), "nothing_to_post");
    // A copy of billing's that holds this batch does not hold these two, at whichever office.
    let copy = |as_of: &str, batch: u64| {
        office
            .import(&FIRST.replace(
                "H,1,2026-11-20T06:00:00Z,City of Alder Creek",
                &format!("H,2,{as_of},City of Alder Creek,{batch}"),
            ))
            .unwrap();
        let offered = |site: &str| {
            office.runtime.block_on(async {
                let client = office.central.client().await.unwrap();
                let offer = counterfoil_central::accounts::offer(&client, CITY, site).await.unwrap();
                offer.unwrap().left_out.into_iter().collect::<Vec<_>>()
            })
        };
        (offered("F1"), offered("CH"))
    };
    let named = |station: &str, seqs: &[u64]| -> Vec<(String, u64)> {
        seqs.iter().map(|seq| (station.to_owned(), *seq)).collect()
    };
    let both = (named("W1", &[1, 3]), named("F1/W1", &[1, 3]));
    assert_eq!(copy("2026-11-20T07:00:00Z", 1), both);
    // The program is renewed and can read it: as if it had been of this version.
    office.sql("ALTER TABLE entries DISABLE TRIGGER USER");
    office.sql("UPDATE entries SET bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '\"v\":2', '\"v\":1'), 'UTF8') WHERE station = 'W1' AND seq = 1");
    let second = office.batch(office.make().unwrap().number);
    assert_eq!((seqs(&second.batch.late), second.batch.stretches.len()), (vec![1], 0));
    assert_eq!(posted(&second.lines), posted(&first.lines));
    assert_eq!(office.batch(1), first);
    assert_eq!(
        copy("2026-11-20T08:00:00Z", 1),
        both,
        "it still has the first batch only"
    );
    assert_eq!(
        copy("2026-11-20T09:00:00Z", 2),
        (named("W1", &[3]), named("F1/W1", &[3]))
    );
    assert_eq!(code(office.make()), "nothing_to_post");
}

/// Two that make a batch at once: two numbers, and no entry in both.
#[test]
fn two_that_make_a_batch_at_once() {
    let office = Office::open().with_demo_day();
    let make = || counterfoil_central::posting::make(&office.central, "test");
    let (one, other) = office.runtime.block_on(async { tokio::join!(make(), make()) });
    let made: Vec<_> = [one, other].into_iter().flat_map(Result::ok).collect();
    assert_eq!(made.len(), 1);
    assert_eq!(office.sql("SELECT count(*), max(number) FROM posting_batches"), "1|1");
}
