//! Problem statements: what somebody voiced.

use actix_web::{get, post};
use deserr::Deserr;
use palabre_domain::policy::table::{CreateProblemStatement, GetProblemStatement, ListProblemStatements};
use palabre_domain::problem_statement::{
    OfferedSensitivity, OfferedVoice, Origin, Sensitivity, StatementState, Voice,
};
use palabre_domain::provenance::NodeKind;
use palabre_domain::search::Sought;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, listed, shown};
use super::body::{Flaws, Limit, NoBody, listing};
use super::wire::{In, InLanguage, Lines5000, Text200};
use crate::usecase::outcome::{Became, StatementView};
use crate::usecase::statements::{NewVoice, Statement, StatementFilter, Voiced};

type InOfferedVoice = In<OfferedVoice>;
type InOfferedSensitivity = In<OfferedSensitivity>;
type InVoice = In<Voice>;
type InOrigin = In<Origin>;
type InSensitivity = In<Sensitivity>;
pub(super) type InStatementState = In<StatementState>;
type InNodeKind = In<NodeKind>;

/// A problem to voice.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewProblemStatementBody {
    /// The problem, in one's own words.
    #[schema(example = "Nobody here has an internet connection to declare their income with.")]
    pub text: Lines5000,
    /// The language of the words.
    #[schema(example = "en")]
    pub language: InLanguage,
    /// How the person behind it appears: by name, or to nobody.
    pub voice: InOfferedVoice,
    /// From where they speak.
    pub origin: InOrigin,
    /// Their name; needed for a named voice, and for no other one.
    #[deserr(default)]
    pub name: Option<Text200>,
    /// Where they work, or live the problem.
    #[deserr(default)]
    pub structure: Option<Text200>,
    /// Who may read the words; anyone, once the statement is accepted, unless something else is asked for.
    #[deserr(default)]
    pub sensitivity: Option<InOfferedSensitivity>,
}

/// Which statements of a list are asked for.
#[derive(Debug, Deserr, utoipa::IntoParams)]
#[deserr(error = Flaws, deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct StatementQuery {
    /// Those in this state.
    #[deserr(default)]
    pub state: Option<InStatementState>,
    /// Those of this origin.
    #[deserr(default)]
    pub origin: Option<InOrigin>,
    /// Those in whose words, as far as the caller may read them, each of these, or one that begins like it, is found.
    #[deserr(default)]
    pub q: Option<Text200>,
    /// How many items at most.
    #[deserr(default)]
    #[param(value_type = Option<u64>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<In<Limit>>,
    /// Where the page begins: `next_cursor` of the page before.
    #[deserr(default)]
    #[param(value_type = Option<String>, max_length = 512)]
    pub cursor: Option<String>,
}

listing!(StatementQuery);

/// A problem statement; what is above the caller's right is null.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProblemStatement)]
pub struct StatementAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes.
    pub version: i64,
    /// In which edition it was voiced.
    pub edition_id: Uuid,
    /// The words as they stand.
    pub text: Option<String>,
    /// The words as they were first said; nothing changes them.
    pub first_text: Option<String>,
    /// The language of the words (BCP 47 tag).
    pub language: String,
    /// How the person behind it appears.
    #[schema(value_type = InVoice)]
    pub voice: &'static str,
    /// The name they gave, where the voice is a named one.
    pub name: Option<String>,
    /// From where they speak.
    #[schema(value_type = InOrigin)]
    pub origin: &'static str,
    /// Where they work, or live the problem.
    pub structure: Option<String>,
    /// Who may read the words.
    #[schema(value_type = InSensitivity)]
    pub sensitivity: &'static str,
    /// Its one disposition.
    #[schema(value_type = InStatementState)]
    pub state: &'static str,
    /// Why it has this disposition, where a reason was given.
    pub reason: Option<String>,
    /// The statements that it was made of, by merging or splitting, as far as the caller may know of them.
    pub derived_from: Vec<Uuid>,
    /// The challenges that hold it, as far as the caller reads them.
    pub challenges: Vec<Uuid>,
    /// What became of it, in the order of the arc.
    pub became: Vec<BecameAnswer>,
    /// The date on which it was voiced, in the edition's time zone.
    #[schema(format = "date")]
    pub voiced_on: String,
}

/// A thing that a statement led to; what the caller may not read has neither id nor label nor state.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Outcome)]
pub struct BecameAnswer {
    /// What it is.
    #[schema(value_type = InNodeKind)]
    pub kind: &'static str,
    /// Its id.
    pub id: Option<Uuid>,
    /// The words of a statement as they begin, the question of a challenge, the name of a team or a prototype.
    pub label: Option<String>,
    /// Its state; of a prototype the stage.
    pub state: Option<String>,
}

