//! The voucher of an entry that takes money back, gives it back or moves it after its day:
//! everything that the entry says, to be signed and filed.

mod places;

use self::places::Place;
use super::report::{Cell, ColumnKind, Report, Section, Table, Weight};
use super::wording::{Wording, date, pairs};
use crate::config::Configuration;
use crate::day::words::{due_account, joined, paper};
use crate::entry::{
    Body, Entry, Hash, ItemReinstated, ItemReturned, PaymentTransferred, ReceiptReversed, Refund, RefundRequested,
    RefundWithdrawn, seal,
};
use crate::ledger::account_name;
use crate::money::Cents;
use crate::receipt::AccountBalance;
use crate::refusal::Refusal;

use ColumnKind::{Code, Figures, Words};

/// What the vouchers of all kinds say in their own words.
struct Told<'e> {
    /// What happened: `Receipt reversed after the close`.
    title: &'static str,
    /// The number that it is about.
    number: &'e str,
    amount: Cents,
    worker: &'e str,
    reason: String,
    facts: Vec<(String, String)>,
    sections: Vec<Section>,
    balances: &'e [AccountBalance],
}

/// The voucher of an entry about a returned item, a reversal, a transfer or a refund; none
/// for an entry of any other kind.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn voucher(configuration: &Configuration, entry: &Entry, hash: &Hash) -> Result<Option<Report>, Refusal> {
    let wording = Wording::new(configuration);
    let told = match &entry.body {
        Body::ItemReturned(body) => returned(&wording, body)?,
        Body::ItemReinstated(body) => reinstated(body)?,
        Body::ReceiptReversed(body) => reversed(&wording, body)?,
        Body::PaymentTransferred(body) => moved(body)?,
        Body::RefundRequested(body) => requested(body)?,
        Body::RefundWithdrawn(body) => withdrawn(body)?,
        _ => return Ok(None),
    };
    let number = format!("{}-{}", entry.station, entry.seq);
    let subtitle = format!("{} · {}", told.number, date(entry.business_date));
    let mut report = wording.report(&format!("voucher-{number}"), told.title, &subtitle);
    let second = entry.approval.as_ref();
    let second_name = second.map_or("", |approval| &approval.name);
    report.facts = pairs(&[
        ("Voucher", &number),
        ("Business date", &date(entry.business_date)),
        ("Made at", &wording.at(entry.at)),
        ("Amount", &told.amount.to_string()),
    ]);
    report.facts.extend(told.facts);
    report.facts.extend(pairs(&[
        ("Reason", &told.reason),
        ("Made by", told.worker),
        ("Second person", second_name),
    ]));
    report.facts.retain(|(_, value)| !value.is_empty());
    report.sections = told.sections;
    report.sections.push(Section::Table(postings(configuration, entry)?));
    if !told.balances.is_empty() {
        report.sections.push(Section::Table(afterwards(told.balances)));
    }
    if let Some(approval) = second {
        report.sections.push(Section::Lines {
            title: format!("{} agreed to this", approval.name),
            lines: vec![approval.statement.clone()],
        });
    }
    report.signatures = pairs(&[("Made by", told.worker)]);
    if second.is_some() {
        report.signatures.extend(pairs(&[("Second person", second_name)]));
    }
    report.signatures.extend(pairs(&[("Reviewed by", "")]));
    report.seal = Some(seal(hash));
    Ok(Some(report))
}

/// The entry's double entry, as an accountant reads it.
fn postings(configuration: &Configuration, entry: &Entry) -> Result<Table, Refusal> {
    let columns = [
        ("Ledger account", Code),
        ("Name", Words),
        ("Debit", Figures),
        ("Credit", Figures),
    ];
    let mut table = Table::new("Postings", "Nothing is posted.", &columns);
    let (mut debits, mut credits) = (Cents::ZERO, Cents::ZERO);
    for posting in &entry.postings {
        let (debit, credit) = (posting.1.max(Cents::ZERO), posting.1.negated().max(Cents::ZERO));
        debits = debits.plus(debit)?;
        credits = credits.plus(credit)?;
        let some = |side: Cents| Cell::from((!side.is_zero()).then_some(side));
        table.row(vec![
            posting.0.as_str().into(),
            account_name(configuration, &posting.0).into(),
            some(debit),
            some(credit),
        ]);
    }
    if !entry.postings.is_empty() {
        let cells = vec!["Together".into(), Cell::Empty, debits.into(), credits.into()];
        table.add(Weight::Total, cells);
    }
    Ok(table)
}

