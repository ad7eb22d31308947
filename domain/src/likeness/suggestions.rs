//! Groups of statements that somebody might want to put together.

use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeMap, BinaryHeap, HashMap};

use super::index::{FLOOR, Likeness, strongest};

/// The most statements of one group; more than a table can talk about is no suggestion.
const MOST_MEMBERS: usize = 20;

/// Statements that seem to speak of the same thing.
#[derive(Debug, Clone, PartialEq)]
pub struct Suggestion<Id> {
    /// The statements, 2 to 20, in the order of their ids.
    pub members: Vec<Id>,
    /// What they have in common, in words as one of them wrote it; the strongest first, at most 8.
    pub words: Vec<String>,
    /// How alike two of them are in the mean, from 0 to 1.
    pub likeness: f64,
}

/// Groups among these statements, the most alike first; no statement is in two.
///
/// Groups grow from single statements by joining the two that are most alike, as long as two statements, one of each,
/// are alike by `threshold` in the mean (average link; Sokal and Michener, 1958). So a chain, in which each is like the next
/// and the ends have nothing in common, falls apart. Statements that are alike by less than half of the threshold
/// count as not alike at all: it keeps the pairs to be looked at few, and errs towards smaller groups. What thresholds
/// are worth is said in [the module](super).
#[must_use]
pub fn suggest<Id: Copy + Ord>(likeness: &Likeness<Id>, among: &[Id], threshold: f64) -> Vec<Suggestion<Id>> {
    let threshold = threshold.max(FLOOR);
    let mut ids = among.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut suggestions: Vec<_> = joined(neighbours(likeness, &ids, threshold / 2.0), threshold)
        .into_iter()
        .map(|members| {
            described(likeness, members.into_iter().filter_map(|at| ids.get(at).copied()).collect())
        })
        .collect();
    suggestions.sort_by(|a, b| b.likeness.total_cmp(&a.likeness).then_with(|| a.members.cmp(&b.members)));
    suggestions
}

/// Whom each is like by at least so much, by their places in `ids`.
fn neighbours<Id: Copy + Ord>(likeness: &Likeness<Id>, ids: &[Id], least: f64) -> Vec<BTreeMap<usize, f64>> {
    // Numbers for signs, given once, and lengths of 1: all pairs are looked at.
    let mut numbers = HashMap::<String, usize>::new();
    let mut before = Vec::<Vec<(usize, f64)>>::new();
    let mut near = vec![BTreeMap::new(); ids.len()];
    for (at, id) in ids.iter().enumerate() {
        let weights = likeness.weights(*id);
        let length = weights.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        let mut products = vec![0.0_f64; at];
        for (sign, weight) in weights {
            let weight = weight / length;
            let next = numbers.len();
            let number = *numbers.entry(sign).or_insert(next);
            if number == before.len() {
                before.push(Vec::new());
            }
            let Some(holders) = before.get_mut(number) else { continue };
            for (other, own) in holders.iter() {
                if let Some(product) = products.get_mut(*other) {
                    *product += weight * own;
                }
            }
            holders.push((at, weight));
        }
        for (other, product) in products.into_iter().enumerate().filter(|(_, product)| *product >= least) {
            let pair = [(at, other), (other, at)];
            for (one, other) in pair {
                if let Some(near) = near.get_mut(one) {
                    near.insert(other, product);
                }
            }
        }
    }
    near
}

/// Two groups that might be joined: how alike, and their places.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Pair {
    mean: f64,
    places: Reverse<(usize, usize)>,
}

impl Eq for Pair {}

/// The most alike are the greatest; of equals those that stand first.
impl Ord for Pair {
    fn cmp(&self, other: &Self) -> Ordering {
        self.mean.total_cmp(&other.mean).then_with(|| self.places.cmp(&other.places))
    }
}

