//! Invariants 9 and 14: an anonymous statement has no path to a person. Two worlds that differ in who spoke, or when, are one.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::process::{Running, palabre};
use crate::rows;
use crate::stage::Stage;
use crate::world::{PASSWORD, World};

pub fn at(moment: &str) -> DateTime<Utc> {
    moment.parse().unwrap()
}

pub fn anonymous(text: &str) -> Value {
    json!({ "text": text, "language": "fr", "voice": "anonymous", "origin": "person_concerned" })
}

fn path_of(made: &Value) -> String {
    format!("/v1/problem-statements/{}", id(&made["problem_statement"]))
}

/// The same with credentials that are as old as the clock.
pub async fn again(world: &World, actor: &Actor) -> Actor {
    world.sign_in(actor.tokens["account"]["email"].as_str().unwrap(), PASSWORD).await
}

/// What was made up by chance, told by its length and its signs: ids, fingerprints, salts.
fn without_chance(row: &str) -> String {
    let mut plain = String::new();
    for word in row.split_inclusive(|sign: char| !(sign.is_ascii_alphanumeric() || "-$+/=_,".contains(sign)))
    {
        let (word, end) = word.split_at(word.len() - word.chars().next_back().map_or(0, char::len_utf8));
        let digits = word.trim_start_matches('x');
        let by_chance = word.starts_with("$argon2")
            || (digits.len() >= 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-'));
        plain.push_str(if by_chance { "#" } else { word });
        plain.push_str(end);
    }
    plain
}

/// All that the database holds, less what was made up by chance: as it stands, table by table.
async fn unsorted(world: &World) -> Vec<(String, Vec<String>)> {
    let mut all = Vec::new();
    // When the schema was made is told by the machine's own clock.
    for table in rows::tables(world).await.into_iter().filter(|table| table != "seaql_migrations") {
        let row = rows::row_of(world, &table).await;
        let rows = rows::texts(world, &format!("SELECT {row} FROM {table} t")).await;
        all.push((table, rows.iter().map(|row| without_chance(row)).collect()));
    }
    all
}

async fn sorted(world: &World) -> Vec<(String, Vec<String>)> {
    let mut all = unsorted(world).await;
    for (_, rows) in &mut all {
        rows.sort();
    }
    all
}

/// Where two dumps differ, line by line.
fn differences(one: &[(String, Vec<String>)], other: &[(String, Vec<String>)]) -> String {
    let lines = |dump: &[(String, Vec<String>)]| -> Vec<String> {
        dump.iter().flat_map(|(table, rows)| rows.iter().map(move |row| format!("{table}: {row}"))).collect()
    };
    let (one, other) = (lines(one), lines(other));
    let beside = one.iter().zip(&other).filter(|(one, other)| one != other);
    let mut found: Vec<String> = beside.map(|(one, other)| format!("{one}\n{other}\n")).collect();
    if one.len() != other.len() {
        found.push(format!("{} and {} rows", one.len(), other.len()));
    }
    found.concat()
}

/// Somebody speaks anonymously at a moment of the 20th, and says it again when it was returned; at the same times as ever, people
/// organize. Gives what is kept that night, and after the next batch.
async fn lived_through(who: usize, moment: &str) -> (World, Vec<(String, Vec<String>)>) {
    let world = World::without_mail().await;
    world.stand_at(at("2027-01-20T07:00:00Z"));
    let stage = Stage::published(&world, "helmo").await;
    let people = [world.account("Alice").await, world.account("Bob").await];
    // They are signed in on the same machine, and speak without it.
    let mut client = people[who].clone();
    client.token = None;
    world.stand_at(at(moment));
    let keyed = client.and("idempotency-key", "a-key-that-leads-to-somebody");
    let made = keyed.post(&stage.at("problem-statements"), anonymous("Personne ne répond.")).await.created();
    world.stand_at(at("2027-01-20T18:00:00Z"));
    let owner = again(&world, &stage.owner).await;
    owner.post(&format!("{}/return", path_of(&made)), json!({ "reason": "Qui ?" })).await.ok();
    world.stand_at(at(moment) + chrono::TimeDelta::days(1));
    let receipt = format!("/v1/receipts/{}", made["receipt"].as_str().unwrap());
    keyed.post(&format!("{receipt}/resubmit"), json!({ "text": "Le CPAS." })).await.ok();
    client.act(&format!("{receipt}/make-confidential")).await.ok();
    world.stand_at(at("2027-01-21T21:00:00Z"));
    let night = sorted(&world).await;
    world.stand_at(at("2027-01-23T01:00:00Z"));
    let told = world.by_itself(async |app| app.write_down_anonymous_deeds().await.unwrap()).await;
    assert_eq!(told, 3);
    (world, night)
}

#[tokio::test]
async fn invariant_9_two_worlds_that_differ_in_who_spoke_or_when_are_the_same() {
    let (alice, night) = lived_through(0, "2027-01-20T09:15:00Z").await;
    let next = sorted(&alice).await;
    for (who, moment) in
        [(1, "2027-01-20T09:15:00Z"), (0, "2027-01-20T16:44:31.5Z"), (1, "2027-01-20T07:00:01Z")]
    {
        let (other, other_night) = lived_through(who, moment).await;
        assert_eq!(differences(&night, &other_night), "", "{who} at {moment}");
        assert_eq!(differences(&next, &sorted(&other).await), "", "{who} at {moment}");
    }
}

/// Three people say the same within a day; gives all that is kept after the next batch, as it stands.
async fn said_by_three(moments: [&str; 3]) -> Vec<(String, Vec<String>)> {
    let world = World::without_mail().await;
    world.stand_at(at("2027-01-20T07:00:00Z"));
    let stage = Stage::published(&world, "helmo").await;
    for moment in moments {
        world.stand_at(at(moment));
        let said = anonymous("Personne ne répond.");
        world.anyone().post(&stage.at("problem-statements"), said).await.created();
    }
    world.stand_at(at("2027-01-22T01:00:00Z"));
    world.by_itself(async |app| app.write_down_anonymous_deeds().await.unwrap()).await;
    unsorted(&world).await
}

#[tokio::test]
async fn invariant_9_after_the_daily_batch_two_worlds_are_the_same_as_they_stand() {
    let early = said_by_three(["2027-01-20T08:00:00Z", "2027-01-20T08:00:01Z", "2027-01-20T08:00:02Z"]).await;
    let late = said_by_three(["2027-01-20T09:30:00Z", "2027-01-20T15:00:00Z", "2027-01-20T22:59:59Z"]).await;
    assert_eq!(differences(&early, &late), "");
}

#[tokio::test]
async fn an_anonymous_voice_that_says_who_it_is_is_refused_and_nothing_is_kept() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let somebody = world.account("Somebody").await;
    let voices = stage.at("problem-statements");
    for actor in [&somebody, &stage.owner] {
        actor.post(&voices, anonymous("Personne ne répond.")).await.refused(400, "credentials_refused");
    }
    let mut forged = somebody.clone();
    forged.token = Some("forged".to_owned());
    forged.post(&voices, anonymous("Personne ne répond.")).await.refused(401, "unauthenticated");
    let mut named = anonymous("Personne ne répond.");
    named["name"] = json!("Participant 1");
    world.anyone().post(&voices, named).await.invalid("/name", "not_allowed_here");
    assert!(stage.owner.pages(&voices, 50).await.is_empty());
}

