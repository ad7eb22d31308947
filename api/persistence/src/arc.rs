//! The arc from statements down to prototypes: what came of something, whole and unread, through all editions of the event.
//!
//! What of it a caller may read is not decided here. These records leave for a use case that asks the policy's scopes
//! about each of them.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::challenge::ChallengeState;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::registration::RegistrationState;
use palabre_domain::team::TeamState;
use palabre_domain::values::{AccountId, ChallengeId, EditionId, Instant, PrototypeId, StatementId, TeamId};
use sea_orm::sea_query::{Condition, Expr, Query};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::{
    challenge, challenge_statement, prototype, prototype_challenge, registration, team, team_membership,
};
use crate::mapping::word;
use crate::{DbError, Tx, siblings};

/// A challenge holds a statement.
#[derive(Debug, Clone)]
pub struct Link {
    /// The statement.
    pub statement: StatementId,
    /// The challenge.
    pub challenge: ChallengeId,
    /// The date on which it adopted the statement; `None` as long as it never opened.
    pub adopted_on: Option<String>,
}

/// A challenge, as a station of the arc.
#[derive(Debug, Clone)]
pub struct ArcChallenge {
    /// Its id.
    pub id: ChallengeId,
    /// In which edition.
    pub edition: EditionId,
    /// Its question.
    pub question: String,
    /// Its state.
    pub state: ChallengeState,
    /// Whether it was ever opened.
    pub was_opened: bool,
}

/// A team, as a station of the arc.
#[derive(Debug, Clone)]
pub struct ArcTeam {
    /// Its id.
    pub id: TeamId,
    /// In which edition.
    pub edition: EditionId,
    /// Its name.
    pub name: String,
    /// Its state.
    pub state: TeamState,
    /// The challenge it is, or was, on.
    pub challenge: Option<ChallengeId>,
    /// When it was made.
    pub created_at: Instant,
}

/// A prototype, as the end of the arc.
#[derive(Debug, Clone)]
pub struct ArcPrototype {
    /// Its id.
    pub id: PrototypeId,
    /// In which edition.
    pub edition: EditionId,
    /// Its name.
    pub name: String,
    /// The stage it stands at.
    pub stage: String,
    /// The team that made it.
    pub team: TeamId,
    /// When it was made.
    pub created_at: Instant,
}

/// A stretch of the arc: what came of some statements or challenges, or led to a prototype.
#[derive(Debug, Clone, Default)]
pub struct Stretch {
    /// Which challenge holds which statement.
    pub links: Vec<Link>,
    /// The challenges, by id.
    pub challenges: Vec<ArcChallenge>,
    /// The teams, by id.
    pub teams: Vec<ArcTeam>,
    /// The prototypes, by id.
    pub prototypes: Vec<ArcPrototype>,
    /// Which prototype answers which challenge.
    pub answers: Vec<(PrototypeId, ChallengeId)>,
    /// The other editions of the event that it passes through.
    pub others: BTreeMap<EditionId, EditionScope>,
}

impl Stretch {
    /// With the other editions that it passes through.
    async fn beside(mut self, tx: &Tx, here: &EditionScope) -> Result<Self, DbError> {
        let challenges = self.challenges.iter().map(|challenge| challenge.edition);
        let teams = self.teams.iter().map(|team| team.edition);
        let prototypes = self.prototypes.iter().map(|prototype| prototype.edition);
        self.others = siblings::beside(tx, here, challenges.chain(teams).chain(prototypes)).await?;
        Ok(self)
    }
}

/// What came of these statements; at most `most` of each kind of thing, where that is said.
///
/// # Errors
/// The database's own.
pub async fn from_statements(
    tx: &Tx,
    edition: &EditionScope,
    statements: Vec<Uuid>,
    most: Option<u64>,
) -> Result<Stretch, DbError> {
    if statements.is_empty() {
        return Ok(Stretch::default());
    }
    let mut links = links(tx, challenge_statement::Column::StatementId.is_in(statements), most).await?;
    let challenges = links.iter().map(|link| link.challenge.0).collect();
    let stretch = from_challenges(tx, edition, challenges, most).await?;
    let of_event: BTreeSet<ChallengeId> = stretch.challenges.iter().map(|challenge| challenge.id).collect();
    links.retain(|link| of_event.contains(&link.challenge));
    Ok(Stretch { links, ..stretch })
}

