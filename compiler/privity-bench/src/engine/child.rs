//! Emitted Rust and straight-line code: compiled into a program, which is asked through pipes and keeps the time itself.

use std::cell::RefCell;
use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::rc::Rc;
use std::time::{Duration, Instant};

use super::{Engine, Form};
use crate::Outcome;
use crate::measure::memory;
use crate::model::{Request, RuleSet};
use crate::translate::rust::{self, Places};

/// What compiling the program took.
#[derive(Debug, Clone, Copy, serde::Serialize)]
pub(crate) struct Rustc {
    /// Seconds.
    pub(crate) seconds: f64,
    /// Peak memory in bytes, where the system says it.
    pub(crate) peak: Option<u64>,
    /// Bytes of the emitted file.
    pub(crate) bytes: usize,
}

/// The running program.
pub(crate) struct Program {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Program {
    /// Compiles an emitted policy, and the straight-line code if `straight`, into a folder and starts the program.
    pub(crate) fn start(
        set: &RuleSet,
        raw: &[Request],
        policy: &str,
        straight: bool,
        folder: &Path,
    ) -> Outcome<(Self, Rustc)> {
        let places = Places::of(set);
        let lines: String = raw
            .iter()
            .map(|request| rust::line(set, &places, request))
            .collect();
        let empty = RuleSet {
            rules: Vec::new(),
            ..set.clone()
        };
        let code = rust::straight(if straight { set } else { &empty });
        fs::write(folder.join("requests"), lines)?;
        fs::write(folder.join("policy.rs"), policy)?;
        fs::write(folder.join("straight.rs"), code)?;
        fs::write(folder.join("main.rs"), rust::driver(set))?;
        let start = Instant::now();
        let mut rustc = Command::new("rustc");
        rustc
            .args([
                "--edition",
                "2021",
                "-C",
                "opt-level=3",
                "--cap-lints",
                "allow",
                "-o",
            ])
            .arg(folder.join("program"))
            .arg(folder.join("main.rs"))
            .stderr(Stdio::piped());
        let (status, peak, errors) = memory::run(rustc)?;
        if !status.success() {
            let errors: String = errors.chars().take(2_000).collect();
            return Err(format!("rustc refuses the emitted policy: {errors}").into());
        }
        let rustc = Rustc {
            seconds: start.elapsed().as_secs_f64(),
            peak,
            bytes: policy.len(),
        };
        let mut child = Command::new(folder.join("program"))
            .arg(folder.join("requests"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().ok_or("no pipe")?;
        let output = BufReader::new(child.stdout.take().ok_or("no pipe")?);
        Ok((
            Self {
                child,
                input,
                output,
            },
            rustc,
        ))
    }

    fn ask(&mut self, what: &str, count: usize) -> Outcome<String> {
        writeln!(self.input, "{what} {count}")?;
        self.input.flush()?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        Ok(line.trim_end().to_owned())
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // The program ends by itself when its input does; this is for one that hangs.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Which code in the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Code {
    /// The emitted policy, on requests with their names looked up.
    Emitted,
    /// The emitted policy, on slices of such requests.
    Slices,
    /// The emitted policy, on typed requests: enums and numbers.
    Typed,
    /// Straight-line code.
    Straight,
}

/// One code in a program that several share.
pub(crate) struct InChild {
    pub(crate) program: Rc<RefCell<Program>>,
    pub(crate) code: Code,
}

impl Engine for InChild {
    fn name(&self) -> &'static str {
        match self.code {
            Code::Emitted => "Privity emitted Rust",
            Code::Slices => "Privity emitted Rust, slices",
            Code::Typed => "Privity emitted Rust, typed requests",
            Code::Straight => "straight-line Rust",
        }
    }

    fn answers(&mut self, count: usize) -> Outcome<Vec<bool>> {
        let what = match self.code {
            Code::Emitted => "emitted-answers",
            Code::Slices => "slices-answers",
            Code::Typed => "typed-answers",
            Code::Straight => "straight-answers",
        };
        let bits = self.program.borrow_mut().ask(what, 0)?;
        Ok(bits.chars().take(count).map(|bit| bit == '1').collect())
    }

    fn time(&mut self, form: Form, count: usize) -> Outcome<Option<Duration>> {
        let what = match (self.code, form) {
            (Code::Emitted, Form::Prepared) => "emitted",
            (Code::Slices, Form::Prepared) => "slices",
            (Code::Typed, Form::Prepared) => "typed",
            (Code::Typed, Form::Strings) => "names",
            (Code::Straight, Form::Prepared) => "straight",
            _ => return Ok(None),
        };
        let nanoseconds: u64 = self.program.borrow_mut().ask(what, count)?.parse()?;
        Ok(Some(Duration::from_nanos(nanoseconds)))
    }
}
