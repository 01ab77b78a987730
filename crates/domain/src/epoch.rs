//! Opening an epoch: a workstation goes on after it was restored, replaced, or got another
//! key. Its first entry says which entry it follows and which receipts went with the disk.

use crate::entry::{Body, CitedEntry, EpochOpened, EpochReason, LostReceipts, hex};
use crate::journal::{Decision, Head};
use crate::receipt;
use crate::refusal::Refusal;
use crate::sync::Acknowledgement;

/// The most receipts that can be lost at once: ten busy days of a window. A slip in typing would
/// use up numbers for ever.
const MOST_LOST: u64 = 2_000;

/// Opens the epoch after the head's. `acknowledged` is central's word that it has the head's
/// entry, none where the workstation stands alone; `key` the public key it signs with from here
/// on, in hex; `last_receipt` the last number that somebody read on paper, where it was read.
///
/// # Errors
/// [`Refusal::EpochNotAcknowledged`], [`Refusal::LostReceiptsWrong`], [`Refusal::LostReceiptsTooMany`].
pub fn open(
    head: &Head,
    why: EpochReason,
    acknowledged: Option<Acknowledgement>,
    key: String,
    last_receipt: Option<&str>,
) -> Result<Decision, Refusal> {
    let cites = CitedEntry {
        epoch: head.epoch,
        seq: head.seq,
        hash: hex(&head.hash),
    };
    if acknowledged.as_ref().is_some_and(|word| !is_of(word, head, &cites)) {
        return Err(Refusal::EpochNotAcknowledged { seq: head.seq });
    }
    let lost = last_receipt.map(|last| lost(head, last)).transpose()?;
    Ok(Decision::plain(Body::EpochOpened(Box::new(EpochOpened {
        why,
        cites,
        acknowledged,
        key,
        lost,
    }))))
}

/// Whether central's word is about just that entry of that workstation.
fn is_of(word: &Acknowledgement, head: &Head, cites: &CitedEntry) -> bool {
    let said = (&word.name.station, word.epoch, word.seq, &word.hash);
    said == (&head.station, cites.epoch, cites.seq, &cites.hash)
}

/// The receipts after the last one that is known, up to one that somebody read on paper.
fn lost(head: &Head, last: &str) -> Result<LostReceipts, Refusal> {
    let known = head.grand_total.count;
    let given = last.trim();
    let nth = given
        .rsplit_once('-')
        .filter(|(station, digits)| *station == head.station && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .and_then(|(_, digits)| digits.parse::<u64>().ok())
        .filter(|nth| *nth > known && receipt::number(&head.station, *nth) == given);
    let Some(nth) = nth else {
        return Err(Refusal::LostReceiptsWrong {
            given: given.to_owned(),
            station: head.station.clone(),
            last: match known {
                0 => "none".to_owned(),
                known => receipt::number(&head.station, known),
            },
        });
    };
    let count = nth - known;
    if count > MOST_LOST {
        return Err(Refusal::LostReceiptsTooMany {
            given: given.to_owned(),
            count,
        });
    }
    Ok(LostReceipts {
        first: head.next_receipt(),
        last: given.to_owned(),
        count,
    })
}
