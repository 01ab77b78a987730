//! The closing desk of the demo day: who sits there, the board, where to look when a
//! drawer is off, and the word on every session.

use std::time::{Duration, Instant};

use counterfoil_domain::money::Cents;
use serde_json::{Value, json};

use super::dice::Dice;
use super::slips::Slip;
use super::watch::Watch;
use super::window::Window;
use crate::fault::Fault;

/// One supervisor.
pub(super) const SUPERVISOR: &str = "tran";
/// The other one, who relieves Window 2 at noon.
pub(super) const RELIEF: &str = "lindgren";
/// How long the windows' entries may take to come in.
const PATIENCE: Duration = Duration::from_secs(20);
/// The planted mistake must be among the first so many.
const LOOKED_AT: usize = 3;

/// The closing desk, which is Window 1, worked by one person after the other.
pub(super) struct ClosingDesk<'a> {
    pub(super) windows: &'a [Window],
    pub(super) dice: &'a mut Dice,
    pub(super) watch: &'a Watch,
}

/// Where the search said to look.
#[derive(Debug, Clone)]
pub struct Found {
    /// The drawer.
    pub drawer: String,
    /// The receipt that it was made on.
    pub receipt: String,
    /// The search's sentence about it.
    pub says: String,
    /// How it was settled.
    pub settled: &'static str,
}

