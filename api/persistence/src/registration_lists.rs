//! Lists of registrations: of an edition, filtered, and of an account.

use palabre_domain::registration::{ContactReader, RegistrationState};
use palabre_domain::values::{AccountId, EditionId};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use uuid::Uuid;

use crate::entity::{profile, registration, team_membership};
use crate::mapping::containing;
use crate::registrations::{Registration, many};
use crate::{DbError, Tx};

/// Which registrations of an edition are asked for.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// In this state.
    pub state: Option<RegistrationState>,
    /// With the profile of this slug.
    pub profile: Option<String>,
    /// With these words in the name, or, for who reads it, the address.
    pub q: Option<String>,
    /// Without a team now, or with one.
    pub without_team: Option<bool>,
}

/// The words in a name; in an address only for who reads it, or a search would tell what the answer does not.
fn saying(words: &str, reader: ContactReader) -> Condition {
    let mut anything = Condition::any().add(registration::Column::NameFolded.like(containing(words)));
    if reader.of_everybody {
        anything = anything.add(registration::Column::EmailFolded.like(containing(words)));
    }
    anything
}

/// The registrations of an edition, oldest first, as this reader reads them.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: EditionId,
    filter: &Filter,
    reader: ContactReader,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Registration>, DbError> {
    let Filter { state, profile: slug, q, without_team } = filter;
    let mut select = registration::Entity::find().filter(registration::Column::EditionId.eq(edition.0));
    if let Some(state) = state {
        select = select.filter(registration::Column::State.eq(state.as_str()));
    }
    if let Some(slug) = slug {
        let profiles = Query::select()
            .column(profile::Column::Id)
            .from(profile::Entity)
            .and_where(profile::Column::EditionId.eq(edition.0))
            .and_where(profile::Column::Slug.eq(slug))
            .to_owned();
        select = select.filter(registration::Column::ProfileId.in_subquery(profiles));
    }
    if let Some(words) = q {
        select = select.filter(saying(words, reader));
    }
    if let Some(without_team) = without_team {
        let in_teams = Query::select()
            .column(team_membership::Column::RegistrationId)
            .from(team_membership::Entity)
            .and_where(team_membership::Column::LeftAt.is_null())
            .to_owned();
        select = select.filter(match without_team {
            true => registration::Column::Id.not_in_subquery(in_teams),
            false => registration::Column::Id.in_subquery(in_teams),
        });
    }
    many(tx, page(select, after, limit), reader).await
}

fn page(
    select: Select<registration::Entity>,
    after: Option<Uuid>,
    limit: u64,
) -> Select<registration::Entity> {
    select
        .filter(registration::Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(registration::Column::Id)
        .limit(limit)
}

/// The registrations that an account holds, or made for somebody else, in any edition, oldest first.
///
/// # Errors
/// The database's own.
pub async fn list_of(
    tx: &Tx,
    account: AccountId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<Registration>, DbError> {
    let theirs = Condition::any()
        .add(registration::Column::AccountId.eq(account.0))
        .add(registration::Column::RegisteredBy.eq(account.0));
    let reader = ContactReader { of_everybody: false, all_else: false, account: Some(account) };
    many(tx, page(registration::Entity::find().filter(theirs), after, limit), reader).await
}
