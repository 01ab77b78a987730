//! The cashier's balancing sheet: one drawer session on paper, for the cashier
//! and the verifier to sign, and for treasury and auditors to trust.

mod words;

use chrono::NaiveDateTime;
use counterfoil_domain::config::{DenominationKind, Language};
use counterfoil_domain::documents::{BalancingSheet, CashSheetLine, Found, TapeSheetLine};
use counterfoil_domain::money::Cents;

use self::words as say;
use super::page::{Document, Frame, LETTER};
use super::sections::{self, BODY, STRONG};
use super::table::{Column, Row, Table, draw_side_by_side};
use crate::words::{Words, date, date_time, time};

/// The sheet on Letter pages. `printed_at` is the site's own time; it stands at
/// the foot and is the file's date.
#[must_use]
pub fn balancing_sheet(sheet: &BalancingSheet, printed_at: NaiveDateTime) -> Vec<u8> {
    let mut drawn = Drawn { sheet, document: Document::new(LETTER, frame(sheet, printed_at)) };
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
    let of = [says(&say::TITLE), &sheet.drawer, cashier(sheet), &date(language, sheet.business_date)].join(" · ");
    let seal = sheet.seal.as_ref().map(|seal| format!(" · {} {seal}", says(&say::SEAL))).unwrap_or_default();
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

    /// The time alone on the business date, the date with it on any other.
    fn when(&self, at: NaiveDateTime) -> String {
        if at.date() == self.sheet.business_date { time(at) } else { date_time(self.language(), at) }
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
        Table { title: self.says(title).to_owned(), continued: self.says(&say::CONTINUED), columns, rows }
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
        if self.sheet.closed_at.is_none() {
            let interim = self.says(&say::INTERIM);
            sections::paragraph(&mut self.document, STRONG, interim);
            self.document.skip(6.0);
        }
    }

    fn facts(&mut self) {
        let sheet = self.sheet;
        let cashiers: Vec<String> = match sheet.cashiers.as_slice() {
            [(only, _)] => vec![only.clone()],
            several => {
                several.iter().map(|(name, from)| format!("{name} {} {}", self.says(&say::FROM), self.when(*from))).collect()
            }
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
            (self.says(&say::CASHIER), cashiers.join("; ")),
            (self.says(&say::DRAWER), sheet.drawer.clone()),
            (self.says(&say::WINDOW), sheet.window.clone()),
            (self.says(&say::WORKSTATION), sheet.station.clone()),
            (self.says(&say::BUSINESS_DATE), date(sheet.language, sheet.business_date)),
            (self.says(&say::OPENED), at(sheet.opened_at)),
            (self.says(&say::CLOSED_AT), sheet.closed_at.map_or_else(|| "—".to_owned(), at)),
            (self.says(&say::STATE), state.to_owned()),
            (self.says(&say::RECEIPTS), range),
            (
                self.says(&say::RECEIPT_COUNT),
                format!("{} ({} {})", sheet.receipts, sheet.voids.len(), self.says(&say::OF_THEM_VOID)),
            ),
            (self.says(&say::RECEIPTS_TOTAL), sheet.receipts_total.to_string()),
            (self.says(&say::OPENING_FLOAT), sheet.float_total.to_string()),
        ];
        sections::facts(&mut self.document, 4, &facts);
    }

    /// Every tender type with its figures, and in words what they say.
    fn tenders(&mut self) {
        let tenders = &self.sheet.tenders;
        let mut rows: Vec<Row> = tenders
            .iter()
            .map(|tender| {
                let cells = vec![
                    tender.name.clone(),
                    tender.items.to_string(),
                    tender.expected.to_string(),
                    amount_or_blank(tender.counted),
                    amount_or_blank(tender.difference),
                ];
                if tender.difference.is_some_and(|d| !d.is_zero()) { Row::strong(cells) } else { Row::plain(cells) }
            })
            .collect();
        rows.push(Row::total(vec![
            self.says(&say::TOTAL).to_owned(),
            tenders.iter().map(|tender| u64::from(tender.items)).sum::<u64>().to_string(),
            total(tenders.iter().map(|tender| Some(tender.expected))),
            total(tenders.iter().map(|tender| tender.counted)),
            total(tenders.iter().map(|tender| tender.difference)),
        ]));
        let columns = vec![
            self.words(&say::TENDER, 1),
            self.figures(&say::ITEMS),
            self.figures(&say::EXPECTED),
            self.figures(&say::COUNTED),
            self.figures(&say::OVER_SHORT),
        ];
        self.table(&say::TENDERS, columns, rows);
        let verdict = self.verdict();
        self.document.skip(-7.0);
        sections::paragraph(&mut self.document, STRONG, &verdict);
        self.document.skip(11.0);
    }

    fn verdict(&self) -> String {
        let tenders = &self.sheet.tenders;
        if tenders.iter().any(|tender| tender.difference.is_none()) {
            return self.says(&say::NOT_COUNTED).to_owned();
        }
        let differences: Vec<String> = tenders
            .iter()
            .filter_map(|tender| Some((tender, tender.difference.filter(|difference| !difference.is_zero())?)))
            .map(|(tender, difference)| {
                let way = if difference < Cents::ZERO { &say::IS_SHORT } else { &say::IS_OVER };
                let magnitude = if difference < Cents::ZERO { difference.negated() } else { difference };
                format!("{} {} {magnitude}.", tender.name, self.says(way))
            })
            .collect();
        if differences.is_empty() { self.says(&say::BALANCED).to_owned() } else { differences.join(" ") }
    }

    /// Opening float and last count by denomination, side by side.
    fn cash(&mut self) {
        let float = self.denominations(&say::OPENING_FLOAT, &self.sheet.float, self.sheet.float_total);
        let counted = self.denominations(&say::CASH_COUNTED, &self.sheet.cash, self.sheet.cash_total);
        draw_side_by_side(&mut self.document, &float, &counted);
    }

    fn denominations(&self, title: &Words, lines: &[CashSheetLine], sum: Cents) -> Table {
        let pieces = |count: u32| if count == 0 { String::new() } else { count.to_string() };
        let mut rows: Vec<Row> = lines
            .iter()
            .map(|line| {
                let cells = vec![line.label.clone(), pieces(line.bundles), pieces(line.loose), line.total.to_string()];
                Row::plain(cells)
            })
            .collect();
        for (kind, words) in [(DenominationKind::Note, &say::NOTES), (DenominationKind::Coin, &say::COINS)] {
            let of_kind = lines.iter().filter(|line| line.kind == kind).map(|line| Some(line.total));
            rows.push(Row::subtotal(vec![self.says(words).to_owned(), String::new(), String::new(), total(of_kind)]));
        }
        rows.push(Row::total(vec![self.says(&say::TOTAL).to_owned(), String::new(), String::new(), sum.to_string()]));
        let columns = vec![
            self.words(&say::DENOMINATION, 1),
            self.figures(&say::BUNDLES),
            self.figures(&say::LOOSE),
            self.figures(&say::AMOUNT),
        ];
        self.made(title, columns, rows)
    }

    fn counts(&mut self) {
        let rows = self.sheet.counts.iter().map(|count| {
            Row::plain(vec![
                self.when(count.at),
                count.what.clone(),
                count.expected.to_string(),
                count.counted.to_string(),
                count.difference.to_string(),
            ])
        });
        let rows = rows.collect();
        let columns = vec![
            self.code(&say::TIME),
            self.words(&say::WHAT, 1),
            self.figures(&say::EXPECTED),
            self.figures(&say::COUNTED),
            self.figures(&say::DIFFERENCE),
        ];
        self.table(&say::COUNTS, columns, rows);
    }

    fn movements(&mut self) {
        let rows = self.sheet.movements.iter().map(|movement| {
            Row::plain(vec![
                self.when(movement.at),
                movement.what.clone(),
                movement.by.clone(),
                movement.with.clone().unwrap_or_default(),
                movement.amount.to_string(),
            ])
        });
        let rows = rows.collect();
        let columns = vec![
            self.code(&say::TIME),
            self.words(&say::WHAT, 3),
            self.words(&say::BY, 2),
            self.words(&say::WITH, 2),
            self.figures(&say::AMOUNT),
        ];
        self.table(&say::MOVEMENTS, columns, rows);
    }

    fn voids(&mut self) {
        let rows = self.sheet.voids.iter().map(|void| {
            Row::plain(vec![
                void.receipt.clone(),
                self.when(void.at),
                void.reason.clone(),
                void.approved_by.clone().unwrap_or_else(|| self.says(&say::WAIVED).to_owned()),
                void.checks_returned.join(", "),
                void.total.to_string(),
            ])
        });
        let mut rows: Vec<Row> = rows.collect();
        if !rows.is_empty() {
            let mut cells = vec![String::new(); 5];
            cells[0] = self.says(&say::TOTAL).to_owned();
            cells.push(total(self.sheet.voids.iter().map(|void| Some(void.total))));
            rows.push(Row::total(cells));
        }
        let columns = vec![
            self.code(&say::RECEIPT),
            self.code(&say::TIME),
            self.words(&say::REASON, 3),
            self.words(&say::APPROVED_BY, 2),
            self.words(&say::CHECKS_RETURNED, 2),
            self.figures(&say::AMOUNT),
        ];
        self.table(&say::VOIDS, columns, rows);
    }

    fn reclasses(&mut self) {
        let rows = self.sheet.reclasses.iter().map(|reclass| {
            Row::plain(vec![
                reclass.receipt.clone(),
                self.when(reclass.at),
                reclass.from.clone(),
                reclass.to.clone(),
                reclass.reason.clone(),
                reclass.approved_by.clone().unwrap_or_else(|| self.says(&say::WAIVED).to_owned()),
                reclass.amount.to_string(),
            ])
        });
        let rows = rows.collect();
        let columns = vec![
            self.code(&say::RECEIPT),
            self.code(&say::TIME),
            self.words(&say::FROM_TYPE, 2),
            self.words(&say::TO_TYPE, 2),
            self.words(&say::REASON, 3),
            self.words(&say::APPROVED_BY, 2),
            self.figures(&say::AMOUNT),
        ];
        self.table(&say::RECLASSES, columns, rows);
    }

    fn reasons(&mut self) {
        let rows = self.sheet.reasons.iter();
        let rows = rows.map(|(at, who, why)| Row::plain(vec![self.when(*at), who.clone(), why.clone()])).collect();
        let columns = vec![self.code(&say::TIME), self.words(&say::GIVEN_BY, 1), self.words(&say::REASON, 4)];
        self.table(&say::REASONS, columns, rows);
    }

    /// The tape, piece by piece, with what the count found of each.
    fn tape(&mut self) {
        let tape = &self.sheet.tape;
        let mut rows: Vec<Row> = tape.iter().map(|piece| self.piece(piece)).collect();
        if !rows.is_empty() {
            rows.push(Row::total(vec![
                String::new(),
                format!("{} {}", tape.len(), self.says(&say::ITEMS).to_lowercase()),
                String::new(),
                String::new(),
                total(tape.iter().map(|piece| Some(piece.recorded))),
                total(tape.iter().map(counted)),
                String::new(),
            ]));
        }
        let columns = vec![
            Column::figures("#"),
            self.words(&say::TENDER, 2),
            self.code(&say::RECEIPT),
            self.code(&say::NUMBER),
            self.figures(&say::RECORDED),
            self.figures(&say::COUNTED),
            self.words(&say::FINDING, 2),
        ];
        self.table(&say::TAPE, columns, rows);
    }

    fn piece(&self, piece: &TapeSheetLine) -> Row {
        let finding = self.says(match piece.found {
            Found::NotCounted => &say::FOUND_NOT_COUNTED,
            Found::Agreed => &say::FOUND_AGREED,
            Found::Misread(_) => &say::FOUND_MISREAD,
            Found::Missing => &say::FOUND_MISSING,
            Found::Extra(_) => &say::FOUND_EXTRA,
        });
        let cells = vec![
            piece.order.to_string(),
            piece.tender.clone(),
            piece.receipt.clone().unwrap_or_default(),
            piece.number.clone().unwrap_or_default(),
            piece.recorded.to_string(),
            amount_or_blank(counted(piece)),
            finding.to_owned(),
        ];
        match piece.found {
            Found::Agreed | Found::NotCounted => Row::plain(cells),
            Found::Misread(_) | Found::Missing | Found::Extra(_) => Row::strong(cells),
        }
    }

    fn waivers(&mut self) {
        let title = self.says(&say::WAIVERS);
        if self.sheet.waivers.is_empty() {
            let none = self.says(&say::NO_WAIVERS);
            sections::empty_section(&mut self.document, title, none);
        } else {
            sections::lines_section(&mut self.document, title, &self.sheet.waivers);
        }
    }

    fn signatures(&mut self) {
        let people = [(self.says(&say::CASHIER), cashier(self.sheet).to_owned()), (self.says(&say::VERIFIER), String::new())];
        let (statement, date_word) = (self.says(&say::STATEMENT), self.says(&say::SIGN_DATE));
        sections::signatures(&mut self.document, statement, &people, date_word);
        if let Some(seal) = &self.sheet.seal {
            let line = format!("{} {seal}", self.says(&say::CLOSING_SEAL));
            sections::paragraph(&mut self.document, BODY.quiet(), &line);
        }
    }
}

/// What a count found of a piece; none before the count.
fn counted(piece: &TapeSheetLine) -> Option<Cents> {
    match piece.found {
        Found::NotCounted => None,
        Found::Agreed => Some(piece.recorded),
        Found::Misread(worth) | Found::Extra(worth) => Some(worth),
        Found::Missing => Some(Cents::ZERO),
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
