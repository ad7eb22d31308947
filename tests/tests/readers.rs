//! Invariant 7: no list, search, page or walk shows more of a statement than its reader has a right to, nor less.

use std::collections::{BTreeMap, BTreeSet};

use palabre_domain::policy::{Role, Roles};
use palabre_domain::problem_statement::{Cover, Extent, Reader, Sensitivity, StatementState};
use palabre_domain::values::AccountId;
use serde_json::{Value, json};

use crate::actor::{Actor, id};
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

/// A statement that was voiced, and what decides who reads it.
#[derive(Clone)]
pub struct Voiced {
    /// Its id.
    pub id: String,
    /// Its state.
    pub state: StatementState,
    /// Its sensitivity.
    pub sensitivity: Sensitivity,
    /// The account that voiced it.
    pub author: Option<AccountId>,
    /// Whether there are words beside its own for everybody.
    pub for_everybody: bool,
    /// Who is named as its reader.
    pub named: Option<AccountId>,
    /// A word that stands in its text and nowhere else; another one in its structure.
    pub canary: String,
}

impl Voiced {
    /// How much of it a reader gets by the rules.
    pub fn extent(&self, reader: &Reader) -> Extent {
        let Self { state, sensitivity, author, for_everybody, named, .. } = *self;
        let names_reader = named.is_some() && named == reader.account;
        let has_public_wording = for_everybody;
        reader.extent(&Cover { state, sensitivity, author, has_public_wording, names_reader })
    }
}

/// A statement in every state and sensitivity, with and without words for everybody or a named reader, by nobody and by an
/// account; what no request leads to is written by hand.
pub async fn everything(world: &World, stage: &Stage, author: &Actor, confidant: &Actor) -> Vec<Voiced> {
    everything_saying(world, stage, author, confidant, |canary| format!("Il y a {canary} ici.")).await
}

/// The same, in these words, which may hold the canary.
pub async fn everything_saying(
    world: &World,
    stage: &Stage,
    author: &Actor,
    confidant: &Actor,
    says: impl Fn(&str) -> String,
) -> Vec<Voiced> {
    let mut all = Vec::new();
    for state in StatementState::ALL {
        for (sensitivity, more) in Sensitivity::ALL.iter().flat_map(|one| [(one, false), (one, true)]) {
            let for_everybody = more && *sensitivity == Sensitivity::Restricted;
            let named = more && *sensitivity == Sensitivity::Confidential;
            if more && !for_everybody && !named {
                continue;
            }
            for by in [&world.anyone(), author] {
                let canary = format!("Canarí{:03}", all.len());
                let body = json!({
                    "text": says(&canary), "language": "fr", "origin": "citizen",
                    "voice": "named", "name": format!("Nom de {canary}"), "structure": format!("Chez {canary}"),
                });
                let made = by.post(&stage.at("problem-statements"), body).await.created();
                let statement = id(&made["problem_statement"]).to_owned();
                let key = rows::key(&statement);
                // Who moderates reads why something was done with confidential words that they do not read.
                let why = match sensitivity {
                    Sensitivity::Confidential => "NULL".to_owned(),
                    Sensitivity::Open | Sensitivity::Restricted => format!("'Pour {canary}.'"),
                };
                let sql = format!(
                    "UPDATE problem_statements SET state = '{state}', sensitivity = '{sensitivity}', \
                     state_reason = {why} WHERE id = {key}"
                );
                rows::write(world, &sql).await;
                if for_everybody {
                    let sql = "UPDATE problem_statements SET public_text = 'Une famille attend.' WHERE id = ";
                    rows::write(world, &format!("{sql}{key}")).await;
                }
                if named {
                    let reader = rows::key(&confidant.id);
                    let sql = "INSERT INTO statement_readers (statement_id, account_id) VALUES";
                    rows::write(world, &format!("{sql} ({key}, {reader})")).await;
                }
                let named = named.then(|| AccountId(confidant.id.parse().unwrap()));
                let author = by.token.as_ref().map(|_| AccountId(by.id.parse().unwrap()));
                let (state, sensitivity) = (*state, *sensitivity);
                all.push(Voiced { id: statement, state, sensitivity, author, for_everybody, named, canary });
            }
        }
    }
    all
}

/// What these roles make of somebody, as a reader.
pub fn reader(actor: &Actor, roles: &[Role]) -> Reader {
    let account = actor.token.as_ref().map(|_| AccountId(actor.id.parse().unwrap()));
    Reader::from(roles.iter().fold(Roles::none().with(Role::Anyone), |all, role| all.with(*role)), account)
}

