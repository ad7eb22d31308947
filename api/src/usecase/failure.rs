//! Why a use case did not do what was asked. Words; the numbers are the interface's (`http/failure.rs`).

use palabre_domain::values::Flaw;
use palabre_domain::{Denied, Rejection};
use palabre_persistence::{DbError, RunAgain};

/// What is wrong with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldFlaw {
    /// Where: a JSON pointer into the body, or `?name` for a query parameter.
    pub pointer: String,
    /// What.
    pub flaw: Flaw,
}

/// Why a use case did not do what was asked.
#[derive(Debug)]
pub enum Failure {
    /// The caller has no right to it.
    Denied(Denied),
    /// E-mail and password, a token or a code are not good; said in one and the same way.
    BadCredentials,
    /// An anonymous voice sent credentials, which would lead to it.
    CredentialsRefused,
    /// A rule refuses it.
    Rejected(Rejection),
    /// Fields are wrong.
    Invalid(Vec<FieldFlaw>),
    /// The caller has seen an older version.
    Stale,
    /// The idempotency key came with another body before.
    KeyReused,
    /// The same request is under way.
    InProgress,
    /// Too much at once: come back later.
    Busy,
    /// Lost against other writers several times: run again.
    Conflict,
    /// Not foreseen; logged with its chain, answered blankly.
    Unforeseen(String),
}

impl Failure {
    /// One field is wrong.
    #[must_use]
    pub fn field(pointer: impl Into<String>, flaw: Flaw) -> Self {
        Self::Invalid(vec![FieldFlaw { pointer: pointer.into(), flaw }])
    }

    /// What was not foreseen, with all that it says of itself: for the log, never for the caller.
    #[must_use]
    pub fn unforeseen(error: impl std::fmt::Debug) -> Self {
        Self::Unforeseen(format!("{error:?}"))
    }

    /// There is no such thing, or not for this caller.
    #[must_use]
    pub fn not_found() -> Self {
        Self::Denied(Denied::NotFound)
    }

    /// Whether it is that something is not there, or not for this caller.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Denied(Denied::NotFound))
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        Self::Denied(denied)
    }
}

impl From<Rejection> for Failure {
    fn from(rejection: Rejection) -> Self {
        Self::Rejected(rejection)
    }
}

impl From<palabre_domain::rejection::Refusal> for Failure {
    fn from(refusal: palabre_domain::rejection::Refusal) -> Self {
        Self::Rejected(refusal.into())
    }
}

impl From<DbError> for Failure {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Conflict => Self::Conflict,
            DbError::Busy | DbError::LockTimeout => Self::Busy,
            other => Self::unforeseen(other),
        }
    }
}

impl RunAgain for Failure {
    fn run_again(&self) -> bool {
        matches!(self, Self::Conflict)
    }
}

/// Maps a unique key that is taken to the refusal it means here; the transaction ends with it.
pub(super) fn taken(refusal: palabre_domain::rejection::Refusal) -> impl Fn(DbError) -> Failure {
    move |error| match error {
        DbError::Unique(_) => refusal.into(),
        other => other.into(),
    }
}
