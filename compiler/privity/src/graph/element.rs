//! What a diagram under construction may say of an atom, and how two statements about the same atom join.

use rustc_hash::FxHashMap;

use super::decision_graph::Cause;
use super::store::Diagram;
use crate::check::duty::ObligationId;
use crate::check::policy::Layer;

/// The number of a set of duties in [`Elements`].
pub(super) type DutySet = u32;

/// A statement about an atom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Element {
    /// No verdict; if somebody permits it, these duties come with it.
    Silent(DutySet),
    /// Allowed, with duties.
    Permit(Cause, DutySet),
    /// Not allowed.
    Deny(Cause),
    /// Outside the policy.
    Outside(Cause),
}

/// All statements and duty sets of a build, each once. The number of a statement is that of its terminal.
#[derive(Debug)]
pub(super) struct Elements {
    elements: Vec<Element>,
    numbers: FxHashMap<Element, u32>,
    sets: Vec<Vec<ObligationId>>,
    set_numbers: FxHashMap<Vec<ObligationId>, DutySet>,
    unions: FxHashMap<(DutySet, DutySet), DutySet>,
    duties_left: usize,
    /// Whether the duty sets grew beyond the budget; then later statements are not to be trusted.
    pub(super) overflow: bool,
}

impl Elements {
    /// The empty set of duties.
    pub(super) const NO_DUTIES: DutySet = 0;
    /// Nothing is said. It is the neutral element of [`Elements::join`].
    pub(super) const SILENT: Diagram = Diagram::terminal(0);

    /// A table for duty sets of so many members together.
    pub(super) fn new(most_duties: usize) -> Self {
        let mut table = Self {
            elements: Vec::new(),
            numbers: FxHashMap::default(),
            sets: Vec::new(),
            set_numbers: FxHashMap::default(),
            unions: FxHashMap::default(),
            duties_left: most_duties,
            overflow: false,
        };
        let none = table.duty_set(Vec::new());
        table.intern(Element::Silent(none));
        table
    }

    /// The terminal of a statement.
    pub(super) fn intern(&mut self, element: Element) -> Diagram {
        let next = u32::try_from(self.elements.len()).unwrap_or(u32::MAX);
        let number = *self.numbers.entry(element).or_insert(next);
        if number == next {
            self.elements.push(element);
        }
        Diagram::terminal(number)
    }

    /// The statement of a terminal.
    pub(super) fn element(&self, number: u32) -> Element {
        self.elements
            .get(number as usize)
            .copied()
            .unwrap_or(Element::Deny(Cause::NoPermit(Layer::Base)))
    }

    /// The statement of a diagram that says the same everywhere.
    pub(super) fn of(&self, diagram: Diagram) -> Option<Element> {
        diagram.as_terminal().map(|number| self.element(number))
    }

    /// The number of a set of duties, given in any order.
    pub(super) fn duty_set(&mut self, mut duties: Vec<ObligationId>) -> DutySet {
        duties.sort_unstable();
        duties.dedup();
        if let Some(&known) = self.set_numbers.get(&duties) {
            return known;
        }
        let Some(left) = self.duties_left.checked_sub(duties.len()) else {
            self.overflow = true;
            return Self::NO_DUTIES;
        };
        self.duties_left = left;
        let number = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        self.sets.push(duties.clone());
        self.set_numbers.insert(duties, number);
        number
    }

    /// The duties of a set, ascending.
    pub(super) fn duties(&self, set: DutySet) -> &[ObligationId] {
        self.sets.get(set as usize).map_or(&[], Vec::as_slice)
    }

    fn union(&mut self, one: DutySet, other: DutySet) -> DutySet {
        let (low, high) = (one.min(other), one.max(other));
        if low == high || low == Self::NO_DUTIES {
            return high;
        }
        if let Some(&known) = self.unions.get(&(low, high)) {
            return known;
        }
        let all = [self.duties(low), self.duties(high)].concat();
        let union = self.duty_set(all);
        self.unions.insert((low, high), union);
        union
    }

    /// What two rules of one layer say together: a guard beats a permit, and among equals the lower number is named.
    ///
    /// Commutative, associative and idempotent, so the order in which rules are merged cannot matter.
    pub(super) fn join(&mut self, one: Element, other: Element) -> Element {
        use Element::{Deny, Outside, Permit, Silent};
        match (one, other) {
            (Outside(a), Outside(b)) => Outside(a.min(b)),
            (Outside(cause), _) | (_, Outside(cause)) => Outside(cause),
            (Deny(a), Deny(b)) => Deny(a.min(b)),
            (Deny(cause), _) | (_, Deny(cause)) => Deny(cause),
            (Permit(a, mine), Permit(b, theirs)) => Permit(a.min(b), self.union(mine, theirs)),
            (Permit(cause, mine), Silent(theirs)) | (Silent(theirs), Permit(cause, mine)) => {
                Permit(cause, self.union(mine, theirs))
            }
            (Silent(mine), Silent(theirs)) => Silent(self.union(mine, theirs)),
        }
    }

    /// The base layer's verdict, tightened by the transfer layer's, which is silent where no border is crossed.
    pub(super) fn tighten(&mut self, base: Element, transfer: Element) -> Element {
        use Element::{Deny, Permit};
        match (base, transfer) {
            (Permit(cause, mine), Permit(_, theirs)) => Permit(cause, self.union(mine, theirs)),
            (Permit(..), Deny(cause)) => Deny(cause),
            _ => base,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arena::Id;

    #[test]
    fn joining_is_commutative_associative_and_idempotent() {
        let mut table = Elements::new(100);
        let sets: Vec<DutySet> = [vec![], vec![1], vec![2], vec![1, 2]]
            .into_iter()
            .map(|set| table.duty_set(set.into_iter().map(Id::new).collect()))
            .collect();
        let causes = [Cause::Rule(Id::new(1)), Cause::Rule(Id::new(2))];
        let mut all: Vec<Element> = sets.iter().map(|&set| Element::Silent(set)).collect();
        for cause in causes {
            all.extend([Element::Deny(cause), Element::Outside(cause)]);
            all.extend(sets.iter().map(|&set| Element::Permit(cause, set)));
        }
        for &a in &all {
            assert_eq!(table.join(a, a), a);
            for &b in &all {
                let both = table.join(a, b);
                assert_eq!(both, table.join(b, a));
                for &c in &all {
                    let right = table.join(b, c);
                    assert_eq!(table.join(both, c), table.join(a, right));
                }
            }
        }
        assert!(!table.overflow);
    }
}
