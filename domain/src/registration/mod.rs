//! Registrations: who comes, who waits, who was decided against.

mod consents;
mod ending;

use crate::Rejection;
use crate::edition::{EditionState, Writing, admits};
use crate::lifecycle::transitions;
use crate::policy::{Role, Roles};
use crate::values::{AccountId, Instant, words};

pub use consents::{ConsentGiven, ConsentProblem, PurposeAsked, check_consents, lists_the_name, visibility};
pub use ending::{at_conclusion, deed_at_conclusion, lapsed};

words! {
    /// Where a registration stands.
    pub enum RegistrationState {
        /// Has its places.
        Confirmed = "confirmed",
        /// Waits for somebody to decide, and holds nothing.
        PendingReview = "pending_review",
        /// Waits for places.
        Waitlisted = "waitlisted",
        /// Was decided against, with a reason.
        Declined = "declined",
        /// Is offered places, which are held for a while.
        Offered = "offered",
        /// Came.
        CheckedIn = "checked_in",
        /// Did not come, in an edition whose door was kept.
        NoShow = "no_show",
        /// Was taken back, by the person, the organizers or the end of the edition.
        Cancelled = "cancelled",
    }
}

impl RegistrationState {
    /// Whether it is one of which a person has one at most in an edition (invariant 3 of the domain).
    #[must_use]
    pub const fn is_live(self) -> bool {
        match self {
            Self::Confirmed | Self::PendingReview | Self::Waitlisted | Self::Offered | Self::CheckedIn => {
                true
            }
            Self::Declined | Self::NoShow | Self::Cancelled => false,
        }
    }

    /// Whether it counts in `taken` of every pool of its profile (invariant 1 of the domain).
    #[must_use]
    pub const fn holds_places(self) -> bool {
        match self {
            Self::Confirmed | Self::Offered | Self::CheckedIn => true,
            Self::PendingReview | Self::Waitlisted | Self::Declined | Self::NoShow | Self::Cancelled => false,
        }
    }

    /// Whether its holder takes part: may be in a team, and acts as a participant.
    #[must_use]
    pub const fn is_participant(self) -> bool {
        match self {
            Self::Confirmed | Self::CheckedIn => true,
            Self::PendingReview
            | Self::Waitlisted
            | Self::Declined
            | Self::Offered
            | Self::NoShow
            | Self::Cancelled => false,
        }
    }
}

transitions! {
    /// What people make of a registration.
    pub enum RegistrationMove for RegistrationState {
        /// Takes it back; who has come has come.
        Cancel: [Confirmed, PendingReview, Waitlisted, Offered] => Cancelled = "cancel",
        /// Lets it in; where there is no place it goes to the list instead.
        Confirm: [PendingReview] => Confirmed = "confirm",
        /// Decides against it, with a reason.
        Decline: [PendingReview] => Declined = "decline",
        /// Offers it the places that it waits for, if it is the next.
        Offer: [Waitlisted] => Offered = "offer",
        /// Takes the places that were offered.
        AcceptOffer: [Offered] => Confirmed = "accept-offer",
        /// Has come, says the door.
        CheckIn: [Confirmed] => CheckedIn = "check-in",
        /// Has not come after all: the door was mistaken, and says why.
        UndoCheckIn: [CheckedIn] => Confirmed = "undo-check-in",
    }
}

impl RegistrationMove {
    /// Whether it is made by receipt, too; the rest is made by those who decide, and by those who stand at the door.
    #[must_use]
    pub const fn is_made_by_receipt(self) -> bool {
        match self {
            Self::Cancel | Self::AcceptOffer => true,
            Self::Confirm | Self::Decline | Self::Offer | Self::CheckIn | Self::UndoCheckIn => false,
        }
    }
}

/// Until when places are held that come free now: `None` where the edition offers none, and gives them at once.
#[must_use]
pub fn offered_until(offer_hours: Option<u16>, now: Instant) -> Option<Instant> {
    offer_hours.map(|hours| now + chrono::TimeDelta::hours(hours.into()))
}

/// The state of who is given places, for good or until an instant.
#[must_use]
pub const fn given(until: Option<Instant>) -> RegistrationState {
    match until {
        Some(_) => RegistrationState::Offered,
        None => RegistrationState::Confirmed,
    }
}

/// Whether an offer still holds: until the instant that it named, not at it.
///
/// # Errors
/// [`Rejection::OfferExpired`], be it that nobody has given the place on yet.
pub fn offer_holds(expires_at: Option<Instant>, now: Instant) -> Result<(), Rejection> {
    match expires_at {
        Some(expired_at) if expired_at <= now => Err(Rejection::OfferExpired { expired_at }),
        Some(_) | None => Ok(()),
    }
}

/// The verbs that a registration's receipt opens now, as in the addresses of their operations.
#[must_use]
pub fn by_receipt(
    state: RegistrationState,
    offer_expires_at: Option<Instant>,
    edition: EditionState,
    now: Instant,
) -> Vec<&'static str> {
    let written = admits(edition, Writing::Arc).is_ok();
    let in_time = |verb: &RegistrationMove| {
        *verb != RegistrationMove::AcceptOffer || offer_holds(offer_expires_at, now).is_ok()
    };
    let possible = |verb: &&RegistrationMove| {
        written && verb.is_made_by_receipt() && verb.apply(state).is_ok() && in_time(verb)
    };
    RegistrationMove::ALL.iter().filter(possible).map(|verb| verb.as_str()).collect()
}

