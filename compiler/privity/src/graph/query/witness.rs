//! The first atom of a request that has the deciding verdict.

use rustc_hash::FxHashSet;

use super::view::{At, Step, View};
use crate::check::policy::{ClassAxis, Policy};
use crate::graph::decision_graph::DecisionGraph;
use crate::request::work::Work;
use crate::request::{Class, Request};

/// The first atom of a request that has this verdict: one value per axis of the policy.
///
/// First means: with the smallest value on the first dimension of the graph, then on the second and so on; on an axis that does not
/// matter, the smallest value of the request. `None` when there is none, when the request contradicts itself, and when finding it is too much work.
#[must_use]
pub fn first_atom(
    graph: &DecisionGraph,
    policy: &Policy,
    request: &Request,
    class: Class,
    work: &mut Work,
) -> Option<Vec<i64>> {
    if request.inconsistent.is_some() {
        return None;
    }
    let view = View::new(graph, policy, request);
    let mut chosen = vec![None; request.asks.len()];
    let mut search = Search {
        view: &view,
        class,
        work,
        barren: FxHashSet::default(),
    };
    if !search.find(view.root(), &mut chosen) {
        return None;
    }
    let mut atom: Vec<i64> = chosen
        .iter()
        .zip(&request.asks)
        .map(|(chosen, ask)| chosen.or(ask.values().first()).unwrap_or_default())
        .collect();
    let destination = ClassAxis::Destination.id().index();
    if request.implied_destination
        && chosen.get(destination) == Some(&None)
        && let Some(seat) = first_seat(policy, &atom)
        && let Some(slot) = atom.get_mut(destination)
    {
        *slot = seat;
    }
    Some(atom)
}

struct Search<'v, 'g> {
    view: &'v View<'g>,
    class: Class,
    work: &'v mut Work,
    /// Where nothing was found.
    barren: FxHashSet<At>,
}

impl Search<'_, '_> {
    /// Whether an atom below has the verdict; then the values that lead there are set.
    fn find(&mut self, at: At, chosen: &mut [Option<i64>]) -> bool {
        if self.barren.contains(&at) || self.work.spend(1).is_none() {
            return false;
        }
        let found = match self.view.step(at) {
            Step::Leaf(decision) => decision.class == self.class,
            Step::Branch(branch) => branch.arms.iter().any(|arm| {
                let found = self.find(arm.to, chosen);
                let axis = self.view.axis(branch.level);
                if found && let Some(slot) = chosen.get_mut(axis.index()) {
                    *slot = Some(arm.value);
                }
                found
            }),
        };
        if !found {
            self.barren.insert(at);
        }
        found
    }
}

/// The first place in which the recipient of an atom sits.
fn first_seat(policy: &Policy, atom: &[i64]) -> Option<i64> {
    let recipient = atom.get(ClassAxis::Recipient.id().index())?;
    let sits = policy.sits_in.get(usize::try_from(*recipient).ok()?)?;
    sits.as_ref()?.first()
}
