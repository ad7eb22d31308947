//! Problem statements: voiced, then disposed of.

use palabre_domain::Denied;
use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::scopes::StatementScope;
use palabre_domain::policy::table::{CreateProblemStatement, GetProblemStatement, ListProblemStatements};
use palabre_domain::policy::{Action, Grant, Role};
use palabre_domain::problem_statement::{Origin, OriginKind, Sensitivity, StatementState, Voice, name_fits};
use palabre_domain::programme::anonymity_holds;
use palabre_domain::theme::voiced_under;
use palabre_domain::values::{
    Flaw, FromText as _, Instant, Language, Lines, ProgrammeItemId, StatementId, Text, ThemeId, TimeZone,
};
use palabre_domain::window::WindowKind;
use palabre_persistence::dispositions::{self, NewStatement};
use palabre_persistence::gates::Gate;
use palabre_persistence::{Tx, programme, statements, themes};
use uuid::Uuid;

pub use palabre_persistence::statements::{Statement, StatementFilter};

use super::clusters::reads_clusters;
use super::keys::Secret;
use super::named::each_once;
use super::outcome::{self, StatementView};
use super::sight::{Sight, reader};
use super::{Answer, App, Ask, Failure, Page, Paged, Render, Work};

/// A problem that somebody voices.
pub struct NewVoice {
    /// In their own words.
    pub text: Lines<5000>,
    /// The language of the words.
    pub language: Language,
    /// How the person appears.
    pub voice: Voice,
    /// From where they speak.
    pub origin: Origin,
    /// Their name, where the voice is a named one.
    pub name: Option<Text<200>>,
    /// Where they work, or live the problem.
    pub structure: Option<Text<200>>,
    /// Who may read the words; under a sensitive theme not everybody, whatever stands here.
    pub sensitivity: Sensitivity,
    /// The programme item in which it is voiced.
    pub item: Option<ProgrammeItemId>,
    /// What it is about.
    pub themes: Vec<ThemeId>,
}

/// A statement that was just voiced, as its voice gets it: whole, and with a receipt.
pub struct Voiced {
    /// The statement.
    pub view: StatementView,
    /// The code by which its voice follows it.
    pub receipt: String,
    /// Whether an anonymous voice can be promised that nobody finds out who spoke; none for other voices.
    pub anonymity: Option<bool>,
}

