//! Flaws in German.

use super::Phrases;

/// What is said of any field.
pub(super) const PHRASES: Phrases = Phrases {
    missing: "Dieses Feld muss ausgefüllt werden.",
    unknown_field: "Dieses Feld oder diesen Parameter gibt es hier nicht, bitte lassen Sie es weg.",
    wrong_type: |types| format!("Senden Sie dies als JSON-Typ {types}."),
    or: "oder",
    too_short: |min| format!("Das ist zu kurz, das Minimum ist {min} (Zeichen, oder Einträge einer Liste)."),
    too_long: |max| format!("Das ist zu lang, das Maximum ist {max} (Zeichen, oder Einträge einer Liste)."),
    out_of_range: |min, max| format!("Die Zahl muss zwischen {min} und {max} liegen."),
    forbidden_character: "Hier steht ein unsichtbares Steuerzeichen, bitte entfernen Sie es.",
    not_one_of: |values| format!("Verwenden Sie einen dieser Werte, wie sie hier stehen: {values}."),
    any_form: "Dies hat nicht die Form, die hier nötig ist.",
    any_rule: "Dies kann so nicht angenommen werden, bitte prüfen Sie es.",
    forms: FORMS,
    rules: RULES,
};

/// What a value of each form looks like.
pub(super) const FORMS: &[(&str, &str)] = &[
    (
        "slug",
        "Verwenden Sie Kleinbuchstaben (a–z) und Ziffern, wo nötig durch einen einzelnen Binde- oder \
         Unterstrich verbunden, etwa slow-2025.",
    ),
    ("email", "Geben Sie eine vollständige E-Mail-Adresse an, etwa name@example.org."),
    (
        "phone",
        "Geben Sie eine Telefonnummer mit mindestens 3 Ziffern an; außer Ziffern sind nur Leerzeichen und \
         die Zeichen + ( ) . / - möglich.",
    ),
    (
        "url",
        "Geben Sie eine vollständige Webadresse an, die mit https:// oder http:// beginnt, etwa \
         https://example.org.",
    ),
    ("language", "Verwenden Sie das Kürzel einer Sprache (BCP 47), etwa fr oder nl-BE."),
    ("id", "Das ist keine ID; übernehmen Sie sie so, wie der Server sie angegeben hat."),
    ("date", "Geben Sie ein Datum an, etwa 2025-11-20, oder 2025-11, wenn nur der Monat bekannt ist."),
    ("time_zone", "Verwenden Sie den Namen einer Zeitzone, etwa Europe/Brussels."),
    ("local_time", "Geben Sie Datum und Uhrzeit ohne Zeitzone an, etwa 2025-11-20T09:00:00."),
    (
        "instant",
        "Geben Sie Datum und Uhrzeit in UTC an, mit einem Z am Ende und höchstens 6 Dezimalstellen, etwa \
         2025-11-20T08:00:00Z.",
    ),
    ("country", "Verwenden Sie die zwei Großbuchstaben eines Landes, etwa BE."),
    ("value", "Dieser Wert ist hier nicht möglich."),
    ("time_of_day", "Geben Sie eine Uhrzeit an, etwa 09:00."),
    ("sign_in_code", "Geben Sie den Code aus 8 Ziffern ein, der in der E-Mail steht."),
];

