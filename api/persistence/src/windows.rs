//! Windows of editions.

use palabre_domain::values::{EditionId, Instant, Moment};
use palabre_domain::window::{Window, WindowKind};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use uuid::Uuid;

use crate::editions::Edition;
use crate::entity::{edition, window};
use crate::mapping::{saved, word};
use crate::{DbError, Tx};

/// A window as it was said: each end by the clock of a place.
#[derive(Debug, Clone)]
pub struct SaidWindow {
    /// What it is for.
    pub kind: WindowKind,
    /// When it opens.
    pub opens_at: Option<Moment>,
    /// When it closes.
    pub closes_at: Option<Moment>,
}

impl SaidWindow {
    /// The stretch of time that it is.
    #[must_use]
    pub fn stretch(&self) -> Window {
        let instant = |moment: Option<Moment>| moment.map(|moment| moment.instant);
        Window { kind: self.kind, opens_at: instant(self.opens_at), closes_at: instant(self.closes_at) }
    }
}

/// A moment as three columns hold it: all of it is there, or nothing.
pub(crate) fn moment(
    local: Option<String>,
    zone: Option<String>,
    instant: Option<Instant>,
) -> Result<Option<Moment>, DbError> {
    match (local, zone, instant) {
        (Some(local), Some(zone), Some(instant)) => {
            Ok(Some(Moment { local: word(&local)?, time_zone: word(&zone)?, instant }))
        }
        (None, None, None) => Ok(None),
        _ => Err(DbError::Unreadable("a moment that is half there".to_owned())),
    }
}

fn record(row: window::Model) -> Result<SaidWindow, DbError> {
    let window::Model {
        id: _,
        created_at: _,
        edition_id: _,
        kind,
        opens_local,
        opens_zone,
        opens_at,
        closes_local,
        closes_zone,
        closes_at,
        position: _,
    } = row;
    Ok(SaidWindow {
        kind: word(&kind)?,
        opens_at: moment(opens_local, opens_zone, opens_at)?,
        closes_at: moment(closes_local, closes_zone, closes_at)?,
    })
}

/// The windows of an edition, in the order in which they were said.
///
/// # Errors
/// The database's own.
pub async fn list(tx: &Tx, edition: EditionId) -> Result<Vec<SaidWindow>, DbError> {
    let rows = window::Entity::find()
        .filter(window::Column::EditionId.eq(edition.0))
        .order_by_asc(window::Column::Position)
        .all(tx.conn())
        .await?;
    rows.into_iter().map(record).collect()
}

/// Replaces the windows of an edition that is locked; they have a version of their own.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else replaced them first.
pub async fn replace(
    tx: &Tx,
    edition: &mut Edition,
    windows: &[SaidWindow],
    now: Instant,
) -> Result<(), DbError> {
    let read_at = edition.windows_version;
    edition.windows_version += 1;
    let result = edition::Entity::update_many()
        .col_expr(edition::Column::WindowsVersion, Expr::value(edition.windows_version))
        .filter(edition::Column::Id.eq(edition.id.0))
        .filter(edition::Column::WindowsVersion.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)?;
    window::Entity::delete_many().filter(window::Column::EditionId.eq(edition.id.0)).exec(tx.conn()).await?;
    let rows = windows.iter().zip(0..).map(|(said, position)| {
        let SaidWindow { kind, opens_at, closes_at } = said;
        let local = |moment: &Option<Moment>| moment.map(|moment| moment.local.to_string());
        let zone = |moment: &Option<Moment>| moment.map(|moment| moment.time_zone.name().to_owned());
        window::ActiveModel {
            id: Set(Uuid::now_v7()),
            created_at: Set(now),
            edition_id: Set(edition.id.0),
            kind: Set(kind.as_str().to_owned()),
            opens_local: Set(local(opens_at)),
            opens_zone: Set(zone(opens_at)),
            opens_at: Set(opens_at.map(|moment| moment.instant)),
            closes_local: Set(local(closes_at)),
            closes_zone: Set(zone(closes_at)),
            closes_at: Set(closes_at.map(|moment| moment.instant)),
            position: Set(position),
        }
    });
    window::Entity::insert_many(rows).exec_without_returning(tx.conn()).await?;
    Ok(())
}
