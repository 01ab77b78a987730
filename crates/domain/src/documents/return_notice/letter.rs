//! The words of the letter in both languages.

use chrono::{Datelike, NaiveDate};

use super::{lowered_a_credit, was_paid_back};
use crate::config::{Configuration, Language, TenderKind};
use crate::documents::returned_items::reason_in;
use crate::entry::{ReturnNoticed, ReturnedTender, TakenBack};
use crate::money::Cents;
use crate::payment::{CREDIT_WORDS, heading};
use crate::returns::is_own_account;
use crate::returns::item::{OpenDue, ReturnedItem};

const MONTHS_ENGLISH: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_SPANISH: [&str; 12] = [
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// One letter in the making.
pub(super) struct Letter<'a> {
    pub(super) configuration: &'a Configuration,
    pub(super) item: &'a ReturnedItem,
    pub(super) notice: &'a ReturnNoticed,
    pub(super) language: Language,
    pub(super) on: NaiveDate,
}

impl<'a> Letter<'a> {
    pub(super) fn says<'s>(&self, english: &'s str, spanish: &'s str) -> &'s str {
        match self.language {
            Language::En => english,
            Language::Es => spanish,
        }
    }

    /// `November 21, 2026`, `21 de noviembre de 2026`.
    pub(super) fn date(&self, date: NaiveDate) -> String {
        let months = match self.language {
            Language::En => MONTHS_ENGLISH,
            Language::Es => MONTHS_SPANISH,
        };
        let month = usize::try_from(date.month0()).ok().and_then(|month| months.get(month));
        let (day, month, year) = (date.day(), month.copied().unwrap_or_default(), date.year());
        match self.language {
            Language::En => format!("{month} {day}, {year}"),
            Language::Es => format!("{day} de {month} de {year}"),
        }
    }

    /// Date, payer, greeting, what came back and why.
    pub(super) fn opening(&self) -> Vec<String> {
        let (name, address) = &self.item.returned.payer;
        let mut payer = vec![name.as_str()];
        payer.extend(address.iter().map(String::as_str));
        payer.retain(|line| !line.is_empty());
        let greeting = match (self.language, name.is_empty()) {
            (Language::En, true) => "Dear customer:".to_owned(),
            (Language::En, false) => format!("Dear {name}:"),
            (Language::Es, true) => "Estimado cliente:".to_owned(),
            (Language::Es, false) => format!("Estimado/a {name}:"),
        };
        let mut paragraphs = vec![self.date(self.on), payer.join("\n"), greeting, self.returned()];
        if self.notice.nth > 1 {
            let nth = self.notice.nth;
            paragraphs.push(match self.language {
                Language::En => format!("We wrote to you about it before; this is notice number {nth}."),
                Language::Es => format!("Ya le escribimos al respecto; este es el aviso número {nth}."),
            });
        }
        paragraphs.push(self.therefore());
        paragraphs.retain(|paragraph| !paragraph.is_empty());
        paragraphs
    }

    /// What came back, with what it had paid, when and why.
    fn returned(&self) -> String {
        let item = &self.item.returned;
        let (what, amount, returned_on) = (self.paper(), item.amount, self.date(self.item.on));
        let (paid, reason) = (self.paid_with(), self.reason());
        match self.language {
            Language::En => format!(
                "{what} for ${amount}, with which you paid {paid}, was returned to us unpaid on {returned_on}. \
                 The reason that the bank gives is: {reason}."
            ),
            Language::Es => format!(
                "{what} por ${amount}, con que usted pagó {paid}, nos fue devuelto sin pagar el {returned_on}. \
                 El motivo que indica el banco es: {reason}."
            ),
        }
    }

    /// `Your check number 1001, drawn on the account ending in 6789,`.
    fn paper(&self) -> String {
        let tender = self.item.returned.tenders.first().map(|one| &one.tender);
        let kind = tender.map_or(TenderKind::Check, |tender| tender.kind);
        let check = tender.and_then(|tender| tender.check.as_ref());
        let mut words = match kind {
            TenderKind::ElectronicCheck => self.says("Your electronic payment", "Su pago electrónico"),
            TenderKind::MoneyOrder => self.says("Your money order", "Su giro postal"),
            TenderKind::CashiersCheck => self.says("Your cashier's check", "Su cheque de caja"),
            _ => self.says("Your check", "Su cheque"),
        }
        .to_owned();
        if let Some(number) = check.and_then(|check| check.number.as_ref()) {
            words.push_str(self.says(" number ", " número "));
            words.push_str(number);
        }
        if let Some(digits) = check.and_then(|check| check.last_four.as_ref()) {
            words.push_str(self.says(", drawn on the account ending in ", ", de la cuenta que termina en "));
            words.push_str(digits);
            words.push(',');
        }
        words
    }

