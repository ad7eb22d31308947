//! The plan of the funnel: what becomes of each statement, and how many of each there are at the end of each stage.
//!
//! The whole one is WirVsVirus 2020, of which four numbers are known: 1,990 statements, 809 problems, 42 challenges, 1,494 prototypes.
//! How the first became the second is not known; this is one way that comes out:
//!
//! | of 1,990 | become | problems |
//! | --- | --- | --- |
//! | 190 | set aside | – |
//! | 60 | returned, and never said again | – |
//! | 20 | referred | – |
//! | 30 | accepted, and parked | – |
//! | 1,402 | merged: 300 pairs, 120 threes, 60 fours, 30 fives, and one thing that 52 said | 511 |
//! | 10 | split, each into two | 20 |
//! | 10 | merged by two, and taken apart again | 10 |
//! | 268 | left alone; 40 of them were returned, and said again | 268 |
//!
//! Problems are accepted or adopted at the end. They are dealt out to the challenges one after the other, and two thirds of each hand
//! are adopted.

use std::collections::BTreeMap;

/// How many statements go which way.
#[derive(Debug, Clone)]
pub struct Plan {
    set_aside: usize,
    returned: usize,
    referred: usize,
    parked: usize,
    /// How many groups of duplicates there are, by how many say the same.
    groups: Vec<(usize, usize)>,
    split: usize,
    /// Pairs that are merged and taken apart again.
    taken_apart: usize,
    alone: usize,
    said_again: usize,
    /// Challenges.
    pub challenges: usize,
    /// Teams, each with a prototype.
    pub teams: usize,
}

/// What becomes of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    SetAside,
    Returned,
    Referred,
    Parked,
    /// Merged with the others of this group.
    Merged(usize),
    Split,
    /// Merged with the other one of this pair, and taken apart.
    TakenApart(usize),
    Alone,
    /// Returned, said again in other words, accepted.
    SaidAgain,
}

/// How many statements are in which state, and how many were made of others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub derived: usize,
    pub by_state: BTreeMap<&'static str, usize>,
}

impl Plan {
    /// The whole of it.
    pub fn wirvsvirus() -> Self {
        Self {
            set_aside: 190,
            returned: 60,
            referred: 20,
            parked: 30,
            groups: vec![(300, 2), (120, 3), (60, 4), (30, 5), (1, 52)],
            split: 10,
            taken_apart: 5,
            alone: 268,
            said_again: 40,
            challenges: 42,
            teams: 1_494,
        }
    }

    /// The same funnel, so many times smaller; of everything there is at least one.
    pub fn smaller(&self, by: usize) -> Self {
        let less = |count: usize| (count / by).max(1);
        Self {
            set_aside: less(self.set_aside),
            returned: less(self.returned),
            referred: less(self.referred),
            parked: less(self.parked),
            groups: self.groups.iter().map(|(many, size)| (less(*many), *size)).collect(),
            split: less(self.split),
            taken_apart: less(self.taken_apart),
            alone: less(self.alone),
            said_again: less(self.said_again),
            challenges: less(self.challenges),
            teams: less(self.teams),
        }
    }

    /// Groups of duplicates.
    fn groups(&self) -> usize {
        self.groups.iter().map(|(many, _)| many).sum()
    }

    fn merged(&self) -> usize {
        self.groups.iter().map(|(many, size)| many * size).sum()
    }

    /// Statements that are voiced.
    pub fn received(&self) -> usize {
        let away = self.set_aside + self.returned + self.referred + self.parked;
        away + self.merged() + self.split + 2 * self.taken_apart + self.alone
    }

    /// Problems that are left when all are merged.
    pub fn problems(&self) -> usize {
        self.groups() + 2 * self.split + 2 * self.taken_apart + self.alone
    }

