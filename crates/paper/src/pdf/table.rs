//! Tables: columns that fit their content, headings repeated on every page,
//! rows kept whole, totals kept with the row above.

use super::font::Face;
use super::page::{Document, Page, Style};
use crate::text::{printable, wrapped};

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Above the headings; said again on following pages.
    pub title: String,
    /// Follows the title on following pages: `(continued)`.
    pub continued: &'static str,
    /// The columns from left to right.
    pub columns: Vec<Column>,
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    heading: String,
    kind: ColumnKind,
    share: u8,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ColumnKind {
    Words,
    Code,
    Figures,
}

impl Column {
    /// Words, from the left. They share the room that the other columns leave,
    /// and are wrapped.
    #[must_use]
    pub fn words(heading: &str, share: u8) -> Column {
        Column {
            heading: heading.to_owned(),
            kind: ColumnKind::Words,
            share,
        }
    }

    /// Receipt numbers, times: of one width a character, from the left, never wrapped.
    #[must_use]
    pub fn code(heading: &str) -> Column {
        Column {
            heading: heading.to_owned(),
            kind: ColumnKind::Code,
            share: 0,
        }
    }

    /// Amounts and counts: of one width a digit, to the right, so that decimal
    /// points stand under each other. Never wrapped.
    #[must_use]
    pub fn figures(heading: &str) -> Column {
        Column {
            heading: heading.to_owned(),
            kind: ColumnKind::Figures,
            share: 0,
        }
    }
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    cells: Vec<String>,
    weight: Weight,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Plain,
    Strong,
    Subtotal,
    Total,
}

impl Weight {
    /// Whether a row sums up those above it, and so must not be parted from them.
    fn sums_up(self) -> bool {
        matches!(self, Weight::Subtotal | Weight::Total)
    }
}

impl Row {
    /// An ordinary row: one text for each column; missing ones are empty.
    #[must_use]
    pub fn plain(cells: Vec<String>) -> Row {
        Row {
            cells,
            weight: Weight::Plain,
        }
    }

    /// A row that must be seen.
    #[must_use]
    pub fn strong(cells: Vec<String>) -> Row {
        Row {
            cells,
            weight: Weight::Strong,
        }
    }

    /// A part of the total that follows. It never begins a page.
    #[must_use]
    pub fn subtotal(cells: Vec<String>) -> Row {
        Row {
            cells,
            weight: Weight::Subtotal,
        }
    }

    /// A row of totals, beneath a line. It never begins a page.
    #[must_use]
    pub fn total(cells: Vec<String>) -> Row {
        Row {
            cells,
            weight: Weight::Total,
        }
    }
}

const TITLE: Style = Style::new(Face::SansSemiBold, 10.5);
const CONTINUED: Style = Style::new(Face::Sans, 9.0).quiet();
const HEADING: Style = Style::new(Face::SansSemiBold, 7.8).quiet();
const BODY_SIZE_PT: f32 = 8.8;
const LEADING_PT: f32 = 11.0;
const PADDING_PT: f32 = 1.6;
const TITLE_PT: f32 = 17.0;
const HEADING_LEADING_PT: f32 = 9.5;
const HEADING_PADDING_PT: f32 = 5.0;
/// Between columns.
const GAP_PT: f32 = 12.0;
/// Words get at least this much room, however wide the other columns are.
const WORDS_PT_MIN: f32 = 34.0;
/// Between tables, and between a table and what follows it.
pub(super) const AFTER_PT: f32 = 15.0;

impl Column {
    fn style(&self, weight: Weight) -> Style {
        let face = match (self.kind, weight) {
            (ColumnKind::Words, Weight::Plain | Weight::Subtotal) => Face::Sans,
            (ColumnKind::Words, Weight::Strong | Weight::Total) => Face::SansSemiBold,
            (ColumnKind::Code | ColumnKind::Figures, Weight::Plain | Weight::Subtotal) => Face::Mono,
            (ColumnKind::Code, Weight::Total) => Face::SansSemiBold,
            (ColumnKind::Code | ColumnKind::Figures, Weight::Strong | Weight::Total) => Face::MonoSemiBold,
        };
        Style::new(face, BODY_SIZE_PT)
    }
}

impl Table {
    /// Draws the table across the page, on as many pages as it takes.
    pub fn draw(&self, document: &mut Document) {
        let (x, width) = (document.left(), document.right() - document.left());
        let laid = self.laid_out(width);
        let head = TITLE_PT + laid.heading_pt;
        document.keep_together(head + laid.rows.iter().take(2).map(|row| row.height_pt).sum::<f32>());
        laid.draw_head(document, x, false);
        for (place, row) in laid.rows.iter().enumerate() {
            if document.keep_together(laid.with_totals_after(place)) {
                laid.draw_head(document, x, true);
            }
            let y = document.y();
            laid.draw_row(document.page(), x, y, row);
            document.skip(row.height_pt);
        }
        document.skip(AFTER_PT);
    }

