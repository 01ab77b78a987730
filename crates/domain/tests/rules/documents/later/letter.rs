//! The letter to the payer of a returned item.

use counterfoil_domain::config::Language;
use counterfoil_domain::documents::report::{Report, Section};
use counterfoil_domain::documents::return_notice;
use counterfoil_domain::money::Cents;

use super::{LATER, Office};
use crate::documents::{table, text, totals};
use crate::fixture::day;

fn words(report: &Report) -> Vec<String> {
    let paragraphs = report.sections.iter().filter_map(|section| match section {
        Section::Paragraphs(paragraphs) => Some(paragraphs.clone()),
        _ => None,
    });
    paragraphs.flatten().collect()
}

#[track_caller]
fn holds(report: &Report, wanted: &str) {
    let words = words(report);
    assert!(words.iter().any(|one| one.contains(wanted)), "{wanted}: {words:#?}");
}

/// The letter of an item in a language, as its last notice has it.
fn letter(office: &mut Office, number: &str, language: Language) -> Report {
    let notice = office.notice(number, language);
    let returned = office.returned();
    let item = returned.item(number).unwrap();
    return_notice(office.configuration(), item, &notice, language, day(LATER))
}

#[test]
fn the_letter_says_what_came_back_and_what_is_owed() {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    let report = letter(&mut office, "R-000001", Language::En);
    assert_eq!(report.name, "return-notice-R-000001-1");
    assert_eq!(
        (report.title.as_str(), report.language),
        ("Notice of a returned payment", Language::En)
    );
    let said = words(&report);
    assert_eq!(
        said[..3],
        ["November 24, 2026", "María Peña\n12 Elm Street", "Dear María Peña:"]
    );
    holds(
        &report,
        "Your check number 1001, drawn on the account ending in 6789, for $80.00, with which you paid on November 21, \
         2026 (receipt W3-000001), was returned to us unpaid on November 24, 2026. The reason that the bank gives is: \
         Not sufficient funds.",
    );
    holds(&report, "Please pay $105.00 by December 24, 2026.");
    holds(&report, "in cash, by card, by check or with a money order");
    assert_eq!(
        text(table(&report, "What you owe")),
        [
            "WATER 2026-10-01|20-1|30.00",
            "Dog licence|R-000001|50.00",
            "Returned-item fee|20-1|25.00",
            "To be paid by December 24, 2026||105.00",
        ]
    );
    assert_eq!(said.last().unwrap(), "City Hall\nCity of Alder\n1 Main Street");
}

/// Whatever language the receipt was in; what billing calls its charges stays.
#[test]
fn what_was_paid_is_said_in_the_letters_language() {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    let report = letter(&mut office, "R-000001", Language::Es);
    let owed = text(table(&report, "Lo que usted debe"));
    assert_eq!(
        owed[..2],
        ["WATER 2026-10-01|20-1|30.00", "Licencia de perro|R-000001|50.00"]
    );
}

/// Once it is paid after all only its fee is left, and the letter says so.
#[test]
fn what_was_paid_after_all_leaves_its_fee_due() {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    office.reinstate("R-000001", false);
    let report = letter(&mut office, "R-000001", Language::En);
    holds(
        &report,
        "It was paid after all; the fee for the returned payment stays due.",
    );
    holds(&report, "Please pay $25.00");
    let said = format!("{:?}", words(&report));
    assert!(!said.contains("due again"), "{said}");
}

#[test]
fn a_marked_payer_reads_until_when_in_spanish() {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    office.return_of("W3-000002", None);
    let rules = office.site.w1.configuration.returned_items.as_mut().unwrap();
    rules.reasons[0].name_es = Some("Fondos insuficientes".into());
    office.notice("R-000002", Language::Es);
    let report = letter(&mut office, "R-000002", Language::Es);
    assert_eq!(report.title, "Aviso de pago devuelto");
    holds(&report, "24 de noviembre de 2026");
    holds(&report, "El motivo que indica el banco es: Fondos insuficientes.");
    holds(&report, "este es el aviso número 2");
    holds(&report, "hasta el 23 de mayo de 2027");
    holds(&report, "giro postal o con cheque de caja");
    let owed = text(table(&report, "Lo que usted debe"));
    assert_eq!(
        owed.last().unwrap(),
        "A pagar a más tardar el 24 de diciembre de 2026||75.00"
    );
    // Nobody's payer is known here: it is addressed to no name.
    holds(&report, "Estimado cliente:");
    // A reason that the configuration no longer has is said in the entry's words.
    office
        .site
        .w1
        .configuration
        .returned_items
        .as_mut()
        .unwrap()
        .reasons
        .clear();
    holds(&letter(&mut office, "R-000002", Language::Es), "Not sufficient funds");
}

#[test]
fn the_letter_names_nobody_of_the_staff() {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    for language in [Language::En, Language::Es] {
        let said = format!("{:?}", letter(&mut office, "R-000001", language));
        for user in &office.configuration().users {
            assert!(!said.contains(&user.name), "{}", user.name);
        }
        assert!(!said.contains("token"), "{said}");
    }
}

/// What is paid before the notice stands in it; what is paid after it changes no letter.
#[test]
fn the_letter_adds_up_whenever_it_is_printed() {
    let mut office = Office::new();
    office.return_of("W3-000001", None);
    let returned = office.returned();
    let mut paid = returned.item("R-000001").unwrap().clone();
    paid.dues[0]
        .payments
        .push(("W4-000009".into(), day(LATER), Cents(1_000)));
    let notice = |open: i64| counterfoil_domain::entry::ReturnNoticed {
        number: "R-000001".into(),
        language: Language::En,
        nth: 1,
        open: Cents(open),
        pay_by: day("2026-12-24"),
        cash_only_until: None,
    };
    let owed = |open: i64| {
        let letter = return_notice(office.configuration(), &paid, &notice(open), Language::En, day(LATER));
        let owed = table(&letter, "What you owe").clone();
        let sum: i64 = owed.rows[..owed.rows.len() - 1]
            .iter()
            .filter_map(|row| match row.cells[2] {
                counterfoil_domain::documents::report::Cell::Amount(cents) => Some(cents.0),
                _ => None,
            })
            .sum();
        assert_eq!(totals(&owed), [Cents(sum)]);
        text(&owed)
    };
    assert_eq!(
        owed(9_500)[3],
        "Paid on November 24, 2026, receipt W4-000009|20-1|−10.00"
    );
    // The notice was made before that payment.
    assert_eq!(owed(10_500).len(), 4);
    // It was made between two payments of one day: they are said in one sum.
    assert_eq!(owed(10_000)[3], "Paid since, or no longer due||−5.00");
}
