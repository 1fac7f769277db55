//! Where every name of a program stands, and which declaration it means there.
//!
//! The passes look names up while they work, each as far as it needs them, and stop at mistakes. An editor needs all names at once, of broken
//! files too. So this walks over what was written, whole or damaged, asks for each name what its place asks for, and lets the table of
//! [`crate::resolve`] answer. It reports nothing, but for [`names_again`].

mod again;
mod conditions;
mod declarations;
mod items;
mod passages;
mod paths;
mod recorder;
mod rules;
mod stems;
#[cfg(test)]
mod tests;
mod vocabulary;

pub use again::names_again;
pub use declarations::{Declaration, DeclarationId, Thing};
pub use passages::{ItemSort, Passage};
pub use stems::{Stem, stems};

pub(crate) use conditions::ACTIONS;
pub(crate) use rules::duty_node;

use declarations::Gathered;

use std::collections::BTreeMap;

use crate::check::policy::Policy;
use crate::program::Program;
use crate::resolve::World;
use crate::resolve::names::Space;
use crate::resolve::world::ModuleIndex;
use crate::source::Span;
use crate::syntax::ast;

/// A word of a text that is, or stands for, the name of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Where it stands.
    pub span: Span,
    /// Whether it declares the name.
    pub declares: bool,
    /// The sort of name that its place asks for; the first where several are tried. `None` for words that are no names of a table.
    pub space: Option<Space>,
    /// What it means.
    pub sense: Sense,
}

/// What a name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sense {
    /// Something that is declared.
    Declared(DeclarationId),
    /// Something that the language itself knows.
    Known(Known),
    /// Nothing: it is not declared, not visible, declared a second time, or its declaration cannot be read.
    Unknown,
}

/// What the language itself knows by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    /// An axis of every request, such as `home`.
    Axis,
    /// A kind in front of a name, such as `place.DE`.
    Kind,
    /// The role of a party.
    Role,
    /// An action that every program has: `answer`, `handle`, `transfer`.
    Action,
    /// A value that needs no declaration: `yes`, `no`, `none`, `unknown`, and how a switch stands.
    Value,
    /// `.other` behind an open node.
    Residual,
    /// The code of a finding, in a waiver.
    Code,
    /// Another version of a policy, in its header.
    Version,
}

/// What a word may be that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// A name of one of some sorts, those first that fit best, behind what was written in front of it.
    Name {
        /// The sorts.
        spaces: Vec<Space>,
        /// The words in front, up to the last dot.
        before: Vec<String>,
    },
    /// A value of a fact, by its position.
    Value(usize),
    /// One of these words, of a fact that is being declared.
    Word(Vec<String>),
    /// A word that a duty takes: the node, the parameter.
    Level(usize, usize),
    /// An ambiguity, with one of its readings.
    Reading,
    /// The role of a party.
    Role,
    /// An axis of every request.
    Axis,
    /// A module, behind the words in front.
    Module(Vec<String>),
}

/// A text that is no part of the program yet, up to a word that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What that word may be.
    pub wanted: Wanted,
    /// The names before it.
    pub names: Vec<Occurrence>,
    /// The sort of the item that it stands in.
    pub sort: Option<ItemSort>,
}

/// All names of a program, in the order of the texts.
#[derive(Debug, Clone)]
pub struct Occurrences {
    declared: Gathered,
    all: Vec<Occurrence>,
    /// For each declaration the positions in `all`.
    of: Vec<Vec<u32>>,
    /// The same for words that the language knows.
    of_known: BTreeMap<String, Vec<u32>>,
    by_name: BTreeMap<Space, BTreeMap<String, DeclarationId>>,
    passages: Vec<Passage>,
    stems: Vec<(Stem, u32)>,
}

impl Occurrences {
    /// Walks over a program. `policy` gives the names of rules that were named by their content.
    #[must_use]
    pub fn of(program: &Program, world: &World, policy: &Policy) -> Self {
        let declared = declarations::gather(program, world, policy);
        let (mut all, mut passages) = recorder::record(program, world, &declared);
        let mut by_name: BTreeMap<Space, BTreeMap<String, DeclarationId>> = BTreeMap::new();
        for (id, declaration) in declared.declarations.entries() {
            if let Some(space) = declaration.space() {
                let names = by_name.entry(space).or_default();
                names.entry(declaration.name.clone()).or_insert(id);
            }
        }
        all.sort_by_key(|occurrence| {
            let meaning = match occurrence.sense {
                Sense::Declared(id) => Some(id),
                Sense::Known(_) | Sense::Unknown => None,
            };
            (occurrence.span, meaning)
        });
        all.dedup();
        passages.sort_by_key(|passage| passage.start);
        let mut of = vec![Vec::new(); declared.declarations.len()];
        let mut of_known: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for (at, occurrence) in (0..).zip(&all) {
            match occurrence.sense {
                Sense::Declared(id) => {
                    if let Some(list) = of.get_mut(id.index()) {
                        list.push(at);
                    }
                }
                Sense::Known(_) => {
                    let word = program.sources.text(occurrence.span);
                    of_known.entry(word.to_owned()).or_default().push(at);
                }
                Sense::Unknown => {}
            }
        }
        let stems = stems::of_declared(&program.sources, &all, &passages);
        Self {
            declared,
            all,
            of,
            of_known,
            by_name,
            passages,
            stems,
        }
    }

