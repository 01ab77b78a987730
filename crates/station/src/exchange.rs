//! How entries get from the windows to the closing desk while there is no central
//! record: through a folder that all workstations of the site reach. Each window
//! leaves bundles of its new entries there; the closing desk takes them in and
//! removes them. By hand the same files go on a stick.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::{Duration, Instant};

use counterfoil_domain::config::Configuration;
use counterfoil_domain::journal::Head;
use counterfoil_domain::refusal::Refusal;
use counterfoil_formats::bundle::{self, Bundle, BundleHeader};

use crate::clock::Clock;
use crate::fault::Fault;
use crate::folder::Folder;
use crate::journal::{JournalReader, Stored};
use crate::neighbours::Neighbours;
use crate::rpc::messages::RefusalView;
use crate::secrets::Secrets;

/// How the files of bundles end.
const ENDING: &str = "bundle";
/// How often a window says that there is nothing new.
const STILL_HERE: Duration = Duration::from_secs(60);

/// A bundle of a workstation's entries after one of them, signed; the last one where the
/// workstation stops working.
///
/// # Errors
/// Those of the store; [`Fault::JournalDamaged`] where that entry is missing.
pub fn bundle_after(
    journal: &JournalReader,
    station: &str,
    after: u64,
    secrets: &Secrets,
    (clock, stopping): (&Clock, bool),
) -> Result<(Vec<u8>, u64), Fault> {
    let part = Part {
        after,
        entries: usize::MAX,
        bytes: usize::MAX,
    };
    bundle_part(journal, station, &part, secrets, (clock, stopping))
}

/// How much goes into a bundle.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// The entry before the first one.
    pub after: u64,
    /// The most entries.
    pub entries: usize,
    /// The most bytes of entries; one entry at least.
    pub bytes: usize,
}

/// A bundle of as many entries as go into one part, signed at the last of them. Gives the
/// bundle and that entry's number.
///
/// # Errors
/// As [`bundle_after`].
pub fn bundle_part(
    journal: &JournalReader,
    station: &str,
    part: &Part,
    secrets: &Secrets,
    (clock, stopping): (&Clock, bool),
) -> Result<(Vec<u8>, u64), Fault> {
    // Looked at first: what is committed from here on is not claimed.
    let (after, now) = (part.after, clock.now());
    let stored = |seq: u64| {
        let missing = || Fault::JournalDamaged {
            problem: format!("entry {seq} is missing"),
        };
        journal.get(seq)?.ok_or_else(missing)
    };
    let mut head = Head::empty(station);
    if after > 0 {
        let before = stored(after)?;
        head.advance(&before.entry()?, before.hash);
    }
    let previous = head.hash;
    let mut entries: Vec<String> = Vec::new();
    let mut size = 0;
    let mut last: Option<Stored> = None;
    let upto = journal.last_seq()?;
    journal.each_after(after, upto, |one| {
        size += one.bytes.len() + 1;
        if entries.len() >= part.entries || (size > part.bytes && !entries.is_empty()) {
            return Ok(false);
        }
        entries.push(one.bytes.clone());
        last = Some(one);
        Ok(true)
    })?;
    if let Some(last) = last {
        head.advance(&last.entry()?, last.hash);
    }
    // A part behind which more waits says how it was at its last entry, and that work goes on.
    let whole = head.seq >= upto;
    let stopping = stopping && whole;
    let header = BundleHeader {
        station: station.to_owned(),
        epoch: head.epoch,
        after,
        previous,
        made_at: head.at.filter(|_| !whole).unwrap_or(now),
        stopping,
    };
    let signed = secrets.sign(&head);
    let handed = secrets.sign_handed(station, head.epoch, &signed, header.made_at, stopping);
    let bytes = bundle::write(&header, entries.iter().map(String::as_bytes), &signed, &handed);
    Ok((bytes, head.seq))
}

/// A window's side: leaves bundles of what is new.
pub struct HandingOver {
    folder: PathBuf,
    station: String,
    journal: JournalReader,
    secrets: Arc<RwLock<Secrets>>,
    clock: Clock,
    handed: u64,
    last: Option<Instant>,
}

impl HandingOver {
    /// For a window whose site has an exchange folder; none elsewhere.
    ///
    /// # Errors
    /// Those of the store.
    pub fn of(
        folder: &Folder,
        configuration: &Configuration,
        station: &str,
        secrets: &Arc<RwLock<Secrets>>,
        clock: &Clock,
    ) -> Result<Option<HandingOver>, Fault> {
        let here = configuration.station(station)?;
        let Some(exchange) = exchange_folder(folder, configuration).filter(|_| !here.closing_desk) else {
            return Ok(None);
        };
        Ok(Some(HandingOver {
            handed: last_handed(&folder.handed_over()),
            folder: exchange,
            station: station.to_owned(),
            journal: JournalReader::open(&folder.journal())?,
            secrets: secrets.clone(),
            clock: clock.clone(),
            last: None,
        }))
    }

    /// Leaves a bundle where there is something new, nothing was said for a while, or the
    /// workstation stops working. `mark` is the file that remembers how far this workstation has come.
    ///
    /// # Errors
    /// Those of the store and of the file system: it is tried again at the next turn.
    pub fn hand_over(&mut self, mark: &Path, stopping: bool) -> Result<(), Fault> {
        let head = self.journal.last_seq()?;
        let said = self.last.is_some_and(|last| last.elapsed() < STILL_HERE);
        if head == self.handed && said && !stopping {
            return Ok(());
        }
        let (bytes, seq) = {
            let secrets = self.secrets.read().unwrap_or_else(PoisonError::into_inner);
            bundle_after(
                &self.journal,
                &self.station,
                self.handed,
                &secrets,
                (&self.clock, stopping),
            )?
        };
        fs::create_dir_all(&self.folder)?;
        let name = format!("{}-{:010}-{seq:010}.{ENDING}", self.station, self.handed);
        write_whole(&self.folder.join(name), &bytes)?;
        write_whole(mark, seq.to_string().as_bytes())?;
        self.handed = seq;
        self.last = Some(Instant::now());
        Ok(())
    }
}

