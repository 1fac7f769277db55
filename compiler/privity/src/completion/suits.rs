//! Names of the right sort that a pass would refuse all the same: a fact of another type, a rule that cannot be lifted.

use super::keywords::may_be_deemed;
use super::sentence::Sentence;
use super::{Known, Sort, Suggestion};
use crate::occurrences::{ACTIONS, Thing};
use crate::resolve::names::{Space, What};
use crate::syntax::ast::{Effect, Fact, FactType, Kind};

/// Whether a name may stand behind the words before it.
pub(super) fn suits(known: Known<'_>, sentence: &Sentence<'_>, one: &Suggestion) -> bool {
    let (head, slot) = (sentence.head(), sentence.slot());
    match (one.sort, slot) {
        (Sort::Axis, _) => match (head, slot) {
            ("deem", "deem") | ("supply", "supply") => false,
            (head, _) => Kind::from_word(head).is_none() && head != "finding",
        },
        (Sort::Keyword, _) if ACTIONS.contains(&one.text.as_str()) && !calls(sentence) => false,
        (Sort::Keyword, "exclude") => one.text != "transfer",
        (Sort::Keyword, _) if one.text == "none" => may_be_none(sentence),
        (Sort::Name(space), _) => match meant(known, one) {
            Some(what) => name_suits(known, sentence, (space, what), one),
            None => true,
        },
        _ => true,
    }
}

fn name_suits(
    known: Known<'_>,
    sentence: &Sentence<'_>,
    (space, what): (Space, What),
    one: &Suggestion,
) -> bool {
    let world = known.world;
    let fact = || match what {
        What::Fact(at) => world.facts.get(at).map(|fact| &fact.item),
        _ => None,
    };
    let is_fact = |fits: fn(&Fact) -> bool| fact().is_some_and(fits);
    let (head, slot) = (sentence.head(), sentence.slot());
    if Kind::from_word(head).is_some() {
        return match space {
            Space::Condition => is_fact(|fact| fact.ty == FactType::Flag),
            // A group is no node that others hang on, nor one that replaces others.
            Space::Kind(_) if is_part_of_nodes(sentence) => !matches!(what, What::Group(_)),
            _ => true,
        };
    }
    match (space, slot) {
        (Space::Condition, "deem") => is_fact(|fact| may_be_deemed(&fact.ty)),
        (Space::Condition, "supply") => is_fact(|fact| fact.from_law),
        (Space::Condition, "given") => fact().is_some(),
        (Space::Period, "supply") => match what {
            What::Period(at) => world.periods.get(at).is_some_and(|own| own.item.from_law),
            _ => true,
        },
        (Space::Rule, "overrides") => match what {
            What::Rule(at) => {
                let rule = world.rules.get(at).map(|rule| &rule.item);
                let is_own = sentence.rule_name() == Some(one.text.as_str());
                !is_own && rule.is_some_and(|rule| is_liftable(&rule.effect))
            }
            _ => true,
        },
        (Space::Rule, "ranks") => match what {
            What::Section(at) => {
                let section = world.sections.get(at).map(|section| &section.item);
                let is_own = sentence.words().get(1) == Some(&one.text.as_str());
                !is_own && section.is_some_and(|section| section.ranks.is_some())
            }
            other => other == What::Policy,
        },
        _ => true,
    }
}

/// What a name stands for.
pub(super) fn meant(known: Known<'_>, one: &Suggestion) -> Option<What> {
    match known.names.declaration(one.declaration?)?.thing {
        Thing::Named(_, what) => Some(what),
        _ => None,
    }
}

/// Whether a permit may lift rules of an effect.
fn is_liftable(effect: &Effect) -> bool {
    match effect {
        Effect::Forbid(_)
        | Effect::Require(..)
        | Effect::Oblige(..)
        | Effect::Grant(_)
        | Effect::On(_) => true,
        Effect::Permit(_) | Effect::Exclude(_) => false,
    }
}

fn is_part_of_nodes(sentence: &Sentence<'_>) -> bool {
    let mut before = sentence.words().iter().rev();
    let part = before.find(|word| matches!(**word, "under" | "from" | "by" | "excludes" | "in"));
    matches!(part, Some(&("under" | "from" | "by")))
}

/// Whether the word for nobody, no data and no purpose may stand here: in sets of axes that have such a value.
fn may_be_none(sentence: &Sentence<'_>) -> bool {
    let is_argument = sentence.before(0) == "(" && sentence.compared().is_none();
    let never = matches!(
        sentence.slot(),
        "must" | "oblige" | "by" | "except" | "stops" | "settled" | "grant" | "on"
    );
    calls(sentence) && !is_argument && !never && sentence.before(0) != "role"
}

/// Whether names are used here, so that duties take arguments, and not declared or gathered.
pub(super) fn calls(sentence: &Sentence<'_>) -> bool {
    let head = sentence.head();
    Kind::from_word(head).is_none() && !matches!(head, "group" | "alias" | "finding")
}
