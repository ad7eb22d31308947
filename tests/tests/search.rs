//! Searching by words: the same on both databases, up to date with every change of words.

use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::rows::{number, write};
use crate::stage::Stage;
use crate::world::World;

/// The texts of the statements found, in the order of the list.
async fn found(by: &Actor, stage: &Stage, q: &str) -> Vec<String> {
    let items = by.pages(&stage.at(&format!("problem-statements?q={q}")), 2).await;
    items.iter().map(|item| item["text"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_search_finds_what_has_all_words_by_how_they_begin_and_whatever_their_accents() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let texts = [
        "À 100 % en ligne",
        "L’École ferme à 16 heures, et l’élève attend",
        "snake_case",
        "Ein Amt auf der Straße",
        "Une œuvre, deux écoles",
    ];
    for text in texts {
        stage.accepted(text, "open").await;
    }
    let anyone = world.anyone();
    for (q, due) in [
        ("100", &[0][..]),
        ("a%20100%20%25", &[0]),
        ("A%20LIGNE", &[0]),
        ("l%27ecole", &[1]),
        ("%C3%89COLE", &[1, 4]),
        ("ecole%20attend", &[1]),
        ("eco", &[1, 4]),
        ("cole", &[]),
        // Fewer than three letters are a word, and no beginning.
        ("ec", &[]),
        ("un", &[]),
        ("UNE", &[4]),
        ("%C3%A0", &[0, 1]),
        ("e", &[]),
        ("E_C", &[]),
        ("snake-case", &[2]),
        ("strasse", &[3]),
        ("oeuvres", &[]),
        ("oeuv", &[4]),
        ("ecole%20rien", &[]),
        // What is no word is in no text.
        ("%25", &[]),
        ("%21%3F", &[]),
        // Bytewise: what follows a word is no beginning of it.
        ("ecole~", &[1, 4]),
        ("ecoles%7B", &[4]),
    ] {
        let due: Vec<&str> = due.iter().map(|at| texts[*at]).collect();
        assert_eq!(found(&anyone, &stage, q).await, due, "{q}");
    }
    // Beside other filters, and with pages that are bound to the words.
    let list = stage.at("problem-statements");
    assert_eq!(anyone.pages(&format!("{list}?q=ecole&state=accepted&origin=professional"), 1).await.len(), 2);
    assert_eq!(anyone.pages(&format!("{list}?q=ecole&origin=citizen"), 1).await.len(), 0);
    let first = anyone.get(&format!("{list}?q=ecole&limit=1")).await.ok();
    let cursor = first["next_cursor"].as_str().unwrap();
    anyone.get(&format!("{list}?q=oeuvre&cursor={cursor}")).await.refused(400, "bad_cursor");
    // Another edition has other words.
    let other = Stage::published(&world, "efficience").await;
    assert_eq!(found(&anyone, &other, "ecole").await, Vec::<String>::new());
}

/// Each page goes on after the one before, whichever list the statements are taken from.
#[tokio::test]
async fn words_themes_and_clusters_narrow_a_list_together_on_each_page() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut ids = Vec::new();
    for text in ["Loin", "Loin de l'école", "Trop cher", "L'école est chère", "Une école"] {
        ids.push(stage.accepted(text, "open").await);
    }
    let theme = stage.theme("École").await;
    for one in &ids[1..] {
        stage.owner.link(&format!("/v1/themes/{}/statements/{one}", id(&theme))).await.done();
    }
    let cluster = stage.cluster("Presque tous", &ids[..4]).await;
    let (theme, cluster) = (format!("theme={}", id(&theme)), format!("cluster={}", id(&cluster)));
    for (filter, due) in [
        (theme.clone(), &[1, 2, 3, 4][..]),
        (cluster.clone(), &[0, 1, 2, 3]),
        (format!("{theme}&{cluster}"), &[1, 2, 3]),
        (format!("q=ecole&{theme}"), &[1, 3, 4]),
        (format!("q=ecole&{theme}&{cluster}"), &[1, 3]),
        (format!("q=ecole%20loin&{cluster}"), &[1]),
    ] {
        let due: Vec<&str> = due.iter().map(|at: &usize| ids[*at].as_str()).collect();
        let pages = stage.owner.pages(&stage.at(&format!("problem-statements?{filter}")), 1).await;
        assert_eq!(pages.iter().map(id).collect::<Vec<_>>(), due, "{filter}");
    }
}

#[tokio::test]
async fn a_search_is_up_to_date_with_every_change_of_words() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let author = world.account("Author").await;
    let owner = &stage.owner;
    let count = async |q: &str| found(owner, &stage, q).await.len();
    let voiced = stage.voice(&author, "premier", "open").await;
    let path = format!("/v1/problem-statements/{}", id(&voiced["problem_statement"]));
    assert_eq!(count("premier").await, 1);
    // Said again by its author, and then by receipt; put better; the first words stay.
    let again = json!({ "reason": "Comment ?" });
    owner.post(&format!("{path}/return"), again.clone()).await.ok();
    author.post(&format!("{path}/resubmit"), json!({ "text": "deuxieme" })).await.ok();
    assert_eq!((count("premier").await, count("deuxieme").await), (1, 1));
    owner.post(&format!("{path}/return"), again).await.ok();
    let receipt = format!("/v1/receipts/{}/resubmit", voiced["receipt"].as_str().unwrap());
    world.anyone().post(&receipt, json!({ "text": "troisieme" })).await.ok();
    assert_eq!((count("premier").await, count("deuxieme").await, count("troisieme").await), (1, 0, 1));
    owner.act(&format!("{path}/accept")).await.ok();
    let better = json!({ "text": "quatrieme", "reason": "Plus clair." });
    owner.post(&format!("{path}/reword"), better).await.ok();
    assert_eq!((count("premier").await, count("troisieme").await, count("quatrieme").await), (1, 0, 1));
    // What is made of statements is found by its own words.
    let other = stage.accepted("cinquieme", "open").await;
    let merge = json!({ "sources": [id(&voiced["problem_statement"]), other], "text": "sixieme", "reason": "Pareil." });
    let merged = owner.post(&stage.at("problem-statements/merge"), merge).await.created();
    let parts =
        json!({ "parts": [{ "text": "septieme" }, { "text": "huitieme" }], "reason": "Deux choses." });
    owner.post(&format!("/v1/problem-statements/{}/split", id(&merged)), parts).await.created();
    for word in ["premier", "quatrieme", "cinquieme", "sixieme", "septieme", "huitieme"] {
        assert_eq!(count(word).await, 1, "{word}");
    }
    owner.post(&format!("{path}/remove-content"), json!({ "reason": "Diffamation." })).await.ok();
    assert_eq!((count("premier").await, count("quatrieme").await, count("sixieme").await), (0, 0, 1));
    let sql =
        "SELECT COUNT(*) FROM search_words WHERE word IN ('premier', 'deuxieme', 'troisieme', 'quatrieme')";
    assert_eq!(number(&world, sql).await, 0);
    // A write that is refused leaves no word.
    let late = json!({ "text": "neuvieme", "reason": "Trop tard." });
    owner.post(&format!("/v1/problem-statements/{other}/reword"), late).await.refused(409, "wrong_state");
    assert_eq!(number(&world, "SELECT COUNT(*) FROM search_words WHERE word = 'neuvieme'").await, 0);
}

