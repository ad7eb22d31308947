//! Formats.

use actix_web::{delete, get, patch, post};
use palabre_domain::format::BuiltIn;
use palabre_domain::policy::table::{
    ChangeFormat, CreateFormat, DeleteFormat, GetFormat, ListFormats, ListOrganizationFormats, SaveAsFormat,
};
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::format_answers::FormatAnswer;
use super::format_bodies::{FormatPatch, NewFormatBody, SaveAsFormatBody};
use crate::usecase::Failure;
use crate::usecase::formats::{BuiltInFormats, Format, NewFormat};

/// The files of the formats that come with the program, each as one would send it.
const fn file(built_in: BuiltIn) -> &'static str {
    match built_in {
        BuiltIn::Slow => include_str!("../../formats/slow.json"),
        BuiltIn::Social => include_str!("../../formats/social.json"),
        BuiltIn::OpenCrisis => include_str!("../../formats/open_crisis.json"),
    }
}

/// The formats that come with the program, read and checked like those that are sent.
///
/// # Errors
/// What is wrong with a file: the program does not start with it.
pub fn built_in_formats() -> Result<BuiltInFormats, Failure> {
    BuiltInFormats::of(BuiltIn::ALL.iter().map(|built_in| read(*built_in)).collect::<Result<_, _>>()?)
}

fn read(built_in: BuiltIn) -> Result<Format, Failure> {
    let json: serde_json::Value = serde_json::from_str(file(built_in)).map_err(Failure::unforeseen)?;
    let body =
        deserr::deserialize::<NewFormatBody, _, Flaws>(json).map_err(|flaws| Failure::Invalid(flaws.0))?;
    let NewFormat { slug, name, blueprint } = body.command()?;
    let (id, name) = (built_in.id(), name.to_map());
    if slug.as_str() != built_in.as_str() {
        return Err(Failure::Unforeseen(format!("the file of {built_in} is that of {slug:?}")));
    }
    let created_at = built_in.since();
    Ok(Format { id, version: 1, created_at, organization: None, slug: slug.into(), name, blueprint })
}

/// List the formats that come with the program.
#[utoipa::path(
    tag = "Formats",
    params(ListQuery),
    responses((status = 200, description = "A page of formats", body = ListAnswer<FormatAnswer>))
)]
#[get("/v1/formats")]
pub async fn list_formats(call: Allowed<ListFormats, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_formats(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<FormatAnswer>(page, &call.continuation())))
}

/// Keep a format of an organization.
#[utoipa::path(
    tag = "Formats",
    request_body = NewFormatBody,
    responses((status = 201, description = "The format", body = FormatAnswer)),
    extensions(("x-codes" = json!(["slug_taken", "full"])))
)]
#[post("/v1/organizations/{organization_id}/formats")]
pub async fn create_format(call: Allowed<CreateFormat, NewFormatBody>) -> Handled {
    let new = call.body.command()?;
    Ok(call.app.create_format(call.ask, new, created::<FormatAnswer>).await?.into())
}

/// List the formats of an organization.
#[utoipa::path(
    tag = "Formats",
    params(ListQuery),
    responses((status = 200, description = "A page of formats", body = ListAnswer<FormatAnswer>))
)]
#[get("/v1/organizations/{organization_id}/formats")]
pub async fn list_organization_formats(call: Allowed<ListOrganizationFormats, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_organization_formats(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<FormatAnswer>(page, &call.continuation())))
}

/// Read a format; anyone reads those that come with the program.
#[utoipa::path(tag = "Formats", responses((status = 200, description = "The format", body = FormatAnswer)))]
#[get("/v1/formats/{format_id}")]
pub async fn get_format(call: Allowed<GetFormat>) -> Handled {
    let format = call.app.get_format(&call.ask).await?;
    Ok(call.shown::<FormatAnswer>(&format))
}

/// Change a format of an organization; editions that were made from it stay as they are.
#[utoipa::path(
    tag = "Formats",
    request_body = FormatPatch,
    responses((status = 200, description = "The format", body = FormatAnswer)),
    extensions(("x-codes" = json!(["slug_taken"])))
)]
#[patch("/v1/formats/{format_id}")]
pub async fn change_format(call: Allowed<ChangeFormat, FormatPatch>) -> Handled {
    let changes = call.body.command()?;
    Ok(call.app.change_format(call.ask, changes, shown::<FormatAnswer>).await?.into())
}

/// Delete a format of an organization; editions that were made from it stay as they are.
#[utoipa::path(tag = "Formats", responses((status = 204, description = "Deleted")))]
#[delete("/v1/formats/{format_id}")]
pub async fn delete_format(call: Allowed<DeleteFormat>) -> Handled {
    Ok(call.app.delete_format(call.ask, done::<()>).await?.into())
}

/// Keep what is set up for an edition as a format of its organization: its structure and words, and nobody's data.
#[utoipa::path(
    tag = "Formats",
    request_body = SaveAsFormatBody,
    responses((status = 201, description = "The format", body = FormatAnswer)),
    extensions(("x-codes" = json!(["slug_taken", "full"])))
)]
#[post("/v1/editions/{edition_id}/save-as-format")]
pub async fn save_as_format(call: Allowed<SaveAsFormat, SaveAsFormatBody>) -> Handled {
    let SaveAsFormatBody { slug, name } = call.body;
    Ok(call.app.save_as_format(call.ask, slug.0, name.0, created::<FormatAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(list_formats)
        .service(create_format)
        .service(list_organization_formats)
        .service(get_format)
        .service(change_format)
        .service(delete_format)
        .service(save_as_format);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_that_comes_with_the_program_is_sound_and_speaks_four_languages() {
        let formats = built_in_formats().map_err(|failure| format!("{failure:?}"));
        assert_eq!(formats.as_ref().err(), None);
        for built_in in BuiltIn::ALL {
            let format = read(*built_in).map_err(|failure| format!("{failure:?}")).unwrap();
            for tag in ["fr", "en", "nl", "de"] {
                assert_eq!(format.blueprint.silent_in(tag), Vec::<String>::new(), "{built_in} in {tag}");
                assert!(format.name.contains_key(tag));
            }
        }
    }
}
