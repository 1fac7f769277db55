//! `privity-bench`: writes rule sets and measures what engines take for them.

#![allow(
    clippy::print_stdout,
    reason = "a program that prints what it measured"
)]

mod generate;
#[allow(
    dead_code,
    reason = "requests are asked of the engines, which come next"
)]
mod model;
mod translate;

use std::error::Error;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::generate::Shape;

/// Writes rule sets by shape, size and seed, and measures Privity and other engines on them.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
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
}

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    match Arguments::parse().command {
        Command::Write {
            shape,
            rules,
            seed,
            folder,
        } => write(shape, rules, seed, &folder),
    }
}

fn write(shape: Shape, rules: usize, seed: u64, folder: &std::path::Path) -> Outcome<()> {
    if rules > shape.most_rules() {
        let (name, most) = (shape.name(), shape.most_rules());
        return Err(format!("a set of shape `{name}` has at most {most} rules").into());
    }
    let set = generate::generate(shape, rules, seed);
    translate::privity::write(&translate::privity::files(&set), folder)?;
    println!(
        "{rules} rules in {} files: {}",
        translate::privity::file_count(rules),
        folder.display()
    );
    Ok(())
}
