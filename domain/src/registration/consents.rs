//! Consents as they are given with a registration: by purpose, to the wording of today.

use crate::Rejection;
use crate::values::Flaw;

/// A consent as somebody gives it: to one wording of one purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentGiven {
    /// The purpose, by slug.
    pub purpose: String,
    /// The version of the text that was read.
    pub version: u32,
}

/// A purpose that an edition asks consent for, in its present wording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurposeAsked {
    /// The purpose, by slug.
    pub purpose: String,
    /// The version of its text now.
    pub version: u32,
    /// Whether nobody registers without it.
    pub required: bool,
}

/// Why consents are not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsentProblem {
    /// Some of them are wrong; each flaw beside its place in the list.
    Flaws(Vec<(usize, Flaw)>),
    /// A rule refuses them as a whole.
    Rejected(Rejection),
}

/// Checks consents against what the edition asks: by purpose, to the wording of today, each once.
///
/// Consent to an older wording is consent to something else. Flaws come before the rule: who sent an older
/// version of a compulsory purpose learns that, and not that it is missing.
///
/// # Errors
/// [`ConsentProblem::Flaws`] with `unknown_consent` (purpose or version) and `consent_twice`;
/// [`Rejection::ConsentMissing`] with the compulsory purposes that were not given, in the order asked.
pub fn check_consents(given: &[ConsentGiven], asked: &[PurposeAsked]) -> Result<(), ConsentProblem> {
    let flaw = |(at, consent): (usize, &ConsentGiven)| {
        let known =
            |purpose: &PurposeAsked| purpose.purpose == consent.purpose && purpose.version == consent.version;
        if !asked.iter().any(known) {
            Some((at, Flaw::Broken("unknown_consent")))
        } else if given.iter().take(at).any(|earlier| earlier.purpose == consent.purpose) {
            Some((at, Flaw::Broken("consent_twice")))
        } else {
            None
        }
    };
    let flaws: Vec<_> = given.iter().enumerate().filter_map(flaw).collect();
    if !flaws.is_empty() {
        return Err(ConsentProblem::Flaws(flaws));
    }
    let purposes: Vec<_> = asked
        .iter()
        .filter(|purpose| purpose.required && !given.iter().any(|consent| consent.purpose == purpose.purpose))
        .map(|purpose| purpose.purpose.clone())
        .collect();
    if purposes.is_empty() {
        Ok(())
    } else {
        Err(ConsentProblem::Rejected(Rejection::ConsentMissing { purposes }))
    }
}

/// Whether a purpose is that of showing one's name to the other participants: where an edition asks for it, the consent
/// alone says so.
#[must_use]
pub fn lists_the_name(purpose: &str) -> bool {
    matches!(purpose, "list_me" | "list-me")
}

/// Whether a name is shown, by what somebody wants (`None`: they said nothing) and what they consent to.
///
/// # Errors
/// [`Rejection::ConsentMissing`] where it shall be shown and the consent that the edition asks for it is not given.
pub fn visibility(
    wanted: Option<bool>,
    given: &[ConsentGiven],
    asked: &[PurposeAsked],
) -> Result<bool, Rejection> {
    let asked: Vec<&PurposeAsked> = asked.iter().filter(|asked| lists_the_name(&asked.purpose)).collect();
    let consented = |asked: &&PurposeAsked| given.iter().any(|given| given.purpose == asked.purpose);
    match (wanted, asked.is_empty(), asked.iter().all(consented)) {
        (wanted, true, _) => Ok(wanted.unwrap_or(false)),
        (wanted, false, true) => Ok(wanted.unwrap_or(true)),
        (Some(true), false, false) => {
            let purposes = asked.into_iter().filter(|asked| !consented(asked));
            let purposes = purposes.map(|asked| asked.purpose.clone()).collect();
            Err(Rejection::ConsentMissing { purposes })
        }
        (Some(false) | None, false, false) => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked() -> Vec<PurposeAsked> {
        [("photos", 1, false), ("organization", 2, true), ("newsletter", 1, false), ("health", 1, true)]
            .map(|(purpose, version, required)| PurposeAsked {
                purpose: purpose.to_owned(),
                version,
                required,
            })
            .to_vec()
    }

    fn check(given: &[(&str, u32)]) -> Result<(), ConsentProblem> {
        let given: Vec<_> = given
            .iter()
            .map(|(purpose, version)| ConsentGiven { purpose: (*purpose).to_owned(), version: *version })
            .collect();
        check_consents(&given, &asked())
    }

    #[test]
    fn compulsory_consents_are_all_named() {
        let missing = |purposes: &[&str]| {
            let purposes = purposes.iter().map(|purpose| (*purpose).to_owned()).collect();
            Err(ConsentProblem::Rejected(Rejection::ConsentMissing { purposes }))
        };
        assert_eq!(check(&[]), missing(&["organization", "health"]));
        assert_eq!(check(&[("health", 1), ("photos", 1)]), missing(&["organization"]));
        assert_eq!(check(&[("health", 1), ("organization", 2)]), Ok(()));
        assert_eq!(check_consents(&[], &[]), Ok(()));
    }

    #[test]
    fn an_unknown_purpose_an_older_wording_and_a_repetition_are_flaws() {
        assert_eq!(
            check(&[("organization", 1), ("health", 1), ("tombola", 1), ("health", 1)]),
            Err(ConsentProblem::Flaws(vec![
                (0, Flaw::Broken("unknown_consent")),
                (2, Flaw::Broken("unknown_consent")),
                (3, Flaw::Broken("consent_twice")),
            ]))
        );
    }

    #[test]
    fn a_name_is_shown_by_consent_where_the_edition_asks_for_it() {
        let asked =
            |purpose: &str| vec![PurposeAsked { purpose: purpose.to_owned(), version: 2, required: false }];
        let given = |purpose: &str| vec![ConsentGiven { purpose: purpose.to_owned(), version: 1 }];
        let missing = Err(Rejection::ConsentMissing { purposes: vec!["list_me".to_owned()] });
        for (wanted, free, without, with) in [
            (None, Ok(false), Ok(false), Ok(true)),
            (Some(false), Ok(false), Ok(false), Ok(false)),
            (Some(true), Ok(true), missing, Ok(true)),
        ] {
            assert_eq!(visibility(wanted, &[], &asked("photos")), free);
            assert_eq!(visibility(wanted, &given("photos"), &asked("list_me")), without);
            assert_eq!(visibility(wanted, &given("list_me"), &asked("list_me")), with);
            assert_eq!(visibility(wanted, &given("list-me"), &asked("list-me")), with);
        }
    }
}
