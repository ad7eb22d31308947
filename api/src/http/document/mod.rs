//! The published document: collected from the handlers, then completed with what holds for every operation.
//!
//! What follows from the address and the policy table is not written at each handler, where it could be wrong: path
//! parameters, `security` and `x-permission`, the headers of versions and repeating, the problems and their codes.

mod limits;
mod schemas;

use actix_web::http::Method;
use palabre_domain::policy::Role;
use palabre_domain::policy::table::{self, Row};
use serde_json::{Map, Value, json};
use utoipa::OpenApi as _;
use utoipa::openapi::OpenApi;

use crate::http::headers::{asks, needs_version, takes_key};
use crate::http::problem::ProblemAnswer;

/// The head of the document.
#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Palabre",
        description = "Hackathon facilitation: from the first problem somebody voices to the prototype that is \
                       still alive a year later. Every error is a problem (RFC 9457) with a stable `code`; \
                       `x-permission` names the action of the policy table that an operation needs, `x-roles` who may.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    components(schemas(ProblemAnswer)),
    tags(
        (name = "Accounts", description = "One's own account and sessions."),
        (name = "Tokens", description = "Signing in, renewing, ending."),
        (name = "Organizations", description = "The tenants, their members and their journal."),
        (name = "Events", description = "Hackathons that come back."),
        (name = "Formats", description = "Blueprints from which editions are made."),
        (name = "Editions", description = "One run of an event, and what is set up for it."),
        (name = "Programme", description = "What happens in an edition, when and where; who was there."),
        (name = "Places", description = "Pools, profiles, and the places that are left."),
        (name = "Registrations", description = "A person's place, or wait, in an edition; receipts."),
        (name = "Problem statements", description = "What somebody voiced."),
        (name = "Challenges", description = "Questions that a team can take up."),
        (name = "Teams", description = "People who work together, mixed by a policy."),
        (name = "Prototypes", description = "What a team makes, digital or not."),
        (name = "Provenance", description = "From the first words to the prototype, both ways; the funnel."),
        (name = "Outcomes", description = "What is said of an edition afterwards: credits and figures."),
    )
)]
struct Head;

/// The head, for collecting the operations under it.
pub(in crate::http) fn head() -> OpenApi {
    let mut head = Head::openapi();
    // The lock file of the whole house has one version.
    head.info.version = env!("CARGO_PKG_VERSION").to_owned();
    if let Some(description) = &mut head.info.description {
        description.push_str(&limits::described());
    }
    head
}

/// The whole document, as it is served and committed.
#[must_use]
pub fn document() -> Value {
    complete(crate::http::server::collect())
}

/// The policy's name of an operation: its id in camel case.
fn action_of(operation_id: &str) -> String {
    operation_id
        .split('_')
        .flat_map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<Vec<_>>()
        })
        .collect()
}

fn complete(openapi: OpenApi) -> Value {
    let mut document = serde_json::to_value(openapi).unwrap_or_default();
    schemas::straighten(&mut document);
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        let bearer = json!({ "type": "http", "scheme": "bearer", "bearerFormat": "JWT" });
        components.insert("securitySchemes".to_owned(), json!({ "bearer": bearer }));
        components.insert("responses".to_owned(), problem_responses());
    }
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return document };
    for (template, item) in paths.iter_mut() {
        let Some(operations) = item.as_object_mut() else { continue };
        for (method, operation) in operations.iter_mut() {
            if let Some(operation) = operation.as_object_mut() {
                let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap_or(Method::GET);
                complete_operation(&method, template, operation);
            }
        }
    }
    document
}

fn complete_operation(method: &Method, template: &str, operation: &mut Map<String, Value>) {
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
    let row = table::row(&action_of(id));
    let public = row.is_none_or(|row| row.roles.contains(&Role::Anyone));
    let security = if public { json!([{}, { "bearer": [] }]) } else { json!([{ "bearer": [] }]) };
    operation.insert("security".to_owned(), security);
    if let Some(Row { action, scope: _, roles }) = row {
        operation.insert("x-permission".to_owned(), json!(action));
        let roles: Vec<&str> = roles.iter().map(|role| role.as_str()).collect();
        operation.insert("x-roles".to_owned(), json!(roles));
    }
    let has_body = operation.contains_key("requestBody");
    if *method == Method::PATCH {
        also_merge_patch(operation);
    }
    parameters(method, template, operation);
    problems(method, template, row.is_some(), public, has_body, operation);
    limits::limited(method, template, public, operation);
    response_headers(operation);
}

/// A patch is taken as `application/merge-patch+json` and as `application/json` alike.
fn also_merge_patch(operation: &mut Map<String, Value>) {
    let content = operation.get_mut("requestBody").and_then(|body| body.get_mut("content"));
    if let Some(content) = content.and_then(Value::as_object_mut)
        && let Some(json) = content.get("application/json").cloned()
    {
        content.insert("application/merge-patch+json".to_owned(), json);
    }
}

/// Whether an operation changes the thing at its address without replacing it: such a POST makes nothing.
fn is_transition(method: &Method, template: &str, operation: &Map<String, Value>) -> bool {
    let answers = operation.get("responses").and_then(Value::as_object);
    let makes_nothing = answers.is_some_and(|answers| answers.contains_key("200"));
    *method == Method::POST && makes_nothing && !asks(method, template)
}

