//! The axes that two policies have together, and each policy's own axes on them.

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use super::atoms::{ACTION_KINDS, CommonAtoms, Place, Side, translated};
use crate::arena::Arena;
use crate::check::duty::{Argument, Channels, Obligation, ObligationId, ParameterType};
use crate::check::policy::{Axis, AxisId, AxisRole, ClassAxis, Condition, Fact, Kind, Policy};
use crate::check::values::ValueSet;

/// What two policies have together.
pub(super) struct Common<'p> {
    sides: [&'p Policy; 2],
    pub(super) kinds: BTreeMap<Kind, CommonAtoms>,
    pub(super) axes: Arena<Axis>,
    pub(super) defaults: Vec<Option<ValueSet>>,
    pub(super) facts: Arena<Fact>,
    pub(super) obligations: Arena<Obligation>,
    obligation_ids: BTreeMap<Obligation, ObligationId>,
    /// For each policy where its own axes are.
    onto: [BTreeMap<AxisId, Onto>; 2],
}

/// How an axis of a policy lies on the common ones.
#[derive(Debug, Clone)]
pub(super) enum Onto {
    /// It is this axis, with the same numbers.
    Same(AxisId),
    /// It is this axis, whose values lie so.
    Values(AxisId, Vec<Place>),
    /// It is this axis of numbers, of which the policy knows a part, with a word for *none* that may have another number.
    Numbers(AxisId, Numbers),
    /// It is the rest of a set, which is in if any of these elements is.
    Rest(Vec<AxisId>),
}

#[derive(Debug, Clone)]
pub(super) struct Numbers {
    pub(super) own: RangeInclusive<i64>,
    pub(super) own_none: Option<i64>,
    pub(super) common: RangeInclusive<i64>,
    pub(super) common_none: Option<i64>,
}

impl<'p> Common<'p> {
    pub(super) fn of(old: &'p Policy, new: &'p Policy) -> Self {
        let kinds = crate::resolve::names::KINDS
            .into_iter()
            .map(|kind| {
                let of = |policy: &'p Policy| policy.taxonomies.kind(kind);
                (kind, CommonAtoms::of(of(old), of(new)))
            })
            .collect();
        let mut common = Self {
            sides: [old, new],
            kinds,
            axes: Arena::new(),
            defaults: Vec::new(),
            facts: Arena::new(),
            obligations: Arena::new(),
            obligation_ids: BTreeMap::new(),
            onto: [BTreeMap::new(), BTreeMap::new()],
        };
        common.add_class_axes();
        common.add_facts();
        common.add_obligations();
        common
    }

