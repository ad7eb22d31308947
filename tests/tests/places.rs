//! Pools, profiles, and the places that anyone may count.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::stage::Stage;
use crate::world::World;

fn slugs(of: &Value) -> Vec<(&str, &Value)> {
    of.as_array().unwrap().iter().map(|one| (one["slug"].as_str().unwrap(), &one["left"])).collect()
}

#[tokio::test]
async fn a_pool_is_made_read_changed_and_deleted() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let taken = json!({ "slug": "all", "name": { "fr": "Tous" }, "size": 3 });
    stage.owner.post(&stage.at("pools"), taken).await.refused(409, "slug_taken");
    let dutch = json!({ "slug": "dutch", "name": { "nl": "Allen" }, "size": 3 });
    stage.owner.post(&stage.at("pools"), dutch).await.invalid("/name", "default_language_missing");
    let pool = stage.pool("spare", json!(null)).await;
    assert_eq!((&pool["size"], &pool["taken"], &pool["version"]), (&json!(null), &json!(0), &json!(1)));
    let path = format!("/v1/pools/{}", id(&pool));
    assert_eq!(stage.owner.get(&path).await.ok(), pool);
    let changed = stage.owner.patch(&path, json!({ "slug": "reserve", "size": 4 })).await.ok();
    assert_eq!((&changed["slug"], &changed["size"]), (&json!("reserve"), &json!(4)));
    stage.owner.patch(&path, json!({ "slug": "all" })).await.refused(409, "slug_taken");
    stage.owner.patch(&path, json!({ "slug": null })).await.invalid("/slug", "wrong_type");
    assert_eq!(stage.owner.patch(&path, json!({ "size": null })).await.ok()["size"], json!(null));
    let pools = stage.owner.pages(&stage.at("pools"), 2).await;
    let names: Vec<&str> = pools.iter().map(|pool| pool["slug"].as_str().unwrap()).collect();
    assert_eq!(names, ["coders", "non-coders", "all", "reserve"]);
    stage.owner.delete(&format!("/v1/pools/{}", id(&pools[0]))).await.refused(409, "in_use");
    stage.owner.delete(&path).await.done();
    stage.owner.get(&path).await.refused(404, "not_found");
}

#[rstest]
#[case::negative(json!(-1), "out_of_range")]
#[case::beyond_all_halls(json!(1_000_001), "out_of_range")]
#[case::a_fraction(json!(1.5), "wrong_type")]
#[case::a_word(json!("40"), "wrong_type")]
#[tokio::test]
async fn a_size_that_is_none_is_named(#[case] size: Value, #[case] code: &str) {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let pool = json!({ "slug": "spare", "name": { "fr": "Réserve" }, "size": size });
    stage.owner.post(&stage.at("pools"), pool).await.invalid("/size", code);
}

#[tokio::test]
async fn an_edition_has_a_hundred_pools_and_no_more() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    for number in 3..100 {
        stage.pool(&format!("pool-{number}"), json!(1)).await;
    }
    let one_more = json!({ "slug": "one-more", "name": { "fr": "De trop" }, "size": 1 });
    stage.owner.post(&stage.at("pools"), one_more).await.refused(409, "full");
}

