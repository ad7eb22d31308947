//! How the door of an edition is kept, as it is said and shown.

use deserr::Deserr;
use palabre_domain::door::Contact;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::Flaws;
use super::wire::{Few, InPhone, InWebAddress, Text200, Whole};

/// How many hours before an offer ends, or people are reminded: thirty days at most.
pub type InHours = Whole<1, 720>;
/// How many days registrations are kept: ten years at most.
pub type InRetentionDays = Whole<1, 3650>;
/// Whom to turn to.
pub type ContactBodies = Few<ContactBody, 20>;

/// Somebody to turn to.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ContactBody {
    /// Their name, or that of their office.
    pub name: Text200,
    /// Their telephone.
    #[deserr(default)]
    pub phone: Option<InPhone>,
    /// Their page.
    #[deserr(default)]
    pub url: Option<InWebAddress>,
}

impl From<ContactBody> for Contact {
    fn from(ContactBody { name, phone, url }: ContactBody) -> Self {
        Self {
            name: name.0.into(),
            phone: phone.map(|phone| phone.0.into()),
            url: url.map(|url| url.0.into()),
        }
    }
}

/// Those whom one can turn to, in their order.
pub(super) fn contacts(bodies: ContactBodies) -> Vec<Contact> {
    bodies.0.into_iter().map(Into::into).collect()
}

/// A number of hours or days; its bounds are within any integer.
pub(super) fn small<const MIN: i64, const MAX: i64>(number: Whole<MIN, MAX>) -> u16 {
    u16::try_from(number.0).unwrap_or(u16::MAX)
}

/// Somebody to turn to, as they are shown.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Contact)]
pub struct ContactAnswer {
    /// Their name, or that of their office.
    pub name: String,
    /// Their telephone.
    pub phone: Option<String>,
    /// Their page.
    pub url: Option<String>,
}

impl From<Contact> for ContactAnswer {
    fn from(Contact { name, phone, url }: Contact) -> Self {
        Self { name, phone, url }
    }
}
