//! The program that the funnel is told to: it runs as a process, is killed now and then, and is started again.
//!
//! Whoever calls it sends each POST with a key, and the same again where no answer came: nobody knows then whether it was done.

use std::cell::{Cell, RefCell};
use std::fmt::Write as _;

use futures_util::StreamExt as _;
use futures_util::stream;
use reqwest::header::LOCATION;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::actor::Actor;
use crate::database::TestDatabase;
use crate::process::{Running, palabre};
use crate::stage::open_edition;
use crate::world::{PASSWORD, SECRET};

/// How many requests are on their way at once.
const AT_ONCE: usize = 16;

/// Of so many answers to a POST one is lost on its way to who asked.
const ONE_IS_LOST_OF: usize = 7;

/// How often a request is sent before one gives up: many more times than the program is killed.
const TRIES: usize = 50;

const EMAIL: &str = "organizer@example.org";

/// The program, and who calls it.
pub struct House {
    // Dropped in this order: the program lets go of the database first.
    running: RefCell<Option<Running>>,
    database: TestDatabase,
    folder: tempfile::TempDir,
    client: reqwest::Client,
    token: RefCell<String>,
    /// After so many answers it is killed.
    fuse: Cell<Option<usize>>,
    /// The addresses of everything that it said it made.
    acknowledged: RefCell<Vec<String>>,
    /// Requests that got no answer.
    unanswered: Cell<usize>,
    /// Those of them of which the second answer said that they had been done.
    done_already: Cell<usize>,
    /// Answers to POSTs that came through, or would have.
    posted: Cell<usize>,
    /// The edition's address.
    pub edition: String,
}

