//! What becomes of a finding once it is found: the levels that the authors chose.

pub mod levels;

pub use levels::{Immovable, Level, Levels, Selector};

use crate::diagnostic::{Diagnostic, Report, Severity};

/// The wishes of the authors of a policy about what is found in it.
#[derive(Debug, Clone, Default)]
pub struct Triage {
    levels: Levels,
    notes: bool,
}

impl Triage {
    /// The wishes in `levels`; notes that no level raises are shown if `notes`.
    #[must_use]
    pub fn new(levels: Levels, notes: bool) -> Self {
        Self { levels, notes }
    }

    /// The findings that are shown, with the severity asked for, errors first.
    #[must_use]
    pub fn sort(&self, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut report = Report::new();
        findings
            .into_iter()
            .filter_map(|finding| self.levels.apply(finding))
            .filter(|finding| self.notes || finding.severity < Severity::Note)
            .for_each(|finding| report.push(finding));
        report.into_sorted()
    }
}
