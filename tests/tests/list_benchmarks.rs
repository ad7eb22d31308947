//! Lists of fifty out of ten thousand statements, each beside the list without filters.
//!
//! `cargo test --release -p palabre-tests -- --ignored --nocapture --test-threads=1 list_benchmarks`, with `TEST_DATABASE_URL` on
//! PostgreSQL. That no list needs a statement of SQL more is asserted; how long each takes is printed.

use std::time::{Duration, Instant};

use serde_json::Value;
use uuid::Uuid;

use crate::actor::{Actor, id};
use crate::benchmarks::say;
use crate::database::on_postgres;
use crate::rows::{key, write};
use crate::stage::Stage;
use crate::world::World;

/// How many statements there are.
const ALL: usize = 10_000;
/// How often each list is asked for; the middle one counts.
const TIMES: usize = 21;

const WORDS: [&str; 24] = [
    "loyer",
    "logement",
    "bus",
    "formulaire",
    "école",
    "attente",
    "téléphone",
    "guichet",
    "garde",
    "enfant",
    "dette",
    "chauffage",
    "médecin",
    "transport",
    "internet",
    "dossier",
    "langue",
    "emploi",
    "commune",
    "quartier",
    "parent",
    "handicap",
    "comptes",
    "facture",
];

/// What of the whole list is asked for, besides groups: by words that all statements have, half of them, a few and none.
const FILTERS: [&str; 16] = [
    "",
    "state=accepted&",
    "origin=citizen&",
    "state=accepted&origin=citizen&",
    "q=rarissime&",
    "q=personne&",
    "q=pers&",
    "q=loyer&",
    "q=com&",
    "q=les&",
    "q=de&",
    "q=l&",
    "q=personne%20loyer&",
    "q=rarissime%20personne&",
    "q=nirgends&",
    "q=personne&state=accepted&origin=citizen&",
];

/// Those of these lists that are shorter than a page.
const FEW: [&str; 5] = ["q=rarissime", "q=rarissime%20personne", "q=l", "q=nirgends", "theme= of three"];

/// A text in which all of the statements say *de*, half of them *personne*, and one in four thousand *rarissime*.
fn text(number: usize) -> String {
    let word = |at: usize| WORDS[(number * (at * 7 + 3) + number / (at + 2)) % WORDS.len()];
    let words: Vec<&str> = (0..18).map(word).collect();
    let common = if number.is_multiple_of(2) {
        "Personne ne répond dans les bureaux de la ville"
    } else {
        "Les gens de la ville attendent"
    };
    let rare = if number % 4_000 == 1_234 { "rarissime" } else { "" };
    format!("{common} {} {rare} {number}.", words.join(" "))
}

/// Ten thousand statements, as rows; their words are taken in as at a start.
async fn ten_thousand(world: &World, stage: &Stage) {
    for from in (0..ALL).step_by(500) {
        let (mut statements, mut wordings) = (Vec::new(), Vec::new());
        for number in from..from + 500 {
            let statement = key(&Uuid::now_v7().to_string());
            let state = if number % 10 == 9 { "submitted" } else { "accepted" };
            let sensitivity = if number % 20 == 3 { "restricted" } else { "open" };
            let origin = if number.is_multiple_of(3) { "citizen" } else { "professional" };
            statements.push(format!(
                "({statement}, 1, {}, 'fr', 'pseudonymous', '{origin}', '{sensitivity}', '{state}', 'voiced', '2025-11-20')",
                key(id(&stage.edition))
            ));
            let wording = key(&Uuid::new_v4().to_string());
            let text = text(number);
            wordings.push(format!("({wording}, {statement}, 1, '{text}', '2025-11-20')"));
        }
        let statements = format!(
            "INSERT INTO problem_statements (id, version, edition_id, language, voice, origin, sensitivity, state, \
             origin_kind, voiced_on) VALUES {}",
            statements.join(", ")
        );
        let wordings = format!(
            "INSERT INTO wordings (id, statement_id, number, text, written_on) VALUES {}",
            wordings.join(", ")
        );
        assert_eq!((write(world, &statements).await, write(world, &wordings).await), (500, 500));
    }
    let started = Instant::now();
    world.by_itself(async |app| app.make_searchable().await.unwrap()).await;
    say(&format!("the words of {ALL} statements are taken in within {:?}", started.elapsed()));
}

/// Puts thousands of them under one theme, into one cluster and into one programme item, and three under another theme; gives the
/// filters of these lists, each with what it is called in what is printed.
async fn grouped(world: &World, stage: &Stage) -> Vec<(&'static str, String)> {
    let (theme, rare) = (stage.theme("Logement").await, stage.theme("Rare").await);
    let (cluster, item) = (stage.cluster("Tout", &[]).await, stage.item("Café").await);
    let mut filters = Vec::new();
    for (name, filter, to, of) in [
        ("theme=", "theme", id(&theme), "origin = 'professional'"),
        (
            "theme= of three",
            "theme",
            id(&rare),
            "id IN (SELECT id FROM problem_statements ORDER BY id LIMIT 3)",
        ),
        ("cluster=", "cluster", id(&cluster), "origin = 'professional'"),
        ("item=", "item", &item, "origin = 'professional'"),
    ] {
        let sql = match filter {
            "item" => format!("UPDATE problem_statements SET programme_item_id = {} WHERE {of}", key(to)),
            _ => format!(
                "INSERT INTO {filter}_statements ({filter}_id, statement_id) SELECT {}, id FROM problem_statements \
                 WHERE {of}",
                key(to)
            ),
        };
        assert!(write(world, &sql).await >= 3);
        filters.push((name, format!("{filter}={to}&")));
    }
    filters.push(("theme= and q=personne", format!("{}q=personne&", filters[0].1)));
    filters
}

