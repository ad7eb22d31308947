//! Teams.

use palabre_domain::policy::scopes::{EditionScope, TeamScope};
use palabre_domain::team::TeamState;
use palabre_domain::values::{ChallengeId, EditionId, Instant, RegistrationId, TeamId, fold};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{prototype, team};
use crate::mapping::{containing, saved, word};
use crate::{DbError, Tx};

/// A team, without its members.
#[derive(Debug, Clone)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Counts its changes, those of its members among them.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// In which edition.
    pub edition: EditionId,
    /// The challenge it is on.
    pub challenge: Option<ChallengeId>,
    /// Its name.
    pub name: String,
    /// Where it works.
    pub place: Option<String>,
    /// The registration of its steward, who is a member of it now.
    pub steward: Option<RegistrationId>,
    /// Its state.
    pub state: TeamState,
    /// Why it was dissolved.
    pub state_reason: Option<String>,
    /// Why it was formed although it does not meet the policy.
    pub waiver_reason: Option<String>,
    /// Whether it was formed so, and is free of the policy since.
    pub formed_by_waiver: bool,
}

/// What a list of teams is narrowed to.
#[derive(Debug, Clone, Default)]
pub struct TeamFilter {
    /// To those on a challenge.
    pub challenge: Option<ChallengeId>,
    /// To those in a state.
    pub state: Option<TeamState>,
    /// To those whose name holds these words.
    pub words: Option<String>,
}

pub(crate) fn record(row: team::Model) -> Result<Team, DbError> {
    let team::Model {
        id,
        version,
        created_at,
        edition_id,
        challenge_id,
        name,
        name_folded: _,
        place,
        steward_registration_id,
        state,
        state_reason,
        waiver_reason,
        formed_by_waiver,
    } = row;
    Ok(Team {
        id: TeamId(id),
        version,
        created_at,
        edition: EditionId(edition_id),
        challenge: challenge_id.map(ChallengeId),
        name,
        place,
        steward: steward_registration_id.map(RegistrationId),
        state: word(&state)?,
        state_reason,
        waiver_reason,
        formed_by_waiver,
    })
}

/// Makes a team.
///
/// # Errors
/// The database's own.
pub async fn insert(tx: &Tx, new: &Team) -> Result<(), DbError> {
    let row = team::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        edition_id: Set(new.edition.0),
        challenge_id: Set(new.challenge.map(Into::into)),
        name: Set(new.name.clone()),
        name_folded: Set(fold(&new.name)),
        place: Set(new.place.clone()),
        steward_registration_id: Set(new.steward.map(Into::into)),
        state: Set(new.state.as_str().to_owned()),
        state_reason: Set(new.state_reason.clone()),
        waiver_reason: Set(new.waiver_reason.clone()),
        formed_by_waiver: Set(new.formed_by_waiver),
    };
    team::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// The team of a scope.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &TeamScope) -> Result<Option<Team>, DbError> {
    let row = team::Entity::find_by_id(scope.team_id.0)
        .filter(team::Column::EditionId.eq(scope.edition.edition_id.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The team of a scope, locked; locked after the challenge it is on, and after who joins it.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &TeamScope) -> Result<Option<Team>, DbError> {
    let row = team::Entity::find_by_id(scope.team_id.0)
        .filter(team::Column::EditionId.eq(scope.edition.edition_id.0))
        .lock_exclusive()
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The teams of an edition, oldest first.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    scope: &EditionScope,
    filter: &TeamFilter,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Team>, DbError> {
    let TeamFilter { challenge, state, words } = filter;
    let mut query = team::Entity::find()
        .filter(team::Column::EditionId.eq(scope.edition_id.0))
        .filter(team::Column::Id.gt(after.unwrap_or_default()));
    if let Some(challenge) = challenge {
        query = query.filter(team::Column::ChallengeId.eq(challenge.0));
    }
    if let Some(state) = state {
        query = query.filter(team::Column::State.eq(state.as_str()));
    }
    if let Some(words) = words {
        query = query.filter(team::Column::NameFolded.like(containing(words)));
    }
    let rows = query.order_by_asc(team::Column::Id).limit(limit).all(tx.conn()).await?;
    rows.into_iter().map(record).collect()
}

/// Saves what may change, if the team still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(tx: &Tx, team: &mut Team) -> Result<(), DbError> {
    let read_at = team.version;
    team.version += 1;
    let result = team::Entity::update_many()
        .col_expr(team::Column::Version, Expr::value(team.version))
        .col_expr(team::Column::ChallengeId, Expr::value(team.challenge.map(Uuid::from)))
        .col_expr(team::Column::Name, Expr::value(team.name.clone()))
        .col_expr(team::Column::NameFolded, Expr::value(fold(&team.name)))
        .col_expr(team::Column::Place, Expr::value(team.place.clone()))
        .col_expr(team::Column::StewardRegistrationId, Expr::value(team.steward.map(Uuid::from)))
        .col_expr(team::Column::State, Expr::value(team.state.as_str()))
        .col_expr(team::Column::StateReason, Expr::value(team.state_reason.clone()))
        .col_expr(team::Column::WaiverReason, Expr::value(team.waiver_reason.clone()))
        .col_expr(team::Column::FormedByWaiver, Expr::value(team.formed_by_waiver))
        .filter(team::Column::Id.eq(team.id.0))
        .filter(team::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// A team got another name, which its prototypes show: their versions go up.
///
/// # Errors
/// The database's own.
pub async fn renamed(tx: &Tx, team: TeamId) -> Result<(), DbError> {
    use sea_orm::sea_query::ExprTrait as _;
    prototype::Entity::update_many()
        .col_expr(prototype::Column::Version, Expr::col(prototype::Column::Version).add(1))
        .filter(prototype::Column::TeamId.eq(team.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// Whether another team that was formed, and is not dissolved, is on a challenge; read under its lock.
///
/// # Errors
/// The database's own.
pub async fn others_formed_on(tx: &Tx, challenge: ChallengeId, team: TeamId) -> Result<bool, DbError> {
    let not_on_it = [TeamState::Forming.as_str(), TeamState::Dissolved.as_str()];
    let others = team::Entity::find()
        .filter(team::Column::ChallengeId.eq(challenge.0))
        .filter(team::Column::Id.ne(team.0))
        .filter(team::Column::State.is_not_in(not_on_it))
        .count(tx.conn())
        .await?;
    Ok(others > 0)
}
