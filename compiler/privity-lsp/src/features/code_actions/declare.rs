//! Declaring a name that is used and not declared.

use gen_lsp_types::{CodeAction, CodeActionKind};
use privity::diagnostic::{Code, Diagnostic};
use privity::occurrences::Sense;
use privity::resolve::names::{Space, kind_word};
use privity::source::Span;
use privity::syntax::ast::{Item, ItemKind, Kind};

use super::Asked;

/// A declaration for each unknown name at a place.
pub(super) fn declarations(asked: &Asked<'_>) -> Vec<CodeAction> {
    let findings = asked.findings();
    let unknown = findings
        .iter()
        .filter(|finding| finding.code == Code::UnknownName);
    unknown
        .filter_map(|finding| declaration(asked, finding))
        .collect()
}

fn declaration(asked: &Asked<'_>, finding: &Diagnostic) -> Option<CodeAction> {
    let primary = finding.primary.iter().map(|label| label.span);
    let mut places = primary.chain(finding.elsewhere.iter().copied());
    let place = places.find(|span| asked.touches(*span))?;
    let name = asked.snapshot.sources().text(place);
    let is_plain = name
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let occurrences = asked.snapshot.occurrences()?;
    let occurrence = occurrences
        .within(place)
        .iter()
        .find(|occurrence| occurrence.sense == Sense::Unknown)?;
    let (what, at, text) = match occurrence.space? {
        _ if !is_plain => return None,
        Space::Kind(kind) => {
            let (at, text) = node(asked, kind, name)?;
            (kind_word(kind), at, text)
        }
        Space::Condition => {
            let at = in_front(asked)?;
            ("flag", at, format!("fact {name} is flag\n\n"))
        }
        Space::Period => {
            let at = in_front(asked)?;
            ("period", at, format!("period {name} is unstated\n\n"))
        }
        // All else needs more than a name.
        _ => return None,
    };
    let title = format!("declare {what} `{name}`");
    let mut action = asked.action(title, CodeActionKind::QuickFix, vec![(at, text)])?;
    action.diagnostics = asked.shown_as(finding);
    Some(action)
}

fn in_front(asked: &Asked<'_>) -> Option<Span> {
    let items = asked.items();
    Some(asked.in_front_of(items.first()?))
}

/// A new node: the last one of the last tree of its kind in the file, or the first one of a new tree.
fn node(asked: &Asked<'_>, kind: Kind, name: &str) -> Option<(Span, String)> {
    let module = asked.snapshot.module(asked.file)?;
    let is_tree = |item: &&Item| {
        let of_kind = matches!(&item.kind, ItemKind::Vocabulary(tree) if tree.kind == kind);
        of_kind && asked.snapshot.sources().text(item.span).ends_with('}')
    };
    let Some(tree) = module.tree.items.iter().rfind(is_tree) else {
        let word = kind_word(kind);
        return Some((in_front(asked)?, format!("{word} {{ {name} }}\n\n")));
    };
    let text = asked.snapshot.sources().text(tree.span);
    let inside = text.strip_suffix('}')?.trim_end();
    let end = tree.span.start + u32::try_from(inside.len()).ok()?;
    let added = match text.contains('\n') {
        true => format!("\n  {name}"),
        false if inside.ends_with('{') => format!(" {name}"),
        false => format!(", {name}"),
    };
    Some((Span::new(end, end), added))
}
