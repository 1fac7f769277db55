//! The words of a rule set.

use fastrand::Rng;

use super::Shape;
use crate::model::{Fact, FactKind, NodeId, RuleSet, Tree};

/// The root of all data. The standard library declares it.
const ROOT: &str = "personal_data";

/// Sixty countries in six regions; which is which plays no part.
const COUNTRIES: [[&str; 10]; 6] = [
    ["AT", "BE", "DE", "DK", "ES", "FI", "FR", "IE", "IT", "NL"],
    ["AR", "BO", "BR", "CL", "CO", "EC", "PE", "PY", "UY", "VE"],
    ["CN", "HK", "ID", "JP", "KR", "MY", "PH", "SG", "TH", "VN"],
    ["CA", "CR", "CU", "GT", "HN", "MX", "NI", "PA", "SV", "US"],
    ["BD", "BT", "IN", "KZ", "LK", "MV", "NP", "PK", "UZ", "TJ"],
    ["DZ", "EG", "ET", "GH", "KE", "MA", "NG", "SN", "TN", "ZA"],
];

/// The first and last day that dates range over: 2000-01-01 and 2029-12-31, as days since 1970-01-01.
const DATES: (i64, i64) = (10_957, 21_914);
/// The life of a policy, and so the days on which requests are made: 2020-01-01 to 2029-12-31.
pub(super) const LIFE: (i64, i64) = (FIRST_DAY, 21_914);
/// The first day of that life.
pub(crate) const FIRST_DAY: i64 = 18_262;

/// All words of a rule set with this many modules, and no rules yet.
pub(super) fn vocabulary(shape: Shape, modules: usize, rng: &mut Rng) -> RuleSet {
    let data = match shape {
        Shape::Classic => headings(1, [5, 8, 6]),
        Shape::Deep => deep(modules, rng),
        Shape::Adversarial => headings(1, [2, 2, 2]),
        Shape::Clustered | Shape::CrossCutting | Shape::Dates => headings(modules, [1, 3, 4]),
    };
    RuleSet {
        actions: vec!["collect", "use", "share"],
        data,
        purposes: two_levels("branch", 5, "goal", 7),
        parties: two_levels("class", 4, "company", 4),
        homes: homes(),
        facts: facts(shape),
        rules: Vec::new(),
    }
}

fn facts(shape: Shape) -> Vec<Fact> {
    let fact = |name: String, kind| Fact { name, kind };
    let flags = (0..5).map(|number| fact(format!("flag{number}"), FactKind::Flag));
    let mut facts: Vec<Fact> = flags.collect();
    match shape {
        Shape::Adversarial => {
            let numbers = (0..5).map(|n| fact(format!("number{n}"), FactKind::Days(0, 999)));
            facts.extend(numbers);
        }
        Shape::Dates => {
            facts.push(fact("days_old".to_owned(), FactKind::Days(0, 4_000)));
            facts.push(fact("years_old".to_owned(), FactKind::Years(0, 120)));
            let (first, last) = DATES;
            for name in ["signed_on", "born_on"] {
                facts.push(fact(name.to_owned(), FactKind::Date(first, last)));
            }
            facts.push(fact("date".to_owned(), FactKind::Today(LIFE.0, LIFE.1)));
        }
        Shape::Clustered | Shape::Classic | Shape::CrossCutting | Shape::Deep => {
            facts.push(fact("days_old".to_owned(), FactKind::Days(0, 4_000)));
        }
    }
    facts
}

fn homes() -> Tree {
    let mut tree = Tree::default();
    for (number, countries) in COUNTRIES.iter().enumerate() {
        let region = tree.add(format!("region{number}"), &[]);
        for country in countries {
            tree.add(*country, &[region]);
        }
    }
    tree
}

fn two_levels(upper: &str, uppers: usize, lower: &str, lowers: usize) -> Tree {
    let mut tree = Tree::default();
    for number in 0..uppers {
        let parent = tree.add(format!("{upper}{number}"), &[]);
        for child in 0..lowers {
            tree.add(format!("{lower}{number}_{child}"), &[parent]);
        }
    }
    tree
}

/// In every module `areas` areas, below each `topics` topics, below each `items` items.
fn headings(modules: usize, [areas, topics, items]: [usize; 3]) -> Tree {
    let mut tree = Tree::default();
    let root = tree.add(ROOT, &[]);
    for area in 0..modules * areas {
        let heading = tree.add(format!("area{area}"), &[root]);
        for topic in 0..topics {
            let lower = tree.add(format!("topic{area}_{topic}"), &[heading]);
            for item in 0..items {
                tree.add(format!("item{area}_{topic}_{item}"), &[lower]);
            }
        }
    }
    tree
}

/// How deep the trees of [`Shape::Deep`] are below their area.
const LEVELS: usize = 8;

/// In every module a tree of nine levels with twelve or more leaves. One node in eight has a second parent, in its own tree or the one before.
fn deep(modules: usize, rng: &mut Rng) -> Tree {
    let mut tree = Tree::default();
    let root = tree.add(ROOT, &[]);
    let mut before: Vec<NodeId> = Vec::new();
    for module in 0..modules {
        let mut headings = vec![tree.add(format!("area{module}"), &[root])];
        let mut number = 0;
        let mut level: Vec<NodeId> = headings.clone();
        for depth in 1..=LEVELS {
            let mut next = Vec::new();
            for (position, &parent) in level.iter().enumerate() {
                // Two nodes a level go on, the others are leaves.
                if position >= 2 {
                    continue;
                }
                for _ in 0..2 {
                    let mut parents = vec![parent];
                    let others: Vec<NodeId> = headings.iter().chain(&before).copied().collect();
                    if depth > 2 && rng.u8(..8) == 0 {
                        // A parent above or below the first would say nothing new.
                        let other = rng.choice(others).unwrap_or(parent);
                        if !tree.is_below(parent, other) && !tree.is_below(other, parent) {
                            parents.push(other);
                        }
                    }
                    next.push(tree.add(format!("node{module}_{depth}_{number}"), &parents));
                    number += 1;
                }
            }
            level = next;
            headings.extend(level.iter().take(2));
        }
        before = headings;
    }
    tree
}
