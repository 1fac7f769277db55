//! Links: from an import to its file, and addresses in texts and comments.

use gen_lsp_types::{DocumentLink, DocumentLinkParams, Uri};
use privity::occurrences::{Sense, Thing};
use privity::source::{FileId, Span};

use crate::naming::Naming;
use crate::snapshot::Snapshot;

/// The links of a file, in the order of the text.
pub(crate) fn links(snapshot: &Snapshot, params: DocumentLinkParams) -> Option<Vec<DocumentLink>> {
    let file = snapshot.file(&params.text_document.uri)?;
    let mut links = addresses(snapshot, file);
    if let Some(naming) = Naming::of(snapshot) {
        links.extend(imports(naming, file));
    }
    links.sort_by_key(|link| (link.range.start.line, link.range.start.character));
    Some(links)
}

fn imports(naming: Naming<'_>, file: FileId) -> Vec<DocumentLink> {
    let source = naming.snapshot.sources().file(file);
    let end = source.base + u32::try_from(source.text.len()).unwrap_or_default();
    let names = naming.names.within(Span::new(source.base, end)).iter();
    let links = names.filter_map(|name| {
        let Sense::Declared(id) = name.sense else {
            return None;
        };
        let declaration = naming.names.declaration(id)?;
        let Thing::Module(_) = declaration.thing else {
            return None;
        };
        let target = naming.declared_at(id)?;
        Some(DocumentLink::new(
            naming.snapshot.range(name.span)?,
            Some(target.uri),
            Some(format!("the module `{}`", declaration.name)),
            None,
        ))
    });
    links.collect()
}

/// Addresses of the web, up to a blank, a quote or a closing bracket.
fn addresses(snapshot: &Snapshot, file: FileId) -> Vec<DocumentLink> {
    let source = snapshot.sources().file(file);
    let text = &source.text;
    let starts = ["https://", "http://"]
        .into_iter()
        .flat_map(|scheme| text.match_indices(scheme));
    let links = starts.filter_map(|(at, scheme)| {
        let rest = text.get(at..)?;
        let ends = |c: char| c.is_whitespace() || matches!(c, '"' | ')' | '>' | ']' | '`');
        let address = rest.get(..rest.find(ends).unwrap_or(rest.len()))?;
        let address = address.trim_end_matches(['.', ',', ';', ':', '\\']);
        if address.len() <= scheme.len() {
            return None;
        }
        let start = source.base + u32::try_from(at).ok()?;
        let span = Span::new(start, start + u32::try_from(address.len()).ok()?);
        let target = Some(Uri(address.to_owned()));
        Some(DocumentLink::new(snapshot.range(span)?, target, None, None))
    });
    links.collect()
}
