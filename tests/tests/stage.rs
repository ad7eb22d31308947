//! An edition that is set up, with people in every role: what most tests begin with.

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::world::World;

/// An edition and everybody in it.
pub struct Stage {
    /// Owns the organization.
    pub owner: Actor,
    /// The organization.
    pub organization: Value,
    /// The event.
    pub event: Value,
    /// The edition, as it was made.
    pub edition: Value,
    /// `/v1/editions/{id}`.
    pub path: String,
}

/// The consent that every registration of a stage gives.
pub const CONSENTS: &str = r#"[{"purpose": "organisation", "version": 1}]"#;

impl Stage {
    /// An edition with nothing but a title, a time zone and dates.
    pub async fn bare(world: &World, slug: &str) -> Self {
        let owner = world.account(&format!("Owner of {slug}")).await;
        let organization = world.organization(&owner, slug).await;
        let events = format!("/v1/organizations/{}/events", id(&organization));
        let event = json!({ "slug": "slow", "name": { "fr": "Slow Hackathon" } });
        let event = owner.post(&events, event).await.created();
        let edition = json!({
            "slug": "2025", "title": { "fr": "Slow Hackathon 2025" }, "time_zone": "Europe/Brussels",
            "starts_on": "2025-11-20", "ends_on": "2025-11-21",
        });
        let editions = format!("/v1/events/{}/editions", id(&event));
        let edition = owner.post(&editions, edition).await.created();
        let path = format!("/v1/editions/{}", id(&edition));
        Self { owner, organization, event, edition, path }
    }

    /// An edition that is a draft: pools of 20, 25 and 40 that overlap, two profiles, one consent purpose.
    pub async fn draft(world: &World, slug: &str) -> Self {
        let stage = Self::bare(world, slug).await;
        for (slug, size) in [("coders", json!(20)), ("non-coders", json!(25)), ("all", json!(40))] {
            stage.pool(slug, size).await;
        }
        stage.profile("coder", "makes", json!(["coders", "all"])).await;
        stage.profile("social-worker", "field", json!(["non-coders", "all"])).await;
        stage.asks_consent().await;
        stage
    }

    /// The same, published.
    pub async fn published(world: &World, slug: &str) -> Self {
        let stage = Self::draft(world, slug).await;
        stage.owner.act(&format!("{}/publish", stage.path)).await.ok();
        stage
    }

    /// Asks for one consent.
    pub async fn asks_consent(&self) {
        let purposes = json!({ "purposes": [{
            "purpose": "organisation", "version": 1, "required": true,
            "text": { "fr": "Mes données servent à organiser l'événement." },
        }] });
        self.owner.put(&self.at("consent-purposes"), purposes).await.ok();
    }

    /// The address of something under the edition.
    pub fn at(&self, rest: &str) -> String {
        format!("{}/{rest}", self.path)
    }

    /// Writes an item of the programme down; gives its id.
    pub async fn item(&self, title: &str) -> String {
        let item = json!({ "kind": "meeting", "title": { "fr": title } });
        id(&self.owner.post(&self.at("programme"), item).await.created()).to_owned()
    }

    /// Makes a pool.
    pub async fn pool(&self, slug: &str, size: Value) -> Value {
        let pool = json!({ "slug": slug, "name": { "fr": slug }, "size": size });
        self.owner.post(&self.at("pools"), pool).await.created()
    }

    /// Makes a profile.
    pub async fn profile(&self, slug: &str, knowledge: &str, pools: Value) -> Value {
        let profile = json!({ "slug": slug, "name": { "fr": slug }, "knowledge": knowledge, "pools": pools });
        self.owner.post(&self.at("profiles"), profile).await.created()
    }

    /// A body that registers somebody without an e-mail.
    pub fn registration(profile: &str, name: &str) -> Value {
        let consents: Value = serde_json::from_str(CONSENTS).unwrap();
        json!({ "profile": profile, "name": name, "consents": consents })
    }

    /// Registers somebody without an account; gives the registration and its receipt.
    pub async fn register(&self, by: &Actor, profile: &str, name: &str) -> Value {
        by.post(&self.at("registrations"), Self::registration(profile, name)).await.created()
    }

    /// Makes an account and registers it for itself; gives it and the registration.
    pub async fn participant(&self, world: &World, profile: &str, name: &str) -> (Actor, Value) {
        let actor = world.account(name).await;
        let mut body = Self::registration(profile, name);
        body["email"] = actor.tokens["account"]["email"].clone();
        let made = actor.post(&self.at("registrations"), body).await.created();
        (actor, made["registration"].clone())
    }

    /// Puts an account on the edition's staff: invited by mail, and accepted.
    pub async fn staff(&self, world: &World, role: &str, name: &str) -> Actor {
        let actor = world.account(name).await;
        self.takes_on(world, &actor, role).await;
        actor
    }

    /// Makes an account staff of the edition.
    pub async fn takes_on(&self, world: &World, actor: &Actor, role: &str) {
        let email = actor.tokens["account"]["email"].as_str().unwrap().to_owned();
        let body = json!({ "email": email, "role": role });
        let before = world.invitations(&email).await;
        self.owner.post(&self.at("staff"), body).await.created();
        let token = world.invitation_after(&email, before).await;
        actor.post("/v1/invitations/accept", json!({ "token": token })).await.ok();
    }

