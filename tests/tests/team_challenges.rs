//! What teams make of the challenges that they are on.

use serde_json::json;

use crate::actor::id;
use crate::stage::Stage;
use crate::teams::make;
use crate::world::World;

#[tokio::test]
async fn teams_are_listed_by_challenge_state_and_words() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let challenge = stage.challenge("Comment se retrouver ?", &[]).await;
    for (name, on) in [("Écureuils", Some(&challenge)), ("100% ouvert", None), ("Roof top", Some(&challenge))]
    {
        make(&stage, &stage.owner, json!({ "name": name, "challenge_id": on })).await;
    }
    let names = async |query: &str| -> Vec<String> {
        let teams = stage.owner.pages(&stage.at(&format!("teams{query}")), 1).await;
        teams.iter().map(|team| team["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names("").await, ["Écureuils", "100% ouvert", "Roof top"]);
    assert_eq!(names("?q=ECUREUIL").await, ["Écureuils"]);
    assert_eq!(names("?q=%25").await, ["100% ouvert"]);
    assert_eq!(names(&format!("?challenge={challenge}")).await, ["Écureuils", "Roof top"]);
    assert_eq!(names(&format!("?challenge={challenge}&q=roof&state=forming")).await, ["Roof top"]);
    assert_eq!(names("?state=formed").await, [""; 0]);
    stage.owner.get(&stage.at("teams?state=asleep")).await.invalid("?state", "not_one_of");
    stage.owner.get(&stage.at("teams?challenge=x")).await.invalid("?challenge", "malformed");
}

#[tokio::test]
async fn a_challenge_is_taken_up_by_the_first_team_and_given_back_by_the_last() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let challenge = stage.challenge("Comment se retrouver ?", &[]).await;
    let question = format!("/v1/challenges/{challenge}");
    let state = async || stage.owner.get(&question).await.ok()["state"].clone();
    let waiver = json!({ "waiver_reason": "Personne n'est encore là." });
    let mut teams = Vec::new();
    for (name, code) in [("Une", "in_use"), ("Deux", "wrong_state")] {
        let team = make(&stage, &stage.owner, json!({ "name": name, "challenge_id": challenge })).await;
        let away = stage.owner.post(&format!("{question}/withdraw"), json!({ "reason": "Non" })).await;
        away.refused(409, code);
        stage.owner.post(&format!("{team}/form"), waiver.clone()).await.ok();
        assert_eq!(state().await, "taken_up");
        teams.push(team);
    }
    let gathering = make(&stage, &stage.owner, json!({ "name": "Trois", "challenge_id": challenge })).await;
    let dissolve = async |team: &str| {
        stage.owner.post(&format!("{team}/dissolve"), json!({ "reason": "Fatigue" })).await.ok()
    };
    dissolve(&gathering).await;
    dissolve(&teams[0]).await;
    assert_eq!(state().await, "taken_up");
    let gone = dissolve(&teams[1]).await;
    assert_eq!((&gone["state"], &gone["state_reason"]), (&json!("dissolved"), &json!("Fatigue")));
    assert_eq!(state().await, "open");
    stage.owner.post(&format!("{question}/withdraw"), json!({ "reason": "Non" })).await.ok();
    let late = json!({ "name": "Quatre", "challenge_id": challenge });
    stage.owner.post(&stage.at("teams"), late).await.refused(409, "challenge_not_open");
    // The deeds of challenges stand in the journal beside those of the teams.
    let audit = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&audit, 100).await;
    let count = |action: &str| entries.iter().filter(|entry| entry["action"] == action).count();
    assert_eq!((count("challenge.taken_up"), count("challenge.given_back")), (1, 1));
    assert_eq!((count("team.formed"), count("team.dissolved")), (2, 3));
}

#[tokio::test]
async fn a_draft_of_a_challenge_is_known_to_those_who_frame_it_only() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (ada, _) = stage.participant(&world, "coder", "Participant 1").await;
    let draft = stage.owner.post(&stage.at("challenges"), json!({ "question": "Et si ?" })).await.created();
    let body = json!({ "name": "Une", "challenge_id": id(&draft) });
    stage.owner.post(&stage.at("teams"), body.clone()).await.refused(409, "challenge_not_open");
    ada.post(&stage.at("teams"), body).await.invalid("/challenge_id", "unknown_challenge");
}

#[tokio::test]
async fn choosing_and_withdrawing_a_challenge_at_once_never_both_win() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    for round in 0..6 {
        let challenge = stage.challenge(&format!("Question {round} ?"), &[]).await;
        let withdraw = format!("/v1/challenges/{challenge}/withdraw");
        let teams = stage.at("teams");
        let team = stage.owner.post(&teams, json!({ "name": "Une", "challenge_id": challenge }));
        let away = stage.owner.post(&withdraw, json!({ "reason": "Retirée" }));
        let (team, away) = tokio::join!(team, away);
        let won = (team.status.as_u16(), away.status.as_u16());
        assert!(matches!(won, (201, 409) | (409, 200)), "{won:?}");
    }
}

#[tokio::test]
async fn forming_and_withdrawing_at_once_never_both_win() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let waiver = json!({ "waiver_reason": "Demain." });
    for round in 0..6 {
        let challenge = stage.challenge(&format!("Question {round} ?"), &[]).await;
        let team = make(&stage, &stage.owner, json!({ "name": "Une", "challenge_id": challenge })).await;
        let (form, dissolve) = (format!("{team}/form"), format!("{team}/dissolve"));
        let withdraw = format!("/v1/challenges/{challenge}/withdraw");
        let (formed, gone, away) = tokio::join!(
            stage.owner.post(&form, waiver.clone()),
            stage.owner.post(&dissolve, json!({ "reason": "Non" })),
            stage.owner.post(&withdraw, json!({ "reason": "Retirée" })),
        );
        assert_eq!(gone.status.as_u16(), 200);
        assert!(matches!(formed.status.as_u16(), 200 | 409), "{formed:?}");
        let state = stage.owner.get(&format!("/v1/challenges/{challenge}")).await.ok()["state"].clone();
        let due = if away.status.as_u16() == 200 { "withdrawn" } else { "open" };
        assert_eq!(state, due, "{formed:?} {away:?}");
    }
}
