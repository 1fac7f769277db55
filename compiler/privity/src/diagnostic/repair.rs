//! Making the repairs that findings offer: texts and findings go in, new texts come out.

use std::collections::BTreeMap;
use std::ops::Range;

use super::{Applicability, Code, Diagnostic, Edit, Fix};
use crate::source::{FileId, SourceMap, Span};

/// What became of texts that were repaired.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repaired {
    /// The new texts of the files that changed.
    pub texts: BTreeMap<FileId, String>,
    /// What was done, in the order of the findings.
    pub done: Vec<(Code, String)>,
}

/// The repair of a finding that can be made without a choice: the only safe one, or else, if they are wanted, the only unsafe one.
#[must_use]
pub fn choice(finding: &Diagnostic, unsafe_too: bool) -> Option<&Fix> {
    let of = |wanted| {
        let mut fixes = finding.fixes.iter();
        let mut fixes = fixes
            .by_ref()
            .filter(move |fix| fix.applicability == wanted);
        let first = fixes.next()?;
        Some((first, fixes.next().is_none()))
    };
    match of(Applicability::Safe) {
        Some((fix, is_only)) => is_only.then_some(fix),
        None if unsafe_too => {
            of(Applicability::Unsafe).and_then(|(fix, is_only)| is_only.then_some(fix))
        }
        None => None,
    }
}

/// Makes the repairs of findings that do not get into each other's way; those that do can be made in the next round. Files of the
/// standard library stay as they are.
#[must_use]
pub fn repair(sources: &SourceMap, findings: &[Diagnostic], unsafe_too: bool) -> Repaired {
    let mut changes: BTreeMap<FileId, Vec<Change>> = BTreeMap::new();
    let mut done = Vec::new();
    for finding in findings {
        let Some(fix) = choice(finding, unsafe_too) else {
            continue;
        };
        let Some(new) = located(sources, fix) else {
            continue;
        };
        let is_free = |(file, change): &(FileId, Change)| {
            let others = changes.get(file).into_iter().flatten();
            others
                .clone()
                .all(|other| other == change || !other.meets(change))
        };
        if !new.iter().all(is_free) {
            continue;
        }
        for (file, change) in new {
            let of_file = changes.entry(file).or_default();
            if !of_file.contains(&change) {
                of_file.push(change);
            }
        }
        done.push((finding.code, fix.title.clone()));
    }
    let texts = changes
        .into_iter()
        .map(|(file, changes)| (file, changed(&sources.file(file).text, changes)))
        .collect();
    Repaired { texts, done }
}

/// The edits of a fix as they are made: what is taken out takes its line, its blanks and its documentation with it. `None` if one of them is in no file of the
/// policy.
#[must_use]
pub fn changes(sources: &SourceMap, fix: &Fix) -> Option<Vec<Edit>> {
    let edits = located(sources, fix)?.into_iter().map(|(id, change)| {
        let (start, end) = change.range;
        let base = sources.file(id).base;
        let at = |offset: usize| base.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
        Edit {
            span: Span::new(at(start), at(end)),
            replacement: change.new,
        }
    });
    Some(edits.collect())
}

/// A change of one text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Change {
    range: (usize, usize),
    new: String,
}

impl Change {
    /// Whether the two cannot both be made: they overlap, or insert at one place.
    fn meets(&self, other: &Self) -> bool {
        let ((start, end), (from, to)) = (self.range, other.range);
        start < to && from < end || start == from
    }
}

/// The changes of a fix by file; `None` if one of them is not in a file of the policy.
fn located(sources: &SourceMap, fix: &Fix) -> Option<Vec<(FileId, Change)>> {
    fix.edits
        .iter()
        .map(|edit| {
            let (id, range) = sources.locate(edit.span)?;
            let file = sources.file(id);
            let is_sound =
                file.text.is_char_boundary(range.start) && file.text.is_char_boundary(range.end);
            (!file.name.starts_with('<') && is_sound).then(|| (id, change(&file.text, range, edit)))
        })
        .collect()
}

/// An edit as it is made: what is taken out leaves no blanks behind, and new lines end as those of the text.
fn change(text: &str, range: Range<usize>, edit: &Edit) -> Change {
    let range = if edit.replacement.is_empty() {
        without_leftovers(text, range)
    } else {
        range
    };
    let has_windows_ends = text
        .find('\n')
        .is_some_and(|at| text.get(..at).is_some_and(|line| line.ends_with('\r')));
    let new = if has_windows_ends {
        edit.replacement.replace('\n', "\r\n")
    } else {
        edit.replacement.clone()
    };
    Change {
        range: (range.start, range.end),
        new,
    }
}

