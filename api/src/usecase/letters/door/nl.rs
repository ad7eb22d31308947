//! Dutch.

use palabre_domain::notice::Occasion;

use super::{Said, Words};

pub(super) const WORDS: Words = Words {
    hello: "Dag",
    quotes: ["“", "”"],
    subject,
    says,
    first: "1",
    labels: ["Wat:", "Georganiseerd door:", "Wanneer:", "Waar:", "U komt als:", "Reden:"],
    code: "Uw code:",
    code_opens: "Met deze code ziet u hoe het met uw inschrijving staat, aanvaardt u een plaats of schrijft u zich uit, \
                 zonder account.\n\
                 Geef de code aan niemand door.",
    months: [
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
    ],
    day: "{day} {month} {year}",
    month: "{month} {year}",
};

fn subject(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::UnderReview => "Uw inschrijving is aangekomen",
        Occasion::Confirmed => "Uw inschrijving is bevestigd",
        Occasion::Waitlisted => "U staat op de wachtlijst",
        Occasion::Declined => "Over uw inschrijving",
        Occasion::Offered => "Er is een plaats voor u vrijgehouden: antwoord alstublieft",
        Occasion::OfferMissed => "U staat opnieuw op de wachtlijst",
        Occasion::OffList => "U staat niet meer op de wachtlijst",
        Occasion::Cancelled => "Uw inschrijving is geannuleerd",
        Occasion::EditionCancelled => "Het evenement gaat niet door",
        Occasion::Over => "Er is geen plaats vrijgekomen",
        Occasion::Reminder => "Herinnering: het evenement begint binnenkort",
    }
}

fn says(occasion: Occasion, Said { edition, until }: &Said<'_>) -> String {
    match occasion {
        Occasion::UnderReview => format!(
            "Uw inschrijving voor {edition} is aangekomen.\n\
             De organisatoren bekijken uw inschrijving, en u krijgt een mail zodra ze beslist hebben."
        ),
        Occasion::Confirmed => format!(
            "U hebt een plaats bij {edition}.\n\
             Kunt u toch niet komen, schrijf u dan uit: iemand anders krijgt uw plaats."
        ),
        Occasion::Waitlisted => format!(
            "Alle plaatsen bij {edition} zijn voorlopig ingenomen, en u staat op de wachtlijst.\n\
             Plaatsen die vrijkomen gaan naar wie wacht, in volgorde van aankomst: \
             u krijgt een mail wanneer het uw beurt is."
        ),
        Occasion::Declined => format!("De organisatoren van {edition} kunnen u geen plaats geven."),
        Occasion::Offered => format!(
            "Er is een plaats bij {edition} voor u vrijgekomen.\n\
             Die wordt vrijgehouden tot {until}: aanvaard de plaats alstublieft voor die tijd.\n\
             Kunt u niet komen, schrijf u dan uit, zodat de volgende de plaats krijgt."
        ),
        Occasion::OfferMissed => format!(
            "De tijd om de plaats bij {edition} te aanvaarden die voor u vrijgehouden werd, is voorbij.\n\
             U staat opnieuw op de wachtlijst, achteraan.\n\
             Wilt u niet meer komen, schrijf u dan uit."
        ),
        Occasion::OffList => format!(
            "De tijd om de plaats bij {edition} te aanvaarden die voor u vrijgehouden werd, is voorbij.\n\
             Het was de tweede: u staat niet meer op de wachtlijst.\n\
             U kunt zich opnieuw inschrijven zolang de inschrijvingen open zijn."
        ),
        Occasion::Cancelled => format!(
            "Uw inschrijving voor {edition} is geannuleerd.\n\
             Hebt u dat niet gewild, schrijf dan naar de organisatoren."
        ),
        Occasion::EditionCancelled => format!("{edition} gaat niet door."),
        Occasion::Over => format!(
            "{edition} is voorbij, en er is geen plaats voor u vrijgekomen.\n\
             Bedankt voor het wachten."
        ),
        Occasion::Reminder => format!(
            "{edition} begint binnenkort, en u hebt een plaats.\n\
             Kunt u toch niet komen, schrijf u dan uit: iemand anders krijgt uw plaats."
        ),
    }
}
