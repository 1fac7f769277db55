//! Rule sets by shape, size and seed: sound policies, made so that no rule contradicts another.
//!
//! Permits name headings; forbids name single leaves below (exceptions), or depend on a flag (conditions). Neither is a contradiction.

mod rules;
mod vocabulary;

pub(crate) use vocabulary::FIRST_DAY;

use clap::ValueEnum;
use fastrand::Rng;

use crate::model::RuleSet;

/// What a rule set looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Shape {
    /// Modules of some 40 rules, each on its own branch of data. The vocabulary grows with the rules.
    Clustered,
    /// A fixed vocabulary, which all rules share: 5 x 8 x 6 data, 5 x 7 purposes, 4 x 4 recipients, 60 countries.
    Classic,
    /// Clustered, and one rule in 500 (at least two) is a guard on all data, under a condition.
    CrossCutting,
    /// Data in trees of nine levels, where one node in eight has a second parent.
    Deep,
    /// Every rule has several thresholds: ages, dates, days, its own first and last day.
    Dates,
    /// Intervals at random on several numbers at once, which no graph can hold beyond a few hundred rules.
    Adversarial,
}

impl Shape {
    /// Its name on the command line and in tables.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Clustered => "clustered",
            Self::Classic => "classic",
            Self::CrossCutting => "cross-cutting",
            Self::Deep => "deep",
            Self::Dates => "dates",
            Self::Adversarial => "adversarial",
        }
    }

    /// The most rules that make sense.
    pub(crate) fn most_rules(self) -> usize {
        match self {
            Self::Adversarial => 500,
            _ => 100_000,
        }
    }
}

/// Makes a rule set. The same arguments give the same set.
pub(crate) fn generate(shape: Shape, rules: usize, seed: u64) -> RuleSet {
    let mut rng = Rng::with_seed(seed);
    let modules = rules.div_ceil(40).max(1);
    let mut set = vocabulary::vocabulary(shape, modules, &mut rng);
    rules::add(&mut set, shape, rules, &mut rng);
    set
}

#[cfg(test)]
mod tests {
    use privity::compile::{Goal, Options, compile_at};

    use super::*;
    use crate::translate::privity::{files, write};

    const ALL: [Shape; 6] = [
        Shape::Clustered,
        Shape::Classic,
        Shape::CrossCutting,
        Shape::Deep,
        Shape::Dates,
        Shape::Adversarial,
    ];

    #[test]
    fn the_same_seed_gives_the_same_files_and_another_one_others() {
        for shape in ALL {
            let made = |seed| files(&generate(shape, 60, seed));
            assert_eq!(made(1), made(1));
            assert_ne!(made(1), made(2));
        }
    }

    #[test]
    fn a_set_has_as_many_rules_as_were_asked_for() {
        for shape in ALL {
            for rules in [1, 10, 41, 500] {
                assert_eq!(generate(shape, rules, 1).rules.len(), rules);
            }
        }
    }

    #[test]
    fn the_compiler_finds_no_error_in_any_shape() {
        for shape in ALL {
            let folder = tempfile::tempdir().unwrap();
            // Two modules; the last two shapes are those that grow fastest.
            let rules = if shape < Shape::Dates { 60 } else { 12 };
            write(&files(&generate(shape, rules, 7)), folder.path()).unwrap();
            let options = Options {
                goal: Goal::Findings,
                ..Options::default()
            };
            let compilation = compile_at(folder.path(), &|_| None, options);
            let errors: Vec<_> = compilation
                .findings
                .iter()
                .filter(|finding| finding.severity == privity::diagnostic::Severity::Error)
                .map(|finding| &finding.message)
                .collect();
            assert!(errors.is_empty(), "{}: {errors:#?}", shape.name());
            assert_eq!(compilation.compiled.unwrap().policy.rules.len(), rules + 1);
        }
    }
}
