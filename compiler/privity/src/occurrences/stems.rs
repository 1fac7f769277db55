//! The beginnings of words, by which names and sentences that speak of the same are found.

use super::{Occurrence, Passage};
use crate::source::SourceMap;

/// So many letters of a word count, so that «shares» is «share».
const LETTERS: usize = 5;
/// Shorter words than this say little.
const SHORTEST: usize = 3;

/// The beginning of a word in small letters.
pub type Stem = [u8; LETTERS];

/// The stems of the words of a text; words of names stand between underscores.
pub fn stems(text: &str) -> impl Iterator<Item = Stem> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| word.len() >= SHORTEST).map(|word| {
        let mut stem = [0; LETTERS];
        for (own, letter) in stem.iter_mut().zip(word.bytes()) {
            *own = letter.to_ascii_lowercase();
        }
        stem
    })
}

/// The stems of all names that are declared where something is said about them, each with the position of the name, in order.
pub(super) fn of_declared(
    sources: &SourceMap,
    all: &[Occurrence],
    passages: &[Passage],
) -> Vec<(Stem, u32)> {
    let mut found = Vec::new();
    let mut next = passages.iter().peekable();
    let mut explains = false;
    for (at, name) in (0..).zip(all) {
        while let Some(passage) = next.next_if(|passage| passage.start <= name.span.start) {
            explains = passage.explains;
        }
        if name.declares && explains {
            let stems = stems(sources.text(name.span));
            found.extend(stems.map(|stem| (stem, at)));
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}
