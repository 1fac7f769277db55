//! The facts that two policies have together: same name and same sort; words, elements and ranges put together.

use std::ops::RangeInclusive;

use super::atoms::{Place, Side, translated};
use super::axes::{Common, Numbers, Onto};
use crate::check::policy::{Axis, AxisId, AxisRole, Fact, FactId, FactType, Kind, Policy};
use crate::check::values::ValueSet;

impl Common<'_> {
    pub(super) fn add_facts(&mut self) {
        let (old, new) = (self.side(Side::Old), self.side(Side::New));
        for (id, fact) in new.facts.entries() {
            let before = old
                .facts
                .entries()
                .find(|(_, other)| other.name == fact.name);
            match before.filter(|(_, other)| are_alike(fact, other)) {
                Some((before, _)) => self.add_shared_fact(before, id),
                None => self.add_own_fact(Side::New, id, &fact.name),
            }
        }
        for (id, fact) in old.facts.entries() {
            match new.facts.iter().find(|other| other.name == fact.name) {
                Some(other) if are_alike(fact, other) => {}
                // Another sort of fact under the same name is another fact.
                Some(_) => self.add_own_fact(Side::Old, id, &format!("{} before", fact.name)),
                None => self.add_own_fact(Side::Old, id, &fact.name),
            }
        }
    }

    fn add_own_fact(&mut self, side: Side, own: FactId, name: &str) {
        let policy = self.side(side);
        let fact = policy.facts.at(own);
        let common = FactId::new(u32::try_from(self.facts.len()).unwrap_or(u32::MAX));
        let mut axes = Vec::new();
        for &axis in &fact.axes {
            let own = policy.axes.at(axis);
            let role = match own.role {
                AxisRole::Element(_, element) => AxisRole::Element(common, element),
                _ => AxisRole::Fact(common),
            };
            let id = self.push(
                Axis {
                    name: own.name.replacen(&fact.name, name, 1),
                    role,
                    ..own.clone()
                },
                policy.defaults.get(axis.index()).cloned().flatten(),
            );
            axes.push(id);
            self.onto(side).insert(axis, Onto::Same(id));
        }
        self.facts.push(Fact {
            name: name.to_owned(),
            axes,
            ..fact.clone()
        });
    }

    fn add_shared_fact(&mut self, before: FactId, after: FactId) {
        let (old, new) = (self.side(Side::Old), self.side(Side::New));
        let (was, is) = (old.facts.at(before), new.facts.at(after));
        let common = FactId::new(u32::try_from(self.facts.len()).unwrap_or(u32::MAX));
        let mut fact = is.clone();
        match (&was.ty, &is.ty) {
            (
                FactType::Set {
                    elements: was_in,
                    kind,
                },
                FactType::Set {
                    elements: is_in, ..
                },
            ) => {
                fact.axes = Vec::new();
                let renamed: Vec<String> = was_in
                    .iter()
                    .map(|element| self.renamed(*kind, element))
                    .collect();
                let mut elements = is_in.clone();
                elements.extend(renamed.iter().filter(|name| !is_in.contains(name)).cloned());
                let mut rest = [Vec::new(), Vec::new()];
                for (at, element) in (0..).zip(&elements) {
                    let own = [
                        renamed.iter().position(|name| name == element),
                        is_in.iter().position(|name| name == element),
                    ];
                    let axes = [
                        element_axis(old, was, own[0]),
                        element_axis(new, is, own[1]),
                    ];
                    let id = self.element(&fact.name, common, Some(at), element, axes);
                    fact.axes.push(id);
                    for (side, (axis, rest)) in
                        Side::BOTH.into_iter().zip(axes.into_iter().zip(&mut rest))
                    {
                        match axis {
                            Some(axis) => {
                                self.onto(side).insert(axis, Onto::Same(id));
                            }
                            None => rest.push(id),
                        }
                    }
                }
                let axes = [rest_axis(old, was), rest_axis(new, is)];
                let id = self.element(&fact.name, common, None, "the rest", axes);
                fact.axes.push(id);
                for (side, (axis, mut rest)) in
                    Side::BOTH.into_iter().zip(axes.into_iter().zip(rest))
                {
                    rest.push(id);
                    if let Some(axis) = axis {
                        self.onto(side).insert(axis, Onto::Rest(rest));
                    }
                }
                fact.ty = FactType::Set {
                    elements,
                    kind: *kind,
                };
            }
            (
                FactType::Words {
                    words: was_words,
                    ordered,
                },
                FactType::Words {
                    words: is_words, ..
                },
            ) => {
                let words = merged(was_words, is_words, *ordered);
                let places = |own: &[String]| word_places(&words, own, *ordered);
                let (mut was_at, mut is_at) = (places(was_words), places(is_words));
                let mut last = i64::try_from(words.len()).unwrap_or(i64::MAX) - 1;
                // The word for *none* stands behind all others; who does not have it has it in *any* only.
                if let Some((_, none)) = is.none_value.as_ref().or(was.none_value.as_ref()) {
                    last += 1;
                    fact.none_value = Some((last, none.clone()));
                    for (of, own, at) in [(was, was_words, &mut was_at), (is, is_words, &mut is_at)]
                    {
                        let end = i64::try_from(own.len()).unwrap_or(i64::MAX) - 1;
                        at.push(match &of.none_value {
                            Some((none, _)) => Place::At(*none),
                            None => Place::Within(vec![ValueSet::range(0, end)]),
                        });
                    }
                }
                let id = self.fact_axis(common, (old, was, &was_at), (new, is, &is_at), 0..=last);
                fact.axes = id.into_iter().collect();
                fact.ty = FactType::Words {
                    words,
                    ordered: *ordered,
                };
            }
            _ => {
                let Some((was_axis, is_axis)) = was.axes.first().zip(is.axes.first()) else {
                    return;
                };
                let (was_domain, is_domain) = (old.axes.at(*was_axis), new.axes.at(*is_axis));
                let same = was_domain.domain == is_domain.domain
                    && was.none_value.as_ref().map(|none| none.0)
                        == is.none_value.as_ref().map(|none| none.0);
                let own = [
                    numbers(was, &was_domain.domain),
                    numbers(is, &is_domain.domain),
                ];
                let [was_range, is_range] = &own;
                let range =
                    *was_range.start().min(is_range.start())..=*was_range.end().max(is_range.end());
                let has_none = was.none_value.is_some() || is.none_value.is_some();
                let none = has_none.then(|| range.end().saturating_add(1));
                let domain = if same {
                    is_domain.domain.clone()
                } else {
                    *range.start()..=none.unwrap_or(*range.end())
                };
                let default = new.defaults.get(is_axis.index()).cloned().flatten();
                let id = self.push(
                    Axis {
                        role: AxisRole::Fact(common),
                        domain,
                        ..is_domain.clone()
                    },
                    default.filter(|_| same),
                );
                fact.axes = vec![id];
                for (side, axis, of, own) in [
                    (Side::Old, *was_axis, was, was_range.clone()),
                    (Side::New, *is_axis, is, is_range.clone()),
                ] {
                    let onto = if same {
                        Onto::Same(id)
                    } else {
                        Onto::Numbers(
                            id,
                            Numbers {
                                own,
                                own_none: of.none_value.as_ref().map(|none| none.0),
                                common: range.clone(),
                                common_none: none,
                            },
                        )
                    };
                    self.onto(side).insert(axis, onto);
                }
                if !same {
                    let word = is.none_value.as_ref().or(was.none_value.as_ref());
                    fact.none_value = none.zip(word.map(|(_, word)| word.clone()));
                }
            }
        }
        self.facts.push(fact);
    }

    /// The name that the new policy has for an element of a set.
    fn renamed(&self, kind: Option<Kind>, element: &str) -> String {
        let of_kind = kind.and_then(|kind| {
            let atoms = self.kinds.get(&kind)?;
            let own = self.side(Side::Old).taxonomies.kind(kind)?;
            let at = own.atoms.iter().position(|name| name == element)?;
            let place = Place::At(i64::try_from(at).ok()?);
            let common = atoms
                .on(Side::Old)
                .iter()
                .position(|other| *other == place)?;
            atoms.names.get(common).cloned()
        });
        of_kind.unwrap_or_else(|| element.to_owned())
    }

    fn element(
        &mut self,
        fact: &str,
        common: FactId,
        at: Option<u32>,
        element: &str,
        own: [Option<AxisId>; 2],
    ) -> AxisId {
        let [was, is] = own;
        let default = |policy: &Policy, axis: Option<AxisId>| {
            policy.defaults.get(axis?.index()).cloned().flatten()
        };
        let default =
            default(self.side(Side::New), is).or_else(|| default(self.side(Side::Old), was));
        let closed = |policy: &Policy, axis: Option<AxisId>| {
            axis.is_some_and(|axis| policy.axes.at(axis).closed)
        };
        let closed = closed(self.side(Side::New), is) || closed(self.side(Side::Old), was);
        self.push(
            Axis {
                name: format!("{fact}.{element}"),
                role: AxisRole::Element(common, at),
                domain: 0..=1,
                closed,
            },
            default,
        )
    }

    fn fact_axis(
        &mut self,
        common: FactId,
        (old, was, was_at): (&Policy, &Fact, &[Place]),
        (new, is, is_at): (&Policy, &Fact, &[Place]),
        domain: RangeInclusive<i64>,
    ) -> Option<AxisId> {
        let (was_axis, is_axis) = (*was.axes.first()?, *is.axes.first()?);
        let of = |policy: &Policy, axis: AxisId, places: &[Place]| {
            let default = policy.defaults.get(axis.index()).cloned().flatten();
            default.map(|default| translated(places, &default))
        };
        let default = of(new, is_axis, is_at).or_else(|| of(old, was_axis, was_at));
        let id = self.push(
            Axis {
                role: AxisRole::Fact(common),
                domain,
                ..new.axes.at(is_axis).clone()
            },
            default.filter(|default| !default.is_empty()),
        );
        self.onto(Side::Old)
            .insert(was_axis, Onto::Values(id, was_at.to_vec()));
        self.onto(Side::New)
            .insert(is_axis, Onto::Values(id, is_at.to_vec()));
        Some(id)
    }
}

