//! Statements that are like another one, and groups that somebody might want to put together.
//!
//! What is compared is kept in memory, for each edition and circle of readers. Each question first asks the database which
//! statements there are, in which version, and reads the words of those alone that are new or have changed: so it is right
//! whoever wrote them, in this process or in another, and one statement more costs only its own.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use palabre_domain::likeness::{Likeness, Suggestion, Terms, suggest};
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::policy::table::{ListSimilarStatements, SuggestClusters};
use palabre_domain::problem_statement::{Circle, StatementState};
use palabre_domain::values::StatementId;
use palabre_domain::{Denied, values::EditionId};
use palabre_persistence::Tx;
use palabre_persistence::likeness::{self, Compared, Said};
use palabre_persistence::statements::{self, Statement};
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant as Tick;

use super::outcome::{self, StatementView};
use super::sight::{Sight, reader};
use super::turns::Turns;
use super::{App, Ask, Failure};

/// How many statements are kept in memory, in all editions together: some ten kilobytes each.
const MOST: usize = 20_000;

/// How long they are kept without anybody asking.
const UNUSED: Duration = Duration::from_secs(600);

/// How alike two statements of a group are in the mean: of ten pairs seven are right, and who decides sees why.
const ALIKE: f64 = 0.2;

/// How many may wait for groups; past that the caller is told to come back.
const QUEUE: usize = 16;

/// The most groups that are suggested.
const MOST_GROUPS: usize = 200;

/// A statement that is like the one asked about.
pub struct Similar {
    /// The statement.
    pub view: StatementView,
    /// How alike, from 0 to 1.
    pub similarity: f64,
}

/// What is compared, by edition and circle.
#[derive(Clone)]
pub(super) struct Comparisons {
    kept: Arc<Mutex<HashMap<(EditionId, Circle), Kept>>>,
    /// Grouping takes a while of a processor.
    grouping: Turns,
}

impl Default for Comparisons {
    fn default() -> Self {
        Self { kept: Arc::default(), grouping: Turns::new(QUEUE) }
    }
}

struct Kept {
    comparison: Arc<tokio::sync::Mutex<Comparison>>,
    used_at: Tick,
    /// How many statements it had when it was last used.
    size: usize,
}

/// The statements of an edition that a circle reads, as they are compared.
#[derive(Default)]
struct Comparison {
    versions: BTreeMap<StatementId, i64>,
    /// Shared with a grouping that may be under way; changed in place where none is.
    likeness: Arc<Likeness<StatementId>>,
}

/// What has to be done for a comparison to be of the present.
struct Difference {
    gone: Vec<StatementId>,
    said: Vec<Said>,
}

impl Comparison {
    /// What of it is not as it is now.
    async fn difference(
        &self,
        tx: &Tx,
        edition: &EditionScope,
        circle: Circle,
        now: &[Compared],
    ) -> Result<Difference, Failure> {
        let versions: BTreeMap<StatementId, i64> = now.iter().map(|one| (one.id, one.version)).collect();
        let gone = self.versions.keys().filter(|id| !versions.contains_key(id)).copied().collect();
        let changed = |(id, version): &(&StatementId, &i64)| self.versions.get(id) != Some(version);
        let changed: Vec<StatementId> = versions.iter().filter(changed).map(|(id, _)| *id).collect();
        let said = match changed.is_empty() {
            true => Vec::new(),
            false => likeness::said(tx, edition, circle, &changed).await?,
        };
        Ok(Difference { gone, said })
    }

    /// Brings it to the present.
    fn update(&mut self, Difference { gone, said }: Difference) {
        let Self { versions, likeness } = self;
        let new = said.into_iter().filter(|said| versions.get(&said.id) != Some(&said.version));
        let new: Vec<Said> = new.collect();
        if gone.is_empty() && new.is_empty() {
            return;
        }
        let likeness = Arc::make_mut(likeness);
        for id in gone {
            likeness.remove(id);
            versions.remove(&id);
        }
        for Said { id, version, text, language } in new {
            match text {
                Some(text) => likeness.add(id, Terms::of(&text, &language)),
                // Words that were removed are like nothing.
                None => likeness.remove(id),
            }
            versions.insert(id, version);
        }
    }
}

impl Comparisons {
    /// The turn to use what is kept of an edition; what nobody uses any more is forgotten.
    async fn turn(&self, edition: EditionId, circle: Circle) -> OwnedMutexGuard<Comparison> {
        let comparison = {
            let mut all = self.all();
            let used_at = Tick::now();
            let kept = all.entry((edition, circle)).or_insert_with(|| Kept {
                comparison: Arc::default(),
                used_at,
                size: 0,
            });
            kept.used_at = used_at;
            Arc::clone(&kept.comparison)
        };
        comparison.lock_owned().await
    }

