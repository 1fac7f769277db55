//! Writes what a policy declares down as lists: axes, facts, nodes, rules and their citations.

use super::document::{
    Alias, Ambiguity, Axis, AxisRole, Citation, Fact, FactType, Group, GroupPart,
    ImpliedDestination, Informative, Intervals, Node, NoneWord, PolicyHeader, Position, Reading,
    Rule, Taxonomy,
};
use crate::check::policy::{self, ClassAxis, Effect, Kind, Layer, Policy};
use crate::check::taxonomy::{self, NameTarget};
use crate::check::values::ValueSet;
use crate::source::{SourceMap, Span};
use crate::syntax::ast::Unit;

pub(super) fn intervals(set: &ValueSet) -> Intervals {
    set.intervals().to_vec()
}

pub(super) fn header(policy: &Policy) -> PolicyHeader {
    PolicyHeader {
        name: policy.header.name.clone(),
        title: policy.header.title.clone(),
        version: policy.header.version.clone(),
        effective: (*policy.effective.start(), *policy.effective.end()),
    }
}

pub(super) fn axes(policy: &Policy) -> Vec<Axis> {
    policy
        .axes
        .entries()
        .map(|(id, axis)| Axis {
            name: axis.name.clone(),
            role: role(policy, axis),
            domain: (*axis.domain.start(), *axis.domain.end()),
            default: policy
                .defaults
                .get(id.index())
                .and_then(Option::as_ref)
                .map(intervals),
            closed: axis.closed,
        })
        .collect()
}

fn role(policy: &Policy, axis: &policy::Axis) -> AxisRole {
    match &axis.role {
        policy::AxisRole::Class(class) => AxisRole::Class {
            kinds: kinds(*class)
                .iter()
                .map(|&kind| kind_name(kind).to_owned())
                .collect(),
            none: class.has_none().then(|| *axis.domain.end()),
        },
        policy::AxisRole::Fact(fact) => AxisRole::Fact { fact: fact.raw() },
        policy::AxisRole::Element(fact, element) => AxisRole::Element {
            fact: fact.raw(),
            element: element.and_then(|at| match &policy.facts.at(*fact).ty {
                policy::FactType::Set { elements, .. } => elements.get(at as usize).cloned(),
                _ => None,
            }),
        },
        policy::AxisRole::Kept(duty) => AxisRole::Kept { duty: duty.raw() },
    }
}

fn kinds(class: ClassAxis) -> &'static [Kind] {
    match class {
        ClassAxis::Action => &[Kind::Action, Kind::Right, Kind::Event],
        ClassAxis::Data => &[Kind::Data],
        ClassAxis::Purpose => &[Kind::Purpose],
        ClassAxis::Actor | ClassAxis::Recipient | ClassAxis::Source => &[Kind::Party],
        ClassAxis::Subject => &[Kind::Subject],
        ClassAxis::Home | ClassAxis::Origin | ClassAxis::Destination => &[Kind::Place],
        ClassAxis::Date => &[],
    }
}

pub(super) fn kind_name(kind: Kind) -> &'static str {
    match kind {
        Kind::Action => "action",
        Kind::Data => "data",
        Kind::Purpose => "purpose",
        Kind::Party => "party",
        Kind::Place => "place",
        Kind::Subject => "subject",
        Kind::Right => "right",
        Kind::Event => "event",
        Kind::Duty => "duty",
        Kind::Channel => "channel",
        Kind::Guard => "guard",
    }
}

pub(super) fn unit_name(unit: Unit) -> String {
    match unit {
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    }
    .to_owned()
}

pub(super) fn facts(policy: &Policy) -> Vec<Fact> {
    policy
        .facts
        .iter()
        .map(|fact| Fact {
            name: fact.name.clone(),
            ty: fact_type(&fact.ty),
            axes: fact.axes.iter().map(|axis| axis.raw()).collect(),
            none: fact.none_value.as_ref().map(|(value, word)| NoneWord {
                word: word.clone(),
                value: *value,
            }),
            asserted: fact.asserted,
            from_law: fact.from_law,
            ambiguity: ambiguity(fact),
            documentation: fact.docs.clone(),
        })
        .collect()
}

fn ambiguity(fact: &policy::Fact) -> Option<Ambiguity> {
    let open = fact.ambiguity.as_ref()?;
    let policy::FactType::Words { words, .. } = &fact.ty else {
        return None;
    };
    let readings = words.iter().zip(&open.texts).map(|(name, text)| Reading {
        name: name.clone(),
        text: text.clone(),
    });
    Some(Ambiguity {
        question: open.question.clone(),
        readings: readings.collect(),
        citations: open.citations.iter().map(citation).collect(),
    })
}

fn fact_type(ty: &policy::FactType) -> FactType {
    match ty {
        policy::FactType::Flag => FactType::Flag,
        policy::FactType::Words { words, ordered } => FactType::Words {
            words: words.clone(),
            ordered: *ordered,
        },
        policy::FactType::Set { elements, kind } => FactType::Set {
            elements: elements.clone(),
            kind: kind.map(|kind| kind_name(kind).to_owned()),
        },
        policy::FactType::Number(unit) => FactType::Number {
            unit: unit.map(unit_name),
        },
        policy::FactType::Duration => FactType::Duration,
        policy::FactType::Date => FactType::Date,
    }
}

