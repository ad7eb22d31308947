//! Statements that are made of others: several become one, one becomes several. Nothing is lost by it: the sources stay, with their
//! words, and what is made of them keeps at least their protection.

use std::collections::BTreeMap;

use super::{Origin, Sensitivity, StatementState};
use crate::Rejection;
use crate::lifecycle::require;
use crate::rejection::Refusal;
use crate::values::ProgrammeItemId;

/// How many statements one is merged of at most.
pub const MOST_SOURCES: usize = 500;

/// How many statements one is split into at most.
pub const MOST_PARTS: usize = 50;

/// What of a statement goes into what is made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Traits {
    /// Who may read the words.
    pub sensitivity: Sensitivity,
    /// From where it was said.
    pub origin: Origin,
    /// The language of the words.
    pub language: String,
    /// The structure of its voice.
    pub structure: Option<String>,
    /// The programme item in which it was voiced: one of the same edition.
    pub item: Option<ProgrammeItemId>,
}

/// What a statement is that is made of others: as protected as the most protected of them, of the origin and in the language of most of
/// them (of two alike, of those named first), and of a structure, and of a programme item, where it is the one of all. None of no
/// sources.
#[must_use]
pub fn merged(sources: &[Traits]) -> Option<Traits> {
    let first = sources.first()?;
    let same = sources.iter().all(|source| source.structure == first.structure);
    let together = sources.iter().all(|source| source.item == first.item);
    Some(Traits {
        sensitivity: sources.iter().map(|source| source.sensitivity).max()?,
        origin: most_common(sources.iter().map(|source| source.origin))?,
        language: most_common(sources.iter().map(|source| source.language.clone()))?,
        structure: first.structure.clone().filter(|_| same),
        item: first.item.filter(|_| together),
    })
}

/// What comes most often; of those that come as often, what comes first.
fn most_common<T: Ord + Clone>(all: impl Iterator<Item = T>) -> Option<T> {
    let mut counted: BTreeMap<T, (usize, usize)> = BTreeMap::new();
    for (place, one) in all.enumerate() {
        counted.entry(one).or_insert((0, place)).0 += 1;
    }
    let most = counted.into_iter().max_by_key(|(_, (count, place))| (*count, std::cmp::Reverse(*place)));
    most.map(|(one, _)| one)
}

/// Takes a merged statement apart: it is set aside, and its sources are accepted as they were.
///
/// `merged_of`: how many sources still stand behind it. `held`: a challenge that was not withdrawn holds it.
///
/// # Errors
/// [`Refusal::NotMerged`] where it was not made by merging, or was taken apart before; [`Refusal::InUse`] where a challenge holds it;
/// [`Rejection::WrongState`].
pub fn take_apart(state: StatementState, merged_of: usize, held: bool) -> Result<StatementState, Rejection> {
    if merged_of == 0 {
        return Err(Refusal::NotMerged.into());
    }
    require(state, &[StatementState::Accepted], StatementState::as_str)?;
    if held { Err(Refusal::InUse.into()) } else { Ok(StatementState::SetAside) }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn source(sensitivity: Sensitivity, origin: Origin, language: &str, structure: &str) -> Traits {
        let structure = (!structure.is_empty()).then(|| structure.to_owned());
        Traits { sensitivity, origin, language: language.to_owned(), structure, item: None }
    }

    #[test]
    fn what_is_merged_was_voiced_in_an_item_where_all_of_it_was() {
        let voiced_in = |item: Option<u128>| Traits {
            item: item.map(|item| ProgrammeItemId(Uuid::from_u128(item))),
            ..source(Sensitivity::Open, Origin::Citizen, "fr", "")
        };
        let (one, other, nowhere) = (voiced_in(Some(1)), voiced_in(Some(2)), voiced_in(None));
        for (sources, due) in [
            ([&one, &one], one.item),
            ([&one, &other], None),
            ([&one, &nowhere], None),
            ([&nowhere, &one], None),
            ([&nowhere, &nowhere], None),
        ] {
            assert_eq!(merged(&sources.map(Clone::clone)).unwrap().item, due);
        }
    }

    #[test]
    fn what_is_merged_is_as_protected_as_the_most_protected_source() {
        use Origin::{Citizen, Professional};
        use Sensitivity::{Confidential, Open, Restricted};
        let one = source(Open, Citizen, "fr", "CPAS");
        let cases = [
            (
                vec![one.clone(), source(Restricted, Professional, "de", "CPAS")],
                source(Restricted, Citizen, "fr", "CPAS"),
            ),
            (
                vec![
                    one.clone(),
                    source(Confidential, Professional, "de", ""),
                    source(Open, Professional, "de", "CPAS"),
                ],
                source(Confidential, Professional, "de", ""),
            ),
            (vec![one.clone()], one),
        ];
        for (sources, due) in cases {
            assert_eq!(merged(&sources), Some(due));
        }
        assert_eq!(merged(&[]), None);
    }

    #[test]
    fn only_what_was_merged_and_is_held_by_nothing_is_taken_apart() {
        let code = |state, merged_of, held| match take_apart(state, merged_of, held) {
            Ok(state) => state.as_str(),
            Err(rejection) => rejection.code(),
        };
        assert_eq!(code(StatementState::Accepted, 2, false), "set_aside");
        assert_eq!(code(StatementState::Accepted, 2, true), "in_use");
        for state in StatementState::ALL {
            assert_eq!(code(*state, 0, false), "not_merged");
            if *state != StatementState::Accepted {
                assert_eq!(code(*state, 2, false), "wrong_state");
            }
        }
    }
}
