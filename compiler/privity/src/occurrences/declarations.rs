//! What is declared by name: what the table of names has, and what is known only inside of another declaration.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::arena::{Arena, Id};
use crate::check::policy::Policy;
use crate::program::Program;
use crate::resolve::World;
use crate::resolve::names::{Declared, Space, What};
use crate::resolve::world::{ModuleIndex, Placed};
use crate::source::Span;
use crate::syntax::ast::{FactType, Name, Parameter};

/// The number of a declaration.
pub type DeclarationId = Id<Declaration>;

/// Something that has a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declaration {
    /// What it is.
    pub thing: Thing,
    /// The name that the rest of the program knows it by: that of a law's own in front, a module's dotted path.
    pub name: String,
    /// The name where it is declared.
    pub span: Option<Span>,
    /// All of the declaration.
    pub whole: Span,
    /// The documentation above it.
    pub docs: Vec<String>,
    /// The module that it stands in.
    pub module: ModuleIndex,
    /// Whether it belongs to the standard library.
    pub standard: bool,
}

/// What a name can stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Thing {
    /// An entry of the table of names, by position in the list of its sort.
    Named(Space, What),
    /// A word of a fact, or a reading of an ambiguity: the fact, and the word by position; behind the others the one that means *none*.
    Word(usize, usize),
    /// A word that a duty takes: the node, the parameter, the word.
    Level(usize, usize, usize),
    /// A module.
    Module(ModuleIndex),
}

impl Declaration {
    /// The sort of its name, if the table has it.
    #[must_use]
    pub fn space(&self) -> Option<Space> {
        match self.thing {
            Thing::Named(space, _) => Some(space),
            Thing::Word(..) | Thing::Level(..) | Thing::Module(_) => None,
        }
    }

    /// The name without what may stand in front of it.
    #[must_use]
    pub fn word(&self) -> &str {
        self.name.rsplit('.').next().unwrap_or(&self.name)
    }
}

/// The declarations of a program, with what finds them.
#[derive(Debug, Clone)]
pub(super) struct Gathered {
    pub(super) declarations: Arena<Declaration>,
    pub(super) ids: FxHashMap<Thing, DeclarationId>,
    /// The rules that got their names from their content, by these names.
    pub(super) derived: BTreeMap<String, DeclarationId>,
}

pub(super) fn gather(program: &Program, world: &World, policy: &Policy) -> Gathered {
    let mut found = modules(program);
    for space in Space::ALL {
        for (name, declared) in world.names.names_of(space) {
            found.push(entry(world, space, name, declared));
        }
    }
    words(world, &mut found);
    levels(world, &mut found);
    let from = found.len();
    unnamed_rules(world, policy, &mut found);
    let derived: Vec<(String, Thing)> = found
        .iter()
        .skip(from)
        .map(|rule| (rule.name.clone(), rule.thing))
        .collect();
    found.sort_by_key(|declared| (declared.span.unwrap_or(declared.whole), declared.thing));
    let mut gathered = Gathered {
        declarations: Arena::new(),
        ids: FxHashMap::default(),
        derived: BTreeMap::new(),
    };
    for declared in found {
        let thing = declared.thing;
        let id = gathered.declarations.push(declared);
        gathered.ids.insert(thing, id);
    }
    for (name, thing) in derived {
        if let Some(&id) = gathered.ids.get(&thing) {
            gathered.derived.insert(name, id);
        }
    }
    gathered
}

fn modules(program: &Program) -> Vec<Declaration> {
    let modules = program.modules.iter().enumerate();
    modules
        .map(|(index, module)| {
            let base = program.sources.file(module.file).base;
            let start = Span::new(base, base);
            Declaration {
                thing: Thing::Module(index),
                name: module.path.clone(),
                span: Some(start),
                whole: start,
                docs: Vec::new(),
                module: index,
                standard: module.standard,
            }
        })
        .collect()
}

fn entry(world: &World, space: Space, name: &str, declared: &Declared) -> Declaration {
    let (whole, docs) = written(world, declared.what).unwrap_or((declared.span, &[]));
    Declaration {
        thing: Thing::Named(space, declared.what),
        name: name.to_owned(),
        span: Some(declared.span),
        whole,
        docs: docs.to_vec(),
        module: declared.module,
        standard: world.names.is_standard(declared.module),
    }
}

