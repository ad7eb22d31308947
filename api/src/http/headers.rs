//! What the headers of a request say about versions and repeating.

use actix_web::HttpRequest;
use actix_web::http::{Method, StatusCode, header};

use super::problem::Problem;
use crate::usecase::Expected;

/// Addresses whose PUT and DELETE link things or end sessions: they need no version.
const LINKS: &[&str] = &[
    "/v1/teams/{team_id}/members/{registration_id}",
    "/v1/programme-items/{programme_item_id}/attendance/{registration_id}",
    "/v1/themes/{theme_id}/statements/{statement_id}",
    "/v1/clusters/{cluster_id}/statements/{statement_id}",
    "/v1/problem-statements/{statement_id}/resonance",
    "/v1/registrations/{registration_id}/consents/{purpose}",
    "/v1/receipts/{code}/consents/{purpose}",
    "/v1/me/sessions/{session_id}",
];

/// Addresses whose POST takes no idempotency key: tokens and what makes them.
const TOKENS: &[&str] =
    &["/v1/tokens", "/v1/tokens/refresh", "/v1/tokens/revoke", "/v1/tokens/from-link", "/v1/sign-in-links"];

/// Addresses whose POST asks and changes nothing: there is nothing to do twice, and no version to have seen.
const QUESTIONS: &[&str] = &["/v1/editions/{edition_id}/cluster-suggestions"];

/// Whether an operation only asks, though by POST.
pub fn asks(method: &Method, template: &str) -> bool {
    *method == Method::POST && QUESTIONS.contains(&template)
}

/// Whether an operation must be told which version the caller has seen.
pub fn needs_version(method: &Method, template: &str) -> bool {
    matches!(*method, Method::PATCH | Method::PUT | Method::DELETE) && !LINKS.contains(&template)
}

/// Whether an operation takes `Idempotency-Key`.
pub fn takes_key(method: &Method, template: &str) -> bool {
    *method == Method::POST && !TOKENS.contains(&template) && !asks(method, template)
}

/// The version that the caller has seen; a tag that is none of ours matches no version.
///
/// `If-Match` compares strongly: a weak tag never matches.
pub fn expected(request: &HttpRequest) -> Option<Expected> {
    let mut seen = None;
    for value in request.headers().get_all(header::IF_MATCH) {
        let text = value.to_str().unwrap_or_default();
        if text.trim() == "*" {
            return Some(Expected::Any);
        }
        let versions = text
            .split(',')
            .filter_map(|tag| tag.trim().strip_prefix('"')?.strip_suffix('"')?.parse::<i64>().ok());
        seen.get_or_insert_with(Vec::new).extend(versions);
    }
    seen.map(Expected::OneOf)
}

/// The idempotency key: 16 to 200 visible ASCII characters, with or without quotes.
pub fn idempotency_key(request: &HttpRequest) -> Result<Option<String>, Problem> {
    let bad = || Problem::new(StatusCode::BAD_REQUEST, "bad_idempotency_key");
    let mut values = request.headers().get_all("idempotency-key");
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().map_err(|_| bad())?.trim();
    let text = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    let good = (16..=200).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if good && values.next().is_none() { Ok(Some(text.to_owned())) } else { Err(bad()) }
}

/// The bearer token, where credentials were sent.
pub fn bearer(request: &HttpRequest) -> Result<Option<&str>, Problem> {
    let bad = || Problem::new(StatusCode::UNAUTHORIZED, "unauthenticated");
    let mut values = request.headers().get_all(header::AUTHORIZATION);
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.to_str().map_err(|_| bad())?;
    let (scheme, token) = text.split_once(' ').ok_or_else(bad)?;
    if !scheme.eq_ignore_ascii_case("bearer") || values.next().is_some() {
        return Err(bad());
    }
    Ok(Some(token.trim()))
}

/// Whether the caller already has this version (`If-None-Match`, weakly compared).
pub fn has_already(request: &HttpRequest, version: &str) -> bool {
    request.headers().get_all(header::IF_NONE_MATCH).any(|value| {
        let text = value.to_str().unwrap_or_default();
        text.trim() == "*"
            || text.split(',').any(|tag| {
                let tag = tag.trim();
                tag.strip_prefix("W/").unwrap_or(tag) == version
            })
    })
}
