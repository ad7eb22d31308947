//! What organizers make of an edition, and what follows from it. Every state with every step: `edition_states.rs`.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::actor::id;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

#[tokio::test]
async fn publishing_names_what_is_missing() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.owner.patch(&stage.path, json!({ "starts_on": null, "ends_on": null })).await.ok();
    let problem = stage.owner.act(&stage.at("publish")).await.refused(409, "not_ready");
    assert_eq!(problem["missing"], json!(["starts_on", "consent_purposes"]));
    // A month is enough, and the past is allowed.
    stage.owner.patch(&stage.path, json!({ "starts_on": "1999-10" })).await.ok();
    stage.asks_consent().await;
    stage.owner.act(&stage.at("publish")).await.ok();
}

#[tokio::test]
async fn a_step_may_name_the_version_it_saw() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.asks_consent().await;
    stage.owner.and("if-match", "\"7\"").act(&stage.at("publish")).await.refused(412, "stale");
    // The version comes before the state.
    stage.owner.and("if-match", "\"7\"").act(&stage.at("start")).await.refused(412, "stale");
    stage.owner.and("if-match", "\"1\"").act(&stage.at("publish")).await.ok();
}

#[tokio::test]
async fn nothing_is_set_up_once_it_is_over() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.asks_consent().await;
    let owner = &stage.owner;
    let partner = json!({ "name": "ULiège", "kind": "host" });
    let made = owner.post(&stage.at("partners"), partner.clone()).await.created();
    let staff = json!({ "email": "x@example.org", "role": "facilitator" });
    let entry = owner.post(&stage.at("staff"), staff.clone()).await.created();
    stage.brought_to("concluded").await;
    let (partners, staff_entry) =
        (format!("/v1/partners/{}", id(&made)), format!("/v1/staff/{}", id(&entry)));
    let replies = [
        owner.patch(&stage.path, json!({ "days": 3 })).await,
        owner.put(&stage.at("windows"), json!({ "windows": [] })).await,
        owner.put(&stage.at("consent-purposes"), json!({ "purposes": [] })).await,
        owner.post(&stage.at("partners"), partner).await,
        owner.patch(&partners, json!({ "kind": "funder" })).await,
        owner.delete(&partners).await,
        owner.post(&stage.at("staff"), staff).await,
        owner.patch(&staff_entry, json!({ "role": "organizer" })).await,
    ];
    for reply in replies {
        let problem = reply.refused(409, "wrong_state");
        assert_eq!(problem["allowed_from"], json!(["draft", "published", "running"]));
    }
    // But a right is taken back whenever that is due.
    owner.delete(&staff_entry).await.done();
}

#[tokio::test]
async fn invariant_14_every_step_is_in_the_journal_once() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.asks_consent().await;
    stage.owner.act(&stage.at("start")).await.refused(409, "wrong_state");
    stage.brought_to("archived").await;
    stage.owner.act(&stage.at("archive")).await.refused(409, "wrong_state");
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&entries, 50).await;
    let of_it: Vec<&str> = entries
        .iter()
        .filter(|entry| entry["edition_id"] == stage.edition["id"])
        .map(|entry| entry["action"].as_str().unwrap())
        .collect();
    let due = [
        "edition.created",
        "consent_purposes.replaced",
        "edition.published",
        "edition.started",
        "edition.concluded",
        "edition.follow_up_begun",
        "edition.archived",
    ];
    assert_eq!(of_it, due);
}

#[tokio::test]
async fn two_who_publish_at_once_publish_once() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.asks_consent().await;
    let publish = stage.at("publish");
    let (first, second) = tokio::join!(stage.owner.act(&publish), stage.owner.act(&publish));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
}

/// Gives a registration a state that no request leads to yet.
async fn by_hand(world: &World, registration: &Value, state: &str) {
    let sql =
        format!("UPDATE registrations SET state = '{state}' WHERE id = {}", rows::key(id(registration)));
    assert_eq!(rows::write(world, &sql).await, 1);
}

