//! Pools of places.

use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::PoolScope;
use palabre_domain::policy::table::{ChangePool, CreatePool, DeletePool, GetPool, ListPools};
use palabre_domain::pool::{one_more, resize};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{Localized, LocalizedPatch, PoolId, Slug};
use palabre_persistence::pools;
use uuid::Uuid;

pub use palabre_persistence::pools::Pool;

use super::failure::taken;
use super::localized::Merging;
use super::{Answer, App, Ask, Failure, Page, Paged, Render, Work, localized};

/// A pool to make.
pub struct NewPool {
    /// Its short name, unique in the edition.
    pub slug: Slug,
    /// Its name.
    pub name: Localized<200>,
    /// Its places; `None` is unlimited.
    pub size: Option<u32>,
}

/// What to change of a pool.
pub struct PoolChanges {
    /// Another short name.
    pub slug: Option<Slug>,
    /// Another name.
    pub name: Option<LocalizedPatch<200>>,
    /// Another size; `Some(None)` is unlimited.
    pub size: Option<Option<u32>>,
}

impl App {
    /// Makes a pool.
    ///
    /// # Errors
    /// 422 where the name lacks the default language; `wrong_state`, `slug_taken`, `full`.
    pub async fn create_pool(
        &self,
        ask: Ask<CreatePool>,
        new: NewPool,
        render: Render<Pool>,
    ) -> Result<Answer, Failure> {
        let default_language = &ask.grant.scope().organization.default_language;
        localized::present("/name", Some(&new.name), default_language)?;
        self.write(ask, render, async move |work| {
            let edition = work.scope();
            work.enter(edition, Writing::SetUp).await?;
            one_more(pools::count(work.tx, edition.edition_id).await?)?;
            let pool = Pool {
                id: PoolId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                edition: edition.edition_id,
                slug: new.slug.as_str().to_owned(),
                name: new.name.to_map(),
                size: new.size,
                taken: 0,
            };
            pools::insert(work.tx, &pool).await.map_err(taken(Refusal::SlugTaken))?;
            work.record(Deed::PoolCreated, pool.id).await?;
            Ok(pool)
        })
        .await
    }

    /// The pools of an edition.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_pools(&self, ask: &Ask<ListPools>, page: Page) -> Result<Paged<Pool>, Failure> {
        let edition = ask.grant.scope().edition_id;
        let found =
            self.read(async |tx| Ok(pools::list(tx, edition, page.after, page.fetch()).await?)).await?;
        Ok(Paged::cut(found, &page, |pool| pool.id.0))
    }

    /// A pool.
    ///
    /// # Errors
    /// 404.
    pub async fn get_pool(&self, ask: &Ask<GetPool>) -> Result<Pool, Failure> {
        self.read(async |tx| pools::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found)).await
    }

    /// Changes a pool; places that a larger size brings go to those who wait.
    ///
    /// # Errors
    /// 412; 422 where the name lacks the default language; `wrong_state`, `slug_taken`, `size_below_taken`.
    pub async fn change_pool(
        &self,
        ask: Ask<ChangePool>,
        changes: PoolChanges,
        render: Render<Pool>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut pool = under_lock(work).await?;
            let before = pool.clone();
            if let Some(slug) = &changes.slug {
                pool.slug = slug.as_str().to_owned();
            }
            let mut merging = Merging::into_texts_in(&work.scope().edition.organization.default_language);
            merging.required("/name", &mut pool.name, changes.name.as_ref());
            merging.done()?;
            if let Some(size) = changes.size {
                resize(&pool.count(), size)?;
                pool.size = size;
            }
            let slug_changed = pool.slug != before.slug;
            pools::save(work.tx, &mut pool, slug_changed).await.map_err(taken(Refusal::SlugTaken))?;
            work.record(Deed::PoolChanged, pool.id).await?;
            if pool.size != before.size {
                work.pass_places_on(pool.edition).await?;
            }
            pools::find(work.tx, work.scope()).await?.ok_or(Failure::Conflict)
        })
        .await
    }

    /// Deletes a pool that no profile draws from.
    ///
    /// # Errors
    /// 412; `wrong_state`; `in_use` where one does.
    pub async fn delete_pool(&self, ask: Ask<DeletePool>, render: Render<()>) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let pool = under_lock(work).await?;
            if pools::is_drawn_from(work.tx, pool.id).await? {
                return Err(Refusal::InUse.into());
            }
            work.record(Deed::PoolDeleted, pool.id).await?;
            Ok(pools::delete(work.tx, &pool).await?)
        })
        .await
    }
}

/// The pool of the scope, at the version the caller has seen; all pools of its edition are locked with it, because places
/// may be given on.
async fn under_lock<A: Action<Scope = PoolScope>>(work: &Work<'_, A>) -> Result<Pool, Failure> {
    let PoolScope { edition, pool_id } = work.scope();
    work.enter(edition, Writing::SetUp).await?;
    let all = pools::lock_all(work.tx, edition.edition_id).await?;
    let pool = all.into_iter().find(|pool| pool.id == *pool_id).ok_or_else(Failure::not_found)?;
    work.check_version(pool.version)?;
    Ok(pool)
}
