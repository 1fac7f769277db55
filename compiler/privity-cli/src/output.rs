//! Writing: results to one stream, messages to the other, and no noise when the reader has gone.

use std::io::{self, Write as _};

use anstream::{AutoStream, ColorChoice};

use crate::terminal::{self, Terminal};

/// Why a run ended early.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Whoever read the results has gone.
    BrokenPipe,
    /// A message, ready to be shown behind `error: `.
    Said(String),
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::BrokenPipe
        } else {
            Self::Said(format!("cannot write: {error}"))
        }
    }
}

/// The two streams.
pub(crate) struct Output {
    pub(crate) terminal: Terminal,
    stdout: io::BufWriter<AutoStream<io::Stdout>>,
    stderr: AutoStream<io::Stderr>,
}

impl Output {
    pub(crate) fn new(terminal: Terminal) -> Self {
        // Without colours the bytes pass as they are: there is nothing to strip, and a policy is not to be changed.
        let choice = |color| {
            if color {
                ColorChoice::Always
            } else {
                ColorChoice::AlwaysAnsi
            }
        };
        Self {
            stdout: io::BufWriter::new(AutoStream::new(
                io::stdout(),
                choice(terminal.stdout.color),
            )),
            stderr: AutoStream::new(io::stderr(), choice(terminal.stderr.color)),
            terminal,
        }
    }

    /// Without colours, whatever the terminal.
    pub(crate) fn plain() -> Self {
        Self::new(terminal::choose(
            crate::arguments::Color::Never,
            crate::arguments::Style::Auto,
        ))
    }

    /// Writes a part of the result.
    pub(crate) fn print(&mut self, text: &str) -> Result<(), Failure> {
        Ok(self.stdout.write_all(text.as_bytes())?)
    }

    /// Writes a part of the result with a line break behind it.
    pub(crate) fn print_line(&mut self, text: &str) -> Result<(), Failure> {
        self.print(text)?;
        self.print("\n")
    }

    /// Writes a message with a line break behind it.
    pub(crate) fn say(&mut self, text: &str) {
        self.tell(&format!("{text}\n"));
    }

    /// Writes a message. There is nobody to tell when that fails.
    pub(crate) fn tell(&mut self, text: &str) {
        let _ = self.stdout.flush();
        let _ = self.stderr.write_all(text.as_bytes());
    }

    /// Sees to it that the whole result is written.
    pub(crate) fn finish(&mut self) -> Result<(), Failure> {
        Ok(self.stdout.flush()?)
    }
}
