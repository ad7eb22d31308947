//! The mail that invites somebody to a role.

use super::{Letter, Tongue, one_line, or_open};

/// What an invitation is for.
#[derive(Debug, Clone, Copy)]
pub(in crate::usecase) enum InvitedTo<'a> {
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

/// The mail that invites somebody to a role; its token, alone on a line, proves the address.
#[must_use]
pub(in crate::usecase) fn invitation(
    tongue: Tongue,
    to: &InvitedTo<'_>,
    token: &str,
    link: Option<&str>,
) -> Letter {
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
    Letter { subject, text, code: Some(token.to_owned()) }
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

/// A role for people; where the language would make a person of it one gender or the other, it names the task.
pub(super) fn role_word(tongue: Tongue, role: &str) -> &str {
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
