//! A programme that a format outlines, an edition has, and a clone takes along.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::formats::{of, whole};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// Makes an edition from a format; gives its address.
async fn made_from(stage: &Stage, format: &str, slug: &str, starts_on: Value) -> String {
    let body = json!({
        "slug": slug, "title": { "fr": slug }, "time_zone": "Europe/Brussels", "format": format,
        "starts_on": starts_on,
    });
    format!("/v1/editions/{}", id(&stage.owner.post(&stage.editions(), body).await.created()))
}

async fn programme(stage: &Stage, edition: &str) -> Vec<Value> {
    stage.owner.pages(&format!("{edition}/programme"), 50).await
}

async fn saved(stage: &Stage, edition: &str, slug: &str) -> Value {
    let name = json!({ "slug": slug, "name": { "fr": slug } });
    stage.owner.post(&format!("{edition}/save-as-format"), name).await.created()
}

async fn cloned(stage: &Stage, edition: &str, slug: &str, starts_on: Value) -> (String, Value) {
    let body = json!({ "slug": slug, "title": { "fr": slug }, "starts_on": starts_on });
    let clone = stage.owner.post(&format!("{edition}/clone"), body).await.created();
    (format!("/v1/editions/{}", id(&clone["edition"])), clone["manifest"].clone())
}

/// What a clock shows at the two ends of an item.
fn clocks(item: &Value) -> [&str; 2] {
    ["starts", "ends"].map(|end| item[end]["local"].as_str().unwrap_or("-"))
}

fn at(local: &str) -> Value {
    json!({ "local": local, "time_zone": "Europe/Brussels" })
}

#[rstest]
#[case("slow")]
#[case("social")]
#[case("open_crisis")]
#[tokio::test]
async fn an_edition_has_the_programme_that_its_format_outlines(#[case] format: &str) {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let formats = world.anyone().pages("/v1/formats", 50).await;
    let outline = formats.iter().find(|item| item["slug"] == format).unwrap()["programme"].clone();
    let outline = outline.as_array().unwrap();
    let edition = made_from(&stage, format, "2026", json!("2026-11-20")).await;
    let items = programme(&stage, &edition).await;
    assert_eq!(items.len(), outline.len());
    let first = chrono::NaiveDate::from_ymd_opt(2026, 11, 20).unwrap();
    for (item, planned) in items.iter().zip(outline) {
        assert_eq!([&item["kind"], &item["title"]], [&planned["kind"], &planned["title"]]);
        let day = first + chrono::TimeDelta::days(planned["day"].as_i64().unwrap());
        let due = ["starts", "ends"].map(|end| format!("{day}T{}:00", planned[end].as_str().unwrap()));
        assert_eq!(clocks(item), due);
        assert_eq!([&item["place"], &item["hosts"]], [&json!(null), &json!([])]);
    }
    // And the format that is taken off it outlines the same.
    assert_eq!(saved(&stage, &edition, "kept").await["programme"], json!(outline));
}

