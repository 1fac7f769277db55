//! The passes of the compiler one by one.

use std::path::Path;
use std::time::{Duration, Instant};

use privity::diagnostic::Report;
use privity::graph::verify::{self, Effort};
use privity::graph::{self, Budget};
use privity::{analyse, check, load, lower, resolve};

use crate::Outcome;

/// What a pass took, and what there is to say of it.
pub(crate) struct Pass {
    /// Its name.
    pub(crate) name: &'static str,
    /// The time.
    pub(crate) time: Duration,
    /// Its result in a few words, or nothing.
    pub(crate) note: String,
    /// Whether it is one of the analyses.
    pub(crate) is_analysis: bool,
}

/// Runs all passes of a check over the policy in a folder.
pub(crate) fn passes(folder: &Path) -> Outcome<Vec<Pass>> {
    let mut passes = Passes(Vec::new());
    let mut report = Report::new();
    let package = passes.run("load and parse", || {
        load::load(folder, &|_| None, &mut report)
    });
    let world = passes.run("resolve", || {
        resolve::resolve(&package.program, &mut report)
    });
    let policy = passes.run("check", || check::check(&world, &mut report));
    if report.has_errors() {
        return Err("the policy has errors; `privity check` shows them".into());
    }
    let budget = Budget::for_rules(policy.rules.len());
    passes.analyse("gaps in words", || {
        analyse::gaps::find(&world, &policy, &mut report)
    });
    let lowered = passes.run("lower", || lower::lower(&policy));
    let graph = passes.run("build", || graph::build(&policy, &lowered, budget.clone()));
    match &graph {
        Ok(graph) => passes.note(format!("{} nodes", graph.nodes.len())),
        Err(_) => passes.note("over the budget".to_owned()),
    }
    let readings = passes.analyse("readings", || {
        analyse::readings::find(&policy, budget.clone())
    });
    if readings.is_err() {
        passes.note("over the budget".to_owned());
    }
    let endings = analyse::gaps::endings(&world, &policy);
    let found = passes.analyse("overlap and gaps over all requests", || {
        analyse::found_over_requests(&policy, budget.clone(), &endings)
    });
    let silent = found
        .iter()
        .filter(|found| found.finding.code == privity::diagnostic::Code::NotAnalysed)
        .count();
    passes.note(match silent {
        0 => format!("{} findings", found.len()),
        _ => format!(
            "{} findings, {silent} of them \"not analysed\"",
            found.len()
        ),
    });
    passes.analyse("assertions", || {
        analyse::assertions::decide(&policy, budget.clone())
    });
    if let Ok(graph) = &graph {
        let proof = passes.run("verify", || {
            verify::verify(graph, &policy, Effort::for_rules(policy.rules.len()))
        });
        passes.note(match proof {
            Ok(proof) => proof.to_string(),
            Err(_) => return Err("the graph differs from the rules".into()),
        });
    }
    Ok(passes.0)
}

struct Passes(Vec<Pass>);

impl Passes {
    fn run<T>(&mut self, name: &'static str, pass: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = pass();
        self.0.push(Pass {
            name,
            time: start.elapsed(),
            note: String::new(),
            is_analysis: false,
        });
        result
    }

    fn analyse<T>(&mut self, name: &'static str, pass: impl FnOnce() -> T) -> T {
        let result = self.run(name, pass);
        if let Some(last) = self.0.last_mut() {
            last.is_analysis = true;
        }
        result
    }

    fn note(&mut self, note: String) {
        if let Some(last) = self.0.last_mut() {
            last.note = note;
        }
    }
}
