//! Recorded findings: what they cite, and what settles them.

use super::checker::Checker;
use super::policy::{RecordedFinding, Settled, SettledBy};
use crate::resolve::names::{KINDS, Space, What};
use crate::resolve::world::ModuleIndex;
use crate::syntax::ast::Path;

impl Checker<'_, '_> {
    /// The recorded findings, in order. An unknown name is noted.
    pub(super) fn recorded(&mut self) -> Vec<RecordedFinding> {
        let world = self.world;
        let mut all = Vec::new();
        for placed in &world.findings {
            let item = &placed.item;
            let settled = item
                .settled
                .iter()
                .filter_map(|path| self.settled(path, placed.module))
                .collect();
            all.push(RecordedFinding {
                id: item.name.text.clone(),
                what: item.what.as_ref().map(|text| text.value.clone()),
                settled,
                notes: item.notes.iter().map(|note| note.value.clone()).collect(),
                citations: self.citations(&item.citations, placed.module),
            });
        }
        all
    }

    /// Whatever is declared by a name: what a rule says first, then what it rests on, then words.
    fn settled(&mut self, path: &Path, module: ModuleIndex) -> Option<Settled> {
        let named = [
            Space::Rule,
            Space::Condition,
            Space::Period,
            Space::Inform,
            Space::Promise,
            Space::Assertion,
        ];
        let spaces: Vec<Space> = named.into_iter().chain(KINDS.map(Space::Kind)).collect();
        let world = self.world;
        let derived = path.segments.last().filter(|_| path.segments.len() == 1);
        if let Some(name) = derived.filter(|name| self.derived_names.contains(&name.text)) {
            return Some(Settled {
                name: name.text.clone(),
                by: SettledBy::Rule,
            });
        }
        let (space, found) = self.lookups.find(&world.names, &spaces, path, module)?;
        let by = match (space, found.declared.what) {
            (Space::Rule, What::Rule(_)) => SettledBy::Rule,
            (Space::Rule, _) => SettledBy::Section,
            (Space::Period, _) => SettledBy::Period,
            (Space::Kind(kind), _) => SettledBy::Word(kind),
            (Space::Condition, _) => SettledBy::Condition,
            _ => SettledBy::Text,
        };
        Some(Settled {
            name: found.name.to_owned(),
            by,
        })
    }
}
