//! Editions: their states, and what may be written in each.

use crate::Rejection;
use crate::lifecycle::{require, transitions};
use crate::rejection::Refusal;
use crate::values::{Flaw, ReducedDate, words};

words! {
    /// Where an edition stands.
    pub enum EditionState {
        /// Being set up; seen by members and staff.
        Draft = "draft",
        /// Announced.
        Published = "published",
        /// Under way.
        Running = "running",
        /// Over; outcomes are written down.
        Concluded = "concluded",
        /// Promises are followed.
        FollowUp = "follow_up",
        /// Closed for good.
        Archived = "archived",
        /// Called off, publicly, with a reason.
        Cancelled = "cancelled",
    }
}

impl EditionState {
    /// Whether anyone may read the edition: from `published` on, `cancelled` too.
    #[must_use]
    pub const fn is_public(self) -> bool {
        !matches!(self, Self::Draft)
    }

    /// Whether it was held to its end: what came of it can be counted.
    #[must_use]
    pub const fn is_over(self) -> bool {
        match self {
            Self::Concluded | Self::FollowUp | Self::Archived => true,
            Self::Draft | Self::Published | Self::Running | Self::Cancelled => false,
        }
    }
}

words! {
    /// Whether an edition is a competition.
    pub enum Recognition {
        /// No score, rank, vote or winner: by construction.
        NonCompetitive = "non_competitive",
        /// Prototypes may be assessed and selected.
        Selection = "selection",
    }
}

words! {
    /// Where people meet.
    pub enum Mode {
        /// All in one place.
        OnSite = "on_site",
        /// Everybody from afar.
        Online = "online",
        /// Some here, some from afar.
        Hybrid = "hybrid",
    }
}

transitions! {
    /// What organizers make of an edition; an end is an end, nothing leads back.
    pub enum EditionMove for EditionState {
        /// Announces it: from here on anyone reads it, and its `recognition` stays what it is.
        Publish: [Draft] => Published = "publish",
        /// The days themselves begin.
        Start: [Published] => Running = "start",
        /// The days are over: registrations and challenges get their last state.
        Conclude: [Running] => Concluded = "conclude",
        /// Promises and pulses are followed from here on.
        BeginFollowUp: [Concluded] => FollowUp = "begin-follow-up",
        /// Closes it.
        Archive: [FollowUp] => Archived = "archive",
        /// Calls it off, with a reason that everybody reads; a draft has nobody to tell and is deleted.
        Cancel: [Published, Running] => Cancelled = "cancel",
    }
}

/// What an edition has of the things without which it can't be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Readiness {
    /// Whether it has a title.
    pub has_title: bool,
    /// Whether it says when it starts; the month is enough.
    pub has_start: bool,
    /// Whether it has a time zone, by which windows and programme are read.
    pub has_time_zone: bool,
    /// Whether it asks for at least one consent: nobody's data is taken without.
    pub has_consent_purpose: bool,
}

/// Whether an edition has all it needs to be published.
///
/// # Errors
/// [`Rejection::NotReady`] with everything that is missing, so that one answer is enough to mend it.
pub fn publishable(readiness: &Readiness) -> Result<(), Rejection> {
    let Readiness { has_title, has_start, has_time_zone, has_consent_purpose } = *readiness;
    let needed = [
        (has_title, "title"),
        (has_start, "starts_on"),
        (has_time_zone, "time_zone"),
        (has_consent_purpose, "consent_purposes"),
    ];
    let missing: Vec<_> = needed.into_iter().filter(|(there, _)| !there).map(|(_, name)| name).collect();
    if missing.is_empty() { Ok(()) } else { Err(Rejection::NotReady { missing }) }
}

/// Whether an edition can be deleted: only while nobody outside has seen it.
///
/// # Errors
/// [`Rejection::WrongState`] from publication on.
pub fn deletable(state: EditionState) -> Result<(), Rejection> {
    require(state, &[EditionState::Draft], EditionState::as_str)
}

