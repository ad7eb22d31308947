//! The organization's default language is present in each of its localized texts.

use palabre_domain::stage::Stages;
use palabre_domain::values::{Flaw, Localized, LocalizedPatch};
use palabre_persistence::Texts;

use super::{Failure, FieldFlaw};

/// The most languages of one text, however long it may be.
const MOST_LANGUAGES: usize = Localized::<1>::MOST_LANGUAGES;

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
    let silent = texts.into_iter().filter(|(_, speaks)| *speaks == Some(false));
    none_of(silent.map(|(pointer, _)| missing(pointer)).collect())
}

/// Refuses all kept texts without the default language at once.
pub(super) fn all_speak<'a>(
    texts: impl IntoIterator<Item = (&'a str, &'a Texts)>,
    default_language: &str,
) -> Result<(), Failure> {
    all_present(
        texts.into_iter().map(|(pointer, texts)| (pointer, Some(texts.contains_key(default_language)))),
    )
}

/// A text in the first of these languages that it is in, or in any.
pub(super) fn in_language<'a>(texts: &'a Texts, wanted: &[&str]) -> &'a str {
    let found = wanted.iter().find_map(|tag| texts.get(*tag)).or_else(|| texts.values().next());
    found.map_or("", String::as_str)
}

/// Merges patches into texts that are kept, and refuses all that is wrong with what comes of it at once.
///
/// What a patch does not name is not looked at: it is as it was taken.
pub(super) struct Merging<'a> {
    default_language: &'a str,
    flaws: Vec<FieldFlaw>,
}

impl<'a> Merging<'a> {
    /// Begins; each text will speak this language.
    pub(super) fn into_texts_in(default_language: &'a str) -> Self {
        Self { default_language, flaws: Vec::new() }
    }

    /// Merges into a text that must be there.
    pub(super) fn required<const MAX: usize>(
        &mut self,
        pointer: &str,
        texts: &mut Texts,
        patch: Option<&LocalizedPatch<MAX>>,
    ) {
        if let Some(patch) = patch {
            *texts = patch.applied_to(Some(texts)).unwrap_or_default();
            self.look_at(pointer, texts);
        }
    }

    /// Merges into a text that may be absent; `Some(None)` takes the whole of it away.
    pub(super) fn optional<const MAX: usize>(
        &mut self,
        pointer: &str,
        texts: &mut Option<Texts>,
        patch: Option<&Option<LocalizedPatch<MAX>>>,
    ) {
        if let Some(patch) = patch {
            *texts = patch.as_ref().and_then(|patch| patch.applied_to(texts.as_ref()));
            if let Some(texts) = texts {
                self.look_at(pointer, texts);
            }
        }
    }

    /// Looks at the names of stages that are taken whole.
    pub(super) fn look_at_stages(&mut self, stages: Option<&Stages>) {
        for (pointer, name) in stages.into_iter().flat_map(Stages::texts) {
            self.look_at(&pointer, name);
        }
    }

    fn look_at(&mut self, pointer: &str, texts: &Texts) {
        if !texts.contains_key(self.default_language) {
            self.flaws.push(missing(pointer));
        }
        if texts.len() > MOST_LANGUAGES {
            let flaw = Flaw::TooLong { max: MOST_LANGUAGES };
            self.flaws.push(FieldFlaw { pointer: pointer.to_owned(), flaw });
        }
    }

    /// Ends.
    ///
    /// # Errors
    /// 422 where a merged text lacks the default language or is in too many.
    pub(super) fn done(self) -> Result<(), Failure> {
        none_of(self.flaws)
    }
}

fn missing(pointer: &str) -> FieldFlaw {
    FieldFlaw { pointer: pointer.to_owned(), flaw: Flaw::Broken("default_language_missing") }
}

fn none_of(flaws: Vec<FieldFlaw>) -> Result<(), Failure> {
    if flaws.is_empty() { Ok(()) } else { Err(Failure::Invalid(flaws)) }
}
