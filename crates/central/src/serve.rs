//! The running program: the routes, TLS, the orderly stop.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::middleware::from_fn;
use axum_server::Handle;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use hyper_util::rt::TokioTimer;
use tokio::task::JoinHandle;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::timeout::TimeoutLayer;

use crate::central::Central;
use crate::doorway::Doorway;
use crate::fault::Fault;
use crate::{billing, line, operations, web};

/// So long a connection may be open between two requests; workstations keep theirs for 20 seconds.
const QUIET: Duration = Duration::from_secs(30);

/// Every route.
pub fn router(central: Arc<Central>) -> Router {
    let longest = Duration::from_secs(central.config.limits.request_seconds);
    let quick = Router::new()
        .merge(line::router())
        .merge(operations::router())
        .merge(web::router())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, longest));
    // Billing's files may take longer than any other request.
    Router::new()
        .merge(quick)
        .merge(billing::router())
        .layer(CatchPanicLayer::new())
        .layer(from_fn(operations::observe))
        .with_state(central)
}

/// A program that listens.
pub struct Serving {
    address: SocketAddr,
    handle: Handle<SocketAddr>,
    grace: Duration,
    task: JoinHandle<std::io::Result<()>>,
}

/// Begins to listen, once the database is this program's and this central's.
///
/// # Errors
/// [`Fault::NotMigrated`], [`Fault::DatabaseOfAnotherCentral`], [`Fault::System`] where the
/// address cannot be had; those of the database.
pub async fn start(central: Arc<Central>) -> Result<Serving, Fault> {
    operations::count();
    central.check().await?;
    billing::spool::clear(&central.config.folder)?;
    let listen = central.config.listen;
    let system = |source| Fault::System {
        what: format!("{listen} cannot be listened on"),
        source,
    };
    let listener = std::net::TcpListener::bind(listen).map_err(system)?;
    listener.set_nonblocking(true).map_err(system)?;
    let address = listener.local_addr().map_err(system)?;
    let tls = RustlsConfig::from_config(Arc::new(central.identity.tls()?));
    let handle = Handle::new();
    let grace = Duration::from_secs(central.config.limits.stop_seconds);
    let routes = router(central.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let acceptor = RustlsAcceptor::new(tls).acceptor(Doorway::new(central.config.limits.callers));
    let mut server = axum_server::from_tcp(listener)
        .map_err(system)?
        .acceptor(acceptor)
        .handle(handle.clone())
        .http1_only();
    // Whoever says nothing, or never comes to an end of saying what is wanted, gives the place up.
    let quiet = QUIET.min(Duration::from_secs(central.config.limits.request_seconds));
    server
        .http_builder()
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(quiet);
    let task = tokio::spawn(server.serve(routes));
    Ok(Serving {
        address,
        handle,
        grace,
        task,
    })
}

impl Serving {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Takes no further connection, lets requests come to their end, and ends.
    ///
    /// # Errors
    /// [`Fault::System`].
    pub async fn stop(self) -> Result<(), Fault> {
        self.handle.graceful_shutdown(Some(self.grace));
        self.ended().await
    }

    /// Runs until SIGTERM or SIGINT.
    ///
    /// # Errors
    /// [`Fault::System`].
    pub async fn until_told(self) -> Result<(), Fault> {
        told_to_stop().await?;
        tracing::info!("stopping");
        self.stop().await
    }

    async fn ended(self) -> Result<(), Fault> {
        let system = |source| Fault::System {
            what: "the program ended".to_owned(),
            source,
        };
        match self.task.await {
            Ok(result) => result.map_err(system),
            Err(cause) => Err(system(std::io::Error::other(cause))),
        }
    }
}

/// Waits until SIGTERM or SIGINT.
///
/// # Errors
/// [`Fault::System`] where signals cannot be waited for.
#[cfg(unix)]
pub async fn told_to_stop() -> Result<(), Fault> {
    use tokio::signal::unix::{SignalKind, signal};
    let system = |source| Fault::System {
        what: "signals cannot be waited for".to_owned(),
        source,
    };
    let mut terminated = signal(SignalKind::terminate()).map_err(system)?;
    let mut interrupted = signal(SignalKind::interrupt()).map_err(system)?;
    tokio::select! {
        _ = terminated.recv() => {}
        _ = interrupted.recv() => {}
    }
    Ok(())
}

/// Waits until the program is told to stop.
///
/// # Errors
/// [`Fault::System`] where that cannot be waited for.
#[cfg(not(unix))]
pub async fn told_to_stop() -> Result<(), Fault> {
    tokio::signal::ctrl_c().await.map_err(|source| Fault::System {
        what: "signals cannot be waited for".to_owned(),
        source,
    })
}
