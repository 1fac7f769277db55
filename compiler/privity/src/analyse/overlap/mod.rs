//! Findings on rules that overlap: what contradicts, what is dead, what excludes, what is said in vain.
//!
//! Every finding is exact: it is decided over all requests at once, with the regions of [`crate::graph::space`], and shows one request
//! that makes it plain. What counts as a contradiction and what as an exception is said in `clash`.

mod clash;
mod contradiction;
mod dead;
mod diagnostics;
mod duty_conflict;
mod excluding;
mod forbidden_duty;
mod meeting;
mod redundant;
mod statement;
mod transfer;
mod vain;
mod vain_diagnostics;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crate::analyse::Found;
use crate::check::policy::{ClassAxis, Condition, Effect, Layer, Policy, RuleId};
use crate::diagnostic::Diagnostic;
use crate::graph::space::{Neighbours, Region, RuleSet, Space, consistent};
use crate::graph::{Budget, TooLarge};
use excluding::Excluding;
use statement::Statement;

/// What all passes together find out.
pub(super) const HOW_RULES_OVERLAP: &str = "how its rules overlap";

/// The only policy of the space.
const SET: RuleSet = RuleSet::FIRST;

/// What is wrong with how the rules of a policy overlap, each with the request that it shows, in the order of the passes. `space` is of the policy
/// and knows its [`tests`]; every region made here is forgotten again.
///
/// A finding that would cost too much is not looked for; that it was not is said too.
#[must_use]
pub fn found<'p>(policy: &'p Policy, space: &mut Space<'p>, budget: &Budget) -> Vec<Found> {
    let before = space.mark();
    let found = match Analysis::new(policy, space) {
        Ok(analysis) => analysis.found(budget),
        Err(too_large) => vec![not_analysed(policy, &too_large, HOW_RULES_OVERLAP)],
    };
    space.release(before);
    found
}

/// A finding that something was not found out, because it costs too much.
pub(super) fn not_analysed(policy: &Policy, too_large: &TooLarge, what: &str) -> Found {
    Found::from(diagnostics::not_analysed(policy, too_large, what))
}

/// A request that makes a finding plain.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Shown {
    /// One value per axis.
    atom: Vec<i64>,
    words: String,
}

impl Shown {
    /// A finding that shows this request, if there is one.
    fn with(shown: Option<Self>, finding: Diagnostic) -> Found {
        match shown {
            Some(shown) => Found {
                finding: finding.witness(shown.words),
                witness: Some(shown.atom),
            },
            None => Found::from(finding),
        }
    }
}

type Pass = fn(&mut Analysis<'_, '_>) -> Result<Vec<Found>, TooLarge>;

/// What is looked for, in the order in which it is reported within one place.
const PASSES: &[(&str, Pass)] = &[
    ("which requirements exclude each other", excluding::find),
    ("which permits can never permit", dead::find),
    (
        "which permits and guards contradict each other",
        contradiction::find,
    ),
    ("which duties cannot be kept together", duty_conflict::find),
    ("which duties are forbidden", forbidden_duty::find),
    ("which sharing implies a forbidden transfer", transfer::find),
    ("which conditions decide nothing", vain::conditions),
    ("which lifts never act", vain::lifts),
    ("which rules change nothing", redundant::find),
];

/// A policy with the regions that all findings need.
struct Analysis<'s, 'p> {
    policy: &'p Policy,
    space: &'s mut Space<'p>,
    /// Which rules can meet.
    neighbours: Rc<Neighbours>,
    /// What each rule says, by number.
    statements: Rc<Vec<Vec<Statement>>>,
    /// Where each guard speaks, before its ways out are looked at.
    scopes: BTreeMap<RuleId, Region>,
    /// For each permit what can be asked of what it permits, and what of it guards leave.
    permits: BTreeMap<RuleId, (Region, Region)>,
    /// Requirements that exclude each other.
    excluding: Vec<Excluding>,
    /// Permits and forbids of which it was said that both name the very same: nothing more is said of their contradictions.
    told: BTreeSet<(RuleId, RuleId)>,
    /// What can be asked: with recipients where they sit.
    seated: Region,
    /// What can be asked of the transfer layer.
    seated_transfers: Region,
    /// What can be asked inside the policy's applicability.
    open: Region,
    /// Answers and events, which need no permit.
    responses: Region,
    /// Where some guard of the layer is live, base and transfer.
    guarded: [Region; 2],
    /// Where the layer speaks.
    layers: [Region; 2],
}

/// The tests that the passes look at, for the space to know them.
#[must_use]
pub fn tests(policy: &Policy) -> Vec<Condition> {
    let mut tests = vec![consistent(policy), responses(policy)];
    for rule in &policy.rules {
        tests.push(statement::scope(rule));
        for scope in &rule.named {
            let listed = scope.listed.iter();
            tests.extend(listed.map(|(_, values)| statement::inside(policy, scope.axis, values)));
        }
    }
    tests.extend(forbidden_duty::tests(policy));
    tests.extend(transfer::tests(policy));
    tests
}

/// Answers and events.
fn responses(policy: &Policy) -> Condition {
    Condition::Test(ClassAxis::Action.id(), policy.responses())
}