/// What is due on each account that it touched.
fn afterwards(balances: &[AccountBalance]) -> Table {
    let columns = [("Account", Code), ("", Words), ("Due", Figures)];
    let mut table = Table::new("Due afterwards", "", &columns);
    for balance in balances {
        let credit = if balance.due < Cents::ZERO { "in credit" } else { "" };
        table.row(vec![balance.account.as_str().into(), credit.into(), balance.due.into()]);
    }
    table
}

fn returned<'e>(wording: &Wording<'_>, item: &'e ItemReturned) -> Result<Told<'e>, Refusal> {
    let mut facts = pairs(&[
        ("Returned item", &item.number),
        ("Payer", &item.payer.0),
        ("Payer's address", &item.payer.1.join("\n")),
        ("Bank's reference", item.reference.as_deref().unwrap_or_default()),
    ]);
    if let Some((file, place)) = &item.file {
        let place = u64::from(*place) + 1;
        facts.push(("Bank's file".to_owned(), format!("{file}, item {place}")));
    }
    let fee = item.fee.as_ref().map(|fee| {
        let (charge, account) = (&fee.charge, &fee.account);
        format!("{} on {account}", charge.due)
    });
    facts.push(("Fee".to_owned(), fee.unwrap_or_default()));
    facts.push(("No fee, because".to_owned(), item.no_fee.clone().unwrap_or_default()));
    let mark = item.mark.as_ref().map(|mark| {
        let mut on = mark.accounts.clone();
        on.extend(mark.token.iter().map(|_| "the bank account".to_owned()));
        format!("until {}: {}", date(mark.until), on.join(", "))
    });
    facts.push(("Cash or card only".to_owned(), mark.unwrap_or_default()));
    let taken: Vec<Place<'_>> = item
        .tenders
        .iter()
        .flat_map(|tender| {
            let taken = tender.taken.iter();
            taken.map(|taken| Place::taken_off(&tender.receipt, taken))
        })
        .collect();
    Ok(Told {
        title: "Returned item",
        number: &item.number,
        amount: item.amount,
        worker: &item.worker.1,
        reason: format!("{}: {}", item.reason.0, item.reason.1),
        facts,
        sections: vec![
            Section::Table(tenders(wording, item)),
            Section::Table(places::table("Taken back", "Due again on", &taken)?),
        ],
        balances: &item.balances,
    })
}

/// What the bank took back, and from where.
fn tenders(wording: &Wording<'_>, item: &ItemReturned) -> Table {
    let columns = [
        ("Receipt", Code),
        ("Tender", Words),
        ("Taken on", Words),
        ("Deposit", Code),
        ("Credited", Code),
        ("", Words),
        ("Amount", Figures),
    ];
    let mut table = Table::new("Returned by the bank", "", &columns);
    for one in &item.tenders {
        table.row(vec![
            one.receipt.as_str().into(),
            paper(&one.tender).into(),
            date(one.taken_on).into(),
            one.deposit.as_ref().map_or("", |(_, number)| number.as_str()).into(),
            one.credited.as_str().into(),
            account_name(wording.configuration, &one.credited).into(),
            one.tender.amount.into(),
        ]);
    }
    table
}

fn reinstated(item: &ItemReinstated) -> Result<Told<'_>, Refusal> {
    let mut facts = pairs(&[
        ("Returned item", &item.number),
        ("Bank's reference", item.reference.as_deref().unwrap_or_default()),
    ]);
    let what = if item.mistake {
        "entered by mistake"
    } else {
        "paid by the bank after all"
    };
    facts.push(("What happened".to_owned(), what.to_owned()));
    if let Some((account, _, amount)) = &item.fee {
        facts.push(("Fee no longer due".to_owned(), format!("{amount} on {account}")));
    }
    let (mut given, mut credit) = (Vec::new(), Vec::new());
    for tender in &item.tenders {
        given.extend(tender.given.iter().map(|given| Place::taken(&tender.receipt, given)));
        credit.extend(tender.credit.iter().map(|line| Place::line(&tender.receipt, line)));
    }
    let mut sections = vec![Section::Table(places::table("Given back", "No longer due on", &given)?)];
    if !credit.is_empty() {
        let title = "Paid meanwhile: to the customer's credit";
        sections.push(Section::Table(places::table(title, "Account", &credit)?));
    }
    Ok(Told {
        title: "Returned item reinstated",
        number: &item.number,
        amount: item.amount,
        worker: &item.worker.1,
        reason: item.reason.clone(),
        facts,
        sections,
        balances: &item.balances,
    })
}

