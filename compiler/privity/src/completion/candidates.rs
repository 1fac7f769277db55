//! The names that a place may have, in no order yet.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::sentence::{How, Sentence};
use super::suits::meant;
use super::{FOUND, Import, Known, Sort, Suggestion};
use crate::check::policy::ClassAxis;
use crate::occurrences::{ACTIONS, Thing, Wanted};
use crate::resolve::library_of;
use crate::resolve::names::{KINDS, NameTable, Space, What, kind_word};
use crate::resolve::sets::ROLES;
use crate::resolve::world::ModuleIndex;
use crate::source::Span;
use crate::syntax::ast::{FactType, Kind, Parameter};

/// What may be written in a module.
pub(super) struct Candidates<'a> {
    known: Known<'a>,
    /// Modules that the program does not read yet.
    files: &'a [String],
    module: ModuleIndex,
    /// The word that is being written.
    cursor: Span,
    /// What stands before it.
    sentence: &'a Sentence<'a>,
    pub(super) all: Vec<Suggestion>,
}

impl<'a> Candidates<'a> {
    pub(super) fn new(
        known: Known<'a>,
        files: &'a [String],
        module: ModuleIndex,
        cursor: Span,
        sentence: &'a Sentence<'a>,
    ) -> Self {
        Self {
            known,
            files,
            module,
            cursor,
            sentence,
            all: Vec::new(),
        }
    }

    pub(super) fn wanted(&mut self, wanted: &Wanted) {
        match wanted {
            Wanted::Name { spaces, before } => {
                for &space in spaces {
                    self.names(space, before);
                }
                self.known_words(spaces, before);
                if !before.is_empty() {
                    self.behind(spaces, before);
                }
            }
            Wanted::Value(fact) => self.values(*fact),
            Wanted::Word(words) => self.words(words.iter().map(String::as_str), Sort::Value),
            Wanted::Level(node, parameter) => self.levels(*node, *parameter),
            Wanted::Reading => self.readings(),
            Wanted::Role => self.words(ROLES, Sort::Role),
            Wanted::Axis => self.words(ClassAxis::ALL.map(ClassAxis::name), Sort::Axis),
            Wanted::Module(before) => self.modules(before),
        }
    }

