//! What remains of somebody who was erased: the bytes of the database and of the mail folder are searched for what was
//! ever said of them.

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::database::on_postgres;
use crate::rows::{key, number, write};
use crate::stage::Stage;
use crate::world::World;

/// What every value of the person to be erased begins with; what is told of everybody else never does.
const CANARY: &str = "zzqcanary";

/// A registration in which every field is a canary of this generation.
fn canary(generation: &str) -> Value {
    let word = |field: &str| format!("{CANARY}{generation}{field}");
    json!({
        "name": word("name"), "email": format!("8{}@example.org", word("mail")),
        "structure": word("structure"), "territory": word("territory"), "skills": [word("skill"), word("craft")],
        "motivation": word("motivation").repeat(20), "visible": true, "phone": "+32 4 987 65 43",
    })
}

fn register(about: Value) -> Value {
    let mut body = Stage::registration("guest", "");
    for (field, value) in about.as_object().unwrap() {
        body[field] = value.clone();
    }
    body
}

/// Others; gives the addresses of their registrations.
async fn crowd(world: &World, stage: &Stage, numbers: std::ops::Range<usize>) -> Vec<String> {
    let mut made = Vec::new();
    for number in numbers {
        let mut body = Stage::registration("guest", &format!("Participant {number}"));
        // Spread over the alphabet: an index holds the one who goes in their midst.
        body["email"] = json!(format!("{:02x}-participant-{number}@example.org", number * 97 % 256));
        let keyed = world.anyone().and("idempotency-key", &format!("a-key-of-participant-{number}"));
        let registered = keyed.post(&stage.at("registrations"), body).await.created();
        made.push(format!("/v1/registrations/{}", id(&registered["registration"])));
    }
    made
}

/// Lets rows grow and shrink: those beside them move from page to page, and leave copies behind.
async fn breathe(stage: &Stage, registrations: &[String]) {
    for (round, times) in [(0, 100), (1, 1), (2, 60), (3, 8)] {
        for (number, path) in registrations.iter().enumerate() {
            let words = "Apprendre, aider. ".repeat(times * (1 + (number + round) % 3) / 3 + 1);
            stage.owner.patch(path, json!({ "motivation": words.trim_end() })).await.ok();
        }
    }
}

/// Everything that is kept: the files of the database or its dump, and the mails.
fn kept(world: &World) -> Vec<(String, Vec<u8>)> {
    let mut kept = Vec::new();
    let mut folders = vec![world.folder.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(bytes) = std::fs::read(&path) {
                kept.push((path.display().to_string(), bytes));
            }
        }
    }
    if on_postgres() {
        let dump = std::process::Command::new("pg_dump").arg(&world.database.url).output().unwrap();
        assert!(dump.status.success(), "{}", String::from_utf8_lossy(&dump.stderr));
        kept.push(("dump".to_owned(), readable(&dump.stdout)));
    }
    kept
}

/// A dump in which what is written in hexadecimal can be read, too.
fn readable(dump: &[u8]) -> Vec<u8> {
    let mut readable = dump.to_vec();
    for word in String::from_utf8_lossy(dump).split("\\\\x").skip(1) {
        let digits: Vec<u8> = word.bytes().take_while(u8::is_ascii_hexdigit).collect();
        for pair in digits.chunks_exact(2) {
            readable.push(u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap());
        }
        readable.push(b'\n');
    }
    readable
}

/// Where canaries are found, with a little of what stands there.
fn found(world: &World) -> Vec<String> {
    let mut found = Vec::new();
    for (place, bytes) in kept(world) {
        let lower = bytes.to_ascii_lowercase();
        for at in 0..lower.len() {
            if lower[at..].starts_with(CANARY.as_bytes()) {
                found.push(format!(
                    "{place}: {}",
                    String::from_utf8_lossy(&bytes[at..(at + 40).min(bytes.len())])
                ));
            }
        }
    }
    found
}

