//! Answers as they are sent: status, tag, place, body.

use serde::Serialize;
use utoipa::ToSchema;

use super::cursor::Continuation;
use crate::usecase::{Answer, Paged};

/// A wire type that shows one thing.
pub trait Resource: Serialize {
    /// What the use case gives back.
    type View;

    /// Makes the wire type.
    fn of(view: &Self::View) -> Self;

    /// The version, where the thing has one.
    fn version(&self) -> Option<i64>;

    /// Where the thing is read again (a path from the root).
    fn address(&self) -> String;
}

/// 201: a thing was made; it stands at the top.
pub fn created<R: Resource>(view: &R::View) -> Answer {
    let resource = R::of(view);
    let mut answer = json(201, &resource);
    answer.headers.push(("location".to_owned(), resource.address()));
    tagged(answer, resource.version())
}

/// 200: a thing as it stands.
pub fn shown<R: Resource>(view: &R::View) -> Answer {
    let resource = R::of(view);
    tagged(json(200, &resource), resource.version())
}

/// 204: done, nothing to say.
pub fn done<V>(_: &V) -> Answer {
    Answer { status: 204, headers: Vec::new(), body: Vec::new(), replayed: false }
}

/// An answer with a body of its own shape.
pub fn json(status: u16, body: &impl Serialize) -> Answer {
    // Wire types are plain trees of strings and numbers: writing them can't fail, and an empty body would be seen by every test.
    let body = serde_json::to_vec(body).unwrap_or_default();
    Answer { status, headers: Vec::new(), body, replayed: false }
}

fn tagged(mut answer: Answer, version: Option<i64>) -> Answer {
    if let Some(version) = version {
        answer.headers.push(("etag".to_owned(), format!("\"{version}\"")));
    }
    answer
}

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct ListAnswer<T> {
    /// The items of this page.
    pub items: Vec<T>,
    /// Where the next page begins; null on the last one.
    pub next_cursor: Option<String>,
}

/// 200: a page of a list, with `Link` to the next one.
pub fn listed<R: Resource>(page: Paged<R::View>, continuation: &Continuation<'_>) -> Answer {
    listed_by::<R, _>(page, continuation, ToString::to_string)
}

/// The same for a list that is not in the order of its ids: `write` puts the key of an item down.
pub fn listed_by<R: Resource, K>(
    page: Paged<R::View, K>,
    continuation: &Continuation<'_>,
    write: impl Fn(&K) -> String,
) -> Answer {
    let next_cursor = page.next.as_ref().map(|key| continuation.seal(&write(key)));
    let items: Vec<R> = page.items.iter().map(R::of).collect();
    following(next_cursor, continuation, |next_cursor| ListAnswer { items, next_cursor })
}

/// 200: a page of anything that has pages, with `Link` to the next one.
pub fn following<T: Serialize>(
    next_cursor: Option<String>,
    continuation: &Continuation<'_>,
    body: impl FnOnce(Option<String>) -> T,
) -> Answer {
    let link = next_cursor.as_deref().map(|cursor| continuation.link(cursor));
    let mut answer = json(200, &body(next_cursor));
    answer.headers.extend(link.map(|link| ("link".to_owned(), link)));
    answer
}
