//! Entering names: each once, and none that the language keeps for itself.

use super::diagnostics::{duplicate, reserved};
use super::names::{Declared, NameTable, Space, What};
use super::world::ModuleIndex;
use crate::check::policy::ClassAxis;
use crate::diagnostic::Report;
use crate::syntax::ast::{Kind, Name};

/// Enters a name; a second declaration is reported and left out.
pub(super) fn declare(
    table: &mut NameTable,
    space: Space,
    name: &Name,
    module: ModuleIndex,
    what: What,
    report: &mut Report,
) -> bool {
    if let Some(why) = reserved_for(space, &name.text) {
        report.push(reserved(space, name, why));
        return false;
    }
    if let Some(first) = table.declared(space, &name.text) {
        let again = duplicate(space, name, first.span, table.is_standard(first.module));
        let path = table.module_path(first.module);
        let is_node = matches!(space, Space::Kind(_));
        report.push(
            if is_node && table.is_standard(first.module) && !table.sees(module, first.module) {
                // A linked law brings the standard words along, and builds on them.
                again.help(format!(
                    "import `{path}` and use its word, or call yours otherwise and hang it `under` that one"
                ))
            } else {
                again
            },
        );
        return false;
    }
    table.enter(
        space,
        &name.text,
        Declared {
            module,
            span: name.span,
            what,
        },
    );
    true
}

/// Why a name cannot be declared in a sort.
#[must_use]
pub fn reserved_for(space: Space, name: &str) -> Option<&'static str> {
    match (space, name) {
        (Space::Kind(Kind::Action), "answer" | "handle") => {
            Some("every program has this action already")
        }
        (Space::Kind(Kind::Action), "transfer") => {
            Some("`transfer` speaks of crossing a border, and is no node")
        }
        (Space::Kind(_), "none" | "unknown" | "other") => {
            Some("the word has a meaning of its own wherever a node may stand")
        }
        (Space::Condition, "grant" | "on") => Some("the word has a meaning of its own in requests"),
        (Space::Condition, _) if ClassAxis::ALL.iter().any(|axis| axis.name() == name) => {
            Some("every request has this axis already")
        }
        _ => None,
    }
}