#[tokio::test]
async fn challenges_are_found_by_question_and_context_as_far_as_they_are_read() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let draft =
        json!({ "question": "Comment se déplacer ?", "context": "Le dernier bus part à six heures." });
    let draft = stage.owner.post(&stage.at("challenges"), draft).await.created();
    stage.challenge("Comment se loger ?", &[]).await;
    let list = stage.at("challenges");
    let count = async |by: &Actor, q: &str| by.pages(&format!("{list}?q={q}"), 1).await.len();
    assert_eq!((count(&stage.owner, "comment").await, count(&world.anyone(), "comment").await), (2, 1));
    assert_eq!((count(&stage.owner, "BUS%20d%C3%A9pl").await, count(&world.anyone(), "bus").await), (1, 0));
    stage.owner.act(&format!("/v1/challenges/{}/open", id(&draft))).await.ok();
    assert_eq!((count(&world.anyone(), "bus").await, count(&world.anyone(), "bus%20loger").await), (1, 0));
    assert_eq!(world.anyone().pages(&format!("{list}?q=comment&state=open"), 1).await.len(), 2);
    // A draft edition goes with its challenges, and their words.
    let bare = Stage::draft(&world, "draft").await;
    let question = json!({ "question": "Comment effacer ?" });
    bare.owner.post(&bare.at("challenges"), question).await.created();
    assert_eq!(number(&world, "SELECT COUNT(*) FROM search_words WHERE word = 'effacer'").await, 1);
    bare.owner.delete(&bare.path).await.done();
    assert_eq!(number(&world, "SELECT COUNT(*) FROM search_words WHERE word = 'effacer'").await, 0);
}

