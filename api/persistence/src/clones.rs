//! What an edition has that no clone of it gets: counted, never read.

use palabre_domain::clone::Part;
use palabre_domain::policy::scopes::EditionScope;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::entity::{
    attendance, audit_entry, challenge, cluster, consent, credit, figure, problem_statement, prototype,
    registration, resonance, staff, team,
};
use crate::{DbError, Tx};

macro_rules! counts {
    ($tx:expr, $edition:expr; $($part:ident: $entity:ident.$column:ident;)+) => {
        vec![$((
            Part::$part,
            $entity::Entity::find()
                .filter($entity::Column::$column.eq($edition))
                .count($tx.conn())
                .await?,
        )),+]
    };
}

/// How much of each part stays with an edition when it is cloned; a fixed number of statements.
///
/// # Errors
/// The database's own.
pub async fn left_out(tx: &Tx, scope: &EditionScope) -> Result<Vec<(Part, u64)>, DbError> {
    let edition = scope.edition_id.0;
    let mut counts = counts! { tx, edition;
        Staff: staff.EditionId;
        Registration: registration.EditionId;
        Consent: consent.EditionId;
        Attendance: attendance.EditionId;
        ProblemStatement: problem_statement.EditionId;
        Cluster: cluster.EditionId;
        Resonance: resonance.EditionId;
        Challenge: challenge.EditionId;
        Team: team.EditionId;
        Prototype: prototype.EditionId;
        Credit: credit.EditionId;
        Figure: figure.EditionId;
    };
    // By the organization, too: that is what the log is looked up by.
    let entries = audit_entry::Entity::find()
        .filter(audit_entry::Column::OrganizationId.eq(scope.organization.organization_id.0))
        .filter(audit_entry::Column::EditionId.eq(edition))
        .count(tx.conn())
        .await?;
    counts.push((Part::AuditEntry, entries));
    Ok(counts)
}
