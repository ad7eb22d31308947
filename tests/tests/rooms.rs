//! Statements that were voiced in a programme item: by those who were there, or written down for the room.

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::rows::{key, number};
use crate::stage::Stage;
use crate::world::World;

fn voice(item: &str, text: &str) -> Value {
    json!({
        "text": text, "language": "fr", "voice": "pseudonymous", "origin": "person_concerned",
        "programme_item_id": item,
    })
}

fn named(item: &str, text: &str) -> Value {
    let mut voice = voice(item, text);
    voice["voice"] = json!("named");
    voice["name"] = json!("Participant 9");
    voice
}

/// What a statement leads to: the account and the registration of its author.
async fn authors(world: &World, statement: &Value) -> i64 {
    let authors = "count(author_account_id) + count(author_registration_id)";
    let sql = format!("SELECT {authors} FROM problem_statements WHERE id = {}", key(id(statement)));
    number(world, &sql).await
}

/// Who voiced a statement, as the journal has it: the actor and their role.
async fn told_of(stage: &Stage, statement: &Value) -> [Value; 2] {
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&entries, 200).await;
    let of_it =
        |entry: &&Value| entry["object_id"] == statement["id"] && entry["action"] == "statement.voiced";
    let entry = entries.iter().find(of_it).unwrap();
    [entry["actor_id"].clone(), entry["actor_role"].clone()]
}

#[tokio::test]
async fn what_the_crew_writes_down_for_a_room_is_nobodys_own() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let item = stage.item("Réflexion").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let desk = stage.staff(&world, "registration_desk", "Desk").await;
    let voices = stage.at("problem-statements");
    for (by, role) in [(&facilitator, "facilitator"), (&stage.owner, "owner"), (&desk, "registration_desk")] {
        for body in [voice(&item, "Trop de papiers."), named(&item, "Trop de papiers.")] {
            let made = by.post(&voices, body.clone()).await.created();
            let statement = &made["problem_statement"];
            assert_eq!(statement["programme_item_id"], json!(item));
            assert_eq!(statement["name"], body["name"]);
            assert_eq!(authors(&world, statement).await, 0, "{role}");
            assert_eq!(told_of(&stage, statement).await, [json!(by.id), json!(role)]);
        }
    }
    // Whoever wrote it down follows it by its receipt, like anybody in the room, and does not say it again as their own.
    let made = facilitator.post(&voices, voice(&item, "Personne ne répond.")).await.created();
    let path = format!("/v1/problem-statements/{}", id(&made["problem_statement"]));
    let reason = json!({ "reason": "Qui ne répond pas ?" });
    facilitator.post(&format!("{path}/return"), reason).await.ok();
    let again = json!({ "text": "La commune ne répond pas." });
    facilitator.post(&format!("{path}/resubmit"), again.clone()).await.refused(403, "forbidden");
    let receipt = format!("/v1/receipts/{}", made["receipt"].as_str().unwrap());
    world.anyone().post(&format!("{receipt}/resubmit"), again).await.ok();
    // What they voice themselves is theirs, and so is what somebody says who was there.
    let own = stage.voice(&facilitator, "Je manque de temps.", "open").await;
    assert_eq!(authors(&world, &own["problem_statement"]).await, 1);
    assert_eq!(own["problem_statement"]["programme_item_id"], Value::Null);
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    let said = participant.post(&voices, voice(&item, "Je ne comprends rien.")).await.created();
    assert_eq!(authors(&world, &said["problem_statement"]).await, 2);
    assert_eq!(told_of(&stage, &said["problem_statement"]).await, [Value::Null, json!("voice")]);
}

#[tokio::test]
async fn a_statement_is_voiced_in_an_item_of_its_own_edition() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let other = Stage::published(&world, "other").await;
    let voices = stage.at("problem-statements");
    for unknown in [other.item("Ailleurs").await, "01900000-0000-7000-8000-00000000dead".to_owned()] {
        for by in [&world.anyone(), &stage.owner] {
            let voiced = by.post(&voices, voice(&unknown, "Trop de bruit.")).await;
            voiced.invalid("/programme_item_id", "unknown_programme_item");
        }
    }
    assert!(stage.owner.pages(&voices, 50).await.is_empty());
    let mut nowhere = voice("", "Trop de bruit.");
    nowhere["programme_item_id"] = Value::Null;
    world.anyone().post(&voices, nowhere).await.created();
}

