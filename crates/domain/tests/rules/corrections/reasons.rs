//! The reasons that may be given for a correction.

use counterfoil_domain::config::CorrectedBy::{
    Bank, Dismissal, MistakenReturn, Placement, Refund, Reinstatement, Reversal, Transfer,
};
use counterfoil_domain::config::{Configuration, CorrectionReason};
use counterfoil_domain::correction::listed_reason;
use counterfoil_domain::refusal::Refusal;

use crate::fixture::configuration;
use crate::table::code_of;

/// Transfers have two reasons, refunds one, the others none.
fn city() -> Configuration {
    let mut city = configuration();
    let rules = city.corrections.as_mut().unwrap();
    rules.reasons.push(CorrectionReason {
        of: Transfer,
        name: "Two accounts, one name".into(),
    });
    city
}

#[test]
fn a_listed_reason_a_note_behind_a_colon_and_nothing_else() {
    let table = [
        (Transfer, "Wrong account keyed", true),
        (Transfer, " Wrong  account\tkeyed ", true),
        (Transfer, "Two accounts, one name: 20-1 and 20-4", true),
        (Transfer, "Wrong account keyed:", false),
        (Transfer, "Wrong account keyed by Ana", false),
        (Transfer, "wrong account keyed", false),
        (Transfer, "Overpayment", false),
        (Refund, "Overpayment", true),
        (Refund, "Wrong account keyed", false),
    ];
    for (of, given, listed) in table {
        let reason = listed_reason(&city(), of, given);
        assert_eq!(reason.is_ok(), listed, "{given}: {reason:?}");
    }
    let refusal = Refusal::ReasonNotListed {
        given: "Because".into(),
        listed: "Wrong account keyed; Two accounts, one name".into(),
    };
    assert_eq!(listed_reason(&city(), Transfer, "Because"), Err(refusal));
}

#[test]
fn where_none_is_listed_whatever_is_typed() {
    for of in [Reversal, Placement, Bank, Reinstatement, MistakenReturn, Dismissal] {
        assert_eq!(listed_reason(&city(), of, " Because "), Ok("Because".into()));
        assert_eq!(code_of(listed_reason(&city(), of, " ")), "text_missing");
    }
    let mut none = city();
    none.corrections = None;
    assert_eq!(listed_reason(&none, Transfer, "Because"), Ok("Because".into()));
}
