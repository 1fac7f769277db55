//! Declarations that nothing uses.

use std::collections::BTreeSet;

use super::diagnostics::{unused_declaration, unused_import};
use super::lookups::Lookups;
use super::names::{KINDS, NameTable, Space, What};
use super::world::{ModuleIndex, World};
use crate::diagnostic::Report;
use crate::program::Program;
use crate::syntax::ast::ItemKind;

/// Reports what a policy declares or imports for nothing. The standard library is not asked: it declares for everybody.
pub(crate) fn report_unused(world: &World, lookups: &Lookups, report: &mut Report) {
    let kinds = KINDS.map(Space::Kind).into_iter();
    for space in kinds.chain([Space::Condition, Space::Period]) {
        for (name, declared) in world.names.names_of(space) {
            let (noun, item) = match declared.what {
                What::Group(at) => ("group", world.groups.get(at).map(|item| item.span)),
                What::Alias(at) => ("alias", world.aliases.get(at).map(|item| item.span)),
                // An ambiguity that no rule mentions has a finding of its own.
                What::Fact(at) if world.ambiguity_of(at).is_some() => continue,
                What::Fact(at) => ("fact", world.facts.get(at).map(|item| item.span)),
                What::Define(at) => ("condition", world.defines.get(at).map(|item| item.span)),
                What::Period(at) => ("period", world.periods.get(at).map(|item| item.span)),
                _ => continue,
            };
            // An alias that cites its text records how the text speaks, whoever uses it.
            let recorded = match declared.what {
                What::Alias(at) => world
                    .aliases
                    .get(at)
                    .is_some_and(|alias| !alias.item.citations.is_empty()),
                _ => false,
            };
            if !recorded
                && !world.names.is_standard(declared.module)
                && !lookups.is_used(space, name)
            {
                let item = item.unwrap_or(declared.span);
                report.push(unused_declaration(noun, name, declared.span, item));
            }
        }
    }
    // What is reported is taken out together, so each import is looked at without those before it that nobody needs.
    let mut needless = Edges::new();
    for import in &world.imports {
        let edge = (import.from, import.to);
        if import_is_used(world, lookups, import.from, import.to) {
            continue;
        }
        needless.insert(edge);
        if hands_names_on(world, lookups, edge, &needless) {
            needless.remove(&edge);
        } else {
            report.push(unused_import(
                world.names.module_path(import.to),
                import.span,
            ));
        }
    }
}

/// Whether an importer uses a name of the imported module or of what that one imports, or the import brings something that
/// counts without being named.
fn import_is_used(world: &World, lookups: &Lookups, from: ModuleIndex, to: ModuleIndex) -> bool {
    let mut reached = (0..=world.entry).filter(|&module| world.names.sees(to, module));
    reached.any(|module| lookups.uses(from, module) || world.speaking_modules.contains(&module))
}

/// Imports, by the module that has them and the module that they bring.
type Edges = BTreeSet<(ModuleIndex, ModuleIndex)>;

/// Whether another module uses names that it sees through an import, and would not see once some imports are gone.
fn hands_names_on(
    world: &World,
    lookups: &Lookups,
    (from, to): (ModuleIndex, ModuleIndex),
    gone: &Edges,
) -> bool {
    let names = &world.names;
    let brought = names.modules.get(to).map(|module| &module.sees);
    (0..names.modules.len())
        .filter(|&module| names.sees(module, from))
        .any(|module| {
            let brought = brought.into_iter().flatten().copied();
            let mut used = brought
                .filter(|&of| lookups.uses(module, of))
                .map(|of| file_of(names, of))
                .peekable();
            if used.peek().is_none() {
                return false;
            }
            let seen = seen_without(names, file_of(names, module), gone);
            used.any(|of| !seen.contains(&of))
        })
}

/// The module of the file that a module stands in: itself, unless it is a law in a block.
fn file_of(names: &NameTable, module: ModuleIndex) -> ModuleIndex {
    let start = names.start_of(module);
    let mut files = names.modules.iter();
    let file = files.position(|file| file.start == start);
    file.unwrap_or(module)
}

/// The modules of files that a module sees once some imports are gone.
fn seen_without(names: &NameTable, module: ModuleIndex, gone: &Edges) -> BTreeSet<ModuleIndex> {
    let mut seen = BTreeSet::new();
    let mut open = vec![module];
    while let Some(at) = open.pop() {
        if let Some(here) = names.modules.get(at).filter(|_| seen.insert(at)) {
            let imports = here.imports.iter().copied();
            open.extend(imports.filter(|&to| !gone.contains(&(at, to))));
        }
    }
    seen
}

/// The modules that hold something that counts without being named: rules, defaults, what follows from facts, tests, texts.
pub(super) fn speaking_modules(program: &Program) -> BTreeSet<ModuleIndex> {
    let speaks = |item: &ItemKind| {
        matches!(
            item,
            ItemKind::Header(_)
                | ItemKind::Law(_)
                | ItemKind::Supply(_)
                | ItemKind::Assume(_)
                | ItemKind::Deem(_)
                | ItemKind::Default(_)
                | ItemKind::Section(_)
                | ItemKind::Rule(_)
                | ItemKind::Inform(_)
                | ItemKind::Finding(_)
                | ItemKind::Assertion(_)
                | ItemKind::Switch(_)
                | ItemKind::Promise(_)
                | ItemKind::Test(_)
        )
    };
    let modules = program.modules.iter().enumerate();
    modules
        .filter(|(_, module)| module.tree.items.iter().any(|item| speaks(&item.kind)))
        .map(|(index, _)| index)
        .collect()
}
