//! Sets of duties, each held once.

use rustc_hash::FxHashMap;

use crate::check::duty::{ObligationId, conflict};
use crate::check::policy::Policy;

/// The number of a set of duties in a [`DutyTable`]; equal numbers are equal sets.
pub(super) type DutyNumber = u32;

/// All sets of duties that a walk met.
pub(super) struct DutyTable<'p> {
    policy: &'p Policy,
    sets: Vec<Vec<ObligationId>>,
    numbers: FxHashMap<Vec<ObligationId>, DutyNumber>,
    unions: FxHashMap<(DutyNumber, DutyNumber), DutyNumber>,
    conflicts: FxHashMap<DutyNumber, bool>,
}

impl<'p> DutyTable<'p> {
    /// The empty set.
    pub(super) const NONE: DutyNumber = 0;

    pub(super) fn new(policy: &'p Policy) -> Self {
        let mut table = Self {
            policy,
            sets: Vec::new(),
            numbers: FxHashMap::default(),
            unions: FxHashMap::default(),
            conflicts: FxHashMap::default(),
        };
        table.of(&[]);
        table
    }

    /// The number of a set, in any order.
    pub(super) fn of(&mut self, duties: &[ObligationId]) -> DutyNumber {
        let mut set = duties.to_vec();
        set.sort_unstable();
        set.dedup();
        if let Some(&known) = self.numbers.get(&set) {
            return known;
        }
        let number = u32::try_from(self.sets.len()).unwrap_or(u32::MAX);
        self.sets.push(set.clone());
        self.numbers.insert(set, number);
        number
    }

    /// The duties of a set, ascending.
    pub(super) fn set(&self, number: DutyNumber) -> &[ObligationId] {
        self.sets
            .get(number as usize)
            .map_or(&[], |set| set.as_slice())
    }

    /// The duties of both.
    pub(super) fn union(&mut self, one: DutyNumber, other: DutyNumber) -> DutyNumber {
        if one == other || other == Self::NONE {
            return one;
        }
        if one == Self::NONE {
            return other;
        }
        if let Some(&known) = self.unions.get(&(one, other)) {
            return known;
        }
        let both = [self.set(one), self.set(other)].concat();
        let number = self.of(&both);
        self.unions.insert((one, other), number);
        number
    }

    /// Whether the duties of a set exclude each other.
    pub(super) fn conflict(&mut self, number: DutyNumber) -> bool {
        if number == Self::NONE {
            return false;
        }
        if let Some(&known) = self.conflicts.get(&number) {
            return known;
        }
        let set = self.set(number).iter().copied().collect();
        let found = conflict(self.policy, &set);
        self.conflicts.insert(number, found);
        found
    }
}
