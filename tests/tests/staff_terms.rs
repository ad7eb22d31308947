//! Staff with dates: rights that begin and end by themselves, to the second.

use chrono::{DateTime, SecondsFormat, SubsecRound as _, TimeDelta, Utc};
use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::mailbox::token_in;
use crate::stage::Stage;
use crate::world::World;

/// So many hours after the stage was set up, to the second: far enough that nothing before it is late.
fn hours_ahead(stage: &Stage, hours: i64) -> DateTime<Utc> {
    let made: DateTime<Utc> = stage.edition["created_at"].as_str().unwrap().parse().unwrap();
    made.trunc_subsecs(0) + TimeDelta::hours(hours)
}

fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::AutoSi, true)
}

/// A facilitator from outside who has accepted; gives the entry's address.
async fn facilitator(world: &World, stage: &Stage, from: Option<&str>, until: Option<&str>) -> String {
    let body = json!({ "email": "bea@example.org", "role": "facilitator", "from": from, "until": until });
    let entry = stage.owner.post(&stage.at("staff"), body).await.created();
    assert_eq!(
        (&entry["from"], &entry["until"], &entry["state"]),
        (&json!(from), &json!(until), &json!("invited"))
    );
    let token = token_in(world.mails("bea@example.org", 1).await.last().unwrap());
    let bea = world.sign_in("bea@example.org", crate::world::PASSWORD).await;
    // Before it is accepted it gives nothing, whatever its dates.
    assert!(!has_rights(world, stage).await);
    bea.post("/v1/invitations/accept", json!({ "token": token })).await.ok();
    format!("/v1/staff/{}", id(&entry))
}

/// Whether the facilitator has rights at this moment: every look and every write says the same.
async fn has_rights(world: &World, stage: &Stage) -> bool {
    let bea = world.sign_in("bea@example.org", crate::world::PASSWORD).await;
    let organization = format!("/v1/organizations/{}", id(&stage.organization));
    let event = format!("/v1/events/{}", id(&stage.event));
    let mut answers = Vec::new();
    for path in [
        &stage.path,
        &stage.at("staff"),
        &stage.at("teams"),
        &organization,
        &format!("{organization}/events"),
        &event,
    ] {
        answers.push(bea.get(path).await.status.as_u16());
    }
    answers.push(
        bea.put(&stage.at("composition-policy"), json!({ "size": { "min": 1, "max": 4 } }))
            .await
            .status
            .as_u16(),
    );
    answers.push(bea.post(&stage.at("challenges"), json!({ "question": "Qui ?" })).await.status.as_u16());
    let mut roles = bea.pages("/v1/me/roles", 50).await;
    roles.retain(|role| role["role"] == "facilitator");
    let drafts = drafts(&bea, &event).await;
    if roles.is_empty() {
        assert_eq!((answers, drafts), (vec![404; 8], None));
        false
    } else {
        assert_eq!((answers, drafts), (vec![200, 200, 200, 200, 200, 200, 200, 201], Some(1)));
        true
    }
}

async fn drafts(bea: &Actor, event: &str) -> Option<usize> {
    let list = bea.get(&format!("{event}/editions")).await;
    (list.status == 200).then(|| list.json["items"].as_array().unwrap().len())
}

#[tokio::test]
async fn rights_hold_from_the_first_instant_until_the_last_to_the_second() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    world.account("Bea").await;
    let (from, until) = (hours_ahead(&stage, 2), hours_ahead(&stage, 5));
    let path = facilitator(&world, &stage, Some(&text(from)), Some(&text(until))).await;
    let second = TimeDelta::seconds(1);
    for (at, has, state) in [
        (from - second, false, "active"),
        (from, true, "active"),
        (until - second, true, "active"),
        (until, false, "ended"),
        (until + second, false, "ended"),
    ] {
        world.stand_at(at);
        assert_eq!(has_rights(&world, &stage).await, has, "{at}");
        assert_eq!(stage.owner.get(&path).await.ok()["state"], state, "{at}");
        assert_eq!(stage.owner.pages(&stage.at("staff"), 1).await[0]["state"], state, "{at}");
    }
}

