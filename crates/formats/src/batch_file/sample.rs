//! Made-up files of payments for the demo day and for tests: the same for the same
//! accounts and amounts. Names, cards and checks are invented.

use chrono::NaiveDate;
use counterfoil_domain::config::{BatchField, FixedLayout, RecordKind};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::{BatchFileRead, BatchItem, bai2, fixed, write_csv};
use crate::lines;

/// The invented bank of the demo city, whose checks the lockbox brings.
const ROUTING: &str = "123456780";
const BRANDS: [&str; 3] = ["VISA", "MASTERCARD", "DISCOVER"];

/// A file of card payments on accounts, as a web site or a kiosk takes them.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn card_payments(id: &str, date: NaiveDate, payments: &[(String, Cents)]) -> Result<BatchFileRead, Refusal> {
    file(id, date, payments, |place, item| BatchItem {
        reference: Some(format!("{id}-{:04}", place + 1)),
        brand: Some(BRANDS[place % BRANDS.len()].to_owned()),
        last_four: Some(format!("{:04}", 1_000 + place * 37 % 9_000)),
        approval: Some(format!("{:06}", 100_000 + place * 7_919 % 900_000)),
        ..item
    })
}

/// A file of checks on accounts, as a lockbox brings them.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`].
pub fn check_payments(id: &str, date: NaiveDate, payments: &[(String, Cents)]) -> Result<BatchFileRead, Refusal> {
    file(id, date, payments, |place, item| BatchItem {
        reference: Some(format!("E{:05}", place + 1)),
        check_number: Some(format!("{}", 1_001 + place * 13 % 9_000)),
        routing: Some(ROUTING.to_owned()),
        check_account: Some(format!("{:08}", 33_400_000 + place * 101)),
        paid_on: Some(date),
        ..item
    })
}

fn file(
    id: &str,
    date: NaiveDate,
    payments: &[(String, Cents)],
    tendered: impl Fn(usize, BatchItem) -> BatchItem,
) -> Result<BatchFileRead, Refusal> {
    let items = payments.iter().enumerate().map(|(place, (account, amount))| {
        let item = BatchItem {
            line: place as u64 + 2,
            account: account.clone(),
            amount: *amount,
            tender: None,
            payer: None,
            reference: None,
            check_number: None,
            routing: None,
            check_account: None,
            brand: None,
            last_four: None,
            approval: None,
            paid_on: None,
        };
        tendered(place, item)
    });
    Ok(BatchFileRead {
        id: id.to_owned(),
        date: Some(date),
        items: items.collect(),
        total: Cents::sum(payments.iter().map(|(_, amount)| *amount))?,
    })
}

/// A web site's payments in the documented CSV of a layout.
///
/// # Errors
/// As [`write_csv`].
pub fn web(id: &str, date: NaiveDate, layout: &str, payments: &[(String, Cents)]) -> Result<Vec<u8>, Refusal> {
    write_csv(&card_payments(id, date, payments)?, layout)
}

/// A lockbox's checks as BAI2: one group, one account, one deposit with its items.
/// The file calls itself `122099999-YYMMDD-NUMBER`.
///
/// # Errors
/// [`Refusal::AmountOutOfRange`], and as [`super::read`] for accounts and amounts that
/// the format cannot carry.
pub fn lockbox(number: u32, date: NaiveDate, payments: &[(String, Cents)]) -> Result<Vec<u8>, Refusal> {
    let file = check_payments("", date, payments)?;
    let day = date.format("%y%m%d");
    let (total, items) = (file.total.0, file.items.len());
    // The deposit and its items both count in the control totals.
    let sum = file.total.times(2)?.0;
    let deposits = u64::from(items > 0);
    let mut text = format!("01,122099999,123456789,{day},0200,{number},,,2/\n");
    text += &format!("02,123456789,122099999,1,{day},2359,USD,2/\n");
    text += "03,0040027715,,,,,/\n";
    if items > 0 {
        text += &format!("16,115,{total},Z,LB{number:06},,LOCKBOX DEPOSIT\n");
    }
    for item in &file.items {
        let part = |part: &Option<String>| part.clone().unwrap_or_default();
        text += &format!("16,116,{},Z,{},{},", item.amount.0, part(&item.reference), item.account);
        text += &format!("CHECK={};ROUTING={};\n", part(&item.check_number), part(&item.routing));
        text += &format!("88,DDA={}/\n", part(&item.check_account));
    }
    let records = 2 + deposits + 2 * items as u64;
    text += &format!(
        "49,{sum},{records}/\n98,{sum},1,{}/\n99,{sum},1,{}/\n",
        records + 2,
        records + 4
    );
    bai2::read(&lines::split(text.as_bytes())?)?;
    Ok(text.into_bytes())
}

