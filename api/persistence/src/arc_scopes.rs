//! Scopes along the arc: a statement, a challenge, a team, a prototype, each with what it takes to say who reads it.

use palabre_domain::policy::scopes::{ChallengeScope, PrototypeScope, StatementScope, TeamScope};
use sea_orm::{EntityTrait, FromQueryResult, QuerySelect};
use uuid::Uuid;

use crate::Tx;
use crate::entity::{challenge, problem_statement, team};
use crate::facts::{Caller, facts_about_statement, facts_in_edition};
use crate::mapping::word;
use crate::scopes::{Chain, Located, chain_of};

/// A problem statement.
///
/// # Errors
/// The database's own.
pub async fn statement(tx: &Tx, id: Uuid, caller: Caller) -> Located<StatementScope> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        chain: Chain,
        state: String,
        sensitivity: String,
        author: Option<Uuid>,
        public_text: Option<String>,
    }
    let select = chain_of(problem_statement::Entity::find_by_id(id))
        .column_as(problem_statement::Column::State, "state")
        .column_as(problem_statement::Column::Sensitivity, "sensitivity")
        .column_as(problem_statement::Column::AuthorAccountId, "author")
        .column_as(problem_statement::Column::PublicText, "public_text");
    let Some(row) = select.into_model::<Row>().one(tx.conn()).await? else { return Ok(None) };
    let edition = row.chain.scope()?;
    let mut facts = facts_about_statement(tx, &edition, caller, id).await?;
    facts.author = caller.account.is_some_and(|account| row.author == Some(account.0));
    let scope = StatementScope {
        edition,
        statement_id: id.into(),
        state: word(&row.state)?,
        sensitivity: word(&row.sensitivity)?,
        author: row.author.map(Into::into),
        has_public_wording: row.public_text.is_some(),
    };
    Ok(Some((scope, facts)))
}

/// A challenge.
///
/// # Errors
/// The database's own.
pub async fn challenge(tx: &Tx, id: Uuid, caller: Caller) -> Located<ChallengeScope> {
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        chain: Chain,
        state: String,
        opened_at: Option<chrono::DateTime<chrono::Utc>>,
    }
    let select = chain_of(challenge::Entity::find_by_id(id))
        .column_as(challenge::Column::State, "state")
        .column_as(challenge::Column::OpenedAt, "opened_at");
    let Some(row) = select.into_model::<Row>().one(tx.conn()).await? else { return Ok(None) };
    let edition = row.chain.scope()?;
    let facts = facts_in_edition(tx, &edition, caller, None).await?;
    let scope = ChallengeScope {
        edition,
        challenge_id: id.into(),
        state: word(&row.state)?,
        was_opened: row.opened_at.is_some(),
    };
    Ok(Some((scope, facts)))
}

/// A team.
///
/// # Errors
/// The database's own.
pub async fn team(tx: &Tx, id: Uuid, caller: Caller) -> Located<TeamScope> {
    let row = chain_of(team::Entity::find_by_id(id)).into_model::<Chain>().one(tx.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    let edition = row.scope()?;
    let facts = facts_in_edition(tx, &edition, caller, Some(id)).await?;
    Ok(Some((TeamScope { edition, team_id: id.into() }, facts)))
}

/// A prototype.
///
/// # Errors
/// The database's own.
pub async fn prototype(tx: &Tx, id: Uuid, caller: Caller) -> Located<PrototypeScope> {
    use crate::entity::prototype as rows;
    #[derive(FromQueryResult)]
    struct Row {
        #[sea_orm(nested)]
        chain: Chain,
        team_id: Uuid,
        stage: String,
    }
    let select = chain_of(rows::Entity::find_by_id(id))
        .column_as(rows::Column::TeamId, "team_id")
        .column_as(rows::Column::Stage, "stage");
    let Some(row) = select.into_model::<Row>().one(tx.conn()).await? else { return Ok(None) };
    let edition = row.chain.scope()?;
    let facts = facts_in_edition(tx, &edition, caller, Some(row.team_id)).await?;
    let stage_is_public = edition.stages.is_public(&row.stage);
    let team = TeamScope { edition, team_id: row.team_id.into() };
    let scope = PrototypeScope { team, prototype_id: id.into(), stage_is_public };
    Ok(Some((scope, facts)))
}
