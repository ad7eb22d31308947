//! Questions of editions: one set, replaced as a whole, with a version of its own.

use palabre_domain::audit::Deed;
use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::table::{GetQuestions, ReplaceQuestions};
use palabre_domain::question::{Question, check, texts};
use palabre_domain::values::{EditionId, Flaw};
use palabre_persistence::{editions, policies, questions};

use super::localized::all_speak;
use super::{Answer, App, Ask, Failure, FieldFlaw, Render};

/// What an edition asks those who register.
#[derive(Debug, Clone)]
pub struct QuestionSet {
    /// Which edition.
    pub edition: EditionId,
    /// Counts how often the questions were replaced.
    pub version: i64,
    /// The questions.
    pub questions: Vec<Question>,
}

impl App {
    /// The questions of an edition.
    ///
    /// # Errors
    /// 404.
    pub async fn get_questions(&self, ask: &Ask<GetQuestions>) -> Result<QuestionSet, Failure> {
        self.read(async |tx| {
            let edition = editions::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found)?;
            let (version, questions) = (edition.questions_version, edition.questions);
            Ok(QuestionSet { edition: edition.id, version, questions })
        })
        .await
    }

    /// Replaces the questions of an edition; answers that were given stay as they are.
    ///
    /// # Errors
    /// 412; 422 where a text lacks the default language, a key comes twice, there is nothing to choose from, or a profile
    /// is unknown; `wrong_state`.
    pub async fn replace_questions(
        &self,
        ask: Ask<ReplaceQuestions>,
        wanted: Vec<Question>,
        render: Render<QuestionSet>,
    ) -> Result<Answer, Failure> {
        let said = texts(&wanted);
        let said = said.iter().map(|(pointer, texts)| (pointer.as_str(), *texts));
        all_speak(said, &ask.grant.scope().organization.default_language)?;
        self.write(ask, render, async move |work| {
            let mut edition = work.lock_edition(work.scope()).await?;
            work.check_version(edition.questions_version)?;
            let profiles = policies::profiles(work.tx, work.scope()).await?;
            let flaws = check(&wanted, &profiles.keys().map(String::as_str).collect());
            if !flaws.is_empty() {
                return Err(flawed(flaws));
            }
            admits(edition.state, Writing::SetUp)?;
            questions::replace(work.tx, &mut edition, wanted.clone()).await?;
            work.record(Deed::QuestionsReplaced, edition.id).await?;
            let (version, questions) = (edition.questions_version, edition.questions);
            Ok(QuestionSet { edition: edition.id, version, questions })
        })
        .await
    }
}

/// Fields that are flawed, each under its pointer.
pub(super) fn flawed(flaws: Vec<(String, Flaw)>) -> Failure {
    Failure::Invalid(flaws.into_iter().map(|(pointer, flaw)| FieldFlaw { pointer, flaw }).collect())
}
