//! A map from words that is read at every decision: a short word is two numbers, which are hashed and compared where they lie.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

/// What each of some words means.
#[derive(Debug)]
pub(super) struct Lexicon<T> {
    /// The short words: each at the first free place from that of its number on. At most one place in four is taken.
    places: Vec<Option<(Spelling, T)>>,
    short: usize,
    long: FxHashMap<Box<str>, T>,
}

impl<T> Lexicon<T> {
    /// What a word means.
    #[inline]
    pub(super) fn get(&self, word: &str) -> Option<&T> {
        let Some(spelling) = Spelling::of(word) else {
            return self.long.get(word);
        };
        let mut at = spelling.number();
        loop {
            match self.places.get(at & (self.places.len().wrapping_sub(1))) {
                Some(Some((known, meaning))) if *known == spelling => return Some(meaning),
                Some(Some(_)) => at = at.wrapping_add(1),
                _ => return None,
            }
        }
    }

    /// Adds a word; the first meaning of a word stays. Whether it was new.
    pub(super) fn add(&mut self, word: &str, meaning: T) -> bool {
        let is_new = self.get(word).is_none();
        match Spelling::of(word) {
            Some(spelling) if is_new => {
                self.short += 1;
                if self.short * 4 > self.places.len() {
                    let room = (self.short * 8).next_power_of_two();
                    let old = std::mem::take(&mut self.places);
                    self.places.resize_with(room, || None);
                    old.into_iter().flatten().for_each(|word| self.put(word));
                }
                self.put((spelling, meaning));
            }
            None if is_new => {
                self.long.insert(word.into(), meaning);
            }
            _ => {}
        }
        is_new
    }

    fn put(&mut self, word: (Spelling, T)) {
        let mask = self.places.len().wrapping_sub(1);
        let mut at = word.0.number() & mask;
        while let Some(Some(_)) = self.places.get(at) {
            at = (at + 1) & mask;
        }
        if let Some(place) = self.places.get_mut(at) {
            *place = Some(word);
        }
    }
}

impl<T> Default for Lexicon<T> {
    fn default() -> Self {
        Self {
            places: Vec::new(),
            short: 0,
            long: FxHashMap::default(),
        }
    }
}

/// A word of at most 16 bytes. With its length, two overlapping pieces are all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spelling {
    head: u64,
    tail: u64,
    length: u8,
}

impl Spelling {
    #[inline]
    fn of(word: &str) -> Option<Self> {
        let bytes = word.as_bytes();
        let length = u8::try_from(bytes.len()).ok().filter(|&most| most <= 16)?;
        let (head, tail) = match (bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
            (Some(&head), Some(&tail)) => (u64::from_le_bytes(head), u64::from_le_bytes(tail)),
            _ => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
                (Some(&head), Some(&tail)) => {
                    let [head, tail] = [head, tail].map(u32::from_le_bytes);
                    (u64::from(head), u64::from(tail))
                }
                // At most three bytes: the first two, and the last.
                _ => {
                    let byte = |at: usize| bytes.get(at).copied().map_or(0, u64::from);
                    (byte(0) | byte(1) << 8, byte(bytes.len().wrapping_sub(1)))
                }
            },
        };
        Some(Self { head, tail, length })
    }
}

impl Spelling {
    /// A number that words share by chance only.
    #[inline]
    fn number(self) -> usize {
        let mut hasher = FxHasher::default();
        hasher.write_u64(self.head);
        hasher.write_u64(self.tail);
        hasher.finish() as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_every_length_are_told_apart() {
        let mut words = vec![String::new()];
        for length in 1..40 {
            for changed in 0..length {
                for letter in ['a', 'b', 'ä', '\0'] {
                    let letters = (0..length).map(|at| if at == changed { letter } else { 'x' });
                    words.push(letters.collect());
                }
            }
            words.push("x".repeat(length));
        }
        let mut lexicon = Lexicon::default();
        for (number, word) in words.iter().enumerate() {
            assert!(lexicon.add(word, number), "{word:?}");
            assert!(!lexicon.add(word, 0), "{word:?}");
        }
        for (number, word) in words.iter().enumerate() {
            assert_eq!(lexicon.get(word), Some(&number), "{word:?}");
        }
        assert_eq!(lexicon.get("y"), None);
        assert_eq!(lexicon.get(&"y".repeat(30)), None);
    }
}
