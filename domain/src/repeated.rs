//! Lists in which each thing comes once, and names something that there is.

use std::collections::BTreeSet;

use crate::values::Flaw;

/// Flaws beside the JSON pointers of what they lie in.
pub(crate) type Flaws = Vec<(String, Flaw)>;

/// Refuses a key that stands at an earlier place too.
pub(crate) fn twice<'a>(list: &str, field: &str, keys: impl Iterator<Item = &'a str>, flaws: &mut Flaws) {
    let mut seen = BTreeSet::new();
    for (at, key) in keys.enumerate() {
        if !seen.insert(key) {
            flaws.push((format!("{list}/{at}/{field}"), Flaw::Broken("key_twice")));
        }
    }
}

/// Refuses names of what does not exist, and those that come twice.
pub(crate) fn named(
    list: &str,
    names: &[String],
    known: &BTreeSet<&str>,
    (unknown, repeated): (&'static str, &'static str),
    flaws: &mut Flaws,
) {
    let mut seen = BTreeSet::new();
    for (at, name) in names.iter().enumerate() {
        let code = match (known.contains(name.as_str()), seen.insert(name)) {
            (false, _) => unknown,
            (true, false) => repeated,
            (true, true) => continue,
        };
        flaws.push((format!("{list}/{at}"), Flaw::Broken(code)));
    }
}
