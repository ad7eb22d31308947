//! What the fields of a figure may hold, its number above all.

use rstest::rstest;
use serde_json::{Value, json};

use crate::figures::{at, told};
use crate::stage::Stage;
use crate::world::World;

#[rstest]
#[case::whole("80", "80")]
#[case::whole_with_a_point("80.0", "80")]
#[case::in_another_form("8e1", "80")]
#[case::part("0.25", "0.25")]
#[case::negative("-12.5", "-12.5")]
#[case::nought("-0.0", "0")]
#[case::largest("1000000000000000", "1000000000000000")]
#[case::least("-1e15", "-1000000000000000")]
#[tokio::test]
async fn a_number_comes_back_as_people_write_it(#[case] sent: &str, #[case] due: &str) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let body = format!(r#"{{"subject": "Visites", "measure": "nombre", "value": {sent}}}"#);
    let body = Some(("application/json", body.into_bytes()));
    let reply = stage.owner.send(reqwest::Method::POST, &stage.at("figures"), body).await;
    let due = format!(r#""value":{due},"#);
    let path = at(&reply.json);
    for answer in [reply, stage.owner.get(&path).await] {
        let text = String::from_utf8(answer.bytes).unwrap();
        assert!(text.contains(&due), "{text}");
    }
}

#[rstest]
#[case("/value", json!(1_000_000_000_000_001_i64), "out_of_range")]
#[case("/value", json!(-1.1e15), "out_of_range")]
#[case("/value", json!("12"), "wrong_type")]
#[case("/value", json!([12]), "wrong_type")]
#[case("/subject", json!("  "), "too_short")]
#[case("/subject", json!("s".repeat(201)), "too_long")]
#[case("/measure", json!(null), "wrong_type")]
#[case("/unit", json!("u".repeat(65)), "too_long")]
#[case("/source", json!("s".repeat(501)), "too_long")]
#[case("/as_of", json!("2020-13"), "malformed")]
#[case("/shown", json!("yes"), "wrong_type")]
#[case("/origin", json!("computed"), "unknown_field")]
#[tokio::test]
async fn a_field_of_a_figure_that_is_wrong_is_named(
    #[case] pointer: &str,
    #[case] value: Value,
    #[case] code: &str,
) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.figure(told(json!(12))).await;
    let field = pointer.trim_start_matches('/');
    let mut body = told(json!(12));
    body[field] = value.clone();
    stage.owner.post(&stage.at("figures"), body).await.invalid(pointer, code);
    stage.owner.patch(&at(&made), json!({ field: value })).await.invalid(pointer, code);
    // The value of what was told is not taken away.
    stage.owner.patch(&at(&made), json!({ "value": null })).await.invalid("/value", "wrong_type");
    assert_eq!(stage.owner.pages(&stage.at("figures"), 50).await, [made]);
}
