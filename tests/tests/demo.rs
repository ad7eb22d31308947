//! The demo: what it prints is true, what is known of the editions is there, and what is not known is not.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::process::{Running, palabre};

/// A demo that runs, and the folder in which it has its own, temporary one.
struct Demo {
    running: Running,
    folder: tempfile::TempDir,
    anyone: Actor,
}

impl Demo {
    fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut command = palabre(folder.path(), &["demo", "--listen", "127.0.0.1:0"]);
        // A demo never touches the configured database: this one could not be opened.
        command.env("DATABASE_URL", "postgres://127.0.0.1:1/nobody").env("TMPDIR", folder.path());
        let running = Running::start_until(command, "temporary");
        let anyone = Actor::nobody(&running.base);
        Self { running, folder, anyone }
    }

    /// The paths of the editions, by the titles printed beside them.
    fn printed(&self) -> Vec<(&str, &str)> {
        let row = |line| -> Option<(&str, &str)> {
            let (title, path) = str::split_once(line, self.running.base.as_str())?;
            path.starts_with("/v1/editions/").then(|| (title.trim(), path.trim()))
        };
        self.running.said.lines().filter_map(row).collect()
    }

    fn edition(&self, title: &str) -> &str {
        self.printed().into_iter().find(|(printed, _)| *printed == title).expect(title).1
    }

    /// The roles and addresses printed.
    fn sign_ins(&self) -> Vec<(&str, &str)> {
        let row = |line| -> Option<(&str, &str)> {
            let email = str::split_whitespace(line).find(|word| word.ends_with("@demo.example"))?;
            Some((line.split(email).next()?.trim(), email))
        };
        self.running.said.lines().filter_map(row).collect()
    }

    async fn sign_in(&self, role: &str) -> Actor {
        let (_, email) = self.sign_ins().into_iter().find(|(printed, _)| *printed == role).expect(role);
        let (_, rest) = self.running.said.split_once("with the password ").unwrap();
        let credentials = json!({ "email": email, "password": rest.lines().next().unwrap() });
        Actor::with(&self.running.base, &self.anyone.post("/v1/tokens", credentials).await.created())
    }

    async fn prototypes(&self, edition: &str) -> Vec<Value> {
        self.anyone.pages(&format!("{edition}/prototypes"), 2).await
    }
}

/// What each of these things says under a key, in the order of the words.
fn sorted(things: &[Value], key: &str) -> Vec<String> {
    let mut words: Vec<String> = things.iter().map(|thing| thing[key].as_str().unwrap().to_owned()).collect();
    words.sort_unstable();
    words
}

#[tokio::test]
async fn helmo_2024_has_its_month_and_three_prototypes_that_lead_to_no_challenge() {
    let demo = Demo::start();
    let path = demo.edition("Slow Hackathon 2024");
    let edition = demo.anyone.get(path).await.ok();
    assert_eq!(
        [&edition["starts_on"], &edition["ends_on"], &edition["days"], &edition["state"]],
        [&json!("2024-10"), &json!(null), &json!(2), &json!("concluded")]
    );
    assert_eq!(edition["venue"]["name"], "HELMo ESAS");
    assert_eq!(edition["organizers"][0]["name"], "HELMo");
    let partners = edition["partners"].as_array().unwrap();
    assert_eq!(sorted(partners, "name"), ["Le Monde des Possibles", "Union européenne"]);
    let funder = partners.iter().find(|partner| partner["kind"] == "funder").unwrap();
    assert!(funder["mention"].as_str().unwrap().contains("NextGenerationEU"));
    let prototypes = demo.prototypes(path).await;
    assert_eq!(sorted(&prototypes, "name"), ["Clémentine", "E-cureuil", "Roof top"]);
    assert!(prototypes.iter().all(|prototype| prototype["outcome_kind"] == "web_application"));
    let squirrel = prototypes.iter().find(|prototype| prototype["name"] == "E-cureuil").unwrap();
    let provenance = format!("/v1/prototypes/{}/provenance", id(squirrel));
    let provenance = demo.anyone.get(&provenance).await.ok();
    assert_eq!(sorted(provenance["nodes"].as_array().unwrap(), "kind"), ["prototype", "team"]);
    assert_eq!(provenance["edges"][0]["kind"], "made");
    let funnel = demo.anyone.get(&format!("{path}/funnel")).await.ok();
    assert_eq!([&funnel["received"], &funnel["prototypes"]], [0, 3]);
    assert_eq!(funnel["funders"][0]["mention"], funder["mention"]);
    let credits = demo.anyone.pages(&format!("{path}/credits"), 50).await;
    assert_eq!(sorted(&credits, "name"), ["HELMo ESAS", "Le Monde des Possibles"]);
    // Nobody is known to have been there, and nobody was put there.
    let owner = demo.sign_in("owner").await;
    assert!(owner.pages(&format!("{path}/registrations"), 50).await.is_empty());
    for team in owner.pages(&format!("{path}/teams"), 50).await {
        assert_eq!(team["members"], json!([]));
        assert!(team["waiver_reason"].as_str().unwrap().contains("la source ne dit pas"));
    }
}

