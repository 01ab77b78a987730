//! How wide columns are: figures and codes as wide as the widest of them, words
//! share the rest; what is wider than the page is set smaller.

use super::layout::{HEADING, Setting};
use super::{ColumnKind, Table};

/// Words get at least this much room, however wide the other columns are.
const WORDS_PT_MIN: f32 = 34.0;
/// A table is set smaller rather than that a word up to this width is broken.
const WORD_PT: f32 = 110.0;
/// A table is set smaller rather than that words get less than this and what they need.
const WORDS_PT: f32 = 72.0;
/// How small a table may be set so that its codes stay whole; beyond that they are broken.
const SCALE_MIN: f32 = 0.7;
/// How small it may be set so that its amounts stay whole.
const SCALE_MIN_FIGURES: f32 = 0.5;

/// The widths of a table's columns.
pub(super) struct Widths {
    pub(super) columns: Vec<f32>,
    /// The setting with the size that they are for.
    pub(super) setting: Setting,
}

/// What one column asks for, at full size.
struct Asked {
    kind: ColumnKind,
    share: f32,
    /// Its widest word.
    word: f32,
    /// Its widest cell.
    cell: f32,
}

impl Asked {
    fn is_figures(&self) -> bool {
        self.kind == ColumnKind::Figures
    }

    /// Without which its cells would be hard to read.
    fn least(&self) -> f32 {
        match self.kind {
            ColumnKind::Words => self.word.min(WORD_PT).max(self.cell.min(WORDS_PT)),
            ColumnKind::Code | ColumnKind::Figures => self.cell,
        }
    }

    /// Without which amounts would be broken.
    fn least_of_all(&self) -> f32 {
        match self.kind {
            ColumnKind::Words | ColumnKind::Code => self.word.min(WORDS_PT_MIN),
            ColumnKind::Figures => self.word,
        }
    }
}

impl Table {
    /// The width that the table takes at full size without spoiling a column, in points.
    #[must_use]
    pub fn least_width_pt(&self) -> f32 {
        let setting = super::layout::OPEN;
        self.least_width_in(setting)
    }

    /// As [`Table::least_width_pt`] in another setting.
    pub(super) fn least_width_in(&self, setting: Setting) -> f32 {
        self.asked(setting).iter().map(Asked::least).sum::<f32>() + self.gaps(setting)
    }

    pub(super) fn widths(&self, width_pt: f32, setting: Setting) -> Widths {
        let asked = self.asked(setting);
        let gaps = self.gaps(setting);
        let least = asked.iter().map(Asked::least).sum::<f32>() + gaps;
        if least * SCALE_MIN > width_pt {
            let least = asked.iter().map(Asked::least_of_all).sum::<f32>() + gaps;
            let scale = (width_pt / least).clamp(SCALE_MIN_FIGURES, SCALE_MIN);
            return crowded(&asked, width_pt - gaps * scale, setting.scaled(scale));
        }
        let scale = (width_pt / least).min(1.0);
        let setting = setting.scaled(scale);
        let mut widths: Vec<f32> = asked.iter().map(|column| column.cell * scale).collect();
        let rest = width_pt - gaps * scale - fixed(&asked) * scale;
        share_out(&mut widths, &asked, rest.max(0.0), scale);
        Widths {
            columns: widths,
            setting,
        }
    }

    fn gaps(&self, setting: Setting) -> f32 {
        setting.gap_pt * f32::from(u8::try_from(self.columns.len().saturating_sub(1)).unwrap_or(u8::MAX))
    }

    fn asked(&self, setting: Setting) -> Vec<Asked> {
        let heading = HEADING.scaled(setting.scale);
        self.columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                let of_heading = widest(column.heading.split(' ').map(|word| heading.width_pt(word)));
                Asked {
                    kind: column.kind,
                    share: f32::from(column.share.max(1)),
                    word: self.widest_word(place, setting).max(of_heading),
                    cell: self.widest_cell(place, setting).max(of_heading),
                }
            })
            .collect()
    }

    /// The width at which nothing in a column is wrapped but its heading.
    fn widest_cell(&self, place: usize, setting: Setting) -> f32 {
        widest(self.rows.iter().filter_map(|row| {
            let style = self.columns[place].style(row.weight, setting);
            Some(style.width_pt(row.cells.get(place)?))
        }))
    }

    /// The width at which no word of a column is broken.
    fn widest_word(&self, place: usize, setting: Setting) -> f32 {
        widest(self.rows.iter().flat_map(|row| {
            let style = self.columns[place].style(row.weight, setting);
            let cell = row.cells.get(place).map_or("", String::as_str);
            cell.split(' ').map(move |word| style.width_pt(word))
        }))
    }
}

