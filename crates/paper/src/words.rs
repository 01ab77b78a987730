//! The words on paper, in the languages of receipts.

use chrono::{Datelike, NaiveDate, NaiveDateTime};
use counterfoil_domain::config::Language;

/// A word in each language; see [`Words::in_language`].
pub(crate) struct Words {
    english: &'static str,
    spanish: &'static str,
}

impl Words {
    pub(crate) const fn new(english: &'static str, spanish: &'static str) -> Words {
        Words { english, spanish }
    }

    pub(crate) fn in_language(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.english,
            Language::Es => self.spanish,
        }
    }
}

/// Declares words, one a line: a name, its English, its Spanish.
macro_rules! words {
    ($($(#[$about:meta])* $name:ident = $english:literal, $spanish:literal;)+) => {
        $($(#[$about])* pub(crate) const $name: $crate::words::Words = $crate::words::Words::new($english, $spanish);)+
    };
}
pub(crate) use words;

/// What paper adds to a report of any kind.
pub(crate) mod report {
    words! {
        PRINTED = "Printed", "Impreso";
        SEAL = "Seal", "Sello";
        PAGE = "Page", "Página";
        OF = "of", "de";
        CONTINUED = "(continued)", "(continuación)";
        SIGN_DATE = "Date", "Fecha";
        SHEET = "Report", "Informe";
    }
}

const MONTHS_ENGLISH: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];
const MONTHS_SPANISH: [&str; 12] = [
    "ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic",
];

/// `21 Nov 2026`: the month in letters, so that no one takes it for the day.
pub(crate) fn date(language: Language, date: NaiveDate) -> String {
    let months = match language {
        Language::En => MONTHS_ENGLISH,
        Language::Es => MONTHS_SPANISH,
    };
    let month = usize::try_from(date.month0())
        .ok()
        .and_then(|month| months.get(month))
        .copied()
        .unwrap_or_default();
    format!("{} {month} {}", date.day(), date.year())
}

/// `21 Nov 2026 14:05`.
pub(crate) fn date_time(language: Language, at: NaiveDateTime) -> String {
    format!("{} {}", date(language, at.date()), time(at))
}

/// `14:05`.
pub(crate) fn time(at: NaiveDateTime) -> String {
    at.format("%H:%M").to_string()
}
