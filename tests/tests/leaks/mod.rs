//! Invariant 7, swept: whatever is read, by whomever, holds no word that its reader may not read.
//!
//! Every GET operation of the document is called by everybody, at the address of everything there is; so are the live stream and the mails
//! read. A new operation is swept by itself, as soon as somebody has said here what its parameters stand for.

mod scene;

use std::collections::{BTreeMap, BTreeSet};

use futures_util::StreamExt as _;
use futures_util::stream;
use palabre_domain::values::fold;
use serde_json::json;

use crate::actor::{Actor, Reply, id};
use crate::live::Listener;
use crate::mailbox::Mail;
use crate::world::{DOCUMENT, World};

use scene::{Hidden, STEM, Scene, Secret};

/// A GET operation.
struct Operation {
    template: &'static str,
    /// Whether it is searched.
    searches: bool,
    /// How many a page has at most, where it is one.
    pages: Option<u64>,
    streams: bool,
}

fn operations() -> Vec<Operation> {
    let mut operations = Vec::new();
    for (template, item) in DOCUMENT["paths"].as_object().unwrap() {
        let Some(operation) = item.get("get") else { continue };
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        let has = |name: &str| parameters.iter().any(|parameter| parameter["name"] == name);
        let limit = parameters.iter().find(|parameter| parameter["name"] == "limit");
        let pages = limit.map(|limit| limit["schema"]["maximum"].as_u64().unwrap());
        let content = operation["responses"]["200"]["content"].as_object();
        let streams = content.is_some_and(|content| content.contains_key("text/event-stream"));
        operations.push(Operation { template, searches: has("q"), pages, streams });
    }
    operations
}

/// Somebody who reads.
struct Somebody {
    name: &'static str,
    actor: Actor,
    /// Whether they moderate the edition.
    moderates: bool,
    /// Whether they are named as a reader of all that is confidential.
    is_confided: bool,
}

/// Where confidential words are read by whom they were confided to, each reading being written down.
const ON_RECORD: [&str; 2] =
    ["/v1/problem-statements/{statement_id}", "/v1/problem-statements/{statement_id}/wordings"];

impl Somebody {
    fn wrote(&self, hidden: &Hidden) -> bool {
        self.actor.token.is_some() && hidden.author.as_ref() == Some(&self.actor.id)
    }

    /// Whether they may read the words.
    fn reads(&self, hidden: &Hidden) -> bool {
        self.wrote(hidden) || (self.moderates && hidden.secret != Secret::Confidential)
    }

    /// Whether they may know that it is there.
    fn knows_of(&self, hidden: &Hidden) -> bool {
        let confided = self.is_confided && hidden.secret == Secret::Confidential;
        self.wrote(hidden) || self.moderates || confided
    }
}

/// Every address of an operation.
fn addresses(template: &str, things: &BTreeMap<&'static str, Vec<String>>) -> Vec<String> {
    let mut paths = vec![String::new()];
    for part in template.split('/').skip(1) {
        let parameter = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        let values = match parameter {
            None => vec![part.to_owned()],
            Some(name) => {
                things.get(name).cloned().unwrap_or_else(|| panic!("what is the {name} of {template}?"))
            }
        };
        let longer = |path: &String| values.iter().map(|value| format!("{path}/{value}")).collect::<Vec<_>>();
        paths = paths.iter().flat_map(longer).collect();
    }
    paths
}

/// The numbers of the canaries in a text.
fn canaries(text: &str) -> BTreeSet<usize> {
    let text = fold(text);
    let number =
        |after: &str| -> Option<usize> { after.split_once('x').and_then(|(number, _)| number.parse().ok()) };
    text.split(STEM)
        .skip(1)
        .map(|after| number(after).unwrap_or_else(|| panic!("{after} is a canary")))
        .collect()
}

fn text_of(reply: &Reply) -> String {
    format!("{} {:?}", String::from_utf8_lossy(&reply.bytes), reply.headers)
}

/// What an answer tells that its reader may not know.
fn told(scene: &Scene, somebody: &Somebody, template: &str, found: bool, reply: &Reply) -> Vec<String> {
    let text = text_of(reply);
    let mut told = Vec::new();
    let receipt = template == "/v1/receipts/{code}";
    for number in canaries(&text) {
        let hidden = &scene.hidden[number];
        let on_record = somebody.is_confided && ON_RECORD.contains(&template);
        let reads = somebody.reads(hidden) || (on_record && hidden.secret == Secret::Confidential);
        // A receipt repeats no words, whoever holds it.
        if receipt || !reads {
            told.push(format!("the words of {number} ({:?})", scene.hidden[number].secret));
        }
    }
    for (number, hidden) in scene.hidden.iter().enumerate() {
        // Whoever has the receipt knows what became of the statement by its id.
        if !receipt && !somebody.knows_of(hidden) && text.contains(&hidden.id) {
            told.push(format!("that there is {number} ({:?})", hidden.secret));
        }
    }
    if found {
        // Whatever is found by a hidden word tells the word.
        for item in reply.json["items"].as_array().into_iter().flatten() {
            let by_right =
                scene.hidden.iter().any(|hidden| item["id"] == hidden.id && somebody.reads(hidden));
            if !by_right {
                told.push(format!("{} is found by a word that is hidden", item["id"]));
            }
        }
    }
    told
}

