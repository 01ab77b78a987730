//! Names that a spreadsheet program takes for its sheets.

use std::collections::BTreeSet;

use crate::text::printable;

/// As many as Excel takes, counted as it counts them: in UTF-16 units.
const UNITS_MAX: usize = 31;

/// The names that are taken, so that none is given twice.
#[derive(Default)]
pub(super) struct SheetNames {
    taken: BTreeSet<String>,
}

impl SheetNames {
    /// A valid name as much like the title as can be, that no other sheet has.
    /// Excel does not tell names apart by their case.
    pub(super) fn name_for(&mut self, title: &str) -> String {
        let cleaned = cleaned(title);
        let numbers = (2_u32..).map(|nth| format!(" {nth}"));
        let endings = std::iter::once(String::new()).chain(numbers);
        let names = endings.map(|ending| cut(&cleaned, UNITS_MAX - ending.len()) + &ending);
        for name in names {
            if self.taken.insert(name.to_lowercase()) {
                return name;
            }
        }
        cleaned
    }
}

/// Without what Excel refuses: `[ ] : * ? / \`, an apostrophe at either end, no
/// name at all, and the name that it keeps for itself.
fn cleaned(title: &str) -> String {
    let allowed = title.replace(['[', ']', ':', '*', '?', '/', '\\'], " ");
    let text = printable(&allowed);
    let text = text.trim_matches(['\'', ' ']);
    match text.to_lowercase().as_str() {
        "" => "Table".to_owned(),
        "history" => "History of".to_owned(),
        _ => text.to_owned(),
    }
}

fn cut(text: &str, units: usize) -> String {
    let mut kept = String::new();
    let mut taken = 0;
    for character in text.chars() {
        taken += character.len_utf16();
        if taken > units {
            break;
        }
        kept.push(character);
    }
    kept.trim_end_matches(['\'', ' ']).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names() {
        let mut names = SheetNames::default();
        for (title, name) in [
            ("Checks", "Checks"),
            ("checks", "checks 2"),
            ("CHECKS", "CHECKS 3"),
            ("", "Table"),
            ("[]", "Table 2"),
            ("History", "History of"),
            ("'Total: in/out?'", "Total in out"),
            (
                "Checks and other paper, in the order taken",
                "Checks and other paper, in the",
            ),
            (
                "Checks and other paper, in the order given",
                "Checks and other paper, in th 2",
            ),
        ] {
            assert_eq!(names.name_for(title), name);
        }
    }

    proptest! {
        #[test]
        fn any_titles_become_names(titles in prop::collection::vec("[\\PC'\\[\\]:*?/\\\\\n]{0,40}", 1..6)) {
            let mut names = SheetNames::default();
            let given: Vec<String> = titles.iter().map(|title| names.name_for(title)).collect();
            let different: BTreeSet<String> = given.iter().map(|name| name.to_lowercase()).collect();
            prop_assert_eq!(different.len(), given.len());
            for name in given {
                prop_assert!((1..=31).contains(&name.encode_utf16().count()), "{name:?}");
                prop_assert!(!name.contains(['[', ']', ':', '*', '?', '/', '\\']) && !name.starts_with('\''), "{name:?}");
                prop_assert!(!name.ends_with('\''), "{name:?}");
            }
        }
    }
}
