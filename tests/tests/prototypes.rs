//! Prototypes: what teams make, who reads it, and the ring on which none is first.

use std::time::Duration;

use palabre_domain::prototype::OutcomeKind;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::stage::Stage;
use crate::world::World;

const DAY: Duration = Duration::from_secs(24 * 3600);

fn body(name: &str) -> Value {
    json!({ "name": name, "summary": "Un essai.", "language": "fr", "outcome_kind": "service" })
}

/// A team of one, formed; gives its address and its member.
async fn team(world: &World, stage: &Stage, name: &str) -> (String, Actor) {
    let (member, _) = stage.participant(world, "coder", name).await;
    let team = member.post(&stage.at("teams"), json!({ "name": name })).await.created();
    let team = format!("/v1/teams/{}", id(&team));
    stage.owner.act(&format!("{team}/form")).await.ok();
    (team, member)
}

async fn show(by: &Actor, prototype: &Value) {
    let path = format!("/v1/prototypes/{}/move-stage", id(prototype));
    by.post(&path, json!({ "to": "presented" })).await.ok();
}

fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_team_that_was_formed_makes_a_prototype() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (member, _) = stage.participant(&world, "coder", "Participant 1").await;
    let (other, _) = stage.participant(&world, "coder", "Participant 2").await;
    let challenge = stage.challenge("Comment se retrouver ?", &[]).await;
    let made = json!({ "name": "Les écureuils", "challenge_id": challenge });
    let made = member.post(&stage.at("teams"), made).await.created();
    let team = format!("/v1/teams/{}", id(&made));
    let path = format!("{team}/prototypes");
    let problem = member.post(&path, body("E-cureuil")).await.refused(409, "wrong_state");
    assert_eq!(problem["allowed_from"], json!(["formed", "working", "presented", "continuing"]));
    stage.owner.act(&format!("{team}/form")).await.ok();
    other.post(&path, body("E-cureuil")).await.refused(403, "forbidden");
    let reply = member.post(&path, body("E-cureuil")).await;
    let location = reply.header("location").unwrap().to_owned();
    let prototype = reply.created();
    assert_eq!(location, format!("/v1/prototypes/{}", id(&prototype)));
    let due = json!({
        "team_id": made["id"], "team_name": "Les écureuils", "challenges": [challenge], "stage": "idea",
        "trajectory": "unknown", "version": 1, "edition_id": id(&stage.edition),
    });
    for (field, value) in due.as_object().unwrap() {
        assert_eq!(&prototype[field], value, "{field}");
    }
    // A team that shows its name by a prototype takes its prototype along when it gets another one.
    stage.owner.patch(&team, json!({ "name": "Les loutres" })).await.ok();
    let renamed = member.get(&location).await.ok();
    assert_eq!((&renamed["team_name"], &renamed["version"]), (&json!("Les loutres"), &json!(2)));
    // None of the outcomes asks for an address.
    for kind in OutcomeKind::WORDS {
        let mut body = body(kind);
        body["outcome_kind"] = json!(kind);
        body["challenges"] = json!([]);
        let made = member.post(&path, body).await.created();
        assert_eq!((&made["outcome_kind"], &made["challenges"]), (&json!(kind), &json!([])));
    }
    stage.owner.post(&format!("{team}/dissolve"), json!({ "reason": "Fini" })).await.ok();
    stage.owner.post(&path, body("Trop tard")).await.refused(409, "wrong_state");
    stage.owner.patch(&location, json!({ "summary": "Ce qui en est resté." })).await.ok();
}

