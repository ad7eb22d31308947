//! What the server shows of a story, held against the plain model.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::graph::{Edge, Thing, promised};
use super::plain::{Card, Plain};
use super::server::{Edition, address};

const KINDS: [&str; 6] = ["merged_into", "split_into", "carried_from", "adopted_by", "taken_up_by", "made"];

/// Everything that a story made, as far as it is seen at once: each statement with its words, sources and outcome, each challenge, the
/// funnel.
pub async fn whole(edition: &Edition<'_>, plain: &Plain, context: &str) {
    let items = edition.owner.pages(&edition.at("problem-statements"), 200).await;
    assert_eq!(items.len(), plain.cards.len(), "{context}");
    for item in &items {
        let Some(Thing::Statement(who)) = thing_of(edition, item) else { panic!("{item} in {context}") };
        let card = &plain.cards[who];
        let context = format!("statement {who}, {context}");
        assert_eq!(item["state"], card.state, "{context}");
        assert_eq!(item["version"], card.version, "{context}");
        // Whatever happens: the first words are those that were said, or none.
        assert_eq!(item["first_text"], json!(card.words[0]), "{context}");
        assert_eq!(item["text"], json!(card.words.last().unwrap()), "{context}");
        assert_eq!(item["reason"].is_string(), card.reason, "{context}");
        assert_eq!(item["sensitivity"] == "restricted", card.restricted, "{context}");
        let sources = plain.ways.iter().filter(|way| way.to == who);
        let sources: BTreeSet<Thing> = sources.map(|way| Thing::Statement(way.from)).collect();
        assert_eq!(things(edition, item["derived_from"].as_array().unwrap()), sources, "{context}");
        let holding =
            plain.questions.iter().enumerate().filter(|(_, question)| question.holds.contains(&who));
        let holding: BTreeSet<Thing> = holding.map(|(number, _)| Thing::Challenge(number)).collect();
        assert_eq!(things(edition, item["challenges"].as_array().unwrap()), holding, "{context}");
        became(edition, plain, who, &item["became"], &context);
    }
    for item in edition.owner.pages(&edition.at("challenges"), 200).await {
        let Some(Thing::Challenge(number)) = thing_of(edition, &item) else { panic!("{item} in {context}") };
        assert_eq!(item["state"], plain.questions[number].state, "challenge {number}, {context}");
        let holds = plain.questions[number].holds.iter().map(|who| Thing::Statement(*who)).collect();
        assert_eq!(
            things(edition, item["statements"].as_array().unwrap()),
            holds,
            "challenge {number}, {context}"
        );
    }
    funnel(edition, plain, context).await;
}

async fn funnel(edition: &Edition<'_>, plain: &Plain, context: &str) {
    let funnel = edition.owner.get(&edition.at("funnel")).await.ok();
    assert_eq!(funnel["balanced"], true, "{funnel} {context}");
    let (received, derived, by_state) = plain.counts();
    assert_eq!((&funnel["received"], &funnel["derived"]), (&json!(received), &json!(derived)), "{context}");
    for (state, count) in funnel["by_disposition"].as_object().unwrap() {
        let due = by_state.get(state.as_str()).copied().unwrap_or_default();
        assert_eq!(*count, json!(due), "{state} {context}");
    }
    let in_state = |states: &[&str]| plain.questions.iter().filter(|one| states.contains(&one.state)).count();
    let teams = plain.teams.iter().filter(|team| team.state != "dissolved").count();
    let prototypes = plain.teams.iter().filter(|team| team.has_made).count();
    for (field, due) in [
        ("challenges", in_state(&["open", "taken_up"])),
        ("challenges_taken_up", in_state(&["taken_up"])),
        ("teams", teams),
        ("prototypes", prototypes),
    ] {
        assert_eq!(funnel[field], json!(due), "{field} {context}");
    }
}

