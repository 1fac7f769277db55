//! Reading a policy for a sub-command, and showing what was found.

use std::path::Path;

use privity::diagnostic::json::Summary;
use privity::diagnostic::render::{Look, Renderer};
use privity::diagnostic::{Diagnostic, Report, Severity, json, short};
use privity::load::{self, Package};
use privity::source::SourceMap;

use crate::Exit;
use crate::arguments::{Format, Policy};
use crate::output::{Failure, Output};

/// A policy that was read, with what was found in it.
pub(crate) struct Session {
    pub(crate) package: Package,
    /// Errors first; the levels of the manifest and of the command line are applied.
    pub(crate) findings: Vec<Diagnostic>,
}

impl Session {
    /// Reads the policy that the arguments name, and finds what is wrong with it.
    pub(crate) fn open(policy: &Policy) -> Self {
        let mut report = Report::new();
        let package = load::load(&policy.path, &|_: &Path| None, &mut report);
        let mut findings = package.manifest.levels.apply(report.into_sorted());
        if policy.deny_warnings {
            findings
                .iter_mut()
                .filter(|finding| finding.severity == Severity::Warning)
                .for_each(|finding| finding.severity = Severity::Error);
        }
        Self { package, findings }
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.findings
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }

    /// How the folder of the package is written in messages.
    pub(crate) fn folder(&self) -> String {
        match load::shown(&self.package.folder).as_str() {
            "." | "./" => String::new(),
            folder => folder.strip_prefix("./").unwrap_or(folder).to_owned(),
        }
    }

    /// Clean when nothing is an error.
    pub(crate) fn exit(&self) -> Exit {
        if self.has_errors() {
            Exit::Findings
        } else {
            Exit::Clean
        }
    }

    /// Shows the findings as messages, for a sub-command whose result is something else.
    pub(crate) fn tell(&self, output: &mut Output) {
        let look = output.terminal.stderr.clone();
        let text = drawn(
            &self.package.program.sources,
            &self.findings,
            look,
            &self.folder(),
        );
        output.tell(&text);
        if !self.findings.is_empty() {
            self.tell_summary(output);
        }
    }

    /// Says how many findings there are.
    pub(crate) fn tell_summary(&self, output: &mut Output) {
        let summary = Summary::of(&self.package.program.sources, &self.findings);
        output.say(&sentence(&summary));
    }

    /// Shows the findings as the result.
    pub(crate) fn print(&self, format: Format, output: &mut Output) -> Result<(), Failure> {
        let sources = &self.package.program.sources;
        let folder = self.folder();
        let text = match format {
            Format::Human => {
                let look = output.terminal.stdout.clone();
                drawn(sources, &self.findings, look, &folder)
            }
            Format::Json => pretty(&json::findings(sources, &self.findings, &folder))?,
            Format::Short => self
                .findings
                .iter()
                .map(|finding| short::line(sources, finding, &folder))
                .collect(),
        };
        output.print(&text)
    }
}

/// Findings as pictures, an empty line behind each.
pub(crate) fn drawn(
    sources: &SourceMap,
    findings: &[Diagnostic],
    look: Look,
    folder: &str,
) -> String {
    let folder = folder.to_owned();
    let renderer = Renderer::new(sources, Look { folder, ..look });
    findings
        .iter()
        .map(|finding| format!("{}\n", renderer.render(finding)))
        .collect()
}

/// A value as indented JSON with a line break at the end.
pub(crate) fn pretty(value: &impl serde::Serialize) -> Result<String, Failure> {
    serde_json::to_string_pretty(value)
        .map(|text| format!("{text}\n"))
        .map_err(|error| Failure::Said(format!("cannot write JSON: {error}")))
}

/// `found 3 errors, 1 warning in 4 files`
fn sentence(summary: &Summary) -> String {
    let mut parts = Vec::new();
    let mut count = |number: usize, one: &str, many: &str| match number {
        0 => {}
        1 => parts.push(format!("1 {one}")),
        number => parts.push(format!("{number} {many}")),
    };
    count(summary.errors, "error", "errors");
    count(summary.warnings, "warning", "warnings");
    count(summary.advice, "piece of advice", "pieces of advice");
    let files = match summary.files {
        0 => return format!("found {}", parts.join(", ")),
        1 => "1 file".to_owned(),
        files => format!("{files} files"),
    };
    if parts.is_empty() {
        format!("found nothing to report in {files}")
    } else {
        format!("found {} in {files}", parts.join(", "))
    }
}
