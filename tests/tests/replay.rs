//! The audit log, told again: where each registration of an edition stands, and in which order they wait.

use std::collections::BTreeMap;

use serde_json::Value;

/// What the log has told so far of the registrations of an edition.
#[derive(Default)]
pub struct Replay {
    /// By the id of the registration, and so in the order in which people came.
    told: BTreeMap<String, Told>,
}

/// What it has told of one.
struct Told {
    state: String,
    key: String,
}

impl Replay {
    /// All that a log says, oldest first.
    pub fn of<'a>(entries: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut replay = Self::default();
        entries.into_iter().for_each(|entry| replay.take(entry));
        replay
    }

    /// The next entry; one that moves no registration changes nothing.
    pub fn take(&mut self, entry: &Value) {
        let [key, who, action] = ["id", "object_id", "action"].map(|field| entry[field].as_str().unwrap());
        let said = || entry["state"].as_str().unwrap_or_else(|| panic!("{entry} says no state")).to_owned();
        let state = match action {
            "registration.made" => {
                // The order in which people came is the order of the log.
                assert_eq!(key, who);
                let told = Told { state: said(), key: key.to_owned() };
                assert!(self.told.insert(who.to_owned(), told).is_none(), "{who} was made twice");
                return;
            }
            "registration.confirmed" | "registration.placed" | "registration.offer_lapsed" => said(),
            "registration.offer_accepted" | "registration.check_in_undone" => "confirmed".to_owned(),
            "registration.declined" => "declined".to_owned(),
            "registration.checked_in" => "checked_in".to_owned(),
            "registration.no_show" => "no_show".to_owned(),
            "registration.cancelled" => "cancelled".to_owned(),
            _ => return,
        };
        let told = self.told.get_mut(who).unwrap_or_else(|| panic!("{who} was never made"));
        if action == "registration.offer_lapsed" && state == "waitlisted" {
            assert!(told.key.as_str() < key, "{who} went forward by letting an offer pass");
            told.key = key.to_owned();
        }
        told.state = state;
    }

    /// Everybody with their state, in the order in which they came.
    pub fn people(&self) -> impl Iterator<Item = (&str, &str)> {
        self.told.iter().map(|(who, told)| (who.as_str(), told.state.as_str()))
    }

    /// Those who wait, first the one who is next.
    pub fn waiting(&self) -> Vec<&str> {
        let waits = self.told.iter().filter(|(_, told)| told.state == "waitlisted");
        let mut waiting: Vec<(&str, &str)> =
            waits.map(|(who, told)| (told.key.as_str(), who.as_str())).collect();
        waiting.sort_unstable();
        waiting.into_iter().map(|(_, who)| who).collect()
    }
}