fn reversed<'e>(wording: &Wording<'_>, body: &'e ReceiptReversed) -> Result<Told<'e>, Refusal> {
    let taken: Vec<Place<'_>> = body.taken.iter().map(|one| Place::taken(&body.receipt, one)).collect();
    let mut facts = pairs(&[("Receipt", &body.receipt)]);
    facts.extend(body.refund.iter().flat_map(refund));
    let back = body.back.iter();
    let back = back.map(|(tender, _, amount)| format!("{amount} by {}", wording.tender(tender)));
    facts.push(("Back the way it came".to_owned(), joined(back)));
    Ok(Told {
        title: "Receipt reversed",
        number: &body.receipt,
        amount: body.amount,
        worker: &body.person.1,
        reason: body.reason.clone(),
        facts,
        sections: vec![Section::Table(places::table("Taken back", "Due again on", &taken)?)],
        balances: &body.balances,
    })
}

/// What accounts payable is asked to pay.
fn refund(refund: &Refund) -> Vec<(String, String)> {
    pairs(&[
        ("Refund request", &refund.number),
        ("To be paid back", &refund.amount.to_string()),
        ("Pay to", &refund.payee),
        ("Address", &refund.address.join("\n")),
    ])
}

fn moved(body: &PaymentTransferred) -> Result<Told<'_>, Refusal> {
    let from = [Place::taken(&body.receipt, &body.from)];
    let to: Vec<Place<'_>> = body.to.iter().map(|line| Place::line(&body.receipt, line)).collect();
    let account = |account: Option<&str>| account.unwrap_or("no account").to_owned();
    let mut accounts: Vec<String> = Vec::new();
    for line in &body.to {
        let one = account(line.account.as_deref());
        if !accounts.contains(&one) {
            accounts.push(one);
        }
    }
    let mut facts = pairs(&[("Receipt", &body.receipt)]);
    facts.push(("From account".to_owned(), account(due_account(&body.from))));
    facts.push(("To account".to_owned(), accounts.join(", ")));
    let turn_on = body.turn_on.iter().map(|one| one.account.as_str());
    let turn_on = turn_on.collect::<Vec<_>>().join(", ");
    facts.push(("To be turned on".to_owned(), turn_on));
    Ok(Told {
        title: "Payment moved",
        number: &body.receipt,
        amount: body.from.amount,
        worker: &body.person.1,
        reason: body.reason.clone(),
        facts,
        sections: vec![
            Section::Table(places::table("Moved from", "Due again on", &from)?),
            Section::Table(places::table("Moved to", "Account", &to)?),
        ],
        balances: &body.balances,
    })
}

fn requested(body: &RefundRequested) -> Result<Told<'_>, Refusal> {
    let mut facts = pairs(&[("Receipt", &body.receipt)]);
    facts.extend(refund(&body.refund));
    let taken = [Place::taken(&body.receipt, &body.taken)];
    Ok(Told {
        title: "Refund requested",
        number: &body.refund.number,
        amount: body.refund.amount,
        worker: &body.person.1,
        reason: body.reason.clone(),
        facts,
        sections: vec![Section::Table(places::table("Taken from", "Account", &taken)?)],
        balances: &body.balances,
    })
}

fn withdrawn(body: &RefundWithdrawn) -> Result<Told<'_>, Refusal> {
    let given = [Place::taken(&body.receipt, &body.given)];
    Ok(Told {
        title: "Refund withdrawn",
        number: &body.number,
        amount: body.given.amount,
        worker: &body.person.1,
        reason: body.reason.clone(),
        facts: pairs(&[("Refund request", &body.number), ("Receipt", &body.receipt)]),
        sections: vec![Section::Table(places::table("Stands again", "Account", &given)?)],
        balances: &[],
    })
}