/// What came of these challenges, themselves included; at most `most` of each kind of thing, where that is said.
///
/// # Errors
/// The database's own.
pub async fn from_challenges(
    tx: &Tx,
    edition: &EditionScope,
    ids: Vec<Uuid>,
    most: Option<u64>,
) -> Result<Stretch, DbError> {
    if ids.is_empty() {
        return Ok(Stretch::default());
    }
    let challenges = challenges(tx, edition, ids.clone(), most).await?;
    let answers =
        answers(tx, prototype_challenge::Column::ChallengeId.is_in(ids.clone()).into(), most).await?;
    let on_them = team::Column::ChallengeId.is_in(ids.clone());
    let teams = teams(tx, edition, on_them.into(), most).await?;
    let answering = Query::select()
        .column(prototype_challenge::Column::PrototypeId)
        .from(prototype_challenge::Entity)
        .and_where(prototype_challenge::Column::ChallengeId.is_in(ids))
        .to_owned();
    let made = Condition::any()
        .add(prototype::Column::TeamId.is_in(teams.iter().map(|team| team.id.0)))
        .add(prototype::Column::Id.in_subquery(answering));
    let prototypes = prototypes(tx, edition, made, most).await?;
    Stretch { challenges, teams, prototypes, answers, ..Stretch::default() }.beside(tx, edition).await
}

/// What led to this prototype: itself, its team, the challenges of both.
///
/// # Errors
/// The database's own.
pub async fn to_prototype(
    tx: &Tx,
    edition: &EditionScope,
    id: PrototypeId,
    team: TeamId,
    most: Option<u64>,
) -> Result<Stretch, DbError> {
    let prototypes = prototypes(tx, edition, prototype::Column::Id.eq(id.0).into(), most).await?;
    let teams = teams(tx, edition, team::Column::Id.eq(team.0).into(), most).await?;
    let answers = answers(tx, prototype_challenge::Column::PrototypeId.eq(id.0).into(), most).await?;
    let of_team = teams.iter().filter_map(|team| team.challenge);
    let ids = answers.iter().map(|(_, challenge)| *challenge).chain(of_team).map(Into::into).collect();
    let challenges = challenges(tx, edition, ids, most).await?;
    Stretch { challenges, teams, prototypes, answers, ..Stretch::default() }.beside(tx, edition).await
}

/// Which statements these challenges of the event hold; at most `most` links, where that is said.
///
/// # Errors
/// The database's own.
pub async fn held_by(tx: &Tx, challenges: &[ArcChallenge], most: Option<u64>) -> Result<Vec<Link>, DbError> {
    let ids = challenges.iter().map(|challenge| challenge.id.0);
    links(tx, challenge_statement::Column::ChallengeId.is_in(ids), most).await
}

/// The teams that an account is a member of now, as a participant of the edition.
///
/// # Errors
/// The database's own.
pub async fn teams_of(tx: &Tx, edition: &EditionScope, account: AccountId) -> Result<Vec<TeamId>, DbError> {
    let taking_part = RegistrationState::ALL.iter().filter(|state| state.is_participant());
    let ids = team_membership::Entity::find()
        .inner_join(registration::Entity)
        .select_only()
        .column(team_membership::Column::TeamId)
        .filter(registration::Column::EditionId.eq(edition.edition_id.0))
        .filter(registration::Column::AccountId.eq(account.0))
        .filter(registration::Column::State.is_in(taking_part.map(|state| state.as_str())))
        .filter(team_membership::Column::LeftAt.is_null())
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(ids.into_iter().map(TeamId).collect())
}