pub(super) fn taxonomies(policy: &Policy) -> Vec<Taxonomy> {
    policy
        .taxonomies
        .kinds
        .iter()
        .map(|(&kind, taxonomy)| taxonomy_of(kind, taxonomy))
        .collect()
}

fn taxonomy_of(kind: Kind, taxonomy: &taxonomy::Taxonomy) -> Taxonomy {
    let name_of = |&at: &u32| {
        taxonomy
            .nodes
            .get(at as usize)
            .map(|node| node.name.clone())
    };
    let nodes = taxonomy.nodes.iter().map(|node| Node {
        name: node.name.clone(),
        atoms: intervals(&node.atoms),
        parents: node.parents.iter().filter_map(name_of).collect(),
        open: node.open,
        derived_from: node.derived_from.iter().filter_map(name_of).collect(),
        roles: node.roles.clone(),
        documentation: node.docs.clone(),
    });
    let groups = taxonomy.groups.iter().map(|group| Group {
        name: group.name.clone(),
        parts: group
            .parts
            .iter()
            .map(|(atoms, days)| GroupPart {
                atoms: intervals(atoms),
                days: (*days.start(), *days.end()),
            })
            .collect(),
    });
    Taxonomy {
        kind: kind_name(kind).to_owned(),
        atoms: taxonomy.atoms.clone(),
        nodes: nodes.collect(),
        groups: groups.collect(),
        aliases: aliases(taxonomy),
    }
}

fn aliases(taxonomy: &taxonomy::Taxonomy) -> Vec<Alias> {
    taxonomy
        .names
        .iter()
        .filter_map(|(name, target)| {
            let own = match target {
                NameTarget::Node(at) => &taxonomy.nodes.get(*at as usize)?.name,
                NameTarget::Residual(at) => taxonomy.atoms.get(*at as usize)?,
                NameTarget::Group(at) => &taxonomy.groups.get(*at as usize)?.name,
            };
            (own != name).then(|| Alias {
                name: name.clone(),
                target: own.clone(),
            })
        })
        .collect()
}

pub(super) fn implied_destination(policy: &Policy) -> ImpliedDestination {
    ImpliedDestination {
        recipient: ClassAxis::Recipient.id().raw(),
        destination: ClassAxis::Destination.id().raw(),
        sits_in: policy
            .sits_in
            .iter()
            .map(|places| places.as_ref().map(intervals))
            .collect(),
        as_home: intervals(&policy.borders.as_home),
    }
}

pub(super) fn rules(policy: &Policy, sources: &SourceMap) -> Vec<Rule> {
    policy
        .rules
        .iter()
        .map(|rule| Rule {
            name: rule.name.clone(),
            effect: effect_name(rule.effect).to_owned(),
            layer: match rule.layer {
                Layer::Base => "base",
                Layer::Transfer => "transfer",
            }
            .to_owned(),
            is_final: rule.is_final,
            kind: rule.guard_kind.clone(),
            sections: rule.sections.clone(),
            duties: rule.obligations.iter().map(|duty| duty.raw()).collect(),
            lifts: rule.lifts.iter().map(|lifted| lifted.raw()).collect(),
            citations: rule.citations.iter().map(citation).collect(),
            position: position(sources, rule.span),
            documentation: rule.docs.clone(),
        })
        .collect()
}

fn effect_name(effect: Effect) -> &'static str {
    match effect {
        Effect::Permit => "permit",
        Effect::Forbid => "forbid",
        Effect::Require => "require",
        Effect::Oblige => "oblige",
        Effect::Exclude => "exclude",
    }
}

pub(super) fn informative(policy: &Policy) -> Vec<Informative> {
    policy
        .informative
        .iter()
        .map(|text| Informative {
            name: text.name.clone(),
            text: text.text.clone(),
            citations: text.citations.iter().map(citation).collect(),
        })
        .collect()
}

pub(super) fn citation(citation: &policy::Citation) -> Citation {
    let anchor = citation.anchor.as_ref();
    Citation {
        label: citation.label.clone(),
        source: anchor.map(|anchor| anchor.source.clone()),
        heading: anchor.map(|anchor| anchor.heading.clone()),
        paragraph: anchor.map(|anchor| anchor.paragraph),
        sentences: anchor.and_then(|anchor| anchor.sentences),
        digest: anchor.map(|anchor| anchor.digest.clone()),
    }
}

fn position(sources: &SourceMap, span: Span) -> Option<Position> {
    let (file, _) = sources.locate(span)?;
    let place = sources.line_column(span)?;
    Some(Position {
        file: sources.file(file).name.clone(),
        line: u32::try_from(place.line).ok()?,
        column: u32::try_from(place.column).ok()?,
    })
}