/// Everything that somebody reads; gives what it tells, and notes what was answered, and which canaries were seen.
async fn sweeps(
    scene: &Scene,
    somebody: &Somebody,
    answered: &mut BTreeSet<&'static str>,
) -> (Vec<String>, BTreeSet<usize>) {
    let mut things = scene.things.clone();
    let mut sessions = vec!["01900000-0000-7000-8000-000000000000".to_owned()];
    if somebody.actor.token.is_some() {
        let own = somebody.actor.get("/v1/me/sessions").await.ok();
        sessions = own["items"].as_array().unwrap().iter().map(|session| id(session).to_owned()).collect();
    }
    things.insert("session_id", sessions);
    let mut calls = Vec::new();
    for Operation { template, searches, pages, streams } in operations() {
        if streams {
            // Read apart: it never ends.
            answered.insert(template);
            continue;
        }
        for path in addresses(template, &things) {
            let whole = pages.map_or_else(|| path.clone(), |most| format!("{path}?limit={most}"));
            calls.push((template, false, whole));
            if searches {
                calls.push((template, true, format!("{path}?q={STEM}")));
                calls.push((template, true, format!("{path}?q={STEM}1x")));
            }
        }
    }
    let call = async |(template, found, path): (&'static str, bool, String)| {
        let (mut all, mut seen, mut is_answer) = (Vec::new(), BTreeSet::new(), false);
        let mut page = path.clone();
        loop {
            let reply = somebody.actor.get(&page).await;
            let status = reply.status.as_u16();
            let known = [200, 401, 403, 404].contains(&status);
            assert!(known, "{page} as {}: {status} {}", somebody.name, reply.json);
            let told = told(scene, somebody, template, found, &reply);
            all.extend(told.into_iter().map(|what| format!("{page} tells {}: {what}", somebody.name)));
            seen.extend(canaries(&text_of(&reply)));
            is_answer |= status == 200;
            match reply.json["next_cursor"].as_str() {
                Some(next) => page = format!("{path}&cursor={next}"),
                None => return (template, is_answer, all, seen),
            }
        }
    };
    let replies: Vec<_> = stream::iter(calls.into_iter().map(call)).buffer_unordered(8).collect().await;
    let (mut all, mut seen) = (Vec::new(), BTreeSet::new());
    for (template, is_answer, told, canaries) in replies {
        if is_answer {
            answered.insert(template);
        }
        all.extend(told);
        seen.extend(canaries);
    }
    (all, seen)
}

/// Everybody there is, and everything that stands in an address beside the arc.
async fn everybody(world: &World, scene: &mut Scene, authors: [Actor; 2]) -> Vec<Somebody> {
    let stage = &scene.stage;
    let (participant, own) = stage.participant(world, "coder", "Participant 1").await;
    let (asked, _, partner) = stage.asks(world, "asked", "funder").await;
    let (co_owner, co_organizer, agreed) = stage.asks(world, "possibles", "co_organizer").await;
    co_owner.act(&format!("/v1/partners/{}/accept", id(&agreed))).await.ok();
    let of_a_co_organizer =
        async |role: &str| world.member_of(&co_owner, &co_organizer, role, &format!("Guest {role}")).await;
    let [author, other] = authors;
    let mut everybody = vec![
        ("anyone", world.anyone(), false),
        ("an outsider", world.account("Outsider").await, false),
        ("an author", author, false),
        ("another author", other, false),
        ("a participant", participant, false),
        ("the owner of a funder that is asked", asked, false),
        ("an organizer of a co-organizer", of_a_co_organizer("organizer").await, true),
        ("a viewer of a co-organizer", of_a_co_organizer("viewer").await, false),
        ("a viewer", stage.member(world, "viewer", "Viewer").await, false),
        ("an organizer", stage.member(world, "organizer", "Organizer").await, true),
        ("the owner", stage.owner.clone(), true),
    ];
    for (role, name, moderates) in [
        ("facilitator", "Facilitator", true),
        ("registration_desk", "Desk", false),
        ("support_person", "Support person", false),
        ("assessor", "Assessor", false),
    ] {
        everybody.push((role, stage.staff(world, role, name).await, moderates));
    }
    let invitations = format!("/v1/organizations/{}/invitations", id(&stage.organization));
    let invitation =
        stage.owner.post(&invitations, json!({ "email": "x@example.org", "role": "viewer" })).await;
    let credit = json!({ "name": "Participant 1", "for": "L'affiche" });
    let credit = stage.owner.post(&stage.at("credits"), credit).await.created();
    let figure = json!({ "subject": "Équipes", "measure": "nombre", "value": 3 });
    let figure = stage.owner.post(&stage.at("figures"), figure).await.created();
    let item = json!({ "kind": "reflection", "title": { "fr": "Accueil" } });
    let item = stage.owner.post(&stage.at("programme"), item).await.created();
    let format = json!({ "slug": "own", "name": { "fr": "Le nôtre" } });
    let format = stage.owner.post(&stage.at("save-as-format"), format).await.created();
    let ids = async |list: &str| -> Vec<String> {
        stage.owner.pages(&stage.at(list), 200).await.iter().map(|one| id(one).to_owned()).collect()
    };
    let beside = [
        ("organization_id", vec![id(&stage.organization).to_owned(), id(&co_organizer).to_owned()]),
        ("account_id", vec![stage.owner.id.clone(), everybody[2].1.id.clone()]),
        ("invitation_id", vec![id(&invitation.created()).to_owned()]),
        ("event_id", vec![id(&stage.event).to_owned()]),
        ("format_id", vec![id(&format).to_owned()]),
        ("edition_id", vec![id(&stage.edition).to_owned()]),
        ("partner_id", vec![id(&partner).to_owned(), id(&agreed).to_owned()]),
        ("credit_id", vec![id(&credit).to_owned()]),
        ("figure_id", vec![id(&figure).to_owned()]),
        ("programme_item_id", vec![id(&item).to_owned()]),
        ("staff_id", ids("staff").await),
        ("pool_id", ids("pools").await),
        ("profile_id", ids("profiles").await),
        ("registration_id", vec![id(&own).to_owned()]),
    ];
    for (parameter, values) in beside {
        values.iter().for_each(|value| scene.knows(parameter, value));
    }
    let somebody = |(name, actor, moderates)| Somebody { name, actor, moderates, is_confided: false };
    everybody.into_iter().map(somebody).collect()
}

