//! Engines that run what the compiler emits: the Rust file, built by `rustc`, and the JSON document, read by the Python reader.
//!
//! Each is a process that reads a request a line and writes an answer a line, so thousands of requests cost one start.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use privity::arena::Id;
use privity::check::policy::Policy;
use privity::emit::{self, RustOptions};
use privity::graph::{self, Budget};
use privity::lower::lower;
use privity::request::{Ask, Class, Outcome, Request};
use privity::source::SourceMap;

use crate::engine::Engine;

/// What `rustc` must accept an emitted file with.
pub const STRICT: &[&str] = &["--edition", "2021", "-D", "warnings"];

/// An engine in another process.
pub struct ProcessEngine {
    name: String,
    child: Child,
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    write: fn(&Request) -> String,
    read: fn(&str) -> Option<Outcome>,
}

impl ProcessEngine {
    /// The Python reader over a JSON document in a file.
    ///
    /// # Errors
    /// When Python cannot be started.
    pub fn python(document: &Path) -> io::Result<Self> {
        let reader = Path::new(env!("CARGO_MANIFEST_DIR")).join("python/privity_reader.py");
        let mut command = Command::new("python3");
        command.arg(reader).arg(document);
        Self::start("Python reader", command, as_json, from_json)
    }

    /// One of the policies of a driver that [`build_driver`] built.
    ///
    /// # Errors
    /// When the driver cannot be started.
    pub fn rust(driver: &Path, policy: usize) -> io::Result<Self> {
        let mut command = Command::new(driver);
        command.arg(policy.to_string());
        Self::start("emitted Rust", command, as_words, from_words)
    }

    fn start(
        name: &str,
        mut command: Command,
        write: fn(&Request) -> String,
        read: fn(&str) -> Option<Outcome>,
    ) -> io::Result<Self> {
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
            write,
            read,
        })
    }

    fn ask(&mut self, request: &Request) -> io::Result<String> {
        writeln!(self.requests, "{}", (self.write)(request))?;
        self.requests.flush()?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer)?;
        Ok(answer)
    }
}

impl Engine for ProcessEngine {
    fn name(&self) -> &str {
        &self.name
    }

    fn decide(&mut self, request: &Request) -> Option<Outcome> {
        let answer = self.ask(request).ok()?;
        (self.read)(answer.trim())
    }
}

