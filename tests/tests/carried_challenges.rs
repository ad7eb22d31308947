//! Challenges that nobody took up, carried with what they hold.

use palabre_domain::challenge::ChallengeState;
use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::actor::id;
use crate::carrying::{derived_in, ids, path};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// An adopted statement is left open as long as nobody answered any challenge that holds it.
#[tokio::test]
async fn an_adopted_statement_is_carried_where_all_its_challenges_are_unanswered() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let next = stage.next("2026", "2026-11").await;
    for state in ChallengeState::ALL {
        let held = stage.accepted("Un problème.", "open").await;
        let unanswered = stage.challenge("Comment ?", std::slice::from_ref(&held)).await;
        let other = stage.challenge("Comment encore ?", std::slice::from_ref(&held)).await;
        for (challenge, state) in [(&unanswered, ChallengeState::Unanswered), (&other, *state)] {
            let sql = format!("UPDATE challenges SET state = '{state}' WHERE id = {}", rows::key(challenge));
            assert_eq!(rows::write(&world, &sql).await, 1);
        }
        let reply = next.carry(&next.owner, json!({ "statements": [held] })).await;
        if state.holds_statements() && *state != ChallengeState::Unanswered {
            let refusal = reply.refused(409, "wrong_state");
            assert_eq!(refusal["refused"], json!([{ "id": held, "state": "adopted" }]), "{state}");
        } else {
            assert_eq!(reply.status, StatusCode::CREATED, "{state}");
        }
        // Of the challenges, only the unanswered ones are.
        let refused = next.carry(&next.owner, json!({ "challenges": [other] })).await;
        assert_eq!(refused.status == StatusCode::CONFLICT, *state != ChallengeState::Unanswered, "{state}");
    }
}

#[tokio::test]
async fn a_challenge_that_nobody_took_up_is_carried_with_what_it_holds() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let shared = stage.accepted("Partagé.", "open").await;
    let [alone, gone] = [stage.accepted("Seul.", "open").await, stage.accepted("Illicite.", "open").await];
    let context =
        json!({ "question": "Un ?", "context": "Ce qu'il faut savoir.", "statements": [shared, alone] });
    let first = stage.owner.post(&stage.at("challenges"), context).await.created();
    stage.owner.act(&format!("/v1/challenges/{}/open", id(&first))).await.ok();
    let first = id(&first).to_owned();
    let second = stage.challenge("Deux ?", &[shared.clone(), gone.clone()]).await;
    let third = stage.challenge("Trois ?", std::slice::from_ref(&alone)).await;
    let bare = stage.challenge("Nu ?", &[]).await;
    stage.conclude().await;
    let removal = json!({ "reason": "Illicite." });
    stage.owner.post(&format!("{}/remove-content", path(&gone)), removal).await.ok();
    // They are listed for the next edition.
    let open = world.anyone().get(&stage.at("challenges?state=unanswered")).await.ok();
    let listed: Vec<&str> = open["items"].as_array().unwrap().iter().map(id).collect();
    assert_eq!(listed, [&first, &second, &third, &bare]);
    let next = stage.next("2026", "2026-11").await;
    next.carry(&next.owner, json!({ "statements": [gone] })).await.refused(409, "content_removed");
    let body = json!({ "statements": [shared], "challenges": [second, first] });
    let carried = next.carry(&next.owner, body).await.created();
    // A statement comes once, those that were named first, and none without words.
    let from: Vec<&Value> =
        carried["items"].as_array().unwrap().iter().map(|item| &item["derived_from"][0]).collect();
    assert_eq!(from, [&json!(shared), &json!(alone)]);
    let copies: Vec<&str> = carried["items"].as_array().unwrap().iter().map(id).collect();
    let drafts = carried["challenges"].as_array().unwrap();
    for (draft, question, context, held) in [
        (&drafts[0], "Deux ?", Value::Null, vec![copies[0]]),
        (&drafts[1], "Un ?", json!("Ce qu'il faut savoir."), copies.clone()),
    ] {
        assert_eq!((&draft["question"], &draft["context"]), (&json!(question), &context));
        assert_eq!((&draft["state"], &draft["statements"]), (&json!("draft"), &json!(held)));
        assert_eq!(draft["edition_id"], next.edition["id"]);
    }
    // A draft is the crew's: nobody else is told of it.
    world.anyone().get(&format!("/v1/challenges/{}", id(&drafts[0]))).await.refused(404, "not_found");
    // The same question is not asked twice; a further challenge holds what was carried before.
    let again = next.carry(&next.owner, json!({ "challenges": [first] })).await;
    assert_eq!(again.refused(409, "already_carried")["refused"], json!([{ "id": first }]));
    let later = next.carry(&next.owner, json!({ "challenges": [third, bare] })).await.created();
    assert_eq!((&later["items"], &later["challenges"][0]["statements"]), (&json!([]), &json!([copies[1]])));
    assert_eq!(later["challenges"][1]["statements"], json!([]));
    // Unless it was withdrawn; and what was carried can't be held by a challenge any more.
    for draft in [&drafts[1], &later["challenges"][0]] {
        let withdraw = format!("/v1/challenges/{}/withdraw", id(draft));
        next.owner.post(&withdraw, json!({ "reason": "À revoir." })).await.ok();
    }
    next.carry(&next.owner, json!({ "challenges": [first] })).await.created();
    next.owner.post(&format!("{}/park", path(copies[1])), json!({ "reason": "Plus tard." })).await.ok();
    let refused = next.carry(&next.owner, json!({ "challenges": [third] })).await;
    let refused = refused.refused(409, "statement_not_accepted");
    assert_eq!(refused["refused"], json!([{ "id": copies[1] }]));
    assert_eq!(derived_in(&next).await, 2);
}

