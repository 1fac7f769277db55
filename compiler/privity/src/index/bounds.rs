//! What is known of a cell at once, and what is still open in it.

use std::collections::BTreeSet;

use fixedbitset::FixedBitSet;

use super::asked::{Asked, Choice};
use super::build::dimensions;
use super::cell::Cell;
use super::truth::{Truth, truth};
use super::{Index, Layer};
use crate::check::duty::{ObligationId, conflict};
use crate::check::policy::Policy;
use crate::check::values::ValueSet;
use crate::lower::{DimensionId, Formula};
use crate::request::Class;

/// What is known of a cell.
pub(super) struct Bounds {
    perhaps: FixedBitSet,
    surely: FixedBitSet,
    response: Truth,
    crosses: Truth,
    /// Whether the transfer layer binds: processing across a border.
    bound: Truth,
    alive: Truth,
    /// Outside the policy.
    out: Truth,
    /// Denied, if it is not outside.
    denied: Truth,
    conflict: Truth,
    layers: [Known; 2],
}

/// What is known of one layer.
struct Known {
    /// What permits that hold surely, or perhaps, lift.
    lifted_surely: FixedBitSet,
    lifted_perhaps: FixedBitSet,
    /// Whether a guard is live, or an oblige is broken.
    guarded: Truth,
    permitted: Truth,
}

/// What is still open in a cell: the rules that may change its verdict, with all that they test.
pub(super) struct Open<'i> {
    rules: FixedBitSet,
    /// Whether it is open if a border is crossed.
    border: bool,
    /// The dimensions that are tested.
    pub(super) dimensions: BTreeSet<DimensionId>,
    /// The sets that are tested outside the rows.
    sets: Vec<(DimensionId, &'i ValueSet)>,
}

/// What an open question can see of a class.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Signature {
    rules: FixedBitSet,
    tests: Vec<bool>,
    standing: Option<usize>,
}

impl Bounds {
    pub(super) fn of(index: &Index, policy: &Policy, cell: &Cell) -> Self {
        let (perhaps, surely) = applying(index, cell);
        let response = truth(&index.responses, cell);
        let crosses = index.border.truth(cell);
        let bound = crosses.and(response.not());
        let alive = truth(&index.alive, cell);
        let any = |among: &FixedBitSet| {
            Truth::between(!among.is_disjoint(&surely), !among.is_disjoint(&perhaps))
        };
        let out = alive
            .not()
            .or(any(&index.base.exclusions))
            .or(bound.and(any(&index.transfer.exclusions)));
        let known = |layer: &Layer| Known::of(index, layer, cell, &perhaps, &surely);
        let mut layers = [known(&index.base), known(&index.transfer)];
        let [base, transfer] = &mut layers;
        base.permitted = base.permitted.or(response);
        let mut denied = base
            .guarded
            .or(base.permitted.not())
            .or(bound.and(transfer.guarded.or(transfer.permitted.not())));
        let mut bounds = Self {
            perhaps,
            surely,
            response,
            crosses,
            bound,
            alive,
            out,
            denied,
            conflict: Truth::No,
            layers,
        };
        if denied != Truth::Yes && out != Truth::Yes && !policy.obligations.is_empty() {
            let clash = |duties: &BTreeSet<ObligationId>| conflict(policy, duties);
            bounds.conflict = match bounds.duties(index, Truth::Maybe) {
                duties if !clash(&duties) => Truth::No,
                _ if clash(&bounds.duties(index, Truth::Yes)) => Truth::Yes,
                _ => Truth::Maybe,
            };
            denied = denied.or(bounds.conflict);
            bounds.denied = denied;
        }
        bounds
    }

    /// Whether an atom of the cell may have this verdict.
    pub(super) fn is_possible(&self, class: Class) -> bool {
        match class {
            Class::NotApplicable => self.out != Truth::No,
            Class::Deny => self.out != Truth::Yes && self.denied != Truth::No,
            Class::Permit => self.out != Truth::Yes && self.denied != Truth::Yes,
        }
    }

    /// The verdict of all atoms of the cell, if only one is possible.
    pub(super) fn verdict(&self) -> Option<Class> {
        let all = [Class::Deny, Class::NotApplicable, Class::Permit];
        let mut possible = all.into_iter().filter(|&class| self.is_possible(class));
        let first = possible.next()?;
        possible.next().is_none().then_some(first)
    }

