//! Who reads which problem statement, and how much of it.
//!
//! A list, a page, a walk along the provenance ask the same two questions here, so that no way to a statement
//! shows more than another (invariant 7 of the domain).

use crate::policy::{Role, Roles};
use crate::problem_statement::{Sensitivity, StatementState};
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
    /// The account, whose own statements it reads always.
    pub account: Option<AccountId>,
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
    pub const ANYONE: Self = Self { of_everything: false, of_restricted: false, public: true, account: None };

    /// The reader that these roles in the edition make of an account, or of nobody in particular.
    #[must_use]
    pub fn from(roles: Roles, account: Option<AccountId>) -> Self {
        let moderates = roles.any(&[Role::Owner, Role::Organizer, Role::Facilitator]);
        Self { of_everything: moderates, of_restricted: moderates, public: roles.has(Role::Anyone), account }
    }

    /// The same caller before the statements of another edition, where nothing is known of their part: they read
    /// what anyone reads, and their own.
    #[must_use]
    pub const fn elsewhere(self) -> Self {
        Self { of_everything: false, of_restricted: false, ..self }
    }

    /// Whether a statement is in this reader's lists, and at its address, at all.
    ///
    /// `author` is the account that voiced it, where one did and is kept.
    #[must_use]
    pub fn shows_statement(
        &self,
        state: StatementState,
        sensitivity: Sensitivity,
        author: Option<AccountId>,
    ) -> bool {
        self.of_everything || self.wrote(author) || self.reads_as_anyone(state, sensitivity)
    }

    /// Whether this reader gets the words, and the name and structure beside them.
    ///
    /// `is_named_reader`: an organizer named this account, with a reason, as a reader of this statement. That
    /// opens confidential words, which no role opens by itself.
    #[must_use]
    pub fn shows_wording(
        &self,
        state: StatementState,
        sensitivity: Sensitivity,
        author: Option<AccountId>,
        is_named_reader: bool,
    ) -> bool {
        let by_right = match sensitivity {
            Sensitivity::Open => self.of_everything || self.reads_as_anyone(state, sensitivity),
            Sensitivity::Restricted => self.of_restricted,
            Sensitivity::Confidential => is_named_reader && self.account.is_some(),
        };
        by_right || self.wrote(author)
    }

    /// Whether this reader gets the public wording of a restricted statement, where it has one: anyone does.
    #[must_use]
    pub fn shows_public_wording(&self, state: StatementState, sensitivity: Sensitivity) -> bool {
        self.public && sensitivity == Sensitivity::Restricted && state.is_public()
    }

    /// Among whom this reader compares statements.
    #[must_use]
    pub const fn circle(&self) -> Circle {
        if self.of_everything && self.of_restricted { Circle::Moderators } else { Circle::Everybody }
    }

    fn reads_as_anyone(&self, state: StatementState, sensitivity: Sensitivity) -> bool {
        self.public && sensitivity == Sensitivity::Open && state.is_public()
    }

    /// Nobody in particular is never the author of what nobody in particular voiced.
    fn wrote(&self, author: Option<AccountId>) -> bool {
        self.account.is_some() && self.account == author
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

    /// `w` the words, `s` the statement without its words, `-` nothing: open, restricted, confidential in a
    /// row.
    fn row(reader: Reader, state: StatementState, author: Option<AccountId>, named: bool) -> String {
        let cell = |sensitivity: &Sensitivity| {
            if reader.shows_wording(state, *sensitivity, author, named) {
                'w'
            } else if reader.shows_statement(state, *sensitivity, author) {
                's'
            } else {
                '-'
            }
        };
        Sensitivity::ALL.iter().map(cell).collect()
    }

    #[test]
    fn every_role_and_sensitivity() {
        for role in Role::ALL {
            let (inside, published) = match role {
                Role::Owner | Role::Organizer | Role::Facilitator => ("wws", "wws"),
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
                | Role::Helper
                | Role::PartnerOwner => ("---", "w--"),
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
            assert_eq!(row(reader(Role::SignedIn, SOMEBODY), *state, SOMEBODY, false), "www");
        }
    }

    #[test]
    fn nobody_is_not_the_author_of_an_anonymous_voice() {
        for state in StatementState::ALL {
            let due = if state.is_public() { "w--" } else { "---" };
            assert_eq!(row(reader(Role::Anyone, None), *state, None, true), due);
        }
        let no_role = Reader::from(Roles::none(), None);
        assert_eq!(row(no_role, StatementState::Accepted, None, true), "---");
    }

    #[test]
    fn in_another_edition_a_facilitator_is_anyone() {
        let elsewhere = reader(Role::Facilitator, SOMEBODY).elsewhere();
        for state in StatementState::ALL {
            assert_eq!(
                row(elsewhere, *state, ANOTHER, false),
                row(reader(Role::SignedIn, SOMEBODY), *state, ANOTHER, false)
            );
            assert_eq!(row(elsewhere, *state, SOMEBODY, false), "www");
        }
    }

    /// What is compared in a circle is read by everybody in it.
    #[test]
    fn a_circle_reads_no_more_than_any_of_it() {
        for role in Role::ALL {
            let one = reader(*role, SOMEBODY);
            let all = one.circle().reader();
            for state in StatementState::ALL {
                for sensitivity in Sensitivity::ALL {
                    let reads = |reader: Reader| reader.shows_wording(*state, *sensitivity, ANOTHER, false);
                    assert!(reads(one) || !reads(all), "{role} {state} {sensitivity}");
                    assert!(!reads(all) || *sensitivity != Sensitivity::Confidential);
                    let public = |reader: Reader| reader.shows_public_wording(*state, *sensitivity);
                    assert!(public(one) || !public(all), "{role} {state} {sensitivity}");
                }
            }
        }
    }

    #[test]
    fn a_public_wording_is_of_a_restricted_statement_in_public() {
        for state in StatementState::ALL {
            for sensitivity in Sensitivity::ALL {
                let due = state.is_public() && *sensitivity == Sensitivity::Restricted;
                assert_eq!(Reader::ANYONE.shows_public_wording(*state, *sensitivity), due);
                let nobody = Reader::from(Roles::none(), None);
                assert!(!nobody.shows_public_wording(*state, *sensitivity));
            }
        }
    }

    #[test]
    fn being_named_opens_confidential_words_only() {
        for state in StatementState::ALL {
            let due = if state.is_public() { "w-w" } else { "--w" };
            assert_eq!(row(reader(Role::SupportPerson, SOMEBODY), *state, ANOTHER, true), due);
            assert_eq!(row(reader(Role::Facilitator, SOMEBODY), *state, ANOTHER, true), "www");
        }
    }
}
