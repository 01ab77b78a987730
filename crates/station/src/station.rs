//! A workstation: its folder opened, its desk, views, accounts, drafts, printer,
//! and the thread that keeps house between receipts.

use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::thread::{JoinHandle, Thread};
use std::time::{Duration, Instant};

use counterfoil_domain::config::{Configuration, StationConfig};
use counterfoil_domain::entry::{AccountsImported, Body, ConfigurationAdopted};
use counterfoil_domain::journal::{Decision, Head, Stamp};
use counterfoil_domain::refusal::Refusal;
use uuid::Uuid;

use crate::accounts::Accounts;
use crate::clock::Clock;
use crate::desk::{Asking, Desk, Written};
use crate::drafts::Drafts;
use crate::exchange::{HandingOver, TakingIn};
use crate::fault::Fault;
use crate::folder::{Folder, Lock};
use crate::journal::{self, Journal};
use crate::neighbours::Neighbours;
use crate::paper_source::PaperSource;
use crate::passwords;
use crate::printer::Printer;
use crate::secrets::Secrets;
use crate::site::{Scope, Site};
use crate::views::Views;

/// One workstation, open. One process holds it at a time.
pub struct Station {
    folder: Folder,
    clock: Clock,
    code: String,
    desk: Mutex<Desk>,
    configuration: Arc<RwLock<Arc<Configuration>>>,
    site: Option<Site>,
    taking_in: Arc<TakingIn>,
    /// The views.
    pub views: Arc<Views>,
    /// The copy of the accounts.
    pub accounts: Accounts,
    /// Payments in progress.
    pub drafts: Drafts,
    /// The receipt printer.
    pub printer: Printer,
    secrets: Arc<RwLock<Secrets>>,
    house: House,
    // Let go of last.
    _lock: Lock,
}

impl Station {
    /// Makes a new workstation in a folder: its keys, its journal with the
    /// configuration as first entry, passwords where the configuration is a demo's.
    ///
    /// # Errors
    /// [`Fault::AlreadyInitialised`], [`Refusal::ConfigurationInvalid`],
    /// [`Refusal::UnknownStation`], those of the file system.
    pub fn create(folder: &Path, configuration: Configuration, code: &str, clock: &Clock) -> Result<(), Fault> {
        Station::create_alike(folder, configuration, code, clock, None)
    }

    /// As [`Station::create`], with the key of check tokens of another workstation of the city.
    ///
    /// # Errors
    /// As [`Station::create`], and those of [`Secrets::take_check_key`].
    pub fn create_alike(
        folder: &Path,
        configuration: Configuration,
        code: &str,
        clock: &Clock,
        check_key: Option<&str>,
    ) -> Result<(), Fault> {
        configuration.check()?;
        configuration.station(code)?;
        std::fs::create_dir_all(folder)?;
        let place = Folder::at(folder);
        let _lock = place.lock()?;
        if place.is_initialised() {
            return Err(Fault::AlreadyInitialised {
                folder: folder.to_owned(),
            });
        }
        let mut secrets = Secrets::generate()?;
        if let Some(key) = check_key {
            secrets.take_check_key(key)?;
        }
        if let Some(demo) = &configuration.demo {
            let hash = passwords::hash(&demo.password)?;
            for user in &configuration.users {
                secrets.keep_password(&user.id, hash.clone());
            }
        }
        secrets.write(&place.secrets())?;
        let head = Head::empty(code);
        let now = clock.now();
        let stamp = Stamp {
            id: Uuid::new_v4(),
            request: None,
            now,
            business_date: counterfoil_domain::business_day::date(now, &configuration.site),
            actor: "init".to_owned(),
            config: configuration.version(),
        };
        let body = Body::ConfigurationAdopted(Box::new(ConfigurationAdopted { configuration }));
        let entry = head.entry(Decision::plain(body), stamp)?;
        // Built beside and renamed, so that a crash here leaves no half of a workstation.
        let beside = folder.join("journal.new");
        match std::fs::remove_file(&beside) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        let mut journal = Journal::open(&beside)?;
        journal.append(&head, &entry)?;
        drop(journal);
        std::fs::rename(&beside, place.journal())?;
        Ok(())
    }

