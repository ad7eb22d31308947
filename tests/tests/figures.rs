//! Figures: counted or told, contradicted and kept, shown with where they are from.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::actor::id;
use crate::rows;
use crate::stage::Stage;
use crate::world::World;

impl Stage {
    /// Writes a figure down.
    pub(crate) async fn figure(&self, figure: Value) -> Value {
        self.owner.post(&self.at("figures"), figure).await.created()
    }
}

/// Where a figure is.
pub(crate) fn at(figure: &Value) -> String {
    format!("/v1/figures/{}", id(figure))
}

/// A figure that was told, with all that it takes to be shown.
pub(crate) fn told(value: Value) -> Value {
    json!({
        "subject": "Participants", "measure": "nombre", "value": value, "source": "Le rapport final",
        "as_of": "2020-03",
    })
}

#[tokio::test]
async fn two_numbers_of_one_source_are_both_kept_and_one_is_shown() {
    // WirVsVirus, March 2020: one and the same source speaks of 26,000 participants, and of 20,000.
    let world = World::new().await;
    let stage = Stage::published(&world, "wirvsvirus").await;
    let (anyone, owner) = (world.anyone(), &stage.owner);
    let more = stage.figure(told(json!(26_000))).await;
    assert_eq!((&more["value"], &more["contradicted_by"]), (&json!(26_000), &json!([])));
    // The same thing, whatever its case and accents; and other things, which contradict nothing.
    let mut fewer = told(json!(20_000));
    (fewer["subject"], fewer["measure"]) = (json!("participants"), json!("NOMBRE"));
    let fewer = stage.figure(fewer).await;
    let mut same = told(json!(26_000.0));
    same["source"] = json!("Un autre rapport");
    let same = stage.figure(same).await;
    let mut other = told(json!(1_500));
    other["subject"] = json!("Projets");
    let other = stage.figure(other).await;
    let mut percent = told(json!(26_000));
    percent["unit"] = json!("%");
    let percent = stage.figure(percent).await;
    for (figure, by) in [
        (&more, vec![&fewer, &percent]),
        (&fewer, vec![&more, &same, &percent]),
        (&same, vec![&fewer, &percent]),
        (&other, vec![]),
        (&percent, vec![&more, &fewer, &same]),
    ] {
        let due: Vec<&Value> = by.into_iter().map(|other| &other["id"]).collect();
        let read = anyone.get(&at(figure)).await.ok();
        assert_eq!(read["contradicted_by"], json!(due), "{read}");
        // A contradiction is no change of what is contradicted.
        assert_eq!(read["version"], 1);
        let listed = anyone.pages(&stage.at("figures"), 2).await;
        assert!(listed.contains(&read), "{listed:?}");
    }
    let shown = async || {
        let figures = anyone.pages(&stage.at("figures"), 50).await;
        let shown = figures.iter().filter(|figure| figure["shown"] == true);
        shown.map(|figure| (id(figure).to_owned(), figure["version"].as_i64().unwrap())).collect::<Vec<_>>()
    };
    assert_eq!(shown().await, []);
    owner.patch(&at(&more), json!({ "shown": true })).await.ok();
    assert_eq!(shown().await, [(id(&more).to_owned(), 2)]);
    owner.patch(&at(&fewer), json!({ "shown": true })).await.ok();
    assert_eq!(shown().await, [(id(&fewer).to_owned(), 2)]);
    assert_eq!(owner.get(&at(&more)).await.ok()["version"], 3, "hiding it changed it");
    // One that comes to be about the same thing, or is shown from the start, takes its place likewise.
    owner.patch(&at(&other), json!({ "shown": true })).await.ok();
    assert_eq!(shown().await.len(), 2);
    owner.patch(&at(&other), json!({ "subject": "PARTICIPANTS" })).await.ok();
    assert_eq!(shown().await, [(id(&other).to_owned(), 3)]);
    let mut last = told(json!(27_000));
    last["shown"] = json!(true);
    let last = stage.figure(last).await;
    assert_eq!(shown().await, [(id(&last).to_owned(), 1)]);
    let entries = format!("/v1/organizations/{}/audit-entries", id(&stage.organization));
    let entries = owner.pages(&entries, 200).await;
    let of_it =
        entries.iter().filter(|entry| entry["object_id"] == fewer["id"]).map(|entry| &entry["action"]);
    let due = ["figure.created", "figure.changed", "figure.changed"];
    assert_eq!(of_it.collect::<Vec<_>>(), due, "shown, then hidden by another");
    owner.delete(&at(&last)).await.done();
    assert_eq!(shown().await, []);
}

