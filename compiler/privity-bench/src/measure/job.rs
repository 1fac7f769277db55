//! One thing to measure, done once in a process of its own, so that its peak memory is known and nothing is warm.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr as _;
use std::time::{Duration, Instant};

use cedar_policy::{PolicySet, Schema, ValidationMode, Validator};
use clap::ValueEnum;
use privity::compile::{Goal, Options, compile_at};
use privity::diagnostic::Report;
use privity::graph::Budget;
use privity::{check, compare, load, resolve};
use serde::{Deserialize, Serialize};

use super::passes;
use crate::Outcome;
use crate::engine::regorus;
use crate::generate::Shape;
use crate::generate::generate;
use crate::model::{FactId, FactKind, Rule, RuleSet, Test};
use crate::translate::{cedar, privity as privity_text, rego};

/// What is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Job {
    /// Cedar: schema, policies, strict validation.
    CedarFront,
    /// regorus: policy and data, compiled for its interpreter.
    RegorusFront,
    /// Privity: load, parse, resolve, check.
    PrivityFront,
    /// Privity: everything that `privity check` does.
    PrivityCheck,
    /// Privity: the analyses alone.
    PrivityAnalyses,
    /// Privity: the comparison with the same rules, each cut in two on a fact that it does not test.
    PrivitySplit,
    /// Privity: the comparison with a version in which one rule in a hundred is gone.
    PrivityDifference,
}

impl Job {
    /// Its name in tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::CedarFront => "Cedar: parse + strict validation",
            Self::RegorusFront => "regorus: parse + compile (no schema)",
            Self::PrivityFront => "Privity: parse + resolve + check",
            Self::PrivityCheck => "Privity: whole `check`",
            Self::PrivityAnalyses => "Privity: analyses alone",
            Self::PrivitySplit => "Privity: equal to its split form",
            Self::PrivityDifference => "Privity: difference to an edited version",
        }
    }
}

/// What a job took.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Taken {
    /// Seconds of the work itself.
    pub(crate) seconds: f64,
    /// Peak memory of the process in bytes, where the system says it.
    pub(crate) peak: Option<u64>,
    /// What there is to say.
    pub(crate) note: String,
}

/// Writes what all jobs read.
pub(crate) fn prepare(set: &RuleSet, folder: &Path) -> Outcome<()> {
    privity_text::write(&privity_text::files(set), &folder.join("privity"))?;
    privity_text::write(&privity_text::files(&split(set)), &folder.join("split"))?;
    privity_text::write(&privity_text::files(&edited(set)), &folder.join("edited"))?;
    fs::write(folder.join("schema.cedarschema"), cedar::schema(set))?;
    fs::write(folder.join("policies.cedar"), cedar::policies(set))?;
    fs::create_dir_all(folder.join("rego"))?;
    for (number, text) in rego::policies(set).iter().enumerate() {
        fs::write(
            folder.join("rego").join(format!("rules{number}.rego")),
            text,
        )?;
    }
    fs::write(folder.join("data.json"), rego::data(set))?;
    Ok(())
}

/// Each rule as two, one for each value of a flag that it does not test.
fn split(set: &RuleSet) -> RuleSet {
    let mut split = set.clone();
    split.rules.clear();
    for rule in &set.rules {
        match untested(set, rule) {
            Some(flag) => split.rules.extend([true, false].map(|wanted| {
                let mut half = rule.clone();
                half.when.push(Test::Flag(flag, wanted));
                half
            })),
            None => split.rules.push(rule.clone()),
        }
    }
    split
}

fn untested(set: &RuleSet, rule: &Rule) -> Option<FactId> {
    let is_tested = |flag: FactId| {
        let mut tests = rule.when.iter().chain(&rule.unless);
        tests.any(|test| matches!(*test, Test::Flag(tested, _) if tested == flag))
    };
    let flags = (0..set.facts.len()).filter(|&fact| {
        set.facts
            .get(fact)
            .is_some_and(|fact| fact.kind == FactKind::Flag)
    });
    flags.into_iter().find(|&flag| !is_tested(flag))
}

/// The set without its every hundredth rule; without the first if there are no hundred.
fn edited(set: &RuleSet) -> RuleSet {
    let mut edited = set.clone();
    let mut number = 0;
    edited.rules.retain(|_| {
        number += 1;
        number % 100 != 1
    });
    edited
}

