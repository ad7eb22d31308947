//! Facts about the caller: what they are in an organization, an edition, a team. One statement, whatever the depth.

use palabre_domain::organization::OrganizationRole;
use palabre_domain::policy::scopes::{EditionScope, OrganizationScope};
use palabre_domain::policy::{Facts, Roles};
use palabre_domain::registration::RegistrationState;
use palabre_domain::values::{AccountId, EditionId, Instant, OrganizationId};
use sea_orm::ColumnTrait;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, ExprTrait as _, Query, SelectStatement, UnionType};
use uuid::Uuid;

use crate::entity::{
    edition, event, membership, partner, registration, staff, statement_reader, team, team_membership,
};
use crate::mapping::word;
use crate::partners::co_organizes;
use crate::staff::active_at;
use crate::{DbError, Tx};

/// Who calls, and when: what somebody is depends on both.
#[derive(Debug, Clone, Copy)]
pub struct Caller {
    /// The account, where one is signed in.
    pub account: Option<AccountId>,
    /// The moment of the call, by the program's clock.
    pub now: Instant,
}

impl Caller {
    /// The program itself, or somebody who is not signed in.
    #[must_use]
    pub const fn nobody(now: Instant) -> Self {
        Self { account: None, now }
    }
}

/// A row of the facts: which kind of fact, and its word.
fn fact(kind: &str, word: impl Into<Expr>) -> SelectStatement {
    Query::select().expr_as(Expr::val(kind), "kind").expr_as(word.into(), "word").to_owned()
}

fn membership_fact(organization: Uuid, account: AccountId) -> SelectStatement {
    fact("membership", Expr::col(membership::Column::Role))
        .from(membership::Entity)
        .and_where(membership::Column::OrganizationId.eq(organization))
        .and_where(membership::Column::AccountId.eq(account.0))
        .to_owned()
}

async fn gather(tx: &Tx, query: &SelectStatement) -> Result<Facts, DbError> {
    let mut facts = Facts::default();
    for row in tx.conn().query_all(query).await? {
        let kind: String = row.try_get("", "kind")?;
        let text: String = row.try_get("", "word")?;
        match kind.as_str() {
            "membership" => facts.memberships.push(word(&text)?),
            "staff" => facts.staff.push(word(&text)?),
            "staff_elsewhere" => facts.staff_elsewhere = true,
            "participant" => facts.participant = true,
            "partner_owner" => facts.partner_owner = true,
            "team_member" => facts.team_member = true,
            "steward" => facts.steward = true,
            "named_reader" => facts.named_reader = true,
            other => return Err(DbError::Unreadable(format!("{other:?} is no fact"))),
        }
    }
    Ok(facts)
}

/// What the caller is in an organization.
pub(crate) async fn facts_in_organization(
    tx: &Tx,
    organization: Uuid,
    Caller { account, now }: Caller,
) -> Result<Facts, DbError> {
    let Some(account) = account else { return Ok(Facts::default()) };
    let elsewhere = fact("staff_elsewhere", Expr::col((staff::Entity, staff::Column::Role)))
        .from(staff::Entity)
        .inner_join(edition::Entity, edition_of_staff())
        .inner_join(event::Entity, event_of_edition())
        .and_where(event::Column::OrganizationId.eq(organization))
        .and_where(Expr::col((staff::Entity, staff::Column::AccountId)).eq(account.0))
        .and_where(active_at(now))
        .limit(1)
        .to_owned();
    gather(tx, membership_fact(organization, account).union(UnionType::All, elsewhere)).await
}

fn edition_of_staff() -> Expr {
    Expr::col((edition::Entity, edition::Column::Id)).equals((staff::Entity, staff::Column::EditionId))
}

fn event_of_edition() -> Expr {
    Expr::col((event::Entity, event::Column::Id)).equals((edition::Entity, edition::Column::EventId))
}

/// What the caller is in an edition, and in one of its teams where it is about one.
pub(crate) async fn facts_in_edition(
    tx: &Tx,
    scope: &EditionScope,
    Caller { account, now }: Caller,
    team: Option<Uuid>,
) -> Result<Facts, DbError> {
    let Some(account) = account else { return Ok(Facts::default()) };
    let mut query = edition_facts(scope, account, now);
    if let Some(team) = team {
        query.union(UnionType::All, team_member_fact(team, account));
        query.union(UnionType::All, steward_fact(team, account));
    }
    gather(tx, &query).await
}

