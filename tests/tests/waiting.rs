//! The list: who waits, who is passed over, who gets the place that comes free.

use futures_util::StreamExt as _;
use serde_json::{Value, json};

use crate::actor::{Reply, id};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// An edition with few places, and who comes for them.
struct Line {
    world: World,
    stage: Stage,
}

impl Line {
    /// So many places for coders, for social workers, and for both together.
    async fn of(coders: u32, others: u32, all: u32) -> Self {
        let world = World::new().await;
        let stage = Stage::published(&world, "helmo").await;
        let line = Self { world, stage };
        for (slug, size) in [("coders", coders), ("non-coders", others), ("all", all)] {
            line.resize(slug, json!(size)).await.ok();
        }
        line
    }

    async fn resize(&self, slug: &str, size: Value) -> Reply {
        let pools = self.stage.owner.pages(&self.stage.at("pools"), 50).await;
        let pool = pools.iter().find(|pool| pool["slug"] == slug).unwrap();
        self.stage.owner.patch(&format!("/v1/pools/{}", id(pool)), json!({ "size": size })).await
    }

    /// Somebody comes; gives the id and the state.
    async fn comes(&self, profile: &str) -> (String, String) {
        let made = self.stage.register(&self.world.anyone(), profile, "Participant").await;
        let registration = &made["registration"];
        (id(registration).to_owned(), registration["state"].as_str().unwrap().to_owned())
    }

    async fn goes(&self, registration: &str) -> Reply {
        self.stage.owner.act(&format!("/v1/registrations/{registration}/cancel")).await
    }

    async fn state(&self, registration: &str) -> String {
        let read = self.stage.owner.get(&format!("/v1/registrations/{registration}")).await.ok();
        read["state"].as_str().unwrap().to_owned()
    }

    async fn states(&self, registrations: &[String]) -> Vec<String> {
        let mut states = Vec::new();
        for registration in registrations {
            states.push(self.state(registration).await);
        }
        states
    }

    async fn left(&self) -> Vec<Value> {
        let places = self.world.anyone().get(&self.stage.at("places")).await.ok();
        places["pools"].as_array().unwrap().iter().map(|pool| pool["left"].clone()).collect()
    }

    /// Every pool counts those who are placed in it, and no more than it has.
    async fn adds_up(&self) {
        let everybody = self.stage.owner.pages(&self.stage.at("registrations"), 200).await;
        let placed = |profile: Option<&str>| {
            let is = |one: &&Value| {
                one["state"] == "confirmed" && profile.is_none_or(|profile| one["profile"] == profile)
            };
            json!(everybody.iter().filter(is).count())
        };
        let places = self.world.anyone().get(&self.stage.at("places")).await.ok();
        let counted: Vec<&Value> = places["pools"].as_array().unwrap().iter().collect();
        for (pool, profile) in counted.iter().zip([Some("coder"), Some("social-worker"), None]) {
            assert_eq!(pool["taken"], placed(profile), "{pool}");
            assert!(pool["size"].is_null() || pool["taken"].as_u64() <= pool["size"].as_u64(), "{pool}");
        }
    }

    /// What the timer does.
    async fn sweep(&self) -> usize {
        self.world.by_itself(async |app| app.sweep_waiting_lists().await.unwrap()).await
    }
}

/// Invariant 2.
#[tokio::test]
async fn one_is_confirmed_only_where_all_pools_have_a_place() {
    let line = Line::of(2, 2, 3).await;
    let mut states = Vec::new();
    for profile in ["coder", "coder", "coder", "social-worker", "social-worker"] {
        states.push(line.comes(profile).await.1);
    }
    assert_eq!(states, ["confirmed", "confirmed", "waitlisted", "confirmed", "waitlisted"]);
    // Who waits took nothing: neither of the pool that was full, nor of the other.
    assert_eq!(line.left().await, [json!(0), json!(1), json!(0)]);
    line.adds_up().await;
}

