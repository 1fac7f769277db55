//! Conditions that shrink as values become known, each held once.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::check::policy::{AxisId, Condition, Policy};
use crate::check::values::ValueSet;

/// The number of a condition in [`Terms`]; equal numbers are equal conditions.
pub(super) type Term = u32;
/// The number of a set of values in [`Terms`].
pub(super) type SetNumber = u32;

pub(super) const FALSE: Term = 0;
pub(super) const TRUE: Term = 1;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Shape {
    False,
    True,
    All(Vec<Term>),
    Any(Vec<Term>),
    Not(Term),
    /// The position of the axis in the order of the walk, and the set.
    Test(u32, SetNumber),
}

/// All conditions of a walk.
pub(super) struct Terms<'p> {
    policy: &'p Policy,
    /// For every axis its position in the order of the walk.
    positions: Vec<u32>,
    shapes: Vec<Shape>,
    /// For every condition the first position that it tests; `u32::MAX` for none.
    firsts: Vec<u32>,
    numbers: FxHashMap<Shape, Term>,
    sets: Vec<ValueSet>,
    set_numbers: FxHashMap<ValueSet, SetNumber>,
}

impl<'p> Terms<'p> {
    /// No conditions yet; `order` lists the axes as they will become known, at least all that conditions test.
    pub(super) fn new(policy: &'p Policy, order: &[AxisId]) -> Self {
        let mut positions = vec![u32::MAX; policy.axes.len()];
        for (position, axis) in (0..).zip(order) {
            if let Some(slot) = positions.get_mut(axis.index()) {
                *slot = position;
            }
        }
        let mut terms = Self {
            policy,
            positions,
            shapes: Vec::new(),
            firsts: Vec::new(),
            numbers: FxHashMap::default(),
            sets: Vec::new(),
            set_numbers: FxHashMap::default(),
        };
        terms.intern(Shape::False, u32::MAX);
        terms.intern(Shape::True, u32::MAX);
        terms
    }

    /// The first position that a condition tests.
    pub(super) fn first(&self, term: Term) -> u32 {
        self.firsts.get(term as usize).copied().unwrap_or(u32::MAX)
    }

    /// A set of values.
    pub(super) fn set(&self, number: SetNumber) -> Option<&ValueSet> {
        self.sets.get(number as usize)
    }

    /// The number of a condition.
    pub(super) fn of(&mut self, condition: &Condition) -> Term {
        match condition {
            Condition::All(parts) => {
                let parts = parts.iter().map(|part| self.of(part)).collect();
                self.all(parts)
            }
            Condition::Any(parts) => {
                let parts = parts.iter().map(|part| self.of(part)).collect();
                self.any(parts)
            }
            Condition::Not(inner) => {
                let inner = self.of(inner);
                self.not(inner)
            }
            Condition::Test(axis, set) => self.test(*axis, set),
        }
    }

    fn test(&mut self, axis: AxisId, set: &ValueSet) -> Term {
        let Some(of) = self.policy.axes.get(axis) else {
            return FALSE;
        };
        let domain = ValueSet::range(*of.domain.start(), *of.domain.end());
        let inside = set.intersection(&domain);
        if inside.is_empty() {
            return FALSE;
        }
        if inside == domain {
            return TRUE;
        }
        let next = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        let number = *self.set_numbers.entry(inside.clone()).or_insert(next);
        if number == next {
            self.sets.push(inside);
        }
        let position = self
            .positions
            .get(axis.index())
            .copied()
            .unwrap_or(u32::MAX);
        self.intern(Shape::Test(position, number), position)
    }

    /// All of them.
    pub(super) fn all(&mut self, parts: Vec<Term>) -> Term {
        if parts.contains(&FALSE) {
            return FALSE;
        }
        match self.gathered(parts, TRUE, |shape| match shape {
            Shape::All(parts) => Some(parts),
            _ => None,
        }) {
            parts if parts.is_empty() => TRUE,
            parts if parts.len() == 1 => parts.first().copied().unwrap_or(TRUE),
            parts => {
                let first = self.first_of(&parts);
                self.intern(Shape::All(parts), first)
            }
        }
    }

