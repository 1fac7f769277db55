//! What the fuzz targets share: programs without a disk, and what must be true of every finding.

use std::path::Path;

use privity::compile::{Compiled, Goal, Known, Options, compile_sorted};
use privity::diagnostic::{Diagnostic, Report};
use privity::graph::Budget;
use privity::graph::verify::Effort;
use privity::program::{ModuleText, Program, Unread, assemble};
use privity::source::SourceMap;
use privity::triage::Levels;

/// A folder that is not there, so that nothing is read from the disk.
pub const NOWHERE: &str = "/nowhere/fuzz";

/// All passes, within a budget that a text of some kilobytes may use up in far less than a second.
#[must_use]
pub fn options() -> Options {
    Options {
        goal: Goal::Review,
        budget: Some(Budget {
            nodes: 20_000,
            steps: 200_000,
            ..Budget::default()
        }),
        effort: Some(Effort {
            steps: 200_000,
            samples: 200,
            ..Effort::default()
        }),
        notes: true,
        known: Known::Nothing,
        ..Options::default()
    }
}

/// The program of one text, which sees the standard library and nothing else.
#[must_use]
pub fn program(text: &str, report: &mut Report) -> Program {
    let entry = ModuleText {
        name: "policy.privity".to_owned(),
        text: text.into(),
    };
    let mut missing = |module: &str| {
        Err(Unread::Missing {
            looked_for: format!("{module}.privity"),
            present: [].into(),
        })
    };
    assemble(SourceMap::new(), ("policy", entry), &mut missing, report)
}

/// Compiles a text as far as `check` does, with everything that is found.
#[must_use]
pub fn compile(text: &str) -> (Program, Option<Compiled>, Vec<Diagnostic>) {
    let mut report = Report::new();
    let program = program(text, &mut report);
    let (compiled, sorted, _) =
        compile_sorted(&program, Levels::default(), None, options(), report);
    (program, compiled, sorted.shown)
}

/// Checks that every place in these findings lies in a text, on boundaries of characters.
///
/// # Panics
/// If one does not.
pub fn places_are_sound(findings: &[Diagnostic], sources: &SourceMap) {
    for finding in findings {
        for label in finding.primary.iter().chain(&finding.labels) {
            let Some((file, range)) = sources.locate(label.span) else {
                panic!("{:?} points nowhere: {:?}", finding.code, label.span);
            };
            assert!(
                sources.file(file).text.get(range.clone()).is_some(),
                "{:?} splits a character: {range:?}",
                finding.code
            );
        }
    }
}

/// Whether a path is the one policy that a target hands over as text.
#[must_use]
pub fn is_policy(path: &Path) -> bool {
    path == Path::new(NOWHERE).join("policy.privity")
}
