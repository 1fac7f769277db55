//! Names whose declaration could not be read: nobody is told that they are unknown.

use std::collections::BTreeSet;

use super::collect::unsure_names;
use super::names::{NameTable, Space};
use super::world::ModuleIndex;
use crate::syntax::ast::{Kind, LostSort, Module, Path};

/// What a module may have declared in text that could not be read.
#[derive(Debug, Clone, Default)]
pub(super) struct LostNames {
    words: BTreeSet<String>,
    sorts: BTreeSet<LostSort>,
}

impl LostNames {
    /// What the lost text of a module may have declared.
    pub(super) fn of(module: &Module) -> Self {
        let mut words: BTreeSet<String> = module
            .lost
            .names
            .iter()
            .map(|name| name.text.clone())
            .collect();
        // What a damaged item says is not known well enough to be taken for a declaration.
        let unsure = unsure_names(&module.items);
        words.extend(unsure.into_iter().map(|name| name.text.clone()));
        Self {
            words,
            sorts: module.lost.nameless.clone(),
        }
    }

    fn may_declare(&self, spaces: &[Space], path: &Path) -> bool {
        self.sorts.contains(&LostSort::Any)
            || path
                .segments
                .iter()
                .any(|segment| self.words.contains(&segment.text))
            || spaces
                .iter()
                .any(|&space| self.sorts.iter().any(|&sort| is_of(sort, space)))
    }

    /// Whether the header may have been among what is lost.
    fn may_have_header(&self) -> bool {
        self.sorts.contains(&LostSort::Any) || self.sorts.contains(&LostSort::Header)
    }
}

impl NameTable {
    /// Whether a name may have been declared, where a module can see it, in text that could not be read.
    #[must_use]
    pub fn may_be_lost(&self, spaces: &[Space], path: &Path, module: ModuleIndex) -> bool {
        let Some(names) = self.modules.get(module) else {
            return false;
        };
        names
            .sees
            .iter()
            .filter_map(|&seen| self.modules.get(seen))
            .any(|seen| seen.lost.may_declare(spaces, path))
    }

    /// Whether a header may stand in text of a module that could not be read.
    #[must_use]
    pub fn header_may_be_lost(&self, module: ModuleIndex) -> bool {
        self.modules
            .get(module)
            .is_some_and(|names| names.lost.may_have_header())
    }
}

/// Whether a declaration of a sort can be what a place asks for.
fn is_of(sort: LostSort, space: Space) -> bool {
    match sort {
        LostSort::Any => true,
        LostSort::Header | LostSort::Rule => space == Space::Rule,
        LostSort::Node(kind) => space == Space::Kind(kind),
        LostSort::Word => matches!(space, Space::Kind(_)),
        // A switch is a right and a duty as well.
        LostSort::Condition => matches!(
            space,
            Space::Condition | Space::Kind(Kind::Right | Kind::Duty)
        ),
        LostSort::Period => space == Space::Period,
        LostSort::Anchor => matches!(space, Space::Anchor | Space::Source),
        LostSort::Text => matches!(
            space,
            Space::Inform | Space::Assertion | Space::Law | Space::Finding | Space::Promise
        ),
    }
}
