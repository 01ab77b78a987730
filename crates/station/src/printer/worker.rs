//! The printer's thread: turns entries into jobs, works the jobs off one by one,
//! and keeps what the callers see up to date.

use std::collections::BTreeMap;
use std::error::Error;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use counterfoil_domain::config::PrinterProfile;
use counterfoil_paper::escpos;

use super::bell::Call;
use super::conversation::Conversation;
use super::port::Line;
use super::queue::Queue;
use super::{Job, JobKind, NewJob, PrintSource, Shared, Timing};
use crate::rpc::messages::{PrintJobState, PrinterCondition};

/// Entries read from the journal at a time.
const ENTRIES_AT_A_TIME: u64 = 500;

/// How often the journal is passed by where there is no printer.
const PASSES_BY: Duration = Duration::from_secs(60);

/// See the module.
pub(super) struct Worker {
    shared: Arc<Shared>,
    line: Line,
    /// Whether the printer is asked how it is.
    asks: bool,
    /// Whether a drawer hangs on it.
    kicks: bool,
    source: Arc<dyn PrintSource>,
    timing: Timing,
    /// The journal's head when the thread began: entries up to it are of an earlier run.
    began_at: u64,
    /// When entries of this run that open the drawer were read.
    fresh_kicks: BTreeMap<u64, Instant>,
    conversation: Option<Conversation>,
    /// Whether the printer answers in order; not known before the first try.
    in_order: Option<bool>,
}

/// Whether there is anything more to do for now.
enum Flow {
    /// Go on with the next job.
    GoOn,
    /// The printer is not well; try again later.
    Hold,
}

/// What became of a job that was sent.
enum Outcome {
    /// The line broke before the first byte.
    NothingLeft(io::Error),
    /// This became of it, and so the printer is now.
    Ended(PrintJobState, PrinterCondition, Option<io::Error>),
}

impl Worker {
    pub(super) fn new(
        shared: Arc<Shared>,
        line: Line,
        profile: &PrinterProfile,
        source: Arc<dyn PrintSource>,
        began_at: u64,
        timing: Timing,
    ) -> Worker {
        let asks = profile.status && line.can_answer();
        let kicks = profile.drawer_kick;
        let fresh_kicks = BTreeMap::new();
        Worker {
            shared,
            line,
            asks,
            kicks,
            source,
            timing,
            began_at,
            fresh_kicks,
            conversation: None,
            in_order: None,
        }
    }

    /// Works until a stop is asked.
    pub(super) fn run(mut self) {
        let _said = SaysItsEnd(Arc::clone(&self.shared));
        let mut pause = self.timing.retry_first;
        loop {
            let limit = match self.work() {
                Ok(Flow::GoOn) => {
                    pause = self.timing.retry_first;
                    self.asks.then_some(self.timing.look)
                }
                Ok(Flow::Hold) => Some(pause),
                Err(error) => {
                    self.trouble(&*error);
                    Some(pause)
                }
            };
            let limit = if self.line == Line::None {
                Some(PASSES_BY)
            } else {
                limit
            };
            match self.shared.bell.listen(limit) {
                Call::Stop if self.line == Line::None => return self.pass_by(),
                Call::Stop => return,
                Call::Rung => pause = self.timing.retry_first,
                Call::TimeUp => pause = (pause * 2).min(self.timing.retry_longest),
            }
        }
    }

    /// Everything that can be done now. An error is one of the desk or the journal.
    fn work(&mut self) -> Result<Flow, Box<dyn Error + Send + Sync>> {
        self.shared.change(Queue::end_broken_off)?;
        self.read_journal()?;
        if self.line == Line::None {
            return Ok(Flow::GoOn);
        }
        let mut worked = false;
        while !self.shared.bell.stop_asked() {
            let Some(job) = self.next_job()? else { break };
            worked = true;
            if let Flow::Hold = self.work_off(&job)? {
                return Ok(Flow::Hold);
            }
        }
        let well = self.shared.view().state.condition == PrinterCondition::Ready;
        if well && (worked || !self.asks) {
            Ok(Flow::GoOn)
        } else {
            Ok(self.look())
        }
    }

