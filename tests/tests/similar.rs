//! Statements that are alike, and groups that are suggested: in four languages, and of the present.

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::rows::{key, number, write};
use crate::stage::Stage;
use crate::world::World;

/// Voices and accepts a problem in a language; gives its id.
async fn said(stage: &Stage, language: &str, text: &str) -> String {
    let body = json!({ "text": text, "language": language, "voice": "pseudonymous", "origin": "citizen" });
    let made = stage.owner.post(&stage.at("problem-statements"), body).await.created();
    let statement = id(&made["problem_statement"]).to_owned();
    stage.owner.act(&format!("/v1/problem-statements/{statement}/accept")).await.ok();
    statement
}

async fn similar(by: &Actor, statement: &str) -> Vec<Value> {
    let found = by.get(&format!("/v1/problem-statements/{statement}/similar")).await.ok();
    assert_eq!(found["next_cursor"], Value::Null);
    found["items"].as_array().unwrap().clone()
}

fn ids(items: &[Value]) -> Vec<&str> {
    items.iter().map(id).collect()
}

const PAIRS: [[&str; 3]; 4] = [
    [
        "fr",
        "Les personnes isolées ne savent pas remplir les formulaires en ligne.",
        "Remplir un formulaire en ligne est impossible pour une personne isolée.",
    ],
    ["de", "In der Wohnung wächst Schimmel an allen Wänden.", "Schimmel an den Wänden unserer Wohnungen."],
    [
        "nl",
        "De bus naar het ziekenhuis rijdt 's avonds niet.",
        "Er rijdt 's avonds geen bus naar het ziekenhuis.",
    ],
    ["en", "Nobody answers the phone at the job centre.", "The job centre never answers its phones."],
];

#[tokio::test]
async fn in_each_language_the_same_trouble_in_other_words_comes_first() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut pairs = Vec::new();
    for [language, one, other] in PAIRS {
        pairs.push((said(&stage, language, one).await, said(&stage, language, other).await));
    }
    for (one, other) in &pairs {
        for (asked, due) in [(one, other), (other, one)] {
            let found = similar(&world.anyone(), asked).await;
            assert_eq!(ids(&found)[0], due, "{found:?}");
            let numbers: Vec<f64> = found.iter().map(|item| item["similarity"].as_f64().unwrap()).collect();
            assert!(numbers[0] > 0.2 && numbers.iter().all(|number| (0.0..=1.0).contains(number)));
            assert!(numbers.is_sorted_by(|a, b| a >= b), "{numbers:?}");
            assert!(!ids(&found).contains(&asked.as_str()));
            // The same again, and beside the likeness what a list shows.
            assert_eq!(similar(&world.anyone(), asked).await, found);
            let mut shown = found[0].clone();
            shown.as_object_mut().unwrap().remove("similarity");
            assert_eq!(shown, world.anyone().get(&format!("/v1/problem-statements/{due}")).await.ok());
        }
    }
    let groups = stage.owner.act(&stage.at("cluster-suggestions")).await.ok();
    let groups = groups["items"].as_array().unwrap();
    let mut grouped: Vec<Value> = groups.iter().map(|group| group["statements"].clone()).collect();
    let mut due: Vec<Value> = pairs
        .iter()
        .map(|(one, other)| if one < other { json!([one, other]) } else { json!([other, one]) })
        .collect();
    grouped.sort_by_key(Value::to_string);
    due.sort_by_key(Value::to_string);
    assert_eq!(grouped, due);
    let words: Vec<Vec<&str>> = groups
        .iter()
        .map(|group| group["words"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect())
        .collect();
    assert!(words.iter().all(|words| (1..=8).contains(&words.len())), "{words:?}");
    assert!(words.iter().any(|words| words.contains(&"Schimmel")), "{words:?}");
    // Asking again gives the same, and groups nothing.
    assert_eq!(
        stage.owner.post(&stage.at("cluster-suggestions"), json!({})).await.ok()["items"],
        json!(groups)
    );
}

