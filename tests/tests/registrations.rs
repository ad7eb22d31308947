//! Registrations: who may come, who reads what of them, who takes them back.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::stage::Stage;
use crate::world::World;

fn with_email(profile: &str, name: &str, email: &str) -> Value {
    let mut body = Stage::registration(profile, name);
    body["email"] = json!(email);
    body
}

fn path_of(made: &Value) -> String {
    format!("/v1/registrations/{}", id(&made["registration"]))
}

#[tokio::test]
async fn anyone_registers_and_all_fields_come_back() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut body = with_email("coder", "Participant 1", "One@Example.org");
    for (field, value) in [
        ("phone", json!("+32 4 123 45 67")),
        ("language", json!("fr")),
        ("structure", json!("Le Monde des Possibles")),
        ("territory", json!("Liège")),
        ("languages", json!(["fr", "nl-BE"])),
        ("skills", json!(["Rust", "écoute"])),
        ("motivation", json!("Apprendre.\nAider.")),
        ("visible", json!(true)),
    ] {
        body[field] = value;
    }
    let made = world.anyone().post(&stage.at("registrations"), body.clone()).await;
    assert_eq!(made.header("etag"), Some("\"1\""));
    let location = made.header("location").unwrap().to_owned();
    let made = made.created();
    let registration = &made["registration"];
    assert_eq!(location, path_of(&made));
    for (field, value) in body.as_object().unwrap() {
        assert_eq!(&registration[field], value, "{field}");
    }
    assert_eq!((&registration["state"], &registration["version"]), (&json!("confirmed"), &json!(1)));
    assert_eq!(registration["offer_expires_at"], json!(null));
    assert_eq!(&stage.owner.get(&location).await.ok(), registration);
    world.anyone().get(&location).await.refused(401, "unauthenticated");
}

#[rstest]
#[case::profile("profile", json!("juggler"), "/profile", "unknown_profile")]
#[case::no_consents("consents", json!(null), "/consents", "wrong_type")]
#[case::older_wording("consents", json!([{ "purpose": "organisation", "version": 2 }]), "/consents/0", "unknown_consent")]
#[case::unknown_purpose(
    "consents",
    json!([{ "purpose": "organisation", "version": 1 }, { "purpose": "tombola", "version": 1 }]),
    "/consents/1",
    "unknown_consent"
)]
#[case::twice(
    "consents",
    json!([{ "purpose": "organisation", "version": 1 }, { "purpose": "organisation", "version": 1 }]),
    "/consents/1",
    "consent_twice"
)]
#[case::no_address("email", json!("nobody"), "/email", "malformed")]
#[case::no_number("phone", json!("call me"), "/phone", "malformed")]
#[case::no_language("languages", json!(["fr", "?"]), "/languages/1", "too_short")]
#[case::zero_byte("motivation", json!("a\u{0}b"), "/motivation", "forbidden_character")]
#[case::needs("access_needs", json!("é".repeat(2001)), "/access_needs", "too_long")]
#[case::answer("answers", json!({ "why": "Pour voir" }), "/answers/why", "unknown_question")]
#[case::no_answer("answers", json!({ "why": null }), "/answers/why", "wrong_type")]
#[case::no_answers("answers", json!(["why"]), "/answers", "wrong_type")]
#[tokio::test]
async fn a_field_that_is_wrong_is_named(
    #[case] field: &str,
    #[case] value: Value,
    #[case] pointer: &str,
    #[case] code: &str,
) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut body = Stage::registration("coder", "Participant 1");
    body[field] = value;
    world.anyone().post(&stage.at("registrations"), body).await.invalid(pointer, code);
}

#[tokio::test]
async fn a_compulsory_consent_is_due() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let body = json!({ "profile": "coder", "name": "Participant 1", "consents": [] });
    let problem = world.anyone().post(&stage.at("registrations"), body).await.refused(409, "consent_missing");
    assert_eq!(problem["missing"], json!(["organisation"]));
    // Nothing of it was done: no place is taken.
    assert_eq!(world.anyone().get(&stage.at("places")).await.ok()["pools"][0]["taken"], 0);
}

