//! The same door, kept by the server: the story is told to it over HTTP.

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use palabre_api::usecase::App;
use serde_json::{Value, json};

use super::story::{Outcome, Step, Story};
use crate::actor::id;
use crate::stage::{CONSENTS, Stage};
use crate::world::World;

/// The house in which one edition after the other is opened.
pub struct Hall<'a> {
    world: &'a World,
    stage: Stage,
}

impl<'a> Hall<'a> {
    pub async fn new(world: &'a World) -> Self {
        Self { world, stage: Stage::bare(world, "helmo").await }
    }

    /// The log of the house, oldest first.
    pub async fn log(&self) -> Vec<Value> {
        let log = format!("/v1/organizations/{}/audit-entries", id(&self.stage.organization));
        self.stage.owner.pages(&log, 200).await
    }

    /// An edition with the door of a story.
    pub async fn opens(&'a self, app: &'a App, number: usize, story: &Story) -> Edition<'a> {
        let owner = &self.stage.owner;
        let editions = format!("/v1/events/{}/editions", id(&self.stage.event));
        let edition = json!({
            "slug": format!("story-{number}"), "title": { "fr": "Une" }, "time_zone": "Europe/Brussels",
            "starts_on": "2027-03", "offer_hours": story.offer_hours,
            "registration_mode": if story.review { "review" } else { "automatic" },
        });
        let edition = owner.post(&editions, edition).await.created();
        let path = format!("/v1/editions/{}", id(&edition));
        let mut pools = Vec::new();
        for (number, size) in story.sizes.iter().enumerate() {
            let slug = format!("pool-{number}");
            let pool = json!({ "slug": slug, "name": { "fr": slug }, "size": size });
            pools.push(id(&owner.post(&format!("{path}/pools"), pool).await.created()).to_owned());
        }
        for (number, draws) in story.draws.iter().enumerate() {
            let slug = format!("profile-{number}");
            let drawn: Vec<String> = draws.iter().map(|pool| format!("pool-{pool}")).collect();
            let profile =
                json!({ "slug": slug, "name": { "fr": slug }, "knowledge": "other", "pools": drawn });
            owner.post(&format!("{path}/profiles"), profile).await.created();
        }
        let purposes = json!({ "purposes": [
            { "purpose": "organisation", "version": 1, "required": true, "text": { "fr": "Pour organiser." } },
        ] });
        owner.put(&format!("{path}/consent-purposes"), purposes).await.ok();
        owner.act(&format!("{path}/publish")).await.ok();
        let now = App::system_clock()().trunc_subsecs(6);
        self.world.stand_at(now);
        let (profiles, id) = (story.draws.len(), id(&edition).to_owned());
        Edition { hall: self, app, id, path, pools, profiles, people: Vec::new(), now }
    }
}

/// An edition, and who came.
pub struct Edition<'a> {
    hall: &'a Hall<'a>,
    app: &'a App,
    /// Its id.
    pub id: String,
    path: String,
    pools: Vec<String>,
    profiles: usize,
    people: Vec<String>,
    now: DateTime<Utc>,
}

impl Edition<'_> {
    /// Lets something happen.
    pub async fn take(&mut self, step: &Step) -> Outcome {
        let owner = &self.hall.stage.owner;
        let reply = match step {
            Step::Comes(profile) => {
                let consents: Value = serde_json::from_str(CONSENTS).unwrap();
                let profile = format!("profile-{}", profile % self.profiles);
                let body = json!({ "profile": profile, "name": "Participant", "consents": consents });
                let path = format!("{}/registrations", self.path);
                let made = self.hall.world.anyone().post(&path, body).await.created();
                self.people.push(id(&made["registration"]).to_owned());
                return Some(Ok(()));
            }
            Step::Moved(who, verb) => {
                let who = &self.people[who.checked_rem(self.people.len())?];
                let reason = json!({ "reason": "Une erreur" });
                let path = format!("/v1/registrations/{who}/{}", verb.word());
                if ["decline", "undo-check-in"].contains(&verb.word()) {
                    owner.post(&path, reason).await
                } else {
                    owner.act(&path).await
                }
            }
            Step::Resized(pool, size) => {
                let pool = &self.pools[pool % self.pools.len()];
                owner.patch(&format!("/v1/pools/{pool}"), json!({ "size": size })).await
            }
            Step::Later(hours) => {
                self.now += TimeDelta::hours(i64::from(*hours));
                self.hall.world.stand_at(self.now);
                self.app.expire_offers().await.unwrap();
                return Some(Ok(()));
            }
        };
        Some(match reply.status.as_u16() {
            200 => Ok(()),
            409 if reply.json["code"] == "wrong_state" => Err("wrong_state"),
            409 if reply.json["code"] == "size_below_taken" => Err("size_below_taken"),
            other => panic!("{other}: {}", reply.json),
        })
    }

    /// Calls the edition off: no offer of it ends any more when the clock is moved in the next story.
    pub async fn is_over(&self) {
        let reason = json!({ "reason": "L'histoire est finie" });
        self.hall.stage.owner.post(&format!("{}/cancel", self.path), reason).await.ok();
    }

    /// The states of all, in the order in which they came.
    pub async fn people(&self) -> Vec<String> {
        let all = self.hall.stage.owner.pages(&format!("{}/registrations", self.path), 200).await;
        all.iter().map(|one| one["state"].as_str().unwrap().to_owned()).collect()
    }

    /// How many hold a place in each pool.
    pub async fn taken(&self) -> Vec<u32> {
        let places = self.hall.world.anyone().get(&format!("{}/places", self.path)).await.ok();
        places["pools"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pool| u32::try_from(pool["taken"].as_u64().unwrap()).unwrap())
            .collect()
    }

    /// Who waits, by number, first the one who is next.
    pub async fn waiting(&self) -> Vec<usize> {
        let mut waiting = Vec::new();
        for (number, person) in self.people.iter().enumerate() {
            let position = format!("/v1/registrations/{person}/position");
            let ahead = self.hall.stage.owner.get(&position).await.ok()["ahead"].as_u64();
            waiting.extend(ahead.map(|ahead| (ahead, number)));
        }
        waiting.sort_unstable();
        waiting.into_iter().map(|(_, number)| number).collect()
    }
}
