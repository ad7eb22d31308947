//! Problem statements: voiced, then disposed of.

use std::collections::BTreeSet;

use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::table::{CreateProblemStatement, GetProblemStatement, ListProblemStatements};
use palabre_domain::problem_statement::{
    OfferedSensitivity, OfferedVoice, Origin, OriginKind, Sensitivity, StatementState, Voice, name_fits,
};
use palabre_domain::theme::voiced_under;
use palabre_domain::values::{
    Flaw, FromText as _, Instant, Language, Lines, StatementId, Text, ThemeId, TimeZone,
};
use palabre_domain::window::WindowKind;
use palabre_persistence::dispositions::{self, NewStatement};
use palabre_persistence::gates::Gate;
use palabre_persistence::{statements, themes};
use uuid::Uuid;

pub use palabre_persistence::statements::{Statement, StatementFilter};

use super::clusters::reads_clusters;
use super::keys::Secret;
use super::outcome::{self, StatementView};
use super::sight::Sight;
use super::{Answer, App, Ask, Failure, FieldFlaw, Page, Paged, Render};

/// A problem that somebody voices.
pub struct NewVoice {
    /// In their own words.
    pub text: Lines<5000>,
    /// The language of the words.
    pub language: Language,
    /// How the person appears.
    pub voice: OfferedVoice,
    /// From where they speak.
    pub origin: Origin,
    /// Their name, where the voice is a named one.
    pub name: Option<Text<200>>,
    /// Where they work, or live the problem.
    pub structure: Option<Text<200>>,
    /// Who may read the words; under a sensitive theme not everybody, whatever stands here.
    pub sensitivity: OfferedSensitivity,
    /// What it is about.
    pub themes: Vec<ThemeId>,
}

/// A statement that was just voiced, as its voice gets it: whole, and with a receipt.
pub struct Voiced {
    /// The statement.
    pub view: StatementView,
    /// The code by which its voice follows it.
    pub receipt: String,
}

impl App {
    /// Takes up a problem that somebody voices.
    ///
    /// # Errors
    /// 422 where name and voice don't go together, and for themes that are not the edition's; `wrong_state`, `window_closed`.
    pub async fn create_problem_statement(
        &self,
        ask: Ask<CreateProblemStatement>,
        new: NewVoice,
        render: Render<Voiced>,
    ) -> Result<Answer, Failure> {
        let voice = Voice::from(new.voice);
        name_fits(voice, new.name.is_some()).map_err(|flaw| Failure::field("/name", flaw))?;
        self.write(ask, render, async move |work| {
            let scope = work.scope();
            let gate = work.enter_by(scope, Writing::Arc, WindowKind::ProblemCall).await?;
            let found = themes::hold_all(work.tx, scope, &new.themes).await?;
            themes_once(&new.themes, found.iter().map(|theme| theme.id))?;
            let sensitive = found.iter().any(|theme| theme.sensitive);
            let receipt = Secret::long();
            let statement = NewStatement {
                id: StatementId(Uuid::now_v7()),
                text: new.text.as_str().to_owned(),
                language: new.language.as_str().to_owned(),
                voice,
                name: new.name.clone().map(Into::into),
                origin: new.origin,
                structure: new.structure.clone().map(Into::into),
                sensitivity: voiced_under(Sensitivity::from(new.sensitivity), sensitive),
                author: work.grant.account(),
                voiced_on: today(&gate, work.now),
            };
            let hash = work.app.keys.fingerprint("receipt", &[receipt.as_str().as_bytes()]);
            let (kind, state) = (OriginKind::Voiced, StatementState::Submitted);
            dispositions::insert(work.tx, scope, &statement, kind, state).await?;
            dispositions::insert_receipt(work.tx, statement.id, hash).await?;
            // In the order of their ids, as they are read.
            let about: Vec<ThemeId> = found.into_iter().map(|theme| theme.id).collect();
            themes::put(work.tx, &about, statement.id).await?;
            match voice {
                Voice::Named => work.record(Deed::StatementVoiced, statement.id).await?,
                Voice::Pseudonymous | Voice::Anonymous => {
                    work.record_as(Deed::StatementVoiced, statement.id, None, Some("voice")).await?;
                }
            }
            let view = StatementView::voiced(scope.edition_id, statement, about);
            Ok(Voiced { view, receipt: receipt.into_string() })
        })
        .await
    }

    /// The statements of an edition that the caller may know of.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_problem_statements(
        &self,
        ask: &Ask<ListProblemStatements>,
        filter: StatementFilter,
        page: Page,
    ) -> Result<Paged<StatementView>, Failure> {
        let edition = ask.grant.scope();
        if filter.cluster.is_some() && !reads_clusters(edition, ask.grant.roles()) {
            // To those who don't read clusters there is none.
            return Ok(Paged { items: Vec::new(), next: None });
        }
        self.read(async |tx| {
            let sight = Sight::of(tx, &ask.grant, edition).await?;
            let found =
                statements::list(tx, edition, &sight.reader, &filter, page.after, page.fetch()).await?;
            let Paged { items, next } = Paged::cut(found, &page, |statement| statement.id.0);
            Ok(Paged { items: outcome::views(tx, edition, &sight, items).await?, next })
        })
        .await
    }

    /// A statement, as far as the caller may read it.
    ///
    /// # Errors
    /// 404.
    pub async fn get_problem_statement(
        &self,
        ask: &Ask<GetProblemStatement>,
    ) -> Result<StatementView, Failure> {
        let scope = ask.grant.scope();
        self.read(async |tx| {
            let sight = Sight::of(tx, &ask.grant, &scope.edition).await?;
            let found = statements::find(tx, scope, &sight.reader).await?.ok_or_else(Failure::not_found)?;
            outcome::view(tx, &scope.edition, &sight, found).await
        })
        .await
    }
}

/// The date that a calendar on the edition's wall shows; in UTC where it has no time zone.
pub(super) fn today(gate: &Gate, now: Instant) -> String {
    let zone = gate.time_zone.as_deref().and_then(|name| TimeZone::from_text(name).ok());
    zone.map_or_else(|| now.format("%Y-%m-%d").to_string(), |zone| zone.date_at(now))
}

/// Refuses statements that the edition does not have, and those named twice, in a list at this pointer.
pub(super) fn known_once(
    pointer: &str,
    named: &[StatementId],
    found: impl IntoIterator<Item = StatementId>,
) -> Result<(), Failure> {
    each_once(pointer, named, found, ("unknown_statement", "statement_twice"))
}

/// The same for the themes of a voice.
fn themes_once(named: &[ThemeId], found: impl IntoIterator<Item = ThemeId>) -> Result<(), Failure> {
    each_once("/themes", named, found, ("unknown_theme", "theme_twice"))
}

fn each_once<I: Ord>(
    pointer: &str,
    named: &[I],
    found: impl IntoIterator<Item = I>,
    (unknown, twice): (&'static str, &'static str),
) -> Result<(), Failure> {
    let known: BTreeSet<I> = found.into_iter().collect();
    let mut seen = BTreeSet::new();
    let mut flaws = Vec::new();
    for (at, id) in named.iter().enumerate() {
        let code = match (known.contains(id), seen.insert(id)) {
            (true, true) => continue,
            (true, false) => twice,
            (false, _) => unknown,
        };
        flaws.push(FieldFlaw { pointer: format!("{pointer}/{at}"), flaw: Flaw::Broken(code) });
    }
    if flaws.is_empty() { Ok(()) } else { Err(Failure::Invalid(flaws)) }
}
