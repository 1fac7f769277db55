//! Programs before and after an edit, for tests of what is looked at again.

use super::{ModuleText, Program, Unread, assemble};
use crate::diagnostic::Report;
use crate::source::{SourceMap, Span};

const ROOM: u32 = 4_096;

/// A program of one file.
pub(crate) fn program(text: &str) -> (Program, Report) {
    let mut report = Report::new();
    let text = ModuleText {
        name: "main.privity".to_owned(),
        text: text.into(),
    };
    let missing = |_: &str| -> Result<ModuleText, Unread> {
        Err(Unread::Unusable("there are no others".to_owned()))
    };
    let sources = SourceMap::with_room(ROOM);
    let program = assemble(sources, ("main", text), &mut { missing }, &mut report);
    (program, report)
}

/// The text with something else in one place of it, and where places of before are now.
pub(crate) fn edited(
    text: &str,
    old: &str,
    new: &str,
) -> (String, impl Fn(Span) -> Option<Span> + use<>) {
    let at = u32::try_from(text.find(old).unwrap()).unwrap();
    let (end, new_end) = (at + old.len() as u32, at + new.len() as u32);
    let moved = move |span: Span| {
        if span.end <= at {
            return Some(span);
        }
        let by = |place: u32| place - end + new_end;
        (span.start >= end).then(|| Span::new(by(span.start), by(span.end)))
    };
    (text.replacen(old, new, 1), moved)
}
