//! One history through the editions of an event: whoever follows a voice comes to what was made of it years later, and reads on the way
//! what anyone may read.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::carrying::{ids, kinds, path, statement};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// From a voice of the first year to a prototype of the third one, and back.
#[tokio::test]
async fn the_receipt_of_the_first_voice_leads_to_the_prototype_of_the_third_year() {
    let world = World::new().await;
    let first = Stage::published(&world, "helmo").await;
    let made = first.parked(&world.anyone(), "Dit en 2025.", "open").await;
    let second = first.next("2026", "2026-11").await;
    let carried = second.carry(&second.owner, json!({ "statements": ids(&[&made]) })).await.created();
    let in_second = id(&carried["items"][0]).to_owned();
    let unanswered = second.challenge("Sans réponse ?", std::slice::from_ref(&in_second)).await;
    second.conclude().await;
    let third = first.next("2027", "2027-11").await;
    let carried = third.carry(&third.owner, json!({ "challenges": [unanswered] })).await.created();
    let in_third = id(&carried["items"][0]).to_owned();
    let challenge = id(&carried["challenges"][0]).to_owned();
    let receipt = format!("/v1/receipts/{}", made["receipt"].as_str().unwrap());
    let told = world.anyone().get(&receipt).await.ok();
    assert_eq!(kinds(&told["became"]), ["problem_statement", "problem_statement", "challenge"]);
    third.owner.act(&format!("/v1/challenges/{challenge}/open")).await.ok();
    let (_, registration) = third.participant(&world, "coder", "Member").await;
    let team = third.team("Les simples", &challenge, &[id(&registration)]).await;
    let prototype = third.prototype(&team, "Simple").await;
    // Whoever said it sees how far it came; names are told where anyone may read them.
    let told = world.anyone().get(&receipt).await.ok();
    assert_eq!(told["state"], "parked");
    let seen = |became: &Value| -> Vec<(String, Value)> {
        let each = became.as_array().unwrap().iter();
        each.map(|one| (one["kind"].as_str().unwrap().to_owned(), one["label"].clone())).collect()
    };
    let due = |team: Value, prototype: Value| {
        [
            ("problem_statement", json!("Dit en 2025.")),
            ("problem_statement", json!("Dit en 2025.")),
            ("challenge", json!("Sans réponse ?")),
            ("challenge", json!("Sans réponse ?")),
            ("team", team),
            ("prototype", prototype),
        ]
        .map(|(kind, label)| (kind.to_owned(), label))
    };
    assert_eq!(seen(&told["became"]), due(Value::Null, Value::Null));
    let page = statement(&made);
    assert_eq!(seen(&world.anyone().get(&page).await.ok()["became"]), due(Value::Null, Value::Null));
    third
        .owner
        .post(&format!("/v1/prototypes/{prototype}/move-stage"), json!({ "to": "presented" }))
        .await
        .ok();
    assert_eq!(
        seen(&world.anyone().get(&receipt).await.ok()["became"]),
        due(json!("Les simples"), json!("Simple"))
    );
    assert_eq!(
        seen(&world.anyone().get(&page).await.ok()["became"]),
        due(json!("Les simples"), json!("Simple"))
    );
    // One line, whichever end one holds.
    let (start, end) = (page, format!("/v1/prototypes/{prototype}"));
    let [down, up] = [
        world.anyone().get(&format!("{start}/provenance")).await.ok(),
        world.anyone().get(&format!("{end}/provenance")).await.ok(),
    ];
    let steps = |walk: &Value| -> Vec<[String; 3]> {
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let edges = walk["edges"].as_array().unwrap().iter();
        edges.map(|edge| [text(&edge["from"]), text(&edge["kind"]), text(&edge["to"])]).collect()
    };
    let [voice] = ids(&[&made]).try_into().unwrap();
    for step in [
        [&voice, "carried_from", &in_second],
        [&in_second, "carried_from", &in_third],
        [&in_third, "adopted_by", &challenge],
        [&challenge, "taken_up_by", &team],
        [&team, "made", &prototype],
    ] {
        let step = step.map(str::to_owned);
        assert!(steps(&down).contains(&step), "{step:?} in {down}");
        assert!(steps(&up).contains(&step), "{step:?} in {up}");
    }
    // Downwards there is the question of the second year besides, which nobody took up.
    assert!(steps(&down).contains(&[in_second, "adopted_by".to_owned(), unanswered]));
    assert_eq!((steps(&down).len(), steps(&up).len()), (6, 5));
    let all_named =
        |walk: &Value| walk["nodes"].as_array().unwrap().iter().all(|node| !node["label"].is_null());
    assert!(all_named(&down) && all_named(&up));
}

