//! Flaws in Dutch.

use super::Phrases;

/// What is said of any field.
pub(super) const PHRASES: Phrases = Phrases {
    missing: "Dit veld moet worden ingevuld.",
    unknown_field: "Dit veld of deze parameter bestaat hier niet, laat het weg.",
    wrong_type: |types| format!("Stuur dit als JSON-type {types}."),
    or: "of",
    too_short: |min| format!("Dit is te kort, het minimum is {min} (tekens, of onderdelen van een lijst)."),
    too_long: |max| format!("Dit is te lang, het maximum is {max} (tekens, of onderdelen van een lijst)."),
    out_of_range: |min, max| format!("Het getal moet tussen {min} en {max} liggen."),
    forbidden_character: "Dit bevat een onzichtbaar stuurteken, verwijder het.",
    not_one_of: |values| format!("Gebruik een van deze waarden, zoals ze hier staan: {values}."),
    any_form: "Dit heeft niet de vorm die hier nodig is.",
    any_rule: "Dit kan zo niet worden aanvaard, kijk het na.",
    forms: FORMS,
    rules: RULES,
};

/// What a value of each form looks like.
pub(super) const FORMS: &[(&str, &str)] = &[
    (
        "slug",
        "Gebruik kleine letters zonder accent (a–z) en cijfers, waar nodig verbonden door één koppelteken of \
         liggend streepje, zoals slow-2025.",
    ),
    ("email", "Vul een volledig e-mailadres in, zoals naam@example.org."),
    (
        "phone",
        "Vul een telefoonnummer van minstens 3 cijfers in; naast cijfers kunnen alleen spaties en de tekens \
         + ( ) . / - worden gebruikt.",
    ),
    ("url", "Vul een volledig webadres in dat met https:// of http:// begint, zoals https://example.org."),
    ("language", "Gebruik de korte code van een taal (BCP 47), zoals fr of nl-BE."),
    ("id", "Dit is geen id; neem het over zoals de server het gaf."),
    ("date", "Vul een datum in zoals 2025-11-20, of 2025-11 als alleen de maand bekend is."),
    ("time_zone", "Gebruik de naam van een tijdzone, zoals Europe/Brussels."),
    ("local_time", "Vul een datum en een tijd zonder tijdzone in, zoals 2025-11-20T09:00:00."),
    (
        "instant",
        "Vul een datum en een tijd in UTC in, met een Z op het einde en hoogstens 6 decimalen, zoals \
         2025-11-20T08:00:00Z.",
    ),
    ("country", "Gebruik de twee hoofdletters van een land, zoals BE."),
    ("value", "Deze waarde is hier niet mogelijk."),
    ("time_of_day", "Geef een tijdstip van de dag, zoals 09:00."),
    ("sign_in_code", "Vul de code van 8 cijfers uit de mail in."),
];

