//! Consent purposes: what an edition asks consent for, and in which words.

use std::collections::BTreeMap;

use crate::values::Flaw;

/// A wording of a purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording<'a> {
    /// The purpose, by slug.
    pub purpose: &'a str,
    /// Which of its wordings.
    pub version: u32,
    /// The text, by language.
    pub text: &'a BTreeMap<String, String>,
}

/// Checks the purposes that an edition shall have from now on, against the wordings that people consented to.
///
/// Consent is to words: once it was given to a wording, another text needs another version.
///
/// # Errors
/// For each place and field: [`Flaw::Broken`] with `purpose_twice` or `wording_consented`.
pub fn check_replacement(
    wanted: &[Wording<'_>],
    consented: &[Wording<'_>],
) -> Result<(), Vec<(usize, &'static str, Flaw)>> {
    let twice = wanted.iter().enumerate().filter_map(|(at, wording)| {
        let earlier = wanted.iter().take(at).any(|earlier| earlier.purpose == wording.purpose);
        earlier.then_some((at, "purpose", Flaw::Broken("purpose_twice")))
    });
    let reworded = wanted.iter().enumerate().filter_map(|(at, wording)| {
        let other_words = consented.iter().any(|given| {
            given.purpose == wording.purpose && given.version == wording.version && given.text != wording.text
        });
        other_words.then_some((at, "text", Flaw::Broken("wording_consented")))
    });
    let flaws: Vec<_> = twice.chain(reworded).collect();
    if flaws.is_empty() { Ok(()) } else { Err(flaws) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> BTreeMap<String, String> {
        BTreeMap::from([("fr".to_owned(), words.to_owned())])
    }

    #[test]
    fn words_that_were_consented_to_keep_their_version() {
        let (old, new) = (text("Participer"), text("Participer, et être photographié"));
        let wording = |version, text| Wording { purpose: "participation", version, text };
        let given = [wording(1, &old)];
        assert_eq!(check_replacement(&[wording(1, &old)], &given), Ok(()));
        assert_eq!(check_replacement(&[wording(2, &new)], &given), Ok(()));
        assert_eq!(check_replacement(&[wording(1, &new)], &[]), Ok(()));
        assert_eq!(check_replacement(&[], &given), Ok(()));
        let flaw = (0, "text", Flaw::Broken("wording_consented"));
        assert_eq!(check_replacement(&[wording(1, &new)], &given), Err(vec![flaw]));
    }

    #[test]
    fn a_purpose_has_one_wording_at_a_time() {
        let words = text("Participer");
        let wording = |purpose, version| Wording { purpose, version, text: &words };
        let wanted = [wording("participation", 1), wording("photos", 1), wording("participation", 2)];
        let flaw = (2, "purpose", Flaw::Broken("purpose_twice"));
        assert_eq!(check_replacement(&wanted, &[]), Err(vec![flaw]));
    }
}
