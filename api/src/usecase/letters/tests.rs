//! What holds of every letter.

use chrono::NaiveDate;
use palabre_domain::notice::Occasion;
use palabre_domain::organization::OrganizationRole;
use palabre_domain::staff::StaffRole;
use palabre_domain::values::{FromText as _, ReducedDate};

use super::invitation::role_word;
use super::*;

const TRICK: &str = "Somebody\r\nBcc: all@example.org\n\nstolen-token\u{2028}again";
const LINK: &str = "https://palabre.example.org/#the-token-of-the-link";

/// What a letter of the door tells where these words were written by organizers.
fn facts<'a>(words: &'a str, link: Option<&'a str>) -> DoorFacts<'a> {
    let held_until = NaiveDate::from_ymd_opt(2025, 11, 3).unwrap().and_hms_opt(18, 5, 0).unwrap();
    DoorFacts {
        edition: words,
        organization: words,
        starts_on: ReducedDate::from_text("2025-11-20").ok(),
        ends_on: ReducedDate::from_text("2025-11-21").ok(),
        place: Some(words.to_owned()),
        profile: words,
        reason: Some(words),
        until: Some((held_until, "Europe/Brussels")),
        code: Some("the-code"),
        link,
    }
}

fn all(words: &str, link: Option<&str>) -> Vec<(Tongue, Letter)> {
    let organization = InvitedTo::Organization { organization: words, role: "owner" };
    let staff = InvitedTo::Staff { organization: words, edition: words, role: "support_person" };
    let of = |tongue| {
        let mut letters = vec![
            sign_in(tongue, words, "12345678", link),
            invitation(tongue, &organization, "the-token", link),
            invitation(tongue, &staff, "the-token", link),
        ];
        letters.extend(Occasion::ALL.map(|occasion| door(tongue, occasion, &facts(words, link))));
        letters.into_iter().map(move |letter| (tongue, letter))
    };
    Tongue::ALL.into_iter().flat_map(of).collect()
}

#[test]
fn subjects_hold_nothing_that_people_wrote() {
    let subjects = |words| all(words, None).into_iter().map(|(_, letter)| letter.subject).collect::<Vec<_>>();
    assert_eq!(subjects("The Tree"), subjects(TRICK));
    assert!(subjects(TRICK).iter().all(|subject| !subject.contains(['\r', '\n'])));
}

#[test]
fn what_people_wrote_adds_no_line() {
    for ((_, plain), (_, tricked)) in all("The Tree", None).iter().zip(all(TRICK, None)) {
        assert_eq!(plain.text.lines().count(), tricked.text.lines().count());
        assert!(!tricked.text.contains(['\r', '\u{2028}']));
        assert!(tricked.text.contains("Somebody Bcc: all@example.org stolen-token again"));
    }
}

#[test]
fn code_token_and_link_have_lines_of_their_own() {
    for (_, letter) in all("The Tree", Some(LINK)) {
        let own = |wanted: &str| letter.text.lines().filter(|line| *line == wanted).count();
        assert_eq!(own("1234 5678") + own("the-token") + own("the-code"), 1, "{}", letter.text);
        assert_eq!(own(LINK), 1, "{}", letter.text);
        assert!(!letter.text.contains("\n\n\n") && letter.text.ends_with(".\n"), "{}", letter.text);
    }
    assert!(all("The Tree", None).iter().all(|(_, letter)| !letter.text.contains("http")));
}

#[test]
fn every_letter_that_opens_something_says_how_long_it_is_good_for() {
    for (_, letter) in all("The Tree", None) {
        let days = match letter.code.as_deref() {
            Some("the-token") => "14",
            Some("1234 5678") => "10",
            _ => continue,
        };
        assert!(letter.text.contains(&format!(" {days} ")), "{}", letter.text);
    }
}

#[test]
fn a_page_says_what_the_text_says_and_takes_no_markup() {
    for (tongue, letter) in all("<b>The</b> & \"Tree\"", Some(LINK)) {
        let page = html(tongue, &letter);
        assert!(page.contains(&format!("lang=\"{}\"", tongue.tag())) && !page.contains("<b>"), "{page}");
        assert!(page.contains(&format!("<a href=\"{LINK}\">{LINK}</a>")), "{page}");
        let escaped = |line: &str| {
            line.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
        };
        for line in letter.text.lines().filter(|line| !line.is_empty()) {
            assert!(page.contains(&escaped(line)), "{line} is not in {page}");
        }
        // Nothing is loaded from anywhere.
        assert!(!page.contains("src=") && !page.contains("url("), "{page}");
    }
}

#[test]
fn letters_of_the_door_say_what_and_when_and_until_when() {
    let days = [
        (Tongue::En, "20 November 2025 – 21 November 2025", "3 November 2025, 18:05 (Europe/Brussels)"),
        (Tongue::Fr, "20 novembre 2025 – 21 novembre 2025", "3 novembre 2025, 18:05 (Europe/Brussels)"),
        (Tongue::Nl, "20 november 2025 – 21 november 2025", "3 november 2025, 18:05 (Europe/Brussels)"),
        (Tongue::De, "20. November 2025 – 21. November 2025", "3. November 2025, 18:05 (Europe/Brussels)"),
    ];
    for (tongue, when, until) in days {
        for occasion in Occasion::ALL {
            let letter = door(tongue, occasion, &facts("The Tree", None));
            assert!(letter.text.contains(when), "{}", letter.text);
            assert_eq!(letter.text.contains(until), occasion == Occasion::Offered, "{}", letter.text);
        }
        let month = DoorFacts { starts_on: ReducedDate::from_text("2026-03").ok(), ..DoorFacts::default() };
        let letter = door(tongue, Occasion::Waitlisted, &month);
        assert!(letter.text.contains(" 2026") && !letter.text.contains(" 1"), "{}", letter.text);
    }
}

#[test]
fn each_occasion_has_a_subject_of_its_own() {
    for tongue in Tongue::ALL {
        let subjects = Occasion::ALL.map(|occasion| door(tongue, occasion, &DoorFacts::default()).subject);
        let distinct: std::collections::BTreeSet<_> = subjects.iter().collect();
        assert_eq!(distinct.len(), subjects.len(), "{subjects:?}");
    }
}

#[test]
fn every_role_has_a_word_in_each_language() {
    for role in OrganizationRole::WORDS.iter().chain(StaffRole::WORDS) {
        assert_ne!(role_word(Tongue::Fr, role), *role);
        assert!(Tongue::ALL.iter().all(|tongue| !role_word(*tongue, role).contains('_')));
    }
}
