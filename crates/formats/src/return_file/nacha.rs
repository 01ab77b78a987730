//! A file of return entries, as the ACH network carries them: the record layouts of
//! the *Nacha Operating Rules*, appendices three to five.
//!
//! File 1 … 9, in it batches 5 … 8, in them entries 6 with one addenda 7 each, which
//! says why the entry came back. Every control record says how many entries it ends,
//! what their debits and credits come to, and the sum of their routing numbers, and
//! all of that is checked.

mod entry;
mod record;
mod sums;

use std::slice;

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::text::{NAME_LENGTH, clean};

use self::entry::{Entry, Kind};
use self::record::Record;
use self::sums::Sums;
use super::{ChangeNotice, ReturnFileRead, ReturnedItemRead};
use crate::lines::{self, Line, after_trailer, agree, malformed, second_header, shortened};

/// How many characters every record has.
pub(super) const WIDTH: usize = 94;
/// How many records a block has: what a file may be filled up to with lines of nines.
const BLOCK: u64 = 10;

/// The lines of a file. Each is as long as another, so that the last one may lack its
/// end.
pub(super) fn split(bytes: &[u8]) -> Result<Vec<Line<'_>>, Refusal> {
    // A character begins with every byte that does not go on with one.
    lines::split_where(bytes, |last| {
        last.iter().filter(|byte| **byte & 0xc0 != 0x80).count() >= WIDTH
    })
}

pub(super) fn read(lines: &[Line<'_>]) -> Result<ReturnFileRead, Refusal> {
    let records = lines.iter().map(Record::new).collect::<Result<Vec<_>, _>>()?;
    let mut file = File {
        records: records.iter(),
        items: Vec::new(),
        credits: Vec::new(),
        notices: Vec::new(),
    };
    let (id, date) = file.whole()?;
    let File {
        items,
        credits,
        notices,
        ..
    } = file;
    let ends_on = records.last().map_or(1, |record| record.line);
    let total = Cents::sum(items.iter().map(|item| item.amount)).map_err(|refusal| malformed(ends_on, refusal))?;
    Ok(ReturnFileRead {
        id,
        date: Some(date),
        items,
        total,
        credits,
        notices,
    })
}

/// The file as far as it was read.
struct File<'r, 'f> {
    records: slice::Iter<'r, Record<'f>>,
    items: Vec<ReturnedItemRead>,
    credits: Vec<ReturnedItemRead>,
    notices: Vec<ChangeNotice>,
}

impl<'r, 'f> File<'r, 'f> {
    /// The next record, which must be of a kind that may stand here.
    fn next(&mut self, expected: &[&str]) -> Result<&'r Record<'f>, Refusal> {
        let record = self.records.next().ok_or(Refusal::BatchFileTruncated)?;
        if expected.contains(&record.kind()) {
            return Ok(record);
        }
        if record.kind() == "1" {
            return Err(second_header(record.line));
        }
        let (kind, expected) = (shortened(record.kind()), expected.join(" or "));
        Err(malformed(
            record.line,
            format!("a record {kind} stands where {expected} must stand"),
        ))
    }

    fn whole(&mut self) -> Result<(String, NaiveDate), Refusal> {
        let header = self.records.next().ok_or(Refusal::BatchFileTruncated)?;
        let heading = file_header(header)?;
        let (mut batches, mut sums) = (0u64, Sums::default());
        let control = loop {
            let record = self.next(&["5", "9"])?;
            if record.kind() == "9" {
                break record;
            }
            sums = sums.and(self.batch(record, heading.1)?, record.line)?;
            batches += 1;
        };
        agree("batches", control.number(2, 6)?, batches)?;
        sums.compare(control, (14, 8), (22, 10), [(32, 12), (44, 12)], "in the file")?;
        let blocks = control.line.div_ceil(BLOCK);
        agree("blocks", control.number(8, 6)?, blocks)?;
        self.filling(control.line, blocks * BLOCK)?;
        Ok(heading)
    }

    /// Lines of nines up to the end of the block, or none.
    fn filling(&mut self, control: u64, end: u64) -> Result<(), Refusal> {
        let mut last = control;
        for record in self.records.by_ref() {
            if !record.is_filling() || record.line > end {
                return Err(after_trailer(record.line));
            }
            last = record.line;
        }
        if last == control || last == end {
            return Ok(());
        }
        Err(Refusal::BatchFileTruncated)
    }

    /// A batch, and what its entries come to. The file was made on that day.
    fn batch(&mut self, header: &Record<'f>, made_on: NaiveDate) -> Result<Sums, Refusal> {
        let batch = Batch::new(header, made_on)?;
        let mut sums = Sums::default();
        let control = loop {
            let record = self.next(&["6", "8"])?;
            if record.kind() == "8" {
                break record;
            }
            let addenda = self.next(&["7"])?;
            let entry = Entry::new(record, addenda, &batch)?;
            sums = sums.and(entry.sums(), record.line)?;
            self.keep(entry);
        };
        let place = format!("in the batch that ends on line {}", control.line);
        sums.compare(control, (5, 6), (11, 10), [(21, 12), (33, 12)], &place)?;
        batch.compare(control)?;
        batch.allows(&sums, control.line)?;
        Ok(sums)
    }

    fn keep(&mut self, entry: Entry) {
        match entry.kind {
            Kind::Returned(item) => self.items.push(*item),
            Kind::Credit(item) => self.credits.push(*item),
            Kind::Notice(notice) => self.notices.push(*notice),
        }
    }
}

/// Sender, date, time and modifier: a bank uses its modifiers anew every day, and
/// some use only one.
fn file_header(record: &Record<'_>) -> Result<(String, NaiveDate), Refusal> {
    if record.kind() != "1" {
        return Err(malformed(record.line, "the file does not begin with its header, 1"));
    }
    for (what, from, length, expected) in [
        ("record size", 35, 3, "094"),
        ("blocking factor", 38, 2, "10"),
        ("format code", 40, 1, "1"),
    ] {
        let found = record.at(from, length);
        if found != expected {
            let found = shortened(found);
            return Err(malformed(
                record.line,
                format!("the {what} is '{found}', this program reads {expected}"),
            ));
        }
    }
    let date = record
        .date(24)?
        .ok_or_else(|| malformed(record.line, "the file has no date"))?;
    let mut parts = Vec::new();
    for (what, from, length) in [
        ("immediate origin", 14, 10),
        ("file date", 24, 6),
        ("file time", 30, 4),
        ("file id modifier", 34, 1),
    ] {
        // Each by itself must be no card number; side by side they may look like one.
        let part =
            clean(what, record.at(from, length), NAME_LENGTH).map_err(|refusal| malformed(record.line, refusal))?;
        if part.is_empty() && what != "file time" {
            return Err(malformed(record.line, format!("the {what} is missing")));
        }
        parts.push(part);
    }
    parts.retain(|part| !part.is_empty());
    Ok((parts.join("-"), date))
}

/// What a batch header says of its entries.
struct Batch<'f> {
    service: &'f str,
    company: &'f str,
    /// The entry class: `PPD`.
    class: &'f str,
    paid_on: Option<NaiveDate>,
    bank: &'f str,
    number: &'f str,
}