/// The walk around a thing: as the model has it, going round nowhere, and from the first words on.
pub async fn walk(edition: &Edition<'_>, plain: &Plain, root: Thing, context: &str) {
    let context = format!("around {root:?}, {context}");
    let path = format!("{}/provenance", address(root, edition.id(root)));
    let walk = edition.owner.get(&path).await.ok();
    let nodes = things(edition, walk["nodes"].as_array().unwrap());
    let edge = |edge: &Value| -> Edge {
        let end = |end: &Value| edition.ids[end.as_str().unwrap()];
        let kind = KINDS.iter().find(|kind| edge["kind"] == **kind);
        (end(&edge["from"]), end(&edge["to"]), kind.unwrap_or_else(|| panic!("{edge} {context}")))
    };
    let edges: BTreeSet<Edge> = walk["edges"].as_array().unwrap().iter().map(edge).collect();
    promised(plain, &edges, &nodes).unwrap_or_else(|why| panic!("{why}: {walk} {context}"));
    assert_eq!((nodes, edges), plain.around(root), "{context}");
    for node in walk["nodes"].as_array().unwrap() {
        if let Some(Thing::Statement(who)) = thing_of(edition, node) {
            let Card { words, state, .. } = &plain.cards[who];
            assert_eq!(
                (&node["label"], &node["state"]),
                (&json!(words[0]), &json!(state)),
                "{who} {context}"
            );
        }
    }
}

/// All the words of a statement are there, in their order.
pub async fn wordings(edition: &Edition<'_>, plain: &Plain, who: usize, context: &str) {
    let statement = Thing::Statement(who);
    let path = format!("{}/wordings", address(statement, edition.id(statement)));
    let told = edition.owner.get(&path).await.ok();
    let told: Vec<&Value> =
        told["items"].as_array().unwrap().iter().map(|wording| &wording["text"]).collect();
    let due: Vec<Value> = plain.cards[who].words.iter().map(|words| json!(words)).collect();
    assert_eq!(told, due.iter().collect::<Vec<_>>(), "statement {who}, {context}");
}

/// The receipt of the first day answers what became of the statement.
pub async fn receipt(edition: &Edition<'_>, plain: &Plain, who: usize, context: &str) {
    let told = edition.anyone.get(&format!("/v1/receipts/{}", edition.receipts[&who])).await.ok();
    let card = &plain.cards[who];
    let can = match card.state {
        "returned" => json!(["resubmit", "make-confidential"]),
        "submitted" => json!(["make-confidential"]),
        _ => json!([]),
    };
    assert_eq!((&told["state"], &told["can"]), (&json!(card.state), &can), "receipt of {who}, {context}");
    assert_eq!(told["reason"].is_string(), card.reason, "receipt of {who}, {context}");
    became(edition, plain, who, &told["became"], &format!("receipt of {who}, {context}"));
}

fn became(edition: &Edition<'_>, plain: &Plain, who: usize, told: &Value, context: &str) {
    let told = told.as_array().unwrap();
    assert_eq!(things(edition, told), plain.became(who), "{context}");
    for one in told {
        let due = match edition.ids[one["id"].as_str().unwrap()] {
            Thing::Statement(number) => plain.cards[number].state,
            Thing::Challenge(number) => plain.questions[number].state,
            Thing::Team(number) => plain.teams[number].state,
            Thing::Prototype(_) => "idea",
        };
        assert_eq!(one["state"], due, "{one} {context}");
    }
}

fn thing_of(edition: &Edition<'_>, value: &Value) -> Option<Thing> {
    edition.ids.get(value["id"].as_str().or(value.as_str())?).copied()
}

/// Things by their ids, each once; one that the story does not know fails.
fn things(edition: &Edition<'_>, values: &[Value]) -> BTreeSet<Thing> {
    let known: BTreeSet<Thing> = values.iter().filter_map(|value| thing_of(edition, value)).collect();
    assert_eq!(known.len(), values.len(), "{values:?}");
    known
}
