//! The one extractor: who calls, whether they may, and only then what they say.
//!
//! Authorization and body belong together: extractors run side by side, and a caller who may not must never see what is
//! wrong with their JSON. The order is 401, 404 or 403, 428, 415, 413, 400, 422.

use std::future::Future;
use std::pin::Pin;
use std::str::FromStr as _;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::{Method, StatusCode, header};
use actix_web::web::{Bytes, Data};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use deserr::Deserr;
use palabre_domain::policy::{Action, Grant};
use palabre_domain::values::{Flaw, FromText};
use serde_json::{Map, Value};
use uuid::Uuid;

use super::answers::Resource;
use super::body::{Flaws, Listing, NoBody, NoQuery};
use super::cursor::{BadCursor, Continuation};
use super::headers;
use super::json;
use super::problem::Problem;
use crate::usecase::{Answer, App, Ask, Failure, FieldFlaw, IdempotencyKey, Located, Page};

/// How long a client may take to send a body.
const BODY_DEADLINE: Duration = Duration::from_secs(10);

/// A call of action `A`, authorized and parsed.
pub struct Allowed<A: Action, B = NoBody, Q = NoQuery> {
    /// The program.
    pub app: Data<App>,
    /// Grant, version, key.
    pub ask: Ask<A>,
    /// The body.
    pub body: B,
    /// The query.
    pub query: Q,
    request: HttpRequest,
}

impl<A: Action, B, Q> Allowed<A, B, Q> {
    /// An id in the address below the scope's own; what is no id is not found.
    pub fn id<I: FromText>(&self, name: &str) -> Result<I, Failure> {
        let text = self.request.match_info().get(name).unwrap_or_default();
        I::from_text(text).map_err(|_| Failure::not_found())
    }

    /// A part of the address as it stands.
    pub fn part(&self, name: &str) -> &str {
        self.request.match_info().get(name).unwrap_or_default()
    }

    /// A header of the call, where it is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name).and_then(|value| value.to_str().ok())
    }

    /// How a GET that was answered goes out: kept for a moment where it is public and nobody is signed in, else by nobody.
    pub fn reply(&self, answer: Answer) -> Reply {
        self.audience().reply(answer)
    }

    /// Who reads the answer, for what gives its call away.
    pub fn audience(&self) -> Audience {
        if A::public() && self.ask.grant.account().is_none() { Audience::Anyone } else { Audience::Caller }
    }

    /// As [`Self::reply`], for what changes at any moment: whoever keeps it asks again before using it.
    pub fn current(&self, answer: Answer) -> Reply {
        match self.reply(answer) {
            Reply { answer, cache: Cache::Public } => Reply { answer, cache: Cache::AskAgain },
            private => private,
        }
    }

    /// As [`Self::reply`], for a thing whose tag says all: `If-None-Match` is answered by 304 on public reads.
    pub fn fresh(&self, answer: Answer) -> Reply {
        let tag = answer.headers.iter().find(|(name, _)| name == "etag").map(|(_, value)| value.as_str());
        let known = A::public() && tag.is_some_and(|tag| headers::has_already(&self.request, tag));
        let answer = if known { Answer { status: 304, body: Vec::new(), ..answer } } else { answer };
        self.reply(answer)
    }

    /// A thing that was read, rendered and tagged.
    pub fn shown<R: Resource>(&self, view: &R::View) -> Reply {
        self.fresh(super::answers::shown::<R>(view))
    }
}

impl<A: Action, B, Q: Listing> Allowed<A, B, Q> {
    /// The list that was asked for, as something that can go on.
    pub fn continuation(&self) -> Continuation<'_> {
        Continuation::new(
            self.app.keys(),
            self.request.path(),
            self.request.query_string(),
            self.query.limit(),
        )
    }

    /// The page that was asked for, of a list in the order of its ids.
    pub fn page(&self) -> Result<Page, BadCursor> {
        self.continuation().page(self.query.cursor(), |key| Uuid::from_str(key).ok())
    }
}

/// Who reads an answer.
#[derive(Debug, Clone, Copy)]
pub enum Audience {
    /// Anyone.
    Anyone,
    /// The caller alone.
    Caller,
}

impl Audience {
    /// How a GET that was answered goes out.
    pub fn reply(self, answer: Answer) -> Reply {
        match self {
            Self::Anyone => Reply { cache: Cache::Public, answer },
            Self::Caller => Reply { cache: Cache::Private, answer },
        }
    }
}

/// What a handler answers with.
pub struct Reply {
    answer: Answer,
    cache: Cache,
}

enum Cache {
    /// Anyone may keep it for a moment, and ask again with the tag.
    Public,
    /// Anyone may keep it, and asks again each time.
    AskAgain,
    /// Nobody keeps it.
    Private,
}

/// What anyone reads that changes at any moment: whoever keeps it asks again before using it.
pub fn current(answer: Answer) -> Reply {
    Reply { answer, cache: Cache::AskAgain }
}

/// What handlers return.
pub type Handled = Result<Reply, Problem>;

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self { answer, cache: Cache::Private }
    }
}

