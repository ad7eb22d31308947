//! Making statements of statements: merging, splitting, and taking a merged one apart again.

use palabre_domain::audit::Deed;
use palabre_domain::edition::Writing;
use palabre_domain::policy::Action;
use palabre_domain::policy::scopes::{EditionScope, StatementScope};
use palabre_domain::policy::table::{MergeProblemStatements, SplitProblemStatement, UnmergeProblemStatement};
use palabre_domain::problem_statement::{
    DerivationKind, OriginKind, StatementMove, StatementState, Traits, Voice, all_have_words, apply_to_all,
    has_words, merged, take_apart,
};
use palabre_domain::theme::{self, HandedOn, made_under};
use palabre_domain::values::{Lines, StatementId};
use palabre_persistence::derivations::{self, NewDerivation, Source};
use palabre_persistence::dispositions::{self, Disposition, NewStatement};
use palabre_persistence::themes;
use uuid::Uuid;

use super::moderation::seen;
use super::named::known_once;
use super::outcome::StatementView;
use super::statements::{reads_words, today};
use super::{Answer, App, Ask, Failure, Located, Render, Work};

/// The statements that one was split into, in their order.
pub struct Parts(pub Vec<StatementView>);

impl App {
    /// Makes one statement of several. They stay, with their words and their receipts, and lead to it; it is under their themes.
    ///
    /// # Errors
    /// 422 where a source is unknown or named twice; `wrong_state`, `content_removed`.
    pub async fn merge_problem_statements(
        &self,
        ask: Ask<MergeProblemStatements>,
        sources: Vec<StatementId>,
        text: Lines<5000>,
        reason: Lines<2000>,
        render: Render<StatementView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let edition = work.scope();
            let gate = work.enter(edition, Writing::Arc).await?;
            let themes = themes::hold_alike(work.tx, edition, &sources.iter().copied().collect()).await?;
            let locked = dispositions::lock_all(work.tx, edition, sources.iter().copied()).await?;
            known_once("/sources", &sources, locked.iter().map(|source| source.id))?;
            let before = locked.iter().map(|source| (source.id, source.state));
            apply_to_all(StatementMove::Merge, before)?;
            all_have_words(locked.iter().map(|source| (source.id, source.is_wordless)))?;
            let of = |id: &StatementId| locked.iter().find(|source| source.id == *id).map(traits);
            let in_order: Vec<Traits> = sources.iter().filter_map(of).collect();
            let themes = theme::of_sources(themes.values());
            let traits = under(merged(&in_order).ok_or(Failure::Conflict)?, &themes);
            let on = today(&gate, work.now);
            let scope = made(work, edition, &text, traits, &on).await?;
            themes::hand_on(work.tx, &themes, scope.statement_id).await?;
            let link = Link { kind: DerivationKind::MergedInto, on: &on, reason: &reason };
            link.keep(work, &sources, scope.statement_id).await?;
            dispositions::save_all(work.tx, &sources, StatementState::Merged, Some(reason.as_str())).await?;
            let mut deeds: Vec<(Uuid, Deed)> =
                sources.iter().map(|source| (source.0, StatementMove::Merge.deed())).collect();
            deeds.push((scope.statement_id.0, Deed::StatementDerived));
            work.record_each(&deeds).await?;
            seen(work, edition, &scope).await
        })
        .await
    }

    /// Makes several statements of one, which stays, with its words and its receipt, and leads to them.
    ///
    /// # Errors
    /// 403 where the caller does not read the words; 412; `wrong_state`, `content_removed`.
    pub async fn split_problem_statement(
        &self,
        ask: Ask<SplitProblemStatement>,
        parts: Vec<Lines<5000>>,
        reason: Lines<2000>,
        render: Render<Parts>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let StatementScope { edition, statement_id, .. } = work.scope();
            let gate = work.enter(edition, Writing::Arc).await?;
            let themes = themes::hold_alike(work.tx, edition, &[*statement_id].into()).await?;
            let themes = theme::of_sources(themes.values());
            let found = dispositions::lock(work.tx, work.scope()).await?;
            let mut source = found.ok_or_else(Failure::not_found)?;
            reads_words(work).await?;
            work.check_version(source.version)?;
            source.state = StatementMove::Split.apply(source.state)?;
            has_words(source.is_wordless)?;
            source.reason = Some(reason.as_str().to_owned());
            let on = today(&gate, work.now);
            let link = Link { kind: DerivationKind::SplitInto, on: &on, reason: &reason };
            let mut deeds = vec![(statement_id.0, StatementMove::Split.deed())];
            let mut scopes = Vec::with_capacity(parts.len());
            for text in &parts {
                let scope = made(work, edition, text, under(traits(&source), &themes), &on).await?;
                themes::hand_on(work.tx, &themes, scope.statement_id).await?;
                link.keep(work, &[*statement_id], scope.statement_id).await?;
                deeds.push((scope.statement_id.0, Deed::StatementDerived));
                scopes.push(scope);
            }
            dispositions::save(work.tx, &mut source).await?;
            work.record_each(&deeds).await?;
            let mut views = Vec::with_capacity(scopes.len());
            for scope in &scopes {
                views.push(seen(work, edition, scope).await?);
            }
            Ok(Parts(views))
        })
        .await
    }

    /// Takes a merged statement apart: its sources are accepted again, and it is set aside for good.
    ///
    /// # Errors
    /// 412; `not_merged`, `wrong_state`, `in_use`.
    pub async fn unmerge_problem_statement(
        &self,
        ask: Ask<UnmergeProblemStatement>,
        reason: Lines<2000>,
        render: Render<StatementView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let StatementScope { edition, statement_id: id, .. } = work.scope();
            let gate = work.enter(edition, Writing::Arc).await?;
            let sources = merge_sources(work, *id).await?;
            // All in the order of their ids, as everybody locks them.
            let all = sources.iter().copied().chain([*id]);
            let locked = dispositions::lock_all(work.tx, edition, all).await?;
            let result = locked.iter().find(|one| one.id == *id).cloned();
            let mut result = result.ok_or_else(Failure::not_found)?;
            work.check_version(result.version)?;
            // Once more, now that nobody else can take it apart.
            let sources = merge_sources(work, *id).await?;
            let held = derivations::is_held(work.tx, *id).await?;
            result.state = take_apart(result.state, sources.len(), held)?;
            result.reason = Some(reason.as_str().to_owned());
            dispositions::save(work.tx, &mut result).await?;
            dispositions::save_all(work.tx, &sources, StatementState::Accepted, None).await?;
            derivations::undo(work.tx, *id, &today(&gate, work.now)).await?;
            let mut deeds = vec![(id.0, Deed::StatementUnmerged)];
            deeds.extend(sources.iter().map(|source| (source.0, Deed::StatementReopened)));
            work.record_each(&deeds).await?;
            seen(work, edition, work.scope()).await
        })
        .await
    }
}

