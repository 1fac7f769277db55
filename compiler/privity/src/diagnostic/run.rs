//! What a run of a command has found: the one thing that all forms of output are made of.

use super::suppressed::Suppressed;
use super::{Diagnostic, Severity};
use crate::source::{SourceMap, Span};

/// The findings of a run with what is needed to write them down.
#[derive(Debug, Clone, Copy)]
pub struct Run<'a> {
    /// The command, for instance `check`.
    pub command: &'a str,
    /// The texts that the findings are about.
    pub sources: &'a SourceMap,
    /// The findings in the order in which they are shown.
    pub findings: &'a [Diagnostic],
    /// What was found and somebody knows of.
    pub suppressed: &'a [Suppressed],
    /// The tests and assertions that were tried, if the command tries any.
    pub cases: Option<&'a [Case]>,
    /// The folder that is put in front of the names of the policy's own files; may be empty.
    pub folder: &'a str,
    /// The exit code of the run: 0 clean, 1 findings, 2 trouble.
    pub exit: u8,
}

impl Run<'_> {
    /// The name of the first file of the policy's own, where what no text shows is put by forms that need a place.
    pub(super) fn entry(&self) -> Option<String> {
        let mut files = self.sources.files();
        let (_, file) = files.find(|(_, file)| !file.name.starts_with('<'))?;
        Some(super::place::shown_name(&file.name, self.folder))
    }
}

/// A test or an assertion of a policy, and how it came out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// What it says of itself.
    pub title: String,
    /// What it is.
    pub kind: CaseKind,
    /// Where it stands.
    pub span: Option<Span>,
    /// Whether it went wrong.
    pub failed: bool,
    /// What was found; findings that are no errors do not make it a failure.
    pub findings: Vec<Diagnostic>,
    /// What was found and somebody knows of.
    pub suppressed: Vec<Suppressed>,
}

/// What is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CaseKind {
    /// One request with the answer it should get.
    Test,
    /// A claim about all requests.
    Assertion,
}

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CaseOutcome {
    /// As it should.
    Passed,
    /// Otherwise.
    Failed,
    /// Otherwise, which the authors of the policy do not count as a failure.
    Excused,
}

impl Case {
    /// How it ended, by what is left of its findings.
    #[must_use]
    pub fn outcome(&self) -> CaseOutcome {
        let is_error = |finding: &Diagnostic| finding.severity == Severity::Error;
        if self.findings.iter().any(is_error) {
            CaseOutcome::Failed
        } else if self.failed {
            CaseOutcome::Excused
        } else {
            CaseOutcome::Passed
        }
    }

    /// On whose word it is excused, and why, if anybody says so.
    #[must_use]
    pub fn excuse(&self) -> Option<String> {
        let known = self.suppressed.first();
        known.map(|known| known.by.to_string())
    }
}
