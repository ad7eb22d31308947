//! Clusters: statements side by side, for those who work on the edition, and for the receipts of those who said them.

use serde_json::{Value, json};

use crate::actor::id;
use crate::rows::{key, write};
use crate::stage::Stage;
use crate::world::World;

fn path_of(cluster: &Value) -> String {
    format!("/v1/clusters/{}", id(cluster))
}

/// These ids as they are listed.
fn sorted(ids: &[&str]) -> Value {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    json!(ids)
}

#[tokio::test]
async fn a_cluster_is_for_those_who_work_on_the_edition_as_far_as_each_reads() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let (open, restricted) =
        (stage.accepted("Ouvert.", "open").await, stage.accepted("Réservé.", "restricted").await);
    let fresh = stage.voice(&world.anyone(), "À peine dit.", "open").await;
    let fresh = id(&fresh["problem_statement"]);
    let body = json!({
        "name": "Attendre", "note": "Deux guichets.\nUn téléphone.", "statements": [fresh, open, restricted],
    });
    let clusters = stage.at("clusters");
    let reply = facilitator.post(&clusters, body).await;
    assert_eq!(reply.header("etag"), Some("\"1\""));
    let path = reply.header("location").unwrap().to_owned();
    let made = reply.created();
    assert_eq!(made["statements"], sorted(&[fresh, &open, &restricted]));
    assert_eq!(facilitator.get(&path).await.ok(), made);
    // A name says what somebody thinks for now: it may be given twice.
    stage.cluster("Attendre", &[]).await;
    for role in ["support_person", "registration_desk"] {
        let crew = stage.staff(&world, role, role).await;
        assert_eq!(crew.get(&path).await.ok()["statements"], json!([open]));
        assert_eq!(crew.pages(&clusters, 1).await[0]["statements"], json!([open]));
        crew.patch(&path, json!({ "name": "Autre" })).await.refused(403, "forbidden");
    }
    let viewer = stage.member(&world, "viewer", "Viewer").await;
    assert_eq!(viewer.get(&path).await.ok()["statements"], json!([open]));
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    participant.get(&clusters).await.refused(403, "forbidden");
    participant.get(&path).await.refused(404, "not_found");
    world.anyone().get(&clusters).await.refused(401, "unauthenticated");
    let changed = facilitator.patch(&path, json!({ "name": "Être joignable", "note": null })).await.ok();
    assert_eq!(
        (&changed["name"], &changed["note"], &changed["version"]),
        (&json!("Être joignable"), &Value::Null, &json!(2))
    );
}

