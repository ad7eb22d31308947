//! Who is, and was, in a team.

use std::collections::HashMap;

use palabre_domain::composition::Member;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::registration::RegistrationState;
use palabre_domain::team::NameReader;
use palabre_domain::values::{AccountId, EditionId, Instant, OrganizationId, RegistrationId, TeamId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationTrait,
};
use uuid::Uuid;

use crate::entity::{edition, event, profile, registration, team, team_membership};
use crate::facts::participating;
use crate::mapping::word;
use crate::teams::{self, Team};
use crate::{DbError, Tx};

/// A member of a team, or somebody who was one, as a reader sees them.
#[derive(Debug, Clone)]
pub struct TeamMember {
    /// Whose registration.
    pub registration: RegistrationId,
    /// Its profile, by slug.
    pub profile: String,
    /// Its name, where the reader may know it.
    pub name: Option<String>,
    /// Since when.
    pub from: Instant,
    /// Until when; none for members now.
    pub until: Option<Instant>,
}

impl TeamMember {
    /// The member as a policy sees one; none of who left.
    #[must_use]
    pub fn now(&self) -> Option<Member> {
        let Self { registration, profile, name: _, from: _, until } = self;
        until.is_none().then(|| Member { registration: *registration, profile: profile.clone() })
    }
}

/// A registration as somebody who may become a member, or is one.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The registration.
    pub id: RegistrationId,
    /// Its state.
    pub state: RegistrationState,
    /// Its profile, by slug.
    pub profile: String,
    /// The account that holds it.
    pub holder: Option<AccountId>,
}

#[derive(FromQueryResult)]
struct Row {
    team_id: Uuid,
    registration_id: Uuid,
    joined_at: Instant,
    left_at: Option<Instant>,
    name: String,
    visible: bool,
    account_id: Option<Uuid>,
    profile: String,
}

/// The members of teams, in the order in which they came, each once: who left and came back stands there since
/// then. One statement, however many teams.
///
/// # Errors
/// The database's own.
pub async fn of_teams(
    tx: &Tx,
    teams: &[TeamId],
    reader: NameReader,
) -> Result<HashMap<TeamId, Vec<TeamMember>>, DbError> {
    let again = Alias::new("again");
    let came_back = Query::select()
        .expr(Expr::val(1))
        .from_as(team_membership::Entity, again.clone())
        .and_where(
            Expr::col((again.clone(), team_membership::Column::TeamId))
                .equals((team_membership::Entity, team_membership::Column::TeamId)),
        )
        .and_where(
            Expr::col((again.clone(), team_membership::Column::RegistrationId))
                .equals((team_membership::Entity, team_membership::Column::RegistrationId)),
        )
        .and_where(
            Expr::col((again, team_membership::Column::Id))
                .gt(Expr::col((team_membership::Entity, team_membership::Column::Id))),
        )
        .to_owned();
    let rows = team_membership::Entity::find()
        .join(JoinType::InnerJoin, team_membership::Relation::Registration.def())
        .join(JoinType::InnerJoin, registration::Relation::Profile.def())
        .select_only()
        .columns([
            team_membership::Column::TeamId,
            team_membership::Column::RegistrationId,
            team_membership::Column::JoinedAt,
            team_membership::Column::LeftAt,
        ])
        .columns([registration::Column::Name, registration::Column::Visible, registration::Column::AccountId])
        .column_as(profile::Column::Slug, "profile")
        .filter(team_membership::Column::TeamId.is_in(teams.iter().map(|team| team.0)))
        .filter(Expr::not_exists(came_back))
        .order_by_asc(team_membership::Column::Id)
        .into_model::<Row>()
        .all(tx.conn())
        .await?;
    Ok(as_read(rows, reader))
}

/// The one place where it is decided whether a name is read: where rows become members.
fn as_read(rows: Vec<Row>, reader: NameReader) -> HashMap<TeamId, Vec<TeamMember>> {
    let mut members: HashMap<TeamId, Vec<TeamMember>> = HashMap::new();
    for row in rows {
        let Row { team_id, registration_id, joined_at, left_at, name, visible, account_id, profile } = row;
        let name = reader.shows(visible, account_id.map(AccountId)).then_some(name);
        // Who was erased was here, and has no name.
        let name = name.filter(|name| !name.is_empty());
        members.entry(TeamId(team_id)).or_default().push(TeamMember {
            registration: RegistrationId(registration_id),
            profile,
            name,
            from: joined_at,
            until: left_at,
        });
    }
    members
}

/// The members of a team now, as a policy sees them; read under the lock of the team.
///
/// # Errors
/// The database's own.
pub async fn now(tx: &Tx, team: TeamId) -> Result<Vec<Member>, DbError> {
    let rows = team_membership::Entity::find()
        .join(JoinType::InnerJoin, team_membership::Relation::Registration.def())
        .join(JoinType::InnerJoin, registration::Relation::Profile.def())
        .select_only()
        .column(team_membership::Column::RegistrationId)
        .column(profile::Column::Slug)
        .filter(team_membership::Column::TeamId.eq(team.0))
        .filter(team_membership::Column::LeftAt.is_null())
        .order_by_asc(team_membership::Column::Id)
        .into_tuple::<(Uuid, String)>()
        .all(tx.conn())
        .await?;
    Ok(rows
        .into_iter()
        .map(|(registration, profile)| Member { registration: RegistrationId(registration), profile })
        .collect())
}