    /// Reads a tree that is no part of the program yet, up to a word that is being written at a place. Names mean in it what they mean for
    /// `module`; a law that stands in a block of it is the module `block`. `None` where no name may stand.
    #[must_use]
    pub fn draft(
        &self,
        world: &World,
        tree: &ast::Module,
        (module, block): (ModuleIndex, ModuleIndex),
        at: u32,
    ) -> Option<Draft> {
        recorder::draft(world, &self.declared, tree, (module, block), at)
    }

    /// All occurrences, in the order of the texts.
    #[must_use]
    pub fn all(&self) -> &[Occurrence] {
        &self.all
    }

    /// All declarations, in the order of the texts.
    pub fn declarations(&self) -> impl Iterator<Item = (DeclarationId, &Declaration)> {
        self.declared.declarations.entries()
    }

    /// A declaration.
    #[must_use]
    pub fn declaration(&self, id: DeclarationId) -> Option<&Declaration> {
        self.declared.declarations.get(id)
    }

    /// The occurrences at a place, which may be the end of a word. A switch is declared as several things by one word.
    #[must_use]
    pub fn at(&self, offset: u32) -> &[Occurrence] {
        let from = self
            .all
            .partition_point(|occurrence| occurrence.span.end < offset);
        let rest = self.all.get(from..).unwrap_or_default();
        // Where two words meet, the second one is meant; they never do, but for a dot.
        let inside = rest
            .iter()
            .take_while(|occurrence| occurrence.span.start <= offset)
            .last();
        let Some(span) = inside.map(|occurrence| occurrence.span) else {
            return &[];
        };
        let first = rest
            .iter()
            .position(|occurrence| occurrence.span == span)
            .unwrap_or_default();
        let found = rest.get(first..).unwrap_or_default();
        let count = found
            .iter()
            .take_while(|occurrence| occurrence.span == span)
            .count();
        found.get(..count).unwrap_or_default()
    }

    /// The occurrences within a stretch of text.
    #[must_use]
    pub fn within(&self, span: Span) -> &[Occurrence] {
        let from = self
            .all
            .partition_point(|occurrence| occurrence.span.start < span.start);
        let rest = self.all.get(from..).unwrap_or_default();
        let count = rest.partition_point(|occurrence| occurrence.span.end <= span.end);
        rest.get(..count).unwrap_or_default()
    }

    /// Where a declaration is named, its own place included.
    pub fn of_declaration(&self, id: DeclarationId) -> impl Iterator<Item = &Occurrence> {
        let places = self.of.get(id.index()).into_iter().flatten();
        places.filter_map(|&at| self.all.get(at as usize))
    }

    /// Everything that is declared by the same word: for a switch its fact, guard, right and duty; for all else itself.
    pub fn declared_with(&self, id: DeclarationId) -> impl Iterator<Item = DeclarationId> {
        let span = self.declaration(id).and_then(|declared| declared.span);
        let here = span.map_or(&[][..], |span| self.within(span));
        let others = here.iter().filter_map(move |occurrence| {
            let Sense::Declared(other) = occurrence.sense else {
                return None;
            };
            (occurrence.declares && Some(occurrence.span) == span && other != id).then_some(other)
        });
        std::iter::once(id).chain(others)
    }

    /// Where a declaration is named, by positions in [`Self::all`].
    #[must_use]
    pub fn places_of(&self, id: DeclarationId) -> &[u32] {
        self.of.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// Where a word stands that the language knows, by positions in [`Self::all`].
    #[must_use]
    pub fn places_of_known(&self, word: &str) -> &[u32] {
        self.of_known.get(word).map_or(&[], Vec::as_slice)
    }

    /// Where names with such a word in them are declared, by positions in [`Self::all`].
    #[must_use]
    pub fn places_of_stem(&self, stem: Stem) -> &[(Stem, u32)] {
        let from = self.stems.partition_point(|(own, _)| *own < stem);
        let to = self.stems.partition_point(|(own, _)| *own <= stem);
        self.stems.get(from..to).unwrap_or_default()
    }

    /// The declaration of a name of a sort, by the name that the rest of the program knows it by.
    #[must_use]
    pub fn named(&self, space: Space, name: &str) -> Option<DeclarationId> {
        self.by_name.get(&space)?.get(name).copied()
    }

    /// The declaration of a thing.
    #[must_use]
    pub fn of_thing(&self, thing: Thing) -> Option<DeclarationId> {
        self.declared.ids.get(&thing).copied()
    }
}
