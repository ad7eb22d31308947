//! The plain model: everybody in one row, and each question answered by looking at all of them.

use super::story::{Outcome, Step, Story, Verb};

struct Person {
    profile: usize,
    state: &'static str,
    order: usize,
    until: Option<u64>,
    missed: u32,
}

/// A door, as anybody would keep it with a pencil.
pub struct Plain {
    sizes: Vec<Option<u32>>,
    draws: Vec<Vec<usize>>,
    review: bool,
    offer_hours: Option<u16>,
    people: Vec<Person>,
    hour: u64,
    order: usize,
}

impl Plain {
    pub fn of(story: &Story) -> Self {
        let Story { sizes, draws, review, offer_hours, steps: _ } = story.clone();
        Self { sizes, draws, review, offer_hours, people: Vec::new(), hour: 0, order: 0 }
    }

    /// The states of all, in the order in which they came.
    pub fn people(&self) -> Vec<&'static str> {
        self.people.iter().map(|person| person.state).collect()
    }

    /// Who waits, by number, first the one who is next.
    pub fn waiting(&self) -> Vec<usize> {
        let mut waiting: Vec<usize> =
            (0..self.people.len()).filter(|who| self.people[*who].state == "waitlisted").collect();
        waiting.sort_by_key(|who| self.people[*who].order);
        waiting
    }

    /// How many hold a place in each pool.
    pub fn taken(&self) -> Vec<u32> {
        (0..self.sizes.len()).map(|pool| self.holding(pool)).collect()
    }

    /// Whether no pool is above its size, and nobody waits who could be placed.
    pub fn adds_up(&self) -> bool {
        let within = |(pool, size): (usize, &Option<u32>)| size.is_none_or(|size| self.holding(pool) <= size);
        self.sizes.iter().enumerate().all(within) && self.next().is_none()
    }

    fn holding(&self, pool: usize) -> u32 {
        let holds = |person: &&Person| {
            ["confirmed", "offered", "checked_in"].contains(&person.state)
                && self.draws[person.profile].contains(&pool)
        };
        u32::try_from(self.people.iter().filter(holds).count()).unwrap()
    }

    fn fits(&self, profile: usize) -> bool {
        self.draws[profile].iter().all(|pool| self.sizes[*pool].is_none_or(|size| self.holding(*pool) < size))
    }

    fn next(&self) -> Option<usize> {
        self.waiting().into_iter().find(|who| self.fits(self.people[*who].profile))
    }

    fn give_on(&mut self) {
        while let Some(who) = self.next() {
            let until = self.offer_hours.map(|hours| self.hour + u64::from(hours));
            self.people[who].state = if until.is_some() { "offered" } else { "confirmed" };
            self.people[who].until = until;
        }
    }

    fn at_the_end(&mut self) -> usize {
        self.order += 1;
        self.order
    }

    /// Lets something happen.
    pub fn take(&mut self, step: &Step) -> Outcome {
        let outcome = match step {
            Step::Comes(profile) => {
                let profile = profile % self.draws.len();
                let state = match (self.review, self.fits(profile)) {
                    (true, _) => "pending_review",
                    (false, true) => "confirmed",
                    (false, false) => "waitlisted",
                };
                let order = self.at_the_end();
                self.people.push(Person { profile, state, order, until: None, missed: 0 });
                Ok(())
            }
            Step::Moved(who, verb) => {
                let who = who.checked_rem(self.people.len())?;
                self.moved(who, *verb)
            }
            Step::Resized(pool, size) => {
                let pool = pool % self.sizes.len();
                if size.is_some_and(|size| size < self.holding(pool)) {
                    Err("size_below_taken")
                } else {
                    self.sizes[pool] = *size;
                    Ok(())
                }
            }
            Step::Later(hours) => {
                self.hour += u64::from(*hours);
                self.lapse();
                Ok(())
            }
        };
        self.give_on();
        Some(outcome)
    }

    fn moved(&mut self, who: usize, verb: Verb) -> Result<(), &'static str> {
        let Person { profile, state, .. } = self.people[who];
        let state = match (verb, state) {
            (Verb::Cancel, "confirmed" | "pending_review" | "waitlisted" | "offered") => "cancelled",
            (Verb::Confirm, "pending_review") if self.fits(profile) => "confirmed",
            (Verb::Confirm, "pending_review") => "waitlisted",
            (Verb::Decline, "pending_review") => "declined",
            (Verb::AcceptOffer, "offered") | (Verb::UndoCheckIn, "checked_in") => "confirmed",
            (Verb::CheckIn, "confirmed") => "checked_in",
            _ => return Err("wrong_state"),
        };
        self.people[who].state = state;
        self.people[who].until = None;
        Ok(())
    }

    /// Offers whose time is over: the one that ended first goes to the end first.
    fn lapse(&mut self) {
        let over = |person: &Person| person.until.is_some_and(|until| until <= self.hour);
        let mut lapsed: Vec<usize> = (0..self.people.len()).filter(|who| over(&self.people[*who])).collect();
        lapsed.sort_by_key(|who| (self.people[*who].until, self.people[*who].order));
        for who in lapsed {
            let order = self.at_the_end();
            let person = &mut self.people[who];
            person.missed += 1;
            person.until = None;
            if person.missed == 1 {
                (person.state, person.order) = ("waitlisted", order);
            } else {
                person.state = "cancelled";
            }
        }
    }
}
