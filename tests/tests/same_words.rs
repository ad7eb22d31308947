//! The same words in several editions of an event: what is removed is so in all of them, and what is protected too.

use serde_json::{Value, json};

use crate::actor::id;
use crate::carrying::{ids, path};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// Words that anyone may read, carried through three editions of an event: the stages, and the statement of each.
async fn carried_twice(world: &World, text: &str) -> (Vec<Stage>, Vec<String>) {
    let first = Stage::published(world, "helmo").await;
    let made = first.parked(&world.anyone(), text, "open").await;
    let mut line = ids(&[&made]);
    let mut stages = vec![first];
    for (slug, starts_on) in [("2026", "2026-11"), ("2027", "2027-11")] {
        let next = stages[0].next(slug, starts_on).await;
        let carried = next.carry(&next.owner, json!({ "statements": [line.last()] })).await.created();
        let copy = id(&carried["items"][0]).to_owned();
        next.owner.post(&format!("{}/park", path(&copy)), json!({ "reason": "Encore." })).await.ok();
        line.push(copy);
        stages.push(next);
    }
    (stages, line)
}

/// Invariant 5: words that must not be read leave a trace, in every edition that they were carried into, and are in none of them.
#[tokio::test]
async fn words_that_must_not_be_read_are_removed_wherever_they_were_carried() {
    let world = World::new().await;
    let (stages, line) = carried_twice(&world, "Canari illicite.").await;
    // From the second year on: what was said in the first one stays there, whoever organized that decides on it.
    let owner = &stages[0].owner;
    for (from, left) in [(1, 1_usize), (0, 0)] {
        let remove = format!("{}/remove-content", path(&line[from]));
        owner.post(&remove, json!({ "reason": "Illicite." })).await.ok();
        for (at, one) in line.iter().enumerate() {
            let page = owner.get(&path(one)).await.ok();
            let reason = if at < left { "L'an prochain." } else { "Illicite." };
            assert_eq!((&page["text"].is_null(), &page["reason"]), (&(at >= left), &json!(reason)), "{at}");
        }
        let words = "SELECT COUNT(*) FROM wordings WHERE text LIKE '%illicite%'";
        assert_eq!(rows::number(&world, words).await, i64::try_from(left).unwrap());
    }
    let log = format!("/v1/organizations/{}/audit-entries", id(&stages[0].organization));
    let entries = owner.pages(&log, 200).await;
    let removed: Vec<[Value; 2]> = entries
        .iter()
        .filter(|entry| entry["action"] == "statement.content_removed")
        .map(|entry| [entry["edition_id"].clone(), entry["object_id"].clone()])
        .collect();
    let due = |at: usize| [stages[at].edition["id"].clone(), json!(line[at])];
    assert_eq!(removed, [due(1), due(2), due(0)]);
}

/// Invariant 7: words that are protected are protected in every edition that they were carried into, and opened in none of them by it.
#[tokio::test]
async fn words_that_are_protected_are_protected_wherever_they_were_carried() {
    let world = World::new().await;
    let (stages, line) = carried_twice(&world, "Canari carried.").await;
    let owner = &stages[0].owner;
    let classify = async |at: usize, sensitivity: &str, public_text: Value| {
        let body = json!({ "sensitivity": sensitivity, "public_text": public_text, "reason": "Prudence." });
        owner.post(&format!("{}/classify", path(&line[at])), body).await.ok();
    };
    let is = async |due: [&str; 3]| {
        for (at, due) in due.iter().enumerate() {
            let page = owner.get(&path(&line[at])).await.ok();
            assert_eq!(page["sensitivity"], *due, "{at}");
            let list = stages[at].at("problem-statements?q=carried");
            let found = world.anyone().get(&list).await.ok()["items"].as_array().unwrap().len();
            assert_eq!(found, usize::from(*due == "open"), "{at}");
        }
    };
    is(["open", "open", "open"]).await;
    classify(1, "restricted", json!("À la place.")).await;
    is(["open", "restricted", "restricted"]).await;
    // Words for everybody stand where they were written, and nowhere else.
    for (at, due) in [(1, json!("À la place.")), (2, Value::Null)] {
        assert_eq!(owner.get(&path(&line[at])).await.ok()["public_text"], due);
    }
    classify(0, "confidential", Value::Null).await;
    is(["confidential", "confidential", "confidential"]).await;
    classify(0, "open", Value::Null).await;
    is(["open", "confidential", "confidential"]).await;
    classify(1, "confidential", Value::Null).await;
    let log = format!("/v1/organizations/{}/audit-entries", id(&stages[0].organization));
    let entries = owner.pages(&log, 200).await;
    let told: Vec<[Value; 3]> = entries
        .iter()
        .filter(|entry| entry["action"] == "statement.classified")
        .map(|entry| ["edition_id", "object_id", "reason"].map(|field| entry[field].clone()))
        .collect();
    let due = |at: usize| [stages[at].edition["id"].clone(), json!(line[at]), json!("Prudence.")];
    let in_order = [due(1), due(2), due(0), due(1), due(2), due(0), due(1)];
    assert_eq!(told, in_order);
}

