//! Everything that is kept about the holder of an account, and nothing about others; a fixed number of statements.

use palabre_domain::values::{AccountId, Instant};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder, QuerySelect,
    RelationTrait,
};
use serde_json::Value;
use uuid::Uuid;

pub use crate::exported_voices::VoicedStatement;

use crate::accounts::Account;
use crate::attendances::{self, Attended};
use crate::entity::{
    access_need, audit_entry, consent, consent_purpose, mail, membership, organization, prototype,
    registration, staff, team, team_membership,
};
use crate::registrations::{EVERYTHING, Registration, many};
use crate::sessions::Session;
use crate::{DbError, Tx, exported_voices, resonances, sessions};

/// A membership of an organization.
#[derive(Debug, Clone, FromQueryResult)]
pub struct HeldMembership {
    /// In which organization.
    pub organization_id: Uuid,
    /// Its name.
    pub organization: String,
    /// As what.
    pub role: String,
    /// Since when.
    pub created_at: Instant,
}

/// An entry of an edition's staff.
#[derive(Debug, Clone, FromQueryResult)]
pub struct HeldEntry {
    /// Its id.
    pub id: Uuid,
    /// Of which edition.
    pub edition_id: Uuid,
    /// The address that was asked.
    pub email: String,
    /// As what.
    pub role: String,
    /// Where it stands.
    pub state: String,
    /// From when.
    pub starts_at: Option<Instant>,
    /// Until when.
    pub ends_at: Option<Instant>,
    /// When somebody was asked.
    pub created_at: Instant,
}

/// A consent as it was given, withdrawn or not.
#[derive(Debug, Clone, FromQueryResult)]
pub struct GivenConsent {
    /// With which registration.
    pub registration_id: Uuid,
    /// To which purpose.
    pub purpose: String,
    /// To which wording of it.
    pub wording_version: i32,
    /// What was read, by language.
    pub text: Value,
    /// When.
    pub given_at: Instant,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Instant>,
    /// By what way it came.
    pub channel: String,
}

/// A membership of a team.
#[derive(Debug, Clone, FromQueryResult)]
pub struct HeldTeam {
    /// With which registration.
    pub registration_id: Uuid,
    /// Which team.
    pub team_id: Uuid,
    /// Its name.
    pub name: String,
    /// Since when.
    pub joined_at: Instant,
    /// Until when.
    pub left_at: Option<Instant>,
}

/// A prototype of a team.
#[derive(Debug, Clone, FromQueryResult)]
pub struct MadePrototype {
    /// Which.
    pub id: Uuid,
    /// Of which team.
    pub team_id: Uuid,
    /// Its name.
    pub name: String,
}

/// Something that the account did.
#[derive(Debug, Clone, FromQueryResult)]
pub struct Act {
    /// When.
    pub at: Instant,
    /// What.
    pub action: String,
    /// To what kind of thing.
    pub object_kind: String,
    /// To which.
    pub object_id: Uuid,
}

/// A mail that waits to be delivered.
#[derive(Debug, Clone, FromQueryResult)]
pub struct WaitingMail {
    /// Its subject.
    pub subject: String,
    /// Since when.
    pub created_at: Instant,
}

/// Everything about the holder of an account.
#[derive(Debug, Clone)]
pub struct Export {
    /// The account.
    pub account: Account,
    /// Its live sessions.
    pub sessions: Vec<Session>,
    /// Its memberships.
    pub memberships: Vec<HeldMembership>,
    /// Its entries on staffs.
    pub staff: Vec<HeldEntry>,
    /// The registrations that it holds, with the answers to the questions of the edition.
    pub registrations: Vec<(Registration, Option<Value>)>,
    /// What was said of access needs, by registration.
    pub access_needs: Vec<(Uuid, String)>,
    /// Consents, withdrawn ones too.
    pub consents: Vec<GivenConsent>,
    /// What was attended.
    pub attended: Vec<Attended>,
    /// Teams.
    pub teams: Vec<HeldTeam>,
    /// What these teams made.
    pub prototypes: Vec<MadePrototype>,
    /// What was voiced.
    pub statements: Vec<VoicedStatement>,
    /// The statements of which it was said that one lives them too, by registration.
    pub resonances: Vec<(Uuid, Uuid)>,
    /// What was done.
    pub acts: Vec<Act>,
    /// What waits to be delivered.
    pub mails: Vec<WaitingMail>,
}

