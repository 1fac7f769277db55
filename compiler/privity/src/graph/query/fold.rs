//! The verdict of a request as a function of what is unknown.

use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::view::{At, Step, View};
use crate::lower::DimensionId;
use crate::request::Class;
use crate::request::unknowns::{DENY, Function, Level, PERMIT, Unknowns, always, verdict};
use crate::request::work::Work;

/// So many arms of a node are looked at in a step.
const ARMS_A_STEP: usize = 16;

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
    /// What the request comes to; `None` when the work is too much. `changed` is the last dimension in which the view differs from the
    /// first that was folded.
    pub(super) fn result(
        &mut self,
        view: &View,
        changed: Option<DimensionId>,
        work: &mut Work,
    ) -> Option<Folded> {
        self.above.clear();
        let allowed = work.left();
        self.unknowns.allow(allowed);
        let function = self.fold(view, changed, view.root());
        work.spend(allowed - self.unknowns.steps_left())?;
        let function = function?;
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
        self.unknowns.steps(1)?;
        // What the base layer denies alone is denied wherever the border lies: most wide requests, and their walk is as long as one graph instead
        // of as the pairs of nodes of two.
        let alone = match view.unopposed(at) {
            Some(alone) => self.fold(view, changed, alone)?,
            None => PERMIT,
        };
        let function = match view.step(at) {
            _ if alone == DENY => DENY,
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
                self.unknowns.steps(branch.arms.len() / ARMS_A_STEP)?;
                let mut arms = Vec::with_capacity(branch.arms.len());
                let mut before = None;
                for arm in &branch.arms {
                    // Many places in a row lead to the same node.
                    let function = match before {
                        Some((to, function)) if to == arm.to => function,
                        _ => self.fold(view, changed, arm.to)?,
                    };
                    before = Some((arm.to, function));
                    arms.push(function);
                }
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
