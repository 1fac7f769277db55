//! Accidents: what fingers, editors and copying do to a text.

use std::collections::BTreeSet;

use fastrand::Rng;

use super::signs::{Sign, Sort, holds_signs, pairs, signs};

/// A sort of accident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A sign is gone.
    Deleted,
    /// A sign stands twice.
    Doubled,
    /// Two neighbouring signs changed places.
    Swapped,
    /// A line ends in its middle.
    Truncated,
    /// A line is gone.
    LineLost,
    /// A keyword has a wrong, a missing, a doubled or two swapped letters.
    Misspelt,
    /// A bracket is gone.
    BracketLost,
    /// A quotation mark is gone.
    QuoteLost,
    /// A character became a typographic, a full-width, a look-alike or an invisible one.
    Strange,
}

impl Kind {
    /// All sorts.
    pub const ALL: [Kind; 9] = [
        Self::Deleted,
        Self::Doubled,
        Self::Swapped,
        Self::Truncated,
        Self::LineLost,
        Self::Misspelt,
        Self::BracketLost,
        Self::QuoteLost,
        Self::Strange,
    ];

    /// What reports call it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Deleted => "a sign deleted",
            Self::Doubled => "a sign doubled",
            Self::Swapped => "two signs swapped",
            Self::Truncated => "a line cut in the middle",
            Self::LineLost => "a line lost",
            Self::Misspelt => "a keyword misspelt",
            Self::BracketLost => "a bracket lost",
            Self::QuoteLost => "a quotation mark lost",
            Self::Strange => "a strange character",
        }
    }
}

/// A damaged text.
#[derive(Debug, Clone)]
pub struct Damage {
    /// The sort of accident.
    pub kind: Kind,
    /// The text after it.
    pub text: String,
    /// The lines of that text, from 1, that an error may point at.
    pub lines: BTreeSet<usize>,
    /// What happened, for people.
    pub what: String,
}

/// An edit: the bytes of the sound text that are replaced, and by what.
struct Edit {
    start: usize,
    end: usize,
    new: String,
}

/// Words that mean something in the language; the list is longer than that of the reserved ones.
const KEYWORDS: &[&str] = &[
    "about",
    "above",
    "action",
    "alias",
    "all",
    "always",
    "ambiguity",
    "and",
    "any",
    "area",
    "as",
    "ask",
    "assert",
    "asserted",
    "assume",
    "at",
    "before",
    "below",
    "beside",
    "between",
    "by",
    "channel",
    "cite",
    "closed",
    "complies",
    "counts",
    "data",
    "date",
    "days",
    "deem",
    "default",
    "define",
    "deny",
    "derived",
    "diff",
    "digest",
    "document",
    "duration",
    "duty",
    "event",
    "every",
    "except",
    "exclude",
    "excludes",
    "expect",
    "fact",
    "final",
    "finding",
    "flag",
    "for",
    "forbid",
    "from",
    "given",
    "grant",
    "group",
    "guard",
    "has",
    "home",
    "hours",
    "import",
    "in",
    "inform",
    "is",
    "kind",
    "law",
    "least",
    "means",
    "member",
    "months",
    "most",
    "must",
    "needs",
    "never",
    "not",
    "note",
    "nothing",
    "number",
    "oblige",
    "of",
    "on",
    "once",
    "one",
    "open",
    "or",
    "ordered",
    "outside",
    "overrides",
    "paragraph",
    "party",
    "period",
    "permit",
    "place",
    "policy",
    "promise",
    "purpose",
    "ranks",
    "reading",
    "replaced",
    "replaces",
    "require",
    "right",
    "role",
    "rule",
    "section",
    "sentence",
    "sentences",
    "set",
    "settled",
    "shown",
    "since",
    "some",
    "source",
    "stops",
    "subject",
    "supply",
    "switch",
    "test",
    "this",
    "through",
    "to",
    "under",
    "unless",
    "unresolved",
    "unstated",
    "until",
    "updated",
    "version",
    "weeks",
    "when",
    "whenever",
    "within",
    "without",
    "years",
];

