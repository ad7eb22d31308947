//! How registrations end by themselves: an offer that nobody answers, and the end of the edition.

use super::RegistrationState;
use crate::audit::Deed;

/// What the end of the edition makes of a registration; `None` where it stays as it is.
///
/// That somebody did not come is known only where somebody kept the door: without a single check-in,
/// confirmed ones stay. Who waits, holds an offer or is under review waits for nothing any more.
#[must_use]
pub const fn at_conclusion(state: RegistrationState, anybody_checked_in: bool) -> Option<RegistrationState> {
    match state {
        RegistrationState::Confirmed if anybody_checked_in => Some(RegistrationState::NoShow),
        RegistrationState::PendingReview | RegistrationState::Waitlisted | RegistrationState::Offered => {
            Some(RegistrationState::Cancelled)
        }
        RegistrationState::Confirmed
        | RegistrationState::Declined
        | RegistrationState::CheckedIn
        | RegistrationState::NoShow
        | RegistrationState::Cancelled => None,
    }
}

/// What is written down of a registration whose state the conclusion changed.
#[must_use]
pub const fn deed_at_conclusion(last: RegistrationState) -> Deed {
    match last {
        RegistrationState::NoShow => Deed::RegistrationNoShow,
        RegistrationState::PendingReview
        | RegistrationState::Waitlisted
        | RegistrationState::Offered
        | RegistrationState::Confirmed
        | RegistrationState::Declined
        | RegistrationState::CheckedIn
        | RegistrationState::Cancelled => Deed::RegistrationCancelled,
    }
}

/// What becomes of an offer that nobody answered in time, of one who had let so many pass before: the first time one goes to
/// the end of the list, the second time one is off it.
#[must_use]
pub const fn lapsed(missed_before: i16) -> RegistrationState {
    if missed_before < 1 { RegistrationState::Waitlisted } else { RegistrationState::Cancelled }
}