    /// What becomes of each statement, in the order in which they are voiced: mixed, and in each run the same.
    pub fn fates(&self) -> Vec<Fate> {
        let mut sorted = Vec::new();
        let mut add = |many: usize, fate: Fate| sorted.extend(std::iter::repeat_n(fate, many));
        add(self.set_aside, Fate::SetAside);
        add(self.returned, Fate::Returned);
        add(self.referred, Fate::Referred);
        add(self.parked, Fate::Parked);
        let sizes = self.groups.iter().flat_map(|(many, size)| std::iter::repeat_n(*size, *many));
        sizes.enumerate().for_each(|(group, size)| add(size, Fate::Merged(group)));
        add(self.split, Fate::Split);
        (0..self.taken_apart).for_each(|pair| add(2, Fate::TakenApart(pair)));
        add(self.said_again, Fate::SaidAgain);
        add(self.alone - self.said_again, Fate::Alone);
        let (count, mut stride) = (sorted.len(), sorted.len() * 3 / 5);
        while (2..=stride).any(|factor| stride.is_multiple_of(factor) && count.is_multiple_of(factor)) {
            stride += 1;
        }
        (0..count).map(|number| sorted[number * stride % count]).collect()
    }

    /// The problems that a challenge is framed of: every so manieth; and how many of them it adopts.
    pub fn hand(&self, challenge: usize) -> (Vec<usize>, usize) {
        let dealt: Vec<usize> = (challenge..self.problems()).step_by(self.challenges).collect();
        let adopted = dealt.len() - dealt.len() / 3;
        (dealt, adopted)
    }

    /// The teams that choose a challenge.
    pub fn teams_on(&self, challenge: usize) -> usize {
        (challenge..self.teams).step_by(self.challenges).count()
    }

    fn adopted(&self) -> usize {
        (0..self.challenges).map(|challenge| self.hand(challenge).1).sum()
    }

    /// Once all are voiced.
    pub fn voiced(&self) -> Due {
        Due { derived: 0, by_state: BTreeMap::from([("submitted", self.received())]) }
    }

    /// Once all are decided on.
    pub fn moderated(&self) -> Due {
        let away = [
            ("set_aside", self.set_aside),
            ("returned", self.returned),
            ("referred", self.referred),
            ("parked", self.parked),
        ];
        let mut by_state = BTreeMap::from(away);
        by_state.insert("accepted", self.received() - by_state.values().sum::<usize>());
        Due { derived: 0, by_state }
    }

    /// Once they are merged, split, and some taken apart again.
    pub fn merged_and_split(&self) -> Due {
        let mut by_state = self.moderated().by_state;
        *by_state.entry("set_aside").or_default() += self.taken_apart;
        by_state.extend([("merged", self.merged()), ("split", self.split), ("accepted", self.problems())]);
        Due { derived: self.groups() + 2 * self.split + self.taken_apart, by_state }
    }

    /// Once the challenges are open.
    pub fn opened(&self) -> Due {
        let Due { derived, mut by_state } = self.merged_and_split();
        by_state.extend([("adopted", self.adopted()), ("accepted", self.problems() - self.adopted())]);
        Due { derived, by_state }
    }
}

#[test]
fn the_plan_comes_out_as_it_is_known() {
    let plan = Plan::wirvsvirus();
    assert_eq!((plan.received(), plan.problems(), plan.challenges, plan.teams), (1_990, 809, 42, 1_494));
    for plan in [plan.clone(), plan.smaller(20), plan.smaller(100)] {
        for due in [plan.voiced(), plan.moderated(), plan.merged_and_split(), plan.opened()] {
            assert_eq!(due.by_state.values().sum::<usize>(), plan.received() + due.derived, "{plan:?}");
        }
        let fates = plan.fates();
        assert_eq!(fates.len(), plan.received());
        let of = |fate: Fate| fates.iter().filter(|one| **one == fate).count();
        assert_eq!(
            (of(Fate::SetAside), of(Fate::Merged(0)), of(Fate::TakenApart(0))),
            (plan.set_aside, 2, 2)
        );
        assert_eq!((0..plan.challenges).map(|one| plan.hand(one).0.len()).sum::<usize>(), plan.problems());
        assert_eq!((0..plan.challenges).map(|one| plan.teams_on(one)).sum::<usize>(), plan.teams);
    }
}
