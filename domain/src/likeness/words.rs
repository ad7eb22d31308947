//! From a text to its terms.

use std::collections::BTreeMap;

use rust_stemmers::{Algorithm, Stemmer};
use serde::{Deserialize, Serialize};

use super::stop_words::stop_words;
use crate::values::fold;

/// A word that a text is about: its stem, how often it stands there, and how it was first written.
///
/// The stem is what is compared, the form is what people are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term(pub String, pub u16, pub String);

/// What a text is about: its terms, each once, in the order of their stems.
///
/// They depend on the text and its language and on nothing else, so that they can be kept beside it and a new statement
/// costs only its own. They are the wording in another order: they are read, kept and removed as the wording is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Term>")]
pub struct Terms(Vec<Term>);

impl Terms {
    /// The number of the rules by which texts become terms; terms kept under another number are made anew.
    pub const RULES: u16 = 1;

    /// The terms of a text in the language of this BCP 47 tag.
    ///
    /// French, German, Dutch and English lose their stop words and endings. Of other languages every word counts, as
    /// it is written but for case and accents.
    #[must_use]
    pub fn of(text: &str, language: &str) -> Self {
        let language = language.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let stop_words = stop_words(&language);
        let stemmer = algorithm(&language).map(Stemmer::create);
        let mut found = BTreeMap::<String, (u16, String)>::new();
        for written in text.split(|c: char| !is_of_a_word(c)) {
            let folded = fold(written);
            for word in folded.split(|c: char| !c.is_alphanumeric()) {
                // What is left of `l'`, `d'` and `'s` is one letter.
                if word.len() < 2 || stop_words.binary_search(&word).is_ok() {
                    continue;
                }
                let stem = stemmer.as_ref().map_or_else(|| word.into(), |stemmer| stemmer.stem(word));
                // Signs of other scripts become several words, of which none was written.
                let form = || if word.len() == folded.len() { written } else { word };
                let (count, _) = found.entry(stem.into_owned()).or_insert_with(|| (0, form().to_owned()));
                *count = count.saturating_add(1);
            }
        }
        Self(found.into_iter().map(|(stem, (count, form))| Term(stem, count, form)).collect())
    }

    /// Each term, in the order of their stems.
    pub fn iter(&self) -> impl Iterator<Item = &Term> {
        self.0.iter()
    }

    /// Whether the text says nothing that could be compared.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Terms that were kept; whatever was done to them, each is there once and in order.
impl From<Vec<Term>> for Terms {
    fn from(kept: Vec<Term>) -> Self {
        let mut found = BTreeMap::<String, (u16, String)>::new();
        for Term(stem, count, form) in
            kept.into_iter().filter(|Term(stem, count, _)| !stem.is_empty() && *count > 0)
        {
            let (sum, _) = found.entry(stem).or_insert((0, form));
            *sum = sum.saturating_add(count);
        }
        Self(found.into_iter().map(|(stem, (count, form))| Term(stem, count, form)).collect())
    }
}

/// Whether a word goes on with this sign. Accents may be signs of their own (`e` and `◌́`), and don't end it.
fn is_of_a_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '\u{300}'..='\u{36f}')
}

fn algorithm(language: &str) -> Option<Algorithm> {
    match language {
        "de" => Some(Algorithm::German),
        "en" => Some(Algorithm::English),
        "fr" => Some(Algorithm::French),
        "nl" => Some(Algorithm::Dutch),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stems(text: &str, language: &str) -> Vec<String> {
        Terms::of(text, language).iter().map(|Term(stem, ..)| stem.clone()).collect()
    }

    #[test]
    fn case_accents_and_elisions_are_gone() {
        let accented = stems("L’isolement d'élèves qu'on a oubliés aujourd'hui", "fr");
        assert_eq!(accented, stems("ISOLEMENT ELEVES OUBLIES", "fr-BE"));
        assert_eq!(accented, ["elev", "isol", "oubl"]);
        // An accent that is a sign of its own.
        assert_eq!(stems("e\u{301}le\u{300}ves", "fr"), ["elev"]);
        assert_eq!(stems("Die Häuser, das Haus", "de-AT"), ["haus"]);
    }

    #[test]
    fn a_language_that_is_not_known_keeps_every_word() {
        assert_eq!(stems("Las casas de la casa", "es"), ["casa", "casas", "de", "la", "las"]);
        assert_eq!(stems("北京", "zh-Hant"), ["bei", "jing"]);
    }

    #[test]
    fn a_term_is_shown_as_it_was_written_first() {
        let terms = Terms::of("Wohnungen fehlen. Die Wohnung!", "de");
        assert_eq!(
            terms.iter().cloned().collect::<Vec<_>>(),
            [Term("fehl".into(), 1, "fehlen".into()), Term("wohnung".into(), 2, "Wohnungen".into())]
        );
    }

    #[test]
    fn terms_are_kept_as_json() {
        let terms = Terms::of("Wohnungen fehlen. Die Wohnung!", "de");
        let kept = serde_json::to_string(&terms).expect("terms are plain");
        assert_eq!(kept, r#"[["fehl",1,"fehlen"],["wohnung",2,"Wohnungen"]]"#);
        assert_eq!(serde_json::from_str::<Terms>(&kept).expect("it was just written"), terms);
        let by_hand = r#"[["b",65535,"B"],["a",1,"A"],["b",7,"b"],["",1,""],["c",0,"c"]]"#;
        let read = serde_json::from_str::<Terms>(by_hand).expect("its shape is right");
        assert_eq!(
            serde_json::to_string(&read).expect("terms are plain"),
            r#"[["a",1,"A"],["b",65535,"B"]]"#
        );
    }

    #[test]
    fn stop_words_are_written_as_they_are_looked_for() {
        for language in ["de", "en", "fr", "nl"] {
            let words = stop_words(language);
            assert!(words.is_sorted_by(|a, b| a < b), "{language}");
            for word in words {
                assert!(word.len() > 1 && fold(word) == *word, "{word}");
            }
        }
    }
}
