//! The live stream of an edition: its places, each time that they change.
//!
//! One task for each edition that somebody follows reads them after every write of this process and every so often for those of
//! others, and hands the newest state to all listeners: who is slow leaves states out, never the last one.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use palabre_domain::policy::table::GetLive;
use palabre_domain::values::{EditionId, Instant};
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;
use tokio::time::Instant as Tick;
use uuid::Uuid;

use super::board::{FRESH, RenderPlaces};
use super::places::Places;
use super::{App, Ask, Failure};

/// What listeners get: the places, and a name of this state of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// The name: the same in every process as long as nothing changes, so that one can go on listening anywhere.
    pub id: String,
    /// The places, as JSON on one line.
    pub data: String,
    /// When they were read: a state that was read earlier never takes the place of a later one.
    read_at: Tick,
}

/// The streams of a process.
#[derive(Clone, Default)]
pub(super) struct Streams(Arc<Inner>);

#[derive(Default)]
struct Inner {
    followed: Mutex<HashMap<Uuid, watch::Sender<Arc<State>>>>,
    listeners: Arc<AtomicUsize>,
}

/// Somebody who listens; the place is given back when they go.
pub struct Listener {
    states: watch::Receiver<Arc<State>>,
    /// What they have seen already, by its name.
    seen: Option<String>,
    listeners: Arc<AtomicUsize>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.listeners.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Listener {
    /// The next state that they have not seen; none once there will be no more.
    pub async fn next(&mut self) -> Option<Arc<State>> {
        loop {
            let state = Arc::clone(&self.states.borrow_and_update());
            if self.seen.as_ref() != Some(&state.id) {
                self.seen = Some(state.id.clone());
                return Some(state);
            }
            self.states.changed().await.ok()?;
        }
    }
}

impl App {
    /// Ends every stream: the program is told to stop, and waits for nobody who only listens.
    pub fn end_streams(&self) {
        self.streams.0.followed.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    /// Follows the places of an edition, from the present state on, unless that is the one that was seen last.
    ///
    /// # Errors
    /// 404; [`Failure::Busy`] where as many listen as the process takes.
    pub async fn follow_edition(
        &self,
        ask: &Ask<GetLive>,
        seen: Option<String>,
        render: RenderPlaces,
    ) -> Result<Listener, Failure> {
        let edition = ask.grant.scope().edition_id;
        let listeners = Arc::clone(&self.streams.0.listeners);
        // Counted first, and given back with the listener, whatever happens in between.
        let before = listeners.fetch_add(1, Ordering::SeqCst);
        let none = Arc::new(State { id: String::new(), data: String::new(), read_at: Tick::now() });
        let mut listener = Listener { states: watch::channel(none).1, seen, listeners };
        if before >= self.settings.most_listeners {
            return Err(Failure::Busy);
        }
        let present = self.state_of(edition, render).await?.ok_or_else(Failure::not_found)?;
        listener.states = self.states_of(edition, present, render);
        Ok(listener)
    }

    /// The states of an edition's places; the first who asks for them starts the task that reads them.
    fn states_of(
        &self,
        edition: EditionId,
        present: State,
        render: RenderPlaces,
    ) -> watch::Receiver<Arc<State>> {
        let mut followed = self.streams.0.followed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(states) = followed.get(&edition.0) {
            tell(states, present);
            return states.subscribe();
        }
        let states = watch::Sender::new(Arc::new(present));
        let receiver = states.subscribe();
        followed.insert(edition.0, states);
        drop(followed);
        let app = self.clone();
        tokio::task::spawn_local(async move { app.keep_telling(edition, render).await });
        receiver
    }

    /// Reads the places of an edition whenever they may have changed, and tells all who listen, until nobody does.
    async fn keep_telling(&self, edition: EditionId, render: RenderPlaces) {
        let mut writes = self.board.writes();
        loop {
            // Whichever comes first; an end of the process's writes is no end of those of others.
            let _ = tokio::time::timeout(FRESH, writes.changed()).await;
            writes.mark_unchanged();
            let state = match self.state_of(edition, render).await {
                Ok(Some(state)) => state,
                Ok(None) => break,
                Err(failure) => {
                    tracing::warn!(?failure, "places are told later");
                    continue;
                }
            };
            let mut followed = self.streams.0.followed.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(states) = followed.get(&edition.0) else { return };
            if states.is_closed() {
                followed.remove(&edition.0);
                return;
            }
            tell(states, state);
        }
        // The edition is gone: dropping the sender ends every stream.
        self.streams.0.followed.lock().unwrap_or_else(PoisonError::into_inner).remove(&edition.0);
    }

    /// The places of an edition as listeners get them; none where it is gone.
    async fn state_of(&self, edition: EditionId, render: RenderPlaces) -> Result<Option<State>, Failure> {
        let read_at = Tick::now();
        let places = match self.places_of(edition).await {
            Ok(places) => places,
            Err(failure) if failure.is_not_found() => return Ok(None),
            Err(failure) => return Err(failure),
        };
        let data = String::from_utf8_lossy(&render(&places).body).into_owned();
        // The name says nothing of when it was read: the same places have the same name.
        let timeless = Places { as_of: Instant::default(), ..places };
        let digest = Sha256::digest(&render(&timeless).body);
        let id = data_encoding::HEXLOWER.encode(digest.get(..16).unwrap_or_default());
        Ok(Some(State { id, data, read_at }))
    }
}

/// Tells a state to all who listen, if it is another one, and none that was read before the one they have.
fn tell(states: &watch::Sender<Arc<State>>, state: State) {
    states.send_if_modified(|last| {
        let other = last.id != state.id && last.read_at < state.read_at;
        if other {
            *last = Arc::new(state);
        }
        other
    });
}
