//! A policy that stands alone, as text: what the compiler makes of it and says about it.

use privity::compile::{Compiled, Options, compile};
use privity::diagnostic::{Diagnostic, Report};
use privity::program::{ModuleText, Unread, assemble};
use privity::source::SourceMap;

/// A compiled text.
pub struct Alone {
    /// The texts.
    pub sources: SourceMap,
    /// The policy.
    pub compiled: Compiled,
    /// What was found, errors first.
    pub findings: Vec<Diagnostic>,
}

/// Compiles a text that imports nothing but the standard library.
#[must_use]
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
    let compiled = compile(&program, options, &mut report);
    Alone {
        sources: program.sources,
        compiled,
        findings: report.into_sorted(),
    }
}
