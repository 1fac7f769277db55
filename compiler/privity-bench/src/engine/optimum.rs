//! The hand-written optimum: for every leaf of the data the rules that can apply there, and for every value of every other
//! attribute a column of bits that says which of them accept it. A decision is an intersection of columns.

#![allow(
    clippy::indexing_slicing,
    reason = "every index was made together with the table that it goes into"
)]

use std::time::Duration;

use super::{Engine, Form, clock};
use crate::Outcome;
use crate::model::{Effect, FactId, FactKind, Request, Rule, RuleSet, Test};
use crate::translate::rust::Places;

/// The tables.
pub(crate) struct Optimum {
    cells: Vec<Cell>,
    starts: Starts,
    requests: Vec<Resolved>,
}

/// A request as numbers.
#[derive(Debug, Clone, Copy)]
struct Resolved {
    data: u32,
    act: u16,
    party: u16,
    purpose: u16,
    home: u16,
    /// A bit for every flag.
    flags: u16,
    /// The values of the numbers, in their order.
    numbers: [i32; NUMBERS],
}

/// The most flags that a rule set has: all their values together are one attribute.
const FLAGS: usize = 5;
/// The most numbers that a rule set has beside its flags.
const NUMBERS: usize = 5;

/// The rules that can apply to one leaf of the data, forbids first.
#[derive(Debug, Default)]
struct Cell {
    /// How many words a column has.
    words: usize,
    /// The columns, one after the other: of every act, party, purpose, home, of all flags together; then, for every number that a rule
    /// tests, of each of its classes. The last one says which rules are permits.
    columns: Vec<u64>,
    /// For every number that a rule tests: which it is, its first column, and the first values of its classes but the lowest.
    numbers: Vec<(usize, usize, Vec<i32>)>,
}

/// Where the columns of each attribute begin in a cell.
#[derive(Debug, Clone, Copy)]
struct Starts {
    party: usize,
    purpose: usize,
    home: usize,
    flags: usize,
}

impl Optimum {
    /// Builds the tables and resolves the requests.
    pub(crate) fn new(set: &RuleSet, raw: &[Request]) -> Self {
        let places = Places::of(set);
        let mut candidates: Vec<Vec<&Rule>> = vec![Vec::new(); places.data.count];
        for effect in [Effect::Forbid, Effect::Permit] {
            for rule in set.rules.iter().filter(|rule| rule.effect == effect) {
                for leaf in places.data.below(Some(rule.data)) {
                    candidates[leaf].push(rule);
                }
            }
        }
        let party = set.actions.len();
        let purpose = party + places.parties.count;
        let home = purpose + places.purposes.count;
        let flags = home + places.homes.count;
        let cells = candidates
            .iter()
            .map(|rules| Cell::new(set, &places, rules));
        Self {
            cells: cells.collect(),
            starts: Starts {
                party,
                purpose,
                home,
                flags,
            },
            requests: raw
                .iter()
                .map(|request| resolve(set, &places, request))
                .collect(),
        }
    }

    fn decide(&self, request: &Resolved) -> bool {
        let cell = &self.cells[request.data as usize];
        let starts = &self.starts;
        let attributes = [
            usize::from(request.act),
            starts.party + usize::from(request.party),
            starts.purpose + usize::from(request.purpose),
            starts.home + usize::from(request.home),
            starts.flags + usize::from(request.flags),
        ];
        for word in 0..cell.words {
            let column = |column: usize| cell.columns[column * cell.words + word];
            let mut live = attributes
                .iter()
                .fold(u64::MAX, |live, &attribute| live & column(attribute));
            for (number, start, firsts) in &cell.numbers {
                let value = request.numbers[*number];
                let class = firsts.iter().filter(|&&first| first <= value).count();
                live &= column(start + class);
            }
            if live != 0 {
                // Forbids come first, so the lowest bit decides.
                let permits = cell.columns[cell.columns.len() - cell.words + word];
                return permits & (live & live.wrapping_neg()) != 0;
            }
        }
        false
    }
}

fn resolve(set: &RuleSet, places: &Places, request: &Request) -> Resolved {
    let small = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
    let data = places.data.of_leaf(request.data);
    let mut resolved = Resolved {
        data: u32::try_from(data).unwrap_or(u32::MAX),
        act: small(request.action),
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
        let mut columns = Vec::new();
        let mut add = |accepts: &dyn Fn(&Rule) -> bool| {
            let start = columns.len();
            columns.resize(start + words, 0_u64);
            for (position, rule) in rules.iter().enumerate() {
                if accepts(rule) {
                    columns[start + position / 64] |= 1 << (position % 64);
                }
            }
        };
        for act in 0..set.actions.len() {
            add(&|rule| rule.actions.contains(&act));
        }
        for party in 0..places.parties.count {
            add(&|rule| places.parties.is_below(party, rule.party));
        }
        for purpose in 0..places.purposes.count {
            add(&|rule| places.purposes.is_below(purpose, rule.purpose));
        }
        for home in 0..places.homes.count {
            add(&|rule| {
                rule.when.iter().all(|test| match test {
                    Test::Home(node) => places.homes.is_below(home, Some(*node)),
                    _ => true,
                })
            });
        }
        for flags in 0..1_i64 << FLAGS {
            add(&|rule| (0..FLAGS).all(|flag| accepts(rule, flag, flags >> flag & 1)));
        }
        let mut count = places.parties.count + places.purposes.count + places.homes.count;
        count += set.actions.len() + (1 << FLAGS);
        let mut numbers = Vec::new();
        for (fact, declared) in set.facts.iter().enumerate().skip(FLAGS) {
            let mut firsts: Vec<i64> = rules
                .iter()
                .flat_map(|rule| &rule.when)
                .filter_map(|test| match *test {
                    Test::AtMost(tested, bound) if tested == fact => Some(bound + 1),
                    Test::AtLeast(tested, bound) if tested == fact => Some(bound),
                    _ => None,
                })
                .collect();
            if firsts.is_empty() {
                continue;
            }
            firsts.sort_unstable();
            firsts.dedup();
            add(&|rule| accepts(rule, fact, declared.kind.range().0));
            for &first in &firsts {
                add(&|rule| accepts(rule, fact, first));
            }
            let classes = firsts.len() + 1;
            let firsts = firsts.into_iter().map(narrow).collect();
            numbers.push((number_of(set, fact), count, firsts));
            count += classes;
        }
        add(&|rule| rule.effect == Effect::Permit);
        Self {
            words,
            columns,
            numbers,
        }
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
