//! Enrolling: an administrator's one-time code makes this workstation known to central records, the first
//! time or again. Whatever breaks it off, the same command with the same code goes on with it.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use counterfoil_domain::entry::{EpochReason, hex};
use counterfoil_domain::sync::{StationName, enrolment_text};
use counterfoil_formats::enrolment_code::EnrolmentCode;
use counterfoil_formats::signature;
use counterfoil_formats::wire::{Enrol, Enrolled};

use crate::central::client::{self, CONNECT_PATIENCE, Client};
use crate::central::enrolment::{Enrolling, Enrolment, code_mark};
use crate::central::error::CentralError;
use crate::central::marks::{Mark, Marks};
use crate::central::pinned;
use crate::central::reconciling::Reconciling;
use crate::clock::Clock;
use crate::desk;
use crate::fault::Fault;
use crate::folder::Folder;
use crate::journal::JournalReader;
use crate::secrets::Secrets;

/// What is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The workstation's folder; new or empty for one that is made by this.
    pub folder: &'a Path,
    /// Where central is; where the workstation knows it already, nothing need be said.
    pub url: Option<&'a str>,
    /// The code, as it was typed.
    pub code: &'a str,
    /// Whether another key is to be signed with from here on.
    pub new_key: bool,
    /// The last receipt's number as somebody read it on paper.
    pub last_receipt: Option<&'a str>,
}

/// What became of it.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Who the workstation is.
    pub name: StationName,
    /// The fingerprint of central's certificate.
    pub fingerprint: String,
    /// The workstation's public key, in hex.
    pub key: String,
    /// Entries that came from central.
    pub pulled: u64,
    /// Entries that central had not had.
    pub pushed: u64,
    /// A journal that contradicted central's.
    pub aside: Option<Aside>,
    /// The epoch it writes in.
    pub epoch: u32,
    /// The last entry.
    pub seq: u64,
}

/// A journal that was laid aside.
#[derive(Debug, Clone)]
pub struct Aside {
    /// Where it is.
    pub path: PathBuf,
    /// The first entry that is another one at central.
    pub first: u64,
    /// Its entries from there on that central keeps now beside its own.
    pub handed: u64,
    /// How many there are in all.
    pub entries: u64,
}

