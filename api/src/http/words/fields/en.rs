//! Flaws in English.

use super::Phrases;

/// What is said of any field.
pub(super) const PHRASES: Phrases = Phrases {
    missing: "This field has to be filled in.",
    unknown_field: "There is no such field or parameter here, please leave it out.",
    wrong_type: |types| format!("Send this as the JSON type {types}."),
    or: "or",
    too_short: |min| format!("This is too short, the least is {min} (characters, or entries of a list)."),
    too_long: |max| format!("This is too long, the most is {max} (characters, or entries of a list)."),
    out_of_range: |min, max| format!("The number has to lie between {min} and {max}."),
    forbidden_character: "This holds an invisible control character, please remove it.",
    not_one_of: |values| format!("Use one of these values, as they are written here: {values}."),
    any_form: "This does not have the form that is needed here.",
    any_rule: "This can’t be taken as it stands, please check it.",
    forms: FORMS,
    rules: RULES,
};

/// What a value of each form looks like.
pub(super) const FORMS: &[(&str, &str)] = &[
    (
        "slug",
        "Use lower-case letters (a–z) and digits, joined where needed by a single hyphen or underscore, such \
         as slow-2025.",
    ),
    ("email", "Enter a complete e-mail address, such as name@example.org."),
    (
        "phone",
        "Enter a telephone number of at least 3 digits; besides digits, only spaces and the signs + ( ) . / \
         - can be used.",
    ),
    (
        "url",
        "Enter a complete web address that begins with https:// or http://, such as https://example.org.",
    ),
    ("language", "Use the short tag of a language (BCP 47), such as fr or nl-BE."),
    ("id", "This is not an id; copy it as the server gave it."),
    ("date", "Enter a date such as 2025-11-20, or 2025-11 where only the month is known."),
    ("time_zone", "Use the name of a time zone, such as Europe/Brussels."),
    ("local_time", "Enter a date and a time, such as 2025-11-20T09:00:00, without time zone."),
    (
        "instant",
        "Enter a date and a time in UTC with a Z at the end and at most 6 decimals, such as \
         2025-11-20T08:00:00Z.",
    ),
    ("country", "Use the two capital letters of a country, such as BE."),
    ("value", "This value is not possible here."),
    ("time_of_day", "Enter a time of the day, such as 09:00."),
    ("sign_in_code", "Enter the code of 8 digits from the mail."),
];

/// What each broken rule asks for, by its code.
pub(super) const RULES: &[(&str, &str)] = &[
    ("language_twice", "This language is given twice, please keep it once."),
    ("parameter_twice", "This parameter is given twice, please send it once."),
    ("default_language_missing", "The text in the organization’s default language is missing."),
    (
        "local_time_skipped",
        "This time does not exist on that day, because the clocks go forward; please choose another.",
    ),
    (
        "local_time_ambiguous",
        "This time exists twice on that day, because the clocks go back; please say in `instant` which one \
         is meant.",
    ),
    ("instant_mismatch", "The local time and `instant` are not the same moment, please correct one of them."),
    ("ends_before_start", "The end has to come after the start."),
    ("not_allowed_here", "This can’t be given here, please leave it out."),
    ("unknown_consent", "This edition does not ask for such a consent, or not in this version of its text."),
    ("consent_twice", "This consent is given twice, please keep it once."),
    ("unknown_profile", "This edition has no such profile."),
    ("unknown_pool", "This edition has no such pool of places."),
    ("pool_twice", "This pool of places is named twice, please keep it once."),
    ("profile_twice", "This profile is named twice, please keep it once."),
    ("unknown_statement", "This edition has no such problem statement."),
    ("statement_twice", "This problem statement is named twice, please keep it once."),
    ("unknown_reader", "Nobody with a part in this edition has this account."),
    ("reader_twice", "This reader is named twice, please keep it once."),
    ("unknown_theme", "This edition has no such theme."),
    ("theme_twice", "This theme is named twice, please keep it once."),
    ("unknown_challenge", "This edition has no such challenge."),
    ("challenge_twice", "This challenge is named twice, please keep it once."),
    ("not_earlier", "This is not of an earlier edition of the event."),
    (
        "too_many_statements",
        "These challenges bring more problem statements along than are carried at once. Please carry 500 at most.",
    ),
    ("unknown_programme_item", "This edition has no such programme item."),
    ("unknown_registration", "This edition has no such registration."),
    ("registration_twice", "This registration is named twice, please keep it once."),
    ("unknown_stage", "The prototypes of this edition have no such stage."),
    (
        "unknown_format",
        "There is no such format for this organization: name a built-in one, or the id of one of its own.",
    ),
    ("unknown_cluster", "This edition has no such cluster of problem statements."),
    (
        "password_too_common",
        "This password is too easy to guess, please choose a less common one, such as several words in a \
         row.",
    ),
    ("wrong_password", "This is not the present password."),
    ("current_password_missing", "Please give the present password in `current_password` as well."),
    ("name_missing", "Please give a name here."),
    ("min_above_max", "The least can’t be more than the most."),
    ("empty_group", "This group is empty, please fill it or leave it out."),
    (
        "together_and_apart",
        "The same people can’t be kept both together and apart, please choose one of the two.",
    ),
    ("nothing_to_be_met", "There is nothing to be met in this rule, please complete it or leave it out."),
    ("reason_missing", "Please give a reason."),
    ("key_twice", "This key is given twice, please change one of the two."),
    (
        "own_organization",
        "The organization of the edition organizes it already, please choose another part or another organization.",
    ),
    ("unknown_organization", "There is no such organization."),
    ("name_of_organization", "An organization has its own name, please leave this out."),
    ("unknown_purpose", "This edition asks for no consent for such a purpose."),
    ("purpose_twice", "This purpose is given twice, please keep it once."),
    (
        "wording_consented",
        "Consents were given to this wording. Please give the new text a higher `version`.",
    ),
    (
        "computed",
        "This figure is counted by the server itself, so this field can’t be given for it; please leave it \
         out.",
    ),
    (
        "not_countable",
        "The server can’t count this by itself. Please give a value, or choose as `subject` one of \
         registrations, participants, problem_statements, challenges, teams, prototypes.",
    ),
    ("unknown_question", "This edition asks no such question of this profile."),
    ("unknown_choice", "There is no such choice for this question."),
    ("choice_twice", "This choice is named twice, please keep it once."),
];
