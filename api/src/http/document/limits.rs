//! What the document says of limits: which operations have one, and what a refusal carries.

use actix_web::http::Method;
use serde_json::{Map, Value, json};

use crate::http::limits::{Class, EXTENSION, Rate, Rates};

/// The paragraph on limits in the head of the document.
pub(super) fn described() -> String {
    let rates = Rates::default();
    let classes = Class::ALL.into_iter().filter_map(|class| {
        let Rate { requests, seconds } = rates.of(class)?;
        Some(format!("- `{}`: {requests} in {seconds} seconds, {}.\n", class.name(), of_what(class)))
    });
    let classes: String = classes.collect();
    format!(
        "\n\nHow often anybody may call what is open to everybody is limited, with credentials and without; `x-rate-limit` \
         names the class of an operation. Unless a server is set otherwise, these are the limits:\n\n{classes}\n\
         All of them may come at once; they come back one by one. Every answer of such an operation says in \
         `RateLimit-Policy` and `RateLimit` what is left. Whoever is beyond it gets 429 `too_many_requests` and may come \
         back after as many seconds as `Retry-After` says; nothing was looked up or written."
    )
}

/// What a limit counts.
fn of_what(class: Class) -> &'static str {
    match class {
        Class::Registering => {
            "registrations and problem statements from one network address, each edition apart"
        }
        Class::SigningIn => "accounts, tokens and sign-in links from one network address",
        Class::Receipts => "calls by a receipt from one network address",
        Class::Reads => "other public reads from one network address",
        Class::Mailbox => {
            "sign-in mails to one e-mail address, whoever asks and whether or not it has an account"
        }
        Class::Letters => "registrations of one e-mail address, and invitations to it, whoever makes them",
    }
}

/// Names the class of an operation that anyone may call. The server reads it there: nothing else says what is limited.
pub(super) fn limited(method: &Method, template: &str, public: bool, operation: &mut Map<String, Value>) {
    let class = Class::of(method, template).filter(|_| public);
    if class.is_none() && !Class::writes_to_an_address(method, template) {
        return;
    }
    if let Some(class) = class {
        operation.insert(EXTENSION.to_owned(), json!(class.name()));
    }
    if let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) {
        responses.insert("429".to_owned(), json!({ "$ref": "#/components/responses/429" }));
    }
}

/// What a refusal says in its headers.
pub(super) fn headers() -> Value {
    let header = |description: &str, schema: &str, example: Value| json!({ "description": description, "schema": { "type": schema }, "example": example });
    json!({
        "Retry-After": header("Seconds until one more may come.", "integer", json!(1)),
        "RateLimit-Policy": header(
            "The class, and its limit: `q` requests in `w` seconds. On every answer of a limited operation.",
            "string", json!("\"registering\";q=600;w=60"),
        ),
        "RateLimit": header(
            "What is left of it: `r` requests now, all of them in `t` seconds. On every answer of a limited operation.",
            "string", json!("\"registering\";r=0;t=60"),
        ),
    })
}
