//! Registrations: who comes, who waits, who was decided against.

use crate::Rejection;
use crate::audit::Deed;
use crate::edition::{EditionState, Writing, admits};
use crate::lifecycle::transitions;
use crate::policy::{Role, Roles};
use crate::values::{AccountId, Flaw, words};

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
        /// Has come, says the door.
        CheckIn: [Confirmed] => CheckedIn = "check-in",
        /// Has not come after all: the door was mistaken, and says why.
        UndoCheckIn: [CheckedIn] => Confirmed = "undo-check-in",
    }
}

impl RegistrationMove {
    /// Whether it is made by receipt, too; the door is kept by those who stand there.
    #[must_use]
    pub const fn is_made_by_receipt(self) -> bool {
        match self {
            Self::Cancel => true,
            Self::CheckIn | Self::UndoCheckIn => false,
        }
    }
}

/// The verbs that a registration's receipt opens now, as in the addresses of their operations.
#[must_use]
pub fn by_receipt(state: RegistrationState, edition: EditionState) -> Vec<&'static str> {
    let written = admits(edition, Writing::Arc).is_ok();
    let possible =
        |verb: &&RegistrationMove| written && verb.is_made_by_receipt() && verb.apply(state).is_ok();
    RegistrationMove::ALL.iter().filter(possible).map(|verb| verb.as_str()).collect()
}

/// Who reads the e-mail and the telephone in a registration: the door, and the holder of their own.
///
/// Facilitators read registrations without them; a search must not find for them what they don't read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ContactReader {
    /// Reads those of everybody.
    pub of_everybody: bool,
    /// The account, which reads those of its own registration.
    pub account: Option<AccountId>,
}

impl ContactReader {
    /// The reader that these roles in the edition make of an account.
    #[must_use]
    pub fn from(roles: Roles, account: Option<AccountId>) -> Self {
        let of_everybody = roles.any(&[Role::Owner, Role::Organizer, Role::RegistrationDesk]);
        Self { of_everybody, account }
    }

    /// Whether they are shown in a registration that this account holds.
    #[must_use]
    pub fn reads(&self, holder: Option<AccountId>) -> bool {
        self.of_everybody || (self.account.is_some() && self.account == holder)
    }
}

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

/// A consent as somebody gives it: to one wording of one purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentGiven {
    /// The purpose, by slug.
    pub purpose: String,
    /// The version of the text that was read.
    pub version: u32,
}

/// A purpose that an edition asks consent for, in its present wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurposeAsked {
    /// The purpose, by slug.
    pub purpose: String,
    /// The version of its text now.
    pub version: u32,
    /// Whether nobody registers without it.
    pub required: bool,
}

/// Why consents are not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentProblem {
    /// Some of them are wrong; each flaw beside its place in the list.
    Flaws(Vec<(usize, Flaw)>),
    /// A rule refuses them as a whole.
    Rejected(Rejection),
}

/// Checks consents against what the edition asks: by purpose, to the wording of today, each once.
///
/// Consent to an older wording is consent to something else. Flaws come before the rule: who sent an older
/// version of a compulsory purpose learns that, and not that it is missing.
///
/// # Errors
/// [`ConsentProblem::Flaws`] with `unknown_consent` (purpose or version) and `consent_twice`;
/// [`Rejection::ConsentMissing`] with the compulsory purposes that were not given, in the order asked.
pub fn check_consents(given: &[ConsentGiven], asked: &[PurposeAsked]) -> Result<(), ConsentProblem> {
    let flaw = |(at, consent): (usize, &ConsentGiven)| {
        let known =
            |purpose: &PurposeAsked| purpose.purpose == consent.purpose && purpose.version == consent.version;
        if !asked.iter().any(known) {
            Some((at, Flaw::Broken("unknown_consent")))
        } else if given.iter().take(at).any(|earlier| earlier.purpose == consent.purpose) {
            Some((at, Flaw::Broken("consent_twice")))
        } else {
            None
        }
    };
    let flaws: Vec<_> = given.iter().enumerate().filter_map(flaw).collect();
    if !flaws.is_empty() {
        return Err(ConsentProblem::Flaws(flaws));
    }
    let purposes: Vec<_> = asked
        .iter()
        .filter(|purpose| purpose.required && !given.iter().any(|consent| consent.purpose == purpose.purpose))
        .map(|purpose| purpose.purpose.clone())
        .collect();
    if purposes.is_empty() {
        Ok(())
    } else {
        Err(ConsentProblem::Rejected(Rejection::ConsentMissing { purposes }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::table;

    #[test]
    fn every_state_and_transition() {
        // cancel, check-in, undo-check-in
        assert_eq!(
            table(RegistrationState::ALL, RegistrationMove::ALL, RegistrationMove::apply),
            [
                "confirmed: cancelled checked_in -",
                "pending_review: cancelled - -",
                "waitlisted: cancelled - -",
                "declined: - - -",
                "offered: cancelled - -",
                "checked_in: - - confirmed",
                "no_show: - - -",
                "cancelled: - - -",
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

    fn asked() -> Vec<PurposeAsked> {
        [("photos", 1, false), ("organization", 2, true), ("newsletter", 1, false), ("health", 1, true)]
            .map(|(purpose, version, required)| PurposeAsked {
                purpose: purpose.to_owned(),
                version,
                required,
            })
            .to_vec()
    }

    fn check(given: &[(&str, u32)]) -> Result<(), ConsentProblem> {
        let given: Vec<_> = given
            .iter()
            .map(|(purpose, version)| ConsentGiven { purpose: (*purpose).to_owned(), version: *version })
            .collect();
        check_consents(&given, &asked())
    }

    #[test]
    fn compulsory_consents_are_all_named() {
        let missing = |purposes: &[&str]| {
            let purposes = purposes.iter().map(|purpose| (*purpose).to_owned()).collect();
            Err(ConsentProblem::Rejected(Rejection::ConsentMissing { purposes }))
        };
        assert_eq!(check(&[]), missing(&["organization", "health"]));
        assert_eq!(check(&[("health", 1), ("photos", 1)]), missing(&["organization"]));
        assert_eq!(check(&[("health", 1), ("organization", 2)]), Ok(()));
        assert_eq!(check_consents(&[], &[]), Ok(()));
    }

    #[test]
    fn an_unknown_purpose_an_older_wording_and_a_repetition_are_flaws() {
        assert_eq!(
            check(&[("organization", 1), ("health", 1), ("tombola", 1), ("health", 1)]),
            Err(ConsentProblem::Flaws(vec![
                (0, Flaw::Broken("unknown_consent")),
                (2, Flaw::Broken("unknown_consent")),
                (3, Flaw::Broken("consent_twice")),
            ]))
        );
    }

    #[test]
    fn a_receipt_opens_what_its_state_and_the_edition_allow() {
        let row = |edition: &EditionState| {
            let verbs = |state: &RegistrationState| by_receipt(*state, *edition).join("+");
            let open = |state: &RegistrationState| if verbs(state) == "cancel" { 'c' } else { '-' };
            format!("{edition} {}", RegistrationState::ALL.iter().map(open).collect::<String>())
        };
        assert_eq!(
            EditionState::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "draft --------",
                "published ccc-c---",
                "running ccc-c---",
                "concluded --------",
                "follow_up --------",
                "archived --------",
                "cancelled --------",
            ]
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
        }
        assert!(!ContactReader::from(Roles::none(), None).reads(None));
    }
}
