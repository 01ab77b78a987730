//! ESC/POS: receipts and commands as a receipt printer takes them.
//!
//! Every byte of text passes [`code_page::encode`], which yields no control
//! byte whatever the text; only the commands below do. So a payer's name cannot
//! open a drawer.
//!
//! Source: Epson, *ESC/POS Command Reference*, by the command names below.

pub mod code_page;
pub mod decode;
pub mod status;

use counterfoil_domain::documents::ReceiptDocument;

use crate::barcode;
use crate::tape::{self, TapeLineKind};

/// ESC @: everything as after switching on.
const INITIALIZE: [u8; 2] = [0x1b, b'@'];
/// FS .: single bytes stay single. Printers sold in Asia start in a mode that
/// would take two accented letters for one ideograph.
const SINGLE_BYTES: [u8; 2] = [0x1c, b'.'];
/// ESC t 19: code page PC858.
const CODE_PAGE: [u8; 3] = [0x1b, b't', 19];
/// ESC p 0 25 250: a pulse of 50 ms on drawer pin 2, then 500 ms of rest.
const DRAWER_KICK: [u8; 5] = [0x1b, b'p', 0, 25, 250];
/// GS V 66 3: feed to the cutter and a little more, cut but for one point.
const CUT: [u8; 4] = [0x1d, b'V', 66, 3];
/// GS H 0: no digits of the printer's own; GS h 64: 64 dots (8 mm) high.
const BARCODE_LOOK: [u8; 6] = [0x1d, b'H', 0, 0x1d, b'h', 64];
/// Columns of the paper that is wide enough for bars of three dots.
const WIDE_COLUMNS: u8 = 40;

/// A receipt for the printer: set up, printed, cut. With `kick`, the drawer
/// opens before the first line. `columns` as in [`tape::lines`].
#[must_use]
pub fn receipt(document: &ReceiptDocument, columns: u8, kick: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(4096);
    out.extend(INITIALIZE);
    out.extend(SINGLE_BYTES);
    out.extend(CODE_PAGE);
    if kick {
        out.extend(DRAWER_KICK);
    }
    for line in tape::lines(document, columns) {
        match line.kind {
            TapeLineKind::Mark => {
                out.extend(centre(true));
                out.extend(twice_as_large(true));
                print_line(&mut out, line.text.trim(), true);
                out.extend(twice_as_large(false));
                out.extend(centre(false));
            }
            TapeLineKind::Barcode => {
                out.extend(centre(true));
                print_barcode(&mut out, line.text.trim(), columns);
                print_line(&mut out, line.text.trim(), line.bold);
                out.extend(centre(false));
            }
            TapeLineKind::Text | TapeLineKind::Rule => print_line(&mut out, line.text.trim_end(), line.bold),
        }
    }
    out.extend(CUT);
    out
}

/// Opens the drawer and prints nothing.
#[must_use]
pub fn drawer_kick() -> Vec<u8> {
    DRAWER_KICK.to_vec()
}

/// One line of text and its line feed.
fn print_line(out: &mut Vec<u8>, text: &str, bold: bool) {
    if bold {
        out.extend(emphasis(true));
    }
    out.extend(code_page::encode(text));
    if bold {
        out.extend(emphasis(false));
    }
    out.push(b'\n');
}

/// GS w, GS k 73: the number in Code 128, code set B.
fn print_barcode(out: &mut Vec<u8>, number: &str, columns: u8) {
    let data: Vec<u8> = number
        .bytes()
        .flat_map(|byte| if byte == b'{' { vec![b'{'; 2] } else { vec![byte] })
        .collect();
    let Some(length) = u8::try_from(data.len() + 2).ok().filter(|_| barcode::fits(number)) else {
        return;
    };
    out.extend(BARCODE_LOOK);
    out.extend([0x1d, b'w', if columns >= WIDE_COLUMNS { 3 } else { 2 }]);
    out.extend([0x1d, b'k', 73, length, b'{', b'B']);
    out.extend(data);
}

/// ESC E.
fn emphasis(on: bool) -> [u8; 3] {
    [0x1b, b'E', u8::from(on)]
}

/// GS !: twice as wide and twice as high.
fn twice_as_large(on: bool) -> [u8; 3] {
    [0x1d, b'!', if on { 0x11 } else { 0 }]
}

/// ESC a.
fn centre(on: bool) -> [u8; 3] {
    [0x1b, b'a', u8::from(on)]
}
