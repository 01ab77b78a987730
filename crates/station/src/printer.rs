//! The receipt printer: a queue that survives a restart, a thread that works it
//! off, and a state that the cashier sees.
//!
//! Printing comes after the commit and never before: the thread reads the
//! journal at its own pace, turns entries into jobs ([`PrintSource::jobs_after`])
//! and makes each job's bytes from its entry when it prints it. A dead printer
//! undoes nothing and holds nobody up; [`Printer::wake`] waits for nothing.
//!
//! # The life of a job
//!
//! `waiting` until the printer is well. Where [`PrinterProfile::status`] says
//! that the printer answers, it is asked first, and paper out, cover open or
//! off-line leave the job waiting; it is tried again after one to five seconds
//! and at every commit. Before the first byte the job is marked in `desk.db`, so
//! that whatever breaks from there on is known about. Afterwards it is one of:
//!
//! | state     | meaning                                                            | look at it? |
//! |-----------|--------------------------------------------------------------------|-------------|
//! | `printed` | the printer worked it through and then said that all is well; or it was written to a file | no |
//! | `sent`    | the line took every byte, and this printer cannot say more         | no          |
//! | `unknown` | the line broke, the program died, the paper ran out, or the printer fell silent on the way | yes |
//! | `skipped` | given up by a person; or a drawer that did not open in time        | no          |
//!
//! `sent` is what a line without status read-back comes to, quietly; it is never
//! called `printed`, and [`PrinterState::unknown`] counts only what needs a
//! person, who decides by [`Printer::print_again`] or [`Printer::skip`]. An
//! unknown job does not hold up the next ones, and is never printed again by itself.
//!
//! # The drawer
//!
//! A drawer opens at most once for an entry and only right after it: on the
//! first attempt, within [`Timing::kick`] of the commit, in the run of the
//! program that made the entry. A kick that waited for paper over lunch must
//! not open a drawer that nobody stands at. The kick goes first, so the drawer
//! does not wait for the paper.

mod bell;
mod conversation;
mod platform;
mod port;
mod queue;
mod worker;

use std::error::Error;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::Duration;

use counterfoil_domain::config::PrinterProfile;

use crate::fault::Fault;
use crate::rpc::messages::{PrintJobState, PrinterCondition, PrinterState};
use bell::Bell;
use port::Line;
use queue::Queue;

/// Where jobs come from: the journal. Called from the printer's thread alone.
pub trait PrintSource: Send + Sync {
    /// The sequence number of the last committed entry; 0 where there is none.
    fn head(&self) -> u64;

    /// The jobs of the entries `seq + 1 ..= up_to`, in order. Most entries make none.
    ///
    /// # Errors
    /// Where the journal cannot be read; it is tried again later.
    fn jobs_after(&self, seq: u64, up_to: u64) -> Result<Vec<NewJob>, SourceError>;

    /// What goes to paper for a receipt or a copy, without opening the drawer:
    /// that goes before it, where it is due. Never asked for a `drawer_kick`.
    ///
    /// # Errors
    /// Where the entry cannot be read or laid out; the job is then `unknown`.
    fn bytes(&self, job: &Job) -> Result<Vec<u8>, SourceError>;
}

/// Why a source had nothing to give.
pub type SourceError = Box<dyn Error + Send + Sync>;

/// What a job puts out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JobKind {
    /// A receipt.
    Receipt,
    /// A copy of one.
    Copy,
    /// Nothing; it opens the drawer.
    DrawerKick,
}

impl JobKind {
    /// Its name on the interface and in `desk.db`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            JobKind::Receipt => "receipt",
            JobKind::Copy => "copy",
            JobKind::DrawerKick => "drawer_kick",
        }
    }
}

/// A job as an entry asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// The entry's sequence number, which names the job.
    pub seq: u64,
    /// What it puts out.
    pub what: JobKind,
    /// The receipt's number, where it is one.
    pub receipt: Option<String>,
    /// Whether the drawer opens with it: cash was among the tenders, or it is a
    /// `drawer_kick`. Nothing happens where the profile has no drawer.
    pub kick: bool,
}

/// A job as the queue holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Job {
    /// The entry's sequence number, which names the job.
    pub seq: u64,
    /// What it puts out.
    pub what: JobKind,
    /// The receipt's number, where it is one.
    pub receipt: Option<String>,
    /// Whether the drawer opens with it.
    pub kick: bool,
}

