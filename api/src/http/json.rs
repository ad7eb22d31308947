//! Bodies as JSON. A key that stands twice in one object is told, where the usual reader lets the last one win in silence.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// How many keys that come twice are told.
const MOST_TOLD: usize = 50;

/// A body, and the pointers of the keys that it has twice.
pub struct Read {
    /// What was read.
    pub value: Value,
    /// Where a key stands that was there already.
    pub twice: Vec<String>,
}

/// Reads a body; nothing at all is the same as `{}`.
///
/// # Errors
/// What is no JSON.
pub fn read(bytes: &[u8]) -> Result<Read, serde_json::Error> {
    if bytes.is_empty() {
        return Ok(Read { value: Value::Object(Map::new()), twice: Vec::new() });
    }
    let twice = RefCell::default();
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = Place { pointer: String::new(), twice: &twice }.deserialize(&mut json)?;
    json.end()?;
    Ok(Read { value, twice: twice.into_inner() })
}

/// A place in a body that is being read.
struct Place<'a> {
    pointer: String,
    twice: &'a RefCell<Vec<String>>,
}

impl Place<'_> {
    fn below(&self, step: &str) -> Self {
        let step = step.replace('~', "~0").replace('/', "~1");
        Self { pointer: format!("{}/{step}", self.pointer), twice: self.twice }
    }
}

impl<'de> DeserializeSeed<'de> for Place<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Place<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(number.into())
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Number::from_f64(number).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_string<E: Error>(self, text: String) -> Result<Value, E> {
        Ok(text.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.below(&list.len().to_string()))? {
            list.push(item);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut object = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let place = self.below(&key);
            if object.contains_key(&key) {
                let mut twice = self.twice.borrow_mut();
                if twice.len() < MOST_TOLD {
                    twice.push(place.pointer.chars().take(200).collect());
                }
            }
            let value = entries.next_value_seed(place)?;
            object.insert(key, value);
        }
        Ok(object.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_reads_what_the_usual_reader_reads() {
        for text in [
            "{}",
            "[]",
            "null",
            "true",
            "-1",
            "18446744073709551615",
            "1.5e3",
            "\"é\\u00e9\"",
            "{\"a\": [1, {\"b\": null}], \"c\": \"\"}",
        ] {
            let read = read(text.as_bytes()).unwrap();
            assert_eq!(read.value, serde_json::from_str::<Value>(text).unwrap(), "{text}");
            assert_eq!(read.twice, Vec::<String>::new());
        }
        for text in ["{", "{} {}", "[1,]", "nul", "\"\\ud800\"", "{\"a\" 1}", "\u{1}"] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
        assert!(read("[".repeat(10_000).as_bytes()).is_err());
        assert_eq!(read(b"").unwrap().value, serde_json::json!({}));
    }

    #[test]
    fn a_key_that_comes_twice_is_told_where_it_stands() {
        let read = read(br#"{"a": [{"b/c": 1, "b/c": 2}], "a": 3, "d": {"e": {}, "e": {}}}"#).unwrap();
        assert_eq!(read.twice, ["/a/0/b~1c", "/a", "/d/e"]);
    }
}
