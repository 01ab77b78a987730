//! Pages: text, lines and bars in points from the top left corner, and a
//! document that fills page after page.

use chrono::NaiveDateTime;
use printpdf::{
    Color, Date, DateTime, Greyscale, Line, LinePoint, Mm, Offset, Op, PaintMode, PdfDocument, PdfPage, PdfSaveOptions,
    Point, Polygon, PolygonRing, Pt, Rect, TextItem, Time, WindingOrder, to_lopdf_doc,
};

use super::font::{self, Face};
use crate::text::printable;

/// How text looks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// The face.
    pub face: Face,
    /// Its size in points.
    pub size_pt: f32,
    /// From 0, black, to 1, white.
    pub grey: f32,
}

impl Style {
    /// Black text of a face and size.
    #[must_use]
    pub const fn new(face: Face, size_pt: f32) -> Style {
        Style {
            face,
            size_pt,
            grey: 0.0,
        }
    }

    /// The same, in the grey of labels: 7:1 on white.
    #[must_use]
    pub const fn quiet(self) -> Style {
        Style { grey: 0.35, ..self }
    }

    /// The same, smaller or larger.
    #[must_use]
    pub(super) const fn scaled(self, scale: f32) -> Style {
        Style {
            size_pt: self.size_pt * scale,
            ..self
        }
    }

    /// The width of a text in points.
    #[must_use]
    pub fn width_pt(&self, text: &str) -> f32 {
        self.face.width_pt(text, self.size_pt)
    }

    /// A text on one line of this width: what does not fit ends in `…`.
    pub(super) fn on_one_line(&self, text: &str, width_pt: f32) -> String {
        let text = printable(text);
        if self.width_pt(&text) <= width_pt {
            return text;
        }
        let room = width_pt - self.width_pt("…");
        let mut kept = String::new();
        let mut taken = 0.0;
        for character in text.chars() {
            taken += self.width_pt(character.encode_utf8(&mut [0; 4]));
            if taken > room {
                break;
            }
            kept.push(character);
        }
        format!("{}…", kept.trim_end())
    }
}

/// A sheet of paper. Lengths in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    /// Width.
    pub width_pt: f32,
    /// Height.
    pub height_pt: f32,
    /// Left and right margin.
    pub side_margin_pt: f32,
    /// Top margin.
    pub top_margin_pt: f32,
    /// Bottom margin, below the foot.
    pub bottom_margin_pt: f32,
}

/// US Letter, with margins that an office printer can reach and a punch spares.
pub const LETTER: Paper = Paper {
    width_pt: 612.0,
    height_pt: 792.0,
    side_margin_pt: 50.0,
    top_margin_pt: 46.0,
    bottom_margin_pt: 40.0,
};

/// US Letter, turned: for tables of many columns.
pub const LETTER_LANDSCAPE: Paper = Paper {
    width_pt: 792.0,
    height_pt: 612.0,
    side_margin_pt: 40.0,
    top_margin_pt: 44.0,
    bottom_margin_pt: 36.0,
};

impl Paper {
    /// The width between the margins.
    #[must_use]
    pub fn measure_pt(&self) -> f32 {
        self.width_pt - 2.0 * self.side_margin_pt
    }
}

/// One page being drawn on. `x` runs right, `y` down, from the top left corner.
#[derive(Debug)]
pub struct Page {
    width_pt: f32,
    height_pt: f32,
    ops: Vec<Op>,
    style: Option<Style>,
}

impl Page {
    /// An empty page.
    #[must_use]
    pub fn new(width_pt: f32, height_pt: f32) -> Page {
        Page {
            width_pt,
            height_pt,
            ops: Vec::new(),
            style: None,
        }
    }

    /// Text from `x` on the baseline `y`.
    pub fn text(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let text = style.face.drawable(text);
        if text.is_empty() {
            return;
        }
        if self.style != Some(style) {
            self.ops.push(Op::SetFont {
                font: style.face.handle(),
                size: Pt(style.size_pt),
            });
            self.ops.push(Op::SetFillColor { col: grey(style.grey) });
            self.style = Some(style);
        }
        let pos = self.point(x, y);
        self.ops.extend([
            Op::StartTextSection,
            Op::SetTextCursor { pos },
            Op::ShowText {
                items: vec![TextItem::Text(text)],
            },
            Op::EndTextSection,
        ]);
    }

    /// Text that ends at `x`.
    pub fn text_right(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let text = style.face.drawable(text);
        self.text(x - style.width_pt(&text), y, style, &text);
    }

