//! Lists of editions: of an event, and the public one.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::stage::Stage;
use crate::world::World;

fn slugs(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["slug"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn lists_go_by_date_and_end_with_the_undated() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    for (slug, starts_on) in
        [("undated", json!(null)), ("day", json!("2024-10-15")), ("month", json!("2024-10"))]
    {
        stage.another(slug, starts_on).await;
    }
    let due = ["month", "day", "2025", "undated"];
    for limit in [1, 2, 50] {
        assert_eq!(slugs(&stage.owner.pages(&stage.editions(), limit).await), due);
    }
}

#[tokio::test]
async fn the_public_list_is_filtered_and_holds_no_draft() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    stage.another("draft", json!("2023-01")).await;
    let pays = stage.another_published("retz", json!("2019-12")).await;
    let title = json!({ "title": { "fr": "Œuvrons au Pays de Retz à 100 %" } });
    stage.owner.patch(&pays, title).await.ok();
    stage.another_published("dynamo", json!("2019-11")).await;
    let other = Stage::bare(&world, "pole").await;
    let over = other.another_published("efficience", json!("2025-03-10")).await;
    other.owner.act(&format!("{over}/cancel")).await.refused(422, "invalid");
    other.owner.post(&format!("{over}/cancel"), json!({ "reason": "Pas de lieu." })).await.ok();
    let found = async |filter: &str| {
        let items = world.anyone().pages(&format!("/v1/editions?{filter}"), 1).await;
        slugs(&items).join(" ")
    };
    let (event, organization) = (id(&stage.event), id(&other.organization));
    for (filter, due) in [
        (String::new(), "dynamo retz efficience"),
        (format!("event={event}"), "dynamo retz"),
        (format!("organization={organization}"), "efficience"),
        (format!("organization={organization}&event={event}"), ""),
        (format!("event={organization}"), ""),
        ("slug=retz".to_owned(), "retz"),
        ("state=cancelled".to_owned(), "efficience"),
        ("state=draft".to_owned(), ""),
        ("q=OEUVRONS".to_owned(), "retz"),
        ("q=pays+DE+r%C3%A9tz".to_owned(), "retz"),
        ("q=100+%25".to_owned(), "retz"),
        ("q=%25".to_owned(), "retz"),
        ("q=p_ys".to_owned(), ""),
        ("q=hackathon&state=published".to_owned(), "dynamo"),
    ] {
        assert_eq!(found(&filter).await, due, "{filter}");
    }
    let anyone = world.anyone();
    anyone.get("/v1/editions?event=slow").await.invalid("?event", "malformed");
    anyone.get("/v1/editions?state=open").await.invalid("?state", "not_one_of");
    anyone.get("/v1/editions?q=").await.invalid("?q", "too_short");
    anyone.get("/v1/editions?q=%00").await.invalid("?q", "forbidden_character");
    let page = anyone.get("/v1/editions?limit=1").await.ok();
    let cursor = page["next_cursor"].as_str().unwrap();
    anyone.get(&format!("/v1/editions?slug=retz&cursor={cursor}")).await.refused(400, "bad_cursor");
}

#[tokio::test]
async fn a_draft_is_listed_for_members_and_its_own_staff() {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let viewer = stage.member(&world, "viewer", "Viewer").await;
    let outsider = world.account("Outsider").await;
    let theirs = stage.another("theirs", json!("2026-01")).await;
    stage.another_published("public", json!("2026-02")).await;
    let nobody = world.anyone();
    let readers: [(&Actor, &[&str]); 5] = [
        (&nobody, &["public"]),
        (&outsider, &["public"]),
        (&facilitator, &["2025", "public"]),
        (&viewer, &["2025", "theirs", "public"]),
        (&stage.owner, &["2025", "theirs", "public"]),
    ];
    for (reader, due) in readers {
        assert_eq!(slugs(&reader.pages(&stage.editions(), 1).await), due);
    }
    facilitator.get(&stage.path).await.ok();
    facilitator.get(&theirs).await.refused(404, "not_found");
}

#[rstest]
#[case::all("/v1/editions")]
#[case::of_an_event("")]
#[tokio::test]
async fn a_list_of_editions_needs_as_many_statements_for_one_as_for_many(#[case] list: &str) {
    let world = World::new().await;
    let stage = Stage::bare(&world, "helmo").await;
    let list = if list.is_empty() { stage.editions() } else { list.to_owned() };
    stage.publish(&stage.path).await;
    let count = async || {
        // The postman looks for mails after each write, and is counted too: the least of several counts is the list's.
        let mut counts = Vec::new();
        let mut items = 0;
        for _ in 0..4 {
            let before = world.statements.so_far();
            items = stage.owner.get(&list).await.ok()["items"].as_array().unwrap().len();
            counts.push(world.statements.so_far() - before);
        }
        (items, counts.into_iter().min())
    };
    let (few, for_few) = count().await;
    for number in 1..6 {
        let path = stage.another_published(&format!("n-{number}"), json!("2026-01")).await;
        let partner = json!({ "name": "ULiège", "kind": "host" });
        stage.owner.post(&format!("{path}/partners"), partner).await.created();
        for shown in [true, false] {
            let figure = json!({
                "subject": "Participants", "measure": "nombre", "value": 1, "source": "Le bilan",
                "as_of": "2026-01", "shown": shown,
            });
            stage.owner.post(&format!("{path}/figures"), figure).await.created();
        }
    }
    let (many, for_many) = count().await;
    assert_eq!((few, many), (1, 6));
    assert_eq!(for_few, for_many);
}
