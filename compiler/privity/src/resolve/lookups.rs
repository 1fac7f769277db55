//! Looking names up, and keeping book: which were used, which are unknown, which are out of date.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashSet;

use super::diagnostics::{not_open, renamed};
use super::names::{Found, NameTable, Space, What};
use super::unknown::Unknowns;
use super::world::ModuleIndex;
use crate::check::taxonomy::{NameTarget, Taxonomies};
use crate::diagnostic::Report;
use crate::source::Span;
use crate::syntax::ast::{Kind, Path};

/// The book of all names that were looked up.
#[derive(Debug, Clone, Default)]
pub struct Lookups {
    used: BTreeMap<Space, FxHashSet<String>>,
    /// From which module a declaration of which module was used.
    uses: BTreeSet<(ModuleIndex, ModuleIndex)>,
    unknown: Unknowns,
    renamed: BTreeMap<(Space, String), Vec<Span>>,
}

impl Lookups {
    /// The declaration a path means, in the first of the sorts that has it. An unknown path is noted, once per place.
    pub fn find<'t>(
        &mut self,
        table: &'t NameTable,
        spaces: &[Space],
        path: &Path,
        module: ModuleIndex,
    ) -> Option<(Space, Found<'t>)> {
        for &space in spaces {
            if let Some(found) = table.find(space, path, module) {
                self.note_use(table, space, found, path, module);
                return Some((space, found));
            }
        }
        // What could not be imported or read may declare it, and is reported.
        let is_excused = table.is_blind(module) || table.may_be_lost(spaces, path, module);
        if !is_excused {
            self.unknown.note(spaces, path, module);
        }
        None
    }

    /// What a path of a kind stands for, with its name. `None` when the path is unknown, which is noted, or its declaration
    /// has a mistake of its own, which is reported elsewhere.
    pub fn target(
        &mut self,
        table: &NameTable,
        taxonomies: &Taxonomies,
        kind: Kind,
        path: &Path,
        module: ModuleIndex,
        report: &mut Report,
    ) -> Option<(String, NameTarget)> {
        let (_, found) = self.find(table, &[Space::Kind(kind)], path, module)?;
        let name = if found.residual {
            format!("{}.other", found.name)
        } else {
            found.name.to_owned()
        };
        let taxonomy = taxonomies.kind(kind)?;
        let target = taxonomy.names.get(&name).copied();
        if target.is_none() && found.residual && taxonomy.names.contains_key(found.name) {
            report.push(not_open(kind, found, path));
        }
        Some((name, target?))
    }

    fn note_use(
        &mut self,
        table: &NameTable,
        space: Space,
        found: Found<'_>,
        path: &Path,
        module: ModuleIndex,
    ) {
        self.mark_used(space, found.name);
        self.uses.insert((module, found.declared.module));
        if matches!(found.declared.what, What::Renamed(_)) && !table.is_standard(module) {
            let place = path
                .segments
                .iter()
                .rev()
                .find(|segment| segment.text == found.name)
                .map_or(path.span, |segment| segment.span);
            self.renamed
                .entry((space, found.name.to_owned()))
                .or_default()
                .push(place);
        }
    }

    /// Whether a name was ever looked up.
    #[must_use]
    pub fn is_used(&self, space: Space, name: &str) -> bool {
        let names = self.used.get(&space);
        names.is_some_and(|names| names.contains(name))
    }

    /// Whether a module used a declaration of another.
    #[must_use]
    pub fn uses(&self, module: ModuleIndex, other: ModuleIndex) -> bool {
        self.uses.contains(&(module, other))
    }

    /// Takes in what was looked up elsewhere, behind what is here.
    pub fn absorb(&mut self, other: Self) {
        for (space, names) in other.used {
            self.used.entry(space).or_default().extend(names);
        }
        self.uses.extend(other.uses);
        self.unknown.absorb(other.unknown);
        for (name, places) in other.renamed {
            self.renamed.entry(name).or_default().extend(places);
        }
    }

    /// Marks a name as used without looking it up.
    pub fn mark_used(&mut self, space: Space, name: &str) {
        let names = self.used.entry(space).or_default();
        if !names.contains(name) {
            names.insert(name.to_owned());
        }
    }

    /// Reports the unknown and the renamed names, one finding a name. `replacement` gives the name that stands for a renamed one.
    pub fn report(
        &self,
        table: &NameTable,
        replacement: impl Fn(Space, &str) -> Option<String>,
        report: &mut Report,
    ) {
        self.unknown.report(table, report);
        for ((space, name), places) in &self.renamed {
            if let Some(new) = replacement(*space, name) {
                report.push(renamed(*space, name, &new, places));
            }
        }
    }
}

/// The words of a path, joined by dots.
#[must_use]
pub fn path_text(path: &Path) -> String {
    let words: Vec<&str> = path
        .segments
        .iter()
        .map(|name| name.text.as_str())
        .collect();
    words.join(".")
}
