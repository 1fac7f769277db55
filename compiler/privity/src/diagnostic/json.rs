//! Findings for other programs: one JSON object for a whole run.

use serde::Serialize;

use super::place::Place;
use super::suppressed::{Suppressed, Suppression};
use super::{Applicability, Diagnostic, Severity};
use crate::source::SourceMap;

/// The version of the format; it changes when a reader of the old one would misunderstand the new one.
pub const VERSION: u32 = 1;
/// How many further places of one mistake are written.
const MOST_PLACES: usize = 1000;

/// All findings of a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Findings {
    /// [`VERSION`].
    pub version: u32,
    /// The findings, errors first.
    pub diagnostics: Vec<Finding>,
    /// The findings that somebody knows of and that are not shown otherwise.
    pub suppressed: Vec<SuppressedFinding>,
    /// How many there are.
    pub summary: Summary,
}

/// A finding that is not shown otherwise, and on whose word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SuppressedFinding {
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
    /// Who says that it need not be told.
    pub suppressed_by: SuppressedBy,
}

/// Who says that a finding need not be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum SuppressedBy {
    /// A waiver in the policy.
    Waiver {
        /// Where it stands.
        #[serde(flatten)]
        place: Option<Place>,
        /// Why.
        reason: String,
        /// The last day on which it counts.
        #[serde(skip_serializing_if = "Option::is_none")]
        until: Option<String>,
    },
    /// A baseline.
    Baseline {
        /// The name of its file.
        file: String,
    },
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Summary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Pieces of advice.
    pub advice: usize,
    /// The files that were read, the standard library's left out.
    pub files: usize,
}

impl Summary {
    /// Counts.
    #[must_use]
    pub fn of(sources: &SourceMap, findings: &[Diagnostic]) -> Self {
        let count = |severity| {
            findings
                .iter()
                .filter(|finding| finding.severity == severity)
                .count()
        };
        Self {
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            advice: count(Severity::Advice),
            files: sources
                .files()
                .filter(|(_, file)| !file.name.starts_with('<'))
                .count(),
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The code, for instance `P0201`.
    pub code: &'static str,
    /// `error`, `warning` or `advice`.
    pub severity: Severity,
    /// What the problem is in general.
    pub title: &'static str,
    /// What is wrong here.
    pub message: String,
    /// Where; absent when no text shows it.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Why there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Related places.
    pub labels: Vec<PlacedLabel>,
    /// Further places of the very same mistake; at most a thousand are written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<Place>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    /// Mechanical repairs.
    pub fixes: Vec<PlacedFix>,
    /// A request that shows the problem, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<String>,
}

/// A related place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlacedLabel {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// What about it.
    pub text: String,
}

/// A repair: all its edits together mend the problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlacedFix {
    /// What it does.
    pub title: String,
    /// Whether it may be made without asking.
    pub applicability: Applicability,
    /// What is changed.
    pub edits: Vec<PlacedEdit>,
}

/// A change: the text at the place gives way to the replacement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PlacedEdit {
    /// What is replaced; begins where it ends to insert.
    #[serde(flatten)]
    pub place: Place,
    /// The new text.
    pub replacement: String,
}

/// The findings of a run; `folder` is put in front of the names of the policy's own files.
#[must_use]
pub fn findings(
    sources: &SourceMap,
    findings: &[Diagnostic],
    suppressed: &[Suppressed],
    folder: &str,
) -> Findings {
    Findings {
        version: VERSION,
        diagnostics: findings
            .iter()
            .map(|finding| one(sources, finding, folder))
            .collect(),
        suppressed: suppressed
            .iter()
            .map(|known| SuppressedFinding {
                finding: one(sources, &known.finding, folder),
                suppressed_by: match &known.by {
                    Suppression::Waiver { at, reason, until } => SuppressedBy::Waiver {
                        place: Place::of(sources, *at, folder),
                        reason: reason.clone(),
                        until: until.clone(),
                    },
                    Suppression::Baseline { file } => SuppressedBy::Baseline { file: file.clone() },
                },
            })
            .collect(),
        summary: Summary::of(sources, findings),
    }
}

/// One finding.
#[must_use]
pub fn one(sources: &SourceMap, finding: &Diagnostic, folder: &str) -> Finding {
    let place = |span| Place::of(sources, span, folder);
    Finding {
        code: finding.code.as_str(),
        severity: finding.severity,
        title: finding.code.title(),
        message: finding.message.clone(),
        place: finding.primary.as_ref().and_then(|label| place(label.span)),
        reason: finding
            .primary
            .as_ref()
            .filter(|label| !label.text.is_empty())
            .map(|label| label.text.clone()),
        labels: finding
            .labels
            .iter()
            .filter_map(|label| {
                Some(PlacedLabel {
                    place: place(label.span)?,
                    text: label.text.clone(),
                })
            })
            .collect(),
        elsewhere: finding
            .elsewhere
            .iter()
            .take(MOST_PLACES)
            .filter_map(|&span| place(span))
            .collect(),
        help: finding.help.clone(),
        fixes: finding
            .fixes
            .iter()
            .filter_map(|fix| {
                let edits = fix.edits.iter().map(|edit| {
                    Some(PlacedEdit {
                        place: place(edit.span)?,
                        replacement: edit.replacement.clone(),
                    })
                });
                Some(PlacedFix {
                    title: fix.title.clone(),
                    applicability: fix.applicability,
                    edits: edits.collect::<Option<_>>()?,
                })
            })
            .collect(),
        witness: finding.witness.clone(),
    }
}
