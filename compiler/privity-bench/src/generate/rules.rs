//! The rules of a rule set.

use fastrand::Rng;

use super::Shape;
use super::vocabulary::LIFE;
use crate::model::{Effect, FactId, FactKind, NodeId, Rule, RuleSet, Test, Tree};

/// Adds rules to a set that has its words.
pub(super) fn add(set: &mut RuleSet, shape: Shape, rules: usize, rng: &mut Rng) {
    let modules = Modules::of(&set.data, shape);
    let global = match shape {
        Shape::CrossCutting => (rules / 500).max(2).min(rules / 2),
        _ => 0,
    };
    let local = rules - global;
    for number in 0..local {
        let rule = rule(set, shape, &modules, (number, local), rng);
        set.rules.push(rule);
    }
    for _ in 0..global {
        let guard = global_guard(set, rng);
        set.rules.push(guard);
    }
}

/// The data of every module, by place in the tree: headings and leaves.
struct Modules(Vec<(Vec<NodeId>, Vec<NodeId>)>);

impl Modules {
    fn of(data: &Tree, shape: Shape) -> Self {
        let mut modules: Vec<(Vec<NodeId>, Vec<NodeId>)> = Vec::new();
        for node in data.nodes().skip(1) {
            let is_first = data.parents(node) == [0];
            let is_shared = matches!(shape, Shape::Classic | Shape::Adversarial);
            if modules.is_empty() || (is_first && !is_shared) {
                modules.push((Vec::new(), Vec::new()));
            }
            let Some((headings, leaves)) = modules.last_mut() else {
                continue;
            };
            if data.is_leaf(node) {
                leaves.push(node);
            } else {
                headings.push(node);
            }
        }
        Self(modules)
    }
}

fn pick(nodes: &[NodeId], rng: &mut Rng) -> NodeId {
    rng.choice(nodes).copied().unwrap_or_default()
}

/// A heading of a tree of two levels, or one of its leaves.
fn pick_from(tree: &Tree, narrow: bool, rng: &mut Rng) -> NodeId {
    let nodes: Vec<NodeId> = tree
        .nodes()
        .filter(|&node| tree.is_leaf(node) == narrow)
        .collect();
    pick(&nodes, rng)
}

/// The rule `number` of `count` rules.
fn rule(
    set: &RuleSet,
    shape: Shape,
    modules: &Modules,
    (number, count): (usize, usize),
    rng: &mut Rng,
) -> Rule {
    let module = number * modules.0.len() / count.max(1);
    let no_data = (Vec::new(), Vec::new());
    let (headings, leaves) = modules.0.get(module).unwrap_or(&no_data);
    let forbids = rng.u8(..10) < 3;
    let actions = match (forbids, rng.u8(..4)) {
        (true, _) | (false, 0 | 1) => vec![2],
        (false, 2) => vec![1, 2],
        (false, _) => vec![0, 1, 2],
    };
    let mut when = match shape {
        Shape::Dates => thresholds(set, module, rng),
        Shape::Adversarial => intervals(set, rng),
        _ => conditions(set, rng),
    };
    let is_tested = |when: &[Test], fact| when.iter().any(|test| test_of(*test) == Some(fact));
    // Six of ten forbids without a condition get one.
    if forbids && (shape == Shape::Adversarial || when.is_empty()) && rng.u8(..10) < 6 {
        let fact = rng.usize(..5);
        if !is_tested(&when, fact) {
            when.push(Test::Flag(fact, true));
        }
    }
    let unless = (!forbids && rng.u8(..100) < 15)
        .then(|| rng.usize(..5))
        .filter(|&fact| !is_tested(&when, fact))
        .map(|fact| Test::Flag(fact, true));
    Rule {
        effect: if forbids {
            Effect::Forbid
        } else {
            Effect::Permit
        },
        actions,
        data: pick(if forbids { leaves } else { headings }, rng),
        party: Some(pick_from(&set.parties, forbids, rng)),
        purpose: Some(pick_from(&set.purposes, forbids, rng)),
        when,
        unless,
    }
}

