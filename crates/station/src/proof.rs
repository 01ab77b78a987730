//! Reading the whole journal and proving it: every entry against the one before,
//! and the workstation's signatures over its heads.

use counterfoil_domain::entry::{Body, Entry, SignedHead, hex, signed_text};
use counterfoil_domain::journal::{Fault as JournalFault, Head, Proof};
use counterfoil_formats::signature;

use crate::central::enrolment;
use crate::fault::Fault;
use crate::journal::JournalReader;

/// What a reading found.
#[derive(Debug)]
pub struct Finding {
    /// The head after the last good entry.
    pub head: Head,
    /// Entries of an unknown kind or newer version, kept and chained but not understood.
    pub unknown: u64,
    /// The first thing wrong.
    pub fault: Option<JournalFault>,
}

/// Reads a journal from its first entry to its last, or to the first fault.
/// `each` sees every good entry; `progress` hears how many of how many are read.
///
/// # Errors
/// Those of the store; what is wrong with the journal itself is in the finding.
pub fn verify(
    reader: &JournalReader,
    mut each: impl FnMut(&Entry),
    mut progress: impl FnMut(u64, u64),
) -> Result<Finding, Fault> {
    let last = reader.last_seq()?;
    let mut proof: Option<Proof> = None;
    let mut fault = None;
    let mut heads = Heads::default();
    let reading = reader.each_after(0, last, |stored| {
        let proof = proof.get_or_insert_with(|| Proof::new(&station_of(&stored.bytes)));
        let before = proof.head().clone();
        match proof.next(stored.seq, &stored.hash, stored.bytes.as_bytes()) {
            Ok(entry) => {
                if let Some(problem) = heads.check(&entry, &before) {
                    fault = Some(JournalFault {
                        seq: stored.seq,
                        problem,
                    });
                    return Ok(false);
                }
                each(&entry);
                if stored.seq.is_multiple_of(256) || stored.seq == last {
                    progress(stored.seq, last);
                }
                Ok(true)
            }
            Err(found) => {
                fault = Some(found);
                Ok(false)
            }
        }
    });
    let proof = proof.unwrap_or_else(|| Proof::new(""));
    match reading {
        // A page that SQLite itself cannot read is a finding too.
        Err(Fault::JournalDamaged { problem }) => {
            fault = Some(JournalFault {
                seq: proof.head().seq + 1,
                problem,
            });
        }
        other => other?,
    }
    Ok(Finding {
        unknown: proof.unknown(),
        head: proof.head().clone(),
        fault,
    })
}

/// The station that the first entry names; whatever it says, the chain begins there.
fn station_of(bytes: &str) -> String {
    Entry::decode(bytes.as_bytes())
        .map(|entry| entry.station)
        .unwrap_or_default()
}

/// The signed heads: all by one key, each over the head it names. Another key comes with the
/// entry that opens an epoch, and names it.
#[derive(Default)]
struct Heads {
    key: Option<String>,
}

impl Heads {
    fn check(&mut self, entry: &Entry, before: &Head) -> Option<String> {
        let head = match &entry.body {
            Body::DrawerClosed(body) => &body.head,
            Body::DayClosed(body) => &body.head,
            Body::EpochOpened(body) => {
                self.key = Some(body.key.clone());
                let word = body.acknowledged.as_ref();
                let made_up = word.is_some_and(|word| !enrolment::holds(word));
                return made_up.then(|| "the signature of its acknowledgement does not hold".to_owned());
            }
            _ => return None,
        };
        if head.seq != before.seq || head.hash != hex(&before.hash) {
            return Some("its signed head is not the entry before it".to_owned());
        }
        if self.key.as_ref().is_some_and(|key| *key != head.key) {
            return Some("its head is signed by another key than those before".to_owned());
        }
        self.key = Some(head.key.clone());
        (!signature_holds(entry, head)).then(|| "the signature of its head does not hold".to_owned())
    }
}

fn signature_holds(entry: &Entry, head: &SignedHead) -> bool {
    holds(&entry.station, entry.epoch, head)
}

/// Whether a workstation's signature over a head holds.
#[must_use]
pub fn holds(station: &str, epoch: u32, head: &SignedHead) -> bool {
    let text = signed_text(station, epoch, head.seq, &head.hash);
    signature::holds(&head.key, &text, &head.signature)
}
