//! The difference of two texts, line by line, in the form that `diff -u` and `git` have.

/// How many lines around a change are shown.
const CONTEXT: usize = 3;
/// The most pairs of lines that are compared; between longer stretches all lines count as changed.
const MOST_PAIRS: usize = 4_000_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line<'a> {
    Same(&'a str),
    Old(&'a str),
    New(&'a str),
}

/// The unified difference; empty when the texts are the same. `how` says in a word what made the new one.
pub(crate) fn unified(name: &str, how: &str, old: &str, new: &str) -> String {
    let old: Vec<&str> = old.split_inclusive('\n').collect();
    let new: Vec<&str> = new.split_inclusive('\n').collect();
    let lines = compare(&old, &new);
    let changed: Vec<usize> = (0..lines.len())
        .filter(|&at| !matches!(lines.get(at), Some(Line::Same(_)) | None))
        .collect();
    if changed.is_empty() {
        return String::new();
    }
    let mut text = format!("--- {name}\n+++ {name} ({how})\n");
    let mut from = 0;
    while let Some(&first) = changed.get(from) {
        let mut to = from;
        while let (Some(&here), Some(&next)) = (changed.get(to), changed.get(to + 1)) {
            if next - here > 2 * CONTEXT + 1 {
                break;
            }
            to += 1;
        }
        let last = changed.get(to).copied().unwrap_or(first);
        let start = first.saturating_sub(CONTEXT);
        let end = (last + CONTEXT + 1).min(lines.len());
        hunk(&mut text, &lines, start, end);
        from = to + 1;
    }
    text
}

fn hunk(text: &mut String, lines: &[Line<'_>], start: usize, end: usize) {
    let count = |range: &[Line<'_>], is_old: bool| {
        range
            .iter()
            .filter(|line| match line {
                Line::Same(_) => true,
                Line::Old(_) => is_old,
                Line::New(_) => !is_old,
            })
            .count()
    };
    let before = lines.get(..start).unwrap_or_default();
    let inside = lines.get(start..end).unwrap_or_default();
    let place = |is_old| {
        let length = count(inside, is_old);
        let first = count(before, is_old) + usize::from(length > 0);
        format!("{first},{length}")
    };
    text.push_str(&format!("@@ -{} +{} @@\n", place(true), place(false)));
    for line in inside {
        let (sign, line) = match line {
            Line::Same(line) => (' ', line),
            Line::Old(line) => ('-', line),
            Line::New(line) => ('+', line),
        };
        text.push(sign);
        text.push_str(line);
        if !line.ends_with('\n') {
            text.push_str("\n\\ No newline at end of file\n");
        }
    }
}

/// All lines of both texts: a longest common sequence, and around it what is only in one.
fn compare<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    let front = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = (
        old.get(front..).unwrap_or_default(),
        new.get(front..).unwrap_or_default(),
    );
    let back = rest
        .0
        .iter()
        .rev()
        .zip(rest.1.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let middle = |lines: &[&'a str]| lines.get(..lines.len() - back).unwrap_or_default().to_vec();
    let (old_middle, new_middle) = (middle(rest.0), middle(rest.1));
    let mut lines: Vec<Line<'a>> = old.iter().take(front).copied().map(Line::Same).collect();
    lines.extend(changed(&old_middle, &new_middle));
    lines.extend(old.iter().skip(old.len() - back).copied().map(Line::Same));
    lines
}

fn changed<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<Line<'a>> {
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        let gone = old.iter().copied().map(Line::Old);
        return gone.chain(new.iter().copied().map(Line::New)).collect();
    }
    // common[i][j] is the length of the longest common sequence of what follows old line i and new line j.
    let width = new.len() + 1;
    let mut common = vec![0_u32; (old.len() + 1) * width];
    let at = |common: &[u32], i: usize, j: usize| common.get(i * width + j).copied().unwrap_or(0);
    for (i, a) in old.iter().enumerate().rev() {
        for (j, b) in new.iter().enumerate().rev() {
            let longest = if a == b {
                at(&common, i + 1, j + 1) + 1
            } else {
                at(&common, i + 1, j).max(at(&common, i, j + 1))
            };
            if let Some(slot) = common.get_mut(i * width + j) {
                *slot = longest;
            }
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut lines = Vec::new();
    loop {
        match (old.get(i), new.get(j)) {
            (Some(a), Some(b)) if a == b => {
                lines.push(Line::Same(a));
                i += 1;
                j += 1;
            }
            (Some(a), b) if b.is_none() || at(&common, i + 1, j) >= at(&common, i, j + 1) => {
                lines.push(Line::Old(a));
                i += 1;
            }
            (_, Some(b)) => {
                lines.push(Line::New(b));
                j += 1;
            }
            _ => return lines,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_have_no_difference() {
        assert_eq!(unified("a", "formatted", "one\ntwo\n", "one\ntwo\n"), "");
    }

    #[test]
    fn a_changed_line_stands_between_its_neighbours() {
        let old = "1\n2\n3\n4\n5\n6\n7\n8\n";
        let new = "1\n2\n3\n4\nfive\n6\n7\n8\n";
        assert_eq!(
            unified("a", "formatted", old, new),
            "--- a\n+++ a (formatted)\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
        );
    }

    #[test]
    fn a_missing_line_break_at_the_end_is_said() {
        assert_eq!(
            unified("a", "formatted", "x", "x\n"),
            "--- a\n+++ a (formatted)\n@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+x\n"
        );
    }

    #[test]
    fn lines_can_come_and_go() {
        let diff = unified("a", "formatted", "a\nb\nc\n", "b\nc\nd\n");
        assert!(diff.contains("-a\n b\n c\n+d\n"), "{diff}");
        assert!(unified("a", "formatted", "", "x\n").contains("@@ -0,0 +1,1 @@\n+x\n"));
    }
}
