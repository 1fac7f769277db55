//! A policy with its mapping, and what it decides about a scenario.

use std::collections::BTreeSet;
use std::path::Path;

use privity::check::policy::Policy;
use privity::diagnostic::{Diagnostic, Report, Severity, concise};
use privity::evaluate;
use privity::examples;
use privity::graph::{self, Budget, DecisionGraph, TooLarge, query};
use privity::lower::lower;
use privity::request::work::Work;
use privity::request::{Class, Outcome, Request, json, read};
use privity::source::SourceMap;
use serde_json::{Map, Value};

use super::mapping::Mapping;
use super::translate::translate;

/// At most so many atoms are looked at for one scenario by the oracle.
const LIMIT: u64 = 2_000_000;

/// What a policy decides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Got {
    /// A verdict, for a permit with its duties by neutral name.
    Verdict(Class, BTreeSet<String>),
    /// It depends on these facts and axes.
    Needs(BTreeSet<String>),
    /// The scenario cannot be asked: a word outside the vocabulary, or too much at once.
    NoAnswer(String),
}

/// A checked policy with the meaning of the neutral vocabulary in it.
#[derive(Debug)]
pub struct Subject {
    /// The policy.
    pub policy: Policy,
    graph: DecisionGraph,
    mapping: Mapping,
}

impl Subject {
    /// Reads a policy, and the mapping `scenarios.toml` in its folder.
    ///
    /// # Errors
    /// What is wrong with them, a line for each finding.
    pub fn load(path: &Path) -> Result<Self, String> {
        let mut report = Report::new();
        let package = privity::load::load(path, &|_| None, &mut report);
        let world = privity::resolve::resolve(&package.program, &mut report);
        let policy = privity::check::check(&world, &mut report);
        let errors = errors(&package.program.sources, report);
        if !errors.is_empty() {
            return Err(errors.join("\n"));
        }
        let file = package.folder.join("scenarios.toml");
        let text = std::fs::read_to_string(&file)
            .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
        let mapping =
            toml::from_str(&text).map_err(|error| format!("{}: {error}", file.display()))?;
        let graph = graph::build(&policy, &lower(&policy), Budget::default())
            .map_err(|too_large| too_large_in_words(&policy, &too_large))?;
        Ok(Self {
            policy,
            graph,
            mapping,
        })
    }

    /// The request of a scenario, in the numbers of the policy.
    ///
    /// # Errors
    /// A word outside the vocabulary, or one that the policy does not have.
    pub fn request(&self, fields: &Map<String, Value>) -> Result<Request, String> {
        let text = translate(&self.mapping, fields)?.to_string();
        let mut report = Report::new();
        let request =
            json::parse_all(&text, 0)
                .into_iter()
                .next()
                .and_then(|parsed| match parsed {
                    Ok(json) => read::read(&self.policy, &json, &mut report),
                    Err(diagnostic) => {
                        report.push(*diagnostic);
                        None
                    }
                });
        request.ok_or_else(|| {
            let messages: Vec<String> = report
                .into_sorted()
                .into_iter()
                .map(|diagnostic| diagnostic.message)
                .collect();
            messages.join("; ")
        })
    }

    /// The examples of the policy that do not come out as it says, by title.
    #[must_use]
    pub fn failed_examples(&self) -> Vec<String> {
        examples::run(&self.policy, &self.graph)
            .into_iter()
            .filter_map(|trial| {
                let failure = trial.failure?;
                Some(format!("{}: {}", trial.title, failure.message))
            })
            .collect()
    }

    /// What the policy decides about a scenario, by its decision graph.
    #[must_use]
    pub fn decide(&self, fields: &Map<String, Value>) -> Got {
        self.got(fields, |request| {
            query::decide_within(&self.graph, &self.policy, request, &mut Work::default())
        })
    }

    /// What the policy decides about a scenario, by definition.
    #[must_use]
    pub fn decide_by_definition(&self, fields: &Map<String, Value>) -> Got {
        self.got(fields, |request| {
            evaluate::decide(&self.policy, request, LIMIT).ok()
        })
    }

    fn got(
        &self,
        fields: &Map<String, Value>,
        decide: impl Fn(&Request) -> Option<Outcome>,
    ) -> Got {
        let request = match self.request(fields) {
            Ok(request) => request,
            Err(problem) => return Got::NoAnswer(problem),
        };
        match decide(&request) {
            Some(Outcome::Definite { class, duties }) => {
                let duties = duties.iter().map(|&duty| {
                    let words = self.policy.obligations.at(duty).short();
                    self.mapping.duties.get(&words).cloned().unwrap_or(words)
                });
                Got::Verdict(class, duties.collect())
            }
            Some(Outcome::Needs(axes)) => {
                let names = axes
                    .iter()
                    .map(|&axis| self.policy.axes.at(axis).name.clone());
                Got::Needs(names.collect())
            }
            None => Got::NoAnswer("the request asks too much at once".to_owned()),
        }
    }
}

fn too_large_in_words(policy: &Policy, too_large: &TooLarge) -> String {
    let names: Vec<&str> = too_large
        .costly
        .iter()
        .map(|&rule| policy.rules.at(rule).name.as_str())
        .collect();
    format!(
        "the decision graph of the policy is too large ({:?}); the rules that cost most: {}",
        too_large.limit,
        names.join(", ")
    )
}

fn errors(sources: &SourceMap, report: Report) -> Vec<String> {
    report
        .into_sorted()
        .iter()
        .filter(|finding: &&Diagnostic| finding.severity == Severity::Error)
        .map(|finding| concise::line(sources, finding, ""))
        .collect()
}
