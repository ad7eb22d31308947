//! Two organizations on one edition: what the members of the other one may, and where it ends.
//!
//! Each operation is called as members of a co-organizer by the walk of `policy.rs`, before and after it accepted.

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::partnerships::{address, shown};
use crate::stage::Stage;
use crate::world::World;

/// A co-organizer that has accepted: its owner, itself, and its part.
async fn joins(world: &World, stage: &Stage, slug: &str) -> (Actor, Value, Value) {
    let (owner, organization, partner) = stage.asks(world, slug, "co_organizer").await;
    let accepted = owner.act(&format!("/v1/partners/{}/accept", id(&partner))).await.ok();
    (owner, organization, accepted)
}

async fn roles(actor: &Actor) -> Vec<(Value, Value, Value)> {
    let role =
        |role: &Value| (role["role"].clone(), role["organization_id"].clone(), role["edition_id"].clone());
    actor.pages("/v1/me/roles", 1).await.iter().map(role).collect()
}

#[tokio::test]
async fn an_organizer_of_a_co_organizer_works_on_the_edition_like_the_organizers_own() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let (owner, organization, _) = joins(&world, &stage, "possibles").await;
    let organizer = world.member_of(&owner, &organization, "organizer", "Organizer there").await;
    organizer.patch(&stage.path, json!({ "days": 2 })).await.ok();
    organizer.act(&stage.at("publish")).await.ok();
    let guest = Stage { owner: organizer.clone(), ..stage };
    let desk = json!({ "email": "desk@example.org", "role": "registration_desk" });
    guest.owner.post(&guest.at("staff"), desk).await.created();
    guest.pool("guests", json!(3)).await;
    let (_, registration) = guest.participant(&world, "coder", "Participant 1").await;
    let path = format!("/v1/registrations/{}", id(&registration));
    assert_eq!(organizer.get(&path).await.ok()["email"], "participant.1@example.org");
    let restricted = guest.voice(&world.anyone(), "Personne ne répond.", "restricted").await;
    let statement = format!("/v1/problem-statements/{}", id(&restricted["problem_statement"]));
    assert_eq!(organizer.get(&statement).await.ok()["text"], "Personne ne répond.");
    let accepted = guest.accepted("Les formulaires sont trop longs.", "open").await;
    let challenge = guest.challenge("Comment simplifier ?", &[accepted]).await;
    let team = guest.team("Les simples", &challenge, &[id(&registration)]).await;
    guest.prototype(&team, "Simple").await;
    organizer.act(&guest.at("start")).await.ok();
    organizer.act(&guest.at("conclude")).await.ok();
    // The deeds are written down where the edition is at home.
    let audit = format!("/v1/organizations/{}/audit-entries", id(&guest.organization));
    organizer.get(&audit).await.refused(404, "not_found");
    let theirs = format!("/v1/organizations/{}/audit-entries", id(&organization));
    let there = organizer.pages(&theirs, 200).await;
    assert!(there.iter().all(|entry| entry["action"] != "edition.concluded"));
}

