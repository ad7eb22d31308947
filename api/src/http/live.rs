//! The live stream of an edition: server-sent events.

use std::convert::Infallible;
use std::time::Duration;

use actix_web::http::header::{self, ContentEncoding};
use actix_web::web::Bytes;
use actix_web::{HttpResponse, get};
use futures_util::stream::{self, Stream};
use palabre_domain::policy::table::GetLive;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::Allowed;
use super::places::rendered;
use super::problem::Problem;
use crate::usecase::live::{Listener, State};

/// How often a stream says that it is still there, for whoever stands between.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How long a listener who lost the stream waits before asking again.
const RETRY: &str = "retry: 2000\n\n";

/// Follow the places of an edition: an event `places` with the present state, and another one at every change.
///
/// Its data are what `GET /v1/editions/{edition_id}/places` answers, its id names this state: who comes back with it in
/// `Last-Event-ID` gets the present state, unless nothing changed. A comment comes every fifteen seconds.
#[utoipa::path(
    tag = "Places",
    params(("Last-Event-ID" = Option<String>, Header, description = "The id of the event that was seen last")),
    responses((status = 200, description = "Events, as long as one listens", body = String, content_type = "text/event-stream"))
)]
#[get("/v1/editions/{edition_id}/live")]
pub async fn get_live(call: Allowed<GetLive>) -> Result<HttpResponse, Problem> {
    let seen = call.header("last-event-id").map(str::to_owned);
    let listener = call.app.follow_edition(&call.ask, seen, rendered).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/event-stream"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        // Events leave one by one: a proxy that collects them, or packs them together, would hold them back.
        .insert_header(ContentEncoding::Identity)
        .insert_header(("x-accel-buffering", "no"))
        .streaming(events(listener)))
}

/// The bytes of a stream, until there is nothing more to tell.
fn events(listener: Listener) -> impl Stream<Item = Result<Bytes, Infallible>> {
    stream::unfold((listener, true), async |(mut listener, first)| {
        if first {
            return Some((Ok(Bytes::from_static(RETRY.as_bytes())), (listener, false)));
        }
        let told = match tokio::time::timeout(HEARTBEAT, listener.next()).await {
            Ok(Some(state)) => event(&state),
            Ok(None) => return None,
            Err(_) => Bytes::from_static(b":\n\n"),
        };
        Some((Ok(told), (listener, false)))
    })
}

/// A state as an event; neither an id nor JSON on one line can break it.
fn event(State { id, data, .. }: &State) -> Bytes {
    format!("event: places\nid: {id}\ndata: {data}\n\n").into()
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_live);
}
