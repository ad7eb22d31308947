//! E-mail addresses, and the folding by which two spellings are one.

use super::{Flaw, FromText, Shape};

/// An e-mail address, kept as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// The address as it was written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address by which it is unique and searched: lower case.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl From<Email> for String {
    fn from(email: Email) -> Self {
        email.0
    }
}

impl FromText for Email {
    const SHAPE: Shape = Shape::free("Email", 3, 254).format("email");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        Self::SHAPE.check(text)?;
        let options = email_address::Options::default()
            .without_display_text()
            .without_domain_literal()
            .with_required_tld();
        email_address::EmailAddress::parse_with_options(text, options)
            .map_err(|_| Flaw::Malformed { form: "email" })?;
        Ok(Self(text.to_owned()))
    }
}

/// Folds words for searching: lower case, accents and ligatures gone, in every script.
///
/// It is done here and kept in a column of its own, because `lower('É')` differs between databases.
#[must_use]
pub fn fold(text: &str) -> String {
    deunicode::deunicode(text).to_lowercase()
}
