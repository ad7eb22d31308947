//! How a value is read from one JSON string, and how the published document describes it.

/// What a string must look like; the same facts are enforced and published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shape {
    /// The name of the type in the published document.
    pub name: &'static str,
    /// Fewest characters (Unicode scalar values).
    pub min_length: usize,
    /// Most characters (Unicode scalar values).
    pub max_length: usize,
    /// A regular expression that every value matches, where one says it.
    pub pattern: Option<&'static str>,
    /// The `format` keyword of JSON Schema, where one fits.
    pub format: Option<&'static str>,
    /// All the values there are; empty when the set is open.
    pub one_of: &'static [&'static str],
}

impl Shape {
    /// A string of bounded length, otherwise free.
    #[must_use]
    pub const fn free(name: &'static str, min_length: usize, max_length: usize) -> Self {
        Self { name, min_length, max_length, pattern: None, format: None, one_of: &[] }
    }

    /// A string that matches `pattern`.
    #[must_use]
    pub const fn pattern(self, pattern: &'static str) -> Self {
        Self { pattern: Some(pattern), ..self }
    }

    /// A string of a `format` that JSON Schema knows.
    #[must_use]
    pub const fn format(self, format: &'static str) -> Self {
        Self { format: Some(format), ..self }
    }

    /// One of a closed set of words.
    #[must_use]
    pub const fn words(name: &'static str, one_of: &'static [&'static str]) -> Self {
        Self { name, min_length: 1, max_length: 64, pattern: None, format: None, one_of }
    }

    /// Refuses what is too short, too long, or holds a control character.
    ///
    /// U+0000 is among them: one database takes it, the other does not.
    ///
    /// # Errors
    /// The first [`Flaw`] found.
    pub fn check(&self, text: &str) -> Result<(), Flaw> {
        let length = text.chars().take(self.max_length + 1).count();
        if length > self.max_length {
            return Err(Flaw::TooLong { max: self.max_length });
        }
        if length < self.min_length {
            return Err(Flaw::TooShort { min: self.min_length });
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t' && c != '\r') {
            return Err(Flaw::ForbiddenCharacter);
        }
        Ok(())
    }
}

/// A value that is read from one string.
pub trait FromText: Sized {
    /// What such a string must look like.
    const SHAPE: Shape;

    /// Reads the value.
    ///
    /// # Errors
    /// What is wrong with the string.
    fn from_text(text: &str) -> Result<Self, Flaw>;
}

/// What is wrong with one field; [`Flaw::code`] never changes, the words for people live elsewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Flaw {
    /// A field that must be there is not.
    Missing,
    /// A field that nobody knows.
    UnknownField,
    /// Another JSON type than the one due.
    WrongType {
        /// The JSON types that would do.
        expected: String,
    },
    /// Fewer characters or items than allowed.
    TooShort {
        /// The fewest.
        min: usize,
    },
    /// More characters or items than allowed.
    TooLong {
        /// The most.
        max: usize,
    },
    /// A number outside its bounds.
    OutOfRange {
        /// The least.
        min: i64,
        /// The most.
        max: i64,
    },
    /// A control character, U+0000 among them.
    ForbiddenCharacter,
    /// Not one of a closed set.
    NotOneOf {
        /// The set.
        allowed: &'static [&'static str],
    },
    /// Not of the form that this field has; the word names the form (`slug`, `email`, `date` …).
    Malformed {
        /// The form, as it is named in the code `not_a_<form>`.
        form: &'static str,
    },
    /// A rule between fields, or against what exists, is broken; the word is the code.
    Broken(&'static str),
}

impl Flaw {
    /// The stable code of this flaw.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "missing_field",
            Self::UnknownField => "unknown_field",
            Self::WrongType { .. } => "wrong_type",
            Self::TooShort { .. } => "too_short",
            Self::TooLong { .. } => "too_long",
            Self::OutOfRange { .. } => "out_of_range",
            Self::ForbiddenCharacter => "forbidden_character",
            Self::NotOneOf { .. } => "not_one_of",
            Self::Malformed { .. } => "malformed",
            Self::Broken(code) => code,
        }
    }
}
