//! Clusters: what the crew puts side by side while it looks for questions. Nobody outside reads them; those whose statements lie
//! beside one another are told so by their receipts.

use palabre_domain::audit::Deed;
use palabre_domain::cluster::{one_more, one_more_statement};
use palabre_domain::edition::{Writing, admits};
use palabre_domain::policy::scopes::{ClusterScope, EditionScope, Scope as _};
use palabre_domain::policy::table::{
    AddClusterStatement, ChangeCluster, CreateCluster, DeleteCluster, GetCluster, ListClusters,
    RemoveClusterStatement,
};
use palabre_domain::policy::{Action, Roles};
use palabre_domain::problem_statement::Reader;
use palabre_domain::rejection::Refusal;
use palabre_domain::values::{ClusterId, Lines, StatementId, Text};
use palabre_persistence::{Tx, clusters, statements};
use uuid::Uuid;

pub use palabre_persistence::clusters::Cluster;

use super::named::known_once;
use super::sight::reader;
use super::{Answer, App, Ask, Failure, Page, Paged, Render, Work};

/// A cluster to make.
pub struct NewCluster {
    /// Its name.
    pub name: Text<200>,
    /// What those who work with it should know.
    pub note: Option<Lines<5000>>,
    /// What is in it from the first.
    pub statements: Vec<StatementId>,
}

/// What to change of a cluster; `Some(None)` takes the note away.
pub struct ClusterChanges {
    /// Another name.
    pub name: Option<Text<200>>,
    /// Another note.
    pub note: Option<Option<Lines<5000>>>,
}

/// A cluster as a caller gets it.
pub struct ClusterView {
    /// The cluster.
    pub cluster: Cluster,
    /// The statements in it, as far as the caller may know of them.
    pub statements: Vec<StatementId>,
}

impl App {
    /// Makes a cluster.
    ///
    /// # Errors
    /// 422 for statements that are not the edition's; `wrong_state`, `full`.
    pub async fn create_cluster(
        &self,
        ask: Ask<CreateCluster>,
        new: NewCluster,
        render: Render<ClusterView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            // Locked against others who make one: they are counted.
            let edition = work.lock_edition(work.scope()).await?;
            admits(edition.state, Writing::Arc)?;
            let found = statements::present(work.tx, work.scope(), &new.statements).await?;
            known_once("/statements", &new.statements, found)?;
            one_more(clusters::count(work.tx, edition.id).await?)?;
            let cluster = Cluster {
                id: ClusterId(Uuid::now_v7()),
                version: 1,
                created_at: work.now,
                edition: edition.id,
                name: new.name.as_str().to_owned(),
                note: new.note.clone().map(Into::into),
            };
            clusters::insert(work.tx, &cluster, &new.statements).await?;
            work.record(Deed::ClusterCreated, cluster.id).await?;
            view(work.tx, &reader(work.grant), cluster).await
        })
        .await
    }

    /// The clusters of an edition.
    ///
    /// # Errors
    /// The database's own.
    pub async fn list_clusters(
        &self,
        ask: &Ask<ListClusters>,
        page: Page,
    ) -> Result<Paged<ClusterView>, Failure> {
        let edition = ask.grant.scope().edition_id;
        self.read(async |tx| {
            let found = clusters::list(tx, edition, page.after, page.fetch()).await?;
            let Paged { items, next } = Paged::cut(found, &page, |cluster| cluster.id.0);
            Ok(Paged { items: views(tx, &reader(&ask.grant), items).await?, next })
        })
        .await
    }

    /// A cluster.
    ///
    /// # Errors
    /// 404.
    pub async fn get_cluster(&self, ask: &Ask<GetCluster>) -> Result<ClusterView, Failure> {
        self.read(async |tx| {
            let found = clusters::find(tx, ask.grant.scope()).await?.ok_or_else(Failure::not_found)?;
            view(tx, &reader(&ask.grant), found).await
        })
        .await
    }

    /// Changes the name or the note of a cluster.
    ///
    /// # Errors
    /// 412; `wrong_state`.
    pub async fn change_cluster(
        &self,
        ask: Ask<ChangeCluster>,
        changes: ClusterChanges,
        render: Render<ClusterView>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut cluster = under_lock(work).await?;
            let ClusterChanges { name, note } = &changes;
            if let Some(name) = name {
                cluster.name = name.as_str().to_owned();
            }
            if let Some(note) = note {
                cluster.note = note.clone().map(Into::into);
            }
            clusters::save(work.tx, &mut cluster).await?;
            work.record(Deed::ClusterChanged, cluster.id).await?;
            view(work.tx, &reader(work.grant), cluster).await
        })
        .await
    }

    /// Deletes a cluster that no challenge was made of; its statements stay as they are.
    ///
    /// # Errors
    /// 412; `wrong_state`, `in_use`.
    pub async fn delete_cluster(
        &self,
        ask: Ask<DeleteCluster>,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let cluster = under_lock(work).await?;
            if clusters::is_in_use(work.tx, cluster.id).await? {
                return Err(Refusal::InUse.into());
            }
            clusters::delete(work.tx, &cluster).await?;
            work.record(Deed::ClusterDeleted, cluster.id).await
        })
        .await
    }

    /// Puts a statement into a cluster; one that is in it stays. The statement itself stays as it was.
    ///
    /// # Errors
    /// 404; `wrong_state`, `full`.
    pub async fn add_cluster_statement(
        &self,
        ask: Ask<AddClusterStatement>,
        statement: StatementId,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut cluster = beside(work, statement).await?;
            let held = clusters::held(work.tx, cluster.id).await?;
            if held.contains(&statement) {
                return Ok(());
            }
            one_more_statement(held.len())?;
            clusters::put(work.tx, cluster.id, statement).await?;
            clusters::save(work.tx, &mut cluster).await?;
            work.record(Deed::ClusterStatementAdded, cluster.id).await
        })
        .await
    }

    /// Takes a statement out of a cluster; one that is not in it stays out.
    ///
    /// # Errors
    /// 404; `wrong_state`.
    pub async fn remove_cluster_statement(
        &self,
        ask: Ask<RemoveClusterStatement>,
        statement: StatementId,
        render: Render<()>,
    ) -> Result<Answer, Failure> {
        self.write(ask, render, async move |work| {
            let mut cluster = beside(work, statement).await?;
            if !clusters::take_out(work.tx, cluster.id, statement).await? {
                return Ok(());
            }
            clusters::save(work.tx, &mut cluster).await?;
            work.record(Deed::ClusterStatementRemoved, cluster.id).await
        })
        .await
    }
}

