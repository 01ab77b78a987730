//! Accounts come in by file and go out by page.

use std::collections::BTreeMap;

use counterfoil_domain::account::Account;
use counterfoil_domain::money::Cents;
use counterfoil_formats::wire::AccountsPage;

use crate::office::{CITY, Office, code};

pub(crate) const FIRST: &str = "\
H,1,2026-11-20T06:00:00Z,City of Alder Creek
A,20-04127-03,\"Okafor, \\Ngozi\",412 Palm Ave,(805) 555-0142,lien,2027-02-14,
C,U2610,UTILITY,\"Utility bill, \"\"October\"\"\",,2026-11-25,184.62
A,20-01834-01,\"Muñoz, José\",,,bankruptcy,,\"1,273.40\"
A,ÄB-1,Third,,,,,
C,PC-1,PARKING,Parking citation,PC-1,2026-12-01,63
T,3,2,247.62
";
/// Okafor paid, Muñoz is gone, a fourth one came.
const SECOND: &str = "\
H,1,2026-11-21T06:00:00Z,City of Alder Creek
A,20-04127-03,\"Okafor, \\Ngozi\",412 Palm Ave,(805) 555-0142,lien,2027-02-14,
A,ÄB-1,Third,,,,,
C,PC-1,PARKING,Parking citation,PC-1,2026-12-01,63
A,30-1,Fourth,,,,,
T,3,1,63.00
";

/// All pages after a revision, as a workstation puts them together.
fn pull(office: &Office, after: u64, limit: u32, copy: &mut BTreeMap<String, Account>) -> (u64, u64) {
    let (mut from, mut seen) = (None, 0);
    loop {
        let page = office.page(after, from.as_deref(), limit).unwrap();
        let told: AccountsPage = serde_json::from_slice(&page.to_json().unwrap()).unwrap();
        assert_eq!((told.revision, told.total), (page.revision, page.total));
        seen += (told.accounts.len() + told.gone.len()) as u64;
        told.gone.iter().for_each(|number| drop(copy.remove(number)));
        copy.extend(
            told.accounts
                .into_iter()
                .map(|account| (account.number.clone(), account)),
        );
        match told.next {
            Some(next) => from = Some(next),
            None => {
                assert_eq!(seen, told.total);
                return (told.revision, told.total);
            }
        }
    }
}

#[test]
fn a_file_is_a_revision_and_only_what_changed_is_handed_out_again() {
    let office = Office::open();
    let mut copy = BTreeMap::new();
    assert_eq!(pull(&office, 0, 2, &mut copy), (0, 0));
    let first = office.import(FIRST).unwrap();
    assert_eq!((first.revision, first.added, first.changed, first.gone), (1, 3, 0, 0));
    assert_eq!(first.checked.totals.due, Cents(24_762));
    for limit in [1, 2, 3, 5_000] {
        let mut copy = BTreeMap::new();
        assert_eq!(pull(&office, 0, limit, &mut copy), (1, 3));
        assert_eq!(copy["20-04127-03"].name, "Okafor, \\Ngozi");
        assert_eq!(copy["20-04127-03"].charges[0].description, "Utility bill, \"October\"");
    }
    pull(&office, 0, 2, &mut copy);
    let second = office.import(SECOND).unwrap();
    assert_eq!(
        (second.revision, second.added, second.changed, second.gone),
        (2, 1, 1, 1)
    );
    assert_eq!(pull(&office, 1, 1, &mut copy), (2, 3));
    let mut anew = BTreeMap::new();
    assert_eq!(pull(&office, 0, 2, &mut anew), (2, 3));
    assert_eq!(copy, anew);
    assert!(!copy.contains_key("20-01834-01") && copy["20-04127-03"].charges.is_empty());
    // One that comes back is there again.
    let third = FIRST.replace("2026-11-20T", "2026-11-22T");
    assert_eq!(office.import(&third).unwrap().revision, 3);
    assert_eq!(pull(&office, 2, 5_000, &mut copy), (3, 3));
    assert_eq!(copy["20-01834-01"].flags.restore_amount, Some(Cents(127_340)));
    assert!(!copy.contains_key("30-1"));
    assert_eq!(code(office.page(4, None, 10)), "revision_unknown");
}

#[test]
fn the_order_is_that_of_the_bytes() {
    let office = Office::open();
    let mut file = "H,1,2026-11-20T06:00:00Z,City of Alder Creek\n".to_owned();
    let numbers = ["b", "a", "B", "Z", "é", "a-1", "a1", "_", "20-2", "20 3"];
    numbers
        .iter()
        .for_each(|number| file += &format!("A,{number},Name,,,,,\n"));
    file += "T,10,0,0.00\n";
    office.import(&file).unwrap();
    let (mut from, mut seen) = (None, Vec::new());
    while let Some(page) = Some(office.page(0, from.as_deref(), 3).unwrap()) {
        let told: AccountsPage = serde_json::from_slice(&page.to_json().unwrap()).unwrap();
        seen.extend(told.accounts.into_iter().map(|account| account.number));
        from = page.next;
        if from.is_none() {
            break;
        }
    }
    let mut sorted = numbers.map(str::to_owned);
    sorted.sort();
    assert_eq!(seen, sorted);
}

#[test]
fn a_preview_says_what_would_change_and_changes_nothing() {
    let office = Office::open();
    office.import(FIRST).unwrap();
    let preview = office.preview(SECOND).unwrap();
    assert_eq!((preview.added, preview.changed, preview.gone), (1, 1, 1));
    assert_eq!(office.page(0, None, 10).unwrap().revision, 1);
    assert_eq!(office.sql("SELECT count(*) FROM imports"), "1");
    // The number is not used up.
    assert_eq!(office.import(SECOND).unwrap().revision, 2);
}

#[test]
fn the_offer_says_what_the_copy_includes() {
    let office = Office::open().with_demo_day();
    let offer = |site: &str| {
        office.runtime.block_on(async {
            let client = office.central.client().await.unwrap();
            counterfoil_central::accounts::offer(&client, CITY, site).await.unwrap()
        })
    };
    assert_eq!(offer("CH"), None);
    office.import(FIRST).unwrap();
    let by_instant = offer("CH").unwrap();
    assert_eq!(
        (by_instant.revision, by_instant.accounts, by_instant.charges),
        (1, 3, 2)
    );
    assert!(by_instant.included.is_empty());
    let made = office.make().unwrap();
    let heads = office.batch(made.number).batch.stretches;
    // A window that comes to central only now has nothing in that batch.
    office.insert(
        "CH",
        "W9",
        &[crate::office::FROZEN[0].1.lines().next().unwrap().as_bytes()],
        None,
    );
    let with_batch = SECOND.replace(
        "H,1,2026-11-21T06:00:00Z,City of Alder Creek",
        "H,2,2026-11-21T06:00:00Z,City of Alder Creek,1",
    );
    office.import(&with_batch).unwrap();
    let included = offer("CH").unwrap().included;
    let mut expected: BTreeMap<String, u64> = heads.into_iter().map(|one| (one.station, one.last)).collect();
    expected.insert("W9".to_owned(), 0);
    assert_eq!(included, expected);
    // At another office they are named with their own.
    let named = expected
        .into_iter()
        .map(|(station, seq)| (format!("CH/{station}"), seq));
    assert_eq!(offer("ELSEWHERE").unwrap().included, named.collect());
}