#[tokio::test]
async fn an_end_is_kept_to_the_microsecond() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    world.account("Bea").await;
    let until = hours_ahead(&stage, 1) + TimeDelta::microseconds(120_000);
    facilitator(&world, &stage, None, Some(&text(until))).await;
    for (early, has) in [(1_000_000, true), (120_000, true), (1, true), (0, false), (-1, false)] {
        world.stand_at(until - TimeDelta::microseconds(early));
        assert_eq!(has_rights(&world, &stage).await, has, "{early}");
    }
}

#[tokio::test]
async fn an_entry_that_ended_by_itself_is_prolonged_and_one_taken_back_is_not() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    world.account("Bea").await;
    let until = hours_ahead(&stage, 1);
    let path = facilitator(&world, &stage, None, Some(&text(until))).await;
    world.stand_at(until);
    let problem = stage.owner.patch(&path, json!({ "role": "organizer" })).await.refused(409, "wrong_state");
    assert_eq!(
        (&problem["state"], &problem["allowed_from"]),
        (&json!("ended"), &json!(["invited", "active"]))
    );
    let later = text(until + TimeDelta::hours(1));
    let changed = stage.owner.patch(&path, json!({ "until": later })).await.ok();
    assert_eq!((&changed["state"], &changed["until"]), (&json!("active"), &json!(later)));
    assert!(has_rights(&world, &stage).await);
    let changed = stage.owner.patch(&path, json!({ "until": null })).await.ok();
    assert_eq!((&changed["state"], &changed["until"]), (&json!("active"), &json!(null)));
    world.stand_at(until + TimeDelta::days(3));
    assert!(has_rights(&world, &stage).await);
    let changed = stage.owner.patch(&path, json!({ "until": text(until) })).await.ok();
    assert_eq!(changed["state"], "ended");
    stage.owner.delete(&path).await.done();
    stage.owner.patch(&path, json!({ "until": null })).await.refused(409, "wrong_state");
}

#[tokio::test]
async fn a_right_is_taken_back_in_every_state_of_the_edition() {
    let world = World::new().await;
    for steps in [
        &[][..],
        &["publish"],
        &["publish", "start"],
        &["publish", "start", "conclude"],
        &["publish", "cancel"],
    ] {
        let slug = format!("after-{}", steps.last().unwrap_or(&"draft"));
        let stage = Stage::draft(&world, &slug).await;
        let bea = stage.staff(&world, "facilitator", &format!("Bea {slug}")).await;
        let entry = stage.owner.get(&stage.at("staff")).await.ok()["items"][0].clone();
        for step in steps {
            let body = if *step == "cancel" { json!({ "reason": "La salle a brûlé." }) } else { json!({}) };
            stage.owner.post(&stage.at(step), body).await.ok();
        }
        bea.get(&stage.at("staff")).await.ok();
        stage.owner.delete(&format!("/v1/staff/{}", id(&entry))).await.done();
        let refused = if steps.is_empty() { 404 } else { 403 };
        assert_eq!(bea.get(&stage.at("staff")).await.status.as_u16(), refused, "{slug}");
    }
}

