//! What is pulled from central: passwords, the configuration, the neighbours' entries, the accounts, what was paid at
//! other offices.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use counterfoil_domain::refusal::Refusal;
use counterfoil_formats::bundle;
use counterfoil_formats::wire::{AccountsOffer, Contacted, Elsewhere, write_places};

use super::{CONTACT, STILL_HERE, Turns};
use crate::accounts::central::{Pull, Step, imported_of};
use crate::central::condition::About;
use crate::central::configuration;
use crate::central::error::CentralError;
use crate::central::marks::Mark;
use crate::fault::Fault;

/// Between two looks at a copy of the accounts that is being built.
const BUILDING: Duration = Duration::from_millis(200);

impl Turns {
    pub(super) fn passwords(&self, contacted: &Contacted) -> Result<(), Fault> {
        if contacted.passwords == self.marks.get(Mark::Passwords)? {
            return Ok(());
        }
        let handed = self.client.passwords()?;
        {
            let mut secrets = self.secrets.write().unwrap_or_else(PoisonError::into_inner);
            secrets.keep_only_passwords(handed.passwords);
            secrets.write(&self.folder.secrets())?;
        }
        self.marks.set(Mark::Passwords, handed.revision, None)
    }

    /// Pulls central's own stream, and adopts its configuration as soon as that may be.
    pub(super) fn configuration(&mut self, contacted: &Contacted) -> Result<(), Fault> {
        let from = self.marks.with_hash(Mark::Configuration)?;
        let in_force = from.map_or(0, |(seq, _)| seq);
        if contacted.configuration == in_force {
            return Ok(());
        }
        let pulled = self.state.reached.as_ref().map_or(in_force, |reached| reached.seq);
        if contacted.configuration != pulled {
            // A stream that is shorter than it was is that of a restored central: read from its beginning.
            let from = from.filter(|_| contacted.configuration > in_force);
            let from = from.and_then(|(seq, hash)| Some((seq, hash?)));
            let reached = configuration::pull(&self.client, &self.enrolment.central_key, from);
            let reached = match reached {
                // Central's stream was begun anew; so is the reading of it.
                Err(CentralError::Answer { .. }) if from.is_some() => {
                    configuration::pull(&self.client, &self.enrolment.central_key, None)?
                }
                other => other?,
            };
            self.state.reached = Some(reached);
        }
        let (Some(reached), Some(station)) = (&self.state.reached, self.station.upgrade()) else {
            return Ok(());
        };
        let mut warning = None;
        if let Some(configuration) = &reached.configuration {
            match station.adopt(configuration) {
                Ok(true) => {}
                Ok(false) => return Ok(()),
                Err(Fault::Refused(refusal)) => {
                    warning = Some(format!(
                        "the configuration of central records is not in force: {refusal}"
                    ));
                }
                Err(other) => return Err(other),
            }
        }
        self.condition.note(|seen| seen.warn(About::Configuration, warning));
        self.marks.set(Mark::Configuration, reached.seq, Some(reached.hash))
    }

    /// Pulls the other workstations' entries, in central's order.
    pub(super) fn entries(
        &mut self,
        contacted: &Contacted,
        hurry: bool,
        stopping: &dyn Fn() -> bool,
    ) -> Result<(), Fault> {
        let mut position = self.neighbours.position()?;
        if contacted.position < position {
            // Central was restored from a backup, and gives these positions out anew.
            position = contacted.position;
            self.neighbours.come_to(position)?;
        }
        let stale = self.state.pulled.is_none_or(|pulled| pulled.elapsed() >= STILL_HERE);
        // Who has nothing new still says when that was: the closing desk wants to know.
        let asks = contacted.position > position || (self.closing_desk && (stale || hurry));
        while asks && !stopping() {
            let (parts, bundles) = self.client.pull(&format!("/v1/entries?after={position}"))?;
            let mut missing = false;
            for bytes in &bundles {
                missing |= self.take_in(bytes)?;
            }
            if !missing && !parts.more {
                self.state.begun_anew = false;
            }
            if missing && !self.state.begun_anew {
                self.state.begun_anew = true;
                position = 0;
                self.neighbours.come_to(0)?;
                continue;
            }
            if parts.position != position {
                self.neighbours.come_to(parts.position)?;
            }
            let further = parts.position > position;
            position = parts.position;
            if !parts.more || !further || self.turns_to_something_else()? {
                break;
            }
        }
        if asks {
            self.state.pulled = Some(Instant::now());
        }
        Ok(())
    }

