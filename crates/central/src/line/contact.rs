//! `POST /v1/contact`: here I am, with this head. Where a copy or an old backup shows.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use chrono::{DateTime, TimeDelta, Utc};
use counterfoil_domain::entry::{GENESIS, hex};
use counterfoil_domain::sync::CENTRAL;
use counterfoil_formats::wire::{Contact, Contacted, RefusalCode};
use deadpool_postgres::{GenericClient, Transaction};
use uuid::Uuid;

use super::caller::Caller;
use crate::accounts;
use crate::central::Central;
use crate::fault::Fault;
use crate::refused::NotServed;
use crate::tables::alerts::{self, Kind};
use crate::tables::runs::{self, Run};
use crate::tables::stations::{self, Heard, State as StreamState, Station};
use crate::tables::{entries, passwords, sites};

/// Who was late on the way did not ask again; a copy asks on. So much later it is one.
const DOUBT: TimeDelta = TimeDelta::seconds(2);

/// What the number of a contact says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Numbered {
    /// It is the last one that was given: the next one is given.
    Next,
    /// It is the one before, and the answer was lost: the last one is given again.
    Again,
    /// The request was late on the way.
    Late,
    /// It was late, or comes from a copy whose clock is slow: that shows when it asks again.
    Doubtful,
    /// It comes from a copy of the workstation, or from an old backup.
    Cloned,
    /// It is greater than any that this database knows: central itself was restored from a backup.
    Ahead,
}

/// Which run asks, seen from the last contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Asking {
    /// The run that made the last contact.
    Same,
    /// A former one; it asked before another one followed it.
    Former,
    /// A former one that asks on, although another one followed it: two machines run at once.
    Beside,
}

/// The table of the number: what was given, what is said, by a run of which this is known.
fn numbered(given: (u64, u64), said: u64, run: Run, asking: Asking) -> Numbered {
    let (last, before) = given;
    match run {
        Run::Cloned => Numbered::Cloned,
        _ if said == last => Numbered::Next,
        _ if said > last => Numbered::Ahead,
        Run::New | Run::Doubted(_) if said == before => Numbered::Again,
        Run::New if asking == Asking::Former => Numbered::Doubtful,
        Run::Doubted(_) if asking == Asking::Former => Numbered::Late,
        Run::New | Run::Doubted(_) => Numbered::Cloned,
        Run::Heard if said == before && asking == Asking::Same => Numbered::Again,
        Run::Heard if asking == Asking::Beside => Numbered::Cloned,
        Run::Heard => Numbered::Late,
    }
}

/// A request that was late on the way was signed before another run made contact.
fn asking(station: &Station, asks: Uuid, run: Run, asked_at: DateTime<Utc>) -> Asking {
    let before_the_last = match run {
        Run::New => station.asked_at.is_some_and(|last| asked_at < last),
        Run::Doubted(first) => asked_at <= first + DOUBT,
        Run::Heard | Run::Cloned => station.asked_at.is_none_or(|last| asked_at <= last),
    };
    match station.run {
        Some(last) if last != asks && before_the_last => Asking::Former,
        Some(last) if last != asks => Asking::Beside,
        _ => Asking::Same,
    }
}

/// Answers a contact.
pub(super) async fn contact(State(central): State<Arc<Central>>, caller: Caller) -> Result<Json<Contacted>, NotServed> {
    let said: Contact = serde_json::from_slice(&caller.body)
        .map_err(|cause| NotServed::refused(RefusalCode::BadRequest, format!("this is no contact: {cause}")))?;
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    let station = stations::lock(&transaction, &caller.station.name).await?;
    let station = station.ok_or(NotServed::Unknown)?;
    let run = runs::get(&transaction, &station.name, said.run).await?;
    let given = (station.contact, station.contact_before);
    let numbered = numbered(
        given,
        said.contact,
        run,
        asking(&station, said.run, run, caller.asked_at),
    );
    let number = match numbered {
        Numbered::Next => (station.contact + 1, station.contact),
        Numbered::Ahead => {
            let what = "this workstation has heard more than the database knows: it was restored from a backup";
            alerts::raise(
                &transaction,
                &station.name,
                Kind::CentralRestored,
                what,
                central.clock.now(),
            )
            .await?;
            (said.contact.saturating_add(1), said.contact)
        }
        Numbered::Again => given,
        Numbered::Late => return Err(contact_first()),
        Numbered::Doubtful => {
            runs::doubt(
                &transaction,
                &station.name,
                said.run,
                caller.asked_at,
                central.clock.now(),
            )
            .await?;
            transaction.commit().await?;
            return Err(contact_first());
        }
        Numbered::Cloned => return Err(cloned(&central, transaction, &station, &said).await?),
    };
    if let Some((kind, code, message, seq)) = compare(&transaction, &station, &said).await? {
        // Of the number before, and not asked after the last contact: it says what was so then.
        if numbered == Numbered::Again && station.asked_at.is_some_and(|last| caller.asked_at <= last) {
            return Err(contact_first());
        }
        alerts::raise(&transaction, &station.name, kind, message, central.clock.now()).await?;
        transaction.commit().await?;
        return Err(NotServed::at(code, message, seq));
    }
    let now = central.clock.now();
    if matches!(run, Run::New | Run::Doubted(_)) {
        runs::note(&transaction, &station.name, said.run, false, now).await?;
    }
    let program: String = said
        .program
        .chars()
        .filter(|char| !char.is_control())
        .take(40)
        .collect();
    let heard = Heard {
        contact: number.0,
        before: number.1,
        run: said.run,
        seq: said.seq,
        program: &program,
        asked_at: caller.asked_at,
        now,
    };
    stations::keep_contact(&transaction, &station.name, heard).await?;
    let answer = answer(&central, &transaction, &station, number.0).await?;
    transaction.commit().await?;
    Ok(Json(answer))
}

