//! The duty whose arguments are being written.

use super::stretch::Stretch;
use super::suits::meant;
use super::tested::path;
use super::{Known, Sort, Suggestion};
use crate::occurrences::duty_node;
use crate::resolve::names::{Space, What};
use crate::source::FileId;
use crate::syntax::ast::Kind;

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

/// Whether a suggestion is a duty that takes arguments.
pub(super) fn has_arguments(known: Known<'_>, one: &Suggestion) -> bool {
    let duty = Space::Kind(Kind::Duty);
    if one.sort != Sort::Name(duty) {
        return false;
    }
    let node = match meant(known, one) {
        Some(What::Node(node)) => Some(node),
        // Another word for a duty, of a group of them none.
        Some(_) => {
            let declared = known.world.names.declared(duty, &one.text);
            declared.and_then(|declared| duty_node(known.world, *declared))
        }
        None => None,
    };
    let entry = node.and_then(|node| known.world.nodes.get(node));
    entry.is_some_and(|entry| !entry.node.parameters.is_empty())
}

/// The duty that a text ends with, behind other words for it.
fn duty(known: Known<'_>, file: FileId, (start, before): (usize, &str)) -> Option<usize> {
    let is_path = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    let before = before.trim_end();
    let word = before.get(before.trim_end_matches(is_path).len()..)?;
    let source = known.program.sources.file(file);
    let global = source.base + u32::try_from(start).ok()?;
    let (module, _) = super::modules_at(known, file, global);
    let world = known.world;
    let found = world
        .names
        .find(Space::Kind(Kind::Duty), &path(word), module)?;
    duty_node(world, *found.declared)
}
