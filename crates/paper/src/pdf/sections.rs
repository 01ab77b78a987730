//! The parts that documents of Letter size have in common: the head, facts with
//! their labels, paragraphs, lines to sign on.

use super::font::Face;
use super::page::{Document, Style};
use super::table::AFTER_PT;
use crate::text::{printable, wrapped};

const GOVERNMENT: Style = Style::new(Face::SansSemiBold, 10.5);
const OFFICE: Style = Style::new(Face::Sans, 9.0).quiet();
const TITLE: Style = Style::new(Face::SansSemiBold, 17.0);
const SUBTITLE: Style = Style::new(Face::Sans, 9.5);
const LABEL: Style = Style::new(Face::Sans, 7.6).quiet();
const VALUE: Style = Style::new(Face::SansSemiBold, 9.4);
const SECTION: Style = Style::new(Face::SansSemiBold, 10.5);
/// Ordinary words.
pub const BODY: Style = Style::new(Face::Sans, 9.0);
/// Words that must be seen.
pub const STRONG: Style = Style::new(Face::SansSemiBold, 9.6);

/// Government and office at the left, the document's title at the right, a line beneath.
pub fn head(document: &mut Document, heading: &[String], title: &str, subtitle: &str) {
    let (left, right, top) = (document.left(), document.right(), document.y());
    let mut y = top + 10.0;
    for (place, line) in heading.iter().enumerate() {
        let style = if place == 0 { GOVERNMENT } else { OFFICE };
        document.page().text(left, y, style, line);
        y += 12.5;
    }
    document.page().text_right(right, top + 14.0, TITLE, title);
    document.page().text_right(right, top + 30.0, SUBTITLE, subtitle);
    let bottom = (y - 4.0).max(top + 38.0);
    document.page().rule(left, right, bottom, 1.2, 0.0);
    document.skip(bottom - top + 14.0);
}

/// Facts in a grid of so many columns, each value beneath its label. Facts
/// stand in rows; a value wraps within its column and breaks at line feeds.
pub fn facts(document: &mut Document, in_a_row: u8, facts: &[(&str, String)]) {
    const GAP_PT: f32 = 14.0;
    let columns = f32::from(in_a_row.max(1));
    let width = (document.right() - document.left() - GAP_PT * (columns - 1.0)) / columns;
    for row in facts.chunks(usize::from(in_a_row.max(1))) {
        let values: Vec<Vec<String>> = row
            .iter()
            .map(|(_, value)| {
                value
                    .lines()
                    .flat_map(|line| wrapped(&printable(line), width, |piece| VALUE.width_pt(piece)))
                    .collect()
            })
            .collect();
        #[expect(clippy::cast_precision_loss, reason = "a value has a few lines")]
        let lines = values.iter().map(Vec::len).max().unwrap_or(1) as f32;
        let height = 11.0 + lines * 11.5 + 5.0;
        document.keep_together(height);
        let (mut x, top) = (document.left(), document.y());
        for ((label, _), value) in row.iter().zip(&values) {
            document.page().text(x, top + 7.0, LABEL, label);
            let mut y = top + 18.5;
            for line in value {
                document.page().text(x, y, VALUE, line);
                y += 11.5;
            }
            x += width + GAP_PT;
        }
        document.skip(height);
    }
    document.skip(7.0);
}

/// Words across the page.
pub fn paragraph(document: &mut Document, style: Style, text: &str) {
    let width = document.right() - document.left();
    let leading = style.size_pt * 1.35;
    for line in wrapped(&printable(text), width, |piece| style.width_pt(piece)) {
        document.keep_together(leading);
        let (x, y) = (document.left(), document.y());
        document.page().text(x, y + style.size_pt, style, &line);
        document.skip(leading);
    }
}

/// A section that has nothing to say: its title and why it is empty, on one
/// line, so that a reader sees that nothing was left out.
pub fn empty_section(document: &mut Document, title: &str, nothing: &str) {
    document.keep_together(17.0);
    let (x, y) = (document.left(), document.y());
    document.page().text(x, y + 11.0, SECTION, title);
    document
        .page()
        .text(x + SECTION.width_pt(title) + 8.0, y + 11.0, BODY.quiet(), nothing);
    document.skip(17.0 + AFTER_PT / 2.0);
}

/// A section of plain lines beneath a title.
pub fn lines_section(document: &mut Document, title: &str, lines: &[String]) {
    document.keep_together(17.0 + 13.0);
    let (x, y) = (document.left(), document.y());
    document.page().text(x, y + 11.0, SECTION, title);
    document.skip(16.0);
    for line in lines {
        paragraph(document, BODY, line);
    }
    document.skip(AFTER_PT);
}

/// Lines to sign on: for each person what they are, their name where it is
/// known, a line for the signature and one for the date. Kept together with the
/// statement that is signed.
pub fn signatures(document: &mut Document, statement: &str, people: &[(&str, String)], date_word: &str) {
    const EACH_PT: f32 = 42.0;
    const DATE_PT: f32 = 110.0;
    const BETWEEN_PT: f32 = 22.0;
    #[expect(clippy::cast_precision_loss, reason = "two or three people sign")]
    let height = 22.0 + people.len() as f32 * EACH_PT;
    document.keep_together(height);
    paragraph(document, BODY, statement);
    for (role, name) in people {
        let (left, right) = (document.left(), document.right());
        let line = document.y() + EACH_PT - 12.0;
        let signature_ends = right - DATE_PT - BETWEEN_PT;
        let page = document.page();
        page.rule(left, signature_ends, line, 0.6, 0.0);
        page.rule(right - DATE_PT, right, line, 0.6, 0.0);
        let who = if name.is_empty() {
            (*role).to_owned()
        } else {
            format!("{role}: {name}")
        };
        page.text(left, line + 9.5, LABEL, &who);
        page.text(right - DATE_PT, line + 9.5, LABEL, date_word);
        document.skip(EACH_PT);
    }
    document.skip(10.0);
}
