//! Resonance: structures that live a problem too, counted once each, never named, and not told as long as they are few.

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, Reply, id};
use crate::database::on_postgres;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

fn resonance(statement: &str) -> String {
    format!("/v1/problem-statements/{statement}/resonance")
}

async fn told(by: &Actor, statement: &str) -> Value {
    by.get(&format!("/v1/problem-statements/{statement}")).await.ok()["resonance"].clone()
}

/// Staff take back what they said for a structure.
async fn silence(by: &Actor, statement: &str, structure: &str) -> Reply {
    let structure: String = structure.replace(' ', "%20");
    by.send(Method::DELETE, &format!("{}?structure={structure}", resonance(statement)), None).await
}

/// Rows whose structure nobody can tell any more.
const DRAWN: &str = "SELECT COUNT(*) FROM resonances WHERE length(structure) = 16";

#[tokio::test]
async fn structures_are_counted_once_each_and_told_from_three_on() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let statement = stage.accepted("Personne ne répond.", "open").await;
    let version =
        stage.owner.get(&format!("/v1/problem-statements/{statement}")).await.ok()["version"].clone();
    let path = resonance(&statement);
    let (first, _) = stage.of_structure(&world, "Participant 1", "CPAS de Liège").await;
    let (second, _) = stage.of_structure(&world, "Participant 2", "cpas  de LIEGE").await;
    let (third, _) = stage.of_structure(&world, "Participant 3", "Le Monde des Possibles").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    for participant in [&first, &second, &third, &first] {
        participant.link(&path).await.done();
        assert_eq!(told(&world.anyone(), &statement).await, Value::Null);
    }
    facilitator.speak_for(&path, "HELMo").await.done();
    facilitator.speak_for(&path, "helmo").await.done();
    // A structure that speaks for itself is not counted again because staff say it, too.
    facilitator.speak_for(&path, "CPAS de Liege").await.done();
    assert_eq!(told(&world.anyone(), &statement).await, 3);
    let listed = stage.owner.get(&stage.at("problem-statements")).await.ok();
    let listed = &listed["items"][0];
    assert_eq!((&listed["resonance"], &listed["version"]), (&json!(3), &version));
    stage.owner.speak_for(&path, "Efficience").await.done();
    assert_eq!(told(&first, &statement).await, 4);
    // A structure is gone once all who spoke for it took that back, each what was theirs.
    for (taken, due) in [(&first, json!(4)), (&second, json!(4))] {
        taken.unlink(&path).await.done();
        taken.unlink(&path).await.done();
        assert_eq!(told(&world.anyone(), &statement).await, due);
    }
    silence(&facilitator, &statement, "cpas de liège").await.done();
    assert_eq!(told(&world.anyone(), &statement).await, 3);
    silence(&facilitator, &statement, "Le Monde des Possibles").await.done();
    assert_eq!(told(&world.anyone(), &statement).await, 3);
    third.unlink(&path).await.done();
    assert_eq!(told(&world.anyone(), &statement).await, Value::Null);
    // Who they are is nowhere, and who said it neither.
    let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&log, 200).await;
    let said =
        entries.iter().filter(|entry| entry["action"].as_str().unwrap().starts_with("statement.reson"));
    let said: Vec<(&str, bool)> =
        said.map(|entry| (entry["actor_role"].as_str().unwrap(), entry["actor_id"].is_null())).collect();
    assert_eq!(said.iter().filter(|(role, _)| *role == "participant").count(), 6);
    assert!(said.iter().all(|(role, unnamed)| (*role == "participant") == *unnamed), "{said:?}");
    assert_eq!(said.len(), 10);
}

