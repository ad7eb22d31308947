//! Retention: registrations are erased once their time is over, and it can be said before which these are.

use std::path::Path;
use std::process::Output;

use chrono::{DateTime, Utc};
use palabre_api::usecase::App;
use serde_json::{Value, json};

use crate::actor::id;
use crate::process::palabre;
use crate::stage::Stage;
use crate::world::{SECRET, World};

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// `palabre retention` on the database of a server that is running.
fn retention(world: &World, arguments: &[&str]) -> Output {
    let folder: &Path = world.folder.path();
    let secret = String::from_utf8(SECRET.to_vec()).unwrap();
    let of_server = ["retention", "--database-url", &world.database.url, "--token-secret", &secret];
    palabre(folder, &[&of_server, arguments].concat()).output().unwrap()
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// An edition of January 2020 that keeps registrations for thirty days, with two made then and one made today.
async fn last_winter(world: &World) -> (Stage, Vec<Value>) {
    let stage = Stage::published(world, "helmo").await;
    let dates = json!({ "starts_on": "2020-01-20", "ends_on": "2020-01-21", "retention_days": 30 });
    stage.owner.patch(&stage.path, dates).await.ok();
    let mut made = Vec::new();
    for (moment, name) in [
        ("2020-01-02T00:00:00Z", "Participant 1"),
        ("2020-01-03T00:00:00Z", "Participant 2"),
        ("2030-01-01T00:00:00Z", "Participant 3"),
    ] {
        world.stand_at(at(moment));
        made.push(stage.register(&world.anyone(), "coder", name).await["registration"].clone());
    }
    world.stand_at(App::system_clock()());
    (stage, made)
}

#[tokio::test]
async fn a_preview_names_what_is_due_and_changes_nothing_and_then_it_goes() {
    let world = World::new().await;
    let (stage, made) = last_winter(&world).await;
    let preview = said(&retention(&world, &["--dry-run"]));
    let line = "2025 (Slow Hackathon 2025), due 2020-02-20: 2 registrations, 0 access needs";
    assert_eq!(preview, format!("{line} would be erased\n"));
    for registration in &made {
        let path = format!("/v1/registrations/{}", id(registration));
        assert_eq!(stage.owner.get(&path).await.ok()["name"], registration["name"]);
    }
    assert_eq!(said(&retention(&world, &[])), format!("{line} erased\n"));
    for (registration, name) in made.iter().zip([json!(null), json!(null), json!("Participant 3")]) {
        let path = format!("/v1/registrations/{}", id(registration));
        assert_eq!(stage.owner.get(&path).await.ok()["name"], name);
    }
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&entries, 200).await;
    let erased: Vec<&Value> =
        entries.iter().filter(|entry| entry["action"] == "registration.erased").collect();
    assert_eq!(erased.len(), 2);
    assert!(erased.iter().all(|entry| entry["actor_role"] == "program"), "{erased:?}");
    assert_eq!(said(&retention(&world, &["--dry-run"])), "nothing is kept beyond its time\n");
}

#[tokio::test]
async fn an_edition_that_keeps_for_ever_or_is_not_over_keeps_everything() {
    let world = World::new().await;
    let (stage, _) = last_winter(&world).await;
    for changes in [
        json!({ "retention_days": null }),
        json!({ "retention_days": 30, "starts_on": "2031-01-20", "ends_on": null }),
    ] {
        stage.owner.patch(&stage.path, changes).await.ok();
        assert_eq!(said(&retention(&world, &[])), "nothing is kept beyond its time\n");
    }
}

#[test]
fn a_database_that_is_not_there_is_said_and_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let output = palabre(folder.path(), &["retention", "--dry-run"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("no database"));
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}
