//! SIGKILL at random moments in the middle of a thousand payments: whatever was
//! acknowledged is there, every number is used once and in order, the journal
//! proves itself, and the views equal a rebuild.

mod counter;

use std::collections::BTreeMap;
use std::time::Duration;

use counter::{Rpc, create, export, payment, verify, views_content};
use counterfoil_station::folder::Folder;
use counterfoil_station::{Station, views};
use serde_json::Value;
use uuid::Uuid;

const KILLS: usize = 50;
const PAYMENTS: usize = 1_000;

/// Reproducible; `COUNTERFOIL_SEED` replays a failure.
struct Dice(u64);

impl Dice {
    fn below(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

#[test]
fn killed_fifty_times_in_a_thousand_payments() {
    let seed = std::env::var("COUNTERFOIL_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(20_261_121);
    println!("seed {seed}");
    let mut dice = Dice(seed);
    let place = tempfile::tempdir().unwrap();
    let folder = place.path().join("W1");
    create(&folder);
    let mut rpc = Rpc::start(&folder);
    rpc.open_drawer();
    let mut acknowledged: BTreeMap<Uuid, String> = BTreeMap::new();
    let mut asked: Vec<Uuid> = Vec::new();
    for kill in 0..KILLS {
        let here = PAYMENTS / KILLS;
        let last = usize::try_from(dice.below(here as u64)).unwrap();
        for nth in 0..here {
            let id = Uuid::new_v4();
            asked.push(id);
            if !rpc.send("take_payment", &payment(id)) {
                break;
            }
            if nth == last {
                // Somewhere between the request's arrival and the reply.
                std::thread::sleep(Duration::from_micros(dice.below(1_500)));
                rpc.child.kill().unwrap();
            }
            match rpc.reply() {
                Some(reply) => {
                    let receipt = reply["ok"]["receipt"]
                        .as_str()
                        .unwrap_or_else(|| panic!("refused: {reply}"));
                    acknowledged.insert(id, receipt.to_owned());
                }
                None => break,
            }
        }
        drop(rpc);
        rpc = Rpc::start(&folder);
        // Whoever had no answer sends the same request again: it makes one receipt.
        let lost = *asked.last().unwrap();
        let reply = rpc.ok("take_payment", payment(lost));
        let receipt = reply["receipt"].as_str().unwrap().to_owned();
        let before = acknowledged.insert(lost, receipt.clone());
        assert!(
            before.is_none_or(|before| before == receipt),
            "kill {kill}: {lost} got two receipts"
        );
    }
    while asked.len() < PAYMENTS {
        let id = Uuid::new_v4();
        asked.push(id);
        let reply = rpc.ok("take_payment", payment(id));
        acknowledged.insert(id, reply["receipt"].as_str().unwrap().to_owned());
    }
    drop(rpc);

    let (well, words) = verify(&folder);
    assert!(well, "{words}");
    let entries = export(&folder);
    let receipts: Vec<&Value> = entries
        .iter()
        .map(|line| &line["entry"])
        .filter(|e| e["kind"] == "receipt")
        .collect();
    for (nth, entry) in receipts.iter().enumerate() {
        assert_eq!(
            entry["body"]["number"],
            format!("W1-{:06}", nth + 1),
            "numbers are used once and in order"
        );
    }
    let written: BTreeMap<Uuid, String> = receipts
        .iter()
        .map(|entry| {
            let id = entry["request"]["id"].as_str().unwrap().parse().unwrap();
            (id, entry["body"]["number"].as_str().unwrap().to_owned())
        })
        .collect();
    assert_eq!(written.len(), receipts.len(), "no request led to two receipts");
    assert!(receipts.len() >= PAYMENTS - KILLS, "{} receipts", receipts.len());
    for (id, receipt) in &acknowledged {
        assert_eq!(
            written.get(id),
            Some(receipt),
            "an acknowledged receipt is missing or another"
        );
    }

    // Opened once more, the views have caught up; they equal views built from nothing.
    drop(Station::open(&folder).unwrap());
    let at = Folder::at(&folder);
    let caught_up = views_content(&at.views());
    let rebuilt = place.path().join("rebuilt.db");
    views::rebuild(&rebuilt, &at.journal(), &mut |_, _| {}).unwrap();
    assert_eq!(caught_up, views_content(&rebuilt));
}
