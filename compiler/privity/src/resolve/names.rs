//! The table of all names: what is declared where, and what a module can see.

use std::collections::{BTreeMap, BTreeSet};

use smallvec::SmallVec;

use super::lost::LostNames;
use super::world::ModuleIndex;
use crate::source::Span;
use crate::syntax::ast::{Kind, Path};

/// What sort of thing a place asks for; names of different sorts do not clash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Space {
    /// A node, group or alias of a kind.
    Kind(Kind),
    /// A fact, a named condition or a class axis: what a condition can test.
    Condition,
    /// A named length of time.
    Period,
    /// A rule, a section or the policy itself: what can be lifted by name.
    Rule,
    /// A place in a cited text.
    Anchor,
    /// A cited text.
    Source,
    /// A recorded text.
    Inform,
    /// A claim about all requests.
    Assertion,
    /// A law.
    Law,
    /// A recorded finding.
    Finding,
    /// A standing duty.
    Promise,
}

impl Space {
    /// Every sort, in order.
    pub const ALL: [Space; 21] = [
        Self::Kind(Kind::Action),
        Self::Kind(Kind::Data),
        Self::Kind(Kind::Purpose),
        Self::Kind(Kind::Party),
        Self::Kind(Kind::Place),
        Self::Kind(Kind::Subject),
        Self::Kind(Kind::Right),
        Self::Kind(Kind::Event),
        Self::Kind(Kind::Duty),
        Self::Kind(Kind::Channel),
        Self::Kind(Kind::Guard),
        Self::Condition,
        Self::Period,
        Self::Rule,
        Self::Anchor,
        Self::Source,
        Self::Inform,
        Self::Assertion,
        Self::Law,
        Self::Finding,
        Self::Promise,
    ];

    /// What messages call such a thing, without an article.
    #[must_use]
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Kind(kind) => kind_word(kind),
            Self::Condition => "fact",
            Self::Period => "period",
            Self::Rule => "rule or section",
            Self::Anchor => "anchor",
            Self::Source => "source",
            Self::Inform => "recorded text",
            Self::Assertion => "assertion",
            Self::Law => "law",
            Self::Finding => "finding",
            Self::Promise => "promise",
        }
    }

    /// The noun with its article; data have none.
    #[must_use]
    pub fn a_noun(self) -> String {
        match self {
            Self::Kind(Kind::Data) => "data".to_owned(),
            Self::Kind(Kind::Action | Kind::Event) | Self::Anchor | Self::Assertion => {
                format!("an {}", self.noun())
            }
            _ => format!("a {}", self.noun()),
        }
    }
}

/// The name of what a law declares, as the rest of the program calls it.
#[must_use]
pub fn qualified(law: &str, name: &str) -> String {
    format!("{law}.{name}")
}

/// The keyword of a kind.
#[must_use]
pub const fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Action => "action",
        Kind::Data => "data",
        Kind::Purpose => "purpose",
        Kind::Party => "party",
        Kind::Place => "place",
        Kind::Subject => "subject",
        Kind::Right => "right",
        Kind::Event => "event",
        Kind::Duty => "duty",
        Kind::Channel => "channel",
        Kind::Guard => "guard",
    }
}

/// All kinds, in order.
pub const KINDS: [Kind; 11] = [
    Kind::Action,
    Kind::Data,
    Kind::Purpose,
    Kind::Party,
    Kind::Place,
    Kind::Subject,
    Kind::Right,
    Kind::Event,
    Kind::Duty,
    Kind::Channel,
    Kind::Guard,
];

/// A declaration, by position in the list of its sort in [`super::World`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// A node of a taxonomy.
    Node(usize),
    /// A node that another one replaces.
    Renamed(usize),
    /// A named set.
    Group(usize),
    /// Another word.
    Alias(usize),
    /// A fact.
    Fact(usize),
    /// A named condition.
    Define(usize),
    /// A named length of time.
    Period(usize),
    /// A rule.
    Rule(usize),
    /// A section.
    Section(usize),
    /// The header.
    Policy,
    /// A cited text.
    Source(usize),
    /// A place in a cited text: the text, and the place in it.
    Anchor(usize, usize),
    /// A recorded text.
    Inform(usize),
    /// A claim about all requests.
    Assertion(usize),
    /// A law.
    Law(usize),
    /// A recorded finding.
    Finding(usize),
    /// A standing duty.
    Promise(usize),
}

