//! A running server with a database, a mail folder and a clock of its own.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use palabre_api::http::{self, Limits, Web};
use palabre_api::usecase::{App, Cleaner, Clock, Keys, Post, Postman, Settings};
use palabre_persistence::{Db, Statements};
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::database::TestDatabase;

/// The password of every account that tests make.
pub const PASSWORD: &str = "a palaver under the old tree";

/// The secret of every server under test.
pub const SECRET: &[u8] = b"a secret of thirty-two bytes and more";

/// The published document, made once.
pub static DOCUMENT: LazyLock<Value> = LazyLock::new(http::document);

/// A server under test.
pub struct World {
    /// Where it listens.
    pub base: String,
    /// Its mail folder, and on SQLite its file.
    pub folder: tempfile::TempDir,
    /// Counts the SQL statements that it runs.
    pub statements: Statements,
    /// Microseconds that its clock is ahead.
    ahead: Arc<AtomicI64>,
    /// The moment at which its clock stands still, in microseconds; nought while it runs.
    still: Arc<AtomicI64>,
    server: actix_web::dev::ServerHandle,
    thread: Option<std::thread::JoinHandle<()>>,
    /// Dropped last, when the server has let go of it.
    pub database: TestDatabase,
}

impl World {
    /// Starts a server with two workers on an empty database.
    pub async fn new() -> Self {
        Self::with(Settings::default(), true, "off", 0).await
    }

    /// The same without anybody who delivers mails: nothing runs but what is asked for.
    pub async fn without_mail() -> Self {
        Self::with(Settings::default(), false, "off", 0).await
    }

    /// Without mails too, but with limits, and behind so many proxies: elsewhere anybody calls as often as they like.
    pub async fn limited(rates: &str, proxies: usize) -> Self {
        Self::with(Settings::default(), false, rates, proxies).await
    }

    /// The same, where so many may follow live streams at once.
    pub async fn for_listeners(most_listeners: usize) -> Self {
        Self::with(Settings { most_listeners, ..Settings::default() }, false, "off", 0).await
    }

    async fn with(settings: Settings, delivers: bool, rates: &str, proxies: usize) -> Self {
        let limits = Limits { rates: rates.parse().unwrap(), proxies };
        let folder = tempfile::tempdir().unwrap();
        let database = TestDatabase::fresh(folder.path()).await;
        let (ahead, still) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicI64::new(0)));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let (send, receive) = tokio::sync::oneshot::channel();
        let mail = folder.path().join("mail");
        std::fs::create_dir(&mail).unwrap();
        let url = database.url.clone();
        let (offset, stopped) = (Arc::clone(&ahead), Arc::clone(&still));
        let thread = std::thread::spawn(move || {
            actix_web::rt::System::new().block_on(async move {
                let db = Db::connect(&url).await.unwrap();
                let statements = db.statements();
                let keys = Keys::new(SECRET.to_vec().into());
                let clock = clock(offset, stopped);
                let app = App::new(db, keys, settings, http::built_in_formats().unwrap(), clock).unwrap();
                let cleaner = Cleaner::new(app.clone(), Some(mail.clone()));
                let cleaner = delivers.then(|| actix_web::rt::spawn(cleaner.run()));
                let postman = Postman::new(app.clone(), Post::folder(mail, None).unwrap());
                let postman = delivers.then(|| actix_web::rt::spawn(postman.run()));
                let origins = vec!["https://front.example.org".to_owned()];
                let web = Web { origins, workers: 2, limits };
                let server = http::server(app.clone(), web, listener).unwrap();
                send.send((server.handle(), statements)).ok().unwrap();
                server.await.unwrap();
                postman.inspect(tokio::task::JoinHandle::abort);
                cleaner.inspect(tokio::task::JoinHandle::abort);
                app.close().await;
            });
        });
        let (server, statements) = receive.await.unwrap();
        Self { base, folder, statements, ahead, still, server, thread: Some(thread), database }
    }

    /// Lets the program do what it does by itself when its time comes: on the same database, by the same clock.
    pub async fn by_itself<T>(&self, does: impl AsyncFn(&App) -> T) -> T {
        let db = Db::connect(&self.database.url).await.unwrap();
        let keys = Keys::new(SECRET.to_vec().into());
        let clock = clock(Arc::clone(&self.ahead), Arc::clone(&self.still));
        let formats = http::built_in_formats().unwrap();
        let app = App::new(db, keys, Settings::default(), formats, clock).unwrap();
        let done = tokio::task::LocalSet::new().run_until(does(&app)).await;
        app.close().await;
        done
    }

    /// Moves the server's clock forward.
    pub fn pass(&self, time: Duration) {
        let micros = i64::try_from(time.as_micros()).unwrap();
        self.ahead.fetch_add(micros, Ordering::SeqCst);
    }

    /// Stops the server's clock at a moment: what holds to the second is asked at that second.
    pub fn stand_at(&self, moment: chrono::DateTime<chrono::Utc>) {
        self.still.store(moment.timestamp_micros(), Ordering::SeqCst);
    }

    /// Nobody in particular.
    pub fn anyone(&self) -> Actor {
        Actor::nobody(&self.base)
    }

    /// Makes an account and signs it in.
    pub async fn account(&self, name: &str) -> Actor {
        let email = format!("{}@example.org", name.to_lowercase().replace(' ', "."));
        let anyone = self.anyone();
        let account = json!({ "email": email, "password": PASSWORD, "name": name, "language": "fr" });
        anyone.post("/v1/accounts", account).await.created();
        self.sign_in(&email, PASSWORD).await
    }

    /// Signs in by password.
    pub async fn sign_in(&self, email: &str, password: &str) -> Actor {
        let credentials = json!({ "email": email, "password": password });
        let tokens = self.anyone().post("/v1/tokens", credentials).await.created();
        Actor::with(&self.base, &tokens)
    }

    /// Founds an organization with this slug.
    pub async fn organization(&self, owner: &Actor, slug: &str) -> Value {
        let organization = json!({ "slug": slug, "name": format!("The {slug}"), "default_language": "fr" });
        owner.post("/v1/organizations", organization).await.created()
    }

    /// Makes an account a member of an organization: invited by its owner, and accepted.
    pub async fn member_of(&self, owner: &Actor, organization: &Value, role: &str, name: &str) -> Actor {
        let actor = self.account(name).await;
        let email = actor.tokens["account"]["email"].as_str().unwrap().to_owned();
        let invitations = format!("/v1/organizations/{}/invitations", id(organization));
        owner.post(&invitations, json!({ "email": email, "role": role })).await.created();
        let token = self.invitation(&email).await;
        actor.post("/v1/invitations/accept", json!({ "token": token })).await.ok();
        actor
    }
}

/// The machine's clock, ahead of itself, or standing still.
fn clock(ahead: Arc<AtomicI64>, still: Arc<AtomicI64>) -> Clock {
    let system = App::system_clock();
    Arc::new(move || match still.load(Ordering::SeqCst) {
        0 => system() + chrono::Duration::microseconds(ahead.load(Ordering::SeqCst)),
        still => chrono::DateTime::from_timestamp_micros(still).unwrap(),
    })
}

impl Drop for World {
    fn drop(&mut self) {
        // The command is sent when it is called; its future only tells when it was carried out.
        drop(self.server.stop(false));
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}
