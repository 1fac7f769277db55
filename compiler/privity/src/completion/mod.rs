//! What may be written at a place of a text, the likeliest first: the keywords that the grammar lets follow, and the names that the place asks for.
//!
//! The text is most often broken where somebody writes. So only the item at hand is read, up to the word that is being written: once by the
//! grammar, for keywords, and once with a name in the place of that word, for what [`crate::occurrences`] says its place asks for.

mod alike;
mod block;
mod call;
mod candidates;
mod codes;
mod fit;
mod keywords;
mod meeting;
mod past;
mod rank;
mod sentence;
mod signs;
mod stretch;
mod suits;
mod tested;
#[cfg(test)]
mod tests;
mod turns;

use std::sync::Arc;

use crate::check::policy::NEW_ELEMENTS;
use crate::diagnostic::Report;
use crate::occurrences::{DeclarationId, Draft, Occurrences, Wanted};
use crate::program::Program;
use crate::resolve::World;
use crate::resolve::names::Space;
use crate::resolve::world::ModuleIndex;
use crate::source::{FileId, SourceMap, Span};
use crate::syntax;

pub use call::{Call, call_at};

use candidates::Candidates;
use fit::Fit;
use sentence::Sentence;
use stretch::{Stretch, WORD};
use tested::Tested;

/// A program whose names are known.
#[derive(Debug, Clone, Copy)]
pub struct Known<'a> {
    /// The texts as they are now.
    pub program: &'a Program,
    /// The texts as they were when names were found out.
    pub texts: &'a SourceMap,
    /// The declarations.
    pub world: &'a World,
    /// The names.
    pub names: &'a Occurrences,
}

/// What may be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// The word that it takes the place of, perhaps empty.
    pub replaced: Span,
    /// What may stand there, the likeliest first.
    pub all: Vec<Suggestion>,
    /// Whether there may be more than was asked for.
    pub is_cut: bool,
}

/// Something that may be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// The text.
    pub text: String,
    /// What it is.
    pub sort: Sort,
    /// What it means, if it is declared in the program.
    pub declaration: Option<DeclarationId>,
    /// What has to be imported for it.
    pub import: Option<Arc<Import>>,
    /// Whether parentheses with arguments are to stand behind it, and do not yet.
    pub has_arguments: bool,
}

/// An import that is not there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    /// The path of the module.
    pub path: String,
    /// Where it is to be written.
    pub at: Span,
    /// What is to be written.
    pub text: String,
}

/// What a suggestion is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// A name.
    Name(Space),
    /// A value of a fact, or a word that a duty takes.
    Value,
    /// An axis of every request.
    Axis,
    /// The role of a party.
    Role,
    /// A module.
    Module,
    /// A word of the language.
    Keyword,
}

