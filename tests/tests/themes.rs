//! Themes: named for an edition, chosen by voices, put on statements afterwards.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::database::on_postgres;
use crate::stage::Stage;
use crate::world::World;

fn path_of(theme: &Value) -> String {
    format!("/v1/themes/{}", id(theme))
}

/// A voice under these themes.
fn voice(themes: &[&str]) -> Value {
    json!({
        "text": "Le loyer double.", "language": "fr", "voice": "pseudonymous", "origin": "citizen",
        "themes": themes,
    })
}

async fn version_of(stage: &Stage, statement: &str) -> (String, i64, Value) {
    let read = stage.owner.get(&format!("/v1/problem-statements/{statement}")).await.ok();
    let state = read["state"].as_str().unwrap().to_owned();
    (state, read["version"].as_i64().unwrap(), read["themes"].clone())
}

#[tokio::test]
async fn a_theme_is_named_before_anybody_speaks_and_read_by_everybody() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let themes = stage.at("themes");
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let reply = facilitator.post(&themes, json!({ "name": "Santé mentale" })).await;
    assert_eq!(reply.header("etag"), Some("\"1\""));
    let path = reply.header("location").unwrap().to_owned();
    let made = reply.created();
    assert_eq!((&made["sensitive"], &made["edition_id"]), (&json!(false), &stage.edition["id"]));
    world.anyone().get(&path).await.refused(404, "not_found");
    for same in ["santé mentale", "SANTE MENTALE"] {
        facilitator.post(&themes, json!({ "name": same })).await.refused(409, "name_taken");
    }
    let other = stage.theme("Logement").await;
    stage.owner.patch(&path_of(&other), json!({ "name": "Sante Mentale" })).await.refused(409, "name_taken");
    stage.owner.patch(&path, json!({ "name": null })).await.invalid("/name", "wrong_type");
    let changed = stage.owner.patch(&path, json!({ "sensitive": true })).await.ok();
    assert_eq!(
        (&changed["name"], &changed["sensitive"], &changed["version"]),
        (&json!("Santé mentale"), &json!(true), &json!(2))
    );
    stage.owner.act(&stage.at("publish")).await.ok();
    assert_eq!(world.anyone().pages(&themes, 1).await, [changed.clone(), other.clone()]);
    assert_eq!(world.anyone().get(&path).await.ok(), changed);
    // The same name is another theme in another edition.
    Stage::draft(&world, "other").await.theme("Santé mentale").await;
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    participant.post(&themes, json!({ "name": "Emploi" })).await.refused(403, "forbidden");
    stage.owner.delete(&path).await.done();
    stage.owner.get(&path).await.refused(404, "not_found");
    // A name that is free again is given again.
    stage.theme("Santé mentale").await;
    stage.owner.act(&stage.at("start")).await.ok();
    stage.owner.act(&stage.at("conclude")).await.ok();
    stage.owner.post(&themes, json!({ "name": "Emploi" })).await.refused(409, "wrong_state");
    stage.owner.delete(&path_of(&other)).await.refused(409, "wrong_state");
}

#[tokio::test]
async fn a_draft_goes_with_its_themes() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    stage.theme("Logement").await;
    stage.owner.delete(&stage.path).await.done();
}

