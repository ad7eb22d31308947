//! The series: the editions of an event side by side.

use serde_json::{Value, json};

use crate::actor::id;
use crate::stage::Stage;
use crate::world::{DOCUMENT, World};

#[tokio::test]
async fn an_event_shows_its_editions_one_after_the_other_with_their_figures() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.publish(&stage.path).await;
    let first = stage.another_published("2024", json!("2024-10")).await;
    let told = |value: Value, unit: Value, shown: bool| {
        json!({
            "subject": "Participants", "measure": "nombre", "value": value, "unit": unit, "shown": shown,
            "source": "Le bilan", "as_of": "2024-10",
        })
    };
    let figures = format!("{first}/figures");
    for figure in [
        told(json!(80), json!(null), true),
        told(json!(76), json!(null), false),
        json!({ "subject": "Visites", "measure": "nombre", "value": 1.5, "unit": "mille", "shown": true,
            "source": "Le registre", "as_of": "2024-11-02" }),
        json!({ "subject": "Repas", "measure": "nombre", "value": 3 }),
    ] {
        stage.owner.post(&figures, figure).await.created();
    }
    stage.figure(json!({ "subject": "teams", "measure": "nombre", "shown": true })).await;
    let today = stage.owner.get(&stage.at("figures")).await.ok()["items"][0]["as_of"].clone();
    let anyone = world.anyone();
    for limit in [1, 50] {
        let series = anyone.pages(&stage.editions(), limit).await;
        let shown = series.iter().map(|edition| edition["figures"].clone()).collect::<Vec<_>>();
        let due = [
            json!([
                { "subject": "Participants", "measure": "nombre", "value": 80, "unit": null, "origin": "declared",
                    "source": "Le bilan", "as_of": "2024-10", "contradicted": true },
                { "subject": "Visites", "measure": "nombre", "value": 1.5, "unit": "mille", "origin": "declared",
                    "source": "Le registre", "as_of": "2024-11-02", "contradicted": false },
            ]),
            json!([
                { "subject": "teams", "measure": "nombre", "value": 0, "unit": null, "origin": "computed",
                    "source": null, "as_of": today, "contradicted": false },
            ]),
        ];
        assert_eq!(shown, due);
        assert_eq!(series[1]["previous_edition_id"], series[0]["id"], "each names the one before it");
        // Besides, each is the edition as it is read alone.
        for mut edition in series {
            edition.as_object_mut().unwrap().remove("figures");
            assert_eq!(anyone.get(&format!("/v1/editions/{}", id(&edition))).await.ok(), edition);
        }
    }
}

#[test]
fn the_document_says_that_an_edition_of_the_series_is_an_edition_with_figures() {
    let schema = &DOCUMENT["components"]["schemas"]["SeriesEdition"];
    let parts = schema["allOf"].as_array().unwrap();
    assert_eq!(parts.len(), 2, "{schema}");
    assert_eq!(parts[0]["$ref"], "#/components/schemas/Edition");
    assert_eq!(parts[1]["required"], json!(["figures"]));
    assert_eq!(parts[1]["properties"]["figures"]["items"]["$ref"], "#/components/schemas/ShownFigure");
}
