//! The programme of an edition: what happens, when and where.

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

fn at(local: &str) -> Value {
    json!({ "local": local, "time_zone": "Europe/Brussels" })
}

/// An item with everything.
fn whole() -> Value {
    json!({
        "kind": "workshop", "title": { "fr": "Écouter le terrain", "en": "Listening" },
        "starts": at("2025-11-20T09:00:00"), "ends": at("2025-11-20T10:30:00"),
        "place": "Salle 2", "hosts": ["Participant 1", "Le Monde des Possibles"],
    })
}

#[tokio::test]
async fn an_item_is_written_down_read_by_anyone_changed_and_deleted() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let made = facilitator.post(&stage.at("programme"), whole()).await;
    assert_eq!(made.header("etag"), Some("\"1\""));
    let path = made.header("location").unwrap().to_owned();
    let item = made.created();
    assert_eq!(path, format!("/v1/programme-items/{}", id(&item)));
    let due = |local: &str, instant: &str| json!({ "local": local, "time_zone": "Europe/Brussels", "instant": instant });
    for (field, due) in [
        ("edition_id", stage.edition["id"].clone()),
        ("version", json!(1)),
        ("kind", json!("workshop")),
        ("title", json!({ "fr": "Écouter le terrain", "en": "Listening" })),
        ("starts", due("2025-11-20T09:00:00", "2025-11-20T08:00:00Z")),
        ("ends", due("2025-11-20T10:30:00", "2025-11-20T09:30:00Z")),
        ("place", json!("Salle 2")),
        ("hosts", json!(["Participant 1", "Le Monde des Possibles"])),
        ("attendance", json!(0)),
    ] {
        assert_eq!(item[field], due, "{field}");
    }
    let least = json!({ "kind": "break", "title": { "fr": "Pause" } });
    let least = stage.owner.post(&stage.at("programme"), least).await.created();
    for (field, due) in
        [("starts", json!(null)), ("ends", json!(null)), ("place", json!(null)), ("hosts", json!([]))]
    {
        assert_eq!(least[field], due, "{field}");
    }
    let anyone = world.anyone();
    let public = |item: &Value| {
        let mut item = item.clone();
        item["attendance"] = Value::Null;
        item
    };
    assert_eq!(anyone.get(&path).await.ok(), public(&item));
    for limit in [1, 50] {
        // By id: a break that nobody has timed yet is in its place.
        assert_eq!(anyone.pages(&stage.at("programme"), limit).await, [public(&item), public(&least)]);
    }
    let patch = json!({
        "kind": "talk", "title": { "en": null, "nl": "Luisteren" }, "starts": null, "place": null, "hosts": null,
    });
    let changed = facilitator.patch(&path, patch).await.ok();
    for (field, due) in [
        ("version", json!(2)),
        ("kind", json!("talk")),
        ("title", json!({ "fr": "Écouter le terrain", "nl": "Luisteren" })),
        ("starts", json!(null)),
        ("ends", item["ends"].clone()),
        ("place", json!(null)),
        ("hosts", json!([])),
    ] {
        assert_eq!(changed[field], due, "{field}");
    }
    facilitator.and("if-match", "\"1\"").unlink(&path).await.refused(412, "stale");
    facilitator.unlink(&path).await.refused(428, "version_required");
    facilitator.delete(&path).await.done();
    anyone.get(&path).await.refused(404, "not_found");
    assert_eq!(anyone.pages(&stage.at("programme"), 50).await, [public(&least)]);
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&entries, 200).await;
    let of_it = entries.iter().filter(|entry| entry["object_id"] == item["id"]);
    let of_it: Vec<&Value> = of_it.map(|entry| &entry["action"]).collect();
    assert_eq!(of_it, ["programme_item.created", "programme_item.changed", "programme_item.deleted"]);
    let told = "SELECT count(*) FROM outbox_events WHERE kind LIKE 'programme_item.%'";
    assert_eq!(rows::number(&world, told).await, 4);
}

