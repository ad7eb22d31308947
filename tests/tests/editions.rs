//! Editions: made, changed, read.

use futures_util::future::join_all;
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::mailbox::token_in;
use crate::stage::Stage;
use crate::world::World;

pub(crate) fn named(slug: &str, starts_on: Value) -> Value {
    json!({
        "slug": slug, "title": { "fr": format!("Hackathon {slug}") }, "time_zone": "Europe/Brussels",
        "starts_on": starts_on,
    })
}

impl Stage {
    /// Where the editions of the event are.
    pub(crate) fn editions(&self) -> String {
        format!("/v1/events/{}/editions", id(&self.event))
    }

    /// Makes an edition more; gives its address.
    pub(crate) async fn another(&self, slug: &str, starts_on: Value) -> String {
        let edition = self.owner.post(&self.editions(), named(slug, starts_on)).await.created();
        format!("/v1/editions/{}", id(&edition))
    }

    /// Asks for a consent and publishes; the edition is at this address.
    pub(crate) async fn publish(&self, path: &str) {
        let purposes = json!({ "purposes": [
            { "purpose": "organisation", "version": 1, "required": true, "text": { "fr": "Organiser." } },
        ] });
        self.owner.put(&format!("{path}/consent-purposes"), purposes).await.ok();
        self.owner.act(&format!("{path}/publish")).await.ok();
    }

    /// Makes an edition more and publishes it; gives its address.
    pub(crate) async fn another_published(&self, slug: &str, starts_on: Value) -> String {
        let path = self.another(slug, starts_on).await;
        self.publish(&path).await;
        path
    }
}

#[tokio::test]
async fn an_edition_is_made_with_what_is_known_and_the_rest_is_left_open() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let body = json!({
        "slug": "2024", "title": { "fr": "Slow Hackathon 2024" }, "time_zone": "Europe/Brussels",
        "starts_on": "2024-10", "days": 2, "mode": "on_site", "languages": ["fr", "NL-be"],
        "venue": { "name": "HELMo ESAS", "city": "Liège", "country": "BE" },
        "guiding_question": { "fr": "Quels outils imaginer ?", "en": "Which tools?" },
    });
    let made = stage.owner.post(&stage.editions(), body).await;
    assert_eq!(made.header("etag"), Some("\"1\""));
    let path = made.header("location").unwrap().to_owned();
    let edition = made.created();
    assert_eq!(stage.owner.get(&path).await.ok(), edition);
    for (field, due) in [
        ("state", json!("draft")),
        ("state_reason", json!(null)),
        ("recognition", json!("non_competitive")),
        ("starts_on", json!("2024-10")),
        ("ends_on", json!(null)),
        ("summary", json!(null)),
        ("languages", json!(["fr", "nl-BE"])),
        ("event_id", stage.event["id"].clone()),
        ("organization_id", stage.organization["id"].clone()),
        ("organizers", json!([{ "slug": "helmo", "name": "The helmo", "url": null }])),
        ("partners", json!([])),
        ("previous_edition_id", json!(null)),
    ] {
        assert_eq!(edition[field], due, "{field}");
    }
    assert_eq!(edition["venue"]["street"], json!(null));
    stage.owner.post(&stage.editions(), named("2024", json!(null))).await.refused(409, "slug_taken");
}

#[rstest]
#[case("/title", json!({ "en": "Slow" }), "default_language_missing")]
#[case("/title", json!({}), "too_short")]
#[case("/summary", json!({}), "too_short")]
#[tokio::test]
async fn a_text_of_a_new_edition_is_whole(#[case] pointer: &str, #[case] value: Value, #[case] code: &str) {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let mut body = named("2026", json!("2025-11-20"));
    body[pointer.trim_start_matches('/')] = value;
    stage.owner.post(&stage.editions(), body).await.invalid(pointer, code);
}

#[rstest]
#[case("/summary", json!({ "en": "Slow" }), "default_language_missing")]
#[case("/title/en", json!({ "fr": "Lent", "en": "" }), "too_short")]
#[case("/title/en", json!({ "fr": "Lent", "en": 1 }), "wrong_type")]
#[case("/title/no tag", json!({ "fr": "Lent", "no tag": "Slow" }), "malformed")]
#[case("/slug", json!("Not a slug"), "malformed")]
#[case("/days", json!(0), "out_of_range")]
#[case("/days", json!(61), "out_of_range")]
#[case("/days", json!("2"), "wrong_type")]
#[case("/starts_on", json!("2025-02-30"), "malformed")]
#[case("/ends_on", json!("2025-11-19"), "ends_before_start")]
#[case("/time_zone", json!("Europe/Liege"), "malformed")]
#[case("/mode", json!("at_home"), "not_one_of")]
#[case("/languages/1", json!(["fr", "FR"]), "language_twice")]
#[case("/venue/country", json!({ "country": "Belgium" }), "too_long")]
#[case("/venue/shoe", json!({ "shoe": 1 }), "unknown_field")]
#[case("/recognition", json!("war"), "not_one_of")]
#[tokio::test]
async fn a_field_of_an_edition_that_is_wrong_is_named(
    #[case] pointer: &str,
    #[case] value: Value,
    #[case] code: &str,
) {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let field = pointer.split('/').nth(1).unwrap();
    let mut body = named("2026", json!("2025-11-20"));
    body[field] = value.clone();
    stage.owner.post(&stage.editions(), body).await.invalid(pointer, code);
    stage.owner.patch(&stage.path, json!({ field: value })).await.invalid(pointer, code);
}

