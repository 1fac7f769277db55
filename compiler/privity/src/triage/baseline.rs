//! A baseline: the findings that were there when the compiler was first asked about a policy, so that new ones stand out.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::diagnostics;
use super::fingerprint::{Fingerprint, Items};
use super::searches::{Search, Searched};
use super::waivers::is_waivable;
use crate::diagnostic::{Code, Diagnostic, Report};
use crate::program::Program;
use crate::source::{FileId, SourceFile, SourceMap, Span};

/// The version of the format.
const VERSION: u32 = 1;

/// A baseline as it is written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    version: u32,
    findings: Vec<Entry>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    code: String,
    file: String,
    item: String,
    message: String,
    /// How many findings of the policy are known by this.
    count: usize,
}

/// A baseline that was read.
#[derive(Debug, Clone, Default)]
pub struct Baseline {
    /// The name of its file.
    file: String,
    known: BTreeMap<Fingerprint, usize>,
    items: Items,
}

/// How many findings there were of each sort that a baseline knows.
pub(super) type Met = BTreeMap<Fingerprint, usize>;

impl Baseline {
    /// Reads a baseline of a program. `None`, and a finding, if it cannot be used.
    pub fn read(
        file: FileId,
        sources: &SourceMap,
        program: &Program,
        report: &mut Report,
    ) -> Option<Self> {
        let source = sources.file(file);
        let written: Written = match serde_json::from_str(&source.text) {
            Ok(written) => written,
            Err(error) => {
                let line = source.line_start(error.line().saturating_sub(1));
                let place = character(source, line, error.column().saturating_sub(1));
                report.push(diagnostics::broken_baseline(
                    &source.name,
                    &reason(&error),
                    place,
                ));
                return None;
            }
        };
        if written.version != VERSION {
            report.push(diagnostics::foreign_baseline(
                &source.name,
                written.version,
                VERSION,
            ));
            return None;
        }
        let mut known = BTreeMap::new();
        for entry in written.findings {
            let finding = Fingerprint {
                file: entry.file,
                item: entry.item,
                code: entry.code,
                message: entry.message,
            };
            let count: &mut usize = known.entry(finding).or_default();
            *count = count.saturating_add(entry.count);
        }
        Some(Self {
            file: source.name.clone(),
            known,
            items: Items::of(program),
        })
    }

    /// Whether findings of a code may be in a baseline: those that leave the policy its meaning and are not about waivers or baselines.
    #[must_use]
    pub fn may_hold(code: Code) -> bool {
        is_waivable(code)
    }

    /// The text of a baseline with all of these findings that may be in one, and how many that are. The same findings give the same bytes.
    #[must_use]
    pub fn write(program: &Program, findings: &[Diagnostic]) -> (String, usize) {
        let items = Items::of(program);
        let mut known: BTreeMap<Fingerprint, usize> = BTreeMap::new();
        for finding in findings.iter().filter(|finding| is_waivable(finding.code)) {
            *known.entry(items.fingerprint(finding)).or_default() += 1;
        }
        let count = known.values().sum();
        let entries = known.into_iter();
        let written = Written {
            version: VERSION,
            findings: entries
                .map(|(finding, count)| Entry {
                    code: finding.code,
                    file: finding.file,
                    item: finding.item,
                    message: finding.message,
                    count,
                })
                .collect(),
        };
        // Numbers and texts can always be written.
        let text = serde_json::to_string_pretty(&written).unwrap_or_default();
        (format!("{text}\n"), count)
    }

    /// The name of its file.
    pub(super) fn file(&self) -> &str {
        &self.file
    }

    /// Whether the baseline knows one more finding like this. What leaves a policy without a meaning is in none.
    pub(super) fn takes(&self, finding: &Diagnostic, met: &mut Met) -> bool {
        if !is_waivable(finding.code) {
            return false;
        }
        let fingerprint = self.items.fingerprint(finding);
        let Some(&most) = self.known.get(&fingerprint) else {
            return false;
        };
        let so_far = met.entry(fingerprint).or_default();
        *so_far += 1;
        *so_far <= most
    }

    /// What is to be said of findings in the baseline that are there no more, as far as these searches would have made them.
    pub(super) fn stale(&self, met: &Met, searched: &Searched) -> Option<Diagnostic> {
        let gone = self.known.iter().filter_map(|(finding, &count)| {
            let made = Code::parse(&finding.code)
                .filter(|code| is_waivable(*code))
                // A code that is in no baseline is found by none.
                .map_or(Search::Words, Search::of);
            let left = count.saturating_sub(met.get(finding).copied().unwrap_or_default());
            (left > 0 && searched.contains(&made)).then_some((finding, left))
        });
        let gone: Vec<(&Fingerprint, usize)> = gone.collect();
        let (first, _) = gone.first()?;
        let count = gone
            .iter()
            .fold(0_usize, |count, (_, left)| count.saturating_add(*left));
        Some(diagnostics::stale_baseline(&self.file, count, first))
    }
}

/// The character around a byte of a line, given where the line begins in its text, or the last character if the text ends before.
fn character(source: &SourceFile, line: u32, column: usize) -> Span {
    let text = &source.text;
    let before = text.len().saturating_sub(1);
    let at = (line as usize).saturating_add(column).min(before);
    let mut boundaries = (0..=at).rev().filter(|&at| text.is_char_boundary(at));
    let start = boundaries.next().unwrap_or_default();
    let width = text.get(start..).and_then(|rest| rest.chars().next());
    let end = start + width.map_or(0, char::len_utf8);
    let place = |at: usize| {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        source.base.saturating_add(at)
    };
    Span::new(place(start), place(end))
}

/// What is wrong, without the place, which is shown.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let words = text.split(" at line ").next().unwrap_or(&text);
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_of_a_mistake_is_a_whole_character() {
        for text in [
            "\u{e9}",
            "{\"version\": \u{20ac}}",
            "\n\u{1f600}",
            "{\"\u{e9}\u{e9}\": 1}",
            "[\u{e9}",
            "",
        ] {
            let mut sources = SourceMap::new();
            sources.add("before", "\u{e9}").unwrap();
            let file = sources.add("baseline.json", text).unwrap();
            let mut report = Report::new();
            let baseline = Baseline::read(file, &sources, &Program::default(), &mut report);
            assert!(baseline.is_none(), "{text}");
            let findings = report.into_sorted();
            let span = findings[0].primary.as_ref().unwrap().span;
            let (found, range) = sources.locate(span).unwrap();
            assert_eq!(found, file, "{text}");
            let marked = text.get(range).map(|marked| marked.chars().count());
            assert_eq!(marked, Some(text.len().min(1)), "{text}");
        }
    }
}
