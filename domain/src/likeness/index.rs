//! Who is like whom, among many.

use std::collections::{BTreeMap, HashMap};

use super::words::{Term, Terms};

/// Below this nothing is alike: two texts of any subject share a few letters.
pub const FLOOR: f64 = 0.05;

/// How many letters are looked at together inside words, the sign before the first one included.
const LETTERS: usize = 4;

/// What a few letters weigh beside a whole word.
const WEIGHT_OF_LETTERS: f64 = 0.5;

/// The most words that say why.
const MOST_WORDS: usize = 8;

/// What a word has to bear of a likeness to be named as its reason.
const LEAST_SHARE: f64 = 0.05;

/// What is compared, in order, with its weight before rarity: stems, and the letters they are made of.
type Traits = Vec<(String, f64)>;

/// Statements by what they are about.
///
/// Nothing in it has to be computed again when one statement comes or goes: what is rare among them is known from how
/// many share it. Results depend on which statements are there, and never on the order in which they came.
#[derive(Debug, Clone)]
pub struct Likeness<Id> {
    statements: BTreeMap<Id, (Terms, Traits)>,
    shared: HashMap<String, BTreeMap<Id, f64>>,
}

impl<Id> Default for Likeness<Id> {
    fn default() -> Self {
        Self { statements: BTreeMap::new(), shared: HashMap::new() }
    }
}

impl<Id: Copy + Ord> Likeness<Id> {
    /// Takes a statement in, or its new wording in place of the old one.
    pub fn add(&mut self, id: Id, terms: Terms) {
        self.remove(id);
        let traits = traits(&terms);
        for (sign, weight) in &traits {
            self.shared.entry(sign.clone()).or_default().insert(id, *weight);
        }
        self.statements.insert(id, (terms, traits));
    }

    /// Forgets a statement.
    pub fn remove(&mut self, id: Id) {
        let Some((_, traits)) = self.statements.remove(&id) else { return };
        for (sign, _) in traits {
            if let Some(holders) = self.shared.get_mut(&sign) {
                holders.remove(&id);
                if holders.is_empty() {
                    self.shared.remove(&sign);
                }
            }
        }
    }

    /// How many statements there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// The statements most like a text, each with its likeness from [`FLOOR`] to 1; the most alike first, and of equals
    /// the smaller id.
    ///
    /// Those of which `besides` is true are passed over before the `most` are counted: the statement itself, and
    /// whatever the reader may not know of.
    #[must_use]
    pub fn similar(&self, terms: &Terms, besides: impl Fn(Id) -> bool, most: usize) -> Vec<(Id, f64)> {
        let asked = self.weighed(&traits(terms));
        let mut products = BTreeMap::<Id, f64>::new();
        for (sign, weight) in &asked {
            let Some(holders) = self.shared.get(sign) else { continue };
            let rarity = self.rarity(sign);
            for (id, own) in holders {
                *products.entry(*id).or_default() += weight * (own * rarity);
            }
        }
        let length = square(&asked);
        let mut found: Vec<(Id, f64)> = products
            .into_iter()
            .filter(|(id, _)| !besides(*id))
            .map(|(id, product)| (id, cosine(product, length, self.length(id))))
            .filter(|(_, likeness)| *likeness >= FLOOR)
            .collect();
        found.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
        found.truncate(most);
        found
    }

    /// How alike two of the statements are, from 0 to 1; 0 too where one is not there.
    #[must_use]
    pub fn between(&self, a: Id, b: Id) -> f64 {
        let (a, b) = (self.weights(a), self.weights(b));
        let other: HashMap<&String, f64> = b.iter().map(|(sign, weight)| (sign, *weight)).collect();
        let product = a.iter().filter_map(|(sign, weight)| Some(weight * other.get(sign)?)).sum();
        cosine(product, square(&a), square(&b))
    }

    /// The words of `a` that make it like `b`, as they are written there: those that bear most of it first, at most 8.
    ///
    /// A word may be a reason by a part of it: *Jugendarbeitslosigkeit* by *arbeitslos*.
    #[must_use]
    pub fn why(&self, a: Id, b: Id) -> Vec<String> {
        strongest(self.reasons(a, b))
    }

