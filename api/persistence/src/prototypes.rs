//! Prototypes, the challenges they answer, and the stages they went through.

use std::collections::HashMap;

use palabre_domain::policy::scopes::{EditionScope, PrototypeScope};
use palabre_domain::prototype::{OutcomeKind, Trajectory};
use palabre_domain::search::Sought;
use palabre_domain::stage::Stages;
use palabre_domain::values::{AccountId, ChallengeId, EditionId, Instant, PrototypeId, TeamId};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, ExprTrait as _};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait as _,
    RelationTrait, Select,
};
use uuid::Uuid;

use crate::entity::{
    edition, prototype, prototype_challenge, registration, stage_transition, team, team_membership,
};
use crate::facts::participating;
use crate::mapping::{Texts, saved, word};
use crate::search::{self, Findable, Kind};
use crate::{DbError, Tx};

/// A prototype.
#[derive(Debug, Clone)]
pub struct Prototype {
    /// Its id.
    pub id: PrototypeId,
    /// Counts its changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// In which edition.
    pub edition: EditionId,
    /// By which team.
    pub team: TeamId,
    /// The team's name.
    pub team_name: String,
    /// Its name.
    pub name: String,
    /// What it is.
    pub summary: String,
    /// The language of name and summary.
    pub language: String,
    /// What came out.
    pub outcome_kind: OutcomeKind,
    /// Its stage, by key.
    pub stage: String,
    /// What the edition calls that stage; none where it has the stage no more.
    pub stage_name: Option<Texts>,
    /// What became of it after the event.
    pub trajectory: Trajectory,
    /// Its random place on the ring, never shown.
    pub ring: i64,
    /// The challenges it answers, in the order of their ids.
    pub challenges: Vec<ChallengeId>,
}

/// Which prototypes a reader gets besides those at a public stage.
#[derive(Debug, Clone, Copy)]
pub struct PrototypeReader {
    /// All of them.
    pub of_all: bool,
    /// Those of the team that this account is in now.
    pub account: Option<AccountId>,
}

/// In which order they are listed, and after which one.
#[derive(Debug, Clone, Copy)]
pub enum Walk {
    /// By their ids.
    ByIds {
        /// The last one of the page before.
        after: Option<Uuid>,
    },
    /// Once round the ring.
    Round {
        /// The place where it begins.
        start: i64,
        /// Place and id of the last one of the page before.
        after: Option<(i64, Uuid)>,
    },
}

type Rows = (prototype::Model, Option<team::Model>);

fn record((row, team): Rows, challenges: Vec<ChallengeId>, stages: &Stages) -> Result<Prototype, DbError> {
    let prototype::Model {
        id,
        version,
        created_at,
        team_id,
        edition_id,
        name,
        summary,
        language,
        outcome_kind,
        stage,
        trajectory,
        ring,
    } = row;
    let team = team.ok_or_else(|| DbError::Unreadable("a prototype without a team".to_owned()))?;
    Ok(Prototype {
        id: PrototypeId(id),
        version,
        created_at,
        edition: EditionId(edition_id),
        team: TeamId(team_id),
        team_name: team.name,
        name,
        summary,
        language,
        outcome_kind: word(&outcome_kind)?,
        stage_name: stages.find(&stage).map(|stage| stage.name.clone()),
        stage,
        trajectory: word(&trajectory)?,
        ring,
        challenges,
    })
}

/// The records of rows, with their challenges: one statement more, however many rows.
async fn records(tx: &Tx, rows: Vec<Rows>, stages: &Stages) -> Result<Vec<Prototype>, DbError> {
    let links = prototype_challenge::Entity::find()
        .filter(prototype_challenge::Column::PrototypeId.is_in(rows.iter().map(|(row, _)| row.id)))
        .order_by_asc(prototype_challenge::Column::ChallengeId)
        .all(tx.conn())
        .await?;
    let mut challenges: HashMap<Uuid, Vec<ChallengeId>> = HashMap::new();
    for prototype_challenge::Model { prototype_id, challenge_id } in links {
        challenges.entry(prototype_id).or_default().push(ChallengeId(challenge_id));
    }
    rows.into_iter()
        .map(|row| {
            let of_it = challenges.remove(&row.0.id).unwrap_or_default();
            record(row, of_it, stages)
        })
        .collect()
}

