//! Explanations in the form that the editor can show. They are written in Markdown; an editor without it gets them without its marks.

use gen_lsp_types::{Documentation, MarkupContent, MarkupKind};

use crate::client::Client;

/// Where an explanation is shown. An editor says for each place what it can show there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Hover,
    Completion,
    Signature,
}

/// An explanation for a place.
pub(crate) fn content(client: &Client, place: Place, markdown: String) -> MarkupContent {
    match is_plain(client, place) {
        true => MarkupContent::new(MarkupKind::PlainText, plain(&markdown)),
        false => MarkupContent::new(MarkupKind::Markdown, markdown),
    }
}

/// The same as documentation of something that is listed.
pub(crate) fn documentation(client: &Client, place: Place, markdown: String) -> Documentation {
    Documentation::MarkupContent(content(client, place, markdown))
}

/// Whether the editor would rather have plain text. One that says nothing is an old one, and those show Markdown.
fn is_plain(client: &Client, place: Place) -> bool {
    let document = client.capabilities.text_document.as_ref();
    let formats = document.and_then(|document| match place {
        Place::Hover => document.hover.as_ref()?.content_format.as_deref(),
        Place::Completion => {
            let item = document.completion.as_ref()?.completion_item.as_ref()?;
            item.documentation_format.as_deref()
        }
        Place::Signature => {
            let signature = document.signature_help.as_ref()?;
            let signature = signature.signature_information.as_ref()?;
            signature.documentation_format.as_deref()
        }
    });
    formats.and_then(<[MarkupKind]>::first) == Some(&MarkupKind::PlainText)
}

/// Markdown as it is written here, without its marks.
fn plain(markdown: &str) -> String {
    let mut lines = Vec::new();
    let mut is_code = false;
    for line in markdown.lines() {
        if line.starts_with("```") {
            is_code = !is_code;
        } else if is_code {
            lines.push(line.to_owned());
        } else {
            lines.push(line.replace("**", "").replace('`', ""));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_keeps_the_words_and_what_is_written_in_policies() {
        let markdown = "**data** `email`\n\n```privity\nnote \"**so** `it` is\"\n```\n\n- stands under `contact`";
        let expected = "data email\n\nnote \"**so** `it` is\"\n\n- stands under contact";
        assert_eq!(plain(markdown), expected);
    }
}
