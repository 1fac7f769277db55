//! The walk over the trees of all modules, and the book that it keeps.

use std::collections::{BTreeMap, BTreeSet};

use super::declarations::{DeclarationId, Gathered, Thing};
use super::passages::Passage;
use super::{Draft, Known, Occurrence, Sense, Wanted};
use crate::program::Program;
use crate::resolve::World;
use crate::resolve::names::{Space, qualified};
use crate::resolve::world::ModuleIndex;
use crate::source::Span;
use crate::syntax::ast::{self, Name, Path};

/// The state of the walk.
pub(super) struct Recorder<'w> {
    pub(super) world: &'w World,
    /// The module at hand.
    pub(super) module: ModuleIndex,
    /// The module of the next law that stands in a block.
    pub(super) next_block: ModuleIndex,
    pub(super) declared: &'w Gathered,
    /// Modules by their dotted path.
    pub(super) modules: BTreeMap<&'w str, DeclarationId>,
    /// Duties by the place of their names, for the words of their parameters.
    pub(super) duties: BTreeMap<Span, usize>,
    /// The place of a word that is being written, in a text that is no part of the program yet.
    pub(super) written: Option<u32>,
    /// What that word may be.
    pub(super) wanted: Option<Wanted>,
    pub(super) passages: Vec<Passage>,
    /// What is kept of items that are no part of the program yet.
    pub(super) fresh: Option<Fresh>,
    all: Vec<Occurrence>,
}

/// Names in items that are no part of the program yet.
#[derive(Debug, Default)]
pub(super) struct Fresh {
    /// Those that the items declare.
    pub(super) declared: BTreeSet<String>,
    /// Those that lead nowhere.
    pub(super) vain: Vec<Vain>,
}

/// A name that leads nowhere.
#[derive(Debug)]
pub(super) struct Vain {
    pub(super) path: Path,
    /// The sorts that were asked for, best first.
    pub(super) spaces: Vec<Space>,
    pub(super) module: ModuleIndex,
}

/// The names of a program and its passages.
pub(super) fn record<'w>(
    program: &'w Program,
    world: &'w World,
    declared: &'w Gathered,
) -> (Vec<Occurrence>, Vec<Passage>) {
    let modules = program.modules.iter().enumerate();
    let modules = modules
        .filter_map(|(index, module)| {
            let id = declared.ids.get(&Thing::Module(index))?;
            Some((module.path.as_str(), *id))
        })
        .collect();
    let nodes = world.nodes.iter().enumerate();
    let duties = nodes
        .filter(|(_, entry)| !entry.node.parameters.is_empty())
        .map(|(index, entry)| (entry.node.name.span, index))
        .collect();
    let mut recorder = Recorder {
        next_block: program.modules.len(),
        modules,
        duties,
        ..Recorder::new(world, declared)
    };
    for (index, module) in program.modules.iter().enumerate() {
        recorder.module = index;
        recorder.items(&module.tree.items);
        for waiver in &module.tree.waivers {
            for code in &waiver.codes {
                recorder.known(code.span, Known::Code);
            }
        }
    }
    (recorder.all, recorder.passages)
}

/// A tree that is no part of the program yet, up to a word that is being written.
pub(super) fn draft(
    world: &World,
    declared: &Gathered,
    tree: &ast::Module,
    (module, block): (ModuleIndex, ModuleIndex),
    at: u32,
) -> Option<Draft> {
    let mut recorder = Recorder {
        module,
        next_block: block,
        written: Some(at),
        ..Recorder::new(world, declared)
    };
    recorder.items(&tree.items);
    let mut names = recorder.all;
    names.retain(|name| name.span.end <= at);
    names.sort_by_key(|name| name.span);
    let mut passages = recorder.passages.into_iter().rev();
    Some(Draft {
        wanted: recorder.wanted?,
        names,
        sort: passages
            .find(|passage| passage.start <= at)
            .map(|passage| passage.sort),
    })
}

impl<'w> Recorder<'w> {
    fn new(world: &'w World, declared: &'w Gathered) -> Self {
        Self {
            world,
            module: 0,
            next_block: 0,
            declared,
            modules: BTreeMap::new(),
            duties: BTreeMap::new(),
            written: None,
            wanted: None,
            passages: Vec::new(),
            fresh: None,
            all: Vec::new(),
        }
    }

    /// For items that are no part of the program yet.
    pub(super) fn of_new(world: &'w World, declared: &'w Gathered) -> Self {
        Self {
            fresh: Some(Fresh::default()),
            ..Self::new(world, declared)
        }
    }
}

impl Recorder<'_> {
    /// Notes what is wanted, if the word that is being written is part of this.
    pub(super) fn wish(&mut self, span: Span, wanted: impl FnOnce() -> Wanted) {
        let is_here = self
            .written
            .is_some_and(|at| span.start <= at && at < span.end);
        if is_here && self.wanted.is_none() {
            self.wanted = Some(wanted());
        }
    }

    /// Whether a declaration is the one at a place. A text that is no part of the program has places of its own.
    pub(super) fn is_here(&self, declared: Span, place: Span) -> bool {
        self.written.is_some() || declared == place
    }

    /// A name that is declared here, in the first of the sorts in which this is its place; in all of them for `every`.
    pub(super) fn declares(&mut self, name: &Name, spaces: &[Space]) {
        if let Some(fresh) = &mut self.fresh {
            fresh.declared.insert(name.text.clone());
        }
        let names = &self.world.names;
        let law = names
            .law_of(self.module)
            .map(|law| qualified(law, &name.text));
        let mut is_new = true;
        for &space in spaces {
            let plain = names.declared(space, &name.text);
            let own = law.as_ref().and_then(|own| names.declared(space, own));
            let here = [own, plain].into_iter().flatten();
            for declared in here.filter(|declared| declared.span == name.span) {
                let thing = Thing::Named(space, declared.what);
                self.occurs(name.span, true, Some(space), self.meaning(thing));
                is_new = false;
            }
        }
        if is_new {
            self.occurs(name.span, true, spaces.first().copied(), Sense::Unknown);
        }
    }

    /// What a thing is, as far as it is declared.
    pub(super) fn meaning(&self, thing: Thing) -> Sense {
        let ids = &self.declared.ids;
        ids.get(&thing)
            .map_or(Sense::Unknown, |&id| Sense::Declared(id))
    }

    /// A word that declares a thing which no table has.
    pub(super) fn declares_word(&mut self, name: &Name, thing: Thing) {
        self.occurs(name.span, true, None, self.meaning(thing));
    }

    /// A word that the language knows.
    pub(super) fn known(&mut self, span: Span, known: Known) {
        self.occurs(span, false, None, Sense::Known(known));
    }

    pub(super) fn occurs(
        &mut self,
        span: Span,
        declares: bool,
        space: Option<Space>,
        sense: Sense,
    ) {
        self.all.push(Occurrence {
            span,
            declares,
            space,
            sense,
        });
    }
}