/// Parts are quickly made, so many that challenges hold more than is carried at once.
#[tokio::test]
async fn many_are_carried_with_as_many_statements_as_few_and_no_more_than_500() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut parts: Vec<String> = Vec::new();
    for number in 0..11 {
        let whole = stage.accepted(&format!("Tout {number}."), "open").await;
        let texts: Vec<Value> = (0..50).map(|part| json!({ "text": format!("{number} {part}.") })).collect();
        let body = json!({ "parts": texts, "reason": "Plusieurs choses." });
        let split = stage.owner.post(&format!("{}/split", path(&whole)), body).await.created();
        parts.extend(split["items"].as_array().unwrap().iter().map(|part| id(part).to_owned()));
    }
    let mut challenges = Vec::new();
    for (number, held) in [&parts[..2], &parts[2..302], &parts[302..]].into_iter().enumerate() {
        challenges.push(stage.challenge(&format!("Comment {number} ?"), held).await);
    }
    stage.conclude().await;
    let next = stage.next("2026", "2026-11").await;
    let all = json!({ "challenges": challenges });
    next.carry(&next.owner, all).await.invalid("/challenges", "too_many_statements");
    let too_many: Vec<&String> = parts.iter().take(501).collect();
    next.carry(&next.owner, json!({ "statements": too_many })).await.invalid("/statements", "too_long");
    let mut counts = Vec::new();
    for (challenge, due) in challenges.iter().zip([2, 300, 248]) {
        let before = world.statements.so_far();
        let carried = next.carry(&next.owner, json!({ "challenges": [challenge] })).await.created();
        counts.push(world.statements.so_far() - before);
        assert_eq!(carried["items"].as_array().unwrap().len(), due);
        assert_eq!(carried["challenges"][0]["statements"].as_array().unwrap().len(), due);
    }
    assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
    assert_eq!(derived_in(&next).await, 550);
}

/// Carrying is no way to words: who moderates the later edition alone carries what anyone may read, and learns nothing of the rest.
#[tokio::test]
async fn invariant_7_nobody_carries_words_that_they_may_not_read_where_they_were_said() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let anyone = world.anyone();
    let open = stage.parked(&anyone, "Le guichet est loin.", "open").await;
    let secret = stage.parked(&anyone, "Il me frappe.", "restricted").await;
    let held =
        [stage.accepted("Le bus est cher.", "open").await, stage.accepted("Il boit.", "restricted").await];
    let challenge = stage.challenge("Comment ?", &held).await;
    stage.conclude().await;
    let next = stage.next("2026", "2026-11").await;
    let newcomer = next.staff(&world, "facilitator", "Newcomer").await;
    let all = ids(&[&open, &secret]);
    next.carry(&newcomer, json!({ "statements": all })).await.invalid("/statements/1", "unknown_statement");
    next.carry(&facilitator, json!({ "statements": all })).await.refused(403, "forbidden");
    let carried = next.carry(&newcomer, json!({ "statements": [all[0]], "challenges": [challenge] })).await;
    let carried = carried.created();
    let texts: Vec<&str> =
        carried["items"].as_array().unwrap().iter().map(|item| item["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["Le guichet est loin.", "Le bus est cher."]);
    // Who has a right in both carries the rest.
    let rest = next.carry(&stage.owner, json!({ "statements": [all[1]] })).await.created();
    assert_eq!(
        (&rest["items"][0]["text"], &rest["items"][0]["sensitivity"]),
        (&json!("Il me frappe."), &json!("restricted"))
    );
}

/// Confidence was given where it was said: who carried confidential words on could name their readers there. That is the organizers'.
#[tokio::test]
async fn invariant_7_who_moderates_both_editions_carries_what_they_read_and_nothing_confidential() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let anyone = world.anyone();
    let restricted = stage.parked(&anyone, "Il boit.", "restricted").await;
    let confidential = stage.parked(&anyone, "Il me frappe.", "confidential").await;
    stage.conclude().await;
    let next = stage.next("2026", "2026-11").await;
    next.takes_on(&world, &facilitator, "facilitator").await;
    let all = json!({ "statements": ids(&[&restricted, &confidential]) });
    next.carry(&facilitator, all).await.invalid("/statements/1", "unknown_statement");
    let rest = json!({ "statements": ids(&[&confidential]) });
    next.carry(&facilitator, json!({ "statements": ids(&[&restricted]) })).await.created();
    let carried = next.carry(&next.owner, rest).await.created();
    let shown = &carried["items"][0];
    assert_eq!((&shown["text"], &shown["sensitivity"]), (&Value::Null, &json!("confidential")));
}

/// What was removed after it was carried alone comes into no new draft either.
#[tokio::test]
async fn a_draft_holds_nothing_whose_words_were_removed_since_it_was_carried() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let [gone, stays] = [stage.accepted("Illicite.", "open").await, stage.accepted("Le bus.", "open").await];
    let challenge = stage.challenge("Comment ?", &[gone.clone(), stays]).await;
    stage.conclude().await;
    let next = stage.next("2026", "2026-11").await;
    let carried = next.carry(&next.owner, json!({ "statements": [gone] })).await.created();
    let copy = id(&carried["items"][0]).to_owned();
    next.owner.post(&format!("{}/remove-content", path(&copy)), json!({ "reason": "Illicite." })).await.ok();
    let carried = next.carry(&next.owner, json!({ "challenges": [challenge] })).await.created();
    assert_eq!(carried["challenges"][0]["statements"], json!([carried["items"][0]["id"]]));
    let draft = format!("/v1/challenges/{}", id(&carried["challenges"][0]));
    next.owner.act(&format!("{draft}/open")).await.ok();
}
