//! Those whose money an edition is made with: whoever pays asks to be named wherever it is spoken of.

use palabre_domain::partner::{PartnerKind, PartnerState};
use palabre_domain::values::EditionId;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::entity::{organization, partner};
use crate::{DbError, Tx};

/// Somebody who pays for an edition, as it is to be said.
#[derive(Debug, Clone)]
pub struct Funder {
    /// Its name.
    pub name: String,
    /// The programme under which it pays.
    pub programme: Option<String>,
    /// What is to be said of it.
    pub mention: Option<String>,
    /// Its own page.
    pub url: Option<String>,
}

/// The funders of an edition, in the order in which they were named: those that agreed to be.
///
/// # Errors
/// The database's own.
pub async fn of(tx: &Tx, edition: EditionId) -> Result<Vec<Funder>, DbError> {
    let public = PartnerState::ALL.iter().filter(|state| state.is_public()).map(|state| state.as_str());
    let rows = partner::Entity::find()
        .find_also_related(organization::Entity)
        .filter(partner::Column::EditionId.eq(edition.0))
        .filter(partner::Column::Kind.eq(PartnerKind::Funder.as_str()))
        .filter(partner::Column::State.is_in(public))
        .order_by_asc(partner::Column::Id)
        .all(tx.conn())
        .await?;
    let funder = |(row, organization): (partner::Model, Option<organization::Model>)| {
        let partner::Model { name, programme, mention, url, .. } = row;
        // One of the platform's organizations goes by that one's name.
        let name = name.or_else(|| organization.map(|organization| organization.name));
        let name = name.ok_or_else(|| DbError::Unreadable("a partner without a name".to_owned()))?;
        Ok(Funder { name, programme, mention, url })
    };
    rows.into_iter().map(funder).collect()
}