/// What may be written at a byte of a file, and at most so much. Nothing in comments and in texts in quotes. `files` are further modules that
/// may be imported, by their dotted paths.
#[must_use]
pub fn at(
    known: Known<'_>,
    files: &[String],
    file: FileId,
    offset: usize,
    most: usize,
) -> Suggestions {
    let source = known.program.sources.file(file);
    let Some(stretch) = Stretch::around(&source.text, offset) else {
        return Suggestions::default();
    };
    let global = |at: usize| source.base + u32::try_from(at).unwrap_or_default();
    let replaced = Span::new(global(stretch.word.start), global(stretch.word.end));
    let before = stretch.before(&source.text);
    let next = syntax::next(before);
    let modules = modules_at(known, file, global(stretch.start));
    let sentence = Sentence::of(before);
    let mut candidates = Candidates::new(known, files, modules.0, replaced, &sentence);
    let wants_code = codes::is_wanted(before);
    let draft = match wants_code {
        true => None,
        false => draft(known, modules, &stretch, &source.text),
    };
    if let Some(draft) = &draft {
        candidates.wanted(&draft.wanted);
        if matches!(&draft.wanted, Wanted::Name { spaces, before } if before.is_empty() && spaces.first() == Some(&Space::Condition))
        {
            candidates.wanted(&Wanted::Axis);
        }
        // Only a request can leave open what a fact is.
        if sentence.head() == "test" && matches!(draft.wanted, Wanted::Value(_)) {
            candidates.words(["unknown"], Sort::Value);
        }
    }
    let mut names = candidates.all;
    names.retain(|one| suits::suits(known, &sentence, one));
    let behind = source.text.get(stretch.word.end..).unwrap_or_default();
    if !behind.starts_with('(') && suits::calls(&sentence) {
        for one in &mut names {
            one.has_arguments = call::has_arguments(known, one);
        }
    }
    if wants_code {
        names.extend(codes::all().map(|code| Suggestion::word(code, Sort::Value)));
    }
    let cursor = past::Cursor {
        text: &source.text,
        file,
        base: source.base,
        item: stretch.start,
        word: stretch.word.start,
    };
    // Behind a dot no keyword can stand, and where an act is named its effect is written already.
    let has_keywords =
        !stretch.is_behind_dot(&source.text) && !wants_code && (draft.is_none() || next.exact);
    let keywords = match has_keywords {
        false => Vec::new(),
        true => {
            let compared = sentence.compared();
            let front = source.text.get(..stretch.word.start);
            let begins_item = next.words.iter().any(|word| word == "policy");
            let place = keywords::Place {
                sentence: &sentence,
                subject: Tested::of(known, modules.0, sentence.before(0)),
                compared: compared.and_then(|of| Tested::of(known, modules.0, of.subject)),
                block: front
                    .filter(|_| begins_item && has_blocks(known, file))
                    .and_then(block::Block::around),
            };
            let words = keywords::keywords(&next, &place).into_iter();
            words
                .map(|word| Suggestion::word(&word, Sort::Keyword))
                .collect()
        }
    };
    let typed = source.text.get(stretch.word.start..offset);
    let typed = typed.unwrap_or_default();
    let fitting = |all: Vec<Suggestion>| -> Vec<(Fit, Suggestion)> {
        let all = all.into_iter();
        all.filter_map(|one| Some((Fit::of(&one.text, typed)?, one)))
            .collect()
    };
    let (names, keywords) = (fitting(names), fitting(keywords));
    let (all, is_cut) = rank::best(known, names, keywords, &cursor, draft.as_ref(), most);
    Suggestions {
        replaced,
        all,
        is_cut,
    }
}

/// The word at a byte of a text; `None` in comments, in quotes, and where there is none.
#[must_use]
pub fn word_at(text: &str, offset: usize) -> Option<std::ops::Range<usize>> {
    let stretch = Stretch::around(text, offset)?;
    (!stretch.word.is_empty()).then_some(stretch.word)
}

/// The module that a place belongs to, and that of the law in a block that begins there.
fn modules_at(known: Known<'_>, file: FileId, at: u32) -> (ModuleIndex, ModuleIndex) {
    let mut modules = known.program.modules.iter();
    let own = modules.position(|module| module.file == file);
    let own = own.unwrap_or_default();
    let count = known.program.modules.len();
    let mut blocks = known.world.laws.iter().filter(|law| law.module >= count);
    match blocks.find(|law| law.span.start <= at && at < law.span.end) {
        Some(law) if law.span.start == at => (own, law.module),
        Some(law) => (law.module, count),
        None => (own, count),
    }
}

/// The item at hand, with a name in the place of the word.
fn draft(
    known: Known<'_>,
    modules: (ModuleIndex, ModuleIndex),
    stretch: &Stretch,
    text: &str,
) -> Option<Draft> {
    let close = ")".repeat(stretch.open_brackets);
    // What a word cannot do without behind it, for items that are nothing yet.
    [" ", " is yes", " \"\""].into_iter().find_map(|tail| {
        let before = stretch.before(text);
        let written = format!("{before}{WORD}{close}{tail}");
        let mut sources = SourceMap::new();
        let file = sources.add("", written)?;
        let tree = syntax::parse(file, &sources, &mut Report::new());
        let at = u32::try_from(before.len()).ok()?;
        known.names.draft(known.world, &tree, modules, at)
    })
}

/// Whether a file has sections, documents or laws, which are looked for in its text only then.
fn has_blocks(known: Known<'_>, file: FileId) -> bool {
    let source = known.texts.file(file);
    let end = source.base + u32::try_from(source.text.len()).unwrap_or(u32::MAX);
    let is_here = |span: Span| source.base <= span.start && span.start <= end;
    let world = known.world;
    world.sections.iter().any(|section| is_here(section.span))
        || world.laws.iter().any(|law| is_here(law.span))
}

impl Suggestion {
    /// A word that nothing declares.
    fn word(text: &str, sort: Sort) -> Self {
        Self {
            text: text.to_owned(),
            sort,
            declaration: None,
            import: None,
            has_arguments: false,
        }
    }
}

/// What a fact `from diff` may have.
pub(super) const FOUND: [&str; 9] = NEW_ELEMENTS;
