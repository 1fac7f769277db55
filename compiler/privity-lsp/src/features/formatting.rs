//! Formatting: the one style of policies, for a whole text, a part of it, or the lines just typed.

use gen_lsp_types::{
    DocumentFormattingParams, DocumentOnTypeFormattingParams, DocumentRangeFormattingParams,
    Position, Range, TextEdit, Uri,
};
use privity::syntax::begins_item;
use privity::syntax::tokens::{Sort, tokens};
use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::positions::{self, Encoding};
use crate::snapshot::Snapshot;

/// The edits that format a text: none when it is formatted; nothing when it cannot be because of a mistake in it.
pub(crate) fn document(
    snapshot: &Snapshot,
    params: DocumentFormattingParams,
) -> Option<Vec<TextEdit>> {
    edits(snapshot, &params.text_document.uri)
}

/// The edits that format the lines of a range.
pub(crate) fn range(
    snapshot: &Snapshot,
    params: DocumentRangeFormattingParams,
) -> Option<Vec<TextEdit>> {
    let (first, last) = (params.range.start.line, params.range.end.line);
    let mut edits = edits(snapshot, &params.text_document.uri)?;
    edits.retain(|edit| touches(edit.range, first, last));
    Some(edits)
}

/// The edits after a line break or a closing brace was typed: the line before is formatted if the text can be read, and the line at hand is
/// indented as what stands there would be.
pub(crate) fn on_type(
    snapshot: &Snapshot,
    params: DocumentOnTypeFormattingParams,
) -> Option<Vec<TextEdit>> {
    let uri = &params.text_document.uri;
    let line = params.position.line;
    let file = snapshot.sources().file(snapshot.own_file(uri)?);
    let text = &file.text;
    let mut edits = Vec::new();
    if params.ch == "\n" && line > 0 {
        let formatted = self::edits(snapshot, uri).unwrap_or_default();
        // Whatever else is out of style is left for later: the cursor would jump.
        let only_before = |edit: &TextEdit| {
            let ends = edit.range.end.line < line
                || edit.range.end.line == line && edit.range.end.character == 0;
            ends && touches(edit.range, line - 1, line - 1) && edit.new_text.lines().count() == 1
        };
        edits.extend(formatted.into_iter().filter(only_before));
    }
    edits.extend(indentation(text, line, &params.ch));
    Some(edits)
}

fn touches(range: Range, first: u32, last: u32) -> bool {
    // A range that ends in front of a line does not touch that line.
    let end = match range.end {
        Position { line, character: 0 } if line > range.start.line => line - 1,
        end => end.line,
    };
    range.start.line <= last && end >= first
}

/// The edits that format a text, each as small as whole lines can be, so that places in other lines stay where they are.
fn edits(snapshot: &Snapshot, uri: &Uri) -> Option<Vec<TextEdit>> {
    let text = &snapshot.sources().file(snapshot.own_file(uri)?).text;
    let formatted = privity::syntax::format(text).ok()?;
    Some(line_edits(text, &formatted, snapshot.encoding()))
}

/// The edits that make one text of another, each as small as whole lines can be.
pub(crate) fn line_edits(old: &str, new: &str, encoding: Encoding) -> Vec<TextEdit> {
    let (before, after): (Vec<&str>, Vec<&str>) = (
        old.split_inclusive('\n').collect(),
        new.split_inclusive('\n').collect(),
    );
    let end = positions::whole(old, encoding).end;
    let position = |line: usize| {
        if line < before.len() {
            Position::new(u32::try_from(line).unwrap_or(u32::MAX), 0)
        } else {
            end
        }
    };
    // The formatter moves white space only, so lines are the same that have the same signs; what else differs in them is seen to below.
    let signs = |lines: &[&str]| -> Vec<String> {
        let lines = lines.iter();
        lines
            .map(|line| line.split_whitespace().collect())
            .collect()
    };
    let edit = |old: std::ops::Range<usize>, new: std::ops::Range<usize>| {
        let (before, after) = (before.get(old.clone()), after.get(new));
        let (before, after) = (before.unwrap_or_default(), after.unwrap_or_default());
        let range = Range::new(position(old.start), position(old.end));
        (before != after).then(|| TextEdit::new(range, after.concat()))
    };
    capture_diff_slices(Algorithm::Myers, &signs(&before), &signs(&after))
        .into_iter()
        .flat_map(|op| {
            let (old, new) = (op.old_range(), op.new_range());
            match op {
                DiffOp::Equal { .. } => old
                    .zip(new)
                    .filter_map(|(old, new)| edit(old..old + 1, new..new + 1))
                    .collect(),
                _ => Vec::from_iter(edit(old, new)),
            }
        })
        .collect()
}

