//! Moderation: what becomes of a statement before a challenge takes it up, one by one and many at once, and what its voice is told.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, Reply, id};
use crate::stage::Stage;
use crate::world::World;

fn path_of(made: &Value) -> String {
    format!("/v1/problem-statements/{}", id(&made["problem_statement"]))
}

/// Does what a verb says, with a reason where one may be given.
async fn does(actor: &Actor, path: &str, verb: &str) -> Reply {
    match verb {
        "accept" | "reopen" => actor.act(&format!("{path}/{verb}")).await,
        "resubmit" => actor.post(&format!("{path}/{verb}"), json!({ "text": "Autrement dit." })).await,
        _ => actor.post(&format!("{path}/{verb}"), json!({ "reason": format!("Pour {verb}.") })).await,
    }
}

#[rstest]
#[case::accepted(&["accept"], "accepted", true)]
#[case::returned(&["return"], "returned", false)]
#[case::said_again(&["return", "resubmit"], "submitted", false)]
#[case::set_aside(&["set-aside"], "set_aside", false)]
#[case::set_aside_and_reopened(&["set-aside", "reopen"], "submitted", false)]
#[case::returned_and_reopened(&["return", "reopen"], "submitted", false)]
#[case::referred(&["refer"], "referred", false)]
#[case::referred_when_accepted(&["accept", "refer"], "referred", false)]
#[case::referred_and_reopened(&["accept", "refer", "reopen"], "submitted", false)]
#[case::parked(&["accept", "park"], "parked", true)]
#[case::parked_and_referred(&["accept", "park", "refer"], "referred", false)]
#[case::parked_and_reopened(&["accept", "park", "reopen"], "accepted", true)]
#[tokio::test]
async fn a_statement_goes(#[case] verbs: &[&str], #[case] state: &str, #[case] public: bool) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Faye").await;
    let author = world.account("Ada").await;
    let made = stage.voice(&author, "Personne ne répond.", "open").await;
    let path = path_of(&made);
    let mut shown = Value::Null;
    for verb in verbs {
        let who = if *verb == "resubmit" { &author } else { &facilitator };
        shown = does(who, &path, verb).await.ok();
    }
    assert_eq!(shown["state"], state);
    let last = verbs[verbs.len() - 1];
    let reason = if ["accept", "reopen", "resubmit"].contains(&last) {
        Value::Null
    } else {
        json!(format!("Pour {last}."))
    };
    assert_eq!((&shown["reason"], &shown["first_text"]), (&reason, &json!("Personne ne répond.")));
    let anyone = world.anyone().get(&path).await;
    assert_eq!(anyone.status, if public { 200 } else { 404 });
    let funnel = stage.owner.get(&stage.at("funnel")).await.ok();
    assert_eq!((&funnel["by_disposition"][state], &funnel["balanced"]), (&json!(1), &json!(true)));
    // Each step stands in the log, and those of the voice name nobody.
    let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&log, 200).await;
    let of_it = entries.iter().filter(|entry| entry["object_id"] == made["problem_statement"]["id"]);
    assert_eq!(of_it.clone().count(), verbs.len() + 1);
    for entry in of_it.filter(|entry| entry["actor_role"] == "voice") {
        assert_eq!(entry["actor_id"], Value::Null);
    }
}

