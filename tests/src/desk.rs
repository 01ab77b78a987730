//! A cashier at the desk: every command of the interface in the words of the desk.
//!
//! What should be done says so by its name and ends the test where it is
//! refused; [`Desk::refuses`] asserts the refusal and that nothing was written.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::PASSWORD;
use crate::books::{Books, journal_length};
use crate::cash::{cents, count};
use crate::line::{Line, Refused};
use crate::payment::Payment;
use crate::workstation::Workstation;

/// A desk: a workstation with the scripting interface running on it.
pub struct Desk {
    workstation: Workstation,
    line: Option<Line>,
}

/// A payment that was taken.
#[derive(Debug, Clone)]
pub struct Paid {
    /// The receipt's number.
    pub number: String,
    /// The whole reply.
    pub reply: Value,
}

impl Paid {
    /// Asserts the change.
    #[track_caller]
    pub fn change_is(&self, amount: &str) -> &Paid {
        assert_eq!(self.reply["change"], cents(amount), "change of {}", self.number);
        self
    }

    /// Asserts the change in notes and coins, as a count: `1x10 3x1`.
    #[track_caller]
    pub fn change_is_given_in(&self, said: &str) -> &Paid {
        assert_eq!(self.reply["change_in"], count(said), "change of {}", self.number);
        self
    }

    /// Asserts the receipt's total.
    #[track_caller]
    pub fn total_is(&self, amount: &str) -> &Paid {
        assert_eq!(self.reply["total"], cents(amount), "total of {}", self.number);
        self
    }

    /// Asserts what is still due on an account; negative for a credit.
    #[track_caller]
    pub fn still_due(&self, account: &str, amount: &str) -> &Paid {
        let balances = self.reply["balances"].as_array().expect("balances are a list");
        let balance = balances.iter().find(|balance| balance["account"] == account);
        assert_eq!(
            balance.map(|balance| &balance["due"]),
            Some(&json!(cents(amount))),
            "due after {}",
            self.number
        );
        self
    }
}

impl Desk {
    /// A new workstation of the small city, nobody signed in.
    #[must_use]
    pub fn new(station: &str) -> Desk {
        Desk::at(Workstation::new(station))
    }

    /// The desk of a workstation that is there already.
    #[must_use]
    pub fn at(workstation: Workstation) -> Desk {
        let line = Some(workstation.started());
        Desk { workstation, line }
    }

    /// The day's usual beginning: a cashier signed in, a drawer open on its float of 200.00.
    #[must_use]
    pub fn open_for(cashier: &str) -> Desk {
        let mut desk = Desk::new("W1");
        desk.sign_in(cashier);
        desk.open_drawer(FLOAT);
        desk
    }

    /// The workstation.
    #[must_use]
    pub fn workstation(&self) -> &Workstation {
        &self.workstation
    }

    /// The interface itself.
    pub fn line(&mut self) -> &mut Line {
        self.line.as_mut().expect("the desk is open")
    }

    // ---- asking --------------------------------------------------------

    /// Makes a call.
    ///
    /// # Errors
    /// The refusal.
    pub fn ask(&mut self, cmd: &str, req: Value) -> Result<Value, Refused> {
        self.line().call(cmd, &req)
    }

    /// Makes a call that must be done.
    #[track_caller]
    pub fn done(&mut self, cmd: &str, req: Value) -> Value {
        match self.ask(cmd, req.clone()) {
            Ok(reply) => reply,
            Err(refused) => panic!("{cmd} {req} was refused: {refused}"),
        }
    }

    /// Asserts that a call is refused by that code and that nothing was written.
    #[track_caller]
    pub fn refuses(&mut self, code: &str, cmd: &str, req: Value) -> Refused {
        let before = self.journal_length();
        match self.ask(cmd, req.clone()) {
            Ok(reply) => panic!("{cmd} {req} should be refused as {code}, but was done: {reply}"),
            Err(refused) => {
                assert_eq!(refused.code, code, "{cmd} {req}: {refused}");
                assert!(!refused.message.is_empty(), "{code} says nothing");
                assert_eq!(
                    self.journal_length(),
                    before,
                    "{cmd} was refused as {code}, and something was written"
                );
                refused
            }
        }
    }

    /// How many entries the journal holds.
    #[must_use]
    pub fn journal_length(&self) -> i64 {
        journal_length(&self.workstation.folder())
    }

    // ---- people --------------------------------------------------------

