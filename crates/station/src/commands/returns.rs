//! Items that the bank returned: the register, working one, reinstating it, notices, the list
//! for collections. Finding originals stands in `finding`, the bank's files in `files`.

mod files;
mod finding;
mod views;

use chrono::NaiveDate;
use counterfoil_domain::config::{Configuration, User, Waiver};
use counterfoil_domain::documents as made;
use counterfoil_domain::entry::{Body, Due, ItemReturned, ReturnNoticed, TakenBack};
use counterfoil_domain::journal::Decision;
use counterfoil_domain::ledger::account_name;
use counterfoil_domain::money::Cents;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::item::ReturnedItem;
use counterfoil_domain::returns::{self as rules, ReturnRequest};

use super::after_close::{Known, Traced, TracedTender, accounts_of};
use super::lists::list_made;
use super::papers::{papers_of, write_letter};
use crate::desk::{Desk, Written};
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::{return_files, returned as table};

pub use files::{dismiss_return_item, preview_returns, return_file, take_in_returns};
pub use finding::{bank_account, find_originals};
pub use views::returned_items;
pub(super) use views::row_of;

/// The folder of papers about returned items, among the workstation's documents.
pub(super) const FOLDER: &str = "returned-items";

/// The tenders that a request names, traced.
fn traced(call: &Call<'_>, tenders: &[TenderOf]) -> Result<Vec<TracedTender>, Fault> {
    call.station.site()?.read(|inside| {
        let traced = tenders.iter().map(|tender| {
            let receipt = tender.receipt.trim().to_uppercase();
            Ok(TracedTender::new(Traced::of(inside, &receipt)?, tender.place))
        });
        traced.collect()
    })
}

/// Earlier returned items that may be of the same payer.
fn earlier(call: &Call<'_>, tenders: &[TracedTender]) -> Result<Vec<ReturnedItem>, Fault> {
    call.station.site()?.read(|inside| {
        let mut found: Vec<ReturnedItem> = Vec::new();
        for one in tenders {
            let check = one
                .traced
                .trace
                .tender(one.place)
                .ok()
                .and_then(|tender| tender.tender.check.clone());
            if let Some(token) = check.and_then(|check| check.token) {
                found.extend(table::of_token(&inside.connection, &token)?);
            }
            for account in accounts_of(&one.traced.trace) {
                found.extend(table::of_account(&inside.connection, &account)?);
            }
        }
        found.sort_by(|one, other| one.number().cmp(other.number()));
        found.dedup_by(|one, other| one.number() == other.number());
        Ok(found)
    })
}

/// What a return comes to, decided on the desk as it stands; its notice behind it, where one is asked for.
fn decided(
    call: &Call<'_>,
    (desk, configuration): (&Desk, &Configuration),
    (user, second): (&User, Option<&User>),
    request: &ReturnItem,
) -> Result<Vec<Decision>, Fault> {
    let tenders = traced(call, &request.tenders)?;
    let accounts = tenders
        .iter()
        .flat_map(|one| accounts_of(&one.traced.trace).collect::<Vec<_>>());
    let known = Known::gather(call, desk, user, accounts)?;
    let earlier = earlier(call, &tenders)?;
    let earlier: Vec<&ReturnedItem> = earlier.iter().collect();
    let originals: Vec<_> = tenders.iter().map(TracedTender::original).collect();
    let amount = Cents::parse("amount", &request.amount)?;
    let check = originals.first().and_then(|one| one.trace.tender(one.place).ok());
    let file = match &request.file {
        Some((file, item)) => {
            let check = check.and_then(|traced| traced.tender.check.as_ref());
            Some(files::file_item(call, file, *item)?.worked(false, amount, check)?)
        }
        None => None,
    };
    let nth = call.station.site()?.read(|inside| table::count(&inside.connection))? + 1;
    let wanted = ReturnRequest {
        number: rules::number(nth),
        amount,
        reason: request.reason.clone(),
        reference: request.reference.clone(),
        no_fee: request.no_fee.clone(),
        file,
    };
    let facts = known.facts(configuration, user, second);
    let decision = rules::return_item(&facts, &originals, &earlier, &wanted)?;
    let notice = match (&decision.body, request.notice) {
        (Body::ItemReturned(item), Some(language)) => rules::first_notice(&facts, item, language)?,
        _ => None,
    };
    Ok(std::iter::once(decision).chain(notice).collect())
}

