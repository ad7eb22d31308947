//! Clones of editions: structure and texts of an earlier edition in a new draft, and a manifest of what came along.

use std::collections::BTreeSet;

use palabre_domain::audit::Deed;
use palabre_domain::clone::{Manifest, Part, Reason, Shift};
use palabre_domain::edition::EditionState;
use palabre_domain::partner::PartnerState;
use palabre_domain::policy::scopes::{EditionScope, EventScope};
use palabre_domain::policy::table::CloneEdition;
use palabre_domain::programme::Hours;
use palabre_domain::rejection::Refusal;
use palabre_domain::stage::Stages;
use palabre_domain::values::{
    EditionId, Localized, Moment, OrganizationId, PartnerId, ReducedDate, Slug, ThemeId,
};
use palabre_persistence::editions::{self, Edition};
use palabre_persistence::partners::{self, Partner};
use palabre_persistence::themes::{self, Theme};
use palabre_persistence::windows::SaidWindow;
use palabre_persistence::{clones, edition_views, events, gates, organizations, policies};
use uuid::Uuid;

use super::editions::{EditionView, scope_of};
use super::failure::taken;
use super::outlines::SetUpItem;
use super::set_up::{SetUp, ever_open, settle_windows};
use super::{Answer, App, Ask, Failure, Render, Work, localized};

/// A clone to make.
pub struct NewClone {
    /// Its short name, unique in the event.
    pub slug: Slug,
    /// Its title.
    pub title: Localized<200>,
    /// Its first day, or its month.
    pub starts_on: Option<ReducedDate>,
}

/// A clone, and what came along.
#[derive(Debug, Clone)]
pub struct Cloned {
    /// The new edition.
    pub view: EditionView,
    /// What was copied, what begins anew, and what stays with the source.
    pub manifest: Manifest,
}

impl App {
    /// Makes a draft with the structure and the texts of an edition, whatever its state.
    ///
    /// # Errors
    /// 422 where the title lacks the default language; `slug_taken`.
    pub async fn clone_edition(
        &self,
        ask: Ask<CloneEdition>,
        new: NewClone,
        render: Render<Cloned>,
    ) -> Result<Answer, Failure> {
        let language = &ask.grant.scope().organization.default_language;
        localized::present("/title", Some(&new.title), language)?;
        self.write(ask, render, async move |work| {
            let scope = work.scope();
            let event = event_of(scope);
            let held = hold_partners(work).await?;
            events::lock(work.tx, &event).await?.ok_or_else(Failure::not_found)?;
            // Under the lock of the source, so that all of it is of one moment.
            gates::enter(work.tx, scope).await?.ok_or_else(Failure::not_found)?;
            let source = editions::find(work.tx, scope).await?.ok_or_else(Failure::not_found)?;
            let mut manifest = Manifest::default();
            let shift = Shift::between(source.starts_on.as_ref(), new.starts_on.as_ref());
            let mut edition = copied(&source, &new, shift, work, &mut manifest);
            let waiting = std::mem::take(&mut edition.waiting.programme);
            let waited = !edition.waiting.windows.is_empty();
            let windows = settle_windows(&mut edition);
            editions::insert(work.tx, &edition).await.map_err(taken(Refusal::SlugTaken))?;
            let mut set_up = SetUp::read(work.tx, scope).await?;
            set_up.programme.splice(..0, waiting.into_iter().map(Into::into));
            tell_set_up(&set_up, &mut manifest);
            shift_programme(&mut set_up.programme, shift, &mut manifest);
            if waited {
                // They never had times: they are counted from the new start, or go on waiting for one.
                set_up.windows = windows;
            } else {
                shift_windows(&mut set_up.windows, shift, &mut manifest);
            }
            set_up.write(work.tx, &scope_of(&event, &edition), &mut edition, work.now).await?;
            copy_partners(work, &edition, &held, &mut manifest).await?;
            manifest.copied(Part::ProgrammeItem, set_up.programme.len());
            copy_themes(work, &edition, &mut manifest).await?;
            tell_kept(&edition, &mut manifest);
            let groups = policies::find(work.tx, scope).await?;
            let groups = groups.keep_together.len() + groups.keep_apart.len();
            manifest.left_out(Part::KeptGroup, u64::try_from(groups).unwrap_or(u64::MAX));
            for (part, count) in clones::left_out(work.tx, scope).await? {
                manifest.left_out(part, count);
            }
            work.record_in_edition(edition.id, Deed::EditionCloned).await?;
            Ok(Cloned { view: edition_views::view(work.tx, edition).await?, manifest })
        })
        .await
    }
}

