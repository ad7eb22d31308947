//! Limits on how often anybody may call what is open to everybody.
//!
//! They are checked before anything is looked up, so that a caller beyond them costs next to nothing and learns nothing. What
//! needs an account is not limited here: who is signed in is known, and can be spoken to.

mod address;
mod bucket;
mod class;
mod rates;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Weak;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Path, ResourceDef, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::Data;
use palabre_domain::values::Email;
use serde_json::Value;
use uuid::Uuid;

pub use class::Class;
pub use rates::{Rate, Rates};

use self::bucket::{Bucket, Key, Standing};
use super::problem::{self, Problem};
use crate::usecase::Keys;

/// Where the document says the class of an operation, and the server reads it: what is told is what is done.
pub const EXTENSION: &str = "x-rate-limit";

/// How often those are forgotten who have not called for a while.
const A_MINUTE: Duration = Duration::from_secs(60);

/// What is set about limits.
#[derive(Debug, Clone, Default)]
pub struct Limits {
    /// How often who may call.
    pub rates: Rates,
    /// How many proxies stand before this server, each adding whom it was called by to `X-Forwarded-For`.
    pub proxies: usize,
}

/// The operations of a class: a method, and the addresses that know it.
struct Operations {
    class: Class,
    method: Method,
    addresses: ResourceDef,
}

/// A bucket for each class that is limited, shared by all workers.
pub struct Buckets {
    operations: Vec<Operations>,
    buckets: BTreeMap<Class, Bucket>,
    proxies: usize,
}

impl Buckets {
    /// Full buckets for the operations of a document.
    pub fn new(document: &Value, limits: &Limits) -> Self {
        let bucket = |class| Some((class, Bucket::new(class, limits.rates.of(class)?)?));
        let buckets: BTreeMap<Class, Bucket> = Class::ALL.into_iter().filter_map(bucket).collect();
        let mut operations = operations(document);
        operations.retain(|operations| buckets.contains_key(&operations.class));
        Self { operations, buckets, proxies: limits.proxies }
    }

    /// Takes one from the bucket of the operation that is called; none where there is no such bucket.
    fn take(&self, request: &ServiceRequest) -> Option<Standing> {
        // As the router reads it: `/v1/token%73` is `/v1/tokens`, and no way around.
        let mut path = Path::new(request.match_info().unprocessed());
        let operations = self.operations.iter().find(|operations| {
            operations.method == *request.method() && operations.addresses.capture_match_info(&mut path)
        })?;
        let peer = request.peer_addr().map(|peer| peer.ip());
        let address = address::of_caller(peer, request.headers(), self.proxies);
        let key = key(operations.class, address, path.get("edition_id"));
        Some(self.buckets.get(&operations.class)?.take(&key))
    }

    /// Takes one from what may be mailed to an address, whoever asks, and whether or not anybody has it.
    ///
    /// # Errors
    /// `too_many_requests`.
    pub fn take_mail(&self, keys: &Keys, email: &Email) -> Result<(), Problem> {
        self.take_for(Class::Mailbox, keys, email)
    }

    /// Takes one from what others may have written to an address: who registers somebody, or invites them.
    ///
    /// # Errors
    /// `too_many_requests`.
    pub fn take_letter(&self, keys: &Keys, email: Option<&Email>) -> Result<(), Problem> {
        email.map_or(Ok(()), |email| self.take_for(Class::Letters, keys, email))
    }

    fn take_for(&self, class: Class, keys: &Keys, email: &Email) -> Result<(), Problem> {
        let Some(bucket) = self.buckets.get(&class) else { return Ok(()) };
        // A fingerprint: addresses that somebody typed in are not kept, in memory neither.
        let key = Key::Mailbox(keys.fingerprint("mailbox", &[email.folded().as_bytes()]));
        bucket.take(&key).refusal().map_or(Ok(()), Err)
    }

    /// Forgets, as long as the buckets are there, whoever has not called for so long that theirs is full again.
    pub async fn forget(buckets: Weak<Self>) {
        loop {
            tokio::time::sleep(A_MINUTE).await;
            let Some(buckets) = buckets.upgrade() else { return };
            buckets.buckets.values().for_each(Bucket::forget);
        }
    }
}

/// Whose bucket it is.
fn key(class: Class, address: IpAddr, edition: Option<&str>) -> Key {
    match class {
        // Read as an id: however it is spelt, an edition is one. What is no id is nothing, and that is one as well.
        Class::Registering => {
            let edition = edition.and_then(|edition| Uuid::try_parse(edition).ok()).unwrap_or_default();
            Key::Edition(address, edition)
        }
        Class::SigningIn | Class::Receipts | Class::Reads | Class::Mailbox | Class::Letters => {
            Key::Address(address)
        }
    }
}

/// The operations that a document says are limited.
fn operations(document: &Value) -> Vec<Operations> {
    let mut addresses: BTreeMap<(Class, String), Vec<&str>> = BTreeMap::new();
    let paths = document.get("paths").and_then(Value::as_object);
    for (template, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if let Some(class) = operation[EXTENSION].as_str().and_then(Class::named) {
                addresses.entry((class, method.to_uppercase())).or_default().push(template);
            }
        }
    }
    let known = addresses.into_iter().filter_map(|((class, method), templates)| {
        let method = Method::from_bytes(method.as_bytes()).ok()?;
        Some(Operations { class, method, addresses: ResourceDef::new(templates) })
    });
    known.collect()
}

/// Refuses who calls too often, and tells everybody else of a limited operation how often they still may.
pub async fn limits(
    buckets: Data<Buckets>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(standing) = buckets.take(&request) else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    if let Some(refusal) = standing.refusal() {
        return Ok(problem::instead(request, &refusal));
    }
    let mut response = next.call(request).await?.map_into_boxed_body();
    for (name, value) in standing.headers() {
        // Beside what a handler says of a bucket of its own: both headers are lists.
        response.headers_mut().append(name, value);
    }
    Ok(response)
}
