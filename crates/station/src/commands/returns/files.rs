//! The bank's files of returned items: looked at, taken in whole or not at all, worked
//! through item by item.

use chrono::NaiveDate;
use counterfoil_domain::check::{last_four, without_account_numbers};
use counterfoil_domain::config::Configuration;
use counterfoil_domain::entry::{BatchFile, Body, FileReturn, ReturnFileTakenIn, hex};
use counterfoil_domain::money::Cents;
use counterfoil_domain::receipt::CheckData;
use counterfoil_domain::refusal::Refusal;
use counterfoil_domain::returns::matching::{Certainty, Wanted};
use counterfoil_domain::returns::{self as rules, FileItem};
use counterfoil_domain::text::{NOTE_LENGTH, clean_required};
use counterfoil_formats::return_file::{self, ChangeNotice, ReturnFileRead, ReturnedItemRead};
use sha2::{Digest, Sha256};

use super::super::after_close::Known;
use super::super::asking::done;
use super::finding::{candidates, ranked};
use crate::fault::Fault;
use crate::rpc::messages::*;
use crate::seat::Call;
use crate::site::{Inside, return_files};

/// Candidates that are shown of each item.
const SHOWN: usize = 5;

/// A file of returned items, read, its account numbers as tokens.
struct Read {
    file: BatchFile,
    date: Option<NaiveDate>,
    items: Vec<FileReturn>,
    total: Cents,
    notices: Vec<String>,
}

fn read(call: &Call<'_>, configuration: &Configuration, request: &TakeInReturns) -> Result<Read, Fault> {
    let layout = configuration.return_layout(&request.layout)?;
    let ReturnFileRead {
        id,
        date,
        items,
        total,
        credits,
        notices,
    } = return_file::read(request.content.as_bytes(), layout.format)?;
    let name = request.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let said = notices.iter().map(notice_words).chain(credits.iter().map(credit_words));
    Ok(Read {
        file: BatchFile {
            name: clean_required("file", name, NOTE_LENGTH)?,
            id,
            digest: hex(&Sha256::digest(request.content.as_bytes())),
            layout: layout.code.clone(),
        },
        date,
        items: items.into_iter().map(|item| said_of(call, item)).collect(),
        total,
        notices: said.collect(),
    })
}

/// An item of the file as it is kept: never its whole account number.
fn said_of(call: &Call<'_>, item: ReturnedItemRead) -> FileReturn {
    let token = match (&item.routing, &item.account) {
        (Some(routing), Some(account)) => Some(call.station.secrets(|secrets| secrets.check_token(routing, account))),
        _ => None,
    };
    let digits = item.account.as_deref().map(last_four);
    FileReturn {
        line: item.line,
        amount: item.amount,
        reason: item.reason,
        check: CheckData {
            number: item.check_number,
            routing: item.routing,
            last_four: digits.filter(|digits| !digits.is_empty()),
            token,
        },
        electronic: item.electronic,
        represented: item.represented,
        trace: item.trace,
        reference: item.reference,
        paid_on: item.paid_on,
        payer: item.payer,
        deposit: item.deposit,
        note: item.note.as_deref().map(without_account_numbers),
    }
}

/// What moves no money: a prenotification that came back, or a notice of change.
fn notice_words(notice: &ChangeNotice) -> String {
    let what = match notice.is_of_prenotification() {
        true => format!("a prenotification came back, {}", notice.code),
        false => format!("notice of change {}", notice.code),
    };
    let payer = notice.payer.as_deref().unwrap_or("no name");
    let trace = notice.trace.as_deref().unwrap_or("no trace number");
    let mut words = format!("line {}: {what}, {payer}", notice.line);
    for part in notice.reference.iter().map(String::as_str).chain([trace]) {
        words = words + ", " + part;
    }
    match notice.note.as_deref().map(without_account_numbers) {
        Some(note) => format!("{words}, “{note}”"),
        None => words,
    }
}

