//! Invariant 7, for whoever searches: a hit is a leak too.

use std::collections::BTreeSet;

use palabre_domain::policy::Role;
use palabre_domain::problem_statement::{Circle, Extent, Sensitivity, StatementState};
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::readers::{Voiced, everything, everything_saying, reader};
use crate::rows::{key, write};
use crate::stage::Stage;
use crate::world::World;

fn ids<'a>(items: impl IntoIterator<Item = &'a Value>) -> BTreeSet<String> {
    items.into_iter().map(|item| id(item).to_owned()).collect()
}

/// Somebody of each kind, with what they are in the edition.
async fn readers(world: &World, stage: &Stage, author: Actor) -> Vec<(Actor, Vec<Role>)> {
    vec![
        (world.anyone(), vec![]),
        (author, vec![Role::SignedIn, Role::Author]),
        (stage.participant(world, "coder", "Participant 1").await.0, vec![Role::Participant]),
        (stage.staff(world, "support_person", "Support").await, vec![Role::SupportPerson]),
        (stage.staff(world, "facilitator", "Facilitator").await, vec![Role::Facilitator]),
        (stage.member(world, "viewer", "Viewer").await, vec![Role::Viewer]),
        (stage.owner.clone(), vec![Role::Owner]),
    ]
}

#[tokio::test]
async fn invariant_7_nobody_finds_by_words_what_they_may_not_read() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let author = world.account("Author").await;
    let confidant = stage.staff(&world, "support_person", "Confidant").await;
    let all = everything(&world, &stage, &author, &confidant).await;
    let named = (confidant, vec![Role::SupportPerson]);
    for (actor, roles) in readers(&world, &stage, author).await.into_iter().chain([named]) {
        let reader = reader(&actor, &roles);
        for voiced in &all {
            let Voiced { id, state, sensitivity, author, canary, .. } = voiced;
            let found = actor.get(&stage.at(&format!("problem-statements?q={canary}"))).await.ok();
            let reads = voiced.extent(&reader) == Extent::Words;
            let due = reads.then(|| id.clone()).into_iter().collect();
            let what = format!("{roles:?}: {state} {sensitivity} {author:?}");
            assert_eq!(ids(found["items"].as_array().unwrap()), due, "{what}");
        }
    }
}

/// All say the same, so that each is like each other one; who reads some of them is shown these, and no more.
#[tokio::test]
async fn invariant_7_nobody_finds_by_likeness_what_they_may_not_read() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let author = world.account("Author").await;
    let says = |_: &str| "Le loyer est trop cher.".to_owned();
    let confidant = stage.staff(&world, "support_person", "Confidant").await;
    let all = everything_saying(&world, &stage, &author, &confidant, says).await;
    let named = (confidant, vec![Role::SupportPerson]);
    for (actor, roles) in readers(&world, &stage, author).await.into_iter().chain([named]) {
        let reader = reader(&actor, &roles);
        let circle = reader.circle().reader();
        // What says the same: own words to own words, and those for everybody to those for everybody.
        let saying = |extent: Extent| -> BTreeSet<String> {
            all.iter()
                .filter(|voiced| Voiced { author: None, ..(*voiced).clone() }.extent(&circle) == extent)
                .map(|voiced| voiced.id.clone())
                .collect()
        };
        let (compared, for_everybody) = (saying(Extent::Words), saying(Extent::PublicWording));
        let moderates = reader.circle() == Circle::Moderators;
        let due = if moderates { (54, 0) } else { (10, 10) };
        assert_eq!((compared.len(), for_everybody.len()), due);
        for voiced in &all {
            let Voiced { id, state, sensitivity, author, .. } = voiced;
            let reply = actor.get(&format!("/v1/problem-statements/{id}/similar?limit=50")).await;
            let mut due = match voiced.extent(&reader) {
                Extent::Words => compared.clone(),
                Extent::PublicWording => for_everybody.clone(),
                Extent::Bare | Extent::OnRecord => {
                    reply.refused(403, "forbidden");
                    continue;
                }
                Extent::Nothing => {
                    reply.refused(404, "not_found");
                    continue;
                }
            };
            due.remove(id);
            // As many as are asked for; of those that are as much alike, the first ones.
            let due: BTreeSet<String> = due.into_iter().take(50).collect();
            let what = format!("{roles:?}: {state} {sensitivity} {author:?}");
            assert_eq!(ids(reply.ok()["items"].as_array().unwrap()), due, "{what}");
        }
        let reply = actor.act(&stage.at("cluster-suggestions")).await;
        match (moderates, actor.token.is_some()) {
            (true, _) => {
                let accepted = all.iter().filter(|voiced| voiced.state == StatementState::Accepted);
                let due = accepted.map(|voiced| &voiced.id).filter(|id| compared.contains(*id));
                let due: BTreeSet<&String> = due.collect();
                let words = ["cher", "loyer"];
                assert_eq!(reply.ok()["items"], json!([{ "statements": due, "words": words }]));
            }
            (false, true) => drop(reply.refused(403, "forbidden")),
            (false, false) => drop(reply.refused(401, "unauthenticated")),
        }
    }
}