    fn laid_out(&self, width_pt: f32) -> LaidOut<'_> {
        let widths = self.widths(width_pt);
        let mut left = 0.0;
        let spans: Vec<(f32, f32)> = widths
            .iter()
            .map(|width| {
                let span = (left, left + width);
                left += width + GAP_PT;
                span
            })
            .collect();
        let headings: Vec<Vec<String>> = self
            .columns
            .iter()
            .zip(&widths)
            .map(|(column, width)| wrapped(&column.heading, *width + 0.1, |text| HEADING.width_pt(text)))
            .collect();
        let heading_lines = headings.iter().map(Vec::len).max().unwrap_or(1);
        let rows = self.rows.iter().map(|row| self.lay_out_row(row, &widths)).collect();
        LaidOut {
            table: self,
            width_pt,
            spans,
            headings,
            heading_pt: lines_pt(heading_lines, HEADING_LEADING_PT) + HEADING_PADDING_PT,
            rows,
        }
    }

    fn lay_out_row(&self, row: &Row, widths: &[f32]) -> LaidOutRow {
        let cells: Vec<Vec<String>> = self
            .columns
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(place, (column, width))| {
                let style = column.style(row.weight);
                let text = printable(row.cells.get(place).map_or("", String::as_str));
                match column.kind {
                    ColumnKind::Words => wrapped(&text, *width, |piece| style.width_pt(piece)),
                    ColumnKind::Code | ColumnKind::Figures => vec![text],
                }
            })
            .collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(1);
        let above = if row.weight == Weight::Total { PADDING_PT } else { 0.0 };
        LaidOutRow {
            cells,
            weight: row.weight,
            height_pt: lines_pt(lines, LEADING_PT) + 2.0 * PADDING_PT + above,
        }
    }

    /// Codes and figures are as wide as the widest of them or a word of their
    /// heading; words share the rest. Without a column of words the first takes the rest.
    fn widths(&self, width_pt: f32) -> Vec<f32> {
        let gaps = GAP_PT * f32::from(u8::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u8::MAX));
        let mut widths: Vec<f32> = (0..self.columns.len()).map(|place| self.widest_cell(place)).collect();
        let columns = || self.columns.iter().enumerate();
        let fixed: f32 = columns()
            .filter(|(_, c)| c.kind != ColumnKind::Words)
            .map(|(place, _)| widths[place])
            .sum();
        let rest = (width_pt - gaps - fixed).max(0.0);
        let waiting: Vec<Waiting> = columns()
            .filter(|(_, column)| column.kind == ColumnKind::Words)
            .map(|(place, column)| Waiting {
                place,
                share: f32::from(column.share.max(1)),
                least: self.widest_word(place).min(rest / 2.0),
                needed: widths[place],
            })
            .collect();
        match widths.first_mut() {
            Some(first) if waiting.is_empty() => *first += rest,
            _ => share_out(&mut widths, waiting, rest),
        }
        widths
    }

    /// The width at which nothing in a column is wrapped but its heading.
    fn widest_cell(&self, place: usize) -> f32 {
        let cells = self.rows.iter().filter_map(|row| {
            let style = self.columns[place].style(row.weight);
            Some(style.width_pt(row.cells.get(place)?))
        });
        cells.fold(self.widest_word_of_heading(place), f32::max)
    }

    /// The width at which no word of a column is broken.
    fn widest_word(&self, place: usize) -> f32 {
        let words = self.rows.iter().flat_map(|row| {
            let style = self.columns[place].style(row.weight);
            row.cells
                .get(place)
                .map_or("", String::as_str)
                .split(' ')
                .map(move |word| style.width_pt(word))
        });
        words.fold(self.widest_word_of_heading(place), f32::max)
    }

    fn widest_word_of_heading(&self, place: usize) -> f32 {
        self.columns[place]
            .heading
            .split(' ')
            .map(|word| HEADING.width_pt(word))
            .fold(0.0, f32::max)
    }
}
/// A column of words that is waiting for its part of the room.
struct Waiting {
    place: usize,
    share: f32,
    /// Its widest word.
    least: f32,
    /// Its widest cell.
    needed: f32,
}

/// Shares `rest` out among columns of words. A column that needs less than its
/// share keeps what it needs, as long as another needs more; what nobody needs
/// is shared out as well. No word is broken while there is room for it.
fn share_out(widths: &mut [f32], mut waiting: Vec<Waiting>, mut rest: f32) {
    let shares = |waiting: &[Waiting]| waiting.iter().map(|column| column.share).sum::<f32>();
    let needed: f32 = waiting.iter().map(|column| column.needed).sum();
    if needed <= rest {
        let all = shares(&waiting);
        for column in waiting {
            widths[column.place] = column.needed + (rest - needed) * column.share / all;
        }
        return;
    }
    loop {
        let per_share = rest / shares(&waiting);
        let part = |column: &Waiting| per_share * column.share;
        let settled = waiting
            .iter()
            .position(|column| column.least > part(column))
            .or_else(|| waiting.iter().position(|column| column.needed <= part(column)));
        let Some(settled) = settled.filter(|_| waiting.len() > 1) else {
            for column in &waiting {
                widths[column.place] = part(column).max(WORDS_PT_MIN);
            }
            return;
        };
        let column = waiting.remove(settled);
        let width = column.needed.min(column.least.max(part(&column)));
        widths[column.place] = width;
        rest = (rest - width).max(0.0);
    }
}

