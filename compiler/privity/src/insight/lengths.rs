//! How long a named time is: as it is written, as laws supply it, or as it counts while the text says nothing.

use crate::resolve::World;
use crate::resolve::names::{Space, What};
use crate::source::SourceMap;
use crate::syntax::ast::Value;

/// The length of a period in words, by its position; `None` for one that nobody gives a length.
#[must_use]
pub fn length_of(world: &World, sources: &SourceMap, period: usize) -> Option<String> {
    let placed = world.periods.get(period)?;
    if let Some(length) = placed.item.length {
        return Some(sources.text(length.span).to_owned());
    }
    let mut supplied: Vec<String> = Vec::new();
    for supply in &world.supplies {
        let spaces = [Space::Condition, Space::Period];
        let found = spaces.into_iter().find_map(|space| {
            let subject = &supply.item.subject;
            world.names.find(space, subject, supply.module)
        });
        if found.map(|found| found.declared.what) != Some(What::Period(period)) {
            continue;
        }
        let Value::Duration(length) = supply.item.value else {
            continue;
        };
        let mut said = sources.text(length.span).to_owned();
        if let Some(law) = world.names.law_of(supply.module) {
            said.push_str(&format!(" by {law}"));
        }
        if !supplied.contains(&said) {
            supplied.push(said);
        }
    }
    if !supplied.is_empty() {
        return Some(supplied.join(", "));
    }
    let default = placed.item.default?;
    Some(format!(
        "{} while it is not stated",
        sources.text(default.span)
    ))
}