#[tokio::test]
async fn putting_side_by_side_changes_nothing_of_a_statement() {
    let world = World::new().await;
    let (stage, other) = (Stage::published(&world, "helmo").await, Stage::published(&world, "other").await);
    let (first, second) = (stage.accepted("L'un.", "open").await, stage.accepted("L'autre.", "open").await);
    let theirs = other.accepted("Le leur.", "open").await;
    let clusters = stage.at("clusters");
    let body = |statements: &[&str]| json!({ "name": "Groupe", "statements": statements });
    let unknown = "01900000-0000-7000-8000-00000000dead";
    for stranger in [theirs.as_str(), unknown] {
        let reply = stage.owner.post(&clusters, body(&[&first, stranger])).await;
        reply.invalid("/statements/1", "unknown_statement");
    }
    stage.owner.post(&clusters, body(&[&first, &first])).await.invalid("/statements/1", "statement_twice");
    stage.owner.post(&clusters, body(&vec![unknown; 501])).await.invalid("/statements", "too_long");
    let cluster = stage.cluster("Groupe", std::slice::from_ref(&first)).await;
    let path = path_of(&cluster);
    let before = stage.owner.get(&format!("/v1/problem-statements/{second}")).await.ok();
    let link = format!("{path}/statements/{second}");
    let now = async || {
        let read = stage.owner.get(&path).await.ok();
        (read["version"].as_i64().unwrap(), read["statements"].clone())
    };
    stage.owner.link(&link).await.done();
    assert_eq!(now().await, (2, sorted(&[&first, &second])));
    stage.owner.link(&link).await.done();
    assert_eq!(now().await.0, 2);
    // n–n: it lies in another one, too.
    stage.cluster("Un autre", std::slice::from_ref(&second)).await;
    assert_eq!(stage.owner.get(&format!("/v1/problem-statements/{second}")).await.ok(), before);
    for stranger in [theirs.as_str(), unknown, "x"] {
        let link = format!("{path}/statements/{stranger}");
        stage.owner.link(&link).await.refused(404, "not_found");
        stage.owner.unlink(&link).await.refused(404, "not_found");
    }
    stage.owner.unlink(&link).await.done();
    stage.owner.unlink(&link).await.done();
    assert_eq!(now().await, (3, json!([first])));
    // Whatever its state, and whatever becomes of it.
    stage.owner.post(&format!("/v1/problem-statements/{first}/refer"), json!({})).await.ok();
    assert_eq!(now().await, (3, json!([first])));
    stage.owner.delete(&path).await.done();
    stage.owner.get(&path).await.refused(404, "not_found");
    let left = stage.owner.get(&format!("/v1/problem-statements/{first}")).await.ok();
    assert_eq!((&left["state"], &left["version"]), (&json!("referred"), &json!(3)));
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    stage.owner.post(&clusters, body(&[])).await.refused(409, "wrong_state");
}

#[tokio::test]
async fn a_list_by_cluster_is_for_those_who_read_clusters() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let support = stage.staff(&world, "support_person", "Support").await;
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    let mut all = Vec::new();
    for sensitivity in ["restricted", "open", "open"] {
        all.push(stage.accepted(&format!("Problème {sensitivity}"), sensitivity).await);
    }
    let cluster = stage.cluster("Groupe", &all[..2]).await;
    let within = stage.at(&format!("problem-statements?cluster={}", id(&cluster)));
    let other = stage.at("problem-statements?cluster=01900000-0000-7000-8000-00000000dead");
    for (actor, due) in
        [(&stage.owner, &all[..2]), (&support, &all[1..2]), (&participant, &[]), (&world.anyone(), &[])]
    {
        let found = actor.pages(&within, 1).await;
        assert_eq!(found.iter().map(id).collect::<Vec<_>>(), due);
        assert!(actor.pages(&other, 1).await.is_empty());
    }
}

#[tokio::test]
async fn a_list_by_cluster_takes_no_more_statements_than_the_whole_list() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut all = Vec::new();
    for number in 0..4 {
        all.push(stage.accepted(&format!("Problème {number}"), "open").await);
    }
    let cluster = stage.cluster("Groupe", &all[..2]).await;
    let spent = async |query: &str| {
        let before = world.statements.so_far();
        let found = stage.owner.get(&stage.at(&format!("problem-statements{query}"))).await.ok();
        (found["items"].as_array().unwrap().len(), world.statements.so_far() - before)
    };
    let (whole, within) = (spent("").await, spent(&format!("?cluster={}", id(&cluster))).await);
    assert_eq!((whole.0, within.0), (4, 2));
    assert_eq!(whole.1, within.1);
}

