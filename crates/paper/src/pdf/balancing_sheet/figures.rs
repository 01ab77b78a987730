//! The figures of the sheet: tenders, cash by denomination, counts.

use counterfoil_domain::config::DenominationKind;
use counterfoil_domain::documents::CashSheetLine;
use counterfoil_domain::money::Cents;

use super::super::sections::{self, STRONG};
use super::super::table::{Row, Table, draw_side_by_side};
use super::words as say;
use super::{Drawn, amount_or_blank, total};
use crate::words::Words;

impl Drawn<'_> {
    /// Every tender type with its figures, and in words what they say.
    pub(super) fn tenders(&mut self) {
        let tenders = &self.sheet.tenders;
        let mut rows: Vec<Row> = tenders
            .iter()
            .map(|tender| {
                let cells = vec![
                    tender.name.clone(),
                    tender.items.to_string(),
                    tender.expected.to_string(),
                    amount_or_blank(tender.counted),
                    amount_or_blank(tender.difference),
                ];
                if tender.difference.is_some_and(|d| !d.is_zero()) {
                    Row::strong(cells)
                } else {
                    Row::plain(cells)
                }
            })
            .collect();
        rows.push(Row::total(vec![
            self.says(&say::TOTAL).to_owned(),
            tenders
                .iter()
                .map(|tender| u64::from(tender.items))
                .sum::<u64>()
                .to_string(),
            total(tenders.iter().map(|tender| Some(tender.expected))),
            total(tenders.iter().map(|tender| tender.counted)),
            total(tenders.iter().map(|tender| tender.difference)),
        ]));
        let columns = vec![
            self.words(&say::TENDER, 1),
            self.figures(&say::ITEMS),
            self.figures(&say::EXPECTED),
            self.figures(&say::COUNTED),
            self.figures(&say::OVER_SHORT),
        ];
        self.table(&say::TENDERS, columns, rows);
        let verdict = self.verdict();
        self.document.skip(-7.0);
        sections::paragraph(&mut self.document, STRONG, &verdict);
        self.document.skip(11.0);
    }

    fn verdict(&self) -> String {
        let tenders = &self.sheet.tenders;
        if tenders.iter().any(|tender| tender.difference.is_none()) {
            return self.says(&say::NOT_COUNTED).to_owned();
        }
        let differences: Vec<String> = tenders
            .iter()
            .filter_map(|tender| Some((tender, tender.difference.filter(|difference| !difference.is_zero())?)))
            .map(|(tender, difference)| {
                let way = if difference < Cents::ZERO {
                    &say::IS_SHORT
                } else {
                    &say::IS_OVER
                };
                let magnitude = if difference < Cents::ZERO {
                    difference.negated()
                } else {
                    difference
                };
                format!("{} {} {magnitude}.", tender.name, self.says(way))
            })
            .collect();
        if differences.is_empty() {
            self.says(&say::BALANCED).to_owned()
        } else {
            differences.join(" ")
        }
    }

    /// Opening float and last count by denomination, side by side.
    pub(super) fn cash(&mut self) {
        let sheet = self.sheet;
        let is_counted = sheet.tenders.iter().any(|tender| tender.counted.is_some());
        let no_cash = if is_counted { &say::NONE } else { &say::NOT_COUNTED };
        let float = self.denominations(&say::OPENING_FLOAT, &sheet.float, sheet.float_total, &say::NONE);
        let counted = self.denominations(&say::CASH_COUNTED, &sheet.cash, sheet.cash_total, no_cash);
        draw_side_by_side(&mut self.document, &float, &counted);
    }

    fn denominations(&self, title: &Words, lines: &[CashSheetLine], sum: Cents, nothing: &Words) -> Table {
        let columns = vec![
            self.words(&say::DENOMINATION, 1),
            self.figures(&say::BUNDLES),
            self.figures(&say::LOOSE),
            self.figures(&say::AMOUNT),
        ];
        if lines.is_empty() {
            return self.made(title, columns, vec![Row::plain(vec![self.says(nothing).to_owned()])]);
        }
        let pieces = |count: u32| if count == 0 { String::new() } else { count.to_string() };
        let mut rows: Vec<Row> = lines
            .iter()
            .map(|line| {
                let cells = vec![
                    line.label.clone(),
                    pieces(line.bundles),
                    pieces(line.loose),
                    line.total.to_string(),
                ];
                Row::plain(cells)
            })
            .collect();
        for (kind, words) in [
            (DenominationKind::Note, &say::NOTES),
            (DenominationKind::Coin, &say::COINS),
        ] {
            let of_kind = lines
                .iter()
                .filter(|line| line.kind == kind)
                .map(|line| Some(line.total));
            rows.push(Row::subtotal(vec![
                self.says(words).to_owned(),
                String::new(),
                String::new(),
                total(of_kind),
            ]));
        }
        rows.push(Row::total(vec![
            self.says(&say::TOTAL).to_owned(),
            String::new(),
            String::new(),
            sum.to_string(),
        ]));
        let columns = vec![
            self.words(&say::DENOMINATION, 1),
            self.figures(&say::BUNDLES),
            self.figures(&say::LOOSE),
            self.figures(&say::AMOUNT),
        ];
        self.made(title, columns, rows)
    }

    pub(super) fn counts(&mut self) {
        let rows = self.sheet.counts.iter().map(|count| {
            Row::plain(vec![
                self.when(count.at),
                count.what.clone(),
                count.expected.to_string(),
                count.counted.to_string(),
                count.difference.to_string(),
            ])
        });
        let rows = rows.collect();
        let columns = vec![
            self.code(&say::TIME),
            self.words(&say::WHAT, 1),
            self.figures(&say::EXPECTED),
            self.figures(&say::COUNTED),
            self.figures(&say::DIFFERENCE),
        ];
        self.table(&say::COUNTS, columns, rows);
    }
}
