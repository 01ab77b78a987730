//! The batches that closed days hand to the general ledger, read from their files.

use std::collections::BTreeMap;

use counterfoil_tests::cash::cents;
use counterfoil_tests::desk::Desk;
use serde_json::{Value, json};

/// The net of each ledger account in a closed day's batch, from the file that finance gets.
pub(super) fn ledger(desk: &mut Desk, date: &str) -> BTreeMap<String, i64> {
    let written = desk.done("write_document", json!({ "date": date, "key": "ledger_journal" }));
    let mut files = written["files"]
        .as_array()
        .expect("files")
        .iter()
        .filter_map(Value::as_str);
    let is_batch = |path: &&str| {
        let name = path.rsplit('/').next().unwrap_or_default();
        name.starts_with("ledger-GL-") && name.ends_with(".csv") && name.len() == "ledger-GL-000001.csv".len()
    };
    let file = files
        .find(is_batch)
        .unwrap_or_else(|| panic!("no ledger batch in {written}"));
    let text = std::fs::read_to_string(file).expect("the ledger batch");
    let mut nets: BTreeMap<String, i64> = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("L,")) {
        let fields: Vec<&str> = line.split(',').collect();
        *nets.entry(fields[2].to_owned()).or_default() += cents(fields[4]) - cents(fields[5]);
    }
    nets
}

/// Over all batches every posting of every journal stands exactly once.
pub(super) fn each_posting_is_in_one_batch<const N: usize, const M: usize>(
    batches: [BTreeMap<String, i64>; N],
    desks: [Desk; M],
) {
    let mut issued: BTreeMap<String, i64> = BTreeMap::new();
    for (account, net) in batches.into_iter().flatten() {
        *issued.entry(account).or_default() += net;
    }
    let mut posted: BTreeMap<String, i64> = BTreeMap::new();
    for books in desks.map(Desk::books) {
        for posting in books
            .entries
            .iter()
            .flat_map(|entry| entry["postings"].as_array().into_iter().flatten())
        {
            let account = posting[0].as_str().expect("an account").to_owned();
            *posted.entry(account).or_default() += posting[1].as_i64().expect("cents");
        }
    }
    issued.retain(|_, net| *net != 0);
    posted.retain(|_, net| *net != 0);
    assert_eq!(issued, posted);
}
