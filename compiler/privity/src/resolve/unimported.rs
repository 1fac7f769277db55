//! Names that some module declares, only not one that is imported: of this program, or of the standard library.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use super::names::{NameTable, Space};
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
            let path = LIBRARY.homes.get(&(space, name.to_owned()))?;
            // An import that only brings other mistakes is none to be told of: a word of the policy's own is meant.
            is_at_peace(table, path).then(|| Home {
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
        .homes
        .range((space, String::new())..)
        .take_while(move |((of, _), _)| *of == space)
        .map(|((_, name), path)| (name.as_str(), path.as_str()))
}

/// Whether a module of the standard library, with what it imports, can come to a program without declaring a name that the program
/// declares itself.
pub(super) fn is_at_peace(table: &NameTable, path: &str) -> bool {
    let brought = LIBRARY.brings.get(path);
    let mut brought = brought.into_iter().flatten();
    brought.all(|(space, name)| {
        let declared = table.declared(*space, name);
        declared.is_none_or(|declared| table.is_standard(declared.module))
    })
}

/// What is known of the standard library.
struct Library {
    /// Every name with its module.
    homes: BTreeMap<(Space, String), String>,
    /// The names that each module brings, with those of its imports.
    brings: BTreeMap<String, Vec<(Space, String)>>,
}

/// The names of the standard library. It is read only once a name is missing. Laws are left out: a policy is compared with them and
/// does not speak their words.
static LIBRARY: LazyLock<Library> = LazyLock::new(|| {
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
    let path = |module| names.module_path(module).to_owned();
    let mut brings: BTreeMap<String, Vec<(Space, String)>> = BTreeMap::new();
    for module in 0..names.modules.len() {
        let of_module = names
            .all()
            .filter(|(_, _, declared)| names.sees(module, declared.module));
        let words = of_module.map(|(space, name, _)| (space, name.to_owned()));
        brings.insert(path(module), words.collect());
    }
    let homes = names
        .all()
        .map(|(space, name, declared)| ((space, name.to_owned()), path(declared.module)))
        .collect();
    Library { homes, brings }
});
