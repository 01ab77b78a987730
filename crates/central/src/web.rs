//! The pages for treasury and auditors: signed in, read only.
//!
//! Rendered here, without scripts. Only signing in and out are not a look; nothing of the records
//! can be changed. `docs/central-web.md` says what is on them.
//!
//! | | |
//! |---|---|
//! | [`sign_in`], [`sessions`], [`reader`] | who reads, and what they may |
//! | [`page`], [`pages`], [`failure`] | the frame, common words, what cannot be shown |
//! | [`today`], [`alerts`] | every workstation now |
//! | [`deposits`], [`day_reading`], [`site_day`] | deposits with their reports |
//! | [`search`], [`receipt`], [`became`] | receipts |
//! | [`proof`], [`proving`] | proof of completeness |
//! | [`index`] | what they look things up in, derived |
//! | [`records`] | what they read of central's own tables |

pub mod alerts;
pub mod became;
pub mod day_reading;
pub mod deposits;
pub mod failure;
pub mod index;
pub mod page;
pub mod pages;
pub mod proof;
pub mod proving;
pub mod reader;
pub mod receipt;
pub mod records;
pub mod search;
pub mod sessions;
pub mod sign_in;
pub mod site_day;
pub mod today;

use std::sync::Arc;

use axum::extract::{DefaultBodyLimit, Request};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, REFRESH, STRICT_TRANSPORT_SECURITY,
    X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Router};

use crate::central::Central;

/// Nothing from elsewhere, no scripts, in nobody's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";

const HEADERS: [(HeaderName, &str); 8] = [
    (CACHE_CONTROL, "no-store"),
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (STRICT_TRANSPORT_SECURITY, "max-age=31536000"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// The most of a form that is read.
const FORM_BYTES: usize = 8 * 1024;

/// The pages.
pub fn router() -> Router<Arc<Central>> {
    let mut router = Router::new()
        .route("/", get(|| async { Redirect::to("/today") }))
        .route("/sign-in", get(sign_in::form).post(sign_in::sign_in))
        .route("/sign-out", axum::routing::post(sign_in::sign_out))
        .route("/today", get(today::today))
        .route("/deposits", get(deposits::list))
        .route("/deposits/{site}/{deposit}/report.pdf", get(deposits::report))
        .route("/receipts", get(search::search))
        .route("/receipts/{site}/{number}", get(receipt::shown))
        .route("/receipts/{site}/{number}/entry.json", get(receipt::raw))
        .route("/proof", get(proof::shown))
        .route("/proof/{site}/{station}/{digest}", get(proof::bundle));
    for (path, kind, bytes) in ASSETS {
        router = router.route(
            path,
            get(move || async move { ([(CONTENT_TYPE, kind)], bytes).into_response() }),
        );
    }
    router
        .layer(DefaultBodyLimit::max(FORM_BYTES))
        .layer(from_fn(with_headers))
        .layer(Extension(Arc::new(reader::Shared::default())))
}

/// What pages are drawn with, part of the program.
const ASSETS: [(&str, &str, &[u8]); 6] = [
    (
        "/web/style.css",
        "text/css; charset=utf-8",
        include_bytes!("web/style.css"),
    ),
    (
        "/web/icon.svg",
        "image/svg+xml",
        include_bytes!("../../../assets/icons/icon.svg"),
    ),
    (
        "/web/plex-sans.ttf",
        "font/ttf",
        include_bytes!("../../../assets/fonts/IBMPlexSans-Regular.ttf"),
    ),
    (
        "/web/plex-sans-600.ttf",
        "font/ttf",
        include_bytes!("../../../assets/fonts/IBMPlexSans-SemiBold.ttf"),
    ),
    (
        "/web/plex-mono.ttf",
        "font/ttf",
        include_bytes!("../../../assets/fonts/IBMPlexMono-Regular.ttf"),
    ),
    (
        "/web/plex-mono-600.ttf",
        "font/ttf",
        include_bytes!("../../../assets/fonts/IBMPlexMono-SemiBold.ttf"),
    ),
];

async fn with_headers(request: Request, next: Next) -> Response {
    let is_form = request.uri().path() == "/sign-in";
    let mut response = next.run(request).await;
    let kind = response.headers().get(CONTENT_TYPE);
    let is_page = kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_page && !is_form {
        // What was left open is not left to be read: the session is over by then.
        let idle = format!("{}; url=/sign-in", sessions::IDLE_MINUTES * 60);
        if let Ok(idle) = HeaderValue::try_from(idle) {
            response.headers_mut().insert(REFRESH, idle);
        }
    }
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
