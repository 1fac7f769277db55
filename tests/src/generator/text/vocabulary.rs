//! Taxonomies, duties and facts as text.

use std::fmt::Write as _;

use privity::check::duty::ParameterType;
use privity::check::policy::{Fact, FactType, Kind, Policy};
use privity::check::taxonomy::{Taxonomy, TaxonomyNode};

use super::{names, since_until};

/// All blocks of nodes, and the groups of places.
pub(super) fn vocabulary(policy: &Policy) -> String {
    let kinds = [
        (Kind::Place, "place"),
        (Kind::Action, "action"),
        (Kind::Right, "right"),
        (Kind::Event, "event"),
        (Kind::Data, "data"),
        (Kind::Purpose, "purpose"),
        (Kind::Party, "party"),
        (Kind::Subject, "subject"),
        (Kind::Channel, "channel"),
    ];
    let mut text = String::new();
    for (kind, word) in kinds {
        let Some(taxonomy) = policy.taxonomies.kind(kind) else {
            continue;
        };
        let _ = writeln!(text, "{word} {{");
        let tops = taxonomy
            .nodes
            .iter()
            .zip(0..)
            .filter(|(node, _)| node.parents.is_empty());
        for (_, at) in tops {
            node(policy, kind, taxonomy, at, &mut text);
        }
        text.push_str("}\n");
    }
    text.push_str(&duties(policy));
    for area in &policy.borders.areas {
        let _ = writeln!(text, "group {} as one area", area.name);
        for (places, days) in &area.members {
            for name in names(policy, Kind::Place, places) {
                let _ = writeln!(
                    text,
                    "  member {name}{}",
                    since_until(days.clone()).replace('\n', "")
                );
            }
        }
    }
    text
}

/// A node with those below it whose first parent it is; further parents stand behind `under`.
fn node(policy: &Policy, kind: Kind, taxonomy: &Taxonomy, at: u32, text: &mut String) {
    let Some(node_of) = taxonomy.nodes.get(at as usize) else {
        return;
    };
    let name = |at: &u32| {
        taxonomy
            .nodes
            .get(*at as usize)
            .map(|node| node.name.clone())
    };
    let _ = write!(text, "  {}", node_of.name);
    if node_of.open {
        text.push_str(" open");
    }
    let others: Vec<String> = node_of.parents.iter().skip(1).filter_map(name).collect();
    if !others.is_empty() {
        let _ = write!(text, " under {}", others.join(", "));
    }
    let inputs: Vec<String> = node_of.derived_from.iter().filter_map(name).collect();
    if !inputs.is_empty() {
        let _ = write!(text, " derived from {}", inputs.join(", "));
    }
    if kind == Kind::Party {
        text.push_str(&seat(policy, node_of));
    }
    if kind == Kind::Place && node_of.atoms.is_subset(&policy.borders.as_home) {
        text.push_str(" as home");
    }
    let children: Vec<u32> = (0..)
        .zip(&taxonomy.nodes)
        .filter(|(_, child)| child.parents.first() == Some(&at))
        .map(|(child, _)| child)
        .collect();
    if !children.is_empty() {
        text.push_str(" {\n");
        for child in children {
            node(policy, kind, taxonomy, child, text);
        }
        text.push_str("  }");
    }
    text.push('\n');
}

fn seat(policy: &Policy, party: &TaxonomyNode) -> String {
    let atom = party
        .atoms
        .first()
        .and_then(|atom| usize::try_from(atom).ok());
    let places = atom.and_then(|atom| policy.sits_in.get(atom)?.as_ref());
    places.map_or_else(String::new, |places| {
        format!(" in {}", names(policy, Kind::Place, places).join(", "))
    })
}

fn duties(policy: &Policy) -> String {
    let mut text = "duty {\n".to_owned();
    for kind in &policy.duty_kinds {
        let parameters: Vec<String> = kind
            .parameters
            .iter()
            .map(|parameter| match parameter {
                ParameterType::Nodes(_) => "party".to_owned(),
                ParameterType::Word(words) => format!("one of {}", words.join(", ")),
                ParameterType::Level(words) => format!("ordered {}", words.join(", ")),
                ParameterType::AtLeast => "duration at least".to_owned(),
                ParameterType::AtMost => "duration at most".to_owned(),
            })
            .collect();
        let _ = write!(text, "  {}", kind.name);
        if !parameters.is_empty() {
            let _ = write!(text, "({})", parameters.join(", "));
        }
        if !kind.excludes.is_empty() {
            let _ = write!(text, " excludes {}", kind.excludes.join(", "));
        }
        let mut alone = policy.obligations.iter().filter(|obligation| {
            obligation
                .alternatives
                .iter()
                .all(|duty| duty.name == kind.name)
        });
        if let Some(flag) = alone.find_map(|obligation| obligation.shown_by.as_ref()) {
            let _ = write!(text, " shown by {flag}");
        }
        text.push('\n');
    }
    text.push_str("}\n");
    text
}

/// The declaration of a fact, or of the ambiguity whose readings it chooses between.
pub(super) fn fact(policy: &Policy, fact: &Fact) -> String {
    if let (Some(ambiguity), FactType::Words { words, .. }) = (&fact.ambiguity, &fact.ty) {
        let mut text = format!("ambiguity {}\n", fact.name);
        for (at, word) in words.iter().enumerate() {
            let default = if at == ambiguity.default {
                " default"
            } else {
                ""
            };
            let _ = writeln!(text, "  reading {word}{default}");
        }
        return text;
    }
    let ty = match &fact.ty {
        FactType::Flag => "flag".to_owned(),
        FactType::Words {
            words,
            ordered: true,
        } => format!("ordered {}", words.join(", ")),
        FactType::Words { words, .. } => format!("one of {}", words.join(", ")),
        FactType::Set { elements, .. } => format!("set of {}", elements.join(", ")),
        FactType::Number(_) => "number between 0 and 20".to_owned(),
        FactType::Duration => "duration".to_owned(),
        FactType::Date => "date".to_owned(),
    };
    let mut text = format!("fact {} is {ty}", fact.name);
    if let Some((_, word)) = &fact.none_value {
        let _ = write!(text, " or {word}");
    }
    if fact
        .axes
        .first()
        .is_some_and(|axis| policy.axes.at(*axis).closed)
    {
        text.push_str(" closed");
    }
    text.push('\n');
    text
}
