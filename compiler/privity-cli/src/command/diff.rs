//! `privity diff`: says how two versions of a policy differ.

use std::path::Path;

use privity::compare::report::{self, Report, Texts};
use privity::compare::{self, Direction, Side};
use privity::compile::Goal;
use privity::graph::Budget;
use privity::graph::verify::Effort;

use crate::Exit;
use crate::arguments::{Deny, Diff, Policy, TextOrJson};
use crate::findings::{Session, pretty};
use crate::levels::LevelArgs;
use crate::output::{Failure, Output};

/// Two policies together are compared more seldom than one is checked, and may cost more.
const BUDGET: Budget = Budget {
    nodes: 4_000_000,
    steps: 400_000_000,
    dimensions: 1_000,
};

pub(crate) fn run(options: &Diff, output: &mut Output) -> Result<Exit, Failure> {
    let open = |path: &Path| {
        let policy = Policy {
            path: path.to_owned(),
            levels: LevelArgs::default(),
        };
        Session::open(&policy, Goal::Graph, Effort::default())
    };
    let sessions = [open(&options.old), open(&options.new)];
    let [old, new] = &sessions;
    let (Some(was), Some(is)) = (old.ready(), new.ready()) else {
        for session in sessions.iter().filter(|session| session.ready().is_none()) {
            session.tell(output);
        }
        output.say("nothing was compared: mend the policies first");
        return Ok(Exit::Trouble);
    };
    let difference = compare::compare(was.policy, is.policy, BUDGET).map_err(|_| {
        Failure::Said("the two policies are too intricate to be compared".to_owned())
    })?;
    let begins = compare::begins(is.policy);
    let mut demands = Vec::new();
    if !difference.changes.is_empty() {
        for (side, ready) in [(Side::Old, &was), (Side::New, &is)] {
            let elements = &difference.new_elements;
            demands.extend(compare::demands(
                side,
                ready.policy,
                ready.graph,
                begins,
                elements,
            ));
        }
    }
    let folders = [old.folder(), new.folder()];
    let [old_folder, new_folder] = &folders;
    let told = Report {
        texts: [
            Texts {
                header: &was.policy.header,
                sources: was.sources,
                folder: old_folder,
            },
            Texts {
                header: &is.policy.header,
                sources: is.sources,
                folder: new_folder,
            },
        ],
        difference: &difference,
        demands: &demands,
    };
    match options.format {
        TextOrJson::Human => output.print(&report::text(&told))?,
        TextOrJson::Json => output.print(&pretty(&report::document(&told))?)?,
    }
    output.finish()?;
    let refused = difference.changes.iter().any(|change| match options.deny {
        Deny::Any => true,
        Deny::Widened => change.direction != Direction::MoreProtective,
        Deny::Narrowed => change.direction != Direction::LessProtective,
        Deny::None => false,
    });
    Ok(if refused { Exit::Findings } else { Exit::Clean })
}
