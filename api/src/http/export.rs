//! Everything about me, in one document.

use actix_web::get;
use chrono::{DateTime, Utc};
use palabre_domain::policy::table::GetMyExport;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::accounts::AccountAnswer;
use super::allowed::{Allowed, Handled};
use super::answers::{Resource, json};
use super::registrations::RegistrationAnswer;
use super::tokens::SessionAnswer;
use crate::usecase::export::{
    Act, Attended, Export, GivenConsent, HeldEntry, HeldMembership, HeldTeam, MadePrototype, VoicedStatement,
    WaitingMail,
};
use crate::usecase::registrations::Registration;

/// Everything that is kept about the caller, and nothing about others.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MyExport)]
pub struct ExportAnswer {
    /// The account.
    pub account: AccountAnswer,
    /// Its sessions.
    pub sessions: Vec<SessionAnswer>,
    /// Its memberships of organizations.
    pub memberships: Vec<ExportedMembership>,
    /// Its entries on the staff of editions.
    pub staff: Vec<ExportedEntry>,
    /// The registrations it holds.
    pub registrations: Vec<ExportedRegistration>,
    /// What it voiced under a name or a pseudonym; of an anonymous voice nobody knows.
    pub problem_statements: Vec<ExportedStatement>,
    /// What it did, as the journal has it.
    pub acts: Vec<ExportedAct>,
    /// Mails that wait to be delivered.
    pub mails: Vec<ExportedMail>,
}

/// A membership of an organization.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedMembership {
    /// In which organization.
    pub organization_id: Uuid,
    /// Its name.
    pub organization: String,
    /// As what.
    pub role: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// An entry on the staff of an edition.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedEntry {
    /// Its id.
    pub id: Uuid,
    /// Of which edition.
    pub edition_id: Uuid,
    /// The address that was asked.
    pub email: String,
    /// As what.
    pub role: String,
    /// Where it stands: `invited`, `active`, `ended`.
    pub state: String,
    /// From when it gives rights.
    pub from: Option<DateTime<Utc>>,
    /// Until when.
    pub until: Option<DateTime<Utc>>,
    /// When somebody was asked.
    pub created_at: DateTime<Utc>,
}

/// A registration with what hangs on it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedRegistration {
    /// The registration.
    pub registration: RegistrationAnswer,
    /// The answers to the questions of the edition, by key.
    #[schema(value_type = Option<BTreeMap<String, Object>>)]
    pub answers: Option<serde_json::Value>,
    /// What was said of access needs.
    pub access_needs: Option<String>,
    /// Every consent, withdrawn ones too.
    pub consents: Vec<ExportedConsent>,
    /// The programme items it came to.
    pub attended: Vec<ExportedAttendance>,
    /// The teams it is or was in.
    pub teams: Vec<ExportedTeam>,
    /// The statements of which one said that one's structure lives them too.
    pub resonances: Vec<Uuid>,
}

/// A programme item that one came to.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedAttendance {
    /// Which.
    pub programme_item_id: Uuid,
    /// Its title, by language.
    #[schema(value_type = BTreeMap<String, String>)]
    pub title: serde_json::Value,
    /// When it began, where that is known.
    pub starts_at: Option<DateTime<Utc>>,
}

/// A consent as it was given.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedConsent {
    /// The purpose.
    pub purpose: String,
    /// The version of its text.
    pub version: i32,
    /// What was read, by language.
    #[schema(value_type = BTreeMap<String, String>)]
    pub text: serde_json::Value,
    /// When it was given.
    pub given_at: DateTime<Utc>,
    /// When it was withdrawn.
    pub withdrawn_at: Option<DateTime<Utc>>,
    /// By what way it came.
    pub channel: String,
}

/// A team, and since when.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedTeam {
    /// Which.
    pub team_id: Uuid,
    /// Its name.
    pub name: String,
    /// Since when.
    pub from: DateTime<Utc>,
    /// Until when; null while it lasts.
    pub until: Option<DateTime<Utc>>,
    /// What the team made, by name.
    pub prototypes: Vec<String>,
}

/// A statement with all its wordings.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedStatement {
    /// Which.
    pub id: Uuid,
    /// In which edition.
    pub edition_id: Uuid,
    /// `named` or `pseudonymous`.
    pub voice: String,
    /// The name that was given.
    pub name: Option<String>,
    /// From where one spoke.
    pub origin: String,
    /// The structure that was given.
    pub structure: Option<String>,
    /// In which programme item.
    pub programme_item_id: Option<Uuid>,
    /// Who may read the words.
    pub sensitivity: String,
    /// Its state.
    pub state: String,
    /// On which date.
    pub voiced_on: String,
    /// Its words, the first ones first.
    pub wordings: Vec<ExportedWording>,
}

