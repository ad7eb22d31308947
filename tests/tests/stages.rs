//! The stages and terms that an edition calls its own way.

use serde_json::{Value, json};

use crate::actor::id;
use crate::stage::Stage;
use crate::world::World;

fn stages() -> Value {
    json!([
        { "key": "heard", "name": { "fr": "Entendu" }, "public": false },
        { "key": "tried", "name": { "fr": "Essayé", "nl": "Geprobeerd" }, "public": true },
        { "key": "kept", "name": { "fr": "Adopté par l’équipe" }, "public": false },
    ])
}

#[tokio::test]
async fn a_prototype_goes_through_the_stages_of_its_edition_and_is_public_where_these_say_so() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    stage.owner.patch(&stage.path, json!({ "stages": stages() })).await.ok();
    let registration = stage.register(&stage.owner, "coder", "Participant 1").await;
    let challenge = stage.challenge("Comment ?", &[]).await;
    let team = stage.team("Les uns", &challenge, &[id(&registration["registration"])]).await;
    let path = format!("/v1/prototypes/{}", stage.prototype(&team, "Guichet").await);
    let shown = stage.owner.get(&path).await.ok();
    assert_eq!([&shown["stage"], &shown["stage_name"]], [&json!("heard"), &json!({ "fr": "Entendu" })]);
    let (anyone, move_stage) = (world.anyone(), format!("{path}/move-stage"));
    let provenance = format!("/v1/challenges/{challenge}/provenance");
    // Where it stands, and whether anyone reads it: by its address, in the list, and in what became of the challenge.
    for (to, public) in [("tried", true), ("kept", false), ("heard", false)] {
        let body = json!({ "to": to, "note": "Vu ensemble." });
        let moved = stage.owner.post(&move_stage, body).await.ok();
        assert_eq!(moved["stage"], to);
        let status = if public { 200 } else { 404 };
        assert_eq!(anyone.get(&path).await.status.as_u16(), status, "{to}");
        let listed = anyone.pages(&stage.at("prototypes"), 50).await.len();
        assert_eq!(listed, usize::from(public), "{to}");
        let walked = anyone.get(&provenance).await.ok().to_string();
        assert_eq!(walked.contains("Guichet"), public, "{to}");
    }
    stage.owner.post(&move_stage, json!({ "to": "presented" })).await.invalid("/to", "unknown_stage");
    stage.owner.post(&move_stage, json!({ "to": "heard" })).await.refused(409, "same_stage");
    // The names are shown with it: other names are another version of it.
    let before = stage.owner.get(&path).await.ok()["version"].as_i64().unwrap();
    let renamed = json!({ "stages": [{ "key": "heard", "name": { "fr": "Dit" }, "public": true }] });
    stage.owner.patch(&stage.path, renamed).await.ok();
    let shown = anyone.get(&path).await.ok();
    assert_eq!(shown["stage_name"], json!({ "fr": "Dit" }));
    assert_eq!(shown["version"].as_i64().unwrap(), before + 1);
    // A stage that is no more has no name, and shows nothing to anyone outside.
    stage.owner.patch(&stage.path, json!({ "stages": null })).await.ok();
    anyone.get(&path).await.refused(404, "not_found");
    assert_eq!(stage.owner.get(&path).await.ok()["stage_name"], Value::Null);
    stage.owner.post(&move_stage, json!({ "to": "idea" })).await.ok();
}

#[tokio::test]
async fn labels_are_the_editions_own_words_and_those_of_the_field_for_the_rest() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let labels = async || world.anyone().get(&stage.at("labels")).await.ok();
    let field = labels().await;
    assert_eq!(field["terms"]["challenge"]["fr"], "défi");
    assert_eq!(field["terms"]["challenge"]["de"], "Herausforderung");
    let names: Vec<&str> = field["stages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|stage| stage["name"]["nl"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Idee", "Schets", "Prototype", "Gepresenteerd", "Gedocumenteerd"]);
    let own = json!({ "vocabulary": { "challenge": { "fr": "question" }, "guichet": { "fr": "guichet" } } });
    let edition = stage.owner.patch(&stage.path, own.clone()).await.ok();
    assert_eq!(edition["vocabulary"], own["vocabulary"]);
    let transposed = labels().await;
    assert_eq!(transposed["terms"]["challenge"]["fr"], "question");
    assert_eq!(transposed["terms"]["challenge"]["de"], "Herausforderung");
    assert_eq!(transposed["terms"]["guichet"], json!({ "fr": "guichet" }));
    let patch = json!({ "vocabulary": { "guichet": null, "challenge": { "en": "question" } } });
    let edition = stage.owner.patch(&stage.path, patch).await.ok();
    assert_eq!(edition["vocabulary"], json!({ "challenge": { "en": "question", "fr": "question" } }));
    let edition = stage.owner.patch(&stage.path, json!({ "vocabulary": null })).await.ok();
    assert_eq!(edition["vocabulary"], json!({}));
    assert_eq!(labels().await, field);
}

#[tokio::test]
async fn stages_and_terms_speak_the_default_language_and_have_their_keys_once() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let mut silent = stages();
    silent[1]["name"] = json!({ "nl": "Geprobeerd" });
    let mut twice = stages();
    twice[2]["key"] = json!("heard");
    let many: Vec<Value> =
        (0..21).map(|at| json!({ "key": format!("s{at}"), "name": { "fr": "s" }, "public": true })).collect();
    let terms: serde_json::Map<String, Value> =
        (0..101).map(|at| (format!("t{at}"), json!({ "fr": "t" }))).collect();
    let table = [
        (json!({ "stages": silent }), "/stages/1/name", "default_language_missing"),
        (json!({ "stages": twice }), "/stages/2/key", "key_twice"),
        (json!({ "stages": [] }), "/stages", "too_short"),
        (json!({ "stages": many }), "/stages", "too_long"),
        (
            json!({ "vocabulary": { "team": { "en": "group" } } }),
            "/vocabulary/team",
            "default_language_missing",
        ),
        (json!({ "vocabulary": { "Mon Équipe": { "fr": "x" } } }), "/vocabulary/Mon Équipe", "malformed"),
        (json!({ "vocabulary": { "team": { "fr": "" } } }), "/vocabulary/team/fr", "too_short"),
        (json!({ "vocabulary": { "team": "groupe" } }), "/vocabulary/team", "wrong_type"),
        (json!({ "vocabulary": [] }), "/vocabulary", "wrong_type"),
        (json!({ "vocabulary": terms }), "/vocabulary", "too_long"),
    ];
    let body = json!({ "slug": "2026", "title": { "fr": "2026" }, "time_zone": "Europe/Brussels" });
    for (wrong, pointer, code) in table {
        stage.owner.patch(&stage.path, wrong.clone()).await.invalid(pointer, code);
        let mut new = body.clone();
        new.as_object_mut().unwrap().extend(wrong.as_object().unwrap().clone());
        stage.owner.post(&stage.editions(), new).await.invalid(pointer, code);
    }
    // Sixty terms twice are too many together.
    let sixty = |prefix: &str| -> Value {
        let terms = (0..60).map(|at| (format!("{prefix}{at}"), json!({ "fr": "t" })));
        json!({ "vocabulary": terms.collect::<serde_json::Map<_, _>>() })
    };
    stage.owner.patch(&stage.path, sixty("a")).await.ok();
    stage.owner.patch(&stage.path, sixty("b")).await.invalid("/vocabulary", "too_long");
}
