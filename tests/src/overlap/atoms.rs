//! Sets of the atoms of a small policy, as bits.

/// A set of atoms, by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atoms(Vec<u64>);

impl Atoms {
    pub(super) fn of(atoms: &[Vec<i64>], holds: impl Fn(&[i64]) -> bool) -> Self {
        let mut set = vec![0; atoms.len().div_ceil(64)];
        for (at, atom) in atoms.iter().enumerate() {
            if holds(atom)
                && let Some(word) = set.get_mut(at / 64)
            {
                *word |= 1 << (at % 64);
            }
        }
        Self(set)
    }

    fn with(&self, other: &Self, join: impl Fn(u64, u64) -> u64) -> Self {
        let words = self.0.iter().zip(&other.0);
        Self(words.map(|(&one, &two)| join(one, two)).collect())
    }

    pub(super) fn and(&self, other: &Self) -> Self {
        self.with(other, |one, two| one & two)
    }

    pub(super) fn or(&self, other: &Self) -> Self {
        self.with(other, |one, two| one | two)
    }

    pub(super) fn without(&self, other: &Self) -> Self {
        self.with(other, |one, two| one & !two)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|&word| word == 0)
    }

    pub(super) fn is_in(&self, other: &Self) -> bool {
        self.without(other).is_empty()
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        !self.and(other).is_empty()
    }
}