    /// An organization of its own that is asked to be a partner; gives its owner, the organization and the partner.
    pub async fn asks(&self, world: &World, slug: &str, kind: &str) -> (Actor, Value, Value) {
        let owner = world.account(&format!("Owner of {slug}")).await;
        let organization = world.organization(&owner, slug).await;
        let body = json!({ "organization_id": id(&organization), "kind": kind });
        let partner = self.owner.post(&self.at("partners"), body).await.created();
        (owner, organization, partner)
    }

    /// Makes an account a member of the organization.
    pub async fn member(&self, world: &World, role: &str, name: &str) -> Actor {
        world.member_of(&self.owner, &self.organization, role, name).await
    }

    /// Voices a problem; gives the statement and its receipt.
    pub async fn voice(&self, by: &Actor, text: &str, sensitivity: &str) -> Value {
        let statement = json!({
            "text": text, "language": "fr", "voice": "pseudonymous", "origin": "professional",
            "structure": "CPAS de Liège", "sensitivity": sensitivity,
        });
        by.post(&self.at("problem-statements"), statement).await.created()
    }

    /// Voices a problem and accepts it; gives its id.
    pub async fn accepted(&self, text: &str, sensitivity: &str) -> String {
        let made = self.voice(&self.owner, text, sensitivity).await;
        let statement = id(&made["problem_statement"]).to_owned();
        self.owner.act(&format!("/v1/problem-statements/{statement}/accept")).await.ok();
        statement
    }

    /// Names a theme.
    pub async fn theme(&self, name: &str) -> Value {
        self.owner.post(&self.at("themes"), json!({ "name": name })).await.created()
    }

    /// Puts these statements side by side.
    pub async fn cluster(&self, name: &str, statements: &[String]) -> Value {
        let body = json!({ "name": name, "statements": statements });
        self.owner.post(&self.at("clusters"), body).await.created()
    }

    /// Makes an account and registers it for itself and a structure; gives it and the registration.
    pub async fn of_structure(&self, world: &World, name: &str, structure: &str) -> (Actor, Value) {
        let (actor, registration) = self.participant(world, "coder", name).await;
        let path = format!("/v1/registrations/{}", id(&registration));
        let registration = actor.patch(&path, json!({ "structure": structure })).await.ok();
        (actor, registration)
    }

    /// Makes a challenge of these statements and opens it; gives its id.
    pub async fn challenge(&self, question: &str, statements: &[String]) -> String {
        let body = json!({ "question": question, "statements": statements });
        let challenge = self.owner.post(&self.at("challenges"), body).await.created();
        self.owner.act(&format!("/v1/challenges/{}/open", id(&challenge))).await.ok();
        id(&challenge).to_owned()
    }

    /// Makes a team on a challenge with these registrations and forms it; gives its id.
    pub async fn team(&self, name: &str, challenge: &str, members: &[&str]) -> String {
        let body = json!({ "name": name, "challenge_id": challenge });
        let team = self.owner.post(&self.at("teams"), body).await.created();
        for member in members {
            self.owner.link(&format!("/v1/teams/{}/members/{member}", id(&team))).await.done();
        }
        self.owner.post(&format!("/v1/teams/{}/form", id(&team)), json!({})).await.ok();
        id(&team).to_owned()
    }

    /// Makes a prototype of a team; gives its id.
    pub async fn prototype(&self, team: &str, name: &str) -> String {
        let body =
            json!({ "name": name, "summary": "Un essai.", "language": "fr", "outcome_kind": "service" });
        let prototype = self.owner.post(&format!("/v1/teams/{team}/prototypes"), body).await.created();
        id(&prototype).to_owned()
    }
}

/// A published edition with one profile and one pool without a limit; gives its address.
pub async fn open_edition(owner: &Actor) -> String {
    let organization = json!({ "slug": "tree", "name": "The tree", "default_language": "fr" });
    let organization = owner.post("/v1/organizations", organization).await.created();
    let events = format!("/v1/organizations/{}/events", id(&organization));
    let event = owner.post(&events, json!({ "slug": "slow", "name": { "fr": "Slow" } })).await.created();
    let edition = json!({
        "slug": "one", "title": { "fr": "Une" }, "time_zone": "Europe/Brussels", "starts_on": "2027-03",
    });
    let edition = owner.post(&format!("/v1/events/{}/editions", id(&event)), edition).await.created();
    let path = format!("/v1/editions/{}", id(&edition));
    let pool = json!({ "slug": "all", "name": { "fr": "Tous" }, "size": null });
    owner.post(&format!("{path}/pools"), pool).await.created();
    let profile =
        json!({ "slug": "anyone", "name": { "fr": "Chacun" }, "knowledge": "other", "pools": ["all"] });
    owner.post(&format!("{path}/profiles"), profile).await.created();
    let purposes = json!({ "purposes": [
        { "purpose": "organisation", "version": 1, "required": true, "text": { "fr": "Pour organiser." } },
    ] });
    owner.put(&format!("{path}/consent-purposes"), purposes).await.ok();
    owner.act(&format!("{path}/publish")).await.ok();
    path
}
