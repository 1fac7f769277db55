//! Names that were looked up in vain: one finding for each cause, whatever the number of places.

use std::collections::{BTreeMap, BTreeSet};

use super::diagnostics::{Missing, not_imported, unknown, wrong_kind};
use super::lookups::path_text;
use super::names::{NameTable, Space, What};
use super::unimported;
use super::world::ModuleIndex;
use crate::diagnostic::Report;
use crate::source::Span;
use crate::syntax::ast::Path;

/// The book of the names that were looked up in vain.
#[derive(Debug, Clone, Default)]
pub(super) struct Unknowns(BTreeMap<String, Vec<Use>>);

/// One vain look-up.
#[derive(Debug, Clone)]
struct Use {
    /// The sorts that were asked for, best first.
    spaces: Vec<Space>,
    module: ModuleIndex,
    place: Place,
}

/// Where a name stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// The whole path.
    pub(super) path: Span,
    /// Its last word.
    pub(super) last: Span,
}

/// A name that no declaration fits, with all places where it stands.
pub(super) struct Unknown<'u> {
    /// The sorts that were asked for, best first.
    pub(super) spaces: Vec<Space>,
    /// The words of the path.
    pub(super) text: &'u str,
    /// The module of the first place.
    pub(super) module: ModuleIndex,
    /// Each place, in order.
    pub(super) places: BTreeSet<Place>,
}

impl Unknown<'_> {
    /// The name without what stands in front of it.
    pub(super) fn plain(&self) -> &str {
        last_word(self.text)
    }

    pub(super) fn first(&self) -> Span {
        let first = self.places.first();
        first.map_or(Span::default(), |place| place.path)
    }

    /// The places behind the first.
    pub(super) fn others(&self) -> impl Iterator<Item = Span> {
        self.places.iter().skip(1).map(|place| place.path)
    }

    fn add(&mut self, wanted: &Use) {
        self.places.insert(wanted.place);
        let new: Vec<Space> = wanted
            .spaces
            .iter()
            .filter(|space| !self.spaces.contains(space))
            .copied()
            .collect();
        self.spaces.extend(new);
    }
}

impl Unknowns {
    pub(super) fn note(&mut self, spaces: &[Space], path: &Path, module: ModuleIndex) {
        let last = path.segments.last().map_or(path.span, |name| name.span);
        let uses = self.0.entry(path_text(path)).or_default();
        uses.push(Use {
            spaces: spaces.to_vec(),
            module,
            place: Place {
                path: path.span,
                last,
            },
        });
    }

    /// Takes in what another book has, behind what is here.
    pub(super) fn absorb(&mut self, other: Self) {
        for (text, uses) in other.0 {
            self.0.entry(text).or_default().extend(uses);
        }
    }

    /// Reports what lacks an import a finding a module, and every other name once.
    pub(super) fn report(&self, table: &NameTable, report: &mut Report) {
        let mut missing: BTreeMap<ModuleIndex, Vec<Missing>> = BTreeMap::new();
        for (text, uses) in &self.0 {
            let mut unknowns: BTreeMap<Vec<Space>, Unknown<'_>> = BTreeMap::new();
            let mut nowhere: Option<Unknown<'_>> = None;
            for wanted in uses {
                let plain = last_word(text);
                let fresh = || Unknown {
                    spaces: Vec::new(),
                    text,
                    module: wanted.module,
                    places: BTreeSet::new(),
                };
                if let Some(home) = unimported::home(table, wanted.module, &wanted.spaces, plain) {
                    let names = missing.entry(wanted.module).or_default();
                    match names.iter_mut().find(|name| name.name == plain) {
                        Some(name) => name.places.push(wanted.place.path),
                        None => names.push(Missing {
                            name: plain.to_owned(),
                            space: home.space,
                            home: home.path,
                            leads_back: home.leads_back,
                            places: vec![wanted.place.path],
                        }),
                    }
                } else if is_elsewhere(table, text, &wanted.spaces) {
                    let spaces = wanted.spaces.clone();
                    unknowns.entry(spaces).or_insert_with(fresh).add(wanted);
                } else {
                    nowhere.get_or_insert_with(fresh).add(wanted);
                }
            }
            for of_wrong_kind in unknowns.values() {
                report.push(wrong_kind(table, of_wrong_kind));
            }
            if let Some(nowhere) = nowhere {
                report.push(unknown(table, &nowhere));
            }
        }
        for (module, names) in &mut missing {
            for name in names.iter_mut() {
                name.places.sort_unstable();
                name.places.dedup();
            }
            names.sort_by_key(|name| name.places.first().copied());
            report.push(not_imported(table, *module, names));
        }
    }
}

/// Whether a sort that was not asked for has the name.
fn is_elsewhere(table: &NameTable, text: &str, spaces: &[Space]) -> bool {
    let everything = spaces.len() > 3;
    // A policy is often called like the company, whose name is what was meant.
    let declared = |space| {
        let declared = table.declared(space, text);
        declared.is_some_and(|declared| declared.what != What::Policy)
    };
    !everything
        && Space::ALL
            .into_iter()
            .any(|space| !spaces.contains(&space) && declared(space))
}

fn last_word(text: &str) -> &str {
    text.rsplit('.').next().unwrap_or(text)
}
