//! What the list tells somebody who waits: how many are ahead, what they wait for, and when somebody behind them was
//! given a place (invariant 2 of the domain: those passed over keep their order, and can read why).

use uuid::Uuid;

use crate::pool::PoolCount;
use crate::values::{Instant, PoolId, words};

/// The most times that a person is told of being passed over: the newest ones.
pub const MOST_TOLD: usize = 50;

words! {
    /// Why somebody behind was given a place.
    pub enum PassedOverFor {
        /// A pool of the one who waits was full, and the other one needed no place in it.
        PoolFull = "pool_full",
    }
}

/// Where somebody stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The place in the order; smaller keys wait longer.
    pub key: Uuid,
    /// Since when.
    pub since: Instant,
}

/// A place that was given while others waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placement {
    /// When.
    pub at: Instant,
    /// The key of who got it.
    pub key: Uuid,
    /// The pools that were full just before.
    pub full_pools: Vec<PoolId>,
}

/// A time at which somebody behind was given a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassedOver {
    /// When.
    pub at: Instant,
    /// Why.
    pub reason: PassedOverFor,
    /// The pools that kept the one who waits from it.
    pub pools: Vec<PoolId>,
}

/// The times at which somebody was passed over, who draws from the pools `mine`: others were behind them then, and a pool of
/// theirs was full. In the order of the placements.
#[must_use]
pub fn passed_over(place: Place, mine: &[PoolId], placements: &[Placement]) -> Vec<PassedOver> {
    let told = |Placement { at, key, full_pools }: &Placement| {
        let pools: Vec<PoolId> = mine.iter().filter(|pool| full_pools.contains(pool)).copied().collect();
        let passed = *key > place.key && *at >= place.since && !pools.is_empty();
        passed.then_some(PassedOver { at: *at, reason: PassedOverFor::PoolFull, pools })
    };
    placements.iter().filter_map(told).collect()
}

/// Of the pools that somebody draws from, each with whether it is full.
#[must_use]
pub fn why(mine: &[PoolId], pools: &[PoolCount]) -> Vec<(PoolId, bool)> {
    let drawn = pools.iter().filter(|pool| mine.contains(&pool.id));
    drawn.map(|pool| (pool.id, !pool.has_place())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pool(id: u128) -> PoolId {
        PoolId(Uuid::from_u128(id))
    }

    fn second(second: i64) -> Instant {
        Instant::from_timestamp(second, 0).unwrap_or_default()
    }

    #[test]
    fn one_is_passed_over_by_who_is_behind_while_a_pool_of_ones_own_is_full() {
        let place = Place { key: Uuid::from_u128(5), since: second(50) };
        let mine = [pool(1), pool(2)];
        let table = [
            // key, at, full pools; by which pools one is passed over
            (6, 60, vec![pool(1)], Some(vec![pool(1)])),
            (6, 60, vec![pool(2), pool(1), pool(3)], Some(vec![pool(1), pool(2)])),
            (6, 50, vec![pool(1)], Some(vec![pool(1)])),
            // Ahead in the order.
            (4, 60, vec![pool(1)], None),
            // Before one was on the list.
            (6, 49, vec![pool(1)], None),
            // Another pool was full, which is nothing to one.
            (6, 60, vec![pool(3)], None),
            (6, 60, vec![], None),
        ];
        for (key, at, full_pools, due) in table {
            let placement = Placement { at: second(at), key: Uuid::from_u128(key), full_pools };
            let told = passed_over(place, &mine, std::slice::from_ref(&placement));
            assert_eq!(told.into_iter().next().map(|told| told.pools), due, "{placement:?}");
        }
    }

    #[test]
    fn one_reads_which_of_ones_pools_is_full() {
        let count = |id, size, taken| PoolCount { id: pool(id), size, taken };
        let pools = [count(1, Some(2), 2), count(2, Some(2), 1), count(3, Some(1), 1), count(4, None, 9)];
        assert_eq!(
            why(&[pool(4), pool(2), pool(1)], &pools),
            [(pool(1), true), (pool(2), false), (pool(4), false)]
        );
    }
}
