//! Problem statements, as they are read: what a reader may know of one is decided here, where rows become records.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::policy::scopes::{EditionScope, StatementScope};
use palabre_domain::problem_statement::{Cover, Extent, Origin, Reader, Sensitivity, StatementState, Voice};
use palabre_domain::search::Sought;
use palabre_domain::values::{ClusterId, EditionId, ProgrammeItemId, StatementId, ThemeId};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::beginning::begins;
use crate::entity::problem_statement::{self, Column, Entity};
use crate::entity::{edition, wording};
use crate::mapping::word;
use crate::reading::{cover, found_by, shown_to};
use crate::statement_readers::naming;
use crate::wordings::there;
use crate::{DbError, Tx, clusters, siblings, themes};

/// A problem statement as one reader gets it: what is above their right is not in it.
#[derive(Debug, Clone)]
pub struct Statement {
    /// Its id.
    pub id: StatementId,
    /// Counts its changes.
    pub version: i64,
    /// In which edition it was voiced.
    pub edition: EditionId,
    /// Whether the reader has a right to the words, be they removed.
    pub reads_words: bool,
    /// Whether the reader is told why something was done with it.
    pub reads_reasons: bool,
    /// The words as they stand; `None` above the reader's right, and where they were removed.
    pub text: Option<String>,
    /// The words as they were first said; `None` above the reader's right.
    pub first_text: Option<String>,
    /// The words that anyone may read in their place; `None` above the reader's right.
    pub public_text: Option<String>,
    /// The language of the words.
    pub language: String,
    /// How the person behind it appears.
    pub voice: Voice,
    /// The name they gave; `None` above the reader's right.
    pub name: Option<String>,
    /// From where they speak.
    pub origin: Origin,
    /// Their structure; `None` above the reader's right.
    pub structure: Option<String>,
    /// Who may read the words.
    pub sensitivity: Sensitivity,
    /// Its one disposition.
    pub state: StatementState,
    /// Why it has this disposition; `None` above the reader's right.
    pub reason: Option<String>,
    /// The date on which it was voiced.
    pub voiced_on: String,
    /// The programme item in which it was voiced.
    pub item: Option<ProgrammeItemId>,
}

impl Statement {
    /// What it is known by beside other things: its own words or, where these are not for the reader, those for everybody.
    #[must_use]
    pub fn label(&self) -> Option<String> {
        self.text.clone().or_else(|| self.public_text.clone())
    }

    /// The same by its first words.
    #[must_use]
    pub fn first_label(&self) -> Option<String> {
        self.first_text.clone().or_else(|| self.public_text.clone())
    }
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct StatementFilter {
    /// This state only.
    pub state: Option<StatementState>,
    /// This origin only.
    pub origin: Option<Origin>,
    /// Voiced in this programme item only.
    pub item: Option<ProgrammeItemId>,
    /// Those under this theme only.
    pub theme: Option<ThemeId>,
    /// Those in this cluster only.
    pub cluster: Option<ClusterId>,
    /// Those in whose words, as far as the reader gets them, this is found.
    pub q: Option<Sought>,
}

/// The statement of a scope, as this reader gets it where no reading is written down.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &StatementScope, reader: &Reader) -> Result<Option<Statement>, DbError> {
    find_for(tx, scope, reader, Extent::Words).await
}

/// The statement of a scope with its words, for who may read them on record; whoever asks writes the reading down.
///
/// # Errors
/// The database's own.
pub async fn find_on_record(
    tx: &Tx,
    scope: &StatementScope,
    reader: &Reader,
) -> Result<Option<Statement>, DbError> {
    find_for(tx, scope, reader, Extent::OnRecord).await
}

async fn find_for(
    tx: &Tx,
    scope: &StatementScope,
    reader: &Reader,
    words_from: Extent,
) -> Result<Option<Statement>, DbError> {
    let row = Entity::find_by_id(scope.statement_id.0)
        .filter(Column::EditionId.eq(scope.edition.edition_id.0))
        .one(tx.conn())
        .await?;
    Ok(records_for(tx, row.into_iter().collect(), |_| *reader, words_from).await?.pop())
}

/// Those of these statements that are of the edition, whoever asks: no statement is ever deleted.
///
/// # Errors
/// The database's own.
pub async fn present(
    tx: &Tx,
    edition: &EditionScope,
    ids: &[StatementId],
) -> Result<Vec<StatementId>, DbError> {
    let found = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::EditionId.eq(edition.edition_id.0))
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(found.into_iter().map(StatementId).collect())
}

/// The statements of an edition that this reader gets, in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: &EditionScope,
    reader: &Reader,
    filter: &StatementFilter,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Statement>, DbError> {
    let StatementFilter { state, origin, item, theme, cluster, q } = filter;
    let narrowed = Condition::all()
        .add_option(state.map(|state| Column::State.eq(state.as_str())))
        .add_option(origin.map(|origin| Column::Origin.eq(origin.as_str())))
        .add_option(item.map(|item| Column::ProgrammeItemId.eq(item.0)))
        .add_option(theme.map(|theme| Column::Id.in_subquery(themes::under(theme, after))))
        .add_option(cluster.map(|cluster| Column::Id.in_subquery(clusters::within(cluster, after))))
        .add_option(q.as_ref().map(|sought| found_by(reader, edition, sought, after)));
    let are_listed = theme.is_some() || cluster.is_some() || q.is_some();
    let rows = Entity::find()
        .filter(Column::EditionId.eq(edition.edition_id.0))
        .filter(begins(tx, Column::Id, after, are_listed))
        .filter(shown_to(reader))
        .filter(narrowed)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    records(tx, rows, |_| *reader).await
}

