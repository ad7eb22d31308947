//! Bodies and queries: read whole, every flaw named with its pointer.

use std::convert::Infallible;
use std::ops::ControlFlow;

use deserr::{DeserializeError, Deserr, ErrorKind, IntoValue, MergeWithError, ValuePointerRef};
use palabre_domain::values::{Flaw, FromText, Shape};
use utoipa::{IntoParams, ToSchema};

use super::wire::{In, Lines2000};
use crate::usecase::FieldFlaw;

/// How many flaws of one request are told: an answer is not to be ten times as long as what was asked.
const MOST_FLAWS: usize = 50;
/// How long a pointer is told, in characters: the name of an unknown field may be anything.
const LONGEST_POINTER: usize = 200;

/// All that is wrong with a body or a query.
#[derive(Debug, Default)]
pub struct Flaws(pub Vec<FieldFlaw>);

impl Flaws {
    /// One flaw.
    pub fn one(at: ValuePointerRef<'_>, flaw: Flaw) -> Self {
        let mut flaws = Self::default();
        flaws.push(at, flaw);
        flaws
    }

    /// One flaw more; past [`MOST_FLAWS`] they are no longer told apart.
    pub fn push(&mut self, at: ValuePointerRef<'_>, flaw: Flaw) {
        if self.0.len() < MOST_FLAWS {
            let pointer = pointer(at).chars().take(LONGEST_POINTER).collect();
            self.0.push(FieldFlaw { pointer, flaw });
        }
    }
}

/// The place as a JSON pointer (RFC 6901).
fn pointer(at: ValuePointerRef<'_>) -> String {
    match at {
        ValuePointerRef::Origin => String::new(),
        ValuePointerRef::Key { key, prev } => {
            format!("{}/{}", pointer(*prev), key.replace('~', "~0").replace('/', "~1"))
        }
        ValuePointerRef::Index { index, prev } => format!("{}/{index}", pointer(*prev)),
    }
}

impl MergeWithError<Self> for Flaws {
    fn merge(before: Option<Self>, other: Self, _: ValuePointerRef<'_>) -> ControlFlow<Self, Self> {
        let mut all = before.unwrap_or_default();
        all.0.extend(other.0);
        all.0.truncate(MOST_FLAWS);
        ControlFlow::Continue(all)
    }
}

impl MergeWithError<Infallible> for Flaws {
    fn merge(_: Option<Self>, other: Infallible, _: ValuePointerRef<'_>) -> ControlFlow<Self, Self> {
        match other {}
    }
}

impl DeserializeError for Flaws {
    fn error<V: IntoValue>(
        before: Option<Self>,
        error: ErrorKind<'_, V>,
        at: ValuePointerRef<'_>,
    ) -> ControlFlow<Self, Self> {
        let mut all = before.unwrap_or_default();
        match error {
            ErrorKind::IncorrectValueKind { actual: _, accepted } => {
                let expected = accepted.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
                all.push(at, Flaw::WrongType { expected: expected.to_lowercase() });
            }
            ErrorKind::MissingField { field } => all.push(at.push_key(field), Flaw::Missing),
            ErrorKind::UnknownKey { key, accepted: _ } => all.push(at.push_key(key), Flaw::UnknownField),
            ErrorKind::UnknownValue { .. } | ErrorKind::Unexpected { .. } => {
                all.push(at, Flaw::Malformed { form: "value" });
            }
            ErrorKind::BadSequenceLen { actual: _, expected } => {
                all.push(at, Flaw::TooLong { max: expected });
            }
        }
        ControlFlow::Continue(all)
    }
}

/// The body of an operation that has none: nothing, or `{}`.
#[derive(Debug, Deserr)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NoBody {}

/// The query of an operation that has none; anything in it is refused.
#[derive(Debug, Deserr)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NoQuery {}

/// How many items a page has: `DEFAULT` where nothing is said, and never more than `MOST`.
#[derive(Debug, Clone, Copy)]
pub struct UpTo<const DEFAULT: u64, const MOST: u64>(pub u64);

/// How many items a page of a list has.
pub type Limit = UpTo<50, 200>;

impl<const DEFAULT: u64, const MOST: u64> Default for UpTo<DEFAULT, MOST> {
    fn default() -> Self {
        Self(DEFAULT)
    }
}

impl<const DEFAULT: u64, const MOST: u64> FromText for UpTo<DEFAULT, MOST> {
    const SHAPE: Shape = Shape::free("Limit", 1, 4);

    fn from_text(text: &str) -> Result<Self, Flaw> {
        match text.parse() {
            Ok(limit) if (1..=MOST).contains(&limit) => Ok(Self(limit)),
            Ok(_) => Err(Flaw::OutOfRange { min: 1, max: MOST.cast_signed() }),
            Err(_) => Err(Flaw::WrongType { expected: "integer".to_owned() }),
        }
    }
}

/// Yes or no, in a query.
#[derive(Debug, Clone, Copy)]
pub struct Flag(pub bool);

impl FromText for Flag {
    const SHAPE: Shape = Shape::words("Flag", &["true", "false"]);

    fn from_text(text: &str) -> Result<Self, Flaw> {
        match text {
            "true" => Ok(Self(true)),
            "false" => Ok(Self(false)),
            _ => Err(Flaw::NotOneOf { allowed: Self::SHAPE.one_of }),
        }
    }
}

/// The query of a list without filters.
#[derive(Debug, Deserr, IntoParams)]
#[deserr(error = Flaws, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// How many items at most.
    #[deserr(default)]
    #[param(value_type = Option<u64>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<In<Limit>>,
    /// Where the page begins: `next_cursor` of the page before.
    #[deserr(default)]
    #[param(value_type = Option<String>, max_length = 512)]
    pub cursor: Option<String>,
}

/// What every query of a list has.
pub trait Listing {
    /// The size of the page.
    fn limit(&self) -> u64;
    /// The cursor, as it came.
    fn cursor(&self) -> Option<&str>;
}

/// Gives a list's query its [`Listing`]: the fields `limit` and `cursor`.
macro_rules! listing {
    ($($query:ty),+) => {$(
        impl $crate::http::body::Listing for $query {
            fn limit(&self) -> u64 {
                self.limit.as_ref().map(|limit| limit.0).unwrap_or_default().0
            }

            fn cursor(&self) -> Option<&str> {
                self.cursor.as_deref()
            }
        }
    )+};
}
pub(crate) use listing;
listing!(ListQuery);

/// A body that says why: for transitions that need a reason.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ReasonBody {
    /// Why; shown to those whom it concerns.
    pub reason: Lines2000,
}
