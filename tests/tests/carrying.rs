//! Carrying: what one edition left open goes on in the next one, and stays one history.

use palabre_domain::problem_statement::StatementState;
use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, Reply, id};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

impl Stage {
    /// Another edition of the same event, published, with a profile that has places.
    pub(crate) async fn next(&self, slug: &str, starts_on: &str) -> Self {
        let path = self.another(slug, json!(starts_on)).await;
        let edition = self.owner.get(&path).await.ok();
        let (owner, organization, event) =
            (self.owner.clone(), self.organization.clone(), self.event.clone());
        let next = Self { owner, organization, event, edition, path };
        next.pool("all", json!(null)).await;
        next.profile("coder", "makes", json!(["all"])).await;
        next.publish(&next.path).await;
        next
    }

    /// Holds the edition to its end.
    pub(crate) async fn conclude(&self) {
        for verb in ["start", "conclude"] {
            self.owner.act(&self.at(verb)).await.ok();
        }
    }

    /// Voices a problem and parks it; gives it with its receipt.
    pub(crate) async fn parked(&self, by: &Actor, text: &str, sensitivity: &str) -> Value {
        let made = self.voice(by, text, sensitivity).await;
        let statement = statement(&made);
        self.owner.act(&format!("{statement}/accept")).await.ok();
        self.owner.post(&format!("{statement}/park"), json!({ "reason": "L'an prochain." })).await.ok();
        made
    }

    /// Carries into this edition.
    pub(crate) async fn carry(&self, by: &Actor, body: Value) -> Reply {
        by.post(&self.at("problem-statements/carry"), body).await
    }
}

pub(crate) fn path(statement: &str) -> String {
    format!("/v1/problem-statements/{statement}")
}

/// The address of a statement that was just voiced.
pub(crate) fn statement(voiced: &Value) -> String {
    path(id(&voiced["problem_statement"]))
}

pub(crate) fn ids(voiced: &[&Value]) -> Vec<String> {
    voiced.iter().map(|voiced| id(&voiced["problem_statement"]).to_owned()).collect()
}

pub(crate) async fn derived_in(stage: &Stage) -> Value {
    let funnel = stage.owner.get(&stage.at("funnel")).await.ok();
    assert_eq!(funnel["balanced"], true, "{funnel}");
    funnel["derived"].clone()
}

