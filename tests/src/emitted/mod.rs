//! Engines that run what the compiler emits: the Rust file, built by `rustc`, and the JSON document, read by the Python reader.
//!
//! One process of each answers for many policies, in batches, so thousands of requests cost one start.

mod lines;
mod process;

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use privity::check::policy::Policy;
use privity::emit::{self, RustOptions};
use privity::graph::{self, Budget, DecisionGraph};
use privity::lower::lower;
use privity::source::SourceMap;

pub use process::{Answering, GridAnswers};

/// What `rustc` must accept an emitted file with.
pub const STRICT: &[&str] = &["--edition", "2021", "-D", "warnings"];

/// The driver of emitted Rust: reads batches of requests and writes answers. `POLICIES` stands for one arm a policy.
const DRIVER: &str = include_str!("../../emit/driver.rs");

/// The engines over the emitted forms of some policies, which go by their positions.
pub struct EmittedEngines {
    /// The Python reader over the JSON documents.
    pub python: Answering,
    /// The Rust files.
    pub rust: Answering,
    /// The JSON documents.
    pub documents: Vec<PathBuf>,
}

impl EmittedEngines {
    /// Emits policies, builds what must be built in a folder, and starts the engines.
    ///
    /// # Errors
    /// When a policy has no graph within the ordinary budget, a file cannot be written, `rustc` refuses what was emitted, or a program cannot be started.
    pub fn start(folder: &Path, policies: &[&Policy]) -> io::Result<Self> {
        let sources = SourceMap::new();
        let mut texts = Vec::new();
        let mut documents = Vec::new();
        for (at, policy) in policies.iter().enumerate() {
            let graph = built(policy)?;
            texts.push(emitted(policy, &graph)?);
            let document = folder.join(format!("policy_{at}.json"));
            std::fs::write(&document, emit::json(policy, &graph, &sources))?;
            documents.push(document);
        }
        let driver = build_driver(folder, &texts, &[])?;
        Ok(Self {
            python: python(&documents)?,
            rust: Answering::start("emitted Rust", &mut Command::new(driver))?,
            documents,
        })
    }
}

/// Starts a program of the Rust files of some policies alone, made to be fast.
///
/// # Errors
/// As [`EmittedEngines::start`].
pub fn start_rust(folder: &Path, policies: &[(&Policy, &DecisionGraph)]) -> io::Result<Answering> {
    let texts = policies
        .iter()
        .map(|(policy, graph)| emitted(policy, graph));
    let texts = texts.collect::<io::Result<Vec<_>>>()?;
    let driver = build_driver(folder, &texts, &["-O"])?;
    Answering::start("emitted Rust", &mut Command::new(driver))
}

fn built(policy: &Policy) -> io::Result<DecisionGraph> {
    graph::build(policy, &lower(policy), Budget::default())
        .map_err(|too_large| io::Error::other(format!("{too_large:?}")))
}

fn emitted(policy: &Policy, graph: &DecisionGraph) -> io::Result<String> {
    emit::rust(policy, graph, &SourceMap::new(), RustOptions::default()).map_err(io::Error::other)
}

/// The Python reader over JSON documents.
fn python(documents: &[PathBuf]) -> io::Result<Answering> {
    let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/answer_batches.py");
    let mut command = Command::new("python3");
    command.arg(program).args(documents);
    Answering::start("Python reader", &mut command)
}

/// Builds a program that answers requests to several policies, each given as emitted Rust, with these flags for `rustc`.
fn build_driver(folder: &Path, policies: &[String], flags: &[&str]) -> io::Result<PathBuf> {
    let mut modules = String::new();
    let mut arms = String::new();
    for (at, policy) in policies.iter().enumerate() {
        let file = folder.join(format!("policy_{at}.rs"));
        std::fs::write(&file, policy)?;
        let module = module_name(policy);
        // Writing to a string cannot fail.
        let _ = writeln!(modules, "mod policy_{at} {{ include!({file:?}); }}");
        let _ = writeln!(
            arms,
            "            {at} => (answer!(policy_{at}::{module}), answer_grid!(policy_{at}::{module})),"
        );
    }
    let main = DRIVER.replace("            POLICIES\n", &arms);
    let source = folder.join("driver.rs");
    std::fs::write(&source, main + &modules)?;
    let binary = folder.join(format!("driver{}", std::env::consts::EXE_SUFFIX));
    let flags = [&["-A", "dead_code"], flags, &["-o"]].concat();
    rustc(&source, &flags, &binary)?;
    Ok(binary)
}

/// Runs `rustc` with [`STRICT`] flags and these, of which the last one takes the output.
///
/// # Errors
/// When it cannot be started, or with its words when it refuses the program.
pub fn rustc(source: &Path, flags: &[&str], output: &Path) -> io::Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let done = Command::new(rustc)
        .args(STRICT)
        .args(flags)
        .arg(output)
        .arg(source)
        .output()?;
    if done.status.success() {
        return Ok(());
    }
    Err(io::Error::other(
        String::from_utf8_lossy(&done.stderr).into_owned(),
    ))
}

/// The name of the module that an emitted file declares.
fn module_name(text: &str) -> &str {
    let behind = text.split("\npub mod ").nth(1).unwrap_or_default();
    behind.split(' ').next().unwrap_or_default()
}