#[tokio::test]
async fn a_field_without_effect_yet_is_unknown() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    for field in ["state", "questions"] {
        let mut body = named("2026", json!(null));
        body[field] = json!([]);
        let problem = stage.owner.post(&stage.editions(), body).await.refused(422, "unknown_field");
        assert_eq!(problem["errors"][0]["pointer"], format!("/{field}"));
    }
    let mut body = named("2026", json!(null));
    body.as_object_mut().unwrap().remove("time_zone");
    stage.owner.post(&stage.editions(), body).await.invalid("/time_zone", "missing_field");
}

#[tokio::test]
async fn a_patch_takes_away_sets_and_leaves() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let patch = async |body: Value| stage.owner.patch(&stage.path, body).await;
    let venue = json!({ "venue": { "street": "Quai Sur-Meuse 19", "city": "Liège" }, "languages": ["fr"] });
    patch(venue).await.ok();
    let edition = patch(json!({ "venue": { "street": null, "postal_code": "4000" }, "days": 2 })).await.ok();
    let due = json!({
        "name": null, "street": null, "postal_code": "4000", "city": "Liège", "country": null, "url": null,
    });
    assert_eq!((&edition["venue"], &edition["days"]), (&due, &json!(2)));
    assert_eq!((&edition["languages"], &edition["ends_on"]), (&json!(["fr"]), &json!("2025-11-21")));
    let edition =
        patch(json!({ "venue": null, "languages": null, "days": null, "ends_on": null })).await.ok();
    for field in ["venue", "days", "ends_on"] {
        assert_eq!(edition[field], json!(null), "{field}");
    }
    assert_eq!(edition["languages"], json!([]));
    for field in ["slug", "title", "time_zone", "recognition"] {
        patch(json!({ field: null })).await.invalid(&format!("/{field}"), "wrong_type");
    }
    // What is there already counts: the new end lies before the start that stays.
    patch(json!({ "ends_on": "2025-11-01" })).await.invalid("/ends_on", "ends_before_start");
    let other = stage.another("other", json!(null)).await;
    stage.owner.patch(&other, json!({ "slug": "2025" })).await.refused(409, "slug_taken");
}

#[tokio::test]
async fn what_was_announced_stays() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let patch = async |body: Value| stage.owner.patch(&stage.path, body).await;
    assert_eq!(patch(json!({ "recognition": "selection" })).await.ok()["recognition"], "selection");
    stage.publish(&stage.path).await;
    patch(json!({ "recognition": "non_competitive" })).await.refused(409, "fixed_at_publication");
    patch(json!({ "recognition": "selection" })).await.ok();
    let problem = patch(json!({ "starts_on": null })).await.refused(409, "not_ready");
    assert_eq!(problem["missing"], json!(["starts_on"]));
    let none = stage.owner.put(&stage.at("consent-purposes"), json!({ "purposes": [] })).await;
    assert_eq!(none.refused(409, "not_ready")["missing"], json!(["consent_purposes"]));
}

#[tokio::test]
async fn a_draft_is_deleted_with_all_that_was_set_up_for_it() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let bea = world.account("Bea").await;
    let windows = json!({ "windows": [{ "kind": "registration" }] });
    stage.owner.put(&stage.at("windows"), windows).await.ok();
    stage.owner.post(&stage.at("partners"), json!({ "name": "ULiège", "kind": "host" })).await.created();
    let staff = json!({ "email": "bea@example.org", "role": "facilitator" });
    stage.owner.post(&stage.at("staff"), staff).await.created();
    let token = token_in(&world.mails("bea@example.org", 1).await[0]);
    let policy =
        json!({ "size": { "min": 2, "max": 6 }, "at_least": [], "keep_together": [], "keep_apart": [] });
    stage.owner.put(&stage.at("composition-policy"), policy).await.ok();
    let question = json!({ "question": "Comment trouver les services ?" });
    stage.owner.post(&stage.at("challenges"), question).await.created();
    stage.owner.delete(&stage.path).await.done();
    stage.owner.get(&stage.path).await.refused(404, "not_found");
    bea.post("/v1/invitations/accept", json!({ "token": token })).await.refused(404, "not_found");
    assert_eq!(stage.owner.pages(&stage.editions(), 50).await.len(), 0);
    // Its slug is free again.
    stage.another("2025", json!(null)).await;
}

#[tokio::test]
async fn a_published_edition_is_not_deleted() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.publish(&stage.path).await;
    let problem = stage.owner.delete(&stage.path).await.refused(409, "wrong_state");
    assert_eq!((&problem["state"], &problem["allowed_from"]), (&json!("published"), &json!(["draft"])));
}