/// Hears what is being done, how much of how much.
pub type Progress<'p> = &'p mut dyn FnMut(&'static str, u64, u64);

/// Enrols the workstation in a folder, or makes one there.
///
/// # Errors
/// [`CentralError`], [`Fault::SecondInstance`], those of the store and of the file system.
pub fn enrol(asked: &Request<'_>, clock: &Clock, progress: Progress<'_>) -> Result<Outcome, Fault> {
    let code: EnrolmentCode = asked.code.parse().map_err(|()| CentralError::CodeMalformed)?;
    std::fs::create_dir_all(asked.folder)?;
    let folder = Folder::at(asked.folder);
    let _lock = folder.lock()?;
    let before = match Enrolment::read(&folder.central()) {
        // A damaged one is written anew by this.
        Err(Fault::Central(_)) => None,
        other => other?,
    };
    let url = asked.url.or(before.as_ref().map(|before| before.url.as_str()));
    let url = url.unwrap_or_default().trim().trim_end_matches('/').to_owned();
    if let Some(unfinished) = before
        .as_ref()
        .filter(|before| before.enrolling.is_some() && before.url != url)
    {
        let url = unfinished.url.clone();
        return Err(CentralError::EnrolsElsewhere { url }.into());
    }
    let begun = begun(before.as_ref(), &code)?;
    let certificate = certificate_of(&url, &code)?;
    let mut secrets = match folder.secrets().exists() {
        true => Secrets::read(&folder.secrets())?,
        false => Secrets::generate()?,
    };
    let key = secrets.key_to_enrol(asked.new_key && !begun)?;
    // The key is on the disk before anybody hears of it.
    secrets.write(&folder.secrets())?;
    let public = signature::public_key(&key);
    let request = Enrol {
        secret: code.secret().to_owned(),
        signature: signature::sign(&key, &enrolment_text(code.secret(), &public)),
        key: public,
        epoch: match folder.is_initialised() {
            true => epoch_here(&folder)?,
            false => 0,
        },
    };
    let answer = client::enrol(&url, &certificate, &request)?;
    belongs(&folder, &answer.name)?;
    let enrolment = kept(&folder, before, (url, &certificate), (&code, asked.new_key), answer)?;
    enrolment.write(&folder.central())?;
    secrets.take_next_key();
    secrets.write(&folder.secrets())?;
    finish(folder, enrolment, secrets, clock, asked.last_receipt, progress)
}

/// Whether this very enrolment was begun, or was even through when it was broken off: then the
/// key that was made for it is the one to enrol with.
fn begun(before: Option<&Enrolment>, code: &EnrolmentCode) -> Result<bool, CentralError> {
    let Some(before) = before else { return Ok(false) };
    let same = before.code == Some(code_mark(code.secret()));
    match (&before.enrolling, &before.stopped) {
        (Some(_), _) => Ok(true),
        // A copy does not speak again by the code of the one that it was copied from.
        (None, Some(_)) if same => Err(CentralError::CodeUsed),
        (None, _) => Ok(same),
    }
}

/// The epoch of the journal that is here.
fn epoch_here(folder: &Folder) -> Result<u32, Fault> {
    let reader = JournalReader::open(&folder.journal())?;
    let station = reader.first()?.station;
    Ok(reader.head(&station)?.epoch)
}

/// The certificate that is presented at the address; it must be the one that the code names.
fn certificate_of(url: &str, code: &EnrolmentCode) -> Result<Vec<u8>, CentralError> {
    let uri = client::address(url)?;
    let presented = pinned::presented_at(&uri, CONNECT_PATIENCE);
    let certificate = presented.map_err(|cause| CentralError::Away {
        url: url.to_owned(),
        cause: cause.to_string(),
    })?;
    match code.is_for(&certificate) {
        true => Ok(certificate),
        false => Err(CentralError::OtherCertificate { url: url.to_owned() }),
    }
}

/// A folder that holds a workstation's journal is not made another one's.
fn belongs(folder: &Folder, name: &StationName) -> Result<(), Fault> {
    if !folder.is_initialised() {
        return Ok(());
    }
    let first = JournalReader::open(&folder.journal())?.first()?;
    let site = desk::first_configuration(&first).map_or(String::new(), |one| one.site.code.clone());
    if first.station == name.station && site == name.site {
        return Ok(());
    }
    Err(CentralError::OtherWorkstation {
        name: name.clone(),
        here: first.station,
        site,
    }
    .into())
}

/// What is kept of the answer: from here on the workstation is enrolled, and not through with it.
fn kept(
    folder: &Folder,
    before: Option<Enrolment>,
    (url, certificate): (String, &[u8]),
    (code, new_key): (&EnrolmentCode, bool),
    answer: Enrolled,
) -> Result<Enrolment, Fault> {
    if signature::unhex::<32>(&answer.central_key).is_none() {
        let problem = "its key is not written as one".to_owned();
        return Err(CentralError::Answer { problem }.into());
    }
    let stopped = before.as_ref().and_then(|before| before.stopped.clone());
    let begun = before
        .and_then(|before| before.enrolling)
        .map(|enrolling| enrolling.why);
    let restored = stopped.as_ref().is_some_and(|stopped| stopped.code == "restored");
    let why = match (folder.is_initialised(), restored, new_key) {
        (false, _, _) => EpochReason::Replaced,
        (true, false, true) => EpochReason::KeyRotated,
        (true, _, _) => EpochReason::Restored,
    };
    Ok(Enrolment {
        url,
        certificate: hex(certificate),
        name: answer.name,
        central_key: answer.central_key,
        contact: answer.contact,
        code: Some(code_mark(code.secret())),
        enrolling: Some(Enrolling {
            epoch: answer.epoch,
            why: begun.unwrap_or(why),
            acknowledged: answer.acknowledged,
            check_key: answer.check_key,
        }),
        stopped,
    })
}

/// Makes the journal what central has, opens the epoch, and lets the workstation write again.
fn finish(
    folder: Folder,
    enrolment: Enrolment,
    secrets: Secrets,
    clock: &Clock,
    last_receipt: Option<&str>,
    progress: Progress<'_>,
) -> Result<Outcome, Fault> {
    let der = enrolment.certificate_der().unwrap_or_default();
    let secrets = Arc::new(RwLock::new(secrets));
    let client = Client::new(
        &enrolment.url,
        &der,
        enrolment.name.clone(),
        secrets.clone(),
        clock.clone(),
    )?;
    let mut reconciling = Reconciling::new(&folder, &client, enrolment, secrets.clone(), clock);
    reconciling.run(last_receipt, progress)?;
    passwords(&folder, &client, &secrets)?;
    let outcome = reconciling.outcome()?;
    let mut enrolment = reconciling.enrolment;
    enrolment.enrolling = None;
    enrolment.stopped = None;
    enrolment.write(&folder.central())?;
    Ok(outcome)
}

/// Who may sign in here, so that somebody can before the window's first contact.
fn passwords(folder: &Folder, client: &Client, secrets: &RwLock<Secrets>) -> Result<(), Fault> {
    let handed = client.passwords()?;
    if handed.revision == 0 {
        return Ok(());
    }
    let mut secrets = secrets.write().unwrap_or_else(PoisonError::into_inner);
    secrets.keep_only_passwords(handed.passwords);
    secrets.write(&folder.secrets())?;
    Marks::open(&folder.central_marks())?.set(Mark::Passwords, handed.revision, None)
}
