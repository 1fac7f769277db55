//! What a small policy means, at every atom at once: the definitions of the language, rule by rule, on sets of atoms.

use std::collections::{BTreeMap, BTreeSet};

use privity::check::duty::{ObligationId, conflict};
use privity::check::policy::{AxisRole, ClassAxis, Condition, Effect, Layer, Policy, Rule, RuleId};
use privity::evaluate::Oracle;
use privity::request::Class;

use super::atoms::Atoms;
use super::grid::Grid;

/// More atoms than this are not looked at.
const MOST_ATOMS: usize = 100_000;

/// The regions of a policy.
pub(super) struct Meaning<'p> {
    pub(super) policy: &'p Policy,
    pub(super) grid: Grid,
    /// Where the text of each rule applies.
    pub(super) texts: Vec<Atoms>,
    /// Where each rule holds: a permit with its duties kept, a require where it denies.
    pub(super) rules: Vec<Atoms>,
    /// Where each guard or oblige is live.
    pub(super) live: Vec<Atoms>,
    /// Where a duty of the rule is broken.
    pub(super) broken: Vec<Atoms>,
    pub(super) crossing: Atoms,
    /// Where the policy applies.
    pub(super) applicable: Atoms,
    /// Where recipients sit at the destination.
    pub(super) seated: Atoms,
    /// What can be asked of it: both.
    pub(super) open: Atoms,
    pub(super) responses: Atoms,
    /// What is permitted apart from duties that cannot be kept together.
    pub(super) allowed: Atoms,
    pub(super) permitted: Atoms,
    pub(super) denied: Atoms,
}

impl<'p> Meaning<'p> {
    /// `None` when the policy has too many atoms.
    pub(super) fn new(policy: &'p Policy, more: &[Condition]) -> Option<Self> {
        let grid = Grid::new(policy, more, MOST_ATOMS)?;
        let texts: Vec<Atoms> = policy
            .rules
            .iter()
            .map(|rule| grid.condition(&rule.region))
            .collect();
        let broken: Vec<Atoms> = policy
            .rules
            .iter()
            .map(|rule| broken(policy, &grid, rule))
            .collect();
        let rules: Vec<Atoms> = policy
            .rules
            .iter()
            .zip(texts.iter().zip(&broken))
            .map(|(rule, (text, broken))| match rule.effect {
                Effect::Permit => text.without(broken),
                Effect::Require => text.without(&grid.condition(&rule.requirement)),
                _ => text.clone(),
            })
            .collect();
        let live = policy.rules.ids().map(|id| {
            let own = rules.get(id.index()).cloned();
            let own = own.unwrap_or_else(|| grid.nothing());
            let lifters = policy.rules.iter().zip(&rules);
            lifters
                .filter(|(rule, _)| rule.lifts.contains(&id))
                .fold(own, |left, (_, lifter)| left.without(lifter))
        });
        let live: Vec<Atoms> = live.collect();
        let responses = grid.of_class(ClassAxis::Action, &policy.responses());
        let crossing = crossing(policy, &grid).without(&responses);
        let seated = seated(policy, &grid);
        let nothing = grid.nothing();
        let mut meaning = Self {
            policy,
            texts,
            rules,
            live,
            broken,
            crossing,
            seated,
            responses,
            applicable: nothing.clone(),
            open: nothing.clone(),
            allowed: nothing.clone(),
            permitted: nothing.clone(),
            denied: nothing,
            grid,
        };
        meaning.decide();
        Some(meaning)
    }

