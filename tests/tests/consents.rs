//! Consents after registering: given again, withdrawn at once, and what hangs on them.

use reqwest::Method;
use serde_json::{Value, json};

use crate::actor::{Actor, Reply, id};
use crate::rows::{key, number};
use crate::stage::Stage;
use crate::world::World;

/// Asks for what is needed, for pictures and for being listed; the pictures in this version of the text.
async fn asks(stage: &Stage, photos: u32) {
    let purpose = |purpose: &str, version: u32, required: bool| {
        let text = match purpose {
            // In the words that a stage asks in.
            "organisation" => "Mes données servent à organiser l'événement.".to_owned(),
            other => format!("{other} {version}"),
        };
        json!({ "purpose": purpose, "version": version, "required": required, "text": { "fr": text } })
    };
    let purposes =
        [purpose("organisation", 1, true), purpose("photos", photos, false), purpose("list_me", 1, false)];
    stage.owner.put(&stage.at("consent-purposes"), json!({ "purposes": purposes })).await.ok();
}

async fn asking(world: &World) -> Stage {
    let stage = Stage::published(world, "helmo").await;
    asks(&stage, 1).await;
    stage
}

async fn give(by: &Actor, path: &str, version: u32) -> Reply {
    let body = serde_json::to_vec(&json!({ "version": version })).unwrap();
    by.send(Method::PUT, path, Some(("application/json", body))).await
}

fn path_of(registration: &Value) -> String {
    format!("/v1/registrations/{}", id(registration))
}

/// How many consents of a registration were ever written down, and how many are not withdrawn.
async fn written(world: &World, registration: &Value) -> (i64, i64) {
    let of = format!("SELECT count(*) FROM consents WHERE registration_id = {}", key(id(registration)));
    (number(world, &of).await, number(world, &format!("{of} AND withdrawn_at IS NULL")).await)
}

#[tokio::test]
async fn a_consent_is_given_and_withdrawn_as_often_as_one_likes_and_all_of_it_stays_written_down() {
    let world = World::new().await;
    let stage = asking(&world).await;
    let (holder, registration) = stage.participant(&world, "coder", "Holder").await;
    let path = path_of(&registration);
    let photos = format!("{path}/consents/photos");
    let consents = async || {
        let read = holder.get(&path).await.ok();
        (read["version"].as_i64().unwrap(), read["consents"].clone())
    };
    let organisation = json!({ "purpose": "organisation", "version": 1 });
    let with_photos = |version: u32| json!([organisation, { "purpose": "photos", "version": version }]);
    give(&holder, &photos, 1).await.done();
    assert_eq!(consents().await, (2, with_photos(1)));
    // Once more changes nothing.
    give(&holder, &photos, 1).await.done();
    assert_eq!((consents().await, written(&world, &registration).await), ((2, with_photos(1)), (2, 2)));
    holder.unlink(&photos).await.done();
    assert_eq!(consents().await, (3, json!([organisation])));
    holder.unlink(&photos).await.done();
    assert_eq!((consents().await.0, written(&world, &registration).await), (3, (2, 1)));
    // By the desk, on the person's word; and to other words, beside which the old ones stay written down.
    let desk = stage.staff(&world, "registration_desk", "Desk").await;
    give(&desk, &photos, 1).await.done();
    asks(&stage, 2).await;
    give(&desk, &photos, 1).await.invalid("/version", "unknown_consent");
    give(&desk, &photos, 2).await.done();
    assert_eq!((consents().await, written(&world, &registration).await), ((5, with_photos(2)), (4, 2)));
    let of = format!("FROM consents WHERE registration_id = {} AND channel", key(id(&registration)));
    assert_eq!(number(&world, &format!("SELECT count(*) {of} = 'desk'")).await, 2);
    let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&log, 200).await;
    let deeds: Vec<_> = entries
        .iter()
        .filter(|entry| entry["action"].as_str().unwrap().starts_with("consent."))
        .map(|entry| (entry["action"].as_str().unwrap(), entry["actor_role"].as_str().unwrap()))
        .collect();
    let due = [
        ("consent.given", "holder"),
        ("consent.withdrawn", "holder"),
        ("consent.given", "registration_desk"),
        ("consent.given", "registration_desk"),
    ];
    let deeds: Vec<_> = deeds
        .into_iter()
        .map(|(deed, role)| (deed, if role == "participant" { "holder" } else { role }))
        .collect();
    assert_eq!(deeds, due);
}