pub(crate) fn kinds(became: &Value) -> Vec<&str> {
    became.as_array().unwrap().iter().map(|became| became["kind"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn what_is_carried_begins_anew_and_stays_where_it_was() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let voice = world.account("Ada").await;
    let made = stage.parked(&voice, "Le guichet est loins.", "open").await;
    let better = json!({ "text": "Le guichet est loin.", "reason": "Une faute." });
    stage.owner.post(&format!("{}/reword", statement(&made)), better).await.ok();
    let before = stage.owner.get(&statement(&made)).await.ok();
    let next = stage.next("2026", "2026-11").await;
    let facilitator = next.staff(&world, "facilitator", "Facilitator").await;
    let carried = next.carry(&facilitator, json!({ "statements": ids(&[&made]) })).await.created();
    assert_eq!(carried["challenges"], json!([]));
    let [one] = carried["items"].as_array().unwrap().as_slice() else { panic!("{carried}") };
    for (field, due) in [
        ("edition_id", next.edition["id"].clone()),
        ("version", json!(1)),
        ("state", json!("accepted")),
        ("reason", Value::Null),
        // The words as they stand are the first ones here.
        ("text", json!("Le guichet est loin.")),
        ("first_text", json!("Le guichet est loin.")),
        ("language", json!("fr")),
        ("origin", json!("professional")),
        ("structure", json!("CPAS de Liège")),
        ("sensitivity", json!("open")),
        ("voice", json!("pseudonymous")),
        ("name", Value::Null),
        ("derived_from", json!(ids(&[&made]))),
        ("became", json!([])),
    ] {
        assert_eq!(one[field], due, "{field}");
    }
    assert_eq!(world.anyone().get(&path(id(one))).await.ok()["text"], one["text"]);
    // It is nobody's own, and its voice follows it all the same.
    let mut after = stage.owner.get(&statement(&made)).await.ok();
    assert_eq!((kinds(&after["became"]), &after["became"][0]["id"]), (vec!["problem_statement"], &one["id"]));
    after["became"] = before["became"].clone();
    assert_eq!(after, before);
    let resubmit = format!("{}/resubmit", path(id(one)));
    voice.post(&resubmit, json!({ "text": "Autrement." })).await.refused(403, "forbidden");
    assert_eq!((derived_in(&stage).await, derived_in(&next).await), (json!(0), json!(1)));
    let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&log, 200).await;
    let entry = entries.last().unwrap();
    assert_eq!(
        [&entry["action"], &entry["edition_id"], &entry["object_id"], &entry["actor_id"]],
        [&json!("statement.derived"), &next.edition["id"], &one["id"], &json!(facilitator.id)]
    );
    let walk = world.anyone().get(&format!("{}/provenance", statement(&made))).await.ok();
    let edge = &walk["edges"][0];
    assert_eq!((&edge["kind"], &edge["reason"]), (&json!("carried_from"), &Value::Null));
    assert_eq!((&edge["from"], &edge["to"]), (&before["id"], &one["id"]), "from voice to prototype");
    assert_eq!(edge["at"].as_str().unwrap().len(), "2026-11-20".len());
}

#[tokio::test]
async fn every_state_is_carried_or_named_in_the_refusal() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let next = stage.next("2026", "2026-11").await;
    for state in StatementState::ALL {
        let made = stage.voice(&world.anyone(), "Un problème.", "open").await;
        let [one] = ids(&[&made]).try_into().unwrap();
        let sql = format!("UPDATE problem_statements SET state = '{state}' WHERE id = {}", rows::key(&one));
        assert_eq!(rows::write(&world, &sql).await, 1);
        let reply = next.carry(&next.owner, json!({ "statements": [one] })).await;
        if matches!(state, StatementState::Parked | StatementState::Adopted) {
            reply.created();
            let again = next.carry(&next.owner, json!({ "statements": [one] })).await;
            assert_eq!(again.refused(409, "already_carried")["refused"], json!([{ "id": one }]));
            continue;
        }
        let refusal = reply.refused(409, "wrong_state");
        assert_eq!(refusal["refused"], json!([{ "id": one, "state": state.as_str() }]));
        assert_eq!(refusal["allowed_from"], json!(["parked", "adopted"]));
        // All or none.
        let parked = stage.parked(&world.anyone(), "Un autre.", "open").await;
        let both = json!({ "statements": [ids(&[&parked])[0], one] });
        let refusal = next.carry(&next.owner, both).await.refused(409, "wrong_state");
        assert_eq!(refusal["refused"].as_array().unwrap().len(), 1);
    }
    assert_eq!(derived_in(&next).await, 2);
}

