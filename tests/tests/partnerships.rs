//! Organizations that are asked to be partners: what they are asked, what they answer, and who reads of it.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::stage::Stage;
use crate::world::World;

pub(crate) fn address(partner: &Value) -> String {
    format!("/v1/partners/{}", id(partner))
}

/// The kinds of the partners that an edition shows to somebody.
pub(crate) async fn shown(actor: &Actor, edition: &str) -> Vec<String> {
    let edition = actor.get(edition).await.ok();
    edition["partners"]
        .as_array()
        .unwrap()
        .iter()
        .map(|partner| partner["kind"].as_str().unwrap().to_owned())
        .collect()
}

async fn version(actor: &Actor, path: &str) -> i64 {
    actor.get(path).await.ok()["version"].as_i64().unwrap()
}

#[tokio::test]
async fn an_organization_is_asked_and_named_once_it_has_accepted() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (viewer, outsider) =
        (stage.member(&world, "viewer", "Viewer").await, world.account("Outsider").await);
    let (asked, organization, made) = stage.asks(&world, "possibles", "host").await;
    let organizer = world.member_of(&asked, &organization, "organizer", "Organizer there").await;
    let path = address(&made);
    for (field, due) in [
        ("organization_id", organization["id"].clone()),
        ("name", json!("The possibles")),
        ("state", json!("invited")),
        ("kind", json!("host")),
        ("version", json!(1)),
    ] {
        assert_eq!(made[field], due, "{field}");
    }
    // Until then its owners and the crew know of it, and nobody else.
    for (who, status) in [
        (&viewer, 200),
        (&asked, 200),
        (&stage.owner, 200),
        (&organizer, 404),
        (&outsider, 404),
        (&world.anyone(), 404),
    ] {
        assert_eq!(who.get(&path).await.status.as_u16(), status);
        assert_eq!(who.get(&stage.path).await.ok()["partners"], json!([]));
        let crew = [&viewer.id, &stage.owner.id].contains(&&who.id);
        assert_eq!(who.pages(&stage.at("partners"), 1).await.len(), usize::from(crew));
    }
    stage.owner.act(&format!("{path}/accept")).await.refused(403, "forbidden");
    organizer.act(&format!("{path}/accept")).await.refused(404, "not_found");
    let partnerships = format!("/v1/organizations/{}/partnerships", id(&organization));
    let found = organizer.pages(&partnerships, 1).await;
    let due = json!([{
        "id": made["id"], "version": 1, "created_at": made["created_at"], "edition_id": stage.edition["id"],
        "edition_title": { "fr": "Slow Hackathon 2025" },
        "organizer": { "slug": "helmo", "name": "The helmo", "url": null },
        "kind": "host", "programme": null, "mention": null, "url": null, "state": "invited",
    }]);
    assert_eq!(json!(found), due);
    let before = version(&stage.owner, &stage.path).await;
    let accepted = asked.act(&format!("{path}/accept")).await;
    assert_eq!(accepted.header("etag"), Some("\"2\""));
    let accepted = accepted.ok();
    assert_eq!((&accepted["state"], &accepted["version"]), (&json!("accepted"), &json!(2)));
    assert_eq!(version(&stage.owner, &stage.path).await, before + 1);
    assert_eq!(world.anyone().get(&path).await.ok(), accepted);
    assert_eq!(world.anyone().pages(&stage.at("partners"), 1).await, [accepted]);
    let edition = world.anyone().get(&stage.path).await.ok();
    assert_eq!(edition["partners"][0]["organization_id"], organization["id"]);
    assert_eq!(edition["organizers"].as_array().unwrap().len(), 1, "a host does not organize");
    assert_eq!(asked.pages(&partnerships, 1).await[0]["state"], "accepted");
    let audit = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&audit, 200).await;
    let entry = entries.iter().find(|entry| entry["action"] == "partner.accepted").unwrap();
    assert_eq!(
        (&entry["actor_id"], &entry["actor_role"]),
        (&json!(asked.id), &json!("partner_owner")),
        "{entry}"
    );
}

