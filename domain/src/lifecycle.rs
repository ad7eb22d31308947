//! Lifecycles written as tables: what a thing may become, and from where.
//!
//! A transition that people ask for is a row of such a table. What changes a state as a consequence of
//! something else (a place that comes free, an edition that ends) is a plain function of the noun it
//! concerns.

/// Makes the enum of a noun's transitions, a row each: `Move: [states it starts from] => its end = "verb",`; one that ends in several
/// states, by where it starts, says each after a `;`.
///
/// The verb is the last part of the operation's address. The order of the states in a row is the order in
/// which a refusal lists them.
macro_rules! transitions {
    ($(#[$doc:meta])* pub enum $name:ident for $state:ident {
        $($(#[$move_doc:meta])* $variant:ident: $([$($from:ident),+ $(,)?] => $to:ident);+ = $word:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum $name {
            $($(#[$move_doc])* $variant,)+
        }

        impl $name {
            /// Every transition, in the order of the definition.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The verb of this transition, as in the address of its operation.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }

            /// The states from which it starts; there is at least one.
            #[must_use]
            pub const fn allowed_from(self) -> &'static [$state] {
                match self {
                    $(Self::$variant => &[$($($state::$from),+),+],)+
                }
            }

            /// The state after this transition, asked for in the state `from`.
            ///
            /// # Errors
            /// [`Rejection::WrongState`](crate::Rejection::WrongState) with every state that would have done.
            pub fn apply(self, from: $state) -> Result<$state, $crate::Rejection> {
                $crate::lifecycle::require(from, self.allowed_from(), $state::as_str)?;
                Ok(match self {
                    $(Self::$variant => match from {
                        $($($state::$from)|+ => $state::$to,)+
                        // Refused above.
                        other => other,
                    },)+
                })
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

pub(crate) use transitions;

use crate::Rejection;

/// Refuses a state that is not among the allowed ones, and names them all.
pub(crate) fn require<S: Copy + PartialEq>(
    state: S,
    allowed: &[S],
    word: fn(S) -> &'static str,
) -> Result<(), Rejection> {
    if allowed.contains(&state) {
        return Ok(());
    }
    Err(Rejection::WrongState {
        state: word(state),
        allowed_from: allowed.iter().copied().map(word).collect(),
    })
}

/// Every cell of a lifecycle, a line for each state: what each transition makes of it, `-` where it is
/// refused.
///
/// It also holds each refusal to its words: the state asked in, and exactly the states that do not refuse.
#[cfg(test)]
pub(crate) fn table<S, M>(states: &[S], moves: &[M], apply: fn(M, S) -> Result<S, Rejection>) -> Vec<String>
where
    S: Copy + std::fmt::Display,
    M: Copy,
{
    let mut lines = Vec::new();
    for state in states {
        let mut line = format!("{state}:");
        for transition in moves {
            line.push(' ');
            match apply(*transition, *state) {
                Ok(next) => line.push_str(&next.to_string()),
                Err(Rejection::WrongState { state: named, mut allowed_from }) => {
                    let mut due: Vec<String> = states
                        .iter()
                        .filter(|from| apply(*transition, **from).is_ok())
                        .map(ToString::to_string)
                        .collect();
                    due.sort_unstable();
                    allowed_from.sort_unstable();
                    assert_eq!(named, state.to_string());
                    assert_eq!(allowed_from, due);
                    line.push('-');
                }
                Err(other) => assert_eq!(other.code(), "wrong_state"),
            }
        }
        lines.push(line);
    }
    lines
}