/// What the caller is in an edition, and whether they own the organization that is one of its partners.
pub(crate) async fn facts_about_partner(
    tx: &Tx,
    scope: &EditionScope,
    Caller { account, now }: Caller,
    asked: Option<Uuid>,
) -> Result<Facts, DbError> {
    let Some(account) = account else { return Ok(Facts::default()) };
    let mut query = edition_facts(scope, account, now);
    if let Some(asked) = asked {
        let owner = fact("partner_owner", Expr::col(membership::Column::Role))
            .from(membership::Entity)
            .and_where(membership::Column::OrganizationId.eq(asked))
            .and_where(membership::Column::AccountId.eq(account.0))
            .and_where(membership::Column::Role.eq(OrganizationRole::Owner.as_str()))
            .to_owned();
        query.union(UnionType::All, owner);
    }
    gather(tx, &query).await
}

/// What the caller is in an edition, and whether they are named as a reader of one of its statements.
pub(crate) async fn facts_about_statement(
    tx: &Tx,
    scope: &EditionScope,
    Caller { account, now }: Caller,
    statement: Uuid,
) -> Result<Facts, DbError> {
    let Some(account) = account else { return Ok(Facts::default()) };
    let named = fact("named_reader", Expr::val(""))
        .from(statement_reader::Entity)
        .and_where(statement_reader::Column::StatementId.eq(statement))
        .and_where(statement_reader::Column::AccountId.eq(account.0))
        .to_owned();
    gather(tx, edition_facts(scope, account, now).union(UnionType::All, named)).await
}

/// What an account is in an edition, whoever asks.
///
/// # Errors
/// The database's own.
pub async fn roles_in(
    tx: &Tx,
    scope: &EditionScope,
    account: AccountId,
    now: Instant,
) -> Result<Roles, DbError> {
    Ok(Roles::of(true, &gather(tx, &edition_facts(scope, account, now)).await?))
}

fn edition_facts(scope: &EditionScope, account: AccountId, now: Instant) -> SelectStatement {
    let EditionScope { organization, edition_id: EditionId(edition), .. } = scope;
    let OrganizationScope { organization_id: OrganizationId(organization), .. } = organization;
    let staff = fact("staff", Expr::col(staff::Column::Role))
        .from(staff::Entity)
        .and_where(staff::Column::EditionId.eq(*edition))
        .and_where(staff::Column::AccountId.eq(account.0))
        .and_where(active_at(now))
        .to_owned();
    let participant = fact("participant", Expr::col(registration::Column::State))
        .from(registration::Entity)
        .and_where(registration::Column::EditionId.eq(*edition))
        .and_where(registration::Column::AccountId.eq(account.0))
        .and_where(registration::Column::State.is_in(participating()))
        .to_owned();
    let mut query = membership_fact(*organization, account);
    query.union(UnionType::All, co_organizer_fact(*edition, account));
    query.union(UnionType::All, staff).union(UnionType::All, participant);
    query
}

/// What the caller is in organizations that co-organize the edition: there, and in nothing that is wider.
fn co_organizer_fact(edition: Uuid, account: AccountId) -> SelectStatement {
    let member_of_partner = Expr::col((membership::Entity, membership::Column::OrganizationId))
        .equals((partner::Entity, partner::Column::OrganizationId));
    fact("membership", Expr::col((membership::Entity, membership::Column::Role)))
        .from(partner::Entity)
        .inner_join(membership::Entity, member_of_partner)
        .and_where(Expr::col((partner::Entity, partner::Column::EditionId)).eq(edition))
        .and_where(co_organizes())
        .and_where(Expr::col((membership::Entity, membership::Column::AccountId)).eq(account.0))
        .to_owned()
}

/// The states in which a registration makes its holder a participant, as the domain says.
pub(crate) fn participating() -> impl Iterator<Item = &'static str> {
    RegistrationState::ALL.iter().filter(|state| state.is_participant()).map(|state| state.as_str())
}

fn team_member_fact(team: Uuid, account: AccountId) -> SelectStatement {
    let registration_of_member = Expr::col((registration::Entity, registration::Column::Id))
        .equals((team_membership::Entity, team_membership::Column::RegistrationId));
    fact("team_member", Expr::col((registration::Entity, registration::Column::State)))
        .from(team_membership::Entity)
        .inner_join(registration::Entity, registration_of_member)
        .and_where(Expr::col((team_membership::Entity, team_membership::Column::TeamId)).eq(team))
        .and_where(Expr::col((team_membership::Entity, team_membership::Column::LeftAt)).is_null())
        .and_where(Expr::col((registration::Entity, registration::Column::AccountId)).eq(account.0))
        .to_owned()
}

fn steward_fact(team: Uuid, account: AccountId) -> SelectStatement {
    let registration_of_steward = Expr::col((registration::Entity, registration::Column::Id))
        .equals((team::Entity, team::Column::StewardRegistrationId));
    fact("steward", Expr::col((registration::Entity, registration::Column::State)))
        .from(team::Entity)
        .inner_join(registration::Entity, registration_of_steward)
        .and_where(Expr::col((team::Entity, team::Column::Id)).eq(team))
        .and_where(Expr::col((registration::Entity, registration::Column::AccountId)).eq(account.0))
        .to_owned()
}
