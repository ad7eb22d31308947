//! An edition in which much is hidden: words for few readers at every station of the arc, each with a canary in it.
//!
//! What facilitators write (reasons, questions, names of teams) are their own words, and carry none.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::stage::Stage;
use crate::world::World;

/// What stands in every word that is hidden, and nowhere else; folded.
pub const STEM: &str = "zzqcanary";

/// Why words are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secret {
    /// They are open, and nobody has taken them up: whoever moderates reads them.
    NotTakenUp,
    /// Whoever moderates reads them.
    Restricted,
    /// No role reads them.
    Confidential,
}

/// A statement whose words are hidden; its number stands in its canaries.
#[derive(Debug, Clone)]
pub struct Hidden {
    /// Its id.
    pub id: String,
    /// Why.
    pub secret: Secret,
    /// The account that voiced it, who reads it always.
    pub author: Option<String>,
}

/// The edition, and everything in it.
pub struct Scene {
    /// The edition.
    pub stage: Stage,
    /// Statements, by the number in their canaries.
    pub hidden: Vec<Hidden>,
    /// Everything that can stand in an address, by the name of the parameter.
    pub things: BTreeMap<&'static str, Vec<String>>,
    anyone: Actor,
}

/// A word of the statement with this number; it is found folded.
fn canary(number: usize) -> String {
    format!("Zzqcanáry{number}x")
}

impl Scene {
    /// An edition that has nothing in it.
    pub async fn opens(world: &World) -> Self {
        let stage = Stage::published(world, "helmo").await;
        Self { stage, hidden: Vec::new(), things: BTreeMap::new(), anyone: world.anyone() }
    }

    /// Remembers what can stand in an address.
    pub fn knows(&mut self, parameter: &'static str, value: &str) {
        self.things.entry(parameter).or_default().push(value.to_owned());
    }

    fn path(&self, number: usize, verb: &str) -> String {
        format!("/v1/problem-statements/{}/{verb}", self.hidden[number].id)
    }

    fn hides(&mut self, made: &Value, secret: Secret, author: Option<String>) -> usize {
        self.knows("statement_id", id(made));
        self.hidden.push(Hidden { id: id(made).to_owned(), secret, author });
        self.hidden.len() - 1
    }

    /// Somebody voices what few are to read; gives its number.
    async fn voices(&mut self, by: &Actor, secret: Secret) -> usize {
        let word = canary(self.hidden.len());
        let sensitivity = match secret {
            Secret::NotTakenUp => "open",
            Secret::Restricted => "restricted",
            Secret::Confidential => "confidential",
        };
        let body = json!({
            "text": format!("Il y a {word} ici."), "language": "fr", "voice": "named", "origin": "citizen",
            "name": format!("Nom de {word}"), "structure": format!("Chez {word}"), "sensitivity": sensitivity,
        });
        let made = by.post(&self.stage.at("problem-statements"), body).await.created();
        self.knows("code", made["receipt"].as_str().unwrap());
        self.hides(&made["problem_statement"], secret, by.token.as_ref().map(|_| by.id.clone()))
    }

    /// The same, accepted.
    async fn accepted(&mut self, by: &Actor, secret: Secret) -> usize {
        let number = self.voices(by, secret).await;
        self.stage.owner.act(&self.path(number, "accept")).await.ok();
        number
    }

    async fn does(&self, number: usize, verb: &str) {
        self.stage.owner.post(&self.path(number, verb), json!({ "reason": "Parce que." })).await.ok();
    }

    /// Several become one, whose words are hidden too; `open` ones are among them.
    async fn merges(&mut self, sources: &[usize], open: &[String], secret: Secret) -> usize {
        let ids: Vec<&String> = sources.iter().map(|number| &self.hidden[*number].id).chain(open).collect();
        let text = format!("Tous disent {}.", canary(self.hidden.len()));
        let body = json!({ "sources": ids, "text": text, "reason": "C'est la même chose." });
        let made = self.stage.owner.post(&self.stage.at("problem-statements/merge"), body).await.created();
        self.hides(&made, secret, None)
    }

    /// Everything that can happen to a statement before it is taken up; authors take turns.
    pub async fn is_not_taken_up(&mut self, by: [&Actor; 2], secret: Secret) {
        self.voices(by[0], secret).await;
        for (verb, by) in [("return", by[0]), ("return", by[1]), ("set-aside", by[0]), ("refer", by[1])] {
            let number = self.voices(by, secret).await;
            self.does(number, verb).await;
        }
        // Said again, by its receipt.
        let number = self.voices(by[1], secret).await;
        self.does(number, "return").await;
        let receipt = self.things["code"].last().unwrap();
        let again = json!({ "text": format!("Encore {}.", canary(number)) });
        self.anyone.post(&format!("/v1/receipts/{receipt}/resubmit"), again).await.ok();
    }

