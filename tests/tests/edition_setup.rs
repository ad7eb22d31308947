//! What is set up for an edition: windows, consent purposes, partners.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::stage::Stage;
use crate::world::World;

fn at(local: &str) -> Value {
    json!({ "local": local, "time_zone": "Europe/Brussels" })
}

#[tokio::test]
async fn windows_are_replaced_as_a_whole_and_say_when_by_the_clock_and_the_instant() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let path = stage.at("windows");
    let empty = stage.owner.get(&path).await;
    assert_eq!(empty.header("etag"), Some("\"1\""));
    assert_eq!(empty.ok(), json!({ "edition_id": stage.edition["id"], "version": 1, "windows": [] }));
    let twice = json!({
        "local": "2025-10-26T02:30:00", "time_zone": "Europe/Paris", "instant": "2025-10-26T01:30:00Z",
    });
    let windows = json!({ "windows": [
        { "kind": "registration", "opens_at": at("2025-09-01T09:00:00"), "closes_at": null },
        { "kind": "problem_call", "closes_at": twice },
    ] });
    let put = stage.owner.put(&path, windows).await.ok();
    let due = json!([
        {
            "kind": "registration", "closes_at": null,
            "opens_at": {
                "local": "2025-09-01T09:00:00", "time_zone": "Europe/Brussels", "instant": "2025-09-01T07:00:00Z",
            },
        },
        { "kind": "problem_call", "opens_at": null, "closes_at": twice },
    ]);
    assert_eq!((&put["windows"], &put["version"]), (&due, &json!(2)));
    assert_eq!(stage.owner.get(&path).await.ok(), put);
    assert_eq!(stage.owner.get(&stage.path).await.ok()["version"], 1);
    // The edition's own clock is another matter.
    stage.owner.patch(&stage.path, json!({ "time_zone": "America/Montreal" })).await.ok();
    assert_eq!(stage.owner.get(&path).await.ok(), put);
    let none = json!({ "windows": [] });
    assert_eq!(stage.owner.put(&path, none.clone()).await.ok()["windows"], json!([]));
    let seen = stage.owner.and("if-match", "\"2\"");
    let body = Some(("application/json", none.to_string().into_bytes()));
    seen.send(reqwest::Method::PUT, &path, body.clone()).await.refused(412, "stale");
    stage.owner.send(reqwest::Method::PUT, &path, body).await.refused(428, "version_required");
}

#[rstest]
#[case("/windows/0/kind", json!({ "kind": "party" }), "not_one_of")]
#[case("/windows/0/kind", json!({}), "missing_field")]
#[case("/windows/0/opens_at", json!({ "kind": "making", "opens_at": "2025-11-20T09:00:00Z" }), "wrong_type")]
#[case(
    "/windows/0/opens_at/time_zone",
    json!({ "kind": "making", "opens_at": { "local": "2025-11-20T09:00:00" } }),
    "missing_field"
)]
#[case("/windows/0/opens_at/local", json!({ "kind": "making", "opens_at": at("2025-03-30T02:30:00") }), "local_time_skipped")]
#[case("/windows/0/opens_at/local", json!({ "kind": "making", "opens_at": at("2025-10-26T02:30:00") }), "local_time_ambiguous")]
#[case(
    "/windows/0/opens_at/instant",
    json!({ "kind": "making", "opens_at": {
        "local": "2025-11-20T09:00:00", "time_zone": "Europe/Brussels", "instant": "2025-11-20T09:00:00Z",
    } }),
    "instant_mismatch"
)]
#[case(
    "/windows/0/closes_at",
    json!({ "kind": "making", "opens_at": at("2025-11-20T09:00:00"), "closes_at": at("2025-11-20T09:00:00") }),
    "ends_before_start"
)]
#[tokio::test]
async fn a_window_that_is_wrong_is_named(#[case] pointer: &str, #[case] window: Value, #[case] code: &str) {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let path = stage.at("windows");
    stage.owner.put(&path, json!({ "windows": [window] })).await.invalid(pointer, code);
    let many = vec![json!({ "kind": "making" }); 51];
    stage.owner.put(&path, json!({ "windows": many })).await.invalid("/windows", "too_long");
    assert_eq!(stage.owner.get(&path).await.ok()["version"], 1);
}

fn purpose(slug: &str, version: u32, text: &str) -> Value {
    json!({ "purpose": slug, "version": version, "required": false, "text": { "fr": text } })
}

