//! BAI2, as banks report what happened on the city's account: which transactions are
//! returned items. Names and levels of the type codes are those of appendix A of the
//! *Cash Management Balance Reporting Specifications, Version 2*.

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::item::Given;
use super::{ReturnFileRead, ReturnedItemRead};
use crate::bai2::labels;
use crate::bai2::{self, Account, Accounts, Summary, Transaction, is_type_code};
use crate::lines::{Line, agree, malformed, plain_date_seen, shortened};

/// Deposited item returned, and the summary of those.
const CHECKS: (&str, &str) = ("555", "550");
/// Individual ACH return item, and the summary of those.
const ENTRIES: (&str, &str) = ("557", "556");
/// The same for what the city paid: check posted and returned, individual ACH return
/// item. Money that comes back.
const CREDITS: (&str, &str) = ("255", "257");
/// Return item and return item adjustment, where they are credits: a wire that went out
/// and came back, a charge that the bank took back.
const OTHER_CREDITS: [&str; 2] = ["266", "268"];
/// Totals, which stand beside an account and are no transactions.
const TOTALS: [&str; 4] = ["250", "256", "550", "556"];
/// Return item and return item adjustment, where they are debits: the type does not say
/// whether a deposit came back.
const VAGUE: [&str; 2] = ["566", "568"];
/// Types that one digit parts from a returned item, and the totals of their own kind.
const FAMILIES: [Family; 5] = [
    // Check posted and returned, individual ACH return item: the totals of each.
    Family::new("255", "250", ["255", "255"]),
    Family::new("257", "256", ["257", "257"]),
    // Preauthorized ACH debit: total ACH debits.
    Family::new("455", "450", ["451", "469"]),
    // ZBA debit and ZBA debit transfer: total ZBA debits.
    Family::new("575", "570", ["574", "578"]),
    Family::new("577", "570", ["574", "578"]),
];
/// What a text may be labelled with.
const LABELS: [&str; 8] = ["REASON", "CHECK", "ROUTING", "DDA", "TRACE", "PAYER", "PAID", "DEPOSIT"];
/// The most digits of a check's number.
const CHECK_NUMBER_LENGTH: usize = 15;