/// What each broken rule asks for, by its code.
pub(super) const RULES: &[(&str, &str)] = &[
    ("language_twice", "Diese Sprache ist doppelt angegeben, bitte lassen Sie sie einmal stehen."),
    ("parameter_twice", "Dieser Parameter ist doppelt angegeben, bitte senden Sie ihn einmal."),
    ("default_language_missing", "Der Text in der Standardsprache der Organisation fehlt."),
    (
        "local_time_skipped",
        "Diese Uhrzeit gibt es an diesem Tag nicht, weil die Uhren vorgestellt werden; bitte wählen Sie eine \
         andere.",
    ),
    (
        "local_time_ambiguous",
        "Diese Uhrzeit gibt es an diesem Tag zweimal, weil die Uhren zurückgestellt werden; bitte sagen Sie \
         in `instant`, welche gemeint ist.",
    ),
    (
        "instant_mismatch",
        "Die Ortszeit und `instant` sind nicht derselbe Zeitpunkt, bitte berichtigen Sie eines davon.",
    ),
    ("ends_before_start", "Das Ende muss nach dem Anfang liegen."),
    ("not_allowed_here", "Dies kann hier nicht angegeben werden, bitte lassen Sie es weg."),
    (
        "unknown_consent",
        "Diese Ausgabe bittet nicht um diese Einwilligung, oder nicht in dieser Fassung des Textes.",
    ),
    ("consent_twice", "Diese Einwilligung ist doppelt angegeben, bitte lassen Sie sie einmal stehen."),
    ("unknown_profile", "Diese Ausgabe hat dieses Profil nicht."),
    ("unknown_pool", "Diese Ausgabe hat dieses Platzkontingent nicht."),
    ("pool_twice", "Dieses Platzkontingent ist doppelt genannt, bitte lassen Sie es einmal stehen."),
    ("profile_twice", "Dieses Profil ist doppelt genannt, bitte lassen Sie es einmal stehen."),
    ("unknown_statement", "Diese Ausgabe hat dieses geäußerte Problem nicht."),
    ("statement_twice", "Dieses geäußerte Problem ist doppelt genannt, bitte lassen Sie es einmal stehen."),
    ("unknown_reader", "Niemand, der an dieser Ausgabe teilhat, hat dieses Konto."),
    ("reader_twice", "Diese Person ist doppelt genannt, bitte lassen Sie sie einmal stehen."),
    ("unknown_theme", "Diese Ausgabe hat dieses Thema nicht."),
    ("theme_twice", "Dieses Thema ist doppelt genannt, bitte lassen Sie es einmal stehen."),
    ("unknown_challenge", "Diese Ausgabe hat diese Herausforderung nicht."),
    ("challenge_twice", "Diese Herausforderung ist doppelt genannt, bitte lassen Sie sie einmal stehen."),
    ("not_earlier", "Dies ist nicht aus einer früheren Ausgabe der Veranstaltung."),
    (
        "too_many_statements",
        "Diese Herausforderungen bringen mehr geäußerte Probleme mit, als auf einmal übernommen werden. Bitte übernehmen Sie höchstens 500.",
    ),
    ("unknown_programme_item", "Diese Ausgabe hat diesen Programmpunkt nicht."),
    ("unknown_registration", "Diese Ausgabe hat diese Anmeldung nicht."),
    ("registration_twice", "Diese Anmeldung ist doppelt genannt, bitte lassen Sie sie einmal stehen."),
    ("unknown_stage", "Die Prototypen dieser Ausgabe haben diese Stufe nicht."),
    (
        "unknown_format",
        "Dieses Format gibt es für diese Organisation nicht: Nennen Sie ein eingebautes oder die Id eines eigenen.",
    ),
    ("unknown_cluster", "Diese Ausgabe hat diese Gruppe von Problemen nicht."),
    (
        "password_too_common",
        "Dieses Passwort ist zu leicht zu erraten, bitte wählen Sie ein weniger übliches, zum Beispiel \
         mehrere Wörter hintereinander.",
    ),
    ("wrong_password", "Das ist nicht das bisherige Passwort."),
    ("current_password_missing", "Bitte geben Sie in `current_password` auch das bisherige Passwort an."),
    ("name_missing", "Bitte geben Sie hier einen Namen an."),
    ("min_above_max", "Das Minimum kann nicht größer als das Maximum sein."),
    ("empty_group", "Diese Gruppe ist leer, bitte füllen Sie sie oder lassen Sie sie weg."),
    (
        "together_and_apart",
        "Dieselben Menschen können nicht zugleich zusammen und getrennt bleiben, bitte wählen Sie eines von \
         beiden.",
    ),
    ("nothing_to_be_met", "Diese Regel verlangt nichts, bitte ergänzen Sie sie oder lassen Sie sie weg."),
    ("reason_missing", "Bitte geben Sie einen Grund an."),
    ("key_twice", "Dieser Schlüssel ist doppelt angegeben, bitte ändern Sie einen von beiden."),
    (
        "own_organization",
        "Die Organisation der Ausgabe organisiert sie schon, bitte wählen Sie eine andere Rolle oder eine andere Organisation.",
    ),
    ("unknown_organization", "Diese Organisation gibt es nicht."),
    ("name_of_organization", "Eine Organisation hat ihren eigenen Namen, bitte lassen Sie diesen weg."),
    ("unknown_purpose", "Diese Ausgabe bittet nicht um eine Einwilligung zu diesem Zweck."),
    ("purpose_twice", "Dieser Zweck ist doppelt angegeben, bitte lassen Sie ihn einmal stehen."),
    (
        "wording_consented",
        "Zu diesem Wortlaut wurden bereits Einwilligungen gegeben. Bitte geben Sie dem neuen Text eine \
         höhere `version`.",
    ),
    (
        "computed",
        "Diese Zahl zählt der Server selbst; dieses Feld kann dafür nicht angegeben werden, bitte lassen Sie \
         es weg.",
    ),
    (
        "not_countable",
        "Das kann der Server nicht selbst zählen. Bitte geben Sie einen Wert an, oder wählen Sie als \
         `subject` eines von registrations, participants, problem_statements, challenges, teams, prototypes.",
    ),
    ("unknown_question", "Diese Ausgabe stellt diese Frage nicht an dieses Profil."),
    ("unknown_choice", "Bei dieser Frage gibt es diese Auswahl nicht."),
    ("choice_twice", "Diese Auswahl ist doppelt angegeben, bitte lassen Sie sie einmal stehen."),
];