#[rstest]
#[case::nothing(json!({}), "/statements", "missing_field")]
#[case::two_empty_lists(json!({ "statements": [], "challenges": [] }), "/statements", "missing_field")]
#[case::unknown(json!({ "statements": ["01900000-0000-7000-8000-00000000dead"] }), "/statements/0", "unknown_statement")]
#[case::unknown_challenge(json!({ "challenges": ["01900000-0000-7000-8000-00000000dead"] }), "/challenges/0", "unknown_challenge")]
#[case::of_another_event(json!({ "statements": ["parked", "elsewhere"] }), "/statements/1", "unknown_statement")]
#[case::of_this_edition(json!({ "statements": ["here"] }), "/statements/0", "not_earlier")]
#[case::of_a_later_edition(json!({ "statements": ["parked", "later"] }), "/statements/1", "not_earlier")]
#[case::twice(json!({ "statements": ["parked", "parked"] }), "/statements/1", "statement_twice")]
#[case::challenge_twice(json!({ "challenges": ["unanswered", "unanswered"] }), "/challenges/1", "challenge_twice")]
#[tokio::test]
async fn a_cargo_is_refused(#[case] body: Value, #[case] pointer: &str, #[case] code: &str) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let [next, later] = [stage.next("2026", "2026-11").await, stage.next("2027", "2027-11-18").await];
    let elsewhere = Stage::published(&world, "autre").await;
    let mut text = body.to_string();
    for (name, of) in [("parked", &stage), ("here", &next), ("later", &later), ("elsewhere", &elsewhere)] {
        let made = of.parked(&world.anyone(), "Un problème.", "open").await;
        text = text.replace(&format!("\"{name}\""), &json!(ids(&[&made])[0]).to_string());
    }
    let challenge = stage.challenge("Comment ?", &[]).await;
    stage.conclude().await;
    text = text.replace("\"unanswered\"", &json!(challenge).to_string());
    let body: Value = serde_json::from_str(&text).unwrap();
    next.carry(&next.owner, body).await.invalid(pointer, code);
    assert_eq!(derived_in(&next).await, 0);
}

#[tokio::test]
async fn an_edition_takes_up_what_is_carried_while_statements_are_written_in_it() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.parked(&world.anyone(), "Un problème.", "open").await;
    let body = json!({ "statements": ids(&[&made]) });
    let next = stage.next("2026", "2026-11").await;
    let set = async |state: &str| {
        let sql =
            format!("UPDATE editions SET state = '{state}' WHERE id = {}", rows::key(id(&next.edition)));
        assert_eq!(rows::write(&world, &sql).await, 1);
    };
    for state in ["draft", "concluded", "follow_up", "archived", "cancelled"] {
        set(state).await;
        let refusal = next.carry(&next.owner, body.clone()).await.refused(409, "wrong_state");
        assert_eq!((&refusal["state"], &refusal["refused"]), (&json!(state), &Value::Null));
    }
    set("running").await;
    next.carry(&next.owner, body).await.created();
}

/// A date that nobody knows is no reason against it, and neither is an edition that was called off.
#[tokio::test]
async fn editions_without_dates_carry_from_each_other() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.parked(&world.anyone(), "Un problème.", "open").await;
    stage.owner.post(&stage.at("cancel"), json!({ "reason": "Personne ne peut." })).await.ok();
    let next = stage.next("2025-bis", "2025-11").await;
    let sql = format!("UPDATE editions SET starts_on = NULL WHERE id = {}", rows::key(id(&next.edition)));
    next.carry(&next.owner, json!({ "statements": ids(&[&made]) })).await.created();
    let other = next.parked(&world.anyone(), "Un autre.", "open").await;
    assert_eq!(rows::write(&world, &sql).await, 1);
    let third = stage.next("2024", "2024-10").await;
    third.carry(&third.owner, json!({ "statements": ids(&[&other]) })).await.created();
}

/// Two carry the same: one of them is first, and it is there once.
#[tokio::test]
async fn of_two_who_carry_the_same_one_is_first() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let held = stage.accepted("Tenu.", "open").await;
    let challenge = stage.challenge("Comment ?", std::slice::from_ref(&held)).await;
    let made = stage.parked(&world.anyone(), "Un problème.", "open").await;
    stage.conclude().await;
    let next = stage.next("2026", "2026-11").await;
    for body in [json!({ "statements": ids(&[&made]) }), json!({ "challenges": [challenge] })] {
        let (one, other) = tokio::join!(next.carry(&next.owner, body.clone()), next.carry(&next.owner, body));
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409]);
    }
    assert_eq!(derived_in(&next).await, 2);
    assert_eq!(next.owner.pages(&next.at("challenges"), 50).await.len(), 1);
}
