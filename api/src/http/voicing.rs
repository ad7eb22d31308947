//! Voicing a problem, with or without an account, by name or not at all.

use actix_web::post;
use deserr::Deserr;
use palabre_domain::policy::table::CreateProblemStatement;
use palabre_domain::problem_statement::Sensitivity;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::allowed::{Allowed, Handled};
use super::answers::{Resource, created};
use super::body::Flaws;
use super::statements::{InOrigin, InSensitivity, InVoice, StatementAnswer};
use super::wire::{InLanguage, InProgrammeItemId, Lines5000, Text200, UpTo20ThemeIds};
use crate::usecase::statements::{NewVoice, Voiced};

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
    /// How the person behind it appears: by name, to nobody, or not at all. For an anonymous voice nothing is kept that leads to
    /// it, and credentials are refused.
    pub voice: InVoice,
    /// From where they speak.
    pub origin: InOrigin,
    /// Their name; needed for a named voice, and for no other one.
    #[deserr(default)]
    pub name: Option<Text200>,
    /// Where they work, or live the problem.
    #[deserr(default)]
    pub structure: Option<Text200>,
    /// Who may read the words; anyone, once the statement is accepted, unless something else is asked for, or a theme is sensitive.
    #[deserr(default)]
    pub sensitivity: Option<InSensitivity>,
    /// The programme item in which it is said. What staff write down of one are the words of people in the room, and nobody's own.
    #[deserr(default)]
    pub programme_item_id: Option<InProgrammeItemId>,
    /// What it is about: themes of the edition, each once.
    #[deserr(default)]
    pub themes: Option<UpTo20ThemeIds>,
}

/// A statement that was just voiced, and the code by which its voice follows it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = VoicedProblemStatement)]
pub struct VoicedAnswer {
    /// The statement, whole.
    pub problem_statement: StatementAnswer,
    /// The receipt; it is told this once and never again.
    pub receipt: String,
    /// What can be promised to an anonymous voice; null for other ones.
    pub anonymity: Option<AnonymityAnswer>,
}

/// What can be promised to an anonymous voice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Anonymity)]
pub struct AnonymityAnswer {
    /// Whether nobody finds out who spoke. It is not promised for what is said in an item of the programme that fewer than ten people
    /// attended: among few, everybody knows.
    pub promised: bool,
    /// What protects the words where it is not: `POST` to the receipt's address and `make-confidential`, before somebody has decided.
    #[schema(max_items = 1, value_type = Vec<InSensitivity>)]
    pub offers: Vec<&'static str>,
}

impl AnonymityAnswer {
    fn of(promised: bool, sensitivity: Sensitivity) -> Self {
        let offered = !promised && sensitivity != Sensitivity::Confidential;
        Self { promised, offers: offered.then_some(Sensitivity::Confidential.as_str()).into_iter().collect() }
    }
}

impl Resource for VoicedAnswer {
    type View = Voiced;

    fn of(Voiced { view, receipt, anonymity }: &Voiced) -> Self {
        let sensitivity = view.statement.sensitivity;
        Self {
            problem_statement: StatementAnswer::of(view),
            receipt: receipt.clone(),
            anonymity: anonymity.map(|promised| AnonymityAnswer::of(promised, sensitivity)),
        }
    }

    fn version(&self) -> Option<i64> {
        self.problem_statement.version()
    }

    fn address(&self) -> String {
        self.problem_statement.address()
    }
}

/// Voice a problem, with or without an account, while problems are called for.
///
/// For an anonymous voice no idempotency key is recorded: sent twice, it is voiced twice.
#[utoipa::path(
    tag = "Problem statements",
    request_body = NewProblemStatementBody,
    responses((status = 201, description = "The statement and its receipt", body = VoicedAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "window_closed", "credentials_refused"])))
)]
#[post("/v1/editions/{edition_id}/problem-statements")]
pub async fn create_problem_statement(
    call: Allowed<CreateProblemStatement, NewProblemStatementBody>,
) -> Handled {
    let NewProblemStatementBody {
        text,
        language,
        voice,
        origin,
        name,
        structure,
        sensitivity,
        programme_item_id: item,
        themes,
    } = call.body;
    let themes = themes.map(|few| few.0).unwrap_or_default();
    let new = NewVoice {
        text: text.0,
        language: language.0,
        voice: voice.0,
        origin: origin.0,
        name: name.map(|name| name.0),
        structure: structure.map(|structure| structure.0),
        sensitivity: sensitivity.map_or(Sensitivity::Open, |sensitivity| sensitivity.0),
        item: item.map(|item| item.0),
        themes: themes.into_iter().map(|theme| theme.0).collect(),
    };
    Ok(call.app.create_problem_statement(call.ask, new, created::<VoicedAnswer>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create_problem_statement);
}
