//! Reading the index. Every answer is bounded.

use std::collections::{BTreeMap, HashSet};

use chrono::NaiveDate;
use counterfoil_domain::money::Cents;
use deadpool_postgres::Object;
use tokio_postgres::Row;
use uuid::Uuid;

use super::marks::what;
use super::stream::{Missing, StreamState};
use crate::fault::Fault;
use crate::tables::number;
use crate::web::site_day::Places;

/// Where an entry is.
pub type Spot = (String, u64);

/// What a date had at a workstation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StationDate {
    /// The workstation.
    pub station: String,
    /// Receipts, voided ones included.
    pub receipts: u64,
    /// What they come to.
    pub cents: Cents,
    /// Voids.
    pub voids: u64,
    /// What they come to.
    pub void_cents: Cents,
}

/// What each workstation's entries come to.
///
/// # Errors
/// Those of the database.
pub async fn states(client: &Object, city: &str, site: &str) -> Result<BTreeMap<String, StreamState>, Fault> {
    let rows = client
        .query(
            "SELECT station, state FROM web_streams WHERE city = $1 AND site = $2",
            &[&city, &site],
        )
        .await?;
    let state = |row: &Row| {
        let state = serde_json::from_str(row.get(1)).unwrap_or_default();
        (row.get(0), state)
    };
    Ok(rows.iter().map(state).collect())
}

/// What a date had at each workstation.
///
/// # Errors
/// Those of the database.
pub async fn of_date(client: &Object, city: &str, site: &str, date: NaiveDate) -> Result<Vec<StationDate>, Fault> {
    let rows = client
        .query(
            "SELECT station, receipts, cents, voids, void_cents FROM web_dates
             WHERE city = $1 AND site = $2 AND business_date = $3 ORDER BY station COLLATE \"C\"",
            &[&city, &site, &date],
        )
        .await?;
    let one = |row: &Row| StationDate {
        station: row.get(0),
        receipts: number(row.get(1)),
        cents: Cents(row.get(2)),
        voids: number(row.get(3)),
        void_cents: Cents(row.get(4)),
    };
    Ok(rows.iter().map(one).collect())
}

/// The last business date, up to a date, on which a site took a receipt.
///
/// # Errors
/// Those of the database.
pub async fn last_date(client: &Object, city: &str, site: &str, up_to: NaiveDate) -> Result<Option<NaiveDate>, Fault> {
    let row = client
        .query_one(
            "SELECT max(business_date) FROM web_marks
             WHERE city = $1 AND site = $2 AND what = 'issued' AND business_date <= $3",
            &[&city, &site, &up_to],
        )
        .await?;
    Ok(row.get(0))
}

/// Receipt numbers that a workstation's entries do not have, the first hundred.
///
/// # Errors
/// Those of the database.
pub async fn missing(client: &Object, (city, site, station): (&str, &str, &str)) -> Result<Vec<Missing>, Fault> {
    let rows = client
        .query(
            "SELECT seq, first, last, count, why FROM web_missing
             WHERE city = $1 AND site = $2 AND station = $3 ORDER BY seq LIMIT 100",
            &[&city, &site, &station],
        )
        .await?;
    let one = |row: &Row| Missing {
        seq: number(row.get(0)),
        first: row.get(1),
        last: row.get(2),
        count: number(row.get(3)),
        why: row.get(4),
    };
    Ok(rows.iter().map(one).collect())
}

/// The entries that bear a mark, in order, so many at most.
///
/// # Errors
/// Those of the database.
pub async fn marked(
    client: &Object,
    (city, site): (&str, &str),
    what: &str,
    value: &str,
    limit: i64,
) -> Result<Vec<Spot>, Fault> {
    let rows = client
        .query(
            "SELECT station, seq FROM web_marks WHERE city = $1 AND site = $2 AND what = $3 AND value = $4
             ORDER BY station, seq LIMIT $5",
            &[&city, &site, &what, &value, &limit],
        )
        .await?;
    Ok(rows.iter().map(|row| (row.get(0), number(row.get(1)))).collect())
}

/// The deposits of a site put together before a date, that date included; newest first: identifier and date.
///
/// # Errors
/// Those of the database.
pub async fn deposits(
    client: &Object,
    (city, site): (&str, &str),
    up_to: NaiveDate,
    limit: i64,
) -> Result<Vec<(Uuid, NaiveDate)>, Fault> {
    let rows = client
        .query(
            "SELECT value, business_date FROM web_marks
             WHERE city = $1 AND site = $2 AND what = 'prepared' AND business_date <= $3
             ORDER BY business_date DESC, station, seq DESC LIMIT $4",
            &[&city, &site, &up_to, &limit],
        )
        .await?;
    let one = |row: &Row| Some((row.get::<_, &str>(0).parse().ok()?, row.get(1)));
    Ok(rows.iter().filter_map(one).collect())
}

/// The deposits of one date.
///
/// # Errors
/// Those of the database.
pub async fn deposits_of(client: &Object, city: &str, site: &str, date: NaiveDate) -> Result<Vec<Uuid>, Fault> {
    let rows = client
        .query(
            "SELECT value FROM web_marks WHERE city = $1 AND site = $2 AND what = 'prepared' AND business_date = $3
             ORDER BY station, seq LIMIT 1000",
            &[&city, &site, &date],
        )
        .await?;
    Ok(rows
        .iter()
        .filter_map(|row| row.get::<_, &str>(0).parse().ok())
        .collect())
}