/// Makes a prototype.
///
/// # Errors
/// The database's own.
pub async fn insert(tx: &Tx, new: &Prototype) -> Result<(), DbError> {
    let row = prototype::ActiveModel {
        id: Set(new.id.0),
        version: Set(new.version),
        created_at: Set(new.created_at),
        team_id: Set(new.team.0),
        edition_id: Set(new.edition.0),
        name: Set(new.name.clone()),
        summary: Set(new.summary.clone()),
        language: Set(new.language.clone()),
        outcome_kind: Set(new.outcome_kind.as_str().to_owned()),
        stage: Set(new.stage.clone()),
        trajectory: Set(new.trajectory.as_str().to_owned()),
        ring: Set(new.ring),
    };
    prototype::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    search::add(tx, &findable(new)).await?;
    link(tx, new).await
}

/// A prototype as it is found.
fn findable(prototype: &Prototype) -> Findable<'_> {
    let own = [prototype.name.as_str(), &prototype.summary];
    Findable::of(Kind::Prototype, prototype.edition.0, prototype.id.0, own)
}

async fn link(tx: &Tx, prototype: &Prototype) -> Result<(), DbError> {
    let links = prototype.challenges.iter().map(|challenge| prototype_challenge::ActiveModel {
        prototype_id: Set(prototype.id.0),
        challenge_id: Set(challenge.0),
    });
    if !prototype.challenges.is_empty() {
        prototype_challenge::Entity::insert_many(links).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

fn of_scope(scope: &PrototypeScope) -> Select<prototype::Entity> {
    prototype::Entity::find_by_id(scope.prototype_id.0)
        .filter(prototype::Column::EditionId.eq(scope.team.edition.edition_id.0))
}

/// The prototype of a scope.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &PrototypeScope) -> Result<Option<Prototype>, DbError> {
    let row = of_scope(scope).find_also_related(team::Entity).one(tx.conn()).await?;
    Ok(records(tx, row.into_iter().collect(), &scope.team.edition.stages).await?.pop())
}

/// The prototype of a scope, locked: the last lock in the order of locks.
///
/// # Errors
/// The database's own.
pub async fn lock(tx: &Tx, scope: &PrototypeScope) -> Result<Option<Prototype>, DbError> {
    of_scope(scope).lock_exclusive().one(tx.conn()).await?;
    find(tx, scope).await
}

/// Saves what may change, with its challenges, if the prototype still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(tx: &Tx, prototype: &mut Prototype) -> Result<(), DbError> {
    let read_at = prototype.version;
    prototype.version += 1;
    let result = prototype::Entity::update_many()
        .col_expr(prototype::Column::Version, Expr::value(prototype.version))
        .col_expr(prototype::Column::Name, Expr::value(prototype.name.clone()))
        .col_expr(prototype::Column::Summary, Expr::value(prototype.summary.clone()))
        .col_expr(prototype::Column::Language, Expr::value(prototype.language.clone()))
        .col_expr(prototype::Column::OutcomeKind, Expr::value(prototype.outcome_kind.as_str()))
        .col_expr(prototype::Column::Stage, Expr::value(prototype.stage.clone()))
        .filter(prototype::Column::Id.eq(prototype.id.0))
        .filter(prototype::Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)?;
    search::replace(tx, &[findable(prototype)]).await?;
    prototype_challenge::Entity::delete_many()
        .filter(prototype_challenge::Column::PrototypeId.eq(prototype.id.0))
        .exec(tx.conn())
        .await?;
    link(tx, prototype).await
}

