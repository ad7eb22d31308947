//! Every error in the whole test run is a valid problem; what is sent badly on purpose is refused, never a 500.

use actix_web::dev::ResourceDef;
use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::Reply;
use crate::world::{DOCUMENT, World};

/// Holds an answer against the conventions of problems, and its code against the document.
#[track_caller]
pub fn check(method: &Method, path: &str, reply: &Reply) {
    if !reply.status.is_client_error() && !reply.status.is_server_error() {
        return;
    }
    let text = String::from_utf8_lossy(&reply.bytes);
    assert_ne!(reply.status.as_u16(), 500, "{method} {path}: {text}");
    assert_eq!(reply.header("content-type"), Some("application/problem+json"), "{method} {path}: {text}");
    let problem = &reply.json;
    assert_eq!(problem["status"], reply.status.as_u16(), "{text}");
    let code = problem["code"].as_str().unwrap();
    assert_eq!(problem["type"], format!("urn:palabre:problem:{code}"));
    for member in ["title", "detail"] {
        assert!(problem[member].as_str().is_some_and(|words| !words.is_empty()), "{text}");
    }
    let instance = problem["instance"].as_str().unwrap();
    assert!(instance.strip_prefix("urn:uuid:").is_some_and(|id| uuid::Uuid::parse_str(id).is_ok()), "{text}");
    if reply.status.as_u16() == 409 {
        let known = refusals(method, path);
        assert!(
            known.iter().any(|known| known == code),
            "{method} {path}: the document does not list {code}"
        );
    }
}

/// The codes that the document lists for the refusals of the operation at this address.
fn refusals(method: &Method, path: &str) -> Vec<String> {
    let path = path.split('?').next().unwrap_or_default();
    let paths = DOCUMENT["paths"].as_object().unwrap();
    // An address without a parameter comes first: `/v1/invitations/accept` is no invitation.
    let mut templates: Vec<&String> =
        paths.keys().filter(|template| ResourceDef::new(template.as_str()).is_match(path)).collect();
    templates.sort_by_key(|template| template.matches('{').count());
    let codes = templates.first().map(|template| {
        &paths[template.as_str()][method.as_str().to_lowercase()]["responses"]["409"]["x-codes"]
    });
    serde_json::from_value(codes.cloned().unwrap_or_default()).unwrap_or_default()
}

#[tokio::test]
async fn an_unknown_address_and_a_wrong_method_are_problems() {
    let world = World::new().await;
    let anyone = world.anyone();
    anyone.get("/v1/nothing").await.refused(404, "not_found");
    anyone.get("/").await.refused(404, "not_found");
    let reply = anyone.send(Method::DELETE, "/v1/accounts", None).await;
    assert_eq!(reply.header("allow"), Some("POST"));
    reply.refused(405, "method_not_allowed");
}

#[tokio::test]
async fn a_problem_speaks_the_language_of_the_caller_and_keeps_its_code() {
    let world = World::new().await;
    let mut titles = Vec::new();
    for language in ["en", "fr", "nl", "de-AT"] {
        let reply = world.anyone().and("accept-language", language).get("/v1/me").await;
        assert_eq!(reply.header("content-language"), language.split('-').next());
        titles.push(reply.refused(401, "unauthenticated")["title"].clone());
    }
    titles.dedup();
    assert_eq!(titles.len(), 4);
}

#[rstest]
#[case::not_json(b"{\"email\": ".to_vec(), 400, "bad_json")]
#[case::not_utf8(vec![b'"', 0xff, b'"'], 400, "bad_json")]
#[case::a_list(b"[]".to_vec(), 422, "invalid")]
#[case::a_number(b"7".to_vec(), 422, "invalid")]
#[case::nothing(Vec::new(), 422, "invalid")]
#[case::too_large(vec![b' '; 300 * 1024], 413, "body_too_large")]
#[case::too_deep(format!("{}{}", "[".repeat(500), "]".repeat(500)).into_bytes(), 400, "bad_json")]
#[tokio::test]
async fn a_body_that_is_none_is_refused(#[case] body: Vec<u8>, #[case] status: u16, #[case] code: &str) {
    let world = World::new().await;
    let reply = world.anyone().send(Method::POST, "/v1/accounts", Some(("application/json", body))).await;
    reply.refused(status, code);
}