/// The last date closed before another.
///
/// # Errors
/// Those of the database.
pub async fn closed_before(
    client: &Object,
    city: &str,
    site: &str,
    date: NaiveDate,
) -> Result<Option<NaiveDate>, Fault> {
    let row = client
        .query_one(
            "SELECT max(business_date) FROM web_marks
             WHERE city = $1 AND site = $2 AND what = 'day_closed' AND business_date < $3",
            &[&city, &site, &date],
        )
        .await?;
    Ok(row.get(0))
}

/// Sessions begun on a closed date that no close before `date` took. What no close ever took is
/// looked for a year back.
///
/// # Errors
/// Those of the database.
pub async fn carried(
    client: &Object,
    (city, site): (&str, &str),
    before: NaiveDate,
    date: NaiveDate,
) -> Result<Vec<Uuid>, Fault> {
    let since = before - chrono::Days::new(366);
    let rows = client
        .query(
            "SELECT opened.value FROM web_marks opened
             WHERE opened.city = $1 AND opened.site = $2 AND opened.what = 'opened'
               AND opened.business_date BETWEEN $3 AND $4
               AND NOT EXISTS (SELECT 1 FROM web_marks closed
                    WHERE closed.city = $1 AND closed.site = $2 AND closed.what = 'closed_with'
                      AND closed.value = opened.value AND closed.business_date < $5)",
            &[&city, &site, &since, &before, &date],
        )
        .await?;
    Ok(rows
        .iter()
        .filter_map(|row| row.get::<_, &str>(0).parse().ok())
        .collect())
}

/// Where the entries of a day may lie at a workstation; `single` is left empty.
///
/// # Errors
/// Those of the database.
pub async fn places(
    client: &Object,
    (city, site, station): (&str, &str, &str),
    date: NaiveDate,
    before: Option<NaiveDate>,
    carried: &[Uuid],
) -> Result<Places, Fault> {
    let of_date = client
        .query_opt(
            "SELECT first_seq, last_seq FROM web_dates
             WHERE city = $1 AND site = $2 AND station = $3 AND business_date = $4",
            &[&city, &site, &station, &date],
        )
        .await?;
    let later = client
        .query_one(
            "SELECT min(first_seq) FROM web_dates
             WHERE city = $1 AND site = $2 AND station = $3 AND business_date > $4",
            &[&city, &site, &station, &before],
        )
        .await?;
    let of_carried = client
        .query(
            "SELECT first_seq, last_seq FROM web_stretches
             WHERE city = $1 AND site = $2 AND station = $3 AND session = ANY ($4)",
            &[&city, &site, &station, &carried],
        )
        .await?;
    let pair = |row: &Row| (number(row.get(0)), number(row.get(1)));
    Ok(Places {
        of_date: of_date.as_ref().map(pair),
        later: later.get::<_, Option<i64>>(0).map(number),
        of_carried: of_carried.iter().map(pair).collect(),
        single: Vec::new(),
    })
}

/// Where receipts are looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// One of [`what`].
    pub what: &'static str,
    /// The word; a beginning is enough for a payer's.
    pub value: String,
}

/// The numbers of receipts that bear every one of these marks between two dates, in no order. Of
/// each mark no more than ten thousand are looked at.
///
/// # Errors
/// Those of the database.
pub async fn receipts(
    client: &Object,
    (city, site): (&str, &str),
    wanted: &[Wanted],
    (from, to): (NaiveDate, NaiveDate),
) -> Result<Vec<String>, Fault> {
    let all = [Wanted {
        what: what::ISSUED,
        value: String::new(),
    }];
    let wanted = if wanted.is_empty() { &all[..] } else { wanted };
    let mut found: Option<HashSet<String>> = None;
    for one in wanted {
        let mut next = candidates(client, (city, site), one, (from, to)).await?;
        if let Some(found) = &found {
            next.retain(|number| found.contains(number));
        }
        found = Some(next);
    }
    Ok(found.unwrap_or_default().into_iter().collect())
}

async fn candidates(
    client: &Object,
    (city, site): (&str, &str),
    wanted: &Wanted,
    (from, to): (NaiveDate, NaiveDate),
) -> Result<HashSet<String>, Fault> {
    // Words by their beginning: everything up to the last letter that there is behind it.
    let last = match wanted.what {
        what::PAYER | what::ISSUED => format!("{}\u{10FFFF}", wanted.value),
        _ => wanted.value.clone(),
    };
    // By date where the date alone is asked for, by the word otherwise; the newest of each first.
    let order = match wanted.value.is_empty() {
        true => "business_date DESC",
        false => "value DESC, station DESC, seq DESC",
    };
    let sql = format!(
        "SELECT receipt FROM web_marks
         WHERE city = $1 AND site = $2 AND what = $3 AND value BETWEEN $4 AND $5
           AND business_date BETWEEN $6 AND $7 AND receipt IS NOT NULL
         ORDER BY {order} LIMIT 10000"
    );
    let rows = client
        .query(&sql, &[&city, &site, &wanted.what, &wanted.value, &last, &from, &to])
        .await?;
    Ok(rows.iter().map(|row| row.get(0)).collect())
}

/// The receipt's own entry.
///
/// # Errors
/// Those of the database.
pub async fn issued(client: &Object, (city, site): (&str, &str), receipt: &str) -> Result<Option<Spot>, Fault> {
    Ok(marked(client, (city, site), what::ISSUED, receipt, 1)
        .await?
        .into_iter()
        .next())
}