/// One accident of a sort in a sound text; `None` if the text has nothing that it could befall.
pub fn damage(kind: Kind, text: &str, rng: &mut Rng) -> Option<Damage> {
    let signs = signs(text);
    let edit = match kind {
        Kind::Deleted => delete(text, pick(&signs, rng)?),
        Kind::Doubled => double(text, pick(&signs, rng)?),
        Kind::Swapped => swap(text, &signs, rng)?,
        Kind::Truncated => truncate(text, &signs, rng)?,
        Kind::LineLost => lose_line(text, &signs, rng)?,
        Kind::Misspelt => misspell(text, &signs, rng)?,
        Kind::BracketLost => {
            let brackets = marks(text, &signs, &["(", ")", "{", "}"]);
            delete(text, pick(&brackets, rng)?)
        }
        Kind::QuoteLost => lose_quote(&signs, rng)?,
        Kind::Strange => estrange(text, &signs, rng)?,
    };
    let mut broken = text.to_owned();
    broken.replace_range(edit.start..edit.end, &edit.new);
    (broken != text).then(|| Damage {
        kind,
        lines: right_lines(text, &signs, &broken, &edit),
        what: format!(
            "`{}` became `{}`",
            text.get(edit.start..edit.end).unwrap_or_default().trim(),
            edit.new.trim()
        ),
        text: broken,
    })
}

/// The lines that an error may point at, as the module says.
fn right_lines(sound: &str, signs: &[Sign], broken: &str, edit: &Edit) -> BTreeSet<usize> {
    let line_of = |at: usize| broken.get(..at).unwrap_or_default().matches('\n').count();
    let mut lines: BTreeSet<usize> =
        (line_of(edit.start)..=line_of(edit.start + edit.new.len())).collect();
    let all: Vec<&str> = broken.split('\n').collect();
    let holds = |line: usize| all.get(line).is_some_and(|line| holds_signs(line));
    let was_whole_line = sound
        .get(edit.start..edit.end)
        .is_some_and(|lost| lost.ends_with('\n'));
    if was_whole_line || !lines.iter().any(|&line| holds(line)) {
        let (first, last) = (line_of(edit.start), line_of(edit.start + edit.new.len()));
        let below = if was_whole_line { last } else { last + 1 };
        lines.extend((0..first).rev().find(|&line| holds(line)));
        lines.extend((below..all.len()).find(|&line| holds(line)));
    }
    for (opened, closed) in pairs(sound, signs) {
        let is_lost = (edit.start..edit.end).contains(&closed)
            && opened < edit.start
            && !edit.new.contains([')', '}']);
        if is_lost {
            lines.insert(line_of(opened));
        }
    }
    lines.into_iter().map(|line| line + 1).collect()
}

fn pick<'s>(signs: &'s [Sign], rng: &mut Rng) -> Option<&'s Sign> {
    (!signs.is_empty()).then(|| &signs[rng.usize(..signs.len())])
}

fn marks(text: &str, signs: &[Sign], wanted: &[&str]) -> Vec<Sign> {
    signs
        .iter()
        .filter(|sign| wanted.contains(&&text[sign.start..sign.end]))
        .copied()
        .collect()
}

/// A sign, and the blank behind it if there is one before it.
fn delete(text: &str, sign: &Sign) -> Edit {
    let blank = text[..sign.start].ends_with([' ', '\n']) && text[sign.end..].starts_with(' ');
    Edit {
        start: sign.start,
        end: sign.end + usize::from(blank),
        new: String::new(),
    }
}

fn double(text: &str, sign: &Sign) -> Edit {
    let written = &text[sign.start..sign.end];
    let between = if sign.sort == Sort::Mark { "" } else { " " };
    Edit {
        start: sign.start,
        end: sign.end,
        new: format!("{written}{between}{written}"),
    }
}

fn swap(text: &str, signs: &[Sign], rng: &mut Rng) -> Option<Edit> {
    let first = rng.usize(..signs.len().checked_sub(1)?.max(1));
    let (a, b) = (signs.get(first)?, signs.get(first + 1)?);
    let between = &text[a.end..b.start];
    // Signs on two sides of a comment are no neighbours.
    if between.contains("//") {
        return None;
    }
    Some(Edit {
        start: a.start,
        end: b.end,
        new: format!(
            "{}{between}{}",
            &text[b.start..b.end],
            &text[a.start..a.end]
        ),
    })
}

