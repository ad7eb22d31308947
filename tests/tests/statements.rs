//! Problem statements: voiced, read by whom they may be, disposed of once.

use reqwest::Method;
use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::rows;
use crate::stage::Stage;
use crate::world::{DOCUMENT, World};

/// A voice with a name.
fn named() -> Value {
    json!({
        "text": "Personne ne répond au téléphone.", "language": "fr", "voice": "named", "origin": "citizen",
        "name": "Participant 1",
    })
}

async fn audited(stage: &Stage) -> Vec<Value> {
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    stage.owner.pages(&entries, 200).await
}

fn path_of(statement: &Value) -> String {
    format!("/v1/problem-statements/{}", id(statement))
}

#[tokio::test]
async fn a_voice_gets_its_statement_whole_and_a_receipt() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let nobody = world.anyone();
    let reply = nobody.post(&stage.at("problem-statements"), named()).await;
    let (location, tag) =
        (reply.header("location").unwrap().to_owned(), reply.header("etag").unwrap().to_owned());
    let made = reply.created();
    let statement = &made["problem_statement"];
    assert_eq!((location, tag.as_str()), (path_of(statement), "\"1\""));
    for (field, due) in [
        ("text", json!("Personne ne répond au téléphone.")),
        ("first_text", json!("Personne ne répond au téléphone.")),
        ("name", json!("Participant 1")),
        ("structure", Value::Null),
        ("sensitivity", json!("open")),
        ("public_text", Value::Null),
        ("state", json!("submitted")),
        ("reason", Value::Null),
        ("challenges", json!([])),
        ("themes", json!([])),
        ("resonance", Value::Null),
        ("became", json!([])),
        ("derived_from", json!([])),
        ("edition_id", stage.edition["id"].clone()),
    ] {
        assert_eq!(statement[field], due, "{field}");
    }
    assert!(statement.get("created_at").is_none(), "what is said may be anonymous: it has no time");
    // Nobody in particular reads it only once it is accepted; by the receipt they follow it from the first.
    nobody.get(&path_of(statement)).await.refused(404, "not_found");
    let receipt = nobody.get(&format!("/v1/receipts/{}", made["receipt"].as_str().unwrap())).await.ok();
    assert_eq!((&receipt["kind"], &receipt["state"]), (&json!("problem_statement"), &json!("submitted")));
    let mut read = stage.owner.get(&path_of(statement)).await.ok();
    assert_eq!(read["readers"].take(), json!([]), "who moderates is told who was named");
    assert_eq!(read, *statement);
}

#[rstest]
#[case::a_name_for_an_anonymous_voice(json!({ "voice": "anonymous" }), "/name", "not_allowed_here")]
#[case::no_name(json!({ "name": null }), "/name", "name_missing")]
#[case::a_name_too_much(json!({ "voice": "pseudonymous" }), "/name", "not_allowed_here")]
#[case::no_sensitivity(json!({ "sensitivity": "secret" }), "/sensitivity", "not_one_of")]
#[case::no_origin(json!({ "origin": "tourist" }), "/origin", "not_one_of")]
#[case::blank(json!({ "text": " \n " }), "/text", "too_short")]
#[case::too_long(json!({ "text": "é".repeat(5_001) }), "/text", "too_long")]
#[case::zero(json!({ "text": "a\u{0}b" }), "/text", "forbidden_character")]
#[case::no_language(json!({ "language": "le français" }), "/language", "malformed")]
#[case::themes(json!({ "themes": ["logement"] }), "/themes/0", "malformed")]
#[case::item(json!({ "programme_item_id": "plenary" }), "/programme_item_id", "malformed")]
#[tokio::test]
async fn a_voice_that_is_wrong_is_told_where(
    #[case] change: Value,
    #[case] pointer: &str,
    #[case] code: &str,
) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut body = named();
    for (field, value) in change.as_object().unwrap() {
        body[field] = value.clone();
    }
    world.anyone().post(&stage.at("problem-statements"), body).await.invalid(pointer, code);
    assert!(stage.owner.pages(&stage.at("problem-statements"), 50).await.is_empty());
}

