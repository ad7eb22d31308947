//! Things that a body names in a list, each of them known and named once.

use std::collections::BTreeSet;

use palabre_domain::values::{Flaw, StatementId};

use super::{Failure, FieldFlaw};

/// What is wrong with the things of a list at this pointer: `wrong` has the code of what can't be named there, `twice` is that of what was
/// named before.
pub(super) fn flaws<I: Ord>(
    pointer: &str,
    named: &[I],
    wrong: impl Fn(&I) -> Option<&'static str>,
    twice: &'static str,
) -> Vec<FieldFlaw> {
    let mut seen = BTreeSet::new();
    let mut flaws = Vec::new();
    for (at, id) in named.iter().enumerate() {
        let is_new = seen.insert(id);
        if let Some(code) = wrong(id).or((!is_new).then_some(twice)) {
            flaws.push(FieldFlaw { pointer: format!("{pointer}/{at}"), flaw: Flaw::Broken(code) });
        }
    }
    flaws
}

/// Nothing where there is nothing wrong.
pub(super) fn refuse(flaws: Vec<FieldFlaw>) -> Result<(), Failure> {
    if flaws.is_empty() { Ok(()) } else { Err(Failure::Invalid(flaws)) }
}

/// Refuses what was not found, and what is named twice.
pub(super) fn each_once<I: Ord>(
    pointer: &str,
    named: &[I],
    found: impl IntoIterator<Item = I>,
    (unknown, twice): (&'static str, &'static str),
) -> Result<(), Failure> {
    let found: BTreeSet<I> = found.into_iter().collect();
    refuse(flaws(pointer, named, |id| (!found.contains(id)).then_some(unknown), twice))
}

/// Refuses statements that the edition does not have, and those named twice.
pub(super) fn known_once(
    pointer: &str,
    named: &[StatementId],
    found: impl IntoIterator<Item = StatementId>,
) -> Result<(), Failure> {
    each_once(pointer, named, found, ("unknown_statement", "statement_twice"))
}
