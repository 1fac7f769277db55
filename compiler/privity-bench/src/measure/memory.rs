//! Peak memory of child processes, as Linux tells it.

use std::fs;
use std::io::Read as _;
use std::process::{Child, Command, ExitStatus};
use std::time::Duration;

use crate::Outcome;

/// How often a child is looked at.
const INTERVAL: Duration = Duration::from_millis(2);

/// Runs a command whose errors are piped; its status, the most memory that it held at once, in bytes, and what it wrote as errors.
///
/// The figure is the high-water mark that the system keeps, read until the child ends, so a last jump within two milliseconds may be missed.
pub(crate) fn run(mut command: Command) -> Outcome<(ExitStatus, Option<u64>, String)> {
    let mut child = command.spawn()?;
    let errors = child.stderr.take().map(|mut pipe| {
        std::thread::spawn(move || {
            let mut text = String::new();
            // What is no text is not worth showing.
            let _ = pipe.read_to_string(&mut text);
            text
        })
    });
    let mut peak = None;
    let status = loop {
        peak = peak.max(high_water(&child));
        match child.try_wait()? {
            Some(status) => break status,
            None => std::thread::sleep(INTERVAL),
        }
    };
    let errors = errors
        .and_then(|thread| thread.join().ok())
        .unwrap_or_default();
    Ok((status, peak, errors))
}

fn high_water(child: &Child) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes * 1024)
}
