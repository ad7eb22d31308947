//! What concluding an edition would leave open.

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// Ids, labels and states of one kind.
fn named(ends: &Value, kind: &str) -> Vec<(String, Value, String)> {
    let items = ends[kind]["items"].as_array().unwrap();
    let count = usize::try_from(ends[kind]["count"].as_u64().unwrap()).unwrap();
    assert_eq!(count, items.len(), "{kind}");
    let word = |item: &Value, field: &str| item[field].as_str().unwrap().to_owned();
    items.iter().map(|item| (word(item, "id"), item["label"].clone(), word(item, "state"))).collect()
}

#[tokio::test]
async fn what_nobody_finished_is_named() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let other = Stage::published(&world, "other").await;
    other.challenge("D'une autre édition ?", &[]).await;
    other.voice(&other.owner, "D'une autre édition.", "open").await;
    let owner = &stage.owner;
    let ends = async || owner.get(&stage.at("open-ends")).await.ok();
    let nothing = json!({ "count": 0, "items": [] });
    let due = json!({
        "edition_id": stage.edition["id"], "teams": nothing, "challenges": nothing, "problem_statements": nothing,
    });
    assert_eq!(ends().await, due);
    // Statements: received and returned wait for a word; whatever was said of the others, it was said.
    let submitted = stage.voice(owner, &"Trop long. ".repeat(40), "open").await;
    let returned = stage.voice(owner, "Illisible.", "restricted").await;
    let confidential = stage.voice(&world.anyone(), "À protéger.", "restricted").await;
    let statement = |voiced: &Value| id(&voiced["problem_statement"]).to_owned();
    for (voiced, change) in
        [(&returned, "state = 'returned'"), (&confidential, "sensitivity = 'confidential'")]
    {
        let sql =
            format!("UPDATE problem_statements SET {change} WHERE id = {}", rows::key(&statement(voiced)));
        rows::write(&world, &sql).await;
    }
    let accepted = stage.accepted("Entendu.", "open").await;
    let aside = stage.voice(owner, "Hors sujet.", "open").await;
    let aside = format!("/v1/problem-statements/{}/set-aside", statement(&aside));
    owner.post(&aside, json!({ "reason": "Hors sujet." })).await.ok();
    // Challenges: one that is being framed, one that waits; not those with a team on them, formed or not.
    let draft = owner.post(&stage.at("challenges"), json!({ "question": "Un brouillon ?" })).await.created();
    let waits = stage.challenge("Sans équipe ?", &[accepted]).await;
    let (taken, chosen) = (stage.challenge("Prise ?", &[]).await, stage.challenge("Choisie ?", &[]).await);
    let withdrawn = stage.challenge("Retirée ?", &[]).await;
    owner.post(&format!("/v1/challenges/{withdrawn}/withdraw"), json!({ "reason": "Non." })).await.ok();
    // Teams: those with nothing to show yet.
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let shows = stage.team("Les uns", &taken, &[id(&made["registration"])]).await;
    stage.prototype(&shows, "Un dispositif").await;
    let forming = json!({ "name": "Les autres", "challenge_id": chosen });
    let forming = owner.post(&stage.at("teams"), forming).await.created();
    let dissolved = json!({ "name": "Les partis", "challenge_id": waits });
    let dissolved = owner.post(&stage.at("teams"), dissolved).await.created();
    owner.post(&format!("/v1/teams/{}/dissolve", id(&dissolved)), json!({ "reason": "Partis." })).await.ok();
    let found = ends().await;
    let due = |id: &str, label: Value, state: &str| (id.to_owned(), label, state.to_owned());
    assert_eq!(named(&found, "teams"), [due(id(&forming), json!("Les autres"), "forming")]);
    let of_challenges =
        [due(id(&draft), json!("Un brouillon ?"), "draft"), due(&waits, json!("Sans équipe ?"), "open")];
    assert_eq!(named(&found, "challenges"), of_challenges);
    let opening = format!("{}…", "Trop long. ".repeat(40).chars().take(200).collect::<String>().trim_end());
    let mut of_statements = [
        due(&statement(&submitted), json!(opening), "submitted"),
        due(&statement(&returned), json!("Illisible."), "returned"),
        // It has to be disposed of, and its words are not the organizer's to read.
        due(&statement(&confidential), json!(null), "submitted"),
    ];
    of_statements.sort_by(|one, other| one.0.cmp(&other.0));
    assert_eq!(named(&found, "problem_statements"), of_statements);
}

#[tokio::test]
async fn open_ends_are_for_those_who_can_still_close_them() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    let readers: [Actor; 3] = [
        stage.owner.clone(),
        stage.member(&world, "organizer", "Organizer").await,
        stage.staff(&world, "facilitator", "Facilitator").await,
    ];
    for reader in &readers {
        reader.get(&stage.at("open-ends")).await.ok();
    }
    participant.get(&stage.at("open-ends")).await.refused(403, "forbidden");
    stage
        .member(&world, "viewer", "Viewer")
        .await
        .get(&stage.at("open-ends"))
        .await
        .refused(403, "forbidden");
    world.anyone().get(&stage.at("open-ends")).await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn open_ends_need_as_many_statements_for_one_as_for_many_and_name_two_hundred() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let owner = &stage.owner;
    let more = async |number: u32| {
        owner
            .post(&stage.at("challenges"), json!({ "question": format!("Question {number} ?") }))
            .await
            .created();
        owner.post(&stage.at("teams"), json!({ "name": format!("Équipe {number}") })).await.created();
        stage.voice(owner, &format!("Problème {number}."), "open").await;
    };
    let count = async || {
        let before = world.statements.so_far();
        let ends = owner.get(&stage.at("open-ends")).await.ok();
        (ends, world.statements.so_far() - before)
    };
    more(0).await;
    let (_, for_few) = count().await;
    for number in 1..201 {
        more(number).await;
    }
    let (ends, for_many) = count().await;
    assert_eq!(for_few, for_many);
    for kind in ["teams", "challenges", "problem_statements"] {
        let named = ends[kind]["items"].as_array().unwrap();
        assert_eq!((&ends[kind]["count"], named.len()), (&json!(201), 200), "{kind}");
    }
    assert_eq!(ends["teams"]["items"][0]["label"], "Équipe 0", "the oldest first");
}
