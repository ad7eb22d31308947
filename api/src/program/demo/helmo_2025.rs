//! HELMo and Le Monde des Possibles, Slow Hackathon 2025 (Liège).

use palabre_domain::partner::PartnerKind;
use palabre_domain::policy::table::{CreatePool, CreateProfile};
use palabre_domain::pool::Knowledge;
use uuid::Uuid;

use super::stage::{Person, made, read};
use super::told::{Told, ToldPartner, Words};
use crate::usecase::Failure;
use crate::usecase::editions::Venue;
use crate::usecase::pools::NewPool;
use crate::usecase::profiles::NewProfile;

pub(super) const TITLE: &str = "Slow Hackathon 2025";

fn edition() -> Told {
    Told {
        slug: "2025",
        title: TITLE,
        summary: Words {
            fr: "Deux jours pour des personnes du travail social, du développement, du design et curieuses du numérique : \
                 la qualité, la pertinence collective et sociale plutôt que la performance ou la compétition.",
            en: "Two days for social workers, developers, designers and people curious about digital matters: quality, the \
                 collective and social relevance instead of performance or competition.",
        },
        description: Words {
            fr: "Quatre moments : nommer des problèmes concrets ; imaginer des solutions ensemble ; concevoir et prototyper \
                 (applications, plateformes ou dispositifs non technologiques) ; prendre conscience que le numérique est un \
                 levier si on se l’approprie.\n\n\
                 Des développeuses et développeurs seniors passent de groupe en groupe, en plus de celles et ceux qui \
                 participent ; novices et expertes ou experts reçoivent l’appui dont ils ont besoin.\n\n\
                 Quarante places en tout ; la source ne dit pas comment elles se partagent entre les personnes qui codent et \
                 les autres.\n\n\
                 Dans cette démonstration, les personnes inscrites, les problèmes exprimés, le défi et l’équipe sont des \
                 exemples inventés : les places prises ne disent rien de l’édition réelle.",
            en: "Four moments: name concrete problems; imagine solutions together; design and prototype (applications, \
                 platforms, or non-tech devices); become aware that digital is a lever if one makes it one’s own.\n\n\
                 Senior developers go from group to group, besides the coders who take part; novices and experts get the \
                 support they need.\n\n\
                 Forty places in all; how they are split between coders and non-coders the source does not say.\n\n\
                 In this demo the people registered, the problems voiced, the challenge and the team are invented examples: \
                 the places taken say nothing of the real edition.",
        },
        guiding_question: None,
        starts_on: "2025-11-20",
        ends_on: Some("2025-11-21"),
        days: 2,
        time_zone: "Europe/Brussels",
        venue: Venue {
            street: Some("Quai Sur-Meuse 19".to_owned()),
            postal_code: Some("4000".to_owned()),
            city: Some("Liège".to_owned()),
            ..Venue::default()
        },
        // Both are named, although the edition belongs to an event of HELMo's: they organize it jointly.
        partners: ["HELMo", "Le Monde des Possibles"].map(co_organizer).into(),
    }
}

fn co_organizer(name: &'static str) -> ToldPartner {
    ToldPartner { name, kind: PartnerKind::CoOrganizer, programme: None, mention: None }
}

/// The public counters: places left for coders, for non-coders, and out of 40 in all. The first two have no size,
/// because the source gives none.
const POOLS: [(&str, Words, Option<u32>); 3] = [
    ("coders", Words { fr: "Personnes qui codent", en: "Coders" }, None),
    ("non-coders", Words { fr: "Personnes qui ne codent pas", en: "Non-coders" }, None),
    ("all", Words { fr: "En tout", en: "In all" }, Some(40)),
];

/// The participants that the source names. It has no counter for designers and for the curious: that they are counted
/// with the non-coders is our choice, and so is what each is said to bring.
const PROFILES: [(&str, Words, Knowledge, &str); 4] = [
    ("social-worker", Words { fr: "Travail social", en: "Social worker" }, Knowledge::Field, "non-coders"),
    ("developer", Words { fr: "Développement", en: "Developer" }, Knowledge::Makes, "coders"),
    ("designer", Words { fr: "Design", en: "Designer" }, Knowledge::Makes, "non-coders"),
    (
        "curious",
        Words { fr: "Curiosité pour le numérique", en: "Curious about digital matters" },
        Knowledge::Other,
        "non-coders",
    ),
];

/// Tells it up to its first day, and leaves it there, so that a visitor can take part.
pub(super) async fn tell(organizer: &Person, event: Uuid) -> Result<Uuid, Failure> {
    let edition = organizer.announces(event, edition()).await?;
    for (slug, name, size) in &POOLS {
        let ask = organizer.ask::<CreatePool>(edition).await?;
        let new = NewPool { slug: read(slug)?, name: name.read()?, size: *size };
        organizer.app().create_pool(ask, new, |pool| made(pool.id)).await?;
    }
    for (slug, name, knowledge, counted_with) in &PROFILES {
        let ask = organizer.ask::<CreateProfile>(edition).await?;
        let pools = vec![read(counted_with)?, read("all")?];
        let new = NewProfile { slug: read(slug)?, name: name.read()?, knowledge: *knowledge, pools };
        organizer.app().create_profile(ask, new, |profile| made(profile.id)).await?;
    }
    organizer.starts(edition).await?;
    Ok(edition)
}
