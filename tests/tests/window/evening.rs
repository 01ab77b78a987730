//! The evening of a day of the demo city, prepared over the interface before a window opens.
//!
//! Two drawers were worked. Window 1, the closing desk, took a citation in cash and one by check and lacks 3.00 for which
//! nobody has a reason. Window 2 took 25.00 in cash and a check, and a check of 54.00 that was receipted as cash:
//! its drawer is 54.00 short in cash, and a check lies there that is not on its tape.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use counterfoil_tests::books::{Books, journal_length};
use counterfoil_tests::cash::count;
use counterfoil_tests::line::Line;
use counterfoil_tests::programs;
use counterfoil_tests::workstation::succeed;
use serde_json::{Value, json};
use uuid::Uuid;

/// The one password of the demo city.
pub(crate) const PASSWORD: &str = "alder-creek";

/// Its notes and coins, as a count asks for them.
pub(crate) const DENOMINATIONS: [u32; 12] = [10_000, 5_000, 2_000, 1_000, 500, 200, 100, 50, 25, 10, 5, 1];

/// The float of both drawers: 200.00.
const FLOAT: &str = "8x20 2x10 3x5 5x1";

/// How long entries may take to reach the exchange folder.
const PATIENCE: Duration = Duration::from_secs(20);

/// The site: the folders of its workstations, and the exchange folder between them.
pub(crate) struct Evening {
    site: tempfile::TempDir,
}

impl Evening {
    /// Both drawers counted and closed by their cashiers, Window 2's entries in the exchange folder.
    pub(crate) fn of_two_drawers() -> Evening {
        let evening = Evening {
            site: tempfile::tempdir().expect("a temporary folder"),
        };
        evening.begin("W1");
        evening.has_accounts("W1");
        let mut here = Teller::at(&evening.folder("W1"), "okoye");
        here.open_drawer();
        here.takes("63.00", "PC-1001", json!({ "tender": "CASH", "amount": "63.00" }));
        here.takes("120.00", "PC-1002", check("120.00", "501"));
        here.closes("11x20 2x10 3x5 5x1", &json!([]));
        here.leaves();

        evening.begin("W2");
        let mut beside = Teller::at(&evening.folder("W2"), "pham");
        beside.open_drawer();
        beside.takes("54.00", "PC-1003", json!({ "tender": "CASH", "amount": "54.00" }));
        beside.takes("25.00", "PC-1004", json!({ "tender": "CASH", "amount": "25.00" }));
        beside.takes("80.00", "PC-1005", check("80.00", "778"));
        beside.closes("9x20 2x10 4x5 5x1", &json!([check("54.00", "777")]));
        beside.leaves_once_handed_over(&evening.folder("W2"));
        evening
    }

    /// Window 1 took a bill of 77.31 and a dog licence of 25.00, paid with a check of 60.00 and
    /// 42.31 in cash; its drawer is approved, and the check is at the bank.
    pub(crate) fn with_a_deposited_mixed_receipt() -> Evening {
        let evening = Evening {
            site: tempfile::tempdir().expect("a temporary folder"),
        };
        evening.begin("W1");
        evening.has_accounts("W1");
        let mut here = Teller::at(&evening.folder("W1"), "okoye");
        here.open_drawer();
        let lines = json!([
            { "on": "account", "account": "20-00417-01" },
            { "on": "charge", "code": "DOG1", "reference": "DL-26-0042" },
        ]);
        let tenders = json!([check("60.00", "1043"), { "tender": "CASH", "amount": "42.31" }]);
        here.writes(
            "take_payment",
            json!({ "payment": { "lines": lines, "tenders": tenders, "payer": "Edith Palm" } }),
        );
        here.closes("10x20 2x10 3x5 7x1 1x0.25 1x0.05 1x0.01", &json!([]));
        here.leaves();
        evening.deposits("60.00");
        evening
    }

    /// As [`Evening::of_two_drawers`], Window 1's drawer approved and in a final deposit: 60.00 in cash and a check of 120.00.
    pub(crate) fn with_a_final_deposit() -> Evening {
        let evening = Evening::of_two_drawers();
        evening.deposits("120.00");
        evening
    }

