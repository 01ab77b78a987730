//! Shut-off accounts whose payment reaches the amount that restores service: field
//! service is told to turn them on.

use super::Facts;
use crate::money::Cents;
use crate::receipt::{ReceiptLine, TurnOn};
use crate::refusal::Refusal;

/// The shut-off accounts that these lines bring to the amount needed, with what was
/// paid on them since billing wrote its balances. One that earlier payments had
/// brought there already is not named again.
pub(crate) fn turn_on(facts: &Facts<'_>, lines: &[(usize, ReceiptLine)]) -> Result<Vec<TurnOn>, Refusal> {
    let mut reached: Vec<TurnOn> = Vec::new();
    for (_, line) in lines {
        let Some(standing) = line.account.as_ref().and_then(|number| facts.accounts.get(number)) else {
            continue;
        };
        let account = &standing.account;
        let Some(needed) = account.flags.restore_amount else {
            continue;
        };
        if standing.paid >= needed || reached.iter().any(|other| other.account == account.number) {
            continue;
        }
        let of_account = lines
            .iter()
            .filter(|(_, line)| line.account.as_ref() == Some(&account.number));
        let now = Cents::sum(of_account.map(|(_, line)| line.amount))?;
        let paid = standing.paid.plus(now)?;
        if paid >= needed {
            reached.push(TurnOn {
                account: account.number.clone(),
                name: account.name.clone(),
                address: account.address.clone(),
                needed,
                paid,
            });
        }
    }
    Ok(reached)
}
