//! A rule set as Rust: straight-line code, and the program that asks it and an emitted policy.

use std::fmt::Write as _;

use crate::model::{Effect, FactKind, NodeId, Request, Rule, RuleSet, Test, Tree};

/// The program, but for what depends on the policy.
const DRIVER: &str = include_str!("driver.rs");

/// The program for what `privity build --emit rust` wrote for a rule set.
pub(crate) fn driver(set: &RuleSet) -> String {
    let mut facts = String::new();
    for (number, fact) in set.facts.iter().enumerate() {
        let name = &fact.name;
        let _ = match fact.kind {
            FactKind::Flag => write!(facts, ".{name}(facts[{number}] == 1)"),
            FactKind::Days(..) | FactKind::Years(..) => write!(facts, ".{name}(facts[{number}])"),
            FactKind::Date(..) | FactKind::Today(..) => {
                write!(facts, ".{name}(policy::Day(facts[{number}]))")
            }
        };
    }
    if !set
        .facts
        .iter()
        .any(|fact| matches!(fact.kind, FactKind::Today(..)))
    {
        let _ = write!(facts, ".date(policy::Day({}))", crate::generate::FIRST_DAY);
    }
    DRIVER.replace("FACTS", &facts)
}

/// A request as the program reads it: names, places of leaves, facts, between tabs.
pub(crate) fn line(set: &RuleSet, places: &Places, request: &Request) -> String {
    let action = set.actions.get(request.action).copied().unwrap_or_default();
    let mut line = [
        action,
        set.data.name(request.data),
        set.parties.name(request.party),
        set.purposes.name(request.purpose),
        set.homes.name(request.home),
    ]
    .join("\t");
    let numbers = [
        request.action,
        places.data.of_leaf(request.data),
        places.parties.of_leaf(request.party),
        places.purposes.of_leaf(request.purpose),
        places.homes.of_leaf(request.home),
    ];
    for number in numbers {
        let _ = write!(line, "\t{number}");
    }
    for value in &request.facts {
        let _ = write!(line, "\t{value}");
    }
    line.push('\n');
    line
}

/// The leaves of all trees, numbered.
pub(crate) struct Places {
    pub(crate) data: Numbered,
    pub(crate) parties: Numbered,
    pub(crate) purposes: Numbered,
    pub(crate) homes: Numbered,
}

impl Places {
    pub(crate) fn of(set: &RuleSet) -> Self {
        Self {
            data: Numbered::of(&set.data),
            parties: Numbered::of(&set.parties),
            purposes: Numbered::of(&set.purposes),
            homes: Numbered::of(&set.homes),
        }
    }
}

/// The leaves of a tree, numbered in the order of their nodes.
pub(crate) struct Numbered {
    /// The number of a leaf, by node.
    number: Vec<usize>,
    /// The numbers of the leaves below each node, ascending.
    below: Vec<Vec<usize>>,
    /// How many leaves there are.
    pub(crate) count: usize,
}

impl Numbered {
    fn of(tree: &Tree) -> Self {
        let mut number = vec![0; tree.len()];
        let mut below = vec![Vec::new(); tree.len()];
        let leaves = tree.leaves();
        for (position, &leaf) in leaves.iter().enumerate() {
            if let Some(slot) = number.get_mut(leaf) {
                *slot = position;
            }
            for &node in tree.above(leaf) {
                if let Some(list) = below.get_mut(node) {
                    list.push(position);
                }
            }
        }
        Self {
            number,
            below,
            count: leaves.len(),
        }
    }

    /// The number of a leaf.
    pub(crate) fn of_leaf(&self, leaf: NodeId) -> usize {
        self.number.get(leaf).copied().unwrap_or_default()
    }

    fn of_node(&self, node: NodeId) -> &[usize] {
        self.below.get(node).map_or(&[], Vec::as_slice)
    }

    /// Whether a leaf, by number, lies below a node; below `None` all do.
    pub(crate) fn is_below(&self, leaf: usize, node: Option<NodeId>) -> bool {
        node.is_none_or(|node| self.of_node(node).binary_search(&leaf).is_ok())
    }

    /// The numbers of the leaves below a node; of all leaves for `None`.
    pub(crate) fn below(&self, node: Option<NodeId>) -> Vec<usize> {
        match node {
            Some(node) => self.of_node(node).to_vec(),
            None => (0..self.count).collect(),
        }
    }
}

/// The rules as a function of nested `match` and `if`: what somebody would write by hand who has nothing but a compiler.
pub(crate) fn straight(set: &RuleSet) -> String {
    let places = Places::of(set);
    let mut by_data: Vec<Vec<&Rule>> = vec![Vec::new(); places.data.count];
    // Forbids come first, since one of them ends the search.
    for effect in [Effect::Forbid, Effect::Permit] {
        for rule in set.rules.iter().filter(|rule| rule.effect == effect) {
            for &leaf in places.data.of_node(rule.data) {
                if let Some(list) = by_data.get_mut(leaf) {
                    list.push(rule);
                }
            }
        }
    }
    let mut text = format!(
        "#[derive(Clone, Copy)]
pub struct Plain {{ pub action: u32, pub data: u32, pub party: u32, pub purpose: u32, pub home: u32, pub facts: [i64; {}] }}

pub fn straight(r: &Plain) -> bool {{
    match r.data {{
",
        set.facts.len()
    );
    for (leaf, rules) in by_data.iter().enumerate() {
        if rules.is_empty() {
            continue;
        }
        let _ = writeln!(text, "        {leaf} => {{");
        for rule in rules {
            let verdict = rule.effect == Effect::Permit;
            let tests = tests(set, &places, rule).join(" && ");
            let _ = writeln!(text, "            if {tests} {{ return {verdict}; }}");
        }
        text.push_str("        }\n");
    }
    text.push_str("        _ => {}\n    }\n    false\n}\n");
    text
}

fn tests(set: &RuleSet, places: &Places, rule: &Rule) -> Vec<String> {
    let mut tests = Vec::new();
    if let Some(party) = rule.party {
        tests.push(among("r.party", places.parties.of_node(party)));
    }
    if let Some(purpose) = rule.purpose {
        tests.push(among("r.purpose", places.purposes.of_node(purpose)));
    }
    if rule.actions.len() < set.actions.len() {
        tests.push(among("r.action", &rule.actions));
    }
    tests.extend(rule.when.iter().map(|&test| condition(places, test)));
    if let Some(test) = rule.unless {
        tests.push(format!("!({})", condition(places, test)));
    }
    if tests.is_empty() {
        tests.push("true".to_owned());
    }
    tests
}

fn condition(places: &Places, test: Test) -> String {
    match test {
        Test::Flag(fact, true) => format!("r.facts[{fact}] == 1"),
        Test::Flag(fact, false) => format!("r.facts[{fact}] == 0"),
        Test::AtMost(fact, bound) => format!("r.facts[{fact}] <= {bound}"),
        Test::AtLeast(fact, bound) => format!("r.facts[{fact}] >= {bound}"),
        Test::Home(node) => among("r.home", places.homes.of_node(node)),
    }
}

/// A test of a number against a list, as ranges.
fn among(what: &str, numbers: &[usize]) -> String {
    let mut ranges: Vec<(usize, usize)> = Vec::new();
    for &number in numbers {
        match ranges.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => ranges.push((number, number)),
        }
    }
    let ranges: Vec<String> = ranges
        .iter()
        .map(|(first, last)| {
            if first == last {
                first.to_string()
            } else {
                format!("{first}..={last}")
            }
        })
        .collect();
    format!("matches!({what}, {})", ranges.join(" | "))
}
