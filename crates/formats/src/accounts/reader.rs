//! Reading an accounts file, line by line, in bounded memory.

mod records;

use std::collections::{HashSet, VecDeque};
use std::io::{BufRead, Read};

use chrono::{DateTime, Utc};
use counterfoil_domain::account::Charge;
use counterfoil_domain::config::Configuration;
use csv_core::{ReadRecordResult, ReaderBuilder, Terminator};

use self::records::{account, batch, charge, expect, trailer};
use super::problem::shortened;
use super::{
    CHARGES_OF_ACCOUNT, FORMAT, FORMAT_WITH_BATCH, Header, LINE_LENGTH, PROBLEMS_LISTED, Problem, ProblemKind, Record,
    Totals,
};

/// The fields of the header, its letter included.
const HEADER_FIELDS: usize = 4;
const HEADER_FIELDS_WITH_BATCH: usize = 5;
/// No record has more; a line with more is refused for its count.
const MOST_FIELDS: usize = 16;

/// Reads an accounts file: an iterator over its accounts and over what is wrong
/// with it, in the order of the lines.
///
/// A problem does not end the reading, so that one pass lists the first
/// [`PROBLEMS_LISTED`]; but a file with any problem is not to be taken in. Two
/// accounts of one number are for the store to find: they may stand far apart.
pub struct Reader<'c, R> {
    input: R,
    header: Header,
    charge_codes: HashSet<&'c str>,
    line: u64,
    bytes: Vec<u8>,
    fields: Fields,
    current: Current,
    totals: Totals,
    problems: usize,
    place: Place,
    ready: VecDeque<Result<Record, Problem>>,
}

/// The account whose charges are being read.
enum Current {
    /// None yet.
    None,
    /// All well so far.
    Good(Record),
    /// It or a charge of it was refused: the rest is checked and thrown away.
    Bad,
}

#[derive(PartialEq)]
enum Place {
    Body,
    AfterTrailer,
    End,
}

/// What there was to read.
#[derive(PartialEq)]
enum Line {
    Whole,
    /// Bytes without a line end after them.
    CutOff,
    None,
}

/// The fields of one line.
struct Fields {
    parser: csv_core::Reader,
    text: Vec<u8>,
    ends: [usize; MOST_FIELDS],
    count: usize,
}