    /// Without a printer, what was taken up to the end is not for a later one either.
    fn pass_by(&mut self) {
        if let Err(error) = self.read_journal() {
            self.trouble(&*error);
        }
    }

    /// Turns the entries since the last time into jobs.
    fn read_journal(&mut self) -> Result<(), Box<dyn Error + Send + Sync>> {
        let head = self.source.head();
        let mut cursor = self.shared.queue().cursor()?;
        while cursor < head {
            let up_to = head.min(cursor + ENTRIES_AT_A_TIME);
            let mut jobs = self.source.jobs_after(cursor, up_to)?;
            jobs.retain(|job| self.is_wanted(job));
            self.shared.change(|queue| queue.add(&jobs, up_to))?;
            let now = Instant::now();
            self.fresh_kicks.extend(
                jobs.iter()
                    .filter(|job| job.kick && job.seq > self.began_at)
                    .map(|job| (job.seq, now)),
            );
            cursor = up_to;
        }
        Ok(())
    }

    /// Without a printer nothing is kept for one that may come some day.
    fn is_wanted(&self, job: &NewJob) -> bool {
        self.line != Line::None && (self.kicks || job.what != JobKind::DrawerKick)
    }

    fn next_job(&self) -> rusqlite::Result<Option<Job>> {
        self.shared.queue().next()
    }

