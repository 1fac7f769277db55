//! From tokens to text: line breaks, wrapping, and the comments that stood between the tokens.

use super::WIDTH;
use super::layout::{Join, Token};

use unicode_width::UnicodeWidthStr as _;

/// How far a wrapped line is indented below its first one.
const WRAPPED: usize = 4;

/// How much further a line of a list in brackets is.
const DEEPER: usize = 2;

/// Depths of brackets that are told apart when a line is wrapped.
const DEPTHS: usize = 6;

/// A comment between two tokens.
struct Comment<'a> {
    text: &'a str,
    /// Line breaks before it; none for one that stands behind a token.
    breaks: usize,
    /// Its column, if it has a line for itself.
    column: usize,
}

/// The text being written.
#[derive(Default)]
struct Page {
    text: String,
    column: usize,
}

impl Page {
    fn push(&mut self, text: &str) {
        self.text.push_str(text);
        self.column += text.width();
    }

    fn new_line(&mut self, indent: usize, blank: bool) {
        if !self.text.is_empty() {
            self.text.push('\n');
            if blank {
                self.text.push('\n');
            }
        }
        self.text.extend(std::iter::repeat_n(' ', indent));
        self.column = indent;
    }
}

/// Writes the tokens of a text, with the comments between them.
pub(super) fn print(text: &str, tokens: &[Token<'_>]) -> String {
    let runs = runs(tokens);
    let mut page = Page::default();
    let mut end = 0;
    let mut indent = 0;
    let mut column = 0;
    let mut opened = true;
    let mut closed = false;
    for (token, &run) in tokens.iter().zip(&runs) {
        let (comments, breaks) = gap(text.get(end..token.start).unwrap_or_default());
        let (own, keeps_blank) = match token.join {
            Join::Line {
                comments,
                keeps_blank,
                ..
            } => (comments, keeps_blank || token.text == "}"),
            Join::Fill(own) => (own, true),
            Join::Soft { depth } => (indent + WRAPPED + DEEPER * depth, false),
            _ => (indent + WRAPPED, false),
        };
        let commented = !comments.is_empty();
        let is_line = matches!(token.join, Join::Line { .. });
        let mut above = (is_line && !opened && !closed).then_some(Above { indent, column });
        for comment in comments {
            let own = place(&mut above, &comment, own);
            write_comment(&mut page, &comment, own, keeps_blank && !opened);
            opened = false;
        }
        match token.join {
            Join::Line {
                indent: new,
                keeps_blank,
                ..
            } => {
                page.new_line(new, keeps_blank && breaks > 1 && !opened);
                indent = new;
                column = column_of(text, token.start);
            }
            Join::Fill(own) if commented || page.column + 1 + run > WIDTH => {
                page.new_line(own, false)
            }
            _ if commented => page.new_line(own, false),
            Join::Soft { .. } if page.column + 1 + run > WIDTH => page.new_line(own, false),
            Join::Tight => {}
            _ => page.push(" "),
        }
        page.push(token.text);
        end = token.start + token.text.len();
        opened = token.text == "{";
        closed = token.text == "}";
    }
    let (comments, _) = gap(text.get(end..).unwrap_or_default());
    let mut above = (!opened && !closed).then_some(Above { indent, column });
    for comment in comments {
        let own = place(&mut above, &comment, 0);
        write_comment(&mut page, &comment, own, !opened);
        opened = false;
    }
    if !page.text.is_empty() {
        page.text.push('\n');
    }
    page.text
}

/// The line above a comment: how far it is indented, and its column in the text.
#[derive(Clone, Copy)]
struct Above {
    indent: usize,
    column: usize,
}

/// How far a comment is indented that has a line for itself: like what stands below it, unless it was written as a part of what stands above:
/// beside clauses, or deeper than an item.
fn place(above: &mut Option<Above>, comment: &Comment<'_>, own: usize) -> usize {
    let Some(Above { indent, column }) = *above else {
        return own;
    };
    if comment.breaks == 0 {
        return own;
    }
    if indent > own && comment.column >= column {
        return indent;
    }
    if indent >= own && comment.column > column {
        return indent + DEEPER;
    }
    *above = None;
    own
}

/// The column of a byte of a text.
fn column_of(text: &str, at: usize) -> usize {
    let before = text.get(..at).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    line.chars().count()
}

fn write_comment(page: &mut Page, comment: &Comment<'_>, indent: usize, keeps_blank: bool) {
    if comment.breaks == 0 && !page.text.is_empty() {
        page.push(" ");
    } else {
        page.new_line(indent, keeps_blank && comment.breaks > 1);
    }
    page.push(comment.text);
}

/// For each token the characters up to the next place where a line may be broken without opening a bracket.
fn runs(tokens: &[Token<'_>]) -> Vec<usize> {
    let mut runs = vec![0; tokens.len()];
    // For each depth the characters from the token behind to the next break that is not deeper.
    let mut behind = [0; DEPTHS];
    let mut join = Join::Tight;
    for (run, token) in runs.iter_mut().zip(tokens).rev() {
        for (depth, length) in behind.iter_mut().enumerate() {
            let joined = match join {
                Join::Tight => *length,
                Join::Blank => 1 + *length,
                Join::Soft { depth: other } if other.min(DEPTHS - 1) > depth => 1 + *length,
                _ => 0,
            };
            *length = token.text.width() + joined;
        }
        let depth = match token.join {
            Join::Soft { depth } => depth.min(DEPTHS - 1),
            _ => 0,
        };
        *run = behind.get(depth).copied().unwrap_or_default();
        join = token.join;
    }
    runs
}

/// The comments in the white space between two tokens, and the line breaks behind the last of them.
fn gap(text: &str) -> (Vec<Comment<'_>>, usize) {
    let mut comments = Vec::new();
    let mut rest = text;
    loop {
        let blank = rest.len() - rest.trim_start().len();
        let (before, behind) = rest.split_at_checked(blank).unwrap_or((rest, ""));
        let breaks = before.matches('\n').count();
        if behind.is_empty() {
            return (comments, breaks);
        }
        let line = behind.split_once('\n').map_or(behind, |(line, _)| line);
        comments.push(Comment {
            text: line.trim_end(),
            breaks,
            column: column_of(text, text.len() - behind.len()),
        });
        rest = behind.get(line.len()..).unwrap_or_default();
    }
}