fn parameters(method: &Method, template: &str, operation: &mut Map<String, Value>) {
    let mut parameters: Vec<Value> = template
        .split('/')
        .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
        .map(|name| {
            let schema = if name == "code" {
                json!({ "type": "string", "minLength": 1, "maxLength": 64 })
            } else {
                json!({ "type": "string", "format": "uuid", "minLength": 36, "maxLength": 36 })
            };
            json!({ "name": name, "in": "path", "required": true, "schema": schema })
        })
        .collect();
    if needs_version(method, template) || is_transition(method, template, operation) {
        parameters.push(json!({
            "name": "If-Match", "in": "header", "required": needs_version(method, template),
            "description": "The version that the caller has seen, in quotes, or `*`.",
            "schema": { "type": "string", "maxLength": 200 }, "example": "\"1\"",
        }));
    }
    if takes_key(method, template) {
        parameters.push(json!({
            "name": "Idempotency-Key", "in": "header", "required": false,
            "description": "Makes the call safe to repeat: the same key never does the thing twice.",
            "schema": { "type": "string", "minLength": 16, "maxLength": 200 },
        }));
    }
    if let Some(Value::Array(written)) = operation.remove("parameters") {
        parameters.extend(written);
    }
    if !parameters.is_empty() {
        operation.insert("parameters".to_owned(), Value::Array(parameters));
    }
}

/// The problems of an operation, by what its address and method can run into.
fn problems(
    method: &Method,
    template: &str,
    in_the_table: bool,
    public: bool,
    has_body: bool,
    operation: &mut Map<String, Value>,
) {
    if !in_the_table {
        return;
    }
    let codes = operation.remove("x-codes").unwrap_or_else(|| json!([]));
    let named = template.contains('{');
    let mut due = vec![("400", true), ("401", true), ("422", true), ("500", true), ("503", true)];
    due.extend([
        ("403", !public || codes.as_array().is_some_and(|codes| codes.contains(&json!("forbidden")))),
        ("404", named || codes.as_array().is_some_and(|codes| codes.contains(&json!("not_found")))),
        ("412", needs_version(method, template) || is_transition(method, template, operation)),
        ("428", needs_version(method, template)),
        ("408", has_body),
        ("413", has_body),
        ("415", has_body),
    ]);
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for (status, _) in due.into_iter().filter(|(_, due)| *due) {
        responses.insert(status.to_owned(), json!({ "$ref": format!("#/components/responses/{status}") }));
    }
    let mut codes: Vec<String> = serde_json::from_value(codes).unwrap_or_default();
    if takes_key(method, template) {
        codes.extend(["in_progress".to_owned(), "answer_withheld".to_owned()]);
    }
    let elsewhere = ["bad_credentials", "credentials_refused", "forbidden", "not_found"];
    let own: Vec<&String> = codes.iter().filter(|code| !elsewhere.contains(&code.as_str())).collect();
    if !own.is_empty() {
        let list = own.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        let mut refusal = problem_response(&format!("A rule refuses it. Codes: {list}."));
        if let Some(refusal) = refusal.as_object_mut() {
            refusal.insert("x-codes".to_owned(), json!(own));
        }
        responses.insert("409".to_owned(), refusal);
    }
}

/// What answers carry in their headers.
fn response_headers(operation: &mut Map<String, Value>) {
    let parameters = operation.get("parameters").and_then(Value::as_array);
    let paged = parameters.is_some_and(|all| all.iter().any(|one| one.get("name") == Some(&json!("cursor"))));
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    for (status, response) in responses.iter_mut() {
        let text = |description: &str| json!({ "description": description, "schema": { "type": "string" } });
        let mut headers = Map::new();
        let content = response.get("content").map(Value::to_string).unwrap_or_default();
        if content.contains("application/json") && !content.contains("ListAnswer") && !paged {
            headers.insert("ETag".to_owned(), text("The version of the thing, in quotes, where it has one."));
        }
        if content.contains("application/json") && paged {
            headers.insert("Link".to_owned(), text("The next page, where there is one."));
        }
        if status == "201" {
            headers.insert("Location".to_owned(), text("Where the thing is read again."));
        }
        if !headers.is_empty()
            && let Some(response) = response.as_object_mut()
        {
            response.insert("headers".to_owned(), Value::Object(headers));
        }
    }
}

fn problem_response(description: &str) -> Value {
    json!({
        "description": description,
        "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
    })
}

fn problem_responses() -> Value {
    let described = [
        (
            "400",
            "The request can't be read: `bad_json`, `bad_cursor`, `bad_idempotency_key`, `bad_request`; or it is that of an \
             anonymous voice and says who speaks: `credentials_refused`.",
        ),
        ("401", "No valid credentials: `unauthenticated`, `bad_credentials`."),
        ("403", "The caller may read the thing, and may not do this: `forbidden`."),
        ("404", "Unknown, or not for this caller to read: `not_found`."),
        ("408", "The body came too slowly: `body_too_slow`."),
        ("412", "The caller has seen another version: `stale`."),
        ("413", "The body is too large: `body_too_large`."),
        ("415", "The body is not JSON: `unsupported_media_type`."),
        ("422", "Fields are wrong: `invalid`, `unknown_field`; `key_reused`."),
        ("428", "`If-Match` is missing: `version_required`."),
        ("429", "Called too often, come back later: `too_many_requests`."),
        ("500", "Something was not foreseen: `internal`."),
        ("503", "Too much at once, come back later: `busy`."),
    ];
    let responses = described.map(|(status, description)| (status.to_owned(), problem_response(description)));
    let mut responses: Map<String, Value> = responses.into_iter().collect();
    if let Some(refusal) = responses.get_mut("429").and_then(Value::as_object_mut) {
        refusal.insert("headers".to_owned(), limits::headers());
    }
    Value::Object(responses)
}
