//! Work that keeps a processor for a while: few at a time, so that nothing else starves, and in a bounded queue.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::sync::Semaphore;

use super::Failure;

/// Turns at such work: one at a time for every two cores.
#[derive(Clone)]
pub(super) struct Turns {
    permits: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    queue: usize,
}

impl Turns {
    /// Turns for which so many may wait, those whose turn it is among them.
    pub(super) fn new(queue: usize) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self { permits: Arc::new(Semaphore::new((cores / 2).max(1))), waiting: Arc::default(), queue }
    }

    /// Does something when its turn has come. A turn that was begun is ended, also where nobody waits for it any more.
    ///
    /// # Errors
    /// [`Failure::Busy`] where too many wait: the caller is told to come back.
    pub(super) async fn take<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Failure> {
        let place = Place::take(&self.waiting, self.queue)?;
        let permit = Arc::clone(&self.permits).acquire_owned().await.map_err(Failure::unforeseen)?;
        let done = tokio::task::spawn_blocking(move || {
            let value = work();
            drop(permit);
            value
        });
        let value = done.await.map_err(Failure::unforeseen)?;
        drop(place);
        Ok(value)
    }
}

/// A place in the queue, given back when dropped: also when the caller hangs up while waiting.
struct Place(Arc<AtomicUsize>);

impl Place {
    fn take(waiting: &Arc<AtomicUsize>, queue: usize) -> Result<Self, Failure> {
        let place = Self(Arc::clone(waiting));
        if waiting.fetch_add(1, Ordering::AcqRel) >= queue {
            return Err(Failure::Busy);
        }
        Ok(place)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}
