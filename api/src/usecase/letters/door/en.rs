//! English.

use palabre_domain::notice::Occasion;

use super::{Said, Words};

pub(super) const WORDS: Words = Words {
    hello: "Hello",
    quotes: ["“", "”"],
    subject,
    says,
    first: "1",
    labels: ["What:", "Organized by:", "When:", "Where:", "You come as:", "Reason:"],
    code: "Your code:",
    code_opens: "With this code you see where your registration stands, accept a place or cancel, without an account.\n\
                 Please do not pass it on to anybody.",
    months: [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ],
    day: "{day} {month} {year}",
    month: "{month} {year}",
};

fn subject(occasion: Occasion) -> &'static str {
    match occasion {
        Occasion::UnderReview => "Your registration has arrived",
        Occasion::Confirmed => "Your registration is confirmed",
        Occasion::Waitlisted => "You are on the waiting list",
        Occasion::Declined => "About your registration",
        Occasion::Offered => "A place is held for you: please answer",
        Occasion::OfferMissed => "You are on the waiting list again",
        Occasion::OffList => "You are no longer on the waiting list",
        Occasion::Cancelled => "Your registration is cancelled",
        Occasion::EditionCancelled => "The event does not take place",
        Occasion::Over => "No place came free",
        Occasion::Reminder => "A reminder: the event begins soon",
    }
}

fn says(occasion: Occasion, Said { edition, until }: &Said<'_>) -> String {
    match occasion {
        Occasion::UnderReview => format!(
            "your registration for {edition} has arrived.\n\
             The organizers look at it, and you get a mail once they have decided."
        ),
        Occasion::Confirmed => format!(
            "you have a place at {edition}.\n\
             If you can't come after all, please cancel: somebody else gets your place."
        ),
        Occasion::Waitlisted => format!(
            "all places at {edition} are taken for now, and you are on the waiting list.\n\
             Places that come free go to those who wait, first come, first served: you get a mail when it is your turn."
        ),
        Occasion::Declined => format!("the organizers of {edition} can't give you a place."),
        Occasion::Offered => format!(
            "a place at {edition} has come free for you.\n\
             It is held until {until}: please accept it before then.\n\
             If you can't come, please cancel, so that the next person gets the place."
        ),
        Occasion::OfferMissed => format!(
            "the time to accept the place at {edition} that was held for you is over.\n\
             You are on the waiting list again, at its end.\n\
             If you no longer wish to come, please cancel."
        ),
        Occasion::OffList => format!(
            "the time to accept the place at {edition} that was held for you is over.\n\
             It was the second one: you are no longer on the waiting list.\n\
             You can register again while registrations are open."
        ),
        Occasion::Cancelled => format!(
            "your registration for {edition} is cancelled.\n\
             If you did not want that, please write to the organizers."
        ),
        Occasion::EditionCancelled => format!("{edition} does not take place."),
        Occasion::Over => format!(
            "{edition} is over, and no place came free for you.\n\
             Thank you for having waited."
        ),
        Occasion::Reminder => format!(
            "{edition} begins soon, and you have a place.\n\
             If you can't come after all, please cancel: somebody else gets your place."
        ),
    }
}
