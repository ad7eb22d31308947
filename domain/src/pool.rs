//! Pools of places (invariant 1 of the domain: never more taken than there are).
//!
//! Pools overlap: a profile draws from several at once, and has a place only where all of them have.

use crate::Rejection;
use crate::rejection::Refusal;
use crate::values::{PoolId, words};

words! {
    /// The kind of knowledge that a profile brings into a team.
    pub enum Knowledge {
        /// Makes: codes, designs, builds.
        Makes = "makes",
        /// Knows the field by profession.
        Field = "field",
        /// Knows it by having lived it.
        Lived = "lived",
        /// Something else.
        Other = "other",
    }
}

/// The most pools, and the most profiles, that one edition has: all of them are counted in one answer.
pub const MOST: u32 = 100;

/// Whether an edition that has so many pools, or profiles, takes one more.
///
/// # Errors
/// [`Refusal::Full`].
pub fn one_more(there_are: u64) -> Result<(), Rejection> {
    if there_are < u64::from(MOST) { Ok(()) } else { Err(Refusal::Full.into()) }
}

/// A pool as it is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PoolCount {
    /// The pool.
    pub id: PoolId,
    /// Its places; `None` is unlimited.
    pub size: Option<u32>,
    /// Those taken: confirmed, checked in and live offers.
    pub taken: u32,
}

impl PoolCount {
    /// The places left, never below zero; `None` is unlimited.
    #[must_use]
    pub fn left(&self) -> Option<u32> {
        self.size.map(|size| size.saturating_sub(self.taken))
    }

    /// Whether one more could be taken.
    #[must_use]
    pub fn has_place(&self) -> bool {
        self.left() != Some(0)
    }
}

/// Whether a pool may get this size.
///
/// # Errors
/// [`Rejection::SizeBelowTaken`]: nobody loses a place because a pool shrinks.
pub fn resize(count: &PoolCount, new: Option<u32>) -> Result<(), Rejection> {
    match new {
        Some(size) if size < count.taken => Err(Rejection::SizeBelowTaken { taken: count.taken }),
        Some(_) | None => Ok(()),
    }
}

/// The places left for a profile that draws from just these pools: the least of theirs; `None` is unlimited.
#[must_use]
pub fn profile_left(pools: &[PoolCount]) -> Option<u32> {
    pools.iter().filter_map(PoolCount::left).min()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn pool(id: u128, size: Option<u32>, taken: u32) -> PoolCount {
        PoolCount { id: PoolId(Uuid::from_u128(id)), size, taken }
    }

    #[test]
    fn what_is_left_is_never_negative() {
        assert_eq!(pool(0, Some(3), 1).left(), Some(2));
        assert_eq!(pool(0, Some(3), 5).left(), Some(0));
        assert_eq!(pool(0, None, 5).left(), None);
        assert_eq!(profile_left(&[pool(0, Some(9), 1), pool(1, None, 7), pool(2, Some(4), 1)]), Some(3));
        assert_eq!(profile_left(&[pool(1, None, 7)]), None);
        assert_eq!(profile_left(&[]), None);
    }

    #[test]
    fn a_pool_shrinks_to_what_is_taken_and_no_further() {
        let count = pool(0, Some(5), 3);
        assert_eq!(resize(&count, Some(3)), Ok(()));
        assert_eq!(resize(&count, None), Ok(()));
        assert_eq!(resize(&count, Some(2)), Err(Rejection::SizeBelowTaken { taken: 3 }));
    }

    #[test]
    fn an_edition_has_so_many_pools_and_no_more() {
        assert_eq!(one_more(u64::from(MOST) - 1), Ok(()));
        assert_eq!(one_more(u64::from(MOST)), Err(Refusal::Full.into()));
    }
}
