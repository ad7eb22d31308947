//! Who joins a team, and who leaves it.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::actor::id;
use crate::stage::Stage;
use crate::teams::{form, join, make, somebody};
use crate::world::World;

#[tokio::test]
async fn invariant_3_one_live_team_membership_for_a_registration() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let person = somebody(&world, &stage, "coder", "Participant 1").await;
    let first = make(&stage, &stage.owner, json!({ "name": "Une" })).await;
    let second = make(&stage, &stage.owner, json!({ "name": "Deux" })).await;
    join(&stage.owner, &first, &person).await;
    let version = stage.owner.get(&first).await.ok()["version"].clone();
    // Linked again, nothing changes.
    join(&stage.owner, &first, &person).await;
    assert_eq!(stage.owner.get(&first).await.ok()["version"], version);
    stage.owner.link(&format!("{second}/members/{person}")).await.refused(409, "in_team");
    stage.owner.unlink(&format!("{second}/members/{person}")).await.done();
    stage.owner.unlink(&format!("{first}/members/{person}")).await.done();
    stage.owner.unlink(&format!("{first}/members/{person}")).await.done();
    join(&stage.owner, &second, &person).await;
    // A dissolved team holds nobody.
    stage.owner.post(&format!("{second}/dissolve"), json!({ "reason": "Trop peu" })).await.ok();
    join(&stage.owner, &first, &person).await;
    let again = stage.owner.get(&first).await.ok();
    assert_eq!(again["members"].as_array().unwrap().len(), 1, "who came back stands there once: {again}");
}

#[tokio::test]
async fn invariant_3_holds_when_two_teams_take_somebody_at_once() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    for round in 0..5 {
        let person = somebody(&world, &stage, "coder", &format!("Participant {round}")).await;
        let mut links = Vec::new();
        for team in 0..4 {
            let team = make(&stage, &stage.owner, json!({ "name": format!("Équipe {team}") })).await;
            links.push(format!("{team}/members/{person}"));
        }
        let replies = join_all(links.iter().map(|link| stage.owner.link(link))).await;
        let statuses: Vec<u16> = replies.iter().map(|reply| reply.status.as_u16()).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 204).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 409).count(), 3, "{statuses:?}");
    }
}

#[tokio::test]
async fn invariant_3_holds_when_a_participant_makes_two_teams_at_once() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (ada, _) = stage.participant(&world, "coder", "Participant 1").await;
    let path = stage.at("teams");
    let replies = join_all((0..4).map(|_| ada.post(&path, json!({ "name": "La mienne" })))).await;
    let made = replies.iter().filter(|reply| reply.status.as_u16() == 201).count();
    assert_eq!(made, 1);
    for reply in replies.into_iter().filter(|reply| reply.status.as_u16() != 201) {
        reply.refused(409, "in_team");
    }
}

#[tokio::test]
async fn members_are_confirmed_and_of_the_same_edition() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    stage.pool("few", json!(0)).await;
    stage.profile("late", "other", json!(["few"])).await;
    stage.owner.act(&stage.at("publish")).await.ok();
    let other = Stage::published(&world, "efficience").await;
    let team = make(&stage, &stage.owner, json!({ "name": "Une" })).await;
    let waiting = somebody(&world, &stage, "late", "Participant 1").await;
    stage.owner.link(&format!("{team}/members/{waiting}")).await.refused(409, "not_confirmed");
    let stranger = somebody(&world, &other, "coder", "Participant 2").await;
    for unknown in [stranger.as_str(), "01900000-0000-7000-8000-000000000000", "nobody"] {
        stage.owner.link(&format!("{team}/members/{unknown}")).await.refused(404, "not_found");
        stage.owner.unlink(&format!("{team}/members/{unknown}")).await.refused(404, "not_found");
    }
    let challenge = other.challenge("D'ailleurs ?", &[]).await;
    for unknown in [challenge.as_str(), "01900000-0000-7000-8000-000000000000"] {
        let body = json!({ "name": "Deux", "challenge_id": unknown });
        stage.owner.post(&stage.at("teams"), body).await.invalid("/challenge_id", "unknown_challenge");
        let body = json!({ "challenge_id": unknown });
        stage.owner.patch(&team, body).await.invalid("/challenge_id", "unknown_challenge");
    }
    for unknown in [stranger.as_str(), "01900000-0000-7000-8000-000000000000"] {
        stage
            .owner
            .patch(&team, json!({ "steward": unknown }))
            .await
            .invalid("/steward", "unknown_registration");
    }
    let confirmed = somebody(&world, &stage, "coder", "Participant 3").await;
    stage.owner.patch(&team, json!({ "steward": confirmed })).await.refused(409, "not_a_member");
    // Another tenant finds none of it.
    other.owner.get(&team).await.refused(404, "not_found");
    other.owner.act(&format!("{team}/form")).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_member_leaves_and_takes_nobody_along() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (steward, mine) = stage.participant(&world, "coder", "Participant 1").await;
    let (member, theirs) = stage.participant(&world, "coder", "Participant 2").await;
    let (outsider, other) = stage.participant(&world, "coder", "Participant 3").await;
    let team = make(&stage, &steward, json!({ "name": "Une" })).await;
    let link = |registration: &Value| format!("{team}/members/{}", id(registration));
    outsider.link(&link(&other)).await.refused(403, "forbidden");
    join(&steward, &team, id(&theirs)).await;
    member.link(&link(&other)).await.refused(403, "forbidden");
    member.unlink(&link(&mine)).await.refused(403, "forbidden");
    outsider.unlink(&link(&theirs)).await.refused(403, "forbidden");
    steward.unlink(&link(&theirs)).await.done();
    join(&steward, &team, id(&theirs)).await;
    member.unlink(&link(&theirs)).await.done();
    member.unlink(&link(&theirs)).await.refused(403, "forbidden");
    steward.unlink(&link(&mine)).await.done();
    assert_eq!(stage.owner.get(&team).await.ok()["steward"], json!(null));
}

