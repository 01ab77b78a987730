//! Numbered lists for offices that go on with them: requests for refunds for accounts
//! payable, returned items for collections.

use counterfoil_domain::documents as made;
use counterfoil_domain::documents::report::Report;
use counterfoil_domain::entry::{Body, Entry, RefundsListed};
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;

use super::papers::{papers_of, write_reports};
use super::returns::{FOLDER as RETURNED_ITEMS, item};
use crate::desk::Written;
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::{Inside, refunds, return_files};

/// The folder of lists for accounts payable, among the workstation's documents.
const REFUNDS: &str = "refunds";

/// A list that an entry made, written.
///
/// # Errors
/// [`Refusal::RequestReused`] for any other entry, [`Fault::PaperNotWritten`].
pub(super) fn list_made(call: &Call<'_>, written: &Written) -> Result<ListMade, Fault> {
    let (number, items, total) = counted(&written.entry).ok_or(Refusal::RequestReused)?;
    Ok(ListMade {
        number,
        items,
        total,
        written: papers_of(written, || write(call, &written.entry))?,
        repeated: written.repeated,
    })
}

/// Number, how many and the total of the list that an entry made.
pub(super) fn counted(entry: &Entry) -> Option<(String, u32, Cents)> {
    let (number, items, total) = match &entry.body {
        Body::RefundsListed(list) => (&list.number, list.refunds.len(), list.total),
        Body::CollectionsListed(list) => (&list.number, list.items.len(), list.total),
        _ => return None,
    };
    Some((number.clone(), u32::try_from(items).unwrap_or(u32::MAX), total))
}

/// Writes a list again, as it was made.
///
/// # Errors
/// [`Refusal::UnknownList`], [`Refusal::NotClosingDesk`], those of the store and of the file system.
pub fn write_list(call: &Call<'_>, request: WriteList) -> Result<DocumentsWritten, Fault> {
    let number = request.number.trim().to_uppercase();
    let entry = call.station.site()?.read(|inside| {
        let place = match refunds::list(&inside.connection, &number)? {
            Some(place) => Some(place),
            None => return_files::collections_list(&inside.connection, &number)?,
        };
        let (station, seq) = place.ok_or_else(|| Refusal::UnknownList { number: number.clone() })?;
        inside.stored(&station, seq)?.entry()
    })?;
    write(call, &entry)
}

fn write(call: &Call<'_>, entry: &Entry) -> Result<DocumentsWritten, Fault> {
    let configuration = call.station.configuration();
    let (folder, report) = match &entry.body {
        Body::RefundsListed(list) => {
            let rows = call.station.site()?.read(|inside| requests(inside, list))?;
            let report = made::refund_list(&configuration, Some(list), entry.business_date, &rows)?;
            (REFUNDS, report)
        }
        Body::CollectionsListed(list) => {
            let items = list.items.iter().map(|(number, _)| item(call, number));
            let items = items.collect::<Result<Vec<_>, Fault>>()?;
            let items: Vec<_> = items.iter().collect();
            let report = made::collections_list(&configuration, Some(list), entry.business_date, &items)?;
            (RETURNED_ITEMS, report)
        }
        _ => return Err(Refusal::RequestReused.into()),
    };
    write_reports(call, folder, std::slice::from_ref::<Report>(&report))
}

fn requests(inside: &Inside, list: &RefundsListed) -> Result<Vec<made::RefundRow>, Fault> {
    let mut rows = Vec::new();
    for (number, _) in &list.refunds {
        let Some(row) = refunds::get(&inside.connection, number)? else {
            continue;
        };
        let stored = inside.stored(&row.station, row.seq)?;
        rows.extend(made::RefundRow::of(&stored.entry()?, &stored.hash));
    }
    Ok(rows)
}
