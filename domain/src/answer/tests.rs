use serde_json::{Value, json};

use super::*;

fn questions() -> Vec<Question> {
    let asked = json!([
        { "key": "why", "kind": "text", "required": false, "profiles": [], "choices": [] },
        { "key": "meal", "kind": "choice", "required": true, "profiles": [],
          "choices": [{ "key": "meat", "label": {} }, { "key": "none", "label": {} }] },
        { "key": "days", "kind": "choices", "required": false, "profiles": [],
          "choices": [{ "key": "one", "label": {} }, { "key": "two", "label": {} }] },
        { "key": "first", "kind": "yes_no", "required": false, "profiles": [], "choices": [] },
        { "key": "age", "kind": "number", "required": false, "profiles": [], "choices": [] },
        { "key": "laptop", "kind": "yes_no", "required": true, "profiles": ["coder"], "choices": [] },
    ]);
    let labelled = asked.as_array().unwrap().iter().cloned().map(|mut question| {
        question["label"] = json!({ "fr": "?" });
        question
    });
    serde_json::from_value(labelled.collect()).unwrap()
}

fn told(answers: Result<FormAnswers, Flaws>) -> Result<Value, Vec<(String, &'static str)>> {
    let codes = |flaws: Flaws| flaws.into_iter().map(|(place, flaw)| (place, flaw.code())).collect();
    answers.map(|answers| serde_json::to_value(answers).unwrap()).map_err(codes)
}

fn says(profile: &str, answers: Value) -> Result<Value, Vec<(String, &'static str)>> {
    told(taken(&questions(), profile, serde_json::from_value(answers).unwrap()))
}

#[test]
fn each_kind_of_question_takes_its_kind_of_answer_and_keeps_it_as_it_was_said() {
    let long = "é".repeat(2000);
    for (key, answer) in [
        ("why", json!("Apprendre.\nAider.")),
        ("why", json!(long)),
        ("meal", json!("meat")),
        ("meal", json!(["none"])),
        ("days", json!([])),
        ("days", json!(["two", "one"])),
        ("first", json!(false)),
        ("age", json!(41)),
        ("age", json!(-0.5)),
        ("age", json!(1_000_000_000_000_i64)),
    ] {
        let mut answers = json!({ "meal": "meat" });
        answers[key] = answer;
        assert_eq!(says("field", answers.clone()), Ok(answers));
    }
}

#[test]
fn what_no_question_takes_is_named() {
    let too_long = "é".repeat(2001);
    for (key, answer, rest, code) in [
        ("why", json!(1), "", "wrong_type"),
        ("why", json!(""), "", "too_short"),
        ("why", json!(too_long), "", "too_long"),
        ("why", json!("a\u{0}b"), "", "forbidden_character"),
        ("meal", json!("fish"), "", "unknown_choice"),
        ("meal", json!(true), "", "wrong_type"),
        ("meal", json!([]), "", "too_short"),
        ("meal", json!(["meat", "none"]), "", "too_long"),
        ("meal", json!(["fish"]), "/0", "unknown_choice"),
        ("days", json!("one"), "", "wrong_type"),
        ("days", json!(["one", "three"]), "/1", "unknown_choice"),
        ("days", json!(["one", "one"]), "/1", "choice_twice"),
        ("first", json!("yes"), "", "wrong_type"),
        ("age", json!("41"), "", "wrong_type"),
        ("age", json!(1_000_000_000_001_i64), "", "out_of_range"),
        ("age", json!(-1e300), "", "out_of_range"),
        ("shoes", json!("41"), "", "unknown_question"),
        ("laptop", json!(true), "", "unknown_question"),
    ] {
        let mut answers = json!({ "meal": "meat" });
        answers[key] = answer;
        assert_eq!(says("field", answers), Err(vec![(format!("/answers/{key}{rest}"), code)]));
    }
    assert_eq!(
        says("field", json!({ "meal": "meat", "a/~b": 1 })),
        Err(vec![("/answers/a~1~0b".to_owned(), "unknown_question")])
    );
}

#[test]
fn all_that_is_due_of_the_profile_is_asked_for() {
    let missing =
        |keys: &[&str]| Err(keys.iter().map(|key| (format!("/answers/{key}"), "missing_field")).collect());
    assert_eq!(says("field", json!({})), missing(&["meal"]));
    assert_eq!(says("coder", json!({})), missing(&["meal", "laptop"]));
    assert_eq!(says("coder", json!({ "meal": "none" })), missing(&["laptop"]));
    assert!(says("coder", json!({ "meal": "none", "laptop": false })).is_ok());
}

#[test]
fn a_change_touches_what_it_names() {
    let after = |changes: Value| {
        let kept = json!({ "why": "Voir", "gone": "Réponse à une question d'hier" });
        let changes: FormChanges = serde_json::from_value(changes).unwrap();
        told(changed(&questions(), "coder", serde_json::from_value(kept).unwrap(), changes))
    };
    let gone = "Réponse à une question d'hier";
    // What is due and was never said is not asked for by a change of something else.
    assert_eq!(after(json!({})), Ok(json!({ "why": "Voir", "gone": gone })));
    assert_eq!(after(json!({ "why": null, "age": 7 })), Ok(json!({ "age": 7, "gone": gone })));
    assert_eq!(after(json!({ "gone": null, "never": null })), Ok(json!({ "why": "Voir" })));
    let flaw = |key: &str, code| Err(vec![(format!("/answers/{key}"), code)]);
    assert_eq!(after(json!({ "gone": "encore" })), flaw("gone", "unknown_question"));
    assert_eq!(after(json!({ "meal": null })), flaw("meal", "missing_field"));
}

#[test]
fn there_are_never_more_answers_than_an_edition_has_questions() {
    let kept = (0..MOST).map(|at| (format!("old-{at}"), FormAnswer::Whole(1))).collect();
    let change = FormChanges::from([("age".to_owned(), Some(FormAnswer::Whole(1)))]);
    let flaws = changed(&questions(), "coder", kept, change).unwrap_err();
    assert_eq!(flaws, [("/answers".to_owned(), Flaw::TooLong { max: MOST })]);
}
