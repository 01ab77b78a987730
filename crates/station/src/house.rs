//! Between receipts: the thread that keeps house — views caught up after each commit, the
//! journal's log folded in when nothing happens, entries handed on to the closing desk.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::{JoinHandle, Thread};
use std::time::{Duration, Instant};

use counterfoil_domain::config::Configuration;

use crate::exchange::{HandingOver, TakingIn};
use crate::folder::Folder;
use crate::journal;
use crate::neighbours::Neighbours;
use crate::site::Site;
use crate::views::Views;

/// What the housekeeping thread does between workstations.
pub(crate) struct Errands {
    /// What is derived from all journals takes in what is new, so that no look-up waits for it.
    pub(crate) site: Option<Arc<Site>>,
    /// A window leaves its new entries for the closing desk.
    pub(crate) handing_over: Option<HandingOver>,
    /// The closing desk takes in what was left.
    pub(crate) taking_in: Option<Collecting>,
}

/// What the closing desk needs to take in what the windows left.
pub(crate) struct Collecting {
    /// The folder, and what is wrong with what lies there.
    pub(crate) taking_in: Arc<TakingIn>,
    /// Where it goes.
    pub(crate) neighbours: Arc<Neighbours>,
    /// The configuration in force.
    pub(crate) configuration: Arc<RwLock<Arc<Configuration>>>,
    /// This workstation.
    pub(crate) own: String,
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
        if let Some(site) = &self.site {
            let _met_again = site.catch_up();
        }
    }
}

/// The thread that keeps house: views caught up after each commit, the journal's
/// log folded in when nothing happens, entries handed on to the closing desk.
pub(crate) struct House {
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

    /// Starts the thread.
    pub(crate) fn start(views: Arc<Views>, folder: Folder, committed: Arc<AtomicU64>, errands: Errands) -> House {
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

    /// Entries up to this one are in the journal.
    pub(crate) fn committed(&self, seq: u64) {
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
