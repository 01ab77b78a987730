//! Documents held against their golden files, and read back.

#![allow(dead_code, reason = "each test binary uses some of it")]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// Holds a text against its golden file, or writes the file where a change is accepted.
pub(crate) fn golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var("COUNTERFOIL_ACCEPT").is_ok_and(|value| value == "1") {
        std::fs::write(&path, text).expect("the golden file can be written");
        return;
    }
    let expected = std::fs::read_to_string(&path)
        .unwrap_or_else(|_| panic!("{name} is new: look at it, then accept it with COUNTERFOIL_ACCEPT=1:\n{text}"));
    assert!(expected == text, "{name} changed. It was:\n{expected}\nIt is:\n{text}");
}

/// The text of a PDF, page by page, as it lies on the page.
pub(crate) fn text_of_pdf(bytes: &[u8]) -> String {
    pdftotext(&["-layout"], bytes).replace('\u{c}', "\n======== next page ========\n")
}

/// A word with its place on its page, in points from the top left corner.
#[derive(Debug)]
pub(crate) struct PlacedWord {
    pub(crate) text: String,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) top: f64,
    pub(crate) bottom: f64,
    pub(crate) page_width: f64,
    pub(crate) page_height: f64,
}

/// Every word of a PDF with its place, as `pdftotext -bbox` writes them: one element a line.
pub(crate) fn words_of_pdf(bytes: &[u8]) -> Vec<PlacedWord> {
    let number = |line: &str, name: &str| -> f64 {
        let (_, rest) = line.split_once(&format!("{name}=\"")).expect("the attribute");
        let (value, _) = rest.split_once('"').expect("its end");
        value.parse().expect("a number")
    };
    let (mut words, mut page) = (Vec::new(), (0.0, 0.0));
    for line in pdftotext(&["-bbox"], bytes).lines() {
        if line.contains("<page ") {
            page = (number(line, "width"), number(line, "height"));
        }
        if let Some((_, text)) = line.split_once("<word ").and_then(|(_, word)| word.split_once('>')) {
            words.push(PlacedWord {
                text: text.trim_end_matches("</word>").to_owned(),
                left: number(line, "xMin"),
                right: number(line, "xMax"),
                top: number(line, "yMin"),
                bottom: number(line, "yMax"),
                page_width: page.0,
                page_height: page.1,
            });
        }
    }
    assert!(!words.is_empty(), "a PDF without words");
    words
}

fn pdftotext(options: &[&str], bytes: &[u8]) -> String {
    let mut program = Command::new("pdftotext")
        .args(options)
        .args(["-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("pdftotext is installed (poppler-utils)");
    // Written beside the reading: neither waits for a full pipe of the other.
    let mut input = program.stdin.take().expect("a pipe");
    let bytes = bytes.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = program.wait_with_output().expect("pdftotext ends");
    writer.join().expect("no panic").expect("pdftotext reads");
    assert!(output.status.success(), "pdftotext could not read the PDF");
    String::from_utf8(output.stdout).expect("UTF-8")
}