/// Takes the whole line if nothing else is on it, with a blank line that would stand beside another; else a blank that would stand beside another.
fn without_leftovers(text: &str, range: Range<usize>) -> Range<usize> {
    let before = text.get(..range.start).unwrap_or_default();
    let after = text.get(range.end..).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let line_end = after.find('\n').map_or(text.len(), |at| range.end + at + 1);
    let is_blank = |part: Option<&str>| part.is_some_and(|part| part.trim().is_empty());
    if is_blank(text.get(line_start..range.start)) && is_blank(text.get(range.end..line_end)) {
        let line_start = with_documentation(text, line_start, range.start);
        let next = text.get(line_end..).unwrap_or_default();
        let next_end = next.find('\n').map_or(next.len(), |at| at + 1);
        let before = text.get(..line_start).unwrap_or_default();
        let is_after_blank =
            before.is_empty() || before.ends_with("\n\n") || before.ends_with("\n\r\n");
        if is_after_blank && is_blank(next.get(..next_end)) {
            return line_start..line_end + next_end;
        }
        return line_start..line_end;
    }
    let is_indented = !is_blank(text.get(line_start..range.start));
    if is_indented
        && before.ends_with(' ')
        && (after.is_empty() || after.starts_with([' ', '\r', '\n']))
    {
        return range.start - 1..range.end;
    }
    range
}

/// Where the documentation begins that stands above what begins at `item`, on the line from `line_start`: without it, it would document what follows.
fn with_documentation(text: &str, line_start: usize, item: usize) -> usize {
    let begins_with_word = text
        .get(item..)
        .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    if !begins_with_word {
        return line_start;
    }
    let mut start = line_start;
    loop {
        let above = text.get(..start).unwrap_or_default();
        let lines = above.strip_suffix('\n').unwrap_or_default();
        let line = lines.rsplit('\n').next().unwrap_or_default();
        let documents = line.trim_start();
        if !documents.starts_with("///") || documents.starts_with("////") {
            return start;
        }
        start = lines.len() - line.len();
    }
}

/// The text with its changes, which do not overlap.
fn changed(text: &str, mut changes: Vec<Change>) -> String {
    changes.sort_unstable();
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for change in &changes {
        let (start, end) = change.range;
        // Two deletions may have grown into each other.
        new.push_str(text.get(at..start).unwrap_or_default());
        new.push_str(&change.new);
        at = at.max(end);
    }
    new.push_str(text.get(at..).unwrap_or_default());
    new
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(text: &str, findings: &[Diagnostic], unsafe_too: bool) -> String {
        let mut sources = SourceMap::new();
        let file = sources.add("policy.privity", text).unwrap();
        let repaired = repair(&sources, findings, unsafe_too);
        repaired
            .texts
            .get(&file)
            .cloned()
            .unwrap_or_else(|| text.to_owned())
    }

    fn finding(start: u32, end: u32, new: &str) -> Diagnostic {
        let span = Span::new(start, end);
        Diagnostic::at(Code::UnknownName, span, "wrong").fix("mend", span, new)
    }

    #[test]
    fn repairs_of_one_text_are_made_together() {
        let findings = [finding(0, 1, "one"), finding(4, 5, "three")];
        assert_eq!(after("1 2 3", &findings, false), "one 2 three");
    }

    #[test]
    fn repairs_that_meet_wait_for_the_next_round() {
        let findings = [finding(0, 3, "x"), finding(2, 5, "y")];
        assert_eq!(after("abcdef", &findings, false), "xdef");
        let findings = [finding(2, 2, "x"), finding(2, 2, "y")];
        assert_eq!(after("abcd", &findings, false), "abxcd");
    }

    #[test]
    fn a_repair_of_several_edits_is_made_whole_or_not() {
        let both = finding(0, 1, "(").fix("mend", Span::new(2, 3), ")");
        assert_eq!(after("'a'", std::slice::from_ref(&both), false), "(a)");
        assert_eq!(after("'a'", &[finding(2, 3, "!"), both], false), "'a!");
    }

    #[test]
    fn where_there_is_a_choice_nothing_is_done() {
        let span = Span::new(0, 1);
        let two = finding(0, 1, "b").fix("mend otherwise", span, "c");
        assert_eq!(after("a", &[two], true), "a");
        let mixed = finding(0, 1, "b").unsafe_fix("do more", span, "c");
        assert_eq!(after("a", &[mixed], true), "b");
        let risky = Diagnostic::at(Code::UnknownName, span, "wrong").unsafe_fix("guess", span, "z");
        assert_eq!(after("a", std::slice::from_ref(&risky), false), "a");
        assert_eq!(after("a", &[risky], true), "z");
    }

    #[test]
    fn what_is_taken_out_leaves_no_empty_line_and_no_double_blank() {
        let text = "one\n\ntwo\n\nthree\n";
        assert_eq!(after(text, &[finding(5, 8, "")], false), "one\n\nthree\n");
        assert_eq!(after("a b c\n", &[finding(2, 3, "")], false), "a c\n");
        assert_eq!(after("a b\n", &[finding(2, 3, "")], false), "a\n");
        assert_eq!(
            after("one\r\ntwo\r\nthree\r\n", &[finding(5, 8, "")], false),
            "one\r\nthree\r\n"
        );
    }

    #[test]
    fn what_is_taken_out_takes_its_documentation_with_it() {
        let text = "a\n\n/// One.\n/// Two.\nrule b\npermit c\n\nd\n";
        let at = u32::try_from(text.find("rule").unwrap()).unwrap();
        let end = u32::try_from(text.find("\n\nd").unwrap()).unwrap();
        assert_eq!(after(text, &[finding(at, end, "")], false), "a\n\nd\n");
    }

    #[test]
    fn new_lines_end_as_those_of_the_text() {
        assert_eq!(
            after("a\r\nb\r\n", &[finding(1, 1, "\nx")], false),
            "a\r\nx\r\nb\r\n"
        );
    }
}
