//! The verdict of a request as a function of what is unknown.

use std::collections::BTreeSet;

use rustc_hash::{FxHashMap, FxHashSet};

use super::view::{At, Level, Step, View};
use crate::request::Class;

/// What a request comes to.
pub(super) enum Folded {
    /// The same verdict for every completion.
    Always(Class),
    /// Different verdicts; these levels, and no others, can change it.
    Depends(BTreeSet<Level>),
}

/// A diagram over the unknown axes: 0 to 2 are the verdicts, worst first; node `n` has the number `n + 3`.
type Verdict = u32;

const DENY: Verdict = 0;
const NOT_APPLICABLE: Verdict = 1;
const PERMIT: Verdict = 2;
const FIRST_NODE: Verdict = 3;

/// The work of folding a view. Equal functions have equal numbers.
pub(super) struct Fold<'v, 'g> {
    view: &'v View<'g>,
    nodes: Vec<(Level, Vec<Verdict>)>,
    numbers: FxHashMap<(Level, Vec<Verdict>), Verdict>,
    folded: FxHashMap<At, Verdict>,
    met: FxHashMap<(Verdict, Verdict), Verdict>,
    steps_left: usize,
}

impl<'v, 'g> Fold<'v, 'g> {
    pub(super) fn new(view: &'v View<'g>, steps: usize) -> Self {
        Self {
            view,
            nodes: Vec::new(),
            numbers: FxHashMap::default(),
            folded: FxHashMap::default(),
            met: FxHashMap::default(),
            steps_left: steps,
        }
    }

    /// What the request comes to; `None` when the steps do not suffice.
    pub(super) fn result(mut self) -> Option<Folded> {
        let verdict = self.fold(self.view.root())?;
        Some(match verdict {
            DENY => Folded::Always(Class::Deny),
            NOT_APPLICABLE => Folded::Always(Class::NotApplicable),
            PERMIT => Folded::Always(Class::Permit),
            _ => Folded::Depends(self.levels(verdict)),
        })
    }

    fn fold(&mut self, at: At) -> Option<Verdict> {
        if let Some(&known) = self.folded.get(&at) {
            return Some(known);
        }
        let verdict = match self.view.step(at) {
            Step::Leaf(leaf) => match leaf.class {
                Class::Deny => DENY,
                Class::NotApplicable => NOT_APPLICABLE,
                Class::Permit => PERMIT,
            },
            Step::Branch(branch) if branch.all => {
                let mut worst = PERMIT;
                for arm in &branch.arms {
                    let verdict = self.fold(arm.to)?;
                    worst = self.meet(worst, verdict)?;
                    if worst == DENY {
                        break;
                    }
                }
                worst
            }
            Step::Branch(branch) => {
                let verdicts = branch
                    .arms
                    .iter()
                    .map(|arm| self.fold(arm.to))
                    .collect::<Option<_>>()?;
                self.make(branch.level, verdicts)
            }
        };
        self.folded.insert(at, verdict);
        Some(verdict)
    }

    fn meet(&mut self, one: Verdict, other: Verdict) -> Option<Verdict> {
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
        self.steps_left = self.steps_left.checked_sub(1)?;
        let level = self.level(low).min(self.level(high));
        let (mine, theirs) = (self.arms(low, level), self.arms(high, level));
        let count = mine.len().max(theirs.len());
        let mut verdicts = Vec::with_capacity(count);
        for arm in 0..count {
            // A diagram that does not test the level is the same for all its arms.
            let mine = mine.get(arm).copied().unwrap_or(low);
            let theirs = theirs.get(arm).copied().unwrap_or(high);
            verdicts.push(self.meet(mine, theirs)?);
        }
        let met = self.make(level, verdicts);
        self.met.insert((low, high), met);
        Some(met)
    }

    fn node(&self, verdict: Verdict) -> Option<&(Level, Vec<Verdict>)> {
        self.nodes.get(verdict.checked_sub(FIRST_NODE)? as usize)
    }

    fn level(&self, verdict: Verdict) -> Level {
        self.node(verdict).map_or(Level::MAX, |node| node.0)
    }

    fn arms(&self, verdict: Verdict, level: Level) -> Vec<Verdict> {
        self.node(verdict)
            .filter(|node| node.0 == level)
            .map(|node| node.1.clone())
            .unwrap_or_default()
    }

    fn make(&mut self, level: Level, verdicts: Vec<Verdict>) -> Verdict {
        if let Some(&first) = verdicts.first()
            && verdicts.iter().all(|&verdict| verdict == first)
        {
            return first;
        }
        let next = u32::try_from(self.nodes.len())
            .unwrap_or(u32::MAX)
            .saturating_add(FIRST_NODE);
        let number = *self
            .numbers
            .entry((level, verdicts.clone()))
            .or_insert(next);
        if number == next {
            self.nodes.push((level, verdicts));
        }
        number
    }

    fn levels(&self, root: Verdict) -> BTreeSet<Level> {
        let mut levels = BTreeSet::new();
        let mut seen = FxHashSet::default();
        let mut open = vec![root];
        while let Some(verdict) = open.pop() {
            if let Some((level, verdicts)) = self.node(verdict)
                && seen.insert(verdict)
            {
                levels.insert(*level);
                open.extend(verdicts);
            }
        }
        levels
    }
}
