//! The door of an edition: how its places are given, how long an offer holds, for how long people are kept, and whom they can turn to.

use serde::{Deserialize, Serialize};

use crate::values::words;

words! {
    /// How a registration gets its places.
    pub enum RegistrationMode {
        /// At once, where there are any.
        Automatic = "automatic",
        /// Once somebody has looked at it.
        Review = "review",
    }
}

/// How the door of an edition is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    /// How a registration gets its places.
    pub registration_mode: RegistrationMode,
    /// For how many hours a place that came free is held for who is offered it; `None`: it is given at once.
    pub offer_hours: Option<u16>,
    /// How many hours before the edition begins those who have a place are reminded of it; `None`: nobody is.
    pub reminder_hours: Option<u16>,
    /// How many days after the edition registrations are erased by themselves; `None`: never.
    pub retention_days: Option<u16>,
    /// Whom to turn to when something is wrong.
    pub contacts: Vec<Contact>,
}

impl Door {
    /// For how many days registrations are kept after an edition that says nothing of it: thirteen months, so that a year
    /// later one can still ask what became of it.
    pub const USUAL_RETENTION_DAYS: u16 = 395;

    /// How many hours before an edition that says nothing of it people are reminded: two days, so that who can't come can still say so.
    pub const USUAL_REMINDER_HOURS: u16 = 48;

    /// The earliest that people are reminded, in hours before the edition: thirty days.
    pub const MOST_REMINDER_HOURS: u16 = 720;
}

impl Default for Door {
    fn default() -> Self {
        Self {
            registration_mode: RegistrationMode::Automatic,
            offer_hours: None,
            reminder_hours: Some(Self::USUAL_REMINDER_HOURS),
            retention_days: Some(Self::USUAL_RETENTION_DAYS),
            contacts: Vec::new(),
        }
    }
}

/// Somebody to turn to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Their name, or that of their office.
    pub name: String,
    /// Their telephone.
    pub phone: Option<String>,
    /// Their page.
    pub url: Option<String>,
}
