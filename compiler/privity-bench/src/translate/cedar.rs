//! A rule set for Cedar: schema, policies, entities.

use std::collections::HashSet;
use std::fmt::Write as _;
use std::str::FromStr as _;

use cedar_policy::{Entities, Entity, EntityId, EntityTypeName, EntityUid, Schema};

use crate::Outcome;
use crate::model::{Effect, FactKind, NodeId, Request, Rule, RuleSet, Test, Tree};

/// The schema: a type for each tree, and the context that requests bring.
pub(crate) fn schema(set: &RuleSet) -> String {
    let mut text = String::new();
    for name in ["Party", "Data", "Purpose", "Place"] {
        let _ = writeln!(text, "entity {name} in [{name}];");
    }
    let actions: Vec<String> = set
        .actions
        .iter()
        .map(|name| format!("\"{name}\""))
        .collect();
    let _ = writeln!(text, "action {} appliesTo {{", actions.join(", "));
    text.push_str(
        "  principal: [Party], resource: [Data],\n  context: { purpose: Purpose, home: Place",
    );
    for fact in &set.facts {
        let kind = if fact.kind == FactKind::Flag {
            "Bool"
        } else {
            "Long"
        };
        let _ = write!(text, ", {}: {kind}", fact.name);
    }
    text.push_str(" }\n};\n");
    text
}

/// The policies, one for each rule.
pub(crate) fn policies(set: &RuleSet) -> String {
    let mut text = String::new();
    for (number, rule) in set.rules.iter().enumerate() {
        write_rule(&mut text, set, number, rule);
    }
    text
}

fn write_rule(text: &mut String, set: &RuleSet, number: usize, rule: &Rule) {
    let effect = match rule.effect {
        Effect::Permit => "permit",
        Effect::Forbid => "forbid",
    };
    let principal = rule.party.map_or(String::new(), |party| {
        format!(" in Party::\"{}\"", set.parties.name(party))
    });
    let names = rule
        .actions
        .iter()
        .filter_map(|&action| set.actions.get(action));
    let actions: Vec<String> = names.map(|name| format!("Action::\"{name}\"")).collect();
    let action = match actions.as_slice() {
        [one] => format!("== {one}"),
        several => format!("in [{}]", several.join(", ")),
    };
    let _ = writeln!(
        text,
        "@id(\"r{number}\")\n{effect} (principal{principal}, action {action}, resource in Data::\"{}\")",
        set.data.name(rule.data)
    );
    let purpose = rule.purpose.map(|purpose| {
        format!(
            "context.purpose in Purpose::\"{}\"",
            set.purposes.name(purpose)
        )
    });
    let tests = rule.when.iter().map(|&test| condition(set, test));
    let when: Vec<String> = purpose.into_iter().chain(tests).collect();
    if !when.is_empty() {
        let _ = writeln!(text, "when {{ {} }}", when.join(" && "));
    }
    if let Some(test) = rule.unless {
        let _ = writeln!(text, "unless {{ {} }}", condition(set, test));
    }
    text.truncate(text.trim_end().len());
    text.push_str(";\n\n");
}

fn condition(set: &RuleSet, test: Test) -> String {
    let name = |fact: usize| set.facts.get(fact).map_or("", |fact| fact.name.as_str());
    match test {
        Test::Flag(fact, true) => format!("context.{}", name(fact)),
        Test::Flag(fact, false) => format!("!context.{}", name(fact)),
        Test::AtMost(fact, bound) => format!("context.{} <= {bound}", name(fact)),
        Test::AtLeast(fact, bound) => format!("context.{} >= {bound}", name(fact)),
        Test::Home(node) => format!("context.home in Place::\"{}\"", set.homes.name(node)),
    }
}

/// The types of Cedar's entities, read once.
#[derive(Debug)]
pub(crate) struct Types {
    action: EntityTypeName,
    party: EntityTypeName,
    data: EntityTypeName,
    purpose: EntityTypeName,
    place: EntityTypeName,
}

/// The entities that a request names.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) principal: EntityUid,
    pub(crate) action: EntityUid,
    pub(crate) resource: EntityUid,
    pub(crate) purpose: EntityUid,
    pub(crate) home: EntityUid,
}

impl Types {
    pub(crate) fn new() -> Outcome<Self> {
        Ok(Self {
            action: EntityTypeName::from_str("Action")?,
            party: EntityTypeName::from_str("Party")?,
            data: EntityTypeName::from_str("Data")?,
            purpose: EntityTypeName::from_str("Purpose")?,
            place: EntityTypeName::from_str("Place")?,
        })
    }

    /// The hierarchies as entities, their closure computed.
    pub(crate) fn entities(&self, set: &RuleSet, schema: &Schema) -> Outcome<Entities> {
        let mut entities = Vec::new();
        let trees: [(&Tree, &EntityTypeName); 4] = [
            (&set.parties, &self.party),
            (&set.data, &self.data),
            (&set.purposes, &self.purpose),
            (&set.homes, &self.place),
        ];
        for (tree, kind) in trees {
            let named = |node: NodeId| uid(kind, tree.name(node));
            for node in tree.nodes() {
                let parents: HashSet<EntityUid> = tree
                    .parents(node)
                    .iter()
                    .map(|&parent| named(parent))
                    .collect();
                entities.push(Entity::new_no_attrs(named(node), parents));
            }
        }
        Ok(Entities::from_entities(entities, Some(schema))?)
    }

    /// The entities of a request, from its names.
    pub(crate) fn named(&self, set: &RuleSet, request: &Request) -> Named {
        let action = set.actions.get(request.action).copied().unwrap_or_default();
        Named {
            principal: uid(&self.party, set.parties.name(request.party)),
            action: uid(&self.action, action),
            resource: uid(&self.data, set.data.name(request.data)),
            purpose: uid(&self.purpose, set.purposes.name(request.purpose)),
            home: uid(&self.place, set.homes.name(request.home)),
        }
    }
}

fn uid(kind: &EntityTypeName, name: &str) -> EntityUid {
    EntityUid::from_type_name_and_id(kind.clone(), EntityId::new(name))
}