#[tokio::test]
async fn a_profile_is_made_read_changed_and_deleted() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let body = |pools: Value| json!({ "slug": "designer", "name": { "fr": "Designer" }, "knowledge": "makes", "pools": pools });
    let profiles = stage.at("profiles");
    let unknown = stage.owner.post(&profiles, body(json!(["all", "none", "all"]))).await;
    unknown.invalid("/pools/1", "unknown_pool");
    stage.owner.post(&profiles, body(json!(["all", "all"]))).await.invalid("/pools/1", "pool_twice");
    let profile = stage.owner.post(&profiles, body(json!(["all", "coders"]))).await.created();
    // In the order in which places are taken, that of the pools' ids.
    assert_eq!(profile["pools"], json!(["coders", "all"]));
    let path = format!("/v1/profiles/{}", id(&profile));
    assert_eq!(stage.owner.get(&path).await.ok(), profile);
    stage.owner.patch(&path, json!({ "slug": "coder" })).await.refused(409, "slug_taken");
    let changed = stage.owner.patch(&path, json!({ "knowledge": "other", "pools": [] })).await.ok();
    assert_eq!((&changed["knowledge"], &changed["pools"]), (&json!("other"), &json!([])));
    stage.owner.patch(&path, json!({ "pools": ["none"] })).await.invalid("/pools/0", "unknown_pool");
    assert_eq!(stage.owner.pages(&profiles, 1).await.len(), 3);
    stage.owner.delete(&path).await.done();
    stage.owner.get(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_pool_of_another_edition_is_like_one_that_does_not_exist() {
    let world = World::new().await;
    let (mine, theirs) = (Stage::draft(&world, "helmo").await, Stage::draft(&world, "retz").await);
    let pool = theirs.pool("theirs", json!(3)).await;
    let body = json!({ "slug": "x", "name": { "fr": "X" }, "knowledge": "other", "pools": ["theirs"] });
    mine.owner.post(&mine.at("profiles"), body).await.invalid("/pools/0", "unknown_pool");
    mine.owner.get(&format!("/v1/pools/{}", id(&pool))).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_profile_in_use_keeps_its_pools_and_stays() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let profiles = stage.owner.pages(&stage.at("profiles"), 50).await;
    let path = format!("/v1/profiles/{}", id(&profiles[0]));
    stage.owner.patch(&path, json!({ "pools": ["all"] })).await.refused(409, "in_use");
    // The same pools in another order are no change.
    stage.owner.patch(&path, json!({ "pools": ["all", "coders"] })).await.ok();
    stage.owner.delete(&path).await.refused(409, "in_use");
    stage.owner.act(&format!("/v1/registrations/{}/cancel", id(&made["registration"]))).await.ok();
    stage.owner.patch(&path, json!({ "pools": ["all"] })).await.ok();
    stage.owner.delete(&path).await.refused(409, "in_use");
}

#[tokio::test]
async fn another_slug_is_another_version_of_what_shows_it() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let registration = format!("/v1/registrations/{}", id(&made["registration"]));
    let profile =
        format!("/v1/profiles/{}", id(&stage.owner.get(&stage.at("profiles")).await.ok()["items"][0]));
    let pool = format!("/v1/pools/{}", id(&stage.owner.get(&stage.at("pools")).await.ok()["items"][0]));
    stage.owner.patch(&pool, json!({ "slug": "makers" })).await.ok();
    let shown = stage.owner.get(&profile).await.ok();
    assert_eq!((&shown["version"], &shown["pools"]), (&json!(2), &json!(["makers", "all"])));
    stage.owner.patch(&profile, json!({ "slug": "maker" })).await.ok();
    let shown = stage.owner.get(&registration).await.ok();
    assert_eq!((&shown["version"], &shown["profile"]), (&json!(2), &json!("maker")));
}

#[tokio::test]
async fn teams_and_the_policy_follow_the_names_that_they_show() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let registration = format!("/v1/registrations/{}", id(&made["registration"]));
    let challenge = stage.challenge("Comment ?", &[stage.accepted("Un problème", "open").await]).await;
    let team = stage.team("Les écureuils", &challenge, &[id(&made["registration"])]).await;
    let version = async |path: &str| stage.owner.get(path).await.ok()["version"].as_i64().unwrap();
    let (team, policy) = (format!("/v1/teams/{team}"), stage.at("composition-policy"));
    let before = (version(&team).await, version(&policy).await);
    stage.owner.patch(&registration, json!({ "name": "Participant 2" })).await.ok();
    stage.owner.patch(&registration, json!({ "visible": true })).await.ok();
    stage.owner.patch(&registration, json!({ "phone": "04 123 45 67" })).await.ok();
    assert_eq!((version(&team).await, version(&policy).await), (before.0 + 2, before.1));
    let asked = json!({
        "size": null, "at_least": [{ "profiles": ["social-worker"], "count": 1 }],
        "keep_together": [], "keep_apart": [],
    });
    stage.owner.put(&policy, asked).await.ok();
    let profiles = stage.owner.pages(&stage.at("profiles"), 50).await;
    let worker = format!("/v1/profiles/{}", id(&profiles[1]));
    stage.owner.delete(&worker).await.refused(409, "in_use");
    let before = (version(&team).await, version(&policy).await);
    stage.owner.patch(&worker, json!({ "slug": "worker" })).await.ok();
    assert_eq!((version(&team).await, version(&policy).await), (before.0 + 1, before.1 + 1));
    assert_eq!(stage.owner.get(&policy).await.ok()["at_least"][0]["profiles"], json!(["worker"]));
}

