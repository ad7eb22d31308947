//! Problems in French.

/// Code, title, detail.
pub(super) const PROBLEMS: &[(&str, &str, &str)] = &[
    (
        "unauthenticated",
        "Connexion requise",
        "Veuillez vous connecter et envoyer un jeton d’accès valide avec la demande. Un jeton est valable 15 \
         minutes et peut être renouvelé.",
    ),
    (
        "forbidden",
        "Action non permise",
        "Votre rôle ne le permet pas. Si vous en avez besoin, adressez-vous aux personnes qui organisent.",
    ),
    (
        "not_found",
        "Introuvable",
        "Il n’y a rien à cette adresse que vous puissiez voir. Vérifiez l’adresse et connectez-vous si ce \
         n’est pas déjà fait.",
    ),
    (
        "method_not_allowed",
        "Méthode non disponible ici",
        "Cette adresse n’accepte pas cette méthode. L’en-tête `Allow` nomme celles qu’elle accepte.",
    ),
    (
        "bad_credentials",
        "Connexion refusée",
        "Ce qui a été saisi ou envoyé n’est pas valable, ou ne l’est plus. Vérifiez-le ou demandez un \
         nouveau courriel de connexion.",
    ),
    (
        "version_required",
        "Version manquante",
        "Lisez d’abord la version actuelle et envoyez-la dans l’en-tête `If-Match`. Ainsi, aucune \
         modification n’est écrasée.",
    ),
    (
        "stale",
        "Modifié entre-temps",
        "Ceci a changé depuis que vous l’avez lu. Relisez-le et refaites votre modification sur la nouvelle \
         version.",
    ),
    (
        "unsupported_media_type",
        "Type de contenu non accepté",
        "Envoyez le contenu en JSON, avec l’en-tête `Content-Type: application/json`.",
    ),
    ("body_too_large", "Contenu trop volumineux", "Envoyez moins de contenu en une seule demande."),
    (
        "body_too_slow",
        "Envoi trop lent",
        "Le contenu n’est pas arrivé à temps. Vérifiez votre connexion au réseau et envoyez-le de nouveau.",
    ),
    (
        "bad_request",
        "Demande non comprise",
        "Le serveur n’a pas pu lire cette demande. Vérifiez son adresse, ses en-têtes et son contenu.",
    ),
    (
        "bad_json",
        "Le contenu n’est pas du JSON valable",
        "Le contenu n’a pas pu être lu comme du JSON. Vérifiez son écriture et envoyez-le de nouveau.",
    ),
    (
        "bad_cursor",
        "Page de la liste introuvable",
        "Ce `cursor` n’appartient pas à cette liste. Recommencez à la première page et gardez curseurs et \
         filtres inchangés d’une page à l’autre.",
    ),
    (
        "bad_idempotency_key",
        "Clé de répétition non valable",
        "Envoyez une seule `Idempotency-Key`, de 16 à 200 lettres, chiffres ou signes (ASCII), sans espace.",
    ),
    (
        "invalid",
        "Des champs ne sont pas valables",
        "Corrigez les champs énumérés dans `errors` et envoyez la demande de nouveau.",
    ),
    (
        "unknown_field",
        "Champ inconnu",
        "Le serveur ne connaît pas les champs ou paramètres énumérés dans `errors`. Vérifiez leur \
         orthographe ou retirez-les.",
    ),
    (
        "key_reused",
        "Clé déjà utilisée pour autre chose",
        "Cette `Idempotency-Key` est déjà venue avec un autre contenu. Utilisez une nouvelle clé pour une \
         nouvelle demande.",
    ),
    (
        "in_progress",
        "Déjà en cours",
        "La même demande est encore en cours de traitement. Attendez un instant et envoyez-la de nouveau \
         avec la même `Idempotency-Key`.",
    ),
    (
        "busy",
        "Trop de demandes à la fois",
        "Le serveur est très sollicité et n’a rien modifié. Attendez quelques secondes (`Retry-After`) et \
         réessayez.",
    ),
    (
        "internal",
        "Un problème est survenu de notre côté",
        "Vous n’y êtes pour rien. Réessayez plus tard et, si cela se reproduit, donnez la valeur de \
         `instance` aux personnes qui gèrent ce serveur.",
    ),
    (
        "answer_withheld",
        "Fait, et non répété",
        "Ceci a été fait à la première demande. Ce qui avait été répondu est protégé depuis et n’est pas répété. Lisez la chose elle-même.",
    ),
    (
        "credentials_refused",
        "Anonyme veut dire sans connexion",
        "Un problème exprimé anonymement ne doit mener à personne. Envoyez-le sans l’en-tête \
         `Authorization`.",
    ),
    (
        "too_many_requests",
        "Trop de demandes",
        "Attendez le nombre de secondes indiqué dans `Retry-After` avant de réessayer.",
    ),
    (
        "wrong_state",
        "Impossible à ce stade",
        "Ce n’est pas possible dans l’état actuel, indiqué dans `state`. Ce l’est dans les états énumérés \
         dans `allowed_from`.",
    ),
    (
        "window_closed",
        "Pas ouvert en ce moment",
        "C’est possible à partir de `opens_at` et jusqu’à `closes_at`. Là où l’un des deux est vide, aucune \
         limite n’est fixée de ce côté.",
    ),
    (
        "not_ready",
        "Il manque encore quelque chose",
        "Ajoutez d’abord ce qui est énuméré dans `missing`, puis réessayez.",
    ),
    (
        "policy_unmet",
        "Mixité de l’équipe pas encore atteinte",
        "L’équipe s’écarte de la règle de mixité. `missing` et `too_few` disent qui manque, `too_many` combien \
         dépassent la taille, `separated` et `mixed_up` si des personnes à garder ensemble ou séparées ne le \
         sont pas. Changez ses membres. Elle peut aussi être formée avec un motif dans `waiver_reason`.",
    ),
    (
        "size_below_taken",
        "Davantage de places sont déjà prises",
        "La taille ne peut pas être inférieure au nombre de places déjà prises, indiqué dans `taken`. \
         Choisissez-en une plus grande.",
    ),
    (
        "offer_expired",
        "L’offre n’est plus valable",
        "Les places étaient réservées jusqu’à l’instant indiqué dans `expired_at`, et vont à celles et ceux qui attendent. Vous pouvez en attendre d’autres.",
    ),
    (
        "not_next",
        "Quelqu’un d’autre passe avant",
        "Une place ne peut être proposée qu’à la première personne de la liste qui a une place dans chaque contingent nécessaire. Consultez la position dans la liste.",
    ),
    (
        "consent_missing",
        "Consentement manquant",
        "Ce n’est pas possible sans les consentements énumérés dans `missing`. Joignez-les une fois qu’ils \
         ont été donnés.",
    ),
    (
        "erased",
        "Données effacées",
        "Les données de cette personne ont été effacées. Plus rien n’est écrit à son sujet.",
    ),
    (
        "last_owner",
        "Dernière personne propriétaire",
        "Une organisation garde au moins une personne propriétaire (`owner`). Donnez d’abord ce rôle à \
         quelqu’un d’autre.",
    ),
    (
        "email_taken",
        "Adresse déjà utilisée",
        "Il existe déjà un compte avec cette adresse électronique. Connectez-vous avec celui-ci ou utilisez \
         une autre adresse.",
    ),
    (
        "already_registered",
        "Inscription déjà faite",
        "Cette personne a déjà une inscription à cette édition. Modifiez celle-ci ou annulez-la d’abord.",
    ),
    ("in_use", "Encore utilisé", "Autre chose en dépend. Retirez d’abord ce qui en dépend."),
    (
        "slug_taken",
        "Nom court déjà pris",
        "Autre chose porte déjà ce nom court (`slug`) ici. Choisissez-en un autre.",
    ),
    (
        "name_taken",
        "Nom déjà pris",
        "Autre chose porte déjà ce nom ici, aux majuscules et accents près. Choisissez-en un autre, ou utilisez ce qui existe.",
    ),
    (
        "in_team",
        "Déjà dans une équipe",
        "Cette personne est membre d’une autre équipe de cette édition. Il lui faut d’abord quitter cette \
         équipe.",
    ),
    (
        "full",
        "Plus de place",
        "Il n’y a plus de place ici pour le moment. Réessayez quand une place se libère ou faites un autre \
         choix.",
    ),
    (
        "wrong_address",
        "Invitation pour une autre adresse",
        "Cette invitation a été envoyée à une autre adresse électronique. Pour l’accepter, connectez-vous \
         avec un compte de cette adresse.",
    ),
    (
        "non_competitive",
        "Pas une compétition",
        "Dans cette édition, rien n’est noté, classé ni primé. Ce n’est possible que dans une édition avec \
         sélection.",
    ),
    (
        "fixed_at_publication",
        "Fixé à la publication",
        "Ceci a été fixé à la publication de l’édition. Un autre choix n’est possible que dans une autre \
         édition.",
    ),
    (
        "already_member",
        "Déjà membre",
        "Ce compte est déjà membre de l’organisation. Pour lui donner un autre rôle, modifiez son rôle.",
    ),
    (
        "already_staff",
        "Ce rôle est déjà attribué",
        "Cette adresse a déjà ce rôle dans l’édition. Il n’y a plus rien à faire.",
    ),
    (
        "already_partner",
        "Déjà partenaire",
        "Cette organisation a déjà ce rôle dans l’édition, ou il lui est déjà proposé. Il n’y a plus rien \
         à faire.",
    ),
    (
        "own_entry",
        "Votre propre entrée",
        "Une autre personne qui organise cette édition doit changer votre rôle ou vos dates. Vous pouvez mettre fin vous-même à votre entrée.",
    ),
    (
        "statement_not_accepted",
        "Problème exprimé pas accepté",
        "Un défi ne peut reposer que sur des problèmes acceptés ou adoptés. Acceptez d’abord celui-ci ou \
         retirez-le.",
    ),
    (
        "structure_missing",
        "Pas de structure dans l’inscription",
        "Cela se dit au nom d’une structure, et votre inscription (`structure`) n’en nomme aucune. Ajoutez-la d’abord.",
    ),
    (
        "not_merged",
        "Pas un problème fusionné",
        "Ce problème n’est pas né d’une fusion, ou a déjà été défait. Il n’y a rien à défaire.",
    ),
    (
        "taken_apart",
        "Fusion défaite",
        "Ce problème était une fusion qui a été défaite : ceux dont il était fait parlent de nouveau pour eux-mêmes. Fusionnez ceux-ci à nouveau.",
    ),
    (
        "already_carried",
        "Déjà repris",
        "Ce que vous voulez reprendre est déjà dans cette édition : un problème qui y a été repris auparavant, ou un défi qui pose la même question. Laissez-le de côté, ou continuez avec ce qui s’y trouve.",
    ),
    (
        "content_removed",
        "Contenu retiré",
        "Le contenu de ce problème a été retiré, et sans lui cela ne peut se faire. Laissez-le de côté.",
    ),
    (
        "challenge_not_open",
        "Défi pas ouvert",
        "Une équipe ne peut travailler que sur un défi ouvert ou déjà relevé. Ouvrez d’abord celui-ci ou \
         choisissez-en un autre.",
    ),
    (
        "not_confirmed",
        "Inscription pas confirmée",
        "Seule une personne dont l’inscription est confirmée ou l’arrivée enregistrée peut être membre d’une \
         équipe. Confirmez d’abord l’inscription.",
    ),
    (
        "not_a_member",
        "Pas membre de l’équipe",
        "La personne référente (`steward`) doit être membre de l’équipe. Choisissez un membre ou ajoutez \
         d’abord cette personne à l’équipe.",
    ),
    (
        "invitation_spent",
        "Invitation plus valable",
        "Cette invitation a déjà été acceptée ou son délai est passé. Si vous en avez encore besoin, \
         demandez une nouvelle invitation.",
    ),
    (
        "note_missing",
        "Note manquante",
        "Revenir à une étape précédente demande quelques mots. Dites pourquoi dans `note`.",
    ),
    ("same_stage", "Déjà à cette étape", "Le prototype est déjà à cette étape. Choisissez une autre étape."),
    (
        "too_large",
        "Trop pour une seule réponse",
        "Plus de 5 000 éléments ont mené à ceci ou en sont issus, et une seule réponse ne peut pas les \
         contenir. Demandez la provenance d’un élément situé plus loin sur le chemin.",
    ),
    ("already_accepted", "Déjà accepté", "Ceci a déjà été accepté. Relisez-le pour voir où cela en est."),
];
