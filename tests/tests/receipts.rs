//! Receipts: following a thing by its code, without an account.

use serde_json::json;

use crate::actor::id;
use crate::stage::Stage;
use crate::world::World;

#[tokio::test]
async fn a_receipt_follows_a_registration_and_takes_it_back() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let code = made["receipt"].as_str().unwrap();
    let path = format!("/v1/receipts/{code}");
    let reply = world.anyone().get(&path).await;
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let due = json!({
        "kind": "registration", "state": "confirmed", "reason": null,
        "edition": { "id": stage.edition["id"], "title": { "fr": "Slow Hackathon 2025" } },
        "position": null, "offer_expires_at": null, "became": [], "grouped_with": [], "contacts": [], "can": ["cancel"],
    });
    assert_eq!(reply.ok(), due);
    // As somebody types it from paper.
    world.anyone().get(&format!("/v1/receipts/{}", code.to_uppercase())).await.ok();
    let stale = world.anyone().and("if-match", "\"7\"");
    stale.act(&format!("{path}/cancel")).await.refused(412, "stale");
    let cancelled = world.anyone().act(&format!("{path}/cancel")).await.ok();
    assert_eq!((&cancelled["state"], &cancelled["can"]), (&json!("cancelled"), &json!([])));
    world.anyone().act(&format!("{path}/cancel")).await.refused(409, "wrong_state");
    for wrong in ["0", "nothing", "%00", "%F0%9F%8C%B3"] {
        world.anyone().get(&format!("/v1/receipts/{wrong}")).await.refused(404, "not_found");
        world.anyone().act(&format!("/v1/receipts/{wrong}/cancel")).await.refused(404, "not_found");
    }
    assert_eq!(world.anyone().get(&stage.at("places")).await.ok()["pools"][0]["taken"], 0);
    let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&log, 200).await;
    let entry = entries.last().unwrap();
    assert_eq!(entry["action"], "registration.cancelled");
    assert_eq!((&entry["actor_id"], &entry["actor_role"]), (&json!(null), &json!("receipt")));
    assert!(!entries.iter().any(|entry| entry.to_string().contains(code)));
}

#[tokio::test]
async fn a_receipt_tells_what_a_statement_became_in_words_that_anyone_may_read() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let canary = "Un canari que personne ne lit";
    let voiced = stage.voice(&world.anyone(), canary, "restricted").await;
    let path = format!("/v1/receipts/{}", voiced["receipt"].as_str().unwrap());
    let submitted = world.anyone().get(&path).await.ok();
    let due = json!({
        "kind": "problem_statement", "state": "submitted", "reason": null,
        "edition": { "id": stage.edition["id"], "title": { "fr": "Slow Hackathon 2025" } },
        "position": null, "offer_expires_at": null, "became": [], "grouped_with": [], "contacts": [],
        "can": ["make-confidential"],
    });
    assert_eq!(submitted, due);
    world.anyone().act(&format!("{path}/cancel")).await.refused(404, "not_found");
    let statement = id(&voiced["problem_statement"]).to_owned();
    stage.owner.act(&format!("/v1/problem-statements/{statement}/accept")).await.ok();
    let draft = json!({ "question": "Question de tiroir ?", "statements": [statement] });
    let draft = stage.owner.post(&stage.at("challenges"), draft).await.created();
    assert_eq!(world.anyone().get(&path).await.ok()["became"], json!([]));
    // What was never shown to anyone is not shown by its withdrawal.
    let withdraw = format!("/v1/challenges/{}/withdraw", id(&draft));
    stage.owner.post(&withdraw, json!({ "reason": "Trop tôt" })).await.ok();
    assert_eq!(world.anyone().get(&path).await.ok()["became"], json!([]));
    let challenge = stage.challenge("Comment ?", &[statement]).await;
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let team = stage.team("Les écureuils", &challenge, &[id(&made["registration"])]).await;
    let prototype = stage.prototype(&team, "E-cureuil").await;
    let labels = async || {
        let reply = world.anyone().get(&path).await;
        assert!(!String::from_utf8_lossy(&reply.bytes).contains(canary));
        let receipt = reply.ok();
        assert_eq!(receipt["state"], "adopted");
        let became = receipt["became"].as_array().unwrap().clone();
        let kinds: Vec<_> = became.iter().map(|thing| thing["kind"].clone()).collect();
        assert_eq!(kinds, ["challenge", "team", "prototype"]);
        became.iter().map(|thing| thing["label"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(labels().await, [json!("Comment ?"), json!(null), json!(null)]);
    let stage_of_it = format!("/v1/prototypes/{prototype}/move-stage");
    stage.owner.post(&stage_of_it, json!({ "to": "presented" })).await.ok();
    assert_eq!(labels().await, [json!("Comment ?"), json!("Les écureuils"), json!("E-cureuil")]);
}
