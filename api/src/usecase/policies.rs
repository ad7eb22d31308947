//! The composition policy of an edition.

use std::collections::HashSet;

use palabre_domain::audit::Deed;
use palabre_domain::composition::{CompositionPolicy, reads_kept};
use palabre_domain::edition::Writing;
use palabre_domain::policy::table::{GetCompositionPolicy, ReplaceCompositionPolicy};
use palabre_domain::values::{EditionId, Flaw, RegistrationId};
use palabre_persistence::policies;

use super::{Answer, App, Ask, Failure, FieldFlaw, Render};

/// The policy of an edition, as a reader sees it.
#[derive(Debug, Clone)]
pub struct PolicyView {
    /// Of which edition.
    pub edition: EditionId,
    /// Counts its changes.
    pub version: i64,
    /// The policy; without the groups to keep together and apart where the reader may not know them.
    pub policy: CompositionPolicy,
    /// Whether the reader may.
    pub reads_kept: bool,
}

impl App {
    /// The policy of an edition.
    ///
    /// # Errors
    /// The database's own.
    pub async fn get_composition_policy(
        &self,
        ask: &Ask<GetCompositionPolicy>,
    ) -> Result<PolicyView, Failure> {
        let scope = ask.grant.scope();
        let reads_kept = reads_kept(ask.grant.roles());
        self.read(async |tx| {
            let version = policies::version(tx, scope).await?.ok_or_else(Failure::not_found)?;
            let policy = policies::find(tx, scope).await?;
            let policy = if reads_kept { policy } else { policy.without_kept() };
            Ok(PolicyView { edition: scope.edition_id, version, policy, reads_kept })
        })
        .await
    }

    /// Replaces the policy of an edition; it unforms no team.
    ///
    /// # Errors
    /// 412; 422 where it contradicts itself, or names what the edition does not have; `wrong_state`.
    pub async fn replace_composition_policy(
        &self,
        ask: Ask<ReplaceCompositionPolicy>,
        policy: CompositionPolicy,
        render: Render<PolicyView>,
    ) -> Result<Answer, Failure> {
        let flaws = policy.coherent().into_iter().map(|(pointer, flaw)| FieldFlaw { pointer, flaw });
        all_right(flaws.collect())?;
        self.write(ask, render, async move |work| {
            let read_at = policies::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
            let profiles = policies::profiles(work.tx, work.scope()).await?;
            let named = policy.keep_together.iter().chain(&policy.keep_apart);
            let named = named.flat_map(|group| group.registrations.iter().copied());
            let registrations = policies::registrations(work.tx, work.scope(), named).await?;
            all_right(strangers(&policy, |slug| profiles.contains_key(slug), &registrations))?;
            work.check_version(read_at)?;
            work.enter(work.scope(), Writing::SetUp).await?;
            let version = policies::save(work.tx, work.scope(), &policy, &profiles, read_at).await?;
            let edition = work.scope().edition_id;
            work.record(Deed::CompositionPolicyReplaced, edition).await?;
            Ok(PolicyView { edition, version, policy: policy.clone(), reads_kept: true })
        })
        .await
    }
}

fn all_right(flaws: Vec<FieldFlaw>) -> Result<(), Failure> {
    if flaws.is_empty() { Ok(()) } else { Err(Failure::Invalid(flaws)) }
}

/// What the policy names that the edition does not have.
fn strangers(
    policy: &CompositionPolicy,
    has_profile: impl Fn(&str) -> bool,
    registrations: &HashSet<RegistrationId>,
) -> Vec<FieldFlaw> {
    let mut flaws = Vec::new();
    let mut unknown = |pointer: String, code| flaws.push(FieldFlaw { pointer, flaw: Flaw::Broken(code) });
    for (at, rule) in policy.at_least.iter().enumerate() {
        for (place, slug) in rule.profiles.iter().enumerate() {
            if !has_profile(slug) {
                unknown(format!("/at_least/{at}/profiles/{place}"), "unknown_profile");
            }
        }
    }
    for (list, groups) in [("keep_together", &policy.keep_together), ("keep_apart", &policy.keep_apart)] {
        for (at, group) in groups.iter().enumerate() {
            for (place, id) in group.registrations.iter().enumerate() {
                if !registrations.contains(id) {
                    unknown(format!("/{list}/{at}/registrations/{place}"), "unknown_registration");
                }
            }
        }
    }
    flaws
}
