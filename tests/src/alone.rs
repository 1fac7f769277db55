//! A policy that stands alone, as text: what the compiler makes of it and says about it.

use privity::compile::{Compiled, Options, compile_sorted};
use privity::diagnostic::suppressed::Suppressed;
use privity::diagnostic::{Diagnostic, Report};
use privity::program::{ModuleText, Unread, assemble};
use privity::source::SourceMap;
use privity::triage::Levels;

/// A compiled text.
pub struct Alone {
    /// The texts.
    pub sources: SourceMap,
    /// The policy.
    pub compiled: Compiled,
    /// What was found, errors first.
    pub findings: Vec<Diagnostic>,
    /// What was found and is waived.
    pub suppressed: Vec<Suppressed>,
}

/// Compiles a text that imports nothing but the standard library.
///
/// # Panics
/// When the text is larger than 4 GiB.
#[must_use]
#[expect(clippy::expect_used, reason = "a text of less than 4 GiB has an entry")]
pub fn compile_text(text: &str, options: Options) -> Alone {
    let mut report = Report::new();
    let entry = ModuleText {
        name: "policy.privity".to_owned(),
        text: text.into(),
    };
    let mut no_modules = |_: &str| Err(Unread::Unusable("it stands alone".to_owned()));
    let program = assemble(
        SourceMap::new(),
        ("policy", entry),
        &mut no_modules,
        &mut report,
    );
    let (compiled, sorted, _) = compile_sorted(&program, Levels::default(), None, options, report);
    Alone {
        sources: program.sources,
        compiled: compiled.expect("a text has an entry"),
        findings: sorted.shown,
        suppressed: sorted.suppressed,
    }
}
