//! What pairs of a key and a word say, found by both together: one look into one table a pair.

use std::hash::BuildHasher as _;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;

use super::Seat;
use crate::check::policy::AxisId;
use crate::graph::flat::Shares;

/// What a pair says.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) axis: AxisId,
    /// What the request gains, less what it has while nothing is said of the axis.
    pub(super) shares: Shares,
    /// The one value, if it is one.
    pub(super) value: Option<i64>,
    /// Where the recipient sits, if it is one.
    pub(super) seat: Option<Seat>,
}

/// The pairs. Their text stands in one piece, so that a look touches the table, the text and what is said, and nothing else.
#[derive(Debug, Default)]
pub(super) struct Pairs {
    table: HashTable<Entry>,
    text: String,
}

#[derive(Debug)]
struct Entry {
    /// Where the key begins in the text; the word follows it.
    from: usize,
    key: usize,
    word: usize,
    said: Said,
}

impl Pairs {
    /// Adds a pair that is not there yet.
    pub(super) fn insert(&mut self, key: &str, word: &str, said: Said) {
        let entry = Entry {
            from: self.text.len(),
            key: key.len(),
            word: word.len(),
            said,
        };
        self.text.push_str(key);
        self.text.push_str(word);
        let text = &self.text;
        let rehash = |entry: &Entry| {
            let (key, word) = entry.pair(text);
            hash(key, word)
        };
        self.table.insert_unique(hash(key, word), entry, rehash);
    }

    /// What a pair says, if it is known.
    #[inline]
    pub(super) fn find(&self, key: &str, word: &str) -> Option<&Said> {
        let is_it = |entry: &Entry| entry.pair(&self.text) == (key, word);
        Some(&self.table.find(hash(key, word), is_it)?.said)
    }
}

impl Entry {
    #[inline]
    fn pair<'t>(&self, text: &'t str) -> (&'t str, &'t str) {
        let pair = text.get(self.from..self.from + self.key + self.word);
        let pair = pair.and_then(|pair| pair.split_at_checked(self.key));
        pair.unwrap_or_default()
    }
}

fn hash(key: &str, word: &str) -> u64 {
    FxBuildHasher.hash_one((key, word))
}
