//! What the printer prints: jobs and bytes made from the journal's entries.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono_tz::Tz;
use counterfoil_domain::business_day;
use counterfoil_domain::config::{BatchKind, Configuration, StationConfig, TenderKind};
use counterfoil_domain::documents::{ReceiptDocument, ReceiptMark};
use counterfoil_domain::entry::{Body, seal};
use counterfoil_domain::receipt::Receipt;
use counterfoil_paper::escpos;

use crate::fault::Fault;
use crate::folder::Folder;
use crate::journal::{JournalReader, Stored};
use crate::printer::{Job, JobKind, NewJob, PrintSource, SourceError};
use crate::views::receipts::nth_of;

/// The journal as the printer reads it, at its own pace.
pub struct PaperSource {
    journal: Mutex<JournalReader>,
    committed: Arc<AtomicU64>,
    columns: u8,
    zone: Tz,
}

impl PaperSource {
    /// Reads the journal of a folder for the printer of a station; `committed` is
    /// the sequence number of the last entry, kept up by the writer.
    ///
    /// # Errors
    /// Those of the store.
    pub fn new(
        folder: &Folder,
        station: &StationConfig,
        configuration: &Configuration,
        committed: Arc<AtomicU64>,
    ) -> Result<PaperSource, Fault> {
        Ok(PaperSource {
            journal: Mutex::new(JournalReader::open(&folder.journal())?),
            committed,
            columns: station.printer.columns,
            zone: business_day::zone(&configuration.site),
        })
    }

    fn with_journal<R>(&self, read: impl FnOnce(&JournalReader) -> Result<R, Fault>) -> Result<R, Fault> {
        read(&self.journal.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn stored(&self, seq: u64) -> Result<Stored, Fault> {
        let missing = || Fault::JournalDamaged {
            problem: format!("entry {seq} is missing"),
        };
        self.with_journal(|journal| journal.get(seq)?.ok_or_else(missing))
    }
}

impl PrintSource for PaperSource {
    fn head(&self) -> u64 {
        self.committed.load(Ordering::Acquire)
    }

    fn jobs_after(&self, seq: u64, up_to: u64) -> Result<Vec<NewJob>, SourceError> {
        let mut jobs = Vec::new();
        self.with_journal(|journal| {
            journal.each_after(seq, up_to, |stored| {
                jobs.extend(job_of(stored.seq, &stored.entry()?.body));
                Ok(true)
            })
        })?;
        Ok(jobs)
    }

    fn bytes(&self, job: &Job) -> Result<Vec<u8>, SourceError> {
        let stored = self.stored(job.seq)?;
        let entry = stored.entry()?;
        let document = match &entry.body {
            Body::Receipt(receipt) => document(&stored, receipt, ReceiptMark::Original, self.zone)?,
            Body::ReceiptReprinted(body) => {
                let original = self.original(&body.receipt, job.seq)?;
                let Body::Receipt(receipt) = original.entry()?.body else {
                    return Err(format!("{} has no receipt", body.receipt).into());
                };
                document(&original, &receipt, ReceiptMark::Copy(body.copy), self.zone)?
            }
            other => return Err(format!("an entry of kind {} is not printed", other.kind()).into()),
        };
        Ok(escpos::receipt(&document, self.columns, false))
    }
}

impl PaperSource {
    /// The entry of a receipt, by its number: at or after the entry of that place,
    /// since every receipt is one entry. Found by halving the journal.
    fn original(&self, number: &str, before: u64) -> Result<Stored, Fault> {
        let wanted = u64::try_from(nth_of(number)).unwrap_or(0);
        let (mut low, mut high) = (1, before);
        while low < high {
            let middle = low.midpoint(high);
            if self.stored(middle)?.entry()?.grand_total.count < wanted {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        self.stored(low)
    }
}

fn job_of(seq: u64, body: &Body) -> Option<NewJob> {
    let (what, receipt, kick) = match body {
        // Nobody waits for the receipts of mail and files; a department does for that of its turn-in.
        Body::Receipt(receipt) if receipt.batch.is_some_and(|kind| kind != BatchKind::TurnIn) => return None,
        Body::Receipt(receipt) => {
            let cash = receipt.tenders.iter().any(|tender| tender.kind == TenderKind::Cash);
            (JobKind::Receipt, Some(receipt.number.clone()), cash)
        }
        Body::ReceiptReprinted(body) => (JobKind::Copy, Some(body.receipt.clone()), false),
        Body::DrawerOpened(_)
        | Body::NoSale(_)
        | Body::PickedUp(_)
        | Body::ChangeOrdered(_)
        | Body::CountingStarted(_) => (JobKind::DrawerKick, None, true),
        _ => return None,
    };
    Some(NewJob {
        seq,
        what,
        receipt,
        kick,
    })
}

/// A receipt as a document, from its own entry.
///
/// # Errors
/// [`Fault::JournalDamaged`].
pub fn document(stored: &Stored, receipt: &Receipt, mark: ReceiptMark, zone: Tz) -> Result<ReceiptDocument, Fault> {
    let entry = stored.entry()?;
    Ok(ReceiptDocument {
        receipt: receipt.clone(),
        at: business_day::local(entry.at, zone),
        seal: seal(&stored.hash),
        mark,
    })
}
