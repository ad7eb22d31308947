//! The board: the places of public editions, rendered once and shown to everybody who is not signed in.
//!
//! Whoever reads after a write was answered by this process sees that write: each write in the process counts one up before its
//! answer leaves, and what was read before counts for nothing any more. What other processes wrote is seen as soon as an entry is
//! too old. Nothing is on the board that the public may not read.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use palabre_domain::policy::table::GetPlaces;
use palabre_domain::values::Instant;
use tokio::sync::watch;
use tokio::time::Instant as Tick;
use uuid::Uuid;

use super::places::Places;
use super::{Answer, App, Ask, Failure};

/// How long an entry is shown: what other processes write is seen after that, at the latest.
pub(super) const FRESH: Duration = Duration::from_millis(200);

/// How many editions are on the board; a process that is asked for more forgets all, and begins anew.
const MOST: usize = 1_000;

/// What is rendered of places; pure.
pub type RenderPlaces = fn(&Places) -> Answer;

/// The places of public editions, kept in memory.
#[derive(Clone, Default)]
pub(super) struct Board(Arc<Inner>);

struct Inner {
    /// Counts the writes of this process.
    writes: watch::Sender<u64>,
    shown: RwLock<HashMap<Uuid, Arc<Shown>>>,
    /// One read at a time for each edition; the others wait for it.
    reading: Mutex<HashMap<Uuid, Arc<tokio::sync::Mutex<()>>>>,
    /// Counts the reads of the database: how a test sees that there are few.
    reads: AtomicU64,
}

impl Default for Inner {
    fn default() -> Self {
        let (shown, reading) = (RwLock::default(), Mutex::default());
        Self { writes: watch::Sender::new(0), shown, reading, reads: AtomicU64::new(0) }
    }
}

/// The places of an edition as they are shown.
pub struct Shown {
    /// The rendered answer.
    pub answer: Answer,
    /// The writes that had been counted when the read began.
    writes: u64,
    read_at: Tick,
    as_of: Instant,
    /// When a window opens or closes next: what was true before may not be then.
    until: Option<Instant>,
}

impl Board {
    /// Counts a write: what was read before it is not shown any more.
    pub(super) fn written(&self) {
        self.0.writes.send_modify(|writes| *writes += 1);
    }

    /// Tells of each write of this process.
    pub(super) fn writes(&self) -> watch::Receiver<u64> {
        self.0.writes.subscribe()
    }

    fn find(&self, edition: Uuid, now: Instant) -> Option<Arc<Shown>> {
        let shown = self.0.shown.read().unwrap_or_else(PoisonError::into_inner).get(&edition).cloned()?;
        let by_the_clock = shown.as_of <= now && shown.until.is_none_or(|until| now < until);
        let fresh = shown.read_at.elapsed() < FRESH && shown.writes == *self.0.writes.borrow();
        (by_the_clock && fresh).then_some(shown)
    }

    fn keep(&self, edition: Uuid, shown: &Arc<Shown>) {
        let mut all = self.0.shown.write().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            all.clear();
        }
        all.insert(edition, Arc::clone(shown));
    }

    /// The turn to read an edition.
    fn turn(&self, edition: Uuid) -> Arc<tokio::sync::Mutex<()>> {
        let mut reading = self.0.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if reading.len() >= MOST {
            reading.retain(|_, turn| Arc::strong_count(turn) > 1);
        }
        Arc::clone(reading.entry(edition).or_default())
    }
}

impl App {
    /// The places of an edition, for somebody who is not signed in: from the board, where they stand there.
    ///
    /// # Errors
    /// 404.
    pub async fn places_on_the_board(
        &self,
        edition: Uuid,
        render: RenderPlaces,
    ) -> Result<Arc<Shown>, Failure> {
        if let Some(shown) = self.board.find(edition, self.now()) {
            return Ok(shown);
        }
        let turn = self.board.turn(edition);
        let _mine = turn.lock().await;
        if let Some(shown) = self.board.find(edition, self.now()) {
            return Ok(shown);
        }
        // Counted before the read begins: a write in between makes the entry one that is never shown again.
        let (writes, read_at) = (*self.board.0.writes.borrow(), Tick::now());
        self.board.0.reads.fetch_add(1, Ordering::Relaxed);
        let grant = self.admit::<GetPlaces>(None, Some(edition)).await?;
        let places = self.get_places(&Ask { grant, expected: None, key: None }).await?;
        let (as_of, until) = (places.as_of, places.until);
        let shown = Arc::new(Shown { answer: render(&places), writes, read_at, as_of, until });
        self.board.keep(edition, &shown);
        Ok(shown)
    }

    /// How often the board had to ask the database.
    #[must_use]
    pub fn board_reads(&self) -> u64 {
        self.board.0.reads.load(Ordering::Relaxed)
    }
}
