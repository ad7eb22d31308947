//! What anonymous voices did is told once their day is over, and nothing of it stands in the order in which it came.

use serde_json::{Value, json};

use crate::actor::id;
use crate::anonymous::{again, anonymous, at};
use crate::database::on_postgres;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

async fn told(stage: &Stage) -> Vec<Value> {
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    stage.owner.pages(&entries, 200).await
}

#[tokio::test]
async fn invariant_14_what_an_anonymous_voice_did_is_written_down_once_the_day_is_over_and_without_a_time() {
    let world = World::without_mail().await;
    // 23:30 in Brussels: the date is that of the wall there.
    world.stand_at(at("2027-01-20T22:30:00Z"));
    let stage = Stage::published(&world, "helmo").await;
    let anyone = world.anyone();
    let mut voiced = Vec::new();
    for number in 0..12 {
        let made = anyone.post(&stage.at("problem-statements"), anonymous(&format!("Souci {number}"))).await;
        voiced.push(id(&made.created()["problem_statement"]).to_owned());
    }
    stage.owner.act(&format!("/v1/problem-statements/{}/accept", voiced[3])).await.ok();
    let of_voices = |entries: Vec<Value>| -> Vec<Value> {
        entries.into_iter().filter(|entry| entry["action"] == "statement.voiced").collect()
    };
    let write_down = async |moment: &str| {
        world.stand_at(at(moment));
        world.by_itself(async |app| app.write_down_anonymous_deeds().await.unwrap()).await
    };
    assert!(of_voices(told(&stage).await).is_empty());
    // Somewhere it is the 20th until noon of the 21st in UTC.
    assert_eq!(write_down("2027-01-21T11:59:59Z").await, 0);
    assert_eq!(write_down("2027-01-21T12:00:00Z").await, 12);
    assert_eq!(write_down("2027-01-21T13:00:00Z").await, 0);
    let owner = again(&world, &stage.owner).await;
    let stage = Stage { owner, ..stage };
    let entries = of_voices(told(&stage).await);
    let objects: Vec<&str> = entries.iter().map(|entry| entry["object_id"].as_str().unwrap()).collect();
    let mut in_order = voiced.clone();
    in_order.sort();
    assert_eq!(objects, in_order, "in the order of ids that follow no time");
    assert_ne!(in_order, voiced);
    for entry in &entries {
        assert_eq!(entry["at"], "2027-01-20T00:00:00Z");
        assert_eq!((&entry["actor_id"], &entry["actor_role"]), (&Value::Null, &json!("voice")));
    }
    let events =
        "SELECT COUNT(*) FROM outbox_events WHERE kind = 'statement.voiced' AND actor_account_id IS NULL";
    assert_eq!(rows::number(&world, events).await, 12);
    assert_eq!(rows::number(&world, "SELECT COUNT(*) FROM anonymous_deeds").await, 0);
}

#[tokio::test]
async fn invariant_9_nothing_of_an_anonymous_statement_stands_in_the_order_of_its_arrival() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    let anyone = world.anyone();
    let mut voiced = Vec::new();
    let theme = stage.theme("Logement").await;
    for number in 0..24 {
        let mut said = anonymous(&format!("Souci {number}"));
        said["themes"] = json!([id(&theme)]);
        let made = anyone.post(&stage.at("problem-statements"), said).await;
        let statement = made.created()["problem_statement"].clone();
        assert_eq!(&id(&statement)[14..15], "4", "an id that follows no time");
        assert!(statement.get("created_at").is_none());
        voiced.push(id(&statement).to_owned());
    }
    stage.challenge("Comment ?", &[]).await;
    world.pass(std::time::Duration::from_secs(2 * 24 * 3600));
    world.by_itself(async |app| app.write_down_anonymous_deeds().await.unwrap()).await;
    for table in ["problem_statements", "wordings", "receipts"] {
        // The key is the first column, and as long in each row.
        let row = rows::row_of(&world, table).await;
        let found = rows::texts(&world, &format!("SELECT {row} FROM {table} t")).await;
        assert!(found.len() >= 24, "{table}");
        assert!(found.is_sorted(), "{table} stands in another order than that of its key: {found:?}");
    }
    let words = "search_words WHERE kind = 'problem_statement'";
    let of_voices = ["problem_statements", "wordings", "receipts", "theme_statements", words];
    for table in of_voices.into_iter().filter(|_| on_postgres()) {
        let transactions = format!("SELECT COUNT(DISTINCT xmin::text) FROM {table}");
        assert_eq!(rows::number(&world, &transactions).await, 1, "{table}: many transactions tell an order");
    }
}

/// Every table that hangs on statements is written anew, on PostgreSQL by the index of its key; none where nobody spoke anonymously.
#[tokio::test]
async fn invariant_9_no_table_of_statements_is_left_in_the_order_of_arrival() {
    if !on_postgres() {
        return;
    }
    let world = World::without_mail().await;
    world.stand_at(at("2027-01-20T11:00:00Z"));
    let stage = Stage::published(&world, "helmo").await;
    stage.accepted("Dit avec un compte.", "open").await;
    let hanging = "SELECT DISTINCT conrelid::regclass::text FROM pg_constraint WHERE contype = 'f' \
                   AND confrelid = 'problem_statements'::regclass UNION SELECT 'problem_statements' \
                   UNION SELECT 'search_words' ORDER BY 1";
    let clustered = "SELECT DISTINCT indrelid::regclass::text FROM pg_index WHERE indisclustered ORDER BY 1";
    let batch = async || {
        world.by_itself(async |app| app.write_down_anonymous_deeds().await.unwrap()).await;
        rows::texts(&world, clustered).await
    };
    assert!(batch().await.is_empty(), "nothing is locked for nothing");
    let voice = anonymous("Souci.");
    world.anyone().post(&stage.at("problem-statements"), voice).await.created();
    world.stand_at(at("2027-01-21T12:00:00Z"));
    assert_eq!(batch().await, rows::texts(&world, hanging).await);
}

/// Two processes whose hour comes at once tell each deed once.
#[tokio::test]
async fn invariant_14_two_batches_at_once_tell_each_deed_once() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    for number in 0..8 {
        let said = anonymous(&format!("Souci {number}"));
        world.anyone().post(&stage.at("problem-statements"), said).await.created();
    }
    world.pass(std::time::Duration::from_secs(2 * 24 * 3600));
    let batch = || world.by_itself(async |app| app.write_down_anonymous_deeds().await);
    let (one, other) = tokio::join!(batch(), batch());
    assert_eq!(one.unwrap_or_default() + other.unwrap_or_default(), 8);
    let told = "SELECT COUNT(*) FROM audit_entries WHERE action = 'statement.voiced'";
    assert_eq!(rows::number(&world, told).await, 8);
}
