//! The door: who has come, who has not after all, and what that makes of those who never came.

use serde_json::{Value, json};

use crate::actor::id;
use crate::stage::Stage;
use crate::world::World;

fn at(registration: &Value, verb: &str) -> String {
    format!("/v1/registrations/{}/{verb}", id(&registration["registration"]))
}

#[tokio::test]
async fn the_desk_checks_people_in_and_takes_it_back_with_a_reason() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let desk = stage.staff(&world, "registration_desk", "Desk").await;
    let person = stage.register(&stage.owner, "coder", "Participant 1").await;
    let places = async || world.anyone().get(&stage.at("places")).await.ok()["pools"].clone();
    let before = places().await;
    let came = desk.act(&at(&person, "check-in")).await.ok();
    assert_eq!([&came["state"], &came["reason"]], [&json!("checked_in"), &Value::Null]);
    let problem = desk.act(&at(&person, "check-in")).await.refused(409, "wrong_state");
    assert_eq!([&problem["state"], &problem["allowed_from"]], [&json!("checked_in"), &json!(["confirmed"])]);
    // Who has come has come: nobody takes that back but the door, and its places stay taken.
    desk.act(&at(&person, "cancel")).await.refused(409, "wrong_state");
    let receipt = format!("/v1/receipts/{}", person["receipt"].as_str().unwrap());
    assert_eq!(world.anyone().get(&receipt).await.ok()["can"], json!([]));
    assert_eq!(places().await, before);
    desk.act(&at(&person, "undo-check-in")).await.invalid("/reason", "missing_field");
    let reason = json!({ "reason": "Une autre personne du même nom." });
    let back = desk.post(&at(&person, "undo-check-in"), reason.clone()).await.ok();
    assert_eq!([&back["state"], &back["reason"]], [&json!("confirmed"), &reason["reason"]]);
    assert_eq!(back["version"].as_i64(), came["version"].as_i64().map(|version| version + 1));
    let shown = world.anyone().get(&receipt).await.ok();
    assert_eq!([&shown["reason"], &shown["can"]], [&reason["reason"], &json!(["cancel"])]);
    desk.post(&at(&person, "undo-check-in"), reason).await.refused(409, "wrong_state");
    assert_eq!(places().await, before);
    // Again: the reason of the mistake is none of being there.
    assert_eq!(desk.act(&at(&person, "check-in")).await.ok()["reason"], Value::Null);
    let stale = desk.and("if-match", "\"1\"");
    let undo = json!({ "reason": "Trop tôt." });
    stale.post(&at(&person, "undo-check-in"), undo).await.refused(412, "stale");
}

#[tokio::test]
async fn who_waits_is_not_checked_in_and_nobody_is_before_or_after_the_edition() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    stage.pool("one", json!(1)).await;
    stage.profile("single", "other", json!(["one"])).await;
    stage.owner.act(&stage.at("publish")).await.ok();
    let first = stage.register(&stage.owner, "single", "Participant 1").await;
    let waits = stage.register(&stage.owner, "single", "Participant 2").await;
    let problem = stage.owner.act(&at(&waits, "check-in")).await.refused(409, "wrong_state");
    assert_eq!(problem["state"], "waitlisted");
    stage.owner.act(&at(&first, "cancel")).await.ok();
    stage.owner.act(&at(&waits, "check-in")).await.ok();
    for verb in ["start", "conclude"] {
        stage.owner.act(&stage.at(verb)).await.ok();
    }
    let problem = stage.owner.post(&at(&waits, "undo-check-in"), json!({ "reason": "Non." })).await;
    assert_eq!(problem.refused(409, "wrong_state")["state"], "concluded");
}

#[tokio::test]
async fn where_the_door_was_kept_those_who_did_not_come_are_told_apart() {
    let world = World::new().await;
    let (kept, open) = (Stage::published(&world, "kept").await, Stage::published(&world, "open").await);
    for (stage, counted, last) in [(&kept, true, "no_show"), (&open, false, "confirmed")] {
        let came = stage.register(&stage.owner, "coder", "Participant 1").await;
        let other = stage.register(&stage.owner, "social-worker", "Participant 2").await;
        stage.owner.act(&stage.at("start")).await.ok();
        if counted {
            stage.owner.act(&at(&came, "check-in")).await.ok();
        }
        stage.owner.act(&stage.at("conclude")).await.ok();
        let state = async |made: &Value| {
            let path = format!("/v1/registrations/{}", id(&made["registration"]));
            stage.owner.get(&path).await.ok()["state"].clone()
        };
        assert_eq!(state(&other).await, last);
        assert_eq!(state(&came).await, if counted { "checked_in" } else { "confirmed" });
    }
}

#[tokio::test]
async fn of_two_desks_at_once_one_checks_in() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    for round in 0..6 {
        let person = stage.register(&stage.owner, "coder", &format!("Participant {round}")).await;
        let (check_in, cancel) = (at(&person, "check-in"), at(&person, "cancel"));
        let (one, other, gone) =
            tokio::join!(stage.owner.act(&check_in), stage.owner.act(&check_in), stage.owner.act(&cancel),);
        let answers = [one, other, gone].map(|reply| reply.status.as_u16());
        assert_eq!(answers.iter().filter(|status| **status == 200).count(), 1, "{answers:?}");
        assert!(answers.iter().all(|status| matches!(status, 200 | 409)), "{answers:?}");
    }
}
