//! The program as use cases see it.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use chrono::SubsecRound as _;
use palabre_domain::Denied;
use palabre_domain::policy::{Action, Actor, Grant, Roles, decide};
use palabre_domain::values::Instant;
use palabre_persistence::{Backend, Caller, Db, Statements, Tx, sessions};
use uuid::Uuid;

use super::board::Board;
use super::formats::BuiltInFormats;
use super::likeness::Comparisons;
use super::live::Streams;
use super::locate::Located;
use super::passwords::Passwords;
use super::{Answer, Ask, Failure, Keys, Render, Work, idempotency};

/// Tells the time; a test moves it.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// What an organizer of the server sets, as far as use cases need it.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How many may follow live streams at once.
    pub most_listeners: usize,
    /// Where this server is reached from outside, without a slash at the end; for links in mails.
    pub public_url: Option<String>,
    /// The page of a frontend that takes a sign-in token in its fragment.
    pub sign_in_url: Option<String>,
    /// The page of a frontend that takes the code of a receipt in its fragment.
    pub receipt_url: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { most_listeners: 1_000, public_url: None, sign_in_url: None, receipt_url: None }
    }
}

/// The program: database, keys, clock. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// Private to the use cases: nothing else reaches the database.
    pub(super) db: Db,
    pub(super) keys: Arc<Keys>,
    pub(super) passwords: Passwords,
    pub(super) settings: Arc<Settings>,
    pub(super) built_in: BuiltInFormats,
    pub(super) mail_waits: Arc<tokio::sync::Notify>,
    pub(super) board: Board,
    pub(super) comparisons: Comparisons,
    /// Whether rows of anonymous voices may stand in the order in which they came; nobody knows what was before a start.
    pub(super) unordered: Arc<AtomicBool>,
    pub(super) streams: Streams,
    pub(super) removal_waits: Arc<tokio::sync::Notify>,
    clock: Clock,
}

impl App {
    /// Puts the program together; hashes one password, which takes a moment.
    ///
    /// # Errors
    /// When hashing does not work on this machine.
    pub fn new(
        db: Db,
        keys: Keys,
        settings: Settings,
        built_in: BuiltInFormats,
        clock: Clock,
    ) -> Result<Self, Failure> {
        Ok(Self {
            db,
            keys: Arc::new(keys),
            passwords: Passwords::new()?,
            settings: Arc::new(settings),
            built_in,
            mail_waits: Arc::default(),
            board: Board::default(),
            comparisons: Comparisons::default(),
            unordered: Arc::new(AtomicBool::new(true)),
            streams: Streams::default(),
            removal_waits: Arc::default(),
            clock,
        })
    }

    /// The clock of the machine: the one place that asks it.
    #[must_use]
    pub fn system_clock() -> Clock {
        #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
        Arc::new(chrono::Utc::now)
    }

    /// Now, cut to microseconds: what both databases keep, and compare.
    #[must_use]
    pub fn now(&self) -> Instant {
        (self.clock)().trunc_subsecs(6)
    }

    /// The keys of this installation.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Which database is behind.
    #[must_use]
    pub fn backend(&self) -> Backend {
        self.db.backend()
    }

    /// Counts the SQL statements that are run.
    #[must_use]
    pub fn statements(&self) -> Statements {
        self.db.statements()
    }

    /// Whether the database answers.
    pub async fn is_ready(&self) -> bool {
        self.db.ping().await.is_ok()
    }

    /// Closes the database after what is under way.
    pub async fn close(self) {
        if let Err(error) = self.db.close().await {
            tracing::warn!(%error, "the database did not close cleanly");
        }
    }

    /// Authenticates and authorizes a call: session, scope and roles in one read, then the policy.
    ///
    /// `place` is the id in the address that names the scope, `None` where it is no id at all.
    ///
    /// # Errors
    /// 401, 404 or 403, in this order; 401 before anything is looked up.
    pub async fn admit<A>(&self, token: Option<&str>, place: Option<Uuid>) -> Result<Grant<A>, Failure>
    where
        A: Action,
        A::Scope: Located,
    {
        let claimed = match token {
            Some(token) => Some(self.keys.read_access_token(token).ok_or(Denied::Unauthenticated)?),
            None if A::public() => None,
            None => return Err(Denied::Unauthenticated.into()),
        };
        let now = self.now();
        self.db
            .read(async |tx| {
                let actor = match claimed {
                    None => Actor::Nobody,
                    Some(signed_in) if sessions::is_live(tx, signed_in, now).await? => {
                        Actor::Account(signed_in)
                    }
                    Some(_) => return Err(Denied::Unauthenticated.into()),
                };
                let located = A::Scope::locate(tx, place, Caller { account: actor.account(), now }).await?;
                let (scope, facts) = located.ok_or(Denied::NotFound)?;
                Ok(decide(actor, Roles::of(actor.account().is_some(), &facts), scope)?)
            })
            .await
    }

    /// Reads in one transaction.
    pub(super) async fn read<T>(&self, block: impl AsyncFn(&Tx) -> Result<T, Failure>) -> Result<T, Failure> {
        self.db.read(block).await
    }

    /// Writes in one transaction, and takes what was read before off the board: all that changes places goes through here, and all that
    /// leaves mails, for which the postman is woken.
    pub(super) async fn change<T: 'static>(
        &self,
        block: impl AsyncFn(&Tx) -> Result<T, Failure> + 'static,
    ) -> Result<T, Failure> {
        let result = self.db.write(block).await;
        // After a failure too: a caller who hung up may have been answered nothing, and the write was made.
        self.board.written();
        self.mail_waits.notify_one();
        result
    }

    /// Writes in one transaction: the effect, its journal, and the idempotency record with the rendered answer.
    ///
    /// The block owns its data, may run several times, and runs to its end when the caller goes away.
    pub(super) async fn write<A, V, F>(
        &self,
        ask: Ask<A>,
        render: Render<V>,
        block: F,
    ) -> Result<Answer, Failure>
    where
        A: Action,
        V: 'static,
        F: AsyncFn(&Work<'_, A>) -> Result<V, Failure> + 'static,
    {
        let key = ask.key.clone();
        let account = ask.grant.account();
        self.commit(ask, async move |work: &Work<'_, A>| {
            let Some(key) = &key else { return Ok(render(&block(work).await?)) };
            if let Some(recorded) = idempotency::claim(work.tx, key, account, work.now).await? {
                return Ok(recorded);
            }
            let answer = render(&block(work).await?);
            idempotency::record(work.tx, key, &answer).await?;
            Ok(answer)
        })
        .await
    }

    /// Writes in one transaction and gives back a value: for what has no idempotency record (tokens), and for what must
    /// be kept although the answer is a refusal (a wrong code is counted).
    pub(super) async fn commit<A, V, F>(&self, ask: Ask<A>, block: F) -> Result<V, Failure>
    where
        A: Action,
        V: 'static,
        F: AsyncFn(&Work<'_, A>) -> Result<V, Failure> + 'static,
    {
        let app = self.clone();
        self.change(async move |tx: &Tx| -> Result<V, Failure> {
            let now = app.now();
            let expected = ask.expected.as_ref();
            let work = Work { tx, grant: &ask.grant, now, app: &app, expected, refusal: Default::default() };
            let value = block(&work).await?;
            work.refuse_now()?;
            Ok(value)
        })
        .await
    }
}
