//! Every error is a problem (RFC 9457), the framework's own too, in the caller's language.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use futures_util::FutureExt as _;
use serde::Serialize;
use serde_json::{Map, Value};
use tracing_actix_web::RequestId;
use utoipa::ToSchema;
use uuid::Uuid;

use super::words;
use crate::usecase::{FieldFlaw, Tongue};

/// Seconds after which a caller who came at a bad moment may come back.
const COME_BACK_AFTER: &str = "2";

/// What went wrong, before it is put into words.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The status code.
    pub status: StatusCode,
    /// The stable code.
    pub code: &'static str,
    /// What is wrong with each field.
    pub flaws: Vec<FieldFlaw>,
    /// Members of this kind of problem (`state`, `allowed_from` …).
    pub members: Map<String, Value>,
    /// Headers of this kind of problem (`Allow`, `Retry-After` …).
    pub headers: Vec<(HeaderName, HeaderValue)>,
}

/// A problem as it is sent.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemAnswer {
    /// A name of the kind of problem; never changes.
    #[serde(rename = "type")]
    #[schema(format = "uri-reference")]
    pub kind: String,
    /// The kind of problem in the caller's language.
    pub title: &'static str,
    /// The status code.
    pub status: u16,
    /// What to do about it, in the caller's language.
    pub detail: String,
    /// This request (`urn:uuid:…`), as the server's log names it.
    pub instance: String,
    /// The stable code by which a program tells problems apart.
    pub code: &'static str,
    /// What is wrong with each field.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
    /// Members that this kind of problem has besides: `state` and `allowed_from`, `opens_at` and `closes_at`, `missing` …
    #[serde(flatten)]
    #[schema(ignore)]
    pub members: Map<String, Value>,
}

/// What is wrong with one field.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// A JSON pointer into the body; for a query parameter its name behind `?`.
    pub pointer: String,
    /// The stable code.
    pub code: &'static str,
    /// What is wrong, in the caller's language.
    pub detail: String,
}

impl Problem {
    /// A problem that says no more than its code.
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, flaws: Vec::new(), members: Map::new(), headers: Vec::new() }
    }

    /// Whether the same call may do better later, without a change.
    fn come_back(&self) -> bool {
        self.status == StatusCode::SERVICE_UNAVAILABLE
    }

    /// Puts the problem into words and bytes.
    fn response(&self, tongue: Tongue, request: Uuid) -> HttpResponse {
        let (title, detail) = words::problem(self.code, tongue);
        let errors = self
            .flaws
            .iter()
            .map(|FieldFlaw { pointer, flaw }| FieldProblem {
                pointer: pointer.clone(),
                code: flaw.code(),
                detail: words::flaw(flaw, tongue),
            })
            .collect();
        let answer = ProblemAnswer {
            kind: format!("urn:palabre:problem:{}", self.code),
            title,
            status: self.status.as_u16(),
            detail: detail.to_owned(),
            instance: format!("urn:uuid:{request}"),
            code: self.code,
            errors,
            members: self.members.clone(),
        };
        let mut response = HttpResponseBuilder::new(self.status);
        response
            .insert_header((header::CONTENT_TYPE, "application/problem+json"))
            .insert_header((header::CONTENT_LANGUAGE, tongue.tag()))
            .insert_header((header::CACHE_CONTROL, "no-store"));
        if self.status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if self.come_back() {
            response.insert_header((header::RETRY_AFTER, COME_BACK_AFTER));
        }
        for (name, value) in &self.headers {
            response.insert_header((name.clone(), value.clone()));
        }
        response.body(serde_json::to_vec(&answer).unwrap_or_default())
    }

    /// What the framework says without a problem of ours, by its status.
    fn of_status(status: StatusCode) -> Self {
        let code = match status {
            StatusCode::NOT_FOUND => "not_found",
            StatusCode::METHOD_NOT_ALLOWED => "method_not_allowed",
            StatusCode::REQUEST_TIMEOUT => "body_too_slow",
            StatusCode::PAYLOAD_TOO_LARGE => "body_too_large",
            StatusCode::UNSUPPORTED_MEDIA_TYPE => "unsupported_media_type",
            status if status.is_client_error() => "bad_request",
            _ => return Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal"),
        };
        Self::new(status, code)
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    /// Never sent: [`problems`] makes the answer, which knows the caller's language.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status)
    }
}

/// Makes a problem of every error that comes by: ours, the framework's, a panic.
pub async fn problems(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let (tongue, id) = (tongue(&request), request.id());
    // The request is not kept beside the call: the router needs it alone.
    let outcome = std::panic::AssertUnwindSafe(next.call(request)).catch_unwind().await;
    let problem = match outcome {
        Ok(Ok(response)) => {
            let Some(problem) = problem_of(&response) else { return Ok(response.map_into_boxed_body()) };
            let (request, _) = response.into_parts();
            return Ok(ServiceResponse::new(request, problem.response(tongue, id)));
        }
        Ok(Err(error)) => match error.as_error::<Problem>() {
            Some(problem) => problem.clone(),
            None => Problem::of_status(error.as_response_error().status_code()),
        },
        Err(_) => {
            tracing::error!("a handler panicked");
            Problem::of_status(StatusCode::INTERNAL_SERVER_ERROR)
        }
    };
    let response = problem.response(tongue, id);
    Err(InternalError::from_response(problem, response).into())
}

/// A problem for an answer, from what refuses before anything is asked.
pub fn instead(request: ServiceRequest, problem: &Problem) -> ServiceResponse<BoxBody> {
    let response = problem.response(tongue(&request), request.id());
    request.into_response(response)
}

/// The language in which a caller wants to be told.
fn tongue(request: &ServiceRequest) -> Tongue {
    let wanted = request.headers().get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    wanted.map_or_else(Tongue::default, Tongue::preferred)
}

/// The problem that an answer is, where it is an error and not yet put into words.
fn problem_of<B>(response: &ServiceResponse<B>) -> Option<Problem> {
    let status = response.status();
    let error = response.response().error();
    match error.and_then(|error| error.as_error::<Problem>()) {
        Some(problem) => Some(problem.clone()),
        None if is_problem(response) => None,
        None if status.is_client_error() || status.is_server_error() => Some(Problem::of_status(status)),
        None => None,
    }
}

fn is_problem<B>(response: &ServiceResponse<B>) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes() == b"application/problem+json")
}

/// The id of a request, as the log and the problems name it.
trait Identified {
    fn id(&self) -> Uuid;
}

impl Identified for ServiceRequest {
    fn id(&self) -> Uuid {
        use actix_web::HttpMessage as _;
        self.extensions().get::<RequestId>().map_or_else(Uuid::new_v4, |id| **id)
    }
}
