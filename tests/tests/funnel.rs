//! The funnel: every voice counted once.

use serde_json::{Value, json};

use crate::actor::id;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// Invariant 6: the funnel adds up, at every step of the way.
#[tokio::test]
async fn invariant_6_the_funnel_adds_up_at_every_step() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let other = Stage::published(&world, "other").await;
    other.accepted("Ne compte pas ici.", "open").await;
    let counted = async || {
        let funnel = stage.owner.get(&stage.at("funnel")).await.ok();
        assert_eq!(funnel["balanced"], true, "{funnel}");
        let by: i64 =
            funnel["by_disposition"].as_object().unwrap().values().map(|n| n.as_i64().unwrap()).sum();
        assert_eq!(by, funnel["received"].as_i64().unwrap() + funnel["derived"].as_i64().unwrap());
        funnel
    };
    assert_eq!(counted().await["received"], 0);
    let mut statements = Vec::new();
    for (number, sensitivity) in ["open", "restricted", "open", "restricted", "open"].into_iter().enumerate()
    {
        statements.push(stage.accepted(&format!("Problème {number}"), sensitivity).await);
        counted().await;
    }
    let aside = stage.voice(&world.anyone(), "Hors sujet.", "open").await;
    let aside = format!("/v1/problem-statements/{}/set-aside", id(&aside["problem_statement"]));
    stage.owner.post(&aside, json!({ "reason": "Hors sujet." })).await.ok();
    stage.voice(&world.anyone(), "À lire.", "open").await;
    let taken = stage.challenge("Prise ?", &statements[..2]).await;
    let kept = stage.challenge("Sans équipe ?", &statements[1..3]).await;
    let withdrawn = stage.challenge("Retirée ?", &statements[2..4]).await;
    stage.owner.post(&stage.at("challenges"), json!({ "question": "Un brouillon ?" })).await.created();
    stage.owner.post(&format!("/v1/challenges/{withdrawn}/withdraw"), json!({ "reason": "Non." })).await.ok();
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let team = stage.team("Les uns", &taken, &[id(&made["registration"])]).await;
    stage.prototype(&team, "Un dispositif").await;
    let dissolved = stage.owner.post(&stage.at("teams"), json!({ "name": "Les autres" })).await.created();
    let dissolve = format!("/v1/teams/{}/dissolve", id(&dissolved));
    stage.owner.post(&dissolve, json!({ "reason": "Partis." })).await.ok();
    let due = json!({
        "received": 7, "derived": 0,
        "by_disposition": {
            "submitted": 1, "returned": 0, "set_aside": 1, "referred": 0, "accepted": 2, "parked": 0,
            "adopted": 3, "merged": 0, "split": 0,
        },
        "challenges": 2, "challenges_taken_up": 1, "teams": 1, "prototypes": 1, "balanced": true,
        "funders": [],
    });
    assert_eq!(counted().await, due);
    // What was made of others stands under its own disposition too, and was not received.
    let derived = rows::key(&statements[4]);
    rows::write(
        &world,
        &format!("UPDATE problem_statements SET origin_kind = 'derived' WHERE id = {derived}"),
    )
    .await;
    let funnel = counted().await;
    assert_eq!((&funnel["received"], &funnel["derived"]), (&json!(6), &json!(1)));
    assert_eq!(funnel["by_disposition"], due["by_disposition"]);
    // The end changes the words for challenges, and no number.
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    assert_eq!(stage.owner.get(&format!("/v1/challenges/{kept}")).await.ok()["state"], "unanswered");
    assert_eq!(counted().await, funnel);
    // A statement that was lost on the way is seen: that is what the last word is for.
    let lost = format!("UPDATE problem_statements SET state = 'adopted' WHERE id = {derived}");
    rows::write(&world, &lost).await;
    assert_eq!(stage.owner.get(&stage.at("funnel")).await.ok()["balanced"], false);
}

#[tokio::test]
async fn the_funnel_is_read_from_within_and_by_anyone_once_the_edition_is_over() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    let desk = stage.staff(&world, "registration_desk", "Desk").await;
    let within = [
        stage.owner.clone(),
        stage.member(&world, "organizer", "Organizer").await,
        stage.member(&world, "viewer", "Viewer").await,
        stage.staff(&world, "facilitator", "Facilitator").await,
    ];
    let without = [world.anyone(), world.account("Outsider").await, participant, desk];
    let path = stage.at("funnel");
    let mut read: Vec<Value> = Vec::new();
    for actor in &within {
        read.push(actor.get(&path).await.ok());
    }
    for actor in &without {
        actor.get(&path).await.refused(404, "not_found");
    }
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    for actor in within.iter().chain(&without) {
        read.push(actor.get(&path).await.ok());
    }
    read.dedup();
    assert_eq!(read.len(), 1);
    // A selection's rounds are not there, not even empty: this is no competition.
    assert!(read[0].get("rounds").is_none());
}
