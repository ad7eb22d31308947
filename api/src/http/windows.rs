//! Windows of editions.

use actix_web::{get, put};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{GetWindows, ReplaceWindows};
use palabre_domain::values::Moment;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{Resource, shown};
use super::body::Flaws;
use super::wire::{Few, InLocalTime, InTimeZone, InUtcInstant, InWindowKind};
use crate::usecase::windows::{SaidWindow, WindowSet};
use crate::usecase::{Failure, FieldFlaw};

/// A time by the clock of a place.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct MomentBody {
    /// What the clock shows.
    pub local: InLocalTime,
    /// Where.
    pub time_zone: InTimeZone,
    /// The instant; needed only where the clock shows that time twice or never.
    #[deserr(default)]
    pub instant: Option<InUtcInstant>,
}

impl MomentBody {
    /// The moment that this says, at this pointer.
    ///
    /// # Errors
    /// A time that does not exist, exists twice, or is not the instant given beside it.
    pub fn moment(self, pointer: &str) -> Result<Moment, FieldFlaw> {
        let Self { local, time_zone, instant } = self;
        Moment::at(local.0, time_zone.0, instant.map(|instant| instant.0.0)).map_err(|flaw| {
            let field = if flaw.code() == "instant_mismatch" { "instant" } else { "local" };
            FieldFlaw { pointer: format!("{pointer}/{field}"), flaw }
        })
    }
}

/// A window.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct WindowBody {
    /// What it is for.
    pub kind: InWindowKind,
    /// When it opens; null where it was always open.
    #[deserr(default)]
    pub opens_at: Option<MomentBody>,
    /// When it closes; null where it never does.
    #[deserr(default)]
    pub closes_at: Option<MomentBody>,
}

type WindowBodies = Few<WindowBody, 50>;

/// The windows that an edition shall have.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct WindowsBody {
    /// The windows; they may overlap.
    pub windows: WindowBodies,
}

impl WindowsBody {
    /// As the use case takes it: each local time has become an instant.
    ///
    /// # Errors
    /// Each time that does not exist, exists twice, or is not the instant given beside it.
    fn command(self) -> Result<Vec<SaidWindow>, Failure> {
        let mut flaws = Vec::new();
        let mut end = |body: Option<MomentBody>, pointer: String| {
            body?.moment(&pointer).map_err(|flaw| flaws.push(flaw)).ok()
        };
        let mut windows = Vec::with_capacity(self.windows.0.len());
        for (at, WindowBody { kind, opens_at, closes_at }) in self.windows.0.into_iter().enumerate() {
            let opens_at = end(opens_at, format!("/windows/{at}/opens_at"));
            let closes_at = end(closes_at, format!("/windows/{at}/closes_at"));
            windows.push(SaidWindow { kind: kind.0, opens_at, closes_at });
        }
        if flaws.is_empty() { Ok(windows) } else { Err(Failure::Invalid(flaws)) }
    }
}

/// A time by the clock of a place, and the instant that it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Moment)]
pub struct MomentAnswer {
    /// What the clock shows.
    pub local: String,
    /// Where.
    pub time_zone: String,
    /// The instant.
    pub instant: DateTime<Utc>,
}

impl From<Moment> for MomentAnswer {
    fn from(Moment { local, time_zone, instant }: Moment) -> Self {
        Self { local: local.into(), time_zone: time_zone.into(), instant }
    }
}

/// A window.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Window)]
pub struct WindowAnswer {
    /// What it is for.
    #[schema(value_type = InWindowKind)]
    pub kind: &'static str,
    /// When it opens; null where it was always open.
    pub opens_at: Option<MomentAnswer>,
    /// When it closes; null where it never does.
    pub closes_at: Option<MomentAnswer>,
}

/// The windows of an edition.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Windows)]
pub struct WindowsAnswer {
    /// Of which edition.
    pub edition_id: Uuid,
    /// Counts how often they were replaced.
    pub version: i64,
    /// The windows.
    pub windows: Vec<WindowAnswer>,
}

impl Resource for WindowsAnswer {
    type View = WindowSet;

    fn of(set: &WindowSet) -> Self {
        let WindowSet { edition, version, windows } = set;
        let window = |SaidWindow { kind, opens_at, closes_at }: &SaidWindow| WindowAnswer {
            kind: kind.as_str(),
            opens_at: opens_at.map(Into::into),
            closes_at: closes_at.map(Into::into),
        };
        Self { edition_id: edition.0, version: *version, windows: windows.iter().map(window).collect() }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/editions/{}/windows", self.edition_id)
    }
}

/// Read the windows of an edition.
#[utoipa::path(tag = "Editions", responses((status = 200, description = "The windows", body = WindowsAnswer)))]
#[get("/v1/editions/{edition_id}/windows")]
pub async fn get_windows(call: Allowed<GetWindows>) -> Handled {
    let windows = call.app.get_windows(&call.ask).await?;
    Ok(call.shown::<WindowsAnswer>(&windows))
}

/// Replace the windows of an edition.
#[utoipa::path(
    tag = "Editions",
    request_body = WindowsBody,
    responses((status = 200, description = "The windows", body = WindowsAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[put("/v1/editions/{edition_id}/windows")]
pub async fn replace_windows(call: Allowed<ReplaceWindows, WindowsBody>) -> Handled {
    let windows = call.body.command()?;
    Ok(call.app.replace_windows(call.ask, windows, shown::<WindowsAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_windows).service(replace_windows);
}
