//! A number that may be whole or not, read and given back as people write it: 80 stays 80 and does not become 80.0.

use std::borrow::Cow;

use deserr::{DeserializeError, Deserr, ErrorKind, IntoValue, Value, ValueKind};
use deserr::{ValuePointerRef, take_cf_content};
use palabre_domain::figure::LARGEST;
use palabre_domain::values::Flaw;
use serde::{Serialize, Serializer};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::body::Flaws;

/// A number within the bounds of a figure.
#[derive(Debug, Clone, Copy)]
pub struct Decimal(pub f64);

impl Deserr<Flaws> for Decimal {
    fn deserialize_from_value<V: IntoValue>(value: Value<V>, at: ValuePointerRef<'_>) -> Result<Self, Flaws> {
        let number = match value {
            Value::Integer(number) => number as f64,
            Value::NegativeInteger(number) => number as f64,
            Value::Float(number) => number,
            actual => {
                let accepted = &[ValueKind::Float];
                let flaw = ErrorKind::IncorrectValueKind { actual, accepted };
                return Err(take_cf_content(Flaws::error(None, flaw, at)));
            }
        };
        let largest = LARGEST as f64;
        if (-largest..=largest).contains(&number) {
            // Nought has no sign.
            Ok(Self(number + 0.0))
        } else {
            Err(Flaws::one(at, Flaw::OutOfRange { min: -LARGEST, max: LARGEST }))
        }
    }
}

impl Serialize for Decimal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Whole numbers within the bounds are exact in both forms.
        if self.0.fract() == 0.0 {
            serializer.serialize_i64(self.0 as i64)
        } else {
            serializer.serialize_f64(self.0)
        }
    }
}

impl PartialSchema for Decimal {
    fn schema() -> RefOr<Schema> {
        let largest = LARGEST as f64;
        ObjectBuilder::new().schema_type(Type::Number).minimum(Some(-largest)).maximum(Some(largest)).into()
    }
}

impl ToSchema for Decimal {
    fn name() -> Cow<'static, str> {
        "Decimal".into()
    }
}