#[tokio::test]
async fn invariant_17_a_published_figure_is_computed_or_declared_with_its_source_and_date() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let owner = &stage.owner;
    for (source, as_of) in [(false, false), (true, false), (false, true), (true, true)] {
        let mut body = json!({ "subject": "Visites", "measure": "nombre", "value": 12 });
        if source {
            body["source"] = json!("Le registre");
        }
        if as_of {
            body["as_of"] = json!("2025-11-21");
        }
        let missing: Vec<&str> = [(source, "/source"), (as_of, "/as_of")]
            .into_iter()
            .filter(|(has, _)| !has)
            .map(|(_, at)| at)
            .collect();
        // Not shown, it may stay as it was told; to be shown, it has to say more: from the start and later.
        let made = stage.figure(body.clone()).await;
        body["shown"] = json!(true);
        let replies = [
            owner.post(&stage.at("figures"), body).await,
            owner.patch(&at(&made), json!({ "shown": true })).await,
        ];
        for reply in replies {
            if missing.is_empty() {
                assert!(reply.status.is_success() && reply.json["shown"] == true, "{}", reply.json);
                continue;
            }
            let problem = reply.refused(422, "invalid");
            let said = problem["errors"].as_array().unwrap().iter();
            let said: Vec<_> =
                said.map(|error| (error["pointer"].as_str().unwrap(), &error["code"])).collect();
            let code = json!("missing_field");
            assert_eq!(said, missing.iter().map(|at| (*at, &code)).collect::<Vec<_>>());
        }
        // What is shown keeps them.
        if missing.is_empty() {
            for field in ["source", "as_of"] {
                let taken = owner.patch(&at(&made), json!({ field: null })).await;
                taken.invalid(&format!("/{field}"), "missing_field");
            }
            owner.patch(&at(&made), json!({ "source": null, "shown": false })).await.ok();
        }
    }
    let computed = json!({ "subject": "teams", "measure": "count", "shown": true });
    let computed = stage.figure(computed).await;
    assert_eq!((&computed["origin"], &computed["source"]), (&json!("computed"), &json!(null)));
    // Whatever anyone reads of it: no figure that is shown is without.
    for figure in world.anyone().pages(&stage.at("figures"), 50).await {
        let whole = !figure["source"].is_null() && !figure["as_of"].is_null();
        assert!(figure["shown"] == false || figure["origin"] == "computed" || whole, "{figure}");
    }
}

#[tokio::test]
async fn what_is_not_told_is_counted() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let other = Stage::published(&world, "other").await;
    other.accepted("Ne compte pas ici.", "open").await;
    let (owner, nobody) = (&stage.owner, world.anyone());
    let mut registrations = Vec::new();
    for number in 1..=4 {
        registrations.push(stage.register(&nobody, "coder", &format!("Participant {number}")).await);
    }
    for (at, state) in [(2, "no_show"), (3, "declined")] {
        let key = rows::key(id(&registrations[at]["registration"]));
        rows::write(&world, &format!("UPDATE registrations SET state = '{state}' WHERE id = {key}")).await;
    }
    let accepted = stage.accepted("Entendu.", "open").await;
    stage.voice(owner, "À lire.", "restricted").await;
    let challenge = stage.challenge("Comment ?", &[accepted]).await;
    owner.post(&stage.at("challenges"), json!({ "question": "Un brouillon ?" })).await.created();
    let team = stage.team("Les uns", &challenge, &[id(&registrations[0]["registration"])]).await;
    owner.post(&stage.at("teams"), json!({ "name": "Les autres" })).await.created();
    stage.prototype(&team, "Un dispositif").await;
    let counted = async |subject: &str| {
        let figure = stage.figure(json!({ "subject": subject, "measure": "count" })).await;
        let said = (&figure["origin"], &figure["source"], &figure["shown"]);
        assert_eq!(said, (&json!("computed"), &json!(null), &json!(false)));
        figure
    };
    let funnel = owner.get(&stage.at("funnel")).await.ok();
    for (subject, due) in [
        ("registrations", json!(3)),
        ("participants", json!(2)),
        ("problem_statements", json!(2)),
        ("challenges", json!(1)),
        ("teams", json!(2)),
        ("prototypes", json!(1)),
    ] {
        assert_eq!(counted(subject).await["value"], due, "{subject}");
        if let Some(number) = funnel.get(if subject == "problem_statements" { "received" } else { subject }) {
            assert_eq!(*number, due, "{subject}: the same as in the funnel");
        }
    }
    // It holds of today, where the edition takes place: these two never have the same date.
    let mut dates = Vec::new();
    for zone in ["Pacific/Pago_Pago", "Pacific/Kiritimati"] {
        owner.patch(&stage.path, json!({ "time_zone": zone })).await.ok();
        dates.push(counted("teams").await["as_of"].as_str().unwrap().to_owned());
    }
    assert!(dates[0].len() == 10 && dates[0] < dates[1], "{dates:?}");
    let told = owner.post(&stage.at("figures"), json!({ "subject": "visites", "measure": "nombre" })).await;
    told.invalid("/value", "not_countable");
    for (field, value) in [("source", json!("Un rapport")), ("as_of", json!("2025-11"))] {
        let mut body = json!({ "subject": "teams", "measure": "count" });
        body[field] = value;
        owner.post(&stage.at("figures"), body).await.invalid(&format!("/{field}"), "computed");
    }
}

