//! Changing a challenge: what it asks, what it holds, and the cluster it was made of.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::database::on_postgres;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

async fn draft(stage: &Stage, statements: &[&str]) -> String {
    let body = json!({ "question": "Comment ?", "statements": statements });
    format!("/v1/challenges/{}", id(&stage.owner.post(&stage.at("challenges"), body).await.created()))
}

async fn state(stage: &Stage, statement: &str) -> String {
    let read = stage.owner.get(&format!("/v1/problem-statements/{statement}")).await.ok();
    read["state"].as_str().unwrap().to_owned()
}

fn park(statement: &str) -> (String, Value) {
    (format!("/v1/problem-statements/{statement}/park"), json!({ "reason": "Plus tard." }))
}

fn sorted(ids: &[&str]) -> Value {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    json!(ids)
}

#[tokio::test]
async fn a_challenge_is_put_otherwise_until_it_is_over() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let path = draft(&stage, &[]).await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    // In a draft edition, too: that is where it is drafted.
    let changed =
        facilitator.patch(&path, json!({ "question": "Comment simplifier ?", "context": "Peu." })).await;
    assert_eq!(changed.header("etag"), Some("\"2\""));
    let changed = changed.ok();
    assert_eq!(
        (&changed["question"], &changed["context"], &changed["state"]),
        (&json!("Comment simplifier ?"), &json!("Peu."), &json!("draft"))
    );
    stage.owner.act(&stage.at("publish")).await.ok();
    stage.owner.act(&format!("{path}/open")).await.ok();
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    participant.patch(&path, json!({ "question": "?" })).await.refused(403, "forbidden");
    facilitator.patch(&path, json!({ "question": null })).await.invalid("/question", "wrong_type");
    let stale = facilitator.and("if-match", "\"1\"");
    let body = Some(("application/json", br#"{"question": "?"}"#.to_vec()));
    stale.send(reqwest::Method::PATCH, &path, body.clone()).await.refused(412, "stale");
    facilitator.send(reqwest::Method::PATCH, &path, body).await.refused(428, "version_required");
    facilitator
        .patch(&path, json!({ "question": "Comment joindre quelqu'un ?", "context": null }))
        .await
        .ok();
    // It is found by what it asks now, and read so by anyone.
    let found =
        async |words: &str| world.anyone().pages(&stage.at(&format!("challenges?q={words}")), 50).await.len();
    assert_eq!((found("joindre").await, found("simplifier").await), (1, 0));
    assert_eq!(world.anyone().get(&path).await.ok()["context"], Value::Null);
    let team = json!({ "name": "Les premiers", "challenge_id": path.rsplit('/').next() });
    let team = stage.owner.post(&stage.at("teams"), team).await.created();
    let form = format!("/v1/teams/{}/form", id(&team));
    stage.owner.post(&form, json!({ "waiver_reason": "Sans membres connus." })).await.ok();
    let taken_up = facilitator.patch(&path, json!({ "context": "Une équipe y travaille." })).await.ok();
    assert_eq!(taken_up["state"], "taken_up");
    let other = draft(&stage, &[]).await;
    stage.owner.post(&format!("{other}/withdraw"), json!({ "reason": "Non." })).await.ok();
    let refused = facilitator.patch(&other, json!({ "context": "Si." })).await.refused(409, "wrong_state");
    assert_eq!(
        (&refused["state"], &refused["allowed_from"]),
        (&json!("withdrawn"), &json!(["draft", "open", "taken_up"]))
    );
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    facilitator.patch(&path, json!({ "context": "Trop tard." })).await.refused(409, "wrong_state");
}

#[tokio::test]
async fn what_an_open_challenge_takes_is_adopted_and_what_the_last_one_lets_go_is_accepted() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut all = Vec::new();
    for number in 0..4 {
        all.push(stage.accepted(&format!("Problème {number}."), "open").await);
    }
    let [kept, gone, shared, new] = [&all[0], &all[1], &all[2], &all[3]].map(String::as_str);
    let other = draft(&stage, &[shared]).await;
    let path = draft(&stage, &[kept, gone, shared]).await;
    for path in [&other, &path] {
        stage.owner.act(&format!("{path}/open")).await.ok();
    }
    let changed = stage.owner.patch(&path, json!({ "statements": [new, kept] })).await.ok();
    assert_eq!(changed["statements"], sorted(&[kept, new]));
    let mut states = Vec::new();
    for statement in [kept, gone, shared, new] {
        states.push(state(&stage, statement).await);
    }
    assert_eq!(states, ["adopted", "accepted", "adopted", "adopted"]);
    // Without a word about statements they stay; with none named, none stays.
    stage.owner.patch(&path, json!({ "context": "Autrement." })).await.ok();
    assert_eq!(stage.owner.get(&path).await.ok()["statements"], sorted(&[kept, new]));
    stage.owner.patch(&path, json!({ "statements": [] })).await.ok();
    assert_eq!([state(&stage, kept).await, state(&stage, new).await], ["accepted", "accepted"]);
    // What is adopted is adopted once more, and nothing changes of it.
    stage.owner.patch(&path, json!({ "statements": [shared] })).await.ok();
    stage.owner.patch(&other, json!({ "statements": [] })).await.ok();
    assert_eq!(state(&stage, shared).await, "adopted");
    let funnel = stage.owner.get(&stage.at("funnel")).await.ok();
    assert_eq!(funnel["balanced"], true, "{funnel}");
    let edges = stage.owner.get(&format!("{path}/provenance")).await.ok()["edges"].clone();
    assert!(
        edges.as_array().unwrap().iter().any(|edge| edge["kind"] == "adopted_by" && edge["at"].is_string())
    );
    let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&log, 200).await;
    let told: Vec<&str> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    let first = told.iter().position(|told| *told == "challenge.changed").unwrap();
    let mut with_it = told[first + 1..first + 3].to_vec();
    with_it.sort_unstable();
    assert_eq!(with_it, ["statement.adopted", "statement.released"]);
}

