//! The funnel of WirVsVirus, told again through the front door: 1,990 statements, 809 problems, 42 challenges, 1,494 teams with a prototype
//! each.
//!
//! `cargo test --release -p palabre-tests -- --ignored --nocapture --test-threads=1 wirvsvirus`, with `TEST_DATABASE_URL` on PostgreSQL;
//! `PALABRE_REPLAY_SCALE=10` tells a tenth of it. What was said is invented, and so is how each got where it is ([`plan`]); that the numbers
//! come out, that each prototype leads back to the first words, and that each of those who spoke is answered, is not.
//!
//! The program runs as a process of its own and is killed three times on the way, while sixteen requests are under way: what it had
//! acknowledged is there afterwards, and what it had not is sent again under the same key, and done once. So is what it had answered, where
//! the answer was lost on its way, as every seventh is.

mod checks;
mod house;
mod makers;
mod plan;
mod voices;
mod words;

use std::time::Instant;

use house::House;
use plan::Plan;

use crate::database::on_postgres;

fn say(line: &str) {
    let database = if on_postgres() { "PostgreSQL" } else { "SQLite" };
    #[expect(clippy::print_stderr, reason = "figures are read by who measures")]
    {
        eprintln!("{database}: {line}");
    }
}

/// Does one stage, and says how long it took.
async fn stage<T>(name: &str, count: usize, does: impl Future<Output = T>) -> T {
    let started = Instant::now();
    let done = does.await;
    let took = started.elapsed();
    say(&format!("{count:>5} {name} in {took:.1?}, {:.0}/s", count as f64 / took.as_secs_f64()));
    done
}

/// The same, and the program is killed in the midst of it.
async fn stage_with_a_kill<T>(house: &House, name: &str, count: usize, does: impl Future<Output = T>) -> T {
    house.is_killed_after(count / 2);
    let done = stage(name, count, does).await;
    assert!(house.was_killed(), "{name}");
    let (unanswered, done_already) = house.lost();
    say(&format!(
        "      killed in the midst of it; so far {unanswered} not answered, {done_already} of them done"
    ));
    let kept = house.keeps_its_word();
    stage("acknowledged, all there", house.acknowledged(), kept).await;
    done
}

async fn replay(plan: Plan) {
    let started = Instant::now();
    let house = House::opens().await;
    let (received, teams) = (plan.received(), plan.teams);

    let voiced = stage_with_a_kill(&house, "voiced", received, voices::voiced(&house, &plan)).await;
    checks::funnel(&house, &plan, plan.voiced(), 0, 0).await;
    stage("decided on", received, voices::moderated(&house, &voiced)).await;
    checks::funnel(&house, &plan, plan.moderated(), 0, 0).await;

    let merges = plan.merged_and_split().derived;
    let problems = stage_with_a_kill(&house, "made of others", merges, voices::merged(&house, &voiced)).await;
    assert_eq!(problems.len(), plan.problems());
    checks::funnel(&house, &plan, plan.merged_and_split(), 0, 0).await;

    stage("put together", problems.len(), makers::grouped(&house, &plan, &problems)).await;
    let challenges = stage("framed", plan.challenges, makers::framed(&house, &plan, &problems)).await;
    checks::funnel(&house, &plan, plan.opened(), plan.challenges, 0).await;

    let people = stage("registered", teams, makers::registered(&house, &plan)).await;
    let making = makers::made(&house, &plan, &challenges, &people);
    let made = stage_with_a_kill(&house, "teams with a prototype", teams, making).await;
    checks::funnel(&house, &plan, plan.opened(), plan.challenges, teams).await;

    stage("led back", teams, checks::provenance(&house, &plan, &voiced, &problems, &made)).await;
    stage("receipts", received, checks::receipts(&house, &plan, &voiced, &problems)).await;
    // Somebody was cut off each time, or it was no kill in the midst of anything.
    assert!(house.lost().0 > 0);
    say(&format!("all of it in {:.1?}", started.elapsed()));
}

#[tokio::test]
async fn a_small_funnel_comes_out_as_planned() {
    replay(Plan::wirvsvirus().smaller(50)).await;
}

#[tokio::test]
#[ignore = "a benchmark"]
async fn the_funnel_of_wirvsvirus_comes_out_as_planned() {
    let scale = std::env::var("PALABRE_REPLAY_SCALE").ok().and_then(|scale| scale.parse().ok());
    replay(Plan::wirvsvirus().smaller(scale.unwrap_or(1))).await;
}
