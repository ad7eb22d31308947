//! The journal: an audit entry and an outbox event in the transaction of what they tell.

use palabre_domain::values::{AccountId, EditionId, Instant, OrganizationId};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::entity::{account, audit_entry, outbox_event};
use crate::mapping::{json_or_null, to_json_or_null};
use crate::{DbError, Tx};

/// What happened, to what, by whom.
#[derive(Debug, Clone)]
pub struct NewEntry {
    /// Its id, which is later than those before it; one is made where none is said.
    pub id: Option<Uuid>,
    /// In which organization.
    pub organization: OrganizationId,
    /// In which edition, where in one.
    pub edition: Option<EditionId>,
    /// The account that did it; none for the public, the program itself, and voices that are shown to nobody.
    pub actor: Option<AccountId>,
    /// What the actor was.
    pub role: Option<&'static str>,
    /// What was done.
    pub action: &'static str,
    /// To what kind of thing.
    pub object_kind: &'static str,
    /// To which.
    pub object: Uuid,
    /// The state in which that left it, where the deed alone does not say.
    pub state: Option<&'static str>,
    /// Why, where the log is the place for it.
    pub reason: Option<String>,
    /// Who was named by it.
    pub named: Vec<AccountId>,
    /// When.
    pub at: Instant,
}

/// An audit entry as it is read.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its id.
    pub id: Uuid,
    /// When.
    pub at: Instant,
    /// In which edition.
    pub edition: Option<EditionId>,
    /// By whom.
    pub actor: Option<AccountId>,
    /// Their name now.
    pub actor_name: Option<String>,
    /// What the actor was.
    pub actor_role: Option<String>,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub object_kind: String,
    /// To which.
    pub object: Uuid,
    /// The state in which that left it, where the deed alone does not say.
    pub state: Option<String>,
    /// Why, where the log is the place for it.
    pub reason: Option<String>,
    /// Who was named by it.
    pub named: Vec<AccountId>,
}

/// What an entry keeps besides.
#[derive(Default, Serialize, Deserialize)]
struct Detail {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    state: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    named: Vec<Uuid>,
}

impl Detail {
    /// Nothing, where there is nothing to keep.
    fn of(state: Option<&'static str>, reason: Option<String>, named: Vec<AccountId>) -> Option<Self> {
        let there_is = state.is_some() || reason.is_some() || !named.is_empty();
        let named = named.into_iter().map(Into::into).collect();
        there_is.then(|| Self { state: state.map(str::to_owned), reason, named })
    }
}

/// How many entries one statement writes at most: SQLite takes a limited number of parameters.
const AT_ONCE: usize = 500;

/// Writes an audit entry and an outbox event for each of these, in their order.
///
/// # Errors
/// The database's own.
pub async fn record(tx: &Tx, entries: &[NewEntry]) -> Result<(), DbError> {
    for some in entries.chunks(AT_ONCE) {
        let audit = some.iter().map(audit_entry_of).collect::<Result<Vec<_>, DbError>>()?;
        audit_entry::Entity::insert_many(audit).exec_without_returning(tx.conn()).await?;
        let events = some.iter().map(outbox_event_of);
        outbox_event::Entity::insert_many(events).exec_without_returning(tx.conn()).await?;
    }
    Ok(())
}

fn audit_entry_of(entry: &NewEntry) -> Result<audit_entry::ActiveModel, DbError> {
    let NewEntry {
        id,
        organization,
        edition,
        actor,
        role,
        action,
        object_kind,
        object,
        state,
        reason,
        named,
        at,
    } = entry.clone();
    let detail = Detail::of(state, reason, named);
    Ok(audit_entry::ActiveModel {
        id: Set(id.unwrap_or_else(Uuid::now_v7)),
        at: Set(at),
        organization_id: Set(organization.0),
        edition_id: Set(edition.map(Into::into)),
        actor_account_id: Set(actor.map(Into::into)),
        actor_role: Set(role.map(str::to_owned)),
        action: Set(action.to_owned()),
        object_kind: Set(object_kind.to_owned()),
        object_id: Set(object),
        detail: Set(to_json_or_null(detail.as_ref())?),
    })
}

fn outbox_event_of(entry: &NewEntry) -> outbox_event::ActiveModel {
    let NewEntry {
        id: _,
        organization,
        edition,
        actor,
        role: _,
        action,
        object_kind,
        object,
        state: _,
        reason: _,
        named: _,
        at,
    } = entry.clone();
    outbox_event::ActiveModel {
        id: Set(Uuid::now_v7()),
        at: Set(at),
        organization_id: Set(organization.0),
        edition_id: Set(edition.map(Into::into)),
        kind: Set(action.to_owned()),
        object_kind: Set(object_kind.to_owned()),
        object_id: Set(object),
        actor_account_id: Set(actor.map(Into::into)),
    }
}

/// The audit entries of an organization, oldest first.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    organization: OrganizationId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Entry>, DbError> {
    let rows = audit_entry::Entity::find()
        .filter(audit_entry::Column::OrganizationId.eq(organization.0))
        .filter(audit_entry::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(audit_entry::Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    let actors: Vec<Uuid> = rows.iter().filter_map(|row| row.actor_account_id).collect();
    let names: std::collections::HashMap<Uuid, String> = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::Name])
        .filter(account::Column::Id.is_in(actors))
        .into_tuple::<(Uuid, String)>()
        .all(tx.conn())
        .await?
        .into_iter()
        .collect();
    rows.into_iter()
        .map(|row| {
            let audit_entry::Model {
                id,
                at,
                organization_id: _,
                edition_id,
                actor_account_id,
                actor_role,
                action,
                object_kind,
                object_id,
                detail,
            } = row;
            let Detail { state, reason, named } = json_or_null(detail)?.unwrap_or_default();
            Ok(Entry {
                id,
                at,
                edition: edition_id.map(Into::into),
                actor: actor_account_id.map(Into::into),
                actor_name: actor_account_id.and_then(|actor| names.get(&actor).cloned()),
                actor_role,
                action,
                object_kind,
                object: object_id,
                state,
                reason,
                named: named.into_iter().map(AccountId).collect(),
            })
        })
        .collect()
}
