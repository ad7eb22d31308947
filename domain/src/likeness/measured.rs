//! Likeness beside what people mean: invented statements of which some voice the same trouble in other words.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Instant;

use super::{Likeness, Terms, suggest};
use crate::values::fold;

/// How many of those found are looked at.
const LOOKED_AT: usize = 5;

struct Voiced {
    language: &'static str,
    group: Option<&'static str>,
    text: &'static str,
}

/// The language, the group or `-`, and the text, by tabs.
fn corpus() -> Vec<Voiced> {
    let files = [
        include_str!("corpus/fr.tsv"),
        include_str!("corpus/de.tsv"),
        include_str!("corpus/nl.tsv"),
        include_str!("corpus/en.tsv"),
    ];
    let voiced = |line: &'static str| {
        let mut parts = line.split('\t');
        let mut part = || parts.next().expect("three parts");
        Voiced { language: part(), group: Some(part()).filter(|group| *group != "-"), text: part() }
    };
    files.into_iter().flat_map(str::lines).map(voiced).collect()
}

fn likeness(corpus: &[Voiced]) -> (Likeness<usize>, Vec<Terms>) {
    let mut likeness = Likeness::default();
    let terms: Vec<_> = corpus.iter().map(|voiced| Terms::of(voiced.text, voiced.language)).collect();
    terms.iter().enumerate().for_each(|(id, terms)| likeness.add(id, terms.clone()));
    (likeness, terms)
}

fn partners(corpus: &[Voiced], of: usize) -> BTreeSet<usize> {
    let same = |(id, other): (usize, &Voiced)| {
        (id != of && other.group.is_some() && other.group == corpus[of].group).then_some(id)
    };
    corpus.iter().enumerate().filter_map(same).collect()
}

/// Sums over the statements that have partners.
#[derive(Default)]
struct Sums {
    recall: f64,
    precision: f64,
    statements: f64,
}

/// By language, and in all. Recall: the part of the partners that is among the five. Precision: the part of the first so
/// many found that are partners, where so many is the number of partners, at most five; with two partners nobody
/// could do better than two of five.
fn measure(corpus: &[Voiced], found: impl Fn(usize) -> Vec<usize>) -> BTreeMap<&'static str, Sums> {
    let mut sums = BTreeMap::<_, Sums>::new();
    for (of, voiced) in corpus.iter().enumerate() {
        let partners = partners(corpus, of);
        if partners.is_empty() {
            continue;
        }
        let found = found(of);
        let among = |most: usize| found.iter().take(most).filter(|id| partners.contains(id)).count() as f64;
        let best = partners.len().min(LOOKED_AT);
        for scope in [voiced.language, "all"] {
            let sums = sums.entry(scope).or_default();
            sums.recall += among(LOOKED_AT) / partners.len() as f64;
            sums.precision += among(best) / best as f64;
            sums.statements += 1.0;
        }
    }
    sums
}

/// What is commonly at hand in a database: trigrams of the words, and how many of all are shared.
fn trigrams(text: &str) -> BTreeSet<String> {
    let words = fold(text);
    let words = words.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let parts = |word: &str| {
        let signs: Vec<char> = format!("  {word} ").chars().collect();
        signs.windows(3).map(|part| part.iter().collect()).collect::<Vec<String>>()
    };
    words.flat_map(parts).collect()
}

fn by_trigrams(all: &[BTreeSet<String>], of: usize) -> Vec<usize> {
    let jaccard = |other: &BTreeSet<String>| {
        all[of].intersection(other).count() as f64 / all[of].union(other).count().max(1) as f64
    };
    let mut found: Vec<_> =
        all.iter().enumerate().filter(|(id, _)| *id != of).map(|(id, other)| (id, jaccard(other))).collect();
    found.sort_by(|(a, x), (b, y)| y.total_cmp(x).then(a.cmp(b)));
    found.into_iter().map(|(id, _)| id).collect()
}

#[test]
fn the_corpus_is_what_it_says() {
    let corpus = corpus();
    let mut groups = BTreeMap::<_, Vec<&Voiced>>::new();
    for voiced in &corpus {
        assert!((8..=40).contains(&voiced.text.split_whitespace().count()), "{}", voiced.text);
        groups.entry(voiced.group).or_default().push(voiced);
    }
    groups.remove(&None);
    assert!(corpus.len() >= 320 && groups.len() >= 110);
    for (group, voiced) in groups {
        assert!((2..=4).contains(&voiced.len()), "{group:?}");
        assert!(voiced.iter().all(|one| one.language == voiced[0].language), "{group:?}");
    }
}