/// The scope of the event that an edition is of; nothing of it is shown to anybody here.
fn event_of(edition: &EditionScope) -> EventScope {
    let EditionScope { organization, event_id, .. } = edition;
    EventScope { organization: organization.clone(), event_id: *event_id, has_public_edition: false }
}

/// The edition's own fields in the clone.
fn copied(
    source: &Edition,
    new: &NewClone,
    shift: Shift,
    work: &Work<'_, CloneEdition>,
    manifest: &mut Manifest,
) -> Edition {
    let Edition { summary, description, guiding_question, days, time_zone, mode, venue, .. } = source;
    let Edition { languages, door, .. } = source;
    let texts = [summary, description, guiding_question].iter().filter(|text| text.is_some()).count();
    manifest.copied(Part::Text, texts);
    let settings = [
        days.is_some(),
        time_zone.is_some(),
        mode.is_some(),
        venue.is_some(),
        !languages.is_empty(),
        door.offer_hours.is_some(),
        door.reminder_hours.is_some(),
        door.retention_days.is_some(),
    ];
    // And recognition and registration mode, which are always there.
    manifest.copied(Part::Setting, settings.iter().filter(|set| **set).count() + 2);
    manifest.copied(Part::Contact, door.contacts.len());
    manifest.copied(Part::Stage, source.stages.iter().flat_map(Stages::as_slice).count());
    manifest.copied(Part::Term, source.vocabulary.len());
    for field in ["slug", "title"] {
        manifest.reset(Part::Edition, field, Reason::GivenAnew);
    }
    manifest.reset(Part::Edition, "state", Reason::BeginsAsDraft);
    let start = if new.starts_on.is_some() { Reason::GivenAnew } else { Reason::NoNewStart };
    manifest.reset(Part::Edition, "starts_on", start);
    let ends_on = source.ends_on.as_ref().and_then(|date| {
        let (moved, reason) = shift.date(date);
        manifest.reset(Part::Edition, "ends_on", reason);
        moved
    });
    Edition {
        id: EditionId(Uuid::now_v7()),
        version: 1,
        created_at: work.now,
        slug: new.slug.as_str().to_owned(),
        title: new.title.to_map(),
        starts_on: new.starts_on,
        ends_on,
        state: EditionState::Draft,
        state_reason: None,
        published_at: None,
        concluded_at: None,
        windows_version: 1,
        purposes_version: 1,
        questions_version: 1,
        ..source.clone()
    }
}

fn tell_set_up(set_up: &SetUp, manifest: &mut Manifest) {
    // The programme is told with what waits.
    let SetUp { windows, pools, profiles, policy, purposes, programme: _ } = set_up;
    let sizes = [policy.size_min, policy.size_max].iter().flatten().count();
    manifest.copied(Part::Window, windows.len());
    manifest.copied(Part::Pool, pools.len());
    manifest.copied(Part::Profile, profiles.len());
    manifest.copied(Part::CompositionRule, sizes + policy.at_least.len());
    manifest.copied(Part::ConsentPurpose, purposes.len());
    if !pools.is_empty() {
        manifest.reset(Part::Pool, "taken", Reason::NobodyRegisteredYet);
    }
}

/// Moments that move with the start, and what is told of each field once.
struct Moving {
    shift: Shift,
    told: BTreeSet<(&'static str, Reason)>,
}

impl Moving {
    fn by(shift: Shift) -> Self {
        Self { shift, told: BTreeSet::new() }
    }

    fn moved(&mut self, field: &'static str, moment: Option<Moment>) -> Option<Moment> {
        let (moved, reason) = self.shift.moment(&moment?);
        self.told.insert((field, reason));
        moved
    }