/// How long the printer's thread waits for what.
#[derive(Debug, Clone)]
pub struct Timing {
    /// For a printer's real-time answer.
    pub answer: Duration,
    /// For a line that takes no more bytes.
    pub stall: Duration,
    /// For a printer to work a whole job through.
    pub paper: Duration,
    /// After the first failure; each further one doubles it.
    pub retry_first: Duration,
    /// Between two tries at most.
    pub retry_longest: Duration,
    /// Between two looks at an idle printer that answers.
    pub look: Duration,
    /// After a commit, for its drawer to open.
    pub kick: Duration,
}

impl Default for Timing {
    fn default() -> Timing {
        Timing {
            answer: Duration::from_millis(800),
            stall: Duration::from_secs(5),
            paper: Duration::from_secs(15),
            retry_first: Duration::from_secs(1),
            retry_longest: Duration::from_secs(5),
            look: Duration::from_secs(15),
            kick: Duration::from_secs(30),
        }
    }
}

/// Why something about the printer was not done.
#[derive(Debug, thiserror::Error)]
pub enum PrinterError {
    /// The profile's port cannot be used.
    #[error("printer port '{given}' is not right: {rule}")]
    PortMalformed {
        /// What the profile says.
        given: String,
        /// What it may be.
        rule: String,
    },
    /// There is no such job.
    #[error("there is no print job {job}; look at the list again")]
    UnknownJob {
        /// Which was meant.
        job: u64,
    },
    /// Only a job of unknown outcome is sent again.
    #[error("print job {job} is not of unknown outcome; print a copy of the receipt instead")]
    NotUnknown {
        /// Which was meant.
        job: u64,
    },
    /// A job that has ended cannot be given up.
    #[error("print job {job} has ended already; there is nothing to give up")]
    NotOpen {
        /// Which was meant.
        job: u64,
    },
    /// A drawer is not opened twice for one entry.
    #[error("a drawer is not opened again by a print job; enter a no-sale")]
    KickNotRepeated,
    /// `desk.db` cannot be used.
    #[error(transparent)]
    Desk(#[from] Fault),
    /// The thread could not be started.
    #[error("the printer's thread cannot be started: {0}")]
    Thread(#[source] std::io::Error),
}

impl PrinterError {
    /// The code, as the interface carries it.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            PrinterError::Desk(fault) => return fault.code(),
            PrinterError::PortMalformed { .. } => "printer_port_malformed",
            PrinterError::UnknownJob { .. } => "unknown_print_job",
            PrinterError::NotUnknown { .. } => "print_job_not_unknown",
            PrinterError::NotOpen { .. } => "print_job_not_open",
            PrinterError::KickNotRepeated => "kick_not_repeated",
            PrinterError::Thread(_) => "printer_not_started",
        }
        .to_owned()
    }
}

impl From<rusqlite::Error> for PrinterError {
    fn from(error: rusqlite::Error) -> PrinterError {
        PrinterError::Desk(error.into())
    }
}

/// The running printer. Dropping it ends its thread within about a second: a job
/// on its way may come to its end, and is `unknown` where it does not.
pub struct Printer {
    shared: Arc<Shared>,
    thread: Option<JoinHandle<()>>,
    /// Without a printer nobody need hear of each entry.
    hears: bool,
}

/// What the printer's thread and its callers have in common.
struct Shared {
    bell: Bell,
    queue: Mutex<Queue>,
    view: Mutex<View>,
}

/// What callers see; always at hand, never waiting for the disk or the line.
struct View {
    state: PrinterState,
    trouble: Option<String>,
}

impl Printer {
    /// How long a job on its way has to come to its end when the printer is dropped.
    const GRACE: Duration = Duration::from_millis(700);
    /// How long a drop waits for the thread, which may be looking a host's name up.
    const LONGEST_DROP: Duration = Duration::from_millis(1500);

    /// Opens the queue in `desk_db` and starts the thread. A `file:` folder lies
    /// beside `desk_db`. Jobs that were on their way when the program died are
    /// `unknown` from here on. A `desk_db` that is missing or damaged is begun
    /// anew at the journal's head: what was printed before is not printed again.
    ///
    /// # Errors
    /// [`PrinterError::PortMalformed`], [`PrinterError::Desk`], [`PrinterError::Thread`].
    pub fn start(
        profile: &PrinterProfile,
        desk_db: &Path,
        source: Arc<dyn PrintSource>,
    ) -> Result<Printer, PrinterError> {
        Printer::start_with(profile, desk_db, source, Timing::default())
    }

