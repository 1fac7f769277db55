//! Semantic tokens: keywords, texts, numbers and remarks as they are written, names by what they stand for.

mod legend;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use gen_lsp_types::{
    SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensDeltaParams,
    SemanticTokensDeltaResponse, SemanticTokensEdit, SemanticTokensParams,
    SemanticTokensRangeParams, Uri,
};
use privity::source::{FileId, Span};
use privity::syntax::tokens::{Sort, Token, tokens};

pub(crate) use legend::legend;

use crate::edits::Edits;
use crate::snapshot::Snapshot;

/// The last answer about each file, so that the next one can say no more than what is new.
#[derive(Debug, Default)]
pub(crate) struct Memory(Mutex<BTreeMap<PathBuf, (String, Vec<SemanticToken>)>>);

/// All tokens of a file.
pub(crate) fn full(snapshot: &Snapshot, params: SemanticTokensParams) -> Option<SemanticTokens> {
    let uri = &params.text_document.uri;
    let data = of_file(snapshot, uri, None)?;
    Some(remembered(snapshot, uri, data))
}

/// The tokens of a file that touch a range.
pub(crate) fn range(
    snapshot: &Snapshot,
    params: SemanticTokensRangeParams,
) -> Option<SemanticTokens> {
    let uri = &params.text_document.uri;
    let span = snapshot.span(snapshot.file(uri)?, params.range);
    let data = of_file(snapshot, uri, Some(span))?;
    Some(SemanticTokens::new(None, data))
}

/// What is new in the tokens of a file since an answer; all tokens if that answer is forgotten.
pub(crate) fn delta(
    snapshot: &Snapshot,
    params: SemanticTokensDeltaParams,
) -> Option<SemanticTokensDeltaResponse> {
    let uri = &params.text_document.uri;
    let before = {
        let path = snapshot.documents().place_of(&uri.0)?;
        let memory = snapshot.memory().0.lock();
        let memory = memory.unwrap_or_else(PoisonError::into_inner);
        let before = memory.get(&path);
        before
            .filter(|(id, _)| *id == params.previous_result_id)
            .map(|(_, data)| data.clone())
    };
    let data = of_file(snapshot, uri, None)?;
    let answer = remembered(snapshot, uri, data);
    let Some(before) = before else {
        return Some(answer.into());
    };
    let edits = difference(&before, &answer.data);
    Some(SemanticTokensDelta::new(answer.result_id, edits.into_iter().collect()).into())
}

fn remembered(snapshot: &Snapshot, uri: &Uri, data: Vec<SemanticToken>) -> SemanticTokens {
    let mut hasher = DefaultHasher::new();
    data.hash(&mut hasher);
    let id = format!("{:016x}", hasher.finish());
    if let Some(path) = snapshot.documents().place_of(&uri.0) {
        let memory = snapshot.memory().0.lock();
        let mut memory = memory.unwrap_or_else(PoisonError::into_inner);
        memory.insert(path, (id.clone(), data.clone()));
    }
    SemanticTokens::new(Some(id), data)
}

/// The numbers to be replaced between what is the same at the front and at the back; `None` if all is the same.
fn difference(before: &[SemanticToken], after: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let same = |(a, b): &(&SemanticToken, &SemanticToken)| a == b;
    let front = before.iter().zip(after).take_while(same).count();
    let rest = before.len().min(after.len()) - front;
    let back = before.iter().rev().zip(after.iter().rev());
    let back = back.take_while(same).count().min(rest);
    let removed = before.len() - front - back;
    let added = after.get(front..after.len() - back).unwrap_or_default();
    if removed == 0 && added.is_empty() {
        return None;
    }
    let numbers = added.iter().flat_map(|token| {
        [
            token.delta_line,
            token.delta_start,
            token.length,
            token.token_type,
            token.token_modifiers_bitset,
        ]
    });
    let number = |tokens: usize| u32::try_from(tokens * 5).unwrap_or(u32::MAX);
    Some(SemanticTokensEdit::new(
        number(front),
        number(removed),
        Some(numbers.collect()),
    ))
}

