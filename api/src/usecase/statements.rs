//! Problem statements: voiced, then disposed of.

use std::collections::BTreeSet;

use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::table::{CreateProblemStatement, GetProblemStatement, ListProblemStatements};
use palabre_domain::problem_statement::{
    OfferedSensitivity, OfferedVoice, Origin, OriginKind, Sensitivity, StatementState, Voice, name_fits,
};
use palabre_domain::values::{
    Flaw, FromText as _, Instant, Language, Lines, ProgrammeItemId, StatementId, Text, TimeZone,
};
use palabre_domain::window::WindowKind;
use palabre_persistence::dispositions::{self, NewStatement};
use palabre_persistence::gates::Gate;
use palabre_persistence::{programme, statements};
use uuid::Uuid;

pub use palabre_persistence::statements::{Statement, StatementFilter};

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
    /// Who may read the words.
    pub sensitivity: OfferedSensitivity,
    /// The programme item in which it is voiced.
    pub item: Option<ProgrammeItemId>,
}

/// A statement that was just voiced, as its voice gets it: whole, and with a receipt.
pub struct Voiced {
    /// The statement.
    pub view: StatementView,
    /// The code by which its voice follows it.
    pub receipt: String,
}

impl App {
    /// Takes up a problem that somebody voices. What those who work on the edition voice for a programme item are the words of people in
    /// the room: it has no author, and the journal names who wrote it down.
    ///
    /// # Errors
    /// 422 where name and voice don't go together, or the edition has no such programme item; `wrong_state`, `window_closed`.
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
            if let Some(item) = new.item
                && !programme::is_in(work.tx, scope.edition_id, item).await?
            {
                let flaw = Flaw::Broken("unknown_programme_item");
                return Err(Failure::field("/programme_item_id", flaw));
            }
            let for_a_room = new.item.is_some() && work.grant.roles().works_on_the_edition();
            let receipt = Secret::long();
            let statement = NewStatement {
                id: StatementId(Uuid::now_v7()),
                text: new.text.as_str().to_owned(),
                language: new.language.as_str().to_owned(),
                voice,
                name: new.name.clone().map(Into::into),
                origin: new.origin,
                structure: new.structure.clone().map(Into::into),
                sensitivity: Sensitivity::from(new.sensitivity),
                author: work.grant.account().filter(|_| !for_a_room),
                voiced_on: today(&gate, work.now),
                item: new.item,
            };
            let hash = work.app.keys.fingerprint("receipt", &[receipt.as_str().as_bytes()]);
            let (kind, state) = (OriginKind::Voiced, StatementState::Submitted);
            dispositions::insert(work.tx, scope, &statement, kind, state).await?;
            dispositions::insert_receipt(work.tx, statement.id, hash).await?;
            match (voice, for_a_room) {
                (Voice::Named, _) | (Voice::Pseudonymous, true) => {
                    work.record(Deed::StatementVoiced, statement.id).await?;
                }
                (Voice::Pseudonymous, false) | (Voice::Anonymous, _) => {
                    work.record_as(Deed::StatementVoiced, statement.id, None, Some("voice")).await?;
                }
            }
            let view = StatementView::voiced(scope.edition_id, statement);
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
    let known: BTreeSet<StatementId> = found.into_iter().collect();
    let mut seen = BTreeSet::new();
    let mut flaws = Vec::new();
    for (at, id) in named.iter().enumerate() {
        let code = match (known.contains(id), seen.insert(*id)) {
            (true, true) => continue,
            (true, false) => "statement_twice",
            (false, _) => "unknown_statement",
        };
        flaws.push(FieldFlaw { pointer: format!("{pointer}/{at}"), flaw: Flaw::Broken(code) });
    }
    if flaws.is_empty() { Ok(()) } else { Err(Failure::Invalid(flaws)) }
}