/// Does a job in this process.
pub(crate) fn run(job: Job, folder: &Path) -> Outcome<Taken> {
    let (time, note) = match job {
        Job::CedarFront => {
            let schema = fs::read_to_string(folder.join("schema.cedarschema"))?;
            let policies = fs::read_to_string(folder.join("policies.cedar"))?;
            timed(|| {
                let (schema, _) = Schema::from_cedarschema_str(&schema)?;
                let policies = PolicySet::from_str(&policies)?;
                let result = Validator::new(schema).validate(&policies, ValidationMode::Strict);
                match result.validation_errors().next() {
                    Some(error) => Err(error.to_string().into()),
                    None => Ok(String::new()),
                }
            })?
        }
        Job::RegorusFront => {
            let files = fs::read_dir(folder.join("rego"))?;
            let read = |file: std::io::Result<fs::DirEntry>| fs::read_to_string(file?.path());
            let policies: Vec<String> = files.map(read).collect::<Result<_, _>>()?;
            let data = fs::read_to_string(folder.join("data.json"))?;
            timed(|| regorus::compile(&policies, &data).map(|_| String::new()))?
        }
        Job::PrivityFront => timed(|| front(&folder.join("privity")).map(|_| String::new()))?,
        Job::PrivityCheck => timed(|| {
            let options = Options {
                goal: Goal::Review,
                ..Options::default()
            };
            let compilation = compile_at(&folder.join("privity"), &|_| None, options);
            if compilation.has_errors() {
                return Err("the policy has errors".into());
            }
            let compiled = compilation.compiled.ok_or("the policy was not read")?;
            let graph = compiled.graph.map_or("no graph".to_owned(), |graph| {
                format!("{} nodes", graph.nodes.len())
            });
            let proof = compiled
                .proof
                .map_or("not proved".to_owned(), |proof| proof.to_string());
            let silent = compilation
                .findings
                .iter()
                .filter(|finding| finding.code == privity::diagnostic::Code::NotAnalysed)
                .count();
            let silent = if silent > 0 {
                format!(", {silent} × \"not analysed\"")
            } else {
                String::new()
            };
            Ok(format!("{graph}, {proof}{silent}"))
        })?,
        Job::PrivityAnalyses => {
            let passes = passes::passes(&folder.join("privity"))?;
            let analyses = passes.iter().filter(|pass| pass.is_analysis);
            let time: Duration = analyses.clone().map(|pass| pass.time).sum();
            let notes: Vec<&str> = analyses
                .map(|pass| pass.note.as_str())
                .filter(|note| !note.is_empty())
                .collect();
            (time, notes.join("; "))
        }
        Job::PrivitySplit => difference(folder, "split", true)?,
        Job::PrivityDifference => difference(folder, "edited", false)?,
    };
    Ok(Taken {
        seconds: time.as_secs_f64(),
        peak: own_peak(),
        note,
    })
}

/// The most memory that this process held so far, as Linux tells it.
fn own_peak() -> Option<u64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().trim_end_matches(" kB").parse().ok()?;
    Some(kilobytes * 1024)
}

fn timed(work: impl FnOnce() -> Outcome<String>) -> Outcome<(Duration, String)> {
    let start = Instant::now();
    let note = work()?;
    Ok((start.elapsed(), note))
}

fn front(folder: &Path) -> Outcome<check::policy::Policy> {
    let mut report = Report::new();
    let package = load::load(folder, &|_| None, &mut report);
    let world = resolve::resolve(&package.program, &mut report);
    let policy = check::check(&world, &mut report);
    if report.has_errors() {
        return Err("the policy has errors".into());
    }
    Ok(policy)
}

fn difference(folder: &Path, other: &str, equal: bool) -> Outcome<(Duration, String)> {
    let old = front(&folder.join("privity"))?;
    let new = front(&folder.join(other))?;
    let budget = Budget::for_rules(old.rules.len() + new.rules.len());
    timed(|| match compare::compare(&old, &new, budget) {
        Err(_) => Ok("over the budget: not compared".to_owned()),
        Ok(difference) if equal && !difference.changes.is_empty() => {
            Err("the split form differs".into())
        }
        Ok(difference) => Ok(format!("{} changes", difference.changes.len())),
    })
}

/// Does a job in a new process of this program; `None` if it was not done within `limit`.
pub(crate) fn run_apart(job: Job, folder: &Path, limit: Duration) -> Outcome<Option<Taken>> {
    let name = job.to_possible_value().ok_or("a job without a name")?;
    let mut child = Command::new(std::env::current_exe()?)
        .arg("job")
        .arg(name.get_name())
        .arg(folder)
        .stdout(Stdio::piped())
        .spawn()?;
    let start = Instant::now();
    while child.try_wait()?.is_none() {
        if start.elapsed() > limit {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output()?;
    if !output.status.success() {
        return Err(format!("{} failed", job.name()).into());
    }
    Ok(Some(serde_json::from_slice(&output.stdout)?))
}

/// Generates a set and writes what all jobs read.
pub(crate) fn prepare_generated(
    shape: Shape,
    rules: usize,
    seed: u64,
    folder: &Path,
) -> Outcome<()> {
    prepare(&generate(shape, rules, seed), folder)
}
