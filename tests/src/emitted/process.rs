//! A program that answers batches of requests.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use privity::request::{Outcome, Request};

use super::lines::{read_answer, write_grid, write_request};
use crate::exhaustive::Grid;

/// The answers to the atoms of a grid.
pub struct GridAnswers {
    /// For every atom, in the order of the grid, the position of its answer in `answers`.
    pub numbers: Vec<u32>,
    /// The different answers; `None` stands for a line that is no answer.
    pub answers: Vec<Option<Outcome>>,
}

/// A program that reads batches and answers them.
///
/// A batch is a line with the number of a policy and how many requests follow, and a line each; the answer is a line for each.
pub struct Answering {
    name: String,
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Answering {
    /// Starts a program.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(name: &str, command: &mut Command) -> io::Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let pipe = || io::Error::other("the process has no pipe");
        let requests = child.stdin.take().ok_or_else(pipe)?;
        let answers = BufReader::new(child.stdout.take().ok_or_else(pipe)?);
        Ok(Self {
            name: name.to_owned(),
            child,
            requests,
            answers,
        })
    }

    /// What it is called in reports.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The answers to some requests to a policy, in their order; `None` stands for a line that is no answer.
    ///
    /// # Errors
    /// When the program has ended or its pipes are broken.
    pub fn ask(&mut self, policy: usize, batch: &[Request]) -> io::Result<Vec<Option<Outcome>>> {
        let mut text = format!("{policy} {}\n", batch.len());
        for request in batch {
            write_request(request, &mut text);
        }
        let (requests, answers) = (&mut self.requests, &mut self.answers);
        std::thread::scope(|scope| {
            // Both ends of the pipes are served at once, or each side could wait for the other to read.
            let writing = scope.spawn(move || {
                requests.write_all(text.as_bytes())?;
                requests.flush()
            });
            let mut read = Vec::with_capacity(batch.len());
            let mut line = String::new();
            for _ in batch {
                line.clear();
                if answers.read_line(&mut line)? == 0 {
                    return Err(io::ErrorKind::UnexpectedEof.into());
                }
                read.push(read_answer(line.trim_end()));
            }
            let written = writing.join();
            written.map_err(|_| io::Error::other("writing the requests failed"))??;
            Ok(read)
        })
    }

    /// The answers to all atoms of a grid, which the program goes through by itself. Emitted Rust alone knows this sort of batch.
    ///
    /// # Errors
    /// When the program has ended or its pipes are broken, or answers with something else.
    pub fn ask_grid(&mut self, policy: usize, grid: &Grid) -> io::Result<GridAnswers> {
        let mut text = format!("{policy} grid\n");
        write_grid(grid, &mut text);
        self.requests.write_all(text.as_bytes())?;
        self.requests.flush()?;
        let mut bytes = vec![0; grid.len() * 4];
        self.answers.read_exact(&mut bytes)?;
        let (numbers, _) = bytes.as_chunks::<4>();
        let numbers = numbers.iter().map(|bytes| u32::from_le_bytes(*bytes));
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        let count: usize = line.trim_end().parse().map_err(io::Error::other)?;
        let mut answers = Vec::with_capacity(count);
        for _ in 0..count {
            line.clear();
            self.answers.read_line(&mut line)?;
            answers.push(read_answer(line.trim_end()));
        }
        Ok(GridAnswers {
            numbers: numbers.collect(),
            answers,
        })
    }
}

impl Drop for Answering {
    fn drop(&mut self) {
        // A process that has ended already cannot be killed, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
