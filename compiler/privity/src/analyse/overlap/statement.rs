//! A rule that lists several nodes says several things at once: one statement per combination of listed nodes.

use std::collections::{BTreeMap, BTreeSet};

use crate::check::policy::{ClassAxis, Condition, Effect, NamedScope, Policy, Rule, RuleId};
use crate::check::values::ValueSet;

/// More combinations than this are not told apart; the rule then counts as one statement.
const MOST_STATEMENTS: usize = 4_096;

/// One combination of the nodes that a rule lists.
#[derive(Debug, Clone)]
pub(super) struct Statement {
    /// The rule.
    pub(super) rule: RuleId,
    /// What the statement names, by axis. An axis that is not here is not named.
    pub(super) sides: BTreeMap<ClassAxis, Side>,
    /// Which of the listed nodes it speaks of, on the axes on which its rule lists several.
    pub(super) inside: Condition,
}

/// What a statement names on one axis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Side {
    /// The node, group or role, as written.
    pub(super) name: String,
    /// Its values, without those that the rule takes out.
    pub(super) values: ValueSet,
}

impl Statement {
    /// Whether on every axis that it names its values lie inside those of the other.
    pub(super) fn is_narrower(&self, other: &Self) -> bool {
        self.sides.iter().all(|(axis, side)| {
            let theirs = other.sides.get(axis);
            theirs.is_none_or(|theirs| side.values.is_subset(&theirs.values))
        })
    }

    /// Whether both name the same on the same axes.
    pub(super) fn names_the_same(&self, other: &Self) -> bool {
        let values = |statement: &Self| -> Vec<(ClassAxis, ValueSet)> {
            let sides = statement.sides.iter();
            sides
                .map(|(&axis, side)| (axis, side.values.clone()))
                .collect()
        };
        values(self) == values(other)
    }

    /// Whether they can be about the same thing, as far as their lists tell.
    pub(super) fn can_meet(&self, other: &Self) -> bool {
        // Two places that have nothing in common may still both be the home of the person.
        let mut common = self.common(other).filter(|(axis, ..)| !is_place(*axis));
        common.all(|(_, one, two)| !one.values.intersection(&two.values).is_empty())
    }

    /// The axes that both name and on which neither lies inside the other.
    pub(super) fn crossed(&self, other: &Self) -> Vec<ClassAxis> {
        self.common(other)
            .filter(|(_, one, two)| {
                !one.values.is_subset(&two.values) && !two.values.is_subset(&one.values)
            })
            .map(|(axis, ..)| axis)
            .collect()
    }

    /// The axes on which it is the narrower of the two: it names something inside what the other names, or what the other leaves open.
    pub(super) fn narrower_on(&self, other: &Self) -> Vec<ClassAxis> {
        self.sides
            .iter()
            .filter(|(axis, side)| {
                other.sides.get(axis).is_none_or(|theirs| {
                    side.values != theirs.values && side.values.is_subset(&theirs.values)
                })
            })
            .map(|(&axis, _)| axis)
            .collect()
    }

    fn common<'s>(
        &'s self,
        other: &'s Self,
    ) -> impl Iterator<Item = (ClassAxis, &'s Side, &'s Side)> {
        self.sides
            .iter()
            .filter_map(|(&axis, side)| Some((axis, side, other.sides.get(&axis)?)))
    }
}

fn is_place(axis: ClassAxis) -> bool {
    matches!(axis, ClassAxis::Origin | ClassAxis::Destination)
}

/// The statements of a rule.
pub(super) fn statements(policy: &Policy, id: RuleId, rule: &Rule) -> Vec<Statement> {
    let whole = Statement {
        rule: id,
        sides: BTreeMap::new(),
        inside: Condition::TRUE,
    };
    let mut found = vec![whole];
    // `any` limits nothing. A permit that says it names the whole axis all the same, so it is no exception to what is said of a part;
    // among the actions something must stand, so there it means no more than nothing.
    let names = |scope: &&NamedScope| match rule.effect {
        Effect::Permit => {
            scope.axis != ClassAxis::Action || !is_any(scope) || !scope.except.is_empty()
        }
        _ => !is_any(scope),
    };
    for scope in rule.named.iter().filter(names) {
        let domain = &policy.class_axis(scope.axis).domain;
        let rest = scope.except.complement(domain);
        let mut choices: Vec<(String, ValueSet, Condition)> = Vec::new();
        for (name, values) in &scope.listed {
            let left = values.intersection(&rest);
            let inside = match scope.listed.as_slice() {
                // The rule says so itself.
                [_] => Condition::TRUE,
                _ => inside(policy, scope.axis, values),
            };
            if !left.is_empty() {
                choices.push((name.clone(), left, inside));
            }
        }
        if scope.listed.is_empty() {
            choices.push(("the rest".to_owned(), rest.clone(), Condition::TRUE));
        }
        if found.len().saturating_mul(choices.len()) > MOST_STATEMENTS {
            let together = choices
                .iter()
                .fold(ValueSet::empty(), |all, (_, part, _)| all.union(part));
            choices = vec![("all that is listed".to_owned(), together, Condition::TRUE)];
        }
        found = found
            .iter()
            .flat_map(|statement| {
                choices
                    .iter()
                    .map(|choice| with(statement, scope.axis, choice))
            })
            .collect();
    }
    found
}