/// What anyone reads in the place of words goes with them where it was taken along, and no longer than it is to be read.
#[tokio::test]
async fn words_for_everybody_are_withdrawn_wherever_they_were_carried() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let classify = async |who: &str, sensitivity: &str, public_text: Value| {
        let body = json!({ "sensitivity": sensitivity, "public_text": public_text, "reason": "Prudence." });
        stage.owner.post(&format!("{}/classify", path(who)), body).await.ok();
    };
    let made = stage.parked(&world.anyone(), "Il boit.", "restricted").await;
    let said = ids(&[&made]).remove(0);
    classify(&said, "restricted", json!("Chez Ada.")).await;
    let next = stage.next("2026", "2026-11").await;
    let carried = next.carry(&next.owner, json!({ "statements": [said] })).await.created();
    let copy = id(&carried["items"][0]).to_owned();
    let read = async |who: &str| world.anyone().get(&path(who)).await;
    // Accepted there, it is read by its words for everybody.
    assert_eq!(read(&copy).await.ok()["public_text"], "Chez Ada.");
    classify(&said, "restricted", json!("Quelque part.")).await;
    read(&copy).await.refused(404, "not_found");
    // Words of its own are the other edition's to decide on.
    classify(&copy, "restricted", json!("Ailleurs.")).await;
    classify(&said, "restricted", Value::Null).await;
    assert_eq!(read(&copy).await.ok()["public_text"], "Ailleurs.");
    // Where they were open meanwhile nobody knows any more what came from there.
    for (sensitivity, left) in [("open", true), ("restricted", false)] {
        classify(&said, sensitivity, Value::Null).await;
        assert_eq!(read(&copy).await.status == 200, left);
    }
}

/// A voice that is asked once more has its words back everywhere.
#[tokio::test]
async fn a_voice_makes_its_words_confidential_wherever_they_were_carried() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    for voice in ["pseudonymous", "anonymous"] {
        let body = json!({ "text": "Il boit.", "language": "fr", "origin": "citizen", "voice": voice });
        let made = world.anyone().post(&stage.at("problem-statements"), body).await.created();
        let said = ids(&[&made]).remove(0);
        for (verb, body) in [("accept", json!({})), ("park", json!({ "reason": "Plus tard." }))] {
            stage.owner.post(&format!("{}/{verb}", path(&said)), body).await.ok();
        }
        let next = stage.next(voice, "2026-11").await;
        let carried = next.carry(&next.owner, json!({ "statements": [said] })).await.created();
        let copy = id(&carried["items"][0]).to_owned();
        for verb in ["refer", "reopen"] {
            stage.owner.act(&format!("{}/{verb}", path(&said))).await.ok();
        }
        let receipt = format!("/v1/receipts/{}/make-confidential", made["receipt"].as_str().unwrap());
        world.anyone().post(&receipt, json!({})).await.ok();
        world.anyone().get(&path(&copy)).await.refused(404, "not_found");
        for who in [&said, &copy] {
            assert_eq!(next.owner.get(&path(who)).await.ok()["sensitivity"], "confidential");
        }
        // Of an anonymous voice nothing is told before the day is over, there neither.
        let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
        let entries = stage.owner.pages(&log, 200).await;
        let told = entries.iter().filter(|entry| entry["action"] == "statement.withheld").count();
        let waits = "SELECT COUNT(*) FROM anonymous_deeds WHERE action = 'statement.withheld'";
        assert_eq!(
            (told, rows::number(&world, waits).await),
            if voice == "anonymous" { (2, 2) } else { (2, 0) }
        );
    }
}
