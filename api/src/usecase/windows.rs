//! Windows of editions: one set, replaced as a whole, with a version of its own.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::table::{GetWindows, ReplaceWindows};
use palabre_domain::values::EditionId;
use palabre_persistence::{editions, windows};

pub use palabre_persistence::windows::SaidWindow;

use super::{Answer, App, Ask, Failure, FieldFlaw, Render};

/// The windows of an edition.
#[derive(Debug, Clone)]
pub struct WindowSet {
    /// Of which edition.
    pub edition: EditionId,
    /// Counts how often they were replaced.
    pub version: i64,
    /// The windows.
    pub windows: Vec<SaidWindow>,
}

impl App {
    /// The windows of an edition.
    ///
    /// # Errors
    /// 404.
    pub async fn get_windows(&self, ask: &Ask<GetWindows>) -> Result<WindowSet, Failure> {
        self.read(async |tx| {
            let edition = editions::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found)?;
            let windows = windows::list(tx, edition.id).await?;
            Ok(WindowSet { edition: edition.id, version: edition.windows_version, windows })
        })
        .await
    }

    /// Replaces the windows of an edition.
    ///
    /// # Errors
    /// 412; 422 for a window that is never open; `wrong_state`.
    pub async fn replace_windows(
        &self,
        ask: Ask<ReplaceWindows>,
        wanted: Vec<SaidWindow>,
        render: Render<WindowSet>,
    ) -> Result<Answer, Failure> {
        let flaws: Vec<FieldFlaw> = wanted
            .iter()
            .enumerate()
            .filter_map(|(at, window)| {
                let flaw = window.stretch().check().err()?;
                Some(FieldFlaw { pointer: format!("/windows/{at}/closes_at"), flaw })
            })
            .collect();
        if !flaws.is_empty() {
            return Err(Failure::Invalid(flaws));
        }
        self.write(ask, render, async move |work| {
            let mut edition = work.lock_edition(work.scope()).await?;
            work.check_version(edition.windows_version)?;
            admits(edition.state, Writing::SetUp)?;
            if !edition.waiting.windows.is_empty() {
                // What somebody says takes the place of what a format planned.
                edition.waiting.windows.clear();
                editions::save(work.tx, &mut edition).await?;
            }
            windows::replace(work.tx, &mut edition, &wanted, work.now).await?;
            work.record(Deed::WindowsReplaced, edition.id).await?;
            let version = edition.windows_version;
            Ok(WindowSet { edition: edition.id, version, windows: wanted.clone() })
        })
        .await
    }
}
