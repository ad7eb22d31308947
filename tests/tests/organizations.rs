//! Organizations, members, invitations, audit entries.

use serde_json::json;

use crate::actor::id;
use crate::mailbox::token_in;
use crate::stage::Stage;
use crate::world::World;

#[tokio::test]
async fn an_organization_is_founded_read_changed_and_deleted_by_its_owner() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    let organization = world.organization(&ada, "helmo").await;
    let path = format!("/v1/organizations/{}", id(&organization));
    assert_eq!(ada.get(&path).await.ok(), organization);
    let taken = json!({ "slug": "helmo", "name": "Other", "default_language": "fr" });
    ada.post("/v1/organizations", taken).await.refused(409, "slug_taken");
    let dutch_only = json!({ "description": { "nl": "Een school" } });
    ada.patch(&path, dutch_only).await.invalid("/description", "default_language_missing");
    let both = json!({ "description": { "fr": "Une école", "nl": "Een school" }, "country": "BE" });
    let changed = ada.patch(&path, both).await.ok();
    assert_eq!(changed["description"]["nl"], "Een school");
    assert_eq!(ada.patch(&path, json!({ "country": null })).await.ok()["country"], json!(null));
    ada.delete(&path).await.done();
    ada.get(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn another_tenants_object_answers_like_one_that_does_not_exist() {
    let world = World::new().await;
    let (ada, eve) = (world.account("Ada").await, world.account("Eve").await);
    let organization = world.organization(&ada, "helmo").await;
    let theirs = format!("/v1/organizations/{}", id(&organization));
    let nobodys = "/v1/organizations/01900000-0000-7000-8000-000000000000";
    let strip = |mut problem: serde_json::Value| {
        problem["instance"] = json!(null);
        problem
    };
    let other = strip(eve.get(&theirs).await.refused(404, "not_found"));
    let none = strip(eve.get(nobodys).await.refused(404, "not_found"));
    assert_eq!(other, none);
    eve.get("/v1/organizations/not-an-id").await.refused(404, "not_found");
}

#[tokio::test]
async fn an_invitation_is_accepted_by_its_address_only_and_once() {
    let world = World::new().await;
    let (ada, bea, eve) =
        (world.account("Ada").await, world.account("Bea").await, world.account("Eve").await);
    let organization = world.organization(&ada, "helmo").await;
    let path = format!("/v1/organizations/{}", id(&organization));
    let invitation = json!({ "email": "Bea@example.org", "role": "organizer" });
    ada.post(&format!("{path}/invitations"), invitation).await.created();
    let token = token_in(&world.mails("Bea@example.org", 1).await[0]);
    bea.get(&path).await.refused(404, "not_found");
    let accept = json!({ "token": token });
    eve.post("/v1/invitations/accept", accept.clone()).await.refused(409, "wrong_address");
    bea.post("/v1/invitations/accept", accept.clone()).await.ok();
    bea.post("/v1/invitations/accept", accept).await.refused(409, "invitation_spent");
    bea.get(&path).await.ok();
    // The session that held the mailbox's token stays, and its address is proven.
    assert_eq!(bea.get("/v1/me").await.ok()["email_proven"], true);
    bea.patch(&path, json!({ "name": "Mine" })).await.refused(403, "forbidden");
    assert_eq!(ada.pages(&format!("{path}/members"), 1).await.len(), 2);
}

#[tokio::test]
async fn an_invitation_that_was_taken_back_or_is_too_old_gives_nothing() {
    let world = World::new().await;
    let (ada, bea) = (world.account("Ada").await, world.account("Bea").await);
    let organization = world.organization(&ada, "helmo").await;
    let path = format!("/v1/organizations/{}/invitations", id(&organization));
    let invite = json!({ "email": "bea@example.org", "role": "viewer" });
    let first = ada.post(&path, invite.clone()).await.created();
    let token = token_in(&world.mails("bea@example.org", 1).await[0]);
    ada.delete(&format!("/v1/invitations/{}", id(&first))).await.done();
    bea.post("/v1/invitations/accept", json!({ "token": token })).await.refused(404, "not_found");
    ada.post(&path, invite).await.created();
    let token = token_in(world.mails("bea@example.org", 2).await.last().unwrap());
    world.pass(std::time::Duration::from_secs(14 * 24 * 3600 + 1));
    bea.post("/v1/invitations/accept", json!({ "token": token })).await.refused(409, "invitation_spent");
}

#[tokio::test]
async fn invariant_10_an_organization_keeps_at_least_one_owner() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    let organization = world.organization(&ada, "helmo").await;
    let mine = format!("/v1/organizations/{}/members/{}", id(&organization), ada.id);
    ada.patch(&mine, json!({ "role": "viewer" })).await.refused(409, "last_owner");
    ada.delete(&mine).await.refused(409, "last_owner");
    assert_eq!(ada.get(&mine).await.ok()["role"], "owner");
}

