//! Clusters, and the statements in them.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::cluster::MOST_TOLD;
use palabre_domain::policy::scopes::{ClusterScope, EditionScope};
use palabre_domain::problem_statement::Reader;
use palabre_domain::values::{ClusterId, EditionId, Instant, StatementId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::cluster::{self, Column, Entity};
use crate::entity::{challenge, cluster_statement as link, edition, problem_statement};
use crate::mapping::{deleted, saved};
use crate::reading::shown_to;
use crate::statements::{self, Statement};
use crate::{DbError, Tx, siblings};

/// A cluster.
#[derive(Debug, Clone)]
pub struct Cluster {
    /// Its id.
    pub id: ClusterId,
    /// Counts its changes, and what is put in and taken out.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// In which edition.
    pub edition: EditionId,
    /// Its name.
    pub name: String,
    /// What those who work with it should know.
    pub note: Option<String>,
}

fn record(row: cluster::Model) -> Cluster {
    let cluster::Model { id, version, created_at, edition_id, name, note } = row;
    Cluster { id: ClusterId(id), version, created_at, edition: EditionId(edition_id), name, note }
}

/// Keeps a new cluster and what is in it.
///
/// # Errors
/// The database's own.
pub async fn insert(tx: &Tx, new: &Cluster, statements: &[StatementId]) -> Result<(), DbError> {
    let row = cluster::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        edition_id: Set(new.edition.0),
        name: Set(new.name.clone()),
        note: Set(new.note.clone()),
    };
    Entity::insert(row).exec_without_returning(tx.conn()).await?;
    if statements.is_empty() {
        return Ok(());
    }
    let links = statements
        .iter()
        .map(|statement| link::ActiveModel { cluster_id: Set(new.id.0), statement_id: Set(statement.0) });
    link::Entity::insert_many(links).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// How many clusters an edition has.
///
/// # Errors
/// The database's own.
pub async fn count(tx: &Tx, edition: EditionId) -> Result<u64, DbError> {
    Ok(Entity::find().filter(Column::EditionId.eq(edition.0)).count(tx.conn()).await?)
}

/// The cluster of a scope.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &ClusterScope) -> Result<Option<Cluster>, DbError> {
    let row = of_edition(&scope.edition, scope.cluster_id).one(tx.conn()).await?;
    Ok(row.map(record))
}

/// The cluster of a scope, locked: before the statements in it.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &ClusterScope) -> Result<Option<Cluster>, DbError> {
    let row = of_edition(&scope.edition, scope.cluster_id).lock_exclusive().one(tx.conn()).await?;
    Ok(row.map(record))
}

/// What is in a cluster of an edition, which is kept as it is until the end of the transaction; none where there is no such cluster.
///
/// # Errors
/// The database's own.
pub async fn hold(
    tx: &Tx,
    edition: &EditionScope,
    id: ClusterId,
) -> Result<Option<Vec<StatementId>>, DbError> {
    match of_edition(edition, id).lock_shared().one(tx.conn()).await? {
        Some(_) => Ok(Some(held(tx, id).await?)),
        None => Ok(None),
    }
}

fn of_edition(edition: &EditionScope, id: ClusterId) -> sea_orm::Select<Entity> {
    Entity::find_by_id(id.0).filter(Column::EditionId.eq(edition.edition_id.0))
}

