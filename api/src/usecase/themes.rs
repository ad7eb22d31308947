//! Themes: what problems are about, named before anybody speaks or found in what was said.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::ThemeScope;
use palabre_domain::policy::table::{
    AddThemeStatement, ChangeTheme, CreateTheme, DeleteTheme, GetTheme, ListThemes, RemoveThemeStatement,
};
use palabre_domain::rejection::Refusal;
use palabre_domain::theme::{one_more, one_more_of_a_statement};
use palabre_domain::values::{StatementId, Text, ThemeId};
use palabre_persistence::dispositions::{self, Disposition};
use palabre_persistence::themes;
use uuid::Uuid;

pub use palabre_persistence::themes::Theme;

use super::failure::taken;
use super::{Answer, App, Ask, Failure, Page, Paged, Render, Work};

/// A theme to name.
pub struct NewTheme {
    /// Its name.
    pub name: Text<200>,
    /// Whether nothing that is voiced under it is open.
    pub sensitive: bool,
}

/// What to change of a theme.
pub struct ThemeChanges {
    /// Another name.
    pub name: Option<Text<200>>,
    /// Whether it is sensitive from here on.
    pub sensitive: Option<bool>,
}

impl App {
    /// Names a theme.
    ///
    /// # Errors
    /// `wrong_state`, `full`, `name_taken`.
    pub async fn create_theme(
        &self,
        ask: Ask<CreateTheme>,
        new: NewTheme,
        render: Render<Theme>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            // Locked against others who name one: they are counted.
            let edition = work.lock_edition(work.scope()).await?;
            admits(edition.state, Writing::SetUp)?;
            one_more(themes::count(work.tx, edition.id).await?)?;
            let theme = Theme {
                id: ThemeId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                edition: edition.id,
                name: new.name.as_str().to_owned(),
                sensitive: new.sensitive,
            };
            themes::insert(work.tx, &theme).await.map_err(taken(Refusal::NameTaken))?;
            work.record(Deed::ThemeCreated, theme.id).await?;
            Ok(theme)
        })
        .await
    }

    /// The themes of an edition.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_themes(&self, ask: &Ask<ListThemes>, page: Page) -> Result<Paged<Theme>, Failure> {
        let edition = ask.grant.scope().edition_id;
        let found =
            self.read(async |tx| Ok(themes::list(tx, edition, page.after, page.fetch()).await?)).await?;
        Ok(Paged::cut(found, &page, |theme| theme.id.0))
    }

    /// A theme.
    ///
    /// # Errors
    /// 404.
    pub async fn get_theme(&self, ask: &Ask<GetTheme>) -> Result<Theme, Failure> {
        self.read(async |tx| themes::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found)).await
    }

    /// Changes a theme; who reads what was voiced under it before stays as it was.
    ///
    /// # Errors
    /// 412; `wrong_state`, `name_taken`.
    pub async fn change_theme(
        &self,
        ask: Ask<ChangeTheme>,
        changes: ThemeChanges,
        render: Render<Theme>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut theme = under_lock(work).await?;
            if let Some(name) = &changes.name {
                theme.name = name.as_str().to_owned();
            }
            theme.sensitive = changes.sensitive.unwrap_or(theme.sensitive);
            themes::save(work.tx, &mut theme).await.map_err(taken(Refusal::NameTaken))?;
            work.record(Deed::ThemeChanged, theme.id).await?;
            Ok(theme)
        })
        .await
    }

    /// Deletes a theme, and takes it off the statements under it, which stay as they are.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn delete_theme(&self, ask: Ask<DeleteTheme>, render: Render<()>) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let theme = under_lock(work).await?;
            themes::delete(work.tx, &theme).await?;
            work.record(Deed::ThemeDeleted, theme.id).await
        })
        .await
    }

    /// Puts a theme on a statement; one that is on it stays. Who reads the statement, and where it stands, stays as it was.
    ///
    /// # Errors
    /// 404; `wrong_state`, `full`.
    pub async fn add_theme_statement(
        &self,
        ask: Ask<AddThemeStatement>,
        statement: StatementId,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let (theme, mut statement) = both(work, statement).await?;
            let present = themes::of_statements(work.tx, [statement.id.0]).await?.remove(&statement.id);
            let present = present.unwrap_or_default();
            if present.contains(&theme.id) {
                return Ok(());
            }
            one_more_of_a_statement(present.len())?;
            themes::put(work.tx, &[theme.id], statement.id).await?;
            dispositions::save(work.tx, &mut statement).await?;
            work.record(Deed::ThemeStatementAdded, theme.id).await
        })
        .await
    }

    /// Takes a theme off a statement; one that is not on it stays off.
    ///
    /// # Errors
    /// 404; `wrong_state`.
    pub async fn remove_theme_statement(
        &self,
        ask: Ask<RemoveThemeStatement>,
        statement: StatementId,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let (theme, mut statement) = both(work, statement).await?;
            if !themes::take_off(work.tx, theme.id, statement.id).await? {
                return Ok(());
            }
            dispositions::save(work.tx, &mut statement).await?;
            work.record(Deed::ThemeStatementRemoved, theme.id).await
        })
        .await
    }
}

/// The theme of the scope, locked, in the version that the caller has seen.
async fn under_lock<A: Action<Scope = ThemeScope>>(work: &Work<'_, A>) -> Result<Theme, Failure> {
    work.enter(&work.scope().edition, Writing::SetUp).await?;
    let theme = themes::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
    work.check_version(theme.version)?;
    Ok(theme)
}

/// The theme of the scope, which stays what it is meanwhile, and a statement of the same edition, locked. What a statement
/// shows of its themes is in its version.
async fn both<A: Action<Scope = ThemeScope>>(
    work: &Work<'_, A>,
    statement: StatementId,
) -> Result<(Theme, Disposition), Failure> {
    let edition = &work.scope().edition;
    work.enter(edition, Writing::Arc).await?;
    let theme = themes::hold(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
    let statement = dispositions::lock_all(work.tx, edition, [statement]).await?.pop();
    Ok((theme, statement.ok_or_else(Failure::not_found)?))
}
