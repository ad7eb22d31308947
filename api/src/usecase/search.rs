//! Searching: taking in what was there before its words were kept.

use palabre_persistence::search::{self, Kind};
use uuid::Uuid;

use super::{App, Failure};

impl App {
    /// Makes statements, challenges and prototypes findable that are not, part by part; to be called when the program starts. Where all
    /// of them are, it changes nothing; several processes may do it at once.
    ///
    /// # Errors
    /// The database's own.
    pub async fn make_searchable(&self) -> Result<(), Failure> {
        for kind in Kind::ALL {
            let mut after = Some(Uuid::nil());
            while let Some(last) = after {
                after = self.change(async move |tx| Ok(search::fill(tx, kind, last).await?)).await?;
            }
        }
        Ok(())
    }
}
