//! Which of the things that are there a step is about: mostly such as it can happen to.

use super::plain::{Card, Plain, after};
use super::story::{Act, Pick, Step};

fn chosen(pick: Pick, all: usize, fits: impl Fn(usize) -> bool) -> Option<usize> {
    let fitting: Vec<usize> = (0..all).filter(|one| fits(*one)).collect();
    if pick.fitting && !fitting.is_empty() {
        return Some(fitting[pick.number % fitting.len()]);
    }
    pick.number.checked_rem(all)
}

impl Plain {
    fn text(&mut self) -> String {
        self.texts += 1;
        format!("Les mots {} de l'histoire.", self.texts)
    }

    fn card(&self, pick: Pick, fits: impl Fn(&Card) -> bool) -> Option<usize> {
        chosen(pick, self.cards.len(), |who| fits(&self.cards[who]))
    }

    /// Several cards, each once.
    fn several(&self, picks: &[Pick], fits: impl Fn(&Card) -> bool) -> Vec<usize> {
        let mut several = Vec::new();
        for who in picks.iter().filter_map(|pick| self.card(*pick, &fits)) {
            if !several.contains(&who) {
                several.push(who);
            }
        }
        several
    }

    fn question(&self, pick: Pick, states: &[&str]) -> Option<usize> {
        chosen(pick, self.questions.len(), |one| states.contains(&self.questions[one].state))
    }

    /// Which things a step is about; none where there is nothing it could happen to.
    pub fn chooses(&mut self, step: &Step) -> Option<Act> {
        let moves = |verb| move |card: &Card| after(card.state, verb).is_some();
        let is = |states: &'static [&'static str]| move |card: &Card| states.contains(&card.state);
        Some(match step {
            Step::Voices { restricted } => Act::Voice { text: self.text(), restricted: *restricted },
            Step::Moves(who, verb) => {
                Act::Move { whom: vec![self.card(*who, moves(*verb))?], verb: *verb, together: false }
            }
            Step::MovesTogether(picks, verb) => {
                let whom = self.several(picks, moves(*verb));
                (!whom.is_empty()).then_some(Act::Move { whom, verb: *verb, together: true })?
            }
            Step::SaysAgain(who) => {
                // What nobody voiced has no receipt.
                let who = self.card(*who, is(&["returned"])).filter(|who| self.cards[*who].voiced)?;
                Act::SayAgain { who, text: self.text() }
            }
            Step::Rewords(who) => Act::Reword {
                who: self.card(*who, is(&["submitted", "accepted", "parked", "adopted"]))?,
                text: self.text(),
            },
            Step::Empties(who) => Act::Empty { who: self.card(*who, is(&[]))? },
            Step::Merges(picks) => {
                let sources = self.several(picks, is(&["accepted"]));
                (sources.len() > 1).then(|| Act::Merge { sources, text: self.text() })?
            }
            Step::Splits(who, parts) => Act::Split {
                who: self.card(*who, is(&["accepted"]))?,
                parts: (0..*parts).map(|_| self.text()).collect(),
            },
            Step::TakesApart(who) => {
                let merged =
                    |who: usize| self.cards[who].state == "accepted" && self.merged_of(who).count() > 0;
                Act::TakeApart { who: chosen(*who, self.cards.len(), merged)? }
            }
            Step::Drafts(picks) => Act::Draft { holds: self.several(picks, is(&["accepted", "adopted"])) },
            Step::Opens(one) => Act::Open { challenge: self.question(*one, &["draft"])? },
            Step::Withdraws(one) => Act::Withdraw { challenge: self.question(*one, &["draft", "open"])? },
            Step::Gathers(one, forms) => {
                Act::Gather { challenge: self.question(*one, &["open", "taken_up"])?, forms: *forms }
            }
            Step::Dissolves(one) => Act::Dissolve {
                team: chosen(*one, self.teams.len(), |team| self.teams[team].state != "dissolved")?,
            },
        })
    }
}