impl<'s, 'p> Analysis<'s, 'p> {
    fn new(policy: &'p Policy, space: &'s mut Space<'p>) -> Result<Self, TooLarge> {
        let statements: Vec<Vec<Statement>> = policy
            .rules
            .entries()
            .map(|(id, rule)| statement::statements(policy, id, rule))
            .collect();
        let seated = space.condition(&consistent(policy))?;
        let applicable = space.applicable(SET)?;
        let open = space.and(seated, applicable)?;
        let guarded = [
            space.guarded_by(SET, Layer::Base)?,
            space.guarded_by(SET, Layer::Transfer)?,
        ];
        for layer in [Layer::Base, Layer::Transfer] {
            space.permitted_by(SET, layer)?;
        }
        let crossing = space.crossing(SET)?;
        // What passes ask for at every pair of rules is made before the first of them, and so it stays.
        let mut scopes = BTreeMap::new();
        for (id, rule) in policy
            .rules
            .entries()
            .filter(|(_, rule)| is_guard(rule.effect))
        {
            let scope = statement::scope_of_guard(policy, rule);
            scopes.insert(id, space.condition(&scope)?);
        }
        for statement in statements.iter().flatten() {
            space.condition(&statement.inside)?;
        }
        let mut analysis = Self {
            policy,
            scopes,
            permits: BTreeMap::new(),
            neighbours: space.neighbours(SET),
            excluding: Vec::new(),
            told: BTreeSet::new(),
            statements: Rc::new(statements),
            seated,
            seated_transfers: space.and(crossing, seated)?,
            open,
            responses: space.condition(&responses(policy))?,
            space,
            guarded,
            layers: [Region::EVERYTHING, crossing],
        };
        analysis.excluding = analysis.excluding()?;
        for layer in [Layer::Base, Layer::Transfer] {
            for permit in analysis.rules(layer, |effect| effect == Effect::Permit) {
                let spoken = analysis.spoken(permit, layer)?;
                let left = analysis.left(spoken, layer)?;
                analysis.permits.insert(permit, (spoken, left));
            }
        }
        Ok(analysis)
    }

    /// Runs all passes.
    fn found(mut self, budget: &Budget) -> Vec<Found> {
        let mut all: Vec<Found> = Vec::new();
        let is_wanted = |_: &&(&str, Pass)| !budget.stop.is_set();
        for (what, pass) in PASSES.iter().take_while(is_wanted) {
            match self.pass(budget.steps, *pass) {
                // A rule that speaks of transfers among other acts is two rules of one text, of which the same may be said.
                Ok(found) => found.into_iter().for_each(|found| {
                    if !all.contains(&found) {
                        all.push(found);
                    }
                }),
                Err(too_large) => all.push(not_analysed(self.policy, &too_large, what)),
            }
        }
        all
    }

    /// What can be asked of what a permit of a layer permits.
    fn spoken(&mut self, permit: RuleId, layer: Layer) -> Result<Region, TooLarge> {
        let asked = self.asked(layer);
        self.space.and(self.space.rule(SET, permit), asked)
    }

    /// What guards leave of what is permitted.
    fn left(&mut self, spoken: Region, layer: Layer) -> Result<Region, TooLarge> {
        let left = self.space.without(spoken, self.guarded(layer))?;
        self.space.and(left, self.open)
    }

    /// What can be asked of what a permit permits, and what of it guards leave.
    fn spoken_and_left(&self, permit: RuleId) -> (Region, Region) {
        let nothing = (Region::NOTHING, Region::NOTHING);
        self.permits.get(&permit).copied().unwrap_or(nothing)
    }

    /// Runs one pass with a share of the budget.
    fn pass(&mut self, steps: usize, pass: Pass) -> Result<Vec<Found>, TooLarge> {
        let nodes = self.space.mark();
        let before = self.space.allow(steps);
        let found = pass(self);
        self.space.allow(before);
        self.space.release(nodes);
        found
    }

    fn guarded(&self, layer: Layer) -> Region {
        match layer {
            Layer::Base => self.guarded[0],
            Layer::Transfer => self.guarded[1],
        }
    }

    /// What can be asked of a layer: where it speaks, with recipients where they sit.
    fn asked(&self, layer: Layer) -> Region {
        match layer {
            Layer::Base => self.seated,
            Layer::Transfer => self.seated_transfers,
        }
    }

    /// Where a layer speaks.
    fn layer(&self, layer: Layer) -> Region {
        match layer {
            Layer::Base => self.layers[0],
            Layer::Transfer => self.layers[1],
        }
    }

    /// The smallest request of a region: the first in the order of [`Space::witness`], if there is any.
    fn shown(&self, region: Region) -> Option<Shown> {
        let witness = self.space.witness(region)?;
        Some(Shown {
            words: self.space.words(&witness),
            atom: witness.atom,
        })
    }

    /// The rules of a layer with such an effect.
    fn rules(&self, layer: Layer, wanted: impl Fn(Effect) -> bool) -> Vec<RuleId> {
        self.policy
            .rules
            .entries()
            .filter(|(_, rule)| rule.layer == layer && wanted(rule.effect))
            .map(|(id, _)| id)
            .collect()
    }

    /// The rules of its layer that can meet a rule, itself among them, with such an effect.
    fn near(&self, rule: RuleId, wanted: impl Fn(Effect) -> bool) -> Vec<RuleId> {
        let rules = &self.policy.rules;
        let layer = rules.at(rule).layer;
        let mut near = self.neighbours.of_rule(rule);
        near.retain(|&other| rules.at(other).layer == layer && wanted(rules.at(other).effect));
        near
    }

    /// The first and the last day of all.
    fn all_days(&self) -> (i64, i64) {
        let days = &self.policy.class_axis(ClassAxis::Date).domain;
        (*days.start(), *days.end())
    }
}

/// Whether an effect denies.
const fn is_guard(effect: Effect) -> bool {
    matches!(effect, Effect::Forbid | Effect::Require)
}
