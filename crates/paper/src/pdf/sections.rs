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
const NOTICE: Style = Style {
    grey: 1.0,
    ..Style::new(Face::SansSemiBold, 12.0)
};
/// Ordinary words.
pub const BODY: Style = Style::new(Face::Sans, 9.0);
/// The words of a letter.
const LETTER: Style = Style::new(Face::Sans, 10.2);
/// Words that must be seen.
pub const STRONG: Style = Style::new(Face::SansSemiBold, 9.6);

/// Government and office at the left, the document's title at the right, a line
/// beneath. Each has its half of the page and is wrapped in it.
pub fn head(document: &mut Document, heading: &[String], title: &str, subtitle: &str) {
    let (left, right, top) = (document.left(), document.right(), document.y());
    let half = (right - left) / 2.0 - 8.0;
    let mut y = top + 10.0;
    for (place, line) in heading.iter().enumerate() {
        let style = if place == 0 { GOVERNMENT } else { OFFICE };
        for piece in lines_of(line, style, half) {
            document.page().text(left, y, style, &piece);
            y += 12.5;
        }
    }
    let mut title_y = top + 14.0;
    for piece in lines_of(title, TITLE, half) {
        document.page().text_right(right, title_y, TITLE, &piece);
        title_y += 19.0;
    }
    title_y -= 3.0;
    for piece in lines_of(subtitle, SUBTITLE, half) {
        document.page().text_right(right, title_y, SUBTITLE, &piece);
        title_y += 12.5;
    }
    let bottom = (y - 4.0).max(title_y - 4.5);
    document.page().rule(left, right, bottom, 1.2, 0.0);
    document.skip(bottom - top + 14.0);
}

/// What must be said before anything else: white on a black band across the page.
pub fn notice(document: &mut Document, text: &str) {
    const LINE_PT: f32 = 16.0;
    let (left, right, top) = (document.left(), document.right(), document.y());
    let lines = lines_of(text, NOTICE, right - left - 24.0);
    let height = height_of(&lines, LINE_PT) + 8.0;
    let page = document.page();
    page.rule(left, right, top + height / 2.0, height, 0.0);
    let mut y = top + 16.2;
    for line in &lines {
        page.text_centred((left + right) / 2.0, y, NOTICE, line);
        y += LINE_PT;
    }
    document.skip(height + 12.0);
}

/// Facts in a grid of so many columns, each value beneath its label. Facts
/// stand in rows; labels and values wrap within their column, and values break
/// at line feeds.
pub fn facts(document: &mut Document, in_a_row: u8, facts: &[(&str, String)]) {
    const GAP_PT: f32 = 14.0;
    const LABEL_PT: f32 = 9.0;
    const VALUE_PT: f32 = 11.5;
    let columns = f32::from(in_a_row.max(1));
    let width = (document.right() - document.left() - GAP_PT * (columns - 1.0)) / columns;
    for row in facts.chunks(usize::from(in_a_row.max(1))) {
        let labels: Vec<_> = row.iter().map(|(label, _)| lines_of(label, LABEL, width)).collect();
        let values: Vec<_> = row
            .iter()
            .map(|(_, value)| {
                value
                    .lines()
                    .flat_map(|line| lines_of(line, VALUE, width))
                    .collect::<Vec<_>>()
            })
            .collect();
        let highest = |cells: &[Vec<String>], line_pt: f32| {
            let heights = cells.iter().map(|lines| height_of(lines, line_pt));
            heights.fold(line_pt, f32::max)
        };
        let labels_pt = highest(&labels, LABEL_PT);
        let height = 2.0 + labels_pt + highest(&values, VALUE_PT) + 5.0;
        document.keep_together(height);
        let (mut x, top) = (document.left(), document.y());
        for (label, value) in labels.iter().zip(&values) {
            // Labels stand on their values, whatever the others in the row take.
            let mut y = top + 7.0 + labels_pt - height_of(label, LABEL_PT);
            for line in label {
                document.page().text(x, y, LABEL, line);
                y += LABEL_PT;
            }
            y = top + 9.5 + labels_pt;
            for line in value {
                document.page().text(x, y, VALUE, line);
                y += VALUE_PT;
            }
            x += width + GAP_PT;
        }
        document.skip(height);
    }
    document.skip(7.0);
}

fn lines_of(text: &str, style: Style, width_pt: f32) -> Vec<String> {
    wrapped(&printable(text), width_pt, |piece| style.width_pt(piece))
}

#[expect(clippy::cast_precision_loss, reason = "a few lines")]
fn height_of(lines: &[String], line_pt: f32) -> f32 {
    lines.len() as f32 * line_pt
}

/// Words across the page.
pub fn paragraph(document: &mut Document, style: Style, text: &str) {
    let width = document.right() - document.left();
    let leading = style.size_pt * 1.35;
    for line in lines_of(text, style, width) {
        document.keep_together(leading);
        let (x, y) = (document.left(), document.y());
        document.page().text(x, y + style.size_pt, style, &line);
        document.skip(leading);
    }
}

/// Paragraphs of a letter, with air between them. They break at line feeds; one that fits on
/// a page is not parted.
pub fn letter(document: &mut Document, paragraphs: &[String]) {
    const LEADING_PT: f32 = 14.2;
    const AIR_PT: f32 = 9.0;
    let width = document.right() - document.left();
    for paragraph in paragraphs {
        let lines = paragraph.lines().flat_map(|line| lines_of(line, LETTER, width));
        let lines: Vec<String> = lines.collect();
        document.keep_together(height_of(&lines, LEADING_PT));
        for line in &lines {
            document.keep_together(LEADING_PT);
            let (x, y) = (document.left(), document.y());
            document.page().text(x, y + LETTER.size_pt, LETTER, line);
            document.skip(LEADING_PT);
        }
        document.skip(AIR_PT);
    }
    document.skip(AFTER_PT / 2.0);
}

/// A section that has nothing to say: its title and why it is empty, on one
/// line, so that a reader sees that nothing was left out.
pub fn empty_section(document: &mut Document, title: &str, nothing: &str) {
    let width = document.right() - document.left();
    if SECTION.width_pt(title) + 8.0 + BODY.width_pt(nothing) > width {
        lines_section(document, title, &[nothing.to_owned()]);
        return;
    }
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
    let title = SECTION.on_one_line(title, document.right() - x);
    document.page().text(x, y + 11.0, SECTION, &title);
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
    let statement_lines = lines_of(statement, BODY, document.right() - document.left());
    #[expect(clippy::cast_precision_loss, reason = "two or three people sign")]
    let height = height_of(&statement_lines, BODY.size_pt * 1.35).max(22.0) + people.len() as f32 * EACH_PT;
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
        page.text(left, line + 9.5, LABEL, &LABEL.on_one_line(&who, signature_ends - left));
        page.text(right - DATE_PT, line + 9.5, LABEL, date_word);
        document.skip(EACH_PT);
    }
    document.skip(10.0);
}
