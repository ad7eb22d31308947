//! The words of a statement: they are put better, the first ones stay, and what must not be read goes for good.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

fn path_of(made: &Value) -> String {
    format!("/v1/problem-statements/{}", id(&made["problem_statement"]))
}

#[tokio::test]
async fn the_first_words_stay_beside_better_ones() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.voice(&world.anyone(), "Persone ne repond.", "open").await;
    let path = path_of(&made);
    stage.owner.act(&format!("{path}/accept")).await.ok();
    let reword = format!("{path}/reword");
    for (number, text) in ["Personne ne répond.", "Personne ne répond au téléphone."].into_iter().enumerate()
    {
        let body = json!({ "text": text, "reason": "Orthographe." });
        let shown = stage.owner.post(&reword, body).await.ok();
        assert_eq!((&shown["text"], &shown["version"]), (&json!(text), &json!(number + 3)));
        assert_eq!(shown["first_text"], "Persone ne repond.");
    }
    let wordings = world.anyone().get(&format!("{path}/wordings")).await.ok()["items"].clone();
    let told: Vec<Value> = wordings
        .as_array()
        .unwrap()
        .iter()
        .map(|wording| json!([wording["number"], wording["text"], wording["reason"]]))
        .collect();
    assert_eq!(
        told,
        [
            json!([1, "Persone ne repond.", null]),
            json!([2, "Personne ne répond.", "Orthographe."]),
            json!([3, "Personne ne répond au téléphone.", "Orthographe."]),
        ]
    );
}

#[rstest]
#[case::returned(&["return"], false)]
#[case::set_aside(&["set-aside"], false)]
#[case::parked(&["accept", "park"], true)]
#[case::submitted(&[], true)]
#[tokio::test]
async fn words_are_put_better_while_it_speaks_for_itself(#[case] verbs: &[&str], #[case] taken: bool) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.voice(&world.anyone(), "Personne ne répond.", "open").await;
    let path = path_of(&made);
    for verb in verbs {
        let body = if *verb == "accept" { json!({}) } else { json!({ "reason": "Plus tard." }) };
        stage.owner.post(&format!("{path}/{verb}"), body).await.ok();
    }
    let body = json!({ "text": "Mieux dit.", "reason": "Plus clair." });
    let reply = stage.owner.post(&format!("{path}/reword"), body).await;
    if taken {
        assert_eq!(reply.ok()["text"], "Mieux dit.");
    } else {
        reply.refused(409, "wrong_state");
    }
}

/// All the words of one that is not open are for those who read it: a list of them is no other way in.
#[tokio::test]
async fn all_the_words_are_read_by_who_reads_any() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let author = world.account("Ada").await;
    let made = stage.voice(&author, "Un mot réservé.", "restricted").await;
    let wordings = format!("{}/wordings", path_of(&made));
    let facilitator = stage.staff(&world, "facilitator", "Faye").await;
    let viewer = stage.member(&world, "viewer", "Vera").await;
    for reader in [&author, &facilitator, &stage.owner] {
        assert_eq!(reader.get(&wordings).await.ok()["items"][0]["text"], "Un mot réservé.");
    }
    for outsider in [&viewer, &world.anyone()] {
        outsider.get(&wordings).await.refused(404, "not_found");
    }
    // Confidential words are opened by no role: who moderates knows of the statement, and no more.
    let key = rows::key(id(&made["problem_statement"]));
    let sql = format!("UPDATE problem_statements SET sensitivity = 'confidential' WHERE id = {key}");
    assert_eq!(rows::write(&world, &sql).await, 1);
    facilitator.get(&wordings).await.refused(403, "forbidden");
    author.get(&wordings).await.ok();
}

#[tokio::test]
async fn words_that_must_not_be_read_leave_a_trace_and_no_word() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let body = json!({
        "text": "zzqcanary un", "language": "fr", "voice": "named", "origin": "citizen",
        "name": "zzqcanary deux", "structure": "zzqcanary trois",
    });
    let keyed = world.anyone().and("idempotency-key", "a-key-of-what-must-not-be-read");
    let made = keyed.post(&stage.at("problem-statements"), body).await.created();
    let path = path_of(&made);
    stage.owner.act(&format!("{path}/accept")).await.ok();
    let better = json!({ "text": "zzqcanary quatre", "reason": "Plus clair." });
    stage.owner.post(&format!("{path}/reword"), better).await.ok();
    let challenge = stage.challenge("Comment ?", &[id(&made["problem_statement"]).to_owned()]).await;
    let removed = json!({ "reason": "Diffamation." });
    let shown = stage.owner.post(&format!("{path}/remove-content"), removed).await.ok();
    for field in ["text", "first_text", "name", "structure"] {
        assert_eq!(shown[field], Value::Null, "{field}");
    }
    assert_eq!((&shown["state"], &shown["reason"]), (&json!("adopted"), &json!("Diffamation.")));
    let wordings = world.anyone().get(&format!("{path}/wordings")).await.ok();
    assert_eq!((&wordings["items"][0]["text"], &wordings["items"][1]["text"]), (&Value::Null, &Value::Null));
    assert_eq!(wordings["items"][0]["reason"], "Diffamation.");
    // It stays on the way from the first voice to the challenge, and is counted.
    let graph = world.anyone().get(&format!("/v1/challenges/{challenge}/provenance")).await.ok();
    assert!(
        graph["nodes"].as_array().unwrap().iter().any(|node| node["id"] == made["problem_statement"]["id"])
    );
    assert_eq!(stage.owner.get(&stage.at("funnel")).await.ok()["balanced"], true);
    let found = world.anyone().get(&stage.at("problem-statements?q=zzqcanary")).await.ok();
    assert_eq!(found["items"], json!([]));
    // No column has a word of it any more, recorded answers neither.
    for (table, column) in [
        ("wordings", "text"),
        ("problem_statements", "name"),
        ("problem_statements", "structure"),
        ("search_words", "word"),
    ] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE {column} LIKE '%zzqcanary%'");
        assert_eq!(rows::number(&world, &sql).await, 0, "{table}.{column}");
    }
    let told = "SELECT COUNT(*) FROM idempotency_records WHERE body IS NOT NULL OR headers IS NOT NULL";
    assert_eq!(rows::number(&world, told).await, 0);
}

