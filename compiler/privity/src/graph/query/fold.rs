//! The verdict of a request as a function of what is unknown.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::view::{At, Step, View};
use crate::request::Class;
use crate::request::unknowns::{DENY, Function, Level, PERMIT, Unknowns, always, verdict};

/// What a request comes to.
pub(super) enum Folded {
    /// The same verdict for every completion.
    Always(Class),
    /// Different verdicts; these levels, and no others, can change it.
    Depends(BTreeSet<Level>),
}

/// The work of folding a view.
pub(super) struct Fold<'v, 'g> {
    view: &'v View<'g>,
    unknowns: Unknowns,
    folded: FxHashMap<At, Function>,
}

impl<'v, 'g> Fold<'v, 'g> {
    pub(super) fn new(view: &'v View<'g>, steps: usize) -> Self {
        Self {
            view,
            unknowns: Unknowns::new(steps),
            folded: FxHashMap::default(),
        }
    }

    /// What the request comes to; `None` when the steps do not suffice.
    pub(super) fn result(mut self) -> Option<Folded> {
        let function = self.fold(self.view.root())?;
        Some(match verdict(function) {
            Some(class) => Folded::Always(class),
            None => Folded::Depends(self.unknowns.levels(function)),
        })
    }

    fn fold(&mut self, at: At) -> Option<Function> {
        if let Some(&known) = self.folded.get(&at) {
            return Some(known);
        }
        let function = match self.view.step(at) {
            Step::Leaf(decision) => always(decision.class),
            Step::Branch(branch) if branch.all => {
                let mut worst = PERMIT;
                for arm in &branch.arms {
                    let function = self.fold(arm.to)?;
                    worst = self.unknowns.meet(worst, function)?;
                    if worst == DENY {
                        break;
                    }
                }
                worst
            }
            Step::Branch(branch) => {
                let arms = branch
                    .arms
                    .iter()
                    .map(|arm| self.fold(arm.to))
                    .collect::<Option<_>>()?;
                self.unknowns.make(branch.level, arms)
            }
        };
        self.folded.insert(at, function);
        Some(function)
    }
}
