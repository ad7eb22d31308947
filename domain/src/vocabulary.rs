//! What an edition calls things: the words of the field, and those that it transposes to its audience.

use std::collections::BTreeMap;

use crate::stage::in_each_language;
use crate::values::Texts;

/// What an edition calls things its own way: by term, the words in each language.
pub type Vocabulary = BTreeMap<String, Texts>;

/// The most terms of one vocabulary.
pub const MOST_TERMS: usize = 100;

/// What things are called where an edition says nothing else: the term, and its words in French, English, Dutch and
/// German.
const DEFAULT: &[(&str, [&str; 4])] = &[
    ("beneficiary", ["bénéficiaire", "beneficiary", "begunstigde", "Begünstigte"]),
    ("challenge", ["défi", "challenge", "uitdaging", "Herausforderung"]),
    ("cluster", ["regroupement", "cluster", "cluster", "Gruppierung"]),
    ("commitment", ["engagement", "commitment", "engagement", "Zusage"]),
    ("composition_policy", ["règle de mixité", "composition policy", "mengregel", "Mischungsregel"]),
    ("edition", ["édition", "edition", "editie", "Ausgabe"]),
    ("event", ["événement", "event", "evenement", "Veranstaltung"]),
    ("facilitator", ["animateur ou animatrice", "facilitator", "begeleider", "Moderation"]),
    ("feedback", ["retour", "feedback", "feedback", "Rückmeldung"]),
    ("format", ["format", "format", "format", "Format"]),
    ("help_request", ["demande d’appui", "help request", "hulpvraag", "Hilfegesuch"]),
    ("organization", ["organisation", "organization", "organisatie", "Organisation"]),
    ("participant", ["participant ou participante", "participant", "deelnemer", "Teilnehmende"]),
    ("partner", ["partenaire", "partner", "partner", "Partner"]),
    ("payer", ["financeur", "payer", "financier", "Kostenträger"]),
    ("person_concerned", ["personne concernée", "person concerned", "betrokkene", "Betroffene"]),
    ("pitch", ["restitution", "pitch", "voorstelling", "Vorstellung"]),
    ("pool", ["contingent", "pool", "contingent", "Kontingent"]),
    ("prescriber", ["prescripteur", "prescriber", "doorverwijzer", "Zuweisende"]),
    (
        "problem_statement",
        ["problème exprimé", "problem statement", "probleemstelling", "Problembeschreibung"],
    ),
    ("profile", ["profil", "profile", "profiel", "Profil"]),
    ("programme_item", ["temps du programme", "programme item", "programmaonderdeel", "Programmpunkt"]),
    ("prototype", ["prototype", "prototype", "prototype", "Prototyp"]),
    ("pulse", ["point de suivi", "pulse", "opvolgmoment", "Nachverfolgung"]),
    ("registration", ["inscription", "registration", "inschrijving", "Anmeldung"]),
    ("service_user", ["usager ou usagère", "service user", "gebruiker", "Nutzende"]),
    ("social_benefit", ["utilité sociale", "social benefit", "maatschappelijk nut", "sozialer Nutzen"]),
    (
        "social_canvas",
        ["fiche projet sociale", "social canvas", "sociale projectfiche", "soziales Projektblatt"],
    ),
    ("support_offer", ["service proposé", "support offer", "aangeboden dienst", "Unterstützungsangebot"]),
    ("support_person", ["appui", "support person", "steunpersoon", "Unterstützung"]),
    ("team", ["équipe", "team", "team", "Team"]),
    ("team_plan", ["plan d’équipes", "team plan", "teamplan", "Teamplan"]),
    ("theme", ["thématique", "theme", "thema", "Thema"]),
];

/// The words of each term, under the JSON pointer of where they are said; a term is a slug, in which a pointer changes
/// nothing.
pub fn texts(vocabulary: &Vocabulary) -> impl Iterator<Item = (String, &Texts)> {
    vocabulary.iter().map(|(term, words)| (format!("/vocabulary/{term}"), words))
}

/// Every term with its words: the edition's own where it has them, those of the field in the languages in which it has not.
#[must_use]
pub fn labels(own: &Vocabulary) -> Vocabulary {
    let field = DEFAULT.iter().map(|(term, words)| ((*term).to_owned(), in_each_language(*words)));
    let mut labels: Vocabulary = field.collect();
    for (term, words) in own {
        let label = labels.entry(term.clone()).or_default();
        label.extend(words.iter().map(|(tag, word)| (tag.clone(), word.clone())));
    }
    labels
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{FromText as _, Slug};

    #[test]
    fn a_term_is_a_key_once_and_speaks_each_language() {
        assert!(DEFAULT.is_sorted_by(|(one, _), (other, _)| one < other));
        for (term, words) in DEFAULT {
            assert!(Slug::from_text(term).is_ok(), "{term}");
            assert!(words.iter().all(|word| !word.is_empty()), "{term}");
        }
    }

    #[test]
    fn an_edition_transposes_terms_and_adds_its_own_language_by_language() {
        let words = |pairs: &[(&str, &str)]| -> Texts {
            pairs.iter().map(|(tag, word)| ((*tag).to_owned(), (*word).to_owned())).collect()
        };
        let own = Vocabulary::from([
            ("prototype".to_owned(), words(&[("fr", "maquette ou dispositif")])),
            ("counter".to_owned(), words(&[("fr", "guichet")])),
        ]);
        let labels = labels(&own);
        assert_eq!(labels["prototype"]["fr"], "maquette ou dispositif");
        assert_eq!(labels["prototype"]["de"], "Prototyp");
        assert_eq!(labels["counter"], words(&[("fr", "guichet")]));
        assert_eq!(labels.len(), DEFAULT.len() + 1);
    }
}