/// Waits until nothing is left to be removed.
async fn cleaned(world: &World) {
    for _ in 0..400 {
        if number(world, "SELECT count(*) FROM removals").await == 0 {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("what was erased waits to be removed");
}

/// An edition with a crowd in it, and somebody of whom every field is a canary; gives the person and the registration.
async fn scene(world: &World) -> (Stage, Actor, Value) {
    let stage = Stage::draft(world, "helmo").await;
    stage.pool("everybody", json!(null)).await;
    stage.profile("guest", "other", json!(["everybody"])).await;
    stage.owner.act(&format!("{}/publish", stage.path)).await.ok();
    let mut others = crowd(world, &stage, 0..12).await;
    let person = world.account(&format!("{CANARY}account")).await;
    let mut first = canary("first");
    first["email"] = person.tokens["account"]["email"].clone();
    let keyed = person.and("idempotency-key", "a-key-of-the-one-who-goes");
    let made = keyed.post(&stage.at("registrations"), register(first)).await.created();
    let registration = id(&made["registration"]).to_owned();
    others.extend(crowd(world, &stage, 12..36).await);
    lived_through(world, &stage, &registration).await;
    breathe(&stage, &others).await;
    (stage, person, made["registration"].clone())
}

/// What happens to a registration before it is erased: it is changed, comes to an item of the programme, joins a team.
async fn lived_through(world: &World, stage: &Stage, registration: &str) {
    let path = format!("/v1/registrations/{registration}");
    for generation in ["second", "third"] {
        let mut changes = canary(generation);
        changes.as_object_mut().unwrap().remove("email");
        stage.owner.patch(&path, changes).await.ok();
    }
    let rows = [
        format!(
            "UPDATE registrations SET answers = '{{\"why\": \"{CANARY}answer\"}}', state_reason = '{CANARY}reason' WHERE id = {}",
            key(registration)
        ),
        format!(
            "INSERT INTO access_needs (registration_id, edition_id, created_at, text) SELECT id, edition_id, created_at, \
             '{CANARY}need' FROM registrations WHERE id = {}",
            key(registration)
        ),
    ];
    for row in rows {
        assert_eq!(write(world, &row).await, 1);
    }
    let item = stage.item("Accueil").await;
    stage.owner.link(&format!("/v1/programme-items/{item}/attendance/{registration}")).await.done();
    let challenge = stage.challenge("Comment ?", &[]).await;
    let team = stage.team("Les simples", &challenge, &[registration]).await;
    let keyed = stage.owner.and("idempotency-key", "a-key-of-the-team-that-shows-names");
    keyed.act(&format!("/v1/teams/{team}/start")).await.ok();
}

/// Somebody speaks under a name, twice, and for the structure that they come from.
async fn speaks(stage: &Stage, person: &Actor) {
    for number in 0..2 {
        let statement = json!({
            "text": "Personne ne répond.", "language": "fr", "voice": "named", "origin": "professional",
            "name": format!("{CANARY}voice{number}"), "structure": format!("{CANARY}house{number}"),
        });
        let keyed = person.and("idempotency-key", &format!("a-key-of-the-statement-{number}"));
        keyed.post(&stage.at("problem-statements"), statement).await.created();
    }
    let lived = stage.accepted("Personne n'écoute.", "open").await;
    person.link(&format!("/v1/problem-statements/{lived}/resonance")).await.done();
}

#[tokio::test]
async fn no_byte_of_an_erased_registration_is_left() {
    let world = World::new().await;
    let (stage, person, registration) = scene(&world).await;
    speaks(&stage, &person).await;
    assert!(found(&world).len() > 10, "the canaries are there before");
    stage.owner.act(&format!("/v1/registrations/{}/erase", id(&registration))).await.ok();
    cleaned(&world).await;
    // What it came to is a link, and no byte that could be searched for.
    assert_eq!(number(&world, "SELECT count(*) FROM attendances").await, 0);
    // The account is another matter: its holder deletes it.
    let left: Vec<String> = found(&world).into_iter().filter(|found| !found.contains("account")).collect();
    assert_eq!(left, Vec::<String>::new());
}

#[tokio::test]
async fn no_byte_of_an_account_that_is_gone_is_left() {
    let world = World::new().await;
    let (stage, person, _) = scene(&world).await;
    speaks(&stage, &person).await;
    let link = json!({ "email": person.tokens["account"]["email"] });
    world.anyone().post("/v1/sign-in-links", link).await;
    person.patch("/v1/me", json!({ "name": format!("{CANARY}renamed") })).await.ok();
    person.delete("/v1/me").await.done();
    cleaned(&world).await;
    assert_eq!(number(&world, "SELECT count(*) FROM attendances").await, 0);
    assert_eq!(found(&world), Vec::<String>::new());
}