#[rstest]
#[case("/kind", json!("siesta"), "/kind", "not_one_of")]
#[case("/title", json!({ "nl": "Pauze" }), "/title", "default_language_missing")]
#[case("/title", json!({ "fr": "" }), "/title/fr", "too_short")]
#[case("/title", json!("Pause"), "/title", "wrong_type")]
#[case("/starts", json!("2025-11-20T09:00:00"), "/starts", "wrong_type")]
#[case("/starts", json!({ "local": "2025-11-20T09:00:00" }), "/starts/time_zone", "missing_field")]
#[case("/starts", at("2025-03-30T02:30:00"), "/starts/local", "local_time_skipped")]
#[case("/starts", at("2025-10-26T02:30:00"), "/starts/local", "local_time_ambiguous")]
#[case(
    "/ends",
    json!({ "local": "2025-11-20T11:00:00", "time_zone": "Europe/Brussels", "instant": "2025-11-20T11:00:00Z" }),
    "/ends/instant",
    "instant_mismatch"
)]
#[case("/ends", at("2025-11-20T08:59:59"), "/ends", "ends_before_start")]
#[case("/ends", at("2025-11-20T09:00:00"), "/ends", "ends_before_start")]
#[case("/starts", at("2025-11-21T09:00:00"), "/ends", "ends_before_start")]
#[case("/place", json!("p".repeat(201)), "/place", "too_long")]
#[case("/place", json!("a\u{0}b"), "/place", "forbidden_character")]
#[case("/hosts", json!(vec!["h"; 21]), "/hosts", "too_long")]
#[case("/hosts", json!(["Participant 1", " "]), "/hosts/1", "too_short")]
#[case("/attendance", json!(12), "/attendance", "unknown_field")]
#[tokio::test]
async fn a_field_of_an_item_that_is_wrong_is_named(
    #[case] field: &str,
    #[case] value: Value,
    #[case] pointer: &str,
    #[case] code: &str,
) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.owner.post(&stage.at("programme"), whole()).await.created();
    let field = field.trim_start_matches('/');
    let mut body = whole();
    body[field] = value.clone();
    stage.owner.post(&stage.at("programme"), body).await.invalid(pointer, code);
    let path = format!("/v1/programme-items/{}", id(&made));
    // A language that a patch does not name stays.
    if code != "default_language_missing" {
        stage.owner.patch(&path, json!({ field: value })).await.invalid(pointer, code);
    }
    assert_eq!(stage.owner.pages(&stage.at("programme"), 50).await, [made]);
}

#[tokio::test]
async fn an_item_lies_where_it_lies_and_what_is_not_known_of_it_is_not_invented() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    for (kind, starts, ends) in [
        // Ideas come weeks before, elsewhere.
        ("pre_ideation", at("2025-10-02T18:00:00"), at("2025-10-02T20:00:00")),
        ("meeting", at("2025-12-15T18:00:00"), Value::Null),
        ("making", at("2025-11-20T22:00:00"), at("2025-11-21T02:00:00")),
        ("closing", Value::Null, at("2025-11-21T17:00:00")),
        ("plenary", Value::Null, Value::Null),
    ] {
        let body = json!({ "kind": kind, "title": { "fr": kind }, "starts": starts, "ends": ends });
        let item = stage.owner.post(&stage.at("programme"), body).await.created();
        assert_eq!([&item["starts"]["local"], &item["ends"]["local"]], [&starts["local"], &ends["local"]]);
    }
    // The hour that comes twice is told by its instant.
    let twice = json!({
        "local": "2025-10-26T02:30:00", "time_zone": "Europe/Brussels", "instant": "2025-10-26T01:30:00Z",
    });
    let body = json!({ "kind": "break", "title": { "fr": "Nuit" }, "starts": twice });
    assert_eq!(stage.owner.post(&stage.at("programme"), body).await.created()["starts"], twice);
}

#[tokio::test]
async fn a_programme_is_written_until_the_edition_is_over_and_read_once_it_is_announced() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let item = stage.owner.post(&stage.at("programme"), whole()).await.created();
    let path = format!("/v1/programme-items/{}", id(&item));
    let (anyone, desk) = (world.anyone(), stage.staff(&world, "registration_desk", "Desk").await);
    for path in [&path, &stage.at("programme")] {
        anyone.get(path).await.refused(404, "not_found");
        desk.get(path).await.ok();
    }
    desk.post(&stage.at("programme"), whole()).await.refused(403, "forbidden");
    for verb in ["publish", "start", "conclude"] {
        stage.owner.patch(&path, json!({ "place": verb })).await.ok();
        stage.owner.act(&stage.at(verb)).await.ok();
    }
    assert_eq!(anyone.get(&path).await.ok()["place"], "conclude");
    stage.owner.post(&stage.at("programme"), whole()).await.refused(409, "wrong_state");
    stage.owner.patch(&path, json!({ "place": "Trop tard" })).await.refused(409, "wrong_state");
    stage.owner.delete(&path).await.refused(409, "wrong_state");
    let stale = stage.owner.and("if-match", "\"99\"");
    stale.unlink(&path).await.refused(412, "stale");
    // A draft goes with its programme, and another tenant's is none.
    let other = Stage::draft(&world, "other").await;
    let theirs = other.owner.post(&other.at("programme"), whole()).await.created();
    stage.owner.get(&format!("/v1/programme-items/{}", id(&theirs))).await.refused(404, "not_found");
    other.owner.delete(&other.path).await.done();
    assert_eq!(rows::number(&world, "SELECT count(*) FROM programme_items").await, 1);
}

