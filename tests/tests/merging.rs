//! Statements that are made of others: nothing and nobody is lost when several become one, one becomes several, or that is taken back.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::stage::Stage;
use crate::world::World;

fn path(id: &str) -> String {
    format!("/v1/problem-statements/{id}")
}

/// A statement that was voiced and accepted, as its voice got it.
async fn accepted(stage: &Stage, by: &Actor, text: &str, sensitivity: &str) -> Value {
    let made = stage.voice(by, text, sensitivity).await;
    stage.owner.act(&format!("{}/accept", path(id(&made["problem_statement"])))).await.ok();
    made
}

fn ids(made: &[Value]) -> Vec<String> {
    made.iter().map(|made| id(&made["problem_statement"]).to_owned()).collect()
}

async fn merge(stage: &Stage, sources: &[String], text: &str) -> Value {
    let body = json!({ "sources": sources, "text": text, "reason": "C'est la même chose." });
    stage.owner.post(&stage.at("problem-statements/merge"), body).await.created()
}

async fn state(stage: &Stage, id: &str) -> String {
    stage.owner.get(&path(id)).await.ok()["state"].as_str().unwrap().to_owned()
}

async fn funnel(stage: &Stage) -> Value {
    let funnel = stage.owner.get(&stage.at("funnel")).await.ok();
    assert_eq!(funnel["balanced"], true, "{funnel}");
    funnel
}

/// Everywhere, whatever it is read by; who said it reads at the receipt what was done with it, and why.
#[tokio::test]
async fn why_statements_are_merged_and_split_is_told_to_who_reads_all_of_them() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let anyone = world.anyone();
    let open = accepted(&stage, &anyone, "Personne ne répond.", "open").await;
    let hidden = accepted(&stage, &anyone, "Le bailleur menace.", "restricted").await;
    let sources = ids(&[open.clone(), hidden]);
    let both = merge(&stage, &sources, "On a peur d'appeler.").await;
    let classify = format!("{}/classify", path(id(&both)));
    let why = async |by: &Actor| {
        let source = by.get(&path(&sources[0])).await.ok();
        let list = by.get(&stage.at("problem-statements?state=merged")).await.ok();
        let listed = list["items"].as_array().unwrap().iter().find(|item| id(item) == sources[0]);
        assert_eq!(listed, Some(&source));
        let walk = by.get(&format!("{}/provenance", path(&sources[0]))).await.ok();
        let reasons: Vec<Value> =
            walk["edges"].as_array().unwrap().iter().map(|edge| edge["reason"].clone()).collect();
        (source["reason"].clone(), reasons)
    };
    let told = json!("C'est la même chose.");
    assert_eq!(why(&anyone).await, (Value::Null, vec![Value::Null]));
    assert_eq!(why(&stage.owner).await, (told.clone(), vec![told.clone()]));
    let receipt = anyone.get(&format!("/v1/receipts/{}", open["receipt"].as_str().unwrap())).await.ok();
    assert_eq!((&receipt["reason"], &receipt["became"][0]["label"]), (&told, &Value::Null));
    // Other words in its place tell nothing of why.
    let body = json!({ "sensitivity": "restricted", "public_text": "On hésite.", "reason": "Prudence." });
    stage.owner.post(&classify, body).await.ok();
    assert_eq!(anyone.get(&path(id(&both))).await.ok()["public_text"], "On hésite.");
    assert_eq!(why(&anyone).await, (Value::Null, vec![Value::Null]));
    // Nor do they of what is done with the statement itself.
    let split = json!({ "parts": [{ "text": "L'un." }, { "text": "L'autre." }], "reason": "Deux choses." });
    stage.owner.post(&format!("{}/split", path(id(&both))), split).await.created();
    assert_eq!(anyone.get(&path(id(&both))).await.ok()["reason"], Value::Null);
    assert_eq!(stage.owner.get(&path(id(&both))).await.ok()["reason"], "Deux choses.");
    // Where all of it is open, anyone is told.
    stage.owner.post(&classify, json!({ "sensitivity": "open", "reason": "Plus de danger." })).await.ok();
    assert_eq!(why(&anyone).await.0, told);
}

