//! Whether a graph is in the normal form that [`DecisionGraph`] promises.

use std::collections::BTreeSet;

use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use super::discrepancy::Discrepancy;
use crate::arena::Id;
use crate::check::duty::conflict;
use crate::check::policy::{ClassAxis, Layer, Policy};
use crate::graph::decision_graph::{Cause, DecisionGraph, DutySetId, Leaf, Node, Target};
use crate::lower::{Dimension, DimensionId};
use crate::request::Class;

/// Checks the normal form.
pub(super) fn well_formed(policy: &Policy, graph: &DecisionGraph) -> Result<(), Discrepancy> {
    let check = Check { policy, graph };
    check
        .dimensions()
        .and_then(|()| check.duty_sets())
        .and_then(|()| check.leaves())
        .and_then(|()| check.nodes())
        .and_then(|()| check.reached())
        .and_then(|()| check.conflicts())
        .and_then(|()| check.separated())
        .map_err(Discrepancy::Malformed)
}

struct Check<'c> {
    policy: &'c Policy,
    graph: &'c DecisionGraph,
}

type Checked = Result<(), String>;

fn ensure(holds: bool, otherwise: impl FnOnce() -> String) -> Checked {
    if holds { Ok(()) } else { Err(otherwise()) }
}

impl Check<'_> {
    fn dimensions(&self) -> Checked {
        let mut axes = BTreeSet::new();
        for (id, dimension) in self.graph.dimensions.entries() {
            ensure(axes.insert(dimension.axis), || {
                format!("two dimensions have the axis of dimension {id:?}")
            })?;
            self.dimension(id, dimension)?;
        }
        let rank = |axis: ClassAxis| self.graph.axes().position(|known| known == axis.id());
        let ordered = [
            (ClassAxis::Recipient, ClassAxis::Destination),
            (ClassAxis::Home, ClassAxis::Destination),
            (ClassAxis::Destination, ClassAxis::Origin),
            (ClassAxis::Origin, ClassAxis::Date),
        ];
        for (before, behind) in ordered {
            let wrong = matches!((rank(before), rank(behind)), (Some(a), Some(b)) if a > b);
            ensure(!wrong, || {
                format!("{} stands behind {}", before.name(), behind.name())
            })?;
        }
        Ok(())
    }

    fn dimension(&self, id: DimensionId, dimension: &Dimension) -> Checked {
        let Some(axis) = self.policy.axes.get(dimension.axis) else {
            return Err(format!("dimension {id:?} has an unknown axis"));
        };
        let covers = dimension.first == *axis.domain.start()
            && dimension.steps.last().map(|step| step.last) == Some(*axis.domain.end());
        ensure(covers, || {
            format!("dimension {id:?} does not cover its axis")
        })?;
        let rising = dimension
            .steps
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.last < b.last && a.class != b.class));
        ensure(rising, || {
            format!("the steps of dimension {id:?} are out of order")
        })?;
        let mut next = 0;
        for step in &dimension.steps {
            ensure(step.class <= next, || {
                format!("the classes of dimension {id:?} are out of order")
            })?;
            next = next.max(step.class + 1);
        }
        ensure(next == dimension.class_count && next > 1, || {
            format!("dimension {id:?} counts its classes wrongly")
        })
    }

    fn duty_sets(&self) -> Checked {
        let mut seen = BTreeSet::new();
        for (id, set) in self.graph.duty_sets.entries() {
            let sorted = set.windows(2).all(|pair| matches!(pair, [a, b] if a < b));
            let known = set
                .iter()
                .all(|&duty| self.policy.obligations.get(duty).is_some());
            ensure(sorted && known && seen.insert(set), || {
                format!("duty set {id:?} is out of order, unknown or there twice")
            })?;
        }
        let first = self.graph.duty_sets.get(Id::new(0));
        ensure(first.is_some_and(Vec::is_empty), || {
            "duty set 0 is not the empty one".to_owned()
        })
    }

    fn leaves(&self) -> Checked {
        let mut seen = FxHashSet::default();
        for (id, leaf) in self.graph.leaves.entries() {
            let duties = self.graph.duty_sets.get(leaf.duties);
            let duties_fit =
                duties.is_some_and(|duties| duties.is_empty() || leaf.class == Class::Permit);
            let rule_known = leaf
                .rule()
                .is_none_or(|rule| self.policy.rules.get(rule).is_some());
            ensure(duties_fit && rule_known && seen.insert(leaf), || {
                format!("leaf {id:?} has wrong duties, an unknown rule, or is there twice")
            })?;
        }
        let closed = Leaf {
            class: Class::Deny,
            duties: Id::new(0),
            cause: Cause::NoPermit(Layer::Base),
        };
        let unopposed = Leaf {
            class: Class::Permit,
            duties: Id::new(0),
            cause: Cause::Unopposed,
        };
        for (id, fixed) in [
            (DecisionGraph::CLOSED, closed),
            (DecisionGraph::UNOPPOSED, unopposed),
        ] {
            ensure(self.graph.leaves.get(id) == Some(&fixed), || {
                format!("leaf {id:?} is not {fixed:?}")
            })?;
        }
        Ok(())
    }

    fn nodes(&self) -> Checked {
        let mut seen: FxHashSet<&Node> =
            FxHashSet::with_capacity_and_hasher(self.graph.nodes.len(), FxBuildHasher);
        for (id, node) in self.graph.nodes.entries() {
            let Some(dimension) = self.graph.dimensions.get(node.dimension) else {
                return Err(format!("node {id:?} tests an unknown dimension"));
            };
            let rising = node
                .arms
                .windows(2)
                .all(|pair| matches!(pair, [a, b] if a.last < b.last && a.target != b.target));
            let covers = node.arms.last().map(|arm| arm.last + 1) == Some(dimension.class_count);
            ensure(rising && covers && node.arms.len() > 1, || {
                format!("the arms of node {id:?} are not in order")
            })?;
            ensure(seen.insert(node), || format!("node {id:?} is there twice"))?;
            for arm in &node.arms {
                let fits = match arm.target {
                    Target::Leaf(leaf) => self.graph.leaves.get(leaf).is_some(),
                    Target::Node(child) => {
                        child > id
                            && self
                                .graph
                                .nodes
                                .get(child)
                                .is_some_and(|child| child.dimension > node.dimension)
                    }
                };
                ensure(fits, || format!("an arm of node {id:?} leads astray"))?;
            }
        }
        Ok(())
    }

    fn reached(&self) -> Checked {
        let mut nodes = vec![false; self.graph.nodes.len()];
        let mut leaves = vec![false; self.graph.leaves.len()];
        // Nobody need lead there.
        for fixed in [DecisionGraph::CLOSED, DecisionGraph::UNOPPOSED] {
            leaves
                .get_mut(fixed.index())
                .into_iter()
                .for_each(|seen| *seen = true);
        }
        let mut open = vec![self.graph.root, self.graph.transfer];
        while let Some(target) = open.pop() {
            let seen = match target {
                Target::Leaf(leaf) => leaves.get_mut(leaf.index()),
                Target::Node(node) => nodes.get_mut(node.index()),
            };
            let Some(seen) = seen else {
                return Err("a root leads astray".to_owned());
            };
            if !std::mem::replace(seen, true)
                && let Target::Node(node) = target
            {
                open.extend(self.graph.nodes.at(node).arms.iter().map(|arm| arm.target));
            }
        }
        ensure(nodes.iter().chain(&leaves).all(|&seen| seen), || {
            "a node or leaf cannot be reached".to_owned()
        })
    }

    /// The pairs that count as conflicts are those whose duties exclude each other.
    fn conflicts(&self) -> Checked {
        let (mut base, mut transfer) = (BTreeSet::new(), BTreeSet::new());
        for leaf in &self.graph.leaves {
            match leaf.cause {
                Cause::Unopposed => transfer.insert(leaf.duties),
                _ => base.insert(leaf.duties),
            };
        }
        let none = |set: &DutySetId| self.graph.duty_sets.at(*set).is_empty();
        let mut found = Vec::new();
        for one in base.into_iter().filter(|set| !none(set)) {
            for other in transfer.iter().copied().filter(|set| !none(set)) {
                let sets = [one, other].map(|set| self.graph.duty_sets.at(set).as_slice());
                if conflict(self.policy, &sets.concat().into_iter().collect()) {
                    found.push((one, other));
                }
            }
        }
        ensure(found == self.graph.conflicts, || {
            "the pairs of duties that exclude each other are others".to_owned()
        })
    }

    /// Every two classes of a dimension are told apart by some node.
    fn separated(&self) -> Checked {
        let mut classes: FxHashMap<DimensionId, Vec<Vec<Target>>> = FxHashMap::default();
        for node in &self.graph.nodes {
            let count = self.graph.dimensions.at(node.dimension).class_count;
            let of_node = classes
                .entry(node.dimension)
                .or_insert_with(|| vec![Vec::new(); count as usize]);
            let mut arms = node.arms.iter().peekable();
            for (class, ways) in (0_u32..).zip(of_node.iter_mut()) {
                while arms.next_if(|arm| arm.last < class).is_some() {}
                ways.extend(arms.peek().map(|arm| arm.target));
            }
        }
        for (id, dimension) in self.graph.dimensions.entries() {
            let different: FxHashSet<&Vec<Target>> =
                classes.get(&id).into_iter().flatten().collect();
            ensure(different.len() == dimension.class_count as usize, || {
                format!("no node tells two classes of dimension {id:?} apart")
            })?;
        }
        Ok(())
    }
}