    /// What each stem of `a` bears of its likeness to `b`, with the word as it is written in `a`.
    pub(super) fn reasons(&self, a: Id, b: Id) -> BTreeMap<String, (f64, String)> {
        let Some((terms, _)) = self.statements.get(&a) else { return BTreeMap::new() };
        let other: HashMap<String, f64> = self.weights(b).into_iter().collect();
        let mut signs = HashMap::<String, u32>::new();
        for Term(stem, count, _) in terms.iter() {
            for sign in letters(stem) {
                *signs.entry(sign).or_default() += u32::from(*count);
            }
        }
        let shared: HashMap<String, f64> = self
            .weights(a)
            .into_iter()
            .filter_map(|(sign, weight)| Some((sign.clone(), weight * other.get(&sign)?)))
            .collect();
        let of = |sign: &str| shared.get(sign).copied().unwrap_or_default();
        let borne = |Term(stem, count, form): &Term| {
            // Letters that stand in several words are borne by each in its share.
            let share = |sign: &String| f64::from(*count) / f64::from(signs.get(sign).copied().unwrap_or(1));
            let inside: f64 = letters(stem).iter().map(|sign| of(sign) * share(sign)).sum();
            (stem.clone(), (of(stem) + inside, form.clone()))
        };
        terms.iter().map(borne).filter(|(_, (strength, _))| *strength > 0.0).collect()
    }

    /// What a statement is compared by, with weights; nothing where it is not there.
    pub(super) fn weights(&self, id: Id) -> Traits {
        self.statements.get(&id).map(|(_, traits)| self.weighed(traits)).unwrap_or_default()
    }

    fn length(&self, id: Id) -> f64 {
        let Some((_, traits)) = self.statements.get(&id) else { return 0.0 };
        // Summed as in `square`, so that the same text is like itself by 1 and not by almost 1.
        let weighed = traits.iter().map(|(sign, weight)| weight * self.rarity(sign));
        weighed.map(|weight| weight * weight).sum()
    }

    fn weighed(&self, traits: &Traits) -> Traits {
        traits.iter().map(|(sign, weight)| (sign.clone(), weight * self.rarity(sign))).collect()
    }

    /// What few statements share says more; positive even of what all share.
    fn rarity(&self, sign: &str) -> f64 {
        let holders = self.shared.get(sign).map_or(0.0, |holders| count(holders.len()));
        (1.0 + (count(self.len()) - holders + 0.5) / (holders + 0.5)).ln()
    }
}

/// The stems of a text and the letters inside them, each with the weight of how often it is there.
fn traits(terms: &Terms) -> Traits {
    let mut counts = BTreeMap::<String, (u32, f64)>::new();
    for Term(stem, times, _) in terms.iter() {
        counts.entry(stem.clone()).or_insert((0, 1.0)).0 += u32::from(*times);
        for sign in letters(stem) {
            counts.entry(sign).or_insert((0, WEIGHT_OF_LETTERS)).0 += u32::from(*times);
        }
    }
    let weighed =
        |(sign, (times, weight)): (String, (u32, f64))| (sign, weight * (1.0 + f64::from(times).ln()));
    counts.into_iter().map(weighed).collect()
}

/// Every few letters of a stem, marked so that they are not taken for a stem.
fn letters(stem: &str) -> Vec<String> {
    let signs: Vec<char> = std::iter::once('_').chain(stem.chars()).collect();
    signs.windows(LETTERS).map(|part| std::iter::once('~').chain(part.iter().copied()).collect()).collect()
}

/// The words that bear most, the strongest first.
pub(super) fn strongest(reasons: BTreeMap<String, (f64, String)>) -> Vec<String> {
    let all: f64 = reasons.values().map(|(strength, _)| strength).sum();
    let mut words: Vec<(f64, String)> =
        reasons.into_values().filter(|(strength, _)| *strength >= LEAST_SHARE * all).collect();
    // Stable: of equals the first in the order of stems.
    words.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    words.into_iter().map(|(_, word)| word).take(MOST_WORDS).collect()
}

fn square(weights: &Traits) -> f64 {
    weights.iter().map(|(_, weight)| weight * weight).sum()
}

fn cosine(product: f64, one: f64, other: f64) -> f64 {
    let lengths = (one * other).sqrt();
    if lengths > 0.0 { (product / lengths).clamp(0.0, 1.0) } else { 0.0 }
}

/// A number of things; exact as far as there could be statements.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}
