//! The duty whose arguments are being written.

use super::Known;
use super::stretch::Stretch;
use crate::occurrences::duty_node;
use crate::resolve::names::Space;
use crate::source::FileId;
use crate::syntax::ast::{Kind, Name, Path};

/// A duty with an open parenthesis.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Call {
    /// The node of the duty, by its position in [`crate::resolve::World::nodes`].
    pub node: usize,
    /// The argument at hand, from 0.
    pub argument: usize,
}

/// The duty whose parenthesis is open at a byte of a file.
#[must_use]
pub fn call_at(known: Known<'_>, file: FileId, offset: usize) -> Option<Call> {
    let source = known.program.sources.file(file);
    let stretch = Stretch::around(&source.text, offset)?;
    let before = source.text.get(stretch.start..offset)?;
    let mut depth = 0_usize;
    let mut argument = 0;
    for (at, sign) in before.char_indices().rev() {
        match sign {
            ')' => depth += 1,
            '(' if depth == 0 => {
                let node = duty(known, file, (stretch.start, before.get(..at)?))?;
                return Some(Call { node, argument });
            }
            '(' => depth -= 1,
            ',' if depth == 0 => argument += 1,
            _ => {}
        }
    }
    None
}

/// The duty that a text ends with, behind other words for it.
fn duty(known: Known<'_>, file: FileId, (start, before): (usize, &str)) -> Option<usize> {
    let is_path = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let before = before.trim_end();
    let word = before.get(before.trim_end_matches(is_path).len()..)?;
    let source = known.program.sources.file(file);
    let global = source.base + u32::try_from(start).ok()?;
    let (module, _) = super::modules_at(known, file, global);
    let path = Path {
        segments: word
            .split('.')
            .map(|text| Name {
                text: text.to_owned(),
                span: Default::default(),
            })
            .collect(),
        span: Default::default(),
    };
    let world = known.world;
    let found = world.names.find(Space::Kind(Kind::Duty), &path, module)?;
    duty_node(world, *found.declared)
}
