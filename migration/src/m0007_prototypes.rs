//! Prototypes, the challenges they answer, and the stages they went through.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{DbErr, DeriveMigrationName},
};

use crate::table::{NewTable, drop_tables};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        prototypes(manager).await?;
        prototype_challenges(manager).await?;
        stage_transitions(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["stage_transitions", "prototype_challenges", "prototypes"]).await
    }
}

/// `ring` is a random place: in an edition without competition, lists go round it and nobody is first by rank.
///
/// A stage is a word of the edition's own, so no check names them.
async fn prototypes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "prototypes")
        .id()
        .version()
        .created_at()
        .uuid("team_id")
        .uuid("edition_id")
        .text("name")
        .text("name_folded")
        .text("summary")
        .text("language")
        .one_of(
            "outcome_kind",
            &[
                "web_application",
                "mobile_application",
                "platform",
                "service",
                "workshop_series",
                "device",
                "process_change",
                "policy_proposal",
                "network",
                "decision_not_to_digitise",
                "application",
            ],
        )
        .text("stage")
        .one_of(
            "trajectory",
            &["unknown", "continuing", "paused", "merged_into", "adopted", "stopped", "decided_not_to_build"],
        )
        .bigint("ring")
        .refers("team_id", "teams")
        .refers("edition_id", "editions")
        .index(&["edition_id", "ring", "id"])
        .index(&["team_id"])
        .create(manager)
        .await
}

async fn prototype_challenges(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "prototype_challenges")
        .uuid("prototype_id")
        .uuid("challenge_id")
        .key(&["prototype_id", "challenge_id"])
        .refers("prototype_id", "prototypes")
        .refers("challenge_id", "challenges")
        .index(&["challenge_id"])
        .create(manager)
        .await
}

async fn stage_transitions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "stage_transitions")
        .id()
        .created_at()
        .uuid("prototype_id")
        .text("from_stage")
        .text("to_stage")
        .text_or_null("note")
        .time("moved_at")
        .refers("prototype_id", "prototypes")
        .index(&["prototype_id", "id"])
        .create(manager)
        .await
}
