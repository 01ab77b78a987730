//! Made-up files of returned items for the demo day and for tests: the same for the
//! same items. Banks and trace numbers are invented.

use chrono::NaiveDate;
use counterfoil_domain::config::CheckDigit;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::item::prove;
use super::{ReturnFileRead, ReturnedItemRead, bai2, nacha, write_csv};
use crate::check_digit::check_digit;
use crate::lines;

/// The invented bank of the city, and the invented bank that its payers have.
const CITY_BANK: &str = "12209999";
const PAYERS_BANK: &str = "123456780";
/// What the city's bank calls the city.
const CITY: &str = "1950000000";

/// A check that came back unpaid.
#[must_use]
pub fn check(amount: Cents, number: &str, reason: &str) -> ReturnedItemRead {
    ReturnedItemRead {
        amount,
        reason: Some(reason.to_owned()),
        check_number: Some(number.to_owned()),
        routing: Some(PAYERS_BANK.to_owned()),
        account: Some("0033419002".to_owned()),
        ..ReturnedItemRead::default()
    }
}

/// An electronic payment that came back unpaid; `sequence` tells the traces apart.
#[must_use]
pub fn electronic(amount: Cents, sequence: u32, reason: &str) -> ReturnedItemRead {
    ReturnedItemRead {
        amount,
        reason: Some(reason.to_owned()),
        routing: Some(PAYERS_BANK.to_owned()),
        account: Some("7714400218".to_owned()),
        trace: Some(format!("{CITY_BANK}{sequence:07}")),
        electronic: true,
        ..ReturnedItemRead::default()
    }
}

/// The documented CSV.
///
/// # Errors
/// As [`write_csv`].
pub fn csv(id: &str, date: NaiveDate, items: &[ReturnedItemRead]) -> Result<Vec<u8>, Refusal> {
    write_csv(&ReturnFileRead {
        id: id.to_owned(),
        date: Some(date),
        items: items.to_vec(),
        total: Cents::sum(items.iter().map(|item| item.amount))?,
        credits: Vec::new(),
        notices: Vec::new(),
    })
}

/// BAI2: one group, one account, the totals of checks and of entries beside it, then
/// each item. The file calls itself `122099999-YYMMDD-NUMBER`.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`], and as [`super::read`] for what the format cannot
/// carry.
pub fn bai2(number: u32, date: NaiveDate, items: &[ReturnedItemRead]) -> Result<Vec<u8>, Refusal> {
    let of = |electronic: bool| items.iter().filter(move |item| item.electronic == electronic);
    let (checks, entries) = (
        Cents::sum(of(false).map(|item| item.amount))?,
        Cents::sum(of(true).map(|item| item.amount))?,
    );
    // The summaries and their items both count in the control totals.
    let sum = checks.plus(entries)?.times(2)?.0;
    let day = date.format("%y%m%d");
    let mut text = format!("01,122099999,123456789,{day},0200,{number},,,2/\n");
    text += &format!("02,123456789,122099999,1,{day},2359,USD,2/\n");
    text += &format!(
        "03,0040027715,,550,{},{},,556,{},{},/\n",
        checks.0,
        of(false).count(),
        entries.0,
        of(true).count()
    );
    for item in items {
        text += &transaction(item);
    }
    let records = 3 + items.len();
    text += &format!(
        "49,{sum},{}/\n98,{sum},1,{}/\n99,{sum},1,{}/\n",
        records - 1,
        records + 1,
        records + 3
    );
    prove(items, &bai2::read(&lines::split(text.as_bytes())?)?.items)?;
    Ok(text.into_bytes())
}

fn transaction(item: &ReturnedItemRead) -> String {
    let part = |part: &Option<String>| part.clone().unwrap_or_default();
    let code = if item.electronic { "557" } else { "555" };
    let paid_on = item.paid_on.map(|day| day.format("%y%m%d").to_string());
    let labels = [
        ("REASON", &item.reason),
        ("CHECK", &item.check_number),
        ("ROUTING", &item.routing),
        ("DDA", &item.account),
        ("PAYER", &item.payer),
        ("PAID", &paid_on),
        ("DEPOSIT", &item.deposit),
    ];
    let labelled: String = labels
        .iter()
        .filter_map(|(label, value)| value.as_ref().map(|value| format!("{label}={value};")))
        .collect();
    format!(
        "16,{code},{},Z,{},{},{labelled}{}\n",
        item.amount.0,
        part(&item.trace),
        part(&item.reference),
        part(&item.note)
    )
}

