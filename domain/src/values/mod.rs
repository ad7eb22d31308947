//! What one field may hold: parsed once, at the edge; from there on no string is "maybe valid".

mod dates;
mod days;
mod email;
mod ids;
mod language;
mod localized;
mod shape;
mod slug;
mod text;
mod times;
mod words;

pub use dates::{Country, ReducedDate};
pub use days::{DayTime, FURTHEST_DAY, TimeOfDay};
pub use email::{Email, fold};
pub use ids::*;
pub use language::Language;
pub use localized::{Localized, LocalizedPatch};
pub use shape::{Flaw, FromText, Shape};
pub use slug::Slug;
pub use text::{Lines, Phone, Text, WebAddress};
pub use times::{LocalTime, Moment, TimeZone, UtcInstant, utc_text};
pub(crate) use words::words;

/// A text in several languages that was taken: by BCP 47 tag, in the order of the tags.
pub type Texts = std::collections::BTreeMap<String, String>;

/// A moment on the time line, UTC, cut to microseconds (what both databases keep).
pub type Instant = chrono::DateTime<chrono::Utc>;
