//! Themes of editions, and the statements under them.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::policy::scopes::{EditionScope, ThemeScope};
use palabre_domain::theme::HandedOn;
use palabre_domain::values::{EditionId, Instant, StatementId, ThemeId, fold};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Condition, Expr, ExprTrait as _, OnConflict, Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::problem_statement;
use crate::entity::theme::{self, Column, Entity};
use crate::entity::theme_statement as link;
use crate::mapping::{deleted, saved};
use crate::{DbError, Tx};

/// A theme.
#[derive(Debug, Clone)]
pub struct Theme {
    /// Its id.
    pub id: ThemeId,
    /// Counts its changes; what is put under it is none of them.
    pub version: i64,
    /// When it was named.
    pub created_at: Instant,
    /// Of which edition.
    pub edition: EditionId,
    /// Its name, unique in the edition but for case and accents.
    pub name: String,
    /// Whether nothing that is voiced under it is open.
    pub sensitive: bool,
}

fn record(row: theme::Model) -> Theme {
    let theme::Model { id, version, created_at, edition_id, name, name_folded: _, sensitive } = row;
    Theme { id: ThemeId(id), version, created_at, edition: EditionId(edition_id), name, sensitive }
}

/// Keeps a new theme.
///
/// # Errors
/// [`DbError::Unique`] where the name is taken.
pub async fn insert(tx: &Tx, new: &Theme) -> Result<(), DbError> {
    let row = theme::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        edition_id: Set(new.edition.0),
        name: Set(new.name.clone()),
        name_folded: Set(fold(&new.name)),
        sensitive: Set(new.sensitive),
    };
    Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// How many themes an edition has.
///
/// # Errors
/// The database's own.
pub async fn count(tx: &Tx, edition: EditionId) -> Result<u64, DbError> {
    Ok(Entity::find().filter(Column::EditionId.eq(edition.0)).count(tx.conn()).await?)
}

/// The theme of a scope.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &ThemeScope) -> Result<Option<Theme>, DbError> {
    Ok(of_scope(scope).one(tx.conn()).await?.map(record))
}

/// The theme of a scope, locked: before the statements under it.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &ThemeScope) -> Result<Option<Theme>, DbError> {
    Ok(of_scope(scope).lock_exclusive().one(tx.conn()).await?.map(record))
}

/// The theme of a scope, kept as it is until the end of the transaction.
///
/// # Errors
/// The database's own.
pub async fn hold(tx: &Tx, scope: &ThemeScope) -> Result<Option<Theme>, DbError> {
    Ok(of_scope(scope).lock_shared().one(tx.conn()).await?.map(record))
}

fn of_scope(scope: &ThemeScope) -> sea_orm::Select<Entity> {
    Entity::find_by_id(scope.theme_id.0).filter(Column::EditionId.eq(scope.edition.edition_id.0))
}

/// Themes of an edition, kept as they are until the end of the transaction; those that are not there are left out.
///
/// # Errors
/// The database's own.
pub async fn hold_all(tx: &Tx, edition: &EditionScope, ids: &[ThemeId]) -> Result<Vec<Theme>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(Column::EditionId.eq(edition.edition_id.0))
        .filter(Column::Id.is_in(ids.iter().map(|id| id.0)))
        .order_by_asc(Column::Id)
        .lock_shared()
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// The themes of an edition that are called like those of these statements, in whatever edition these are, by statement; kept as they are
/// until the end of the transaction. To be asked for before the statements are locked, as who deletes a theme does.
///
/// # Errors
/// The database's own.
pub async fn hold_alike(
    tx: &Tx,
    edition: &EditionScope,
    statements: &BTreeSet<StatementId>,
) -> Result<BTreeMap<StatementId, Vec<HandedOn>>, DbError> {
    let theme_of = link::Entity::belongs_to(Entity).from(link::Column::ThemeId).to(Column::Id);
    let linked: Vec<(Uuid, Uuid, Uuid, String)> = link::Entity::find()
        .join(JoinType::InnerJoin, theme_of.into())
        .select_only()
        .columns([link::Column::StatementId, link::Column::ThemeId])
        .columns([Column::EditionId, Column::NameFolded])
        .filter(link::Column::StatementId.is_in(statements.iter().map(|id| id.0)))
        .into_tuple()
        .all(tx.conn())
        .await?;
    if linked.is_empty() {
        return Ok(BTreeMap::new());
    }
    let here = edition.edition_id.0;
    // Of another edition's themes only the name says which is meant; one of this edition is the same, whatever it is called meanwhile.
    let elsewhere = linked.iter().filter(|(_, _, of, _)| *of != here).map(|(_, _, _, name)| name.as_str());
    let meant = Condition::any()
        .add(Column::Id.is_in(linked.iter().map(|(_, theme, _, _)| *theme)))
        .add(Column::NameFolded.is_in(elsewhere));
    let rows = Entity::find()
        .filter(Column::EditionId.eq(here))
        .filter(meant)
        .order_by_asc(Column::Id)
        .lock_shared()
        .all(tx.conn())
        .await?;
    let mut alike: BTreeMap<StatementId, Vec<HandedOn>> = BTreeMap::new();
    for (statement, theme, of, name) in &linked {
        let is_meant =
            |row: &&theme::Model| if *of == here { row.id == *theme } else { row.name_folded == *name };
        let found = rows.iter().find(is_meant);
        let handed_on = found.map(|row| HandedOn { id: ThemeId(row.id), sensitive: row.sensitive });
        alike.entry(StatementId(*statement)).or_default().extend(handed_on);
    }
    Ok(alike)
}