#[tokio::test]
async fn what_was_counted_says_what_it_says() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.figure(json!({ "subject": "teams", "measure": "count" })).await;
    for (field, value) in [
        ("subject", json!("challenges")),
        ("value", json!(7)),
        ("source", json!("Moi")),
        ("as_of", json!("2024")),
    ] {
        let code = if field == "as_of" { "too_short" } else { "computed" };
        stage.owner.patch(&at(&made), json!({ field: value })).await.invalid(&format!("/{field}"), code);
    }
    stage.owner.patch(&at(&made), json!({ "as_of": null })).await.invalid("/as_of", "computed");
    let changes = json!({ "measure": "nombre", "unit": "équipes", "shown": true });
    let changed = stage.owner.patch(&at(&made), changes).await.ok();
    for (field, due) in [
        ("subject", json!("teams")),
        ("measure", json!("nombre")),
        ("unit", json!("équipes")),
        ("value", json!(0)),
        ("as_of", made["as_of"].clone()),
        ("shown", json!(true)),
        ("version", json!(2)),
    ] {
        assert_eq!(changed[field], due, "{field}");
    }
}

#[tokio::test]
async fn a_figure_is_read_anew_although_its_version_stays() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let made = stage.figure(told(json!(26_000))).await;
    let anyone = world.anyone();
    let read = anyone.get(&at(&made)).await;
    let tag = read.header("etag").unwrap().to_owned();
    assert_eq!(tag, "\"1\"");
    let other = stage.figure(told(json!(20_000))).await;
    let again = anyone.and("if-none-match", &tag).get(&at(&made)).await;
    assert_eq!(again.header("etag"), Some(tag.as_str()));
    assert_eq!(again.ok()["contradicted_by"], json!([other["id"]]));
    stage.owner.and("if-match", "\"9\"").unlink(&at(&made)).await.refused(412, "stale");
}

#[tokio::test]
async fn two_who_show_at_once_leave_one_shown() {
    let world = World::new().await;
    let stage = Stage::published(&world, "helmo").await;
    let mut figures = Vec::new();
    for number in 0..6 {
        figures.push(at(&stage.figure(told(json!(number))).await));
    }
    for _ in 0..3 {
        let any = stage.owner.and("if-match", "*");
        let shows = figures.iter().map(|path| {
            let body = Some(("application/json", br#"{"shown": true}"#.to_vec()));
            any.send(reqwest::Method::PATCH, path, body)
        });
        for reply in join_all(shows).await {
            reply.ok();
        }
        let all = stage.owner.pages(&stage.at("figures"), 50).await;
        assert_eq!(all.iter().filter(|figure| figure["shown"] == true).count(), 1);
    }
}

#[tokio::test]
async fn an_edition_has_five_hundred_figures_at_most_and_takes_them_in_the_archive() {
    let world = World::new().await;
    let stage = Stage::draft(&world, "helmo").await;
    let figures = stage.at("figures");
    stage.owner.post(&figures, told(json!(1))).await.refused(409, "wrong_state");
    stage.brought_to("archived").await;
    let edition = rows::key(id(&stage.edition));
    let row = |number: u32| {
        let id = rows::key(&format!("01900000-0000-7000-8000-{number:012}"));
        let texts = format!("'s {number}', 's {number}', 'm', 'm'");
        format!("({id}, 1, '2026-01-01T00:00:00+00:00', {edition}, {texts}, {number}, 'declared', false)")
    };
    let all: Vec<String> = (0..498).map(row).collect();
    let columns = "id, version, created_at, edition_id, subject, subject_folded, measure, measure_folded, value, origin, shown";
    rows::write(&world, &format!("INSERT INTO figures ({columns}) VALUES {}", all.join(", "))).await;
    let replies = join_all((0..6).map(|number| stage.owner.post(&figures, told(json!(number))))).await;
    let made = replies.iter().filter(|reply| reply.status == 201).count();
    assert_eq!(made, 2);
    for reply in replies.into_iter().filter(|reply| reply.status != 201) {
        reply.refused(409, "full");
    }
    assert_eq!(world.anyone().pages(&figures, 200).await.len(), 500);
}
