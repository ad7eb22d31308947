//! What a handler hands to a use case, and what a use case hands to the block that writes.

use std::cell::RefCell;

use palabre_domain::Rejection;
use palabre_domain::policy::{Action, Grant};
use palabre_domain::values::Instant;
use palabre_persistence::Tx;

use super::{App, Failure};

/// A call, authorized: the grant, and what the caller said about repeating and versions.
#[derive(Debug)]
pub struct Ask<A: Action> {
    /// The proof that the caller may.
    pub grant: Grant<A>,
    /// The version the caller has seen (`If-Match`), where one was sent.
    pub expected: Option<Expected>,
    /// The caller's idempotency key, where one was sent.
    pub key: Option<IdempotencyKey>,
}

impl<A: Action> Ask<A> {
    /// The same without a key for repeating: what an anonymous voice does is recorded nowhere.
    pub(super) fn unrecorded(self) -> Self {
        Self { key: None, ..self }
    }
}

/// The version that a caller has seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// Whichever it is (`*`).
    Any,
    /// One of these.
    OneOf(Vec<i64>),
}

/// An idempotency key, as fingerprints: of its scope (caller, method, path, key) and of the body.
#[derive(Debug, Clone)]
pub struct IdempotencyKey {
    /// Of caller, method, path and key.
    pub scope: Vec<u8>,
    /// Of the body.
    pub body: Vec<u8>,
}

/// An answer as it is sent, and as an idempotency record keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status code.
    pub status: u16,
    /// Headers that belong to the thing (`Location`, `ETag`).
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
    /// Whether this is a recorded answer, sent again.
    pub replayed: bool,
}

/// Makes the answer from what a use case gives back; pure, and may be called twice.
pub type Render<V> = fn(&V) -> Answer;

/// The inside of a write block: the open transaction, the grant, the moment.
pub struct Work<'a, A: Action> {
    /// The open transaction.
    pub tx: &'a Tx,
    /// The proof that the caller may.
    pub grant: &'a Grant<A>,
    /// When this attempt began.
    pub now: Instant,
    /// The program, for its keys and settings.
    pub app: &'a App,
    pub(super) expected: Option<&'a Expected>,
    /// A refusal that waits until the version has been looked at.
    pub(super) refusal: RefCell<Option<Rejection>>,
}

impl<A: Action> Work<'_, A> {
    /// Refuses in turn: a stale version is told before a rule that does not let anything be written now. Where a version was
    /// sent, the refusal therefore waits for [`Self::check_version`], or at the latest for the end of the block.
    pub(super) fn refuse_in_turn(&self, allowed: Result<(), Rejection>) -> Result<(), Failure> {
        match (allowed, self.expected) {
            (Ok(()), _) => Ok(()),
            (Err(rejection), None) => Err(rejection.into()),
            (Err(rejection), Some(_)) => {
                self.refusal.borrow_mut().get_or_insert(rejection);
                Ok(())
            }
        }
    }

    /// The refusal that waits, if there is one.
    pub(super) fn refuse_now(&self) -> Result<(), Failure> {
        match self.refusal.borrow_mut().take() {
            Some(rejection) => Err(rejection.into()),
            None => Ok(()),
        }
    }

    /// Where the action takes place.
    #[must_use]
    pub fn scope(&self) -> &A::Scope {
        self.grant.scope()
    }

    /// Holds a row that was just read (and locked) against the version that the caller has seen.
    ///
    /// # Errors
    /// [`Failure::Stale`] where the caller has seen another one; then whatever refusal was waiting.
    pub fn check_version(&self, current: i64) -> Result<(), Failure> {
        match self.expected {
            None | Some(Expected::Any) => self.refuse_now(),
            Some(Expected::OneOf(versions)) if versions.contains(&current) => self.refuse_now(),
            Some(Expected::OneOf(_)) => Err(Failure::Stale),
        }
    }
}
