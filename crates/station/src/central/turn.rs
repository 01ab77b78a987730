//! One turn of the line: contact, push, pull. Everything here may be done twice, and may be
//! broken off anywhere: each step begins with what is on the disk.

mod pulling;

use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::{Duration, Instant};

use chrono::Utc;
use counterfoil_domain::entry::hex;
use counterfoil_domain::sync::{Acknowledgement, CLOCK_STOP_SECONDS};
use counterfoil_formats::wire::{BATCH_BYTES, BATCH_ENTRIES, Contact, Contacted, RefusalCode, Refused};
use uuid::Uuid;

use crate::accounts::central::Pull;
use crate::central::client::Client;
use crate::central::condition::{About, Condition};
use crate::central::configuration::Reached;
use crate::central::enrolment::{Enrolment, Stopped};
use crate::central::error::{CentralError, code_of};
use crate::central::marks::{Mark, Marks};
use crate::clock::Clock;
use crate::exchange::{Part, TakingIn, bundle_part};
use crate::fault::Fault;
use crate::folder::Folder;
use crate::journal::JournalReader;
use crate::neighbours::{Neighbours, Trust};
use crate::secrets::Secrets;
use crate::station::Station;

/// How often central is told that there is nothing new, and asked for everyone's last word.
const STILL_HERE: Duration = Duration::from_secs(15);
/// Between two contacts that are not asked for.
const CONTACT: Duration = Duration::from_millis(2_900);
/// So many contacts in a row do not come late by chance.
const LATE: u32 = 4;
/// Between two contacts, however often somebody looks.
const SOONEST_CONTACT: Duration = Duration::from_millis(300);

/// What the line needs, and what it has come to.
pub(crate) struct Turns {
    pub(crate) enrolment: Enrolment,
    pub(crate) folder: Folder,
    pub(crate) code: String,
    pub(crate) client: Client,
    pub(crate) journal: JournalReader,
    pub(crate) marks: Marks,
    pub(crate) neighbours: Arc<Neighbours>,
    pub(crate) taking_in: Arc<TakingIn>,
    pub(crate) secrets: Arc<RwLock<Secrets>>,
    pub(crate) clock: Clock,
    pub(crate) condition: Arc<Condition>,
    pub(crate) station: Weak<Station>,
    pub(crate) closing_desk: bool,
    pub(crate) state: Turning,
}

/// What is remembered from turn to turn, for this run of the program.
pub(crate) struct Turning {
    run: Uuid,
    contacted: Option<(Contacted, Instant)>,
    said: Option<Instant>,
    pulled: Option<Instant>,
    reached: Option<Reached>,
    /// Whether the neighbours' journals were begun anew in this run.
    begun_anew: bool,
    /// Contacts in a row that central says came late.
    late: u32,
    /// When the next turn is, where there is more to do.
    next: Option<Duration>,
    accounts: Option<Pull>,
}

impl Turning {
    /// A new run of the program.
    pub(crate) fn new() -> Turning {
        Turning {
            run: Uuid::new_v4(),
            contacted: None,
            said: None,
            pulled: None,
            reached: None,
            begun_anew: false,
            late: 0,
            next: None,
            accounts: None,
        }
    }
}

impl Turns {
    pub(super) fn condition(&self) -> &Arc<Condition> {
        &self.condition
    }

    pub(super) fn breaking_off(&self) -> Box<dyn FnOnce() + Send> {
        Box::new(self.client.breaking_off())
    }

    /// When the next turn is, where there is more to do than waiting for the next contact.
    pub(super) fn next(&mut self) -> Option<Duration> {
        self.state.next.take()
    }

    /// One turn. Whether the line is good; what is wrong is noted.
    pub(super) fn turn(&mut self, hurry: bool, stopping: &dyn Fn() -> bool) -> bool {
        // Whoever was stopped is heard no more: an administrator is asked first.
        if self.condition.seen().stopped.is_some() {
            return false;
        }
        let outcome = self.steps(hurry, stopping);
        let good = outcome.is_ok();
        match outcome {
            Ok(()) => self.condition.note(|seen| {
                seen.reached = true;
                seen.why = None;
            }),
            Err(_) if stopping() => {}
            Err(fault) => {
                self.state.contacted = None;
                self.failed(fault);
            }
        }
        self.condition.called();
        good
    }

