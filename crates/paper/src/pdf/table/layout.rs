//! A table laid out for a width: cells broken into lines, rows with their
//! heights, and how they are drawn.

use super::super::font::Face;
use super::super::page::{Document, Page, Style};
use super::{Column, ColumnKind, Row, Table, Weight};
use crate::text::{printable, wrapped};

const TITLE: Style = Style::new(Face::SansSemiBold, 10.5);
const CONTINUED: Style = Style::new(Face::Sans, 9.0).quiet();
pub(super) const HEADING: Style = Style::new(Face::SansSemiBold, 7.8).quiet();
const BODY_SIZE_PT: f32 = 8.8;
const LEADING_PT: f32 = 11.0;
pub(super) const TITLE_PT: f32 = 17.0;
/// What a title may take so that it and what follows it stay on the page.
const TITLE_PT_MAX: f32 = 420.0;
const HEADING_LEADING_PT: f32 = 9.5;
const HEADING_PADDING_PT: f32 = 5.0;
/// More lines than this are parted between pages.
const LINES_MAX: usize = 36;

/// How closely a table is set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Setting {
    /// 1 for full size.
    pub(super) scale: f32,
    /// Above and below the text of a row.
    padding_pt: f32,
    /// Between columns.
    pub(super) gap_pt: f32,
    /// Whether subtotals must be found among rows on all sides.
    is_dense: bool,
}

/// Rows with air between them.
pub(super) const OPEN: Setting = Setting {
    scale: 1.0,
    padding_pt: 1.6,
    gap_pt: 12.0,
    is_dense: false,
};

/// Many short rows.
pub(super) const CLOSE: Setting = Setting {
    scale: 1.0,
    padding_pt: 0.7,
    gap_pt: 10.0,
    is_dense: true,
};

impl Setting {
    /// The same, smaller.
    pub(super) fn scaled(self, scale: f32) -> Setting {
        Setting {
            scale: self.scale * scale,
            gap_pt: self.gap_pt * scale,
            ..self
        }
    }

    fn leading_pt(self) -> f32 {
        LEADING_PT * self.scale
    }
}

impl Column {
    pub(super) fn style(&self, weight: Weight, setting: Setting) -> Style {
        let weight = match weight {
            Weight::Subtotal if setting.is_dense => Weight::Strong,
            weight => weight,
        };
        let face = match (self.kind, weight) {
            (ColumnKind::Words, Weight::Plain | Weight::Subtotal) => Face::Sans,
            (ColumnKind::Words, Weight::Strong | Weight::Total) => Face::SansSemiBold,
            (ColumnKind::Code | ColumnKind::Figures, Weight::Plain | Weight::Subtotal) => Face::Mono,
            (ColumnKind::Code, Weight::Total) => Face::SansSemiBold,
            (ColumnKind::Code | ColumnKind::Figures, Weight::Strong | Weight::Total) => Face::MonoSemiBold,
        };
        Style::new(face, BODY_SIZE_PT).scaled(setting.scale)
    }
}

/// A table with its lines.
pub(super) struct LaidOut<'a> {
    table: &'a Table,
    setting: Setting,
    width_pt: f32,
    /// Left and right edge of each column, from the table's own left edge.
    spans: Vec<(f32, f32)>,
    headings: Vec<Vec<String>>,
    pub(super) heading_pt: f32,
    pub(super) rows: Vec<LaidOutRow>,
}

/// A row with its lines.
pub(super) struct LaidOutRow {
    cells: Vec<Vec<String>>,
    weight: Weight,
    pub(super) height_pt: f32,
}

impl Table {
    pub(super) fn laid_out(&self, width_pt: f32, setting: Setting) -> LaidOut<'_> {
        let widths = self.widths(width_pt, setting);
        let (setting, widths) = (widths.setting, widths.columns);
        let mut left = 0.0;
        let spans: Vec<(f32, f32)> = widths
            .iter()
            .map(|width| {
                let span = (left, left + width);
                left += width + setting.gap_pt;
                span
            })
            .collect();
        let heading = HEADING.scaled(setting.scale);
        let headings: Vec<Vec<String>> = self
            .columns
            .iter()
            .zip(&widths)
            .map(|(column, width)| wrapped(&column.heading, *width + 0.1, |text| heading.width_pt(text)))
            .collect();
        let heading_lines = headings.iter().map(Vec::len).max().unwrap_or(1);
        let rows = self.rows.iter().flat_map(|row| self.lay_out_row(row, &widths, setting));
        LaidOut {
            table: self,
            setting,
            width_pt,
            spans,
            headings,
            heading_pt: lines_pt(heading_lines, HEADING_LEADING_PT) + HEADING_PADDING_PT,
            rows: rows.collect(),
        }
    }

    /// One row; several where it has more lines than a page takes.
    fn lay_out_row(&self, row: &Row, widths: &[f32], setting: Setting) -> Vec<LaidOutRow> {
        let cells: Vec<Vec<String>> = self
            .columns
            .iter()
            .zip(widths)
            .enumerate()
            .map(|(place, (column, width))| {
                let style = column.style(row.weight, setting);
                let text = printable(row.cells.get(place).map_or("", String::as_str));
                // A hair more than was measured, so that what just fits is not broken by rounding.
                match column.kind {
                    ColumnKind::Words => wrapped(&text, *width, |piece| style.width_pt(piece)),
                    ColumnKind::Code | ColumnKind::Figures if style.width_pt(&text) <= *width + 0.1 => vec![text],
                    ColumnKind::Code | ColumnKind::Figures => {
                        wrapped(&text, *width + 0.1, |piece| style.width_pt(piece))
                    }
                }
            })
            .collect();
        let lines = cells.iter().map(Vec::len).max().unwrap_or(1);
        let above = if row.weight == Weight::Total {
            setting.padding_pt
        } else {
            0.0
        };
        let height = |lines| lines_pt(lines, setting.leading_pt()) + 2.0 * setting.padding_pt + above;
        if lines <= LINES_MAX {
            return vec![LaidOutRow {
                cells,
                weight: row.weight,
                height_pt: height(lines),
            }];
        }
        let piece = |from: usize| LaidOutRow {
            cells: cells
                .iter()
                .map(|cell| cell.iter().skip(from).take(LINES_MAX).cloned().collect())
                .collect(),
            weight: row.weight,
            height_pt: height((lines - from).min(LINES_MAX)),
        };
        (0..lines).step_by(LINES_MAX).map(piece).collect()
    }
}