    fn decide(&mut self) {
        let excluded = |layer| {
            let rules = self.of(layer, |effect| effect == Effect::Exclude);
            self.union(rules.into_iter().map(|rule| self.rule(rule)))
        };
        let excluded = excluded(Layer::Base).or(&excluded(Layer::Transfer).and(&self.crossing));
        let life = &self.policy.effective;
        let alive = self
            .grid
            .values(ClassAxis::Date.id(), |day| life.contains(&day));
        self.applicable = alive.without(&excluded);
        self.open = self.applicable.and(&self.seated);
        let base = self.permitted_by(Layer::Base);
        let transfer = self.permitted_by(Layer::Transfer);
        let stopped = self.crossing.without(&transfer);
        self.allowed = base.without(&stopped).and(&self.applicable);
        let mut known: BTreeMap<BTreeSet<ObligationId>, bool> = BTreeMap::new();
        let mut clashing = self.grid.nothing();
        if !self.policy.obligations.is_empty() {
            for at in self.allowed.iter() {
                let duties = self.duties(at);
                let clash = *known
                    .entry(duties)
                    .or_insert_with_key(|duties| conflict(self.policy, duties));
                if clash {
                    clashing.fill(at, 1);
                }
            }
        }
        self.permitted = self.allowed.without(&clashing);
        self.denied = self.applicable.without(&self.permitted);
    }

    /// Where the rules of a layer permit.
    pub(super) fn permitted_by(&self, layer: Layer) -> Atoms {
        let permits = self.of(layer, |effect| effect == Effect::Permit);
        let mut permits = self.union(permits.into_iter().map(|permit| self.rule(permit)));
        if layer == Layer::Base {
            permits = permits.or(&self.responses);
        }
        permits.without(&self.guarded(layer))
    }

    /// Where a guard of a layer is live, or a duty that it obliges to is broken.
    pub(super) fn guarded(&self, layer: Layer) -> Atoms {
        let guards = self.of(layer, is_guard);
        let guards = self.union(guards.into_iter().map(|guard| self.live(guard)));
        let obliges = self.of(layer, |effect| effect == Effect::Oblige);
        obliges.into_iter().fold(guards, |all, oblige| {
            all.or(&self.live(oblige).and(self.broken(oblige)))
        })
    }

    /// The duties that come with an atom, if it is allowed.
    pub(super) fn duties(&self, at: usize) -> BTreeSet<ObligationId> {
        let asking = self.asking(at);
        asking
            .into_iter()
            .flat_map(|rule| self.policy.rules.at(rule).obligations.clone())
            .collect()
    }

    /// The rules whose duties come with an atom.
    pub(super) fn asking(&self, at: usize) -> Vec<RuleId> {
        let rules = self.policy.rules.entries();
        rules
            .filter(|(id, rule)| {
                let holds = match rule.effect {
                    Effect::Permit => self.rule(*id),
                    Effect::Oblige => self.live(*id),
                    _ => return false,
                };
                holds.contains(at) && (rule.layer == Layer::Base || self.crossing.contains(at))
            })
            .map(|(id, _)| id)
            .collect()
    }

    pub(super) fn union<'a>(&self, sets: impl IntoIterator<Item = &'a Atoms>) -> Atoms {
        self.grid.nothing().union(sets)
    }

    /// The rules of a layer with such an effect, in order.
    pub(super) fn of(&self, layer: Layer, wanted: impl Fn(Effect) -> bool) -> Vec<RuleId> {
        let rules = self.policy.rules.entries();
        rules
            .filter(|(_, rule)| rule.layer == layer && wanted(rule.effect))
            .map(|(id, _)| id)
            .collect()
    }

    pub(super) fn rule(&self, id: RuleId) -> &Atoms {
        at(&self.rules, id)
    }

    pub(super) fn text(&self, id: RuleId) -> &Atoms {
        at(&self.texts, id)
    }

    pub(super) fn live(&self, id: RuleId) -> &Atoms {
        at(&self.live, id)
    }

    pub(super) fn broken(&self, id: RuleId) -> &Atoms {
        at(&self.broken, id)
    }

    /// What can be asked of a layer, inside the policy or not.
    pub(super) fn asked(&self, layer: Layer) -> Atoms {
        match layer {
            Layer::Base => self.seated.clone(),
            Layer::Transfer => self.seated.and(&self.crossing),
        }
    }

    /// Looks whether the oracle decides some atoms as it is said here.
    pub(super) fn check(&self, numbers: impl Iterator<Item = usize>) -> Result<(), String> {
        let oracle = Oracle::new(self.policy);
        for number in numbers {
            let atom = self.grid.atom(number);
            let class = if self.permitted.contains(number) {
                Class::Permit
            } else if self.denied.contains(number) {
                Class::Deny
            } else {
                Class::NotApplicable
            };
            let verdict = oracle.verdict(&atom);
            if verdict.class != class {
                return Err(format!(
                    "the oracle says {:?} and the brute force {class:?} of {atom:?}",
                    verdict.class
                ));
            }
            if class == Class::Permit && verdict.duties != self.duties(number) {
                return Err(format!("the oracle gives other duties for {atom:?}"));
            }
        }
        Ok(())
    }
}

