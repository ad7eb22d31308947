//! How often anybody may call what is open to everybody, and what they are told about it.

use std::process::Stdio;

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, Reply, id};
use crate::process::{Running, palabre};
use crate::stage::Stage;
use crate::world::{DOCUMENT, World};

/// An edition that is not there: asking is counted all the same.
const NOWHERE: &str = "01890a5d-ac96-774b-bcce-b302099a8057";
const ELSEWHERE: &str = "01890a5d-ac96-774b-bcce-b302099a8058";

/// A page of a listed origin.
const FRONT: &str = "https://front.example.org";

fn registrations(edition: &str) -> String {
    format!("/v1/editions/{edition}/registrations")
}

/// Posts nothing of use: what is counted is that somebody called.
async fn knock(by: &Actor, path: &str) -> Reply {
    by.post(path, json!({})).await
}

#[track_caller]
fn let_in(reply: &Reply) {
    assert_ne!(reply.status, 429, "{}", String::from_utf8_lossy(&reply.bytes));
}

/// A refusal, which says when to come back; gives the problem.
#[track_caller]
fn turned_away(reply: Reply) -> Value {
    let wait: u64 = reply.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=3600).contains(&wait), "{wait}");
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    reply.refused(429, "too_many_requests")
}

/// The value of one parameter of the limit that is told.
fn told(reply: &Reply, parameter: &str) -> Option<u64> {
    let limit = reply.header("ratelimit")?;
    limit.split(';').find_map(|part| part.strip_prefix(parameter)?.strip_prefix('=')?.parse().ok())
}

#[rstest]
#[case::registrations("registering", Method::POST, registrations(NOWHERE))]
#[case::statements("registering", Method::POST, format!("/v1/editions/{NOWHERE}/problem-statements"))]
#[case::accounts("signing_in", Method::POST, "/v1/accounts".to_owned())]
#[case::tokens("signing_in", Method::POST, "/v1/tokens".to_owned())]
#[case::refreshing("signing_in", Method::POST, "/v1/tokens/refresh".to_owned())]
#[case::revoking("signing_in", Method::POST, "/v1/tokens/revoke".to_owned())]
#[case::codes("signing_in", Method::POST, "/v1/tokens/from-link".to_owned())]
#[case::links("signing_in", Method::POST, "/v1/sign-in-links".to_owned())]
#[case::receipts("receipts", Method::GET, "/v1/receipts/guess".to_owned())]
#[case::by_receipt("receipts", Method::POST, "/v1/receipts/guess/cancel".to_owned())]
#[case::consents("receipts", Method::DELETE, "/v1/receipts/guess/consents/photos".to_owned())]
#[case::reads("reads", Method::GET, "/v1/editions".to_owned())]
#[case::one_thing("reads", Method::GET, format!("/v1/editions/{NOWHERE}"))]
#[tokio::test]
async fn the_fourth_of_three_is_turned_away(
    #[case] class: &str,
    #[case] method: Method,
    #[case] path: String,
) {
    let world = World::limited(&format!("{class}=3/3600"), 0).await;
    let anyone = world.anyone().and("origin", FRONT);
    let call = async |by: &Actor| {
        let body = (method == Method::POST).then(|| ("application/json", b"{}".to_vec()));
        by.send(method.clone(), &path, body).await
    };
    let policy = format!("\"{class}\";q=3;w=3600");
    for left in [2, 1, 0] {
        let reply = call(&anyone).await;
        let_in(&reply);
        assert_eq!(reply.header("ratelimit-policy"), Some(policy.as_str()));
        assert!(reply.header("ratelimit").unwrap().starts_with(&format!("\"{class}\";r={left};t=")));
        assert!((1..=3600).contains(&told(&reply, "t").unwrap()));
    }
    // Before anybody asks who calls: a token that is none is not looked at any more.
    for by in [anyone.clone(), anyone.and("authorization", "Bearer none")] {
        let reply = call(&by).await;
        assert_eq!(reply.header("ratelimit-policy"), Some(policy.as_str()));
        assert_eq!(told(&reply, "r"), Some(0));
        assert_eq!(reply.header("access-control-allow-origin"), Some(FRONT));
        let exposed = reply.header("access-control-expose-headers").unwrap();
        for name in ["ratelimit", "ratelimit-policy", "retry-after"] {
            assert!(exposed.split(',').any(|header| header.trim() == name), "{exposed}");
        }
        turned_away(reply);
    }
    let asking = anyone.and("access-control-request-method", "GET");
    let preflight = asking.send(Method::OPTIONS, &path, None).await;
    assert_eq!((preflight.status.as_u16(), preflight.header("ratelimit")), (200, None), "asking is free");
}

