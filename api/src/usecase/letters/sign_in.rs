//! The mail that signs somebody in.

use super::{Letter, Tongue, one_line, or_open};

/// The mail that signs somebody in, by its code or by its link.
#[must_use]
pub(in crate::usecase) fn sign_in(tongue: Tongue, name: &str, code: &str, link: Option<&str>) -> Letter {
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
    Letter { subject, text, code: Some(code) }
}

/// A code of eight digits as people read it: `1234 5678`.
fn in_halves(code: &str) -> String {
    match code.split_at_checked(4) {
        Some((first, last)) if last.len() == 4 => format!("{first} {last}"),
        Some(_) | None => code.to_owned(),
    }
}
