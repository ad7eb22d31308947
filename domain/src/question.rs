//! What an edition asks those who register, besides what every edition asks.

use serde::{Deserialize, Serialize};

use crate::values::{Texts, words};

words! {
    /// How a question is answered.
    pub enum QuestionKind {
        /// In words.
        Text = "text",
        /// By one of several choices.
        Choice = "choice",
        /// By any of several choices.
        Choices = "choices",
        /// By yes or no.
        YesNo = "yes_no",
        /// By a number.
        Number = "number",
    }
}

impl QuestionKind {
    /// Whether there is something to choose from.
    #[must_use]
    pub const fn has_choices(self) -> bool {
        match self {
            Self::Choice | Self::Choices => true,
            Self::Text | Self::YesNo | Self::Number => false,
        }
    }
}

/// A choice of a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Its key, unique in the question.
    pub key: String,
    /// What is read, by language.
    pub label: Texts,
}

/// A question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its key, unique in the edition.
    pub key: String,
    /// How it is answered.
    pub kind: QuestionKind,
    /// What is asked, by language.
    pub label: Texts,
    /// What there is to choose from; empty where nothing is.
    pub choices: Vec<Choice>,
    /// Whether nobody registers without an answer.
    pub required: bool,
    /// The profiles that are asked, by slug; empty: all.
    pub profiles: Vec<String>,
}