#[tokio::test]
async fn who_has_seen_an_item_as_it_was_asks_again_and_is_answered_whole() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let item = stage.item("Accueil").await;
    let path = format!("/v1/programme-items/{item}");
    let known = stage.owner.and("if-none-match", "\"1\"");
    assert_eq!(known.get(&path).await.ok()["attendance"], 0);
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    stage.owner.link(&format!("{path}/attendance/{}", id(&made["registration"]))).await.done();
    assert_eq!(known.get(&path).await.ok()["attendance"], 1);
}

/// Fills a programme with items up to so many, behind the server's back.
async fn fill(world: &World, stage: &Stage, present: u32) {
    let edition = rows::key(id(&stage.edition));
    let row = |number: u32| {
        let id = rows::key(&format!("01900000-0000-7000-8000-{number:012}"));
        format!("({id}, 1, '2026-01-01T00:00:00+00:00', {edition}, 'break', '{{\"fr\": \"Pause\"}}', '[]')")
    };
    let all: Vec<String> = (0..present).map(row).collect();
    let columns = "id, version, created_at, edition_id, kind, title, hosts";
    rows::write(world, &format!("INSERT INTO programme_items ({columns}) VALUES {}", all.join(", "))).await;
}

#[tokio::test]
async fn a_programme_has_two_hundred_items_at_most_however_many_write_at_once() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    fill(&world, &stage, 199).await;
    let programme = stage.at("programme");
    // Several rounds: those who count at the same moment have to meet.
    for _ in 0..6 {
        let calls = (0..10).map(|_| stage.owner.post(&programme, whole()));
        let mut made = Vec::new();
        for reply in futures_util::future::join_all(calls).await {
            match reply.status.as_u16() {
                201 => made.push(format!("/v1/programme-items/{}", id(&reply.created()))),
                _ => assert_eq!(reply.refused(409, "full")["code"], "full"),
            }
        }
        assert_eq!(made.len(), 1);
        stage.owner.delete(&made[0]).await.done();
    }
}

#[tokio::test]
async fn an_item_that_somebody_came_to_or_spoke_in_stays() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let registration = id(&made["registration"]);
    let path = format!("/v1/programme-items/{}", stage.item("Accueil").await);
    let attendance = format!("{path}/attendance/{registration}");
    stage.owner.link(&attendance).await.done();
    stage.owner.delete(&path).await.refused(409, "in_use");
    stage.owner.unlink(&attendance).await.done();
    stage.owner.delete(&path).await.done();
    let item = stage.item("Réflexion").await;
    let voice = json!({
        "text": "Trop de papiers.", "language": "fr", "voice": "pseudonymous", "origin": "citizen",
        "programme_item_id": item,
    });
    world.anyone().post(&stage.at("problem-statements"), voice.clone()).await.created();
    stage.owner.delete(&format!("/v1/programme-items/{item}")).await.refused(409, "in_use");
    // At once: either it goes, and nobody came to it or spoke in it; or it stays.
    for _ in 0..6 {
        let item = stage.item("Entre deux").await;
        let path = format!("/v1/programme-items/{item}");
        let attendance = format!("{path}/attendance/{registration}");
        let mut voice = voice.clone();
        voice["programme_item_id"] = json!(item);
        let owner = stage.owner.and("if-match", "*");
        let (voices, anyone) = (stage.at("problem-statements"), world.anyone());
        let (gone, noted, voiced) = futures_util::future::join3(
            owner.send(Method::DELETE, &path, None),
            stage.owner.link(&attendance),
            anyone.post(&voices, voice),
        )
        .await;
        let statuses = [gone.status.as_u16(), noted.status.as_u16(), voiced.status.as_u16()];
        assert!([[204, 404, 422], [409, 204, 201]].contains(&statuses), "{statuses:?}");
    }
}
