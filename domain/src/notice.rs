//! Notices: when the program writes to somebody about their registration, by itself, and what about.

use chrono::TimeDelta;

use crate::audit::Deed;
use crate::registration::RegistrationState;
use crate::values::{Instant, ReducedDate, TimeZone};

/// What somebody is written to about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Occasion {
    /// Their registration has come, and is looked at.
    UnderReview,
    /// They have a place.
    Confirmed,
    /// They are on the waiting list.
    Waitlisted,
    /// It was decided against them.
    Declined,
    /// A place is held for them.
    Offered,
    /// They let an offer pass, and wait on, behind everybody.
    OfferMissed,
    /// They let a second offer pass, and are off the list.
    OffList,
    /// Their registration was taken back.
    Cancelled,
    /// The edition was called off.
    EditionCancelled,
    /// The edition is over, and no place came free for them.
    Over,
    /// The edition begins soon.
    Reminder,
}

impl Occasion {
    /// Every one.
    pub const ALL: [Self; 11] = [
        Self::UnderReview,
        Self::Confirmed,
        Self::Waitlisted,
        Self::Declined,
        Self::Offered,
        Self::OfferMissed,
        Self::OffList,
        Self::Cancelled,
        Self::EditionCancelled,
        Self::Over,
        Self::Reminder,
    ];

    /// What a deed done to a registration is written about, by the state that it left; nobody is written to about the others.
    #[must_use]
    pub fn of(deed: Deed, left_in: Option<RegistrationState>) -> Option<Self> {
        match (deed, left_in) {
            (
                Deed::RegistrationMade | Deed::RegistrationConfirmed | Deed::RegistrationPlaced,
                Some(state),
            ) => Self::of_state(state),
            (Deed::RegistrationOfferAccepted, _) => Some(Self::Confirmed),
            (Deed::RegistrationOfferLapsed, Some(RegistrationState::Waitlisted)) => Some(Self::OfferMissed),
            (Deed::RegistrationOfferLapsed, _) => Some(Self::OffList),
            (Deed::RegistrationDeclined, _) => Some(Self::Declined),
            (Deed::RegistrationCancelled, _) => Some(Self::Cancelled),
            _ => None,
        }
    }

    /// What somebody is told who has to know where a registration stands.
    #[must_use]
    pub fn of_state(state: RegistrationState) -> Option<Self> {
        match state {
            RegistrationState::PendingReview => Some(Self::UnderReview),
            RegistrationState::Confirmed => Some(Self::Confirmed),
            RegistrationState::Waitlisted => Some(Self::Waitlisted),
            RegistrationState::Offered => Some(Self::Offered),
            _ => None,
        }
    }

    /// Whether there is anything that one can do from here on, and so a code to do it with.
    #[must_use]
    pub fn opens_something(self) -> bool {
        match self {
            Self::UnderReview
            | Self::Confirmed
            | Self::Waitlisted
            | Self::Offered
            | Self::OfferMissed
            | Self::Reminder => true,
            Self::Declined | Self::OffList | Self::Cancelled | Self::EditionCancelled | Self::Over => false,
        }
    }

    /// Whether the days of the edition are to be kept free.
    #[must_use]
    pub fn keeps_days_free(self) -> bool {
        matches!(self, Self::Confirmed | Self::Reminder)
    }
}

/// The moments between which people are reminded of an edition: from so many hours before its first day until that begins, by the
/// edition's own clocks. None where only the month is known.
#[must_use]
pub fn reminder(
    starts_on: &ReducedDate,
    time_zone: Option<TimeZone>,
    hours: u16,
) -> Option<(Instant, Instant)> {
    let begins = time_zone.unwrap_or_default().begins(starts_on.day()?);
    Some((begins.checked_sub_signed(TimeDelta::hours(hours.into()))?, begins))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::{FromText as _, utc_text};

    #[test]
    fn what_each_deed_is_written_about() {
        use RegistrationState::{Cancelled, Confirmed, Offered, PendingReview, Waitlisted};
        let cases = [
            (Deed::RegistrationMade, Some(Confirmed), Some(Occasion::Confirmed)),
            (Deed::RegistrationMade, Some(Waitlisted), Some(Occasion::Waitlisted)),
            (Deed::RegistrationMade, Some(PendingReview), Some(Occasion::UnderReview)),
            (Deed::RegistrationConfirmed, Some(Confirmed), Some(Occasion::Confirmed)),
            (Deed::RegistrationConfirmed, Some(Waitlisted), Some(Occasion::Waitlisted)),
            (Deed::RegistrationPlaced, Some(Confirmed), Some(Occasion::Confirmed)),
            (Deed::RegistrationPlaced, Some(Offered), Some(Occasion::Offered)),
            (Deed::RegistrationOfferAccepted, None, Some(Occasion::Confirmed)),
            (Deed::RegistrationOfferLapsed, Some(Waitlisted), Some(Occasion::OfferMissed)),
            (Deed::RegistrationOfferLapsed, Some(Cancelled), Some(Occasion::OffList)),
            (Deed::RegistrationDeclined, None, Some(Occasion::Declined)),
            (Deed::RegistrationCancelled, None, Some(Occasion::Cancelled)),
            (Deed::RegistrationChanged, None, None),
            (Deed::RegistrationCheckedIn, None, None),
            (Deed::RegistrationErased, None, None),
            (Deed::ConsentWithdrawn, None, None),
        ];
        for (deed, left_in, occasion) in cases {
            assert_eq!(Occasion::of(deed, left_in), occasion, "{deed:?} {left_in:?}");
        }
    }

    #[test]
    fn people_are_reminded_by_the_clocks_of_the_edition() {
        let between = |date: &str, zone: &str, hours| {
            let (date, zone) = (ReducedDate::from_text(date).unwrap(), TimeZone::from_text(zone).unwrap());
            let (from, until) = reminder(&date, Some(zone), hours)?;
            Some([utc_text(from), utc_text(until)].join(" "))
        };
        let cases = [
            ("2025-11-20", "Europe/Brussels", 48, Some("2025-11-17T23:00:00Z 2025-11-19T23:00:00Z")),
            // The clocks are set back in that night: 24 hours are 24 hours.
            ("2025-10-27", "Europe/Brussels", 24, Some("2025-10-25T23:00:00Z 2025-10-26T23:00:00Z")),
            ("2025-11-20", "UTC", 1, Some("2025-11-19T23:00:00Z 2025-11-20T00:00:00Z")),
            ("2025-11", "Europe/Brussels", 48, None),
        ];
        for (date, zone, hours, expected) in cases {
            assert_eq!(between(date, zone, hours).as_deref(), expected, "{date}");
        }
    }
}
