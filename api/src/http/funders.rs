//! Those whose money an edition is made with, as every public answer about it names them.

use serde::Serialize;
use utoipa::ToSchema;

use crate::usecase::partners::Funder;

/// Somebody who pays for an edition, as it is to be said.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Funder)]
pub struct FunderAnswer {
    /// Its name.
    pub name: String,
    /// The programme under which it pays.
    pub programme: Option<String>,
    /// What is to be said of it.
    pub mention: Option<String>,
    /// Its own page.
    pub url: Option<String>,
}

// The bound in the document is the one that is held when partners are named.
const _: () = assert!(palabre_domain::partner::MOST == 100);

impl From<Funder> for FunderAnswer {
    fn from(funder: Funder) -> Self {
        let Funder { name, programme, mention, url } = funder;
        Self { name, programme, mention, url }
    }
}
