//! What returned items and corrections after the close look up alike: payments with all
//! that became of them, accounts as they stand, who holds a drawer.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use counterfoil_domain::account::Standing;
use counterfoil_domain::config::{Configuration, User};
use counterfoil_domain::correction::RefundStanding;
use counterfoil_domain::returns::{Facts, Original};
use counterfoil_domain::session::Phase;
use counterfoil_domain::trace::Trace;
use uuid::Uuid;

use crate::desk::Desk;
use crate::fault::Fault;
use crate::seat::Call;
use crate::site::{Inside, refunds, rows};

/// A payment, traced, and where it lies.
pub(super) struct Traced {
    /// The payment and all that became of it.
    pub(super) trace: Trace,
    /// What its session is called.
    pub(super) session: String,
    /// Whether its session is approved.
    pub(super) approved: bool,
    /// The deposit that takes it: identifier, number, and once it is final the bank account's code.
    pub(super) deposit: Option<(Uuid, String, Option<String>)>,
    /// Requests for refunds of it that wait for a list.
    refunds: Vec<RefundStanding>,
}

impl Traced {
    /// A payment by its number.
    ///
    /// # Errors
    /// [`Refusal::UnknownReceipt`](counterfoil_domain::refusal::Refusal::UnknownReceipt), those of the store.
    pub(super) fn of(inside: &Inside, receipt: &str) -> Result<Traced, Fault> {
        let trace = inside.trace(receipt)?;
        let row = rows::get(&inside.connection, trace.receipt.session)?.map(|kept| kept.row);
        let deposit = match row.as_ref().and_then(|row| row.deposit.clone()) {
            Some((id, number, true)) => {
                let bank = inside.deposit(id)?.prepared.bank.code;
                Some((id, number, Some(bank)))
            }
            Some((id, number, false)) => Some((id, number, None)),
            None => None,
        };
        let waiting = refunds::waiting_of(&inside.connection, receipt)?;
        let waiting = waiting.iter().map(|row| Ok(refunds::standing(inside, row)?.0));
        Ok(Traced {
            refunds: waiting.collect::<Result<_, Fault>>()?,
            session: row.as_ref().map(|row| row.name.clone()).unwrap_or_default(),
            approved: row.is_some_and(|row| row.phase == Phase::Closed && row.approved_by.is_some()),
            deposit,
            trace,
        })
    }

    /// The final deposit, as a decision takes it.
    pub(super) fn at_the_bank(&self) -> Option<(Uuid, String, String)> {
        let (id, number, bank) = self.deposit.clone()?;
        bank.map(|bank| (id, number, bank))
    }
}

/// A tender of a payment, with what a return of it asks.
pub(super) struct TracedTender {
    pub(super) traced: Traced,
    pub(super) place: u16,
    deposit: Option<(Uuid, String, String)>,
}

impl TracedTender {
    pub(super) fn new(traced: Traced, place: u16) -> TracedTender {
        TracedTender {
            deposit: traced.at_the_bank(),
            traced,
            place,
        }
    }

    pub(super) fn original(&self) -> Original<'_> {
        Original {
            trace: &self.traced.trace,
            place: self.place,
            deposit: self.deposit.as_ref(),
            approved: self.traced.approved,
            refunds: &self.traced.refunds,
        }
    }
}

/// What decisions after the close know besides the payment.
pub(super) struct Known {
    pub(super) today: NaiveDate,
    pub(super) accounts: BTreeMap<String, Standing>,
    pub(super) holds: Option<String>,
}

impl Known {
    /// Looks up who holds a drawer and how these accounts stand.
    ///
    /// # Errors
    /// Those of the store.
    pub(super) fn gather(
        call: &Call<'_>,
        desk: &Desk,
        user: &User,
        accounts: impl IntoIterator<Item = String>,
    ) -> Result<Known, Fault> {
        let holds = call
            .station
            .site()?
            .read(|inside| rows::held_by(&inside.connection, &user.id))?;
        let mut known = BTreeMap::new();
        for number in accounts.into_iter().collect::<BTreeSet<String>>() {
            if let Some(standing) = call.station.standing(desk, &number)? {
                known.insert(number, standing);
            }
        }
        Ok(Known {
            today: desk.held().today(call.station.clock().now()),
            accounts: known,
            holds,
        })
    }

    pub(super) fn facts<'a>(
        &'a self,
        configuration: &'a Configuration,
        actor: &'a User,
        second: Option<&'a User>,
    ) -> Facts<'a> {
        Facts {
            configuration,
            actor,
            today: self.today,
            accounts: &self.accounts,
            holds: self.holds.as_deref(),
            second,
        }
    }
}

/// The accounts on whose charges a payment stands.
pub(super) fn accounts_of(trace: &Trace) -> impl Iterator<Item = String> + '_ {
    trace.lines.iter().filter_map(|line| line.line.account.clone())
}

/// So many days before and after a date, which somebody may have typed far away from any.
pub(super) fn days_about(date: NaiveDate, days: Days) -> (NaiveDate, NaiveDate) {
    (
        date.checked_sub_days(days).unwrap_or(NaiveDate::MIN),
        date.checked_add_days(days).unwrap_or(NaiveDate::MAX),
    )
}
