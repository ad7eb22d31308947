//! What organizers make of an edition: publish, start, conclude, cancel.

use serde_json::{Value, json};

use crate::actor::id;
use crate::stage::Stage;
use crate::world::World;

/// Brings an edition that asks for a consent into a state.
async fn bring(stage: &Stage, state: &str) {
    let steps: &[&str] = match state {
        "draft" => &[],
        "published" => &["publish"],
        "running" => &["publish", "start"],
        "concluded" => &["publish", "start", "conclude"],
        "cancelled" => &["publish", "cancel"],
        other => panic!("no way to {other}"),
    };
    for step in steps {
        stage.owner.post(&stage.at(step), reason(step)).await.ok();
    }
}

/// The body of a step.
fn reason(step: &str) -> Value {
    if step == "cancel" { json!({ "reason": "La salle a brûlé." }) } else { json!({}) }
}

#[tokio::test]
async fn every_state_and_every_step() {
    let world = World::new().await;
    let table = [
        ("draft", ["published", "-", "-", "-"]),
        ("published", ["-", "running", "-", "cancelled"]),
        ("running", ["-", "-", "concluded", "cancelled"]),
        ("concluded", ["-", "-", "-", "-"]),
        ("cancelled", ["-", "-", "-", "-"]),
    ];
    for (state, row) in table {
        for (step, due) in ["publish", "start", "conclude", "cancel"].into_iter().zip(row) {
            let slug = format!("{state}-{step}");
            let stage = Stage::bare(&world, &slug).await;
            stage.asks_consent().await;
            bring(&stage, state).await;
            let before = stage.owner.get(&stage.path).await.ok();
            let reply = stage.owner.post(&stage.at(step), reason(step)).await;
            if due == "-" {
                let problem = reply.refused(409, "wrong_state");
                assert_eq!(problem["state"], state, "{slug}");
                assert_eq!(stage.owner.get(&stage.path).await.ok(), before, "{slug}");
            } else {
                assert_eq!(
                    reply.header("etag").unwrap(),
                    format!("\"{}\"", before["version"].as_i64().unwrap() + 1)
                );
                assert_eq!(reply.ok()["state"], due, "{slug}");
            }
        }
    }
}

#[tokio::test]
async fn publishing_names_what_is_missing() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.owner.patch(&stage.path, json!({ "starts_on": null, "ends_on": null })).await.ok();
    let problem = stage.owner.act(&stage.at("publish")).await.refused(409, "not_ready");
    assert_eq!(problem["missing"], json!(["starts_on", "consent_purposes"]));
    // A month is enough, and the past is allowed.
    stage.owner.patch(&stage.path, json!({ "starts_on": "1999-10" })).await.ok();
    stage.asks_consent().await;
    stage.owner.act(&stage.at("publish")).await.ok();
}

#[tokio::test]
async fn a_step_may_name_the_version_it_saw() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.asks_consent().await;
    stage.owner.and("if-match", "\"7\"").act(&stage.at("publish")).await.refused(412, "stale");
    // The version comes before the state.
    stage.owner.and("if-match", "\"7\"").act(&stage.at("start")).await.refused(412, "stale");
    stage.owner.and("if-match", "\"1\"").act(&stage.at("publish")).await.ok();
}

#[tokio::test]
async fn a_cancelled_edition_says_why_to_everybody() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.asks_consent().await;
    stage.owner.act(&stage.at("cancel")).await.refused(422, "invalid");
    bring(&stage, "cancelled").await;
    let shown = world.anyone().get(&stage.path).await.ok();
    assert_eq!((&shown["state"], &shown["state_reason"]), (&json!("cancelled"), &json!("La salle a brûlé.")));
}

#[tokio::test]
async fn nothing_is_set_up_once_it_is_over() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.asks_consent().await;
    let owner = &stage.owner;
    let partner = json!({ "name": "ULiège", "kind": "host" });
    let made = owner.post(&stage.at("partners"), partner.clone()).await.created();
    let staff = json!({ "email": "x@example.org", "role": "facilitator" });
    let entry = owner.post(&stage.at("staff"), staff.clone()).await.created();
    bring(&stage, "concluded").await;
    let (partners, staff_entry) =
        (format!("/v1/partners/{}", id(&made)), format!("/v1/staff/{}", id(&entry)));
    let replies = [
        owner.patch(&stage.path, json!({ "days": 3 })).await,
        owner.put(&stage.at("windows"), json!({ "windows": [] })).await,
        owner.put(&stage.at("consent-purposes"), json!({ "purposes": [] })).await,
        owner.post(&stage.at("partners"), partner).await,
        owner.patch(&partners, json!({ "kind": "funder" })).await,
        owner.delete(&partners).await,
        owner.post(&stage.at("staff"), staff).await,
        owner.patch(&staff_entry, json!({ "role": "organizer" })).await,
        owner.delete(&staff_entry).await,
    ];
    for reply in replies {
        let problem = reply.refused(409, "wrong_state");
        assert_eq!(problem["allowed_from"], json!(["draft", "published", "running"]));
    }
}

#[tokio::test]
async fn invariant_14_every_step_is_in_the_journal_once() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.asks_consent().await;
    stage.owner.act(&stage.at("start")).await.refused(409, "wrong_state");
    bring(&stage, "concluded").await;
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&entries, 50).await;
    let of_it: Vec<&str> = entries
        .iter()
        .filter(|entry| entry["edition_id"] == stage.edition["id"])
        .map(|entry| entry["action"].as_str().unwrap())
        .collect();
    let due = [
        "edition.created",
        "consent_purposes.replaced",
        "edition.published",
        "edition.started",
        "edition.concluded",
    ];
    assert_eq!(of_it, due);
}

#[tokio::test]
async fn two_who_publish_at_once_publish_once() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.asks_consent().await;
    let publish = stage.at("publish");
    let (first, second) = tokio::join!(stage.owner.act(&publish), stage.owner.act(&publish));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}
