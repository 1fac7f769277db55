//! From rules over dimensions to the decision graph.

use std::collections::BTreeSet;

use super::apply::Workshop;
use super::budget::{Budget, Limit, OverBudget, TooLarge};
use super::cost::costly;
use super::decision_graph::{Cause, DecisionGraph, DutySetId};
use super::element::{Element, Elements};
use super::finish::finish;
use super::rule_regions::{RuleRegions, bound, broken};
use super::statement::{join, label, within};
use super::store::Diagram;
use crate::check::duty::conflict;
use crate::check::policy::{Effect, Layer, Policy};
use crate::lower::Lowered;

/// Builds the graph of a policy.
///
/// The same policy gives the same graph, number for number.
///
/// # Errors
/// When the graph would cost more than the budget: the limit that was met and the rules that cost most.
pub fn build(
    policy: &Policy,
    lowered: &Lowered,
    budget: Budget,
) -> Result<DecisionGraph, TooLarge> {
    build_with(policy, lowered, budget, |builder| builder.apart())
}

/// Builds the graph of a policy with both layers below one root, so that every leaf is an answer; `transfer` is then a leaf as well. It is
/// larger, and a walk of several such graphs abreast is simpler.
///
/// # Errors
/// Those of [`build`].
pub fn build_joint(
    policy: &Policy,
    lowered: &Lowered,
    budget: Budget,
) -> Result<DecisionGraph, TooLarge> {
    build_with(policy, lowered, budget, |builder| builder.joint())
}

/// Makes the diagrams below `root` and `transfer`.
type Layout = fn(&mut Builder<'_>) -> Result<[Diagram; 2], OverBudget>;

fn build_with(
    policy: &Policy,
    lowered: &Lowered,
    budget: Budget,
    layout: Layout,
) -> Result<DecisionGraph, TooLarge> {
    let too_large = |limit| TooLarge {
        limit,
        costly: costly(policy, lowered),
    };
    if lowered.dimensions.len() > budget.dimensions {
        return Err(too_large(Limit::Dimensions(lowered.dimensions.len())));
    }
    let workshop = workshop(lowered, &budget);
    built(policy, lowered, workshop, budget.nodes, layout)
        .map_err(|OverBudget| too_large(Limit::Work))
}

fn built(
    policy: &Policy,
    lowered: &Lowered,
    mut workshop: Workshop,
    most_nodes: usize,
    layout: Layout,
) -> Result<DecisionGraph, OverBudget> {
    let regions = RuleRegions::of(policy, lowered, &mut workshop)?;
    let mut builder = Builder {
        policy,
        lowered,
        workshop,
        elements: Elements::new(most_nodes.saturating_mul(16)),
        regions,
        bound: None,
        held: Vec::new(),
        swept: 0,
    };
    let roots = layout(&mut builder)?;
    if builder.elements.overflow {
        return Err(OverBudget);
    }
    let mut graph = finish(&builder.workshop.store, &builder.elements, lowered, roots);
    graph.conflicts = conflicts(policy, &graph);
    Ok(graph)
}

/// The pairs of duty sets of the two layers that cannot be kept together.
fn conflicts(policy: &Policy, graph: &DecisionGraph) -> Vec<(DutySetId, DutySetId)> {
    let sets = |of_transfers: bool| -> BTreeSet<DutySetId> {
        let leaves = graph.leaves.iter().filter(|leaf| {
            leaf.duties != DecisionGraph::NO_DUTIES
                && (leaf.cause == Cause::Unopposed) == of_transfers
        });
        leaves.map(|leaf| leaf.duties).collect()
    };
    let (base, transfer) = (sets(false), sets(true));
    let pairs = base
        .iter()
        .flat_map(|&one| transfer.iter().map(move |&other| (one, other)));
    pairs
        .filter(|&(one, other)| {
            let both = [graph.duty_sets.at(one), graph.duty_sets.at(other)];
            conflict(policy, &both.into_iter().flatten().copied().collect())
        })
        .collect()
}

/// An empty workshop for diagrams over the dimensions of a lowered policy.
pub(super) fn workshop(lowered: &Lowered, budget: &Budget) -> Workshop {
    let last_class = lowered
        .dimensions
        .iter()
        .map(|dimension| dimension.class_count.saturating_sub(1))
        .collect();
    Workshop::new(budget, last_class)
}

struct Builder<'a> {
    policy: &'a Policy,
    lowered: &'a Lowered,
    workshop: Workshop,
    elements: Elements,
    regions: RuleRegions,
    /// The acts that the transfer layer binds, once somebody asked.
    bound: Option<Diagram>,
    /// Diagrams that a sweep must keep although no rule owns them.
    held: Vec<Diagram>,
    /// How many nodes the last sweep left.
    swept: usize,
}

