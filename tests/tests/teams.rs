//! Teams: made, listed, changed, moved from state to state, told in the journal.

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::stage::Stage;
use crate::world::World;

/// Makes a team; gives its address.
pub async fn make(stage: &Stage, by: &Actor, body: Value) -> String {
    let team = by.post(&stage.at("teams"), body).await.created();
    format!("/v1/teams/{}", id(&team))
}

/// Registers somebody without an account; gives the id of the registration.
pub async fn somebody(world: &World, stage: &Stage, profile: &str, name: &str) -> String {
    let made = stage.register(&world.anyone(), profile, name).await;
    id(&made["registration"]).to_owned()
}

/// Puts a registration into a team.
pub async fn join(by: &Actor, team: &str, registration: &str) {
    by.link(&format!("{team}/members/{registration}")).await.done();
}

/// Forms a team.
pub async fn form(by: &Actor, team: &str) -> Value {
    by.post(&format!("{team}/form"), json!({})).await.ok()
}

#[tokio::test]
async fn a_participant_who_makes_a_team_is_its_first_member_and_steward() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (ada, mine) = stage.participant(&world, "coder", "Participant 1").await;
    let challenge = stage.challenge("Comment se retrouver ?", &[]).await;
    let body = json!({ "name": "Les écureuils", "challenge_id": challenge, "place": "Salle 1" });
    let made = ada.post(&stage.at("teams"), body).await;
    assert_eq!(made.header("etag"), Some("\"1\""));
    let team = made.created();
    assert_eq!(team["members"].as_array().unwrap().len(), 1);
    assert_eq!(team["members"][0]["registration_id"], mine["id"]);
    assert_eq!(team["members"][0]["profile"], "coder");
    assert_eq!(team["members"][0]["name"], "Participant 1");
    assert_eq!(team["members"][0]["until"], json!(null));
    assert_eq!((&team["steward"], &team["state"]), (&mine["id"], &json!("forming")));
    assert_eq!(team["composition"], json!({ "size": 1, "satisfied": true, "missing": [] }));
    assert_eq!((&team["challenge_id"], &team["place"]), (&json!(challenge), &json!("Salle 1")));
    assert_eq!(ada.get(&format!("/v1/teams/{}", id(&team))).await.ok(), team);
    ada.post(&stage.at("teams"), json!({ "name": "Une autre" })).await.refused(409, "in_team");
    // Whoever works on the edition makes teams for others.
    let team = stage.owner.post(&stage.at("teams"), json!({ "name": "Vide" })).await.created();
    assert_eq!((&team["members"], &team["steward"]), (&json!([]), &json!(null)));
    assert_eq!(team["composition"], json!({ "size": 0, "satisfied": false, "missing": [] }));
}

