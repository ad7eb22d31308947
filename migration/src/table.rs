//! How a table is written down once for both databases.
//!
//! The rules that hold for every table live here, so that no step can forget one: text is compared byte by byte,
//! constraints are named and part of `CREATE TABLE`, foreign keys restrict, times and versions have no default.

use sea_orm_migration::{
    SchemaManager,
    sea_orm::{DbBackend, DbErr},
    sea_query::{
        Check, ColumnDef, ConditionalStatement, Expr, ForeignKey, ForeignKeyAction, Index,
        IndexCreateStatement, Table, TableCreateStatement,
    },
};

/// A table that is being written down.
pub(crate) struct NewTable {
    name: &'static str,
    backend: DbBackend,
    table: TableCreateStatement,
    indexes: Vec<IndexCreateStatement>,
}

/// Drops the tables in the order given: those that refer before those that are referred to.
pub(crate) async fn drop_tables(manager: &SchemaManager<'_>, tables: &[&'static str]) -> Result<(), DbErr> {
    for table in tables {
        manager.drop_table(Table::drop().table(*table).to_owned()).await?;
    }
    Ok(())
}

/// The SQL list of an enum's values, each of them our own word and free of quotes.
pub(crate) fn any_of(column: &str, words: &[&str]) -> String {
    format!("{column} IN ('{}')", words.join("', '"))
}

impl NewTable {
    pub(crate) fn named(manager: &SchemaManager<'_>, name: &'static str) -> Self {
        Self {
            name,
            backend: manager.get_database_backend(),
            table: Table::create().table(name).to_owned(),
            indexes: Vec::new(),
        }
    }

    pub(crate) async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        manager.create_table(self.table).await?;
        for index in self.indexes {
            manager.create_index(index).await?;
        }
        Ok(())
    }

    // Columns.

    /// The key `id`.
    pub(crate) fn id(self) -> Self {
        self.col(ColumnDef::new("id").uuid().not_null().primary_key())
    }

    /// Counts the changes of a row, for `ETag` and `If-Match`.
    pub(crate) fn version(self) -> Self {
        self.bigint("version")
    }

    pub(crate) fn created_at(self) -> Self {
        self.time("created_at")
    }

    pub(crate) fn uuid(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).uuid().not_null())
    }

    pub(crate) fn uuid_or_null(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).uuid().null())
    }

    pub(crate) fn text(self, name: &'static str) -> Self {
        let mut column = text_column(self.backend, name);
        self.col(column.not_null())
    }

    pub(crate) fn text_or_null(self, name: &'static str) -> Self {
        let mut column = text_column(self.backend, name);
        self.col(column.null())
    }

    /// An enum: text that is one of these words, all that the domain knows, since SQLite can't add one later.
    pub(crate) fn one_of(self, name: &'static str, words: &[&str]) -> Self {
        self.text(name).check(name, any_of(name, words))
    }

    /// As [`one_of`](Self::one_of), and may be absent.
    pub(crate) fn one_of_or_null(self, name: &'static str, words: &[&str]) -> Self {
        self.text_or_null(name).check(name, any_of(name, words))
    }

    pub(crate) fn smallint(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).small_integer().not_null())
    }

    pub(crate) fn smallint_or_null(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).small_integer().null())
    }

    pub(crate) fn int(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).integer().not_null())
    }

    pub(crate) fn int_or_null(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).integer().null())
    }

    pub(crate) fn bigint(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).big_integer().not_null())
    }

    pub(crate) fn double(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).double().not_null())
    }

    pub(crate) fn boolean(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).boolean().not_null())
    }

    /// An instant, to the microsecond; without a default, since SQLite's own text for it sorts wrongly.
    pub(crate) fn time(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).timestamp_with_time_zone().not_null())
    }

    pub(crate) fn time_or_null(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).timestamp_with_time_zone().null())
    }

    /// Kept and given back whole: no query looks inside.
    pub(crate) fn json(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).json_binary().not_null())
    }

    pub(crate) fn json_or_null(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).json_binary().null())
    }

    pub(crate) fn binary(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).blob().not_null())
    }

    pub(crate) fn binary_or_null(self, name: &'static str) -> Self {
        self.col(ColumnDef::new(name).blob().null())
    }

    // Constraints and indexes.

    /// A key of several columns, or of one that is not `id`.
    pub(crate) fn key(mut self, columns: &[&'static str]) -> Self {
        let mut key = over(columns);
        key.name(format!("pk_{}", self.name));
        self.table.primary_key(&mut key);
        self
    }

    /// A foreign key to that table's `id`; what is referred to can't be deleted.
    pub(crate) fn refers(mut self, column: &'static str, to: &'static str) -> Self {
        self.table.foreign_key(
            ForeignKey::create()
                .name(format!("fk_{}_{column}", self.name))
                .from(self.name, column)
                .to(to, "id")
                .on_delete(ForeignKeyAction::Restrict)
                .on_update(ForeignKeyAction::Restrict),
        );
        self
    }

    /// A rule of one row, in SQL that both databases read alike.
    pub(crate) fn check(mut self, rule: &'static str, sql: impl Into<String>) -> Self {
        let name = format!("ck_{}_{rule}", self.name);
        self.table.check(Check::named(name, Expr::cust(sql.into())));
        self
    }

    pub(crate) fn unique(mut self, columns: &[&'static str]) -> Self {
        let mut index = over(columns);
        index.name(self.index_name("uq", columns)).unique();
        self.table.index(&mut index);
        self
    }

    /// Unique among the rows of which `condition` holds.
    pub(crate) fn unique_where(mut self, columns: &[&'static str], condition: String) -> Self {
        let mut index = over(columns);
        index.name(self.index_name("uq", columns)).table(self.name).unique().and_where(Expr::cust(condition));
        self.indexes.push(index);
        self
    }

    pub(crate) fn index(mut self, columns: &[&'static str]) -> Self {
        let mut index = over(columns);
        index.name(self.index_name("ix", columns)).table(self.name);
        self.indexes.push(index);
        self
    }

    /// On SQLite, rows lie in the order of their key and not in the order in which they came.
    pub(crate) fn without_rowid(mut self) -> Self {
        if self.backend == DbBackend::Sqlite {
            self.table.extra("WITHOUT ROWID");
        }
        self
    }

    fn col(mut self, column: &mut ColumnDef) -> Self {
        self.table.col(column);
        self
    }

    fn index_name(&self, kind: &str, columns: &[&'static str]) -> String {
        format!("{kind}_{}_{}", self.name, columns.join("_"))
    }
}

/// A column of text. SQLite compares byte by byte unless told otherwise; PostgreSQL has to be told.
pub(crate) fn text_column(backend: DbBackend, name: &'static str) -> ColumnDef {
    let mut column = ColumnDef::new(name);
    column.text();
    if backend == DbBackend::Postgres {
        column.extra("COLLATE \"C\"");
    }
    column
}

fn over(columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    for column in columns {
        index.col(*column);
    }
    index
}