/// The clusters of an edition, oldest first.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: EditionId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Cluster>, DbError> {
    let rows = Entity::find()
        .filter(Column::EditionId.eq(edition.0))
        .filter(Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// Saves what may change, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(tx: &Tx, cluster: &mut Cluster) -> Result<(), DbError> {
    let read_at = cluster.version;
    cluster.version += 1;
    let result = Entity::update_many()
        .col_expr(Column::Version, Expr::value(cluster.version))
        .col_expr(Column::Name, Expr::value(cluster.name.clone()))
        .col_expr(Column::Note, Expr::value(cluster.note.clone()))
        .filter(Column::Id.eq(cluster.id.0))
        .filter(Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Deletes a cluster that no challenge was made of; the statements stay as they are.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, cluster: &Cluster) -> Result<(), DbError> {
    link::Entity::delete_many().filter(link::Column::ClusterId.eq(cluster.id.0)).exec(tx.conn()).await?;
    let result = Entity::delete_many()
        .filter(Column::Id.eq(cluster.id.0))
        .filter(Column::Version.eq(cluster.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}

/// Whether a challenge was made of a cluster that is locked.
///
/// # Errors
/// The database's own.
pub async fn is_in_use(tx: &Tx, id: ClusterId) -> Result<bool, DbError> {
    let made_of_it = challenge::Entity::find().filter(challenge::Column::ClusterId.eq(id.0));
    Ok(made_of_it.count(tx.conn()).await? > 0)
}

/// Everything that is in a cluster, whoever asks, in the order of the ids.
///
/// # Errors
/// The database's own.
pub async fn held(tx: &Tx, id: ClusterId) -> Result<Vec<StatementId>, DbError> {
    let rows = link::Entity::find()
        .filter(link::Column::ClusterId.eq(id.0))
        .order_by_asc(link::Column::StatementId)
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|row| StatementId(row.statement_id)).collect())
}

/// Puts a statement into a cluster; says whether it was not in it.
///
/// # Errors
/// The database's own.
pub async fn put(tx: &Tx, cluster: ClusterId, statement: StatementId) -> Result<bool, DbError> {
    let row = link::ActiveModel { cluster_id: Set(cluster.0), statement_id: Set(statement.0) };
    let there = OnConflict::new().do_nothing().to_owned();
    let made = link::Entity::insert(row).on_conflict(there).exec_without_returning(tx.conn()).await?;
    Ok(made > 0)
}

/// Takes a statement out of a cluster; says whether it was in it.
///
/// # Errors
/// The database's own.
pub async fn take_out(tx: &Tx, cluster: ClusterId, statement: StatementId) -> Result<bool, DbError> {
    let gone = link::Entity::delete_by_id((cluster.0, statement.0)).exec(tx.conn()).await?;
    Ok(gone.rows_affected > 0)
}

/// The ids of the statements in a cluster, as part of a query: those after this one, where one is given.
pub(crate) fn within(cluster: ClusterId, after: Option<Uuid>) -> SelectStatement {
    Query::select()
        .column(link::Column::StatementId)
        .from(link::Entity)
        .and_where(link::Column::ClusterId.eq(cluster.0))
        .and_where(link::Column::StatementId.gt(after.unwrap_or_default()))
        .to_owned()
}

/// The statements in these clusters, as far as this reader may know of them, in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn statements_of(
    tx: &Tx,
    clusters: &[Cluster],
    reader: &Reader,
) -> Result<BTreeMap<ClusterId, Vec<StatementId>>, DbError> {
    let rows = link::Entity::find()
        .inner_join(problem_statement::Entity)
        .filter(link::Column::ClusterId.is_in(clusters.iter().map(|cluster| cluster.id.0)))
        .filter(shown_to(reader))
        .order_by_asc(link::Column::StatementId)
        .all(tx.conn())
        .await?;
    let mut held: BTreeMap<ClusterId, Vec<StatementId>> = BTreeMap::new();
    for row in rows {
        held.entry(row.cluster_id.into()).or_default().push(row.statement_id.into());
    }
    Ok(held)
}

/// The statements that lie in any cluster beside one of a line, a statement and what came of it, as anyone reads them: so many at most, in
/// the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn grouped_with(tx: &Tx, line: &BTreeSet<Uuid>) -> Result<Vec<Statement>, DbError> {
    let clusters = Query::select()
        .column(link::Column::ClusterId)
        .from(link::Entity)
        .and_where(link::Column::StatementId.is_in(line.iter().copied()))
        .to_owned();
    let beside = Query::select()
        .column(link::Column::StatementId)
        .from(link::Entity)
        .and_where(link::Column::ClusterId.in_subquery(clusters))
        .to_owned();
    let rows = problem_statement::Entity::find()
        .inner_join(edition::Entity)
        .filter(siblings::public())
        .filter(problem_statement::Column::Id.in_subquery(beside))
        .filter(problem_statement::Column::Id.is_not_in(line.iter().copied()))
        .filter(shown_to(&Reader::ANYONE))
        .order_by_asc(problem_statement::Column::Id)
        .limit(MOST_TOLD)
        .all(tx.conn())
        .await?;
    statements::records(tx, rows, |_| Reader::ANYONE).await
}