/// Of these challenges, those that no statement led to.
///
/// # Errors
/// The database's own.
pub async fn unprompted(tx: &Tx, challenges: &[ArcChallenge]) -> Result<Vec<ChallengeId>, DbError> {
    let prompted = challenge_statement::Entity::find()
        .select_only()
        .column(challenge_statement::Column::ChallengeId)
        .distinct()
        .filter(challenge_statement::Column::ChallengeId.is_in(challenges.iter().map(|one| one.id.0)))
        .into_tuple::<Uuid>()
        .all(tx.conn())
        .await?;
    Ok(challenges.iter().map(|one| one.id).filter(|id| !prompted.contains(&id.0)).collect())
}

/// Without a look at the challenges: a database that joins them looks at all that the event has.
async fn links(tx: &Tx, which: Expr, most: Option<u64>) -> Result<Vec<Link>, DbError> {
    let rows = challenge_statement::Entity::find()
        .filter(which)
        .order_by_asc(challenge_statement::Column::ChallengeId)
        .order_by_asc(challenge_statement::Column::StatementId)
        .limit(most)
        .all(tx.conn())
        .await?;
    let link = |row: challenge_statement::Model| Link {
        statement: row.statement_id.into(),
        challenge: row.challenge_id.into(),
        adopted_on: row.adopted_on,
    };
    Ok(rows.into_iter().map(link).collect())
}

async fn challenges(
    tx: &Tx,
    edition: &EditionScope,
    ids: Vec<Uuid>,
    most: Option<u64>,
) -> Result<Vec<ArcChallenge>, DbError> {
    let rows = challenge::Entity::find()
        .filter(challenge::Column::EditionId.in_subquery(siblings::of_event(edition)))
        .filter(challenge::Column::Id.is_in(ids))
        .order_by_asc(challenge::Column::Id)
        .limit(most)
        .all(tx.conn())
        .await?;
    rows.into_iter()
        .map(|row| {
            let (id, edition, was_opened) = (row.id.into(), row.edition_id.into(), row.opened_at.is_some());
            Ok(ArcChallenge { id, edition, question: row.question, state: word(&row.state)?, was_opened })
        })
        .collect()
}

async fn teams(
    tx: &Tx,
    edition: &EditionScope,
    which: Condition,
    most: Option<u64>,
) -> Result<Vec<ArcTeam>, DbError> {
    let rows = team::Entity::find()
        .filter(team::Column::EditionId.in_subquery(siblings::of_event(edition)))
        .filter(which)
        .order_by_asc(team::Column::Id)
        .limit(most)
        .all(tx.conn())
        .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ArcTeam {
                id: row.id.into(),
                edition: row.edition_id.into(),
                name: row.name,
                state: word(&row.state)?,
                challenge: row.challenge_id.map(Into::into),
                created_at: row.created_at,
            })
        })
        .collect()
}

async fn prototypes(
    tx: &Tx,
    edition: &EditionScope,
    which: Condition,
    most: Option<u64>,
) -> Result<Vec<ArcPrototype>, DbError> {
    let rows = prototype::Entity::find()
        .filter(prototype::Column::EditionId.in_subquery(siblings::of_event(edition)))
        .filter(which)
        .order_by_asc(prototype::Column::Id)
        .limit(most)
        .all(tx.conn())
        .await?;
    let record = |row: prototype::Model| ArcPrototype {
        id: row.id.into(),
        edition: row.edition_id.into(),
        name: row.name,
        stage: row.stage,
        team: row.team_id.into(),
        created_at: row.created_at,
    };
    Ok(rows.into_iter().map(record).collect())
}

async fn answers(
    tx: &Tx,
    which: Condition,
    most: Option<u64>,
) -> Result<Vec<(PrototypeId, ChallengeId)>, DbError> {
    let rows = prototype_challenge::Entity::find()
        .filter(which)
        .order_by_asc(prototype_challenge::Column::PrototypeId)
        .order_by_asc(prototype_challenge::Column::ChallengeId)
        .limit(most)
        .all(tx.conn())
        .await?;
    Ok(rows.into_iter().map(|row| (row.prototype_id.into(), row.challenge_id.into())).collect())
}