impl Builder<'_> {
    /// Each layer below a root of its own.
    fn apart(&mut self) -> Result<[Diagram; 2], OverBudget> {
        let base = self.layer(Layer::Base)?;
        let base = self.without_conflicts(base)?;
        self.held.push(base);
        let transfer = self.layer(Layer::Transfer)?;
        let transfer = self.without_conflicts(transfer)?;
        self.held.push(transfer);
        let outside = self.outside()?;
        let transfer = self.held.pop().unwrap_or(transfer);
        let base = self.held.pop().unwrap_or(base);
        let root = self.join(outside, base)?;
        Ok([root, self.opposition(transfer)?])
    }

    /// Both layers below one root.
    fn joint(&mut self) -> Result<[Diagram; 2], OverBudget> {
        let [root, transfer] = self.apart()?;
        let verdict = self.tighten(root, transfer)?;
        let verdict = self.without_conflicts(verdict)?;
        Ok([verdict, self.unopposed()])
    }

    /// The statement that nothing of the transfer layer stands against an act.
    fn unopposed(&mut self) -> Diagram {
        let unopposed = Element::Permit(Cause::Unopposed, Elements::NO_DUTIES);
        self.elements.intern(unopposed)
    }

    /// What stands against acts that are permitted: the verdicts of the transfer layer where they cross a border. Which rule permits a transfer
    /// is not said.
    fn opposition(&mut self, transfer: Diagram) -> Result<Diagram, OverBudget> {
        let elements = &mut self.elements;
        let said = self.workshop.map(transfer, &mut |number| {
            let said = match elements.element(number) {
                Element::Permit(_, duties) => Element::Permit(Cause::Unopposed, duties),
                element => element,
            };
            elements.intern(said)
        })?;
        let unopposed = self.unopposed();
        if said == unopposed {
            return Ok(said);
        }
        let said = self.across_borders(said)?;
        self.workshop.map(said, &mut |number| {
            let said = Diagram::terminal(number);
            if said == Elements::SILENT {
                unopposed
            } else {
                said
            }
        })
    }

    /// The verdict of one layer at every atom.
    fn layer(&mut self, layer: Layer) -> Result<Diagram, OverBudget> {
        let mut verdicts = Vec::new();
        let mut attached = Vec::new();
        if layer == Layer::Base {
            let responses = self.workshop.formula(&self.lowered.responses)?;
            let element = Element::Permit(Cause::ResponseByDefault, Elements::NO_DUTIES);
            verdicts.push(self.label(responses, element)?);
        }
        for (id, rule) in self.policy.rules.entries() {
            if rule.layer != layer {
                continue;
            }
            let cause = Cause::Rule(id);
            match rule.effect {
                Effect::Permit => {
                    let duties = self.elements.duty_set(rule.obligations.clone());
                    let region = self.regions.region(id);
                    verdicts.push(self.label(region, Element::Permit(cause, duties))?);
                }
                Effect::Forbid | Effect::Require => {
                    let live = self.regions.live(id, &mut self.workshop)?;
                    verdicts.push(self.label(live, Element::Deny(cause))?);
                }
                Effect::Oblige => {
                    let live = self.regions.live(id, &mut self.workshop)?;
                    let duties = self.elements.duty_set(rule.obligations.clone());
                    attached.push(self.label(live, Element::Silent(duties))?);
                    let broken = broken(id, self.lowered, &mut self.workshop)?;
                    let denied = self.workshop.and(live, broken)?;
                    verdicts.push(self.label(denied, Element::Deny(cause))?);
                }
                Effect::Exclude => {}
            }
        }
        let many = attached.len();
        self.held.append(&mut attached);
        let verdicts = self.merge(verdicts)?;
        let attached = self.held.split_off(self.held.len().saturating_sub(many));
        self.held.push(verdicts);
        let attached = self.merge(attached)?;
        let verdicts = self.held.pop().unwrap_or(verdicts);
        // Duties matter only where something is permitted, so they come in when that is known.
        let closed = self.elements.intern(Element::Deny(Cause::NoPermit(layer)));
        let elements = &self.elements;
        let decided =
            self.workshop
                .map(verdicts, &mut |number| match elements.element(number) {
                    Element::Silent(_) => closed,
                    _ => Diagram::terminal(number),
                })?;
        self.attach(decided, attached)
    }

    fn label(&mut self, region: Diagram, element: Element) -> Result<Diagram, OverBudget> {
        label(region, element, &mut self.workshop, &mut self.elements)
    }

    fn join(&mut self, one: Diagram, other: Diagram) -> Result<Diagram, OverBudget> {
        join(one, other, &mut self.workshop, &mut self.elements)
    }

    /// All statements together. Rules about the same things are merged first, because what they share collapses early.
    fn merge(&mut self, diagrams: Vec<Diagram>) -> Result<Diagram, OverBudget> {
        let mut diagrams = self.workshop.by_corner(diagrams);
        while diagrams.len() > 1 {
            let mut merged = Vec::with_capacity(diagrams.len().div_ceil(2));
            for pair in diagrams.chunks(2) {
                merged.push(match *pair {
                    [one, other] => self.join(one, other)?,
                    [one] => one,
                    _ => Elements::SILENT,
                });
            }
            self.sweep(&mut merged)?;
            diagrams = merged;
        }
        Ok(diagrams.pop().unwrap_or(Elements::SILENT))
    }

    /// Frees what earlier rounds left behind, when it has become much.
    fn sweep(&mut self, current: &mut [Diagram]) -> Result<(), OverBudget> {
        const WORTH_IT: usize = 20_000;
        if self.workshop.store.len() < self.swept * 2 + WORTH_IT {
            return Ok(());
        }
        let mut roots: Vec<&mut Diagram> = self
            .regions
            .roots()
            .chain(&mut self.held)
            .chain(&mut self.bound)
            .chain(current)
            .collect();
        self.workshop.store.sweep(&mut roots)?;
        self.swept = self.workshop.store.len();
        Ok(())
    }

    /// Adds the duties that come with whatever is permitted.
    fn attach(&mut self, verdicts: Diagram, duties: Diagram) -> Result<Diagram, OverBudget> {
        let elements = &mut self.elements;
        self.workshop.apply(
            verdicts,
            duties,
            &mut |verdict: Diagram, duties: Diagram| {
                if duties == Elements::SILENT {
                    return Some(verdict);
                }
                match elements.of(verdict) {
                    Some(element @ Element::Permit(..)) => {
                        let joined = elements.join(element, elements.of(duties)?);
                        Some(elements.intern(joined))
                    }
                    Some(_) => Some(verdict),
                    None => None,
                }
            },
        )
    }

    fn across_borders(&mut self, said: Diagram) -> Result<Diagram, OverBudget> {
        let bound = match self.bound {
            Some(known) => known,
            None => *self.bound.insert(bound(self.lowered, &mut self.workshop)?),
        };
        within(bound, said, &mut self.workshop)
    }

    fn tighten(&mut self, base: Diagram, transfer: Diagram) -> Result<Diagram, OverBudget> {
        let unopposed = self.unopposed();
        let elements = &mut self.elements;
        self.workshop
            .apply(base, transfer, &mut |base: Diagram, transfer: Diagram| {
                if transfer == unopposed {
                    return Some(base);
                }
                match elements.of(base) {
                    Some(verdict @ Element::Permit(..)) => {
                        let tightened = elements.tighten(verdict, elements.of(transfer)?);
                        Some(elements.intern(tightened))
                    }
                    Some(_) => Some(base),
                    None => None,
                }
            })
    }

    /// Denies what is permitted only with duties that exclude each other.
    fn without_conflicts(&mut self, verdict: Diagram) -> Result<Diagram, OverBudget> {
        let (policy, elements) = (self.policy, &mut self.elements);
        self.workshop.map(verdict, &mut |number| {
            let kept = match elements.element(number) {
                Element::Permit(_, duties)
                    if conflict(policy, &elements.duties(duties).iter().copied().collect()) =>
                {
                    Element::Deny(Cause::DutyConflict)
                }
                element => element,
            };
            elements.intern(kept)
        })
    }

    /// Where the policy does not apply.
    fn outside(&mut self) -> Result<Diagram, OverBudget> {
        let alive = self.workshop.formula(&self.lowered.alive)?;
        let dead = self.workshop.not(alive)?;
        let mut statements = vec![self.label(dead, Element::Outside(Cause::OutsideLife))?];
        for (id, rule) in self.policy.rules.entries() {
            if rule.effect == Effect::Exclude {
                let region = self.regions.region(id);
                let mut excluded = self.label(region, Element::Outside(Cause::Rule(id)))?;
                if rule.layer == Layer::Transfer {
                    excluded = self.across_borders(excluded)?;
                }
                statements.push(excluded);
            }
        }
        self.merge(statements)
    }
}
