//! The same arc, kept by the server: the story is told to it over HTTP.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::graph::Thing;
use super::story::{Act, Outcome};
use crate::actor::{Actor, Reply, id};
use crate::stage::Stage;
use crate::world::World;

/// The codes that a story can meet.
const CODES: [&str; 7] = [
    "wrong_state",
    "taken_apart",
    "not_merged",
    "in_use",
    "statement_not_accepted",
    "content_removed",
    "challenge_not_open",
];

/// The house in which one edition after the other is opened.
pub struct Hall {
    stage: Stage,
    anyone: Actor,
}

impl Hall {
    pub async fn new(world: &World) -> Self {
        Self { stage: Stage::bare(world, "helmo").await, anyone: world.anyone() }
    }

    /// An edition for a story.
    pub async fn opens(&self, number: usize) -> Edition<'_> {
        let owner = &self.stage.owner;
        let edition = json!({
            "slug": format!("story-{number}"), "title": { "fr": "Une" }, "time_zone": "Europe/Brussels",
            "starts_on": "2027-03",
        });
        let editions = format!("/v1/events/{}/editions", id(&self.stage.event));
        let path = format!("/v1/editions/{}", id(&owner.post(&editions, edition).await.created()));
        let purposes = json!({ "purposes": [
            { "purpose": "organisation", "version": 1, "required": true, "text": { "fr": "Pour organiser." } },
        ] });
        owner.put(&format!("{path}/consent-purposes"), purposes).await.ok();
        owner.act(&format!("{path}/publish")).await.ok();
        Edition { owner, anyone: &self.anyone, path, ids: BTreeMap::new(), receipts: BTreeMap::new() }
    }
}

/// An edition, and what was made in it.
pub struct Edition<'a> {
    pub owner: &'a Actor,
    pub anyone: &'a Actor,
    path: String,
    /// The things of the story, by id.
    pub ids: BTreeMap<String, Thing>,
    /// By the number of the statement.
    pub receipts: BTreeMap<usize, String>,
}

/// Where a thing is found.
pub fn address(thing: Thing, id: &str) -> String {
    let kind = match thing {
        Thing::Statement(_) => "problem-statements",
        Thing::Challenge(_) => "challenges",
        Thing::Team(_) => "teams",
        Thing::Prototype(_) => "prototypes",
    };
    format!("/v1/{kind}/{id}")
}

