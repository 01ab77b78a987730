//! The accounts from central records, by revision: page after page into the mirror, resumed where
//! it was broken off, then a new copy built from it beside the present one. Look-ups go on in
//! the present copy until the new one takes its place.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use counterfoil_domain::account::Account;
use counterfoil_domain::entry::AccountsImported;
use counterfoil_domain::money::Cents;
use counterfoil_formats::wire::{AccountsOffer, AccountsPage, in_query};

use super::Accounts;
use super::import::{Built, Each};
use super::mirror::{Mirror, Stands};
use crate::fault::Fault;
use crate::folder::Folder;
use crate::rpc::messages::AccountsProgress;

/// Accounts after which a building looks whether it is to stop.
const LOOK_EVERY: u64 = 1_000;
/// How long after something did not fit it is asked for again.
const ASK_AGAIN: Duration = Duration::from_secs(600);
/// Fewer accounts on their way are not worth a word on the screens.
const WORTH_A_WORD: u64 = 20_000;

/// The accounts on their way from central records to this workstation.
#[derive(Debug)]
pub struct Pull {
    mirror: Mirror,
    path: PathBuf,
    copy: PathBuf,
    building: Option<Building>,
    /// An offer that did not fit, when that was, and why.
    unfit: Option<(AccountsOffer, Instant, String)>,
}

/// What is to be done next about the accounts.
#[derive(Debug)]
pub enum Step {
    /// The copy here is what central offers.
    Here,
    /// A page was taken in, or a copy is being built: ask again.
    More {
        /// How far it is; none where it is not worth a word.
        progress: Option<AccountsProgress>,
        /// Whether there is a page to ask for at once. Otherwise a copy is being built, and a moment later will do.
        at_once: bool,
    },
    /// Central no longer hands out what it offered: the next contact says what it offers now.
    OtherOffer,
    /// What central handed out does not fit what it offered; in words. It is asked for again later, or when
    /// something else is offered, and the present copy stays in use.
    Unfit(String),
    /// A new copy is built: [`crate::station::Station::take_over_accounts`] puts it in place.
    Built(Built),
}

/// The copy that an offer would be, for the journal.
#[must_use]
pub fn imported_of(offer: &AccountsOffer) -> AccountsImported {
    AccountsImported {
        digest: offer.digest.clone(),
        as_of: offer.as_of,
        accounts: offer.accounts,
        charges: offer.charges,
        total_due: offer.total_due,
        included: offer.included.clone(),
        left_out: offer.left_out.clone(),
    }
}

impl Pull {
    /// Opens the mirror of a workstation.
    ///
    /// # Errors
    /// Those of the store.
    pub fn open(folder: &Folder) -> Result<Pull, Fault> {
        let path = folder.accounts_central();
        Ok(Pull {
            mirror: Mirror::open(&path)?,
            path,
            copy: folder.accounts(),
            building: None,
            unfit: None,
        })
    }

    /// Does one thing: asks for a page and takes it in, or looks after the building. `get` asks
    /// central for a path and gives the page that it answers with.
    ///
    /// # Errors
    /// Those of `get`; those of the store. Another step then goes on from the last page that is in.
    pub fn step<E: From<Fault>>(
        &mut self,
        accounts: &Accounts,
        offer: &AccountsOffer,
        get: impl FnOnce(&str) -> Result<AccountsPage, E>,
    ) -> Result<Step, E> {
        match &self.unfit {
            Some((unfit, at, why)) if unfit == offer && at.elapsed() < ASK_AGAIN => {
                return Ok(Step::Unfit(why.clone()));
            }
            _ => self.unfit = None,
        }
        let step = match self.building.take() {
            Some(building) => self.look_after(building),
            None => {
                let stands = self.toward(offer)?;
                match stands.revision == offer.revision {
                    true => self.build_if_needed(accounts, offer),
                    false => {
                        let page = get(&path_of(&stands))?;
                        self.take_in(offer, &stands, &page)
                    }
                }
            }
        };
        match step {
            Err(Fault::Import(why)) => {
                self.unfit = Some((offer.clone(), Instant::now(), why.clone()));
                Ok(Step::Unfit(why))
            }
            step => Ok(step?),
        }
    }

    /// Where the mirror stands on its way to what is offered.
    fn toward(&self, offer: &AccountsOffer) -> Result<Stands, Fault> {
        let stands = self.mirror.stands()?;
        if stands.revision > offer.revision {
            // Central was put back to an earlier day: what is here tells nothing any more.
            self.mirror.empty()?;
        } else if stands.toward != 0 && stands.toward != offer.revision {
            // Another import came in between.
            self.mirror.begin_anew()?;
        } else {
            return Ok(stands);
        }
        self.mirror.stands()
    }

    /// Takes in the page that was asked for where the mirror stood.
    fn take_in(&self, offer: &AccountsOffer, stands: &Stands, page: &AccountsPage) -> Result<Step, Fault> {
        if page.revision != offer.revision {
            return Ok(Step::OtherOffer);
        }
        check(page, &stands.next)?;
        let now = self.mirror.take_in(page)?;
        let (done, total) = match page.next {
            Some(_) => (now.done, now.total),
            None => (page.total, page.total),
        };
        Ok(Step::More {
            progress: progress(done, total, false),
            at_once: true,
        })
    }