#[tokio::test]
async fn invariant_10_holds_when_two_owners_leave_at_once() {
    let world = World::new().await;
    let (ada, bea) = (world.account("Ada").await, world.account("Bea").await);
    for round in 0..12 {
        let organization = world.organization(&ada, &format!("helmo-{round}")).await;
        let path = format!("/v1/organizations/{}", id(&organization));
        let invitation = json!({ "email": "bea@example.org", "role": "owner" });
        ada.post(&format!("{path}/invitations"), invitation).await.created();
        let mails = world.mails("bea@example.org", round + 1).await;
        let token = token_in(mails.last().unwrap());
        bea.post("/v1/invitations/accept", json!({ "token": token })).await.ok();
        let (hers, mine) = (format!("{path}/members/{}", bea.id), format!("{path}/members/{}", ada.id));
        let (first, second) = tokio::join!(ada.delete(&mine), bea.delete(&hers));
        let statuses = [first.status.as_u16(), second.status.as_u16()];
        assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 1, "{statuses:?}");
    }
}

#[tokio::test]
async fn the_journal_tells_who_did_what() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    let organization = world.organization(&ada, "helmo").await;
    let path = format!("/v1/organizations/{}", id(&organization));
    ada.patch(&path, json!({ "name": "HELMo" })).await.ok();
    let entries = ada.pages(&format!("{path}/audit-entries"), 1).await;
    let actions: Vec<&str> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["organization.created", "organization.changed"]);
    assert!(entries.iter().all(|entry| entry["actor_id"] == ada.id && entry["actor_role"] == "owner"));
}

#[tokio::test]
async fn invariant_14_the_same_key_never_does_a_thing_twice() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    let keyed = ada.and("idempotency-key", "\"a-key-of-sixteen-letters\"");
    let body = json!({ "slug": "helmo", "name": "HELMo", "default_language": "fr" });
    let first = keyed.post("/v1/organizations", body.clone()).await;
    let again = keyed.post("/v1/organizations", body.clone()).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(
        (again.header("location"), again.header("etag")),
        (first.header("location"), first.header("etag"))
    );
    assert_eq!(again.bytes, first.bytes);
    let other = json!({ "slug": "other", "name": "Other", "default_language": "fr" });
    keyed.post("/v1/organizations", other).await.refused(422, "key_reused");
    let short = ada.and("idempotency-key", "short");
    short.post("/v1/organizations", body.clone()).await.refused(400, "bad_idempotency_key");
    // Another caller's key is another key; after a day it counts for nothing.
    let eve = world.account("Eve").await.and("idempotency-key", "a-key-of-sixteen-letters");
    eve.post("/v1/organizations", body.clone()).await.refused(409, "slug_taken");
    world.pass(std::time::Duration::from_secs(24 * 3600 + 1));
    keyed.post("/v1/organizations", body).await.refused(409, "slug_taken");
}

#[tokio::test]
async fn invariant_14_holds_for_one_key_many_times_at_once() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    let keyed = ada.and("idempotency-key", "many-at-once-with-one-key");
    let body = json!({ "slug": "helmo", "name": "HELMo", "default_language": "fr" });
    let calls = (0..16).map(|_| keyed.post("/v1/organizations", body.clone()));
    let replies = futures_util::future::join_all(calls).await;
    let first = &replies[0].bytes;
    for reply in &replies {
        assert_eq!(reply.status.as_u16(), 201);
        assert_eq!(&reply.bytes, first);
    }
    assert_eq!(replies.iter().filter(|reply| reply.header("idempotency-replayed").is_none()).count(), 1);
    assert_eq!(ada.pages("/v1/organizations", 50).await.len(), 1);
}

#[tokio::test]
async fn an_organization_gets_another_name_while_people_register() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let path = format!("/v1/organizations/{}", id(&stage.organization));
    let (registrations, nobody) = (stage.at("registrations"), world.anyone());
    let renaming = async {
        for round in 0..8 {
            stage.owner.patch(&path, json!({ "name": format!("HELMo {round}") })).await.ok();
        }
    };
    let registering = async |lane: usize| {
        for round in 0..12 {
            let mut body = Stage::registration("coder", &format!("Participant {lane}-{round}"));
            body["email"] = json!(format!("p{lane}.{round}@example.org"));
            nobody.post(&registrations, body).await.created();
        }
    };
    // Who registers refers to the organization from within an edition that a new name waits for.
    tokio::join!(renaming, registering(0), registering(1), registering(2), registering(3));
    assert_eq!(stage.owner.pages(&registrations, 200).await.len(), 48);
}
