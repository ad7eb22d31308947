//! Searching by words: what of a text can be found, and what is looked for.
//!
//! Both databases are asked for words that were made here, so that they find the same: case, accents and ligatures are
//! gone, and what is no letter and no digit is between two words.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::values::fold;

/// The longest word, in characters; of one that is longer so much counts, here and there.
const LONGEST_WORD: usize = 64;

/// The most words that are looked for; whoever pastes a page finds what has its first ones.
const MOST_WORDS: usize = 10;

/// The words by which texts are found, each once.
#[must_use]
pub fn words<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    texts.into_iter().flat_map(in_order).collect()
}

fn in_order(text: &str) -> Vec<String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| word.chars().take(LONGEST_WORD).collect()).collect()
}

/// The longest word that is looked for as it stands: of what begins with one or two letters there is too much in any text,
/// and `IA` or `QR` is not meant as a beginning.
const LONGEST_WHOLE: usize = 2;

/// What is looked for: all of these words, in whatever order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sought(Vec<SoughtWord>);

/// A word as it is looked for. Words are of ASCII letters and digits, so that every database compares them alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SoughtWord {
    /// This word and no other: a short one, `IA`, `de`, what is left of `l'`.
    Whole(String),
    /// Words from this one on that are below the other one: those that begin like it.
    Beginning {
        /// The beginning itself, the first of them.
        from: String,
        /// What comes after all of them.
        below: String,
    },
}

impl Sought {
    /// The words of what somebody typed, the longest first: few texts have it, and a search begins there.
    ///
    /// There is none in what is neither letters nor digits, and then nothing is found.
    #[must_use]
    pub fn of(typed: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        for word in in_order(typed) {
            if words.len() < MOST_WORDS && !words.contains(&word) {
                words.push(word);
            }
        }
        words.sort_by_key(|word| Reverse(word.len()));
        Self(words.into_iter().map(SoughtWord::of).collect())
    }

    /// Each word, the longest first.
    #[must_use]
    pub fn words(&self) -> &[SoughtWord] {
        &self.0
    }
}

impl SoughtWord {
    fn of(word: String) -> Self {
        if word.len() <= LONGEST_WHOLE {
            return Self::Whole(word);
        }
        // Above every letter and digit.
        Self::Beginning { below: format!("{word}~"), from: word }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(text: &str) -> Vec<String> {
        words([text]).into_iter().collect()
    }

    fn finds(typed: &str, text: &str) -> bool {
        let (sought, words) = (Sought::of(typed), words([text]));
        let has = |sought: &SoughtWord| match sought {
            SoughtWord::Whole(word) => words.contains(word),
            SoughtWord::Beginning { from, below } => words.iter().any(|word| (from..below).contains(&word)),
        };
        !sought.words().is_empty() && sought.words().iter().all(has)
    }

    #[test]
    fn words_are_what_stands_between_signs_without_case_and_accents() {
        assert_eq!(found("L’école, l'ÉCOLE : 100 % d’œuvres !"), ["100", "d", "ecole", "l", "oeuvres"]);
        assert_eq!(found("e\u{301}lève"), ["eleve"]);
        assert_eq!(found("Straße · 北京"), ["bei", "jing", "strasse"]);
        assert_eq!(found(" … !? "), Vec::<String>::new());
        assert_eq!(found(&"ab".repeat(500)), ["ab".repeat(32)]);
        assert_eq!(words(["Un mot", "un autre mot"]).len(), 3);
    }

    #[test]
    fn all_words_are_looked_for_by_how_they_begin() {
        for (typed, text, due) in [
            ("LOGEM", "Le logement est trop cher.", true),
            ("cher logement", "Le logement est trop cher.", true),
            ("cher maison", "Le logement est trop cher.", false),
            ("gement", "Le logement est trop cher.", false),
            ("l'école", "L’École ferme.", true),
            ("e", "L’École ferme.", false),
            ("l", "L’École ferme.", true),
            ("ec", "L’École ferme.", false),
            ("eco", "L’École ferme.", true),
            ("ia", "L'IA a dit non.", true),
            ("%", "100 % en ligne", false),
            ("100 %", "100 % en ligne", true),
            (&"ab".repeat(100), &"ab".repeat(400), true),
        ] {
            assert_eq!(finds(typed, text), due, "{typed} in {text}");
        }
    }

    #[test]
    fn the_longest_word_comes_first_and_the_tenth_is_the_last() {
        let twelve = Sought::of("a bb ccc dddd ee ff gg hh ii jj kkkkkkkk ll bb");
        assert_eq!(twelve.words().len(), MOST_WORDS);
        let first = SoughtWord::Beginning { from: "dddd".to_owned(), below: "dddd~".to_owned() };
        assert_eq!(twelve.words().first(), Some(&first));
    }

    proptest! {
        /// Whatever is written, each of its words finds it, and so does the whole as far as it is looked at.
        #[test]
        fn a_text_is_found_by_itself(text in any::<String>()) {
            let all = found(&text);
            for word in &all {
                prop_assert!(finds(word, &text), "{word}");
                prop_assert!((1..=LONGEST_WORD).contains(&word.len()));
                prop_assert!(word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()));
            }
            prop_assert_eq!(finds(&text, &text), !all.is_empty());
        }
    }
}
