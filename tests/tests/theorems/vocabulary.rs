//! What a larger vocabulary does to answers: nothing, as long as nobody speaks of the new words.

use std::sync::Arc;

use privity::check::policy::Kind;
use privity::check::taxonomy::{NameTarget, TaxonomyNode};
use privity::request::{Ask, Outcome};
use privity::source::Span;
use privity_tests::engine::{Engine as _, GraphEngine};
use privity_tests::generator;

use super::*;

/// What became of the atoms of a kind: those from `at` on moved up by one.
struct Insertion {
    kind: Kind,
    at: i64,
    /// Whether sets that hold the atom that stood there hold the new one too.
    is_split: bool,
}

impl Insertion {
    fn set(&self, set: &ValueSet) -> ValueSet {
        let above = ValueSet::range(self.at, i64::MAX - 1);
        let kept = set.intersection(&ValueSet::range(i64::MIN, self.at - 1));
        let moved = set.intersection(&above);
        let moved = moved
            .intervals()
            .iter()
            .map(|(low, high)| (low + 1, high + 1));
        let grown = kept.union(&ValueSet::from_intervals(moved));
        if self.is_split && set.contains(self.at) {
            grown.union(&ValueSet::single(self.at))
        } else {
            grown
        }
    }

    fn condition(&self, condition: &Condition) -> Condition {
        let all = |parts: &[Condition]| parts.iter().map(|part| self.condition(part)).collect();
        match condition {
            Condition::All(parts) => Condition::All(all(parts)),
            Condition::Any(parts) => Condition::Any(all(parts)),
            Condition::Not(inner) => Condition::Not(Box::new(self.condition(inner))),
            Condition::Test(axis, set) if self.moves(axis.index()) => {
                Condition::Test(*axis, self.set(set))
            }
            test @ Condition::Test(..) => test.clone(),
        }
    }

    fn moves(&self, axis: usize) -> bool {
        ClassAxis::ALL
            .get(axis)
            .is_some_and(|class| class.kind() == Some(self.kind))
    }

    /// The policy with the new atom below a node, or on its own.
    fn policy(&self, policy: &Policy, parent: Option<u32>) -> Policy {
        let mut wider = policy.clone();
        let taxonomy = wider.taxonomies.kinds.get_mut(&self.kind).unwrap();
        let taxonomy = Arc::make_mut(taxonomy);
        for node in &mut taxonomy.nodes {
            node.atoms = self.set(&node.atoms);
        }
        for target in taxonomy.names.values_mut() {
            if let NameTarget::Residual(atom) = target
                && i64::from(*atom) >= self.at
            {
                *atom += 1;
            }
        }
        let at = usize::try_from(self.at).unwrap();
        taxonomy.atoms.insert(at, "newcomer".to_owned());
        taxonomy.nodes.push(TaxonomyNode {
            name: "newcomer".to_owned(),
            parents: parent.into_iter().collect(),
            atoms: ValueSet::single(self.at),
            open: false,
            derived_from: Vec::new(),
            roles: Vec::new(),
            docs: Vec::new(),
            span: Span::default(),
        });
        if self.kind == Kind::Party {
            wider.sits_in.insert(at, None);
        }
        if self.kind == Kind::Place {
            wider.borders.country.insert(at, u32::MAX);
            wider.borders.as_home = self.set(&wider.borders.as_home);
            for area in &mut wider.borders.areas {
                for (places, _) in &mut area.members {
                    *places = self.set(places);
                }
            }
            for seat in wider.sits_in.iter_mut().flatten() {
                *seat = self.set(seat);
            }
        }
        for class in ClassAxis::ALL {
            if class.kind() == Some(self.kind) {
                let axis = wider.axes.at_mut(class.id());
                axis.domain = *axis.domain.start()..=*axis.domain.end() + 1;
            }
        }
        for id in policy.rules.ids() {
            let rule = wider.rules.at_mut(id);
            rule.region = self.condition(&rule.region);
            rule.requirement = self.condition(&rule.requirement);
        }
        wider
    }