    /// Begins to build a copy, where the one that is here is another.
    fn build_if_needed(&mut self, accounts: &Accounts, offer: &AccountsOffer) -> Result<Step, Fault> {
        let wanted = imported_of(offer);
        // A copy that does not read is none.
        if accounts.imported().ok().flatten().as_ref() == Some(&wanted) {
            return Ok(Step::Here);
        }
        let count = self.mirror.count()?;
        if count != offer.accounts {
            self.mirror.remake(&self.path)?;
            return Err(unfit(&format!("{count} accounts, not {}", offer.accounts)));
        }
        self.building = Some(Building::start(self.path.clone(), self.copy.clone(), wanted)?);
        Ok(Step::More {
            progress: progress(0, count, true),
            at_once: false,
        })
    }

    fn look_after(&mut self, mut building: Building) -> Result<Step, Fault> {
        if !building.is_finished() {
            let progress = progress(building.done.load(Ordering::Relaxed), building.total, true);
            self.building = Some(building);
            return Ok(Step::More {
                progress,
                at_once: false,
            });
        }
        match building.end() {
            Ok(built) => Ok(Step::Built(built)),
            Err(fault) => {
                // What does not agree, or does not read, is asked for again from nothing.
                if matches!(fault, Fault::Import(_) | Fault::JournalDamaged { .. }) {
                    self.mirror.remake(&self.path)?;
                }
                Err(fault)
            }
        }
    }
}

/// What to ask central for.
fn path_of(stands: &Stands) -> String {
    format!("/v1/accounts?after={}&from={}", stands.revision, in_query(&stands.next))
}

/// A page leads on: its accounts lie behind the last ones, in order, and what follows behind them.
fn check(page: &AccountsPage, from: &str) -> Result<(), Fault> {
    let mut last = from;
    for account in &page.accounts {
        if account.number.as_str() <= last {
            return Err(unfit(&format!("account {} is out of order", account.number)));
        }
        last = &account.number;
    }
    match &page.next {
        Some(next) if next.as_str() < last || next.as_str() <= from => {
            Err(unfit(&format!("the pages go back from {last} to {next}")))
        }
        _ => Ok(()),
    }
}

fn progress(done: u64, total: u64, building: bool) -> Option<AccountsProgress> {
    let done = done.min(total);
    (total >= WORTH_A_WORD).then_some(AccountsProgress { done, total, building })
}

fn unfit(problem: &str) -> Fault {
    Fault::Import(format!(
        "the accounts that central records handed out do not fit: {problem}; they are asked for again, \
         and the present ones stay in use"
    ))
}

/// A thread that builds a copy from the mirror.
#[derive(Debug)]
struct Building {
    total: u64,
    done: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<Result<Built, Fault>>>,
}

impl Building {
    fn start(mirror: PathBuf, copy: PathBuf, wanted: AccountsImported) -> Result<Building, Fault> {
        let stop = Arc::new(AtomicBool::new(false));
        let done = Arc::new(AtomicU64::new(0));
        let (total, counting, stopping) = (wanted.accounts, done.clone(), stop.clone());
        let thread = std::thread::Builder::new()
            .name("accounts".to_owned())
            .spawn(move || Built::beside(&copy, |each| fill(&mirror, wanted, each, (&counting, &stopping))))?;
        Ok(Building {
            total,
            done,
            stop,
            thread: Some(thread),
        })
    }

    fn is_finished(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    fn end(&mut self) -> Result<Built, Fault> {
        let joined = self.thread.take().map(JoinHandle::join);
        match joined {
            Some(Ok(outcome)) => outcome,
            _ => Err(unfit("they could not be put in order")),
        }
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        let _stopped = self.end();
    }
}

/// Hands every account of the mirror over and makes sure that they come to what was offered.
fn fill(
    mirror: &Path,
    wanted: AccountsImported,
    each: &mut Each<'_>,
    (done, stop): (&AtomicU64, &AtomicBool),
) -> Result<AccountsImported, Fault> {
    let (mut accounts, mut charges, mut due) = (0u64, 0u64, Cents::ZERO);
    let mut take = |account: Account| -> Result<bool, Fault> {
        accounts += 1;
        charges += u64::try_from(account.charges.len()).unwrap_or(0);
        due = due.plus(account.due()?)?;
        each(accounts, &account)?;
        done.store(accounts, Ordering::Relaxed);
        Ok(!accounts.is_multiple_of(LOOK_EVERY) || !stop.load(Ordering::Acquire))
    };
    Mirror::open(mirror)?.each(&mut take)?;
    let agrees = (accounts, charges, due) == (wanted.accounts, wanted.charges, wanted.total_due);
    match agrees {
        true => Ok(wanted),
        false => Err(unfit(&format!(
            "{accounts} accounts with {charges} charges and {due} due, not {}, {} and {}",
            wanted.accounts, wanted.charges, wanted.total_due
        ))),
    }
}