#[tokio::test]
async fn helmo_2025_names_two_organizers_and_has_pools_that_overlap_under_forty() {
    let demo = Demo::start();
    let path = demo.edition("Slow Hackathon 2025");
    let edition = demo.anyone.get(path).await.ok();
    assert_eq!(
        [&edition["starts_on"], &edition["ends_on"], &edition["state"]],
        ["2025-11-20", "2025-11-21", "running"]
    );
    assert_eq!(edition["venue"]["street"], "Quai Sur-Meuse 19");
    assert_eq!(
        edition["previous_edition_id"],
        demo.edition("Slow Hackathon 2024").rsplit('/').next().unwrap()
    );
    // The association that collaborated the year before organizes it jointly; what else came along was left out.
    assert_eq!(
        sorted(edition["organizers"].as_array().unwrap(), "name"),
        ["HELMo", "Le Monde des Possibles"]
    );
    assert_eq!(sorted(edition["partners"].as_array().unwrap(), "name"), ["Le Monde des Possibles"]);
    assert_eq!(edition["partners"][0]["kind"], "co_organizer");
    let places = demo.anyone.get(&format!("{path}/places")).await.ok();
    let pool = |slug: &str| {
        let pools = places["pools"].as_array().unwrap();
        pools.iter().find(|pool| pool["slug"] == slug).cloned().unwrap()
    };
    for open in ["coders", "non-coders"] {
        assert_eq!([&pool(open)["size"], &pool(open)["left"]], [&json!(null), &json!(null)], "{open}");
    }
    assert_eq!(pool("all")["size"], 40);
    assert_eq!(pool("all")["left"], 40 - pool("all")["taken"].as_i64().unwrap());
    // Each profile is counted twice, once in the whole; and a visitor can register.
    for profile in demo.anyone.pages(&format!("{path}/profiles"), 50).await {
        let pools = profile["pools"].as_array().unwrap();
        assert!(pools.len() == 2 && pools.contains(&json!("all")), "{profile}");
    }
    let body = json!({
        "profile": "curious", "name": "Visitor", "answers": { "both_days": true },
        "consents": [{ "purpose": "participation", "version": 1 }],
    });
    let registered = demo.anyone.post(&format!("{path}/registrations"), body).await.created();
    assert_eq!(registered["registration"]["state"], "confirmed");
}