/// Payments in lines of fixed width.
///
/// # Errors
/// [`Refusal::TextTooLong`] where a text is longer than its field or the layout has no
/// field for a text that is there; [`Refusal::ConfigurationInvalid`] as [`super::check`];
/// and as [`super::read`].
pub fn kiosk(file: &BatchFileRead, layout: &FixedLayout) -> Result<Vec<u8>, Refusal> {
    fixed::check("of a sample", layout)?;
    let day = file.date.map(|date| date.format("%Y%m%d").to_string());
    let mut text = line(
        layout,
        RecordKind::Header,
        &[
            (BatchField::File, &file.id),
            (BatchField::Date, &day.unwrap_or_default()),
        ],
    )?;
    for item in &file.items {
        let amount = item.amount.0.to_string();
        let part = |part: &'_ Option<String>| part.clone().unwrap_or_default();
        text += &line(
            layout,
            RecordKind::Detail,
            &[
                (BatchField::Account, &item.account),
                (BatchField::Amount, &amount),
                (BatchField::Payer, &part(&item.payer)),
                (BatchField::Reference, &part(&item.reference)),
                (BatchField::CheckNumber, &part(&item.check_number)),
                (BatchField::Routing, &part(&item.routing)),
                (BatchField::CheckAccount, &part(&item.check_account)),
                (BatchField::Brand, &part(&item.brand)),
                (BatchField::LastFour, &part(&item.last_four)),
                (BatchField::Approval, &part(&item.approval)),
            ],
        )?;
    }
    let (items, total) = (file.items.len().to_string(), file.total.0.to_string());
    text += &line(
        layout,
        RecordKind::Trailer,
        &[(BatchField::Items, &items), (BatchField::Total, &total)],
    )?;
    fixed::read(&lines::split(text.as_bytes())?, layout)?;
    Ok(text.into_bytes())
}

/// One line: its mark, its fields, spaces between them; numbers with zeros before them.
fn line(layout: &FixedLayout, kind: RecordKind, values: &[(BatchField, &str)]) -> Result<String, Refusal> {
    let mut characters = vec![' '; usize::from(layout.width)];
    let mut put = |from: u16, value: &str| {
        for (place, character) in characters.iter_mut().skip(usize::from(from) - 1).zip(value.chars()) {
            *place = character;
        }
    };
    put(
        layout.mark_from,
        match kind {
            RecordKind::Header => &layout.header,
            RecordKind::Detail => &layout.detail,
            RecordKind::Trailer => &layout.trailer,
        },
    );
    for (field, value) in values.iter().filter(|(_, value)| !value.is_empty()) {
        let mut fields = layout.fields.iter();
        let place = fields.find(|place| place.field == *field && place.on == kind);
        let limit = place.map_or(0, |place| usize::from(place.length));
        let number = matches!(field, BatchField::Amount | BatchField::Items | BatchField::Total);
        match place {
            Some(place) if value.chars().count() <= limit && number => put(place.from, &format!("{value:0>limit$}")),
            Some(place) if value.chars().count() <= limit => put(place.from, value),
            _ => {
                return Err(Refusal::TextTooLong {
                    field: format!("{field:?}"),
                    limit,
                });
            }
        }
    }
    Ok(characters.into_iter().collect::<String>() + "\n")
}
