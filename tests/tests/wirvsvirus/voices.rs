//! The first half: statements are voiced, decided on, and made into problems.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::house::{House, each};
use super::plan::{Fate, Plan};
use super::words::said;
use crate::actor::id;

/// How many are decided on at once.
const HANDFUL: usize = 100;

/// A statement that somebody voiced.
pub struct Voiced {
    /// Its id.
    pub id: String,
    /// The code by which it is followed.
    pub receipt: String,
    /// The first words.
    pub text: String,
    /// What is to become of it.
    pub fate: Fate,
}

/// A problem, as it stands after merging and splitting.
pub struct Problem {
    /// The id of its statement.
    pub id: String,
    /// Who voiced it, by number.
    pub voices: Vec<usize>,
}

fn path(id: &str, verb: &str) -> String {
    format!("/v1/problem-statements/{id}/{verb}")
}

/// What each speaks of, and as the so manieth: those who will be merged speak of the same.
fn subjects(fates: &[Fate]) -> Vec<(usize, usize)> {
    let groups =
        fates.iter().filter_map(|fate| if let Fate::Merged(group) = fate { Some(*group) } else { None });
    let mut next = groups.max().map_or(0, |last| last + 1);
    let mut told: BTreeMap<usize, usize> = BTreeMap::new();
    let mut pairs: BTreeMap<usize, usize> = BTreeMap::new();
    let mut own = || {
        next += 1;
        next - 1
    };
    let subject = |fate: &Fate| match fate {
        Fate::Merged(group) => *group,
        // They seem to speak of the same.
        Fate::TakenApart(pair) => *pairs.entry(*pair).or_insert_with(&mut own),
        _ => own(),
    };
    let subjects: Vec<usize> = fates.iter().map(subject).collect();
    let nth = |subject: usize| {
        let told = told.entry(subject).or_default();
        *told += 1;
        (subject, *told - 1)
    };
    subjects.into_iter().map(nth).collect()
}

/// Everybody voices what they have to say, some of them for few readers.
pub async fn voiced(house: &House, plan: &Plan) -> Vec<Voiced> {
    let fates = plan.fates();
    let about = subjects(&fates);
    let speaks = async |number: usize| {
        let (subject, teller) = about[number];
        let (text, language) = said(subject, teller);
        let body = json!({
            "text": text, "language": language, "voice": "pseudonymous", "origin": "citizen",
            "sensitivity": if number % 20 == 7 { "restricted" } else { "open" },
        });
        let key = format!("voices-number-{number}");
        let made = house.post_as_anyone(&key, &house.at("problem-statements"), body).await;
        let receipt = made["receipt"].as_str().unwrap().to_owned();
        Voiced { id: id(&made["problem_statement"]).to_owned(), receipt, text, fate: fates[number] }
    };
    each(0..fates.len(), speaks).await
}

/// All are decided on: handfuls of them at once, and one by one who has to be told.
pub async fn moderated(house: &House, voiced: &[Voiced]) {
    use Fate::{Parked, Referred, Returned, SaidAgain, SetAside};
    decided(house, "set-aside", &those(voiced, |fate| fate == SetAside), Some("Hors sujet.")).await;
    let unclear = those(voiced, |fate| matches!(fate, Returned | SaidAgain));
    decided(house, "return", &unclear, Some("Où est-ce ?")).await;
    each(voiced.iter().filter(|one| one.fate == SaidAgain), async |one: &Voiced| {
        let path = format!("/v1/receipts/{}/resubmit", one.receipt);
        let again = json!({ "text": format!("{} Vraiment.", one.text) });
        house.post_as_anyone(&format!("says-again-{}", one.id), &path, again).await;
    })
    .await;
    each(those(voiced, |fate| fate == Referred), async |id: &str| {
        house.post(&format!("refers-{id}"), &path(id, "refer"), json!({})).await;
    })
    .await;
    decided(house, "accept", &those(voiced, |fate| !matches!(fate, SetAside | Returned | Referred)), None)
        .await;
    decided(house, "park", &those(voiced, |fate| fate == Parked), Some("Pour plus tard.")).await;
}

fn those(voiced: &[Voiced], which: impl Fn(Fate) -> bool) -> Vec<&str> {
    voiced.iter().filter(|one| which(one.fate)).map(|one| one.id.as_str()).collect()
}

async fn decided(house: &House, action: &str, ids: &[&str], reason: Option<&str>) {
    each(ids.chunks(HANDFUL), async |some: &[&str]| {
        let mut body = json!({ "ids": some, "action": action });
        if let Some(reason) = reason {
            body["reason"] = json!(reason);
        }
        let key = format!("{action}-from-{}", some[0]);
        let answer = house.post(&key, &house.at("problem-statements/bulk"), body).await;
        assert_eq!(answer["items"].as_array().unwrap().len(), some.len());
    })
    .await;
}

/// Duplicates become one, what is two things becomes two, and what only looked alike is taken apart again.
pub async fn merged(house: &House, voiced: &[Voiced]) -> Vec<Problem> {
    let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut pairs: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let (mut two, mut alone) = (Vec::new(), Vec::new());
    for (number, one) in voiced.iter().enumerate() {
        match one.fate {
            Fate::Merged(group) => groups.entry(group).or_default().push(number),
            Fate::TakenApart(pair) => pairs.entry(pair).or_default().push(number),
            Fate::Split => two.push(number),
            Fate::Alone | Fate::SaidAgain => alone.push(number),
            Fate::SetAside | Fate::Returned | Fate::Referred | Fate::Parked => {}
        }
    }
    let ids = |voices: &[usize]| voices.iter().map(|number| voiced[*number].id.clone()).collect::<Vec<_>>();
    let merge = async |key: String, voices: &[usize]| {
        let text = format!("{} [{} voix]", voiced[voices[0]].text, voices.len());
        let body = json!({ "sources": ids(voices), "text": text, "reason": "C'est la même chose." });
        id(&house.post(&key, &house.at("problem-statements/merge"), body).await).to_owned()
    };
    let merges = async |(group, voices): (usize, Vec<usize>)| {
        let id = merge(format!("merges-group-{group}"), &voices).await;
        Problem { id, voices }
    };
    let mut problems = each(groups, merges).await;
    let splits = async |number: usize| {
        let Voiced { id: source, text, .. } = &voiced[number];
        let parts: Vec<Value> =
            ["D'une part", "D'autre part"].map(|part| json!({ "text": format!("{part} : {text}") })).to_vec();
        let body = json!({ "parts": parts, "reason": "Ce sont deux choses." });
        let made = house.post(&format!("splits-number-{number}"), &path(source, "split"), body).await;
        let parts = made["items"].as_array().unwrap().clone();
        parts.iter().map(|part| Problem { id: id(part).to_owned(), voices: vec![number] }).collect::<Vec<_>>()
    };
    problems.extend(each(two, splits).await.into_iter().flatten());
    let thinks_better_of_it = async |(pair, voices): (usize, Vec<usize>)| {
        let id = merge(format!("merges-the-pair-{pair}"), &voices).await;
        let reason = json!({ "reason": "Ce n'est pas la même chose." });
        house.post(&format!("takes-apart-pair-{pair}"), &path(&id, "unmerge"), reason).await;
        voices
    };
    alone.extend(each(pairs, thinks_better_of_it).await.into_iter().flatten());
    problems.extend(
        alone.into_iter().map(|number| Problem { id: voiced[number].id.clone(), voices: vec![number] }),
    );
    problems
}