#[tokio::test]
async fn what_is_merged_stays_and_leads_to_what_was_made_of_it() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let voice = world.account("Ada").await;
    let made = [
        accepted(&stage, &voice, "Personne ne répond.", "open").await,
        accepted(&stage, &world.anyone(), "Le guichet est fermé.", "open").await,
    ];
    let sources = ids(&made);
    let one = merge(&stage, &sources, "On n'atteint personne.").await;
    for (field, due) in [
        ("state", json!("accepted")),
        ("text", json!("On n'atteint personne.")),
        ("first_text", json!("On n'atteint personne.")),
        ("origin", json!("professional")),
        ("language", json!("fr")),
        ("name", Value::Null),
        ("version", json!(1)),
    ] {
        assert_eq!(one[field], due, "{field}");
    }
    let mut sorted = sources.clone();
    sorted.sort();
    assert_eq!(one["derived_from"], json!(sorted));
    // The sources are there, with their words and their reason, for anybody.
    let source = world.anyone().get(&path(&sources[0])).await.ok();
    assert_eq!((&source["state"], &source["text"]), (&json!("merged"), &json!("Personne ne répond.")));
    assert_eq!(source["reason"], "C'est la même chose.");
    assert_eq!(source["became"][0]["label"], "On n'atteint personne.");
    let counts = funnel(&stage).await;
    assert_eq!(
        (&counts["received"], &counts["derived"], &counts["by_disposition"]["merged"]),
        (&json!(2), &json!(1), &json!(2))
    );
    // Whoever said it follows it to the end by the receipt of the first day.
    let challenge = stage.challenge("Comment être joignable ?", &[id(&one).to_owned()]).await;
    let (_, registration) = stage.participant(&world, "coder", "Member").await;
    let team = stage.team("Les simples", &challenge, &[id(&registration)]).await;
    stage.prototype(&team, "Simple").await;
    let receipt = format!("/v1/receipts/{}", made[1]["receipt"].as_str().unwrap());
    let told = world.anyone().get(&receipt).await.ok();
    let kinds: Vec<&str> =
        told["became"].as_array().unwrap().iter().map(|became| became["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["problem_statement", "challenge", "team", "prototype"]);
    assert_eq!((&told["state"], &told["became"][0]["id"]), (&json!("merged"), &one["id"]));
    let seen = voice.get(&path(&sources[0])).await.ok();
    assert!(seen["became"].as_array().unwrap().iter().any(|became| became["kind"] == "challenge"));
    // And from the challenge one comes back to the first words.
    let provenance = format!("/v1/challenges/{challenge}/provenance");
    let graph = world.anyone().get(&provenance).await.ok();
    for source in &sources {
        assert!(graph["nodes"].as_array().unwrap().iter().any(|node| node["id"] == json!(source)));
    }
    let merged = graph["edges"].as_array().unwrap().iter().filter(|edge| edge["kind"] == "merged_into");
    assert_eq!(merged.count(), 2);
}

#[tokio::test]
async fn what_is_made_of_a_restricted_one_is_restricted() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = [
        accepted(&stage, &world.anyone(), "Un mot ouvert.", "open").await,
        accepted(&stage, &world.anyone(), "Un mot réservé.", "restricted").await,
    ];
    let one = merge(&stage, &ids(&made), "Des mots réservés.").await;
    assert_eq!(one["sensitivity"], "restricted");
    world.anyone().get(&path(id(&one))).await.refused(404, "not_found");
    // The open source says that something came of it, and not what.
    let source = world.anyone().get(&path(&ids(&made)[0])).await.ok();
    let unnamed = json!({ "kind": "problem_statement", "id": null, "label": null, "state": null });
    assert_eq!(source["became"], json!([unnamed]));
    let receipt = format!("/v1/receipts/{}", made[0]["receipt"].as_str().unwrap());
    let told = world.anyone().get(&receipt).await.ok();
    assert_eq!(
        (&told["became"][0]["label"], &told["became"][0]["state"]),
        (&Value::Null, &json!("accepted"))
    );
    let split = json!({ "parts": [{ "text": "L'un." }, { "text": "L'autre." }], "reason": "Deux choses." });
    let parts = stage.owner.post(&format!("{}/split", path(id(&one))), split).await.created();
    for part in parts["items"].as_array().unwrap() {
        assert_eq!(part["sensitivity"], "restricted");
        world.anyone().get(&path(id(part))).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn what_is_split_stays_and_leads_to_its_parts() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = accepted(&stage, &world.anyone(), "Le bus est rare et cher.", "open").await;
    let source = id(&made["problem_statement"]).to_owned();
    let parts = json!([{ "text": "Le bus est rare." }, { "text": "Le bus est cher." }]);
    let split = json!({ "parts": parts, "reason": "Deux choses." });
    let parts = stage.owner.post(&format!("{}/split", path(&source)), split.clone()).await.created();
    let texts: Vec<&Value> = parts["items"].as_array().unwrap().iter().map(|part| &part["text"]).collect();
    assert_eq!(texts, ["Le bus est rare.", "Le bus est cher."]);
    for part in parts["items"].as_array().unwrap() {
        assert_eq!((&part["derived_from"], &part["state"]), (&json!([source]), &json!("accepted")));
        assert_eq!(part["structure"], "CPAS de Liège");
    }
    assert_eq!(state(&stage, &source).await, "split");
    let counts = funnel(&stage).await;
    assert_eq!((&counts["received"], &counts["derived"]), (&json!(1), &json!(2)));
    // Once is enough.
    stage.owner.post(&format!("{}/split", path(&source)), split).await.refused(409, "wrong_state");
}

#[tokio::test]
async fn a_merge_is_taken_apart_and_stays_written_down() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut made = Vec::new();
    for number in 0..3 {
        made.push(accepted(&stage, &world.anyone(), &format!("Problème {number}."), "open").await);
    }
    let sources = ids(&made);
    let one = merge(&stage, &sources, "Un seul problème.").await;
    let unmerge = format!("{}/unmerge", path(id(&one)));
    let reason = json!({ "reason": "Ce n'est pas la même chose." });
    // What a challenge counts on is not taken from under it.
    let drafted = json!({ "question": "Comment ?", "statements": [one["id"]] });
    let challenge = stage.owner.post(&stage.at("challenges"), drafted).await.created();
    stage.owner.post(&unmerge, reason.clone()).await.refused(409, "in_use");
    let withdraw = format!("/v1/challenges/{}/withdraw", id(&challenge));
    stage.owner.post(&withdraw, reason.clone()).await.ok();
    let aside = stage.owner.post(&unmerge, reason.clone()).await.ok();
    assert_eq!((&aside["state"], &aside["reason"]), (&json!("set_aside"), &reason["reason"]));
    for source in &sources {
        assert_eq!(state(&stage, source).await, "accepted");
    }
    funnel(&stage).await;
    // For good: neither is it opened anew, nor taken apart twice.
    stage.owner.post(&unmerge, reason.clone()).await.refused(409, "not_merged");
    stage.owner.act(&format!("{}/reopen", path(id(&one)))).await.refused(409, "taken_apart");
    let bulk = json!({ "ids": [one["id"]], "action": "reopen" });
    stage.owner.post(&stage.at("problem-statements/bulk"), bulk).await.refused(409, "taken_apart");
    // The sources can be put together anew, and the history shows both.
    let again = merge(&stage, &sources[..2], "Deux sur trois.").await;
    let graph = stage.owner.get(&format!("{}/provenance", path(&sources[0]))).await.ok();
    let targets: Vec<&Value> = graph["edges"].as_array().unwrap().iter().map(|edge| &edge["to"]).collect();
    assert!(targets.contains(&&one["id"]) && targets.contains(&&again["id"]), "{graph}");
    // But it became only what was not taken back.
    let became = stage.owner.get(&path(&sources[0])).await.ok()["became"].clone();
    let became: Vec<&Value> = became.as_array().unwrap().iter().map(|became| &became["id"]).collect();
    assert_eq!(became, [&again["id"]]);
    let counts = funnel(&stage).await;
    assert_eq!((&counts["derived"], &counts["by_disposition"]["merged"]), (&json!(2), &json!(2)));
}