fn contact_first() -> NotServed {
    NotServed::refused(
        RefusalCode::ContactFirst,
        "this was not asked under the last contact; make contact first",
    )
}

async fn cloned(
    central: &Central,
    transaction: Transaction<'_>,
    station: &Station,
    said: &Contact,
) -> Result<NotServed, Fault> {
    let now = central.clock.now();
    let what = format!(
        "a copy of this workstation, or an old backup, made contact (run {})",
        said.run
    );
    runs::note(&transaction, &station.name, said.run, true, now).await?;
    alerts::raise(&transaction, &station.name, Kind::Clone, &what, now).await?;
    transaction.commit().await?;
    Ok(NotServed::refused(
        RefusalCode::StationCloned,
        "central last spoke with another copy of this workstation: this one is a copy or an old backup. \
         Find out first which one is right",
    ))
}

/// The head that a contact names, against what is here.
async fn compare(
    client: &impl GenericClient,
    station: &Station,
    said: &Contact,
) -> Result<Option<(Kind, RefusalCode, &'static str, Option<u64>)>, Fault> {
    let head = &station.head;
    let forked = |seq: u64| {
        let message = "this journal and the one at central differ; find out first which machine is the right one";
        Some((Kind::Fork, RefusalCode::EntriesForked, message, Some(seq)))
    };
    if said.epoch < head.epoch {
        let message = "another machine goes on as this workstation";
        return Ok(Some((Kind::EpochOver, RefusalCode::EpochOver, message, None)));
    }
    if said.seq > head.seq {
        return Ok(None);
    }
    let here = match said.seq {
        0 => Some(GENESIS),
        seq if seq == head.seq => Some(head.hash),
        seq => {
            let found = entries::hashes(client, &station.name, seq, seq).await?;
            found.first().map(|one| one.1)
        }
    };
    if here.map(|hash| hex(&hash)).as_deref() != Some(said.hash.as_str()) {
        return Ok(forked(said.seq.max(1)));
    }
    // Between its enrolment and the entry that opens the epoch a journal is being filled up.
    if said.seq == head.seq || station.epoch > head.epoch {
        return Ok(None);
    }
    let message = "this journal ends before what central has: an old backup";
    Ok(Some((
        Kind::JournalBehind,
        RefusalCode::JournalBehind,
        message,
        Some(said.seq + 1),
    )))
}

async fn answer(
    central: &Central,
    client: &Transaction<'_>,
    station: &Station,
    contact: u64,
) -> Result<Contacted, Fault> {
    let name = &station.name;
    let all = stations::of_site(client, &name.city, &name.site).await?;
    let own = all.iter().find(|one| one.name.station == CENTRAL);
    Ok(Contacted {
        contact,
        at: central.clock.now(),
        acknowledged: central.identity.acknowledge(name, &station.head),
        position: sites::position(client, &name.city, &name.site).await?,
        configuration: own.map_or(0, |own| own.head.seq),
        passwords: passwords::revision(client, &name.city).await?,
        accounts: accounts::offer(client, &name.city, &name.site).await?,
        elsewhere: sites::others(client, name).await?,
        // Of revoked ones too: what they signed before stays to be proved.
        keys: all
            .iter()
            .filter(|one| one.state != StreamState::Central)
            .map(|one| (one.name.station.clone(), one.key.clone()))
            .collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_contact_tells_a_late_request_from_a_copy() {
        use Asking::{Beside, Former, Same};
        use Numbered::{Again, Ahead, Cloned, Doubtful, Late, Next};
        let doubted = Run::Doubted(DateTime::UNIX_EPOCH);
        let given = (7, 6);
        let table = [
            (7, Run::New, Former, Next),
            (7, Run::Heard, Same, Next),
            (7, Run::Heard, Former, Next),
            (7, Run::Heard, Beside, Next),
            (6, Run::New, Beside, Again),
            (6, Run::Heard, Same, Again),
            (6, Run::Heard, Former, Late),
            (6, Run::Heard, Beside, Cloned),
            (5, Run::Heard, Same, Late),
            (5, Run::Heard, Former, Late),
            (5, Run::Heard, Beside, Cloned),
            (8, Run::Heard, Same, Ahead),
            (5, Run::New, Beside, Cloned),
            (5, Run::New, Former, Doubtful),
            (6, doubted, Former, Again),
            (5, doubted, Former, Late),
            (5, doubted, Beside, Cloned),
            (8, Run::New, Beside, Ahead),
            (7, Run::Cloned, Beside, Cloned),
            (8, Run::Cloned, Beside, Cloned),
            (6, Run::Cloned, Same, Cloned),
        ];
        for (said, run, asking, expected) in table {
            assert_eq!(
                numbered(given, said, run, asking),
                expected,
                "{said} {run:?} {asking:?}"
            );
        }
    }
}
