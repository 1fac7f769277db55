//! Does what the blocks of a page say, and compares.

use std::collections::BTreeSet;

use privity::compile::Options;
use privity::diagnostic::render::{Look, Renderer};
use privity::diagnostic::{Report, Severity};
use privity::examples;
use privity::request::answer::answer;
use privity::request::json::parse_all;
use privity::request::read::read;
use serde_json::Value;

use super::page::{Block, Page};
use crate::alone::{Alone, compile_text};

/// What a page shows of the language at work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shown {
    /// Whether something is permitted.
    pub permit: bool,
    /// Whether something is denied, not applicable, not yet known, or found to be wrong.
    pub refusal: bool,
}

/// Runs a page. `preamble` completes its fragments unless the page has one of its own.
///
/// # Errors
/// Everything that is not as the page says, a line each, with the line of the page.
pub fn run(page: &Page, preamble: &str) -> Result<Shown, Vec<String>> {
    let mut runner = Runner {
        preamble: preamble.to_owned(),
        unused: None,
        policy: None,
        messages: None,
        shown: Shown::default(),
        wrong: Vec::new(),
    };
    for block in &page.blocks {
        match block.language.as_str() {
            "privity" => runner.policy(block),
            "json" => runner.request(block),
            "text" => runner.message(block),
            other => runner.say(block, format!("nobody runs a block of `{other}`")),
        }
    }
    if let Some(line) = runner.unused {
        runner
            .wrong
            .push(format!("line {line}: no fragment uses this preamble"));
    }
    if runner.wrong.is_empty() {
        Ok(runner.shown)
    } else {
        Err(runner.wrong)
    }
}

struct Runner {
    preamble: String,
    /// The line of a preamble that no fragment has used yet.
    unused: Option<usize>,
    /// The last policy without mistakes.
    policy: Option<Alone>,
    /// What was said about the last policy, if it was to have mistakes.
    messages: Option<String>,
    shown: Shown,
    wrong: Vec<String>,
}

impl Runner {
    fn say(&mut self, block: &Block, what: impl AsRef<str>) {
        self.wrong
            .push(format!("line {}: {}", block.line, what.as_ref()));
    }

    fn policy(&mut self, block: &Block) {
        self.policy = None;
        self.messages = None;
        if block.words == ["preamble"] {
            self.preamble.clone_from(&block.text);
            self.unused = Some(block.line);
            return;
        }
        let is_whole = block.text.lines().any(|line| line.starts_with("policy "));
        let text = if is_whole {
            block.text.clone()
        } else {
            self.unused = None;
            format!("{}{}", self.preamble, block.text)
        };
        let alone = compile_text(&text, Options::default());
        let renderer = Renderer::new(&alone.sources, Look::default());
        let messages: String = alone
            .findings
            .iter()
            .map(|finding| renderer.render(finding))
            .collect();
        let first = text.lines().count() - block.text.lines().count();
        match block.words.split_first() {
            None => {
                let serious =
                    |finding: &privity::diagnostic::Diagnostic| finding.severity < Severity::Advice;
                if alone.findings.iter().any(serious) {
                    self.say(block, format!("the policy is not clean:\n{messages}"));
                } else {
                    self.try_out(block, &alone);
                    self.policy = Some(alone);
                }
            }
            Some((word, expected)) if word == "finds" && !expected.is_empty() => {
                let expected: BTreeSet<String> = expected.iter().cloned().collect();
                for problem in differences(&alone, &expected, first) {
                    self.say(block, format!("{problem}\n{messages}"));
                }
                self.shown.refusal = true;
                self.messages = Some(messages);
            }
            Some(_) => self.say(block, "a policy says `preamble`, `finds CODE…` or nothing"),
        }
    }

    /// Runs the tests of a policy.
    fn try_out(&mut self, block: &Block, alone: &Alone) {
        let Some(graph) = &alone.compiled.graph else {
            self.say(block, "the policy has no decision graph");
            return;
        };
        for trial in examples::run(&alone.compiled.policy, graph) {
            if let Some(failure) = trial.failure {
                let look = Renderer::new(&alone.sources, Look::default());
                let picture = look.render(&failure);
                self.say(block, format!("`{}` fails:\n{picture}", trial.title));
            }
        }
        for line in block.text.lines() {
            let line = line.trim();
            self.shown.permit |= line.starts_with("expect permit");
            self.shown.refusal |= ["expect deny", "expect not applicable", "expect needs"]
                .iter()
                .any(|start| line.starts_with(start));
        }
    }

