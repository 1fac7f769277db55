//! What is known of the word at a place.

use gen_lsp_types::{Contents, Hover, HoverParams};
use privity::completion;
use privity::occurrences::{Known, Sense};
use privity::source::Span;

use crate::describe;
use crate::naming::Naming;
use crate::prose::{self, Place};
use crate::snapshot::Snapshot;

/// What the word at a place means, with the documentation of its declaration; of a keyword what it is for.
pub(crate) fn hover(snapshot: &Snapshot, params: HoverParams) -> Option<Hover> {
    let at = &params.text_document_position_params;
    let (file, offset) = snapshot.place(at)?;
    if let Some(naming) = Naming::of(snapshot) {
        let found = naming.occurrences_at(at);
        let said: Vec<String> = found
            .iter()
            .filter_map(|name| match name.sense {
                Sense::Declared(id) => Some(describe::declaration(naming, id)),
                Sense::Known(known) => known_word(snapshot, known, name.span),
                Sense::Unknown => None,
            })
            .collect();
        if let (Some(name), false) = (found.first(), said.is_empty()) {
            return answer(snapshot, &said.join("\n\n---\n\n"), name.span);
        }
    }
    let source = snapshot.sources().file(file);
    let word = completion::word_at(&source.text, (offset - source.base) as usize)?;
    let meaning = privity::syntax::meaning(source.text.get(word.clone())?)?;
    let start = source.base + u32::try_from(word.start).ok()?;
    let end = source.base + u32::try_from(word.end).ok()?;
    answer(snapshot, meaning, Span::new(start, end))
}

fn known_word(snapshot: &Snapshot, known: Known, span: Span) -> Option<String> {
    let word = snapshot.sources().text(span);
    let said = match known {
        Known::Axis => format!(
            "**axis** `{word}`\n\n{}",
            privity::syntax::meaning_of_axis(word)?
        ),
        Known::Kind => format!("the kind `{word}`"),
        Known::Role => format!("the role `{word}` of a party: as a set, all parties that have it"),
        Known::Action => privity::syntax::meaning(word)?.to_owned(),
        Known::Residual => "whatever is below this open node and has no name of its own".to_owned(),
        Known::Code => {
            let code = privity::diagnostic::Code::parse(&word.to_uppercase())?;
            format!("**{}** {}", code.as_str(), code.title())
        }
        Known::Value | Known::Version => return None,
    };
    Some(said)
}

fn answer(snapshot: &Snapshot, markdown: &str, span: Span) -> Option<Hover> {
    let content = prose::content(snapshot.client(), Place::Hover, markdown.to_owned());
    Some(Hover::new(
        Contents::MarkupContent(content),
        snapshot.range(span),
    ))
}