/// Everything about the holder of an account.
///
/// # Errors
/// The database's own.
pub async fn of(tx: &Tx, account: Account, signing_in: &[u8], now: Instant) -> Result<Export, DbError> {
    let me = account.id;
    let mine = registration::Entity::find()
        .filter(registration::Column::AccountId.eq(me.0))
        .order_by_asc(registration::Column::Id);
    let answers: Vec<Option<Value>> =
        mine.clone().all(tx.conn()).await?.into_iter().map(|row| row.answers).collect();
    let registrations: Vec<(Registration, Option<Value>)> =
        many(tx, mine, EVERYTHING).await?.into_iter().zip(answers).collect();
    let ids: Vec<Uuid> = registrations.iter().map(|(registration, _)| registration.id.0).collect();
    let access_needs = access_need::Entity::find()
        .filter(access_need::Column::RegistrationId.is_in(ids.iter().copied()))
        .order_by_asc(access_need::Column::RegistrationId)
        .all(tx.conn())
        .await?;
    let teams = teams(tx, &ids).await?;
    let prototypes = prototype::Entity::find()
        .select_only()
        .columns([prototype::Column::Id, prototype::Column::TeamId, prototype::Column::Name])
        .filter(prototype::Column::TeamId.is_in(teams.iter().map(|team| team.team_id)))
        .order_by_asc(prototype::Column::Id)
        .into_model()
        .all(tx.conn())
        .await?;
    Ok(Export {
        sessions: sessions::list(tx, me, now, None, u32::MAX.into()).await?,
        memberships: memberships(tx, me).await?,
        staff: entries(tx, me).await?,
        access_needs: access_needs.into_iter().map(|row| (row.registration_id, row.text)).collect(),
        consents: consents(tx, &ids).await?,
        attended: attendances::of_registrations(tx, &ids).await?,
        teams,
        prototypes,
        statements: exported_voices::of(tx, me).await?,
        resonances: resonances::of_registrations(tx, &ids).await?,
        acts: acts(tx, me).await?,
        mails: mails(tx, &account, signing_in, &ids).await?,
        registrations,
        account,
    })
}

async fn memberships(tx: &Tx, me: AccountId) -> Result<Vec<HeldMembership>, DbError> {
    let rows = membership::Entity::find()
        .join(JoinType::InnerJoin, membership::Relation::Organization.def())
        .select_only()
        .columns([
            membership::Column::OrganizationId,
            membership::Column::Role,
            membership::Column::CreatedAt,
        ])
        .column_as(organization::Column::Name, "organization")
        .filter(membership::Column::AccountId.eq(me.0))
        .order_by_asc(membership::Column::Id)
        .into_model()
        .all(tx.conn())
        .await?;
    Ok(rows)
}

async fn entries(tx: &Tx, me: AccountId) -> Result<Vec<HeldEntry>, DbError> {
    let rows = staff::Entity::find()
        .filter(staff::Column::AccountId.eq(me.0))
        .order_by_asc(staff::Column::Id)
        .into_model()
        .all(tx.conn())
        .await?;
    Ok(rows)
}

async fn consents(tx: &Tx, registrations: &[Uuid]) -> Result<Vec<GivenConsent>, DbError> {
    let rows = consent::Entity::find()
        .join(JoinType::InnerJoin, consent::Relation::ConsentPurpose.def())
        .select_only()
        .columns([
            consent::Column::RegistrationId,
            consent::Column::GivenAt,
            consent::Column::WithdrawnAt,
            consent::Column::Channel,
        ])
        .columns([
            consent_purpose::Column::Purpose,
            consent_purpose::Column::WordingVersion,
            consent_purpose::Column::Text,
        ])
        .filter(consent::Column::RegistrationId.is_in(registrations.iter().copied()))
        .order_by_asc(consent::Column::Id)
        .into_model()
        .all(tx.conn())
        .await?;
    Ok(rows)
}

async fn teams(tx: &Tx, registrations: &[Uuid]) -> Result<Vec<HeldTeam>, DbError> {
    let rows = team_membership::Entity::find()
        .join(JoinType::InnerJoin, team_membership::Relation::Team.def())
        .select_only()
        .columns([
            team_membership::Column::RegistrationId,
            team_membership::Column::TeamId,
            team_membership::Column::JoinedAt,
            team_membership::Column::LeftAt,
        ])
        .column(team::Column::Name)
        .filter(team_membership::Column::RegistrationId.is_in(registrations.iter().copied()))
        .order_by_asc(team_membership::Column::Id)
        .into_model()
        .all(tx.conn())
        .await?;
    Ok(rows)
}

async fn acts(tx: &Tx, me: AccountId) -> Result<Vec<Act>, DbError> {
    let rows = audit_entry::Entity::find()
        .filter(audit_entry::Column::ActorAccountId.eq(me.0))
        .order_by_asc(audit_entry::Column::Id)
        .into_model()
        .all(tx.conn())
        .await?;
    Ok(rows)
}

/// What waits at an address nobody has proven may be somebody else's: only what is about one's own registrations counts.
async fn mails(
    tx: &Tx,
    account: &Account,
    signing_in: &[u8],
    registrations: &[Uuid],
) -> Result<Vec<WaitingMail>, DbError> {
    let mut mine = Condition::any().add(mail::Column::RegistrationId.is_in(registrations.iter().copied()));
    if account.email_proven {
        mine = mine
            .add(mail::Column::RecipientHash.eq(signing_in))
            .add(mail::Column::Recipient.is_in([account.email.clone(), account.email_folded.clone()]));
    }
    let rows =
        mail::Entity::find().filter(mine).order_by_asc(mail::Column::Id).into_model().all(tx.conn()).await?;
    Ok(rows)
}