#[tokio::test]
async fn purposes_are_replaced_as_a_whole_in_their_order() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let path = stage.at("consent-purposes");
    let due = json!({ "edition_id": stage.edition["id"], "version": 1, "purposes": [] });
    assert_eq!(stage.owner.get(&path).await.ok(), due);
    let wanted = [purpose("photos", 1, "Être photographié."), purpose("organisation", 3, "Organiser.")];
    let put = stage.owner.put(&path, json!({ "purposes": wanted })).await.ok();
    assert_eq!((&put["purposes"], &put["version"]), (&json!(wanted), &json!(2)));
    // Nobody has consented yet: the words may change under their version, the order too, and what was dropped comes back.
    let other = [purpose("organisation", 3, "Organiser, et rien d'autre.")];
    stage.owner.put(&path, json!({ "purposes": other })).await.ok();
    let both = [other[0].clone(), wanted[0].clone()];
    let put = stage.owner.put(&path, json!({ "purposes": both })).await.ok();
    assert_eq!(put["purposes"], json!(both));
    assert_eq!(stage.owner.get(&path).await.ok(), put);
}

#[tokio::test]
async fn invariant_15_words_that_somebody_consented_to_are_not_changed_under_their_version() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let path = stage.at("consent-purposes");
    let given = stage.owner.get(&path).await.ok()["purposes"].clone();
    stage.register(&world.anyone(), "coder", "Participant 1").await;
    let mut other = given.clone();
    other[0]["text"]["fr"] = json!("Mes données servent à tout.");
    let reply = stage.owner.put(&path, json!({ "purposes": other })).await;
    reply.invalid("/purposes/0/text", "wording_consented");
    assert_eq!(stage.owner.get(&path).await.ok()["purposes"], given);
    // Another version is another text, and is asked from now on; the old one may come back as it was.
    other[0]["version"] = json!(2);
    stage.owner.put(&path, json!({ "purposes": other })).await.ok();
    let old = Stage::registration("coder", "Participant 2");
    let reply = world.anyone().post(&stage.at("registrations"), old.clone()).await;
    reply.invalid("/consents/0", "unknown_consent");
    other[0]["version"] = json!(1);
    stage
        .owner
        .put(&path, json!({ "purposes": other }))
        .await
        .invalid("/purposes/0/text", "wording_consented");
    stage.owner.put(&path, json!({ "purposes": given })).await.ok();
    world.anyone().post(&stage.at("registrations"), old).await.created();
}

#[rstest]
#[case("/purposes/1/purpose", json!([purpose("photos", 1, "Oui."), purpose("photos", 2, "Non.")]), "purpose_twice")]
#[case("/purposes/0/version", json!([purpose("photos", 0, "Oui.")]), "out_of_range")]
#[case(
    "/purposes/0/text",
    json!([{ "purpose": "photos", "version": 1, "required": true, "text": { "en": "Yes." } }]),
    "default_language_missing"
)]
#[case("/purposes/0/required", json!([{ "purpose": "photos", "version": 1, "text": { "fr": "Oui." } }]), "missing_field")]
#[tokio::test]
async fn a_purpose_that_is_wrong_is_named(
    #[case] pointer: &str,
    #[case] purposes: Value,
    #[case] code: &str,
) {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let path = stage.at("consent-purposes");
    stage.owner.put(&path, json!({ "purposes": purposes })).await.invalid(pointer, code);
}

#[tokio::test]
async fn a_partner_is_named_changed_and_deleted_and_the_edition_shows_it() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.asks_consent().await;
    stage.owner.act(&stage.at("publish")).await.ok();
    let version = async || stage.owner.get(&stage.path).await.ok()["version"].as_i64().unwrap();
    let before = version().await;
    let body = json!({
        "name": "Le Monde des Possibles", "kind": "co_organizer", "programme": "Hackesas",
        "mention": "Financé par l'Union européenne – NextGenerationEU", "url": "https://www.possibles.org/",
    });
    let made = stage.owner.post(&stage.at("partners"), body).await.created();
    let path = format!("/v1/partners/{}", id(&made));
    assert_eq!(world.anyone().get(&path).await.ok(), made);
    assert_eq!(version().await, before + 1);
    let changed = stage.owner.patch(&path, json!({ "kind": "funder", "url": null })).await.ok();
    assert_eq!(
        (&changed["kind"], &changed["url"], &changed["version"]),
        (&json!("funder"), &json!(null), &json!(2))
    );
    assert_eq!(version().await, before + 2);
    let shown = world.anyone().get(&stage.path).await.ok();
    let due = json!([{
        "id": made["id"], "organization_id": null, "name": "Le Monde des Possibles", "kind": "funder", "programme": "Hackesas",
        "mention": "Financé par l'Union européenne – NextGenerationEU", "url": null,
    }]);
    assert_eq!(shown["partners"], due);
    assert_eq!(world.anyone().pages(&stage.at("partners"), 1).await, [changed]);
    stage.owner.delete(&path).await.done();
    assert_eq!(version().await, before + 3);
    stage.owner.get(&path).await.refused(404, "not_found");
}