#[tokio::test]
async fn every_state_and_every_answer() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    for (state, [accept, decline, change]) in [
        ("invited", ["accepted", "declined", "invited"]),
        ("accepted", ["-", "-", "accepted"]),
        ("declined", ["-", "-", "-"]),
    ] {
        for (step, due) in [("accept", accept), ("decline", decline), ("change", change)] {
            let (asked, _, made) = stage.asks(&world, &format!("{state}-{step}"), "resource").await;
            let path = address(&made);
            match state {
                "accepted" => asked.act(&format!("{path}/accept")).await.ok(),
                "declined" => asked.act(&format!("{path}/decline")).await.ok(),
                _ => Value::Null,
            };
            let before = version(&stage.owner, &stage.path).await;
            let reply = match step {
                "change" => stage.owner.patch(&path, json!({ "mention": "Merci" })).await,
                step => asked.act(&format!("{path}/{step}")).await,
            };
            let raised = if due == "-" {
                assert_eq!(reply.refused(409, "wrong_state")["state"], state);
                0
            } else {
                assert_eq!(reply.ok()["state"], due, "{state} {step}");
                1
            };
            assert_eq!(version(&stage.owner, &stage.path).await, before + raised, "{state} {step}");
        }
    }
    // Who is only a name was not asked, and nobody answers for it.
    let named = json!({ "name": "ULiège", "kind": "host" });
    let named = stage.owner.post(&stage.at("partners"), named).await.created();
    assert_eq!((&named["state"], &named["organization_id"]), (&json!("accepted"), &json!(null)));
    stage.owner.act(&format!("{}/decline", address(&named))).await.refused(403, "forbidden");
}

#[tokio::test]
async fn an_organization_has_a_part_once_and_is_asked_again_after_it_declined() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (asked, organization, made) = stage.asks(&world, "possibles", "host").await;
    let ask = async |kind: &str| {
        let body = json!({ "organization_id": id(&organization), "kind": kind });
        stage.owner.post(&stage.at("partners"), body).await
    };
    ask("host").await.refused(409, "already_partner");
    let other = ask("funder").await.created();
    stage.owner.patch(&address(&other), json!({ "kind": "host" })).await.refused(409, "already_partner");
    asked.act(&format!("{}/accept", address(&made))).await.ok();
    ask("host").await.refused(409, "already_partner");
    asked.act(&format!("{}/decline", address(&other))).await.ok();
    assert_eq!(shown(&world.anyone(), &stage.path).await, ["host"]);
    let again = ask("funder").await.created();
    assert_ne!(again["id"], other["id"]);
    stage.owner.delete(&address(&other)).await.done();
    assert_eq!(
        asked.pages(&format!("/v1/organizations/{}/partnerships", id(&organization)), 1).await.len(),
        2
    );
    let (first, second) = tokio::join!(ask("audience"), ask("audience"));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 409]);
}

#[tokio::test]
async fn another_part_is_agreed_to_anew_and_a_name_is_an_organizations_own() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (asked, _, made) = stage.asks(&world, "possibles", "resource").await;
    let path = address(&made);
    asked.act(&format!("{path}/accept")).await.ok();
    let same = stage.owner.patch(&path, json!({ "kind": "resource", "mention": "Merci" })).await.ok();
    assert_eq!(same["state"], "accepted");
    let other = stage.owner.patch(&path, json!({ "kind": "co_organizer" })).await.ok();
    assert_eq!((&other["state"], &other["kind"]), (&json!("invited"), &json!("co_organizer")));
    assert!(shown(&world.anyone(), &stage.path).await.is_empty());
    world.anyone().get(&path).await.refused(404, "not_found");
    stage.owner.patch(&path, json!({ "name": "Autrement" })).await.invalid("/name", "name_of_organization");
    stage
        .owner
        .patch(&path, json!({ "organization_id": null }))
        .await
        .invalid("/organization_id", "unknown_field");
    // The edition's own organization lends the house, but needs not be asked to organize.
    let own = |kind: &str| json!({ "organization_id": id(&stage.organization), "kind": kind });
    let partners = stage.at("partners");
    stage.owner.post(&partners, own("co_organizer")).await.invalid("/organization_id", "own_organization");
    let host = stage.owner.post(&partners, own("host")).await.created();
    stage.owner.act(&format!("{}/accept", address(&host))).await.ok();
    let kind = json!({ "kind": "co_organizer" });
    stage.owner.patch(&address(&host), kind).await.invalid("/kind", "own_organization");
}

