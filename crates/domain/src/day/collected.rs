//! What a day collected for each department: its revenue by ledger account, and the
//! tenders that paid it. Each receipt's tenders pay its lines in order, so that the
//! two sides are equal to the cent, for every department by itself.

use std::collections::{BTreeMap, HashMap};

use crate::entry::{Body, Entry, ReceiptVoided, SuspensePlaced, TakenBack, TenderReclassed};
use crate::money::Cents;
use crate::posting::Posting;
use crate::receipt::{Receipt, ReceiptLine, Tender};
use crate::refusal::Refusal;

/// What was collected for one department, net of what was taken back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collected {
    /// Credits by ledger account.
    pub accounts: BTreeMap<String, Cents>,
    /// What paid them, by tender type.
    pub tenders: BTreeMap<String, Cents>,
    /// What paid them otherwise, or was given for what was taken back: by what it was and the
    /// ledger account on the other side.
    pub otherwise: BTreeMap<(Otherwise, String), Cents>,
}

/// How revenue came to a department, or left it, other than by tenders.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Otherwise {
    /// Placed from suspense.
    Placed,
    /// Taken back by a returned item, or good after all.
    Returned,
    /// Reversed after the close.
    Reversed,
    /// Moved to or from another account.
    Moved,
    /// To be paid back.
    Refunded,
}

impl Otherwise {
    /// In words.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Otherwise::Placed => "Placed from suspense",
            Otherwise::Returned => "Returned items",
            Otherwise::Reversed => "Reversed after the close",
            Otherwise::Moved => "Moved between accounts",
            Otherwise::Refunded => "Refunds requested",
        }
    }
}

/// What a day collected, by department; and of each receipt what a later void or
/// reclass of it needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Collections {
    departments: BTreeMap<String, Collected>,
    receipts: HashMap<String, Remembered>,
}

/// Of a receipt: its lines, what each tender pays of each, whether it is void.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Remembered {
    lines: Vec<ReceiptLine>,
    shares: Vec<(usize, usize, Cents)>,
    void: bool,
}

/// Adds to a sum by name.
pub(super) fn add(sums: &mut BTreeMap<String, Cents>, name: &str, amount: Cents) -> Result<(), Refusal> {
    match sums.get_mut(name) {
        Some(sum) => *sum = sum.plus(amount)?,
        None => drop(sums.insert(name.to_owned(), amount)),
    }
    Ok(())
}

/// What each source gives to each want, both used up in their order: source, want, amount.
fn waterfall(sources: &[Cents], wants: &[Cents]) -> Result<Vec<(usize, usize, Cents)>, Refusal> {
    let mut shares = Vec::with_capacity(sources.len() + wants.len());
    let mut left = wants.iter().copied().enumerate();
    let mut want = left.next();
    for (source, amount) in sources.iter().enumerate() {
        let mut amount = *amount;
        while let Some((place, wanted)) = want {
            let part = amount.min(wanted);
            if part > Cents::ZERO {
                shares.push((source, place, part));
            }
            amount = amount.minus(part)?;
            let rest = wanted.minus(part)?;
            if rest > Cents::ZERO {
                want = Some((place, rest));
                break;
            }
            want = left.next();
        }
    }
    Ok(shares)
}

impl Collections {
    /// What was collected, by department's code.
    #[must_use]
    pub fn departments(&self) -> &BTreeMap<String, Collected> {
        &self.departments
    }

    /// The lines of a receipt; none of one that was voided or is not known.
    #[must_use]
    pub fn standing_lines(&self, receipt: &str) -> &[ReceiptLine] {
        match self.receipts.get(receipt) {
            Some(remembered) if !remembered.void => &remembered.lines,
            _ => &[],
        }
    }

    fn department(&mut self, code: &str) -> &mut Collected {
        if !self.departments.contains_key(code) {
            self.departments.insert(code.to_owned(), Collected::default());
        }
        self.departments.entry(code.to_owned()).or_default()
    }