impl ClosingDesk<'_> {
    fn window(&self) -> &Window {
        &self.windows[0]
    }

    /// Signs someone in at the closing desk.
    pub(super) fn sign_in(&mut self, user: &str) -> Result<(), Fault> {
        self.watch.pass(self.dice, 60);
        self.window().sign_in(user)
    }

    /// A second person's consent.
    pub(super) fn consent(&self, user: &str) -> Value {
        self.window().consent(user)
    }

    /// An amount of cash as a count by denomination.
    pub(super) fn cash(&self, amount: Cents) -> Value {
        json!(self.window().cash(amount))
    }

    /// Reads.
    pub(super) fn ask(&self, command: &str, request: &Value) -> Result<Value, Fault> {
        self.window().call(command, request)
    }

    /// Reads what may not be there.
    pub(super) fn look(&self, command: &str, request: &Value) -> Option<Value> {
        self.window().attempt(command, request).ok()
    }

    /// Writes, under a request identifier of its own.
    pub(super) fn write(&mut self, command: &str, mut request: Value) -> Result<Value, Fault> {
        self.watch.pass(self.dice, 40);
        request["request_id"] = json!(self.dice.uuid());
        self.window().call(command, request)
    }

    /// Writes what must be refused, by this name.
    pub(super) fn refused(&mut self, command: &str, mut request: Value, code: &str) -> Result<(), Fault> {
        request["request_id"] = json!(self.dice.uuid());
        self.window().refused(command, &request, code)
    }

    /// The board, once the entries of every window are in.
    pub(super) fn board(&self) -> Result<Value, Fault> {
        let begun = Instant::now();
        loop {
            let board = self.ask("board", &json!({}))?;
            let late: Vec<&str> = self.windows.iter().filter_map(|window| late(&board, window)).collect();
            if late.is_empty() {
                return Ok(board);
            }
            if begun.elapsed() > PATIENCE {
                return Err(Fault::BadRequest {
                    problem: format!(
                        "the entries of {} do not come in: {}",
                        late.join(", "),
                        board["stations"]
                    ),
                });
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Sends a drawer back; its cashier counts again and finds the same.
    pub(super) fn have_counted_again(&mut self, place: usize, cashier: &str) -> Result<(), Fault> {
        let board = self.board()?;
        let row = drawer_of(&board, self.windows[place].station.code())?;
        let why = "Please count the cash once more";
        self.sign_in(SUPERVISOR)?;
        let back = json!({ "session": row["session"], "reason": why, "recount": true });
        self.write("return_session", back)?;
        let window = &self.windows[place];
        window.sign_in(cashier)?;
        self.watch.pass(self.dice, 300);
        let again = json!({
            "request_id": self.dice.uuid(), "session": row["session"], "reason": why,
            "consent": window.consent(SUPERVISOR),
        });
        window.call("recount", again)?;
        let reason = "Counted a second time by order; the cash is still short.";
        window.count_again(self.dice, reason, SUPERVISOR)?;
        window.call("sign_out", json!({}))?;
        self.board()?;
        Ok(())
    }

    /// Looks where the search says, and finds the mistake that was made.
    fn suspected(&mut self, session: &Value, slip: &Slip) -> Result<Value, Fault> {
        let search = self.ask("suspects", &json!({ "session": session }))?;
        let suspects = search["suspects"].as_array().cloned().unwrap_or_default();
        let is_it = |suspect: &&Value| {
            let names = suspect["names"].as_array().into_iter().flatten();
            suspect["pattern"] == slip.pattern && names.into_iter().any(|name| *name == slip.receipt)
        };
        let found = suspects.iter().take(LOOKED_AT).find(is_it);
        found.cloned().ok_or_else(|| Fault::BadRequest {
            problem: format!(
                "{} of {} is not among the first suspects: {suspects:?}",
                slip.pattern, slip.receipt
            ),
        })
    }

    /// The wrong tender is found and moved to the right one.
    pub(super) fn mend(&mut self, place: usize, slip: &Slip) -> Result<Found, Fault> {
        let board = self.board()?;
        let row = drawer_of(&board, self.windows[place].station.code())?;
        self.sign_in(SUPERVISOR)?;
        let suspect = self.suspected(&row["session"], slip)?;
        let mend = &suspect["mend"];
        let piece = self.windows[place].extra.first().cloned().unwrap_or_default();
        let reclass = json!({
            "session": row["session"], "receipt": mend["receipt"], "place": mend["place"], "to": piece,
            "reason": "Wrong tender", "consent": self.consent(RELIEF),
        });
        self.write("reclass_tender", reclass)?;
        Ok(found(&row, slip, &suspect, "moved to the right tender"))
    }

    /// The swapped digits are found; nothing mends them, the shortage is accepted.
    pub(super) fn accept(&mut self, place: usize, slip: &Slip) -> Result<Found, Fault> {
        let board = self.board()?;
        let row = drawer_of(&board, self.windows[place].station.code())?;
        self.sign_in(RELIEF)?;
        let suspect = self.suspected(&row["session"], slip)?;
        let reason = format!(
            "Cash of receipt {} keyed 193.00 for 139.00; to be collected.",
            slip.receipt
        );
        let approval = json!({
            "session": row["session"], "seen_difference": row["total"]["difference"], "reason": reason,
        });
        self.write("approve_session", approval)?;
        Ok(found(&row, slip, &suspect, "accepted with a reason"))
    }

    /// Approves everything that is closed: each by someone who did not work it.
    pub(super) fn approve_all(&mut self) -> Result<(), Fault> {
        for supervisor in [SUPERVISOR, RELIEF] {
            self.sign_in(supervisor)?;
            let board = self.board()?;
            for row in board["rows"].as_array().into_iter().flatten() {
                if row["stage"] == "closed" && row["own"] == false {
                    let approval = json!({ "session": row["session"], "seen_difference": row["total"]["difference"] });
                    self.write("approve_session", approval)?;
                }
            }
        }
        Ok(())
    }

    /// Closes the day.
    pub(super) fn close_day(&mut self, date: &Value) -> Result<Value, Fault> {
        // A look at every window before the close: each is heard of, and all of it is in.
        for window in &self.windows[1..] {
            window.sign_in(SUPERVISOR)?;
            window.call("sign_out", json!({}))?;
        }
        self.board()?;
        self.sign_in(SUPERVISOR)?;
        self.write("close_day", json!({ "date": date }))
    }
}

fn found(row: &Value, slip: &Slip, suspect: &Value, settled: &'static str) -> Found {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    Found {
        drawer: text(&row["name"]),
        receipt: slip.receipt.clone(),
        says: text(&suspect["says"]),
        settled,
    }
}

/// The code of a window whose last entries are not in yet.
fn late<'a>(board: &Value, window: &'a Window) -> Option<&'a str> {
    let code = window.station.code();
    let stations = board["stations"].as_array().into_iter().flatten();
    let here = stations
        .filter(|station| station["station"] == code)
        .find_map(|station| station["seq"].as_u64());
    (here.unwrap_or(0) < window.station.desk().head().seq).then_some(code)
}

/// The drawer's row of a workstation.
fn drawer_of(board: &Value, station: &str) -> Result<Value, Fault> {
    let mut rows = board["rows"].as_array().into_iter().flatten();
    let row = rows.find(|row| row["station"] == station && row["batch"].is_null());
    row.cloned().ok_or_else(|| Fault::BadRequest {
        problem: format!("the board has no drawer of {station}"),
    })
}
