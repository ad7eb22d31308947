//! WirVsVirus (Germany, online).

use palabre_domain::edition::Mode;
use palabre_domain::format::BuiltIn;
use palabre_domain::partner::PartnerKind;
use palabre_domain::prototype::OutcomeKind;
use uuid::Uuid;

use super::stage::Person;
use super::told::{Told, ToldCredit, ToldFigure, ToldPartner, ToldPrototype, Words, de_en};
use crate::usecase::Failure;

const EVENT: Words = de_en("WirVsVirus", "WirVsVirus");

pub(super) const TITLE: &str = "WirVsVirus 2020";

const SOURCE: &str = "Öffentlicher Bericht über den Hackathon, übernommen aus der Dokumentation von Palabre";

fn edition() -> Told {
    Told {
        format: BuiltIn::OpenCrisis,
        recognition: None,
        slug: "2020",
        title: de_en(TITLE, TITLE),
        summary: de_en(
            "48 Stunden online, aufgerufen von der Bundesregierung und der Zivilgesellschaft: von 1.990 \
             Problembeschreibungen zu 42 Herausforderungen und 1.494 Projektideen.",
            "48 hours online, called by the German government and civil society: from 1,990 problem statements to 42 \
             challenges and 1,494 project ideas.",
        ),
        description: de_en(
            "20. bis 22. März 2020. Aus 1.990 Problembeschreibungen wurden 809 Probleme, daraus 42 Herausforderungen, daraus \
             1.494 Projektideen; 197 kamen in die Vorauswahl, 20 wurden hervorgehoben.\n\n\
             Über 26.000 Menschen nahmen teil; dieselbe Quelle spricht auch von über 20.000.\n\n\
             Herausforderungen waren zum Beispiel Lernen von zu Hause, Nachbarschaftshilfe, Krisenkommunikation und digitale \
             öffentliche Dienste.",
            "20 to 22 March 2020. 1,990 problem statements became 809 problems, these 42 challenges, these 1,494 project \
             ideas; 197 were preselected, 20 highlighted.\n\n\
             More than 26,000 people took part; the same source also says more than 20,000.\n\n\
             Challenges such as online learning, neighbourhood help, crisis communication, digital public services.",
        ),
        guiding_question: None,
        starts_on: "2020-03-20",
        ends_on: Some("2020-03-22"),
        // 48 hours on three days: how many days that makes is not said.
        days: None,
        time_zone: "Europe/Berlin",
        mode: Mode::Online,
        venue: None,
        partners: vec![ToldPartner {
            name: "Bundesregierung",
            // It called for it; what else it brought is not said.
            kind: PartnerKind::Resource,
            programme: None,
            mention: Some("Aufruf der Bundesregierung und der Zivilgesellschaft"),
        }],
        credits: vec![ToldCredit {
            name: "Bundesregierung",
            credited_for: "Der Aufruf zum Hackathon, gemeinsam mit der Zivilgesellschaft",
        }],
        figures: vec![
            told("Problembeschreibungen", "Anzahl", 1990.0, true),
            told("Probleme", "Anzahl", 809.0, true),
            told("Herausforderungen", "Anzahl", 42.0, true),
            told("Projektideen", "Anzahl", 1494.0, true),
            told("Projekte in der Vorauswahl", "Anzahl", 197.0, true),
            told("Hervorgehobene Projekte", "Anzahl", 20.0, true),
            // The same source says both: both are kept, and one is shown.
            told("Teilnehmende", "mehr als", 26_000.0, true),
            told("Teilnehmende", "mehr als", 20_000.0, false),
        ],
    }
}

const fn told(subject: &'static str, measure: &'static str, value: f64, shown: bool) -> ToldFigure {
    ToldFigure { subject, measure, value, unit: None, source: SOURCE, as_of: "2020-03", shown }
}

/// Some of the projects; of which kind they were is our reading of what they did.
const PROTOTYPES: [ToldPrototype; 3] = [
    ToldPrototype {
        name: "KlinikHero",
        outcome: OutcomeKind::Platform,
        summary: "Bringt Krankenhäuser mit Menschen ohne Ausbildung zusammen, die helfen.",
        language: "de",
        stage: "submitted",
    },
    ToldPrototype {
        name: "Udo",
        outcome: OutcomeKind::Application,
        summary: "Anträge auf Kurzarbeitergeld; am 10. April von der Regierung übernommen.",
        language: "de",
        stage: "submitted",
    },
    ToldPrototype {
        name: "Social Jam",
        outcome: OutcomeKind::Service,
        summary: "Kabarett online.",
        language: "de",
        stage: "submitted",
    },
];

const WAIVER: &str = "Die Quelle sagt nicht, wer zum Team gehörte.";

const STAGE_NOTE: &str = "Die Quelle nennt das Projekt; wie weit es in der Auswahl kam, sagt sie nicht.";

/// Tells it from its announcement to its follow-up.
pub(super) async fn tell(owner: &Person) -> Result<Uuid, Failure> {
    let organization = owner.founds("wirvsvirus", "WirVsVirus", "de").await?;
    let event = owner.holds(organization, "wirvsvirus", &EVENT).await?;
    let edition = owner.recounts(event, &edition(), &PROTOTYPES, WAIVER, STAGE_NOTE).await?;
    owner.follows_up(edition).await?;
    Ok(edition)
}
