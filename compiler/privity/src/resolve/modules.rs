//! The modules of a program as the names see them: what each is called, what it sees, where an import would stand.

use std::collections::BTreeSet;

use super::lost::LostNames;
use super::names::{ImportPlace, ModuleNames};
use crate::program::{Program, ProgramModule};
use crate::source::Span;
use crate::syntax::ast::{Item, ItemKind, Law};

/// The modules in the order of the program, and behind them the laws that stand in blocks.
pub(super) fn of_program(program: &Program) -> Vec<ModuleNames> {
    let mut modules: Vec<ModuleNames> = Vec::new();
    for (index, module) in program.modules.iter().enumerate() {
        // Modules come in import order, so what an import sees is known by now.
        let mut sees = BTreeSet::from([index]);
        let mut blind = module.misses_import;
        for &import in &module.imports {
            if let Some(imported) = modules.get(import) {
                sees.extend(&imported.sees);
                blind |= imported.blind;
            }
        }
        let whole = laws_of(module).find(|law| law.items.is_none());
        let law = whole.map(|law| law.name.text.clone());
        modules.push(ModuleNames {
            law,
            path: module.path.clone(),
            start: start_of(program, module),
            standard: module.standard,
            blind,
            lost: LostNames::of(&module.tree),
            imports: module.imports.clone(),
            import_place: Some(import_place(program, module)),
            sees,
        });
    }
    add_blocks(program, &mut modules);
    modules
}

/// Behind the last import, else behind the header, else in front of everything.
fn import_place(program: &Program, module: &ProgramModule) -> ImportPlace {
    let items = &module.tree.items;
    let last = |is_one: fn(&ItemKind) -> bool| items.iter().rev().find(|item| is_one(&item.kind));
    let behind = |item: &Item, before| ImportPlace {
        at: Span::new(item.span.end, item.span.end),
        before,
        after: "",
    };
    let import = last(|kind| matches!(kind, ItemKind::Import(_)));
    let header = last(|kind| matches!(kind, ItemKind::Header(_)));
    import
        .map(|item| behind(item, "\n"))
        .or_else(|| header.map(|item| behind(item, "\n\n")))
        .unwrap_or_else(|| ImportPlace {
            at: start_of(program, module),
            before: "",
            after: "\n\n",
        })
}

fn start_of(program: &Program, module: &ProgramModule) -> Span {
    let base = program.sources.file(module.file).base;
    Span::new(base, base)
}

fn laws_of(module: &ProgramModule) -> impl Iterator<Item = &Law> {
    module
        .tree
        .items
        .iter()
        .filter_map(|item| match &item.kind {
            ItemKind::Law(law) => Some(law),
            _ => None,
        })
}

/// A law in a block is a module of its own, behind all others. It and the module around it see each other.
fn add_blocks(program: &Program, modules: &mut Vec<ModuleNames>) {
    for (host, module) in program.modules.iter().enumerate() {
        for law in laws_of(module).filter(|law| law.items.is_some()) {
            let block = modules.len();
            let Some(around) = modules.get(host).cloned() else {
                continue;
            };
            for names in modules
                .iter_mut()
                .filter(|names| names.sees.contains(&host))
            {
                names.sees.insert(block);
            }
            let mut sees = around.sees;
            sees.insert(block);
            modules.push(ModuleNames {
                path: format!("{}.{}", around.path, law.name.text),
                start: around.start,
                standard: around.standard,
                blind: around.blind,
                lost: LostNames::default(),
                law: Some(law.name.text.clone()),
                imports: Vec::new(),
                import_place: None,
                sees,
            });
        }
    }
}
