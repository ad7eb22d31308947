//! The program as a process: how it starts, what it refuses, and what is left when it is killed.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use rstest::rstest;
use serde_json::json;

use crate::actor::{Actor, id};
use crate::world::PASSWORD;

/// The program, with nothing of the environment but what is given.
pub(crate) fn palabre(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_palabre-under-test"));
    command.args(arguments).env_clear().current_dir(folder).stdin(Stdio::null());
    command
}

/// A program that serves.
pub(crate) struct Running {
    /// None once it has ended.
    child: Option<Child>,
    pub(crate) base: String,
    /// What it said when it began.
    pub(crate) said: String,
}

impl Running {
    /// Starts it, and listens to the one line it says.
    fn start(command: Command) -> Self {
        Self::start_until(command, "http://")
    }

    /// Starts it, and listens up to the line with these words.
    pub(crate) fn start_until(mut command: Command, last: &str) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap());
        let mut said = String::new();
        while !said.lines().next_back().is_some_and(|line| line.contains(last)) {
            assert_ne!(lines.read_line(&mut said).unwrap(), 0, "it ended, having said: {said}");
        }
        let base = said.split_whitespace().find(|word| word.starts_with("http://")).expect(&said);
        Self { base: base.trim_end_matches(',').to_owned(), child: Some(child), said }
    }

    /// SIGKILL: nothing of the program runs any more.
    pub(crate) fn kill(mut self) {
        let mut child = self.child.take().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }

    /// SIGTERM, and its exit code.
    pub(crate) fn stop(mut self) -> Option<i32> {
        let mut child = self.child.take().unwrap();
        let pid = child.id().to_string();
        assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
        child.wait().unwrap().code()
    }
}