impl PartialOrd for Pair {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Joins until no two groups are alike by `threshold`; groups of one are left out.
///
/// A group is known by the place of its first member, or of the one it was joined to; `near` holds the sum of what
/// its members are like those of another, both ways.
fn joined(mut near: Vec<BTreeMap<usize, f64>>, threshold: f64) -> Vec<Vec<usize>> {
    let mut groups: Vec<Vec<usize>> = (0..near.len()).map(|at| vec![at]).collect();
    let mut pairs = BinaryHeap::new();
    for (one, others) in near.iter().enumerate() {
        let after = others.iter().filter(|(other, mean)| **other > one && **mean >= threshold);
        pairs.extend(after.map(|(other, mean)| Pair { mean: *mean, places: Reverse((one, *other)) }));
    }
    while let Some(Pair { mean, places: Reverse((one, other)) }) = pairs.pop() {
        // What the heap says of groups that have changed since is out of date.
        if mean_between(&groups, &near, one, other).is_none_or(|now| now.total_cmp(&mean).is_ne()) {
            continue;
        }
        let members = std::mem::take(&mut groups[other]);
        groups[one].extend(members);
        let gone = std::mem::take(&mut near[other]);
        near[one].remove(&other);
        for (third, sum) in gone.into_iter().filter(|(third, _)| *third != one) {
            near[third].remove(&other);
            *near[third].entry(one).or_default() += sum;
            *near[one].entry(third).or_default() += sum;
        }
        for third in near[one].keys() {
            let (first, last) = (one.min(*third), one.max(*third));
            let mean = mean_between(&groups, &near, first, last).filter(|mean| *mean >= threshold);
            pairs.extend(mean.map(|mean| Pair { mean, places: Reverse((first, last)) }));
        }
    }
    groups.retain(|members| members.len() > 1);
    groups
}

/// How alike two groups are in the mean; none where one is gone, or both together are too many.
fn mean_between(
    groups: &[Vec<usize>],
    near: &[BTreeMap<usize, f64>],
    one: usize,
    other: usize,
) -> Option<f64> {
    let (a, b) = (groups.get(one)?.len(), groups.get(other)?.len());
    let sum = near.get(one)?.get(&other)?;
    let pairs = u32::try_from(a * b).ok()?;
    (pairs > 0 && a + b <= MOST_MEMBERS).then(|| sum / f64::from(pairs))
}

fn described<Id: Copy + Ord>(likeness: &Likeness<Id>, mut members: Vec<Id>) -> Suggestion<Id> {
    members.sort_unstable();
    let mut reasons = BTreeMap::<String, (f64, String)>::new();
    let (mut sum, mut pairs) = (0.0, 0_u32);
    for a in &members {
        for b in members.iter().filter(|b| *b != a) {
            for (stem, (strength, form)) in likeness.reasons(*a, *b) {
                reasons.entry(stem).or_insert((0.0, form)).0 += strength;
            }
            if a < b {
                sum += likeness.between(*a, *b);
                pairs += 1;
            }
        }
    }
    Suggestion { members, words: strongest(reasons), likeness: sum / f64::from(pairs.max(1)) }
}

#[cfg(test)]
mod tests {
    use super::super::words::Terms;
    use super::*;

    fn among(texts: &[&str]) -> (Likeness<usize>, Vec<usize>) {
        let mut likeness = Likeness::default();
        for (id, text) in texts.iter().enumerate() {
            likeness.add(id, Terms::of(text, "de"));
        }
        (likeness, (0..texts.len()).collect())
    }

    #[test]
    fn what_is_alike_is_put_together_and_says_why() {
        let (likeness, ids) = among(&[
            "Der Bus fährt abends nicht mehr ins Dorf.",
            "Schimmel an den Wänden der Wohnung.",
            "Abends fährt kein Bus zurück ins Dorf.",
            "In der Wohnung wächst Schimmel an allen Wänden.",
            "Das Freibad soll schließen.",
        ]);
        let suggestions = suggest(&likeness, &ids, 0.3);
        let members: Vec<_> = suggestions.iter().map(|found| found.members.clone()).collect();
        assert_eq!(members.len(), 2, "{suggestions:?}");
        assert!(members.contains(&vec![0, 2]) && members.contains(&vec![1, 3]));
        let bus = suggestions.iter().find(|found| found.members == [0, 2]).expect("it was just seen");
        assert!(bus.words.iter().any(|word| word == "Bus") && bus.words.iter().all(|word| word != "ins"));
        assert!(bus.likeness > 0.3 && bus.likeness <= 1.0);
    }

    #[test]
    fn a_chain_does_not_join_its_ends() {
        let words =
            ["Bahnhof", "Wohnung", "Zahnarzt", "Schulden", "Freibad", "Garten", "Supermarkt", "Heizung"];
        let links: Vec<String> = words.windows(2).map(|two| two.join(" ")).collect();
        let (likeness, ids) = among(&links.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(likeness.between(0, 1) > 0.3);
        let suggestions = suggest(&likeness, &ids, 0.3);
        assert!(!suggestions.is_empty());
        assert!(suggestions.iter().all(|found| found.members.len() < 4), "{suggestions:?}");
    }

    #[test]
    fn a_group_is_never_too_large_and_only_of_those_asked_for() {
        let texts = vec!["Der Aufzug am Bahnhof ist kaputt."; 50];
        let (likeness, ids) = among(&texts);
        let suggestions = suggest(&likeness, &ids, 0.3);
        let sizes: Vec<_> = suggestions.iter().map(|found| found.members.len()).collect();
        assert!(sizes.iter().all(|size| (2..=MOST_MEMBERS).contains(size)), "{sizes:?}");
        assert_eq!(sizes.iter().sum::<usize>(), 50);
        let few = suggest(&likeness, &[7, 3, 3, 99], f64::NAN);
        assert_eq!(few.iter().map(|found| found.members.clone()).collect::<Vec<_>>(), [vec![3, 7]]);
        assert!(suggest(&likeness, &[], 0.0).is_empty());
    }
}
