//! Formats that are not sound, and formats that mean harm: refused where they are wrong, and nothing is written.

use serde_json::json;

use crate::actor::id;
use crate::formats::{of, whole};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

#[tokio::test]
async fn a_format_that_is_not_sound_is_refused_where_it_is_not() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    // What is wrong, where it is put, what is put there, and where that is told with which code.
    let table = [
        ("no such pool", "/profiles/0/pools", json!(["nowhere"]), "/profiles/0/pools/0", "unknown_pool"),
        (
            "pool drawn from twice",
            "/profiles/0/pools",
            json!(["all", "all"]),
            "/profiles/0/pools/1",
            "pool_twice",
        ),
        (
            "no such profile",
            "/composition_policy/at_least/0/profiles",
            json!(["ghost"]),
            "/composition_policy/at_least/0/profiles/0",
            "unknown_profile",
        ),
        (
            "nobody asked",
            "/questions/0/profiles",
            json!(["ghost"]),
            "/questions/0/profiles/0",
            "unknown_profile",
        ),
        ("slug twice", "/pools/1/slug", json!("coders"), "/pools/1/slug", "key_twice"),
        ("profile twice", "/profiles/1/slug", json!("coder"), "/profiles/1/slug", "key_twice"),
        ("stage twice", "/stages/1/key", json!("heard"), "/stages/1/key", "key_twice"),
        ("no stage", "/stages", json!([]), "/stages", "too_short"),
        (
            "closes before it opens",
            "/windows/0/closes/day",
            json!(-31),
            "/windows/0/closes",
            "ends_before_start",
        ),
        (
            "closes as it opens",
            "/windows/0/closes",
            json!({ "day": -30, "time": "09:00" }),
            "/windows/0/closes",
            "ends_before_start",
        ),
        (
            "ends before it begins",
            "/programme/0/ends",
            json!("17:00"),
            "/programme/0/ends",
            "ends_before_start",
        ),
        ("a time without a day", "/programme/0/day", json!(null), "/programme/0/day", "missing_field"),
        ("no time", "/programme/0/ends", json!("25:00"), "/programme/0/ends", "malformed"),
        ("no such kind", "/windows/0/kind", json!("siesta"), "/windows/0/kind", "not_one_of"),
        ("too far", "/windows/0/opens/day", json!(99999), "/windows/0/opens/day", "out_of_range"),
        (
            "min above max",
            "/composition_policy/size/max",
            json!(2),
            "/composition_policy/size/max",
            "min_above_max",
        ),
        (
            "rounds without competition",
            "/recognition",
            json!("non_competitive"),
            "/rounds",
            "not_allowed_here",
        ),
        ("nothing to choose from", "/questions/0/choices", json!([]), "/questions/0/choices", "too_short"),
        ("nothing is chosen", "/questions/0/kind", json!("text"), "/questions/0/choices", "not_allowed_here"),
        (
            "silent in french",
            "/pools/0/name",
            json!({ "en": "Code" }),
            "/pools/0/name",
            "default_language_missing",
        ),
        (
            "silent term",
            "/vocabulary/prototype",
            json!({ "en": "mock-up" }),
            "/vocabulary/prototype",
            "default_language_missing",
        ),
        ("no term", "/vocabulary", json!({ "No Term": { "fr": "x" } }), "/vocabulary/No Term", "malformed"),
        (
            "unknown field",
            "/pools/0",
            json!({ "slug": "a", "name": { "fr": "a" }, "places": 3 }),
            "/pools/0/places",
            "unknown_field",
        ),
    ];
    for (what, pointer, wrong, flawed, code) in table {
        let mut body = whole();
        *body.pointer_mut(pointer).expect(what) = wrong;
        stage.owner.post(&of(&stage), body).await.invalid(flawed, code);
    }
    assert_eq!(rows::number(&world, "SELECT COUNT(*) FROM formats").await, 0);
}

#[tokio::test]
async fn a_hostile_format_is_refused_and_nothing_is_written() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let pool = |at: usize| json!({ "slug": format!("p{at}"), "name": { "fr": "p" }, "size": 1 });
    let mut thousand = whole();
    thousand["pools"] = (0..1000).map(pool).collect();
    stage.owner.post(&of(&stage), thousand).await.invalid("/pools", "too_long");
    let mut unknown = whole();
    for at in 0..1000 {
        unknown[format!("field{at}")] = json!({ "deep": [[[[]]]] });
    }
    let problem = stage.owner.post(&of(&stage), unknown).await.refused(422, "unknown_field");
    assert!(problem["errors"].as_array().unwrap().len() <= 50);
    let huge = format!("{{\"slug\": \"{}\"}}", "x".repeat(10 * 1024 * 1024));
    let json = "application/json";
    let post = reqwest::Method::POST;
    let reply = stage.owner.send(post.clone(), &of(&stage), Some((json, huge.into_bytes()))).await;
    reply.refused(413, "body_too_large");
    // A key that comes twice is no last word, neither of a map nor of an object.
    let twice =
        whole().to_string().replace("\"vocabulary\":{", "\"vocabulary\":{\"prototype\":{\"fr\":\"a\"},");
    let reply = stage.owner.send(post.clone(), &of(&stage), Some((json, twice.into_bytes()))).await;
    reply.invalid("/vocabulary/prototype", "key_twice");
    let twice = whole().to_string().replace("\"slug\":\"ours\"", "\"slug\":\"ours\",\"slug\":\"theirs\"");
    let reply = stage.owner.send(post, &of(&stage), Some((json, twice.into_bytes()))).await;
    reply.invalid("/slug", "key_twice");
    assert_eq!(rows::number(&world, "SELECT COUNT(*) FROM formats").await, 0);
    // Fifty windows that all close before they open: each is told.
    let window = json!({ "kind": "making", "opens": { "day": 1, "time": "09:00" }, "closes": { "day": 0, "time": "09:00" } });
    let mut reversed = whole();
    reversed["windows"] = vec![window; 50].into();
    let problem =
        stage.owner.post(&of(&stage), reversed).await.invalid("/windows/49/closes", "ends_before_start");
    assert_eq!(problem["errors"].as_array().unwrap().len(), 50);
    // A patch is held to the same: what stays may not name what goes.
    let format = stage.owner.post(&of(&stage), whole()).await.created();
    let path = format!("/v1/formats/{}", id(&format));
    stage.owner.patch(&path, json!({ "pools": [] })).await.invalid("/profiles/0/pools/0", "unknown_pool");
    assert_eq!(stage.owner.get(&path).await.ok(), format);
}
