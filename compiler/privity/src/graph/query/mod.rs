//! Questions to a graph: bundles and unknowns, the atom that decided, and what would have to change.
//!
//! A request is a product of sets of values, so it is answered on the part of the graph that it reaches: on an axis of which *all*
//! values are asked, a node becomes the meet of its arms; on an axis of which *one* value is meant, it stays. What is left is a
//! reduced diagram over the unknown axes, and exactly the axes that it still tests can change the verdict.

mod fold;
mod remedy;
mod straight;
#[cfg(test)]
mod tests;
mod view;
mod witness;

pub use remedy::would_permit;
pub use witness::first_atom;

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use self::fold::{Fold, Folded};
use self::straight::straight;
use self::view::{Step, View};
use super::decision_graph::DecisionGraph;
use crate::check::duty::ObligationId;
use crate::check::policy::Policy;
use crate::request::work::Work;
use crate::request::{Class, Outcome, Request};

/// The answer to a request.
///
/// A bundle over very many crossing rules can be too intricate to answer exactly (it is as hard as satisfiability); then the answer is deny.
/// [`decide_within`] tells the two apart.
#[must_use]
pub fn decide(graph: &DecisionGraph, policy: &Policy, request: &Request) -> Outcome {
    decide_within(graph, policy, request, &mut Work::default()).unwrap_or(Outcome::Definite {
        class: Class::Deny,
        duties: BTreeSet::new(),
    })
}

/// The answer to a request; `None` when that is too much work.
#[must_use]
pub fn decide_within(
    graph: &DecisionGraph,
    policy: &Policy,
    request: &Request,
    work: &mut Work,
) -> Option<Outcome> {
    let definite = |class, duties| Some(Outcome::Definite { class, duties });
    if request.inconsistent.is_some() {
        return definite(Class::Deny, BTreeSet::new());
    }
    if let Some(decision) = straight(graph, policy, request, &[]) {
        let duties = match decision.class {
            Class::Permit => graph.duties_of(&decision).collect(),
            _ => BTreeSet::new(),
        };
        return definite(decision.class, duties);
    }
    let view = View::new(graph, policy, request);
    match Fold::default().result(&view, None, work)? {
        Folded::Always(Class::Permit) => definite(Class::Permit, duties(&view)),
        Folded::Always(class) => definite(class, BTreeSet::new()),
        Folded::Depends(levels) => Some(Outcome::Needs(
            levels.iter().map(|&level| view.axis(level)).collect(),
        )),
    }
}

/// All duties of all atoms that a view reaches.
fn duties(view: &View) -> BTreeSet<ObligationId> {
    let mut found = BTreeSet::new();
    let mut seen = FxHashSet::default();
    let mut open = vec![view.root()];
    while let Some(at) = open.pop() {
        if !seen.insert(at) {
            continue;
        }
        match view.step(at) {
            Step::Leaf(decision) => found.extend(view.graph.duties_of(&decision)),
            Step::Branch(branch) => open.extend(branch.arms.iter().map(|arm| arm.to)),
        }
    }
    found
}
