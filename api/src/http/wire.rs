//! What a field of a request may hold: the bound in the published document is the bound that is enforced.

use std::borrow::Cow;
use std::collections::BTreeMap;

use deserr::{DeserializeError, Deserr, ErrorKind, IntoValue, Map as _, Sequence as _, Value, ValueKind};
use deserr::{ValuePointerRef, take_cf_content};
use palabre_domain::values::{Flaw, FromText, Localized, LocalizedPatch, Shape};
use utoipa::openapi::schema::{
    AdditionalProperties, ArrayBuilder, ObjectBuilder, SchemaFormat, SchemaType, Type,
};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::body::Flaws;
pub use super::fields::*;

/// A value of the domain, read from one JSON string.
#[derive(Debug, Clone)]
pub struct In<T>(pub T);

impl<T: FromText> Deserr<Flaws> for In<T> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        match value {
            Value::String(text) => T::from_text(&text).map(Self).map_err(|flaw| Flaws::one(at, flaw)),
            other => Err(wrong_type(other, &[ValueKind::String], at)),
        }
    }
}

impl<T: FromText> PartialSchema for In<T> {
    fn schema() -> RefOr<Schema> {
        let Shape { name: _, min_length, max_length, pattern, format, one_of } = T::SHAPE;
        let mut object = ObjectBuilder::new().schema_type(Type::String);
        if one_of.is_empty() {
            object = object.min_length(Some(min_length)).max_length(Some(max_length)).pattern(pattern);
        } else {
            object = object.enum_values(Some(one_of.iter().copied()));
        }
        object.format(format.map(|format| SchemaFormat::Custom(format.to_owned()))).into()
    }
}

impl<T: FromText> ToSchema for In<T> {
    fn name() -> Cow<'static, str> {
        let shape = T::SHAPE;
        match shape.name {
            "Text" | "Lines" => format!("{}{}", shape.name, shape.max_length).into(),
            name => name.into(),
        }
    }
}

/// A text in several languages, each of at most `MAX` characters.
#[derive(Debug, Clone)]
pub struct InMap<const MAX: usize>(pub Localized<MAX>);

impl<const MAX: usize> Deserr<Flaws> for InMap<MAX> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        let texts = entries::<String, V>(value, at)?;
        Localized::parse(texts).map(Self).map_err(|flaws| keyed(flaws, at))
    }
}

impl<const MAX: usize> PartialSchema for InMap<MAX> {
    fn schema() -> RefOr<Schema> {
        by_language::<MAX>(Type::String.into())
            .description(Some(
                "A text by language (BCP 47 tag); the organization's default language is present.",
            ))
            .min_properties(Some(1))
            .into()
    }
}

impl<const MAX: usize> ToSchema for InMap<MAX> {
    fn name() -> Cow<'static, str> {
        format!("Localized{MAX}").into()
    }
}

/// A merge patch of a text in several languages: `null` takes a language away, those that it does not name stay.
#[derive(Debug, Clone)]
pub struct InMapPatch<const MAX: usize>(pub LocalizedPatch<MAX>);

impl<const MAX: usize> Deserr<Flaws> for InMapPatch<MAX> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        let changes = entries::<Option<String>, V>(value, at)?;
        LocalizedPatch::parse(changes).map(Self).map_err(|flaws| keyed(flaws, at))
    }
}

impl<const MAX: usize> PartialSchema for InMapPatch<MAX> {
    fn schema() -> RefOr<Schema> {
        by_language::<MAX>(SchemaType::from_iter([Type::String, Type::Null]))
            .description(Some(
                "A text by language (BCP 47 tag): one with `null` is taken away, one that is not named stays.",
            ))
            .into()
    }
}

impl<const MAX: usize> ToSchema for InMapPatch<MAX> {
    fn name() -> Cow<'static, str> {
        format!("LocalizedPatch{MAX}").into()
    }
}

/// The entries of a map, in the order of their keys. The reader's own maps leave out a value of another type, silently.
pub fn entries<T: Deserr<Flaws>, V: IntoValue>(
    value: Value<V>,
    at: ValuePointerRef<'_>,
) -> Result<BTreeMap<String, T>, Flaws> {
    let map = match value {
        Value::Map(map) => map,
        other => return Err(wrong_type(other, &[ValueKind::Map], at)),
    };
    let (mut entries, mut flaws) = (BTreeMap::new(), Flaws::default());
    for (key, value) in map.into_iter() {
        match T::deserialize_from_value(value.into_value(), at.push_key(&key)) {
            Ok(entry) => {
                entries.insert(key, entry);
            }
            Err(more) => flaws.0.extend(more.0),
        }
    }
    if flaws.0.is_empty() { Ok(entries) } else { Err(flaws) }
}

/// The schema of a map from tag to what `kind` says.
fn by_language<const MAX: usize>(kind: SchemaType) -> ObjectBuilder {
    let text = ObjectBuilder::new().schema_type(kind).min_length(Some(1)).max_length(Some(MAX)).build();
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(AdditionalProperties::RefOr(RefOr::T(text.into()))))
        .max_properties(Some(Localized::<MAX>::MOST_LANGUAGES))
}

/// The flaws of a map, each at its key or at the map itself.
fn keyed(flaws: Vec<(Option<String>, Flaw)>, at: ValuePointerRef<'_>) -> Flaws {
    let mut all = Flaws::default();
    for (key, flaw) in flaws {
        match key {
            Some(key) => all.push(at.push_key(&key), flaw),
            None => all.push(at, flaw),
        }
    }
    all
}

/// A whole number within bounds.
#[derive(Debug, Clone, Copy)]
pub struct Whole<const MIN: i64, const MAX: i64>(pub i64);

