//! The books by another road: what is due, what stands to somebody's credit, in suspense, with
//! accounts payable, kept by hand from the entries alone. Nothing here asks the folds.

use counterfoil_domain::account::Account;
use counterfoil_domain::entry::{Body, Due, Entry, ItemReinstated, ItemReturned, OpenedCharge, TakenBack};
use counterfoil_domain::receipt::ReceiptLine;
use std::collections::BTreeMap;

/// What one receipt's entries come to.
#[derive(Debug, Clone, Default)]
pub(crate) struct Payment {
    pub(crate) total: i64,
    pub(crate) void: bool,
    /// Each tender: what it paid; whether the bank has it back.
    pub(crate) tenders: Vec<(i64, bool)>,
    pub(crate) given_back: i64,
    /// What the payer owes, or paid, for what was given back before the bank took it, and what
    /// was to be given back and is not.
    pub(crate) beyond: i64,
}

/// The books. Amounts in cents.
#[derive(Debug, Clone, Default)]
pub(crate) struct Books {
    /// By account and charge, billing's and the desk's.
    pub(crate) due: BTreeMap<(String, String), i64>,
    /// The code of each charge that the desk opened.
    pub(crate) opened: BTreeMap<(String, String), String>,
    /// By account and receipt, since billing wrote its copy.
    credit: BTreeMap<(String, String), i64>,
    /// On all accounts, ever.
    pub(crate) credits: i64,
    pub(crate) suspense: i64,
    pub(crate) payable: i64,
    pub(crate) payments: BTreeMap<String, Payment>,
}

