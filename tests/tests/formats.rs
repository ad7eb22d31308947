//! Formats: blueprints that come with the program, and those that organizations keep.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::stage::Stage;
use crate::world::World;

/// Where the formats of a stage's organization are.
pub fn of(stage: &Stage) -> String {
    format!("/v1/organizations/{}/formats", id(&stage.organization))
}

/// A format with one of everything.
pub fn whole() -> Value {
    let text = |words: &str| json!({ "fr": words });
    json!({
        "slug": "ours",
        "name": text("Le nôtre"),
        "recognition": "selection",
        "registration_mode": "review",
        "stages": [
            { "key": "heard", "name": text("Entendu"), "public": false },
            { "key": "shown", "name": text("Montré"), "public": true },
        ],
        "vocabulary": { "prototype": text("maquette") },
        "windows": [
            { "kind": "problem_call", "opens": { "day": -30, "time": "09:00" }, "closes": { "day": 0, "time": "12:00" } },
            { "kind": "making", "opens": { "day": 0, "time": "13:00:30" }, "closes": null },
        ],
        "pools": [
            { "slug": "coders", "name": text("Code"), "size": 20 },
            { "slug": "all", "name": text("En tout"), "size": null },
        ],
        "profiles": [
            { "slug": "coder", "name": text("Code"), "knowledge": "makes", "pools": ["coders", "all"] },
            { "slug": "resident", "name": text("Habitante"), "knowledge": "lived", "pools": ["all"] },
        ],
        "composition_policy": {
            "size": { "min": 3, "max": 8 }, "at_least": [{ "profiles": ["coder", "resident"], "count": 2 }],
        },
        "programme": [
            { "kind": "pre_ideation", "title": text("Avant"), "day": -14, "starts": "18:00", "ends": "20:00" },
        ],
        "support_offers": [{ "kind": "network", "name": text("Réseau"), "description": null }],
        "consent_purposes": [
            { "purpose": "participation", "version": 1, "text": text("Mes données"), "required": true },
        ],
        "questions": [{
            "key": "meal", "kind": "choice", "label": text("Repas ?"), "required": false,
            "choices": [{ "key": "yes", "label": text("Oui") }], "profiles": ["resident"],
        }],
        "rounds": [{ "key": "preselection", "places": 5 }],
    })
}

/// What was sent of a format, out of what came back.
fn said(format: &Value) -> Value {
    let mut said = format.clone();
    for added in ["id", "version", "created_at", "organization_id"] {
        said.as_object_mut().unwrap().remove(added).unwrap();
    }
    said
}

#[tokio::test]
async fn anyone_reads_the_built_in_formats_and_nobody_changes_them() {
    let world = World::new().await;
    let owner = world.account("Owner").await;
    let formats = world.anyone().pages("/v1/formats", 2).await;
    let slugs: Vec<&str> = formats.iter().map(|format| format["slug"].as_str().unwrap()).collect();
    assert_eq!(slugs, ["slow", "social", "open_crisis"]);
    for format in &formats {
        let path = format!("/v1/formats/{}", id(format));
        assert_eq!(&world.anyone().get(&path).await.ok(), format);
        assert_eq!(format["organization_id"], Value::Null);
        assert_eq!(format["name"].as_object().unwrap().keys().collect::<Vec<_>>(), ["de", "en", "fr", "nl"]);
        owner.patch(&path, json!({ "slug": "mine" })).await.refused(403, "forbidden");
        owner.delete(&path).await.refused(403, "forbidden");
    }
    let recognition = |at: usize| formats[at]["recognition"].as_str().unwrap();
    assert_eq!(
        [recognition(0), recognition(1), recognition(2)],
        ["non_competitive", "non_competitive", "selection"]
    );
    // Invariant 8: what is no competition has no rounds at all.
    assert!(formats[0].get("rounds").is_none() && formats[2]["rounds"].is_array());
}

