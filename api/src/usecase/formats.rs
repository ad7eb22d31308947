//! Formats: those that come with the program, and those that organizations keep.

use std::sync::Arc;

use palabre_domain::audit::Deed;
use palabre_domain::format::{Blueprint, BuiltIn, FormatName, one_more};
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::{EventScope, OrganizationScope};
use palabre_domain::policy::table::{
    ChangeFormat, CreateFormat, DeleteFormat, GetFormat, ListFormats, ListOrganizationFormats, SaveAsFormat,
};
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{Flaw, FormatId, Localized, OrganizationId, Slug};
use palabre_persistence::{Tx, editions, formats, organizations, partners};
use uuid::Uuid;

pub use palabre_persistence::formats::Format;

use super::failure::taken;
pub use super::format_changes::{FormatChanges, PolicyChanges};
use super::journal::acting_role;
use super::set_up::SetUp;
use super::{Answer, App, Ask, Failure, FieldFlaw, Page, Paged, Render, Work};

/// The formats that come with the program, in the order of their ids.
#[derive(Debug, Clone)]
pub struct BuiltInFormats(Arc<Vec<Format>>);

impl BuiltInFormats {
    /// Takes the formats that come with the program.
    ///
    /// # Errors
    /// [`Failure::Unforeseen`] where one is missing, or not sound: a mistake in the program's own files.
    pub fn of(mut formats: Vec<Format>) -> Result<Self, Failure> {
        formats.sort_by_key(|format| format.id);
        for built_in in BuiltIn::ALL {
            let Some(format) = formats.iter().find(|format| format.id == built_in.id()) else {
                return Err(Failure::Unforeseen(format!("the format {built_in} is missing")));
            };
            let flaws = format.blueprint.check();
            if !flaws.is_empty() {
                return Err(Failure::Unforeseen(format!("the format {built_in} is not sound: {flaws:?}")));
            }
        }
        Ok(Self(Arc::new(formats)))
    }

    fn find(&self, id: FormatId) -> Option<&Format> {
        self.0.iter().find(|format| format.id == id)
    }
}

/// A format to keep.
pub struct NewFormat {
    /// Its short name, unique in the organization.
    pub slug: Slug,
    /// Its name.
    pub name: Localized<200>,
    /// What it says of an edition.
    pub blueprint: Blueprint,
}

impl App {
    /// The formats that come with the program.
    ///
    /// # Errors
    /// None today.
    pub async fn list_formats(&self, _: &Ask<ListFormats>, page: Page) -> Result<Paged<Format>, Failure> {
        let after = page.after.unwrap_or_default();
        let rest = self.built_in.0.iter().filter(|format| format.id.0 > after).cloned().collect();
        Ok(Paged::cut(rest, &page, |format| format.id.0))
    }

    /// The formats of an organization.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_organization_formats(
        &self,
        ask: &Ask<ListOrganizationFormats>,
        page: Page,
    ) -> Result<Paged<Format>, Failure> {
        let organization = ask.grant.scope().organization_id;
        let found = self
            .read(async |tx| Ok(formats::list(tx, organization, page.after, page.fetch()).await?))
            .await?;
        Ok(Paged::cut(found, &page, |format| format.id.0))
    }

    /// A format.
    ///
    /// # Errors
    /// 404.
    pub async fn get_format(&self, ask: &Ask<GetFormat>) -> Result<Format, Failure> {
        let scope = ask.grant.scope();
        if let Some(format) = self.built_in.find(scope.format_id) {
            return Ok(format.clone());
        }
        self.read(async |tx| formats::find(tx, scope).await?.ok_or_else(Failure::not_found)).await
    }

    /// Keeps a format of an organization.
    ///
    /// # Errors
    /// 422 with the pointer of what is not sound, or lacks the default language; `slug_taken`, `full`.
    pub async fn create_format(
        &self,
        ask: Ask<CreateFormat>,
        new: NewFormat,
        render: Render<Format>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| keep(work, work.scope().organization_id, &new).await).await
    }

    /// Keeps what is set up for an edition as a format of the organization for which the caller organizes it.
    ///
    /// # Errors
    /// `slug_taken`, `full`.
    pub async fn save_as_format(
        &self,
        ask: Ask<SaveAsFormat>,
        slug: Slug,
        name: Localized<200>,
        render: Render<Format>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = editions::find(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            let set_up = SetUp::read(work.tx, work.scope()).await?;
            let waiting = edition.waiting.windows;
            let windows =
                if waiting.is_empty() { set_up.planned_windows(edition.starts_on.as_ref()) } else { waiting };
            let mut programme = edition.waiting.programme;
            programme.extend(set_up.outline(edition.starts_on.as_ref()));
            let blueprint = Blueprint {
                recognition: edition.recognition,
                registration_mode: edition.door.registration_mode,
                stages: edition.stages,
                vocabulary: edition.vocabulary,
                windows,
                pools: set_up.pools,
                profiles: set_up.profiles,
                composition_policy: set_up.policy,
                consent_purposes: set_up.purposes,
                questions: edition.questions,
                programme,
                kept: edition.waiting.parts,
            };
            let new = NewFormat { slug: slug.clone(), name: name.clone(), blueprint };
            let home = partners::organized_for(work.tx, work.scope(), work.grant.account()).await?;
            keep(work, home, &new).await
        })
        .await
    }

    /// Changes a format of an organization; editions made from it stay as they are.
    ///
    /// # Errors
    /// 412; 422 as in keeping one; `slug_taken`.
    pub async fn change_format(
        &self,
        ask: Ask<ChangeFormat>,
        changes: FormatChanges,
        render: Render<Format>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut format = formats::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(format.version)?;
            let organization = work.scope().organization.as_ref().ok_or_else(Failure::not_found)?;
            changes.apply(&mut format, &organization.default_language)?;
            refuse(&format.blueprint, &organization.default_language, None)?;
            formats::save(work.tx, &mut format).await.map_err(taken(Refusal::SlugTaken))?;
            work.record(Deed::FormatChanged, format.id).await?;
            Ok(format)
        })
        .await
    }

    /// Deletes a format of an organization; editions made from it stay as they are.
    ///
    /// # Errors
    /// 412.
    pub async fn delete_format(&self, ask: Ask<DeleteFormat>, render: Render<()>) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let format = formats::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            work.check_version(format.version)?;
            work.record(Deed::FormatDeleted, format.id).await?;
            Ok(formats::delete(work.tx, &format).await?)
        })
        .await
    }
}

