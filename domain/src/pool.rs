//! Pools of places, and who gets the one that comes free.
//!
//! Pools overlap: a profile draws from several at once and has a place only where all of them have
//! (invariants 1 and 2 of the domain: never more taken than there are; the first who waits and can be placed
//! is placed).

use uuid::Uuid;

use crate::Rejection;
use crate::values::{PoolId, ProfileId, words};

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

/// Those who wait with one profile, by the first of them.
///
/// All who share a profile need the same pools, so the first of each profile stands for all behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingProfile {
    /// The profile.
    pub profile: ProfileId,
    /// The pools it draws from.
    pub pools: Vec<PoolId>,
    /// The waiting key of the first who waits with it; smaller keys wait longer.
    pub first: Uuid,
}

/// The profile whose first waiting person is placed next: the one who has waited longest among those who can
/// be.
///
/// Who waited longer and is passed over, because a pool of theirs is full, keeps their key and so their
/// order. A pool that is not among `pools` counts as full: a place is given only where it was seen. `None`:
/// nobody can be placed.
#[must_use]
pub fn next_to_place(pools: &[PoolCount], waiting: &[WaitingProfile]) -> Option<ProfileId> {
    let has_place = |wanted: &PoolId| pools.iter().any(|pool| pool.id == *wanted && pool.has_place());
    waiting
        .iter()
        .filter(|profile| profile.pools.iter().all(has_place))
        .min_by_key(|profile| (profile.first, profile.profile))
        .map(|profile| profile.profile)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

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
    fn a_pool_that_was_not_seen_gives_no_place() {
        let waiting = [WaitingProfile {
            profile: ProfileId(Uuid::from_u128(1)),
            pools: vec![PoolId(Uuid::from_u128(9))],
            first: Uuid::from_u128(1),
        }];
        assert_eq!(next_to_place(&[pool(0, None, 0)], &waiting), None);
    }

    /// The plain model: people in one row, each asking every pool of their profile.
    #[derive(Debug)]
    struct Model {
        sizes: Vec<Option<u32>>,
        draws: Vec<Vec<usize>>,
        placed: Vec<usize>,
        waiting: Vec<(u128, usize)>,
    }

    impl Model {
        fn taken(&self, pool: usize) -> u32 {
            let draw = |profile: &&usize| self.draws[**profile].contains(&pool);
            u32::try_from(self.placed.iter().filter(draw).count()).unwrap_or(u32::MAX)
        }

        fn fits(&self, profile: usize) -> bool {
            self.draws[profile]
                .iter()
                .all(|pool| self.sizes[*pool].is_none_or(|size| self.taken(*pool) < size))
        }

        fn first_who_fits(&self) -> Option<usize> {
            self.waiting.iter().position(|(_, profile)| self.fits(*profile))
        }

        fn counts(&self) -> Vec<PoolCount> {
            let count = |(at, size): (usize, &Option<u32>)| pool(at as u128, *size, self.taken(at));
            self.sizes.iter().enumerate().map(count).collect()
        }

        fn heads(&self) -> Vec<WaitingProfile> {
            let mut first = BTreeMap::new();
            for (key, profile) in &self.waiting {
                first.entry(*profile).or_insert(*key);
            }
            let head = |(profile, key): (usize, u128)| WaitingProfile {
                profile: ProfileId(Uuid::from_u128(profile as u128)),
                pools: self.draws[profile].iter().map(|at| PoolId(Uuid::from_u128(*at as u128))).collect(),
                first: Uuid::from_u128(key),
            };
            // In an order that has nothing to do with waiting.
            first.into_iter().rev().map(head).collect()
        }
    }

    fn models() -> impl Strategy<Value = Model> {
        let sizes = prop::collection::vec(prop::option::weighted(0.8, 0_u32..4), 1..4);
        sizes.prop_flat_map(|sizes| {
            let draws = prop::collection::vec(
                prop::sample::subsequence((0..sizes.len()).collect::<Vec<_>>(), 0..=sizes.len()),
                1..5,
            );
            (Just(sizes), draws).prop_map(|(sizes, draws)| Model {
                sizes,
                draws,
                placed: vec![],
                waiting: vec![],
            })
        })
    }

    proptest! {
        /// People come and go; after each step the rule places whom the model would, until nobody fits.
        #[test]
        fn the_first_who_can_be_placed_is_and_no_pool_is_oversold(
            mut model in models(),
            steps in prop::collection::vec((any::<bool>(), any::<prop::sample::Index>()), 0..40),
        ) {
            for (step, (comes, which)) in steps.into_iter().enumerate() {
                if comes {
                    model.waiting.push((step as u128, which.index(model.draws.len())));
                } else if !model.placed.is_empty() {
                    model.placed.remove(which.index(model.placed.len()));
                }
                loop {
                    let due = model.first_who_fits().map(|at| (at, model.waiting[at].1));
                    let placed = next_to_place(&model.counts(), &model.heads());
                    prop_assert_eq!(placed, due.map(|(_, profile)| ProfileId(Uuid::from_u128(profile as u128))));
                    let Some((at, profile)) = due else { break };
                    prop_assert_ne!(profile_left(&model.counts().into_iter().filter(|count| {
                        model.draws[profile].iter().any(|at| count.id.0.as_u128() == *at as u128)
                    }).collect::<Vec<_>>()), Some(0));
                    model.waiting.remove(at);
                    model.placed.push(profile);
                }
                for count in model.counts() {
                    prop_assert!(count.size.is_none_or(|size| count.taken <= size));
                    prop_assert!(resize(&count, Some(count.taken)).is_ok());
                }
                prop_assert!(model.waiting.is_sorted());
            }
        }
    }
}
