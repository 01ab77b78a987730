//! The cashier's balancing sheet: one drawer session on paper, for the cashier
//! and the verifier to sign, and for treasury and auditors to trust.

mod events;
mod figures;
mod words;

use chrono::NaiveDateTime;
use counterfoil_domain::config::Language;
use counterfoil_domain::documents::BalancingSheet;
use counterfoil_domain::money::Cents;

use self::words as say;
use super::page::{Document, Frame, LETTER};
use super::sections::{self, BODY, STRONG};
use super::table::{Column, Row, Table};
use crate::words::{Words, date, date_time, time};

/// The sheet on Letter pages. `printed_at` is the site's own time; it stands at
/// the foot and is the file's date.
#[must_use]
pub fn balancing_sheet(sheet: &BalancingSheet, printed_at: NaiveDateTime) -> Vec<u8> {
    let mut drawn = Drawn {
        sheet,
        document: Document::new(LETTER, frame(sheet, printed_at)),
    };
    drawn.head();
    drawn.facts();
    drawn.tenders();
    drawn.cash();
    drawn.counts();
    drawn.movements();
    drawn.voids();
    drawn.reclasses();
    drawn.reasons();
    drawn.tape();
    drawn.waivers();
    drawn.signatures();
    let title = format!("{} {} {}", drawn.says(&say::TITLE), sheet.drawer, sheet.business_date);
    drawn.document.finish(&title, printed_at)
}

fn frame(sheet: &BalancingSheet, printed_at: NaiveDateTime) -> Frame {
    let language = sheet.language;
    let says = |words: &Words| words.in_language(language);
    let of = [
        says(&say::TITLE),
        &sheet.drawer,
        cashier(sheet),
        &date(language, sheet.business_date),
    ]
    .join(" · ");
    let seal = sheet
        .seal
        .as_ref()
        .map(|seal| format!(" · {} {seal}", says(&say::SEAL)))
        .unwrap_or_default();
    Frame {
        running_head: of,
        foot: format!("{} {}{seal}", says(&say::PRINTED), date_time(language, printed_at)),
        page_words: [says(&say::PAGE), says(&say::OF)],
    }
}

/// Who holds the drawer, or closed it.
fn cashier(sheet: &BalancingSheet) -> &str {
    sheet.cashiers.last().map_or("", |(name, _)| name.as_str())
}

struct Drawn<'a> {
    sheet: &'a BalancingSheet,
    document: Document,
}

