//! Findings for other programs: one JSON object for a whole run, or one a line.
//!
//! These types *are* the format. Its schema is generated from them, and `docs/schema/findings.v1.json` is a copy that a test keeps true.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::place::Place;
use super::repair::choice;
use super::run::{CaseKind, CaseOutcome, Run};
use super::suppressed::{Suppressed, Suppression};
use super::{Applicability, Diagnostic, Severity};
use crate::source::SourceMap;

/// The version of the format; it changes when a reader of the old one would misunderstand the new one.
pub const VERSION: u32 = 1;
/// Where the schema is published.
pub const SCHEMA_ID: &str =
    "https://raw.githubusercontent.com/privity-lang/privity/main/docs/schema/findings.v1.json";
/// How many further places of one mistake are written.
const MOST_PLACES: usize = 1000;

/// All findings of a run.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
pub struct Findings {
    /// The version of the format. Fields may be added within a version; readers ignore those they do not know.
    pub version: u32,
    /// The command that was run, for instance `check`.
    pub command: String,
    /// The findings, errors first.
    pub diagnostics: Vec<Finding>,
    /// The findings that somebody knows of and that are not shown otherwise.
    pub suppressed: Vec<SuppressedFinding>,
    /// How many there are.
    pub summary: Summary,
    /// The tests and assertions, of `privity test`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tests: Option<Vec<Tried>>,
    /// How the policy stands to each law, of `privity comply`; see `docs/laws.md`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub laws: Option<Value>,
    /// How much of the text is cited, of `privity coverage`; see `docs/coverage.md`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Value>,
}

/// A finding that is not shown otherwise, and on whose word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct SuppressedFinding {
    /// What was found.
    #[serde(flatten)]
    pub finding: Finding,
    /// Who says that it need not be told.
    pub suppressed_by: SuppressedBy,
}

/// Who says that a finding need not be told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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

/// One line of the form with a finding a line: the findings, those that somebody knows of, the tests and assertions if any were run, and at the end the summary.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum Line {
    /// A finding.
    Finding(Box<Finding>),
    /// A finding that somebody knows of.
    Suppressed(Box<SuppressedFinding>),
    /// A test or an assertion.
    Test(Tried),
    /// The last line.
    Summary {
        /// The version of the format.
        version: u32,
        /// The command that was run.
        command: String,
        /// How many findings there are.
        #[serde(flatten)]
        counts: Summary,
    },
}

/// A test or an assertion, and how it ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Tried {
    /// What it says of itself.
    pub title: String,
    /// What it is.
    pub kind: CaseKind,
    /// How it ended.
    pub outcome: CaseOutcome,
    /// Where it stands.
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// How many findings there are of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct Summary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Pieces of advice.
    pub advice: usize,
    /// Notes, which are there for those who ask for them.
    pub notes: usize,
    /// The findings that `privity check --fix` mends.
    pub fixable: usize,
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
            notes: count(Severity::Note),
            fixable: findings
                .iter()
                .filter(|finding| choice(finding, false).is_some())
                .count(),
            files: sources
                .files()
                .filter(|(_, file)| !file.name.starts_with('<'))
                .count(),
        }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlacedLabel {
    /// Where.
    #[serde(flatten)]
    pub place: Place,
    /// What about it.
    pub text: String,
}

/// A repair: all its edits together mend the problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlacedFix {
    /// What it does.
    pub title: String,
    /// Whether it may be made without asking.
    pub applicability: Applicability,
    /// What is changed.
    pub edits: Vec<PlacedEdit>,
}

/// A change: the text at the place gives way to the replacement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PlacedEdit {
    /// What is replaced; begins where it ends to insert.
    #[serde(flatten)]
    pub place: Place,
    /// The new text.
    pub replacement: String,
}

/// The findings of a run.
#[must_use]
pub fn findings(run: &Run<'_>) -> Findings {
    Findings {
        version: VERSION,
        command: run.command.to_owned(),
        diagnostics: run
            .findings
            .iter()
            .map(|finding| one(run.sources, finding, run.folder))
            .collect(),
        suppressed: run
            .suppressed
            .iter()
            .map(|known| suppressed_by(run, known))
            .collect(),
        summary: Summary::of(run.sources, run.findings),
        tests: run.cases.map(|_| tried(run).collect()),
        laws: None,
        coverage: None,
    }
}

/// The findings of a run, a line each, and their number in the last one.
pub fn lines<'a>(run: &'a Run<'_>) -> impl Iterator<Item = Line> + 'a {
    let findings = run.findings.iter();
    let findings =
        findings.map(|finding| Line::Finding(Box::new(one(run.sources, finding, run.folder))));
    let summary = Line::Summary {
        version: VERSION,
        command: run.command.to_owned(),
        counts: Summary::of(run.sources, run.findings),
    };
    let suppressed = run.suppressed.iter();
    let suppressed = suppressed.map(|known| Line::Suppressed(Box::new(suppressed_by(run, known))));
    findings
        .chain(suppressed)
        .chain(tried(run).map(Line::Test))
        .chain([summary])
}

fn suppressed_by(run: &Run<'_>, known: &Suppressed) -> SuppressedFinding {
    SuppressedFinding {
        finding: one(run.sources, &known.finding, run.folder),
        suppressed_by: match &known.by {
            Suppression::Waiver { at, reason, until } => SuppressedBy::Waiver {
                place: Place::of(run.sources, *at, run.folder),
                reason: reason.clone(),
                until: until.clone(),
            },
            Suppression::Baseline { file } => SuppressedBy::Baseline { file: file.clone() },
        },
    }
}

fn tried<'a>(run: &'a Run<'_>) -> impl Iterator<Item = Tried> + 'a {
    run.cases.unwrap_or_default().iter().map(|case| Tried {
        title: case.title.clone(),
        kind: case.kind,
        outcome: case.outcome(),
        place: case
            .span
            .and_then(|span| Place::of(run.sources, span, run.folder)),
    })
}

/// The JSON Schema of [`Findings`], with that of a [`Line`] among its definitions, ending with a newline.
#[must_use]
pub fn schema() -> String {
    // Fields that are left out when there is nothing to say must not be required.
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    let mut generator = settings.into_generator();
    generator.subschema_for::<Line>();
    let mut schema = generator.into_root_schema_for::<Findings>();
    schema.insert("$id".to_owned(), SCHEMA_ID.into());
    // A schema has only strings as keys, so this cannot fail.
    let mut text = serde_json::to_string_pretty(&schema).unwrap_or_default();
    text.push('\n');
    text
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
                // As they are made, so that a program that makes them leaves what `--fix` leaves.
                let changes = super::repair::changes(sources, fix)?;
                let edits = changes.iter().map(|edit| {
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