fn at(sets: &[Atoms], id: RuleId) -> &Atoms {
    static NOTHING: std::sync::OnceLock<Atoms> = std::sync::OnceLock::new();
    sets.get(id.index())
        .unwrap_or_else(|| NOTHING.get_or_init(|| Atoms::none(0)))
}

pub(super) fn is_guard(effect: Effect) -> bool {
    matches!(effect, Effect::Forbid | Effect::Require)
}

fn broken(policy: &Policy, grid: &Grid, rule: &Rule) -> Atoms {
    let mut all = grid.nothing();
    for duty in &rule.obligations {
        let shown_by = policy.obligations.at(*duty).shown_by.as_ref();
        for (axis, info) in policy.axes.entries() {
            let says = match info.role {
                AxisRole::Kept(kept) => kept == *duty,
                AxisRole::Fact(fact) => Some(&policy.facts.at(fact).name) == shown_by,
                AxisRole::Class(_) | AxisRole::Element(..) => false,
            };
            if says {
                all = all.or(&grid.values(axis, |value| value == 0));
            }
        }
    }
    all
}

/// Where the destination lies in another area than the home of the person or the origin of the data, on the day.
fn crossing(policy: &Policy, grid: &Grid) -> Atoms {
    let axes = [
        ClassAxis::Home,
        ClassAxis::Origin,
        ClassAxis::Destination,
        ClassAxis::Date,
    ];
    let [homes, origins, destinations, days] = axes.map(|axis| grid.representatives(axis.id()));
    let only = |axis: ClassAxis, value: i64| grid.values(axis.id(), |other| other == value);
    let mut all = grid.nothing();
    for &day in days {
        for &home in homes {
            let at_home = |place: i64| {
                if policy.borders.as_home.contains(place) {
                    home
                } else {
                    place
                }
            };
            let here = only(ClassAxis::Date, day).and(&only(ClassAxis::Home, home));
            for &destination in destinations {
                let to = at_home(destination);
                let there = here.and(&only(ClassAxis::Destination, destination));
                for &origin in origins {
                    let from = at_home(origin);
                    if is_border(policy, home, to, day) || is_border(policy, from, to, day) {
                        all = all.or(&there.and(&only(ClassAxis::Origin, origin)));
                    }
                }
            }
        }
    }
    all
}

fn is_border(policy: &Policy, one: i64, other: i64, day: i64) -> bool {
    let country = |place: i64| policy.borders.country.get(usize::try_from(place).ok()?);
    let in_area = |place: i64, area: &privity::check::policy::Area| {
        let mut members = area.members.iter();
        members.any(|(places, days)| places.contains(place) && days.contains(&day))
    };
    let mut areas = policy.borders.areas.iter();
    country(one) != country(other) && !areas.any(|area| in_area(one, area) && in_area(other, area))
}

/// Where the recipient sits at the destination, as far as anything is said of that.
fn seated(policy: &Policy, grid: &Grid) -> Atoms {
    let at_home = &policy.borders.as_home;
    let mut all = grid.everything();
    for (party, places) in (0_i64..).zip(&policy.sits_in) {
        let Some(places) = places.as_ref().filter(|places| !places.is_empty()) else {
            continue;
        };
        if !places.intersection(at_home).is_empty() {
            continue;
        }
        let receives = grid.values(ClassAxis::Recipient.id(), |value| value == party);
        let there = grid.of_class(ClassAxis::Destination, &places.union(at_home));
        all = all.without(&receives.without(&there));
    }
    all
}