impl Edition<'_> {
    /// The address of something under the edition.
    pub fn at(&self, rest: &str) -> String {
        format!("{}/{rest}", self.path)
    }

    /// The id of a thing.
    pub fn id(&self, thing: Thing) -> &str {
        let found = self.ids.iter().find(|(_, known)| **known == thing);
        found.map(|(id, _)| id.as_str()).unwrap_or_else(|| panic!("{thing:?} was never made"))
    }

    fn path_of(&self, thing: Thing, verb: &str) -> String {
        format!("{}/{verb}", address(thing, self.id(thing)))
    }

    fn ids_of(&self, whom: &[usize]) -> Value {
        whom.iter().map(|who| self.id(Thing::Statement(*who))).collect()
    }

    fn knows(&mut self, made: &Value, thing: impl Fn(usize) -> Thing) {
        let same = |known: &Thing| std::mem::discriminant(known) == std::mem::discriminant(&thing(0));
        let number = self.ids.values().filter(|known| same(known)).count();
        self.ids.insert(id(made).to_owned(), thing(number));
    }

    /// Lets something happen.
    pub async fn takes(&mut self, act: &Act) -> Outcome {
        let because = json!({ "reason": "Parce que." });
        let reply = match act {
            Act::Voice { text, restricted } => {
                let sensitivity = if *restricted { "restricted" } else { "open" };
                let body = json!({
                    "text": text, "language": "fr", "voice": "pseudonymous", "origin": "citizen",
                    "sensitivity": sensitivity,
                });
                let made = self.anyone.post(&self.at("problem-statements"), body).await.created();
                self.knows(&made["problem_statement"], Thing::Statement);
                let number = self.receipts_of_all();
                self.receipts.insert(number, made["receipt"].as_str().unwrap().to_owned());
                return Ok(());
            }
            Act::Move { whom, verb, together: true } => {
                let mut body = json!({ "ids": self.ids_of(whom), "action": verb.word() });
                if verb.has_reason() {
                    body["reason"] = because["reason"].clone();
                }
                self.owner.post(&self.at("problem-statements/bulk"), body).await
            }
            Act::Move { whom, verb, together: false } => {
                let body = if verb.has_reason() { because } else { json!({}) };
                self.owner.post(&self.path_of(Thing::Statement(whom[0]), verb.word()), body).await
            }
            Act::SayAgain { who, text } => {
                let path = format!("/v1/receipts/{}/resubmit", self.receipts[who]);
                self.anyone.post(&path, json!({ "text": text })).await
            }
            Act::Reword { who, text } => {
                let body = json!({ "text": text, "reason": "Plus clair." });
                self.owner.post(&self.path_of(Thing::Statement(*who), "reword"), body).await
            }
            Act::Empty { who } => {
                self.owner.post(&self.path_of(Thing::Statement(*who), "remove-content"), because).await
            }
            Act::Merge { sources, text } => {
                let body = json!({ "sources": self.ids_of(sources), "text": text, "reason": "Parce que." });
                self.owner.post(&self.at("problem-statements/merge"), body).await
            }
            Act::Split { who, parts } => {
                let parts: Vec<Value> = parts.iter().map(|text| json!({ "text": text })).collect();
                let body = json!({ "parts": parts, "reason": "Parce que." });
                self.owner.post(&self.path_of(Thing::Statement(*who), "split"), body).await
            }
            Act::TakeApart { who } => {
                self.owner.post(&self.path_of(Thing::Statement(*who), "unmerge"), because).await
            }
            Act::Draft { holds } => {
                let body = json!({ "question": "Comment ?", "statements": self.ids_of(holds) });
                self.owner.post(&self.at("challenges"), body).await
            }
            Act::Open { challenge } => {
                self.owner.act(&self.path_of(Thing::Challenge(*challenge), "open")).await
            }
            Act::Withdraw { challenge } => {
                self.owner.post(&self.path_of(Thing::Challenge(*challenge), "withdraw"), because).await
            }
            Act::Gather { challenge, forms } => {
                let body =
                    json!({ "name": "Les uns", "challenge_id": self.id(Thing::Challenge(*challenge)) });
                let made = self.owner.post(&self.at("teams"), body).await;
                if *forms && made.status == 201 {
                    self.made_by(&address(Thing::Team(0), id(&made.json))).await;
                }
                made
            }
            Act::Dissolve { team } => {
                self.owner.post(&self.path_of(Thing::Team(*team), "dissolve"), because).await
            }
        };
        self.outcome(act, &reply)
    }

    /// The number of the statement that was made last.
    fn receipts_of_all(&self) -> usize {
        self.ids.values().filter(|known| matches!(known, Thing::Statement(_))).count() - 1
    }

    /// A team is formed and makes a prototype, which has the number of its team.
    async fn made_by(&mut self, team: &str) {
        let waiver = json!({ "waiver_reason": "Personne d'autre." });
        self.owner.post(&format!("{team}/form"), waiver).await.ok();
        let body = json!({ "name": "Un essai", "summary": "Un essai.", "language": "fr", "outcome_kind": "service" });
        let made = self.owner.post(&format!("{team}/prototypes"), body).await.created();
        let teams = self.ids.values().filter(|known| matches!(known, Thing::Team(_))).count();
        self.ids.insert(id(&made).to_owned(), Thing::Prototype(teams));
    }

    fn outcome(&mut self, act: &Act, reply: &Reply) -> Outcome {
        let made = &reply.json;
        match reply.status.as_u16() {
            201 => match act {
                Act::Merge { .. } => self.knows(made, Thing::Statement),
                Act::Split { .. } => {
                    made["items"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .for_each(|part| self.knows(part, Thing::Statement));
                }
                Act::Draft { .. } => self.knows(made, Thing::Challenge),
                Act::Gather { .. } => self.knows(made, Thing::Team),
                other => panic!("{other:?} made {made}"),
            },
            200 => {}
            409 => {
                let code = CODES.iter().find(|code| made["code"] == **code);
                return Err(code.unwrap_or_else(|| panic!("{made}")));
            }
            other => panic!("{other}: {made}"),
        }
        Ok(())
    }
}