#[tokio::test]
async fn efficience_has_three_teams_and_three_prototypes_one_a_series_of_workshops() {
    let demo = Demo::start();
    let path = demo.edition("Hackathon social d’Épinay-sur-Seine");
    let edition = demo.anyone.get(path).await.ok();
    assert_eq!(
        [&edition["starts_on"], &edition["ends_on"], &edition["state"]],
        ["2025-03-10", "2025-03-11", "concluded"]
    );
    assert_eq!(
        edition["guiding_question"]["en"],
        "Which tools or actions to imagine so that skills can grow in the service of social and professional integration?"
    );
    assert_eq!(
        sorted(edition["partners"].as_array().unwrap(), "name"),
        ["ACIFTLV", "DEFFINOV", "ESS²", "HUB FRANCILIN", "Le POLE", "Région Île-de-France"]
    );
    let prototypes = demo.prototypes(path).await;
    assert_eq!(sorted(&prototypes, "name"), ["Enchanté", "Imposes toi !", "NumériZen"]);
    assert_eq!(sorted(&prototypes, "outcome_kind"), ["application", "network", "workshop_series"]);
    assert!(prototypes.iter().all(|prototype| prototype["stage"] == "presented"));
    let owner = demo.sign_in("owner").await;
    let teams = owner.pages(&format!("{path}/teams"), 50).await;
    assert_eq!(sorted(&teams, "state"), ["presented"; 3]);
}

#[tokio::test]
async fn helmo_2025_is_what_one_call_makes_of_2024() {
    let demo = Demo::start();
    let path = demo.edition("Slow Hackathon 2024");
    let owner = demo.sign_in("owner").await;
    let body =
        json!({ "slug": "2025-again", "title": { "fr": "Slow Hackathon 2025" }, "starts_on": "2025-11-20" });
    let clone = owner.post(&format!("{path}/clone"), body).await.created();
    insta::assert_json_snapshot!("helmo_2025_out_of_2024", clone["manifest"]);
}

#[tokio::test]
async fn what_was_only_told_of_an_edition_is_there_as_figures_with_their_source() {
    let demo = Demo::start();
    let figures = async |title: &str| demo.anyone.pages(&format!("{}/figures", demo.edition(title)), 3).await;
    let shown = |figures: &[Value], subject: &str| -> Vec<Value> {
        let about = |figure: &&Value| figure["subject"] == subject && figure["shown"] == true;
        figures.iter().filter(about).map(|figure| figure["value"].clone()).collect()
    };
    let retz = figures("Hackathon social et solidaire 2019").await;
    assert_eq!(shown(&retz, "Participantes et participants"), [80]);
    let edition = demo.anyone.get(demo.edition("Hackathon social et solidaire 2019")).await.ok();
    assert_eq!(
        [&edition["starts_on"], &edition["ends_on"], &edition["days"]],
        [&json!("2019-12"), &json!(null), &json!(null)]
    );
    let dynamo = figures("Dynamo 2019").await;
    assert_eq!(shown(&dynamo, "Projets choisis"), [5]);
    let prototypes = demo.prototypes(demo.edition("Dynamo 2019")).await;
    assert_eq!(sorted(&prototypes, "name"), ["Mona", "Philo Boxe"]);
    let path = demo.edition("WirVsVirus 2020");
    let wirvsvirus = figures("WirVsVirus 2020").await;
    let funnel = ["Problembeschreibungen", "Probleme", "Herausforderungen", "Projektideen"];
    let funnel = funnel.iter().chain(&["Projekte in der Vorauswahl", "Hervorgehobene Projekte"]);
    let values: Vec<Value> = funnel.flat_map(|subject| shown(&wirvsvirus, subject)).collect();
    assert_eq!(values, [1990, 809, 42, 1494, 197, 20]);
    assert_eq!(shown(&wirvsvirus, "Teilnehmende"), [26_000]);
    // The two numbers of people contradict each other: both are kept, and each names the other.
    let people: Vec<&Value> =
        wirvsvirus.iter().filter(|figure| figure["subject"] == "Teilnehmende").collect();
    assert_eq!(people.len(), 2);
    assert_eq!(people[0]["contradicted_by"], json!([people[1]["id"]]));
    assert_eq!(people[1]["contradicted_by"], json!([people[0]["id"]]));
    for figure in [retz, dynamo, wirvsvirus].concat() {
        assert!(
            figure["origin"] == "declared" && figure["source"].is_string() && figure["as_of"].is_string()
        );
    }
    // The series shows them, with what is told of the edition.
    let event = demo.anyone.get(path).await.ok()["event_id"].as_str().unwrap().to_owned();
    let series = demo.anyone.pages(&format!("/v1/events/{event}/editions"), 50).await;
    assert_eq!(series[0]["figures"].as_array().unwrap().len(), 7);
    assert_eq!([&series[0]["state"], &series[0]["recognition"]], ["follow_up", "selection"]);
}

