//! The text of every document, held against files in `tests/golden`.
//!
//! `COUNTERFOIL_ACCEPT=1 cargo test -p counterfoil-paper --test golden` accepts
//! a change: look at the difference in the files, then commit them.

#![allow(clippy::disallowed_methods, reason = "tests read and write their golden files")]

mod compare;
mod samples;

use std::path::PathBuf;

use compare::{golden, text_of_pdf};
use counterfoil_domain::documents::{ReceiptDocument, ReceiptMark};
use counterfoil_domain::receipt::Receipt;
use counterfoil_paper::tape::TapeLineKind;
use counterfoil_paper::{escpos, pdf, tape};
use samples::{at, document, long, mixed, sheet, simple, spanish, spanish_open_sheet, troubled_sheet};

fn every_receipt() -> Vec<(&'static str, ReceiptDocument)> {
    let draft = Receipt {
        tenders: mixed().tenders[..2].to_vec(),
        balances: vec![],
        ..mixed()
    };
    vec![
        ("simple", document(simple(), ReceiptMark::Original)),
        ("mixed", document(mixed(), ReceiptMark::Original)),
        ("spanish", document(spanish(), ReceiptMark::Original)),
        ("long", document(long(), ReceiptMark::Original)),
        ("copy", document(simple(), ReceiptMark::Copy(2))),
        ("void", document(mixed(), ReceiptMark::Void)),
        ("void-spanish", document(spanish(), ReceiptMark::Void)),
        ("draft", document(draft, ReceiptMark::Draft)),
    ]
}

#[test]
fn receipts_on_tape() {
    for (name, document) in every_receipt() {
        for columns in [42, 32] {
            let lines = tape::lines(&document, columns);
            let shown: String = lines
                .iter()
                .map(|line| {
                    let edge = match (line.kind, line.bold) {
                        (TapeLineKind::Mark, _) => 'M',
                        (TapeLineKind::Barcode, _) => 'B',
                        (TapeLineKind::Rule, _) => 'R',
                        (TapeLineKind::Text, true) => 'b',
                        (TapeLineKind::Text, false) => ' ',
                    };
                    format!("{edge}|{}|\n", line.text)
                })
                .collect();
            golden(&format!("receipt-{name}-{columns}.txt"), &shown);
        }
    }
}

#[test]
fn receipts_in_escpos() {
    for (name, document) in every_receipt() {
        for columns in [42, 32] {
            let bytes = escpos::receipt(&document, columns, name == "simple");
            let text = escpos::decode::text(&bytes).expect("what is written can be read");
            golden(&format!("receipt-{name}-{columns}.escpos.txt"), &text);
        }
    }
}

#[test]
fn receipts_in_pdf() {
    for (name, document) in every_receipt() {
        golden(
            &format!("receipt-{name}.pdf.txt"),
            &text_of_pdf(&pdf::receipt(&document)),
        );
    }
}

#[test]
fn balancing_sheets() {
    for (name, sheet) in [
        ("balanced", sheet(3)),
        ("troubled", troubled_sheet()),
        ("spanish-open", spanish_open_sheet()),
        ("200-checks", sheet(200)),
    ] {
        golden(
            &format!("balancing-sheet-{name}.pdf.txt"),
            &text_of_pdf(&pdf::balancing_sheet(&sheet, at(17, 42))),
        );
    }
}

/// `COUNTERFOIL_PDF_FOLDER=/some/folder` writes every PDF there, to be looked at.
#[test]
fn the_same_document_gives_the_same_bytes() {
    let folder = std::env::var("COUNTERFOIL_PDF_FOLDER").ok().map(PathBuf::from);
    let keep = |name: &str, bytes: &[u8]| {
        if let Some(folder) = &folder {
            std::fs::write(folder.join(format!("{name}.pdf")), bytes).expect("the folder can be written to");
        }
    };
    for (name, document) in every_receipt() {
        let bytes = pdf::receipt(&document);
        assert!(bytes == pdf::receipt(&document), "{name}");
        keep(&format!("receipt-{name}"), &bytes);
    }
    for (name, sheet) in [
        ("balanced", sheet(3)),
        ("troubled", troubled_sheet()),
        ("spanish-open", spanish_open_sheet()),
        ("200-checks", sheet(200)),
    ] {
        let bytes = pdf::balancing_sheet(&sheet, at(17, 42));
        assert!(bytes == pdf::balancing_sheet(&sheet, at(17, 42)), "{name}");
        keep(&format!("balancing-sheet-{name}"), &bytes);
    }
}

/// The tape of a long day: every check once, headings on every page, the totals
/// never parted from the last check.
#[test]
fn two_hundred_checks_page_properly() {
    let text = text_of_pdf(&pdf::balancing_sheet(&sheet(200), at(17, 42)));
    let pages: Vec<&str> = text
        .split("======== next page ========")
        .filter(|page| !page.trim().is_empty())
        .collect();
    for nth in 1..=200 {
        let receipt = format!("W3-{:06}", 18_100 + nth);
        let on_tape = text
            .lines()
            .filter(|line| line.trim_start().starts_with(&format!("{nth} ")) && line.contains(&receipt));
        assert_eq!(on_tape.count(), 1, "{receipt}");
    }
    for (place, page) in pages.iter().enumerate() {
        assert!(
            page.contains(&format!("Page {} of {}", place + 1, pages.len())),
            "{page}"
        );
        assert!(
            place < 2 || page.contains("in the order taken (continued)") && page.contains("Recorded"),
            "{page}"
        );
    }
    let last = pages.last().expect("pages");
    assert!(
        last.contains("W3-018300") && last.contains("200 items") && last.contains("Verifier"),
        "{last}"
    );
}
