//! What organizers make of an edition: publish, start, conclude, follow, archive, cancel.
//!
//! Each locks the edition against everything else that is written in it.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{EditionMove, publishable};
use palabre_domain::notice::Occasion;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::EditionScope;
use palabre_domain::policy::table::{
    ArchiveEdition, BeginFollowUp, CancelEdition, ConcludeEdition, PublishEdition, StartEdition,
};
use palabre_domain::values::{Lines, RegistrationId};
use palabre_persistence::edition_views::{self, EditionView};
use palabre_persistence::editions::{self, Edition};
use palabre_persistence::{conclusion, purposes};

use super::{Answer, App, Ask, Failure, Render, Work};

impl App {
    /// Announces an edition: from here on anyone reads it.
    ///
    /// # Errors
    /// 412; `wrong_state`, `not_ready`.
    pub async fn publish_edition(
        &self,
        ask: Ask<PublishEdition>,
        render: Render<EditionView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            // It becomes the one before those that come after it, and they show that.
            editions::lock_all_of(work.tx, work.scope().event_id).await?;
            let mut edition = moved(work, EditionMove::Publish).await?;
            let asks = purposes::any_asked(work.tx, edition.id).await?;
            publishable(&edition.readiness(asks))?;
            edition.published_at = Some(work.now);
            editions::raise_those_after(work.tx, &edition, &edition.sort_key()).await?;
            finished(work, edition, Deed::EditionPublished).await
        })
        .await
    }

    /// Begins the days of an edition.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn start_edition(
        &self,
        ask: Ask<StartEdition>,
        render: Render<EditionView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = moved(work, EditionMove::Start).await?;
            finished(work, edition, Deed::EditionStarted).await
        })
        .await
    }

    /// Ends the days of an edition: registrations and challenges get their last state.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn conclude_edition(
        &self,
        ask: Ask<ConcludeEdition>,
        render: Render<EditionView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut edition = moved(work, EditionMove::Conclude).await?;
            edition.concluded_at = Some(work.now);
            let ended = conclusion::conclude_registrations(work.tx, edition.id).await?;
            work.record_each(&ended).await?;
            let waited = ended.iter().filter(|(_, deed)| *deed == Deed::RegistrationCancelled);
            let waited = waited.map(|(id, _)| (RegistrationId(*id), Occasion::Over)).collect::<Vec<_>>();
            work.app.write_about(work.tx, edition.id, &waited, work.now).await?;
            work.record_each(&conclusion::conclude_challenges(work.tx, edition.id).await?).await?;
            finished(work, edition, Deed::EditionConcluded).await
        })
        .await
    }

    /// Begins what comes after the days of an edition: what was promised is followed.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn begin_follow_up(
        &self,
        ask: Ask<BeginFollowUp>,
        render: Render<EditionView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = moved(work, EditionMove::BeginFollowUp).await?;
            finished(work, edition, Deed::EditionFollowUpBegun).await
        })
        .await
    }

    /// Closes an edition: from here on only what is known of it afterwards is written down.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn archive_edition(
        &self,
        ask: Ask<ArchiveEdition>,
        render: Render<EditionView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = moved(work, EditionMove::Archive).await?;
            finished(work, edition, Deed::EditionArchived).await
        })
        .await
    }

    /// Calls an edition off, with a reason that everybody reads.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn cancel_edition(
        &self,
        ask: Ask<CancelEdition>,
        reason: Lines<2000>,
        render: Render<EditionView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut edition = moved(work, EditionMove::Cancel).await?;
            edition.state_reason = Some(reason.as_str().to_owned());
            let view = finished(work, edition, Deed::EditionCancelled).await?;
            work.app.tell_it_is_off(work.tx, view.edition.id, work.now).await?;
            Ok(view)
        })
        .await
    }
}

/// The edition, locked, in the state that a move makes of it; not saved yet.
async fn moved<A: Action<Scope = EditionScope>>(
    work: &Work<'_, A>,
    step: EditionMove,
) -> Result<Edition, Failure> {
    let mut edition = work.lock_edition(work.scope()).await?;
    work.check_version(edition.version)?;
    edition.state = step.apply(edition.state)?;
    Ok(edition)
}

/// Saves what a move made, and writes it down.
async fn finished<A: Action<Scope = EditionScope>>(
    work: &Work<'_, A>,
    mut edition: Edition,
    deed: Deed,
) -> Result<EditionView, Failure> {
    editions::save(work.tx, &mut edition).await?;
    work.record(deed, edition.id).await?;
    Ok(edition_views::view(work.tx, edition).await?)
}