/// Draws two tables next to each other, kept together on one page.
pub fn draw_side_by_side(document: &mut Document, one: &Table, other: &Table) {
    const BETWEEN_PT: f32 = 28.0;
    let width = (document.right() - document.left() - BETWEEN_PT) / 2.0;
    let laid = [one.laid_out(width), other.laid_out(width)];
    let height = laid.iter().map(LaidOut::height_pt).fold(0.0, f32::max);
    document.keep_together(height);
    if height > document.room_pt() {
        one.draw(document);
        other.draw(document);
        return;
    }
    let (top, mut x) = (document.y(), document.left());
    for table in &laid {
        let mut y = top;
        table.draw_head_at(document.page(), x, y, false);
        y += TITLE_PT + table.heading_pt;
        for row in &table.rows {
            table.draw_row(document.page(), x, y, row);
            y += row.height_pt;
        }
        x += width + BETWEEN_PT;
    }
    document.skip(height + AFTER_PT);
}

struct LaidOut<'a> {
    table: &'a Table,
    width_pt: f32,
    /// Left and right edge of each column, from the table's own left edge.
    spans: Vec<(f32, f32)>,
    headings: Vec<Vec<String>>,
    heading_pt: f32,
    rows: Vec<LaidOutRow>,
}

struct LaidOutRow {
    cells: Vec<Vec<String>>,
    weight: Weight,
    height_pt: f32,
}

impl LaidOut<'_> {
    fn height_pt(&self) -> f32 {
        TITLE_PT + self.heading_pt + self.rows.iter().map(|row| row.height_pt).sum::<f32>()
    }

    /// The height of a row with the totals right after it, which must not stand alone.
    fn with_totals_after(&self, place: usize) -> f32 {
        let totals = self.rows[place + 1..].iter().take_while(|row| row.weight.sums_up());
        self.rows[place].height_pt + totals.map(|row| row.height_pt).sum::<f32>()
    }

    fn draw_head(&self, document: &mut Document, x: f32, again: bool) {
        let y = document.y();
        self.draw_head_at(document.page(), x, y, again);
        document.skip(TITLE_PT + self.heading_pt);
    }

    fn draw_head_at(&self, page: &mut Page, x: f32, y: f32, again: bool) {
        page.text(x, y + 11.0, TITLE, &self.table.title);
        if again {
            let after = x + TITLE.width_pt(&self.table.title) + 5.0;
            page.text(after, y + 11.0, CONTINUED, self.table.continued);
        }
        let bottom = y + TITLE_PT + self.heading_pt;
        for ((column, span), lines) in self.table.columns.iter().zip(&self.spans).zip(&self.headings) {
            let mut baseline = bottom - HEADING_PADDING_PT - lines_pt(lines.len() - 1, HEADING_LEADING_PT);
            for line in lines {
                match column.kind {
                    ColumnKind::Figures => page.text_right(x + span.1, baseline, HEADING, line),
                    ColumnKind::Words | ColumnKind::Code => page.text(x + span.0, baseline, HEADING, line),
                }
                baseline += HEADING_LEADING_PT;
            }
        }
        page.rule(x, x + self.width_pt, bottom - 1.0, 0.6, 0.25);
    }

    fn draw_row(&self, page: &mut Page, x: f32, y: f32, row: &LaidOutRow) {
        let total = row.weight == Weight::Total;
        let first_baseline = y + PADDING_PT + 8.2 + if total { PADDING_PT } else { 0.0 };
        for ((column, span), lines) in self.table.columns.iter().zip(&self.spans).zip(&row.cells) {
            let style = column.style(row.weight);
            let mut baseline = first_baseline;
            for line in lines {
                match column.kind {
                    ColumnKind::Figures => page.text_right(x + span.1, baseline, style, line),
                    ColumnKind::Words | ColumnKind::Code => page.text(x + span.0, baseline, style, line),
                }
                baseline += LEADING_PT;
            }
        }
        match row.weight {
            Weight::Total => page.rule(x, x + self.width_pt, y, 0.9, 0.0),
            Weight::Subtotal => page.rule(x, x + self.width_pt, y, 0.5, 0.4),
            Weight::Plain | Weight::Strong => page.rule(x, x + self.width_pt, y + row.height_pt - 0.2, 0.25, 0.82),
        }
    }
}

#[expect(clippy::cast_precision_loss, reason = "a cell has a few lines")]
fn lines_pt(lines: usize, leading_pt: f32) -> f32 {
    lines as f32 * leading_pt
}