#[rstest]
#[case::one(json!({ "sources": ["01900000-0000-7000-8000-00000000dead"] }), "/sources", "too_short")]
#[case::unknown(json!({ "sources": ["01900000-0000-7000-8000-00000000dead", "01900000-0000-7000-8000-00000000beef"] }), "/sources/0", "unknown_statement")]
#[case::no_reason(json!({ "reason": null }), "/reason", "wrong_type")]
#[case::no_words(json!({ "text": " " }), "/text", "too_short")]
#[tokio::test]
async fn a_merge_is_refused(#[case] change: Value, #[case] pointer: &str, #[case] code: &str) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = [
        accepted(&stage, &world.anyone(), "L'un.", "open").await,
        accepted(&stage, &world.anyone(), "L'autre.", "open").await,
    ];
    let mut body = json!({ "sources": ids(&made), "text": "Les deux.", "reason": "Pareil." });
    for (field, value) in change.as_object().unwrap() {
        body[field] = value.clone();
    }
    stage.owner.post(&stage.at("problem-statements/merge"), body).await.invalid(pointer, code);
    assert_eq!(funnel(&stage).await["derived"], 0);
}

#[tokio::test]
async fn only_accepted_ones_are_merged_all_or_none() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let first = accepted(&stage, &world.anyone(), "L'un.", "open").await;
    let second = stage.voice(&world.anyone(), "L'autre.", "open").await;
    let sources = ids(&[first, second]);
    let body = json!({ "sources": sources, "text": "Les deux.", "reason": "Pareil." });
    let refusal =
        stage.owner.post(&stage.at("problem-statements/merge"), body).await.refused(409, "wrong_state");
    assert_eq!(refusal["refused"], json!([{ "id": sources[1], "state": "submitted" }]));
    assert_eq!(
        (state(&stage, &sources[0]).await, funnel(&stage).await["derived"].clone()),
        ("accepted".to_owned(), json!(0))
    );
}

/// Two put the same into two different ones: one of them is first.
#[tokio::test]
async fn a_statement_is_merged_into_one_only() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut made = Vec::new();
    for number in 0..3 {
        made.push(accepted(&stage, &world.anyone(), &format!("Problème {number}."), "open").await);
    }
    let sources = ids(&made);
    let body = |some: [&String; 2]| json!({ "sources": some, "text": "Ensemble.", "reason": "Pareil." });
    let merges = stage.at("problem-statements/merge");
    let (one, other) = tokio::join!(
        stage.owner.post(&merges, body([&sources[0], &sources[1]])),
        stage.owner.post(&merges, body([&sources[2], &sources[1]])),
    );
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    let counts = funnel(&stage).await;
    assert_eq!((&counts["derived"], &counts["by_disposition"]["merged"]), (&json!(1), &json!(2)));
}
