//! What the log says of a request: the template of its address, never the address itself, which may hold a receipt's code.
//!
//! Of where voices speak it says nothing at all: a line with a time beside a statement with a date would tell when somebody spoke,
//! and of a day with one voice everything.

use actix_web::Error;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use tracing::Span;
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// Where voices speak.
const VOICES: [&str; 3] = [
    "/v1/editions/{edition_id}/problem-statements",
    "/v1/receipts/{code}/resubmit",
    "/v1/receipts/{code}/make-confidential",
];

/// Names a request by method, route and id.
pub struct RouteOnly;

impl RootSpanBuilder for RouteOnly {
    fn on_request_start(request: &ServiceRequest) -> Span {
        use actix_web::HttpMessage as _;
        let route = request.match_pattern().unwrap_or_else(|| "none".to_owned());
        if *request.method() == Method::POST && VOICES.contains(&route.as_str()) {
            return Span::none();
        }
        let id = request.extensions().get::<RequestId>().map(ToString::to_string).unwrap_or_default();
        tracing::info_span!("request", method = %request.method(), %route, %id, status = tracing::field::Empty)
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        if span.is_none() {
            return;
        }
        let status = match outcome {
            Ok(response) => response.status(),
            Err(error) => error.as_response_error().status_code(),
        };
        span.record("status", status.as_u16());
        span.in_scope(|| tracing::debug!("answered"));
    }
}