impl Books {
    pub(crate) fn begun<'a>(accounts: impl Iterator<Item = &'a Account>) -> Books {
        let mut books = Books::default();
        for account in accounts {
            for charge in &account.charges {
                books
                    .due
                    .insert((account.number.clone(), charge.id.clone()), charge.due.0);
            }
        }
        books
    }

    /// Billing knows of every payment so far; credits went into its own books.
    pub(crate) fn billing_writes(&mut self) {
        self.credit.clear();
    }

    /// Something is paid with a receipt's money; with a negative amount, taken back.
    fn paid(&mut self, receipt: &str, account: &str, charge: Option<&str>, cents: i64) {
        match charge {
            Some(charge) => *self.due.entry((account.into(), charge.into())).or_default() -= cents,
            None => {
                *self.credit.entry((account.into(), receipt.into())).or_default() += cents;
                self.credits += cents;
            }
        }
    }

    /// What stands to an account's credit: what billing knew of and is gone since is owed by no
    /// other receipt's money.
    pub(crate) fn credit_on(&self, account: &str) -> i64 {
        let own = self.credit.iter().filter(|(it, _)| it.0 == account);
        own.map(|(_, cents)| (*cents).max(0)).sum()
    }

    fn lines(&mut self, receipt: &str, lines: &[ReceiptLine], times: i64) {
        for line in lines {
            let cents = line.amount.0 * times;
            match &line.account {
                Some(account) => self.paid(receipt, account, line.charge.as_deref(), cents),
                None if line.code == "SUSPENSE" => self.suspense += cents,
                None => {}
            }
        }
    }

    fn open(&mut self, opened: &OpenedCharge) {
        let it = (opened.account.clone(), opened.charge.id.clone());
        assert!(
            self.due.insert(it.clone(), opened.charge.due.0).is_none(),
            "opened twice"
        );
        self.opened.insert(it, opened.charge.code.clone());
    }

    /// What is taken from a line, or with -1 given back to it.
    fn taken(&mut self, receipt: &str, taken: &TakenBack, times: i64) {
        let cents = taken.amount.0 * times;
        match &taken.due {
            Some(Due::Restored { account, charge, .. }) => self.paid(receipt, account, charge.as_deref(), -cents),
            Some(Due::Opened(opened)) if times < 0 => {
                self.paid(receipt, &opened.account, Some(&opened.charge.id), -cents)
            }
            Some(Due::Opened(opened)) => self.open(opened),
            None if taken.refund.is_some() => self.payable -= cents,
            None => {
                let held = taken.split.iter().filter(|part| part.0 == "2020");
                self.suspense -= held.map(|part| part.1.0 * times).sum::<i64>();
            }
        }
    }

    pub(crate) fn take(&mut self, entry: &Entry) {
        match &entry.body {
            Body::Receipt(receipt) => {
                self.lines(&receipt.number, &receipt.lines, 1);
                let payment = Payment {
                    total: receipt.total.0,
                    tenders: receipt.tenders.iter().map(|one| (one.amount.0, false)).collect(),
                    ..Payment::default()
                };
                self.payments.insert(receipt.number.clone(), payment);
            }
            Body::ItemReturned(item) => self.returned(item),
            Body::ItemReinstated(item) => self.reinstated(item),
            Body::SuspensePlaced(placed) => {
                self.suspense -= placed.amount.0;
                self.lines(&placed.receipt, &placed.lines, 1);
            }
            Body::PaymentTransferred(moved) => {
                self.taken(&moved.receipt, &moved.from, 1);
                self.lines(&moved.receipt, &moved.to, 1);
            }
            Body::ReceiptReversed(body) => {
                body.taken.iter().for_each(|taken| self.taken(&body.receipt, taken, 1));
                self.payment(&body.receipt).given_back += body.amount.0;
                self.payable += body.refund.as_ref().map_or(0, |refund| refund.amount.0);
            }
            Body::RefundRequested(body) => {
                self.taken(&body.receipt, &body.taken, 1);
                self.payment(&body.receipt).given_back += body.refund.amount.0;
                self.payable += body.refund.amount.0;
            }
            Body::RefundWithdrawn(body) => {
                self.taken(&body.receipt, &body.given, -1);
                self.payment(&body.receipt).given_back -= body.given.amount.0;
                self.payable -= body.given.amount.0;
            }
            _ => {}
        }
    }

    /// A void takes back the receipt's own lines.
    pub(crate) fn void(&mut self, lines: &[ReceiptLine], receipt: &str) {
        self.lines(receipt, lines, -1);
        self.payment(receipt).void = true;
    }

    fn payment(&mut self, receipt: &str) -> &mut Payment {
        self.payments.get_mut(receipt).unwrap()
    }

    fn returned(&mut self, item: &ItemReturned) {
        for tender in &item.tenders {
            let taken = tender.taken.iter();
            taken.for_each(|taken| self.taken(&tender.receipt, taken, 1));
            let payment = self.payment(&tender.receipt);
            payment.beyond += beyond(&tender.taken);
            let own = &mut payment.tenders[usize::from(tender.place)];
            assert!(!own.1, "the same tender returned twice");
            own.1 = true;
        }
        item.fee.iter().for_each(|fee| self.open(fee));
    }

    fn reinstated(&mut self, item: &ItemReinstated) {
        for tender in &item.tenders {
            let given = tender.given.iter();
            given.for_each(|given| self.taken(&tender.receipt, given, -1));
            self.lines(&tender.receipt, &tender.credit, 1);
            let payment = self.payment(&tender.receipt);
            payment.beyond -= beyond(&tender.given);
            let own = &mut payment.tenders[usize::from(tender.place)];
            assert!(own.1, "reinstated what was not returned");
            own.1 = false;
        }
        if let Some((account, charge, cents)) = &item.fee {
            self.paid("", account, Some(charge), cents.0);
        }
    }

    /// What is due on an account, charge by charge; those of nothing left out.
    pub(crate) fn due_on(&self, account: &str) -> BTreeMap<&str, i64> {
        let own = self.due.iter().filter(|(it, cents)| it.0 == account && **cents != 0);
        own.map(|(it, cents)| (it.1.as_str(), *cents)).collect()
    }

    /// What is open of the charges that the desk opened under these codes.
    pub(crate) fn open_under(&self, codes: &[&str]) -> i64 {
        let own = self.opened.iter().filter(|(_, code)| codes.contains(&code.as_str()));
        own.map(|(it, _)| self.due[it]).sum()
    }
}

/// What was taken from no line.
fn beyond(taken: &[TakenBack]) -> i64 {
    let none = taken.iter().filter(|taken| taken.line.is_none());
    none.map(|taken| taken.amount.0).sum()
}
