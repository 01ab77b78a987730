//! The closing desk's words: the board, batches, approvals, the deposit, the day's close.
//! They are words of a [`Desk`], because the closing desk is a workstation like others.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::cash::{cents, count};
use crate::desk::{Desk, Paid, consent, request_id};
use crate::payment::{Payment, ROUTING, payment};
use crate::people::{ANA, BEN, SAM};
use crate::workstation::Workstation;

/// How long entries of another window may take to come in.
const PATIENCE: Duration = Duration::from_secs(20);

/// A control figure: a tender type, pieces, and what they come to.
#[must_use]
pub fn control(tender: &str, items: u32, total: &str) -> Value {
    json!({ "tender": tender, "items": items, "total": total })
}

/// The control figure of cash: its count.
#[must_use]
pub fn control_cash(cash: &str) -> Value {
    json!({ "tender": "CASH", "cash": count(cash) })
}

impl Desk {
    /// The closing desk, a supervisor signed in.
    #[must_use]
    pub fn closing_desk() -> Desk {
        let mut desk = Desk::new("W1");
        desk.sign_in(SAM);
        desk
    }

    /// Another window of the same site.
    #[must_use]
    pub fn window_beside(&self, code: &str) -> Desk {
        Desk::at(self.workstation().beside(code))
    }

    // ---- the board -----------------------------------------------------

    /// The board of the day that is to be closed next.
    #[track_caller]
    pub fn board(&mut self) -> Value {
        self.done("board", json!({}))
    }

    /// The board of a date.
    #[track_caller]
    pub fn board_of(&mut self, date: &str) -> Value {
        self.done("board", json!({ "date": date }))
    }