impl House {
    /// Starts it on a database of its own, with an edition in which anybody may do anything.
    pub async fn opens() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = TestDatabase::fresh(folder.path()).await;
        let house = Self {
            running: RefCell::new(None),
            database,
            folder,
            client: reqwest::Client::new(),
            token: RefCell::default(),
            fuse: Cell::new(None),
            acknowledged: RefCell::default(),
            unanswered: Cell::new(0),
            done_already: Cell::new(0),
            posted: Cell::new(0),
            edition: String::new(),
        };
        house.start();
        let anyone = Actor::nobody(&house.base());
        let account = json!({ "email": EMAIL, "password": PASSWORD, "name": "Organizer", "language": "fr" });
        anyone.post("/v1/accounts", account).await.created();
        let credentials = json!({ "email": EMAIL, "password": PASSWORD });
        let organizer = Actor::with(&house.base(), &anyone.post("/v1/tokens", credentials).await.created());
        house.token.replace(organizer.token.clone().unwrap());
        let edition = open_edition(&organizer).await;
        Self { edition, ..house }
    }

    fn start(&self) {
        let secret = std::str::from_utf8(SECRET).unwrap();
        let arguments =
            ["serve", "--listen", "127.0.0.1:0", "--rate-limits", "off", "--token-secret", secret];
        let mut command = palabre(self.folder.path(), &arguments);
        command.env("DATABASE_URL", &self.database.url);
        self.running.replace(Some(Running::start_until(command, "http://")));
    }

    fn base(&self) -> String {
        self.running.borrow().as_ref().unwrap().base.clone()
    }

    /// The address of something under the edition.
    pub fn at(&self, rest: &str) -> String {
        format!("{}/{rest}", self.edition)
    }

    /// Kills it after so many answers more: while other requests are on their way.
    pub fn is_killed_after(&self, answers: usize) {
        self.fuse.set(Some(answers));
    }

    /// How many requests got no answer so far, and how many of them had been done.
    pub fn lost(&self) -> (usize, usize) {
        (self.unanswered.get(), self.done_already.get())
    }

    /// An answer came. Nothing else of this test runs while the program is killed and started again.
    fn answered(&self) {
        match self.fuse.get() {
            Some(0) => {
                self.fuse.set(None);
                self.running.take().unwrap().kill();
                self.start();
            }
            Some(left) => self.fuse.set(Some(left - 1)),
            None => {}
        }
    }

    /// Whether it was killed as it should be.
    pub fn was_killed(&self) -> bool {
        self.fuse.get().is_none()
    }

    async fn signs_in_again(&self) {
        let credentials = json!({ "email": EMAIL, "password": PASSWORD });
        let tokens = self.client.post(format!("{}/v1/tokens", self.base())).json(&credentials).send();
        if let Ok(reply) = tokens.await
            && let Ok(tokens) = reply.json::<Value>().await
        {
            self.token.replace(tokens["access_token"].as_str().unwrap().to_owned());
        }
    }

    /// Calls until it is answered, and gives the answer.
    async fn call(&self, method: Method, path: &str, key: Option<&str>, body: Option<&Value>) -> Value {
        let (mut unanswered, mut lost) = (false, None);
        for _ in 0..TRIES {
            let mut request = self.client.request(method.clone(), format!("{}{path}", self.base()));
            // Voices, registrations and receipts are anybody's.
            if !key.is_some_and(|key| key.starts_with("anyone-")) {
                request = request.bearer_auth(self.token.borrow().as_str());
            }
            if let Some(key) = key {
                request = request.header("idempotency-key", key);
            }
            if let Some(body) = body {
                request = request.json(body);
            }
            let reply = match request.send().await {
                Ok(reply) => (reply.status(), reply.headers().clone(), reply.bytes().await),
                Err(why) => {
                    assert!(!why.is_builder(), "{why}");
                    (StatusCode::OK, Default::default(), Err(why))
                }
            };
            let (status, headers, Ok(bytes)) = reply else {
                unanswered = true;
                self.unanswered.set(self.unanswered.get() + 1);
                continue;
            };
            let json: Value = serde_json::from_slice(&bytes).unwrap_or_default();
            if status == StatusCode::UNAUTHORIZED {
                self.signs_in_again().await;
                continue;
            }
            // What the first one began is not over yet: the database has not noticed that its client is gone.
            if status == StatusCode::CONFLICT && json["code"] == "in_progress" {
                continue;
            }
            assert!(status.is_success(), "{method} {path}: {status} {json}");
            let replayed = headers.contains_key("idempotency-replayed");
            if unanswered && replayed {
                self.done_already.set(self.done_already.get() + 1);
            }
            if let Some(lost) = &lost {
                // It is told once more, byte by byte, and not done once more.
                assert_eq!((replayed, &bytes), (true, lost), "{method} {path}");
            } else if key.is_some() {
                self.posted.set(self.posted.get() + 1);
                if self.posted.get().is_multiple_of(ONE_IS_LOST_OF) {
                    lost = Some(bytes);
                    continue;
                }
            }
            if let Some(address) = headers.get(LOCATION) {
                self.acknowledged.borrow_mut().push(address.to_str().unwrap().to_owned());
            }
            self.answered();
            return json;
        }
        panic!("{method} {path} is not answered");
    }

    /// POST by the organizer, under a key that no other request has.
    pub async fn post(&self, key: &str, path: &str, body: Value) -> Value {
        self.call(Method::POST, path, Some(&format!("organizer-{key}")), Some(&body)).await
    }

    /// The same by somebody without an account.
    pub async fn post_as_anyone(&self, key: &str, path: &str, body: Value) -> Value {
        self.call(Method::POST, path, Some(&format!("anyone-{key}")), Some(&body)).await
    }

    /// PUT of a link.
    pub async fn link(&self, path: &str) {
        self.call(Method::PUT, path, None, None).await;
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Value {
        self.call(Method::GET, path, None, None).await
    }

    /// Every item of a list.
    pub async fn pages(&self, path: &str) -> Vec<Value> {
        let mut items = Vec::new();
        let mut page = format!("{path}{}limit=200", if path.contains('?') { '&' } else { '?' });
        loop {
            let answer = self.get(&page).await;
            items.extend(answer["items"].as_array().unwrap().iter().cloned());
            let Some(next) = answer["next_cursor"].as_str() else { return items };
            page.truncate(page.find("&cursor=").unwrap_or(page.len()));
            write!(page, "&cursor={next}").unwrap();
        }
    }

    /// How many things it said it made.
    pub fn acknowledged(&self) -> usize {
        self.acknowledged.borrow().len()
    }

    /// Everything that was ever acknowledged is there.
    pub async fn keeps_its_word(&self) {
        let acknowledged = self.acknowledged.borrow().clone();
        each(acknowledged.iter(), async |path: &String| self.get(path).await).await;
    }
}

/// Does something for each, several at once; gives what came of it in the order of those.
pub async fn each<T, R>(all: impl IntoIterator<Item = T>, does: impl AsyncFn(T) -> R) -> Vec<R> {
    let does = &does;
    stream::iter(all.into_iter().map(move |one| does(one))).buffered(AT_ONCE).collect().await
}
