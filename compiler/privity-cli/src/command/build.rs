//! `privity build`: writes a policy for other programs. Either all files are written, or none is touched.

use std::fs;

use privity::emit::{self, RustOptions};
use privity::load::shown;

use privity::compile::Goal;
use privity::graph::verify::Effort;

use crate::Exit;
use crate::arguments::{Build, Emit, Verify};
use crate::files::write_all;
use crate::findings::{Ready, Session};
use crate::output::{Failure, Output};

pub(crate) fn run(options: &Build, output: &mut Output) -> Result<Exit, Failure> {
    let effort = match options.verify {
        Verify::Budget => None,
        Verify::Full => Some(Effort {
            steps: usize::MAX,
            ..Effort::default()
        }),
    };
    options.outputs.check()?;
    let session = Session::with_readings(&options.policy, Goal::Proof, effort, &options.readings);
    session.refuse("build", &options.outputs, output)?;
    session.tell_proof(output);
    let Some(ready) = session.ready() else {
        output.say("nothing was written: mend the policy first");
        return Ok(session.exit());
    };
    let mut kinds = options.emit.clone();
    kinds.sort_unstable();
    kinds.dedup();
    let mut files = Vec::new();
    for kind in kinds {
        let (ending, text) = emitted(kind, &ready)?;
        let name = format!("{}.{ending}", ready.policy.header.name);
        files.push((options.out_dir.join(name), text));
    }
    let is_new = !options.out_dir.exists();
    fs::create_dir_all(&options.out_dir).map_err(|error| {
        Failure::Said(format!(
            "cannot write `{}`: {error}",
            shown(&options.out_dir)
        ))
    })?;
    let written = write_all(&files);
    if written.is_err() && is_new {
        // Only a folder that is empty goes; another one holds what somebody else put there.
        let _ = fs::remove_dir(&options.out_dir);
    }
    written?;
    for (path, _) in &files {
        let line = format!("wrote {}", shown(path));
        // Findings that were asked for have the standard output for themselves.
        if options.outputs.is_default() || !options.outputs.uses_stdout() {
            output.print_line(&line)?;
        } else {
            output.say(&line);
        }
    }
    output.finish()?;
    Ok(Exit::Clean)
}

fn emitted(kind: Emit, ready: &Ready<'_>) -> Result<(&'static str, String), Failure> {
    let Ready {
        policy,
        graph,
        sources,
    } = ready;
    match kind {
        Emit::Json => Ok(("json", emit::json(policy, graph, sources))),
        Emit::Rust => emit::rust(policy, graph, sources, RustOptions { standalone: true })
            .map(|text| ("rs", text))
            .map_err(|error| {
                Failure::Said(format!(
                    "what was made of the policy is no Rust, which is a mistake in the compiler: {error}"
                ))
            }),
    }
}