#[tokio::test]
async fn a_consent_is_to_what_the_edition_asks_and_by_whose_it_is() {
    let world = World::new().await;
    let stage = asking(&world).await;
    let (holder, registration) = stage.participant(&world, "coder", "Holder").await;
    let (other, _) = stage.participant(&world, "coder", "Other").await;
    let at = |purpose: &str| format!("{}/consents/{purpose}", path_of(&registration));
    for purpose in ["tombola", "Photos", "%00"] {
        give(&holder, &at(purpose), 1).await.refused(404, "not_found");
        holder.unlink(&at(purpose)).await.refused(404, "not_found");
    }
    give(&holder, &at("photos"), 2).await.invalid("/version", "unknown_consent");
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    for (by, status, code) in [
        (&other, 404, "not_found"),
        (&facilitator, 403, "forbidden"),
        (&world.anyone(), 401, "unauthenticated"),
    ] {
        give(by, &at("photos"), 1).await.refused(status, code);
        by.unlink(&at("photos")).await.refused(status, code);
    }
    // Once it is over nothing new is consented to; taking back is a right that no state suspends.
    give(&holder, &at("photos"), 1).await.done();
    stage.owner.act(&stage.at("cancel")).await.refused(422, "invalid");
    stage.owner.post(&stage.at("cancel"), json!({ "reason": "Trop peu de monde." })).await.ok();
    give(&holder, &at("list_me"), 1).await.refused(409, "wrong_state");
    holder.unlink(&at("photos")).await.done();
    holder.unlink(&at("organisation")).await.done();
    let read = holder.get(&path_of(&registration)).await.ok();
    assert_eq!((&read["consents"], &read["state"]), (&json!([]), &registration["state"]));
}

#[tokio::test]
async fn without_a_compulsory_consent_nobody_takes_part_and_the_place_goes_on() {
    let world = World::new().await;
    let stage = asking(&world).await;
    let pool = stage.owner.get(&stage.at("pools")).await.ok()["items"][0].clone();
    stage.owner.patch(&format!("/v1/pools/{}", id(&pool)), json!({ "size": 1 })).await.ok();
    let first = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let second = stage.register(&world.anyone(), "coder", "Participant 2").await;
    assert_eq!(second["registration"]["state"], "waitlisted");
    let receipt = format!("/v1/receipts/{}", first["receipt"].as_str().unwrap());
    // What is not compulsory goes alone.
    give(&world.anyone(), &format!("{receipt}/consents/photos"), 1).await.done();
    world.anyone().unlink(&format!("{receipt}/consents/photos")).await.done();
    assert_eq!(world.anyone().get(&receipt).await.ok()["state"], "confirmed");
    world.anyone().unlink(&format!("{receipt}/consents/organisation")).await.done();
    assert_eq!(world.anyone().get(&receipt).await.ok()["state"], "cancelled");
    let now = stage.owner.get(&path_of(&second["registration"])).await.ok();
    assert_eq!(now["state"], "confirmed");
    assert_eq!(world.anyone().get(&stage.at("places")).await.ok()["pools"][0]["taken"], 1);
    let by = "SELECT count(*) FROM consents WHERE channel = 'receipt'";
    assert_eq!(number(&world, by).await, 1);
    for wrong in ["/v1/receipts/nothing/consents/photos", &format!("{receipt}/consents/tombola")] {
        give(&world.anyone(), wrong, 1).await.refused(404, "not_found");
        world.anyone().unlink(wrong).await.refused(404, "not_found");
    }
    let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&log, 200).await;
    let last: Vec<_> = entries.iter().rev().take(3).map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!(last, ["registration.placed", "registration.cancelled", "consent.withdrawn"]);
}

