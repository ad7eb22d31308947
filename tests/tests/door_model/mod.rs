//! The door against a plain model: random stories, told to the rules, to the server, and to a model that counts everybody anew
//! at each step.

mod plain;
mod rules;
mod server;
mod story;

use palabre_api::usecase::App;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use plain::Plain;
use rules::Rules;
use story::{Story, stories};

use crate::replay::Replay;
use crate::world::World;

/// How many stories are told to the server, unless `PALABRE_MODEL_STORIES` says otherwise.
const STORIES: u32 = 200;

proptest! {
    #![proptest_config(Config { cases: 10_000, failure_persistence: None, ..Config::default() })]

    /// Invariants 1 and 2, and the lifecycle of registrations: the pure rules do what the model does.
    #[test]
    fn the_rules_keep_the_door_as_the_model_does(story in stories()) {
        let (mut plain, mut rules) = (Plain::of(&story), Rules::of(&story));
        for step in &story.steps {
            prop_assert_eq!(rules.take(step), plain.take(step), "{:?}", step);
            prop_assert_eq!(rules.people(), plain.people(), "after {:?}", step);
            prop_assert_eq!(rules.taken(), plain.taken(), "after {:?}", step);
            prop_assert!(plain.adds_up(), "after {:?}", step);
        }
    }
}

/// The same through the front door; more of them by `PALABRE_MODEL_STORIES=2000`.
#[tokio::test]
async fn the_server_keeps_the_door_as_the_model_does() {
    let wanted = std::env::var("PALABRE_MODEL_STORIES").ok().and_then(|number| number.parse().ok());
    let world = World::without_mail().await;
    let hall = server::Hall::new(&world).await;
    // Every run tells other stories, and says which: a failure is told again by its seed.
    let seed: u64 = match std::env::var("PALABRE_MODEL_SEED") {
        Ok(seed) => seed.parse().unwrap(),
        Err(_) => u64::try_from(App::system_clock()().timestamp_micros()).unwrap(),
    };
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(seed), ..Config::default() });
    let told: Vec<Story> =
        (0..wanted.unwrap_or(STORIES)).map(|_| stories().new_tree(&mut runner).unwrap().current()).collect();
    world
        .by_itself(async |app| {
            let mut left = Vec::new();
            for (number, story) in told.iter().enumerate() {
                let mut plain = Plain::of(story);
                let mut edition = hall.opens(app, number, story).await;
                for step in &story.steps {
                    let context = format!("PALABRE_MODEL_SEED={seed}, story {number}, {step:?} of {story:?}");
                    assert_eq!(edition.take(step).await, plain.take(step), "{context}");
                }
                let context = format!("PALABRE_MODEL_SEED={seed}, story {number}: {story:?}");
                assert_eq!(edition.people().await, plain.people(), "{context}");
                assert_eq!(edition.taken().await, plain.taken(), "{context}");
                assert_eq!(edition.waiting().await, plain.waiting(), "{context}");
                edition.is_over().await;
                left.push((edition.id, plain.people(), plain.waiting(), context));
            }
            // The log alone tells the same of each.
            let log = hall.log().await;
            for (edition, people, waiting, context) in left {
                let replay = Replay::of(log.iter().filter(|entry| entry["edition_id"] == edition.as_str()));
                let (came, states): (Vec<&str>, Vec<&str>) = replay.people().unzip();
                let number = |who: &str| came.iter().position(|one| *one == who).unwrap();
                assert_eq!(states, people, "{context}");
                assert_eq!(
                    replay.waiting().into_iter().map(number).collect::<Vec<_>>(),
                    waiting,
                    "{context}"
                );
            }
        })
        .await;
}