#[rstest]
#[case("/until", json!({ "from": "2025-11-20T08:00:00Z", "until": "2025-11-20T08:00:00Z" }), "ends_before_start")]
#[case("/until", json!({ "from": "2025-11-20T08:00:00Z", "until": "2025-11-20T07:59:59.999999Z" }), "ends_before_start")]
#[case("/from", json!({ "from": "2025-11-20T08:00:00+01:00" }), "malformed")]
#[case("/from", json!({ "from": "2025-11-20" }), "too_short")]
#[case("/until", json!({ "until": "2025-11-20T24:00:00Z" }), "malformed")]
#[case("/until", json!({ "until": 1_763_625_600 }), "wrong_type")]
#[case("/ends_at", json!({ "ends_at": "2025-11-20T08:00:00Z" }), "unknown_field")]
#[tokio::test]
async fn a_term_that_is_wrong_is_named(#[case] pointer: &str, #[case] dates: Value, #[case] code: &str) {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let mut body = json!({ "email": "x@example.org", "role": "assessor" });
    let entry = stage.owner.post(&stage.at("staff"), body.clone()).await.created();
    assert_eq!((&entry["from"], &entry["until"]), (&json!(null), &json!(null)));
    stage.owner.patch(&format!("/v1/staff/{}", id(&entry)), dates.clone()).await.invalid(pointer, code);
    body["email"] = json!("y@example.org");
    body.as_object_mut().unwrap().extend(dates.as_object().unwrap().clone());
    stage.owner.post(&stage.at("staff"), body).await.invalid(pointer, code);
}

#[tokio::test]
async fn a_patch_of_one_bound_is_held_against_the_other() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let (early, middle, late) = ("2027-11-20T08:00:00Z", "2027-11-20T12:00:00Z", "2027-11-20T18:00:00Z");
    let body = json!({ "email": "x@example.org", "role": "assessor", "from": early, "until": middle });
    let entry = stage.owner.post(&stage.at("staff"), body).await.created();
    let path = format!("/v1/staff/{}", id(&entry));
    for wrong in [json!({ "from": middle }), json!({ "from": late }), json!({ "until": early })] {
        stage.owner.patch(&path, wrong).await.invalid("/until", "ends_before_start");
    }
    let changed = stage.owner.patch(&path, json!({ "from": middle, "until": late })).await.ok();
    assert_eq!(
        (&changed["from"], &changed["until"], &changed["version"]),
        (&json!(middle), &json!(late), &json!(2))
    );
    let changed = stage.owner.patch(&path, json!({ "from": null })).await.ok();
    assert_eq!((&changed["from"], &changed["until"]), (&json!(null), &json!(late)));
    assert_eq!(stage.owner.patch(&path, json!({})).await.ok()["until"], late);
}

#[tokio::test]
async fn who_was_on_the_staff_is_asked_again_once_the_term_is_over() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    world.account("Bea").await;
    let until = hours_ahead(&stage, 2);
    facilitator(&world, &stage, None, Some(&text(until))).await;
    let again = json!({ "email": "Bea@example.org", "role": "facilitator" });
    let ask = async || stage.owner.post(&stage.at("staff"), again.clone()).await;
    world.stand_at(until - TimeDelta::seconds(1));
    ask().await.refused(409, "already_staff");
    world.stand_at(until);
    assert_eq!(ask().await.created()["state"], "invited");
    let states: Vec<Value> =
        stage.owner.pages(&stage.at("staff"), 50).await.iter().map(|entry| entry["state"].clone()).collect();
    assert_eq!(states, ["ended", "invited"]);
}

#[tokio::test]
async fn nobody_prolongs_their_own_term_and_everybody_may_end_it() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let guest = world.account("Bea").await;
    let until = hours_ahead(&stage, 2);
    let body = json!({ "email": "bea@example.org", "role": "organizer", "until": text(until) });
    let entry = stage.owner.post(&stage.at("staff"), body).await.created();
    let token = token_in(world.mails("bea@example.org", 1).await.last().unwrap());
    guest.post("/v1/invitations/accept", json!({ "token": token })).await.ok();
    let path = format!("/v1/staff/{}", id(&entry));
    for wanted in [json!({ "until": null }), json!({ "from": null }), json!({ "role": "facilitator" })] {
        guest.patch(&path, wanted).await.refused(409, "own_entry");
    }
    assert_eq!(stage.owner.get(&path).await.ok()["until"], text(until));
    stage.owner.patch(&path, json!({ "until": text(until + TimeDelta::hours(1)) })).await.ok();
    guest.delete(&path).await.done();
    guest.get(&path).await.refused(404, "not_found");
}