/// Writes down that a prototype moved from a stage to the one where it is now.
///
/// # Errors
/// The database's own.
pub async fn insert_transition(
    tx: &Tx,
    prototype: &Prototype,
    from: &str,
    note: Option<&str>,
    now: Instant,
) -> Result<(), DbError> {
    let row = stage_transition::ActiveModel {
        id: Set(Uuid::now_v7()),
        created_at: Set(now),
        prototype_id: Set(prototype.id.0),
        from_stage: Set(from.to_owned()),
        to_stage: Set(prototype.stage.clone()),
        note: Set(note.map(str::to_owned)),
        moved_at: Set(now),
    };
    stage_transition::Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// Raises the versions of an edition's prototypes: each shows what its stage is called.
///
/// # Errors
/// The database's own.
pub async fn stages_were_changed(tx: &Tx, edition: EditionId) -> Result<(), DbError> {
    prototype::Entity::update_many()
        .col_expr(prototype::Column::Version, Expr::col(prototype::Column::Version).add(1))
        .filter(prototype::Column::EditionId.eq(edition.0))
        .exec(tx.conn())
        .await?;
    Ok(())
}

/// The time zone of an edition, by whose date the walk round its ring begins.
///
/// # Errors
/// The database's own.
pub async fn time_zone(tx: &Tx, scope: &EditionScope) -> Result<Option<String>, DbError> {
    let zone = edition::Entity::find_by_id(scope.edition_id.0)
        .select_only()
        .column(edition::Column::TimeZone)
        .into_tuple::<Option<String>>()
        .one(tx.conn())
        .await?;
    Ok(zone.flatten())
}

/// The prototypes of an edition that a reader gets; where something is sought, those in whose name or summary it is found.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    scope: &EditionScope,
    reader: PrototypeReader,
    q: Option<&Sought>,
    walk: Walk,
    limit: u64,
) -> Result<Vec<Prototype>, DbError> {
    let mut query = prototype::Entity::find()
        .find_also_related(team::Entity)
        .filter(prototype::Column::EditionId.eq(scope.edition_id.0));
    if !reader.of_all {
        query = query.filter(readable(&scope.stages, reader.account));
    }
    let id = prototype::Column::Id;
    let found = q.map(|sought| search::found(Kind::Prototype, scope.edition_id, id, sought, None));
    query = query.filter(Condition::all().add_option(found));
    let query = match walk {
        Walk::ByIds { after } => query.filter(prototype::Column::Id.gt(after.unwrap_or_default())),
        Walk::Round { start, after } => {
            let before_the_start: Expr = Expr::case(prototype::Column::Ring.lt(start), 1).finally(0).into();
            after
                .into_iter()
                .fold(query, |query, after| query.filter(further_round(start, after)))
                .order_by_asc(before_the_start)
                .order_by_asc(prototype::Column::Ring)
        }
    };
    let rows = query.order_by_asc(prototype::Column::Id).limit(limit).all(tx.conn()).await?;
    records(tx, rows, &scope.stages).await
}

/// What comes after a place of the walk that begins at `start`: what is behind it, and, before the walk has gone
/// over the end of the ring, all of its beginning.
fn further_round(start: i64, (ring, id): (i64, Uuid)) -> Condition {
    let same_place = Condition::all().add(prototype::Column::Ring.eq(ring)).add(prototype::Column::Id.gt(id));
    let behind = Condition::any().add(prototype::Column::Ring.gt(ring)).add(same_place);
    let the_beginning = prototype::Column::Ring.lt(start);
    if ring >= start {
        Condition::any().add(behind).add(the_beginning)
    } else {
        Condition::all().add(behind).add(the_beginning)
    }
}

/// What somebody who is not of the crew gets: what stands at a public stage, and the prototypes of the own team.
fn readable(stages: &Stages, account: Option<AccountId>) -> Condition {
    let readable = Condition::any().add(prototype::Column::Stage.is_in(stages.public_keys()));
    let Some(account) = account else { return readable };
    let own_teams = team_membership::Entity::find()
        .join(JoinType::InnerJoin, team_membership::Relation::Registration.def())
        .select_only()
        .column(team_membership::Column::TeamId)
        .filter(team_membership::Column::LeftAt.is_null())
        .filter(registration::Column::AccountId.eq(account.0))
        .filter(registration::Column::State.is_in(participating()))
        .into_query();
    readable.add(prototype::Column::TeamId.in_subquery(own_teams))
}
