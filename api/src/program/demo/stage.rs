//! The people of the demo: invented accounts that sign in and ask the use cases, as anybody does who comes by HTTP.

use std::path::{Path, PathBuf};

use futures_util::future::try_join_all;
use palabre_domain::organization::OrganizationRole;
use palabre_domain::policy::Action;
use palabre_domain::policy::table::{
    AcceptInvitation, CreateAccount, CreateInvitation, CreateStaff, CreateTokens,
};
use palabre_domain::staff::StaffRole;
use palabre_domain::values::FromText;
use secrecy::SecretString;
use uuid::Uuid;

use crate::usecase::accounts::NewAccount;
use crate::usecase::staff::NewStaff;
use crate::usecase::{Answer, App, Ask, Failure, Located, Post, Postman};

/// A role to try out: what it is called, who has it, and where.
pub(super) struct Role {
    pub(super) name: &'static str,
    pub(super) email: &'static str,
    account: &'static str,
    pub(super) of: &'static str,
}

/// Everybody who can sign in, in the order of [`Cast`].
pub(super) const ROLES: [Role; 8] = [
    Role {
        name: "owner",
        email: "owner@demo.example",
        account: "Propriétaire (compte inventé)",
        of: "HELMo, and every organization but one",
    },
    Role {
        name: "organizer",
        email: "organizer@demo.example",
        account: "Organisation (compte inventé)",
        of: "HELMo",
    },
    Role {
        name: "co-organizer",
        email: "joint@demo.example",
        account: "Co-organisation (compte inventé)",
        of: "Le Monde des Possibles, and with it Slow Hackathon 2025",
    },
    Role { name: "viewer", email: "viewer@demo.example", account: "Lecture (compte inventé)", of: "HELMo" },
    Role {
        name: "facilitator",
        email: "facilitator@demo.example",
        account: "Animation (compte inventé)",
        of: "Slow Hackathon 2025",
    },
    Role {
        name: "registration desk",
        email: "desk@demo.example",
        account: "Accueil (compte inventé)",
        of: "Slow Hackathon 2025",
    },
    Role {
        name: "support person",
        email: "support@demo.example",
        account: "Appui (compte inventé)",
        of: "Slow Hackathon 2025",
    },
    Role {
        name: "participant",
        email: "participant@demo.example",
        account: "Participant 1 (exemple inventé)",
        of: "Slow Hackathon 2025, by its own registration",
    },
];

/// Somebody who asks.
pub(super) struct Person {
    app: App,
    /// The access token, where signed in.
    token: Option<String>,
    /// The address, empty for nobody.
    pub(super) email: &'static str,
}

impl Person {
    /// Nobody in particular.
    pub(super) fn nobody(app: &App) -> Self {
        Self { app: app.clone(), token: None, email: "" }
    }

    /// The program that is asked.
    pub(super) fn app(&self) -> &App {
        &self.app
    }

    /// Asks to be let do `A` at a place; none is the site.
    pub(super) async fn ask<A>(&self, place: impl Into<Option<Uuid>>) -> Result<Ask<A>, Failure>
    where
        A: Action,
        A::Scope: Located,
    {
        let grant = self.app.admit::<A>(self.token.as_deref(), place.into()).await?;
        Ok(Ask { grant, expected: None, key: None })
    }
}

/// Everybody who has a role.
pub(super) struct Cast {
    pub(super) owner: Person,
    pub(super) organizer: Person,
    /// Owns the association that organizes an edition jointly.
    pub(super) joint: Person,
    viewer: Person,
    pub(super) facilitator: Person,
    pub(super) desk: Person,
    support: Person,
    pub(super) participant: Person,
}

impl Cast {
    /// Makes an account for each role, and signs it in.
    pub(super) async fn sign_in(stage: &Stage) -> Result<Self, Failure> {
        let people = try_join_all(ROLES.iter().map(|role| stage.sign_in(role))).await?;
        let [owner, organizer, joint, viewer, facilitator, desk, support, participant] =
            <[Person; 8]>::try_from(people)
                .map_err(|_| Failure::Unforeseen("a role without its person".to_owned()))?;
        Ok(Self { owner, organizer, joint, viewer, facilitator, desk, support, participant })
    }
}

/// Where people get their accounts and their mails.
pub(super) struct Stage {
    app: App,
    postman: Postman,
    mail: PathBuf,
    password: String,
}