#[tokio::test]
async fn every_role_signs_in_sees_what_is_its_own_and_only_what_is_marked_as_invented() {
    let demo = Demo::start();
    let path = demo.edition("Slow Hackathon 2025");
    let sign_ins = demo.sign_ins();
    let roles: Vec<&str> = sign_ins.iter().map(|(role, _)| *role).collect();
    let due = ["owner", "organizer", "co-organizer", "viewer", "facilitator", "registration desk"];
    assert_eq!(roles, [due.as_slice(), &["support person", "participant"]].concat());
    for role in roles {
        let actor = demo.sign_in(role).await;
        let me = actor.get("/v1/me").await.ok();
        assert!(me["name"].as_str().unwrap().contains("inventé"), "{me}");
        let held = actor.pages("/v1/me/roles", 50).await;
        let due = if role == "co-organizer" { "owner".to_owned() } else { role.replace(' ', "_") };
        assert!(held.iter().any(|held| held["role"] == due), "{role}: {held:?}");
        for team in actor.pages(&format!("{path}/teams"), 50).await {
            assert!(team["name"].as_str().unwrap().contains("inventé"), "{team}");
        }
    }
    let facilitator = demo.sign_in("facilitator").await;
    let statements = facilitator.pages(&format!("{path}/problem-statements"), 50).await;
    assert_eq!(sorted(&statements, "state"), ["accepted", "adopted", "submitted"]);
    assert_eq!(sorted(&statements, "sensitivity"), ["open", "open", "restricted"]);
    assert!(
        sorted(&statements, "text").iter().all(|text| text.contains("Exemple inventé")),
        "{statements:?}"
    );
    let challenges = facilitator.pages(&format!("{path}/challenges"), 50).await;
    assert!(sorted(&challenges, "question").iter().all(|text| text.contains("Exemple inventé")));
    let desk = demo.sign_in("registration desk").await;
    let registrations = desk.pages(&format!("{path}/registrations"), 50).await;
    assert_eq!(registrations.len(), 4);
    assert!(sorted(&registrations, "name").iter().all(|name| name.contains("inventé")), "{registrations:?}");
    let participant = demo.sign_in("participant").await;
    assert_eq!(participant.pages("/v1/me/registrations", 50).await.len(), 1);
}

#[tokio::test]
async fn what_it_prints_suffices_for_a_token_and_nothing_is_left_when_it_ends() {
    let Demo { running, folder, anyone: _ } = Demo::start();
    let curl = running.said.lines().find(|line| line.trim().starts_with("curl ")).unwrap();
    let output = tokio::process::Command::new("bash").args(["-c", curl]).output().await.unwrap();
    let tokens: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(tokens["access_token"].is_string(), "{tokens}");
    assert!(running.said.contains(&format!("{}/docs", running.base)), "{}", running.said);
    let entries = || std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(entries(), 1, "one temporary folder, and nothing beside it");
    assert_eq!(running.stop(), Some(0));
    assert_eq!(entries(), 0, "something is left");
}

#[test]
fn a_database_that_somebody_uses_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["demo", "--listen", "127.0.0.1:0", "--database-url", "sqlite://here.db?mode=rwc"];
    let first = Running::start_until(palabre(folder.path(), &arguments), "stays in the database");
    assert_eq!(first.stop(), Some(0));
    let output = palabre(folder.path(), &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("wants an empty one"), "{said}");
}

#[rstest]
#[case::listen(&["demo", "--listen", "here"], "PALABRE_LISTEN")]
#[case::database(&["demo", "--database-url", "mysql://x"], "DATABASE_URL")]
fn a_demo_that_cannot_work_is_one_sentence_and_leaves_nothing(
    #[case] arguments: &[&str],
    #[case] names: &str,
) {
    let folder = tempfile::tempdir().unwrap();
    let output = palabre(folder.path(), arguments).env("TMPDIR", folder.path()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    assert!(said.contains(names), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something was left");
}