#[tokio::test]
async fn a_participant_speaks_for_the_structure_of_their_registration_and_staff_for_one_they_name() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let statement = stage.accepted("Personne ne répond.", "open").await;
    let path = resonance(&statement);
    let (participant, registration) = stage.participant(&world, "coder", "Participant 1").await;
    world.anyone().link(&path).await.refused(401, "unauthenticated");
    world.account("Outsider").await.link(&path).await.refused(403, "forbidden");
    stage.member(&world, "viewer", "Viewer").await.link(&path).await.refused(403, "forbidden");
    participant.link(&path).await.refused(409, "structure_missing");
    participant.speak_for(&path, "CPAS").await.invalid("/structure", "not_allowed_here");
    silence(&participant, &statement, "CPAS").await.invalid("?structure", "not_allowed_here");
    stage.owner.link(&path).await.invalid("/structure", "missing_field");
    stage.owner.unlink(&path).await.invalid("?structure", "missing_field");
    stage.owner.speak_for(&path, " ").await.invalid("/structure", "too_short");
    stage.owner.speak_for(&path, &"é".repeat(201)).await.invalid("/structure", "too_long");
    // Under another structure it is counted for that one, and not for both.
    let own = format!("/v1/registrations/{}", id(&registration));
    for structure in ["CPAS", "Possibles"] {
        participant.patch(&own, json!({ "structure": structure })).await.ok();
        participant.link(&path).await.done();
    }
    for named in ["A", "B"] {
        stage.owner.speak_for(&path, named).await.done();
    }
    assert_eq!(told(&participant, &statement).await, 3);
    stage.owner.speak_for(&path, "cpas").await.done();
    assert_eq!(told(&participant, &statement).await, 4);
    // Who takes no part any more speaks for nobody.
    participant.act(&format!("{own}/cancel")).await.ok();
    participant.link(&path).await.refused(403, "forbidden");
    assert_eq!(told(&participant, &statement).await, 4);
}

#[rstest]
#[case::submitted(&[], Some("submitted"))]
#[case::accepted(&["accept"], None)]
#[case::parked(&["accept", "park"], None)]
#[case::returned(&["return"], Some("returned"))]
#[case::set_aside(&["set-aside"], Some("set_aside"))]
#[case::referred(&["refer"], Some("referred"))]
#[tokio::test]
async fn one_lives_what_is_public(#[case] moves: &[&str], #[case] refused: Option<&str>) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (participant, _) = stage.of_structure(&world, "Participant 1", "CPAS").await;
    let voiced = stage.voice(&world.anyone(), "Personne ne répond.", "open").await;
    let statement = id(&voiced["problem_statement"]).to_owned();
    for step in moves {
        let reason = if *step == "accept" { json!({}) } else { json!({ "reason": "Parce que." }) };
        stage.owner.post(&format!("/v1/problem-statements/{statement}/{step}"), reason).await.ok();
    }
    let path = resonance(&statement);
    let (staff, participants) = (stage.owner.speak_for(&path, "HELMo").await, participant.link(&path).await);
    match refused {
        Some(state) => {
            let refusal = staff.refused(409, "wrong_state");
            assert_eq!(refusal["state"], state);
            assert_eq!(refusal["allowed_from"], json!(["accepted", "parked", "adopted"]));
            participants.refused(404, "not_found");
        }
        None => {
            staff.done();
            participants.done();
        }
    }
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    assert_eq!(stage.owner.speak_for(&path, "HELMo").await.refused(409, "wrong_state")["state"], "concluded");
}

#[tokio::test]
async fn what_a_participant_does_not_read_they_do_not_live() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (participant, _) = stage.of_structure(&world, "Participant 1", "CPAS").await;
    let restricted = stage.accepted("Un mot réservé.", "restricted").await;
    participant.link(&resonance(&restricted)).await.refused(404, "not_found");
    participant.unlink(&resonance(&restricted)).await.refused(404, "not_found");
    stage.owner.speak_for(&resonance(&restricted), "HELMo").await.done();
}

