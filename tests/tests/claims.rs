//! In whose hands a registration lies: of a helper, of nobody, and of an account that proves the address.

use serde_json::{Value, json};

use crate::accounts::code_in;
use crate::actor::{Actor, id};
use crate::stage::Stage;
use crate::world::World;

fn path_of(made: &Value) -> String {
    format!("/v1/registrations/{}", id(&made["registration"]))
}

/// Signs in by the code of a mail, which proves the address.
async fn proves(world: &World, email: &str, mails: usize) -> Actor {
    let asked = world.anyone().post("/v1/sign-in-links", json!({ "email": email })).await;
    assert_eq!(asked.status, 202);
    let code = code_in(world.mails(email, mails).await.last().unwrap());
    let proof = json!({ "email": email, "code": code });
    let tokens = world.anyone().post("/v1/tokens/from-link", proof).await.created();
    Actor::with(&world.base, &tokens)
}

async fn mine(actor: &Actor) -> Vec<String> {
    let mine = actor.pages("/v1/me/registrations", 50).await;
    mine.iter().map(|registration| id(registration).to_owned()).collect()
}

#[tokio::test]
async fn a_helper_reads_who_it_is_and_where_they_stand_and_nothing_else() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let helper = world.account("Helper").await;
    let told = json!({
        "profile": "coder", "name": "Participant 1", "email": "one@example.org", "phone": "+32 4 123 45 67",
        "language": "fr", "structure": "Le Monde des Possibles", "territory": "Liège", "languages": ["fr"],
        "skills": ["Rust"], "motivation": "Apprendre.", "visible": true,
        "consents": [{ "purpose": "organisation", "version": 1 }],
    });
    let made = helper.post(&stage.at("registrations"), told).await.created();
    let path = path_of(&made);
    let registration = &made["registration"];
    let read = helper.get(&path).await.ok();
    let shown = [
        "id",
        "version",
        "created_at",
        "edition_id",
        "profile",
        "name",
        "state",
        "reason",
        "offer_expires_at",
        "registered_at",
    ];
    for (field, value) in read.as_object().unwrap() {
        let nothing = [json!(null), json!([]), json!({}), json!(false)];
        let due = if shown.contains(&field.as_str()) {
            value == &registration[field]
        } else {
            nothing.contains(value)
        };
        assert!(due, "{field}: {value}");
    }
    assert_eq!(stage.owner.get(&path).await.ok()["motivation"], "Apprendre.");
    let listed = helper.pages("/v1/me/registrations", 50).await;
    let mut due = read.clone();
    due["held_by_me"] = json!(false);
    assert_eq!(listed, [due]);
    // They hold the receipt, and no right besides.
    helper.patch(&path, json!({ "name": "Somebody" })).await.refused(403, "forbidden");
    helper.act(&format!("{path}/cancel")).await.refused(403, "forbidden");
    helper.get(&format!("{path}/position")).await.refused(403, "forbidden");
    helper.get(&format!("{path}/access-needs")).await.refused(403, "forbidden");
    helper.unlink(&format!("{path}/consents/organisation")).await.refused(403, "forbidden");
    world.account("Other").await.get(&path).await.refused(404, "not_found");
    let receipt = format!("/v1/receipts/{}", made["receipt"].as_str().unwrap());
    assert_eq!(helper.get(&receipt).await.ok()["state"], "confirmed");
}

#[tokio::test]
async fn two_people_without_an_address_and_of_one_name_are_two_people() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let helper = world.account("Helper").await;
    let desk = stage.staff(&world, "registration_desk", "Desk").await;
    let mut made = Vec::new();
    for by in [&helper, &helper, &desk, &world.anyone()] {
        let registered = stage.register(by, "coder", "Marie Dupont").await;
        assert_eq!(registered["registration"]["state"], "confirmed");
        made.push(registered["receipt"].as_str().unwrap().to_owned());
    }
    world.anyone().act(&format!("/v1/receipts/{}/cancel", made[0])).await.ok();
    for (receipt, state) in made.iter().zip(["cancelled", "confirmed", "confirmed", "confirmed"]) {
        assert_eq!(world.anyone().get(&format!("/v1/receipts/{receipt}")).await.ok()["state"], state);
    }
    let list = stage.owner.pages(&stage.at("registrations?q=marie"), 50).await;
    assert_eq!(list.len(), 4);
}