/// The recognition of an edition after somebody asked for `wanted`: people register for what was announced.
///
/// # Errors
/// [`Refusal::FixedAtPublication`] where another one was announced.
pub fn recognize(
    state: EditionState,
    present: Recognition,
    wanted: Recognition,
) -> Result<Recognition, Rejection> {
    if state == EditionState::Draft || present == wanted {
        Ok(wanted)
    } else {
        Err(Refusal::FixedAtPublication.into())
    }
}

/// Whether an edition's last day can come after its first; where only months are known, they may be one.
///
/// # Errors
/// [`Flaw::Broken`] with `ends_before_start`.
pub fn check_period(starts_on: Option<&ReducedDate>, ends_on: Option<&ReducedDate>) -> Result<(), Flaw> {
    match (starts_on, ends_on) {
        (Some(starts), Some(ends)) if ends.surely_before(starts) => Err(Flaw::Broken("ends_before_start")),
        (Some(_) | None, Some(_) | None) => Ok(()),
    }
}

/// The text by which editions are put in order, bytewise: by their first day, undated ones last.
#[must_use]
pub fn sort_key(starts_on: Option<&ReducedDate>) -> String {
    starts_on.map_or_else(|| "undated".to_owned(), ReducedDate::sort_key)
}

/// A kind of writing, by the states of the edition in which it happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Writing {
    /// The edition's own fields, windows, purposes, pools, profiles, staff, partners.
    SetUp,
    /// Framing a challenge that is not open yet.
    DraftChallenge,
    /// From a voice to a team: registrations, statements, opening and withdrawing challenges, making and
    /// forming teams.
    Arc,
    /// What a team becomes: present, continue, dissolve.
    TeamOutcome,
    /// Prototypes and what hangs on them.
    Prototypes,
    /// What is known afterwards: credits, figures, commitments, pulses.
    FollowUp,
    /// Removing what identifies a person: a right that no state suspends.
    Erasure,
}

impl Writing {
    /// Every kind of writing.
    pub const ALL: &'static [Self] = &[
        Self::SetUp,
        Self::DraftChallenge,
        Self::Arc,
        Self::TeamOutcome,
        Self::Prototypes,
        Self::FollowUp,
        Self::Erasure,
    ];

    /// The states of the edition in which this is written.
    #[must_use]
    pub const fn admitted_in(self) -> &'static [EditionState] {
        use EditionState::{Concluded, Draft, FollowUp, Published, Running};
        match self {
            Self::SetUp | Self::DraftChallenge => &[Draft, Published, Running],
            Self::Arc => &[Published, Running],
            Self::TeamOutcome | Self::Prototypes => &[Published, Running, Concluded, FollowUp],
            Self::FollowUp => &[Published, Running, Concluded, FollowUp, EditionState::Archived],
            Self::Erasure => EditionState::ALL,
        }
    }
}

