//! The server: routes, what is wrapped around them, and what answers where there is no route.

use std::sync::Arc;
use std::time::Duration;

use actix_cors::Cors;
use actix_web::body::{self, BodySize, BoxBody, MessageBody};
use actix_web::dev::ServiceResponse;
use actix_web::dev::{ResourceDef, Server, ServiceRequest};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::{Compress, DefaultHeaders, Next, from_fn};
use actix_web::web::{self, Data};
use actix_web::{HttpRequest, HttpResponse, HttpServer};
use serde_json::Value;
use tracing_actix_web::TracingLogger;
use utoipa::openapi::OpenApi;
use utoipa_actix_web::{AppExt as _, service_config::ServiceConfig};
use utoipa_swagger_ui::{SwaggerUi, Url};

use super::document::head;
use super::limits::{Buckets, Limits, limits};
use super::problem::{Problem, problems};
use super::{
    access_needs, accounts, attendances, carrying, challenges, classification, clones, clusters, consents,
    credits, derivations, door, edition_moves, editions, erasure, events, export, figures, formats, funnel,
    health, labels, likeness, live, me, members, moderation, open_ends, organizations, partners,
    partnerships, places, policies, pools, positions, profiles, programme, prototypes, provenance, purposes,
    questions, receipts, registering, registrations, resonances, reviews, series, staff, statements,
    team_members, team_moves, teams, themes, tokens, voicing, windows, wordings,
};
use crate::usecase::App;

/// The largest body that is read.
const LARGEST_BODY: usize = 256 * 1024;
/// How long what is under way may take to end when the server is told to stop.
const LAST_ORDERS: Duration = Duration::from_secs(15);

/// What the server needs to know to be reached.
#[derive(Debug, Clone)]
pub struct Web {
    /// Addresses of browsers' pages that may call with credentials.
    pub origins: Vec<String>,
    /// How many workers answer.
    pub workers: usize,
    /// How often anybody may call.
    pub limits: Limits,
}

/// Every operation, noun by noun.
///
/// The router tries one address after the other: what thousands ask for again and again comes first.
fn routes(config: &mut ServiceConfig<'_>) {
    let nouns: &[fn(&mut ServiceConfig<'_>)] = &[
        health::routes,
        places::routes,
        live::routes,
        registering::routes,
        accounts::routes,
        tokens::routes,
        me::routes,
        export::routes,
        organizations::routes,
        members::routes,
        events::routes,
        formats::routes,
        editions::routes,
        series::routes,
        edition_moves::routes,
        clones::routes,
        labels::routes,
        open_ends::routes,
        windows::routes,
        purposes::routes,
        questions::routes,
        partners::routes,
        partnerships::routes,
        staff::routes,
        programme::routes,
        attendances::routes,
        credits::routes,
        figures::routes,
        pools::routes,
        profiles::routes,
        registrations::routes,
        positions::routes,
        reviews::routes,
        door::routes,
        access_needs::routes,
        consents::routes,
        erasure::routes,
        receipts::routes,
        voicing::routes,
        statements::routes,
        moderation::routes,
        classification::routes,
        derivations::routes,
        carrying::routes,
        wordings::routes,
        resonances::routes,
        themes::routes,
        clusters::routes,
        likeness::routes,
        challenges::routes,
        funnel::routes,
        provenance::routes,
        policies::routes,
        teams::routes,
        team_moves::routes,
        team_members::routes,
        prototypes::routes,
    ];
    nouns.iter().for_each(|routes| routes(config));
}

/// The operations as the document's raw material.
pub(super) fn collect() -> OpenApi {
    let (_, openapi) =
        actix_web::App::new().into_utoipa_app().openapi(head()).configure(routes).split_for_parts();
    openapi
}

/// Addresses and the methods that each knows, as the document lists them: for 405 and its `Allow`.
struct Templates(Vec<(ResourceDef, String)>);

impl Templates {
    fn of(document: &Value) -> Self {
        let paths = document.get("paths").and_then(Value::as_object);
        let templates = paths.into_iter().flatten().map(|(template, item)| {
            let methods = item.as_object().into_iter().flat_map(|item| item.keys());
            let allow: Vec<String> = methods.map(|method| method.to_uppercase()).collect();
            (ResourceDef::new(template.as_str()), allow.join(", "))
        });
        let pages =
            ["/openapi.json", "/docs/{page:.*}"].map(|page| (ResourceDef::new(page), "GET".to_owned()));
        Self(templates.chain(pages).collect())
    }

    /// The methods of an address, where it is one.
    fn allow(&self, path: &str) -> Option<String> {
        let known = self.0.iter().find(|(template, _)| template.is_match(path));
        known.map(|(_, allow)| allow.clone())
    }
}

/// What answers where no route does: 405 where the address is known, 404 elsewhere.
async fn nothing_here(request: HttpRequest, templates: Data<Templates>) -> Result<HttpResponse, Problem> {
    Err(match templates.allow(request.path()) {
        Some(allow) => Problem {
            headers: HeaderValue::from_str(&allow).into_iter().map(|allow| (header::ALLOW, allow)).collect(),
            ..Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed")
        },
        None => Problem::new(StatusCode::NOT_FOUND, "not_found"),
    })
}

/// Listed origins may do everything; any origin may read what is public, without credentials.
fn cors(origins: Vec<String>) -> Cors {
    Cors::default()
        .allowed_origin_fn(move |origin, head| {
            let listed = origins.iter().any(|listed| origin.as_bytes() == listed.as_bytes());
            let asked = head.headers().get(header::ACCESS_CONTROL_REQUEST_METHOD);
            let reads = match (&head.method, asked) {
                (&Method::OPTIONS, Some(asked)) => asked.as_bytes() == b"GET",
                (method, _) => *method == Method::GET,
            };
            let asks_for_credentials =
                head.headers().get(header::ACCESS_CONTROL_REQUEST_HEADERS).is_some_and(|names| {
                    names.as_bytes().to_ascii_lowercase().windows(13).any(|w| w == b"authorization")
                });
            let anonymous = !head.headers().contains_key(header::AUTHORIZATION) && !asks_for_credentials;
            listed || (reads && anonymous)
        })
        .allowed_methods(["GET", "POST", "PUT", "PATCH", "DELETE"])
        .allowed_headers([
            "authorization",
            "content-type",
            "accept-language",
            "if-match",
            "if-none-match",
            "idempotency-key",
        ])
        .expose_headers([
            "etag",
            "link",
            "location",
            "retry-after",
            "idempotency-replayed",
            "content-language",
            "ratelimit",
            "ratelimit-policy",
        ])
        .max_age(3600)
}

/// Answers HEAD as GET: the same headers, and no body, which the connection leaves out by itself; but for a stream, which it would
/// wait for as long as that lasts.
async fn head_as_get(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let asks_for_head = *request.method() == Method::HEAD;
    if asks_for_head {
        request.head_mut().method = Method::GET;
    }
    let response = next.call(request).await?;
    let is_stream = matches!(response.response().body().size(), BodySize::Stream);
    Ok(if asks_for_head && is_stream {
        response.map_body(|_, _| BoxBody::new(body::None::new()))
    } else {
        response.map_into_boxed_body()
    })
}

/// What every answer says to browsers: nothing here is a page, but for the reference.
async fn page_policy(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let reference = request.path().starts_with("/docs");
    let mut response = next.call(request).await?;
    let policy = if reference {
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; \
         img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
    } else {
        "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"
    };
    let value = HeaderValue::from_static(policy);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, value);
    Ok(response)
}