#[tokio::test]
async fn what_is_said_before_the_call_is_written_down_by_the_crew_alone() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let before = json!({
        "kind": "pre_ideation", "title": { "fr": "Avant" },
        "starts": { "local": "2025-10-02T18:00:00", "time_zone": "Europe/Brussels" },
    });
    let item = stage.owner.post(&stage.at("programme"), before).await.created();
    let opens = json!({ "local": "2199-01-01T00:00:00", "time_zone": "Europe/Brussels" });
    let windows = json!({ "windows": [{ "kind": "problem_call", "opens_at": opens, "closes_at": null }] });
    stage.owner.put(&stage.at("windows"), windows).await.ok();
    let voices = stage.at("problem-statements");
    world.anyone().post(&voices, voice(id(&item), "Trop tôt.")).await.refused(409, "window_closed");
    let made = facilitator.post(&voices, voice(id(&item), "Trop de papiers.")).await.created();
    assert_eq!(made["problem_statement"]["programme_item_id"], item["id"]);
}

/// The texts of the statements that somebody finds in an item.
async fn found(by: &Actor, stage: &Stage, filter: &str) -> Vec<String> {
    let items = by.pages(&stage.at(&format!("problem-statements?{filter}")), 2).await;
    let mut texts: Vec<String> =
        items.iter().map(|statement| statement["text"].as_str().unwrap().to_owned()).collect();
    texts.sort();
    texts
}

#[tokio::test]
async fn statements_are_found_by_the_item_in_which_they_were_voiced() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let (first, second) = (stage.item("Avant").await, stage.item("Réflexion").await);
    for (item, texts) in [(&first, &["A", "B", "C"][..]), (&second, &["D"])] {
        for text in texts {
            let made = stage.owner.post(&stage.at("problem-statements"), voice(item, text)).await.created();
            if *text != "B" {
                let path = format!("/v1/problem-statements/{}", id(&made["problem_statement"]));
                stage.owner.act(&format!("{path}/accept")).await.ok();
            }
        }
    }
    stage.accepted("E", "open").await;
    let anyone = world.anyone();
    assert_eq!(found(&stage.owner, &stage, &format!("item={first}")).await, ["A", "B", "C"]);
    assert_eq!(found(&stage.owner, &stage, &format!("item={first}&state=submitted")).await, ["B"]);
    assert_eq!(found(&anyone, &stage, &format!("item={first}")).await, ["A", "C"]);
    assert_eq!(found(&anyone, &stage, &format!("item={second}")).await, ["D"]);
    let nothing = "item=01900000-0000-7000-8000-00000000dead";
    assert_eq!(found(&anyone, &stage, nothing).await, Vec::<String>::new());
    anyone.get(&stage.at("problem-statements?item=plenary")).await.invalid("?item", "malformed");
    let spent = async |path: String| {
        let before = world.statements.so_far();
        stage.owner.get(&path).await.ok();
        world.statements.so_far() - before
    };
    let whole = spent(stage.at("problem-statements")).await;
    assert_eq!(spent(stage.at(&format!("problem-statements?item={first}"))).await, whole);
}

#[tokio::test]
async fn what_is_made_of_statements_was_voiced_where_all_of_them_were() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (first, second) = (stage.item("Avant").await, stage.item("Réflexion").await);
    let accepted = async |item: &str| {
        let made = stage.owner.post(&stage.at("problem-statements"), voice(item, "Trop.")).await.created();
        let statement = id(&made["problem_statement"]).to_owned();
        stage.owner.act(&format!("/v1/problem-statements/{statement}/accept")).await.ok();
        statement
    };
    let merged = async |sources: &[&String]| {
        let body = json!({ "sources": sources, "text": "Trop de tout.", "reason": "C'est la même chose." });
        stage.owner.post(&stage.at("problem-statements/merge"), body).await.created()
    };
    let (a, b, c) = (accepted(&first).await, accepted(&first).await, accepted(&second).await);
    let both = merged(&[&a, &b]).await;
    assert_eq!(both["programme_item_id"], json!(first));
    let all = merged(&[&id(&both).to_owned(), &c]).await;
    assert_eq!(all["programme_item_id"], Value::Null);
    let split =
        json!({ "parts": [{ "text": "Un." }, { "text": "Deux." }], "reason": "Ce sont deux choses." });
    let alone = accepted(&second).await;
    let parts = stage.owner.post(&format!("/v1/problem-statements/{alone}/split"), split).await.created();
    for part in parts["items"].as_array().unwrap() {
        assert_eq!(part["programme_item_id"], json!(second));
    }
}