impl<const MIN: i64, const MAX: i64> Whole<MIN, MAX> {
    /// The number as an unsigned one; the bounds of every use are not negative.
    #[must_use]
    pub fn unsigned(self) -> u32 {
        u32::try_from(self.0).unwrap_or(0)
    }
}

impl<const MIN: i64, const MAX: i64> Deserr<Flaws> for Whole<MIN, MAX> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        let number = match value {
            Value::Integer(number) => i64::try_from(number).ok(),
            Value::NegativeInteger(number) => Some(number),
            other => return Err(wrong_type(other, &[ValueKind::Integer], at)),
        };
        number
            .filter(|number| (MIN..=MAX).contains(number))
            .map(Self)
            .ok_or_else(|| Flaws::one(at, Flaw::OutOfRange { min: MIN, max: MAX }))
    }
}

impl<const MIN: i64, const MAX: i64> PartialSchema for Whole<MIN, MAX> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::Custom("int64".to_owned())))
            .minimum(Some(MIN as f64))
            .maximum(Some(MAX as f64))
            .into()
    }
}

impl<const MIN: i64, const MAX: i64> ToSchema for Whole<MIN, MAX> {
    fn name() -> Cow<'static, str> {
        format!("Whole{MIN}To{MAX}").into()
    }
}

/// A list of at most `MAX` items.
#[derive(Debug, Clone)]
pub struct Few<T, const MAX: usize>(pub Vec<T>);

impl<T, const MAX: usize> Default for Few<T, MAX> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Deserr<Flaws>, const MAX: usize> Deserr<Flaws> for Few<T, MAX> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        if let Value::Sequence(items) = &value
            && items.len() > MAX
        {
            return Err(Flaws::one(at, Flaw::TooLong { max: MAX }));
        }
        Vec::deserialize_from_value(value, at).map(Self)
    }
}

impl<T: ToSchema, const MAX: usize> PartialSchema for Few<T, MAX> {
    fn schema() -> RefOr<Schema> {
        let items = if has_fields::<T>() { Ref::from_schema_name(T::name()).into() } else { T::schema() };
        ArrayBuilder::new().items(items).max_items(Some(MAX)).into()
    }
}

impl<T: ToSchema, const MAX: usize> ToSchema for Few<T, MAX> {
    fn name() -> Cow<'static, str> {
        format!("UpTo{MAX}{}", T::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        if has_fields::<T>() {
            schemas.push((T::name().into_owned(), T::schema()));
        }
        T::schemas(schemas);
    }
}

/// A list of at least `MIN` and at most `MAX` items.
#[derive(Debug, Clone)]
pub struct Several<T, const MIN: usize, const MAX: usize>(pub Vec<T>);

impl<T: Deserr<Flaws>, const MIN: usize, const MAX: usize> Deserr<Flaws> for Several<T, MIN, MAX> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        let Few(items) = Few::<T, MAX>::deserialize_from_value(value, at)?;
        if items.len() < MIN { Err(Flaws::one(at, Flaw::TooShort { min: MIN })) } else { Ok(Self(items)) }
    }
}

impl<T: ToSchema, const MIN: usize, const MAX: usize> PartialSchema for Several<T, MIN, MAX> {
    fn schema() -> RefOr<Schema> {
        match Few::<T, MAX>::schema() {
            RefOr::T(Schema::Array(mut array)) => {
                array.min_items = Some(MIN);
                array.into()
            }
            other => other,
        }
    }
}

impl<T: ToSchema, const MIN: usize, const MAX: usize> ToSchema for Several<T, MIN, MAX> {
    fn name() -> Cow<'static, str> {
        format!("{MIN}{}", Few::<T, MAX>::name()).into()
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Few::<T, MAX>::schemas(schemas);
    }
}

/// Whether a type is an object with fields, which the document names and refers to.
fn has_fields<T: PartialSchema>() -> bool {
    matches!(T::schema(), RefOr::T(Schema::Object(object)) if !object.properties.is_empty())
}

/// A field of a merge patch (RFC 7396): not there, taken away, or set. The document describes it by what it holds
/// (`#[schema(value_type = Option<…>)]`).
#[derive(Debug, Clone, Default)]
pub enum Patch<T> {
    /// The field is not in the patch: it stays as it is.
    #[default]
    Absent,
    /// `null`: it is taken away.
    Null,
    /// A new value.
    Value(T),
}

impl<T> Patch<T> {
    /// As use cases take it: `None` leaves it, `Some(None)` takes it away, `Some(Some(…))` sets it.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Option<Option<U>> {
        match self {
            Self::Absent => None,
            Self::Null => Some(None),
            Self::Value(value) => Some(Some(change(value))),
        }
    }
}

/// A field of a merge patch that can't be taken away: not there, or set; `null` is refused. The document describes it
/// by what it holds (`#[schema(value_type = …, required = false)]`).
#[derive(Debug, Clone)]
pub struct Change<T>(Option<T>);

impl<T> Default for Change<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Change<T> {
    /// As use cases take it: `None` leaves it as it is.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Option<U> {
        self.0.map(change)
    }
}

impl<T: Deserr<Flaws>> Deserr<Flaws> for Change<T> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        T::deserialize_from_value(value, at).map(Some).map(Self)
    }
}

impl<T: Deserr<Flaws>> Deserr<Flaws> for Patch<T> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        match value {
            Value::Null => Ok(Self::Null),
            value => T::deserialize_from_value(value, at).map(Self::Value),
        }
    }
}

/// The flaw of a value of another JSON type.
pub fn wrong_type<V: IntoValue>(actual: Value<V>, accepted: &[ValueKind], at: ValuePointerRef<'_>) -> Flaws {
    take_cf_content(Flaws::error(None, ErrorKind::IncorrectValueKind { actual, accepted }, at))
}