#[tokio::test]
async fn items_that_wait_get_their_times_with_the_first_day_unless_somebody_set_them() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let mut format = whole();
    let day = |day: i32, starts: Value| json!({ "kind": "talk", "title": { "fr": "x" }, "day": day, "starts": starts, "ends": null });
    let nowhere = json!({ "kind": "break", "title": { "fr": "x" } });
    format["programme"].as_array_mut().unwrap().extend([
        day(1, json!("09:00")),
        day(0, json!(null)),
        nowhere,
    ]);
    let format = stage.owner.post(&of(&stage), format).await.created();
    let edition = made_from(&stage, id(&format), "month", json!("2025-11")).await;
    let items = programme(&stage, &edition).await;
    assert!(items.iter().all(|item| clocks(item) == ["-", "-"]), "{items:?}");
    // What waits is kept as it was planned, by a format and by a clone.
    assert_eq!(saved(&stage, &edition, "waiting").await["programme"], format["programme"]);
    let (clone, manifest) = cloned(&stage, &edition, "clone", json!("2026-11-19")).await;
    assert!(
        manifest["copied"].as_array().unwrap().contains(&json!({ "kind": "programme_item", "count": 4 }))
    );
    assert_eq!(clocks(&programme(&stage, &clone).await[0]), ["2026-11-05T18:00:00", "2026-11-05T20:00:00"]);
    let set = format!("/v1/programme-items/{}", id(&items[1]));
    stage.owner.patch(&set, json!({ "ends": at("2025-11-30T12:00:00"), "place": "Liège" })).await.ok();
    stage.owner.patch(&edition, json!({ "title": { "fr": "Novembre" } })).await.ok();
    assert_eq!(programme(&stage, &edition).await[0], items[0]);
    stage.owner.patch(&edition, json!({ "starts_on": "2025-11-20" })).await.ok();
    let settled = programme(&stage, &edition).await;
    let shown: Vec<[&str; 2]> = settled.iter().map(clocks).collect();
    let due = [
        ["2025-11-06T18:00:00", "2025-11-06T20:00:00"],
        ["-", "2025-11-30T12:00:00"],
        ["-", "-"],
        ["-", "-"],
    ];
    assert_eq!(shown, due);
    assert_eq!(settled[0]["starts"]["instant"], "2025-11-06T17:00:00Z");
    assert_eq!([&settled[0]["version"], &settled[1]["version"]], [&json!(2), &json!(2)]);
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&entries, 200).await;
    let of_it = entries.iter().filter(|entry| entry["object_id"] == items[0]["id"]);
    let of_it: Vec<&Value> = of_it.map(|entry| &entry["action"]).collect();
    assert_eq!(of_it, ["programme_item.changed"]);
    // They have their times now: another day moves nothing behind anybody's back.
    stage.owner.patch(&edition, json!({ "starts_on": "2026-11-20" })).await.ok();
    assert_eq!(programme(&stage, &edition).await, settled);
}

#[tokio::test]
async fn a_format_outlines_what_can_be_counted_from_the_first_day_and_loses_no_item() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    for (starts, ends) in [
        (at("2025-10-02T18:00:00"), at("2025-10-02T20:00:30")),
        (at("2025-11-21T09:00:00"), Value::Null),
        (Value::Null, at("2025-11-21T17:00:00")),
        (at("2025-11-20T22:00:00"), at("2025-11-21T02:00:00")),
        (Value::Null, Value::Null),
    ] {
        let body = json!({
            "kind": "meeting", "title": { "fr": "Ensemble" }, "starts": starts, "ends": ends,
            "place": "Salle 2", "hosts": ["Participant 1"],
        });
        stage.owner.post(&stage.at("programme"), body).await.created();
    }
    let kept = saved(&stage, &stage.path, "kept").await;
    let due = |day: Value, starts: Value, ends: Value| json!({ "kind": "meeting", "title": { "fr": "Ensemble" }, "day": day, "starts": starts, "ends": ends });
    let outline = json!([
        due(json!(-49), json!("18:00"), json!("20:00:30")),
        due(json!(1), json!("09:00"), json!(null)),
        due(json!(1), json!(null), json!("17:00")),
        // An outline has one day for an item: this one ends on another.
        due(json!(0), json!("22:00"), json!(null)),
        due(json!(null), json!(null), json!(null)),
    ]);
    assert_eq!(kept["programme"], outline);
    // What comes back can be sent again.
    let mut again = whole();
    again["slug"] = json!("again");
    again["programme"] = outline.clone();
    assert_eq!(stage.owner.post(&of(&stage), again).await.created()["programme"], outline);
}

