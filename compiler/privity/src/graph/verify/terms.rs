//! Conditions that shrink as values become known, each held once.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::check::policy::{AxisId, Condition, Policy};
use crate::check::values::ValueSet;

/// The number of a condition in [`Terms`]; equal numbers are equal conditions.
pub(super) type Term = u32;

/// A short list, without memory of its own.
type List = SmallVec<[Term; 8]>;

pub(super) const FALSE: Term = 0;
pub(super) const TRUE: Term = 1;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Shape {
    False,
    True,
    All(Rc<[Term]>),
    Any(Rc<[Term]>),
    Not(Term),
    /// The position of the axis in the order of the walk, and the set.
    Test(u32, ValueSet),
}

/// Neighbouring values of an axis, both ends included, and what a condition comes to there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) low: i64,
    pub(super) high: i64,
    pub(super) term: Term,
}

/// All conditions of a walk.
pub(super) struct Terms<'p> {
    policy: &'p Policy,
    /// For every axis its position in the order of the walk.
    positions: Vec<u32>,
    order: &'p [AxisId],
    shapes: Vec<Shape>,
    /// For every condition the first position that it tests; `u32::MAX` for none.
    firsts: Vec<u32>,
    numbers: FxHashMap<Shape, Term>,
    /// For every condition what [`Terms::pieces`] found.
    pieces: Vec<Option<Rc<[Piece]>>>,
}

impl<'p> Terms<'p> {
    /// No conditions yet; `order` lists the axes as they will become known, at least all that conditions test.
    pub(super) fn new(policy: &'p Policy, order: &'p [AxisId]) -> Self {
        let mut positions = vec![u32::MAX; policy.axes.len()];
        for (position, axis) in (0..).zip(order) {
            if let Some(slot) = positions.get_mut(axis.index()) {
                *slot = position;
            }
        }
        let mut terms = Self {
            policy,
            positions,
            order,
            shapes: Vec::new(),
            firsts: Vec::new(),
            numbers: FxHashMap::default(),
            pieces: Vec::new(),
        };
        terms.intern(Shape::False, u32::MAX);
        terms.intern(Shape::True, u32::MAX);
        terms
    }

    /// The position of an axis in the order of the walk; `u32::MAX` for one that is not there.
    pub(super) fn position(&self, axis: AxisId) -> u32 {
        self.positions
            .get(axis.index())
            .copied()
            .unwrap_or(u32::MAX)
    }

    /// The first position that a condition tests.
    pub(super) fn first(&self, term: Term) -> u32 {
        self.firsts.get(term as usize).copied().unwrap_or(u32::MAX)
    }

