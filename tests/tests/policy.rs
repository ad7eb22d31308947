//! The policy, kept whole: the rendered table is read by reviewers, every operation is called as everybody.

use std::collections::BTreeMap;

use palabre_domain::policy::Role;
use palabre_domain::policy::table::{TABLE, WITHIN, rendered, row};
use reqwest::Method;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::rights::{Somebody, reads};
use crate::rows::{key, write};
use crate::stage::Stage;
use crate::world::{DOCUMENT, World};

#[test]
fn the_table_is_as_reviewed() {
    insta::assert_snapshot!("policy_table", rendered());
}

#[test]
fn the_document_and_the_table_name_the_same_actions() {
    let named: Vec<&str> = operations().iter().map(|operation| operation.action).collect();
    for action in &named {
        assert!(row(action).is_some(), "{action} is not in the table");
    }
    for row in TABLE {
        let within = WITHIN.iter().find(|(action, _)| *action == row.action);
        let action = within.map_or(row.action, |(_, operation)| operation);
        assert!(named.contains(&action), "{} has no operation", row.action);
    }
}

struct Operation {
    method: Method,
    template: &'static str,
    action: &'static str,
}

fn operations() -> Vec<Operation> {
    let mut operations = Vec::new();
    for (template, item) in DOCUMENT["paths"].as_object().unwrap() {
        if !template.starts_with("/v1") {
            continue;
        }
        for (method, operation) in item.as_object().unwrap() {
            operations.push(Operation {
                method: method.to_uppercase().parse().unwrap(),
                template,
                action: operation["x-permission"].as_str().unwrap_or("nothing"),
            });
        }
    }
    operations
}

/// Calls an operation so that it changes nothing, whoever calls: an unknown query parameter is refused after the policy
/// and before the effect, a missing version before that.
async fn knock(actor: &Actor, operation: &Operation, things: &BTreeMap<&str, String>) -> u16 {
    let path: Vec<&str> = operation
        .template
        .split('/')
        .map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => things.get(name).unwrap_or_else(|| panic!("no {name}")).as_str(),
            None => part,
        })
        .collect();
    let path = format!("{}?nobody_knows_this=1", path.join("/"));
    actor.send(operation.method.clone(), &path, None).await.status.as_u16()
}

