//! The organization's default language is present in each of its localized texts.

use palabre_domain::values::{Flaw, Localized};
use palabre_persistence::Texts;

use super::{Failure, FieldFlaw};

/// Refuses a new text without the default language.
pub(super) fn present<const MAX: usize>(
    pointer: &str,
    text: Option<&Localized<MAX>>,
    default_language: &str,
) -> Result<(), Failure> {
    all_present([(pointer, text.map(|text| text.speaks_tag(default_language)))])
}

/// Refuses a kept text without the default language.
pub(super) fn kept_present(
    pointer: &str,
    text: Option<&Texts>,
    default_language: &str,
) -> Result<(), Failure> {
    all_present([(pointer, text.map(|text| text.contains_key(default_language)))])
}

/// Refuses all texts without the default language at once: pairs of a pointer and whether the text there speaks it.
pub(super) fn all_present<'a>(
    texts: impl IntoIterator<Item = (&'a str, Option<bool>)>,
) -> Result<(), Failure> {
    let flaws: Vec<FieldFlaw> = texts
        .into_iter()
        .filter(|(_, speaks)| *speaks == Some(false))
        .map(|(pointer, _)| FieldFlaw {
            pointer: pointer.to_owned(),
            flaw: Flaw::Broken("default_language_missing"),
        })
        .collect();
    if flaws.is_empty() { Ok(()) } else { Err(Failure::Invalid(flaws)) }
}
