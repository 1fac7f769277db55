//! `privity check`: finds what is wrong with a policy.

use privity::compile::Goal;
use privity::graph::verify::Effort;

use crate::Exit;
use crate::arguments::Check;
use crate::command::mending;
use crate::findings::Session;
use crate::output::{Failure, Output};

/// A check is made often, so its proof may cost less than that of a build.
const EFFORT: Effort = Effort {
    steps: 2_000_000,
    samples: 2_000,
    seed: 1,
};

pub(crate) fn run(options: &Check, output: &mut Output) -> Result<Exit, Failure> {
    let (session, mending) = if options.fixes.any() {
        let wanted = Session::options(&options.policy, Goal::Review, EFFORT);
        mending::run(&options.policy.path, &wanted, &options.fixes, output)?
    } else {
        let session = Session::open(&options.policy, Goal::Review, EFFORT);
        (session, Exit::Clean)
    };
    // What is shown after a difference would be about a text that is nowhere.
    if !options.fixes.diff {
        session.print(options.format, output)?;
        output.finish()?;
        session.tell_proof(output);
        session.tell_summary(output);
    }
    Ok(match mending {
        Exit::Clean => session.exit(),
        found => found,
    })
}
