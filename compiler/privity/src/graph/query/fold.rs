//! The verdict of a request as a function of what is unknown.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::view::{At, Step, View};
use crate::lower::DimensionId;
use crate::request::Class;
use crate::request::unknowns::{DENY, Function, Level, PERMIT, Unknowns, always, verdict};

/// What a request comes to.
pub(super) enum Folded {
    /// The same verdict for every completion.
    Always(Class),
    /// Different verdicts; these levels, and no others, can change it.
    Depends(BTreeSet<Level>),
}

/// The work of folding a view, and views that differ from it in some dimensions.
#[derive(Default)]
pub(super) struct Fold {
    unknowns: Unknowns,
    /// What is below all dimensions that ever differ is the same for all these views.
    below: FxHashMap<At, Function>,
    above: FxHashMap<At, Function>,
}

impl Fold {
    /// What the request comes to; `None` when so many steps do not suffice. `changed` is the last dimension in which the view differs from the
    /// first that was folded.
    pub(super) fn result(
        &mut self,
        view: &View,
        changed: Option<DimensionId>,
        steps: usize,
    ) -> Option<Folded> {
        self.above.clear();
        self.unknowns.allow(steps);
        let function = self.fold(view, changed, view.root())?;
        Some(match verdict(function) {
            Some(class) => Folded::Always(class),
            None => Folded::Depends(self.unknowns.levels(function)),
        })
    }

    fn fold(&mut self, view: &View, changed: Option<DimensionId>, at: At) -> Option<Function> {
        let is_below = view.dimension(at) > changed;
        let known = if is_below { &self.below } else { &self.above };
        if let Some(&known) = known.get(&at) {
            return Some(known);
        }
        let function = match view.step(at) {
            Step::Leaf(decision) => return Some(always(decision.class)),
            Step::Branch(branch) if branch.all => {
                let mut worst = PERMIT;
                for arm in &branch.arms {
                    let function = self.fold(view, changed, arm.to)?;
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
                    .map(|arm| self.fold(view, changed, arm.to))
                    .collect::<Option<_>>()?;
                self.unknowns.make(branch.level, arms)
            }
        };
        let known = if is_below {
            &mut self.below
        } else {
            &mut self.above
        };
        known.insert(at, function);
        Some(function)
    }
}
