//! Everything about me, and nothing about others.

use serde_json::json;

use crate::actor::id;
use crate::stage::Stage;
use crate::world::World;

#[tokio::test]
async fn everything_about_me_and_nothing_about_others() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (me, registration) = stage.participant(&world, "coder", "Participant 1").await;
    let (_, other) = stage.participant(&world, "coder", "Somebody Else").await;
    for (voice, name) in [("named", json!("Participant 1")), ("pseudonymous", json!(null))] {
        let statement = json!({
            "text": format!("Ce que dit une voix {voice}."), "language": "fr", "voice": voice, "name": name,
            "origin": "citizen", "sensitivity": "restricted",
        });
        me.post(&stage.at("problem-statements"), statement).await.created();
    }
    stage.voice(&stage.owner, "Ce que dit une autre.", "open").await;
    let lived = stage.accepted("Ce que vit une autre.", "open").await;
    let own = format!("/v1/registrations/{}", id(&registration));
    me.patch(&own, json!({ "structure": "Le Monde des Possibles" })).await.ok();
    me.link(&format!("/v1/problem-statements/{lived}/resonance")).await.done();
    let challenge = stage.challenge("Comment ?", &[]).await;
    let team = stage.team("Les simples", &challenge, &[id(&registration), id(&other)]).await;
    stage.prototype(&team, "Simple").await;
    let item = stage.item("Accueil").await;
    for registration in [id(&registration), id(&other)] {
        stage.owner.link(&format!("/v1/programme-items/{item}/attendance/{registration}")).await.done();
    }
    let reply = me.get("/v1/me/export").await;
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    let export = reply.ok();
    let of = |pointer: &str| export.pointer(pointer).cloned().unwrap_or_else(|| panic!("no {pointer}"));
    for (pointer, value) in [
        ("/account/email", json!("participant.1@example.org")),
        ("/memberships", json!([])),
        ("/staff", json!([])),
        ("/registrations/0/registration/id", registration["id"].clone()),
        ("/registrations/0/registration/name", json!("Participant 1")),
        ("/registrations/0/access_needs", json!(null)),
        ("/registrations/0/consents/0/purpose", json!("organisation")),
        ("/registrations/0/consents/0/withdrawn_at", json!(null)),
        ("/registrations/0/teams/0/name", json!("Les simples")),
        ("/registrations/0/teams/0/prototypes", json!(["Simple"])),
        ("/registrations/0/attended/0/programme_item_id", json!(item)),
        ("/registrations/0/attended/0/title", json!({ "fr": "Accueil" })),
        ("/registrations/0/attended/0/starts_at", json!(null)),
        ("/registrations/0/resonances", json!([lived])),
        ("/acts/0/action", json!("registration.made")),
        ("/mails", json!([])),
    ] {
        assert_eq!(of(pointer), value, "{pointer}");
    }
    assert_eq!(of("/sessions").as_array().unwrap().len(), 1);
    let mut said: Vec<String> = of("/problem_statements")
        .as_array()
        .unwrap()
        .iter()
        .map(|statement| statement["wordings"][0]["text"].as_str().unwrap().to_owned())
        .collect();
    said.sort();
    assert_eq!(said, ["Ce que dit une voix named.", "Ce que dit une voix pseudonymous."]);
    let text = export.to_string();
    for others in ["Somebody", "somebody", "Owner", "autre", id(&other)] {
        assert!(!text.contains(others), "{others}");
    }
    world.anyone().get("/v1/me/export").await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn it_takes_the_same_statements_however_much_there_is() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let (me, first) = stage.participant(&world, "coder", "Participant 1").await;
    let spent = async || {
        let before = world.statements.so_far();
        me.get("/v1/me/export").await.ok();
        world.statements.so_far() - before
    };
    let comes = async |stage: &Stage, registration: &serde_json::Value| {
        let item = stage.item("Accueil").await;
        let attendance = format!("/v1/programme-items/{item}/attendance/{}", id(registration));
        stage.owner.link(&attendance).await.done();
    };
    comes(&stage, &first).await;
    let little = spent().await;
    for number in 0..5 {
        let second = Stage::published(&world, &format!("house-{number}")).await;
        let mut body = Stage::registration("coder", "Participant 1");
        body["email"] = json!("participant.1@example.org");
        let made = me.post(&second.at("registrations"), body).await.created();
        comes(&second, &made["registration"]).await;
        second.voice(&me, "Personne ne répond.", "open").await;
    }
    assert_eq!(spent().await, little);
}
