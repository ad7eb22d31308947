//! What is wrong with a field, in one sentence that says how to put it right.

mod de;
mod en;
mod fr;
mod nl;

use palabre_domain::values::Flaw;

use crate::usecase::Tongue;

/// How one language speaks of fields.
struct Phrases {
    missing: &'static str,
    unknown_field: &'static str,
    wrong_type: fn(&str) -> String,
    or: &'static str,
    too_short: fn(usize) -> String,
    too_long: fn(usize) -> String,
    out_of_range: fn(i64, i64) -> String,
    forbidden_character: &'static str,
    not_one_of: fn(&str) -> String,
    any_form: &'static str,
    any_rule: &'static str,
    forms: &'static [(&'static str, &'static str)],
    rules: &'static [(&'static str, &'static str)],
}

/// What is wrong with a field.
#[must_use]
pub fn flaw(flaw: &Flaw, tongue: Tongue) -> String {
    let phrases = phrases(tongue);
    match flaw {
        Flaw::Missing => phrases.missing.to_owned(),
        Flaw::UnknownField => phrases.unknown_field.to_owned(),
        Flaw::WrongType { expected } => (phrases.wrong_type)(&json_types(expected, phrases.or)),
        Flaw::TooShort { min } => (phrases.too_short)(*min),
        Flaw::TooLong { max } => (phrases.too_long)(*max),
        Flaw::OutOfRange { min, max } => (phrases.out_of_range)(*min, *max),
        Flaw::ForbiddenCharacter => phrases.forbidden_character.to_owned(),
        Flaw::NotOneOf { allowed } => (phrases.not_one_of)(&allowed.join(", ")),
        Flaw::Malformed { form } => sentence(phrases.forms, form, phrases.any_form),
        Flaw::Broken(rule) => sentence(phrases.rules, rule, phrases.any_rule),
    }
}

fn phrases(tongue: Tongue) -> &'static Phrases {
    match tongue {
        Tongue::En => &en::PHRASES,
        Tongue::Fr => &fr::PHRASES,
        Tongue::Nl => &nl::PHRASES,
        Tongue::De => &de::PHRASES,
    }
}

fn sentence(sentences: &[(&str, &str)], code: &str, any: &str) -> String {
    let found = sentences.iter().find(|(known, _)| *known == code);
    found.map_or(any, |(_, sentence)| sentence).to_owned()
}

/// The JSON types by the names that the published document uses, where the parser has names of its own.
fn json_types(expected: &str, or: &str) -> String {
    let mut types: Vec<&str> = Vec::new();
    for kind in expected.split(',') {
        let kind = match kind.trim() {
            "map" => "object",
            "sequence" => "array",
            "float" => "number",
            "negativeinteger" => "integer",
            other => other,
        };
        if !types.contains(&kind) {
            types.push(kind);
        }
    }
    // A whole number is a number: naming both explains nothing.
    if types.contains(&"number") {
        types.retain(|kind| *kind != "integer");
    }
    types.join(&format!(" {or} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(sentences: &[(&'static str, &'static str)]) -> Vec<&'static str> {
        sentences.iter().map(|(code, _)| *code).collect()
    }

    #[test]
    fn every_language_knows_the_same_forms_and_rules_in_the_same_order() {
        for tongue in Tongue::ALL {
            assert_eq!(codes(phrases(tongue).forms), codes(en::PHRASES.forms), "{tongue:?}");
            assert_eq!(codes(phrases(tongue).rules), codes(en::PHRASES.rules), "{tongue:?}");
        }
    }

    #[test]
    fn no_code_comes_twice() {
        for sentences in [en::PHRASES.forms, en::PHRASES.rules] {
            let mut codes = codes(sentences);
            codes.sort_unstable();
            codes.dedup();
            assert_eq!(codes.len(), sentences.len());
        }
    }

    #[test]
    fn every_flaw_is_told_in_a_sentence_of_each_language() {
        let mut flaws = vec![
            Flaw::Missing,
            Flaw::UnknownField,
            Flaw::WrongType { expected: "string".to_owned() },
            Flaw::TooShort { min: 15 },
            Flaw::TooLong { max: 256 },
            Flaw::OutOfRange { min: 1, max: 200 },
            Flaw::ForbiddenCharacter,
            Flaw::NotOneOf { allowed: &["owner", "viewer"] },
            Flaw::Malformed { form: "no_such_form" },
            Flaw::Broken("no_such_rule"),
        ];
        flaws.extend(codes(en::PHRASES.forms).into_iter().map(|form| Flaw::Malformed { form }));
        flaws.extend(codes(en::PHRASES.rules).into_iter().map(Flaw::Broken));
        for found in flaws {
            let told: Vec<String> = Tongue::ALL.iter().map(|tongue| flaw(&found, *tongue)).collect();
            for (at, text) in told.iter().enumerate() {
                assert!(text.len() > 1 && text.ends_with('.'), "{found:?}: {text}");
                assert!(!told[..at].contains(text), "{found:?} in two languages: {text}");
            }
        }
    }

    #[test]
    fn numbers_and_values_are_told() {
        for tongue in Tongue::ALL {
            assert!(flaw(&Flaw::TooShort { min: 15 }, tongue).contains("15"));
            assert!(flaw(&Flaw::TooLong { max: 256 }, tongue).contains("256"));
            let range = flaw(&Flaw::OutOfRange { min: -7, max: 200 }, tongue);
            assert!(range.contains("-7") && range.contains("200"), "{range}");
            let values = flaw(&Flaw::NotOneOf { allowed: &["owner", "viewer"] }, tongue);
            assert!(values.contains("owner, viewer"), "{values}");
        }
    }

    #[test]
    fn types_are_named_as_in_json() {
        assert_eq!(json_types("string", "or"), "string");
        assert_eq!(json_types("null, map", "or"), "null or object");
        assert_eq!(json_types("integer, negativeinteger", "ou"), "integer");
        assert_eq!(json_types("integer, negativeinteger, float", "of"), "number");
        assert_eq!(json_types("sequence", "oder"), "array");
    }
}
