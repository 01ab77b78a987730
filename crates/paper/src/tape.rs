//! A receipt as lines of text: the one layout that the screen shows, the
//! receipt printer prints and the PDF draws.

mod strip;

use counterfoil_domain::config::{Language, TenderKind};
use counterfoil_domain::documents::{ReceiptDocument, ReceiptMark};
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::{ReceiptLine, Tender};

use crate::text::printable;
use crate::words::{Words, date_time, words};
use strip::Strip;

/// The fewest columns that a receipt is laid out in.
pub const COLUMNS_MIN: u8 = 24;

/// One line of a receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TapeLine {
    /// The text, padded with spaces to the receipt's columns, one character a column.
    pub text: String,
    /// Whether it prints bold.
    pub bold: bool,
    /// What kind of line it is.
    pub kind: TapeLineKind,
}

/// What a line of a receipt is, beyond its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TapeLineKind {
    /// Text and nothing more.
    Text,
    /// A line across: hyphens in text, drawn where the medium can draw.
    Rule,
    /// Said across the receipt (COPY, VOID): centred, twice as large on paper.
    Mark,
    /// The receipt's number under its barcode. Paper has the bars above the text.
    Barcode,
}

words! {
    RECEIPT = "Receipt", "Recibo";
    CASHIER = "Cashier", "Cajero/a";
    RECEIVED_FROM = "Received from", "Recibido de";
    ACCOUNT = "Account", "Cuenta";
    NUMBER = "No.", "N.º";
    QUANTITY = "Quantity", "Cantidad";
    TOTAL = "TOTAL", "TOTAL";
    APPROVAL = "Approval", "Autorización";
    CHANGE = "Change", "Cambio";
    STILL_TO_PAY = "Still to pay", "Falta por pagar";
    STILL_DUE = "Still due on", "Saldo pendiente de";
    CREDIT = "Credit on", "Saldo a favor de";
    NOTE = "Note:", "Nota:";
    SEAL = "Seal", "Sello";
    COPY = "COPY", "COPIA";
    VOID = "VOID", "ANULADO";
    VOID_MEANS = "This payment does not stand", "Este pago no tiene validez";
    DRAFT = "DRAFT", "BORRADOR";
    DRAFT_MEANS = "Not a receipt", "No es un recibo";
}

/// Lays a receipt out in `columns` characters a line, 42 on 80 mm paper and 32
/// on 58 mm; fewer than [`COLUMNS_MIN`] are taken as that many. Amounts stand
/// at the right edge.
///
/// A [`ReceiptMark::Draft`] has no number, no seal and no barcode; while its
/// tenders do not cover the total, it says what is still to pay.
#[must_use]
pub fn lines(document: &ReceiptDocument, columns: u8) -> Vec<TapeLine> {
    let mut tape = Tape {
        document,
        strip: Strip::new(columns.max(COLUMNS_MIN).into()),
    };
    tape.head();
    tape.items();
    tape.payment();
    tape.balances();
    tape.foot();
    tape.strip.lines
}

struct Tape<'a> {
    document: &'a ReceiptDocument,
    strip: Strip,
}

