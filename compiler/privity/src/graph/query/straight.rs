//! Requests whose atoms all take the same way: most of those that say something of every axis.

use crate::check::policy::{AxisId, ClassAxis, Policy};
use crate::check::values::ValueSet;
use crate::graph::decision_graph::{Decision, DecisionGraph, LeafId, Node, Target};
use crate::lower::DimensionId;
use crate::request::{Ask, Class, Request};

/// The decision of all atoms of a request, if the graph does not tell them apart on the way; `None` if it does. Dimensions that are `set`
/// have that class, whatever the request asks of them; never a place or a party. Allocates nothing.
pub(super) fn straight(
    graph: &DecisionGraph,
    policy: &Policy,
    request: &Request,
    set: &[(DimensionId, u32)],
) -> Option<Decision> {
    let way = Way {
        graph,
        policy,
        request,
        set,
    };
    let base = graph.leaves.at(way.leaf(graph.root)?);
    if base.class != Class::Permit {
        return Some(graph.together(base, base));
    }
    let transfer = graph.leaves.at(way.leaf(graph.transfer)?);
    Some(graph.together(base, transfer))
}

struct Way<'a> {
    graph: &'a DecisionGraph,
    policy: &'a Policy,
    request: &'a Request,
    set: &'a [(DimensionId, u32)],
}

impl<'a> Way<'a> {
    /// The leaf below a root.
    fn leaf(&self, root: Target) -> Option<LeafId> {
        let mut at = root;
        loop {
            match at {
                Target::Leaf(leaf) => return Some(leaf),
                Target::Node(node) => at = self.arm(self.graph.nodes.at(node))?,
            }
        }
    }

    /// Where all asked values of a node's axis lead.
    fn arm(&self, node: &Node) -> Option<Target> {
        let arm = |class| node.arms.partition_point(|arm| arm.last < class);
        if let Some(&(_, class)) = self.set.iter().find(|(id, _)| *id == node.dimension) {
            return Some(node.arms.get(arm(class))?.target);
        }
        let dimension = self.graph.dimensions.at(node.dimension);
        let values = self.values(dimension.axis)?;
        let at = match values.as_single() {
            Some(value) => arm(dimension.class_of(value)),
            None => {
                let mut classes = dimension.classes_in(values);
                let nearest = || dimension.class_of(values.first().unwrap_or_default());
                let at = arm(classes.next().unwrap_or_else(nearest));
                if classes.any(|class| arm(class) != at) {
                    return None;
                }
                at
            }
        };
        Some(node.arms.get(at)?.target)
    }

    /// What is asked of an axis. A destination that follows from the recipient is known if there is one recipient.
    fn values(&self, axis: AxisId) -> Option<&'a ValueSet> {
        let asked = |axis: AxisId| self.request.asks.get(axis.index()).map(Ask::values);
        if !self.request.implied_destination || axis != ClassAxis::Destination.id() {
            return asked(axis);
        }
        let recipient = asked(ClassAxis::Recipient.id())?.as_single()?;
        let places = self.policy.sits_in.get(usize::try_from(recipient).ok()?)?;
        let places = places.as_ref().filter(|places| !places.is_empty());
        places.or_else(|| asked(axis))
    }
}