    /// Signs someone in.
    #[track_caller]
    pub fn sign_in(&mut self, user: &str) {
        let state = self.done("sign_in", json!({ "user": user, "password": PASSWORD }));
        assert_eq!(state["user"]["id"], user);
    }

    /// Signs out.
    #[track_caller]
    pub fn sign_out(&mut self) {
        let state = self.done("sign_out", json!({}));
        assert_eq!(state["user"], Value::Null);
    }

    /// Signs out, and someone else in.
    #[track_caller]
    pub fn change_to(&mut self, user: &str) {
        self.sign_out();
        self.sign_in(user);
    }

    // ---- payments ------------------------------------------------------

    /// Takes a payment.
    #[track_caller]
    pub fn pay(&mut self, payment: &Payment) -> Paid {
        self.pay_as(request_id(), payment)
    }

    /// Takes a payment under a request id of the test's own.
    #[track_caller]
    pub fn pay_as(&mut self, request_id: Uuid, payment: &Payment) -> Paid {
        self.paid(json!({ "request_id": request_id, "payment": payment.request() }))
    }

    /// Takes a payment with a supervisor's consent.
    #[track_caller]
    pub fn pay_with_consent(&mut self, payment: &Payment, second: &str) -> Paid {
        self.paid(json!({ "request_id": request_id(), "payment": payment.request(), "consent": consent(second) }))
    }

    /// Takes a payment by a request as it stands.
    #[track_caller]
    pub fn paid(&mut self, req: Value) -> Paid {
        let reply = self.done("take_payment", req);
        let number = reply["receipt"].as_str().expect("a payment has its receipt").to_owned();
        Paid { number, reply }
    }

    /// Asserts that a payment is refused, by the quote before it as well.
    #[track_caller]
    pub fn refuses_payment(&mut self, code: &str, payment: &Payment) -> Refused {
        let quote = self.done("quote", payment.request());
        assert_eq!(
            quote["refusal"]["code"], code,
            "the quote should say so before: {quote}"
        );
        self.refuses(code, "take_payment", payment_request(payment))
    }

    /// What is due on an account.
    #[track_caller]
    pub fn due(&mut self, account: &str) -> i64 {
        let view = self.done("account", json!({ "number": account }));
        view["due"].as_i64().expect("what is due is in whole cents")
    }

    /// Voids a receipt with the second person's consent.
    #[track_caller]
    pub fn void(&mut self, receipt: &str, reason: &str, second: &str) -> Value {
        let req =
            json!({ "request_id": request_id(), "receipt": receipt, "reason": reason, "consent": consent(second) });
        self.done("void_receipt", req)
    }

    // ---- the drawer ----------------------------------------------------

    /// Opens the drawer on a float.
    #[track_caller]
    pub fn open_drawer(&mut self, float: &str) {
        self.done(
            "open_drawer",
            json!({ "request_id": request_id(), "float": count(float) }),
        );
    }

    /// The drawer as this user may see it.
    #[track_caller]
    pub fn drawer(&mut self) -> Value {
        self.done("drawer", json!({}))
    }

    /// Counts the cash in the middle of the day.
    #[track_caller]
    pub fn checkpoint(&mut self, cash: &str) {
        self.done(
            "checkpoint_count",
            json!({ "request_id": request_id(), "cash": count(cash) }),
        );
    }

    /// Cash to the vault.
    #[track_caller]
    pub fn pick_up(&mut self, cash: &str, second: &str) {
        self.done(
            "pick_up",
            json!({ "request_id": request_id(), "cash": count(cash), "consent": consent(second) }),
        );
    }

    /// Cash exchanged with the vault.
    #[track_caller]
    pub fn change_order(&mut self, received: &str, given: &str, second: &str) {
        let req = json!({
            "request_id": request_id(), "received": count(received), "given": count(given), "consent": consent(second),
        });
        self.done("change_order", req);
    }

    /// The drawer goes to another cashier, both counting the same; then they sit down.
    #[track_caller]
    pub fn hand_over(&mut self, to: &str, cash: &str, items: u32) {
        let req = json!({
            "request_id": request_id(), "cash": count(cash), "cash_again": count(cash),
            "items": items, "items_again": items, "consent": consent(to),
        });
        self.done("hand_over", req);
        self.change_to(to);
    }

    /// Opens the drawer without a sale.
    #[track_caller]
    pub fn no_sale(&mut self, reason: &str, second: &str) {
        let req = json!({ "request_id": request_id(), "reason": reason, "consent": consent(second) });
        self.done("no_sale", req);
    }