async fn sweep(everybody: &[Somebody], things: &BTreeMap<&str, String>, public: bool) {
    let mut wrong = Vec::new();
    for operation in operations() {
        let row = row(operation.action).unwrap_or_else(|| panic!("{} is not in the table", operation.action));
        for Somebody { name, actor, roles: _ } in everybody {
            let somebody = everybody.iter().find(|somebody| somebody.name == *name).unwrap();
            let roles = somebody.in_scope(row.scope);
            let open_to_all = row.roles.contains(&Role::Anyone);
            let expected: &[u16] = if actor.token.is_none() && !open_to_all {
                &[401]
            } else if !reads(row.scope, public, roles) {
                &[404]
            } else if !roles.any(row.roles) {
                &[403]
            } else {
                &[422, 428]
            };
            let status = knock(actor, &operation, things).await;
            if !expected.contains(&status) {
                wrong.push(format!("{} as {name}: {status}, not {expected:?}", operation.action));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of the table do not hold:\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn every_operation_answers_everybody_as_the_table_says() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (member, registration) = stage.participant(&world, "coder", "Member").await;
    let (participant, _) = stage.participant(&world, "coder", "Participant").await;
    let (waiting, voice) = (world.account("Outsider").await, world.account("Voice").await);
    let helper = world.account("Helper").await;
    // One registration has everybody: she holds it now whom somebody helped to make it.
    let helped = format!("registered_by = {} WHERE id = {}", key(&helper.id), key(id(&registration)));
    assert_eq!(write(&world, &format!("UPDATE registrations SET {helped}")).await, 1);
    let invitations = format!("/v1/organizations/{}/invitations", id(&stage.organization));
    let invitation = stage
        .owner
        .post(&invitations, serde_json::json!({ "email": "x@example.org", "role": "viewer" }))
        .await;
    let statement = stage.voice(&voice, "Personne ne répond au téléphone.", "confidential").await;
    let named_reader = stage.staff(&world, "support_person", "Confidant").await;
    let confided = serde_json::json!({ "sensitivity": "confidential", "readers": [named_reader.id], "reason": "Elle aide." });
    let classify = format!("/v1/problem-statements/{}/classify", id(&statement["problem_statement"]));
    stage.owner.post(&classify, confided).await.ok();
    let (asked, _, partner) = stage.asks(&world, "asked", "co_organizer").await;
    let (co_owner, co_organizer, agreed) = stage.asks(&world, "possibles", "co_organizer").await;
    co_owner.act(&format!("/v1/partners/{}/accept", id(&agreed))).await.ok();
    let from_a_co_organizer = world.member_of(&co_owner, &co_organizer, "organizer", "Guest organizer").await;
    let viewer_of_a_co_organizer = world.member_of(&co_owner, &co_organizer, "viewer", "Guest viewer").await;
    let made = async |list: &str, body: Value| stage.owner.post(&stage.at(list), body).await.created();
    let credit = made("credits", json!({ "name": "Participant 1", "for": "L'affiche" })).await;
    let figure = made("figures", json!({ "subject": "teams", "measure": "count" })).await;
    let accepted = stage.accepted("Les formulaires sont trop longs.", "open").await;
    let challenge = stage.challenge("Comment simplifier les démarches ?", &[accepted]).await;
    let team = stage.team("Les simples", &challenge, &[id(&registration)]).await;
    let steward = json!({ "steward": id(&registration) });
    stage.owner.patch(&format!("/v1/teams/{team}"), steward).await.ok();
    let prototype = stage.prototype(&team, "Simple").await;
    let format = made("save-as-format", json!({ "slug": "own", "name": { "fr": "Le nôtre" } })).await;
    let first = |list: Value| id(&list["items"][0]).to_owned();
    let staff_of = stage.staff(&world, "facilitator", "Facilitator").await;
    let everybody = [
        Somebody { name: "nobody", actor: world.anyone(), roles: &[Role::Anyone] },
        Somebody { name: "outsider", actor: waiting, roles: &[Role::Anyone, Role::SignedIn] },
        Somebody { name: "voice", actor: voice, roles: &[Role::Anyone, Role::SignedIn, Role::Author] },
        Somebody {
            name: "owner",
            actor: stage.owner.clone(),
            roles: &[Role::Anyone, Role::SignedIn, Role::Owner],
        },
        Somebody {
            name: "organizer",
            actor: stage.member(&world, "organizer", "Organizer").await,
            roles: &[Role::Anyone, Role::SignedIn, Role::Organizer],
        },
        Somebody {
            name: "viewer",
            actor: stage.member(&world, "viewer", "Viewer").await,
            roles: &[Role::Anyone, Role::SignedIn, Role::Viewer],
        },
        Somebody {
            name: "facilitator",
            actor: staff_of,
            roles: &[Role::Anyone, Role::SignedIn, Role::Facilitator],
        },
        Somebody {
            name: "registration desk",
            actor: stage.staff(&world, "registration_desk", "Desk").await,
            roles: &[Role::Anyone, Role::SignedIn, Role::RegistrationDesk],
        },
        Somebody {
            name: "support person",
            actor: stage.staff(&world, "support_person", "Support").await,
            roles: &[Role::Anyone, Role::SignedIn, Role::SupportPerson],
        },
        Somebody {
            name: "named reader",
            actor: named_reader,
            roles: &[Role::Anyone, Role::SignedIn, Role::SupportPerson, Role::NamedReader],
        },
        Somebody {
            name: "assessor",
            actor: stage.staff(&world, "assessor", "Assessor").await,
            roles: &[Role::Anyone, Role::SignedIn, Role::Assessor],
        },
        Somebody {
            name: "owner of an organization that is asked",
            actor: asked,
            roles: &[Role::Anyone, Role::SignedIn, Role::PartnerOwner],
        },
        Somebody {
            name: "owner of a co-organizer",
            actor: co_owner,
            roles: &[Role::Anyone, Role::SignedIn, Role::Owner],
        },
        Somebody {
            name: "organizer of a co-organizer",
            actor: from_a_co_organizer,
            roles: &[Role::Anyone, Role::SignedIn, Role::Organizer],
        },
        Somebody {
            name: "viewer of a co-organizer",
            actor: viewer_of_a_co_organizer,
            roles: &[Role::Anyone, Role::SignedIn, Role::Viewer],
        },
        Somebody {
            name: "participant",
            actor: participant,
            roles: &[Role::Anyone, Role::SignedIn, Role::Participant],
        },
        Somebody { name: "helper", actor: helper, roles: &[Role::Anyone, Role::SignedIn, Role::Helper] },
        Somebody {
            name: "steward",
            actor: member,
            roles: &[
                Role::Anyone,
                Role::SignedIn,
                Role::Participant,
                Role::TeamMember,
                Role::Steward,
                Role::Holder,
            ],
        },
    ];
    let things = BTreeMap::from([
        ("organization_id", id(&stage.organization).to_owned()),
        ("account_id", stage.owner.id.clone()),
        ("session_id", "01900000-0000-7000-8000-000000000000".to_owned()),
        ("invitation_id", id(&invitation.created()).to_owned()),
        ("event_id", id(&stage.event).to_owned()),
        ("format_id", id(&format).to_owned()),
        ("edition_id", id(&stage.edition).to_owned()),
        ("partner_id", id(&partner).to_owned()),
        ("credit_id", id(&credit).to_owned()),
        ("figure_id", id(&figure).to_owned()),
        ("programme_item_id", stage.item("Accueil").await),
        ("staff_id", first(stage.owner.get(&stage.at("staff")).await.ok())),
        ("pool_id", first(stage.owner.get(&stage.at("pools")).await.ok())),
        ("profile_id", first(stage.owner.get(&stage.at("profiles")).await.ok())),
        ("registration_id", id(&registration).to_owned()),
        ("statement_id", id(&statement["problem_statement"]).to_owned()),
        ("theme_id", id(&stage.theme("Logement").await).to_owned()),
        ("cluster_id", id(&stage.cluster("Attendre", &[]).await).to_owned()),
        ("challenge_id", challenge),
        ("team_id", team),
        ("prototype_id", prototype),
        ("code", "no-such-receipt".to_owned()),
        ("purpose", "organisation".to_owned()),
    ]);
    sweep(&everybody, &things, true).await;
    // The same things under the id of nothing, and under no id, are not found, whoever may do everything.
    let nothing: BTreeMap<&str, String> =
        things.keys().map(|name| (*name, "01900000-0000-7000-8000-00000000dead".to_owned())).collect();
    for operation in operations().iter().filter(|operation| operation.template.contains("_id}")) {
        let scope = row(operation.action).unwrap().scope;
        let status = knock(&stage.owner, operation, &nothing).await;
        if scope != "site" {
            assert_eq!(status, 404, "{}", operation.action);
        }
    }
}
