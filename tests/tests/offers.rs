//! Places that come free are offered, held until an instant, taken or given on; and registrations are looked at first where
//! the edition says so.

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use palabre_api::usecase::App;
use serde_json::{Value, json};

use crate::actor::{Actor, Reply, id};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// An edition with one place for coders and one for social workers, whose door is kept as a patch says.
struct Door {
    world: World,
    stage: Stage,
    now: DateTime<Utc>,
}

impl Door {
    async fn kept(patch: Value) -> Self {
        let world = World::new().await;
        let stage = Stage::published(&world, "helmo").await;
        for (pool, size) in stage.owner.pages(&stage.at("pools"), 50).await.iter().zip([1, 1, 2]) {
            stage.owner.patch(&format!("/v1/pools/{}", id(pool)), json!({ "size": size })).await.ok();
        }
        stage.owner.patch(&stage.path, patch).await.ok();
        let now = App::system_clock()().trunc_subsecs(6);
        world.stand_at(now);
        Self { world, stage, now }
    }

    async fn comes(&self, profile: &str) -> Value {
        self.stage.register(&self.world.anyone(), profile, "Participant").await
    }

    async fn act(&self, made: &Value, verb: &str) -> Reply {
        self.stage.owner.act(&format!("/v1/registrations/{}/{verb}", id(&made["registration"]))).await
    }

    async fn receipt(&self, made: &Value, verb: &str) -> Reply {
        let path = format!("/v1/receipts/{}{verb}", made["receipt"].as_str().unwrap());
        if verb.is_empty() {
            self.world.anyone().get(&path).await
        } else {
            self.world.anyone().act(&path).await
        }
    }

    async fn state(&self, made: &Value) -> String {
        let path = format!("/v1/registrations/{}", id(&made["registration"]));
        self.stage.owner.get(&path).await.ok()["state"].as_str().unwrap().to_owned()
    }

    async fn ahead(&self, made: &Value) -> Value {
        let path = format!("/v1/registrations/{}/position", id(&made["registration"]));
        self.stage.owner.get(&path).await.ok()["ahead"].clone()
    }

    /// Hours pass, and the program does what is due.
    async fn later(&mut self, hours: i64) -> usize {
        self.now += TimeDelta::hours(hours);
        self.world.stand_at(self.now);
        self.world.by_itself(async |app| app.expire_offers().await.unwrap()).await
    }

    async fn taken(&self) -> Vec<Value> {
        let places = self.world.anyone().get(&self.stage.at("places")).await.ok();
        places["pools"].as_array().unwrap().iter().map(|pool| pool["taken"].clone()).collect()
    }

    /// What the log says of a registration, oldest first: what was done, in which state that left it.
    async fn log(&self, made: &Value) -> Vec<(String, Value)> {
        let log = format!("/v1/organizations/{}/audit-entries", id(&self.stage.organization));
        let entries = self.stage.owner.pages(&log, 200).await;
        let of_it = entries.iter().filter(|entry| entry["object_id"] == made["registration"]["id"]);
        of_it.map(|entry| (entry["action"].as_str().unwrap().to_owned(), entry["state"].clone())).collect()
    }
}

fn told(deed: &str, state: Value) -> (String, Value) {
    (format!("registration.{deed}"), state)
}

