//! What is wrong with a blueprint as a whole: what names nothing, comes twice, or ends before it begins.

use std::collections::BTreeSet;

use super::{Blueprint, KeptParts};
use crate::composition::CompositionPolicy;
use crate::edition::Recognition;
use crate::purpose::{Wording, check_replacement};
use crate::question;
use crate::repeated::{Flaws, named, twice};
use crate::stage::Stages;
use crate::values::{Flaw, Texts};
use crate::vocabulary;

impl Blueprint {
    /// What makes this blueprint one from which no edition can be made: each flaw under its JSON pointer. Empty for a sound
    /// one.
    ///
    /// Codes: `key_twice` (stages are checked where they are taken), `ends_before_start`, `missing_field` (a time without a day), `unknown_pool`, `pool_twice`, `unknown_profile`, `profile_twice`, `purpose_twice`,
    /// `not_allowed_here` (rounds without a competition, choices where nothing is chosen), `too_short` (nothing to choose from), and those
    /// of [`CompositionPolicy::coherent`].
    #[must_use]
    pub fn check(&self) -> Vec<(String, Flaw)> {
        let mut flaws = Vec::new();
        self.check_times(&mut flaws);
        self.check_places(&mut flaws);
        self.check_policy(&mut flaws);
        let Self { consent_purposes, questions, kept, recognition, .. } = self;
        let KeptParts { support_offers: _, rounds } = kept;
        let wordings = consent_purposes.iter().map(|wanted| Wording {
            purpose: &wanted.purpose,
            version: wanted.version,
            text: &wanted.text,
        });
        for (at, field, flaw) in
            check_replacement(&wordings.collect::<Vec<_>>(), &[]).err().into_iter().flatten()
        {
            flaws.push((format!("/consent_purposes/{at}/{field}"), flaw));
        }
        flaws.extend(question::check(questions, &self.profile_slugs()));
        if *recognition == Recognition::NonCompetitive && !rounds.is_empty() {
            flaws.push(("/rounds".to_owned(), Flaw::Broken("not_allowed_here")));
        }
        twice("/rounds", "key", rounds.iter().map(|round| round.key.as_str()), &mut flaws);
        flaws
    }

    fn check_times(&self, flaws: &mut Flaws) {
        for (at, window) in self.windows.iter().enumerate() {
            if window.opens.zip(window.closes).is_some_and(|(opens, closes)| closes <= opens) {
                flaws.push((format!("/windows/{at}/closes"), Flaw::Broken("ends_before_start")));
            }
        }
        for (at, item) in self.programme.iter().enumerate() {
            if item.starts.zip(item.ends).is_some_and(|(starts, ends)| ends <= starts) {
                flaws.push((format!("/programme/{at}/ends"), Flaw::Broken("ends_before_start")));
            }
            if item.day.is_none() && item.starts.or(item.ends).is_some() {
                flaws.push((format!("/programme/{at}/day"), Flaw::Missing));
            }
        }
    }

    fn check_places(&self, flaws: &mut Flaws) {
        let pools: BTreeSet<&str> = self.pools.iter().map(|pool| pool.slug.as_str()).collect();
        twice("/pools", "slug", self.pools.iter().map(|pool| pool.slug.as_str()), flaws);
        twice("/profiles", "slug", self.profiles.iter().map(|profile| profile.slug.as_str()), flaws);
        for (at, profile) in self.profiles.iter().enumerate() {
            named(
                &format!("/profiles/{at}/pools"),
                &profile.pools,
                &pools,
                ("unknown_pool", "pool_twice"),
                flaws,
            );
        }
    }

    fn check_policy(&self, flaws: &mut Flaws) {
        let known = self.profile_slugs();
        for (at, rule) in self.composition_policy.at_least.iter().enumerate() {
            for (place, slug) in rule.profiles.iter().enumerate() {
                if !known.contains(slug.as_str()) {
                    let pointer = format!("/composition_policy/at_least/{at}/profiles/{place}");
                    flaws.push((pointer, Flaw::Broken("unknown_profile")));
                }
            }
        }
        let policy = CompositionPolicy::from(self.composition_policy.clone());
        let incoherent = policy.coherent().into_iter();
        flaws.extend(incoherent.map(|(pointer, flaw)| (format!("/composition_policy{pointer}"), flaw)));
    }

    fn profile_slugs(&self) -> BTreeSet<&str> {
        self.profiles.iter().map(|profile| profile.slug.as_str()).collect()
    }

    /// Every text in several languages, under its JSON pointer.
    #[must_use]
    pub fn texts(&self) -> Vec<(String, &Texts)> {
        let Self {
            recognition: _,
            registration_mode: _,
            stages,
            vocabulary,
            windows: _,
            pools,
            profiles,
            ..
        } = self;
        let Self { composition_policy: _, consent_purposes, questions, programme, kept, .. } = self;
        let KeptParts { support_offers, rounds: _ } = kept;
        let mut texts: Vec<(String, &Texts)> = Vec::new();
        texts.extend(stages.iter().flat_map(Stages::texts));
        texts.extend(vocabulary::texts(vocabulary));
        texts.extend(pools.iter().enumerate().map(|(at, pool)| (format!("/pools/{at}/name"), &pool.name)));
        let profiles = profiles.iter().enumerate();
        texts.extend(profiles.map(|(at, profile)| (format!("/profiles/{at}/name"), &profile.name)));
        let purposes = consent_purposes.iter().enumerate();
        texts.extend(purposes.map(|(at, purpose)| (format!("/consent_purposes/{at}/text"), &purpose.text)));
        texts.extend(
            programme.iter().enumerate().map(|(at, item)| (format!("/programme/{at}/title"), &item.title)),
        );
        for (at, offer) in support_offers.iter().enumerate() {
            texts.push((format!("/support_offers/{at}/name"), &offer.name));
            let description = offer.description.iter();
            texts.extend(description.map(|text| (format!("/support_offers/{at}/description"), text)));
        }
        texts.extend(question::texts(questions));
        texts
    }

    /// The pointers of the texts that are not in this language.
    #[must_use]
    pub fn silent_in(&self, tag: &str) -> Vec<String> {
        let silent = self.texts().into_iter().filter(|(_, texts)| !texts.contains_key(tag));
        silent.map(|(pointer, _)| pointer).collect()
    }
}
