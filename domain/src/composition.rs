//! Composition policies: what makes a team mixed.
//!
//! Each rule is counted on its own, and one person may meet several of them. A policy judges a team as it is;
//! it never chooses who is in it, and what it finds missing is named (invariant 4 of the domain).

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::policy::{Role, Roles};
use crate::rejection::MissingProfiles;
use crate::values::RegistrationId;

/// At least so many members with any of these profiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AtLeast {
    /// The profiles any of which counts, by slug.
    pub profiles: Vec<String>,
    /// How many members.
    pub count: u32,
}

/// People to keep together, or apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Their registrations.
    pub registrations: Vec<RegistrationId>,
    /// Why; read by facilitators only.
    pub reason: Option<String>,
}

/// What a team must be to be formed. The default one asks for nothing but a member.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CompositionPolicy {
    /// The fewest members; one where this is not said.
    pub size_min: Option<u32>,
    /// The most members.
    pub size_max: Option<u32>,
    /// The profiles that must be there.
    pub at_least: Vec<AtLeast>,
    /// Groups that are in a team whole or not at all.
    pub keep_together: Vec<Kept>,
    /// Groups of which a team has one at most.
    pub keep_apart: Vec<Kept>,
}

/// A member of a team, as a policy sees one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The registration.
    pub registration: RegistrationId,
    /// Its profile, by slug.
    pub profile: String,
}

/// What a policy finds in a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composition {
    /// How many members it has.
    pub size: u32,
    /// Whether every rule is met: nothing below is missing, too much or wrong.
    pub satisfied: bool,
    /// What each unmet rule lacks, in the order of the rules.
    pub missing: Vec<MissingProfiles>,
    /// Members below the fewest.
    pub too_few: u32,
    /// Members above the most.
    pub too_many: u32,
    /// Groups to keep together of which some are here and some are not.
    pub separated: u32,
    /// Members that groups to keep apart have here beyond one each.
    pub mixed_up: u32,
}

impl Composition {
    /// Whether nothing is missing, too much or wrong in it that was less so before: a team that lacks several
    /// people is mended one by one.
    #[must_use]
    pub fn is_no_worse_than(&self, before: &Self) -> bool {
        let lack = |found: &Self, profiles: &[String]| -> u32 {
            found.missing.iter().filter(|lack| lack.profiles == profiles).map(|lack| lack.count).sum()
        };
        let no_profile_lacks_more = self
            .missing
            .iter()
            .all(|MissingProfiles { profiles, .. }| lack(self, profiles) <= lack(before, profiles));
        no_profile_lacks_more
            && self.too_few <= before.too_few
            && self.too_many <= before.too_many
            && self.separated <= before.separated
            && self.mixed_up <= before.mixed_up
    }
}

/// Whether somebody reads who is to be kept together and apart: those who form teams, and nobody else.
#[must_use]
pub fn reads_kept(roles: Roles) -> bool {
    roles.any(&[Role::Owner, Role::Organizer, Role::Facilitator])
}

fn count(items: usize) -> u32 {
    u32::try_from(items).unwrap_or(u32::MAX)
}

impl CompositionPolicy {
    /// Judges a team by its members.
    #[must_use]
    pub fn check(&self, members: &[Member]) -> Composition {
        let size = count(members.len());
        let missing: Vec<_> = self.at_least.iter().filter_map(|rule| rule.lack(members)).collect();
        let here = |group: &Kept| {
            let is_member = |id: &&RegistrationId| members.iter().any(|member| member.registration == **id);
            let people: BTreeSet<_> = group.registrations.iter().collect();
            (people.iter().filter(|id| is_member(id)).count(), people.len())
        };
        let too_few = self.size_min.unwrap_or(1).max(1).saturating_sub(size);
        let too_many = size.saturating_sub(self.size_max.unwrap_or(u32::MAX));
        let separated =
            count(self.keep_together.iter().map(here).filter(|(here, all)| *here > 0 && here < all).count());
        let mixed_up = count(self.keep_apart.iter().map(here).map(|(here, _)| here.saturating_sub(1)).sum());
        let satisfied =
            missing.is_empty() && too_few == 0 && too_many == 0 && separated == 0 && mixed_up == 0;
        Composition { size, satisfied, missing, too_few, too_many, separated, mixed_up }
    }

    /// The policy as those read it who may not know who is kept together and apart.
    #[must_use]
    pub fn without_kept(self) -> Self {
        Self { keep_together: Vec::new(), keep_apart: Vec::new(), ..self }
    }
}