    /// Opens the workstation in a folder.
    ///
    /// # Errors
    /// [`Fault::NotInitialised`], [`Fault::SecondInstance`], [`Fault::JournalDamaged`],
    /// [`Fault::ReadOnly`], [`Fault::StoreUnsuited`] and others of the store.
    pub fn open(folder: &Path) -> Result<Arc<Station>, Fault> {
        Station::open_with(folder, Clock::system(), &mut |_, _| {})
    }

    /// As [`Station::open`], by a given clock; `progress` hears of a rebuilding of the views.
    ///
    /// # Errors
    /// As [`Station::open`].
    pub fn open_with(folder: &Path, clock: Clock, progress: &mut dyn FnMut(u64, u64)) -> Result<Arc<Station>, Fault> {
        let folder = Folder::at(folder);
        if !folder.is_initialised() {
            return Err(Fault::NotInitialised {
                folder: folder.path().to_owned(),
            });
        }
        let lock = folder.lock()?;
        let secrets = Secrets::read(&folder.secrets())?;
        let views = Arc::new(Views::open(&folder.views(), &folder.journal(), progress)?);
        let desk = Desk::open(&folder, views.clone(), clock.now())?;
        let configuration = desk.held().configuration.clone();
        let code = desk.head().station.clone();
        let station_config = configuration.station(&code)?.clone();
        let committed = Arc::new(AtomicU64::new(desk.head().seq));
        let source = PaperSource::new(&folder, &station_config, &configuration, committed.clone())?;
        let printer = Printer::start(&station_config.printer, &folder.desk(), Arc::new(source))?;
        let drafts = Drafts::open(&folder.desk())?;
        let accounts = Accounts::open(&folder.accounts())?;
        let secrets = Arc::new(RwLock::new(secrets));
        let taking_in = Arc::new(TakingIn::of(&folder, &configuration));
        let site = match station_config.closing_desk {
            true => {
                let neighbours = Arc::new(Neighbours::open(&folder.neighbours())?);
                Some(Site::open(&folder, &code, Scope::ClosingDesk, neighbours)?)
            }
            false => None,
        };
        let handing_over = HandingOver::of(&folder, &configuration, &code, &secrets, &clock)?;
        let configuration = Arc::new(RwLock::new(configuration));
        let errands = Errands {
            handing_over,
            taking_in: site.as_ref().map(|site| Collecting {
                taking_in: taking_in.clone(),
                neighbours: site.neighbours.clone(),
                configuration: configuration.clone(),
                own: code.clone(),
            }),
        };
        let house = House::start(views.clone(), folder.clone(), committed, errands);
        let station = Station {
            folder,
            clock,
            code,
            desk: Mutex::new(desk),
            configuration,
            site,
            taking_in,
            views,
            accounts,
            drafts,
            printer,
            secrets,
            house,
            _lock: lock,
        };
        station.journal_accounts()?;
        Ok(Arc::new(station))
    }

    /// Journals the copy of the accounts that is here, where the program was
    /// stopped between taking it in and saying so.
    fn journal_accounts(&self) -> Result<(), Fault> {
        match self.accounts.imported()? {
            Some(here) if self.desk().held().imported.as_ref() != Some(&here) => {
                self.accounts_imported(here, "start-up").map(|_| ())
            }
            _ => Ok(()),
        }
    }

    /// The workstation's folder.
    #[must_use]
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The workstation's clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// The workstation's code.
    #[must_use]
    pub fn code(&self) -> &str {
        &self.code
    }