/// Invariant 2.
#[tokio::test]
async fn a_place_that_comes_free_goes_to_the_first_who_can_take_it() {
    let line = Line::of(1, 9, 2).await;
    let (coder, _) = line.comes("coder").await;
    let (worker, _) = line.comes("social-worker").await;
    let mut waiting = Vec::new();
    for profile in ["coder", "social-worker", "social-worker", "coder"] {
        let (id, state) = line.comes(profile).await;
        assert_eq!(state, "waitlisted");
        waiting.push(id);
    }
    // A worker's place is none for a coder: the first is passed over, and keeps the place in the order.
    let gone = line.goes(&worker).await;
    assert_eq!(gone.header("etag"), Some("\"2\""));
    assert_eq!(gone.ok()["state"], "cancelled");
    assert_eq!(line.states(&waiting).await, ["waitlisted", "confirmed", "waitlisted", "waitlisted"]);
    line.goes(&coder).await.ok();
    assert_eq!(line.states(&waiting).await, ["confirmed", "confirmed", "waitlisted", "waitlisted"]);
    let placed = format!("/v1/registrations/{}", waiting[0]);
    assert_eq!(line.stage.owner.get(&placed).await.header("etag"), Some("\"2\""));
    // Who waits and goes frees nothing.
    line.goes(&waiting[2]).await.ok();
    line.goes(&waiting[0]).await.ok();
    assert_eq!(line.state(&waiting[3]).await, "confirmed");
    line.adds_up().await;
    let log = format!("/v1/organizations/{}/audit-entries", id(&line.stage.organization));
    let entries = line.stage.owner.pages(&log, 200).await;
    let placed: Vec<&Value> = entries.iter().filter(|one| one["action"] == "registration.placed").collect();
    let objects: Vec<&str> = placed.iter().map(|one| one["object_id"].as_str().unwrap()).collect();
    assert_eq!(objects, [&waiting[1], &waiting[0], &waiting[3]]);
}

#[tokio::test]
async fn a_place_freed_by_receipt_goes_on_too() {
    let line = Line::of(1, 1, 2).await;
    let made = line.stage.register(&line.world.anyone(), "coder", "Participant 1").await;
    let (second, _) = line.comes("coder").await;
    let cancel = format!("/v1/receipts/{}/cancel", made["receipt"].as_str().unwrap());
    line.world.anyone().act(&cancel).await.ok();
    assert_eq!(line.state(&second).await, "confirmed");
    line.adds_up().await;
}

#[tokio::test]
async fn a_larger_pool_takes_in_those_who_wait() {
    let line = Line::of(1, 1, 2).await;
    let mut coders = Vec::new();
    for _ in 0..6 {
        coders.push(line.comes("coder").await.0);
    }
    // One pool more of the two is not enough for more than it brings.
    assert_eq!(line.resize("coders", json!(5)).await.ok()["taken"], 2);
    line.adds_up().await;
    let grown = line.resize("all", json!(4)).await;
    assert_eq!(grown.ok()["taken"], 4);
    let due = ["confirmed", "confirmed", "confirmed", "confirmed", "waitlisted", "waitlisted"];
    assert_eq!(line.states(&coders).await, due);
    line.resize("all", json!(null)).await.ok();
    assert_eq!(line.state(&coders[4]).await, "confirmed");
    assert_eq!(line.resize("coders", json!(null)).await.ok()["taken"], 6);
    line.adds_up().await;
}

/// Invariant 1.
#[tokio::test]
async fn a_pool_never_shrinks_below_what_is_taken() {
    let line = Line::of(3, 3, 5).await;
    for _ in 0..2 {
        line.comes("coder").await;
    }
    let problem = line.resize("coders", json!(1)).await.refused(409, "size_below_taken");
    assert_eq!(problem["taken"], 2);
    line.resize("coders", json!(2)).await.ok();
    assert_eq!(line.comes("coder").await.1, "waitlisted");
    assert_eq!(line.left().await, [json!(0), json!(3), json!(3)]);
}

#[tokio::test]
async fn a_registration_that_is_over_is_not_cancelled_again() {
    let line = Line::of(1, 1, 2).await;
    let (only, _) = line.comes("coder").await;
    line.goes(&only).await.ok();
    let problem = line.goes(&only).await.refused(409, "wrong_state");
    assert_eq!(problem["state"], "cancelled");
    assert_eq!(problem["allowed_from"], json!(["confirmed", "pending_review", "waitlisted", "offered"]));
    assert_eq!(line.left().await, [json!(1), json!(1), json!(2)]);
}