/// Invariant 7: who carries sees no more than before, and nobody else does.
#[rstest]
#[case::restricted("restricted", "Un mot réservé.".into(), "Dit en public.".into())]
#[case::confidential("confidential", Value::Null, Value::Null)]
#[tokio::test]
async fn invariant_7_what_is_carried_is_as_protected_as_before(
    #[case] sensitivity: &str,
    #[case] seen: Value,
    #[case] by_anyone: Value,
) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.parked(&world.anyone(), "Un mot réservé.", "restricted").await;
    let [one] = ids(&[&made]).try_into().unwrap();
    let sql = format!(
        "UPDATE problem_statements SET sensitivity = '{sensitivity}', public_text = 'Dit en public.' WHERE id = {}",
        rows::key(&one)
    );
    assert_eq!(rows::write(&world, &sql).await, 1);
    let next = stage.next("2026", "2026-11").await;
    let facilitator = next.staff(&world, "facilitator", "Facilitator").await;
    let carried = next.carry(&next.owner, json!({ "statements": [one] })).await.created();
    let copy = &carried["items"][0];
    assert_eq!((&copy["sensitivity"], &copy["text"]), (&json!(sensitivity), &seen));
    assert_eq!(facilitator.get(&path(id(copy))).await.ok()["text"], seen);
    let copied = format!(
        "SELECT COUNT(*) FROM problem_statements p JOIN wordings w ON w.statement_id = p.id \
         WHERE p.id = {} AND p.public_text = 'Dit en public.' AND w.text = 'Un mot réservé.'",
        rows::key(id(copy))
    );
    assert_eq!(rows::number(&world, &copied).await, 1);
    let read = world.anyone().get(&path(id(copy))).await;
    match by_anyone.is_null() {
        true => drop(read.refused(404, "not_found")),
        false => {
            let read = read.ok();
            assert_eq!((&read["public_text"], &read["text"]), (&by_anyone, &Value::Null));
        }
    }
    let receipt = format!("/v1/receipts/{}", made["receipt"].as_str().unwrap());
    let told = world.anyone().get(&receipt).await.ok();
    assert_eq!(
        (kinds(&told["became"]), &told["became"][0]["label"]),
        (vec!["problem_statement"], &by_anyone)
    );
}

/// An edition that nobody was told of yet: something came of the voice, and nobody is told what.
#[tokio::test]
async fn nothing_is_told_of_a_draft_that_it_was_carried_into() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.parked(&world.anyone(), "Canari.", "open").await;
    let next = stage.next("2026", "2026-11").await;
    let carried = next.carry(&next.owner, json!({ "statements": ids(&[&made]) })).await.created();
    let copy = id(&carried["items"][0]).to_owned();
    let better = json!({ "text": "Pélican.", "reason": "Mieux." });
    next.owner.post(&format!("{}/reword", path(&copy)), better).await.ok();
    let challenge = next.challenge("Pélican ?", std::slice::from_ref(&copy)).await;
    let (_, registration) = next.participant(&world, "coder", "Member").await;
    let team = next.team("Équipe Pélican", &challenge, &[id(&registration)]).await;
    let prototype = next.prototype(&team, "Prototype Pélican").await;
    next.owner
        .post(&format!("/v1/prototypes/{prototype}/move-stage"), json!({ "to": "presented" }))
        .await
        .ok();
    let receipt = format!("/v1/receipts/{}", made["receipt"].as_str().unwrap());
    let provenance = format!("{}/provenance", statement(&made));
    // No request leads from here to a draft with statements in it.
    for (state, is_told) in [("draft", false), ("running", true)] {
        let sql =
            format!("UPDATE editions SET state = '{state}' WHERE id = {}", rows::key(id(&next.edition)));
        assert_eq!(rows::write(&world, &sql).await, 1);
        // Who organizes the event is told there, and not here.
        for actor in [&world.anyone(), &stage.owner] {
            for page in [&receipt, &statement(&made), &provenance] {
                let reply = actor.get(page).await;
                let text = String::from_utf8_lossy(&reply.bytes).into_owned();
                assert_eq!(text.contains("Pélican"), is_told, "{page}: {text}");
                let page = reply.ok();
                match page["nodes"].as_array() {
                    None => assert_eq!(page["became"].as_array().unwrap().len(), 4),
                    Some(nodes) => {
                        let hidden = nodes.iter().filter(|node| node["label"].is_null());
                        assert_eq!((nodes.len(), hidden.count()), (5, if is_told { 0 } else { 4 }));
                        let real = [&copy, &challenge, &team, &prototype];
                        let named = real.iter().filter(|real| nodes.iter().any(|node| id(node) == ***real));
                        assert_eq!(named.count(), if is_told { 4 } else { 0 });
                    }
                }
            }
        }
    }
}

