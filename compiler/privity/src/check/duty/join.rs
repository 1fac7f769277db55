//! The join of duties: a short list that asks for all that the given obligations ask for.
//!
//! Obligations of one duty about the same nodes become one, with the strictest of each parameter. Values that do not compare
//! (30 days, 1 month) are all kept, in an obligation each. Nodes are put together only where all else agrees: who must be told
//! within 72 hours is not mixed up with who must be told within a month.

use std::collections::BTreeMap;

use super::{Argument, Channels, Deadline, Duty, Obligation};
use crate::check::taxonomy::{Taxonomies, Taxonomy};
use crate::check::values::ValueSet;
use crate::syntax::ast::Kind;

/// Joins obligations. The result is sorted, and depends only on the set of what is given.
///
/// An obligation with alternatives stays as it is, or is left out when another one already keeps it.
#[must_use]
pub fn join<'a>(
    taxonomies: &Taxonomies,
    obligations: impl IntoIterator<Item = &'a Obligation>,
) -> Vec<Obligation> {
    let (single, several): (Vec<&Obligation>, Vec<&Obligation>) = obligations
        .into_iter()
        .partition(|obligation| obligation.alternatives.len() == 1);
    let mut several: Vec<Obligation> = several.into_iter().cloned().collect();
    let channels = taxonomies.kind(Kind::Channel);
    let mut joined = strictest_of_each(channels, single);
    // Nodes that were put together may be those that another obligation is about.
    while let Some(together) = with_nodes_together(&joined) {
        joined = strictest_of_each(channels, together.iter().collect());
    }
    joined = without_the_weaker(joined);
    several.retain(|weak| !joined.iter().any(|one| one.is_at_least_as_strict_as(weak)));
    joined.extend(without_the_weaker(several));
    joined.sort();
    joined
}

/// The obligations about each duty as one, or as several that do not compare.
fn strictest_of_each(channels: Option<&Taxonomy>, all: Vec<&Obligation>) -> Vec<Obligation> {
    let mut by_identity: BTreeMap<Identity, Vec<&Obligation>> = BTreeMap::new();
    for obligation in all {
        for duty in &obligation.alternatives {
            let members = by_identity.entry(Identity::of(duty)).or_default();
            members.push(obligation);
        }
    }
    let of_each = by_identity.into_values().flat_map(|mut members| {
        members.sort();
        strictest(channels, &members)
    });
    of_each.collect()
}

/// What makes two duties one: their name, their words, and the nodes they are about.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Identity {
    name: String,
    words: Vec<String>,
    nodes: Vec<ValueSet>,
}

impl Identity {
    fn of(duty: &Duty) -> Self {
        let mut identity = Self {
            name: duty.name.clone(),
            words: Vec::new(),
            nodes: Vec::new(),
        };
        for argument in &duty.arguments {
            match argument {
                Argument::Word(word) => identity.words.push(word.clone()),
                Argument::Nodes(_, atoms) => identity.nodes.push(atoms.clone()),
                Argument::Level(..) | Argument::AtLeast(_) | Argument::AtMost(_) => {}
            }
        }
        identity
    }
}

/// Members of one identity, sorted, as one obligation; as several when deadlines or lengths do not compare.
fn strictest(channels: Option<&Taxonomy>, members: &[&Obligation]) -> Vec<Obligation> {
    let duties: Vec<&Duty> = members
        .iter()
        .flat_map(|member| &member.alternatives)
        .collect();
    let arity = duties.iter().map(|duty| duty.arguments.len()).max();
    let arguments: Vec<Vec<Argument>> = (0..arity.unwrap_or(0))
        .map(|at| {
            let given = duties.iter().filter_map(|duty| duty.arguments.get(at));
            strictest_values(given, Argument::is_at_least_as_strict_as)
        })
        .collect();
    let deadlines = members.iter().filter_map(|member| member.deadline.as_ref());
    let deadlines = strictest_values(deadlines, Deadline::is_no_later_than);
    let every = members.iter().filter_map(|member| member.every.as_ref());
    let every = strictest_values(every, Deadline::is_no_later_than);
    let through = common_channels(channels, members);
    let shown_by = members.iter().find_map(|member| member.shown_by.clone());
    let Some(duty) = duties.first() else {
        return Vec::new();
    };
    // Each value stands in at least one of as many obligations as the longest list has values; together they ask for all.
    let lists = arguments.iter().map(Vec::len);
    let count = lists.chain([deadlines.len(), every.len(), 1]).max();
    (0..count.unwrap_or(1))
        .map(|at| Obligation {
            alternatives: vec![Duty {
                name: duty.name.clone(),
                arguments: arguments
                    .iter()
                    .filter_map(|values| values.iter().cycle().nth(at).cloned())
                    .collect(),
            }],
            through: through.clone(),
            deadline: deadlines.iter().cycle().nth(at).cloned(),
            every: every.iter().cycle().nth(at).cloned(),
            shown_by: shown_by.clone(),
        })
        .collect()
}

