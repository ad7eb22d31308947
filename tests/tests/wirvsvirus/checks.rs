//! What has to be true in the end, and on the way.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::house::{House, each};
use super::makers::Made;
use super::plan::{Due, Fate, Plan};
use super::voices::{Problem, Voiced};
use crate::actor::id;

/// The funnel counts what the plan counts, and is balanced.
pub async fn funnel(house: &House, plan: &Plan, due: Due, challenges: usize, teams: usize) {
    let funnel = house.get(&house.at("funnel")).await;
    let Due { derived, by_state } = due;
    assert_eq!(funnel["balanced"], true, "{funnel}");
    assert_eq!(
        (&funnel["received"], &funnel["derived"]),
        (&json!(plan.received()), &json!(derived)),
        "{funnel}"
    );
    for (state, count) in funnel["by_disposition"].as_object().unwrap() {
        let due = by_state.get(state.as_str()).copied().unwrap_or_default();
        assert_eq!(*count, json!(due), "{state} of {funnel}");
    }
    let taken_up = if teams == 0 { 0 } else { challenges };
    for (field, due) in [
        ("challenges", challenges),
        ("challenges_taken_up", taken_up),
        ("teams", teams),
        ("prototypes", teams),
    ] {
        assert_eq!(funnel[field], json!(due), "{field} of {funnel}");
    }
}

/// Who spoke of what a challenge adopted, by number.
fn heard(plan: &Plan, problems: &[Problem], challenge: usize) -> BTreeSet<usize> {
    let (hand, adopted) = plan.hand(challenge);
    hand[..adopted].iter().flat_map(|number| problems[*number].voices.iter().copied()).collect()
}

/// Each prototype leads back to everybody who spoke of what its challenge adopted, and to their first words, and to nobody else.
pub async fn provenance(house: &House, plan: &Plan, voiced: &[Voiced], problems: &[Problem], made: &[Made]) {
    let heard: Vec<BTreeSet<usize>> =
        (0..plan.challenges).map(|challenge| heard(plan, problems, challenge)).collect();
    let number_of: BTreeMap<&str, usize> =
        voiced.iter().enumerate().map(|(number, one)| (one.id.as_str(), number)).collect();
    each(made, async |made: &Made| {
        let walk = house.get(&format!("/v1/prototypes/{}/provenance", made.id)).await;
        let edges = walk["edges"].as_array().unwrap();
        let mut nodes: BTreeMap<&str, &Value> =
            walk["nodes"].as_array().unwrap().iter().map(|node| (id(node), node)).collect();
        // From the prototype back, step by step.
        let (mut open, mut first) = (vec![made.id.as_str()], BTreeSet::new());
        while let Some(here) = open.pop() {
            let Some(node) = nodes.remove(here) else { continue };
            let before =
                edges.iter().filter(|edge| edge["to"] == here).map(|edge| edge["from"].as_str().unwrap());
            let before: Vec<&str> = before.collect();
            if before.is_empty() {
                let number = number_of[here];
                assert_eq!(node["label"], json!(voiced[number].text), "{node}");
                first.insert(number);
            }
            open.extend(before);
        }
        assert!(nodes.is_empty(), "nothing leads from {nodes:?} to {}", made.id);
        assert_eq!(first, heard[made.challenge], "{}", made.id);
    })
    .await;
}

/// What a receipt has to say.
struct Told {
    state: &'static str,
    /// How many problems it went into, and how many that were taken back.
    statements: usize,
    challenges: BTreeSet<usize>,
}

fn told(plan: &Plan, voiced: &[Voiced], problems: &[Problem]) -> Vec<Told> {
    let mut told: Vec<Told> = voiced
        .iter()
        .map(|one| {
            let (state, statements) = match one.fate {
                Fate::SetAside => ("set_aside", 0),
                Fate::Returned => ("returned", 0),
                Fate::Referred => ("referred", 0),
                Fate::Parked => ("parked", 0),
                Fate::Merged(_) => ("merged", 1),
                Fate::Split => ("split", 2),
                Fate::TakenApart(_) | Fate::Alone | Fate::SaidAgain => ("accepted", 0),
            };
            Told { state, statements, challenges: BTreeSet::new() }
        })
        .collect();
    for challenge in 0..plan.challenges {
        for number in heard(plan, problems, challenge) {
            let told = &mut told[number];
            told.challenges.insert(challenge);
            told.state = if told.state == "accepted" { "adopted" } else { told.state };
        }
    }
    told
}

/// Each receipt answers: the state, a reason where one is due, and all that became of it.
pub async fn receipts(house: &House, plan: &Plan, voiced: &[Voiced], problems: &[Problem]) {
    let told = told(plan, voiced, problems);
    each(voiced.iter().zip(told), async |(one, told): (&Voiced, Told)| {
        let Told { state, statements, challenges } = told;
        let receipt = house.get(&format!("/v1/receipts/{}", one.receipt)).await;
        assert_eq!(receipt["state"], state, "{receipt}");
        let reasoned = ["set_aside", "returned", "parked", "merged", "split"].contains(&state);
        assert_eq!(receipt["reason"].is_string(), reasoned, "{receipt}");
        let can = match state {
            "returned" => json!(["resubmit", "make-confidential"]),
            "submitted" => json!(["make-confidential"]),
            _ => json!([]),
        };
        assert_eq!(receipt["can"], can, "{receipt}");
        let count = |kind: &str| {
            receipt["became"].as_array().unwrap().iter().filter(|one| one["kind"] == kind).count()
        };
        let teams: usize = challenges.iter().map(|challenge| plan.teams_on(*challenge)).sum();
        for (kind, due) in [
            ("problem_statement", statements),
            ("challenge", challenges.len()),
            ("team", teams),
            ("prototype", teams),
        ] {
            assert_eq!(count(kind), due, "{kind} of {receipt}");
        }
    })
    .await;
}