/// Where a name is declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Declared {
    /// In which module.
    pub module: ModuleIndex,
    /// The name there.
    pub span: Span,
    /// What it names.
    pub what: What,
}

/// All names of a program.
#[derive(Debug, Clone, Default)]
pub struct NameTable {
    pub(super) entries: BTreeMap<Space, BTreeMap<String, Declared>>,
    pub(super) modules: Vec<ModuleNames>,
}

/// What the table knows of a module.
#[derive(Debug, Clone)]
pub(super) struct ModuleNames {
    pub(super) path: String,
    /// The place in front of its text.
    pub(super) start: Span,
    pub(super) standard: bool,
    /// Whether an import of it, or of a module that it sees, could not be followed.
    pub(super) blind: bool,
    /// What it may have declared in text that could not be read.
    pub(super) lost: LostNames,
    /// The law whose header it holds: its name.
    pub(super) law: Option<String>,
    pub(super) imports: Vec<ModuleIndex>,
    /// Where another import may be written; `None` in a law in a block.
    pub(super) import_place: Option<ImportPlace>,
    /// The modules it sees: itself, its imports, and theirs.
    pub(super) sees: BTreeSet<ModuleIndex>,
}

/// Where an import can be inserted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ImportPlace {
    /// The empty place.
    pub(super) at: Span,
    /// What parts the import from the text before.
    pub(super) before: &'static str,
    /// What parts it from the text behind.
    pub(super) after: &'static str,
}

/// A name that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found<'t> {
    /// The name itself, without what stood in front.
    pub name: &'t str,
    /// Its declaration.
    pub declared: &'t Declared,
    /// Whether `.other` stood behind it.
    pub residual: bool,
}

