//! Text in several languages.

use std::collections::BTreeMap;

use super::{Flaw, FromText, Language, Lines};

/// The most languages that one text is kept in.
const MOST_LANGUAGES: usize = 24;

/// A text in one or more languages, each of at most `MAX` characters, in the order of their tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Localized<const MAX: usize>(BTreeMap<Language, Lines<MAX>>);

impl<const MAX: usize> Localized<MAX> {
    /// The most languages of one text.
    pub const MOST_LANGUAGES: usize = MOST_LANGUAGES;

    /// Reads a map from tag to text.
    ///
    /// # Errors
    /// Each flaw beside the key it stands under (no key: the map itself).
    pub fn parse(
        entries: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Vec<(Option<String>, Flaw)>> {
        let mut texts = BTreeMap::new();
        let mut flaws = Vec::new();
        for (key, text) in entries {
            match (Language::from_text(&key), Lines::from_text(&text)) {
                (Ok(language), Ok(lines)) => {
                    if texts.insert(language, lines).is_some() {
                        flaws.push((Some(key), Flaw::Broken("language_twice")));
                    }
                }
                (Err(flaw), _) | (_, Err(flaw)) => flaws.push((Some(key), flaw)),
            }
        }
        if texts.is_empty() && flaws.is_empty() {
            flaws.push((None, Flaw::TooShort { min: 1 }));
        }
        if texts.len() > MOST_LANGUAGES {
            flaws.push((None, Flaw::TooLong { max: MOST_LANGUAGES }));
        }
        if flaws.is_empty() { Ok(Self(texts)) } else { Err(flaws) }
    }

    /// Whether there is a text in this language (an organization's default one must be there).
    #[must_use]
    pub fn speaks(&self, language: &Language) -> bool {
        self.0.contains_key(language)
    }

    /// Whether there is a text in the language of this tag.
    #[must_use]
    pub fn speaks_tag(&self, tag: &str) -> bool {
        self.0.keys().any(|language| language.as_str() == tag)
    }

    /// The map as plain strings, in the order of the tags.
    #[must_use]
    pub fn to_map(&self) -> BTreeMap<String, String> {
        let plain = |(language, text): (&Language, &Lines<MAX>)| {
            (language.as_str().to_owned(), text.as_str().to_owned())
        };
        self.0.iter().map(plain).collect()
    }
}