impl Drawn<'_> {
    fn says(&self, words: &Words) -> &'static str {
        words.in_language(self.language())
    }

    fn language(&self) -> Language {
        self.sheet.language
    }

    fn is_closed(&self) -> bool {
        self.sheet.state == "closed"
    }

    /// The time alone on the business date, the date with it on any other.
    fn when(&self, at: NaiveDateTime) -> String {
        if at.date() == self.sheet.business_date {
            time(at)
        } else {
            date_time(self.language(), at)
        }
    }

    /// A table, or a line that says there is none of it.
    fn table(&mut self, title: &Words, columns: Vec<Column>, rows: Vec<Row>) {
        if rows.is_empty() {
            let (title, none) = (self.says(title), self.says(&say::NONE));
            sections::empty_section(&mut self.document, title, none);
        } else {
            self.made(title, columns, rows).draw(&mut self.document);
        }
    }

    fn made(&self, title: &Words, columns: Vec<Column>, rows: Vec<Row>) -> Table {
        Table {
            title: self.says(title).to_owned(),
            continued: self.says(&say::CONTINUED),
            columns,
            rows,
        }
    }

    fn words(&self, heading: &Words, share: u8) -> Column {
        Column::words(self.says(heading), share)
    }

    fn code(&self, heading: &Words) -> Column {
        Column::code(self.says(heading))
    }

    fn figures(&self, heading: &Words) -> Column {
        Column::figures(self.says(heading))
    }

    fn head(&mut self) {
        let (title, when) = (self.says(&say::TITLE), date(self.language(), self.sheet.business_date));
        sections::head(&mut self.document, &self.sheet.heading, title, &when);
        if !self.is_closed() {
            let interim = self.says(&say::INTERIM);
            sections::paragraph(&mut self.document, STRONG, interim);
            self.document.skip(6.0);
        }
    }

    fn facts(&mut self) {
        let sheet = self.sheet;
        let cashiers: Vec<String> = match sheet.cashiers.as_slice() {
            [(only, _)] => vec![only.clone()],
            several => several
                .iter()
                .map(|(name, from)| format!("{name} {} {}", self.says(&say::FROM), self.when(*from)))
                .collect(),
        };
        let state = match sheet.state {
            "open" => self.says(&say::OPEN),
            "counting" => self.says(&say::COUNTING),
            "closed" => self.says(&say::CLOSED),
            other => other,
        };
        let range = match (&sheet.first_receipt, &sheet.last_receipt) {
            (Some(first), Some(last)) => format!("{first} – {last}"),
            _ => self.says(&say::NONE).to_owned(),
        };
        let at = |at: NaiveDateTime| date_time(sheet.language, at);
        let facts = [
            (self.says(&say::CASHIER), cashiers.join("\n")),
            (self.says(&say::DRAWER), sheet.drawer.clone()),
            (self.says(&say::WINDOW), sheet.window.clone()),
            (self.says(&say::WORKSTATION), sheet.station.clone()),
            (
                self.says(&say::BUSINESS_DATE),
                date(sheet.language, sheet.business_date),
            ),
            (self.says(&say::OPENED), at(sheet.opened_at)),
            (
                self.says(&say::CLOSED_AT),
                sheet.closed_at.map_or_else(|| "—".to_owned(), at),
            ),
            (self.says(&say::STATE), state.to_owned()),
            (self.says(&say::RECEIPTS), range),
            (
                self.says(&say::RECEIPT_COUNT),
                format!(
                    "{} ({} {})",
                    sheet.receipts,
                    sheet.voids.len(),
                    self.says(&say::OF_THEM_VOID)
                ),
            ),
            (self.says(&say::RECEIPTS_TOTAL), sheet.receipts_total.to_string()),
            (self.says(&say::OPENING_FLOAT), sheet.float_total.to_string()),
        ];
        sections::facts(&mut self.document, 4, &facts);
    }

    fn waivers(&mut self) {
        let title = self.says(&say::WAIVERS);
        if self.sheet.waivers.is_empty() {
            let none = self.says(&say::NONE);
            sections::empty_section(&mut self.document, title, none);
        } else {
            sections::lines_section(&mut self.document, title, &self.sheet.waivers);
        }
    }

    /// Only a closed drawer is signed for.
    fn signatures(&mut self) {
        if !self.is_closed() {
            return;
        }
        let people = [
            (self.says(&say::CASHIER), cashier(self.sheet).to_owned()),
            (self.says(&say::VERIFIER), String::new()),
        ];
        let (statement, date_word) = (self.says(&say::STATEMENT), self.says(&say::SIGN_DATE));
        sections::signatures(&mut self.document, statement, &people, date_word);
        if let Some(seal) = &self.sheet.seal {
            let line = format!("{} {seal}", self.says(&say::CLOSING_SEAL));
            sections::paragraph(&mut self.document, BODY.quiet(), &line);
        }
    }
}

fn amount_or_blank(amount: Option<Cents>) -> String {
    amount.map(|amount| amount.to_string()).unwrap_or_default()
}

/// The sum of amounts; blank while one of them is not known, or where they
/// cannot be added exactly.
fn total(amounts: impl Iterator<Item = Option<Cents>>) -> String {
    let known: Option<Vec<Cents>> = amounts.collect();
    amount_or_blank(known.and_then(|known| Cents::sum(known).ok()))
}
