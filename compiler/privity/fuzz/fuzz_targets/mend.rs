//! Repairs on any text: no panic, and no more errors than before that stand in the way as early.

#![no_main]

use std::path::Path;

use libfuzzer_sys::fuzz_target;
use privity::diagnostic::{Diagnostic, Severity};
use privity::mend::mend;
use privity_fuzz::{NOWHERE, is_policy, options};

fuzz_target!(|text: &str| {
    let path = Path::new(NOWHERE).join("policy.privity");
    let overlay = |path: &Path| is_policy(path).then(|| text.to_owned());
    let before = privity::compile::compile_at(&path, &overlay, options());
    let mended = mend(&path, &overlay, &options(), true);
    assert!(
        errors(&mended.compilation.findings) <= errors(&before.findings),
        "more errors than before"
    );
});

/// How many places are wrong, by the stage at which an error stands in the way: a repair may bring only errors of a later one to light.
fn errors(findings: &[Diagnostic]) -> [usize; 3] {
    let mut count = [0; 3];
    for finding in findings.iter().filter(|f| f.severity == Severity::Error) {
        count[usize::from(finding.code.stage())] += 1 + finding.elsewhere.len();
    }
    count
}
