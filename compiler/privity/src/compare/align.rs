//! Two policies, written for vocabularies of their own, as two policies on the same axes.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::atoms::{Place, Side, common_taxonomy};
use super::axes::Common;
use crate::arena::Arena;
use crate::check::policy::{Area, Borders, Kind, Policy, Rule};
use crate::check::taxonomy::Taxonomies;
use crate::check::values::ValueSet;

/// Both policies on the axes that they have together: the same atoms, facts, elements, words and obligations, with the same numbers.
///
/// Each says of a common request what it says of the request in its own vocabulary that comes closest: a node that it does not have is the
/// unnamed rest of the nearest node above; a word of an order that it does not have is the next weaker one; any other word, or a node below
/// nothing that it has, is in no set but *any*.
#[must_use]
pub fn align(old: &Policy, new: &Policy) -> [Policy; 2] {
    let mut common = Common::of(old, new);
    let obligations = Side::BOTH.map(|side| {
        let own = common.side(side).obligations.ids();
        let ids: Vec<_> = own.map(|duty| common.obligation(side, duty)).collect();
        ids
    });
    let taxonomies = taxonomies(&common);
    Side::BOTH.map(|side| {
        let policy = common.side(side);
        let ids = match side {
            Side::Old => &obligations[0],
            Side::New => &obligations[1],
        };
        let rules: Arena<Rule> = policy
            .rules
            .iter()
            .map(|rule| Rule {
                region: common.condition(side, &rule.region),
                requirement: common.condition(side, &rule.requirement),
                obligations: rule
                    .obligations
                    .iter()
                    .filter_map(|duty| ids.get(duty.index()).copied())
                    .collect(),
                named: Vec::new(),
                conditions: Vec::new(),
                ..rule.clone()
            })
            .collect();
        Policy {
            taxonomies: taxonomies.clone(),
            axes: common.axes.clone(),
            facts: common.facts.clone(),
            obligations: common.obligations.clone(),
            rules,
            borders: borders(&common, side),
            defaults: common.defaults.clone(),
            sits_in: seats(&common, side),
            informative: Vec::new(),
            assertions: Vec::new(),
            tests: Vec::new(),
            ..policy.clone()
        }
    })
}

fn taxonomies(common: &Common<'_>) -> Taxonomies {
    let of = |side: Side, kind: Kind| common.side(side).taxonomies.kind(kind);
    Taxonomies {
        kinds: common
            .kinds
            .iter()
            .map(|(&kind, atoms)| {
                let taxonomy = common_taxonomy(atoms, of(Side::Old, kind), of(Side::New, kind));
                (kind, Arc::new(taxonomy))
            })
            .collect::<BTreeMap<_, _>>(),
    }
}

/// The borders of one policy between the common places. A place that it does not have lies in the country of the node above, or is one of its own.
fn borders(common: &Common<'_>, side: Side) -> Borders {
    let own = &common.side(side).borders;
    let places = common.kinds.get(&Kind::Place);
    let count = i64::try_from(own.country.len()).unwrap_or(i64::MAX);
    let everywhere = ValueSet::range(0, count - 1);
    let country_of = |atom: i64| {
        let at = usize::try_from(atom).ok()?;
        own.country.get(at).copied()
    };
    let country = |(at, place): (u32, &Place)| {
        let known = match place {
            Place::At(atom) => country_of(*atom),
            Place::Within(wholes) => wholes
                .iter()
                .find(|whole| **whole != everywhere)
                .and_then(|whole| country_of(whole.first()?)),
        };
        known.unwrap_or(u32::MAX - at)
    };
    Borders {
        country: (0..)
            .zip(places.map_or(&[][..], |places| places.on(side)))
            .map(country)
            .collect(),
        as_home: common.atoms(side, Kind::Place, &own.as_home),
        areas: own
            .areas
            .iter()
            .map(|area| Area {
                name: area.name.clone(),
                members: area
                    .members
                    .iter()
                    .map(|(places, days)| (common.atoms(side, Kind::Place, places), days.clone()))
                    .collect(),
            })
            .collect(),
    }
}

/// Where the common parties sit, as far as one policy says. Of a party that it does not have it says nothing.
fn seats(common: &Common<'_>, side: Side) -> Vec<Option<ValueSet>> {
    let policy = common.side(side);
    let parties = common.kinds.get(&Kind::Party);
    parties
        .map_or(&[][..], |parties| parties.on(side))
        .iter()
        .map(|place| match place {
            Place::At(atom) => {
                let at = usize::try_from(*atom).ok()?;
                let seats = policy.sits_in.get(at)?.as_ref()?;
                Some(common.atoms(side, Kind::Place, seats))
            }
            Place::Within(_) => None,
        })
        .collect()
}