#[tokio::test]
async fn a_clone_moves_the_programme_and_leaves_people_behind() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let hosted = json!({
        "kind": "pre_ideation", "title": { "fr": "Avant", "nl": "Vooraf" }, "place": "Angleur", "hosts": ["Participant 1"],
        "starts": at("2025-10-24T18:00:00"), "ends": at("2025-10-24T20:00:00"),
    });
    let source = stage.owner.post(&stage.at("programme"), hosted).await.created();
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let attendance = format!("/v1/programme-items/{}/attendance/{}", id(&source), id(&made["registration"]));
    stage.owner.link(&attendance).await.done();
    let voice = json!({
        "text": "Trop de papiers.", "language": "fr", "voice": "pseudonymous", "origin": "citizen",
        "programme_item_id": source["id"],
    });
    stage.owner.post(&stage.at("problem-statements"), voice).await.created();
    let (clone, manifest) = cloned(&stage, &stage.path, "2026", json!("2026-11-26")).await;
    let items = programme(&stage, &clone).await;
    // 371 days later: winter time now, so the instant is another one and the clock shows the same.
    assert_eq!(clocks(&items[0]), ["2026-10-30T18:00:00", "2026-10-30T20:00:00"]);
    assert_eq!(items[0]["starts"]["instant"], "2026-10-30T17:00:00Z");
    for (field, due) in [
        ("kind", json!("pre_ideation")),
        ("title", source["title"].clone()),
        ("place", json!("Angleur")),
        ("hosts", json!([])),
        ("attendance", json!(0)),
        ("version", json!(1)),
    ] {
        assert_eq!(items[0][field], due, "{field}");
    }
    let told = |list: &str, entry: Value| manifest[list].as_array().unwrap().contains(&entry);
    assert!(told("copied", json!({ "kind": "programme_item", "count": 1 })));
    assert!(told("left_out", json!({ "kind": "attendance", "count": 1, "reason": "personal" })));
    assert!(told(
        "left_out",
        json!({ "kind": "problem_statement", "count": 1, "reason": "history_of_the_source" })
    ));
    for (field, reason) in
        [("starts", "moved_with_the_start"), ("ends", "moved_with_the_start"), ("hosts", "personal")]
    {
        assert!(
            told("reset", json!({ "kind": "programme_item", "field": field, "reason": reason })),
            "{field}"
        );
    }
    let (blank, manifest) = cloned(&stage, &stage.path, "some-day", Value::Null).await;
    assert_eq!(clocks(&programme(&stage, &blank).await[0]), ["-", "-"]);
    let told = json!({ "kind": "programme_item", "field": "starts", "reason": "no_new_start" });
    assert!(manifest["reset"].as_array().unwrap().contains(&told));
}

#[tokio::test]
async fn a_programme_that_an_edition_has_kept_from_before_is_not_lost() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let kept = json!({
        "programme": [
            { "kind": "reflection", "title": { "fr": "Penser" }, "day": 0, "starts": "10:00", "ends": "12:00" },
        ],
        "support_offers": [], "rounds": [],
    });
    let sql =
        format!("UPDATE editions SET kept_parts = '{kept}' WHERE id = {}", rows::key(id(&stage.edition)));
    assert_eq!(rows::write(&world, &sql).await, 1);
    stage.item("Accueil").await;
    stage.owner.patch(&stage.path, json!({ "starts_on": "2025-11-27", "ends_on": null })).await.ok();
    assert_eq!(programme(&stage, &stage.path).await.len(), 1);
    let format = saved(&stage, &stage.path, "kept").await;
    assert_eq!(format["programme"][0], kept["programme"][0]);
    assert_eq!(format["programme"].as_array().unwrap().len(), 2);
    let (clone, manifest) = cloned(&stage, &stage.path, "2026", json!("2026-11-19")).await;
    assert!(
        manifest["copied"].as_array().unwrap().contains(&json!({ "kind": "programme_item", "count": 2 }))
    );
    let items = programme(&stage, &clone).await;
    assert_eq!(clocks(&items[0]), ["2026-11-19T10:00:00", "2026-11-19T12:00:00"]);
    // There they are written; they are not kept besides.
    assert_eq!(saved(&stage, &clone, "again").await["programme"].as_array().unwrap().len(), 2);
}
