//! A strip of so many columns, filled line by line.

use counterfoil_domain::money::Cents;

use super::{TapeLine, TapeLineKind};
use crate::barcode;
use crate::text::{columns, printable, wrapped};

/// How far what belongs to the line above is moved in.
const INDENT: usize = 2;
/// The least room between what stands left and what stands right.
const GAP: usize = 2;
/// A description narrower than this goes on lines of its own, above its amount.
const LABEL_MIN: usize = 10;

/// Lines of text, each padded to the same width.
pub(super) struct Strip {
    width: usize,
    pub(super) lines: Vec<TapeLine>,
}

impl Strip {
    pub(super) fn new(width: usize) -> Strip {
        Strip {
            width,
            lines: Vec::new(),
        }
    }

    fn push(&mut self, text: &str, bold: bool, kind: TapeLineKind) {
        self.lines.push(TapeLine {
            text: format!("{text:<width$}", width = self.width),
            bold,
            kind,
        });
    }

    /// A line across.
    pub(super) fn rule(&mut self) {
        self.push(&"-".repeat(self.width), false, TapeLineKind::Rule);
    }

    /// Text from the left edge.
    pub(super) fn text(&mut self, text: &str) {
        for line in wrapped(&printable(text), self.width, columns) {
            self.push(&line, false, TapeLineKind::Text);
        }
    }

    /// Text that belongs to the line above.
    pub(super) fn indented(&mut self, text: &str) {
        for line in wrapped(&printable(text), self.width - INDENT, columns) {
            self.push(&format!("{:INDENT$}{line}", ""), false, TapeLineKind::Text);
        }
    }

    /// Text in the middle.
    pub(super) fn centred(&mut self, text: &str, bold: bool) {
        for line in wrapped(&printable(text), self.width, columns) {
            self.push(&self.in_the_middle(&line), bold, TapeLineKind::Text);
        }
    }

    /// Said across the receipt. Half the columns, since it prints twice as wide.
    pub(super) fn mark(&mut self, text: &str) {
        for line in wrapped(&printable(text), self.width / 2, columns) {
            self.push(&self.in_the_middle(&line), true, TapeLineKind::Mark);
        }
    }

    /// The number under its barcode; one that no barcode can hold is left out,
    /// it stands at the head already.
    pub(super) fn barcode(&mut self, number: &str) {
        if barcode::fits(number) {
            self.push(&self.in_the_middle(number), false, TapeLineKind::Barcode);
        }
    }

    fn in_the_middle(&self, text: &str) -> String {
        format!("{text:^width$}", width = self.width)
    }

    /// Two texts at the two edges, on one line where they fit.
    pub(super) fn apart(&mut self, left: &str, right: &str) {
        let (left, right) = (printable(left), printable(right));
        if columns(&left) + GAP + columns(&right) <= self.width {
            self.push(&self.edges(&left, &right), false, TapeLineKind::Text);
        } else {
            self.text(&left);
            self.text(&right);
        }
    }

    /// A description and its amount: the amount at the right edge of the first
    /// line, the description wrapped beside it and moved in from its second line on.
    pub(super) fn amount(&mut self, description: &str, amount: Cents, bold: bool) {
        let (description, amount) = (printable(description), amount.to_string());
        let beside = self.width.saturating_sub(columns(&amount) + GAP);
        if beside < LABEL_MIN && columns(&description) > beside {
            for line in wrapped(&description, self.width, columns) {
                self.push(&line, bold, TapeLineKind::Text);
            }
            self.push(&self.edges("", &amount), bold, TapeLineKind::Text);
            return;
        }
        if columns(&description) <= beside {
            self.push(&self.edges(&description, &amount), bold, TapeLineKind::Text);
            return;
        }
        for (place, line) in wrapped(&description, beside - INDENT, columns).iter().enumerate() {
            let line = if place == 0 {
                self.edges(line, &amount)
            } else {
                format!("{:INDENT$}{line}", "")
            };
            self.push(&line, bold, TapeLineKind::Text);
        }
    }

    fn edges(&self, left: &str, right: &str) -> String {
        let room = self.width.saturating_sub(columns(left));
        format!("{left}{right:>room$}")
    }
}