#[tokio::test]
async fn windows_bind_participants_and_never_staff() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (steward, mine) = stage.participant(&world, "coder", "Participant 1").await;
    let (ada, _) = stage.participant(&world, "coder", "Participant 2").await;
    let other = somebody(&world, &stage, "coder", "Participant 3").await;
    let team = make(&stage, &steward, json!({ "name": "Une" })).await;
    form(&stage.owner, &team).await;
    let over = json!({ "local": "2020-01-02T00:00:00", "time_zone": "Europe/Brussels" });
    let windows = json!({ "windows": [
        { "kind": "team_formation", "closes_at": over }, { "kind": "making", "closes_at": over },
    ] });
    stage.owner.put(&stage.at("windows"), windows).await.ok();
    let made = json!({ "name": "Une", "summary": "Un essai.", "language": "fr", "outcome_kind": "service" });
    let problem = ada.post(&stage.at("teams"), json!({ "name": "Deux" })).await.refused(409, "window_closed");
    assert_eq!(problem["closes_at"], "2020-01-01T23:00:00Z");
    steward.link(&format!("{team}/members/{other}")).await.refused(409, "window_closed");
    steward.unlink(&format!("{team}/members/{}", id(&mine))).await.refused(409, "window_closed");
    steward.post(&format!("{team}/prototypes"), made.clone()).await.refused(409, "window_closed");
    make(&stage, &stage.owner, json!({ "name": "Deux" })).await;
    join(&stage.owner, &team, &other).await;
    let prototype = stage.owner.post(&format!("{team}/prototypes"), made).await.created();
    let prototype = format!("/v1/prototypes/{}", id(&prototype));
    steward.patch(&prototype, json!({ "name": "Deux" })).await.refused(409, "window_closed");
    let to = json!({ "to": "sketch" });
    steward.post(&format!("{prototype}/move-stage"), to.clone()).await.refused(409, "window_closed");
    stage.owner.post(&format!("{prototype}/move-stage"), to).await.ok();
}

#[tokio::test]
async fn cancelling_a_registration_ends_its_membership() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (steward, mine) = stage.participant(&world, "coder", "Participant 1").await;
    let other = stage.register(&world.anyone(), "coder", "Participant 2").await;
    let team = make(&stage, &steward, json!({ "name": "Une" })).await;
    join(&steward, &team, id(&other["registration"])).await;
    form(&stage.owner, &team).await;
    let before = stage.owner.get(&team).await.ok();
    steward.act(&format!("/v1/registrations/{}/cancel", id(&mine))).await.ok();
    let after = stage.owner.get(&team).await.ok();
    assert_eq!((&after["steward"], &after["composition"]["size"]), (&json!(null), &json!(1)));
    assert!(after["version"].as_i64() > before["version"].as_i64());
    steward.get(&team).await.refused(404, "not_found");
    let receipt = other["receipt"].as_str().unwrap();
    world.anyone().act(&format!("/v1/receipts/{receipt}/cancel")).await.ok();
    assert_eq!(stage.owner.get(&team).await.ok()["composition"]["size"], 0);
    let audit = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&audit, 100).await;
    let removed = entries.iter().filter(|entry| entry["action"] == "team.member_removed").count();
    assert_eq!(removed, 2);
}