#[tokio::test]
async fn what_is_held_already_is_not_looked_at_again_so_that_a_draft_can_be_mended() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (left, kept) = (stage.accepted("L'un.", "open").await, stage.accepted("L'autre.", "open").await);
    let fresh = stage.voice(&world.anyone(), "À peine dit.", "open").await;
    let fresh = id(&fresh["problem_statement"]).to_owned();
    let path = draft(&stage, &[&left, &kept]).await;
    let (parking, reason) = park(&left);
    stage.owner.post(&parking, reason).await.ok();
    let refusal = stage.owner.act(&format!("{path}/open")).await.refused(409, "statement_not_accepted");
    assert_eq!(refusal["refused"], json!([{ "id": left }]));
    stage.owner.patch(&path, json!({ "question": "Pourquoi ?" })).await.ok();
    let both = json!({ "statements": [left, kept] });
    assert_eq!(stage.owner.patch(&path, both).await.ok()["statements"], sorted(&[&left, &kept]));
    let one_more = json!({ "statements": [left, kept, fresh] });
    let refusal = stage.owner.patch(&path, one_more).await.refused(409, "statement_not_accepted");
    assert_eq!(refusal["refused"], json!([{ "id": fresh }]));
    assert_eq!(stage.owner.get(&path).await.ok()["version"], 3);
    stage.owner.patch(&path, json!({ "statements": [kept] })).await.ok();
    // Once out, it comes in as everything else does.
    let again = json!({ "statements": [left, kept] });
    stage.owner.patch(&path, again).await.refused(409, "statement_not_accepted");
    stage.owner.act(&format!("{path}/open")).await.ok();
    assert_eq!([state(&stage, &left).await, state(&stage, &kept).await], ["parked", "adopted"]);
}

