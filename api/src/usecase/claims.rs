//! Claiming: what was made with an address becomes its holder's once they prove it.

use palabre_domain::audit::Deed;
use palabre_domain::policy::Action;
use palabre_persistence::accounts::Account;
use palabre_persistence::claims;

use super::journal::Told;
use super::{Failure, Located, Work};

/// Gives an account that has just proven its address all registrations that were made with it, in every organization.
///
/// Each proof claims anew: what was made in the meantime by somebody else waits for the next one.
///
/// # Errors
/// The database's own.
pub(super) async fn claim<A: Action>(work: &Work<'_, A>, account: &Account) -> Result<(), Failure>
where
    A::Scope: Located,
{
    for claimed in claims::claim(work.tx, account.id, &account.email_folded).await? {
        let place = (claimed.organization, Some(claimed.edition));
        let told = [Told::of(Deed::RegistrationClaimed, claimed.registration)];
        work.record_told_in(place, &told, Some(account.id), Some("holder")).await?;
    }
    Ok(())
}