    /// `on November 18, 2026 (receipt W3-000001)`; each day once, with its receipts.
    fn paid_with(&self) -> String {
        let mut days: Vec<(NaiveDate, Vec<&str>)> = Vec::new();
        for ReturnedTender { taken_on, receipt, .. } in &self.item.returned.tenders {
            match days.iter_mut().find(|day| day.0 == *taken_on) {
                Some(day) => day.1.push(receipt),
                None => days.push((*taken_on, vec![receipt])),
            }
        }
        let words = days.into_iter().map(|(day, receipts)| {
            let word = match receipts.len() {
                1 => self.says("receipt", "recibo"),
                _ => self.says("receipts", "recibos"),
            };
            let (on, receipts) = (self.says("on", "el"), receipts.join(", "));
            format!("{on} {} ({word} {receipts})", self.date(day))
        });
        words.collect::<Vec<_>>().join(self.says(" and ", " y "))
    }

    /// The bank's reason, without a full stop of its own.
    fn reason(&self) -> &'a str {
        let words = reason_in(self.configuration, &self.item.returned, self.language);
        words.trim_end_matches('.')
    }

    /// What follows from it: what is due again, what stands to no credit and is not paid back.
    fn therefore(&self) -> String {
        if self.item.reinstated.is_some() {
            return self
                .says(
                    "It was paid after all; the fee for the returned payment stays due.",
                    "Al final se pagó; el cargo por el pago devuelto se sigue debiendo.",
                )
                .to_owned();
        }
        let has_fee = self.item.dues.iter().any(|due| due.fee);
        let due_again = self.item.dues.iter().any(|due| !due.fee);
        let mut sentences = Vec::new();
        match (due_again, has_fee) {
            (true, true) => sentences.push(self.says(
                "What it had paid is therefore due again, and a fee for the returned payment is charged with it.",
                "Por lo tanto, lo que se había pagado se adeuda de nuevo, y se añade un cargo por el pago devuelto.",
            )),
            (true, false) => sentences.push(self.says(
                "What it had paid is therefore due again.",
                "Por lo tanto, lo que se había pagado se adeuda de nuevo.",
            )),
            (false, true) => sentences.push(self.says(
                "A fee for the returned payment is therefore charged.",
                "Por lo tanto, se cobra un cargo por el pago devuelto.",
            )),
            (false, false) => {}
        }
        let mut sentences: Vec<String> = sentences.into_iter().map(str::to_owned).collect();
        let taken = self.item.returned.tenders.iter().flat_map(|tender| &tender.taken);
        let sum = |of: fn(&TakenBack) -> bool| Cents(taken.clone().filter(|one| of(one)).map(|one| one.amount.0).sum());
        let lowered = sum(lowered_a_credit);
        if !lowered.is_zero() {
            sentences.push(match self.language {
                Language::En => format!("${lowered} of the payment had stood to your credit and no longer does."),
                Language::Es => format!("Del pago, ${lowered} figuraban a su favor y ya no figuran."),
            });
        }
        let stopped = sum(|taken| taken.refund.is_some());
        if !stopped.is_zero() {
            sentences.push(match self.language {
                Language::En => format!("${stopped} that we were to pay back to you will not be paid."),
                Language::Es => format!("No se le pagarán ${stopped} que se le iban a devolver."),
            });
        }
        sentences.join(" ")
    }

    /// What something due is for: as the receipt says it; the fee and what has no account as the
    /// configuration words it.
    pub(super) fn what(&self, due: &OpenDue, taken: Option<&TakenBack>) -> String {
        if due.fee {
            let fee = self.item.returned.fee.as_ref();
            let code = fee.and_then(|fee| self.configuration.charge_code(&fee.charge.code).ok());
            return code
                .map_or(due.what.as_str(), |code| code.name_in(self.language))
                .to_owned();
        }
        if taken.is_some_and(was_paid_back) {
            return self
                .says("Paid back to you before", "Ya se le había devuelto")
                .to_owned();
        }
        self.in_its_language(due)
    }

    /// What a line of a receipt says, in the letter's language where the configuration has its
    /// words; what billing calls its charges stays as it is.
    fn in_its_language(&self, due: &OpenDue) -> String {
        let what = due.what.as_str();
        if CREDIT_WORDS.contains(&what) {
            return self.says(CREDIT_WORDS[0], CREDIT_WORDS[1]).to_owned();
        }
        if !is_own_account(&due.account) {
            return what.to_owned();
        }
        let codes = self.configuration.charge_codes.iter();
        let said = codes.flat_map(|code| [Language::En, Language::Es].map(|language| (code, code.name_in(language))));
        let named = said.filter_map(|(code, name)| {
            let rest = what.strip_prefix(name)?;
            (rest.is_empty() || rest.starts_with(' ')).then_some((code, rest))
        });
        match named.min_by_key(|(_, rest)| rest.len()) {
            Some((code, rest)) => format!("{}{rest}", code.name_in(self.language)),
            None => what.to_owned(),
        }
    }

    /// A payment meanwhile, or one that was taken back.
    pub(super) fn payment(&self, receipt: &str, on: NaiveDate, amount: Cents) -> String {
        let what = if amount < Cents::ZERO {
            self.says("Payment taken back on", "Pago anulado el")
        } else {
            self.says("Paid on", "Pagado el")
        };
        let mut words = format!("{what} {}", self.date(on));
        if !receipt.is_empty() {
            words.push_str(self.says(", receipt ", ", recibo "));
            words.push_str(receipt);
        }
        words
    }

    /// What to pay by when, how, and whom to ask.
    pub(super) fn closing(&self) -> Vec<String> {
        let (open, by, number) = (
            self.notice.open,
            self.date(self.notice.pay_by),
            self.notice.number.as_str(),
        );
        let please = match self.language {
            Language::En => format!(
                "Please pay ${open} by {by}. Bring this letter with you, or enclose it: your payment is found by \
                 its number, {number}."
            ),
            Language::Es => format!(
                "Le rogamos pagar ${open} a más tardar el {by}. Traiga esta carta o adjúntela: su pago se reconoce \
                 por su número, {number}."
            ),
        };
        let mut paragraphs = vec![please, self.how_to_pay()];
        paragraphs.push(
            self.says(
                "If you have paid in the meantime, thank you: you need not do anything more. If you think that \
                 something here is wrong, please come to us or write to us; we will gladly look into it.",
                "Si ya pagó entretanto, gracias: no tiene que hacer nada más. Si cree que algo de esto no es \
                 correcto, venga a vernos o escríbanos; con gusto lo revisaremos.",
            )
            .to_owned(),
        );
        paragraphs.push(self.says("Sincerely,", "Atentamente,").to_owned());
        // The office stands first, as whoever writes; the government behind it.
        let mut office = heading(self.configuration);
        if office.len() > 1 {
            office.swap(0, 1);
        }
        paragraphs.push(office.join("\n"));
        paragraphs
    }

    /// In cash and the like where the payer is marked; otherwise as anybody.
    fn how_to_pay(&self) -> String {
        // What the entry says, so that a letter printed again reads the same.
        let Some(until) = self.notice.cash_only_until else {
            return self
                .says(
                    "You may pay in cash, by card, by check or with a money order.",
                    "Puede pagar en efectivo, con tarjeta, con cheque o con giro postal.",
                )
                .to_owned();
        };
        let mark = self.item.returned.mark.as_ref();
        let lifted = mark.is_some_and(|mark| mark.until == until && mark.lift_when_paid);
        let until = self.date(until);
        let mut words = match self.language {
            Language::En => format!(
                "Please pay in cash, by card, with a money order or with a cashier's check. Because payments of \
                 yours were returned, we cannot take your personal checks or electronic payments until {until}."
            ),
            Language::Es => format!(
                "Le rogamos pagar en efectivo, con tarjeta, con giro postal o con cheque de caja. Debido a pagos \
                 devueltos, no podemos aceptar sus cheques personales ni pagos electrónicos hasta el {until}."
            ),
        };
        if lifted {
            words.push_str(self.says(
                " This ends earlier, once everything named in this letter is paid.",
                " Esto termina antes, en cuanto se pague todo lo indicado en esta carta.",
            ));
        }
        words
    }
}
