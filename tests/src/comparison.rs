//! Asks several engines the same and reports where they differ.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use fastrand::Rng;
use privity::check::policy::{ClassAxis, Policy};
use privity::check::values::ValueSet;
use privity::request::{Ask, Class, Outcome, Request};

use crate::emitted::EmittedEngines;
use crate::engine::{Engine, GraphEngine, IndexEngine, OracleEngine};
use crate::generator;
use crate::generator::text::{meaning, printable, text};
use crate::mix::Mix;
use crate::written::WrittenEngine;

/// How many atoms the oracle looks at for one request.
pub const MOST_ATOMS: u64 = 20_000;

/// What was compared so far.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Policies.
    pub policies: u64,
    /// Requests that all engines answered.
    pub requests: u64,
    /// Requests that some engine could not answer; what the others said is compared all the same.
    pub skipped: u64,
    /// Answers by their sort: deny, not applicable, permit, needs.
    pub answers: [u64; 4],
    /// What the requests that all engines answered were about.
    pub mix: Mix,
    /// Requests to which two engines gave different answers, in words.
    pub differences: Vec<String>,
}

impl Tally {
    /// Asks the engines a request and compares what they say.
    pub fn compare(
        &mut self,
        origin: &str,
        policy: &Policy,
        request: &Request,
        engines: &mut [&mut dyn Engine],
    ) {
        let answers: Vec<(String, Option<Outcome>)> = engines
            .iter_mut()
            .map(|engine| (engine.name().to_owned(), engine.decide(request)))
            .collect();
        let answers = answers
            .iter()
            .map(|(name, answer)| (name.as_str(), answer.clone()));
        self.judge(origin, policy, request, answers);
    }

    /// Compares what engines say to a request with what the first one says that has an answer.
    fn judge<'e>(
        &mut self,
        origin: &str,
        policy: &Policy,
        request: &Request,
        answers: impl IntoIterator<Item = (&'e str, Option<Outcome>)>,
    ) {
        let mut first: Option<(&str, Outcome)> = None;
        let (mut asked, mut answered) = (0, 0);
        for (name, answer) in answers {
            asked += 1;
            let Some(answer) = answer else {
                continue;
            };
            answered += 1;
            match &first {
                None => first = Some((name, answer)),
                Some((first, expected)) if answer != *expected => self.differences.push(format!(
                    "{origin}: {first} says {expected:?}, {name} says {answer:?}, asked {request:?}"
                )),
                Some(_) => {}
            }
        }
        let Some((_, expected)) = first.filter(|_| answered == asked) else {
            self.skipped += 1;
            return;
        };
        self.requests += 1;
        if let Some(count) = self.answers.get_mut(sort(&expected)) {
            *count += 1;
        }
        self.mix.count(policy, request);
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
            self.compare(origin, &meant, &request, &mut [&mut oracle, &mut written]);
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
        let mut index = IndexEngine::new(policy);
        for at in 0..requests {
            let request = random_request(rng, policy, at);
            let engines: &mut [&mut dyn Engine] = &mut [&mut oracle, &mut graph, &mut index];
            self.compare(origin, policy, &request, engines);
        }
    }
}

/// How many requests go to a process at once.
const BATCH: u64 = 1_000;

impl Tally {
    /// Compares all engines on policies: the oracle, the graph, the index, and the emitted forms of both kinds, on random requests and on random
    /// atoms, half and half.
    ///
    /// # Errors
    /// When the emitted forms cannot be built or started, or end early.
    pub fn compare_emitted(
        &mut self,
        folder: &Path,
        policies: &[(String, Policy)],
        rng: &mut Rng,
        requests: u64,
    ) -> io::Result<()> {
        let bare: Vec<&Policy> = policies.iter().map(|(_, policy)| policy).collect();
        let mut engines = EmittedEngines::start(folder, &bare)?;
        for (at, (origin, policy)) in policies.iter().enumerate() {
            self.policies += 1;
            let mut oracle = OracleEngine::new(policy, MOST_ATOMS);
            let mut graph = GraphEngine::new(policy)
                .map_err(|too_large| io::Error::other(format!("{origin}: {too_large:?}")))?;
            let mut index = IndexEngine::new(policy);
            let mut done = 0;
            while done < requests {
                let batch: Vec<Request> = (done..requests.min(done + BATCH))
                    .map(|at| random_request(rng, policy, at))
                    .collect();
                done += BATCH;
                let (python, rust) = (&mut engines.python, &mut engines.rust);
                let (here, python, rust) = std::thread::scope(|scope| {
                    let python = scope.spawn(|| python.ask(at, &batch));
                    let rust = scope.spawn(|| rust.ask(at, &batch));
                    let here: Vec<_> = batch
                        .iter()
                        .map(|request| {
                            let answers = [oracle.decide(request), graph.decide(request)];
                            (answers, index.decide(request))
                        })
                        .collect();
                    (here, python.join(), rust.join())
                });
                let failed = |_| io::Error::other("asking the emitted forms failed");
                let (python, rust) = (python.map_err(failed)??, rust.map_err(failed)??);
                let answers = here.into_iter().zip(python).zip(rust);
                for (request, ((([oracle, graph], index), python), rust)) in
                    batch.iter().zip(answers)
                {
                    // A process must have an answer: silence counts as one that no other engine gives.
                    let silence = || Outcome::Needs(BTreeSet::new());
                    let answers = [
                        ("oracle", oracle),
                        ("graph", graph),
                        ("index", index),
                        (engines.python.name(), Some(python.unwrap_or_else(silence))),
                        (engines.rust.name(), Some(rust.unwrap_or_else(silence))),
                    ];
                    self.judge(origin, policy, request, answers);
                }
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
            "{} policies, {} requests ({deny} deny, {out} not applicable, {permit} permit, {needs} needs; {}), {} too large, {} differences",
            self.policies,
            self.requests,
            self.mix,
            self.skipped,
            self.differences.len()
        )
    }
}
