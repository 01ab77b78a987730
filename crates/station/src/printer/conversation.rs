//! Talking with a printer that answers.
//!
//! Two kinds of question go over the line. The *real-time* ones (DLE EOT 1–4)
//! are answered at once, past everything the printer still has to print: they
//! say how it is. The *in-order* one (GS r 1) is answered when everything sent
//! before it was worked through, and not at all while the paper is out: its
//! answer is the proof that the job before it went to paper. A printer that
//! never answers in order is known by the first try, and then has to do with the
//! real-time answers alone.

use std::collections::VecDeque;
use std::io::{self, ErrorKind};
use std::time::{Duration, Instant};

use counterfoil_paper::escpos::status::{self, Paper, PrinterStatus};

use super::Timing;
use super::bell::{Bell, Leash};
use super::port::Port;
use crate::rpc::messages::{PrintJobState, PrinterCondition};

/// Between two looks at a printer that is busy with a job.
const LOOK_EVERY: Duration = Duration::from_millis(300);
/// In-order answers with nothing to print between them follow one another within this.
const QUIET: Duration = Duration::from_millis(200);
/// How often a printer without in-order answers is looked at after a job.
const LOOKS_AFTER: u32 = 3;

/// An open port, and what is still to come back over it.
pub(super) struct Conversation {
    port: Box<dyn Port>,
    /// Real-time answers that nobody took yet.
    answers: VecDeque<u8>,
    /// In-order questions without an answer.
    owed: u32,
    /// When the last in-order answer came.
    last_in_order: Option<Instant>,
}

/// How the sending of a job ended early.
#[derive(Debug)]
pub(super) struct Broken {
    /// Whether any byte may have left.
    pub(super) begun: bool,
    /// What happened.
    pub(super) cause: io::Error,
}

impl Conversation {
    /// Begins one over a freshly opened port.
    pub(super) fn over(port: Box<dyn Port>) -> Conversation {
        // Over a line that stays the same an answer may come that an earlier
        // conversation waited for in vain.
        let owed = u32::from(port.stays_open());
        Conversation {
            port,
            answers: VecDeque::new(),
            owed,
            last_in_order: None,
        }
    }

    /// Whether the port is kept from job to job.
    pub(super) fn stays_open(&self) -> bool {
        self.port.stays_open()
    }

    /// Sends a whole job. Gives up when the line takes nothing for `timing.stall`.
    pub(super) fn send(&mut self, name: &str, bytes: &[u8], bell: &Bell, timing: &Timing) -> Result<(), Broken> {
        self.port.begin(name).map_err(|cause| Broken { begun: false, cause })?;
        let mut sent = 0;
        let mut leash = bell.leash(timing.stall);
        while sent < bytes.len() {
            match self.port.write(&bytes[sent..]) {
                Ok(written) => {
                    sent += written;
                    leash = bell.leash(timing.stall);
                }
                Err(error) if is_pause(&error) && !leash.is_spent() => {}
                Err(cause) => return Err(Broken { begun: sent > 0, cause }),
            }
        }
        Ok(())
    }

    /// Waits until all has left a line whose printer does not answer.
    pub(super) fn finish(&mut self, bell: &Bell, timing: &Timing) -> io::Result<PrintJobState> {
        self.port.finish(&bell.leash(timing.stall))
    }

    /// Asks how the printer is: `Ready`, `PaperOut`, `CoverOpen` or `Offline`.
    ///
    /// # Errors
    /// `TimedOut` where it does not answer, and whatever breaks the line.
    pub(super) fn condition(&mut self, bell: &Bell, timing: &Timing) -> io::Result<PrinterCondition> {
        self.answers.clear();
        let mut answers = [0; status::REQUESTS.len()];
        for (request, answer) in status::REQUESTS.iter().zip(&mut answers) {
            self.say(request, &bell.leash(timing.answer))?;
            *answer = self.answer(&bell.leash(timing.answer))?;
        }
        status::read(answers)
            .map(condition_of)
            .ok_or_else(|| ErrorKind::InvalidData.into())
    }