#[tokio::test]
async fn one_registers_while_the_edition_is_open() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let body = || Stage::registration("coder", "Participant 1");
    let registrations = stage.at("registrations");
    world.anyone().post(&registrations, body()).await.refused(404, "not_found");
    let problem = stage.owner.post(&registrations, body()).await.refused(409, "wrong_state");
    assert_eq!(problem["allowed_from"], json!(["published", "running"]));
    stage.owner.act(&stage.at("publish")).await.ok();
    let made = world.anyone().post(&registrations, body()).await.created();
    stage.owner.act(&stage.at("start")).await.ok();
    world.anyone().post(&registrations, body()).await.created();
    stage.owner.act(&stage.at("conclude")).await.ok();
    for by in [&world.anyone(), &stage.owner] {
        by.post(&registrations, body()).await.refused(409, "wrong_state");
    }
    stage.owner.act(&format!("{}/cancel", path_of(&made))).await.refused(409, "wrong_state");
    let renamed = json!({ "name": "Participant 2" });
    stage.owner.patch(&path_of(&made), renamed).await.refused(409, "wrong_state");
}

/// Invariant 3.
#[tokio::test]
async fn a_person_has_one_live_registration_in_an_edition() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let registrations = stage.at("registrations");
    let one = with_email("coder", "Participant 1", "one@example.org");
    let made = world.anyone().post(&registrations, one).await.created();
    let again = with_email("social-worker", "Somebody", "ONE@example.org");
    world.anyone().post(&registrations, again.clone()).await.refused(409, "already_registered");
    // Without an address, everybody is somebody else.
    for _ in 0..2 {
        stage.register(&world.anyone(), "coder", "Participant 1").await;
    }
    stage.owner.act(&format!("{}/cancel", path_of(&made))).await.ok();
    let second = world.anyone().post(&registrations, again).await.created();
    assert_eq!(second["registration"]["name"], "Somebody");
    // In another edition of the organization the same person is at home, too.
    assert_ne!(second["registration"]["id"], made["registration"]["id"]);
}

#[tokio::test]
async fn of_many_at_once_with_one_address_one_is_taken() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (anyone, path) = (world.anyone(), stage.at("registrations"));
    let tries = (0..12).map(|_| anyone.post(&path, with_email("coder", "Participant 1", "one@example.org")));
    let replies = futures_util::future::join_all(tries).await;
    let made = replies.iter().filter(|reply| reply.status == 201).count();
    let refused = replies.iter().filter(|reply| reply.json["code"] == "already_registered").count();
    assert_eq!((made, refused), (1, 11));
    assert_eq!(anyone.get(&stage.at("places")).await.ok()["pools"][0]["taken"], 1);
}

#[tokio::test]
async fn a_registration_by_ones_own_address_is_ones_own() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (ada, mine) = stage.participant(&world, "coder", "Ada").await;
    let other =
        ada.post(&stage.at("registrations"), with_email("coder", "B", "b@example.org")).await.created();
    let nobodys = stage.register(&ada, "coder", "Participant 2").await;
    let listed = ada.pages("/v1/me/registrations", 1).await;
    let mut due = mine.clone();
    due["held_by_me"] = json!(true);
    assert_eq!(listed[0], due);
    let held = listed.iter().map(|listed| listed["held_by_me"].as_bool().unwrap());
    assert_eq!(held.collect::<Vec<_>>(), [true, false, false]);
    for theirs in [other, nobodys] {
        assert_eq!(ada.get(&path_of(&theirs)).await.ok()["email"], json!(null));
        ada.act(&format!("{}/cancel", path_of(&theirs))).await.refused(403, "forbidden");
    }
    let mine = format!("/v1/registrations/{}", id(&mine));
    assert_eq!(ada.get(&mine).await.ok()["email"], "ada@example.org");
    ada.patch(&mine, json!({ "phone": "04 123 45 67" })).await.ok();
    ada.get(&stage.at("registrations")).await.refused(403, "forbidden");
    let cancelled = ada.act(&format!("{mine}/cancel")).await.ok();
    assert_eq!((&cancelled["state"], &cancelled["version"]), (&json!("cancelled"), &json!(3)));
}