#[tokio::test]
async fn a_prototype_is_changed_by_its_team() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let other = Stage::published(&world, "efficience").await;
    let (team, member) = team(&world, &stage, "Une").await;
    let prototype = member.post(&format!("{team}/prototypes"), body("Une")).await.created();
    let path = format!("/v1/prototypes/{}", id(&prototype));
    let (first, second) = (stage.challenge("Une ?", &[]).await, stage.challenge("Deux ?", &[]).await);
    let changes = json!({
        "name": "Deux", "summary": "Autre\nchose.", "language": "nl", "outcome_kind": "device",
        "challenges": [second, first],
    });
    let changed = member.patch(&path, changes.clone()).await.ok();
    for field in ["name", "summary", "language", "outcome_kind"] {
        assert_eq!(changed[field], changes[field]);
    }
    assert_eq!(changed["challenges"], json!([first, second]));
    assert_eq!(changed["version"], 2);
    for (field, value, code) in [
        ("stage", json!("presented"), "unknown_field"),
        ("trajectory", json!("adopted"), "unknown_field"),
        ("ring", json!(1), "unknown_field"),
        ("url", json!("https://example.org"), "unknown_field"),
        ("name", json!(null), "wrong_type"),
        ("challenges", json!(null), "wrong_type"),
        ("outcome_kind", json!("startup"), "not_one_of"),
    ] {
        member.patch(&path, json!({ field: value })).await.invalid(&format!("/{field}"), code);
    }
    let draft = stage.owner.post(&stage.at("challenges"), json!({ "question": "Et si ?" })).await.created();
    let elsewhere = other.challenge("D'ailleurs ?", &[]).await;
    for unknown in [id(&draft), &elsewhere, "01900000-0000-7000-8000-000000000000"] {
        let challenges = json!({ "challenges": [first, unknown] });
        member.patch(&path, challenges.clone()).await.invalid("/challenges/1", "unknown_challenge");
        let mut new = body("Trois");
        new["challenges"] = challenges["challenges"].clone();
        let made = member.post(&format!("{team}/prototypes"), new).await;
        made.invalid("/challenges/1", "unknown_challenge");
    }
    let twice = json!({ "challenges": [first, first] });
    member.patch(&path, twice).await.invalid("/challenges/1", "challenge_twice");
    let stale = member.and("if-match", "\"1\"");
    let late = Some(("application/json", br#"{"name": "Mien"}"#.to_vec()));
    stale.send(reqwest::Method::PATCH, &path, late).await.refused(412, "stale");
    stale.post(&format!("{path}/move-stage"), json!({ "to": "sketch" })).await.refused(412, "stale");
    // Afterwards too, by team and staff; in no other edition.
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    member.patch(&path, json!({ "name": "Après" })).await.ok();
    other.owner.patch(&path, json!({ "name": "Vol" })).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_prototype_moves_forward_freely_and_back_with_a_note() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (team, member) = team(&world, &stage, "Une").await;
    let prototype = member.post(&format!("{team}/prototypes"), body("Une")).await.created();
    let path = format!("/v1/prototypes/{}", id(&prototype));
    let to = async |to: &str, note: Value| {
        member.post(&format!("{path}/move-stage"), json!({ "to": to, "note": note })).await
    };
    to("idea", json!(null)).await.refused(409, "same_stage");
    to("sold", json!(null)).await.invalid("/to", "unknown_stage");
    assert_eq!(to("documented", json!(null)).await.ok()["stage"], "documented");
    to("sketch", json!(null)).await.refused(409, "note_missing");
    to("sketch", json!("  ")).await.invalid("/note", "too_short");
    world.anyone().get(&path).await.ok();
    let back = to("sketch", json!("Montré trop tôt.")).await.ok();
    assert_eq!((&back["stage"], &back["version"]), (&json!("sketch"), &json!(3)));
    world.anyone().get(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn only_what_stands_at_a_public_stage_is_read_by_anyone() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (first, member) = team(&world, &stage, "Une").await;
    let (second, other) = team(&world, &stage, "Deux").await;
    let hidden = member.post(&format!("{first}/prototypes"), body("Caché")).await.created();
    let shown = other.post(&format!("{second}/prototypes"), body("Montré")).await.created();
    show(&other, &shown).await;
    let viewer = stage.member(&world, "viewer", "Viewer").await;
    let outsider = world.account("Outsider").await;
    let list = stage.at("prototypes");
    let address = format!("/v1/prototypes/{}", id(&hidden));
    for (reader, sees_hidden) in [
        (&world.anyone(), false),
        (&outsider, false),
        (&other, false),
        (&member, true),
        (&viewer, true),
        (&stage.owner, true),
    ] {
        let items = reader.pages(&list, 1).await;
        let mut names = names(&items);
        names.sort_unstable();
        assert_eq!(names, if sees_hidden { vec!["Caché", "Montré"] } else { vec!["Montré"] });
        let status = reader.get(&address).await.status.as_u16();
        assert_eq!(status, if sees_hidden { 200 } else { 404 });
    }
    let public = world.anyone().get(&format!("/v1/prototypes/{}", id(&shown))).await;
    assert!(public.header("cache-control").unwrap().starts_with("public"));
    assert_eq!(public.ok()["team_name"], "Deux");
}

/// Nothing that would put one before another, at any depth.
fn ranks(value: &Value) -> bool {
    let words = ["ring", "rank", "score", "vote", "votes", "winner", "position", "place", "award", "awards"];
    match value {
        Value::Array(items) => items.iter().any(ranks),
        Value::Object(members) => {
            members.iter().any(|(name, member)| words.contains(&name.as_str()) || ranks(member))
        }
        _ => false,
    }
}

#[tokio::test]
async fn invariant_8_a_list_starts_where_the_date_says_and_goes_round() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (team, member) = team(&world, &stage, "Une").await;
    for number in 0..9 {
        let prototype =
            member.post(&format!("{team}/prototypes"), body(&format!("P{number}"))).await.created();
        show(&member, &prototype).await;
    }
    let anyone = world.anyone();
    let list = stage.at("prototypes");
    let whole = anyone.get(&list).await.ok();
    assert!(!ranks(&whole), "{whole}");
    let today: Vec<Value> = whole["items"].as_array().unwrap().clone();
    assert_eq!(today.len(), 9);
    // Page by page it is the same order, each once, and it stays all day.
    for limit in [1, 2, 4] {
        assert_eq!(anyone.pages(&list, limit).await, today);
    }
    // A walk that began today goes on in today's order, however late.
    let first = anyone.get(&format!("{list}?limit=4")).await.ok();
    let mut walked: Vec<Value> = first["items"].as_array().unwrap().clone();
    let cursor = first["next_cursor"].as_str().unwrap();
    world.pass(DAY);
    let rest = anyone.get(&format!("{list}?limit=100&cursor={cursor}")).await.ok();
    walked.extend(rest["items"].as_array().unwrap().iter().cloned());
    assert_eq!(walked, today);
    // Every day it begins elsewhere on the same ring.
    let today = names(&today);
    let mut firsts = std::collections::BTreeSet::new();
    for _ in 0..30 {
        let items = anyone.pages(&list, 4).await;
        let found = names(&items);
        let start = today.iter().position(|name| *name == found[0]).unwrap();
        let turned: Vec<&str> = today.iter().cycle().skip(start).take(9).copied().collect();
        assert_eq!(found, turned);
        firsts.insert(found[0].to_owned());
        world.pass(DAY);
    }
    assert!(firsts.len() > 2, "{firsts:?}");
}

#[tokio::test]
async fn in_an_edition_with_a_selection_the_list_goes_by_id() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "dynamo").await;
    stage.owner.patch(&stage.path, json!({ "recognition": "selection" })).await.ok();
    stage.owner.act(&stage.at("publish")).await.ok();
    let (team, member) = team(&world, &stage, "Une").await;
    let mut due = Vec::new();
    for number in 0..5 {
        let name = format!("P{number}");
        member.post(&format!("{team}/prototypes"), body(&name)).await.created();
        due.push(name);
    }
    let list = stage.at("prototypes");
    for limit in [2, 50] {
        assert_eq!(names(&stage.owner.pages(&list, limit).await), due);
    }
}