#[tokio::test]
async fn the_longest_words_are_taken_whole() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut body = named();
    body["text"] = json!("é".repeat(5_000));
    let made = world.anyone().post(&stage.at("problem-statements"), body.clone()).await.created();
    assert_eq!(stage.owner.get(&path_of(&made["problem_statement"])).await.ok()["text"], body["text"]);
}

#[tokio::test]
async fn a_window_binds_the_public_and_participants_and_never_staff() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let (nobody, voices) = (world.anyone(), stage.at("problem-statements"));
    nobody.post(&voices, named()).await.refused(404, "not_found");
    let early = stage.owner.post(&voices, named()).await.refused(409, "wrong_state");
    assert_eq!(
        (&early["state"], &early["allowed_from"]),
        (&json!("draft"), &json!(["published", "running"]))
    );
    let past =
        |instant: &str| json!({ "local": instant, "time_zone": "UTC", "instant": format!("{instant}Z") });
    let windows = json!({ "windows": [{
        "kind": "problem_call", "opens_at": past("2020-01-01T00:00:00"), "closes_at": past("2020-02-01T00:00:00"),
    }] });
    stage.owner.put(&stage.at("windows"), windows).await.ok();
    stage.owner.act(&stage.at("publish")).await.ok();
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    for caller in [&nobody, &participant] {
        let closed = caller.post(&voices, named()).await.refused(409, "window_closed");
        assert_eq!(closed["closes_at"], "2020-02-01T00:00:00Z");
    }
    stage.owner.post(&voices, named()).await.created();
    stage.owner.put(&stage.at("windows"), json!({ "windows": [] })).await.ok();
    nobody.post(&voices, named()).await.created();
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    // The edition's state comes before its window.
    nobody.post(&voices, named()).await.refused(409, "wrong_state");
}

#[tokio::test]
async fn a_statement_has_one_disposition() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let first =
        path_of(&stage.voice(&world.anyone(), "Trop de formulaires.", "open").await["problem_statement"]);
    let stale = facilitator.and("if-match", "\"7\"");
    stale.act(&format!("{first}/accept")).await.refused(412, "stale");
    facilitator.act(&format!("{first}/set-aside")).await.invalid("/reason", "missing_field");
    let reply = facilitator.and("if-match", "\"1\"").act(&format!("{first}/accept")).await;
    assert_eq!(reply.header("etag"), Some("\"2\""));
    let accepted = reply.ok();
    assert_eq!((&accepted["state"], &accepted["version"]), (&json!("accepted"), &json!(2)));
    for again in ["accept", "set-aside"] {
        let path = format!("{first}/{again}");
        let refused = facilitator.post(&path, reason_for(again)).await.refused(409, "wrong_state");
        assert_eq!(
            (&refused["state"], &refused["allowed_from"]),
            (&json!("accepted"), &json!(["submitted"]))
        );
    }
    let second = path_of(&stage.voice(&world.anyone(), "Trop de bruit.", "open").await["problem_statement"]);
    let aside =
        facilitator.post(&format!("{second}/set-aside"), json!({ "reason": "Hors sujet." })).await.ok();
    assert_eq!((&aside["state"], &aside["reason"]), (&json!("set_aside"), &json!("Hors sujet.")));
    facilitator.act(&format!("{second}/accept")).await.refused(409, "wrong_state");
    // Over, the edition disposes of nothing any more.
    let third = path_of(&stage.voice(&world.anyone(), "Trop tard.", "open").await["problem_statement"]);
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    facilitator.act(&format!("{third}/accept")).await.refused(409, "wrong_state");
}

fn reason_for(verb: &str) -> Value {
    if verb == "accept" { json!({}) } else { json!({ "reason": "Pourquoi pas." }) }
}

