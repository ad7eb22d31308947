//! What anonymous voices did, kept without order and without a time until the day is over (invariant 14 of the domain).
//!
//! An entry of the journal that was written at once would tell when somebody spoke, and which statement was theirs.

use palabre_domain::audit::Deed;
use palabre_domain::problem_statement::Voice;
use palabre_domain::values::{EditionId, OrganizationId, StatementId};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, ConnectionTrait as _, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationTrait,
};
use uuid::Uuid;

use crate::db::Backend;
use crate::entity::anonymous_deed::{ActiveModel, Column, Entity};
use crate::entity::{edition, event, problem_statement};
use crate::heaps::{HEAPS, Heap};
use crate::mapping::word;
use crate::{DbError, Tx};

/// Whether anybody ever spoke anonymously here.
///
/// # Errors
/// The database's own.
pub async fn are_possible(tx: &Tx) -> Result<bool, DbError> {
    let anonymous = problem_statement::Column::Voice.eq(Voice::Anonymous.as_str());
    let id = problem_statement::Entity::find().select_only().column(problem_statement::Column::Id);
    Ok(id.filter(anonymous).into_tuple::<Uuid>().one(tx.conn()).await?.is_some())
}

/// What an anonymous voice did.
#[derive(Debug, Clone)]
pub struct AnonymousDeed {
    /// The key under which it is kept.
    pub id: Uuid,
    /// The statement.
    pub statement: StatementId,
    /// In which organization.
    pub organization: OrganizationId,
    /// In which edition.
    pub edition: EditionId,
    /// What it was.
    pub deed: Deed,
    /// The date.
    pub done_on: String,
}

/// Keeps what an anonymous voice did.
///
/// # Errors
/// The database's own.
pub async fn keep(tx: &Tx, statement: StatementId, deed: Deed, on: &str) -> Result<(), DbError> {
    let row = ActiveModel {
        id: Set(Uuid::new_v4()),
        statement_id: Set(statement.0),
        action: Set(deed.as_str().to_owned()),
        done_on: Set(on.to_owned()),
    };
    Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// What was done on the dates before this one: by date, and within a date by statement.
///
/// # Errors
/// The database's own.
pub async fn done_before(tx: &Tx, date: &str) -> Result<Vec<AnonymousDeed>, DbError> {
    #[derive(FromQueryResult)]
    struct Row {
        id: Uuid,
        statement_id: Uuid,
        action: String,
        done_on: String,
        edition_id: Uuid,
        organization_id: Uuid,
    }
    let statement_of = Entity::belongs_to(problem_statement::Entity)
        .from(Column::StatementId)
        .to(problem_statement::Column::Id)
        .into();
    let rows = Entity::find()
        .join(JoinType::InnerJoin, statement_of)
        .join(JoinType::InnerJoin, problem_statement::Relation::Edition.def())
        .join(JoinType::InnerJoin, edition::Relation::Event.def())
        .column(problem_statement::Column::EditionId)
        .column(event::Column::OrganizationId)
        .filter(Column::DoneOn.lt(date))
        .order_by_asc(Column::DoneOn)
        .order_by_asc(Column::StatementId)
        .order_by_asc(Column::Action)
        .into_model::<Row>()
        .all(tx.conn())
        .await?;
    let deed = |row: Row| {
        let Row { id, statement_id, action, done_on, edition_id, organization_id } = row;
        Ok(AnonymousDeed {
            id,
            statement: StatementId(statement_id),
            organization: OrganizationId(organization_id),
            edition: EditionId(edition_id),
            deed: word(&action)?,
            done_on,
        })
    };
    rows.into_iter().map(deed).collect()
}

/// How many ids one statement of SQL names at most.
const AT_ONCE: usize = 500;

/// Forgets these deeds, which the journal tells now. On PostgreSQL what their voices wrote is written once more, as one work.
///
/// # Errors
/// [`DbError::Conflict`] where another process told some of them meanwhile.
pub async fn forget(tx: &Tx, told: &[AnonymousDeed]) -> Result<(), DbError> {
    for some in told.chunks(AT_ONCE) {
        let these = Column::Id.is_in(some.iter().map(|deed| deed.id));
        let gone = Entity::delete_many().filter(these).exec(tx.conn()).await?;
        if gone.rows_affected != some.len() as u64 {
            return Err(DbError::Conflict);
        }
        if tx.backend() == Backend::Sqlite {
            continue;
        }
        let ids: Vec<String> = some.iter().map(|deed| format!("'{}'", deed.statement)).collect();
        let ids = ids.join(", ");
        for Heap { table, key: _, by_voices } in &HEAPS {
            let Some(column) = by_voices else { continue };
            let again = format!("UPDATE {table} SET {column} = {column} WHERE {column} IN ({ids})");
            tx.conn().execute_unprepared(&again).await?;
        }
    }
    Ok(())
}
