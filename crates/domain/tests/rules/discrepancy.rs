//! The search for what is wrong with a session: one pattern at a time, with its exact
//! facts and its sentence; what narrows it; and its laws.

mod drawers;
mod in_cash;
mod keyed_amounts;
mod laws;
mod narrowing;
mod tape;
mod whole;

use counterfoil_domain::cash::{CashCount, CashLine, count_out};
use counterfoil_domain::config::{BatchKind, TenderKind};
use counterfoil_domain::discrepancy::{
    CheckMatch, CountPointKind, Finding, MOST_SUSPECTS, Mend, Pattern, Search, Suspect, search, search_with_lines,
};
use counterfoil_domain::entry::{BatchClosed, BatchOpened, Body, ControlFigure, TenderCount, TenderReclassed};
use counterfoil_domain::journal::Head;
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{CheckData, Tender};
use counterfoil_domain::session::Session;
use proptest::prelude::*;
use uuid::Uuid;

use crate::discrepancy_day::{FLOAT, For, Paper, Sale, Till, entry, receipt};
use crate::discrepancy_planted::Day;

fn till() -> Till {
    Till::opened("W3", 1, FLOAT, FLOAT)
}

fn tender(code: &str, amount: i64, handed: Option<i64>) -> Tender {
    let kind = crate::discrepancy_day::city().tender(code).unwrap().clone();
    Tender {
        code: code.into(),
        kind: kind.kind,
        name: kind.name,
        amount: Cents(amount),
        handed: handed.map(Cents),
        check: None,
        card: None,
        reference: None,
    }
}

fn check(amount: i64, number: &str) -> Tender {
    Tender {
        check: Some(CheckData {
            number: Some(number.into()),
            ..CheckData::default()
        }),
        ..tender("CHECK", amount, None)
    }
}

fn open(tender: Tender) -> Sale {
    Sale {
        what: For::Open,
        amount: tender.amount.0,
        tenders: vec![tender],
    }
}

fn on_account(account: &str, due: i64, tender: Tender) -> Sale {
    let account = account.to_owned();
    Sale {
        what: For::TypedBill { account, due },
        ..open(tender)
    }
}

/// A payment without an error, a minute later.
fn pays(till: &mut Till, sale: &Sale) -> String {
    till.wait(60);
    let number = till.record(sale);
    till.receive(&number, &sale.tenders);
    number
}

/// A payment that is recorded, but whose money is something else.
fn keyed(till: &mut Till, sale: &Sale, truth: &[Tender]) -> String {
    till.wait(60);
    let number = till.record(sale);
    till.receive(&number, truth);
    number
}

fn loose(till: &Till) -> CashCount {
    CashCount(count_out(Cents(till.cash), &till.configuration.denominations))
}

fn counted(mut till: Till) -> Till {
    let cash = loose(&till);
    till.wait(60);
    till.count(cash);
    till
}

fn searched(till: &Till) -> Search {
    search_with_lines(&till.configuration, &till.session, &[], &till.lines).unwrap()
}

fn first(till: Till) -> Suspect {
    let found = searched(&counted(till));
    found.suspects.into_iter().next().expect("a suspect")
}

/// Sentence, what it explains, the receipts that it names.
#[track_caller]
fn assert_says(suspect: &Suspect, sentence: &str, explains: i64, receipts: &[&str]) {
    assert_eq!(suspect.sentence(), sentence);
    assert_eq!(suspect.explains, Cents(explains));
    let named: Vec<&str> = suspect.items.iter().map(|item| item.receipt.as_str()).collect();
    assert_eq!(named, receipts);
}

fn extra(amount: i64, number: &str) -> Paper {
    Paper {
        of: None,
        tender: "CHECK".into(),
        number: Some(number.into()),
        amount,
    }
}

/// A drawer beside, on some float, off by so much.
fn beside(station: &str, float: i64, off: i64) -> Till {
    let mut till = Till::opened(station, 9, float, float + off);
    pays(&mut till, &open(tender("CASH", 10_000, None)));
    counted(till)
}