    /// The duties that come with a permit, surely or at least perhaps.
    fn duties(&self, index: &Index, least: Truth) -> BTreeSet<ObligationId> {
        let mut rules = FixedBitSet::with_capacity(index.rules.len());
        for (layer, known) in [&index.base, &index.transfer].into_iter().zip(&self.layers) {
            let binds = std::ptr::eq(layer, &index.base) || self.bound >= least;
            if !binds {
                continue;
            }
            let (holding, lifted) = if least == Truth::Yes {
                (&self.surely, &known.lifted_perhaps)
            } else {
                (&self.perhaps, &known.lifted_surely)
            };
            let mut obliges = layer.obliges.clone();
            obliges.difference_with(lifted);
            obliges.union_with(&layer.permits);
            obliges.intersect_with(holding);
            rules.union_with(&obliges);
        }
        let rules = rules.ones().filter_map(|rule| index.rules.get(rule));
        rules.flat_map(|rule| &rule.duties).copied().collect()
    }

    /// What is still open about the verdict.
    pub(super) fn open<'i>(&self, index: &'i Index, cell: &Cell) -> Open<'i> {
        let mut open = Open::nothing(index);
        if self.alive == Truth::Maybe {
            open.test(&index.alive);
        }
        if self.response == Truth::Maybe {
            open.test(&index.responses);
        }
        let mut rules = FixedBitSet::with_capacity(index.rules.len());
        for (layer, known) in [&index.base, &index.transfer].into_iter().zip(&self.layers) {
            if std::ptr::eq(layer, &index.transfer) {
                let denies = known.guarded.or(known.permitted.not()) != Truth::No;
                let matters = denies
                    || self.conflict == Truth::Maybe
                    || !layer.exclusions.is_disjoint(&self.perhaps);
                if self.bound == Truth::No || !matters {
                    continue;
                }
                open.border = self.bound == Truth::Maybe && self.crosses == Truth::Maybe;
            }
            rules.union_with(&layer.exclusions);
            // Guards and obliges that are not lifted for sure, and whatever may lift them.
            let mut alive = layer.guards.clone();
            alive.union_with(&layer.obliges);
            alive.intersect_with(&self.perhaps);
            alive.difference_with(&known.lifted_surely);
            if self.conflict != Truth::Maybe {
                // An oblige that cannot be broken denies nothing.
                let obliges: Vec<usize> = alive.intersection(&layer.obliges).collect();
                for rule in obliges {
                    let broken = index.rules.get(rule).map(|rule| truth(&rule.broken, cell));
                    if broken == Some(Truth::No) {
                        alive.remove(rule);
                    }
                }
            }
            for permit in layer.permits.intersection(&self.perhaps) {
                let lifts = index.lifts.get(permit);
                let may_lift = lifts.is_some_and(|lifts| !lifts.is_disjoint(&alive));
                if may_lift || known.permitted == Truth::Maybe || self.conflict == Truth::Maybe {
                    rules.insert(permit);
                }
            }
            rules.union_with(&alive);
        }
        rules.intersect_with(&self.perhaps);
        open.add(index, &rules);
        open.finish(index)
    }
}

impl Known {
    fn of(
        index: &Index,
        layer: &Layer,
        cell: &Cell,
        perhaps: &FixedBitSet,
        surely: &FixedBitSet,
    ) -> Self {
        let lifted = |holding: &FixedBitSet| {
            let mut lifted = FixedBitSet::with_capacity(index.rules.len());
            let permits = layer.permits.intersection(holding);
            for lifts in permits.filter_map(|permit| index.lifts.get(permit)) {
                lifted.union_with(lifts);
            }
            lifted
        };
        let (lifted_surely, lifted_perhaps) = (lifted(surely), lifted(perhaps));
        let mut guarded = Truth::No;
        let live = |rule: usize| {
            let surely = surely.contains(rule) && !lifted_perhaps.contains(rule);
            Truth::between(surely, !lifted_surely.contains(rule))
        };
        for rule in layer.guards.intersection(perhaps) {
            guarded = guarded.or(live(rule));
        }
        for rule in layer.obliges.intersection(perhaps) {
            if let Some(indexed) = index.rules.get(rule) {
                guarded = guarded.or(live(rule).and(truth(&indexed.broken, cell)));
            }
        }
        let permitted = Truth::between(
            !layer.permits.is_disjoint(surely),
            !layer.permits.is_disjoint(perhaps),
        );
        Self {
            lifted_surely,
            lifted_perhaps,
            guarded,
            permitted,
        }
    }
}

