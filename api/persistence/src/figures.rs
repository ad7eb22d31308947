//! Figures of editions, and what contradicts them.

use std::collections::BTreeMap;

use palabre_domain::figure::{FigureOrigin, Matter, contradict};
use palabre_domain::policy::scopes::FigureScope;
use palabre_domain::registration::RegistrationState;
use palabre_domain::values::{EditionId, FigureId, Instant};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Expr, ExprTrait as _, Query};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;

use crate::entity::figure::{self, Column, Entity};
use crate::entity::registration;
use crate::mapping::{deleted, saved, word};
use crate::{DbError, Tx};

/// A number, and what it says of an edition.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Its id.
    pub id: FigureId,
    /// Counts its changes; what contradicts it is none of them.
    pub version: i64,
    /// When it was written down.
    pub created_at: Instant,
    /// Of which edition.
    pub edition: EditionId,
    /// Of what.
    pub subject: String,
    /// By which measure.
    pub measure: String,
    /// How much.
    pub value: f64,
    /// Of which unit.
    pub unit: Option<String>,
    /// Whether it was counted or told.
    pub origin: FigureOrigin,
    /// Where it is from.
    pub source: Option<String>,
    /// The day, or month, of which it holds.
    pub as_of: Option<String>,
    /// Whether the edition shows it.
    pub shown: bool,
}

impl Figure {
    /// What it is about.
    #[must_use]
    pub fn matter(&self) -> Matter {
        Matter::of(&self.subject, &self.measure)
    }

    fn says(&self) -> (f64, Option<&str>) {
        (self.value, self.unit.as_deref())
    }
}

/// A figure, and the others of its edition that say otherwise.
#[derive(Debug, Clone)]
pub struct FigureView {
    /// The figure.
    pub figure: Figure,
    /// Those that contradict it, in the order of their ids.
    pub contradicted_by: Vec<FigureId>,
}

fn record(row: figure::Model) -> Result<Figure, DbError> {
    let figure::Model {
        id,
        version,
        created_at,
        edition_id,
        subject,
        subject_folded: _,
        measure,
        measure_folded: _,
        value,
        unit,
        origin,
        source,
        as_of,
        shown,
    } = row;
    Ok(Figure {
        id: FigureId(id),
        version,
        created_at,
        edition: EditionId(edition_id),
        subject,
        measure,
        value,
        unit,
        origin: word(&origin)?,
        source,
        as_of,
        shown,
    })
}

/// The columns that change with a figure.
fn changing(figure: &Figure) -> figure::ActiveModel {
    let Matter { subject, measure } = figure.matter();
    figure::ActiveModel {
        version: Set(figure.version),
        subject: Set(figure.subject.clone()),
        subject_folded: Set(subject),
        measure: Set(figure.measure.clone()),
        measure_folded: Set(measure),
        value: Set(figure.value),
        unit: Set(figure.unit.clone()),
        source: Set(figure.source.clone()),
        as_of: Set(figure.as_of.clone()),
        shown: Set(figure.shown),
        ..Default::default()
    }
}

/// Writes a figure down.
///
/// # Errors
/// The database's own.
pub async fn insert(tx: &Tx, new: &Figure) -> Result<(), DbError> {
    let row = figure::ActiveModel {
        id: Set(new.id.0),
        created_at: Set(new.created_at),
        edition_id: Set(new.edition.0),
        origin: Set(new.origin.as_str().to_owned()),
        ..changing(new)
    };
    Entity::insert(row).exec_without_returning(tx.conn()).await?;
    Ok(())
}

/// How many figures an edition has.
///
/// # Errors
/// The database's own.
pub async fn count(tx: &Tx, edition: EditionId) -> Result<u64, DbError> {
    Ok(Entity::find().filter(Column::EditionId.eq(edition.0)).count(tx.conn()).await?)
}

