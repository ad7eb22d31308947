//! Provenance: from the first words to the prototype, and back. What is hidden on the way is in `readers`.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// A walk as steps between labels, which tell things apart in these tests.
async fn steps(actor: &Actor, path: &str) -> BTreeSet<String> {
    let walk = actor.get(&format!("{path}/provenance")).await.ok();
    let nodes = walk["nodes"].as_array().unwrap();
    let label = |end: &Value| {
        let node = nodes.iter().find(|node| node["id"] == *end).expect("an edge ends at nodes");
        node["label"].as_str().unwrap_or("?").to_owned()
    };
    let edges = walk["edges"].as_array().unwrap();
    edges
        .iter()
        .map(|edge| {
            let kind = edge["kind"].as_str().unwrap();
            format!("{} {kind} {}", label(&edge["from"]), label(&edge["to"]))
        })
        .collect()
}

async fn labels(actor: &Actor, path: &str) -> Vec<String> {
    let walk = actor.get(&format!("{path}/provenance")).await.ok();
    let nodes = walk["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["label"].as_str().unwrap_or("?").to_owned()).collect()
}

fn set(steps: &[&str]) -> BTreeSet<String> {
    steps.iter().map(|step| (*step).to_owned()).collect()
}

/// Invariant 6: every challenge's teams and prototypes are reachable both ways.
#[tokio::test]
async fn invariant_6_teams_and_prototypes_are_reached_both_ways() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let owner = &stage.owner;
    let (s1, s2, s3) = (
        stage.accepted("S1", "open").await,
        stage.accepted("S2", "open").await,
        stage.accepted("S3", "open").await,
    );
    let c1 = stage.challenge("C1", &[s1.clone(), s2.clone()]).await;
    let c2 = stage.challenge("C2", std::slice::from_ref(&s3)).await;
    let one = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let two = stage.register(&world.anyone(), "coder", "Participant 2").await;
    let t1 = stage.team("T1", &c1, &[id(&one["registration"])]).await;
    stage.team("T2", &c1, &[id(&two["registration"])]).await;
    let p1 = stage.prototype(&t1, "P1").await;
    let answering = json!({
        "name": "P2", "summary": "Deux.", "language": "fr", "outcome_kind": "device", "challenges": [c1, c2],
    });
    let p2 = owner.post(&format!("/v1/teams/{t1}/prototypes"), answering).await.created();
    let p2 = format!("/v1/prototypes/{}", id(&p2));
    let down = ["S1 adopted_by C1", "C1 taken_up_by T1", "C1 taken_up_by T2", "T1 made P1", "T1 made P2"];
    assert_eq!(steps(owner, &format!("/v1/problem-statements/{s1}")).await, set(&down));
    let mut around = down.to_vec();
    around.push("S2 adopted_by C1");
    assert_eq!(steps(owner, &format!("/v1/challenges/{c1}")).await, set(&around));
    let up = ["S1 adopted_by C1", "S2 adopted_by C1", "C1 taken_up_by T1", "T1 made P1"];
    assert_eq!(steps(owner, &format!("/v1/prototypes/{p1}")).await, set(&up));
    let mut beside = up[..3].to_vec();
    beside.extend(["T1 made P2", "S3 adopted_by C2", "C2 answered_by P2"]);
    assert_eq!(steps(owner, &p2).await, set(&beside));
    // The team that made it has another challenge, which is not on this line.
    assert_eq!(
        steps(owner, &format!("/v1/challenges/{c2}")).await,
        set(&["S3 adopted_by C2", "C2 answered_by P2"])
    );
    // Nothing is deleted on the way: what was withdrawn or dissolved is still there, and says so.
    owner.post(&format!("/v1/teams/{t1}/dissolve"), json!({ "reason": "Fini." })).await.ok();
    assert_eq!(steps(owner, &format!("/v1/prototypes/{p1}")).await, set(&up));
    let walk = owner.get(&format!("/v1/prototypes/{p1}/provenance")).await.ok();
    let team = walk["nodes"].as_array().unwrap().iter().find(|node| node["kind"] == "team").unwrap();
    assert_eq!((id(team), &team["state"]), (t1.as_str(), &json!("dissolved")));
}

#[tokio::test]
async fn a_walk_tells_days_of_voices_and_instants_of_makers() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let words = "é".repeat(5_000);
    let statement = stage.accepted(&words, "open").await;
    let challenge = stage.challenge("Comment ?", &[statement]).await;
    let one = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let team = stage.team("Les uns", &challenge, &[id(&one["registration"])]).await;
    let prototype = stage.prototype(&team, "Un essai").await;
    let walk = stage.owner.get(&format!("/v1/prototypes/{prototype}/provenance")).await.ok();
    let at = |kind: &str| {
        let edge = walk["edges"].as_array().unwrap().iter().find(|edge| edge["kind"] == kind).unwrap();
        assert_eq!(edge["reason"], Value::Null);
        edge["at"].as_str().unwrap().to_owned()
    };
    assert_eq!(at("adopted_by").len(), "2025-11-20".len());
    let made = stage.owner.get(&format!("/v1/prototypes/{prototype}")).await.ok();
    assert_eq!(json!(at("made")), made["created_at"]);
    assert!(at("taken_up_by").ends_with('Z'));
    // A node is known by its first words, not by all of them.
    let label = walk["nodes"][0]["label"].as_str().unwrap();
    assert_eq!((label.chars().count(), label.ends_with("é…")), (201, true));
}