#[rstest]
#[case::unknown(json!({ "statements": ["01900000-0000-7000-8000-00000000dead"] }), "/statements/0", "unknown_statement")]
#[case::no_id(json!({ "statements": ["x"] }), "/statements/0", "malformed")]
#[case::null(json!({ "statements": null }), "/statements", "wrong_type")]
#[case::too_many(json!({ "statements": vec!["01900000-0000-7000-8000-00000000dead"; 501] }), "/statements", "too_long")]
#[case::unknown_cluster(json!({ "cluster_id": "01900000-0000-7000-8000-00000000dead" }), "/cluster_id", "unknown_cluster")]
#[case::state(json!({ "state": "open" }), "/state", "unknown_field")]
#[tokio::test]
async fn a_change_that_is_wrong_is_told_where(
    #[case] change: Value,
    #[case] pointer: &str,
    #[case] code: &str,
) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let path = draft(&stage, &[]).await;
    stage.owner.patch(&path, change).await.invalid(pointer, code);
    assert_eq!(stage.owner.get(&path).await.ok()["version"], 1);
}

#[tokio::test]
async fn a_challenge_made_of_a_cluster_takes_what_it_can_of_it_once() {
    let world = World::new().await;
    let (stage, other) = (Stage::published(&world, "helmo").await, Stage::published(&world, "other").await);
    let (first, second) = (stage.accepted("L'un.", "open").await, stage.accepted("L'autre.", "open").await);
    let (besides, later) =
        (stage.accepted("Un autre.", "open").await, stage.accepted("Plus tard.", "open").await);
    let fresh = stage.voice(&world.anyone(), "À peine dit.", "open").await;
    let fresh = id(&fresh["problem_statement"]).to_owned();
    let cluster = stage.cluster("Attendre", &[first.clone(), second.clone(), fresh.clone()]).await;
    let cluster_id = id(&cluster);
    let challenges = stage.at("challenges");
    let theirs = other.cluster("Le leur", &[]).await;
    for stranger in [id(&theirs), "01900000-0000-7000-8000-00000000dead"] {
        let body = json!({ "question": "Comment ?", "cluster_id": stranger });
        stage.owner.post(&challenges, body).await.invalid("/cluster_id", "unknown_cluster");
    }
    // What is named has to fit; what only lies in the cluster and does not is left out.
    let body = json!({ "question": "Comment ?", "cluster_id": cluster_id, "statements": [fresh] });
    stage.owner.post(&challenges, body).await.refused(409, "statement_not_accepted");
    let body = json!({ "question": "Comment ?", "cluster_id": cluster_id, "statements": [besides, first] });
    let made = stage.owner.post(&challenges, body).await.created();
    assert_eq!(made["statements"], sorted(&[&first, &second, &besides]));
    assert_eq!(made["cluster_id"], *cluster_id);
    let path = format!("/v1/challenges/{}", id(&made));
    stage.owner.act(&format!("{path}/open")).await.ok();
    // What becomes of the cluster changes nothing of the challenge, and what it was made of stays.
    let in_it = format!("/v1/clusters/{cluster_id}");
    stage.owner.unlink(&format!("{in_it}/statements/{first}")).await.done();
    stage.owner.link(&format!("{in_it}/statements/{later}")).await.done();
    assert_eq!(stage.owner.get(&path).await.ok()["statements"], sorted(&[&first, &second, &besides]));
    stage.owner.delete(&in_it).await.refused(409, "in_use");
    // Who does not read clusters does not read which it was.
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    let support = stage.staff(&world, "support_person", "Support").await;
    let readers: [(&Actor, Value); 3] =
        [(&world.anyone(), Value::Null), (&participant, Value::Null), (&support, json!(cluster_id))];
    for (actor, due) in readers {
        assert_eq!(actor.get(&path).await.ok()["cluster_id"], due);
        assert_eq!(actor.pages(&challenges, 50).await[0]["cluster_id"], due);
    }
    // Named again, it brings what has come into it; taken away, it takes nothing along.
    let again =
        stage.owner.patch(&path, json!({ "cluster_id": cluster_id, "statements": [first] })).await.ok();
    assert_eq!(again["statements"], sorted(&[&first, &second, &later]));
    assert_eq!([state(&stage, &later).await, state(&stage, &besides).await], ["adopted", "accepted"]);
    let without = stage.owner.patch(&path, json!({ "cluster_id": null })).await.ok();
    assert_eq!((&without["cluster_id"], &without["statements"]), (&Value::Null, &again["statements"]));
    stage.owner.delete(&in_it).await.done();
}

