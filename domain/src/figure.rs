//! Figures: what was counted of an edition, or told of it.
//!
//! Two sources that contradict each other are both kept, and each says so: which one is right is rarely known
//! afterwards. Of those about the same thing one is shown at most.

use std::collections::BTreeMap;

use crate::funnel::Counts;
use crate::registration::RegistrationState;
use crate::rejection::{Refusal, Rejection};
use crate::values::{Flaw, FromText as _, fold, words};

/// The most figures of an edition.
pub const MOST: u64 = 500;

/// The largest number that a figure may be, and with a minus the least: whole ones up to here are kept exactly.
pub const LARGEST: i64 = 1_000_000_000_000_000;

/// Whether an edition takes one more figure.
///
/// # Errors
/// [`Refusal::Full`].
pub fn one_more(present: u64) -> Result<(), Rejection> {
    if present < MOST { Ok(()) } else { Err(Refusal::Full.into()) }
}

words! {
    /// Where a figure comes from.
    pub enum FigureOrigin {
        /// Counted by the server from what the edition holds.
        Computed = "computed",
        /// Told by somebody.
        Declared = "declared",
    }
}

words! {
    /// What the server counts itself.
    pub enum Countable {
        /// Registrations that were not declined or cancelled.
        Registrations = "registrations",
        /// Registrations that are confirmed or checked in.
        Participants = "participants",
        /// Statements received.
        ProblemStatements = "problem_statements",
        /// Challenges opened and not withdrawn.
        Challenges = "challenges",
        /// Teams not dissolved.
        Teams = "teams",
        /// Prototypes.
        Prototypes = "prototypes",
    }
}

impl Countable {
    /// What is counted where no value is told.
    ///
    /// # Errors
    /// [`Flaw::Broken`] with `not_countable`: then somebody has to tell it.
    pub fn named(subject: &str) -> Result<Self, Flaw> {
        Self::from_text(subject).map_err(|_| Flaw::Broken("not_countable"))
    }

    /// How many there are, by the funnel and the registrations of each state.
    #[must_use]
    pub fn counted(self, funnel: &Counts, registrations: &BTreeMap<RegistrationState, u64>) -> u64 {
        let of = |counts: fn(RegistrationState) -> bool| {
            registrations.iter().filter(|(state, _)| counts(**state)).map(|(_, number)| number).sum()
        };
        match self {
            Self::Registrations => of(registered),
            Self::Participants => of(RegistrationState::is_participant),
            Self::ProblemStatements => funnel.received,
            Self::Challenges => funnel.challenges,
            Self::Teams => funnel.teams,
            Self::Prototypes => funnel.prototypes,
        }
    }
}

/// Whether somebody with a registration in this state registered and did not take it back: who did not come, did.
const fn registered(state: RegistrationState) -> bool {
    match state {
        RegistrationState::Confirmed
        | RegistrationState::PendingReview
        | RegistrationState::Waitlisted
        | RegistrationState::Offered
        | RegistrationState::CheckedIn
        | RegistrationState::NoShow => true,
        RegistrationState::Declined | RegistrationState::Cancelled => false,
    }
}

/// What of a figure has to be told before it is shown (invariant 17 of the domain): the fields that are missing.
///
/// A computed one is its own source.
#[must_use]
pub fn missing_to_be_shown(origin: FigureOrigin, has_source: bool, has_date: bool) -> Vec<&'static str> {
    match origin {
        FigureOrigin::Computed => Vec::new(),
        FigureOrigin::Declared => {
            let due = [(has_source, "source"), (has_date, "as_of")];
            due.into_iter().filter(|(there, _)| !there).map(|(_, field)| field).collect()
        }
    }
}

/// What a figure is about, whatever its case and accents: figures of the same matter can contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Matter {
    /// Of what.
    pub subject: String,
    /// By which measure.
    pub measure: String,
}

impl Matter {
    /// The matter of these words.
    #[must_use]
    pub fn of(subject: &str, measure: &str) -> Self {
        Self { subject: fold(subject), measure: fold(measure) }
    }
}

/// Whether two figures of the same matter contradict each other: another value, or the same in another unit.
#[must_use]
pub fn contradict((value, unit): (f64, Option<&str>), (other, of_other): (f64, Option<&str>)) -> bool {
    value.total_cmp(&other).is_ne() || unit.map(fold) != of_other.map(fold)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edition_takes_so_many_and_no_more() {
        assert_eq!(one_more(MOST - 1), Ok(()));
        assert_eq!(one_more(MOST), Err(Refusal::Full.into()));
    }

    #[test]
    fn everything_countable_is_counted_from_its_own() {
        // Each state stands for another power of two: the sum tells which were counted.
        let registrations =
            RegistrationState::ALL.iter().enumerate().map(|(at, state)| (*state, 1 << at)).collect();
        let funnel =
            Counts { received: 1001, challenges: 1002, teams: 1003, prototypes: 1004, ..Counts::default() };
        let states = |number: u64| {
            let counted = RegistrationState::ALL.iter().enumerate().filter(|(at, _)| number & (1 << at) != 0);
            counted.map(|(_, state)| state.as_str()).collect::<Vec<_>>().join(" ")
        };
        let row = |countable: &Countable| {
            let number = countable.counted(&funnel, &registrations);
            match number {
                1001.. => format!("{countable}: {number}"),
                _ => format!("{countable}: {}", states(number)),
            }
        };
        assert_eq!(
            Countable::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "registrations: confirmed pending_review waitlisted offered checked_in no_show",
                "participants: confirmed checked_in",
                "problem_statements: 1001",
                "challenges: 1002",
                "teams: 1003",
                "prototypes: 1004",
            ]
        );
        assert_eq!(Countable::named("teams"), Ok(Countable::Teams));
        assert_eq!(Countable::named("visits"), Err(Flaw::Broken("not_countable")));
    }

    #[test]
    fn invariant_17_what_is_declared_is_shown_with_its_source_and_date() {
        let missing = |has_source, has_date| {
            assert!(missing_to_be_shown(FigureOrigin::Computed, has_source, has_date).is_empty());
            missing_to_be_shown(FigureOrigin::Declared, has_source, has_date)
        };
        assert_eq!(missing(false, false), ["source", "as_of"]);
        assert_eq!(missing(true, false), ["as_of"]);
        assert_eq!(missing(false, true), ["source"]);
        assert!(missing(true, true).is_empty());
    }

    #[test]
    fn another_value_or_another_unit_contradicts() {
        assert!(contradict((26_000.0, None), (20_000.0, None)));
        assert!(!contradict((26_000.0, None), (26_000.0, None)));
        assert!(contradict((26.0, Some("%")), (26.0, None)));
        assert!(!contradict((26.0, Some("Équipes")), (26.0, Some("equipes"))));
        assert_eq!(Matter::of("Équipes", "Nombre"), Matter::of("equipes", "nombre"));
    }
}
