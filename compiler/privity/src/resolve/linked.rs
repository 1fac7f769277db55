//! Names that stand for other names: groups, aliases and renamed nodes. Their kind is that of what they name.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use petgraph::algo::toposort;
use petgraph::graph::{DiGraph, NodeIndex};

use super::declare::declare;
use super::diagnostics::{circular, kind_unclear};
use super::names::{KINDS, NameTable, Space, What};
use super::sets::resolve_set;
use super::taxonomy::{knots, to_u32};
use super::world::{ModuleIndex, World};
use crate::check::dates::{FIRST_DAY, LAST_DAY, day_number};
use crate::check::taxonomy::{NameTarget, NamedSet};
use crate::diagnostic::Report;
use crate::resolve::dated_set::DatedSet;
use crate::resolve::sets::dated_target;
use crate::syntax::ast::{Date, Group, Kind, Name, Path, SetMember};

/// A declaration that names others, before its kind is known.
struct Linked<'w> {
    name: &'w Name,
    module: ModuleIndex,
    what: What,
    paths: Vec<&'w Path>,
    /// The kind that some part gives away.
    known: Option<Kind>,
}

/// Finds the kind of every group and alias, and enters their names.
pub(super) fn declare_linked(world: &mut World, report: &mut Report) {
    let World {
        names,
        lookups,
        groups,
        aliases,
        ..
    } = world;
    let mut waiting: Vec<Linked<'_>> = Vec::new();
    for (index, group) in groups.iter().enumerate() {
        waiting.push(Linked {
            name: &group.item.name,
            module: group.module,
            what: What::Group(index),
            paths: group_paths(&group.item),
            known: telling_member(&group.item),
        });
    }
    for (index, alias) in aliases.iter().enumerate() {
        waiting.push(Linked {
            name: &alias.item.name,
            module: alias.module,
            what: What::Alias(index),
            paths: vec![&alias.item.target],
            known: None,
        });
    }
    // A group may name groups that stand behind it, so go round until nothing more becomes clear.
    let mut strict = true;
    while !waiting.is_empty() {
        let before = waiting.len();
        waiting.retain(|linked| {
            let kinds = possible_kinds(names, linked, strict);
            let [kind] = kinds.as_slice() else {
                if strict && kinds.len() > 1 {
                    report.push(kind_unclear(linked.name, &kinds));
                }
                return !(strict && kinds.len() > 1);
            };
            let space = Space::Kind(*kind);
            declare(
                names,
                space,
                linked.name,
                linked.module,
                linked.what,
                report,
            );
            false
        });
        if waiting.len() == before {
            if !strict {
                break;
            }
            // What is left names something unknown: take the kind of what is known.
            strict = false;
        } else {
            strict = true;
        }
    }
    let pending: BTreeSet<&str> = waiting
        .iter()
        .map(|linked| linked.name.text.as_str())
        .collect();
    let mut circle = Vec::new();
    for linked in &waiting {
        let is_pending = |path: &Path| last_word(path).is_some_and(|name| pending.contains(name));
        if linked.paths.iter().all(|path| is_pending(path)) {
            circle.push(linked.name);
            continue;
        }
        for path in &linked.paths {
            let spaces = KINDS.map(Space::Kind);
            if !is_pending(path) {
                lookups.find(names, &spaces, path, linked.module);
            }
        }
    }
    if !circle.is_empty() {
        report.push(circular("stands for itself", &circle));
    }
}

fn last_word(path: &Path) -> Option<&str> {
    path.segments.last().map(|name| name.text.as_str())
}

/// The kinds in which all names (or, not `strict`, at least one) are declared.
fn possible_kinds(names: &NameTable, linked: &Linked<'_>, strict: bool) -> Vec<Kind> {
    if let Some(kind) = linked.known {
        return vec![kind];
    }
    let fits = |kind: &Kind| {
        let mut found = linked.paths.iter().map(|path| {
            let space = Space::Kind(*kind);
            names.find(space, path, linked.module).is_some()
        });
        !linked.paths.is_empty()
            && if strict {
                found.all(|known| known)
            } else {
                found.any(|known| known)
            }
    };
    let mut kinds: Vec<Kind> = KINDS.into_iter().filter(fits).collect();
    if !strict {
        kinds.truncate(1);
    }
    kinds
}

/// `role …` is of parties, `derived from …` of data.
fn telling_member(group: &Group) -> Option<Kind> {
    let members = group.set.iter().flat_map(|set| &set.members);
    members
        .filter_map(|member| match member {
            SetMember::Role(_) => Some(Kind::Party),
            SetMember::DerivedFrom(_) | SetMember::WithDerived(_) => Some(Kind::Data),
            SetMember::Any(_) | SetMember::Path(_) => None,
        })
        .next()
}

/// Every path a group names.
fn group_paths(group: &Group) -> Vec<&Path> {
    let mut paths = Vec::new();
    if let Some(set) = &group.set {
        for member in &set.members {
            match member {
                SetMember::Path(path)
                | SetMember::DerivedFrom(path)
                | SetMember::WithDerived(path) => paths.push(path),
                SetMember::Any(_) | SetMember::Role(_) => {}
            }
        }
        paths.extend(&set.except);
    }
    paths.extend(group.members.iter().map(|member| &member.path));
    paths
}

