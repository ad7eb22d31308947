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
        if !text.chars().all(is_plain) {
            return Err(Flaw::Malformed { form: "email" });
        }
        Ok(Self(text.to_owned()))
    }
}

/// Whether a character may stand in an address.
///
/// Quoted local parts are legal, used by nobody, and read differently by every program that sends mail. A sign that is
/// no ASCII letter but becomes one in lower case (the Kelvin sign) would make two mailboxes one account.
fn is_plain(c: char) -> bool {
    let folds_to_ascii = !c.is_ascii() && c.to_lowercase().any(|lower| lower.is_ascii());
    !matches!(c, '"' | '\\' | '(' | ')' | ',' | ':' | ';' | '<' | '>' | '[' | ']')
        && !c.is_whitespace()
        && !folds_to_ascii
}

/// Folds words for searching: lower case, accents and ligatures gone, in every script.
///
/// It is done here and kept in a column of its own, because `lower('É')` differs between databases.
#[must_use]
pub fn fold(text: &str) -> String {
    deunicode::deunicode(text).to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_that_every_program_reads_alike() {
        for good in ["ada@example.org", "a.b+c@sub.example.org", "élise@example.org"] {
            assert!(Email::from_text(good).is_ok(), "{good}");
        }
        for bad in [
            "ada",
            "ada@",
            "ada@localhost",
            "\"a b\"@x.test",
            "\"a,b\"@x.test",
            "mi\u{212a}e@x.test",
            "a b@x.test",
        ] {
            assert!(Email::from_text(bad).is_err(), "{bad}");
        }
    }
}
