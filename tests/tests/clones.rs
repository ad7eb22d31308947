//! Clones: the structure and the texts of an edition, and nobody's data (invariant 12).

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::stage::Stage;
use crate::world::World;

pub fn asked(slug: &str, starts_on: Value) -> Value {
    json!({ "slug": slug, "title": { "fr": format!("Édition {slug}") }, "starts_on": starts_on })
}

pub fn moment(local: &str) -> Value {
    json!({ "local": local, "time_zone": "Europe/Brussels" })
}

/// A published edition with windows that open before it and close in it.
async fn with_windows(world: &World) -> Stage {
    let stage = Stage::draft(world, "helmo").await;
    let windows = json!({ "windows": [
        { "kind": "registration", "opens_at": moment("2025-10-26T12:00:00"), "closes_at": moment("2025-11-20T09:30:00") },
        { "kind": "making", "opens_at": moment("2025-11-20T14:00:00"), "closes_at": null },
    ] });
    stage.owner.put(&stage.at("windows"), windows).await.ok();
    stage.owner.act(&stage.at("publish")).await.ok();
    stage
}

pub fn kinds(list: &Value) -> Vec<(&str, u64)> {
    let pair =
        |entry: &'_ Value| (entry["kind"].as_str().unwrap().to_owned(), entry["count"].as_u64().unwrap());
    let pairs: Vec<_> = list.as_array().unwrap().iter().map(pair).collect();
    pairs.into_iter().map(|(kind, count)| (&*kind.leak(), count)).collect()
}

#[tokio::test]
async fn dates_move_by_whole_days_and_clocks_show_the_same() {
    let world = World::new().await;
    let stage = with_windows(&world).await;
    let made = stage.owner.post(&stage.at("clone"), asked("2026", json!("2026-06-18"))).await;
    assert_eq!(made.header("etag"), Some("\"1\""));
    assert_eq!(made.header("location").unwrap(), format!("/v1/editions/{}", id(&made.json["edition"])));
    let clone = made.created();
    let edition = &clone["edition"];
    assert_eq!(
        [&edition["state"], &edition["starts_on"], &edition["ends_on"], &edition["slug"]],
        ["draft", "2026-06-18", "2026-06-19", "2026"]
    );
    assert_eq!(edition["previous_edition_id"], *id(&stage.edition));
    let windows = stage.owner.get(&format!("/v1/editions/{}/windows", id(edition))).await.ok();
    // 210 days later: summer time, so the instant is another one and the clock shows the same.
    let due = |local: &str, instant: &str| json!({ "local": local, "time_zone": "Europe/Brussels", "instant": instant });
    assert_eq!(
        windows["windows"],
        json!([
            { "kind": "registration", "opens_at": due("2026-05-24T12:00:00", "2026-05-24T10:00:00Z"),
              "closes_at": due("2026-06-18T09:30:00", "2026-06-18T07:30:00Z") },
            { "kind": "making", "opens_at": due("2026-06-18T14:00:00", "2026-06-18T12:00:00Z"), "closes_at": null },
        ])
    );
    assert_eq!(
        kinds(&clone["manifest"]["copied"]),
        [("setting", 5), ("window", 2), ("pool", 3), ("profile", 2), ("consent_purpose", 1)]
    );
    let reset = |kind: &str, field: &str| {
        let all = clone["manifest"]["reset"].as_array().unwrap();
        let found = all.iter().find(|entry| entry["kind"] == kind && entry["field"] == field);
        found.map(|entry| entry["reason"].as_str().unwrap())
    };
    assert_eq!(reset("edition", "ends_on"), Some("moved_with_the_start"));
    assert_eq!(reset("window", "opens_at"), Some("moved_with_the_start"));
    assert_eq!(reset("edition", "state"), Some("begins_as_draft"));
    assert_eq!(reset("pool", "taken"), Some("nobody_registered_yet"));
}

#[rstest]
#[case::no_new_start(json!("2025-11-20"), Value::Null, "no_new_start")]
#[case::only_a_new_month(json!("2025-11-20"), json!("2026-11"), "start_is_a_month")]
#[case::only_a_month_in_the_source(json!("2025-11"), json!("2026-11-19"), "start_is_a_month")]
#[tokio::test]
async fn where_nobody_can_count_the_days_dates_are_left_blank(
    #[case] source: Value,
    #[case] wanted: Value,
    #[case] reason: &str,
) {
    let world = World::new().await;
    let stage = with_windows(&world).await;
    stage.owner.patch(&stage.path, json!({ "starts_on": source })).await.ok();
    let clone = stage.owner.post(&stage.at("clone"), asked("next", wanted.clone())).await.created();
    assert_eq!([&clone["edition"]["starts_on"], &clone["edition"]["ends_on"]], [&wanted, &Value::Null]);
    let windows = stage.owner.get(&format!("/v1/editions/{}/windows", id(&clone["edition"]))).await.ok();
    assert_eq!(
        windows["windows"],
        json!([
            { "kind": "registration", "opens_at": null, "closes_at": null },
            { "kind": "making", "opens_at": null, "closes_at": null },
        ])
    );
    for (kind, field) in [("edition", "ends_on"), ("window", "opens_at"), ("window", "closes_at")] {
        let entry = json!({ "kind": kind, "field": field, "reason": reason });
        assert!(clone["manifest"]["reset"].as_array().unwrap().contains(&entry), "{entry}");
    }
}