/// Two writers at once: a statement is adopted exactly if a challenge that is open holds it.
#[rstest]
#[case::let_go_and_withdraw(false)]
#[case::let_go_and_let_go(true)]
#[tokio::test]
async fn letting_go_at_once_leaves_no_statement_astray(#[case] both_let_go: bool) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    for round in 0..if on_postgres() { 25 } else { 5 } {
        let held = stage.accepted(&format!("Disputé {round}."), "open").await;
        let (first, second) = (draft(&stage, &[&held]).await, draft(&stage, &[&held]).await);
        for path in [&first, &second] {
            stage.owner.act(&format!("{path}/open")).await.ok();
        }
        let withdraw = format!("{second}/withdraw");
        let (one, other) = tokio::join!(stage.owner.patch(&first, json!({ "statements": [] })), async {
            match both_let_go {
                true => stage.owner.patch(&second, json!({ "statements": [] })).await,
                false => stage.owner.post(&withdraw, json!({ "reason": "Aussi." })).await,
            }
        });
        one.ok();
        other.ok();
        assert_eq!(state(&stage, &held).await, "accepted", "round {round}");
    }
}

/// The same against the decision on a statement: it is taken or kept for later, and never both.
#[tokio::test]
async fn a_statement_that_is_parked_meanwhile_is_not_taken() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    for round in 0..if on_postgres() { 25 } else { 5 } {
        let statement = stage.accepted(&format!("Disputé {round}."), "open").await;
        let path = draft(&stage, &[]).await;
        stage.owner.act(&format!("{path}/open")).await.ok();
        let (parking, reason) = park(&statement);
        let (taken, parked) = tokio::join!(
            stage.owner.patch(&path, json!({ "statements": [statement] })),
            stage.owner.post(&parking, reason),
        );
        let state = state(&stage, &statement).await;
        if taken.status == 200 {
            parked.refused(409, "wrong_state");
            assert_eq!(state, "adopted", "round {round}");
        } else {
            taken.refused(409, "statement_not_accepted");
            parked.ok();
            assert_eq!(state, "parked", "round {round}");
        }
    }
    let funnel = stage.owner.get(&stage.at("funnel")).await.ok();
    assert_eq!(funnel["balanced"], true, "{funnel}");
}

/// What it holds can be said in one body, and changed by another.
#[tokio::test]
async fn a_challenge_holds_no_more_than_can_be_named() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let first = stage.accepted("Le guichet est loin.", "open").await;
    rows::more_like(&world, &first, 500).await;
    let all = stage.owner.pages(&stage.at("problem-statements"), 200).await;
    let all: Vec<String> = all.iter().map(|one| id(one).to_owned()).collect();
    let cluster = stage.cluster("Le guichet", &all[1..]).await;
    let challenges = stage.at("challenges");
    let with = |statements: &[String]| json!({ "question": "Comment ?", "cluster_id": id(&cluster), "statements": statements });
    stage.owner.post(&challenges, with(&all[..1])).await.refused(409, "full");
    let made = stage.owner.post(&challenges, with(&[])).await.created();
    let path = format!("/v1/challenges/{}", id(&made));
    let more = json!({ "cluster_id": id(&cluster), "statements": all[..500] });
    stage.owner.patch(&path, more).await.refused(409, "full");
    let same = json!({ "statements": made["statements"] });
    assert_eq!(stage.owner.patch(&path, same).await.ok()["statements"].as_array().unwrap().len(), 500);
    // One that holds more is still changed, as long as it takes nothing.
    let [challenge, statement] = [id(&made), all[0].as_str()].map(rows::key);
    let more = format!(
        "INSERT INTO challenge_statements (challenge_id, statement_id) VALUES ({challenge}, {statement})"
    );
    rows::write(&world, &more).await;
    stage.owner.patch(&path, json!({ "question": "Comment donc ?" })).await.ok();
    stage.owner.patch(&path, json!({ "statements": all[1..501] })).await.ok();
}