/// Invariant 5: no operation deletes a statement or changes its first wording; what others say beside it comes and goes.
#[tokio::test]
async fn invariant_5_nothing_deletes_a_statement_or_changes_its_first_words() {
    for (template, item) in DOCUMENT["paths"].as_object().unwrap() {
        let methods: Vec<&String> = item.as_object().unwrap().keys().collect();
        if template.contains("problem-statements") && !template.ends_with("/resonance") {
            assert!(methods.iter().all(|method| ["get", "post"].contains(&method.as_str())), "{template}");
        }
    }
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let statement = stage.accepted("Les premiers mots.", "open").await;
    let challenge = stage.challenge("Comment ?", std::slice::from_ref(&statement)).await;
    stage.owner.post(&format!("/v1/challenges/{challenge}/withdraw"), json!({ "reason": "Non." })).await.ok();
    // The first wording stays, the last stands, none between is found.
    for words in ["Les mots biffés.", "Les derniers mots."] {
        let body = json!({ "text": words, "reason": "Mieux dit." });
        stage.owner.post(&format!("/v1/problem-statements/{statement}/reword"), body).await.ok();
    }
    let read = stage.owner.get(&format!("/v1/problem-statements/{statement}")).await.ok();
    assert_eq!(read["first_text"], "Les premiers mots.");
    assert_eq!(read["text"], "Les derniers mots.");
    let found = async |q: &str| {
        stage.owner.get(&stage.at(&format!("problem-statements?q={q}"))).await.ok()["items"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!((found("premiers").await, found("BIFF%C3%89S").await, found("derniers").await), (1, 0, 1));
    for table in ["problem_statements", "challenge_statements"] {
        assert_eq!(rows::number(&world, &format!("SELECT COUNT(*) FROM {table}")).await, 1);
    }
}

/// Invariant 14: a change of state, its audit entry and its outbox event are one transaction.
#[tokio::test]
async fn invariant_14_what_is_done_is_written_down_once_and_with_it() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    let before = audited(&stage).await.len();
    let voiced = participant.post(&stage.at("problem-statements"), named()).await.created();
    let hidden = stage.voice(&participant, "Sous un autre nom.", "open").await;
    let path = path_of(&voiced["problem_statement"]);
    stage.owner.act(&format!("{path}/accept")).await.ok();
    stage.owner.act(&format!("{path}/accept")).await.refused(409, "wrong_state");
    let aside = format!("{}/set-aside", path_of(&hidden["problem_statement"]));
    stage.owner.post(&aside, json!({ "reason": "Deux fois dit." })).await.ok();
    let challenge = json!({ "question": "Comment ?", "statements": [id(&voiced["problem_statement"])] });
    let challenge = stage.owner.post(&stage.at("challenges"), challenge).await.created();
    let question = format!("/v1/challenges/{}", id(&challenge));
    stage.owner.act(&format!("{question}/open")).await.ok();
    stage.owner.act(&format!("{question}/open")).await.refused(409, "wrong_state");
    stage.owner.post(&format!("{question}/withdraw"), json!({ "reason": "Autrement." })).await.ok();
    let entries = audited(&stage).await;
    let told: Vec<(&str, &Value, &Value)> = entries[before..]
        .iter()
        .map(|entry| (entry["action"].as_str().unwrap(), &entry["actor_id"], &entry["actor_role"]))
        .collect();
    let (owner, voice) = (json!(stage.owner.id), json!(participant.id));
    let (null, owns) = (Value::Null, json!("owner"));
    assert_eq!(
        told,
        [
            ("statement.voiced", &voice, &json!("participant")),
            // A pseudonymous voice is shown to nobody.
            ("statement.voiced", &null, &json!("voice")),
            ("statement.accepted", &owner, &owns),
            ("statement.set_aside", &owner, &owns),
            ("challenge.created", &owner, &owns),
            ("challenge.opened", &owner, &owns),
            ("statement.adopted", &owner, &owns),
            ("challenge.withdrawn", &owner, &owns),
            ("statement.released", &owner, &owns),
        ]
    );
    let alone = "SELECT COUNT(*) FROM audit_entries a WHERE NOT EXISTS (SELECT 1 FROM outbox_events e \
                 WHERE e.kind = a.action AND e.object_id = a.object_id AND e.at = a.at)";
    assert_eq!(rows::number(&world, alone).await, 0);
    let all = async |table: &str| rows::number(&world, &format!("SELECT COUNT(*) FROM {table}")).await;
    assert_eq!(all("audit_entries").await, all("outbox_events").await);
    let named_voice = "SELECT COUNT(*) FROM outbox_events WHERE kind = 'statement.voiced' \
                       AND actor_account_id IS NOT NULL";
    assert_eq!(rows::number(&world, named_voice).await, 1);
}

/// Invariant 14 again: the same idempotency key never does a thing twice.
#[tokio::test]
async fn invariant_14_the_same_key_voices_once() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let nobody = world.anyone().and("idempotency-key", "\"one-voice-one-statement\"");
    let voices = stage.at("problem-statements");
    let first = nobody.post(&voices, named()).await;
    let again = nobody.post(&voices, named()).await;
    assert_eq!(again.header("idempotency-replayed"), Some("true"));
    assert_eq!(first.header("location"), again.header("location"));
    assert_eq!(first.bytes, again.bytes);
    let mut other = named();
    other["text"] = json!("Autre chose.");
    nobody.post(&voices, other).await.refused(422, "key_reused");
    assert_eq!(stage.owner.pages(&voices, 50).await.len(), 1);
}

