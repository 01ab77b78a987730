//! What a suspect says to the supervisor, in plain English.

use super::pattern::{ChangeSlip, CheckSlip, MovementKind, Pattern};
use super::suspect::Suspect;
use crate::cash::bundle_word;
use crate::config::TenderKind;
use crate::money::Cents;

/// How many receipts a sentence names one by one.
const MOST_NAMED: usize = 5;

impl Suspect {
    /// The suspicion in plain English.
    #[must_use]
    pub fn sentence(&self) -> String {
        let name = &self.name;
        match &self.pattern {
            Pattern::MissingPiece {
                receipt,
                number,
                amount,
            } => format!(
                "{name}{} of receipt {receipt}, {amount}, is not in the drawer.",
                numbered(number.as_deref())
            ),
            Pattern::ExtraPiece { number, amount } => format!(
                "{name}{}, {amount}, is in the drawer and on no receipt.",
                numbered(number.as_deref())
            ),
            Pattern::MisreadPiece {
                receipt,
                number,
                recorded,
                found,
                slip,
            } => format!(
                "{name}{} of receipt {receipt} is recorded as {recorded} and reads {found}{}.",
                numbered(number.as_deref()),
                match slip {
                    CheckSlip::Swapped => ": two digits are swapped",
                    CheckSlip::Slid => ": the decimal point slid",
                    CheckSlip::Misread => "",
                }
            ),
            Pattern::SwappedDigits { keyed, likely, due, .. } => format!(
                "{name} keyed {keyed}; digits swapped it is {likely}, a difference of exactly {}.{}{}",
                apart(*keyed, *likely),
                if *due { " That is exactly what was due." } else { "" },
                self.no_change()
            ),
            Pattern::SlidPoint {
                keyed,
                likely,
                factor,
                due,
                ..
            } => format!(
                "{name} keyed {keyed}, {factor} times too {}: {likely} makes a difference of exactly {}.{}{}",
                if keyed > likely { "much" } else { "little" },
                apart(*keyed, *likely),
                if *due { " That is exactly what was due." } else { "" },
                self.no_change()
            ),
            Pattern::Duplicate {
                amount,
                seconds,
                account,
                reference,
                check,
                ..
            } => format!(
                "Same {}, {amount} each in {name}, {} apart: one may be a repeat.",
                same(account.as_deref(), reference.as_deref(), check.as_deref()),
                time_between(*seconds)
            ),
            Pattern::NoSale { at, reason } => format!(
                "Opened without a sale at {}: {reason}. Ask what was taken out or put in.",
                at.format("%-H:%M")
            ),
            _ => self.of_receipts().or_else(|| self.of_cash()).unwrap_or_default(),
        }
    }

