//! Asks all engines about every atom of grids: hundreds of thousands of decisions a second, each compared with what the oracle says.

use std::collections::HashMap;
use std::io;

use fastrand::Rng;
use privity::check::policy::Policy;
use privity::check::values::ValueSet;
use privity::evaluate::{Oracle, Verdict};
use privity::graph::{Budget, Decision, DecisionGraph, FlatGraph, Resolved};
use privity::index::{self, Index};
use privity::lower::lower;
use privity::request::{Ask, Class, Outcome};

use crate::emitted::{Answering, GridAnswers};
use crate::exhaustive::{Grid, grid};
use crate::generator;

/// The most atoms of one grid.
const MOST_ATOMS: usize = 100_000;

/// What was compared so far. A decision is one engine answering one request.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// Policies.
    pub policies: u64,
    /// Grids.
    pub grids: u64,
    /// Requests, each an atom of a grid; grids of one policy may share some.
    pub requests: u64,
    /// How many of them were answered deny, not applicable and permit.
    pub answers: [u64; 3],
    /// Permits with duties.
    pub with_duties: u64,
    /// The decisions of the oracle, the graph, the flat tables, the index and emitted Rust.
    pub decisions: [u64; 5],
    /// Where two engines differ, in words.
    pub differences: Vec<String>,
}

/// The engines of one policy that run in this process.
pub struct Engines<'p> {
    policy: &'p Policy,
    oracle: Oracle<'p>,
    flat: FlatGraph,
    index: Index,
    /// What decisions of the graph mean.
    read: HashMap<Decision, Verdict>,
}

impl<'p> Engines<'p> {
    /// The engines of a policy.
    ///
    /// # Errors
    /// In words, when the graph or its tables would be too large.
    pub fn new(policy: &'p Policy) -> Result<Self, String> {
        let lowered = lower(policy);
        let graph = privity::graph::build(policy, &lowered, Budget::default())
            .map_err(|too_large| format!("no graph, {too_large:?}"))?;
        Ok(Self {
            policy,
            oracle: Oracle::new(policy),
            flat: FlatGraph::new(&graph).ok_or("no flat tables")?,
            index: index::build(policy, &lowered),
            read: HashMap::new(),
        })
    }

    /// The graph.
    #[must_use]
    pub fn graph(&self) -> &DecisionGraph {
        self.flat.graph()
    }

    /// What a decision of the graph means.
    fn read(&mut self, decision: Decision) -> &Verdict {
        let graph = self.flat.graph();
        self.read.entry(decision).or_insert_with(|| Verdict {
            class: decision.class,
            duties: graph.duties_of(&decision).collect(),
        })
    }
}

impl Count {
    /// Compares the engines of a policy on random grids with so many atoms in all, or on all its atoms if these are fewer. `emitted` is a
    /// program of emitted Rust and the number of the policy in it.
    ///
    /// # Errors
    /// When that program fails.
    pub fn compare(
        &mut self,
        origin: &str,
        engines: &mut Engines<'_>,
        mut emitted: Option<(&mut Answering, usize)>,
        rng: &mut Rng,
        atoms: usize,
    ) -> io::Result<()> {
        self.policies += 1;
        let mut left = atoms;
        while left > 0 {
            let (grid, fixed) = grid(rng, &[engines.policy], &[], left.min(MOST_ATOMS));
            let answers = match &mut emitted {
                Some((program, number)) => Some(program.ask_grid(*number, &grid)?),
                None => None,
            };
            self.compare_grid(origin, engines, answers.as_ref(), &grid);
            left = left.saturating_sub(grid.len());
            if fixed.iter().all(Option::is_none) {
                break;
            }
        }
        Ok(())
    }

    /// Compares the engines on the atoms of a grid.
    fn compare_grid(
        &mut self,
        origin: &str,
        engines: &mut Engines<'_>,
        emitted: Option<&GridAnswers>,
        grid: &Grid,
    ) {
        self.grids += 1;
        let mut numbers = emitted.map(|answers| answers.numbers.iter());
        let mut request = generator::request_for_atom(&vec![0; grid.choices.len()]);
        let mut resolved = Resolved::default();
        grid.for_each(|atom, changed| {
            let asks = request.asks.iter_mut().zip(atom).skip(changed);
            asks.for_each(|(ask, &value)| *ask = Ask::One(ValueSet::single(value)));
            let said = engines.oracle.verdict(atom);
            self.requests += 1;
            self.note(&said);
            let mut compare = |engine: usize, name: &str, same: bool| {
                if let Some(count) = self.decisions.get_mut(engine) {
                    *count += 1;
                }
                if !same {
                    let difference =
                        format!("{origin}: the {name} does not say {said:?} of {atom:?}");
                    self.differences.push(difference);
                }
            };
            compare(0, "oracle", true);
            let decision = engines.graph().decide_atom(atom);
            compare(1, "graph", *engines.read(decision) == said);
            engines.flat.resolve_into(atom, &mut resolved);
            compare(2, "flat graph", engines.flat.decide(&resolved) == decision);
            let indexed = index::decide(&engines.index, engines.policy, &request);
            compare(3, "index", says(&indexed, &said));
            if let (Some(answers), Some(numbers)) = (emitted, &mut numbers) {
                let answer = numbers
                    .next()
                    .and_then(|&number| answers.answers.get(number as usize));
                let same = answer
                    .and_then(Option::as_ref)
                    .is_some_and(|answer| says(answer, &said));
                compare(4, "emitted Rust", same);
            }
        });
    }

    fn note(&mut self, said: &Verdict) {
        let sort = match said.class {
            Class::Deny => 0,
            Class::NotApplicable => 1,
            Class::Permit => 2,
        };
        if let Some(count) = self.answers.get_mut(sort) {
            *count += 1;
        }
        self.with_duties += u64::from(!said.duties.is_empty());
    }
}

/// Whether an answer is this verdict.
fn says(outcome: &Outcome, said: &Verdict) -> bool {
    matches!(outcome, Outcome::Definite { class, duties } if *class == said.class && *duties == said.duties)
}

impl std::fmt::Display for Count {
    /// One line of counts.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [deny, out, permit] = self.answers;
        let [oracle, graph, flat, index, emitted] = self.decisions;
        write!(
            f,
            "{} decisions ({oracle} oracle, {graph} graph, {flat} flat tables, {index} index, {emitted} emitted Rust) on {} requests ({deny} deny, \
             {out} not applicable, {permit} permit, of which {} with duties) in {} grids of {} policies, {} differences",
            self.decisions.iter().sum::<u64>(),
            self.requests,
            self.with_duties,
            self.grids,
            self.policies,
            self.differences.len()
        )
    }
}