impl Stage {
    pub(super) fn new(app: &App, post: &Post, password: &str) -> Result<Self, Failure> {
        let mail = post.written_to().map(Path::to_owned);
        let mail =
            mail.ok_or_else(|| Failure::Unforeseen("the demo reads its mails in a folder".to_owned()))?;
        let postman = Postman::new(app.clone(), post.clone());
        Ok(Self { app: app.clone(), postman, mail, password: password.to_owned() })
    }

    async fn sign_in(&self, role: &Role) -> Result<Person, Failure> {
        let nobody = Person::nobody(&self.app);
        let new = NewAccount {
            email: read(role.email)?,
            password: Some(read(&self.password)?),
            name: read(role.account)?,
            language: read("fr")?,
        };
        let ask = nobody.ask::<CreateAccount>(None).await?;
        self.app.create_account(ask, new, |account| made(account.id)).await?;
        let ask = nobody.ask::<CreateTokens>(None).await?;
        let password = SecretString::from(self.password.clone());
        let tokens = self.app.create_tokens(ask, read(role.email)?, password).await?;
        Ok(Person { token: Some(tokens.access_token), email: role.email, ..nobody })
    }

    /// Invites the members of an organization, who accept.
    pub(super) async fn enlist_members(&self, cast: &Cast, organization: Uuid) -> Result<(), Failure> {
        let members =
            [(&cast.organizer, OrganizationRole::Organizer), (&cast.viewer, OrganizationRole::Viewer)];
        for (person, role) in members {
            let ask = cast.owner.ask::<CreateInvitation>(organization).await?;
            let email = read(person.email)?;
            self.app.create_invitation(ask, email, role, |invitation| made(invitation.id)).await?;
            self.accept(person).await?;
        }
        Ok(())
    }

    /// Invites the staff of an edition, who accept.
    pub(super) async fn enlist_staff(&self, cast: &Cast, edition: Uuid) -> Result<(), Failure> {
        let staff = [
            (&cast.facilitator, StaffRole::Facilitator),
            (&cast.desk, StaffRole::RegistrationDesk),
            (&cast.support, StaffRole::SupportPerson),
        ];
        for (person, role) in staff {
            let ask = cast.organizer.ask::<CreateStaff>(edition).await?;
            let new = NewStaff { email: read(person.email)?, role, from: None, until: None };
            self.app.create_staff(ask, new, |view| made(view.entry.id)).await?;
            self.accept(person).await?;
        }
        Ok(())
    }

    /// Accepts the invitation that is in somebody's mail, and nowhere else.
    async fn accept(&self, person: &Person) -> Result<(), Failure> {
        self.postman.deliver().await?;
        let token = self.token_for(person.email)?;
        let ask = person.ask::<AcceptInvitation>(None).await?;
        self.app.accept_invitation(ask, token, |invitation| made(invitation.id)).await?;
        Ok(())
    }

    /// Opens the mails to an address; the one with a token goes when it was read.
    fn token_for(&self, email: &str) -> Result<String, Failure> {
        let unreadable = |error: std::io::Error| Failure::Unforeseen(format!("mails can't be read: {error}"));
        for entry in std::fs::read_dir(&self.mail).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            if path.extension().is_none_or(|extension| extension != "eml") {
                continue;
            }
            let mail = std::fs::read_to_string(&path).map_err(unreadable)?;
            if !mail.contains(&format!("To: {email}\r\n")) {
                continue;
            }
            if let Some(token) = mail.lines().map(str::trim).find(is_token) {
                let token = token.to_owned();
                std::fs::remove_file(&path).map_err(unreadable)?;
                return Ok(token);
            }
        }
        Err(Failure::Unforeseen(format!("no invitation came for {email}")))
    }
}

/// A token stands alone on its line: 32 letters and digits, which no encoding of mails touches.
fn is_token(line: &&str) -> bool {
    line.len() == 32 && line.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
}

/// Reads a value as the edge would.
pub(super) fn read<T: FromText>(text: &str) -> Result<T, Failure> {
    T::from_text(text).map_err(|flaw| Failure::field(text, flaw))
}

/// The answer that a use case is asked to make here: nothing but the id of what was made.
pub(super) fn made(id: impl Into<Uuid>) -> Answer {
    Answer { status: 201, headers: Vec::new(), body: id.into().as_bytes().to_vec(), replayed: false }
}

/// The id out of such an answer.
pub(super) fn id_of(answer: &Answer) -> Result<Uuid, Failure> {
    Uuid::from_slice(&answer.body).map_err(Failure::unforeseen)
}