#[rstest]
#[case::draft(&[])]
#[case::published(&["publish"])]
#[case::running(&["publish", "start"])]
#[case::concluded(&["publish", "start", "conclude"])]
#[case::cancelled(&["publish", "cancel"])]
#[tokio::test]
async fn a_partner_leaves_by_itself_in_every_state_and_answers_while_it_is_set_up(#[case] steps: &[&str]) {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let (leaving, _, accepted) = stage.asks(&world, "leaving", "co_organizer").await;
    leaving.act(&format!("{}/accept", address(&accepted))).await.ok();
    let (asked, _, open) = stage.asks(&world, "asked", "host").await;
    for step in steps {
        let body = if *step == "cancel" { json!({ "reason": "La salle a brûlé." }) } else { json!({}) };
        stage.owner.post(&stage.at(step), body).await.ok();
    }
    let over = matches!(steps.last(), Some(&"conclude" | &"cancel"));
    let before = version(&stage.owner, &stage.path).await;
    let answer = asked.act(&format!("{}/decline", address(&open))).await;
    if over {
        let problem = answer.refused(409, "wrong_state");
        assert_eq!(problem["allowed_from"], json!(["draft", "published", "running"]));
        stage.owner.delete(&address(&open)).await.refused(409, "wrong_state");
        stage.owner.delete(&address(&accepted)).await.refused(409, "wrong_state");
    } else {
        answer.ok();
    }
    leaving.delete(&address(&accepted)).await.done();
    assert_eq!(version(&stage.owner, &stage.path).await, before + if over { 1 } else { 2 });
    assert_eq!(shown(&stage.owner, &stage.path).await, Vec::<String>::new());
    asked.delete(&address(&open)).await.done();
    assert_eq!(stage.owner.pages(&stage.at("partners"), 50).await, Vec::<Value>::new());
}

#[tokio::test]
async fn an_edition_and_its_partners_follow_the_name_of_an_organization() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (asked, organization, made) = stage.asks(&world, "possibles", "co_organizer").await;
    let (path, home) = (address(&made), format!("/v1/organizations/{}", id(&organization)));
    asked.act(&format!("{path}/accept")).await.ok();
    let before = (version(&asked, &path).await, version(&asked, &stage.path).await);
    let seen = world.anyone().get(&stage.path).await;
    let changes =
        json!({ "name": "Le Monde des Possibles", "slug": "mdp", "url": "https://www.possibles.org/" });
    asked.patch(&home, changes).await.ok();
    assert_eq!(
        (version(&asked, &path).await, version(&asked, &stage.path).await),
        (before.0 + 1, before.1 + 1)
    );
    assert_eq!(asked.get(&path).await.ok()["name"], "Le Monde des Possibles");
    let tag = seen.header("etag").unwrap();
    let edition = world.anyone().and("if-none-match", tag).get(&stage.path).await.ok();
    assert_eq!(edition["partners"][0]["name"], "Le Monde des Possibles");
    let organizers = json!([
        { "slug": "helmo", "name": "The helmo", "url": null },
        { "slug": "mdp", "name": "Le Monde des Possibles", "url": "https://www.possibles.org/" },
    ]);
    assert_eq!(edition["organizers"], organizers);
}

