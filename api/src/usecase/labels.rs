//! What an edition calls its stages and terms.

use palabre_domain::policy::table::GetLabels;
use palabre_domain::stage::Stages;
use palabre_domain::values::EditionId;
use palabre_domain::vocabulary::{self, Vocabulary};
use palabre_persistence::editions;

use super::{App, Ask, Failure};

/// What an edition calls things, whole: its own words, and those of the field for the rest.
#[derive(Debug, Clone)]
pub struct Labels {
    /// Which edition.
    pub edition: EditionId,
    /// Every term.
    pub terms: Vocabulary,
    /// The stages.
    pub stages: Stages,
}

impl App {
    /// What an edition calls things.
    ///
    /// # Errors
    /// 404.
    pub async fn get_labels(&self, ask: &Ask<GetLabels>) -> Result<Labels, Failure> {
        self.read(async |tx| {
            let edition = editions::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found)?;
            Ok(Labels {
                edition: edition.id,
                terms: vocabulary::labels(&edition.vocabulary),
                stages: edition.stages.unwrap_or_default(),
            })
        })
        .await
    }
}