fn of_file(snapshot: &Snapshot, uri: &Uri, within: Option<Span>) -> Option<Vec<SemanticToken>> {
    let id = snapshot.file(uri)?;
    let file = snapshot.sources().file(id);
    let names = Names::of(snapshot, id);
    let mut line = Line {
        snapshot,
        last: (0, 0),
        data: Vec::new(),
    };
    for token in tokens(&file.text) {
        let at = |offset: usize| file.base + u32::try_from(offset).unwrap_or(u32::MAX);
        let span = Span::new(at(token.range.start), at(token.range.end));
        if within.is_some_and(|within| span.end < within.start || within.end < span.start) {
            continue;
        }
        match plain(&token) {
            Some(look) => line.push(span, look),
            None if token.sort == Sort::Name => {
                // The path of a module is one name.
                if let Some(look) = names.look(span) {
                    line.push(span, look);
                    continue;
                }
                for word in words(snapshot, span) {
                    if let Some(look) = names.look(word) {
                        line.push(word, look);
                    }
                }
            }
            None => {}
        }
    }
    Some(line.data)
}

/// How a token that is no name looks.
fn plain(token: &Token) -> Option<legend::Look> {
    Some(match token.sort {
        Sort::Keyword => legend::KEYWORD,
        Sort::Text => legend::TEXT,
        Sort::Number | Sort::Date => legend::NUMBER,
        Sort::Comment => legend::COMMENT,
        Sort::Documentation => legend::DOCUMENTATION,
        Sort::Name | Sort::Sign => return None,
    })
}

/// The words of a path.
fn words(snapshot: &Snapshot, path: Span) -> Vec<Span> {
    let mut at = path.start;
    let text = snapshot.sources().text(path);
    let words = text.split('.').map(|word| {
        let length = u32::try_from(word.len()).unwrap_or_default();
        let span = Span::new(at, at + length);
        at += length + 1;
        span
    });
    words.collect()
}

/// The looks of the names of a file, by the last state that is known.
struct Names {
    looks: BTreeMap<Span, legend::Look>,
}

impl Names {
    fn of(snapshot: &Snapshot, file: FileId) -> Self {
        let (known, edits): (Snapshot, Edits) = snapshot.known();
        let looks = known.occurrences().map(|occurrences| {
            let source = known.sources().file(file);
            let end = source.base + u32::try_from(source.text.len()).unwrap_or_default();
            let here = occurrences.within(Span::new(source.base, end));
            let looks = here.iter().rev().filter_map(|occurrence| {
                let look = legend::of(&known, occurrences, occurrence)?;
                Some((edits.moved(occurrence.span)?, look))
            });
            looks.collect()
        });
        Self {
            looks: looks.unwrap_or_default(),
        }
    }

    fn look(&self, word: Span) -> Option<legend::Look> {
        self.looks.get(&word).copied()
    }
}

/// The tokens as the protocol writes them: each by its distance from the one before.
struct Line<'a> {
    snapshot: &'a Snapshot,
    last: (u32, u32),
    data: Vec<SemanticToken>,
}

impl Line<'_> {
    fn push(&mut self, span: Span, look: legend::Look) {
        let Some(range) = self.snapshot.range(span) else {
            return;
        };
        let (line, start) = (range.start.line, range.start.character);
        // No token goes over the end of a line.
        if range.end.line != line || range.end.character <= start {
            return;
        }
        let delta_line = line - self.last.0;
        self.data.push(SemanticToken {
            delta_line,
            delta_start: start - if delta_line == 0 { self.last.1 } else { 0 },
            length: range.end.character - start,
            token_type: look.sort,
            token_modifiers_bitset: look.modifiers,
        });
        self.last = (line, start);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(length: u32) -> SemanticToken {
        SemanticToken {
            length,
            ..SemanticToken::default()
        }
    }

    /// What an editor makes of its numbers and an edit.
    fn applied(before: &[u32], edit: Option<SemanticTokensEdit>) -> Vec<u32> {
        let mut after: Vec<u32> = before.to_vec();
        if let Some(edit) = edit {
            let start = edit.start as usize;
            let end = start + edit.delete_count as usize;
            after.splice(start..end, edit.data.unwrap_or_default());
        }
        after
    }

    #[test]
    fn an_editor_that_makes_the_change_has_the_new_tokens() {
        let lists: [&[u32]; 6] = [&[], &[1], &[1, 2, 3], &[1, 3], &[1, 2, 2, 3], &[3, 2, 1]];
        let numbers = |list: &[u32]| -> Vec<u32> {
            list.iter()
                .flat_map(|&length| [0, 0, length, 0, 0])
                .collect()
        };
        for old in lists {
            for new in lists {
                let tokens = |list: &[u32]| list.iter().map(|&n| token(n)).collect::<Vec<_>>();
                let edit = difference(&tokens(old), &tokens(new));
                assert_eq!(edit.is_none(), old == new);
                assert_eq!(applied(&numbers(old), edit), numbers(new));
            }
        }
    }
}