/// Who reads the e-mail and the telephone in a registration: the door, and the holder of their own.
///
/// Facilitators read registrations without them; a search must not find for them what they don't read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactReader {
    /// Reads those of everybody.
    pub of_everybody: bool,
    /// Reads all else of everybody; who does not, and only helped somebody to register, reads who that is and where they
    /// stand.
    pub all_else: bool,
    /// The account, which reads those of its own registration.
    pub account: Option<AccountId>,
}

impl ContactReader {
    /// The reader that these roles in the edition make of an account.
    #[must_use]
    pub fn from(roles: Roles, account: Option<AccountId>) -> Self {
        let of_everybody = roles.any(&[Role::Owner, Role::Organizer, Role::RegistrationDesk]);
        Self { of_everybody, all_else: of_everybody || roles.has(Role::Facilitator), account }
    }

    /// Whether they are shown in a registration that this account holds.
    #[must_use]
    pub fn reads(&self, holder: Option<AccountId>) -> bool {
        self.of_everybody || self.holds(holder)
    }

    /// Whether all else is shown in a registration that this account holds.
    #[must_use]
    pub fn reads_all_else(&self, holder: Option<AccountId>) -> bool {
        self.all_else || self.holds(holder)
    }

    fn holds(&self, holder: Option<AccountId>) -> bool {
        self.account.is_some() && self.account == holder
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::table;

    #[test]
    fn every_state_and_transition() {
        // cancel, confirm, decline, offer, accept-offer, check-in, undo-check-in
        assert_eq!(
            table(RegistrationState::ALL, RegistrationMove::ALL, RegistrationMove::apply),
            [
                "confirmed: cancelled - - - - checked_in -",
                "pending_review: cancelled confirmed declined - - - -",
                "waitlisted: cancelled - - offered - - -",
                "declined: - - - - - - -",
                "offered: cancelled - - - confirmed - -",
                "checked_in: - - - - - - confirmed",
                "no_show: - - - - - - -",
                "cancelled: - - - - - - -",
            ]
        );
    }

    #[test]
    fn every_state_and_what_it_means() {
        // live, holds places, takes part; then its state after the edition without and with a check-in
        let row = |state: &RegistrationState| {
            let mark = |holds: bool| if holds { 'x' } else { '-' };
            let [live, holds, part] =
                [state.is_live(), state.holds_places(), state.is_participant()].map(mark);
            let after = |checked_in| at_conclusion(*state, checked_in).unwrap_or(*state);
            format!("{state} {live}{holds}{part} {} {}", after(false), after(true))
        };
        assert_eq!(
            RegistrationState::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "confirmed xxx confirmed no_show",
                "pending_review x-- cancelled cancelled",
                "waitlisted x-- cancelled cancelled",
                "declined --- declined declined",
                "offered xx- cancelled cancelled",
                "checked_in xxx checked_in checked_in",
                "no_show --- no_show no_show",
                "cancelled --- cancelled cancelled",
            ]
        );
    }

    #[test]
    fn a_receipt_opens_what_its_state_and_the_edition_allow() {
        let now = Instant::from_timestamp(1_000, 0).unwrap_or_default();
        let offered = Instant::from_timestamp(1_001, 0);
        let row = |edition: &EditionState| {
            let open = |state: &RegistrationState| match by_receipt(*state, offered, *edition, now).join("+")
            {
                verbs if verbs == "cancel" => 'c',
                verbs if verbs == "cancel+accept-offer" => 'o',
                _ => '-',
            };
            format!("{edition} {}", RegistrationState::ALL.iter().map(open).collect::<String>())
        };
        assert_eq!(
            EditionState::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "draft --------",
                "published ccc-o---",
                "running ccc-o---",
                "concluded --------",
                "follow_up --------",
                "archived --------",
                "cancelled --------",
            ]
        );
        let late =
            |expires_at| by_receipt(RegistrationState::Offered, expires_at, EditionState::Running, now);
        assert_eq!(late(Some(now)), ["cancel"]);
        assert_eq!(late(offered), ["cancel", "accept-offer"]);
    }

    #[test]
    fn an_offer_holds_until_its_instant_and_two_missed_ones_are_enough() {
        let at = |second| Instant::from_timestamp(second, 0);
        let expired = |second| offer_holds(at(1_000), at(second).unwrap_or_default()).is_err();
        assert_eq!([999, 1_000, 1_001].map(expired), [false, true, true]);
        assert_eq!(
            [0, 1, 2].map(lapsed),
            [RegistrationState::Waitlisted, RegistrationState::Cancelled, RegistrationState::Cancelled,]
        );
    }

    #[test]
    fn the_door_reads_contacts_and_holders_their_own() {
        let somebody = Some(AccountId(uuid::Uuid::from_u128(1)));
        for role in Role::ALL {
            let door = matches!(role, Role::Owner | Role::Organizer | Role::RegistrationDesk);
            let reader = ContactReader::from(Roles::none().with(*role), somebody);
            assert_eq!(reader.reads(None), door, "{role}");
            assert_eq!(reader.reads(Some(AccountId(uuid::Uuid::from_u128(2)))), door, "{role}");
            assert!(reader.reads(somebody), "{role}");
            assert_eq!(reader.reads_all_else(None), door || *role == Role::Facilitator, "{role}");
            assert!(reader.reads_all_else(somebody), "{role}");
        }
        assert!(!ContactReader::from(Roles::none(), None).reads(None));
    }
}
