//! The part of a graph that a request reaches.

use crate::arena::Id;
use crate::check::policy::{AxisId, ClassAxis, Policy};
use crate::check::values::ValueSet;
use crate::graph::decision_graph::{Decision, DecisionGraph, Target};
use crate::lower::DimensionId;
use crate::request::unknowns::Level;
use crate::request::{Ask, Class, Request};

/// Where the destination is to be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Seat {
    /// Where the recipient sits, who is not chosen yet.
    Open,
    /// As the request says, or it does not matter any more.
    Asked,
    /// At these places: a position in [`Implied::places`].
    At(usize),
}

/// A place in the walk, which goes down from both roots abreast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct At {
    /// Below `root`.
    base: Target,
    /// Below `transfer`.
    transfer: Target,
    seat: Seat,
}

/// What comes next in the walk.
pub(super) enum Step {
    Leaf(Decision),
    Branch(Branch),
}

/// A choice. Where one arm is meant, all branches of one level have the same arms, in the same order, whatever node they come from; where all
/// count, arms that lead where an arm just before them leads are left out.
pub(super) struct Branch {
    /// Twice the dimension, plus one. The even numbers are for a choice among recipients that the graph itself does not make.
    pub(super) level: Level,
    /// Whether all arms count; otherwise one of them, unknown which.
    pub(super) all: bool,
    pub(super) arms: Vec<BranchArm>,
}

pub(super) struct BranchArm {
    pub(super) to: At,
    /// The smallest value of the request that goes this way, on the axis of the level.
    pub(super) value: i64,
}

/// With so many arms before it an arm is compared: hundreds of places lead to a handful of nodes.
const ARMS_BEFORE: usize = 8;

/// What a request asks of a dimension: the classes it meets, each with its smallest value in the request, in the order of these values.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) all: bool,
    pub(super) classes: Vec<(u32, i64)>,
}

/// A destination that follows from the recipient.
struct Implied {
    recipient: Option<DimensionId>,
    destination: DimensionId,
    /// Whether all recipients are asked for.
    all: bool,
    /// Recipients that neither the graph nor their seats tell apart: class, seat, smallest value.
    groups: Vec<(u32, Seat, i64)>,
    /// The destinations of seats.
    places: Vec<Asked>,
}

/// A graph as a request sees it.
pub(super) struct View<'g> {
    pub(super) graph: &'g DecisionGraph,
    /// By dimension.
    pub(super) asked: Vec<Asked>,
    implied: Option<Implied>,
}

impl<'g> View<'g> {
    pub(super) fn new(graph: &'g DecisionGraph, policy: &Policy, request: &Request) -> Self {
        let asked = graph
            .dimensions
            .ids()
            .map(|dimension| {
                let axis = graph.dimensions.at(dimension).axis;
                match request.asks.get(axis.index()) {
                    Some(ask) => {
                        Asked::of(graph, dimension, matches!(ask, Ask::All(_)), ask.values())
                    }
                    None => Asked::everything(graph, dimension),
                }
            })
            .collect();
        Self {
            graph,
            asked,
            implied: Implied::of(graph, policy, request),
        }
    }

    /// Where the walk begins.
    pub(super) fn root(&self) -> At {
        self.at(self.graph.root, self.graph.transfer, Seat::Open)
    }

    /// The axis of a level.
    pub(super) fn axis(&self, level: Level) -> AxisId {
        if level.is_multiple_of(2) {
            ClassAxis::Recipient.id()
        } else {
            self.graph.dimensions.at(Id::new(level / 2)).axis
        }
    }

    /// What comes next.
    pub(super) fn step(&self, at: At) -> Step {
        let Some(dimension) = self.dimension(at) else {
            return Step::Leaf(self.decision(at));
        };
        if at.seat == Seat::Open
            && let Some(implied) = &self.implied
            && implied.level() <= odd(dimension)
        {
            let chosen_here = implied.recipient == Some(dimension);
            let arms = implied.groups.iter().map(|&(class, seat, value)| {
                let to = if chosen_here {
                    self.child(at, dimension, class, seat)
                } else {
                    self.at(at.base, at.transfer, seat)
                };
                BranchArm { to, value }
            });
            return Step::Branch(Branch {
                level: implied.level(),
                all: implied.all,
                arms: arms.collect(),
            });
        }
        let asked = match (&self.implied, at.seat) {
            (Some(implied), Seat::At(places)) if implied.destination == dimension => {
                implied.places.get(places)
            }
            _ => self.asked.get(dimension.index()),
        };
        let all = asked.is_none_or(|asked| asked.all);
        let mut arms: Vec<BranchArm> = Vec::new();
        for &(class, value) in asked.into_iter().flat_map(|asked| &asked.classes) {
            let to = self.child(at, dimension, class, at.seat);
            let mut before = arms.iter().rev().take(ARMS_BEFORE);
            if !all || before.all(|arm| arm.to != to) {
                arms.push(BranchArm { to, value });
            }
        }
        Step::Branch(Branch {
            level: odd(dimension),
            all,
            arms,
        })
    }