fn candidate((row, profile): (registration::Model, Option<profile::Model>)) -> Result<Candidate, DbError> {
    let profile =
        profile.ok_or_else(|| DbError::Unreadable("a registration without a profile".to_owned()))?;
    Ok(Candidate {
        id: RegistrationId(row.id),
        state: word(&row.state)?,
        profile: profile.slug,
        holder: row.account_id.map(AccountId),
    })
}

/// A registration of the edition.
///
/// # Errors
/// The database's own.
pub async fn find_candidate(
    tx: &Tx,
    scope: &EditionScope,
    id: RegistrationId,
) -> Result<Option<Candidate>, DbError> {
    let row = registration::Entity::find_by_id(id.0)
        .find_also_related(profile::Entity)
        .filter(registration::Column::EditionId.eq(scope.edition_id.0))
        .one(tx.conn())
        .await?;
    row.map(candidate).transpose()
}

/// The registration by which an account takes part in the edition, where it does.
///
/// # Errors
/// The database's own.
pub async fn candidate_of(
    tx: &Tx,
    scope: &EditionScope,
    account: AccountId,
) -> Result<Option<RegistrationId>, DbError> {
    let id = registration::Entity::find()
        .filter(registration::Column::EditionId.eq(scope.edition_id.0))
        .filter(registration::Column::AccountId.eq(account.0))
        .filter(registration::Column::State.is_in(participating()))
        .order_by_asc(registration::Column::Id)
        .select_only()
        .column(registration::Column::Id)
        .into_tuple::<Uuid>()
        .one(tx.conn())
        .await?;
    Ok(id.map(RegistrationId))
}

/// Locks a registration against being cancelled, and against joining two teams at once; says its state now. Locked
/// before challenges and teams.
///
/// # Errors
/// The database's own.
pub async fn lock_candidate(tx: &Tx, id: RegistrationId) -> Result<Option<RegistrationState>, DbError> {
    let row = registration::Entity::find_by_id(id.0).lock_exclusive().one(tx.conn()).await?;
    row.map(|row| word(&row.state)).transpose()
}

/// The team that a registration is in now; read under the lock of the registration.
///
/// # Errors
/// The database's own.
pub async fn team_of(tx: &Tx, registration: RegistrationId) -> Result<Option<TeamId>, DbError> {
    let id = team_membership::Entity::find()
        .filter(team_membership::Column::RegistrationId.eq(registration.0))
        .filter(team_membership::Column::LeftAt.is_null())
        .select_only()
        .column(team_membership::Column::TeamId)
        .into_tuple::<Uuid>()
        .one(tx.conn())
        .await?;
    Ok(id.map(TeamId))
}

/// The team that a registration is in now, locked, and where its journal is kept.
///
/// # Errors
/// The database's own.
pub async fn lock_team_of(
    tx: &Tx,
    registration: RegistrationId,
) -> Result<Option<(Team, (OrganizationId, EditionId))>, DbError> {
    let Some(TeamId(id)) = team_of(tx, registration).await? else { return Ok(None) };
    let row = team::Entity::find_by_id(id).lock_exclusive().one(tx.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let organization = edition::Entity::find_by_id(row.edition_id)
        .join(JoinType::InnerJoin, edition::Relation::Event.def())
        .select_only()
        .column(event::Column::OrganizationId)
        .into_tuple::<Uuid>()
        .one(tx.conn())
        .await?;
    let Some(organization) = organization else { return Ok(None) };
    let place = (OrganizationId(organization), EditionId(row.edition_id));
    Ok(Some((teams::record(row)?, place)))
}

/// Puts a registration into a team.
///
/// # Errors
/// [`DbError::Unique`] where it is in a team.
pub async fn insert(
    tx: &Tx,
    team: TeamId,
    registration: RegistrationId,
    now: Instant,
) -> Result<(), DbError> {
    let row = team_membership::ActiveModel {
        id: Set(Uuid::now_v7()),
        created_at: Set(now),
        team_id: Set(team.0),
        registration_id: Set(registration.0),
        joined_at: Set(now),
        left_at: Set(None),
    };
    team_membership::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Ends the membership of one in a team, or of all; says how many it ended.
///
/// # Errors
/// The database's own.
pub async fn end(
    tx: &Tx,
    team: TeamId,
    registration: Option<RegistrationId>,
    now: Instant,
) -> Result<u64, DbError> {
    let mut update = team_membership::Entity::update_many()
        .col_expr(team_membership::Column::LeftAt, Expr::value(now))
        .filter(team_membership::Column::TeamId.eq(team.0))
        .filter(team_membership::Column::LeftAt.is_null());
    if let Some(registration) = registration {
        update = update.filter(team_membership::Column::RegistrationId.eq(registration.0));
    }
    Ok(update.exec(tx.conn()).await?.rows_affected)
}

/// A registration shows another name, or shows it to others than before: raises the versions of the teams that it is
/// or was in.
///
/// # Errors
/// The database's own.
pub async fn renamed(tx: &Tx, registration: RegistrationId) -> Result<(), DbError> {
    let teams = Query::select()
        .column(team_membership::Column::TeamId)
        .from(team_membership::Entity)
        .and_where(team_membership::Column::RegistrationId.eq(registration.0))
        .to_owned();
    team::Entity::update_many()
        .col_expr(team::Column::Version, Expr::col(team::Column::Version).add(1))
        .filter(team::Column::Id.in_subquery(teams))
        .exec(tx.conn())
        .await?;
    Ok(())
}