    /// Text with its middle at `x`.
    pub fn text_centred(&mut self, x: f32, y: f32, style: Style, text: &str) {
        let text = style.face.drawable(text);
        self.text(x - style.width_pt(&text) / 2.0, y, style, &text);
    }

    /// A level line at `y`, `weight_pt` thick.
    pub fn rule(&mut self, from_x: f32, to_x: f32, y: f32, weight_pt: f32, grey_of_line: f32) {
        let points = [from_x, to_x]
            .map(|x| LinePoint {
                p: self.point(x, y),
                bezier: false,
            })
            .to_vec();
        self.ops.extend([
            Op::SetOutlineColor {
                col: grey(grey_of_line),
            },
            Op::SetOutlineThickness { pt: Pt(weight_pt) },
            Op::DrawLine {
                line: Line {
                    points,
                    is_closed: false,
                },
            },
        ]);
    }

    /// Bars of a barcode: modules `module_pt` wide from `x`, standing on `y`.
    pub fn bars(&mut self, x: f32, y: f32, height_pt: f32, module_pt: f32, modules: &[bool]) {
        let mut rings = Vec::new();
        let mut left = x;
        for run in modules.chunk_by(|one, next| one == next) {
            #[expect(clippy::cast_precision_loss, reason = "a bar is a few modules wide")]
            let right = left + run.len() as f32 * module_pt;
            if run.first() == Some(&true) {
                let corners = [(left, y), (right, y), (right, y - height_pt), (left, y - height_pt)];
                let points = corners
                    .map(|(x, y)| LinePoint {
                        p: self.point(x, y),
                        bezier: false,
                    })
                    .to_vec();
                rings.push(PolygonRing { points });
            }
            left = right;
        }
        self.style = None;
        self.ops.push(Op::SetFillColor { col: grey(0.0) });
        for ring in rings {
            let polygon = Polygon {
                rings: vec![ring],
                mode: PaintMode::Fill,
                winding_order: WindingOrder::NonZero,
            };
            self.ops.push(Op::DrawPolygon { polygon });
        }
    }

    fn point(&self, x: f32, y: f32) -> Point {
        Point {
            x: Pt(x),
            y: Pt(self.height_pt - y),
        }
    }
}

fn grey(percent: f32) -> Color {
    Color::Greyscale(Greyscale {
        percent,
        icc_profile: None,
    })
}

/// What stands on every page around the text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frame {
    /// At the head of the second page and those after it: which document this is.
    pub running_head: String,
    /// At the foot of every page, left: when it was printed, by what.
    pub foot: String,
    /// The words around the page's number at the foot: `["Page", "of"]`.
    pub page_words: [&'static str; 2],
}

/// A document that fills pages from top to bottom.
#[derive(Debug)]
pub struct Document {
    paper: Paper,
    frame: Frame,
    pages: Vec<Page>,
    y: f32,
}

const FRAME_STYLE: Style = Style::new(Face::Sans, 8.0).quiet();
/// Room for the running head and the line beneath it.
const RUNNING_HEAD_PT: f32 = 24.0;
/// Room for the foot and the air above it.
const FOOT_PT: f32 = 20.0;

impl Document {
    /// A document with its first page begun.
    #[must_use]
    pub fn new(paper: Paper, frame: Frame) -> Document {
        let pages = vec![Page::new(paper.width_pt, paper.height_pt)];
        Document {
            paper,
            frame,
            pages,
            y: paper.top_margin_pt,
        }
    }

    /// The x of the left edge of the text.
    #[must_use]
    pub fn left(&self) -> f32 {
        self.paper.side_margin_pt
    }

    /// The x of the right edge of the text.
    #[must_use]
    pub fn right(&self) -> f32 {
        self.paper.width_pt - self.paper.side_margin_pt
    }

    /// The y below everything so far.
    #[must_use]
    pub fn y(&self) -> f32 {
        self.y
    }

    /// How much of the page is left.
    #[must_use]
    pub fn room_pt(&self) -> f32 {
        self.paper.height_pt - self.paper.bottom_margin_pt - FOOT_PT - self.y
    }