    /// The configuration in force.
    #[must_use]
    pub fn configuration(&self) -> Arc<Configuration> {
        self.configuration
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// This workstation's part of the configuration.
    ///
    /// # Errors
    /// [`Refusal::UnknownStation`].
    pub fn station_config(&self) -> Result<StationConfig, Refusal> {
        self.configuration().station(&self.code).cloned()
    }

    /// What is derived from the journals of the whole site, for the closing desk's work.
    ///
    /// # Errors
    /// [`Refusal::NotClosingDesk`] everywhere but at the closing desk, by the configuration in force;
    /// [`Refusal::ClosingDeskAfterStart`] where it became one since the program was started.
    pub fn site(&self) -> Result<&Site, Refusal> {
        let configuration = self.configuration();
        let here = configuration.station(&self.code)?;
        if here.closing_desk {
            let desk = self.site.as_ref().filter(|site| site.scope() == Scope::ClosingDesk);
            return desk.ok_or_else(|| Refusal::ClosingDeskAfterStart {
                station: here.name.clone(),
            });
        }
        let closing_desk = configuration.stations.iter().find(|one| one.closing_desk);
        Err(Refusal::NotClosingDesk {
            station: here.name.clone(),
            closing_desk: closing_desk.map_or("the closing desk".to_owned(), |one| one.name.clone()),
        })
    }

    /// What is known here of accounts, payments and returned items over the whole site; none at a
    /// window that stands alone.
    #[must_use]
    pub fn whole_site(&self) -> Option<&Site> {
        self.site.as_ref()
    }

    /// Takes in what the windows left for the closing desk. What is wrong with it is
    /// remembered, and shown with the workstation.
    ///
    /// # Errors
    /// [`Refusal::NotClosingDesk`], those of the file system.
    pub fn take_in_left(&self) -> Result<&TakingIn, Fault> {
        let site = self.site()?;
        self.taking_in
            .take_in_all(&self.configuration(), &self.code, &site.neighbours)?;
        Ok(&self.taking_in)
    }

    /// The desk, for as long as the guard lives.
    pub fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The secrets, for a moment.
    pub fn secrets<R>(&self, look: impl FnOnce(&Secrets) -> R) -> R {
        look(&self.secrets.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Decides and writes one entry, and lets views and printer know.
    ///
    /// # Errors
    /// As [`Desk::write`].
    pub fn write(
        &self,
        asking: Asking<'_>,
        decide: impl FnOnce(&mut Desk) -> Result<Decision, Fault>,
    ) -> Result<Written, Fault> {
        self.write_all(asking, |desk| Ok(vec![decide(desk)?]))
    }

    /// Decides and writes several entries in one commit, and lets views and printer know.
    ///
    /// # Errors
    /// As [`Desk::write_all`].
    pub fn write_all(
        &self,
        asking: Asking<'_>,
        decide: impl FnOnce(&mut Desk) -> Result<Vec<Decision>, Fault>,
    ) -> Result<Written, Fault> {
        let (written, head) = {
            let mut desk = self.desk();
            let written = desk.write_all(asking, decide)?;
            (written, desk.head().seq)
        };
        if !written.repeated {
            if matches!(written.entry.body, Body::ConfigurationAdopted(_)) {
                let configuration = self.desk().held().configuration.clone();
                *self.configuration.write().unwrap_or_else(PoisonError::into_inner) = configuration;
            }
            self.house.committed(head);
            self.printer.wake();
        }
        Ok(written)
    }

    /// Adopts a changed configuration. New users of a demo get its password.
    ///
    /// # Errors
    /// [`Refusal::ConfigurationInvalid`], [`Refusal::UnknownStation`], those of the store.
    pub fn configure(&self, configuration: Configuration, actor: &str) -> Result<Written, Fault> {
        configuration.check()?;
        configuration.station(&self.code)?;
        let asking = Asking {
            actor,
            request: None,
            now: self.clock.now(),
            business_date: None,
        };
        let body = Body::ConfigurationAdopted(Box::new(ConfigurationAdopted { configuration }));
        self.write(asking, |_| Ok(Decision::plain(body)))
    }

    /// Sets a user's password.
    ///
    /// # Errors
    /// [`Fault::NoRight`] for a user that the configuration does not have; those of the file system.
    pub fn set_password(&self, user: &str, password: &str) -> Result<(), Fault> {
        if self.configuration().user(user).is_none() {
            return Err(Fault::NoRight { user: user.to_owned() });
        }
        let hash = passwords::hash(password)?;
        let mut secrets = self.secrets.write().unwrap_or_else(PoisonError::into_inner);
        secrets.keep_password(user, hash);
        secrets.write(&self.folder.secrets())
    }

    /// Journals that a copy of the accounts was taken in; what was paid before
    /// the instant it was written is in its balances.
    ///
    /// # Errors
    /// Those of the store.
    pub fn accounts_imported(&self, imported: AccountsImported, actor: &str) -> Result<Written, Fault> {
        let asking = Asking {
            actor,
            request: None,
            now: self.clock.now(),
            business_date: None,
        };
        let written = self.write(asking, |_| Ok(Decision::plain(Body::AccountsImported(imported))))?;
        self.desk().gather_again(self.clock.now())?;
        Ok(written)
    }
}

/// What the housekeeping thread does between workstations.
struct Errands {
    handing_over: Option<HandingOver>,
    taking_in: Option<Collecting>,
}

/// What the closing desk needs to take in what the windows left.
struct Collecting {
    taking_in: Arc<TakingIn>,
    neighbours: Arc<Neighbours>,
    configuration: Arc<RwLock<Arc<Configuration>>>,
    own: String,
}

impl Errands {
    /// The last word of a window that stops working: from then on its silence means nothing.
    fn stop(&mut self, folder: &Folder) {
        if let Some(handing_over) = &mut self.handing_over {
            let _missing_then = handing_over.hand_over(&folder.handed_over(), true);
        }
    }

    /// A failure here is met again at the next turn; what a workstation left that is
    /// wrong is shown with it on the board.
    fn run(&mut self, folder: &Folder) {
        if let Some(handing_over) = &mut self.handing_over {
            let _tried_again = handing_over.hand_over(&folder.handed_over(), false);
        }
        if let Some(one) = &self.taking_in {
            let configuration = one.configuration.read().unwrap_or_else(PoisonError::into_inner).clone();
            let _tried_again = one.taking_in.take_in_all(&configuration, &one.own, &one.neighbours);
        }
    }
}

/// The thread that keeps house: views caught up after each commit, the journal's
/// log folded in when nothing happens, entries handed on to the closing desk.
struct House {
    committed: Arc<AtomicU64>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
    handle: Option<Thread>,
}

impl House {
    /// Commits of a burst are taken in together.
    const GATHER: Duration = Duration::from_millis(25);
    /// Nothing written for this long is idle.
    const IDLE: Duration = Duration::from_secs(2);
    /// Entries after which the log is folded in even if there is no idle moment.
    const MANY: u64 = 20_000;

    fn start(views: Arc<Views>, folder: Folder, committed: Arc<AtomicU64>, errands: Errands) -> House {
        let stop = Arc::new(AtomicBool::new(false));
        let (seen, stopping) = (committed.clone(), stop.clone());
        let thread = std::thread::Builder::new()
            .name("housekeeping".to_owned())
            .spawn(move || House::keep(&views, &folder, &seen, &stopping, errands))
            .ok();
        House {
            committed,
            stop,
            handle: thread.as_ref().map(|thread| thread.thread().clone()),
            thread,
        }
    }

    fn keep(views: &Views, folder: &Folder, committed: &AtomicU64, stop: &AtomicBool, mut errands: Errands) {
        let mut in_views = committed.load(Ordering::Acquire);
        let mut folded = in_views;
        let mut last_commit = Instant::now();
        while !stop.load(Ordering::Acquire) {
            let head = committed.load(Ordering::Acquire);
            if head != in_views {
                std::thread::sleep(House::GATHER);
                let head = committed.load(Ordering::Acquire);
                // A failure here is met again, and reported, by the next reader.
                let _met_again = views.catch_up();
                (in_views, last_commit) = (head, Instant::now());
                continue;
            }
            let idle = last_commit.elapsed() >= House::IDLE;
            if head > folded && (idle || head - folded >= House::MANY) {
                let _met_again = journal::fold_log(&folder.journal());
                folded = head;
            }
            errands.run(folder);
            std::thread::park_timeout(House::IDLE);
        }
        errands.stop(folder);
    }

    fn committed(&self, seq: u64) {
        self.committed.store(seq, Ordering::Release);
        if let Some(handle) = &self.handle {
            handle.unpark();
        }
    }
}

impl Drop for House {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Release);
        if let Some(handle) = &self.handle {
            handle.unpark();
        }
        if let Some(thread) = self.thread.take() {
            let _ended = thread.join();
        }
    }
}
