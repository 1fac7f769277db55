//! The items of a program as runs of names: what is named together, in items of which sort.

use std::mem::{Discriminant, discriminant};
use std::ops::Range;

use super::Occurrences;
use crate::syntax::ast::{Effect, ItemKind};

/// The sort of an item; rules are told apart by their effects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ItemSort(Discriminant<ItemKind>, Option<Discriminant<Effect>>);

impl ItemSort {
    fn of(item: &ItemKind) -> Self {
        let effect = match item {
            ItemKind::Rule(rule) => Some(discriminant(&rule.effect)),
            _ => None,
        };
        Self(discriminant(item), effect)
    }
}

/// An item; of one that holds others what stands before them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Passage {
    /// Where it begins.
    pub start: u32,
    /// Its sort.
    pub sort: ItemSort,
    /// Whether it says what a name means or does, so that words of the name tell what it is about. Trees and lists of places do not.
    pub(super) explains: bool,
}

impl Passage {
    pub(super) fn of(start: u32, item: &ItemKind) -> Self {
        let explains = !matches!(
            item,
            ItemKind::Vocabulary(_) | ItemKind::Source(_) | ItemKind::Section(_)
        );
        Self {
            start,
            sort: ItemSort::of(item),
            explains,
        }
    }
}

impl Occurrences {
    /// The passages, in the order of the texts.
    #[must_use]
    pub fn passages(&self) -> &[Passage] {
        &self.passages
    }

    /// The number of the passage that a place belongs to; `None` before the first.
    #[must_use]
    pub fn passage_at(&self, offset: u32) -> Option<usize> {
        let after = self
            .passages
            .partition_point(|passage| passage.start <= offset);
        after.checked_sub(1)
    }

    /// The names of a passage, by their positions in [`Self::all`].
    #[must_use]
    pub fn names_of(&self, passage: usize) -> Range<usize> {
        let start = |at: usize| {
            let start = self
                .passages
                .get(at)
                .map_or(u32::MAX, |passage| passage.start);
            self.all.partition_point(|name| name.span.start < start)
        };
        start(passage)..start(passage + 1)
    }
}
