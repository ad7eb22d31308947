//! The benchmarks: what the door does under load, each figure beside one of the same run that it is to be compared with.
//!
//! `cargo test --release -p palabre-tests -- --ignored --nocapture --test-threads=1 benchmarks`, with `TEST_DATABASE_URL` on
//! PostgreSQL; `PALABRE_BENCH_REGISTRATIONS=500` makes the storm a small one. What must hold is asserted; how fast it
//! was is printed, and judged by who reads it.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use actix_web::{HttpResponse, web};
use futures_util::StreamExt as _;
use futures_util::stream;
use serde_json::{Value, json};

use crate::actor::id;
use crate::database::on_postgres;
use crate::live::Listener;
use crate::stage::Stage;
use crate::world::World;

/// How many call at once in the storm.
const AT_ONCE: usize = 64;
/// How many ask for places at once.
const READERS: usize = 32;
/// How long places are asked for.
const A_WHILE: Duration = Duration::from_secs(5);

/// Tells a figure.
pub fn say(line: &str) {
    let database = if on_postgres() { "PostgreSQL" } else { "SQLite" };
    #[expect(clippy::print_stderr, reason = "figures are read by who measures")]
    {
        eprintln!("{database}: {line}");
    }
}

/// A server with two workers that answers the same bytes to whatever comes, once it has read it.
fn empty_handler(answer: Vec<u8>) -> (String, actix_web::dev::ServerHandle) {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let (send, receive) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = actix_web::HttpServer::new(move || {
                let answer = answer.clone();
                let handler = move |_: web::Bytes| {
                    let answer = answer.clone();
                    async move { HttpResponse::Ok().content_type("application/json").body(answer) }
                };
                actix_web::App::new().default_service(web::to(handler))
            });
            let server = server.workers(2).disable_signals().listen(listener).unwrap().run();
            send.send(server.handle()).unwrap();
            server.await.unwrap();
        });
    });
    (base, receive.recv().unwrap())
}

/// Sends so many bodies, so many at once; gives the statuses that are none of success, and the rate.
async fn sent(url: &str, bodies: Vec<Value>) -> (usize, f64) {
    let (client, count) = (reqwest::Client::new(), bodies.len());
    let started = Instant::now();
    let call = async |body: Value| {
        let reply = client.post(url).json(&body).send().await.unwrap();
        let success = reply.status().is_success();
        reply.bytes().await.unwrap();
        usize::from(!success)
    };
    let failed = stream::iter(bodies.into_iter().map(call)).buffer_unordered(AT_ONCE);
    let failed: usize = failed.fold(0, async |sum, failed| sum + failed).await;
    (failed, count as f64 / started.elapsed().as_secs_f64())
}

/// Asks again and again for a while; gives the rate.
async fn asked(url: &str) -> f64 {
    let (client, asked, started) = (reqwest::Client::new(), AtomicUsize::new(0), Instant::now());
    let ask = async |_: usize| {
        while started.elapsed() < A_WHILE {
            let reply = client.get(url).send().await.unwrap();
            assert!(reply.status().is_success());
            reply.bytes().await.unwrap();
            asked.fetch_add(1, Ordering::Relaxed);
        }
    };
    stream::iter((0..READERS).map(ask)).buffer_unordered(READERS).collect::<Vec<()>>().await;
    asked.load(Ordering::Relaxed) as f64 / started.elapsed().as_secs_f64()
}

/// Reads places until it is told that all have come; no pool is above its size, and no profile has a place that one of its pools has not.
async fn watched(url: String, over: &AtomicBool) -> usize {
    let (client, mut looks) = (reqwest::Client::new(), 0);
    let drawn = [("coder", ["coders", "all"]), ("social-worker", ["non-coders", "all"])];
    while !over.load(Ordering::SeqCst) {
        let places: Value = client.get(&url).send().await.unwrap().json().await.unwrap();
        let left = |slug: &str| {
            let pool = places["pools"].as_array().unwrap().iter().find(|pool| pool["slug"] == slug).unwrap();
            assert!(pool["taken"].as_u64().unwrap() <= pool["size"].as_u64().unwrap(), "{places}");
            pool["left"].as_u64().unwrap()
        };
        for (profile, pools) in drawn {
            let least = pools.map(left).into_iter().min();
            let shown = places["profiles"].as_array().unwrap().iter().find(|one| one["slug"] == profile);
            assert_eq!(shown.unwrap()["left"].as_u64(), least, "{places}");
        }
        looks += 1;
    }
    looks
}