impl<'c, R: BufRead> Reader<'c, R> {
    /// Begins to read: the header. Charge codes and the city's name are checked
    /// against the configuration.
    ///
    /// # Errors
    /// A [`Problem`] of the header; there is nothing to read on for then. Where it names a
    /// posting batch, [`ProblemKind::BatchWithoutCentral`]: who stands alone cannot tell which of
    /// its entries that batch holds, and would count them twice or not at all.
    pub fn new(input: R, configuration: &'c Configuration) -> Result<Reader<'c, R>, Problem> {
        let reader = Reader::with_batch(input, configuration)?;
        match reader.header.included_batch {
            None => Ok(reader),
            Some(batch) => Err(Problem {
                line: 1,
                kind: ProblemKind::BatchWithoutCentral { batch },
            }),
        }
    }

    /// As [`Reader::new`], for central records, which know what each posting batch holds.
    ///
    /// # Errors
    /// A [`Problem`] of the header.
    pub fn with_batch(input: R, configuration: &'c Configuration) -> Result<Reader<'c, R>, Problem> {
        let mut reader = Reader {
            input,
            header: Header {
                as_of: DateTime::<Utc>::UNIX_EPOCH,
                city: String::new(),
                included_batch: None,
            },
            charge_codes: configuration
                .charge_codes
                .iter()
                .map(|charge| charge.code.as_str())
                .collect(),
            line: 0,
            bytes: Vec::new(),
            fields: Fields {
                // Made once: making it takes longer than a line.
                parser: ReaderBuilder::new().terminator(Terminator::Any(b'\n')).build(),
                text: vec![0; LINE_LENGTH + 2],
                ends: [0; MOST_FIELDS],
                count: 0,
            },
            current: Current::None,
            totals: Totals::default(),
            problems: 0,
            place: Place::Body,
            ready: VecDeque::new(),
        };
        match reader.read_header(&configuration.city.name) {
            Ok(header) => Ok(Reader { header, ..reader }),
            Err(kind) => Err(Problem { line: 1, kind }),
        }
    }

    /// The header.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What was read so far; the whole file's figures once the iterator has ended.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// What is read from.
    pub fn input(&self) -> &R {
        &self.input
    }

    fn read_header(&mut self, city: &str) -> Result<Header, ProblemKind> {
        if self.next_line()? != Line::Whole {
            return Err(ProblemKind::HeaderMissing);
        }
        if self.bytes.starts_with("\u{feff}".as_bytes()) {
            self.bytes.drain(..3);
        }
        let fields = self.fields.parse(&self.bytes)?;
        if fields[0] != "H" {
            return Err(ProblemKind::HeaderMissing);
        }
        let expected = match fields.get(1) {
            Some(&FORMAT_WITH_BATCH) => HEADER_FIELDS_WITH_BATCH,
            _ => HEADER_FIELDS,
        };
        expect('H', expected, fields.len())?;
        if ![FORMAT, FORMAT_WITH_BATCH].contains(&fields[1]) {
            return Err(ProblemKind::FormatUnknown {
                given: shortened(fields[1]),
            });
        }
        let as_of = DateTime::parse_from_rfc3339(fields[2]).map_err(|_| ProblemKind::InstantMalformed {
            given: shortened(fields[2]),
        })?;
        if fields[3].to_lowercase() != city.to_lowercase() {
            return Err(ProblemKind::CityOther {
                given: shortened(fields[3]),
                expected: city.to_owned(),
            });
        }
        Ok(Header {
            as_of: as_of.to_utc(),
            city: city.to_owned(),
            included_batch: fields.get(4).map_or(Ok(None), |given| batch(given))?,
        })
    }

    /// Reads one line and puts what it completes into `ready`.
    fn step(&mut self) {
        let outcome = match (self.next_line(), &self.place) {
            (Ok(Line::Whole), _) => self.take_line(),
            (Ok(Line::None), Place::AfterTrailer) => {
                self.place = Place::End;
                Ok(())
            }
            (Ok(Line::CutOff), Place::AfterTrailer) => Err(ProblemKind::AfterTrailer),
            (Ok(Line::None | Line::CutOff), _) => Err(ProblemKind::TrailerMissing),
            (Err(kind), _) => Err(kind),
        };
        if let Err(kind) = outcome {
            // The charges that follow a bad line may be those of a bad account.
            if kind != ProblemKind::ChargeWithoutAccount {
                self.current = Current::Bad;
            }
            let last = [ProblemKind::AfterTrailer, ProblemKind::TrailerMissing].contains(&kind);
            if last || matches!(kind, ProblemKind::Unreadable { .. }) {
                self.place = Place::End;
            }
            self.report(kind);
        }
    }

    fn report(&mut self, kind: ProblemKind) {
        self.problems += 1;
        self.ready.push_back(Err(Problem { line: self.line, kind }));
        if self.problems == PROBLEMS_LISTED && self.place != Place::End {
            self.place = Place::End;
            self.ready.push_back(Err(Problem {
                line: self.line,
                kind: ProblemKind::TooManyProblems,
            }));
        }
    }

    fn take_line(&mut self) -> Result<(), ProblemKind> {
        if self.place == Place::AfterTrailer {
            return Err(ProblemKind::AfterTrailer);
        }
        let fields = self.fields.parse(&self.bytes)?;
        match fields[0] {
            "A" => {
                self.totals.accounts += 1;
                let account = account(&fields);
                self.complete_account();
                self.current = Current::Bad;
                self.current = Current::Good(Record {
                    line: self.line,
                    account: account?,
                });
                Ok(())
            }
            "C" => {
                self.totals.charges += 1;
                let charge = charge(&fields, &self.charge_codes)?;
                self.totals.due = self.totals.due.plus(charge.due)?;
                self.current.add(charge)
            }
            "T" => {
                let said = trailer(&fields);
                self.complete_account();
                self.place = Place::AfterTrailer;
                self.compare(said?)
            }
            "H" => Err(ProblemKind::HeaderTwice),
            other => Err(ProblemKind::RecordUnknown {
                given: shortened(other),
            }),
        }
    }

    /// The account at hand has all its charges: it is ready.
    fn complete_account(&mut self) {
        if let Current::Good(record) = std::mem::replace(&mut self.current, Current::None) {
            self.ready.push_back(Ok(record));
        }
    }

    /// Compares the trailer with what was read. Figures that miss refused rows say
    /// nothing, so they are compared only where all rows were good.
    fn compare(&self, said: Totals) -> Result<(), ProblemKind> {
        let found = self.totals;
        let figures = [
            ("accounts", said.accounts.to_string(), found.accounts.to_string()),
            ("charges", said.charges.to_string(), found.charges.to_string()),
            ("due", said.due.to_string(), found.due.to_string()),
        ];
        match figures.into_iter().find(|(_, said, found)| said != found) {
            Some((what, said, found)) if self.problems == 0 => Err(ProblemKind::TrailerMismatch { what, said, found }),
            _ => Ok(()),
        }
    }

    /// The next line into `bytes`, without its end.
    fn next_line(&mut self) -> Result<Line, ProblemKind> {
        self.bytes.clear();
        self.line += 1;
        let limit = LINE_LENGTH as u64 + 2;
        let read = (&mut self.input).take(limit).read_until(b'\n', &mut self.bytes);
        let read = read.map_err(|cause| ProblemKind::Unreadable {
            cause: cause.to_string(),
        })?;
        if self.bytes.last() != Some(&b'\n') {
            return match read as u64 {
                0 => Ok(Line::None),
                length if length < limit => Ok(Line::CutOff),
                _ => self.skip_line().and(Err(ProblemKind::LineTooLong)),
            };
        }
        self.bytes.pop();
        if self.bytes.last() == Some(&b'\r') {
            self.bytes.pop();
        }
        if self.bytes.len() > LINE_LENGTH {
            Err(ProblemKind::LineTooLong)
        } else {
            Ok(Line::Whole)
        }
    }

    /// Passes over the rest of a line that is too long to be kept.
    fn skip_line(&mut self) -> Result<(), ProblemKind> {
        loop {
            let unreadable = |cause: std::io::Error| ProblemKind::Unreadable {
                cause: cause.to_string(),
            };
            let chunk = self.input.fill_buf().map_err(unreadable)?;
            let (used, ended) = match chunk.iter().position(|byte| *byte == b'\n') {
                Some(place) => (place + 1, true),
                None => (chunk.len(), chunk.is_empty()),
            };
            self.input.consume(used);
            if ended {
                return Ok(());
            }
        }
    }
}

impl<R: BufRead> Iterator for Reader<'_, R> {
    type Item = Result<Record, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.ready.is_empty() && self.place != Place::End {
            self.step();
        }
        self.ready.pop_front()
    }
}