/// What two writers on PostgreSQL leave who could not see each other, made by hand: a free place, and somebody who waits.
#[tokio::test]
async fn nobody_passes_who_could_be_placed() {
    let line = Line::of(1, 1, 9).await;
    line.comes("coder").await;
    let (first, _) = line.comes("coder").await;
    rows::write(&line.world, "UPDATE pools SET size = 2 WHERE slug = 'coders'").await;
    // Whoever comes next sees to those who were there before, and waits behind them.
    let (next, state) = line.comes("coder").await;
    assert_eq!((line.state(&first).await.as_str(), state.as_str()), ("confirmed", "waitlisted"));
    rows::write(&line.world, "UPDATE pools SET size = 4 WHERE slug = 'coders'").await;
    let (last, state) = line.comes("coder").await;
    assert_eq!((line.state(&next).await.as_str(), state.as_str()), ("confirmed", "confirmed"));
    assert_eq!(line.state(&last).await, "confirmed");
    line.adds_up().await;
}

#[tokio::test]
async fn a_sweep_places_whom_two_writers_missed() {
    let line = Line::of(1, 1, 9).await;
    let mut coders = Vec::new();
    for _ in 0..4 {
        coders.push(line.comes("coder").await.0);
    }
    // Somebody waits, and pools have places, but none that is enough.
    assert_eq!(line.sweep().await, 0);
    rows::write(&line.world, "UPDATE pools SET size = 3 WHERE slug = 'coders'").await;
    assert_eq!(line.sweep().await, 2);
    assert_eq!(line.sweep().await, 0);
    assert_eq!(line.states(&coders).await, ["confirmed", "confirmed", "confirmed", "waitlisted"]);
    line.adds_up().await;
    let log = format!("/v1/organizations/{}/audit-entries", id(&line.stage.organization));
    let entries = line.stage.owner.pages(&log, 200).await;
    let entry = entries.last().unwrap();
    assert_eq!((&entry["action"], &entry["actor_role"]), (&json!("registration.placed"), &json!("program")));
    assert_eq!(entry["actor_id"], json!(null));
    // Once the edition is over, nobody waits for anything.
    line.stage.owner.act(&line.stage.at("cancel")).await;
    rows::write(&line.world, "UPDATE pools SET size = 9 WHERE slug = 'coders'").await;
    rows::write(&line.world, "UPDATE editions SET state = 'cancelled'").await;
    assert_eq!(line.sweep().await, 0);
}

/// Invariants 1 and 2, while people come, go, and pools grow, all at once.
#[tokio::test]
async fn places_add_up_while_people_come_and_go() {
    let line = Line::of(4, 5, 7).await;
    let mut here = Vec::new();
    for number in 0..16 {
        here.push(line.comes(if number % 2 == 0 { "coder" } else { "social-worker" }).await.0);
    }
    let step = async |number: usize| match number % 4 {
        0 => {
            let gone = line.goes(&here[number / 4]).await;
            assert_eq!(gone.status, 200, "{}", gone.json);
        }
        1 => drop(line.comes("coder").await),
        2 => drop(line.comes("social-worker").await),
        _ => {
            // Somebody else may have changed the pool in between: that is another matter.
            let resized = line.resize("all", json!(7 + number / 8)).await;
            assert!(matches!(resized.status.as_u16(), 200 | 409 | 412), "{}", resized.json);
        }
    };
    futures_util::stream::iter((0..64).map(step)).buffer_unordered(16).collect::<Vec<_>>().await;
    line.adds_up().await;
    line.sweep().await;
    line.adds_up().await;
    // Nobody is left waiting whom the places would do for.
    let places = line.world.anyone().get(&line.stage.at("places")).await.ok();
    for profile in places["profiles"].as_array().unwrap() {
        let slug = profile["slug"].as_str().unwrap();
        let waiting = format!("{}?state=waitlisted&profile={slug}", line.stage.at("registrations"));
        let waits = !line.stage.owner.pages(&waiting, 200).await.is_empty();
        assert!(!(waits && profile["left"] != 0), "{slug} waits for {}", profile["left"]);
    }
    let everybody = line.stage.owner.pages(&line.stage.at("registrations"), 200).await;
    assert_eq!(everybody.len(), 16 + 32);
}
