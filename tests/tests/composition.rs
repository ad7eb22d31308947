//! Mixed teams by guarantee: composition policies, and teams that are held to them.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::stage::Stage;
use crate::teams::{form, join, make, somebody};
use crate::world::World;

/// Two members, a coder and a social worker among them, four at most.
fn mixed() -> Value {
    json!({
        "size": { "min": 2, "max": 4 },
        "at_least": [
            { "profiles": ["coder"], "count": 1 },
            { "profiles": ["social-worker"], "count": 1 },
        ],
    })
}

#[tokio::test]
async fn invariant_4_a_team_is_formed_by_its_policy_and_held_to_it() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    stage.owner.put(&stage.at("composition-policy"), mixed()).await.ok();
    let (coder, mine) = stage.participant(&world, "coder", "Participant 1").await;
    let (worker, theirs) = stage.participant(&world, "social-worker", "Participant 2").await;
    let team = make(&stage, &coder, json!({ "name": "Une" })).await;
    let unmet = stage.owner.act(&format!("{team}/form")).await.refused(409, "policy_unmet");
    assert_eq!(unmet["missing"], json!([{ "profiles": ["social-worker"], "count": 1 }]));
    assert_eq!((&unmet["too_few"], &unmet["too_many"]), (&json!(1), &json!(0)));
    assert_eq!((&unmet["separated"], &unmet["mixed_up"]), (&json!(false), &json!(false)));
    let short = stage.owner.get(&team).await.ok()["composition"].clone();
    assert_eq!(short, json!({ "size": 1, "satisfied": false, "missing": unmet["missing"] }));
    join(&coder, &team, id(&theirs)).await;
    let formed = form(&stage.owner, &team).await;
    assert_eq!((&formed["state"], &formed["waiver_reason"]), (&json!("formed"), &json!(null)));
    // Neither staff nor the steward unmake it: the one is bound as the other.
    let away = format!("{team}/members/{}", id(&theirs));
    stage.owner.unlink(&away).await.refused(409, "policy_unmet");
    coder.unlink(&away).await.refused(409, "policy_unmet");
    // A person's leaving is never refused, and the lack is shown.
    worker.unlink(&away).await.done();
    coder.unlink(&format!("{team}/members/{}", id(&mine))).await.done();
    let left = stage.owner.get(&team).await.ok();
    assert_eq!((&left["state"], &left["steward"]), (&json!("formed"), &json!(null)));
    assert_eq!(left["composition"]["missing"].as_array().unwrap().len(), 2);
    // It is mended one by one, and not made worse again.
    let third = somebody(&world, &stage, "coder", "Participant 3").await;
    join(&stage.owner, &team, &third).await;
    stage.owner.unlink(&format!("{team}/members/{third}")).await.refused(409, "policy_unmet");
    join(&stage.owner, &team, id(&theirs)).await;
    assert_eq!(stage.owner.get(&team).await.ok()["composition"]["satisfied"], true);
    for number in 4..6 {
        let more = somebody(&world, &stage, "coder", &format!("Participant {number}")).await;
        join(&stage.owner, &team, &more).await;
    }
    let fifth = somebody(&world, &stage, "coder", "Participant 6").await;
    let full = stage.owner.link(&format!("{team}/members/{fifth}")).await.refused(409, "policy_unmet");
    assert_eq!(full["too_many"], 1);
}

#[tokio::test]
async fn invariant_4_a_waiver_with_a_reason_forms_a_team_of_anybody() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    stage.owner.put(&stage.at("composition-policy"), mixed()).await.ok();
    let team = make(&stage, &stage.owner, json!({ "name": "Une" })).await;
    let blank = json!({ "waiver_reason": "   " });
    stage.owner.post(&format!("{team}/form"), blank).await.invalid("/waiver_reason", "too_short");
    let waiver = json!({ "waiver_reason": "La source ne dit pas qui en était." });
    let formed = stage.owner.post(&format!("{team}/form"), waiver.clone()).await.ok();
    assert_eq!(formed["waiver_reason"], waiver["waiver_reason"]);
    assert_eq!(formed["composition"]["size"], 0);
    stage.owner.post(&format!("{team}/form"), waiver.clone()).await.refused(409, "wrong_state");
    // It takes later changes freely.
    for number in 1..7 {
        let more = somebody(&world, &stage, "coder", &format!("Participant {number}")).await;
        join(&stage.owner, &team, &more).await;
    }
    // A waiver that was not needed is not used.
    let mixed = make(&stage, &stage.owner, json!({ "name": "Deux" })).await;
    for profile in ["coder", "social-worker"] {
        let more = somebody(&world, &stage, profile, profile).await;
        join(&stage.owner, &mixed, &more).await;
    }
    let formed = stage.owner.post(&format!("{mixed}/form"), waiver).await.ok();
    assert_eq!(formed["waiver_reason"], json!(null));
}

