//! The three windows on the second day: a quiet one, with customers who come because of
//! what the bank returned.

use counterfoil_domain::money::Cents;
use serde_json::{Value, json};

use super::super::closing::ClosingDesk;
use super::super::counter::{WINDOWS, keep_low, relieve};
use super::super::dice::Dice;
use super::super::late::{Drawn, Late, take};
use super::super::payments;
use super::super::watch::Watch;
use super::super::window::Window;
use super::returns::Returned;
use crate::fault::Fault;

/// The windows, whose first is the closing desk too.
pub(super) struct Counter<'a> {
    windows: &'a mut [Window],
    dice: &'a mut Dice,
    watch: &'a Watch,
    accounts: Vec<&'static str>,
    /// Customers so far.
    nth: u32,
}

/// What the payer of two returned items brings for the second of them.
const IN_PART: Cents = Cents(4_000);

impl<'a> Counter<'a> {
    /// Each cashier opens their drawer.
    ///
    /// # Errors
    /// [`Fault::BadRequest`] where a command is refused.
    pub(super) fn open(windows: &'a mut [Window], dice: &'a mut Dice, watch: &'a Watch) -> Result<Counter<'a>, Fault> {
        for (window, (_, cashier)) in windows.iter_mut().zip(WINDOWS) {
            window.sign_in(cashier)?;
            watch.pass(dice, 300);
            window.open_drawer(dice)?;
        }
        Ok(Counter {
            windows,
            dice,
            watch,
            accounts: payments::account_numbers(),
            nth: 0,
        })
    }

    /// Today's business date.
    pub(super) fn date(&self) -> Result<Value, Fault> {
        Ok(self.windows[0].call("state", json!({}))?["business_date"].clone())
    }

    /// The closing desk, with the windows' clock.
    pub(super) fn desk(&mut self) -> ClosingDesk<'_> {
        ClosingDesk {
            windows: self.windows,
            dice: self.dice,
            watch: self.watch,
        }
    }

    /// So many customers come to all windows; `progress` hears of each.
    pub(super) fn customers(&mut self, how_many: u32, progress: &mut impl FnMut(u64)) -> Result<(), Fault> {
        self.windows[0].sign_in(WINDOWS[0].1)?;
        for _ in 0..how_many {
            self.watch.pass(self.dice, 1_200);
            let place = usize::try_from(self.dice.below(3)).unwrap_or(0);
            let window = &mut self.windows[place];
            payments::take_one(window, self.dice, &self.accounts, self.nth)?;
            keep_low(window, self.dice)?;
            self.nth += 1;
            progress(u64::from(self.nth));
        }
        Ok(())
    }

    /// At the first window: the payer of the returned water bill pays it and the fee in cash; a
    /// dog licence is paid again by card; the payer of two returned items brings one more check.
    pub(super) fn returned_customers(&mut self, late: &Late, returned: &Returned) -> Result<(), Fault> {
        let (window, dice) = (&mut self.windows[0], &mut *self.dice);
        window.sign_in(WINDOWS[0].1)?;
        self.watch.pass(dice, 300);
        let (account, item) = (&late.bounced.account, &returned.bounced);
        let payment = desk_charges(window, account, item, &late.bounced.payer)?;
        let total = total(window, &payment)?;
        let cash = payments::cash(dice, total);
        pay(window, dice, payment, cash)?;
        // What no account of billing's has stands on the item's own.
        let item = &returned.mixed;
        let payment = desk_charges(window, item, item, &late.mixed.payer)?;
        let total = self::total(window, &payment)?;
        let card = payments::card(dice, total);
        pay(window, dice, payment, card)?;
        self.marked_customer(late, returned)
    }

    fn marked_customer(&mut self, late: &Late, returned: &Returned) -> Result<(), Fault> {
        let (window, dice) = (&mut self.windows[0], &mut *self.dice);
        self.watch.pass(dice, 300);
        let again = &late.twice[1];
        let golf = json!({ "lines": [{ "on": "charge", "code": "GOLF" }], "payer": again.payer });
        let same_book = again.drawn.next().tender(Cents(1_500));
        refuse(window, dice, golf, same_book, "check_account_marked")?;
        let mut payment = desk_charges(window, &again.account, &returned.twice[1], &again.payer)?;
        payment["lines"][0]["amount"] = json!(IN_PART.to_string());
        let another_bank = Drawn::check(dice).tender(IN_PART);
        refuse(window, dice, payment.clone(), another_bank, "cash_only_payer")?;
        let cash = json!({ "tender": "CASH", "amount": IN_PART.to_string() });
        pay(window, dice, payment, cash)
    }

    /// At noon a supervisor relieves Window 2.
    ///
    /// # Errors
    /// [`Fault::BadRequest`] where a command is refused.
    pub(super) fn noon(&mut self) -> Result<(), Fault> {
        relieve(&self.windows[1], self.dice)
    }

    /// Each drawer is counted and closed.
    ///
    /// # Errors
    /// [`Fault::BadRequest`] where a command is refused.
    pub(super) fn close(&mut self) -> Result<(), Fault> {
        for window in self.windows.iter() {
            self.watch.pass(self.dice, 600);
            window.count_and_close(self.dice, "Counted twice; it does not agree.", super::SUPERVISOR)?;
            window.call("sign_out", json!({}))?;
        }
        Ok(())
    }
}

/// A payment on what a returned item left due on an account.
fn desk_charges(window: &Window, account: &str, item: &str, payer: &str) -> Result<Value, Fault> {
    let view = window.call("account", json!({ "number": account }))?;
    let charges = view["account"]["charges"].as_array().into_iter().flatten();
    let own = charges.filter_map(|charge| charge["id"].as_str());
    let own: Vec<&str> = own.filter(|id| id.split('/').next() == Some(item)).collect();
    match own.is_empty() {
        true => Err(Fault::BadRequest {
            problem: format!("nothing of {item} is due on account {account}"),
        }),
        false => Ok(json!({
            "lines": [{ "on": "account", "account": account, "charges": own }], "tenders": [], "payer": payer,
        })),
    }
}

fn total(window: &Window, payment: &Value) -> Result<Cents, Fault> {
    let quote = window.call("quote", payment)?;
    Ok(Cents(quote["total"].as_i64().unwrap_or_default()))
}

fn pay(window: &mut Window, dice: &mut Dice, mut payment: Value, tender: Value) -> Result<(), Fault> {
    payment["tenders"] = json!([tender]);
    take(window, dice, payment)?;
    Ok(())
}

fn refuse(window: &Window, dice: &mut Dice, mut payment: Value, tender: Value, code: &str) -> Result<(), Fault> {
    payment["tenders"] = json!([tender]);
    let request = json!({ "request_id": dice.uuid(), "payment": payment });
    window.refused("take_payment", &request, code)
}
