//! Privity's library: the decision graph on atoms and on requests, and the oracle that reads the rules one by one.

use std::path::Path;
use std::time::Duration;

use privity::compile::{Goal, Options, compile_at};
use privity::diagnostic::Report;
use privity::evaluate;
use privity::graph::{Budget, DecisionGraph, FlatGraph, query};
use privity::request::{Class, Outcome as Answer, Request as Asked, json, read};
use privity::source::SourceMap;

use super::tables::Pairs;
use super::{Engine, Form, clock};
use crate::Outcome;
use crate::model::{Request, RuleSet};
use crate::translate::question;

/// A compiled policy and the requests to it.
pub(crate) struct Compiled {
    pub(super) policy: privity::check::policy::Policy,
    graph: DecisionGraph,
    pub(super) flat: FlatGraph,
    sources: SourceMap,
    texts: Vec<String>,
    requests: Vec<Asked>,
    pub(super) atoms: Vec<Vec<i64>>,
    words: Vec<Vec<(String, String)>>,
}

impl Compiled {
    /// Compiles the policy in a folder as far as its decision graph; `Err` where none fits the budget.
    pub(crate) fn new(
        folder: &Path,
        set: &RuleSet,
        raw: &[Request],
        budget: Budget,
    ) -> Outcome<Self> {
        let options = Options {
            goal: Goal::Graph,
            budget: Some(budget),
            ..Options::default()
        };
        let compilation = compile_at(folder, &|_| None, options);
        let compiled = compilation.compiled.ok_or("the policy was not read")?;
        let graph = compiled.graph.ok_or("no graph within the budget")?;
        let policy = compiled.policy;
        let texts: Vec<String> = raw.iter().map(|raw| question::json(set, raw)).collect();
        let words = raw.iter().map(|raw| question::words(set, raw)).collect();
        let flat = FlatGraph::new(&graph).ok_or("the tables of the graph would be too large")?;
        let requests = texts
            .iter()
            .map(|text| parse(&policy, text).ok_or_else(|| format!("not a request: {text}").into()))
            .collect::<Outcome<Vec<Asked>>>()?;
        let first = |ask: &privity::request::Ask| ask.values().iter().next().unwrap_or_default();
        let atoms = requests
            .iter()
            .map(|request| request.asks.iter().map(first).collect())
            .collect();
        Ok(Self {
            policy,
            graph,
            flat,
            sources: compilation.package.program.sources,
            texts,
            requests,
            atoms,
            words,
        })
    }

    /// The requests as pairs of an axis or fact and a word.
    pub(super) fn pairs(&self) -> Vec<Pairs<'_>> {
        let pairs = self.words.iter().map(|pairs| {
            let pairs = pairs.iter();
            pairs
                .map(|(key, word)| (key.as_str(), word.as_str()))
                .collect()
        });
        pairs.collect()
    }

    /// The policy as Rust.
    pub(crate) fn rust(&self) -> Outcome<String> {
        let options = privity::emit::RustOptions { standalone: false };
        Ok(privity::emit::rust(
            &self.policy,
            &self.graph,
            &self.sources,
            options,
        )?)
    }
}

fn parse(policy: &privity::check::policy::Policy, text: &str) -> Option<Asked> {
    let value = json::parse_all(text, 0).into_iter().next()?.ok()?;
    read::read(policy, &value, &mut Report::new())
}

fn is_permit(answer: &Answer) -> bool {
    matches!(
        answer,
        Answer::Definite {
            class: Class::Permit,
            ..
        }
    )
}

/// By which of its ways a compiled policy is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Way {
    /// Atoms: a number for every axis.
    Atoms,
    /// Requests, which may stand for many atoms.
    Requests,
    /// Requests, by the oracle.
    Oracle,
}

/// A compiled policy, asked in one way.
pub(crate) struct Library<'a> {
    pub(crate) compiled: &'a Compiled,
    pub(crate) way: Way,
}

impl Library<'_> {
    fn query(&self, request: &Asked) -> bool {
        let (policy, graph) = (&self.compiled.policy, &self.compiled.graph);
        match self.way {
            Way::Atoms | Way::Requests => is_permit(&query::decide(graph, policy, request)),
            Way::Oracle => {
                evaluate::decide(policy, request, 1_000_000).is_ok_and(|answer| is_permit(&answer))
            }
        }
    }
}

impl Engine for Library<'_> {
    fn name(&self) -> &'static str {
        match self.way {
            Way::Atoms => "Privity library, atoms",
            Way::Requests => "Privity library, requests",
            Way::Oracle => "Privity oracle",
        }
    }

    fn answers(&mut self, count: usize) -> Outcome<Vec<bool>> {
        let compiled = self.compiled;
        Ok(match self.way {
            Way::Atoms => {
                let atoms = compiled.atoms.iter().take(count);
                atoms
                    .map(|atom| compiled.graph.decide_atom(atom).class == Class::Permit)
                    .collect()
            }
            Way::Requests | Way::Oracle => {
                let requests = compiled.requests.iter().take(count);
                requests.map(|request| self.query(request)).collect()
            }
        })
    }

    fn time(&mut self, form: Form, count: usize) -> Outcome<Option<Duration>> {
        let compiled = self.compiled;
        Ok(match (self.way, form) {
            (Way::Atoms, Form::Prepared) => Some(clock(count, &compiled.atoms, |atom| {
                compiled.graph.decide_atom(atom)
            })),
            (Way::Requests, Form::Prepared) => Some(clock(count, &compiled.requests, |request| {
                self.query(request)
            })),
            (Way::Requests, Form::Strings) => Some(clock(count, &compiled.texts, |text| {
                parse(&compiled.policy, text).map(|request| self.query(&request))
            })),
            _ => None,
        })
    }
}
