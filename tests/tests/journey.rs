//! One edition, from the first voice to a prototype, through HTTP alone: as organizer, facilitator, participant,
//! outsider and nobody.

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::mailbox::token_in;
use crate::world::World;

/// HELMo's edition of 2025, as far as its source says; the split of the forty places is the test's own.
async fn set_up(organizer: &Actor) -> String {
    let organization = json!({
        "slug": "helmo", "name": "HELMo", "default_language": "fr", "country": "BE",
        "url": "https://www.helmo.be/",
    });
    let organization = organizer.post("/v1/organizations", organization).await.created();
    let event = json!({
        "slug": "slow-hackathon", "name": { "fr": "Slow Hackathon" },
        "description": { "fr": "Un hackathon lent, en travail social." },
    });
    let events = format!("/v1/organizations/{}/events", id(&organization));
    let event = organizer.post(&events, event).await.created();
    let edition = json!({
        "slug": "2025", "title": { "fr": "Slow Hackathon 2025" },
        "starts_on": "2025-11-20", "ends_on": "2025-11-21", "days": 2,
        "time_zone": "Europe/Brussels", "mode": "on_site", "languages": ["fr"],
        "venue": { "street": "Quai Sur-Meuse 19", "postal_code": "4000", "city": "Liège", "country": "BE" },
    });
    let edition = organizer.post(&format!("/v1/events/{}/editions", id(&event)), edition).await.created();
    assert_eq!(edition["recognition"], "non_competitive");
    assert_eq!(edition["state"], "draft");
    let path = format!("/v1/editions/{}", id(&edition));
    for (slug, size) in [("coders", json!(20)), ("non-coders", json!(20)), ("all", json!(40))] {
        let pool = json!({ "slug": slug, "name": { "fr": slug }, "size": size });
        organizer.post(&format!("{path}/pools"), pool).await.created();
    }
    for (slug, knowledge, pool) in [("coder", "makes", "coders"), ("social-worker", "field", "non-coders")] {
        let profile =
            json!({ "slug": slug, "name": { "fr": slug }, "knowledge": knowledge, "pools": [pool, "all"] });
        organizer.post(&format!("{path}/profiles"), profile).await.created();
    }
    let partner = json!({ "name": "Le Monde des Possibles", "kind": "co_organizer" });
    organizer.post(&format!("{path}/partners"), partner).await.created();
    path
}

async fn register(actor: &Actor, path: &str, profile: &str) -> Value {
    let account = &actor.tokens["account"];
    let body = json!({
        "profile": profile, "name": account["name"], "email": account["email"], "visible": true,
        "consents": [{ "purpose": "organisation", "version": 1 }],
    });
    actor.post(&format!("{path}/registrations"), body).await.created()
}

