//! Tables: columns that fit their content, headings repeated on every page,
//! rows kept whole, totals kept with the row above.
//!
//! `widths` measures columns, `layout` breaks cells into lines and draws them,
//! `abreast` sets a long narrow table in columns of a page.

mod abreast;
mod layout;
mod widths;

use self::layout::{LaidOut, TITLE_PT, rows_pt};
use super::page::Document;

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

/// Between tables, and between a table and what follows it.
pub(super) const AFTER_PT: f32 = 15.0;

impl Table {
    /// Draws the table across the page, on as many pages as it takes. A table
    /// wider than the page is set smaller.
    pub fn draw(&self, document: &mut Document) {
        let (x, width) = (document.left(), document.right() - document.left());
        let laid = self.laid_out(width, layout::OPEN);
        let head = TITLE_PT + laid.heading_pt;
        document.keep_together(head + rows_pt(&laid.rows[..laid.rows.len().min(2)]));
        laid.draw_head(document, x, false);
        for (place, row) in laid.rows.iter().enumerate() {
            if document.keep_together(rows_pt(laid.unparted(place))) {
                laid.draw_head(document, x, true);
            }
            let y = document.y();
            laid.draw_row(document.page(), x, y, row);
            document.skip(row.height_pt);
        }
        document.skip(AFTER_PT);
    }
}

/// Draws two tables next to each other, kept together on one page.
pub fn draw_side_by_side(document: &mut Document, one: &Table, other: &Table) {
    const BETWEEN_PT: f32 = 28.0;
    let width = (document.right() - document.left() - BETWEEN_PT) / 2.0;
    let laid = [one.laid_out(width, layout::OPEN), other.laid_out(width, layout::OPEN)];
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
        table.draw_title(document.page(), x, y, false);
        y += TITLE_PT;
        table.draw_headings(document.page(), x, y);
        y += table.heading_pt;
        for row in &table.rows {
            table.draw_row(document.page(), x, y, row);
            y += row.height_pt;
        }
        x += width + BETWEEN_PT;
    }
    document.skip(height + AFTER_PT);
}