    /// The dimension that is tested next; `None` where the answer is known.
    pub(super) fn dimension(&self, at: At) -> Option<DimensionId> {
        let of = |target: Target| match target {
            Target::Node(node) => Some(self.graph.nodes.at(node).dimension),
            Target::Leaf(_) => None,
        };
        [of(at.base), of(at.transfer)].into_iter().flatten().min()
    }

    /// The same place if nothing can be held against it at the border; `None` where that is so anyway.
    pub(super) fn unopposed(&self, at: At) -> Option<At> {
        match at.transfer {
            Target::Leaf(_) => None,
            Target::Node(_) => {
                Some(self.at(at.base, Target::Leaf(DecisionGraph::UNOPPOSED), at.seat))
            }
        }
    }

    fn decision(&self, at: At) -> Decision {
        let leaf = |target: Target| match target {
            Target::Leaf(leaf) => self.graph.leaves.at(leaf),
            Target::Node(_) => self.graph.leaves.at(DecisionGraph::CLOSED),
        };
        self.graph.together(leaf(at.base), leaf(at.transfer))
    }

    /// Where a class of a dimension leads.
    fn child(&self, at: At, dimension: DimensionId, class: u32, seat: Seat) -> At {
        let below = |target: Target| match target {
            Target::Node(node) if self.graph.nodes.at(node).dimension == dimension => {
                let node = self.graph.nodes.at(node);
                let arm = node.arms.partition_point(|arm| arm.last < class);
                let arm = node.arms.get(arm);
                arm.map_or(Target::Leaf(DecisionGraph::CLOSED), |arm| arm.target)
            }
            _ => target,
        };
        self.at(below(at.base), below(at.transfer), seat)
    }

    /// A place in the walk, forgetting what does not matter any more: a seat, and what is below `transfer` when nothing is permitted.
    fn at(&self, base: Target, transfer: Target, seat: Seat) -> At {
        let is_settled =
            matches!(base, Target::Leaf(leaf) if self.graph.leaves.at(leaf).class != Class::Permit);
        let mut at = At {
            base,
            transfer: if is_settled {
                Target::Leaf(DecisionGraph::UNOPPOSED)
            } else {
                transfer
            },
            seat,
        };
        if at.seat != Seat::Asked {
            let matters = match (&self.implied, self.dimension(at)) {
                (Some(implied), Some(dimension)) => dimension <= implied.destination,
                _ => false,
            };
            if !matters {
                at.seat = Seat::Asked;
            }
        }
        at
    }
}

fn odd(dimension: DimensionId) -> Level {
    dimension.raw() * 2 + 1
}

impl Asked {
    fn of(graph: &DecisionGraph, dimension: DimensionId, all: bool, values: &ValueSet) -> Self {
        let classes = graph.dimensions.at(dimension).classes_met(values);
        Self { all, classes }
    }

    /// All classes of a dimension, of which one is meant.
    pub(super) fn everything(graph: &DecisionGraph, dimension: DimensionId) -> Self {
        Self::of(
            graph,
            dimension,
            false,
            &ValueSet::range(i64::MIN, i64::MAX),
        )
    }
}

impl Implied {
    fn of(graph: &DecisionGraph, policy: &Policy, request: &Request) -> Option<Self> {
        if !request.implied_destination {
            return None;
        }
        let dimension_of = |axis: ClassAxis| {
            graph
                .dimensions
                .entries()
                .find(|(_, dimension)| dimension.axis == axis.id())
                .map(|(id, _)| id)
        };
        // A graph that does not test the destination does not care where the recipient sits.
        let destination = dimension_of(ClassAxis::Destination)?;
        let recipient = dimension_of(ClassAxis::Recipient);
        let ask = request.asks.get(ClassAxis::Recipient.id().index())?;
        let domain = &policy.class_axis(ClassAxis::Recipient).domain;
        let inside = ValueSet::range(*domain.start(), *domain.end());
        let mut places: Vec<&ValueSet> = Vec::new();
        let mut groups: Vec<(u32, Seat, i64)> = Vec::new();
        for party in ask.values().intersection(&inside).iter() {
            let class = recipient.map_or(0, |id| graph.dimensions.at(id).class_of(party));
            let sits = usize::try_from(party)
                .ok()
                .and_then(|party| policy.sits_in.get(party))
                .and_then(Option::as_ref)
                .filter(|places| !places.is_empty());
            let seat = sits.map_or(Seat::Asked, |sits| {
                let known = places.iter().position(|&places| places == sits);
                Seat::At(known.unwrap_or_else(|| {
                    places.push(sits);
                    places.len() - 1
                }))
            });
            if !groups
                .iter()
                .any(|group| (group.0, group.1) == (class, seat))
            {
                groups.push((class, seat, party));
            }
        }
        Some(Self {
            recipient,
            destination,
            all: matches!(ask, Ask::All(_)),
            groups,
            places: places
                .into_iter()
                .map(|places| Asked::of(graph, destination, true, places))
                .collect(),
        })
    }

    /// Where recipients are chosen: where the graph does it, or just before the destination.
    fn level(&self) -> Level {
        self.recipient.map_or(self.destination.raw() * 2, odd)
    }
}
