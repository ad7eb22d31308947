//! What people need to take part: who reads it, what that leaves behind, and when it goes.

use std::time::Duration;

use serde_json::{Value, json};

use crate::actor::id;
use crate::database::on_postgres;
use crate::rows::number;
use crate::stage::Stage;
use crate::world::World;

const NEEDS: &str = "Une rampe.\nUn interprète en langue des signes.";
const A_DAY: Duration = Duration::from_secs(24 * 3600);

fn with_needs(name: &str) -> Value {
    let mut body = Stage::registration("coder", name);
    body["access_needs"] = json!(NEEDS);
    body
}

async fn kept(world: &World) -> i64 {
    number(world, "SELECT count(*) FROM access_needs").await
}

#[tokio::test]
async fn needs_are_read_by_the_desk_only_and_each_reading_is_written_down() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let desk = stage.staff(&world, "registration_desk", "Desk").await;
    let holder = world.account("Holder").await;
    let mut body = with_needs("Holder");
    body["email"] = holder.tokens["account"]["email"].clone();
    let made = holder.post(&stage.at("registrations"), body).await.created();
    let shown = serde_json::to_string(&made).unwrap();
    assert!(!shown.contains("access_needs") && !shown.contains("rampe"), "{shown}");
    let registration = format!("/v1/registrations/{}", id(&made["registration"]));
    let path = format!("{registration}/access-needs");
    for by in [
        &stage.owner,
        &stage.member(&world, "organizer", "Organizer").await,
        &stage.staff(&world, "facilitator", "Facilitator").await,
        &holder,
    ] {
        by.get(&path).await.refused(403, "forbidden");
        assert!(!serde_json::to_string(&by.get(&registration).await.ok()).unwrap().contains("rampe"));
    }
    world.anyone().get(&path).await.refused(401, "unauthenticated");
    let read = desk.get(&path).await;
    assert_eq!((read.header("cache-control"), read.header("etag")), (Some("no-store"), None));
    assert_eq!(read.ok(), json!({ "registration_id": made["registration"]["id"], "access_needs": NEEDS }));
    let without = stage.register(&desk, "coder", "Participant 2").await;
    let nothing = desk.get(&format!("/v1/registrations/{}/access-needs", id(&without["registration"]))).await;
    assert_eq!(nothing.ok()["access_needs"], json!(null));
    let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&log, 200).await;
    let readings = entries.iter().filter(|entry| entry["action"] == "access_need.read");
    let readings: Vec<_> =
        readings.map(|entry| (&entry["object_id"], &entry["actor_id"], &entry["actor_role"])).collect();
    let (by, role) = (json!(desk.id), json!("registration_desk"));
    let due = [&made, &without].map(|made| (&made["registration"]["id"], &by, &role));
    assert_eq!(readings, due);
}

#[tokio::test]
async fn needs_stand_in_one_table_and_in_no_record_of_a_request() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let repeating = world.anyone().and("idempotency-key", "the-first-of-its-kind");
    for _ in 0..2 {
        repeating.post(&stage.at("registrations"), with_needs("Participant 1")).await.created();
    }
    assert_eq!(kept(&world).await, 1);
    let search = |word: &str| match on_postgres() {
        true => format!("position(convert_to('{word}', 'UTF8') in body) > 0"),
        false => format!("instr(body, CAST('{word}' AS BLOB)) > 0"),
    };
    let records = async |word: &str| {
        number(&world, &format!("SELECT count(*) FROM idempotency_records WHERE {}", search(word))).await
    };
    assert_eq!((records("Participant 1").await, records("rampe").await), (1, 0));
}

#[tokio::test]
async fn needs_go_a_month_after_the_edition_by_its_own_clock() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = world.anyone().post(&stage.at("registrations"), with_needs("Participant 1")).await.created();
    let dates = json!({ "starts_on": "2027-03-01", "ends_on": "2027-03-02" });
    stage.owner.patch(&stage.path, dates).await.ok();
    // Taken back, it is still there: the desk may be asked why somebody did not come.
    stage.owner.act(&format!("/v1/registrations/{}/cancel", id(&made["registration"]))).await.ok();
    let erase = async |at: &str| {
        world.stand_at(at.parse().unwrap());
        world.by_itself(async |app| app.erase_old_access_needs().await.unwrap()).await
    };
    // In Brussels the second of March ends at 23:00 UTC; a month later clocks are an hour ahead, and thirty days are thirty days.
    assert_eq!(erase("2027-04-01T22:59:59Z").await, 0);
    assert_eq!(kept(&world).await, 1);
    assert_eq!(erase("2027-04-01T23:00:00Z").await, 1);
    assert_eq!((kept(&world).await, erase("2027-04-02T23:00:00Z").await), (0, 0));
    // What was erased leaves traces in free pages, which are removed too.
    assert_eq!(number(&world, "SELECT count(*) FROM removals").await, 1);
}

#[tokio::test]
async fn needs_for_an_edition_that_was_over_already_stay_a_month() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    world.anyone().post(&stage.at("registrations"), with_needs("Participant 1")).await.created();
    let erase = async || world.by_itself(async |app| app.erase_old_access_needs().await.unwrap()).await;
    assert_eq!(erase().await, 0);
    world.pass(29 * A_DAY);
    assert_eq!(erase().await, 0);
    world.pass(A_DAY + A_DAY);
    assert_eq!((erase().await, kept(&world).await), (1, 0));
}