#[rstest]
#[case("/name", json!({ "kind": "host" }), "missing_field")]
#[case("/kind", json!({ "name": "ULiège", "kind": "winner" }), "not_one_of")]
#[case("/url", json!({ "name": "ULiège", "kind": "host", "url": "javascript:alert(1)" }), "malformed")]
#[case("/name", json!({ "kind": "host", "organization_id": null }), "missing_field")]
#[case("/organization_id", json!({ "kind": "host", "organization_id": "ulg" }), "malformed")]
#[case("/state", json!({ "name": "ULiège", "kind": "host", "state": "accepted" }), "unknown_field")]
#[case(
    "/name",
    json!({ "name": "ULiège", "kind": "host", "organization_id": "01900000-0000-7000-8000-000000000000" }),
    "name_of_organization"
)]
#[case(
    "/organization_id",
    json!({ "kind": "host", "organization_id": "01900000-0000-7000-8000-000000000000" }),
    "unknown_organization"
)]
#[tokio::test]
async fn a_partner_that_is_wrong_is_named(#[case] pointer: &str, #[case] body: Value, #[case] code: &str) {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.owner.post(&stage.at("partners"), body).await.invalid(pointer, code);
}

#[tokio::test]
async fn an_edition_shows_a_hundred_partners_at_most() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let partner = json!({ "name": "ULiège", "kind": "host" });
    for _ in 0..99 {
        stage.owner.post(&stage.at("partners"), partner.clone()).await.created();
    }
    let path = stage.at("partners");
    let (first, second) =
        tokio::join!(stage.owner.post(&path, partner.clone()), stage.owner.post(&path, partner.clone()));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
    stage.owner.post(&path, partner).await.refused(409, "full");
}

#[tokio::test]
async fn the_door_is_kept_as_it_was_said() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let editions = format!("/v1/events/{}/editions", id(&stage.event));
    let named = |slug: &str| json!({ "slug": slug, "title": { "fr": slug }, "time_zone": "Europe/Brussels" });
    let fields = |edition: &Value| {
        ["registration_mode", "offer_hours", "reminder_hours", "retention_days", "contacts"]
            .map(|field| edition[field].clone())
    };
    let usual = stage.owner.post(&editions, named("2026")).await.created();
    assert_eq!(fields(&usual), [json!("automatic"), json!(null), json!(48), json!(395), json!([])]);
    let mut body = named("2027");
    let contact = json!({ "name": "Accueil", "phone": "+32 4 000 00 00", "url": null });
    body["registration_mode"] = json!("review");
    body["offer_hours"] = json!(48);
    body["reminder_hours"] = json!(72);
    body["retention_days"] = json!(90);
    body["contacts"] = json!([contact]);
    let edition = stage.owner.post(&editions, body).await.created();
    assert_eq!(fields(&edition), [json!("review"), json!(48), json!(72), json!(90), json!([contact])]);
    let path = format!("/v1/editions/{}", edition["id"].as_str().unwrap());
    let patch = json!({
        "registration_mode": "automatic", "offer_hours": null, "reminder_hours": null, "retention_days": null,
    });
    let edition = stage.owner.patch(&path, patch).await.ok();
    assert_eq!(
        fields(&edition),
        [json!("automatic"), json!(null), json!(null), json!(null), json!([contact])]
    );
    for (field, wrong) in
        [("offer_hours", 0), ("offer_hours", 721), ("reminder_hours", 721), ("retention_days", 3651)]
    {
        let patch = json!({ field: wrong });
        stage.owner.patch(&path, patch).await.invalid(&format!("/{field}"), "out_of_range");
    }
    let nameless = json!({ "contacts": [{ "phone": "+32 4 000 00 00" }] });
    stage.owner.patch(&path, nameless).await.invalid("/contacts/0/name", "missing_field");
}
