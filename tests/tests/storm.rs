//! Two thousand registrations for forty places, sixty-four at a time.

use futures_util::StreamExt as _;
use serde_json::{Value, json};

use crate::actor::id;
use crate::stage::Stage;
use crate::world::World;

const CALLS: usize = 2000;
const AT_ONCE: usize = 64;
const PLACES: usize = 40;

/// Invariants 1 and 2.
#[tokio::test]
#[expect(clippy::print_stderr, reason = "how long it took is read by who measures")]
async fn two_thousand_come_for_forty_places() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let pools = stage.owner.pages(&stage.at("pools"), 50).await;
    for (pool, size) in pools.iter().zip([json!(null), json!(null), json!(PLACES)]) {
        stage.owner.patch(&format!("/v1/pools/{}", id(pool)), json!({ "size": size })).await.ok();
    }
    let (anyone, path) = (world.anyone(), stage.at("registrations"));
    let started = std::time::Instant::now();
    let comes = async |number: usize| {
        let profile = if number.is_multiple_of(2) { "coder" } else { "social-worker" };
        let mut body = Stage::registration(profile, &format!("Participant {number}"));
        body["email"] = json!(format!("participant.{number}@example.org"));
        anyone.post(&path, body).await.created()["registration"]["state"].as_str().unwrap().to_owned()
    };
    let calls = futures_util::stream::iter((0..CALLS).map(comes));
    let states: Vec<String> = calls.buffer_unordered(AT_ONCE).collect().await;
    eprintln!("{CALLS} registrations in {:?}", started.elapsed());
    let counted = |state: &str| states.iter().filter(|one| *one == state).count();
    assert_eq!((counted("confirmed"), counted("waitlisted")), (PLACES, CALLS - PLACES));

    // The counter is the count.
    let everybody = stage.owner.pages(&path, 200).await;
    let confirmed = everybody.iter().filter(|one| one["state"] == "confirmed").count();
    assert_eq!((everybody.len(), confirmed), (CALLS, PLACES));
    let places = anyone.get(&stage.at("places")).await.ok();
    let all = &places["pools"][2];
    assert_eq!((&all["taken"], &all["left"]), (&json!(PLACES), &json!(0)));

    // The order of those who wait is that of their ids: whoever goes makes room for the first of them.
    let in_state = |state: &str| -> Vec<Value> {
        everybody.iter().filter(|one| one["state"] == state).cloned().collect()
    };
    let (placed, waiting) = (in_state("confirmed"), in_state("waitlisted"));
    for (gone, next) in placed.iter().zip(&waiting).take(5) {
        stage.owner.act(&format!("/v1/registrations/{}/cancel", id(gone))).await.ok();
        let next = stage.owner.get(&format!("/v1/registrations/{}", id(next))).await.ok();
        assert_eq!(next["state"], "confirmed");
    }
}
