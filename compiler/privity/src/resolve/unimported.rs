//! Names that some module declares, only not one that is imported: of this program, or of the standard library.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::names::{Declared, NameTable, Space};
use super::world::ModuleIndex;
use crate::diagnostic::Report;
use crate::program::{ModuleText, Unread, assemble};
use crate::source::SourceMap;

/// A module that declares a name.
pub(super) struct Home {
    /// The sort that the name has there.
    pub(super) space: Space,
    /// Its dotted path.
    pub(super) path: String,
    /// Whether it sees the module that uses the name, and so cannot be imported there.
    pub(super) leads_back: bool,
}

/// The module that declares a name of one of the sorts, and is not imported by the module that uses it.
pub(super) fn home(
    table: &NameTable,
    module: ModuleIndex,
    spaces: &[Space],
    name: &str,
) -> Option<Home> {
    let of_program = spaces.iter().find_map(|&space| {
        let declared = table.declared(space, name)?;
        let path = table.module_path(declared.module);
        (!table.sees(module, declared.module)).then(|| Home {
            space,
            path: path.to_owned(),
            leads_back: table.sees(declared.module, module),
        })
    });
    of_program.or_else(|| {
        spaces.iter().find_map(|&space| {
            let path = LIBRARY.get(&(space, name.to_owned()))?;
            Some(Home {
                space,
                path: path.clone(),
                leads_back: false,
            })
        })
    })
}

/// The names of a sort that the standard library declares, each with its module.
pub(crate) fn library_of(space: Space) -> impl Iterator<Item = (&'static str, &'static str)> {
    LIBRARY
        .range((space, String::new())..)
        .take_while(move |((of, _), _)| *of == space)
        .map(|((_, name), path)| (name.as_str(), path.as_str()))
}

/// Every name of the standard library with its module. It is read only once a name is missing. Laws are left out: a policy is compared
/// with them and does not speak their words.
static LIBRARY: LazyLock<BTreeMap<(Space, String), String>> = LazyLock::new(|| {
    let text: String = privity_stdlib::MODULES
        .iter()
        .filter(|module| !module.path.starts_with("privity.law."))
        .map(|module| format!("import {}\n", module.path))
        .collect();
    let entry = ModuleText {
        name: "<all>".to_owned(),
        text: Arc::from(text),
    };
    let mut nothing_else = |_: &str| Err(Unread::Unusable(String::new()));
    let mut report = Report::new();
    let program = assemble(
        SourceMap::new(),
        ("all", entry),
        &mut nothing_else,
        &mut report,
    );
    let names = super::resolve(&program, &mut report).names;
    let path = |declared: &Declared| names.module_path(declared.module).to_owned();
    names
        .all()
        .map(|(space, name, declared)| ((space, name.to_owned()), path(declared)))
        .collect()
});