fn widest(widths: impl Iterator<Item = f32>) -> f32 {
    widths.fold(0.0, f32::max)
}

/// What columns that are never wrapped take.
fn fixed(asked: &[Asked]) -> f32 {
    let never_wrapped = asked.iter().filter(|column| column.kind != ColumnKind::Words);
    never_wrapped.map(|column| column.cell).sum()
}

/// Columns of which even codes must be broken: amounts get what they need
/// before them, and of each kind the widest give way first.
fn crowded(asked: &[Asked], room_pt: f32, setting: Setting) -> Widths {
    let needed: Vec<f32> = asked
        .iter()
        .map(|column| if column.is_figures() { column.word } else { column.cell } * setting.scale)
        .collect();
    let of_kind = |figures: bool| {
        let columns = needed.iter().zip(asked);
        columns
            .filter(move |(_, column)| column.is_figures() == figures)
            .map(|(width, _)| *width)
    };
    let kept: f32 = asked
        .iter()
        .filter(|column| !column.is_figures())
        .map(Asked::least_of_all)
        .sum();
    let figures = cap(of_kind(true), room_pt - kept * setting.scale);
    let taken: f32 = of_kind(true).map(|width| width.min(figures)).sum();
    let others = cap(of_kind(false), room_pt - taken);
    let columns = needed
        .iter()
        .zip(asked)
        .map(|(width, column)| width.min(if column.is_figures() { figures } else { others }))
        .collect();
    Widths { columns, setting }
}

/// The width above which columns must be cut so that together they take no more than this room.
fn cap(widths: impl Iterator<Item = f32>, room_pt: f32) -> f32 {
    let mut ascending: Vec<f32> = widths.collect();
    ascending.sort_by(f32::total_cmp);
    let mut rest = room_pt.max(0.0);
    for (place, width) in ascending.iter().enumerate() {
        let waiting = u16::try_from(ascending.len() - place).unwrap_or(u16::MAX);
        let part = rest / f32::from(waiting);
        if *width > part {
            return part;
        }
        rest -= width;
    }
    f32::INFINITY
}

/// Shares `rest` out among columns of words. A column that needs less than its
/// share keeps what it needs, as long as another needs more; what nobody needs
/// is shared out as well. No word is broken while there is room for it beside what the others
/// keep in any case.
fn share_out(widths: &mut [f32], asked: &[Asked], mut rest: f32, scale: f32) {
    let mut waiting: Vec<Waiting> = asked
        .iter()
        .enumerate()
        .filter(|(_, column)| column.kind == ColumnKind::Words)
        .map(|(place, column)| Waiting {
            place,
            share: column.share,
            least: (column.word * scale).min(rest / 2.0),
            kept: column.least() * scale,
            needed: column.cell * scale,
        })
        .collect();
    if waiting.is_empty() {
        spread(widths, asked, rest);
        return;
    }
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
                widths[column.place] = part(column).max(WORDS_PT_MIN * scale);
            }
            return;
        };
        let column = waiting.remove(settled);
        let kept: f32 = waiting.iter().map(|other| other.kept).sum();
        let most = (rest - kept).max(column.kept);
        let width = column.needed.min(column.least.max(part(&column))).min(most);
        widths[column.place] = width;
        rest = (rest - width).max(0.0);
    }
}

/// A column of words that is waiting for its part of the room.
struct Waiting {
    place: usize,
    share: f32,
    /// Its widest word.
    least: f32,
    /// What it keeps in any case.
    kept: f32,
    /// Its widest cell.
    needed: f32,
}

/// Where nothing is wrapped, a code at the left takes the rest; figures at the
/// left would move away from the edge, so there every column takes a part.
fn spread(widths: &mut [f32], asked: &[Asked], rest: f32) {
    let Some(first) = asked.first() else { return };
    if !first.is_figures() {
        widths[0] += rest;
        return;
    }
    let others = u16::try_from(widths.len() - 1).unwrap_or(u16::MAX).max(1);
    for width in widths.iter_mut().skip(1) {
        *width += rest / f32::from(others);
    }
}
