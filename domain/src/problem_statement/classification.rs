//! Classification: who may read the words of a statement.

use std::cmp::Ordering;

use super::{Sensitivity, StatementState};
use crate::Rejection;
use crate::edition::{EditionState, Writing, admits};
use crate::lifecycle::require;
use crate::policy::{Role, Roles};
use crate::values::Flaw;

/// How many accounts are named as readers of one statement at most: confidence that everybody shares is none.
pub const MOST_READERS: usize = 20;

/// What a classification says, besides its reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Classification {
    /// Who may read the words.
    pub sensitivity: Sensitivity,
    /// Whether it brings words that anyone may read in their place.
    pub has_public_text: bool,
    /// Whether it names readers.
    pub names_readers: bool,
}

impl Classification {
    /// Whether what it says goes together: words for everybody stand beside restricted ones only, readers are named of confidential
    /// ones only.
    ///
    /// # Errors
    /// `not_allowed_here`, with the field.
    pub const fn fits(self) -> Result<(), (&'static str, Flaw)> {
        let Self { sensitivity, has_public_text, names_readers } = self;
        match sensitivity {
            Sensitivity::Open | Sensitivity::Confidential if has_public_text => {
                Err(("public_text", Flaw::Broken("not_allowed_here")))
            }
            Sensitivity::Open | Sensitivity::Restricted if names_readers => {
                Err(("readers", Flaw::Broken("not_allowed_here")))
            }
            Sensitivity::Open | Sensitivity::Restricted | Sensitivity::Confidential => Ok(()),
        }
    }

    /// Whether it decides who reads confidential words: by naming them, or by making the words no longer confidential.
    #[must_use]
    pub fn decides_on_readers(self, before: Sensitivity) -> bool {
        self.names_readers || (before == Sensitivity::Confidential && self.sensitivity < before)
    }

    /// What kind of writing it is: words are protected in every state of the edition, and opened only while it lives.
    #[must_use]
    pub fn writing(self, before: Sensitivity) -> Writing {
        if self.sensitivity < before { Writing::Arc } else { Writing::Erasure }
    }
}

/// Who may read the words of a statement, and what anyone may read in their place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protection<'a> {
    /// Who may read them.
    pub sensitivity: Sensitivity,
    /// What anyone may read in their place.
    pub public_text: Option<&'a str>,
}

impl Protection<'_> {
    /// Who may read the same words in a later edition, where this protection is changed `from` one `to` another; none where nothing
    /// changes there.
    ///
    /// They are at least as protected there as here. What anyone reads there in their place goes with what anyone reads here; and where
    /// the words were open here, nobody knows any more whether it came from here: then it goes unless it is to be read here too.
    #[must_use]
    pub fn followed(self, from: Protection<'_>, to: Protection<'_>) -> Option<Sensitivity> {
        let is_from_here = match to.sensitivity.cmp(&from.sensitivity) {
            Ordering::Less => false,
            Ordering::Equal => self.public_text == from.public_text,
            Ordering::Greater => true,
        };
        let withdrawn = self.public_text.is_some() && is_from_here && self.public_text != to.public_text;
        let least = to.sensitivity;
        (self.sensitivity < least || withdrawn).then_some(self.sensitivity.max(least))
    }
}

/// Whether somebody with these roles in the edition can be named as a reader of confidential words: who has a part in it.
#[must_use]
pub fn can_be_named(roles: Roles) -> bool {
    roles.is_of_the_crew() || roles.has(Role::Participant)
}

/// Whether its voice may still make a statement confidential: until somebody has decided on it.
///
/// # Errors
/// [`Rejection::WrongState`].
pub fn withhold(state: StatementState) -> Result<Sensitivity, Rejection> {
    let undecided = [StatementState::Submitted, StatementState::Returned];
    require(state, &undecided, StatementState::as_str)?;
    Ok(Sensitivity::Confidential)
}

