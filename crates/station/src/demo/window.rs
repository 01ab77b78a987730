//! One window of the demo day: a seat, and a purse that knows what really lies
//! in the drawer, since the count is blind.

use std::sync::Arc;

use counterfoil_domain::cash::{CashCount, CashLine, count_out};
use counterfoil_domain::config::{Configuration, CountedBy, TenderType};
use counterfoil_domain::money::Cents;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Value, json};

use super::dice::Dice;
use crate::clock::Clock;
use crate::fault::Fault;
use crate::rpc::messages::RefusalView;
use crate::{Seat, Station};

/// One window with a cashier at it.
pub(super) struct Window {
    pub(super) station: Arc<Station>,
    pub(super) configuration: Arc<Configuration>,
    seat: Seat,
    /// The cash that really lies in the drawer.
    pub(super) purse: Cents,
    /// What the card terminal and other machines have taken, by tender type.
    pub(super) totals: Vec<(String, Cents)>,
    /// Pieces in the drawer that no receipt has.
    pub(super) extra: Vec<Value>,
}

/// The float: 300.00, as a vault hands it out.
const FLOAT: Cents = Cents(30_000);
/// Its notes and rolls of coins: denomination, loose pieces, rolls.
const FLOAT_LINES: [(i64, u32, u32); 8] = [
    (2_000, 5, 0),
    (1_000, 6, 0),
    (500, 12, 0),
    (100, 60, 0),
    (25, 0, 1),
    (10, 0, 1),
    (5, 0, 1),
    (1, 0, 6),
];

fn float() -> CashCount {
    let line = |(cents, loose, bundles)| CashLine {
        cents: Cents(cents),
        loose,
        bundles,
    };
    CashCount(FLOAT_LINES.into_iter().map(line).collect())
}

impl Window {
    /// The key of check tokens, for the city's other workstations.
    pub(super) fn check_key(&self) -> String {
        self.station.secrets(|secrets| secrets.check_key().to_owned())
    }

    pub(super) fn open(folder: &std::path::Path, clock: Clock) -> Result<Window, Fault> {
        let station = Station::open_with(folder, clock, &mut |_, _| {})?;
        let configuration = station.configuration();
        let seat = Seat::new(station.clone());
        Ok(Window {
            station,
            configuration,
            seat,
            purse: Cents::ZERO,
            totals: Vec::new(),
            extra: Vec::new(),
        })
    }

    /// Makes a call whose refusal would be a mistake of the script.
    pub(super) fn call(&self, command: &str, request: impl Serialize) -> Result<Value, Fault> {
        self.attempt(command, &request).map_err(|refusal| Fault::BadRequest {
            problem: format!(
                "the demo day's {command} was refused: {}: {}",
                refusal.code, refusal.message
            ),
        })
    }

    /// Makes a call that may be refused.
    pub(super) fn attempt(&self, command: &str, request: &impl Serialize) -> Result<Value, RefusalView> {
        let request: Box<RawValue> = to_raw_value(request).unwrap_or_default();
        let reply = self.seat.call(command, &request)?;
        Ok(serde_json::from_str(reply.get()).unwrap_or_default())
    }

    /// Makes a call that must be refused, by this name.
    pub(super) fn refused(&self, command: &str, request: &Value, code: &str) -> Result<(), Fault> {
        let problem = match self.attempt(command, request) {
            Err(refusal) if refusal.code == code => return Ok(()),
            Err(refusal) => format!("was refused as {}: {}", refusal.code, refusal.message),
            Ok(reply) => format!("was not refused: {reply}"),
        };
        Err(Fault::BadRequest {
            problem: format!("the demo day's {command} must be refused as {code}, and {problem}"),
        })
    }

    pub(super) fn sign_in(&self, user: &str) -> Result<(), Fault> {
        if self.call("state", json!({}))?["user"] != Value::Null {
            self.call("sign_out", json!({}))?;
        }
        self.call("sign_in", json!({ "user": user, "password": self.password() }))?;
        Ok(())
    }

    fn password(&self) -> String {
        self.configuration
            .demo
            .as_ref()
            .map(|demo| demo.password.clone())
            .unwrap_or_default()
    }

    /// A second person's consent.
    pub(super) fn consent(&self, user: &str) -> Value {
        json!({ "user": user, "password": self.password() })
    }

    /// An amount of cash as a count by denomination.
    pub(super) fn cash(&self, amount: Cents) -> CashCount {
        CashCount(count_out(amount, &self.configuration.denominations))
    }