#[tokio::test]
async fn an_organization_is_deleted_with_what_it_was_asked_and_not_while_it_takes_part() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    for (answer, kept) in [("", false), ("decline", false), ("accept", true)] {
        let (asked, organization, made) = stage.asks(&world, &format!("asked-{answer}x"), "host").await;
        let home = format!("/v1/organizations/{}", id(&organization));
        if !answer.is_empty() {
            asked.act(&format!("{}/{answer}", address(&made))).await.ok();
        }
        if kept {
            asked.delete(&home).await.refused(409, "in_use");
            asked.delete(&address(&made)).await.done();
        }
        asked.delete(&home).await.done();
        stage.owner.get(&address(&made)).await.refused(404, "not_found");
    }
    // And a draft takes its partners along, whatever they answered.
    let (asked, organization, made) = stage.asks(&world, "possibles", "co_organizer").await;
    asked.act(&format!("{}/accept", address(&made))).await.ok();
    stage.asks(&world, "silent", "host").await;
    stage.owner.delete(&stage.path).await.done();
    asked.get(&address(&made)).await.refused(404, "not_found");
    asked.delete(&format!("/v1/organizations/{}", id(&organization))).await.done();
}

#[tokio::test]
async fn a_list_of_partnerships_needs_as_many_statements_for_one_as_for_many() {
    let world = World::without_mail().await;
    let stage = Stage::bare(&world, "helmo").await;
    let (asked, organization, _) = stage.asks(&world, "possibles", "host").await;
    let partnerships = format!("/v1/organizations/{}/partnerships", id(&organization));
    let count = async || {
        let before = world.statements.so_far();
        let items = asked.get(&partnerships).await.ok()["items"].as_array().unwrap().len();
        (items, world.statements.so_far() - before)
    };
    let (few, for_few) = count().await;
    for number in 0..6 {
        let edition = stage.another(&format!("n-{number}"), json!("2026-01")).await;
        let body = json!({ "organization_id": id(&organization), "kind": "co_organizer" });
        stage.owner.post(&format!("{edition}/partners"), body).await.created();
    }
    let (many, for_many) = count().await;
    assert_eq!((few, many), (1, 7));
    assert_eq!(for_few, for_many);
    let roles = |actor: &Actor| {
        let actor = actor.clone();
        async move { actor.pages("/v1/me/roles", 2).await.len() }
    };
    assert_eq!(roles(&asked).await, 1, "what is not accepted is no role");
}

#[tokio::test]
async fn of_two_answers_at_once_one_is_given_and_whoever_is_gone_answers_nothing() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    for round in 0..6 {
        let (asked, organization, made) = stage.asks(&world, &format!("asked-{round}"), "co_organizer").await;
        let (accept, path) = (format!("{}/accept", address(&made)), address(&made));
        let (first, second) = tokio::join!(asked.act(&accept), asked.act(&accept));
        let mut statuses = [first.status.as_u16(), second.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409]);
        asked.delete(&path).await.done();
        let body = json!({ "organization_id": id(&organization), "kind": "host" });
        let again = stage.owner.post(&stage.at("partners"), body.clone()).await.created();
        let (accept, path) = (format!("{}/accept", address(&again)), address(&again));
        let any = stage.owner.and("if-match", "*");
        let (accepted, deleted) = tokio::join!(asked.act(&accept), any.unlink(&path));
        deleted.done();
        assert!([200, 404].contains(&accepted.status.as_u16()), "{}", accepted.status);
        stage.owner.get(&path).await.refused(404, "not_found");
        // Accepted first or deleted first, no edition names an organization that is gone.
        let last = stage.owner.post(&stage.at("partners"), body).await.created();
        let (accept, home) =
            (format!("{}/accept", address(&last)), format!("/v1/organizations/{}", id(&organization)));
        let owner = asked.and("if-match", "*");
        let (accepted, gone) = tokio::join!(asked.act(&accept), owner.unlink(&home));
        match accepted.status.as_u16() {
            200 => drop(gone.refused(409, "in_use")),
            404 => gone.done(),
            other => panic!("{other}"),
        }
    }
}
