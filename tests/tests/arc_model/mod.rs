//! The arc from voices to prototypes against a plain model: random stories, told to the rules, to the server, and to a model that looks
//! at everything anew at each step.
//!
//! Whatever is merged, split, taken apart, reworded, adopted, given up, parked or removed: the graph goes round nowhere, the first words
//! are at the end of each way back, and the funnel is balanced (invariants 5 and 6).

mod choice;
mod graph;
mod plain;
mod rules;
mod seen;
mod server;
mod story;

use std::collections::BTreeSet;

use palabre_api::usecase::App;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use graph::{Thing, promised};
use plain::Plain;
use rules::Rules;
use server::{Edition, Hall};
use story::{Act, Story, stories};

use crate::world::World;

/// How many stories are told to the server, unless `PALABRE_MODEL_STORIES` says otherwise.
const STORIES: u32 = 24;

proptest! {
    #![proptest_config(Config { cases: 3_000, failure_persistence: None, ..Config::default() })]

    /// Invariants 5 and 6: the pure rules do what the model does.
    #[test]
    fn the_rules_keep_the_arc_as_the_model_does(story in stories()) {
        let (mut plain, mut rules) = (Plain::default(), Rules::default());
        for step in &story.steps {
            let Some(act) = plain.chooses(step) else { continue };
            prop_assert_eq!(rules.takes(&act), plain.takes(&act), "{:?}", act);
            let states: Vec<&str> = plain.cards.iter().map(|card| card.state).collect();
            prop_assert_eq!(rules.states(), states, "after {:?}", act);
            let challenges: Vec<&str> = plain.questions.iter().map(|question| question.state).collect();
            prop_assert_eq!(rules.challenges(), challenges, "after {:?}", act);
            prop_assert!(rules.counts().balanced(), "after {:?}", act);
        }
        let restricted: Vec<bool> = plain.cards.iter().map(|card| card.restricted).collect();
        prop_assert_eq!(rules.restricted(), restricted);
        for thing in plain.things() {
            let (nodes, edges) = plain.around(thing);
            prop_assert_eq!(promised(&plain, &edges, &nodes), Ok(()));
            prop_assert_eq!(rules.around(thing), nodes, "{:?}", thing);
        }
    }
}

/// Stories that never come to what they are about would prove nothing: every act is met, and every refusal.
#[test]
fn stories_meet_every_act_and_every_refusal() {
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(1), ..Config::default() });
    let mut met = BTreeSet::new();
    for _ in 0..1_000 {
        let story = stories().new_tree(&mut runner).unwrap().current();
        let mut plain = Plain::default();
        for step in &story.steps {
            let Some(act) = plain.chooses(step) else { continue };
            met.insert(format!("{}: {}", act.word(), plain.takes(&act).err().unwrap_or("done")));
        }
    }
    insta::assert_snapshot!("met", met.into_iter().collect::<Vec<_>>().join("\n"));
}

/// The statements that an act is about.
fn concerned(act: &Act) -> Vec<usize> {
    match act {
        Act::Move { whom, .. } => whom.clone(),
        Act::Merge { sources, .. } => sources.clone(),
        Act::SayAgain { who, .. }
        | Act::Reword { who, .. }
        | Act::Empty { who }
        | Act::Split { who, .. }
        | Act::TakeApart { who } => vec![*who],
        Act::Draft { holds } => holds.clone(),
        Act::Voice { .. }
        | Act::Open { .. }
        | Act::Withdraw { .. }
        | Act::Gather { .. }
        | Act::Dissolve { .. } => Vec::new(),
    }
}

/// Tells a story to an edition; after each act, done or refused, everything is as the model has it.
async fn told(edition: &mut Edition<'_>, story: &Story, context: &str) {
    let mut plain = Plain::default();
    for (number, step) in story.steps.iter().enumerate() {
        let Some(act) = plain.chooses(step) else { continue };
        let context = format!("after {act:?} (step {number}), {context}");
        assert_eq!(edition.takes(&act).await, plain.takes(&act), "{context}");
        seen::whole(edition, &plain, &context).await;
        let things = plain.things();
        let turn = things[number % things.len()];
        for root in concerned(&act).into_iter().map(Thing::Statement).take(1).chain([turn]) {
            seen::walk(edition, &plain, root, &context).await;
        }
        for who in concerned(&act).into_iter().take(2).filter(|who| plain.cards[*who].voiced) {
            seen::receipt(edition, &plain, who, &context).await;
        }
    }
    let context = format!("at the end, {context}");
    for thing in plain.things() {
        seen::walk(edition, &plain, thing, &context).await;
    }
    for who in 0..plain.cards.len() {
        seen::wordings(edition, &plain, who, &context).await;
    }
    for who in edition.receipts.keys() {
        seen::receipt(edition, &plain, *who, &context).await;
    }
}

/// The same through the front door; more of them by `PALABRE_MODEL_STORIES=2000`.
#[tokio::test]
async fn the_server_keeps_the_arc_as_the_model_does() {
    let wanted = std::env::var("PALABRE_MODEL_STORIES").ok().and_then(|number| number.parse().ok());
    let world = World::without_mail().await;
    let hall = Hall::new(&world).await;
    // Every run tells other stories, and says which: a failure is told again by its seed.
    let seed: u64 = match std::env::var("PALABRE_MODEL_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => u64::try_from(App::system_clock()().timestamp_micros()).unwrap(),
    };
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() });
    for number in 0..wanted.unwrap_or(STORIES) {
        let story = stories().new_tree(&mut runner).unwrap().current();
        let context = format!("PALABRE_MODEL_SEED={seed}, story {number}: {story:?}");
        let mut edition = hall.opens(number as usize).await;
        told(&mut edition, &story, &context).await;
    }
}
