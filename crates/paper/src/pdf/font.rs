//! The faces: IBM Plex Sans for words, IBM Plex Mono for figures, embedded here
//! and measured by their own advance widths.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use printpdf::{FontId, ParsedFont, PdfFont, PdfFontHandle};

/// A face.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Face {
    /// IBM Plex Sans Regular: words.
    Sans,
    /// IBM Plex Sans SemiBold: headings and names.
    SansSemiBold,
    /// IBM Plex Mono Regular: amounts and numbers.
    Mono,
    /// IBM Plex Mono SemiBold: totals.
    MonoSemiBold,
}

const FACES: [Face; 4] = [Face::Sans, Face::SansSemiBold, Face::Mono, Face::MonoSemiBold];

/// Width of the characters below this come from a table.
const COMMON: usize = 0x250;

struct Parsed {
    font: ParsedFont,
    /// Advance widths in thousandths of an em of the first [`COMMON`] characters; 0 for one it has not.
    widths: Vec<u16>,
    /// The width of `?`.
    unknown: u16,
    units_per_em: f32,
}

impl Face {
    fn bytes(self) -> &'static [u8] {
        match self {
            Face::Sans => include_bytes!("../../../../assets/fonts/IBMPlexSans-Regular.ttf"),
            Face::SansSemiBold => include_bytes!("../../../../assets/fonts/IBMPlexSans-SemiBold.ttf"),
            Face::Mono => include_bytes!("../../../../assets/fonts/IBMPlexMono-Regular.ttf"),
            Face::MonoSemiBold => include_bytes!("../../../../assets/fonts/IBMPlexMono-SemiBold.ttf"),
        }
    }

    /// Its name within a file: six capitals, as a subset's tag must be (ISO 32000-1, 9.6.4).
    fn name(self) -> &'static str {
        match self {
            Face::Sans => "PLEXSR",
            Face::SansSemiBold => "PLEXSB",
            Face::Mono => "PLEXMR",
            Face::MonoSemiBold => "PLEXMB",
        }
    }

    /// Parsed once in the life of the program.
    fn parsed(self) -> &'static Parsed {
        static PARSED: [OnceLock<Parsed>; 4] = [const { OnceLock::new() }; 4];
        PARSED[self as usize].get_or_init(|| {
            #[expect(
                clippy::expect_used,
                reason = "the bytes are part of the program; every test of a PDF reads them"
            )]
            let font =
                ParsedFont::from_bytes(self.bytes(), 0, &mut Vec::new()).expect("the fonts in assets/fonts are fonts");
            let widths = (0u32..)
                .take(COMMON)
                .map(|code| width_of(&font, code).unwrap_or(0))
                .collect();
            let units_per_em = f32::from(font.font_metrics.units_per_em);
            Parsed {
                unknown: width_of(&font, u32::from('?')).unwrap_or(0),
                font,
                widths,
                units_per_em,
            }
        })
    }

    pub(super) fn handle(self) -> PdfFontHandle {
        PdfFontHandle::External(FontId(self.name().to_owned()))
    }

    /// The advance width of a text in points, as it is drawn: a character that
    /// the face has not is as wide as the `?` in its place.
    #[must_use]
    pub fn width_pt(self, text: &str, size_pt: f32) -> f32 {
        let parsed = self.parsed();
        let units: u32 = text
            .chars()
            .map(|character| u32::from(parsed.width(character).unwrap_or(parsed.unknown)))
            .sum();
        #[expect(clippy::cast_precision_loss, reason = "a line of text is far below 2^24 units")]
        let em = units as f32 / parsed.units_per_em;
        em * size_pt
    }

    /// A text of characters that the face has, the others as `?`.
    pub(super) fn drawable(self, text: &str) -> String {
        let parsed = self.parsed();
        text.chars()
            .map(|c| if parsed.width(c).is_some() { c } else { '?' })
            .collect()
    }
}

impl Parsed {
    fn width(&self, character: char) -> Option<u16> {
        let code = u32::from(character);
        match usize::try_from(code).ok().and_then(|code| self.widths.get(code)) {
            Some(0) => None,
            Some(width) => Some(*width),
            None => width_of(&self.font, code),
        }
    }
}

fn width_of(font: &ParsedFont, code: u32) -> Option<u16> {
    let glyph = font.lookup_glyph_index(code).filter(|glyph| *glyph != 0)?;
    Some(font.get_horizontal_advance(glyph))
}

/// All faces as the library takes them; those that no page uses are left out of the file.
pub(super) fn embedded() -> BTreeMap<FontId, PdfFont> {
    FACES
        .into_iter()
        .map(|face| (FontId(face.name().to_owned()), PdfFont::new(face.parsed().font.clone())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_of_one_width() {
        for face in [Face::Mono, Face::MonoSemiBold] {
            let widths: Vec<f32> = ["0", "1", "8", ",", ".", "−"]
                .iter()
                .map(|c| face.width_pt(c, 10.0))
                .collect();
            assert_eq!(widths, [6.0; 6], "{face:?}");
        }
        assert!((Face::Sans.width_pt("il", 10.0)) < Face::Sans.width_pt("mw", 10.0));
    }

    #[test]
    fn what_the_face_has_not_is_a_question_mark() {
        assert_eq!(Face::Sans.drawable("Núñez  王\u{1b} €"), "Núñez  ?? €");
        let (unknown, drawn) = ("王王 €", "?? €");
        assert_eq!(Face::Sans.width_pt(unknown, 10.0), Face::Sans.width_pt(drawn, 10.0));
    }
}
