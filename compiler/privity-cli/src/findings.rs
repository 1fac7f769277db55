//! Reading a policy for a sub-command, and showing what was found.

use std::path::Path;

use privity::check::policy as checked;
use privity::compile::{self, Compilation, Goal, Options};
use privity::diagnostic::json::Summary;
use privity::diagnostic::merge::same_causes;
use privity::diagnostic::render::{Look, Renderer};
use privity::diagnostic::repair::choice;
use privity::diagnostic::run::Run;
use privity::diagnostic::suppressed::{Suppressed, Suppression};
use privity::diagnostic::{Diagnostic, Severity};
use privity::graph::DecisionGraph;
use privity::graph::verify::Effort;
use privity::request::decider::Decider;
use privity::source::SourceMap;
use privity::triage::{Baseline, Search, Sorted};

use crate::Exit;
use crate::arguments::Policy;
use crate::output::{Failure, Output};
use crate::outputs::{Extra, Folders, OutputArgs, Told};

/// A policy that was read, with what was found in it.
pub(crate) struct Session {
    compilation: Compilation,
    /// What was found, each finding by itself: a baseline must not forget those that are shown with another.
    each: Vec<Diagnostic>,
}

/// A policy that may decide.
pub(crate) struct Ready<'a> {
    pub(crate) policy: &'a checked::Policy,
    pub(crate) graph: &'a DecisionGraph,
    pub(crate) sources: &'a SourceMap,
}

/// A policy that may decide, by its graph or by what stands in for it.
pub(crate) struct Deciding<'a> {
    pub(crate) policy: &'a checked::Policy,
    pub(crate) decider: Decider<'a>,
    pub(crate) sources: &'a SourceMap,
}

impl Session {
    /// Reads the policy that the arguments name, and finds what is wrong with it.
    pub(crate) fn open(policy: &Policy, goal: Goal, effort: Option<Effort>) -> Self {
        Self::begin(policy, goal, effort, &[], &[])
    }

    /// Like [`Session::open`], with readings of the policy fixed.
    pub(crate) fn with_readings(
        policy: &Policy,
        goal: Goal,
        effort: Option<Effort>,
        readings: &[String],
    ) -> Self {
        Self::begin(policy, goal, effort, readings, &[])
    }

    /// Like [`Session::open`], with laws that the policy need not import.
    pub(crate) fn with_laws(
        policy: &Policy,
        goal: Goal,
        effort: Option<Effort>,
        laws: &[String],
    ) -> Self {
        Self::begin(policy, goal, effort, &[], laws)
    }

    fn begin(
        policy: &Policy,
        goal: Goal,
        effort: Option<Effort>,
        readings: &[String],
        laws: &[String],
    ) -> Self {
        let options = Options {
            readings: readings.to_vec(),
            ..Self::options(policy, goal, effort)
        };
        Self::of(compile::compile_linked(
            &policy.path,
            &|_: &Path| None,
            options,
            laws,
        ))
    }

    /// How the arguments want a policy to be compiled.
    pub(crate) fn options(policy: &Policy, goal: Goal, effort: Option<Effort>) -> Options {
        Options {
            goal,
            effort,
            levels: policy.levels.levels.clone(),
            today: policy.levels.today,
            known: policy.levels.known.clone(),
            ..Options::default()
        }
    }

    /// The session of a policy that was compiled elsewhere.
    pub(crate) fn of(mut compilation: Compilation) -> Self {
        let each = compilation.findings.clone();
        compilation.findings = same_causes(std::mem::take(&mut compilation.findings));
        Self { compilation, each }
    }

