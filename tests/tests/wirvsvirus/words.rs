//! What is said: invented, in French and German, by many in their own way.

/// A problem, as two languages say it.
struct Trouble {
    fr: &'static str,
    de: &'static str,
}

const TROUBLES: [Trouble; 14] = [
    Trouble { fr: "personne ne répond au téléphone", de: "geht niemand ans Telefon" },
    Trouble { fr: "il manque des masques", de: "fehlen Masken" },
    Trouble { fr: "les enfants n'ont pas d'ordinateur", de: "haben die Kinder keinen Computer" },
    Trouble { fr: "on ne sait pas qui a besoin d'aide", de: "weiß niemand, wer Hilfe braucht" },
    Trouble { fr: "les demandes se remplissent à la main", de: "werden Anträge von Hand ausgefüllt" },
    Trouble { fr: "les visites sont interdites", de: "sind Besuche verboten" },
    Trouble { fr: "les chiffres arrivent trop tard", de: "kommen die Zahlen zu spät" },
    Trouble { fr: "les récoltes restent sur les champs", de: "bleibt die Ernte auf den Feldern" },
    Trouble {
        fr: "les bénévoles ne sont appelés par personne",
        de: "werden Freiwillige von niemandem gerufen",
    },
    Trouble { fr: "la connexion tombe chaque matin", de: "bricht jeden Morgen die Verbindung ab" },
    Trouble { fr: "personne n'explique les règles", de: "erklärt niemand die Regeln" },
    Trouble { fr: "les aides n'arrivent pas", de: "kommt die Unterstützung nicht an" },
    Trouble { fr: "on attend des heures devant la porte", de: "wartet man stundenlang vor der Tür" },
    Trouble { fr: "rien n'est écrit en langue facile", de: "steht nichts in leichter Sprache" },
];

const PLACES: [Trouble; 10] = [
    Trouble { fr: "à l'école", de: "In der Schule" },
    Trouble { fr: "à l'hôpital", de: "Im Krankenhaus" },
    Trouble { fr: "à la mairie", de: "Im Rathaus" },
    Trouble { fr: "dans notre immeuble", de: "In unserem Haus" },
    Trouble { fr: "à la maison de retraite", de: "Im Altersheim" },
    Trouble { fr: "au centre d'accueil", de: "In der Unterkunft" },
    Trouble { fr: "au village", de: "Im Dorf" },
    Trouble { fr: "dans les transports", de: "In Bus und Bahn" },
    Trouble { fr: "à l'atelier", de: "In der Werkstatt" },
    Trouble { fr: "au guichet de l'emploi", de: "Beim Arbeitsamt" },
];

const OPENINGS: [&str; 5] = [
    "Chez nous,",
    "Depuis des semaines,",
    "Encore une fois :",
    "Je le vois tous les jours,",
    "C'est simple :",
];
const ENDINGS: [&str; 5] = [
    "– seit Wochen.",
    "– und das jeden Tag.",
    "– schon wieder.",
    "– und niemand merkt es.",
    "– bei uns jedenfalls.",
];

/// The words of a statement about a subject, as the so manieth who speaks of it says them; and their language.
pub fn said(subject: usize, teller: usize) -> (String, &'static str) {
    let trouble = &TROUBLES[subject % TROUBLES.len()];
    let place = &PLACES[subject / TROUBLES.len() % PLACES.len()];
    let way = teller / 2 % OPENINGS.len();
    // What tells one subject from another where both come again.
    let round = subject / (TROUBLES.len() * PLACES.len()) + 1;
    if teller.is_multiple_of(2) {
        (format!("{} {} du quartier {round}, {}.", OPENINGS[way], place.fr, trouble.fr), "fr")
    } else {
        (format!("{} im Viertel {round} {} {}", place.de, trouble.de, ENDINGS[way]), "de")
    }
}