#[tokio::test]
async fn what_was_returned_is_said_again_by_its_voice_and_by_nobody_else() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let author = world.account("Ada").await;
    let made = stage.voice(&author, "Personne ne répond.", "open").await;
    let path = path_of(&made);
    let again = json!({ "text": "Personne ne répond au téléphone de la mairie." });
    let resubmit = format!("{path}/resubmit");
    let receipt = format!("/v1/receipts/{}", made["receipt"].as_str().unwrap());
    author.post(&resubmit, again.clone()).await.refused(409, "wrong_state");
    does(&stage.owner, &path, "return").await.ok();
    stage.owner.post(&resubmit, again.clone()).await.refused(403, "forbidden");
    world.account("Bea").await.post(&resubmit, again.clone()).await.refused(404, "not_found");
    let told = world.anyone().get(&receipt).await.ok();
    assert_eq!(
        (&told["reason"], &told["can"]),
        (&json!("Pour return."), &json!(["resubmit", "make-confidential"]))
    );
    let told = world.anyone().post(&format!("{receipt}/resubmit"), again.clone()).await.ok();
    assert_eq!((&told["state"], &told["can"]), (&json!("submitted"), &json!(["make-confidential"])));
    world.anyone().post(&format!("{receipt}/resubmit"), again.clone()).await.refused(409, "wrong_state");
    let shown = author.get(&path).await.ok();
    assert_eq!((&shown["text"], &shown["first_text"]), (&again["text"], &json!("Personne ne répond.")));
    // A third time: what stands is the last, and the first stays.
    does(&stage.owner, &path, "return").await.ok();
    author.post(&resubmit, json!({ "text": "Encore." })).await.ok();
    let shown = author.get(&path).await.ok();
    assert_eq!((&shown["text"], &shown["first_text"]), (&json!("Encore."), &json!("Personne ne répond.")));
}

#[tokio::test]
async fn a_receipt_of_another_kind_says_nothing_again() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.register(&world.anyone(), "coder", "Ada").await;
    let path = format!("/v1/receipts/{}/resubmit", made["receipt"].as_str().unwrap());
    world.anyone().post(&path, json!({ "text": "Encore." })).await.refused(404, "not_found");
}

#[tokio::test]
async fn whoever_speaks_of_danger_is_told_whom_to_turn_to() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let contact = json!({ "name": "Accueil", "phone": "+32 4 000 00 00", "url": null });
    stage.owner.patch(&stage.path, json!({ "contacts": [contact] })).await.ok();
    let made = stage.voice(&world.anyone(), "Il me frappe.", "open").await;
    let path = path_of(&made);
    does(&stage.owner, &path, "accept").await.ok();
    world.anyone().get(&path).await.ok();
    let receipt = format!("/v1/receipts/{}", made["receipt"].as_str().unwrap());
    assert_eq!(world.anyone().get(&receipt).await.ok()["contacts"], json!([]));
    // Without a reason: that it is one for others to help with says enough.
    stage.owner.act(&format!("{path}/refer")).await.ok();
    assert_eq!(world.anyone().get(&receipt).await.ok()["contacts"], json!([contact]));
    world.anyone().get(&path).await.refused(404, "not_found");
    let list = world.anyone().get(&stage.at("problem-statements")).await.ok();
    assert_eq!(list["items"], json!([]));
}

#[tokio::test]
async fn many_are_decided_on_at_once() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut ids = Vec::new();
    for number in 0..5 {
        let made = stage.voice(&world.anyone(), &format!("Problème {number}."), "open").await;
        ids.push(id(&made["problem_statement"]).to_owned());
    }
    ids.reverse();
    let bulk = stage.at("problem-statements/bulk");
    let answer = stage.owner.post(&bulk, json!({ "ids": ids, "action": "accept" })).await.ok();
    let due: Vec<Value> =
        ids.iter().map(|id| json!({ "id": id, "version": 2, "state": "accepted", "reason": null })).collect();
    assert_eq!(answer["items"], json!(due));
    let park = json!({ "ids": ids[..2], "action": "park", "reason": "Plus tard." });
    let answer = stage.owner.post(&bulk, park).await.ok();
    assert_eq!(
        (&answer["items"][1]["state"], &answer["items"][1]["reason"]),
        (&json!("parked"), &json!("Plus tard."))
    );
    // All or none: two are parked already.
    let refusal = stage
        .owner
        .post(&bulk, json!({ "ids": ids, "action": "park", "reason": "Plus tard." }))
        .await
        .refused(409, "wrong_state");
    let mut refused: Vec<Value> = refusal["refused"].as_array().unwrap().clone();
    refused.sort_by_key(|one| one["id"].as_str().unwrap().to_owned());
    let mut due =
        vec![json!({ "id": ids[0], "state": "parked" }), json!({ "id": ids[1], "state": "parked" })];
    due.sort_by_key(|one| one["id"].as_str().unwrap().to_owned());
    assert_eq!((refused, &refusal["allowed_from"]), (due, &json!(["accepted"])));
    let funnel = stage.owner.get(&stage.at("funnel")).await.ok();
    assert_eq!(
        (&funnel["by_disposition"]["accepted"], &funnel["by_disposition"]["parked"], &funnel["balanced"]),
        (&json!(3), &json!(2), &json!(true))
    );
    // Those that were parked are accepted again, and one that was set aside would be submitted.
    let reopened = stage.owner.post(&bulk, json!({ "ids": ids[..2], "action": "reopen" })).await.ok();
    assert_eq!(reopened["items"][0]["state"], "accepted");
}

