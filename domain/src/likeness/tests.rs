//! What holds of likeness whatever people write.

use proptest::prelude::*;

use super::{FLOOR, Likeness, Suggestion, Terms, suggest};

/// Words that meet, so that texts are alike more often than by chance.
fn texts() -> impl Strategy<Value = (String, &'static str)> {
    let word = prop_oneof![
        8 => prop::sample::select(vec![
            "Wohnung", "wohnungslos", "bus", "Busse", "l'école", "écoles", "school", "ouderen", "the", "et", "Arbeit",
            "Jugendarbeitslosigkeit", "arbeitslos", "isolées", "isolement", "huis",
        ]).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let language = prop::sample::select(vec!["fr", "de-AT", "nl", "en", "es", ""]);
    (prop::collection::vec(word, 0..9).prop_map(|words| words.join(" ")), language)
}

fn terms() -> impl Strategy<Value = Terms> {
    texts().prop_map(|(text, language)| Terms::of(&text, language))
}

fn of(statements: impl IntoIterator<Item = (u8, Terms)>) -> Likeness<u8> {
    let mut likeness = Likeness::default();
    statements.into_iter().for_each(|(id, terms)| likeness.add(id, terms));
    likeness
}

/// All that it can be asked.
type Answers = (Vec<Vec<(u8, f64)>>, Vec<f64>, Vec<Vec<String>>, Vec<Suggestion<u8>>);

fn answers(likeness: &Likeness<u8>, asked: &[Terms]) -> Answers {
    let pairs = || (0..8_u8).flat_map(|a| (0..8_u8).map(move |b| (a, b)));
    (
        asked.iter().map(|terms| likeness.similar(terms, |_| false, 20)).collect(),
        pairs().map(|(a, b)| likeness.between(a, b)).collect(),
        pairs().map(|(a, b)| likeness.why(a, b)).collect(),
        suggest(likeness, &(0..8).collect::<Vec<_>>(), 0.3),
    )
}

proptest! {
    // Each of them asks for all pairs.
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Statements come, go and are reworded; what is left answers as if there had never been anything else.
    #[test]
    fn coming_and_going_leaves_no_trace(
        steps in prop::collection::vec((0..8_u8, prop::option::weighted(0.7, terms())), 0..40),
        asked in prop::collection::vec(terms(), 1..3),
    ) {
        let mut likeness = Likeness::default();
        let mut there = std::collections::BTreeMap::new();
        for (id, step) in steps {
            match step {
                Some(terms) => {
                    likeness.add(id, terms.clone());
                    there.insert(id, terms);
                }
                None => {
                    likeness.remove(id);
                    there.remove(&id);
                }
            }
        }
        prop_assert_eq!(likeness.len(), there.len());
        let forth = of(there.clone());
        let back = of(there.into_iter().rev());
        prop_assert_eq!(answers(&likeness, &asked), answers(&forth, &asked));
        prop_assert_eq!(answers(&forth, &asked), answers(&back, &asked));
    }

    #[test]
    fn likeness_is_mutual_and_a_part_of_one(all in prop::collection::vec(terms(), 2..12)) {
        let likeness = of((0..).zip(all.iter().cloned()));
        for (a, terms) in (0..).zip(&all) {
            for (b, others) in (0..).zip(&all) {
                let between = likeness.between(a, b);
                prop_assert!((0.0..=1.0).contains(&between));
                prop_assert!((between - likeness.between(b, a)).abs() < 1e-9);
                if terms == others && !terms.is_empty() {
                    prop_assert!((between - 1.0).abs() < f64::EPSILON);
                }
                if terms.is_empty() {
                    prop_assert!(between.abs() < f64::EPSILON);
                    prop_assert!(likeness.why(a, b).is_empty());
                }
                prop_assert!(likeness.why(a, b).len() <= 8);
            }
            let found = likeness.similar(terms, |id| id == a, 3);
            prop_assert!(found.len() <= 3);
            prop_assert!(found.is_sorted_by(|(a, x), (b, y)| x > y || (x.total_cmp(y).is_eq() && a < b)));
            for (id, value) in found {
                prop_assert!(id != a && value >= FLOOR);
                prop_assert!((value - likeness.between(a, id)).abs() < 1e-9);
            }
        }
        for suggestion in suggest(&likeness, &(0..12).collect::<Vec<_>>(), 0.2) {
            prop_assert!(suggestion.members.len() > 1 && suggestion.members.is_sorted_by(|a, b| a < b));
            prop_assert!((0.0..=1.0).contains(&suggestion.likeness) && !suggestion.words.is_empty());
        }
    }

    /// A text that is asked for needs not be among the statements.
    #[test]
    fn nothing_that_is_written_stops_it(text in any::<String>(), other in any::<String>(), language in any::<String>()) {
        for language in [language.as_str(), "fr", "de", "nl", "en"] {
            let terms = Terms::of(&text, language);
            let kept = serde_json::to_string(&terms).expect("terms are plain");
            prop_assert_eq!(&serde_json::from_str::<Terms>(&kept).expect("it was just written"), &terms);
            let likeness = of([(1, Terms::of(&other, language))]);
            prop_assert!(likeness.similar(&terms, |_| false, 5).len() <= 1);
            prop_assert!(likeness.why(1, 2).is_empty());
        }
    }
}

#[test]
fn a_compound_is_like_its_parts_and_they_are_the_reason() {
    let likeness = of([
        (1, Terms::of("Die Jugendarbeitslosigkeit ist hoch.", "de")),
        (2, Terms::of("Arbeitslose Jugendliche sitzen herum.", "de")),
        (3, Terms::of("Der Supermarkt hat geschlossen.", "de")),
    ]);
    assert!(likeness.between(1, 2) > FLOOR);
    assert!(likeness.between(1, 3) < likeness.between(1, 2));
    assert_eq!(likeness.why(1, 2), ["Jugendarbeitslosigkeit"]);
    assert_eq!(likeness.why(2, 1), ["Arbeitslose", "Jugendliche"]);
}