fn test_of(test: Test) -> Option<FactId> {
    match test {
        Test::Flag(fact, _) | Test::AtMost(fact, _) | Test::AtLeast(fact, _) => Some(fact),
        Test::Home(_) => None,
    }
}

/// No condition (two of five), one, or two: a flag, a number of days, or the home.
fn conditions(set: &RuleSet, rng: &mut Rng) -> Vec<Test> {
    let count = [0, 0, 1, 1, 2].get(rng.usize(..5)).copied().unwrap_or(0);
    let mut tests: Vec<Test> = Vec::new();
    for _ in 0..count {
        let test = match rng.u8(..4) {
            0 | 1 => Test::Flag(rng.usize(..5), rng.u8(..10) < 7),
            2 => Test::AtMost(5, rng.i64(1..12) * 30),
            _ => Test::Home(home(set, rng)),
        };
        if !tests.iter().any(|other| test_of(*other) == test_of(test)) {
            tests.push(test);
        }
    }
    tests
}

/// A region, or one country in three cases of ten.
fn home(set: &RuleSet, rng: &mut Rng) -> NodeId {
    let narrow = rng.u8(..10) < 3;
    pick_from(&set.homes, narrow, rng)
}

/// A threshold on each of the two numbers or dates of a module, at any of their values; the first and last day of a rule at the first of a
/// quarter. One rule in three has one of them only.
fn thresholds(set: &RuleSet, module: usize, rng: &mut Rng) -> Vec<Test> {
    let numbers = set.facts.len() - 5;
    let first = module % numbers;
    let second = (first + 1 + module / numbers % (numbers - 1)) % numbers;
    let mut tests: Vec<Test> = Vec::new();
    for number in [first, second] {
        if rng.u8(..6) == 0 {
            continue;
        }
        let fact = 5 + number;
        let Some(kind) = set.facts.get(fact).map(|fact| fact.kind) else {
            continue;
        };
        let (low, high) = kind.range();
        if matches!(kind, FactKind::Today(..)) {
            let quarters = (LIFE.1 - LIFE.0) / 91;
            let from = rng.i64(0..quarters / 2);
            let to = rng.i64(quarters / 2..quarters);
            tests.push(Test::AtLeast(fact, LIFE.0 + from * 91));
            tests.push(Test::AtMost(fact, LIFE.0 + to * 91));
        } else if rng.bool() {
            tests.push(Test::AtMost(fact, rng.i64(low + 1..high)));
        } else {
            tests.push(Test::AtLeast(fact, rng.i64(low + 1..high)));
        }
    }
    tests
}

/// An interval on each of three of the numbers.
fn intervals(set: &RuleSet, rng: &mut Rng) -> Vec<Test> {
    let mut facts: Vec<FactId> = (5..set.facts.len()).collect();
    rng.shuffle(&mut facts);
    let mut tests = Vec::new();
    for fact in facts.into_iter().take(3) {
        let (low, high) = set.facts.get(fact).map_or((0, 1), |fact| fact.kind.range());
        let (one, other) = (rng.i64(low + 1..high), rng.i64(low + 1..high));
        tests.push(Test::AtLeast(fact, one.min(other)));
        tests.push(Test::AtMost(fact, one.max(other)));
    }
    tests
}

/// A forbid on all data for one purpose, in one region, under a flag.
fn global_guard(set: &RuleSet, rng: &mut Rng) -> Rule {
    Rule {
        effect: Effect::Forbid,
        actions: vec![2],
        data: 0,
        party: None,
        purpose: Some(pick_from(&set.purposes, true, rng)),
        when: vec![Test::Home(home(set, rng)), Test::Flag(rng.usize(..5), true)],
        unless: None,
    }
}