    /// Takes a neighbour's bundle in. What is wrong with it is shown with that workstation and
    /// keeps nobody else's from coming in. Whether entries before it are missing here.
    fn take_in(&self, bytes: &[u8]) -> Result<bool, Fault> {
        let bundle = bundle::read_raw(bytes).map_err(|refusal| CentralError::Answer {
            problem: refusal.to_string(),
        })?;
        if bundle.station == self.code {
            return Ok(false);
        }
        let refusal = match self.neighbours.take_in_from_central(&bundle) {
            Ok(_) => None,
            Err(Fault::Refused(refusal)) => Some(refusal),
            Err(other) => return Err(other),
        };
        let missing = matches!(refusal, Some(Refusal::EntriesMissing { .. }));
        let view = refusal.map(|refusal| Fault::from(refusal).view());
        self.taking_in.note(&bundle.station, view);
        Ok(missing)
    }

    /// A receipt that was just taken goes out, and contact is made, before more of something long comes in.
    fn turns_to_something_else(&mut self) -> Result<bool, Fault> {
        let contacted = self.state.contacted.as_ref();
        let due = contacted.is_none_or(|(_, at)| at.elapsed() >= CONTACT);
        let waits = self.journal.last_seq()? > self.condition.seen().acknowledged;
        if due || waits {
            self.state.next = Some(Duration::ZERO);
        }
        Ok(due || waits)
    }

    /// Pulls the accounts page by page, and puts the copy that is built from them in place.
    pub(super) fn accounts(&mut self, contacted: &Contacted, stopping: &dyn Fn() -> bool) -> Result<(), Fault> {
        let Some(offer) = &contacted.accounts else {
            return Ok(());
        };
        let mut pull = match self.state.accounts.take() {
            Some(pull) => pull,
            None => Pull::open(&self.folder)?,
        };
        let outcome = self.pull_accounts(&mut pull, offer, stopping);
        self.state.accounts = Some(pull);
        outcome
    }

    fn pull_accounts(
        &mut self,
        pull: &mut Pull,
        offer: &AccountsOffer,
        stopping: &dyn Fn() -> bool,
    ) -> Result<(), Fault> {
        while !stopping() {
            // Held for one step only, so that a window that closes is not kept open by this.
            let Some(station) = self.station.upgrade() else {
                return Ok(());
            };
            let step = pull.step(&station.accounts, offer, |path| {
                self.client.get_json(path).map_err(Fault::from)
            })?;
            match step {
                Step::Here => {
                    self.condition.note(|seen| seen.warn(About::Accounts, None));
                    break;
                }
                Step::OtherOffer => break,
                Step::Unfit(why) => {
                    self.condition.note(|seen| seen.warn(About::Accounts, Some(why)));
                    break;
                }
                Step::More { progress, at_once } => {
                    self.condition.note(|seen| seen.accounts = progress);
                    if !at_once {
                        self.state.next = Some(BUILDING);
                        return Ok(());
                    }
                }
                Step::Built(built) => {
                    station.take_over_accounts(&built, "central")?;
                }
            }
            if self.turns_to_something_else()? {
                return Ok(());
            }
        }
        self.condition.note(|seen| seen.accounts = None);
        Ok(())
    }

    /// Pulls what was paid at other offices, once the copy of the accounts is the one that central has.
    pub(super) fn elsewhere(&mut self, contacted: &Contacted, stopping: &dyn Fn() -> bool) -> Result<(), Fault> {
        let Some(offer) = contacted.accounts.as_ref().filter(|_| !contacted.elsewhere.is_empty()) else {
            return Ok(());
        };
        let copy = format!("{} {}", offer.revision, offer.digest);
        while !stopping() {
            let Some(station) = self.station.upgrade() else {
                return Ok(());
            };
            let Some(site) = station.whole_site() else {
                return Ok(());
            };
            let known = site.read(|inside| inside.places_elsewhere(&copy))?;
            // A copy that does not read is none.
            if known == contacted.elsewhere || station.accounts.imported().ok().flatten() != Some(imported_of(offer)) {
                return Ok(());
            }
            let path = format!(
                "/v1/elsewhere?revision={}&after={}",
                offer.revision,
                write_places(&known)
            );
            let page: Elsewhere = self.client.get_json(&path)?;
            // Billing handed out others meanwhile: the next contact says so.
            if page.revision != offer.revision {
                return Ok(());
            }
            site.read(|inside| inside.take_in_elsewhere(&copy, &page))?;
            if !page.more || self.turns_to_something_else()? {
                return Ok(());
            }
        }
        Ok(())
    }
}