    /// A receipt is remembered, and counted where it is of the day.
    pub(super) fn receipt(&mut self, receipt: &Receipt, counts: bool) -> Result<(), Refusal> {
        let sources: Vec<Cents> = receipt.tenders.iter().map(|tender| tender.amount).collect();
        let wants: Vec<Cents> = receipt.lines.iter().map(|line| line.amount).collect();
        let shares = waterfall(&sources, &wants)?;
        if counts {
            self.collect(&receipt.lines, &receipt.tenders, &shares, false)?;
        }
        let remembered = Remembered {
            lines: receipt.lines.clone(),
            shares,
            void: false,
        };
        self.receipts.insert(receipt.number.clone(), remembered);
        Ok(())
    }

    /// A void takes back what the receipt's tenders, as they stand, paid.
    pub(super) fn void(&mut self, void: &ReceiptVoided, counts: bool) -> Result<(), Refusal> {
        let remembered = self.receipts.get_mut(&void.receipt);
        let remembered = remembered.ok_or_else(|| unknown(&void.receipt))?;
        remembered.void = true;
        if !counts {
            return Ok(());
        }
        let (lines, shares) = (remembered.lines.clone(), remembered.shares.clone());
        self.collect(&lines, &void.tenders, &shares, true)
    }

    fn collect(
        &mut self,
        lines: &[ReceiptLine],
        tenders: &[Tender],
        shares: &[(usize, usize, Cents)],
        back: bool,
    ) -> Result<(), Refusal> {
        let signed = |amount: Cents| if back { amount.negated() } else { amount };
        for line in lines {
            let department = self.department(&line.department);
            for (account, amount) in &line.split {
                add(&mut department.accounts, account, signed(*amount))?;
            }
        }
        for (tender, line, amount) in shares {
            let (Some(tender), Some(line)) = (tenders.get(*tender), lines.get(*line)) else {
                continue;
            };
            add(
                &mut self.department(&line.department).tenders,
                &tender.code,
                signed(*amount),
            )?;
        }
        Ok(())
    }

    /// What a tender paid was paid by another type.
    pub(super) fn reclass(&mut self, reclass: &TenderReclassed) -> Result<(), Refusal> {
        let remembered = self.receipts.get(&reclass.receipt);
        let remembered = remembered.ok_or_else(|| unknown(&reclass.receipt))?;
        let place = usize::from(reclass.tender);
        let paid: Vec<(String, Cents)> = remembered
            .shares
            .iter()
            .filter(|share| share.0 == place)
            .filter_map(|share| Some((remembered.lines.get(share.1)?.department.clone(), share.2)))
            .collect();
        for (department, amount) in paid {
            let tenders = &mut self.department(&department).tenders;
            add(tenders, &reclass.from.code, amount.negated())?;
            add(tenders, &reclass.to.code, amount)?;
        }
        Ok(())
    }

    /// Money leaves suspense for the departments that it was meant for.
    pub(super) fn placed(&mut self, placed: &SuspensePlaced, postings: &[Posting]) -> Result<(), Refusal> {
        let debits: Vec<&Posting> = postings.iter().filter(|posting| posting.1 > Cents::ZERO).collect();
        let sources: Vec<(&str, Cents)> = debits.iter().map(|posting| (posting.0.as_str(), posting.1)).collect();
        self.brought(Otherwise::Placed, &placed.lines, &sources)
    }

    /// Lines that money from elsewhere pays: from these ledger accounts, used up in their order.
    fn brought(&mut self, what: Otherwise, lines: &[ReceiptLine], from: &[(&str, Cents)]) -> Result<(), Refusal> {
        let sources: Vec<Cents> = from.iter().map(|one| one.1).collect();
        let wants: Vec<Cents> = lines.iter().map(|line| line.amount).collect();
        for line in lines {
            let department = self.department(&line.department);
            for (account, amount) in &line.split {
                add(&mut department.accounts, account, *amount)?;
            }
        }
        for (source, want, amount) in waterfall(&sources, &wants)? {
            let department = self.department(&lines[want].department);
            add_otherwise(&mut department.otherwise, what, from[source].0, amount)?;
        }
        Ok(())
    }