    /// The drawer of Window 1 is approved and deposited with its one check.
    fn deposits(&self, checks: &str) {
        let mut desk = Teller::at(&self.folder("W1"), "lindgren");
        let board = desk.done("board", json!({}));
        let rows = board["rows"].as_array().expect("rows");
        let row = rows
            .iter()
            .find(|row| row["station"] == "W1")
            .expect("the drawer of W1");
        let (session, difference) = (&row["session"], &row["total"]["difference"]);
        desk.writes(
            "approve_session",
            json!({ "session": session, "seen_difference": difference, "reason": "Seen" }),
        );
        let wanted = json!({ "bank": "GENERAL", "sessions": [session] });
        let proposal = desk.done("propose_deposit", wanted.clone());
        let mut deposit = wanted;
        deposit["cash"] = proposal["cash"].clone();
        let prepared = desk.writes("prepare_deposit", deposit);
        let again = json!({
            "deposit": prepared["brief"]["deposit"], "cash": prepared["cash"], "bag": "BG-1",
            "check_items": 1, "check_total": checks, "consent": consent("tran"),
        });
        desk.writes("finalize_deposit", again);
        desk.leaves();
    }

    /// A workstation gets its copy of the accounts.
    fn has_accounts(&self, station: &str) {
        let accounts = assets().join("accounts.csv");
        let folder = self.folder(station);
        succeed(&["import-accounts", text(&accounts), "--data", text(&folder)]);
    }

    /// A workstation's folder.
    pub(crate) fn folder(&self, station: &str) -> PathBuf {
        self.site.path().join(station)
    }

    /// A workstation's journal as `counterfoil verify` finds nothing wrong with it.
    pub(crate) fn books(&self, station: &str) -> Books {
        succeed(&["verify", "--data", text(&self.folder(station))]);
        let books = Books::read(&self.folder(station));
        books.are_sound();
        books
    }

    fn begin(&self, station: &str) {
        let (city, folder) = (assets().join("city.toml"), self.folder(station));
        succeed(&[
            "init",
            "--config",
            text(&city),
            "--station",
            station,
            "--data",
            text(&folder),
        ]);
    }
}

/// Somebody signed in at a workstation, until they are dropped.
struct Teller(Line);

impl Teller {
    fn at(folder: &Path, user: &str) -> Teller {
        let mut teller = Teller(Line::start(folder));
        teller.done("sign_in", consent(user));
        teller
    }

    #[track_caller]
    fn done(&mut self, cmd: &str, request: Value) -> Value {
        let reply = self.0.call(cmd, &request);
        reply.unwrap_or_else(|refused| panic!("{cmd} {request} was refused: {refused}"))
    }

    /// Makes a call that writes, under a request id of its own.
    #[track_caller]
    fn writes(&mut self, cmd: &str, mut request: Value) -> Value {
        request["request_id"] = json!(Uuid::new_v4());
        self.done(cmd, request)
    }

    fn open_drawer(&mut self) {
        self.writes("open_drawer", json!({ "float": count(FLOAT) }));
    }

    /// Takes a parking citation, paid exactly.
    fn takes(&mut self, amount: &str, citation: &str, tender: Value) {
        let line = json!({ "on": "charge", "code": "PARKING", "amount": amount, "reference": citation });
        self.writes(
            "take_payment",
            json!({ "payment": { "lines": [line], "tenders": [tender] } }),
        );
    }

    /// Counts this cash, all checks of the tape and what lies there besides, and closes, whatever differs.
    fn closes(&mut self, cash: &str, extra: &Value) {
        self.writes("start_count", json!({}));
        let drawer = self.done("drawer", json!({}));
        let tape = drawer["tape"].as_array().expect("the tape is a list").iter();
        let ticked =
            tape.map(|piece| json!({ "receipt": piece["receipt"], "tender": piece["place"], "present": true }));
        let counted = json!({ "cash": count(cash), "tape": ticked.collect::<Vec<_>>(), "extra": extra, "totals": [] });
        self.writes("record_count", counted);
        self.writes(
            "close_drawer",
            json!({ "reason": "Cannot find it", "consent": consent("lindgren") }),
        );
    }

    /// Signs out and ends the program.
    fn leaves(mut self) {
        self.done("sign_out", json!({}));
        self.0.close();
    }

    /// Signs out, and ends the program once the workstation has left all of its entries in the exchange folder.
    fn leaves_once_handed_over(mut self, folder: &Path) {
        self.done("sign_out", json!({}));
        let begun = Instant::now();
        let handed = || std::fs::read_to_string(folder.join("handed-over")).unwrap_or_default();
        while handed().trim() != journal_length(folder).to_string() {
            assert!(
                begun.elapsed() < PATIENCE,
                "entries stay behind: {} are handed over",
                handed()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        self.0.close();
    }
}

/// A check of that number.
fn check(amount: &str, number: &str) -> Value {
    json!({ "tender": "CHECK", "amount": amount, "number": number })
}

fn consent(user: &str) -> Value {
    json!({ "user": user, "password": PASSWORD })
}

/// The demo city's configuration and accounts.
fn assets() -> PathBuf {
    programs::repository().join("assets/demo")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in plain text")
}