#[tokio::test]
async fn a_challenge_without_statements_is_unprompted() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let held = stage.accepted("Dit.", "open").await;
    let (bare, held) = (stage.challenge("Nue ?", &[]).await, stage.challenge("Tenue ?", &[held]).await);
    for (challenge, unprompted) in [(bare, true), (held, false)] {
        let walk = world.anyone().get(&format!("/v1/challenges/{challenge}/provenance")).await.ok();
        let node = walk["nodes"].as_array().unwrap().iter().find(|node| node["kind"] == "challenge").unwrap();
        assert_eq!(node["unprompted"], unprompted);
    }
}

#[tokio::test]
async fn a_draft_is_on_nobodys_line_but_its_own() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let statement = stage.accepted("Dit.", "open").await;
    let draft = json!({ "question": "Peut-être ?", "statements": [statement] });
    let draft = stage.owner.post(&stage.at("challenges"), draft).await.created();
    let voice = format!("/v1/problem-statements/{statement}");
    for actor in [&world.anyone(), &stage.owner] {
        assert_eq!(labels(actor, &voice).await, ["Dit."]);
        assert_eq!(actor.get(&voice).await.ok()["became"], json!([]));
    }
    let own = format!("/v1/challenges/{}", id(&draft));
    assert_eq!(steps(&stage.owner, &own).await, set(&["Dit. adopted_by Peut-être ?"]));
    let walk = stage.owner.get(&format!("{own}/provenance")).await.ok();
    assert_eq!(walk["edges"][0]["at"], Value::Null);
}

/// Derivations have no operation yet; rows of them are walked all the same, up and down and not sideways.
#[tokio::test]
async fn a_walk_goes_through_what_statements_were_made_of() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut ids = Vec::new();
    for (text, sensitivity) in
        [("S1", "open"), ("S2", "restricted"), ("M", "open"), ("P1", "open"), ("P2", "open")]
    {
        ids.push(stage.accepted(text, sensitivity).await);
    }
    for (from, to, kind) in
        [(0, 2, "merged_into"), (1, 2, "merged_into"), (2, 3, "split_into"), (2, 4, "split_into")]
    {
        let sql = format!(
            "INSERT INTO derivations (id, source_id, target_id, kind, made_on, reason) \
             VALUES ({}, {}, {}, '{kind}', '2025-11-20', 'Un même canari.')",
            rows::key(&uuid::Uuid::new_v4().to_string()),
            rows::key(&ids[from]),
            rows::key(&ids[to]),
        );
        rows::write(&world, &sql).await;
    }
    let challenge = stage.challenge("C", &[ids[3].clone()]).await;
    let path = |at: usize| format!("/v1/problem-statements/{}", ids[at]);
    let all =
        ["S1 merged_into M", "S2 merged_into M", "M split_into P1", "M split_into P2", "P1 adopted_by C"];
    assert_eq!(steps(&stage.owner, &path(2)).await, set(&all));
    assert_eq!(steps(&stage.owner, &path(0)).await, set(&[all[0], all[2], all[3], all[4]]));
    assert_eq!(steps(&stage.owner, &path(4)).await, set(&[all[0], all[1], all[3]]));
    let traced = format!("/v1/challenges/{challenge}");
    assert_eq!(steps(&stage.owner, &traced).await, set(&[all[0], all[1], all[2], all[4]]));
    // Why is told between things that are read, and not of one that is hidden.
    let walk = world.anyone().get(&format!("{traced}/provenance")).await.ok();
    let reasons: Vec<&Value> = walk["edges"].as_array().unwrap().iter().map(|edge| &edge["reason"]).collect();
    assert_eq!(reasons.iter().filter(|reason| reason.is_string()).count(), 2, "{reasons:?}");
    assert_eq!(reasons.len(), 4);
}

#[tokio::test]
async fn a_walk_needs_as_many_statements_whatever_its_length() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut counts = BTreeSet::new();
    for many in [1, 6] {
        let mut statements = Vec::new();
        for number in 0..many {
            statements.push(stage.accepted(&format!("Problème {number}"), "open").await);
        }
        let challenge = stage.challenge("Comment ?", &statements).await;
        for number in 0..many {
            let name = format!("Participant {many} {number}");
            let made = stage.register(&world.anyone(), "coder", &name).await;
            let team = stage.team(&name, &challenge, &[id(&made["registration"])]).await;
            stage.prototype(&team, &name).await;
        }
        // The postman looks for mails now and then, and is counted too: the least of several counts is the walk's own.
        let mut least = u64::MAX;
        for _ in 0..5 {
            let before = world.statements.so_far();
            stage.owner.get(&format!("/v1/challenges/{challenge}/provenance")).await.ok();
            least = least.min(world.statements.so_far() - before);
        }
        counts.insert(least);
    }
    assert_eq!(counts.len(), 1, "{counts:?}");
}

/// What else happened in the event costs a walk nothing; each step that statements were made by costs one statement of SQL, and so does
/// the end of the line.
#[tokio::test]
async fn a_walk_costs_what_its_line_is_long() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let cost = async |path: &str| {
        let before = world.statements.so_far();
        stage.owner.get(&format!("{path}/provenance")).await.ok();
        world.statements.so_far() - before
    };
    let split = async |statement: &str| {
        let body = json!({ "parts": [{ "text": "Un." }, { "text": "Deux." }], "reason": "Deux choses." });
        let parts =
            stage.owner.post(&format!("/v1/problem-statements/{statement}/split"), body).await.created();
        id(&parts["items"][0]).to_owned()
    };
    let first = stage.accepted("S1", "open").await;
    let second = split(&first).await;
    let path = format!("/v1/problem-statements/{first}");
    let one_step = cost(&path).await;
    let elsewhere = stage.accepted("S2", "open").await;
    split(&split(&elsewhere).await).await;
    assert_eq!(cost(&path).await, one_step);
    split(&second).await;
    assert_eq!(cost(&path).await, one_step + 1);
}
