//! `privity build`: writes a policy for other programs. Either all files are written, or none is touched.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use privity::emit::{self, RustOptions};
use privity::load::shown;
use tempfile::NamedTempFile;

use privity::compile::Goal;
use privity::graph::verify::Effort;

use crate::Exit;
use crate::arguments::{Build, Emit, Verify};
use crate::findings::{Ready, Session};
use crate::output::{Failure, Output};

pub(crate) fn run(options: &Build, output: &mut Output) -> Result<Exit, Failure> {
    let effort = match options.verify {
        Verify::Budget => Effort::default(),
        Verify::Full => Effort {
            steps: usize::MAX,
            ..Effort::default()
        },
    };
    let session = Session::with_readings(&options.policy, Goal::Proof, effort, &options.readings);
    session.tell(output);
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
    let written = write_all(&options.out_dir, &files);
    if written.is_err() && is_new {
        // Only a folder that is empty goes; another one holds what somebody else put there.
        let _ = fs::remove_dir(&options.out_dir);
    }
    written?;
    for (path, _) in &files {
        output.print_line(&format!("wrote {}", shown(path)))?;
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

/// Writes every text beside its place first, and moves them there when all are written.
pub(crate) fn write_all(folder: &Path, files: &[(PathBuf, String)]) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| trouble(folder, &error))?;
    let mut waiting = Vec::new();
    for (path, text) in files {
        if path.is_dir() {
            return Err(Failure::Said(format!(
                "cannot write `{}`: it is a folder",
                shown(path)
            )));
        }
        let mut file = temporary(folder).map_err(|error| trouble(path, &error))?;
        file.write_all(text.as_bytes())
            .and_then(|()| file.as_file().sync_all())
            .map_err(|error| trouble(path, &error))?;
        waiting.push((path, file));
    }
    let mut moved: Vec<&PathBuf> = Vec::new();
    for (path, file) in waiting {
        let was_there = path.exists();
        if let Err(error) = file.persist(path) {
            for path in moved {
                let _ = fs::remove_file(path);
            }
            return Err(trouble(path, &error.error));
        }
        if !was_there {
            moved.push(path);
        }
    }
    Ok(())
}

/// A file that others may read once it is in place, unlike the usual temporary one.
fn temporary(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".privity-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    builder.tempfile_in(folder)
}

fn trouble(path: &Path, error: &io::Error) -> Failure {
    Failure::Said(format!("cannot write `{}`: {error}", shown(path)))
}
