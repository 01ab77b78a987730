//! A counter for the tests of the store: the demo city's Window 1, spoken to
//! through `counterfoil rpc` as a script would.

#![allow(dead_code, unreachable_pub, missing_docs, reason = "each test uses its own part")]

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use counterfoil_formats::configuration;
use counterfoil_station::clock::Clock;
use counterfoil_station::{Station, demo};
use serde_json::{Value, json};
use uuid::Uuid;

pub const COUNTERFOIL: &str = env!("CARGO_BIN_EXE_counterfoil");

/// A new workstation of the demo city in a folder.
pub fn create(folder: &Path) {
    create_by(folder, &Clock::system());
}

/// The same by a given clock.
pub fn create_by(folder: &Path, clock: &Clock) {
    let mut configuration = configuration::read(demo::CITY).unwrap();
    for station in &mut configuration.stations {
        station.printer = Default::default();
    }
    configuration.policies.drawer_warning.0 = i64::from(i32::MAX);
    configuration.policies.drawer_ceiling.0 = i64::from(i32::MAX);
    Station::create(folder, configuration, "W1", clock).unwrap();
}

/// A running `counterfoil rpc`.
pub struct Rpc {
    pub child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Rpc {
    /// Starts it on a folder and signs the cashier in.
    pub fn start(folder: &Path) -> Rpc {
        let mut rpc = Rpc::spawn(Command::new(COUNTERFOIL).args(["rpc", "--data"]).arg(folder));
        rpc.ok("sign_in", json!({ "user": "okoye", "password": "alder-creek" }));
        rpc
    }

    pub fn spawn(command: &mut Command) -> Rpc {
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (
            child.stdin.take().unwrap(),
            BufReader::new(child.stdout.take().unwrap()),
        );
        Rpc { child, input, output }
    }

    /// Sends without waiting for the reply.
    pub fn send(&mut self, command: &str, request: &Value) -> bool {
        writeln!(self.input, "{}", json!({ "id": 1, "cmd": command, "req": request })).is_ok()
    }

    /// The next reply; none where the program has died.
    pub fn reply(&mut self) -> Option<Value> {
        let mut line = String::new();
        let read = self.output.read_line(&mut line).ok()?;
        // A reply cut off by a kill was not acknowledged.
        (read > 0 && line.ends_with('\n')).then(|| serde_json::from_str(&line).unwrap())
    }

    pub fn call(&mut self, command: &str, request: Value) -> Value {
        assert!(self.send(command, &request), "{command} could not be sent");
        self.reply().unwrap_or_else(|| panic!("{command} was not answered"))
    }

    pub fn ok(&mut self, command: &str, request: Value) -> Value {
        let reply = self.call(command, request);
        assert!(reply.get("ok").is_some(), "{command}: {reply}");
        reply["ok"].clone()
    }

    pub fn refused(&mut self, command: &str, request: Value) -> String {
        let reply = self.call(command, request);
        reply["err"]["code"]
            .as_str()
            .unwrap_or_else(|| panic!("{command} was not refused: {reply}"))
            .to_owned()
    }

    pub fn open_drawer(&mut self) {
        let float = json!([{ "cents": 2000, "loose": 10 }, { "cents": 100, "loose": 100 }]);
        self.ok("open_drawer", json!({ "request_id": Uuid::new_v4(), "float": float }));
    }
}

impl Drop for Rpc {
    fn drop(&mut self) {
        let _dead_already = self.child.kill();
        let _reaped = self.child.wait();
    }
}

/// A payment of a golf card in cash, twenty for fifteen.
pub fn payment(request_id: Uuid) -> Value {
    json!({
        "request_id": request_id,
        "payment": {
            "lines": [{ "on": "charge", "code": "GOLF" }],
            "tenders": [{ "tender": "CASH", "amount": "20" }],
            "payer": "Núñez, María",
        },
    })
}

/// What `counterfoil verify` says: whether all is well, and its words.
pub fn verify(folder: &Path) -> (bool, String) {
    let output = Command::new(COUNTERFOIL)
        .args(["verify", "--data"])
        .arg(folder)
        .output()
        .unwrap();
    (output.status.success(), String::from_utf8(output.stdout).unwrap())
}

/// The entries of a journal, as `counterfoil export` writes them.
pub fn export(folder: &Path) -> Vec<Value> {
    let output = Command::new(COUNTERFOIL)
        .args(["export", "--data"])
        .arg(folder)
        .output()
        .unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Everything that a views file holds, as text, for comparing two of them.
pub fn views_content(path: &Path) -> String {
    let connection = rusqlite::Connection::open(path).unwrap();
    let mut content = String::new();
    for table in [
        "meta",
        "requests",
        "receipts",
        "paid",
        "checks",
        "sessions",
        "wrong_passwords",
        "singles",
    ] {
        let mut rows = Vec::new();
        let mut query = connection.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = query.column_count();
        let mut found = query.query([]).unwrap();
        while let Some(row) = found.next().unwrap() {
            let values: Vec<String> = (0..columns)
                .map(|column| format!("{:?}", row.get_ref(column).unwrap()))
                .collect();
            rows.push(values.join("|"));
        }
        rows.sort();
        content.push_str(&format!("{table}\n{}\n", rows.join("\n")));
    }
    for words in ["w1*", "nunez", "maria okoye", "15.00", "20*"] {
        let mut query = connection
            .prepare("SELECT rowid FROM receipt_search WHERE receipt_search MATCH ?1 ORDER BY rowid")
            .unwrap();
        let quoted = words.split(' ').map(|word| match word.strip_suffix('*') {
            Some(prefix) => format!("\"{prefix}\"*"),
            None => format!("\"{word}\""),
        });
        let found: Vec<i64> = query
            .query_map([quoted.collect::<Vec<_>>().join(" ")], |row| row.get(0))
            .unwrap()
            .collect::<Result<_, _>>()
            .unwrap();
        content.push_str(&format!("{words}: {found:?}\n"));
    }
    content
}

pub fn sub(folder: &Path, name: &str) -> PathBuf {
    folder.join(name)
}
