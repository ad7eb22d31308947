//! Actors as values: who calls, and what they are answered.
//!
//! Every answer of every test is held against the conventions: a refusal is a valid problem with a code that the document
//! knows for this operation, and never a 500.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use serde_json::Value;

use crate::problems;

/// Somebody who calls.
#[derive(Clone)]
pub struct Actor {
    client: reqwest::Client,
    base: String,
    /// The access token, where signed in.
    pub token: Option<String>,
    /// What signing in answered.
    pub tokens: Value,
    /// The id of the account.
    pub id: String,
    headers: HeaderMap,
}

/// What was answered.
#[derive(Debug)]
pub struct Reply {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body, null where there is none.
    pub json: Value,
    /// The bytes of the body.
    pub bytes: Vec<u8>,
}

impl Actor {
    /// Nobody in particular.
    pub fn nobody(base: &str) -> Self {
        Self {
            // A connection for each call: one that is kept may be closed in the moment in which a slow test calls again.
            client: reqwest::Client::builder().pool_max_idle_per_host(0).build().unwrap(),
            base: base.to_owned(),
            token: None,
            tokens: Value::Null,
            id: String::new(),
            headers: HeaderMap::new(),
        }
    }

    /// Whoever got these tokens.
    pub fn with(base: &str, tokens: &Value) -> Self {
        Self {
            token: tokens["access_token"].as_str().map(str::to_owned),
            tokens: tokens.clone(),
            id: tokens["account"]["id"].as_str().unwrap().to_owned(),
            ..Self::nobody(base)
        }
    }

    /// The same, calling with a header more.
    pub fn and(&self, name: &'static str, value: &str) -> Self {
        let mut actor = self.clone();
        actor.headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
        actor
    }

    /// Calls with bytes of a content type.
    pub async fn send(&self, method: Method, path: &str, body: Option<(&str, Vec<u8>)>) -> Reply {
        let mut request = self.client.request(method.clone(), format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        request = request.headers(self.headers.clone());
        if let Some((kind, bytes)) = body {
            request = request.header("content-type", kind).body(bytes);
        }
        let response = request.send().await.unwrap();
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = response.bytes().await.unwrap().to_vec();
        let json =
            if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap_or_default() };
        let reply = Reply { status, headers, json, bytes };
        // The head alone tells no problem.
        if method != Method::HEAD {
            problems::check(&method, path, &reply);
        }
        reply
    }

    async fn json(&self, method: Method, path: &str, body: &Value) -> Reply {
        self.send(method, path, Some(("application/json", serde_json::to_vec(body).unwrap()))).await
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None).await
    }

    /// POST with a body.
    pub async fn post(&self, path: &str, body: Value) -> Reply {
        self.json(Method::POST, path, &body).await
    }

    /// POST without a body: a transition.
    pub async fn act(&self, path: &str) -> Reply {
        self.send(Method::POST, path, None).await
    }

    /// PATCH of the version that is there now.
    pub async fn patch(&self, path: &str, body: Value) -> Reply {
        self.at_the_present(path).await.json(Method::PATCH, path, &body).await
    }

    /// PUT over the version that is there now.
    pub async fn put(&self, path: &str, body: Value) -> Reply {
        self.at_the_present(path).await.json(Method::PUT, path, &body).await
    }

    /// PUT of a link, which has no version.
    pub async fn link(&self, path: &str) -> Reply {
        self.send(Method::PUT, path, None).await
    }

    /// PUT of a resonance for a structure, which has no version.
    pub async fn speak_for(&self, path: &str, structure: &str) -> Reply {
        self.json(Method::PUT, path, &serde_json::json!({ "structure": structure })).await
    }

    /// DELETE of a link, which has no version.
    pub async fn unlink(&self, path: &str) -> Reply {
        self.send(Method::DELETE, path, None).await
    }

    /// DELETE of the version that is there now.
    pub async fn delete(&self, path: &str) -> Reply {
        self.at_the_present(path).await.send(Method::DELETE, path, None).await
    }

    /// The same actor, who has seen what is at this address now.
    async fn at_the_present(&self, path: &str) -> Self {
        let seen = self.get(path).await;
        match seen.headers.get("etag") {
            Some(tag) => self.and("if-match", tag.to_str().unwrap()),
            None => self.and("if-match", "*"),
        }
    }

    /// Every item of a list, page by page, so many at a time; none comes twice.
    pub async fn pages(&self, path: &str, limit: u32) -> Vec<Value> {
        let mut items: Vec<Value> = Vec::new();
        let joint = if path.contains('?') { '&' } else { '?' };
        let mut cursor = String::new();
        loop {
            let page = self.get(&format!("{path}{joint}limit={limit}{cursor}")).await.ok();
            for item in page["items"].as_array().unwrap() {
                assert!(!items.contains(item), "{path}: {item} comes twice");
                items.push(item.clone());
            }
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return items,
            }
        }
    }
}

impl Reply {
    #[track_caller]
    fn is(self, status: StatusCode) -> Self {
        assert_eq!(self.status, status, "{}", String::from_utf8_lossy(&self.bytes));
        self
    }

    /// 200, and the body.
    #[track_caller]
    pub fn ok(self) -> Value {
        self.is(StatusCode::OK).json
    }

    /// 201, and the body.
    #[track_caller]
    pub fn created(self) -> Value {
        self.is(StatusCode::CREATED).json
    }

    /// 204.
    #[track_caller]
    pub fn done(self) {
        self.is(StatusCode::NO_CONTENT);
    }

    /// A refusal with this status and code; gives the problem.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        let said = (self.status.as_u16(), self.json["code"].as_str().unwrap_or_default());
        assert_eq!(said, (status, code), "{}", String::from_utf8_lossy(&self.bytes));
        self.json
    }

    /// 422 for this field; gives the problem.
    #[track_caller]
    pub fn invalid(self, pointer: &str, code: &str) -> Value {
        assert_eq!(self.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", String::from_utf8_lossy(&self.bytes));
        let errors = self.json["errors"].as_array().cloned().unwrap_or_default();
        let found = errors.iter().any(|error| error["pointer"] == pointer && error["code"] == code);
        assert!(found, "no {code} at {pointer}: {errors:?}");
        self.json
    }

    /// A header as text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }
}

/// The id of a thing.
pub fn id(thing: &Value) -> &str {
    thing["id"].as_str().expect("a thing with an id")
}