/// The name of a registration in its team, as this reader reads it.
async fn name_in(team: &str, by: &Actor, registration: &Value) -> Value {
    let team = by.get(&format!("/v1/teams/{team}")).await.ok();
    let members = team["members"].as_array().unwrap();
    let member = members.iter().find(|member| member["registration_id"] == registration["id"]);
    member.unwrap()["name"].clone()
}

#[tokio::test]
async fn somebody_who_withdraws_list_me_is_gone_from_the_next_answer() {
    let world = World::new().await;
    let stage = asking(&world).await;
    let (shy, registration) = stage.participant(&world, "coder", "Shy").await;
    let (reader, other) = stage.participant(&world, "coder", "Reader").await;
    let statement = stage.accepted("Les formulaires sont trop longs.", "open").await;
    let challenge = stage.challenge("Comment simplifier les démarches ?", &[statement]).await;
    let team = stage.team("Les simples", &challenge, &[id(&registration), id(&other)]).await;
    let path = path_of(&registration);
    let list_me = format!("{path}/consents/list_me");
    let visible = async || stage.owner.get(&path).await.ok()["visible"].clone();
    let listed = async || {
        let list = stage.owner.get(&stage.at("registrations")).await.ok();
        let items = list["items"].as_array().unwrap().clone();
        items.into_iter().find(|item| item["id"] == registration["id"]).unwrap()["visible"].clone()
    };
    // Nobody is shown by ticking a box beside the consent.
    assert_eq!(name_in(&team, &reader, &registration).await, json!(null));
    let problem = shy.patch(&path, json!({ "visible": true })).await.refused(409, "consent_missing");
    assert_eq!(problem["missing"], json!(["list_me"]));
    give(&shy, &list_me, 1).await.done();
    assert_eq!((visible().await, listed().await), (json!(true), json!(true)));
    let seen = reader.get(&format!("/v1/teams/{team}")).await;
    let tag = seen.header("etag").unwrap().to_owned();
    assert_eq!(name_in(&team, &reader, &registration).await, "Shy");
    shy.unlink(&list_me).await.done();
    assert_eq!(name_in(&team, &reader, &registration).await, json!(null));
    assert_ne!(reader.get(&format!("/v1/teams/{team}")).await.header("etag"), Some(tag.as_str()));
    assert_eq!((visible().await, listed().await), (json!(false), json!(false)));
    // With the consent one may still prefer not to be shown.
    give(&shy, &list_me, 1).await.done();
    assert_eq!(shy.patch(&path, json!({ "visible": false })).await.ok()["visible"], false);
    assert_eq!(shy.patch(&path, json!({ "visible": true })).await.ok()["visible"], true);
}

#[tokio::test]
async fn a_name_is_shown_from_the_start_by_consent_where_the_edition_asks_for_it() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let register = async |visible: Value, list_me: bool| {
        let mut body = Stage::registration("coder", "Participant 1");
        body["visible"] = visible;
        if list_me {
            body["consents"].as_array_mut().unwrap().push(json!({ "purpose": "list_me", "version": 1 }));
        }
        world.anyone().post(&stage.at("registrations"), body).await
    };
    // Before the edition asks for it, a wish is enough; once it does, it no longer is.
    let before = register(json!(true), false).await.created()["registration"].clone();
    assert_eq!(before["visible"], true);
    asks(&stage, 1).await;
    let after = stage.owner.get(&path_of(&before)).await.ok();
    assert_eq!((&after["visible"], &after["version"]), (&json!(false), &json!(2)));
    for (visible, list_me, due) in [
        (json!(null), false, false),
        (json!(false), false, false),
        (json!(null), true, true),
        (json!(false), true, false),
        (json!(true), true, true),
    ] {
        let made = register(visible.clone(), list_me).await.created();
        assert_eq!(made["registration"]["visible"], due, "{visible} {list_me}");
    }
    register(json!(true), false).await.refused(409, "consent_missing");
    // Other words of the same purpose don't take back what was consented to.
    let shown = || number(&world, "SELECT count(*) FROM registrations WHERE visible");
    let count = shown().await;
    asks(&stage, 2).await;
    assert_eq!((count, shown().await), (2, 2));
}
