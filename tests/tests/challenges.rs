//! Challenges: drafted inside, opened to all, withdrawn as long as no team is on them.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::database::on_postgres;
use crate::stage::Stage;
use crate::world::World;

async fn draft(stage: &Stage, question: &str, statements: &[&str]) -> String {
    let body = json!({ "question": question, "statements": statements });
    format!("/v1/challenges/{}", id(&stage.owner.post(&stage.at("challenges"), body).await.created()))
}

async fn withdraw(by: &Actor, challenge: &str) -> Value {
    by.post(&format!("{challenge}/withdraw"), json!({ "reason": "Autrement posée." })).await.ok()
}

async fn state_of(stage: &Stage, path: &str) -> (String, i64) {
    let thing = stage.owner.get(path).await.ok();
    (thing["state"].as_str().unwrap().to_owned(), thing["version"].as_i64().unwrap())
}

#[tokio::test]
async fn a_challenge_opens_once_and_is_withdrawn_once() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let body = json!({ "question": "Comment simplifier ?", "context": "Tout est en ligne." });
    let reply = stage.owner.post(&stage.at("challenges"), body).await;
    assert_eq!(reply.header("etag"), Some("\"1\""));
    let challenge = reply.header("location").unwrap().to_owned();
    let made = reply.created();
    assert_eq!((&made["state"], &made["statements"]), (&json!("draft"), &json!([])));
    assert_eq!(stage.owner.get(&challenge).await.ok(), made);
    let open = format!("{challenge}/open");
    stage.owner.and("if-match", "\"2\"").act(&open).await.refused(412, "stale");
    let opened = stage.owner.and("if-match", "\"1\"").act(&open).await;
    assert_eq!(opened.header("etag"), Some("\"2\""));
    assert_eq!(opened.ok()["state"], "open");
    let refused = stage.owner.act(&open).await.refused(409, "wrong_state");
    assert_eq!((&refused["state"], &refused["allowed_from"]), (&json!("open"), &json!(["draft"])));
    stage.owner.post(&format!("{challenge}/withdraw"), json!({})).await.invalid("/reason", "missing_field");
    let withdrawn = withdraw(&stage.owner, &challenge).await;
    assert_eq!(
        (&withdrawn["state"], &withdrawn["reason"]),
        (&json!("withdrawn"), &json!("Autrement posée."))
    );
    for (verb, body) in [("open", json!({})), ("withdraw", json!({ "reason": "Encore." }))] {
        let refused =
            stage.owner.post(&format!("{challenge}/{verb}"), body).await.refused(409, "wrong_state");
        assert_eq!(refused["state"], "withdrawn");
    }
    // It was seen, and stays to be seen, with the reason.
    let seen = world.anyone().get(&challenge).await;
    let known = world.anyone().and("if-none-match", seen.header("etag").unwrap());
    assert_eq!(seen.ok()["reason"], "Autrement posée.");
    assert_eq!(known.get(&challenge).await.status.as_u16(), 304);
}

#[tokio::test]
async fn a_draft_is_for_those_who_work_on_the_edition() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    // Framed before the edition is announced; opened only after.
    let question = draft(&stage, "Comment trouver un logement ?", &[]).await;
    let other = draft(&stage, "Comment se déplacer ?", &[]).await;
    let refused = stage.owner.act(&format!("{question}/open")).await.refused(409, "wrong_state");
    assert_eq!(refused["state"], "draft");
    withdraw(&stage.owner, &other).await;
    world.anyone().get(&stage.at("challenges")).await.refused(404, "not_found");
    stage.owner.act(&stage.at("publish")).await.ok();
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    let support = stage.staff(&world, "support_person", "Support").await;
    let viewer = stage.member(&world, "viewer", "Viewer").await;
    let list = stage.at("challenges");
    for (actor, items) in [(&world.anyone(), 0), (&participant, 0), (&support, 2), (&viewer, 2)] {
        assert_eq!(actor.pages(&list, 1).await.len(), items);
        // One that was withdrawn as a draft was never shown to anyone, and is not shown now.
        for path in [&question, &other] {
            let reply = actor.get(path).await;
            if items > 0 {
                reply.ok();
                actor.act(&format!("{path}/open")).await.refused(403, "forbidden");
            } else {
                reply.refused(404, "not_found");
                actor.get(&format!("{path}/provenance")).await.refused(404, "not_found");
            }
        }
    }
    stage.owner.act(&format!("{question}/open")).await.ok();
    assert_eq!(world.anyone().pages(&format!("{list}?q=LOGEMENT&state=open"), 1).await.len(), 1);
    assert_eq!(world.anyone().pages(&format!("{list}?q=d%C3%A9placer"), 1).await.len(), 0);
    participant.act(&format!("{question}/open")).await.refused(403, "forbidden");
}

