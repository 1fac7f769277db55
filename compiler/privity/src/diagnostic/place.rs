//! Where a finding stands, for people and for machines.

use serde::Serialize;

use crate::source::{SourceMap, Span};

/// A stretch of a file: lines and columns from 1, columns in characters, the end exclusive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, schemars::JsonSchema)]
pub struct Place {
    /// The file.
    pub file: String,
    /// The line of the first character.
    pub line: usize,
    /// The column of the first character.
    pub column: usize,
    /// The line of the end.
    pub end_line: usize,
    /// The column behind the last character.
    pub end_column: usize,
}

impl Place {
    /// The place of a span; `folder` is put in front of the names of the policy's own files.
    #[must_use]
    pub fn of(sources: &SourceMap, span: Span, folder: &str) -> Option<Self> {
        let (id, range) = sources.locate(span)?;
        let file = sources.file(id);
        let start = sources.line_column(span)?;
        let behind = file
            .base
            .saturating_add(u32::try_from(range.end).unwrap_or(u32::MAX));
        let end = sources.line_column(Span::new(behind, behind))?;
        Some(Self {
            file: shown_name(&file.name, folder),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
        })
    }
}

/// The name of a file with its folder in front. Files that are in no folder, such as the standard library's, are written in
/// angle brackets; a name from the root or from where the reader stands is not the policy's either.
pub(super) fn shown_name(name: &str, folder: &str) -> String {
    let stands_alone = ["<", "/", "./", "../"];
    let by_itself = stands_alone.iter().any(|mark| name.starts_with(mark));
    if folder.is_empty() || folder == "." || by_itself {
        name.to_owned()
    } else if folder.ends_with('/') {
        format!("{folder}{name}")
    } else {
        format!("{folder}/{name}")
    }
}

/// How many places are listed.
const MOST_LISTED: usize = 12;

/// The lines of further places of a mistake: `the same on lines 25, 32 and 39, and on line 4 of b.privity`. Nothing without any.
pub(super) fn same_on_lines(
    sources: &SourceMap,
    at: Option<Span>,
    elsewhere: &[Span],
    folder: &str,
) -> Option<String> {
    let mut files: Vec<(String, Vec<usize>)> = Vec::new();
    for &span in elsewhere.iter().take(MOST_LISTED) {
        let place = Place::of(sources, span, folder)?;
        match files.last_mut().filter(|(file, _)| *file == place.file) {
            Some((_, lines)) => lines.push(place.line),
            None => files.push((place.file, vec![place.line])),
        }
    }
    let here = at
        .and_then(|span| Place::of(sources, span, folder))
        .map(|place| place.file);
    let mut parts: Vec<String> = files
        .into_iter()
        .map(|(file, mut lines)| {
            lines.dedup();
            let noun = if lines.len() == 1 { "line" } else { "lines" };
            let numbers: Vec<String> = lines.iter().map(ToString::to_string).collect();
            let of_file = if here.as_ref() == Some(&file) {
                String::new()
            } else {
                format!(" of `{file}`")
            };
            format!("on {noun} {}{of_file}", numbers.join(", "))
        })
        .collect();
    match elsewhere.len().saturating_sub(MOST_LISTED) {
        0 => {}
        1 => parts.push("at one more place".to_owned()),
        more => parts.push(format!("at {more} more places")),
    }
    match parts.split_last()? {
        (last, []) => Some(format!("the same {last}")),
        (last, before) => Some(format!("the same {} and {last}", before.join(", "))),
    }
}
