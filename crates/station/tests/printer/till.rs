//! A till with a journal of its own making, so that the printer is tried without the rest of the house.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use counterfoil_domain::config::{Language, PrinterProfile, TenderKind};
use counterfoil_domain::documents::{ReceiptDocument, ReceiptMark};
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{Receipt, ReceiptLine, Tender};
use counterfoil_paper::escpos;
use counterfoil_station::printer::{Job, JobKind, NewJob, PrintSource, Printer, SourceError, Timing};
use counterfoil_station::rpc::messages::{PrintJobState, PrinterCondition};

use crate::model::wait_until;

/// Entries that print. Every other entry of a real journal prints nothing, so
/// each job here has a number of its own and the numbers between are left out.
#[derive(Default)]
pub(crate) struct Journal(Mutex<Vec<NewJob>>);

impl PrintSource for Journal {
    fn head(&self) -> u64 {
        self.0.lock().unwrap().last().map_or(0, |job| job.seq)
    }

    fn jobs_after(&self, seq: u64, up_to: u64) -> Result<Vec<NewJob>, SourceError> {
        Ok(self
            .0
            .lock()
            .unwrap()
            .iter()
            .filter(|job| job.seq > seq && job.seq <= up_to)
            .cloned()
            .collect())
    }

    fn bytes(&self, job: &Job) -> Result<Vec<u8>, SourceError> {
        let number = job.receipt.as_deref().ok_or("no receipt")?;
        if number == "T1-UNREADABLE" {
            return Err("the entry does not read".into());
        }
        let lines = if number.contains("LONG") { 400 } else { 2 };
        let mark = if job.what == JobKind::Copy {
            ReceiptMark::Copy(1)
        } else {
            ReceiptMark::Original
        };
        Ok(escpos::receipt(&document(number, lines, mark), 42, false))
    }
}

/// A workstation's folder, its journal, and how its printer is set up.
pub(crate) struct Till {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) journal: Arc<Journal>,
    pub(crate) profile: PrinterProfile,
    pub(crate) timing: Timing,
}

impl Till {
    pub(crate) fn new() -> Till {
        // A journal has entries from before: the configuration at least.
        let journal = Journal::default();
        let before = NewJob {
            seq: 1,
            what: JobKind::Receipt,
            receipt: Some("T1-BEFORE".to_owned()),
            kick: true,
        };
        journal.0.lock().unwrap().push(before);
        let timing = Timing {
            answer: Duration::from_millis(250),
            stall: Duration::from_millis(400),
            paper: Duration::from_secs(2),
            retry_first: Duration::from_millis(10),
            retry_longest: Duration::from_millis(50),
            look: Duration::from_millis(100),
            kick: Duration::from_secs(30),
        };
        Till {
            folder: tempfile::tempdir().unwrap(),
            journal: Arc::new(journal),
            profile: PrinterProfile::default(),
            timing,
        }
    }

    /// With a printer that answers, a drawer on it.
    pub(crate) fn on(port: String) -> Till {
        Till {
            profile: PrinterProfile {
                port,
                status: true,
                drawer_kick: true,
                ..PrinterProfile::default()
            },
            ..Till::new()
        }
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn desk(&self) -> PathBuf {
        self.path().join("desk.db")
    }

    pub(crate) fn start(&self) -> Printer {
        let source = Arc::clone(&self.journal) as Arc<dyn PrintSource>;
        Printer::start_with(&self.profile, &self.desk(), source, self.timing.clone()).unwrap()
    }

    /// Commits an entry and returns its job's number.
    pub(crate) fn commit(&self, what: JobKind, receipt: Option<&str>, kick: bool) -> u64 {
        let mut entries = self.journal.0.lock().unwrap();
        let seq = entries.last().map_or(0, |job| job.seq) + 7;
        entries.push(NewJob {
            seq,
            what,
            receipt: receipt.map(str::to_owned),
            kick,
        });
        seq
    }

    /// A receipt paid in cash, committed, and the printer told.
    pub(crate) fn pay_cash(&self, printer: &Printer, receipt: &str) -> u64 {
        let seq = self.commit(JobKind::Receipt, Some(receipt), true);
        printer.wake();
        seq
    }

    /// How many bytes a receipt comes to, its drawer left shut.
    pub(crate) fn receipt_length(&self, receipt: &str) -> usize {
        let job = Job {
            seq: 1,
            what: JobKind::Receipt,
            receipt: Some(receipt.to_owned()),
            kick: false,
        };
        self.journal.bytes(&job).unwrap().len()
    }

    /// What `desk.db` says of a job, past the printer.
    pub(crate) fn stored_state(&self, seq: u64) -> String {
        let desk = rusqlite::Connection::open(self.desk()).unwrap();
        let seq = i64::try_from(seq).unwrap();
        desk.query_row("SELECT state FROM print_job WHERE seq = ?1", [seq], |row| row.get(0))
            .unwrap()
    }
}

pub(crate) fn wait_for(printer: &Printer, receipt: &str, state: PrintJobState) {
    wait_until(&format!("{receipt} is {state:?}"), || {
        printer.job_state_of(receipt).unwrap() == Some(state)
    });
}

pub(crate) fn wait_for_condition(printer: &Printer, condition: PrinterCondition) {
    wait_until(&format!("the printer is {condition:?}"), || {
        printer.state().condition == condition
    });
}

fn document(number: &str, lines: usize, mark: ReceiptMark) -> ReceiptDocument {
    let line = ReceiptLine {
        code: "WATER".to_owned(),
        description: "Water bill".to_owned(),
        department: "UTIL".to_owned(),
        account: Some("20-04127-03".to_owned()),
        charge: None,
        reference: None,
        quantity: None,
        amount: Cents(18_462),
        due: None,
        split: Vec::new(),
    };
    let total = Cents(18_462).times(u32::try_from(lines).unwrap()).unwrap();
    let receipt = Receipt {
        number: number.to_owned(),
        session: uuid::Uuid::nil(),
        heading: vec!["City of Example".to_owned()],
        window: "Window 3".to_owned(),
        cashier: "Ana Núñez".to_owned(),
        language: Language::En,
        payer: None,
        note: None,
        lines: vec![line; lines],
        tenders: vec![Tender {
            code: "CASH".to_owned(),
            kind: TenderKind::Cash,
            name: "Cash".to_owned(),
            amount: total,
            handed: None,
            check: None,
            card: None,
            reference: None,
        }],
        total,
        change: Cents::ZERO,
        balances: Vec::new(),
        turn_on: Vec::new(),
        batch: None,
        footer: Vec::new(),
    };
    let at = chrono::NaiveDate::from_ymd_opt(2026, 3, 2)
        .unwrap()
        .and_hms_opt(9, 30, 0)
        .unwrap();
    ReceiptDocument {
        receipt,
        at,
        seal: "0badcafe".to_owned(),
        mark,
    }
}