impl AtLeast {
    fn lack(&self, members: &[Member]) -> Option<MissingProfiles> {
        let have = count(members.iter().filter(|member| self.profiles.contains(&member.profile)).count());
        match self.count.saturating_sub(have) {
            0 => None,
            count => Some(MissingProfiles { profiles: self.profiles.clone(), count }),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    pub(crate) fn id(number: u8) -> RegistrationId {
        RegistrationId(Uuid::from_u128(number.into()))
    }

    pub(crate) fn team(members: &[(u8, &str)]) -> Vec<Member> {
        let member = |(number, profile): &(u8, &str)| Member {
            registration: id(*number),
            profile: (*profile).to_owned(),
        };
        members.iter().map(member).collect()
    }

    pub(crate) fn rule(profiles: &[&str], count: u32) -> AtLeast {
        AtLeast { profiles: profiles.iter().map(|profile| (*profile).to_owned()).collect(), count }
    }

    pub(crate) fn group(numbers: &[u8]) -> Kept {
        Kept { registrations: numbers.iter().map(|number| id(*number)).collect(), reason: None }
    }

    #[test]
    fn an_empty_policy_is_met_by_one_member() {
        let policy = CompositionPolicy::default();
        let nobody = policy.check(&[]);
        assert!(!nobody.satisfied);
        assert_eq!(nobody.too_few, 1);
        assert!(policy.check(&team(&[(1, "coder")])).satisfied);
        assert_eq!(policy.coherent(), []);
        // Nor does a fewest of zero make a team of nobody.
        assert!(!CompositionPolicy { size_min: Some(0), ..policy }.check(&[]).satisfied);
    }

    #[test]
    fn one_person_may_meet_several_rules_and_each_lack_is_named() {
        let policy = CompositionPolicy {
            at_least: vec![
                rule(&["coder"], 1),
                rule(&["coder", "designer"], 1),
                rule(&["resident", "social-worker"], 2),
            ],
            ..CompositionPolicy::default()
        };
        let found = policy.check(&team(&[(1, "coder"), (2, "resident")]));
        let lack = MissingProfiles { profiles: vec!["resident".into(), "social-worker".into()], count: 1 };
        assert_eq!(found.missing, [lack]);
        assert!(!found.satisfied);
        assert!(policy.check(&team(&[(1, "coder"), (2, "resident"), (3, "social-worker")])).satisfied);
    }

    #[test]
    fn size_is_counted_at_both_ends() {
        let policy =
            CompositionPolicy { size_min: Some(2), size_max: Some(3), ..CompositionPolicy::default() };
        let found = |size: u8| {
            let members: Vec<_> = (0..size).map(|number| (number, "coder")).collect();
            let Composition { satisfied, too_few, too_many, .. } = policy.check(&team(&members));
            (satisfied, too_few, too_many)
        };
        assert_eq!(found(0), (false, 2, 0));
        assert_eq!(found(1), (false, 1, 0));
        assert_eq!(found(2), (true, 0, 0));
        assert_eq!(found(3), (true, 0, 0));
        assert_eq!(found(5), (false, 0, 2));
    }

    #[test]
    fn people_are_kept_together_and_apart() {
        let policy = CompositionPolicy {
            keep_together: vec![group(&[1, 2])],
            keep_apart: vec![group(&[3, 4, 5])],
            ..CompositionPolicy::default()
        };
        let found = |numbers: &[u8]| {
            let members: Vec<_> = numbers.iter().map(|number| (*number, "coder")).collect();
            let Composition { satisfied, separated, mixed_up, .. } = policy.check(&team(&members));
            (satisfied, separated, mixed_up)
        };
        assert_eq!(found(&[6]), (true, 0, 0));
        assert_eq!(found(&[1, 2, 3]), (true, 0, 0));
        assert_eq!(found(&[1, 3]), (false, 1, 0));
        assert_eq!(found(&[3, 5]), (false, 0, 1));
        assert_eq!(found(&[3, 4, 5]), (false, 0, 2));
        assert_eq!(found(&[2, 3, 4]), (false, 1, 1));
        assert!(
            policy.clone().without_kept().check(&team(&[(2, "coder"), (3, "coder"), (4, "coder")])).satisfied
        );
    }

    #[test]
    fn a_team_that_lacks_several_is_mended_one_by_one() {
        let policy = CompositionPolicy {
            size_min: Some(3),
            size_max: Some(4),
            at_least: vec![rule(&["coder"], 2), rule(&["resident"], 1)],
            keep_together: vec![group(&[1, 2])],
            keep_apart: vec![group(&[3, 4, 5])],
        };
        let found = |members: &[(u8, &str)]| policy.check(&team(members));
        let better =
            |before: &[(u8, &str)], after: &[(u8, &str)]| found(after).is_no_worse_than(&found(before));
        let alone = [(6, "coder")];
        assert!(better(&[], &alone));
        assert!(better(&alone, &alone));
        assert!(!better(&alone, &[]));
        // One lack made smaller does not pay for another.
        assert!(!better(&alone, &[(7, "resident"), (8, "resident")]));
        assert!(better(&alone, &[(6, "coder"), (7, "resident")]));
        // The first of a group to keep together parts it, the second joins it.
        assert!(!better(&alone, &[(6, "coder"), (1, "coder")]));
        assert!(better(&[(1, "coder")], &[(1, "coder"), (2, "coder")]));
        // A third of those to keep apart is worse than two.
        assert!(!better(&[(3, "coder"), (4, "coder")], &[(3, "coder"), (4, "coder"), (5, "resident")]));
        let five = [(6, "coder"), (7, "coder"), (8, "resident"), (9, "coder"), (10, "coder")];
        assert!(!better(&five[..4], &five));
    }

    proptest! {
        #[test]
        fn more_members_never_make_a_lack_larger(
            profiles in prop::collection::vec("[ab]", 0..6),
            counts in prop::collection::vec(0_u32..4, 0..3),
        ) {
            let at_least = counts.iter().map(|count| rule(&["a"], *count)).collect();
            let policy = CompositionPolicy { at_least, ..CompositionPolicy::default() };
            let numbered = profiles.iter().zip(0_u8..);
            let members: Vec<_> = numbered.map(|(profile, number)| (number, profile.as_str())).collect();
            let lack = |size: usize| -> u32 {
                policy.check(&team(&members[..size])).missing.iter().map(|missing| missing.count).sum()
            };
            prop_assert!((1..=members.len()).all(|size| lack(size) <= lack(size - 1)));
        }
    }
}
