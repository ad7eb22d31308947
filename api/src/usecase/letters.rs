//! What the mails say, in the language of their reader.
//!
//! Subjects are the same for everybody: a mailbox may be open on a shared screen, and what an edition is about may be
//! delicate. What people have written (names, titles) stands in the text only, and each on one line, so that nobody
//! can add a paragraph, a token or a header of their own to a mail that the server signs.

use super::Tongue;

/// A mail, ready to be addressed: plain text, one sentence a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The subject; holds nothing that a person has written.
    pub subject: String,
    /// The text.
    pub text: String,
}

/// What an invitation is for.
#[derive(Debug, Clone, Copy)]
pub enum InvitedTo<'a> {
    /// Becoming a member of an organization.
    Organization {
        /// The name of the organization.
        organization: &'a str,
        /// The role, as the wire names it.
        role: &'a str,
    },
    /// Joining the staff of an edition.
    Staff {
        /// The name of the organization.
        organization: &'a str,
        /// The title of the edition.
        edition: &'a str,
        /// The role, as the wire names it.
        role: &'a str,
    },
}

/// The mail that signs somebody in, by its code or by its link.
#[must_use]
pub fn sign_in(tongue: Tongue, name: &str, code: &str, link: Option<&str>) -> Letter {
    // Nobody's name yet: then nobody is named.
    let name = if name.is_empty() { String::new() } else { format!(" {}", one_line(name)) };
    let code = in_halves(code);
    let link = or_open(tongue, link);
    let (subject, text) = match tongue {
        Tongue::En => (
            "Sign in to Palabre",
            format!(
                "Hello{name},\n\
                 \n\
                 here is your code to sign in to Palabre:\n\
                 \n\
                 {code}\n\
                 \n\
                 {link}\
                 The code is valid for 10 minutes and works once.\n\
                 Please do not pass it on to anybody.\n\
                 If you have not asked for it, please ignore this mail: without the code nobody signs in.\n"
            ),
        ),
        Tongue::Fr => (
            "Connexion à Palabre",
            format!(
                "Bonjour{name},\n\
                 \n\
                 Voici votre code pour vous connecter à Palabre\u{a0}:\n\
                 \n\
                 {code}\n\
                 \n\
                 {link}\
                 Le code est valable 10 minutes et ne sert qu’une fois.\n\
                 Ne le transmettez à personne.\n\
                 Si vous ne l’avez pas demandé, ignorez ce message\u{a0}: sans le code, personne ne se connecte.\n"
            ),
        ),
        Tongue::Nl => (
            "Inloggen bij Palabre",
            format!(
                "Dag{name},\n\
                 \n\
                 Dit is uw code om in te loggen bij Palabre:\n\
                 \n\
                 {code}\n\
                 \n\
                 {link}\
                 De code is 10 minuten geldig en werkt één keer.\n\
                 Geef de code aan niemand door.\n\
                 Hebt u geen code gevraagd, negeer deze mail dan: zonder de code logt niemand in.\n"
            ),
        ),
        Tongue::De => (
            "Einloggen bei Palabre",
            format!(
                "Guten Tag{name},\n\
                 \n\
                 hier ist Ihr Code, um sich bei Palabre einzuloggen:\n\
                 \n\
                 {code}\n\
                 \n\
                 {link}\
                 Der Code gilt 10 Minuten und nur einmal.\n\
                 Bitte geben Sie ihn an niemanden weiter.\n\
                 Wenn Sie ihn nicht angefordert haben, beachten Sie diese E-Mail nicht: \
                 Ohne den Code loggt sich niemand ein.\n"
            ),
        ),
    };
    Letter { subject: subject.to_owned(), text }
}