    fn steps(&mut self, hurry: bool, stopping: &dyn Fn() -> bool) -> Result<(), Fault> {
        let rest = if hurry { SOONEST_CONTACT } else { CONTACT };
        let last = self.state.contacted.as_ref();
        if last.is_none_or(|(_, at)| at.elapsed() >= rest) {
            self.contact()?;
        }
        self.push(stopping)?;
        let Some((contacted, _)) = self.state.contacted.clone() else {
            return Ok(());
        };
        self.passwords(&contacted)?;
        self.configuration(&contacted)?;
        self.entries(&contacted, hurry, stopping)?;
        self.accounts(&contacted, stopping)?;
        self.elsewhere(&contacted, stopping)
    }

    /// What is said at a contact.
    fn greeting(&self) -> Result<Contact, Fault> {
        let head = self.journal.head(&self.code)?;
        Ok(Contact {
            contact: self.enrolment.contact,
            run: self.state.run,
            epoch: head.epoch,
            seq: head.seq,
            hash: hex(&head.hash),
            program: env!("CARGO_PKG_VERSION").to_owned(),
        })
    }

    fn keep_number(&mut self, contacted: &Contacted) -> Result<(), Fault> {
        if contacted.contact != self.enrolment.contact {
            self.enrolment.contact = contacted.contact;
            self.enrolment.write(&self.folder.central())?;
        }
        Ok(())
    }

    /// Contact under the number that central gave last; the next one is kept before it is used.
    fn contact(&mut self) -> Result<(), Fault> {
        let asked = self.client.contact(&self.greeting()?);
        let contacted = self.not_late(asked)?;
        self.keep_number(&contacted)?;
        let acknowledged = match contacted.acknowledged.as_ref().map(|word| self.believed(word)) {
            Some(Err(fault)) => return Err(self.handed_over(fault)),
            Some(Ok(seq)) => seq,
            None => 0,
        };
        self.acknowledged(acknowledged)?;
        self.neighbours.trust(Trust {
            central_key: Some(self.enrolment.central_key.clone()),
            keys: contacted.keys.clone(),
        });
        let now = self.clock.now();
        self.condition.note(|seen| {
            seen.at = Some(now);
            seen.clock = None;
        });
        self.condition.called();
        self.state.contacted = Some((contacted, Instant::now()));
        Ok(())
    }

    /// A contact that comes late by itself was sent anew long since; one that is late again and again is
    /// late because another copy of this workstation speaks in between.
    fn not_late(&mut self, asked: Result<Contacted, CentralError>) -> Result<Contacted, CentralError> {
        let late = matches!(
            &asked,
            Err(CentralError::Refused(Refused {
                code: RefusalCode::ContactFirst,
                ..
            }))
        );
        self.state.late = if late { self.state.late + 1 } else { 0 };
        match self.state.late >= LATE {
            true => Err(stopping_refusal(RefusalCode::StationCloned, 0)),
            false => asked,
        }
    }

    /// The entry up to which central has this journal, where it says so by its key and about these very entries.
    fn believed(&self, word: &Acknowledgement) -> Result<u64, Fault> {
        let wrong = || CentralError::AcknowledgedOtherwise { seq: word.seq };
        if !self.enrolment.vouches(word) {
            return Err(wrong().into());
        }
        let here = self.journal.get(word.seq)?.map(|stored| hex(&stored.hash));
        match here {
            Some(hash) if hash == word.hash => Ok(word.seq),
            // Central says so itself at the next contact; until then nothing is written either.
            Some(_) => Err(stopping_refusal(RefusalCode::EntriesForked, word.seq).into()),
            None => Err(stopping_refusal(RefusalCode::JournalBehind, word.seq).into()),
        }
    }

    /// Where central has other entries than this journal, what it has not is pushed all the same, so that it is
    /// kept there and a person is called. Gives what stands in the way.
    fn handed_over(&self, fault: Fault) -> Fault {
        let forked = |fault: &Fault| {
            matches!(fault, Fault::Central(error)
                if matches!(&**error, CentralError::Refused(refused) if refused.code == RefusalCode::EntriesForked))
        };
        let (Ok(mut after), Ok(last)) = (self.marks.get(Mark::Acknowledged), self.journal.last_seq()) else {
            return fault;
        };
        while forked(&fault) && after < last {
            match self.push_part(after, &self.client, false) {
                Err(other) if !forked(&other) => break,
                _ => after += BATCH_ENTRIES as u64,
            }
        }
        fault
    }

    fn acknowledged(&self, seq: u64) -> Result<(), Fault> {
        if self.marks.get(Mark::Acknowledged)? != seq {
            self.marks.set(Mark::Acknowledged, seq, None)?;
        }
        self.condition.note(|seen| seen.acknowledged = seq);
        Ok(())
    }