    /// Begins the count for the close.
    #[track_caller]
    pub fn start_count(&mut self) {
        self.done("start_count", json!({ "request_id": request_id() }));
    }

    /// Counts: this cash, the whole tape ticked off as it stands, these totals.
    #[track_caller]
    pub fn count_all(&mut self, cash: &str, totals: &[(&str, &str)]) -> Value {
        let ticked = self.ticked();
        self.count_with(cash, ticked, totals)
    }

    /// Counts with the tape ticked off in the test's own way.
    #[track_caller]
    pub fn count_with(&mut self, cash: &str, tape: Vec<Value>, totals: &[(&str, &str)]) -> Value {
        let req = count_request(cash, tape, totals);
        self.done("record_count", req)
    }

    /// The tape, every piece ticked off as there.
    #[track_caller]
    pub fn ticked(&mut self) -> Vec<Value> {
        let drawer = self.drawer();
        let tape = drawer["tape"].as_array().expect("the tape is a list");
        let tick = |piece: &Value| json!({ "receipt": piece["receipt"], "tender": piece["place"], "present": true });
        tape.iter().map(tick).collect()
    }

    /// Closes the drawer, which agrees.
    #[track_caller]
    pub fn close(&mut self) {
        self.done("close_drawer", json!({ "request_id": request_id() }));
    }

    /// Closes the drawer, which does not agree, with a reason and a second person.
    #[track_caller]
    pub fn close_with_reason(&mut self, reason: &str, second: &str) {
        let req = json!({ "request_id": request_id(), "reason": reason, "consent": consent(second) });
        self.done("close_drawer", req);
    }

    // ---- the end -------------------------------------------------------

    /// The program is ended and started anew; whoever was signed in is not any more.
    pub fn restart(&mut self) {
        self.line.take().expect("the desk is open").close();
        self.line = Some(self.workstation.started());
    }

    /// A night passes: the office moves to where it is the same hour of the next day, and
    /// somebody signs in. The city lies in Honolulu, and Kiritimati is a day ahead of it.
    pub fn next_day(&mut self, user: &str) {
        self.line.take().expect("the desk is open").close();
        self.workstation.moves_to("Pacific/Kiritimati");
        self.line = Some(self.workstation.started());
        self.sign_in(user);
    }

    /// The power fails and comes back.
    pub fn power_cut(&mut self) {
        self.line.take().expect("the desk is open").kill();
        self.line = Some(self.workstation.started());
    }

    /// Ends the program and leaves the workstation as it is.
    #[must_use]
    pub fn put_down(mut self) -> Workstation {
        self.line.take().expect("the desk is open").close();
        self.workstation
    }

    /// The day is over: the program is ended, the journal verified, and the books are handed over, sound.
    #[track_caller]
    pub fn books(self) -> Books {
        let workstation = self.put_down();
        workstation.verifies();
        let books = workstation.books();
        books.are_sound();
        books
    }
}

/// The usual float: 200.00.
pub const FLOAT: &str = "5x20 5x10 4x5 15x1 1bx0.25 1bx0.10";

/// A new request id.
#[must_use]
pub fn request_id() -> Uuid {
    Uuid::new_v4()
}

/// A second person's name and password.
#[must_use]
pub fn consent(user: &str) -> Value {
    json!({ "user": user, "password": PASSWORD })
}

/// A payment's request with an id of its own.
#[must_use]
pub fn payment_request(payment: &Payment) -> Value {
    json!({ "request_id": request_id(), "payment": payment.request() })
}

/// A count's request.
#[must_use]
pub fn count_request(cash: &str, tape: Vec<Value>, totals: &[(&str, &str)]) -> Value {
    let totals: Vec<_> = totals
        .iter()
        .map(|(tender, amount)| json!({ "tender": tender, "amount": amount }))
        .collect();
    json!({ "request_id": request_id(), "cash": count(cash), "tape": tape, "totals": totals })
}

/// What a drawer's view says of one tender type: expected and counted, in cents.
///
/// # Panics
/// Where the view hides it or does not list it.
#[must_use]
pub fn tender_line(drawer: &Value, tender: &str) -> (i64, i64) {
    let lines = drawer["tenders"]
        .as_array()
        .unwrap_or_else(|| panic!("no tenders in {drawer}"));
    let line = lines
        .iter()
        .find(|line| line["tender"] == tender)
        .unwrap_or_else(|| panic!("no {tender} in {drawer}"));
    (
        line["expected"].as_i64().expect("cents"),
        line["counted"].as_i64().expect("cents"),
    )
}
