//! Whether a composition policy contradicts itself.

use std::collections::{BTreeMap, BTreeSet};

use crate::composition::CompositionPolicy;
use crate::values::{Flaw, RegistrationId};

impl CompositionPolicy {
    /// What makes this policy one that no team can meet, or that says nothing: each flaw under the JSON
    /// pointer of the part of the policy it lies in. Empty for a coherent policy.
    ///
    /// Codes: `min_above_max`, `too_short` (an empty group), `profile_twice` (in one rule), `registration_twice`
    /// (in one group), `together_and_apart` (two people of one group to keep apart whom groups to keep together join,
    /// directly or through others).
    #[must_use]
    pub fn coherent(&self) -> Vec<(String, Flaw)> {
        let mut flaws = Vec::new();
        if let (Some(min), Some(max)) = (self.size_min, self.size_max)
            && max < min
        {
            flaws.push(("/size/max".to_owned(), Flaw::Broken("min_above_max")));
        }
        for (at, rule) in self.at_least.iter().enumerate() {
            if rule.profiles.is_empty() {
                flaws.push((format!("/at_least/{at}/profiles"), Flaw::TooShort { min: 1 }));
            }
            let mut seen = BTreeSet::new();
            for (place, profile) in rule.profiles.iter().enumerate() {
                if !seen.insert(profile) {
                    let pointer = format!("/at_least/{at}/profiles/{place}");
                    flaws.push((pointer, Flaw::Broken("profile_twice")));
                }
            }
        }
        for (list, groups) in [("keep_together", &self.keep_together), ("keep_apart", &self.keep_apart)] {
            for (at, group) in groups.iter().enumerate() {
                if group.registrations.is_empty() {
                    flaws.push((format!("/{list}/{at}/registrations"), Flaw::TooShort { min: 1 }));
                }
                let mut seen = BTreeSet::new();
                for (place, id) in group.registrations.iter().enumerate() {
                    if !seen.insert(*id) {
                        let pointer = format!("/{list}/{at}/registrations/{place}");
                        flaws.push((pointer, Flaw::Broken("registration_twice")));
                    }
                }
            }
        }
        let joined = self.joined();
        for (at, group) in self.keep_apart.iter().enumerate() {
            let people: BTreeSet<_> = group.registrations.iter().collect();
            let groups: Vec<_> = people.iter().filter_map(|id| joined.get(id)).collect();
            let distinct: BTreeSet<_> = groups.iter().collect();
            if distinct.len() < groups.len() {
                flaws.push((format!("/keep_apart/{at}"), Flaw::Broken("together_and_apart")));
            }
        }
        flaws
    }

    /// For everybody who is to be kept together with others, one name of the whole they make, chains
    /// included.
    fn joined(&self) -> BTreeMap<RegistrationId, usize> {
        let mut whole_of: BTreeMap<RegistrationId, usize> = BTreeMap::new();
        for (name, group) in self.keep_together.iter().enumerate() {
            let met: BTreeSet<usize> =
                group.registrations.iter().filter_map(|id| whole_of.get(id).copied()).collect();
            for whole in whole_of.values_mut().filter(|whole| met.contains(whole)) {
                *whole = name;
            }
            whole_of.extend(group.registrations.iter().map(|id| (*id, name)));
        }
        whole_of
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::composition::Kept;
    use crate::composition::tests::{group, rule, team};

    #[test]
    fn a_policy_that_contradicts_itself_is_told_where() {
        let policy = CompositionPolicy {
            size_min: Some(5),
            size_max: Some(4),
            at_least: vec![rule(&["coder"], 1), rule(&[], 1), rule(&["a", "b", "a"], 1)],
            keep_together: vec![group(&[1, 2]), group(&[]), group(&[3, 4, 3]), group(&[2, 3])],
            keep_apart: vec![group(&[5, 1]), group(&[1, 4]), group(&[6, 6])],
        };
        let found: Vec<_> = policy
            .coherent()
            .into_iter()
            .map(|(pointer, flaw)| format!("{pointer} {}", flaw.code()))
            .collect();
        assert_eq!(
            found,
            [
                "/size/max min_above_max",
                "/at_least/1/profiles too_short",
                "/at_least/2/profiles/2 profile_twice",
                "/keep_together/1/registrations too_short",
                "/keep_together/2/registrations/2 registration_twice",
                "/keep_apart/2/registrations/1 registration_twice",
                "/keep_apart/1 together_and_apart",
            ]
        );
    }

    fn groups() -> impl Strategy<Value = Vec<Kept>> {
        let numbers = prop::sample::subsequence((0_u8..6).collect::<Vec<_>>(), 1..4);
        prop::collection::vec(numbers.prop_map(|numbers| group(&numbers)), 0..4)
    }

    proptest! {
        /// Groups are coherent exactly where everybody can be in some team: tried on every set of the six.
        #[test]
        fn coherent_groups_leave_everybody_a_team(keep_together in groups(), keep_apart in groups()) {
            let policy = CompositionPolicy { keep_together, keep_apart, ..CompositionPolicy::default() };
            let everybody_fits = (0_u8..6).all(|person| {
                (0_u8..64).filter(|set| set & (1 << person) != 0).any(|set| {
                    let members: Vec<_> =
                        (0_u8..6).filter(|other| set & (1 << other) != 0).map(|other| (other, "coder")).collect();
                    policy.check(&team(&members)).satisfied
                })
            });
            prop_assert_eq!(policy.coherent().is_empty(), everybody_fits);
        }
    }
}