    /// Cash was handed over exactly; of other tenders there is nothing to say.
    fn no_change(&self) -> &'static str {
        if self.is_cash() { " No change was given." } else { "" }
    }

    fn is_cash(&self) -> bool {
        self.kind == TenderKind::Cash
    }

    /// Patterns of one receipt among several.
    fn of_receipts(&self) -> Option<String> {
        let name = &self.name;
        Some(match &self.pattern {
            Pattern::WrongTender {
                receipts,
                amount,
                to_name,
                on_tape,
                ..
            } => format!(
                "{name} is short and {to_name} over by {amount}: {} keyed as {name} may have been paid by {to_name}.{}",
                exactly_that_much(receipts),
                if *on_tape { " The tape shows the piece." } else { "" }
            ),
            Pattern::VoidPaidOtherwise {
                receipt,
                amount,
                paid_name,
            } => format!(
                "{name} is short and {paid_name} over by {amount}: voided receipt {receipt} was paid by {paid_name} and may have been paid back in {name}."
            ),
            Pattern::OtherNote {
                receipts,
                handed,
                likely,
            } => format!(
                "Change was given as for {handed} on {}; for {likely} it makes a difference of exactly {}.",
                one_of(receipts),
                apart(*handed, *likely)
            ),
            Pattern::Change { receipts, change, slip } => format!(
                "Change of exactly {change} on {} may have been given {}.",
                one_of(receipts),
                match slip {
                    ChangeSlip::Twice => "twice",
                    ChangeSlip::NotGiven => "not at all",
                }
            ),
            Pattern::NotReceived { receipts, amount } => format!(
                "{name} of exactly {amount} on {}: it may never have come in.",
                one_of(receipts)
            ),
            Pattern::NotRecorded { amount } => format!("A payment of {amount} in {name} may never have been recorded."),
            Pattern::ReceiptOnWrongSide { receipts, amount } => format!(
                "{name} of {amount}, exactly half the difference, on {}: it may have been paid out instead of taken in.",
                one_of(receipts)
            ),
            Pattern::VoidKept { receipt, amount } => {
                format!("Voided receipt {receipt} had {amount} in {name}: it may never have been handed back.")
            }
            _ => return None,
        })
    }

    /// Patterns of the drawer, its float, its count and its movements.
    fn of_cash(&self) -> Option<String> {
        let name = &self.name;
        Some(match &self.pattern {
            Pattern::MovementOnWrongSide { kind, amount, at } => format!(
                "The {} of {amount} at {} is exactly half the difference: it may have been entered on the wrong side.",
                movement(*kind),
                at.format("%-H:%M")
            ),
            Pattern::MovementNotMade { kind, amount, at } => format!(
                "The {} of {amount} at {} is exactly the difference: it may have been recorded and not made.",
                movement(*kind),
                at.format("%-H:%M")
            ),
            Pattern::MissedPickUp { amount, like_another } => format!(
                "{amount} may have gone to the vault without a pick-up being recorded{}.",
                if *like_another {
                    "; another pick-up was of the same amount"
                } else {
                    ""
                }
            ),
            Pattern::OtherDrawer {
                drawer,
                cashier,
                difference,
            } => format!(
                "{drawer} of {cashier} is {} {} in {name}, the exact opposite.",
                Cents(difference.0.saturating_abs()),
                if difference.0 < 0 { "short" } else { "over" }
            ),
            Pattern::OwnFloat { float, usual, at, .. } => format!(
                "Its float was accepted at {float}, {} the usual {usual}, at {}.",
                beyond(*float, *usual),
                at.format("%-H:%M")
            ),
            Pattern::OtherFloat {
                drawer,
                float,
                usual,
                at,
            } => format!(
                "{drawer}'s float was accepted at {float}, {} the usual {usual}, at {}.",
                beyond(*float, *usual),
                at.format("%-H:%M")
            ),
            Pattern::OffAtHandOver { to, at } => format!(
                "It was off by exactly this when {to} took it over at {}: look before that.",
                at.format("%-H:%M")
            ),
            Pattern::Bundle {
                label,
                kind,
                worth,
                counted,
                likely,
            } => format!(
                "A {} of {label} is worth {worth}: {counted} counted, {likely} would make up the difference.",
                bundle_word(*kind)
            ),
            Pattern::Piece {
                label,
                counted,
                too_many,
            } => format!(
                "One {label} too {} may have been counted; {counted} loose in the count.",
                if *too_many { "many" } else { "few" }
            ),
            Pattern::Exchanged {
                label,
                counted,
                other_label,
                other_counted,
            } => format!(
                "{counted} × {label} and {other_counted} × {other_label} were counted; exchanged they make up the difference."
            ),
            _ => return None,
        })
    }
}

fn numbered(number: Option<&str>) -> String {
    number.map_or_else(String::new, |number| format!(" {number}"))
}

fn apart(one: Cents, other: Cents) -> Cents {
    Cents(one.0.saturating_sub(other.0).saturating_abs())
}

fn beyond(float: Cents, usual: Cents) -> String {
    let side = if float > usual { "above" } else { "below" };
    format!("{} {side}", apart(float, usual))
}

fn movement(kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::PickUp => "pick-up",
        MovementKind::ChangeOrder => "change order",
    }
}

fn same(account: Option<&str>, reference: Option<&str>, check: Option<&str>) -> String {
    match (account, reference, check) {
        (Some(account), ..) => format!("account {account}"),
        (None, Some(reference), _) => format!("reference {reference}"),
        (None, None, Some(check)) => format!("check {check}"),
        (None, None, None) => "charge".to_owned(),
    }
}

fn time_between(seconds: i64) -> String {
    match seconds {
        ..=119 => format!("{seconds} seconds"),
        120..=7_199 => format!("{} minutes", seconds / 60),
        _ => format!("{} hours", seconds / 3_600),
    }
}

/// `receipt W3-000001`, or `one of receipts W3-000001, W3-000002 and 7 more`.
fn one_of(receipts: &[String]) -> String {
    match receipts {
        [only] => format!("receipt {only}"),
        many => format!("one of receipts {}", listed(many)),
    }
}

/// `receipt W3-000001 of exactly that much`, or `one of receipts …`.
fn exactly_that_much(receipts: &[String]) -> String {
    format!("{}, of exactly that much,", one_of(receipts))
}

fn listed(receipts: &[String]) -> String {
    let named = receipts.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>().join(", ");
    match receipts.len().saturating_sub(MOST_NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
