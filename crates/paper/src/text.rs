//! Text made fit for paper: cleaned, and broken into lines.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A text of which every character takes one column: composed where Unicode
/// has the composed letter, without control, direction and left-over combining
/// marks, with plain single spaces.
///
/// Entries hold clean text already; this is the last door before the paper.
pub(crate) fn printable(text: &str) -> String {
    let kept: String = text
        .nfc()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !is_combining_mark(*c) && !is_invisible(*c))
        .collect();
    kept.split(' ')
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Zero-width and bidirectional formatting characters.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Breaks a text into lines no wider than `width` between words; a word that is
/// wider by itself is broken after a hyphen, or where it must be. `measure` gives the width of a
/// piece of text, in any unit.
///
/// Always at least one line, which is empty for an empty text.
pub(crate) fn wrapped<W: PartialOrd + Copy>(text: &str, width: W, measure: impl Fn(&str) -> W) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() {
            word.to_owned()
        } else {
            format!("{line} {word}")
        };
        if measure(&longer) <= width {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        for character in word.chars() {
            line.push(character);
            if measure(&line) > width && line.chars().count() > 1 {
                line.pop();
                let next = after_hyphen(&line, character).filter(|next| measure(next) <= width);
                let next = next.unwrap_or_else(|| character.to_string());
                line.truncate(line.len() + character.len_utf8() - next.len());
                lines.push(std::mem::replace(&mut line, next));
            }
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// What follows the last hyphen of a line, with the character that did not fit.
fn after_hyphen(line: &str, character: char) -> Option<String> {
    let (_, rest) = line.rsplit_once('-')?;
    Some(format!("{rest}{character}"))
}

/// The width of a text in characters.
pub(crate) fn columns(text: &str) -> usize {
    text.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn letters_are_composed_and_marks_dropped() {
        assert_eq!(printable("Nun\u{303}ez \u{1b}p\u{0}\t x\u{202e}\u{200b} "), "Nuñez p x");
        assert_eq!(printable("q\u{303}"), "q");
    }

    #[test]
    fn words_stay_whole_where_they_can() {
        assert_eq!(wrapped("one two three", 7, columns), ["one two", "three"]);
        assert_eq!(wrapped("abcdefghij k", 4, columns), ["abcd", "efgh", "ij k"]);
        assert_eq!(wrapped("abc-defgh-ij", 8, columns), ["abc-", "defgh-ij"]);
        assert_eq!(wrapped("-abcdefgh", 4, columns), ["-", "abcd", "efgh"]);
        assert_eq!(wrapped("", 4, columns), [""]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_sticks_out(text in "\\PC{0,80}", width in 1usize..50) {
            let clean = printable(&text);
            let lines = wrapped(&clean, width, columns);
            prop_assert!(lines.iter().all(|line| columns(line) <= width));
            prop_assert_eq!(lines.concat().replace(' ', ""), clean.replace(' ', ""));
        }
    }
}