    pub(super) fn side(&self, side: Side) -> &'p Policy {
        let [old, new] = self.sides;
        match side {
            Side::Old => old,
            Side::New => new,
        }
    }

    pub(super) fn onto(&mut self, side: Side) -> &mut BTreeMap<AxisId, Onto> {
        let [old, new] = &mut self.onto;
        match side {
            Side::Old => old,
            Side::New => new,
        }
    }

    /// The common atoms in a set of one policy's atoms.
    pub(super) fn atoms(&self, side: Side, kind: Kind, atoms: &ValueSet) -> ValueSet {
        self.kinds
            .get(&kind)
            .map_or_else(ValueSet::empty, |kind| kind.set(side, atoms))
    }

    pub(super) fn push(&mut self, axis: Axis, default: Option<ValueSet>) -> AxisId {
        self.defaults.push(default);
        self.axes.push(axis)
    }

    fn add_class_axes(&mut self) {
        for class in ClassAxis::ALL {
            let Some(kind) = class.kind() else {
                let axis = self.side(Side::New).class_axis(class).clone();
                let id = self.push(axis, None);
                for side in Side::BOTH {
                    self.onto(side).insert(class.id(), Onto::Same(id));
                }
                continue;
            };
            let kinds: &[Kind] = if class == ClassAxis::Action {
                &ACTION_KINDS
            } else {
                &[kind]
            };
            let places = |side: Side| {
                let mut places = Vec::new();
                let mut offset = 0;
                let own = self.side(side);
                for kind in kinds {
                    let on = self.kinds.get(kind).map_or(&[][..], |kind| kind.on(side));
                    places.extend(on.iter().map(|place| shifted(place, offset)));
                    offset += own.taxonomies.atom_count(*kind);
                }
                if class.has_none() {
                    places.push(Place::At(*own.class_axis(class).domain.end()));
                }
                places
            };
            let [old, new] = Side::BOTH.map(places);
            let last = i64::try_from(new.len()).unwrap_or(i64::MAX) - 1;
            let of = |side: Side, places: &[Place]| {
                let own = self.side(side).defaults.get(class.id().index());
                own.and_then(Option::as_ref)
                    .map(|default| translated(places, default))
                    .filter(|default| !default.is_empty())
            };
            let default = of(Side::New, &new).or_else(|| of(Side::Old, &old));
            let axis = Axis {
                domain: 0..=last,
                ..self.side(Side::New).class_axis(class).clone()
            };
            let id = self.push(axis, default);
            for (side, places) in [(Side::Old, old), (Side::New, new)] {
                self.onto(side).insert(class.id(), Onto::Values(id, places));
            }
        }
    }

    fn add_obligations(&mut self) {
        let mut kept: BTreeMap<ObligationId, AxisId> = BTreeMap::new();
        for side in [Side::New, Side::Old] {
            let policy = self.side(side);
            for (axis, own) in policy.axes.entries() {
                let AxisRole::Kept(duty) = own.role else {
                    continue;
                };
                let duty = self.obligation(side, duty);
                let id = match kept.get(&duty) {
                    Some(&known) => known,
                    None => {
                        let name = format!("kept {}", self.obligations.at(duty));
                        let axis = Axis {
                            name,
                            role: AxisRole::Kept(duty),
                            ..own.clone()
                        };
                        let id = self.push(axis, Some(ValueSet::single(1)));
                        kept.insert(duty, id);
                        id
                    }
                };
                self.onto(side).insert(axis, Onto::Same(id));
            }
        }
    }

    /// The common number of one policy's obligation.
    pub(super) fn obligation(&mut self, side: Side, duty: ObligationId) -> ObligationId {
        let policy = self.side(side);
        let mut translated = policy.obligations.at(duty).clone();
        for duty in &mut translated.alternatives {
            let kind = policy.duty_kinds.iter().find(|kind| kind.name == duty.name);
            let types = kind.map_or(&[][..], |kind| &kind.parameters);
            for (argument, ty) in duty.arguments.iter_mut().zip(types) {
                if let (Argument::Nodes(names, atoms), ParameterType::Nodes(kind)) = (argument, ty)
                {
                    *atoms = self.atoms(side, *kind, atoms);
                    self.rename_all(*kind, names);
                }
            }
        }
        if let Some(Channels { names, atoms }) = &mut translated.through {
            *atoms = self.atoms(side, Kind::Channel, atoms);
            self.rename_all(Kind::Channel, names);
        }
        if let Some(&known) = self.obligation_ids.get(&translated) {
            return known;
        }
        // Obligations that keep each other, such as those of 1 year and of 12 months, are one: who breaks one breaks the other.
        let same = self.obligations.entries().find(|(_, other)| {
            other.shown_by == translated.shown_by
                && other.is_at_least_as_strict_as(&translated)
                && translated.is_at_least_as_strict_as(other)
        });
        if let Some(known) = same.map(|(id, _)| id) {
            self.obligation_ids.insert(translated, known);
            return known;
        }
        let id = self.obligations.push(translated.clone());
        self.obligation_ids.insert(translated, id);
        id
    }

    /// The names that the new policy has for nodes.
    fn rename_all(&self, kind: Kind, names: &mut [String]) {
        use crate::check::taxonomy::NameTarget;
        let Some(new) = self.side(Side::New).taxonomies.kind(kind) else {
            return;
        };
        for name in names {
            if let Some(NameTarget::Node(at)) = new.names.get(name.as_str())
                && let Some(node) = new.nodes.get(*at as usize)
            {
                name.clone_from(&node.name);
            }
        }
    }

    /// A condition of one policy on the common axes.
    pub(super) fn condition(&self, side: Side, condition: &Condition) -> Condition {
        let all = |parts: &[Condition]| {
            let parts = parts.iter();
            parts.map(|part| self.condition(side, part)).collect()
        };
        match condition {
            Condition::All(parts) => Condition::All(all(parts)),
            Condition::Any(parts) => Condition::Any(all(parts)),
            Condition::Not(inner) => Condition::Not(Box::new(self.condition(side, inner))),
            Condition::Test(axis, set) => self.test(side, *axis, set),
        }
    }

    fn test(&self, side: Side, axis: AxisId, set: &ValueSet) -> Condition {
        let [old, new] = &self.onto;
        let onto = match side {
            Side::Old => old,
            Side::New => new,
        };
        match onto.get(&axis) {
            Some(Onto::Same(id)) => Condition::Test(*id, set.clone()),
            Some(Onto::Values(id, places)) => Condition::Test(*id, translated(places, set)),
            Some(Onto::Numbers(id, numbers)) => Condition::Test(*id, numbers.translated(set)),
            Some(Onto::Rest(axes)) => {
                let elements = axes.iter();
                let one = ValueSet::single(1);
                let any = Condition::Any(
                    elements
                        .map(|&axis| Condition::Test(axis, one.clone()))
                        .collect(),
                );
                match (set.contains(0), set.contains(1)) {
                    (true, true) => Condition::TRUE,
                    (false, true) => any,
                    (true, false) => Condition::Not(Box::new(any)),
                    (false, false) => Condition::FALSE,
                }
            }
            None => Condition::FALSE,
        }
    }
}

impl Numbers {
    /// A number beyond what the policy knows counts as the nearest that it knows; the word for *none*, if it has none, lies in no proper part.
    fn translated(&self, set: &ValueSet) -> ValueSet {
        let own = ValueSet::range(*self.own.start(), *self.own.end());
        let mut parts: Vec<(i64, i64)> = set.intersection(&own).intervals().to_vec();
        if set.contains(*self.own.start()) {
            parts.push((*self.common.start(), *self.own.start()));
        }
        if set.contains(*self.own.end()) {
            parts.push((*self.own.end(), *self.common.end()));
        }
        if let Some(none) = self.common_none {
            let inside = match self.own_none {
                Some(own) => set.contains(own),
                None => own.is_subset(set),
            };
            if inside {
                parts.push((none, none));
            }
        }
        ValueSet::from_intervals(parts)
    }
}

fn shifted(place: &Place, offset: i64) -> Place {
    let shift = |set: &ValueSet| {
        let intervals = set.intervals().iter();
        ValueSet::from_intervals(intervals.map(|&(low, high)| (low + offset, high + offset)))
    };
    match place {
        Place::At(value) => Place::At(value + offset),
        Place::Within(wholes) => Place::Within(wholes.iter().map(shift).collect()),
    }
}
