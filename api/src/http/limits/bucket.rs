//! A bucket for every caller of a class, by the generic cell rate algorithm: full at first, refilled one by one.

use std::net::IpAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue, RETRY_AFTER};
use governor::RateLimiter;
use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::HashMapStateStore;
use uuid::Uuid;

use super::class::Class;
use super::rates::Rate;
use crate::http::problem::Problem;

/// Full buckets are forgotten after so many calls too: many strangers in a minute fill no memory.
const MANY_CALLS: usize = 10_000;

/// Whose bucket it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// Whoever calls from an address.
    Address(IpAddr),
    /// The same, in an edition.
    Edition(IpAddr, Uuid),
    /// The fingerprint of an e-mail address.
    Mailbox(Vec<u8>),
}

/// The buckets of a class.
pub struct Bucket<C: Clock = DefaultClock> {
    class: Class,
    rate: Rate,
    limiter: RateLimiter<Key, HashMapStateStore<Key>, C, StateInformationMiddleware>,
    calls: AtomicUsize,
}

/// How it stands with a bucket once something was taken from it, or was not to be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    class: Class,
    rate: Rate,
    /// How many may come right now.
    left: u32,
    /// How long until all may come.
    full_in: Duration,
    /// How long until one may come, where none was left.
    wait: Option<Duration>,
}

impl Bucket {
    /// Full ones.
    pub fn new(class: Class, rate: Rate) -> Option<Self> {
        Self::by_the_clock(class, rate, DefaultClock::default())
    }
}

impl<C: Clock> Bucket<C> {
    fn by_the_clock(class: Class, rate: Rate, clock: C) -> Option<Self> {
        let limiter = RateLimiter::new(rate.quota()?, HashMapStateStore::default(), clock);
        Some(Self { class, rate, limiter, calls: AtomicUsize::new(0) })
    }

    /// Takes one. Who is refused is not charged for asking.
    pub fn take(&self, key: &Key) -> Standing {
        let calls = self.calls.fetch_add(1, Ordering::Relaxed);
        if calls % MANY_CALLS == MANY_CALLS - 1 {
            self.forget();
        }
        let interval = self.rate.interval();
        let (left, full_in, wait) = match self.limiter.check_key(key) {
            Ok(state) => {
                let left = state.remaining_burst_capacity();
                (left, interval.saturating_mul(self.rate.requests.saturating_sub(left)), None)
            }
            Err(until) => {
                let wait = until.wait_time_from(self.limiter.clock().now());
                let others = interval.saturating_mul(self.rate.requests.saturating_sub(1));
                (0, wait.saturating_add(others), Some(wait))
            }
        };
        Standing { class: self.class, rate: self.rate, left, full_in, wait }
    }

    /// Forgets those whose bucket is full again: they are like those who never came.
    pub fn forget(&self) {
        self.limiter.retain_recent();
        self.limiter.shrink_to_fit();
    }
}

impl Standing {
    /// What the headers of the draft on rate limits say of it: the policy, and what is left of it.
    ///
    /// `t` are the seconds until all of `q` may come at once again.
    pub fn headers(&self) -> Vec<(HeaderName, HeaderValue)> {
        let Self { class, rate: Rate { requests, seconds }, left, full_in, wait: _ } = self;
        let name = class.name();
        let texts = [
            ("ratelimit-policy", format!("\"{name}\";q={requests};w={seconds}")),
            ("ratelimit", format!("\"{name}\";r={left};t={}", whole_seconds(*full_in))),
        ];
        let header = |(name, text): (&'static str, String)| {
            Some((HeaderName::from_static(name), HeaderValue::from_str(&text).ok()?))
        };
        texts.into_iter().filter_map(header).collect()
    }

    /// The problem that it is to call now, where none was left.
    pub fn refusal(&self) -> Option<Problem> {
        let mut headers = self.headers();
        headers.push((RETRY_AFTER, HeaderValue::from(whole_seconds(self.wait?).max(1))));
        Some(Problem { headers, ..Problem::new(StatusCode::TOO_MANY_REQUESTS, "too_many_requests") })
    }
}

/// Rounded up: who comes back then comes late enough.
fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use governor::clock::FakeRelativeClock;

    use super::*;

    fn buckets(requests: u32, seconds: u32) -> (Bucket<FakeRelativeClock>, FakeRelativeClock) {
        let clock = FakeRelativeClock::default();
        let rate = Rate { requests, seconds };
        (Bucket::by_the_clock(Class::Reads, rate, clock.clone()).unwrap(), clock)
    }

    fn from(last: u8) -> Key {
        Key::Address(Ipv4Addr::new(192, 0, 2, last).into())
    }

    fn said(standing: &Standing) -> Vec<String> {
        let headers = standing.refusal().map_or_else(|| standing.headers(), |problem| problem.headers);
        headers.iter().map(|(_, value)| value.to_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn a_bucket_is_emptied_and_fills_again() {
        let (bucket, clock) = buckets(3, 10);
        let policy = "\"reads\";q=3;w=10";
        assert_eq!(said(&bucket.take(&from(1))), [policy, "\"reads\";r=2;t=4"]);
        assert_eq!(said(&bucket.take(&from(1))), [policy, "\"reads\";r=1;t=7"]);
        assert_eq!(said(&bucket.take(&from(1))), [policy, "\"reads\";r=0;t=10"]);
        assert_eq!(said(&bucket.take(&from(1))), [policy, "\"reads\";r=0;t=10", "4"]);
        assert!(bucket.take(&from(2)).refusal().is_none(), "another caller has another one");
        clock.advance(Duration::from_secs(3));
        assert_eq!(said(&bucket.take(&from(1))), [policy, "\"reads\";r=0;t=7", "1"], "too early");
        clock.advance(Duration::from_secs(1));
        assert!(bucket.take(&from(1)).refusal().is_none(), "as late as was told");
        assert!(bucket.take(&from(1)).refusal().is_some(), "one, and no more");
        clock.advance(Duration::from_secs(10));
        assert_eq!(bucket.take(&from(1)).left, 2, "full, and no fuller");
    }

    #[test]
    fn who_stays_away_is_forgotten() {
        let (bucket, clock) = buckets(3, 3);
        bucket.take(&from(1));
        clock.advance(Duration::from_secs(2));
        bucket.take(&from(2));
        bucket.forget();
        assert_eq!(bucket.limiter.len(), 1, "the first one's has been full for a while");
        clock.advance(Duration::from_secs(2));
        for _ in 0..MANY_CALLS {
            bucket.take(&from(3));
        }
        assert_eq!(bucket.limiter.len(), 1, "so many calls are followed by a look around");
    }
}