#[tokio::test]
async fn a_voice_chooses_themes_of_its_edition_each_once() {
    let world = World::new().await;
    let (stage, other) = (Stage::published(&world, "helmo").await, Stage::published(&world, "other").await);
    let (first, second) = (stage.theme("Logement").await, stage.theme("Énergie").await);
    let theirs = other.theme("Logement").await;
    let (first, second, theirs) = (id(&first), id(&second), id(&theirs));
    let voices = stage.at("problem-statements");
    let wrong = [
        (vec![first, theirs], "/themes/1", "unknown_theme"),
        (vec!["01900000-0000-7000-8000-00000000dead"], "/themes/0", "unknown_theme"),
        (vec![first, second, first], "/themes/2", "theme_twice"),
        (vec!["logement"], "/themes/0", "malformed"),
        (vec![first; 21], "/themes", "too_long"),
    ];
    for (themes, pointer, code) in wrong {
        world.anyone().post(&voices, voice(&themes)).await.invalid(pointer, code);
    }
    assert!(stage.owner.pages(&voices, 50).await.is_empty());
    let made = world.anyone().post(&voices, voice(&[second, first])).await.created();
    let statement = &made["problem_statement"];
    assert_eq!(statement["themes"], json!([first, second]));
    assert_eq!(statement["sensitivity"], "open");
    let mut read = stage.owner.get(&format!("/v1/problem-statements/{}", id(statement))).await.ok();
    read["readers"].take();
    assert_eq!(read, *statement);
}

/// Whatever a voice asks for: under a sensitive theme nobody in particular reads it.
#[rstest]
#[case::nothing_said(Value::Null, "restricted")]
#[case::open(json!("open"), "restricted")]
#[case::restricted(json!("restricted"), "restricted")]
#[tokio::test]
async fn what_is_voiced_under_a_sensitive_theme_is_not_open(#[case] asked: Value, #[case] due: &str) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let plain = stage.theme("Logement").await;
    let sensitive = json!({ "name": "Violences", "sensitive": true });
    let sensitive = stage.owner.post(&stage.at("themes"), sensitive).await.created();
    let mut body = voice(&[id(&plain), id(&sensitive)]);
    if !asked.is_null() {
        body["sensitivity"] = asked;
    }
    let made = world.anyone().post(&stage.at("problem-statements"), body).await.created();
    assert_eq!(made["problem_statement"]["sensitivity"], due);
    let path = format!("/v1/problem-statements/{}", id(&made["problem_statement"]));
    stage.owner.act(&format!("{path}/accept")).await.ok();
    world.anyone().get(&path).await.refused(404, "not_found");
    let under = stage.at(&format!("problem-statements?theme={}", id(&sensitive)));
    assert!(world.anyone().pages(&under, 50).await.is_empty());
    assert_eq!(stage.owner.pages(&under, 50).await.len(), 1);
    // It was decided when somebody spoke: neither a theme that is plain again nor one put on later changes it.
    stage.owner.patch(&path_of(&sensitive), json!({ "sensitive": false })).await.ok();
    assert_eq!(stage.owner.get(&path).await.ok()["sensitivity"], due);
}

#[tokio::test]
async fn a_theme_is_put_on_a_statement_and_taken_off_and_decides_nothing() {
    let world = World::new().await;
    let (stage, other) = (Stage::published(&world, "helmo").await, Stage::published(&world, "other").await);
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let statement = stage.accepted("Le loyer double.", "open").await;
    let theirs = other.accepted("Le leur aussi.", "open").await;
    let sensitive = json!({ "name": "Violences", "sensitive": true });
    let theme = stage.owner.post(&stage.at("themes"), sensitive).await.created();
    let link = format!("{}/statements/{statement}", path_of(&theme));
    let accepted = |version, themes: &[&str]| ("accepted".to_owned(), version, json!(themes));
    facilitator.link(&link).await.done();
    assert_eq!(version_of(&stage, &statement).await, accepted(3, &[id(&theme)]));
    facilitator.link(&link).await.done();
    assert_eq!(version_of(&stage, &statement).await, accepted(3, &[id(&theme)]));
    // Anybody reads it as before.
    let read = world.anyone().get(&format!("/v1/problem-statements/{statement}")).await.ok();
    assert_eq!((&read["sensitivity"], &read["themes"]), (&json!("open"), &json!([id(&theme)])));
    assert_eq!(stage.owner.get(&path_of(&theme)).await.ok()["version"], 1);
    for stranger in [theirs.as_str(), "01900000-0000-7000-8000-00000000dead", "x"] {
        let link = format!("{}/statements/{stranger}", path_of(&theme));
        facilitator.link(&link).await.refused(404, "not_found");
        facilitator.unlink(&link).await.refused(404, "not_found");
    }
    facilitator.unlink(&link).await.done();
    facilitator.unlink(&link).await.done();
    assert_eq!(version_of(&stage, &statement).await, accepted(4, &[]));
    // What a deleted theme was on shows it no more, and is otherwise as it was.
    facilitator.link(&link).await.done();
    facilitator.delete(&path_of(&theme)).await.done();
    assert_eq!(version_of(&stage, &statement).await, accepted(6, &[]));
    facilitator.link(&link).await.refused(404, "not_found");
    let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&log, 200).await;
    let told: Vec<&str> = entries.iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    let told: Vec<&str> = told.into_iter().filter(|told| told.starts_with("theme.")).collect();
    let (added, removed) = ("theme.statement_added", "theme.statement_removed");
    assert_eq!(told, ["theme.created", added, removed, added, "theme.deleted"]);
}

