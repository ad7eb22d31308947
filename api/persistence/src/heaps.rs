//! The tables of statements and of what hangs on them. On PostgreSQL their rows stand in the order in which they were written, which
//! tells the order of anonymous voices until they are written anew in the order of their keys (invariant 9 of the domain).

/// A table whose rows may tell an order.
pub(crate) struct Heap {
    /// Its name.
    pub(crate) table: &'static str,
    /// The index of its key, which follows no time.
    pub(crate) key: &'static str,
    /// The column that names the statement, where a voice writes rows of it: these are written once more in the daily batch, so that
    /// they all are the work of one transaction and not of as many as there were voices.
    pub(crate) by_voices: Option<&'static str>,
}

const fn heap(table: &'static str, key: &'static str, by_voices: Option<&'static str>) -> Heap {
    Heap { table, key, by_voices }
}

/// All of them; a table that hangs on statements belongs here from the first day.
pub(crate) const HEAPS: [Heap; 11] = [
    heap("problem_statements", "problem_statements_pkey", Some("id")),
    heap("wordings", "wordings_pkey", Some("statement_id")),
    heap("receipts", "pk_receipts", Some("statement_id")),
    heap("theme_statements", "pk_theme_statements", Some("statement_id")),
    heap("search_words", "pk_search_words", Some("thing_id")),
    heap("anonymous_deeds", "anonymous_deeds_pkey", None),
    heap("derivations", "derivations_pkey", None),
    heap("challenge_statements", "pk_challenge_statements", None),
    heap("cluster_statements", "pk_cluster_statements", None),
    heap("resonances", "resonances_pkey", None),
    heap("statement_readers", "pk_statement_readers", None),
];
