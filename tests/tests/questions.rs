//! What an edition asks those who register, and what they answer.

use std::collections::BTreeSet;

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::stage::Stage;
use crate::world::World;

/// One question of each kind: the meal is due of everybody, the laptop of coders, who alone are asked for it.
fn questions() -> Value {
    let fr = |text: &str| json!({ "fr": text });
    let choice = |key: &str| json!({ "key": key, "label": fr(key) });
    let question = |key: &str, kind: &str, required: bool, choices: Value, profiles: Value| {
        json!({
            "key": key, "kind": kind, "label": fr(key), "required": required,
            "choices": choices, "profiles": profiles,
        })
    };
    json!({ "questions": [
        question("why", "text", false, json!([]), json!([])),
        question("meal", "choice", true, json!([choice("meat"), choice("none")]), json!([])),
        question("days", "choices", false, json!([choice("one"), choice("two")]), json!([])),
        question("first-time", "yes_no", false, json!([]), json!([])),
        question("hours", "number", false, json!([]), json!([])),
        question("laptop", "yes_no", true, json!([]), json!(["coder"])),
    ] })
}

async fn asking(world: &World) -> Stage {
    let stage = Stage::published(world, "helmo").await;
    stage.owner.put(&stage.at("questions"), questions()).await.ok();
    stage
}

async fn says(stage: &Stage, by: &Actor, profile: &str, answers: Value) -> crate::actor::Reply {
    let mut body = Stage::registration(profile, "Participant 1");
    body["answers"] = answers;
    by.post(&stage.at("registrations"), body).await
}

#[tokio::test]
async fn questions_are_one_set_with_a_version_of_its_own_that_anyone_reads() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let path = stage.at("questions");
    let none = json!({ "edition_id": stage.edition["id"], "version": 1, "questions": [] });
    assert_eq!(world.anyone().get(&path).await.ok(), none);
    let edition = stage.owner.get(&stage.path).await.ok()["version"].clone();
    let replaced = stage.owner.put(&path, questions()).await.ok();
    assert_eq!((&replaced["version"], &replaced["questions"]), (&json!(2), &questions()["questions"]));
    let read = world.anyone().get(&path).await;
    let tag = read.header("etag").unwrap().to_owned();
    assert_eq!(read.ok(), replaced);
    let again = world.anyone().and("if-none-match", &tag).get(&path).await;
    assert_eq!(again.status.as_u16(), 304);
    assert_eq!(stage.owner.get(&stage.path).await.ok()["version"], edition);
    let old = stage.owner.and("if-match", "\"1\"");
    let body = serde_json::to_vec(&questions()).unwrap();
    old.send(reqwest::Method::PUT, &path, Some(("application/json", body))).await.refused(412, "stale");
    let entries = format!("/v1/organizations/{}/audit-entries?limit=200", id(&stage.organization));
    let entries = stage.owner.get(&entries).await.ok();
    let count =
        entries["items"].as_array().unwrap().iter().filter(|entry| entry["action"] == "questions.replaced");
    assert_eq!(count.count(), 1);
    // Once it is over, what was asked stays what was asked.
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    stage.owner.put(&path, questions()).await.refused(409, "wrong_state");
}

