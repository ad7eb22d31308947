//! Problems in English.

/// Code, title, detail.
pub(super) const PROBLEMS: &[(&str, &str, &str)] = &[
    (
        "unauthenticated",
        "Not signed in",
        "Please sign in, and send a valid access token with the request. A token lives 15 minutes and can be \
         renewed.",
    ),
    (
        "forbidden",
        "Not allowed",
        "Your role does not allow this. If you need to do it, please ask the people who organize.",
    ),
    (
        "not_found",
        "Not found",
        "There is nothing at this address that you can see. Please check the address, and sign in if you \
         have not yet.",
    ),
    (
        "method_not_allowed",
        "Method not available here",
        "This address does not take this method. The `Allow` header names those that it takes.",
    ),
    (
        "bad_credentials",
        "Sign-in refused",
        "What was entered or sent is not valid, or no longer. Please check it, or ask for a new sign-in \
         mail.",
    ),
    (
        "version_required",
        "Version missing",
        "Please read the current version first, and send it in the `If-Match` header. This way nobody’s \
         change is overwritten.",
    ),
    (
        "stale",
        "Changed in the meantime",
        "This has been changed since you read it. Please read it again, and repeat your change on the new \
         version.",
    ),
    (
        "unsupported_media_type",
        "Content type not supported",
        "Please send the content as JSON, with the header `Content-Type: application/json`.",
    ),
    ("body_too_large", "Content too large", "Please send less content in one request."),
    (
        "body_too_slow",
        "Content took too long",
        "The content did not arrive in time. Please check your connection and send it again.",
    ),
    (
        "bad_request",
        "Request not understood",
        "The server could not read this request. Please check its address, its headers and its content.",
    ),
    (
        "bad_json",
        "Content is not valid JSON",
        "The content could not be read as JSON. Please check how it is written and send it again.",
    ),
    (
        "bad_cursor",
        "Page of the list not found",
        "This `cursor` does not belong to this list. Please start again at the first page, and keep cursors \
         and filters unchanged from page to page.",
    ),
    (
        "bad_idempotency_key",
        "Key for repeating not valid",
        "Please send a single `Idempotency-Key` of 16 to 200 letters, digits or signs (ASCII), without \
         spaces.",
    ),
    (
        "invalid",
        "Some fields are not valid",
        "Please correct the fields listed in `errors` and send the request again.",
    ),
    (
        "unknown_field",
        "Unknown field",
        "The server does not know the fields or parameters listed in `errors`. Please check how they are \
         spelled, or leave them out.",
    ),
    (
        "key_reused",
        "Key already used for something else",
        "This `Idempotency-Key` came with other content before. Please use a new key for a new request.",
    ),
    (
        "in_progress",
        "Already under way",
        "The same request is still being worked on. Please wait a moment and send it again with the same \
         `Idempotency-Key`.",
    ),
    (
        "busy",
        "Too much at once",
        "The server is very busy and has changed nothing. Please wait a few seconds (`Retry-After`) and try \
         again.",
    ),
    (
        "internal",
        "Something went wrong on our side",
        "This is not your fault. Please try again later, and if it happens again, give the value of \
         `instance` to the people who run this server.",
    ),
    (
        "answer_withheld",
        "Done, and not told again",
        "This was done when it was first asked for. What was answered then is protected since, and is not repeated. Please read the thing itself.",
    ),
    (
        "credentials_refused",
        "Anonymous means not signed in",
        "An anonymous problem statement must lead to nobody. Please send it without the `Authorization` \
         header.",
    ),
    (
        "too_many_requests",
        "Too many requests",
        "Please wait for the number of seconds in `Retry-After` before you try again.",
    ),
    (
        "wrong_state",
        "Not possible at this point",
        "This can’t be done in the present state, given in `state`. It can be done in the states listed in \
         `allowed_from`.",
    ),
    (
        "window_closed",
        "Not open at this time",
        "This can be done from `opens_at` on and until `closes_at`. Where one of them is empty, no limit is \
         set on that side.",
    ),
    (
        "not_ready",
        "Something is still missing",
        "Please add what is listed in `missing` first, then try again.",
    ),
    (
        "policy_unmet",
        "Team not yet mixed as agreed",
        "The team differs from what makes teams mixed here: `missing` and `too_few` say who is lacking, \
         `too_many` how many are beyond the size, `separated` and `mixed_up` whether people to keep together \
         or apart are not. Please change its members; it can also be formed with a reason in \
         `waiver_reason`.",
    ),
    (
        "size_below_taken",
        "More places are taken already",
        "The size can’t be less than the number of places already taken, given in `taken`. Please choose a \
         larger one.",
    ),
    (
        "offer_expired",
        "The offer is over",
        "The places were held until the instant in `expired_at`, and go on to whoever waits. You can wait for others.",
    ),
    (
        "not_next",
        "Somebody else comes first",
        "Only who is next in the list, and has a place in every pool they need, can be offered one. Please look at the position in the list.",
    ),
    (
        "consent_missing",
        "Consent missing",
        "This can’t be done without the consents listed in `missing`. Please send them along once they have \
         been given.",
    ),
    ("erased", "Erased", "This person’s data was erased. Nothing is written about them any more."),
    (
        "last_owner",
        "Last owner",
        "An organization keeps at least one owner (`owner`). Please give this role to somebody else first.",
    ),
    (
        "email_taken",
        "Address already in use",
        "There is an account with this e-mail address already. Please sign in with it, or use another \
         address.",
    ),
    (
        "already_registered",
        "Already registered",
        "This person has a registration in this edition already. Please change that one, or cancel it first.",
    ),
    ("in_use", "Still in use", "Something else depends on this. Please remove what depends on it first."),
    (
        "slug_taken",
        "Short name already taken",
        "Something else here has this short name (`slug`). Please choose another one.",
    ),
    (
        "name_taken",
        "Name already taken",
        "Something else here has this name, but for capitals and accents. Please choose another one, or use what is there.",
    ),
    (
        "in_team",
        "Already in a team",
        "This person is a member of another team in this edition. They have to leave that team first.",
    ),
    (
        "full",
        "No room left",
        "There is no room left here at the moment. Please try again when a place is free, or choose \
         something else.",
    ),
    (
        "wrong_address",
        "Invitation for another address",
        "This invitation was sent to another e-mail address. Please sign in with an account of that address \
         to accept it.",
    ),
    (
        "non_competitive",
        "Not a competition",
        "Nothing is scored, ranked or awarded in this edition. That is possible only in an edition with a \
         selection.",
    ),
    (
        "fixed_at_publication",
        "Fixed since publication",
        "This was fixed when the edition was published. It can be chosen anew only in another edition.",
    ),
    (
        "already_member",
        "Already a member",
        "This account is a member of the organization already. If you want another role for it, please \
         change its role.",
    ),
    (
        "already_staff",
        "Already has this role",
        "This address has this role in the edition already. There is nothing left to do.",
    ),
    (
        "already_partner",
        "Already a partner",
        "This organization has this part in the edition already, or is asked to take it. There is nothing \
         left to do.",
    ),
    (
        "own_entry",
        "Your own entry",
        "Somebody else who organizes this edition has to change your role or your dates. You may end your entry yourself.",
    ),
    (
        "statement_not_accepted",
        "Problem statement not accepted",
        "A challenge can only build on problem statements that are accepted or adopted. Please accept this \
         one first, or leave it out.",
    ),
    (
        "structure_missing",
        "No structure in the registration",
        "This is said for a structure, and your registration (`structure`) names none. Please add it there first.",
    ),
    (
        "not_merged",
        "Not a merged statement",
        "This problem statement was not made by merging others, or was taken apart again. There is nothing to take apart.",
    ),
    (
        "taken_apart",
        "Taken apart",
        "This problem statement was merged and taken apart again: what it was made of speaks for itself. Please merge those anew.",
    ),
    (
        "already_carried",
        "Already carried",
        "What you want to carry is in this edition already: a problem statement that was carried here before, or a challenge with the same question. Please leave it out, or go on with what is here.",
    ),
    (
        "content_removed",
        "Words removed",
        "The words of this problem statement were removed, and this can’t be done without them. Please leave it out.",
    ),
    (
        "challenge_not_open",
        "Challenge not open",
        "A team can only work on a challenge that is open or taken up. Please open this one first, or choose \
         another.",
    ),
    (
        "not_confirmed",
        "Registration not confirmed",
        "Only somebody whose registration is confirmed or checked in can be a member of a team. Please \
         confirm the registration first.",
    ),
    (
        "not_a_member",
        "Not a member of the team",
        "The steward (`steward`) has to be one of the team’s members. Please choose a member, or add this \
         person to the team first.",
    ),
    (
        "invitation_spent",
        "Invitation no longer valid",
        "This invitation has been accepted already, or its time is over. If you still need one, please ask \
         for a new invitation.",
    ),
    (
        "note_missing",
        "Note missing",
        "Going back to an earlier stage needs a few words. Please say why in `note`.",
    ),
    (
        "same_stage",
        "Already at this stage",
        "The prototype is at this stage already. Please choose another stage.",
    ),
    (
        "too_large",
        "Too much for one answer",
        "More than 5,000 things led to this or came of it, and one answer can’t hold them. Please ask for \
         the provenance of something further along the way.",
    ),
    (
        "already_accepted",
        "Already accepted",
        "This has been accepted already. Please read it again to see where it stands.",
    ),
];