#[tokio::test]
async fn a_place_that_comes_free_is_offered_and_held() {
    let mut door = Door::kept(json!({ "offer_hours": 48 })).await;
    let (first, second, third) =
        (door.comes("coder").await, door.comes("coder").await, door.comes("coder").await);
    // Whoever finds a free place gets it at once, offers or not.
    assert_eq!(first["registration"]["state"], "confirmed");
    door.act(&first, "cancel").await.ok();
    let offered =
        door.stage.owner.get(&format!("/v1/registrations/{}", id(&second["registration"]))).await.ok();
    let until = (door.now + TimeDelta::hours(48)).to_rfc3339_opts(chrono::SecondsFormat::Micros, true);
    assert_eq!(offered["state"], "offered");
    let instant = |value: &Value| value.as_str().unwrap().parse::<DateTime<Utc>>().unwrap();
    assert_eq!(instant(&offered["offer_expires_at"]), until.parse::<DateTime<Utc>>().unwrap());
    // It holds its places as a confirmed one does, and who comes now waits.
    assert_eq!(door.taken().await, [json!(1), json!(0), json!(1)]);
    assert_eq!(door.comes("coder").await["registration"]["state"], "waitlisted");
    let receipt = door.receipt(&second, "").await.ok();
    assert_eq!(receipt["can"], json!(["cancel", "accept-offer"]));
    assert_eq!(receipt["offer_expires_at"], offered["offer_expires_at"]);
    assert_eq!(door.later(47).await, 0);
    let accepted = door.receipt(&second, "/accept-offer").await.ok();
    assert_eq!((&accepted["state"], &accepted["offer_expires_at"]), (&json!("confirmed"), &json!(null)));
    door.receipt(&second, "/accept-offer").await.refused(409, "wrong_state");
    assert_eq!(door.later(47).await, 0);
    assert_eq!(
        (door.state(&second).await.as_str(), door.state(&third).await.as_str()),
        ("confirmed", "waitlisted")
    );
    let due = [
        told("made", json!("waitlisted")),
        told("placed", json!("offered")),
        told("offer_accepted", json!(null)),
    ];
    assert_eq!(door.log(&second).await, due);
}

#[tokio::test]
async fn an_offer_without_an_answer_goes_on_and_the_second_is_the_last() {
    let mut door = Door::kept(json!({ "offer_hours": 24 })).await;
    let first = door.comes("coder").await;
    let mut line = Vec::new();
    for _ in 0..3 {
        line.push(door.comes("coder").await);
    }
    door.act(&first, "cancel").await.ok();
    // At the instant itself the time is over, be it that nobody has looked yet.
    door.now += TimeDelta::hours(24);
    door.world.stand_at(door.now);
    let problem = door.act(&line[0], "accept-offer").await.refused(409, "offer_expired");
    assert!(problem["expired_at"].is_string());
    assert_eq!(door.receipt(&line[0], "").await.ok()["can"], json!(["cancel"]));
    assert_eq!(door.later(0).await, 1);
    // The next has it; who let it pass is behind the others now.
    assert_eq!(door.state(&line[1]).await, "offered");
    assert_eq!((door.ahead(&line[2]).await, door.ahead(&line[0]).await), (json!(0), json!(1)));
    assert_eq!(door.taken().await, [json!(1), json!(0), json!(1)]);
    assert_eq!(door.later(24).await, 1);
    assert_eq!(door.later(24).await, 1);
    // All have let one pass: the order begins anew, and whoever lets a second one pass is off the list.
    assert_eq!(door.state(&line[0]).await, "offered");
    assert_eq!(door.later(24).await, 1);
    assert_eq!(door.state(&line[0]).await, "cancelled");
    assert_eq!(door.state(&line[1]).await, "offered");
    door.act(&line[1], "accept-offer").await.ok();
    let due = [
        told("made", json!("waitlisted")),
        told("placed", json!("offered")),
        told("offer_lapsed", json!("waitlisted")),
        told("placed", json!("offered")),
        told("offer_lapsed", json!("cancelled")),
    ];
    assert_eq!(door.log(&line[0]).await, due);
    assert_eq!(door.taken().await, [json!(1), json!(0), json!(1)]);
}

#[tokio::test]
async fn an_offer_that_is_refused_goes_on_at_once() {
    let door = Door::kept(json!({ "offer_hours": 24 })).await;
    let (first, second, third) =
        (door.comes("coder").await, door.comes("coder").await, door.comes("coder").await);
    door.act(&first, "cancel").await.ok();
    door.receipt(&second, "/cancel").await.ok();
    assert_eq!(door.state(&third).await, "offered");
    // An edition that was called off offers nothing, and ends nothing.
    door.stage.owner.post(&door.stage.at("cancel"), json!({ "reason": "Inondation" })).await.ok();
    let mut door = door;
    assert_eq!(door.later(48).await, 0);
    assert_eq!(door.state(&third).await, "offered");
}

