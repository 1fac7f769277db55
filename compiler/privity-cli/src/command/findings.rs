//! `privity findings`: reports what was found in a policy, recorded and not, and how.

use std::path::Path;

use privity::compile::{Compilation, Goal, Options, compile_at};
use privity::findings::{Found, markdown};

use crate::Exit;
use crate::arguments::Findings;
use crate::files::write_all;
use crate::findings::drawn;
use crate::output::{Failure, Output};

pub(crate) fn run(options: &Findings, output: &mut Output) -> Result<Exit, Failure> {
    let here = read(&options.path);
    let also = options.also.as_deref().map(read);
    for compilation in std::iter::once(&here).chain(&also) {
        if compilation.compiled.is_none() {
            let look = output.terminal.stderr.clone();
            let sources = &compilation.package.program.sources;
            let text = drawn(sources, &compilation.findings, look, "");
            output.tell(&text);
            return Ok(Exit::Trouble);
        }
    }
    let also = also.as_ref().and_then(found);
    let Some(here) = found(&here) else {
        return Ok(Exit::Trouble);
    };
    let text = markdown::report(here, also);
    match &options.out {
        None => output.print(&text)?,
        Some(path) => {
            write_all(&[(path.clone(), text)])?;
            output.print_line(&format!("wrote {}", privity::load::shown(path)))?;
        }
    }
    output.finish()?;
    Ok(Exit::Clean)
}

/// A policy with everything that is found in its rules, notes included. The proof of its graph is another matter.
fn read(path: &Path) -> Compilation {
    let options = Options {
        goal: Goal::Findings,
        notes: true,
        ..Options::default()
    };
    let mut compilation = compile_at(path, &|_: &Path| None, options);
    // What is waived is found all the same.
    let waived = std::mem::take(&mut compilation.suppressed);
    let waived = waived.into_iter().map(|known| known.finding);
    compilation.findings.extend(waived);
    compilation
}

fn found(compilation: &Compilation) -> Option<Found<'_>> {
    let compiled = compilation.compiled.as_ref()?;
    Some(Found {
        program: &compilation.package.program,
        policy: &compiled.policy,
        findings: &compilation.findings,
    })
}
