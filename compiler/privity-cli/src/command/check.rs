//! `privity check`: finds what is wrong with a policy.

use privity::compile::Goal;
use privity::graph::verify::Effort;

use crate::Exit;
use crate::arguments::Check;
use crate::findings::Session;
use crate::output::{Failure, Output};

/// A check is made often, so its proof may cost less than that of a build.
const EFFORT: Effort = Effort {
    steps: 2_000_000,
    samples: 2_000,
    seed: 1,
};

pub(crate) fn run(options: &Check, output: &mut Output) -> Result<Exit, Failure> {
    let session = Session::open(&options.policy, Goal::Review, EFFORT);
    session.print(options.format, output)?;
    output.finish()?;
    session.tell_proof(output);
    session.tell_summary(output);
    Ok(session.exit())
}