    /// The board, once all that another window has written is in.
    #[track_caller]
    pub fn board_with(&mut self, other: &Desk, code: &str) -> Value {
        let begun = Instant::now();
        loop {
            let board = self.board();
            let mut stations = board["stations"].as_array().expect("stations").iter();
            let station = stations.find(|station| station["station"] == code).expect("the window");
            if station["seq"] == other.journal_length() {
                return board;
            }
            assert!(begun.elapsed() < PATIENCE, "{code} does not come in: {station}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The board's row of that name: `Drawer 2`, `Mail batch 1`.
    #[track_caller]
    pub fn row(&mut self, name: &str) -> Value {
        let board = self.board();
        row_of(&board, name).unwrap_or_else(|| panic!("the board has no {name}: {board}"))
    }

    /// The session of that name.
    #[track_caller]
    pub fn session(&mut self, name: &str) -> Value {
        self.row(name)["session"].clone()
    }

    /// Approves what agrees.
    #[track_caller]
    pub fn approve(&mut self, name: &str) {
        let request = self.approval(name);
        self.done("approve_session", request);
    }

    /// Approves what does not agree, with a reason.
    #[track_caller]
    pub fn approve_because(&mut self, name: &str, reason: &str) {
        let mut request = self.approval(name);
        request["reason"] = json!(reason);
        self.done("approve_session", request);
    }

    /// The request that approves what the board shows now.
    #[track_caller]
    pub fn approval(&mut self, name: &str) -> Value {
        let row = self.row(name);
        let seen = row["total"]["difference"].as_i64().unwrap_or_default();
        json!({ "request_id": request_id(), "session": row["session"], "seen_difference": seen })
    }

    /// Sends a drawer or batch back to be counted again.
    #[track_caller]
    pub fn send_back(&mut self, name: &str, reason: &str) {
        let session = self.session(name);
        self.done(
            "return_session",
            json!({ "request_id": request_id(), "session": session, "reason": reason, "recount": true }),
        );
    }

    // ---- batches -------------------------------------------------------

    /// Opens the mail with another person, the control figures made; the batch.
    #[track_caller]
    pub fn open_mail(&mut self, figures: &[Value], with: &str) -> Value {
        let request = json!({ "request_id": request_id(), "control": figures, "consent": consent(with) });
        self.done("open_batch", request)["session"].clone()
    }

    /// Keys an item of a batch.
    #[track_caller]
    pub fn key_item(&mut self, batch: &Value, item: &Payment) -> Paid {
        self.paid(item_request(batch, item))
    }

    /// Closes a batch, which agrees.
    #[track_caller]
    pub fn close_batch(&mut self, batch: &Value) {
        self.done("close_batch", json!({ "request_id": request_id(), "session": batch }));
    }

    /// A batch of the mail with one check in it, 501, that fits no account and is held in suspense;
    /// the batch is closed. The receipt's number.
    #[track_caller]
    pub fn mail_in_suspense(&mut self, amount: &str) -> String {
        let batch = self.open_mail(&[control("CHECK", 1, amount)], BEN);
        let held = payment()
            .in_suspense("20-9999", amount, "no such account")
            .check(amount, "501");
        let receipt = self.key_item(&batch, &held).number;
        self.close_batch(&batch);
        receipt
    }

    /// Takes in a file of the web site.
    #[track_caller]
    pub fn take_in_web(&mut self, content: &str) -> Value {
        self.done("take_in_file", web_request(content))
    }

    // ---- the deposit ---------------------------------------------------

    /// What a deposit of everything that is approved would be: the sessions, the proposal.
    #[track_caller]
    pub fn proposal(&mut self) -> (Value, Value) {
        let ready = self.done("deposits", json!({}));
        let sessions = ready["sessions"].as_array().expect("sessions").iter();
        let sessions = Value::Array(sessions.map(|one| one["session"].clone()).collect());
        let proposal = self.done("propose_deposit", json!({ "bank": "MAIN", "sessions": sessions }));
        (sessions, proposal)
    }

    /// Puts a deposit of everything that is approved together.
    #[track_caller]
    pub fn prepare_deposit(&mut self) -> Value {
        let (sessions, proposal) = self.proposal();
        let request = json!({
            "request_id": request_id(), "bank": "MAIN", "sessions": sessions, "cash": proposal["cash"],
        });
        self.done("prepare_deposit", request)
    }

    /// Counts a deposit again, the same, and bags it.
    #[track_caller]
    pub fn count_again(&mut self, deposit: &Value) -> Value {
        self.done("finalize_deposit", second_count(deposit))
    }

    /// The bank's figures of a deposit.
    #[track_caller]
    pub fn bank_says(&mut self, deposit: &Value, cash: &str, checks: &str) -> Value {
        self.done("enter_bank_figures", bank_figures(deposit, cash, checks))
    }

    /// The bank's correction of what its figures leave unexplained.
    #[track_caller]
    pub fn bank_corrects(&mut self, deposit: &Value, reason: &str, with: &str) -> Value {
        let request = json!({
            "request_id": request_id(), "deposit": deposit["brief"]["deposit"], "reason": reason,
            "reference": "ADJ-1", "consent": consent(with),
        });
        self.done("correct_deposit", request)
    }

    /// Closes a day, these carried to the next one.
    #[track_caller]
    pub fn close_the_day(&mut self, date: &str, carry: &[&str]) -> Value {
        self.done("close_day", close_request(date, carry))
    }
}

impl Desk {
    /// A drawer of this window as the board has it in the evening: opened, these payments
    /// taken, counted to this cash and closed; whoever was signed in is signed out.
    #[track_caller]
    pub fn drawer_day(&mut self, cashier: &str, payments: &[Payment], cash: &str, totals: &[(&str, &str)]) {
        self.sign_in(cashier);
        self.open_drawer(crate::desk::FLOAT);
        for payment in payments {
            self.pay(payment);
        }
        self.start_count();
        self.count_all(cash, totals);
        self.close();
        self.sign_out();
    }

    /// The closing desk with one drawer of its own, closed and not approved: 60.00 in cash
    /// and a check of 40.00. A supervisor is signed in.
    #[must_use]
    pub fn closing_desk_with_a_drawer() -> Desk {
        let mut desk = Desk::at(Workstation::new("W1"));
        let paid = [
            crate::payment::payment().open("MISC", "60.00").cash("60"),
            crate::payment::payment().open("MISC", "40.00").check("40.00", "301"),
        ];
        desk.drawer_day(ANA, &paid, "2x100 3x20", &[]);
        desk.sign_in(SAM);
        desk
    }
}

/// The row of that name on a board.
#[must_use]
pub fn row_of(board: &Value, name: &str) -> Option<Value> {
    let mut rows = board["rows"].as_array().expect("rows").iter();
    rows.find(|row| row["name"] == name).cloned()
}

/// What a row says of a tender type: expected and counted, in cents.
#[must_use]
pub fn figures(row: &Value, tender: &str) -> (i64, Option<i64>) {
    let mut lines = row["tenders"].as_array().expect("tenders").iter();
    let line = lines.find(|line| line["tender"] == tender);
    let line = line.unwrap_or_else(|| panic!("no {tender} in {row}"));
    (line["expected"].as_i64().expect("cents"), line["counted"].as_i64())
}

/// The request that keys an item of a batch.
#[must_use]
pub fn item_request(batch: &Value, item: &Payment) -> Value {
    json!({ "request_id": request_id(), "payment": item.request(), "batch": batch })
}

/// A file of the web site: electronic checks on accounts, its control figures right.
#[must_use]
pub fn web_file(id: &str, payments: &[(&str, &str)]) -> String {
    let mut file = format!("H,counterfoil-payments-1,{id},,WEB\n");
    let mut total = 0;
    for (nth, (account, amount)) in payments.iter().enumerate() {
        file += &format!("P,{account},{amount},,Web payer,{id}-{nth},,{ROUTING},77889900{nth},,,,\n");
        total += cents(amount);
    }
    file + &format!("T,{},{}.{:02}\n", payments.len(), total / 100, total % 100)
}

/// The request that takes in a file of the web site.
#[must_use]
pub fn web_request(content: &str) -> Value {
    json!({ "request_id": request_id(), "layout": "WEB", "name": "web.csv", "content": content })
}

/// The second count of a deposit, the same as the first.
#[must_use]
pub fn second_count(deposit: &Value) -> Value {
    let checks = deposit["brief"]["checks"].as_i64().expect("cents");
    json!({
        "request_id": request_id(), "deposit": deposit["brief"]["deposit"], "cash": deposit["cash"],
        "check_items": deposit["brief"]["check_items"],
        "check_total": format!("{}.{:02}", checks / 100, checks % 100), "bag": "BAG-1",
    })
}

/// The bank's figures of a deposit.
#[must_use]
pub fn bank_figures(deposit: &Value, cash: &str, checks: &str) -> Value {
    json!({
        "request_id": request_id(), "deposit": deposit["brief"]["deposit"], "cash": cash, "checks": checks,
        "validated_on": "2026-11-23", "reference": "BANK-1",
    })
}

/// The request that closes a day.
#[must_use]
pub fn close_request(date: &str, carry: &[&str]) -> Value {
    json!({ "request_id": request_id(), "date": date, "carry": carry })
}