    /// At least one of them.
    pub(super) fn any(&mut self, parts: Vec<Term>) -> Term {
        if parts.contains(&TRUE) {
            return TRUE;
        }
        match self.gathered(parts, FALSE, |shape| match shape {
            Shape::Any(parts) => Some(parts),
            _ => None,
        }) {
            parts if parts.is_empty() => FALSE,
            parts if parts.len() == 1 => parts.first().copied().unwrap_or(FALSE),
            parts => {
                let first = self.first_of(&parts);
                self.intern(Shape::Any(parts), first)
            }
        }
    }

    /// Its opposite.
    pub(super) fn not(&mut self, term: Term) -> Term {
        match self.shapes.get(term as usize) {
            Some(Shape::False) => TRUE,
            Some(Shape::True) => FALSE,
            Some(Shape::Not(inner)) => *inner,
            _ => {
                let first = self.first(term);
                self.intern(Shape::Not(term), first)
            }
        }
    }

    /// The parts, those of nested lists of the same sort included, each once and without the neutral one.
    fn gathered(
        &self,
        parts: Vec<Term>,
        neutral: Term,
        nested: impl Fn(&Shape) -> Option<&Vec<Term>>,
    ) -> Vec<Term> {
        let mut gathered = Vec::with_capacity(parts.len());
        for part in parts {
            match self.shapes.get(part as usize).and_then(&nested) {
                Some(inner) => gathered.extend(inner),
                None if part == neutral => {}
                None => gathered.push(part),
            }
        }
        gathered.sort_unstable();
        gathered.dedup();
        gathered
    }

    fn first_of(&self, parts: &[Term]) -> u32 {
        parts
            .iter()
            .map(|&part| self.first(part))
            .min()
            .unwrap_or(u32::MAX)
    }

    fn intern(&mut self, shape: Shape, first: u32) -> Term {
        if let Some(&known) = self.numbers.get(&shape) {
            return known;
        }
        let number = u32::try_from(self.shapes.len()).unwrap_or(u32::MAX);
        self.shapes.push(shape.clone());
        self.firsts.push(first);
        self.numbers.insert(shape, number);
        number
    }

    /// What is left of a condition when the value at a position is known, all before it being known already.
    pub(super) fn restrict(&mut self, term: Term, position: u32, value: i64) -> Term {
        if self.first(term) != position {
            return term;
        }
        match self.shapes.get(term as usize).cloned() {
            Some(Shape::All(parts)) => {
                let mut left = Vec::with_capacity(parts.len());
                for part in parts {
                    match self.restrict(part, position, value) {
                        FALSE => return FALSE,
                        part => left.push(part),
                    }
                }
                self.all(left)
            }
            Some(Shape::Any(parts)) => {
                let mut left = Vec::with_capacity(parts.len());
                for part in parts {
                    match self.restrict(part, position, value) {
                        TRUE => return TRUE,
                        part => left.push(part),
                    }
                }
                self.any(left)
            }
            Some(Shape::Not(inner)) => {
                let inner = self.restrict(inner, position, value);
                self.not(inner)
            }
            Some(Shape::Test(_, set)) => {
                let holds = self.set(set).is_some_and(|set| set.contains(value));
                if holds { TRUE } else { FALSE }
            }
            Some(Shape::False | Shape::True) | None => term,
        }
    }

    /// Adds the sets that a condition tests at a position.
    pub(super) fn sets_at(&self, term: Term, position: u32, found: &mut FxHashSet<SetNumber>) {
        if self.first(term) != position {
            return;
        }
        match self.shapes.get(term as usize) {
            Some(Shape::All(parts) | Shape::Any(parts)) => {
                for &part in parts {
                    self.sets_at(part, position, found);
                }
            }
            Some(Shape::Not(inner)) => self.sets_at(*inner, position, found),
            Some(Shape::Test(_, set)) => {
                found.insert(*set);
            }
            Some(Shape::False | Shape::True) | None => {}
        }
    }
}