#[tokio::test]
async fn an_anonymous_voice_follows_what_became_of_its_words_and_leaves_no_key_behind() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let keyed = world.anyone().and("idempotency-key", "a-key-that-leads-to-somebody");
    let voices = stage.at("problem-statements");
    let made = keyed.post(&voices, anonymous("Personne ne répond.")).await.created();
    // Said twice, it is voiced twice: nothing is kept by which it could be known again.
    let twice = keyed.post(&voices, anonymous("Personne ne répond.")).await.created();
    assert_ne!(id(&made["problem_statement"]), id(&twice["problem_statement"]));
    let receipt = format!("/v1/receipts/{}", made["receipt"].as_str().unwrap());
    stage.owner.post(&format!("{}/return", path_of(&made)), json!({ "reason": "Qui ?" })).await.ok();
    let better = json!({ "text": "Le CPAS ne répond pas." });
    keyed.post(&format!("{receipt}/resubmit"), better.clone()).await.ok();
    keyed.post(&format!("{receipt}/resubmit"), better).await.refused(409, "wrong_state");
    let records = "SELECT COUNT(*) FROM idempotency_records";
    assert_eq!(rows::number(&world, records).await, 0);
    stage.owner.act(&format!("{}/accept", path_of(&made))).await.ok();
    let challenge = stage.challenge("Comment ?", &[id(&made["problem_statement"]).to_owned()]).await;
    let told = world.anyone().get(&receipt).await.ok();
    assert_eq!((&told["state"], &told["became"][0]["id"]), (&json!("adopted"), &json!(challenge)));
    let read = stage.owner.get(&path_of(&made)).await.ok();
    assert_eq!((&read["voice"], &read["name"]), (&json!("anonymous"), &Value::Null));
    let counts = stage.owner.get(&stage.at("funnel")).await.ok();
    assert_eq!((&counts["received"], &counts["balanced"]), (&json!(2), &json!(true)));
}

