//! Flaws in French.

use super::Phrases;

/// What is said of any field.
pub(super) const PHRASES: Phrases = Phrases {
    missing: "Ce champ doit être rempli.",
    unknown_field: "Ce champ ou paramètre n’existe pas ici, retirez-le.",
    wrong_type: |types| format!("Envoyez ceci sous le type JSON {types}."),
    or: "ou",
    too_short: |min| {
        format!("C’est trop court, le minimum est de {min} (caractères, ou éléments d’une liste).")
    },
    too_long: |max| {
        format!("C’est trop long, le maximum est de {max} (caractères, ou éléments d’une liste).")
    },
    out_of_range: |min, max| format!("Le nombre doit être compris entre {min} et {max}."),
    forbidden_character: "Ceci contient un caractère de commande invisible, retirez-le.",
    not_one_of: |values| {
        format!("Utilisez l’une de ces valeurs, telle qu’elle est écrite ici\u{a0}: {values}.")
    },
    any_form: "Ceci n’a pas la forme attendue ici.",
    any_rule: "Ceci ne peut pas être accepté tel quel, vérifiez-le.",
    forms: FORMS,
    rules: RULES,
};

/// What a value of each form looks like.
pub(super) const FORMS: &[(&str, &str)] = &[
    (
        "slug",
        "Utilisez des minuscules sans accent (a–z) et des chiffres, reliés au besoin par un seul trait \
         d’union ou tiret bas, comme slow-2025.",
    ),
    ("email", "Indiquez une adresse électronique complète, comme nom@example.org."),
    (
        "phone",
        "Indiquez un numéro de téléphone d’au moins 3 chiffres, avec pour seuls autres signes des espaces et \
         + ( ) . / - au besoin.",
    ),
    (
        "url",
        "Indiquez une adresse web complète qui commence par https:// ou http://, comme https://example.org.",
    ),
    ("language", "Utilisez le code court d’une langue (BCP 47), comme fr ou nl-BE."),
    ("id", "Ceci n’est pas un identifiant, recopiez-le tel que le serveur l’a donné."),
    ("date", "Indiquez une date comme 2025-11-20, ou 2025-11 si seul le mois est connu."),
    ("time_zone", "Utilisez le nom d’un fuseau horaire, comme Europe/Brussels."),
    ("local_time", "Indiquez une date et une heure sans fuseau horaire, comme 2025-11-20T09:00:00."),
    (
        "instant",
        "Indiquez une date et une heure en UTC avec un Z à la fin et au plus 6 décimales, comme \
         2025-11-20T08:00:00Z.",
    ),
    ("country", "Utilisez les deux lettres majuscules d’un pays, comme BE."),
    ("value", "Cette valeur n’est pas possible ici."),
    ("time_of_day", "Indiquez une heure de la journée, par exemple 09:00."),
    ("sign_in_code", "Saisissez le code de 8 chiffres qui se trouve dans le courriel."),
];

