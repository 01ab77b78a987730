//! The day's documents as CSV, read without the program's own reader.

use std::path::Path;

use counterfoil_tests::corrections::fields;

/// A table of a document.
pub(super) struct Paper {
    /// The file's name.
    pub(super) name: String,
    /// All its lines.
    pub(super) all: Vec<Vec<String>>,
    /// Its lines without the headings.
    pub(super) rows: Vec<Vec<String>>,
}

impl Paper {
    /// The one file of a folder whose name begins and ends so.
    pub(super) fn read(folder: &Path, begins: &str, ends: &str) -> Paper {
        let names = std::fs::read_dir(folder).expect("the folder of documents");
        let names = names.map(|file| file.expect("a file").file_name().into_string().expect("plain text"));
        let mut fitting: Vec<String> = names
            .filter(|name| name.starts_with(begins) && name.ends_with(ends))
            .collect();
        assert_eq!(fitting.len(), 1, "{begins}…{ends}: {fitting:?}");
        let name = fitting.remove(0);
        let text = std::fs::read_to_string(folder.join(&name)).expect("a document");
        let all: Vec<Vec<String>> = text.trim_start_matches('\u{feff}').lines().map(fields).collect();
        Paper {
            rows: all[1..].to_vec(),
            all,
            name,
        }
    }

    /// The line whose first field is this.
    pub(super) fn row(&self, first: &str) -> &[String] {
        let mut rows = self.rows.iter().filter(|row| row[0] == first);
        let row = rows.next().unwrap_or_else(|| panic!("{} has no {first}", self.name));
        assert!(rows.next().is_none(), "{} has {first} twice", self.name);
        row
    }

    /// The lines whose first field is this.
    pub(super) fn of(&self, first: &str) -> Paper {
        Paper {
            name: format!("{}, {first}", self.name),
            all: Vec::new(),
            rows: self.rows.iter().filter(|row| row[0] == first).cloned().collect(),
        }
    }

    /// The same without its first columns.
    pub(super) fn without_columns(mut self, columns: usize) -> Paper {
        for row in &mut self.rows {
            row.drain(..columns);
        }
        self
    }
}

/// An amount of a document in cents: digits, a point, two digits, perhaps a minus sign.
pub(super) fn amount(written: &str) -> i64 {
    let digits: String = written.chars().filter(|one| *one != '.').collect();
    let point = written.len().checked_sub(3).map(|place| written.as_bytes()[place]);
    assert_eq!(point, Some(b'.'), "{written:?} is not an amount");
    digits
        .parse()
        .unwrap_or_else(|_| panic!("{written:?} is not an amount"))
}
