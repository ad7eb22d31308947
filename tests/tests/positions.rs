//! The list explains itself: how many are ahead, what is full, and when somebody behind was given a place.

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::stage::Stage;
use crate::world::World;

/// An edition with a place for one coder and two for social workers.
async fn small(world: &World) -> Stage {
    let stage = Stage::published(world, "helmo").await;
    for (pool, size) in stage.owner.pages(&stage.at("pools"), 50).await.iter().zip([1, 2, 3]) {
        stage.owner.patch(&format!("/v1/pools/{}", id(pool)), json!({ "size": size })).await.ok();
    }
    stage
}

async fn position(by: &Actor, registration: &str) -> Value {
    by.get(&format!("/v1/registrations/{registration}/position")).await.ok()
}

#[tokio::test]
async fn who_waits_reads_how_many_are_ahead_and_what_is_full() {
    let world = World::new().await;
    let stage = small(&world).await;
    let (_, placed) = stage.participant(&world, "coder", "Participant 0").await;
    let (second, registration) = stage.participant(&world, "coder", "Participant 1").await;
    let third = stage.register(&world.anyone(), "coder", "Participant 2").await;
    let full = json!([{ "pool": "coders", "full": true }, { "pool": "all", "full": false }]);
    let first = json!({ "waiting": 2, "ahead": 0, "why": full, "passed_over": [] });
    assert_eq!(position(&second, id(&registration)).await, first);
    let last = json!({ "waiting": 2, "ahead": 1, "why": full, "passed_over": [] });
    assert_eq!(position(&stage.owner, id(&third["registration"])).await, last);
    // A receipt shows it too.
    let receipt = format!("/v1/receipts/{}", third["receipt"].as_str().unwrap());
    assert_eq!(world.anyone().get(&receipt).await.ok()["position"], last);
    // Nobody's place in the list: who has one in the edition.
    let none = json!({ "waiting": 2, "ahead": null, "why": [], "passed_over": [] });
    assert_eq!(position(&stage.owner, id(&placed)).await, none);
    // The first goes, and everybody behind moves up.
    stage.owner.act(&format!("/v1/registrations/{}/cancel", id(&registration))).await.ok();
    assert_eq!(position(&stage.owner, id(&third["registration"])).await["ahead"], 0);
    stage.owner.act(&format!("/v1/registrations/{}/cancel", id(&placed))).await.ok();
    let receipt = world.anyone().get(&receipt).await.ok();
    assert_eq!((&receipt["state"], &receipt["position"]), (&json!("confirmed"), &json!(null)));
}

#[tokio::test]
async fn a_position_is_read_in_as_many_statements_however_long_the_list_is() {
    // What the postman asks in between would be counted too.
    let world = World::without_mail().await;
    let stage = small(&world).await;
    let mut last = Value::Null;
    let mut read = Vec::new();
    for length in [2, 12] {
        for number in 0..length {
            last = stage.register(&world.anyone(), "coder", &format!("Participant {number}")).await;
        }
        let before = world.statements.so_far();
        position(&stage.owner, id(&last["registration"])).await;
        read.push(world.statements.so_far() - before);
    }
    assert_eq!(read[0], read[1]);
}
