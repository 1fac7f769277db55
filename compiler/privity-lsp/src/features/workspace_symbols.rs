//! What is declared in all packages, by what is typed of its name.

use gen_lsp_types::{
    BaseSymbolInformation, WorkspaceSymbol, WorkspaceSymbolLocation, WorkspaceSymbolParams,
    WorkspaceSymbolResponse,
};
use privity::occurrences::Thing;

use crate::kinds;
use crate::naming::Naming;
use crate::snapshot::Snapshot;

/// So many are listed at most: nobody reads further, and types one more letter.
const MOST: usize = 500;

/// The declarations whose names have the letters of the query in order; those that begin with it first.
pub(crate) fn symbols(
    snapshots: &[Snapshot],
    params: WorkspaceSymbolParams,
) -> Option<WorkspaceSymbolResponse> {
    let query = params.query.to_lowercase();
    let mut found = Vec::new();
    for snapshot in snapshots {
        let Some(naming) = Naming::of(snapshot) else {
            continue;
        };
        for (id, declaration) in naming.names.declarations() {
            if declaration.standard || matches!(declaration.thing, Thing::Module(_)) {
                continue;
            }
            let name = declaration.name.to_lowercase();
            let Some(fit) = fit(&name, &query) else {
                continue;
            };
            let Some(location) = naming.declared_at(id) else {
                continue;
            };
            let modules = &snapshot.package().program.modules;
            let container = modules
                .get(declaration.module)
                .map(|module| module.path.clone());
            let symbol = WorkspaceSymbol::new(
                WorkspaceSymbolLocation::Location(location),
                None,
                BaseSymbolInformation::new(
                    declaration.name.clone(),
                    kinds::symbol(declaration.thing),
                    None,
                    container,
                ),
            );
            found.push((fit, name, symbol));
        }
    }
    found.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
    let symbols = found.into_iter().map(|(_, _, symbol)| symbol);
    Some(WorkspaceSymbolResponse::WorkspaceSymbolList(
        symbols.take(MOST).collect(),
    ))
}

/// How well a name fits what is typed, the best first; `None` if it does not.
fn fit(name: &str, query: &str) -> Option<u8> {
    let mut letters = name.chars();
    if name.starts_with(query) {
        Some(0)
    } else if name.split(['_', '.']).any(|part| part.starts_with(query)) {
        Some(1)
    } else if query.chars().all(|typed| letters.any(|own| own == typed)) {
        Some(2)
    } else {
        None
    }
}