/// One wording of a statement.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedWording {
    /// Its number, from 1.
    pub number: i32,
    /// The words.
    pub text: String,
    /// On which date.
    pub written_on: String,
}

/// Something that was done.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedAct {
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub action: String,
    /// To what kind of thing.
    pub object_kind: String,
    /// To which.
    pub object_id: Uuid,
}

/// A mail that waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct ExportedMail {
    /// Its subject.
    pub subject: String,
    /// Since when.
    pub created_at: DateTime<Utc>,
}

/// Read everything that is kept about oneself, and nothing about others.
#[utoipa::path(
    tag = "Accounts",
    responses((status = 200, description = "Everything about the caller", body = ExportAnswer))
)]
#[get("/v1/me/export")]
pub async fn get_my_export(call: Allowed<GetMyExport>) -> Handled {
    let export = call.app.get_my_export(&call.ask).await?;
    Ok(call.reply(json(200, &exported(export))))
}

fn exported(export: Export) -> ExportAnswer {
    let Export {
        account,
        sessions,
        memberships,
        staff,
        registrations,
        access_needs,
        consents,
        attended,
        teams,
        prototypes,
        statements,
        resonances,
        acts,
        mails,
    } = export;
    let registration = |(registration, answers): (Registration, Option<serde_json::Value>)| {
        let id = registration.id.0;
        ExportedRegistration {
            registration: RegistrationAnswer::of(&registration),
            answers,
            access_needs: access_needs.iter().find(|(of, _)| *of == id).map(|(_, text)| text.clone()),
            consents: consents
                .iter()
                .filter(|given| given.registration_id == id)
                .cloned()
                .map(consent)
                .collect(),
            attended: attended
                .iter()
                .filter(|attended| attended.registration_id == id)
                .cloned()
                .map(attendance)
                .collect(),
            teams: teams
                .iter()
                .filter(|team| team.registration_id == id)
                .map(|held| team(held.clone(), &prototypes))
                .collect(),
            resonances: resonances.iter().filter(|(of, _)| *of == id).map(|(_, to)| *to).collect(),
        }
    };
    ExportAnswer {
        account: AccountAnswer::of(&account),
        sessions: sessions.iter().map(SessionAnswer::of).collect(),
        memberships: memberships.into_iter().map(membership).collect(),
        staff: staff.into_iter().map(entry).collect(),
        registrations: registrations.into_iter().map(registration).collect(),
        problem_statements: statements.into_iter().map(statement).collect(),
        acts: acts.into_iter().map(act).collect(),
        mails: mails
            .into_iter()
            .map(|WaitingMail { subject, created_at }| ExportedMail { subject, created_at })
            .collect(),
    }
}

fn membership(held: HeldMembership) -> ExportedMembership {
    let HeldMembership { organization_id, organization, role, created_at } = held;
    ExportedMembership { organization_id, organization, role, created_at }
}

fn entry(held: HeldEntry) -> ExportedEntry {
    let HeldEntry { id, edition_id, email, role, state, starts_at, ends_at, created_at } = held;
    ExportedEntry { id, edition_id, email, role, state, from: starts_at, until: ends_at, created_at }
}

fn consent(given: GivenConsent) -> ExportedConsent {
    let GivenConsent { registration_id: _, purpose, wording_version, text, given_at, withdrawn_at, channel } =
        given;
    ExportedConsent { purpose, version: wording_version, text, given_at, withdrawn_at, channel }
}

fn attendance(attended: Attended) -> ExportedAttendance {
    let Attended { registration_id: _, programme_item_id, title, starts_at } = attended;
    ExportedAttendance { programme_item_id, title, starts_at }
}

fn team(held: HeldTeam, prototypes: &[MadePrototype]) -> ExportedTeam {
    let HeldTeam { registration_id: _, team_id, name, joined_at, left_at } = held;
    let made = prototypes.iter().filter(|made| made.team_id == team_id).map(|made| made.name.clone());
    ExportedTeam { team_id, name, from: joined_at, until: left_at, prototypes: made.collect() }
}

fn statement(voiced: VoicedStatement) -> ExportedStatement {
    let VoicedStatement {
        id,
        edition_id,
        voice,
        name,
        origin,
        structure,
        programme_item_id,
        sensitivity,
        state,
        voiced_on,
        wordings,
    } = voiced;
    let wordings = wordings.into_iter();
    let wordings =
        wordings.map(|(number, text, written_on)| ExportedWording { number, text, written_on }).collect();
    ExportedStatement {
        id,
        edition_id,
        voice,
        name,
        origin,
        structure,
        programme_item_id,
        sensitivity,
        state,
        voiced_on,
        wordings,
    }
}

fn act(done: Act) -> ExportedAct {
    let Act { at, action, object_kind, object_id } = done;
    ExportedAct { at, action, object_kind, object_id }
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(get_my_export);
}