    /// A request and its answer, asked of the policy above.
    fn request(&mut self, block: &Block) {
        let Some(alone) = &self.policy else {
            self.say(block, "no sound policy stands above this request");
            return;
        };
        match asked(alone, &block.text) {
            Ok(verdict) => {
                self.shown.permit |= verdict == "permit";
                self.shown.refusal |= verdict != "permit";
            }
            Err(why) => self.say(block, why),
        }
    }

    /// Lines that the compiler says about the policy above.
    fn message(&mut self, block: &Block) {
        let Some(messages) = &self.messages else {
            self.say(block, "no policy with findings stands above this text");
            return;
        };
        let said: Vec<&str> = messages.lines().collect();
        let wanted: Vec<&str> = block.text.lines().map(str::trim).collect();
        // The words count, not what is drawn around them.
        let is_said = said.windows(wanted.len().max(1)).any(|lines| {
            let mut pairs = lines.iter().zip(&wanted);
            pairs.all(|(said, wanted)| said.contains(wanted))
        });
        if !is_said {
            let messages = messages.clone();
            self.say(block, format!("this is not said, but:\n{messages}"));
        }
    }
}

/// How the findings differ from the expected `CODE` and `CODE:LINE`. Advice may be left out.
fn differences(alone: &Alone, expected: &BTreeSet<String>, first: usize) -> Vec<String> {
    let mut left = expected.clone();
    let mut problems = Vec::new();
    for finding in &alone.findings {
        let code = finding.code.as_str();
        let line = finding
            .primary
            .as_ref()
            .and_then(|label| alone.sources.line_column(label.span))
            .and_then(|place| place.line.checked_sub(first))
            .unwrap_or_default();
        let placed = format!("{code}:{line}");
        let is_expected = expected.contains(code) || expected.contains(&placed);
        left.remove(code);
        left.remove(&placed);
        if !is_expected && finding.severity < Severity::Advice {
            problems.push(format!("{placed} is found and not expected"));
        }
    }
    problems.extend(
        left.iter()
            .map(|code| format!("{code} is expected and not found")),
    );
    problems
}

/// Asks the `request` of a block, and gives the verdict if the answer has all that `answer` says.
fn asked(alone: &Alone, text: &str) -> Result<String, String> {
    let block: Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let (Some(request), Some(expected)) = (block.get("request"), block.get("answer")) else {
        return Err("a block of JSON has a `request` and its `answer`".to_owned());
    };
    let text = request.to_string();
    let json = parse_all(&text, 0)
        .into_iter()
        .next()
        .ok_or("there is no request")?
        .map_err(|finding| finding.message)?;
    let policy = &alone.compiled.policy;
    let mut report = Report::new();
    let Some(request) = read(policy, &json, &mut report) else {
        let messages: Vec<String> = report
            .into_sorted()
            .into_iter()
            .map(|finding| finding.message)
            .collect();
        return Err(messages.join("; "));
    };
    let graph = alone
        .compiled
        .graph
        .as_ref()
        .ok_or("the policy has no decision graph")?;
    let found = answer(policy, graph, &request);
    let found = serde_json::to_value(&found).map_err(|error| error.to_string())?;
    if holds(&found, expected) {
        let verdict = found.get("verdict").and_then(Value::as_str);
        Ok(verdict.unwrap_or_default().to_owned())
    } else {
        Err(format!("the answer is\n{found:#}"))
    }
}

/// Whether a value has all that another says: objects may have more keys.
fn holds(found: &Value, expected: &Value) -> bool {
    match (found, expected) {
        (Value::Object(found), Value::Object(expected)) => expected
            .iter()
            .all(|(key, value)| found.get(key).is_some_and(|found| holds(found, value))),
        (Value::Array(found), Value::Array(expected)) => {
            found.len() == expected.len()
                && found
                    .iter()
                    .zip(expected)
                    .all(|(one, other)| holds(one, other))
        }
        _ => found == expected,
    }
}
