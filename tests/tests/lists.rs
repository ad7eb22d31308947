//! Lists: a fixed number of SQL statements, whatever their length.

use rstest::rstest;
use serde_json::json;

use crate::actor::id;
use crate::stage::Stage;
use crate::world::World;

#[rstest]
#[case::registrations("registrations")]
#[case::problem_statements("problem-statements")]
#[case::problem_statements_found("problem-statements?q=probleme")]
#[case::challenges("challenges")]
#[case::themes("themes")]
#[case::clusters("clusters")]
#[case::teams("teams")]
#[case::prototypes("prototypes")]
#[case::programme("programme")]
#[case::challenges_found("challenges?q=question")]
#[case::teams("teams")]
#[case::prototypes("prototypes")]
#[case::prototypes_found("prototypes?q=prototype")]
#[case::partners("partners")]
#[case::credits("credits")]
#[case::figures("figures")]
#[case::pools("pools")]
#[case::profiles("profiles")]
#[tokio::test]
async fn a_list_needs_as_many_statements_for_one_as_for_many(#[case] list: &str) {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let more = async |number: u32| {
        let made = stage.register(&world.anyone(), "coder", &format!("Participant {number}")).await;
        let statement = stage.accepted(&format!("Problème {number}"), "open").await;
        let theme = stage.theme(&format!("Thème {number}")).await;
        stage.owner.link(&format!("/v1/themes/{}/statements/{statement}", id(&theme))).await.done();
        stage.cluster(&format!("Groupe {number}"), std::slice::from_ref(&statement)).await;
        let lived = format!("/v1/problem-statements/{statement}/resonance");
        stage.owner.speak_for(&lived, &format!("Structure {number}")).await.done();
        let challenge = stage.challenge(&format!("Question {number} ?"), &[statement]).await;
        let team = stage.team(&format!("Équipe {number}"), &challenge, &[id(&made["registration"])]).await;
        stage.prototype(&team, &format!("Prototype {number}")).await;
        let item = stage.item(&format!("Temps {number}")).await;
        let attendance = format!("/v1/programme-items/{item}/attendance/{}", id(&made["registration"]));
        stage.owner.link(&attendance).await.done();
        let partner = json!({ "name": format!("Partenaire {number}"), "kind": "resource" });
        stage.owner.post(&stage.at("partners"), partner).await.created();
        let credit = json!({ "name": format!("Participant {number}"), "for": "L'affiche" });
        stage.owner.post(&stage.at("credits"), credit).await.created();
        let figure = json!({ "subject": "Visites", "measure": "nombre", "value": number });
        stage.owner.post(&stage.at("figures"), figure).await.created();
        stage.pool(&format!("pool-{number}"), json!(null)).await;
        stage.profile(&format!("profile-{number}"), "other", json!([format!("pool-{number}")])).await;
    };
    let count = async || {
        let before = world.statements.so_far();
        let items = stage.owner.get(&stage.at(list)).await.ok()["items"].as_array().unwrap().len();
        (items, world.statements.so_far() - before)
    };
    more(1).await;
    let (few, for_few) = count().await;
    for number in 2..6 {
        more(number).await;
    }
    let (many, for_many) = count().await;
    assert!(many >= few + 4, "{few} and {many} items");
    assert_eq!(for_few, for_many, "statements for {few} and for {many} items");
}
