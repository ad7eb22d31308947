//! Problem statements, as they are read: what a reader may know of one is decided here, where rows become records.

use std::collections::BTreeMap;

use palabre_domain::policy::scopes::{EditionScope, StatementScope};
use palabre_domain::problem_statement::{Origin, Reader, Sensitivity, StatementState, Voice};
use palabre_domain::search::Sought;
use palabre_domain::values::{AccountId, EditionId, StatementId};
use sea_orm::sea_query::{Alias, Condition, Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::problem_statement::{self, Column, Entity};
use crate::entity::{edition, wording};
use crate::mapping::word;
use crate::search::{self, Kind};
use crate::wordings::there;
use crate::{DbError, Tx};

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
    /// The words as they stand; `None` above the reader's right, and where they were removed.
    pub text: Option<String>,
    /// The words as they were first said; `None` above the reader's right.
    pub first_text: Option<String>,
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
    /// Why it has this disposition.
    pub reason: Option<String>,
    /// The date on which it was voiced.
    pub voiced_on: String,
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct StatementFilter {
    /// This state only.
    pub state: Option<StatementState>,
    /// This origin only.
    pub origin: Option<Origin>,
    /// Those in whose words, as far as the reader gets them, this is found.
    pub q: Option<Sought>,
}

/// The statement of a scope, as this reader gets it.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &StatementScope, reader: &Reader) -> Result<Option<Statement>, DbError> {
    let row = Entity::find_by_id(scope.statement_id.0)
        .filter(Column::EditionId.eq(scope.edition.edition_id.0))
        .one(tx.conn())
        .await?;
    Ok(records(tx, row.into_iter().collect(), |_| *reader).await?.pop())
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
    let StatementFilter { state, origin, q } = filter;
    let narrowed = Condition::all()
        .add_option(state.map(|state| Column::State.eq(state.as_str())))
        .add_option(origin.map(|origin| Column::Origin.eq(origin.as_str())));
    let from_here = match q {
        Some(sought) => says(reader, edition, sought, after),
        None => Condition::all().add(Column::Id.gt(after.unwrap_or_default())),
    };
    let rows = Entity::find()
        .filter(Column::EditionId.eq(edition.edition_id.0))
        .filter(from_here)
        .filter(shown_to(reader))
        .filter(narrowed)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    records(tx, rows, |_| *reader).await
}

/// Of these statements, those that this reader gets, by id. Those of other editions of the same event are read as
/// anyone reads them.
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
        .filter(Column::Id.is_in(ids))
        .all(tx.conn())
        .await?;
    let here = scope.edition_id.0;
    let found = records(tx, rows, |at| if at == here { *reader } else { reader.elsewhere() }).await?;
    Ok(found.into_iter().map(|statement| (statement.id.0, statement)).collect())
}

/// [`Reader::shows_statement`] in the language of the database: a page is cut after it, so it has to say the same.
pub(crate) fn shown_to(reader: &Reader) -> Condition {
    let Reader { of_everything, of_restricted: _, public, account } = *reader;
    if of_everything {
        return Condition::all();
    }
    Condition::any().add(read_as_anyone(public)).add(written_by(account))
}

/// [`Reader::shows_wording`] in the same way: a search that found more would tell the words it can't show.
///
/// Nobody is named as a reader of a confidential one yet, so that only its author finds it.
pub(crate) fn wording_shown_to(reader: &Reader) -> Condition {
    let Reader { of_everything, of_restricted, public, account } = *reader;
    let with = |sensitivity: Sensitivity| Column::Sensitivity.eq(sensitivity.as_str());
    let by_right = Condition::any()
        .add(read_as_anyone(public))
        .add_option(of_everything.then(|| with(Sensitivity::Open)))
        .add_option(of_restricted.then(|| with(Sensitivity::Restricted)))
        .add(written_by(account));
    Condition::all().add(by_right)
}

/// [`Reader::shows_public_wording`] in the same way.
pub(crate) fn public_wording_shown_to(reader: &Reader) -> Condition {
    let states = StatementState::ALL.iter().filter(|state| reader.public && state.is_public());
    Condition::all()
        .add(Column::Sensitivity.eq(Sensitivity::Restricted.as_str()))
        .add(Column::State.is_in(states.map(|state| state.as_str())))
}

/// Whether a wording that this reader gets has these words, from a statement on. Who gets a statement's own words gets all
/// of its wordings.
fn says(reader: &Reader, edition: &EditionScope, sought: &Sought, after: Option<Uuid>) -> Condition {
    let here = edition.edition_id;
    let in_public = public_wording_shown_to(reader).add(search::found_in_public(here, Column::Id, sought));
    search::found(Kind::ProblemStatement, here, Column::Id, sought, after)
        .add(Condition::any().add(wording_shown_to(reader)).add(in_public))
}

fn read_as_anyone(public: bool) -> Condition {
    let states = StatementState::ALL.iter().filter(|state| public && state.is_public());
    Condition::all()
        .add(Column::Sensitivity.eq(Sensitivity::Open.as_str()))
        .add(Column::State.is_in(states.map(|state| state.as_str())))
}

/// Nobody in particular wrote nothing: a missing author is equal to nobody.
fn written_by(account: Option<AccountId>) -> Condition {
    Condition::any().add(Column::AuthorAccountId.is_in(account.map(|account| account.0)))
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
    let mut statements = Vec::with_capacity(rows.len());
    for row in rows {
        let texts = wordings.remove(&row.id).unwrap_or_default();
        let reader = reader(row.edition_id);
        statements.extend(record(row, &texts, &reader)?);
    }
    Ok(statements)
}

fn record(
    row: problem_statement::Model,
    texts: &[String],
    reader: &Reader,
) -> Result<Option<Statement>, DbError> {
    let problem_statement::Model {
        id,
        version,
        edition_id,
        language,
        voice,
        name,
        origin,
        structure,
        sensitivity,
        public_text: _,
        state,
        state_reason,
        author_account_id,
        author_registration_id: _,
        origin_kind: _,
        voiced_on,
    } = row;
    let (state, sensitivity) = (word(&state)?, word(&sensitivity)?);
    let author = author_account_id.map(AccountId);
    if !reader.shows_statement(state, sensitivity, author) {
        return Ok(None);
    }
    let gets_words = reader.shows_wording(state, sensitivity, author, false);
    let shown = |text: Option<String>| text.filter(|_| gets_words);
    Ok(Some(Statement {
        id: StatementId(id),
        version,
        edition: EditionId(edition_id),
        reads_words: gets_words,
        text: shown(texts.last().cloned()).and_then(there),
        first_text: shown(texts.first().cloned()).and_then(there),
        language,
        voice: word(&voice)?,
        name: shown(name),
        origin: word(&origin)?,
        structure: shown(structure),
        sensitivity,
        state,
        reason: state_reason,
        voiced_on,
    }))
}
