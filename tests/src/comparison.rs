//! Asks several engines the same and reports where they differ.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use fastrand::Rng;
use privity::check::policy::{ClassAxis, Policy};
use privity::check::values::ValueSet;
use privity::request::{Ask, Class, Outcome, Request};

use crate::emitted;
use crate::engine::{Engine, GraphEngine, OracleEngine};
use crate::generator;
use crate::generator::text::{meaning, printable, text};
use crate::written::WrittenEngine;

/// How many atoms the oracle looks at for one request.
pub const MOST_ATOMS: u64 = 20_000;

/// What was compared so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Policies.
    pub policies: u64,
    /// Requests that at least two engines answered.
    pub requests: u64,
    /// Requests that only one engine could answer.
    pub skipped: u64,
    /// Answers by their sort: deny, not applicable, permit, needs.
    pub answers: [u64; 4],
    /// Requests to which two engines gave different answers, in words.
    pub differences: Vec<String>,
}

impl Tally {
    /// Asks the engines a request and compares what they say with what the first one says that has an answer.
    pub fn compare(&mut self, origin: &str, request: &Request, engines: &mut [&mut dyn Engine]) {
        let answers: Vec<(String, Outcome)> = engines
            .iter_mut()
            .filter_map(|engine| {
                let answer = engine.decide(request)?;
                Some((engine.name().to_owned(), answer))
            })
            .collect();
        let Some(((first, expected), others)) = answers.split_first() else {
            self.skipped += 1;
            return;
        };
        if others.is_empty() {
            self.skipped += 1;
            return;
        }
        self.requests += 1;
        if let Some(count) = self.answers.get_mut(sort(expected)) {
            *count += 1;
        }
        for (name, answer) in others {
            if answer != expected {
                self.differences.push(format!(
                    "{origin}: {first} says {expected:?}, {name} says {answer:?}, asked {request:?}"
                ));
            }
        }
    }

    /// Compares what a policy means with what its text means once compiled, `layout` being applied to the text in between.
    pub fn compare_text(
        &mut self,
        origin: &str,
        policy: &Policy,
        layout: impl Fn(&str) -> Result<String, String>,
        rng: &mut Rng,
        requests: u64,
    ) {
        let said = printable(policy);
        let written = layout(&text(&said)).and_then(|text| WrittenEngine::new(&said, &text));
        let mut written = match written {
            Ok(written) => written,
            Err(message) => {
                self.differences.push(format!("{origin}: {message}"));
                return;
            }
        };
        self.policies += 1;
        let meant = meaning(&said);
        let mut oracle = OracleEngine::new(&meant, MOST_ATOMS);
        for at in 0..requests {
            let request = random_request(rng, &meant, at);
            self.compare(origin, &request, &mut [&mut oracle, &mut written]);
        }
    }

    /// Compares the oracle and the graph of a policy on random requests and on random atoms, half and half.
    pub fn compare_graph(&mut self, origin: &str, policy: &Policy, rng: &mut Rng, requests: u64) {
        let mut graph = match GraphEngine::new(policy) {
            Ok(graph) => graph,
            Err(too_large) => {
                self.differences
                    .push(format!("{origin}: no graph, {too_large:?}"));
                return;
            }
        };
        self.policies += 1;
        let mut oracle = OracleEngine::new(policy, MOST_ATOMS);
        for at in 0..requests {
            let request = random_request(rng, policy, at);
            self.compare(origin, &request, &mut [&mut oracle, &mut graph]);
        }
    }
}

impl Tally {
    /// Compares the oracle with the emitted forms of policies on random requests and on random atoms, half and half.
    ///
    /// # Errors
    /// When the emitted forms cannot be built or started.
    pub fn compare_emitted(
        &mut self,
        folder: &Path,
        policies: &[(String, Policy)],
        rng: &mut Rng,
        requests: u64,
    ) -> io::Result<()> {
        let bare: Vec<Policy> = policies.iter().map(|(_, policy)| policy.clone()).collect();
        let engines = emitted::start_engines(folder, &bare)?;
        for ((origin, policy), mut emitted) in policies.iter().zip(engines) {
            self.policies += 1;
            let mut oracle = OracleEngine::new(policy, MOST_ATOMS);
            for at in 0..requests {
                let request = random_request(rng, policy, at);
                let mut python = Always(&mut emitted.python);
                let mut rust = Always(&mut emitted.rust);
                let engines: &mut [&mut dyn Engine] = &mut [&mut oracle, &mut python, &mut rust];
                self.compare(origin, &request, engines);
            }
        }
        Ok(())
    }
}

/// A request: in turn a random one, one for an atom, and one that leaves every recipient where it sits.
fn random_request(rng: &mut Rng, policy: &Policy, at: u64) -> Request {
    match at % 5 {
        0 | 2 => generator::request(rng, policy),
        1 | 3 => generator::request_for_atom(&generator::atom(rng, policy)),
        _ => for_recipients(rng, policy),
    }
}

/// A request for all recipients, or for one of them, unknown which, each at the places where it sits.
fn for_recipients(rng: &mut Rng, policy: &Policy) -> Request {
    let mut request = generator::request(rng, policy);
    let domain = &policy.class_axis(ClassAxis::Recipient).domain;
    let everybody = ValueSet::range(*domain.start(), *domain.end());
    if let Some(ask) = request.asks.get_mut(ClassAxis::Recipient.id().index()) {
        *ask = if rng.bool() {
            Ask::All(everybody)
        } else {
            Ask::One(everybody)
        };
    }
    request.implied_destination = true;
    request
}

/// An engine that must have an answer: silence counts as one that no other engine gives.
struct Always<'a>(&'a mut dyn Engine);

impl Engine for Always<'_> {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn decide(&mut self, request: &Request) -> Option<Outcome> {
        let silence = || Outcome::Needs(BTreeSet::new());
        Some(self.0.decide(request).unwrap_or_else(silence))
    }
}

fn sort(outcome: &Outcome) -> usize {
    match outcome {
        Outcome::Definite {
            class: Class::Deny, ..
        } => 0,
        Outcome::Definite {
            class: Class::NotApplicable,
            ..
        } => 1,
        Outcome::Definite {
            class: Class::Permit,
            ..
        } => 2,
        Outcome::Needs(_) => 3,
    }
}

impl std::fmt::Display for Tally {
    /// One line of counts.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [deny, out, permit, needs] = self.answers;
        write!(
            f,
            "{} policies, {} requests ({deny} deny, {out} not applicable, {permit} permit, {needs} needs), {} too large, {} differences",
            self.policies,
            self.requests,
            self.skipped,
            self.differences.len()
        )
    }
}