    /// What a department's line loses, or gets back, against a ledger account. What the
    /// desk carries as a receivable stays collected; what accounts payable no longer pays was
    /// taken off when that was asked for.
    fn lost(&mut self, what: Otherwise, taken: &TakenBack, against: &str, back: bool) -> Result<(), Refusal> {
        if !taken.receivable.is_empty() || taken.refund.is_some() {
            return Ok(());
        }
        let signed = |amount: Cents| if back { amount } else { amount.negated() };
        let department = self.department(&taken.department);
        for (account, amount) in &taken.split {
            add(&mut department.accounts, account, signed(*amount))?;
        }
        let amount = Cents::sum(taken.split.iter().map(|part| part.1))?;
        add_otherwise(&mut department.otherwise, what, against, signed(amount))
    }

    /// What was corrected after its day.
    pub(super) fn corrected(&mut self, entry: &Entry) -> Result<(), Refusal> {
        match &entry.body {
            Body::ItemReturned(item) => {
                for tender in &item.tenders {
                    for taken in &tender.taken {
                        self.lost(Otherwise::Returned, taken, &tender.credited, false)?;
                    }
                }
            }
            Body::ItemReinstated(item) => {
                for tender in &item.tenders {
                    let bank = tender.debited.as_str();
                    for given in &tender.given {
                        self.lost(Otherwise::Returned, given, bank, true)?;
                    }
                    let credit = Cents::sum(tender.credit.iter().map(|line| line.amount))?;
                    self.brought(Otherwise::Returned, &tender.credit, &[(bank, credit)])?;
                }
            }
            Body::ReceiptReversed(reversed) => {
                let credits = entry.postings.iter().filter(|posting| posting.1 < Cents::ZERO);
                let sources: Vec<(&str, Cents)> = credits
                    .map(|posting| (posting.0.as_str(), posting.1.negated()))
                    .collect();
                let amounts: Vec<Cents> = sources.iter().map(|one| one.1).collect();
                let wants: Vec<Cents> = reversed.taken.iter().map(|taken| taken.amount).collect();
                for taken in &reversed.taken {
                    let department = self.department(&taken.department);
                    for (account, amount) in &taken.split {
                        add(&mut department.accounts, account, amount.negated())?;
                    }
                }
                for (source, want, amount) in waterfall(&amounts, &wants)? {
                    let department = self.department(&reversed.taken[want].department);
                    let against = sources[source].0;
                    add_otherwise(
                        &mut department.otherwise,
                        Otherwise::Reversed,
                        against,
                        amount.negated(),
                    )?;
                }
            }
            Body::PaymentTransferred(moved) => {
                // Each side stands against the ledger accounts that the money left.
                let from: Vec<(&str, Cents)> = moved.from.split.iter().map(|part| (part.0.as_str(), part.1)).collect();
                let department = self.department(&moved.from.department);
                for (account, amount) in &from {
                    add(&mut department.accounts, account, amount.negated())?;
                    add_otherwise(&mut department.otherwise, Otherwise::Moved, account, amount.negated())?;
                }
                self.brought(Otherwise::Moved, &moved.to, &from)?;
            }
            Body::RefundRequested(refund) => {
                let credit = entry.postings.iter().find(|posting| posting.1 < Cents::ZERO);
                let against = credit.map_or("", |posting| posting.0.as_str());
                self.lost(Otherwise::Refunded, &refund.taken, against, false)?;
            }
            Body::RefundWithdrawn(refund) => {
                let debit = entry.postings.iter().find(|posting| posting.1 > Cents::ZERO);
                let against = debit.map_or("", |posting| posting.0.as_str());
                self.lost(Otherwise::Refunded, &refund.given, against, true)?;
            }
            _ => {}
        }
        Ok(())
    }
}

fn add_otherwise(
    sums: &mut BTreeMap<(Otherwise, String), Cents>,
    what: Otherwise,
    ledger: &str,
    amount: Cents,
) -> Result<(), Refusal> {
    let sum = sums.entry((what, ledger.to_owned())).or_default();
    *sum = sum.plus(amount)?;
    Ok(())
}

fn unknown(receipt: &str) -> Refusal {
    Refusal::UnknownReceipt {
        receipt: receipt.to_owned(),
    }
}
