//! A long narrow table in columns of a page: the checks of a deposit run down
//! one column, then down the next, then on to the next page.

use std::ops::Range;

use super::super::page::Document;
use super::layout::{self, LaidOut, TITLE_PT, rows_pt};
use super::{AFTER_PT, ColumnKind, Table};

/// Between columns of the page.
const BETWEEN_PT: f32 = 24.0;
/// As many columns as a reader can follow.
const COLUMNS_MAX: u8 = 3;
/// Fewer rows than these are drawn across the page.
const ROWS_MIN: usize = 40;
/// A table is not begun for less than this many rows' height.
const BEGIN_PT: f32 = 48.0;

impl Table {
    /// Draws the table in two or three columns of the page where it is long and
    /// narrow and nothing in it is wrapped, as [`Table::draw`] otherwise.
    pub fn draw_abreast(&self, document: &mut Document) {
        let measure = document.right() - document.left();
        let Some(columns) = self.columns_abreast(measure) else {
            self.draw(document);
            return;
        };
        let width = column_width(measure, columns);
        let laid = self.laid_out(width, layout::CLOSE);
        let head = TITLE_PT + laid.heading_pt;
        document.keep_together(head + BEGIN_PT);
        let mut from = 0;
        while from < laid.rows.len() {
            if from > 0 {
                document.new_page();
            }
            let filled = laid.filled(from, document.room_pt() - head, columns);
            laid.draw_columns(document, width, &filled, from > 0);
            from = filled.last().map_or(laid.rows.len(), |column| column.end);
        }
        document.skip(AFTER_PT);
    }

    fn columns_abreast(&self, measure_pt: f32) -> Option<u8> {
        let wraps = self.columns.iter().any(|column| column.kind == ColumnKind::Words);
        if wraps || self.rows.len() < ROWS_MIN {
            return None;
        }
        let least = self.least_width_in(layout::CLOSE);
        (2..=COLUMNS_MAX)
            .rev()
            .find(|columns| column_width(measure_pt, *columns) >= least)
    }
}

fn column_width(measure_pt: f32, columns: u8) -> f32 {
    (measure_pt - BETWEEN_PT * (f32::from(columns) - 1.0)) / f32::from(columns)
}

impl LaidOut<'_> {
    /// The rows of each column of a page from a row on: columns as high as the
    /// page, and of equal height where all that is left fits.
    fn filled(&self, from: usize, height_pt: f32, columns: u8) -> Vec<Range<usize>> {
        let left = rows_pt(&self.rows[from..]);
        let row = self.rows.get(from).map_or(1.0, |row| row.height_pt.max(1.0));
        let mut height = left / f32::from(columns);
        while height < height_pt {
            let filled = self.flow(from, height, columns);
            if filled.last().is_some_and(|column| column.end == self.rows.len()) {
                return filled;
            }
            height += row / 2.0;
        }
        self.flow(from, height_pt, columns)
    }

    /// Rows from one on, down columns of a height. What must not be parted is
    /// not, even where it is higher than a column.
    fn flow(&self, from: usize, height_pt: f32, columns: u8) -> Vec<Range<usize>> {
        let mut place = from;
        let mut filled = Vec::new();
        while place < self.rows.len() && filled.len() < usize::from(columns) {
            let (begun, mut taken) = (place, 0.0);
            while place < self.rows.len() {
                let together = self.unparted(place);
                taken += rows_pt(together);
                if taken > height_pt && place > begun {
                    break;
                }
                place += together.len();
            }
            filled.push(begun..place);
        }
        filled
    }

    fn draw_columns(&self, document: &mut Document, width_pt: f32, filled: &[Range<usize>], again: bool) {
        let (top, mut x) = (document.y(), document.left());
        self.draw_title(document.page(), x, top, again);
        let mut lowest = top;
        for column in filled {
            let mut y = top + TITLE_PT;
            self.draw_headings(document.page(), x, y);
            y += self.heading_pt;
            for row in &self.rows[column.clone()] {
                self.draw_row(document.page(), x, y, row);
                y += row.height_pt;
            }
            lowest = lowest.max(y);
            x += width_pt + BETWEEN_PT;
        }
        document.skip(lowest - top);
    }
}