/// The values that no other one is stricter than, sorted; of two that are as strict as each other the first.
fn strictest_values<'a, T: Ord + Clone + 'a>(
    values: impl Iterator<Item = &'a T>,
    is_as_strict: impl Fn(&T, &T) -> bool,
) -> Vec<T> {
    let mut sorted: Vec<&T> = values.collect();
    sorted.sort();
    sorted.dedup();
    let is_beaten = |at: usize, value: &T| {
        sorted.iter().enumerate().any(|(other_at, other)| {
            other_at != at
                && is_as_strict(other, value)
                && (other_at < at || !is_as_strict(value, other))
        })
    };
    sorted
        .iter()
        .enumerate()
        .filter(|&(at, value)| !is_beaten(at, value))
        .map(|(_, value)| (*value).clone())
        .collect()
}

/// The channels that all members leave; `None` when none of them names any.
fn common_channels(taxonomy: Option<&Taxonomy>, members: &[&Obligation]) -> Option<Channels> {
    let named: Vec<&Channels> = members
        .iter()
        .filter_map(|member| member.through.as_ref())
        .collect();
    let atoms = named
        .iter()
        .map(|channels| channels.atoms.clone())
        .reduce(|a, b| a.intersection(&b))?;
    let written = named.iter().find(|channels| channels.atoms == atoms);
    let names = written.map_or_else(
        || taxonomy.map_or_else(Vec::new, |taxonomy| taxonomy.names_of(&atoms)),
        |channels| channels.names.clone(),
    );
    Some(Channels { names, atoms })
}

/// The obligations with the nodes of those put together that differ in one set of nodes only; `None` if there are none.
fn with_nodes_together(obligations: &[Obligation]) -> Option<Vec<Obligation>> {
    type Nodes = (Vec<String>, ValueSet);
    let mut by_rest: BTreeMap<Obligation, Vec<Nodes>> = BTreeMap::new();
    let mut done = Vec::new();
    for mut obligation in obligations.iter().cloned() {
        let mut nodes = obligation
            .alternatives
            .iter_mut()
            .flat_map(|duty| &mut duty.arguments)
            .filter_map(|argument| match argument {
                Argument::Nodes(names, atoms) => Some((names, atoms)),
                _ => None,
            });
        match (nodes.next(), nodes.next()) {
            (Some((names, atoms)), None) => {
                let taken = (std::mem::take(names), std::mem::take(atoms));
                by_rest.entry(obligation).or_default().push(taken);
            }
            _ => done.push(obligation),
        }
    }
    if by_rest.values().all(|parts| parts.len() == 1) {
        return None;
    }
    for (mut obligation, parts) in by_rest {
        let atoms = parts
            .iter()
            .fold(ValueSet::empty(), |all, part| all.union(&part.1));
        let names = names_of_parts(parts);
        let arguments = obligation
            .alternatives
            .iter_mut()
            .flat_map(|duty| &mut duty.arguments);
        for argument in arguments {
            if matches!(argument, Argument::Nodes(..)) {
                *argument = Argument::Nodes(names.clone(), atoms.clone());
            }
        }
        done.push(obligation);
    }
    Some(done)
}

/// The names of the parts, without those that lie in another part.
fn names_of_parts(parts: Vec<(Vec<String>, ValueSet)>) -> Vec<String> {
    let sets: Vec<ValueSet> = parts.iter().map(|(_, atoms)| atoms.clone()).collect();
    let mut names: Vec<String> = parts
        .into_iter()
        .filter(|(_, atoms)| !sets.iter().any(|set| set != atoms && atoms.is_subset(set)))
        .flat_map(|(names, _)| names)
        .collect();
    names.sort();
    names.dedup();
    names
}

fn without_the_weaker(obligations: Vec<Obligation>) -> Vec<Obligation> {
    strictest_values(obligations.iter(), Obligation::is_at_least_as_strict_as)
}

impl Taxonomy {
    /// Names for a set of atoms: of the largest nodes that lie in it, in order, then of the atoms that are left.
    #[must_use]
    pub fn names_of(&self, atoms: &ValueSet) -> Vec<String> {
        let mut names = Vec::new();
        let mut left = atoms.clone();
        let mut nodes: Vec<_> = self
            .nodes
            .iter()
            .filter(|node| !node.atoms.is_empty() && node.atoms.is_subset(atoms))
            .collect();
        nodes.sort_by_key(|node| std::cmp::Reverse(node.atoms.len()));
        for node in nodes {
            if !node.atoms.intersection(&left).is_empty() {
                names.push(node.name.clone());
                left = left.intersection(&node.atoms.complement(&(0..=i64::MAX)));
            }
        }
        let atom_name = |atom: i64| self.atoms.get(usize::try_from(atom).ok()?).cloned();
        names.extend(left.iter().filter_map(atom_name));
        names
    }
}