fn credit_words(item: &ReturnedItemRead) -> String {
    let payer = item.payer.as_deref().unwrap_or("no name");
    let reason = item.reason.as_deref().unwrap_or("no reason");
    format!(
        "line {}: {} that the city paid came back, {payer}, {reason}; it is no returned item",
        item.line, item.amount
    )
}

fn wanted_of(said: &FileReturn) -> Wanted {
    Wanted {
        amount: Some(said.amount),
        number: said.check.number.clone(),
        routing: said.check.routing.clone(),
        token: said.check.token.clone(),
        on: said.paid_on,
        payer: said.payer.clone(),
        deposit: said.deposit.clone(),
    }
}

fn matched(
    inside: &Inside,
    configuration: &Configuration,
    today: NaiveDate,
    (file, place): (Option<&str>, u32),
    said: &FileReturn,
) -> Result<FileItemRow, Fault> {
    let wanted = wanted_of(said);
    let seen = candidates(inside, &wanted, today)?;
    let returned = match said.represented {
        true => represented(inside, said, today)?,
        false => None,
    };
    let (found, candidates) = ranked(&wanted, &seen, SHOWN);
    let certainty = match (said.represented, &returned) {
        (true, Some(_)) => Certainty::Exact,
        (true, None) => Certainty::None,
        (false, _) => found.certainty,
    };
    let known = configuration.returned_items.iter().flat_map(|rules| &rules.reasons);
    let given = said.reason.clone().unwrap_or_default();
    let reason = known.into_iter().find(|reason| reason.is_named(&given));
    Ok(FileItemRow {
        file: file.map(str::to_owned),
        item: place,
        amount: said.amount,
        reason: reason.map(|reason| reason.code.clone()).or(said.reason.clone()),
        detail: detail_of(said),
        trace: said.trace.clone(),
        represented: said.represented,
        certainty,
        candidates,
        returned,
        done: match file {
            Some(file) => return_files::item_done(&inside.connection, file, place)?,
            None => None,
        },
    })
}

fn detail_of(said: &FileReturn) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(said.check.number.clone());
    parts.extend(said.check.last_four.as_ref().map(|digits| format!("····{digits}")));
    parts.extend(said.payer.clone());
    parts.extend(said.paid_on.map(|on| on.to_string()));
    parts.extend(said.reference.clone());
    parts.extend(said.note.as_ref().map(|note| format!("“{note}”")));
    parts.join(" ")
}

/// The returned item that one that was presented again reinstates: of the same check and amount.
fn represented(inside: &Inside, said: &FileReturn, on: NaiveDate) -> Result<Option<String>, Fault> {
    let wanted = wanted_of(said);
    let mut found: Vec<String> = Vec::new();
    for one in candidates(inside, &wanted, on)? {
        let tender = one.tender.traced.trace.tender(one.tender.place)?;
        let same_number = said.check.number.is_none() || said.check.number == one.candidate.number;
        let same_bank =
            said.check.token.is_none() || one.candidate.token.is_none() || said.check.token == one.candidate.token;
        let same = same_number && same_bank;
        let is_it = same && [one.candidate.amount, one.candidate.together].contains(&said.amount);
        found.extend(
            tender
                .returned
                .clone()
                .filter(|number| is_it && !found.contains(number)),
        );
    }
    Ok(found.pop().filter(|_| found.is_empty()))
}

