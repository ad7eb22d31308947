//! How alike two problem statements are: the same trouble, voiced by two people, should be found by whoever reads one
//! of them.
//!
//! # What is computed
//!
//! A text becomes [`Terms`]: the stems (Snowball) of its words, less those that only build the sentence. What is
//! compared is these stems and, at half their weight, every four letters inside them, because German and Dutch put into
//! one word what others say in three. The likeness of two statements is the cosine of their weights, each being
//! `(1 + ln times) · ln(1 + (N − n + ½) / (n + ½))` for a sign that `n` of `N` statements share: logarithmic frequency
//! (Manning, Raghavan, Schütze: Introduction to Information Retrieval, 2008, 6.4) and the rarity of BM25 as Lucene
//! computes it (Robertson and Zaragoza, 2009). It is blind to what is said in wholly other words, and to translations.

mod index;
mod stop_words;
mod suggestions;
#[cfg(test)]
mod tests;
mod words;

pub use index::{FLOOR, Likeness};
pub use suggestions::{Suggestion, suggest};
pub use words::{Term, Terms};
