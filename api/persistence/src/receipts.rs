//! Receipts: codes by which a person follows one thing without an account.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::challenge::ChallengeState;
use palabre_domain::door::Contact;
use palabre_domain::edition::EditionState;
use palabre_domain::problem_statement::{Reader, Sensitivity, StatementState, Voice};
use palabre_domain::registration::RegistrationState;
use palabre_domain::stage::Stages;
use palabre_domain::values::{EditionId, Instant, ProfileId, RegistrationId, StatementId};
use sea_orm::ActiveValue::Set;
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

use crate::entity::{
    challenge, challenge_statement, edition, mail, problem_statement, prototype, prototype_challenge,
    receipt, registration, team,
};
use crate::mapping::{Texts, json, json_or_null, word};
use crate::{DbError, Tx, siblings, statements};

/// What a receipt is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Followed {
    /// A registration.
    Registration(RegistrationId),
    /// A problem statement.
    Statement(StatementId),
}

/// The edition of what is followed.
#[derive(Debug, Clone)]
pub struct FollowedIn {
    /// The edition.
    pub id: EditionId,
    /// Its title, by language.
    pub title: Texts,
    /// Its state.
    pub state: EditionState,
    /// Whom to turn to.
    pub contacts: Vec<Contact>,
}

/// Where a followed thing stands.
#[derive(Debug, Clone)]
pub struct Standing<S> {
    /// Its state.
    pub state: S,
    /// Why, where that was said.
    pub reason: Option<String>,
    /// Its edition.
    pub edition: FollowedIn,
}

/// What says where a registration stands in the list.
#[derive(Debug, Clone)]
pub struct Waits {
    /// Its profile.
    pub profile: ProfileId,
    /// Its place in the order.
    pub waiting_key: Uuid,
    /// Since when it waits, if it does.
    pub waiting_since: Option<Instant>,
    /// Until when places are held that it is offered.
    pub offer_expires_at: Option<Instant>,
}

/// What a statement became.
#[derive(Debug, Clone)]
pub struct Became {
    /// `problem_statement`, `challenge`, `team` or `prototype`.
    pub kind: &'static str,
    /// Which.
    pub id: Uuid,
    /// Its words, question or name, where anyone may read them.
    pub label: Option<String>,
    /// Its state, or its stage.
    pub state: String,
}

/// How many receipts one statement writes at most: SQLite takes a limited number of parameters.
const AT_ONCE: usize = 1000;