#[tokio::test]
async fn nothing_else_of_the_organization_is_theirs_to_read() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let other = stage.another("2026", json!("2026-11")).await;
    let (owner, organization, _) = joins(&world, &stage, "possibles").await;
    let viewer = world.member_of(&owner, &organization, "viewer", "Viewer there").await;
    let (home, event) = (
        format!("/v1/organizations/{}", id(&stage.organization)),
        format!("/v1/events/{}", id(&stage.event)),
    );
    let wider = [
        home.clone(),
        format!("{home}/members"),
        format!("{home}/invitations"),
        format!("{home}/audit-entries"),
        format!("{home}/events"),
        format!("{home}/partnerships"),
        event.clone(),
        format!("{event}/editions"),
        other.clone(),
        format!("{other}/staff"),
        format!("{other}/partners"),
    ];
    for who in [&owner, &viewer] {
        who.get(&stage.path).await.ok();
        who.get(&stage.at("staff")).await.ok();
        for path in &wider {
            who.get(path).await.refused(404, "not_found");
        }
    }
    let new = json!({ "slug": "mine", "title": { "fr": "À moi" }, "time_zone": "Europe/Brussels" });
    owner.post(&format!("{event}/editions"), new).await.refused(404, "not_found");
    // Once anybody reads the event, its list has the drafts that they work on, and no other.
    let public = stage.another_published("2024", json!("2024-10")).await;
    let listed = async |who: &Actor| -> Vec<String> {
        let editions = who.pages(&format!("{event}/editions"), 1).await;
        editions.iter().map(|edition| format!("/v1/editions/{}", id(edition))).collect()
    };
    assert_eq!(listed(&viewer).await, [public.clone(), stage.path.clone()]);
    assert_eq!(listed(&world.account("Outsider").await).await, std::slice::from_ref(&public));
    assert_eq!(listed(&stage.owner).await, [public, stage.path.clone(), other]);
    // Nor is anything of theirs open to the organizer of the edition.
    stage.owner.get(&format!("/v1/organizations/{}", id(&organization))).await.refused(404, "not_found");
}

#[tokio::test]
async fn rights_come_with_acceptance_and_go_with_the_part() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let (owner, organization, partner) = stage.asks(&world, "possibles", "co_organizer").await;
    let path = format!("/v1/partners/{}", id(&partner));
    let at_home = (json!("owner"), organization["id"].clone(), json!(null));
    let here = (json!("owner"), stage.organization["id"].clone(), stage.edition["id"].clone());
    let is_in = async |due: bool| {
        let status = owner.get(&stage.path).await.status.as_u16();
        assert_eq!(status, if due { 200 } else { 404 });
        let roles = roles(&owner).await;
        assert_eq!(roles, if due { vec![at_home.clone(), here.clone()] } else { vec![at_home.clone()] });
    };
    is_in(false).await;
    owner.act(&format!("{path}/accept")).await.ok();
    is_in(true).await;
    stage.owner.patch(&path, json!({ "kind": "funder" })).await.ok();
    is_in(false).await;
    owner.act(&format!("{path}/accept")).await.ok();
    is_in(false).await;
    stage.owner.patch(&path, json!({ "kind": "co_organizer" })).await.ok();
    is_in(false).await;
    owner.act(&format!("{path}/accept")).await.ok();
    is_in(true).await;
    owner.delete(&path).await.done();
    is_in(false).await;
    owner.get(&path).await.refused(404, "not_found");
}

#[tokio::test]
async fn a_member_of_both_organizations_is_what_they_are_in_both() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let (owner, organization, partner) = joins(&world, &stage, "possibles").await;
    let both = stage.member(&world, "viewer", "Both").await;
    both.patch(&stage.path, json!({ "days": 2 })).await.refused(403, "forbidden");
    let invitations = format!("/v1/organizations/{}/invitations", id(&organization));
    owner.post(&invitations, json!({ "email": "both@example.org", "role": "organizer" })).await.created();
    let mails = world.mails("both@example.org", 2).await;
    let token = crate::mailbox::token_in(mails.iter().find(|mail| mail.text.contains("possibles")).unwrap());
    both.post("/v1/invitations/accept", json!({ "token": token })).await.ok();
    both.patch(&stage.path, json!({ "days": 2 })).await.ok();
    both.get(&format!("/v1/organizations/{}", id(&stage.organization))).await.ok();
    both.patch(&format!("/v1/events/{}", id(&stage.event)), json!({ "slug": "mine" }))
        .await
        .refused(403, "forbidden");
    owner.delete(&format!("/v1/partners/{}", id(&partner))).await.done();
    both.patch(&stage.path, json!({ "days": 3 })).await.refused(403, "forbidden");
    both.get(&stage.path).await.ok();
}