/// Whether an edition in this state takes this kind of writing; asked before any window.
///
/// # Errors
/// [`Rejection::WrongState`] with the edition's state and those that would do.
pub fn admits(state: EditionState, writing: Writing) -> Result<(), Rejection> {
    require(state, writing.admitted_in(), EditionState::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifecycle::table;
    use crate::values::FromText as _;

    #[test]
    fn every_state_and_transition() {
        // publish, start, conclude, begin follow-up, archive, cancel
        assert_eq!(
            table(EditionState::ALL, EditionMove::ALL, EditionMove::apply),
            [
                "draft: published - - - - -",
                "published: - running - - - cancelled",
                "running: - - concluded - - cancelled",
                "concluded: - - - follow_up - -",
                "follow_up: - - - - archived -",
                "archived: - - - - - -",
                "cancelled: - - - - - -",
            ]
        );
    }

    #[test]
    fn every_state_and_who_reads_of_it() {
        // the edition itself is public, and what came of it
        let row = |state: &EditionState| {
            let mark = |holds: bool| if holds { 'x' } else { '-' };
            format!("{state} {}{}", mark(state.is_public()), mark(state.is_over()))
        };
        assert_eq!(
            EditionState::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "draft --",
                "published x-",
                "running x-",
                "concluded xx",
                "follow_up xx",
                "archived xx",
                "cancelled x-",
            ]
        );
    }

    #[test]
    fn every_state_and_kind_of_writing() {
        // set-up, draft challenge, arc, team outcome, prototypes, follow-up, erasure
        let row = |state: &EditionState| {
            let admitted = |writing: &Writing| if admits(*state, *writing).is_ok() { 'x' } else { '-' };
            format!("{state} {}", Writing::ALL.iter().map(admitted).collect::<String>())
        };
        assert_eq!(
            EditionState::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "draft xx----x",
                "published xxxxxxx",
                "running xxxxxxx",
                "concluded ---xxxx",
                "follow_up ---xxxx",
                "archived -----xx",
                "cancelled ------x",
            ]
        );
    }

    #[test]
    fn a_refused_writing_names_the_states_that_take_it() {
        assert_eq!(
            admits(EditionState::Concluded, Writing::Arc),
            Err(Rejection::WrongState { state: "concluded", allowed_from: vec!["published", "running"] })
        );
    }

    #[test]
    fn publishing_names_all_that_is_missing() {
        for bits in 0_u8..16 {
            let has = |bit: u8| bits & (1 << bit) != 0;
            let readiness = Readiness {
                has_title: has(0),
                has_start: has(1),
                has_time_zone: has(2),
                has_consent_purpose: has(3),
            };
            let names = ["title", "starts_on", "time_zone", "consent_purposes"];
            let missing: Vec<_> =
                (0..4).filter(|bit| !has(*bit)).map(|bit| names[usize::from(bit)]).collect();
            let due = if missing.is_empty() { Ok(()) } else { Err(Rejection::NotReady { missing }) };
            assert_eq!(publishable(&readiness), due);
        }
    }

    #[test]
    fn what_was_announced_stays_and_only_a_draft_goes() {
        let (none, selection) = (Recognition::NonCompetitive, Recognition::Selection);
        for state in EditionState::ALL {
            let draft = *state == EditionState::Draft;
            assert_eq!(recognize(*state, selection, selection), Ok(selection));
            let due = if draft { Ok(selection) } else { Err(Refusal::FixedAtPublication.into()) };
            assert_eq!(recognize(*state, none, selection), due);
            assert_eq!(deletable(*state).is_ok(), draft);
        }
    }

    #[test]
    fn an_edition_ends_when_it_starts_or_later() {
        let checked = |starts, ends| {
            let read = |text: Option<&str>| text.map(ReducedDate::from_text).transpose();
            check_period(read(starts)?.as_ref(), read(ends)?.as_ref())
        };
        let before = Err(Flaw::Broken("ends_before_start"));
        assert_eq!(checked(Some("2025-11-20"), Some("2025-11-20")), Ok(()));
        assert_eq!(checked(Some("2025-11-20"), Some("2025-11")), Ok(()));
        assert_eq!(checked(Some("2025-11-20"), Some("2025-11-19")), before);
        assert_eq!(checked(Some("2025-11"), Some("2025-10-31")), before);
        assert_eq!(checked(None, Some("2025-10-31")), Ok(()));
        assert_eq!(checked(Some("2025-10-31"), None), Ok(()));
    }

    #[test]
    fn undated_editions_come_last() {
        let key = |text| ReducedDate::from_text(text).map(|date| sort_key(Some(&date)));
        assert!(key("2200-12-31").is_ok_and(|last| last < sort_key(None)));
        assert_eq!(key("2024-10"), Ok("2024-10".to_owned()));
    }
}