#[tokio::test]
async fn a_challenge_adopts_what_it_holds_and_the_last_one_lets_it_go() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let held = stage.accepted("Deux fois tenu.", "open").await;
    let statement = format!("/v1/problem-statements/{held}");
    let (first, second) =
        (draft(&stage, "Comment ?", &[&held]).await, draft(&stage, "Pourquoi ?", &[&held]).await);
    let third = draft(&stage, "Jamais ouverte ?", &[&held]).await;
    assert_eq!(state_of(&stage, &statement).await, ("accepted".to_owned(), 2));
    stage.owner.act(&format!("{first}/open")).await.ok();
    assert_eq!(state_of(&stage, &statement).await, ("adopted".to_owned(), 3));
    stage.owner.act(&format!("{second}/open")).await.ok();
    // Nothing in its state changed, and so nothing in its version: what became of it has none.
    assert_eq!(state_of(&stage, &statement).await, ("adopted".to_owned(), 3));
    let read = stage.owner.get(&statement).await.ok();
    assert_eq!(
        (read["challenges"].as_array().unwrap().len(), read["became"].as_array().unwrap().len()),
        (3, 2)
    );
    assert_eq!(world.anyone().get(&statement).await.ok()["challenges"].as_array().unwrap().len(), 2);
    withdraw(&stage.owner, &first).await;
    assert_eq!(state_of(&stage, &statement).await, ("adopted".to_owned(), 3));
    // One that never opened had adopted nothing.
    withdraw(&stage.owner, &third).await;
    assert_eq!(state_of(&stage, &statement).await, ("adopted".to_owned(), 3));
    withdraw(&stage.owner, &second).await;
    assert_eq!(state_of(&stage, &statement).await, ("accepted".to_owned(), 4));
    // What happened is still told: nothing is deleted on the way.
    let became = world.anyone().get(&statement).await.ok()["became"].clone();
    let states: Vec<&Value> = became.as_array().unwrap().iter().map(|thing| &thing["state"]).collect();
    assert_eq!(states, ["withdrawn", "withdrawn"]);
}

#[tokio::test]
async fn a_challenge_holds_accepted_statements_of_its_own_edition() {
    let world = World::new().await;
    let (stage, other) = (Stage::published(&world, "helmo").await, Stage::published(&world, "other").await);
    let ours = stage.accepted("Chez nous.", "restricted").await;
    let theirs = other.accepted("Chez eux.", "open").await;
    let unknown = "01900000-0000-7000-8000-00000000dead";
    let challenges = stage.at("challenges");
    let body = |statements: &[&str]| json!({ "question": "Comment ?", "statements": statements });
    // Another tenant's is like one that is not there.
    for stranger in [theirs.as_str(), unknown] {
        let reply = stage.owner.post(&challenges, body(&[&ours, stranger])).await;
        reply.invalid("/statements/1", "unknown_statement");
    }
    stage.owner.post(&challenges, body(&[&ours, &ours])).await.invalid("/statements/1", "statement_twice");
    stage.owner.post(&challenges, body(&["x"])).await.invalid("/statements/0", "malformed");
    let many = vec![unknown; 501];
    stage.owner.post(&challenges, body(&many)).await.invalid("/statements", "too_long");
    let fresh = stage.voice(&world.anyone(), "À peine dit.", "open").await;
    let fresh = id(&fresh["problem_statement"]);
    stage.owner.post(&challenges, body(&[fresh])).await.refused(409, "statement_not_accepted");
    assert!(stage.owner.pages(&challenges, 50).await.is_empty());
    stage.owner.post(&challenges, body(&[&ours])).await.created();
}

#[tokio::test]
async fn a_challenge_with_a_team_on_it_is_not_withdrawn() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let challenge = stage.challenge("Comment ?", &[]).await;
    let path = format!("/v1/challenges/{challenge}");
    let team = json!({ "name": "Les premiers", "challenge_id": challenge });
    let team = stage.owner.post(&stage.at("teams"), team).await.created();
    let reason = || json!({ "reason": "Autrement." });
    stage.owner.post(&format!("{path}/withdraw"), reason()).await.refused(409, "in_use");
    let team = format!("/v1/teams/{}", id(&team));
    stage.owner.post(&format!("{team}/form"), json!({ "waiver_reason": "Sans membres connus." })).await.ok();
    assert_eq!(stage.owner.get(&path).await.ok()["state"], "taken_up");
    stage.owner.post(&format!("{path}/withdraw"), reason()).await.refused(409, "wrong_state");
    stage.owner.post(&format!("{team}/dissolve"), reason()).await.ok();
    assert_eq!(withdraw(&stage.owner, &path).await["state"], "withdrawn");
}

/// Two writers at once: whatever their order, a statement is adopted exactly if a challenge that is open holds it.
#[rstest]
#[case::adopt_and_withdraw(false)]
#[case::withdraw_and_withdraw(true)]
#[tokio::test]
async fn adopting_and_letting_go_at_once_leave_no_statement_astray(#[case] both_withdraw: bool) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    for round in 0..if on_postgres() { 25 } else { 5 } {
        let held = stage.accepted(&format!("Disputé {round}."), "open").await;
        let (first, second) =
            (draft(&stage, "Comment ?", &[&held]).await, draft(&stage, "Pourquoi ?", &[&held]).await);
        stage.owner.act(&format!("{first}/open")).await.ok();
        let (verb, body) = if both_withdraw {
            stage.owner.act(&format!("{second}/open")).await.ok();
            ("withdraw", json!({ "reason": "Aussi." }))
        } else {
            ("open", json!({}))
        };
        let path = format!("{second}/{verb}");
        let (_, other) = tokio::join!(withdraw(&stage.owner, &first), stage.owner.post(&path, body));
        other.ok();
        let (state, _) = state_of(&stage, &format!("/v1/problem-statements/{held}")).await;
        assert_eq!(state, if both_withdraw { "accepted" } else { "adopted" }, "round {round}");
    }
    let funnel = stage.owner.get(&stage.at("funnel")).await.ok();
    assert_eq!(funnel["balanced"], true, "{funnel}");
}
