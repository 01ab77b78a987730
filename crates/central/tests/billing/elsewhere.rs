//! What another office hears of payments: what billing's accounts do not hold of them, from whatever position on.

use std::collections::BTreeMap;

use counterfoil_central::accounts;
use counterfoil_domain::account::each_effect;
use counterfoil_domain::entry::Entry;
use counterfoil_domain::returns::is_desk_charge;
use counterfoil_domain::sync::StationName;
use counterfoil_formats::bundle;
use counterfoil_formats::wire::{Elsewhere, Place};

use crate::accounts::FIRST;
use crate::office::{CITY, DEMO_DAY, Office, demo_city};

type Places = BTreeMap<String, Place>;

impl Office {
    /// What a window of an office hears that has no entries itself.
    fn elsewhere(&self, revision: u64, after: &Places) -> Elsewhere {
        let name = StationName {
            city: CITY.to_owned(),
            site: "NO".to_owned(),
            station: "W1".to_owned(),
        };
        self.runtime.block_on(async {
            let mut client = self.central.client().await.unwrap();
            accounts::elsewhere(&mut client, &name, revision, after).await.unwrap()
        })
    }
}

/// What the demo day's entries behind an instant paid on billing's accounts, by account and charge.
fn really_paid(since: &str) -> BTreeMap<(String, Option<String>), i64> {
    let since = since.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let mut sums = BTreeMap::new();
    for (_, bytes) in DEMO_DAY {
        for raw in bundle::read_raw(bytes).unwrap().entries {
            let entry = Entry::decode(&raw.bytes).unwrap();
            if entry.at > since {
                let ended: Result<(), std::convert::Infallible> = each_effect(&entry.body, |effect| {
                    if !effect.charge.is_some_and(is_desk_charge) {
                        let key = (effect.account.to_owned(), effect.charge.map(str::to_owned));
                        *sums.entry(key).or_default() += effect.amount.0;
                    }
                    Ok(())
                });
                ended.unwrap();
            }
        }
    }
    sums
}

fn sums(page: &Elsewhere) -> BTreeMap<(String, Option<String>), i64> {
    let mut sums = BTreeMap::new();
    for paid in &page.paid {
        let key = (paid.account.clone(), paid.charge.clone());
        *sums.entry(key).or_default() += paid.amount.0;
    }
    sums
}

#[test]
fn another_office_hears_of_what_billing_does_not_hold() {
    let office = Office::open().with_demo_day();
    assert_eq!(office.elsewhere(1, &Places::new()).revision, 0, "there are no accounts");
    office.import(FIRST).unwrap();
    let site = demo_city().site.code;

    let all = office.elsewhere(1, &Places::new());
    assert_eq!(sums(&all), really_paid("2026-11-20T06:00:00Z"));
    assert!(!all.paid.is_empty() && !all.more);
    for paid in &all.paid {
        assert!(paid.station.starts_with(&format!("{site}/W")), "{paid:?}");
        assert!(paid.receipt.starts_with(&format!("{site}/")), "{paid:?}");
    }
    // From there on nothing is new; from a position that this database never gave it begins anew.
    let then = office.elsewhere(1, &all.places);
    assert_eq!((then.places.clone(), then.paid.len()), (all.places.clone(), 0));
    let at = |position: u64, mark: &str| {
        Places::from([(
            site.clone(),
            Place {
                position,
                mark: mark.to_owned(),
            },
        )])
    };
    let last = all.places[&site].clone();
    for strange in [
        at(9_999, &last.mark),
        at(last.position, "0123456789abcdef"),
        at(1, &last.mark),
    ] {
        assert_eq!(office.elsewhere(1, &strange), all, "{strange:?}");
    }
    // Of another revision nothing is said but what there is.
    let other = office.elsewhere(7, &all.places);
    assert_eq!((other.revision, other.paid.len()), (1, 0));

    // Place by place it is the same.
    let marks = office.sql("SELECT string_agg(left(handed, 16), ',' ORDER BY position) FROM deliveries");
    let mut left = vec![all.paid.len()];
    for (position, mark) in (1u64..).zip(marks.split(',')) {
        left.push(office.elsewhere(1, &at(position, mark)).paid.len());
    }
    assert_eq!((left.len() as u64, left.last()), (last.position + 1, Some(&0)));
    assert!(left.is_sorted_by(|before, after| before >= after), "{left:?}");

    // A posting batch holds all of it; the windows are named with their office.
    office.make().unwrap();
    let second = FIRST.replace(
        "H,1,2026-11-20T06:00:00Z,City of Alder Creek",
        "H,2,2026-11-20T07:00:00Z,City of Alder Creek,1",
    );
    office.import(&second).unwrap();
    let none = office.elsewhere(2, &Places::new());
    assert_eq!((none.paid.len(), none.places), (0, all.places.clone()));
    let (heard, posted) = (all.paid.iter().map(|paid| paid.amount.0), office.batch(1).lines);
    assert_eq!(heard.sum::<i64>(), posted.iter().map(|line| line.amount.0).sum::<i64>());
}
