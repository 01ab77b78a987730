//! The journal of a workstation that enrols, made what central has of it: what it lacks is pulled,
//! what it has beyond that and fits is pushed, what contradicts is handed over and laid aside.
//! Every step begins with what is on the disk, so that it can be broken off anywhere.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};

use counterfoil_domain::entry::{Entry, GENESIS, Hash, hex};
use counterfoil_domain::epoch;
use counterfoil_domain::journal::Head;
use counterfoil_domain::receipt;
use counterfoil_domain::sync::Acknowledgement;
use counterfoil_formats::bundle::{self, Bundle};
use counterfoil_formats::wire::{BATCH_BYTES, BATCH_ENTRIES, Contact, RefusalCode, Refused};
use uuid::Uuid;

use crate::central::client::Client;
use crate::central::configuration;
use crate::central::enrolling::{Aside, Outcome, Progress};
use crate::central::enrolment::{Enrolling, Enrolment};
use crate::central::error::CentralError;
use crate::central::marks::{Mark, Marks};
use crate::clock::Clock;
use crate::desk::{Asking, Desk};
use crate::exchange::{Part, bundle_part};
use crate::fault::Fault;
use crate::folder::Folder;
use crate::journal::{Journal, JournalReader, Stored, remove_store};
use crate::secrets::Secrets;
use crate::station::Station;
use crate::views::Views;

/// Who writes the entries of an enrolment.
const ACTOR: &str = "enrolment";

/// A journal on its way to what central has.
pub(super) struct Reconciling<'a> {
    folder: &'a Folder,
    client: &'a Client,
    secrets: Arc<RwLock<Secrets>>,
    clock: &'a Clock,
    run: Uuid,
    pulled: u64,
    pushed: u64,
    aside: Option<Aside>,
    /// What is kept of the enrolment, with its last contact.
    pub(super) enrolment: Enrolment,
}

