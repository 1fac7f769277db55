//! Times, and what is said of them.

use std::time::Duration;

/// Some times, in the order in which they were taken.
#[derive(Default)]
pub(crate) struct Series(Vec<Duration>);

impl<const N: usize> From<[Duration; N]> for Series {
    fn from(times: [Duration; N]) -> Self {
        Self(times.to_vec())
    }
}

impl Series {
    pub(crate) fn push(&mut self, time: Duration) {
        self.0.push(time);
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    /// The time, in milliseconds, that so many in a hundred do not go over.
    pub(crate) fn quantile(&self, hundredths: usize) -> f64 {
        let mut sorted = self.0.clone();
        sorted.sort_unstable();
        let at = (sorted.len() * hundredths).div_ceil(100).max(1) - 1;
        sorted[at].as_secs_f64() * 1_000.0
    }
}

/// The memory that this process holds, server and editor together, in MiB; 0 where the system does not tell.
pub(crate) fn resident() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    let number = line.and_then(|line| line.split_whitespace().nth(1));
    number.and_then(|kib| kib.parse::<u64>().ok()).unwrap_or(0) / 1_024
}