impl App {
    /// Takes up a problem that somebody voices. What those who work on the edition voice for a programme item are the words of people in
    /// the room: it has no author, and the journal names who wrote it down.
    ///
    /// Of an anonymous voice nothing is kept that leads to it (invariant 9 of the domain): its id follows no time, and a key for
    /// repeating is not recorded.
    ///
    /// # Errors
    /// 400 for an anonymous voice that is signed in; 422 where name and voice don't go together, and for a programme item or
    /// themes that are not the edition's; `wrong_state`, `window_closed`.
    pub async fn create_problem_statement(
        &self,
        ask: Ask<CreateProblemStatement>,
        new: NewVoice,
        render: Render<Voiced>,
    ) -> Result<Answer, Failure> {
        let voice = new.voice;
        let ask = match voice {
            Voice::Anonymous if ask.grant.account().is_some() => return Err(Failure::CredentialsRefused),
            Voice::Anonymous => ask.unrecorded(),
            Voice::Named | Voice::Pseudonymous => ask,
        };
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
            let found = themes::hold_all(work.tx, scope, &new.themes).await?;
            let words = ("unknown_theme", "theme_twice");
            each_once("/themes", &new.themes, found.iter().map(|theme| theme.id), words)?;
            let sensitive = found.iter().any(|theme| theme.sensitive);
            let receipt = Secret::long();
            let on = today(&gate, work.now);
            let id = if voice == Voice::Anonymous { Uuid::new_v4() } else { Uuid::now_v7() };
            let statement = NewStatement {
                id: StatementId(id),
                text: new.text.as_str().to_owned(),
                language: new.language.as_str().to_owned(),
                voice,
                name: new.name.clone().map(Into::into),
                origin: new.origin,
                structure: new.structure.clone().map(Into::into),
                sensitivity: voiced_under(new.sensitivity, sensitive),
                author: work.grant.account().filter(|_| !for_a_room),
                voiced_on: on.clone(),
                item: new.item,
            };
            let hash = work.app.keys.fingerprint("receipt", &[receipt.as_str().as_bytes()]);
            let (kind, state) = (OriginKind::Voiced, StatementState::Submitted);
            dispositions::insert(work.tx, scope, &statement, kind, state).await?;
            dispositions::insert_receipt(work.tx, statement.id, hash).await?;
            // In the order of their ids, as they are read.
            let about: Vec<ThemeId> = found.into_iter().map(|theme| theme.id).collect();
            themes::put(work.tx, &about, statement.id).await?;
            if for_a_room {
                // Who wrote it down is no secret: they are not who spoke.
                work.record(Deed::StatementVoiced, statement.id).await?;
            } else {
                work.record_voice(Deed::StatementVoiced, statement.id, voice, &on).await?;
            }
            let anonymity = anonymity(work.tx, voice, new.item).await?;
            let view = StatementView::voiced(scope.edition_id, statement, about);
            Ok(Voiced { view, receipt: receipt.into_string(), anonymity })
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

    /// A statement, as far as the caller may read it. Where they read confidential words because they were named as a reader, that is
    /// written down.
    ///
    /// # Errors
    /// 404.
    pub async fn get_problem_statement(
        &self,
        ask: Ask<GetProblemStatement>,
    ) -> Result<StatementView, Failure> {
        if reads_on_record(&ask.grant) {
            return self
                .commit(ask, async move |work| {
                    let (found, sight) = on_record(work).await?;
                    outcome::view(work.tx, &work.scope().edition, &sight, found).await
                })
                .await;
        }
        let scope = ask.grant.scope();
        self.read(async |tx| {
            let sight = Sight::of(tx, &ask.grant, &scope.edition).await?;
            let found = statements::find(tx, scope, &sight.reader).await?.ok_or_else(Failure::not_found)?;
            outcome::view(tx, &scope.edition, &sight, found).await
        })
        .await
    }
}

/// Whether a voice is promised that nobody finds out who spoke, where it is an anonymous one.
async fn anonymity(tx: &Tx, voice: Voice, item: Option<ProgrammeItemId>) -> Result<Option<bool>, Failure> {
    match (voice, item) {
        (Voice::Named | Voice::Pseudonymous, _) => Ok(None),
        (Voice::Anonymous, None) => Ok(Some(true)),
        (Voice::Anonymous, Some(item)) => {
            Ok(Some(anonymity_holds(programme::attendance_of(tx, item).await?)))
        }
    }
}

/// Whether the caller reads these words only because an organizer named them as a reader.
pub(super) fn reads_on_record<A: Action<Scope = StatementScope>>(grant: &Grant<A>) -> bool {
    let confidential = grant.scope().sensitivity == Sensitivity::Confidential;
    confidential && grant.roles().has(Role::NamedReader) && !grant.roles().has(Role::Author)
}

/// The statement of the scope with its confidential words, for a reader who was named; the reading is written down.
pub(super) async fn on_record<'a, A: Action<Scope = StatementScope>>(
    work: &Work<'a, A>,
) -> Result<(Statement, Sight<'a>), Failure> {
    let scope = work.grant.scope();
    let sight = Sight::of(work.tx, work.grant, &scope.edition).await?;
    let found = statements::find_on_record(work.tx, scope, &sight.reader).await?;
    let found = found.ok_or_else(Failure::not_found)?;
    if found.reads_words {
        work.record(Deed::StatementRead, found.id).await?;
    }
    Ok((found, sight))
}

/// Refuses who may not read the words to put others in their place: of these they could not say what they say.
pub(super) async fn reads_words<A: Action<Scope = StatementScope>>(
    work: &Work<'_, A>,
) -> Result<(), Failure> {
    let found = statements::find_on_record(work.tx, work.scope(), &reader(work.grant)).await?;
    match found.ok_or_else(Failure::not_found)?.reads_words {
        true => Ok(()),
        false => Err(Denied::Forbidden.into()),
    }
}

/// The date that a calendar on the edition's wall shows; in UTC where it has no time zone.
pub(super) fn today(gate: &Gate, now: Instant) -> String {
    let zone = gate.time_zone.as_deref().and_then(|name| TimeZone::from_text(name).ok());
    zone.map_or_else(|| now.format("%Y-%m-%d").to_string(), |zone| zone.date_at(now))
}
