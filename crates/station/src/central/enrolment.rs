//! `central.json`: what the workstation keeps of its enrolment — where central is, its
//! certificate and key, who it is there, the contact, and whether it was stopped. One file,
//! readable by its owner only, replaced whole.

use std::fs;
use std::path::Path;

use counterfoil_domain::entry::{EpochReason, hex};
use counterfoil_domain::sync::{Acknowledgement, StationName, acknowledged_text};
use counterfoil_formats::enrolment_code::fingerprint;
use counterfoil_formats::signature::{self, unhex};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::central::error::CentralError;
use crate::fault::Fault;
use crate::secrets::replace_whole;

/// What is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolment {
    /// Where central is: `https://host:port`.
    pub url: String,
    /// Its certificate, DER in hex: the only one that is spoken to.
    pub certificate: String,
    /// Who this workstation is there.
    #[serde(flatten)]
    pub name: StationName,
    /// Central's public key, in hex.
    pub central_key: String,
    /// The contact to make next.
    pub contact: u64,
    /// The code by which it was enrolled: what `code_mark` makes of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Set while an enrolment is not through: what is left to do. Nothing is written until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub enrolling: Option<Enrolling>,
    /// Set where this workstation must not write until an administrator has made a code for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
}

/// An enrolment that central answered and that is not through yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Enrolling {
    /// The epoch to write in.
    pub epoch: u32,
    /// Why one is opened, where one is.
    pub why: EpochReason,
    /// What central had then.
    pub acknowledged: Option<Acknowledgement>,
    /// The city's key of check tokens, in hex, for a workstation that is made by this.
    pub check_key: String,
}

/// Why a workstation writes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stopped {
    /// The name of central's refusal, or `restored`, `central_damaged`, `enrolling`.
    pub code: String,
    /// What it means and what to do.
    pub message: String,
}

/// What to do about any stop.
const WAY_OUT: &str = "ask an administrator for a code made with `--replace`, close this window, and run \
                       `counterfoil enrol --code …`";

impl Stopped {
    /// A stop with its reason, and the way out of it.
    #[must_use]
    pub fn because(code: &str, reason: &str) -> Stopped {
        let reason = reason.trim_end_matches('.');
        Stopped {
            code: code.to_owned(),
            message: match reason.contains("counterfoil enrol") {
                true => reason.to_owned(),
                false => format!("{reason}; {WAY_OUT}"),
            },
        }
    }
}

impl Enrolment {
    /// Reads the file; none where the workstation stands alone.
    ///
    /// # Errors
    /// [`CentralError::Damaged`], [`Fault::Unreadable`].
    pub fn read(path: &Path) -> Result<Option<Enrolment>, Fault> {
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(source) => {
                return Err(Fault::Unreadable {
                    path: path.to_owned(),
                    source,
                });
            }
        };
        let damaged = |problem: String| CentralError::Damaged { problem };
        let read: Enrolment = serde_json::from_slice(&bytes).map_err(|cause| damaged(cause.to_string()))?;
        let whole = read.certificate_der().is_some() && unhex::<32>(&read.central_key).is_some();
        match whole {
            true => Ok(Some(read)),
            false => Err(damaged("its keys are not written as such".to_owned()).into()),
        }
    }

    /// Writes the file, whole or not at all, and onto the disk.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn write(&self, path: &Path) -> Result<(), Fault> {
        let text = serde_json::to_vec_pretty(self).map_err(std::io::Error::from)?;
        replace_whole(path, &text)
    }

    /// Central's certificate.
    #[must_use]
    pub fn certificate_der(&self) -> Option<Vec<u8>> {
        let pairs = self.certificate.as_bytes().chunks(2);
        let bytes = pairs.map(|pair| std::str::from_utf8(pair).ok().and_then(unhex::<1>).map(|byte| byte[0]));
        bytes.collect::<Option<Vec<u8>>>().filter(|der| !der.is_empty())
    }

    /// Its fingerprint, as codes carry it.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(&self.certificate_der().unwrap_or_default())
    }

    /// Why nothing is written, where that is so.
    #[must_use]
    pub fn stop(&self) -> Option<Stopped> {
        let unfinished = || Stopped {
            code: "enrolling".to_owned(),
            message: "its enrolment was broken off; run `counterfoil enrol` with the same code again".to_owned(),
        };
        let enrolling = self.enrolling.as_ref().map(|_| unfinished());
        enrolling.or_else(|| self.stopped.clone())
    }

    /// Whether central signed this word about this workstation.
    #[must_use]
    pub fn vouches(&self, word: &Acknowledgement) -> bool {
        word.name == self.name && word.key == self.central_key && holds(word)
    }
}

/// What is kept of a code, so that the same one is known again: the first half of the SHA-256 of its secret, in hex.
#[must_use]
pub fn code_mark(secret: &str) -> String {
    hex(&Sha256::digest(secret)[..16])
}

/// Whether an acknowledgement's signature holds by the key that it names.
#[must_use]
pub fn holds(word: &Acknowledgement) -> bool {
    let text = acknowledged_text(&word.name, word.epoch, word.seq, &word.hash);
    signature::holds(&word.key, &text, &word.signature)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one() -> Enrolment {
        Enrolment {
            url: "https://central:8443".to_owned(),
            certificate: "3082ff".to_owned(),
            name: "alder-creek/CH/W2".parse().unwrap(),
            central_key: "ab".repeat(32),
            contact: 7,
            code: None,
            enrolling: None,
            stopped: None,
        }
    }

    #[test]
    fn it_is_read_as_it_was_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("central.json");
        assert_eq!(Enrolment::read(&path).unwrap(), None);
        let mut enrolment = one();
        enrolment.stopped = Some(Stopped::because("restored", "it was restored from a backup."));
        enrolment.write(&path).unwrap();
        assert_eq!(Enrolment::read(&path).unwrap(), Some(enrolment.clone()));
        let stop = enrolment.stop().unwrap().message;
        assert!(
            stop.starts_with("it was restored from a backup; ask an administrator"),
            "{stop}"
        );
        assert_eq!(enrolment.certificate_der(), Some(vec![0x30, 0x82, 0xff]));
    }

    #[test]
    fn a_damaged_one_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("central.json");
        let whole = serde_json::to_string(&one()).unwrap();
        for damaged in [
            String::new(),
            whole[1..].to_owned(),
            whole.replace("3082ff", "3082f"),
            whole.replace("3082ff", ""),
            whole.replace("3082ff", "éé"),
            whole.replace(&"ab".repeat(32), "ab"),
            whole.replace("\"contact\":7", "\"contact\":-7"),
        ] {
            fs::write(&path, &damaged).unwrap();
            assert_eq!(
                Enrolment::read(&path).unwrap_err().code(),
                "central_damaged",
                "{damaged}"
            );
        }
    }

    #[test]
    fn central_vouches_by_its_own_key_for_this_workstation_alone() {
        let secret = [7; 32];
        let mut enrolment = one();
        enrolment.central_key = signature::public_key(&secret);
        let text = acknowledged_text(&enrolment.name, 1, 9, "ff");
        let word = Acknowledgement {
            name: enrolment.name.clone(),
            epoch: 1,
            seq: 9,
            hash: "ff".to_owned(),
            key: enrolment.central_key.clone(),
            signature: signature::sign(&secret, &text),
        };
        assert!(enrolment.vouches(&word));
        assert!(!enrolment.vouches(&Acknowledgement { seq: 8, ..word.clone() }));
        enrolment.name.station = "W3".to_owned();
        assert!(!enrolment.vouches(&word));
    }
}
