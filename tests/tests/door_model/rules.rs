//! The same door, kept by the pure rules of the domain: counters, moves, and who is next.

use chrono::TimeDelta;
use palabre_domain::Rejection;
use palabre_domain::pool::{PoolCount, resize};
use palabre_domain::registration::{
    RegistrationMove, RegistrationState, given, lapsed, offer_holds, offered_until,
};
use palabre_domain::values::{Instant, PoolId, ProfileId};
use palabre_domain::waiting::{Arrival, Queue, WaitingProfile, arrival, pass_on};
use uuid::Uuid;

use super::story::{Outcome, Step, Story, Verb};

struct Person {
    profile: usize,
    state: RegistrationState,
    key: Uuid,
    until: Option<Instant>,
    missed: i16,
}

/// A door, as the rules keep it.
pub struct Rules {
    pools: Vec<PoolCount>,
    draws: Vec<Vec<PoolId>>,
    review: bool,
    offer_hours: Option<u16>,
    people: Vec<Person>,
    now: Instant,
    keys: u128,
}

fn pool(number: usize) -> PoolId {
    PoolId(Uuid::from_u128(number as u128))
}

impl Rules {
    pub fn of(story: &Story) -> Self {
        let count =
            |(number, size): (usize, &Option<u32>)| PoolCount { id: pool(number), size: *size, taken: 0 };
        let drawn = |pools: &Vec<usize>| pools.iter().copied().map(pool).collect();
        Self {
            pools: story.sizes.iter().enumerate().map(count).collect(),
            draws: story.draws.iter().map(drawn).collect(),
            review: story.review,
            offer_hours: story.offer_hours,
            people: Vec::new(),
            now: Instant::default(),
            keys: 0,
        }
    }

    pub fn people(&self) -> Vec<&'static str> {
        self.people.iter().map(|person| person.state.as_str()).collect()
    }

    pub fn taken(&self) -> Vec<u32> {
        self.pools.iter().map(|pool| pool.taken).collect()
    }

    fn key(&mut self) -> Uuid {
        self.keys += 1;
        Uuid::from_u128(self.keys)
    }

    fn queues(&self) -> Vec<Queue> {
        let waits = |profile: usize| {
            let waiting = self.people.iter().filter(move |person| {
                person.profile == profile && person.state == RegistrationState::Waitlisted
            });
            let mut keys: Vec<Uuid> = waiting.map(|person| person.key).collect();
            keys.sort_unstable();
            let id = ProfileId(Uuid::from_u128(profile as u128));
            Queue { profile: id, pools: self.draws[profile].clone(), waiting: keys }
        };
        (0..self.draws.len()).map(waits).filter(|queue| !queue.waiting.is_empty()).collect()
    }

    /// Takes the places of a profile, or says that one waits.
    fn placed(&mut self, profile: usize) -> RegistrationState {
        let head = |queue: Queue| WaitingProfile {
            profile: queue.profile,
            pools: queue.pools,
            first: queue.waiting.first().copied().unwrap_or_default(),
        };
        let waiting: Vec<WaitingProfile> = self.queues().into_iter().map(head).collect();
        let mine = self.draws[profile].clone();
        match arrival(&self.pools, &waiting, &mine) {
            Arrival::Takes => {
                self.count(profile, |taken| taken + 1);
                RegistrationState::Confirmed
            }
            Arrival::Waits | Arrival::WaitsBehindOthers => RegistrationState::Waitlisted,
        }
    }

    fn count(&mut self, profile: usize, count: impl Fn(u32) -> u32) {
        let drawn = &self.draws[profile];
        for pool in self.pools.iter_mut().filter(|pool| drawn.contains(&pool.id)) {
            pool.taken = count(pool.taken);
        }
    }

    fn give_on(&mut self) {
        let queues = self.queues();
        for placed in pass_on(&mut self.pools, &queues) {
            let until = offered_until(self.offer_hours, self.now);
            for person in self.people.iter_mut().filter(|person| person.key == placed.key) {
                (person.state, person.until) = (given(until), until);
            }
        }
    }

    /// Lets something happen.
    pub fn take(&mut self, step: &Step) -> Outcome {
        let outcome = match step {
            Step::Comes(profile) => {
                let profile = profile % self.draws.len();
                let state = if self.review { RegistrationState::PendingReview } else { self.placed(profile) };
                let key = self.key();
                self.people.push(Person { profile, state, key, until: None, missed: 0 });
                Ok(())
            }
            Step::Moved(who, verb) => {
                let who = who.checked_rem(self.people.len())?;
                self.moved(who, *verb)
            }
            Step::Resized(number, size) => {
                let number = number % self.pools.len();
                let resized = resize(&self.pools[number], *size);
                if resized.is_ok() {
                    self.pools[number].size = *size;
                }
                resized
            }
            Step::Later(hours) => {
                self.now += TimeDelta::hours(i64::from(*hours));
                self.lapse();
                Ok(())
            }
        };
        self.give_on();
        Some(outcome.map_err(|rejection| rejection.code()))
    }

    fn moved(&mut self, who: usize, verb: Verb) -> Result<(), Rejection> {
        let step = match verb {
            Verb::Cancel => RegistrationMove::Cancel,
            Verb::Confirm => RegistrationMove::Confirm,
            Verb::Decline => RegistrationMove::Decline,
            Verb::AcceptOffer => RegistrationMove::AcceptOffer,
            Verb::CheckIn => RegistrationMove::CheckIn,
            Verb::UndoCheckIn => RegistrationMove::UndoCheckIn,
        };
        let Person { profile, state: before, until, .. } = self.people[who];
        let mut state = step.apply(before)?;
        if step == RegistrationMove::AcceptOffer {
            offer_holds(until, self.now)?;
        }
        if step == RegistrationMove::Confirm {
            state = self.placed(profile);
        }
        if before.holds_places() && !state.holds_places() {
            self.count(profile, |taken| taken - 1);
        }
        (self.people[who].state, self.people[who].until) = (state, None);
        Ok(())
    }

    fn lapse(&mut self) {
        let mut over: Vec<usize> = (0..self.people.len())
            .filter(|who| offer_holds(self.people[*who].until, self.now).is_err())
            .collect();
        over.sort_by_key(|who| (self.people[*who].until, self.people[*who].key));
        for who in over {
            let key = self.key();
            let person = &mut self.people[who];
            person.state = lapsed(person.missed);
            person.missed += 1;
            person.until = None;
            if person.state == RegistrationState::Waitlisted {
                person.key = key;
            }
            let profile = person.profile;
            self.count(profile, |taken| taken - 1);
        }
    }
}
