//! French.

use palabre_domain::notice::Occasion;

use super::{Said, Words};

pub(super) const WORDS: Words = Words {
    hello: "Bonjour",
    quotes: ["«\u{a0}", "\u{a0}»"],
    subject,
    says,
    first: "1er",
    labels: [
        "Quoi\u{a0}:",
        "Organisé par\u{a0}:",
        "Quand\u{a0}:",
        "Où\u{a0}:",
        "Vous venez comme\u{a0}:",
        "Motif\u{a0}:",
    ],
    code: "Votre code\u{a0}:",
    code_opens: "Avec ce code, vous voyez où en est votre inscription, acceptez une place ou annulez, sans compte.\n\
                 Ne le transmettez à personne.",
    months: [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ],
    day: "{day} {month} {year}",
    month: "{month} {year}",
};

fn subject(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::UnderReview => "Votre inscription est bien arrivée",
        Occasion::Confirmed => "Votre inscription est confirmée",
        Occasion::Waitlisted => "Vous êtes sur la liste d’attente",
        Occasion::Declined => "Au sujet de votre inscription",
        Occasion::Offered => "Une place vous est réservée\u{a0}: merci de répondre",
        Occasion::OfferMissed => "Vous êtes de nouveau sur la liste d’attente",
        Occasion::OffList => "Vous n’êtes plus sur la liste d’attente",
        Occasion::Cancelled => "Votre inscription est annulée",
        Occasion::EditionCancelled => "L’événement n’a pas lieu",
        Occasion::Over => "Aucune place ne s’est libérée",
        Occasion::Reminder => "Rappel\u{a0}: l’événement commence bientôt",
    }
}

fn says(occasion: Occasion, Said { edition, until }: &Said<'_>) -> String {
    match occasion {
        Occasion::UnderReview => format!(
            "Votre inscription à {edition} est bien arrivée.\n\
             Les organisateurs l’examinent, et vous recevrez un message dès leur décision."
        ),
        Occasion::Confirmed => format!(
            "Vous avez une place à {edition}.\n\
             En cas d’empêchement, merci d’annuler\u{a0}: quelqu’un d’autre aura votre place."
        ),
        Occasion::Waitlisted => format!(
            "Toutes les places à {edition} sont prises pour le moment, et vous êtes sur la liste d’attente.\n\
             Les places qui se libèrent vont à celles et ceux qui attendent, dans l’ordre d’arrivée\u{a0}: \
             vous recevrez un message quand ce sera votre tour."
        ),
        Occasion::Declined => {
            format!("Les organisateurs de {edition} ne peuvent pas vous donner de place.")
        }
        Occasion::Offered => format!(
            "Une place à {edition} s’est libérée pour vous.\n\
             Elle vous est réservée jusqu’à cette date\u{a0}: {until}. Merci de l’accepter d’ici là.\n\
             En cas d’empêchement, merci d’annuler, pour que la personne suivante ait la place."
        ),
        Occasion::OfferMissed => format!(
            "Le délai pour accepter la place à {edition} qui vous était réservée est passé.\n\
             Vous êtes de nouveau sur la liste d’attente, à la fin.\n\
             Si vous ne souhaitez plus venir, merci d’annuler."
        ),
        Occasion::OffList => format!(
            "Le délai pour accepter la place à {edition} qui vous était réservée est passé.\n\
             C’était la deuxième\u{a0}: vous n’êtes plus sur la liste d’attente.\n\
             Vous pouvez vous inscrire de nouveau tant que les inscriptions sont ouvertes."
        ),
        Occasion::Cancelled => format!(
            "Votre inscription à {edition} est annulée.\n\
             Si vous ne l’avez pas voulu, merci d’écrire aux organisateurs."
        ),
        Occasion::EditionCancelled => format!("{edition} n’a pas lieu."),
        Occasion::Over => format!(
            "{edition} est terminé, et aucune place ne s’est libérée pour vous.\n\
             Merci d’avoir attendu."
        ),
        Occasion::Reminder => format!(
            "{edition} commence bientôt, et vous y avez une place.\n\
             En cas d’empêchement, merci d’annuler\u{a0}: quelqu’un d’autre aura votre place."
        ),
    }
}
