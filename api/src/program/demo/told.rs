//! What a source tells of an edition.

use palabre_domain::edition::{Mode, Recognition};
use palabre_domain::format::BuiltIn;
use palabre_domain::partner::PartnerKind;
use palabre_domain::prototype::OutcomeKind;
use palabre_domain::values::{Localized, LocalizedPatch};

use crate::usecase::Failure;
use crate::usecase::editions::Venue;

/// What is told of every edition is gathered in one place.
pub(super) const SOURCE: &str = "Récit public de l’édition, repris dans la documentation de Palabre";

/// A text in the language that organizers and visitors of an edition speak, and in English.
#[derive(Clone, Copy)]
pub(super) struct Words([(&'static str, &'static str); 2]);

/// A text in French and in English.
pub(super) const fn fr_en(fr: &'static str, en: &'static str) -> Words {
    Words([("fr", fr), ("en", en)])
}

/// A text in German and in English.
pub(super) const fn de_en(de: &'static str, en: &'static str) -> Words {
    Words([("de", de), ("en", en)])
}

/// A name that is the same in French and in English.
pub(super) const fn name(name: &'static str) -> Words {
    fr_en(name, name)
}

impl Words {
    /// The text, and that what came from the format is no fact of the edition.
    fn noted(&self) -> [(String, String); 2] {
        self.0.map(|(language, text)| (language.to_owned(), format!("{text}\n\n{}", format_note(language))))
    }

    pub(super) fn read_noted<const MAX: usize>(&self) -> Result<Localized<MAX>, Failure> {
        Localized::parse(self.noted()).map_err(|flaws| Failure::Unforeseen(format!("{flaws:?}")))
    }

    pub(super) fn patch_noted<const MAX: usize>(&self) -> Result<LocalizedPatch<MAX>, Failure> {
        let noted = self.noted().map(|(language, text)| (language, Some(text)));
        LocalizedPatch::parse(noted).map_err(|flaws| Failure::Unforeseen(format!("{flaws:?}")))
    }

    pub(super) fn read<const MAX: usize>(&self) -> Result<Localized<MAX>, Failure> {
        let both = self.0.map(|(language, text)| (language.to_owned(), text.to_owned()));
        Localized::parse(both).map_err(|flaws| Failure::Unforeseen(format!("{:?}: {flaws:?}", self.0)))
    }

    /// The same in place of what there was.
    pub(super) fn patch<const MAX: usize>(&self) -> Result<LocalizedPatch<MAX>, Failure> {
        let both = self.0.map(|(language, text)| (language.to_owned(), Some(text.to_owned())));
        LocalizedPatch::parse(both).map_err(|flaws| Failure::Unforeseen(format!("{:?}: {flaws:?}", self.0)))
    }
}

/// What each description says of what its format brought.
fn format_note(language: &str) -> &'static str {
    match language {
        "fr" => {
            "Contingents, profils, mots et règles viennent du format dont cette édition est faite : ils ne disent rien de \
             l’édition réelle."
        }
        "de" => {
            "Kontingente, Profile, Wörter und Regeln kommen aus dem Format, aus dem diese Ausgabe gemacht ist: Sie sagen \
             nichts über die wirkliche Ausgabe."
        }
        _ => {
            "Pools, profiles, words and rules come from the format that this edition is made from: they say nothing of the \
             real edition."
        }
    }
}

/// An edition as its source tells it.
pub(super) struct Told {
    pub(super) format: BuiltIn,
    /// Where the source tells of another recognition than the format plans.
    pub(super) recognition: Option<Recognition>,
    pub(super) slug: &'static str,
    pub(super) title: Words,
    pub(super) summary: Words,
    pub(super) description: Words,
    pub(super) guiding_question: Option<Words>,
    /// The first day, or the month where nobody knows the day.
    pub(super) starts_on: &'static str,
    pub(super) ends_on: Option<&'static str>,
    pub(super) days: Option<i16>,
    pub(super) time_zone: &'static str,
    pub(super) mode: Mode,
    pub(super) venue: Option<Venue>,
    pub(super) partners: Vec<ToldPartner>,
    pub(super) credits: Vec<ToldCredit>,
    pub(super) figures: Vec<ToldFigure>,
}

/// A partner as the source names it; the mention says what the source says of its part.
pub(super) struct ToldPartner {
    pub(super) name: &'static str,
    pub(super) kind: PartnerKind,
    pub(super) programme: Option<&'static str>,
    pub(super) mention: Option<&'static str>,
}

/// An institution, and what it is to be thanked for.
pub(super) struct ToldCredit {
    pub(super) name: &'static str,
    pub(super) credited_for: &'static str,
}

/// A figure that the source tells; one that contradicts it may be told, too.
pub(super) struct ToldFigure {
    pub(super) subject: &'static str,
    pub(super) measure: &'static str,
    pub(super) value: f64,
    pub(super) unit: Option<&'static str>,
    pub(super) source: &'static str,
    pub(super) as_of: &'static str,
    pub(super) shown: bool,
}

/// A prototype as the source describes it.
pub(super) struct ToldPrototype {
    pub(super) name: &'static str,
    pub(super) outcome: OutcomeKind,
    pub(super) summary: &'static str,
    pub(super) language: &'static str,
    /// The stage at which the source meets it, or the first that anyone reads.
    pub(super) stage: &'static str,
}