#[rstest]
#[case::key_twice("/questions/1/key", json!("why"), "/questions/1/key", "key_twice")]
#[case::no_choices("/questions/1/choices", json!([]), "/questions/1/choices", "too_short")]
#[case::choices_of_a_text("/questions/0/choices", json!([{ "key": "a", "label": { "fr": "A" } }]), "/questions/0/choices", "not_allowed_here")]
#[case::choice_twice("/questions/1/choices/1/key", json!("meat"), "/questions/1/choices/1/key", "key_twice")]
#[case::unknown_profile("/questions/5/profiles", json!(["juggler"]), "/questions/5/profiles/0", "unknown_profile")]
#[case::profile_twice("/questions/5/profiles", json!(["coder", "coder"]), "/questions/5/profiles/1", "profile_twice")]
#[case::another_language("/questions/0/label", json!({ "nl": "Waarom?" }), "/questions/0/label", "default_language_missing")]
#[case::of_a_choice("/questions/1/choices/0/label", json!({ "nl": "Vlees" }), "/questions/1/choices/0/label", "default_language_missing")]
#[case::no_kind("/questions/0/kind", json!("essay"), "/questions/0/kind", "not_one_of")]
#[case::no_key("/questions/0/key", json!("Why?"), "/questions/0/key", "malformed")]
#[tokio::test]
async fn a_question_that_nobody_can_answer_is_refused(
    #[case] at: &str,
    #[case] value: Value,
    #[case] pointer: &str,
    #[case] code: &str,
) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut body = questions();
    *body.pointer_mut(at).unwrap() = value;
    stage.owner.put(&stage.at("questions"), body).await.invalid(pointer, code);
}

#[tokio::test]
async fn answers_are_held_against_the_questions_and_come_back_as_they_were_said() {
    let world = World::new().await;
    let stage = asking(&world).await;
    let anyone = world.anyone();
    says(&stage, &anyone, "coder", json!({})).await.invalid("/answers/laptop", "missing_field");
    for (key, answer, pointer, code) in [
        ("why", json!(5), "/answers/why", "wrong_type"),
        ("why", json!("é".repeat(2001)), "/answers/why", "too_long"),
        ("meal", json!("fish"), "/answers/meal", "unknown_choice"),
        ("days", json!(["one", "one"]), "/answers/days/1", "choice_twice"),
        ("hours", json!(1e13), "/answers/hours", "out_of_range"),
        ("hours", json!(u64::MAX), "/answers/hours", "out_of_range"),
        ("shoes", json!(41), "/answers/shoes", "unknown_question"),
        ("meal", json!({ "key": "meat" }), "/answers/meal", "wrong_type"),
    ] {
        let mut answers = json!({ "meal": "meat", "laptop": true });
        answers[key] = answer;
        says(&stage, &anyone, "coder", answers).await.invalid(pointer, code);
    }
    // The desk asks as the page does, and nobody is asked what only others are.
    says(&stage, &stage.owner, "coder", json!({ "meal": "none" }))
        .await
        .invalid("/answers/laptop", "missing_field");
    let answers = json!({ "meal": "none", "laptop": false });
    says(&stage, &anyone, "social-worker", answers).await.invalid("/answers/laptop", "unknown_question");
    let answers = json!({
        "why": "Apprendre.\nAider.", "meal": "meat", "days": ["two", "one"], "first-time": true,
        "hours": 7.5, "laptop": true,
    });
    let made = says(&stage, &anyone, "coder", answers.clone()).await.created();
    assert_eq!(made["registration"]["answers"], answers);
    let path = format!("/v1/registrations/{}", id(&made["registration"]));
    assert_eq!(stage.owner.get(&path).await.ok()["answers"], answers);
    let others =
        says(&stage, &anyone, "social-worker", json!({ "meal": "none", "hours": 12 })).await.created();
    assert_eq!(others["registration"]["answers"], json!({ "meal": "none", "hours": 12 }));
}