#[tokio::test]
async fn prototypes_are_found_by_name_and_summary_on_their_way_round_the_ring() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let team = stage.team("Une", &stage.challenge("Quoi ?", &[]).await, &[id(&made["registration"])]).await;
    let mut all = Vec::new();
    for number in 0..7 {
        all.push(stage.prototype(&team, &format!("Écran {number}")).await);
    }
    let list = stage.at("prototypes");
    let ids = |items: Vec<Value>| -> Vec<String> { items.iter().map(|item| id(item).to_owned()).collect() };
    let searched = async |by: &Actor, q: &str| ids(by.pages(&format!("{list}?q={q}"), 2).await);
    let whole = ids(stage.owner.pages(&list, 2).await);
    assert_eq!(searched(&stage.owner, "ecran").await, whole);
    assert_eq!(searched(&stage.owner, "essai%20ecran").await.len(), 7);
    assert_eq!(searched(&stage.owner, "ecran%203").await, [all[3].clone()]);
    assert_eq!(searched(&world.anyone(), "ecran").await, Vec::<String>::new());
    let path = format!("/v1/prototypes/{}", all[3]);
    stage.owner.post(&format!("{path}/move-stage"), json!({ "to": "presented" })).await.ok();
    assert_eq!(searched(&world.anyone(), "ecran").await, [all[3].clone()]);
    stage.owner.patch(&path, json!({ "name": "Tableau", "summary": "Autre chose." })).await.ok();
    assert_eq!(searched(&world.anyone(), "ecran").await, Vec::<String>::new());
    assert_eq!(searched(&world.anyone(), "autre%20tableau").await, [all[3].clone()]);
}

/// What was there before its words were kept is taken in when a program starts, by several of them at once too.
#[tokio::test]
async fn what_has_no_words_yet_gets_them_when_the_program_starts() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.register(&world.anyone(), "coder", "Participant 1").await;
    let reworded = stage.accepted("Trop cher.", "open").await;
    let body = json!({ "text": "Le loyer est trop cher.", "reason": "Plus clair." });
    stage.owner.post(&format!("/v1/problem-statements/{reworded}/reword"), body).await.ok();
    stage.accepted("!!!", "open").await;
    let removed = stage.accepted("À ne pas lire.", "open").await;
    let reason = json!({ "reason": "Diffamation." });
    stage.owner.post(&format!("/v1/problem-statements/{removed}/remove-content"), reason).await.ok();
    let challenge = stage.challenge("Comment se loger ?", &[reworded]).await;
    let team = stage.team("Une", &challenge, &[id(&made["registration"])]).await;
    stage.prototype(&team, "Un écran").await;
    let count = async || number(&world, "SELECT COUNT(*) FROM search_words").await;
    let before = count().await;
    assert!(before > 10);
    assert_eq!(write(&world, "DELETE FROM search_words").await, u64::try_from(before).unwrap());
    assert_eq!(found(&world.anyone(), &stage, "loyer").await, Vec::<String>::new());
    let starts = async || world.by_itself(async |app| app.make_searchable().await.unwrap()).await;
    tokio::join!(starts(), starts(), starts());
    assert_eq!(count().await, before);
    starts().await;
    assert_eq!(count().await, before);
    assert_eq!(found(&world.anyone(), &stage, "loyer").await.len(), 1);
    assert_eq!(world.anyone().pages(&stage.at("challenges?q=loger"), 1).await.len(), 1);
    assert_eq!(stage.owner.pages(&stage.at("prototypes?q=ecran"), 1).await.len(), 1);
}
