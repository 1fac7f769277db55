//! Items in turn: what followed elsewhere on what the item before names behind the same keyword, and what files begin with.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Known;
use super::past::{Cursor, Token, Used, places, read};
use crate::occurrences::ItemSort;

/// So many places of what the item before names are looked at.
const MOST_PLACES: usize = 30;
/// An item that names more is a list, and no turn.
const LONGEST: usize = 40;
/// How soon what was long ago counts less, of turns and of files.
const FADING: [f64; 2] = [0.6, 0.3];

/// A name that an item begins to give behind a keyword.
pub(super) struct Turn<'a, 's> {
    /// The sort of the item.
    pub(super) sort: ItemSort,
    /// The keyword.
    pub(super) slot: &'a str,
    /// Where the item is among all names.
    pub(super) here: &'s Range<usize>,
}

impl<'a> Turn<'a, '_> {
    /// What items of this sort name next after an item that names what the last one before the cursor does.
    pub(super) fn next(&self, known: Known<'a>, before: &[Used<'a>]) -> BTreeMap<Token<'a>, f64> {
        let Some(last) = before.iter().rev().find(|used| self.is_like(used)) else {
            return BTreeMap::new();
        };
        let places = places(known, last.token, self.here).take(MOST_PLACES);
        let found = places.filter_map(|place| {
            let name = known.names.all().get(place)?;
            let passage = known.names.passage_at(name.span.start)?;
            match self.is_sort_of(known, passage) {
                true => self.named_in(known, passage + 1),
                false => None,
            }
        });
        faded(found, FADING[0])
    }

    /// What other files begin with, if the item is the first of its sort in its file.
    pub(super) fn first(&self, known: Known<'a>, cursor: &Cursor<'a>) -> BTreeMap<Token<'a>, f64> {
        let passages = known.names.passages();
        let beginning = |base| passages.partition_point(|passage| passage.start < base);
        let item = cursor.base + u32::try_from(cursor.item).unwrap_or_default();
        let mut own = beginning(cursor.base)..beginning(item);
        if own.any(|passage| self.is_sort_of(known, passage)) {
            return BTreeMap::new();
        }
        let others = known.program.modules.iter().rev();
        let others = others.filter(|module| !module.standard && module.file != cursor.file);
        let found = others.filter_map(|module| {
            let base = known.texts.file(module.file).base;
            self.named_in(known, beginning(base))
        });
        faded(found, FADING[1])
    }

    fn is_like(&self, used: &Used<'_>) -> bool {
        !used.declares && used.slot == self.slot && used.sort == Some(self.sort)
    }

    fn is_sort_of(&self, known: Known<'_>, passage: usize) -> bool {
        let passage = known.names.passages().get(passage);
        passage.is_some_and(|passage| passage.sort == self.sort)
    }

    /// The first name behind the keyword in a passage of this sort.
    fn named_in(&self, known: Known<'a>, passage: usize) -> Option<Token<'a>> {
        if !self.is_sort_of(known, passage) {
            return None;
        }
        let names = known.names.names_of(passage);
        if names.len() > LONGEST || self.here.contains(&names.start) {
            return None;
        }
        let names = read(known, names);
        let first = names.iter().find(|used| self.is_like(used));
        first.map(|used| used.token)
    }
}

/// How often each was found; what was found late counts less.
fn faded<'a>(found: impl IntoIterator<Item = Token<'a>>, fading: f64) -> BTreeMap<Token<'a>, f64> {
    let mut times: BTreeMap<Token<'a>, f64> = BTreeMap::new();
    let mut count = 0.0;
    for token in found {
        *times.entry(token).or_default() += 1.0 / (1.0 + fading * count);
        count += 1.0;
    }
    times
}
