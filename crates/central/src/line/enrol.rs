//! `POST /v1/enrol`: an administrator's one-time code makes a workstation's key known.

use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use counterfoil_domain::sync::enrolment_text;
use counterfoil_formats::signature;
use counterfoil_formats::wire::{Enrol, Enrolled, RefusalCode};
use deadpool_postgres::Transaction;

use super::body;
use crate::central::Central;
use crate::fault::Fault;
use crate::refused::NotServed;
use crate::tables::codes::{self, Code};
use crate::tables::stations::{self, Station};
use crate::tables::{audit, keys, runs};

/// More than any request to enrol has.
const MOST_BYTES: usize = 4_096;

/// Enrols a key, by a code that was made for it.
pub(super) async fn enrol(State(central): State<Arc<Central>>, body: Body) -> Result<Json<Enrolled>, NotServed> {
    let body = body::small(body, MOST_BYTES).await?;
    let bad = |problem: String| NotServed::refused(RefusalCode::BadRequest, problem);
    let asked: Enrol = serde_json::from_slice(&body).map_err(|cause| bad(format!("this is no request: {cause}")))?;
    if !signature::holds(&asked.key, &enrolment_text(&asked.secret, &asked.key), &asked.signature) {
        return Err(bad("the signature of the new key does not hold".to_owned()));
    }
    let mut client = central.client().await?;
    let transaction = client.transaction().await?;
    let code = codes::lock(&transaction, central.city(), &asked.secret).await?;
    let Some(code) = code.filter(|code| code.expires > central.clock.now()) else {
        return Err(code_wrong());
    };
    let here = stations::lock(&transaction, &code.name).await?;
    let station = match (&code.used_key, here) {
        // The answer was lost on the way.
        (Some(key), Some(here))
            if *key == asked.key && here.key == asked.key && here.state == stations::State::Enrolled =>
        {
            here
        }
        (Some(_), _) => return Err(code_wrong()),
        (None, here) if here.is_some() != code.replaces => return Err(code_wrong()),
        (None, _) if keys::is_revoked(&transaction, &code.name, &asked.key).await? => {
            let message = "this key was revoked, somebody else may have it; enrol with the same code and --new-key";
            return Err(NotServed::refused(RefusalCode::KeyRevoked, message));
        }
        (None, here) => make_known(&central, &transaction, &code, here, &asked).await?,
    };
    transaction.commit().await?;
    tracing::info!(station = %station.name, epoch = station.epoch, "enrolled");
    Ok(Json(Enrolled {
        acknowledged: central.identity.acknowledge(&station.name, &station.head),
        name: station.name,
        central_key: central.identity.public().to_owned(),
        check_key: central.identity.check_key().to_owned(),
        epoch: station.epoch,
        contact: station.contact,
    }))
}

/// One answer for a code that is wrong, used or expired: whoever guesses learns nothing.
fn code_wrong() -> NotServed {
    NotServed::refused(
        RefusalCode::CodeWrong,
        "this code is wrong, used or expired; ask for a new one",
    )
}

async fn make_known(
    central: &Central,
    transaction: &Transaction<'_>,
    code: &Code,
    here: Option<Station>,
    asked: &Enrol,
) -> Result<Station, Fault> {
    let now = central.clock.now();
    // What goes on opens the epoch after its last entry's; a code for a stream that never
    // had an entry leaves nothing that an epoch could follow.
    let (epoch, contact) = match &here {
        Some(here) if here.head.seq > 0 => (here.head.epoch.saturating_add(1), here.contact + 1),
        Some(here) => (1, here.contact + 1),
        None => (1, 1),
    };
    // A journal that was restored while it stood alone, or before this database was, is further on.
    let epoch = match asked.epoch {
        said if said > 1 && said >= epoch => said.saturating_add(1),
        _ => epoch,
    };
    stations::enrol(transaction, &code.name, &asked.key, (epoch, contact), now).await?;
    runs::forget(transaction, &code.name).await?;
    codes::used(transaction, code, &asked.secret, &asked.key, now).await?;
    let what = format!("{} was enrolled by its code, with key {}", code.name, asked.key);
    audit::note(transaction, central.city(), "the workstation", &what, now).await?;
    let station = stations::get(transaction, &code.name).await?;
    station.ok_or_else(|| Fault::NotDone {
        problem: format!("{} was not enrolled", code.name),
    })
}
