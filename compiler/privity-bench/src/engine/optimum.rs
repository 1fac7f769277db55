//! The hand-written optimum: for every cell of act and data the rules that can apply there, and for every value of every other
//! attribute a column of bits that says which of them accept it. A decision is an intersection of columns.

#![allow(
    clippy::indexing_slicing,
    reason = "every index was made together with the table that it goes into"
)]

use std::time::Duration;

use super::{Engine, Form, clock};
use crate::Outcome;
use crate::model::{Effect, FactId, FactKind, Request, Rule, RuleSet, Test};
use crate::translate::rust::{Numbered, Places};

/// The tables.
pub(crate) struct Optimum {
    cells: Vec<Cell>,
    acts: usize,
    requests: Vec<Resolved>,
}

/// A request as numbers.
#[derive(Debug, Clone, Copy)]
struct Resolved {
    cell: u32,
    party: u16,
    purpose: u16,
    home: u16,
    /// A bit for every flag.
    flags: u16,
    /// The values of the numbers, in their order.
    numbers: [i32; NUMBERS],
}

/// The most numbers that a rule set has beside its flags.
const NUMBERS: usize = 5;

/// The rules of one act and one leaf of the data, forbids first.
#[derive(Debug, Default)]
struct Cell {
    /// How many words a column has.
    words: usize,
    /// Which rules are permits; the others forbid.
    permits: Vec<u64>,
    parties: Vec<u64>,
    purposes: Vec<u64>,
    /// Empty if no rule tests the home.
    homes: Vec<u64>,
    /// Two columns for every flag that a rule tests: who accepts no, who accepts yes.
    flags: Vec<(u16, Vec<u64>)>,
    /// For every number that a rule tests the first values of its classes, and a column for each.
    numbers: Vec<(usize, Vec<i32>, Vec<u64>)>,
}

impl Optimum {
    /// Builds the tables and resolves the requests.
    pub(crate) fn new(set: &RuleSet, raw: &[Request]) -> Self {
        let places = Places::of(set);
        let acts = set.actions.len();
        let mut candidates: Vec<Vec<&Rule>> = vec![Vec::new(); places.data.count * acts];
        for effect in [Effect::Forbid, Effect::Permit] {
            for rule in set.rules.iter().filter(|rule| rule.effect == effect) {
                for leaf in places.data.below(Some(rule.data)) {
                    for act in &rule.actions {
                        candidates[leaf * acts + act].push(rule);
                    }
                }
            }
        }
        let cells = candidates
            .iter()
            .map(|rules| Cell::new(set, &places, rules))
            .collect();
        let mut optimum = Self {
            cells,
            acts,
            requests: Vec::new(),
        };
        optimum.requests = raw
            .iter()
            .map(|request| optimum.resolve(set, &places, request))
            .collect();
        optimum
    }

    fn resolve(&self, set: &RuleSet, places: &Places, request: &Request) -> Resolved {
        let cell = places.data.of_leaf(request.data) * self.acts + request.action;
        let small = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
        let mut resolved = Resolved {
            cell: u32::try_from(cell).unwrap_or(u32::MAX),
            party: small(places.parties.of_leaf(request.party)),
            purpose: small(places.purposes.of_leaf(request.purpose)),
            home: small(places.homes.of_leaf(request.home)),
            flags: 0,
            numbers: [0; NUMBERS],
        };
        for (fact, (declared, &value)) in set.facts.iter().zip(&request.facts).enumerate() {
            if declared.kind == FactKind::Flag {
                resolved.flags |= u16::from(value == 1) << fact;
            } else {
                resolved.numbers[number_of(set, fact)] = narrow(value);
            }
        }
        resolved
    }

    fn decide(&self, request: &Resolved) -> bool {
        let cell = &self.cells[request.cell as usize];
        let width = cell.words;
        let [party, purpose, home] =
            [request.party, request.purpose, request.home].map(usize::from);
        for word in 0..width {
            let mut live =
                cell.parties[party * width + word] & cell.purposes[purpose * width + word];
            if live == 0 {
                continue;
            }
            if !cell.homes.is_empty() {
                live &= cell.homes[home * width + word];
            }
            for (flag, columns) in &cell.flags {
                let value = usize::from(request.flags >> flag & 1);
                live &= columns[value * width + word];
            }
            for (number, firsts, columns) in &cell.numbers {
                let value = request.numbers[*number];
                let class = firsts.partition_point(|&first| first <= value);
                live &= columns[class * width + word];
            }
            if live != 0 {
                // Forbids come first, so the lowest bit decides.
                return cell.permits[word] & (live & live.wrapping_neg()) != 0;
            }
        }
        false
    }
}

fn narrow(value: i64) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