/// Every mail that was written, as a mail program reads it.
fn mails(world: &World) -> Vec<String> {
    let files = std::fs::read_dir(world.folder.path().join("mail")).unwrap();
    let files = files
        .map(|file| file.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "eml"));
    let read = |path: std::path::PathBuf| {
        let Mail { subject, text, page, calendar, raw, language: _ } =
            Mail::read(&std::fs::read(path).unwrap());
        format!("{subject} {text} {page} {calendar:?} {raw}")
    };
    files.map(read).collect()
}

#[tokio::test]
async fn invariant_7_no_answer_holds_a_word_that_its_reader_may_not_read() {
    let world = World::new().await;
    let mut scene = Scene::opens(&world).await;
    let mut listener = Listener::of(&world, &scene.stage, None).await;
    let (author, other) = (world.account("Author").await, world.account("Another author").await);
    let (member, registration) = scene.stage.participant(&world, "coder", "Member").await;
    let (second, also) = scene.stage.participant(&world, "coder", "Second member").await;
    for (secret, by, member) in [
        (Secret::Restricted, [&world.anyone(), &author], &registration),
        (Secret::Confidential, [&author, &other], &also),
    ] {
        scene.is_not_taken_up(by, secret).await;
        scene.goes_all_the_way(by, secret, id(member)).await;
        scene.knows("registration_id", id(member));
    }
    scene.is_not_taken_up([&other, &world.anyone()], Secret::NotTakenUp).await;
    let mut everybody = everybody(&world, &mut scene, [author, other]).await;
    for (name, actor) in [("a member of a team", member), ("a member of another team", second)] {
        everybody.push(Somebody { name, actor, moderates: false, is_confided: false });
    }
    let confidant = scene.stage.staff(&world, "support_person", "Confidant").await;
    scene.is_confided_to(&confidant).await;
    everybody.push(Somebody { name: "a confidant", actor: confidant, moderates: false, is_confided: true });
    let (mut told, mut answered) = (Vec::new(), BTreeSet::new());
    for somebody in &everybody {
        let (leaks, seen) = sweeps(&scene, somebody, &mut answered).await;
        told.extend(leaks);
        // And what they may read they do read: the eye of this test is open.
        let numbers = (0..scene.hidden.len()).filter(|number| somebody.reads(&scene.hidden[*number]));
        assert!(numbers.clone().all(|number| seen.contains(&number)), "{}: {seen:?}", somebody.name);
    }
    let silent: Vec<&str> = operations()
        .iter()
        .map(|operation| operation.template)
        .filter(|one| !answered.contains(one))
        .collect();
    assert_eq!(silent, Vec::<&str>::new(), "nobody is answered there");
    // Whoever follows live has heard of places all the while, up to this one.
    let pool = json!({ "size": 77 });
    scene.stage.owner.patch(&format!("/v1/pools/{}", scene.things["pool_id"][0]), pool).await.ok();
    loop {
        let event = listener.next().await.unwrap();
        told.extend(
            canaries(&event.data.to_string()).iter().map(|number| format!("the live stream tells {number}")),
        );
        if event.data.to_string().contains("77") {
            break;
        }
    }
    let mails = mails(&world);
    assert!(mails.len() > 5, "mails are read");
    for mail in mails {
        told.extend(canaries(&mail).iter().map(|number| format!("a mail tells {number}: {mail}")));
    }
    assert!(told.is_empty(), "{} answers tell too much:\n{}", told.len(), told.join("\n"));
}
