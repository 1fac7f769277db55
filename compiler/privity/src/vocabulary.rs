//! The words of a policy, for somebody who writes rules: every node with what it means, every fact with its values.

use serde::Serialize;

use crate::check::duty::{DutyKind, ParameterType};
use crate::check::policy::{Fact, FactType, Policy};
use crate::check::taxonomy::Taxonomy;
use crate::resolve::names::{KINDS, kind_word};
use crate::syntax::ast::{Kind, Unit};

/// The words of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Words {
    /// The kind, as it is written: `data`, `purpose`, …, or `fact`.
    pub kind: &'static str,
    /// The words: a node stands behind the one above it, facts and groups in the order of their declarations.
    pub words: Vec<Word>,
}

/// A word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Word {
    /// As rules name it.
    pub name: String,
    /// How many nodes are above it on the first way up.
    pub depth: usize,
    /// The nodes right above it.
    pub under: Vec<String>,
    /// What may be written behind it: the parameters of a duty, the values of a fact; `open` where its children are only examples.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub form: Option<String>,
    /// What it means.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
}

/// All words of a policy, kind by kind, those without words left out.
#[must_use]
pub fn words(policy: &Policy) -> Vec<Words> {
    let of_kind = |kind: Kind| {
        let taxonomy = policy.taxonomies.kind(kind)?;
        let words = nodes(taxonomy, kind, &policy.duty_kinds);
        (!words.is_empty()).then(|| Words {
            kind: kind_word(kind),
            words,
        })
    };
    let facts: Vec<Word> = policy.facts.iter().map(fact).collect();
    let facts = (!facts.is_empty()).then_some(Words {
        kind: "fact",
        words: facts,
    });
    KINDS.into_iter().filter_map(of_kind).chain(facts).collect()
}

fn nodes(taxonomy: &Taxonomy, kind: Kind, duties: &[DutyKind]) -> Vec<Word> {
    let mut depths: Vec<usize> = Vec::with_capacity(taxonomy.nodes.len());
    let mut words = Vec::with_capacity(taxonomy.nodes.len());
    for node in &taxonomy.nodes {
        let parents = node.parents.iter().map(|&parent| parent as usize);
        let above = parents.clone().next();
        let depth = above
            .and_then(|parent| depths.get(parent))
            .map_or(0, |depth| depth + 1);
        depths.push(depth);
        let names = parents.filter_map(|parent| taxonomy.nodes.get(parent));
        let duty = duties
            .iter()
            .find(|duty| kind == Kind::Duty && duty.name == node.name);
        let roles = (!node.roles.is_empty()).then(|| format!("role {}", node.roles.join(", ")));
        let open = node.open.then(|| "open".to_owned());
        words.push(Word {
            name: node.name.clone(),
            depth,
            under: names.map(|parent| parent.name.clone()).collect(),
            form: duty.and_then(parameters).or(roles).or(open),
            meaning: meaning(&node.docs),
        });
    }
    words.extend(taxonomy.groups.iter().map(|group| Word {
        name: group.name.clone(),
        depth: 0,
        under: Vec::new(),
        form: Some("group".to_owned()),
        meaning: None,
    }));
    words
}

fn meaning(docs: &[String]) -> Option<String> {
    let lines: Vec<&str> = docs.iter().map(|line| line.trim()).collect();
    (!lines.is_empty()).then(|| lines.join(" "))
}

/// `(party, at least a time)`
fn parameters(duty: &DutyKind) -> Option<String> {
    let types: Vec<String> = duty
        .parameters
        .iter()
        .map(|parameter| match parameter {
            ParameterType::Nodes(kind) => kind_word(*kind).to_owned(),
            ParameterType::Word(words) | ParameterType::Level(words) => words.join(" | "),
            ParameterType::AtLeast => "at least so long".to_owned(),
            ParameterType::AtMost => "at most so long".to_owned(),
        })
        .collect();
    (!types.is_empty()).then(|| format!("({})", types.join(", ")))
}

fn fact(fact: &Fact) -> Word {
    let form = match &fact.ty {
        FactType::Flag => "flag".to_owned(),
        FactType::Words {
            words,
            ordered: true,
        } => format!("ordered {}", words.join(", ")),
        FactType::Words { words, .. } => format!("one of {}", words.join(", ")),
        FactType::Set {
            kind: Some(kind), ..
        } => format!("set of {}", kind_word(*kind)),
        FactType::Set { elements, .. } => format!("set of {}", elements.join(", ")),
        FactType::Number(unit) => unit.map_or_else(
            || "number".to_owned(),
            |unit| format!("number of {}", unit_words(unit)),
        ),
        FactType::Duration => "duration".to_owned(),
        FactType::Date => "date".to_owned(),
    };
    Word {
        name: fact.name.clone(),
        depth: 0,
        under: Vec::new(),
        form: Some(form),
        meaning: meaning(&fact.docs),
    }
}

const fn unit_words(unit: Unit) -> &'static str {
    match unit {
        Unit::Hour => "hours",
        Unit::Day => "days",
        Unit::Week => "weeks",
        Unit::Month => "months",
        Unit::Year => "years",
    }
}
