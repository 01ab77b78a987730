//! What whoever keeps the program running asks: is it alive, is it ready, how does it do.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};
use std::time::Instant;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::StatusCode;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use chrono::{DateTime, Utc};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::central::Central;
use crate::fault::Fault;
use crate::tables::alerts;
use crate::tables::{sites, stations};

/// The figures of this process: one recorder, however often a server is started in it.
static FIGURES: OnceLock<PrometheusHandle> = OnceLock::new();

/// Bounds of the measures, in seconds.
const BUCKETS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0];

/// Begins to count.
pub fn count() {
    FIGURES.get_or_init(|| {
        let builder = PrometheusBuilder::new().set_buckets(&BUCKETS);
        let recorder = builder.unwrap_or_else(|_| PrometheusBuilder::new()).build_recorder();
        let handle = recorder.handle();
        // Another recorder was there first: then its owner shows the figures.
        let _ = metrics::set_global_recorder(recorder);
        metrics::describe_counter!("counterfoil_pushes_total", "Pushes that were acknowledged");
        metrics::describe_counter!("counterfoil_entries_total", "Entries that were taken in");
        metrics::describe_counter!("counterfoil_forks_total", "Bundles that were kept aside as forks");
        metrics::describe_counter!("counterfoil_refusals_total", "Refusals to workstations, by code");
        metrics::describe_counter!(
            "counterfoil_strangers_total",
            "Requests of callers that are not known, told nothing"
        );
        metrics::describe_counter!(
            "counterfoil_turned_away_total",
            "Connections that were closed because every place was taken"
        );
        metrics::describe_histogram!("counterfoil_request_seconds", "How long requests took");
        metrics::describe_gauge!(
            "counterfoil_contact_seconds",
            "Seconds since a workstation's last contact"
        );
        metrics::describe_gauge!(
            "counterfoil_waiting_entries",
            "Entries that waited at a workstation at its last contact"
        );
        metrics::describe_gauge!("counterfoil_open_alerts", "Alerts that nobody has seen to");
        handle
    });
}

/// The routes.
pub fn router() -> Router<Arc<Central>> {
    Router::new()
        .route("/health", get(health))
        .route("/ready", get(ready))
        .route("/metrics", get(figures))
}

/// It is alive.
async fn health() -> &'static str {
    "alive\n"
}

/// It can work: the database answers, and is this program's and this central's.
async fn ready(State(central): State<Arc<Central>>) -> Response {
    match central.check().await {
        Ok(()) => "ready\n".into_response(),
        Err(fault) => {
            tracing::warn!(code = %fault.code(), "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, format!("{}\n", fault.code())).into_response()
        }
    }
}

/// The figures, for Prometheus: told on this machine, and to the addresses in the settings.
async fn figures(State(central): State<Arc<Central>>, request: Request) -> Response {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    let address = peer.map(|ConnectInfo(peer)| peer.ip().to_canonical());
    let told = address.is_some_and(|ip| ip.is_loopback() || central.config.metrics_for.contains(&ip));
    if !told {
        return StatusCode::NOT_FOUND.into_response();
    }
    if let Err(fault) = look(&central).await {
        tracing::warn!(code = %fault.code(), "the workstations' figures are not to be had");
    }
    match FIGURES.get() {
        Some(handle) => {
            handle.run_upkeep();
            ([("content-type", "text/plain; version=0.0.4")], handle.render()).into_response()
        }
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// Figures that the database holds.
async fn look(central: &Central) -> Result<(), Fault> {
    let client = central.client().await?;
    let now = central.clock.now();
    for site in sites::all(&client, central.city()).await? {
        for station in stations::of_site(&client, central.city(), &site).await? {
            let Some(last) = station
                .last_contact
                .filter(|_| station.state == stations::State::Enrolled)
            else {
                continue;
            };
            let labels = [("site", site.clone()), ("station", station.name.station.clone())];
            metrics::gauge!("counterfoil_contact_seconds", &labels).set(f64::from(seconds(now, last)));
            let waiting = station.contact_seq.unwrap_or(0).saturating_sub(station.head.seq);
            let waiting = u32::try_from(waiting).unwrap_or(u32::MAX);
            metrics::gauge!("counterfoil_waiting_entries", &labels).set(f64::from(waiting));
        }
    }
    let open = alerts::open(&client, central.city()).await?.len();
    metrics::gauge!("counterfoil_open_alerts").set(f64::from(u32::try_from(open).unwrap_or(u32::MAX)));
    Ok(())
}

fn seconds(now: DateTime<Utc>, last: DateTime<Utc>) -> u32 {
    u32::try_from((now - last).num_seconds().max(0)).unwrap_or(u32::MAX)
}

/// One line of log and one measure a request: its path, never its query, its body or who is in it.
pub async fn observe(request: Request, next: Next) -> Response {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let begun = Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    // Paths of the pages can name what is looked at: of those the first part is enough.
    let route = match path.starts_with("/v1/") {
        true => path,
        false => path
            .split('/')
            .nth(1)
            .map_or_else(String::new, |first| format!("/{first}")),
    };
    let known = response.status() != StatusCode::NOT_FOUND;
    let label = if known { route.clone() } else { "other".to_owned() };
    metrics::histogram!("counterfoil_request_seconds", "route" => label, "status" => status.to_string())
        .record(took.as_secs_f64());
    tracing::debug!(%method, route, status, ms = took.as_millis(), "request");
    response
}
