//! Challenges as teams see them: whether a team may be on one, and what teams make of its state.

use std::collections::HashSet;

use palabre_domain::challenge::ChallengeState;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::values::ChallengeId;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entity::challenge;
use crate::mapping::{saved, word};
use crate::{DbError, Tx};

/// Where a challenge stands, under its lock.
#[derive(Debug, Clone)]
pub struct Standing {
    /// The challenge.
    pub id: ChallengeId,
    /// Counts its changes.
    pub version: i64,
    /// Its state.
    pub state: ChallengeState,
    /// Whether it was ever opened: before, only the crew knows of it.
    pub was_opened: bool,
}

/// A challenge of the edition, locked; locked before any team on it.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &EditionScope, id: ChallengeId) -> Result<Option<Standing>, DbError> {
    let row = challenge::Entity::find_by_id(id.0)
        .filter(challenge::Column::EditionId.eq(scope.edition_id.0))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    row.map(|row| {
        Ok(Standing {
            id: ChallengeId(row.id),
            version: row.version,
            state: word(&row.state)?,
            was_opened: row.opened_at.is_some(),
        })
    })
    .transpose()
}

/// Saves the state, if the challenge still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(tx: &Tx, standing: &mut Standing) -> Result<(), DbError> {
    let read_at = standing.version;
    standing.version += 1;
    let result = challenge::Entity::update_many()
        .col_expr(challenge::Column::Version, Expr::value(standing.version))
        .col_expr(challenge::Column::State, Expr::value(standing.state.as_str()))
        .filter(challenge::Column::Id.eq(standing.id.0))
        .filter(challenge::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Those of the challenges that are of the edition and were opened once.
///
/// # Errors
/// The database's own.
pub async fn opened(
    tx: &Tx,
    scope: &EditionScope,
    asked: &[ChallengeId],
) -> Result<HashSet<ChallengeId>, DbError> {
    let rows = challenge::Entity::find()
        .filter(challenge::Column::EditionId.eq(scope.edition_id.0))
        .filter(challenge::Column::OpenedAt.is_not_null())
        .filter(challenge::Column::Id.is_in(asked.iter().map(|id| id.0)))
        .select_only()
        .column(challenge::Column::Id)
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(ChallengeId).collect())
}