#[tokio::test]
async fn organizations_that_change_at_once_do_not_wait_for_each_other_for_ever() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let other = Stage { path: stage.another_published("2024", json!("2024-10")).await, ..stage };
    let (first, a, _) = joins(&world, &other, "first").await;
    let (second, b, part) = joins(&world, &other, "second").await;
    let stage = Stage { path: format!("/v1/editions/{}", id(&other.edition)), ..other };
    for organization in [&a, &b] {
        let body = json!({ "organization_id": id(organization), "kind": "host" });
        stage.owner.post(&stage.at("partners"), body).await.created();
    }
    let [owner, first, second] = [&stage.owner, &first, &second].map(|actor| actor.and("if-match", "*"));
    let homes =
        [&a, &b, &stage.organization].map(|organization| format!("/v1/organizations/{}", id(organization)));
    let part = format!("/v1/partners/{}", id(&part));
    let calls = (0..20).map(|number| {
        let (actor, path, body) = match number % 5 {
            0 => (&first, &homes[0], json!({ "name": format!("A {number}") })),
            1 => (&second, &homes[1], json!({ "name": format!("B {number}") })),
            2 => (&owner, &homes[2], json!({ "name": format!("C {number}") })),
            3 => (&owner, &part, json!({ "mention": format!("Merci {number}") })),
            _ => (&owner, &stage.path, json!({ "days": number + 1 })),
        };
        let body = Some(("application/json", body.to_string().into_bytes()));
        async move { actor.send(reqwest::Method::PATCH, path, body).await }
    });
    for reply in futures_util::future::join_all(calls).await {
        assert!(reply.status.is_success(), "{}", String::from_utf8_lossy(&reply.bytes));
    }
}

#[tokio::test]
async fn a_partner_has_another_part_from_edition_to_edition() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let before = stage.another_published("2024", json!("2024-10")).await;
    let (asked, organization, _) = stage.asks(&world, "le-monde-des-possibles", "co_organizer").await;
    let body = json!({ "organization_id": id(&organization), "kind": "resource" });
    stage.owner.post(&format!("{before}/partners"), body).await.created();
    let partnerships = format!("/v1/organizations/{}/partnerships", id(&organization));
    for partnership in asked.pages(&partnerships, 1).await {
        asked.act(&format!("{}/accept", address(&partnership))).await.ok();
    }
    let anyone = world.anyone();
    assert_eq!(shown(&anyone, &before).await, ["resource"]);
    assert_eq!(shown(&anyone, &stage.path).await, ["co_organizer"]);
    // Its part of one year gives it nothing in another.
    asked.get(&stage.at("staff")).await.ok();
    asked.get(&format!("{before}/staff")).await.refused(403, "forbidden");
}

#[tokio::test]
async fn a_format_goes_to_the_organization_that_its_maker_works_for_and_so_does_what_is_written_of_it() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (owner, organization, _) = joins(&world, &stage, "possibles").await;
    let name = |slug: &str| json!({ "slug": slug, "name": { "fr": "Gardé" } });
    let theirs = owner.post(&stage.at("save-as-format"), name("theirs")).await.created();
    let ours = stage.owner.post(&stage.at("save-as-format"), name("ours")).await.created();
    for (actor, home, format, other) in
        [(&owner, &organization, &theirs, &stage.owner), (&stage.owner, &stage.organization, &ours, &owner)]
    {
        let home = format!("/v1/organizations/{}", id(home));
        assert_eq!(actor.pages(&format!("{home}/formats"), 50).await, std::slice::from_ref(format));
        other.get(&format!("/v1/formats/{}", id(format))).await.refused(404, "not_found");
        let entries = actor.pages(&format!("{home}/audit-entries"), 50).await;
        let kept: Vec<&Value> = entries.iter().filter(|entry| entry["action"] == "format.created").collect();
        assert_eq!(kept.len(), 1);
        assert_eq!(kept[0]["object_id"], format["id"]);
    }
}
