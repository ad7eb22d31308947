//! Several answer the same offer at the same moment: one of them wins, and the others are told.

use std::cell::Cell;

use chrono::{DateTime, SubsecRound as _, TimeDelta, Utc};
use futures_util::StreamExt as _;
use palabre_api::usecase::App;
use serde_json::{Value, json};

use crate::actor::{Reply, id};
use crate::offer_storm::MISCOUNTED;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// An edition in which some hold an offer until an instant, and some wait behind them.
struct Offers {
    world: World,
    stage: Stage,
    until: DateTime<Utc>,
    /// Who holds one, each with the receipt.
    held: Vec<(String, String)>,
}

impl Offers {
    async fn to(some: usize, behind: usize) -> Self {
        let world = World::without_mail().await;
        let stage = Stage::published(&world, "helmo").await;
        stage.owner.patch(&stage.path, json!({ "offer_hours": 24 })).await.ok();
        let pools = stage.owner.pages(&stage.at("pools"), 50).await;
        let pools: Vec<String> = pools.iter().map(|pool| format!("/v1/pools/{}", id(pool))).collect();
        for (pool, size) in pools.iter().zip([json!(null), json!(null), json!(0)]) {
            stage.owner.patch(pool, json!({ "size": size })).await.ok();
        }
        let mut held = Vec::new();
        for _ in 0..some + behind {
            let made = stage.register(&world.anyone(), "coder", "Participant").await;
            held.push((id(&made["registration"]).to_owned(), made["receipt"].as_str().unwrap().to_owned()));
        }
        held.truncate(some);
        let now = App::system_clock()().trunc_subsecs(6);
        world.stand_at(now);
        assert_eq!(stage.owner.patch(&pools[2], json!({ "size": some })).await.ok()["taken"], some);
        Self { world, stage, until: now + TimeDelta::hours(24), held }
    }

    async fn by_desk(&self, number: usize, verb: &str) -> Reply {
        self.stage.owner.act(&format!("/v1/registrations/{}/{verb}", self.held[number].0)).await
    }

    async fn by_receipt(&self, number: usize, verb: &str) -> Reply {
        self.world.anyone().act(&format!("/v1/receipts/{}/{verb}", self.held[number].1)).await
    }

    /// The log of the edition; what it says of one after their places were offered.
    async fn log(&self) -> impl Fn(usize) -> Vec<String> {
        let log = format!("/v1/organizations/{}/audit-entries", id(&self.stage.organization));
        let entries = self.stage.owner.pages(&log, 200).await;
        let held: Vec<String> = self.held.iter().map(|(who, _)| who.clone()).collect();
        move |number| {
            let of_it = entries.iter().filter(|entry| entry["object_id"] == held[number].as_str());
            let deeds = of_it.map(|entry| entry["action"].as_str().unwrap().to_owned());
            deeds.skip_while(|deed| deed != "registration.placed").skip(1).collect()
        }
    }
}

/// Whether a call won; whoever comes too late is told so by one of these codes.
fn won(reply: &Reply, too_late: &[&str]) -> bool {
    if reply.status != 200 {
        let code = reply.json["code"].as_str().unwrap_or_default();
        assert!(reply.status == 409 && too_late.contains(&code), "{}: {}", reply.status, reply.json);
    }
    reply.status == 200
}

#[tokio::test]
async fn of_two_who_answer_an_offer_at_once_one_wins() {
    let pairs = [("accept-offer", "accept-offer"), ("cancel", "cancel"), ("accept-offer", "cancel")];
    let offers = Offers::to(60, 0).await;
    let answers = async |number: usize| {
        let (one, other) = pairs[number % pairs.len()];
        let both = tokio::join!(offers.by_desk(number, one), offers.by_receipt(number, other));
        (number, won(&both.0, &["wrong_state"]), won(&both.1, &["wrong_state"]))
    };
    let calls = futures_util::stream::iter((0..60).map(answers));
    let all: Vec<(usize, bool, bool)> = calls.buffer_unordered(32).collect().await;
    let log = offers.log().await;
    for (number, by_desk, by_receipt) in all {
        let due: &[&str] = match (pairs[number % pairs.len()], by_desk, by_receipt) {
            (("accept-offer", "accept-offer"), true, false)
            | (("accept-offer", "accept-offer"), false, true) => &["registration.offer_accepted"],
            (("cancel", "cancel"), true, false) | (("cancel", "cancel"), false, true) => {
                &["registration.cancelled"]
            }
            // What was taken may be given back, but not the other way round.
            (("accept-offer", "cancel"), true, true) => {
                &["registration.offer_accepted", "registration.cancelled"]
            }
            (("accept-offer", "cancel"), false, true) => &["registration.cancelled"],
            other => panic!("{other:?}"),
        };
        assert_eq!(log(number), due);
    }
    assert_eq!(rows::number(&offers.world, MISCOUNTED).await, 0);
}

#[tokio::test]
async fn an_offer_is_taken_or_lapses_never_both() {
    // As many wait as offers can lapse: who lets one pass is not offered another at once.
    let offers = Offers::to(64, 64).await;
    let (answered, over) = (Cell::new(0), tokio::sync::Notify::new());
    let takes = async |number: usize| {
        let reply = match number % 2 {
            0 => offers.by_desk(number, "accept-offer").await,
            _ => offers.by_receipt(number, "accept-offer").await,
        };
        answered.set(answered.get() + 1);
        if answered.get() == 16 {
            // The time is over while others are on their way.
            offers.world.stand_at(offers.until);
            over.notify_one();
        }
        (number, won(&reply, &["offer_expired", "wrong_state"]))
    };
    // The last one never answers.
    let taking = futures_util::stream::iter((0..63).map(takes)).buffer_unordered(16);
    let lapsing = async |app: &palabre_api::usecase::App| {
        over.notified().await;
        // Two timers, as where two programs stand before one database.
        let (one, other) = tokio::join!(app.expire_offers(), app.expire_offers());
        one.unwrap() + other.unwrap()
    };
    let (taken, lapsed) =
        tokio::join!(taking.collect::<Vec<(usize, bool)>>(), offers.world.by_itself(lapsing));
    let log = offers.log().await;
    for (number, took) in taken.iter().copied().chain([(63, false)]) {
        let due = if took { "registration.offer_accepted" } else { "registration.offer_lapsed" };
        assert_eq!(log(number), [due]);
    }
    assert_eq!(taken.iter().filter(|(_, took)| *took).count() + lapsed, 64);
    // The places of those who did not answer went on in the same moment.
    let places = offers.world.anyone().get(&offers.stage.at("places")).await.ok();
    assert_eq!((&places["pools"][2]["taken"], &places["pools"][2]["left"]), (&json!(64), &Value::from(0)));
    assert_eq!(rows::number(&offers.world, MISCOUNTED).await, 0);
}