impl LaidOutRow {
    /// A heading among the rows: only its first cell says something, and that must be seen.
    fn leads(&self) -> bool {
        let says = |cell: &Vec<String>| cell.iter().any(|line| !line.is_empty());
        self.weight == Weight::Strong && self.cells.iter().filter(|cell| says(cell)).count() == 1
    }
}

impl LaidOut<'_> {
    pub(super) fn height_pt(&self) -> f32 {
        TITLE_PT + self.heading_pt + rows_pt(&self.rows)
    }

    /// A row with what must not be parted from it: the totals right after it,
    /// and after a heading the first row that it is for.
    pub(super) fn unparted(&self, place: usize) -> &[LaidOutRow] {
        let rows = &self.rows[place..];
        let goes_on = |pair: &&[LaidOutRow]| pair[1].weight.sums_up() || pair[0].leads();
        let followers = rows.windows(2).take_while(goes_on).count();
        &rows[..rows.len().min(1 + followers)]
    }

    pub(super) fn draw_head(&self, document: &mut Document, x: f32, again: bool) {
        let y = document.y();
        self.draw_title(document.page(), x, y, again);
        self.draw_headings(document.page(), x, y + TITLE_PT);
        document.skip(TITLE_PT + self.heading_pt);
    }

    /// The title with its top at `y`; it may reach beyond a narrow table.
    pub(super) fn draw_title(&self, page: &mut Page, x: f32, y: f32, again: bool) {
        let title = TITLE.on_one_line(&self.table.title, TITLE_PT_MAX);
        page.text(x, y + 11.0, TITLE, &title);
        if again {
            let after = x + TITLE.width_pt(&title) + 5.0;
            page.text(after, y + 11.0, CONTINUED, self.table.continued);
        }
    }

    /// The headings of the columns with their top at `y`.
    pub(super) fn draw_headings(&self, page: &mut Page, x: f32, y: f32) {
        let style = HEADING.scaled(self.setting.scale);
        let bottom = y + self.heading_pt;
        for ((column, span), lines) in self.table.columns.iter().zip(&self.spans).zip(&self.headings) {
            let mut baseline = bottom - HEADING_PADDING_PT - lines_pt(lines.len() - 1, HEADING_LEADING_PT);
            for line in lines {
                match column.kind {
                    ColumnKind::Figures => page.text_right(x + span.1, baseline, style, line),
                    ColumnKind::Words | ColumnKind::Code => page.text(x + span.0, baseline, style, line),
                }
                baseline += HEADING_LEADING_PT;
            }
        }
        page.rule(x, x + self.width_pt, bottom - 1.0, 0.6, 0.25);
    }

    pub(super) fn draw_row(&self, page: &mut Page, x: f32, y: f32, row: &LaidOutRow) {
        let setting = self.setting;
        let above = if row.weight == Weight::Total {
            setting.padding_pt
        } else {
            0.0
        };
        let first_baseline = y + setting.padding_pt + 8.2 * setting.scale + above;
        for ((column, span), lines) in self.table.columns.iter().zip(&self.spans).zip(&row.cells) {
            let style = column.style(row.weight, setting);
            let mut baseline = first_baseline;
            for line in lines {
                match column.kind {
                    ColumnKind::Figures => page.text_right(x + span.1, baseline, style, line),
                    ColumnKind::Words | ColumnKind::Code => page.text(x + span.0, baseline, style, line),
                }
                baseline += setting.leading_pt();
            }
        }
        match row.weight {
            Weight::Total => page.rule(x, x + self.width_pt, y, 0.9, 0.0),
            Weight::Subtotal => {
                page.rule(x, x + self.width_pt, y, 0.5, 0.4);
                page.rule(x, x + self.width_pt, y + row.height_pt, 0.5, 0.4);
            }
            Weight::Plain | Weight::Strong => page.rule(x, x + self.width_pt, y + row.height_pt - 0.2, 0.25, 0.82),
        }
    }
}

/// The height of rows beneath each other.
pub(super) fn rows_pt(rows: &[LaidOutRow]) -> f32 {
    rows.iter().map(|row| row.height_pt).sum()
}

#[expect(clippy::cast_precision_loss, reason = "a cell has a few lines")]
fn lines_pt(lines: usize, leading_pt: f32) -> f32 {
    lines as f32 * leading_pt
}
