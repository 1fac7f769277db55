//! `privity check --fix` and `--diff`: the repairs that findings offer, made or shown.

use std::path::Path;

use privity::compile::Options;
use privity::mend::{Mended, mend};

use crate::Exit;
use crate::arguments::FixArgs;
use crate::files::replace_all;
use crate::findings::Session;
use crate::line_diff;
use crate::output::{Failure, Output};

/// Mends the policy at a path. With `--diff` nothing is written, and the session is that of the policy as it would be.
pub(crate) fn run(
    path: &Path,
    options: &Options,
    wanted: &FixArgs,
    output: &mut Output,
) -> Result<(Session, Exit), Failure> {
    let mended = mend(path, &|_: &Path| None, options, wanted.unsafe_fixes);
    let is_changed = !mended.files.is_empty();
    if wanted.diff {
        for change in mended.files.values() {
            output.print(&line_diff::unified(
                &change.name,
                "mended",
                &change.old,
                &change.new,
            ))?;
        }
        output.finish()?;
    } else {
        let texts = mended.files.iter();
        let texts: Vec<(&Path, &str)> = texts
            .map(|(path, change)| (path.as_path(), change.new.as_str()))
            .collect();
        replace_all(&texts)?;
    }
    tell(&mended, wanted, output);
    let exit = if wanted.diff && is_changed {
        Exit::Findings
    } else {
        Exit::Clean
    };
    Ok((Session::of(mended.compilation), exit))
}

fn tell(mended: &Mended, wanted: &FixArgs, output: &mut Output) {
    let verb = if wanted.diff { "would mend" } else { "mended" };
    let problems = counted(mended.done.len(), "problem", "problems");
    let files = counted(mended.files.len(), "file", "files");
    if mended.done.is_empty() {
        output.say("nothing was mended: no finding has a repair that is sure");
    } else {
        output.say(&format!("{verb} {problems} in {files}:"));
        let mut lines: Vec<(String, usize)> = Vec::new();
        for (code, title) in &mended.done {
            let line = format!("{}: {title}", code.as_str());
            match lines.iter_mut().find(|(known, _)| *known == line) {
                Some((_, times)) => *times += 1,
                None => lines.push((line, 1)),
            }
        }
        for (line, times) in lines {
            match times {
                1 => output.say(&format!("  {line}")),
                times => output.say(&format!("  {line} ({times} times)")),
            }
        }
    }
    for (code, title) in &mended.undone {
        output.say(&format!(
            "  {}: {title}: not kept, since the text would have become worse",
            code.as_str()
        ));
    }
}

fn counted(number: usize, one: &str, many: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        number => format!("{number} {many}"),
    }
}