#[tokio::test]
async fn asking_for_the_head_alone_counts_like_reading() {
    let world = World::limited("reads=2/3600", 0).await;
    for left in [1, 0] {
        let head = world.anyone().send(Method::HEAD, "/v1/editions", None).await;
        assert_eq!((head.status.as_u16(), told(&head, "r")), (200, Some(left)));
    }
    turned_away(world.anyone().get("/v1/editions").await);
}

#[tokio::test]
async fn a_refusal_speaks_the_language_of_the_caller() {
    let world = World::limited("reads=1/3600", 0).await;
    let_in(&world.anyone().get("/v1/editions").await);
    let mut titles = Vec::new();
    for language in ["en", "fr", "nl", "de"] {
        let reply = world.anyone().and("accept-language", language).get("/v1/editions").await;
        assert_eq!(reply.header("content-language"), Some(language));
        titles.push(turned_away(reply)["title"].clone());
    }
    titles.dedup();
    assert_eq!(titles.len(), 4);
}

#[tokio::test]
async fn an_edition_that_is_stormed_leaves_the_others_open() {
    let world = World::limited("registering=1/3600", 0).await;
    let anyone = world.anyone();
    let_in(&knock(&anyone, &registrations(NOWHERE)).await);
    turned_away(knock(&anyone, &registrations(NOWHERE)).await);
    turned_away(knock(&anyone, &format!("/v1/editions/{NOWHERE}/problem-statements")).await);
    let_in(&knock(&anyone, &registrations(ELSEWHERE)).await);
    turned_away(knock(&anyone, &registrations(ELSEWHERE)).await);
}

#[tokio::test]
async fn another_spelling_is_no_way_around() {
    let world = World::limited("registering=1/3600,signing_in=1/3600", 0).await;
    let anyone = world.anyone();
    let_in(&knock(&anyone, &registrations(NOWHERE)).await);
    for spelling in [NOWHERE.to_uppercase(), NOWHERE.replace('-', ""), format!("%30{}", &NOWHERE[1..])] {
        turned_away(knock(&anyone, &registrations(&spelling)).await);
    }
    turned_away(knock(&anyone, &format!("/v1/edition%73/{NOWHERE}/registrations")).await);
    let_in(&knock(&anyone, "/v1/tokens").await);
    turned_away(knock(&anyone, "/v1/token%73").await);
    turned_away(knock(&anyone, "/v1/tokens?a=b").await);
}

#[tokio::test]
async fn a_registration_that_is_turned_away_leaves_nothing_behind() {
    let world = World::limited("registering=1/3600", 0).await;
    let stage = Stage::published(&world, "helmo").await;
    stage.register(&world.anyone(), "coder", "Participant 1").await;
    let body = Stage::registration("coder", "Participant 2");
    let again = world.anyone().and("idempotency-key", "a-key-of-my-own-making");
    for by in [&world.anyone(), &again, &stage.owner] {
        let before = world.statements.so_far();
        turned_away(by.post(&stage.at("registrations"), body.clone()).await);
        assert_eq!(world.statements.so_far(), before, "nobody was asked anything");
    }
    assert_eq!(stage.owner.pages(&stage.at("registrations"), 50).await.len(), 1);
    assert_eq!(world.anyone().get(&stage.at("places")).await.ok()["pools"][0]["taken"], 1);
}

