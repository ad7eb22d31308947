//! Classes of operations: those of a class have one bucket.

use actix_web::http::Method;

/// What is limited together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// Registering and voicing a problem; each edition apart.
    Registering,
    /// Accounts, tokens, sign-in links.
    SigningIn,
    /// Receipts, whose codes could be guessed.
    Receipts,
    /// What anyone may read.
    Reads,
    /// Sign-in mails to one address.
    Mailbox,
    /// Other mails to one address that somebody else types in.
    Letters,
}

impl Class {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Registering, Self::SigningIn, Self::Receipts, Self::Reads, Self::Mailbox, Self::Letters];

    /// Its name: in the setting, in the headers and in the document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Registering => "registering",
            Self::SigningIn => "signing_in",
            Self::Receipts => "receipts",
            Self::Reads => "reads",
            Self::Mailbox => "mailbox",
            Self::Letters => "letters",
        }
    }

    /// The class of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.name() == name)
    }

    /// Whether an operation writes to an address that its caller types in, with or without a right to it.
    pub fn writes_to_an_address(method: &Method, template: &str) -> bool {
        matches!(
            (method.as_str(), template),
            ("POST", "/v1/editions/{edition_id}/registrations" | "/v1/editions/{edition_id}/staff")
                | ("POST", "/v1/organizations/{organization_id}/invitations")
                | ("PATCH", "/v1/registrations/{registration_id}")
        )
    }

    /// The class of an operation that anyone may call; health and the document have none.
    ///
    /// What nobody thought of is limited too: reading like reading, and all else as tightly as signing in.
    pub fn of(method: &Method, template: &str) -> Option<Self> {
        let rest = template.strip_prefix("/v1/")?;
        Some(match rest {
            "editions/{edition_id}/registrations" | "editions/{edition_id}/problem-statements"
                if *method == Method::POST =>
            {
                Self::Registering
            }
            _ if rest.starts_with("receipts/") => Self::Receipts,
            _ if *method == Method::GET => Self::Reads,
            _ => Self::SigningIn,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_has_its_class() {
        for (method, template, class) in [
            (Method::POST, "/v1/editions/{edition_id}/registrations", Some(Class::Registering)),
            (Method::POST, "/v1/editions/{edition_id}/problem-statements", Some(Class::Registering)),
            (Method::GET, "/v1/editions/{edition_id}/problem-statements", Some(Class::Reads)),
            (Method::POST, "/v1/tokens", Some(Class::SigningIn)),
            (Method::POST, "/v1/tokens/from-link", Some(Class::SigningIn)),
            (Method::POST, "/v1/sign-in-links", Some(Class::SigningIn)),
            (Method::POST, "/v1/accounts", Some(Class::SigningIn)),
            (Method::GET, "/v1/receipts/{code}", Some(Class::Receipts)),
            (Method::DELETE, "/v1/receipts/{code}/consents/{purpose}", Some(Class::Receipts)),
            (Method::GET, "/v1/editions", Some(Class::Reads)),
            (Method::PUT, "/v1/something/new", Some(Class::SigningIn)),
            (Method::GET, "/health/live", None),
        ] {
            assert_eq!(Class::of(&method, template), class, "{method} {template}");
        }
    }

    #[test]
    fn a_class_is_found_by_its_name() {
        for class in Class::ALL {
            assert_eq!(Class::named(class.name()), Some(class));
        }
        assert_eq!(Class::named("signing-in"), None);
    }
}
