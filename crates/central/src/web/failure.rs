//! What a page could not show, said in words. The cause goes to the log, never to the page.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use counterfoil_domain::refusal::Refusal;
use maud::html;

use crate::fault::Fault;

use super::page::document;

/// Why there is no page.
#[derive(Debug)]
pub enum Failure {
    /// Nobody is signed in.
    NotSignedIn,
    /// There is no such thing, or it is not this reader's to see.
    NotFound,
    /// What was asked is not as it must be.
    Asked(String),
    /// It did not work.
    Fault(Fault),
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure::Fault(fault)
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure::Fault(Fault::Refused(refusal))
    }
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Failure {
        Failure::Fault(error.into())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        match self {
            Failure::NotSignedIn => Redirect::to("/sign-in").into_response(),
            Failure::NotFound => said(
                StatusCode::NOT_FOUND,
                "Not found",
                "There is nothing here by that name, or it is of a site that you may not read.",
            ),
            Failure::Asked(what) => said(StatusCode::BAD_REQUEST, "Not understood", &what),
            Failure::Fault(fault) => {
                tracing::error!(code = %fault.code(), %fault, "a page could not be shown");
                match fault.is_passing() {
                    true => said(
                        StatusCode::SERVICE_UNAVAILABLE,
                        "Not available now",
                        "Central records cannot use their database now. Try again in a minute; if it stays so, \
                         call whoever keeps the server. Nothing at the counters is lost by it.",
                    ),
                    false => said(
                        StatusCode::INTERNAL_SERVER_ERROR,
                        "This did not work",
                        &format!(
                            "Something is not as it should be ({}). Tell whoever keeps the server; the cause is in \
                             its log.",
                            fault.code()
                        ),
                    ),
                }
            }
        }
    }
}

fn said(status: StatusCode, title: &str, what: &str) -> Response {
    let body = html! {
        main.sign-in id="content" {
            section.sheet { h1 { (title) } p { (what) } p { a href="/today" { "To Today" } } }
        }
    };
    (status, Html(document(title, &body))).into_response()
}
