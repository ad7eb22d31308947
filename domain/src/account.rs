//! Accounts: what opens them.

use std::fmt;

use crate::values::{Flaw, FromText, Shape};

/// A password as it was typed, 15 to 256 characters of any kind, control characters included.
///
/// Length is all that is asked here; how common it is, is asked where a new one is set. It is neither trimmed
/// nor normalized: what was typed is what is hashed. It has no equality and shows nothing of itself.
#[derive(Clone)]
pub struct Password(String);

impl Password {
    /// The characters, for hashing and for nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl FromText for Password {
    const SHAPE: Shape = Shape::free("Password", 15, 256).format("password");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        let Shape { min_length: min, max_length: max, .. } = Self::SHAPE;
        let length = text.chars().take(max + 1).count();
        if length < min {
            Err(Flaw::TooShort { min })
        } else if length > max {
            Err(Flaw::TooLong { max })
        } else {
            Ok(Self(text.to_owned()))
        }
    }
}

/// A password as somebody gives it to be let in: whatever it is, up to the length that one can have.
#[derive(Clone)]
pub struct GivenPassword(String);

impl GivenPassword {
    /// The characters, for checking and for nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for GivenPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("GivenPassword(…)")
    }
}

impl FromText for GivenPassword {
    const SHAPE: Shape = Shape::free("GivenPassword", 0, 256).format("password");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        let Shape { max_length: max, .. } = Self::SHAPE;
        if text.chars().nth(max).is_some() {
            return Err(Flaw::TooLong { max });
        }
        Ok(Self(text.to_owned()))
    }
}

/// The code of a sign-in mail as somebody types it: eight digits.
#[derive(Clone)]
pub struct SignInCode(String);

impl SignInCode {
    /// The digits, for hashing and for nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SignInCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SignInCode(…)")
    }
}

impl FromText for SignInCode {
    const SHAPE: Shape = Shape::free("SignInCode", 8, 8).pattern("^[0-9]{8}$");

    fn from_text(text: &str) -> Result<Self, Flaw> {
        // The mail shows the digits in two groups, and people paste what they see.
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        Self::SHAPE.check(&digits)?;
        if digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(Flaw::Malformed { form: "sign_in_code" })
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn outcome<T>(read: Result<T, Flaw>) -> Result<(), Flaw> {
        read.map(|_| ())
    }

    #[test]
    fn a_password_is_counted_in_characters() {
        assert_eq!(outcome(Password::from_text(&"é".repeat(14))), Err(Flaw::TooShort { min: 15 }));
        assert_eq!(outcome(Password::from_text(&"é".repeat(15))), Ok(()));
        assert_eq!(outcome(Password::from_text(&"🌳".repeat(256))), Ok(()));
        assert_eq!(outcome(Password::from_text(&"🌳".repeat(257))), Err(Flaw::TooLong { max: 256 }));
    }

    #[test]
    fn a_code_is_eight_digits() {
        assert_eq!(outcome(SignInCode::from_text("01234567")), Ok(()));
        assert_eq!(outcome(SignInCode::from_text("0123 4567")), Ok(()));
        for text in ["0123456", "012345678", "0123 56", "٠١٢٣٤٥٦٧", "-1234567", ""] {
            assert!(SignInCode::from_text(text).is_err(), "{text}");
        }
    }

    #[test]
    fn secrets_show_nothing_of_themselves() {
        let password = Password::from_text("correct horse battery");
        assert_eq!(format!("{password:?}"), "Ok(Password(…))");
        assert_eq!(format!("{:?}", SignInCode::from_text("01234567")), "Ok(SignInCode(…))");
    }

    proptest! {
        #[test]
        fn a_password_comes_out_as_it_was_typed(text in "(?s).{15,256}") {
            let password = Password::from_text(&text).map(|password| password.expose().to_owned());
            prop_assert_eq!(password, Ok(text));
        }
    }
}
