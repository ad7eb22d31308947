//! What an edition asks those who register, besides what every edition asks.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::repeated::{named, twice};
use crate::values::{Flaw, Texts, words};

/// The most questions of one edition, and the most choices of one question.
pub const MOST: usize = 100;

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

impl Question {
    /// Whether those who register with this profile are asked.
    #[must_use]
    pub fn is_asked_of(&self, profile: &str) -> bool {
        self.profiles.is_empty() || self.profiles.iter().any(|slug| slug == profile)
    }
}

/// What makes questions ones that nobody can answer: each flaw under its JSON pointer, which begins with `/questions`.
///
/// Codes: `key_twice`, `too_short` (nothing to choose from), `not_allowed_here` (choices where nothing is chosen),
/// `unknown_profile`, `profile_twice`.
#[must_use]
pub fn check(questions: &[Question], profiles: &BTreeSet<&str>) -> Vec<(String, Flaw)> {
    let mut flaws = Vec::new();
    twice("/questions", "key", questions.iter().map(|question| question.key.as_str()), &mut flaws);
    for (at, question) in questions.iter().enumerate() {
        let pointer = format!("/questions/{at}/choices");
        match (question.kind.has_choices(), question.choices.is_empty()) {
            (true, true) => flaws.push((pointer.clone(), Flaw::TooShort { min: 1 })),
            (false, false) => flaws.push((pointer.clone(), Flaw::Broken("not_allowed_here"))),
            (true, false) | (false, true) => {}
        }
        twice(&pointer, "key", question.choices.iter().map(|choice| choice.key.as_str()), &mut flaws);
        let codes = ("unknown_profile", "profile_twice");
        named(&format!("/questions/{at}/profiles"), &question.profiles, profiles, codes, &mut flaws);
    }
    flaws
}

/// Every text of questions, under its JSON pointer.
#[must_use]
pub fn texts(questions: &[Question]) -> Vec<(String, &Texts)> {
    let mut texts = Vec::new();
    for (at, question) in questions.iter().enumerate() {
        texts.push((format!("/questions/{at}/label"), &question.label));
        for (place, choice) in question.choices.iter().enumerate() {
            texts.push((format!("/questions/{at}/choices/{place}/label"), &choice.label));
        }
    }
    texts
}
