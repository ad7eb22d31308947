//! What holds for every operation: versions, caching, browsers, bodies that are slow or absent.

use reqwest::Method;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::actor::id;
use crate::stage::Stage;
use crate::world::{DOCUMENT, World};

#[tokio::test]
async fn a_public_read_is_kept_for_a_moment_and_asked_again_with_its_tag() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let anyone = world.anyone();
    let first = anyone.get(&stage.path).await;
    let tag = first.header("etag").unwrap().to_owned();
    assert!(first.header("cache-control").unwrap().starts_with("public, max-age="));
    for known in [tag.as_str(), &format!("\"99\", W/{tag}"), "*"] {
        let again = anyone.and("if-none-match", known).get(&stage.path).await;
        assert_eq!((again.status.as_u16(), again.bytes.len()), (304, 0), "{known}");
        assert_eq!(again.header("etag"), Some(tag.as_str()));
    }
    assert_eq!(anyone.and("if-none-match", "\"99\"").get(&stage.path).await.status, 200);
    // Whoever is signed in may see more than others: nobody keeps that.
    assert_eq!(stage.owner.get(&stage.path).await.header("cache-control"), Some("no-store"));
    stage.owner.patch(&stage.path, json!({ "title": { "fr": "Un autre titre" } })).await.ok();
    assert_eq!(anyone.and("if-none-match", &tag).get(&stage.path).await.status, 200);
}

#[tokio::test]
async fn what_the_get_of_an_edition_shows_raises_its_version() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut seen = stage.owner.get(&stage.path).await.ok()["version"].as_i64().unwrap();
    let partner = json!({ "name": "Le Monde des Possibles", "kind": "co_organizer" });
    let partner = stage.owner.post(&stage.at("partners"), partner).await.created();
    let partner = format!("/v1/partners/{}", id(&partner));
    let organization = format!("/v1/organizations/{}", id(&stage.organization));
    let mut rises = async |what: &str| {
        let now = stage.owner.get(&stage.path).await.ok()["version"].as_i64().unwrap();
        assert!(now > seen, "{what}");
        seen = now;
    };
    rises("a partner was added").await;
    stage.owner.patch(&partner, json!({ "mention": "Avec le soutien de l'Union" })).await.ok();
    rises("a partner was changed").await;
    stage.owner.delete(&partner).await.done();
    rises("a partner was taken away").await;
    stage.owner.patch(&organization, json!({ "name": "HELMo" })).await.ok();
    rises("its organizer has another name").await;
}

#[tokio::test]
async fn a_transition_takes_a_version_and_does_not_need_one() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let publish = stage.at("publish");
    stage.owner.and("if-match", "\"99\"").act(&publish).await.refused(412, "stale");
    let tag = stage.owner.get(&stage.path).await.header("etag").unwrap().to_owned();
    stage.owner.and("if-match", &tag).act(&publish).await.ok();
}

#[tokio::test]
async fn a_stale_version_is_told_before_a_state_that_refuses() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let statement = stage.accepted("Trop de papiers.", "open").await;
    let pools = stage.owner.get(&stage.at("pools")).await.ok();
    let pool = format!("/v1/pools/{}", id(&pools["items"][0]));
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    let body = || Some(("application/json", br#"{"size": 30}"#.to_vec()));
    let stale = stage.owner.and("if-match", "\"99\"");
    stale.send(Method::PATCH, &pool, body()).await.refused(412, "stale");
    stage.owner.and("if-match", "*").send(Method::PATCH, &pool, body()).await.refused(409, "wrong_state");
    let accept = format!("/v1/problem-statements/{statement}/accept");
    stale.act(&accept).await.refused(412, "stale");
    stage.owner.act(&accept).await.refused(409, "wrong_state");
}

#[tokio::test]
async fn no_body_and_an_empty_object_are_the_same() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    stage.owner.post(&stage.at("publish"), json!({ "now": true })).await.refused(422, "unknown_field");
    stage.owner.post(&stage.at("publish"), json!({})).await.ok();
    stage.owner.act(&stage.at("start")).await.ok();
}

#[tokio::test]
async fn null_does_not_take_away_what_must_be_there() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    stage.owner.patch(&stage.path, json!({ "title": null })).await.invalid("/title", "wrong_type");
    stage.owner.patch("/v1/me", json!({ "name": null })).await.invalid("/name", "wrong_type");
}

