//! What a field of a request may hold: the bound in the published document is the bound that is enforced.

use std::borrow::Cow;
use std::collections::BTreeMap;

use deserr::{DeserializeError, Deserr, ErrorKind, IntoValue, Sequence as _, Value, ValueKind};
use deserr::{ValuePointerRef, take_cf_content};
use palabre_domain::account::{GivenPassword, Password, SignInCode};
use palabre_domain::edition::{EditionState, Mode, Recognition};
use palabre_domain::organization::OrganizationRole;
use palabre_domain::partner::PartnerKind;
use palabre_domain::pool::Knowledge;
use palabre_domain::prototype::{OutcomeKind, Trajectory};
use palabre_domain::registration::RegistrationState;
use palabre_domain::staff::{StaffRole, StaffState};
use palabre_domain::team::TeamState;
use palabre_domain::values::{
    ChallengeId, Country, Email, EventId, Flaw, FromText, Language, Lines, LocalTime, Localized,
    OrganizationId, Phone, ReducedDate, RegistrationId, Shape, Slug, Text, TimeZone, UtcInstant, WebAddress,
};
use palabre_domain::window::WindowKind;
use utoipa::openapi::schema::{AdditionalProperties, ArrayBuilder, ObjectBuilder, SchemaFormat, Type};
use utoipa::openapi::{Ref, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::body::Flaws;

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

/// Names for what fields are made of, without parameters: the document's derive takes a generic type apart.
macro_rules! fields {
    ($($name:ident = $of:ty;)+) => {$(
        #[doc = concat!("A field that holds a `", stringify!($of), "`.")]
        pub type $name = $of;
    )+};
}

fields! {
    InEmail = In<Email>;
    InPassword = In<Password>;
    InGivenPassword = In<GivenPassword>;
    InSignInCode = In<SignInCode>;
    InLanguage = In<Language>;
    InSlug = In<Slug>;
    InWebAddress = In<WebAddress>;
    InCountry = In<Country>;
    InOrganizationRole = In<OrganizationRole>;
    InOrganizationId = In<OrganizationId>;
    InEventId = In<EventId>;
    InEditionState = In<EditionState>;
    InMode = In<Mode>;
    InRecognition = In<Recognition>;
    InWindowKind = In<WindowKind>;
    InPartnerKind = In<PartnerKind>;
    InStaffRole = In<StaffRole>;
    InStaffState = In<StaffState>;
    InLanguages = Few<InLanguage, 24>;
    InKnowledge = In<Knowledge>;
    InRegistrationState = In<RegistrationState>;
    PoolSize = Whole<0, 1_000_000>;
    WordingVersion = Whole<1, 1_000_000>;
    PoolSlugs = Few<InSlug, 20>;
    Languages = Few<InLanguage, 20>;
    Skills = Few<Text200, 50>;
    InPhone = In<Phone>;
    InReducedDate = In<ReducedDate>;
    InTimeZone = In<TimeZone>;
    InLocalTime = In<LocalTime>;
    InUtcInstant = In<UtcInstant>;
    InChallengeId = In<ChallengeId>;
    InRegistrationId = In<RegistrationId>;
    InTeamState = In<TeamState>;
    InOutcomeKind = In<OutcomeKind>;
    InTrajectory = In<Trajectory>;
    FewChallengeIds = Few<InChallengeId, 20>;
    Text64 = In<Text<64>>;
    Text200 = In<Text<200>>;
    Text500 = In<Text<500>>;
    Lines1000 = In<Lines<1000>>;
    Lines2000 = In<Lines<2000>>;
    Lines5000 = In<Lines<5000>>;
    Map200 = InMap<200>;
    Map1000 = InMap<1000>;
    Map5000 = InMap<5000>;
}

/// A text in several languages, each of at most `MAX` characters.
#[derive(Debug, Clone)]
pub struct InMap<const MAX: usize>(pub Localized<MAX>);

impl<const MAX: usize> Deserr<Flaws> for InMap<MAX> {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        let texts = BTreeMap::<String, String>::deserialize_from_value(value, at)?;
        Localized::parse(texts).map(Self).map_err(|flaws| {
            let mut all = Flaws::default();
            for (key, flaw) in flaws {
                match key {
                    Some(key) => all.push(at.push_key(&key), flaw),
                    None => all.push(at, flaw),
                }
            }
            all
        })
    }
}

impl<const MAX: usize> PartialSchema for InMap<MAX> {
    fn schema() -> RefOr<Schema> {
        let text =
            ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(MAX)).build();
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .description(Some(
                "A text by language (BCP 47 tag); the organization's default language is present.",
            ))
            .additional_properties(Some(AdditionalProperties::RefOr(RefOr::T(text.into()))))
            .max_properties(Some(Localized::<MAX>::MOST_LANGUAGES))
            .min_properties(Some(1))
            .into()
    }
}

impl<const MAX: usize> ToSchema for InMap<MAX> {
    fn name() -> Cow<'static, str> {
        format!("Localized{MAX}").into()
    }
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
fn wrong_type<V: IntoValue>(actual: Value<V>, accepted: &[ValueKind], at: ValuePointerRef<'_>) -> Flaws {
    take_cf_content(Flaws::error(None, ErrorKind::IncorrectValueKind { actual, accepted }, at))
}
