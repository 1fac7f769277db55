//! Items like the one at hand: that name the same things, or are named after what its name, its title and its documentation speak of.

use std::collections::BTreeMap;
use std::ops::Range;

use super::Known;
use super::past::{Token, Used, places, read};
use crate::occurrences::{Stem, stems};
use crate::resolve::names::Space;

/// So many names of the item at hand are looked for elsewhere, the last ones.
const MOST_NAMES: usize = 12;
/// So many places of each are looked at.
const MOST_PLACES: usize = 60;
/// So many items are like it.
const MOST_ALIKE: usize = 12;
/// An item that names more is a list, and like nothing.
const LONGEST: usize = 60;

/// What is looked for in items that are like the one at hand.
pub(super) struct Sought<'a, 's> {
    /// The item at hand, up to the cursor.
    pub(super) item: &'s [Used<'a>],
    /// What it speaks of.
    pub(super) words: &'s [Stem],
    /// The keyword that the cursor stands behind.
    pub(super) slot: &'a str,
    /// The sorts of names that are wanted.
    pub(super) spaces: &'s [Space],
    /// Where the item at hand is among all names.
    pub(super) here: &'s Range<usize>,
}

/// What such items name behind the same keyword, or declare, or name of the sort that is wanted: a share of one for each, the more the more
/// alike they are. What is named rarely tells more than what is named everywhere.
pub(super) fn named<'a>(known: Known<'a>, sought: &Sought<'a, '_>) -> BTreeMap<Token<'a>, f64> {
    let mut alike: BTreeMap<usize, f64> = BTreeMap::new();
    let mut seen: Vec<Token<'_>> = Vec::new();
    let mut add = |places: &mut dyn Iterator<Item = usize>, count: usize| {
        let all = known.names.all();
        let mut last = None;
        for place in places.take(MOST_PLACES) {
            let name = all.get(place);
            let passage = name.and_then(|name| known.names.passage_at(name.span.start));
            if let Some(passage) = passage
                && last.replace(passage) != Some(passage)
            {
                *alike.entry(passage).or_default() += 1.0 / (count as f64 + 1.0);
            }
        }
    };
    for used in sought.item.iter().rev().filter(|used| !used.declares) {
        if seen.len() < MOST_NAMES && !seen.contains(&used.token) {
            seen.push(used.token);
            let count = places(known, used.token, sought.here).count();
            add(&mut places(known, used.token, sought.here), count);
        }
    }
    for &stem in sought.words {
        let places = known.names.places_of_stem(stem).iter();
        let places = places.map(|(_, at)| *at as usize);
        let mut places = places.filter(|at| !sought.here.contains(at));
        let count = places.clone().count();
        add(&mut places, count);
    }
    let mut alike: Vec<(usize, f64)> = alike.into_iter().collect();
    alike.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.0.cmp(&a.0)));
    alike.truncate(MOST_ALIKE);
    let all: f64 = alike.iter().map(|(_, share)| share).sum();
    let mut named: BTreeMap<Token<'_>, f64> = BTreeMap::new();
    for (passage, share) in alike {
        let names = known.names.names_of(passage);
        if names.len() > LONGEST {
            continue;
        }
        let mut seen: Vec<Token<'_>> = Vec::new();
        for used in read(known, names) {
            let is_wanted = used.declares
                || used.slot == sought.slot
                || used
                    .space
                    .is_some_and(|space| sought.spaces.contains(&space));
            if is_wanted && !seen.contains(&used.token) {
                seen.push(used.token);
                *named.entry(used.token).or_default() += share / all;
            }
        }
    }
    named
}

/// The words of an item that say what it is about: its name, its texts in quotes, and the documentation above it.
pub(super) fn spoken_of(text: &str, start: usize, end: usize, item: &[Used<'_>]) -> Vec<Stem> {
    let mut found: Vec<Stem> = Vec::new();
    for used in item.iter().filter(|used| used.declares) {
        if let Token::Word(word) = used.token {
            found.extend(stems(word));
        }
    }
    let written = text.get(start..end).unwrap_or_default();
    let quoted = written
        .lines()
        .flat_map(|line| line.split('"').skip(1).step_by(2));
    found.extend(quoted.flat_map(stems));
    let above = text.get(..start).unwrap_or_default().lines().rev();
    let docs = above
        .map(str::trim_start)
        .take_while(|line| line.starts_with("///"));
    found.extend(docs.flat_map(stems));
    found.sort_unstable();
    found.dedup();
    found
}