/// The entry classes that are read. Others lay their entries out otherwise.
const CLASSES: [&str; 9] = ["PPD", "CCD", "WEB", "TEL", "RCK", "POP", "BOC", "ARC", NOTICES];
/// The entry class of notices of change.
const NOTICES: &str = "COR";

impl<'f> Batch<'f> {
    fn new(header: &Record<'f>, made_on: NaiveDate) -> Result<Batch<'f>, Refusal> {
        let batch = Batch {
            service: header.at(2, 3),
            company: header.text(41, 10),
            class: header.at(51, 3),
            paid_on: header.date_seen(70, made_on)?,
            bank: header.at(80, 8),
            number: header.at(88, 7),
        };
        if !["200", "220", "225"].contains(&batch.service) {
            let service = shortened(batch.service);
            return Err(malformed(
                header.line,
                format!("'{service}' is not a service class of entries; 200, 220 and 225 are"),
            ));
        }
        if !CLASSES.contains(&batch.class) {
            let class = shortened(batch.class);
            return Err(malformed(
                header.line,
                format!("entries of class '{class}' are not read; work them by hand, see docs/return-format.md"),
            ));
        }
        Ok(batch)
    }

    fn is_of_notices(&self) -> bool {
        self.class == NOTICES
    }

    /// Whether the check number stands where others have an identification, and how
    /// long it is: at the point of sale the place follows it.
    fn check_number_length(&self) -> Option<usize> {
        match self.class {
            "ARC" | "BOC" | "RCK" => Some(15),
            "POP" => Some(9),
            _ => None,
        }
    }

    /// What the control record repeats of the header. The company stands to the left
    /// in one and to the right in the other of some banks' files.
    fn compare(&self, control: &Record<'_>) -> Result<(), Refusal> {
        for (what, said, header) in [
            ("service class", control.at(2, 3), self.service),
            ("company identification", control.text(45, 10), self.company),
            ("originating bank", control.at(80, 8), self.bank),
            ("batch number", control.at(88, 7), self.number),
        ] {
            if said != header {
                return Err(malformed(
                    control.line,
                    format!(
                        "the {what} is '{}', its header has '{}'",
                        shortened(said),
                        shortened(header)
                    ),
                ));
            }
        }
        Ok(())
    }

    /// Whether what the entries come to fits the service class.
    fn allows(&self, sums: &Sums, line: u64) -> Result<(), Refusal> {
        let (only, others) = match self.service {
            "220" => ("credits", sums.debits),
            "225" => ("debits", sums.credits),
            _ => return Ok(()),
        };
        if others.is_zero() {
            return Ok(());
        }
        let service = self.service;
        Err(malformed(
            line,
            format!("the service class is {service}, {only} only, and the batch holds others"),
        ))
    }
}
