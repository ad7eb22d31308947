//! Whose money an edition is made with is said wherever anyone reads of it.

use serde_json::json;

use crate::actor::id;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

#[tokio::test]
async fn every_public_answer_about_an_edition_names_its_funders() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let other = Stage::published(&world, "other").await;
    let body = json!({
        "name": "Le fonds social européen", "kind": "funder", "programme": "FSE+ 2021–2027",
        "mention": "Cofinancé par l'Union européenne", "url": "https://example.org/fse",
    });
    stage.owner.post(&stage.at("partners"), body.clone()).await.created();
    let city = json!({ "name": "La ville", "kind": "funder" });
    stage.owner.post(&stage.at("partners"), city).await.created();
    // Not those who do something else, did not agree, or pay for others.
    stage.owner.post(&stage.at("partners"), json!({ "name": "Une salle", "kind": "host" })).await.created();
    other.owner.post(&other.at("partners"), json!({ "name": "Un autre", "kind": "funder" })).await.created();
    for state in ["invited", "declined"] {
        let asked = json!({ "name": format!("{state} by hand"), "kind": "funder" });
        let asked = stage.owner.post(&stage.at("partners"), asked).await.created();
        let sql = format!("UPDATE partners SET state = '{state}' WHERE id = {}", rows::key(id(&asked)));
        rows::write(&world, &sql).await;
    }
    let due = json!([
        { "name": body["name"], "programme": body["programme"], "mention": body["mention"], "url": body["url"] },
        { "name": "La ville", "programme": null, "mention": null, "url": null },
    ]);
    assert_eq!(world.anyone().get(&stage.at("places")).await.ok()["funders"], due);
    assert_eq!(stage.owner.get(&stage.at("funnel")).await.ok()["funders"], due);
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    assert_eq!(world.anyone().get(&stage.at("funnel")).await.ok()["funders"], due);
}

#[tokio::test]
async fn an_organization_of_the_platform_that_pays_goes_by_its_own_name() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let other = Stage::bare(&world, "other").await;
    let body = json!({ "name": "x", "kind": "funder", "mention": "Avec l'autre" });
    let made = stage.owner.post(&stage.at("partners"), body).await.created();
    let organization = rows::key(id(&other.organization));
    let sql = format!("organization_id = {organization}, name = NULL WHERE id = {}", rows::key(id(&made)));
    rows::write(&world, &format!("UPDATE partners SET {sql}")).await;
    let due = json!([{ "name": "The other", "programme": null, "mention": "Avec l'autre", "url": null }]);
    assert_eq!(world.anyone().get(&stage.at("places")).await.ok()["funders"], due);
}