/// All of a declaration, and the documentation above it.
fn written(world: &World, what: What) -> Option<(Span, &[String])> {
    fn placed<T>(placed: &Placed<T>) -> (Span, &[String]) {
        (placed.span, &placed.docs)
    }
    Some(match what {
        What::Node(at) | What::Renamed(at) => {
            let node = &world.nodes.get(at)?.node;
            (node.span, &node.docs)
        }
        What::Group(at) => placed(world.groups.get(at)?),
        What::Alias(at) => placed(world.aliases.get(at)?),
        What::Fact(at) => placed(world.facts.get(at)?),
        What::Define(at) => placed(world.defines.get(at)?),
        What::Period(at) => placed(world.periods.get(at)?),
        What::Rule(at) => placed(world.rules.get(at)?),
        What::Section(at) => placed(world.sections.get(at)?),
        What::Policy => placed(world.headers.first()?),
        What::Source(at) => placed(world.sources.get(at)?),
        What::Anchor(source, at) => {
            let anchor = world.sources.get(source)?.item.anchors.get(at)?;
            (anchor.name.span.to(anchor.digest.span), &[])
        }
        What::Inform(at) => placed(world.informs.get(at)?),
        What::Assertion(at) => placed(world.assertions.get(at)?),
        What::Law(at) => placed(world.laws.get(at)?),
        What::Finding(at) => placed(world.findings.get(at)?),
        What::Promise(at) => placed(world.promises.get(at)?),
    })
}

/// The words of a fact, in the order of their positions.
pub(super) fn words_of(ty: &FactType) -> &[Name] {
    match ty {
        FactType::Ordered(words) | FactType::OneOf(words) | FactType::SetOf(words) => words,
        _ => &[],
    }
}

fn words(world: &World, found: &mut Vec<Declaration>) {
    for (index, fact) in world.facts.iter().enumerate() {
        let words = words_of(&fact.item.ty)
            .iter()
            .chain(fact.item.or_none.as_ref());
        for (at, word) in words.enumerate() {
            // How a switch stands is no word of its text.
            if word.span == fact.item.name.span {
                continue;
            }
            found.push(Declaration {
                thing: Thing::Word(index, at),
                name: format!("{}.{}", fact.item.name.text, word.text),
                span: Some(word.span),
                whole: word.span,
                docs: Vec::new(),
                module: fact.module,
                standard: world.names.is_standard(fact.module),
            });
        }
    }
}

fn levels(world: &World, found: &mut Vec<Declaration>) {
    for (index, entry) in world.nodes.iter().enumerate() {
        for (parameter, written) in entry.node.parameters.iter().enumerate() {
            let (Parameter::OneOf(words) | Parameter::Ordered(words)) = written else {
                continue;
            };
            for (at, word) in words.iter().enumerate() {
                found.push(Declaration {
                    thing: Thing::Level(index, parameter, at),
                    name: format!("{}.{}", entry.node.name.text, word.text),
                    span: Some(word.span),
                    whole: word.span,
                    docs: Vec::new(),
                    module: entry.module,
                    standard: world.names.is_standard(entry.module),
                });
            }
        }
    }
}

/// Rules without a written name, by the name that the checked policy gives them.
fn unnamed_rules(world: &World, policy: &Policy, found: &mut Vec<Declaration>) {
    let laws = policy.laws.laws.iter().flat_map(|law| law.rules.iter());
    let names: BTreeMap<Span, &str> = policy
        .rules
        .iter()
        .chain(laws)
        .filter(|rule| !rule.is_named)
        .map(|rule| (rule.span, rule.name.as_str()))
        .collect();
    for (index, placed) in world.rules.iter().enumerate() {
        let Some(name) = names.get(&placed.span) else {
            continue;
        };
        if placed.item.name.is_some() {
            continue;
        }
        found.push(Declaration {
            thing: Thing::Named(Space::Rule, What::Rule(index)),
            name: (*name).to_owned(),
            span: None,
            whole: placed.span,
            docs: placed.docs.clone(),
            module: placed.module,
            standard: world.names.is_standard(placed.module),
        });
    }
}
