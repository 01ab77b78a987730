//! Billing's side by HTTP: accounts come in, posting batches go out.
//!
//! A caller shows a bearer token ([`tokens`]); one that does not hold learns nothing: 404, no
//! body. Any other refusal is `{"code":"…","message":"…"}`.

mod refusal;
pub(crate) mod spool;
pub mod tokens;

use std::io::BufWriter;
use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use counterfoil_formats::posting_file::Form;
use futures_util::{StreamExt, stream};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use self::spool::Spool;
use crate::accounts::{Imported, import};
use crate::central::Central;
use crate::fault::Fault;
use crate::posting::{self, Made};

pub use refusal::{FileProblem, Refused};

/// The largest file of accounts that is taken by HTTP, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024 * 1024;
/// Bytes of a batch that are sent at once.
const PART: usize = 64 * 1024;

/// What billing asks.
pub fn router() -> Router<Arc<Central>> {
    Router::new()
        .route("/v1/billing/accounts", put(take_accounts))
        .route("/v1/billing/posting-batches", post(make_batch).get(list_batches))
        .route("/v1/billing/posting-batches/{file}", get(get_batch))
}

/// `PUT /v1/billing/accounts`: the file as the body.
async fn take_accounts(
    State(central): State<Arc<Central>>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Answer> {
    let who = caller(&central, &headers).await?;
    let spool = receive(&central, body).await?;
    // To its end, whatever becomes of the line: billing asks again, and hears that it is in.
    let importing = tokio::spawn(async move { import(&central, spool.path(), &who, true, |_, _| {}).await });
    let imported = importing.await.map_err(|cause| Fault::System {
        what: "taking the accounts in ended".to_owned(),
        source: std::io::Error::other(cause),
    })??;
    Ok(Json(taken(&imported)).into_response())
}

fn taken(imported: &Imported) -> serde_json::Value {
    let checked = &imported.checked;
    json!({
        "revision": imported.revision,
        "digest": checked.digest,
        "as_of": checked.header.as_of,
        "included_batch": checked.header.included_batch,
        "accounts": checked.totals.accounts,
        "charges": checked.totals.charges,
        "due_cents": checked.totals.due.0,
        "added": imported.added,
        "changed": imported.changed,
        "gone": imported.gone,
    })
}

/// Takes the body to disk.
async fn receive(central: &Central, body: Body) -> Result<Spool, Fault> {
    let (spool, file) = Spool::new(&central.config.folder)?;
    let path = spool.path().to_owned();
    let mut file = tokio::fs::File::from_std(file);
    let (mut parts, mut bytes) = (body.into_data_stream(), 0);
    while let Some(part) = parts.next().await {
        let part = part.map_err(|cause| Refused::BrokenOff {
            cause: cause.to_string(),
        })?;
        bytes += part.len() as u64;
        if bytes > LARGEST {
            return Err(Refused::TooLarge { limit: LARGEST }.into());
        }
        file.write_all(&part).await.map_err(Fault::file(&path))?;
    }
    file.flush().await.map_err(Fault::file(&path))?;
    Ok(spool)
}

/// `POST /v1/billing/posting-batches`: makes the next one.
async fn make_batch(State(central): State<Arc<Central>>, headers: HeaderMap) -> Result<Response, Answer> {
    let who = caller(&central, &headers).await?;
    // To its end: a batch that was made is in the list, whatever becomes of the line.
    let making = tokio::spawn(async move { posting::make(&central, &who).await });
    let made = making.await.map_err(|cause| Fault::System {
        what: "making the posting batch ended".to_owned(),
        source: std::io::Error::other(cause),
    })??;
    Ok((StatusCode::CREATED, Json(described(&made))).into_response())
}

/// `GET /v1/billing/posting-batches`: what there is, the last one first.
async fn list_batches(State(central): State<Arc<Central>>, headers: HeaderMap) -> Result<Response, Answer> {
    caller(&central, &headers).await?;
    let client = central.client().await?;
    let batches = posting::list(&client, central.city()).await?;
    let batches: Vec<serde_json::Value> = batches.iter().map(described).collect();
    Ok(Json(json!({ "batches": batches })).into_response())
}

fn described(made: &Made) -> serde_json::Value {
    let totals = &made.sealed.totals;
    json!({
        "number": made.number,
        "made_at": made.made_at,
        "made_by": made.made_by,
        "lines": totals.lines,
        "paid_cents": totals.paid.0,
        "taken_back_cents": totals.taken_back.0,
        "net_cents": totals.paid.0 - totals.taken_back.0,
        "digest": made.sealed.digest,
    })
}

/// `GET /v1/billing/posting-batches/12.csv` or `12.json`: a batch, byte for byte as ever.
async fn get_batch(
    State(central): State<Arc<Central>>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Answer> {
    caller(&central, &headers).await?;
    let asked = file.rsplit_once('.').and_then(|(number, extension)| {
        let form = [Form::Csv, Form::Json].into_iter();
        let form = form.into_iter().find(|form| form.extension() == extension)?;
        Some((number.parse::<u64>().ok()?, form))
    });
    let (number, form) = asked.ok_or(Answer::Nothing)?;
    let (spool, output) = Spool::new(&central.config.folder)?;
    let client = central.client().await?;
    posting::write(&client, central.city(), number, form, BufWriter::new(output)).await?;
    drop(client);
    let name = format!("attachment; filename=\"posting-{number}.{}\"", form.extension());
    let headers = [
        (header::CONTENT_TYPE, form.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, name),
    ];
    Ok((headers, send(spool).await?).into_response())
}

/// The file as a body, part by part; it is taken away when the last one is sent.
async fn send(spool: Spool) -> Result<Body, Fault> {
    let file = tokio::fs::File::open(spool.path())
        .await
        .map_err(Fault::file(spool.path()))?;
    let parts = stream::try_unfold((file, spool), |(mut file, spool)| async move {
        let mut part = vec![0; PART];
        let count = file.read(&mut part).await?;
        part.truncate(count);
        let more = (count > 0).then(|| (Bytes::from(part), (file, spool)));
        Ok::<_, std::io::Error>(more)
    });
    Ok(Body::from_stream(parts))
}

/// The name of the token that the caller shows.
async fn caller(central: &Central, headers: &HeaderMap) -> Result<String, Answer> {
    let shown = headers.get(header::AUTHORIZATION);
    let token = shown.and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let token = token.ok_or(Answer::Nothing)?;
    let client = central.client().await?;
    let name = tokens::name_of(&client, central.city(), token).await?;
    name.ok_or(Answer::Nothing)
}

/// What is answered where something is refused.
enum Answer {
    /// To whom nothing is said.
    Nothing,
    Fault(Fault),
}

impl<F: Into<Fault>> From<F> for Answer {
    fn from(fault: F) -> Answer {
        Answer::Fault(fault.into())
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let Answer::Fault(fault) = self else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let mut said = json!({ "code": fault.code(), "message": fault.to_string() });
        if let Fault::Billing(Refused::FileRefused { problems }) = &fault {
            said["problems"] = json!(problems);
        }
        (status(&fault), Json(said)).into_response()
    }
}

fn status(fault: &Fault) -> StatusCode {
    match fault {
        Fault::Billing(Refused::NoSuchBatch { .. }) => StatusCode::NOT_FOUND,
        Fault::Billing(Refused::TooLarge { .. }) => StatusCode::PAYLOAD_TOO_LARGE,
        Fault::Billing(Refused::FileRefused { .. } | Refused::BatchUnknown { .. }) => StatusCode::UNPROCESSABLE_ENTITY,
        Fault::Billing(Refused::BrokenOff { .. }) => StatusCode::BAD_REQUEST,
        Fault::Billing(Refused::BatchDiffers { .. }) => StatusCode::INTERNAL_SERVER_ERROR,
        Fault::Billing(_) => StatusCode::CONFLICT,
        Fault::DatabaseFull { .. } => StatusCode::INSUFFICIENT_STORAGE,
        passing if passing.is_passing() => StatusCode::SERVICE_UNAVAILABLE,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    }
}