fn by_id(items: &[Value]) -> BTreeMap<String, &Value> {
    items.iter().map(|item| (id(item).to_owned(), item)).collect()
}

#[tokio::test]
async fn invariant_7_every_way_to_a_statement_shows_exactly_what_its_reader_may_read() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let author = world.account("Author").await;
    let confidant = stage.staff(&world, "support_person", "Confidant").await;
    let all = everything(&world, &stage, &author, &confidant).await;
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    let readers = [
        (world.anyone(), vec![]),
        (world.account("Outsider").await, vec![Role::SignedIn]),
        (author, vec![Role::SignedIn, Role::Author]),
        (participant, vec![Role::SignedIn, Role::Participant]),
        (stage.staff(&world, "support_person", "Support").await, vec![Role::SupportPerson]),
        (confidant, vec![Role::SupportPerson]),
        (stage.staff(&world, "registration_desk", "Desk").await, vec![Role::RegistrationDesk]),
        (stage.staff(&world, "facilitator", "Facilitator").await, vec![Role::Facilitator]),
        (stage.member(&world, "viewer", "Viewer").await, vec![Role::Viewer]),
        (stage.member(&world, "organizer", "Organizer").await, vec![Role::Organizer]),
        (stage.owner.clone(), vec![Role::Owner]),
    ];
    let list = stage.at("problem-statements");
    for (actor, roles) in &readers {
        let reader = reader(actor, roles);
        let gets = |voiced: &&Voiced| voiced.extent(&reader) > Extent::Nothing;
        let gets_words = |voiced: &&Voiced| voiced.extent(&reader) == Extent::Words;
        let ids = |which: &dyn Fn(&&Voiced) -> bool| -> BTreeSet<String> {
            all.iter().filter(which).map(|voiced| voiced.id.clone()).collect()
        };
        // A list, page by page: whoever is filtered out is filtered before the page is cut.
        let items = actor.pages(&list, 5).await;
        let shown = by_id(&items);
        assert_eq!(shown.len(), items.len(), "{roles:?}");
        assert_eq!(shown.keys().cloned().collect::<BTreeSet<_>>(), ids(&gets), "{roles:?}");
        // A search finds by no word that is not shown.
        let found = actor.pages(&format!("{list}?q=canari"), 5).await;
        assert_eq!(by_id(&found).into_keys().collect::<BTreeSet<_>>(), ids(&gets_words), "{roles:?}");
        for voiced in &all {
            let what = format!("{roles:?}: {} {} {:?}", voiced.state, voiced.sensitivity, voiced.author);
            let path = format!("/v1/problem-statements/{}", voiced.id);
            if !gets(&voiced) {
                actor.get(&path).await.refused(404, "not_found");
                actor.get(&format!("{path}/provenance")).await.refused(404, "not_found");
                continue;
            }
            let page = actor.get(&path).await.ok();
            let on_record = voiced.extent(&reader) == Extent::OnRecord;
            if !on_record {
                assert_eq!(shown.get(&voiced.id), Some(&&page), "{what}");
            }
            assert_eq!(page["public_text"] == "Une famille attend.", voiced.for_everybody, "{what}");
            // Why it is where it is speaks of its words.
            let has_reason = voiced.sensitivity != Sensitivity::Confidential && gets_words(&voiced);
            assert_eq!(page["reason"].is_string(), has_reason, "{what}");
            let walk = actor.get(&format!("{path}/provenance")).await.ok();
            let label = &walk["nodes"][0]["label"];
            let words = gets_words(&voiced);
            assert_eq!(label.as_str().is_some_and(|label| label.contains(&voiced.canary)), words, "{what}");
            // Those that are read on record are read at this address and at no other.
            assert!(!on_record || shown[&voiced.id]["text"].is_null(), "{what}");
            let words = words || on_record;
            for field in ["text", "first_text", "name", "structure"] {
                let told = page[field].as_str().is_some_and(|told| told.contains(&voiced.canary));
                assert_eq!(told, words, "{what}: {field}");
                assert_eq!(page[field].is_null(), !words, "{what}: {field}");
            }
        }
        // By state and origin too, a filter takes away and never adds.
        for state in StatementState::ALL {
            let of_state = actor.pages(&format!("{list}?state={state}&origin=citizen"), 50).await;
            let due = ids(&|voiced: &&Voiced| gets(voiced) && voiced.state == *state);
            assert_eq!(by_id(&of_state).into_keys().collect::<BTreeSet<_>>(), due, "{roles:?} {state}");
        }
        assert!(actor.pages(&format!("{list}?origin=institution"), 50).await.is_empty());
    }
}

