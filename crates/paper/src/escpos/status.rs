//! What a printer says of itself: real-time status, DLE EOT.

/// The four questions: printer, cause of being off-line, cause of an error,
/// paper. A printer answers each at once with one byte, even while off-line.
pub const REQUESTS: [[u8; 3]; 4] = [[0x10, 0x04, 1], [0x10, 0x04, 2], [0x10, 0x04, 3], [0x10, 0x04, 4]];

/// GS r 1: the paper sensor, answered only when all that was sent before has
/// been worked off. No answer means that the paper did not get that far.
pub const PAPER_AFTER_PRINTING: [u8; 3] = [0x1d, b'r', 1];

/// How a printer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrinterStatus {
    /// It takes no data to print now, for one of the causes below or a button.
    pub off_line: bool,
    /// Its cover is open.
    pub cover_open: bool,
    /// How much paper there is.
    pub paper: Paper,
    /// It stopped on an error: cutter, overheating, or worse.
    pub error: bool,
}

/// How much paper there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// Enough.
    Enough,
    /// The roll is nearly used up.
    NearEnd,
    /// None.
    Out,
}

impl PrinterStatus {
    /// Whether it can print now.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        !self.off_line && !self.cover_open && !self.error && self.paper != Paper::Out
    }
}

/// Reads the four answers to [`REQUESTS`], in their order. `None` where one of
/// them is no status byte: noise on the line, or no such printer.
#[must_use]
pub fn read(answers: [u8; 4]) -> Option<PrinterStatus> {
    if !answers.into_iter().all(is_status) {
        return None;
    }
    let [printer, off_line_cause, error_cause, roll] = answers;
    let bit = |byte: u8, place: u8| byte & (1 << place) != 0;
    let out = roll & 0b0110_0000 != 0 || bit(off_line_cause, 5);
    let near_end = roll & 0b0000_1100 != 0;
    Some(PrinterStatus {
        off_line: bit(printer, 3),
        cover_open: bit(off_line_cause, 2),
        paper: if out {
            Paper::Out
        } else if near_end {
            Paper::NearEnd
        } else {
            Paper::Enough
        },
        error: bit(off_line_cause, 6) || error_cause & 0b0110_1100 != 0,
    })
}

/// Whether a byte is an answer to DLE EOT: bits 1 and 4 are set, 0 and 7 are not.
#[must_use]
pub fn is_status(byte: u8) -> bool {
    byte & 0b1001_0011 == 0b0001_0010
}

/// Reads the answer to [`PAPER_AFTER_PRINTING`]. `None` for any other byte.
#[must_use]
pub fn read_paper_after_printing(answer: u8) -> Option<Paper> {
    if answer & 0b1001_0000 != 0 {
        return None;
    }
    Some(match (answer & 0b0000_1100, answer & 0b0000_0011) {
        (0, 0) => Paper::Enough,
        (0, _) => Paper::NearEnd,
        _ => Paper::Out,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WELL: [u8; 4] = [0x12; 4];

    fn with(place: usize, bits: u8) -> Option<PrinterStatus> {
        let mut answers = WELL;
        answers[place] |= bits;
        read(answers)
    }

    #[test]
    fn all_well() {
        let status = PrinterStatus {
            off_line: false,
            cover_open: false,
            paper: Paper::Enough,
            error: false,
        };
        assert_eq!(read(WELL), Some(status));
        assert!(status.is_ready());
    }

    #[test]
    fn each_trouble() {
        assert_eq!(with(0, 0x08).map(|s| (s.off_line, s.is_ready())), Some((true, false)));
        assert_eq!(with(1, 0x04).map(|s| (s.cover_open, s.is_ready())), Some((true, false)));
        assert_eq!(
            with(1, 0x20).map(|s| (s.paper, s.is_ready())),
            Some((Paper::Out, false))
        );
        assert_eq!(with(1, 0x40).map(|s| (s.error, s.is_ready())), Some((true, false)));
        assert_eq!(with(2, 0x08).map(|s| (s.error, s.is_ready())), Some((true, false)));
        assert_eq!(
            with(3, 0x0c).map(|s| (s.paper, s.is_ready())),
            Some((Paper::NearEnd, true))
        );
        assert_eq!(
            with(3, 0x60).map(|s| (s.paper, s.is_ready())),
            Some((Paper::Out, false))
        );
        assert_eq!(with(3, 0x6c).map(|s| s.paper), Some(Paper::Out));
    }

    #[test]
    fn noise_is_no_status() {
        for byte in [0x00, 0xff, 0x11, 0x13, 0x92, b'?'] {
            assert_eq!(read([0x12, 0x12, byte, 0x12]), None, "{byte:#x}");
        }
    }

    #[test]
    fn paper_after_printing() {
        assert_eq!(read_paper_after_printing(0x00), Some(Paper::Enough));
        assert_eq!(read_paper_after_printing(0x03), Some(Paper::NearEnd));
        assert_eq!(read_paper_after_printing(0x0c), Some(Paper::Out));
        assert_eq!(read_paper_after_printing(0x0f), Some(Paper::Out));
        assert_eq!(read_paper_after_printing(0x12), None);
    }
}
