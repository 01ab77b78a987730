//! Taking a batch that billing has into the books again, after the database was restored from a
//! backup that did not know it.

use std::collections::BTreeSet;

use counterfoil_domain::posting_batch::{EntryPlace, PostingBatch, PostingStretch};
use counterfoil_formats::posting_file::{Form, read};
use deadpool_postgres::Transaction;

use super::lines::write;
use super::make::{ahead, book, late, next_number};
use super::{Made, in_order, list};
use crate::accounts::count;
use crate::billing::Refused;
use crate::central::Central;
use crate::database::be_patient;
use crate::fault::Fault;

/// Takes a batch in under its own number, from the file that billing has of it, CSV or JSON. The workstations must have
/// pushed its entries again; it must be the next one; and it must come out of these entries byte for byte as that file.
/// Then all is as if it had been made here, and each entry is in exactly one batch.
///
/// # Errors
/// [`Refused::BatchOfAnotherCity`], [`Refused::BatchThere`], [`Refused::BatchNumberTaken`], [`Refused::BatchOutOfTurn`],
/// [`Refused::EntriesNotHere`], [`Refused::BatchContradicts`], [`Refused::BatchNotSame`], and nothing is written; those of
/// reading such a file, and of the database.
pub async fn adopt(central: &Central, file: &[u8], by: &str) -> Result<Made, Fault> {
    let form = match file.first() {
        Some(b'{') => Form::Json,
        _ => Form::Csv,
    };
    let given = read(form, file)?;
    let mut batch = given.batch;
    in_order(&mut batch);
    let city = central.city();
    if batch.city != city {
        let (given, ours) = (batch.city, city.to_owned());
        return Err(Refused::BatchOfAnotherCity { given, ours }.into());
    }
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    be_patient(&transaction).await?;
    let number = next_number(&transaction, city).await?;
    is_next(&transaction, &batch, &given.sealed.digest, count(number)).await?;
    follows(&transaction, &batch).await?;
    let mut written = Vec::new();
    let sealed = write(&transaction, &batch, form, &mut written).await?;
    if let Some(line) = first_difference(&written, file) {
        let number = batch.number;
        return Err(Refused::BatchNotSame { number, line }.into());
    }
    let what = format!("took posting batch {number}, which billing had, into the books again");
    book(central, transaction, (&batch, sealed), (by, &what)).await
}

/// Whether its number is the one that the next batch gets.
async fn is_next(transaction: &Transaction<'_>, batch: &PostingBatch, digest: &str, next: u64) -> Result<(), Fault> {
    let number = batch.number;
    if number == next {
        return Ok(());
    }
    let here = list(transaction, &batch.city).await?;
    Err(match here.iter().find(|one| one.number == number) {
        None => Refused::BatchOutOfTurn { number, next },
        Some(same) if same.sealed.digest == digest => Refused::BatchThere { number },
        Some(_) => Refused::BatchNumberTaken { number },
    }
    .into())
}

/// Whether every stretch begins where the last one of its workstation ended and its entries are
/// here, and what it says of unread entries can be so.
async fn follows(transaction: &Transaction<'_>, batch: &PostingBatch) -> Result<(), Fault> {
    let contradicts = |problem: String| Refused::BatchContradicts {
        number: batch.number,
        problem,
    };
    let ahead = ahead(transaction, &batch.city).await?;
    let (mut missing, mut before) = (Vec::new(), None);
    for stretch in &batch.stretches {
        let PostingStretch {
            site,
            station,
            first,
            last,
        } = stretch;
        let here = ahead.iter().find(|one| (&one.site, &one.station) == (site, station));
        let (next, head) = here.map_or((1, 0), |one| (one.first, one.last));
        let twice = before.replace((site, station)) == Some((site, station));
        if *first != next || last < first || twice {
            let problem =
                format!("of {site}/{station} it holds {first} to {last}, and entry {next} is in no batch yet");
            return Err(contradicts(problem).into());
        }
        if head < *last {
            missing.push(format!("{site}/{station} up to {last} (here are {head})"));
        }
    }
    if !missing.is_empty() {
        let (number, missing) = (batch.number, missing.join(", "));
        return Err(Refused::EntriesNotHere { number, missing }.into());
    }
    let within = |place: &EntryPlace| {
        batch.stretches.iter().any(|one| {
            (&one.site, &one.station) == (&place.site, &place.station) && (one.first..=one.last).contains(&place.seq)
        })
    };
    let late = late(transaction, &batch.city).await?;
    let unread: BTreeSet<&EntryPlace> = batch.unread.iter().collect();
    let taken: BTreeSet<&EntryPlace> = batch.late.iter().collect();
    if unread.len() < batch.unread.len() || !unread.into_iter().all(within) {
        return Err(contradicts("it names an entry as unread that is not in it".to_owned()).into());
    }
    if taken.len() < batch.late.len() || !taken.into_iter().all(|place| late.contains(place)) {
        let problem = "it holds a late entry that no batch here left out, or that this program cannot read";
        return Err(contradicts(problem.to_owned()).into());
    }
    Ok(())
}

/// The first line, from 1, in which two files differ; none where they are the same.
fn first_difference(one: &[u8], other: &[u8]) -> Option<usize> {
    if one == other {
        return None;
    }
    let same = one.iter().zip(other).take_while(|(one, other)| one == other);
    let broken = same.filter(|(byte, _)| **byte == b'\n').count();
    Some(broken + 1)
}