/// Whether a clause speaks of everything on its axis, perhaps but some: `any`, `any except X`, `outside X`.
///
/// What is taken out of everything is a way out, as the condition of a `require` is: a guard that says so names nothing.
fn is_any(scope: &NamedScope) -> bool {
    scope.listed.is_empty() || scope.listed.iter().any(|(name, _)| name == "any")
}

/// The scope of a guard before its ways out: like [`scope`], but `any except X` is what `any` is, and `outside X` everything.
pub(super) fn scope_of_guard(policy: &Policy, rule: &Rule) -> Condition {
    let before_ways_out = |scope: &NamedScope| {
        let any = scope.listed.iter().find(|(name, _)| name == "any");
        let condition = match any {
            _ if scope.except.is_empty() || !is_any(scope) => scope.condition.clone(),
            Some((_, values)) => inside(policy, scope.axis, values),
            None => Condition::TRUE,
        };
        NamedScope {
            condition,
            ..scope.clone()
        }
    };
    scope(&Rule {
        named: rule.named.iter().map(before_ways_out).collect(),
        ..rule.clone()
    })
}

/// A statement that names one thing more.
fn with(
    statement: &Statement,
    axis: ClassAxis,
    (name, values, inside): &(String, ValueSet, Condition),
) -> Statement {
    let mut sides = statement.sides.clone();
    // A section may name the axis as well; then both count.
    let side = match sides.remove(&axis) {
        Some(outer) => Side {
            name: name.clone(),
            values: values.intersection(&outer.values),
        },
        None => Side {
            name: name.clone(),
            values: values.clone(),
        },
    };
    sides.insert(axis, side);
    Statement {
        rule: statement.rule,
        sides,
        inside: both(&statement.inside, inside),
    }
}

/// Where both of two conditions hold.
fn both(one: &Condition, other: &Condition) -> Condition {
    let parts = [one, other].into_iter().flat_map(parts).cloned();
    Condition::All(parts.collect())
}

/// The test that an axis lies among the values of a listed node. Places that are wherever the person is at home count by the home.
pub(super) fn inside(policy: &Policy, axis: ClassAxis, values: &ValueSet) -> Condition {
    let direct = Condition::Test(axis.id(), values.clone());
    if !is_place(axis) || policy.borders.as_home.is_empty() {
        return direct;
    }
    Condition::Any(vec![
        direct,
        Condition::All(vec![
            Condition::Test(axis.id(), policy.borders.as_home.clone()),
            Condition::Test(ClassAxis::Home.id(), values.clone()),
        ]),
    ])
}

/// The scope of a rule: what its text says on the class axes, without its days and its conditions.
pub(super) fn scope(rule: &Rule) -> Condition {
    let named = rule.named.iter().map(|scope| scope.condition.clone());
    let names_actor = rule
        .named
        .iter()
        .any(|scope| scope.axis == ClassAxis::Actor);
    // A rule that does not say by whom speaks of the controller.
    let actor = parts(&rule.region)
        .iter()
        .filter(|part| {
            !names_actor
                && matches!(part, Condition::Test(axis, _) if *axis == ClassAxis::Actor.id())
        })
        .cloned();
    Condition::All(named.chain(actor).collect())
}

/// What must hold for a rule to apply, part by part.
pub(super) fn parts(region: &Condition) -> &[Condition] {
    match region {
        Condition::All(parts) => parts,
        other => std::slice::from_ref(other),
    }
}

/// The days, sorted by what the conditions say of them: sets of days within which none of them changes.
pub(super) fn epochs(conditions: &[&Condition], days: (i64, i64)) -> Vec<Condition> {
    let date = ClassAxis::Date.id();
    let mut sets: Vec<ValueSet> = Vec::new();
    for condition in conditions {
        condition.for_each_test(&mut |axis, set| {
            if axis == date && !sets.contains(set) {
                sets.push(set.clone());
            }
        });
    }
    let ends = sets.iter().flat_map(ValueSet::intervals);
    let mut starts: BTreeSet<i64> = ends
        .flat_map(|&(first, last)| [first, last.saturating_add(1)])
        .filter(|day| (days.0..=days.1).contains(day))
        .collect();
    starts.insert(days.0);
    let starts: Vec<i64> = starts.into_iter().collect();
    let lasts = starts.iter().skip(1).map(|day| day - 1).chain([days.1]);
    // Days that nothing tells apart are one epoch, wherever they lie.
    let mut epochs: BTreeMap<Vec<bool>, Vec<(i64, i64)>> = BTreeMap::new();
    for (&first, last) in starts.iter().zip(lasts) {
        let inside = sets.iter().map(|set| set.contains(first)).collect();
        epochs.entry(inside).or_default().push((first, last));
    }
    if epochs.len() == 1 {
        return vec![Condition::TRUE];
    }
    let mut epochs: Vec<Vec<(i64, i64)>> = epochs.into_values().collect();
    epochs.sort();
    epochs
        .into_iter()
        .map(|days| Condition::Test(date, ValueSet::from_intervals(days)))
        .collect()
}