#[tokio::test]
async fn a_statement_is_about_so_much_and_no_more() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut themes = Vec::new();
    for number in 0..21 {
        themes.push(stage.theme(&format!("Thème {number}")).await);
    }
    let twenty: Vec<&str> = themes[..20].iter().map(id).collect();
    let made = world.anyone().post(&stage.at("problem-statements"), voice(&twenty)).await.created();
    let statement = id(&made["problem_statement"]);
    stage.owner.link(&format!("{}/statements/{statement}", path_of(&themes[20]))).await.refused(409, "full");
    // One that is on it already is no further one.
    stage.owner.link(&format!("{}/statements/{statement}", path_of(&themes[0]))).await.done();
}

#[tokio::test]
async fn a_list_by_theme_takes_no_more_statements_than_the_whole_list() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let theme = stage.theme("Logement").await;
    let mut under = Vec::new();
    for number in 0..6 {
        let statement = stage.accepted(&format!("Problème {number}"), "open").await;
        if number % 2 == 0 {
            stage.owner.link(&format!("{}/statements/{statement}", path_of(&theme))).await.done();
            under.push(statement);
        }
    }
    let spent = async |query: &str| {
        let before = world.statements.so_far();
        let found = world.anyone().get(&stage.at(&format!("problem-statements{query}"))).await.ok();
        let found = found["items"].as_array().unwrap().iter().map(|item| id(item).to_owned());
        (found.collect::<Vec<_>>(), world.statements.so_far() - before)
    };
    let (all, for_all) = spent("").await;
    let (found, for_some) = spent(&format!("?theme={}", id(&theme))).await;
    assert_eq!((all.len(), found), (6, under.clone()));
    assert_eq!(for_some, for_all);
    let pages = world.anyone().pages(&stage.at(&format!("problem-statements?theme={}", id(&theme))), 1).await;
    assert_eq!(pages.iter().map(id).collect::<Vec<_>>(), under);
    let (unknown, _) = spent("?theme=01900000-0000-7000-8000-00000000dead").await;
    assert!(unknown.is_empty());
    world.anyone().get(&stage.at("problem-statements?theme=x")).await.invalid("?theme", "malformed");
}

/// A theme goes while somebody speaks under it: the voice is heard with it and then without, or is told that there is none.
#[tokio::test]
async fn a_theme_that_goes_leaves_no_voice_astray() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    for round in 0..if on_postgres() { 20 } else { 3 } {
        let theme = stage.theme(&format!("Thème {round}")).await;
        let (anyone, voices, path) = (world.anyone(), stage.at("problem-statements"), path_of(&theme));
        let (voiced, gone) =
            tokio::join!(anyone.post(&voices, voice(&[id(&theme)])), stage.owner.delete(&path));
        gone.done();
        if voiced.status == 422 {
            voiced.invalid("/themes/0", "unknown_theme");
        } else {
            let (_, _, themes) = version_of(&stage, id(&voiced.created()["problem_statement"])).await;
            assert_eq!(themes, json!([]));
        }
    }
}