/// Whether two facts of one name are one: of the same sort and unit.
fn are_alike(one: &Fact, other: &Fact) -> bool {
    match (&one.ty, &other.ty) {
        (FactType::Words { ordered: one, .. }, FactType::Words { ordered: other, .. }) => {
            one == other
        }
        (FactType::Set { kind: one, .. }, FactType::Set { kind: other, .. }) => one == other,
        (one, other) => one == other,
    }
}

/// The numbers of a fact, without the one that means *none*.
fn numbers(fact: &Fact, domain: &RangeInclusive<i64>) -> RangeInclusive<i64> {
    match fact.none_value {
        Some((none, _)) if none == *domain.end() => *domain.start()..=none - 1,
        Some((none, _)) if none == *domain.start() => none + 1..=*domain.end(),
        _ => domain.clone(),
    }
}

fn element_axis(policy: &Policy, fact: &Fact, at: Option<usize>) -> Option<AxisId> {
    let at = u32::try_from(at?).ok()?;
    let mut axes = fact.axes.iter().copied();
    axes.find(
        |&axis| matches!(policy.axes.at(axis).role, AxisRole::Element(_, Some(own)) if own == at),
    )
}

fn rest_axis(policy: &Policy, fact: &Fact) -> Option<AxisId> {
    let mut axes = fact.axes.iter().copied();
    axes.find(|&axis| matches!(policy.axes.at(axis).role, AxisRole::Element(_, None)))
}