#[tokio::test]
async fn what_is_not_open_to_everybody_is_not_limited() {
    let one = "registering=1/3600,signing_in=2/3600,receipts=1/3600,reads=1/3600,mailbox=1/3600";
    let world = World::limited(one, 0).await;
    let ada = world.account("Ada").await;
    let_in(&ada.get("/v1/editions").await);
    for path in ["/health/live", "/health/ready", "/openapi.json", "/docs/", "/v1/me", "/v1/nothing"] {
        for _ in 0..3 {
            let reply = ada.get(path).await;
            let_in(&reply);
            assert_eq!(reply.header("ratelimit"), None, "{path}");
            assert_eq!(reply.header("ratelimit-policy"), None, "{path}");
        }
    }
    turned_away(ada.get("/v1/editions").await);
}

#[tokio::test]
async fn a_class_that_is_off_is_neither_limited_nor_told() {
    for rates in ["off", "reads=off,signing_in=1/3600"] {
        let world = World::limited(rates, 0).await;
        let reply = world.anyone().get("/v1/editions").await;
        assert_eq!((reply.header("ratelimit"), reply.header("ratelimit-policy")), (None, None), "{rates}");
    }
}

#[rstest]
#[case::nobody_is_believed(0, true)]
#[case::the_proxy_is_believed(1, false)]
#[tokio::test]
async fn a_forwarded_address_counts_behind_a_proxy_only(#[case] proxies: usize, #[case] one: bool) {
    let world = World::limited("reads=1/3600", proxies).await;
    let from = async |forwarded: &str| {
        world.anyone().and("x-forwarded-for", forwarded).get("/v1/editions").await.status == 429
    };
    assert!(!from("198.51.100.1").await);
    assert_eq!(from("198.51.100.2").await, one, "another address");
    assert!(from("198.51.100.1").await, "the same one");
    assert!(from("203.0.113.9, 198.51.100.1").await, "what the caller wrote before it says nothing");
    assert!(from("unknown,\t198.51.100.1").await);
}

#[tokio::test]
async fn a_mailbox_is_kept_from_being_filled_whether_or_not_it_has_an_account() {
    let world = World::limited("mailbox=2/3600", 0).await;
    let ada = world.account("Ada").await;
    let ask = async |by: &Actor, email: &str| by.post("/v1/sign-in-links", json!({ "email": email })).await;
    let mut refusals = Vec::new();
    for (email, spelled) in
        [("ada@example.org", "ADA@example.org"), ("nobody@example.org", "Nobody@Example.org")]
    {
        assert_eq!(ask(&world.anyone(), email).await.status, 202);
        let second = ask(&ada, spelled).await;
        assert_eq!(second.status, 202);
        assert!(second.header("ratelimit").unwrap().starts_with("\"signing_in\";r="), "not the mailbox's");
        // What is wrong with a body is told before: nothing would be mailed.
        ask(&world.anyone(), "nowhere").await.invalid("/email", "malformed");
        let before = world.statements.so_far();
        let third = ask(&world.anyone(), email).await;
        assert_eq!(world.statements.so_far(), before, "nobody looked whether there is an account");
        let limits: Vec<&str> =
            third.headers.get_all("ratelimit-policy").iter().map(|value| value.to_str().unwrap()).collect();
        assert_eq!(limits, ["\"mailbox\";q=2;w=3600", "\"signing_in\";q=120;w=60"]);
        let mut refusal = turned_away(third);
        refusal["instance"] = Value::Null;
        refusals.push(refusal);
    }
    assert_eq!(refusals[0], refusals[1]);
    assert_eq!(ask(&world.anyone(), "somebody@example.org").await.status, 202);
}

