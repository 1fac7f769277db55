//! What changed between two states of a package, and where a place of one is in the other.

use privity::source::Span;

/// The places of some texts on their number line before and after changes, one after the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edits(Vec<Edit>);

/// A stretch of a text that was replaced.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Edit {
    /// The whole text, before.
    file: Span,
    /// Where it was replaced, before.
    old: Span,
    /// Where the replacement ends.
    new_end: u32,
}

impl Edit {
    /// The difference between two texts that begin at a place: what lies between their common beginning and their common end.
    pub(crate) fn between(base: u32, old: &str, new: &str) -> Self {
        let common = |a: &mut dyn Iterator<Item = u8>, b: &mut dyn Iterator<Item = u8>| {
            a.zip(b).take_while(|(a, b)| a == b).count()
        };
        let front = common(&mut old.bytes(), &mut new.bytes());
        let rest = old.len().min(new.len()) - front;
        let back = common(&mut old.bytes().rev(), &mut new.bytes().rev()).min(rest);
        let at = |offset: usize| base.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
        Self {
            file: Span::new(base, at(old.len())),
            old: Span::new(at(front), at(old.len() - back)),
            new_end: at(new.len() - back),
        }
    }

    /// One change that does what this and a later one do, if the later one lies within what this one wrote.
    fn with(&self, later: &Self) -> Option<Self> {
        let is_within = later.old.start >= self.old.start && later.old.end <= self.new_end;
        is_within.then(|| Self {
            new_end: self.new_end - later.old.end + later.new_end,
            ..*self
        })
    }

    fn forward(&self, offset: u32) -> Option<u32> {
        let is_elsewhere = offset < self.file.start || offset > self.file.end;
        if is_elsewhere || offset <= self.old.start {
            return Some(offset);
        }
        (offset >= self.old.end).then(|| offset - self.old.end + self.new_end)
    }

    /// The place before; the start of what was replaced for a place within the replacement.
    fn back(&self, offset: u32) -> u32 {
        let new_file_end = self.file.end - self.old.end + self.new_end;
        if offset < self.file.start || offset > new_file_end || offset <= self.old.start {
            offset
        } else if offset >= self.new_end {
            offset - self.new_end + self.old.end
        } else {
            self.old.start
        }
    }

    /// Where a stretch is now; `None` if it was changed itself.
    fn moved(&self, span: Span) -> Option<Span> {
        let is_elsewhere = span.end < self.file.start || span.start > self.file.end;
        if is_elsewhere || span.end <= self.old.start {
            return Some(span);
        }
        let shift = |offset: u32| offset - self.old.end + self.new_end;
        (span.start >= self.old.end).then(|| Span::new(shift(span.start), shift(span.end)))
    }
}

impl Edits {
    /// One more change.
    pub(crate) fn push(&mut self, edit: Edit) {
        match self.0.last_mut() {
            Some(last) => match last.with(&edit) {
                Some(both) => *last = both,
                None => self.0.push(edit),
            },
            None => self.0.push(edit),
        }
    }

    /// Where a place from before all changes is now; the end of what took its place for one that is gone.
    pub(crate) fn forward(&self, offset: u32) -> u32 {
        self.0.iter().fold(offset, |offset, edit| {
            edit.forward(offset).unwrap_or(edit.new_end)
        })
    }

    /// Where a place of now was before all changes.
    pub(crate) fn back(&self, offset: u32) -> u32 {
        let edits = self.0.iter().rev();
        edits.fold(offset, |offset, edit| edit.back(offset))
    }

    /// Where a stretch is now; `None` if any change touched it.
    pub(crate) fn moved(&self, span: Span) -> Option<Span> {
        let mut edits = self.0.iter();
        edits.try_fold(span, |span, edit| edit.moved(span))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, word: &str) -> Span {
        let start = u32::try_from(text.find(word).unwrap()).unwrap();
        let length = u32::try_from(word.len()).unwrap();
        Span::new(100 + start, 100 + start + length)
    }

    #[test]
    fn what_a_change_does_not_touch_is_found_again() {
        let (old, new) = ("one two three", "one twenty three");
        let mut edits = Edits::default();
        edits.push(Edit::between(100, old, new));
        assert_eq!(edits.moved(at(old, "one")), Some(at(new, "one")));
        assert_eq!(edits.moved(at(old, "three")), Some(at(new, "three")));
        assert_eq!(edits.moved(at(old, "two")), None);
        let elsewhere = Span::new(500, 510);
        assert_eq!(edits.moved(elsewhere), Some(elsewhere));
        assert_eq!(edits.back(at(new, "three").start), at(old, "three").start);
        assert_eq!(
            edits.forward(at(old, "three").start),
            at(new, "three").start
        );
    }

    #[test]
    fn typing_is_one_change() {
        let mut edits = Edits::default();
        let states = ["a c", "a bc", "a bbc", "a bc", "a b c"];
        for pair in states.windows(2) {
            let [old, new] = pair else { continue };
            edits.push(Edit::between(100, old, new));
        }
        assert_eq!(edits.0.len(), 1);
        assert_eq!(edits.moved(at("a c", "c")), Some(at("a b c", "c")));
        assert_eq!(edits.moved(at("a c", "a")), Some(at("a b c", "a")));
    }

    #[test]
    fn every_place_stays_within_the_text_however_it_changes() {
        let texts = ["", "a", "ab", "ba", "aab", "abab", "bbbb"];
        for old in texts {
            for new in texts {
                let mut edits = Edits::default();
                edits.push(Edit::between(7, old, new));
                let end = |text: &str| 7 + u32::try_from(text.len()).unwrap();
                for offset in 7..=end(old) {
                    assert!(
                        (7..=end(new)).contains(&edits.forward(offset)),
                        "{old} {new}"
                    );
                }
                for offset in 7..=end(new) {
                    assert!((7..=end(old)).contains(&edits.back(offset)), "{old} {new}");
                }
            }
        }
    }
}