#[tokio::test]
async fn places_are_counted_by_pool_and_by_profile() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    stage.pool("open", json!(null)).await;
    stage.profile("curious", "other", json!(["open"])).await;
    stage.profile("guest", "other", json!([])).await;
    let places = stage.at("places");
    world.anyone().get(&places).await.refused(404, "not_found");
    let draft = stage.owner.get(&places).await.ok();
    assert!(draft["profiles"].as_array().unwrap().iter().all(|profile| profile["open"] == false));
    stage.owner.act(&stage.at("publish")).await.ok();
    for number in 0..3 {
        stage.register(&world.anyone(), "coder", &format!("Participant {number}")).await;
    }
    stage.register(&world.anyone(), "curious", "Participant 4").await;
    let reply = world.anyone().get(&places).await;
    assert!(reply.header("etag").is_none() && reply.header("cache-control").unwrap().starts_with("public"));
    let counted = reply.ok();
    assert_eq!(counted["edition_id"], stage.edition["id"]);
    assert!(counted["as_of"].as_str().unwrap().ends_with('Z'));
    let due =
        [("coders", &json!(17)), ("non-coders", &json!(25)), ("all", &json!(37)), ("open", &json!(null))];
    assert_eq!(slugs(&counted["pools"]), due);
    let due = [
        ("coder", &json!(17)),
        ("social-worker", &json!(25)),
        ("curious", &json!(null)),
        ("guest", &json!(null)),
    ];
    assert_eq!(slugs(&counted["profiles"]), due);
    assert!(counted["profiles"].as_array().unwrap().iter().all(|profile| profile["open"] == true));
}

#[tokio::test]
async fn a_place_that_is_taken_is_counted_by_the_next_read() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    for taken in 1..=10 {
        stage.register(&world.anyone(), "coder", &format!("Participant {taken}")).await;
        let counted = world.anyone().get(&stage.at("places")).await.ok();
        assert_eq!(counted["pools"][0]["taken"], json!(taken));
    }
}

#[tokio::test]
async fn a_closed_window_closes_every_profile() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let opens = json!({ "local": "2099-01-01T09:00:00", "time_zone": "Europe/Brussels" });
    let windows = json!({ "windows": [{ "kind": "registration", "opens_at": opens, "closes_at": null }] });
    stage.owner.put(&stage.at("windows"), windows).await.ok();
    let counted = world.anyone().get(&stage.at("places")).await.ok();
    assert!(counted["profiles"].as_array().unwrap().iter().all(|profile| profile["open"] == false));
    let body = Stage::registration("coder", "Participant 1");
    let shut = world.anyone().post(&stage.at("registrations"), body).await.refused(409, "window_closed");
    assert_eq!((&shut["opens_at"], &shut["closes_at"]), (&json!("2099-01-01T08:00:00Z"), &json!(null)));
    // Windows bind the public, never staff.
    stage.register(&stage.owner, "coder", "Participant 1").await;
}

#[tokio::test]
async fn counting_places_needs_a_fixed_number_of_statements() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    // The least of some: the postman looks for mails now and then.
    let count = async || {
        let mut least = u64::MAX;
        for _ in 0..5 {
            let before = world.statements.so_far();
            stage.owner.get(&stage.at("places")).await.ok();
            least = least.min(world.statements.so_far() - before);
        }
        least
    };
    let few = count().await;
    for number in 0..9 {
        stage.pool(&format!("pool-{number}"), json!(1)).await;
        stage.profile(&format!("profile-{number}"), "other", json!([format!("pool-{number}")])).await;
    }
    // Three find session, edition and roles, five count, one names the funders.
    assert_eq!((few, count().await), (9, 9));
}