impl Responder for Reply {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        let Answer { status, headers, body, replayed } = self.answer;
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponse::build(status);
        for (name, value) in headers {
            response.insert_header((name, value));
        }
        response.insert_header((
            header::CACHE_CONTROL,
            match self.cache {
                Cache::Public => "public, max-age=1, must-revalidate",
                Cache::AskAgain => "public, max-age=0, must-revalidate",
                Cache::Private => "no-store",
            },
        ));
        if matches!(self.cache, Cache::Public | Cache::AskAgain) {
            response.insert_header((header::VARY, "authorization"));
        }
        if replayed {
            response.insert_header(("idempotency-replayed", "true"));
        }
        if body.is_empty() {
            return response.finish();
        }
        response.content_type("application/json").body(body)
    }
}

impl<A, B, Q> FromRequest for Allowed<A, B, Q>
where
    A: Action,
    A::Scope: Located,
    B: Deserr<Flaws> + 'static,
    Q: Deserr<Flaws> + 'static,
{
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let mut payload = payload.take();
        Box::pin(async move {
            let app = request
                .app_data::<Data<App>>()
                .cloned()
                .ok_or_else(|| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "internal"))?;
            let template = request.match_pattern().unwrap_or_default();
            let grant: Grant<A> = {
                let token = headers::bearer(&request)?;
                let place = <A::Scope as Located>::PARAMETER
                    .and_then(|name| request.match_info().get(name))
                    .and_then(|text| palabre_domain::values::AccountId::from_text(text).ok())
                    .map(|id| id.0);
                app.admit::<A>(token, place).await?
            };
            let expected = headers::expected(&request);
            if expected.is_none() && headers::needs_version(request.method(), &template) {
                return Err(Problem::new(StatusCode::PRECONDITION_REQUIRED, "version_required"));
            }
            let takes_body = matches!(*request.method(), Method::POST | Method::PUT | Method::PATCH);
            let bytes = if takes_body { read(&request, &mut payload).await? } else { Bytes::new() };
            let key = match headers::takes_key(request.method(), &template) {
                true => headers::idempotency_key(&request)?,
                false => None,
            };
            let read = json::read(&bytes).map_err(|_| Problem::new(StatusCode::BAD_REQUEST, "bad_json"))?;
            let twice = read.twice.into_iter();
            let twice = twice.map(|pointer| FieldFlaw { pointer, flaw: Flaw::Broken("key_twice") });
            let mut flaws: Vec<FieldFlaw> = twice.collect();
            let body = deserr::deserialize::<B, _, Flaws>(read.value).map_err(|found| flaws.extend(found.0));
            let query = deserr::deserialize::<Q, _, Flaws>(query(&request)?).map_err(|found| {
                flaws.extend(found.0.into_iter().map(|mut flaw| {
                    flaw.pointer = flaw.pointer.replacen('/', "?", 1);
                    flaw
                }));
            });
            let (Ok(body), Ok(query), true) = (body, query, flaws.is_empty()) else {
                return Err(Failure::Invalid(flaws).into());
            };
            let key = key.map(|key| fingerprints(&app, &grant, &request, &key, &bytes));
            Ok(Self { app, ask: Ask { grant, expected, key }, body, query, request })
        })
    }
}

/// Reads the body, within its limits.
async fn read(request: &HttpRequest, payload: &mut Payload) -> Result<Bytes, Problem> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
    let essence = kind.map(|kind| kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase());
    let known = essence
        .as_deref()
        .is_none_or(|kind| matches!(kind, "application/json" | "application/merge-patch+json"));
    if !known {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"));
    }
    let reading = tokio::time::timeout(BODY_DEADLINE, Bytes::from_request(request, payload));
    let bytes = match reading.await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) if error.as_response_error().status_code() == StatusCode::PAYLOAD_TOO_LARGE => {
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large"));
        }
        Ok(Err(_)) => return Err(Problem::new(StatusCode::BAD_REQUEST, "bad_request")),
        Err(_) => return Err(Problem::new(StatusCode::REQUEST_TIMEOUT, "body_too_slow")),
    };
    if essence.is_none() && !bytes.is_empty() {
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type"));
    }
    Ok(bytes)
}

/// The query as an object of strings; a parameter that comes twice is refused like an unknown one.
fn query(request: &HttpRequest) -> Result<Value, Problem> {
    let mut object = Map::new();
    for (name, value) in url::form_urlencoded::parse(request.query_string().as_bytes()) {
        if object.insert(name.clone().into_owned(), Value::String(value.into_owned())).is_some() {
            let flaw = Flaw::Broken("parameter_twice");
            return Err(Failure::field(format!("?{name}"), flaw).into());
        }
    }
    Ok(Value::Object(object))
}

/// Scope and body of an idempotency key, as keyed fingerprints: the record holds neither.
fn fingerprints<A: Action>(
    app: &App,
    grant: &Grant<A>,
    request: &HttpRequest,
    key: &str,
    body: &[u8],
) -> IdempotencyKey {
    let caller = grant.account().map(|account| account.to_string()).unwrap_or_default();
    let scope =
        [caller.as_bytes(), request.method().as_str().as_bytes(), request.path().as_bytes(), key.as_bytes()];
    IdempotencyKey {
        scope: app.keys().fingerprint("idempotency scope", &scope),
        body: app.keys().fingerprint("idempotency body", &[body]),
    }
}
