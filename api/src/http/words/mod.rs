//! What the server itself says, in the four languages that it speaks.
//!
//! Codes are for programs and never change; these are the words beside them, for people. A code that has none yet
//! gets general ones, because an answer without words helps nobody.

mod de;
mod en;
mod fields;
mod fr;
mod nl;

use crate::usecase::Tongue;

pub use fields::flaw;

/// Title and detail of a problem; of a code that is not known, those of `internal`.
#[must_use]
pub fn problem(code: &str, tongue: Tongue) -> (&'static str, &'static str) {
    let problems = problems(tongue);
    let of = |code: &str| problems.iter().find(|(known, ..)| *known == code);
    of(code).or_else(|| of("internal")).map_or(("", ""), |(_, title, detail)| (title, detail))
}

fn problems(tongue: Tongue) -> &'static [(&'static str, &'static str, &'static str)] {
    match tongue {
        Tongue::En => en::PROBLEMS,
        Tongue::Fr => fr::PROBLEMS,
        Tongue::Nl => nl::PROBLEMS,
        Tongue::De => de::PROBLEMS,
    }
}

#[cfg(test)]
mod tests {
    use palabre_domain::Rejection;
    use palabre_domain::rejection::Refusal;

    use super::*;

    fn codes(tongue: Tongue) -> Vec<&'static str> {
        problems(tongue).iter().map(|(code, ..)| *code).collect()
    }

    #[test]
    fn every_language_has_the_same_problems_in_the_same_order() {
        for tongue in Tongue::ALL {
            assert_eq!(codes(tongue), codes(Tongue::En), "{tongue:?}");
        }
    }

    #[test]
    fn no_code_comes_twice() {
        let mut codes = codes(Tongue::En);
        codes.sort_unstable();
        let all = codes.len();
        codes.dedup();
        assert_eq!(codes.len(), all);
    }

    #[test]
    fn a_title_is_a_heading_and_a_detail_a_sentence() {
        for tongue in Tongue::ALL {
            for (code, title, detail) in problems(tongue) {
                assert!(!title.trim().is_empty() && !title.ends_with('.'), "{tongue:?} {code}: {title}");
                assert!(detail.len() > 1 && detail.ends_with('.'), "{tongue:?} {code}: {detail}");
            }
        }
    }

    /// What a program looks up has the same name in every language, and is named in all of them.
    #[test]
    fn every_language_names_the_same_members() {
        let members = |detail: &'static str| {
            let mut names: Vec<&str> = detail.split('`').skip(1).step_by(2).collect();
            names.sort_unstable();
            names
        };
        for tongue in Tongue::ALL {
            for ((code, _, detail), (_, _, english)) in problems(tongue).iter().zip(en::PROBLEMS) {
                assert_eq!(members(detail), members(english), "{tongue:?} {code}");
            }
        }
    }

    #[test]
    fn every_refusal_has_words() {
        let with_members = [
            Rejection::WrongState { state: "draft", allowed_from: Vec::new() },
            Rejection::WrongStates { refused: Vec::new(), allowed_from: Vec::new() },
            Rejection::WindowClosed { opens_at: None, closes_at: None },
            Rejection::NotReady { missing: Vec::new() },
            Rejection::PolicyUnmet {
                missing: Vec::new(),
                too_few: 1,
                too_many: 0,
                separated: false,
                mixed_up: false,
            },
            Rejection::SizeBelowTaken { taken: 0 },
            Rejection::ConsentMissing { purposes: Vec::new() },
        ];
        let codes = codes(Tongue::En);
        for code in Refusal::WORDS.iter().copied().chain(with_members.iter().map(Rejection::code)) {
            assert!(codes.contains(&code), "no words for {code}");
        }
    }

    #[test]
    fn an_unknown_code_gets_general_words() {
        for tongue in Tongue::ALL {
            assert_eq!(problem("no_such_code", tongue), problem("internal", tongue));
        }
    }

    #[test]
    fn languages_differ() {
        for tongue in [Tongue::Fr, Tongue::Nl, Tongue::De] {
            for ((code, _, detail), (_, _, english)) in problems(tongue).iter().zip(en::PROBLEMS) {
                assert_ne!(detail, english, "{tongue:?} {code}");
            }
        }
    }
}