impl Tape<'_> {
    fn says(&self, words: &Words) -> &'static str {
        words.in_language(self.language())
    }

    fn language(&self) -> Language {
        self.document.receipt.language
    }

    /// Government and office, the mark, number and date, window, cashier, payer.
    fn head(&mut self) {
        let receipt = &self.document.receipt;
        for (place, line) in receipt.heading.iter().enumerate() {
            self.strip.centred(line, place == 0);
        }
        self.mark();
        self.strip.rule();
        let at = date_time(self.language(), self.document.at);
        if self.document.mark == ReceiptMark::Draft {
            self.strip.apart("", &at);
        } else {
            self.strip
                .apart(&format!("{} {}", self.says(&RECEIPT), receipt.number), &at);
        }
        self.strip
            .apart(&receipt.window, &format!("{} {}", self.says(&CASHIER), receipt.cashier));
        if let Some(payer) = &receipt.payer {
            self.strip.text(&format!("{} {payer}", self.says(&RECEIVED_FROM)));
        }
        self.strip.rule();
    }

    fn mark(&mut self) {
        match self.document.mark {
            ReceiptMark::Original => {}
            ReceiptMark::Copy(which) => self.strip.mark(&format!("{} {which}", self.says(&COPY))),
            ReceiptMark::Void => {
                self.strip.mark(self.says(&VOID));
                self.strip.centred(self.says(&VOID_MEANS), false);
            }
            ReceiptMark::Draft => {
                self.strip.mark(self.says(&DRAFT));
                self.strip.centred(self.says(&DRAFT_MEANS), false);
            }
        }
    }

    fn items(&mut self) {
        let receipt = &self.document.receipt;
        for line in &receipt.lines {
            self.strip.amount(&line.description, line.amount, false);
            if let Some(account) = &line.account {
                self.strip.indented(&format!("{} {account}", self.says(&ACCOUNT)));
            }
            if let Some(reference) = &line.reference {
                self.strip.indented(&format!("{} {reference}", self.says(&NUMBER)));
            }
            if let Some(quantity) = self.quantity(line) {
                self.strip.indented(&quantity);
            }
        }
        self.strip.rule();
        self.strip.amount(self.says(&TOTAL), receipt.total, true);
    }

    /// `2 × 12.50`, or how many where no whole price makes the amount.
    fn quantity(&self, line: &ReceiptLine) -> Option<String> {
        let quantity = line.quantity.filter(|quantity| *quantity > 1)?;
        let pieces = i64::from(quantity);
        Some(match line.amount.0 % pieces {
            0 => format!("{quantity} × {}", Cents(line.amount.0 / pieces)),
            _ => format!("{} {quantity}", self.says(&QUANTITY)),
        })
    }

    /// Each tender as it was handed over, and the change.
    fn payment(&mut self) {
        let receipt = &self.document.receipt;
        for tender in &receipt.tenders {
            self.strip
                .amount(&self.tender_name(tender), tender.handed.unwrap_or(tender.amount), false);
            if let Some(approval) = tender.card.as_ref().and_then(|card| card.approval.as_deref()) {
                self.strip.indented(&format!("{} {approval}", self.says(&APPROVAL)));
            }
        }
        if !receipt.change.is_zero() {
            self.strip.amount(self.says(&CHANGE), receipt.change, true);
        }
        let applied = Cents::sum(receipt.tenders.iter().map(|tender| tender.amount));
        let missing = applied
            .and_then(|applied| receipt.total.minus(applied))
            .unwrap_or_default();
        if self.document.mark == ReceiptMark::Draft && !receipt.tenders.is_empty() && missing > Cents::ZERO {
            self.strip.amount(self.says(&STILL_TO_PAY), missing, true);
        }
    }

    /// The tender's name with what identifies it: a check's number, a card's
    /// brand and last four, a voucher's number.
    fn tender_name(&self, tender: &Tender) -> String {
        let mut parts = vec![tender.name.clone()];
        let number = tender
            .check
            .as_ref()
            .and_then(|check| check.number.as_deref())
            .or(tender.reference.as_deref());
        if let Some(number) = number.filter(|_| tender.kind != TenderKind::Cash) {
            parts.push(format!("{} {number}", self.says(&NUMBER)));
        }
        if let Some(card) = &tender.card {
            parts.extend(card.brand.clone());
            parts.extend(card.last_four.as_ref().map(|digits| format!("····{digits}")));
        }
        parts.join(" ")
    }

    /// What is still due on each account; less than nothing is a credit.
    fn balances(&mut self) {
        let balances = &self.document.receipt.balances;
        if balances.is_empty() {
            return;
        }
        self.strip.rule();
        for balance in balances {
            if balance.due < Cents::ZERO {
                let label = format!("{} {}", self.says(&CREDIT), balance.account);
                self.strip.amount(&label, balance.due.negated(), false);
            } else {
                let label = format!("{} {}", self.says(&STILL_DUE), balance.account);
                self.strip.amount(&label, balance.due, false);
            }
        }
    }

    /// Note, seal, barcode, the city's own lines.
    fn foot(&mut self) {
        let receipt = &self.document.receipt;
        self.strip.rule();
        if let Some(note) = &receipt.note {
            self.strip.text(&format!("{} {note}", self.says(&NOTE)));
        }
        if self.document.mark != ReceiptMark::Draft {
            self.strip.text(&format!("{} {}", self.says(&SEAL), self.document.seal));
            self.strip.barcode(&printable(&receipt.number));
        }
        if self.document.mark == ReceiptMark::Void {
            self.strip.mark(self.says(&VOID));
        }
        for line in &receipt.footer {
            self.strip.centred(line, false);
        }
    }
}