    fn request(&self, request: &Request) -> Request {
        let mut moved = request.clone();
        for (axis, ask) in moved.asks.iter_mut().enumerate() {
            if self.moves(axis) {
                let set = self.set(ask.values());
                *ask = match ask {
                    Ask::All(_) => Ask::All(set),
                    Ask::One(_) => Ask::One(set),
                };
            }
        }
        moved
    }
}

/// Asks both policies the same.
fn answers_stay(rng: &mut Rng, policy: &Policy, wider: &Policy, insertion: &Insertion) {
    let mut graph = GraphEngine::new(wider).unwrap();
    for at in 0..TRIES {
        let request = if at % 2 == 0 {
            generator::request(rng, policy)
        } else {
            generator::request_for_atom(&generator::atom(rng, policy))
        };
        let Some(expected) = decide(policy, &request) else {
            continue;
        };
        let moved = insertion.request(&request);
        let found = [decide(wider, &moved), graph.decide(&moved)];
        for found in found.into_iter().flatten() {
            assert_eq!(found, expected, "{}", policy.header.name);
        }
    }
}

#[test]
fn splitting_what_an_open_node_leaves_unnamed_changes_nothing() {
    let split = std::cell::Cell::new(0);
    each_policy(|rng, policy| {
        for kind in [Kind::Data, Kind::Purpose, Kind::Place] {
            let taxonomy = policy.taxonomies.kind(kind).unwrap();
            let residuals: Vec<(String, i64)> = taxonomy
                .names
                .iter()
                .filter_map(|(name, target)| match target {
                    NameTarget::Residual(atom) => Some((name.clone(), i64::from(*atom))),
                    _ => None,
                })
                .collect();
            let Some((name, at)) = rng.choice(residuals) else {
                continue;
            };
            let parent = taxonomy
                .nodes
                .iter()
                .position(|node| format!("{}.other", node.name) == name);
            let insertion = Insertion {
                kind,
                at,
                is_split: true,
            };
            let parent = parent.and_then(|parent| u32::try_from(parent).ok());
            let mut wider = insertion.policy(policy, parent);
            if kind == Kind::Place {
                // The new place lies in the country of its parent.
                let slot = usize::try_from(at).unwrap();
                wider.borders.country[slot] = wider.borders.country[slot + 1];
            }
            answers_stay(rng, policy, &wider, &insertion);
            split.set(split.get() + 1);
        }
    });
    assert!(split.get() > 40, "{split:?}");
}

#[test]
fn a_party_or_place_that_no_rule_names_changes_nothing() {
    each_policy(|rng, policy| {
        for kind in [Kind::Party, Kind::Place, Kind::Subject] {
            let count = policy.taxonomies.atom_count(kind);
            let insertion = Insertion {
                kind,
                at: rng.i64(0..=count),
                is_split: false,
            };
            let wider = insertion.policy(policy, None);
            answers_stay(rng, policy, &wider, &insertion);
        }
    });
}

#[test]
fn a_request_moves_as_its_sets_do() {
    let split = Insertion {
        kind: Kind::Data,
        at: 2,
        is_split: true,
    };
    assert_eq!(split.set(&ValueSet::range(1, 2)), ValueSet::range(1, 3));
    assert_eq!(split.set(&ValueSet::range(0, 1)), ValueSet::range(0, 1));
    let apart = Insertion {
        is_split: false,
        ..split
    };
    let expected = ValueSet::from_intervals([(1, 1), (3, 3)]);
    assert_eq!(apart.set(&ValueSet::range(1, 2)), expected);
}

/// Kept from being forgotten: an answer names axes and duties by number, which a new atom does not change.
#[test]
fn a_new_atom_renumbers_neither_axes_nor_duties() {
    let policy = generator::policy(3);
    let insertion = Insertion {
        kind: Kind::Party,
        at: 0,
        is_split: false,
    };
    let wider = insertion.policy(&policy, None);
    assert_eq!(policy.axes.len(), wider.axes.len());
    let nothing = Outcome::Needs(policy.axes.ids().collect());
    assert_eq!(nothing, Outcome::Needs(wider.axes.ids().collect()));
    assert_eq!(policy.obligations.len(), wider.obligations.len());
}
