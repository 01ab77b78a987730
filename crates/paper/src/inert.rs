//! Text on its way into a spreadsheet, where it must stay text.

use crate::text::is_invisible;

/// With these a spreadsheet program begins a formula; the wide ones are taken
/// for the narrow ones by some (OWASP, CSV injection).
const BEGINS_A_FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The text without control and direction characters, on one line. Where it
/// would begin a formula, or began with a tab or a carriage return, an
/// apostrophe stands before it.
pub(crate) fn inert(text: &str) -> String {
    let kept: String = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .collect();
    let kept = kept.trim();
    let is_dangerous = kept.starts_with(BEGINS_A_FORMULA) || text.starts_with(['\t', '\r']);
    if is_dangerous {
        format!("'{kept}")
    } else {
        kept.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_are_text() {
        for (given, cell) in [
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@A1", "'@A1"),
            ("＝1+1", "'＝1+1"),
            ("\t=1", "'=1"),
            ("\rwords", "'words"),
            ("\twords", "'words"),
            ("  =1", "'=1"),
            ("\u{202e}=1", "'=1"),
            ("\u{0}=1", "'=1"),
            ("W3-018204", "W3-018204"),
            ("1=1", "1=1"),
            ("two\r\nlines", "two  lines"),
            ("Núñez 王 q\u{303}", "Núñez 王 q\u{303}"),
            ("−54.00", "−54.00"),
            ("", ""),
        ] {
            assert_eq!(inert(given), cell, "{given:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_begins_a_formula(begin in "[\\PC\t\r\n =+@\u{202e}-]{0,3}", rest in any::<String>()) {
            let cell = inert(&(begin + &rest));
            prop_assert!(!cell.starts_with(BEGINS_A_FORMULA), "{cell:?}");
            prop_assert!(!cell.chars().any(char::is_control), "{cell:?}");
        }
    }
}
