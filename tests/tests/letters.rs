//! Mails of the door: everybody who has an address is told where their registration stands, in their language, with a code of
//! their own, and the days to keep free.

use chrono::{DateTime, Utc};
use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::{Reply, id};
use crate::mailbox::Mail;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// An edition with one place for coders.
struct Door {
    world: World,
    stage: Stage,
    now: DateTime<Utc>,
}

impl Door {
    async fn kept(patch: Value) -> Self {
        let world = World::new().await;
        let stage = Stage::published(&world, "helmo").await;
        let pools = stage.owner.pages(&stage.at("pools"), 50).await;
        stage.owner.patch(&format!("/v1/pools/{}", id(&pools[0])), json!({ "size": 1 })).await.ok();
        stage.owner.patch(&stage.path, patch).await.ok();
        let now = at("2025-10-01T10:00:00Z");
        world.stand_at(now);
        Self { world, stage, now }
    }

    async fn comes(&self, name: &str, language: Option<&str>) -> Value {
        let mut body = Stage::registration("coder", name);
        body["email"] = json!(format!("{name}@example.org"));
        body["language"] = json!(language);
        self.world.anyone().post(&self.stage.at("registrations"), body).await.created()
    }

    async fn act(&self, made: &Value, verb: &str, body: Value) -> Reply {
        let path = format!("/v1/registrations/{}/{verb}", id(&made["registration"]));
        self.stage.owner.post(&path, body).await
    }

    /// The newest mail to somebody, who has so many.
    async fn last(&self, name: &str, number: usize) -> Mail {
        let mails = self.world.mails(&format!("{name}@example.org"), number).await;
        assert_eq!(mails.len(), number, "{:?}", mails.iter().map(|mail| &mail.subject).collect::<Vec<_>>());
        mails.into_iter().next_back().unwrap()
    }