/// The figure of a scope; where it is going to be changed, under the lock of its edition.
///
/// # Errors
/// The database's own.
pub async fn find(tx: &Tx, scope: &FigureScope) -> Result<Option<Figure>, DbError> {
    let row = Entity::find_by_id(scope.figure_id.0)
        .filter(Column::EditionId.eq(scope.edition.edition_id.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// The figures of an edition, in the order in which they were written down.
///
/// # Errors
/// The database's own.
pub async fn list(
    tx: &Tx,
    edition: EditionId,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<FigureView>, DbError> {
    let rows = Entity::find()
        .filter(Column::EditionId.eq(edition.0))
        .filter(Column::Id.gt(after.unwrap_or_default()))
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(tx.conn())
        .await?;
    views(tx, edition, rows.into_iter().map(record).collect::<Result<_, _>>()?).await
}

/// A figure with what contradicts it.
///
/// # Errors
/// The database's own.
pub async fn view(tx: &Tx, figure: Figure) -> Result<FigureView, DbError> {
    let view = views(tx, figure.edition, vec![figure]).await?.pop();
    view.ok_or_else(|| DbError::Unreadable("a figure that is none".to_owned()))
}

/// Figures of an edition with what contradicts each, in one statement whatever their number.
async fn views(tx: &Tx, edition: EditionId, figures: Vec<Figure>) -> Result<Vec<FigureView>, DbError> {
    let matters: Vec<Matter> = figures.iter().map(Figure::matter).collect();
    let beside = Entity::find()
        .filter(Column::EditionId.eq(edition.0))
        .filter(Column::SubjectFolded.is_in(matters.iter().map(|matter| matter.subject.as_str())))
        .filter(Column::MeasureFolded.is_in(matters.iter().map(|matter| matter.measure.as_str())))
        .order_by_asc(Column::Id)
        .all(tx.conn())
        .await?;
    let beside = by_matter(beside.into_iter().map(record))?;
    let view = |(figure, matter): (Figure, Matter)| {
        let others = beside.get(&(edition.0, matter)).into_iter().flatten();
        let contradicting = others.filter(|other| contradict(figure.says(), other.says()));
        FigureView { contradicted_by: contradicting.map(|other| other.id).collect(), figure }
    };
    Ok(figures.into_iter().zip(matters).map(view).collect())
}

fn by_matter(
    figures: impl Iterator<Item = Result<Figure, DbError>>,
) -> Result<BTreeMap<(Uuid, Matter), Vec<Figure>>, DbError> {
    let mut by_matter = BTreeMap::<_, Vec<Figure>>::new();
    for figure in figures {
        let figure = figure?;
        by_matter.entry((figure.edition.0, figure.matter())).or_default().push(figure);
    }
    Ok(by_matter)
}

/// The figures that these editions show, by edition, each with whether another one contradicts it; one statement.
///
/// # Errors
/// The database's own.
pub async fn shown_in(tx: &Tx, editions: Vec<Uuid>) -> Result<BTreeMap<Uuid, Vec<(Figure, bool)>>, DbError> {
    let shown = Alias::new("shown_figure");
    let same = |column: Column| Expr::col((shown.clone(), column)).equals((Entity, column));
    let of_its_matter = Query::select()
        .column((shown.clone(), Column::Id))
        .from_as(Entity, shown.clone())
        .and_where(same(Column::EditionId))
        .and_where(same(Column::SubjectFolded))
        .and_where(same(Column::MeasureFolded))
        .and_where(Expr::col((shown.clone(), Column::Shown)).eq(true))
        .to_owned();
    let rows = Entity::find()
        .filter(Column::EditionId.is_in(editions))
        .filter(Expr::exists(of_its_matter))
        .order_by_asc(Column::Id)
        .all(tx.conn())
        .await?;
    let mut by_edition = BTreeMap::<Uuid, Vec<(Figure, bool)>>::new();
    for ((edition, _), figures) in by_matter(rows.into_iter().map(record))? {
        for figure in figures.iter().filter(|figure| figure.shown) {
            let contradicted = figures.iter().any(|other| contradict(figure.says(), other.says()));
            by_edition.entry(edition).or_default().push((figure.clone(), contradicted));
        }
    }
    for figures in by_edition.values_mut() {
        figures.sort_by_key(|(figure, _)| figure.id);
    }
    Ok(by_edition)
}

/// The other figure of the same matter that is shown, where there is one; under the lock of the edition.
///
/// # Errors
/// The database's own.
pub async fn shown_instead_of(tx: &Tx, figure: &Figure) -> Result<Option<Figure>, DbError> {
    let Matter { subject, measure } = figure.matter();
    let row = Entity::find()
        .filter(Column::EditionId.eq(figure.edition.0))
        .filter(Column::SubjectFolded.eq(subject))
        .filter(Column::MeasureFolded.eq(measure))
        .filter(Column::Shown.eq(true))
        .filter(Column::Id.ne(figure.id.0))
        .one(tx.conn())
        .await?;
    row.map(record).transpose()
}

/// How many registrations of an edition are in each state.
///
/// # Errors
/// The database's own.
pub async fn registrations_by_state(
    tx: &Tx,
    edition: EditionId,
) -> Result<BTreeMap<RegistrationState, u64>, DbError> {
    let rows: Vec<(String, i64)> = registration::Entity::find()
        .select_only()
        .column(registration::Column::State)
        .column_as(registration::Column::Id.count(), "number")
        .filter(registration::Column::EditionId.eq(edition.0))
        .group_by(registration::Column::State)
        .into_tuple()
        .all(tx.conn())
        .await?;
    let counted = |(state, number): (String, i64)| Ok((word(&state)?, number.unsigned_abs()));
    rows.into_iter().map(counted).collect()
}

/// Saves what may change, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else saved first.
pub async fn save(tx: &Tx, figure: &mut Figure) -> Result<(), DbError> {
    let read_at = figure.version;
    figure.version += 1;
    let result = Entity::update_many()
        .set(changing(figure))
        .filter(Column::Id.eq(figure.id.0))
        .filter(Column::Version.eq(read_at))
        .exec(tx.conn())
        .await;
    saved(result)
}

/// Deletes a figure, if it still has the version it was read at.
///
/// # Errors
/// [`DbError::Conflict`] where somebody else changed it first.
pub async fn delete(tx: &Tx, figure: &Figure) -> Result<(), DbError> {
    let result = Entity::delete_many()
        .filter(Column::Id.eq(figure.id.0))
        .filter(Column::Version.eq(figure.version))
        .exec(tx.conn())
        .await;
    deleted(result)
}
