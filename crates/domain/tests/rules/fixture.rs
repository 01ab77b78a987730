//! A small city and one desk in it: what every test begins with.

mod city;
mod desk;

use chrono::NaiveDate;
use counterfoil_domain::cash::{CashCount, CashLine};
use counterfoil_domain::check::TenderOffer;
use counterfoil_domain::money::Cents;
use counterfoil_domain::payment::{LineRequest, PaymentRequest};

pub(crate) use city::{accounts, configuration};
pub(crate) use desk::Desk;

/// A routing number whose checksum is right.
pub(crate) const ROUTING: &str = "121000358";
/// A card number, of the kind made for trying terminals out.
pub(crate) const CARD_NUMBER: &str = "4111 1111 1111 1111";

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// Loose pieces of cash: worth in cents, how many.
pub(crate) fn cash(pieces: &[(i64, u32)]) -> CashCount {
    let line = |(cents, loose): &(i64, u32)| CashLine {
        cents: Cents(*cents),
        loose: *loose,
        bundles: 0,
    };
    CashCount(pieces.iter().map(line).collect())
}

/// All that is due on an account.
pub(crate) fn on_account(number: &str) -> LineRequest {
    LineRequest::Account {
        account: number.into(),
        charges: Vec::new(),
        amount: None,
        seen_due: None,
    }
}

/// A part payment on an account.
pub(crate) fn part_of(number: &str, cents: i64) -> LineRequest {
    LineRequest::Account {
        account: number.into(),
        charges: Vec::new(),
        amount: Some(Cents(cents)),
        seen_due: None,
    }
}

/// An open amount by charge code.
pub(crate) fn open_amount(code: &str, cents: i64) -> LineRequest {
    LineRequest::Charge {
        code: code.into(),
        quantity: None,
        amount: Some(Cents(cents)),
        reference: None,
        seen_price: None,
    }
}

/// A fixed price, with a reference.
pub(crate) fn priced(code: &str, quantity: u32, reference: &str) -> LineRequest {
    LineRequest::Charge {
        code: code.into(),
        quantity: Some(quantity),
        amount: None,
        reference: Some(reference.into()),
        seen_price: None,
    }
}

/// A tender of some type with what that type needs; `nth` makes its papers its own.
pub(crate) fn offer(code: &str, cents: i64, nth: u32) -> TenderOffer {
    let plain = TenderOffer {
        tender: code.into(),
        amount: Cents(cents),
        ..TenderOffer::default()
    };
    let text = |text: &str| Some(text.to_owned());
    match code {
        "CHECK" => TenderOffer {
            number: Some((1_000 + nth).to_string()),
            routing: text(ROUTING),
            account: text("000123456789"),
            token: text("token-of-123456789"),
            ..plain
        },
        "MO" => TenderOffer {
            number: Some((7_000 + nth).to_string()),
            ..plain
        },
        "CARD" => TenderOffer {
            brand: text("Visa"),
            last_four: text("1111"),
            approval: Some(format!("A{nth}")),
            terminal: text("T1"),
            ..plain
        },
        "ECHECK" => TenderOffer {
            routing: text(ROUTING),
            account: text("000987654321"),
            ..plain
        },
        "VOUCHER" => TenderOffer {
            reference: Some(format!("V-{nth}")),
            ..plain
        },
        _ => plain,
    }
}

/// A payment of some lines by some tenders.
pub(crate) fn payment(lines: Vec<LineRequest>, tenders: Vec<TenderOffer>) -> PaymentRequest {
    PaymentRequest {
        lines,
        tenders,
        ..PaymentRequest::default()
    }
}
