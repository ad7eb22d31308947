//! Dynamo, Montréal.

use palabre_domain::edition::{Mode, Recognition};
use palabre_domain::format::BuiltIn;
use palabre_domain::partner::PartnerKind;
use palabre_domain::prototype::OutcomeKind;
use uuid::Uuid;

use super::stage::Person;
use super::told::{SOURCE, Told, ToldCredit, ToldFigure, ToldPartner, ToldPrototype, Words, fr_en, name};
use crate::usecase::Failure;
use crate::usecase::editions::Venue;

const EVENT: Words = name("Dynamo");

pub(super) const TITLE: &str = "Dynamo 2019";

fn edition() -> Told {
    Told {
        format: BuiltIn::Social,
        // Five projects were selected: the one thing in which it differs from what the format plans.
        recognition: Some(Recognition::Selection),
        slug: "2019",
        title: name(TITLE),
        summary: fr_en(
            "Deux jours pour des outils et des services au service d’une métropole plus inclusive des personnes immigrantes \
             et des minorités ethnoculturelles.",
            "Two days for tools and services for a metropolis more inclusive of immigrants and ethnocultural minorities.",
        ),
        description: fr_en(
            "La dernière fin de semaine de novembre 2019, deux jours, avec Centraide du Grand Montréal, le bureau pour les \
             personnes nouvellement arrivées et la fondation Mirella.\n\n\
             5 projets ont été choisis, chacun avec une bourse et 6 mois d’accompagnement par la Maison de l’innovation \
             sociale. Une source dit 2 000 euros par bourse ; une autre parle de dollars, et d’un montant plus élevé.\n\n\
             Parmi eux : Mona et Philo Boxe.",
            "The last weekend of November 2019, two days, with Centraide of Greater Montreal, the bureau for newcomers and \
             the Mirella foundation.\n\n\
             5 projects were selected, each with a grant and 6 months of accompaniment by the Maison de l’innovation \
             sociale. One source says 2,000 euros a grant; another says dollars, and more.\n\n\
             Among them: Mona and Philo Boxe.",
        ),
        guiding_question: None,
        // Which two days the last weekend was can be read in two ways: the month is sure.
        starts_on: "2019-11",
        ends_on: None,
        days: Some(2),
        time_zone: "America/Toronto",
        mode: Mode::OnSite,
        venue: Some(Venue {
            city: Some("Montréal".to_owned()),
            country: Some("CA".to_owned()),
            ..Venue::default()
        }),
        partners: vec![
            with("Centraide du Grand Montréal"),
            with("Bureau pour les personnes nouvellement arrivées"),
            with("Fondation Mirella"),
            ToldPartner {
                mention: Some("Accompagne chaque projet choisi pendant 6 mois"),
                ..with("Maison de l’innovation sociale")
            },
        ],
        credits: vec![ToldCredit {
            name: "Maison de l’innovation sociale",
            credited_for: "Six mois d’accompagnement de chaque projet choisi",
        }],
        figures: vec![
            told("Projets choisis", "nombre", 5.0, None),
            told("Accompagnement de chaque projet choisi", "durée", 6.0, Some("mois")),
            told("Bourse de chaque projet choisi", "montant", 2000.0, Some("EUR")),
        ],
    }
}

/// What each brought the source does not say; it says "with".
fn with(name: &'static str) -> ToldPartner {
    ToldPartner { name, kind: PartnerKind::Resource, programme: None, mention: Some("Avec") }
}

const fn told(
    subject: &'static str,
    measure: &'static str,
    value: f64,
    unit: Option<&'static str>,
) -> ToldFigure {
    ToldFigure { subject, measure, value, unit, source: SOURCE, as_of: "2019-11", shown: true }
}

const PROTOTYPES: [ToldPrototype; 2] = [
    ToldPrototype {
        name: "Mona",
        // On the web or on the telephone: that is not said.
        outcome: OutcomeKind::Application,
        summary: "Une application pour explorer l’art public et la culture dans la ville.",
        language: "fr",
        stage: "presented",
    },
    ToldPrototype {
        name: "Philo Boxe",
        // The source says what is done there, not what it is: a series of workshops is our reading.
        outcome: OutcomeKind::WorkshopSeries,
        summary: "De la philosophie et de la boxe, de 12 à 18 ans.",
        language: "fr",
        stage: "presented",
    },
];

const WAIVER: &str = "La source ne dit pas qui faisait partie de l’équipe.";

const STAGE_NOTE: &str = "La source nomme le projet parmi ceux qui ont été choisis.";

/// Tells it from its announcement to the months in which the projects were accompanied.
pub(super) async fn tell(owner: &Person) -> Result<Uuid, Failure> {
    let organization = owner.founds("dynamo", "Dynamo", "fr").await?;
    let event = owner.holds(organization, "dynamo", &EVENT).await?;
    let edition = owner.recounts(event, &edition(), &PROTOTYPES, WAIVER, STAGE_NOTE).await?;
    owner.follows_up(edition).await?;
    Ok(edition)
}