#[test]
fn the_document_says_of_every_public_operation_that_it_is_limited() {
    let classes = ["registering", "signing_in", "receipts", "reads"];
    for (template, item) in DOCUMENT["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = format!("{method} {template}");
            let public = operation["security"].as_array().unwrap().contains(&json!({}));
            let class = operation["x-rate-limit"].as_str();
            assert_eq!(class.is_some(), public && template.starts_with("/v1/"), "{name}");
            let writes = [
                "post /v1/organizations/{organization_id}/invitations",
                "post /v1/editions/{edition_id}/staff",
                "patch /v1/registrations/{registration_id}",
            ];
            let told = class.is_some() || writes.contains(&name.as_str());
            assert_eq!(operation["responses"].get("429").is_some(), told, "{name}");
            assert!(class.is_none_or(|class| classes.contains(&class)), "{name}: {class:?}");
        }
    }
    let headers = &DOCUMENT["components"]["responses"]["429"]["headers"];
    for name in ["Retry-After", "RateLimit", "RateLimit-Policy"] {
        assert!(headers[name].is_object(), "{name}");
    }
}

#[tokio::test]
async fn who_sets_nothing_is_protected() {
    let folder = tempfile::tempdir().unwrap();
    let serve = |settings: &[(&str, &str)]| {
        let mut command = palabre(folder.path(), &["serve", "--listen", "127.0.0.1:0"]);
        command.envs(settings.iter().copied()).stderr(Stdio::null());
        Running::start_until(command, "http://")
    };
    for (settings, due) in [
        (&[][..], Some("\"reads\";q=3000;w=60")),
        (&[("PALABRE_RATE_LIMITS", "")], Some("\"reads\";q=3000;w=60")),
        (&[("PALABRE_RATE_LIMITS", "reads=7/2"), ("PALABRE_PROXIES", "1")], Some("\"reads\";q=7;w=2")),
        (&[("PALABRE_RATE_LIMITS", "off")], None),
    ] {
        let running = serve(settings);
        let reply = Actor::nobody(&running.base).get("/v1/editions").await;
        assert_eq!(reply.header("ratelimit-policy"), due, "{settings:?}");
        assert_eq!(running.stop(), Some(0));
    }
}

/// Whoever registers somebody, or invites them, writes to an address that somebody typed in: not for ever.
#[tokio::test]
async fn nobody_is_written_to_without_end_by_what_others_type_in() {
    let world = World::limited("letters=2/3600", 0).await;
    let stage = Stage::published(&world, "helmo").await;
    let body = |email: &str| {
        let mut body = Stage::registration("coder", "Ada");
        body["email"] = json!(email);
        body
    };
    let registrations = stage.at("registrations");
    let made = world.anyone().post(&registrations, body("victim@example.org")).await.created();
    let receipt = format!("/v1/receipts/{}/cancel", made["receipt"].as_str().unwrap());
    world.anyone().act(&receipt).await.ok();
    let made = world.anyone().post(&registrations, body("Victim@example.org")).await.created();
    let path = format!("/v1/registrations/{}", id(&made["registration"]));
    let typed_in = json!({ "email": "victim@example.org", "role": "viewer" });
    let invitations = format!("/v1/organizations/{}/invitations", id(&stage.organization));
    let staff = json!({ "email": "victim@example.org", "role": "facilitator" });
    turned_away(world.anyone().post(&registrations, body("victim@example.org")).await);
    turned_away(stage.owner.post(&invitations, typed_in).await);
    turned_away(stage.owner.post(&stage.at("staff"), staff).await);
    turned_away(stage.owner.patch(&path, json!({ "email": "victim@example.org" })).await);
    // Others are, and whoever has no address is not counted.
    world.anyone().post(&registrations, body("somebody@example.org")).await.created();
    for _ in 0..3 {
        stage.register(&world.anyone(), "coder", "Nobody").await;
    }
}
