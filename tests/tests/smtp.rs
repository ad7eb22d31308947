//! Mails leave over SMTP: a real conversation with a server that takes them, refuses them, or hangs up.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use palabre_api::http;
use palabre_api::usecase::{App, Clock, Keys, Post, Postman, Settings};
use palabre_persistence::Db;
use serde_json::json;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};

use crate::actor::Actor;
use crate::mailbox::Mail;
use crate::process::{Running, palabre};
use crate::rows;
use crate::world::{SECRET, World};

/// What the server does with one mail.
#[derive(Debug, Clone, Copy)]
enum Mood {
    /// Takes it.
    Takes,
    /// Answers with this code where it names its recipient.
    Says(u16),
    /// Takes it whole, and hangs up before it says so.
    HangsUp,
    /// Does not know who comes: said before any mail.
    KnowsNobody,
    /// Takes it whole, and never says so.
    Stalls,
}

/// A mail server.
struct Server {
    url: String,
    moods: Arc<Mutex<VecDeque<Mood>>>,
    /// The mails that came whole, in their order.
    taken: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Treats mails as it is told, and takes those after them.
    async fn in_moods(moods: &[Mood]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://palabre:secret@{}", listener.local_addr().unwrap());
        let (taken, moods) =
            (Arc::new(Mutex::new(Vec::new())), Arc::new(Mutex::new(VecDeque::from(moods.to_vec()))));
        let (kept, told) = (Arc::clone(&taken), Arc::clone(&moods));
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                // A conversation that ends early is the other side's.
                let _ = converse(stream, &told, &kept).await;
            }
        });
        Self { url, moods, taken }
    }

    fn forgets_its_moods(&self) {
        self.moods.lock().unwrap().clear();
    }

    fn recipients(&self) -> Vec<String> {
        let to = |mail: &String| mail.lines().find_map(|line| line.strip_prefix("To: ")).unwrap().to_owned();
        self.taken.lock().unwrap().iter().map(to).collect()
    }
}

