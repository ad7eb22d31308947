//! Themes of editions, and the statements under them.

use actix_web::{delete, get, patch, post, put};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{
    AddThemeStatement, ChangeTheme, CreateTheme, DeleteTheme, GetTheme, ListThemes, RemoveThemeStatement,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::wire::{Change, Text200};
use crate::usecase::themes::{NewTheme, Theme, ThemeChanges};

/// A theme to name.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewThemeBody {
    /// Its name, unique in the edition but for case and accents.
    #[schema(example = "Housing")]
    pub name: Text200,
    /// Whether what is voiced under it is never open to anyone, whatever its voice asks for; it is not, unless said so.
    #[deserr(default)]
    pub sensitive: Option<bool>,
}

/// What to change of a theme.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ThemePatch {
    /// Another name.
    #[deserr(default)]
    #[schema(value_type = Text200, required = false)]
    pub name: Change<Text200>,
    /// Whether it is sensitive from here on; what was voiced under it before stays as it was.
    #[deserr(default)]
    #[schema(value_type = bool, required = false)]
    pub sensitive: Change<bool>,
}

/// What problems are about.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Theme)]
pub struct ThemeAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes; what is put under it is none of them.
    pub version: i64,
    /// When it was named.
    pub created_at: DateTime<Utc>,
    /// Of which edition.
    pub edition_id: Uuid,
    /// Its name.
    pub name: String,
    /// Whether what is voiced under it is never open to anyone.
    pub sensitive: bool,
}

impl Resource for ThemeAnswer {
    type View = Theme;

    fn of(theme: &Theme) -> Self {
        let Theme { id, version, created_at, edition, name, sensitive } = theme.clone();
        Self { id: id.0, version, created_at, edition_id: edition.0, name, sensitive }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/themes/{}", self.id)
    }
}

/// Name a theme.
#[utoipa::path(
    tag = "Problem statements",
    request_body = NewThemeBody,
    responses((status = 201, description = "The theme", body = ThemeAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "full", "name_taken"])))
)]
#[post("/v1/editions/{edition_id}/themes")]
pub async fn create_theme(call: Allowed<CreateTheme, NewThemeBody>) -> Handled {
    let NewThemeBody { name, sensitive } = call.body;
    let new = NewTheme { name: name.0, sensitive: sensitive.unwrap_or_default() };
    Ok(call.app.create_theme(call.ask, new, created::<ThemeAnswer>).await?.into())
}

/// List the themes of an edition, oldest first; their statements are listed by `theme`.
#[utoipa::path(
    tag = "Problem statements",
    params(ListQuery),
    responses((status = 200, description = "A page of themes", body = ListAnswer<ThemeAnswer>))
)]
#[get("/v1/editions/{edition_id}/themes")]
pub async fn list_themes(call: Allowed<ListThemes, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_themes(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<ThemeAnswer>(page, &call.continuation())))
}

/// Read a theme.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 200, description = "The theme", body = ThemeAnswer))
)]
#[get("/v1/themes/{theme_id}")]
pub async fn get_theme(call: Allowed<GetTheme>) -> Handled {
    let theme = call.app.get_theme(&call.ask).await?;
    Ok(call.shown::<ThemeAnswer>(&theme))
}

/// Change a theme; who reads what was voiced under it before stays as it was.
#[utoipa::path(
    tag = "Problem statements",
    request_body = ThemePatch,
    responses((status = 200, description = "The theme", body = ThemeAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "name_taken"])))
)]
#[patch("/v1/themes/{theme_id}")]
pub async fn change_theme(call: Allowed<ChangeTheme, ThemePatch>) -> Handled {
    let ThemePatch { name, sensitive } = call.body;
    let changes =
        ThemeChanges { name: name.map(|name| name.0), sensitive: sensitive.map(|sensitive| sensitive) };
    Ok(call.app.change_theme(call.ask, changes, shown::<ThemeAnswer>).await?.into())
}

/// Delete a theme; the statements under it stay, without it.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 204, description = "Deleted")),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[delete("/v1/themes/{theme_id}")]
pub async fn delete_theme(call: Allowed<DeleteTheme>) -> Handled {
    Ok(call.app.delete_theme(call.ask, done::<()>).await?.into())
}

/// Put a theme on a statement; nothing changes where it is on it, nor who reads the statement.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 204, description = "Is under the theme")),
    extensions(("x-codes" = json!(["wrong_state", "full"])))
)]
#[put("/v1/themes/{theme_id}/statements/{statement_id}")]
pub async fn add_theme_statement(call: Allowed<AddThemeStatement>) -> Handled {
    let statement = call.id("statement_id")?;
    Ok(call.app.add_theme_statement(call.ask, statement, done::<()>).await?.into())
}

/// Take a theme off a statement; nothing changes where it is not on it.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 204, description = "Is not under the theme")),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[delete("/v1/themes/{theme_id}/statements/{statement_id}")]
pub async fn remove_theme_statement(call: Allowed<RemoveThemeStatement>) -> Handled {
    let statement = call.id("statement_id")?;
    Ok(call.app.remove_theme_statement(call.ask, statement, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_theme)
        .service(list_themes)
        .service(get_theme)
        .service(change_theme)
        .service(delete_theme)
        .service(add_theme_statement)
        .service(remove_theme_statement);
}
