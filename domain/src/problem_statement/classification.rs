//! Classification: who may read the words of a statement.

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

/// The same words in a later edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SameWords<'a> {
    /// Who may read them there.
    pub sensitivity: Sensitivity,
    /// What anyone may read there in their place.
    pub public_text: Option<&'a str>,
}

impl SameWords<'_> {
    /// Who may read them there once they are protected here, where that changes anything: they were less protected, or what anyone reads
    /// in their place is what is no longer to be read here. `withdrawn`: that text, unless the words are opened.
    #[must_use]
    pub fn protected(self, here: Sensitivity, withdrawn: Option<&str>) -> Option<Sensitivity> {
        let told = self.public_text.is_some() && self.public_text == withdrawn;
        (self.sensitivity < here || told).then_some(self.sensitivity.max(here))
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
            // there, here, what is withdrawn here: there afterwards
            ((Open, None), Open, None, None),
            ((Open, None), Restricted, None, Some(Restricted)),
            ((Restricted, Some("P")), Confidential, Some("P"), Some(Confidential)),
            ((Restricted, Some("P")), Restricted, Some("P"), Some(Restricted)),
            ((Restricted, Some("P")), Restricted, Some("Q"), None),
            ((Restricted, Some("P")), Restricted, None, None),
            ((Restricted, None), Restricted, None, None),
            ((Confidential, None), Restricted, Some("P"), None),
            ((Confidential, None), Open, None, None),
        ];
        for ((sensitivity, public_text), here, withdrawn, due) in cases {
            assert_eq!(SameWords { sensitivity, public_text }.protected(here, withdrawn), due);
        }
    }
}
