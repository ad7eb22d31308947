//! HELMo, Slow Hackathon 2024 (Liège).

use palabre_domain::edition::Mode;
use palabre_domain::format::BuiltIn;
use palabre_domain::partner::PartnerKind;
use palabre_domain::prototype::OutcomeKind;
use uuid::Uuid;

use super::stage::Person;
use super::told::{SOURCE, Told, ToldCredit, ToldFigure, ToldPartner, ToldPrototype, Words, fr_en, name};
use crate::usecase::Failure;
use crate::usecase::editions::Venue;

pub(super) const EVENT: Words = name("Slow Hackathon");

pub(super) const TITLE: &str = "Slow Hackathon 2024";

fn edition() -> Told {
    Told {
        format: BuiltIn::Slow,
        recognition: None,
        slug: "2024",
        title: name(TITLE),
        summary: fr_en(
            "Première édition du Slow Hackathon, en travail social.",
            "First edition of the Slow Hackathon, in social work.",
        ),
        description: fr_en(
            "À la mi-octobre 2024, deux jours à HELMo ESAS.\n\n\
                 D’abord du temps pour penser ensemble ; puis des groupes, formés d’eux-mêmes, de personnes qui codent et \
                 de travailleuses et travailleurs sociaux, chacun réalisant une application web.\n\n\
                 Sujets abordés : l’accessibilité numérique, la protection des données sensibles, la simplification des \
                 démarches administratives, le soutien aux personnes éloignées des outils numériques.\n\n\
                 Constat : les participantes et participants vivent les mêmes problèmes, chacun dans sa structure.",
            "In mid October 2024, two days at HELMo ESAS.\n\n\
                 Time to think together first; then groups of coders and social workers formed by themselves, each making \
                 a web application.\n\n\
                 Subjects talked about: digital accessibility, protection of sensitive data, simpler administrative \
                 procedures, support of people far from digital tools.\n\n\
                 Finding: the participants live the same problems, each in their own structure.",
        ),
        guiding_question: None,
        // Mid October: the month is known, the days are not.
        starts_on: "2024-10",
        ends_on: None,
        days: Some(2),
        time_zone: "Europe/Brussels",
        mode: Mode::OnSite,
        venue: Some(Venue {
            name: Some("HELMo ESAS".to_owned()),
            city: Some("Liège".to_owned()),
            ..Venue::default()
        }),
        partners: vec![
            ToldPartner {
                name: "Le Monde des Possibles",
                // The source says "close collaboration"; what the association brought it does not say.
                kind: PartnerKind::Resource,
                programme: None,
                mention: Some("En étroite collaboration avec l’association Le Monde des Possibles"),
            },
            ToldPartner {
                name: "Union européenne",
                kind: PartnerKind::Funder,
                programme: Some("Recovery and Resilience Facility (RRF)"),
                mention: Some("Projet Hackesas, financé par l’Union européenne – NextGenerationEU"),
            },
        ],
        credits: vec![
            ToldCredit { name: "HELMo ESAS", credited_for: "Le lieu : deux jours à HELMo ESAS" },
            ToldCredit { name: "Le Monde des Possibles", credited_for: "Une étroite collaboration" },
        ],
        figures: vec![ToldFigure {
            subject: "Prototypes",
            measure: "nombre de prototypes réalisés",
            value: 3.0,
            unit: None,
            source: SOURCE,
            as_of: "2024-10",
            shown: true,
        }],
    }
}

const PROTOTYPES: [ToldPrototype; 3] = [
    ToldPrototype {
        name: "E-cureuil",
        outcome: OutcomeKind::WebApplication,
        summary: "Trouve les services et les liens qui conviennent à une situation ou à une demande en travail social, sur \
                  le territoire wallon.",
        language: "fr",
        stage: "presented",
    },
    ToldPrototype {
        name: "Roof top",
        outcome: OutcomeKind::WebApplication,
        summary: "Un petit réseau social entre personnes migrantes qui cherchent un logement et propriétaires solidaires.",
        language: "fr",
        stage: "presented",
    },
    ToldPrototype {
        name: "Clémentine",
        outcome: OutcomeKind::WebApplication,
        summary: "Rassemble, d’une institution à l’autre, qui a quelles compétences numériques, pour les échanger.",
        language: "fr",
        stage: "presented",
    },
];

const WAIVER: &str = "Le groupe s’est formé de lui-même ; la source ne dit pas qui en faisait partie.";

const STAGE_NOTE: &str = "La source décrit le prototype sans dire à quelle étape il en était : cette étape est la première \
                          que tout le monde peut lire.";

/// Tells it from its announcement to its conclusion.
pub(super) async fn tell(organizer: &Person, event: Uuid) -> Result<Uuid, Failure> {
    let edition = organizer.announces(event, &edition()).await?;
    // How many could come the source does not say.
    organizer.sizes(edition, "all", None).await?;
    organizer.starts(edition).await?;
    for prototype in &PROTOTYPES {
        organizer.recalls(edition, prototype, WAIVER, STAGE_NOTE).await?;
    }
    organizer.concludes(edition).await?;
    Ok(edition)
}
