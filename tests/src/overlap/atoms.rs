//! Sets of the atoms of a small policy, as bits.

/// A set of atoms, by number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atoms {
    words: Vec<u64>,
    count: usize,
}

impl Atoms {
    pub(super) fn none(count: usize) -> Self {
        Self {
            words: vec![0; count.div_ceil(64)],
            count,
        }
    }

    pub(super) fn all(count: usize) -> Self {
        let mut all = Self::none(count);
        all.fill(0, count);
        all
    }

    /// Adds the atoms from `first` on, so many.
    pub(super) fn fill(&mut self, first: usize, count: usize) {
        let (mut at, end) = (first, first + count);
        while at < end {
            let bit = at % 64;
            let many = (64 - bit).min(end - at);
            let ones = if many == 64 {
                u64::MAX
            } else {
                (1 << many) - 1
            };
            if let Some(word) = self.words.get_mut(at / 64) {
                *word |= ones << bit;
            }
            at += many;
        }
    }

    fn with(&self, other: &Self, join: impl Fn(u64, u64) -> u64) -> Self {
        let words = self.words.iter().zip(&other.words);
        Self {
            words: words.map(|(&one, &two)| join(one, two)).collect(),
            count: self.count,
        }
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

    pub(super) fn not(&self) -> Self {
        Self::all(self.count).without(self)
    }

    pub(super) fn union<'a>(&self, others: impl IntoIterator<Item = &'a Self>) -> Self {
        others
            .into_iter()
            .fold(self.clone(), |all, other| all.or(other))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    pub(super) fn is_in(&self, other: &Self) -> bool {
        let mut words = self.words.iter().zip(&other.words);
        words.all(|(one, two)| one & !two == 0)
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        let mut words = self.words.iter().zip(&other.words);
        words.any(|(one, two)| one & two != 0)
    }

    pub(super) fn contains(&self, at: usize) -> bool {
        let word = self.words.get(at / 64).copied().unwrap_or_default();
        word >> (at % 64) & 1 == 1
    }

    /// The numbers of its atoms, ascending.
    pub(super) fn iter(&self) -> impl Iterator<Item = usize> + '_ {
        self.words.iter().enumerate().flat_map(|(at, &word)| {
            let mut left = word;
            std::iter::from_fn(move || {
                let bit = left.trailing_zeros() as usize;
                left = left.checked_sub(1).map(|less| left & less)?;
                Some(at * 64 + bit)
            })
        })
    }
}
