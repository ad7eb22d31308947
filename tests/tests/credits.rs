//! Credits: who did what for an edition.

use rstest::rstest;
use serde_json::{Value, json};

use crate::actor::id;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

#[tokio::test]
async fn somebody_is_credited_without_an_account_and_anyone_reads_it() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let body = json!({ "name": "Participant 1", "for": "L'affiche", "url": "https://example.org/1" });
    let made = stage.owner.post(&stage.at("credits"), body).await;
    assert_eq!(made.header("etag"), Some("\"1\""));
    let path = made.header("location").unwrap().to_owned();
    let credit = made.created();
    assert_eq!(path, format!("/v1/credits/{}", id(&credit)));
    for (field, due) in [
        ("edition_id", stage.edition["id"].clone()),
        ("name", json!("Participant 1")),
        ("for", json!("L'affiche")),
        ("url", json!("https://example.org/1")),
        ("version", json!(1)),
    ] {
        assert_eq!(credit[field], due, "{field}");
    }
    let library = json!({ "name": "La bibliothèque", "for": "La salle" });
    let library = stage.owner.post(&stage.at("credits"), library).await.created();
    assert_eq!(library["url"], json!(null));
    let anyone = world.anyone();
    assert_eq!(anyone.get(&path).await.ok(), credit);
    for limit in [1, 50] {
        assert_eq!(anyone.pages(&stage.at("credits"), limit).await, [credit.clone(), library.clone()]);
    }
    let changed = stage.owner.patch(&path, json!({ "for": "L'affiche et le logo", "url": null })).await.ok();
    let said = (&changed["name"], &changed["for"], &changed["url"], &changed["version"]);
    assert_eq!(said, (&json!("Participant 1"), &json!("L'affiche et le logo"), &json!(null), &json!(2)));
    stage.owner.and("if-match", "\"1\"").unlink(&path).await.refused(412, "stale");
    stage.owner.unlink(&path).await.refused(428, "version_required");
    stage.owner.delete(&path).await.done();
    anyone.get(&path).await.refused(404, "not_found");
    assert_eq!(anyone.pages(&stage.at("credits"), 50).await, [library]);
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = stage.owner.pages(&entries, 200).await;
    let of_it: Vec<&Value> = entries
        .iter()
        .filter(|entry| entry["object_id"] == credit["id"])
        .map(|entry| &entry["action"])
        .collect();
    assert_eq!(of_it, ["credit.created", "credit.changed", "credit.deleted"]);
}

#[rstest]
#[case("/name", json!(null), "wrong_type")]
#[case("/name", json!("  "), "too_short")]
#[case("/name", json!("n".repeat(201)), "too_long")]
#[case("/name", json!("a\nb"), "forbidden_character")]
#[case("/name", json!({ "fr": "Une carte" }), "wrong_type")]
#[case("/for", json!("f".repeat(501)), "too_long")]
#[case("/for", json!(7), "wrong_type")]
#[case("/url", json!("javascript:alert(1)"), "malformed")]
#[case("/credited_for", json!("L'affiche"), "unknown_field")]
#[tokio::test]
async fn a_field_of_a_credit_that_is_wrong_is_named(
    #[case] pointer: &str,
    #[case] value: Value,
    #[case] code: &str,
) {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let good = json!({ "name": "Participant 1", "for": "L'affiche" });
    let made = stage.owner.post(&stage.at("credits"), good.clone()).await.created();
    let field = pointer.trim_start_matches('/');
    let mut body = good;
    body[field] = value.clone();
    stage.owner.post(&stage.at("credits"), body).await.invalid(pointer, code);
    let path = format!("/v1/credits/{}", id(&made));
    stage.owner.patch(&path, json!({ field: value })).await.invalid(pointer, code);
    assert_eq!(stage.owner.pages(&stage.at("credits"), 50).await, [made]);
}

#[tokio::test]
async fn a_draft_has_no_credits_and_another_tenant_none_of_ours() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let body = json!({ "name": "Participant 1", "for": "L'affiche" });
    stage.owner.post(&stage.at("credits"), body.clone()).await.refused(409, "wrong_state");
    world.anyone().get(&stage.at("credits")).await.refused(404, "not_found");
    stage.publish(&stage.path).await;
    let made = stage.owner.post(&stage.at("credits"), body.clone()).await.created();
    let other = Stage::published(&world, "other").await;
    other.owner.post(&stage.at("credits"), body).await.refused(403, "forbidden");
    let path = format!("/v1/credits/{}", id(&made));
    other.owner.patch(&path, json!({ "name": "Un autre" })).await.refused(403, "forbidden");
    assert_eq!(stage.owner.get(&path).await.ok(), made);
}

/// Fills an edition with credits up to so many, behind the server's back.
async fn fill(world: &World, stage: &Stage, present: u32) {
    let edition = rows::key(id(&stage.edition));
    let row = |number: u32| {
        let id = rows::key(&format!("01900000-0000-7000-8000-{number:012}"));
        format!("({id}, 1, '2026-01-01T00:00:00+00:00', {edition}, 'Participant', 'Tout')")
    };
    let all: Vec<String> = (0..present).map(row).collect();
    let columns = "id, version, created_at, edition_id, name, credited_for";
    rows::write(world, &format!("INSERT INTO credits ({columns}) VALUES {}", all.join(", "))).await;
}

#[tokio::test]
async fn an_edition_has_five_hundred_credits_at_most_however_many_write_at_once() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    fill(&world, &stage, 499).await;
    let credits = stage.at("credits");
    let body = json!({ "name": "Participant 1", "for": "L'affiche" });
    // Several rounds: those who count at the same moment have to meet.
    for _ in 0..6 {
        let calls = (0..10).map(|_| stage.owner.post(&credits, body.clone()));
        let mut made = Vec::new();
        for reply in futures_util::future::join_all(calls).await {
            match reply.status.as_u16() {
                201 => made.push(format!("/v1/credits/{}", id(&reply.created()))),
                _ => assert_eq!(reply.refused(409, "full")["code"], "full"),
            }
        }
        assert_eq!(made.len(), 1);
        assert_eq!(stage.owner.pages(&credits, 200).await.len(), 500);
        stage.owner.delete(&made[0]).await.done();
    }
}