#[tokio::test]
async fn an_edition_is_cloned_in_any_state_by_those_who_organize_it_and_a_slug_goes_once() {
    let world = World::new().await;
    let stage = with_windows(&world).await;
    let path = stage.at("clone");
    let viewer = stage.member(&world, "viewer", "Viewer").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    for (by, code, status) in [
        (&world.anyone(), "unauthenticated", 401),
        (&viewer, "forbidden", 403),
        (&facilitator, "forbidden", 403),
    ] {
        by.post(&path, asked("next", Value::Null)).await.refused(status, code);
    }
    stage.owner.post(&path, asked("2025", Value::Null)).await.refused(409, "slug_taken");
    stage
        .owner
        .post(&path, json!({ "slug": "a", "title": { "en": "A" } }))
        .await
        .invalid("/title", "default_language_missing");
    stage.owner.post(&path, json!({ "slug": "a" })).await.invalid("/title", "missing_field");
    let keyed = stage.owner.and("idempotency-key", "clone-once-and-not-twice");
    let first = keyed.post(&path, asked("once", Value::Null)).await.created();
    let again = keyed.post(&path, asked("once", Value::Null)).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(again.created(), first);
    let slug = |verb: &str| asked(verb, json!("2027-01-10"));
    for verb in ["start", "conclude"] {
        stage.owner.act(&stage.at(verb)).await.ok();
        let clone = stage.owner.post(&path, slug(verb)).await.created();
        assert_eq!(
            [&clone["edition"]["state"], &clone["edition"]["state_reason"]],
            [&json!("draft"), &Value::Null]
        );
    }
    let clone = json!({ "slug": "own", "title": { "fr": "x" } });
    let of_draft = format!("/v1/editions/{}/clone", id(&first["edition"]));
    stage.owner.post(&of_draft, clone).await.created();
}

#[tokio::test]
async fn an_organization_that_agreed_is_asked_anew_and_one_that_declined_is_not() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let (agreeing, _, agreed) = stage.asks(&world, "possibles", "co_organizer").await;
    agreeing.act(&format!("/v1/partners/{}/accept", id(&agreed))).await.ok();
    let (declining, _, declined) = stage.asks(&world, "elsewhere", "host").await;
    declining.act(&format!("/v1/partners/{}/decline", id(&declined))).await.ok();
    let clone = stage.owner.post(&stage.at("clone"), asked("next", Value::Null)).await.created();
    let asked_anew = json!({ "kind": "partner", "field": "state", "reason": "asked_anew" });
    assert!(clone["manifest"]["reset"].as_array().unwrap().contains(&asked_anew));
    let path = format!("/v1/editions/{}", id(&clone["edition"]));
    let partners = stage.owner.pages(&format!("{path}/partners"), 50).await;
    assert_eq!(partners.len(), 1);
    assert_eq!([&partners[0]["state"], &partners[0]["kind"]], ["invited", "co_organizer"]);
    // What was agreed to for the one edition gives no right in the other.
    agreeing.get(&stage.path).await.ok();
    agreeing.get(&path).await.refused(404, "not_found");
    assert_eq!(clone["edition"]["organizers"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_window_in_the_hour_that_comes_twice_stays_what_it_is_or_says_that_it_does_not() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    stage.owner.patch(&stage.path, json!({ "starts_on": "2026-10-25", "ends_on": null })).await.ok();
    let end = |local: &str, instant: &str| json!({ "local": local, "time_zone": "Europe/Brussels", "instant": instant });
    // Opens at half past two, the first time; closes at ten past two, the second time.
    let window = json!({
        "kind": "making",
        "opens_at": end("2026-10-25T02:30:00", "2026-10-25T00:30:00Z"),
        "closes_at": end("2026-10-25T02:10:00", "2026-10-25T01:10:00Z"),
    });
    stage.owner.put(&stage.at("windows"), json!({ "windows": [window] })).await.ok();
    let windows = async |clone: &Value| {
        let path = format!("/v1/editions/{}/windows", id(&clone["edition"]));
        stage.owner.get(&path).await.ok()["windows"].clone()
    };
    let same = stage.owner.post(&stage.at("clone"), asked("same", json!("2026-10-25"))).await.created();
    assert_eq!(windows(&same).await, json!([window]));
    let later = stage.owner.post(&stage.at("clone"), asked("later", json!("2026-10-26"))).await.created();
    assert_eq!(windows(&later).await[0]["closes_at"], Value::Null);
    let told = json!({ "kind": "window", "field": "closes_at", "reason": "closes_before_it_opens" });
    assert!(later["manifest"]["reset"].as_array().unwrap().contains(&told));
    let name = json!({ "slug": "kept", "name": { "fr": "Gardé" } });
    let kept = stage.owner.post(&stage.at("save-as-format"), name).await.created();
    assert_eq!(kept["windows"][0]["closes"], Value::Null);
}