/// What working a returned item would do.
///
/// # Errors
/// [`Refusal::NotClosingDesk`], those of the store; what stands in the way is in the reply.
pub fn preview_return(call: &Call<'_>, request: ReturnItem) -> Result<ReturnPreview, Fault> {
    let configuration = call.station.configuration();
    let user = call.user()?;
    call.station.site()?;
    let desk = call.station.desk();
    let decision = decided(call, (&desk, &configuration), (&user, None), &request);
    // Without its fee it takes a second person: what it would do once they agree is shown all the same.
    let (decision, refusal) = match decision {
        Err(Fault::Refused(refusal @ Refusal::SecondPersonNeeded { .. })) => {
            let mut agreed = (*configuration).clone();
            agreed.policies.waived.push(Waiver::ReturnFee);
            (decided(call, (&desk, &agreed), (&user, None), &request), Some(refusal))
        }
        other => (other, None),
    };
    let decisions = match decision {
        Ok(decisions) => decisions,
        Err(fault) => return Ok(nothing_but(&fault)),
    };
    let decision = decisions.first().ok_or(Refusal::RequestReused)?;
    let Body::ItemReturned(item) = &decision.body else {
        return Err(Refusal::RequestReused.into());
    };
    Ok(ReturnPreview {
        lines: taken_views(item),
        amount: item.amount,
        fee: item.fee.as_ref().map_or(Cents::ZERO, |fee| fee.charge.due),
        no_fee: item.no_fee.clone(),
        marked_until: item.mark.as_ref().map(|mark| mark.until.to_string()),
        balances: item.balances.clone(),
        postings: decision
            .postings
            .iter()
            .map(|posting| PostingView {
                name: account_name(&configuration, &posting.0).to_owned(),
                ledger: posting.0.clone(),
                amount: posting.1,
            })
            .collect(),
        refusal: refusal.map(|refusal| Fault::from(refusal).view()),
    })
}

fn nothing_but(fault: &Fault) -> ReturnPreview {
    ReturnPreview {
        lines: Vec::new(),
        amount: Cents::ZERO,
        fee: Cents::ZERO,
        no_fee: None,
        marked_until: None,
        balances: Vec::new(),
        postings: Vec::new(),
        refusal: Some(fault.view()),
    }
}

fn taken_views(item: &ItemReturned) -> Vec<TakenBackView> {
    let mut views = Vec::new();
    for tender in &item.tenders {
        views.extend(tender.taken.iter().map(|taken| {
            let (account, charge) = match &taken.due {
                Some(Due::Restored { account, charge, .. }) => (Some(account.clone()), charge.clone()),
                Some(Due::Opened(opened)) => (Some(opened.account.clone()), Some(opened.charge.id.clone())),
                None => (None, None),
            };
            TakenBackView {
                receipt: tender.receipt.clone(),
                what: taken.what.clone(),
                amount: taken.amount,
                account,
                charge,
                refund: taken.refund.clone(),
            }
        }));
    }
    views
}

/// Works a returned item.
///
/// # Errors
/// Those of [`rules::return_item`] and of [`rules::FileItem::worked`], [`Refusal::UnknownReceipt`],
/// [`Refusal::UnknownFileItem`], [`Refusal::NotClosingDesk`], [`Fault::PaperNotWritten`], those of the store.
pub fn return_item(call: &Call<'_>, request: ReturnItem) -> Result<ReturnedItemView, Fault> {
    let configuration = call.station.configuration();
    call.station.take_in_left()?;
    let second = call.second(request.consent.as_ref())?;
    let written = call.write_all(&request, None, |desk, user| {
        decided(call, (desk, &configuration), (user, second.as_ref()), &request)
    })?;
    written_item(call, &written)
}

/// The papers of a return or a reinstatement: its voucher, and the notice that came with it.
fn papers(call: &Call<'_>, written: &Written) -> Result<Vec<String>, Fault> {
    let configuration = call.station.configuration();
    let mut papers = Vec::new();
    if let Some(voucher) = made::voucher(&configuration, &written.entry, &written.hash)? {
        papers.push(write_letter(call, FOLDER, &voucher)?);
    }
    let Body::ItemReturned(returned) = &written.entry.body else {
        return Ok(papers);
    };
    let next = call.station.site()?.read(|inside| {
        let behind = written.entry.seq + 1;
        let there = behind <= inside.last_of_own()?;
        there.then(|| inside.stored(inside.own(), behind)?.entry()).transpose()
    })?;
    if let Some(Body::ReturnNoticed(notice)) = next.map(|entry| entry.body)
        && notice.number == returned.number
    {
        papers.push(notice_letter(call, &notice, written.entry.business_date)?);
    }
    Ok(papers)
}

fn written_item(call: &Call<'_>, written: &Written) -> Result<ReturnedItemView, Fault> {
    let number = match &written.entry.body {
        Body::ItemReturned(item) => &item.number,
        Body::ItemReinstated(item) => &item.number,
        _ => return Err(Refusal::RequestReused.into()),
    };
    Ok(ReturnedItemView {
        seq: written.entry.seq,
        repeated: written.repeated,
        written: papers_of(written, || papers(call, written))?,
        ..views::item_view(call, number)?
    })
}