#[rstest]
#[case::unknown("/shoe", json!(1), "unknown_field")]
#[case::wrong_type("/name", json!(7), "wrong_type")]
#[case::null("/name", json!(null), "wrong_type")]
#[case::object("/email", json!({}), "wrong_type")]
#[case::too_long("/name", json!("n".repeat(201)), "too_long")]
#[case::blank("/name", json!("   "), "too_short")]
#[case::zero_byte("/name", json!("a\u{0}b"), "forbidden_character")]
#[case::two_lines("/name", json!("a\nb"), "forbidden_character")]
#[case::no_address("/email", json!("nobody"), "malformed")]
#[case::quoted_address("/email", json!("\"a b\"@example.org"), "malformed")]
#[case::look_alike_address("/email", json!("mi\u{212a}e@example.org"), "malformed")]
#[case::short_password("/password", json!("fourteen chars"), "too_short")]
#[case::common_password("/password", json!("passwordpassword"), "password_too_common")]
#[case::no_language("/language", json!("gibberish language"), "malformed")]
#[tokio::test]
async fn a_field_that_is_wrong_is_named(#[case] pointer: &str, #[case] value: Value, #[case] code: &str) {
    let world = World::new().await;
    let mut body = json!({
        "email": "voice@example.org", "name": "Voice", "language": "fr", "password": "a palaver under the tree"
    });
    body[pointer.trim_start_matches('/')] = value;
    world.anyone().post("/v1/accounts", body).await.invalid(pointer, code);
    // Nothing was half written: the address is free.
    world.account("Voice").await;
}

#[tokio::test]
async fn all_that_is_wrong_is_named_at_once() {
    let world = World::new().await;
    let body = json!({ "email": 1, "name": "", "shoe": true });
    let problem = world.anyone().post("/v1/accounts", body).await.refused(422, "invalid");
    let pointers: Vec<&str> = problem["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|error| error["pointer"].as_str().unwrap())
        .collect();
    for pointer in ["/email", "/name", "/shoe", "/language"] {
        assert!(pointers.contains(&pointer), "{pointers:?}");
    }
}

#[tokio::test]
async fn another_media_type_is_refused() {
    let world = World::new().await;
    let anyone = world.anyone();
    let form = Some(("application/x-www-form-urlencoded", b"email=x".to_vec()));
    anyone.send(Method::POST, "/v1/accounts", form).await.refused(415, "unsupported_media_type");
}

#[rstest]
#[case("limit=0", "?limit", "out_of_range")]
#[case("limit=201", "?limit", "out_of_range")]
#[case("limit=ten", "?limit", "wrong_type")]
#[case("colour=red", "?colour", "unknown_field")]
#[case("limit=1&limit=2", "?limit", "parameter_twice")]
#[tokio::test]
async fn a_query_that_is_wrong_is_named(#[case] query: &str, #[case] pointer: &str, #[case] code: &str) {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    ada.get(&format!("/v1/organizations?{query}")).await.invalid(pointer, code);
}

#[rstest]
#[case::garbage("not-a-token")]
#[case::empty("")]
#[case::unsigned("eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0.e30.")]
#[tokio::test]
async fn a_token_that_is_none_is_refused(#[case] token: &str) {
    let world = World::new().await;
    let bearer = format!("Bearer {token}");
    let forger = world.anyone().and("authorization", &bearer);
    forger.get("/v1/me").await.refused(401, "unauthenticated");
    // On a public operation too: whoever sends credentials means them.
    forger.post("/v1/accounts", json!({})).await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn a_cursor_changed_by_hand_is_refused() {
    let world = World::new().await;
    let ada = world.account("Ada").await;
    for slug in ["one", "two", "three"] {
        world.organization(&ada, slug).await;
    }
    let page = ada.get("/v1/organizations?limit=2").await;
    let link = page.header("link").unwrap().to_owned();
    let page = page.ok();
    let cursor = page["next_cursor"].as_str().unwrap();
    assert!(link.contains(cursor) && link.ends_with("rel=\"next\""), "{link}");
    let mut forged = cursor.to_owned();
    let last = forged.pop().unwrap();
    forged.push(if last == 'A' { 'B' } else { 'A' });
    for bad in [forged.as_str(), "AAAA", "%00", "é"] {
        ada.get(&format!("/v1/organizations?cursor={bad}")).await.refused(400, "bad_cursor");
    }
    // A cursor belongs to its list.
    let id = page["items"][0]["id"].as_str().unwrap();
    ada.get(&format!("/v1/organizations/{id}/members?cursor={cursor}")).await.refused(400, "bad_cursor");
    assert_eq!(ada.pages("/v1/organizations", 1).await.len(), 3);
}

#[tokio::test]
async fn the_document_of_every_operation_is_complete() {
    for (template, item) in DOCUMENT["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = format!("{method} {template}");
            if template.starts_with("/v1") {
                assert!(operation["x-permission"].is_string(), "{name} is not in the policy table");
                assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{name}");
            }
            assert!(operation["security"].is_array(), "{name}");
            assert!(operation["operationId"].is_string(), "{name}");
            assert!(operation["summary"].is_string(), "{name}");
        }
    }
}
