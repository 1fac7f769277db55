//! The `privity` command: reads the arguments and gives the work to one sub-command.

mod arguments;
mod command;
mod files;
mod findings;
mod levels;
mod line_diff;
mod output;
mod outputs;
mod terminal;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Arguments, Command};
use output::{Failure, Output};

/// Gives the memory of a search that has ended back to the system, whichever threads took part: a language server looks at all rules again and
/// again, for days.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a run ended, as the shell sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exit {
    /// Nothing was found.
    Clean,
    /// Something was found: errors, a failed test, a file that is not formatted.
    Findings,
    /// The command was used wrongly, or something outside the policy went wrong.
    Trouble,
}

impl Exit {
    /// The number that the shell gets.
    fn code(self) -> u8 {
        match self {
            Self::Clean => 0,
            Self::Findings => 1,
            Self::Trouble => 2,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The stack of the working thread, in bytes: far more than any nesting that the compiler lets pass needs.
const STACK: usize = 256 << 20;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let worker = std::thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || run(arguments));
    let exit = match worker.map(std::thread::JoinHandle::join) {
        Ok(Ok(exit)) => exit,
        // The panic has printed its message; what it means is left to say.
        Ok(Err(_)) => {
            Output::plain().say("error: this is a mistake in the compiler, not in the policy");
            Exit::Trouble
        }
        Err(error) => {
            Output::plain().say(&format!("error: cannot start: {error}"));
            Exit::Trouble
        }
    };
    exit.into()
}

fn run(arguments: Arguments) -> Exit {
    let mut output = Output::new(terminal::choose(arguments.color, arguments.style));
    let result = match arguments.command {
        Command::Check(options) => command::check::run(&options, &mut output),
        Command::Build(options) => command::build::run(&options, &mut output),
        Command::Decide(options) => command::decide::run(&options, &mut output),
        Command::Comply(options) => command::comply::run(&options, &mut output),
        Command::Test(options) => command::test::run(&options, &mut output),
        Command::Coverage(options) => command::coverage::run(&options, &mut output),
        Command::Anchors(options) => command::anchors::run(&options, &mut output),
        Command::Diff(options) => command::diff::run(&options, &mut output),
        Command::Fmt(options) => command::fmt::run(&options, &mut output),
        Command::Findings(options) => command::findings::run(&options, &mut output),
        Command::Words(options) => command::words::run(&options, &mut output),
        Command::Explain(options) => command::explain::run(&options, &mut output),
        Command::Init(options) => command::init::run(&options, &mut output),
        Command::Lsp(_) => command::lsp::run(),
    };
    match result {
        Ok(exit) => exit,
        // Whoever reads has heard enough, as `head` does.
        Err(Failure::BrokenPipe) => Exit::Clean,
        Err(Failure::Said(message)) => {
            output.say(&format!("error: {message}"));
            Exit::Trouble
        }
    }
}