fn view(
    call: &Call<'_>,
    number: Option<&str>,
    name: &str,
    date: Option<NaiveDate>,
    (items, total, notices): (&[FileReturn], Cents, &[String]),
) -> Result<ReturnFileView, Fault> {
    let configuration = call.station.configuration();
    let today = call.station.desk().held().today(call.station.clock().now());
    let rows = call.station.site()?.read(|inside| {
        let rows = (0u32..)
            .zip(items)
            .map(|(place, said)| matched(inside, &configuration, today, (number, place), said));
        rows.collect::<Result<Vec<FileItemRow>, Fault>>()
    })?;
    let how_many = |certainty: Certainty| {
        let own = rows
            .iter()
            .filter(|row| row.certainty == certainty && row.done.is_none());
        u32::try_from(own.count()).unwrap_or(u32::MAX)
    };
    Ok(ReturnFileView {
        number: number.map(str::to_owned),
        name: name.to_owned(),
        date: date.map(|date| date.to_string()),
        total,
        notices: notices.to_vec(),
        exact: how_many(Certainty::Exact),
        several: how_many(Certainty::Several),
        none: how_many(Certainty::None),
        done: u32::try_from(rows.iter().filter(|row| row.done.is_some()).count()).unwrap_or(u32::MAX),
        items: rows,
        repeated: false,
    })
}

fn refuse_before(call: &Call<'_>, file: &BatchFile) -> Result<(), Fault> {
    let before = call
        .station
        .site()?
        .read(|inside| return_files::file_before(&inside.connection, &file.digest, &file.layout, &file.id))?;
    match before {
        Some(row) => Err(Refusal::FileTakenInBefore {
            name: format!("{} {}", row.number, row.name),
            date: row.business_date.parse().unwrap_or_default(),
        }
        .into()),
        None => Ok(()),
    }
}

/// Looks at a bank's file of returned items without taking it in.
///
/// # Errors
/// Those of [`take_in_returns`]; nothing is written.
pub fn preview_returns(call: &Call<'_>, request: TakeInReturns) -> Result<ReturnFileView, Fault> {
    call.station.take_in_left()?;
    let read = read(call, &call.station.configuration(), &request)?;
    refuse_before(call, &read.file)?;
    view(
        call,
        None,
        &read.file.name,
        read.date,
        (&read.items, read.total, &read.notices),
    )
}

/// Takes a bank's file of returned items in, all of it or nothing.
///
/// # Errors
/// Those of [`return_file::read`] and [`rules::take_in_file`], [`Refusal::UnknownLayout`],
/// [`Refusal::FileTakenInBefore`], [`Refusal::NotClosingDesk`], those of the store.
pub fn take_in_returns(call: &Call<'_>, request: TakeInReturns) -> Result<ReturnFileView, Fault> {
    let configuration = call.station.configuration();
    call.station.take_in_left()?;
    let read = read(call, &configuration, &request)?;
    let written = call.write(&request, |desk, user| {
        refuse_before(call, &read.file)?;
        let nth = call
            .station
            .site()?
            .read(|inside| return_files::file_count(&inside.connection))?
            + 1;
        let known = Known::gather(call, desk, user, [])?;
        Ok(rules::take_in_file(
            &known.facts(&configuration, user, None),
            &format!("F-{nth:06}"),
            (read.file.clone(), read.date),
            read.items.clone(),
            read.notices.clone(),
        )?)
    })?;
    let Body::ReturnFileTakenIn(taken) = &written.entry.body else {
        return Err(Refusal::RequestReused.into());
    };
    Ok(ReturnFileView {
        repeated: written.repeated,
        ..taken_in(call, taken)?
    })
}

fn taken_in(call: &Call<'_>, taken: &ReturnFileTakenIn) -> Result<ReturnFileView, Fault> {
    let content = (taken.items.as_slice(), taken.total, taken.notices.as_slice());
    view(call, Some(&taken.number), &taken.file.name, taken.date, content)
}

/// The file of that number, as it was taken in.
fn file_of(inside: &Inside, number: &str) -> Result<ReturnFileTakenIn, Fault> {
    let unknown = || Refusal::UnknownFileItem {
        file: number.to_owned(),
        item: 0,
    };
    let row = return_files::file(&inside.connection, number)?.ok_or_else(unknown)?;
    match inside.stored(&row.station, row.seq)?.entry()?.body {
        Body::ReturnFileTakenIn(taken) => Ok(*taken),
        _ => Err(unknown().into()),
    }
}

