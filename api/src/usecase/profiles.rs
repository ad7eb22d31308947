//! Profiles: what people register as.

use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::{EditionScope, ProfileScope};
use palabre_domain::policy::table::{ChangeProfile, CreateProfile, DeleteProfile, GetProfile, ListProfiles};
use palabre_domain::pool::{Knowledge, one_more};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{Flaw, Localized, LocalizedPatch, ProfileId, Slug};
use palabre_persistence::profiles::DrawnPool;
use palabre_persistence::{Tx, policies, pools, profiles, questions};
use uuid::Uuid;

pub use palabre_persistence::profiles::Profile;

use super::failure::taken;
use super::localized::Merging;
use super::{Answer, App, Ask, Failure, FieldFlaw, Page, Paged, Render, Work, localized};

/// A profile to make.
pub struct NewProfile {
    /// Its short name, unique in the edition.
    pub slug: Slug,
    /// Its name.
    pub name: Localized<200>,
    /// The kind of knowledge it brings.
    pub knowledge: Knowledge,
    /// The pools it draws from.
    pub pools: Vec<Slug>,
}

/// What to change of a profile.
pub struct ProfileChanges {
    /// Another short name.
    pub slug: Option<Slug>,
    /// Another name.
    pub name: Option<LocalizedPatch<200>>,
    /// Another kind of knowledge.
    pub knowledge: Option<Knowledge>,
    /// Other pools.
    pub pools: Option<Vec<Slug>>,
}

impl App {
    /// Makes a profile.
    ///
    /// # Errors
    /// 422 where the name lacks the default language or a pool is unknown; `wrong_state`, `slug_taken`, `full`.
    pub async fn create_profile(
        &self,
        ask: Ask<CreateProfile>,
        new: NewProfile,
        render: Render<Profile>,
    ) -> Result<Answer, Failure> {
        let default_language = &ask.grant.scope().organization.default_language;
        localized::present("/name", Some(&new.name), default_language)?;
        self.write(ask, render, async move |work| {
            let edition = work.scope();
            work.enter(edition, Writing::SetUp).await?;
            one_more(profiles::count(work.tx, edition.edition_id).await?)?;
            let profile = Profile {
                id: ProfileId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                edition: edition.edition_id,
                slug: new.slug.as_str().to_owned(),
                name: new.name.to_map(),
                knowledge: new.knowledge,
                pools: drawn(work.tx, edition, &new.pools).await?,
            };
            profiles::insert(work.tx, &profile).await.map_err(taken(Refusal::SlugTaken))?;
            work.record(Deed::ProfileCreated, profile.id).await?;
            Ok(profile)
        })
        .await
    }

    /// The profiles of an edition.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_profiles(
        &self,
        ask: &Ask<ListProfiles>,
        page: Page,
    ) -> Result<Paged<Profile>, Failure> {
        let edition = ask.grant.scope().edition_id;
        let found =
            self.read(async |tx| Ok(profiles::list(tx, edition, page.after, page.fetch()).await?)).await?;
        Ok(Paged::cut(found, &page, |profile| profile.id.0))
    }

    /// A profile.
    ///
    /// # Errors
    /// 404.
    pub async fn get_profile(&self, ask: &Ask<GetProfile>) -> Result<Profile, Failure> {
        self.read(async |tx| profiles::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found))
            .await
    }

    /// Changes a profile; its pools only while no live registration has it, because that holds places in them.
    ///
    /// # Errors
    /// 412; 422 where the name lacks the default language or a pool is unknown; `wrong_state`, `slug_taken`, `in_use`.
    pub async fn change_profile(
        &self,
        ask: Ask<ChangeProfile>,
        changes: ProfileChanges,
        render: Render<Profile>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = &work.scope().edition;
            if changes.slug.is_some() {
                // The composition policy shows slugs: its version goes up, under the lock that it is saved under. First,
                // because a lock that is made stronger later is waited for by those who wait for this one.
                policies::lock(work.tx, edition).await?.ok_or_else(Failure::not_found)?;
            }
            let mut profile = under_lock(work).await?;
            let ProfileChanges { slug, name, knowledge, pools } = &changes;
            let slug_before = profile.slug.clone();
            if let Some(slug) = slug {
                profile.slug = slug.as_str().to_owned();
            }
            let mut merging = Merging::into_texts_in(&edition.organization.default_language);
            merging.required("/name", &mut profile.name, name.as_ref());
            merging.done()?;
            if let Some(knowledge) = knowledge {
                profile.knowledge = *knowledge;
            }
            if let Some(pools) = pools {
                let drawn = drawn(work.tx, edition, pools).await?;
                if drawn != profile.pools {
                    if profiles::has_live_registrations(work.tx, profile.id).await? {
                        return Err(Refusal::InUse.into());
                    }
                    profile.pools = drawn;
                    profiles::save_pools(work.tx, &profile).await?;
                }
            }
            profiles::save(work.tx, &mut profile).await.map_err(taken(Refusal::SlugTaken))?;
            if profile.slug != slug_before {
                profiles::slug_was_changed(work.tx, profile.id).await?;
                policies::slug_was_changed(work.tx, edition).await?;
                questions::slug_was_changed(work.tx, edition, &slug_before, &profile.slug).await?;
            }
            work.record(Deed::ProfileChanged, profile.id).await?;
            Ok(profile)
        })
        .await
    }

    /// Deletes a profile with which nobody ever registered, and which neither the composition policy nor a question names.
    ///
    /// # Errors
    /// 412; `wrong_state`; `in_use` where somebody did, or it does.
    pub async fn delete_profile(
        &self,
        ask: Ask<DeleteProfile>,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let profile = under_lock(work).await?;
            if profiles::has_registrations(work.tx, profile.id).await?
                || policies::asks_for(work.tx, &work.scope().edition, profile.id).await?
                || questions::name_profile(work.tx, &work.scope().edition, &profile.slug).await?
            {
                return Err(Refusal::InUse.into());
            }
            work.record(Deed::ProfileDeleted, profile.id).await?;
            Ok(profiles::delete(work.tx, &profile).await?)
        })
        .await
    }
}

/// The profile of the scope, locked, at the version the caller has seen: whoever registers with it waits, or is waited for.
async fn under_lock<A: Action<Scope = ProfileScope>>(work: &Work<'_, A>) -> Result<Profile, Failure> {
    work.enter(&work.scope().edition, Writing::SetUp).await?;
    let found = profiles::lock(work.tx, work.scope()).await?;
    let profile = found.ok_or_else(Failure::not_found)?;
    work.check_version(profile.version)?;
    Ok(profile)
}

/// The pools with these slugs, in the order of their ids, kept from being deleted until the end of the transaction.
async fn drawn(tx: &Tx, edition: &EditionScope, slugs: &[Slug]) -> Result<Vec<DrawnPool>, Failure> {
    let there = pools::hold_by_slug(tx, edition.edition_id, slugs).await?;
    let flaw = |(at, slug): (usize, &Slug)| {
        let code = if !there.iter().any(|pool| pool.slug == slug.as_str()) {
            "unknown_pool"
        } else if slugs.iter().take(at).any(|earlier| earlier == slug) {
            "pool_twice"
        } else {
            return None;
        };
        Some(FieldFlaw { pointer: format!("/pools/{at}"), flaw: Flaw::Broken(code) })
    };
    let flaws: Vec<FieldFlaw> = slugs.iter().enumerate().filter_map(flaw).collect();
    if !flaws.is_empty() {
        return Err(Failure::Invalid(flaws));
    }
    Ok(there.into_iter().map(|pool| DrawnPool { id: pool.id, slug: pool.slug }).collect())
}