#[tokio::test]
async fn an_account_claims_what_was_made_with_its_address_once_it_has_proven_it() {
    let world = World::new().await;
    let (one, two) = (Stage::published(&world, "helmo").await, Stage::published(&world, "dynamo").await);
    let helper = world.account("Helper").await;
    let body = |name: &str| {
        let mut body = Stage::registration("coder", name);
        body["email"] = json!("Ada@Example.org");
        body
    };
    let first = world.anyone().post(&one.at("registrations"), body("Ada")).await.created();
    let second = helper.post(&two.at("registrations"), body("Madame Ada")).await.created();
    // Somebody made an account with that address; they may be anybody.
    let ada = world.account("Ada").await;
    assert_eq!((mine(&ada).await, ada.pages("/v1/me/roles", 50).await), (vec![], vec![]));
    for made in [&first, &second] {
        ada.get(&path_of(made)).await.refused(404, "not_found");
    }
    ada.get(&one.at("teams")).await.refused(403, "forbidden");
    let ada = proves(&world, "ada@example.org", 1).await;
    let both = [&first, &second].map(|made| id(&made["registration"]).to_owned());
    assert_eq!(mine(&ada).await, both);
    let read = ada.get(&path_of(&second)).await.ok();
    assert_eq!((&read["email"], &read["version"]), (&json!("Ada@Example.org"), &json!(2)));
    assert_eq!(ada.pages("/v1/me/roles", 50).await.len(), 2);
    ada.get(&one.at("teams")).await.ok();
    // Who helped still reads where she stands; hers is what she tells.
    assert_eq!(helper.get(&path_of(&second)).await.ok()["email"], json!(null));
    for (stage, made) in [(&one, &first), (&two, &second)] {
        let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
        let entries = stage.owner.pages(&log, 200).await;
        let claims: Vec<_> =
            entries.iter().filter(|entry| entry["action"] == "registration.claimed").collect();
        assert_eq!(claims.len(), 1);
        let entry = claims[0];
        assert_eq!((&entry["object_id"], &entry["actor_id"]), (&made["registration"]["id"], &json!(ada.id)));
    }
    ada.patch(&path_of(&first), json!({ "structure": "HELMo" })).await.ok();
    ada.act(&format!("{}/cancel", path_of(&first))).await.ok();
    // What somebody else makes with the address of a proven account waits for the next proof.
    let third = world.anyone().post(&one.at("registrations"), body("Ada")).await.created();
    ada.get(&path_of(&third)).await.refused(404, "not_found");
    let again = proves(&world, "ada@example.org", 2).await;
    assert_eq!(again.get(&path_of(&third)).await.ok()["name"], "Ada");
}

#[tokio::test]
async fn accepting_an_invitation_claims_too() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let elsewhere = Stage::published(&world, "dynamo").await;
    let mut body = Stage::registration("coder", "Ada");
    body["email"] = json!("ada@example.org");
    let made = world.anyone().post(&elsewhere.at("registrations"), body).await.created();
    let ada = stage.staff(&world, "facilitator", "Ada").await;
    assert_eq!(mine(&ada).await, [id(&made["registration"])]);
}

/// Whoever knows an address learns from it that it is registered here, and nothing more.
#[tokio::test]
async fn a_stranger_is_told_the_same_of_every_address_that_is_registered() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let with = |email: &str| {
        let mut body = Stage::registration("coder", "Somebody");
        body["email"] = json!(email);
        body
    };
    // Of an account that has proven it, of one that has not, and of nobody; with a place, and waiting.
    let proven =
        proves(&world, world.account("Proven").await.tokens["account"]["email"].as_str().unwrap(), 1).await;
    proven.post(&stage.at("registrations"), with("proven@example.org")).await.created();
    stage.participant(&world, "coder", "Unproven").await;
    world.anyone().post(&stage.at("registrations"), with("nobody@example.org")).await.created();
    let pool = stage.owner.get(&stage.at("pools")).await.ok()["items"][0].clone();
    stage.owner.patch(&format!("/v1/pools/{}", id(&pool)), json!({ "size": 3 })).await.ok();
    let waits = world.anyone().post(&stage.at("registrations"), with("waiting@example.org")).await.created();
    assert_eq!(waits["registration"]["state"], "waitlisted");
    let mut told = Vec::new();
    for email in ["proven@example.org", "unproven@example.org", "nobody@example.org", "WAITING@example.org"] {
        let mut problem = world
            .anyone()
            .post(&stage.at("registrations"), with(email))
            .await
            .refused(409, "already_registered");
        problem["instance"] = json!(null);
        told.push(problem);
    }
    assert!(told.iter().all(|problem| *problem == told[0]), "{told:?}");
    // The organization knows a person of an address in another edition without a word to whoever registers it there.
    let editions = format!("/v1/events/{}/editions", id(&stage.event));
    let next = json!({
        "slug": "2026", "title": { "fr": "2026" }, "time_zone": "Europe/Brussels", "starts_on": "2027-11-20",
    });
    let next = stage.owner.post(&editions, next).await.created();
    let next = Stage { path: format!("/v1/editions/{}", id(&next)), edition: next, ..stage };
    next.pool("all", json!(null)).await;
    next.profile("coder", "makes", json!(["all"])).await;
    next.asks_consent().await;
    next.owner.act(&next.at("publish")).await.ok();
    let made = ["proven@example.org", "new@example.org"].map(|email| (email, with(email)));
    for (email, body) in made {
        let made = world.anyone().post(&next.at("registrations"), body).await.created();
        let registration = &made["registration"];
        assert_eq!((&registration["name"], &registration["email"]), (&json!("Somebody"), &json!(email)));
        assert_eq!(registration["version"], 1);
    }
}