/// One returned item, whole.
///
/// # Errors
/// [`Refusal::UnknownReturn`], [`Refusal::NotClosingDesk`], those of the store.
pub fn returned_item(call: &Call<'_>, request: GetReturnedItem) -> Result<ReturnedItemView, Fault> {
    call.station.take_in_left()?;
    views::item_view(call, request.number.trim())
}

/// The item of that number.
pub(super) fn item(call: &Call<'_>, number: &str) -> Result<ReturnedItem, Fault> {
    let number = number.trim().to_uppercase();
    let found = call
        .station
        .site()?
        .read(|inside| table::get(&inside.connection, &number))?;
    found.ok_or_else(|| Refusal::UnknownReturn { number }.into())
}

/// Reinstates a returned item.
///
/// # Errors
/// Those of [`rules::reinstate`] and of [`rules::FileItem::worked`], [`Refusal::UnknownReturn`],
/// [`Refusal::UnknownFileItem`], [`Refusal::NotClosingDesk`], [`Fault::PaperNotWritten`], those of the store.
pub fn reinstate_item(call: &Call<'_>, request: ReinstateItem) -> Result<ReturnedItemView, Fault> {
    let configuration = call.station.configuration();
    let second = call.second(request.consent.as_ref())?;
    call.station.take_in_left()?;
    let written = call.write(&request, |desk, user| {
        let item = item(call, &request.number)?;
        let check = item.returned.tenders.first().and_then(|one| one.tender.check.as_ref());
        let file = match &request.file {
            Some((file, place)) => {
                Some(files::file_item(call, file, *place)?.worked(true, item.returned.amount, check)?)
            }
            None => None,
        };
        let tenders = item.returned.tenders.iter();
        let touched = tenders.flat_map(|tender| &tender.taken).filter_map(due_account);
        let accounts = touched.chain(item.dues.iter().map(|due| due.account.clone()));
        let known = Known::gather(call, desk, user, accounts)?;
        let wanted = rules::Reinstatement {
            mistake: request.mistake,
            reason: request.reason.clone(),
            reference: request.reference.clone(),
            file,
        };
        Ok(rules::reinstate(
            &known.facts(&configuration, user, second.as_ref()),
            &item,
            &wanted,
        )?)
    })?;
    written_item(call, &written)
}

/// The account on which something was due again.
fn due_account(taken: &TakenBack) -> Option<String> {
    match taken.due.as_ref()? {
        Due::Restored { account, .. } => Some(account.clone()),
        Due::Opened(opened) => Some(opened.account.clone()),
    }
}

/// Makes a notice for the payer of a returned item.
///
/// # Errors
/// Those of [`rules::notice`], [`Refusal::UnknownReturn`], [`Refusal::NotClosingDesk`], those of
/// the store and of the file system.
pub fn write_notice(call: &Call<'_>, request: WriteNotice) -> Result<WrittenDocument, Fault> {
    let configuration = call.station.configuration();
    call.station.take_in_left()?;
    let written = call.write(&request, |desk, user| {
        let item = item(call, &request.number)?;
        let accounts = item.accounts().into_iter().map(str::to_owned);
        let known = Known::gather(call, desk, user, accounts)?;
        Ok(rules::notice(
            &known.facts(&configuration, user, None),
            &item,
            request.language,
        )?)
    })?;
    let Body::ReturnNoticed(notice) = &written.entry.body else {
        return Err(Refusal::RequestReused.into());
    };
    let path = papers_of(&written, || notice_letter(call, notice, written.entry.business_date))?;
    Ok(WrittenDocument { path })
}

/// Writes a notice as PDF; gives its path.
fn notice_letter(call: &Call<'_>, notice: &ReturnNoticed, on: NaiveDate) -> Result<String, Fault> {
    let item = item(call, &notice.number)?;
    let configuration = call.station.configuration();
    let letter = made::return_notice(&configuration, &item, notice, notice.language, on);
    write_letter(call, FOLDER, &letter)
}

/// Puts returned items on a list for collections.
///
/// # Errors
/// Those of [`rules::list_for_collections`], [`Refusal::UnknownReturn`], [`Refusal::NotClosingDesk`],
/// those of the store and of the file system.
pub fn list_for_collections(call: &Call<'_>, request: ListForCollections) -> Result<ListMade, Fault> {
    let configuration = call.station.configuration();
    call.station.take_in_left()?;
    let written = call.write(&request, |desk, user| {
        let items = request.numbers.iter().map(|number| item(call, number));
        let items = items.collect::<Result<Vec<_>, Fault>>()?;
        let nth = call
            .station
            .site()?
            .read(|inside| return_files::collections_count(&inside.connection))?
            + 1;
        let known = Known::gather(call, desk, user, [])?;
        let items: Vec<&ReturnedItem> = items.iter().collect();
        let number = format!("C-{nth:06}");
        Ok(rules::list_for_collections(
            &known.facts(&configuration, user, None),
            &number,
            &items,
        )?)
    })?;
    list_made(call, &written)
}