#[tokio::test]
async fn from_the_first_voice_to_a_prototype() {
    let world = World::new().await;
    let (organizer, outsider, nobody) =
        (world.account("Organizer").await, world.account("Outsider").await, world.anyone());
    let path = set_up(&organizer).await;

    // A draft is nobody's business, and is not published before it can be.
    nobody.get(&path).await.refused(404, "not_found");
    outsider.get(&path).await.refused(404, "not_found");
    let problem = organizer.act(&format!("{path}/publish")).await.refused(409, "not_ready");
    assert_eq!(problem["missing"], json!(["consent_purposes"]));
    let purposes = json!({ "purposes": [{
        "purpose": "organisation", "version": 1, "required": true,
        "text": { "fr": "Mes données servent à organiser l'événement." },
    }] });
    organizer.put(&format!("{path}/consent-purposes"), purposes).await.ok();
    organizer.act(&format!("{path}/publish")).await.ok();
    let edition = nobody.get(&path).await.ok();
    assert_eq!(edition["partners"][0]["name"], "Le Monde des Possibles");
    assert_eq!(edition["organizers"][0]["slug"], "helmo");
    assert_eq!(nobody.get("/v1/editions?slug=2025").await.ok()["items"][0]["id"], edition["id"]);

    // A facilitator from outside is invited, and has no right before accepting.
    let facilitator = world.account("Facilitator").await;
    let staff = json!({ "email": "facilitator@example.org", "role": "facilitator" });
    organizer.post(&format!("{path}/staff"), staff).await.created();
    facilitator.get(&format!("{path}/registrations")).await.refused(403, "forbidden");
    let token = token_in(&world.mails("facilitator@example.org", 1).await[0]);
    facilitator.post("/v1/invitations/accept", json!({ "token": token })).await.ok();

    // People register, with an account and without.
    let (coder, worker) = (world.account("Participant 1").await, world.account("Participant 2").await);
    let first = register(&coder, &path, "coder").await;
    let second = register(&worker, &path, "social-worker").await;
    assert_eq!(first["registration"]["state"], "confirmed");
    let receipt = first["receipt"].as_str().unwrap();
    assert_eq!(nobody.get(&format!("/v1/receipts/{receipt}")).await.ok()["state"], "confirmed");
    let places = nobody.get(&format!("{path}/places")).await.ok();
    let left: Vec<&Value> = places["pools"].as_array().unwrap().iter().map(|pool| &pool["left"]).collect();
    assert_eq!(left, [&json!(19), &json!(19), &json!(38)]);
    nobody.get(&format!("{path}/registrations")).await.refused(401, "unauthenticated");
    outsider.get(&format!("{path}/registrations")).await.refused(403, "forbidden");

    // A problem is voiced, moderated, and becomes a question.
    let voiced = json!({
        "text": "Les personnes ne savent pas quels services existent.", "language": "fr",
        "voice": "named", "name": "Participant 2", "origin": "professional", "structure": "CPAS",
    });
    let voiced = worker.post(&format!("{path}/problem-statements"), voiced).await.created();
    let statement = format!("/v1/problem-statements/{}", id(&voiced["problem_statement"]));
    nobody.get(&statement).await.refused(404, "not_found");
    outsider.get(&statement).await.refused(404, "not_found");
    outsider.act(&format!("{statement}/accept")).await.refused(404, "not_found");
    worker.act(&format!("{statement}/accept")).await.refused(403, "forbidden");
    facilitator.act(&format!("{statement}/accept")).await.ok();
    assert_eq!(nobody.get(&statement).await.ok()["name"], "Participant 2");
    facilitator.act(&format!("{statement}/accept")).await.refused(409, "wrong_state");
    let challenge = json!({
        "question": "Comment trouver les services qui conviennent à une situation ?",
        "statements": [id(&voiced["problem_statement"])],
    });
    let challenge = facilitator.post(&format!("{path}/challenges"), challenge).await.created();
    let question = format!("/v1/challenges/{}", id(&challenge));
    nobody.get(&question).await.refused(404, "not_found");
    facilitator.act(&format!("{question}/open")).await.ok();
    assert_eq!(nobody.get(&statement).await.ok()["state"], "adopted");

    // A team is mixed by guarantee.
    let policy = json!({
        "size": { "min": 2, "max": 6 },
        "at_least": [{ "profiles": ["coder"], "count": 1 }, { "profiles": ["social-worker"], "count": 1 }],
        "keep_together": [], "keep_apart": [],
    });
    facilitator.put(&format!("{path}/composition-policy"), policy).await.ok();
    let team = json!({ "name": "Les écureuils", "challenge_id": id(&challenge) });
    let team = coder.post(&format!("{path}/teams"), team).await.created();
    let team_path = format!("/v1/teams/{}", id(&team));
    assert_eq!(team["steward"], first["registration"]["id"]);
    nobody.get(&team_path).await.refused(401, "unauthenticated");
    outsider.get(&team_path).await.refused(404, "not_found");
    coder.act(&format!("{team_path}/form")).await.refused(403, "forbidden");
    let unmet = facilitator.act(&format!("{team_path}/form")).await.refused(409, "policy_unmet");
    assert_eq!(unmet["missing"], json!([{ "profiles": ["social-worker"], "count": 1 }]));
    coder.link(&format!("{team_path}/members/{}", id(&second["registration"]))).await.done();
    facilitator.act(&format!("{team_path}/form")).await.ok();
    assert_eq!(nobody.get(&question).await.ok()["state"], "taken_up");

    // It makes something, and shows it.
    organizer.act(&format!("{path}/start")).await.ok();
    coder.act(&format!("{team_path}/start")).await.ok();
    let prototype = json!({
        "name": "E-cureuil", "summary": "Trouve les services et les liens qui conviennent.", "language": "fr",
        "outcome_kind": "web_application",
    });
    let prototype = worker.post(&format!("{team_path}/prototypes"), prototype).await.created();
    let made = format!("/v1/prototypes/{}", id(&prototype));
    nobody.get(&made).await.refused(404, "not_found");
    worker.post(&format!("{made}/move-stage"), json!({ "to": "presented" })).await.ok();
    coder.act(&format!("{team_path}/present")).await.ok();
    let shown = nobody.get(&made).await.ok();
    assert_eq!((&shown["team_name"], &shown["stage"]), (&json!("Les écureuils"), &json!("presented")));

    // Whoever looks can trace it back to the first words.
    let provenance = nobody.get(&format!("{made}/provenance")).await.ok();
    let nodes = provenance["nodes"].as_array().unwrap();
    let kinds: Vec<&str> = nodes.iter().map(|node| node["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["problem_statement", "challenge", "team", "prototype"]);
    assert_eq!(nodes[0]["label"], "Les personnes ne savent pas quels services existent.");
    let edges: Vec<&str> =
        provenance["edges"].as_array().unwrap().iter().map(|edge| edge["kind"].as_str().unwrap()).collect();
    assert_eq!(edges.len(), 3);
    for kind in ["adopted_by", "taken_up_by", "made"] {
        assert!(edges.contains(&kind), "{edges:?}");
    }
    let receipt = voiced["receipt"].as_str().unwrap();
    let became = nobody.get(&format!("/v1/receipts/{receipt}")).await.ok()["became"].clone();
    assert!(became.as_array().unwrap().iter().any(|thing| thing["label"] == "E-cureuil"), "{became}");

    // The funnel is public once the edition is over.
    nobody.get(&format!("{path}/funnel")).await.refused(404, "not_found");
    organizer.act(&format!("{path}/conclude")).await.ok();
    let funnel = nobody.get(&format!("{path}/funnel")).await.ok();
    assert_eq!(funnel["received"], 1);
    assert_eq!(funnel["by_disposition"]["adopted"], 1);
    assert_eq!((&funnel["teams"], &funnel["prototypes"]), (&json!(1), &json!(1)));
    assert_eq!(funnel["balanced"], true);
    assert!(funnel.get("rounds").is_none());
    assert_eq!(nobody.get(&question).await.ok()["state"], "concluded");
}