/// What is made of statements is about the same; in another edition it is under the themes of the same names.
#[tokio::test]
async fn what_is_made_of_statements_is_under_their_themes() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (housing, health) = (stage.theme("Logement").await, stage.theme("Santé").await);
    let both = json!([housing["id"], health["id"]]);
    let mut voices = Vec::new();
    for themes in [&[id(&housing)][..], &[id(&housing), id(&health)], &[]] {
        let made = world.anyone().post(&stage.at("problem-statements"), voice(themes)).await.created();
        let statement = id(&made["problem_statement"]).to_owned();
        stage.owner.act(&format!("/v1/problem-statements/{statement}/accept")).await.ok();
        voices.push(statement);
    }
    let body = json!({ "sources": voices, "text": "Le loyer.", "reason": "C'est la même chose." });
    let merged = stage.owner.post(&stage.at("problem-statements/merge"), body).await.created();
    assert_eq!((&merged["themes"], &merged["version"]), (&both, &json!(1)));
    let split = json!({ "parts": [{ "text": "Un." }, { "text": "Deux." }], "reason": "Deux choses." });
    let path = format!("/v1/problem-statements/{}", id(&merged));
    let parts = stage.owner.post(&format!("{path}/split"), split).await.created();
    for part in parts["items"].as_array().unwrap() {
        assert_eq!(part["themes"], both);
        stage
            .owner
            .post(&format!("/v1/problem-statements/{}/park", id(part)), json!({ "reason": "Plus tard." }))
            .await
            .ok();
    }
    let found =
        world.anyone().pages(&stage.at(&format!("problem-statements?theme={}", id(&health))), 50).await;
    assert_eq!(found.len(), 4);
    assert_eq!(merged["sensitivity"], "open");
    // Nobody called anything "Santé" there.
    let next = stage.next("2026", "2026-11").await;
    next.theme("Emploi").await;
    let there = next.theme("LOGEMENT").await;
    let carried = next.carry(&next.owner, json!({ "statements": [parts["items"][0]["id"]] })).await.created();
    assert_eq!(carried["items"][0]["themes"], json!([there["id"]]));
    // What is made under a sensitive one is not open, there and here, whatever was so before.
    for theme in [&there, &health] {
        stage.owner.patch(&path_of(theme), json!({ "sensitive": true })).await.ok();
    }
    let carried = next.carry(&next.owner, json!({ "statements": [parts["items"][1]["id"]] })).await.created();
    assert_eq!(carried["items"][0]["sensitivity"], "restricted");
    let mut more = Vec::new();
    for themes in [&[id(&housing)][..], &[]] {
        let made = world.anyone().post(&stage.at("problem-statements"), voice(themes)).await.created();
        let statement = id(&made["problem_statement"]).to_owned();
        stage.owner.act(&format!("/v1/problem-statements/{statement}/accept")).await.ok();
        more.push(statement);
    }
    stage.owner.link(&format!("{}/statements/{}", path_of(&health), more[1])).await.done();
    let body = json!({ "sources": more, "text": "Le loyer.", "reason": "C'est la même chose." });
    let merged = stage.owner.post(&stage.at("problem-statements/merge"), body).await.created();
    assert_eq!(merged["sensitivity"], "restricted");
    let open = stage.accepted("Le loyer, encore.", "open").await;
    stage.owner.link(&format!("{}/statements/{open}", path_of(&health))).await.done();
    let split = json!({ "parts": [{ "text": "Un." }, { "text": "Deux." }], "reason": "Deux choses." });
    let parts = stage.owner.post(&format!("/v1/problem-statements/{open}/split"), split).await.created();
    for part in parts["items"].as_array().unwrap() {
        assert_eq!(part["sensitivity"], "restricted");
    }
}