/// The themes of an edition, oldest first.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: EditionId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Theme>, DbError> {
    let rows = Entity::find()
        .filter(Column::EditionId.eq(edition.0))
        .filter(Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(record).collect())
}

/// All themes of an edition, oldest first.
///
/// # Errors
/// The database's own.
pub async fn all(tx: &Tx, edition: EditionId) -> Result<Vec<Theme>, DbError> {
    list(tx, edition, None, u64::from(u32::MAX)).await
}

/// Saves what may change, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first; [`DbError::Unique`] where the name is taken.
pub async fn save(tx: &Tx, theme: &mut Theme) -> Result<(), DbError> {
    let read_at = theme.version;
    theme.version += 1;
    let result = Entity::update_many()
        .col_expr(Column::Version, Expr::value(theme.version))
        .col_expr(Column::Name, Expr::value(theme.name.clone()))
        .col_expr(Column::NameFolded, Expr::value(fold(&theme.name)))
        .col_expr(Column::Sensitive, Expr::value(theme.sensitive))
        .filter(Column::Id.eq(theme.id.0))
        .filter(Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Deletes a theme that is locked, and takes it off its statements, which show their themes: their versions rise.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, theme: &Theme) -> Result<(), DbError> {
    // In the order of their ids, as everybody locks them.
    let ids: Vec<Uuid> = problem_statement::Entity::find()
        .select_only()
        .column(problem_statement::Column::Id)
        .filter(problem_statement::Column::Id.in_subquery(under(theme.id, None)))
        .order_by_asc(problem_statement::Column::Id)
        .lock_exclusive()
        .into_tuple()
        .all(tx.conn())
        .await?;
    if !ids.is_empty() {
        problem_statement::Entity::update_many()
            .col_expr(
                problem_statement::Column::Version,
                Expr::col(problem_statement::Column::Version).add(1),
            )
            .filter(problem_statement::Column::Id.in_subquery(under(theme.id, None)))
            .exec(tx.conn())
            .await?;
        link::Entity::delete_many().filter(link::Column::ThemeId.eq(theme.id.0)).exec(tx.conn()).await?;
    }
    let result = Entity::delete_many()
        .filter(Column::Id.eq(theme.id.0))
        .filter(Column::Version.eq(theme.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}

/// The ids of the statements under a theme, as part of a query: those after this one, where one is given.
pub(crate) fn under(theme: ThemeId, after: Option<Uuid>) -> SelectStatement {
    Query::select()
        .column(link::Column::StatementId)
        .from(link::Entity)
        .and_where(link::Column::ThemeId.eq(theme.0))
        .and_where(link::Column::StatementId.gt(after.unwrap_or_default()))
        .to_owned()
}

/// Puts themes on a statement; says how many were not on it.
///
/// # Errors
/// The database's own.
pub async fn put(tx: &Tx, themes: &[ThemeId], statement: StatementId) -> Result<u64, DbError> {
    put_each(tx, themes.iter().map(|theme| (*theme, statement))).await
}

/// Puts what is handed on to a statement on it.
///
/// # Errors
/// The database's own.
pub async fn hand_on(tx: &Tx, themes: &[HandedOn], statement: StatementId) -> Result<(), DbError> {
    put_each(tx, themes.iter().map(|theme| (theme.id, statement))).await.map(drop)
}

/// The same for any themes and statements.
///
/// # Errors
/// The database's own.
pub async fn put_each(
    tx: &Tx,
    links: impl IntoIterator<Item = (ThemeId, StatementId)>,
) -> Result<u64, DbError> {
    let mut links = links.into_iter().peekable();
    if links.peek().is_none() {
        return Ok(0);
    }
    let links = links.map(|(theme, statement)| link::ActiveModel {
        theme_id: Set(theme.0),
        statement_id: Set(statement.0),
    });
    let there = OnConflict::new().do_nothing().to_owned();
    Ok(link::Entity::insert_many(links).on_conflict(there).exec_without_returning(tx.conn()).await?)
}

/// Takes a theme off a statement; says whether it was on it.
///
/// # Errors
/// The database's own.
pub async fn take_off(tx: &Tx, theme: ThemeId, statement: StatementId) -> Result<bool, DbError> {
    let gone = link::Entity::delete_by_id((theme.0, statement.0)).exec(tx.conn()).await?;
    Ok(gone.rows_affected > 0)
}

/// The themes of statements, in the order of their ids.
///
/// # Errors
/// The database's own.
pub async fn of_statements(
    tx: &Tx,
    statements: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<StatementId, Vec<ThemeId>>, DbError> {
    let rows = link::Entity::find()
        .filter(link::Column::StatementId.is_in(statements))
        .order_by_asc(link::Column::ThemeId)
        .all(tx.conn())
        .await?;
    let mut themes: BTreeMap<StatementId, Vec<ThemeId>> = BTreeMap::new();
    for row in rows {
        themes.entry(row.statement_id.into()).or_default().push(row.theme_id.into());
    }
    Ok(themes)
}