/// The verb by which a receipt makes a statement confidential, where it can.
#[must_use]
pub fn withheld_by_receipt(
    state: StatementState,
    sensitivity: Sensitivity,
    edition: EditionState,
) -> Option<&'static str> {
    let possible = admits(edition, Writing::Erasure).is_ok() && withhold(state).is_ok();
    (possible && sensitivity != Sensitivity::Confidential).then_some("make-confidential")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_goes_together() {
        let row = |sensitivity: &Sensitivity| {
            let cell = |has_public_text, names_readers| {
                let classification =
                    Classification { sensitivity: *sensitivity, has_public_text, names_readers };
                classification.fits().map_or_else(|(field, _)| field, |()| "fits")
            };
            format!("{sensitivity}: {} {} {}", cell(false, false), cell(true, false), cell(false, true))
        };
        assert_eq!(
            Sensitivity::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "open: fits public_text readers",
                "restricted: fits fits readers",
                "confidential: fits public_text fits",
            ]
        );
    }

    #[test]
    fn who_decides_on_readers_and_when() {
        // from each to each: decides on readers of confidential words, and in which states of the edition
        let row = |before: &Sensitivity| {
            let cell = |sensitivity: &Sensitivity| {
                let plain = Classification {
                    sensitivity: *sensitivity,
                    has_public_text: false,
                    names_readers: false,
                };
                assert!(Classification { names_readers: true, ..plain }.decides_on_readers(*before));
                let mark = if plain.decides_on_readers(*before) { 'x' } else { '-' };
                let always = plain.writing(*before) == Writing::Erasure;
                format!("{mark}{}", if always { "always" } else { "alive" })
            };
            Sensitivity::ALL.iter().map(cell).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(
            Sensitivity::ALL.iter().map(row).collect::<Vec<_>>(),
            ["-always -always -always", "-alive -always -always", "xalive xalive -always"]
        );
    }

    #[test]
    fn who_can_be_named() {
        let named: Vec<&str> = Role::ALL
            .iter()
            .filter(|role| can_be_named(Roles::none().with(**role)))
            .map(|role| role.as_str())
            .collect();
        let crew = [
            "owner",
            "organizer",
            "viewer",
            "facilitator",
            "registration_desk",
            "support_person",
            "assessor",
        ];
        assert_eq!(named, crew.into_iter().chain(["participant"]).collect::<Vec<_>>());
    }

    #[test]
    fn a_voice_withholds_what_nobody_has_decided_on() {
        for state in StatementState::ALL {
            let due = state.is_undecided().then_some("make-confidential");
            for sensitivity in [Sensitivity::Open, Sensitivity::Restricted] {
                assert_eq!(withheld_by_receipt(*state, sensitivity, EditionState::Running), due, "{state}");
            }
            assert_eq!(withheld_by_receipt(*state, Sensitivity::Confidential, EditionState::Running), None);
        }
    }

    #[test]
    fn the_same_words_elsewhere_are_at_least_as_protected() {
        use Sensitivity::{Confidential, Open, Restricted};
        let cases = [
            // there; from, to here; there afterwards
            ((Open, None), (Open, None), (Open, None), None),
            ((Open, None), (Open, None), (Restricted, None), Some(Restricted)),
            ((Restricted, Some("P")), (Restricted, Some("P")), (Confidential, None), Some(Confidential)),
            ((Restricted, Some("P")), (Restricted, Some("P")), (Restricted, None), Some(Restricted)),
            ((Restricted, Some("P")), (Restricted, Some("P")), (Restricted, Some("Q")), Some(Restricted)),
            ((Restricted, Some("P")), (Restricted, Some("P")), (Restricted, Some("P")), None),
            ((Restricted, Some("P")), (Restricted, Some("Q")), (Restricted, None), None),
            ((Restricted, Some("P")), (Restricted, None), (Restricted, None), None),
            ((Restricted, Some("P")), (Restricted, Some("P")), (Open, None), None),
            ((Restricted, Some("P")), (Open, None), (Restricted, None), Some(Restricted)),
            ((Restricted, Some("P")), (Open, None), (Restricted, Some("Q")), Some(Restricted)),
            ((Restricted, Some("P")), (Open, None), (Restricted, Some("P")), None),
            ((Restricted, None), (Open, None), (Restricted, None), None),
            ((Confidential, None), (Restricted, Some("P")), (Restricted, None), None),
            ((Confidential, None), (Restricted, None), (Open, None), None),
        ];
        for (there, from, to, due) in cases {
            let [there, from, to] =
                [there, from, to].map(|(sensitivity, public_text)| Protection { sensitivity, public_text });
            assert_eq!(there.followed(from, to), due, "{there:?} {from:?} {to:?}");
        }
    }
}
