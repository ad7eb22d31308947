//! Every state of an edition: with every step, and with every kind of writing.

use palabre_domain::edition::{EditionMove, EditionState, Writing};
use serde_json::{Value, json};

use crate::actor::{Actor, Reply, id};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// The steps that lead to a state.
fn way_to(state: EditionState) -> &'static [&'static str] {
    match state {
        EditionState::Draft => &[],
        EditionState::Published => &["publish"],
        EditionState::Running => &["publish", "start"],
        EditionState::Concluded => &["publish", "start", "conclude"],
        EditionState::FollowUp => &["publish", "start", "conclude", "begin-follow-up"],
        EditionState::Archived => &["publish", "start", "conclude", "begin-follow-up", "archive"],
        EditionState::Cancelled => &["publish", "cancel"],
    }
}

/// Takes a step of an edition.
async fn step(owner: &Actor, edition: &str, step: &str) -> Reply {
    let body = if step == "cancel" { json!({ "reason": "La salle a brûlé." }) } else { json!({}) };
    owner.post(&format!("{edition}/{step}"), body).await
}

impl Stage {
    /// Brings the edition, a draft that asks for a consent, into a state.
    pub(crate) async fn brought_to(&self, state: &str) {
        let state = EditionState::ALL.iter().find(|known| known.as_str() == state).unwrap();
        for verb in way_to(*state) {
            step(&self.owner, &self.path, verb).await.ok();
        }
    }
}

/// What each step makes of each state, `-` where it is refused: publish, start, conclude, begin-follow-up, archive,
/// cancel.
const TABLE: [(&str, [&str; 6]); 7] = [
    ("draft", ["published", "-", "-", "-", "-", "-"]),
    ("published", ["-", "running", "-", "-", "-", "cancelled"]),
    ("running", ["-", "-", "concluded", "-", "-", "cancelled"]),
    ("concluded", ["-", "-", "-", "follow_up", "-", "-"]),
    ("follow_up", ["-", "-", "-", "-", "archived", "-"]),
    ("archived", ["-", "-", "-", "-", "-", "-"]),
    ("cancelled", ["-", "-", "-", "-", "-", "-"]),
];

#[tokio::test]
async fn every_state_and_every_step() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let owner = &stage.owner;
    assert_eq!(TABLE.map(|(state, _)| state).as_slice(), EditionState::WORDS, "every state has a row");
    let steps = EditionMove::ALL.iter().map(|step| step.as_str());
    let purposes = json!({ "purposes": [
        { "purpose": "organisation", "version": 1, "required": true, "text": { "fr": "Organiser." } },
    ] });
    for (column, verb) in steps.enumerate() {
        let from: Vec<&str> =
            TABLE.iter().filter(|(_, row)| row[column] != "-").map(|(state, _)| *state).collect();
        for (state, row) in TABLE {
            let slug = format!("{}-{verb}", state.replace('_', "-"));
            let edition = stage.another(&slug, json!("2025-11")).await;
            owner.put(&format!("{edition}/consent-purposes"), purposes.clone()).await.ok();
            let known = EditionState::ALL.iter().find(|known| known.as_str() == state).unwrap();
            for before in way_to(*known) {
                step(owner, &edition, before).await.ok();
            }
            let before = owner.get(&edition).await.ok();
            assert_eq!(before["state"], state);
            let reply = step(owner, &edition, verb).await;
            if row[column] == "-" {
                let problem = reply.refused(409, "wrong_state");
                let said = (&problem["state"], &problem["allowed_from"]);
                assert_eq!(said, (&json!(state), &json!(from)), "{slug}");
                assert_eq!(owner.get(&edition).await.ok(), before, "{slug}");
            } else {
                let raised = format!("\"{}\"", before["version"].as_i64().unwrap() + 1);
                assert_eq!(reply.header("etag"), Some(raised.as_str()), "{slug}");
                assert_eq!(reply.ok()["state"], row[column], "{slug}");
            }
        }
    }
}

