//! Clusters: statements side by side, for those who work on the edition.

use actix_web::{delete, get, patch, post, put};
use chrono::{DateTime, Utc};
use deserr::Deserr;
use palabre_domain::policy::table::{
    AddClusterStatement, ChangeCluster, CreateCluster, DeleteCluster, GetCluster, ListClusters,
    RemoveClusterStatement,
};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use uuid::Uuid;

use super::allowed::{Allowed, Handled};
use super::answers::{ListAnswer, Resource, created, done, listed, shown};
use super::body::{Flaws, ListQuery, NoBody};
use super::challenges::UpTo500StatementIds;
use super::wire::{Change, Lines5000, Patch, Text200};
use crate::usecase::clusters::{Cluster, ClusterChanges, ClusterView, NewCluster};

/// A cluster to make.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct NewClusterBody {
    /// Its name; several may have the same.
    #[schema(example = "Reaching somebody at all")]
    pub name: Text200,
    /// What those who work with it should know.
    #[deserr(default)]
    pub note: Option<Lines5000>,
    /// What is in it from the first, in whatever state.
    #[deserr(default)]
    pub statements: Option<UpTo500StatementIds>,
}

/// What to change of a cluster; statements are put in and taken out one by one.
#[derive(Debug, Deserr, ToSchema)]
#[deserr(error = Flaws, deny_unknown_fields)]
pub struct ClusterPatch {
    /// Another name.
    #[deserr(default)]
    #[schema(value_type = Text200, required = false)]
    pub name: Change<Text200>,
    /// Another note.
    #[deserr(default)]
    #[schema(value_type = Option<Lines5000>)]
    pub note: Patch<Lines5000>,
}

/// Statements side by side; each stays what it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Cluster)]
pub struct ClusterAnswer {
    /// Its id.
    pub id: Uuid,
    /// Counts its changes, and what is put in and taken out.
    pub version: i64,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// In which edition.
    pub edition_id: Uuid,
    /// Its name.
    pub name: String,
    /// What those who work with it should know.
    pub note: Option<String>,
    /// The statements in it, as far as the caller may know of them.
    #[schema(max_items = 500)]
    pub statements: Vec<Uuid>,
}

impl Resource for ClusterAnswer {
    type View = ClusterView;

    fn of(ClusterView { cluster, statements }: &ClusterView) -> Self {
        let Cluster { id, version, created_at, edition, name, note } = cluster.clone();
        let statements = statements.iter().map(|statement| statement.0).collect();
        Self { id: id.0, version, created_at, edition_id: edition.0, name, note, statements }
    }

    fn version(&self) -> Option<i64> {
        Some(self.version)
    }

    fn address(&self) -> String {
        format!("/v1/clusters/{}", self.id)
    }
}

/// Put statements side by side; nothing changes of them.
#[utoipa::path(
    tag = "Problem statements",
    request_body = NewClusterBody,
    responses((status = 201, description = "The cluster", body = ClusterAnswer)),
    extensions(("x-codes" = json!(["wrong_state", "full"])))
)]
#[post("/v1/editions/{edition_id}/clusters")]
pub async fn create_cluster(call: Allowed<CreateCluster, NewClusterBody>) -> Handled {
    let NewClusterBody { name, note, statements } = call.body;
    let statements = statements.map(|few| few.0).unwrap_or_default();
    let new = NewCluster {
        name: name.0,
        note: note.map(|note| note.0),
        statements: statements.into_iter().map(|statement| statement.0).collect(),
    };
    Ok(call.app.create_cluster(call.ask, new, created::<ClusterAnswer>).await?.into())
}

/// List the clusters of an edition, oldest first.
#[utoipa::path(
    tag = "Problem statements",
    params(ListQuery),
    responses((status = 200, description = "A page of clusters", body = ListAnswer<ClusterAnswer>))
)]
#[get("/v1/editions/{edition_id}/clusters")]
pub async fn list_clusters(call: Allowed<ListClusters, NoBody, ListQuery>) -> Handled {
    let page = call.app.list_clusters(&call.ask, call.page()?).await?;
    Ok(call.reply(listed::<ClusterAnswer>(page, &call.continuation())))
}

/// Read a cluster.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 200, description = "The cluster", body = ClusterAnswer))
)]
#[get("/v1/clusters/{cluster_id}")]
pub async fn get_cluster(call: Allowed<GetCluster>) -> Handled {
    let view = call.app.get_cluster(&call.ask).await?;
    Ok(call.shown::<ClusterAnswer>(&view))
}

/// Change the name or the note of a cluster.
#[utoipa::path(
    tag = "Problem statements",
    request_body = ClusterPatch,
    responses((status = 200, description = "The cluster", body = ClusterAnswer)),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[patch("/v1/clusters/{cluster_id}")]
pub async fn change_cluster(call: Allowed<ChangeCluster, ClusterPatch>) -> Handled {
    let ClusterPatch { name, note } = call.body;
    let changes = ClusterChanges { name: name.map(|name| name.0), note: note.map(|note| note.0) };
    Ok(call.app.change_cluster(call.ask, changes, shown::<ClusterAnswer>).await?.into())
}

/// Delete a cluster that no challenge was made of; the statements stay as they are.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 204, description = "Deleted")),
    extensions(("x-codes" = json!(["wrong_state", "in_use"])))
)]
#[delete("/v1/clusters/{cluster_id}")]
pub async fn delete_cluster(call: Allowed<DeleteCluster>) -> Handled {
    Ok(call.app.delete_cluster(call.ask, done::<()>).await?.into())
}

/// Put a statement into a cluster; nothing changes where it is in it.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 204, description = "Is in the cluster")),
    extensions(("x-codes" = json!(["wrong_state", "full"])))
)]
#[put("/v1/clusters/{cluster_id}/statements/{statement_id}")]
pub async fn add_cluster_statement(call: Allowed<AddClusterStatement>) -> Handled {
    let statement = call.id("statement_id")?;
    Ok(call.app.add_cluster_statement(call.ask, statement, done::<()>).await?.into())
}

/// Take a statement out of a cluster; nothing changes where it is not in it.
#[utoipa::path(
    tag = "Problem statements",
    responses((status = 204, description = "Is not in the cluster")),
    extensions(("x-codes" = json!(["wrong_state"])))
)]
#[delete("/v1/clusters/{cluster_id}/statements/{statement_id}")]
pub async fn remove_cluster_statement(call: Allowed<RemoveClusterStatement>) -> Handled {
    let statement = call.id("statement_id")?;
    Ok(call.app.remove_cluster_statement(call.ask, statement, done::<()>).await?.into())
}

/// The operations of this file.
pub fn routes(config: &mut ServiceConfig<'_>) {
    config
        .service(create_cluster)
        .service(list_clusters)
        .service(get_cluster)
        .service(change_cluster)
        .service(delete_cluster)
        .service(add_cluster_statement)
        .service(remove_cluster_statement);
}