/// Each structure once over all that was put together; nobody is asked to say it again.
#[tokio::test]
async fn what_was_merged_brings_its_structures_along_and_takes_them_back() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut sources = Vec::new();
    for (number, structures) in [["A", "B"], ["B", "C"], ["C", "D"]].iter().enumerate() {
        let statement = stage.accepted(&format!("Problème {number}."), "open").await;
        for structure in structures {
            stage.owner.speak_for(&resonance(&statement), structure).await.done();
        }
        sources.push(statement);
    }
    let merge = async |sources: &[&str]| {
        let body = json!({ "sources": sources, "text": "Ensemble.", "reason": "Pareil." });
        stage.owner.post(&stage.at("problem-statements/merge"), body).await.created()
    };
    let first = merge(&[&sources[0], &sources[1]]).await;
    assert_eq!(first["resonance"], 3);
    assert_eq!(told(&world.anyone(), &sources[0]).await, Value::Null);
    // What others speak for is not spoken for apart.
    stage.owner.speak_for(&resonance(&sources[0]), "E").await.refused(409, "wrong_state");
    let second = merge(&[id(&first), &sources[2]]).await;
    assert_eq!(second["resonance"], 4);
    stage.owner.speak_for(&resonance(id(&second)), "A").await.done();
    stage.owner.speak_for(&resonance(id(&second)), "E").await.done();
    assert_eq!(told(&world.anyone(), id(&second)).await, 5);
    let apart = format!("/v1/problem-statements/{}/unmerge", id(&second));
    let apart = stage.owner.post(&apart, json!({ "reason": "Pas pareil." })).await.ok();
    // Its own two.
    assert_eq!(apart["resonance"], Value::Null);
    assert_eq!(told(&world.anyone(), id(&first)).await, 3);
}

#[tokio::test]
async fn somebody_who_is_erased_is_counted_and_leads_nowhere() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let statement = stage.accepted("Personne ne répond.", "open").await;
    let path = resonance(&statement);
    let (first, one) = stage.of_structure(&world, "Participant 1", "CPAS").await;
    let (second, other) = stage.of_structure(&world, "Participant 2", "cpas").await;
    first.link(&path).await.done();
    second.link(&path).await.done();
    for named in ["A", "B"] {
        stage.owner.speak_for(&path, named).await.done();
    }
    let mine = "/registrations/0/resonances/0";
    assert_eq!(first.get("/v1/me/export").await.ok().pointer(mine), Some(&json!(statement)));
    for registration in [&one, &other] {
        stage.owner.act(&format!("/v1/registrations/{}/erase", id(registration))).await.ok();
        assert_eq!(told(&world.anyone(), &statement).await, 3);
    }
    let left = async |condition: &str| {
        rows::number(&world, &format!("SELECT COUNT(*) FROM resonances WHERE {condition}")).await
    };
    assert_eq!(left("registration_id IS NOT NULL").await, 0);
    // Something drawn stands where the fingerprint of a structure was, once the last one has left who spoke for it.
    assert_eq!(rows::number(&world, DRAWN).await, 1);
    assert_eq!(left("length(structure) = 32").await, 2);
}

/// Who said it of two problems is one still when these become one.
#[tokio::test]
async fn somebody_who_is_erased_counts_once_in_what_is_merged() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (first, second) =
        (stage.accepted("Personne ne répond.", "open").await, stage.accepted("On attend.", "open").await);
    let (person, registration) = stage.of_structure(&world, "Participant 1", "CPAS").await;
    for statement in [&first, &second] {
        person.link(&resonance(statement)).await.done();
    }
    for named in ["A", "B"] {
        stage.owner.speak_for(&resonance(&first), named).await.done();
    }
    let merge = json!({ "sources": [first, second], "text": "Attendre.", "reason": "Le même." });
    let merged = stage.owner.post(&stage.at("problem-statements/merge"), merge).await.created();
    assert_eq!(merged["resonance"], 3);
    stage.owner.act(&format!("/v1/registrations/{}/erase", id(&registration))).await.ok();
    assert_eq!(told(&world.anyone(), id(&merged)).await, 3);
    assert_eq!(rows::number(&world, DRAWN).await, 2);
    // Nobody takes back in the name of the structure what a person said.
    stage.owner.unlink(&format!("{}?structure=CPAS", resonance(&first))).await.done();
    assert_eq!(told(&world.anyone(), &first).await, 3);
}