impl BecameAnswer {
    fn of(became: &Became) -> Self {
        let Became { kind, known } = became.clone();
        Self {
            kind: kind.as_str(),
            id: known.as_ref().map(|known| known.id),
            label: known.as_ref().map(|known| known.label.clone()),
            state: known.map(|known| known.state),
        }
    }
}

impl Resource for StatementAnswer {
    type View = StatementView;

    fn of(view: &StatementView) -> Self {
        let StatementView { statement, derived_from, challenges, became } = view;
        let Statement {
            id,
            version,
            edition,
            reads_words: _,
            text,
            first_text,
            language,
            voice,
            name,
            origin,
            structure,
            sensitivity,
            state,
            reason,
            voiced_on,
        } = statement.clone();
        Self {
            id: id.0,
            version,
            edition_id: edition.0,
            text,
            first_text,
            language,
            voice: voice.as_str(),
            name,
            origin: origin.as_str(),
            structure,
            sensitivity: sensitivity.as_str(),
            state: state.as_str(),
            reason,
            derived_from: derived_from.iter().map(|source| source.0).collect(),
            challenges: challenges.iter().map(|challenge| challenge.0).collect(),
            became: became.iter().map(BecameAnswer::of).collect(),
            voiced_on,
        }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/problem-statements/{}", self.id)
    }
}

/// A statement that was just voiced, and the code by which its voice follows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VoicedProblemStatement)]
pub struct VoicedAnswer {
    /// The statement, whole.
    pub problem_statement: StatementAnswer,
    /// The receipt; it is told this once and never again.
    pub receipt: String,
}

impl Resource for VoicedAnswer {
    type View = Voiced;

    fn of(Voiced { view, receipt }: &Voiced) -> Self {
        Self { problem_statement: StatementAnswer::of(view), receipt: receipt.clone() }
    }

    fn version(&self) -> Option<i64> {
        self.problem_statement.version()
    }

    fn address(&self) -> String {
        self.problem_statement.address()
    }
}

/// Voice a problem, with or without an account, while problems are called for.
#[utoipa::path(
    tag = "Problem statements",
    request_body = NewProblemStatementBody,
    responses((status = 201, description = "The statement and its receipt", body = VoicedAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "window_closed"])))
)]
#[post("/v1/editions/{edition_id}/problem-statements")]
pub async fn create_problem_statement(
    call: Allowed<CreateProblemStatement, NewProblemStatementBody>,
) -> Handled {
    let NewProblemStatementBody { text, language, voice, origin, name, structure, sensitivity } = call.body;
    let new = NewVoice {
        text: text.0,
        language: language.0,
        voice: voice.0,
        origin: origin.0,
        name: name.map(|name| name.0),
        structure: structure.map(|structure| structure.0),
        sensitivity: sensitivity.map_or(OfferedSensitivity::Open, |sensitivity| sensitivity.0),
    };
    Ok(call.app.create_problem_statement(call.ask, new, created::<VoicedAnswer>).await?.into())
}

/// List the problem statements that one may know of, oldest first.
#[utoipa::path(
    tag = "Problem statements",
    params(StatementQuery),
    responses((status = 200, description = "A page of statements", body = ListAnswer<StatementAnswer>))
)]
#[get("/v1/editions/{edition_id}/problem-statements")]
pub async fn list_problem_statements(
    call: Allowed<ListProblemStatements, NoBody, StatementQuery>,
) -> Handled {
    let StatementQuery { state, origin, q, .. } = &call.query;
    let filter = StatementFilter {
        state: state.as_ref().map(|state| state.0),
        origin: origin.as_ref().map(|origin| origin.0),
        q: q.as_ref().map(|q| Sought::of(q.0.as_str())),
    };
    let page = call.app.list_problem_statements(&call.ask, filter, call.page()?).await?;
    Ok(call.reply(listed::<StatementAnswer>(page, &call.continuation())))
}

/// Read a problem statement, as far as one may.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 200, description = "The statement", body = StatementAnswer))
)]
#[get("/v1/problem-statements/{statement_id}")]
pub async fn get_problem_statement(call: Allowed<GetProblemStatement>) -> Handled {
    let view = call.app.get_problem_statement(&call.ask).await?;
    // What became of it changes without its version: no 304.
    Ok(call.reply(shown::<StatementAnswer>(&view)))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create_problem_statement).service(list_problem_statements).service(get_problem_statement);
}
