//! Provenance of what is too much for one answer: in pages, each of them a graph, all of them together the walk.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// All pages of a walk with this many edges on each, and the links between them.
async fn pages(actor: &Actor, walk: &str, limit: usize) -> Vec<Value> {
    let mut pages = Vec::new();
    let mut next = Some(format!("{walk}?limit={limit}"));
    while let Some(path) = next {
        let reply = actor.get(&path).await;
        let link = reply.header("link").map(str::to_owned);
        let page = reply.ok();
        let cursor = page["next_cursor"].as_str();
        next = cursor.map(|cursor| format!("{walk}?limit={limit}&cursor={cursor}"));
        assert_eq!(link, next.as_ref().map(|next| format!("<{next}>; rel=\"next\"")));
        assert!(edges(&page).len() <= limit);
        pages.push(page);
    }
    pages
}

fn edges(page: &Value) -> &Vec<Value> {
    page["edges"].as_array().unwrap()
}

/// The ids of the nodes of a page: those with a label, and those without one.
fn nodes(page: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let (named, hidden): (Vec<&Value>, Vec<&Value>) =
        page["nodes"].as_array().unwrap().iter().partition(|node| node["label"].is_string());
    let ids = |nodes: Vec<&Value>| nodes.into_iter().map(|node| id(node).to_owned()).collect();
    (ids(named), ids(hidden))
}

fn together(pages: &[Value]) -> (Vec<&Value>, BTreeSet<String>, BTreeSet<String>) {
    let (mut named, mut hidden) = (BTreeSet::new(), BTreeSet::new());
    for page in pages {
        let (names, holes) = nodes(page);
        for end in edges(page).iter().flat_map(|edge| [&edge["from"], &edge["to"]]) {
            let end = end.as_str().unwrap();
            assert!(names.contains(end) || holes.contains(end), "an edge ends at nodes of its page");
        }
        named.extend(names);
        hidden.extend(holes);
    }
    (pages.iter().flat_map(edges).collect(), named, hidden)
}

/// What is hidden has one made-up name all through a walk, and another one in the next walk: the pages fit each other, and no two walks do.
#[tokio::test]
async fn the_pages_of_a_walk_are_the_walk() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (mut voices, mut real) = (Vec::new(), BTreeSet::new());
    for (text, sensitivity) in
        [("S1", "open"), ("S2", "restricted"), ("S3", "open"), ("S4", "restricted"), ("S5", "open")]
    {
        voices.push(stage.accepted(text, sensitivity).await);
        real.extend(voices.last().filter(|_| sensitivity == "restricted").cloned());
    }
    let body = json!({ "text": "Ensemble.", "reason": "Le même.", "sources": [voices[0], voices[1]] });
    let merged = stage.owner.post(&stage.at("problem-statements/merge"), body).await.created();
    real.insert(id(&merged).to_owned());
    let held = [&[id(&merged).to_owned()], &voices[2..]].concat();
    let challenge = stage.challenge("Comment ?", &held).await;
    let other = stage.challenge("Et encore ?", &[voices[4].clone()]).await;
    let walk = format!("/v1/challenges/{challenge}/provenance");
    let anyone = world.anyone();
    let whole = anyone.get(&walk).await.ok();
    assert_eq!((edges(&whole).len(), &whole["next_cursor"]), (6, &Value::Null));
    let (names, holes) = nodes(&whole);
    assert_eq!((names.len(), holes.len()), (4, 3));
    for limit in 1..=6 {
        let paged = pages(&anyone, &walk, limit).await;
        assert_eq!(paged.len(), 6_usize.div_ceil(limit));
        let (steps, named, hidden) = together(&paged);
        assert_eq!((steps.len(), &named, hidden.len()), (6, &names, 3), "pages of {limit}");
        let bare = |edge: &&Value| {
            [&edge["from"], &edge["to"]].iter().all(|end| names.contains(end.as_str().unwrap()))
        };
        let seen: BTreeSet<String> = steps.iter().copied().filter(bare).map(Value::to_string).collect();
        let due: BTreeSet<String> = edges(&whole).iter().filter(bare).map(Value::to_string).collect();
        assert_eq!(seen, due);
        assert!(hidden.is_disjoint(&holes) && hidden.is_disjoint(&real));
    }
    // A page goes on with its own walk and no other.
    let first = anyone.get(&format!("{walk}?limit=2")).await.ok();
    let cursor = first["next_cursor"].as_str().unwrap();
    let elsewhere = format!("/v1/challenges/{other}/provenance?cursor={cursor}");
    anyone.get(&elsewhere).await.refused(400, "bad_cursor");
    anyone.get(&format!("{walk}?cursor={}A", &cursor[..cursor.len() - 1])).await.refused(400, "bad_cursor");
    for (limit, code) in [("0", "out_of_range"), ("5001", "out_of_range"), ("viel", "wrong_type")] {
        anyone.get(&format!("{walk}?limit={limit}")).await.invalid("?limit", code);
    }
    // What led nowhere and came from nowhere is on the one page there is.
    let alone = stage.accepted("Seul.", "open").await;
    let paged = pages(&anyone, &format!("/v1/problem-statements/{alone}/provenance"), 1).await;
    assert_eq!((paged.len(), nodes(&paged[0]).0), (1, BTreeSet::from([alone])));
}

/// Puts that many statements before this one, as if it had been merged of them.
async fn merge_of(world: &World, statement: &str, many: usize) {
    rows::more_like(world, statement, many).await;
    let (new, target) = (rows::new_key(), rows::key(statement));
    let steps = format!(
        "INSERT INTO derivations (id, source_id, target_id, kind, made_on) \
         SELECT {new}, id, {target}, 'merged_into', '2025-11-20' FROM problem_statements s \
         WHERE id <> {target} AND NOT EXISTS (SELECT 1 FROM derivations WHERE source_id = s.id)"
    );
    rows::write(world, &steps).await;
}

#[tokio::test]
async fn a_line_too_long_for_a_page_goes_on_and_one_too_long_for_a_walk_is_refused() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let statement = stage.accepted("Ensemble.", "open").await;
    let walk = format!("/v1/problem-statements/{statement}/provenance");
    merge_of(&world, &statement, 2_500).await;
    let first = world.anyone().get(&walk).await.ok();
    assert_eq!((edges(&first).len(), first["next_cursor"].is_string()), (1_000, true));
    let paged = pages(&world.anyone(), &walk, 1_000).await;
    let (steps, named, hidden) = together(&paged);
    assert_eq!((paged.len(), steps.len(), named.len() + hidden.len()), (3, 2_500, 2_501));
    merge_of(&world, &statement, 12_499).await;
    let paged = pages(&world.anyone(), &walk, 5_000).await;
    assert_eq!((paged.len(), together(&paged).0.len()), (3, 14_999));
    merge_of(&world, &statement, 1).await;
    world.anyone().get(&walk).await.refused(409, "too_large");
}
