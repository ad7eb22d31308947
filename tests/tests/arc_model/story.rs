//! What happens to what was voiced.

use proptest::prelude::*;

/// A story: what happens, from the first voice on.
#[derive(Debug, Clone)]
pub struct Story {
    /// What happens.
    pub steps: Vec<Step>,
}

/// Which of those who are there: a number that is taken among them. Most are `fitting`, taken among those to whom it can happen,
/// or stories would be made of refusals.
#[derive(Debug, Clone, Copy)]
pub struct Pick {
    pub number: usize,
    pub fitting: bool,
}

/// Something that is to happen.
#[derive(Debug, Clone)]
pub enum Step {
    /// Somebody voices a problem, perhaps for few readers only.
    Voices { restricted: bool },
    /// A statement is given another disposition.
    Moves(Pick, Verb),
    /// Several are, at once.
    MovesTogether(Vec<Pick>, Verb),
    /// What was returned is said again, by its receipt.
    SaysAgain(Pick),
    /// A statement is put into better words.
    Rewords(Pick),
    /// Its words are removed.
    Empties(Pick),
    /// Several become one.
    Merges(Vec<Pick>),
    /// One becomes so many.
    Splits(Pick, usize),
    /// A merged one is taken apart.
    TakesApart(Pick),
    /// A challenge is drafted of some.
    Drafts(Vec<Pick>),
    /// A challenge is opened.
    Opens(Pick),
    /// A challenge is taken back.
    Withdraws(Pick),
    /// A team gathers on a challenge; where it is formed, it makes a prototype.
    Gathers(Pick, bool),
    /// A team is dissolved.
    Dissolves(Pick),
}

/// The same of certain things: whom it happens to, and in which words.
#[derive(Debug, Clone)]
pub enum Act {
    Voice { text: String, restricted: bool },
    Move { whom: Vec<usize>, verb: Verb, together: bool },
    SayAgain { who: usize, text: String },
    Reword { who: usize, text: String },
    Empty { who: usize },
    Merge { sources: Vec<usize>, text: String },
    Split { who: usize, parts: Vec<String> },
    TakeApart { who: usize },
    Draft { holds: Vec<usize> },
    Open { challenge: usize },
    Withdraw { challenge: usize },
    Gather { challenge: usize, forms: bool },
    Dissolve { team: usize },
}

impl Act {
    /// Its kind.
    pub fn word(&self) -> String {
        match self {
            Self::Voice { .. } => "voice".to_owned(),
            Self::Move { verb, together: false, .. } => verb.word().to_owned(),
            Self::Move { verb, together: true, .. } => format!("{} together", verb.word()),
            Self::SayAgain { .. } => "say again".to_owned(),
            Self::Reword { .. } => "reword".to_owned(),
            Self::Empty { .. } => "remove content".to_owned(),
            Self::Merge { .. } => "merge".to_owned(),
            Self::Split { .. } => "split".to_owned(),
            Self::TakeApart { .. } => "take apart".to_owned(),
            Self::Draft { .. } => "draft".to_owned(),
            Self::Open { .. } => "open".to_owned(),
            Self::Withdraw { .. } => "withdraw".to_owned(),
            Self::Gather { .. } => "gather".to_owned(),
            Self::Dissolve { .. } => "dissolve".to_owned(),
        }
    }
}

/// What moderation makes of statements.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    Accept,
    Return,
    SetAside,
    Refer,
    Park,
    Reopen,
}

impl Verb {
    /// As in the address of its operation.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Return => "return",
            Self::SetAside => "set-aside",
            Self::Refer => "refer",
            Self::Park => "park",
            Self::Reopen => "reopen",
        }
    }

    /// Whether a reason goes with it.
    pub fn has_reason(self) -> bool {
        !matches!(self, Self::Accept | Self::Reopen)
    }
}

/// What became of an act: done, or refused with a code.
pub type Outcome = Result<(), &'static str>;

fn pick() -> impl Strategy<Value = Pick> {
    (any::<usize>(), prop::bool::weighted(0.85)).prop_map(|(number, fitting)| Pick { number, fitting })
}

fn verb() -> impl Strategy<Value = Verb> {
    prop_oneof![
        6 => Just(Verb::Accept),
        2 => Just(Verb::Return),
        1 => Just(Verb::SetAside),
        1 => Just(Verb::Refer),
        2 => Just(Verb::Park),
        3 => Just(Verb::Reopen),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let picks = |size: std::ops::Range<usize>| prop::collection::vec(pick(), size);
    prop_oneof![
        5 => prop::bool::weighted(0.25).prop_map(|restricted| Step::Voices { restricted }),
        6 => (pick(), verb()).prop_map(|(who, verb)| Step::Moves(who, verb)),
        4 => (picks(1..5), verb()).prop_map(|(whom, verb)| Step::MovesTogether(whom, verb)),
        1 => pick().prop_map(Step::SaysAgain),
        2 => pick().prop_map(Step::Rewords),
        1 => pick().prop_map(Step::Empties),
        5 => picks(2..5).prop_map(Step::Merges),
        2 => (pick(), 2..4_usize).prop_map(|(who, parts)| Step::Splits(who, parts)),
        3 => pick().prop_map(Step::TakesApart),
        3 => picks(0..4).prop_map(Step::Drafts),
        3 => pick().prop_map(Step::Opens),
        2 => pick().prop_map(Step::Withdraws),
        2 => (pick(), prop::bool::weighted(0.7)).prop_map(|(challenge, forms)| Step::Gathers(challenge, forms)),
        1 => pick().prop_map(Step::Dissolves),
    ]
}

/// Stories that begin with a few voices who are heard, and go on in any way.
pub fn stories() -> impl Strategy<Value = Story> {
    let all = Pick { number: 0, fitting: true };
    let begins = prop::collection::vec(prop::bool::weighted(0.2), 2..6).prop_map(move |voices| {
        let many = voices.len();
        let voices = voices.into_iter().map(|restricted| Step::Voices { restricted });
        let picks = (0..many).map(|number| Pick { number, ..all }).collect();
        voices.chain([Step::MovesTogether(picks, Verb::Accept)]).collect::<Vec<_>>()
    });
    (begins, prop::collection::vec(step(), 4..20)).prop_map(|(mut steps, more)| {
        steps.extend(more);
        Story { steps }
    })
}