#[tokio::test]
async fn roles_are_listed_as_the_facts_make_them() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (ada, mine) = stage.participant(&world, "coder", "Ada").await;
    let desk = stage.staff(&world, "registration_desk", "Desk").await;
    let role = |scope: &str, edition: &Value, role: &str| json!({ "scope": scope, "organization_id": stage.organization["id"], "edition_id": edition, "role": role });
    let owner = [role("organization", &json!(null), "owner")];
    assert_eq!(stage.owner.pages("/v1/me/roles", 1).await, owner);
    let edition = &stage.edition["id"];
    assert_eq!(desk.pages("/v1/me/roles", 1).await, [role("edition", edition, "registration_desk")]);
    assert_eq!(ada.pages("/v1/me/roles", 1).await, [role("edition", edition, "participant")]);
    let own = world.organization(&ada, "mine").await;
    let roles = ada.pages("/v1/me/roles", 1).await;
    assert_eq!(roles.len(), 2);
    assert_eq!((&roles[1]["organization_id"], &roles[1]["role"]), (&own["id"], &json!("owner")));
    ada.act(&format!("/v1/registrations/{}/cancel", id(&mine))).await.ok();
    assert_eq!(ada.pages("/v1/me/roles", 50).await.len(), 1);
}

#[tokio::test]
async fn facilitators_read_registrations_without_contacts_and_find_none_by_them() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut body = with_email("coder", "Participant 1", "canary@example.org");
    body["phone"] = json!("0123456789");
    let made = world.anyone().post(&stage.at("registrations"), body).await.created();
    let facilitator = stage.staff(&world, "facilitator", "Faciliteuse").await;
    let desk = stage.staff(&world, "registration_desk", "Desk").await;
    let listed = stage.at("registrations");
    for path in [listed.clone(), path_of(&made)] {
        let reply = facilitator.get(&path).await;
        let said = String::from_utf8_lossy(&reply.bytes).into_owned();
        assert!(said.contains("Participant 1") && said.contains(r#""email":null,"phone":null"#), "{said}");
        assert!(!said.contains("canary") && !said.contains("0123456789"), "{said}");
        let reply = desk.get(&path).await;
        assert!(String::from_utf8_lossy(&reply.bytes).contains("canary@example.org"));
    }
    let found = async |by: &Actor, words: &str| by.pages(&format!("{listed}?q={words}"), 50).await.len();
    assert_eq!((found(&desk, "CANARY").await, found(&facilitator, "canary").await), (1, 0));
    assert_eq!((found(&desk, "participant").await, found(&facilitator, "PARTICIPÁNT").await), (1, 1));
    facilitator.patch(&path_of(&made), json!({ "name": "X" })).await.refused(403, "forbidden");
    facilitator.act(&format!("{}/cancel", path_of(&made))).await.refused(403, "forbidden");
    let viewer = stage.member(&world, "viewer", "Viewer").await;
    viewer.get(&listed).await.refused(403, "forbidden");
    viewer.get(&path_of(&made)).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_list_is_filtered_before_it_is_paged() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut waiting = Vec::new();
    for number in 0..24 {
        let profile = if number % 2 == 0 { "coder" } else { "social-worker" };
        let made = stage.register(&world.anyone(), profile, &format!("Participant {number}")).await;
        waiting.push(made);
    }
    stage.owner.act(&format!("{}/cancel", path_of(&waiting[0]))).await.ok();
    let found = async |query: &str| {
        stage.owner.pages(&format!("{}?{query}", stage.at("registrations")), 5).await.len()
    };
    assert_eq!(found("profile=coder").await, 12);
    assert_eq!(found("profile=coder&state=confirmed").await, 11);
    assert_eq!(found("state=cancelled").await, 1);
    assert_eq!(found("profile=nobody").await, 0);
    assert_eq!(found("q=participant%201").await, 11);
    // A sign of a pattern is a sign like any other.
    assert_eq!((found("q=%25").await, found("q=_").await, found("q=%5C").await), (0, 0, 0));
    assert_eq!((found("without_team=true").await, found("without_team=false").await), (24, 0));
    let bad = async |query: &str| stage.owner.get(&format!("{}?{query}", stage.at("registrations"))).await;
    bad("state=asleep").await.invalid("?state", "not_one_of");
    bad("without_team=perhaps").await.invalid("?without_team", "not_one_of");
    bad("q=").await.invalid("?q", "too_short");
}

#[tokio::test]
async fn a_registration_is_changed_but_for_its_profile() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let registrations = stage.at("registrations");
    let body = with_email("coder", "Participant 1", "typo@example.org");
    let path = path_of(&world.anyone().post(&registrations, body).await.created());
    stage
        .owner
        .patch(&path, json!({ "profile": "social-worker" }))
        .await
        .invalid("/profile", "unknown_field");
    stage.owner.patch(&path, json!({ "name": null })).await.invalid("/name", "wrong_type");
    let changes = json!({
        "name": "Participant 2", "email": "right@example.org", "languages": ["fr"], "visible": true,
        "structure": "CPAS", "territory": null,
    });
    let changed = stage.owner.patch(&path, changes.clone()).await.ok();
    for (field, value) in changes.as_object().unwrap() {
        assert_eq!(&changed[field], value, "{field}");
    }
    assert_eq!(stage.owner.patch(&path, json!({ "languages": null })).await.ok()["languages"], json!([]));
    // Whoever has the address that was a slip of the keyboard comes as themselves.
    let theirs = with_email("coder", "Participant 3", "typo@example.org");
    let theirs = world.anyone().post(&registrations, theirs).await.created();
    let taken = json!({ "email": "RIGHT@example.org" });
    stage.owner.patch(&path_of(&theirs), taken).await.refused(409, "already_registered");
    assert_eq!(stage.owner.patch(&path, json!({ "email": null })).await.ok()["email"], json!(null));
    let free = json!({ "email": "right@example.org" });
    stage.owner.patch(&path_of(&theirs), free).await.ok();
}

