//! What becomes of a finding once it is found: whether a waiver passes over it, and at which level it is shown.

pub mod baseline;
pub(crate) mod diagnostics;
mod fingerprint;
pub mod levels;
pub mod searches;
mod waivers;

pub use baseline::Baseline;
pub use levels::{Immovable, Level, Levels, Selector};
pub use searches::{Search, Searched};

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::suppressed::{Suppressed, Suppression};
use crate::diagnostic::{Code, Diagnostic, Report, Severity};
use crate::program::Program;
use crate::source::Span;
use baseline::Met;
use waivers::{Use, Waivers};

/// The wishes of the authors of a policy about what is found in it.
#[derive(Debug, Clone, Default)]
pub struct Triage {
    levels: Levels,
    waivers: Waivers,
    baseline: Option<Baseline>,
    notes: bool,
}

/// Findings, sorted by what becomes of them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sorted {
    /// Those that are shown, with the severity asked for, errors first.
    pub shown: Vec<Diagnostic>,
    /// Those that somebody knows of, in the order of their places.
    pub suppressed: Vec<Suppressed>,
}

impl Triage {
    /// Reads the wishes in a program, and reports what is wrong with them. Notes that no level raises are shown if `notes`; `today` is a day
    /// as [`crate::check::dates::day_number`] counts them, and without it no waiver has ended.
    pub fn read(
        program: &Program,
        levels: Levels,
        notes: bool,
        today: Option<i64>,
        report: &mut Report,
    ) -> Self {
        Self {
            levels,
            waivers: Waivers::read(program, today, report),
            baseline: None,
            notes,
        }
    }

    /// With a baseline, which knows what no waiver is about.
    #[must_use]
    pub fn with_baseline(mut self, baseline: Option<Baseline>) -> Self {
        self.baseline = baseline;
        self
    }

    /// Sorts what a compilation found, with what is to be said of the wishes themselves, as far as the searches that ran can tell.
    #[must_use]
    pub fn sort_all(&self, findings: Vec<Diagnostic>, searched: &Searched) -> Sorted {
        let (mut left, suppressed, used, met) = self.suppress(findings);
        left.extend(self.waivers.remarks(&used, searched));
        left.extend(self.stale(&met, searched));
        Sorted {
            shown: self.level(left),
            suppressed,
        }
    }

    /// Sorts what one further search found, with the waivers that it shows to be idle; a search that did not cover everything tells of none.
    #[must_use]
    pub fn sort(&self, findings: Vec<Diagnostic>, searched: Option<Search>) -> Sorted {
        let (mut left, suppressed, used, met) = self.suppress(findings);
        if let Some(search) = searched {
            left.extend(self.waivers.unused(&used, search));
            left.extend(self.stale(&met, &Searched::from([search])));
        }
        Sorted {
            shown: self.level(left),
            suppressed,
        }
    }

    fn stale(&self, met: &Met, searched: &Searched) -> Option<Diagnostic> {
        self.baseline.as_ref()?.stale(met, searched)
    }

    fn level(&self, findings: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut report = Report::new();
        findings
            .into_iter()
            .filter_map(|finding| self.levels.apply(finding))
            .filter(|finding| self.notes || finding.severity < Severity::Note)
            .for_each(|finding| report.push(finding));
        report.into_sorted()
    }

    /// Takes out what is waived and what is in the baseline. Returns the rest, the waivers that something fell under, ended ones among them,
    /// and what the baseline knows of the rest.
    fn suppress(
        &self,
        findings: Vec<Diagnostic>,
    ) -> (Vec<Diagnostic>, Vec<Suppressed>, BTreeSet<Use>, Met) {
        let (mut left, mut suppressed, mut used) = (Vec::new(), Vec::new(), BTreeSet::new());
        let mut met = Met::new();
        for finding in findings {
            for part in by_place(finding, |code, place| self.waivers.find(code, place)) {
                let (waiver, finding) = part;
                used.extend(waiver.map(|at| (at, finding.code)));
                let waiver = waiver.and_then(|at| self.waivers.in_force(at));
                let by = waiver.map(|waiver| Suppression::Waiver {
                    at: waiver.span,
                    reason: waiver.reason.clone(),
                    until: waiver.last_day(),
                });
                let by = by.or_else(|| self.in_baseline(&finding, &mut met));
                match by {
                    None => left.push(finding),
                    Some(by) => suppressed.push(Suppressed { finding, by }),
                }
            }
        }
        (left, suppressed, used, met)
    }

    fn in_baseline(&self, finding: &Diagnostic, met: &mut Met) -> Option<Suppression> {
        let baseline = self.baseline.as_ref()?;
        let file = baseline.file().to_owned();
        baseline
            .takes(finding, met)
            .then_some(Suppression::Baseline { file })
    }
}

/// A finding of several places, cut by the waivers that they fall under.
fn by_place(
    finding: Diagnostic,
    find: impl Fn(Code, Option<Span>) -> Option<usize>,
) -> Vec<(Option<usize>, Diagnostic)> {
    let place = finding.primary.as_ref().map(|label| label.span);
    if finding.elsewhere.is_empty() {
        return vec![(find(finding.code, place), finding)];
    }
    let mut groups: BTreeMap<Option<usize>, Vec<Span>> = BTreeMap::new();
    for place in place.into_iter().chain(finding.elsewhere.iter().copied()) {
        let waiver = find(finding.code, Some(place));
        groups.entry(waiver).or_default().push(place);
    }
    let part = |(waiver, places): (Option<usize>, Vec<Span>)| {
        let mut part = finding.clone();
        let mut places = places.into_iter();
        if let (Some(label), Some(first)) = (&mut part.primary, places.next()) {
            label.span = first;
        }
        part.elsewhere = places.collect();
        // What a repair does where the finding is waived belongs to that part.
        for fix in &mut part.fixes {
            fix.edits
                .retain(|edit| find(finding.code, Some(edit.span)) == waiver);
        }
        part.fixes.retain(|fix| !fix.edits.is_empty());
        (waiver, part)
    };
    groups.into_iter().map(part).collect()
}