/// As long as others speak for a structure it is known that it is the same; with the last of them nobody can tell any more which it was.
#[rstest]
#[case::who_is_erased_too("erase")]
#[case::who_takes_it_back("withdraw")]
#[case::who_speaks_for_another_one_now("change")]
#[case::staff_who_take_it_back("staff")]
#[tokio::test]
async fn a_structure_is_one_after_somebody_left_it_and_nobodys_after_the_last_one(#[case] leaves: &str) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (first, second) =
        (stage.accepted("Personne ne répond.", "open").await, stage.accepted("On attend.", "open").await);
    let (left, registration) = stage.of_structure(&world, "Participant 1", "Mairie").await;
    let (stays, other) = stage.of_structure(&world, "Participant 2", "mairie").await;
    left.link(&resonance(&first)).await.done();
    match leaves {
        "staff" => stage.owner.speak_for(&resonance(&second), "MAIRIE").await.done(),
        "change" => {}
        _ => stays.link(&resonance(&second)).await.done(),
    }
    for named in ["A", "B"] {
        stage.owner.speak_for(&resonance(&first), named).await.done();
    }
    let merge = json!({ "sources": [first, second], "text": "Attendre.", "reason": "Le même." });
    let merged = stage.owner.post(&stage.at("problem-statements/merge"), merge).await.created();
    let erase = async |who: &Value| {
        stage.owner.act(&format!("/v1/registrations/{}/erase", id(who))).await.ok();
    };
    assert_eq!(merged["resonance"], 3);
    let said_again = resonance(id(&merged));
    if leaves == "change" {
        stays.link(&said_again).await.done();
    }
    erase(&registration).await;
    assert_eq!(told(&world.anyone(), id(&merged)).await, 3);
    assert_eq!(rows::number(&world, DRAWN).await, 0);
    // Staff take back what staff said, and not this.
    stage.owner.unlink(&format!("{}?structure=Mairie", resonance(&first))).await.done();
    assert_eq!(told(&world.anyone(), &first).await, 3);
    let path = format!("/v1/registrations/{}", id(&other));
    match leaves {
        "erase" => erase(&other).await,
        "withdraw" => stays.unlink(&resonance(&second)).await.done(),
        "change" => {
            stays.patch(&path, json!({ "structure": "C" })).await.ok();
            stays.link(&said_again).await.done();
        }
        _ => stage.owner.unlink(&format!("{}?structure=mairie", resonance(&second))).await.done(),
    }
    let due = if leaves == "change" { 4 } else { 3 };
    assert_eq!(told(&world.anyone(), id(&merged)).await, due);
    assert_eq!(rows::number(&world, DRAWN).await, if leaves == "erase" { 2 } else { 1 });
    assert_eq!(rows::number(&world, "SELECT COUNT(*) FROM resonances WHERE length(structure) = 33").await, 0);
}

/// Two people of one structure, and one of them twice, at once: all is said, and counted once.
#[tokio::test]
async fn those_who_speak_at_once_are_counted_once() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (first, _) = stage.of_structure(&world, "Participant 1", "CPAS").await;
    let (second, _) = stage.of_structure(&world, "Participant 2", "cpas").await;
    for round in 0..if on_postgres() { 15 } else { 3 } {
        let statement = stage.accepted(&format!("Problème {round}."), "open").await;
        let path = resonance(&statement);
        let (one, again, other, named, twice) = tokio::join!(
            first.link(&path),
            first.link(&path),
            second.link(&path),
            stage.owner.speak_for(&path, "A"),
            stage.owner.speak_for(&path, "a"),
        );
        for reply in [one, again, other, named, twice] {
            reply.done();
        }
        assert_eq!(told(&world.anyone(), &statement).await, Value::Null);
        stage.owner.speak_for(&path, "B").await.done();
        assert_eq!(told(&world.anyone(), &statement).await, 3);
    }
}
