//! Where data come from and where they go, rule by rule.

use crate::check::policy::{ClassAxis, Effect, Kind, Layer, NamedScope, Policy, Rule, RuleId};
use crate::check::values::ValueSet;

/// The far end of a flow.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Party {
    /// A party, by the name that a rule gives it.
    Named(String),
    /// The rule names nobody: the person, or the controller itself.
    Unnamed,
    /// Other data, by name.
    Data(String),
}

/// A way that data take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// From whom, or to whom.
    pub end: Party,
    /// The rule that permits it; `None` for what is computed.
    pub rule: Option<RuleId>,
    /// The data that the rule names, and that are among those asked for or above them.
    pub data: Vec<String>,
}

/// From whom the data of a node come, by the permits that collect them or name a source; and the data that they are computed from.
#[must_use]
pub fn incoming(policy: &Policy, node: &str) -> Vec<Flow> {
    let mut flows = computed(policy, node, false);
    let collecting = atoms(policy, Kind::Action, "collect");
    flows.extend(permits(policy, node, |rule| {
        let named = on(rule, ClassAxis::Source);
        let collects = collecting.as_ref().is_some_and(|collecting| {
            let mut actions = on(rule, ClassAxis::Action).into_iter();
            actions.any(|scope| {
                let mut listed = scope.listed.iter();
                listed.any(|(name, values)| name != "any" && meets(values, collecting))
            })
        });
        (collects || !named.is_empty()).then_some(named)
    }));
    flows
}

/// To whom the data of a node go, by the permits that name a recipient; and the data that are computed from them.
#[must_use]
pub fn outgoing(policy: &Policy, node: &str) -> Vec<Flow> {
    let mut flows = permits(policy, node, |rule| {
        let named = on(rule, ClassAxis::Recipient);
        (!named.is_empty()).then_some(named)
    });
    flows.retain(|flow| flow.end != Party::Unnamed);
    flows.extend(computed(policy, node, true));
    flows
}

fn on(rule: &Rule, axis: ClassAxis) -> Vec<&NamedScope> {
    let named = rule.named.iter();
    named.filter(|scope| scope.axis == axis).collect()
}

fn meets(one: &ValueSet, other: &ValueSet) -> bool {
    !one.intersection(other).is_empty()
}

/// The atoms of a node or group.
fn atoms(policy: &Policy, kind: Kind, name: &str) -> Option<ValueSet> {
    let taxonomies = &policy.taxonomies;
    let target = *taxonomies.kind(kind)?.names.get(name)?;
    Some(crate::resolve::sets::dated_target(taxonomies, kind, target).ever())
}

/// The permits of data, with the parties on the far side.
fn permits<'p>(
    policy: &'p Policy,
    node: &str,
    far: impl Fn(&'p Rule) -> Option<Vec<&'p NamedScope>>,
) -> Vec<Flow> {
    let Some(own) = atoms(policy, Kind::Data, node) else {
        return Vec::new();
    };
    let mut flows = Vec::new();
    for (id, rule) in policy.rules.entries() {
        if rule.effect != Effect::Permit || rule.layer != Layer::Base {
            continue;
        }
        // A permit of any data is about none in particular.
        let data: Vec<String> = on(rule, ClassAxis::Data)
            .iter()
            .flat_map(|scope| {
                let left = left_of(&own, &scope.except);
                let listed = scope.listed.iter();
                listed.filter(move |(name, values)| name != "any" && meets(values, &left))
            })
            .map(|(name, _)| name.clone())
            .collect();
        if data.is_empty() {
            continue;
        }
        let Some(scopes) = far(rule) else { continue };
        let mut ends: Vec<Party> = scopes
            .iter()
            .flat_map(|scope| &scope.listed)
            .filter(|(name, _)| name != "none")
            .map(|(name, _)| Party::Named(name.clone()))
            .collect();
        if ends.is_empty() {
            ends.push(Party::Unnamed);
        }
        flows.extend(ends.into_iter().map(|end| Flow {
            end,
            rule: Some(id),
            data: data.clone(),
        }));
    }
    flows.sort_by(|a, b| (&a.end, a.rule).cmp(&(&b.end, b.rule)));
    flows
}

/// What of some atoms is not taken out.
fn left_of(own: &ValueSet, except: &ValueSet) -> ValueSet {
    let last = own.intervals().iter().map(|&(_, high)| high).max();
    own.intersection(&except.complement(&(0..=last.unwrap_or_default())))
}

/// The data that a node is computed from, or that are computed from it.
fn computed(policy: &Policy, node: &str, onwards: bool) -> Vec<Flow> {
    let Some(data) = policy.taxonomies.kind(Kind::Data) else {
        return Vec::new();
    };
    let Some(at) = data.nodes.iter().position(|own| own.name == node) else {
        return Vec::new();
    };
    let inputs = |from: usize, of: usize| {
        let of = data.nodes.get(of);
        of.is_some_and(|of| of.derived_from.iter().any(|&input| input as usize == from))
    };
    let derived = data.nodes.iter().enumerate().filter(|&(other, _)| {
        if onwards {
            inputs(at, other)
        } else {
            inputs(other, at)
        }
    });
    derived
        .map(|(_, entry)| Flow {
            end: Party::Data(entry.name.clone()),
            rule: None,
            data: vec![node.to_owned()],
        })
        .collect()
}