impl NameTable {
    /// The declaration that a path means for a module, in one sort.
    #[must_use]
    pub fn find(&self, space: Space, path: &Path, module: ModuleIndex) -> Option<Found<'_>> {
        let words: SmallVec<[&str; 4]> = path
            .segments
            .iter()
            .map(|name| name.text.as_str())
            .collect();
        let (last, before) = words.split_last()?;
        if let Some(found) = self.find_name(space, before, last, module) {
            return Some(found);
        }
        let (name, before) = before.split_last()?;
        if *last != "other" {
            return None;
        }
        let found = self.find_name(space, before, name, module)?;
        Some(Found {
            residual: true,
            ..found
        })
    }

    fn find_name(
        &self,
        space: Space,
        before: &[&str],
        name: &str,
        module: ModuleIndex,
    ) -> Option<Found<'_>> {
        self.find_in_law(space, before, name, module)
            .or_else(|| self.find_plain(space, before, name, module))
    }

    /// A name that a law declares: by itself within the law, elsewhere behind the name of the law or the path of its module.
    fn find_in_law(
        &self,
        space: Space,
        before: &[&str],
        name: &str,
        module: ModuleIndex,
    ) -> Option<Found<'_>> {
        let before = match (before, space) {
            ([first, rest @ ..], Space::Kind(kind)) if *first == kind_word(kind) => rest,
            _ => before,
        };
        let front = before.join(".");
        let law = if before.is_empty() {
            self.law_of(module)?
        } else {
            let mut laws = self.modules.iter().filter_map(|module| {
                let law = module.law.as_deref()?;
                (front == law || front == module.path).then_some(law)
            });
            laws.next()?
        };
        let (key, declared) = self.entry(space, &qualified(law, name))?;
        self.sees(module, declared.module).then_some(Found {
            name: key,
            declared,
            residual: false,
        })
    }

    fn find_plain(
        &self,
        space: Space,
        before: &[&str],
        name: &str,
        module: ModuleIndex,
    ) -> Option<Found<'_>> {
        let (key, declared) = self.entry(space, name)?;
        if !self.sees(module, declared.module) {
            return None;
        }
        let before = match (before, space) {
            ([first, rest @ ..], Space::Kind(kind)) if *first == kind_word(kind) => rest,
            _ => before,
        };
        let home = self.modules.get(declared.module)?;
        (before.is_empty() || before.join(".") == home.path).then_some(Found {
            name: key,
            declared,
            residual: false,
        })
    }

    /// The declaration of a plain name, visible or not.
    #[must_use]
    pub fn declared(&self, space: Space, name: &str) -> Option<&Declared> {
        let (_, declared) = self.entry(space, name)?;
        Some(declared)
    }

    fn entry(&self, space: Space, name: &str) -> Option<(&str, &Declared)> {
        let (name, declared) = self.entries.get(&space)?.get_key_value(name)?;
        Some((name, declared))
    }

    /// Enters a plain name.
    pub(super) fn enter(&mut self, space: Space, name: &str, declared: Declared) {
        let names = self.entries.entry(space).or_default();
        names.insert(name.to_owned(), declared);
    }

    /// All plain names with their sorts and declarations, in order.
    pub(super) fn all(&self) -> impl Iterator<Item = (Space, &str, &Declared)> {
        self.entries.iter().flat_map(|(&space, names)| {
            let names = names.iter();
            names.map(move |(name, declared)| (space, name.as_str(), declared))
        })
    }

    /// All names of a sort with their declarations, in the order of the alphabet.
    pub fn names_of(&self, space: Space) -> impl Iterator<Item = (&str, &Declared)> {
        let names = self.entries.get(&space).into_iter().flatten();
        names.map(|(name, declared)| (name.as_str(), declared))
    }

    /// Whether a module sees the declarations of another.
    #[must_use]
    pub fn sees(&self, module: ModuleIndex, other: ModuleIndex) -> bool {
        self.modules
            .get(module)
            .is_some_and(|names| names.sees.contains(&other))
    }

    /// Whether a module may have names that nobody knows of, because an import could not be followed.
    #[must_use]
    pub fn is_blind(&self, module: ModuleIndex) -> bool {
        self.modules.get(module).is_some_and(|names| names.blind)
    }

    /// The dotted path of a module.
    #[must_use]
    pub fn module_path(&self, module: ModuleIndex) -> &str {
        self.modules
            .get(module)
            .map_or("", |names| names.path.as_str())
    }

    /// Whether a module itself imports any module of the standard library.
    #[must_use]
    pub fn imports_standard(&self, module: ModuleIndex) -> bool {
        let names = self.modules.get(module);
        names.is_some_and(|names| names.imports.iter().any(|&import| self.is_standard(import)))
    }

    /// Where another import may be written in a module.
    pub(super) fn import_place(&self, module: ModuleIndex) -> Option<ImportPlace> {
        self.modules.get(module)?.import_place
    }

    /// How a module is imported into another: where, and what is written there. `None` where that would lead back to itself, where it is
    /// visible already, and in a law in a block.
    #[must_use]
    pub fn import_of(&self, path: &str, into: ModuleIndex) -> Option<(Span, String)> {
        let mut known = (0..).zip(&self.modules);
        let target = known
            .find(|(_, names)| names.path == path)
            .map(|(at, _)| at);
        if target.is_some_and(|target| self.sees(into, target) || self.sees(target, into)) {
            return None;
        }
        let place = self.import_place(into)?;
        let text = format!("{}import {path}{}", place.before, place.after);
        Some((place.at, text))
    }

    /// The place in front of the text of a module.
    #[must_use]
    pub fn start_of(&self, module: ModuleIndex) -> Span {
        self.modules
            .get(module)
            .map_or(Span::default(), |names| names.start)
    }

    /// The law that a module holds, by name.
    #[must_use]
    pub fn law_of(&self, module: ModuleIndex) -> Option<&str> {
        self.modules.get(module)?.law.as_deref()
    }

    /// Whether a module belongs to the standard library.
    #[must_use]
    pub fn is_standard(&self, module: ModuleIndex) -> bool {
        self.modules.get(module).is_some_and(|names| names.standard)
    }
}