#[rstest]
#[case("slow", "non_competitive")]
#[case("social", "non_competitive")]
#[case("open_crisis", "selection")]
#[tokio::test]
async fn a_built_in_format_makes_an_edition_that_is_published_with_title_dates_and_place(
    #[case] format: &str,
    #[case] recognition: &str,
) {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let body = json!({
        "slug": "2026", "title": { "fr": "2026" }, "time_zone": "Europe/Brussels", "format": format,
        "starts_on": "2026-11-20", "ends_on": "2026-11-21", "venue": { "city": "Liège" },
    });
    let edition = stage.owner.post(&stage.editions(), body).await.created();
    let path = format!("/v1/editions/{}", id(&edition));
    assert_eq!(stage.owner.act(&format!("{path}/publish")).await.ok()["state"], "published");
    let plan = world.anyone().get("/v1/formats").await.ok();
    let plan = plan["items"].as_array().unwrap().iter().find(|item| item["slug"] == format).unwrap().clone();
    assert_eq!(edition["recognition"], recognition);
    assert_eq!([&edition["stages"], &edition["vocabulary"]], [&plan["stages"], &plan["vocabulary"]]);
    let anyone = world.anyone();
    let pairs = |things: Vec<Value>, fields: &[&str]| -> Vec<Value> {
        things.iter().map(|thing| fields.iter().map(|field| thing[*field].clone()).collect()).collect()
    };
    let list = |name: &str| plan[name].as_array().unwrap().clone();
    let pools = anyone.pages(&format!("{path}/pools"), 200).await;
    assert_eq!(pairs(pools, &["slug", "name", "size"]), pairs(list("pools"), &["slug", "name", "size"]));
    let profiles = anyone.pages(&format!("{path}/profiles"), 200).await;
    let fields = ["slug", "name", "knowledge"];
    assert_eq!(pairs(profiles, &fields), pairs(list("profiles"), &fields));
    let purposes = anyone.get(&format!("{path}/consent-purposes")).await.ok();
    assert_eq!(purposes["purposes"], plan["consent_purposes"]);
    let policy = stage.owner.get(&format!("{path}/composition-policy")).await.ok();
    assert_eq!(policy["size"], plan["composition_policy"]["size"]);
    assert_eq!(policy["at_least"], plan["composition_policy"]["at_least"]);
    let windows = anyone.get(&format!("{path}/windows")).await.ok();
    let windows = windows["windows"].as_array().unwrap();
    assert_eq!(windows.len(), list("windows").len());
    for (window, planned) in windows.iter().zip(list("windows")) {
        assert_eq!(window["kind"], planned["kind"]);
        for (end, plan) in [("opens_at", "opens"), ("closes_at", "closes")] {
            assert_eq!(window[end].is_null(), planned[plan].is_null());
            let local = window[end]["local"].as_str().unwrap_or("null");
            assert!(local.contains(planned[plan]["time"].as_str().unwrap_or("null")), "{local}");
        }
    }
}

#[tokio::test]
async fn windows_are_counted_from_the_first_day_or_have_no_times() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let format = stage.owner.post(&of(&stage), whole()).await.created();
    let windows = async |slug: &str, starts_on: Value| {
        let body = json!({
            "slug": slug, "title": { "fr": slug }, "time_zone": "Europe/Brussels",
            "starts_on": starts_on, "format": id(&format),
        });
        let edition = stage.owner.post(&stage.editions(), body).await.created();
        stage.owner.get(&format!("/v1/editions/{}/windows", id(&edition))).await.ok()["windows"].clone()
    };
    let call = windows("a", json!("2025-11-20")).await[0].clone();
    assert_eq!(call["opens_at"]["local"], "2025-10-21T09:00:00");
    assert_eq!(call["opens_at"]["instant"], "2025-10-21T07:00:00Z");
    assert_eq!(call["closes_at"]["local"], "2025-11-20T12:00:00");
    assert_eq!(call["closes_at"]["instant"], "2025-11-20T11:00:00Z");
    let month = windows("b", json!("2025-11")).await;
    assert_eq!(month[0], json!({ "kind": "problem_call", "opens_at": null, "closes_at": null }));
    assert_eq!(windows("c", Value::Null).await, month);
}