/// Among few, everybody knows who spoke: the answer says so, and what can still be done.
#[tokio::test]
async fn in_a_small_room_anonymity_is_not_promised_and_confidence_is_offered() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let anyone = world.anyone();
    let item = json!({ "kind": "pre_ideation", "title": { "fr": "Au café" } });
    let item = stage.owner.post(&stage.at("programme"), item).await.created();
    let said = |sensitivity: &str| {
        let mut body = anonymous("Il me frappe.");
        body["programme_item_id"] = item["id"].clone();
        body["sensitivity"] = json!(sensitivity);
        body
    };
    let voices = stage.at("problem-statements");
    for number in 0..10 {
        let told = anyone.post(&voices, said("open")).await.created();
        let due = json!({ "promised": false, "offers": ["confidential"] });
        assert_eq!(told["anonymity"], due, "{number} are there");
        let registration = stage.register(&anyone, "coder", &format!("Participant {number}")).await;
        let there = id(&registration["registration"]);
        stage.owner.link(&format!("/v1/programme-items/{}/attendance/{there}", id(&item))).await.done();
        if number == 0 {
            let receipt = format!("/v1/receipts/{}", told["receipt"].as_str().unwrap());
            anyone.act(&format!("{receipt}/make-confidential")).await.ok();
            let told = anyone.post(&voices, said("confidential")).await.created();
            assert_eq!(told["anonymity"], json!({ "promised": false, "offers": [] }));
        }
    }
    let told = anyone.post(&voices, said("open")).await.created();
    assert_eq!(told["anonymity"], json!({ "promised": true, "offers": [] }));
    assert_eq!(told["problem_statement"]["programme_item_id"], item["id"]);
    let told = anyone.post(&voices, anonymous("Il me frappe.")).await.created();
    assert_eq!(told["anonymity"]["promised"], true);
    let told = stage.voice(&anyone, "Il me frappe.", "open").await;
    assert_eq!(told["anonymity"], Value::Null);
}

/// At every level that the program itself writes, the log says nothing between two requests of which it tells.
#[tokio::test]
async fn invariant_9_the_log_does_not_tell_that_somebody_spoke() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let mut command = palabre(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--rate-limits", "off"]);
    command.env("RUST_LOG", "debug,palabre_api=trace").stderr(std::fs::File::create(&log).unwrap());
    let running = Running::start_until(command, "http://");
    let anyone = Actor::nobody(&running.base);
    let account =
        json!({ "email": "ada@example.org", "password": PASSWORD, "name": "Ada", "language": "fr" });
    anyone.post("/v1/accounts", account).await.created();
    let credentials = json!({ "email": "ada@example.org", "password": PASSWORD });
    let owner = Actor::with(&running.base, &anyone.post("/v1/tokens", credentials).await.created());
    let edition = crate::stage::open_edition(&owner).await;
    let lines = async || {
        // What is asked for now is told after all that was before.
        anyone.get("/v1/formats").await.ok();
        let text = std::fs::read_to_string(&log).unwrap();
        text.lines().filter(|line| !line.contains("/v1/formats")).count()
    };
    let before = lines().await;
    let made = anyone.post(&format!("{edition}/problem-statements"), anonymous("Personne ne répond.")).await;
    let receipt = format!("/v1/receipts/{}", made.created()["receipt"].as_str().unwrap());
    anyone.act(&format!("{receipt}/make-confidential")).await.ok();
    assert_eq!(lines().await, before);
    owner.get(&edition).await.ok();
    assert!(lines().await > before, "the log tells of other requests");
    running.stop();
}
