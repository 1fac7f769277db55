//! A verdict as a function of what is unknown: a small reduced diagram. Exactly the choices that it still tests can change the verdict.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Class;

/// Where a choice stands in the order of tests. All choices of one level have the same arms, in the same order.
pub(crate) type Level = u32;

/// A diagram: 0 to 2 are the verdicts, worst first; node `n` has the number `n + 3`. Equal functions have equal numbers.
pub(crate) type Function = u32;

/// The function that is denied, not applicable, permitted throughout.
pub(crate) const DENY: Function = 0;
pub(crate) const NOT_APPLICABLE: Function = 1;
pub(crate) const PERMIT: Function = 2;
const FIRST_NODE: Function = 3;

/// Diagrams that share their parts.
#[derive(Default)]
pub(crate) struct Unknowns {
    nodes: Vec<(Level, Vec<Function>)>,
    numbers: FxHashMap<(Level, Vec<Function>), Function>,
    met: FxHashMap<(Function, Function), Function>,
    steps_left: usize,
}

/// The function that has this verdict throughout.
pub(crate) fn always(class: Class) -> Function {
    match class {
        Class::Deny => DENY,
        Class::NotApplicable => NOT_APPLICABLE,
        Class::Permit => PERMIT,
    }
}

/// The verdict of a function that has the same throughout.
pub(crate) fn verdict(function: Function) -> Option<Class> {
    match function {
        DENY => Some(Class::Deny),
        NOT_APPLICABLE => Some(Class::NotApplicable),
        PERMIT => Some(Class::Permit),
        _ => None,
    }
}

impl Unknowns {
    /// No diagrams yet, and so many steps that may be taken.
    pub(crate) fn new(steps: usize) -> Self {
        Self {
            steps_left: steps,
            ..Self::default()
        }
    }

    /// Allows so many steps from now on.
    pub(crate) fn allow(&mut self, steps: usize) {
        self.steps_left = steps;
    }

    /// The steps that are left.
    pub(crate) fn steps_left(&self) -> usize {
        self.steps_left
    }

    /// Takes steps; `None` when fewer are left.
    pub(crate) fn steps(&mut self, count: usize) -> Option<()> {
        self.steps_left = self.steps_left.checked_sub(count)?;
        Some(())
    }

    /// The worse of two functions everywhere; `None` when the steps do not suffice.
    pub(crate) fn meet(&mut self, one: Function, other: Function) -> Option<Function> {
        let (low, high) = (one.min(other), one.max(other));
        if low == high || low == DENY || (low == NOT_APPLICABLE && high == PERMIT) {
            return Some(low);
        }
        if low == PERMIT {
            return Some(high);
        }
        if let Some(&known) = self.met.get(&(low, high)) {
            return Some(known);
        }
        self.steps(1)?;
        let level = self.level(low).min(self.level(high));
        let (mine, theirs) = (self.arms(low, level), self.arms(high, level));
        let count = mine.len().max(theirs.len());
        let mut functions = Vec::with_capacity(count);
        for arm in 0..count {
            // A diagram that does not test the level is the same for all its arms.
            let mine = mine.get(arm).copied().unwrap_or(low);
            let theirs = theirs.get(arm).copied().unwrap_or(high);
            functions.push(self.meet(mine, theirs)?);
        }
        let met = self.make(level, functions);
        self.met.insert((low, high), met);
        Some(met)
    }

    fn node(&self, function: Function) -> Option<&(Level, Vec<Function>)> {
        self.nodes.get(function.checked_sub(FIRST_NODE)? as usize)
    }

    fn level(&self, function: Function) -> Level {
        self.node(function).map_or(Level::MAX, |node| node.0)
    }

    fn arms(&self, function: Function, level: Level) -> Vec<Function> {
        self.node(function)
            .filter(|node| node.0 == level)
            .map(|node| node.1.clone())
            .unwrap_or_default()
    }

    /// The function that has these arms at a level; theirs lie below it.
    pub(crate) fn make(&mut self, level: Level, arms: Vec<Function>) -> Function {
        if let Some(&first) = arms.first()
            && arms.iter().all(|&arm| arm == first)
        {
            return first;
        }
        let next = u32::try_from(self.nodes.len())
            .unwrap_or(u32::MAX)
            .saturating_add(FIRST_NODE);
        let number = *self.numbers.entry((level, arms.clone())).or_insert(next);
        if number == next {
            self.nodes.push((level, arms));
        }
        number
    }

    /// The levels that a function tests.
    pub(crate) fn levels(&self, root: Function) -> BTreeSet<Level> {
        let mut levels = BTreeSet::new();
        let mut seen = FxHashSet::default();
        let mut open = vec![root];
        while let Some(function) = open.pop() {
            if let Some((level, arms)) = self.node(function)
                && seen.insert(function)
            {
                levels.insert(*level);
                open.extend(arms);
            }
        }
        levels
    }
}