#[tokio::test]
async fn a_cancelled_edition_says_why_to_everybody() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.asks_consent().await;
    stage.owner.act(&stage.at("cancel")).await.refused(422, "invalid");
    stage.brought_to("cancelled").await;
    let anyone = world.anyone();
    let alone = anyone.get(&stage.path).await.ok();
    let listed = anyone.pages("/v1/editions?state=cancelled", 50).await;
    let of_the_event = anyone.pages(&stage.editions(), 50).await;
    assert_eq!((listed.len(), of_the_event.len()), (1, 1));
    for shown in [&alone, &listed[0], &of_the_event[0]] {
        let said = (&shown["state"], &shown["state_reason"]);
        assert_eq!(said, (&json!("cancelled"), &json!("La salle a brûlé.")));
    }
}

/// What is written of each kind, tried in one edition.
struct Writes<'a> {
    stage: &'a Stage,
    /// A team that has formed.
    team: String,
    /// Teams to dissolve, one for each state.
    leaving: Vec<String>,
}

impl Writes<'_> {
    /// One write of a kind; none where no operation of the kind is offered yet.
    async fn one(&mut self, kind: Writing) -> Option<Reply> {
        let owner = &self.stage.owner;
        let post = async |path: &str, body: Value| Some(owner.post(path, body).await);
        match kind {
            Writing::SetUp => {
                let partner = json!({ "name": "La bibliothèque", "kind": "host" });
                post(&self.stage.at("partners"), partner).await
            }
            Writing::DraftChallenge => {
                post(&self.stage.at("challenges"), json!({ "question": "Et après ?" })).await
            }
            Writing::Arc => {
                let voice = json!({
                    "text": "Encore un.", "language": "fr", "voice": "pseudonymous", "origin": "citizen",
                });
                post(&self.stage.at("problem-statements"), voice).await
            }
            Writing::TeamOutcome => {
                let team = self.leaving.pop().unwrap();
                post(&format!("/v1/teams/{team}/dissolve"), json!({ "reason": "Partis." })).await
            }
            Writing::Prototypes => {
                let prototype = json!({
                    "name": "Un essai", "summary": "Un essai.", "language": "fr", "outcome_kind": "service",
                });
                post(&format!("/v1/teams/{}/prototypes", self.team), prototype).await
            }
            Writing::FollowUp => {
                post(&self.stage.at("credits"), json!({ "name": "Participant 1", "for": "L'affiche" })).await
            }
            Writing::Erasure => None,
        }
    }
}

#[tokio::test]
async fn every_state_and_every_kind_of_writing() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let challenge = stage.challenge("Comment ?", &[]).await;
    let team = stage.team("Les uns", &challenge, &[id(&made["registration"])]).await;
    let mut leaving = Vec::new();
    for number in 0..EditionState::ALL.len() {
        let team = json!({ "name": format!("Équipe {number}") });
        leaving.push(id(&stage.owner.post(&stage.at("teams"), team).await.created()).to_owned());
    }
    let mut writes = Writes { stage: &stage, team, leaving };
    // In each state: set-up, draft challenge, arc, team outcome, prototypes, follow-up, erasure.
    let table = [
        ("draft", "xx----·"),
        ("published", "xxxxxx·"),
        ("running", "xxxxxx·"),
        ("concluded", "---xxx·"),
        ("follow_up", "---xxx·"),
        ("archived", "-----x·"),
        ("cancelled", "------·"),
    ];
    for (state, row) in table {
        // The same teams in every state: no request leads back, and none to a draft that has teams.
        let sql =
            format!("UPDATE editions SET state = '{state}' WHERE id = {}", rows::key(id(&stage.edition)));
        rows::write(&world, &sql).await;
        for (kind, due) in Writing::ALL.iter().zip(row.chars()) {
            let what = format!("{state}, {kind:?}");
            match (writes.one(*kind).await, due) {
                (None, '·') => {}
                (Some(reply), 'x') => assert!(reply.status.is_success(), "{what}: {}", reply.json),
                (Some(reply), '-') => {
                    let problem = reply.refused(409, "wrong_state");
                    let mark = Writing::ALL.iter().position(|one| one == kind).unwrap();
                    let takes = table.iter().filter(|(_, row)| row.chars().nth(mark) == Some('x'));
                    let takes: Vec<&str> = takes.map(|(state, _)| *state).collect();
                    let said = (&problem["state"], &problem["allowed_from"]);
                    assert_eq!(said, (&json!(state), &json!(takes)), "{what}");
                }
                (found, due) => panic!("{what}: {found:?}, not {due}"),
            }
        }
    }
}