#[tokio::test]
async fn windows_that_wait_get_their_times_with_the_first_day_unless_somebody_set_them() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let format = stage.owner.post(&of(&stage), whole()).await.created();
    let draft = async |slug: &str| {
        let body = json!({
            "slug": slug, "title": { "fr": slug }, "time_zone": "Europe/Brussels", "format": id(&format),
        });
        format!("/v1/editions/{}", id(&stage.owner.post(&stage.editions(), body).await.created()))
    };
    let windows =
        async |edition: &str| stage.owner.get(&format!("{edition}/windows")).await.ok()["windows"].clone();
    let (first, set, source) = (draft("first").await, draft("set").await, draft("source").await);
    let day = json!({ "starts_on": "2025-11-20" });
    stage.owner.patch(&first, json!({ "starts_on": "2025-11" })).await.ok();
    assert_eq!(windows(&first).await[0]["opens_at"], Value::Null);
    stage.owner.patch(&first, day.clone()).await.ok();
    let counted = windows(&first).await;
    assert_eq!(counted[0]["opens_at"]["local"], "2025-10-21T09:00:00");
    assert_eq!(counted[1]["opens_at"]["local"], "2025-11-20T13:00:30");
    // They have their times now: another day moves nothing behind anybody's back.
    stage.owner.patch(&first, json!({ "starts_on": "2026-11-20" })).await.ok();
    assert_eq!(windows(&first).await, counted);
    let own = json!({ "windows": [{ "kind": "plenary", "opens_at": null, "closes_at": null }] });
    stage.owner.put(&format!("{set}/windows"), own.clone()).await.ok();
    stage.owner.patch(&set, day).await.ok();
    assert_eq!(windows(&set).await, own["windows"]);
    // A clone and a format take along what waits.
    let clone = json!({ "slug": "clone", "title": { "fr": "c" }, "starts_on": "2025-11-20" });
    let clone = stage.owner.post(&format!("{source}/clone"), clone).await.created();
    assert_eq!(windows(&format!("/v1/editions/{}", id(&clone["edition"]))).await, counted);
    let name = json!({ "slug": "kept", "name": { "fr": "Gardé" } });
    let kept = stage.owner.post(&format!("{source}/save-as-format"), name).await.created();
    assert_eq!(kept["windows"], format["windows"]);
}

#[tokio::test]
async fn a_format_is_kept_read_changed_and_deleted_and_editions_stay_as_they_are() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let format = stage.owner.post(&of(&stage), whole()).await.created();
    // What comes back can be sent again.
    assert_eq!(said(&format), whole());
    let path = format!("/v1/formats/{}", id(&format));
    assert_eq!(stage.owner.get(&path).await.ok(), format);
    let mut again = said(&format);
    again["slug"] = json!("again");
    let again = stage.owner.post(&of(&stage), again).await.created();
    assert_eq!(stage.owner.pages(&of(&stage), 1).await, [format.clone(), again]);
    stage.owner.post(&of(&stage), whole()).await.refused(409, "slug_taken");
    let edition = json!({
        "slug": "2026", "title": { "fr": "2026" }, "time_zone": "Europe/Brussels", "format": id(&format),
        "stages": [{ "key": "only", "name": { "fr": "Seule" }, "public": true }],
        "vocabulary": { "prototype": { "fr": "dispositif" }, "team": { "fr": "groupe" } },
    });
    let edition = stage.owner.post(&stage.editions(), edition).await.created();
    assert_eq!(edition["stages"][0]["key"], "only");
    assert_eq!(
        edition["vocabulary"],
        json!({ "prototype": { "fr": "dispositif" }, "team": { "fr": "groupe" } })
    );
    let patch = json!({
        "name": { "nl": "Het onze" }, "pools": [], "profiles": [], "questions": null, "stages": null,
        "vocabulary": { "prototype": { "nl": "maquette" }, "theme": { "fr": "sujet" } },
        "composition_policy": { "size": { "max": null }, "at_least": [] },
    });
    let changed = stage.owner.patch(&path, patch).await.ok();
    assert_eq!(changed["name"], json!({ "fr": "Le nôtre", "nl": "Het onze" }));
    assert_eq!(changed["vocabulary"]["prototype"], json!({ "fr": "maquette", "nl": "maquette" }));
    assert_eq!(changed["composition_policy"], json!({ "size": { "min": 3, "max": null }, "at_least": [] }));
    assert_eq!([&changed["pools"], &changed["questions"]], [&json!([]), &json!([])]);
    assert_eq!(changed["stages"].as_array().unwrap().len(), 5);
    assert_eq!(changed["windows"], format["windows"]);
    stage.owner.delete(&path).await.done();
    stage.owner.get(&path).await.refused(404, "not_found");
    let pools = stage.owner.pages(&format!("/v1/editions/{}/pools", id(&edition)), 50).await;
    assert_eq!(pools.len(), 2);
}

