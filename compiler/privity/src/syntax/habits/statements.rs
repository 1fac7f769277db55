//! Finding foreign statements: where a line begins like one of the table, and how far the statement goes.

use super::diagnostics;
use super::table::{Extent, HABITS, Habit, PROSE};
use crate::diagnostic::Diagnostic;
use crate::source::Span;

/// Foreign statements that are looked for in one file.
const MOST_STATEMENTS: usize = 500;
/// Lines that one statement may have.
const LONGEST: usize = 60;
/// Bytes of a line that are looked at.
const WIDEST: usize = 4096;

/// A statement of another language.
#[derive(Debug)]
pub(in crate::syntax) struct Foreign {
    /// Whose habit it is.
    pub(in crate::syntax) from: &'static str,
    /// The bytes of the statement, whole lines.
    pub(in crate::syntax) start: usize,
    /// One past them.
    pub(in crate::syntax) end: usize,
    help: &'static str,
}

impl Foreign {
    /// The finding about it, in a text that begins at `base`.
    pub(in crate::syntax) fn finding(&self, text: &str, base: u32) -> Diagnostic {
        let written = text.get(self.start..self.end).unwrap_or_default();
        let first = written.lines().next().unwrap_or_default();
        let start = self.start + (first.len() - first.trim_start().len());
        let end = start + first.trim().len();
        diagnostics::statement(self.from, self.help, span(start, end, base))
    }
}

pub(super) fn span(start: usize, end: usize, base: u32) -> Span {
    let global = |at: usize| base.saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
    Span::new(global(start), global(end))
}

/// The statements of a text that stand on lines of their own and are foreign.
pub(in crate::syntax) fn find(text: &str) -> Vec<Foreign> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < text.len() && found.len() < MOST_STATEMENTS {
        let end = line_end(text, at);
        let line = clipped(text.get(at..end).unwrap_or_default());
        let Some(habit) = habit_of(line) else {
            at = end;
            continue;
        };
        let end = extent(text, at, habit.extent);
        found.push(Foreign {
            from: habit.from,
            start: at,
            end,
            help: habit.help,
        });
        at = end.max(at + 1);
    }
    found
}

/// One past the line break behind an offset.
fn line_end(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    at + rest.find('\n').map_or(rest.len(), |length| length + 1)
}

fn clipped(line: &str) -> &str {
    let end = (0..=line.len().min(WIDEST))
        .rev()
        .find(|&at| line.is_char_boundary(at));
    line.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// The row of the table that a line begins like.
fn habit_of(line: &str) -> Option<&'static Habit> {
    let signs = first_signs(line);
    if signs.is_empty() {
        return None;
    }
    HABITS.iter().find(|habit| {
        let mut patterns = habit.begins.iter();
        patterns.any(|pattern| fits(pattern, &signs))
            && (habit.from != PROSE || reads_like_prose(line))
    })
}

/// Whether a line reads like a sentence: a name of ours may be called as any word of one.
pub(super) fn reads_like_prose(line: &str) -> bool {
    let line = line.trim();
    let words = line.split_whitespace().filter(|word| word.len() > 1);
    let begins = line.get(..3).is_some_and(|start| {
        start.starts_with(|c: char| !c.is_ascii_lowercase())
            || [
                "we ", "you", "e.g", "i.e", "no ", "art", "sec", "cla", "par",
            ]
            .contains(&start)
    });
    begins && words.count() >= 3 && !line.contains(['{', '}', '_'])
}

/// Whether signs begin as a pattern says.
fn fits(pattern: &str, signs: &[&str]) -> bool {
    // Hardly any line begins like any of them, which the first letter tells.
    let letter = pattern.bytes().next().filter(u8::is_ascii_alphabetic);
    let first = signs.first().and_then(|sign| sign.bytes().next());
    if let (Some(letter), Some(first)) = (letter, first)
        && !letter.eq_ignore_ascii_case(&first)
    {
        return false;
    }
    let mut signs = signs.iter();
    pattern.split_whitespace().all(|wanted| {
        let Some(sign) = signs.next() else {
            return false;
        };
        let first = sign.chars().next().unwrap_or(' ');
        match wanted {
            "*" => first.is_alphabetic() || matches!(first, '_' | '*'),
            "#" => first.is_ascii_digit(),
            "~" => matches!(first, '"' | '\'' | '“'),
            _ if wanted.starts_with(|c: char| c.is_ascii_uppercase()) => *sign == wanted,
            _ => sign.eq_ignore_ascii_case(wanted),
        }
    })
}

/// The first words and signs of a line.
fn first_signs(line: &str) -> Vec<&str> {
    let mut signs = Vec::new();
    let mut rest = line.trim_start();
    while signs.len() < 6 {
        let Some(first) = rest.chars().next() else {
            break;
        };
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let length = if is_word(first) {
            rest.find(|c| !is_word(c)).unwrap_or(rest.len())
        } else if first == '"' {
            rest.get(1..)
                .and_then(|inner| inner.find('"'))
                .map_or(rest.len(), |end| end + 2)
        } else {
            first.len_utf8()
        };
        let (sign, behind) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if sign == "/" && behind.starts_with('/') {
            break;
        }
        signs.push(sign);
        rest = behind.trim_start();
    }
    signs
}

/// One past the last line of the statement that begins at an offset.
fn extent(text: &str, start: usize, extent: Extent) -> usize {
    let mut at = start;
    let mut depth = 0_i32;
    for _ in 0..LONGEST {
        let end = line_end(text, at);
        let line = clipped(text.get(at..end).unwrap_or_default());
        for character in line.chars() {
            match character {
                '(' | '[' | '{' => depth += 1,
                ')' | ']' | '}' => depth -= 1,
                _ => {}
            }
        }
        at = end;
        let next = clipped(text.get(at..line_end(text, at)).unwrap_or_default()).trim();
        let is_over = match extent {
            Extent::Line => depth <= 0 && !next.starts_with('{'),
            Extent::Semicolon => {
                let line = line.trim_end();
                depth <= 0 && (line.ends_with(';') || next.is_empty() || begins_ours(next))
            }
            Extent::Paragraph => next.is_empty() || begins_ours(next),
        };
        if is_over || at >= text.len() {
            break;
        }
    }
    at
}

/// Whether a line begins like an item of ours, so that a foreign statement before it is over.
fn begins_ours(line: &str) -> bool {
    let signs = first_signs(line);
    let Some(&first) = signs.first() else {
        return false;
    };
    first == "/" || super::super::expected::ITEMS.contains(&first) && habit_of(line).is_none()
}
