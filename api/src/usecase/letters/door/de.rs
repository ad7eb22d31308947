//! German.

use palabre_domain::notice::Occasion;

use super::{Said, Words};

pub(super) const WORDS: Words = Words {
    hello: "Guten Tag",
    quotes: ["„", "“"],
    subject,
    says,
    first: "1",
    labels: ["Was:", "Organisiert von:", "Wann:", "Wo:", "Sie kommen als:", "Grund:"],
    code: "Ihr Code:",
    code_opens: "Mit diesem Code sehen Sie, wie es um Ihre Anmeldung steht, nehmen einen Platz an oder melden sich ab, \
                 ohne Konto.\n\
                 Bitte geben Sie ihn an niemanden weiter.",
    months: [
        "Januar",
        "Februar",
        "März",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "Dezember",
    ],
    day: "{day}. {month} {year}",
    month: "{month} {year}",
};

fn subject(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::UnderReview => "Ihre Anmeldung ist angekommen",
        Occasion::Confirmed => "Ihre Anmeldung ist bestätigt",
        Occasion::Waitlisted => "Sie stehen auf der Warteliste",
        Occasion::Declined => "Zu Ihrer Anmeldung",
        Occasion::Offered => "Ein Platz ist für Sie frei: bitte antworten Sie",
        Occasion::OfferMissed => "Sie stehen wieder auf der Warteliste",
        Occasion::OffList => "Sie stehen nicht mehr auf der Warteliste",
        Occasion::Cancelled => "Ihre Anmeldung ist zurückgezogen",
        Occasion::EditionCancelled => "Die Veranstaltung findet nicht statt",
        Occasion::Over => "Es ist kein Platz frei geworden",
        Occasion::Reminder => "Zur Erinnerung: Die Veranstaltung beginnt bald",
    }
}

fn says(occasion: Occasion, Said { edition, until }: &Said<'_>) -> String {
    match occasion {
        Occasion::UnderReview => format!(
            "Ihre Anmeldung zu {edition} ist angekommen.\n\
             Wer die Veranstaltung organisiert, sieht sich Ihre Anmeldung an, und Sie erhalten eine E-Mail, sobald entschieden ist."
        ),
        Occasion::Confirmed => format!(
            "Sie haben einen Platz bei {edition}.\n\
             Wenn Sie doch nicht kommen können, melden Sie sich bitte ab: Jemand anderes bekommt Ihren Platz."
        ),
        Occasion::Waitlisted => format!(
            "Alle Plätze bei {edition} sind zurzeit vergeben, und Sie stehen auf der Warteliste.\n\
             Plätze, die frei werden, gehen in der Reihenfolge der Anmeldungen an die Wartenden: \
             Sie erhalten eine E-Mail, wenn Sie an der Reihe sind."
        ),
        Occasion::Declined => format!("Für {edition} können wir Ihnen leider keinen Platz geben."),
        Occasion::Offered => format!(
            "Bei {edition} ist ein Platz für Sie frei geworden.\n\
             Er wird bis zu diesem Zeitpunkt für Sie gehalten: {until}. Bitte nehmen Sie ihn vorher an.\n\
             Wenn Sie nicht kommen können, melden Sie sich bitte ab, damit die nächste Person den Platz bekommt."
        ),
        Occasion::OfferMissed => format!(
            "Die Zeit, den Platz bei {edition} anzunehmen, der für Sie gehalten wurde, ist vorbei.\n\
             Sie stehen wieder auf der Warteliste, an ihrem Ende.\n\
             Wenn Sie nicht mehr kommen möchten, melden Sie sich bitte ab."
        ),
        Occasion::OffList => format!(
            "Die Zeit, den Platz bei {edition} anzunehmen, der für Sie gehalten wurde, ist vorbei.\n\
             Es war der zweite: Sie stehen nicht mehr auf der Warteliste.\n\
             Solange die Anmeldung offen ist, können Sie sich wieder anmelden."
        ),
        Occasion::Cancelled => format!(
            "Ihre Anmeldung zu {edition} ist zurückgezogen.\n\
             Wenn Sie das nicht wollten, schreiben Sie bitte an die Organisation."
        ),
        Occasion::EditionCancelled => format!("{edition} findet nicht statt."),
        Occasion::Over => format!(
            "{edition} ist vorbei, und es ist kein Platz für Sie frei geworden.\n\
             Danke, dass Sie gewartet haben."
        ),
        Occasion::Reminder => format!(
            "{edition} beginnt bald, und Sie haben einen Platz.\n\
             Wenn Sie doch nicht kommen können, melden Sie sich bitte ab: Jemand anderes bekommt Ihren Platz."
        ),
    }
}
