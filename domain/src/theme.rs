//! Themes: what problems are about, by words that voices choose from and everybody reads.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::problem_statement::Sensitivity;
use crate::rejection::{Refusal, Rejection};
use crate::values::ThemeId;

/// The most themes of an edition.
pub const MOST: u64 = 200;
/// The most themes of one statement.
pub const MOST_OF_A_STATEMENT: usize = 20;

/// Whether an edition takes one more theme.
///
/// # Errors
/// [`Refusal::Full`].
pub fn one_more(present: u64) -> Result<(), Rejection> {
    if present < MOST { Ok(()) } else { Err(Refusal::Full.into()) }
}

/// Whether a statement takes one more theme.
///
/// # Errors
/// [`Refusal::Full`].
pub fn one_more_of_a_statement(present: usize) -> Result<(), Rejection> {
    if present < MOST_OF_A_STATEMENT { Ok(()) } else { Err(Refusal::Full.into()) }
}

/// The sensitivity of what is voiced under themes: under a sensitive one nothing is open, whatever its voice asked for.
///
/// It is decided once, when somebody speaks: a theme that is put on a statement later, or becomes sensitive later, changes
/// nothing of who reads it.
#[must_use]
pub const fn voiced_under(asked_for: Sensitivity, any_is_sensitive: bool) -> Sensitivity {
    match (asked_for, any_is_sensitive) {
        (Sensitivity::Open, true) => Sensitivity::Restricted,
        (Sensitivity::Open, false) | (Sensitivity::Restricted | Sensitivity::Confidential, _) => asked_for,
    }
}

/// A theme that goes from statements to what is made of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct HandedOn {
    /// Which.
    pub id: ThemeId,
    /// Whether nothing that is voiced under it is open.
    pub sensitive: bool,
}

/// Who reads what is made under the themes that are handed on to it: as if it was voiced under them.
#[must_use]
pub fn made_under(sensitivity: Sensitivity, themes: &[HandedOn]) -> Sensitivity {
    voiced_under(sensitivity, themes.iter().any(|theme| theme.sensitive))
}

/// The themes of a statement that is made of others: all of theirs, and where they are too many, the sensitive ones and those that most
/// of them have.
pub fn of_sources<'a>(sources: impl IntoIterator<Item = &'a Vec<HandedOn>>) -> Vec<HandedOn> {
    let mut counted: BTreeMap<HandedOn, usize> = BTreeMap::new();
    for theme in sources.into_iter().flatten() {
        *counted.entry(*theme).or_default() += 1;
    }
    let mut themes: Vec<(HandedOn, usize)> = counted.into_iter().collect();
    themes.sort_by_key(|(theme, count)| (!theme.sensitive, Reverse(*count), *theme));
    themes.into_iter().map(|(theme, _)| theme).take(MOST_OF_A_STATEMENT).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn there_are_so_many_and_no_more() {
        assert_eq!(one_more(MOST - 1), Ok(()));
        assert_eq!(one_more(MOST), Err(Refusal::Full.into()));
        assert_eq!(one_more_of_a_statement(MOST_OF_A_STATEMENT - 1), Ok(()));
        assert_eq!(one_more_of_a_statement(MOST_OF_A_STATEMENT), Err(Refusal::Full.into()));
    }

    #[test]
    fn every_sensitivity_under_a_theme_and_under_a_sensitive_one() {
        let row = |asked: &Sensitivity| {
            format!("{asked}: {} {}", voiced_under(*asked, false), voiced_under(*asked, true))
        };
        assert_eq!(
            Sensitivity::ALL.iter().map(row).collect::<Vec<_>>(),
            [
                "open: open restricted",
                "restricted: restricted restricted",
                "confidential: confidential confidential",
            ]
        );
    }

    #[test]
    fn what_is_made_of_others_has_their_themes_and_of_too_many_the_common_ones() {
        let theme = |number: u128| HandedOn { id: ThemeId(Uuid::from_u128(number)), sensitive: number == 21 };
        let all: Vec<HandedOn> = (1..=20).map(theme).collect();
        let few = vec![theme(21), theme(3)];
        assert_eq!(of_sources([&few]), [theme(21), theme(3)]);
        assert_eq!(of_sources([]), []);
        assert_eq!(made_under(Sensitivity::Open, &all), Sensitivity::Open);
        assert_eq!(made_under(Sensitivity::Open, &few), Sensitivity::Restricted);
        assert_eq!(made_under(Sensitivity::Confidential, &few), Sensitivity::Confidential);
        let common = of_sources([&all, &few, &vec![theme(21)]]);
        assert_eq!((common.len(), &common[..2]), (MOST_OF_A_STATEMENT, &[theme(21), theme(3)][..]));
        // A sensitive one stays, however few have it.
        let rare = of_sources([&all, &all, &vec![theme(21)]]);
        assert_eq!(
            (rare.len(), rare[0], made_under(Sensitivity::Open, &rare)),
            (20, theme(21), Sensitivity::Restricted)
        );
    }
}