/// The rules that apply at some atom of a cell, perhaps, and those that surely apply at all.
fn applying(index: &Index, cell: &Cell) -> (FixedBitSet, FixedBitSet) {
    let (mut perhaps, mut surely) = cell.rows(index.rules.len());
    let candidates: Vec<usize> = perhaps.ones().collect();
    for rule in candidates {
        match index.applies(rule, cell) {
            Truth::No => perhaps.remove(rule),
            Truth::Maybe => {}
            Truth::Yes => continue,
        }
        surely.remove(rule);
    }
    (perhaps, surely)
}

impl Index {
    /// Whether a rule applies at the atoms of a cell.
    pub(super) fn holds(&self, rule: usize, cell: &Cell) -> Truth {
        cell.row(rule).and(self.applies(rule, cell))
    }

    /// Whether what the rows do not know of a rule holds in a cell.
    fn applies(&self, rule: usize, cell: &Cell) -> Truth {
        let Some(rule) = self.rules.get(rule) else {
            return Truth::No;
        };
        let parts = rule.rest.iter().map(|part| truth(part, cell));
        parts.fold(Truth::Yes, Truth::and)
    }
}

impl<'i> Open<'i> {
    pub(super) fn nothing(index: &Index) -> Self {
        Self {
            rules: FixedBitSet::with_capacity(index.rules.len()),
            border: false,
            dimensions: BTreeSet::new(),
            sets: Vec::new(),
        }
    }

    /// Opens the question where some rules apply.
    pub(super) fn add(&mut self, index: &'i Index, rules: &FixedBitSet) {
        self.rules.union_with(rules);
        for rule in rules.ones().filter_map(|rule| index.rules.get(rule)) {
            self.dimensions.extend(&rule.tested);
            for part in rule.rest.iter().chain([&rule.broken]) {
                collect(part, &mut self.sets);
            }
        }
    }

    /// Opens the question whether a formula holds.
    pub(super) fn test(&mut self, formula: &'i Formula) {
        let mut tested = Vec::new();
        dimensions(formula, &mut tested);
        self.dimensions.extend(tested);
        collect(formula, &mut self.sets);
    }

    /// Opens the question whether a border is crossed.
    pub(super) fn cross(&mut self) {
        self.border = true;
    }

    /// The same without repetitions.
    pub(super) fn finish(mut self, index: &Index) -> Self {
        if self.border {
            self.dimensions.extend(index.border.dimensions());
        }
        self.sets.sort();
        self.sets.dedup();
        self
    }

    /// How many open rules test what a choice chooses.
    pub(super) fn rules_testing(&self, index: &Index, asked: &Asked, choice: Choice) -> usize {
        let dimension = match choice {
            Choice::Dimension(dimension) => Some(dimension),
            Choice::Recipient => asked.destination(),
        };
        let rules = self.rules.ones().filter_map(|rule| index.rules.get(rule));
        rules
            .filter(|rule| dimension.is_some_and(|at| rule.tested.binary_search(&at).is_ok()))
            .count()
    }

    /// What can be seen of a class. Classes that look the same need not be told apart.
    pub(super) fn signature(&self, index: &Index, dimension: DimensionId, class: u32) -> Signature {
        let rows = index.rows.get(dimension.index());
        let mut rules = self.rules.clone();
        if let Some(row) = rows.and_then(|rows| rows.get(class as usize)) {
            rules.intersect_with(row);
        }
        let tests = self.sets.iter().filter(|(at, _)| *at == dimension);
        Signature {
            rules,
            tests: tests
                .map(|(_, set)| set.contains(i64::from(class)))
                .collect(),
            standing: index
                .border
                .standing(dimension, class)
                .filter(|_| self.border),
        }
    }
}

fn collect<'i>(formula: &'i Formula, sets: &mut Vec<(DimensionId, &'i ValueSet)>) {
    match formula {
        Formula::All(parts) | Formula::Any(parts) => {
            parts.iter().for_each(|part| collect(part, sets));
        }
        Formula::Not(inner) => collect(inner, sets),
        Formula::Test(dimension, set) => sets.push((*dimension, set)),
    }
}