#[tokio::test]
async fn a_change_of_answers_touches_what_it_names() {
    let world = World::new().await;
    let stage = asking(&world).await;
    let made =
        says(&stage, &world.anyone(), "coder", json!({ "meal": "meat", "laptop": true, "hours": 3 })).await;
    let path = format!("/v1/registrations/{}", id(&made.created()["registration"]));
    let change = async |answers: Value| stage.owner.patch(&path, json!({ "answers": answers })).await;
    change(json!({ "meal": null })).await.invalid("/answers/meal", "missing_field");
    change(json!({ "meal": "fish" })).await.invalid("/answers/meal", "unknown_choice");
    change(json!(null)).await.invalid("/answers/meal", "missing_field");
    let after = change(json!({ "hours": null, "why": "Voir" })).await.ok();
    assert_eq!(after["answers"], json!({ "meal": "meat", "laptop": true, "why": "Voir" }));
    // A question that is asked no more keeps its answers, and one that is new is not asked of who is there.
    let mut fewer = questions();
    fewer["questions"] = json!([fewer["questions"][0], fewer["questions"][3]]);
    fewer["questions"][1]["required"] = json!(true);
    stage.owner.put(&stage.at("questions"), fewer).await.ok();
    let after = change(json!({ "why": "Comprendre", "laptop": null })).await.ok();
    assert_eq!(after["answers"], json!({ "meal": "meat", "why": "Comprendre" }));
    change(json!({ "meal": "none" })).await.invalid("/answers/meal", "unknown_question");
}

#[tokio::test]
async fn questions_follow_a_profile_that_gets_another_slug_and_hold_one_that_they_name() {
    let world = World::new().await;
    let stage = asking(&world).await;
    stage.profile("designer", "makes", json!(["all"])).await;
    let profiles = stage.owner.get(&stage.at("profiles")).await.ok();
    let path_of = |at: usize| format!("/v1/profiles/{}", id(&profiles["items"][at]));
    stage.owner.delete(&path_of(0)).await.refused(409, "in_use");
    stage.owner.delete(&path_of(2)).await.done();
    stage.owner.patch(&path_of(1), json!({ "slug": "resident" })).await.ok();
    assert_eq!(stage.owner.get(&stage.at("questions")).await.ok()["version"], 2);
    stage.owner.patch(&path_of(0), json!({ "slug": "developer" })).await.ok();
    let asked = stage.owner.get(&stage.at("questions")).await.ok();
    assert_eq!((&asked["version"], &asked["questions"][5]["profiles"]), (&json!(3), &json!(["developer"])));
    says(&stage, &world.anyone(), "developer", json!({ "meal": "none" }))
        .await
        .invalid("/answers/laptop", "missing_field");
    let mut unasked = questions();
    unasked["questions"].as_array_mut().unwrap().pop();
    stage.owner.put(&stage.at("questions"), unasked).await.ok();
    stage.owner.delete(&path_of(0)).await.done();
}

/// Invariant 15: what one is by birth or by one's body is no ready-made question.
#[tokio::test]
async fn no_ready_made_question_asks_for_origin_health_or_gender() {
    let world = World::new().await;
    let formats = world.anyone().get("/v1/formats").await.ok();
    let never = [
        "ethni",
        "race",
        "racial",
        "rasse",
        "origin",
        "origine",
        "herkunft",
        "herkomst",
        "afkomst",
        "nationali",
        "santé",
        "sante",
        "health",
        "gezondheid",
        "gesundheit",
        "malad",
        "illness",
        "disease",
        "ziekte",
        "krank",
        "handicap",
        "disab",
        "beperking",
        "behinder",
        "genre",
        "gender",
        "geslacht",
        "geschlecht",
        "sexe",
        "sex",
        "femme",
        "woman",
        "vrouw",
        "frau ",
        "homme",
        "religi",
    ];
    let mut seen = BTreeSet::new();
    for format in formats["items"].as_array().unwrap() {
        for question in format["questions"].as_array().unwrap() {
            seen.insert(format["slug"].as_str().unwrap());
            let mut texts = vec![question["key"].as_str().unwrap().to_lowercase()];
            texts.extend(
                question["label"]
                    .as_object()
                    .unwrap()
                    .values()
                    .map(|text| text.as_str().unwrap().to_lowercase()),
            );
            for word in never {
                assert!(!texts.iter().any(|text| text.contains(word)), "{word} in {texts:?}");
            }
        }
    }
    assert_eq!(seen.len(), 3);
}