/// An edition with room for two coders: two confirmed, one who waits.
async fn with_two_coders_and_one_who_waits(world: &World) -> (Stage, Vec<Value>) {
    let stage = Stage::published(world, "helmo").await;
    let pools = stage.owner.pages(&stage.at("pools"), 50).await;
    let coders = pools.iter().find(|pool| pool["slug"] == "coders").unwrap();
    stage.owner.patch(&format!("/v1/pools/{}", id(coders)), json!({ "size": 2 })).await.ok();
    let mut registrations = Vec::new();
    for number in 1..=3 {
        let made = stage.register(&world.anyone(), "coder", &format!("Participant {number}")).await;
        registrations.push(made["registration"].clone());
    }
    stage.owner.act(&stage.at("start")).await.ok();
    (stage, registrations)
}

async fn states(stage: &Stage, registrations: &[Value]) -> Vec<String> {
    let mut states = Vec::new();
    for registration in registrations {
        let now = stage.owner.get(&format!("/v1/registrations/{}", id(registration))).await.ok();
        let changed = now["state"] != registration["state"];
        assert_eq!(now["version"].as_i64() > registration["version"].as_i64(), changed, "{now}");
        states.push(now["state"].as_str().unwrap().to_owned());
    }
    states
}

/// Places taken, by pool.
async fn taken(stage: &Stage) -> Vec<(String, i64)> {
    let places = stage.owner.get(&stage.at("places")).await.ok();
    let pools = places["pools"].as_array().unwrap().iter();
    pools.map(|pool| (pool["slug"].as_str().unwrap().to_owned(), pool["taken"].as_i64().unwrap())).collect()
}

#[tokio::test]
async fn at_the_end_nobody_waits_and_nobody_is_missed_where_the_door_was_not_kept() {
    let world = World::new().await;
    let (stage, registrations) = with_two_coders_and_one_who_waits(&world).await;
    assert_eq!(states(&stage, &registrations).await, ["confirmed", "confirmed", "waitlisted"]);
    stage.owner.act(&stage.at("conclude")).await.ok();
    assert_eq!(states(&stage, &registrations).await, ["confirmed", "confirmed", "cancelled"]);
    let due = [("coders".to_owned(), 2), ("non-coders".to_owned(), 0), ("all".to_owned(), 2)];
    assert_eq!(taken(&stage).await, due);
}

#[tokio::test]
async fn invariant_1_holds_when_whoever_did_not_come_gives_back_a_place() {
    let world = World::new().await;
    let (stage, registrations) = with_two_coders_and_one_who_waits(&world).await;
    by_hand(&world, &registrations[0], "checked_in").await;
    let reviewed = stage.register(&world.anyone(), "social-worker", "Participant 4").await;
    let offered = stage.register(&world.anyone(), "social-worker", "Participant 5").await;
    by_hand(&world, &offered["registration"], "offered").await;
    stage.owner.act(&stage.at("conclude")).await.ok();
    let mut came = registrations[0].clone();
    came["state"] = json!("checked_in");
    let all = [
        came,
        registrations[1].clone(),
        registrations[2].clone(),
        reviewed["registration"].clone(),
        offered["registration"].clone(),
    ];
    let due = ["checked_in", "no_show", "cancelled", "no_show", "cancelled"];
    assert_eq!(states(&stage, &all).await, due);
    let due = [("coders".to_owned(), 1), ("non-coders".to_owned(), 0), ("all".to_owned(), 1)];
    assert_eq!(taken(&stage).await, due);
}