/// What each broken rule asks for, by its code.
pub(super) const RULES: &[(&str, &str)] = &[
    ("language_twice", "Deze taal staat er twee keer, laat ze één keer staan."),
    ("parameter_twice", "Deze parameter staat er twee keer, stuur hem één keer."),
    ("default_language_missing", "De tekst in de standaardtaal van de organisatie ontbreekt."),
    ("local_time_skipped", "Deze tijd bestaat niet op die dag, omdat de klok vooruitgaat; kies een andere."),
    (
        "local_time_ambiguous",
        "Deze tijd bestaat twee keer op die dag, omdat de klok teruggaat; zeg in `instant` welke is bedoeld.",
    ),
    ("instant_mismatch", "De lokale tijd en `instant` zijn niet hetzelfde moment, verbeter een van beide."),
    ("ends_before_start", "Het einde moet na het begin komen."),
    ("not_allowed_here", "Dit kan hier niet worden opgegeven, laat het weg."),
    ("unknown_consent", "Deze editie vraagt deze toestemming niet, of niet in deze versie van de tekst."),
    ("consent_twice", "Deze toestemming staat er twee keer, laat ze één keer staan."),
    ("unknown_profile", "Deze editie heeft dit profiel niet."),
    ("unknown_pool", "Deze editie heeft dit contingent plaatsen niet."),
    ("pool_twice", "Dit contingent plaatsen staat er twee keer, laat het één keer staan."),
    ("profile_twice", "Dit profiel staat er twee keer, laat het één keer staan."),
    ("unknown_statement", "Deze editie heeft dit verwoorde probleem niet."),
    ("statement_twice", "Dit verwoorde probleem staat er twee keer, laat het één keer staan."),
    ("unknown_reader", "Niemand die aan deze editie meewerkt, heeft dit account."),
    ("reader_twice", "Deze lezer staat er twee keer, laat die één keer staan."),
    ("unknown_theme", "Deze editie heeft dit thema niet."),
    ("theme_twice", "Dit thema staat er twee keer, laat het één keer staan."),
    ("unknown_challenge", "Deze editie heeft deze uitdaging niet."),
    ("challenge_twice", "Deze uitdaging staat er twee keer, laat ze één keer staan."),
    ("not_earlier", "Dit komt niet uit een eerdere editie van het evenement."),
    (
        "too_many_statements",
        "Deze uitdagingen brengen meer verwoorde problemen mee dan er in één keer worden meegenomen. Neem er hoogstens 500 mee.",
    ),
    ("unknown_programme_item", "Deze editie heeft dit programmaonderdeel niet."),
    ("unknown_registration", "Deze editie heeft deze inschrijving niet."),
    ("registration_twice", "Deze inschrijving staat er twee keer, laat ze één keer staan."),
    ("unknown_stage", "De prototypes van deze editie hebben deze fase niet."),
    (
        "unknown_format",
        "Dat format is er niet voor deze organisatie: noem een ingebouwd format, of de id van een van haar eigen formats.",
    ),
    ("unknown_cluster", "Deze editie heeft deze groep van problemen niet."),
    (
        "password_too_common",
        "Dit wachtwoord is te gemakkelijk te raden, kies een minder gewoon wachtwoord, bijvoorbeeld enkele \
         woorden na elkaar.",
    ),
    ("wrong_password", "Dit is niet het huidige wachtwoord."),
    ("current_password_missing", "Geef ook het huidige wachtwoord op in `current_password`."),
    ("name_missing", "Geef hier een naam op."),
    ("min_above_max", "Het minimum kan niet groter zijn dan het maximum."),
    ("empty_group", "Deze groep is leeg, vul ze aan of laat ze weg."),
    (
        "together_and_apart",
        "Dezelfde mensen kunnen niet tegelijk samen en uit elkaar worden gehouden, kies een van beide.",
    ),
    ("nothing_to_be_met", "Deze regel vraagt niets, vul hem aan of laat hem weg."),
    ("reason_missing", "Geef een reden op."),
    ("key_twice", "Deze sleutel staat er twee keer, wijzig een van beide."),
    (
        "own_organization",
        "De organisatie van de editie organiseert ze al, kies een andere rol of een andere organisatie.",
    ),
    ("unknown_organization", "Deze organisatie bestaat niet."),
    ("name_of_organization", "Een organisatie heeft haar eigen naam, laat deze weg."),
    ("unknown_purpose", "Deze editie vraagt geen toestemming voor dit doel."),
    ("purpose_twice", "Dit doel staat er twee keer, laat het één keer staan."),
    (
        "wording_consented",
        "Er is al toestemming gegeven voor deze formulering. Geef de nieuwe tekst een hogere `version`.",
    ),
    (
        "computed",
        "Dit cijfer wordt door de server zelf geteld; dit veld kan er niet voor worden opgegeven, laat het \
         weg.",
    ),
    (
        "not_countable",
        "De server kan dit niet zelf tellen. Geef een waarde op, of kies als `subject` een van registrations, \
         participants, problem_statements, challenges, teams, prototypes.",
    ),
    ("unknown_question", "Deze editie stelt deze vraag niet aan dit profiel."),
    ("unknown_choice", "Bij deze vraag bestaat deze keuze niet."),
    ("choice_twice", "Deze keuze staat er twee keer, laat ze één keer staan."),
];