#[tokio::test]
async fn a_patch_merges_into_a_text_by_language() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let pool = stage.pool("all", json!(40)).await;
    let profile = stage.profile("coder", "makes", json!(["all"])).await;
    let organization = format!("/v1/organizations/{}", id(&stage.organization));
    let event = format!("/v1/events/{}", id(&stage.event));
    let item = format!("/v1/programme-items/{}", stage.item("Accueil").await);
    let (pool, profile) = (format!("/v1/pools/{}", id(&pool)), format!("/v1/profiles/{}", id(&profile)));
    for (path, field, optional) in [
        (&stage.path, "title", false),
        (&stage.path, "summary", true),
        (&stage.path, "description", true),
        (&stage.path, "guiding_question", true),
        (&event, "name", false),
        (&event, "description", true),
        (&item, "title", false),
        (&pool, "name", false),
        (&profile, "name", false),
        (&organization, "description", true),
    ] {
        let (of, at) = (format!("{field} of {path}"), format!("/{field}"));
        let patch = async |texts: Value| stage.owner.patch(path, json!({ field: texts })).await;
        let becomes = async |texts: Value, due: Value| {
            assert_eq!(patch(texts.clone()).await.ok()[field], due, "{of}: {texts}");
            assert_eq!(stage.owner.get(path).await.ok()[field], due, "{of}: {texts}, read again");
        };
        becomes(json!({ "fr": "Un", "nl": "Een" }), json!({ "fr": "Un", "nl": "Een" })).await;
        becomes(json!({ "FR": "Deux" }), json!({ "fr": "Deux", "nl": "Een" })).await;
        becomes(json!({ "de": "Zwei" }), json!({ "de": "Zwei", "fr": "Deux", "nl": "Een" })).await;
        becomes(json!({ "nl": null, "en": null }), json!({ "de": "Zwei", "fr": "Deux" })).await;
        becomes(json!({}), json!({ "de": "Zwei", "fr": "Deux" })).await;
        patch(json!({ "fr": null })).await.invalid(&at, "default_language_missing");
        patch(json!({ "fr": null, "de": null, "en": "Two" })).await.invalid(&at, "default_language_missing");
        patch(json!({ "nl": 1 })).await.invalid(&format!("/{field}/nl"), "wrong_type");
        patch(json!({ "fr": "Un", "FR": null })).await.invalid(&format!("/{field}/fr"), "language_twice");
        // Each patch is small enough; what comes of the two is in one language too many.
        let regions = |regions: std::ops::RangeInclusive<char>, text: Value| {
            let tags = regions.map(|region| (format!("fr-A{region}"), text.clone()));
            Value::Object(tags.collect())
        };
        patch(regions('A'..='V', json!("Un"))).await.ok();
        patch(json!({ "nl": "Een" })).await.invalid(&at, "too_long");
        patch(regions('A'..='Y', json!(null))).await.invalid(&at, "too_long");
        becomes(regions('A'..='V', json!(null)), json!({ "de": "Zwei", "fr": "Deux" })).await;
        let none = json!({ "fr": null, "de": null });
        if optional {
            becomes(json!(null), json!(null)).await;
            becomes(json!({}), json!(null)).await;
            patch(json!({ "nl": "Een" })).await.invalid(&at, "default_language_missing");
            becomes(json!({ "fr": "Un", "nl": null }), json!({ "fr": "Un" })).await;
            becomes(none, json!(null)).await;
        } else {
            patch(json!(null)).await.invalid(&at, "wrong_type");
            patch(none).await.invalid(&at, "default_language_missing");
            becomes(json!({}), json!({ "de": "Zwei", "fr": "Deux" })).await;
        }
    }
    let both = json!({ "title": { "fr": null }, "summary": { "nl": "Kort" } });
    let problem = stage.owner.patch(&stage.path, both).await.refused(422, "invalid");
    assert_eq!(problem["errors"].as_array().unwrap().len(), 2, "all that is wrong is named at once");
}