/// Gives every group, alias and renamed node its meaning, those first that others name.
pub(super) fn link(world: &mut World, report: &mut Report) {
    let mut links: Vec<(Kind, String, What)> = Vec::new();
    for kind in KINDS {
        for (name, declared) in world.names.names_of(Space::Kind(kind)) {
            if matches!(
                declared.what,
                What::Group(_) | What::Alias(_) | What::Renamed(_)
            ) {
                links.push((kind, name.to_owned(), declared.what));
            }
        }
    }
    let positions: BTreeMap<(Kind, &str), usize> = links
        .iter()
        .enumerate()
        .map(|(at, (kind, name, _))| ((*kind, name.as_str()), at))
        .collect();
    let position = |kind: Kind, path: &Path, module: ModuleIndex| {
        let found = world.names.find(Space::Kind(kind), path, module)?;
        positions.get(&(kind, found.name)).copied()
    };
    let edges: Vec<Vec<usize>> = links
        .iter()
        .map(|(kind, _, what)| {
            let (module, paths) = paths_of(world, *what);
            let to = paths.into_iter();
            to.filter_map(|path| position(*kind, path, module))
                .collect()
        })
        .collect();
    let mut circular_links = BTreeSet::new();
    for knot in knots(edges.iter().map(|to| to.iter().copied())) {
        let members: Vec<&Name> = knot
            .iter()
            .filter_map(|&index| name_of(world, links.get(index)?.2))
            .collect();
        report.push(circular("stands for itself", &members));
        circular_links.extend(knot);
    }
    let mut graph: DiGraph<(), ()> = DiGraph::new();
    for _ in &links {
        graph.add_node(());
    }
    for (from, targets) in edges.iter().enumerate() {
        for &to in targets {
            if !circular_links.contains(&from) && !circular_links.contains(&to) {
                graph.add_edge(NodeIndex::new(to), NodeIndex::new(from), ());
            }
        }
    }
    for index in toposort(&graph, None).unwrap_or_default() {
        if circular_links.contains(&index.index()) {
            continue;
        }
        let Some((kind, name, what)) = links.get(index.index()) else {
            continue;
        };
        let target = match *what {
            What::Group(at) => group_target(world, *kind, at, report),
            _ => other_word_target(world, *kind, *what, report),
        };
        if let Some(target) = target
            && let Some(taxonomy) = world.taxonomies.kinds.get_mut(kind)
        {
            Arc::make_mut(taxonomy).names.insert(name.clone(), target);
        }
    }
}

fn name_of(world: &World, what: What) -> Option<&Name> {
    Some(match what {
        What::Group(at) => &world.groups.get(at)?.item.name,
        What::Alias(at) => &world.aliases.get(at)?.item.name,
        What::Renamed(at) => &world.nodes.get(at)?.node.name,
        _ => return None,
    })
}

fn paths_of(world: &World, what: What) -> (ModuleIndex, Vec<&Path>) {
    let found = match what {
        What::Group(at) => world
            .groups
            .get(at)
            .map(|group| (group.module, group_paths(&group.item))),
        What::Alias(at) => world
            .aliases
            .get(at)
            .map(|alias| (alias.module, vec![&alias.item.target])),
        What::Renamed(at) => world
            .nodes
            .get(at)
            .map(|entry| (entry.module, entry.node.replaced_by.iter().collect())),
        _ => None,
    };
    found.unwrap_or_default()
}

/// What an alias or a renamed node stands for.
fn other_word_target(
    world: &mut World,
    kind: Kind,
    what: What,
    report: &mut Report,
) -> Option<NameTarget> {
    let (module, path) = match what {
        What::Alias(at) => {
            let alias = world.aliases.get(at)?;
            (alias.module, alias.item.target.clone())
        }
        What::Renamed(at) => {
            let entry = world.nodes.get(at)?;
            (entry.module, entry.node.replaced_by.clone()?)
        }
        _ => return None,
    };
    let (_, target) =
        world
            .lookups
            .target(&world.names, &world.taxonomies, kind, &path, module, report)?;
    Some(target)
}

fn group_target(
    world: &mut World,
    kind: Kind,
    at: usize,
    report: &mut Report,
) -> Option<NameTarget> {
    let group = world.groups.get(at)?.clone();
    let mut set = DatedSet::constant(Default::default());
    if let Some(written) = &group.item.set {
        let resolved = resolve_set(
            &world.names,
            &world.taxonomies,
            &mut world.lookups,
            written,
            kind,
            group.module,
            report,
        );
        set = resolved?.values(world.taxonomies.atom_count(kind));
    }
    for member in &group.item.members {
        let since = member
            .since
            .map_or(Some(FIRST_DAY), |date| day(date, report));
        let until = member
            .until
            .map_or(Some(LAST_DAY), |date| day(date, report));
        let found = world.lookups.target(
            &world.names,
            &world.taxonomies,
            kind,
            &member.path,
            group.module,
            report,
        );
        let (Some(since), Some(until), Some((_, target))) = (since, until, found) else {
            continue;
        };
        if since > until {
            report.push(super::diagnostics::ends_before_it_begins(
                member.since.map_or(member.span, |date| date.span),
                member.until.map_or(member.span, |date| date.span),
            ));
        }
        let parts = dated_target(&world.taxonomies, kind, target).parts();
        for (values, days) in parts {
            let first = since.max(*days.start());
            let last = until.min(*days.end());
            set = set.union(&DatedSet::during(values, first..=last));
        }
    }
    let taxonomy = Arc::make_mut(world.taxonomies.kinds.get_mut(&kind)?);
    let index = to_u32(taxonomy.groups.len());
    taxonomy.groups.push(NamedSet {
        name: group.item.name.text.clone(),
        parts: set.parts(),
        span: group.item.name.span,
    });
    Some(NameTarget::Group(index))
}

/// The number of a day that was written; a day that does not exist is reported.
pub(crate) fn day(date: Date, report: &mut Report) -> Option<i64> {
    let number = day_number(date.year, date.month, date.day)
        .filter(|day| (FIRST_DAY..=LAST_DAY).contains(day));
    if number.is_none() {
        report.push(super::diagnostics::no_such_day(date));
    }
    number
}