impl<'a> Reconciling<'a> {
    pub(super) fn new(
        folder: &'a Folder,
        client: &'a Client,
        enrolment: Enrolment,
        secrets: Arc<RwLock<Secrets>>,
        clock: &'a Clock,
    ) -> Reconciling<'a> {
        Reconciling {
            folder,
            client,
            secrets,
            clock,
            run: Uuid::new_v4(),
            pulled: 0,
            pushed: 0,
            aside: None,
            enrolment,
        }
    }

    /// All of it.
    pub(super) fn run(&mut self, last_receipt: Option<&str>, progress: Progress<'_>) -> Result<(), Fault> {
        let Some(enrolling) = self.enrolment.enrolling.clone() else {
            return Ok(());
        };
        let word = enrolling.acknowledged.as_ref();
        if word.is_some_and(|word| !self.enrolment.vouches(word)) {
            let seq = word.map_or(0, |word| word.seq);
            return Err(CentralError::AcknowledgedOtherwise { seq }.into());
        }
        match (self.folder.is_initialised(), word) {
            (false, None) => self.make(&enrolling)?,
            (false, Some(word)) => {
                self.take_check_key(&enrolling)?;
                self.pull_all(word, progress)?;
                self.put_in_place()?;
            }
            (true, None) => {}
            (true, Some(word)) => self.fit(word, progress)?,
        }
        let acknowledged = self.push(word.map_or(0, |word| word.seq), progress)?;
        let head = self.reader()?.head(&self.enrolment.name.station)?;
        if enrolling.epoch > head.epoch {
            self.open_epoch(
                &enrolling,
                acknowledged.or(enrolling.acknowledged.clone()),
                last_receipt,
            )?;
            self.push(head.seq, progress)?;
        }
        Ok(())
    }

    /// What became of it.
    pub(super) fn outcome(&self) -> Result<Outcome, Fault> {
        let head = self.reader()?.head(&self.enrolment.name.station)?;
        Ok(Outcome {
            name: self.enrolment.name.clone(),
            fingerprint: self.enrolment.fingerprint(),
            key: self.secrets.read().unwrap_or_else(PoisonError::into_inner).public_key(),
            pulled: self.pulled,
            pushed: self.pushed,
            aside: self.aside.clone(),
            epoch: head.epoch,
            seq: head.seq,
        })
    }

    fn reader(&self) -> Result<JournalReader, Fault> {
        JournalReader::open(&self.folder.journal())
    }

    /// With the city's key of check tokens the same bank account has the same token at every window.
    fn take_check_key(&self, enrolling: &Enrolling) -> Result<(), Fault> {
        let mut secrets = self.secrets.write().unwrap_or_else(PoisonError::into_inner);
        if !enrolling.check_key.is_empty() {
            secrets.take_check_key(&enrolling.check_key)?;
        }
        secrets.write(&self.folder.secrets())
    }

    /// Makes a new workstation of central's configuration.
    fn make(&self, enrolling: &Enrolling) -> Result<(), Fault> {
        self.take_check_key(enrolling)?;
        let name = &self.enrolment.name;
        let reached = configuration::pull(self.client, &self.enrolment.central_key, None)?;
        let Some(configuration) = reached.configuration else {
            let site = name.site.clone();
            return Err(CentralError::NoConfiguration { site }.into());
        };
        let secrets = self.secrets.read().unwrap_or_else(PoisonError::into_inner).clone();
        Station::create_in(self.folder, *configuration, &name.station, self.clock, secrets, ACTOR)?;
        *self.secrets.write().unwrap_or_else(PoisonError::into_inner) = Secrets::read(&self.folder.secrets())?;
        Marks::open(&self.folder.central_marks())?.set(Mark::Configuration, reached.seq, Some(reached.hash))
    }

    /// A journal that is here, against what central has of it.
    fn fit(&mut self, word: &Acknowledgement, progress: Progress<'_>) -> Result<(), Fault> {
        let reader = self.reader()?;
        let head = reader.head(&self.enrolment.name.station)?;
        let fits = match reader.get(word.seq)? {
            Some(here) => hex(&here.hash) == word.hash,
            None => self.fill(&reader, &head, word, progress)?,
        };
        if fits {
            return Ok(());
        }
        self.pull_all(word, progress)?;
        self.hand_over_fork(&reader, progress)?;
        drop(reader);
        self.lay_aside()?;
        self.put_in_place()
    }

    /// Fills a journal up that ends before what central has. Whether it fits that.
    fn fill(
        &mut self,
        reader: &JournalReader,
        head: &Head,
        word: &Acknowledgement,
        progress: Progress<'_>,
    ) -> Result<bool, Fault> {
        let (mut seq, mut hash) = (head.seq, head.hash);
        // Looked at before anything is opened for writing.
        let (_, first) = self.own_after(seq)?;
        if first.first().is_none_or(|bundle| bundle.previous != hash) {
            return Ok(false);
        }
        let mut journal = Journal::open(&self.folder.journal())?;
        while seq < word.seq {
            progress("Filling up from central", seq, word.seq);
            self.take_own(&mut journal, &mut seq, &mut hash)?;
        }
        match reader.get(word.seq)? {
            Some(here) if hex(&here.hash) == word.hash => Ok(true),
            _ => Err(CentralError::AcknowledgedOtherwise { seq: word.seq }.into()),
        }
    }

    /// Central's copy of the journal, whole, into a file beside.
    fn pull_all(&mut self, word: &Acknowledgement, progress: Progress<'_>) -> Result<(), Fault> {
        let mut journal = Journal::begin(&self.beside())?;
        let (mut seq, mut hash) = (0, GENESIS);
        while seq < word.seq {
            progress("Pulling from central", seq, word.seq);
            self.take_own(&mut journal, &mut seq, &mut hash)?;
            if seq == word.seq && hex(&hash) != word.hash {
                return Err(CentralError::AcknowledgedOtherwise { seq }.into());
            }
        }
        drop(journal);
        crate::journal::fold_log(&self.beside())
    }

    fn beside(&self) -> PathBuf {
        self.folder.path().join("journal.new")
    }

    /// The workstation's own entries after one, as central hands them out.
    fn own_after(&self, seq: u64) -> Result<(bool, Vec<Bundle>), CentralError> {
        let (parts, bundles) = self.client.pull(&format!("/v1/own?after={seq}"))?;
        let read = |bytes: &Vec<u8>| {
            bundle::read_raw(bytes).map_err(|refusal| CentralError::Answer {
                problem: refusal.to_string(),
            })
        };
        Ok((parts.more, bundles.iter().map(read).collect::<Result<_, _>>()?))
    }

    /// Takes the next of them into a journal. Their chain was proved by the reading.
    fn take_own(&mut self, journal: &mut Journal, seq: &mut u64, hash: &mut Hash) -> Result<(), Fault> {
        let wrong = |problem: &str| CentralError::Answer {
            problem: problem.to_owned(),
        };
        let before = *seq;
        for bundle in self.own_after(*seq)?.1 {
            if bundle.after != *seq || bundle.previous != *hash {
                return Err(wrong("its entries of this workstation do not follow each other").into());
            }
            let stored = |one: &bundle::BundledEntry| {
                let bytes = String::from_utf8(one.bytes.clone());
                Ok(Stored {
                    seq: one.seq,
                    hash: one.hash,
                    bytes: bytes.map_err(|_| wrong("an entry is not text"))?,
                })
            };
            let entries: Vec<Stored> = bundle.entries.iter().map(stored).collect::<Result<_, CentralError>>()?;
            journal.append_stored(&entries)?;
            self.pulled += entries.len() as u64;
            (*seq, *hash) = (bundle.head.seq, bundle.entries.last().map_or(*hash, |last| last.hash));
        }
        match *seq > before {
            true => Ok(()),
            false => Err(wrong("it does not hand out the entries that it acknowledges").into()),
        }
    }

    /// Hands what contradicts central's copy over, so that central keeps it too.
    fn hand_over_fork(&mut self, reader: &JournalReader, progress: Progress<'_>) -> Result<(), Fault> {
        let theirs = JournalReader::open(&self.beside())?;
        let (last, mut first) = (reader.last_seq()?, 1);
        while let (Some(here), Some(there)) = (reader.get(first)?, theirs.get(first)?)
            && here.hash == there.hash
        {
            first += 1;
        }
        let mut aside = Aside {
            path: self.aside_path(),
            first,
            handed: 0,
            entries: (last + 1).saturating_sub(first),
        };
        let mut after = first - 1;
        while after < last {
            progress("Handing over what differs", after, last);
            match self.push_part(reader, after) {
                Ok((seq, _)) => after = seq,
                Err(Fault::Central(error)) => match *error {
                    CentralError::Refused(Refused {
                        code: RefusalCode::EntriesForked | RefusalCode::EpochOver,
                        ..
                    }) => {
                        let seq = last.min(after + BATCH_ENTRIES as u64);
                        aside.handed += seq - after;
                        after = seq;
                    }
                    // Beyond the end of central's copy nothing can be a fork of it: it stays in the file.
                    CentralError::Refused(Refused {
                        code: RefusalCode::EntriesMissing,
                        ..
                    }) => break,
                    other => return Err(other.into()),
                },
                Err(other) => return Err(other),
            }
        }
        self.aside = Some(aside);
        Ok(())
    }

    fn aside_path(&self) -> PathBuf {
        let path = |nth| self.aside_nth(nth);
        (1..).map(path).find(|path| !path.exists()).unwrap_or_else(|| path(0))
    }

    fn aside_nth(&self, nth: u32) -> PathBuf {
        self.folder.path().join(format!("journal-aside-{nth}.db"))
    }

    fn lay_aside(&self) -> Result<(), Fault> {
        let to = self
            .aside
            .as_ref()
            .map_or_else(|| self.aside_path(), |aside| aside.path.clone());
        crate::journal::fold_log(&self.folder.journal())?;
        for ending in ["-wal", "-shm", ""] {
            let name = |path: &std::path::Path| {
                let mut name = path.as_os_str().to_owned();
                name.push(ending);
                PathBuf::from(name)
            };
            match std::fs::rename(name(&self.folder.journal()), name(&to)) {
                Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
                _ => {}
            }
        }
        Ok(())
    }

    /// The journal from central takes its place; what was derived from another one goes.
    fn put_in_place(&self) -> Result<(), Fault> {
        remove_store(&self.folder.views())?;
        remove_store(&self.folder.site())?;
        match std::fs::remove_file(self.folder.handed_over()) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            _ => {}
        }
        std::fs::rename(self.beside(), self.folder.journal())?;
        // What SQLite laid beside it is empty: it was closed whole.
        remove_store(&self.beside())?;
        crate::secrets::sync_folder(&self.folder.journal())
    }

    /// Pushes what central has not, from an entry on. Central's word about the last one, where
    /// there was anything.
    fn push(&mut self, after: u64, progress: Progress<'_>) -> Result<Option<Acknowledgement>, Fault> {
        let reader = self.reader()?;
        let (last, mut after, mut word) = (reader.last_seq()?, after, None);
        let mut called = false;
        while after < last {
            progress("Pushing to central", after, last);
            match self.push_part(&reader, after) {
                Ok((seq, acknowledged)) => {
                    self.pushed += seq.saturating_sub(after);
                    after = seq;
                    word = Some(acknowledged);
                }
                Err(Fault::Central(error)) if !called && is_contact_first(&error) => {
                    called = true;
                    self.contact(&reader)?;
                }
                Err(other) => return Err(other),
            }
        }
        Marks::open(&self.folder.central_marks())?.set(Mark::Acknowledged, after, None)?;
        Ok(word)
    }

    fn push_part(&self, reader: &JournalReader, after: u64) -> Result<(u64, Acknowledgement), Fault> {
        let part = Part {
            after,
            entries: BATCH_ENTRIES,
            bytes: BATCH_BYTES / 2,
        };
        let (bytes, _) = {
            let secrets = self.secrets.read().unwrap_or_else(PoisonError::into_inner);
            bundle_part(
                reader,
                &self.enrolment.name.station,
                &part,
                &secrets,
                (self.clock, false),
            )?
        };
        let word = self.client.push(self.enrolment.contact, &bytes)?.acknowledged;
        let here = reader.get(word.seq)?.map(|stored| hex(&stored.hash));
        match self.enrolment.vouches(&word) && here.as_ref() == Some(&word.hash) && word.seq > after {
            true => Ok((word.seq, word)),
            false => Err(CentralError::AcknowledgedOtherwise { seq: word.seq }.into()),
        }
    }

    fn contact(&mut self, reader: &JournalReader) -> Result<(), Fault> {
        let head = reader.head(&self.enrolment.name.station)?;
        let contacted = self.client.contact(&Contact {
            contact: self.enrolment.contact,
            run: self.run,
            epoch: head.epoch,
            seq: head.seq,
            hash: hex(&head.hash),
            program: env!("CARGO_PKG_VERSION").to_owned(),
        })?;
        self.enrolment.contact = contacted.contact;
        self.enrolment.write(&self.folder.central())
    }

    /// The first entry of the epoch.
    fn open_epoch(
        &self,
        enrolling: &Enrolling,
        word: Option<Acknowledgement>,
        last_receipt: Option<&str>,
    ) -> Result<Entry, Fault> {
        let key = self.secrets.read().unwrap_or_else(PoisonError::into_inner).public_key();
        open_epoch(self.folder, self.clock, |head| {
            let aside = self.issued_aside(head)?;
            let last_receipt = last_receipt.or(aside.as_deref());
            Ok(epoch::open(head, enrolling.why, word, key, last_receipt)?)
        })
    }

    /// The last receipt number of the journals that were laid aside, where it is past the journal's: it is on
    /// paper, and must not be used again.
    fn issued_aside(&self, head: &Head) -> Result<Option<String>, Fault> {
        let mut issued = head.grand_total.count;
        for nth in 1.. {
            let path = self.aside_nth(nth);
            if !path.exists() {
                break;
            }
            issued = issued.max(JournalReader::open(&path)?.head(&head.station)?.grand_total.count);
        }
        Ok((issued > head.grand_total.count).then(|| receipt::number(&head.station, issued)))
    }
}

/// Writes the entry that opens an epoch, at a desk of its own.
///
/// # Errors
/// Those of `decide` and of the store.
pub fn open_epoch(
    folder: &Folder,
    clock: &Clock,
    decide: impl FnOnce(&Head) -> Result<counterfoil_domain::journal::Decision, Fault>,
) -> Result<Entry, Fault> {
    let views = Arc::new(Views::open(&folder.views(), &folder.journal(), &mut |_, _| {})?);
    let mut desk = Desk::open(folder, views, clock.now())?;
    let head = desk.head().clone();
    let asking = Asking {
        actor: ACTOR,
        request: None,
        now: clock.now(),
        business_date: None,
    };
    Ok(desk.write(asking, |_| decide(&head))?.entry)
}

fn is_contact_first(error: &CentralError) -> bool {
    matches!(
        error,
        CentralError::Refused(Refused {
            code: RefusalCode::ContactFirst,
            ..
        })
    )
}