/// How statements come out of others in one act.
struct Link<'a> {
    kind: DerivationKind,
    on: &'a str,
    reason: &'a Lines<2000>,
}

impl Link<'_> {
    async fn keep<A: Action>(
        &self,
        work: &Work<'_, A>,
        sources: &[StatementId],
        target: StatementId,
    ) -> Result<(), Failure> {
        let derivation = |source: &StatementId| NewDerivation {
            source: *source,
            target,
            kind: self.kind,
            on: self.on.to_owned(),
            by: work.grant.account(),
            reason: Some(self.reason.as_str().to_owned()),
        };
        Ok(derivations::keep(work.tx, sources.iter().map(derivation).collect()).await?)
    }
}

fn traits(source: &Disposition) -> Traits {
    source.traits.clone()
}

/// What is made under these themes.
fn under(traits: Traits, themes: &[HandedOn]) -> Traits {
    Traits { sensitivity: made_under(traits.sensitivity, themes), ..traits }
}

/// The statements that one was merged of, as long as it was not taken apart.
async fn merge_sources<A: Action>(work: &Work<'_, A>, id: StatementId) -> Result<Vec<StatementId>, Failure> {
    let sources = derivations::sources_of(work.tx, [id.0]).await?.remove(&id.0).unwrap_or_default();
    let merged = |source: &&Source| source.kind == DerivationKind::MergedInto && !source.undone;
    Ok(sources.iter().filter(merged).map(|source| source.id).collect())
}

/// A statement that is made of others: accepted, and nobody's own.
async fn made<A: Action>(
    work: &Work<'_, A>,
    edition: &EditionScope,
    text: &Lines<5000>,
    traits: Traits,
    on: &str,
) -> Result<StatementScope, Failure>
where
    A::Scope: Located,
{
    let Traits { sensitivity, origin, language, structure, item } = traits;
    let new = NewStatement {
        id: StatementId(Uuid::now_v7()),
        text: text.as_str().to_owned(),
        language,
        voice: Voice::Pseudonymous,
        name: None,
        origin,
        structure,
        sensitivity,
        author: None,
        voiced_on: on.to_owned(),
        item,
    };
    dispositions::insert(work.tx, edition, &new, OriginKind::Derived, StatementState::Accepted).await?;
    let state = StatementState::Accepted;
    Ok(StatementScope {
        edition: edition.clone(),
        statement_id: new.id,
        state,
        sensitivity,
        author: None,
        has_public_wording: false,
    })
}