/// NACHA return entries: a batch for each day and sort of payment that follow one
/// another, filled up with lines of nines. An item with a check number is a check that
/// was made into an entry, class BOC; others are WEB. The file calls itself
/// `122099999-YYMMDD-0200-MODIFIER`.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`], and as [`super::read`] for what the format cannot
/// carry: an item without a trace number of 15 digits, or one that is not electronic.
pub fn nacha(modifier: char, date: NaiveDate, items: &[ReturnedItemRead]) -> Result<Vec<u8>, Refusal> {
    let (day, bank) = (date.format("%y%m%d"), with_digit(CITY_BANK));
    let mut records = vec![format!(
        "101{CITY:>10}{bank:>10}{day}0200{modifier}094101{:<23}{:<31}",
        "CITY", "SAMPLE BANK"
    )];
    let sort = |item: &ReturnedItemRead| (item.paid_on, item.check_number.is_some());
    let batches: Vec<&[ReturnedItemRead]> = items.chunk_by(|one, other| sort(one) == sort(other)).collect();
    for (number, batch) in (1..).zip(&batches) {
        records.extend(batch_records(number, batch)?);
    }
    let blocks = (records.len() + 1).div_ceil(10);
    records.push(format!(
        "9{:06}{blocks:06}{:08}{}{:39}",
        batches.len(),
        2 * items.len(),
        sums(items)?,
        ""
    ));
    records.resize(blocks * 10, "9".repeat(nacha::WIDTH));
    let text = records.join("\n") + "\n";
    prove(items, &nacha::read(&lines::split(text.as_bytes())?)?.items)?;
    Ok(text.into_bytes())
}

/// The records of one batch, its items all of one day and sort.
fn batch_records(number: u32, items: &[ReturnedItemRead]) -> Result<Vec<String>, Refusal> {
    let first = items.first();
    let class = match first.and_then(|item| item.check_number.as_ref()) {
        Some(_) => "BOC",
        None => "WEB",
    };
    let day = first.and_then(|item| item.paid_on);
    let day = day.map(|day| day.format("%y%m%d").to_string()).unwrap_or_default();
    let ends = format!("{}{number:07}", &PAYERS_BANK[..8]);
    let mut records = vec![format!(
        "5225{:<36}{CITY}{class}{:<10}{:6}{day:>6}   1{ends}",
        "CITY", "PAYMENT", ""
    )];
    for (sequence, item) in (1..).zip(items) {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        let trace = format!("{}{:07}", &PAYERS_BANK[..8], u64::from(number) * 1_000 + sequence);
        let named = item.check_number.as_ref().or(item.reference.as_ref()).cloned();
        records.push(format!(
            "626{}{:<17}{:010}{:<15}{:<22}  1{trace}",
            with_digit(CITY_BANK),
            part(&item.account),
            item.amount.0,
            named.unwrap_or_default(),
            part(&item.payer)
        ));
        let bank: String = part(&item.routing).chars().take(8).collect();
        records.push(format!(
            "799{:<3}{:<15}{:6}{bank:<8}{:<44}{trace}",
            part(&item.reason),
            part(&item.trace),
            "",
            part(&item.note)
        ));
    }
    records.push(format!(
        "8225{:06}{}{CITY}{:25}{ends}",
        2 * items.len(),
        sums(items)?,
        ""
    ));
    Ok(records)
}

/// The sum of routing numbers, debits and credits, as control records have them.
fn sums(items: &[ReturnedItemRead]) -> Result<String, Refusal> {
    let debits = Cents::sum(items.iter().map(|item| item.amount))?.0;
    let hash: u64 = items.iter().filter_map(|_| CITY_BANK.parse::<u64>().ok()).sum();
    Ok(format!("{:010}{debits:012}{:012}", hash % 10_000_000_000, 0))
}

/// Eight digits of a routing number, and its check digit.
fn with_digit(bank: &str) -> String {
    bank.chars().chain(check_digit(CheckDigit::Weights371, bank)).collect()
}