    /// Words that mean themselves.
    pub(super) fn words<'w>(&mut self, words: impl IntoIterator<Item = &'w str>, sort: Sort) {
        for word in words {
            self.add(word.to_owned(), sort);
        }
    }

    fn add(&mut self, text: String, sort: Sort) {
        self.all.push(Suggestion::word(&text, sort));
    }

    fn table(&self) -> &'a NameTable {
        &self.known.world.names
    }

    /// The names of a sort: visible ones, and those of modules that may be imported.
    fn names(&mut self, space: Space, before: &[String]) {
        let table = self.table();
        let law = table.law_of(self.module);
        let mut imports = Imports::default();
        for (name, declared) in table.names_of(space) {
            let own = law.and_then(|law| name.strip_prefix(law)?.strip_prefix('.'));
            let written = own.unwrap_or(name);
            let rest = match in_front(table, space, declared.module, before, written) {
                Some(rest) => rest,
                None => continue,
            };
            let is_visible = table.sees(self.module, declared.module);
            let path = table.module_path(declared.module);
            let import = match is_visible {
                true => None,
                false if !before.is_empty() => continue,
                false => match imports.of(table, path, self.module) {
                    None => continue,
                    import => import,
                },
            };
            let thing = Thing::Named(space, declared.what);
            self.all.push(Suggestion {
                text: rest.to_owned(),
                sort: Sort::Name(space),
                declaration: self.known.names.of_thing(thing),
                import,
                has_arguments: false,
            });
        }
        if !before.is_empty() {
            return;
        }
        // What the standard library has, and no module of the program reads yet.
        for (name, path) in library_of(space) {
            if table.declared(space, name).is_none()
                && let Some(import) = imports.of(table, path, self.module)
            {
                self.all.push(Suggestion {
                    text: name.to_owned(),
                    sort: Sort::Name(space),
                    declaration: None,
                    import: Some(import),
                    has_arguments: false,
                });
            }
        }
    }

    /// Words that need no declaration, where a name of these sorts stands.
    fn known_words(&mut self, spaces: &[Space], before: &[String]) {
        if !before.is_empty() {
            return;
        }
        match spaces {
            [Space::Kind(Kind::Action), ..] => {
                self.words(ACTIONS, Sort::Keyword);
            }
            [Space::Kind(Kind::Data | Kind::Purpose | Kind::Party), ..] => {
                self.words(["none"], Sort::Keyword);
            }
            _ => {}
        }
    }

    /// What goes on a path: `other` behind an open node.
    fn behind(&mut self, spaces: &[Space], before: &[String]) {
        let Some(last) = before.last() else { return };
        let table = self.table();
        let is_open = spaces.iter().any(|&space| {
            let declared = table.declared(space, last).map(|declared| declared.what);
            let Some(What::Node(at)) = declared else {
                return false;
            };
            let entry = self.known.world.nodes.get(at);
            entry.is_some_and(|entry| entry.node.open)
        });
        if is_open {
            self.words(["other"], Sort::Keyword);
        }
    }

    /// What a fact may be.
    fn values(&mut self, fact: usize) {
        let Some(placed) = self.known.world.facts.get(fact) else {
            return;
        };
        let written = &placed.item;
        let compared = self.sentence.compared();
        let how = compared.map(|compared| compared.how);
        let is_listed = compared.is_some_and(|compared| compared.is_listed);
        match &written.ty {
            FactType::Flag => self.words(["yes", "no"], Sort::Value),
            FactType::Ordered(words) | FactType::OneOf(words) | FactType::SetOf(words) => {
                for (at, word) in words.iter().enumerate() {
                    self.all.push(Suggestion {
                        text: word.text.clone(),
                        sort: Sort::Value,
                        declaration: self.known.names.of_thing(Thing::Word(fact, at)),
                        import: None,
                        has_arguments: false,
                    });
                }
                if written.from_diff {
                    self.words(FOUND, Sort::Value);
                }
            }
            FactType::SetOfKind(kind) => {
                self.names(Space::Kind(*kind), &[]);
                if how.is_none_or(|how| how == How::Has) {
                    self.add(format!("this {}", kind_word(*kind)), Sort::Keyword);
                }
            }
            FactType::Number(_) if self.sentence.slot() != "given" => self.numbers_of_laws(fact),
            FactType::Number(_) | FactType::Duration | FactType::Date => {}
        }
        // That there is none is no more and no less than anything, and in no set.
        if is_listed && how == Some(How::Has) || how.is_some_and(|how| how != How::Is) {
            return;
        }
        let is_set = matches!(written.ty, FactType::SetOf(_) | FactType::SetOfKind(_));
        match &written.or_none {
            Some(none) => self.add(none.text.clone(), Sort::Value),
            None if is_set && !is_listed => self.words(["none"], Sort::Value),
            None => {}
        }
    }

    /// The numbers that laws set and that a fact can be compared with: of the same unit.
    fn numbers_of_laws(&mut self, fact: usize) {
        let known = self.known;
        let facts = &known.world.facts;
        let ty = facts.get(fact).map(|fact| &fact.item.ty);
        let front = self.all.len();
        self.names(Space::Condition, &[]);
        let found = self.all.split_off(front).into_iter();
        let fitting = found.filter(|one| match meant(known, one) {
            Some(What::Fact(at)) => facts.get(at).is_some_and(|other| {
                let other = &other.item;
                at != fact && other.from_law && other.or_none.is_none() && Some(&other.ty) == ty
            }),
            _ => false,
        });
        self.all.extend(fitting);
    }

    fn levels(&mut self, node: usize, parameter: usize) {
        let entry = self.known.world.nodes.get(node);
        let parameter_of = entry.and_then(|entry| entry.node.parameters.get(parameter));
        let Some(Parameter::OneOf(words) | Parameter::Ordered(words)) = parameter_of else {
            return;
        };
        for (at, word) in words.iter().enumerate() {
            let thing = Thing::Level(node, parameter, at);
            self.all.push(Suggestion {
                text: word.text.clone(),
                sort: Sort::Value,
                declaration: self.known.names.of_thing(thing),
                import: None,
                has_arguments: false,
            });
        }
    }

    /// Every reading of every ambiguity, written out.
    fn readings(&mut self) {
        let world = self.known.world;
        for open in &world.ambiguities {
            for (at, reading) in open.written.readings.iter().enumerate() {
                let thing = Thing::Word(open.fact, at);
                self.all.push(Suggestion {
                    text: format!("{}.{}", open.written.name.text, reading.name.text),
                    sort: Sort::Value,
                    declaration: self.known.names.of_thing(thing),
                    import: None,
                    has_arguments: false,
                });
            }
        }
    }

    /// Modules of the program and of the standard library that are not imported yet, behind the words in front.
    fn modules(&mut self, before: &[String]) {
        let front: String = before.iter().map(|word| format!("{word}.")).collect();
        let names = self.known.names;
        let file = self.known.program.modules.get(self.module);
        let file = file.map(|module| self.known.program.sources.file(module.file));
        let start = file.map_or(0, |file| file.base);
        let end = file.map_or(0, |file| {
            file.base + u32::try_from(file.text.len()).unwrap_or(0)
        });
        let imported = |id| {
            let mut places = names.of_declaration(id);
            places.any(|place| {
                place.span.start >= start
                    && place.span.end <= end
                    && !(place.span.start <= self.cursor.start && self.cursor.end <= place.span.end)
            })
        };
        let mut found = Vec::new();
        for (at, module) in self.known.program.modules.iter().enumerate() {
            let id = names.of_thing(Thing::Module(at));
            let leads_back = self.table().sees(at, self.module);
            if !leads_back && !id.is_some_and(imported) {
                found.push((module.path.clone(), id));
            }
        }
        let library = privity_stdlib::MODULES.iter().map(|module| module.path);
        for path in self.files.iter().map(String::as_str).chain(library) {
            let mut known = self.known.program.modules.iter();
            if !known.any(|own| own.path == path) {
                found.push((path.to_owned(), None));
            }
        }
        for (path, declaration) in found {
            if let Some(rest) = path.strip_prefix(&front) {
                self.all.push(Suggestion {
                    text: rest.to_owned(),
                    sort: Sort::Module,
                    declaration,
                    import: None,
                    has_arguments: false,
                });
            }
        }
    }
}

/// How modules are imported into the one at hand, each found out once.
#[derive(Default)]
struct Imports<'a>(BTreeMap<&'a str, Option<Arc<Import>>>);

impl<'a> Imports<'a> {
    fn of(&mut self, table: &NameTable, path: &'a str, into: ModuleIndex) -> Option<Arc<Import>> {
        let known = self.0.entry(path).or_insert_with(|| {
            let (at, text) = table.import_of(path, into)?;
            let path = path.to_owned();
            Some(Arc::new(Import { path, at, text }))
        });
        known.clone()
    }
}

/// What is left of a name behind the words in front of it: its kind, its module or its law; `None` if they do not lead to it.
fn in_front<'n>(
    table: &NameTable,
    space: Space,
    module: ModuleIndex,
    before: &[String],
    name: &'n str,
) -> Option<&'n str> {
    let mut before = before;
    if let (Some((first, rest)), Space::Kind(kind)) = (before.split_first(), space)
        && first == kind_word(kind)
        && KINDS.contains(&kind)
    {
        before = rest;
    }
    let front = before.join(".");
    if front.is_empty() || front == table.module_path(module) {
        return Some(name);
    }
    name.strip_prefix(&front)?.strip_prefix('.')
}
