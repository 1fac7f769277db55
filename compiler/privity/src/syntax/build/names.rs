//! The names that lost text declared, or may have declared.

use super::super::ast::{Kind, LostSort, Name};
use super::super::diagnostics;
use super::super::expected::ITEMS;
use super::Builder;
use super::lost::first_word;

/// Names that are remembered of one file. More are no accident, and the file is reported many times.
const MOST_NAMES: usize = 10_000;

impl Builder<'_> {
    /// Remembers what an item that could not be read would have declared: its name, or that its name is lost as well.
    pub(super) fn lose_item(&mut self, text: &str, start: usize) {
        let word = first_word(text);
        let keyword = if ITEMS.contains(&word) {
            Some(word)
        } else {
            diagnostics::nearest(word, ITEMS.iter().copied())
        };
        let Some(keyword) = keyword else {
            // Any of the words may have been a name, and one more may be lost.
            self.lose_words(text, start);
            self.lost.nameless.insert(LostSort::Any);
            return;
        };
        if let Some(kind) = Kind::from_word(keyword) {
            if !self.lose_words(text, start) {
                self.lost.nameless.insert(LostSort::Node(kind));
            }
            return;
        }
        let Some(sort) = declared_by(keyword) else {
            return;
        };
        let behind = text.get(word.len()..).unwrap_or_default();
        let rest = behind.trim_start();
        let at = start + (text.len() - rest.len());
        let is_named = self.lose_words(rest, at);
        // Where the text ends with the name, the end of the name may be lost too.
        let is_cut = rest.trim_end().len() <= first_word(rest).len();
        if sort == LostSort::Any || !is_named || is_cut {
            self.lost.nameless.insert(sort);
        }
    }

    /// Remembers every word of a stretch that could be a name; says whether the first one is.
    pub(super) fn lose_words(&mut self, text: &str, start: usize) -> bool {
        let mut words = text
            .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
            .map(|word| (word, word.as_ptr().addr() - text.as_ptr().addr()))
            .filter(|(word, _)| !word.is_empty())
            .peekable();
        let first = words.peek().map(|&(word, _)| word);
        for (word, at) in words {
            if self.lost.names.len() >= MOST_NAMES {
                break;
            }
            if !diagnostics::is_reserved(word) {
                let span = self.place(start + at, start + at + word.len());
                self.lost.names.push(Name {
                    text: word.to_owned(),
                    span,
                });
            }
        }
        first.is_some_and(|word| !diagnostics::is_reserved(word))
    }
}

/// What the item of a keyword declares by the name behind it; `None` for nothing.
fn declared_by(keyword: &str) -> Option<LostSort> {
    Some(match keyword {
        "import" => LostSort::Any,
        "policy" => LostSort::Header,
        "fact" | "define" | "ambiguity" | "switch" => LostSort::Condition,
        "period" => LostSort::Period,
        "group" | "alias" => LostSort::Word,
        "rule" | "section" | "document" => LostSort::Rule,
        "source" => LostSort::Anchor,
        "law" | "inform" | "finding" | "promise" => LostSort::Text,
        _ => return None,
    })
}
