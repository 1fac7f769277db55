//! What rules say: one statement for each combination of nodes that a rule lists.

use std::collections::BTreeMap;

use privity::check::policy::{ClassAxis, Condition, Effect, NamedScope, RuleId};
use privity::check::values::ValueSet;

use super::atoms::Atoms;
use super::grid::is_place;
use super::meaning::Meaning;

/// One combination of listed nodes: the values by axis, and the atoms inside.
pub(super) struct Statement {
    pub(super) sides: BTreeMap<ClassAxis, ValueSet>,
    pub(super) inside: Atoms,
}

impl Statement {
    /// Whether its values lie inside those of the other, wherever it names any.
    pub(super) fn is_narrower(&self, other: &Self) -> bool {
        self.sides.iter().all(|(axis, values)| {
            let theirs = other.sides.get(axis);
            theirs.is_none_or(|theirs| values.is_subset(theirs))
        })
    }

    pub(super) fn crosses(&self, other: &Self) -> bool {
        self.sides.iter().any(|(axis, mine)| {
            let theirs = other.sides.get(axis);
            theirs.is_some_and(|theirs| !mine.is_subset(theirs) && !theirs.is_subset(mine))
        })
    }
}

/// A node that a rule lists on an axis.
pub(super) struct Choice {
    pub(super) name: String,
    pub(super) values: ValueSet,
    pub(super) inside: Atoms,
}

impl Meaning<'_> {
    /// The statements of a rule.
    pub(super) fn statements(&self, id: RuleId) -> Vec<Statement> {
        let rule = self.policy.rules.at(id);
        let mut found = vec![Statement {
            sides: BTreeMap::new(),
            inside: self.grid.everything(),
        }];
        for scope in &rule.named {
            let domain = &self.policy.class_axis(scope.axis).domain;
            let rest = scope.except.complement(domain);
            let mut choices = self.choices(scope);
            if choices.is_empty() {
                // `outside X` names all the rest.
                choices.push(Choice {
                    name: "the rest".to_owned(),
                    values: rest.clone(),
                    inside: self.grid.everything(),
                });
            }
            let choices: Vec<Choice> = choices
                .into_iter()
                .map(|choice| Choice {
                    values: choice.values.intersection(&rest),
                    ..choice
                })
                .filter(|choice| !choice.values.is_empty())
                .collect();
            let limits = limits(rule.effect, scope);
            found = found
                .iter()
                .flat_map(|statement| {
                    let with = |choice: &Choice| {
                        let mut sides = statement.sides.clone();
                        if limits {
                            let values = sides.get(&scope.axis).map_or_else(
                                || choice.values.clone(),
                                |outer| outer.intersection(&choice.values),
                            );
                            sides.insert(scope.axis, values);
                        }
                        Statement {
                            sides,
                            inside: statement.inside.and(&choice.inside),
                        }
                    };
                    choices.iter().map(with).collect::<Vec<_>>()
                })
                .collect();
        }
        found
    }

    /// The nodes that a clause lists, with all of their values.
    pub(super) fn choices(&self, scope: &NamedScope) -> Vec<Choice> {
        let listed = scope.listed.iter();
        listed
            .map(|(name, values)| Choice {
                name: name.clone(),
                values: values.clone(),
                inside: self.lies_in(scope.axis, values),
            })
            .collect()
    }

    /// Where a class axis lies among the values of a node; a place that is wherever the person is at home lies where that is.
    fn lies_in(&self, axis: ClassAxis, values: &ValueSet) -> Atoms {
        let direct = self.grid.of_class(axis, values);
        if !is_place(axis) {
            return direct;
        }
        let at_home = self.grid.of_class(axis, &self.policy.borders.as_home);
        let home = self.grid.of_class(ClassAxis::Home, values);
        direct.or(&at_home.and(&home))
    }

    /// Where the text of a rule speaks, on the class axes and without its conditions and days.
    pub(super) fn scope(&self, id: RuleId) -> Atoms {
        let rule = self.policy.rules.at(id);
        let mut scope = self.grid.everything();
        for named in &rule.named {
            scope = scope.and(&self.grid.condition(&named.condition));
        }
        let actor = ClassAxis::Actor;
        if !rule.named.iter().any(|scope| scope.axis == actor) {
            // A rule that names no actor is one on the shop, the first party.
            scope = scope.and(&self.grid.of_class(actor, &ValueSet::single(0)));
        }
        scope
    }

    /// The scope of a guard before its ways out: what it takes out of everything on an axis is none of it.
    pub(super) fn scope_of_guard(&self, id: RuleId) -> Atoms {
        let rule = self.policy.rules.at(id);
        let actor = ClassAxis::Actor;
        let mut scope = self.grid.everything();
        for named in &rule.named {
            let any = named.listed.iter().find(|(name, _)| name == "any");
            scope = scope.and(&if !is_any(named) || named.except.is_empty() {
                self.grid.condition(&named.condition)
            } else if let Some((_, values)) = any {
                self.lies_in(named.axis, values)
            } else {
                self.grid.everything()
            });
        }
        if !rule.named.iter().any(|named| named.axis == actor) {
            scope = scope.and(&self.grid.of_class(actor, &ValueSet::single(0)));
        }
        scope
    }

    /// Each set of days that two rules do not tell apart.
    pub(super) fn epochs(&self, one: RuleId, other: RuleId) -> Vec<Atoms> {
        let mut sets: Vec<ValueSet> = Vec::new();
        let mut note = |condition: &Condition| {
            condition.for_each_test(&mut |axis, set| {
                if axis == ClassAxis::Date.id() {
                    sets.push(set.clone());
                }
            });
        };
        for rule in [one, other].map(|rule| self.policy.rules.at(rule)) {
            note(&rule.region);
            note(&rule.requirement);
        }
        let mut epochs: BTreeMap<Vec<bool>, Vec<i64>> = BTreeMap::new();
        for &day in self.grid.representatives(ClassAxis::Date.id()) {
            let signature = sets.iter().map(|set| set.contains(day)).collect();
            epochs.entry(signature).or_default().push(day);
        }
        let of = |days: Vec<i64>| {
            self.grid
                .values(ClassAxis::Date.id(), |day| days.contains(&day))
        };
        epochs.into_values().map(of).collect()
    }
}

/// Whether a clause names anything: `any` does not, nor what a guard takes out of everything, but a permit names the whole axis with it.
fn limits(effect: Effect, scope: &NamedScope) -> bool {
    match effect {
        Effect::Permit => {
            !is_any(scope) || !scope.except.is_empty() || scope.axis != ClassAxis::Action
        }
        _ => !is_any(scope),
    }
}

/// Whether a clause speaks of everything, perhaps but some.
fn is_any(scope: &NamedScope) -> bool {
    scope.listed.is_empty() || scope.listed.iter().any(|(name, _)| name == "any")
}
