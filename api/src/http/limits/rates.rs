//! How often each class may be called: the setting.

use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use governor::Quota;

use super::class::Class;

/// The most requests that a rate can allow.
const MOST_REQUESTS: u32 = 1_000_000;
/// The longest time that a rate can span, in seconds: a day.
const LONGEST: u32 = 86_400;

/// So many requests in so many seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// All of them may come at once.
    pub requests: u32,
    /// They come back one by one, the last after so long.
    pub seconds: u32,
}

impl Rate {
    /// How long it takes until one more may come.
    pub fn interval(self) -> Duration {
        Duration::from_secs(self.seconds.into()) / self.requests.max(1)
    }

    /// The same for the bucket; a rate of nothing has none.
    pub fn quota(self) -> Option<Quota> {
        Some(Quota::with_period(self.interval())?.allow_burst(NonZeroU32::new(self.requests)?))
    }
}

impl FromStr for Rate {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (requests, seconds) = text.split_once('/').ok_or(())?;
        let rate =
            Self { requests: requests.parse().map_err(|_| ())?, seconds: seconds.parse().map_err(|_| ())? };
        let sound = (1..=MOST_REQUESTS).contains(&rate.requests) && (1..=LONGEST).contains(&rate.seconds);
        if sound { Ok(rate) } else { Err(()) }
    }
}

/// The rate of each class; one without a rate is not limited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rates(BTreeMap<Class, Rate>);

impl Rates {
    /// The rate of a class.
    pub fn of(&self, class: Class) -> Option<Rate> {
        self.0.get(&class).copied()
    }
}

impl Default for Rates {
    /// Generous where a whole school sits behind one address, tight where somebody could guess.
    fn default() -> Self {
        let rate = |class| match class {
            Class::Registering => Rate { requests: 600, seconds: 60 },
            Class::SigningIn => Rate { requests: 120, seconds: 60 },
            Class::Receipts => Rate { requests: 240, seconds: 60 },
            Class::Reads => Rate { requests: 3_000, seconds: 60 },
            Class::Mailbox => Rate { requests: 5, seconds: 600 },
            Class::Letters => Rate { requests: 20, seconds: 3_600 },
        };
        Self(Class::ALL.into_iter().map(|class| (class, rate(class))).collect())
    }
}

impl FromStr for Rates {
    type Err = String;

    /// `on`, `off`, or what differs from `on`: `registering=600/60,reads=off`.
    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim() {
            "on" => return Ok(Self::default()),
            "off" => return Ok(Self(BTreeMap::new())),
            _ => {}
        }
        let mut rates = Self::default();
        let mut named = Vec::new();
        for item in text.split(',').map(str::trim) {
            let (name, rate) = item.split_once('=').ok_or_else(|| {
                format!("{item:?} is neither on nor off nor the rate of a class; reads=3000/60 is one")
            })?;
            let class = Class::named(name.trim()).ok_or_else(|| {
                let known = Class::ALL.map(Class::name).join(", ");
                format!("{name:?} is no class of requests; there are {known}")
            })?;
            if named.contains(&class) {
                return Err(format!("{} is there twice", class.name()));
            }
            named.push(class);
            if rate.trim() == "off" {
                rates.0.remove(&class);
                continue;
            }
            let rate = rate.trim().parse().map_err(|()| {
                format!(
                    "{rate:?} is no rate: up to {MOST_REQUESTS} requests / up to {LONGEST} seconds, or off; \
                     {}=600/60 is one",
                    class.name()
                )
            })?;
            rates.0.insert(class, rate);
        }
        Ok(rates)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_changes_what_it_names() {
        let on: Rates = "on".parse().unwrap();
        assert_eq!(on, Rates::default());
        assert_eq!("off".parse::<Rates>().unwrap(), Rates(BTreeMap::new()));
        let some: Rates = " registering=7/2, reads=off ".parse().unwrap();
        assert_eq!(some.of(Class::Registering), Some(Rate { requests: 7, seconds: 2 }));
        assert_eq!(some.of(Class::Reads), None);
        for class in [Class::SigningIn, Class::Receipts, Class::Mailbox] {
            assert_eq!(some.of(class), on.of(class), "{class:?}");
        }
    }

    #[test]
    fn a_setting_that_makes_no_sense_says_what_does() {
        for (text, word) in [
            ("", "neither on nor off"),
            ("sometimes", "neither on nor off"),
            ("on,reads=off", "neither on nor off"),
            ("reads=1/1,", "neither on nor off"),
            ("raeds=1/1", "registering, signing_in, receipts, reads, mailbox, letters"),
            ("reads=1/1,reads=off", "twice"),
            ("reads=", "no rate"),
            ("reads=60", "no rate"),
            ("reads=0/60", "no rate"),
            ("reads=60/0", "no rate"),
            ("reads=-1/60", "no rate"),
            ("reads=1.5/60", "no rate"),
            ("reads=1000001/60", "no rate"),
            ("reads=1/86401", "no rate"),
        ] {
            let said = text.parse::<Rates>().unwrap_err();
            assert!(said.contains(word), "{text}: {said}");
        }
    }

    #[test]
    fn every_rate_that_can_be_set_makes_a_bucket() {
        for (requests, seconds) in [(1, 1), (MOST_REQUESTS, 1), (1, LONGEST), (MOST_REQUESTS, LONGEST)] {
            assert!(Rate { requests, seconds }.quota().is_some(), "{requests}/{seconds}");
        }
    }
}
