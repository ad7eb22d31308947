//! The series: the editions of an event, one after the other, each with the figures it shows.

use palabre_domain::policy::scopes::EventScope;
use palabre_domain::policy::table::ListEventEditions;
use palabre_persistence::edition_views::{self, Drafts};
use palabre_persistence::figures;

use super::editions::{EditionFilter, EditionKey, EditionView};
use super::figures::Figure;
use super::{App, Ask, Failure, Page, Paged};

/// An edition among the others of its event.
pub struct SeriesEdition {
    /// The edition.
    pub view: EditionView,
    /// The figures it shows, each with whether another one contradicts it.
    pub figures: Vec<(Figure, bool)>,
}

impl App {
    /// The editions of an event; drafts among them for members and their staff.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_event_editions(
        &self,
        ask: &Ask<ListEventEditions>,
        page: Page<EditionKey>,
    ) -> Result<Paged<SeriesEdition, EditionKey>, Failure> {
        let filter = EditionFilter { event: Some(ask.grant.scope().event_id), ..Default::default() };
        let drafts = match ask.grant.account() {
            _ if EventScope::shows_drafts_to(ask.grant.roles()) => Drafts::Shown,
            Some(account) => Drafts::WorkedOnBy(account, self.now()),
            None => Drafts::Hidden,
        };
        let (after, fetch) = (page.after.as_ref(), page.fetch());
        self.read(async |tx| {
            let found = edition_views::list(tx, &filter, drafts, after, fetch).await?;
            let page = Paged::cut(found, &page, |view| (view.edition.sort_key(), view.edition.id.0));
            let ids = page.items.iter().map(|view| view.edition.id.0).collect();
            let mut shown = figures::shown_in(tx, ids).await?;
            Ok(page.map(|view| {
                let figures = shown.remove(&view.edition.id.0).unwrap_or_default();
                SeriesEdition { view, figures }
            }))
        })
        .await
    }
}