/// The position of a fact among those that are no flags.
fn number_of(set: &RuleSet, fact: FactId) -> usize {
    let before = set.facts.iter().take(fact);
    before.filter(|fact| fact.kind != FactKind::Flag).count()
}

impl Cell {
    fn new(set: &RuleSet, places: &Places, rules: &[&Rule]) -> Self {
        let words = rules.len().div_ceil(64);
        if words == 0 {
            return Self::default();
        }
        let column = |accepts: &dyn Fn(&Rule) -> bool| {
            let mut bits = vec![0_u64; words];
            for (position, rule) in rules.iter().enumerate() {
                if accepts(rule) {
                    bits[position / 64] |= 1 << (position % 64);
                }
            }
            bits
        };
        let tree = |numbered: &Numbered, node: &dyn Fn(&Rule) -> Vec<Option<usize>>| -> Vec<u64> {
            let accepted: Vec<Vec<Vec<usize>>> = rules
                .iter()
                .map(|rule| {
                    node(rule)
                        .into_iter()
                        .map(|node| numbered.below(node))
                        .collect()
                })
                .collect();
            let mut bits = vec![0_u64; words * numbered.count];
            for (position, lists) in accepted.iter().enumerate() {
                for leaf in 0..numbered.count {
                    if lists.iter().all(|list| list.binary_search(&leaf).is_ok()) {
                        bits[leaf * words + position / 64] |= 1 << (position % 64);
                    }
                }
            }
            bits
        };
        let homes = |rule: &Rule| {
            let tests = rule.when.iter().filter_map(|test| match test {
                Test::Home(node) => Some(Some(*node)),
                _ => None,
            });
            tests.collect::<Vec<_>>()
        };
        let mut cell = Self {
            words,
            permits: column(&|rule| rule.effect == Effect::Permit),
            parties: tree(&places.parties, &|rule| vec![rule.party]),
            purposes: tree(&places.purposes, &|rule| vec![rule.purpose]),
            ..Self::default()
        };
        if rules.iter().any(|rule| !homes(rule).is_empty()) {
            cell.homes = tree(&places.homes, &homes);
        }
        for (fact, declared) in set.facts.iter().enumerate() {
            let is_tested = |test: &Test| matches!(*test, Test::Flag(tested, _) | Test::AtMost(tested, _) | Test::AtLeast(tested, _) if tested == fact);
            let is_asked = rules
                .iter()
                .any(|rule| rule.when.iter().chain(&rule.unless).any(is_tested));
            if !is_asked {
                continue;
            }
            if declared.kind == FactKind::Flag {
                let columns = [0, 1]
                    .map(|value| column(&|rule| accepts(rule, fact, value)))
                    .concat();
                cell.flags
                    .push((u16::try_from(fact).unwrap_or_default(), columns));
                continue;
            }
            let mut firsts: Vec<i64> = rules
                .iter()
                .flat_map(|rule| &rule.when)
                .filter_map(|test| match *test {
                    Test::AtMost(tested, bound) if tested == fact => Some(bound + 1),
                    Test::AtLeast(tested, bound) if tested == fact => Some(bound),
                    _ => None,
                })
                .collect();
            firsts.sort_unstable();
            firsts.dedup();
            let values = std::iter::once(declared.kind.range().0).chain(firsts.iter().copied());
            let columns: Vec<u64> = values
                .flat_map(|value| column(&|rule| accepts(rule, fact, value)))
                .collect();
            let firsts = firsts.into_iter().map(narrow).collect();
            cell.numbers.push((number_of(set, fact), firsts, columns));
        }
        cell
    }
}

/// Whether the tests of a rule on one fact hold for a value.
fn accepts(rule: &Rule, fact: FactId, value: i64) -> bool {
    let holds = |test: &Test| match *test {
        Test::Flag(tested, wanted) if tested == fact => Some((value == 1) == wanted),
        Test::AtMost(tested, bound) if tested == fact => Some(value <= bound),
        Test::AtLeast(tested, bound) if tested == fact => Some(value >= bound),
        _ => None,
    };
    rule.when.iter().all(|test| holds(test).unwrap_or(true))
        && !rule.unless.iter().any(|test| holds(test).unwrap_or(false))
}

impl Engine for Optimum {
    fn name(&self) -> &'static str {
        "optimum by hand"
    }

    fn answers(&mut self, count: usize) -> Outcome<Vec<bool>> {
        let requests = self.requests.iter().take(count);
        Ok(requests.map(|request| self.decide(request)).collect())
    }

    fn time(&mut self, form: Form, count: usize) -> Outcome<Option<Duration>> {
        Ok(match form {
            Form::Prepared => Some(clock(count, &self.requests, |request| self.decide(request))),
            Form::Strings => None,
        })
    }
}