#[tokio::test]
async fn browsers_are_told_who_may_call() {
    let world = World::new().await;
    let preflight = async |origin: &str, method: &str, headers: &str| {
        let asking = world
            .anyone()
            .and("origin", origin)
            .and("access-control-request-method", method)
            .and("access-control-request-headers", headers);
        let reply = asking.send(Method::OPTIONS, "/v1/editions", None).await;
        reply.header("access-control-allow-origin").map(str::to_owned)
    };
    let (front, other) = ("https://front.example.org", "https://other.example.org");
    assert_eq!(preflight(front, "POST", "authorization,content-type").await.as_deref(), Some(front));
    assert_eq!(preflight(other, "POST", "content-type").await, None);
    assert_eq!(preflight(other, "GET", "authorization").await, None);
    assert_eq!(preflight(other, "GET", "accept-language").await.as_deref(), Some(other));
    let read = world.anyone().and("origin", other).get("/v1/editions").await;
    assert_eq!(read.header("access-control-allow-origin"), Some(other));
    assert_eq!(read.header("access-control-allow-credentials"), None);
    let exposed = read.header("access-control-expose-headers").unwrap();
    for name in
        ["etag", "link", "location", "retry-after", "idempotency-replayed", "content-language", "ratelimit"]
    {
        assert!(exposed.contains(name), "{exposed}");
    }
    let refused = world.anyone().and("origin", front).get("/v1/me").await;
    assert_eq!(refused.header("access-control-allow-origin"), Some(front), "problems are read too");
}

#[tokio::test]
async fn every_answer_tells_browsers_to_make_no_page_of_it() {
    let world = World::new().await;
    for path in ["/v1/editions", "/v1/me", "/v1/nothing", "/openapi.json", "/health/live"] {
        let reply = world.anyone().get(path).await;
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{path}");
        assert_eq!(reply.header("x-frame-options"), Some("DENY"), "{path}");
        assert!(reply.header("content-security-policy").is_some(), "{path}");
    }
}

#[tokio::test]
async fn the_reference_needs_nothing_from_elsewhere() {
    let world = World::new().await;
    let page = world.anyone().get("/docs/").await;
    let page = String::from_utf8(page.bytes).unwrap();
    assert!(page.contains("swagger-ui-bundle.js"));
    assert!(!page.contains("http://") && !page.contains("https://"), "{page}");
    assert_eq!(world.anyone().get("/docs/swagger-ui-bundle.js").await.status, 200);
    assert_eq!(world.anyone().get("/openapi.json").await.ok(), *DOCUMENT);
}

#[tokio::test]
async fn the_committed_document_is_the_one_that_is_served() {
    let committed: Value = serde_json::from_str(include_str!("../../openapi/openapi.json")).unwrap();
    // Not shown whole: it is a megabyte.
    assert!(committed == *DOCUMENT, "it is stale: cargo run -- openapi > openapi/openapi.json");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_not_waited_for() {
    let world = World::new().await;
    let address = world.base.trim_start_matches("http://").to_owned();
    let mut stream = tokio::net::TcpStream::connect(&address).await.unwrap();
    let head = format!(
        "POST /v1/accounts HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let read = stream.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]).into_owned();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("body_too_slow"), "{answer}");
}

#[tokio::test]
async fn health_is_told_to_anybody() {
    let world = World::new().await;
    assert_eq!(world.anyone().get("/health/live").await.ok(), json!({ "status": "live" }));
    assert_eq!(world.anyone().get("/health/ready").await.ok(), json!({ "status": "ready" }));
}

#[tokio::test]
async fn head_is_answered_like_get_without_a_body() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let anyone = world.anyone();
    let get = anyone.get(&stage.path).await;
    let head = anyone.send(Method::HEAD, &stage.path, None).await;
    assert_eq!((head.status, head.header("etag"), head.bytes.len()), (get.status, get.header("etag"), 0));
    let reply = anyone.send(Method::POST, "/openapi.json", None).await;
    assert_eq!(reply.header("allow"), Some("GET"));
    reply.refused(405, "method_not_allowed");
}

#[tokio::test]
async fn an_answer_is_not_many_times_as_long_as_what_was_asked() {
    let world = World::new().await;
    let mut body = serde_json::Map::new();
    for number in 0..5000 {
        body.insert(format!("{number}{}", "x".repeat(40)), json!(0));
    }
    body.insert("y".repeat(5000), json!(0));
    let reply = world.anyone().post("/v1/accounts", Value::Object(body)).await;
    assert!(reply.bytes.len() < 50_000, "{} bytes", reply.bytes.len());
    reply.refused(422, "unknown_field");
}
