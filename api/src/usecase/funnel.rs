//! The funnel: how many voices came in, and what became of each.

use palabre_domain::policy::table::GetFunnel;
use palabre_persistence::{funders, funnel};

pub use palabre_domain::funnel::Counts;

use super::partners::Funder;
use super::{App, Ask, Failure};

/// The funnel of an edition, at one instant.
pub struct Funnel {
    /// The counts.
    pub counts: Counts,
    /// Whose money it was.
    pub funders: Vec<Funder>,
}

impl App {
    /// The funnel of an edition, at one instant.
    ///
    /// # Errors
    /// The database's own.
    pub async fn get_funnel(&self, ask: &Ask<GetFunnel>) -> Result<Funnel, Failure> {
        let scope = ask.grant.scope();
        self.read(async |tx| {
            let counts = funnel::count(tx, scope).await?;
            Ok(Funnel { counts, funders: funders::of(tx, scope.edition.edition_id).await? })
        })
        .await
    }
}
