//! A refusal as the line carries it.

use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use counterfoil_formats::wire::RefusalCode;

use crate::refused::NotServed;

fn status(code: RefusalCode) -> StatusCode {
    match code {
        RefusalCode::CodeWrong | RefusalCode::KeyRevoked => StatusCode::FORBIDDEN,
        RefusalCode::BadRequest => StatusCode::BAD_REQUEST,
        RefusalCode::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        RefusalCode::ClockOff
        | RefusalCode::ContactFirst
        | RefusalCode::EntriesMissing
        | RefusalCode::EntriesForked
        | RefusalCode::JournalBehind
        | RefusalCode::StationCloned
        | RefusalCode::EpochOver => StatusCode::CONFLICT,
        RefusalCode::CentralFull => StatusCode::INSUFFICIENT_STORAGE,
        RefusalCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
    }
}

impl IntoResponse for NotServed {
    fn into_response(self) -> Response {
        if let NotServed::Fault(fault) = &self {
            tracing::error!(code = %fault.code(), cause = fault.cause(), "a request failed");
        }
        let Some(refused) = self.told() else {
            metrics::counter!("counterfoil_strangers_total").increment(1);
            return StatusCode::NOT_FOUND.into_response();
        };
        let name = serde_json::to_value(refused.code).ok();
        let name = name
            .and_then(|name| name.as_str().map(str::to_owned))
            .unwrap_or_default();
        metrics::counter!("counterfoil_refusals_total", "code" => name).increment(1);
        (status(refused.code), Json(refused)).into_response()
    }
}
