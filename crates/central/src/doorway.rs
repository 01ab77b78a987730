//! How many callers may be inside at once: one past that is closed to before anything is said, so
//! that files and memory never run out for those who are inside.

use std::future::{Ready, ready};
use std::io;
use std::sync::Arc;
use std::task::{Context, Poll};

use axum_server::accept::Accept;
use tokio::net::TcpStream;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tower::Service;

/// Lets so many connections in.
#[derive(Debug, Clone)]
pub struct Doorway(Arc<Semaphore>);

impl Doorway {
    /// For so many at once.
    #[must_use]
    pub fn new(most: usize) -> Doorway {
        Doorway(Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS))))
    }

    fn admit(&self, stream: &TcpStream) -> io::Result<Arc<OwnedSemaphorePermit>> {
        let place = self.0.clone().try_acquire_owned().map_err(|_| {
            metrics::counter!("counterfoil_turned_away_total").increment(1);
            io::Error::other("every place is taken")
        })?;
        // Without it the end of an answer waits 40 ms for the caller's acknowledgement of its beginning.
        stream.set_nodelay(true)?;
        Ok(Arc::new(place))
    }
}

impl<S> Accept<TcpStream, S> for Doorway {
    type Stream = TcpStream;
    type Service = Inside<S>;
    type Future = Ready<io::Result<(TcpStream, Inside<S>)>>;

    fn accept(&self, stream: TcpStream, service: S) -> Self::Future {
        let admitted = self.admit(&stream);
        ready(admitted.map(|place| (stream, Inside { service, _place: place })))
    }
}

/// What answers one connection, which has its place for as long as it is open.
#[derive(Debug, Clone)]
pub struct Inside<S> {
    service: S,
    _place: Arc<OwnedSemaphorePermit>,
}

impl<S: Service<R>, R> Service<R> for Inside<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.service.poll_ready(context)
    }

    fn call(&mut self, request: R) -> S::Future {
        self.service.call(request)
    }
}
