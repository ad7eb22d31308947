//! Who was there in a programme item: noted by the crew, counted for the crew, and gone with the person.

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::rows::{key, number, write};
use crate::stage::Stage;
use crate::world::World;

/// A published edition with one item; gives the address of the item.
async fn scene(world: &World) -> (Stage, String) {
    let stage = Stage::published(world, "helmo").await;
    let item = stage.item("Accueil").await;
    (stage, format!("/v1/programme-items/{item}"))
}

async fn registered(world: &World, stage: &Stage, name: &str) -> String {
    id(&stage.register(&world.anyone(), "coder", name).await["registration"]).to_owned()
}

#[tokio::test]
async fn the_crew_notes_who_came_and_reads_how_many() {
    let world = World::new().await;
    let (stage, path) = scene(&world).await;
    let desk = stage.staff(&world, "registration_desk", "Desk").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let viewer = stage.member(&world, "viewer", "Viewer").await;
    let (participant, mine) = stage.participant(&world, "coder", "Participant 1").await;
    let other = registered(&world, &stage, "Participant 2").await;
    let of = |registration: &str| format!("{path}/attendance/{registration}");
    let count = async |by: &Actor| by.get(&path).await.ok()["attendance"].clone();
    for by in [&desk, &stage.owner] {
        // Whoever is noted is noted once.
        by.link(&of(id(&mine))).await.done();
    }
    facilitator.link(&of(&other)).await.done();
    for by in [&stage.owner, &desk, &facilitator, &viewer] {
        assert_eq!(count(by).await, 2);
        assert_eq!(by.pages(&stage.at("programme"), 50).await[0]["attendance"], 2);
    }
    for by in [&world.anyone(), &participant, &world.account("Outsider").await] {
        assert_eq!(count(by).await, Value::Null);
        assert_eq!(by.pages(&stage.at("programme"), 50).await[0]["attendance"], Value::Null);
    }
    // The version, which anyone reads, does not count those who came.
    assert_eq!(stage.owner.get(&path).await.ok()["version"], 1);
    for by in [&desk, &desk] {
        by.unlink(&of(&other)).await.done();
    }
    assert_eq!(count(&desk).await, 1);
    let support = stage.staff(&world, "support_person", "Support").await;
    for (by, status, code) in [
        (&world.anyone(), 401, "unauthenticated"),
        (&participant, 403, "forbidden"),
        (&support, 403, "forbidden"),
        (&viewer, 403, "forbidden"),
    ] {
        by.link(&of(id(&mine))).await.refused(status, code);
        by.unlink(&of(id(&mine))).await.refused(status, code);
    }
    // The journal outlives people: it says that somebody came, and not who.
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&entries, 200).await;
    let told = entries.iter().filter(|entry| path.ends_with(entry["object_id"].as_str().unwrap()));
    let told: Vec<(&str, &str)> = told
        .map(|entry| (entry["action"].as_str().unwrap(), entry["actor_role"].as_str().unwrap()))
        .collect();
    let due = [
        ("programme_item.created", "owner"),
        ("programme_item.attendance_added", "registration_desk"),
        ("programme_item.attendance_added", "facilitator"),
        ("programme_item.attendance_removed", "registration_desk"),
    ];
    assert_eq!(told, due);
}

