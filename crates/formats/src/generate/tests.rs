use std::collections::HashSet;

use super::*;
use crate::accounts::{Header, Reader, Writer};
use crate::configuration;

const CITY: &str = include_str!("../../../../assets/demo/city.toml");
const DEMO: &[u8] = include_bytes!("../../../../assets/demo/accounts.csv");

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 20).unwrap()
}

#[test]
fn the_same_seed_gives_the_same_accounts() {
    let made = |seed| generate_accounts(500, seed, today()).collect::<Vec<_>>();
    assert_eq!(made(1), made(1));
    assert_ne!(made(1), made(2));
    assert_eq!(made(1)[..100], generate_accounts(100, 1, today()).collect::<Vec<_>>());
}

#[test]
fn no_number_and_no_reference_comes_twice() {
    let mut numbers = HashSet::new();
    let mut references = HashSet::new();
    for account in demo_accounts(today()).chain(generate_accounts(60_000, 9, today()).skip(DEMO_ACCOUNTS)) {
        assert!(numbers.insert(account.number.clone()), "{} twice", account.number);
        for charge in &account.charges {
            assert!(
                charge.reference.is_empty() || references.insert(charge.reference.clone()),
                "{} twice",
                charge.reference
            );
        }
    }
}

#[test]
fn a_city_of_some_size_shows_everything() {
    let accounts: Vec<Account> = demo_accounts(today()).collect();
    assert_eq!(accounts.len(), DEMO_ACCOUNTS);
    let some = |what: &dyn Fn(&Account) -> bool| accounts.iter().filter(|account| what(account)).count();
    assert!(some(&|a| a.flags.lien) > 20);
    assert!(some(&|a| a.flags.bankruptcy) > 10);
    assert!(some(&|a| a.flags.payment_plan) > 50);
    assert!(some(&|a| a.flags.restore_amount.is_some()) > 50);
    assert!(some(&|a| a.flags.cash_only_until.is_some()) > 50);
    assert!(some(&|a| a.charges.iter().any(|c| c.due_date < today())) > 300);
    assert!(some(&|a| a.charges.len() > 1) > 2_000);
    let city = configuration::read(CITY).unwrap();
    let used: HashSet<&str> = accounts
        .iter()
        .flat_map(|a| &a.charges)
        .map(|c| c.code.as_str())
        .collect();
    // What the desk itself sets up for returned items comes with no file of billing's.
    let returned = city.returned_items.as_ref().unwrap();
    let own = [&returned.charge, &returned.fee.as_ref().unwrap().charge];
    for account_only in city.charge_codes.iter().filter(|charge| charge.account_only) {
        assert!(
            own.contains(&&account_only.code) != used.contains(account_only.code.as_str()),
            "{} is the desk's own and on an account of billing's, or neither",
            account_only.code
        );
    }
}

/// The file in `assets/demo` is what the generator makes, and what the reader takes.
/// After a wanted change: `cargo run -p counterfoil-formats --example demo_accounts > assets/demo/accounts.csv`.
#[test]
fn the_demo_file_is_up_to_date() {
    let city = configuration::read(CITY).unwrap();
    let mut reader = Reader::new(DEMO, &city).unwrap();
    let header: Header = reader.header().clone();
    let read: Vec<Account> = reader.by_ref().map(|record| record.unwrap().account).collect();
    let made: Vec<Account> = demo_accounts(today()).collect();
    assert!(
        read == made,
        "assets/demo/accounts.csv is not what the generator makes; make it again"
    );
    let mut written = Vec::new();
    let mut writer = Writer::new(&mut written, &header).unwrap();
    for account in &made {
        writer.write(account).unwrap();
    }
    assert_eq!(writer.finish().unwrap(), reader.totals());
    assert!(written == DEMO, "assets/demo/accounts.csv is written differently");
    assert!(DEMO.len() < 2_500_000);
}