#[tokio::test]
async fn at_the_end_challenges_are_concluded_or_unanswered() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let draft = stage.owner.post(&stage.at("challenges"), json!({ "question": "Un ?" })).await.created();
    let open = stage.challenge("Deux ?", &[]).await;
    let taken_up = stage.challenge("Trois ?", &[]).await;
    stage.team("Les trois", &taken_up, &[id(&made["registration"])]).await;
    let withdrawn = stage.challenge("Quatre ?", &[]).await;
    let reason = json!({ "reason": "Hors sujet." });
    stage.owner.post(&format!("/v1/challenges/{withdrawn}/withdraw"), reason).await.ok();
    let seen = async |challenge: &str| {
        let shown = stage.owner.get(&format!("/v1/challenges/{challenge}")).await.ok();
        (shown["state"].as_str().unwrap().to_owned(), shown["version"].as_i64().unwrap())
    };
    let mut before = Vec::new();
    for challenge in [id(&draft), &open, &taken_up, &withdrawn] {
        before.push((challenge, seen(challenge).await));
    }
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    let due = ["draft", "unanswered", "concluded", "withdrawn"];
    for ((challenge, (state, version)), due) in before.into_iter().zip(due) {
        let raised = i64::from(state != due);
        assert_eq!(seen(challenge).await, (due.to_owned(), version + raised), "{challenge}");
    }
}

#[tokio::test]
async fn conclude_and_register_at_once_leave_nobody_waiting() {
    let world = World::new().await;
    let (stage, _) = with_two_coders_and_one_who_waits(&world).await;
    let (conclude, registrations) = (stage.at("conclude"), stage.at("registrations"));
    let anyone = world.anyone();
    // All of them coders, who can only wait; the end comes while they are at the door.
    let calls = (0..40).map(|number| {
        anyone.post(&registrations, Stage::registration("coder", &format!("Somebody {number}")))
    });
    let end = async {
        anyone.post(&registrations, Stage::registration("coder", "The first")).await.created();
        stage.owner.act(&conclude).await
    };
    let (concluded, replies) = tokio::join!(end, join_all(calls));
    concluded.ok();
    for reply in replies {
        assert!(matches!(reply.status.as_u16(), 201 | 409), "{}", reply.status);
    }
    let all = stage.owner.pages(&registrations, 200).await;
    let count = |state: &str| all.iter().filter(|registration| registration["state"] == state).count();
    assert_eq!(count("confirmed") + count("cancelled"), all.len(), "{} wait", count("waitlisted"));
    let (_, everybody) = taken(&stage).await.remove(2);
    assert_eq!(usize::try_from(everybody).unwrap(), count("confirmed"));
}

#[tokio::test]
async fn invariant_14_the_conclusion_writes_down_what_it_made_of_each_thing() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let full = stage.owner.get(&stage.at("pools")).await.ok();
    let coders = format!("/v1/pools/{}", id(&full["items"][0]));
    stage.owner.patch(&coders, json!({ "size": 1 })).await.ok();
    let mut registrations = Vec::new();
    for name in ["Participant 1", "Participant 2"] {
        registrations.push(stage.register(&world.anyone(), "coder", name).await["registration"].clone());
    }
    let taken_up = stage.challenge("Comment ?", &[]).await;
    let unanswered = stage.challenge("Pourquoi ?", &[]).await;
    stage.team("Une", &taken_up, &[id(&registrations[0])]).await;
    stage.owner.act(&stage.at("start")).await.ok();
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let before = stage.owner.pages(&entries, 200).await.len();
    stage.owner.act(&stage.at("conclude")).await.ok();
    let written: Vec<(String, String)> = stage.owner.pages(&entries, 200).await[before..]
        .iter()
        .map(|entry| {
            (entry["action"].as_str().unwrap().to_owned(), entry["object_id"].as_str().unwrap().to_owned())
        })
        .collect();
    for (action, object) in [
        ("registration.cancelled", id(&registrations[1])),
        ("challenge.concluded", taken_up.as_str()),
        ("challenge.unanswered", unanswered.as_str()),
        ("edition.concluded", id(&stage.edition)),
    ] {
        assert!(written.contains(&(action.to_owned(), object.to_owned())), "{action}: {written:?}");
    }
    assert_eq!(written.len(), 4, "{written:?}");
}
