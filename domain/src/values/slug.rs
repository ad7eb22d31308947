//! Short names for addresses.

use super::{Flaw, FromText, Shape};

/// A short name in lower case for addresses: `[a-z0-9]+([-_][a-z0-9]+)*`, 1 to 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The slug itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Slug> for String {
    fn from(slug: Slug) -> Self {
        slug.0
    }
}

impl FromText for Slug {
    const SHAPE: Shape = Shape::free("Slug", 1, 64).pattern("^[a-z0-9]+([-_][a-z0-9]+)*$");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        Self::SHAPE.check(text)?;
        let well_formed = text.split(['-', '_']).all(|part| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        });
        if !well_formed {
            return Err(Flaw::Malformed { form: "slug" });
        }
        Ok(Self(text.to_owned()))
    }
}