/// The mail that invites somebody to a role; its token, alone on a line, proves the address.
#[must_use]
pub fn invitation(tongue: Tongue, to: &InvitedTo<'_>, token: &str, link: Option<&str>) -> Letter {
    let occasion = occasion(tongue, to);
    let link = or_open(tongue, link);
    let (subject, text) = match tongue {
        Tongue::En => (
            "Invitation to Palabre",
            format!(
                "Hello,\n\
                 \n\
                 {occasion}\n\
                 \n\
                 To accept, sign in to Palabre with an account of this e-mail address.\n\
                 Then enter this token:\n\
                 \n\
                 {token}\n\
                 \n\
                 {link}\
                 The invitation is valid for 14 days.\n\
                 If you do not want to accept it, you need not do anything.\n"
            ),
        ),
        Tongue::Fr => (
            "Invitation sur Palabre",
            format!(
                "Bonjour,\n\
                 \n\
                 {occasion}\n\
                 \n\
                 Pour accepter, connectez-vous à Palabre avec un compte de cette adresse électronique.\n\
                 Saisissez ensuite ce jeton\u{a0}:\n\
                 \n\
                 {token}\n\
                 \n\
                 {link}\
                 L’invitation est valable 14 jours.\n\
                 Si vous ne souhaitez pas l’accepter, vous n’avez rien à faire.\n"
            ),
        ),
        Tongue::Nl => (
            "Uitnodiging voor Palabre",
            format!(
                "Dag,\n\
                 \n\
                 {occasion}\n\
                 \n\
                 Om ze te aanvaarden, logt u in bij Palabre met een account van dit e-mailadres.\n\
                 Vul daarna dit token in:\n\
                 \n\
                 {token}\n\
                 \n\
                 {link}\
                 De uitnodiging is 14 dagen geldig.\n\
                 Wilt u ze niet aanvaarden, dan hoeft u niets te doen.\n"
            ),
        ),
        Tongue::De => (
            "Einladung zu Palabre",
            format!(
                "Guten Tag,\n\
                 \n\
                 {occasion}\n\
                 \n\
                 Um die Einladung anzunehmen, loggen Sie sich bei Palabre mit einem Konto dieser E-Mail-Adresse ein.\n\
                 Geben Sie dann dieses Token ein:\n\
                 \n\
                 {token}\n\
                 \n\
                 {link}\
                 Die Einladung gilt 14 Tage.\n\
                 Wenn Sie sie nicht annehmen möchten, brauchen Sie nichts zu tun.\n"
            ),
        ),
    };
    Letter { subject: subject.to_owned(), text }
}

/// Who invites, to what, in which role.
fn occasion(tongue: Tongue, to: &InvitedTo<'_>) -> String {
    match *to {
        InvitedTo::Organization { organization, role } => {
            let (organization, role) = (one_line(organization), role_word(tongue, role));
            match tongue {
                Tongue::En => format!(
                    "“{organization}” invites you to become a member of the organization.\nYour role: {role}."
                ),
                Tongue::Fr => format!(
                    "«\u{a0}{organization}\u{a0}» vous invite à devenir membre de l’organisation.\n\
                     Votre rôle\u{a0}: {role}."
                ),
                Tongue::Nl => format!(
                    "“{organization}” nodigt u uit om lid te worden van de organisatie.\nUw rol: {role}."
                ),
                Tongue::De => format!(
                    "„{organization}“ lädt Sie ein, Mitglied der Organisation zu werden.\nIhre Rolle: {role}."
                ),
            }
        }
        InvitedTo::Staff { organization, edition, role } => {
            let (organization, edition) = (one_line(organization), one_line(edition));
            let role = role_word(tongue, role);
            match tongue {
                Tongue::En => format!(
                    "“{organization}” invites you to join the staff of “{edition}”.\nYour role: {role}."
                ),
                Tongue::Fr => format!(
                    "«\u{a0}{organization}\u{a0}» vous invite à rejoindre l’équipe d’organisation de \
                     «\u{a0}{edition}\u{a0}».\nVotre rôle\u{a0}: {role}."
                ),
                Tongue::Nl => format!(
                    "“{organization}” nodigt u uit om mee te werken aan “{edition}”.\nUw rol: {role}."
                ),
                Tongue::De => {
                    format!("„{organization}“ lädt Sie ein, an „{edition}“ mitzuwirken.\nIhre Rolle: {role}.")
                }
            }
        }
    }
}

/// The link as the other way, where there is one.
fn or_open(tongue: Tongue, link: Option<&str>) -> String {
    let Some(link) = link else { return String::new() };
    let words = match tongue {
        Tongue::En => "Or open this link:",
        Tongue::Fr => "Ou ouvrez ce lien\u{a0}:",
        Tongue::Nl => "Of open deze link:",
        Tongue::De => "Oder öffnen Sie diesen Link:",
    };
    format!("{words}\n\n{link}\n\n")
}

