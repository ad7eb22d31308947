//! Who is named as a reader of confidential statements.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::values::{AccountId, StatementId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Query, SelectStatement};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::account;
use crate::entity::statement_reader::{ActiveModel, Column, Entity};
use crate::{DbError, Tx};

/// Who is named as a reader of each of these statements.
///
/// # Errors
/// The database's own.
pub async fn of_each(tx: &Tx, statements: Vec<Uuid>) -> Result<BTreeMap<Uuid, Vec<AccountId>>, DbError> {
    let rows = Entity::find()
        .filter(Column::StatementId.is_in(statements))
        .order_by_asc(Column::AccountId)
        .all(tx.conn())
        .await?;
    let mut readers: BTreeMap<Uuid, Vec<AccountId>> = BTreeMap::new();
    for row in rows {
        readers.entry(row.statement_id).or_default().push(AccountId(row.account_id));
    }
    Ok(readers)
}

/// Names the readers of a statement, which is locked, in place of those before.
///
/// # Errors
/// [`DbError::Conflict`] where one of the accounts is being deleted.
pub async fn replace(tx: &Tx, statement: StatementId, readers: &[AccountId]) -> Result<(), DbError> {
    Entity::delete_many().filter(Column::StatementId.eq(statement.0)).exec(tx.conn()).await?;
    if readers.is_empty() {
        return Ok(());
    }
    let held = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::Id.is_in(readers.iter().map(|reader| reader.0)))
        .order_by_asc(account::Column::Id)
        .lock_shared()
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    if held.len() != readers.len() {
        return Err(DbError::Conflict);
    }
    let row = |reader: &AccountId| ActiveModel { statement_id: Set(statement.0), account_id: Set(reader.0) };
    Entity::insert_many(readers.iter().map(row)).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Which of these statements name an account.
pub(crate) async fn naming(
    tx: &Tx,
    account: AccountId,
    statements: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeSet<Uuid>, DbError> {
    let ids = Entity::find()
        .select_only()
        .column(Column::StatementId)
        .filter(Column::AccountId.eq(account.0))
        .filter(Column::StatementId.is_in(statements))
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(ids.into_iter().collect())
}

/// The statements that name an account, as a part of a larger question.
pub(crate) fn named_to(account: AccountId) -> SelectStatement {
    Query::select()
        .column(Column::StatementId)
        .from(Entity)
        .and_where(Column::AccountId.eq(account.0))
        .to_owned()
}
