//! Lines of a fixed width, and their fields by the place where they stand.

use counterfoil_domain::refusal::Refusal;

use crate::lines::{Line, malformed};

/// A line that has the width it must have, counted in characters and not in bytes.
pub(crate) struct Columns<'f> {
    text: &'f str,
    /// Where each character begins, and the end; nothing where each is one byte.
    places: Vec<usize>,
}

impl<'f> Columns<'f> {
    pub(crate) fn new(line: &Line<'f>, width: usize) -> Result<Columns<'f>, Refusal> {
        let text = line.text;
        let found = text.chars().count();
        if found != width {
            return Err(malformed(
                line.number,
                format!("the line has {found} characters, and must have {width}"),
            ));
        }
        let places = match text.is_ascii() {
            true => Vec::new(),
            false => text
                .char_indices()
                .map(|(place, _)| place)
                .chain([text.len()])
                .collect(),
        };
        Ok(Columns { text, places })
    }

    /// What stands from a column on, the first being 1. It must lie within the width.
    pub(crate) fn at(&self, from: usize, length: usize) -> &'f str {
        let place = |column: usize| self.places.get(column).copied().unwrap_or(column);
        &self.text[place(from - 1)..place(from - 1 + length)]
    }
}