async fn converse(
    stream: TcpStream,
    moods: &Mutex<VecDeque<Mood>>,
    taken: &Mutex<Vec<String>>,
) -> std::io::Result<()> {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut mood = Mood::Takes;
    write.write_all(b"220 mail.example.org\r\n").await?;
    while let Some(line) = lines.next_line().await? {
        let answer = match line.split([' ', ':']).next().unwrap_or_default().to_uppercase().as_str() {
            "EHLO" => "250-mail.example.org\r\n250-8BITMIME\r\n250 AUTH PLAIN".to_owned(),
            "AUTH" => match moods.lock().unwrap().front() {
                Some(Mood::KnowsNobody) => "535 who are you".to_owned(),
                _ => "235 come in".to_owned(),
            },
            "RCPT" => {
                mood = moods.lock().unwrap().pop_front().unwrap_or(Mood::Takes);
                match mood {
                    Mood::Says(code) => format!("{code} no"),
                    Mood::Takes | Mood::HangsUp | Mood::KnowsNobody | Mood::Stalls => "250 yes".to_owned(),
                }
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await?;
                let mut mail = String::new();
                while let Some(line) = lines.next_line().await?.filter(|line| line != ".") {
                    mail.push_str(&line);
                    mail.push('\n');
                }
                taken.lock().unwrap().push(mail);
                if matches!(mood, Mood::HangsUp) {
                    return Ok(());
                }
                if matches!(mood, Mood::Stalls) {
                    while lines.next_line().await?.is_some() {}
                    return Ok(());
                }
                "250 taken".to_owned()
            }
            "QUIT" => return write.write_all(b"221 bye\r\n").await,
            _ => "250 fine".to_owned(),
        };
        write.write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
    Ok(())
}

/// Asks for a sign-in mail to each of these, who have an account.
async fn writes_to(world: &World, names: &[&str]) {
    for name in names {
        let email = format!("{name}@example.org");
        let body = json!({ "email": email, "name": name, "language": "fr" });
        world.anyone().post("/v1/accounts", body).await.created();
        let reply = world.anyone().post("/v1/sign-in-links", json!({ "email": email })).await;
        assert_eq!(reply.status, 202);
    }
}

/// What the postman says after one round.
async fn round(app: &App, url: &str) -> bool {
    let post = Post::server(url, "Palabre <palabre@example.org>").unwrap();
    Postman::new(app.clone(), post).deliver().await.is_ok()
}

async fn waiting(world: &World) -> i64 {
    rows::number(world, "SELECT COUNT(*) FROM mails").await
}

#[tokio::test]
async fn mails_are_handed_to_a_server_once_each_in_their_order() {
    let world = World::without_mail().await;
    let server = Server::in_moods(&[]).await;
    writes_to(&world, &["ada", "bea", "cid"]).await;
    assert!(world.by_itself(async |app| round(app, &server.url).await).await);
    assert_eq!(server.recipients(), ["ada@example.org", "bea@example.org", "cid@example.org"]);
    assert!(world.by_itself(async |app| round(app, &server.url).await).await);
    assert_eq!((server.recipients().len(), waiting(&world).await), (3, 0));
    let mail = server.taken.lock().unwrap()[0].replace('\n', "\r\n");
    for line in
        ["From: Palabre <palabre@example.org>", "Auto-Submitted: auto-generated", "Content-Language: fr"]
    {
        assert!(mail.lines().any(|there| there == line), "{line} is not in {mail}");
    }
    let mail = Mail::read(mail.as_bytes());
    assert_eq!(mail.subject, "Connexion à Palabre");
    assert!(mail.text.starts_with("Bonjour,") && mail.page.contains("<p>Bonjour,</p>"), "{mail:?}");
}

#[tokio::test]
async fn a_mail_that_is_refused_for_now_is_tried_again_and_holds_up_nobody() {
    let world = World::without_mail().await;
    let server = Server::in_moods(&[Mood::Says(451), Mood::Takes, Mood::Says(452)]).await;
    writes_to(&world, &["ada", "bea"]).await;
    assert!(world.by_itself(async |app| round(app, &server.url).await).await);
    assert_eq!((server.recipients(), waiting(&world).await), (vec!["bea@example.org".to_owned()], 1));
    // Not before its pause is over; then again, and the next pause is twice as long.
    for (minutes, due) in [(0, 1), (1, 1), (1, 1), (1, 2)] {
        world.pass(Duration::from_secs(minutes * 60));
        assert!(world.by_itself(async |app| round(app, &server.url).await).await);
        assert_eq!(server.recipients().len(), due);
    }
    assert_eq!(waiting(&world).await, 0);
}

#[tokio::test]
async fn a_mail_that_nobody_takes_is_dropped_and_one_tried_for_days_is_given_up() {
    let world = World::without_mail().await;
    let refused = Mood::Says(550);
    let server = Server::in_moods(&[refused, Mood::Takes, refused, refused, Mood::Says(451)]).await;
    writes_to(&world, &["ada", "bea"]).await;
    // Refused for good, and yet tried for a day: it may be our own address that is not wanted.
    for (hours, left) in [(0, 1), (5, 1), (1, 1), (19, 0)] {
        world.pass(Duration::from_secs(hours * 3600));
        assert!(world.by_itself(async |app| round(app, &server.url).await).await);
        assert_eq!((server.recipients(), waiting(&world).await), (vec!["bea@example.org".to_owned()], left));
    }
    writes_to(&world, &["cid"]).await;
    world.pass(Duration::from_secs(4 * 24 * 3600));
    assert!(world.by_itself(async |app| round(app, &server.url).await).await);
    assert_eq!((server.recipients().len(), waiting(&world).await), (1, 0));
}

#[tokio::test]
async fn a_server_that_does_not_know_us_or_is_not_there_loses_nothing() {
    let world = World::without_mail().await;
    let server = Server::in_moods(&[Mood::KnowsNobody]).await;
    writes_to(&world, &["ada", "bea"]).await;
    assert!(!world.by_itself(async |app| round(app, &server.url).await).await);
    let nowhere = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    assert!(!world.by_itself(async |app| round(app, &format!("smtp://{nowhere}")).await).await);
    assert_eq!((server.recipients().len(), waiting(&world).await), (0, 2));
    // Nothing was begun in vain: no pause is longer for it.
    assert_eq!(rows::number(&world, "SELECT SUM(attempts) FROM mails").await, 0);
    server.forgets_its_moods();
    assert!(world.by_itself(async |app| round(app, &server.url).await).await);
    assert_eq!((server.recipients().len(), waiting(&world).await), (2, 0));
}

/// Nobody knows whether it was taken: it is sent once more, and no other one is.
#[tokio::test]
async fn a_mail_that_was_under_way_is_repeated_and_no_other_one() {
    let world = World::without_mail().await;
    let server = Server::in_moods(&[Mood::HangsUp]).await;
    writes_to(&world, &["ada", "bea"]).await;
    assert!(world.by_itself(async |app| round(app, &server.url).await).await);
    // It holds up nobody, be it that the server hangs up on it each time.
    assert_eq!(
        (server.recipients(), waiting(&world).await),
        (vec!["ada@example.org".to_owned(), "bea@example.org".to_owned()], 1)
    );
    world.pass(Duration::from_secs(61));
    assert!(world.by_itself(async |app| round(app, &server.url).await).await);
    assert_eq!(server.recipients(), ["ada@example.org", "bea@example.org", "ada@example.org"]);
}

/// As a process leaves it that is killed while it sends: claimed, and not sent. It waits until the claim is over, so that another
/// process that is still sending it is not overtaken.
#[tokio::test]
async fn a_claim_that_nobody_keeps_is_over_after_a_while() {
    let world = World::without_mail().await;
    let server = Server::in_moods(&[]).await;
    writes_to(&world, &["ada"]).await;
    let post = Post::server(&server.url, "palabre@example.org").unwrap();
    world
        .by_itself(async |app| {
            let sending = Postman::new(app.clone(), post.clone());
            // Dropped as soon as the claim is written, before the conversation began.
            let mut sending = std::pin::pin!(sending.deliver());
            while rows::number(&world, "SELECT SUM(attempts) FROM mails").await == 0 {
                let _ = tokio::time::timeout(Duration::from_millis(1), sending.as_mut()).await;
            }
        })
        .await;
    let sent = server.recipients().len();
    assert!(world.by_itself(async |app| round(app, &server.url).await).await);
    assert_eq!((server.recipients().len(), waiting(&world).await), (sent, 1));
    world.pass(Duration::from_secs(121));
    assert!(world.by_itself(async |app| round(app, &server.url).await).await);
    assert_eq!((server.recipients().len(), waiting(&world).await), (sent + 1, 0));
}

/// The process dies between commit and sending, and while it sends: every mail arrives, and the one that was under way twice.
#[tokio::test]
async fn a_kill_while_mails_are_sent_loses_none_and_repeats_one() {
    let mut moods = vec![Mood::Takes; 5];
    moods.push(Mood::Stalls);
    let server = Server::in_moods(&moods).await;
    let folder = tempfile::tempdir().unwrap();
    let (mail, from) = (server.url.as_str(), "Palabre <palabre@example.org>");
    let mut command = palabre(folder.path(), &["serve", "--listen", "127.0.0.1:0", "--mail-from", from]);
    command.env("PALABRE_MAIL", mail);
    let running = Running::start_until(command, "http://");
    let names: Vec<String> = (10..30).map(|number| format!("participant-{number}")).collect();
    let anyone = Actor::nobody(&running.base);
    for name in &names {
        let email = format!("{name}@example.org");
        let body = json!({ "email": email, "name": name, "language": "fr" });
        anyone.post("/v1/accounts", body).await.created();
        assert_eq!(anyone.post("/v1/sign-in-links", json!({ "email": email })).await.status, 202);
    }
    while server.recipients().len() < 6 {
        tokio::task::yield_now().await;
    }
    running.kill();
    let taken = server.recipients();
    // What runs afterwards runs later than the claim of the one that was under way holds.
    let url = format!("sqlite://{}", folder.path().join("palabre.db").display());
    let db = Db::connect(&url).await.unwrap();
    let later: Clock = Arc::new(|| App::system_clock()() + chrono::TimeDelta::seconds(121));
    let (keys, formats) = (Keys::new(SECRET.to_vec().into()), http::built_in_formats().unwrap());
    let app = App::new(db, keys, Settings::default(), formats, later).unwrap();
    let app = &app;
    assert!(tokio::task::LocalSet::new().run_until(round(app, &server.url)).await);
    let mut arrived = server.recipients();
    assert_eq!(arrived.len(), names.len() + 1);
    assert_eq!(arrived[6], taken[5], "the one that was under way is the first again");
    // A mailbox sees that both are the same.
    let ids: Vec<String> = server
        .taken
        .lock()
        .unwrap()
        .iter()
        .map(|mail| mail.lines().find(|line| line.starts_with("Message-ID: ")).unwrap().to_owned())
        .collect();
    assert_eq!((ids[5].as_str(), ids.iter().filter(|id| **id == ids[0]).count()), (ids[6].as_str(), 1));
    arrived.sort();
    arrived.dedup();
    assert_eq!(arrived, names.iter().map(|name| format!("{name}@example.org")).collect::<Vec<_>>());
}

/// A domain in another script goes out as every server reads it; a name in another script is refused by one that can't take it, and holds
/// up nobody.
#[tokio::test]
async fn addresses_in_other_scripts_are_sent_to_or_said_to_be_none() {
    let world = World::without_mail().await;
    let server = Server::in_moods(&[]).await;
    for email in ["ada@m\u{fc}nchen.example", "\u{e9}lise@example.org", "bea@example.org"] {
        let body = json!({ "email": email, "name": "Ada", "language": "fr" });
        world.anyone().post("/v1/accounts", body).await.created();
        assert_eq!(world.anyone().post("/v1/sign-in-links", json!({ "email": email })).await.status, 202);
    }
    assert!(world.by_itself(async |app| round(app, &server.url).await).await);
    assert_eq!(server.recipients(), ["ada@xn--mnchen-3ya.example", "bea@example.org"]);
    assert_eq!(waiting(&world).await, 1);
}