    /// The program does what is due at an instant.
    async fn stands_at(&mut self, now: DateTime<Utc>) -> usize {
        self.now = now;
        self.world.stand_at(now);
        let due = async |app: &palabre_api::usecase::App| {
            app.expire_offers().await.unwrap() + app.remind().await.unwrap()
        };
        self.world.by_itself(due).await
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

#[tokio::test]
async fn everybody_is_told_where_their_registration_stands() {
    let mut door =
        Door::kept(json!({ "offer_hours": 48, "venue": { "name": "La Halle", "city": "Liège" } })).await;
    let ada = door.comes("ada", Some("fr")).await;
    let mail = door.last("ada", 1).await;
    assert_eq!((mail.subject.as_str(), mail.language.as_str()), ("Votre inscription est confirmée", "fr"));
    for words in [
        "Vous avez une place à «\u{a0}Slow Hackathon 2025\u{a0}».",
        "20 novembre 2025 – 21 novembre 2025",
        "La Halle, Liège",
        "The helmo",
    ] {
        assert!(mail.text.contains(words), "{words} is not in {}", mail.text);
    }
    door.comes("bea", Some("nl")).await;
    assert_eq!(door.last("bea", 1).await.subject, "U staat op de wachtlijst");
    door.comes("cid", Some("de-AT")).await;
    assert_eq!(door.last("cid", 1).await.subject, "Sie stehen auf der Warteliste");
    door.act(&ada, "cancel", json!({})).await.ok();
    let mail = door.last("ada", 2).await;
    assert_eq!((mail.subject.as_str(), mail.code()), ("Votre inscription est annulée", None));
    let mail = door.last("bea", 2).await;
    assert!(mail.text.contains("3 oktober 2025, 12:00 (Europe/Brussels)"), "{}", mail.text);
    assert_eq!(door.stands_at(at("2025-10-03T10:00:00Z")).await, 1);
    assert_eq!(door.last("bea", 3).await.subject, "U staat opnieuw op de wachtlijst");
    let mail = door.last("cid", 2).await;
    assert_eq!(mail.subject, "Ein Platz ist für Sie frei: bitte antworten Sie");
    // The code of the mail is enough to take it.
    let receipt = format!("/v1/receipts/{}", mail.code().unwrap());
    door.world.anyone().act(&format!("{receipt}/accept-offer")).await.ok();
    assert_eq!(door.last("cid", 3).await.subject, "Ihre Anmeldung ist bestätigt");
    door.world.anyone().act(&format!("{receipt}/cancel")).await.ok();
    assert_eq!(door.last("cid", 4).await.subject, "Ihre Anmeldung ist zurückgezogen");
    assert_eq!(door.stands_at(at("2025-10-05T10:00:00Z")).await, 1);
    let mail = door.last("bea", 5).await;
    assert_eq!((mail.subject.as_str(), mail.code()), ("U staat niet meer op de wachtlijst", None));
}

#[tokio::test]
async fn who_is_looked_at_first_is_told_what_was_decided_and_why() {
    let door = Door::kept(json!({ "registration_mode": "review" })).await;
    let (ada, bea) = (door.comes("ada", Some("en")).await, door.comes("bea", Some("en")).await);
    assert_eq!(door.last("ada", 1).await.subject, "Your registration has arrived");
    assert!(door.last("ada", 1).await.calendar.is_none());
    door.act(&ada, "confirm", json!({})).await.ok();
    assert_eq!(door.last("ada", 2).await.subject, "Your registration is confirmed");
    door.act(&bea, "decline", json!({ "reason": "It is for\nstudents." })).await.ok();
    let mail = door.last("bea", 2).await;
    assert_eq!(mail.subject, "About your registration");
    assert!(mail.text.contains("\nReason: It is for students.\n"), "{}", mail.text);
}

#[tokio::test]
async fn places_that_are_added_are_told_to_each_who_gets_one_in_their_order() {
    let door = Door::kept(json!({})).await;
    for name in ["ada", "bea", "cid", "dan"] {
        door.comes(name, None).await;
    }
    let pools = door.stage.owner.pages(&door.stage.at("pools"), 50).await;
    door.stage.owner.patch(&format!("/v1/pools/{}", id(&pools[0])), json!({ "size": 3 })).await.ok();
    // Who said no language is written to in that of the organization.
    for (name, number, subject) in [
        ("bea", 2, "Votre inscription est confirmée"),
        ("cid", 2, "Votre inscription est confirmée"),
        ("dan", 1, "Vous êtes sur la liste d’attente"),
    ] {
        assert_eq!(door.last(name, number).await.subject, subject);
    }
}

#[tokio::test]
async fn an_edition_that_is_called_off_is_told_to_all_who_count_on_it() {
    let door = Door::kept(json!({})).await;
    let ada = door.comes("ada", Some("en")).await;
    door.comes("bea", Some("en")).await;
    let cid = door.comes("cid", Some("en")).await;
    door.act(&cid, "cancel", json!({})).await.ok();
    assert!(door.last("ada", 1).await.calendar.unwrap().contains("METHOD:PUBLISH"));
    let cancel = format!("{}/cancel", door.stage.path);
    door.stage.owner.post(&cancel, json!({ "reason": "The house is closed." })).await.ok();
    let mail = door.last("ada", 2).await;
    assert_eq!(mail.subject, "The event does not take place");
    assert!(mail.text.contains("Reason: The house is closed."), "{}", mail.text);
    let calendar = mail.calendar.unwrap();
    for line in ["METHOD:CANCEL", "STATUS:CANCELLED", &format!("UID:{}@palabre", id(&door.stage.edition))] {
        assert!(calendar.lines().any(|there| there == line), "{line} is not in {calendar}");
    }
    // Who only waited has nothing in the calendar; who had cancelled is not told at all.
    assert!(door.last("bea", 2).await.calendar.is_none());
    door.last("cid", 2).await;
    drop(ada);
}

/// Titles of which each sign means something in a calendar.
#[tokio::test]
async fn the_calendar_keeps_the_days_free() {
    let title = "Tisser; relier, \\\r\n\u{202e}\"ensemble\"";
    let door = Door::kept(json!({ "title": { "fr": title } })).await;
    door.comes("ada", Some("fr")).await;
    let calendar = door.last("ada", 1).await.calendar.unwrap();
    for line in [
        "BEGIN:VCALENDAR",
        "PRODID:-//Palabre//Palabre//EN",
        "DTSTART;VALUE=DATE:20251120",
        "DTEND;VALUE=DATE:20251122",
        "DTSTAMP:20251001T100000Z",
        "TRANSP:TRANSPARENT",
        "SUMMARY:Tisser\\; relier\\, \\\\ \"ensemble\"",
    ] {
        assert_eq!(calendar.lines().filter(|there| *there == line).count(), 1, "{line} is not in {calendar}");
    }
    // Of a month nobody keeps every day free.
    door.stage.owner.patch(&door.stage.path, json!({ "starts_on": "2025-11", "ends_on": null })).await.ok();
    let pools = door.stage.owner.pages(&door.stage.at("pools"), 50).await;
    door.stage.owner.patch(&format!("/v1/pools/{}", id(&pools[0])), json!({ "size": 2 })).await.ok();
    door.comes("bea", Some("fr")).await;
    let mail = door.last("bea", 1).await;
    assert!(mail.calendar.is_none() && mail.text.contains("novembre 2025"), "{}", mail.text);
}

#[tokio::test]
async fn each_is_reminded_once_of_each_first_day() {
    let mut door = Door::kept(json!({ "reminder_hours": 48 })).await;
    let ada = door.comes("ada", Some("en")).await;
    door.comes("waits", Some("en")).await;
    assert_eq!(door.stands_at(at("2025-11-17T22:59:59Z")).await, 0);
    assert_eq!(door.stands_at(at("2025-11-17T23:00:00Z")).await, 1);
    let mail = door.last("ada", 2).await;
    assert_eq!(mail.subject, "A reminder: the event begins soon");
    assert!(mail.calendar.is_some() && mail.code().is_some());
    assert_eq!(door.stands_at(at("2025-11-18T23:00:00Z")).await, 0);
    // Of another day they are reminded anew, once it is near.
    let another_day = json!({ "starts_on": "2025-12-10", "ends_on": "2025-12-10" });
    door.stage.owner.patch(&door.stage.path, another_day).await.ok();
    assert_eq!(door.stands_at(at("2025-12-07T22:59:59Z")).await, 0);
    // Who registers when the others were reminded has just read it.
    door.act(&ada, "cancel", json!({})).await.ok();
    door.last("waits", 2).await;
    let pools = door.stage.owner.pages(&door.stage.at("pools"), 50).await;
    door.stage.owner.patch(&format!("/v1/pools/{}", id(&pools[0])), json!({ "size": 2 })).await.ok();
    door.world.stand_at(at("2025-12-08T12:00:00Z"));
    door.comes("late", Some("en")).await;
    assert_eq!(door.stands_at(at("2025-12-08T12:00:00Z")).await, 1);
    door.last("waits", 3).await;
    door.last("late", 1).await;
    door.last("ada", 3).await;
}

#[rstest]
#[case::nobody_said_so(json!({ "reminder_hours": null }), "2025-11-19T12:00:00Z")]
#[case::it_has_begun(json!({}), "2025-11-19T23:00:00Z")]
#[case::only_the_month_is_known(json!({ "starts_on": "2025-11", "ends_on": null }), "2025-10-31T12:00:00Z")]
#[tokio::test]
async fn nobody_is_reminded_where(#[case] patch: Value, #[case] now: &str) {
    let mut door = Door::kept(patch).await;
    door.comes("ada", None).await;
    assert_eq!(door.stands_at(at(now)).await, 0);
    door.last("ada", 1).await;
}

/// Anybody can type anybody's address: what a stranger writes about themselves is not sent to it.
#[tokio::test]
async fn a_letter_repeats_nothing_that_whoever_registers_writes() {
    let door = Door::kept(json!({})).await;
    let mut body = Stage::registration("coder", "Win http://example.net now");
    body["email"] = json!("ada@example.org");
    body["motivation"] = json!("http://example.net");
    door.world.anyone().post(&door.stage.at("registrations"), body).await.created();
    assert!(!door.last("ada", 1).await.raw.contains("example.net"));
}

#[tokio::test]
async fn an_address_that_is_put_right_is_told_where_the_registration_stands() {
    let door = Door::kept(json!({})).await;
    let ada = door.comes("adaa", Some("en")).await;
    let wrong = door.last("adaa", 1).await.code().unwrap().to_owned();
    let path = format!("/v1/registrations/{}", id(&ada["registration"]));
    door.stage.owner.patch(&path, json!({ "email": "ada@example.org" })).await.ok();
    let mail = door.last("ada", 1).await;
    assert_eq!(mail.subject, "Your registration is confirmed");
    let receipt = format!("/v1/receipts/{}", mail.code().unwrap());
    assert_eq!(door.world.anyone().get(&receipt).await.ok()["state"], "confirmed");
    // The codes that went to the wrong one open nothing any more; the one that was answered still does.
    let first = format!("/v1/receipts/{}", ada["receipt"].as_str().unwrap());
    door.world.anyone().get(&first).await.ok();
    door.world.anyone().get(&format!("/v1/receipts/{wrong}")).await.refused(404, "not_found");
    door.stage.owner.patch(&path, json!({ "phone": "+32 4 000 00 00" })).await.ok();
    door.last("ada", 1).await;
}

#[tokio::test]
async fn what_waits_to_be_sent_to_somebody_goes_with_them() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut body = Stage::registration("coder", "Ada");
    body["email"] = json!("ada@example.org");
    let made = world.anyone().post(&stage.at("registrations"), body).await.created();
    let waiting = async || {
        let mails = "SELECT COUNT(*) FROM mails WHERE registration_id IS NOT NULL";
        let receipts = "SELECT COUNT(*) FROM receipts WHERE kind = 'registration'";
        (rows::number(&world, mails).await, rows::number(&world, receipts).await)
    };
    // The code of the answer, and that of the mail.
    assert_eq!(waiting().await, (1, 2));
    stage.owner.act(&format!("/v1/registrations/{}/erase", id(&made["registration"]))).await.ok();
    assert_eq!(waiting().await, (0, 0));
}

/// Who has no address is written to by nobody, and costs nobody anything.
#[tokio::test]
async fn who_has_no_address_gets_no_mail() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.register(&world.anyone(), "coder", "Ada").await;
    stage.owner.act(&format!("/v1/registrations/{}/cancel", id(&made["registration"]))).await.ok();
    assert_eq!(rows::number(&world, "SELECT COUNT(*) FROM mails").await, 0);
}