/// What each broken rule asks for, by its code.
pub(super) const RULES: &[(&str, &str)] = &[
    ("language_twice", "Cette langue est donnée deux fois, ne la gardez qu’une fois."),
    ("parameter_twice", "Ce paramètre est donné deux fois, envoyez-le une seule fois."),
    ("default_language_missing", "Le texte dans la langue par défaut de l’organisation manque."),
    (
        "local_time_skipped",
        "Cette heure n’existe pas ce jour-là, car les horloges avancent, choisissez-en une autre.",
    ),
    (
        "local_time_ambiguous",
        "Cette heure existe deux fois ce jour-là, car les horloges reculent, précisez dans `instant` \
         laquelle est la bonne.",
    ),
    (
        "instant_mismatch",
        "L’heure locale et `instant` ne désignent pas le même moment, corrigez l’un des deux.",
    ),
    ("ends_before_start", "La fin doit venir après le début."),
    ("not_allowed_here", "Ceci ne peut pas être donné ici, retirez-le."),
    (
        "unknown_consent",
        "Cette édition ne demande pas ce consentement, ou pas dans cette version de son texte.",
    ),
    ("consent_twice", "Ce consentement est donné deux fois, ne le gardez qu’une fois."),
    ("unknown_profile", "Cette édition n’a pas ce profil."),
    ("unknown_pool", "Cette édition n’a pas ce contingent de places."),
    ("pool_twice", "Ce contingent de places est nommé deux fois, ne le gardez qu’une fois."),
    ("profile_twice", "Ce profil est nommé deux fois, ne le gardez qu’une fois."),
    ("unknown_statement", "Cette édition n’a pas ce problème exprimé."),
    ("statement_twice", "Ce problème exprimé est nommé deux fois, ne le gardez qu’une fois."),
    ("unknown_reader", "Personne qui participe à cette édition n’a ce compte."),
    ("reader_twice", "Cette personne est nommée deux fois, ne la gardez qu’une fois."),
    ("unknown_theme", "Cette édition n’a pas cette thématique."),
    ("theme_twice", "Cette thématique est nommée deux fois, ne la gardez qu’une fois."),
    ("unknown_challenge", "Cette édition n’a pas ce défi."),
    ("challenge_twice", "Ce défi est nommé deux fois, ne le gardez qu’une fois."),
    ("not_earlier", "Ceci ne vient pas d’une édition antérieure de l’événement."),
    (
        "too_many_statements",
        "Ces défis amènent plus de problèmes exprimés qu’on n’en reprend à la fois. N’en reprenez pas plus de 500.",
    ),
    ("unknown_programme_item", "Cette édition n’a pas ce temps du programme."),
    ("unknown_registration", "Cette édition n’a pas cette inscription."),
    ("registration_twice", "Cette inscription est nommée deux fois, ne la gardez qu’une fois."),
    ("unknown_stage", "Les prototypes de cette édition n’ont pas cette étape."),
    (
        "unknown_format",
        "Il n’y a pas de tel format pour cette organisation : nommez un format intégré, ou l’identifiant de l’un des siens.",
    ),
    ("unknown_cluster", "Cette édition n’a pas ce regroupement de problèmes."),
    (
        "password_too_common",
        "Ce mot de passe est trop facile à deviner, choisissez-en un moins courant, par exemple plusieurs \
         mots à la suite.",
    ),
    ("wrong_password", "Ce n’est pas le mot de passe actuel."),
    ("current_password_missing", "Indiquez aussi le mot de passe actuel dans `current_password`."),
    ("name_missing", "Indiquez ici un nom."),
    ("min_above_max", "Le minimum ne peut pas dépasser le maximum."),
    ("empty_group", "Ce groupe est vide, complétez-le ou retirez-le."),
    (
        "together_and_apart",
        "Les mêmes personnes ne peuvent pas être à la fois gardées ensemble et séparées, choisissez l’un des \
         deux.",
    ),
    ("nothing_to_be_met", "Cette règle ne demande rien, complétez-la ou retirez-la."),
    ("reason_missing", "Indiquez un motif."),
    ("key_twice", "Cette clé est donnée deux fois, changez l’une des deux."),
    (
        "own_organization",
        "L’organisation de l’édition l’organise déjà, choisissez un autre rôle ou une autre organisation.",
    ),
    ("unknown_organization", "Cette organisation n’existe pas."),
    ("name_of_organization", "Une organisation a son propre nom, omettez celui-ci."),
    ("unknown_purpose", "Cette édition ne demande pas de consentement pour cette finalité."),
    ("purpose_twice", "Cette finalité est donnée deux fois, ne la gardez qu’une fois."),
    (
        "wording_consented",
        "Des personnes ont déjà donné leur consentement à cette formulation. Donnez au nouveau texte une \
         `version` plus élevée.",
    ),
    (
        "computed",
        "Ce chiffre est compté par le serveur lui-même : ce champ ne peut pas y être donné, retirez-le.",
    ),
    (
        "not_countable",
        "Le serveur ne peut pas compter cela lui-même. Donnez une valeur, ou choisissez comme `subject` l’un \
         de registrations, participants, problem_statements, challenges, teams, prototypes.",
    ),
    ("unknown_question", "Cette édition ne pose pas cette question à ce profil."),
    ("unknown_choice", "Cette question n’offre pas ce choix."),
    ("choice_twice", "Ce choix est donné deux fois, ne le gardez qu’une fois."),
];