impl<A: Action<Scope = EventScope>> Work<'_, A> {
    /// The blueprint of a format that an edition shall be made from: a built-in one, or the organization's own.
    ///
    /// # Errors
    /// 422 at `/format`: there is none, or it does not speak the organization's default language.
    pub(super) async fn blueprint(&self, name: &FormatName) -> Result<Blueprint, Failure> {
        let organization = &self.scope().organization;
        let found = match name {
            FormatName::BuiltIn(built_in) => self.app.built_in.find(built_in.id()).cloned(),
            FormatName::Own(id) => formats::find_of(self.tx, organization, *id).await?,
        };
        let refused = |code| Failure::field("/format", Flaw::Broken(code));
        let blueprint = found.ok_or_else(|| refused("unknown_format"))?.blueprint;
        if blueprint.silent_in(&organization.default_language).is_empty() {
            Ok(blueprint)
        } else {
            Err(refused("default_language_missing"))
        }
    }
}

/// Keeps a format, under the lock of its organization: that is not deleted meanwhile, and counts its formats.
async fn keep<A: Action>(
    work: &Work<'_, A>,
    organization: OrganizationId,
    new: &NewFormat,
) -> Result<Format, Failure>
where
    A::Scope: super::Located,
{
    let NewFormat { slug, name, blueprint } = new;
    let language = default_language(work.tx, organization).await?;
    refuse(blueprint, &language, Some(name))?;
    one_more(formats::count(work.tx, organization).await?)?;
    let format = Format {
        id: FormatId(Uuid::now_v7()),
        version: 1,
        created_at: work.now,
        organization: Some(organization),
        slug: slug.as_str().to_owned(),
        name: name.to_map(),
        blueprint: blueprint.clone(),
    };
    formats::insert(work.tx, organization, &format).await.map_err(taken(Refusal::SlugTaken))?;
    // In the journal of the organization that keeps it, which may not be the one of the edition it is taken off.
    let (account, role) = (work.grant.account(), acting_role(work.grant.roles()));
    work.record_in((organization, None), Deed::FormatCreated, format.id, account, role).await?;
    Ok(format)
}

/// The default language of an organization, which is locked with it.
async fn default_language(tx: &Tx, organization_id: OrganizationId) -> Result<String, Failure> {
    let scope = OrganizationScope { organization_id, default_language: String::new() };
    let organization = organizations::lock(tx, &scope).await?.ok_or_else(Failure::not_found)?;
    Ok(organization.default_language)
}

/// Refuses all that is not sound, and all that is silent in the default language.
fn refuse(blueprint: &Blueprint, language: &str, name: Option<&Localized<200>>) -> Result<(), Failure> {
    let unnamed = name.filter(|name| !name.speaks_tag(language)).map(|_| "/name".to_owned());
    let silent = unnamed.into_iter().chain(blueprint.silent_in(language));
    let silent = silent.map(|pointer| (pointer, Flaw::Broken("default_language_missing")));
    let flaws = blueprint.check().into_iter().chain(silent);
    let flaws: Vec<FieldFlaw> = flaws.map(|(pointer, flaw)| FieldFlaw { pointer, flaw }).collect();
    if flaws.is_empty() { Ok(()) } else { Err(Failure::Invalid(flaws)) }
}