/// How far the line at hand is to be indented, as an edit; `None` if it is already.
fn indentation(text: &str, line: u32, typed: &str) -> Option<TextEdit> {
    let lines: Vec<&str> = text.split('\n').collect();
    let own = lines.get(line as usize)?;
    let content = own.trim_start_matches([' ', '\t']);
    let blank = own.len() - content.len();
    let start: usize = lines
        .iter()
        .take(line as usize)
        .map(|line| line.len() + 1)
        .sum();
    let depth = depth_at(text, start);
    let closes = content.starts_with('}');
    let indent = if closes {
        2 * depth.saturating_sub(1)
    } else if typed == "\n" {
        let before = lines.get((line as usize).checked_sub(1)?)?;
        2 * depth + usize::from(continues(before, 2 * depth, content)) * 2
    } else {
        return None;
    };
    if own.get(..blank)? == " ".repeat(indent) {
        return None;
    }
    let width = u32::try_from(blank).unwrap_or(u32::MAX);
    let range = Range::new(Position::new(line, 0), Position::new(line, width));
    Some(TextEdit::new(range, " ".repeat(indent)))
}

/// How many braces are open at a byte of a text.
fn depth_at(text: &str, offset: usize) -> usize {
    let before = tokens(text);
    let before = before.iter().take_while(|token| token.range.end <= offset);
    before.fold(0_usize, |depth, token| {
        match (token.sort, text.get(token.range.clone())) {
            (Sort::Sign, Some("{")) => depth + 1,
            (Sort::Sign, Some("}")) => depth.saturating_sub(1),
            _ => depth,
        }
    })
}

/// Whether a line goes on with the item of the line before: a rule or the like is followed by its clauses. Items stand at the margin.
fn continues(before: &str, margin: usize, content: &str) -> bool {
    // These have nothing on further lines.
    const SHORT: [&str; 3] = ["import", "default", "waive"];
    let code = before.split("//").next().unwrap_or(before);
    let trimmed = code.trim();
    if trimmed.is_empty() || trimmed.ends_with(['{', '}']) || begins_item(content) {
        return false;
    }
    let mut words = trimmed.split_whitespace();
    let first = words.next().unwrap_or_default();
    if !begins_item(trimmed) {
        // Behind a clause comes another one, behind a node the next.
        let blank = before.len() - before.trim_start().len();
        return blank > margin;
    }
    // `rule NAME` alone is followed by the effect, which stands at the same margin.
    let is_name_alone = first == "rule" && words.count() == 1;
    !is_name_alone && !SHORT.contains(&first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn indented(text: &str, typed: &str) -> Option<usize> {
        let line = u32::try_from(text.matches('\n').count()).unwrap();
        indentation(text, line, typed).map(|edit| edit.new_text.len())
    }

    #[test]
    fn a_new_line_is_indented_like_what_may_stand_there() {
        assert_eq!(indented("permit use x\n", "\n"), Some(2));
        assert_eq!(indented("ambiguity a \"b\"\n", "\n"), Some(2));
        assert_eq!(indented("group a is b\n", "\n"), Some(2));
        assert_eq!(indented("permit use x\n  to y\n", "\n"), Some(2));
        assert_eq!(indented("data {\n", "\n"), Some(2));
        assert_eq!(indented("data {\n  a\n", "\n"), Some(2));
        assert_eq!(indented("data {\n  a {\n    b\n", "\n"), Some(4));
        assert_eq!(indented("section s {\n  permit use x\n", "\n"), Some(4));
        assert_eq!(indented("section s {\n  rule a\n", "\n"), Some(2));
        assert_eq!(indented("data {\n  a\n}\n", "\n"), None);
        assert_eq!(indented("import a\n", "\n"), None);
    }

    #[test]
    fn a_closing_brace_stands_below_what_it_closes() {
        assert_eq!(indented("data {\n  a\n  }", "}"), Some(0));
        assert_eq!(indented("data {\n  a {\n    b\n}", "}"), Some(2));
        assert_eq!(indented("data {\n  a\n}", "}"), None);
    }

    #[test]
    fn only_lines_that_are_out_of_style_are_touched() {
        let old = "a\n b\nc\n\n\nd";
        let edits = line_edits(old, "a\nb\nc\n\nd\n", Encoding::Utf16);
        let mut lines: Vec<u32> = edits.iter().map(|edit| edit.range.start.line).collect();
        lines.dedup();
        assert!(!lines.contains(&0) && !lines.contains(&2), "{edits:?}");
    }
}
