//! The staff of editions.

use serde_json::json;

use crate::actor::id;
use crate::mailbox::token_in;
use crate::stage::Stage;
use crate::world::World;

#[tokio::test]
async fn staff_is_invited_accepts_changes_and_ends() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let bea = world.account("Bea").await;
    let body = json!({ "email": "Bea@example.org", "role": "facilitator" });
    let made = stage.owner.post(&stage.at("staff"), body.clone()).await.created();
    let path = format!("/v1/staff/{}", id(&made));
    for (field, due) in [
        ("email", json!("Bea@example.org")),
        ("role", json!("facilitator")),
        ("state", json!("invited")),
        ("account_id", json!(null)),
        ("name", json!(null)),
        ("edition_id", stage.edition["id"].clone()),
    ] {
        assert_eq!(made[field], due, "{field}");
    }
    stage.owner.post(&stage.at("staff"), body).await.refused(409, "already_staff");
    // An invitation gives no right, and its mail says what it is to.
    bea.get(&stage.path).await.refused(404, "not_found");
    let mail = world.mails("Bea@example.org", 1).await.remove(0);
    assert!(mail.text.contains("The helmo") && mail.text.contains("Slow Hackathon 2025"), "{mail:?}");
    bea.post("/v1/invitations/accept", json!({ "token": token_in(&mail) })).await.ok();
    let active = bea.get(&path).await.ok();
    assert_eq!(
        (&active["state"], &active["account_id"], &active["name"], &active["version"]),
        (&json!("active"), &json!(bea.id), &json!("Bea"), &json!(2))
    );
    bea.patch(&path, json!({ "role": "organizer" })).await.refused(403, "forbidden");
    let changed = stage.owner.patch(&path, json!({ "role": "support_person" })).await.ok();
    assert_eq!(changed["role"], "support_person");
    assert_eq!(bea.pages(&stage.at("staff"), 1).await, [changed]);
    // What was ended gives nothing from the next call on, and stays as a fact.
    stage.owner.delete(&path).await.done();
    bea.get(&stage.path).await.refused(404, "not_found");
    assert_eq!(stage.owner.get(&path).await.ok()["state"], "ended");
    let problem = stage.owner.delete(&path).await.refused(409, "wrong_state");
    assert_eq!(problem["allowed_from"], json!(["invited", "active"]));
    stage.owner.patch(&path, json!({ "role": "organizer" })).await.refused(409, "wrong_state");
}

#[tokio::test]
async fn an_entry_that_was_ended_takes_its_invitation_along_and_frees_the_role() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let bea = world.account("Bea").await;
    let body = json!({ "email": "bea@example.org", "role": "facilitator" });
    let made = stage.owner.post(&stage.at("staff"), body.clone()).await.created();
    let token = token_in(&world.mails("bea@example.org", 1).await[0]);
    stage.owner.delete(&format!("/v1/staff/{}", id(&made))).await.done();
    bea.post("/v1/invitations/accept", json!({ "token": token })).await.refused(404, "not_found");
    let again = stage.owner.post(&stage.at("staff"), body).await.created();
    assert_ne!(again["id"], made["id"]);
    let states: Vec<_> = stage.owner.pages(&stage.at("staff"), 1).await;
    assert_eq!((&states[0]["state"], &states[1]["state"]), (&json!("ended"), &json!("invited")));
}

#[tokio::test]
async fn one_address_has_a_role_once() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let ask = async |role: &str| {
        stage.owner.post(&stage.at("staff"), json!({ "email": "x@example.org", "role": role })).await
    };
    let first = ask("facilitator").await.created();
    ask("registration_desk").await.created();
    let path = format!("/v1/staff/{}", id(&first));
    stage.owner.patch(&path, json!({ "role": "registration_desk" })).await.refused(409, "already_staff");
    ask("captain").await.invalid("/role", "not_one_of");
    stage.owner.patch(&path, json!({ "email": "z@example.org" })).await.invalid("/email", "unknown_field");
}

#[tokio::test]
async fn an_invitation_accepted_while_it_is_taken_back_ends_one_way_or_the_other() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let bea = world.account("Bea").await;
    for round in 0..6 {
        let body = json!({ "email": "bea@example.org", "role": "facilitator" });
        let made = stage.owner.post(&stage.at("staff"), body).await.created();
        let token = token_in(world.mails("bea@example.org", round + 1).await.last().unwrap());
        let path = format!("/v1/staff/{}", id(&made));
        let any = stage.owner.and("if-match", "*");
        let (ended, accepted) =
            tokio::join!(any.unlink(&path), bea.post("/v1/invitations/accept", json!({ "token": token })));
        // Taken back first or accepted first, it is over now.
        ended.done();
        assert!([200, 404, 409].contains(&accepted.status.as_u16()), "{}", accepted.status);
        assert_eq!(stage.owner.get(&path).await.ok()["state"], "ended");
        bea.get(&stage.path).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn an_address_whose_invitation_was_taken_back_is_invited_again() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let body = json!({ "email": "new@example.org", "role": "facilitator" });
    let entry = stage.owner.post(&stage.at("staff"), body.clone()).await.created();
    let invitations = format!("/v1/organizations/{}/invitations", id(&stage.organization));
    let invitation = stage.owner.get(&invitations).await.ok()["items"][0].clone();
    stage.owner.delete(&format!("/v1/invitations/{}", id(&invitation))).await.done();
    assert_eq!(stage.owner.get(&format!("/v1/staff/{}", id(&entry))).await.ok()["state"], "ended");
    stage.owner.post(&stage.at("staff"), body).await.created();
}

#[tokio::test]
async fn an_entry_and_a_membership_follow_the_name_of_their_account() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let bea = stage.staff(&world, "facilitator", "Bea").await;
    let cleo = stage.member(&world, "viewer", "Cleo").await;
    let entry = stage.owner.pages(&stage.at("staff"), 50).await[0].clone();
    let entry_at = format!("/v1/staff/{}", id(&entry));
    let member_at = format!("/v1/organizations/{}/members/{}", id(&stage.organization), cleo.id);
    for (actor, path) in [(&bea, &entry_at), (&cleo, &member_at)] {
        let before = stage.owner.get(path).await.ok()["version"].as_i64().unwrap();
        let me = actor.get("/v1/me").await.ok();
        actor.patch("/v1/me", json!({ "name": format!("{} B.", me["name"].as_str().unwrap()) })).await.ok();
        let shown = stage.owner.get(path).await.ok();
        assert!(shown["name"].as_str().unwrap().ends_with(" B."), "{shown}");
        assert_eq!(shown["version"].as_i64().unwrap(), before + 1);
    }
}

#[tokio::test]
async fn what_happens_in_an_edition_that_is_being_deleted_finds_it_gone() {
    let world = World::new().await;
    for round in 0..6 {
        let stage = Stage::draft(&world, &format!("o{round}")).await;
        let email = json!({ "email": "bea@example.org", "role": "facilitator" });
        let clone = json!({ "slug": "clone", "title": { "fr": "c" } });
        let (staff_at, clone_at) = (stage.at("staff"), stage.at("clone"));
        let (gone, asked, cloned) = tokio::join!(
            stage.owner.delete(&stage.path),
            stage.owner.post(&staff_at, email),
            stage.owner.post(&clone_at, clone),
        );
        assert_eq!(gone.status.as_u16(), 204);
        for reply in [asked, cloned] {
            let status = reply.status.as_u16();
            assert!(matches!(status, 201 | 404), "{status}: {}", reply.json);
        }
    }
}