/// From some place behind the first sign of a line to the end of that line.
fn truncate(text: &str, signs: &[Sign], rng: &mut Rng) -> Option<Edit> {
    let sign = pick(signs, rng)?;
    let at = (sign.start + 1 + rng.usize(..sign.end - sign.start)).min(sign.end);
    let start = (at..=sign.end).find(|&at| text.is_char_boundary(at))?;
    let end = start + text[start..].find('\n').unwrap_or(text.len() - start);
    Some(Edit {
        start,
        end,
        new: String::new(),
    })
}

fn lose_line(text: &str, signs: &[Sign], rng: &mut Rng) -> Option<Edit> {
    let sign = pick(signs, rng)?;
    let start = text[..sign.start].rfind('\n').map_or(0, |at| at + 1);
    let end = sign.start + text[sign.start..].find('\n')? + 1;
    Some(Edit {
        start,
        end,
        new: String::new(),
    })
}

fn misspell(text: &str, signs: &[Sign], rng: &mut Rng) -> Option<Edit> {
    let words: Vec<Sign> = signs
        .iter()
        .filter(|sign| sign.sort == Sort::Word)
        .filter(|sign| KEYWORDS.contains(&&text[sign.start..sign.end]))
        .copied()
        .collect();
    let sign = pick(&words, rng)?;
    let word: Vec<char> = text[sign.start..sign.end].chars().collect();
    let mut new = word.clone();
    let at = rng.usize(..word.len());
    match rng.u8(..4) {
        0 => {
            new.remove(at);
        }
        1 => new.insert(at, word[at]),
        2 if at + 1 < word.len() => new.swap(at, at + 1),
        _ => new[at] = char::from(b'a' + rng.u8(..26)),
    }
    let new: String = new.into_iter().collect();
    (!new.is_empty() && !KEYWORDS.contains(&new.as_str())).then_some(Edit {
        start: sign.start,
        end: sign.end,
        new,
    })
}

fn lose_quote(signs: &[Sign], rng: &mut Rng) -> Option<Edit> {
    let texts: Vec<Sign> = signs
        .iter()
        .filter(|sign| sign.sort == Sort::Text)
        .copied()
        .collect();
    let sign = pick(&texts, rng)?;
    let start = if rng.bool() { sign.start } else { sign.end - 1 };
    Some(Edit {
        start,
        end: start + 1,
        new: String::new(),
    })
}

/// One character of a sign, or the blank behind it, becomes another one.
fn estrange(text: &str, signs: &[Sign], rng: &mut Rng) -> Option<Edit> {
    let sign = pick(signs, rng)?;
    let written = &text[sign.start..sign.end];
    let (offset, old) = if sign.sort == Sort::Text {
        let end = written.len() - 1;
        (if rng.bool() { 0 } else { end }, '"')
    } else if rng.u8(..4) == 0 && text[sign.end..].starts_with(' ') {
        (written.len(), ' ')
    } else {
        written.char_indices().nth(rng.usize(..written.len()))?
    };
    const INVISIBLE: [char; 3] = ['\u{200B}', '\u{200D}', '\u{2060}'];
    let others: &[char] = match old {
        '"' => &['“', '”', '„', '«', '＂'],
        ' ' => &['\u{A0}', '\u{202F}', '\u{3000}'],
        ',' => &['，', '、'],
        '-' => &['–', '‑', '−'],
        'a' => &['а', 'α'],
        'c' => &['с'],
        'e' => &['е'],
        'i' => &['і'],
        'o' => &['о', 'ο'],
        'p' => &['р'],
        's' => &['ѕ'],
        'x' => &['х'],
        'y' => &['у'],
        _ => &[],
    };
    let start = sign.start + offset;
    let end = start + old.len_utf8();
    let new = if sign.sort == Sort::Word && rng.u8(..6) == 0 {
        format!("{old}{}", INVISIBLE[rng.usize(..INVISIBLE.len())])
    } else if others.is_empty() || old.is_ascii_graphic() && old != '"' && rng.u8(..3) == 0 {
        char::from_u32(u32::from(old) + 0xFEE0)?.to_string()
    } else {
        others[rng.usize(..others.len())].to_string()
    };
    Some(Edit { start, end, new })
}
