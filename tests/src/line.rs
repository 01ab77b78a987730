//! The scripting interface: the real `counterfoil rpc` program, one JSON request
//! a line on its standard input, one reply a line on its standard output.

use std::fmt;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

use crate::calendar::show;
use crate::programs;

/// A running `counterfoil rpc`.
pub struct Line {
    program: Child,
    requests: Option<ChildStdin>,
    replies: BufReader<ChildStdout>,
    next_id: u64,
}

/// A refusal as it came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The code.
    pub code: String,
    /// The English words.
    pub message: String,
    /// The facts in them.
    pub facts: Value,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} {}", self.code, self.message, self.facts)
    }
}

impl Line {
    /// Starts the program on a workstation's folder.
    #[must_use]
    pub fn start(folder: &Path) -> Line {
        Line::start_by(folder, None)
    }

    /// As [`Line::start`], by the clock of a file.
    #[must_use]
    pub fn start_by(folder: &Path, clock: Option<&Path>) -> Line {
        let mut program = Command::new(programs::counterfoil());
        if let Some(clock) = clock {
            show(clock, &mut program);
        }
        let mut program = program
            .arg("rpc")
            .arg("--data")
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("counterfoil rpc starts");
        let requests = program.stdin.take();
        let replies = BufReader::new(program.stdout.take().expect("its standard output is piped"));
        Line {
            program,
            requests,
            replies,
            next_id: 1,
        }
    }

    /// Sends one request and waits for its reply.
    ///
    /// # Errors
    /// The refusal, where it was refused.
    pub fn call(&mut self, cmd: &str, req: &Value) -> Result<Value, Refused> {
        let id = self.send(cmd, req);
        let reply = self.raw_reply();
        assert_eq!(reply["id"], id, "the reply to {cmd} carries another id: {reply}");
        match (reply.get("ok"), reply.get("err")) {
            (Some(ok), None) => Ok(ok.clone()),
            (None, Some(err)) => Err(refused(err)),
            _ => panic!("a reply is either ok or err: {reply}"),
        }
    }

    /// Sends one request and does not wait; returns its id.
    pub fn send(&mut self, cmd: &str, req: &Value) -> u64 {
        let id = self.next_id;
        self.next_id += 1;
        self.send_raw(&json!({ "id": id, "cmd": cmd, "req": req }).to_string());
        id
    }

    /// Sends a line as it stands.
    pub fn send_raw(&mut self, line: &str) {
        let requests = self.requests.as_mut().expect("the line is open");
        writeln!(requests, "{line}")
            .and_then(|()| requests.flush())
            .expect("counterfoil rpc takes a line");
    }

    /// The next reply, whatever it is.
    pub fn raw_reply(&mut self) -> Value {
        let mut line = String::new();
        self.replies.read_line(&mut line).expect("counterfoil rpc answers");
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("a reply is a line of JSON, not {line:?}: {error}"))
    }

    /// Ends the program as a person does who closes it: its input ends, and it leaves with success.
    pub fn close(mut self) {
        self.requests.take();
        let status = self.program.wait().expect("counterfoil rpc ends");
        assert!(status.success(), "counterfoil rpc ended with {status}");
    }

    /// Ends the program as a power cut does.
    pub fn kill(mut self) {
        self.program.kill().expect("the program can be killed");
        self.program.wait().expect("and is gone");
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        // Already gone where the test closed or killed it.
        let _gone = self.program.kill();
        let _status = self.program.wait();
    }
}

fn refused(err: &Value) -> Refused {
    let text = |key: &str| {
        err[key]
            .as_str()
            .unwrap_or_else(|| panic!("a refusal has its {key}: {err}"))
            .to_owned()
    };
    Refused {
        code: text("code"),
        message: text("message"),
        facts: err["facts"].clone(),
    }
}