    /// The number of a condition.
    pub(super) fn of(&mut self, condition: &Condition) -> Term {
        match condition {
            Condition::All(parts) => {
                let parts: List = parts.iter().map(|part| self.of(part)).collect();
                self.all(&parts)
            }
            Condition::Any(parts) => {
                let parts: List = parts.iter().map(|part| self.of(part)).collect();
                self.any(&parts)
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
        let position = self.position(axis);
        self.intern(Shape::Test(position, inside), position)
    }

    /// All of them.
    fn all(&mut self, parts: &[Term]) -> Term {
        if parts.contains(&FALSE) {
            return FALSE;
        }
        let nested = |shape: &Shape| match shape {
            Shape::All(parts) => Some(Rc::clone(parts)),
            _ => None,
        };
        match *self.gathered(parts, TRUE, nested) {
            [] => TRUE,
            [one] => one,
            ref parts => {
                let first = self.first_of(parts);
                self.intern(Shape::All(parts.into()), first)
            }
        }
    }

    /// At least one of them.
    fn any(&mut self, parts: &[Term]) -> Term {
        if parts.contains(&TRUE) {
            return TRUE;
        }
        let nested = |shape: &Shape| match shape {
            Shape::Any(parts) => Some(Rc::clone(parts)),
            _ => None,
        };
        match *self.gathered(parts, FALSE, nested) {
            [] => FALSE,
            [one] => one,
            ref parts => {
                let first = self.first_of(parts);
                self.intern(Shape::Any(parts.into()), first)
            }
        }
    }

    /// Its opposite.
    fn not(&mut self, term: Term) -> Term {
        match self.shapes.get(term as usize) {
            Some(Shape::False) => TRUE,
            Some(Shape::True) => FALSE,
            Some(Shape::Not(inner)) => *inner,
            Some(Shape::Test(position, set)) => {
                let position = *position;
                match self.order.get(position as usize) {
                    Some(&axis) => {
                        let rest = set.complement(&self.policy.axes.at(axis).domain);
                        self.test(axis, &rest)
                    }
                    None => self.intern(Shape::Not(term), position),
                }
            }
            _ => {
                let first = self.first(term);
                self.intern(Shape::Not(term), first)
            }
        }
    }

    /// The parts, those of nested lists of the same sort included, each once and without the neutral one.
    fn gathered(
        &self,
        parts: &[Term],
        neutral: Term,
        nested: impl Fn(&Shape) -> Option<Rc<[Term]>>,
    ) -> List {
        let mut gathered = List::new();
        for &part in parts {
            match self.shapes.get(part as usize).and_then(&nested) {
                Some(inner) => gathered.extend_from_slice(&inner),
                None if part == neutral => {}
                None => gathered.push(part),
            }
        }
        gathered.sort_unstable();
        gathered.dedup();
        gathered
    }

    fn first_of(&self, parts: &[Term]) -> u32 {
        let firsts = parts.iter().map(|&part| self.first(part));
        firsts.min().unwrap_or(u32::MAX)
    }

    fn intern(&mut self, shape: Shape, first: u32) -> Term {
        if let Some(&known) = self.numbers.get(&shape) {
            return known;
        }
        let number = u32::try_from(self.shapes.len()).unwrap_or(u32::MAX);
        self.shapes.push(shape.clone());
        self.firsts.push(first);
        self.pieces.push(None);
        self.numbers.insert(shape, number);
        number
    }

    /// What a condition comes to for every value at the first position that it tests, all before it being known already: ascending, where
    /// it is not false.
    pub(super) fn pieces(&mut self, term: Term) -> Rc<[Piece]> {
        if let Some(Some(known)) = self.pieces.get(term as usize) {
            return Rc::clone(known);
        }
        let made: Rc<[Piece]> = self.make_pieces(term).into();
        if let Some(slot) = self.pieces.get_mut(term as usize) {
            *slot = Some(Rc::clone(&made));
        }
        made
    }

    fn make_pieces(&mut self, term: Term) -> Vec<Piece> {
        let position = self.first(term);
        let whole = |term: Term| Piece {
            low: i64::MIN,
            high: i64::MAX,
            term,
        };
        match self.shapes.get(term as usize).cloned() {
            Some(Shape::Test(_, set)) => {
                let intervals = set.intervals().iter();
                intervals
                    .map(|&(low, high)| Piece {
                        low,
                        high,
                        term: TRUE,
                    })
                    .collect()
            }
            Some(Shape::Not(inner)) => {
                let pieces = self.pieces(inner);
                let one = [whole(TRUE)];
                self.overlay(&one, &pieces, &mut |terms, _, inner| terms.not(inner))
            }
            Some(Shape::All(parts)) => {
                let (here, later) = self.split(&parts, position);
                let later = self.all(&later);
                here.iter().fold(vec![whole(later)], |made, &part| {
                    let pieces = self.pieces(part);
                    self.overlay(&made, &pieces, &mut |terms, one, other| {
                        terms.all(&[one, other])
                    })
                })
            }
            Some(Shape::Any(parts)) => {
                let (here, later) = self.split(&parts, position);
                let later = self.any(&later);
                here.iter().fold(vec![whole(later)], |made, &part| {
                    let pieces = self.pieces(part);
                    self.overlay(&made, &pieces, &mut |terms, one, other| {
                        terms.any(&[one, other])
                    })
                })
            }
            Some(Shape::False) | None => Vec::new(),
            Some(Shape::True) => vec![whole(TRUE)],
        }
    }

    /// The parts that test a position first, and the others.
    fn split(&self, parts: &[Term], position: u32) -> (List, List) {
        let parts = parts.iter().copied();
        parts.partition(|&part| self.first(part) == position)
    }

    /// Two lists of pieces in one; what neither list mentions is false in it.
    fn overlay(
        &mut self,
        one: &[Piece],
        other: &[Piece],
        combine: &mut impl FnMut(&mut Self, Term, Term) -> Term,
    ) -> Vec<Piece> {
        let mut made: Vec<Piece> = Vec::with_capacity(one.len() + other.len());
        let (mut i, mut j) = (0, 0);
        let mut next = Some(i64::MIN);
        while let Some(low) = next {
            while one.get(i).is_some_and(|piece| piece.high < low) {
                i += 1;
            }
            while other.get(j).is_some_and(|piece| piece.high < low) {
                j += 1;
            }
            if i >= one.len() && j >= other.len() {
                break;
            }
            let (a, high_a) = covering(one.get(i), low);
            let (b, high_b) = covering(other.get(j), low);
            let high = high_a.min(high_b);
            let term = combine(self, a, b);
            match made.last_mut() {
                Some(last) if last.term == term && last.high.checked_add(1) == Some(low) => {
                    last.high = high;
                }
                _ if term == FALSE => {}
                _ => made.push(Piece { low, high, term }),
            }
            next = high.checked_add(1);
        }
        made
    }
}

/// What a piece, the first that does not end before a value, says of it, and up to which value it says that.
fn covering(piece: Option<&Piece>, value: i64) -> (Term, i64) {
    match piece {
        Some(piece) if piece.low <= value => (piece.term, piece.high),
        Some(piece) => (FALSE, piece.low - 1),
        None => (FALSE, i64::MAX),
    }
}
