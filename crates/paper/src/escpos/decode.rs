//! ESC/POS read back as text, for whoever stands at the printer's end of a line.

use super::code_page;

/// Bytes that are no ESC/POS that this program writes, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undecodable {
    /// How many bytes were read before.
    pub offset: usize,
    /// The next bytes, at most eight.
    pub bytes: Vec<u8>,
}

impl std::fmt::Display for Undecodable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no known command at byte {}: {:02x?}", self.offset, self.bytes)
    }
}

impl std::error::Error for Undecodable {}

/// The text of a stream, with marks where commands stand: `[init]`, `[pc858]`,
/// `[kick]`, `[cut]`, `[barcode W3-000001]`, `[status 1]` and `[paper?]` on lines
/// of their own, `[bold]…[/bold]`, `[large]…[/large]`, `[centre]…[/centre]`
/// within lines. A bracket in the text itself is written `\[`.
///
/// # Errors
/// [`Undecodable`] for a byte or command that this program never writes, or one
/// that is not complete yet.
pub fn text(bytes: &[u8]) -> Result<String, Undecodable> {
    let mut out = String::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let unknown = || Undecodable {
            offset: bytes.len() - rest.len(),
            bytes: rest.iter().copied().take(8).collect(),
        };
        let (said, length) = next(rest).ok_or_else(unknown)?;
        match said {
            Said::Text(text) => out.push_str(&text),
            Said::OwnLine(mark) => {
                if !out.is_empty() && !out.ends_with('\n') {
                    out.push('\n');
                }
                out.push_str(&mark);
                out.push('\n');
            }
        }
        rest = &rest[length..];
    }
    Ok(out)
}

enum Said {
    Text(String),
    OwnLine(String),
}

/// The first thing said and how many bytes it takes.
fn next(bytes: &[u8]) -> Option<(Said, usize)> {
    let own_line = |mark: &str, length| Some((Said::OwnLine(mark.to_owned()), length));
    let within = |mark: &str, length| Some((Said::Text(mark.to_owned()), length));
    match bytes {
        [b'\n', ..] => within("\n", 1),
        [b'[', ..] => within("\\[", 1),
        [0x1b, b'@', ..] => own_line("[init]", 2),
        [0x1b, b't', 19, ..] => own_line("[pc858]", 3),
        [0x1b, b'p', 0, 25, 250, ..] => own_line("[kick]", 5),
        [0x1b, b'E', on @ (0 | 1), ..] => within(if *on == 1 { "[bold]" } else { "[/bold]" }, 3),
        [0x1b, b'a', on @ (0 | 1), ..] => within(if *on == 1 { "[centre]" } else { "[/centre]" }, 3),
        [0x1c, b'.', ..] => within("", 2),
        [0x1d, b'!', 0x11, ..] => within("[large]", 3),
        [0x1d, b'!', 0, ..] => within("[/large]", 3),
        [0x1d, b'H' | b'h' | b'w', _, ..] => within("", 3),
        [0x1d, b'k', 73, length, data @ ..] => {
            let data = data.get(..usize::from(*length))?;
            let number: String = data.strip_prefix(b"{B")?.iter().map(|byte| char::from(*byte)).collect();
            own_line(
                &format!("[barcode {}]", number.replace("{{", "{")),
                4 + usize::from(*length),
            )
        }
        [0x1d, b'V', 66, _, ..] => own_line("[cut]", 4),
        [0x1d, b'r', 1, ..] => own_line("[paper?]", 3),
        [0x10, 0x04, which @ 1..=4, ..] => own_line(&format!("[status {which}]"), 3),
        [byte, ..] => Some((Said::Text(code_page::character(*byte)?.to_string()), 1)),
        [] => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escpos::{drawer_kick, status};

    #[test]
    fn commands_become_marks() {
        assert_eq!(text(&drawer_kick()), Ok("[kick]\n".to_owned()));
        assert_eq!(
            text(&status::REQUESTS.concat()),
            Ok("[status 1]\n[status 2]\n[status 3]\n[status 4]\n".to_owned())
        );
        assert_eq!(text(b"[kick] \xa4\n"), Ok("\\[kick] ñ\n".to_owned()));
        assert_eq!(text(b"a\x1dk\x49\x08{BW3{{-0b"), Ok("a\n[barcode W3{-0]\nb".to_owned()));
    }

    #[test]
    fn what_is_not_known_is_refused() {
        for (bytes, offset) in [
            (&b"ab\x1bp\x00"[..], 2),
            (b"\x07", 0),
            (b"x\x7f", 1),
            (b"\x1dk\x49\x20{B", 0),
        ] {
            assert_eq!(text(bytes).map_err(|e| e.offset), Err(offset), "{bytes:02x?}");
        }
    }
}
