//! The tree of a text that is typed in: made of parts of earlier trees, and put together only when somebody looks at it.

use std::ops::{Deref, Range};
use std::sync::{Arc, OnceLock};

use super::ast::shift::Shift as _;
use super::ast::{Item, ItemKind, Module};
use crate::source::Span;

/// So many parts are kept at most; a tree of more is put together at once.
const MOST_PARTS: usize = 32;

/// A syntax tree. An edit takes over what it does not touch, wherever that stands now; who follows one edit with the next, and asks nothing,
/// never pays for the rest of the file.
#[derive(Debug, Clone)]
pub struct Tree {
    parts: Vec<Part>,
    /// The tree without its items.
    head: Module,
    whole: OnceLock<Arc<Module>>,
}

/// Items in a row of a tree that was read.
#[derive(Debug, Clone)]
pub(super) struct Part {
    of: Arc<Module>,
    range: Range<usize>,
    /// How far they have moved since, by what wraps around.
    by: u32,
}

impl Part {
    fn all(tree: &Arc<Module>) -> Self {
        Self {
            of: tree.clone(),
            range: 0..tree.items.len(),
            by: 0,
        }
    }

    fn items(&self) -> &[Item] {
        self.of.items.get(self.range.clone()).unwrap_or_default()
    }
}

impl From<Module> for Tree {
    fn from(tree: Module) -> Self {
        let whole = Arc::new(tree);
        Self {
            parts: vec![Part::all(&whole)],
            head: without_items(&whole),
            whole: OnceLock::from(whole),
        }
    }
}

fn without_items(tree: &Module) -> Module {
    Module {
        file: tree.file,
        items: Vec::new(),
        waivers: tree.waivers.clone(),
        lost: tree.lost.clone(),
    }
}

impl Tree {
    /// A tree of parts with what was just read between them; `read` has the file, the waivers and all else of the whole.
    pub(super) fn of(front: Vec<Part>, read: Module, behind: Vec<Part>) -> Self {
        let head = without_items(&read);
        let read = Part::all(&Arc::new(read));
        let parts = front.into_iter().chain([read]).chain(behind);
        let parts: Vec<Part> = parts.filter(|part| !part.range.is_empty()).collect();
        let is_scattered = parts.len() > MOST_PARTS;
        let tree = Self {
            parts,
            head,
            whole: OnceLock::new(),
        };
        match is_scattered {
            true => Self::from(tree.put_together()),
            false => tree,
        }
    }

    /// All but the items, which are none.
    pub(crate) fn head(&self) -> &Module {
        &self.head
    }

    /// How many items there are.
    pub(crate) fn len(&self) -> usize {
        self.parts.iter().map(|part| part.range.len()).sum()
    }

    /// What the items are, in order; the places in them may be old ones.
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &ItemKind> {
        let items = self.parts.iter().flat_map(Part::items);
        items.map(|item| &item.kind)
    }

    /// Where an item stands.
    pub(crate) fn span(&self, at: usize) -> Option<Span> {
        let (item, by) = self.find(at)?;
        let mut span = item.span;
        span.shift(by);
        Some(span)
    }

    /// An item, moved further.
    pub(crate) fn moved(&self, at: usize, by: u32) -> Option<Item> {
        let (item, own) = self.find(at)?;
        Some(moved(item, own.wrapping_add(by)))
    }

    fn find(&self, at: usize) -> Option<(&Item, u32)> {
        let mut before = 0;
        let part = self.parts.iter().find(|part| {
            let is_here = at < before + part.range.len();
            before += if is_here { 0 } else { part.range.len() };
            is_here
        })?;
        Some((part.items().get(at - before)?, part.by))
    }

    /// The position of the first item for which something about its place does not hold, as it does for all before it.
    pub(super) fn partition_point(&self, holds: impl Fn(Span) -> bool) -> usize {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from + (to - from) / 2;
            match self.span(middle) {
                Some(span) if holds(span) => from = middle + 1,
                _ => to = middle,
            }
        }
        from
    }

    /// Some of the items, moved further.
    pub(super) fn parts(&self, range: Range<usize>, by: u32) -> Vec<Part> {
        let known = self.whole.get().map(Part::all);
        let all = match &known {
            // What it was made of is needed no more.
            Some(whole) => std::slice::from_ref(whole),
            None => &self.parts,
        };
        let starts = all.iter().scan(0, |start, part| {
            let own = *start;
            *start += part.range.len();
            Some(own)
        });
        let cut = starts.zip(all).map(|(start, part)| {
            let within =
                |at: usize| part.range.start + at.saturating_sub(start).min(part.range.len());
            Part {
                of: part.of.clone(),
                range: within(range.start)..within(range.end),
                by: part.by.wrapping_add(by),
            }
        });
        cut.collect()
    }

    fn put_together(&self) -> Module {
        let items = self.parts.iter().flat_map(|part| {
            let items = part.items().iter();
            items.map(|item| moved(item, part.by))
        });
        Module {
            items: items.collect(),
            ..self.head.clone()
        }
    }
}

impl Deref for Tree {
    type Target = Module;

    /// The whole tree. Who looks first puts it together, and waits for nobody else who is at it.
    fn deref(&self) -> &Module {
        match self.whole.get() {
            Some(known) => known,
            None => {
                let whole = Arc::new(self.put_together());
                self.whole.get_or_init(|| whole)
            }
        }
    }
}

fn moved(item: &Item, by: u32) -> Item {
    let mut item = item.clone();
    item.shift(by);
    item
}
