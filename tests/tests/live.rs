//! The live stream of an edition, and the board from which anyone reads its places.

use futures_util::StreamExt as _;
use futures_util::stream;
use reqwest::Method;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// How many listen.
const LISTENERS: usize = 500;
/// How often places change.
const CHANGES: usize = 100;

/// Somebody who listens.
pub struct Listener {
    reply: reqwest::Response,
    unread: String,
}

/// An event as it comes.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// What it is about.
    pub name: String,
    /// Its id.
    pub id: String,
    /// What it says.
    pub data: Value,
}

impl Listener {
    /// Begins to listen.
    pub async fn of(world: &World, stage: &Stage, seen: Option<&str>) -> Self {
        let mut call = reqwest::Client::new().get(format!("{}{}", world.base, stage.at("live")));
        if let Some(seen) = seen {
            call = call.header("last-event-id", seen);
        }
        let reply = call.send().await.unwrap();
        assert_eq!(reply.status(), 200);
        assert_eq!(reply.headers()["content-type"], "text/event-stream");
        assert_eq!(reply.headers()["cache-control"], "no-store");
        Self { reply, unread: String::new() }
    }

    /// The next event; what is no event (the time to come back after, a heartbeat) is read over.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            while let Some((block, rest)) = self.unread.clone().split_once("\n\n") {
                let field = |name: &str| {
                    block
                        .lines()
                        .find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
                        .map(str::to_owned)
                };
                let event = field("event").map(|name| Event {
                    name,
                    id: field("id").unwrap(),
                    data: serde_json::from_str(&field("data").unwrap()).unwrap(),
                });
                self.unread = rest.to_owned();
                if event.is_some() {
                    return event;
                }
            }
            let chunk = self.reply.chunk().await.unwrap()?;
            self.unread.push_str(std::str::from_utf8(&chunk).unwrap());
        }
    }

    /// Listens until so many places are taken in the last pool.
    async fn until(&mut self, taken: usize) -> Event {
        loop {
            let event = self.next().await.unwrap();
            if event.data["pools"][2]["taken"] == taken {
                return event;
            }
        }
    }
}

async fn large(world: &World) -> Stage {
    let stage = Stage::published(world, "helmo").await;
    for pool in stage.owner.pages(&stage.at("pools"), 50).await {
        stage.owner.patch(&format!("/v1/pools/{}", id(&pool)), json!({ "size": 1000 })).await.ok();
    }
    stage
}

async fn comes(world: &World, stage: &Stage) {
    stage.register(&world.anyone(), "coder", "Participant").await;
}

#[tokio::test]
async fn every_listener_sees_the_last_state() {
    let world = World::new().await;
    let stage = large(&world).await;
    let mut listeners: Vec<Listener> = stream::iter(0..LISTENERS)
        .map(|_| Listener::of(&world, &stage, None))
        .buffer_unordered(32)
        .collect()
        .await;
    for _ in 0..CHANGES {
        comes(&world, &stage).await;
    }
    let places = world.anyone().get(&stage.at("places")).await.ok();
    let last: Vec<Event> = stream::iter(listeners.iter_mut())
        .map(|listener| listener.until(CHANGES))
        .buffer_unordered(64)
        .collect()
        .await;
    assert_eq!(last.len(), LISTENERS);
    for event in last {
        assert_eq!((&event.name, &event.data["pools"]), (&"places".to_owned(), &places["pools"]));
        assert_eq!(event.data["profiles"], places["profiles"]);
    }
}

#[tokio::test]
async fn who_comes_back_misses_nothing() {
    let world = World::new().await;
    let stage = large(&world).await;
    let mut listener = Listener::of(&world, &stage, None).await;
    let first = listener.next().await.unwrap();
    assert_eq!(first.data["pools"][2]["taken"], 0);
    drop(listener);
    // Nothing changed: what comes first is the next change.
    let mut back = Listener::of(&world, &stage, Some(&first.id)).await;
    comes(&world, &stage).await;
    let second = back.next().await.unwrap();
    assert_eq!(second.data["pools"][2]["taken"], 1);
    drop(back);
    for _ in 0..3 {
        comes(&world, &stage).await;
    }
    // The last state is all that counts.
    let mut back = Listener::of(&world, &stage, Some(&second.id)).await;
    assert_eq!(back.next().await.unwrap().data["pools"][2]["taken"], 4);
    // One whom nobody knows gets it too.
    let mut strange = Listener::of(&world, &stage, Some("somewhere else")).await;
    assert_eq!(strange.next().await.unwrap().data["pools"][2]["taken"], 4);
}

