//! Figures: counted by the server, or told by somebody. Those that contradict each other are all kept.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::figure::{Countable, FigureOrigin, missing_to_be_shown, one_more};
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::{EditionScope, FunnelScope};
use palabre_domain::policy::table::{ChangeFigure, CreateFigure, DeleteFigure, GetFigure, ListFigures};
use palabre_domain::values::{FigureId, Flaw, ReducedDate, Text};
use palabre_persistence::editions::Edition;
use palabre_persistence::{figures, funnel};
use uuid::Uuid;

pub use palabre_persistence::figures::{Figure, FigureView};

use super::locate::Located;
use super::{Answer, App, Ask, Failure, FieldFlaw, Page, Paged, Render, Work};

/// A figure to write down.
pub struct NewFigure {
    /// Of what.
    pub subject: Text<200>,
    /// By which measure.
    pub measure: Text<200>,
    /// How much; where nobody says it, the server counts.
    pub value: Option<f64>,
    /// Of which unit.
    pub unit: Option<Text<64>>,
    /// Where it is from.
    pub source: Option<Text<500>>,
    /// The day, or month, of which it holds.
    pub as_of: Option<ReducedDate>,
    /// Whether the edition shows it.
    pub shown: bool,
}

/// What to change of a figure; `Some(None)` takes a field away.
pub struct FigureChanges {
    /// Of something else.
    pub subject: Option<Text<200>>,
    /// By another measure.
    pub measure: Option<Text<200>>,
    /// Another value.
    pub value: Option<f64>,
    /// Another unit.
    pub unit: Option<Option<Text<64>>>,
    /// Another source.
    pub source: Option<Option<Text<500>>>,
    /// Another day, or month.
    pub as_of: Option<Option<ReducedDate>>,
    /// Shown, or not.
    pub shown: Option<bool>,
}

impl NewFigure {
    /// What the server is to count, where no value is told; then it is its own source, and holds of today.
    ///
    /// # Errors
    /// 422 `not_countable` at the value; `computed` at what is told although the server counts.
    fn counted(&self) -> Result<Option<Countable>, Failure> {
        if self.value.is_some() {
            return Ok(None);
        }
        let countable = Countable::named(self.subject.as_str());
        let countable = countable.map_err(|flaw| Failure::field("/value", flaw))?;
        only_told([("/source", self.source.is_some()), ("/as_of", self.as_of.is_some())])?;
        Ok(Some(countable))
    }
}

impl FigureChanges {
    /// Changes a figure; of one that the server counted, what it says stays.
    ///
    /// # Errors
    /// 422 `computed`.
    fn apply(&self, figure: &mut Figure) -> Result<(), Failure> {
        let Self { subject, measure, value, unit, source, as_of, shown } = self;
        match figure.origin {
            FigureOrigin::Computed => only_told([
                ("/subject", subject.is_some()),
                ("/value", value.is_some()),
                ("/source", source.is_some()),
                ("/as_of", as_of.is_some()),
            ])?,
            FigureOrigin::Declared => {}
        }
        if let Some(subject) = subject {
            figure.subject = subject.as_str().to_owned();
        }
        if let Some(measure) = measure {
            figure.measure = measure.as_str().to_owned();
        }
        if let Some(value) = value {
            figure.value = *value;
        }
        if let Some(unit) = unit {
            figure.unit = unit.clone().map(Into::into);
        }
        if let Some(source) = source {
            figure.source = source.clone().map(Into::into);
        }
        if let Some(as_of) = as_of {
            figure.as_of = as_of.map(Into::into);
        }
        figure.shown = shown.unwrap_or(figure.shown);
        Ok(())
    }
}

/// Refuses what can only be told of a figure that is told.
fn only_told<const N: usize>(given: [(&str, bool); N]) -> Result<(), Failure> {
    let flaw = |pointer: &str| FieldFlaw { pointer: pointer.to_owned(), flaw: Flaw::Broken("computed") };
    let flaws: Vec<_> = given.into_iter().filter(|(_, given)| *given).map(|(at, _)| flaw(at)).collect();
    if flaws.is_empty() { Ok(()) } else { Err(Failure::Invalid(flaws)) }
}

/// What is shown is computed, or told with its source and date (invariant 17 of the domain).
fn can_be_shown(figure: &Figure) -> Result<(), Failure> {
    if !figure.shown {
        return Ok(());
    }
    let missing = missing_to_be_shown(figure.origin, figure.source.is_some(), figure.as_of.is_some());
    let flaw = |field: &str| FieldFlaw { pointer: format!("/{field}"), flaw: Flaw::Missing };
    let flaws: Vec<_> = missing.into_iter().map(flaw).collect();
    if flaws.is_empty() { Ok(()) } else { Err(Failure::Invalid(flaws)) }
}