/// Of these statements, those that this reader gets, by id. Those of other editions of the same event are read as
/// anyone reads them, and not at all where the edition is a draft.
///
/// # Errors
/// The database's own.
pub async fn of_line(
    tx: &Tx,
    scope: &EditionScope,
    ids: impl IntoIterator<Item = Uuid>,
    reader: &Reader,
) -> Result<BTreeMap<Uuid, Statement>, DbError> {
    let rows = Entity::find()
        .inner_join(edition::Entity)
        .filter(edition::Column::EventId.eq(scope.event_id.0))
        .filter(siblings::here_or_public(scope))
        .filter(Column::Id.is_in(ids))
        .all(tx.conn())
        .await?;
    let here = scope.edition_id.0;
    let found = records(tx, rows, |at| if at == here { *reader } else { reader.elsewhere() }).await?;
    Ok(found.into_iter().map(|statement| (statement.id.0, statement)).collect())
}

/// The first wording and the one that stands; those between were changed for a reason.
pub(crate) fn first_or_last() -> Condition {
    let number = Expr::col((wording::Entity, wording::Column::Number));
    Condition::any().add(number.eq(1)).add(last())
}

/// The wording that stands.
pub(crate) fn last() -> Expr {
    let number = Expr::col((wording::Entity, wording::Column::Number));
    let newer = Alias::new("newer");
    let later = Query::select()
        .column((newer.clone(), wording::Column::Id))
        .from_as(wording::Entity, newer.clone())
        .and_where(
            Expr::col((newer.clone(), wording::Column::StatementId))
                .equals((wording::Entity, wording::Column::StatementId)),
        )
        .and_where(Expr::col((newer, wording::Column::Number)).gt(number))
        .to_owned();
    Expr::not_exists(later)
}

/// Rows as records of a reader, who is asked for by edition; what the reader may not know of is left out.
pub(crate) async fn records(
    tx: &Tx,
    rows: Vec<problem_statement::Model>,
    reader: impl Fn(Uuid) -> Reader,
) -> Result<Vec<Statement>, DbError> {
    records_for(tx, rows, reader, Extent::Words).await
}

/// The same, with the words from this extent on.
async fn records_for(
    tx: &Tx,
    rows: Vec<problem_statement::Model>,
    reader: impl Fn(Uuid) -> Reader,
    words_from: Extent,
) -> Result<Vec<Statement>, DbError> {
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut wordings: BTreeMap<Uuid, Vec<String>> = BTreeMap::new();
    let found = wording::Entity::find()
        .filter(wording::Column::StatementId.is_in(rows.iter().map(|row| row.id)))
        .filter(first_or_last())
        .order_by_asc(wording::Column::Number)
        .all(tx.conn())
        .await?;
    for row in found {
        wordings.entry(row.statement_id).or_default().push(row.text);
    }
    let named = named(tx, &rows, &reader).await?;
    let mut statements = Vec::with_capacity(rows.len());
    for row in rows {
        let texts = wordings.remove(&row.id).unwrap_or_default();
        let cover = cover(&row, named.contains(&row.id))?;
        let extent = reader(row.edition_id).extent(&cover);
        if extent > Extent::Nothing {
            statements.push(record(row, &texts, &cover, extent, words_from)?);
        }
    }
    Ok(statements)
}

/// Which of these the account is named as a reader of; asked only where there is a confidential one.
async fn named(
    tx: &Tx,
    rows: &[problem_statement::Model],
    reader: &impl Fn(Uuid) -> Reader,
) -> Result<BTreeSet<Uuid>, DbError> {
    let confidential =
        |row: &&problem_statement::Model| row.sensitivity == Sensitivity::Confidential.as_str();
    let confidential: Vec<&problem_statement::Model> = rows.iter().filter(confidential).collect();
    let account = confidential.first().and_then(|row| reader(row.edition_id).account);
    match account {
        Some(account) => naming(tx, account, confidential.iter().map(|row| row.id)).await,
        None => Ok(BTreeSet::new()),
    }
}

fn record(
    row: problem_statement::Model,
    texts: &[String],
    cover: &Cover,
    extent: Extent,
    words_from: Extent,
) -> Result<Statement, DbError> {
    let problem_statement::Model {
        id,
        version,
        edition_id,
        language,
        voice,
        name,
        origin,
        structure,
        sensitivity: _,
        public_text,
        state: _,
        state_reason,
        author_account_id: _,
        author_registration_id: _,
        origin_kind: _,
        voiced_on,
        programme_item_id,
    } = row;
    let gets_words = extent >= words_from;
    let shown = |text: Option<String>| text.filter(|_| gets_words);
    Ok(Statement {
        id: StatementId(id),
        version,
        edition: EditionId(edition_id),
        reads_words: gets_words,
        reads_reasons: extent.has_reason(),
        text: shown(texts.last().cloned()).and_then(there),
        first_text: shown(texts.first().cloned()).and_then(there),
        public_text: public_text.filter(|_| gets_words || extent >= Extent::PublicWording),
        language,
        voice: word(&voice)?,
        name: shown(name),
        origin: word(&origin)?,
        structure: shown(structure),
        sensitivity: cover.sensitivity,
        state: cover.state,
        reason: state_reason.filter(|_| extent.has_reason()),
        voiced_on,
        item: programme_item_id.map(ProgrammeItemId),
    })
}
