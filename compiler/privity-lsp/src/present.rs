//! Questions about the present text answered from the last state whose names are known: places are moved back in the question, and forward in
//! the answer. While a large package is typed in, that is the difference between a millisecond and the time that a check takes.

use gen_lsp_types::{Position, Range, Uri};
use privity::source::FileId;
use serde_json::{Map, Value};

use crate::edits::Edits;
use crate::positions;
use crate::snapshot::Snapshot;

/// A state that is known, and the present one.
pub(crate) struct Present<'a> {
    pub(crate) known: &'a Snapshot,
    pub(crate) now: &'a Snapshot,
    pub(crate) edits: &'a Edits,
}

/// Which way a place is moved.
#[derive(Clone, Copy)]
enum Way {
    Back,
    Forward,
}

impl Present<'_> {
    /// The parameters of a request about the present text, as they would have been.
    pub(crate) fn asked(&self, mut params: Value) -> Value {
        self.walk(&mut params, None, Way::Back);
        params
    }

    /// An answer from the known state, as it is now. `file` is the file that was asked about.
    pub(crate) fn answered(&self, mut answer: Value, file: Option<&str>) -> Value {
        let file = file.and_then(|uri| self.file(uri));
        self.walk(&mut answer, file, Way::Forward);
        answer
    }

    fn file(&self, uri: &str) -> Option<FileId> {
        self.now.file(&Uri(uri.to_owned()))
    }

    /// Moves all places in a value. What names a file says of which file the places beside it and below it are.
    fn walk(&self, value: &mut Value, file: Option<FileId>, way: Way) {
        match value {
            Value::Array(parts) => {
                for part in parts {
                    self.walk(part, file, way);
                }
            }
            Value::Object(parts) => self.walk_object(parts, file, way),
            _ => {}
        }
    }

    fn walk_object(&self, parts: &mut Map<String, Value>, file: Option<FileId>, way: Way) {
        let named = ["/uri", "/textDocument/uri", "/targetUri"];
        let own = named.into_iter().find_map(|place| {
            let mut words = place.split('/').skip(1);
            let first = parts.get(words.next()?)?;
            let uri = words.try_fold(first, |value, word| value.get(word))?;
            self.file(uri.as_str()?)
        });
        let file = own.or(file);
        for (key, part) in parts.iter_mut() {
            // `originSelectionRange` lies in the text that was asked about; edits are listed by file.
            let of_key = self.file_key(key);
            let file = of_key.or(file);
            let Some(file) = file else {
                self.walk(part, None, way);
                continue;
            };
            if let Some(position) = as_position(part) {
                *part = written(self.moved(file, position, way));
            } else if let Some(range) = as_range(part) {
                let (start, end) = (
                    self.moved(file, range.start, way),
                    self.moved(file, range.end, way),
                );
                *part = written(Range::new(start, end));
            } else {
                self.walk(part, Some(file), way);
            }
        }
    }

    fn file_key(&self, key: &str) -> Option<FileId> {
        key.starts_with("file:").then(|| self.file(key)).flatten()
    }

    fn moved(&self, file: FileId, position: Position, way: Way) -> Position {
        let encoding = self.now.encoding();
        let (from, to) = match way {
            Way::Back => (self.now, self.known),
            Way::Forward => (self.known, self.now),
        };
        let offset = from.offset(file, position);
        let offset = match way {
            Way::Back => self.edits.back(offset),
            Way::Forward => self.edits.forward(offset),
        };
        let target = to.sources().file(file);
        let local = offset.saturating_sub(target.base) as usize;
        positions::position(target, local.min(target.text.len()), encoding)
    }
}

fn as_position(value: &Value) -> Option<Position> {
    let parts = value.as_object().filter(|parts| parts.len() == 2)?;
    let number = |word| u32::try_from(parts.get(word)?.as_u64()?).ok();
    Some(Position::new(number("line")?, number("character")?))
}

fn as_range(value: &Value) -> Option<Range> {
    let parts = value.as_object().filter(|parts| parts.len() == 2)?;
    let end = |word| as_position(parts.get(word)?);
    Some(Range::new(end("start")?, end("end")?))
}

fn written(value: impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap_or(Value::Null)
}