/// The cluster of the scope, locked, in the version that the caller has seen, where one was named.
async fn under_lock<A: Action<Scope = ClusterScope>>(work: &Work<'_, A>) -> Result<Cluster, Failure> {
    work.enter(&work.scope().edition, Writing::Arc).await?;
    let cluster = clusters::lock(work.tx, work.scope()).await?.ok_or_else(Failure::not_found)?;
    work.check_version(cluster.version)?;
    Ok(cluster)
}

/// The cluster of the scope, locked, once a statement of the same edition was found. No state and no version of the statement is
/// touched, and so the statement is not locked.
async fn beside<A: Action<Scope = ClusterScope>>(
    work: &Work<'_, A>,
    statement: StatementId,
) -> Result<Cluster, Failure> {
    let cluster = under_lock(work).await?;
    match statements::present(work.tx, &work.scope().edition, &[statement]).await?.is_empty() {
        true => Err(Failure::not_found()),
        false => Ok(cluster),
    }
}

/// Whether a caller reads the clusters of an edition: as the policy says of one at its address.
pub(super) fn reads_clusters(edition: &EditionScope, roles: Roles) -> bool {
    ClusterScope { edition: edition.clone(), cluster_id: ClusterId(Uuid::nil()) }.shown_to(roles)
}

async fn views(tx: &Tx, reader: &Reader, found: Vec<Cluster>) -> Result<Vec<ClusterView>, Failure> {
    let mut held = clusters::statements_of(tx, &found, reader).await?;
    let view = |cluster: Cluster| {
        let statements = held.remove(&cluster.id).unwrap_or_default();
        ClusterView { cluster, statements }
    };
    Ok(found.into_iter().map(view).collect())
}

async fn view(tx: &Tx, reader: &Reader, cluster: Cluster) -> Result<ClusterView, Failure> {
    views(tx, reader, vec![cluster]).await?.pop().ok_or_else(Failure::not_found)
}
