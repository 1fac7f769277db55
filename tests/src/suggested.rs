//! How good suggestions are while a policy is typed from nothing: at each place where it names something, whether the right word is among the
//! first few.
//!
//! The files of a program are typed one behind the other, each behind those that it imports. At a place everything is known that was typed so
//! far, and nothing else: what stands behind the place in its file is not there, and later files are empty but for their imports. New names are
//! no places, since nobody can guess them; neither are codes of findings and versions.

#![expect(
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a tool of tests may fail where it stands"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use privity::check;
use privity::completion::{self, Known};
use privity::diagnostic::Report;
use privity::occurrences::{self, Occurrence, Occurrences, Sense};
use privity::program::{ModuleText, Program, Unread, assemble};
use privity::resolve::{self, World};
use privity::source::{FileId, SourceMap, Span};
use privity::syntax::ast::ItemKind;

use crate::damage;

/// So many suggestions are seen at a glance.
pub const SHOWN: usize = 3;
/// So many letters are typed of a word at most before the list is read.
pub const TYPED: usize = 2;
/// A text may grow by so many bytes and stay in its place.
const ROOM: u32 = 1 << 20;

/// What stands behind a place while its file is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// Nothing: a policy is typed from nothing.
    Nothing,
    /// The rest of the file and all other files: a word of a whole policy is typed again.
    TheRest,
}

/// At how many places the word was among the first few.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// All places.
    pub places: usize,
    /// For each number of letters typed, at how many places the word was offered early enough.
    pub found: [usize; TYPED + 1],
}

impl Tally {
    /// The share, in tenths of a percent, after so many letters.
    #[must_use]
    pub fn share(&self, typed: usize) -> usize {
        1000 * self.found[typed] / self.places.max(1)
    }

    /// Both together.
    #[must_use]
    pub fn plus(mut self, other: Self) -> Self {
        self.places += other.places;
        for (own, others) in self.found.iter_mut().zip(other.found) {
            *own += others;
        }
        self
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} places", self.places)?;
        for typed in 0..=TYPED {
            let share = self.share(typed);
            write!(out, ", {}.{} %", share / 10, share % 10)?;
        }
        Ok(())
    }
}

/// A place that was looked at.
#[derive(Debug, Clone)]
pub struct Place<'a> {
    /// The module.
    pub module: &'a str,
    /// The text up to the place.
    pub before: &'a str,
    /// The word that stands there.
    pub word: &'a str,
    /// What is offered before a letter is typed.
    pub offered: Vec<String>,
}

/// What was typed of a program so far, with its names.
struct Typed {
    program: Program,
    world: World,
    names: Occurrences,
}

impl Typed {
    fn of(program: Program) -> Self {
        let mut report = Report::new();
        let world = resolve::resolve(&program, &mut report);
        let policy = check::check(&world, &mut report);
        let names = Occurrences::of(&program, &world, &policy);
        Self {
            program,
            world,
            names,
        }
    }

    /// The file of a module.
    fn file(&self, path: &str) -> Option<FileId> {
        let mut modules = self.program.modules.iter();
        Some(modules.find(|module| module.path == path)?.file)
    }

    /// The words offered at the end of a text in the place of a file's.
    fn offered(&self, file: FileId, text: &str, at: usize, modules: &[String]) -> Vec<String> {
        let sources = self.program.sources.replace(file, text);
        let program = Program {
            sources: sources.unwrap_or_else(|| self.program.sources.clone()),
            modules: self.program.modules.clone(),
        };
        let known = Known {
            program: &program,
            texts: &self.program.sources,
            world: &self.world,
            names: &self.names,
        };
        let found = completion::at(known, modules, file, at, usize::MAX);
        found.all.into_iter().map(|one| one.text).collect()
    }
}

