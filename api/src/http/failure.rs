//! The numbers: which status each failure has. This is the only file that knows.

use actix_web::http::StatusCode;
use palabre_domain::Denied;
use palabre_domain::rejection::{MissingProfiles, Rejection};
use palabre_domain::values::{Flaw, Instant};
use serde_json::{Map, Value, json};

use super::cursor::BadCursor;
use super::problem::Problem;
use crate::usecase::Failure;

impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Denied(Denied::Unauthenticated) => {
                Self::new(StatusCode::UNAUTHORIZED, "unauthenticated")
            }
            Failure::Denied(Denied::Forbidden) => Self::new(StatusCode::FORBIDDEN, "forbidden"),
            Failure::Denied(Denied::NotFound) => Self::new(StatusCode::NOT_FOUND, "not_found"),
            Failure::BadCredentials => Self::new(StatusCode::UNAUTHORIZED, "bad_credentials"),
            Failure::CredentialsRefused => Self::new(StatusCode::BAD_REQUEST, "credentials_refused"),
            Failure::Rejected(rejection) => {
                Self { members: members(&rejection), ..Self::new(StatusCode::CONFLICT, rejection.code()) }
            }
            Failure::Invalid(flaws) => {
                // Where every flaw is a field that nobody knows, the whole is named so.
                let unknown = flaws.iter().all(|flaw| flaw.flaw == Flaw::UnknownField);
                let code = if unknown { "unknown_field" } else { "invalid" };
                Self { flaws, ..Self::new(StatusCode::UNPROCESSABLE_ENTITY, code) }
            }
            Failure::Stale => Self::new(StatusCode::PRECONDITION_FAILED, "stale"),
            Failure::KeyReused => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "key_reused"),
            Failure::InProgress => Self::new(StatusCode::CONFLICT, "in_progress"),
            Failure::Busy | Failure::Conflict => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy"),
            Failure::Unforeseen(chain) => {
                tracing::error!(%chain, "something was not foreseen");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
            }
        }
    }
}

impl From<BadCursor> for Problem {
    fn from(_: BadCursor) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_cursor")
    }
}

/// What a refusal says besides its code.
fn members(rejection: &Rejection) -> Map<String, Value> {
    let instant =
        |instant: &Option<Instant>| instant.map(|at| at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
    let value = match rejection {
        Rejection::WrongState { state, allowed_from } => {
            json!({ "state": state, "allowed_from": allowed_from })
        }
        Rejection::WrongStates { refused, allowed_from } => {
            let each: Vec<Value> =
                refused.iter().map(|(id, state)| json!({ "id": id, "state": state })).collect();
            let state = refused.first().map(|(_, state)| state);
            json!({ "state": state, "allowed_from": allowed_from, "refused": each })
        }
        Rejection::WindowClosed { opens_at, closes_at } => {
            json!({ "opens_at": instant(opens_at), "closes_at": instant(closes_at) })
        }
        Rejection::NotReady { missing } => json!({ "missing": missing }),
        Rejection::PolicyUnmet { missing, too_few, too_many, separated, mixed_up } => {
            let missing: Vec<Value> = missing
                .iter()
                .map(|MissingProfiles { profiles, count }| json!({ "profiles": profiles, "count": count }))
                .collect();
            json!({
                "missing": missing, "too_few": too_few, "too_many": too_many,
                "separated": separated, "mixed_up": mixed_up,
            })
        }
        Rejection::SizeBelowTaken { taken } => json!({ "taken": taken }),
        Rejection::OfferExpired { expired_at } => json!({ "expired_at": instant(&Some(*expired_at)) }),
        Rejection::ConsentMissing { purposes } => json!({ "missing": purposes }),
        Rejection::Several { refused, refusal: _ } => {
            let each: Vec<Value> = refused.iter().map(|id| json!({ "id": id })).collect();
            json!({ "refused": each })
        }
        Rejection::Plain(_) => json!({}),
    };
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}
