//! A workstation: its folder opened, its desk, views, accounts, drafts, printer,
//! and the thread that keeps house between receipts.

mod central;

use std::path::Path;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, RwLock};

use counterfoil_domain::config::{Configuration, StationConfig};
use counterfoil_domain::entry::{AccountsImported, Body, ConfigurationAdopted};
use counterfoil_domain::journal::{Decision, Head, Stamp};
use counterfoil_domain::refusal::Refusal;
use uuid::Uuid;

use crate::accounts::{Accounts, Built};
use crate::central::condition::Condition;
use crate::central::line::Line;
use crate::clock::Clock;
use crate::desk::{Asking, Desk, Written};
use crate::drafts::Drafts;
use crate::exchange::{HandingOver, TakingIn};
use crate::fault::Fault;
use crate::folder::{Folder, Lock};
use crate::house::{Collecting, Errands, House};
use crate::journal::Journal;
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
    site: Option<Arc<Site>>,
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
    enrolled: bool,
    condition: Arc<Condition>,
    neighbours: Option<Arc<Neighbours>>,
    line: OnceLock<Line>,
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
        Station::create_in(&place, configuration, code, clock, secrets, "init")
    }

    /// Makes a workstation in a folder that is locked and holds no journal, with these secrets.
    ///
    /// # Errors
    /// As [`Station::create`].
    pub(crate) fn create_in(
        place: &Folder,
        configuration: Configuration,
        code: &str,
        clock: &Clock,
        mut secrets: Secrets,
        actor: &str,
    ) -> Result<(), Fault> {
        configuration.check()?;
        configuration.station(code)?;
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
            actor: actor.to_owned(),
            config: configuration.version(),
        };
        let body = Body::ConfigurationAdopted(Box::new(ConfigurationAdopted { configuration }));
        let entry = head.entry(Decision::plain(body), stamp)?;
        // Built beside and renamed, so that a crash here leaves no half of a workstation.
        let beside = place.path().join("journal.new");
        let mut journal = Journal::begin(&beside)?;
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
        let (enrolment, condition) = central::known(&folder)?;
        let enrolled = folder.central().exists();
        let neighbours = match station_config.closing_desk || enrolled {
            true => Some(Arc::new(Neighbours::open(&folder.neighbours())?)),
            false => None,
        };
        let scope = match station_config.closing_desk {
            true => Scope::ClosingDesk,
            false => Scope::Accounts,
        };
        let site = neighbours
            .clone()
            .map(|neighbours| Site::open(&folder, &code, scope, neighbours));
        let site = site.transpose()?.map(Arc::new);
        let handing_over = HandingOver::of(&folder, &configuration, &code, &secrets, &clock)?;
        let configuration = Arc::new(RwLock::new(configuration));
        let errands = Errands {
            site: site.clone(),
            handing_over,
            taking_in: site
                .as_ref()
                .filter(|_| station_config.closing_desk)
                .map(|site| Collecting {
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
            enrolled,
            condition,
            neighbours,
            line: OnceLock::new(),
            _lock: lock,
        };
        if station.condition.permit_writing().is_ok() {
            station.journal_accounts()?;
        }
        let station = Arc::new(station);
        if let Some(enrolment) = enrolment {
            let line = station.keep_line(enrolment, station_config.closing_desk)?;
            station.line.get_or_init(|| line);
        }
        Ok(station)
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
            let desk = self.site.as_deref().filter(|site| site.scope() == Scope::ClosingDesk);
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
        self.site.as_deref()
    }

    /// Takes in what the windows left for the closing desk. What is wrong with it is
    /// remembered, and shown with the workstation.
    ///
    /// # Errors
    /// [`Refusal::NotClosingDesk`], those of the file system.
    pub fn take_in_left(&self) -> Result<&TakingIn, Fault> {
        let site = self.site()?;
        if let Some(line) = self.line.get() {
            line.hurry();
        }
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
    /// [`Refusal::WorkstationStopped`] where central records stopped this workstation; as [`Desk::write_all`].
    pub fn write_all(
        &self,
        asking: Asking<'_>,
        decide: impl FnOnce(&mut Desk) -> Result<Vec<Decision>, Fault>,
    ) -> Result<Written, Fault> {
        self.condition.permit_writing()?;
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
            self.committed(head);
            self.printer.wake();
        }
        Ok(written)
    }

    /// Adopts a changed configuration. New users of a demo get its password.
    ///
    /// # Errors
    /// [`Refusal::ConfigurationInvalid`], [`Refusal::UnknownStation`], those of the store.
    pub fn configure(&self, configuration: Configuration, actor: &str) -> Result<Written, Fault> {
        self.standing_alone("the configuration")?;
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
        self.standing_alone("who may sign in")?;
        if self.configuration().user(user).is_none() {
            return Err(Fault::NoRight { user: user.to_owned() });
        }
        let hash = passwords::hash(password)?;
        let mut secrets = self.secrets.write().unwrap_or_else(PoisonError::into_inner);
        secrets.keep_password(user, hash);
        secrets.write(&self.folder.secrets())
    }

    /// Puts a copy of the accounts that was built in the place of the present one and journals
    /// it. The desk is held meanwhile, so that nothing is decided by the one without the other.
    ///
    /// # Errors
    /// Those of the store and of the file system; the present copy then stays.
    pub fn take_over_accounts(&self, built: &Built, actor: &str) -> Result<AccountsImported, Fault> {
        let now = self.clock.now();
        let asking = Asking {
            actor,
            request: None,
            now,
            business_date: None,
        };
        let said = |imported: AccountsImported| Ok(Decision::plain(Body::AccountsImported(imported)));
        let (outcome, head) = {
            let mut desk = self.desk();
            desk.write(asking.clone(), |_| said(built.imported.clone()))?;
            // Killed before this, the next start journals the copy that is there.
            let outcome = self.accounts.put_in_place(built);
            if outcome.is_err()
                && let Some(here) = self.accounts.imported()?
            {
                desk.write(asking, |_| said(here))?;
            }
            desk.gather_again(now)?;
            (outcome, desk.head().seq)
        };
        self.committed(head);
        outcome
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
