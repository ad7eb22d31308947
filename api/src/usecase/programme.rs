//! The programme of an edition: what happens, when, where, and who hosts it.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::table::{
    ChangeProgrammeItem, CreateProgrammeItem, DeleteProgrammeItem, GetProgrammeItem, ListProgrammeItems,
};
use palabre_domain::policy::{Action, Grant};
use palabre_domain::programme::{Hours, ProgrammeItemKind, one_more};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{Localized, LocalizedPatch, Moment, ProgrammeItemId, Text};
use palabre_persistence::{Tx, programme};
use uuid::Uuid;

pub use palabre_persistence::programme::{ProgrammeItem, ProgrammeItemView};

use super::localized::Merging;
use super::{Answer, App, Ask, Failure, Page, Paged, Render, localized};

/// An item to write down.
pub struct NewProgrammeItem {
    /// Its kind.
    pub kind: ProgrammeItemKind,
    /// Its title.
    pub title: Localized<200>,
    /// When it takes place.
    pub hours: Hours,
    /// Where.
    pub place: Option<Text<200>>,
    /// Who hosts it.
    pub hosts: Vec<Text<200>>,
}

/// What to change of an item; `Some(None)` takes a field away.
pub struct ProgrammeItemChanges {
    /// Another kind.
    pub kind: Option<ProgrammeItemKind>,
    /// Another title.
    pub title: Option<LocalizedPatch<200>>,
    /// Another start.
    pub starts: Option<Option<Moment>>,
    /// Another end.
    pub ends: Option<Option<Moment>>,
    /// Another place.
    pub place: Option<Option<Text<200>>>,
    /// Other hosts, instead of all that were.
    pub hosts: Option<Vec<Text<200>>>,
}

impl App {
    /// Writes an item of a programme down.
    ///
    /// # Errors
    /// 422 where the title lacks the default language, or it ends before it starts; `wrong_state`, `full`.
    pub async fn create_programme_item(
        &self,
        ask: Ask<CreateProgrammeItem>,
        new: NewProgrammeItem,
        render: Render<ProgrammeItemView>,
    ) -> Result<Answer, Failure> {
        let default_language = &ask.grant.scope().organization.default_language;
        localized::present("/title", Some(&new.title), default_language)?;
        check_hours(&new.hours)?;
        self.write(ask, render, async move |work| {
            // Locked against others who write items down: they are counted, with those that wait.
            let edition = work.lock_edition(work.scope()).await?;
            admits(edition.state, Writing::SetUp)?;
            let waiting = u64::try_from(edition.waiting.programme.len()).unwrap_or(u64::MAX);
            one_more(programme::count(work.tx, edition.id).await?.saturating_add(waiting))?;
            let item = ProgrammeItem {
                id: ProgrammeItemId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                edition: edition.id,
                kind: new.kind,
                title: new.title.to_map(),
                hours: new.hours,
                planned: None,
                place: new.place.clone().map(Into::into),
                hosts: new.hosts.iter().cloned().map(Into::into).collect(),
            };
            programme::insert(work.tx, std::slice::from_ref(&item)).await?;
            work.record(Deed::ProgrammeItemCreated, item.id).await?;
            seen(work.tx, work.grant, item).await
        })
        .await
    }

    /// The items of a programme.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_programme_items(
        &self,
        ask: &Ask<ListProgrammeItems>,
        page: Page,
    ) -> Result<Paged<ProgrammeItemView>, Failure> {
        let edition = ask.grant.scope().edition_id;
        self.read(async |tx| {
            let found = programme::list(tx, edition, page.after, page.fetch()).await?;
            let Paged { items, next } = Paged::cut(found, &page, |item| item.id.0);
            Ok(Paged { items: programme::views(tx, items, reads_counts(&ask.grant)).await?, next })
        })
        .await
    }

    /// An item of a programme.
    ///
    /// # Errors
    /// 404.
    pub async fn get_programme_item(
        &self,
        ask: &Ask<GetProgrammeItem>,
    ) -> Result<ProgrammeItemView, Failure> {
        self.read(async |tx| {
            let found = programme::find(tx, ask.grant.scope()).await?;
            seen(tx, &ask.grant, found.ok_or_else(Failure::not_found)?).await
        })
        .await
    }

    /// Changes an item of a programme; what somebody says of its times takes the place of what a format planned.
    ///
    /// # Errors
    /// 404, 412; 422 where the title lacks the default language, or it ends before it starts; `wrong_state`.
    pub async fn change_programme_item(
        &self,
        ask: Ask<ChangeProgrammeItem>,
        changes: ProgrammeItemChanges,
        render: Render<ProgrammeItemView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = &work.scope().edition;
            work.enter(edition, Writing::SetUp).await?;
            let mut item = programme::find(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(item.version)?;
            let ProgrammeItemChanges { kind, title, starts, ends, place, hosts } = &changes;
            item.kind = kind.unwrap_or(item.kind);
            let mut merging = Merging::into_texts_in(&edition.organization.default_language);
            merging.required("/title", &mut item.title, title.as_ref());
            merging.done()?;
            item.hours.starts = starts.unwrap_or(item.hours.starts);
            item.hours.ends = ends.unwrap_or(item.hours.ends);
            check_hours(&item.hours)?;
            if starts.is_some() || ends.is_some() {
                item.planned = None;
            }
            if let Some(place) = place {
                item.place = place.clone().map(Into::into);
            }
            if let Some(hosts) = hosts {
                item.hosts = hosts.iter().cloned().map(Into::into).collect();
            }
            programme::save(work.tx, &mut item).await?;
            work.record(Deed::ProgrammeItemChanged, item.id).await?;
            seen(work.tx, work.grant, item).await
        })
        .await
    }

    /// Deletes an item of a programme that nobody came to, and in which nothing was voiced.
    ///
    /// # Errors
    /// 404, 412; `wrong_state`; `in_use` where somebody did, or something was.
    pub async fn delete_programme_item(
        &self,
        ask: Ask<DeleteProgrammeItem>,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            // Locked against everything else in the edition: nobody comes to it, and nothing is voiced in it, meanwhile.
            let edition = work.lock_edition(&work.scope().edition).await?;
            let item = programme::find(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(item.version)?;
            admits(edition.state, Writing::SetUp)?;
            if programme::is_in_use(work.tx, item.id).await? {
                return Err(Refusal::InUse.into());
            }
            programme::delete(work.tx, &item).await?;
            work.record(Deed::ProgrammeItemDeleted, item.id).await
        })
        .await
    }
}

fn check_hours(hours: &Hours) -> Result<(), Failure> {
    hours.check().map_err(|flaw| Failure::field("/ends", flaw))
}

/// Whether a caller reads how many came: members of the organization and staff of the edition do.
fn reads_counts<A: Action>(grant: &Grant<A>) -> bool {
    grant.roles().is_of_the_crew()
}

async fn seen<A: Action>(
    tx: &Tx,
    grant: &Grant<A>,
    item: ProgrammeItem,
) -> Result<ProgrammeItemView, Failure> {
    programme::views(tx, vec![item], reads_counts(grant)).await?.pop().ok_or(Failure::Conflict)
}
