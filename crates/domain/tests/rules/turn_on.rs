//! Shut-off accounts: the receipt that brings one to the amount needed says so.

use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::TurnOn;

use crate::fixture::{Desk, offer, open_amount, part_of, payment};

/// A desk where service of account 20-1 is shut off until 120.00 are paid.
fn shut_off() -> Desk {
    let mut desk = Desk::opened();
    desk.accounts.get_mut("20-1").unwrap().flags.restore_amount = Some(Cents(12_000));
    desk
}

fn turn_on(entry: &Entry) -> Vec<TurnOn> {
    let Body::Receipt(receipt) = &entry.body else {
        panic!("not a receipt")
    };
    receipt.turn_on.clone()
}

fn pay(desk: &mut Desk, cents: i64) -> Vec<TurnOn> {
    let request = payment(vec![part_of("20-1", cents)], vec![offer("CASH", cents, 0)]);
    turn_on(&desk.pay(&request).unwrap())
}

#[test]
fn the_payment_that_reaches_the_amount_is_named_once() {
    let mut desk = shut_off();
    assert_eq!(pay(&mut desk, 11_999), []);
    let reached = TurnOn {
        account: "20-1".into(),
        name: "María Peña".into(),
        address: "12 Elm Street".into(),
        needed: Cents(12_000),
        paid: Cents(12_000),
    };
    assert_eq!(pay(&mut desk, 1), std::slice::from_ref(&reached));
    assert_eq!(pay(&mut desk, 500), []);
    // A void takes the account below the amount again; the next payment reaches it anew.
    desk.void("W3-000001").unwrap();
    let again = pay(&mut desk, 20_000);
    assert_eq!(
        again,
        [TurnOn {
            paid: Cents(20_501),
            ..reached
        }]
    );
}

#[test]
fn what_is_paid_on_other_things_does_not_count() {
    let mut desk = shut_off();
    let lines = vec![
        part_of("20-1", 11_000),
        part_of("20-4", 9_000),
        open_amount("MISC", 9_000),
    ];
    let entry = desk.pay(&payment(lines, vec![offer("CASH", 29_000, 0)])).unwrap();
    assert_eq!(turn_on(&entry), []);
    // Where nothing is to be said, the bytes are those of an entry that knows no such list.
    assert!(!String::from_utf8(entry.encode().unwrap()).unwrap().contains("turn_on"));
}