#[tokio::test]
async fn what_another_process_writes_is_told_too() {
    let world = World::new().await;
    let stage = large(&world).await;
    let mut listener = Listener::of(&world, &stage, None).await;
    assert_eq!(listener.next().await.unwrap().data["pools"][0]["size"], 1000);
    rows::write(&world, "UPDATE pools SET size = 7 WHERE slug = 'coders'").await;
    assert_eq!(listener.next().await.unwrap().data["pools"][0]["size"], 7);
}

/// Whoever asks for the head alone listens to nothing, and takes nobody's place.
#[tokio::test]
async fn so_many_listen_at_once_and_one_more_is_told_to_come_back() {
    let world = World::for_listeners(2).await;
    let stage = large(&world).await;
    let head = async || world.anyone().send(Method::HEAD, &stage.at("live"), None).await;
    for _ in 0..3 {
        let head = head().await;
        assert_eq!((head.status.as_u16(), head.header("content-type")), (200, Some("text/event-stream")));
    }
    let (first, second) =
        (Listener::of(&world, &stage, None).await, Listener::of(&world, &stage, None).await);
    let refused = world.anyone().get(&stage.at("live")).await;
    assert!(refused.header("retry-after").is_some());
    refused.refused(503, "busy");
    assert_eq!(head().await.status, 503);
    drop(first);
    // The server notices at the next beat at the latest, or when it has something to tell.
    comes(&world, &stage).await;
    while world.anyone().send(Method::HEAD, &stage.at("live"), None).await.status != 200 {
        tokio::task::yield_now().await;
    }
    drop(second);
}

#[tokio::test]
async fn a_draft_is_followed_by_its_staff_alone() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    for path in ["live", "places"] {
        world.anyone().get(&stage.at(path)).await.refused(404, "not_found");
    }
    assert_eq!(stage.owner.get(&stage.at("places")).await.ok()["pools"][0]["left"], 20);
    stage.owner.act(&format!("{}/publish", stage.path)).await.ok();
    world.anyone().get(&stage.at("places")).await.ok();
}

/// Whoever reads after a write was answered sees it: one who has just registered, above all.
#[tokio::test]
async fn the_board_shows_at_once_what_was_answered() {
    let world = World::new().await;
    let stage = large(&world).await;
    let reads = async |by: &Actor| by.get(&stage.at("places")).await.ok()["pools"][2]["taken"].clone();
    for number in 1..40 {
        comes(&world, &stage).await;
        assert_eq!(reads(&world.anyone()).await, number);
        assert_eq!(reads(&world.anyone()).await, number);
    }
    // Also what was freed by a receipt, of which the address names no edition.
    let made = stage.register(&world.anyone(), "coder", "Participant").await;
    world.anyone().act(&format!("/v1/receipts/{}/cancel", made["receipt"].as_str().unwrap())).await.ok();
    assert_eq!(reads(&world.anyone()).await, 39);
}

#[tokio::test]
async fn the_board_knows_when_a_window_closes() {
    let world = World::new().await;
    let stage = large(&world).await;
    let at = |text: &str| text.parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    let window = json!({ "windows": [{
        "kind": "registration",
        "opens_at": { "local": "2030-05-01T09:00:00", "time_zone": "Europe/Brussels" },
        "closes_at": { "local": "2030-05-02T09:00:00", "time_zone": "Europe/Brussels" },
    }] });
    stage.owner.put(&stage.at("windows"), window).await.ok();
    let open = async || world.anyone().get(&stage.at("places")).await.ok()["profiles"][0]["open"].clone();
    for (moment, due) in [
        ("2030-05-01T06:59:59.999999Z", false),
        ("2030-05-01T07:00:00Z", true),
        ("2030-05-02T06:59:59.999999Z", true),
        ("2030-05-02T07:00:00Z", false),
    ] {
        world.stand_at(at(moment));
        assert_eq!((open().await, open().await), (json!(due), json!(due)), "{moment}");
    }
}