    /// Notes how large a comparison has become, and forgets others, those first that were not used for longest, until all have room.
    fn used(&self, edition: EditionId, circle: Circle, size: usize) {
        let mut all = self.all();
        if let Some(kept) = all.get_mut(&(edition, circle)) {
            kept.size = size;
        }
        all.retain(|_, kept| kept.used_at.elapsed() < UNUSED);
        while all.values().map(|kept| kept.size).sum::<usize>() > MOST {
            let oldest = all.iter().filter(|(key, _)| **key != (edition, circle));
            let Some(oldest) = oldest.min_by_key(|(_, kept)| kept.used_at).map(|(key, _)| *key) else {
                return;
            };
            all.remove(&oldest);
        }
    }

    /// Forgets all: words were removed that nobody is to keep, in this edition and in those that they were carried to.
    pub(super) fn forget(&self) {
        self.all().clear();
    }

    /// Forgets what nobody asked for in a while.
    pub(super) fn forget_unused(&self) {
        self.all().retain(|_, kept| kept.used_at.elapsed() < UNUSED);
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<(EditionId, Circle), Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl App {
    /// The statements most like another one, the most alike first: of those that the caller's circle reads, and in no other words.
    ///
    /// # Errors
    /// 403 where the caller may know of the statement and not read it.
    pub async fn list_similar_statements(
        &self,
        ask: &Ask<ListSimilarStatements>,
        most: usize,
    ) -> Result<Vec<Similar>, Failure> {
        let scope = ask.grant.scope();
        let (edition, reader) = (&scope.edition, reader(&ask.grant));
        let circle = reader.circle();
        let mut comparison = self.comparisons.turn(edition.edition_id, circle).await;
        let ((text, language), difference) = self
            .read(async |tx| {
                let asked = likeness::asked(tx, scope).await?.ok_or_else(Failure::not_found)?;
                let asked = asked.to(&reader).ok_or(Denied::Forbidden)?;
                let now = likeness::compared(tx, edition, circle).await?;
                Ok((asked, comparison.difference(tx, edition, circle, &now).await?))
            })
            .await?;
        let id = scope.statement_id;
        let (found, size) = elsewhere(move || {
            comparison.update(difference);
            let terms = Terms::of(&text, &language);
            let found = comparison.likeness.similar(&terms, |other| other == id, most);
            (found, comparison.versions.len())
        })
        .await?;
        self.comparisons.used(edition.edition_id, circle, size);
        // Read once more, by what may be read now: who sees a statement is decided where rows become records.
        self.read(async |tx| {
            let sight = Sight::of(tx, &ask.grant, edition).await?;
            let ids = found.iter().map(|(id, _)| id.0);
            let mut records = statements::of_line(tx, edition, ids, &sight.reader).await?;
            let still_read = |statement: &Statement| statement.label().is_some();
            let shown = found.iter().filter_map(|(id, similarity)| {
                Some((records.remove(&id.0).filter(still_read)?, *similarity))
            });
            let (records, similarities): (Vec<Statement>, Vec<f64>) = shown.unzip();
            let views = outcome::views(tx, edition, &sight, records).await?;
            let similar = |(view, similarity)| Similar { view, similarity };
            Ok(views.into_iter().zip(similarities).map(similar).collect())
        })
        .await
    }

    /// Groups of accepted statements that are alike, with the words that make them so. Nothing is grouped by it: it is asked, and
    /// somebody decides.
    ///
    /// # Errors
    /// [`Failure::Busy`] where too many others ask.
    pub async fn suggest_clusters(
        &self,
        ask: &Ask<SuggestClusters>,
    ) -> Result<Vec<Suggestion<StatementId>>, Failure> {
        let edition = ask.grant.scope();
        let circle = reader(&ask.grant).circle();
        let mut comparison = self.comparisons.turn(edition.edition_id, circle).await;
        let (now, difference) = self
            .read(async |tx| {
                let now = likeness::compared(tx, edition, circle).await?;
                let difference = comparison.difference(tx, edition, circle, &now).await?;
                Ok((now, difference))
            })
            .await?;
        let (likeness, size) = elsewhere(move || {
            comparison.update(difference);
            (Arc::clone(&comparison.likeness), comparison.versions.len())
        })
        .await?;
        self.comparisons.used(edition.edition_id, circle, size);
        // What waits for its challenge: the others are decided on, or held by one.
        let accepted = now.into_iter().filter(|one| one.state == StatementState::Accepted);
        let accepted: Vec<StatementId> = accepted.map(|one| one.id).collect();
        let mut groups = self.comparisons.grouping.take(move || suggest(&likeness, &accepted, ALIKE)).await?;
        groups.truncate(MOST_GROUPS);
        Ok(groups)
    }
}

/// Does what takes a while where it keeps nobody waiting.
async fn elsewhere<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(Failure::unforeseen)
}