/// What asking for a list again and again comes to.
#[derive(Default)]
struct Asked {
    times: Vec<Duration>,
    counts: Vec<u64>,
    page: Value,
}

impl Asked {
    async fn once_more(&mut self, world: &World, by: &Actor, path: &str) {
        let (before, started) = (world.statements.so_far(), Instant::now());
        self.page = by.get(path).await.ok();
        self.times.push(started.elapsed());
        self.counts.push(world.statements.so_far() - before);
    }

    /// How long it takes in the middle, with how many statements of SQL; and the page.
    fn measured(mut self, path: &str) -> (Duration, u64, Value) {
        self.times.sort();
        let counts = self.counts;
        assert!(counts.iter().all(|count| *count == counts[0]), "{path}: {counts:?}");
        (self.times[self.times.len() / 2], counts[0], self.page)
    }
}

async fn measured(world: &World, by: &Actor, path: &str) -> (Duration, u64, Value) {
    let mut asked = Asked::default();
    for _ in 0..TIMES {
        asked.once_more(world, by, path).await;
    }
    asked.measured(path)
}

/// How much longer it takes than the list without filters, each asked for in turn: what else the machine does meanwhile is the same for
/// both; with how many statements of SQL, and the page.
async fn beside(world: &World, by: &Actor, list: &str, path: &str) -> (f64, u64, Value) {
    let (mut whole, mut asked) = (Asked::default(), Asked::default());
    for _ in 0..TIMES {
        whole.once_more(world, by, list).await;
        asked.once_more(world, by, path).await;
    }
    let (whole, _, _) = whole.measured(list);
    let (time, count, page) = asked.measured(path);
    (time.as_secs_f64() / whole.as_secs_f64(), count, page)
}

/// Where each page but the first begins.
async fn cursors(by: &Actor, path: &str) -> Vec<String> {
    let (mut cursors, mut next) = (Vec::new(), path.to_owned());
    loop {
        let page = by.get(&next).await.ok();
        let Some(cursor) = page["next_cursor"].as_str() else { return cursors };
        next = format!("{path}&cursor={cursor}");
        cursors.push(cursor.to_owned());
    }
}

#[tokio::test]
#[ignore = "a benchmark"]
async fn lists_of_fifty_of_ten_thousand() {
    let world = World::without_mail().await;
    let stage = Stage::published(&world, "helmo").await;
    ten_thousand(&world, &stage).await;
    let groups = grouped(&world, &stage).await;
    if on_postgres() {
        // As it does by itself after a while.
        write(&world, "ANALYZE").await;
    }
    let words = FILTERS.iter().map(|filter| (filter.trim_end_matches('&'), (*filter).to_owned()));
    let filters: Vec<(&str, String)> = words.chain(groups).collect();
    let list = stage.at("problem-statements");
    for (who, by) in [("anyone", &world.anyone()), ("an organizer", &stage.owner)] {
        let (whole, statements, first) = measured(&world, by, &list).await;
        say(&format!("{who}: a page of fifty in {whole:?}"));
        for (name, filter) in &filters {
            let (ratio, count, page) = beside(&world, by, &list, &format!("{list}?{filter}")).await;
            let found = page["items"].as_array().unwrap().len();
            assert!(count <= statements, "{name} needs {count} statements, and not {statements}");
            // Clusters are for those who work on the edition.
            let are_few = FEW.contains(name) || (*name == "cluster=" && who == "anyone");
            assert_eq!(found == 50, !are_few, "{name}: {found}");
            say(&format!("{who}: {name:40} {found:2} of {ALL}: {ratio:.2}"));
            let further = cursors(by, &format!("{list}?{filter}limit=200")).await;
            let Some(last) = further.last() else { continue };
            for (at, cursor) in [("in the middle", &further[further.len() / 2]), ("at the end", last)] {
                let path = format!("{list}?{filter}limit=50&cursor={cursor}");
                let (ratio, count, _) = beside(&world, by, &list, &path).await;
                assert!(count <= statements, "{name}, {at}: {count} statements, and not {statements}");
                say(&format!("{who}: {name:40} {at:13}: {ratio:.2}"));
            }
        }
        let path = format!("/v1/problem-statements/{}/similar", id(&first["items"][0]));
        let started = Instant::now();
        by.get(&path).await.ok();
        let at_first = started.elapsed();
        let (time, _, _) = measured(&world, by, &path).await;
        say(&format!("{who}: similar ones at first in {at_first:?}, then in {time:?}"));
    }
    let started = Instant::now();
    let groups = stage.owner.act(&stage.at("cluster-suggestions")).await.ok();
    let count = groups["items"].as_array().unwrap().len();
    say(&format!("{count} groups suggested in {:?}", started.elapsed()));
}