/// Who said something is told that others said the like; of these only what anyone reads, and never why they lie together.
#[tokio::test]
async fn a_receipt_tells_what_lies_beside_in_words_that_anyone_may_read() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let voiced = stage.voice(&world.anyone(), "Personne ne répond.", "restricted").await;
    let receipt = format!("/v1/receipts/{}", voiced["receipt"].as_str().unwrap());
    let own = id(&voiced["problem_statement"]).to_owned();
    let long = format!("Le guichet est fermé, {}.", "encore et encore ".repeat(20).trim_end());
    let (open, restricted) =
        (stage.accepted(&long, "open").await, stage.accepted("Un canari réservé.", "restricted").await);
    let fresh = stage.voice(&world.anyone(), "Un canari à peine dit.", "open").await;
    let fresh = id(&fresh["problem_statement"]).to_owned();
    let elsewhere = stage.accepted("Un canari ailleurs.", "open").await;
    assert_eq!(world.anyone().get(&receipt).await.ok()["grouped_with"], json!([]));
    stage.cluster("Canari du groupe", &[own.clone(), open.clone(), restricted, fresh]).await;
    stage.cluster("Canari seul", &[elsewhere]).await;
    let reply = world.anyone().get(&receipt).await;
    assert!(!String::from_utf8_lossy(&reply.bytes).to_lowercase().contains("canari"));
    let told = reply.ok()["grouped_with"].clone();
    assert_eq!((told.as_array().unwrap().len(), &told[0]["id"]), (1, &json!(open)));
    assert_eq!(told[0]["state"], "accepted");
    let label = told[0]["label"].as_str().unwrap();
    assert!(label.starts_with("Le guichet est fermé") && label.ends_with('…'), "{label}");
    // It lies beside it twice, and is told once; what leaves the public path leaves this one too.
    let twice = stage.cluster("Encore", &[own, open.clone()]).await;
    let beside = async || world.anyone().get(&receipt).await.ok()["grouped_with"].as_array().unwrap().len();
    assert_eq!(beside().await, 1);
    stage.owner.delete(&path_of(&twice)).await.done();
    assert_eq!(beside().await, 1);
    stage.owner.post(&format!("/v1/problem-statements/{open}/refer"), json!({})).await.ok();
    assert_eq!(beside().await, 0);
}

/// Who said something is told of the groups of what was made of it, also in later editions that anyone may read.
#[tokio::test]
async fn a_receipt_tells_what_lies_beside_what_became_of_the_words() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let voiced = stage.voice(&world.anyone(), "Personne ne répond.", "open").await;
    let (own, receipt) = (id(&voiced["problem_statement"]).to_owned(), voiced["receipt"].as_str().unwrap());
    stage.owner.act(&format!("/v1/problem-statements/{own}/accept")).await.ok();
    let beside = async || {
        let told = world.anyone().get(&format!("/v1/receipts/{receipt}")).await.ok()["grouped_with"].clone();
        let mut told: Vec<String> = told.as_array().unwrap().iter().map(|one| id(one).to_owned()).collect();
        told.sort_unstable();
        told
    };
    let other = stage.accepted("Le guichet est fermé.", "open").await;
    let body = json!({ "sources": [own, other], "text": "On n'atteint personne.", "reason": "Pareil." });
    let merged = stage.owner.post(&stage.at("problem-statements/merge"), body).await.created();
    assert_eq!(beside().await, Vec::<String>::new());
    let third = stage.accepted("Le formulaire est en ligne.", "open").await;
    stage.cluster("Joindre quelqu'un", &[id(&merged).to_owned(), third.clone()]).await;
    assert_eq!(beside().await, std::slice::from_ref(&third));
    // What it became is no neighbour of it, whatever lies where.
    stage.cluster("Tout", &[own.clone(), id(&merged).to_owned()]).await;
    assert_eq!(beside().await, std::slice::from_ref(&third));
    let park = json!({ "reason": "L'an prochain." });
    stage.owner.post(&format!("/v1/problem-statements/{}/park", id(&merged)), park).await.ok();
    let next = stage.next("2026", "2026-11").await;
    let carried = next.carry(&next.owner, json!({ "statements": [id(&merged)] })).await.created();
    let fourth = next.accepted("On raccroche.", "open").await;
    next.cluster("Au téléphone", &[id(&carried["items"][0]).to_owned(), fourth.clone()]).await;
    assert_eq!(beside().await, *sorted(&[&third, &fourth]).as_array().unwrap());
    // Nobody is told of an edition that nobody may read.
    let sql = format!("UPDATE editions SET state = 'draft' WHERE id = {}", key(id(&next.edition)));
    write(&world, &sql).await;
    assert_eq!(beside().await, [third]);
}
