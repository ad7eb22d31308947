//! Leaving: an account is deleted by its holder; what was said stays, without a name.

use serde_json::json;

use crate::actor::id;
use crate::rows::{key, number};
use crate::stage::Stage;
use crate::world::{PASSWORD, World};

const EMAIL: &str = "participant.1@example.org";

#[tokio::test]
async fn an_account_goes_with_its_registrations_and_its_words_stay() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (me, registration) = stage.participant(&world, "coder", "Participant 1").await;
    let statement = json!({
        "text": "Personne ne répond.", "language": "fr", "voice": "named", "origin": "professional",
        "name": "Participant 1", "structure": "CPAS de Liège",
    });
    let voiced = me.post(&stage.at("problem-statements"), statement).await.created();
    let statement = format!("/v1/problem-statements/{}", id(&voiced["problem_statement"]));
    stage.owner.act(&format!("{statement}/accept")).await.ok();
    me.delete("/v1/me").await.done();
    me.get("/v1/me").await.refused(401, "unauthenticated");
    let credentials = json!({ "email": EMAIL, "password": PASSWORD });
    world.anyone().post("/v1/tokens", credentials).await.refused(401, "bad_credentials");
    let refresh = json!({ "refresh_token": me.tokens["refresh_token"] });
    world.anyone().post("/v1/tokens/refresh", refresh).await.refused(401, "bad_credentials");
    let erased = stage.owner.get(&format!("/v1/registrations/{}", id(&registration))).await.ok();
    assert_eq!((&erased["name"], &erased["state"]), (&json!(null), &json!("cancelled")));
    let silent = world.anyone().get(&statement).await.ok();
    assert_eq!(silent["text"], "Personne ne répond.");
    assert_eq!(silent["state"], "accepted");
    for field in ["name", "structure"] {
        assert_eq!(silent[field], json!(null), "{field}");
    }
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&entries, 200).await;
    let last = entries.last().unwrap();
    assert_eq!((&last["action"], &last["object_id"]), (&json!("account.erased"), &json!(me.id)));
    assert!(!serde_json::to_string(&entries).unwrap().contains("Participant 1"));
    // The address is free again, for an account and for a registration.
    stage.participant(&world, "coder", "Participant 1").await;
}

/// Everything that refers to an account, in any table: the journal alone keeps the id, and it leads to nobody.
#[tokio::test]
async fn nothing_refers_to_an_account_that_is_gone() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let me = stage.staff(&world, "registration_desk", "Participant 1").await;
    let mut body = Stage::registration("coder", "Participant 1");
    body["email"] = json!(EMAIL);
    me.post(&stage.at("registrations"), body).await.created();
    let helped = me.post(&stage.at("registrations"), Stage::registration("coder", "Helped")).await.created();
    let invitations = format!("/v1/organizations/{}/invitations", id(&stage.organization));
    let body = json!({ "email": EMAIL, "role": "owner" });
    stage.owner.post(&invitations, body).await.created();
    let token = crate::mailbox::token_in(world.mails(EMAIL, 3).await.last().unwrap());
    me.post("/v1/invitations/accept", json!({ "token": token })).await.ok();
    me.post(&invitations, json!({ "email": "x@example.org", "role": "viewer" })).await.created();
    me.delete("/v1/me").await.done();
    let references = [
        ("accounts", "id"),
        ("sessions", "account_id"),
        ("sign_in_links", "account_id"),
        ("memberships", "account_id"),
        ("staff", "account_id"),
        ("invitations", "invited_by"),
        ("persons", "account_id"),
        ("registrations", "account_id"),
        ("registrations", "registered_by"),
        ("problem_statements", "author_account_id"),
        ("derivations", "made_by"),
        ("idempotency_records", "account_id"),
    ];
    for (table, column) in references {
        let count = format!("SELECT count(*) FROM {table} WHERE {column} = {}", key(&me.id));
        assert_eq!(number(&world, &count).await, 0, "{table}.{column}");
    }
    for (table, column) in [("staff", "email"), ("invitations", "email"), ("persons", "email")] {
        let count = format!("SELECT count(*) FROM {table} WHERE {column} = '{EMAIL}'");
        assert_eq!(number(&world, &count).await, 0, "{table}.{column}");
    }
    // What was done for others stays theirs, and so do those who were invited.
    let helped = format!("/v1/registrations/{}", id(&helped["registration"]));
    assert_eq!(stage.owner.get(&helped).await.ok()["name"], "Helped");
    let waiting = stage.owner.get(&invitations).await.ok();
    assert!(waiting["items"].as_array().unwrap().iter().any(|waits| waits["email"] == "x@example.org"));
}

#[tokio::test]
async fn an_organization_is_never_left_without_an_owner() {
    let world = World::new().await;
    let owner = world.account("Ada").await;
    let organization = world.organization(&owner, "tree").await;
    owner.delete("/v1/me").await.refused(409, "last_owner");
    owner.get("/v1/me").await.ok();
    let second = world.member_of(&owner, &organization, "owner", "Grace").await;
    // Two who go at once would each see the other.
    let (one, other) = tokio::join!(owner.delete("/v1/me"), second.delete("/v1/me"));
    let mut answers = [one.status.as_u16(), other.status.as_u16()];
    answers.sort_unstable();
    assert_eq!(answers, [204, 409]);
}

#[tokio::test]
async fn who_has_seen_an_older_account_is_told_so_and_who_says_no_version_is_asked_for_it() {
    let world = World::new().await;
    let me = world.account("Ada").await;
    me.unlink("/v1/me").await.refused(428, "version_required");
    me.and("if-match", "\"7\"").unlink("/v1/me").await.refused(412, "stale");
    me.and("if-match", "*").unlink("/v1/me").await.done();
}
