//! The funnel: how many voices came in, and what became of each.

use palabre_domain::policy::table::GetFunnel;
use palabre_persistence::funnel;

pub use palabre_domain::funnel::Counts;

use super::{App, Ask, Failure};

impl App {
    /// The counts of an edition, at one instant.
    ///
    /// # Errors
    /// The database's own.
    pub async fn get_funnel(&self, ask: &Ask<GetFunnel>) -> Result<Counts, Failure> {
        self.read(async |tx| Ok(funnel::count(tx, ask.grant.scope()).await?)).await
    }
}