#[tokio::test]
async fn who_is_kept_together_and_apart_is_read_by_those_who_form_teams_only() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (steward, mine) = stage.participant(&world, "coder", "Participant 1").await;
    let near = somebody(&world, &stage, "coder", "Participant 2").await;
    let far = somebody(&world, &stage, "coder", "Participant 3").await;
    let policy = json!({
        "keep_together": [{ "registrations": [id(&mine), near] }],
        "keep_apart": [{ "registrations": [near, far], "reason": "Ils se connaissent trop." }],
    });
    let path = stage.at("composition-policy");
    let set = stage.owner.put(&path, policy.clone()).await.ok();
    assert_eq!(set["keep_apart"], policy["keep_apart"]);
    assert_eq!(set["keep_together"][0]["reason"], json!(null));
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    assert_eq!(facilitator.get(&path).await.ok()["keep_apart"], policy["keep_apart"]);
    let desk = stage.staff(&world, "registration_desk", "Desk").await;
    for reader in [&steward, &desk] {
        let seen = reader.get(&path).await.ok();
        assert_eq!((&seen["keep_together"], &seen["keep_apart"]), (&json!(null), &json!(null)));
    }
    world.anyone().get(&path).await.refused(401, "unauthenticated");
    world.account("Outsider").await.get(&path).await.refused(403, "forbidden");
    // Nor is it told by how a team stands, or why it is refused.
    let team = make(&stage, &steward, json!({ "name": "Une" })).await;
    assert_eq!(steward.get(&team).await.ok()["composition"]["satisfied"], true);
    assert_eq!(facilitator.get(&team).await.ok()["composition"]["satisfied"], false);
    let apart = facilitator.act(&format!("{team}/form")).await.refused(409, "policy_unmet");
    assert_eq!((&apart["separated"], &apart["mixed_up"]), (&json!(true), &json!(false)));
    join(&steward, &team, &near).await;
    form(&facilitator, &team).await;
    let link = format!("{team}/members/{far}");
    let told = steward.link(&link).await.refused(409, "policy_unmet");
    assert_eq!((&told["separated"], &told["mixed_up"]), (&json!(false), &json!(false)));
    let told = facilitator.link(&link).await.refused(409, "policy_unmet");
    assert_eq!((&told["separated"], &told["mixed_up"]), (&json!(false), &json!(true)));
}

#[rstest]
#[case::size(json!({ "size": { "min": 5, "max": 2 } }), "/size/max", "min_above_max")]
#[case::zero(json!({ "size": { "min": 0 } }), "/size/min", "out_of_range")]
#[case::nobody(json!({ "at_least": [{ "profiles": ["coder"], "count": 0 }] }), "/at_least/0/count", "out_of_range")]
#[case::no_profile(json!({ "at_least": [{ "profiles": [], "count": 1 }] }), "/at_least/0/profiles", "too_short")]
#[case::profile(json!({ "at_least": [{ "profiles": ["coder", "poet"], "count": 1 }] }), "/at_least/0/profiles/1", "unknown_profile")]
#[case::twice(json!({ "at_least": [{ "profiles": ["coder", "coder"], "count": 1 }] }), "/at_least/0/profiles/1", "profile_twice")]
#[case::registration(json!({ "keep_apart": [{ "registrations": ["01900000-0000-7000-8000-000000000000"] }] }), "/keep_apart/0/registrations/0", "unknown_registration")]
#[case::no_group(json!({ "keep_together": [{ "registrations": [] }] }), "/keep_together/0/registrations", "too_short")]
#[case::field(json!({ "keep_together": [{ "people": [] }] }), "/keep_together/0/people", "unknown_field")]
#[tokio::test]
async fn a_policy_that_can_not_be_met_is_refused(
    #[case] policy: Value,
    #[case] pointer: &str,
    #[case] code: &str,
) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let path = stage.at("composition-policy");
    stage.owner.put(&path, policy).await.invalid(pointer, code);
    let empty = stage.owner.get(&path).await.ok();
    assert_eq!(empty["size"], json!({ "min": null, "max": null }));
    assert_eq!((&empty["at_least"], &empty["keep_together"]), (&json!([]), &json!([])));
}

#[tokio::test]
async fn a_policy_has_a_version_from_the_start_and_teams_follow_it() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let path = stage.at("composition-policy");
    let first = stage.owner.get(&path).await;
    assert_eq!(first.header("etag"), Some("\"1\""));
    stage
        .owner
        .and("if-match", "\"7\"")
        .send(reqwest::Method::PUT, &path, Some(("application/json", b"{}".to_vec())))
        .await
        .refused(412, "stale");
    let person = somebody(&world, &stage, "coder", "Participant 1").await;
    let team = make(&stage, &stage.owner, json!({ "name": "Une" })).await;
    join(&stage.owner, &team, &person).await;
    form(&stage.owner, &team).await;
    let before = stage.owner.get(&team).await.ok();
    let set = stage.owner.put(&path, mixed()).await.ok();
    assert_eq!(set["version"], 2);
    // A policy changed later unforms nobody; that it is not met is shown.
    let after = stage.owner.get(&team).await.ok();
    assert_eq!(after["state"], "formed");
    assert_eq!(after["composition"]["satisfied"], false);
    assert!(after["version"].as_i64() > before["version"].as_i64());
    // A profile that gets another slug stays in the policy; one that is asked for is not deleted.
    let profiles = stage.owner.get(&stage.at("profiles")).await.ok();
    let coder = profiles["items"].as_array().unwrap().iter().find(|one| one["slug"] == "coder").unwrap();
    let coder = format!("/v1/profiles/{}", id(coder));
    stage.owner.patch(&coder, json!({ "slug": "developer" })).await.ok();
    let renamed = stage.owner.get(&path).await.ok();
    assert_eq!(renamed["at_least"][0]["profiles"], json!(["developer"]));
    assert!(renamed["version"].as_i64() > set["version"].as_i64());
    let worker = profiles["items"].as_array().unwrap().iter().find(|one| one["slug"] == "social-worker");
    let worker = format!("/v1/profiles/{}", id(worker.unwrap()));
    stage.owner.delete(&worker).await.refused(409, "in_use");
}
