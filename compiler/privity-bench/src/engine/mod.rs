//! The engines that decide, each with its requests made beforehand.

pub(crate) mod cedar;
pub(crate) mod child;
pub(crate) mod optimum;
pub(crate) mod privity;
pub(crate) mod regorus;
pub(crate) mod tables;

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::Outcome;

/// In what form an engine gets its requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// As the engine wants them, made beforehand.
    Prepared,
    /// As strings: names, JSON.
    Strings,
}

/// Something that decides requests by number.
pub(crate) trait Engine {
    /// What it is called in tables.
    fn name(&self) -> &'static str;

    /// Whether each request is permitted, of the first `count` ones.
    fn answers(&mut self, count: usize) -> Outcome<Vec<bool>>;

    /// The time of `count` decisions in a row, going round the requests from the first; `None` where it has no such form.
    fn time(&mut self, form: Form, count: usize) -> Outcome<Option<Duration>>;
}

/// The time of `count` decisions, going round the requests: of the processor where the system tells it, as other programs may run.
pub(crate) fn clock<T, R>(
    count: usize,
    requests: &[T],
    mut decide: impl FnMut(&T) -> R,
) -> Duration {
    clock_rounds(count, requests, |requests| {
        for request in requests {
            black_box(decide(black_box(request)));
        }
    })
}

/// As [`clock`], for what decides a slice of requests at once.
pub(crate) fn clock_rounds<T, R>(
    count: usize,
    requests: &[T],
    mut decide: impl FnMut(&[T]) -> R,
) -> Duration {
    let (start, before) = (Instant::now(), processor_time());
    let mut left = count;
    while left > 0 {
        let now = left.min(requests.len());
        if now == 0 {
            break;
        }
        black_box(decide(black_box(requests.get(..now).unwrap_or_default())));
        left -= now;
    }
    match (before, processor_time()) {
        (Some(before), Some(after)) => after - before,
        _ => start.elapsed(),
    }
}

/// How long this thread has run on a processor, as Linux tells it, to a few milliseconds.
fn processor_time() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}