#[tokio::test]
async fn only_who_is_next_is_offered_a_place() {
    let door = Door::kept(json!({ "offer_hours": 24 })).await;
    door.comes("coder").await;
    let (first, second) = (door.comes("coder").await, door.comes("coder").await);
    door.act(&first, "offer").await.refused(409, "not_next");
    // A place that two writers left lying, who could not see each other.
    rows::write(&door.world, "UPDATE pools SET size = 2 WHERE slug = 'coders'").await;
    door.act(&second, "offer").await.refused(409, "not_next");
    let offered = door.act(&first, "offer").await.ok();
    assert_eq!(offered["state"], "offered");
    door.act(&second, "offer").await.refused(409, "not_next");
    door.act(&first, "offer").await.refused(409, "wrong_state");
    assert_eq!(door.taken().await, [json!(2), json!(0), json!(2)]);
}

#[tokio::test]
async fn in_review_nobody_holds_a_place_until_somebody_has_looked() {
    let door = Door::kept(json!({ "registration_mode": "review" })).await;
    let (first, second, third) =
        (door.comes("coder").await, door.comes("coder").await, door.comes("coder").await);
    assert_eq!(first["registration"]["state"], "pending_review");
    assert_eq!(door.taken().await, [json!(0), json!(0), json!(0)]);
    let decline = format!("/v1/registrations/{}/decline", id(&third["registration"]));
    door.stage.owner.post(&decline, json!({})).await.invalid("/reason", "missing_field");
    // Confirmed in another order than they came: the place goes to who is let in, the order stays that of coming.
    assert_eq!(door.act(&third, "confirm").await.ok()["state"], "confirmed");
    assert_eq!(door.act(&second, "confirm").await.ok()["state"], "waitlisted");
    assert_eq!(door.act(&first, "confirm").await.ok()["state"], "waitlisted");
    assert_eq!((door.ahead(&first).await, door.ahead(&second).await), (json!(0), json!(1)));
    door.act(&first, "confirm").await.refused(409, "wrong_state");
    door.act(&third, "cancel").await.ok();
    assert_eq!(door.state(&first).await, "confirmed");
    let fourth = door.comes("social-worker").await;
    let decline = format!("/v1/registrations/{}/decline", id(&fourth["registration"]));
    let declined = door.stage.owner.post(&decline, json!({ "reason": "Hors du territoire" })).await.ok();
    assert_eq!((&declined["state"], &declined["reason"]), (&json!("declined"), &json!("Hors du territoire")));
    assert_eq!(door.taken().await, [json!(1), json!(0), json!(1)]);
    let due = [
        told("made", json!("pending_review")),
        told("confirmed", json!("waitlisted")),
        told("placed", json!("confirmed")),
    ];
    assert_eq!(door.log(&first).await, due);
}

/// Invariant 2: those passed over keep their order, and can read why.
#[tokio::test]
async fn who_is_passed_over_reads_when_and_why() {
    let door = Door::kept(json!({})).await;
    let coder = door.comes("coder").await;
    let waits = door.comes("coder").await;
    let passed = async |by: &Actor| {
        let path = format!("/v1/registrations/{}/position", id(&waits["registration"]));
        by.get(&path).await.ok()["passed_over"].clone()
    };
    assert_eq!(passed(&door.stage.owner).await, json!([]));
    // Somebody comes later, and finds the place that they need.
    let worker = door.comes("social-worker").await;
    let at = door.now.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true);
    let told = |pools: Value| json!({ "at": at, "reason": "pool_full", "pools": pools });
    assert_eq!(passed(&door.stage.owner).await, json!([told(json!(["coders"]))]));
    // Somebody waits behind, and gets a place that comes free.
    let behind = door.comes("social-worker").await;
    assert_eq!(behind["registration"]["state"], "waitlisted");
    door.act(&worker, "cancel").await.ok();
    assert_eq!(door.state(&behind).await, "confirmed");
    assert_eq!(passed(&door.stage.owner).await, json!([told(json!(["coders"])), told(json!(["coders"]))]));
    // Whoever waits for nothing any more was passed over by nobody.
    door.act(&coder, "cancel").await.ok();
    assert_eq!(passed(&door.stage.owner).await, json!([]));
}