    /// The page at hand.
    ///
    /// # Panics
    /// Never: a document has at least one page.
    pub fn page(&mut self) -> &mut Page {
        #[expect(
            clippy::expect_used,
            reason = "new() begins the first page and none is ever taken away"
        )]
        self.pages.last_mut().expect("a document has a page")
    }

    /// Moves down.
    pub fn skip(&mut self, height_pt: f32) {
        self.y += height_pt;
    }

    /// Makes sure that so much fits on the page at hand: begins a new one where
    /// it does not. `true` where one was begun. What is higher than a page is
    /// begun on an empty one.
    pub fn keep_together(&mut self, height_pt: f32) -> bool {
        let at_top = self.y <= self.top() + 0.5;
        if height_pt <= self.room_pt() || at_top {
            return false;
        }
        self.new_page();
        true
    }

    fn top(&self) -> f32 {
        let running_head = if self.pages.len() > 1 { RUNNING_HEAD_PT } else { 0.0 };
        self.paper.top_margin_pt + running_head
    }

    /// Begins a new page with its running head.
    pub fn new_page(&mut self) {
        self.pages.push(Page::new(self.paper.width_pt, self.paper.height_pt));
        let (left, right, y) = (self.left(), self.right(), self.paper.top_margin_pt);
        let running_head = FRAME_STYLE.on_one_line(&self.frame.running_head, right - left);
        let page = self.page();
        page.text(left, y, FRAME_STYLE, &running_head);
        page.rule(left, right, y + 6.0, 0.5, 0.6);
        self.y = self.top();
    }

    /// The bytes of the file. `made_at` is its date, in the site's own time.
    #[must_use]
    pub fn finish(mut self, title: &str, made_at: NaiveDateTime) -> Vec<u8> {
        let (left, right) = (self.left(), self.right());
        let y = self.paper.height_pt - self.paper.bottom_margin_pt;
        let [page_word, of_word] = self.frame.page_words;
        let count = self.pages.len();
        for (place, page) in self.pages.iter_mut().enumerate() {
            let number = format!("{page_word} {} {of_word} {count}", place + 1);
            let room = right - left - FRAME_STYLE.width_pt(&number) - 12.0;
            let foot = FRAME_STYLE.on_one_line(&self.frame.foot, room);
            page.text(left, y, FRAME_STYLE, &foot);
            page.text_right(right, y, FRAME_STYLE, &number);
        }
        file(self.pages, title, made_at)
    }
}

/// Pages as the bytes of a PDF file.
#[must_use]
pub fn file(pages: Vec<Page>, title: &str, made_at: NaiveDateTime) -> Vec<u8> {
    let mut document = PdfDocument::new(title);
    let date = pdf_date(made_at);
    let info = &mut document.metadata.info;
    info.creation_date = date;
    info.modification_date = date;
    info.metadata_date = date;
    info.creator = "Counterfoil".to_owned();
    info.producer = "Counterfoil".to_owned();
    document.resources.fonts.map = font::embedded();
    document.pages = pages.into_iter().map(Page::into_library).collect();
    let mut written = to_lopdf_doc(&document, &PdfSaveOptions::default(), &mut Vec::new());
    // Random, and not required of a file that is not encrypted (ISO 32000-1, 14.4).
    written.trailer.remove(b"ID");
    // Claims a conformance to PDF/X that these files do not have.
    let information = written.trailer.get(b"Info").and_then(|entry| entry.as_reference());
    if let Ok(information) = information.and_then(|id| written.get_dictionary_mut(id)) {
        information.remove(b"GTS_PDFXVersion");
    }
    written.compress();
    let mut bytes = Vec::new();
    #[expect(clippy::expect_used, reason = "writing into memory")]
    written.save_to(&mut bytes).expect("memory takes any bytes");
    bytes
}

impl Page {
    fn into_library(self) -> PdfPage {
        let box_of_page = || Rect::from_wh(Pt(self.width_pt), Pt(self.height_pt));
        let mut page = PdfPage::new(Mm(0.0), Mm(0.0), Vec::new());
        page.media_box = box_of_page();
        page.trim_box = box_of_page();
        page.crop_box = box_of_page();
        page.ops = self.ops;
        page
    }
}

fn pdf_date(at: NaiveDateTime) -> DateTime {
    use chrono::{Datelike, Timelike};
    let small = |number: u32| u8::try_from(number).unwrap_or(0);
    DateTime {
        date: Date {
            year: at.year(),
            month: small(at.month()),
            day: small(at.day()),
        },
        time: Time {
            hour: small(at.hour()),
            minute: small(at.minute()),
            second: small(at.second()),
            millisecond: 0,
        },
        offset: Offset {
            hours: 0,
            minutes: 0,
            seconds: 0,
            milliseconds: 0,
        },
    }
}