/// Measures at every so many places of a program; tallies by the sort of name. `tell` hears of each place.
pub fn measure(
    policy: &damage::Program,
    behind: Behind,
    every: usize,
    tell: &mut dyn FnMut(&Place<'_>),
) -> BTreeMap<String, Tally> {
    let whole = Typed::of(read(&policy.modules, &policy.entry));
    let own: Vec<String> = policy.modules.keys().cloned().collect();
    let mut texts = match behind {
        Behind::TheRest => policy.modules.clone(),
        Behind::Nothing => {
            let modules = whole.program.modules.iter();
            let own = modules.filter(|module| !module.standard);
            let texts = own.map(|module| {
                if !policy.targets.contains(&module.path) {
                    let source = whole.program.sources.file(module.file);
                    return (module.path.clone(), source.text.clone());
                }
                let mut imports = String::new();
                for item in &module.tree.items {
                    if matches!(item.kind, ItemKind::Import(_)) {
                        imports.push_str(whole.program.sources.text(item.span));
                        imports.push('\n');
                    }
                }
                (module.path.clone(), imports.into())
            });
            texts.collect()
        }
    };
    let mut tallies = BTreeMap::new();
    let mut count = 0;
    for module in &whole.program.modules {
        if !policy.targets.contains(&module.path) {
            continue;
        }
        let source = whole.program.sources.file(module.file);
        let end = source.base + u32::try_from(source.text.len()).unwrap_or(u32::MAX);
        let mut typed: Option<(usize, Typed)> = None;
        for name in whole.names.within(Span::new(source.base, end)) {
            let is_place = !name.declares && can_be_offered(name);
            if !is_place {
                continue;
            }
            count += 1;
            if count % every != 0 {
                continue;
            }
            let at = (name.span.start - source.base) as usize;
            let word = &source.text[at..(name.span.end - source.base) as usize];
            let line = source.text[..at].rfind('\n').map_or(0, |end| end + 1);
            // What is known is what was there when the line was begun, or last word for word in imports.
            if typed.as_ref().is_none_or(|(known, _)| *known != line) {
                if behind == Behind::Nothing {
                    texts.insert(module.path.clone(), source.text[..line].into());
                }
                if behind == Behind::Nothing || typed.is_none() {
                    typed = Some((line, Typed::of(read(&texts, &policy.entry))));
                } else if let Some((known, _)) = &mut typed {
                    *known = line;
                }
            }
            let Some((_, typed)) = &typed else { continue };
            let Some(file) = typed.file(&module.path) else {
                continue;
            };
            let sort = name
                .space
                .map_or_else(|| sort_of(name).to_owned(), |space| space.noun().to_owned());
            let tally: &mut Tally = tallies.entry(sort).or_default();
            tally.places += 1;
            let path = path_from(&source.text[at..]);
            for letters in 0..=TYPED {
                if letters >= word.len() {
                    tally.found[letters] += 1;
                    continue;
                }
                let front = &source.text[..at + letters];
                let offered = match behind {
                    Behind::Nothing => typed.offered(file, front, front.len(), &own),
                    Behind::TheRest => {
                        let text = format!("{front}{}", &source.text[at + word.len()..]);
                        typed.offered(file, &text, front.len(), &own)
                    }
                };
                let mut first = offered.iter().take(SHOWN);
                if first.any(|text| text == word || text == path) {
                    tally.found[letters] += 1;
                }
                if letters == 0 {
                    tell(&Place {
                        module: &module.path,
                        before: &source.text[..at],
                        word,
                        offered,
                    });
                }
            }
        }
        texts.insert(module.path.clone(), source.text.clone());
    }
    tallies
}

/// A program from these texts, each with room to grow.
fn read(texts: &BTreeMap<String, Arc<str>>, entry: &str) -> Program {
    let named = |module: &str| {
        texts.get(module).map(|text| ModuleText {
            name: format!("{module}.privity"),
            text: text.clone(),
        })
    };
    let mut find = |module: &str| {
        named(module).ok_or(Unread::Missing {
            looked_for: module.to_owned(),
            present: [].into(),
        })
    };
    let text = find(entry).unwrap_or_else(|_| ModuleText {
        name: entry.to_owned(),
        text: "".into(),
    });
    assemble(
        SourceMap::with_room(ROOM),
        (entry, text),
        &mut find,
        &mut Report::new(),
    )
}

fn can_be_offered(name: &Occurrence) -> bool {
    match name.sense {
        Sense::Declared(_) => true,
        Sense::Known(known) => !matches!(
            known,
            occurrences::Known::Code | occurrences::Known::Version | occurrences::Known::Kind
        ),
        Sense::Unknown => false,
    }
}

fn sort_of(name: &Occurrence) -> &'static str {
    match name.sense {
        Sense::Declared(_) => "word of a fact or duty, or module",
        Sense::Known(_) | Sense::Unknown => "word of the language",
    }
}

/// The dotted path that a text begins with.
fn path_from(text: &str) -> &str {
    let end = text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.'));
    text[..end.unwrap_or(text.len())].trim_end_matches('.')
}
