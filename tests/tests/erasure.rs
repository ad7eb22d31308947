//! Erasing a registration: what goes, what stays, and who goes on in its place.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

fn path_of(made: &Value) -> String {
    format!("/v1/registrations/{}", id(&made["registration"]))
}

fn with_email(name: &str) -> Value {
    let mut body = Stage::registration("coder", name);
    body["email"] = json!("one@example.org");
    body
}

#[tokio::test]
async fn what_says_who_it_was_goes_and_what_is_counted_stays() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut body = with_email("Participant 1");
    for (field, value) in [
        ("phone", json!("+32 4 123 45 67")),
        ("language", json!("fr")),
        ("structure", json!("Le Monde des Possibles")),
        ("territory", json!("Liège")),
        ("languages", json!(["fr"])),
        ("skills", json!(["Rust"])),
        ("motivation", json!("Apprendre.")),
        ("visible", json!(true)),
    ] {
        body[field] = value;
    }
    let made = world.anyone().post(&stage.at("registrations"), body.clone()).await.created();
    let receipt = format!("/v1/receipts/{}", made["receipt"].as_str().unwrap());
    let desk = stage.staff(&world, "registration_desk", "Desk").await;
    let erased = desk.act(&format!("{}/erase", path_of(&made))).await.ok();
    for field in ["name", "email", "phone", "language", "structure", "territory", "motivation"] {
        assert_eq!(erased[field], json!(null), "{field}");
    }
    for field in ["languages", "skills"] {
        assert_eq!(erased[field], json!([]), "{field}");
    }
    for field in ["id", "profile", "consents", "registered_at", "edition_id"] {
        assert_eq!(erased[field], made["registration"][field], "{field}");
    }
    assert_eq!((&erased["state"], &erased["visible"]), (&json!("cancelled"), &json!(false)));
    assert!(erased["erased_at"].is_string());
    world.anyone().get(&receipt).await.refused(404, "not_found");
    let found = stage.owner.get(&stage.at("registrations?q=participant")).await.ok();
    assert_eq!(found["items"], json!([]));
    // Once more changes nothing, and nothing is written any more.
    assert_eq!(stage.owner.act(&format!("{}/erase", path_of(&made))).await.ok(), erased);
    stage.owner.patch(&path_of(&made), json!({ "name": "Again" })).await.refused(409, "erased");
    // The address comes back at once, as somebody else.
    let again = world.anyone().post(&stage.at("registrations"), body).await.created();
    assert_ne!(again["registration"]["id"], made["registration"]["id"]);
}

#[tokio::test]
async fn its_places_go_on_and_the_journal_tells_it_without_a_name() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    stage.pool("two", json!(2)).await;
    stage.profile("guest", "other", json!(["two"])).await;
    stage.owner.act(&format!("{}/publish", stage.path)).await.ok();
    let mut made = Vec::new();
    for name in ["Participant 1", "Participant 2", "Participant 3"] {
        made.push(stage.register(&world.anyone(), "guest", name).await);
    }
    assert_eq!(made[2]["registration"]["state"], "waitlisted");
    stage.owner.act(&format!("{}/erase", path_of(&made[0]))).await.ok();
    let third = stage.owner.get(&path_of(&made[2])).await.ok();
    assert_eq!(third["state"], "confirmed");
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&entries, 200).await;
    let actions: Vec<&str> =
        entries.iter().rev().take(3).rev().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(actions, ["registration.cancelled", "registration.erased", "registration.placed"]);
    assert!(!serde_json::to_string(&entries).unwrap().contains("Participant"));
}

#[tokio::test]
async fn a_team_keeps_a_member_without_a_name() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (_, registration) = stage.participant(&world, "coder", "Member").await;
    let (other, second) = stage.participant(&world, "coder", "Other").await;
    let challenge = stage.challenge("Comment ?", &[]).await;
    let team = stage.team("Les simples", &challenge, &[id(&registration), id(&second)]).await;
    let path = format!("/v1/teams/{team}");
    stage.owner.act(&format!("/v1/registrations/{}/erase", id(&registration))).await.ok();
    let members = stage.owner.get(&path).await.ok()["members"].clone();
    assert_eq!(members[0]["registration_id"], registration["id"]);
    assert_eq!(members[0]["name"], json!(null));
    assert!(members[0]["until"].is_string());
    assert_eq!(members[1]["name"], "Other");
    assert_eq!(other.get("/v1/me/roles").await.ok()["items"][0]["role"], "participant");
}

