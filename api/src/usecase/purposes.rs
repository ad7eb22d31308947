//! Consent purposes of editions: one set, replaced as a whole, with a version of its own.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits, publishable};
use palabre_domain::policy::table::{GetConsentPurposes, ReplaceConsentPurposes};
use palabre_domain::purpose::{Wording, check_replacement};
use palabre_domain::values::{EditionId, Localized, Slug};
use palabre_persistence::purposes::{self, KeptPurpose};
use palabre_persistence::{Tx, editions};

pub use palabre_persistence::purposes::Purpose;

use super::consents::hide_without_consent;
use super::{Answer, App, Ask, Failure, FieldFlaw, Render, localized};

/// A purpose that an edition shall ask consent for.
pub struct NewPurpose {
    /// The purpose.
    pub purpose: Slug,
    /// Which of its wordings.
    pub version: u32,
    /// The text.
    pub text: Localized<5000>,
    /// Whether nobody registers without it.
    pub required: bool,
}

/// What an edition asks consent for.
#[derive(Debug, Clone)]
pub struct PurposeSet {
    /// Which edition.
    pub edition: EditionId,
    /// Counts how often the purposes were replaced.
    pub version: i64,
    /// The purposes.
    pub purposes: Vec<Purpose>,
}

impl App {
    /// The consent purposes of an edition.
    ///
    /// # Errors
    /// 404.
    pub async fn get_consent_purposes(&self, ask: &Ask<GetConsentPurposes>) -> Result<PurposeSet, Failure> {
        self.read(async |tx| {
            let edition = editions::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found)?;
            let asked = purposes::asked(tx, edition.id).await?;
            let purposes = asked.into_iter().map(|kept| kept.wording).collect();
            Ok(PurposeSet { edition: edition.id, version: edition.purposes_version, purposes })
        })
        .await
    }

    /// Replaces the consent purposes of an edition; a published one keeps at least one.
    ///
    /// # Errors
    /// 412; 422 where a text lacks the default language, a purpose comes twice, or other words stand under a version
    /// that people consented to; `wrong_state`, `not_ready`.
    pub async fn replace_consent_purposes(
        &self,
        ask: Ask<ReplaceConsentPurposes>,
        wanted: Vec<NewPurpose>,
        render: Render<PurposeSet>,
    ) -> Result<Answer, Failure> {
        speak(&wanted, &ask.grant.scope().organization.default_language)?;
        let wanted: Vec<Purpose> = wanted
            .into_iter()
            .map(|NewPurpose { purpose, version, text, required }| Purpose {
                purpose: purpose.into(),
                version,
                text: text.to_map(),
                required,
            })
            .collect();
        self.write(ask, render, async move |work| {
            let mut edition = work.lock_edition(work.scope()).await?;
            work.check_version(edition.purposes_version)?;
            let known = purposes::all(work.tx, edition.id).await?;
            check_wordings(work.tx, edition.id, &known, &wanted).await?;
            admits(edition.state, Writing::SetUp)?;
            if edition.state.is_public() {
                publishable(&edition.readiness(!wanted.is_empty()))?;
            }
            purposes::replace(work.tx, &mut edition, &known, &wanted, work.now).await?;
            let asked = wanted.iter().map(|purpose| purpose.purpose.as_str());
            hide_without_consent(work.tx, work.scope(), asked).await?;
            work.record(Deed::ConsentPurposesReplaced, edition.id).await?;
            let version = edition.purposes_version;
            Ok(PurposeSet { edition: edition.id, version, purposes: wanted.clone() })
        })
        .await
    }
}

/// Whether each text speaks the default language.
fn speak(wanted: &[NewPurpose], language: &str) -> Result<(), Failure> {
    let texts: Vec<(String, bool)> = wanted
        .iter()
        .enumerate()
        .map(|(at, purpose)| (format!("/purposes/{at}/text"), purpose.text.speaks_tag(language)))
        .collect();
    localized::all_present(texts.iter().map(|(pointer, speaks)| (pointer.as_str(), Some(*speaks))))
}

/// Holds the wanted purposes against each other, and against the wordings that people consented to.
async fn check_wordings(
    tx: &Tx,
    edition: EditionId,
    known: &[KeptPurpose],
    wanted: &[Purpose],
) -> Result<(), Failure> {
    fn wording(purpose: &Purpose) -> Wording<'_> {
        let Purpose { purpose, version, text, required: _ } = purpose;
        Wording { purpose, version: *version, text }
    }
    let given = purposes::consented(tx, edition).await?;
    let consented = known.iter().filter(|kept| given.contains(&kept.id));
    let consented: Vec<Wording<'_>> = consented.map(|kept| wording(&kept.wording)).collect();
    let wanted: Vec<Wording<'_>> = wanted.iter().map(wording).collect();
    check_replacement(&wanted, &consented).map_err(|flaws| {
        let flaw = |(at, field, flaw)| FieldFlaw { pointer: format!("/purposes/{at}/{field}"), flaw };
        Failure::Invalid(flaws.into_iter().map(flaw).collect())
    })
}