    /// The policy, if nothing is wrong with it.
    pub(crate) fn ready(&self) -> Option<Ready<'_>> {
        let compiled = self.compilation.compiled.as_ref()?;
        let graph = compiled.graph.as_ref()?;
        (!self.compilation.has_errors()).then_some(Ready {
            policy: &compiled.policy,
            graph,
            sources: self.sources(),
        })
    }

    /// The checked policy, if nothing is wrong with it, whether or not it can decide.
    pub(crate) fn sound(&self) -> Option<&checked::Policy> {
        let compiled = self.compilation.compiled.as_ref()?;
        (!self.compilation.has_errors()).then_some(&compiled.policy)
    }

    /// The policy with what decides it, if nothing is wrong with it.
    pub(crate) fn deciding(&self) -> Option<Deciding<'_>> {
        let compiled = self.compilation.compiled.as_ref()?;
        let decider = compiled.decider()?;
        (!self.compilation.has_errors()).then_some(Deciding {
            policy: &compiled.policy,
            decider,
            sources: self.sources(),
        })
    }

    /// A baseline of everything that is shown, with how many findings are in it. `None` if the policy has no meaning: what could be found in one
    /// that has is not known then.
    pub(crate) fn baseline(&self) -> Option<(String, usize)> {
        let findings = &self.each;
        let is_fatal = |finding: &Diagnostic| {
            let is_error = [finding.severity, finding.code.severity()] == [Severity::Error; 2];
            is_error && !Baseline::may_hold(finding.code)
        };
        if self.compilation.compiled.is_none() || findings.iter().any(is_fatal) {
            return None;
        }
        let program = &self.compilation.package.program;
        Some(Baseline::write(program, findings))
    }

    /// How large the decision graph is, and how far it is proved.
    pub(crate) fn tell_proof(&self, output: &mut Output) {
        let Some(compiled) = &self.compilation.compiled else {
            return;
        };
        if let (Some(graph), Some(proof)) = (&compiled.graph, &compiled.proof) {
            output.say(&format!(
                "decision graph of {} rules: {} nodes, {proof}",
                compiled.policy.rules.len(),
                graph.nodes.len()
            ));
        }
    }

    pub(crate) fn sources(&self) -> &SourceMap {
        &self.compilation.package.program.sources
    }

    /// Where a file of the policy is on the disk.
    pub(crate) fn path_of(&self, name: &str) -> std::path::PathBuf {
        self.compilation.package.folder.join(name)
    }

    /// How the folder of the package is written in front of the names of its files.
    pub(crate) fn folders(&self) -> Folders {
        Folders::of(&self.compilation.package.folder)
    }

    /// How the folder of the package is written in messages.
    pub(crate) fn folder(&self) -> String {
        self.folders().reader
    }

    /// Clean when nothing is an error; trouble when there was no policy to check.
    pub(crate) fn exit(&self) -> Exit {
        if self.compilation.compiled.is_none() {
            Exit::Trouble
        } else if self.compilation.has_errors() {
            Exit::Findings
        } else {
            Exit::Clean
        }
    }

    /// What becomes of findings that a sub-command made on this policy, by the wishes of its authors; with the waivers that `search` shows to
    /// be idle if it covered everything.
    pub(crate) fn triaged(&self, findings: Vec<Diagnostic>, search: Option<Search>) -> Sorted {
        self.compilation.triage.sort(findings, search)
    }

    /// Shows the findings as messages, for a sub-command whose result is something else.
    pub(crate) fn tell(&self, output: &mut Output) {
        let look = output.terminal.stderr.clone();
        let text = drawn(
            self.sources(),
            &self.compilation.findings,
            look,
            &self.folder(),
        );
        output.tell(&text);
        if !self.compilation.findings.is_empty() || !self.compilation.suppressed.is_empty() {
            self.tell_summary(output);
        }
    }

    /// What was found.
    pub(crate) fn findings(&self) -> &[Diagnostic] {
        &self.compilation.findings
    }

    /// Says how many findings there are.
    pub(crate) fn tell_summary(&self, output: &mut Output) {
        let findings = &self.compilation.findings;
        let summary = Summary::of(self.sources(), findings);
        let mendable = |unsafe_too| {
            let findings = findings.iter();
            findings
                .filter(|finding| choice(finding, unsafe_too).is_some())
                .count()
        };
        let safe = mendable(false);
        let offers = match (safe, mendable(true) - safe) {
            (0, 0) => String::new(),
            (safe, 0) => format!("; `privity check --fix` mends {safe}"),
            (0, risky) => format!("; `privity check --fix --unsafe-fixes` mends {risky}"),
            (safe, risky) => format!(
                "; `privity check --fix` mends {safe}, with `--unsafe-fixes` {}",
                safe + risky
            ),
        };
        output.say(&format!("{}{offers}", sentence(&summary)));
        if let Some(known) = known(&self.compilation.suppressed) {
            output.say(&known);
        }
    }

    /// Writes the findings as the result, in the forms that were asked for.
    pub(crate) fn write(
        &self,
        command: &str,
        outputs: &OutputArgs,
        output: &mut Output,
    ) -> Result<(), Failure> {
        let findings = &self.compilation.findings;
        let full = |look: &Look| {
            let folder = look.folder.clone();
            Ok(drawn(self.sources(), findings, look.clone(), &folder))
        };
        let told = Told {
            run: Run {
                command,
                sources: self.sources(),
                findings,
                suppressed: &self.compilation.suppressed,
                cases: None,
                folder: "",
                exit: self.exit().code(),
            },
            folders: &self.folders(),
            extra: Extra::default(),
            full: &full,
        };
        outputs.write(&told, output)
    }

    /// Shows the findings of a policy that a sub-command cannot work with: as messages, or in the forms that were asked for.
    pub(crate) fn refuse(
        &self,
        command: &str,
        outputs: &OutputArgs,
        output: &mut Output,
    ) -> Result<Exit, Failure> {
        if outputs.is_default() {
            self.tell(output);
        } else {
            self.write(command, outputs, output)?;
            self.tell_summary(output);
        }
        outputs.say_more(&self.compilation.findings, output);
        Ok(self.exit())
    }
}

/// Whether a finding makes a command fail that was asked whether all is well: with a law, with a text.
pub(crate) fn is_serious(finding: &Diagnostic) -> bool {
    matches!(finding.severity, Severity::Error | Severity::Warning)
}

/// How many findings are not shown because somebody knows of them: `2 findings are waived, 5 are in the baseline`.
pub(crate) fn known(suppressed: &[Suppressed]) -> Option<String> {
    let waived = suppressed
        .iter()
        .filter(|known| matches!(known.by, Suppression::Waiver { .. }))
        .count();
    let in_baseline = suppressed.len() - waived;
    let counted = |number: usize, findings: &str, which: &str| match number {
        0 => None,
        1 => Some(format!("1{} is {which}", findings.trim_end_matches('s'))),
        number => Some(format!("{number}{findings} are {which}")),
    };
    let first = counted(waived, " findings", "waived");
    let noun = if first.is_some() { "" } else { " findings" };
    let parts = [first, counted(in_baseline, noun, "in the baseline")];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
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
    count(summary.notes, "note", "notes");
    let found = match parts.is_empty() {
        true => "nothing to report".to_owned(),
        false => parts.join(", "),
    };
    match summary.files {
        0 => format!("found {found}"),
        1 => format!("found {found} in 1 file"),
        files => format!("found {found} in {files} files"),
    }
}