impl Drop for ProcessEngine {
    fn drop(&mut self) {
        // A process that has ended already cannot be killed, which is as well.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Builds a program that answers requests to several policies, each given as emitted Rust.
///
/// # Errors
/// When a file cannot be written, or with the words of `rustc` when it refuses the program.
pub fn build_driver(folder: &Path, policies: &[String]) -> io::Result<PathBuf> {
    let mut main = String::new();
    let mut arms = String::new();
    for (at, policy) in policies.iter().enumerate() {
        let file = folder.join(format!("policy_{at}.rs"));
        std::fs::write(&file, policy)?;
        let module = module_name(policy);
        // Writing to a string cannot fail.
        let _ = writeln!(main, "mod policy_{at} {{ include!({file:?}); }}");
        let _ = writeln!(arms, "        {at} => answer!(policy_{at}::{module}),");
    }
    main.push_str(&DRIVER.replace("POLICIES;", &arms));
    let source = folder.join("driver.rs");
    std::fs::write(&source, main)?;
    let binary = folder.join(format!("driver{}", std::env::consts::EXE_SUFFIX));
    rustc(&source, &["-A", "dead_code", "-o"], &binary)?;
    Ok(binary)
}

/// The engines over the emitted forms of one policy.
pub struct EmittedEngines {
    /// The Python reader over the JSON document.
    pub python: ProcessEngine,
    /// The Rust file.
    pub rust: ProcessEngine,
    /// The JSON document.
    pub document: PathBuf,
}

/// Emits policies, builds what must be built in a folder, and starts the engines of each.
///
/// # Errors
/// When a policy has no graph within the ordinary budget, a file cannot be written, `rustc` refuses what was emitted, or a program cannot be started.
pub fn start_engines(folder: &Path, policies: &[Policy]) -> io::Result<Vec<EmittedEngines>> {
    let sources = SourceMap::new();
    let mut texts = Vec::new();
    let mut documents = Vec::new();
    for (at, policy) in policies.iter().enumerate() {
        let graph = graph::build(policy, &lower(policy), Budget::default())
            .map_err(|too_large| io::Error::other(format!("{too_large:?}")))?;
        let text = emit::rust(policy, &graph, &sources, RustOptions::default());
        texts.push(text.map_err(io::Error::other)?);
        let document = folder.join(format!("policy_{at}.json"));
        std::fs::write(&document, emit::json(policy, &graph, &sources))?;
        documents.push(document);
    }
    let driver = build_driver(folder, &texts)?;
    let engines = documents.into_iter().enumerate().map(|(at, document)| {
        Ok(EmittedEngines {
            python: ProcessEngine::python(&document)?,
            rust: ProcessEngine::rust(&driver, at)?,
            document,
        })
    });
    engines.collect()
}

/// Runs `rustc` with [`STRICT`] flags and these, of which the last one takes the output.
///
/// # Errors
/// When it cannot be started, or with its words when it refuses the program.
pub fn rustc(source: &Path, flags: &[&str], output: &Path) -> io::Result<()> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let done = Command::new(rustc)
        .args(STRICT)
        .args(flags)
        .arg(output)
        .arg(source)
        .output()?;
    if done.status.success() {
        return Ok(());
    }
    Err(io::Error::other(
        String::from_utf8_lossy(&done.stderr).into_owned(),
    ))
}

/// The name of the module that an emitted file declares.
fn module_name(text: &str) -> &str {
    let behind = text.split("\npub mod ").nth(1).unwrap_or_default();
    behind.split(' ').next().unwrap_or_default()
}

const DRIVER: &str = r#"
use std::io::BufRead as _;

fn interval(text: &str) -> (i64, i64) {
    let (low, high) = text.split_once(':').expect("an interval");
    (low.parse().expect("a number"), high.parse().expect("a number"))
}

fn numbers(numbers: Vec<usize>) -> String {
    numbers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
}

macro_rules! answer {
    ($policy:path) => {{
        use $policy as policy;
        for line in std::io::stdin().lock().lines() {
            let line = line.expect("a line");
            let mut words = line.split(' ');
            let implied_destination = words.next() == Some("implied");
            let sets: Vec<(bool, Vec<(i64, i64)>)> = words
                .map(|word| {
                    let (mode, rest) = word.split_at(1);
                    (mode == "a", rest.split(',').map(interval).collect())
                })
                .collect();
            let asks: Vec<policy::AxisAsk<'_>> = sets
                .iter()
                .map(|(all, values)| match all {
                    true => policy::AxisAsk::All(values),
                    false => policy::AxisAsk::One(values),
                })
                .collect();
            let decision = policy::decide_axes(&policy::AxisRequest { asks: &asks, implied_destination });
            let duties = numbers(decision.duties().map(|duty| duty.number as usize).collect());
            println!("{}", match decision.verdict {
                policy::Verdict::Deny => "deny ".to_owned(),
                policy::Verdict::NotApplicable => "not_applicable ".to_owned(),
                policy::Verdict::Permit => format!("permit {duties}"),
                policy::Verdict::Needs => {
                    format!("needs {}", numbers(decision.needs().map(|axis| axis as usize).collect()))
                }
            });
        }
    }};
}

fn main() {
    let policy: usize = std::env::args().nth(1).and_then(|word| word.parse().ok()).expect("a number");
    match policy {
POLICIES;
        _ => panic!("no such policy"),
    }
}
"#;

fn as_json(request: &Request) -> String {
    let asks: Vec<serde_json::Value> = request
        .asks
        .iter()
        .map(|ask| match ask {
            Ask::All(values) => serde_json::json!({"all": values.intervals()}),
            Ask::One(values) => serde_json::json!({"one": values.intervals()}),
        })
        .collect();
    serde_json::json!({
        "asks": asks,
        "implied_destination": request.implied_destination,
        "inconsistent": request.inconsistent,
    })
    .to_string()
}

fn from_json(answer: &str) -> Option<Outcome> {
    let answer: serde_json::Value = serde_json::from_str(answer).ok()?;
    let numbers = |key: &str| -> Option<Vec<u32>> {
        let list = answer.get(key)?.as_array()?;
        list.iter()
            .map(|number| u32::try_from(number.as_u64()?).ok())
            .collect()
    };
    if let Some(needs) = numbers("needs") {
        return Some(Outcome::Needs(needs.into_iter().map(Id::new).collect()));
    }
    Some(Outcome::Definite {
        class: class(answer.get("class")?.as_str()?)?,
        duties: numbers("duties")?.into_iter().map(Id::new).collect(),
    })
}

fn as_words(request: &Request) -> String {
    if request.inconsistent.is_some() {
        // The one thing that the numbers cannot say: a value outside its domain stands for it.
        let nothing = request.asks.iter().map(|_| format!("a{0}:{0}", i64::MIN));
        return std::iter::once("given".to_owned())
            .chain(nothing)
            .collect::<Vec<_>>()
            .join(" ");
    }
    let mut words = if request.implied_destination {
        "implied".to_owned()
    } else {
        "given".to_owned()
    };
    for ask in &request.asks {
        words.push(' ');
        words.push(match ask {
            Ask::All(_) => 'a',
            Ask::One(_) => 'o',
        });
        let intervals: Vec<String> = ask
            .values()
            .intervals()
            .iter()
            .map(|(low, high)| format!("{low}:{high}"))
            .collect();
        words.push_str(&intervals.join(","));
    }
    words
}

fn from_words(answer: &str) -> Option<Outcome> {
    let (verdict, list) = answer.split_once(' ').unwrap_or((answer, ""));
    let numbers: Option<BTreeSet<u32>> = list
        .split(',')
        .filter(|number| !number.is_empty())
        .map(|number| number.parse().ok())
        .collect();
    let numbers = numbers?;
    if verdict == "needs" {
        return Some(Outcome::Needs(numbers.into_iter().map(Id::new).collect()));
    }
    Some(Outcome::Definite {
        class: class(verdict)?,
        duties: numbers.into_iter().map(Id::new).collect(),
    })
}

fn class(word: &str) -> Option<Class> {
    match word {
        "deny" => Some(Class::Deny),
        "not_applicable" => Some(Class::NotApplicable),
        "permit" => Some(Class::Permit),
        _ => None,
    }
}
