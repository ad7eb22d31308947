//! Five hundred go and five hundred take what they were offered, sixty-four at a time.

use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};

use futures_util::StreamExt as _;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::replay::Replay;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

const PEOPLE: usize = 1500;
const AT_ONCE: usize = 64;
/// How many go, and how many have an offer that they take.
const EACH: usize = 500;
const CODERS: usize = 400;
const ALL: usize = 2 * EACH;

/// The pools that count another number than those who hold a place in them, or more than they have: one look at one instant.
pub const MISCOUNTED: &str = "SELECT COUNT(*) FROM pools p WHERE p.taken > p.size OR p.taken <> (\
    SELECT COUNT(*) FROM registrations r JOIN profile_pools d ON d.profile_id = r.profile_id \
    WHERE d.pool_id = p.id AND r.state IN ('confirmed', 'offered', 'checked_in'))";

/// Invariants 1 and 2.
#[tokio::test]
async fn no_place_is_given_twice_while_some_go_and_others_take_their_offers() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    stage.owner.patch(&stage.path, json!({ "offer_hours": 48 })).await.ok();
    let pools = stage.owner.pages(&stage.at("pools"), 50).await;
    let resize = async |pool: usize, size: Value| {
        stage.owner.patch(&format!("/v1/pools/{}", id(&pools[pool])), json!({ "size": size })).await.ok()
    };
    for (pool, size) in [json!(CODERS), json!(null), json!(EACH)].into_iter().enumerate() {
        resize(pool, size).await;
    }
    let receipts = come(&world.anyone(), &stage).await;
    let placed = in_state(&stage, "confirmed").await;
    assert_eq!((placed.len(), in_state(&stage, "waitlisted").await.len()), (EACH, PEOPLE - EACH));
    assert_eq!(resize(2, json!(ALL)).await["taken"], ALL);
    let offered = in_state(&stage, "offered").await;
    assert_eq!(offered.len(), EACH);

    // Half of each by the organizers, half by receipt.
    let (owner, anyone) = (&stage.owner, world.anyone());
    let turn = async |(number, who, verb): (usize, &String, &str)| {
        let done = if number.is_multiple_of(2) {
            owner.act(&format!("/v1/registrations/{who}/{verb}")).await
        } else {
            anyone.act(&format!("/v1/receipts/{}/{verb}", receipts[who])).await
        };
        done.ok();
    };
    let both = placed.iter().zip(&offered).enumerate();
    let calls =
        both.flat_map(|(number, (goes, stays))| [(number, goes, "cancel"), (number, stays, "accept-offer")]);
    let over = Cell::new(false);
    let storm = async {
        futures_util::stream::iter(calls.map(turn)).buffer_unordered(AT_ONCE).collect::<Vec<_>>().await;
        over.set(true);
    };
    let looks = async {
        let mut looks = 0;
        while !over.get() {
            adds_up(&world, &stage).await;
            looks += 1;
        }
        looks
    };
    let ((), looks) = tokio::join!(storm, looks);
    assert!(looks > 1, "nobody looked while it went on");
    adds_up(&world, &stage).await;
    let left = told_in_order(&stage).await;
    let due = placed.iter().map(|who| (who, "cancelled")).chain(offered.iter().map(|who| (who, "confirmed")));
    for (who, state) in due {
        assert_eq!(left[who], state, "{who}");
    }
}

/// Everybody comes, coders and social workers by turns; gives the receipts by the ids of the registrations.
async fn come(anyone: &Actor, stage: &Stage) -> HashMap<String, String> {
    let comes = async |number: usize| {
        let profile = if number.is_multiple_of(2) { "coder" } else { "social-worker" };
        let made = stage.register(anyone, profile, &format!("Participant {number}")).await;
        (id(&made["registration"]).to_owned(), made["receipt"].as_str().unwrap().to_owned())
    };
    futures_util::stream::iter((0..PEOPLE).map(comes)).buffer_unordered(AT_ONCE).collect().await
}

async fn in_state(stage: &Stage, state: &str) -> Vec<String> {
    let those = format!("{}?state={state}", stage.at("registrations"));
    stage.owner.pages(&those, 200).await.iter().map(|one| id(one).to_owned()).collect()
}

/// No pool has more than its size, neither in what is shown nor in the rows.
async fn adds_up(world: &World, stage: &Stage) {
    let places = world.anyone().get(&stage.at("places")).await.ok();
    for pool in places["pools"].as_array().unwrap() {
        let (size, taken) = (pool["size"].as_u64(), pool["taken"].as_u64().unwrap());
        assert_eq!(pool["left"].as_u64(), size.map(|size| size.checked_sub(taken).unwrap()), "{pool}");
    }
    assert_eq!(rows::number(world, MISCOUNTED).await, 0);
}

/// Goes through the log: nobody is placed twice, everybody who is placed is the first who can be, no pool is exceeded after
/// any entry, and in the end all stand where the log leaves them; gives their states.
async fn told_in_order(stage: &Stage) -> BTreeMap<String, String> {
    let everybody = stage.owner.pages(&stage.at("registrations"), 200).await;
    let coders: HashSet<&str> = everybody.iter().filter(|one| one["profile"] == "coder").map(id).collect();
    let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let (mut replay, mut once) = (Replay::default(), HashSet::new());
    let next = |replay: &Replay| {
        let held = replay.people().filter(|(_, state)| ["confirmed", "offered"].contains(state));
        let (of_coders, all) = held.fold((0, 0), |(of_coders, all), (who, _)| {
            (of_coders + usize::from(coders.contains(who)), all + 1)
        });
        assert!(of_coders <= CODERS && all <= ALL, "{of_coders} coders of {all}");
        let can = |who: &&str| all < ALL && (of_coders < CODERS || !coders.contains(who));
        replay.waiting().into_iter().find(can).map(str::to_owned)
    };
    for entry in &stage.owner.pages(&log, 200).await {
        let deed = entry["action"].as_str().unwrap();
        if deed == "registration.placed" {
            let who = entry["object_id"].as_str().unwrap();
            assert!(once.insert(who.to_owned()), "{who} was placed twice");
            assert_eq!(next(&replay).as_deref(), Some(who), "another one was the next");
        }
        replay.take(entry);
    }
    assert_eq!(next(&replay), None, "somebody waits for a place that is free");
    let left: BTreeMap<String, String> =
        replay.people().map(|(who, state)| (who.to_owned(), state.to_owned())).collect();
    let state = |one: &Value| (id(one).to_owned(), one["state"].as_str().unwrap().to_owned());
    assert_eq!(left, everybody.iter().map(state).collect());
    left
}
