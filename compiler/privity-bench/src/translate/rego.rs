//! A rule set for Rego: rules as text, the hierarchies as data.
//!
//! The most selective test stands first in each body, and *below* is a look-up in an object of ancestors, computed beforehand.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use crate::model::{Effect, FactKind, Request, Rule, RuleSet, Test, Tree};

/// The path of the rule that decides.
pub(crate) const ENTRY: &str = "data.bench.allow";

/// What stands before the rules.
const HEAD: &str = "package bench

import rego.v1

default allow := false

allow if {
  permitted
  not forbidden
}

default permitted := false

default forbidden := false
";

/// The most rules in one file; regorus takes files of a megabyte.
const RULES_PER_FILE: usize = 1_000;

/// The rules, as files of one package.
pub(crate) fn policies(set: &RuleSet) -> Vec<String> {
    let mut files = vec![HEAD.to_owned()];
    for rules in set.rules.chunks(RULES_PER_FILE) {
        let mut text = "package bench\n\nimport rego.v1\n".to_owned();
        write_rules(&mut text, set, rules);
        files.push(text);
    }
    files
}

fn write_rules(text: &mut String, set: &RuleSet, rules: &[Rule]) {
    for rule in rules {
        let head = match rule.effect {
            Effect::Permit => "permitted",
            Effect::Forbid => "forbidden",
        };
        let _ = writeln!(text, "\n{head} if {{");
        below(text, "data", set.data.name(rule.data));
        if let Some(party) = rule.party {
            below(text, "party", set.parties.name(party));
        }
        if let Some(purpose) = rule.purpose {
            below(text, "purpose", set.purposes.name(purpose));
        }
        let names = rule
            .actions
            .iter()
            .filter_map(|&action| set.actions.get(action));
        let actions: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
        let _ = match actions.as_slice() {
            [one] => writeln!(text, "  input.action == {one}"),
            several => writeln!(text, "  input.action in {{{}}}", several.join(", ")),
        };
        for &test in &rule.when {
            write_test(text, set, test);
        }
        // Exceptions are flags only.
        if let Some(Test::Flag(fact, wanted)) = rule.unless {
            write_test(text, set, Test::Flag(fact, !wanted));
        }
        text.push_str("}\n");
    }
}

fn below(text: &mut String, kind: &str, node: &str) {
    let _ = writeln!(text, "  data.above.{kind}[input.{kind}].{node}");
}

fn write_test(text: &mut String, set: &RuleSet, test: Test) {
    let name = |fact: usize| set.facts.get(fact).map_or("", |fact| fact.name.as_str());
    let _ = match test {
        Test::Flag(fact, true) => writeln!(text, "  input.{}", name(fact)),
        Test::Flag(fact, false) => writeln!(text, "  not input.{}", name(fact)),
        Test::AtMost(fact, bound) => writeln!(text, "  input.{} <= {bound}", name(fact)),
        Test::AtLeast(fact, bound) => writeln!(text, "  input.{} >= {bound}", name(fact)),
        Test::Home(node) => {
            below(text, "home", set.homes.name(node));
            Ok(())
        }
    };
}

/// The hierarchies: for every leaf an object of all that is above it, itself included.
pub(crate) fn data(set: &RuleSet) -> String {
    let above = |tree: &Tree| {
        let leaves = tree.leaves().into_iter().map(|leaf| {
            let above = tree.above(leaf).iter();
            let above: Map<String, Value> = above
                .map(|&node| (tree.name(node).to_owned(), Value::Bool(true)))
                .collect();
            (tree.name(leaf).to_owned(), Value::Object(above))
        });
        Value::Object(leaves.collect())
    };
    json!({"above": {
        "data": above(&set.data),
        "party": above(&set.parties),
        "purpose": above(&set.purposes),
        "home": above(&set.homes),
    }})
    .to_string()
}

/// A request as JSON.
pub(crate) fn input(set: &RuleSet, request: &Request) -> String {
    let mut input = Map::new();
    let mut say = |key: &str, value: Value| input.insert(key.to_owned(), value);
    say("action", set.actions.get(request.action).copied().into());
    say("data", set.data.name(request.data).into());
    say("party", set.parties.name(request.party).into());
    say("purpose", set.purposes.name(request.purpose).into());
    say("home", set.homes.name(request.home).into());
    for (fact, &value) in set.facts.iter().zip(&request.facts) {
        let value = match fact.kind {
            FactKind::Flag => Value::Bool(value == 1),
            _ => value.into(),
        };
        say(&fact.name, value);
    }
    Value::Object(input).to_string()
}