/// Hundreds of mails about registrations keep nobody from signing in.
#[tokio::test]
async fn who_wants_to_sign_in_waits_for_no_bulk() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    world.account("Bea").await;
    for number in 0..30 {
        let mut body = Stage::registration("coder", "Ada");
        body["email"] = json!(format!("participant-{number}@example.org"));
        world.anyone().post(&stage.at("registrations"), body).await.created();
    }
    world.anyone().post("/v1/sign-in-links", json!({ "email": "bea@example.org" })).await;
    let folder = tempfile::tempdir().unwrap();
    let post = palabre_api::usecase::Post::folder(folder.path().to_owned(), None).unwrap();
    world
        .by_itself(async |app| {
            palabre_api::usecase::Postman::new(app.clone(), post.clone()).deliver().await.unwrap();
        })
        .await;
    let mut written: Vec<(std::time::SystemTime, String)> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| {
            (entry.metadata().unwrap().modified().unwrap(), std::fs::read_to_string(entry.path()).unwrap())
        })
        .collect();
    written.sort();
    assert_eq!(written.len(), 31);
    assert!(written[0].1.contains("\r\nTo: bea@example.org\r\n"), "{}", written[0].1);
}

#[tokio::test]
async fn who_still_waits_when_it_is_over_is_told_so() {
    let door = Door::kept(json!({})).await;
    for name in ["ada", "bea"] {
        door.comes(name, Some("en")).await;
    }
    for verb in ["start", "conclude"] {
        door.stage.owner.act(&format!("{}/{verb}", door.stage.path)).await.ok();
    }
    assert_eq!(door.last("bea", 2).await.subject, "No place came free");
    door.last("ada", 1).await;
}
