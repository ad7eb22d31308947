//! Text in several languages.

use std::collections::BTreeMap;

use super::{Flaw, FromText, Language, Lines};

/// The most languages that one text is kept in.
const MOST_LANGUAGES: usize = 24;

/// What is wrong, each flaw beside the key it stands under (no key: the map itself).
type KeyedFlaws = Vec<(Option<String>, Flaw)>;

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
        let (texts, mut flaws) = by_language(entries, |text| Lines::from_text(&text));
        if texts.is_empty() && flaws.is_empty() {
            flaws.push((None, Flaw::TooShort { min: 1 }));
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

/// A merge patch (RFC 7396) of a text in several languages: sets some, takes some away (`None`), leaves the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocalizedPatch<const MAX: usize>(BTreeMap<Language, Option<Lines<MAX>>>);

impl<const MAX: usize> LocalizedPatch<MAX> {
    /// Reads a map from tag to text, or to nothing; an empty one changes nothing.
    ///
    /// # Errors
    /// Each flaw beside the key it stands under (no key: the map itself).
    pub fn parse(
        entries: impl IntoIterator<Item = (String, Option<String>)>,
    ) -> Result<Self, Vec<(Option<String>, Flaw)>> {
        let (changes, flaws) = by_language(entries, |text| text.as_deref().map(Lines::from_text).transpose());
        if flaws.is_empty() { Ok(Self(changes)) } else { Err(flaws) }
    }

    /// The text after this patch; `None` when no language is left. It may be in more languages than one text is kept in.
    #[must_use]
    pub fn applied_to(&self, texts: Option<&BTreeMap<String, String>>) -> Option<BTreeMap<String, String>> {
        let mut texts = texts.cloned().unwrap_or_default();
        for (language, change) in &self.0 {
            match change {
                Some(text) => texts.insert(language.as_str().to_owned(), text.as_str().to_owned()),
                None => texts.remove(language.as_str()),
            };
        }
        (!texts.is_empty()).then_some(texts)
    }
}

/// Reads the tags and what stands under each, and all that is wrong with them.
fn by_language<From, To>(
    entries: impl IntoIterator<Item = (String, From)>,
    read: impl Fn(From) -> Result<To, Flaw>,
) -> (BTreeMap<Language, To>, KeyedFlaws) {
    let mut texts = BTreeMap::new();
    let mut flaws = Vec::new();
    for (key, value) in entries {
        match (Language::from_text(&key), read(value)) {
            (Ok(language), Ok(text)) => {
                if texts.insert(language, text).is_some() {
                    flaws.push((Some(key), Flaw::Broken("language_twice")));
                }
            }
            (Err(flaw), _) | (_, Err(flaw)) => flaws.push((Some(key), flaw)),
        }
    }
    if texts.len() > MOST_LANGUAGES {
        flaws.push((None, Flaw::TooLong { max: MOST_LANGUAGES }));
    }
    (texts, flaws)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(entries: &[(&str, &str)]) -> BTreeMap<String, String> {
        entries.iter().map(|(tag, text)| ((*tag).to_owned(), (*text).to_owned())).collect()
    }

    fn read(entries: &[(&str, Option<&str>)]) -> Result<LocalizedPatch<5>, KeyedFlaws> {
        LocalizedPatch::parse(entries.iter().map(|(tag, text)| ((*tag).to_owned(), text.map(str::to_owned))))
    }

    #[test]
    fn a_patch_sets_takes_away_and_leaves() {
        let kept = texts(&[("fr", "Un"), ("nl", "Een")]);
        let patch = read(&[("FR", Some("Deux")), ("NL", None), ("de", Some("Zwei")), ("en", None)]).unwrap();
        assert_eq!(patch.applied_to(Some(&kept)), Some(texts(&[("de", "Zwei"), ("fr", "Deux")])));
        assert_eq!(patch.applied_to(None), Some(texts(&[("de", "Zwei"), ("fr", "Deux")])));
    }

    #[test]
    fn an_empty_patch_changes_nothing() {
        let kept = texts(&[("fr", "Un")]);
        let patch = read(&[]).unwrap();
        assert_eq!(patch.applied_to(Some(&kept)), Some(kept));
        assert_eq!(patch.applied_to(None), None);
    }

    #[test]
    fn nothing_is_left_when_the_last_language_is_taken_away() {
        let patch = read(&[("fr", None)]).unwrap();
        assert_eq!(patch.applied_to(Some(&texts(&[("fr", "Un")]))), None);
    }

    #[test]
    fn the_flaws_of_a_patch_stand_under_their_keys() {
        let flaws =
            read(&[("fr", Some("Trop long")), ("nl", Some(" ")), ("no tag", None), ("en", Some("One"))]);
        let codes: Vec<_> = flaws.unwrap_err().into_iter().map(|(key, flaw)| (key, flaw.code())).collect();
        let due = [("fr", "too_long"), ("nl", "too_short"), ("no tag", "malformed")];
        assert_eq!(codes, due.map(|(key, code)| (Some(key.to_owned()), code)));
        let twice = read(&[("fr", Some("Un")), ("FR", None)]).unwrap_err();
        assert_eq!(twice, [(Some("FR".to_owned()), Flaw::Broken("language_twice"))]);
    }

    #[test]
    fn a_patch_names_no_more_languages_than_a_text_has() {
        let regions: Vec<String> = ('A'..='Y').map(|letter| format!("fr-A{letter}")).collect();
        let entries: Vec<(&str, Option<&str>)> =
            regions.iter().map(|tag| (tag.as_str(), Some("Un"))).collect();
        let (_, fewer) = entries.split_first().unwrap();
        assert_eq!((entries.len(), fewer.len()), (25, 24));
        assert!(read(fewer).is_ok());
        assert_eq!(read(&entries).unwrap_err(), [(None, Flaw::TooLong { max: 24 })]);
    }
}
