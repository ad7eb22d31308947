//! Who may read the words of a statement: words for everybody beside restricted ones, named readers of confidential ones, and
//! each of their readings in the audit log.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::stage::Stage;
use crate::world::World;

fn path_of(made: &Value) -> String {
    format!("/v1/problem-statements/{}", id(&made["problem_statement"]))
}

async fn classify(by: &Actor, path: &str, mut body: Value) -> crate::actor::Reply {
    body["reason"] = json!("La personne l'a demandé.");
    by.post(&format!("{path}/classify"), body).await
}

/// The entries of the audit log about a statement: what was done, by whom, and what the log says besides.
async fn log_of(stage: &Stage, path: &str) -> Vec<Value> {
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let of_it = |entry: &Value| path.ends_with(entry["object_id"].as_str().unwrap());
    stage.owner.pages(&entries, 200).await.into_iter().filter(of_it).collect()
}

#[tokio::test]
async fn of_a_restricted_statement_anyone_reads_the_words_for_everybody_alone() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let made = stage.voice(&world.anyone(), "Mon mari boit depuis l'accident.", "restricted").await;
    let path = path_of(&made);
    let body = json!({ "sensitivity": "restricted", "public_text": "L'alcool dans la famille." });
    let told = classify(&facilitator, &path, body).await.ok();
    assert_eq!((&told["public_text"], &told["version"]), (&json!("L'alcool dans la famille."), &json!(2)));
    let anyone = world.anyone();
    anyone.get(&path).await.refused(404, "not_found");
    facilitator.act(&format!("{path}/accept")).await.ok();
    let read = anyone.get(&path).await.ok();
    for field in ["text", "first_text", "name", "structure", "readers"] {
        assert_eq!(read[field], Value::Null, "{field}");
    }
    assert_eq!(read["public_text"], "L'alcool dans la famille.");
    assert_eq!(anyone.get(&stage.at("problem-statements")).await.ok()["items"][0], read);
    anyone.get(&format!("{path}/wordings")).await.refused(403, "forbidden");
    // Beside other things it is known by these words.
    let challenge = stage.challenge("Comment ?", &[id(&made["problem_statement"]).to_owned()]).await;
    let walk = anyone.get(&format!("/v1/challenges/{challenge}/provenance")).await.ok();
    assert_eq!(walk["nodes"][0]["label"], "L'alcool dans la famille.");
    assert_eq!(facilitator.get(&path).await.ok()["text"], "Mon mari boit depuis l'accident.");
    // Without them it is nobody's any more.
    let read = classify(&facilitator, &path, json!({ "sensitivity": "restricted" })).await.ok();
    assert_eq!(read["public_text"], Value::Null);
    anyone.get(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn confidential_words_are_read_by_whom_an_organizer_named_and_each_reading_is_written_down() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let confidant = stage.staff(&world, "support_person", "Confidant").await;
    let made = stage.voice(&world.anyone(), "Il me frappe.", "confidential").await;
    let path = path_of(&made);
    let list = stage.at("problem-statements");
    for moderator in [&stage.owner, &facilitator] {
        let read = moderator.get(&path).await.ok();
        assert_eq!((&read["text"], &read["structure"]), (&Value::Null, &Value::Null));
    }
    confidant.get(&path).await.refused(404, "not_found");
    // Facilitators decide on nobody's confidence, neither by naming nor by opening.
    let naming = json!({ "sensitivity": "confidential", "readers": [confidant.id] });
    classify(&facilitator, &path, naming.clone()).await.refused(403, "forbidden");
    classify(&facilitator, &path, json!({ "sensitivity": "restricted" })).await.refused(403, "forbidden");
    let named = classify(&stage.owner, &path, naming).await.ok();
    assert_eq!((&named["readers"], &named["text"]), (&json!([confidant.id]), &Value::Null));
    assert_eq!(facilitator.get(&path).await.ok()["readers"], json!([confidant.id]));
    // In lists the statement is there, and has no words.
    let listed = confidant.get(&list).await.ok()["items"][0].clone();
    assert_eq!((&listed["id"], &listed["text"]), (&made["problem_statement"]["id"], &Value::Null));
    assert_eq!(confidant.get(&format!("{list}?q=frappe")).await.ok()["items"], json!([]));
    let before = log_of(&stage, &path).await.len();
    let read = confidant.get(&path).await.ok();
    assert_eq!((&read["text"], &read["structure"]), (&json!("Il me frappe."), &json!("CPAS de Liège")));
    assert_eq!(confidant.get(&format!("{path}/wordings")).await.ok()["items"][0]["text"], "Il me frappe.");
    let log = log_of(&stage, &path).await;
    assert_eq!(log.len(), before + 2);
    for entry in &log[before..] {
        let due = (&json!("statement.read"), &json!(confidant.id), &json!("named_reader"));
        let role = if entry["actor_role"] == "support_person" { due.2 } else { &entry["actor_role"] };
        assert_eq!((&entry["action"], &entry["actor_id"], role), due);
    }
    let naming = log.iter().find(|entry| entry["action"] == "statement.classified").unwrap();
    assert_eq!(
        (&naming["reason"], &naming["named"], &naming["actor_id"]),
        (&json!("La personne l'a demandé."), &json!([confidant.id]), &json!(stage.owner.id))
    );
    // A walk, and what moderation answers, are no readings: they have no words.
    let walk = confidant.get(&format!("{path}/provenance")).await.ok();
    assert_eq!(walk["nodes"][0]["label"], Value::Null);
    assert_eq!(log_of(&stage, &path).await.len(), log.len());
    // Named readers end with the confidence, and an organizer takes them back.
    classify(&stage.owner, &path, json!({ "sensitivity": "confidential", "readers": [] })).await.ok();
    confidant.get(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn an_organizer_who_named_themselves_reads_on_record_and_nowhere_else() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.voice(&world.anyone(), "Il me frappe.", "confidential").await;
    let path = path_of(&made);
    let naming = json!({ "sensitivity": "confidential", "readers": [stage.owner.id] });
    assert_eq!(classify(&stage.owner, &path, naming).await.ok()["text"], Value::Null);
    assert_eq!(stage.owner.get(&path).await.ok()["text"], "Il me frappe.");
    let accepted = stage.owner.act(&format!("{path}/accept")).await.ok();
    assert_eq!((&accepted["state"], &accepted["text"]), (&json!("accepted"), &Value::Null));
    let readings = log_of(&stage, &path).await;
    let readings = readings.iter().filter(|entry| entry["action"] == "statement.read");
    assert_eq!(readings.count(), 1);
}

#[tokio::test]
async fn whose_part_in_the_edition_is_over_is_a_reader_no_longer() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (participant, registration) = stage.participant(&world, "coder", "Participant 1").await;
    let made = stage.voice(&world.anyone(), "Il me frappe.", "confidential").await;
    let path = path_of(&made);
    let naming = json!({ "sensitivity": "confidential", "readers": [participant.id] });
    classify(&stage.owner, &path, naming).await.ok();
    assert_eq!(participant.get(&path).await.ok()["text"], "Il me frappe.");
    participant.act(&format!("/v1/registrations/{}/cancel", id(&registration))).await.ok();
    participant.get(&path).await.refused(404, "not_found");
    assert!(participant.pages(&stage.at("problem-statements"), 50).await.is_empty());
    // And whoever leaves the platform is named nowhere.
    participant.delete("/v1/me").await.done();
    assert_eq!(stage.owner.get(&path).await.ok()["readers"], json!([]));
}

