//! Pays de Retz, social and solidarity hackathon (Loire-Atlantique, France).

use palabre_domain::edition::Mode;
use palabre_domain::format::BuiltIn;
use palabre_domain::partner::PartnerKind;
use uuid::Uuid;

use super::stage::Person;
use super::told::{SOURCE, Told, ToldCredit, ToldFigure, ToldPartner, Words, fr_en, name};
use crate::usecase::Failure;
use crate::usecase::editions::Venue;

const EVENT: Words = fr_en(
    "Hackathon social et solidaire du Pays de Retz",
    "Social and solidarity hackathon of the Pays de Retz",
);

pub(super) const TITLE: &str = "Hackathon social et solidaire 2019";

fn edition() -> Told {
    Told {
        format: BuiltIn::Social,
        recognition: None,
        slug: "2019",
        title: name(TITLE),
        summary: fr_en(
            "80 participantes et participants : associations locales, CAF, MSA et CCAS, travail social du territoire, \
             habitantes et habitants.",
            "80 participants: local associations, CAF, MSA and CCAS, social workers of the territory, residents.",
        ),
        description: fr_en(
            "Début décembre 2019 ; les jours ne sont pas connus. Organisé par la délégation solidarité du Pays de Retz, \
             Département de Loire-Atlantique, et animé de l’extérieur.\n\n\
             Thèmes : la solitude, les violences familiales, l’accueil des tout-petits, l’alimentation locale, \
             l’alcoolisme.\n\n\
             Des projets qui peuvent ne chercher aucune rentabilité ; une utilité pour la société ; le bénéficiaire et \
             l’usager à côté du client et de l’utilisateur ; des sujets délicats, qui demandent information et validation ; \
             un modèle économique abordé autrement ; un vocabulaire qu’il a fallu adapter au public.",
            "Early December 2019; the days are not known. Organized by the solidarity delegation of the Pays de Retz, \
             Département de Loire-Atlantique, and run by a facilitator from outside.\n\n\
             Themes: loneliness, family violence, care of infants, local food, alcoholism.\n\n\
             Projects that may seek no profitability; benefit for society; beneficiary and service user besides client and \
             user; delicate subjects that need information and validation; the economic model approached differently; a \
             vocabulary that had to be adapted to the audience.",
        ),
        guiding_question: None,
        starts_on: "2019-12",
        ends_on: None,
        days: None,
        time_zone: "Europe/Paris",
        mode: Mode::OnSite,
        venue: Some(Venue { country: Some("FR".to_owned()), ..Venue::default() }),
        partners: ["CAF", "MSA", "CCAS"].map(partner).into(),
        credits: vec![
            ToldCredit { name: "CAF", credited_for: "La participation, comme partenaire" },
            ToldCredit { name: "MSA", credited_for: "La participation, comme partenaire" },
            ToldCredit { name: "CCAS", credited_for: "La participation, comme partenaire" },
        ],
        figures: vec![ToldFigure {
            subject: "Participantes et participants",
            measure: "nombre",
            value: 80.0,
            unit: None,
            source: SOURCE,
            as_of: "2019-12",
            shown: true,
        }],
    }
}

fn partner(name: &'static str) -> ToldPartner {
    ToldPartner { name, kind: PartnerKind::Resource, programme: None, mention: Some("Partenaire") }
}

/// Tells it from its announcement to its conclusion; no team and no prototype is told of.
pub(super) async fn tell(owner: &Person) -> Result<Uuid, Failure> {
    let delegation = "Délégation solidarité du Pays de Retz (Département de Loire-Atlantique)";
    let organization = owner.founds("pays-de-retz", delegation, "fr").await?;
    let event = owner.holds(organization, "social-et-solidaire", &EVENT).await?;
    let edition = owner.announces(event, &edition()).await?;
    owner.starts(edition).await?;
    owner.concludes(edition).await?;
    Ok(edition)
}
