//! `privity check`: finds what is wrong with a policy.

use privity::compile::Goal;

use crate::Exit;
use crate::arguments::Check;
use crate::findings::Session;
use crate::output::{Failure, Output};

pub(crate) fn run(options: &Check, output: &mut Output) -> Result<Exit, Failure> {
    let session = Session::open(&options.policy, Goal::Proof);
    session.print(options.format, output)?;
    output.finish()?;
    session.tell_proof(output);
    session.tell_summary(output);
    Ok(session.exit())
}
