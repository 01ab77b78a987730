//! What happened on the drawer: movements, voids, reclasses, reasons, the tape.

use counterfoil_domain::documents::{Found, TapeSheetLine};
use counterfoil_domain::money::Cents;

use super::super::table::{Column, Row};
use super::words as say;
use super::{Drawn, amount_or_blank, total};

impl Drawn<'_> {
    pub(super) fn movements(&mut self) {
        let rows = self.sheet.movements.iter().map(|movement| {
            Row::plain(vec![
                self.when(movement.at),
                movement.what.clone(),
                movement.by.clone(),
                movement.with.clone().unwrap_or_default(),
                movement.amount.to_string(),
            ])
        });
        let rows = rows.collect();
        let columns = vec![
            self.code(&say::TIME),
            self.words(&say::WHAT, 3),
            self.words(&say::BY, 2),
            self.words(&say::WITH, 2),
            self.figures(&say::AMOUNT),
        ];
        self.table(&say::MOVEMENTS, columns, rows);
    }

    pub(super) fn voids(&mut self) {
        let rows = self.sheet.voids.iter().map(|void| {
            Row::plain(vec![
                void.receipt.clone(),
                self.when(void.at),
                void.reason.clone(),
                void.approved_by
                    .clone()
                    .unwrap_or_else(|| self.says(&say::WAIVED).to_owned()),
                void.checks_returned.join(", "),
                void.total.to_string(),
            ])
        });
        let mut rows: Vec<Row> = rows.collect();
        if !rows.is_empty() {
            let mut cells = vec![String::new(); 5];
            cells[0] = self.says(&say::TOTAL).to_owned();
            cells.push(total(self.sheet.voids.iter().map(|void| Some(void.total))));
            rows.push(Row::total(cells));
        }
        let columns = vec![
            self.code(&say::RECEIPT),
            self.code(&say::TIME),
            self.words(&say::REASON, 3),
            self.words(&say::APPROVED_BY, 2),
            self.words(&say::CHECKS_RETURNED, 2),
            self.figures(&say::AMOUNT),
        ];
        self.table(&say::VOIDS, columns, rows);
    }

    pub(super) fn reclasses(&mut self) {
        let rows = self.sheet.reclasses.iter().map(|reclass| {
            Row::plain(vec![
                reclass.receipt.clone(),
                self.when(reclass.at),
                reclass.from.clone(),
                reclass.to.clone(),
                reclass.reason.clone(),
                reclass
                    .approved_by
                    .clone()
                    .unwrap_or_else(|| self.says(&say::WAIVED).to_owned()),
                reclass.amount.to_string(),
            ])
        });
        let rows = rows.collect();
        let columns = vec![
            self.code(&say::RECEIPT),
            self.code(&say::TIME),
            self.words(&say::FROM_TYPE, 2),
            self.words(&say::TO_TYPE, 2),
            self.words(&say::REASON, 3),
            self.words(&say::APPROVED_BY, 2),
            self.figures(&say::AMOUNT),
        ];
        self.table(&say::RECLASSES, columns, rows);
    }

    pub(super) fn reasons(&mut self) {
        let rows = self.sheet.reasons.iter();
        let rows = rows
            .map(|(at, who, why)| Row::plain(vec![self.when(*at), who.clone(), why.clone()]))
            .collect();
        let columns = vec![
            self.code(&say::TIME),
            self.words(&say::GIVEN_BY, 1),
            self.words(&say::REASON, 4),
        ];
        self.table(&say::REASONS, columns, rows);
    }

    /// The tape, piece by piece, with what the count found of each.
    pub(super) fn tape(&mut self) {
        let tape = &self.sheet.tape;
        let mut rows: Vec<Row> = tape.iter().map(|piece| self.piece(piece)).collect();
        if !rows.is_empty() {
            rows.push(Row::total(vec![
                String::new(),
                format!("{} {}", tape.len(), self.says(&say::ITEMS).to_lowercase()),
                String::new(),
                String::new(),
                total(tape.iter().map(|piece| Some(piece.recorded))),
                total(tape.iter().map(counted)),
                String::new(),
            ]));
        }
        let columns = vec![
            Column::figures("#"),
            self.words(&say::TENDER, 2),
            self.code(&say::RECEIPT),
            self.code(&say::NUMBER),
            self.figures(&say::RECORDED),
            self.figures(&say::COUNTED),
            self.words(&say::FINDING, 2),
        ];
        self.table(&say::TAPE, columns, rows);
    }

    fn piece(&self, piece: &TapeSheetLine) -> Row {
        let finding = self.says(match piece.found {
            Found::NotCounted => &say::FOUND_NOT_COUNTED,
            Found::Agreed => &say::FOUND_AGREED,
            Found::Misread(_) => &say::FOUND_MISREAD,
            Found::Missing => &say::FOUND_MISSING,
            Found::Extra(_) => &say::FOUND_EXTRA,
        });
        let cells = vec![
            piece.order.to_string(),
            piece.tender.clone(),
            piece.receipt.clone().unwrap_or_default(),
            piece.number.clone().unwrap_or_default(),
            piece.recorded.to_string(),
            amount_or_blank(counted(piece)),
            finding.to_owned(),
        ];
        match piece.found {
            Found::Agreed | Found::NotCounted => Row::plain(cells),
            Found::Misread(_) | Found::Missing | Found::Extra(_) => Row::strong(cells),
        }
    }
}

/// What a count found of a piece; none before the count.
fn counted(piece: &TapeSheetLine) -> Option<Cents> {
    match piece.found {
        Found::NotCounted => None,
        Found::Agreed => Some(piece.recorded),
        Found::Misread(worth) | Found::Extra(worth) => Some(worth),
        Found::Missing => Some(Cents::ZERO),
    }
}