    /// Before a job, and only where anything may still be owed: hears out what
    /// earlier jobs are owed, so that a late answer is not taken for the next
    /// job's. Answers come in order: when the newest question is answered and
    /// nothing follows for a while, the older ones were lost with the current.
    ///
    /// Says whether the printer answers in order. Where that is not `known` yet
    /// it is given less time, but enough to end a line or two of an earlier run.
    pub(super) fn settle(&mut self, known: bool, bell: &Bell, timing: &Timing) -> io::Result<bool> {
        let asked = Instant::now();
        self.ask_in_order(bell, timing)?;
        let leash = bell.leash(if known { timing.paper } else { timing.answer * 4 });
        while self.owed > 0 && !leash.is_spent() {
            self.hear()?;
            if self
                .last_in_order
                .is_some_and(|last| last >= asked && last.elapsed() > QUIET)
            {
                self.owed = 0;
            }
        }
        Ok(known || self.last_in_order.is_some_and(|last| last >= asked))
    }

    /// Whether in-order answers may still come that belong to earlier jobs.
    pub(super) fn is_owed(&self) -> bool {
        self.owed > 0
    }

    /// After a job: whether it reached paper, and how the printer is now.
    /// `Printed` only where it answered in order after the job and all is well then.
    pub(super) fn outcome(
        &mut self,
        in_order: bool,
        bell: &Bell,
        timing: &Timing,
    ) -> io::Result<(PrintJobState, PrinterCondition)> {
        if in_order {
            self.ask_in_order(bell, timing)?;
        }
        let leash = bell.leash(timing.paper);
        let mut looks = 0;
        loop {
            let worked_through = if in_order { self.owed == 0 } else { looks >= LOOKS_AFTER };
            let condition = self.condition(bell, timing)?;
            looks += 1;
            match condition {
                PrinterCondition::Ready if worked_through => return Ok((PrintJobState::Printed, condition)),
                PrinterCondition::Ready if !leash.is_spent() => {}
                _ => return Ok((PrintJobState::Unknown, condition)),
            }
            let next_look = bell.leash(LOOK_EVERY);
            while !(next_look.is_spent() || in_order && self.owed == 0) {
                self.hear()?;
            }
        }
    }

    fn ask_in_order(&mut self, bell: &Bell, timing: &Timing) -> io::Result<()> {
        self.say(&status::PAPER_AFTER_PRINTING, &bell.leash(timing.stall))?;
        self.owed += 1;
        Ok(())
    }

    fn say(&mut self, request: &[u8], leash: &Leash<'_>) -> io::Result<()> {
        let mut said = 0;
        while said < request.len() {
            match self.port.write(&request[said..]) {
                Ok(written) => said += written,
                Err(error) if is_pause(&error) && !leash.is_spent() => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn answer(&mut self, leash: &Leash<'_>) -> io::Result<u8> {
        loop {
            if let Some(answer) = self.answers.pop_front() {
                return Ok(answer);
            }
            if leash.is_spent() {
                return Err(ErrorKind::TimedOut.into());
            }
            self.hear()?;
        }
    }

    /// Reads what came in, waiting a slice of time at most.
    fn hear(&mut self) -> io::Result<()> {
        let mut bytes = [0; 64];
        let heard = match self.port.read(&mut bytes) {
            Ok(heard) => heard,
            Err(error) if is_pause(&error) => 0,
            Err(error) => return Err(error),
        };
        for byte in &bytes[..heard] {
            if status::is_status(*byte) {
                self.answers.push_back(*byte);
            } else if status::read_paper_after_printing(*byte).is_some() {
                self.owed = self.owed.saturating_sub(1);
                self.last_in_order = Some(Instant::now());
            }
        }
        Ok(())
    }
}

/// The line has no room, or nothing to say, for now.
fn is_pause(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::TimedOut | ErrorKind::Interrupted)
}

/// The nearest cause first: whoever changes the paper has the cover open.
fn condition_of(status: PrinterStatus) -> PrinterCondition {
    if status.cover_open {
        PrinterCondition::CoverOpen
    } else if status.paper == Paper::Out {
        PrinterCondition::PaperOut
    } else if status.is_ready() {
        PrinterCondition::Ready
    } else {
        PrinterCondition::Offline
    }
}