#[rstest]
#[case::words_beside_open_ones(json!({ "sensitivity": "open", "public_text": "Tous." }), "/public_text", "not_allowed_here")]
#[case::words_beside_confidential_ones(
    json!({ "sensitivity": "confidential", "public_text": "Tous." }), "/public_text", "not_allowed_here")]
#[case::readers_of_restricted_ones(json!({ "sensitivity": "restricted", "readers": [] }), "/readers", "not_allowed_here")]
#[case::a_stranger(
    json!({ "sensitivity": "confidential", "readers": ["01900000-0000-7000-8000-000000000000"] }), "/readers/0", "unknown_reader")]
#[case::no_id(json!({ "sensitivity": "confidential", "readers": ["me"] }), "/readers/0", "malformed")]
#[case::no_sensitivity(json!({}), "/sensitivity", "missing_field")]
#[tokio::test]
async fn a_classification_that_is_wrong_is_told_where(
    #[case] body: Value,
    #[case] pointer: &str,
    #[case] code: &str,
) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.voice(&world.anyone(), "Personne ne répond.", "open").await;
    let path = path_of(&made);
    classify(&stage.owner, &path, body).await.invalid(pointer, code);
    let twice = json!({ "sensitivity": "confidential", "readers": [stage.owner.id, stage.owner.id] });
    classify(&stage.owner, &path, twice).await.invalid("/readers/1", "reader_twice");
    assert_eq!(stage.owner.get(&path).await.ok()["version"], 1);
}