    fn tell(self, part: Part, manifest: &mut Manifest) {
        for (field, reason) in self.told {
            manifest.reset(part, field, reason);
        }
    }
}

/// Moves the ends of windows with the start, or leaves them blank.
fn shift_windows(windows: &mut [SaidWindow], shift: Shift, manifest: &mut Manifest) {
    let mut moving = Moving::by(shift);
    for window in windows {
        let SaidWindow { kind, opens_at, closes_at } = window.clone();
        let (opens_at, closes_at) =
            (moving.moved("opens_at", opens_at), moving.moved("closes_at", closes_at));
        *window = ever_open(SaidWindow { kind, opens_at, closes_at });
        if closes_at.is_some() && window.closes_at.is_none() {
            moving.told.insert(("closes_at", Reason::ClosesBeforeItOpens));
        }
    }
    moving.tell(Part::Window, manifest);
}

/// Moves the times of a programme in the same way; what never had any is counted from the new start, or goes on waiting for one.
fn shift_programme(programme: &mut [SetUpItem], shift: Shift, manifest: &mut Manifest) {
    let mut moving = Moving::by(shift);
    for item in programme {
        let Hours { starts, ends } = item.hours;
        let (starts, ends) = (moving.moved("starts", starts), moving.moved("ends", ends));
        item.hours = Hours { starts, ends }.ever();
        if ends.is_some() && item.hours.ends.is_none() {
            moving.told.insert(("ends", Reason::ClosesBeforeItOpens));
        }
        if item.is_hosted {
            moving.told.insert(("hosts", Reason::Personal));
        }
    }
    moving.tell(Part::ProgrammeItem, manifest);
}

/// Keeps the organizations that are partners of the source from being deleted, before anything smaller is locked.
async fn hold_partners(work: &Work<'_, CloneEdition>) -> Result<BTreeSet<OrganizationId>, Failure> {
    let partners = partners::all(work.tx, work.scope().edition_id).await?;
    let organizations: BTreeSet<_> =
        partners.into_iter().filter_map(|partner| partner.organization).collect();
    for organization in &organizations {
        organizations::hold(work.tx, *organization).await?;
    }
    Ok(organizations)
}

/// Names the same partners again; an organization that agreed to its part in the source is asked anew, and one that
/// declined is not.
async fn copy_partners(
    work: &Work<'_, CloneEdition>,
    edition: &Edition,
    held: &BTreeSet<OrganizationId>,
    manifest: &mut Manifest,
) -> Result<(), Failure> {
    let mut partners = partners::all(work.tx, work.scope().edition_id).await?;
    partners.retain(|partner| partner.state != PartnerState::Declined);
    if partners.iter().filter_map(|partner| partner.organization).any(|asked| !held.contains(&asked)) {
        // It was asked in between, and may be deleted: the block runs again, and holds it.
        return Err(Failure::Conflict);
    }
    manifest.copied(Part::Partner, partners.len());
    if partners.iter().any(|partner| partner.organization.is_some()) {
        manifest.reset(Part::Partner, "state", Reason::AskedAnew);
    }
    for partner in partners {
        let id = PartnerId(Uuid::now_v7());
        let state = PartnerState::at_first(partner.organization.is_some());
        let copy = Partner { id, version: 1, created_at: work.now, edition: edition.id, state, ..partner };
        partners::insert(work.tx, &copy).await?;
    }
    Ok(())
}

/// Names the same themes again, in the same order: they are about problems, and nobody is in them.
async fn copy_themes(
    work: &Work<'_, CloneEdition>,
    edition: &Edition,
    manifest: &mut Manifest,
) -> Result<(), Failure> {
    let themes = themes::all(work.tx, work.scope().edition_id).await?;
    manifest.copied(Part::Theme, themes.len());
    for theme in themes {
        let id = ThemeId(Uuid::now_v7());
        let copy = Theme { id, version: 1, created_at: work.now, edition: edition.id, ..theme };
        themes::insert(work.tx, &copy).await?;
    }
    Ok(())
}

/// What no operation writes yet is counted from the first day, and needs no moving.
fn tell_kept(edition: &Edition, manifest: &mut Manifest) {
    manifest.copied(Part::SupportOffer, edition.waiting.parts.support_offers.len());
    manifest.copied(Part::Question, edition.questions.len());
    manifest.copied(Part::Round, edition.waiting.parts.rounds.len());
}