/// Invariant 11.
#[tokio::test]
async fn another_tenants_registration_answers_like_one_that_does_not_exist() {
    let world = World::new().await;
    let (mine, theirs) = (Stage::published(&world, "helmo").await, Stage::published(&world, "retz").await);
    let made = theirs.register(&world.anyone(), "coder", "Participant 1").await;
    let nobodys = "/v1/registrations/01900000-0000-7000-8000-000000000000";
    let strip = |mut problem: Value| {
        problem["instance"] = json!(null);
        problem
    };
    let theirs = mine.owner.get(&path_of(&made)).await.refused(404, "not_found");
    assert_eq!(strip(theirs), strip(mine.owner.get(nobodys).await.refused(404, "not_found")));
}

/// Invariant 14.
#[tokio::test]
async fn the_same_key_never_registers_twice() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let again = world.anyone().and("idempotency-key", "0123456789abcdef");
    let path = stage.at("registrations");
    let first = again.post(&path, Stage::registration("coder", "Participant 1")).await;
    let location = first.header("location").unwrap().to_owned();
    let first = first.created();
    let second = again.post(&path, Stage::registration("coder", "Participant 1")).await;
    assert_eq!(second.header("idempotency-replayed"), Some("true"));
    assert_eq!(second.header("location"), Some(location.as_str()));
    assert_eq!(second.created(), first);
    let other = Stage::registration("coder", "Participant 2");
    again.post(&path, other).await.refused(422, "key_reused");
    assert_eq!(world.anyone().get(&stage.at("places")).await.ok()["pools"][0]["taken"], 1);
}

#[tokio::test]
async fn whoever_cancels_leaves_the_team() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (ada, mine) = stage.participant(&world, "coder", "Ada").await;
    let team = ada.post(&stage.at("teams"), json!({ "name": "Les écureuils" })).await.created();
    let with = format!("{}?without_team=false", stage.at("registrations"));
    assert_eq!(stage.owner.pages(&with, 50).await.len(), 1);
    ada.act(&format!("/v1/registrations/{}/cancel", id(&mine))).await.ok();
    assert_eq!(stage.owner.pages(&with, 50).await.len(), 0);
    let left = stage.owner.get(&format!("/v1/teams/{}", id(&team))).await.ok();
    assert_eq!(left["steward"], json!(null));
    assert!(left["members"].as_array().unwrap().iter().all(|member| !member["until"].is_null()));
    ada.get(&format!("/v1/teams/{}", id(&team))).await.refused(404, "not_found");
}
