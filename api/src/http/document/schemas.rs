//! The schemas, made as plain as a reader and a generator of clients want them.
//!
//! Bounds stand where the field is; a value that may be null is one type with null, not a choice; what is asked says that
//! it takes no other field, and what is answered that every field is there.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

/// Marks a field that an answer does not always have.
const SOMETIMES: &str = "x-sometimes";

const PREFIX: &str = "#/components/schemas/";

/// Straightens all schemas of the document.
pub(super) fn straighten(document: &mut Value) {
    let scalars = scalars(document);
    inline(document, &scalars);
    let asked = asked(document);
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
        return;
    };
    schemas.retain(|name, _| !scalars.contains_key(&format!("{PREFIX}{name}")));
    schemas.insert("Problem".to_owned(), problem());
    refer_from_lists(schemas);
    for (name, schema) in schemas.iter_mut().filter(|(name, _)| *name != "Problem") {
        let Some(schema) = schema.as_object_mut() else { continue };
        let Some(properties) = schema.get("properties").and_then(Value::as_object) else { continue };
        let always = |(_, property): &(&String, &Value)| property[SOMETIMES] != true;
        let all: Vec<String> = properties.iter().filter(always).map(|(name, _)| name.clone()).collect();
        if asked.contains(name) {
            schema.insert("additionalProperties".to_owned(), json!(false));
        } else {
            schema.insert("required".to_owned(), json!(all));
        }
    }
}

/// A list refers to the schema of its items instead of repeating it.
fn refer_from_lists(schemas: &mut Map<String, Value>) {
    let names: BTreeSet<String> = schemas.keys().cloned().collect();
    for (name, schema) in schemas.iter_mut() {
        let Some(item) = name.strip_prefix("ListAnswer_").filter(|item| names.contains(*item)) else {
            continue;
        };
        if let Some(items) = schema.pointer_mut("/properties/items/items") {
            *items = json!({ "$ref": format!("{PREFIX}{item}") });
        }
    }
}

/// A problem: its members differ by kind, so that more of them may stand beside the named ones.
fn problem() -> Value {
    let text = |description: &str| json!({ "type": "string", "description": description });
    json!({
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "detail", "instance", "code"],
        "properties": {
            "type": text("A name of the kind of problem; never changes."),
            "title": text("The kind of problem, in the caller's language."),
            "status": { "type": "integer", "format": "int32", "description": "The status code." },
            "detail": text("What to do about it, in the caller's language."),
            "instance": text("This request (`urn:uuid:…`), as the server's log names it."),
            "code": text("The stable code by which a program tells problems apart."),
            "errors": {
                "type": "array",
                "items": { "$ref": format!("{PREFIX}FieldProblem") },
                "description": "What is wrong with each field.",
            },
            "state": text("With `wrong_state`: the state the thing is in."),
            "allowed_from": {
                "type": "array",
                "items": { "type": "string" },
                "description": "With `wrong_state`: the states from which it may be done.",
            },
            "refused": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id"],
                    "properties": {
                        "id": { "type": "string", "format": "uuid" },
                        "state": text("With `wrong_state`: the state it is in."),
                    },
                },
                "description": "Of many things, each that the refusal is for.",
            },
            "expired_at": { "type": "string", "format": "date-time", "description": "With `offer_expired`." },
            "opens_at": { "type": ["string", "null"], "format": "date-time", "description": "With `window_closed`." },
            "closes_at": { "type": ["string", "null"], "format": "date-time", "description": "With `window_closed`." },
            "missing": { "type": "array", "items": {}, "description": "What has to be there first." },
            "too_few": { "type": "integer", "format": "int64", "description": "With `policy_unmet`." },
            "too_many": { "type": "integer", "format": "int64", "description": "With `policy_unmet`." },
            "separated": { "type": "boolean", "description": "With `policy_unmet`: people to keep together are not." },
            "mixed_up": { "type": "boolean", "description": "With `policy_unmet`: people to keep apart are together." },
            "taken": { "type": "integer", "format": "int64", "description": "With `size_below_taken`." },
        },
        "additionalProperties": true,
    })
}

/// The names of the schemas that requests are made of, whatever their depth.
fn asked(document: &Value) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let operations =
        document["paths"].as_object().into_iter().flatten().filter_map(|(_, item)| item.as_object());
    for operation in operations.flat_map(Map::values) {
        gather(&operation["requestBody"], document, &mut names);
    }
    names
}

fn gather(value: &Value, document: &Value, names: &mut BTreeSet<String>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, document, names)),
        Value::Object(object) => {
            let name = object.get("$ref").and_then(Value::as_str).and_then(|name| name.strip_prefix(PREFIX));
            if let Some(name) = name
                && names.insert(name.to_owned())
            {
                gather(&document["components"]["schemas"][name], document, names);
            }
            object.values().for_each(|member| gather(member, document, names));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// The schemas of bounded strings, numbers, lists and maps; sets of words keep their name.
fn scalars(document: &Value) -> Map<String, Value> {
    let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
    let plain = |schema: &Value| match schema.get("type").and_then(Value::as_str) {
        Some("string" | "integer" | "number" | "array") => schema.get("enum").is_none(),
        Some("object") => schema.get("properties").is_none(),
        _ => false,
    };
    schemas
        .into_iter()
        .flatten()
        .filter(|(_, schema)| plain(schema))
        .map(|(name, schema)| (format!("{PREFIX}{name}"), schema.clone()))
        .collect()
}

/// Puts those schemas where they are referred to.
fn inline(value: &mut Value, scalars: &Map<String, Value>) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| inline(item, scalars)),
        Value::Object(object) => {
            let reference = object.get("$ref").and_then(Value::as_str).and_then(|name| scalars.get(name));
            if let Some(Value::Object(scalar)) = reference.cloned() {
                object.remove("$ref");
                for (name, member) in scalar {
                    object.entry(name).or_insert(member);
                }
            }
            object.values_mut().for_each(|member| inline(member, scalars));
            if let Some(merged) = nullable(object) {
                *value = merged;
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// A choice between null and one plain type, as that type or null.
fn nullable(object: &Map<String, Value>) -> Option<Value> {
    let null = json!({ "type": "null" });
    let schema = match object.get("oneOf")?.as_array()?.as_slice() {
        [first, second] if *first == null => second,
        [first, second] if *second == null => first,
        _ => return None,
    };
    let mut merged = schema.as_object()?.clone();
    let kind = merged.get("type")?.as_str()?.to_owned();
    merged.insert("type".to_owned(), json!([kind, "null"]));
    for (name, member) in object.iter().filter(|(name, _)| *name != "oneOf") {
        merged.insert(name.clone(), member.clone());
    }
    Some(Value::Object(merged))
}