#[rstest]
#[case::no_reason(json!({ "action": "park" }), "/reason", "reason_missing")]
#[case::a_reason_too_much(json!({ "action": "accept", "reason": "Bien." }), "/reason", "not_allowed_here")]
#[case::what_only_a_voice_does(json!({ "action": "resubmit" }), "/action", "not_one_of")]
#[case::nobody(json!({ "action": "accept", "ids": ["01900000-0000-7000-8000-00000000dead"] }), "/ids/0", "unknown_statement")]
#[case::no_id(json!({ "action": "accept", "ids": ["somebody"] }), "/ids/0", "malformed")]
#[tokio::test]
async fn a_decision_on_many_is_refused(#[case] body: Value, #[case] pointer: &str, #[case] code: &str) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.voice(&world.anyone(), "Personne ne répond.", "open").await;
    let mut asked = json!({ "ids": [id(&made["problem_statement"])] });
    for (field, value) in body.as_object().unwrap() {
        asked[field] = value.clone();
    }
    let bulk = stage.at("problem-statements/bulk");
    stage.owner.post(&bulk, asked.clone()).await.invalid(pointer, code);
    assert_eq!(stage.owner.get(&path_of(&made)).await.ok()["version"], 1);
}

#[tokio::test]
async fn another_tenants_statements_are_unknown_in_a_decision_on_many() {
    let world = World::new().await;
    let (ours, theirs) = (Stage::published(&world, "helmo").await, Stage::published(&world, "other").await);
    let mine = ours.voice(&world.anyone(), "Chez nous.", "open").await;
    let other = theirs.voice(&world.anyone(), "Chez eux.", "open").await;
    let mine = id(&mine["problem_statement"]);
    let ids = json!([mine, id(&other["problem_statement"]), mine]);
    let bulk = ours.at("problem-statements/bulk");
    let reply = ours.owner.post(&bulk, json!({ "ids": ids, "action": "accept" })).await;
    let problem = reply.invalid("/ids/1", "unknown_statement");
    assert!(problem["errors"].as_array().unwrap().iter().any(|error| error["code"] == "statement_twice"));
    assert_eq!(theirs.owner.get(&path_of(&other)).await.ok()["state"], "submitted");
}

/// Two decide on the same at once: one of them is told that it was decided already.
#[tokio::test]
async fn two_decisions_at_once_are_one_after_the_other() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut ids = Vec::new();
    for number in 0..20 {
        let made = stage.voice(&world.anyone(), &format!("Problème {number}."), "open").await;
        ids.push(id(&made["problem_statement"]).to_owned());
    }
    let backwards: Vec<&String> = ids.iter().rev().collect();
    let bulk = stage.at("problem-statements/bulk");
    let (accepts, returns) = tokio::join!(
        stage.owner.post(&bulk, json!({ "ids": ids, "action": "accept" })),
        stage.owner.post(&bulk, json!({ "ids": backwards, "action": "return", "reason": "Pourquoi ?" })),
    );
    let mut statuses = [accepts.status.as_u16(), returns.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let funnel = stage.owner.get(&stage.at("funnel")).await.ok()["by_disposition"].clone();
    assert!(funnel["accepted"] == 20 || funnel["returned"] == 20, "{funnel}");
}
