//! HELMo and Le Monde des Possibles, Slow Hackathon 2025 (Liège): a clone of the year before, organized by two.

use palabre_domain::partner::PartnerKind;
use uuid::Uuid;

use super::stage::{Person, read};
use super::tells::placed;
use super::told::{ToldPartner, Words, fr_en, name};
use crate::usecase::Failure;
use crate::usecase::editions::{EditionChanges, Venue};

pub(super) const TITLE: &str = "Slow Hackathon 2025";

const SUMMARY: Words = fr_en(
    "Deux jours pour des personnes du travail social, du développement, du design et curieuses du numérique : \
                 la qualité, la pertinence collective et sociale plutôt que la performance ou la compétition.",
    "Two days for social workers, developers, designers and people curious about digital matters: quality, the \
                 collective and social relevance instead of performance or competition.",
);

const DESCRIPTION: Words = fr_en(
    "Quatre moments : nommer des problèmes concrets ; imaginer des solutions ensemble ; concevoir et prototyper \
                 (applications, plateformes ou dispositifs non technologiques) ; prendre conscience que le numérique est un \
                 levier si on se l’approprie.\n\n\
                 Des développeuses et développeurs seniors passent de groupe en groupe, en plus de celles et ceux qui \
                 participent ; novices et expertes ou experts reçoivent l’appui dont ils ont besoin.\n\n\
                 Quarante places en tout ; la source ne dit pas comment elles se partagent entre les personnes qui codent et \
                 les autres.\n\n\
                 Dans cette démonstration, les personnes inscrites, les problèmes exprimés, le défi et l’équipe sont des \
                 exemples inventés : les places prises ne disent rien de l’édition réelle.",
    "Four moments: name concrete problems; imagine solutions together; design and prototype (applications, \
                 platforms, or non-tech devices); become aware that digital is a lever if one makes it one’s own.\n\n\
                 Senior developers go from group to group, besides the coders who take part; novices and experts get the \
                 support they need.\n\n\
                 Forty places in all; how they are split between coders and non-coders the source does not say.\n\n\
                 In this demo the people registered, the problems voiced, the challenge and the team are invented examples: \
                 the places taken say nothing of the real edition.",
);

/// The association that collaborated in 2024 organizes jointly in 2025.
const JOINT: ToldPartner = ToldPartner {
    name: "Le Monde des Possibles",
    kind: PartnerKind::CoOrganizer,
    programme: None,
    mention: None,
};

fn venue() -> Venue {
    Venue {
        street: Some("Quai Sur-Meuse 19".to_owned()),
        postal_code: Some("4000".to_owned()),
        city: Some("Liège".to_owned()),
        ..Venue::default()
    }
}

/// Tells it up to its first day, and leaves it there, so that a visitor can take part.
///
/// What came along from 2024 and is not told of 2025, its collaborator and its funder, stays behind. The public counters
/// are places left for coders, for non-coders, and out of 40 in all; the first two have no size, because the source
/// gives none.
pub(super) async fn tell(
    organizer: &Person,
    joint: &Person,
    association: Uuid,
    before: Uuid,
) -> Result<Uuid, Failure> {
    let edition = organizer.clones(before, "2025", &name(TITLE), "2025-11-20").await?;
    let changes = EditionChanges {
        summary: Some(Some(SUMMARY.patch()?)),
        description: Some(Some(DESCRIPTION.patch_noted()?)),
        ends_on: Some(Some(read("2025-11-21")?)),
        venue: Some(Some(placed(venue()))),
        ..EditionChanges::default()
    };
    organizer.changes(edition, changes).await?;
    organizer.parts_from_partners(edition).await?;
    let partner = organizer.invites(edition, association, &JOINT).await?;
    joint.agrees(partner).await?;
    organizer.sizes(edition, "all", Some(40)).await?;
    organizer.publishes(edition).await?;
    organizer.starts(edition).await?;
    Ok(edition)
}