    /// What lies in the drawer: the float as it was handed out, and the rest in the largest
    /// notes and coins.
    fn drawer_holds(&self) -> CashCount {
        if self.purse < FLOAT {
            return self.cash(self.purse);
        }
        let mut held = float();
        for line in self.cash(Cents(self.purse.0 - FLOAT.0)).0 {
            match held.0.iter_mut().find(|there| there.cents == line.cents) {
                Some(there) => there.loose += line.loose,
                None => held.0.push(line),
            }
        }
        held
    }

    /// Opens the drawer on its float.
    pub(super) fn open_drawer(&mut self, dice: &mut Dice) -> Result<(), Fault> {
        self.call("open_drawer", json!({ "request_id": dice.uuid(), "float": float() }))?;
        self.purse = FLOAT;
        // Nothing of a former day is left in the drawer or in the machines.
        self.totals.clear();
        self.extra.clear();
        Ok(())
    }

    pub(super) fn pick_up(&mut self, dice: &mut Dice, amount: Cents, with: &str) -> Result<(), Fault> {
        let request = json!({ "request_id": dice.uuid(), "cash": self.cash(amount), "consent": self.consent(with) });
        self.call("pick_up", request)?;
        self.purse = self.purse.minus(amount)?;
        Ok(())
    }

    pub(super) fn change_order(&mut self, dice: &mut Dice, amount: Cents, with: &str) -> Result<(), Fault> {
        let request = json!({
            "request_id": dice.uuid(), "received": self.cash(amount), "given": [], "consent": self.consent(with),
        });
        self.call("change_order", request)?;
        self.purse = self.purse.plus(amount)?;
        Ok(())
    }

    pub(super) fn checkpoint(&self, dice: &mut Dice) -> Result<(), Fault> {
        self.call(
            "checkpoint_count",
            json!({ "request_id": dice.uuid(), "cash": self.drawer_holds() }),
        )?;
        Ok(())
    }

    /// Keeps what a receipt's tenders put into the drawer and the machines.
    pub(super) fn receive(&mut self, tenders: &[Value], change: Cents, sign: i64) -> Result<(), Fault> {
        for tender in tenders {
            let amount = Cents::parse("amount", tender["amount"].as_str().unwrap_or("0"))?;
            let code = tender["tender"].as_str().unwrap_or_default();
            if code == self.configuration.cash().code {
                self.purse = Cents(self.purse.0 + sign * (amount.0 - change.0));
            } else {
                self.totals.push((code.to_owned(), Cents(sign * amount.0)));
            }
        }
        Ok(())
    }

    /// Counts and closes: the cash that is there, the tape ticked off, the
    /// machines' totals. Where a reason is asked, `reason` and `supervisor` answer.
    pub(super) fn count_and_close(&self, dice: &mut Dice, reason: &str, supervisor: &str) -> Result<(), Fault> {
        self.call("start_count", json!({ "request_id": dice.uuid() }))?;
        self.count_again(dice, reason, supervisor)
    }

    /// As [`Window::count_and_close`], where counting has begun.
    pub(super) fn count_again(&self, dice: &mut Dice, reason: &str, supervisor: &str) -> Result<(), Fault> {
        let drawer = self.call("drawer", json!({}))?;
        let tape = drawer["tape"].as_array().cloned().unwrap_or_default();
        let ticks: Vec<Value> = tape
            .iter()
            .map(|piece| json!({ "receipt": piece["receipt"], "tender": piece["place"], "present": true }))
            .collect();
        let request = json!({
            "request_id": dice.uuid(), "cash": self.drawer_holds(), "tape": ticks, "extra": self.extra,
            "totals": self.machine_totals()?,
        });
        let counted = self.call("record_count", request)?;
        let mut close = json!({ "request_id": dice.uuid() });
        if counted["reason_needed"] == true {
            close["reason"] = json!(reason);
            close["consent"] = self.consent(supervisor);
        }
        self.call("close_drawer", close)?;
        Ok(())
    }

    /// What the card terminal and other machines print at the end of the day.
    fn machine_totals(&self) -> Result<Vec<Value>, Fault> {
        let kinds = self.configuration.tenders.iter();
        let by_total = kinds.filter(|kind| kind.counted == CountedBy::Total);
        let total = |kind: &TenderType| {
            let own = self.totals.iter().filter(|total| total.0 == kind.code);
            let sum = Cents::sum(own.map(|total| total.1))?;
            Ok(json!({ "tender": kind.code, "amount": sum.to_string() }))
        };
        by_total.map(total).collect()
    }
}