    /// Pushes what central has not acknowledged, part by part; now and then a word that there is nothing.
    fn push(&mut self, stopping: &dyn Fn() -> bool) -> Result<(), Fault> {
        let mut tries = 0;
        while !stopping() {
            let after = self.condition.seen().acknowledged;
            let silent = self.state.said.is_none_or(|said| said.elapsed() >= STILL_HERE);
            if self.journal.last_seq()? <= after && !silent {
                return Ok(());
            }
            match self.push_part(after, &self.client, false) {
                Ok(seq) => {
                    self.acknowledged(seq)?;
                    self.state.said = Some(Instant::now());
                    tries = 0;
                }
                Err(Fault::Central(error)) if tries < 3 => {
                    tries += 1;
                    match (*error, self.state.contacted.is_some()) {
                        (
                            CentralError::Refused(Refused {
                                code: RefusalCode::ContactFirst,
                                ..
                            }),
                            true,
                        ) => self.contact()?,
                        // Central was itself restored, and asks for what it lost.
                        (
                            CentralError::Refused(Refused {
                                code: RefusalCode::EntriesMissing,
                                seq: Some(seq),
                                ..
                            }),
                            _,
                        ) => {
                            self.acknowledged(seq.saturating_sub(1))?;
                        }
                        (other, _) => return Err(other.into()),
                    }
                }
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// Pushes one part. Gives the entry up to which central then has this journal.
    fn push_part(&self, after: u64, client: &Client, stopping: bool) -> Result<u64, Fault> {
        let part = Part {
            after,
            entries: BATCH_ENTRIES,
            bytes: BATCH_BYTES / 2,
        };
        let (bytes, _) = {
            let secrets = self.secrets.read().unwrap_or_else(PoisonError::into_inner);
            bundle_part(&self.journal, &self.code, &part, &secrets, (&self.clock, stopping))?
        };
        let pushed = client.push(self.enrolment.contact, &bytes)?;
        if !pushed.flagged.is_empty() {
            let warning = format!(
                "central records keeps entries that it cannot read: {:?}",
                pushed.flagged
            );
            self.condition.note(|seen| seen.warn(About::Entries, Some(warning)));
        }
        self.believed(&pushed.acknowledged)
    }

    /// What stands in the way is noted; what stops the workstation is kept on the disk.
    fn failed(&mut self, fault: Fault) {
        let why = fault.to_string();
        if let Fault::Central(error) = &fault
            && let CentralError::Refused(refused) = &**error
        {
            if refused.code.stops() {
                let stopped = Stopped::because(&code_of(refused.code), &refused.message);
                self.enrolment.stopped = Some(stopped.clone());
                // Where the disk does not take it, the next start meets the same refusal.
                let _met_again = self.enrolment.write(&self.folder.central());
                self.condition.note(|seen| seen.stopped = Some(stopped));
            }
            if let (RefusalCode::ClockOff, Some(at)) = (refused.code, refused.at) {
                let off = (self.clock.now() - at).num_seconds();
                let stop = (off.abs() > CLOCK_STOP_SECONDS).then(|| {
                    let at = at.with_timezone(&Utc).format("%F %T UTC");
                    format!("its clock is off, central records has {at}; set the clock of this machine right")
                });
                self.condition.note(|seen| seen.clock = stop);
            }
        }
        self.condition.note(|seen| {
            seen.reached = false;
            seen.why = Some(why);
        });
    }

    /// The last word of a workstation that stops working: what is left to push, and that its
    /// silence from then on means nothing.
    pub(super) fn last_word(&mut self) {
        let seen = self.condition.seen();
        if seen.stopped.is_some() || !seen.reached {
            return;
        }
        let der = self.enrolment.certificate_der().unwrap_or_default();
        let Ok(client) = self.client.brief(&der) else { return };
        if self.push_part(seen.acknowledged, &client, true).is_ok() {
            return;
        }
        // A contact may have been broken off on its way: central then gave another number.
        let greeted = self.greeting().map(|greeting| client.contact(&greeting));
        if let Ok(Ok(contacted)) = greeted
            && self.keep_number(&contacted).is_ok()
        {
            let _not_worth_waiting_for = self.push_part(seen.acknowledged, &client, true);
        }
    }
}

/// What central would say of this journal.
fn stopping_refusal(code: RefusalCode, seq: u64) -> CentralError {
    let message = match code {
        RefusalCode::StationCloned => "another copy of this workstation speaks with central records".to_owned(),
        RefusalCode::JournalBehind => format!("central records has entries up to {seq}, and this journal ends before"),
        _ => format!("central records has another entry {seq} than this journal"),
    };
    CentralError::Refused(Refused {
        code,
        message,
        seq: Some(seq),
        at: None,
    })
}