#[tokio::test]
#[ignore = "a benchmark"]
async fn the_storm() {
    let wanted = std::env::var("PALABRE_BENCH_REGISTRATIONS").ok().and_then(|number| number.parse().ok());
    let count: usize = wanted.unwrap_or(26_000);
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let body = |number: usize| {
        let profile = if number.is_multiple_of(2) { "coder" } else { "social-worker" };
        let mut body = Stage::registration(profile, &format!("Participant {number}"));
        body["email"] = json!(format!("participant.{number}@example.org"));
        body
    };
    let bodies: Vec<Value> = (0..count).map(body).collect();
    let (empty, handle) = empty_handler(b"{}".to_vec());
    let (_, nothing) = sent(&empty, bodies.clone()).await;
    drop(handle.stop(false));
    let over = AtomicBool::new(false);
    let (url, places) = (
        format!("{}{}", world.base, stage.at("registrations")),
        format!("{}{}", world.base, stage.at("places")),
    );
    let storm = async {
        let outcome = sent(&url, bodies).await;
        over.store(true, Ordering::SeqCst);
        outcome
    };
    let ((failed, rate), looks) = tokio::join!(storm, watched(places, &over));
    assert_eq!(failed, 0);
    say(&format!(
        "{count} registrations for 40 places, {AT_ONCE} at once: {rate:.0}/s, beside {nothing:.0}/s of an empty handler; \
         places looked at {looks} times meanwhile, never above their size"
    ));
    // The counter is the count, and the waiting order that of the log.
    let everybody = stage.owner.pages(&stage.at("registrations"), 200).await;
    let in_state =
        |state: &str| -> Vec<&str> { everybody.iter().filter(|one| one["state"] == state).map(id).collect() };
    let (confirmed, waiting) = (in_state("confirmed"), in_state("waitlisted"));
    assert_eq!((confirmed.len(), waiting.len()), (40, count - 40));
    let taken = world.anyone().get(&stage.at("places")).await.ok();
    let taken: Vec<&Value> = taken["pools"].as_array().unwrap().iter().map(|pool| &pool["taken"]).collect();
    assert_eq!(taken[2], 40);
    assert_eq!(taken[0].as_u64().unwrap() + taken[1].as_u64().unwrap(), 40);
    let log = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&log, 200).await;
    let came = entries
        .iter()
        .filter(|entry| entry["action"] == "registration.made" && entry["state"] == "waitlisted");
    let came: Vec<&str> = came.map(|entry| entry["object_id"].as_str().unwrap()).collect();
    assert_eq!(came, waiting);
    for (ahead, registration) in came.iter().enumerate().step_by(came.len() / 50 + 1) {
        let position = stage.owner.get(&format!("/v1/registrations/{registration}/position")).await.ok();
        assert_eq!(position["ahead"], ahead);
    }
}

#[tokio::test]
#[ignore = "a benchmark"]
async fn places_beside_a_static_answer() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let answer = world.anyone().get(&stage.at("places")).await.bytes;
    let (fixed, handle) = empty_handler(answer);
    let places = asked(&format!("{}{}", world.base, stage.at("places"))).await;
    let fixed = asked(&fixed).await;
    drop(handle.stop(false));
    say(&format!("places {places:.0}/s, beside {fixed:.0}/s of the same bytes: {:.2}", places / fixed));
}

#[tokio::test]
#[ignore = "a benchmark"]
async fn how_long_listeners_wait() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut listeners: Vec<Listener> =
        stream::iter(0..500).map(|_| Listener::of(&world, &stage, None)).buffer_unordered(32).collect().await;
    let mut longest = Duration::ZERO;
    for change in 0..100 {
        let pools = stage.owner.pages(&stage.at("pools"), 50).await;
        let resized = json!({ "size": 100 + change });
        stage.owner.patch(&format!("/v1/pools/{}", id(&pools[2])), resized).await.ok();
        let answered = Instant::now();
        let seen = async |listener: &mut Listener| {
            while listener.next().await.unwrap().data["pools"][2]["size"] != 100 + change {}
            answered.elapsed()
        };
        let waits: Vec<Duration> =
            stream::iter(listeners.iter_mut()).map(seen).buffer_unordered(500).collect().await;
        longest = longest.max(waits.into_iter().max().unwrap());
    }
    say(&format!("500 listeners, 100 changes: the last of them saw each after {longest:?} at most"));
}
