//! Answers to the questions of an edition: what each kind of question takes.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::question::{MOST, Question, QuestionKind};
use crate::values::{Flaw, FromText as _, Lines};

/// The most that is answered by a number, either way.
pub const LARGEST: i64 = 1_000_000_000_000;

/// An answer, as it is said.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum FormAnswer {
    /// Yes or no.
    YesNo(bool),
    /// A whole number.
    Whole(i64),
    /// Another number.
    Number(f64),
    /// In words; or the key of a choice.
    Text(String),
    /// The keys of choices.
    Keys(Vec<String>),
}

/// Answers, by the keys of their questions.
pub type FormAnswers = BTreeMap<String, FormAnswer>;

/// What to change of answers: `None` takes one away.
pub type FormChanges = BTreeMap<String, Option<FormAnswer>>;

/// Flaws beside the JSON pointers of what they lie in.
type Flaws = Vec<(String, Flaw)>;

/// The answers of somebody who registers with a profile, once each is one that its question takes, and none is missing
/// that is due.
///
/// # Errors
/// Each flaw under its pointer. Codes: `unknown_question` (also one that others are asked), `missing_field`, `wrong_type`,
/// `unknown_choice`, `choice_twice`, `out_of_range`, and those of a text.
pub fn taken(questions: &[Question], profile: &str, given: FormAnswers) -> Result<FormAnswers, Flaws> {
    let none = FormAnswers::new();
    let changes = given.into_iter().map(|(key, answer)| (key, Some(answer))).collect();
    let due = questions.iter().map(|question| question.key.as_str()).collect();
    merged(questions, profile, none, changes, &due)
}

/// The answers of somebody after they changed some; the others stay as they are, to questions that are asked no more, too.
///
/// # Errors
/// As [`taken`], but only for what is changed: what became due since is not asked for. `too_long` where there are more of
/// them than an edition has questions.
pub fn changed(
    questions: &[Question],
    profile: &str,
    kept: FormAnswers,
    changes: FormChanges,
) -> Result<FormAnswers, Flaws> {
    let named: Vec<String> = changes.keys().cloned().collect();
    let due = named.iter().map(String::as_str).collect();
    merged(questions, profile, kept, changes, &due)
}

fn merged(
    questions: &[Question],
    profile: &str,
    mut answers: FormAnswers,
    changes: FormChanges,
    due: &BTreeSet<&str>,
) -> Result<FormAnswers, Flaws> {
    let asked = || questions.iter().filter(|question| question.is_asked_of(profile));
    let mut flaws = Flaws::new();
    for (key, change) in changes {
        let Some(answer) = change else {
            answers.remove(&key);
            continue;
        };
        match asked().find(|question| question.key == key) {
            None => flaws.push((pointer(&key), Flaw::Broken("unknown_question"))),
            Some(question) => match fitting(question, answer) {
                Ok(answer) => {
                    answers.insert(key, answer);
                }
                Err((rest, flaw)) => flaws.push((pointer(&key) + &rest, flaw)),
            },
        }
    }
    let wrong =
        |question: &Question| flaws.iter().any(|(place, _)| place.starts_with(&pointer(&question.key)));
    let missing: Flaws = asked()
        .filter(|question| question.required && due.contains(question.key.as_str()))
        .filter(|question| !answers.contains_key(&question.key) && !wrong(question))
        .map(|question| (pointer(&question.key), Flaw::Missing))
        .collect();
    flaws.extend(missing);
    if answers.len() > MOST {
        flaws.push(("/answers".to_owned(), Flaw::TooLong { max: MOST }));
    }
    if flaws.is_empty() { Ok(answers) } else { Err(flaws) }
}

/// The JSON pointer (RFC 6901) of an answer.
fn pointer(key: &str) -> String {
    format!("/answers/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// An answer that its question takes; a flaw stands beside the rest of its pointer.
///
/// One of several choices is its key, or a list with that key alone: both are said by those who fill in forms.
fn fitting(question: &Question, answer: FormAnswer) -> Result<FormAnswer, (String, Flaw)> {
    let whole = |flaw| (String::new(), flaw);
    match (question.kind, answer) {
        (QuestionKind::Text, FormAnswer::Text(text)) => {
            Lines::<2000>::from_text(&text).map(|text| FormAnswer::Text(text.into())).map_err(whole)
        }
        (QuestionKind::YesNo, answer @ FormAnswer::YesNo(_)) => Ok(answer),
        (QuestionKind::Number, FormAnswer::Whole(number)) if (-LARGEST..=LARGEST).contains(&number) => {
            Ok(FormAnswer::Whole(number))
        }
        (QuestionKind::Number, FormAnswer::Number(number)) if number.abs() <= LARGEST as f64 => {
            Ok(FormAnswer::Number(number))
        }
        (QuestionKind::Number, FormAnswer::Whole(_) | FormAnswer::Number(_)) => {
            Err(whole(Flaw::OutOfRange { min: -LARGEST, max: LARGEST }))
        }
        (QuestionKind::Choice, FormAnswer::Text(key)) => match is_choice(question, &key) {
            true => Ok(FormAnswer::Text(key)),
            false => Err(whole(Flaw::Broken("unknown_choice"))),
        },
        (QuestionKind::Choice, FormAnswer::Keys(keys)) if keys.len() > 1 => {
            Err(whole(Flaw::TooLong { max: 1 }))
        }
        (QuestionKind::Choice | QuestionKind::Choices, FormAnswer::Keys(keys)) => chosen(question, keys),
        (kind, _) => Err(whole(Flaw::WrongType { expected: expected(kind).to_owned() })),
    }
}

fn chosen(question: &Question, keys: Vec<String>) -> Result<FormAnswer, (String, Flaw)> {
    let fewest = usize::from(question.required || question.kind == QuestionKind::Choice);
    if keys.len() < fewest {
        return Err((String::new(), Flaw::TooShort { min: fewest }));
    }
    let mut seen = BTreeSet::new();
    for (at, key) in keys.iter().enumerate() {
        let code = match (is_choice(question, key), seen.insert(key)) {
            (false, _) => "unknown_choice",
            (true, false) => "choice_twice",
            (true, true) => continue,
        };
        return Err((format!("/{at}"), Flaw::Broken(code)));
    }
    Ok(FormAnswer::Keys(keys))
}

fn is_choice(question: &Question, key: &str) -> bool {
    question.choices.iter().any(|choice| choice.key == key)
}

/// The JSON types that a question takes.
fn expected(kind: QuestionKind) -> &'static str {
    match kind {
        QuestionKind::Text => "string",
        QuestionKind::Choice => "string, array",
        QuestionKind::Choices => "array",
        QuestionKind::YesNo => "boolean",
        QuestionKind::Number => "number",
    }
}

#[cfg(test)]
mod tests;