    fn work_off(&mut self, job: &Job) -> Result<Flow, Box<dyn Error + Send + Sync>> {
        let kick = self.may_kick(job);
        if job.what == JobKind::DrawerKick && !kick {
            self.end(job, PrintJobState::Skipped)?;
            return Ok(Flow::GoOn);
        }
        let bytes = match self.bytes(job, kick) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.end(job, PrintJobState::Unknown)?;
                self.trouble(&*error);
                return Ok(Flow::GoOn);
            }
        };
        let kept = self.conversation.is_some();
        let mut conversation = match self.well_printer() {
            Ok(conversation) => conversation,
            Err(flow) => return Ok(flow),
        };
        if self.shared.bell.stop_asked() || !self.shared.change(|queue| queue.begin(job.seq))? {
            self.keep(conversation);
            return Ok(Flow::GoOn);
        }
        self.tell(PrinterCondition::Printing, None);
        match self.send(&mut conversation, job, &bytes) {
            Outcome::NothingLeft(cause) => {
                self.shared.change(|queue| queue.put_back(job.seq))?;
                self.tell(PrinterCondition::Unreachable, Some(&cause));
                // A line that broke while nobody used it may be whole again when opened anew.
                Ok(if kept { Flow::GoOn } else { Flow::Hold })
            }
            Outcome::Ended(state, condition, cause) => {
                self.fresh_kicks.remove(&job.seq);
                if cause.is_none() {
                    self.keep(conversation);
                }
                self.tell(condition, cause.as_ref());
                self.end(job, state)?;
                Ok(if condition == PrinterCondition::Ready {
                    Flow::GoOn
                } else {
                    Flow::Hold
                })
            }
        }
    }

    /// Once for an entry, right after it.
    fn may_kick(&mut self, job: &Job) -> bool {
        self.fresh_kicks.retain(|_, read| read.elapsed() < self.timing.kick);
        self.kicks && job.kick && self.fresh_kicks.contains_key(&job.seq)
    }

    fn bytes(&self, job: &Job, kick: bool) -> Result<Vec<u8>, Box<dyn Error + Send + Sync>> {
        let mut bytes = if kick { escpos::drawer_kick() } else { Vec::new() };
        if job.what != JobKind::DrawerKick {
            bytes.extend(self.source.bytes(job)?);
        }
        Ok(bytes)
    }

    /// An open line to a printer that, where it can be asked, says that it is well.
    fn well_printer(&mut self) -> Result<Conversation, Flow> {
        match self.reach() {
            Ok((conversation, PrinterCondition::Ready)) => Ok(conversation),
            Ok((conversation, condition)) => {
                self.keep(conversation);
                self.tell(condition, None);
                Err(Flow::Hold)
            }
            Err(error) => {
                // Another printer may hang there next time.
                self.in_order = self.in_order.filter(|answers| *answers);
                self.tell(PrinterCondition::Unreachable, Some(&error));
                Err(Flow::Hold)
            }
        }
    }

    fn reach(&mut self) -> io::Result<(Conversation, PrinterCondition)> {
        if let Some(kept) = self.conversation.take()
            && let Ok(reached) = self.greet(kept)
        {
            return Ok(reached);
        }
        self.greet(Conversation::over(self.line.open()?))
    }

    fn keep(&mut self, conversation: Conversation) {
        if conversation.stays_open() {
            self.conversation = Some(conversation);
        }
    }

    fn greet(&mut self, mut conversation: Conversation) -> io::Result<(Conversation, PrinterCondition)> {
        if !self.asks {
            return Ok((conversation, PrinterCondition::Ready));
        }
        let bell = &self.shared.bell;
        let condition = conversation.condition(bell, &self.timing)?;
        if condition == PrinterCondition::Ready {
            let known = self.in_order == Some(true);
            if self.in_order.is_none() || known && conversation.is_owed() {
                self.in_order = Some(conversation.settle(known, bell, &self.timing)?);
            }
        }
        Ok((conversation, condition))
    }

    fn send(&mut self, conversation: &mut Conversation, job: &Job, bytes: &[u8]) -> Outcome {
        let bell = &self.shared.bell;
        if let Err(broken) = conversation.send(&name_of(job), bytes, bell, &self.timing) {
            return match broken.begun {
                false => Outcome::NothingLeft(broken.cause),
                true => Outcome::Ended(
                    PrintJobState::Unknown,
                    PrinterCondition::Unreachable,
                    Some(broken.cause),
                ),
            };
        }
        let answer = match self.asks {
            true => conversation.outcome(self.in_order == Some(true), bell, &self.timing),
            false => conversation
                .finish(bell, &self.timing)
                .map(|state| (state, PrinterCondition::Ready)),
        };
        match answer {
            Ok((state, condition)) => Outcome::Ended(state, condition, None),
            Err(cause) => Outcome::Ended(PrintJobState::Unknown, PrinterCondition::Unreachable, Some(cause)),
        }
    }

    /// How the printer is while nothing is to be printed.
    fn look(&mut self) -> Flow {
        match self.well_printer() {
            Ok(conversation) => {
                self.keep(conversation);
                self.tell(PrinterCondition::Ready, None);
                Flow::GoOn
            }
            Err(flow) => flow,
        }
    }

    fn end(&self, job: &Job, state: PrintJobState) -> rusqlite::Result<()> {
        self.shared.change(|queue| queue.end(job.seq, state))
    }

    fn tell(&self, condition: PrinterCondition, cause: Option<&io::Error>) {
        let mut view = self.shared.view();
        view.state.condition = condition;
        view.trouble = cause.map(ToString::to_string);
    }

    fn trouble(&self, error: &(dyn Error + Send + Sync)) {
        self.shared.view().trouble = Some(error.to_string());
    }
}

/// `000123-W1-000045`, `000124-W1-000045-copy`, `000125-drawer_kick`.
fn name_of(job: &Job) -> String {
    let receipt = job.receipt.as_deref().unwrap_or_default();
    let mut parts = vec![format!("{:06}", job.seq)];
    if !receipt.is_empty() {
        parts.push(
            receipt
                .chars()
                .map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' })
                .collect(),
        );
    }
    if job.what != JobKind::Receipt {
        parts.push(job.what.as_str().to_owned());
    }
    parts.join("-")
}

/// Says that the thread has ended, also where a panic ended it: then nothing
/// prints any more, and the cashier should know.
struct SaysItsEnd(Arc<Shared>);

impl Drop for SaysItsEnd {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let mut view = self.0.view();
            view.state.condition = PrinterCondition::Unreachable;
            view.trouble = Some("the printer's thread broke off; start the program again".to_owned());
        }
        self.0.bell.end();
    }
}