/// How rare a word is decides how alike two statements are: so words that nobody may read change no number that they are told.
#[tokio::test]
async fn invariant_7_no_number_tells_of_words_that_are_hidden() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let asked = stage.accepted("Le loyer de la rue Saint-Gilles est cher.", "open").await;
    stage.accepted("Les loyers sont chers à Saint-Gilles.", "open").await;
    let path = format!("/v1/problem-statements/{asked}/similar");
    let told = async |by: &Actor| by.get(&path).await.ok()["items"][0]["similarity"].clone();
    let (to_anyone, to_staff) = (told(&world.anyone()).await, told(&facilitator).await);
    assert_eq!(to_anyone, to_staff);
    // Submitted, restricted, confidential: each says the same rare name.
    stage.voice(&world.anyone(), "Saint-Gilles !", "open").await;
    stage.accepted("Saint-Gilles, rue du loyer.", "restricted").await;
    assert_eq!(told(&world.anyone()).await, to_anyone);
    let to_staff_now = told(&facilitator).await;
    assert_ne!(to_staff_now, to_staff);
    let hidden = stage.accepted("Saint-Gilles est cher.", "restricted").await;
    let sql =
        format!("UPDATE problem_statements SET sensitivity = 'confidential' WHERE id = {}", key(&hidden));
    assert_eq!(write(&world, &sql).await, 1);
    assert_eq!(told(&facilitator).await, to_staff_now);
}

/// A restricted statement with a public wording is found by who reads that one alone, by its words and no others; rows by hand.
#[tokio::test]
async fn invariant_7_a_public_wording_is_all_that_is_found_of_a_restricted_statement() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let author = world.account("Author").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let open = stage.accepted("Une famille attend un logement et un secret.", "open").await;
    let mut made = Vec::new();
    for (state, sensitivity) in [
        (StatementState::Accepted, Sensitivity::Restricted),
        (StatementState::Submitted, Sensitivity::Restricted),
        (StatementState::Accepted, Sensitivity::Confidential),
    ] {
        let voiced = stage.voice(&author, "La famille Secret attend.", "restricted").await;
        let statement = id(&voiced["problem_statement"]).to_owned();
        let sql = format!(
            "UPDATE problem_statements SET state = '{state}', sensitivity = '{sensitivity}', version = 9, \
             public_text = 'Un logement se fait attendre.' WHERE id = {}",
            key(&statement)
        );
        assert_eq!(write(&world, &sql).await, 1);
        made.push(statement);
    }
    write(&world, "DELETE FROM search_words").await;
    world.by_itself(async |app| app.make_searchable().await.unwrap()).await;
    let search = async |by: &Actor, q: &str| {
        let found = ids(&by.pages(&stage.at(&format!("problem-statements?q={q}")), 50).await);
        made.iter().map(|statement| found.contains(statement)).collect::<Vec<bool>>()
    };
    let similar = async |by: &Actor| {
        let found = by.get(&format!("/v1/problem-statements/{open}/similar")).await.ok();
        let found = ids(found["items"].as_array().unwrap());
        made.iter().map(|statement| found.contains(statement)).collect::<Vec<bool>>()
    };
    // Whoever reads its own words reads both wordings.
    for word in ["secret", "logement"] {
        assert_eq!(search(&author, word).await, [true, true, true], "{word}");
        assert_eq!(search(&facilitator, word).await, [true, true, false], "{word}");
    }
    assert_eq!(similar(&facilitator).await, [true, true, false]);
    // Anyone finds the public words where anyone is shown the statement at all, and the others never.
    let outsider = world.account("Outsider").await;
    for by in [&world.anyone(), &outsider] {
        let shown = by.get(&format!("/v1/problem-statements/{}", made[0])).await.status == 200;
        assert_eq!(search(by, "secret").await, [false; 3]);
        assert_eq!(search(by, "logement").await, [shown, false, false]);
        assert_eq!(search(by, "logement%20secret").await, [false; 3]);
        assert_eq!(similar(by).await, [shown, false, false]);
        let asked = by.get(&format!("/v1/problem-statements/{}/similar", made[0])).await;
        if shown {
            assert_eq!(asked.ok()["items"][0]["id"], json!(open));
        } else {
            asked.refused(404, "not_found");
        }
        for hidden in &made[1..] {
            let asked = by.get(&format!("/v1/problem-statements/{hidden}/similar")).await;
            asked.refused(404, "not_found");
        }
    }
}