#[tokio::test]
async fn an_edition_kept_as_a_format_makes_its_like() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let format = stage.owner.post(&of(&stage), whole()).await.created();
    let body = |slug: &str, format: &Value| {
        json!({
            "slug": slug, "title": { "fr": slug }, "time_zone": "Europe/Brussels",
            "starts_on": "2026-03-26", "format": id(format),
        })
    };
    let edition = stage.owner.post(&stage.editions(), body("first", &format)).await.created();
    let save = format!("/v1/editions/{}/save-as-format", id(&edition));
    let name = json!({ "slug": "kept", "name": { "fr": "Gardé" } });
    let kept = stage.owner.post(&save, name.clone()).await.created();
    let mut due = whole();
    due["slug"] = json!("kept");
    due["name"] = json!({ "fr": "Gardé" });
    assert_eq!(said(&kept), due);
    stage.owner.post(&save, name).await.refused(409, "slug_taken");
    let nameless = json!({ "slug": "other", "name": { "en": "Other" } });
    stage.owner.post(&save, nameless).await.invalid("/name", "default_language_missing");
}

#[tokio::test]
async fn an_edition_is_made_from_a_format_that_its_organization_has() {
    let world = World::new().await;
    let (stage, other) = (Stage::bare(&world, "helmo").await, Stage::bare(&world, "elsewhere").await);
    let foreign = other.owner.post(&of(&other), whole()).await.created();
    let make = async |by: &Actor, format: Value| {
        let body = json!({
            "slug": "x", "title": { "fr": "x" }, "time_zone": "Europe/Brussels", "format": format,
        });
        by.post(&stage.editions(), body).await
    };
    for nothing in [id(&foreign), "01900000-0000-7000-8000-00000000dead", "no-such-format", "Slow"] {
        make(&stage.owner, json!(nothing)).await.invalid("/format", "unknown_format");
    }
    // The built-in ones speak four languages; an organization that speaks another keeps a translation.
    let spanish = json!({ "slug": "es", "name": "Es", "default_language": "es" });
    let spanish = stage.owner.post("/v1/organizations", spanish).await.created();
    let event = json!({ "slug": "e", "name": { "es": "E" } });
    let events = format!("/v1/organizations/{}/events", id(&spanish));
    let event = stage.owner.post(&events, event).await.created();
    let body = json!({ "slug": "x", "title": { "es": "x" }, "time_zone": "Europe/Madrid", "format": "slow" });
    let editions = format!("/v1/events/{}/editions", id(&event));
    stage.owner.post(&editions, body).await.invalid("/format", "default_language_missing");
    // A built-in one goes by its id, too.
    let slow = world.anyone().get("/v1/formats").await.ok()["items"][0].clone();
    let edition = make(&stage.owner, json!(id(&slow))).await.created();
    assert_eq!(edition["stages"], slow["stages"]);
    // And without rounds where the edition is no competition after all.
    let own = stage.owner.post(&of(&stage), whole()).await.created();
    let body = json!({
        "slug": "y", "title": { "fr": "y" }, "time_zone": "Europe/Brussels", "format": id(&own),
        "recognition": "non_competitive",
    });
    let edition = stage.owner.post(&stage.editions(), body).await.created();
    let save = format!("/v1/editions/{}/save-as-format", id(&edition));
    let kept = stage.owner.post(&save, json!({ "slug": "z", "name": { "fr": "z" } })).await.created();
    assert!(kept.get("rounds").is_none());
}

#[tokio::test]
async fn an_organization_with_formats_keeps_its_language_and_is_not_deleted() {
    let world = World::new().await;
    let owner = world.account("Owner").await;
    let organization = world.organization(&owner, "helmo").await;
    let path = format!("/v1/organizations/{}", id(&organization));
    let format = owner.post(&format!("{path}/formats"), whole()).await.created();
    owner.patch(&path, json!({ "default_language": "nl" })).await.refused(409, "in_use");
    owner.delete(&path).await.refused(409, "in_use");
    owner.delete(&format!("/v1/formats/{}", id(&format))).await.done();
    owner.delete(&path).await.done();
}
