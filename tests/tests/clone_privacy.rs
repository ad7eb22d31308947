//! Invariant 12, searched for: no row of any clone holds anything about a person.

use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

use crate::actor::id;
use crate::clones::{asked, kinds, moment};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// What varies between the editions that are cloned.
#[derive(Debug, Clone)]
struct Case {
    people: u8,
    statements: u8,
    windows: bool,
    partners: u8,
    team: bool,
    groups: bool,
    texts: bool,
    source: Option<&'static str>,
    wanted: Option<&'static str>,
    concluded: bool,
}

fn cases() -> impl Strategy<Value = Case> {
    let start = prop::sample::select(vec![None, Some("2025-11-20"), Some("2025-11"), Some("2024-02-29")]);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (0..4_u8, 0..3_u8, 0..3_u8, start.clone(), start, flags).prop_map(
        |(people, statements, partners, source, wanted, (windows, team, groups, texts, concluded))| Case {
            people,
            statements,
            windows,
            partners,
            team,
            groups,
            texts,
            source,
            wanted,
            concluded,
        },
    )
}

/// What no clone may hold: it is in every field that is about a person.
const CANARY: &str = "Canari";

/// An edition of this kind, with the canary wherever somebody is spoken of.
async fn edition_of(world: &World, case: &Case, slug: &str) -> Stage {
    let stage = Stage::draft(world, slug).await;
    if case.texts {
        stage.theme("Logement").await;
        let texts = json!({
            "summary": { "fr": "Résumé" }, "guiding_question": { "fr": "Quoi ?" }, "venue": { "city": "Liège" },
            "vocabulary": { "team": { "fr": "groupe" } },
            "stages": [{ "key": "all", "name": { "fr": "Toutes" }, "public": true }],
        });
        stage.owner.patch(&stage.path, texts).await.ok();
    }
    if case.windows {
        let window =
            json!({ "kind": "registration", "opens_at": moment("2020-03-01T02:30:00"), "closes_at": null });
        stage.owner.put(&stage.at("windows"), json!({ "windows": [window] })).await.ok();
    }
    for at in 0..case.partners {
        let partner =
            json!({ "name": format!("Partenaire {at}"), "kind": "funder", "mention": "Avec l’appui de" });
        stage.owner.post(&stage.at("partners"), partner).await.created();
    }
    stage.owner.act(&stage.at("publish")).await.ok();
    stage.staff(world, "facilitator", &format!("{CANARY} {slug}")).await;
    let mut registrations = Vec::new();
    for at in 0..case.people {
        let mut body = Stage::registration("coder", &format!("{CANARY} {at}"));
        body["email"] = json!(format!("canari.{at}@example.org"));
        body["phone"] = json!("+32 4 000 00 00");
        body["structure"] = json!(format!("Structure de {CANARY}"));
        body["motivation"] = json!(format!("Motivation de {CANARY}"));
        let made = stage.owner.post(&stage.at("registrations"), body).await.created();
        registrations.push(id(&made["registration"]).to_owned());
    }
    let hosted =
        json!({ "kind": "talk", "title": { "fr": "Écouter" }, "hosts": [format!("{CANARY} raconte")] });
    let item = id(&stage.owner.post(&stage.at("programme"), hosted).await.created()).to_owned();
    for registration in &registrations {
        stage.owner.link(&format!("/v1/programme-items/{item}/attendance/{registration}")).await.done();
    }
    for at in 0..case.statements {
        stage.accepted(&format!("{CANARY} dit {at}"), "open").await;
    }
    if case.statements > 0 {
        let all = stage.owner.pages(&stage.at("problem-statements"), 50).await;
        let all: Vec<String> = all.iter().map(|statement| id(statement).to_owned()).collect();
        stage.cluster(&format!("{CANARY} et {CANARY}"), &all).await;
        let path = format!("/v1/problem-statements/{}/resonance", all[0]);
        stage.owner.speak_for(&path, &format!("Structure de {CANARY}")).await.done();
    }
    if case.groups && !registrations.is_empty() {
        let group = json!({ "registrations": registrations, "reason": format!("{CANARY} le demande") });
        let policy = json!({ "size": { "min": 1, "max": 9 }, "keep_together": [group] });
        stage.owner.put(&stage.at("composition-policy"), policy).await.ok();
    }
    if case.team && !registrations.is_empty() {
        let challenge = stage.challenge(&format!("{CANARY} demande ?"), &[]).await;
        let members: Vec<&str> = registrations.iter().map(String::as_str).collect();
        let team = stage.team(&format!("Équipe de {CANARY}"), &challenge, &members).await;
        stage.prototype(&team, &format!("Maquette de {CANARY}")).await;
    }
    // A published edition keeps a start; the month is enough.
    stage
        .owner
        .patch(&stage.path, json!({ "ends_on": null, "starts_on": case.source.unwrap_or("2025-11") }))
        .await
        .ok();
    if case.concluded {
        stage.owner.act(&stage.at("start")).await.ok();
        stage.owner.act(&stage.at("conclude")).await.ok();
    }
    stage
}

#[tokio::test]
async fn no_clone_of_any_edition_holds_anything_about_a_person() {
    let world = World::new().await;
    let mut runner = TestRunner::default();
    for at in 0..12 {
        let case = cases().new_tree(&mut runner).unwrap().current();
        let stage = edition_of(&world, &case, &format!("o{at}")).await;
        let wanted = case.wanted.map_or(Value::Null, Value::from);
        let clone = stage.owner.post(&stage.at("clone"), asked("clone", wanted.clone())).await.created();
        let twin = stage.owner.post(&stage.at("clone"), asked("twin", wanted)).await.created();
        assert_eq!(clone["manifest"], twin["manifest"], "the same source gives the same manifest: {case:?}");
        let rows = rows::of_edition(&world, id(&clone["edition"])).await;
        assert!(!rows.is_empty());
        let tables = [
            "editions",
            "windows",
            "consent_purposes",
            "themes",
            "partners",
            "pools",
            "profiles",
            "programme_items",
            "profile_pools",
            "composition_policies",
            "audit_entries",
            "outbox_events",
        ];
        for (table, row) in rows {
            assert!(tables.contains(&table.as_str()), "{table} in {case:?}: {row}");
            assert!(!row.to_lowercase().contains("canari"), "{table} in {case:?}: {row}");
        }
        let shown = clone.to_string().to_lowercase();
        assert!(!shown.contains("canari") && !shown.contains("example.org"), "{shown}");
        let told = kinds(&clone["manifest"]["left_out"]);
        let count = |kind: &str| told.iter().find(|(told, _)| *told == kind).map_or(0, |(_, count)| *count);
        assert_eq!(count("registration"), u64::from(case.people), "{case:?}");
        assert_eq!(count("attendance"), u64::from(case.people), "{case:?}");
        assert_eq!(count("problem_statement"), u64::from(case.statements), "{case:?}");
        for beside in ["cluster", "resonance"] {
            assert_eq!(count(beside), u64::from(case.statements > 0), "{case:?}");
        }
        let copied = kinds(&clone["manifest"]["copied"]);
        assert_eq!(copied.contains(&("theme", 1)), case.texts, "{case:?}");
        assert_eq!(count("kept_group"), u64::from(case.groups && case.people > 0), "{case:?}");
        assert_eq!(count("prototype"), u64::from(case.team && case.people > 0), "{case:?}");
        assert_eq!(count("staff"), 1, "{case:?}");
    }
}