impl Current {
    fn add(&mut self, charge: Charge) -> Result<(), ProblemKind> {
        let record = match self {
            Current::None => return Err(ProblemKind::ChargeWithoutAccount),
            Current::Bad => return Ok(()),
            Current::Good(record) => record,
        };
        let account = &mut record.account;
        if account.charges.len() == CHARGES_OF_ACCOUNT {
            return Err(ProblemKind::TooManyCharges {
                account: account.number.clone(),
            });
        }
        if account.charges.iter().any(|other| other.id == charge.id) {
            return Err(ProblemKind::ChargeTwice {
                account: account.number.clone(),
                id: charge.id,
            });
        }
        account.charges.push(charge);
        Ok(())
    }
}

impl Fields {
    /// Takes a line apart. There is always at least one field.
    fn parse(&mut self, line: &[u8]) -> Result<Vec<&str>, ProblemKind> {
        std::str::from_utf8(line).map_err(|_| ProblemKind::NotUtf8)?;
        if line.is_empty() {
            return Ok(vec![""]);
        }
        let parser = &mut self.parser;
        let (first, used, written, count) = parser.read_record(line, &mut self.text, &mut self.ends);
        self.count = count;
        let result = match first {
            // The line's end is given apart, so that no copy of the line is needed.
            ReadRecordResult::InputEmpty if used == line.len() => {
                let (last, _, _, more) = parser.read_record(b"\n", &mut self.text[written..], &mut self.ends[count..]);
                self.count += more;
                last
            }
            other => other,
        };
        if !matches!(result, ReadRecordResult::Record) {
            parser.reset();
            match result {
                // More fields than any record has: the first says what it should be, the count is wrong.
                ReadRecordResult::OutputEndsFull => self.count = MOST_FIELDS,
                _ => return Err(ProblemKind::QuoteOpen),
            }
        }
        let mut start = 0;
        let mut fields = Vec::with_capacity(self.count);
        for end in &self.ends[..self.count] {
            fields.push(std::str::from_utf8(&self.text[start..*end]).map_err(|_| ProblemKind::NotUtf8)?);
            start = *end;
        }
        Ok(fields)
    }
}