    /// And from there to a prototype that anyone may see, made by the team of this registration.
    pub async fn goes_all_the_way(&mut self, by: [&Actor; 2], secret: Secret, member: &str) {
        let parked = self.accepted(by[0], secret).await;
        self.does(parked, "park").await;
        let reworded = self.accepted(by[1], secret).await;
        // Who puts words into their place reads them.
        self.confides(reworded, &self.stage.owner).await;
        for way in ["Mieux", "Encore mieux"] {
            let body = json!({ "text": format!("{way} : {}.", canary(reworded)), "reason": "Plus clair." });
            self.stage.owner.post(&self.path(reworded, "reword"), body).await.ok();
        }
        let apart = [self.accepted(by[0], secret).await, self.accepted(by[1], secret).await];
        let apart = self.merges(&apart, &[], secret).await;
        self.does(apart, "unmerge").await;
        let open = self.stage.accepted("Un mot ouvert.", "open").await;
        self.knows("statement_id", &open);
        let sources = [self.accepted(by[0], secret).await, self.accepted(by[1], secret).await];
        let merged = self.merges(&sources, std::slice::from_ref(&open), secret).await;
        let split = self.accepted(by[0], secret).await;
        self.confides(split, &self.stage.owner).await;
        let numbers = [self.hidden.len(), self.hidden.len() + 1];
        let parts = numbers.map(|number| json!({ "text": format!("Une part de {}.", canary(number)) }));
        let body = json!({ "parts": parts, "reason": "Ce sont deux choses." });
        let parts = self.stage.owner.post(&self.path(split, "split"), body).await.created();
        for part in parts["items"].as_array().unwrap() {
            self.hides(part, secret, None);
        }
        let beside = self.stage.accepted("Un autre mot ouvert.", "open").await;
        let held = [merged, numbers[0], reworded].map(|number| self.hidden[number].id.clone());
        let held: Vec<String> = held.into_iter().chain([beside]).collect();
        self.is_grouped(&held).await;
        let challenge = self.stage.challenge("Comment faire ?", &held).await;
        self.knows("challenge_id", &challenge);
        let draft = json!({ "question": "Et comment encore ?", "statements": held });
        let draft = self.stage.owner.post(&self.stage.at("challenges"), draft).await.created();
        self.knows("challenge_id", id(&draft));
        let team = self.stage.team("Les uns", &challenge, &[member]).await;
        self.knows("team_id", &team);
        for (name, stage) in [("Un essai", "idea"), ("Un autre essai", "presented")] {
            let prototype = self.stage.prototype(&team, name).await;
            if stage != "idea" {
                let path = format!("/v1/prototypes/{prototype}/move-stage");
                self.stage.owner.post(&path, json!({ "to": stage })).await.ok();
            }
            self.knows("prototype_id", &prototype);
        }
    }

    /// Statements stand under a theme and in a cluster.
    async fn is_grouped(&mut self, statements: &[String]) {
        for (list, parameter) in [("themes", "theme_id"), ("clusters", "cluster_id")] {
            let body = json!({ "name": format!("Ensemble {}", self.hidden.len()) });
            let made = self.stage.owner.post(&self.stage.at(list), body).await.created();
            for statement in statements {
                self.stage
                    .owner
                    .link(&format!("/v1/{list}/{}/statements/{statement}", id(&made)))
                    .await
                    .done();
            }
            self.knows(parameter, id(&made));
        }
    }

    /// Somebody is named as a reader of all that is confidential.
    pub async fn is_confided_to(&self, reader: &Actor) {
        for number in 0..self.hidden.len() {
            self.confides(number, reader).await;
        }
    }

    /// Somebody is named as the reader of a statement, where it is confidential.
    async fn confides(&self, number: usize, reader: &Actor) {
        if self.hidden[number].secret == Secret::Confidential {
            let (sensitivity, readers) = ("confidential", [&reader.id]);
            let body = json!({ "sensitivity": sensitivity, "readers": readers, "reason": "Elle aide." });
            self.stage.owner.post(&self.path(number, "classify"), body).await.ok();
        }
    }
}
