//! `privity check`: finds what is wrong with a policy.

use std::path::Path;

use privity::compile::{Goal, Known};
use privity::load::shown;

use crate::Exit;
use crate::arguments::{Check, Policy};
use crate::command::mending;
use crate::files::write_all;
use crate::findings::Session;
use crate::levels::LevelArgs;
use crate::output::{Failure, Output};

pub(crate) fn run(options: &Check, output: &mut Output) -> Result<Exit, Failure> {
    if let Some(file) = &options.write_baseline {
        return record(options, file, output);
    }
    options.outputs.check()?;
    let (session, mending) = if options.fixes.any() {
        let wanted = Session::options(&options.policy, Goal::Review, None);
        mending::run(&options.policy.path, &wanted, &options.fixes, output)?
    } else {
        let session = Session::open(&options.policy, Goal::Review, None);
        (session, Exit::Clean)
    };
    // What is shown after a difference would be about a text that is nowhere.
    if !options.fixes.diff {
        session.write("check", &options.outputs, output)?;
        session.tell_proof(output);
        session.tell_summary(output);
        options.outputs.say_more(session.findings(), output);
    }
    Ok(match mending {
        Exit::Clean => session.exit(),
        found => found,
    })
}

/// Writes a baseline of what is found now, whatever an older one knows.
fn record(options: &Check, file: &Path, output: &mut Output) -> Result<Exit, Failure> {
    let policy = Policy {
        path: options.policy.path.clone(),
        levels: LevelArgs {
            known: Known::Nothing,
            ..options.policy.levels.clone()
        },
    };
    let session = Session::open(&policy, Goal::Review, None);
    let Some((text, count)) = session.baseline() else {
        session.tell(output);
        output
            .say("no baseline was written: mend the errors first, without them more may be found");
        return Ok(session.exit());
    };
    write_all(&[(file.to_owned(), text)])?;
    let findings = match count {
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    };
    output.print_line(&format!("wrote {} with {findings}", shown(file)))?;
    output.finish()?;
    Ok(Exit::Clean)
}