#[tokio::test]
async fn names_are_read_by_those_who_may() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (member, _) = stage.participant(&world, "coder", "Member").await;
    let (other, _) = stage.participant(&world, "coder", "Other").await;
    let team = make(&stage, &member, json!({ "name": "Les écureuils" })).await;
    let visible = json!({
        "profile": "social-worker", "name": "Visible", "visible": true,
        "consents": [{ "purpose": "organisation", "version": 1 }],
    });
    let visible = world.anyone().post(&stage.at("registrations"), visible).await.created();
    let hidden = somebody(&world, &stage, "coder", "Hidden").await;
    for registration in [id(&visible["registration"]), &hidden] {
        join(&stage.owner, &team, registration).await;
    }
    let all = json!(["Member", "Visible", "Hidden"]);
    let visible_only = json!([null, "Visible", null]);
    // A teammate is told no more than others, or a steward could put anybody into the team to read their name.
    let own_and_visible = json!(["Member", "Visible", null]);
    let readers = [
        ("owner", stage.owner.clone(), &all),
        ("facilitator", stage.staff(&world, "facilitator", "Facilitator").await, &all),
        ("desk", stage.staff(&world, "registration_desk", "Desk").await, &all),
        ("support", stage.staff(&world, "support_person", "Support").await, &all),
        ("teammate", member.clone(), &own_and_visible),
        ("viewer", stage.member(&world, "viewer", "Viewer").await, &visible_only),
        ("assessor", stage.staff(&world, "assessor", "Assessor").await, &visible_only),
        ("participant", other, &visible_only),
    ];
    let names = |team: &Value| -> Value {
        team["members"].as_array().unwrap().iter().map(|member| member["name"].clone()).collect()
    };
    for (reader, actor, due) in &readers {
        assert_eq!(&&names(&actor.get(&team).await.ok()), due, "{reader}");
        let listed = actor.get(&stage.at("teams")).await.ok();
        assert_eq!(&&names(&listed["items"][0]), due, "{reader}");
    }
    // A name that becomes visible, or another one, is another version of the team.
    let version = async || stage.owner.get(&team).await.ok()["version"].as_i64().unwrap();
    let before = version().await;
    let path = format!("/v1/registrations/{hidden}");
    stage.owner.patch(&path, json!({ "visible": true })).await.ok();
    stage.owner.patch(&path, json!({ "visible": false })).await.ok();
    stage.owner.patch(&path, json!({ "name": "Hidden" })).await.ok();
    assert_eq!(version().await, before + 2);
    // Who left is still told.
    stage.owner.unlink(&format!("{team}/members/{hidden}")).await.done();
    let seen = member.get(&team).await.ok();
    assert_eq!(names(&seen), json!(["Member", "Visible", null]));
    assert!(seen["members"][2]["until"].is_string());
    assert_eq!(seen["composition"]["size"], 2);
}

#[tokio::test]
async fn a_team_goes_through_its_states_and_no_others() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (steward, _) = stage.participant(&world, "coder", "Participant 1").await;
    let team = make(&stage, &steward, json!({ "name": "Une" })).await;
    let problem = steward.act(&format!("{team}/start")).await.refused(409, "wrong_state");
    assert_eq!((&problem["state"], &problem["allowed_from"]), (&json!("forming"), &json!(["formed"])));
    steward.act(&format!("{team}/form")).await.refused(403, "forbidden");
    steward.post(&format!("{team}/dissolve"), json!({ "reason": "x" })).await.refused(403, "forbidden");
    form(&stage.owner, &team).await;
    assert_eq!(steward.act(&format!("{team}/start")).await.ok()["state"], "working");
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    // What a team becomes is written down afterwards too; who is in it is not.
    steward.post(&stage.at("teams"), json!({ "name": "Deux" })).await.refused(409, "wrong_state");
    let presented = steward.act(&format!("{team}/present")).await.ok();
    assert_eq!(presented["state"], "presented");
    let problem = stage.owner.act(&format!("{team}/present")).await.refused(409, "wrong_state");
    assert_eq!(problem["allowed_from"], json!(["formed", "working"]));
    steward.patch(&team, json!({ "name": "Autre" })).await.refused(409, "wrong_state");
    stage.owner.post(&format!("{team}/dissolve"), json!({})).await.invalid("/reason", "missing_field");
    let gone = stage.owner.post(&format!("{team}/dissolve"), json!({ "reason": "Fini" })).await.ok();
    assert_eq!((&gone["steward"], &gone["composition"]["size"]), (&json!(null), &json!(0)));
    assert!(gone["members"][0]["until"].is_string());
    let other = somebody_after(&stage).await;
    stage.owner.link(&format!("{team}/members/{other}")).await.refused(409, "wrong_state");
}

/// The registration of the one participant there is.
async fn somebody_after(stage: &Stage) -> String {
    id(&stage.owner.get(&stage.at("registrations")).await.ok()["items"][0]).to_owned()
}

