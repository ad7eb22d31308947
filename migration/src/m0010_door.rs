//! The door: how places are given, what is asked, what is read by the desk alone, who was passed over, and what is to
//! be removed once somebody was erased.

use sea_orm_migration::{
    MigrationTrait, SchemaManager, async_trait,
    sea_orm::{ConnectionTrait as _, DbBackend, DbErr, DeriveMigrationName},
    sea_query::{ColumnDef, ConditionalStatement as _, Expr, Index, Table},
};

use crate::table::{NewTable, drop_tables, text_column};

const NEW_TABLES: [&str; 3] = ["removals", "placements", "access_needs"];

const OFFERS_THAT_END: &str = "ix_registrations_offer_expires_at";

/// The columns that tables get, in the order in which they get them.
const NEW_COLUMNS: [(&str, &str); 10] = [
    ("editions", "registration_mode"),
    ("editions", "offer_hours"),
    ("editions", "retention_days"),
    ("editions", "contacts"),
    ("editions", "questions"),
    ("registrations", "answers"),
    ("registrations", "waiting_since"),
    ("registrations", "erased_at"),
    ("mails", "registration_id"),
    ("mails", "recipient_hash"),
];

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        editions(manager).await?;
        registrations(manager).await?;
        mails(manager).await?;
        access_needs(manager).await?;
        placements(manager).await?;
        removals(manager).await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &NEW_TABLES).await?;
        for (index, table) in [(OFFERS_THAT_END, "registrations"), (MAILS_ABOUT, "mails")] {
            manager.drop_index(Index::drop().name(index).table(table).to_owned()).await?;
        }
        for (table, column) in NEW_COLUMNS.into_iter().rev() {
            manager.alter_table(Table::alter().table(table).drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}

async fn add(manager: &SchemaManager<'_>, table: &'static str, column: &mut ColumnDef) -> Result<(), DbErr> {
    manager.alter_table(Table::alter().table(table).add_column(column).to_owned()).await
}

/// An edition that was there keeps its registrations until somebody says for how long: nothing is erased because
/// a program was replaced. `registration_mode` is one of the domain's words; what a format had said of it is read from where it
/// waited.
async fn editions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = "editions";
    let mut mode = text_column(manager.get_database_backend(), "registration_mode");
    add(manager, table, mode.not_null().default("automatic")).await?;
    add(manager, table, ColumnDef::new("offer_hours").integer().null()).await?;
    add(manager, table, ColumnDef::new("retention_days").integer().null()).await?;
    add(manager, table, ColumnDef::new("contacts").json_binary().null()).await?;
    add(manager, table, ColumnDef::new("questions").json_binary().null()).await?;
    let (mode, questions) = match manager.get_database_backend() {
        DbBackend::Postgres => ("kept_parts ->> 'registration_mode'", "kept_parts -> 'questions'"),
        _ => ("json_extract(kept_parts, '$.registration_mode')", "json_extract(kept_parts, '$.questions')"),
    };
    let sql = format!(
        "UPDATE editions SET registration_mode = COALESCE({mode}, 'automatic'), questions = {questions} \
         WHERE kept_parts IS NOT NULL"
    );
    manager.get_connection().execute_unprepared(&sql).await?;
    Ok(())
}

/// `waiting_since`: since when somebody is on the list, who may have registered long before.
async fn registrations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = "registrations";
    add(manager, table, ColumnDef::new("answers").json_binary().null()).await?;
    for column in ["waiting_since", "erased_at"] {
        add(manager, table, ColumnDef::new(column).timestamp_with_time_zone().null()).await?;
    }
    let offers = Index::create()
        .name(OFFERS_THAT_END)
        .table(table)
        .col("offer_expires_at")
        .and_where(Expr::cust("offer_expires_at IS NOT NULL"))
        .to_owned();
    manager.create_index(offers).await?;
    let sql = "UPDATE registrations SET waiting_since = registered_at WHERE state = 'waitlisted'";
    manager.get_connection().execute_unprepared(sql).await?;
    Ok(())
}

const MAILS_ABOUT: &str = "ix_mails_registration_id";

/// `registration_id`: what a mail is about; with it goes the mail. `recipient_hash` is in the name of the file that a mail becomes, by
/// which it is found when its reader is erased.
async fn mails(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = "mails";
    add(manager, table, ColumnDef::new("registration_id").uuid().null()).await?;
    add(manager, table, ColumnDef::new("recipient_hash").blob().null()).await?;
    let about = Index::create().name(MAILS_ABOUT).table(table).col("registration_id").to_owned();
    manager.create_index(about).await
}

/// What somebody needs to take part; apart from the registration, because fewer people read it, and for less long.
async fn access_needs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "access_needs")
        .uuid("registration_id")
        .uuid("edition_id")
        .created_at()
        .text("text")
        .key(&["registration_id"])
        .refers("registration_id", "registrations")
        .refers("edition_id", "editions")
        .index(&["edition_id"])
        .create(manager)
        .await
}

/// Places that were given while others waited: by whom these were passed over, and which pools were full then.
async fn placements(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "placements")
        .id()
        .time("at")
        .uuid("edition_id")
        .uuid("registration_id")
        .uuid("waiting_key")
        .json("full_pools")
        .refers("edition_id", "editions")
        .refers("registration_id", "registrations")
        .index(&["edition_id", "id"])
        .index(&["registration_id"])
        .create(manager)
        .await
}

/// What still has to be removed outside the tables after an erasure: the files of mails, the free pages of the database.
async fn removals(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    NewTable::named(manager, "removals")
        .id()
        .created_at()
        .binary_or_null("recipient_hash")
        .create(manager)
        .await
}