pub(super) fn read(lines: &[Line<'_>]) -> Result<ReturnFileRead, Refusal> {
    let mut returns = Returns::default();
    let heading = bai2::read(lines, &mut returns)?;
    let Returns { items, credits, .. } = returns;
    let total =
        Cents::sum(items.iter().map(|item| item.amount)).map_err(|refusal| malformed(heading.ends_on, refusal))?;
    Ok(ReturnFileRead {
        id: heading.id,
        date: Some(heading.date),
        items,
        total,
        credits,
        notices: Vec::new(),
    })
}

/// The returned items so far.
#[derive(Default)]
struct Returns {
    items: Vec<ReturnedItemRead>,
    credits: Vec<ReturnedItemRead>,
    /// The date of the account at hand.
    as_of: NaiveDate,
    /// What stands beside it.
    summaries: Vec<Summary>,
    /// The items that were there before it.
    before: usize,
    /// Its transactions of more than nothing that are no returned items.
    others: Vec<Other>,
}

/// A transaction that is no returned item.
struct Other {
    line: u64,
    code: String,
    amount: Cents,
}

/// A type, and the total of all of its kind.
struct Family {
    member: &'static str,
    /// The total, which stands beside an account.
    total: &'static str,
    /// The first and the last type that it sums up.
    types: [&'static str; 2],
}

impl Family {
    const fn new(member: &'static str, total: &'static str, types: [&'static str; 2]) -> Family {
        Family { member, total, types }
    }

    fn sums_up(&self, code: &str) -> bool {
        let [first, last] = self.types;
        (first..=last).contains(&code)
    }
}

impl Accounts for Returns {
    fn begin(&mut self, account: Account) {
        self.as_of = account.as_of;
        self.summaries = account.summaries;
        self.before = self.items.len();
        self.others.clear();
    }

    fn transaction(&mut self, transaction: Transaction) -> Result<(), Refusal> {
        let (line, code) = (transaction.line, transaction.code.as_str());
        if code == CHECKS.0 || code == ENTRIES.0 {
            self.items.push(returned(&transaction, self.as_of)?);
            return Ok(());
        }
        if !is_type_code(code) || TOTALS.contains(&code) || VAGUE.contains(&code) {
            return Err(malformed(line, unknown(code)));
        }
        // A returned item is of more than nothing: what is of nothing is not taken for one.
        if transaction.amount.is_zero() {
            return Ok(());
        }
        if code == CREDITS.0 || code == CREDITS.1 || OTHER_CREDITS.contains(&code) {
            self.credits.push(returned(&transaction, self.as_of)?);
        }
        self.others.push(Other {
            line,
            amount: transaction.amount,
            code: transaction.code,
        });
        Ok(())
    }

    fn end(&mut self, place: &str) -> Result<(), Refusal> {
        self.compare(CHECKS, false, place)?;
        self.compare(ENTRIES, true, place)
    }
}

impl Returns {
    /// Compares the items of one type with their summary beside the account. Without
    /// one, whatever is told from them by one digit only must be told by its own.
    fn compare(&self, (code, of): (&str, &str), electronic: bool, place: &str) -> Result<(), Refusal> {
        let items = self.items[self.before..]
            .iter()
            .filter(|item| item.electronic == electronic);
        let Some(summary) = self.summary(of) else {
            return self.tell_apart((code, of), items);
        };
        let last = self.items.last().map_or(1, |item| item.line);
        let found = Cents::sum(items.clone().map(|item| item.amount)).map_err(|refusal| malformed(last, refusal))?;
        if let Some(said) = summary.items {
            agree(
                &format!("returned items ({code}) in their summary ({of}) {place}"),
                said,
                items.count() as u64,
            )?;
        }
        agree(
            &format!("in the summary ({of}) of returned items ({code}) {place}"),
            summary.amount,
            found,
        )
    }

    fn summary(&self, code: &str) -> Option<&Summary> {
        self.summaries.iter().find(|summary| summary.code == code)
    }

    /// Tells types apart that one digit parts from returned items, which control totals
    /// do not: such a type is what it says where the total of its family is what the
    /// family comes to. Nor must a returned item be just what such a total lacks, for
    /// then it may be what was of that family.
    fn tell_apart<'i>(
        &self,
        (code, of): (&str, &str),
        items: impl Iterator<Item = &'i ReturnedItemRead> + Clone,
    ) -> Result<(), Refusal> {
        let mut told = Vec::new();
        for family in FAMILIES.iter().filter(|family| is_near(family.member, code)) {
            match self.lacking(family)? {
                Some(Cents::ZERO) => told.push(family.member),
                Some(lacking) => {
                    if let Some(item) = items.clone().find(|item| item.amount == lacking) {
                        return Err(malformed(item.line, ambiguous(family, code, of)));
                    }
                }
                None => {}
            }
        }
        let near = |other: &&Other| is_near(&other.code, code) && !told.contains(&other.code.as_str());
        self.others.iter().find(near).map_or(Ok(()), |other| {
            Err(malformed(other.line, unclear(&other.code, code, of)))
        })
    }

    /// What the total of a family is more than the family comes to; none where it does
    /// not stand beside the account.
    fn lacking(&self, family: &Family) -> Result<Option<Cents>, Refusal> {
        let Some(summary) = self.summary(family.total) else {
            return Ok(None);
        };
        let own = self.others.iter().filter(|other| family.sums_up(&other.code));
        let last = self.others.last().map_or(1, |other| other.line);
        Cents::sum(own.map(|other| other.amount))
            .and_then(|found| summary.amount.minus(found))
            .map(Some)
            .map_err(|refusal| malformed(last, refusal))
    }
}

/// Whether one type is told from another by one digit.
fn is_near(code: &str, other: &str) -> bool {
    code.bytes()
        .zip(other.bytes())
        .filter(|(one, other)| one != other)
        .count()
        == 1
}

fn unclear(near: &str, code: &str, of: &str) -> String {
    let family = FAMILIES.iter().find(|family| family.member == near);
    let own = family.map_or_else(String::new, |Family { total, types, .. }| match types {
        [only, last] if only == last => format!(", or {total}, which is what all of {only} comes to"),
        [first, last] => format!(", or {total}, which is what all of {first} to {last} comes to"),
    });
    format!(
        "transaction type {near} is told from returned items, {code}, by one digit only; have the bank report \
         their total, {of}, beside the account, also where it is 0{own}, or leave {near} out"
    )
}

fn ambiguous(Family { member, total, .. }: &Family, code: &str, of: &str) -> String {
    format!(
        "this returned item, {code}, is just what the total {total} beside the account lacks, so that it may be \
         a {member}; have the bank report the total of returned items, {of}, too"
    )
}

fn unknown(code: &str) -> String {
    let given = shortened(code);
    match code {
        _ if TOTALS.contains(&code) => format!("transaction type {given} is a total and no item of one"),
        _ if VAGUE.contains(&code) => format!(
            "transaction type {given} does not say whose item came back; have the bank report returned \
             deposits as 555 and 557, see docs/return-format.md"
        ),
        _ => format!("'{given}' is not a type code"),
    }
}

/// A returned item, or a credit. The customer reference of a check is its number where
/// it can be one.
fn returned(transaction: &Transaction, as_of: NaiveDate) -> Result<ReturnedItemRead, Refusal> {
    let (line, code) = (transaction.line, transaction.code.as_str());
    let of_check = [CHECKS.0, CREDITS.0].contains(&code);
    let text = transaction.text.trim();
    let labelled = labels::are_all_of(text, &LABELS);
    let [reason, check, routing, account, trace, payer, paid, deposit] =
        labels::split(if labelled { text } else { "" }, LABELS).map_err(|problem| malformed(line, problem))?;
    let customer = transaction.customer_reference.trim();
    let is_number = customer.len() <= CHECK_NUMBER_LENGTH && customer.bytes().all(|byte| byte.is_ascii_digit());
    let (check_number, reference) = match check {
        "" if is_number && of_check => (customer, ""),
        check => (check, customer),
    };
    Given {
        line,
        amount: transaction.amount,
        reason,
        check_number,
        routing,
        account,
        trace: if trace.is_empty() {
            &transaction.bank_reference
        } else {
            trace
        },
        reference,
        paid_on: match paid {
            "" => None,
            paid => Some(plain_date_seen(paid, as_of).ok_or_else(|| {
                malformed(
                    line,
                    format!("PAID: '{}' is not a date such as 261120", shortened(paid)),
                )
            })?),
        },
        payer,
        deposit,
        note: if labelled { "" } else { text },
        represented: false,
        electronic: [ENTRIES.0, CREDITS.1].contains(&code),
    }
    .checked()
}
