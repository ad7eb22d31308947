//! Accounts, tokens, sessions, sign-in links.

use std::time::Duration;

use palabre_api::usecase::{App, Keys};
use palabre_domain::policy::SignedIn;
use palabre_domain::values::FromText;
use serde_json::{Value, json};

use crate::actor::Actor;
use crate::mailbox::Mail;
use crate::world::{PASSWORD, SECRET, World};

/// The code of a sign-in mail.
pub fn code_in(mail: &Mail) -> String {
    let digits = |line: &str| line.chars().filter(char::is_ascii_digit).collect::<String>();
    let line = mail
        .text
        .lines()
        .find(|line| digits(line).len() == 8 && line.trim().chars().all(|c| c.is_ascii_digit() || c == ' '));
    digits(line.expect("a line with a code"))
}

async fn refresh(world: &World, tokens: &Value) -> crate::actor::Reply {
    let body = json!({ "refresh_token": tokens["refresh_token"] });
    world.anyone().post("/v1/tokens/refresh", body).await
}

#[tokio::test]
async fn an_account_is_made_once_an_address() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    let me = ada.get("/v1/me").await.ok();
    assert_eq!(me["email"], "ada@example.org");
    assert_eq!(me["email_proven"], false);
    assert!(me.get("password_hash").is_none());
    let again = json!({ "email": "ADA@example.org", "name": "Another", "language": "nl" });
    world.anyone().post("/v1/accounts", again).await.refused(409, "email_taken");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_are_one_answer() {
    let world = World::new().await;
    world.account("Ada").await;
    for (email, password) in [("ada@example.org", "not this one at all"), ("eve@example.org", PASSWORD)] {
        let body = json!({ "email": email, "password": password });
        world.anyone().post("/v1/tokens", body).await.refused(401, "bad_credentials");
    }
}

#[tokio::test]
async fn refresh_tokens_rotate_and_a_spent_one_ends_the_family() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    let second = refresh(&world, &ada.tokens).await.created();
    Actor::with(&world.base, &second).get("/v1/me").await.ok();
    refresh(&world, &ada.tokens).await.refused(401, "bad_credentials");
    // The family is gone: the newer token is good for nothing, and the access tokens neither.
    refresh(&world, &second).await.refused(401, "bad_credentials");
    ada.get("/v1/me").await.refused(401, "unauthenticated");
    Actor::with(&world.base, &second).get("/v1/me").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_revoked_session_is_seen_at_the_next_call() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    let elsewhere = world.sign_in("ada@example.org", PASSWORD).await;
    let sessions = ada.pages("/v1/me/sessions", 1).await;
    assert_eq!(sessions.len(), 2);
    let first = sessions[0]["id"].as_str().unwrap();
    elsewhere.unlink(&format!("/v1/me/sessions/{first}")).await.done();
    ada.get("/v1/me").await.refused(401, "unauthenticated");
    elsewhere.get(&format!("/v1/me/sessions/{first}")).await.refused(404, "not_found");
    let body = json!({ "refresh_token": elsewhere.tokens["refresh_token"] });
    world.anyone().post("/v1/tokens/revoke", body).await.done();
    elsewhere.get("/v1/me").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_session_ends_after_its_time() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    world.pass(Duration::from_secs(31 * 24 * 3600));
    // The session is over, whatever the token itself says.
    ada.get("/v1/me").await.refused(401, "unauthenticated");
    refresh(&world, &ada.tokens).await.refused(401, "bad_credentials");
}

#[tokio::test]
async fn an_access_token_is_of_this_server_and_of_this_quarter_of_an_hour() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    let session = ada.get("/v1/me/sessions").await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    let who = SignedIn {
        account: FromText::from_text(&ada.id).unwrap(),
        session: FromText::from_text(&session).unwrap(),
    };
    let now = App::system_clock()();
    let call = async |secret: &[u8], at| {
        let token = Keys::new(secret.to_vec().into()).access_token(who, at).unwrap();
        let mut bearer = ada.clone();
        bearer.token = Some(token);
        bearer.get("/v1/me").await
    };
    call(SECRET, now).await.ok();
    call(SECRET, now - chrono::Duration::minutes(16)).await.refused(401, "unauthenticated");
    call(b"another secret of thirty-two bytes", now).await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_sign_in_code_works_once_and_ends_what_was_set_before() {
    let world = World::new().await;
    let stranger = world.account("Ada").await;
    let ask = json!({ "email": "ada@example.org" });
    assert_eq!(world.anyone().post("/v1/sign-in-links", ask).await.status, 202);
    let code = code_in(&world.mails("ada@example.org", 1).await[0]);
    let proof = json!({ "email": "ada@example.org", "code": code });
    let tokens = world.anyone().post("/v1/tokens/from-link", proof.clone()).await.created();
    assert_eq!(tokens["account"]["email_proven"], true);
    world.anyone().post("/v1/tokens/from-link", proof).await.refused(401, "bad_credentials");
    // Whoever made the account without holding the mailbox is out, password and session.
    stranger.get("/v1/me").await.refused(401, "unauthenticated");
    let password = json!({ "email": "ada@example.org", "password": PASSWORD });
    world.anyone().post("/v1/tokens", password).await.refused(401, "bad_credentials");
}

