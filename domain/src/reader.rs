//! Who reads which problem statement, and how much of it.
//!
//! A list, a page, a walk along the provenance ask the same two questions here, so that no way to a statement
//! shows more than another (invariant 7 of the domain).

use crate::policy::{Role, Roles};
use crate::problem_statement::{Sensitivity, StatementState, can_be_named};
use crate::values::AccountId;

/// A caller as a reader of an edition's statements. The fields are what a query filters by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reader {
    /// Gets every statement of the edition, with or without its wording: who moderates has to dispose of all
    /// of them.
    pub of_everything: bool,
    /// Reads the wording of restricted ones.
    pub of_restricted: bool,
    /// Reads what anyone reads; everybody does, and only a caller without any role does not.
    pub public: bool,
    /// Has a part in the edition, so that being named as a reader holds.
    pub takes_part: bool,
    /// The account, whose own statements it reads always.
    pub account: Option<AccountId>,
}

/// What of a statement decides who reads it, and how much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cover {
    /// Its disposition.
    pub state: StatementState,
    /// Who may read the words.
    pub sensitivity: Sensitivity,
    /// The account that voiced it, where one did and is kept.
    pub author: Option<AccountId>,
    /// Whether there are words beside its own that anyone may read.
    pub has_public_wording: bool,
    /// Whether an organizer named the account that asks as a reader of it, with a reason.
    pub names_reader: bool,
}

/// How much of a statement a reader gets, from nothing to all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Not even that it is there.
    Nothing,
    /// That it is there, and what became of it; no words, no name, no structure.
    Bare,
    /// The same, and the words that were written for everybody.
    PublicWording,
    /// The words, at the statement's own address and nowhere else, each reading being written down; elsewhere it is as good as
    /// [`Bare`](Self::Bare).
    OnRecord,
    /// The words, wherever the statement stands.
    Words,
}

impl Extent {
    /// Whether why a statement has its disposition goes with it: a reason speaks of the words, and is not for who gets others in
    /// their place.
    #[must_use]
    pub const fn has_reason(self) -> bool {
        match self {
            Self::Nothing | Self::PublicWording => false,
            Self::Bare | Self::OnRecord | Self::Words => true,
        }
    }
}

/// Who reads the statements that are compared with each other.
///
/// How alike two of them are depends on how rare their words are among all: in a circle is nothing that one of it may not
/// read, so that no number tells them of words that are hidden from them. Confidential ones are in none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Circle {
    /// Anyone.
    Everybody,
    /// Those who moderate.
    Moderators,
}

impl Circle {
    /// The reader that everybody in it is at least.
    #[must_use]
    pub const fn reader(self) -> Reader {
        match self {
            Self::Everybody => Reader::ANYONE,
            Self::Moderators => Reader { of_everything: true, of_restricted: true, ..Reader::ANYONE },
        }
    }
}

impl Reader {
    /// Nobody in particular.
    pub const ANYONE: Self =
        Self { of_everything: false, of_restricted: false, public: true, takes_part: false, account: None };

    /// The reader that these roles in the edition make of an account, or of nobody in particular.
    #[must_use]
    pub fn from(roles: Roles, account: Option<AccountId>) -> Self {
        let moderates = roles.any(&[Role::Owner, Role::Organizer, Role::Facilitator]);
        Self {
            of_everything: moderates,
            of_restricted: moderates,
            public: roles.has(Role::Anyone),
            takes_part: can_be_named(roles),
            account,
        }
    }

    /// The same caller before the statements of another edition, where nothing is known of their part: they read
    /// what anyone reads, and their own.
    #[must_use]
    pub const fn elsewhere(self) -> Self {
        Self { of_everything: false, of_restricted: false, takes_part: false, ..self }
    }

    /// Among whom this reader compares statements.
    #[must_use]
    pub const fn circle(&self) -> Circle {
        if self.of_everything && self.of_restricted { Circle::Moderators } else { Circle::Everybody }
    }

