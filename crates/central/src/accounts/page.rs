//! Pages of accounts, in the order of their numbers.

use std::fmt::Write;

use deadpool_postgres::{Object, Transaction};

use super::WHOLE_CITY;
use super::offer::count;
use crate::billing::Refused;
use crate::database::snapshot;
use crate::fault::Fault;

/// One page: [`counterfoil_formats::wire::AccountsPage`], its accounts still as they are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The revision that the pages lead to.
    pub revision: u64,
    /// Accounts in all of its pages together.
    pub total: u64,
    /// Accounts as JSON, each an object.
    pub records: Vec<String>,
    /// Numbers of accounts that are no longer there.
    pub gone: Vec<String>,
    /// What to ask the next page from.
    pub next: Option<String>,
}

impl Page {
    /// As it travels. The accounts are not read and written again: a million of them would take longer
    /// than all the rest.
    ///
    /// # Errors
    /// None that can happen: texts and numbers can always be written.
    pub fn to_json(&self) -> Result<Vec<u8>, serde_json::Error> {
        let (revision, total) = (self.revision, self.total);
        let accounts: usize = self.records.iter().map(|record| record.len() + 1).sum();
        let mut json = String::with_capacity(accounts + 256);
        let _never = write!(json, "{{\"revision\":{revision},\"total\":{total},\"accounts\":[");
        for (nth, record) in self.records.iter().enumerate() {
            json.push_str(if nth == 0 { "" } else { "," });
            json.push_str(record);
        }
        let (gone, next) = (serde_json::to_string(&self.gone)?, serde_json::to_string(&self.next)?);
        let _never = write!(json, "],\"gone\":{gone},\"next\":{next}}}");
        Ok(json.into_bytes())
    }
}

/// The accounts that changed after a revision, from a number on (exclusive), at most `limit`.
/// From revision 0 on it is all that are there.
///
/// # Errors
/// [`Refused::RevisionUnknown`] where central never was at that revision; those of the database.
pub async fn page(client: &mut Object, city: &str, after: u64, from: Option<&str>, limit: u32) -> Result<Page, Fault> {
    // One snapshot, so that the page is of the revision that it names.
    let transaction = snapshot(client).await?;
    let last = transaction
        .query_opt(
            "SELECT revision, accounts FROM imports WHERE city = $1 AND site = $2 ORDER BY revision DESC LIMIT 1",
            &[&city, &WHOLE_CITY],
        )
        .await?;
    let (revision, accounts) = last.map_or((0, 0), |row| (row.get::<_, i64>(0), row.get::<_, i64>(1)));
    let after = i64::try_from(after).unwrap_or(i64::MAX);
    if after > revision {
        return Err(Refused::RevisionUnknown {
            asked: count(after),
            last: count(revision),
        }
        .into());
    }
    let total = match after {
        0 => accounts,
        _ => changed(&transaction, city, after).await?,
    };
    // On the first day nobody needs to hear of what is gone.
    let sql = match after {
        0 => {
            "SELECT number, gone, record FROM accounts
             WHERE city = $1 AND site = $2 AND number > $3 AND revision > $4 AND NOT gone ORDER BY number LIMIT $5"
        }
        _ => {
            "SELECT number, gone, record FROM accounts
             WHERE city = $1 AND site = $2 AND number > $3 AND revision > $4 ORDER BY number LIMIT $5"
        }
    };
    let rows = transaction
        .query(
            sql,
            &[&city, &WHOLE_CITY, &from.unwrap_or_default(), &after, &i64::from(limit)],
        )
        .await?;
    let mut page = Page {
        revision: count(revision),
        total: count(total),
        records: Vec::with_capacity(rows.len()),
        gone: Vec::new(),
        next: None,
    };
    for row in &rows {
        match row.get(1) {
            true => page.gone.push(row.get(0)),
            false => page.records.push(row.get(2)),
        }
    }
    if u32::try_from(rows.len()).is_ok_and(|found| found >= limit) {
        page.next = rows.last().map(|row| row.get(0));
    }
    transaction.commit().await?;
    Ok(page)
}

async fn changed(transaction: &Transaction<'_>, city: &str, after: i64) -> Result<i64, Fault> {
    let row = transaction
        .query_one(
            "SELECT count(*) FROM accounts WHERE city = $1 AND site = $2 AND revision > $3",
            &[&city, &WHOLE_CITY, &after],
        )
        .await?;
    Ok(row.get(0))
}