/// A trace is no place for other words: nothing is put there, nothing made of it, and the reason stays the first one. What its voice says
/// again is its own, and words like any.
#[tokio::test]
async fn nothing_is_made_of_words_that_were_removed() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let gone = stage.accepted("À retirer.", "open").await;
    let held = stage.accepted("À retirer aussi.", "open").await;
    let other = stage.accepted("Autre chose.", "open").await;
    let free = stage.accepted("Libre.", "open").await;
    let draft = json!({ "question": "Comment ?", "statements": [held] });
    let draft = stage.owner.post(&stage.at("challenges"), draft).await.created();
    let opened = stage.challenge("Et encore ?", std::slice::from_ref(&other)).await;
    let at = |who: &str, verb: &str| format!("/v1/problem-statements/{who}/{verb}");
    for who in [&gone, &held] {
        stage.owner.post(&at(who, "remove-content"), json!({ "reason": "Diffamation." })).await.ok();
    }
    let restricted = |public_text: Value| json!({ "sensitivity": "restricted", "public_text": public_text, "reason": "Prudence." });
    let challenge = format!("/v1/challenges/{}", id(&draft));
    let attempts = [
        (at(&gone, "remove-content"), json!({ "reason": "Autre raison." })),
        (at(&gone, "reword"), json!({ "text": "Mieux dit.", "reason": "Plus clair." })),
        (
            at(&gone, "split"),
            json!({ "parts": [{ "text": "Un." }, { "text": "Deux." }], "reason": "Deux choses." }),
        ),
        (at(&gone, "classify"), restricted(json!("À la place."))),
        (
            stage.at("problem-statements/merge"),
            json!({ "sources": [free, gone], "text": "Ensemble.", "reason": "Le même." }),
        ),
        (stage.at("challenges"), json!({ "question": "Nouveau ?", "statements": [gone] })),
        (format!("{challenge}/open"), json!({})),
    ];
    for (path, body) in attempts {
        let refusal = stage.owner.post(&path, body.clone()).await.refused(409, "content_removed");
        // Of several it names those without words.
        let due = match path.rsplit('/').next() {
            Some("merge" | "challenges") => json!([{ "id": gone }]),
            Some("open") => json!([{ "id": held }]),
            _ => Value::Null,
        };
        assert_eq!(refusal["refused"], due, "{path}");
    }
    let more = json!({ "statements": [other, gone] });
    let refusal = stage.owner.patch(&format!("/v1/challenges/{opened}"), more).await;
    assert_eq!(refusal.refused(409, "content_removed")["refused"], json!([{ "id": gone }]));
    // Out of a cluster the rest is taken.
    let cluster = stage.cluster("Tout", &[gone.clone(), other.clone()]).await;
    let body = json!({ "question": "Du groupe ?", "cluster_id": id(&cluster) });
    let made = stage.owner.post(&stage.at("challenges"), body).await.created();
    assert_eq!(made["statements"], json!([other]));
    // What is held already stays where only the cluster is changed.
    let kept =
        stage.owner.patch(&challenge, json!({ "cluster_id": id(&cluster) })).await.ok()["statements"].clone();
    assert!(kept.as_array().unwrap().contains(&json!(held)), "{kept}");
    // A draft opens once it has let go of it; who may know of the trace is still decided.
    stage.owner.patch(&challenge, json!({ "statements": [], "cluster_id": null })).await.ok();
    stage.owner.act(&format!("{challenge}/open")).await.ok();
    let shown = stage.owner.post(&at(&gone, "classify"), restricted(Value::Null)).await.ok();
    assert_eq!((&shown["state"], &shown["reason"]), (&json!("accepted"), &json!("Diffamation.")));
    let voiced = stage.voice(&world.anyone(), "Injure.", "open").await;
    let (returned, receipt) =
        (id(&voiced["problem_statement"]).to_owned(), voiced["receipt"].as_str().unwrap());
    for verb in ["return", "remove-content"] {
        stage.owner.post(&at(&returned, verb), json!({ "reason": "Dites-le autrement." })).await.ok();
    }
    let again = json!({ "text": "Dit sans injure." });
    world.anyone().post(&format!("/v1/receipts/{receipt}/resubmit"), again).await.ok();
    stage.owner.act(&at(&returned, "accept")).await.ok();
    let better = json!({ "text": "Dit mieux.", "reason": "Plus clair." });
    assert_eq!(stage.owner.post(&at(&returned, "reword"), better).await.ok()["text"], "Dit mieux.");
    stage.owner.post(&at(&returned, "remove-content"), json!({ "reason": "Encore." })).await.ok();
    let wordings = stage.owner.get(&at(&returned, "wordings")).await.ok();
    let reasons = wordings["items"].as_array().unwrap().iter().map(|one| one["reason"].clone());
    assert_eq!(reasons.collect::<Vec<_>>(), ["Dites-le autrement.", "Encore.", "Encore."]);
}
