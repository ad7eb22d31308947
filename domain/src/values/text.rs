//! Free text, bounded.

use super::{Flaw, FromText, Shape};

/// One line of free text: 1 to `MAX` characters, not only white space, trimmed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<const MAX: usize>(String);

/// Free text that may hold line breaks: 1 to `MAX` characters, not only white space, trimmed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Lines<const MAX: usize>(String);

macro_rules! text_like {
    ($name:ident, $shape:expr, $refuses:expr) => {
        impl<const MAX: usize> $name<MAX> {
            /// The text itself.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize> From<$name<MAX>> for String {
            fn from(text: $name<MAX>) -> Self {
                text.0
            }
        }

        impl<const MAX: usize> FromText for $name<MAX> {
            const SHAPE: Shape = Shape::free($shape, 1, MAX);

            fn from_text(text: &str) -> Result<Self, Flaw> {
                Self::SHAPE.check(text)?;
                let trimmed = text.trim();
                if trimmed.contains($refuses) {
                    return Err(Flaw::ForbiddenCharacter);
                }
                if trimmed.is_empty() {
                    return Err(Flaw::TooShort { min: 1 });
                }
                Ok(Self(trimmed.to_owned()))
            }
        }
    };
}

// One line is one line: it stands in headers of mails and in cells of tables.
text_like!(Text, "Text", char::is_control);
text_like!(Lines, "Lines", |_: char| false);

/// A telephone number as people write it: digits, spaces, `+ ( ) . / -`, at least three digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone(String);

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0
    }
}

impl FromText for Phone {
    const SHAPE: Shape = Shape::free("Phone", 3, 32).pattern(r"^[0-9+()./ -]+$");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        Self::SHAPE.check(text)?;
        let digits = text.chars().filter(char::is_ascii_digit).count();
        let known = text.chars().all(|c| c.is_ascii_digit() || "+()./ -".contains(c));
        if digits < 3 || !known {
            return Err(Flaw::Malformed { form: "phone" });
        }
        Ok(Self(text.trim().to_owned()))
    }
}

/// An `http` or `https` address; no other scheme, so that no page runs what a stranger typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebAddress(String);

impl From<WebAddress> for String {
    fn from(address: WebAddress) -> Self {
        address.0
    }
}

impl FromText for WebAddress {
    const SHAPE: Shape = Shape::free("WebAddress", 8, 2000).format("uri");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        Self::SHAPE.check(text)?;
        let parsed = url::Url::parse(text).map_err(|_| Flaw::Malformed { form: "url" })?;
        if !matches!(parsed.scheme(), "http" | "https") || parsed.host_str().is_none() {
            return Err(Flaw::Malformed { form: "url" });
        }
        Ok(Self(text.to_owned()))
    }
}
