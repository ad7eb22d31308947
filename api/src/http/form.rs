//! Answers to the questions of an edition, as they are said and shown.

use std::borrow::Cow;
use std::collections::BTreeMap;

use deserr::{Deserr, IntoValue, Sequence as _, Value, ValueKind, ValuePointerRef};
use palabre_domain::answer::{FormAnswer, FormAnswers, FormChanges, LARGEST};
use palabre_domain::question::MOST;
use palabre_domain::values::Flaw;
use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, ObjectBuilder, OneOfBuilder, SchemaType, Type,
};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::body::Flaws;
use super::wire::{entries, wrong_type};

/// The longest text that is an answer; the rule of the domain, said in the document.
const LONGEST: usize = 2000;

/// One answer; whether its question takes it is asked where the question is known.
#[derive(Debug, Clone)]
struct InFormAnswer(FormAnswer);

impl Deserr<Flaws> for InFormAnswer {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        let too_large = || Flaws::one(at, Flaw::OutOfRange { min: -LARGEST, max: LARGEST });
        let answer = match value {
            Value::Boolean(answer) => FormAnswer::YesNo(answer),
            Value::Integer(number) => FormAnswer::Whole(i64::try_from(number).map_err(|_| too_large())?),
            Value::NegativeInteger(number) => FormAnswer::Whole(number),
            Value::Float(number) if number.is_finite() => FormAnswer::Number(number),
            Value::Float(_) => return Err(too_large()),
            Value::String(text) => FormAnswer::Text(text),
            Value::Sequence(keys) if keys.len() > MOST => {
                return Err(Flaws::one(at, Flaw::TooLong { max: MOST }));
            }
            keys @ Value::Sequence(_) => FormAnswer::Keys(Vec::deserialize_from_value(keys, at)?),
            other @ (Value::Null | Value::Map(_)) => {
                let kinds = [ValueKind::String, ValueKind::Float, ValueKind::Boolean, ValueKind::Sequence];
                return Err(wrong_type(other, &kinds, at));
            }
        };
        Ok(Self(answer))
    }
}

fn few<T>(answers: BTreeMap<String, T>, at: ValuePointerRef<'_>) -> Result<BTreeMap<String, T>, Flaws> {
    if answers.len() > MOST { Err(Flaws::one(at, Flaw::TooLong { max: MOST })) } else { Ok(answers) }
}

/// Answers, by the keys of their questions.
#[derive(Debug, Clone, Default)]
pub struct InAnswers(pub FormAnswers);

impl Deserr<Flaws> for InAnswers {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        let answers = few(entries::<InFormAnswer, V>(value, at)?, at)?;
        Ok(Self(answers.into_iter().map(|(key, InFormAnswer(answer))| (key, answer)).collect()))
    }
}

/// A merge patch of answers: `null` takes one away, those that it does not name stay.
#[derive(Debug, Clone)]
pub struct InAnswersPatch(pub FormChanges);

impl Deserr<Flaws> for InAnswersPatch {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        let changes = few(entries::<Option<InFormAnswer>, V>(value, at)?, at)?;
        let plain = |(key, change): (String, Option<InFormAnswer>)| (key, change.map(|answer| answer.0));
        Ok(Self(changes.into_iter().map(plain).collect()))
    }
}

/// The schema of a map from key to answer.
fn by_key(takes_null: bool, description: &str) -> RefOr<Schema> {
    let of = |kind| ObjectBuilder::new().schema_type(SchemaType::Type(kind));
    let key = of(Type::String).min_length(Some(1)).max_length(Some(64));
    let keys = ArrayBuilder::new().items(key).max_items(Some(MOST));
    let largest = LARGEST as f64;
    let mut answer = OneOfBuilder::new()
        .item(of(Type::String).min_length(Some(1)).max_length(Some(LONGEST)))
        .item(of(Type::Number).minimum(Some(-largest)).maximum(Some(largest)))
        .item(of(Type::Boolean))
        .item(keys);
    if takes_null {
        answer = answer.item(of(Type::Null));
    }
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some(description))
        .additional_properties(Some(AdditionalProperties::RefOr(RefOr::T(answer.build().into()))))
        .max_properties(Some(MOST))
        .into()
}

impl PartialSchema for InAnswers {
    fn schema() -> RefOr<Schema> {
        by_key(
            false,
            "Answers, by the keys of the edition's questions: a text (or the key of a choice), a number, yes or no, or the keys of choices.",
        )
    }
}

impl ToSchema for InAnswers {
    fn name() -> Cow<'static, str> {
        "FormAnswers".into()
    }
}

impl PartialSchema for InAnswersPatch {
    fn schema() -> RefOr<Schema> {
        by_key(
            true,
            "Answers, by the keys of the edition's questions: one with `null` is taken away, one that is not named stays.",
        )
    }
}

impl ToSchema for InAnswersPatch {
    fn name() -> Cow<'static, str> {
        "FormAnswersPatch".into()
    }
}
