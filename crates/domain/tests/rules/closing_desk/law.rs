//! The law of a day: whatever is taken, voided, moved, miscounted and accepted, once every
//! session is approved and deposited nothing is left on hand, the vault is back where it
//! began, and the bank has what the receipts say and what was accepted, cash and checks
//! each by itself.

use std::collections::BTreeMap;

use counterfoil_domain::deposit::compose;
use counterfoil_domain::entry::Body;
use counterfoil_domain::posting::assert_zero;
use counterfoil_domain::session::Session;
use proptest::prelude::*;
use uuid::Uuid;

use super::lived::{Lived, plan};
use super::office::Office;
use crate::table::code_of;

/// What the entries say by another road than the fold's: tenders as they ended, of
/// receipts that stand, and the differences that were accepted; by tender type.
fn by_another_road(office: &Office) -> (BTreeMap<String, i64>, BTreeMap<String, i64>) {
    let mut tenders: BTreeMap<(String, usize), (String, i64)> = BTreeMap::new();
    let mut accepted: BTreeMap<String, i64> = BTreeMap::new();
    let mut entries: Vec<_> = office.entries().collect();
    entries.sort_by_key(|entry| entry.at);
    for entry in entries {
        match &entry.body {
            Body::Receipt(receipt) => {
                for (place, tender) in receipt.tenders.iter().enumerate() {
                    let it = (tender.code.clone(), tender.amount.0);
                    tenders.insert((receipt.number.clone(), place), it);
                }
            }
            Body::TenderReclassed(body) => {
                let place = (body.receipt.clone(), usize::from(body.tender));
                tenders.get_mut(&place).unwrap().0.clone_from(&body.to.code);
            }
            Body::ReceiptVoided(body) => tenders.retain(|(receipt, _), _| *receipt != body.receipt),
            Body::SessionApproved(body) => {
                for line in &body.tenders {
                    *accepted.entry(line.tender.clone()).or_default() += line.difference().unwrap().0;
                }
            }
            _ => {}
        }
    }
    let mut receipted = BTreeMap::new();
    for (code, cents) in tenders.into_values() {
        *receipted.entry(code).or_default() += cents;
    }
    (receipted, accepted)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn nothing_is_left_on_hand_and_the_bank_has_what_the_receipts_say(plan in plan()) {
        let mut lived = Lived::day(&plan);
        let ids = lived.ids();
        let in_first = |place: usize| plan.deposits >> (place % 8) & 1 == 1;
        let (first, second): (Vec<_>, Vec<_>) = (0..ids.len()).partition(|place| in_first(*place));
        let (mut cash, mut checks) = (0, 0);
        for (part, number) in [(first, "D-1"), (second, "D-02")] {
            let part: Vec<Uuid> = part.into_iter().map(|place| ids[place]).collect();
            if !part.is_empty() {
                let slip = lived.deposit(&part, number);
                cash += slip.0;
                checks += slip.1;
            }
        }
        let office = &lived.office;
        for entry in office.entries() {
            prop_assert_eq!(assert_zero(&entry.postings), Ok(()));
        }
        let (receipted, accepted) = by_another_road(office);
        let of = |codes: &[&str]| -> (i64, i64) {
            let sum = |sums: &BTreeMap<String, i64>| codes.iter().filter_map(|code| sums.get(*code)).sum();
            (sum(&receipted), sum(&accepted))
        };
        // Cash and checks each by itself.
        let (taken, differing) = of(&["CASH"]);
        prop_assert_eq!(cash, taken + differing);
        let (taken, differing) = of(&["CHECK", "MO"]);
        prop_assert_eq!(checks, taken + differing);
        let ledger = office.ledger();
        let on = |account: &str| ledger.get(account).copied().unwrap_or_default();
        prop_assert_eq!((on("1010"), on("1020"), on("1000")), (0, 0, 0), "drawers, checks on hand, vault");
        prop_assert_eq!(on("1100"), cash + checks);
        let (taken, differing) = of(&["CARD", "ECHECK", "VOUCHER"]);
        prop_assert_eq!(on("1030") + on("1040"), taken + differing, "what is settled elsewhere");
        prop_assert_eq!(on("5010"), -accepted.values().sum::<i64>());
        // Nothing is deposited twice.
        let sessions: Vec<&Session> = office.sessions.iter().collect();
        let taken = |id| office.deposits.iter().find(|one| one.takes(id)).map(|one| one.number().to_owned());
        prop_assert_eq!(code_of(compose(&office.configuration, &sessions[..1], taken)), "already_in_deposit");
    }
}
