//! Everything about me, and nothing about others.

use palabre_domain::policy::table::GetMyExport;
use palabre_persistence::{accounts, export};

pub use palabre_persistence::attendances::Attended;
pub use palabre_persistence::export::{
    Act, Export, GivenConsent, HeldEntry, HeldMembership, HeldTeam, MadePrototype, VoicedStatement,
    WaitingMail,
};

use super::mail::Whose;
use super::{App, Ask, Failure};

impl App {
    /// Everything that is kept about the caller.
    ///
    /// # Errors
    /// The database's own.
    pub async fn get_my_export(&self, ask: &Ask<GetMyExport>) -> Result<Export, Failure> {
        let me = ask.grant.account().ok_or_else(Failure::not_found)?;
        let now = self.now();
        self.read(async |tx| {
            let account = accounts::find(tx, me).await?.ok_or_else(Failure::not_found)?;
            let signing_in = self.mark(&Whose::Account(me));
            Ok(export::of(tx, account, &signing_in, now).await?)
        })
        .await
    }
}