/// A role for people; where the language would make a person of it one gender or the other, it names the task.
fn role_word(tongue: Tongue, role: &str) -> &str {
    let [en, fr, nl, de] = match role {
        "owner" => ["owner", "propriétaire", "eigenaar", "Hauptverantwortung"],
        "organizer" => ["organizer", "organisation", "organisatie", "Organisation"],
        "viewer" => ["viewer", "consultation", "inzage", "Einsicht"],
        "facilitator" => ["facilitator", "animation", "begeleiding", "Moderation"],
        "registration_desk" => ["registration desk", "accueil des inscriptions", "onthaal", "Empfang"],
        "support_person" => {
            ["support person", "appui aux équipes", "ondersteuning", "Unterstützung der Teams"]
        }
        "assessor" => ["assessor", "évaluation", "beoordeling", "Begutachtung"],
        other => [other; 4],
    };
    match tongue {
        Tongue::En => en,
        Tongue::Fr => fr,
        Tongue::Nl => nl,
        Tongue::De => de,
    }
}

/// What somebody has written, on one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A code of eight digits as people read it: `1234 5678`.
fn in_halves(code: &str) -> String {
    match code.split_at_checked(4) {
        Some((first, last)) if last.len() == 4 => format!("{first} {last}"),
        Some(_) | None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use palabre_domain::organization::OrganizationRole;
    use palabre_domain::staff::StaffRole;

    use super::*;

    const TRICK: &str = "Somebody\r\nBcc: all@example.org\n\nstolen-token\u{2028}again";

    fn all(name: &str, link: Option<&str>) -> Vec<Letter> {
        let organization = InvitedTo::Organization { organization: name, role: "owner" };
        let staff = InvitedTo::Staff { organization: name, edition: name, role: "support_person" };
        let of = |tongue| {
            [
                sign_in(tongue, name, "12345678", link),
                invitation(tongue, &organization, "the-token", link),
                invitation(tongue, &staff, "the-token", link),
            ]
        };
        Tongue::ALL.into_iter().flat_map(of).collect()
    }

    #[test]
    fn subjects_hold_nothing_that_people_wrote() {
        let subjects = |name| all(name, None).into_iter().map(|letter| letter.subject).collect::<Vec<_>>();
        assert_eq!(subjects("The Tree"), subjects(TRICK));
        assert!(subjects(TRICK).iter().all(|subject| !subject.contains(['\r', '\n'])));
    }

    #[test]
    fn what_people_wrote_adds_no_line() {
        for (plain, tricked) in all("The Tree", None).iter().zip(all(TRICK, None)) {
            assert_eq!(plain.text.lines().count(), tricked.text.lines().count());
            assert!(!tricked.text.contains(['\r', '\u{2028}']));
            assert!(tricked.text.contains("Somebody Bcc: all@example.org stolen-token again"));
        }
    }

    #[test]
    fn code_token_and_link_have_lines_of_their_own() {
        let link = "https://palabre.example.org/#the-token-of-the-link";
        for letter in all("The Tree", Some(link)) {
            let own = |wanted: &str| letter.text.lines().filter(|line| *line == wanted).count();
            assert_eq!(own("1234 5678") + own("the-token"), 1, "{}", letter.text);
            assert_eq!(own(link), 1, "{}", letter.text);
            assert!(!letter.text.contains("\n\n\n") && letter.text.ends_with(".\n"), "{}", letter.text);
        }
        assert!(all("The Tree", None).iter().all(|letter| !letter.text.contains("http")));
    }

    #[test]
    fn every_letter_says_how_long_it_is_good_for() {
        for letter in all("The Tree", None) {
            let days = if letter.text.contains("the-token") { "14" } else { "10" };
            assert!(letter.text.contains(&format!(" {days} ")), "{}", letter.text);
        }
    }

    #[test]
    fn every_role_has_a_word_in_each_language() {
        for role in OrganizationRole::WORDS.iter().chain(StaffRole::WORDS) {
            assert_ne!(role_word(Tongue::Fr, role), *role);
            assert!(Tongue::ALL.iter().all(|tongue| !role_word(*tongue, role).contains('_')));
        }
    }
}
