//! What an entry speaks of, as words to find it by. Pure: each entry by itself, so that the
//! index of a workstation does not depend on whose entries came first.

use chrono::NaiveDate;
use counterfoil_domain::entry::{Body, Entry};
use counterfoil_domain::receipt::{Receipt, ReceiptLine, Tender};

use crate::web::site_day::deposit_of;

/// The kinds of mark, as stored.
pub mod what {
    /// A receipt's own entry, by its number.
    pub const ISSUED: &str = "issued";
    /// An entry about a receipt, by its number.
    pub const ABOUT: &str = "about";
    /// A receipt, by an account paid.
    pub const ACCOUNT: &str = "account";
    /// A receipt, by an amount in it, in cents.
    pub const AMOUNT: &str = "amount";
    /// A receipt, by a check's number.
    pub const CHECK: &str = "check";
    /// A receipt, by a word of its payer's name.
    pub const PAYER: &str = "payer";
    /// The entry that began a session, by its identifier.
    pub const OPENED: &str = "opened";
    /// The close of a day that took a session, by its identifier; the date is the day's.
    pub const CLOSED_WITH: &str = "closed_with";
    /// An entry of a deposit, by its identifier.
    pub const DEPOSIT: &str = "deposit";
    /// The entry that put a deposit together, by its identifier.
    pub const PREPARED: &str = "prepared";
    /// The close of a day, by its date.
    pub const DAY_CLOSED: &str = "day_closed";
    /// The adoption of a configuration, by its version.
    pub const CONFIGURED: &str = "configured";
}

/// A word to find an entry by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    /// One of [`what`].
    pub what: &'static str,
    /// The word.
    pub value: String,
    /// The date that it is found under.
    pub date: NaiveDate,
    /// The receipt, where it is to find one.
    pub receipt: Option<String>,
}

/// The most words of a name, and the most letters of each.
const WORDS: usize = 8;
const LETTERS: usize = 40;
/// The longest word, in bytes, that is kept.
const LONGEST: usize = 200;

/// The words of a name, as they are kept and looked for.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words = lower.split(|letter: char| !letter.is_alphanumeric());
    let mut words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LETTERS).collect())
        .collect();
    words.dedup();
    words.truncate(WORDS);
    words
}

/// An account's number as it is kept and looked for.
#[must_use]
pub fn account(number: &str) -> String {
    number.trim().to_uppercase()
}

/// A check's number as it is kept and looked for: without zeros in front.
#[must_use]
pub fn check(number: &str) -> String {
    let number = number.trim();
    let digits = number.trim_start_matches('0');
    if digits.is_empty() { number } else { digits }.to_uppercase()
}

/// What an entry speaks of.
#[must_use]
pub fn marks_of(entry: &Entry) -> Vec<Mark> {
    let mut marks = Marks {
        date: entry.business_date,
        found: Vec::new(),
    };
    if let Some(id) = deposit_of(&entry.body) {
        marks.add(what::DEPOSIT, id.to_string(), None);
    }
    match &entry.body {
        Body::ConfigurationAdopted(body) => marks.add(what::CONFIGURED, body.configuration.version(), None),
        Body::DrawerOpened(body) => marks.add(what::OPENED, body.session.to_string(), None),
        Body::BatchOpened(body) => marks.add(what::OPENED, body.session.to_string(), None),
        Body::DepositPrepared(body) => marks.add(what::PREPARED, body.deposit.to_string(), None),
        Body::Receipt(receipt) => marks.receipt(receipt),
        Body::TenderReclassed(body) => {
            marks.about(&body.receipt);
            marks.check(&body.to, &body.receipt);
        }
        Body::SuspensePlaced(body) => {
            marks.about(&body.receipt);
            marks.accounts(&body.lines, &body.receipt);
        }
        Body::PaymentTransferred(body) => {
            marks.about(&body.receipt);
            marks.accounts(&body.to, &body.receipt);
        }
        Body::ReceiptVoided(body) => marks.about(&body.receipt),
        Body::ReceiptReprinted(body) => marks.about(&body.receipt),
        Body::ReceiptReversed(body) => marks.about(&body.receipt),
        Body::RefundRequested(body) => marks.about(&body.receipt),
        Body::RefundWithdrawn(body) => marks.about(&body.receipt),
        Body::ItemReturned(body) => body.tenders.iter().for_each(|one| marks.about(&one.receipt)),
        Body::ItemReinstated(body) => body.tenders.iter().for_each(|one| marks.about(&one.receipt)),
        Body::DayClosed(body) => {
            marks.date = body.date;
            marks.add(what::DAY_CLOSED, body.date.to_string(), None);
            for closed in &body.sessions {
                marks.add(what::CLOSED_WITH, closed.session.to_string(), None);
            }
        }
        _ => {}
    }
    marks.found.sort();
    marks.found.dedup();
    marks.found
}

struct Marks {
    date: NaiveDate,
    found: Vec<Mark>,
}

impl Marks {
    fn add(&mut self, what: &'static str, value: String, receipt: Option<&str>) {
        // No number or word of the field is as long; an index holds no longer ones.
        if value.len() > LONGEST {
            return;
        }
        self.found.push(Mark {
            what,
            value,
            date: self.date,
            receipt: receipt.map(str::to_owned),
        });
    }

    fn about(&mut self, receipt: &str) {
        self.add(what::ABOUT, receipt.to_owned(), Some(receipt));
    }

    fn receipt(&mut self, receipt: &Receipt) {
        let number = receipt.number.as_str();
        self.add(what::ISSUED, number.to_owned(), Some(number));
        self.accounts(&receipt.lines, number);
        self.add(what::AMOUNT, receipt.total.0.to_string(), Some(number));
        for tender in &receipt.tenders {
            for cents in [tender.amount, tender.handed.unwrap_or(tender.amount)] {
                self.add(what::AMOUNT, cents.0.to_string(), Some(number));
            }
            self.check(tender, number);
        }
        for word in words(receipt.payer.as_deref().unwrap_or_default()) {
            self.add(what::PAYER, word, Some(number));
        }
    }

    fn accounts(&mut self, lines: &[ReceiptLine], receipt: &str) {
        for number in lines.iter().filter_map(|line| line.account.as_deref()) {
            self.add(what::ACCOUNT, account(number), Some(receipt));
        }
    }

    fn check(&mut self, tender: &Tender, receipt: &str) {
        if let Some(number) = tender.check.as_ref().and_then(|data| data.number.as_deref()) {
            self.add(what::CHECK, check(number), Some(receipt));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_looked_for_as_they_are_kept() {
        assert_eq!(words("  Mc-Gregor, ÁNGELA  "), ["mc", "gregor", "ángela"]);
        assert_eq!(words("<script>alert('x')</script>"), ["script", "alert", "x", "script"]);
        assert!(words(" ,;").is_empty());
        assert_eq!(words(&"a b ".repeat(30)).len(), WORDS);
        assert_eq!(check(" 0001234"), "1234");
        assert_eq!(check("000"), "000");
        assert_eq!(account(" ub-12 "), "UB-12");
    }
}