/// A test that fails leaves no program behind.
impl Drop for Running {
    fn drop(&mut self) {
        if let Some(child) = &mut self.child {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

fn on_sqlite(folder: &Path) -> Running {
    Running::start(palabre(folder, &["serve", "--listen", "127.0.0.1:0"]))
}

/// The same for who calls more often than anybody should.
fn without_limits(folder: &Path) -> Running {
    Running::start(palabre(folder, &["serve", "--listen", "127.0.0.1:0", "--rate-limits", "off"]))
}

#[rstest]
#[case::listen(&["serve", "--listen", "here"], "PALABRE_LISTEN")]
#[case::database(&["serve", "--database-url", "mysql://x"], "DATABASE_URL")]
#[case::memory(&["serve", "--database-url", "sqlite::memory:"], "DATABASE_URL")]
#[case::secret(&["serve", "--token-secret", "short"], "PALABRE_TOKEN_SECRET")]
#[case::no_secret(&["serve", "--database-url", "postgres://127.0.0.1:1/x"], "PALABRE_TOKEN_SECRET")]
#[case::mail(&["serve", "--mail", "pigeon"], "PALABRE_MAIL")]
#[case::public_url(&["serve", "--public-url", "example.org"], "PALABRE_PUBLIC_URL")]
#[case::origins(&["serve", "--origins", "https://example.org/page"], "PALABRE_ORIGINS")]
#[case::rate_limits(&["serve", "--rate-limits", "sometimes"], "PALABRE_RATE_LIMITS")]
#[case::rate_of_no_class(&["serve", "--rate-limits", "raeds=3/60"], "PALABRE_RATE_LIMITS")]
#[case::rate(&["serve", "--rate-limits", "reads=0/60"], "PALABRE_RATE_LIMITS")]
#[case::rate_twice(&["serve", "--rate-limits", "reads=3/60,reads=off"], "PALABRE_RATE_LIMITS")]
#[case::proxies(&["serve", "--proxies", "many"], "--proxies")]
#[case::option(&["serve", "--colour", "red"], "--colour")]
#[case::command(&["dance"], "dance")]
fn a_configuration_that_cannot_work_is_one_sentence_and_writes_nothing(
    #[case] arguments: &[&str],
    #[case] names: &str,
) {
    let folder = tempfile::tempdir().unwrap();
    let output = palabre(folder.path(), arguments).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    assert!(said.contains(names), "{said}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "something was written");
}

#[test]
fn the_document_is_printed_without_a_database() {
    let folder = tempfile::tempdir().unwrap();
    let output = palabre(folder.path(), &["openapi"]).output().unwrap();
    assert!(output.status.success());
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn it_says_where_it_is_keeps_its_secret_and_ends_when_it_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let running = on_sqlite(folder.path());
    for word in ["palabre.db", "/docs", "http://127.0.0.1:"] {
        assert!(running.said.contains(word), "{}", running.said);
    }
    use std::os::unix::fs::PermissionsExt as _;
    let secret = folder.path().join("palabre.db.secret");
    assert_eq!(secret.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let anyone = Actor::nobody(&running.base);
    let account =
        json!({ "email": "ada@example.org", "password": PASSWORD, "name": "Ada", "language": "fr" });
    anyone.post("/v1/accounts", account).await.created();
    let credentials = json!({ "email": "ada@example.org", "password": PASSWORD });
    let tokens = anyone.post("/v1/tokens", credentials).await.created();
    assert_eq!(running.stop(), Some(0));
    // The same secret after the next start: who was signed in still is.
    let again = on_sqlite(folder.path());
    Actor::with(&again.base, &tokens).get("/v1/me").await.ok();
    assert_eq!(again.stop(), Some(0));
}

#[tokio::test]
async fn a_kill_under_load_loses_no_acknowledged_registration() {
    let folder = tempfile::tempdir().unwrap();
    let running = without_limits(folder.path());
    let anyone = Actor::nobody(&running.base);
    let account =
        json!({ "email": "ada@example.org", "password": PASSWORD, "name": "Ada", "language": "fr" });
    anyone.post("/v1/accounts", account).await.created();
    let credentials = json!({ "email": "ada@example.org", "password": PASSWORD });
    let tokens = anyone.post("/v1/tokens", credentials).await.created();
    let owner = Actor::with(&running.base, &tokens);
    let editions = crate::stage::open_edition(&owner).await;
    let body = crate::stage::Stage::registration("anyone", "Somebody");
    let mut acknowledged = Vec::new();
    let mut calls = tokio::task::JoinSet::new();
    for _ in 0..16 {
        let (base, path, body) = (running.base.clone(), format!("{editions}/registrations"), body.clone());
        calls.spawn(async move {
            let client = reqwest::Client::new();
            let mut made = Vec::new();
            for _ in 0..200 {
                let Ok(response) = client.post(format!("{base}{path}")).json(&body).send().await else {
                    break;
                };
                let Ok(answer) = response.json::<serde_json::Value>().await else { break };
                made.push(answer["registration"]["id"].as_str().unwrap().to_owned());
            }
            made
        });
    }
    // In the middle of it: once a good number has been acknowledged, as the list itself tells.
    while owner.pages(&format!("{editions}/registrations"), 200).await.len() < 100 {}
    running.kill();
    while let Some(made) = calls.join_next().await {
        acknowledged.extend(made.unwrap());
    }
    assert!(acknowledged.len() >= 100, "only {} were acknowledged", acknowledged.len());
    let again = on_sqlite(folder.path());
    let owner = Actor::with(&again.base, &tokens);
    let kept = owner.pages(&format!("{editions}/registrations"), 200).await;
    let kept: std::collections::HashSet<&str> = kept.iter().map(id).collect();
    for registration in &acknowledged {
        assert!(kept.contains(registration.as_str()), "{registration} was acknowledged and is lost");
    }
    let places = owner.get(&format!("{editions}/places")).await.ok();
    assert_eq!(places["pools"][0]["taken"], kept.len());
    assert_eq!(again.stop(), Some(0));
}
