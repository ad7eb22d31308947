//! Languages.

use super::{Flaw, FromText, Shape};

/// A language by its BCP 47 tag, in canonical case (`fr`, `de-AT`, `zh-Hant`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language(String);

impl Language {
    /// The tag.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.0
    }
}

impl FromText for Language {
    const SHAPE: Shape = Shape::free("Language", 2, 35).pattern("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        Self::SHAPE.check(text)?;
        oxilangtag::LanguageTag::parse_and_normalize(text)
            .map(|tag| Self(tag.into_inner()))
            .map_err(|_| Flaw::Malformed { form: "language" })
    }
}