    /// As [`Printer::start`], with other waiting times.
    ///
    /// # Errors
    /// As [`Printer::start`].
    pub fn start_with(
        profile: &PrinterProfile,
        desk_db: &Path,
        source: Arc<dyn PrintSource>,
        timing: Timing,
    ) -> Result<Printer, PrinterError> {
        let line = Line::of(profile, desk_db.parent().unwrap_or(Path::new("")))?;
        let head = source.head();
        let mut queue = Queue::open(desk_db, head)?;
        queue.end_broken_off()?;
        let (waiting, unknown, jobs) = queue.summary()?;
        let condition = if line == Line::None {
            PrinterCondition::None
        } else {
            PrinterCondition::Ready
        };
        let view = View {
            state: PrinterState {
                condition,
                waiting,
                unknown,
                jobs,
            },
            trouble: None,
        };
        let shared = Arc::new(Shared {
            bell: Bell::default(),
            queue: Mutex::new(queue),
            view: Mutex::new(view),
        });
        let hears = line != Line::None;
        let worker = worker::Worker::new(Arc::clone(&shared), line, profile, source, head, timing);
        let thread = std::thread::Builder::new()
            .name("printer".to_owned())
            .spawn(move || worker.run());
        Ok(Printer {
            shared,
            thread: Some(thread.map_err(PrinterError::Thread)?),
            hears,
        })
    }

    /// Says that the journal may have grown. Waits for nothing.
    pub fn wake(&self) {
        if self.hears {
            self.shared.bell.ring();
        }
    }

    /// How the printer is, and its last jobs. Waits for nothing.
    #[must_use]
    pub fn state(&self) -> PrinterState {
        self.shared.view().state.clone()
    }

    /// What went wrong last, in words for a log; none where the last attempt went through.
    #[must_use]
    pub fn trouble(&self) -> Option<String> {
        self.shared.view().trouble.clone()
    }

    /// How far the receipt of that number is, its copies left out of account.
    /// None where it never was a job here: there was no printer, or the queue
    /// was lost, or the thread has not read its entry yet.
    ///
    /// # Errors
    /// [`PrinterError::Desk`].
    pub fn job_state_of(&self, receipt: &str) -> Result<Option<PrintJobState>, PrinterError> {
        Ok(self.shared.queue().state_of_receipt(receipt)?)
    }

    /// Sends a job of unknown outcome again, its drawer left shut.
    ///
    /// # Errors
    /// [`PrinterError::UnknownJob`], [`PrinterError::KickNotRepeated`],
    /// [`PrinterError::NotUnknown`], [`PrinterError::Desk`].
    pub fn print_again(&self, job: u64) -> Result<PrinterState, PrinterError> {
        self.decide(job, PrintJobState::Waiting, |what, state| match state {
            _ if what == JobKind::DrawerKick => Err(PrinterError::KickNotRepeated),
            PrintJobState::Unknown => Ok(()),
            _ => Err(PrinterError::NotUnknown { job }),
        })
    }

    /// Gives a job up that waits or is of unknown outcome.
    ///
    /// # Errors
    /// [`PrinterError::UnknownJob`], [`PrinterError::NotOpen`], [`PrinterError::Desk`].
    pub fn skip(&self, job: u64) -> Result<PrinterState, PrinterError> {
        self.decide(job, PrintJobState::Skipped, |_, state| match state {
            PrintJobState::Waiting | PrintJobState::Unknown => Ok(()),
            _ => Err(PrinterError::NotOpen { job }),
        })
    }

    fn decide(
        &self,
        job: u64,
        to: PrintJobState,
        may: impl FnOnce(JobKind, PrintJobState) -> Result<(), PrinterError>,
    ) -> Result<PrinterState, PrinterError> {
        self.shared.change(|queue| {
            let (what, state) = queue.find(job)?.ok_or(PrinterError::UnknownJob { job })?;
            may(what, state)?;
            Ok::<_, PrinterError>(queue.end(job, to)?)
        })?;
        self.wake();
        Ok(self.state())
    }
}

impl Drop for Printer {
    fn drop(&mut self) {
        self.shared.bell.stop(Printer::GRACE);
        let ended = self.shared.bell.wait_for_end(Printer::LONGEST_DROP);
        if let Some(thread) = self.thread.take()
            && ended
        {
            let _panicked = thread.join();
        }
    }
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn view(&self) -> MutexGuard<'_, View> {
        self.view.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the queue; whoever then reads it finds the view changed as well.
    fn change<R, E: From<rusqlite::Error>>(&self, change: impl FnOnce(&mut Queue) -> Result<R, E>) -> Result<R, E> {
        let mut queue = self.queue();
        let changed = change(&mut queue)?;
        let (waiting, unknown, jobs) = queue.summary()?;
        let state = &mut self.view().state;
        (state.waiting, state.unknown, state.jobs) = (waiting, unknown, jobs);
        Ok(changed)
    }
}
