//! A report as data: a title, facts, tables, lines to sign on. Every document of
//! the day's close is one; the `paper` crate makes PDF, XLSX and CSV of it.

use crate::config::Language;
use crate::money::Cents;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Its file's name without the ending: `deposit-slip-000123`.
    pub name: String,
    /// The language that it is written in: whatever paper adds to it is in that language too.
    pub language: Language,
    /// Government, office, address.
    pub heading: Vec<String>,
    /// What it is: `Deposit slip`.
    pub title: String,
    /// What it is about, beneath the title: a number, a date.
    pub subtitle: String,
    /// What must be said across it before anything else: a draft, a copy, a day not yet closed.
    pub notice: Option<String>,
    /// Labels and their values.
    pub facts: Vec<(String, String)>,
    /// Its parts in order.
    pub sections: Vec<Section>,
    /// What whoever signs agrees to; nothing where nobody signs.
    pub statement: String,
    /// Who signs: what they are, and their name where it is known.
    pub signatures: Vec<(String, String)>,
    /// The seal of the entry that it was made from.
    pub seal: Option<String>,
}

/// One part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Section {
    /// A table.
    Table(Table),
    /// Lines of words beneath a title.
    Lines {
        /// The title.
        title: String,
        /// The lines.
        lines: Vec<String>,
    },
    /// Paragraphs of a letter, without a title; they break at line feeds.
    Paragraphs(Vec<String>),
}

/// A table of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Its title; also the name of its sheet.
    pub title: String,
    /// Its columns from left to right.
    pub columns: Vec<Column>,
    /// Its rows from top to bottom.
    pub rows: Vec<Row>,
    /// What is said in its place where it has no rows.
    pub nothing: String,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// What stands in it.
    pub kind: ColumnKind,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Words, from the left, wrapped.
    Words,
    /// Words that need more room than others.
    Wide,
    /// Numbers of receipts and checks, times, ledger accounts: of one width, never wrapped.
    Code,
    /// Amounts and counts, to the right on the decimal point.
    Figures,
}

/// A row of a table: one cell for each column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// What kind of row it is.
    pub weight: Weight,
}

/// What kind of row it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// An ordinary row.
    Plain,
    /// A row that must be seen.
    Strong,
    /// A part of the total that follows.
    Subtotal,
    /// A row of totals.
    Total,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// Words, or a code.
    Text(String),
    /// An amount.
    Amount(Cents),
    /// A count.
    Count(u64),
}

impl Table {
    /// A table of these columns, without rows yet; `nothing` is said while there are none.
    #[must_use]
    pub fn new(title: &str, nothing: &str, columns: &[(&str, ColumnKind)]) -> Table {
        Table {
            title: title.to_owned(),
            columns: columns
                .iter()
                .map(|(heading, kind)| Column {
                    heading: (*heading).to_owned(),
                    kind: *kind,
                })
                .collect(),
            rows: Vec::new(),
            nothing: nothing.to_owned(),
        }
    }

    /// Adds an ordinary row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.add(Weight::Plain, cells);
    }

    /// Adds a row of any weight.
    pub fn add(&mut self, weight: Weight, cells: Vec<Cell>) {
        self.rows.push(Row { cells, weight });
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        if text.is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text.to_owned())
        }
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::from(text.as_str())
    }
}

impl From<Cents> for Cell {
    fn from(amount: Cents) -> Cell {
        Cell::Amount(amount)
    }
}

impl From<Option<Cents>> for Cell {
    fn from(amount: Option<Cents>) -> Cell {
        amount.map_or(Cell::Empty, Cell::Amount)
    }
}

impl From<u32> for Cell {
    fn from(count: u32) -> Cell {
        Cell::Count(u64::from(count))
    }
}

impl From<usize> for Cell {
    fn from(count: usize) -> Cell {
        Cell::Count(u64::try_from(count).unwrap_or(u64::MAX))
    }
}