    /// How much of a statement this reader gets.
    ///
    /// Being named opens confidential words, which no role opens by itself, and nothing else.
    #[must_use]
    pub fn extent(&self, cover: &Cover) -> Extent {
        let Cover { state, sensitivity, author, has_public_wording, names_reader } = *cover;
        let in_public = self.public && state.is_public();
        // Nobody in particular is never the author of what nobody in particular voiced.
        if self.account.is_some() && self.account == author {
            return Extent::Words;
        }
        match sensitivity {
            Sensitivity::Open if in_public || self.of_everything => Extent::Words,
            Sensitivity::Restricted if self.of_restricted => Extent::Words,
            Sensitivity::Restricted if in_public && has_public_wording => Extent::PublicWording,
            Sensitivity::Confidential if names_reader && self.takes_part => Extent::OnRecord,
            Sensitivity::Open | Sensitivity::Restricted | Sensitivity::Confidential => {
                match self.of_everything {
                    true => Extent::Bare,
                    false => Extent::Nothing,
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const SOMEBODY: Option<AccountId> = Some(AccountId(Uuid::from_u128(1)));
    const ANOTHER: Option<AccountId> = Some(AccountId(Uuid::from_u128(2)));

    fn reader(role: Role, account: Option<AccountId>) -> Reader {
        Reader::from(Roles::none().with(Role::Anyone).with(role), account)
    }

    /// `w` the words, `r` the words on record, `p` the public wording, `s` the statement without its words, `-` nothing: open,
    /// restricted, restricted with a public wording, confidential in a row.
    fn row(reader: Reader, state: StatementState, author: Option<AccountId>, names_reader: bool) -> String {
        use Sensitivity::{Confidential, Open, Restricted};
        let cell = |(sensitivity, has_public_wording)| {
            let cover = Cover { state, sensitivity, author, has_public_wording, names_reader };
            match reader.extent(&cover) {
                Extent::Nothing => '-',
                Extent::Bare => 's',
                Extent::PublicWording => 'p',
                Extent::OnRecord => 'r',
                Extent::Words => 'w',
            }
        };
        [(Open, false), (Restricted, false), (Restricted, true), (Confidential, false)]
            .map(cell)
            .iter()
            .collect()
    }

    #[test]
    fn every_role_and_sensitivity() {
        for role in Role::ALL {
            let (inside, published) = match role {
                Role::Owner | Role::Organizer | Role::Facilitator => ("wwws", "wwws"),
                Role::Anyone
                | Role::SignedIn
                | Role::Viewer
                | Role::Staff
                | Role::RegistrationDesk
                | Role::SupportPerson
                | Role::Assessor
                | Role::Participant
                | Role::TeamMember
                | Role::Steward
                | Role::Holder
                | Role::Author
                | Role::NamedReader
                | Role::Helper
                | Role::PartnerOwner => ("----", "w-p-"),
            };
            let reader = reader(*role, SOMEBODY);
            for state in StatementState::ALL {
                let due = if state.is_public() { published } else { inside };
                assert_eq!(row(reader, *state, ANOTHER, false), due, "{role} {state}");
                assert_eq!(row(reader, *state, None, false), due, "{role} {state}");
            }
        }
    }

    #[test]
    fn authors_read_their_own_in_every_state() {
        for state in StatementState::ALL {
            assert_eq!(row(reader(Role::SignedIn, SOMEBODY), *state, SOMEBODY, false), "wwww");
        }
    }

    #[test]
    fn nobody_is_not_the_author_of_an_anonymous_voice() {
        for state in StatementState::ALL {
            let due = if state.is_public() { "w-p-" } else { "----" };
            assert_eq!(row(reader(Role::Anyone, None), *state, None, true), due);
        }
        let no_role = Reader::from(Roles::none(), None);
        assert_eq!(row(no_role, StatementState::Accepted, None, true), "----");
    }

    #[test]
    fn in_another_edition_a_facilitator_is_anyone() {
        let elsewhere = reader(Role::Facilitator, SOMEBODY).elsewhere();
        for state in StatementState::ALL {
            assert_eq!(
                row(elsewhere, *state, ANOTHER, false),
                row(reader(Role::SignedIn, SOMEBODY), *state, ANOTHER, false)
            );
            assert_eq!(row(elsewhere, *state, SOMEBODY, false), "wwww");
        }
    }

    /// What is compared in a circle is read by everybody in it.
    #[test]
    fn a_circle_reads_no_more_than_any_of_it() {
        for role in Role::ALL {
            let one = reader(*role, SOMEBODY);
            let all = one.circle().reader();
            for state in StatementState::ALL {
                // Cell by cell, nothing is a dash, and what all get each gets: `p` and `s` are less than `w`.
                let (own, common) = (row(one, *state, ANOTHER, false), row(all, *state, ANOTHER, false));
                for (own, common) in own.chars().zip(common.chars()) {
                    assert!(common == own || common == '-', "{role} {state}: {common} and {own}");
                }
                assert!(!common.ends_with(['w', 'p', 'r']), "confidential ones are in no circle");
            }
        }
    }

    #[test]
    fn being_named_opens_confidential_words_only_and_on_record_only() {
        for state in StatementState::ALL {
            let due = if state.is_public() { "w-pr" } else { "---r" };
            assert_eq!(row(reader(Role::SupportPerson, SOMEBODY), *state, ANOTHER, true), due);
            assert_eq!(row(reader(Role::Facilitator, SOMEBODY), *state, ANOTHER, true), "wwwr");
            // Whose part in the edition is over is a reader no longer.
            let due = if state.is_public() { "w-p-" } else { "----" };
            assert_eq!(row(reader(Role::SignedIn, SOMEBODY), *state, ANOTHER, true), due);
        }
    }
}
