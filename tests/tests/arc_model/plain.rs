//! The plain model: a card for each statement, and every question answered by looking at all of them.

use std::collections::BTreeMap;

use super::story::{Act, Outcome, Verb};

/// A statement.
#[derive(Debug, Clone)]
pub struct Card {
    pub state: &'static str,
    pub version: u64,
    /// The first words, those that followed; none where they were removed.
    pub words: Vec<Option<String>>,
    /// Whether somebody voiced it.
    pub voiced: bool,
    pub restricted: bool,
    /// Whether a reason stands beside its state.
    pub reason: bool,
}

/// A challenge.
#[derive(Debug, Clone)]
pub struct Question {
    pub state: &'static str,
    pub was_opened: bool,
    pub holds: Vec<usize>,
}

/// A team, and the prototype it made.
#[derive(Debug, Clone)]
pub struct Team {
    pub challenge: usize,
    pub state: &'static str,
    pub has_made: bool,
}

/// A statement came out of another one.
#[derive(Debug, Clone)]
pub struct Way {
    pub from: usize,
    pub to: usize,
    pub kind: &'static str,
    /// Whether it was taken back.
    pub undone: bool,
}

/// An edition, as anybody would keep it with a pencil.
#[derive(Debug, Clone, Default)]
pub struct Plain {
    pub cards: Vec<Card>,
    pub questions: Vec<Question>,
    pub teams: Vec<Team>,
    pub ways: Vec<Way>,
    /// How many texts were written.
    pub texts: usize,
}

/// The state after a verb, where there is one.
pub fn after(state: &str, verb: Verb) -> Option<&'static str> {
    Some(match (verb, state) {
        (Verb::Accept, "submitted") | (Verb::Reopen, "parked") => "accepted",
        (Verb::Return, "submitted") => "returned",
        (Verb::SetAside, "submitted") => "set_aside",
        (Verb::Refer, "submitted" | "accepted" | "parked") => "referred",
        (Verb::Park, "accepted") => "parked",
        (Verb::Reopen, "set_aside" | "referred" | "returned") => "submitted",
        _ => return None,
    })
}

impl Plain {
    /// The ways by which a statement was merged and not taken apart.
    pub fn merged_of(&self, who: usize) -> impl Iterator<Item = &Way> {
        self.ways.iter().filter(move |way| way.to == who && way.kind == "merged_into" && !way.undone)
    }

    /// Lets something happen.
    pub fn takes(&mut self, act: &Act) -> Outcome {
        match act {
            Act::Voice { text, restricted } => {
                self.made(text, "submitted", *restricted);
                Ok(())
            }
            Act::Move { whom, verb, together: _ } => self.moved(whom, *verb),
            Act::SayAgain { who, text } => self.rewritten(*who, text, &[("returned", "submitted")], false),
            Act::Reword { who, text } => {
                let same = ["submitted", "accepted", "parked", "adopted"].map(|state| (state, state));
                if same.iter().any(|(state, _)| *state == self.cards[*who].state) {
                    self.have_words(&[*who])?;
                }
                self.rewritten(*who, text, &same, self.cards[*who].reason)
            }
            Act::Empty { who } => {
                self.have_words(&[*who])?;
                let card = &mut self.cards[*who];
                card.words.fill(None);
                (card.version, card.reason) = (card.version + 1, true);
                Ok(())
            }
            Act::Merge { sources, text } => {
                let restricted = sources.iter().any(|source| self.cards[*source].restricted);
                self.used(sources, "merged")?;
                let to = self.made(text, "accepted", restricted);
                let way = |from: &usize| Way { from: *from, to, kind: "merged_into", undone: false };
                self.ways.extend(sources.iter().map(way));
                Ok(())
            }
            Act::Split { who, parts } => {
                self.used(&[*who], "split")?;
                for text in parts {
                    let to = self.made(text, "accepted", self.cards[*who].restricted);
                    self.ways.push(Way { from: *who, to, kind: "split_into", undone: false });
                }
                Ok(())
            }
            Act::TakeApart { who } => self.taken_apart(*who),
            Act::Draft { .. }
            | Act::Open { .. }
            | Act::Withdraw { .. }
            | Act::Gather { .. }
            | Act::Dissolve { .. } => self.challenged(act),
        }
    }

    fn made(&mut self, text: &str, state: &'static str, restricted: bool) -> usize {
        let (words, voiced) = (vec![Some(text.to_owned())], state == "submitted");
        self.cards.push(Card { state, version: 1, words, voiced, restricted, reason: false });
        self.cards.len() - 1
    }

    fn becomes(&mut self, who: usize, state: &'static str, reason: bool) {
        let card = &mut self.cards[who];
        (card.state, card.version, card.reason) = (state, card.version + 1, reason);
    }

    fn moved(&mut self, whom: &[usize], verb: Verb) -> Outcome {
        let states: Option<Vec<_>> = whom.iter().map(|who| after(self.cards[*who].state, verb)).collect();
        let states = states.ok_or("wrong_state")?;
        let taken_apart = |who: &usize| self.ways.iter().any(|way| way.to == *who && way.undone);
        if verb == Verb::Reopen && whom.iter().any(taken_apart) {
            return Err("taken_apart");
        }
        for (who, state) in whom.iter().zip(states) {
            self.becomes(*who, state, verb.has_reason());
        }
        Ok(())
    }

