//! Problem statements: what somebody voiced.

use actix_web::get;
use deserr::Deserr;
use palabre_domain::policy::table::{GetProblemStatement, ListProblemStatements};
use palabre_domain::problem_statement::{Origin, Sensitivity, StatementState, Voice};
use palabre_domain::provenance::NodeKind;
use palabre_domain::search::Sought;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, listed, shown};
use super::body::{Flaws, Limit, NoBody, listing};
use super::wire::{In, InClusterId, InProgrammeItemId, InThemeId, Text200};
use crate::usecase::outcome::{Became, StatementView};
use crate::usecase::statements::{Statement, StatementFilter};

pub(super) type InVoice = In<Voice>;
pub(super) type InOrigin = In<Origin>;
pub(super) type InSensitivity = In<Sensitivity>;
pub(super) type InStatementState = In<StatementState>;
type InNodeKind = In<NodeKind>;

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
    /// Those in whose words, as far as the caller may read them, each of these is found or, of three letters and more, one
    /// that begins like it.
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
    /// Why it has this disposition, where a reason was given; null to who gets other words in the place of its own, or may not read
    /// what it was merged or split into.
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
            reads_reasons: _,
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
    config.service(list_problem_statements).service(get_problem_statement);
}