#[tokio::test]
async fn who_takes_part_in_the_edition_was_there_and_nobody_else() {
    let world = World::new().await;
    let (stage, path) = scene(&world).await;
    let of = |registration: &str| format!("{path}/attendance/{registration}");
    stage.pool("one", json!(1)).await;
    stage.profile("single", "other", json!(["one"])).await;
    let confirmed = stage.register(&world.anyone(), "single", "Participant 1").await;
    let waiting = stage.register(&world.anyone(), "single", "Participant 2").await;
    let (confirmed, waiting) = (id(&confirmed["registration"]), id(&waiting["registration"]));
    stage.owner.link(&of(waiting)).await.refused(409, "not_confirmed");
    let there = registered(&world, &stage, "Participant 3").await;
    for verb in ["check-in", "erase"] {
        stage.owner.act(&format!("/v1/registrations/{there}/{verb}")).await.ok();
    }
    // Checked in still, and nobody any more.
    stage.owner.link(&of(&there)).await.refused(409, "not_confirmed");
    let elsewhere = Stage::published(&world, "elsewhere").await;
    let foreign = registered(&world, &elsewhere, "Participant 4").await;
    for nobody in [foreign.as_str(), "01900000-0000-7000-8000-00000000dead", "nobody"] {
        stage.owner.link(&of(nobody)).await.refused(404, "not_found");
        stage.owner.unlink(&of(nobody)).await.refused(404, "not_found");
    }
    stage.owner.link(&of(confirmed)).await.done();
    // Who was there was there, whatever became of the registration.
    stage.owner.act(&format!("/v1/registrations/{confirmed}/cancel")).await.ok();
    assert_eq!(stage.owner.get(&path).await.ok()["attendance"], 1);
    stage.owner.act(&stage.at("start")).await.ok();
    let late = registered(&world, &stage, "Participant 5").await;
    stage.owner.act(&format!("/v1/registrations/{late}/check-in")).await.ok();
    stage.owner.link(&of(&late)).await.done();
    stage.owner.act(&stage.at("conclude")).await.ok();
    stage.owner.unlink(&of(&late)).await.refused(409, "wrong_state");
    stage.owner.link(&of(&late)).await.refused(409, "wrong_state");
    assert_eq!(stage.owner.get(&path).await.ok()["attendance"], 2);
}

#[tokio::test]
async fn whoever_is_noted_twice_at_once_is_noted_once() {
    let world = World::new().await;
    let (stage, path) = scene(&world).await;
    for round in 0..6 {
        let registration = registered(&world, &stage, &format!("Participant {round}")).await;
        let attendance = format!("{path}/attendance/{registration}");
        let calls = (0..6).map(|_| stage.owner.link(&attendance));
        for reply in futures_util::future::join_all(calls).await {
            reply.done();
        }
    }
    assert_eq!(stage.owner.get(&path).await.ok()["attendance"], 6);
    let told = "SELECT count(*) FROM audit_entries WHERE action = 'programme_item.attendance_added'";
    assert_eq!(number(&world, told).await, 6);
}

#[tokio::test]
async fn what_somebody_came_to_goes_with_them() {
    let world = World::new().await;
    let (stage, path) = scene(&world).await;
    let (leaving, first) = stage.participant(&world, "coder", "Participant 1").await;
    let (_, second) = stage.participant(&world, "coder", "Participant 2").await;
    let third = registered(&world, &stage, "Participant 3").await;
    for registration in [id(&first), id(&second), &third] {
        stage.owner.link(&format!("{path}/attendance/{registration}")).await.done();
    }
    let left = async || {
        let count = stage.owner.get(&path).await.ok()["attendance"].as_i64().unwrap();
        assert_eq!(number(&world, "SELECT count(*) FROM attendances").await, count);
        count
    };
    assert_eq!(left().await, 3);
    stage.owner.act(&format!("/v1/registrations/{}/erase", id(&second))).await.ok();
    assert_eq!(left().await, 2);
    leaving.delete("/v1/me").await.done();
    assert_eq!(left().await, 1);
    // And once its time is over.
    let dates = json!({ "starts_on": "2020-01-20", "ends_on": "2020-01-21", "retention_days": 30 });
    stage.owner.patch(&stage.path, dates).await.ok();
    let made = format!("created_at = '2020-01-02T00:00:00+00:00' WHERE id = {}", key(&third));
    assert_eq!(write(&world, &format!("UPDATE registrations SET {made}")).await, 1);
    world.by_itself(async |app| app.retain().await.unwrap()).await;
    assert_eq!(left().await, 0);
}