/// States of the edition in which nothing is cancelled any more: the count of those who came stays as it is.
#[rstest]
#[case::concluded(&["start", "conclude"], "confirmed")]
#[case::archived(&["start", "conclude", "begin-follow-up", "archive"], "confirmed")]
#[case::running(&["start"], "cancelled")]
#[tokio::test]
async fn it_is_never_refused_and_what_is_over_stays_counted(#[case] moves: &[&str], #[case] state: &str) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = world.anyone().post(&stage.at("registrations"), with_email("Participant 1")).await.created();
    for step in moves {
        stage.owner.act(&stage.at(step)).await.ok();
    }
    let erased = stage.owner.act(&format!("{}/erase", path_of(&made))).await.ok();
    assert_eq!((&erased["state"], &erased["name"]), (&json!(state), &json!(null)));
    let taken = stage.owner.get(&stage.at("places")).await.ok()["pools"][2]["taken"].clone();
    assert_eq!(taken, json!(i32::from(state == "confirmed")));
}

/// Who is registered twice with an organization stays known by the other registration.
#[tokio::test]
async fn another_registration_of_the_same_person_is_left_alone() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let first = world.anyone().post(&stage.at("registrations"), with_email("Participant 1")).await.created();
    stage.owner.act(&format!("{}/cancel", path_of(&first))).await.ok();
    let second = world.anyone().post(&stage.at("registrations"), with_email("Participant 1")).await.created();
    stage.owner.act(&format!("{}/erase", path_of(&first))).await.ok();
    let other = stage.owner.get(&path_of(&second)).await.ok();
    assert_eq!((&other["name"], &other["email"]), (&json!("Participant 1"), &json!("one@example.org")));
    world
        .anyone()
        .post(&stage.at("registrations"), with_email("Participant 1"))
        .await
        .refused(409, "already_registered");
    // One who has come holds the place on, and keeps nobody from registering.
    stage.owner.act(&format!("{}/check-in", path_of(&second))).await.ok();
    stage.owner.act(&format!("{}/erase", path_of(&second))).await.ok();
    world.anyone().post(&stage.at("registrations"), with_email("Participant 1")).await.created();
}

/// Only what is their own goes with those who are erased: not what was written to the same address about something else, nor what is
/// written afterwards.
#[tokio::test]
async fn an_erasure_takes_no_mail_of_anybody_else() {
    let world = World::new().await;
    let (ours, theirs) = (Stage::published(&world, "helmo").await, Stage::published(&world, "other").await);
    let registers = async |stage: &Stage| {
        let mut body = Stage::registration("coder", "Ada");
        body["email"] = json!("ada@example.org");
        world.anyone().post(&stage.at("registrations"), body).await.created()
    };
    let mine = registers(&ours).await;
    registers(&theirs).await;
    let invitations = format!("/v1/organizations/{}/invitations", id(&theirs.organization));
    let invitation = json!({ "email": "ada@example.org", "role": "viewer" });
    theirs.owner.post(&invitations, invitation).await.created();
    assert_eq!(world.mails("ada@example.org", 3).await.len(), 3);
    ours.owner.act(&format!("/v1/registrations/{}/erase", id(&mine["registration"]))).await.ok();
    let again = registers(&ours).await;
    let gone = async || {
        while rows::number(&world, "SELECT COUNT(*) FROM removals").await > 0 {
            tokio::task::yield_now().await;
        }
    };
    gone().await;
    // Theirs, the invitation, and the new one of ours.
    assert_eq!(world.mails("ada@example.org", 3).await.len(), 3);
    let path = format!("/v1/registrations/{}", id(&again["registration"]));
    for email in ["eve@example.org", "ada@example.org", "eve@example.org"] {
        ours.owner.patch(&path, json!({ "email": email })).await.ok();
    }
    gone().await;
    assert_eq!(world.mails("ada@example.org", 2).await.len(), 2);
    // A stranger who has typed in the address proves nothing by it.
    let account = json!({ "email": "ada@example.org", "password": crate::world::PASSWORD, "name": "M", "language": "fr" });
    world.anyone().post("/v1/accounts", account).await.created();
    world.anyone().post("/v1/sign-in-links", json!({ "email": "ada@example.org" })).await;
    assert_eq!(world.mails("ada@example.org", 3).await.len(), 3);
    world.sign_in("ada@example.org", crate::world::PASSWORD).await.delete("/v1/me").await.done();
    gone().await;
    let left: Vec<String> =
        world.mails("ada@example.org", 2).await.into_iter().map(|mail| mail.subject).collect();
    assert_eq!(left, ["Votre inscription est confirmée", "Invitation sur Palabre"]);
}
