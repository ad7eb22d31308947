//! The second half: problems are grouped, challenges framed of them, teams gather on these, and each makes a prototype.

use serde_json::{Value, json};

use super::house::{House, each};
use super::plan::Plan;
use super::voices::Problem;
use crate::actor::id;
use crate::stage::Stage;

/// A prototype, and the challenge that its team is on.
pub struct Made {
    /// The id of the prototype.
    pub id: String,
    /// The number of the challenge.
    pub challenge: usize,
}

/// Problems are put together, those of each hand into a cluster: half of them when it is made, the others one by one.
pub async fn grouped(house: &House, plan: &Plan, problems: &[Problem]) {
    each(0..plan.challenges, async |challenge: usize| {
        let (hand, _) = plan.hand(challenge);
        let ids: Vec<&str> = hand.iter().map(|number| problems[*number].id.as_str()).collect();
        let (first, others) = ids.split_at(ids.len() / 2);
        let body = json!({ "name": format!("Groupe {challenge}"), "note": "Ensemble.", "statements": first });
        let cluster = house.post(&format!("groups-the-hand-{challenge}"), &house.at("clusters"), body).await;
        for statement in others {
            house.link(&format!("/v1/clusters/{}/statements/{statement}", id(&cluster))).await;
        }
        let list = house.at(&format!("problem-statements?cluster={}", id(&cluster)));
        let mut found: Vec<String> = house.pages(&list).await.iter().map(|one| id(one).to_owned()).collect();
        let mut due: Vec<String> = ids.into_iter().map(str::to_owned).collect();
        found.sort();
        due.sort();
        assert_eq!(found, due, "cluster {challenge}");
    })
    .await;
}

/// Challenges are framed of the problems of each hand, and opened; gives their ids.
pub async fn framed(house: &House, plan: &Plan, problems: &[Problem]) -> Vec<String> {
    each(0..plan.challenges, async |challenge: usize| {
        let (hand, adopted) = plan.hand(challenge);
        let holds: Vec<&str> = hand[..adopted].iter().map(|number| problems[*number].id.as_str()).collect();
        let body = json!({ "question": format!("Comment faire, {challenge} ?"), "statements": holds });
        let made = house.post(&format!("frames-challenge-{challenge}"), &house.at("challenges"), body).await;
        let path = format!("/v1/challenges/{}/open", id(&made));
        house.post(&format!("opens-challenge-{challenge}"), &path, json!({})).await;
        id(&made).to_owned()
    })
    .await
}

/// People come; gives the ids of their registrations.
pub async fn registered(house: &House, plan: &Plan) -> Vec<String> {
    each(0..plan.teams, async |number: usize| {
        let body = Stage::registration("anyone", &format!("Participant {number}"));
        let key = format!("registers-number-{number}");
        let made = house.post_as_anyone(&key, &house.at("registrations"), body).await;
        assert_eq!(made["registration"]["state"], "confirmed");
        id(&made["registration"]).to_owned()
    })
    .await
}

/// Each of them makes a team on a challenge, and the team a prototype.
pub async fn made(house: &House, plan: &Plan, challenges: &[String], people: &[String]) -> Vec<Made> {
    each(0..plan.teams, async |number: usize| {
        let challenge = number % plan.challenges;
        let body = json!({ "name": format!("Équipe {number}"), "challenge_id": challenges[challenge] });
        let team = house.post(&format!("makes-team-{number}"), &house.at("teams"), body).await;
        let team = format!("/v1/teams/{}", id(&team));
        house.link(&format!("{team}/members/{}", people[number])).await;
        let formed: Value = house.post(&format!("forms-the-team-{number}"), &format!("{team}/form"), json!({})).await;
        assert_eq!(formed["state"], "formed");
        let body = json!({
            "name": format!("Prototype {number}"), "summary": "Un essai.", "language": "fr", "outcome_kind": "service",
        });
        let key = format!("makes-a-prototype-{number}");
        let prototype = house.post(&key, &format!("{team}/prototypes"), body).await;
        Made { id: id(&prototype).to_owned(), challenge }
    })
    .await
}