/// Keeps receipts of registrations, by the fingerprints of their codes; one registration may have several. `mailed`: the codes go out by
/// mail, to an address that may turn out to be somebody else's.
///
/// # Errors
/// The database's own.
pub async fn insert_of_registrations(
    tx: &Tx,
    receipts: impl IntoIterator<Item = (Vec<u8>, RegistrationId)>,
    mailed: bool,
) -> Result<(), DbError> {
    let row = |(hash, of): (Vec<u8>, RegistrationId)| receipt::ActiveModel {
        mailed: Set(mailed),
        code_hash: Set(hash),
        kind: Set("registration".to_owned()),
        registration_id: Set(Some(of.0)),
        statement_id: Set(None),
    };
    let rows: Vec<receipt::ActiveModel> = receipts.into_iter().map(row).collect();
    for some in rows.chunks(AT_ONCE) {
        receipt::Entity::insert_many(some.to_vec()).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

/// Forgets the receipts of a registration that went out by mail, and the mails about it that wait.
///
/// # Errors
/// The database's own.
pub async fn forget_mailed(tx: &Tx, of: RegistrationId) -> Result<(), DbError> {
    receipt::Entity::delete_many()
        .filter(receipt::Column::RegistrationId.eq(of.0))
        .filter(receipt::Column::Mailed.eq(true))
        .exec(tx.conn())
        .await?;
    mail::Entity::delete_many().filter(mail::Column::RegistrationId.eq(of.0)).exec(tx.conn()).await?;
    Ok(())
}

/// What the receipt with this fingerprint is of.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, hash: &[u8]) -> Result<Option<Followed>, DbError> {
    let row = receipt::Entity::find_by_id(hash.to_vec()).one(tx.conn()).await?;
    let Some(row) = row else { return Ok(None) };
    match (row.registration_id, row.statement_id) {
        (Some(id), None) => Ok(Some(Followed::Registration(RegistrationId(id)))),
        (None, Some(id)) => Ok(Some(Followed::Statement(StatementId(id)))),
        _ => Err(DbError::Unreadable("a receipt of nothing".to_owned())),
    }
}

async fn followed_in(tx: &Tx, id: Uuid) -> Result<FollowedIn, DbError> {
    let row = edition::Entity::find_by_id(id).one(tx.conn()).await?;
    let row = row.ok_or_else(|| DbError::Unreadable("an edition that is not there".to_owned()))?;
    Ok(FollowedIn {
        id: EditionId(row.id),
        title: json(row.title)?,
        state: word(&row.state)?,
        contacts: json_or_null(row.contacts)?.unwrap_or_default(),
    })
}

/// Where a registration stands.
///
/// # Errors
/// The database's own.
pub async fn registration(
    tx: &Tx,
    id: RegistrationId,
) -> Result<Option<(Standing<RegistrationState>, Waits)>, DbError> {
    let Some(row) = registration::Entity::find_by_id(id.0).one(tx.conn()).await? else { return Ok(None) };
    let edition = followed_in(tx, row.edition_id).await?;
    let waits = Waits {
        profile: ProfileId(row.profile_id),
        waiting_key: row.waiting_key,
        waiting_since: row.waiting_since,
        offer_expires_at: row.offer_expires_at,
    };
    Ok(Some((Standing { state: word(&row.state)?, reason: row.state_reason, edition }, waits)))
}

/// Whether the receipt with this fingerprint is that of an anonymous voice.
///
/// # Errors
/// The database's own.
pub async fn is_anonymous(tx: &Tx, hash: &[u8]) -> Result<bool, DbError> {
    let Some(Followed::Statement(id)) = find(tx, hash).await? else { return Ok(false) };
    let voice = problem_statement::Column::Voice.eq(Voice::Anonymous.as_str());
    let found = problem_statement::Entity::find_by_id(id.0).filter(voice).count(tx.conn()).await?;
    Ok(found > 0)
}

/// Where a problem statement stands, and who may read its words; none of them.
///
/// # Errors
/// The database's own.
pub async fn statement(
    tx: &Tx,
    id: StatementId,
) -> Result<Option<(Standing<StatementState>, Sensitivity)>, DbError> {
    let Some(row) = problem_statement::Entity::find_by_id(id.0).one(tx.conn()).await? else {
        return Ok(None);
    };
    let edition = followed_in(tx, row.edition_id).await?;
    let standing = Standing { state: word(&row.state)?, reason: row.state_reason, edition };
    Ok(Some((standing, word(&row.sensitivity)?)))
}

/// What a statement became, in its edition and in later ones: what was made of it, the challenges that hold either and were opened, the
/// teams on them, what these made and what else answers the challenges. Labels are those that anyone may read.
///
/// `line` is the statement with what was made of it, as [`onward`](crate::derivations::onward) gives it.
///
/// # Errors
/// The database's own.
pub async fn became(tx: &Tx, id: StatementId, line: &BTreeSet<Uuid>) -> Result<Vec<Became>, DbError> {
    let made_of_it = derived(tx, line.iter().copied().filter(|one| *one != id.0).collect()).await?;
    let held_by = challenge_statement::Entity::find()
        .select_only()
        .column(challenge_statement::Column::ChallengeId)
        .filter(challenge_statement::Column::StatementId.is_in(line.iter().copied()));
    let challenges = challenge::Entity::find()
        .filter(challenge::Column::Id.in_subquery(held_by.into_query()))
        .filter(challenge::Column::State.ne(ChallengeState::Draft.as_str()))
        // One that was withdrawn as a draft was never shown to anyone.
        .filter(challenge::Column::OpenedAt.is_not_null())
        .order_by_asc(challenge::Column::Id)
        .all(tx.conn())
        .await?;
    let ids: Vec<Uuid> = challenges.iter().map(|challenge| challenge.id).collect();
    let teams = team::Entity::find()
        .filter(team::Column::ChallengeId.is_in(ids.clone()))
        .order_by_asc(team::Column::Id)
        .all(tx.conn())
        .await?;
    let answering = prototype_challenge::Entity::find()
        .select_only()
        .column(prototype_challenge::Column::PrototypeId)
        .filter(prototype_challenge::Column::ChallengeId.is_in(ids));
    let made = Condition::any()
        .add(prototype::Column::TeamId.is_in(teams.iter().map(|team| team.id)))
        .add(prototype::Column::Id.in_subquery(answering.into_query()));
    let prototypes =
        prototype::Entity::find().filter(made).order_by_asc(prototype::Column::Id).all(tx.conn()).await?;
    let in_editions = challenges.iter().map(|challenge| challenge.edition_id);
    let public =
        public_stages(tx, in_editions.chain(prototypes.iter().map(|prototype| prototype.edition_id))).await?;
    let is_shown = |made: &prototype::Model| {
        public.get(&made.edition_id).is_some_and(|stages| stages.is_public(&made.stage))
    };
    let shown = |team: &team::Model| prototypes.iter().any(|made| made.team_id == team.id && is_shown(made));
    let mut became = Vec::new();
    for team in &teams {
        let label = shown(team).then(|| team.name.clone());
        became.push(Became { kind: "team", id: team.id, label, state: team.state.clone() });
    }
    became.extend(prototypes.iter().map(|made| {
        let label = is_shown(made).then(|| made.name.clone());
        Became { kind: "prototype", id: made.id, label, state: made.stage.clone() }
    }));
    let questions = challenges.into_iter().map(|challenge| {
        let challenge::Model { id, question, state, edition_id, .. } = challenge;
        Became {
            kind: "challenge",
            id,
            label: Some(question).filter(|_| public.contains_key(&edition_id)),
            state,
        }
    });
    Ok(made_of_it.into_iter().chain(questions).chain(became).collect())
}

/// The stages of those of these editions that anyone may read.
async fn public_stages(
    tx: &Tx,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, Stages>, DbError> {
    let ids: BTreeSet<Uuid> = ids.into_iter().collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = edition::Entity::find()
        .filter(edition::Column::Id.is_in(ids))
        .filter(siblings::public())
        .all(tx.conn())
        .await?;
    rows.into_iter().map(|row| Ok((row.id, json_or_null(row.stages)?.unwrap_or_default()))).collect()
}

/// Statements that were made of others, with their words where anyone may read them and the edition.
async fn derived(tx: &Tx, ids: Vec<Uuid>) -> Result<Vec<Became>, DbError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = problem_statement::Entity::find()
        .filter(problem_statement::Column::Id.is_in(ids))
        .order_by_asc(problem_statement::Column::Id)
        .all(tx.conn())
        .await?;
    let public = public_stages(tx, rows.iter().map(|row| row.edition_id)).await?;
    let shown = statements::records(tx, rows.clone(), |_| Reader::ANYONE).await?;
    let shown = shown.into_iter().filter(|statement| public.contains_key(&statement.edition.0));
    let words: BTreeMap<Uuid, Option<String>> = shown.map(|one| (one.id.0, one.label())).collect();
    let became = |row: problem_statement::Model| Became {
        kind: "problem_statement",
        id: row.id,
        label: words.get(&row.id).cloned().flatten(),
        state: row.state,
    };
    Ok(rows.into_iter().map(became).collect())
}
