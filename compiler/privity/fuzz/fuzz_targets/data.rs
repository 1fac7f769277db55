//! Any text as a manifest and as a baseline: no panic, places inside of the text.

#![no_main]

use libfuzzer_sys::fuzz_target;
use privity::diagnostic::Report;
use privity::manifest;
use privity::triage::Baseline;
use privity_fuzz::{places_are_sound, program};

fuzz_target!(|text: &str| {
    let mut report = Report::new();
    let mut program = program("", &mut report);
    let Some(file) = program.sources.add("read", text) else {
        return;
    };
    let mut report = Report::new();
    manifest::read(file, &program.sources, &mut report);
    let baseline = Baseline::read(file, &program.sources, &program, &mut report);
    let findings = report.into_sorted();
    assert!(
        baseline.is_some() || !findings.is_empty(),
        "refused without a word"
    );
    places_are_sound(&findings, &program.sources);
});
