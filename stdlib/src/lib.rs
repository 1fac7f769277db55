//! The sources of the standard library, as data.
//!
//! A policy reads a module with `import privity.<name>`; the compiler finds its text here, so an installed
//! compiler needs no files beside it.

/// A module of the standard library: its dotted path and its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Module {
    /// The path as an `import` names it, for instance `privity.places`.
    pub path: &'static str,
    /// The file name, relative to the library's folder.
    pub file: &'static str,
    /// The source text.
    pub text: &'static str,
}

/// The module of a name: path, file and text must not drift apart.
macro_rules! module {
    ($name:literal) => {
        Module {
            path: concat!("privity.", $name),
            file: concat!($name, ".privity"),
            text: include_str!(concat!("../", $name, ".privity")),
        }
    };
    ($folder:literal, $name:literal) => {
        Module {
            path: concat!("privity.", $folder, ".", $name),
            file: concat!($folder, "/", $name, ".privity"),
            text: include_str!(concat!("../", $folder, "/", $name, ".privity")),
        }
    };
}
/// Every module, in the order of their paths.
pub const MODULES: &[Module] = &[
    module!("actions"),
    module!("channels"),
    module!("core"),
    module!("data"),
    module!("duties"),
    module!("events"),
    module!("guards"),
    module!("items"),
    module!("law", "gdpr"),
    module!("parties"),
    module!("places"),
    module!("prelude"),
    module!("purposes"),
    module!("rights"),
    module!("subjects"),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::MODULES;

    #[test]
    fn every_file_of_the_library_is_a_module_and_every_module_a_file() {
        let files_in = |folder: &str| -> Vec<String> {
            let place = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_dir(place)
                .unwrap()
                .map(|entry| entry.unwrap().file_name().into_string().unwrap())
                .filter(|name| name.ends_with(".privity"))
                .map(|name| format!("{folder}{name}"))
                .collect()
        };
        let files: BTreeSet<String> = files_in("").into_iter().chain(files_in("law/")).collect();
        let listed: BTreeSet<String> = MODULES.iter().map(|module| module.file.into()).collect();
        assert_eq!(files, listed);
    }

    #[test]
    fn modules_stand_in_the_order_of_their_paths() {
        assert!(MODULES.is_sorted_by_key(|module| module.path));
    }

    #[test]
    fn every_import_names_a_module() {
        let paths: BTreeSet<&str> = MODULES.iter().map(|module| module.path).collect();
        for module in MODULES {
            for line in module.text.lines() {
                if let Some(import) = line.strip_prefix("import ") {
                    assert!(paths.contains(import), "{}: {import}", module.path);
                }
            }
        }
    }
}