#[expect(clippy::print_stdout, reason = "figures are for who asks with --nocapture")]
#[test]
fn likeness_finds_more_than_trigrams_do() {
    let corpus = corpus();
    let (likeness, terms) = likeness(&corpus);
    let ours = measure(&corpus, |of| {
        likeness.similar(&terms[of], |id| id == of, LOOKED_AT).into_iter().map(|(id, _)| id).collect()
    });
    let all: Vec<_> = corpus.iter().map(|voiced| trigrams(voiced.text)).collect();
    let baseline = measure(&corpus, |of| by_trigrams(&all, of));
    for (scope, ours) in &ours {
        let theirs = &baseline[scope];
        println!(
            "{scope:>3}: of {:3} recall {:.3} precision {:.3}; by trigrams {:.3} and {:.3}",
            ours.statements,
            ours.recall / ours.statements,
            ours.precision / ours.statements,
            theirs.recall / theirs.statements,
            theirs.precision / theirs.statements,
        );
        if matches!(*scope, "all" | "fr" | "de") {
            assert!(ours.recall > theirs.recall, "{scope}");
        }
    }
    let shares_a_stem = |a: usize, b: usize| {
        let stems: BTreeSet<_> = terms[a].iter().map(|term| &term.0).collect();
        terms[b].iter().any(|term| stems.contains(&term.0))
    };
    let pairs: Vec<_> =
        (0..corpus.len()).flat_map(|a| partners(&corpus, a).into_iter().map(move |b| (a, b))).collect();
    let sharing = pairs.iter().filter(|(a, b)| shares_a_stem(*a, *b)).count();
    println!("{sharing} of {} pairs share a stem", pairs.len());
}

#[expect(clippy::print_stdout, reason = "figures are for who asks with --nocapture")]
#[test]
fn suggestions_are_made_of_partners_more_than_of_others() {
    let corpus = corpus();
    let (likeness, _) = likeness(&corpus);
    let ids: Vec<_> = (0..corpus.len()).collect();
    for threshold in [0.1, 0.12, 0.15, 0.2, 0.25] {
        let suggestions = suggest(&likeness, &ids, threshold);
        let pairs: Vec<_> = suggestions
            .iter()
            .flat_map(|found| found.members.iter().flat_map(|a| found.members.iter().map(move |b| (*a, *b))))
            .filter(|(a, b)| a < b)
            .collect();
        let right = pairs.iter().filter(|(a, b)| partners(&corpus, *a).contains(b)).count();
        let largest = suggestions.iter().map(|found| found.members.len()).max().unwrap_or(0);
        println!(
            "{threshold}: {} groups up to {largest}, {right} of {} pairs right",
            suggestions.len(),
            pairs.len()
        );
    }
}

/// The texts of the corpus, each several times with other words in between.
#[expect(clippy::print_stdout, reason = "figures are for who asks with --nocapture")]
#[test]
fn two_thousand_statements_are_grouped_while_one_waits() {
    let corpus = corpus();
    let started = Instant::now();
    let mut likeness = Likeness::default();
    for id in 0..2000 {
        let (one, other) = (&corpus[id % corpus.len()], &corpus[(id * 7 + id / corpus.len()) % corpus.len()]);
        let words = one.text.split(' ').chain(other.text.split(' ').skip(4).take(id / corpus.len()));
        likeness.add(id, Terms::of(&words.collect::<Vec<_>>().join(" "), one.language));
    }
    let added = started.elapsed();
    let found = likeness.similar(&Terms::of(corpus[0].text, "fr"), |_| false, LOOKED_AT);
    let asked = started.elapsed();
    let suggestions = suggest(&likeness, &(0..2000).collect::<Vec<_>>(), 0.3);
    assert_eq!(found.first().map(|(id, _)| *id), Some(0));
    assert!(suggestions.iter().all(|group| (2..=20).contains(&group.members.len())));
    println!(
        "added in {added:?}, asked in {:?}, {} groups in {:?}",
        asked - added,
        suggestions.len(),
        started.elapsed() - asked
    );
}
