//! Events.

use serde_json::json;

use crate::actor::id;
use crate::stage::Stage;
use crate::world::World;

#[tokio::test]
async fn an_event_is_made_read_changed_and_deleted() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    let organization = world.organization(&ada, "helmo").await;
    let events = format!("/v1/organizations/{}/events", id(&organization));
    let body = json!({ "slug": "slow", "name": { "fr": "Slow Hackathon" } });
    let made = ada.post(&events, body.clone()).await;
    let path = made.header("location").unwrap().to_owned();
    let event = made.created();
    assert_eq!(path, format!("/v1/events/{}", id(&event)));
    assert_eq!(event["organization_id"], organization["id"]);
    assert_eq!(event["description"], json!(null));
    assert_eq!(ada.get(&path).await.ok(), event);
    ada.post(&events, body).await.refused(409, "slug_taken");
    let english = json!({ "slug": "other", "name": { "en": "Slow" }, "description": { "nl": "Traag" } });
    let refused = ada.post(&events, english).await;
    assert_eq!(refused.json["errors"].as_array().unwrap().len(), 2);
    refused.invalid("/description", "default_language_missing");
    ada.patch(&path, json!({ "name": { "fr": null } })).await.invalid("/name", "default_language_missing");
    ada.patch(&path, json!({ "name": null })).await.invalid("/name", "wrong_type");
    let described = json!({ "description": { "fr": "Un hackathon lent." } });
    assert_eq!(ada.patch(&path, described.clone()).await.ok()["version"], 2);
    let seen_before = ada.and("if-match", "\"1\"");
    let bytes = described.to_string().into_bytes();
    let stale = Some(("application/merge-patch+json", bytes));
    seen_before.send(reqwest::Method::PATCH, &path, stale).await.refused(412, "stale");
    assert_eq!(ada.pages(&events, 1).await.len(), 1);
    ada.delete(&path).await.done();
    ada.get(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn an_event_with_an_edition_is_not_deleted() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let event = format!("/v1/events/{}", id(&stage.event));
    stage.owner.delete(&event).await.refused(409, "in_use");
    stage.owner.delete(&stage.path).await.done();
    stage.owner.delete(&event).await.done();
}

#[tokio::test]
async fn an_event_is_public_from_its_first_public_edition_on() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let outsider = world.account("Outsider").await;
    let event = format!("/v1/events/{}", id(&stage.event));
    for reader in [&world.anyone(), &outsider] {
        reader.get(&event).await.refused(404, "not_found");
        reader.get(&format!("{event}/editions")).await.refused(404, "not_found");
    }
    stage.asks_consent().await;
    stage.owner.act(&stage.at("publish")).await.ok();
    let shown = world.anyone().get(&event).await;
    let tag = shown.header("etag").unwrap().to_owned();
    assert_eq!(shown.ok()["slug"], "slow");
    let again = world.anyone().and("if-none-match", &tag).get(&event).await;
    assert_eq!(again.status.as_u16(), 304);
    outsider.patch(&event, json!({ "slug": "mine" })).await.refused(403, "forbidden");
    outsider.delete(&event).await.refused(403, "forbidden");
    let events = format!("/v1/organizations/{}/events", id(&stage.organization));
    outsider.get(&events).await.refused(404, "not_found");
}

#[tokio::test]
async fn an_event_and_its_first_edition_at_once_leave_no_edition_without_an_event() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    let organization = world.organization(&ada, "helmo").await;
    let events = format!("/v1/organizations/{}/events", id(&organization));
    for round in 0..8 {
        let body = json!({ "slug": format!("slow-{round}"), "name": { "fr": "Slow" } });
        let event = ada.post(&events, body).await.created();
        let path = format!("/v1/events/{}", id(&event));
        let edition = json!({ "slug": "one", "title": { "fr": "Une" }, "time_zone": "Europe/Brussels" });
        let editions = format!("{path}/editions");
        let (deleted, made) = tokio::join!(ada.delete(&path), ada.post(&editions, edition));
        let statuses = (deleted.status.as_u16(), made.status.as_u16());
        assert!(matches!(statuses, (204, 404) | (409, 201)), "{statuses:?}");
    }
}