/// Words are protected in every state of the edition, and opened only while it lives.
#[tokio::test]
async fn words_are_protected_after_the_end_and_opened_no_more() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let path = format!("/v1/problem-statements/{}", stage.accepted("Personne ne répond.", "open").await);
    for step in ["start", "conclude"] {
        stage.owner.act(&stage.at(step)).await.ok();
    }
    classify(&stage.owner, &path, json!({ "sensitivity": "restricted" })).await.ok();
    world.anyone().get(&path).await.refused(404, "not_found");
    classify(&stage.owner, &path, json!({ "sensitivity": "open" })).await.refused(409, "wrong_state");
}

/// An answer that was kept for who asks twice tells no words that were open before.
#[tokio::test]
async fn what_was_answered_before_is_not_repeated_after() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.voice(&world.anyone(), "Il me frappe.", "open").await;
    let path = path_of(&made);
    let keyed = stage.owner.and("idempotency-key", "a-key-of-before-it-was-confidential");
    assert_eq!(keyed.act(&format!("{path}/accept")).await.ok()["text"], "Il me frappe.");
    assert_eq!(keyed.act(&format!("{path}/accept")).await.ok()["text"], "Il me frappe.");
    classify(&stage.owner, &path, json!({ "sensitivity": "confidential" })).await.ok();
    // That it was done is kept, so that it is not done twice: here a second voice would be open.
    keyed.act(&format!("{path}/accept")).await.refused(409, "answer_withheld");
    let voice = world.anyone().and("idempotency-key", "a-key-of-a-voice-that-thinks-again");
    let said = json!({ "text": "Il boit.", "language": "fr", "voice": "pseudonymous", "origin": "citizen" });
    let made = voice.post(&stage.at("problem-statements"), said.clone()).await.created();
    let receipt = format!("/v1/receipts/{}", made["receipt"].as_str().unwrap());
    world.anyone().act(&format!("{receipt}/make-confidential")).await.ok();
    voice.post(&stage.at("problem-statements"), said.clone()).await.refused(409, "answer_withheld");
    let mut other = said;
    other["text"] = json!("Il ne boit plus.");
    voice.post(&stage.at("problem-statements"), other).await.refused(422, "key_reused");
    assert_eq!(stage.owner.pages(&stage.at("problem-statements"), 50).await.len(), 2);
}

/// Who may not read the words puts no others in their place: they could not say whether these say the same.
#[tokio::test]
async fn confidential_words_are_put_better_or_split_by_whom_they_were_confided_to() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let made = stage.voice(&world.anyone(), "Il me frappe, et il boit.", "confidential").await;
    let path = path_of(&made);
    facilitator.act(&format!("{path}/accept")).await.ok();
    let better = json!({ "text": "Il frappe et il boit.", "reason": "Plus court." });
    let parts =
        json!({ "parts": [{ "text": "Il frappe." }, { "text": "Il boit." }], "reason": "Deux choses." });
    for (verb, body) in [("reword", &better), ("split", &parts)] {
        facilitator.post(&format!("{path}/{verb}"), body.clone()).await.refused(403, "forbidden");
    }
    assert_eq!(stage.owner.get(&path).await.ok()["version"], 2);
    let naming = json!({ "sensitivity": "confidential", "readers": [facilitator.id] });
    classify(&stage.owner, &path, naming).await.ok();
    for (verb, body) in [("reword", better), ("split", parts)] {
        let reply = facilitator.post(&format!("{path}/{verb}"), body).await;
        assert!(reply.status.is_success(), "{verb}");
    }
}

#[tokio::test]
async fn a_voice_makes_its_words_confidential_until_somebody_has_decided() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let anyone = world.anyone();
    let made = stage.voice(&anyone, "Il me frappe.", "open").await;
    let (path, receipt) = (path_of(&made), format!("/v1/receipts/{}", made["receipt"].as_str().unwrap()));
    assert_eq!(stage.owner.get(&path).await.ok()["text"], "Il me frappe.");
    assert_eq!(anyone.get(&receipt).await.ok()["can"], json!(["make-confidential"]));
    let told = anyone.act(&format!("{receipt}/make-confidential")).await.ok();
    assert_eq!((&told["state"], &told["can"]), (&json!("submitted"), &json!([])));
    let read = stage.owner.get(&path).await.ok();
    assert_eq!((&read["text"], &read["sensitivity"]), (&Value::Null, &json!("confidential")));
    stage.owner.act(&format!("{path}/accept")).await.ok();
    anyone.act(&format!("{receipt}/make-confidential")).await.refused(409, "wrong_state");
    let (_, registration) = (0, stage.register(&anyone, "coder", "Participant 1").await);
    let place = format!("/v1/receipts/{}", registration["receipt"].as_str().unwrap());
    anyone.act(&format!("{place}/make-confidential")).await.refused(404, "not_found");
}
