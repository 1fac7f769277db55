//! The command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::generate::Shape;
use crate::measure::job::Job;

/// Writes rule sets by shape, size and seed, and measures Privity and other engines on them.
#[derive(Debug, Parser)]
#[command(version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Writes a generated rule set as a policy folder, on which `privity check` finds no error.
    Write {
        /// What the set looks like.
        shape: Shape,
        /// How many rules.
        rules: usize,
        /// What makes one set differ from another of its shape and size.
        seed: u64,
        /// Where to put the files.
        folder: PathBuf,
    },
    /// The time of each pass of `privity check` on the policy in a folder.
    Passes {
        /// The policy.
        folder: PathBuf,
    },
    /// Nanoseconds a decision, of all engines, on the same requests.
    Decisions(Measure),
    /// Parsing, checking, analyses, comparison: time, growth, memory.
    Compilation(Measure),
    /// Both.
    All(Measure),
    /// One job on a prepared folder; this is how the program runs itself.
    #[command(hide = true)]
    Job {
        /// What to do.
        job: Job,
        /// What to do it on.
        folder: PathBuf,
    },
}

/// What to measure.
#[derive(Debug, Args)]
pub(crate) struct Measure {
    /// What the sets look like.
    #[arg(long, default_value = "clustered")]
    pub(crate) shape: Shape,
    /// The numbers of rules.
    #[arg(long, value_delimiter = ',')]
    pub(crate) sizes: Option<Vec<usize>>,
    /// The seed of sets and requests.
    #[arg(long, default_value_t = 1)]
    pub(crate) seed: u64,
    /// How many rounds; the middle one counts.
    #[arg(long)]
    pub(crate) rounds: Option<usize>,
    /// Seconds that one job may take.
    #[arg(long, default_value_t = 120)]
    pub(crate) limit: u64,
    /// Small sets, few rounds: about a minute.
    #[arg(long)]
    pub(crate) quick: bool,
    /// A file for all figures, as JSON.
    #[arg(long)]
    pub(crate) json: Option<PathBuf>,
}