/// What a challenge says it holds is what its reader may know of; who reads a walk learns no hidden word either.
#[tokio::test]
async fn invariant_7_a_restricted_statement_is_behind_its_challenge_and_has_no_name_there() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let (member, registration) = stage.participant(&world, "coder", "Member").await;
    let (participant, _) = stage.participant(&world, "coder", "Participant 1").await;
    let facilitator = stage.staff(&world, "facilitator", "Facilitator").await;
    let (open, restricted) =
        (stage.accepted("Canari ouvert.", "open").await, stage.accepted("Canari fermé.", "restricted").await);
    let challenge = stage.challenge("Comment ?", &[open.clone(), restricted.clone()]).await;
    let team = stage.team("Équipe Canari", &challenge, &[id(&registration)]).await;
    let prototype = stage.prototype(&team, "Prototype Canari").await;
    let hidden_by: &[(&Actor, &[&str])] = &[
        (&world.anyone(), &["fermé", "Équipe", "Prototype"]),
        (&world.account("Outsider").await, &["fermé", "Équipe", "Prototype"]),
        (&participant, &["fermé", "Prototype"]),
        (&member, &["fermé"]),
        (&facilitator, &[]),
    ];
    for (actor, hidden) in hidden_by {
        let path = format!("/v1/challenges/{challenge}");
        let held = actor.get(&path).await.ok()["statements"].clone();
        let mut due = vec![open.clone(), restricted.clone()];
        due.sort();
        if hidden.contains(&"fermé") {
            due.retain(|id| *id == open);
        }
        assert_eq!(held, json!(due));
        let walk = format!("{path}/provenance");
        let (first, second) = (actor.get(&walk).await, actor.get(&walk).await);
        for word in ["ouvert", "fermé", "Équipe", "Prototype"] {
            let text = String::from_utf8_lossy(&first.bytes).into_owned();
            assert_eq!(text.contains(word), !hidden.contains(&word), "{word} in {text}");
        }
        let (first, second) = (first.ok(), second.ok());
        let made_up = |walk: &Value| -> BTreeSet<String> {
            let nodes = walk["nodes"].as_array().unwrap();
            assert_eq!((nodes.len(), walk["edges"].as_array().unwrap().len()), (5, 4));
            let nameless = nodes.iter().filter(|node| node["label"].is_null());
            nameless
                .inspect(|node| assert!(node["state"].is_null() && node["unprompted"] == false))
                .map(|node| id(node).to_owned())
                .collect()
        };
        let (once, twice) = (made_up(&first), made_up(&second));
        assert_eq!((once.len(), twice.len()), (hidden.len(), hidden.len()));
        // Made up anew each time, and never the thing's own.
        assert!(once.is_disjoint(&twice));
        for real in [&restricted, &team, &prototype] {
            assert!(!once.contains(real));
        }
        // What became of the open statement is told as far, and no further.
        let became = actor.get(&format!("/v1/problem-statements/{open}")).await.ok()["became"].clone();
        let known = became.as_array().unwrap().iter().filter(|thing| !thing["id"].is_null()).count();
        let nameless = hidden.iter().filter(|word| **word != "fermé").count();
        assert_eq!((became.as_array().unwrap().len(), known), (3, 3 - nameless), "{became}");
    }
    // A stage that is public shows the prototype, and the name of its team beside it.
    let path = format!("/v1/prototypes/{prototype}");
    world.anyone().get(&format!("{path}/provenance")).await.refused(404, "not_found");
    stage.owner.post(&format!("{path}/move-stage"), json!({ "to": "presented" })).await.ok();
    let walk = world.anyone().get(&format!("{path}/provenance")).await.ok();
    let labels: Vec<&Value> = walk["nodes"].as_array().unwrap().iter().map(|node| &node["label"]).collect();
    for label in ["Canari ouvert.", "Comment ?", "Équipe Canari", "Prototype Canari"] {
        assert!(labels.contains(&&json!(label)), "{label} in {labels:?}");
    }
    assert_eq!(labels.iter().filter(|label| label.is_null()).count(), 1);
    let became = world.anyone().get(&format!("/v1/problem-statements/{open}")).await.ok()["became"].clone();
    assert!(became.as_array().unwrap().iter().all(|thing| thing["label"].is_string()), "{became}");
}