#[tokio::test]
async fn the_edition_before_is_shown_and_its_coming_raises_the_version() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.publish(&stage.path).await;
    let seen = async || stage.owner.get(&stage.path).await.ok();
    let before = seen().await;
    assert_eq!(before["previous_edition_id"], json!(null));
    // A draft is before nobody.
    let early = stage.another("2024", json!("2024-10")).await;
    assert_eq!(seen().await, before);
    stage.publish(&early).await;
    let after = seen().await;
    assert_eq!(format!("/v1/editions/{}", after["previous_edition_id"].as_str().unwrap()), early);
    assert!(after["version"].as_i64() > before["version"].as_i64());
    // It moves behind.
    stage.owner.patch(&early, json!({ "starts_on": "2026-10" })).await.ok();
    let moved = seen().await;
    assert_eq!(moved["previous_edition_id"], json!(null));
    assert!(moved["version"].as_i64() > after["version"].as_i64());
    assert_eq!(stage.owner.get(&early).await.ok()["previous_edition_id"], stage.edition["id"]);
    // What comes later is nothing to those before.
    stage.another_published("2027", json!("2027-01")).await;
    assert_eq!(seen().await, moved);
}

#[tokio::test]
async fn a_public_edition_is_read_again_only_when_it_changed() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.publish(&stage.path).await;
    let tag = async || world.anyone().get(&stage.path).await.header("etag").unwrap().to_owned();
    let known = async |tag: &str| {
        world.anyone().and("if-none-match", tag).get(&stage.path).await.status.as_u16() == 304
    };
    let first = tag().await;
    assert!(known(&first).await);
    // Its organization's page is shown with it.
    let organization = format!("/v1/organizations/{}", id(&stage.organization));
    stage.owner.patch(&organization, json!({ "url": "https://www.helmo.be/" })).await.ok();
    assert!(!known(&first).await);
    let second = tag().await;
    // Windows have an address of their own.
    let windows = json!({ "windows": [{ "kind": "making" }] });
    stage.owner.put(&stage.at("windows"), windows).await.ok();
    assert!(known(&second).await);
}

#[tokio::test]
async fn invariant_11_another_tenants_draft_answers_like_none() {
    let world = World::new().await;
    let (stage, other) = (Stage::bare(&world, "helmo").await, Stage::bare(&world, "pole").await);
    let strip = |mut problem: Value| {
        problem["instance"] = json!(null);
        problem
    };
    let nothing = "/v1/editions/01900000-0000-7000-8000-000000000000";
    for rest in ["", "/windows", "/consent-purposes", "/partners", "/staff"] {
        let theirs = other.owner.get(&format!("{}{rest}", stage.path)).await.refused(404, "not_found");
        let none = other.owner.get(&format!("{nothing}{rest}")).await.refused(404, "not_found");
        assert_eq!(strip(theirs), strip(none), "{rest}");
    }
    for step in ["publish", "start", "conclude", "cancel"] {
        other.owner.act(&stage.at(step)).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn of_two_who_change_the_same_version_one_is_stale() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    for round in 1..6 {
        let seen = stage.owner.and("if-match", &format!("\"{round}\""));
        let call = |days: i64| {
            let body = json!({ "days": days, "starts_on": "2025-11-20" }).to_string().into_bytes();
            let (seen, path) = (&seen, &stage.path);
            async move { seen.send(Method::PATCH, path, Some(("application/json", body))).await }
        };
        let (first, second) = tokio::join!(call(1), call(2));
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 412]);
    }
}

#[tokio::test]
async fn many_writers_of_one_edition_do_not_wait_for_each_other_for_ever() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.publish(&stage.path).await;
    let later = stage.another_published("later", json!("2026-01")).await;
    let any = stage.owner.and("if-match", "*");
    let calls = (0..24).map(|number| {
        let (any, later, stage) = (&any, &later, &stage);
        async move {
            let body = |value: Value| Some(("application/json", value.to_string().into_bytes()));
            let partner = json!({ "name": format!("Partenaire {number}"), "kind": "resource" });
            let dates = body(json!({ "starts_on": format!("2025-{:02}", number % 12 + 1), "ends_on": null }));
            match number % 4 {
                0 => any.send(Method::POST, &stage.at("partners"), body(partner)).await,
                1 => any.send(Method::PATCH, &stage.path, dates).await,
                2 => any.send(Method::PATCH, later, dates).await,
                _ => any.send(Method::PUT, &stage.at("windows"), body(json!({ "windows": [] }))).await,
            }
        }
    });
    for reply in join_all(calls).await {
        assert!(reply.status.is_success(), "{}", String::from_utf8_lossy(&reply.bytes));
    }
    let edition = stage.owner.get(&stage.path).await.ok();
    assert_eq!(edition["partners"].as_array().unwrap().len(), 6);
    // Made, published, six partners, six dates of its own; the other one's coming and moving count besides.
    assert!(edition["version"].as_i64().unwrap() >= 14, "{edition}");
}
