//! `privity diff`: says how two versions of a policy differ.

use std::path::Path;

use privity::compare::report::{self, Report, Texts};
use privity::compare::{self, Direction, Side};
use privity::compile::Goal;
use privity::graph::Budget;

use crate::arguments::{Deny, Diff, Policy, TextOrJson};
use crate::findings::{Session, pretty};
use crate::levels::LevelArgs;
use crate::output::{Failure, Output};
use crate::{Exit, STACK};

/// Two policies together are compared more seldom than one is checked, and may cost so many times as much.
const MORE: usize = 4;

pub(crate) fn run(options: &Diff, output: &mut Output) -> Result<Exit, Failure> {
    let sessions = both(&options.old, &options.new);
    let [old, new] = &sessions;
    let (Some(was), Some(is)) = (old.sound(), new.sound()) else {
        for session in sessions.iter().filter(|session| session.sound().is_none()) {
            session.tell(output);
        }
        output.say("nothing was compared: mend the policies first");
        return Ok(Exit::Trouble);
    };
    let too_intricate =
        |_| Failure::Said("the two policies are too intricate to be compared".to_owned());
    let usual = Budget::for_rules(was.rules.len() + is.rules.len());
    let budget = Budget {
        nodes: usual.nodes.saturating_mul(MORE),
        steps: usual.steps.saturating_mul(MORE),
        ..usual
    };
    let difference = compare::compare(was, is, budget.clone()).map_err(too_intricate)?;
    let begins = compare::begins(is);
    let mut demands = Vec::new();
    if !difference.changes.is_empty() {
        for (side, policy) in [(Side::Old, was), (Side::New, is)] {
            let elements = &difference.new_elements;
            let found = compare::demands(side, policy, budget.clone(), begins, elements);
            demands.extend(found.map_err(too_intricate)?);
        }
    }
    let folders = [old.folder(), new.folder()];
    let [old_folder, new_folder] = &folders;
    let told = Report {
        texts: [
            Texts {
                header: &was.header,
                sources: old.sources(),
                folder: old_folder,
            },
            Texts {
                header: &is.header,
                sources: new.sources(),
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

/// Reads the two policies, both at the same time.
fn both(old: &Path, new: &Path) -> [Session; 2] {
    let open = |path: &Path| {
        let policy = Policy {
            path: path.to_owned(),
            levels: LevelArgs::default(),
        };
        Session::open(&policy, Goal::Check, None)
    };
    std::thread::scope(|scope| {
        let beside = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(scope, || open(old));
        let is = open(new);
        let was = match beside.map(std::thread::ScopedJoinHandle::join) {
            Ok(Ok(was)) => was,
            Ok(Err(panic)) => std::panic::resume_unwind(panic),
            // Without a second thread the first does both.
            Err(_) => open(old),
        };
        [was, is]
    })
}
