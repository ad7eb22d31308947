//! Who gets the places that come free, and whether somebody who comes now waits (invariant 2 of the domain: the first
//! who waits and can be placed is placed).

use uuid::Uuid;

use crate::pool::PoolCount;
use crate::values::{PoolId, ProfileId};

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

/// What somebody who comes now does about places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Takes them, if they are still there when they are taken.
    Takes,
    /// Waits: a pool is full.
    Waits,
    /// Waits, and then all that can be placed are, in their order: others were there before and are not placed yet.
    WaitsBehindOthers,
}

/// What somebody who draws from the pools `mine` does, as the edition stands (invariant 2 of the domain).
///
/// Nobody passes those who wait and could be placed. There are such only where two writers could not see each
/// other; whoever comes next sees to them.
#[must_use]
pub fn arrival(pools: &[PoolCount], waiting: &[WaitingProfile], mine: &[PoolId]) -> Arrival {
    let has_place = |wanted: &PoolId| pools.iter().any(|pool| pool.id == *wanted && pool.has_place());
    if next_to_place(pools, waiting).is_some() {
        Arrival::WaitsBehindOthers
    } else if mine.iter().all(has_place) {
        Arrival::Takes
    } else {
        Arrival::Waits
    }
}

/// Those who wait with one profile, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Queue {
    /// The profile.
    pub profile: ProfileId,
    /// The pools it draws from.
    pub pools: Vec<PoolId>,
    /// The waiting keys, smallest first; no more of them are needed than the profile has places left, and one.
    pub waiting: Vec<Uuid>,
}

/// Somebody who gets places, and what those who go on waiting are told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    /// The waiting key of who gets them.
    pub key: Uuid,
    /// Whether somebody who waits longer is passed over.
    pub passes: bool,
    /// The pools that were full just before: what kept those who are passed over.
    pub full_pools: Vec<PoolId>,
}

/// Whether somebody with this key, who gets places now, passes over somebody who waits longer.
#[must_use]
pub fn passes(waiting: &[WaitingProfile], key: Uuid) -> bool {
    waiting.iter().any(|profile| profile.first < key)
}

/// The pools without a place.
#[must_use]
pub fn full(pools: &[PoolCount]) -> Vec<PoolId> {
    pools.iter().filter(|pool| !pool.has_place()).map(|pool| pool.id).collect()
}

/// Gives on all places that are free: takes them in `pools`, and names who gets them, in order.
///
/// It is [`next_to_place`], again and again, until nobody who waits can be placed.
pub fn pass_on(pools: &mut [PoolCount], queues: &[Queue]) -> Vec<Placed> {
    let mut placed = Vec::new();
    let mut at = vec![0; queues.len()];
    loop {
        let head = |(queue, at): (&Queue, &usize)| {
            let first = *queue.waiting.get(*at)?;
            Some(WaitingProfile { profile: queue.profile, pools: queue.pools.clone(), first })
        };
        let heads: Vec<WaitingProfile> = queues.iter().zip(&at).filter_map(head).collect();
        let Some(next) = next_to_place(pools, &heads) else { return placed };
        for (queue, at) in queues.iter().zip(&mut at).filter(|(queue, _)| queue.profile == next) {
            let key = queue.waiting.get(*at).copied();
            placed.extend(key.map(|key| Placed {
                key,
                passes: passes(&heads, key),
                full_pools: full(pools),
            }));
            *at += 1;
            let drawn = |pool: &&mut PoolCount| queue.pools.contains(&pool.id);
            pools.iter_mut().filter(drawn).for_each(|pool| pool.taken += 1);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;
    use crate::pool::{profile_left, resize};

    fn pool(id: u128, size: Option<u32>, taken: u32) -> PoolCount {
        PoolCount { id: PoolId(Uuid::from_u128(id)), size, taken }
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

    #[test]
    fn nobody_passes_who_waits_and_could_be_placed() {
        let pools = [pool(0, Some(1), 0), pool(1, Some(1), 1), pool(2, None, 7)];
        let draws = |ids: &[u128]| ids.iter().map(|id| PoolId(Uuid::from_u128(*id))).collect::<Vec<_>>();
        let waits = |ids: &[u128]| {
            vec![WaitingProfile {
                profile: ProfileId(Uuid::from_u128(9)),
                pools: draws(ids),
                first: Uuid::from_u128(1),
            }]
        };
        assert_eq!(arrival(&pools, &[], &draws(&[0, 2])), Arrival::Takes);
        assert_eq!(arrival(&pools, &[], &[]), Arrival::Takes);
        assert_eq!(arrival(&pools, &[], &draws(&[0, 1])), Arrival::Waits);
        // Whoever waits for a full pool is passed over.
        assert_eq!(arrival(&pools, &waits(&[0, 1]), &draws(&[0])), Arrival::Takes);
        assert_eq!(arrival(&pools, &waits(&[0]), &draws(&[0])), Arrival::WaitsBehindOthers);
        assert_eq!(arrival(&pools, &waits(&[0]), &draws(&[1])), Arrival::WaitsBehindOthers);
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

        /// All at once, the same people are placed in the same order as one by one.
        #[test]
        fn places_are_passed_on_as_one_by_one(
            mut model in models(),
            comers in prop::collection::vec(any::<prop::sample::Index>(), 0..20),
        ) {
            let comers = comers.iter().map(|which| which.index(model.draws.len()));
            model.waiting = comers.enumerate().map(|(key, profile)| (key as u128, profile)).collect();
            let queue = |head: WaitingProfile| {
                let mine = |(_, profile): &&(u128, usize)| *profile as u128 == head.profile.0.as_u128();
                let keys = model.waiting.iter().filter(mine).map(|(key, _)| Uuid::from_u128(*key));
                Queue { profile: head.profile, pools: head.pools, waiting: keys.collect() }
            };
            let queues: Vec<_> = model.heads().into_iter().map(queue).collect();
            let mut counts = model.counts();
            let placed = pass_on(&mut counts, &queues);
            let mut due = Vec::new();
            while let Some(at) = model.first_who_fits() {
                let (key, profile) = model.waiting.remove(at);
                model.placed.push(profile);
                due.push(Uuid::from_u128(key));
            }
            let keys: Vec<Uuid> = placed.iter().map(|placed| placed.key).collect();
            prop_assert_eq!(keys, due);
            prop_assert_eq!(counts, model.counts());
        }
    }
}
