//! Pages of lists.

use uuid::Uuid;

/// Which part of a list is asked for: what comes after a key, so many at most.
#[derive(Debug, Clone, Copy)]
pub struct Page<K = Uuid> {
    /// The key of the last item of the page before; none for the first page.
    pub after: Option<K>,
    /// How many at most.
    pub limit: u64,
}

impl<K> Page<K> {
    /// How many rows to fetch: one more than is shown tells whether a next page exists.
    #[must_use]
    pub fn fetch(&self) -> u64 {
        self.limit + 1
    }
}

/// One page of a list, and the key after which the next one begins.
#[derive(Debug, Clone)]
pub struct Paged<T, K = Uuid> {
    /// The items.
    pub items: Vec<T>,
    /// The key of the last item, where more follow.
    pub next: Option<K>,
}

impl<T, K> Paged<T, K> {
    /// Cuts what was fetched ([`Page::fetch`] rows) down to the page.
    pub fn cut(mut items: Vec<T>, page: &Page<K>, key: impl Fn(&T) -> K) -> Self {
        let limit = usize::try_from(page.limit).unwrap_or(usize::MAX);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(key) } else { None };
        Self { items, next }
    }

    /// The same page of other items.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Paged<U, K> {
        Paged { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}
