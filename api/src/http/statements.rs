//! Problem statements: what somebody voiced.

use actix_web::{get, post};
use deserr::Deserr;
use palabre_domain::policy::table::{CreateProblemStatement, GetProblemStatement, ListProblemStatements};
use palabre_domain::problem_statement::{Origin, Sensitivity, StatementState, Voice};
use palabre_domain::provenance::NodeKind;
use palabre_domain::search::Sought;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, listed, shown};
use super::body::{Flaws, Limit, NoBody, listing};
use super::wire::{
    In, InClusterId, InLanguage, InProgrammeItemId, InThemeId, Lines5000, Text200, UpTo20ThemeIds,
};
use crate::usecase::outcome::{Became, StatementView};
use crate::usecase::statements::{NewVoice, Statement, StatementFilter, Voiced};

type InVoice = In<Voice>;
type InOrigin = In<Origin>;
pub(super) type InSensitivity = In<Sensitivity>;
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
    /// Those voiced in this programme item.
    #[deserr(default)]
    pub item: Option<InProgrammeItemId>,
    /// Those under this theme.
    #[deserr(default)]
    pub theme: Option<InThemeId>,
    /// Those in this cluster; none for callers who don't read clusters.
    #[deserr(default)]
    pub cluster: Option<InClusterId>,
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
    /// The words that anyone may read in their place, where the words are restricted.
    pub public_text: Option<String>,
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
    /// The accounts that were named as readers of confidential words; null to who does not moderate.
    #[schema(max_items = 20)]
    pub readers: Option<Vec<Uuid>>,
    /// Its one disposition.
    #[schema(value_type = InStatementState)]
    pub state: &'static str,
    /// Why it has this disposition, where a reason was given.
    pub reason: Option<String>,
    /// What it is about: the ids of the themes.
    #[schema(max_items = 20)]
    pub themes: Vec<Uuid>,
    /// How many structures live it too, those of what was merged into it among them; null below three.
    pub resonance: Option<u32>,
    /// The statements that it was made of, by merging or splitting, as far as the caller may know of them.
    pub derived_from: Vec<Uuid>,
    /// The challenges that hold it, as far as the caller reads them.
    pub challenges: Vec<Uuid>,
    /// What became of it, in the order of the arc.
    pub became: Vec<BecameAnswer>,
    /// The date on which it was voiced, in the edition's time zone.
    #[schema(format = "date")]
    pub voiced_on: String,
    /// The programme item in which it was voiced.
    pub programme_item_id: Option<Uuid>,
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
        let StatementView { statement, readers, derived_from, challenges, became, themes, resonance } = view;
        let Statement {
            id,
            version,
            edition,
            reads_words: _,
            text,
            first_text,
            public_text,
            language,
            voice,
            name,
            origin,
            structure,
            sensitivity,
            state,
            reason,
            voiced_on,
            item,
        } = statement.clone();
        Self {
            id: id.0,
            version,
            edition_id: edition.0,
            text,
            first_text,
            public_text,
            language,
            voice: voice.as_str(),
            name,
            origin: origin.as_str(),
            structure,
            sensitivity: sensitivity.as_str(),
            readers: readers.as_ref().map(|readers| readers.iter().map(|reader| reader.0).collect()),
            state: state.as_str(),
            reason,
            themes: themes.iter().map(|theme| theme.0).collect(),
            resonance: *resonance,
            derived_from: derived_from.iter().map(|source| source.0).collect(),
            challenges: challenges.iter().map(|challenge| challenge.0).collect(),
            became: became.iter().map(BecameAnswer::of).collect(),
            voiced_on,
            programme_item_id: item.map(Into::into),
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
    let StatementQuery { state, origin, item, theme, cluster, q, .. } = &call.query;
    let filter = StatementFilter {
        state: state.as_ref().map(|state| state.0),
        origin: origin.as_ref().map(|origin| origin.0),
        item: item.as_ref().map(|item| item.0),
        theme: theme.as_ref().map(|theme| theme.0),
        cluster: cluster.as_ref().map(|cluster| cluster.0),
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
    let (app, audience) = (call.app.clone(), call.audience());
    let view = app.get_problem_statement(call.ask).await?;
    // What became of it changes without its version: no 304.
    Ok(audience.reply(shown::<StatementAnswer>(&view)))
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config.service(create_problem_statement).service(list_problem_statements).service(get_problem_statement);
}