#[tokio::test]
async fn five_wrong_codes_end_a_link_and_so_do_ten_minutes() {
    let world = World::new().await;
    world.account("Ada").await;
    let ask = json!({ "email": "ada@example.org" });
    world.anyone().post("/v1/sign-in-links", ask.clone()).await;
    let code = code_in(&world.mails("ada@example.org", 1).await[0]);
    let wrong = if code == "00000000" { "11111111" } else { "00000000" };
    for _ in 0..5 {
        let proof = json!({ "email": "ada@example.org", "code": wrong });
        world.anyone().post("/v1/tokens/from-link", proof).await.refused(401, "bad_credentials");
    }
    let proof = json!({ "email": "ada@example.org", "code": code });
    world.anyone().post("/v1/tokens/from-link", proof).await.refused(401, "bad_credentials");
    world.anyone().post("/v1/sign-in-links", ask).await;
    let code = code_in(world.mails("ada@example.org", 2).await.last().unwrap());
    world.pass(Duration::from_secs(601));
    let proof = json!({ "email": "ada@example.org", "code": code });
    world.anyone().post("/v1/tokens/from-link", proof).await.refused(401, "bad_credentials");
}

#[tokio::test]
async fn an_address_without_an_account_is_answered_alike_and_gets_no_mail() {
    let world = World::new().await;
    world.account("Ada").await;
    let stranger = json!({ "email": "eve@example.org" });
    assert_eq!(world.anyone().post("/v1/sign-in-links", stranger).await.status, 202);
    world.anyone().post("/v1/sign-in-links", json!({ "email": "ada@example.org" })).await;
    world.mails("ada@example.org", 1).await;
    assert_eq!(world.mails("eve@example.org", 0).await.len(), 0);
}

#[tokio::test]
async fn an_account_is_changed_by_whoever_saw_it_last() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    ada.send(reqwest::Method::PATCH, "/v1/me", Some(("application/json", b"{}".to_vec())))
        .await
        .refused(428, "version_required");
    let stale = ada.and("if-match", "\"7\"");
    let body = Some(("application/merge-patch+json", br#"{"name":"Ada L."}"#.to_vec()));
    stale.send(reqwest::Method::PATCH, "/v1/me", body).await.refused(412, "stale");
    let changed = ada.patch("/v1/me", json!({ "name": "Ada L." })).await;
    assert_eq!(changed.header("etag"), Some("\"2\""));
    assert_eq!(changed.ok()["name"], "Ada L.");
}

#[tokio::test]
async fn a_new_password_needs_the_old_one_and_ends_other_sessions() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    let elsewhere = world.sign_in("ada@example.org", PASSWORD).await;
    let new = "another palaver, another tree";
    let alone = json!({ "password": new });
    ada.patch("/v1/me", alone).await.invalid("/current_password", "current_password_missing");
    let wrong = json!({ "password": new, "current_password": "this is not the one" });
    ada.patch("/v1/me", wrong).await.invalid("/current_password", "wrong_password");
    ada.patch("/v1/me", json!({ "password": new, "current_password": PASSWORD })).await.ok();
    ada.get("/v1/me").await.ok();
    elsewhere.get("/v1/me").await.refused(401, "unauthenticated");
    world.sign_in("ada@example.org", new).await;
}

#[tokio::test]
async fn wrong_codes_of_a_stranger_do_not_keep_the_next_mail_back() {
    let world = World::new().await;
    world.account("Ada").await;
    let ask = json!({ "email": "ada@example.org" });
    for _ in 0..5 {
        world.anyone().post("/v1/sign-in-links", ask.clone()).await;
    }
    world.mails("ada@example.org", 5).await;
    // Five live links are enough …
    world.anyone().post("/v1/sign-in-links", ask.clone()).await;
    for wrong in 0..5 {
        let proof = json!({ "email": "ada@example.org", "code": format!("0000000{wrong}") });
        world.anyone().post("/v1/tokens/from-link", proof).await;
    }
    // … but those that a stranger has ended count no more.
    world.anyone().post("/v1/sign-in-links", ask).await;
    world.mails("ada@example.org", 6).await;
}
