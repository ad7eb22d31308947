//! Efficience, social hackathon of Épinay-sur-Seine (France).

use palabre_domain::edition::Mode;
use palabre_domain::format::BuiltIn;
use palabre_domain::partner::PartnerKind;
use palabre_domain::prototype::OutcomeKind;
use uuid::Uuid;

use super::stage::Person;
use super::told::{SOURCE, Told, ToldCredit, ToldFigure, ToldPartner, ToldPrototype, Words, fr_en, name};
use crate::usecase::Failure;
use crate::usecase::editions::Venue;

const EVENT: Words = fr_en("Hackathon social d’Épinay-sur-Seine", "Social hackathon of Épinay-sur-Seine");

pub(super) const TITLE: &str = "Hackathon social d’Épinay-sur-Seine";

fn edition() -> Told {
    Told {
        format: BuiltIn::Social,
        recognition: None,
        slug: "2025",
        title: name(TITLE),
        summary: fr_en(
            "Deux jours au tiers-lieu Efficience : 30 participantes et participants, 3 équipes, 3 projets.",
            "Two days in the third place Efficience: 30 participants, 3 teams, 3 projects.",
        ),
        description: fr_en(
            "Plusieurs séances de pré-idéation ont précédé les deux jours. Professionnelles et professionnels de \
                 l’accompagnement, personnes en insertion, citoyennes et citoyens, habitantes et habitants y ont pris part.\n\n\
                 Premier jour : création. Second jour : finitions, puis restitutions en plénière devant des professionnels, \
                 qui ont confronté les idées au terrain. Chaque projet a son visuel de facilitation graphique.\n\n\
                 Chaque équipe s’est vu proposer les mêmes services : aide à la communication, lieu de réunion, ouverture à un \
                 réseau, appui au projet.\n\n\
                 La question directrice n’est connue de cette démonstration qu’en anglais ; le français en est une traduction.",
            "Several pre-ideation sessions were held beforehand. Accompanying professionals, persons in integration, \
                 citizens and residents took part.\n\n\
                 Day 1: creation. Day 2: finishing, then pitches in plenary before professionals, who set the ideas against \
                 the field. Each project has a graphic-facilitation visual.\n\n\
                 Each team was offered the same services: help with communication, a meeting place, opening to a network, \
                 project support.\n\n\
                 The guiding question is known to this demo in English only; the French is a translation of it.",
        ),
        // Verbatim is the English; the French is a translation, which the organization's default language asks for.
        guiding_question: Some(fr_en(
            "Quels outils ou quelles actions imaginer pour que les compétences puissent grandir au service de l’insertion \
                 sociale et professionnelle ?",
            "Which tools or actions to imagine so that skills can grow in the service of social and professional \
                 integration?",
        )),
        starts_on: "2025-03-10",
        ends_on: Some("2025-03-11"),
        days: Some(2),
        time_zone: "Europe/Paris",
        mode: Mode::OnSite,
        venue: Some(Venue {
            name: Some("Efficience".to_owned()),
            city: Some("Épinay-sur-Seine".to_owned()),
            country: Some("FR".to_owned()),
            ..Venue::default()
        }),
        partners: partners(),
        credits: vec![
            ToldCredit { name: "Le POLE", credited_for: "L’organisation, avec Efficience" },
            ToldCredit { name: "HUB FRANCILIN", credited_for: "La rencontre avec les équipes" },
            ToldCredit { name: "ACIFTLV", credited_for: "La rencontre avec les équipes" },
            ToldCredit { name: "ESS²", credited_for: "La rencontre avec les équipes, comme incubateur" },
        ],
        figures: vec![
            told("Participantes et participants", 30.0),
            told("Équipes", 3.0),
            told("Projets", 3.0),
        ],
    }
}

/// A figure that the source tells in passing.
const fn told(subject: &'static str, value: f64) -> ToldFigure {
    let (measure, as_of) = ("nombre", "2025-03-11");
    ToldFigure { subject, measure, value, unit: None, source: SOURCE, as_of, shown: true }
}

fn partners() -> Vec<ToldPartner> {
    let met = |name| ToldPartner {
        name,
        kind: PartnerKind::Resource,
        programme: None,
        mention: Some("Acteur rencontré"),
    };
    // The source names the programme, the region and DEFFINOV in one breath and does not say who pays for what.
    let behind = |name| ToldPartner {
        name,
        kind: PartnerKind::Funder,
        programme: Some("ACCESS FORMATION"),
        mention: Some("Programme ACCESS FORMATION, Région Île-de-France, DEFFINOV"),
    };
    vec![
        ToldPartner {
            name: "Le POLE",
            // The source says "with"; what Le POLE brought it does not say.
            kind: PartnerKind::Resource,
            programme: None,
            mention: Some("Avec Le POLE (La Courneuve)"),
        },
        met("HUB FRANCILIN"),
        met("ACIFTLV"),
        ToldPartner { mention: Some("Incubateur rencontré"), ..met("ESS²") },
        behind("Région Île-de-France"),
        behind("DEFFINOV"),
    ]
}

const PROTOTYPES: [ToldPrototype; 3] = [
    ToldPrototype {
        name: "NumériZen",
        // On the web or on the telephone: that is not said.
        outcome: OutcomeKind::Application,
        summary: "Une application pour apprendre sereinement les bases du numérique.",
        language: "fr",
        stage: "presented",
    },
    ToldPrototype {
        name: "Enchanté",
        outcome: OutcomeKind::Network,
        summary: "Un réseau humain : celles et ceux qui cherchent une compétence rencontrent celles et ceux qui en partagent \
                  une.",
        language: "fr",
        stage: "presented",
    },
    ToldPrototype {
        name: "Imposes toi !",
        outcome: OutcomeKind::WorkshopSeries,
        summary: "Des ateliers modulaires ; pas un logiciel.",
        language: "fr",
        stage: "presented",
    },
];

const WAIVER: &str = "La source ne dit pas qui faisait partie de l’équipe.";

const STAGE_NOTE: &str = "Restitution en plénière, le second jour.";

/// Tells it from its announcement to its conclusion.
pub(super) async fn tell(owner: &Person, organization: Uuid) -> Result<Uuid, Failure> {
    let event = owner.holds(organization, "hackathon-social", &EVENT).await?;
    let edition = owner.announces(event, &edition()).await?;
    owner.starts(edition).await?;
    for prototype in &PROTOTYPES {
        let team = owner.recalls(edition, prototype, WAIVER, STAGE_NOTE).await?;
        owner.notes_presented(team).await?;
    }
    owner.concludes(edition).await?;
    Ok(edition)
}