/// A file of returned items that was taken in, matched anew.
///
/// # Errors
/// [`Refusal::UnknownFileItem`], [`Refusal::NotClosingDesk`], those of the store.
pub fn return_file(call: &Call<'_>, request: GetReturnFile) -> Result<ReturnFileView, Fault> {
    call.station.take_in_left()?;
    let number = request.file.trim().to_uppercase();
    let taken = call.station.site()?.read(|inside| file_of(inside, &number))?;
    taken_in(call, &taken)
}

/// What of the bank's files nobody has worked yet.
pub(super) fn waiting(call: &Call<'_>) -> Result<Vec<FileItemRow>, Fault> {
    let configuration = call.station.configuration();
    let today = call.station.desk().held().today(call.station.clock().now());
    call.station.site()?.read(|inside| {
        let mut rows = Vec::new();
        for file in return_files::files_waiting(&inside.connection)? {
            let taken = file_of(inside, &file.number)?;
            for (place, said) in (0u32..).zip(&taken.items) {
                if return_files::item_done(&inside.connection, &file.number, place)?.is_none() {
                    rows.push(matched(
                        inside,
                        &configuration,
                        today,
                        (Some(&file.number), place),
                        said,
                    )?);
                }
            }
        }
        Ok(rows)
    })
}

/// An item of a file that was taken in.
///
/// # Errors
/// [`Refusal::UnknownFileItem`], those of the store.
pub(super) fn file_item(call: &Call<'_>, file: &str, place: u32) -> Result<FileItem, Fault> {
    let number = file.trim().to_uppercase();
    call.station.site()?.read(|inside| {
        let taken = file_of(inside, &number)?;
        let said = usize::try_from(place)
            .ok()
            .and_then(|place| taken.items.get(place).cloned());
        let unknown = || Refusal::UnknownFileItem {
            file: number.clone(),
            item: place,
        };
        Ok(FileItem {
            file: number.clone(),
            item: place,
            said: said.ok_or_else(unknown)?,
            done: return_files::item_done(&inside.connection, &number, place)?.is_some(),
        })
    })
}

/// Says of an item of a file that nothing is done about it here.
///
/// # Errors
/// Those of [`rules::dismiss`], [`Refusal::UnknownFileItem`], [`Refusal::NotClosingDesk`], those of the store.
pub fn dismiss_return_item(call: &Call<'_>, request: DismissReturnItem) -> Result<Done, Fault> {
    let configuration = call.station.configuration();
    let second = call.second(request.consent.as_ref())?;
    call.station.take_in_left()?;
    let written = call.write(&request, |desk, user| {
        let item = file_item(call, &request.file, request.item)?;
        let known = Known::gather(call, desk, user, [])?;
        Ok(rules::dismiss(
            &known.facts(&configuration, user, second.as_ref()),
            &item,
            &request.reason,
        )?)
    })?;
    Ok(done(&written))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_notices() {
        let change = ChangeNotice {
            line: 23,
            code: "C01".to_owned(),
            trace: None,
            payer: Some("BEST CO.".to_owned()),
            reference: Some("20-00002-00".to_owned()),
            routing: None,
            account: Some("744567899".to_owned()),
            corrected: Some("1918171614".to_owned()),
            note: None,
        };
        assert_eq!(
            notice_words(&change),
            "line 23: notice of change C01, BEST CO., 20-00002-00, no trace number"
        );
        let prenotification = ChangeNotice {
            code: "R04".to_owned(),
            trace: Some("122099990004103".to_owned()),
            reference: None,
            corrected: None,
            note: Some("NO ACCOUNT 7714400219".to_owned()),
            ..change
        };
        assert_eq!(
            notice_words(&prenotification),
            "line 23: a prenotification came back, R04, BEST CO., 122099990004103, “NO ACCOUNT ····0219”"
        );
    }
}