#[tokio::test]
async fn what_is_found_is_of_the_present_whoever_wrote_it() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let anyone = world.anyone();
    let asked = stage.accepted("Le loyer des logements est trop cher.", "open").await;
    assert_eq!(similar(&anyone, &asked).await, Vec::<Value>::new());
    let other = stage.accepted("Un logement coûte un loyer trop élevé.", "open").await;
    assert_eq!(ids(&similar(&anyone, &asked).await), [other.as_str()]);
    // It is put into words that have nothing in common, and back again by another process.
    let path = format!("/v1/problem-statements/{other}");
    let better = json!({ "text": "Personne ne répond au téléphone.", "reason": "Plus clair." });
    stage.owner.post(&format!("{path}/reword"), better).await.ok();
    assert_eq!(similar(&anyone, &asked).await, Vec::<Value>::new());
    let words = format!(
        "UPDATE wordings SET text = 'Le loyer du logement.' WHERE number = 2 AND statement_id = {}",
        key(&other)
    );
    let version = format!("UPDATE problem_statements SET version = version + 1 WHERE id = {}", key(&other));
    assert_eq!((write(&world, &words).await, write(&world, &version).await), (1, 1));
    assert_eq!(ids(&similar(&anyone, &asked).await), [other.as_str()]);
    // Nobody finds what is referred, nor words that were removed.
    stage.owner.act(&format!("{path}/refer")).await.ok();
    assert_eq!(similar(&anyone, &asked).await, Vec::<Value>::new());
    assert_eq!(ids(&similar(&stage.owner, &asked).await), [other.as_str()]);
    let removed = json!({ "reason": "Diffamation." });
    stage.owner.post(&format!("{path}/remove-content"), removed).await.ok();
    assert_eq!(similar(&stage.owner, &asked).await, Vec::<Value>::new());
    assert_eq!(similar(&stage.owner, &other).await, Vec::<Value>::new());
}

/// Words are read once, of each statement that is new; the rest is a fixed number of statements of SQL.
#[tokio::test]
async fn one_statement_more_costs_only_its_own() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let text = "Le loyer des logements est trop cher.";
    let asked = stage.accepted(text, "open").await;
    for _ in 0..4 {
        stage.accepted(text, "open").await;
    }
    let counted = async || {
        let before = world.statements.so_far();
        let found = similar(&world.anyone(), &asked).await.len();
        (found, world.statements.so_far() - before)
    };
    let (found, at_first) = counted().await;
    let (_, again) = counted().await;
    assert_eq!((found, again), (4, at_first - 1));
    stage.accepted(text, "open").await;
    assert_eq!(counted().await, (5, at_first));
    assert_eq!(counted().await, (5, again));
}

#[tokio::test]
async fn so_many_are_shown_as_are_asked_for() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let text = "Le loyer des logements est trop cher.";
    let asked = stage.accepted(text, "open").await;
    for _ in 0..12 {
        stage.accepted(text, "open").await;
    }
    let path = format!("/v1/problem-statements/{asked}/similar");
    assert_eq!(similar(&world.anyone(), &asked).await.len(), 10);
    for (limit, due) in [(1, 1), (11, 11), (50, 12)] {
        let found = world.anyone().get(&format!("{path}?limit={limit}")).await.ok();
        assert_eq!(found["items"].as_array().unwrap().len(), due);
    }
    for limit in ["0", "51", "200"] {
        world.anyone().get(&format!("{path}?limit={limit}")).await.invalid("?limit", "out_of_range");
    }
    world.anyone().get(&format!("{path}?cursor=a")).await.invalid("?cursor", "unknown_field");
}

#[tokio::test]
async fn suggestions_are_of_what_is_accepted_and_change_nothing() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let path = stage.at("cluster-suggestions");
    assert_eq!(facilitator.act(&path).await.ok()["items"], json!([]));
    let text = "Le dernier bus part à six heures.";
    let (one, other) = (stage.accepted(text, "open").await, stage.accepted(text, "restricted").await);
    stage.voice(&stage.owner, text, "open").await;
    let held = stage.accepted(text, "open").await;
    stage.challenge("Comment rentrer ?", std::slice::from_ref(&held)).await;
    let parked = stage.accepted(text, "open").await;
    let reason = json!({ "reason": "Plus tard." });
    stage.owner.post(&format!("/v1/problem-statements/{parked}/park"), reason).await.ok();
    let count = "SELECT COUNT(*) FROM audit_entries";
    let before = number(&world, count).await;
    // A key that comes along stands for nothing: each time is asked anew.
    let keyed = facilitator.and("idempotency-key", "a-key-of-a-mere-question");
    let asked = keyed.act(&path).await.ok();
    let mut due = vec![one, other];
    due.sort();
    assert_eq!(asked["items"].as_array().unwrap().len(), 1);
    assert_eq!(asked["items"][0]["statements"], json!(due));
    stage.owner.act(&format!("/v1/problem-statements/{}/refer", due[0])).await.ok();
    assert_eq!(keyed.act(&path).await.ok()["items"], json!([]));
    // Of all that only what was referred is written down.
    assert_eq!(number(&world, count).await, before + 1);
    keyed.post(&path, json!({ "theme": 1 })).await.invalid("/theme", "unknown_field");
    let participant = stage.participant(&world, "coder", "Participant 1").await.0;
    for (by, status, code) in [(&world.anyone(), 401, "unauthenticated"), (&participant, 403, "forbidden")] {
        by.act(&path).await.refused(status, code);
    }
}
