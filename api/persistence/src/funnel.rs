//! The counts of the funnel.

use palabre_domain::challenge::ChallengeState;
use palabre_domain::funnel::Counts;
use palabre_domain::policy::scopes::FunnelScope;
use palabre_domain::problem_statement::{OriginKind, StatementState};
use palabre_domain::team::TeamState;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use uuid::Uuid;

use crate::entity::{challenge, challenge_statement, problem_statement, prototype, team};
use crate::mapping::word;
use crate::{DbError, Tx};

/// Counts an edition's funnel; the transaction makes it one instant.
///
/// # Errors
/// The database's own.
pub async fn count(tx: &Tx, scope: &FunnelScope) -> Result<Counts, DbError> {
    let edition = scope.edition.edition_id.0;
    let mut counts = Counts {
        adopted_without_challenge: adopted_without_challenge(tx, edition).await?,
        teams: team::Entity::find()
            .filter(team::Column::EditionId.eq(edition))
            .filter(team::Column::State.ne(TeamState::Dissolved.as_str()))
            .count(tx.conn())
            .await?,
        prototypes: prototype::Entity::find()
            .filter(prototype::Column::EditionId.eq(edition))
            .count(tx.conn())
            .await?,
        ..Counts::default()
    };
    for (state, origin, number) in statements(tx, edition).await? {
        let number = u64::try_from(number).unwrap_or_default();
        match word(&origin)? {
            OriginKind::Voiced | OriginKind::Imported => counts.received += number,
            OriginKind::Derived => counts.derived += number,
        }
        *counts.by_state.entry(word::<StatementState>(&state)?).or_default() += number;
    }
    for (state, number) in challenges(tx, edition).await? {
        let (state, number) = (word::<ChallengeState>(&state)?, u64::try_from(number).unwrap_or_default());
        counts.challenges += if state.holds_statements() { number } else { 0 };
        counts.challenges_taken_up += if state.is_taken_up() { number } else { 0 };
    }
    Ok(counts)
}

async fn statements(tx: &Tx, edition: Uuid) -> Result<Vec<(String, String, i64)>, DbError> {
    use problem_statement::{Column, Entity};
    let rows = Entity::find()
        .select_only()
        .columns([Column::State, Column::OriginKind])
        .column_as(Column::Id.count(), "number")
        .filter(Column::EditionId.eq(edition))
        .group_by(Column::State)
        .group_by(Column::OriginKind)
        .into_tuple()
        .all(tx.conn())
        .await?;
    Ok(rows)
}

async fn challenges(tx: &Tx, edition: Uuid) -> Result<Vec<(String, i64)>, DbError> {
    use challenge::{Column, Entity};
    let rows = Entity::find()
        .select_only()
        .column(Column::State)
        .column_as(Column::Id.count(), "number")
        .filter(Column::EditionId.eq(edition))
        .group_by(Column::State)
        .into_tuple()
        .all(tx.conn())
        .await?;
    Ok(rows)
}

async fn adopted_without_challenge(tx: &Tx, edition: Uuid) -> Result<u64, DbError> {
    use problem_statement::{Column, Entity};
    let holding = ChallengeState::ALL.iter().filter(|state| state.holds_statements());
    let challenge = Expr::col((challenge::Entity, challenge::Column::Id))
        .equals((challenge_statement::Entity, challenge_statement::Column::ChallengeId));
    let holds_it = Expr::col((challenge_statement::Entity, challenge_statement::Column::StatementId))
        .equals((Entity, Column::Id));
    let held = Query::select()
        .column((challenge::Entity, challenge::Column::Id))
        .from(challenge_statement::Entity)
        .inner_join(challenge::Entity, challenge)
        .and_where(holds_it)
        .and_where(challenge::Column::State.is_in(holding.map(|state| state.as_str())))
        .to_owned();
    let count = Entity::find()
        .filter(Column::EditionId.eq(edition))
        .filter(Column::State.eq(StatementState::Adopted.as_str()))
        .filter(Expr::not_exists(held))
        .count(tx.conn())
        .await?;
    Ok(count)
}