/// A server on a listener. Awaited, it serves until its handle is told to stop, then ends what is under way.
///
/// # Errors
/// When the listener can't be used.
pub fn server(app: App, web: Web, listener: std::net::TcpListener) -> std::io::Result<Server> {
    let document = super::document();
    let templates = Data::new(Templates::of(&document));
    let published: Arc<str> = serde_json::to_string(&document).unwrap_or_default().into();
    let app = Data::new(app);
    let Web { origins, workers, limits: set } = web;
    let buckets = Data::new(Buckets::new(&document, &set));
    actix_web::rt::spawn(Buckets::forget(Arc::downgrade(&buckets)));
    let server = HttpServer::new(move || {
        let published = Arc::clone(&published);
        let serve_document = move || {
            let published = Arc::clone(&published);
            async move {
                HttpResponse::Ok()
                    .content_type("application/json")
                    .insert_header((header::CACHE_CONTROL, "public, max-age=300"))
                    .body(published.to_string())
            }
        };
        actix_web::App::new()
            .app_data(app.clone())
            .app_data(templates.clone())
            .app_data(buckets.clone())
            .app_data(web::PayloadConfig::new(LARGEST_BODY))
            .into_utoipa_app()
            .configure(routes)
            .into_app()
            .route("/openapi.json", web::get().to(serve_document))
            .service(web::redirect("/docs", "/docs/"))
            .service(SwaggerUi::new("/docs/{_:.*}").url(Url::new("Palabre", "/openapi.json"), head()))
            .default_service(web::to(nothing_here))
            .wrap(from_fn(problems))
            // Around the problems, for they too tell what is left; inside of CORS, so that pages read a refusal.
            .wrap(from_fn(limits))
            .wrap(cors(origins.clone()))
            // Once more, for what is refused before it gets so far: an origin, above all.
            .wrap(from_fn(problems))
            .wrap(from_fn(page_policy))
            .wrap(from_fn(head_as_get))
            .wrap(
                DefaultHeaders::new()
                    .add(("x-content-type-options", "nosniff"))
                    .add(("x-frame-options", "DENY"))
                    .add(("referrer-policy", "no-referrer")),
            )
            .wrap(Compress::default())
            .wrap(TracingLogger::<super::log::RouteOnly>::new())
    })
    .workers(workers)
    .tcp_nodelay(true)
    .client_request_timeout(Duration::from_secs(10))
    .shutdown_timeout(LAST_ORDERS.as_secs())
    .listen(listener)?;
    Ok(server.disable_signals().run())
}
