//! A receipt on a page as wide as the receipt printer's paper: the lines of the
//! tape, drawn.

use counterfoil_domain::documents::ReceiptDocument;

use super::font::Face;
use super::page::{Page, Style, file};
use crate::barcode;
use crate::tape::{self, TapeLine, TapeLineKind};

/// 80 mm.
const WIDTH_PT: f32 = 226.77;
const COLUMNS: u8 = 42;
const TEXT: Style = Style::new(Face::Mono, 7.9);
const BOLD: Style = Style::new(Face::MonoSemiBold, 7.9);
const MARK: Style = Style::new(Face::SansSemiBold, 17.0);
const LEADING_PT: f32 = 11.0;
const MARK_PT: f32 = 24.0;
const BARS_PT: f32 = 28.0;
/// Above the bars.
const BARS_GAP_PT: f32 = 6.0;
const MODULE_PT: f32 = 1.0;
const MARGIN_PT: f32 = 18.0;

/// The receipt as a PDF of one page, 80 mm wide and as long as it needs to be.
#[must_use]
pub fn receipt(document: &ReceiptDocument) -> Vec<u8> {
    let lines = tape::lines(document, COLUMNS);
    let length = 2.0 * MARGIN_PT + lines.iter().map(height_pt).sum::<f32>();
    let mut page = Page::new(WIDTH_PT, length);
    let mut y = MARGIN_PT;
    for line in &lines {
        draw(&mut page, y, line);
        y += height_pt(line);
    }
    file(vec![page], &document.receipt.number, document.at)
}

fn height_pt(line: &TapeLine) -> f32 {
    match line.kind {
        TapeLineKind::Text | TapeLineKind::Rule => LEADING_PT,
        TapeLineKind::Mark => MARK_PT,
        TapeLineKind::Barcode => BARS_GAP_PT + BARS_PT + LEADING_PT + 2.0,
    }
}

fn draw(page: &mut Page, y: f32, line: &TapeLine) {
    let style = if line.bold { BOLD } else { TEXT };
    let width = TEXT.width_pt(&line.text);
    let (left, middle) = ((WIDTH_PT - width) / 2.0, WIDTH_PT / 2.0);
    match line.kind {
        TapeLineKind::Text => page.text(left, y + 8.0, style, line.text.trim_end()),
        TapeLineKind::Rule => page.rule(left, left + width, y + LEADING_PT / 2.0, 0.5, 0.4),
        TapeLineKind::Mark => page.text_centred(middle, y + 18.0, MARK, line.text.trim()),
        TapeLineKind::Barcode => {
            let number = line.text.trim();
            if let Some(modules) = barcode::modules(number) {
                #[expect(clippy::cast_precision_loss, reason = "a barcode has fewer than 200 modules")]
                let bars_width = modules.len() as f32 * MODULE_PT;
                page.bars(
                    middle - bars_width / 2.0,
                    y + BARS_GAP_PT + BARS_PT,
                    BARS_PT,
                    MODULE_PT,
                    &modules,
                );
            }
            page.text_centred(middle, y + BARS_GAP_PT + BARS_PT + 10.0, style, number);
        }
    }
}