/// What somebody voiced under a name of their own choice leads to them in no answer, and by nobody's reading.
#[tokio::test]
async fn a_pseudonymous_voice_is_shown_to_nobody() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (participant, registration) = stage.participant(&world, "coder", "Participant 1").await;
    let made = stage.voice(&participant, "Je n'ose pas le dire.", "restricted").await;
    let path = path_of(&made["problem_statement"]);
    let read = stage.owner.get(&path).await;
    let text = String::from_utf8(read.bytes.clone()).unwrap();
    for trace in [participant.id.as_str(), id(&registration), "Participant 1"] {
        assert!(!text.contains(trace), "{trace} in {text}");
    }
    // Who voiced it reads it from the first, whatever its sensitivity.
    assert_eq!(participant.get(&path).await.ok()["text"], "Je n'ose pas le dire.");
    participant.send(Method::POST, &format!("{path}/accept"), None).await.refused(403, "forbidden");
    world.account("Outsider").await.get(&path).await.refused(404, "not_found");
    let kept = format!(
        "SELECT COUNT(*) FROM problem_statements WHERE author_account_id = {} AND author_registration_id = {}",
        rows::key(&participant.id),
        rows::key(id(&registration)),
    );
    assert_eq!(rows::number(&world, &kept).await, 1);
    assert_eq!(
        rows::number(&world, "SELECT COUNT(*) FROM problem_statements WHERE name IS NOT NULL").await,
        0
    );
}

#[tokio::test]
async fn another_tenants_statement_is_like_one_that_is_not_there() {
    let world = World::new().await;
    let (ours, theirs) = (Stage::published(&world, "helmo").await, Stage::published(&world, "other").await);
    let made = theirs.voice(&theirs.owner, "Chez nous.", "open").await;
    let path = path_of(&made["problem_statement"]);
    let unknown = "/v1/problem-statements/01900000-0000-7000-8000-00000000dead";
    for verb in ["", "/accept", "/set-aside", "/provenance"] {
        let call = async |path: String| match verb {
            "" | "/provenance" => ours.owner.get(&path).await,
            "/accept" => ours.owner.act(&path).await,
            _ => ours.owner.post(&path, reason_for(verb)).await,
        };
        let mut answers = Vec::new();
        for path in [&path, unknown] {
            let mut problem = call(format!("{path}{verb}")).await.refused(404, "not_found");
            problem["instance"] = Value::Null;
            answers.push(problem);
        }
        assert_eq!(answers[0], answers[1]);
    }
}