/// Invariant 16: who leaves leaves later editions too.
#[tokio::test]
async fn invariant_16_where_a_named_voice_worked_is_erased_wherever_it_was_carried() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let voice = world.account("Ada").await;
    let body = json!({
        "text": "Un problème.", "language": "fr", "origin": "citizen", "voice": "named", "name": "Nom Canari",
        "structure": "Chez Canari",
    });
    let made = voice.post(&stage.at("problem-statements"), body).await.created();
    stage.owner.act(&format!("{}/accept", statement(&made))).await.ok();
    stage.owner.post(&format!("{}/park", statement(&made)), json!({ "reason": "Plus tard." })).await.ok();
    let next = stage.next("2026", "2026-11").await;
    let key = "a-key-of-sixteen-signs";
    let keyed = next.owner.and("idempotency-key", key);
    let carried = next.carry(&keyed, json!({ "statements": ids(&[&made]) })).await.created();
    let copy = path(id(&carried["items"][0]));
    assert_eq!(next.owner.get(&copy).await.ok()["structure"], "Chez Canari");
    voice.delete("/v1/me").await.done();
    let page = next.owner.get(&copy).await.ok();
    assert_eq!(
        (&page["structure"], &page["text"], &page["version"]),
        (&Value::Null, &json!("Un problème."), &json!(2))
    );
    for edition in [&stage.edition, &next.edition] {
        let left = rows::of_edition(&world, id(edition)).await;
        assert!(!left.iter().any(|(_, row)| row.contains("Canari")), "{left:?}");
    }
    let recorded = "SELECT COUNT(*) FROM idempotency_records";
    assert_eq!(rows::number(&world, recorded).await, 0);
}

/// Invariant 16: what was made of a named voice's words and taken apart again has nothing of who said it either.
#[tokio::test]
async fn invariant_16_where_a_named_voice_worked_is_erased_from_a_merge_that_was_taken_apart() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (voice, other) = (world.account("Ada").await, world.account("Bob").await);
    let mut sources = Vec::new();
    for (who, appears) in [(&voice, "named"), (&other, "pseudonymous")] {
        let mut body = json!({
            "text": "Un problème.", "language": "fr", "origin": "citizen", "voice": appears, "structure": "Chez Canari",
        });
        if appears == "named" {
            body["name"] = json!("Nom Canari");
        }
        let made = who.post(&stage.at("problem-statements"), body).await.created();
        stage.owner.act(&format!("{}/accept", statement(&made))).await.ok();
        sources.extend(ids(&[&made]));
    }
    let body = json!({ "sources": sources, "text": "Ensemble.", "reason": "Le même." });
    let merged = stage.owner.post(&stage.at("problem-statements/merge"), body).await.created();
    let merged = path(id(&merged));
    stage.owner.post(&format!("{merged}/unmerge"), json!({ "reason": "Non." })).await.ok();
    let structures = async || {
        let mut structures = Vec::new();
        for path in [&merged, &path(&sources[0]), &path(&sources[1])] {
            structures.push(stage.owner.get(path).await.ok()["structure"].clone());
        }
        structures
    };
    assert_eq!(structures().await, vec![json!("Chez Canari"); 3]);
    voice.delete("/v1/me").await.done();
    assert_eq!(structures().await, [Value::Null, Value::Null, json!("Chez Canari")]);
}