/// The closing desk's side: takes in what lies in the folder.
#[derive(Debug)]
pub struct TakingIn {
    folder: Option<PathBuf>,
    /// What is wrong with what a workstation left, by workstation.
    refused: Mutex<BTreeMap<String, RefusalView>>,
    /// What is wrong with what came from central records, likewise.
    refused_by_line: Mutex<BTreeMap<String, RefusalView>>,
}

impl TakingIn {
    /// For the closing desk.
    #[must_use]
    pub fn of(folder: &Folder, configuration: &Configuration) -> TakingIn {
        TakingIn {
            folder: exchange_folder(folder, configuration),
            refused: Mutex::default(),
            refused_by_line: Mutex::default(),
        }
    }

    /// Takes in every bundle of the folder, in order, and removes those that are in.
    /// One that is refused stays where it is, and why is remembered.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn take_in_all(&self, configuration: &Configuration, own: &str, neighbours: &Neighbours) -> Result<(), Fault> {
        let Some(folder) = &self.folder else { return Ok(()) };
        let Ok(files) = fs::read_dir(folder) else {
            return Ok(());
        };
        let mut paths: Vec<PathBuf> = files
            .filter_map(|file| Some(file.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|ending| ending == ENDING))
            .collect();
        paths.sort();
        let mut refused = BTreeMap::new();
        for path in paths {
            let station = station_of(&path);
            let bytes = match fs::read(&path) {
                Ok(bytes) => bytes,
                // Another program at the closing desk took it in just now.
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
                Err(error) => return Err(error.into()),
            };
            match take_in(&bytes, configuration, own, neighbours) {
                Ok(_) => remove(&path)?,
                Err(fault) => {
                    refused.entry(station).or_insert_with(|| (path, fault.view()));
                }
            }
        }
        // What was damaged on the way and has come by another file since is no loss.
        let heads = neighbours.heads()?;
        refused.retain(|station, (path, _)| {
            let here = heads
                .get(station)
                .is_some_and(|head| head.seq >= last_of(path) && last_of(path) > 0);
            !(here && remove(path).is_ok())
        });
        let refused = refused
            .into_iter()
            .map(|(station, (_, refusal))| (station, refusal))
            .collect();
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = refused;
        Ok(())
    }

    /// What is wrong with what a workstation left, or with what came of it from central records.
    #[must_use]
    pub fn refusal(&self, station: &str) -> Option<RefusalView> {
        [&self.refused, &self.refused_by_line].into_iter().find_map(|refused| {
            let refused = refused.lock().unwrap_or_else(PoisonError::into_inner);
            refused.get(station).cloned()
        })
    }

    /// Remembers what is wrong with what came of a workstation from central records; nothing any more.
    pub fn note(&self, station: &str, refusal: Option<RefusalView>) {
        let mut refused = self.refused_by_line.lock().unwrap_or_else(PoisonError::into_inner);
        match refusal {
            Some(refusal) => refused.insert(station.to_owned(), refusal),
            None => refused.remove(station),
        };
    }
}

/// Takes one bundle in: of another workstation of the site. Gives it, and how many entries are new.
///
/// # Errors
/// Those of [`bundle::read`], [`Refusal::BundleOfStranger`], those of [`Neighbours::take_in`].
pub fn take_in(
    bytes: &[u8],
    configuration: &Configuration,
    own: &str,
    neighbours: &Neighbours,
) -> Result<(Bundle, u32), Fault> {
    let bundle = bundle::read(bytes)?;
    if bundle.station == own || configuration.station(&bundle.station).is_err() {
        return Err(Refusal::BundleOfStranger { given: bundle.station }.into());
    }
    let new = neighbours.take_in(&bundle)?;
    Ok((bundle, new))
}

/// Removes a file that is in; whoever took the same one in at the same moment may have
/// done so.
fn remove(path: &Path) -> Result<(), Fault> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// The exchange folder of the site; a relative one lies beside the workstation's own files.
fn exchange_folder(folder: &Folder, configuration: &Configuration) -> Option<PathBuf> {
    Some(folder.path().join(configuration.site.exchange.as_ref()?))
}

/// The workstation that a file's name begins with.
fn station_of(path: &Path) -> String {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    name.split('-').next().unwrap_or_default().to_owned()
}

/// The last entry that a file's name promises; 0 where it promises none.
fn last_of(path: &Path) -> u64 {
    let name = path.file_stem().map(|name| name.to_string_lossy().into_owned());
    let last = name.and_then(|name| name.rsplit('-').next().and_then(|last| last.parse().ok()));
    last.unwrap_or(0)
}

/// How far the entries were handed over; from the first one where nobody knows.
fn last_handed(mark: &Path) -> u64 {
    fs::read_to_string(mark)
        .ok()
        .and_then(|text| text.trim().parse().ok())
        .unwrap_or(0)
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let beside = path.with_extension("new");
    fs::write(&beside, bytes)?;
    fs::rename(&beside, path)?;
    Ok(())
}