impl App {
    /// Writes a figure down; one without a value is counted now.
    ///
    /// # Errors
    /// 422 where there is nothing to count, or source or date is missing; `wrong_state`, `full`.
    pub async fn create_figure(
        &self,
        ask: Ask<CreateFigure>,
        new: NewFigure,
        render: Render<FigureView>,
    ) -> Result<Answer, Failure> {
        let countable = new.counted()?;
        self.write(ask, render, async move |work| {
            let edition = work.lock_edition(work.scope()).await?;
            let mut figure = Figure {
                id: FigureId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                edition: edition.id,
                subject: new.subject.as_str().to_owned(),
                measure: new.measure.as_str().to_owned(),
                value: new.value.unwrap_or_default(),
                unit: new.unit.clone().map(Into::into),
                origin: FigureOrigin::Declared,
                source: new.source.clone().map(Into::into),
                as_of: new.as_of.map(Into::into),
                shown: new.shown,
            };
            if let Some(countable) = countable {
                figure.origin = FigureOrigin::Computed;
                figure.value = count(work, countable).await?;
                figure.as_of = Some(today(work, &edition));
            }
            can_be_shown(&figure)?;
            admits(edition.state, Writing::FollowUp)?;
            one_more(figures::count(work.tx, edition.id).await?)?;
            hide_others(work, &figure).await?;
            figures::insert(work.tx, &figure).await?;
            work.record(Deed::FigureCreated, figure.id).await?;
            Ok(figures::view(work.tx, figure).await?)
        })
        .await
    }

    /// The figures of an edition.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_figures(
        &self,
        ask: &Ask<ListFigures>,
        page: Page,
    ) -> Result<Paged<FigureView>, Failure> {
        let edition = ask.grant.scope().edition_id;
        let found =
            self.read(async |tx| Ok(figures::list(tx, edition, page.after, page.fetch()).await?)).await?;
        Ok(Paged::cut(found, &page, |view| view.figure.id.0))
    }

    /// A figure.
    ///
    /// # Errors
    /// 404.
    pub async fn get_figure(&self, ask: &Ask<GetFigure>) -> Result<FigureView, Failure> {
        self.read(async |tx| {
            let figure = figures::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found)?;
            Ok(figures::view(tx, figure).await?)
        })
        .await
    }

    /// Changes a figure.
    ///
    /// # Errors
    /// 404, 412; 422 as in making one; `wrong_state`.
    pub async fn change_figure(
        &self,
        ask: Ask<ChangeFigure>,
        changes: FigureChanges,
        render: Render<FigureView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = work.lock_edition(&work.scope().edition).await?;
            let mut figure = figures::find(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(figure.version)?;
            changes.apply(&mut figure)?;
            can_be_shown(&figure)?;
            admits(edition.state, Writing::FollowUp)?;
            hide_others(work, &figure).await?;
            figures::save(work.tx, &mut figure).await?;
            work.record(Deed::FigureChanged, figure.id).await?;
            Ok(figures::view(work.tx, figure).await?)
        })
        .await
    }

    /// Deletes a figure.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`.
    pub async fn delete_figure(&self, ask: Ask<DeleteFigure>, render: Render<()>) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = work.lock_edition(&work.scope().edition).await?;
            let figure = figures::find(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(figure.version)?;
            admits(edition.state, Writing::FollowUp)?;
            figures::delete(work.tx, &figure).await?;
            work.record(Deed::FigureDeleted, figure.id).await
        })
        .await
    }
}

/// Counts; the edition is locked, so that its counts are of one instant.
async fn count(work: &Work<'_, CreateFigure>, countable: Countable) -> Result<f64, Failure> {
    let edition: &EditionScope = work.scope();
    let counts = funnel::count(work.tx, &FunnelScope { edition: edition.clone() }).await?;
    let registrations = figures::registrations_by_state(work.tx, edition.edition_id).await?;
    // An edition does not come near the numbers that lose their last digit.
    Ok(countable.counted(&counts, &registrations) as f64)
}

/// The date where the edition takes place.
fn today(work: &Work<'_, CreateFigure>, edition: &Edition) -> String {
    match edition.time_zone {
        Some(zone) => zone.date_at(work.now),
        None => work.now.format("%Y-%m-%d").to_string(),
    }
}

/// Hides the other figure of the same matter where this one is to be shown.
async fn hide_others<A: Action>(work: &Work<'_, A>, figure: &Figure) -> Result<(), Failure>
where
    A::Scope: Located,
{
    if !figure.shown {
        return Ok(());
    }
    if let Some(mut other) = figures::shown_instead_of(work.tx, figure).await? {
        other.shown = false;
        figures::save(work.tx, &mut other).await?;
        work.record(Deed::FigureChanged, other.id).await?;
    }
    Ok(())
}
