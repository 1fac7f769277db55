//! Requests made of words are decided as the same requests in JSON are, and deciding a plain one allocates nothing.

#![expect(
    clippy::unwrap_used,
    reason = "what cannot be compiled or drawn is a failed test"
)]

use std::collections::BTreeSet;
use std::path::Path;

use fastrand::Rng;
use privity::check::policy::{AxisRole, ClassAxis, FactType, Policy};
use privity::compile::{Options, compile_at};
use privity::diagnostic::Report;
use privity::graph::{Decision, DecisionGraph, FlatGraph, Resolved, query};
use privity::request::plain::WordTable;
use privity::request::{Outcome, json, read};

/// A policy with its graph.
fn compiled(path: &str) -> (Policy, DecisionGraph) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let compilation = compile_at(&path, &|_| None, Options::default());
    let policy = compilation.compiled.unwrap().policy;
    let lowered = privity::lower::lower(&policy);
    let graph = privity::graph::build(&policy, &lowered, privity::graph::Budget::default());
    (policy, graph.unwrap())
}

fn shop() -> (Policy, DecisionGraph) {
    compiled("emit/shop.privity")
}

/// Keys with words for each, some of which are wrong, or no plain words.
fn words(policy: &Policy) -> Vec<(String, Vec<String>)> {
    let mut keys = Vec::new();
    for axis in ClassAxis::ALL {
        let mut words = vec!["nonsense".to_owned()];
        match axis.kind().and_then(|kind| policy.taxonomies.kind(kind)) {
            Some(taxonomy) => words.extend(taxonomy.names.keys().cloned()),
            None => words.extend(["2024-06-01", "2020-02-29", "2024-02-30"].map(str::to_owned)),
        }
        keys.push((axis.name().to_owned(), words));
    }
    for (id, axis) in policy.axes.entries() {
        if let AxisRole::Fact(fact) = axis.role {
            let (first, last) = (*axis.domain.start(), *axis.domain.end());
            let values = [first, last, (first + last) / 2, (first + 2 * last) / 3];
            let mut words = vec!["unknown".to_owned()];
            let is_number = matches!(policy.facts.at(fact).ty, FactType::Number(_));
            words.extend(values.map(|value| match is_number {
                true => value.to_string(),
                false => policy.value_name(id, value),
            }));
            keys.push((policy.facts.at(fact).name.clone(), words));
        }
    }
    keys
}

/// The same request in JSON.
fn as_json(pairs: &[(&str, &str)]) -> String {
    let mut request = serde_json::Map::new();
    let mut facts = serde_json::Map::new();
    for &(key, word) in pairs {
        let value = match word.parse::<i64>() {
            Ok(number) => number.into(),
            Err(_) => word.into(),
        };
        if ClassAxis::ALL.iter().any(|axis| axis.name() == key) {
            request.insert(key.to_owned(), value);
        } else {
            facts.insert(key.to_owned(), value);
        }
    }
    request.insert("facts".to_owned(), facts.into());
    serde_json::Value::from(request).to_string()
}

/// The answer to a request in JSON; `None` when it is wrong.
fn asked(policy: &Policy, graph: &DecisionGraph, text: &str) -> Option<Outcome> {
    let json = json::parse_all(text, 0).pop()?.ok()?;
    let request = read::read(policy, &json, &mut Report::new())?;
    Some(query::decide(graph, policy, &request))
}

fn outcome(graph: &DecisionGraph, decision: &Decision) -> Outcome {
    let duties: BTreeSet<_> = graph.duties_of(decision).collect();
    Outcome::Definite {
        class: decision.class,
        duties,
    }
}

/// Asks random requests both ways, and says how many were plain.
fn compare((policy, graph): &(Policy, DecisionGraph), requests: usize) -> usize {
    let flat = FlatGraph::new(graph).unwrap();
    let table = WordTable::new(policy, &flat).unwrap();
    let keys = words(policy);
    let rng = &mut Rng::with_seed(2018);
    let mut resolved = Resolved::default();
    let mut plain = 0;
    for _ in 0..requests {
        let often = rng.u8(1..8);
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        for (key, words) in &keys {
            if key == "action" || rng.u8(0..8) <= often {
                // The first word is none of the policy.
                let words = words.get(usize::from(rng.u8(0..40) > 0)..);
                pairs.push((key, rng.choice(words.unwrap()).unwrap()));
            }
        }
        rng.shuffle(&mut pairs);
        let by_words = table.decide(&pairs, &mut resolved);
        let keyed = pairs
            .iter()
            .map(|&(name, word)| Some((table.key(name)?, word)));
        if let Some(keyed) = keyed.collect::<Option<Vec<_>>>() {
            assert_eq!(
                table.decide_keyed(&keyed, &mut resolved),
                by_words,
                "{pairs:?}"
            );
        }
        if let Ok(decision) = by_words {
            plain += 1;
            let expected = asked(policy, graph, &as_json(&pairs));
            assert_eq!(expected, Some(outcome(graph, &decision)), "{pairs:?}");
        }
    }
    plain
}

#[test]
fn words_of_the_shop_are_decided_as_json_is() {
    let plain = compare(&shop(), 600_000);
    assert!(plain > 1_000, "{plain}");
}

#[test]
fn a_key_that_comes_again_and_an_act_that_is_left_out_are_not_plain() {
    let (policy, graph) = shop();
    let flat = FlatGraph::new(&graph).unwrap();
    let table = WordTable::new(&policy, &flat).unwrap();
    let mut resolved = Resolved::default();
    let twice = [("action", "share"), ("action", "store")];
    assert!(table.decide(&twice, &mut resolved).is_err());
    assert!(table.decide(&[("data", "name")], &mut resolved).is_err());
}

#[test]
fn deciding_a_plain_request_allocates_nothing() {
    let (policy, graph) = shop();
    let flat = FlatGraph::new(&graph).unwrap();
    let table = WordTable::new(&policy, &flat).unwrap();
    let pairs = [
        ("action", "share"),
        ("data", "email_address"),
        ("recipient", "carrier"),
        ("home", "DE"),
        ("origin", "DE"),
        ("destination", "DE"),
        ("date", "2024-06-01"),
        ("consent", "general"),
        ("age", "17"),
    ];
    let mut resolved = Resolved::default();
    let first = table.decide(&pairs, &mut resolved).unwrap();
    assert_eq!(first.class, privity::request::Class::Permit);
    let requests = [resolved.clone(), resolved.clone()];
    let mut decisions = [first; 2];
    let atom = vec![0; policy.axes.len()];
    let counted = allocation_counter::measure(|| {
        assert_eq!(table.decide(&pairs, &mut resolved), Ok(first));
        assert_eq!(flat.decide(&resolved), first);
        flat.decide_all(&requests, &mut decisions);
        assert_eq!(flat.duties_of(&first).count(), 1);
        flat.resolve_into(&atom, &mut resolved);
        let _ = graph.decide_atom(&atom);
    });
    assert_eq!(counted.count_total, 0);
}
