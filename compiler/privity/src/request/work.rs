//! What answering may cost.

/// What answering may still cost, in steps: a node of the graph that is looked at, or two functions of unknowns that are compared. A cell
/// of the [`index`](crate::index) costs [`Work::CELL`] of them.
///
/// Steps depend on policy and request alone, so what a budget cuts short is the same on every machine.
#[derive(Debug)]
pub struct Work {
    left: usize,
}

impl Work {
    /// What one question about a request may cost.
    pub const USUAL: usize = 1_000_000;
    /// The steps of a cell of the index.
    pub const CELL: usize = 50;

    /// So many steps.
    #[must_use]
    pub fn new(steps: usize) -> Self {
        Self { left: steps }
    }

    /// So many cells of the index.
    #[must_use]
    pub fn of_cells(cells: usize) -> Self {
        Self::new(cells.saturating_mul(Self::CELL))
    }

    /// The steps that are left.
    #[must_use]
    pub fn left(&self) -> usize {
        self.left
    }

    /// Takes steps; when fewer are left, takes these and gives `None`.
    pub fn spend(&mut self, steps: usize) -> Option<()> {
        let left = self.left.checked_sub(steps);
        self.left = left.unwrap_or_default();
        left.map(|_| ())
    }

    /// Does a part of the work, for which no more than the usual steps are allowed.
    pub fn part<R>(&mut self, job: impl FnOnce(&mut Self) -> R) -> R {
        let allowed = self.left.min(Self::USUAL);
        let mut part = Self::new(allowed);
        let result = job(&mut part);
        self.left -= allowed - part.left;
        result
    }
}

impl Default for Work {
    fn default() -> Self {
        Self::new(Self::USUAL)
    }
}