/// The words of both; in an order, a word that only the old one has stands behind the word it stood behind.
fn merged(old: &[String], new: &[String], ordered: bool) -> Vec<String> {
    let mut words = new.to_vec();
    let mut before: Option<&String> = None;
    for word in old {
        if !words.contains(word) {
            let at = before
                .filter(|_| ordered)
                .and_then(|before| words.iter().position(|other| other == before));
            let at = if ordered {
                at.map_or(0, |at| at + 1)
            } else {
                words.len()
            };
            words.insert(at, word.clone());
        }
        before = Some(word);
    }
    words
}

/// Where the words lie for a policy that has some of them: one that it does not have counts, in an order, as the next weaker one that it has.
fn word_places(words: &[String], own: &[String], ordered: bool) -> Vec<Place> {
    let position = |word: &String| {
        let at = own.iter().position(|other| other == word)?;
        i64::try_from(at).ok()
    };
    let last = i64::try_from(own.len()).unwrap_or(i64::MAX) - 1;
    let mut weaker = 0;
    words
        .iter()
        .map(|word| match position(word) {
            Some(at) => {
                weaker = at;
                Place::At(at)
            }
            None if ordered => Place::At(weaker),
            None => Place::Within(vec![ValueSet::range(0, last)]),
        })
        .collect()
}