#[tokio::test]
async fn a_team_is_changed_at_the_version_that_was_seen() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (steward, mine) = stage.participant(&world, "coder", "Participant 1").await;
    let other = somebody(&world, &stage, "coder", "Participant 2").await;
    let (first, second) = (stage.challenge("Une ?", &[]).await, stage.challenge("Deux ?", &[]).await);
    let team = make(&stage, &steward, json!({ "name": "Une", "challenge_id": first })).await;
    join(&steward, &team, &other).await;
    let stale = steward.and("if-match", "\"1\"");
    let body = || Some(("application/merge-patch+json", br#"{"name": "Mienne"}"#.to_vec()));
    stale.send(reqwest::Method::PATCH, &team, body()).await.refused(412, "stale");
    steward.send(reqwest::Method::PATCH, &team, body()).await.refused(428, "version_required");
    stale.act(&format!("{team}/start")).await.refused(412, "stale");
    stage.owner.and("if-match", "\"1\"").act(&format!("{team}/form")).await.refused(412, "stale");
    let changes = json!({ "name": "Deux", "challenge_id": second, "place": "Jardin", "steward": other });
    let changed = stage.owner.patch(&team, changes.clone()).await.ok();
    for field in ["name", "challenge_id", "place", "steward"] {
        assert_eq!(changed[field], changes[field]);
    }
    steward.patch(&team, json!({ "name": "Non" })).await.refused(403, "forbidden");
    stage.owner.patch(&team, json!({ "name": null })).await.invalid("/name", "wrong_type");
    stage.owner.patch(&team, json!({ "state": "formed" })).await.invalid("/state", "unknown_field");
    let bare = json!({ "challenge_id": null, "place": null, "steward": id(&mine) });
    let bare = stage.owner.patch(&team, bare).await.ok();
    assert_eq!((&bare["challenge_id"], &bare["place"]), (&json!(null), &json!(null)));
    // Once it is formed its challenge stays, said or not.
    stage.owner.patch(&team, json!({ "challenge_id": first })).await.ok();
    form(&stage.owner, &team).await;
    let problem = steward.patch(&team, json!({ "challenge_id": second })).await.refused(409, "wrong_state");
    assert_eq!(problem["allowed_from"], json!(["forming"]));
    steward.patch(&team, json!({ "challenge_id": first, "name": "Trois", "steward": null })).await.ok();
}

#[tokio::test]
async fn invariant_14_a_change_of_a_team_is_told_once_in_its_transaction() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let person = somebody(&world, &stage, "coder", "Participant 1").await;
    let keyed = stage.owner.and("idempotency-key", "one-team-and-no-more");
    let first = keyed.post(&stage.at("teams"), json!({ "name": "Une" })).await.created();
    let again = keyed.post(&stage.at("teams"), json!({ "name": "Une" })).await.created();
    assert_eq!(first, again);
    let team = format!("/v1/teams/{}", id(&first));
    stage.owner.act(&format!("{team}/form")).await.refused(409, "policy_unmet");
    join(&stage.owner, &team, &person).await;
    join(&stage.owner, &team, &person).await;
    stage.owner.patch(&team, json!({ "steward": person })).await.ok();
    form(&stage.owner, &team).await;
    stage.owner.act(&format!("{team}/start")).await.ok();
    stage.owner.act(&format!("{team}/present")).await.ok();
    stage.owner.unlink(&format!("{team}/members/{person}")).await.refused(409, "policy_unmet");
    stage.owner.post(&format!("{team}/dissolve"), json!({ "reason": "Fini" })).await.ok();
    let audit = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&audit, 100).await;
    let told: Vec<&str> = entries
        .iter()
        .filter(|entry| entry["object_kind"] == "team")
        .map(|entry| {
            assert_eq!((&entry["object_id"], &entry["actor_role"]), (&first["id"], &json!("owner")));
            entry["action"].as_str().unwrap()
        })
        .collect();
    let due = ["created", "member_added", "changed", "formed", "started", "presented", "dissolved"];
    assert_eq!(told, due.map(|deed| format!("team.{deed}")));
}