    fn rewritten(&mut self, who: usize, text: &str, steps: &[(&str, &'static str)], reason: bool) -> Outcome {
        let step = steps.iter().find(|(from, _)| *from == self.cards[who].state);
        let (_, state) = step.ok_or("wrong_state")?;
        self.becomes(who, state, reason);
        self.cards[who].words.push(Some(text.to_owned()));
        Ok(())
    }

    /// Statements go into others.
    fn used(&mut self, whom: &[usize], state: &'static str) -> Outcome {
        if whom.iter().any(|who| self.cards[*who].state != "accepted") {
            return Err("wrong_state");
        }
        self.have_words(whom)?;
        whom.iter().for_each(|who| self.becomes(*who, state, true));
        Ok(())
    }

    fn taken_apart(&mut self, who: usize) -> Outcome {
        let sources: Vec<usize> = self.merged_of(who).map(|way| way.from).collect();
        let held = |question: &Question| question.state != "withdrawn" && question.holds.contains(&who);
        match self.cards[who].state {
            _ if sources.is_empty() => return Err("not_merged"),
            "accepted" if self.questions.iter().any(held) => return Err("in_use"),
            "accepted" => {}
            _ => return Err("wrong_state"),
        }
        self.becomes(who, "set_aside", true);
        sources.into_iter().for_each(|source| self.becomes(source, "accepted", false));
        self.ways.iter_mut().filter(|way| way.to == who).for_each(|way| way.undone = true);
        Ok(())
    }

    fn can_be_held(&self, whom: &[usize]) -> Outcome {
        let holdable = |who: &usize| ["accepted", "adopted"].contains(&self.cards[*who].state);
        if whom.iter().all(holdable) { self.have_words(whom) } else { Err("statement_not_accepted") }
    }

    /// Where the last words of any of these were removed, nothing is made of them.
    fn have_words(&self, whom: &[usize]) -> Outcome {
        let wordless = |who: &usize| self.cards[*who].words.last().is_some_and(Option::is_none);
        if whom.iter().any(wordless) { Err("content_removed") } else { Ok(()) }
    }

    /// Whether a challenge that was opened and not withdrawn holds a statement.
    fn is_held(&self, who: usize) -> bool {
        let holding = |question: &Question| ["open", "taken_up"].contains(&question.state);
        self.questions.iter().any(|question| holding(question) && question.holds.contains(&who))
    }

    fn challenged(&mut self, act: &Act) -> Outcome {
        match act {
            Act::Draft { holds } => {
                self.can_be_held(holds)?;
                self.questions.push(Question { state: "draft", was_opened: false, holds: holds.clone() });
            }
            Act::Open { challenge } => {
                let Question { state, holds, .. } = self.questions[*challenge].clone();
                if state != "draft" {
                    return Err("wrong_state");
                }
                self.can_be_held(&holds)?;
                self.questions[*challenge].state = "open";
                self.questions[*challenge].was_opened = true;
                for who in
                    holds.into_iter().filter(|who| self.cards[*who].state == "accepted").collect::<Vec<_>>()
                {
                    self.becomes(who, "adopted", self.cards[who].reason);
                }
            }
            Act::Withdraw { challenge } => {
                let on_it = |team: &Team| team.challenge == *challenge && team.state != "dissolved";
                match self.questions[*challenge].state {
                    "draft" => {}
                    "open" if self.teams.iter().any(on_it) => return Err("in_use"),
                    "open" => {}
                    _ => return Err("wrong_state"),
                }
                self.questions[*challenge].state = "withdrawn";
                for who in self.questions[*challenge].holds.clone() {
                    if self.cards[who].state == "adopted" && !self.is_held(who) {
                        self.becomes(who, "accepted", self.cards[who].reason);
                    }
                }
            }
            Act::Gather { challenge, forms } => {
                let question = &mut self.questions[*challenge];
                if !["open", "taken_up"].contains(&question.state) {
                    return Err("challenge_not_open");
                }
                let state = if *forms { "formed" } else { "forming" };
                question.state = if *forms { "taken_up" } else { question.state };
                self.teams.push(Team { challenge: *challenge, state, has_made: *forms });
            }
            Act::Dissolve { team } => {
                if self.teams[*team].state == "dissolved" {
                    return Err("wrong_state");
                }
                self.teams[*team].state = "dissolved";
                let challenge = self.teams[*team].challenge;
                let works = |team: &Team| team.challenge == challenge && team.state == "formed";
                if self.questions[challenge].state == "taken_up" && !self.teams.iter().any(works) {
                    self.questions[challenge].state = "open";
                }
            }
            other => unreachable!("{other:?} is about statements"),
        }
        Ok(())
    }

    /// How many statements are in each state, those that were voiced and those that were made of others.
    pub fn counts(&self) -> (usize, usize, BTreeMap<&'static str, usize>) {
        let mut by_state = BTreeMap::new();
        for card in &self.cards {
            *by_state.entry(card.state).or_default() += 1;
        }
        let voiced = self.cards.iter().filter(|card| card.voiced).count();
        (voiced, self.cards.len() - voiced, by_state)
    }
}
